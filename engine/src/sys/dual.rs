//! Memory for machine code: the same pages twice, once to write and once to run.
//!
//! # Problem
//! Memory that can be written and run at the same address is what an attacker wishes for, and hardened systems
//! refuse it. Switching a page between the two with `mprotect` stops all threads for a moment, and while the page
//! is writable no thread can run its neighbours, which belong to somebody else.
//!
//! # Idea
//! One anonymous file in memory (`memfd_create`), mapped twice: a view that can be written and never run, and a
//! view that can be run and never written. Compilers write through the first while all threads run in the second.
//! On x86-64 both views are coherent without a flush, since caches know physical addresses. The file is sparse:
//! pages come to life when they are written, and a hole punched into it takes them away from both views at once.
//!
//! # Invariants
//! - INV DUAL-OWN: a `DualMapping` owns exactly its two views of `len` bytes; each is unmapped once, on drop.
//! - INV DUAL-WX: no view is ever both writable and executable. The file itself is closed after mapping, so
//!   nothing else can open a third view by its descriptor.
//! - INV DUAL-FORK: a forked child has neither view. The pages are shared, not copied, so a child that frees or
//!   compiles code would overwrite the code of its parent; without the views it faults instead.
//!
//! Must not know: what the code is, or who runs it.

use std::ffi::c_void;
use std::io;
use std::ops::Range;
use std::ptr::NonNull;

use rustix::fs::MemfdFlags;
use rustix::mm::{self, Advice, MapFlags, MprotectFlags, MremapFlags, ProtFlags};

use super::memfd;
use super::mmap::{page_size, round_up_to_page};

/// Sparse memory with a writable and an executable view.
#[derive(Debug)]
pub struct DualMapping {
    writable: View,
    executable: View,
}

/// One mapping of the file; it is unmapped when dropped.
#[derive(Debug)]
struct View {
    base: NonNull<u8>,
    len: usize,
}

// SAFETY: a view is plain memory owned by this value; all access goes through raw pointers whose users argue.
unsafe impl Send for View {}
// SAFETY: as above; nothing but system calls takes `&self`.
unsafe impl Sync for View {}

impl DualMapping {
    /// Maps `bytes`, rounded up to whole pages, twice; all of it reads as zero and costs nothing yet.
    ///
    /// # Errors
    /// If the system refuses, for example because of a limit on the address space or on the size of files.
    pub fn new(bytes: usize) -> io::Result<DualMapping> {
        let len = round_up_to_page(bytes)?;
        let file = memfd::create("wx-code", len, MemfdFlags::empty())?;
        let view = |prot| {
            // SAFETY: a new mapping at an address of the kernel's choice touches nothing that exists.
            let base = unsafe { mm::mmap(std::ptr::null_mut(), len, prot, MapFlags::SHARED, &file, 0) }?;
            View::own(base, len)
        };
        Ok(DualMapping {
            writable: view(ProtFlags::READ | ProtFlags::WRITE)?,
            executable: view(ProtFlags::READ | ProtFlags::EXEC)?,
        })
    }

    /// A dual mapping without a file of that name: `perf` looks addresses up in the map of a process only where the kernel says that
    /// the memory is anonymous. The second view is what `mremap` makes of a shared mapping that it is told to keep.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn anonymous(bytes: usize) -> io::Result<DualMapping> {
        let len = round_up_to_page(bytes)?;
        let (prot, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::SHARED | MapFlags::NORESERVE);
        // SAFETY: a new mapping at an address of the kernel's choice touches nothing that exists.
        let base = unsafe { mm::mmap_anonymous(std::ptr::null_mut(), len, prot, flags) }?;
        let writable = View::own(base, len)?;
        // SAFETY: an old length of 0 leaves the old mapping as it is; the new one is at an address of the kernel's choice.
        let second = unsafe { mm::mremap(writable.start(), 0, len, MremapFlags::MAYMOVE) }?;
        let executable = View::own(second, len)?;
        // SAFETY: nobody uses the view yet.
        unsafe { mm::mprotect(executable.start(), len, MprotectFlags::READ | MprotectFlags::EXEC) }?;
        Ok(DualMapping { writable, executable })
    }

    /// Lowest address of the writable view.
    pub fn write(&self) -> *mut u8 {
        self.writable.base.as_ptr()
    }

    /// Lowest address of the executable view.
    pub fn exec(&self) -> *const u8 {
        self.executable.base.as_ptr()
    }

    /// Bytes of each view, a multiple of the host page.
    pub fn len(&self) -> usize {
        self.writable.len
    }

    /// Never true: a mapping has at least one page.
    pub fn is_empty(&self) -> bool {
        self.writable.len == 0
    }

    /// Gives back the memory of the pages that lie wholly in `range`; they read as zero afterwards.
    ///
    /// # Safety
    /// Nothing that lies in these pages may be in use.
    ///
    /// # Errors
    /// If the range leaves the mapping, or the system refuses.
    pub unsafe fn discard(&self, range: Range<usize>) -> io::Result<()> {
        if range.start > range.end || range.end > self.len() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let start = range.start.next_multiple_of(page_size());
        let end = range.end / page_size() * page_size();
        if start >= end {
            return Ok(());
        }
        let pages = self.write().wrapping_add(start).cast::<c_void>();
        // SAFETY: the pages are ours; the caller vouches that nobody uses them. On a shared view this advice is the
        // punching of a hole (`fallocate`), without a need for the file's descriptor.
        Ok(unsafe { mm::madvise(pages, end - start, Advice::LinuxRemove) }?)
    }
}

impl View {
    /// Takes over a new mapping.
    fn own(base: *mut c_void, len: usize) -> io::Result<View> {
        let base = NonNull::new(base.cast::<u8>()).ok_or(io::ErrorKind::OutOfMemory)?;
        let view = View { base, len };
        // SAFETY: the range is the view's own; the advice changes nothing in this process.
        unsafe { mm::madvise(view.start(), len, Advice::LinuxDontFork) }?;
        Ok(view)
    }

    fn start(&self) -> *mut c_void {
        self.base.as_ptr().cast()
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: INV DUAL-OWN, and who drops the mapping vouches that nobody uses it any more.
        let unmapped = unsafe { mm::munmap(self.start(), self.len) };
        debug_assert!(unmapped.is_ok(), "munmap of an owned range failed: {unmapped:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Permissions of the mapping that contains `address`, as the kernel shows them.
    fn permissions(address: usize) -> String {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let line = maps.lines().find(|line| {
            let (start, rest) = line.split_once('-').unwrap();
            let end = rest.split(' ').next().unwrap();
            let [start, end] = [start, end].map(|text| usize::from_str_radix(text, 16).unwrap());
            (start..end).contains(&address)
        });
        line.map_or_else(String::new, |line| line.split(' ').nth(1).unwrap().to_string())
    }

    #[test]
    fn what_is_written_in_one_view_is_read_in_the_other() {
        written_is_read(&DualMapping::new(1 << 30).expect("1 GiB of addresses, twice"));
        written_is_read(&DualMapping::anonymous(1 << 30).expect("1 GiB of addresses, twice"));
    }

    fn written_is_read(map: &DualMapping) {
        assert_eq!(map.len(), 1 << 30);
        assert_ne!(map.write().cast_const(), map.exec());
        for at in [0, 12345, map.len() - 1] {
            // SAFETY: inside of the mapping, which this test alone uses.
            unsafe {
                assert_eq!(map.exec().add(at).read(), 0);
                map.write().add(at).write(7);
                assert_eq!(map.exec().add(at).read_volatile(), 7);
            }
        }
    }

    #[test]
    fn no_view_is_writable_and_executable() {
        for map in [DualMapping::new(1).unwrap(), DualMapping::anonymous(1).unwrap()] {
            assert_eq!(permissions(map.write() as usize), "rw-s");
            assert_eq!(permissions(map.exec() as usize), "r-xs");
            let (write, exec) = (map.write() as usize, map.exec() as usize);
            assert!(write.abs_diff(exec) >= page_size());
        }
    }

    #[test]
    fn discarding_takes_whole_pages_and_leaves_the_rest() {
        let page = page_size();
        for map in [DualMapping::new(4 * page).unwrap(), DualMapping::anonymous(4 * page).unwrap()] {
            discard(&map, page);
        }
    }

    fn discard(map: &DualMapping, page: usize) {
        // SAFETY: inside of the mapping, which this test alone uses.
        unsafe {
            map.write().write_bytes(0xCC, 4 * page);
            map.discard(1..3 * page + 1).unwrap();
            for (at, byte) in [(0, 0xCC), (page - 1, 0xCC), (page, 0), (3 * page - 1, 0), (3 * page, 0xCC)] {
                assert_eq!(map.exec().add(at).read_volatile(), byte, "at {at}");
                assert_eq!(map.write().add(at).read_volatile(), byte, "at {at}");
            }
            map.discard(5..page - 5).unwrap();
            map.discard(page..page).unwrap();
            assert!(map.discard(0..4 * page + 1).is_err());
        }
    }

    #[test]
    fn more_than_the_address_space_is_an_error() {
        assert!(DualMapping::new(usize::MAX).is_err());
        assert!(DualMapping::new(1 << 60).is_err());
    }
}
