//! What a store knows of asynchronous calls.
//!
//! # Idea
//! A call that can be awaited runs on a fiber ([`crate::sys::fiber`]), and what waits inside finds the way out of it here: the
//! suspender of the fiber that runs the store's code now. It is noted while the fiber runs, and only while nothing but our own frames would
//! be left behind on it (INV FIBER-SEND):
//!
//! - A synchronous call takes it away for its duration, since the host function that made the call is on the stack.
//! - So does the poll of a future of the host.
//!
//! A store has none of this before the first asynchronous call, or whatever else needs one, and a synchronous call tests just that.
//!
//! It is an allocation of its own, so that a fiber can be resumed while frames of the same store hold references into
//! [`StoreInner`](super::store::StoreInner).
//!
//! Must not know: who waits for what.

use std::cell::Cell;
use std::ptr::null;

use crate::sys::fiber::Suspender;

/// See the module's header.
pub struct Asynchrony {
    /// The suspender of the running fiber; null if nothing may wait.
    running: Cell<*const Suspender<'static>>,
    /// Whether something in the store may wait, so that synchronous calls are refused.
    pub is_required: Cell<bool>,
    /// Whether the limiter may wait, so that memories and tables of the host grow asynchronously.
    pub limiter_waits: Cell<bool>,
}

// SAFETY: it is used by whoever uses the store, which is one thread at a time; the pointer is null while no fiber runs.
unsafe impl Send for Asynchrony {}
// SAFETY: as above: nothing that reads a store through a shared reference touches it.
unsafe impl Sync for Asynchrony {}

impl Default for Asynchrony {
    fn default() -> Self {
        Asynchrony {
            running: Cell::new(null()),
            is_required: Cell::new(false),
            limiter_waits: Cell::new(false),
        }
    }
}

impl Asynchrony {
    /// The suspender of the running fiber; null if nothing may wait.
    pub fn running(&self) -> *const Suspender<'static> {
        self.running.get()
    }

    /// Notes another suspender, until the result is dropped.
    pub fn exchange(&self, suspender: *const Suspender<'static>) -> NoSuspension {
        NoSuspension { of: self, around: self.running.replace(suspender) }
    }
}

/// Notes the suspender from before when it is dropped.
#[must_use = "dropping it ends it"]
pub struct NoSuspension {
    /// Alive as long as the store, which whoever holds this borrows.
    of: *const Asynchrony,
    around: *const Suspender<'static>,
}

impl Drop for NoSuspension {
    fn drop(&mut self) {
        // SAFETY: see the field.
        unsafe { (*self.of).running.set(self.around) };
    }
}
