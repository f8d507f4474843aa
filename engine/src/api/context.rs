//! Borrowed stores: what every operation on a store's objects takes.
//!
//! # Problem
//! While wasm code runs, the store is borrowed by the call that entered it, yet a host function must get at the same store,
//! and running code holds raw pointers into it.
//!
//! # Idea
//! A store is one pinned allocation, reached through one raw pointer ([`StoreBox`]). The context types are that pointer
//! with a lifetime: they promise, like a reference, that the borrow is exclusive or shared, but do not assert it
//! for memory that running code uses too. References are made from it for single steps only.
//!
//! # Invariant
//! INV STORE-BOX: a context's pointer leads to a live `StoreBox` of exactly its `T`; host functions get theirs from the
//! linker or constructor, which checked at compile time that the store's data is a `T`.

use std::marker::PhantomData;
use std::ptr::NonNull;

use anyhow::Result;

use super::engine::Engine;
use super::externs::Extern;
use super::reference::ExnRef;
use super::store::{Store, StoreBox};
use crate::exec::ThrownException;
use crate::vm::VmContext;
use crate::vm::store::{HostCall, StoreInner};

/// Anything that can lend a store for reading.
pub trait AsContext {
    /// The store's data.
    type Data: 'static;

    /// The store.
    fn as_context(&self) -> StoreContext<'_, Self::Data>;
}

/// Anything that can lend a store for changing.
pub trait AsContextMut: AsContext {
    /// The store.
    fn as_context_mut(&mut self) -> StoreContextMut<'_, Self::Data>;
}

/// A store, borrowed for reading.
pub struct StoreContext<'a, T: 'static> {
    store: NonNull<StoreBox<T>>,
    borrow: PhantomData<&'a StoreBox<T>>,
}

/// A store, borrowed for changing.
pub struct StoreContextMut<'a, T: 'static> {
    store: NonNull<StoreBox<T>>,
    borrow: PhantomData<&'a mut StoreBox<T>>,
}

// SAFETY: a context is a borrow of the store, which is `Send` and `Sync` by the same bounds.
unsafe impl<T: Sync> Send for StoreContext<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for StoreContext<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for StoreContextMut<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for StoreContextMut<'_, T> {}

impl<T: 'static> Clone for StoreContext<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for StoreContext<'_, T> {}

impl<'a, T: 'static> StoreContext<'a, T> {
    pub(crate) fn inner(&self) -> &'a StoreInner {
        // SAFETY: INV STORE-BOX; nothing changes the store while it is borrowed for reading.
        unsafe { &self.store.as_ref().inner }
    }

    /// The data.
    pub fn data(&self) -> &'a T {
        // SAFETY: as in `inner`.
        unsafe { &self.store.as_ref().data }
    }

    /// The engine.
    pub fn engine(&self) -> &'a Engine {
        // SAFETY: as in `inner`.
        unsafe { &self.store.as_ref().engine }
    }

    /// Fuel left, as [`Store::get_fuel`].
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn get_fuel(&self) -> Result<u64> {
        super::store::get_fuel(self.inner())
    }
}

impl<'a, T: 'static> StoreContextMut<'a, T> {
    /// The whole store's address, for what outlives a single step.
    pub(crate) fn inner_ptr(&mut self) -> *mut StoreInner {
        self.store.as_ptr().cast()
    }

    pub(crate) fn inner(&self) -> &StoreInner {
        // SAFETY: INV STORE-BOX; the context is borrowed as long as the result.
        unsafe { &self.store.as_ref().inner }
    }

    pub(crate) fn inner_mut(&mut self) -> &mut StoreInner {
        // SAFETY: INV STORE-BOX; the context is borrowed exclusively as long as the result.
        unsafe { &mut (*self.store.as_ptr()).inner }
    }

    pub(crate) fn split(self) -> (&'a mut StoreInner, &'a mut T) {
        let store = self.store.as_ptr();
        // SAFETY: INV STORE-BOX; the fields do not overlap, and the context is given up for the references.
        unsafe { (&mut (*store).inner, &mut (*store).data) }
    }

    /// # Safety
    /// `store` must be that of a live `StoreBox<T>`, and nothing else may use its data during `'a`.
    pub(crate) unsafe fn from_inner(store: *mut StoreInner) -> Self {
        // SAFETY: a store's address is not null.
        let store = unsafe { NonNull::new_unchecked(store.cast::<StoreBox<T>>()) };
        StoreContextMut { store, borrow: PhantomData }
    }

    /// The data.
    pub fn data(&self) -> &T {
        // SAFETY: as in `inner`.
        unsafe { &self.store.as_ref().data }
    }

    /// The data, to change.
    pub fn data_mut(&mut self) -> &mut T {
        // SAFETY: as in `inner_mut`.
        unsafe { &mut (*self.store.as_ptr()).data }
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        // SAFETY: as in `inner`.
        unsafe { &self.store.as_ref().engine }
    }

    /// Fuel left, as [`Store::get_fuel`].
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn get_fuel(&self) -> Result<u64> {
        super::store::get_fuel(self.inner())
    }

    /// Sets the fuel left, as [`Store::set_fuel`].
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn set_fuel(&mut self, fuel: u64) -> Result<()> {
        super::store::set_fuel(self.inner_mut(), fuel)
    }

    /// Sets the epoch deadline, as [`Store::set_epoch_deadline`].
    pub fn set_epoch_deadline(&mut self, ticks_beyond_current: u64) {
        self.inner_mut().set_epoch_deadline(ticks_beyond_current);
    }

    /// Makes code that reaches the deadline trap, as [`Store::epoch_deadline_trap`].
    pub fn epoch_deadline_trap(&mut self) {
        self.inner_mut().epoch_callback = None;
    }

    /// Frees unreachable objects of the collected heap now.
    pub fn gc(&mut self) {
        super::store::gc(self.inner_mut());
    }

    /// Whether a call ended with an exception that [`StoreContextMut::take_pending_exception`] would give.
    pub fn has_pending_exception(&self) -> bool {
        self.inner().vm.exception != 0
    }

    /// Throws an exception, as [`Store::throw`].
    ///
    /// # Errors
    /// Always.
    ///
    /// # Panics
    /// If the exception belongs to another store.
    pub fn throw<R>(&mut self, exception: ExnRef) -> Result<R, ThrownException> {
        let inner = self.inner_mut();
        inner.vm.exception = exception.slot(inner);
        Err(ThrownException)
    }

    /// The exception that a call ended with, as [`Store::take_pending_exception`].
    pub fn take_pending_exception(&mut self) -> Option<ExnRef> {
        let inner = self.inner_mut();
        let slot = std::mem::take(&mut inner.vm.exception);
        ExnRef::from_slot(inner, slot)
    }
}

impl<T: 'static> AsContext for StoreContext<'_, T> {
    type Data = T;
    fn as_context(&self) -> StoreContext<'_, T> {
        *self
    }
}

impl<T: 'static> AsContext for StoreContextMut<'_, T> {
    type Data = T;
    fn as_context(&self) -> StoreContext<'_, T> {
        StoreContext { store: self.store, borrow: PhantomData }
    }
}

impl<T: 'static> AsContextMut for StoreContextMut<'_, T> {
    fn as_context_mut(&mut self) -> StoreContextMut<'_, T> {
        StoreContextMut { store: self.store, borrow: PhantomData }
    }
}

impl<T: 'static> AsContext for Store<T> {
    type Data = T;
    fn as_context(&self) -> StoreContext<'_, T> {
        StoreContext { store: self.pointer(), borrow: PhantomData }
    }
}

impl<T: 'static> AsContextMut for Store<T> {
    fn as_context_mut(&mut self) -> StoreContextMut<'_, T> {
        StoreContextMut { store: self.pointer(), borrow: PhantomData }
    }
}

impl<S: AsContext> AsContext for &'_ S {
    type Data = S::Data;
    fn as_context(&self) -> StoreContext<'_, S::Data> {
        S::as_context(self)
    }
}

impl<S: AsContext> AsContext for &'_ mut S {
    type Data = S::Data;
    fn as_context(&self) -> StoreContext<'_, S::Data> {
        S::as_context(self)
    }
}

impl<S: AsContextMut> AsContextMut for &'_ mut S {
    fn as_context_mut(&mut self) -> StoreContextMut<'_, S::Data> {
        S::as_context_mut(self)
    }
}

impl<'a, S: AsContext> From<&'a S> for StoreContext<'a, S::Data> {
    fn from(store: &'a S) -> Self {
        store.as_context()
    }
}

impl<'a, S: AsContext> From<&'a mut S> for StoreContext<'a, S::Data> {
    fn from(store: &'a mut S) -> Self {
        S::as_context(store)
    }
}

impl<'a, S: AsContextMut> From<&'a mut S> for StoreContextMut<'a, S::Data> {
    fn from(store: &'a mut S) -> Self {
        store.as_context_mut()
    }
}

/// The store, and the instance that called, as a host function sees them.
pub struct Caller<'a, T: 'static> {
    store: StoreContextMut<'a, T>,
    instance: *mut VmContext,
}

// SAFETY: the instance is one of the store, and only used together with it.
unsafe impl<T: Send> Send for Caller<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Caller<'_, T> {}

impl<'a, T: 'static> Caller<'a, T> {
    /// # Safety
    /// As for [`StoreContextMut::from_inner`], with the store and the caller of a host call.
    pub(crate) unsafe fn new(call: &HostCall) -> Self {
        // SAFETY: passed on.
        Caller { store: unsafe { StoreContextMut::from_inner(call.store) }, instance: call.caller }
    }

    /// The export of the calling instance with this name; `None` if there is none, or the host itself called.
    pub fn get_export(&mut self, name: &str) -> Option<Extern> {
        let index = self.instance_index()?;
        super::instance::export(self.store.inner(), index, name)
    }

    /// The calling instance by its index in the store; `None` if the host itself called.
    pub(super) fn instance_index(&self) -> Option<u32> {
        // SAFETY: a caller's context is null, or that of a live instance of this store (INV VM-PIN).
        unsafe { self.instance.as_ref() }.map(|context| context.instance)
    }

    /// The data of the store.
    pub fn data(&self) -> &T {
        self.store.data()
    }

    /// The data of the store, to change.
    pub fn data_mut(&mut self) -> &mut T {
        self.store.data_mut()
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        self.store.engine()
    }

    /// Fuel left, as [`Store::get_fuel`].
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn get_fuel(&self) -> Result<u64> {
        self.store.get_fuel()
    }

    /// Sets the fuel left, as [`Store::set_fuel`].
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn set_fuel(&mut self, fuel: u64) -> Result<()> {
        self.store.set_fuel(fuel)
    }

    /// Frees unreachable objects of the collected heap now.
    pub fn gc(&mut self) {
        self.store.gc();
    }

    /// Throws an exception, as [`Store::throw`].
    ///
    /// # Errors
    /// Always.
    ///
    /// # Panics
    /// If the exception belongs to another store.
    pub fn throw<R>(&mut self, exception: ExnRef) -> Result<R, ThrownException> {
        self.store.throw(exception)
    }

    /// The exception that a call ended with, as [`Store::take_pending_exception`].
    pub fn take_pending_exception(&mut self) -> Option<ExnRef> {
        self.store.take_pending_exception()
    }
}

impl<T: 'static> AsContext for Caller<'_, T> {
    type Data = T;
    fn as_context(&self) -> StoreContext<'_, T> {
        self.store.as_context()
    }
}

impl<T: 'static> AsContextMut for Caller<'_, T> {
    fn as_context_mut(&mut self) -> StoreContextMut<'_, T> {
        self.store.as_context_mut()
    }
}
