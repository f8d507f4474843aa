//! Address space: reserved, made accessible, given back.
//!
//! # Problem
//! A linear memory should not move when it grows (machine code keeps its base in a register), yet nobody wants to pay
//! for the 4 GiB that it may become. The value stack and the collected heap want the same.
//!
//! # Idea
//! Reserve addresses without access (`PROT_NONE`, no swap reserved), which costs the kernel one record however
//! large it is, and make the front accessible as it is needed. Where reserving is refused (`ulimit -v`,
//! containers, odd hosts) a caller can fall back to a small accessible mapping that may move when resized.
//!
//! # Invariants
//! - INV MAP-OWN: a `Mapping` owns exactly `[base, base + len)`; it is unmapped once, on drop.
//! - Sizes are rounded up to host pages; every failure is an `io::Error`, never a panic. After a failed call the
//!   mapping is as it was.
//!
//! Must not know: what the bytes mean.

#[cfg(not(miri))]
mod kernel;
#[cfg(miri)]
#[path = "mmap/model.rs"]
mod kernel;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::ptr::NonNull;

use rustix::mm::{self, MapFlags, ProtFlags};

/// A range of the address space that is unmapped when dropped.
#[derive(Debug)]
pub struct Mapping {
    base: NonNull<u8>,
    len: usize,
}

// SAFETY: a mapping is plain memory owned by this value; all access goes through raw pointers whose users argue.
unsafe impl Send for Mapping {}
// SAFETY: as above; the methods that take `&self` are system calls, which the kernel serializes.
unsafe impl Sync for Mapping {}

/// Bytes of a host page.
pub fn page_size() -> usize {
    rustix::param::page_size()
}

/// `bytes` rounded up to whole host pages, at least one.
///
/// # Errors
/// If that exceeds the address space.
pub fn round_up_to_page(bytes: usize) -> io::Result<usize> {
    bytes.max(1).checked_next_multiple_of(page_size()).ok_or_else(out_of_memory)
}

fn out_of_memory() -> io::Error {
    io::Error::from(io::ErrorKind::OutOfMemory)
}

impl Mapping {
    /// Reserves addresses without access; [`Mapping::commit`] opens parts of them.
    ///
    /// # Errors
    /// If the system refuses, for example because of a limit on the address space.
    pub fn reserve(bytes: usize) -> io::Result<Mapping> {
        Self::map(bytes, false)
    }

    /// Maps zeroed memory that can be read and written; pages come to life when they are touched.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn zeroed(bytes: usize) -> io::Result<Mapping> {
        Self::map(bytes, true)
    }

    fn map(bytes: usize, accessible: bool) -> io::Result<Mapping> {
        let len = round_up_to_page(bytes)?;
        let base = NonNull::new(kernel::map(len, accessible)?).ok_or_else(out_of_memory)?;
        Ok(Mapping { base, len })
    }

    /// Lowest address.
    pub fn base(&self) -> *mut u8 {
        self.base.as_ptr()
    }

    /// Bytes, a multiple of the host page.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never true: a mapping has at least one page.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Makes the pages that overlap `range` readable and writable; what was never touched reads as zero.
    ///
    /// # Errors
    /// If the range leaves the mapping, or the system refuses.
    pub fn commit(&self, range: Range<usize>) -> io::Result<()> {
        let Some((start, len)) = self.pages(range)? else { return Ok(()) };
        // SAFETY: `pages` keeps the range inside this mapping, and access is only widened.
        unsafe { kernel::protect(start, len, true) }
    }

    /// Takes access away from the pages that overlap `range` and gives their memory back.
    ///
    /// # Safety
    /// Nothing that lies in these pages may be in use.
    ///
    /// # Errors
    /// If the range leaves the mapping, or the system refuses.
    pub unsafe fn decommit(&self, range: Range<usize>) -> io::Result<()> {
        let Some((start, len)) = self.pages(range)? else { return Ok(()) };
        // SAFETY: `pages` keeps the range inside this mapping; the caller vouches that nobody uses its contents.
        unsafe { kernel::discard(start, len) }?;
        // SAFETY: as above.
        unsafe { kernel::protect(start, len, false) }
    }

    /// Gives the memory of the pages that overlap `range` back; they read as zero from then on.
    ///
    /// # Safety
    /// Nothing that lies in these pages may be in use.
    ///
    /// # Errors
    /// If the range leaves the mapping, or the system refuses.
    pub unsafe fn discard(&self, range: Range<usize>) -> io::Result<()> {
        let Some((start, len)) = self.pages(range)? else { return Ok(()) };
        // SAFETY: `pages` keeps the range inside this mapping; the caller vouches that nobody uses its contents.
        unsafe { kernel::discard(start, len) }
    }

    /// Replaces `len` bytes from `at` on by those that a file begins with, readable and writable; what is written there stays in this
    /// mapping.
    ///
    /// # Safety
    /// Nothing that lies in these pages may be in use, the mapping is never resized, and the file never becomes shorter.
    ///
    /// # Errors
    /// If the pages leave the mapping, `at` or `len` is not a multiple of the page, or the system refuses.
    pub(super) unsafe fn replace(&self, at: usize, len: usize, file: &File) -> io::Result<()> {
        let inside = at.checked_add(len).is_some_and(|end| end <= self.len);
        if !inside || !at.is_multiple_of(page_size()) || !len.is_multiple_of(page_size()) {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        // SAFETY: the pages are inside this mapping; the caller vouches that nobody uses their contents. The kernel
        // looks at its limits before it replaces anything.
        unsafe { kernel::replace(self.base().wrapping_add(at), len, file) }
    }

    /// Start and length of the whole pages that cover `range`; `None` if it is empty.
    fn pages(&self, range: Range<usize>) -> io::Result<Option<(*mut u8, usize)>> {
        if range.start > range.end || range.end > self.len {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        if range.is_empty() {
            return Ok(None);
        }
        let start = range.start / page_size() * page_size();
        let end = round_up_to_page(range.end)?;
        Ok(Some((self.base().wrapping_add(start), end - start)))
    }

    /// Changes the size of a mapping made by [`Mapping::zeroed`]; it may move. New bytes read as zero.
    ///
    /// # Safety
    /// The caller must not use addresses of the old place afterwards.
    ///
    /// # Errors
    /// If the system refuses; then nothing changed.
    pub unsafe fn resize(&mut self, bytes: usize) -> io::Result<()> {
        let len = round_up_to_page(bytes)?;
        if len == self.len {
            return Ok(());
        }
        // SAFETY: INV MAP-OWN: this is our whole mapping; the caller has given up pointers into it.
        let base = unsafe { kernel::resize(self.base(), self.len, len) }?;
        self.base = NonNull::new(base).ok_or_else(out_of_memory)?;
        self.len = len;
        Ok(())
    }
}

/// Maps the first page of a file executable, for good: a profiler that records the mappings of this process learns of the file
/// by it.
///
/// # Errors
/// If the system refuses.
pub fn announce(file: &std::fs::File) -> io::Result<()> {
    let (prot, flags) = (ProtFlags::READ | ProtFlags::EXEC, MapFlags::PRIVATE);
    // SAFETY: a new mapping at an address of the kernel's choice touches nothing that exists, and nobody uses it.
    unsafe { mm::mmap(std::ptr::null_mut(), page_size(), prot, flags, file, 0) }?;
    Ok(())
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: INV MAP-OWN, and who drops the mapping vouches that nobody uses it any more.
        let unmapped = unsafe { kernel::unmap(self.base(), self.len) };
        debug_assert!(unmapped.is_ok(), "munmap of an owned range failed: {unmapped:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(miri))]
    #[test]
    fn a_reservation_opens_from_the_front_and_reads_as_zero() {
        let map = Mapping::reserve(1 << 33).expect("8 GiB of addresses");
        map.commit(0..1).unwrap();
        // SAFETY: the first page was just committed.
        unsafe {
            assert_eq!(map.base().read(), 0);
            map.base().add(page_size() - 1).write(7);
        }
        map.commit(0..3 * page_size()).unwrap();
        // SAFETY: three pages are committed.
        unsafe {
            assert_eq!(map.base().add(page_size() - 1).read(), 7);
            assert_eq!(map.base().add(3 * page_size() - 1).read(), 0);
        }
        // SAFETY: nobody uses the first page.
        unsafe { map.decommit(0..page_size()) }.unwrap();
        map.commit(0..1).unwrap();
        // SAFETY: committed again above.
        assert_eq!(unsafe { map.base().add(page_size() - 1).read() }, 0);
    }

    #[test]
    fn ranges_outside_are_refused() {
        let map = Mapping::reserve(page_size()).unwrap();
        assert!(map.commit(0..page_size() + 1).is_err());
        let (start, end) = (2, 1);
        assert!(map.commit(start..end).is_err());
        assert!(map.commit(page_size()..page_size()).is_ok());
    }

    #[test]
    fn more_than_the_address_space_is_an_error() {
        assert!(Mapping::reserve(usize::MAX).is_err());
        assert!(Mapping::reserve(1 << 60).is_err());
        assert!(Mapping::zeroed(isize::MAX as usize).is_err());
    }

    #[test]
    fn resizing_keeps_the_contents() {
        let mut map = Mapping::zeroed(10).unwrap();
        // SAFETY: the mapping is one accessible page at least.
        unsafe { map.base().write(42) };
        // SAFETY: no pointer into the mapping is kept.
        unsafe { map.resize(1 << 20) }.unwrap();
        assert_eq!(map.len(), 1 << 20);
        // SAFETY: a `zeroed` mapping is accessible in full.
        unsafe {
            assert_eq!(map.base().read(), 42);
            assert_eq!(map.base().add((1 << 20) - 1).read(), 0);
        }
        // SAFETY: as above.
        assert!(unsafe { map.resize(1 << 60) }.is_err());
        // SAFETY: a failed resize changes nothing.
        assert_eq!(unsafe { map.base().read() }, 42);
    }
}
