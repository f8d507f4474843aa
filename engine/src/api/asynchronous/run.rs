//! The future of what runs on a fiber.
//!
//! The body is run on a fiber of its own when the future is first polled, and the fiber resumed at each further poll. Dropping the future
//! in between cancels it: what the fiber waits for is dropped, its frames end, and the store is as after a call that trapped.
//!
//! The result goes from the fiber to a field of the future, which has its place since it is pinned. A future that is leaked stays pinned, so
//! even then the fiber's pointer into it is valid.

use std::future::Future;
use std::marker::PhantomPinned;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};

use anyhow::{Context as _, Result};

use super::super::context::StoreContextMut;
use crate::exec::suspension;
use crate::sys::fiber::{Fiber, Suspender};

/// Runs `body` on a fiber, on which code of the store may wait.
pub(super) fn on_fiber<'a, T, R, F>(store: &'a mut StoreContextMut<'_, T>, body: F) -> OnFiber<'a, T, R, F>
where
    T: Send + 'static,
    R: Send,
    F: FnOnce(&mut StoreContextMut<'_, T>) -> Result<R> + Send,
{
    // SAFETY: the context is borrowed as long as the new one is used.
    let store = unsafe { StoreContextMut::from_inner(store.inner_ptr()) };
    OnFiber { store, body: Some(body), result: None, fiber: None, _pinned: PhantomPinned }
}

/// See the module's header.
pub(super) struct OnFiber<'a, T: 'static, R, F> {
    store: StoreContextMut<'a, T>,
    /// Until it is first polled.
    body: Option<F>,
    /// Written by the fiber.
    result: Option<Result<R>>,
    /// Afterwards, until it has ended.
    fiber: Option<Fiber>,
    /// The fiber points here.
    _pinned: PhantomPinned,
}

impl<T, R, F> OnFiber<'_, T, R, F>
where
    T: Send + 'static,
    R: Send,
    F: FnOnce(&mut StoreContextMut<'_, T>) -> Result<R> + Send,
{
    /// Makes the fiber.
    ///
    /// # Safety
    /// The future is pinned.
    unsafe fn begin(&mut self) -> Result<Fiber> {
        let Some(body) = self.body.take() else { panic!("a call's future was polled after it was ready") };
        let config = self.store.engine().config();
        let (bytes, is_used_again) = (config.async_stack_size, !config.async_stack_zeroing);
        let (store, result) = (self.store.inner_ptr(), &raw mut self.result);
        let main = move |suspender: &Suspender<'_>| {
            // SAFETY: the future borrows the store and is there until the fiber has ended, or both are leaked.
            unsafe {
                let mut context = StoreContextMut::<T>::from_inner(store);
                let value = suspension::entered(store, suspender, || body(&mut context));
                *result = Some(value);
            }
        };
        // SAFETY: as above; whatever `main` has is `Send`, or belongs to the store, whose data is.
        let fiber = unsafe { Fiber::new(bytes, is_used_again, main) };
        fiber.with_context(|| format!("cannot map a stack of {bytes} bytes for an asynchronous call"))
    }
}

impl<T, R, F> Future for OnFiber<'_, T, R, F>
where
    T: Send + 'static,
    R: Send,
    F: FnOnce(&mut StoreContextMut<'_, T>) -> Result<R> + Send,
{
    type Output = Result<R>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<R>> {
        // SAFETY: nothing is moved out of it that anybody points to.
        let this = unsafe { self.get_unchecked_mut() };
        if this.fiber.is_none() {
            // SAFETY: it is pinned.
            this.fiber = Some(unsafe { this.begin() }?);
        }
        let Some(fiber) = &mut this.fiber else { unreachable!("it was just made") };
        let Some(ended) = fiber.resume(context) else { return Poll::Pending };
        this.fiber = None;
        match (ended, this.result.take()) {
            (Ok(()), Some(result)) => Poll::Ready(result),
            (Ok(()), None) => unreachable!("the body leaves a result"),
            (Err(panic), _) => resume_unwind(panic),
        }
    }
}

impl<T: 'static, R, F> Drop for OnFiber<'_, T, R, F> {
    fn drop(&mut self) {
        let ended = self.fiber.as_mut().and_then(Fiber::cancel);
        if let Some(Err(panic)) = ended
            && !std::thread::panicking()
        {
            // A destructor of the host's.
            resume_unwind(panic);
        }
    }
}
