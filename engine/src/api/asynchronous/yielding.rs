//! Code that gives way to other tasks by itself: when an epoch's deadline is reached.

use super::super::context::{AsContextMut, StoreContextMut};
use super::super::store::Store;
use crate::exec::suspension::yield_now;

impl<T: 'static> Store<T> {
    /// Makes code that reaches its epoch deadline let other tasks run; then it goes on, with its next deadline `delta` ticks beyond the epoch of
    /// that time.
    ///
    /// The call's future returns that it is pending, and wakes its task at once. From then on the store's code can only be called by functions that
    /// can be awaited, such as [`Func::call_async`](crate::Func::call_async). It has no effect without
    /// [`Config::epoch_interruption`](crate::Config::epoch_interruption).
    pub fn epoch_deadline_async_yield_and_update(&mut self, delta: u64) {
        self.as_context_mut().epoch_deadline_async_yield_and_update(delta);
    }
}

impl<T: 'static> StoreContextMut<'_, T> {
    /// As [`Store::epoch_deadline_async_yield_and_update`].
    pub fn epoch_deadline_async_yield_and_update(&mut self, delta: u64) {
        let inner = self.inner_mut();
        inner.require_async();
        inner.epoch_callback = Some(Box::new(move |store| {
            // SAFETY: running code asks, with nothing but frames of ours on its fiber.
            unsafe { yield_now(store, "code that reached its epoch deadline") }?;
            Ok(delta)
        }));
    }
}
