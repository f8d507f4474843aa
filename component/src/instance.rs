//! [`Instance`]: a component that has come to life in a store.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, anyhow, bail};
use wx::{
    AsContext, AsContextMut, Caller, Extern, Global, GlobalType, Module, Mutability, StoreContext,
    StoreContextMut, ValType,
};

use crate::component::Component;
use crate::func::{Func, TypedFunc};
use crate::handle::HandleTable;
use crate::host_value::{ComponentNamedList, Lift, Lower};
use crate::introspect::TypeCx;
use crate::linker::Import;
use crate::names;
use crate::plan::{CoreDef, Export, Exports, Step};
use crate::resource::ResourceType;
use crate::state::{self, Destructor, InstanceState, StoreState};
use crate::trampoline;

/// An instance of a component. The handle is small and can be copied; it is of use only together with its store.
#[derive(Clone, Copy, Debug)]
pub struct Instance {
    index: usize,
    /// No other instance of the process has this number.
    id: u64,
}

/// A position among the exports of a component, from [`Instance::get_export_index`].
#[derive(Clone, Copy, Debug)]
pub struct ComponentExportIndex {
    instance: u64,
    index: usize,
}

/// What finds an export: its name, or a [`ComponentExportIndex`].
pub trait InstanceExportLookup {
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "nobody else implements this trait")]
    fn lookup(&self, instance: &Instance, state: &InstanceState) -> Option<usize>;
}

impl InstanceExportLookup for str {
    #[allow(private_interfaces, reason = "nobody else implements this trait")]
    fn lookup(&self, _: &Instance, state: &InstanceState) -> Option<usize> {
        let exports = &state.component.plan().exports;
        names::find(exports, self).map(|found| exports[found].1)
    }
}

impl InstanceExportLookup for String {
    #[allow(private_interfaces, reason = "nobody else implements this trait")]
    fn lookup(&self, instance: &Instance, state: &InstanceState) -> Option<usize> {
        self.as_str().lookup(instance, state)
    }
}

impl InstanceExportLookup for ComponentExportIndex {
    #[allow(private_interfaces, reason = "nobody else implements this trait")]
    fn lookup(&self, instance: &Instance, _: &InstanceState) -> Option<usize> {
        (self.instance == instance.id).then_some(self.index)
    }
}

impl<L: InstanceExportLookup + ?Sized> InstanceExportLookup for &L {
    #[allow(private_interfaces, reason = "nobody else implements this trait")]
    fn lookup(&self, instance: &Instance, state: &InstanceState) -> Option<usize> {
        L::lookup(self, instance, state)
    }
}

/// The context of an instance's types.
pub(crate) fn types_of<T: 'static>(store: &mut StoreContextMut<'_, T>, instance: usize) -> Arc<TypeCx> {
    let state = &state::of(store).instances[instance];
    TypeCx::new(state.component.plan(), &state.resources)
}

impl Instance {
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    #[track_caller]
    pub(crate) fn state<'s, T: 'static>(&self, store: &StoreContext<'s, T>) -> &'s InstanceState {
        let known = store.extension::<StoreState>().and_then(|state| state.instances.get(self.index));
        match known {
            Some(state) if state.id == self.id => state,
            _ => panic!("an instance of a component is used with a store that it does not belong to"),
        }
    }

    pub(crate) fn types<T: 'static>(&self, store: &StoreContext<'_, T>) -> Arc<TypeCx> {
        let state = self.state(store);
        TypeCx::new(state.component.plan(), &state.resources)
    }

    fn find(&self, store: impl AsContext, name: impl InstanceExportLookup) -> Option<usize> {
        name.lookup(self, self.state(&store.as_context()))
    }

    /// The exported function with this name or index.
    ///
    /// # Panics
    /// If the instance belongs to another store; so do all methods here.
    pub fn get_func(&self, mut store: impl AsContextMut, name: impl InstanceExportLookup) -> Option<Func> {
        let store = store.as_context_mut();
        let index = self.find(&store, name)?;
        let plan = self.state(&store.as_context()).component.plan();
        matches!(plan.items[index], Export::Func { .. }).then(|| Func::new(*self, index))
    }

    /// The exported function with this name or index, and this type.
    ///
    /// # Errors
    /// If there is none, or its type does not match.
    pub fn get_typed_func<Params, Results>(
        &self,
        mut store: impl AsContextMut,
        name: impl InstanceExportLookup,
    ) -> Result<TypedFunc<Params, Results>>
    where
        Params: ComponentNamedList + Lower,
        Results: ComponentNamedList + Lift,
    {
        let mut store = store.as_context_mut();
        let func = self.get_func(&mut store, name);
        func.ok_or_else(|| anyhow!("failed to find function export"))?.typed(&store)
    }

    /// Where an export is: among those of the component, or of one of its exported instances.
    pub fn get_export_index(
        &self,
        mut store: impl AsContextMut,
        instance: Option<&ComponentExportIndex>,
        name: &str,
    ) -> Option<ComponentExportIndex> {
        let store = store.as_context_mut();
        let plan = self.state(&store.as_context()).component.plan();
        let exports: &Exports = match instance {
            None => &plan.exports,
            Some(outer) if outer.instance == self.id => match &plan.items[outer.index] {
                Export::Instance { exports, .. } => exports,
                _ => return None,
            },
            Some(_) => return None,
        };
        let found = names::find(exports, name)?;
        Some(ComponentExportIndex { instance: self.id, index: exports[found].1 })
    }

    /// The exported core module with this name or index.
    pub fn get_module(
        &self,
        mut store: impl AsContextMut,
        name: impl InstanceExportLookup,
    ) -> Option<Module> {
        let store = store.as_context_mut();
        let index = self.find(&store, name)?;
        let state = self.state(&store.as_context());
        match &state.component.plan().items[index] {
            Export::Module { index, .. } => Some(state.component.module(*index).clone()),
            Export::ImportedModule { leaf, .. } => state.imported_modules.get(leaf).cloned(),
            _ => None,
        }
    }

    /// The exported resource type with this name or index.
    pub fn get_resource(
        &self,
        mut store: impl AsContextMut,
        name: impl InstanceExportLookup,
    ) -> Option<ResourceType> {
        let store = store.as_context_mut();
        let index = self.find(&store, name)?;
        let state = self.state(&store.as_context());
        match &state.component.plan().items[index] {
            Export::Type(crate::types::ItemTy::Resource(ty)) => {
                let types =
                    crate::host_value::Types { plan: state.component.plan(), resources: &state.resources };
                types.resource(*ty).ok()
            }
            _ => None,
        }
    }

    /// Makes an instance; `imports` are by leaf.
    pub(crate) fn new<T: 'static>(
        mut store: StoreContextMut<'_, T>,
        component: &Component,
        imports: &[Import<T>],
    ) -> Result<Instance> {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let plan = component.plan();
        let may_leave = (0..plan.instances).map(|_| flag(&mut store, true)).collect::<Result<_>>()?;
        let may_block = flag(&mut store, false)?;
        let resources = resources(&mut store, component, imports)?;
        let index = state::of(&mut store).instances.len();
        state::of(&mut store).instances.push(InstanceState {
            id,
            component: component.clone(),
            core: Vec::new(),
            may_leave,
            may_block,
            tables: (0..plan.instances).map(|_| HandleTable::default()).collect(),
            memories: Vec::new(),
            reallocs: Vec::new(),
            post_returns: Vec::new(),
            trampolines: Vec::new(),
            funcs: Vec::new(),
            resources,
            imported_modules: HashMap::new(),
            trapped: false,
        });
        let scopes = state::of(&mut store).scopes.len();
        let mut run = Run { store: store.as_context_mut(), component, imports, index, id };
        let result = run.all();
        if result.is_err() {
            // Nobody has a handle to it, and nobody will.
            let state = state::of(&mut store);
            state.scopes.truncate(scopes);
            state.instances[index].trapped = true;
        }
        result?;
        Ok(Instance { index, id })
    }
}

/// A global that adapters read and change.
fn flag<T: 'static>(store: &mut StoreContextMut<'_, T>, on: bool) -> Result<Global> {
    Global::new(store, GlobalType::new(ValType::I32, Mutability::Var), wx::Val::I32(i32::from(on)))
}

/// The types of the imported resources, whose destructors the store is told.
fn resources<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    component: &Component,
    imports: &[Import<T>],
) -> Result<Vec<ResourceType>> {
    let mut types = Vec::new();
    for &leaf in &component.plan().imported_resources {
        let Import::Resource(ty, dtor) = &imports[leaf] else {
            bail!("an imported resource is something else")
        };
        if !state::of(store).destructors.contains_key(ty) {
            let dtor = dtor.clone();
            let func = wx::Func::wrap(store.as_context_mut(), move |mut caller: Caller<'_, T>, rep: u32| {
                dtor(caller.as_context_mut(), rep)
            });
            let destructor = Destructor { func: Some(func), instance: None };
            state::of(store).destructors.insert(*ty, destructor);
        }
        types.push(*ty);
    }
    Ok(types)
}

/// The steps of an instantiation.
struct Run<'a, T: 'static> {
    store: StoreContextMut<'a, T>,
    component: &'a Component,
    imports: &'a [Import<T>],
    index: usize,
    id: u64,
}

impl<T: 'static> Run<'_, T> {
    fn state(&mut self) -> &mut InstanceState {
        &mut state::of(&mut self.store).instances[self.index]
    }

    fn all(&mut self) -> Result<()> {
        let plan = self.component.plan();
        let mut lowered = HashMap::new();
        for step in &plan.steps {
            if let Step::Lower { index, leaf } = step {
                lowered.insert(*index, *leaf);
            }
        }
        for core in &plan.trampolines {
            let imports = self.imports;
            let import = |lowering| match lowered.get(&lowering).map(|&leaf| &imports[leaf]) {
                Some(Import::Func(func)) => Ok(func.clone()),
                _ => Err(anyhow!("a lowered import is no function")),
            };
            let func = trampoline::make(&mut self.store, self.index, core, &plan.options, import)?;
            self.state().trampolines.push(func);
        }
        for step in &plan.steps {
            self.step(step)?;
        }
        for item in &plan.items {
            let func = match item {
                Export::Func { func, .. } => Some(self.func(func)?),
                _ => None,
            };
            self.state().funcs.push(func);
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Instantiate { module, imports, instance } => {
                let externs = imports.iter().map(|def| self.extern_of(def)).collect::<Result<Vec<_>>>()?;
                let module = self.component.module(*module).clone();
                self.instantiate(&module, &externs, instance.is_some())
            }
            Step::InstantiateImport { leaf, imports, instance } => {
                let Import::Module(module) = &self.imports[*leaf] else {
                    bail!("a module is something else")
                };
                self.state().imported_modules.insert(*leaf, module.clone());
                let find = |import: wx::ImportType<'_>| {
                    let key = (import.module().to_owned(), import.name().to_owned());
                    let def =
                        imports.get(&key).ok_or_else(|| anyhow!("the module imports `{}::{}`", key.0, key.1));
                    self.extern_of(def?)
                };
                let externs = module.imports().map(find).collect::<Result<Vec<_>>>()?;
                self.instantiate(module, &externs, instance.is_some())
            }
            // Lowerings are found when trampolines are made.
            Step::Lower { .. } => Ok(()),
            Step::Memory { instance, name } => {
                let memory = self.export(*instance, name)?.into_memory();
                let memory = memory.context("a shared memory cannot hold the values of a component")?;
                self.state().memories.push(memory);
                Ok(())
            }
            Step::Realloc(def) => {
                let func = self.func(def)?.typed(&self.store)?;
                self.state().reallocs.push(func);
                Ok(())
            }
            Step::PostReturn(def) => {
                let func = self.func(def)?;
                self.state().post_returns.push(func);
                Ok(())
            }
            Step::Resource { dtor } => {
                let func = dtor.as_ref().map(|def| self.func(def)).transpose()?;
                let (index, id) = (self.index, self.id);
                let state = state::of(&mut self.store);
                let ty = ResourceType::guest(id, state.instances[index].resources.len() as u32);
                state.instances[index].resources.push(ty);
                state.destructors.insert(ty, Destructor { func, instance: Some(index) });
                Ok(())
            }
        }
    }

    fn instantiate(&mut self, module: &Module, imports: &[Extern], is_call: bool) -> Result<()> {
        if is_call {
            state::of(&mut self.store).enter_scope();
        }
        let instance = wx::Instance::new(&mut self.store, module, imports)?;
        if is_call {
            state::of(&mut self.store).exit_scope()?;
        }
        self.state().core.push(instance);
        Ok(())
    }

    fn export(&mut self, instance: usize, name: &str) -> Result<Extern> {
        let instance = self.state().core[instance];
        instance
            .get_export(&mut self.store, name)
            .ok_or_else(|| anyhow!("a core module has no export `{name}`"))
    }

    fn extern_of(&mut self, def: &CoreDef) -> Result<Extern> {
        Ok(match def {
            CoreDef::Export { instance, name } => self.export(*instance, name)?,
            CoreDef::MayLeave(within) => self.state().may_leave[*within as usize].into(),
            CoreDef::MayBlock => self.state().may_block.into(),
            &CoreDef::Context { slot, is_set: false } => {
                wx::Func::wrap(&mut self.store, move |mut caller: Caller<'_, T>| {
                    state::of(&mut caller.as_context_mut()).context[slot]
                })
                .into()
            }
            &CoreDef::Context { slot, is_set: true } => {
                wx::Func::wrap(&mut self.store, move |mut caller: Caller<'_, T>, value: u32| {
                    state::of(&mut caller.as_context_mut()).context[slot] = value;
                })
                .into()
            }
            CoreDef::Trampoline(index) => self.state().trampolines[*index].into(),
        })
    }

    fn func(&mut self, def: &CoreDef) -> Result<wx::Func> {
        self.extern_of(def)?.into_func().context("a core function is something else")
    }
}
