//! The thread that runs: where its stack ends, what memory is accessible, and whether a fork has left it alone in a new process.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// Addresses of this thread's own stack, if the system tells. It is not the current stack if somebody has changed stacks since, as fibers
/// and handlers of signals do. Reading it may take some tens of microseconds.
#[cfg(all(target_os = "linux", not(miri)))]
pub fn stack() -> Option<Range<usize>> {
    use std::mem::MaybeUninit;
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let (mut start, mut len) = (std::ptr::null_mut(), 0);
    // SAFETY: the first call fills the attributes of this thread, the others read and free them.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let got = libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut start, &raw mut len);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        if got != 0 {
            return None;
        }
    }
    Some(start.addr()..start.addr().checked_add(len)?)
}

/// As on Linux; other systems do not tell, nor does Miri.
#[cfg(not(all(target_os = "linux", not(miri))))]
pub fn stack() -> Option<Range<usize>> {
    None
}

/// Whether all pages from `low` up to `high`, at most `PROBED` of them, can be read. True if the system does not tell.
///
/// One system call, about a microsecond.
#[cfg(all(target_os = "linux", not(miri)))]
pub fn is_readable(low: usize, high: usize) -> bool {
    let page = super::mmap::page_size();
    let first = low / page * page;
    let pages = (high - first).div_ceil(page).min(PROBED);
    let mut bytes = [0_u8; PROBED];
    let none = libc::iovec { iov_base: std::ptr::null_mut(), iov_len: 0 };
    let mut places = [none; PROBED];
    for (i, place) in places[..pages].iter_mut().enumerate() {
        *place = libc::iovec { iov_base: std::ptr::without_provenance_mut(first + i * page), iov_len: 1 };
    }
    let here = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: pages };
    // SAFETY: the kernel writes at most `pages` bytes to `bytes`, and reads no page that has no access: it says so instead.
    let read = unsafe {
        libc::process_vm_readv(libc::getpid(), &raw const here, 1, places.as_ptr(), pages as libc::c_ulong, 0)
    };
    match read {
        -1 => std::io::Error::last_os_error().raw_os_error() != Some(libc::EFAULT),
        read => read as usize == pages,
    }
}

/// As on Linux; other systems are not asked, nor is Miri.
#[cfg(not(all(target_os = "linux", not(miri))))]
pub fn is_readable(_: usize, _: usize) -> bool {
    true
}

/// Most pages that [`is_readable`] looks at.
pub const PROBED: usize = 64;

thread_local! {
    static MEMO: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// What this thread was told to remember; zeros at first, and in a child after a fork that was noticed ([`forks`]).
#[inline(always)]
pub fn memo() -> (usize, usize) {
    MEMO.get()
}

pub fn set_memo(memo: (usize, usize)) {
    MEMO.set(memo);
}

static FORKS: AtomicU32 = AtomicU32::new(0);

/// How many forks lie between this process and the one in which it was first asked. A child has only the thread that forked, and
/// lacks mappings that are kept from it.
pub fn forks() -> u32 {
    extern "C" fn in_child() {
        FORKS.fetch_add(1, Ordering::Relaxed);
        set_memo((0, 0));
    }
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        if cfg!(miri) {
            return;
        }
        // SAFETY: the function is for the child and does nothing that is not allowed between fork and exec. If the system has no
        // memory to remember it, a child's faults are what they were.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
    FORKS.load(Ordering::Relaxed)
}

#[cfg(all(test, target_os = "linux", not(miri)))]
mod tests {
    use super::*;

    #[test]
    fn the_stack_at_hand_is_inside() {
        let local = 0_u8;
        let here = (&raw const local).addr();
        assert!(stack().unwrap().contains(&here));
        let thread = std::thread::Builder::new().stack_size(256 << 10);
        let range = thread.spawn(|| stack().unwrap()).unwrap().join().unwrap();
        assert!((256 << 10..320 << 10).contains(&range.len()), "{range:x?}");
    }

    #[test]
    fn memory_without_access_is_not_readable() {
        let page = crate::sys::mmap::page_size();
        let mapping = crate::sys::Mapping::reserve(8 * page).unwrap();
        mapping.commit(2 * page..8 * page).unwrap();
        let base = mapping.base().addr();
        assert!(is_readable(base + 2 * page, base + 8 * page));
        assert!(!is_readable(base + 2 * page - 1, base + 8 * page));
        assert!(!is_readable(base, base + page));
        assert!(is_readable(base + 3 * page, base + 3 * page + 1));
    }

    #[test]
    fn forks_are_counted_in_the_child() {
        let before = forks();
        // SAFETY: the child calls nothing but what is allowed there.
        let status = unsafe {
            let child = libc::fork();
            assert!(child >= 0);
            if child == 0 {
                libc::_exit((FORKS.load(Ordering::Relaxed) - before) as i32);
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            status
        };
        assert_eq!((libc::WEXITSTATUS(status), forks()), (1, before));
    }
}
