//! WASI preview 1 under the paths of `wasmtime-wasi`.
//!
//! The context of this crate is that of preview 1, so these are other names for what the root of the crate has.
//!
//! ```
//! use wx_wasi::p1::{self, WasiP1Ctx};
//! use wx_wasi::WasiCtxBuilder;
//!
//! # fn main() -> wx::Result<()> {
//! let engine = wx::Engine::default();
//! let mut linker: wx::Linker<WasiP1Ctx> = wx::Linker::new(&engine);
//! p1::add_to_linker_sync(&mut linker, |ctx| ctx)?;
//! let store = wx::Store::new(&engine, WasiCtxBuilder::new().arg("program").build_p1());
//! # drop(store);
//! # Ok(())
//! # }
//! ```

pub use crate::linker::add_to_linker as add_to_linker_sync;

/// The state of a guest, as [`WasiCtx`](crate::WasiCtx).
pub type WasiP1Ctx = crate::WasiCtx;
