//! A WebAssembly runtime: an interpreter that starts at once and a template JIT for hot code.
//!
//! The API has wasmtime's shape and names; the documentation of each item says where it differs, and the repository's
//! `docs/wasmtime.md` lists it all.
//!
//! ```
//! use wx::{Caller, Engine, Linker, Module, Result, Store};
//!
//! # fn main() -> Result<()> {
//! let engine = Engine::default();
//! let module = Module::new(&engine, r#"
//!     (module
//!       (import "host" "double" (func $double (param i32) (result i32)))
//!       (func (export "run") (result i32) (call $double (i32.const 21))))
//! "#)?;
//! let mut linker = Linker::new(&engine);
//! linker.func_wrap("host", "double", |mut caller: Caller<'_, u32>, n: i32| {
//!     *caller.data_mut() += 1;
//!     n * 2
//! })?;
//! let mut store = Store::new(&engine, 0);
//! let instance = linker.instantiate(&mut store, &module)?;
//! let run = instance.get_typed_func::<(), i32>(&mut store, "run")?;
//! assert_eq!(run.call(&mut store, ())?, 42);
//! assert_eq!(*store.data(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//! - `async`, on by default: calls and host functions that can be awaited, such as `TypedFunc::call_async` and `Linker::func_wrap_async`.

// The rooms of the engine. The tools of this project look into them (feature `internals`); to everyone else they are closed, since
// what is inside trusts its callers: whoever could set where a function begins, or change a module after its validation, would need
// no `unsafe` to leave the sandbox.
#![cfg_attr(
    not(feature = "internals"),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "what only this project's tools use is there in every build"
    )
)]

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod base;
#[cfg(not(feature = "internals"))]
mod base;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod numerics;
#[cfg(not(feature = "internals"))]
mod numerics;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod settings;
#[cfg(not(feature = "internals"))]
mod settings;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod sys;
#[cfg(not(feature = "internals"))]
mod sys;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod types;
#[cfg(not(feature = "internals"))]
mod types;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod code;
#[cfg(not(feature = "internals"))]
mod code;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod ir;
#[cfg(not(feature = "internals"))]
mod ir;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod module;
#[cfg(not(feature = "internals"))]
mod module;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod vm;
#[cfg(not(feature = "internals"))]
mod vm;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod verify;
#[cfg(not(feature = "internals"))]
mod verify;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod lower;
#[cfg(not(feature = "internals"))]
mod lower;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod exec;
#[cfg(not(feature = "internals"))]
mod exec;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod interp;
#[cfg(not(feature = "internals"))]
mod interp;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod jit;
#[cfg(not(feature = "internals"))]
mod jit;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod tier;
#[cfg(not(feature = "internals"))]
mod tier;

mod api;

pub use anyhow::{Error, Result, anyhow as format_err, bail, ensure};

pub use api::*;
pub use base::Trap;
pub use exec::ThrownException;
pub use exec::backtrace::{FrameInfo, WasmBacktrace};
pub use module::InvalidFunction;
pub use settings::{CpuFeature, Isa, ProfilingStrategy, Tier};
pub use types::{
    CanonId, FieldType, GlobalType, HeapType, MemoryType, RefType, StorageType, TableType, V128, ValType,
};
pub use vm::limits::ResourceLimiter;
