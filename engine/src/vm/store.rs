//! The owner of all runtime objects, without the embedder's data.
//!
//! `StoreInner` is boxed and never moves (INV VM-PIN): `VmStore::inner` points to it, and every object that running
//! code can reach is a box that it owns.
//!
//! Must not know: the type of the embedder's data, how code is run.

use std::sync::Arc;

use super::gc::GcHeap;
use super::layout::*;
use crate::module::ModuleData;
use crate::types::*;

/// What a host function gets.
pub struct HostCall {
    pub store: *mut StoreInner,
    /// The instance that calls; null when the host calls itself.
    pub caller: *mut VmContext,
    /// Arguments from here, in slots; the results go to the same place.
    pub slots: *mut u64,
}

/// A host function: reads its arguments from the slots and writes its results there.
pub type HostFn = dyn Fn(HostCall) -> anyhow::Result<()> + Send + Sync;

pub struct HostFunc {
    pub ty: CanonId,
    pub call: Arc<HostFn>,
}

/// An instance: its context and everything the context points to.
pub struct Instance {
    pub ctx: Box<VmContext>,
    pub module: Arc<ModuleData>,
    pub memories: Box<[*mut VmMemory]>,
    pub tables: Box<[*mut VmTable]>,
    pub globals: Box<[*mut VmGlobal]>,
    pub funcs: Box<[*mut VmFuncRef]>,
    pub tags: Box<[*mut VmTag]>,
    /// Element segments as slots; empty once dropped.
    pub elems: Box<[Box<[u64]>]>,
    /// Whether a data segment was dropped (its bytes stay in the module).
    pub dropped_datas: Box<[bool]>,
}

/// See the module's header.
pub struct StoreInner {
    pub vm: VmStore,
    pub registry: Arc<TypeRegistry>,
    pub instances: Vec<Box<Instance>>,
    pub host_funcs: Vec<HostFunc>,
    pub gc: GcHeap,
    /// The error that `TrapCode::Pending` stands for.
    pub pending: Option<anyhow::Error>,
}

impl StoreInner {
    /// The instance of a context.
    ///
    /// # Safety
    /// `ctx` must belong to a live store, and no other reference to the instance may be in use.
    pub unsafe fn instance_of<'a>(ctx: *mut VmContext) -> &'a mut Instance {
        // SAFETY: the caller vouches for `ctx`; INV VM-PIN keeps what it points to in place.
        let (store, index) = unsafe { ((*(*ctx).store).inner, (*ctx).instance) };
        // SAFETY: as above.
        let store = unsafe { &mut *store };
        &mut store.instances[index as usize]
    }
}
