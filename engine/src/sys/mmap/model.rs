//! Mappings without a kernel: what Miri runs instead of `kernel.rs`.
//!
//! # Problem
//! Miri executes no system calls for address space without access, and a reservation of gigabytes would be so much memory.
//!
//! # Idea
//! A mapping is an allocation of zeros, and what is larger than [`MOST`] is refused, as a system with a small limit on addresses would.
//! Everything above has an answer to that: memories that move, smaller heaps. Access is not modelled; Miri knows where allocations end.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::fs::File;
use std::io;

/// Bytes of the largest mapping.
const MOST: usize = 64 << 20;

fn layout(len: usize) -> io::Result<Layout> {
    if len > MOST {
        return Err(io::ErrorKind::OutOfMemory.into());
    }
    Layout::from_size_align(len, super::page_size()).map_err(io::Error::other)
}

pub(super) fn map(len: usize, _accessible: bool) -> io::Result<*mut u8> {
    // SAFETY: a mapping has at least a page.
    let base = unsafe { alloc_zeroed(layout(len)?) };
    if base.is_null() { Err(io::ErrorKind::OutOfMemory.into()) } else { Ok(base) }
}

/// # Safety
/// The range is a whole mapping that nobody uses.
pub(super) unsafe fn unmap(base: *mut u8, len: usize) -> io::Result<()> {
    let layout = layout(len)?;
    // SAFETY: the caller's promise; `map` allocated it so.
    unsafe { dealloc(base, layout) };
    Ok(())
}

/// # Safety
/// As for the kernel's.
pub(super) unsafe fn protect(_start: *mut u8, _len: usize, _accessible: bool) -> io::Result<()> {
    Ok(())
}

/// # Safety
/// The pages belong to the caller, and nobody uses what is in them.
pub(super) unsafe fn discard(start: *mut u8, len: usize) -> io::Result<()> {
    // SAFETY: the caller's promise.
    unsafe { start.write_bytes(0, len) };
    Ok(())
}

/// # Safety
/// The range is a whole mapping, and nobody uses its old addresses afterwards.
pub(super) unsafe fn resize(base: *mut u8, old: usize, new: usize) -> io::Result<*mut u8> {
    let moved = map(new, true)?;
    // SAFETY: two allocations of at least so many bytes; the old one is the caller's, who gives it up.
    unsafe {
        moved.copy_from_nonoverlapping(base, old.min(new));
        unmap(base, old)?;
    }
    Ok(moved)
}

/// Refused: there are no files in memory either.
///
/// # Safety
/// As for the kernel's.
pub(super) unsafe fn replace(_start: *mut u8, _len: usize, _file: &File) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
