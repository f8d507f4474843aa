//! WASI preview 1 for wx: the system interface of `wasm32-wasi` programs.
//!
//! The problem: a program that nobody trusts asks for files, clocks and randomness with raw integers and raw
//! pointers. The idea: three rooms, each of which makes one mistake impossible for the rooms above it.
//!
//! * [`guest`] is the only code that turns a guest pointer into bytes. A pointer or a length
//!   that leaves the memory is the error `FAULT` there, so no call has a bounds check of its own to forget.
//! * [`descriptor`] is the only code that turns a guest descriptor into a host object. It
//!   asks for the right that the call needs, so a call cannot reach an object without naming its right.
//! * [`beneath`] is the only code that resolves a path: from the descriptor of a directory, never from the host's
//!   working directory, so a path cannot name anything outside of what was preopened: not by `..`, not by a
//!   symlink, not in a race.
//!
//! The calls themselves (one file per family in `calls/`) are then short and look like the specification.
//! Nothing a guest passes makes the host allocate more than a few KiB, except the descriptor table, which has
//! a limit, and the list of a `poll_oneoff`, which has one too.
//!
//! Both generations of the interface are registered: `wasi_snapshot_preview1` and the older `wasi_unstable`
//! (snapshot 0), which differs in two layouts and in the numbers of `whence`; see [`abi`].
//!
//! The package needs a Unix-like host. It contains no unsafe code.
//!
//! ```no_run
//! use wx::{Engine, Linker, Module, Store};
//! use wx_wasi::{DirPerms, FilePerms, WasiCtx, WasiCtxBuilder, add_to_linker};
//!
//! # fn main() -> wx::Result<()> {
//! let engine = Engine::default();
//! let module = Module::from_file(&engine, "app.wasm")?;
//! let mut linker: Linker<WasiCtx> = Linker::new(&engine);
//! add_to_linker(&mut linker, |ctx| ctx)?;
//!
//! let mut builder = WasiCtxBuilder::new();
//! builder.arg("app").inherit_stdio();
//! builder.preopened_dir("data", "/data", DirPerms::all(), FilePerms::READ)?;
//! let mut store = Store::new(&engine, builder.build());
//!
//! let instance = linker.instantiate(&mut store, &module)?;
//! let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
//! start.call(&mut store, ())?;
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg(unix)]

mod abi;
mod beneath;
mod calls;
mod ctx;
mod descriptor;
mod errno;
mod exit;
mod guest;
mod linker;
pub mod p1;
#[cfg(feature = "component")]
pub mod p2;
mod perms;
pub mod pipe;
mod position;
mod readdir;
#[cfg(test)]
mod tests;
mod watch;

pub use ctx::{HOST_DESCRIPTORS, WasiCtx, WasiCtxBuilder};
pub use exit::I32Exit;
pub use linker::add_to_linker;
pub use perms::{DirPerms, FilePerms};
pub use watch::CallWatch;
