//! WebAssembly components on wx, in the shape of `wasmtime::component`.
//!
//! A component is a tree of core modules with types that a core module has not: strings, lists, records, variants, resources. It is
//! translated to a list of steps ([`translate`], the only room that knows the translator), and instantiated by the public API of wx; nothing
//! here is `unsafe`.
//!
//! ```
//! use wx_component::{Component, Linker};
//!
//! # fn main() -> wx::Result<()> {
//! let engine = wx::Engine::default();
//! let component = Component::new(&engine, r#"
//!     (component
//!       (import "add" (func $add (param "a" u32) (param "b" u32) (result u32)))
//!       (core func $lowered (canon lower (func $add)))
//!       (core module $m
//!         (import "" "add" (func $add (param i32 i32) (result i32)))
//!         (func (export "twice") (param i32) (result i32)
//!           (call $add (local.get 0) (local.get 0))))
//!       (core instance $i (instantiate $m
//!         (with "" (instance (export "add" (func $lowered))))))
//!       (func (export "twice") (param "x" u32) (result u32)
//!         (canon lift (core func $i "twice"))))
//! "#)?;
//! let mut linker = Linker::new(&engine);
//! linker.root().func_wrap("add", |_, (a, b): (u32, u32)| Ok((a + b,)))?;
//! let mut store = wx::Store::new(&engine, ());
//! let instance = linker.instantiate(&mut store, &component)?;
//! let twice = instance.get_typed_func::<(u32,), (u32,)>(&mut store, "twice")?;
//! assert_eq!(twice.call(&mut store, (21,))?, (42,));
//! # Ok(())
//! # }
//! ```
//!
//! Reading order: `types` and `plan`, what a component is once it is translated; `instance`, `func` and `host`, what happens when
//! it runs; `host_value` and `val`, how values move; `handle`, `state` and `resource`, what handles stand for.

mod call;
mod check;
mod component;
mod cx;
mod flat;
mod func;
mod handle;
mod host;
mod host_value;
mod instance;
mod introspect;
mod linker;
mod macros;
mod names;
mod plan;
mod resource;
mod state;
mod string;
mod table;
mod trampoline;
mod transcode;
mod translate;
mod trap;
mod types;
mod val;
mod variant;
mod wave;

pub use component::Component;
pub use func::{Func, TypedFunc};
pub use host_value::{ComponentNamedList, ComponentType, Lift, Lower};
pub use instance::{ComponentExportIndex, Instance, InstanceExportLookup};
pub use introspect::{ComponentFunc, ComponentInstance, ComponentItem, Flags, List, Record, Type, Variant};
pub use linker::{InstancePre, Linker, LinkerInstance};
pub use resource::{Resource, ResourceAny, ResourceType};
pub use table::{ResourceTable, ResourceTableError};
pub use trap::Trap;
pub use val::Val;
pub use wave::WaveCall;

/// What the macros of this package stand on; it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::macros::*;
}
