//! Functions of the host, and how a module's functions become references.
//!
//! Must not know: how a function is called.

use std::sync::Arc;
use std::sync::atomic::AtomicPtr;

use super::layout::*;
use super::pinned::Pinned;
use super::store::{HostCall, StoreInner};
use crate::module::ModuleData;
use crate::types::{Registered, WrongEngine, same_engine};

/// A host function: reads its arguments from the slots and writes its results there.
pub type HostFn = dyn Fn(HostCall) -> anyhow::Result<()> + Send + Sync;

/// A host function in a store.
pub struct HostFunc {
    pub ty: Registered,
    pub call: Arc<HostFn>,
    /// The function as a value.
    pub func: Pinned<VmHostFunc>,
}

impl StoreInner {
    /// The reference of a host function in this store; the same closure gets the same reference each time.
    ///
    /// # Errors
    /// If the type belongs to another engine.
    pub fn host_func(&mut self, ty: &Registered, call: &Arc<HostFn>) -> Result<*mut VmFuncRef, WrongEngine> {
        same_engine(ty, self)?;
        // The address is that closure's alone: the entry below keeps it alive, and every `Arc` is an allocation.
        let key = Arc::as_ptr(call).cast::<()>().addr();
        if let Some(&func) = self.host_func_of.get(&key) {
            return Ok(func);
        }
        let reference = VmFuncRef {
            ty: ty.id(),
            func_index: 0,
            ctx: std::ptr::null_mut(),
            cell: std::ptr::null(),
            enter: AtomicPtr::new(self.options.entries.host.cast_mut()),
        };
        let func = Pinned::new(VmHostFunc { func: reference, call: Arc::as_ptr(call) });
        let pointer = func.as_ptr().cast();
        self.host_funcs.push(HostFunc { ty: ty.clone(), call: call.clone(), func });
        self.host_func_of.insert(key, pointer);
        Ok(pointer)
    }
}

/// References of all functions that a module defines, in one allocation.
pub(super) fn defined(module: &ModuleData, ctx: *mut VmContext, enter: *const u8) -> Pinned<[VmFuncRef]> {
    let first = module.imported_funcs;
    let types = &module.funcs[first as usize..];
    let funcs = types.iter().zip(&module.codes).zip(first..).map(|((&ty, cell), func_index)| VmFuncRef {
        ty,
        func_index,
        ctx,
        cell,
        enter: AtomicPtr::new(enter.cast_mut()),
    });
    Pinned::from_box(funcs.collect())
}
