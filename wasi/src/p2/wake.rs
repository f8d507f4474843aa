//! Waking a guest that waits: the one thing that other threads do to it.
//!
//! A guest waits in the host's `poll(2)`, which knows descriptors only; what is no descriptor wakes it by one of its own, an eventfd. A
//! waker may be called any number of times, from any thread, while the guest runs too, and only a guest that sleeps is worth a system
//! call. So there are three states: the guest goes from [`RUNNING`] to [`SLEEPING`] by an exchange, which fails if it was woken since it
//! last looked, and whoever wakes a sleeping guest, and nobody else, writes to the descriptor.

use rustix::event::{EventfdFlags, eventfd};
use rustix::io::Errno;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::Wake;

const RUNNING: u8 = 0;
const SLEEPING: u8 = 1;
const WOKEN: u8 = 2;

/// How a guest is woken; it outlives the guest if a waker does.
pub(crate) struct Wakeup {
    state: AtomicU8,
    event: OwnedFd,
}

impl Wakeup {
    pub(crate) fn new() -> Result<Arc<Wakeup>, Errno> {
        let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(Arc::new(Wakeup { state: AtomicU8::new(RUNNING), event }))
    }

    /// The guest is about to look at what it waits for.
    pub(crate) fn look(&self) {
        self.state.store(RUNNING, Ordering::SeqCst);
    }

    /// Whether the guest may sleep: it was not woken since it looked.
    pub(crate) fn may_sleep(&self) -> bool {
        self.state.compare_exchange(RUNNING, SLEEPING, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// The guest sleeps no more.
    pub(crate) fn awake(&self) {
        if self.state.swap(RUNNING, Ordering::SeqCst) == WOKEN {
            // If the write is still to come, it ends a later sleep early, which looks again.
            let _ = rustix::io::read(&self.event, &mut [0; 8]);
        }
    }

    pub(crate) fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(WOKEN, Ordering::SeqCst) == SLEEPING {
            // The counter cannot be full: it is read after each write.
            let _ = rustix::io::write(&self.event, &1u64.to_ne_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    fn is_readable(wakeup: &Wakeup) -> bool {
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::from_borrowed_fd(wakeup.as_fd(), PollFlags::IN)], Some(&now)).unwrap() == 1
    }

    #[test]
    fn only_who_sleeps_is_written_to_and_no_wake_is_lost() {
        let wakeup = Wakeup::new().unwrap();
        wakeup.wake_by_ref();
        assert!(!wakeup.may_sleep(), "it was woken before it slept");
        assert!(!is_readable(&wakeup));
        wakeup.look();
        assert!(wakeup.may_sleep());
        wakeup.wake_by_ref();
        wakeup.wake_by_ref();
        assert!(is_readable(&wakeup));
        wakeup.awake();
        assert!(!is_readable(&wakeup), "what was written is read");
    }
}
