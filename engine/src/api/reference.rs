//! References as the host holds them: [`ExternRef`], [`AnyRef`] and what it may be, [`ExnRef`].
//!
//! # Idea
//! Objects do not move, so a reference in the host's hands is the same number as in a slot, and a counted cell keeps its
//! object alive as long as any clone exists (`vm::gc::handle`). There is no scope to enter or leave, unlike in wasmtime,
//! where a `Rooted` ends with its scope; the price is an allocation when a reference reaches the host. So these types are
//! `Clone`, not `Copy`.
//!
//! A value never says null: that is `None` in [`Val`].
//!
//! # Panics
//! Like all handles, using one with another store than its own panics.

use std::any::Any;

use anyhow::Result;

use super::aggregate::{ArrayRef, StructRef};
use super::context::{AsContext, AsContextMut, StoreContext, StoreContextMut};
use super::store::Store;
use super::val::Val;
use crate::base::Trap;
use crate::numerics;
use crate::types::{HeapType, RefType};
use crate::vm::WrongStore;
use crate::vm::gc::{GcRef, Handle, aggregate};
use crate::vm::store::StoreInner;

/// The reference in a handle.
///
/// # Panics
/// If it belongs to another store.
#[track_caller]
pub(super) fn resolve(store: &StoreInner, handle: &Handle) -> GcRef {
    match store.gc.resolve(handle) {
        Some(r) => r,
        None => panic!("{WrongStore}"),
    }
}

/// Declares a kind of reference.
macro_rules! references {
    ($($(#[$doc:meta])* $name:ident: $heap:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub(super) Handle);

        impl $name {
            /// The reference in a slot; `None` for null. The slot must hold a reference of this kind of `store`.
            #[allow(dead_code, reason = "not every kind of reference arrives in a slot of its own")]
            pub(crate) fn from_slot(store: &mut StoreInner, slot: u64) -> Option<Self> {
                let r = GcRef::from_slot(slot);
                (!r.is_null()).then(|| $name(store.gc.handle(r)))
            }

            /// The slot's value.
            #[track_caller]
            pub(crate) fn slot(&self, store: &StoreInner) -> u64 {
                resolve(store, &self.0).to_slot()
            }

            /// Whether both are references to the same object (or the same `i31`).
            ///
            /// # Panics
            /// If one belongs to another store.
            pub fn ref_eq(store: impl AsContext, a: &Self, b: &Self) -> Result<bool> {
                let store = store.as_context();
                Ok(a.slot(store.inner()) == b.slot(store.inner()))
            }

            /// Whether the object's type is `ty` or a subtype of it.
            ///
            /// # Panics
            /// If it belongs to another store.
            pub fn matches_ty(&self, store: impl AsContext, ty: &HeapType) -> Result<bool> {
                let store = store.as_context();
                let r = resolve(store.inner(), &self.0);
                Ok(is(store.inner(), r, HeapType::$heap, *ty))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({:#x})"), self.0.get().0)
            }
        }
    )*};
}
pub(super) use references;

/// Whether the object, which is in `kind`'s hierarchy, is of type `ty`.
pub(super) fn is(store: &StoreInner, r: GcRef, kind: HeapType, ty: HeapType) -> bool {
    let own = match kind.top() {
        HeapType::Any => store.gc.heap_type(r).exact(),
        top => top,
    };
    store.registry.is_heap_subtype(own, ty)
}

/// Whether a value that is a reference to no function is of type `ty`.
///
/// # Panics
/// If it belongs to another store.
pub(super) fn is_of(store: &StoreInner, value: &Val, ty: RefType) -> bool {
    let (handle, kind) = match value {
        Val::ExternRef(r) => (r.as_ref().map(|r| &r.0), HeapType::Extern),
        Val::AnyRef(r) => (r.as_ref().map(|r| &r.0), HeapType::Any),
        Val::ExnRef(r) => (r.as_ref().map(|r| &r.0), HeapType::Exn),
        _ => return false,
    };
    match handle {
        Some(handle) => is(store, resolve(store, handle), kind, ty.heap),
        None => ty.nullable && ty.heap.top() == kind,
    }
}

/// Checks that a value that is a reference to no function can be used in this store.
///
/// # Errors
/// If it belongs to another.
pub(super) fn same_store(store: &StoreInner, value: &Val) -> Result<(), WrongStore> {
    let handle = match value {
        Val::ExternRef(Some(r)) => &r.0,
        Val::AnyRef(Some(r)) => &r.0,
        Val::ExnRef(Some(r)) => &r.0,
        _ => return Ok(()),
    };
    store.gc.resolve(handle).map(|_| ()).ok_or(WrongStore)
}

/// The slot of a value that is a reference to no function; 0 for null.
///
/// # Panics
/// If it belongs to another store.
pub(super) fn to_slot(store: &StoreInner, value: &Val) -> u64 {
    match value {
        Val::ExternRef(Some(r)) => r.slot(store),
        Val::AnyRef(Some(r)) => r.slot(store),
        Val::ExnRef(Some(r)) => r.slot(store),
        _ => 0,
    }
}

/// The value of a slot of type `ty`, which is not a type of functions.
pub(super) fn from_slot(store: &mut StoreInner, ty: RefType, slot: u64) -> Val {
    match ty.heap.top() {
        HeapType::Extern => Val::ExternRef(ExternRef::from_slot(store, slot)),
        HeapType::Exn => Val::ExnRef(ExnRef::from_slot(store, slot)),
        _ => Val::AnyRef(AnyRef::from_slot(store, slot)),
    }
}

references! {
    /// A reference to a value of the host, opaque to wasm: `(ref extern)`.
    ExternRef: Extern;
    /// A reference to anything inside wasm's own world: `(ref any)`. It is an `i31`, a struct, an array, or a value of the
    /// host that was converted.
    AnyRef: Any;
    /// A reference that can be compared: `(ref eq)`. It is an `i31`, a struct or an array.
    EqRef: Eq;
    /// A reference to an exception: `(ref exn)`.
    ExnRef: Exn;
}

/// Conversions that the caller knows to succeed.
macro_rules! unwraps {
    ($($(#[$doc:meta])* $unwrap:ident $as:ident $ty:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Panics
        /// If it is not one, or belongs to another store.
        #[track_caller]
        pub fn $unwrap(&self, store: impl AsContext) -> Result<$ty> {
            match self.$as(store)? {
                Some(x) => Ok(x),
                None => panic!(concat!("expected ", stringify!($ty), ", found {:?}"), self),
            }
        }
    )*};
}

impl ExternRef {
    /// A new reference to `value`, which is dropped when wasm and the host have no reference left and the heap is
    /// collected, or with the store.
    ///
    /// # Errors
    /// [`Trap::AllocationTooLarge`] if the collected heap is full.
    pub fn new<T: Any + Send + Sync>(mut store: impl AsContextMut, value: T) -> Result<ExternRef> {
        let mut store = store.as_context_mut();
        let store = store.inner_mut();
        let r = aggregate::extern_new(store, &[], Box::new(value)).map_err(Trap::from)?;
        Ok(ExternRef(store.gc.handle(r)))
    }

    /// The host's value; `None` if this is a converted [`AnyRef`] without one.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn data<'a, T: 'static>(
        &self,
        store: impl Into<StoreContext<'a, T>>,
    ) -> Result<Option<&'a (dyn Any + Send + Sync)>> {
        let store = store.into().inner();
        Ok(store.gc.host_value(resolve(store, &self.0)))
    }

    /// As [`ExternRef::data`], to change it.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn data_mut<'a, T: 'static>(
        &self,
        store: impl Into<StoreContextMut<'a, T>>,
    ) -> Result<Option<&'a mut (dyn Any + Send + Sync)>> {
        let (store, _) = store.into().split();
        let r = resolve(store, &self.0);
        Ok(store.gc.host_value_mut(r))
    }

    /// `extern.convert_any`: the same reference seen from outside.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn convert_any(store: impl AsContext, any: AnyRef) -> Result<ExternRef> {
        any.slot(store.as_context().inner());
        Ok(ExternRef(any.0))
    }
}

impl AnyRef {
    /// `any.convert_extern`: the same reference seen from inside.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn convert_extern(store: impl AsContext, external: ExternRef) -> Result<AnyRef> {
        external.slot(store.as_context().inner());
        Ok(AnyRef(external.0))
    }

    /// A reference that is the number itself.
    pub fn from_i31(mut store: impl AsContextMut, value: I31) -> AnyRef {
        let mut store = store.as_context_mut();
        AnyRef(store.inner_mut().gc.handle(GcRef::from_slot(value.slot())))
    }

    /// The type: `i31`, a concrete struct or array type, or `any` for a converted value of the host.
    pub fn ty(&self, store: impl AsContext) -> Result<HeapType> {
        let store = store.as_context().inner();
        Ok(store.gc.heap_type(resolve(store, &self.0)))
    }

    /// The number, if this is an `i31`.
    pub fn as_i31(&self, store: impl AsContext) -> Result<Option<I31>> {
        Ok(I31::from_slot(self.slot(store.as_context().inner())))
    }

    /// The reference as one that can be compared, unless it is a converted value of the host.
    pub fn as_eqref(&self, store: impl AsContext) -> Result<Option<EqRef>> {
        Ok(self.matches_ty(store, &HeapType::Eq)?.then(|| EqRef(self.0.clone())))
    }

    /// The reference as one to a struct, if it is.
    pub fn as_struct(&self, store: impl AsContext) -> Result<Option<StructRef>> {
        Ok(self.matches_ty(store, &HeapType::Struct)?.then(|| StructRef(self.0.clone())))
    }

    /// The reference as one to an array, if it is.
    pub fn as_array(&self, store: impl AsContext) -> Result<Option<ArrayRef>> {
        Ok(self.matches_ty(store, &HeapType::Array)?.then(|| ArrayRef(self.0.clone())))
    }

    /// Whether this is a value of the host that was converted.
    pub fn is_extern(&self, store: impl AsContext) -> Result<bool> {
        Ok(!self.is_eqref(store)?)
    }

    /// Whether this is an `i31`.
    pub fn is_i31(&self, store: impl AsContext) -> Result<bool> {
        self.matches_ty(store, &HeapType::I31)
    }

    /// Whether this can be compared with `ref.eq`.
    pub fn is_eqref(&self, store: impl AsContext) -> Result<bool> {
        self.matches_ty(store, &HeapType::Eq)
    }

    /// Whether this is a struct.
    pub fn is_struct(&self, store: impl AsContext) -> Result<bool> {
        self.matches_ty(store, &HeapType::Struct)
    }

    /// Whether this is an array.
    pub fn is_array(&self, store: impl AsContext) -> Result<bool> {
        self.matches_ty(store, &HeapType::Array)
    }

    unwraps! {
        /// The number.
        unwrap_i31 as_i31 I31;
        /// The reference as one that can be compared.
        unwrap_eqref as_eqref EqRef;
        /// The reference as one to a struct.
        unwrap_struct as_struct StructRef;
        /// The reference as one to an array.
        unwrap_array as_array ArrayRef;
    }
}

impl From<EqRef> for AnyRef {
    fn from(r: EqRef) -> AnyRef {
        AnyRef(r.0)
    }
}

impl EqRef {
    /// The number, if this is an `i31`.
    pub fn as_i31(&self, store: impl AsContext) -> Result<Option<I31>> {
        Ok(I31::from_slot(self.slot(store.as_context().inner())))
    }

    /// The reference as one to a struct, if it is.
    pub fn as_struct(&self, store: impl AsContext) -> Result<Option<StructRef>> {
        AnyRef(self.0.clone()).as_struct(store)
    }

    /// The reference as one to an array, if it is.
    pub fn as_array(&self, store: impl AsContext) -> Result<Option<ArrayRef>> {
        AnyRef(self.0.clone()).as_array(store)
    }
}

/// A 31-bit integer, the value of an `i31ref`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct I31(u32);

impl I31 {
    /// The value, if it fits in 31 bits.
    pub fn new_u32(value: u32) -> Option<I31> {
        (value >> 31 == 0).then_some(I31(value))
    }

    /// The value, if it fits in 31 bits with a sign.
    pub fn new_i32(value: i32) -> Option<I31> {
        (value << 1 >> 1 == value).then(|| I31::wrapping_i32(value))
    }

    /// The low 31 bits of `value`.
    pub fn wrapping_u32(value: u32) -> I31 {
        I31(value & (u32::MAX >> 1))
    }

    /// The low 31 bits of `value`.
    pub fn wrapping_i32(value: i32) -> I31 {
        I31::wrapping_u32(value as u32)
    }

    /// The value without a sign.
    pub fn get_u32(&self) -> u32 {
        self.0
    }

    /// The value with its sign.
    pub fn get_i32(&self) -> i32 {
        (self.0 << 1) as i32 >> 1
    }

    pub(crate) fn slot(self) -> u64 {
        numerics::ref_i31(self.0 as i32)
    }

    pub(crate) fn from_slot(slot: u64) -> Option<I31> {
        GcRef::from_slot(slot).is_i31().then_some(I31(slot as u32 >> 1))
    }
}

impl<T: 'static> Store<T> {
    /// For tests: collects the heap before every allocation and overwrites dead objects, so that a reference that was
    /// not kept alive shows at once. Very slow. `WX_GC_ZEAL=1` in the environment turns it on for all stores.
    pub fn set_gc_zeal(&mut self, zeal: bool) {
        self.as_context_mut().inner_mut().gc.set_zeal(zeal);
    }
}
