//! A WebAssembly runtime: an interpreter that starts at once and a template JIT for hot code.
//!
//! The API has wasmtime's shape and names; the documentation says where it differs.
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

#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod numerics;
#[doc(hidden)]
pub mod sys;
#[doc(hidden)]
pub mod types;

#[doc(hidden)]
pub mod code;
#[doc(hidden)]
pub mod ir;
#[doc(hidden)]
pub mod module;

#[doc(hidden)]
pub mod vm;

#[doc(hidden)]
pub mod lower;

#[doc(hidden)]
pub mod exec;

#[doc(hidden)]
pub mod interp;

#[doc(hidden)]
pub mod jit;

#[doc(hidden)]
pub mod tier;

mod api;

pub use anyhow::{Error, Result};

pub use api::*;
pub use base::Trap;
pub use code::{CpuFeature, Isa, ProfilingStrategy, Tier};
pub use exec::ThrownException;
pub use exec::backtrace::{FrameInfo, WasmBacktrace};
pub use types::{
    CanonId, FieldType, GlobalType, HeapType, MemoryType, RefType, StorageType, TableType, V128, ValType,
};
pub use vm::limits::ResourceLimiter;
