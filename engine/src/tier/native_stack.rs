//! A limit for nested activations: wasm calls the host, the host calls wasm, and so on.
//!
//! Wasm code takes its stack from the store's stacks, where running out is a trap. Each nested activation also takes
//! some of the current stack, and running out of that would end the process. So an activation that is entered with too little of
//! it left traps like any stack overflow.
//!
//! # How much is left
//! A thread's own stack has ends that the system tells; a thread asks once. What is left must be more than a margin, which the
//! activation itself, the host functions that it calls and handlers of signals live on.
//!
//! A stack that is not the thread's own, of a fiber or of a signal's handler, has ends that nobody tells. There the `FOREIGN` bytes
//! below are looked at by a system call, each time that an activation is entered: they must be accessible. So a fiber needs at least
//! that, and a page without access (or no mapping) at its lower end; then nesting in it is a trap too when it comes to the end. The
//! fibers of asynchronous calls are our own, and their ends known (`sys/fiber.rs`).
//!
//! # After a fork
//! The child has no machine code (INV DUAL-FORK), so a store whose engine has some cannot be entered there. That costs nothing where
//! nobody forks: processes that came out of a fork do without the fast way.

use std::cell::Cell;
use std::ops::Range;

use crate::base::TrapCode;
use crate::sys::thread;
use crate::vm::store::StoreInner;

/// The margin is this part of the thread's stack, between these bounds.
const PART: usize = 4;
const LEAST: usize = 64 << 10;
const MOST: usize = 512 << 10;

/// Bytes that must be there below an activation on a stack that is not the thread's own.
const FOREIGN: usize = 64 << 10;

/// Bytes that nested activations may take where the system does not tell where a stack ends.
const UNKNOWN: usize = 256 << 10;

/// Addresses of this thread's stack, and where its margin ends.
#[derive(Clone, Copy)]
struct Bounds {
    low: usize,
    margin: usize,
    high: usize,
}

thread_local! {
    static BOUNDS: Cell<Option<Bounds>> = const { Cell::new(None) };
}

/// May an activation be entered here?
///
/// # Errors
/// `StackOverflow` if the stack is used up too far, `Pending` after a fork.
///
/// # Safety
/// The store is alive.
#[inline(always)]
pub(super) unsafe fn check(store: *mut StoreInner) -> Result<(), TrapCode> {
    let marker = 0_u8;
    let here = (&raw const marker).addr();
    // Where an activation may be entered without further questions.
    let (low, len) = thread::memo();
    if here.wrapping_sub(low) < len {
        return Ok(());
    }
    // SAFETY: the caller's promise.
    unsafe { check_slowly(store, here) }
}

#[cold]
#[inline(never)]
unsafe fn check_slowly(store: *mut StoreInner, here: usize) -> Result<(), TrapCode> {
    let bounds = match own_fiber(here) {
        Some(stack) => Bounds::of(stack),
        None => {
            let bounds = BOUNDS.get().unwrap_or_else(|| bounds(here));
            BOUNDS.set(Some(bounds));
            bounds
        }
    };
    if thread::forks() == 0 {
        thread::set_memo((bounds.margin, bounds.high - bounds.margin));
    } else {
        // SAFETY: the caller's promise.
        let store = unsafe { &mut *store };
        if store.options.machinery.as_ref().is_some_and(|machinery| !machinery.arena.is_ours()) {
            return Err(store.set_pending(anyhow::anyhow!(
                "the engine was made before this process was forked: its machine code is the parent's; make a new engine"
            )));
        }
    }
    let enough = match (bounds.low..bounds.high).contains(&here) {
        true => here >= bounds.margin,
        false => here > FOREIGN && thread::is_readable(here - FOREIGN, here),
    };
    if enough { Ok(()) } else { Err(TrapCode::StackOverflow) }
}

/// The stack of the fiber of ours that runs here, if one does.
#[cfg(feature = "async")]
fn own_fiber(here: usize) -> Option<Range<usize>> {
    Some(crate::sys::fiber::running()).filter(|stack| stack.contains(&here))
}

#[cfg(not(feature = "async"))]
fn own_fiber(_: usize) -> Option<Range<usize>> {
    None
}

impl Bounds {
    fn of(stack: Range<usize>) -> Bounds {
        let margin = (stack.len() / PART).clamp(LEAST, MOST);
        Bounds {
            low: stack.start,
            margin: stack.start.saturating_add(margin).min(stack.end),
            high: stack.end,
        }
    }
}

/// The bounds of this thread, which has not asked before.
fn bounds(here: usize) -> Bounds {
    match thread::stack() {
        Some(stack) => Bounds::of(stack),
        None => Bounds { low: 0, margin: here.saturating_sub(UNKNOWN), high: usize::MAX },
    }
}
