//! In which call a guest waits, for another thread that wants to know.
//!
//! A guest that waits for input or a lock of the host cannot be asked where it is, since its thread is in the kernel. So the
//! calls that can wait leave their name here while they run. It costs a store before and one after them, and nothing where
//! nobody watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// The calls that can wait. A call is known by its place here, counted from 1.
const CALLS: [&str; 10] = [
    "fd_read",
    "fd_pread",
    "fd_write",
    "fd_pwrite",
    "fd_sync",
    "path_open",
    "poll_oneoff",
    "sock_accept",
    "sock_recv",
    "sock_send",
];

/// Tells in which call of the interface a guest is that may be waiting. Clones tell of the same guest.
///
/// ```
/// use wx_wasi::{CallWatch, WasiCtx};
///
/// let watch = CallWatch::default();
/// let ctx = WasiCtx::builder().watch(watch.clone()).build();
/// assert_eq!(watch.call(), None);
/// # drop(ctx);
/// ```
#[derive(Clone, Debug, Default)]
pub struct CallWatch(Arc<AtomicU8>);

impl CallWatch {
    /// The name of the call, `fd_read` for example; none while the guest is in no call that can wait.
    pub fn call(&self) -> Option<&'static str> {
        let place = usize::from(self.0.load(Ordering::Relaxed));
        CALLS.get(place.checked_sub(1)?).copied()
    }

    pub(crate) fn enter(&self, code: u8) {
        self.0.store(code, Ordering::Relaxed);
    }

    pub(crate) fn leave(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The number of a call that can wait; 0 for any other.
pub(crate) const fn code(name: &str) -> u8 {
    let mut place = 0;
    while place < CALLS.len() {
        if same(CALLS[place].as_bytes(), name.as_bytes()) {
            return place as u8 + 1;
        }
        place += 1;
    }
    0
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::{CALLS, CallWatch, code};

    #[test]
    fn each_call_is_known_by_its_number() {
        let watch = CallWatch::default();
        for name in CALLS {
            watch.enter(code(name));
            assert_eq!(watch.clone().call(), Some(name));
        }
        watch.leave();
        assert_eq!(watch.call(), None);
        for other in ["fd_seek", "fd_readdir", "fd_rea", ""] {
            assert_eq!(code(other), 0, "{other}");
        }
    }
}
