//! Mappings as the kernel makes them. `model.rs` has the same functions for a machine without one.

use std::fs::File;
use std::io;

use rustix::mm::{self, Advice, MapFlags, MprotectFlags, MremapFlags, ProtFlags};

/// A new range, accessible or not.
pub(super) fn map(len: usize, accessible: bool) -> io::Result<*mut u8> {
    let access = if accessible { ProtFlags::READ | ProtFlags::WRITE } else { ProtFlags::empty() };
    // SAFETY: a new anonymous mapping at an address of the kernel's choice touches nothing that exists.
    let base = unsafe {
        mm::mmap_anonymous(std::ptr::null_mut(), len, access, MapFlags::PRIVATE | MapFlags::NORESERVE)
    }?;
    Ok(base.cast())
}

/// # Safety
/// The range is a whole mapping that nobody uses.
pub(super) unsafe fn unmap(base: *mut u8, len: usize) -> io::Result<()> {
    // SAFETY: the caller's promise.
    Ok(unsafe { mm::munmap(base.cast(), len) }?)
}

/// Makes pages readable and writable, or inaccessible.
///
/// # Safety
/// The pages belong to the caller, and nobody uses them if they become inaccessible.
pub(super) unsafe fn protect(start: *mut u8, len: usize, accessible: bool) -> io::Result<()> {
    let access = if accessible { MprotectFlags::READ | MprotectFlags::WRITE } else { MprotectFlags::empty() };
    // SAFETY: the caller's promise.
    Ok(unsafe { mm::mprotect(start.cast(), len, access) }?)
}

/// Gives the memory of pages back; they read as zero when they are touched again.
///
/// # Safety
/// The pages belong to the caller, and nobody uses what is in them.
pub(super) unsafe fn discard(start: *mut u8, len: usize) -> io::Result<()> {
    // SAFETY: the caller's promise.
    Ok(unsafe { mm::madvise(start.cast(), len, Advice::LinuxDontNeed) }?)
}

/// Changes the size of an accessible mapping, which may move.
///
/// # Safety
/// The range is a whole mapping, and nobody uses its old addresses afterwards.
pub(super) unsafe fn resize(base: *mut u8, old: usize, new: usize) -> io::Result<*mut u8> {
    // SAFETY: the caller's promise.
    Ok(unsafe { mm::mremap(base.cast(), old, new, MremapFlags::MAYMOVE) }?.cast())
}

/// Replaces pages by those of a file from its beginning on, readable and writable, without a way back to the file.
///
/// # Safety
/// The pages belong to the caller, and nobody uses what is in them.
pub(super) unsafe fn replace(start: *mut u8, len: usize, file: &File) -> io::Result<()> {
    let (access, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE | MapFlags::FIXED);
    // SAFETY: the caller's promise.
    unsafe { mm::mmap(start.cast(), len, access, flags | MapFlags::NORESERVE, file, 0) }?;
    Ok(())
}
