//! Waiting for a future of the host in the middle of running code.
//!
//! # Idea
//! The future is polled where the running code is, on its fiber. If it is not ready, the fiber suspends, and the future of the call returns that
//! it is not ready either; when that is polled again, so is the one in here, with the new context. Code that never waits switches stacks only at
//! its beginning and end.
//!
//! While the future is polled, code of the host is on the stack, and it may use the store: nothing that it calls may suspend this very fiber.
//! So the store forgets the suspender meanwhile.
//!
//! # Who may not wait
//! Once something in a store may wait, its synchronous calls are errors; and what runs inside of a synchronous call cannot wait, since the host function
//! that made the call is on the stack ([`crate::vm::asynchrony`]).
//!
//! # Cancelling
//! When the call's future is dropped, the fiber goes on with an order to end. What is awaited is dropped, and [`Cancelled`] ends the running
//! code as a trap would: no handler of Wasm takes it.

use std::future::Future;
use std::pin::Pin;
use std::ptr::null;
use std::task::{Context, Poll};

use crate::sys::fiber::Suspender;
use crate::vm::Pinned;
use crate::vm::asynchrony::{Asynchrony, NoSuspension};
use crate::vm::store::StoreInner;

/// The future of a call was dropped before it was ready.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the future of the call was dropped before it was ready")]
pub struct Cancelled;

/// Something must wait that was not called by an asynchronous function.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "{0} must wait, which only calls by `*_async` functions can: nothing between them and it may be synchronous"
)]
pub struct CannotWait(&'static str);

/// Waits for a future; `what` it is, for errors.
///
/// # Errors
/// [`CannotWait`] outside of asynchronous calls, [`Cancelled`] if the call's future is dropped meanwhile.
///
/// # Panics
/// If the future does.
///
/// # Safety
/// The store is alive; no code of the host is on the stack between the beginning of the store's running fiber and here
/// (INV FIBER-SEND).
pub unsafe fn wait<F: Future + Send>(
    store: *mut StoreInner,
    what: &'static str,
    future: F,
) -> anyhow::Result<F::Output> {
    // SAFETY: the store is alive, and its record as long; a suspender that is noted is that of the running fiber, which lives until
    // this returns.
    let (asynchrony, suspender) = unsafe {
        let asynchrony = &*(*store).asynchrony();
        let Some(suspender) = asynchrony.running().as_ref() else {
            return Err(CannotWait(what).into());
        };
        (asynchrony, suspender)
    };
    // Until the future is dropped, which is before this. So the store knows of no fiber that is suspended either.
    let _forgotten = asynchrony.exchange(null());
    let mut future = std::pin::pin!(future);
    while !suspender.is_cancelled() {
        if let Poll::Ready(result) = suspender.with_context(|context| poll(future.as_mut(), context)) {
            return Ok(result);
        }
        // SAFETY: the caller's promise.
        unsafe { suspender.suspend() };
    }
    Err(Cancelled.into())
}

/// Never inlined (INV FIBER-THREAD): what the future knows of its thread stays in here.
#[inline(never)]
fn poll<F: Future>(future: Pin<&mut F>, context: &mut Context<'_>) -> Poll<F::Output> {
    future.poll(context)
}

/// Is ready when it is polled for the second time; wakes the task at once.
#[derive(Default)]
pub struct YieldNow {
    has_yielded: bool,
}

impl Future for YieldNow {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Lets other tasks of the executor run.
///
/// # Errors
/// As [`wait`].
///
/// # Safety
/// As [`wait`].
pub unsafe fn yield_now(store: *mut StoreInner, what: &'static str) -> anyhow::Result<()> {
    // SAFETY: the caller's promise.
    unsafe { wait(store, what, YieldNow::default()) }
}

/// Notes the suspender of a fiber as the store's while `body` runs on it.
///
/// # Safety
/// The store is alive; this is the fiber of the suspender.
pub unsafe fn entered<R>(store: *mut StoreInner, suspender: &Suspender<'_>, body: impl FnOnce() -> R) -> R {
    // SAFETY: the store is alive.
    let asynchrony = unsafe { &*(*store).asynchrony() };
    let _noted = asynchrony.exchange(std::ptr::from_ref(suspender).cast());
    body()
}

/// A store must not be used by synchronous functions that may run its code.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum AsyncRequired {
    #[error("store configuration requires that `*_async` functions are used instead")]
    Calls,
    #[error("when using an async resource limiter `*_async` functions must be used instead")]
    Limiter,
}

impl StoreInner {
    /// The store's record, made now if there is none.
    pub fn asynchrony(&mut self) -> *const Asynchrony {
        self.asynchrony.get_or_insert_with(|| Pinned::new(Asynchrony::default())).as_ptr()
    }

    fn known(&self) -> Option<&Asynchrony> {
        // SAFETY: the store owns it, and only shared references to it are made.
        self.asynchrony.as_ref().map(|pinned| unsafe { &*pinned.as_ptr() })
    }

    /// From now on only asynchronous calls are possible: something in the store may wait.
    pub fn require_async(&mut self) {
        // SAFETY: alive as long as the store, and used by this thread only.
        unsafe { (*self.asynchrony()).is_required.set(true) };
    }

    /// Says whether the limiter may wait; one that may requires asynchronous calls.
    pub fn set_limiter_waits(&mut self, waits: bool) {
        if waits {
            self.require_async();
        }
        if let Some(known) = self.known() {
            known.limiter_waits.set(waits);
        }
    }

    /// Whether the limiter may wait.
    pub fn limiter_waits(&self) -> bool {
        self.known().is_some_and(|known| known.limiter_waits.get())
    }

    /// May a memory or table grow or be made by a synchronous function?
    ///
    /// # Errors
    /// If that needs an asynchronous one.
    pub fn check_sync_growth(&self) -> Result<(), AsyncRequired> {
        if self.limiter_waits() { Err(AsyncRequired::Limiter) } else { Ok(()) }
    }

    /// May a synchronous function run the store's code? If so, nothing below it can suspend a fiber until the result is dropped.
    ///
    /// # Errors
    /// If that needs an asynchronous one.
    pub fn begin_sync(&self) -> Result<Option<NoSuspension>, AsyncRequired> {
        let Some(known) = self.known() else { return Ok(None) };
        if known.is_required.get() {
            return Err(AsyncRequired::Calls);
        }
        Ok(Some(known.exchange(null())))
    }
}
