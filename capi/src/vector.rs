//! Vectors as the header lays them out: a number of elements and their address.
//!
//! # Idea
//! Memory of vectors comes from `malloc`, which knows how much it gave. So a program that changes `size` by mistake frees no wrong number
//! of bytes, and one that fills in a vector of its own making, as the header's macros do on the stack, is read like any other.
//!
//! A vector that was made without values has zeros, which are a value of every kind of element: 0, NULL, or an `i32` of 0.

use std::ptr;

use anyhow::{Context, Result};

use crate::error::{Given, Out, entry};
use crate::object::wasm_extern_t;
use crate::trap::wasm_frame_t;
use crate::types::*;
use crate::val::wasm_val_t;

/// What a vector may hold.
///
/// # Safety
/// All bytes zero must be a value.
pub unsafe trait Element: Clone {}

// SAFETY: it is 0.
unsafe impl Element for u8 {}
// SAFETY: it is the `i32` 0.
unsafe impl Element for wasm_val_t {}
// SAFETY: it is `None`.
unsafe impl<T: Clone> Element for Option<Box<T>> {}

/// `wasm_..._vec_t`: owns its elements, unless the program says otherwise by `const`.
#[repr(C)]
pub struct Vector<T: Element> {
    size: usize,
    data: *mut T,
}

impl<T: Element> Vector<T> {
    pub(crate) const EMPTY: Vector<T> = Vector { size: 0, data: ptr::null_mut() };

    /// A vector of zeros.
    fn zeroed(size: usize) -> Result<Vector<T>> {
        if size == 0 {
            return Ok(Vector::EMPTY);
        }
        let fits = size.checked_mul(size_of::<T>()).is_some_and(|bytes| isize::try_from(bytes).is_ok());
        let data = if fits {
            // SAFETY: any size is fine, and what this returns is aligned for every type of the headers.
            unsafe { libc::calloc(size, size_of::<T>()) }.cast::<T>()
        } else {
            ptr::null_mut()
        };
        if data.is_null() {
            anyhow::bail!("no memory for a vector of {size} elements of {} bytes", size_of::<T>());
        }
        Ok(Vector { size, data })
    }

    /// A vector of values, in their order.
    pub(crate) fn of(values: impl ExactSizeIterator<Item = T>) -> Result<Vector<T>> {
        let mut vector = Vector::zeroed(values.len())?;
        for (place, value) in vector.as_mut_slice().iter_mut().zip(values) {
            *place = value;
        }
        Ok(vector)
    }

    /// The elements of an array that somebody else owns.
    pub(crate) fn borrowed(elements: &mut [T]) -> std::mem::ManuallyDrop<Vector<T>> {
        std::mem::ManuallyDrop::new(Vector { size: elements.len(), data: elements.as_mut_ptr() })
    }

    pub(crate) fn len(&self) -> usize {
        if self.data.is_null() { 0 } else { self.size }
    }

    pub(crate) fn data(&self) -> *mut T {
        self.data
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        if self.len() == 0 {
            return &[];
        }
        // SAFETY: INV C-CONTRACT: there are `size` elements.
        unsafe { std::slice::from_raw_parts(self.data, self.size) }
    }

    fn as_mut_slice(&mut self) -> &mut [T] {
        if self.len() == 0 {
            return &mut [];
        }
        // SAFETY: INV C-CONTRACT: there are `size` elements, which are the vector's.
        unsafe { std::slice::from_raw_parts_mut(self.data, self.size) }
    }

    /// The vector, in whose place an empty one remains, so that what was given away is not deleted twice.
    pub(crate) fn take(&mut self) -> Vector<T> {
        std::mem::replace(self, Vector::EMPTY)
    }
}

impl<T> Vector<Option<Box<T>>>
where
    Option<Box<T>>: Element,
{
    /// The elements, none of which may be NULL; `what` says what they are.
    pub(crate) fn all(&self, what: &str) -> Result<Vec<&T>> {
        let elements = self.as_slice().iter().enumerate();
        elements.map(|(i, e)| e.as_deref().with_context(|| format!("{what} {i} is NULL"))).collect()
    }
}

impl Vector<u8> {
    pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Vector<u8>> {
        let mut vector = Vector::zeroed(bytes.len())?;
        vector.as_mut_slice().copy_from_slice(bytes);
        Ok(vector)
    }
}

impl<T: Element> Clone for Vector<T> {
    /// A copy; empty if there is no memory for one, which [`copy`] reports.
    fn clone(&self) -> Vector<T> {
        Vector::of(self.as_slice().iter().cloned()).unwrap_or(Vector::EMPTY)
    }
}

impl<T: Element> Drop for Vector<T> {
    fn drop(&mut self) {
        let elements: *mut [T] = self.as_mut_slice();
        // SAFETY: the elements are the vector's, which is given up; its memory came from `malloc`.
        unsafe {
            ptr::drop_in_place(elements);
            libc::free(self.data.cast());
        }
    }
}

fn new_uninitialized<T: Element>(function: &str, out: Out<'_, Vector<T>>, size: usize) {
    crate::error::fill(function, out, || Vector::zeroed(size));
}

/// # Safety
/// INV C-CONTRACT: there are `size` elements at `elements`, whose owner gives them away.
unsafe fn new<T: Element>(function: &str, out: Out<'_, Vector<T>>, size: usize, elements: *const T) {
    crate::error::fill(function, out, || {
        let vector = Vector::zeroed(size)?;
        if size > 0 {
            if elements.is_null() {
                anyhow::bail!("`data` is NULL, but the size is {size}");
            }
            // SAFETY: both have `size` elements, and the new ones do not overlap with what exists.
            unsafe { ptr::copy_nonoverlapping(elements, vector.data, size) };
        }
        Ok(vector)
    });
}

fn copy<T: Element>(function: &str, out: Out<'_, Vector<T>>, vector: Option<&Vector<T>>) {
    crate::error::fill(function, out, || Vector::of(vector.given("vec")?.as_slice().iter().cloned()));
}

fn delete<T: Element>(function: &str, vector: Option<&mut Vector<T>>) {
    entry(function, (), || {
        drop(vector.given("vec")?.take());
        Ok(())
    });
}

macro_rules! vectors {
    ($($name:ident = $element:ty: $new_empty:ident $new_uninitialized:ident $new:ident $copy:ident $delete:ident;)*) => {
        $(
            pub type $name = Vector<$element>;

            /// A vector without elements.
            #[unsafe(no_mangle)]
            pub extern "C" fn $new_empty(out: Out<'_, $name>) {
                crate::error::fill(stringify!($new_empty), out, || Ok(Vector::EMPTY));
            }

            /// A vector of zeros.
            #[unsafe(no_mangle)]
            pub extern "C" fn $new_uninitialized(out: Out<'_, $name>, size: usize) {
                new_uninitialized(stringify!($new_uninitialized), out, size);
            }

            /// A vector of these elements, which it owns from now on.
            ///
            /// # Safety
            /// INV C-CONTRACT.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $new(out: Out<'_, $name>, size: usize, data: *const $element) {
                // SAFETY: passed on.
                unsafe { new(stringify!($new), out, size, data) };
            }

            /// A vector of copies.
            #[unsafe(no_mangle)]
            pub extern "C" fn $copy(out: Out<'_, $name>, vec: Option<&$name>) {
                copy(stringify!($copy), out, vec);
            }

            /// Deletes the elements; the vector is empty then.
            #[unsafe(no_mangle)]
            pub extern "C" fn $delete(vec: Option<&mut $name>) {
                delete(stringify!($delete), vec);
            }
        )*
    };
}

vectors! {
    wasm_byte_vec_t = u8: wasm_byte_vec_new_empty wasm_byte_vec_new_uninitialized wasm_byte_vec_new wasm_byte_vec_copy wasm_byte_vec_delete;
    wasm_valtype_vec_t = Option<Box<wasm_valtype_t>>: wasm_valtype_vec_new_empty wasm_valtype_vec_new_uninitialized wasm_valtype_vec_new wasm_valtype_vec_copy wasm_valtype_vec_delete;
    wasm_functype_vec_t = Option<Box<wasm_functype_t>>: wasm_functype_vec_new_empty wasm_functype_vec_new_uninitialized wasm_functype_vec_new wasm_functype_vec_copy wasm_functype_vec_delete;
    wasm_globaltype_vec_t = Option<Box<wasm_globaltype_t>>: wasm_globaltype_vec_new_empty wasm_globaltype_vec_new_uninitialized wasm_globaltype_vec_new wasm_globaltype_vec_copy wasm_globaltype_vec_delete;
    wasm_tabletype_vec_t = Option<Box<wasm_tabletype_t>>: wasm_tabletype_vec_new_empty wasm_tabletype_vec_new_uninitialized wasm_tabletype_vec_new wasm_tabletype_vec_copy wasm_tabletype_vec_delete;
    wasm_memorytype_vec_t = Option<Box<wasm_memorytype_t>>: wasm_memorytype_vec_new_empty wasm_memorytype_vec_new_uninitialized wasm_memorytype_vec_new wasm_memorytype_vec_copy wasm_memorytype_vec_delete;
    wasm_externtype_vec_t = Option<Box<wasm_externtype_t>>: wasm_externtype_vec_new_empty wasm_externtype_vec_new_uninitialized wasm_externtype_vec_new wasm_externtype_vec_copy wasm_externtype_vec_delete;
    wasm_importtype_vec_t = Option<Box<wasm_importtype_t>>: wasm_importtype_vec_new_empty wasm_importtype_vec_new_uninitialized wasm_importtype_vec_new wasm_importtype_vec_copy wasm_importtype_vec_delete;
    wasm_exporttype_vec_t = Option<Box<wasm_exporttype_t>>: wasm_exporttype_vec_new_empty wasm_exporttype_vec_new_uninitialized wasm_exporttype_vec_new wasm_exporttype_vec_copy wasm_exporttype_vec_delete;
    wasm_val_vec_t = wasm_val_t: wasm_val_vec_new_empty wasm_val_vec_new_uninitialized wasm_val_vec_new wasm_val_vec_copy wasm_val_vec_delete;
    wasm_frame_vec_t = Option<Box<wasm_frame_t>>: wasm_frame_vec_new_empty wasm_frame_vec_new_uninitialized wasm_frame_vec_new wasm_frame_vec_copy wasm_frame_vec_delete;
    wasm_extern_vec_t = Option<Box<wasm_extern_t>>: wasm_extern_vec_new_empty wasm_extern_vec_new_uninitialized wasm_extern_vec_new wasm_extern_vec_copy wasm_extern_vec_delete;
}
