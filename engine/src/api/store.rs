//! [`Store`]: the owner of instances and of the embedder's data.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use anyhow::{Result, bail};

use super::context::{AsContext, AsContextMut, StoreContextMut};
use super::engine::Engine;
use super::reference::ExnRef;
use crate::exec::ThrownException;
#[cfg(feature = "async")]
use crate::exec::suspension;
use crate::vm::limits::ResourceLimiter;
use crate::vm::store::StoreInner;

/// A store's one allocation. `inner` comes first, so that its address is that of the whole (INV STORE-BOX).
#[repr(C)]
pub(crate) struct StoreBox<T> {
    pub(crate) inner: StoreInner,
    pub(crate) engine: Engine,
    pub(crate) data: T,
}

/// Owns instances, memories, tables and all other objects, and the embedder's data `T`.
///
/// Objects live as long as their store: dropping an [`Instance`](super::Instance) handle frees nothing, dropping the store
/// frees everything. A store is used by one thread at a time, but may move between threads if `T` may.
pub struct Store<T: 'static> {
    store: NonNull<StoreBox<T>>,
    own: PhantomData<StoreBox<T>>,
}

// SAFETY: a store owns all that its pointers lead to; whatever may be in it is `Send`: closures and host values are
// required to be, modules and code are immutable, and shared memories are made to be shared.
unsafe impl<T: Send> Send for Store<T> {}
// SAFETY: through `&Store` objects can only be read, never changed.
unsafe impl<T: Sync> Sync for Store<T> {}

impl<T: 'static> Store<T> {
    /// A store without objects.
    ///
    /// # Panics
    /// If the system has no room for the wasm stack; [`Store::try_new`] returns the error.
    pub fn new(engine: &Engine, data: T) -> Store<T> {
        match Store::try_new(engine, data) {
            Ok(store) => store,
            Err(error) => panic!("failed to create a store: {error:#}"),
        }
    }

    /// A store without objects.
    ///
    /// # Errors
    /// If the system has no room for the wasm stack.
    pub fn try_new(engine: &Engine, data: T) -> Result<Store<T>> {
        let inner = StoreInner::new(engine.store_options())?;
        let store = Box::into_raw(Box::new(StoreBox { inner, engine: engine.clone(), data }));
        // SAFETY: the box stays where it is until `drop` or `into_data`; its address carries the right to all of it.
        let store = unsafe {
            StoreInner::pin(store.cast());
            NonNull::new_unchecked(store)
        };
        Ok(Store { store, own: PhantomData })
    }

    pub(crate) fn pointer(&self) -> NonNull<StoreBox<T>> {
        self.store
    }

    /// The data.
    pub fn data(&self) -> &T {
        self.as_context().data()
    }

    /// The data, to change.
    pub fn data_mut(&mut self) -> &mut T {
        self.as_context_mut().split().1
    }

    /// Drops all objects and returns the data.
    pub fn into_data(self) -> T {
        let this = ManuallyDrop::new(self);
        // SAFETY: the pointer came from `Box::into_raw`, and `this` is not dropped.
        let StoreBox { inner, engine, data } = *unsafe { Box::from_raw(this.store.as_ptr()) };
        drop((inner, engine));
        data
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        self.as_context().engine()
    }

    /// Fuel left.
    ///
    /// # Errors
    /// If the engine does not count fuel ([`Config::consume_fuel`](super::Config::consume_fuel)).
    pub fn get_fuel(&self) -> Result<u64> {
        get_fuel(self.as_context().inner())
    }

    /// Sets the fuel left. It begins at 0, and code that needs more than is left traps with
    /// [`Trap::OutOfFuel`](crate::Trap::OutOfFuel).
    ///
    /// # Errors
    /// If the engine does not count fuel.
    pub fn set_fuel(&mut self, fuel: u64) -> Result<()> {
        self.as_context_mut().set_fuel(fuel)
    }

    /// Sets the deadline this many ticks beyond the engine's present epoch. Until it is set the deadline is 0, which has
    /// passed. It has no effect without [`Config::epoch_interruption`](super::Config::epoch_interruption).
    pub fn set_epoch_deadline(&mut self, ticks_beyond_current: u64) {
        self.as_context_mut().set_epoch_deadline(ticks_beyond_current);
    }

    /// Makes code that reaches the deadline trap with [`Trap::Interrupt`](crate::Trap::Interrupt), as it does at first.
    pub fn epoch_deadline_trap(&mut self) {
        self.as_context_mut().epoch_deadline_trap();
    }

    /// Makes code that reaches the deadline ask `callback` how to go on; its error becomes the call's.
    pub fn epoch_deadline_callback(
        &mut self,
        mut callback: impl FnMut(StoreContextMut<'_, T>) -> Result<UpdateDeadline> + Send + Sync + 'static,
    ) {
        self.as_context_mut().inner_mut().epoch_callback = Some(Box::new(move |store| {
            // SAFETY: INV STORE-BOX: the callback is only ever called with the store that owns it; running code, which is
            // all that uses the store meanwhile, waits for it.
            let context = unsafe { StoreContextMut::<T>::from_inner(store) };
            match callback(context)? {
                UpdateDeadline::Continue(ticks) => Ok(ticks),
                UpdateDeadline::Interrupt => bail!(crate::Trap::Interrupt),
                #[cfg(feature = "async")]
                UpdateDeadline::Yield(ticks) => {
                    // SAFETY: running code asks, and the callback has returned: nothing but frames of ours is on its fiber.
                    unsafe { suspension::yield_now(store, "code with `UpdateDeadline::Yield`") }?;
                    Ok(ticks)
                }
                #[cfg(feature = "async")]
                UpdateDeadline::YieldCustom(ticks, future) => {
                    // SAFETY: as above.
                    unsafe { suspension::wait(store, "code with `UpdateDeadline::YieldCustom`", future) }?;
                    Ok(ticks)
                }
            }
        }));
    }

    /// Makes the store ask before memories and tables are created or grow. It does not look back at what exists, but that counts for
    /// [`ResourceLimiter::total_size`].
    pub fn limiter(
        &mut self,
        mut limiter: impl (FnMut(&mut T) -> &mut dyn ResourceLimiter) + Send + Sync + 'static,
    ) {
        self.as_context_mut().inner_mut().limiter = Some(Box::new(move |store, question| {
            let store = store.cast::<StoreBox<T>>();
            // SAFETY: INV STORE-BOX, as in `epoch_deadline_callback`; only the data is borrowed, which no code of the engine
            // uses while it asks.
            question(limiter(unsafe { &mut (*store).data }));
        }));
        #[cfg(feature = "async")]
        self.as_context_mut().inner_mut().set_limiter_waits(false);
        // The collected heap goes by what was said last.
        self.as_context_mut().inner_mut().with_limiter(|_| ());
    }

    /// Frees unreachable objects of the collected heap now.
    pub fn gc(&mut self) {
        gc(self.as_context_mut().inner_mut());
    }

    /// Throws an exception: a host function that returns the error gives it to the wasm code that called.
    ///
    /// # Errors
    /// Always.
    ///
    /// # Panics
    /// If the exception belongs to another store.
    pub fn throw<R>(&mut self, exception: ExnRef) -> Result<R, ThrownException> {
        self.as_context_mut().throw(exception)
    }

    /// Whether a call ended with an exception that [`Store::take_pending_exception`] would give.
    pub fn has_pending_exception(&self) -> bool {
        self.as_context().inner().vm.exception != 0
    }

    /// The exception that a call ended with, when its error was [`ThrownException`]; it is taken out of the store.
    pub fn take_pending_exception(&mut self) -> Option<ExnRef> {
        self.as_context_mut().take_pending_exception()
    }
}

impl<T: 'static> Drop for Store<T> {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `Box::into_raw`; contexts that borrow the store are gone.
        drop(unsafe { Box::from_raw(self.store.as_ptr()) });
    }
}

impl<T: Default + 'static> Default for Store<T> {
    /// A store of an engine of its own, with default settings.
    fn default() -> Self {
        Store::new(&Engine::default(), T::default())
    }
}

impl<T: std::fmt::Debug + 'static> std::fmt::Debug for Store<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("data", self.data()).finish_non_exhaustive()
    }
}

/// How code that reached its epoch deadline goes on.
#[non_exhaustive]
pub enum UpdateDeadline {
    /// It goes on, with its next deadline this many ticks beyond the present epoch.
    Continue(u64),
    /// It traps with [`Trap::Interrupt`](crate::Trap::Interrupt).
    Interrupt,
    /// It lets other tasks run first, with its next deadline this many ticks beyond the epoch of then. An error of the call unless that is
    /// asynchronous.
    #[cfg(feature = "async")]
    Yield(u64),
    /// As `Yield`, and it goes on when this future is ready.
    #[cfg(feature = "async")]
    YieldCustom(u64, std::pin::Pin<Box<dyn Future<Output = ()> + Send>>),
}

impl std::fmt::Debug for UpdateDeadline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            UpdateDeadline::Continue(ticks) => f.debug_tuple("Continue").field(ticks).finish(),
            UpdateDeadline::Interrupt => f.write_str("Interrupt"),
            #[cfg(feature = "async")]
            UpdateDeadline::Yield(ticks) => f.debug_tuple("Yield").field(ticks).finish(),
            #[cfg(feature = "async")]
            UpdateDeadline::YieldCustom(ticks, _) => {
                f.debug_tuple("YieldCustom").field(ticks).finish_non_exhaustive()
            }
        }
    }
}

const NO_FUEL: &str = "fuel is not configured in this store: enable `Config::consume_fuel`";

pub(crate) fn get_fuel(store: &StoreInner) -> Result<u64> {
    if !store.options.fuel {
        bail!(NO_FUEL);
    }
    Ok(store.vm.fuel)
}

pub(crate) fn set_fuel(store: &mut StoreInner, fuel: u64) -> Result<()> {
    if !store.options.fuel {
        bail!(NO_FUEL);
    }
    store.vm.fuel = fuel;
    Ok(())
}

pub(crate) fn gc(store: &mut StoreInner) {
    crate::vm::gc::collect_now(store);
}
