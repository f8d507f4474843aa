//! [`Instance`]: a module that has come to life in a store.

use anyhow::{Context, Result, anyhow};

use super::context::{AsContext, AsContextMut, StoreContextMut};
use super::externs::{Export, Extern};
use super::func::Func;
use super::global::Global;
use super::memory::Memory;
use super::module::Module;
use super::owner::check_store;
use super::shared::SharedMemory;
use super::table::Table;
use super::tag::Tag;
use super::typed::{TypedFunc, WasmParams, WasmResults};
use crate::base::Printable;
use crate::tier;
use crate::types::same_engine;
use crate::vm::link;
use crate::vm::store::{StoreId, StoreInner};

/// An instance of a module. The handle is small and can be copied; it is of use only together with its store.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Instance {
    store: StoreId,
    index: u32,
}

impl Instance {
    /// Makes an instance and runs the module's start function. `imports` are given in the module's order;
    /// [`Linker`](super::Linker) finds them by name.
    ///
    /// # Errors
    /// If the module belongs to another engine, the imports do not match, a limit or the system refuses memory, a segment does not fit, or the start
    /// function traps. Even then functions of the instance may be in tables of others, and stay usable. If something in the store may
    /// wait, so that only `new_async` can make one.
    ///
    /// # Panics
    /// If an import belongs to another store.
    pub fn new(mut store: impl AsContextMut, module: &Module, imports: &[Extern]) -> Result<Instance> {
        let mut store = store.as_context_mut();
        let _sync = store.begin_sync()?;
        Instance::make(&mut store, module, imports)
    }

    /// Makes it, whether that may wait or not.
    pub(super) fn make<T: 'static>(
        store: &mut StoreContextMut<'_, T>,
        module: &Module,
        imports: &[Extern],
    ) -> Result<Instance> {
        let inner = store.inner_mut();
        same_engine(module, inner)?;
        let imports: Vec<_> = imports.iter().map(|import| import.raw(inner)).collect();
        Instance::link(store, module, &imports)
    }

    pub(crate) fn link<T: 'static>(
        store: &mut StoreContextMut<'_, T>,
        module: &Module,
        imports: &[link::Extern],
    ) -> Result<Instance> {
        let inner = store.inner_mut();
        let made = inner.instantiate(module.data(), imports)?;
        let instance = Instance { store: inner.id, index: made.index };
        if let Some(start) = made.start {
            // SAFETY: the store is borrowed mutably; a start function has neither parameters nor results.
            unsafe { tier::call(store.inner_ptr(), start, &mut []) }?;
        }
        Ok(instance)
    }

    pub(super) fn at((store, index): (StoreId, u32)) -> Instance {
        Instance { store, index }
    }

    /// Its store, and its index there.
    pub(super) fn place(&self) -> (StoreId, u32) {
        (self.store, self.index)
    }

    /// The module.
    ///
    /// # Panics
    /// If the instance belongs to another store; so do all methods here.
    pub fn module(&self, store: impl AsContext) -> Module {
        let store = store.as_context();
        check_store(store.inner(), self.store);
        Module::from_data(store.engine(), &store.inner().instances[self.index as usize].module)
    }

    /// All exports, in the module's order.
    pub fn exports<'a, T: 'static>(
        &self,
        store: impl Into<StoreContextMut<'a, T>>,
    ) -> impl ExactSizeIterator<Item = Export<'a>> {
        let store = store.into();
        check_store(store.inner(), self.store);
        let inner: &'a StoreInner = store.split().0;
        let instance = &inner.instances[self.index as usize];
        instance.module.exports.iter().map(move |export| {
            let raw = instance.definition(export.index);
            // SAFETY: an instance's definitions are those of its store.
            Export::new(&export.name, unsafe { Extern::from_raw(inner, raw) })
        })
    }

    /// The export with this name.
    pub fn get_export(&self, mut store: impl AsContextMut, name: &str) -> Option<Extern> {
        let store = store.as_context_mut();
        check_store(store.inner(), self.store);
        export(store.inner(), self.index, name)
    }

    /// The exported function with this name.
    pub fn get_func(&self, store: impl AsContextMut, name: &str) -> Option<Func> {
        self.get_export(store, name)?.into_func()
    }

    /// The exported function with this name and type.
    ///
    /// # Errors
    /// If there is none, or its type is another; the message shows both.
    pub fn get_typed_func<Params: WasmParams, Results: WasmResults>(
        &self,
        mut store: impl AsContextMut,
        name: &str,
    ) -> Result<TypedFunc<Params, Results>> {
        let func = self
            .get_func(store.as_context_mut(), name)
            .ok_or_else(|| anyhow!("failed to find function export `{}`", Printable(name)))?;
        func.typed(&store)
            .with_context(|| format!("failed to convert function `{}` to given type", Printable(name)))
    }

    /// The exported table with this name.
    pub fn get_table(&self, store: impl AsContextMut, name: &str) -> Option<Table> {
        self.get_export(store, name)?.into_table()
    }

    /// The exported memory with this name, if it is not shared.
    pub fn get_memory(&self, store: impl AsContextMut, name: &str) -> Option<Memory> {
        self.get_export(store, name)?.into_memory()
    }

    /// The exported shared memory with this name.
    pub fn get_shared_memory(&self, store: impl AsContextMut, name: &str) -> Option<SharedMemory> {
        self.get_export(store, name)?.into_shared_memory()
    }

    /// The exported global with this name.
    pub fn get_global(&self, store: impl AsContextMut, name: &str) -> Option<Global> {
        self.get_export(store, name)?.into_global()
    }

    /// The exported tag with this name.
    pub fn get_tag(&self, store: impl AsContextMut, name: &str) -> Option<Tag> {
        self.get_export(store, name)?.into_tag()
    }
}

/// An export of an instance by its index.
pub(crate) fn export(store: &StoreInner, instance: u32, name: &str) -> Option<Extern> {
    let instance = &store.instances[instance as usize];
    let raw = instance.definition(instance.module.export(name)?);
    // SAFETY: an instance's definitions are those of its store.
    Some(unsafe { Extern::from_raw(store, raw) })
}
