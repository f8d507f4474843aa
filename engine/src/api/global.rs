//! [`Global`]: a global variable of a store.

use anyhow::{Result, bail};

use super::context::{AsContext, AsContextMut};
use super::owner::check_store;
use super::val::Val;
use crate::types::{GlobalType, text};
use crate::vm::store::{StoreId, StoreInner};
use crate::vm::{VmGlobal, global};

/// A global. The handle is small and can be copied; it is of use only together with its store, and all methods panic if
/// the global belongs to another store. A value of another store is an error.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Global {
    store: StoreId,
    index: u32,
}

impl Global {
    /// A new global with this value.
    ///
    /// # Errors
    /// If the value is not of the type, or the type names one of another engine.
    pub fn new(mut store: impl AsContextMut, ty: GlobalType, value: Val) -> Result<Global> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let slots = convert(inner, &ty, &value)?;
        let global = inner.host_global(ty, slots)?;
        // SAFETY: the global was just made.
        Ok(Global::new_handle(inner, unsafe { (*global).index }))
    }

    pub(crate) fn new_handle(store: &StoreInner, index: u32) -> Global {
        Global { store: store.id, index }
    }

    pub(crate) fn store_id(&self) -> StoreId {
        self.store
    }

    #[track_caller]
    fn object<'a>(&self, store: &'a StoreInner) -> &'a global::Global {
        check_store(store, self.store);
        &store.globals[self.index as usize]
    }

    #[track_caller]
    pub(crate) fn pointer(&self, store: &StoreInner) -> *mut VmGlobal {
        self.object(store).vm
    }

    /// Its type.
    pub fn ty(&self, store: impl AsContext) -> GlobalType {
        self.object(store.as_context().inner()).ty
    }

    /// Its value.
    pub fn get(&self, mut store: impl AsContextMut) -> Val {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let object = self.object(inner);
        let content = object.ty.content;
        // SAFETY: the cell is alive as long as the store, and nothing runs that could write it.
        let slots = unsafe { (*object.vm).value };
        // SAFETY: a global holds a value of its type.
        unsafe { Val::from_slots(inner, content, &slots) }
    }

    /// Sets its value.
    ///
    /// # Errors
    /// If it cannot change, or the value is not of the type.
    pub fn set(&self, mut store: impl AsContextMut, value: Val) -> Result<()> {
        let mut store = store.as_context_mut();
        let inner = store.inner_mut();
        let object = self.object(inner);
        let (ty, pointer) = (object.ty, object.vm);
        if !ty.mutable {
            bail!("immutable global cannot be set");
        }
        let slots = convert(inner, &ty, &value)?;
        // SAFETY: as in `get`.
        unsafe { (*pointer).value = slots };
        Ok(())
    }
}

fn convert(store: &mut StoreInner, ty: &GlobalType, value: &Val) -> Result<[u64; 2]> {
    if !value.fits(store, ty.content)? {
        let expected = text::val_type(&store.registry, ty.content);
        bail!("type mismatch: expected {expected}, got {value:?}");
    }
    let mut slots = [0; 2];
    value.to_slots(store, &mut slots);
    Ok(slots)
}
