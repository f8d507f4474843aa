//! [`Linker`]: finds a component's imports by name.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use wx::{AsContextMut, Engine, Module, StoreContextMut};

use crate::component::Component;
use crate::host::HostFunc;
use crate::host_value::{ComponentNamedList, Lift, Lower, Types};
use crate::instance::Instance;
use crate::introspect::ComponentFunc;
use crate::names::Names;
use crate::resource::ResourceType;
use crate::types::{ItemTy, ModuleTy};
use crate::val::Val;

/// What is called when a resource of the host is dropped.
pub(crate) type HostDestructor<T> = dyn Fn(StoreContextMut<'_, T>, u32) -> Result<()> + Send + Sync;

/// Something under a name.
enum Definition<T: 'static> {
    Instance(Names<Definition<T>>),
    Func(Arc<HostFunc<T>>),
    Module(Module),
    Resource(ResourceType, Arc<HostDestructor<T>>),
}

impl<T: 'static> Clone for Definition<T> {
    fn clone(&self) -> Self {
        match self {
            Definition::Instance(names) => Definition::Instance(names.clone()),
            Definition::Func(func) => Definition::Func(func.clone()),
            Definition::Module(module) => Definition::Module(module.clone()),
            Definition::Resource(ty, dtor) => Definition::Resource(*ty, dtor.clone()),
        }
    }
}

impl<T: 'static> Definition<T> {
    fn kind(&self) -> &'static str {
        match self {
            Definition::Instance(_) => "instance",
            Definition::Func(_) => "function",
            Definition::Module(_) => "module",
            Definition::Resource(..) => "resource",
        }
    }
}

/// What an import was found to be.
pub(crate) enum Import<T: 'static> {
    Func(Arc<HostFunc<T>>),
    Module(Module),
    Resource(ResourceType, Arc<HostDestructor<T>>),
}

/// Definitions by name, for stores with data `T`.
///
/// Names with a version match compatible ones: a definition of `wasi:io/streams@0.2.6` is found for an import of
/// `wasi:io/streams@0.2.0`.
pub struct Linker<T: 'static> {
    engine: Engine,
    names: Names<Definition<T>>,
    allow_shadowing: bool,
}

impl<T: 'static> Clone for Linker<T> {
    fn clone(&self) -> Self {
        Linker {
            engine: self.engine.clone(),
            names: self.names.clone(),
            allow_shadowing: self.allow_shadowing,
        }
    }
}

impl<T: 'static> std::fmt::Debug for Linker<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.names.keys().collect();
        f.debug_struct("Linker").field("names", &names).finish_non_exhaustive()
    }
}

impl<T: 'static> Linker<T> {
    /// A linker without definitions.
    pub fn new(engine: &Engine) -> Linker<T> {
        Linker { engine: engine.clone(), names: Names::default(), allow_shadowing: false }
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

    /// Where to define what a component imports by itself, in no instance.
    pub fn root(&mut self) -> LinkerInstance<'_, T> {
        LinkerInstance { names: &mut self.names, allow_shadowing: self.allow_shadowing }
    }

    /// Where to define what is in the instance with this name.
    ///
    /// # Errors
    /// If the name is taken by something else.
    pub fn instance(&mut self, name: &str) -> Result<LinkerInstance<'_, T>> {
        self.root().into_instance(name)
    }

    /// Finds a component's imports once, for many instances.
    ///
    /// # Errors
    /// If an import is not defined, or is defined as something else; the message names it and its type.
    pub fn instantiate_pre(&self, component: &Component) -> Result<InstancePre<T>> {
        if !Engine::same(&self.engine, component.engine()) {
            bail!("the component and the linker belong to different engines");
        }
        let plan = component.plan();
        let mut leaves = Vec::new();
        for (import, path) in &plan.leaves {
            leaves.push(self.leaf(&plan.imports[*import].0, path)?);
        }
        let mut resources = Vec::new();
        for &leaf in &plan.imported_resources {
            match &leaves[leaf] {
                Some(Definition::Resource(ty, _)) => resources.push(*ty),
                _ => break,
            }
        }
        let types = Types { plan, resources: &resources };
        for (name, item) in &plan.imports {
            check(self.names.get(name), name, item, &types)?;
        }
        let imports = leaves.into_iter().map(|found| match found {
            Some(Definition::Func(func)) => Ok(Import::Func(func.clone())),
            Some(Definition::Module(module)) => Ok(Import::Module(module.clone())),
            Some(Definition::Resource(ty, dtor)) => Ok(Import::Resource(*ty, dtor.clone())),
            Some(Definition::Instance(_)) | None => Err(anyhow!("an import was lost")),
        });
        Ok(InstancePre { component: component.clone(), imports: imports.collect::<Result<_>>()? })
    }

    fn leaf(&self, name: &str, path: &[String]) -> Result<Option<&Definition<T>>> {
        let mut found = self.names.get(name);
        for name in path {
            found = match found {
                Some(Definition::Instance(names)) => names.get(name),
                _ => None,
            };
        }
        Ok(found)
    }

    /// Makes an instance of a component with its imports found here.
    ///
    /// # Errors
    /// As for [`Linker::instantiate_pre`], or if a core module cannot be instantiated.
    ///
    /// # Panics
    /// If the store belongs to another engine.
    pub fn instantiate(&self, store: impl AsContextMut<Data = T>, component: &Component) -> Result<Instance> {
        self.instantiate_pre(component)?.instantiate(store)
    }

    /// Defines every function that the component imports and that is not defined yet as one that fails, and every resource as one
    /// of a type of its own.
    ///
    /// # Errors
    /// If a name is taken by something else.
    pub fn define_unknown_imports_as_traps(&mut self, component: &Component) -> Result<()> {
        let mut payload = 0;
        for (name, item) in &component.plan().imports {
            let mut root = self.root();
            root.define_as_trap(name, name, item, &mut payload)?;
        }
        Ok(())
    }
}

/// Whether a definition is what an import asks for.
fn check<T: 'static>(
    found: Option<&Definition<T>>,
    name: &str,
    item: &ItemTy,
    types: &Types<'_>,
) -> Result<()> {
    // A type that is no resource is its own definition.
    if matches!(item, ItemTy::Type(_)) {
        return Ok(());
    }
    let Some(found) = found else {
        // A type that was imported elsewhere already, under another name.
        if let ItemTy::Resource(index) = item
            && types.resource(*index).is_ok()
        {
            return Ok(());
        }
        // What an instance of types alone asks for, nobody needs to define.
        if let ItemTy::Instance(exports) = item
            && exports.iter().all(|(_, item)| matches!(item, ItemTy::Type(_)))
        {
            return Ok(());
        }
        let kind = item.kind();
        bail!("component imports {kind} `{name}`, but a matching implementation was not found in the linker");
    };
    match (item, found) {
        (ItemTy::Func(ty), Definition::Func(func)) => {
            (func.check)(ty, types).with_context(|| format!("function `{name}` has the wrong type"))
        }
        (ItemTy::Instance(exports), Definition::Instance(names)) => {
            for (export, item) in exports.iter() {
                check(names.get(export), export, item, types)
                    .with_context(|| format!("instance export `{export}` of `{name}` has the wrong type"))?;
            }
            Ok(())
        }
        (ItemTy::Module(ty), Definition::Module(module)) => {
            check_module(ty, module).with_context(|| format!("module `{name}` has the wrong type"))
        }
        (ItemTy::Resource(index), Definition::Resource(ty, _)) => {
            if types.resource(*index)? != *ty {
                bail!("resource `{name}` must be another one");
            }
            Ok(())
        }
        _ => bail!("expected {} `{name}`, found {}", item.kind(), found.kind()),
    }
}

/// Whether a module has what is asked for by name; types of imports are compared when it is instantiated.
fn check_module(ty: &ModuleTy, module: &Module) -> Result<()> {
    for name in &ty.exports {
        if module.get_export(name).is_none() {
            bail!("it has no export `{name}`");
        }
    }
    for import in module.imports() {
        let known =
            ty.imports.iter().any(|(module, name)| module == import.module() && name == import.name());
        if !known {
            bail!("it imports `{}::{}`, which nobody provides", import.module(), import.name());
        }
    }
    Ok(())
}

/// A place among a linker's names: the root, or an instance.
pub struct LinkerInstance<'a, T: 'static> {
    names: &'a mut Names<Definition<T>>,
    allow_shadowing: bool,
}

impl<'a, T: 'static> LinkerInstance<'a, T> {
    fn insert(&mut self, name: &str, definition: Definition<T>) -> Result<()> {
        if !self.allow_shadowing && self.names.has_exactly(name) {
            bail!("import of `{name}` defined twice");
        }
        self.names.insert(name, definition);
        Ok(())
    }

    /// Defines a function whose type follows from the closure's: the parameters are a tuple, and so are the results.
    ///
    /// # Errors
    /// If the name is taken and shadowing is not allowed; so do all methods that define.
    pub fn func_wrap<Params, Results>(
        &mut self,
        name: &str,
        func: impl Fn(StoreContextMut<'_, T>, Params) -> Result<Results> + Send + Sync + 'static,
    ) -> Result<()>
    where
        Params: ComponentNamedList + Lift + 'static,
        Results: ComponentNamedList + Lower + 'static,
    {
        self.insert(name, Definition::Func(Arc::new(HostFunc::wrap(func))))
    }

    /// Defines a function whose values are [`Val`]s, for whatever type the component imports it with.
    ///
    /// # Errors
    /// As for [`LinkerInstance::func_wrap`].
    pub fn func_new(
        &mut self,
        name: &str,
        func: impl Fn(StoreContextMut<'_, T>, ComponentFunc, &[Val], &mut [Val]) -> Result<()>
        + Send
        + Sync
        + 'static,
    ) -> Result<()> {
        self.insert(name, Definition::Func(Arc::new(HostFunc::dynamic(func))))
    }

    /// Defines a core module.
    ///
    /// # Errors
    /// As for [`LinkerInstance::func_wrap`].
    pub fn module(&mut self, name: &str, module: &Module) -> Result<()> {
        self.insert(name, Definition::Module(module.clone()))
    }

    /// Defines a resource type of the host; `dtor` gets the representation of what a component dropped.
    ///
    /// # Errors
    /// As for [`LinkerInstance::func_wrap`].
    pub fn resource(
        &mut self,
        name: &str,
        ty: ResourceType,
        dtor: impl Fn(StoreContextMut<'_, T>, u32) -> Result<()> + Send + Sync + 'static,
    ) -> Result<()> {
        self.insert(name, Definition::Resource(ty, Arc::new(dtor)))
    }

    /// Where to define what is in the instance with this name.
    ///
    /// # Errors
    /// If the name is taken by something else.
    pub fn instance(&mut self, name: &str) -> Result<LinkerInstance<'_, T>> {
        LinkerInstance { names: &mut *self.names, allow_shadowing: self.allow_shadowing }.into_instance(name)
    }

    /// As [`LinkerInstance::instance`], by value.
    ///
    /// # Errors
    /// If the name is taken by something else.
    pub fn into_instance(self, name: &str) -> Result<LinkerInstance<'a, T>> {
        match self.names.entry(name, || Definition::Instance(Names::default())) {
            Definition::Instance(names) => {
                Ok(LinkerInstance { names, allow_shadowing: self.allow_shadowing })
            }
            other => bail!("`{name}` is defined as a {}", other.kind()),
        }
    }

    fn define_as_trap(&mut self, path: &str, name: &str, item: &ItemTy, payload: &mut u32) -> Result<()> {
        if !matches!(item, ItemTy::Instance(_)) && self.names.get(name).is_some() {
            return Ok(());
        }
        match item {
            ItemTy::Func(_) => {
                let path = path.to_owned();
                self.func_new(name, move |_, _, _, _| bail!("unknown import: `{path}` has not been defined"))
            }
            ItemTy::Instance(exports) => {
                // What is defined for a compatible version is copied, since its names are those that hold.
                if !self.names.has_exactly(name)
                    && let Some(compatible) = self.names.get(name).cloned()
                {
                    self.names.insert(name, compatible);
                }
                let mut instance = self.instance(name)?;
                for (export, item) in exports.iter() {
                    instance.define_as_trap(&format!("{path}#{export}"), export, item, payload)?;
                }
                Ok(())
            }
            ItemTy::Resource(_) => {
                *payload += 1;
                self.resource(name, ResourceType::host_dynamic(*payload), |_, _| Ok(()))
            }
            _ => Ok(()),
        }
    }
}

/// A component with its imports found, from [`Linker::instantiate_pre`].
pub struct InstancePre<T: 'static> {
    component: Component,
    imports: Arc<[Import<T>]>,
}

impl<T: 'static> Clone for InstancePre<T> {
    fn clone(&self) -> Self {
        InstancePre { component: self.component.clone(), imports: self.imports.clone() }
    }
}

impl<T: 'static> std::fmt::Debug for InstancePre<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InstancePre").field("component", &self.component).finish_non_exhaustive()
    }
}

impl<T: 'static> InstancePre<T> {
    /// The component.
    pub fn component(&self) -> &Component {
        &self.component
    }

    /// Makes an instance.
    ///
    /// # Errors
    /// If a core module cannot be instantiated: a limit or the system refuses memory, or a start function traps.
    ///
    /// # Panics
    /// If the store belongs to another engine.
    pub fn instantiate(&self, mut store: impl AsContextMut<Data = T>) -> Result<Instance> {
        Instance::new(store.as_context_mut(), &self.component, &self.imports)
    }
}
