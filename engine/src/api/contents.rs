//! What is in a module, for hosts that ask before they instantiate, or look an export up once.

use std::sync::{Arc, Weak};

use super::context::{AsContextMut, Caller};
use super::externs::Extern;
use super::instance::Instance;
use super::module::Module;
use super::owner::check_store;
use crate::module::{EntityIndex, ModuleData};
use crate::vm::store::StoreInner;

/// An export of a module, found once by [`Module::get_export_index`]; [`Instance::get_module_export`] gets it without comparing names. It
/// does not keep the module alive.
#[derive(Clone, Debug)]
pub struct ModuleExport {
    module: Weak<ModuleData>,
    index: EntityIndex,
}

impl ModuleExport {
    /// The definition in an instance; `None` if that is one of another module.
    fn of(&self, store: &StoreInner, instance: u32) -> Option<Extern> {
        let instance = &store.instances[instance as usize];
        // The address of the module is not used again as long as the export is there.
        if self.module.as_ptr() != Arc::as_ptr(&instance.module) {
            return None;
        }
        let raw = instance.definition(self.index);
        // SAFETY: an instance's definitions are those of its store.
        Some(unsafe { Extern::from_raw(store, raw) })
    }
}

/// A function that a module defines.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ModuleFunction {
    /// Its index among the module's functions, imports first.
    pub index: u32,
    /// Its name in the name section.
    pub name: Option<String>,
    /// Where its body begins, in bytes from the beginning of the binary; wasmtime's counts from the beginning of the machine code, which a
    /// function need not have here.
    pub offset: usize,
    /// Bytes of its body in the binary.
    pub len: usize,
}

/// What instances of a module take, beside what they import.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ResourcesRequired {
    /// How many memories it defines.
    pub num_memories: u32,
    /// The largest of their first sizes, in pages.
    pub max_initial_memory_size: Option<u64>,
    /// How many tables it defines.
    pub num_tables: u32,
    /// The largest of their first sizes, in elements.
    pub max_initial_table_size: Option<u64>,
}

impl Module {
    /// The export with this name, to be looked up in instances without comparing names again.
    ///
    /// ```
    /// use wx::{Engine, Instance, Module, Store};
    ///
    /// let engine = Engine::default();
    /// let module = Module::new(&engine, r#"(module (memory (export "memory") 1))"#)?;
    /// let memory = module.get_export_index("memory").unwrap();
    /// let mut store = Store::new(&engine, ());
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// assert!(instance.get_module_export(&mut store, &memory).unwrap().into_memory().is_some());
    /// # Ok::<(), wx::Error>(())
    /// ```
    pub fn get_export_index(&self, name: &str) -> Option<ModuleExport> {
        let index = self.data().export(name)?;
        Some(ModuleExport { module: Arc::downgrade(self.data()), index })
    }

    /// The functions that the module defines, in the order of their indices.
    pub fn functions(&self) -> impl ExactSizeIterator<Item = ModuleFunction> {
        let data = self.data();
        data.bodies.iter().enumerate().map(|(defined, body)| {
            let index = data.func_index(defined);
            let name = data.names().function(index).map(str::to_owned);
            ModuleFunction { index, name, offset: body.start, len: body.len() }
        })
    }

    /// How many memories and tables an instance takes, and how large the largest are at first. What is imported does not count.
    pub fn resources_required(&self) -> ResourcesRequired {
        let data = self.data();
        let memories = data.memories.iter().skip(data.imported_memories as usize);
        let tables = data.tables.iter().skip(data.imported_tables as usize);
        ResourcesRequired {
            num_memories: memories.len() as u32,
            max_initial_memory_size: memories.map(|ty| ty.minimum).max(),
            num_tables: tables.len() as u32,
            max_initial_table_size: tables.map(|table| table.ty.minimum).max(),
        }
    }
}

impl Instance {
    /// The export that [`Module::get_export_index`] found; `None` if it is one of another module.
    ///
    /// # Panics
    /// If the instance belongs to another store.
    pub fn get_module_export(&self, mut store: impl AsContextMut, export: &ModuleExport) -> Option<Extern> {
        let store = store.as_context_mut();
        let (owner, index) = self.place();
        check_store(store.inner(), owner);
        export.of(store.inner(), index)
    }
}

impl<T: 'static> Caller<'_, T> {
    /// The export of the calling instance that [`Module::get_export_index`] found; `None` if it is one of another module, or the host
    /// itself called.
    pub fn get_module_export(&mut self, export: &ModuleExport) -> Option<Extern> {
        let index = self.instance_index()?;
        export.of(self.as_context_mut().inner(), index)
    }
}
