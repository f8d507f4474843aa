//! wasmtime's asynchronous ways to make objects and to collect, which never wait here.
//!
//! There they wait for a limiter that allows the heap to grow. Here the heap asks the limiter for a number only, so that each is ready when it is
//! first polled. They are there so that a program for asynchronous stores is the same for both.

use std::any::Any;

use anyhow::Result;

use super::super::aggregate::{ArrayRef, ArrayRefPre, StructRef, StructRefPre};
use super::super::context::{AsContextMut, Caller, StoreContextMut};
use super::super::reference::{ExnRef, ExternRef};
use super::super::store::Store;
use super::super::tag::Tag;
use super::super::val::Val;

impl ExternRef {
    /// As [`ExternRef::new`]; never waits.
    ///
    /// # Errors
    /// As for [`ExternRef::new`].
    pub async fn new_async<T: Any + Send + Sync>(
        store: impl AsContextMut<Data: Send>,
        value: T,
    ) -> Result<ExternRef> {
        ExternRef::new(store, value)
    }
}

impl StructRef {
    /// As [`StructRef::new`]; never waits.
    ///
    /// # Errors
    /// As for [`StructRef::new`].
    pub async fn new_async(
        store: impl AsContextMut<Data: Send>,
        allocator: &StructRefPre,
        fields: &[Val],
    ) -> Result<StructRef> {
        StructRef::new(store, allocator, fields)
    }
}

impl ArrayRef {
    /// As [`ArrayRef::new`]; never waits.
    ///
    /// # Errors
    /// As for [`ArrayRef::new`].
    pub async fn new_async(
        store: impl AsContextMut<Data: Send>,
        allocator: &ArrayRefPre,
        elem: &Val,
        len: u32,
    ) -> Result<ArrayRef> {
        ArrayRef::new(store, allocator, elem, len)
    }

    /// As [`ArrayRef::new_fixed`]; never waits.
    ///
    /// # Errors
    /// As for [`ArrayRef::new_fixed`].
    pub async fn new_fixed_async(
        store: impl AsContextMut<Data: Send>,
        allocator: &ArrayRefPre,
        elems: &[Val],
    ) -> Result<ArrayRef> {
        ArrayRef::new_fixed(store, allocator, elems)
    }
}

impl ExnRef {
    /// As [`ExnRef::new`]; never waits.
    ///
    /// # Errors
    /// As for [`ExnRef::new`].
    pub async fn new_async(
        store: impl AsContextMut<Data: Send>,
        tag: &Tag,
        fields: &[Val],
    ) -> Result<ExnRef> {
        ExnRef::new(store, tag, fields)
    }
}

/// `gc_async` of a type that has `gc`.
macro_rules! collects {
    ($($ty:ty),*) => {
        $(
            impl<T: Send + 'static> $ty {
                /// Frees unreachable objects of the collected heap now; never waits.
                pub async fn gc_async(&mut self) {
                    self.gc();
                }
            }
        )*
    };
}
collects!(Store<T>, StoreContextMut<'_, T>, Caller<'_, T>);
