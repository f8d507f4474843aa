//! A box whose contents are reached through raw pointers.
//!
//! A `Box` promises the compiler that nobody else points to its contents; running code does point to them. So objects
//! that running code sees are owned by this type, which gives out raw pointers only and makes no such promise.

use std::ptr::NonNull;

/// Owns a value at a fixed address.
pub struct Pinned<T: ?Sized>(NonNull<T>);

impl<T> Pinned<T> {
    pub fn new(value: T) -> Self {
        Self::from_box(Box::new(value))
    }
}

impl<T: ?Sized> Pinned<T> {
    pub fn from_box(value: Box<T>) -> Self {
        Pinned(NonNull::from(Box::leak(value)))
    }

    /// Where the value is until `self` is dropped.
    pub fn as_ptr(&self) -> *mut T {
        self.0.as_ptr()
    }
}

impl<T: ?Sized> Drop for Pinned<T> {
    fn drop(&mut self) {
        // SAFETY: the pointer came from a leaked box and is freed nowhere else; who drops the owner vouches that no
        // one uses the value any more.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

// SAFETY: owning a value elsewhere in memory is no different from owning it here.
unsafe impl<T: ?Sized + Send> Send for Pinned<T> {}
// SAFETY: as above; only a raw pointer can be had through a shared reference.
unsafe impl<T: ?Sized + Sync> Sync for Pinned<T> {}
