//! Waiting and waking: `memory.atomic.wait32/64`, `memory.atomic.notify`, and the fence.
//!
//! # Idea
//! One parking table for the process: waiters of all stores, keyed by the address of the cell they wait at, which is the
//! same for all stores that share a memory. A waiter compares the cell and enters the table under one lock,
//! and a notifier takes that lock too, so no wake-up falls between the compare and the sleep. Waiters of one cell are
//! woken in the order in which they came.
//!
//! A memory that moves when it grows is never shared, so an address stands for its cell as long as anyone waits.
//!
//! A wait ends with the epoch too: code that polls it looks at it now and then while it sleeps, since who advances it does not
//! know of sleepers. Without, only a wake-up or the timeout ends a wait.
//!
//! Spec: <https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md#wait-and-notify-operators>

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering, fence};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::memory::{byte_len, operand};
use super::work::{poll, polls};
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::{VmContext, VmMemory};

/// What a wait leaves on the stack.
const WOKEN: u64 = 0;
const NOT_EQUAL: u64 = 1;
const TIMED_OUT: u64 = 2;

/// One sleeping thread.
#[derive(Default)]
struct Waiter {
    /// Set, under the table's lock, by who wakes it.
    woken: AtomicBool,
    signal: Condvar,
}

type Table = HashMap<usize, VecDeque<Arc<Waiter>>>;

fn table() -> MutexGuard<'static, Table> {
    static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(Mutex::default);
    TABLE.lock().unwrap_or_else(|e| e.into_inner())
}

/// How long who polls the epoch sleeps between two looks at it.
const SLICE: Duration = Duration::from_millis(5);

/// Takes a sleeper out of the table.
fn leave(guard: &mut Table, cell: usize, me: &Arc<Waiter>) {
    if let Some(queue) = guard.get_mut(&cell) {
        queue.retain(|w| !Arc::ptr_eq(w, me));
        if queue.is_empty() {
            guard.remove(&cell);
        }
    }
}

/// Sleeps at `cell` until woken, for at most `timeout` nanoseconds if that is not negative, provided that `unchanged` holds. `poll` is
/// called now and then, if there is one, and ends the wait by an error.
fn wait(
    cell: usize,
    timeout: i64,
    unchanged: impl FnOnce() -> bool,
    mut poll: Option<&mut dyn FnMut() -> Result<(), TrapCode>>,
) -> Result<u64, TrapCode> {
    let deadline = u64::try_from(timeout).ok().map(Duration::from_nanos);
    // A deadline beyond the clock's range is none.
    let deadline = deadline.and_then(|d| Instant::now().checked_add(d));
    let mut guard = table();
    if !unchanged() {
        return Ok(NOT_EQUAL);
    }
    let me = Arc::new(Waiter::default());
    guard.entry(cell).or_default().push_back(me.clone());
    loop {
        let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        let slice = poll.is_some().then_some(SLICE);
        guard = match left.into_iter().chain(slice).min() {
            None => me.signal.wait(guard).unwrap_or_else(|e| e.into_inner()),
            Some(time) => me.signal.wait_timeout(guard, time).unwrap_or_else(|e| e.into_inner()).0,
        };
        if let Some(poll) = &mut poll
            && !me.woken.load(Ordering::Relaxed)
        {
            // The host may do anything meanwhile, such as wake this very sleeper.
            drop(guard);
            let polled = poll();
            guard = table();
            if let Err(code) = polled {
                leave(&mut guard, cell, &me);
                return Err(code);
            }
        }
        if me.woken.load(Ordering::Relaxed) {
            return Ok(WOKEN);
        }
        if deadline.is_some_and(|at| Instant::now() >= at) {
            leave(&mut guard, cell, &me);
            return Ok(TIMED_OUT);
        }
    }
}

/// Wakes at most `count` threads that sleep at `cell`; how many.
fn notify(cell: usize, count: u32) -> u32 {
    let mut guard = table();
    let Some(queue) = guard.get_mut(&cell) else { return 0 };
    let woken = queue.len().min(count as usize);
    for waiter in queue.drain(..woken) {
        waiter.woken.store(true, Ordering::Relaxed);
        waiter.signal.notify_one();
    }
    if queue.is_empty() {
        guard.remove(&cell);
    }
    woken as u32
}

/// The memory and the cell of `size` bytes that an operation names.
unsafe fn cell(
    ctx: *mut VmContext,
    fp: *mut u64,
    op: &Op,
    size: u64,
) -> Result<(*mut VmMemory, *mut u8), TrapCode> {
    // SAFETY: a builtin's promise; the cell is inside the memory by the check.
    unsafe {
        let memory = *(*ctx).memories.add(op.mem_index());
        let base = operand!(fp, op, 0);
        if !base.wrapping_add(op.mem_offset()).is_multiple_of(size) {
            return Err(TrapCode::HeapMisaligned);
        }
        let end = base.checked_add(op.mem_offset()).and_then(|at| at.checked_add(size));
        match end {
            Some(end) if end <= byte_len(memory) as u64 => {
                Ok((memory, (*memory).base.add((end - size) as usize)))
            }
            _ => Err(TrapCode::MemoryOutOfBounds),
        }
    }
}

/// # Safety
/// See the module's header; so do all builtins here.
pub(crate) unsafe fn memory_atomic_notify(
    ctx: *mut VmContext,
    fp: *mut u64,
    op: &Op,
) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        let (memory, place) = cell(ctx, fp, op, 4)?;
        // No one can wait at a memory that is not shared.
        let shared = !(*memory).shared_len.is_null();
        let woken = if shared { notify(place.addr(), operand!(fp, op, 1) as u32) } else { 0 };
        *fp.add(op.a.into()) = u64::from(woken);
        Ok(())
    }
}

/// [`wait`] for code of this instance.
unsafe fn wait_in(
    ctx: *mut VmContext,
    cell: usize,
    timeout: i64,
    unchanged: impl FnOnce() -> bool,
) -> Result<u64, TrapCode> {
    // SAFETY: a builtin's promise; a shared memory does not move.
    let mut ask = || unsafe { poll(ctx) };
    // SAFETY: as above.
    let polls = unsafe { polls(ctx) };
    wait(cell, timeout, unchanged, polls.then_some(&mut ask))
}

pub(crate) unsafe fn memory_atomic_wait32(
    ctx: *mut VmContext,
    fp: *mut u64,
    op: &Op,
) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise; the cell is aligned and inside a shared memory, which lives while we wait in it.
    unsafe {
        let (memory, place) = cell(ctx, fp, op, 4)?;
        if (*memory).shared_len.is_null() {
            return Err(TrapCode::AtomicWaitNonSharedMemory);
        }
        let expected = operand!(fp, op, 1) as u32;
        *fp.add(op.a.into()) = wait_in(ctx, place.addr(), operand!(fp, op, 2) as i64, || {
            AtomicU32::from_ptr(place.cast()).load(Ordering::SeqCst) == expected
        })?;
        Ok(())
    }
}

pub(crate) unsafe fn memory_atomic_wait64(
    ctx: *mut VmContext,
    fp: *mut u64,
    op: &Op,
) -> Result<(), TrapCode> {
    // SAFETY: as in `memory_atomic_wait32`.
    unsafe {
        let (memory, place) = cell(ctx, fp, op, 8)?;
        if (*memory).shared_len.is_null() {
            return Err(TrapCode::AtomicWaitNonSharedMemory);
        }
        let expected = operand!(fp, op, 1);
        *fp.add(op.a.into()) = wait_in(ctx, place.addr(), operand!(fp, op, 2) as i64, || {
            AtomicU64::from_ptr(place.cast()).load(Ordering::SeqCst) == expected
        })?;
        Ok(())
    }
}

pub(crate) unsafe fn atomic_fence(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    fence(Ordering::SeqCst);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_changed_cell_is_not_waited_at() {
        assert_eq!(wait(0x1000, -1, || false, None), Ok(NOT_EQUAL));
    }

    #[test]
    fn a_wait_ends_at_its_deadline_and_leaves_no_trace() {
        let begun = Instant::now();
        assert_eq!(wait(0x2000, 20_000_000, || true, None), Ok(TIMED_OUT));
        assert!(begun.elapsed() >= Duration::from_millis(20));
        assert_eq!(wait(0x2000, 0, || true, None), Ok(TIMED_OUT));
        assert_eq!(notify(0x2000, u32::MAX), 0);
    }

    #[test]
    fn a_poll_ends_a_wait_or_lets_it_go_on() {
        let mut polled = 0;
        let mut poll = || {
            polled += 1;
            // Not from the same thread in earnest; but a callback may reach a notifier.
            if polled == 3 { Err(TrapCode::Interrupt) } else { Ok(()) }
        };
        assert_eq!(wait(0x4000, -1, || true, Some(&mut poll)), Err(TrapCode::Interrupt));
        assert_eq!(polled, 3);
        assert_eq!(notify(0x4000, u32::MAX), 0);
        let mut wakes = || {
            assert_eq!(notify(0x4000, 1), 1);
            Ok(())
        };
        assert_eq!(wait(0x4000, -1, || true, Some(&mut wakes)), Ok(WOKEN));
    }

    #[test]
    fn notify_wakes_as_many_as_asked_and_counts_them() {
        let waiters: Vec<_> = (0..3).map(|_| thread::spawn(|| wait(0x3000, -1, || true, None))).collect();
        let mut woken = 0;
        while woken < 2 {
            woken += notify(0x3000, 1);
            thread::yield_now();
        }
        while notify(0x3000, u32::MAX) == 0 {
            thread::yield_now();
        }
        assert!(waiters.into_iter().all(|t| t.join().is_ok_and(|r| r == Ok(WOKEN))));
        assert_eq!(notify(0x3000, u32::MAX), 0);
    }
}
