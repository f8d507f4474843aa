//! [`Linker`]: finds a module's imports by name.
//!
//! # Idea
//! A definition is a value of a store, or a host function that can be put into any store whose data is a `T`. Putting it
//! there happens when a module that imports it is instantiated, so that a linker made once serves many stores.

use std::collections::HashMap;
use std::marker::PhantomData;

use anyhow::{Context, Result, anyhow, bail};

use super::context::{AsContext, AsContextMut, Caller, StoreContextMut};
use super::engine::Engine;
use super::externs::Extern;
use super::func::{Func, SharedHostFn, host_func};
use super::host::{self, IntoFunc};
use super::instance::Instance;
use super::module::Module;
use super::types::{ExternType, FuncType, ImportType};
use super::val::Val;
use crate::base::Printable;
use crate::types::{Registered, same_engine};
use crate::vm::link;
use crate::vm::store::StoreInner;

/// Something under a name.
#[derive(Clone)]
enum Definition {
    Extern(Extern),
    Host(Registered, SharedHostFn),
}

impl Definition {
    /// The definition in this store.
    ///
    /// # Safety
    /// Host functions must have been made for stores with this store's type of data.
    ///
    /// # Panics
    /// If it belongs to another store or engine.
    unsafe fn raw(&self, store: &mut StoreInner) -> link::Extern {
        match self {
            Definition::Extern(external) => external.raw(store),
            Definition::Host(ty, call) => link::Extern::Func(host_func(store, ty, call)),
        }
    }

    /// # Safety
    /// As for `raw`.
    unsafe fn to_extern(&self, store: &mut StoreInner) -> Extern {
        match self {
            Definition::Extern(external) => external.clone(),
            Definition::Host(ty, call) => {
                let func = host_func(store, ty, call);
                // SAFETY: the function was just put into this store.
                Extern::Func(unsafe { Func::from_pointer(store, func) })
            }
        }
    }
}

/// The name of a command's function.
#[derive(Clone)]
pub(super) struct CommandExport(std::sync::Arc<str>);

impl CommandExport {
    /// The function of a fresh instance of the command.
    pub(super) fn of(&self, store: impl AsContextMut, instance: Instance) -> Result<Func> {
        let func = instance.get_func(store, &self.0);
        func.ok_or_else(|| anyhow!("the command has lost its export `{}`", Printable(&self.0)))
    }
}

/// Definitions by module and name, for stores with data `T`.
pub struct Linker<T: 'static> {
    engine: Engine,
    modules: HashMap<Box<str>, HashMap<Box<str>, Definition>>,
    allow_shadowing: bool,
    data: PhantomData<fn(T) -> T>,
}

/// The error of an import that nothing was defined for.
#[derive(Clone, Debug, thiserror::Error)]
#[error("unknown import: `{}::{}` has not been defined", Printable(.module), Printable(.name))]
pub struct UnknownImportError {
    module: String,
    name: String,
    ty: ExternType,
}

impl UnknownImportError {
    fn new(import: &ImportType<'_>) -> Self {
        UnknownImportError { module: import.module().into(), name: import.name().into(), ty: import.ty() }
    }

    /// The first part of the name.
    pub fn module(&self) -> &str {
        &self.module
    }

    /// The second part of the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the module asked for.
    pub fn ty(&self) -> ExternType {
        self.ty.clone()
    }
}

impl<T: 'static> Clone for Linker<T> {
    fn clone(&self) -> Self {
        Linker {
            engine: self.engine.clone(),
            modules: self.modules.clone(),
            allow_shadowing: self.allow_shadowing,
            data: PhantomData,
        }
    }
}

impl<T: 'static> std::fmt::Debug for Linker<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linker").field("modules", &self.modules.keys()).finish_non_exhaustive()
    }
}

impl<T: 'static> Linker<T> {
    /// A linker without definitions.
    pub fn new(engine: &Engine) -> Linker<T> {
        Linker { engine: engine.clone(), modules: HashMap::new(), allow_shadowing: false, data: PhantomData }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Whether a later definition replaces an earlier one of the same name, instead of being an error.
    pub fn allow_shadowing(&mut self, allow: bool) -> &mut Self {
        self.allow_shadowing = allow;
        self
    }

    /// Has no effect; the name is wasmtime's. There [`Linker::module`] refuses a command that exports anything but functions and
    /// memories unless this is on; here what is no function is left out, always.
    pub fn allow_unknown_exports(&mut self, _allow: bool) -> &mut Self {
        self
    }

    fn insert(&mut self, module: &str, name: &str, definition: Definition) -> Result<&mut Self> {
        let names = self.modules.entry(module.into()).or_default();
        if !self.allow_shadowing && names.contains_key(name) {
            bail!("import of `{}::{}` defined twice", Printable(module), Printable(name));
        }
        names.insert(name.into(), definition);
        Ok(self)
    }

    fn find(&self, module: &str, name: &str) -> Option<&Definition> {
        self.modules.get(module)?.get(name)
    }

    /// Defines a value of a store; instantiation in another store will panic.
    ///
    /// # Errors
    /// If the name is taken and shadowing is not allowed, or the store belongs to another engine than the linker; so do all
    /// methods that define.
    ///
    /// # Panics
    /// If the value belongs to another store.
    pub fn define(
        &mut self,
        store: impl AsContext<Data = T>,
        module: &str,
        name: &str,
        item: impl Into<Extern>,
    ) -> Result<&mut Self> {
        let (item, store) = (item.into(), store.as_context());
        same_engine(store.inner(), self)?;
        item.check(store.inner());
        self.insert(module, name, Definition::Extern(item))
    }

    /// Defines a host function whose type is known at run time; see [`Func::new`].
    ///
    /// # Errors
    /// As for [`Linker::define`], or if the type belongs to another engine.
    pub fn func_new(
        &mut self,
        module: &str,
        name: &str,
        ty: FuncType,
        func: impl Fn(Caller<'_, T>, &[Val], &mut [Val]) -> Result<()> + Send + Sync + 'static,
    ) -> Result<&mut Self> {
        let call = host::dynamic(&ty, func);
        self.define_host(module, name, ty.registered(), call)
    }

    /// Defines a host function that was made for stores with data `T`.
    pub(super) fn define_host(
        &mut self,
        module: &str,
        name: &str,
        ty: &Registered,
        call: SharedHostFn,
    ) -> Result<&mut Self> {
        same_engine(ty, self)
            .with_context(|| format!("defining `{}::{}`", Printable(module), Printable(name)))?;
        self.insert(module, name, Definition::Host(ty.clone(), call))
    }

    /// Defines a host function whose type follows from the closure's; see [`Func::wrap`].
    ///
    /// # Errors
    /// As for [`Linker::define`].
    pub fn func_wrap<Params, Results>(
        &mut self,
        module: &str,
        name: &str,
        func: impl IntoFunc<T, Params, Results>,
    ) -> Result<&mut Self> {
        let (ty, call) = func.into_host(self.engine.types());
        self.define_host(module, name, &ty, call)
    }

    /// Defines all exports of an instance under a module name.
    ///
    /// # Errors
    /// As for [`Linker::define`].
    ///
    /// # Panics
    /// If the instance belongs to another store.
    pub fn instance(
        &mut self,
        mut store: impl AsContextMut<Data = T>,
        module_name: &str,
        instance: Instance,
    ) -> Result<&mut Self> {
        let mut store = store.as_context_mut();
        same_engine(store.inner(), self)?;
        for export in instance.exports(&mut store) {
            let name = export.name();
            self.insert(module_name, name, Definition::Extern(export.into_extern()))?;
        }
        Ok(self)
    }

    /// Instantiates a module and defines its exports under a module name.
    ///
    /// A module that exports `_start` is a command: each of its functions is defined as one that makes a fresh instance
    /// and calls it there. Any other is a reactor: it is instantiated now, and `_initialize` is called if it exports that.
    ///
    /// # Errors
    /// As for [`Linker::define`] and [`Linker::instantiate`].
    pub fn module(
        &mut self,
        mut store: impl AsContextMut<Data = T>,
        module_name: &str,
        module: &Module,
    ) -> Result<&mut Self> {
        let mut store = store.as_context_mut();
        self.same_engine_as(module, store.inner())?;
        if module.get_export("_start").is_some() {
            return self.command(store, module_name, module, |linker, name, ty, pre, export| {
                linker.func_new(module_name, name, ty, move |mut caller, params, results| {
                    let instance = pre.instantiate(&mut caller)?;
                    export.of(&mut caller, instance)?.call(&mut caller, params, results)
                })
            });
        }
        let instance = self.instantiate(&mut store, module)?;
        if let Some(initialize) = instance.get_func(&mut store, "_initialize") {
            initialize
                .typed::<(), ()>(&store)
                .and_then(|f| f.call(&mut store, ()))
                .context("calling the module's `_initialize`")?;
        }
        self.instance(store, module_name, instance)
    }

    /// Defines the functions of a command, each by `define`, which is given its name, its type, and what it is to make and call.
    pub(super) fn command(
        &mut self,
        mut store: StoreContextMut<'_, T>,
        module_name: &str,
        module: &Module,
        define: impl for<'a> Fn(
            &'a mut Self,
            &str,
            FuncType,
            InstancePre<T>,
            CommandExport,
        ) -> Result<&'a mut Self>,
    ) -> Result<&mut Self> {
        let pre = self.pre(module, Some(store.inner_mut()))?;
        for export in module.exports() {
            let ExternType::Func(ty) = export.ty() else { continue };
            define(self, export.name(), ty, pre.clone(), CommandExport(export.name().into()))?;
        }
        // The default of a command is to run it.
        let start = self.find(module_name, "_start").cloned();
        match start {
            Some(start) => self.insert(module_name, "", start),
            None => Ok(self),
        }
    }

    /// Defines one name as another.
    ///
    /// # Errors
    /// If there is no such definition, or as for [`Linker::define`].
    pub fn alias(&mut self, module: &str, name: &str, as_module: &str, as_name: &str) -> Result<&mut Self> {
        let found = self.find(module, name).cloned();
        let found = found
            .ok_or_else(|| anyhow!("no item named `{}::{}` defined", Printable(module), Printable(name)))?;
        self.insert(as_module, as_name, found)
    }

    /// Defines all names of one module under another too.
    ///
    /// # Errors
    /// As for [`Linker::define`].
    pub fn alias_module(&mut self, module: &str, as_module: &str) -> Result<()> {
        let Some(names) = self.modules.get(module).cloned() else { return Ok(()) };
        for (name, definition) in names {
            self.insert(as_module, &name, definition)?;
        }
        Ok(())
    }

    /// The definition with this name, put into the store if it is a host function.
    ///
    /// # Panics
    /// If that is so and the store belongs to another engine; the same holds for the other methods that find definitions.
    pub fn get(&self, mut store: impl AsContextMut<Data = T>, module: &str, name: &str) -> Option<Extern> {
        let mut store = store.as_context_mut();
        // SAFETY: the linker's `T` is the store's.
        self.find(module, name).map(|found| unsafe { found.to_extern(store.inner_mut()) })
    }

    /// The definition that an import asks for.
    pub fn get_by_import(
        &self,
        store: impl AsContextMut<Data = T>,
        import: &ImportType<'_>,
    ) -> Option<Extern> {
        self.get(store, import.module(), import.name())
    }

    /// As [`Linker::get_by_import`]; the name is wasmtime's, where the error is that there is no memory.
    ///
    /// # Errors
    /// None now.
    pub fn try_get_by_import(
        &self,
        store: impl AsContextMut<Data = T>,
        import: &ImportType<'_>,
    ) -> Result<Option<Extern>> {
        Ok(self.get_by_import(store, import))
    }

    /// The function to run for a module that was defined here: its default, `_start`, or one that does nothing.
    ///
    /// # Errors
    /// If `""` or `_start` is defined as something else.
    pub fn get_default(&self, mut store: impl AsContextMut<Data = T>, module: &str) -> Result<Func> {
        for name in ["", "_start"] {
            match self.get(store.as_context_mut(), module, name) {
                Some(Extern::Func(func)) => return Ok(func),
                Some(_) => bail!(
                    "`{}::{}` is not a function, but the default of a module must be",
                    Printable(module),
                    Printable(name)
                ),
                None => {}
            }
        }
        Ok(Func::wrap(store, || {}))
    }

    /// All definitions, in no particular order.
    pub fn iter<'a>(
        &'a self,
        mut store: impl AsContextMut<Data = T> + 'a,
    ) -> impl Iterator<Item = (&'a str, &'a str, Extern)> + 'a {
        let all = self.modules.iter().flat_map(|(module, names)| {
            names.iter().map(move |(name, definition)| (&**module, &**name, definition))
        });
        all.map(move |(module, name, definition)| {
            let mut store = store.as_context_mut();
            // SAFETY: the linker's `T` is the store's.
            (module, name, unsafe { definition.to_extern(store.inner_mut()) })
        })
    }

    /// Makes an instance of a module with its imports found here, and runs its start function.
    ///
    /// # Errors
    /// [`UnknownImportError`] if an import is not defined, an error too if the module, the store or the linker belongs to another
    /// engine than the others, or an import may wait, so that only `instantiate_async` can do it; otherwise as for [`Instance::new`].
    ///
    /// # Panics
    /// If a definition belongs to another store.
    pub fn instantiate(&self, mut store: impl AsContextMut<Data = T>, module: &Module) -> Result<Instance> {
        let mut store = store.as_context_mut();
        let imports = self.imports(&mut store, module)?;
        // Not before: an import that may wait asks for an asynchronous call.
        let _sync = store.begin_sync()?;
        Instance::link(&mut store, module, &imports)
    }

    /// The module's imports, put into the store.
    pub(super) fn imports(
        &self,
        store: &mut StoreContextMut<'_, T>,
        module: &Module,
    ) -> Result<Vec<link::Extern>> {
        self.same_engine_as(module, store.inner())?;
        let mut imports = Vec::with_capacity(module.data().imports.len());
        for import in &module.data().imports {
            let found = self.find(&import.module, &import.name);
            let found = found.ok_or_else(|| self.unknown(module, imports.len()))?;
            // SAFETY: the linker's `T` is the store's.
            imports.push(unsafe { found.raw(store.inner_mut()) });
        }
        Ok(imports)
    }

    #[cold]
    fn unknown(&self, module: &Module, index: usize) -> anyhow::Error {
        match module.imports().nth(index) {
            Some(import) => UnknownImportError::new(&import).into(),
            None => anyhow!("unknown import {index}"),
        }
    }

    /// Finds a module's imports once, for many instances. Host functions' types are checked now.
    ///
    /// # Errors
    /// As for [`Linker::instantiate`].
    pub fn instantiate_pre(&self, module: &Module) -> Result<InstancePre<T>> {
        self.pre(module, None)
    }

    /// Whether the module can be instantiated here.
    pub(super) fn same_engine_as(&self, module: &Module, store: &StoreInner) -> Result<()> {
        same_engine(module, self)?;
        Ok(same_engine(self, store)?)
    }

    fn pre(&self, module: &Module, store: Option<&StoreInner>) -> Result<InstancePre<T>> {
        same_engine(module, self)?;
        let data = module.data();
        let mut definitions = Vec::with_capacity(data.imports.len());
        for (i, import) in data.imports.iter().enumerate() {
            let found = self.find(&import.module, &import.name).ok_or_else(|| self.unknown(module, i))?;
            if let (Definition::Extern(external), Some(store)) = (found, store) {
                external.check(store);
            }
            if let Definition::Host(ty, _) = found {
                link::check_import(self.engine.types(), import, &crate::types::ExternType::Func(ty.id()))?;
            }
            definitions.push(found.clone());
        }
        Ok(InstancePre { module: module.clone(), definitions: definitions.into(), data: PhantomData })
    }

    /// Defines every function that the module imports and that is not defined yet as one that fails with
    /// [`UnknownImportError`].
    ///
    /// # Errors
    /// As for [`Linker::define`].
    pub fn define_unknown_imports_as_traps(&mut self, module: &Module) -> Result<()> {
        for import in module.imports() {
            let ExternType::Func(ty) = import.ty() else { continue };
            if self.find(import.module(), import.name()).is_none() {
                let error = UnknownImportError::new(&import);
                self.func_new(import.module(), import.name(), ty, move |_, _, _| bail!(error.clone()))?;
            }
        }
        Ok(())
    }

    /// Defines everything that the module imports and that is not defined yet: functions that return zeros and nulls,
    /// globals that are zero or null, and the smallest memories and tables that fit.
    ///
    /// # Errors
    /// If a type has no default value, or as for [`Linker::define`].
    pub fn define_unknown_imports_as_default_values(
        &mut self,
        mut store: impl AsContextMut<Data = T>,
        module: &Module,
    ) -> Result<()> {
        let mut store = store.as_context_mut();
        self.same_engine_as(module, store.inner())?;
        for import in module.imports() {
            if self.find(import.module(), import.name()).is_some() {
                continue;
            }
            let (module, name) = (import.module(), import.name());
            let shown = format_args!("`{}::{}`", Printable(module), Printable(name));
            if let ExternType::Func(ty) = import.ty() {
                ty.has_default().with_context(|| format!("defining {shown}"))?;
                // Results begin as their defaults.
                self.func_new(module, name, ty, |_, _, _| Ok(()))?;
                continue;
            }
            let definition = import.ty().default_value(&mut store);
            let definition = definition.with_context(|| format!("defining {shown}"))?;
            self.insert(module, name, Definition::Extern(definition))?;
        }
        Ok(())
    }
}

/// A module with its imports found, from [`Linker::instantiate_pre`].
pub struct InstancePre<T: 'static> {
    module: Module,
    definitions: std::sync::Arc<[Definition]>,
    data: PhantomData<fn(T) -> T>,
}

impl<T: 'static> Clone for InstancePre<T> {
    fn clone(&self) -> Self {
        InstancePre { module: self.module.clone(), definitions: self.definitions.clone(), data: PhantomData }
    }
}

impl<T: 'static> InstancePre<T> {
    /// The module.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Makes an instance and runs its start function.
    ///
    /// # Errors
    /// As for [`Instance::new`].
    ///
    /// # Panics
    /// If a definition belongs to another store.
    pub fn instantiate(&self, mut store: impl AsContextMut<Data = T>) -> Result<Instance> {
        let mut store = store.as_context_mut();
        let imports = self.imports(store.inner_mut())?;
        // As in `Linker::instantiate`.
        let _sync = store.begin_sync()?;
        Instance::link(&mut store, &self.module, &imports)
    }

    /// The imports, put into the store.
    pub(super) fn imports(&self, store: &mut StoreInner) -> Result<Vec<link::Extern>> {
        same_engine(self, store)?;
        // SAFETY: the linker's `T` is the store's.
        Ok(self.definitions.iter().map(|definition| unsafe { definition.raw(store) }).collect())
    }
}
