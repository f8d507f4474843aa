//! Fibers: code with a native stack of its own, which can be left in its middle and gone on with later, on any thread.
//!
//! # Problem
//! A future must return to its executor when it cannot go on, but between the executor and a host function that waits lie frames of
//! Wasm, which cannot be taken apart and put together again. So the native side of a call runs on a stack of its own, and to wait is to
//! leave that stack as it is.
//!
//! # Idea
//! The crate `corosensei` does the switch. Here is what it leaves open: whose stacks, what ends a fiber that nobody wants any more, and
//! what has to be right on the thread that runs one.
//!
//! ```text
//!   low                                                        high
//!   no access: GUARD │ room, growing down <- first frame, links │
//! ```
//! Stacks are used again, at most [`MOST`] wait for it. What a deep call has touched of one goes back to the system, all but the
//! [`KEPT`] bytes that every call needs. To ask for that each time would cost as much as the rest of a short call, so a few words right below
//! those bytes are looked at: they are zero as long as nothing was below. A call that leaves zeros there of all things is
//! forgotten, until the stack was used [`FORGETTING`] times.
//!
//! # Cancelling
//! Nothing unwinds through the frames of Wasm, so a fiber in its middle is not unwound from outside either. It goes on
//! and finds that it is cancelled, by which whoever waits returns an error, and the frames end by returning. A fiber that is dropped does so.
//! One that is leaked (`mem::forget`) leaks its stack, so that what leads there stays valid.
//!
//! # Invariants
//! - INV FIBER-SEND: when a fiber suspends, all that is on its stack may go to another thread. [`Suspender::suspend`] demands it of its
//!   callers: no frame of the host's own code is on the stack then, only ours, and what they hold is `Send`.
//! - INV FIBER-THREAD: nothing that belongs to a thread outlives a switch. The thread's memo of where a stack has room is forgotten at each; the
//!   bounds of the running fiber are noted while it runs, and the ones around it noted again after. No function of this
//!   project reads a thread-local after it may have suspended: `suspend` and polls of futures are never inlined, since a compiler may keep the
//!   address of a thread-local across what it sees as a plain call.
//!
//! Must not know: stores, futures' results, what runs.

use std::any::Any;
use std::cell::Cell;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::task::Context;

use corosensei::stack::{Stack, StackPointer};
use corosensei::{Coroutine, CoroutineResult, Yielder};

use super::Mapping;
use super::{mmap, signal, thread};

/// Bytes without access below a stack: more than the frame of a function that does not touch all of it in order.
const GUARD: usize = 1 << 20;
/// Stacks that wait for their next use.
const MOST: usize = 64;
/// Bytes of each of them that stay in memory.
const KEPT: usize = 32 << 10;
/// After so many uses a stack is cleared whatever it looks like.
const FORGETTING: u32 = 64;
/// Fewest bytes of a stack: the margin that an activation must find (`tier/native_stack.rs`), and as much for the host.
pub const LEAST: usize = 128 << 10;
/// Most bytes of a stack.
pub const LARGEST: usize = 1 << 30;

static SPARE: Mutex<Vec<FiberStack>> = Mutex::new(Vec::new());

/// A stack for one fiber at a time.
#[derive(Debug)]
struct FiberStack {
    mapping: Mapping,
    /// Since it was cleared.
    uses: u32,
}

impl FiberStack {
    /// One of at least so many bytes, which others may have had before.
    fn take(bytes: usize) -> io::Result<FiberStack> {
        let room = mmap::round_up_to_page(bytes.clamp(LEAST, LARGEST))?;
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = spare.iter().rposition(|stack| stack.mapping.len() == GUARD + room) {
            return Ok(spare.swap_remove(at));
        }
        drop(spare);
        let mapping = Mapping::reserve(GUARD + room)?;
        mapping.commit(GUARD..GUARD + room)?;
        Ok(FiberStack { mapping, uses: 0 })
    }

    /// Leaves it for others; what it touched below the first frames is given back.
    fn give_back(mut self) {
        self.uses += 1;
        if self.uses == FORGETTING || self.was_deep() {
            // SAFETY: its fiber is gone, so nothing on it is in use.
            let cleared = unsafe { self.mapping.discard(GUARD..self.mapping.len() - KEPT) };
            if cleared.is_err() {
                return;
            }
            self.uses = 0;
        }
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < MOST {
            spare.push(self);
        }
    }

    /// Whether something was written below what stays in memory, as far as a few words tell.
    fn was_deep(&self) -> bool {
        let stays = self.room().end - KEPT;
        (1..=8).any(|n| {
            let word = self.mapping.base().with_addr(stays - 512 * n).cast::<u64>();
            // SAFETY: the words are in the room, which is readable; its fiber is gone.
            unsafe { word.read() != 0 }
        })
    }

    /// Where frames may be.
    fn room(&self) -> Range<usize> {
        let low = self.mapping.base().addr();
        low + GUARD..low + self.mapping.len()
    }
}

fn stack_pointer(address: usize) -> StackPointer {
    match NonZeroUsize::new(address) {
        Some(pointer) => pointer,
        None => unreachable!("nothing is mapped at the lowest address"),
    }
}

// SAFETY: the mapping is ours alone, its lowest pages have no access, and above them are at least `LEAST` bytes. Both ends are at
// boundaries of pages.
unsafe impl Stack for FiberStack {
    fn base(&self) -> StackPointer {
        stack_pointer(self.room().end)
    }

    fn limit(&self) -> StackPointer {
        stack_pointer(self.mapping.base().addr())
    }
}

/// By what running code suspends the fiber that it runs on. It lives on that fiber's stack.
pub struct Suspender<'a> {
    yielder: &'a Yielder<Resume, ()>,
    /// Null when the fiber is cancelled.
    context: Cell<*mut Context<'static>>,
}

/// The context to poll with; null to cancel.
type Resume = *mut Context<'static>;

impl Suspender<'_> {
    /// Whether nobody waits for the fiber any more: it is to end, without suspending again.
    pub fn is_cancelled(&self) -> bool {
        self.context.get().is_null()
    }

    /// The context that the fiber is polled with, for one poll on the fiber.
    ///
    /// # Panics
    /// If the fiber is cancelled.
    pub fn with_context<R>(&self, body: impl FnOnce(&mut Context<'_>) -> R) -> R {
        assert!(!self.is_cancelled(), "a fiber that was cancelled waits");
        // SAFETY: who resumed the fiber lends the context until it suspends, and `body` cannot keep it.
        body(unsafe { &mut *self.context.get() })
    }

    /// Leaves the fiber, until it is resumed; perhaps on another thread.
    ///
    /// Never inlined, see INV FIBER-THREAD.
    ///
    /// # Safety
    /// INV FIBER-SEND: all that is on this fiber's stack may go to another thread.
    #[inline(never)]
    pub unsafe fn suspend(&self) {
        self.context.set(self.yielder.suspend(()));
    }
}

/// How a fiber ended: by its body's return, or by a panic.
type Ended = Result<(), Box<dyn Any + Send>>;

/// A body that runs on a stack of its own.
pub struct Fiber {
    /// `None` only inside `drop`.
    coroutine: Option<Coroutine<Resume, (), Ended, FiberStack>>,
    room: Range<usize>,
    is_used_again: bool,
}

// SAFETY: `new` was promised a body that may go to another thread, and INV FIBER-SEND is about the rest.
unsafe impl Send for Fiber {}

impl Fiber {
    /// A fiber that will run `body` on a stack of `bytes`. Unless `is_used_again`, the stack is unmapped afterwards.
    ///
    /// # Errors
    /// If the system has no room for the stack.
    ///
    /// # Safety
    /// `body` may go to another thread. What it borrows lives until the fiber has ended or is dropped; for ever if it is leaked.
    pub unsafe fn new<F>(bytes: usize, is_used_again: bool, body: F) -> io::Result<Fiber>
    where
        F: FnOnce(&Suspender<'_>),
    {
        let stack = FiberStack::take(bytes)?;
        let room = stack.room();
        let main = move |yielder: &Yielder<Resume, ()>, context: Resume| -> Ended {
            let suspender = Suspender { yielder, context: Cell::new(context) };
            catch_unwind(AssertUnwindSafe(|| body(&suspender)))
        };
        // SAFETY: the caller's promise.
        let coroutine = unsafe { Coroutine::with_stack_unchecked(stack, main) };
        Ok(Fiber { coroutine: Some(coroutine), room, is_used_again })
    }

    /// Runs it until it suspends (`None`) or ends.
    ///
    /// # Panics
    /// If it has ended.
    pub fn resume(&mut self, context: &mut Context<'_>) -> Option<Ended> {
        self.switch(std::ptr::from_mut(context).cast())
    }

    /// Runs it to its end, with the order to end; does nothing if it has not begun, or has ended.
    pub fn cancel(&mut self) -> Option<Ended> {
        let mut ended = None;
        while self.is_suspended() {
            ended = self.switch(std::ptr::null_mut());
        }
        ended
    }

    /// Whether it has begun and not ended.
    pub fn is_suspended(&self) -> bool {
        self.coroutine.as_ref().is_some_and(|coroutine| coroutine.started() && !coroutine.done())
    }

    #[inline(never)]
    fn switch(&mut self, context: Resume) -> Option<Ended> {
        let coroutine = self.coroutine.as_mut().expect("only a drop takes it");
        // What runs there may have begun on a thread with a stack for handlers of signals. Where there can be none, a fault ends the process, as
        // any other would.
        let _ = signal::ensure_alternate_stack();
        let around = note_running((self.room.start, self.room.end));
        let result = coroutine.resume(context);
        note_running(around);
        match result {
            CoroutineResult::Yield(()) => None,
            CoroutineResult::Return(ended) => Some(ended),
        }
    }
}

impl Drop for Fiber {
    fn drop(&mut self) {
        // A panic on the way has nobody to go to.
        drop(self.cancel());
        let Some(coroutine) = self.coroutine.take() else { return };
        // One that has not begun drops its body with the stack.
        if coroutine.done() && self.is_used_again {
            coroutine.into_stack().give_back();
        }
    }
}

thread_local! {
    /// Where the stack of the fiber lies that this thread runs; empty if it runs none.
    static RUNNING: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Notes which stack this thread changes to, and forgets what it knew of the one before (INV FIBER-THREAD).
#[inline(never)]
fn note_running(room: (usize, usize)) -> (usize, usize) {
    thread::set_memo((0, 0));
    RUNNING.replace(room)
}

/// Where the stack of the fiber lies that this thread runs; empty if it runs none. The current stack may still be another, if somebody
/// else changed it.
#[inline(never)]
pub fn running() -> Range<usize> {
    let (low, high) = RUNNING.get();
    low..high
}

#[cfg(all(test, not(miri)))]
mod tests;
