//! What components keep with a store: their instances, the host's handles, and the calls that are under way.
//!
//! It is the store's extension of type [`StoreState`], so that the handles that users see are small and can be copied.
//!
//! # Calls
//! Each call between the host and a component, or between two components that pass handles, has a *scope*: what it has lent, and
//! how many handles it has borrowed. Scopes are a stack. A call that fails leaves its scopes and those of the calls within it behind;
//! whoever entered from the host cuts the stack back to where it was.

use std::collections::HashMap;

use anyhow::{Result, anyhow};
use wx::{AsContextMut, Func, Global, Memory, StoreContextMut, TypedFunc, Val};

use crate::component::Component;
use crate::handle::{Handle, HandleTable, Kind};
use crate::plan::HandleTy;
use crate::resource::ResourceType;
use crate::trap::Trap;

/// `cabi_realloc`: pointer, size, alignment, new size.
pub(crate) type Realloc = TypedFunc<(u32, u32, u32, u32), u32>;

#[derive(Default)]
pub(crate) struct StoreState {
    pub(crate) instances: Vec<InstanceState>,
    /// Resources that the host holds as [`ResourceAny`](crate::ResourceAny).
    pub(crate) host: HandleTable,
    /// How resources of each type end.
    pub(crate) destructors: HashMap<ResourceType, Destructor>,
    pub(crate) scopes: Vec<Scope>,
    /// Instances that the host entered and that have not returned yet.
    pub(crate) entered: Vec<usize>,
    /// What `context.set` stored for the present call.
    pub(crate) context: [u32; 2],
}

/// What is called when the last handle to a resource is dropped.
#[derive(Clone, Copy)]
pub(crate) struct Destructor {
    pub(crate) func: Option<Func>,
    /// The instance that defined the resource, if it was not the host.
    pub(crate) instance: Option<usize>,
}

/// An instance of a component.
pub(crate) struct InstanceState {
    pub(crate) id: u64,
    pub(crate) component: Component,
    pub(crate) core: Vec<wx::Instance>,
    /// Whether each component instance may be left, as adapters see it.
    pub(crate) may_leave: Vec<Global>,
    /// Whether a task may block: none may.
    pub(crate) may_block: Global,
    /// The handles of each component instance.
    pub(crate) tables: Vec<HandleTable>,
    pub(crate) memories: Vec<Memory>,
    pub(crate) reallocs: Vec<Realloc>,
    pub(crate) post_returns: Vec<Func>,
    pub(crate) trampolines: Vec<Func>,
    /// The core functions behind exports, by item.
    pub(crate) funcs: Vec<Option<Func>>,
    /// The type of each resource.
    pub(crate) resources: Vec<ResourceType>,
    /// Host modules that were imported, by leaf.
    pub(crate) imported_modules: HashMap<usize, wx::Module>,
    pub(crate) trapped: bool,
}

/// See the module's header.
#[derive(Default)]
pub(crate) struct Scope {
    lenders: Vec<Lender>,
    borrows: u32,
    /// The context of the call that made this one.
    outer: [u32; 2],
}

struct Lender {
    table: TableId,
    index: u32,
}

/// A handle table.
#[derive(Clone, Copy)]
pub(crate) enum TableId {
    Host,
    Guest { instance: usize, within: u32 },
}

/// The store's state.
pub(crate) fn of<'s, T: 'static>(store: &'s mut StoreContextMut<'_, T>) -> &'s mut StoreState {
    store.extension_mut()
}

impl StoreState {
    pub(crate) fn table(&mut self, id: TableId) -> &mut HandleTable {
        match id {
            TableId::Host => &mut self.host,
            TableId::Guest { instance, within } => &mut self.instances[instance].tables[within as usize],
        }
    }

    /// The table and the resource type that a handle type of a component means.
    pub(crate) fn resolve(&self, instance: usize, ty: u32) -> Result<(TableId, ResourceType)> {
        let state = &self.instances[instance];
        match state.component.plan().handle_types[ty as usize] {
            HandleTy::Concrete { resource, instance: within } => {
                let known = state.resources.get(resource as usize).copied();
                let resource = known.ok_or_else(|| anyhow!("resource {resource} is not defined yet"))?;
                Ok((TableId::Guest { instance, within }, resource))
            }
            HandleTy::Abstract => Err(anyhow!("a handle to a resource that is never instantiated")),
        }
    }

    /// Whether the handle type is that of the component instance that defined the resource, where a borrow is the representation.
    pub(crate) fn is_owner(&self, instance: usize, ty: u32) -> bool {
        let plan = self.instances[instance].component.plan();
        let HandleTy::Concrete { resource, instance: within } = plan.handle_types[ty as usize] else {
            return false;
        };
        let defined = (resource as usize).checked_sub(plan.imported_resources.len());
        defined.is_some_and(|index| plan.resource_owners[index] == within)
    }

    /// What is lent of a handle: its representation. The present scope returns it.
    pub(crate) fn lend(&mut self, table: TableId, index: u32, ty: ResourceType) -> Result<u32> {
        let handle = self.table(table).get(index, ty)?;
        let rep = handle.rep;
        if let Kind::Own { lends } = &mut handle.kind {
            *lends += 1;
            self.scope()?.lenders.push(Lender { table, index });
        }
        Ok(rep)
    }

    /// A handle for what the present call borrows.
    pub(crate) fn borrow(&mut self, table: TableId, ty: ResourceType, rep: u32) -> Result<u32> {
        self.scope()?.borrows += 1;
        let scope = self.scopes.len() - 1;
        self.table(table).insert(Handle { ty, rep, kind: Kind::Borrow { scope } })
    }

    /// Drops a handle; what it owned, if it did, is left to the caller.
    pub(crate) fn drop_handle(
        &mut self,
        table: TableId,
        index: u32,
        ty: ResourceType,
    ) -> Result<Option<u32>> {
        let handle = self.table(table).remove(index, ty)?;
        match handle.kind {
            Kind::Own { .. } => Ok(Some(handle.rep)),
            Kind::Borrow { scope } => {
                if let Some(scope) = self.scopes.get_mut(scope) {
                    scope.borrows = scope.borrows.saturating_sub(1);
                }
                Ok(None)
            }
        }
    }

    fn scope(&mut self) -> Result<&mut Scope> {
        self.scopes.last_mut().ok_or_else(|| anyhow!("handles are borrowed by calls only"))
    }

    pub(crate) fn enter_scope(&mut self) {
        let outer = std::mem::take(&mut self.context);
        self.scopes.push(Scope { outer, ..Scope::default() });
    }

    /// Ends the present scope.
    ///
    /// # Errors
    /// If handles that the call borrowed remain.
    pub(crate) fn exit_scope(&mut self) -> Result<()> {
        let Some(scope) = self.scopes.pop() else { return Err(anyhow!("a call ends that never began")) };
        self.context = scope.outer;
        if scope.borrows > 0 {
            return Err(Trap::BorrowsRemain.into());
        }
        for lender in scope.lenders {
            self.table(lender.table).end_loan(lender.index);
        }
        Ok(())
    }
}

/// Whether this component instance may be left.
///
/// # Errors
/// If it may not.
pub(crate) fn check_may_leave<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    within: u32,
) -> Result<()> {
    let flag = of(store).instances[instance].may_leave[within as usize];
    match flag.get(store) {
        Val::I32(0) => Err(Trap::CannotLeaveComponent.into()),
        _ => Ok(()),
    }
}

/// Calls `f` while this component instance may not be left.
pub(crate) fn without_leaving<T: 'static, R>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    within: u32,
    f: impl FnOnce(&mut StoreContextMut<'_, T>) -> Result<R>,
) -> Result<R> {
    let flag = of(store).instances[instance].may_leave[within as usize];
    let before = flag.get(store.as_context_mut());
    flag.set(store.as_context_mut(), Val::I32(0))?;
    let result = f(store)?;
    flag.set(store.as_context_mut(), before)?;
    Ok(result)
}

/// Calls `f`, which enters an instance from the host, with a scope of its own. If it fails, the instance has trapped.
pub(crate) fn entering<T: 'static, R>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    f: impl FnOnce(&mut StoreContextMut<'_, T>) -> Result<R>,
) -> Result<R> {
    let state = of(store);
    if state.instances[instance].trapped || state.entered.contains(&instance) {
        return Err(Trap::CannotEnterComponent.into());
    }
    let (entered, scopes) = (state.entered.len(), state.scopes.len());
    let context = std::mem::take(&mut state.context);
    state.entered.push(instance);
    let result = f(store);
    let state = of(store);
    state.entered.truncate(entered);
    state.context = context;
    if result.is_err() {
        state.scopes.truncate(scopes);
        state.instances[instance].trapped = true;
    }
    result
}
