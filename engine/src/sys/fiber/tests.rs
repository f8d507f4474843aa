//! A fiber goes on where it was left, on any thread; it ends by returning, and its stack is used again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Waker};

use super::*;

/// A size that no other test has.
const SIZE: usize = 77 << 12;

fn resume(fiber: &mut Fiber) -> Option<Ended> {
    fiber.resume(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn it_goes_on_where_it_was_left_on_any_thread() {
    let steps = AtomicU32::new(0);
    let body = |suspender: &Suspender<'_>| {
        for _ in 0..3 {
            assert!(!running().is_empty());
            steps.fetch_add(1, Ordering::Relaxed);
            // SAFETY: nothing here belongs to a thread.
            unsafe { suspender.suspend() };
        }
    };
    // SAFETY: the counter outlives the fiber.
    let mut fiber = unsafe { Fiber::new(SIZE, true, body) }.unwrap();
    for step in 1..=3 {
        fiber = std::thread::scope(|scope| {
            let mut fiber = fiber;
            let thread = scope.spawn(move || {
                assert!(resume(&mut fiber).is_none());
                assert!(running().is_empty());
                fiber
            });
            thread.join().unwrap()
        });
        assert_eq!(steps.load(Ordering::Relaxed), step);
    }
    assert!(fiber.is_suspended());
    assert!(matches!(resume(&mut fiber), Some(Ok(()))));
    assert!(!fiber.is_suspended());
}

#[test]
fn one_that_is_dropped_ends_by_returning() {
    let ended = AtomicU32::new(0);
    let body = |suspender: &Suspender<'_>| {
        while !suspender.is_cancelled() {
            // SAFETY: nothing here belongs to a thread.
            unsafe { suspender.suspend() };
        }
        ended.fetch_add(1, Ordering::Relaxed);
    };
    // SAFETY: the counter outlives the fibers.
    let mut fiber = unsafe { Fiber::new(SIZE, true, body) }.unwrap();
    assert!(resume(&mut fiber).is_none());
    drop(fiber);
    assert_eq!(ended.load(Ordering::Relaxed), 1);
    // One that never began has nothing to end.
    // SAFETY: as above.
    drop(unsafe { Fiber::new(SIZE, true, body) }.unwrap());
    assert_eq!(ended.load(Ordering::Relaxed), 1);
}

#[test]
fn fibers_run_inside_of_fibers_and_panics_come_out() {
    let around = running();
    let body = |_: &Suspender<'_>| {
        let outer = running();
        let body = |_: &Suspender<'_>| {
            assert!(running() != outer);
            panic!("inside");
        };
        // SAFETY: what it borrows is of the fiber around it, which waits.
        let mut inner = unsafe { Fiber::new(SIZE, true, body) }.unwrap();
        let Some(Err(panic)) = resume(&mut inner) else { panic!("the inner one panics") };
        assert_eq!(panic.downcast_ref(), Some(&"inside"));
        assert_eq!(running(), outer);
        panic!("outside");
    };
    // SAFETY: it borrows nothing.
    let mut fiber = unsafe { Fiber::new(SIZE, true, body) }.unwrap();
    let Some(Err(panic)) = resume(&mut fiber) else { panic!("it panics") };
    assert_eq!(panic.downcast_ref(), Some(&"outside"));
    assert_eq!(running(), around);
}

#[test]
fn stacks_are_used_again_and_give_back_what_was_deep() {
    const OWN: usize = 99 << 12;
    let mut rooms = Vec::new();
    for is_used_again in [true, true, false] {
        let mut deepest = 0;
        let body = |_: &Suspender<'_>| {
            // Touches most of the stack, of which nothing is seen by the next.
            let mut many = std::hint::black_box([1_u8; OWN - (32 << 10)]);
            deepest = many[0] as usize;
            std::hint::black_box(&mut many);
        };
        // SAFETY: it borrows what outlives it.
        let mut fiber = unsafe { Fiber::new(OWN, is_used_again, body) }.unwrap();
        rooms.push(fiber.room.clone());
        assert!(matches!(resume(&mut fiber), Some(Ok(()))));
        drop(fiber);
        assert_eq!(deepest, 1);
        // SAFETY: the lowest word of a stack that waits for its next use, which is readable.
        let read = |room: &Range<usize>| unsafe { *(room.start as *const u64) };
        if is_used_again {
            assert_eq!(read(&rooms[0]), 0);
        }
    }
    assert_eq!(rooms[0], rooms[1]);
    let spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(spare.iter().all(|stack| stack.room() != rooms[2]));
}
