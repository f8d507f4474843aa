//! Who owns what: the checks at the border of the library.
//!
//! # Problem
//! Handles are numbers and pointers without a lifetime, and ids of types are numbers. Used with another store or engine
//! they would mean other objects, so that safe code could read an integer as a function.
//!
//! # Idea
//! Nobody compares by hand. There is one comparison of engines (`types::owner`) and one of stores (`vm::owner`); what goes down
//! to lower floors carries its owner with it (`Registered`, `ModuleData`, handles), and those floors compare again.
//!
//! | given | where it is compared | if it is another's |
//! |---|---|---|
//! | `self`, a tag, a table, a definition to import | [`check_store`] in `pointer`/`object`, `reference::resolve` | a panic |
//! | a value or reference: argument, field, element, result of the host | `Val::fits`, `WasmTy::to_slots` | an error |
//! | a type that a function returns an error for | `same_engine` in `StoreInner::{host_func, host_tag}`, `Linker::func_new`, `StructRef::new`, … | an error |
//! | a type for `Func::new`, `StructRefPre::new`, `ArrayRefPre::new` | the same | a panic |
//! | a module | `StoreInner::instantiate`, and the linker before it puts anything into the store | an error |
//! | a linker, an `InstancePre` | before anything is put into the store; `get`, `iter` in `StoreInner::host_func` | an error; `get`, `iter`: a panic |
//!
//! This is what wasmtime does, but that it panics for `Linker::func_new` too.

use std::sync::Arc;

use super::engine::Engine;
use super::linker::{InstancePre, Linker};
use super::module::Module;
use super::types::FuncType;
use crate::types::{OfEngine, TypeRegistry};
use crate::vm::same_store;
use crate::vm::store::{StoreId, StoreInner};

/// # Panics
/// If the object belongs to another store. Which store is meant is an error of the program, as an index out of bounds is.
#[inline]
#[track_caller]
pub(crate) fn check_store(store: &StoreInner, id: StoreId) {
    if let Err(error) = same_store(store, id) {
        panic!("{error}");
    }
}

macro_rules! of_engine {
    ($([$($generics:tt)*] $ty:ty, $what:literal, |$x:ident| $registry:expr;)*) => {
        $(
            impl<$($generics)*> OfEngine for $ty {
                const WHAT: &'static str = $what;

                fn registry(&self) -> &Arc<TypeRegistry> {
                    let $x = self;
                    $registry
                }
            }
        )*
    };
}
of_engine! {
    [] Engine, "engine", |x| x.types();
    [] Module, "module", |x| x.engine().types();
    [] FuncType, "function type", |x| x.registered().registry();
    [T: 'static] Linker<T>, "linker", |x| x.engine().types();
    [T: 'static] InstancePre<T>, "linker", |x| x.module().engine().types();
}
