//! [`Val`]: a value whose type is known at run time.

use anyhow::{Context, Result, bail};

use super::context::AsContext;
use super::func::Func;
use super::reference::{self, AnyRef, ExnRef, ExternRef};
use crate::types::*;
use crate::vm::store::StoreInner;
use crate::vm::{WrongStore, same_store};

/// A WebAssembly value. Floats are kept as their bits, so that no NaN is changed on the way.
#[derive(Clone, Debug)]
pub enum Val {
    /// An `i32`.
    I32(i32),
    /// An `i64`.
    I64(i64),
    /// The bits of an `f32`.
    F32(u32),
    /// The bits of an `f64`.
    F64(u64),
    /// A vector.
    V128(V128),
    /// A reference to a function, or null.
    FuncRef(Option<Func>),
    /// A reference to a value of the host, or null.
    ExternRef(Option<ExternRef>),
    /// A reference to a struct, an array, an `i31` or an internalized host value, or null.
    AnyRef(Option<AnyRef>),
    /// A reference to an exception, or null.
    ExnRef(Option<ExnRef>),
}

/// A reference whose type is known at run time: what tables hold.
#[derive(Clone, Debug)]
pub enum Ref {
    /// A reference to a function, or null.
    Func(Option<Func>),
    /// A reference to a value of the host, or null.
    Extern(Option<ExternRef>),
    /// A reference to a struct, an array, an `i31` or an internalized host value, or null.
    Any(Option<AnyRef>),
    /// A reference to an exception, or null.
    Exn(Option<ExnRef>),
}

/// The questions about each kind of reference.
macro_rules! kinds {
    ($(#[doc = $what:literal] $is:ident $as:ident $unwrap:ident $variant:ident $ty:ident;)*) => {
        $(
            #[doc = concat!("Whether it is a reference to", $what, ", or null in that hierarchy.")]
            pub fn $is(&self) -> bool {
                matches!(self, Ref::$variant(_))
            }

            #[doc = concat!("The reference, if it is one to", $what, "; `Some(None)` for null in that hierarchy.")]
            pub fn $as(&self) -> Option<Option<&$ty>> {
                if let Ref::$variant(x) = self { Some(x.as_ref()) } else { None }
            }

            #[doc = concat!("The reference, which is one to", $what, "; `None` for null.")]
            ///
            /// # Panics
            /// If it is of another hierarchy.
            #[track_caller]
            pub fn $unwrap(&self) -> Option<&$ty> {
                match self {
                    Ref::$variant(x) => x.as_ref(),
                    other => panic!(concat!("expected ", stringify!($variant), ", found {:?}"), other),
                }
            }
        )*
    };
}

impl Ref {
    /// The null reference in the hierarchy of this type.
    pub fn null(heap: &HeapType) -> Ref {
        match heap.top() {
            HeapType::Func => Ref::Func(None),
            HeapType::Extern => Ref::Extern(None),
            HeapType::Exn => Ref::Exn(None),
            _ => Ref::Any(None),
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Ref::Func(None) | Ref::Extern(None) | Ref::Any(None) | Ref::Exn(None))
    }

    /// Whether it is not null.
    pub fn is_non_null(&self) -> bool {
        !self.is_null()
    }

    kinds! {
        /// a function
        is_func as_func unwrap_func Func Func;
        /// a value of the host
        is_extern as_extern unwrap_extern Extern ExternRef;
        /// something in the hierarchy of `any`
        is_any as_any unwrap_any Any AnyRef;
        /// an exception
        is_exn as_exn unwrap_exn Exn ExnRef;
    }

    /// The most precise type that the API has for it: not nullable unless it is null, and then that of null alone in its hierarchy.
    /// A function's, a struct's and an array's is the concrete one.
    ///
    /// # Errors
    /// If it belongs to another store.
    pub fn ty(&self, store: impl AsContext) -> Result<RefType> {
        match Val::from(self.clone()).ty(store)? {
            ValType::Ref(ty) => Ok(ty),
            other => unreachable!("a reference is not of type {other}"),
        }
    }

    /// Whether it is of this type.
    ///
    /// # Errors
    /// If it belongs to another store.
    pub fn matches_ty(&self, store: impl AsContext, ty: &RefType) -> Result<bool> {
        Ok(Val::from(self.clone()).fits(store.as_context().inner(), ValType::Ref(*ty))?)
    }
}

impl From<Ref> for Val {
    fn from(r: Ref) -> Val {
        match r {
            Ref::Func(x) => Val::FuncRef(x),
            Ref::Extern(x) => Val::ExternRef(x),
            Ref::Any(x) => Val::AnyRef(x),
            Ref::Exn(x) => Val::ExnRef(x),
        }
    }
}

macro_rules! getters {
    ($($(#[doc = $doc:literal])* $get:ident $unwrap:ident $variant:ident $ty:ty = |$x:ident| $e:expr;)*) => {
        $(
            $(#[doc = $doc])*
            pub fn $get(&self) -> Option<$ty> {
                if let Val::$variant($x) = self { Some($e) } else { None }
            }

            $(#[doc = $doc])*
            ///
            /// # Panics
            /// If the value has another type.
            #[track_caller]
            pub fn $unwrap(&self) -> $ty {
                match self.$get() {
                    Some(value) => value,
                    None => panic!(concat!("expected ", stringify!($variant), ", found {:?}"), self),
                }
            }
        )*
    };
}

impl Val {
    getters! {
        /// The `i32`.
        i32 unwrap_i32 I32 i32 = |x| *x;
        /// The `i64`.
        i64 unwrap_i64 I64 i64 = |x| *x;
        /// The `f32`.
        f32 unwrap_f32 F32 f32 = |x| f32::from_bits(*x);
        /// The `f64`.
        f64 unwrap_f64 F64 f64 = |x| f64::from_bits(*x);
        /// The vector.
        v128 unwrap_v128 V128 V128 = |x| *x;
        /// The function, or `None` for null.
        funcref unwrap_funcref FuncRef Option<&Func> = |x| x.as_ref();
        /// The host's reference, or `None` for null.
        externref unwrap_externref ExternRef Option<&ExternRef> = |x| x.as_ref();
        /// The reference, or `None` for null.
        anyref unwrap_anyref AnyRef Option<&AnyRef> = |x| x.as_ref();
        /// The exception, or `None` for null.
        exnref unwrap_exnref ExnRef Option<&ExnRef> = |x| x.as_ref();
    }

    /// Zero, or null; `None` for a reference type without null.
    pub fn default_for_ty(ty: &ValType) -> Option<Val> {
        Some(match ty {
            ValType::I32 => Val::I32(0),
            ValType::I64 => Val::I64(0),
            ValType::F32 => Val::F32(0),
            ValType::F64 => Val::F64(0),
            ValType::V128 => Val::V128(V128::ZERO),
            ValType::Ref(r) if r.nullable => Ref::null(&r.heap).into(),
            ValType::Ref(_) => return None,
        })
    }

    /// The null reference in the hierarchy of this type.
    pub fn null_ref(heap: &HeapType) -> Val {
        Ref::null(heap).into()
    }

    /// The null function reference.
    pub const fn null_func_ref() -> Val {
        Val::FuncRef(None)
    }

    /// The null host reference.
    pub const fn null_extern_ref() -> Val {
        Val::ExternRef(None)
    }

    /// The null `any` reference.
    pub const fn null_any_ref() -> Val {
        Val::AnyRef(None)
    }

    /// The most precise type that the API has for it. A reference's is not nullable unless it is null, and then that of null alone in its
    /// hierarchy; a function's, a struct's and an array's is the concrete one.
    ///
    /// ```
    /// use wx::{Engine, Func, Store, Val, ValType};
    ///
    /// let mut store = Store::new(&Engine::default(), ());
    /// assert_eq!(Val::I32(1).ty(&store)?, ValType::I32);
    /// let func = Func::wrap(&mut store, || {});
    /// assert!(Val::from(func).ty(&store)?.matches(store.engine(), &ValType::FUNCREF));
    /// # Ok::<(), wx::Error>(())
    /// ```
    ///
    /// # Errors
    /// If it is a reference of another store.
    pub fn ty(&self, store: impl AsContext) -> Result<ValType> {
        let store = store.as_context();
        self.same_store(store.inner())?;
        let of = |heap| Ok(ValType::Ref(RefType { nullable: false, heap }));
        match self {
            Val::I32(_) => Ok(ValType::I32),
            Val::I64(_) => Ok(ValType::I64),
            Val::F32(_) => Ok(ValType::F32),
            Val::F64(_) => Ok(ValType::F64),
            Val::V128(_) => Ok(ValType::V128),
            Val::FuncRef(None) => Ok(ValType::NULLFUNCREF),
            Val::ExternRef(None) => Ok(ValType::NULLEXTERNREF),
            Val::AnyRef(None) => Ok(ValType::NULLREF),
            Val::ExnRef(None) => Ok(ValType::NULLEXNREF),
            Val::FuncRef(Some(func)) => of(HeapType::ConcreteFunc(func.type_id(store.inner()))),
            Val::ExternRef(Some(_)) => of(HeapType::Extern),
            Val::AnyRef(Some(any)) => of(any.ty(store)?),
            Val::ExnRef(Some(_)) => of(HeapType::Exn),
        }
    }

    /// The value as a reference, if it is one.
    pub fn ref_(self) -> Option<Ref> {
        Some(match self {
            Val::FuncRef(x) => Ref::Func(x),
            Val::ExternRef(x) => Ref::Extern(x),
            Val::AnyRef(x) => Ref::Any(x),
            Val::ExnRef(x) => Ref::Exn(x),
            _ => return None,
        })
    }

    /// Whether the value is of this type.
    ///
    /// # Panics
    /// If it is a reference of another store.
    pub fn matches_ty(&self, store: impl AsContext, ty: &ValType) -> bool {
        match self.fits(store.as_context().inner(), *ty) {
            Ok(fits) => fits,
            Err(error) => panic!("{error}"),
        }
    }

    /// Checks that the value can be used in this store.
    ///
    /// # Errors
    /// If it is a reference of another store.
    pub(crate) fn same_store(&self, store: &StoreInner) -> Result<(), WrongStore> {
        match self {
            Val::FuncRef(Some(func)) => same_store(store, func.store_id()),
            Val::ExternRef(_) | Val::AnyRef(_) | Val::ExnRef(_) => reference::same_store(store, self),
            _ => Ok(()),
        }
    }

    /// Whether the value is of this type.
    ///
    /// # Errors
    /// If it is a reference of another store.
    pub(crate) fn fits(&self, store: &StoreInner, ty: ValType) -> Result<bool, WrongStore> {
        self.same_store(store)?;
        Ok(match (self, ty) {
            (Val::I32(_), ValType::I32)
            | (Val::I64(_), ValType::I64)
            | (Val::F32(_), ValType::F32)
            | (Val::F64(_), ValType::F64)
            | (Val::V128(_), ValType::V128) => true,
            (Val::FuncRef(None), ValType::Ref(r)) => r.nullable && r.heap.top() == HeapType::Func,
            (Val::FuncRef(Some(func)), ValType::Ref(r)) => {
                let ty = HeapType::ExactFunc(func.type_id(store));
                store.registry.is_heap_subtype(ty, r.heap)
            }
            (Val::ExternRef(_) | Val::AnyRef(_) | Val::ExnRef(_), ValType::Ref(r)) => {
                reference::is_of(store, self, r)
            }
            _ => false,
        })
    }

    /// Writes the value to one slot, or two for a vector, and returns how many.
    ///
    /// # Panics
    /// If it is a reference of another store.
    pub(crate) fn to_slots(&self, store: &mut StoreInner, slots: &mut [u64]) -> usize {
        slots[0] = match self {
            Val::I32(x) => u64::from(*x as u32),
            Val::I64(x) => *x as u64,
            Val::F32(x) => u64::from(*x),
            Val::F64(x) => *x,
            Val::V128(x) => {
                let bits = x.to_bits();
                slots[1] = (bits >> 64) as u64;
                slots[0] = bits as u64;
                return 2;
            }
            Val::FuncRef(func) => func.as_ref().map_or(0, |f| f.pointer(store) as usize as u64),
            Val::ExternRef(_) | Val::AnyRef(_) | Val::ExnRef(_) => reference::to_slot(store, self),
        };
        1
    }

    /// Reads a value of this type.
    ///
    /// # Safety
    /// The slots must hold a value of the type that belongs to the store.
    pub(crate) unsafe fn from_slots(store: &mut StoreInner, ty: ValType, slots: &[u64]) -> Val {
        match ty {
            ValType::I32 => Val::I32(slots[0] as i32),
            ValType::I64 => Val::I64(slots[0] as i64),
            ValType::F32 => Val::F32(slots[0] as u32),
            ValType::F64 => Val::F64(slots[0]),
            ValType::V128 => Val::V128(V128::from_bits(u128::from(slots[0]) | u128::from(slots[1]) << 64)),
            ValType::Ref(r) if r.heap.top() == HeapType::Func => {
                // SAFETY: the caller vouches for the slot.
                Val::FuncRef(unsafe { Func::from_slot(store, slots[0]) })
            }
            ValType::Ref(r) => reference::from_slot(store, r, slots[0]),
        }
    }

    /// Writes a list of values of these types.
    ///
    /// # Errors
    /// If their number or types differ, or one belongs to another store; `what` says what they are.
    pub(crate) fn write_all(
        store: &mut StoreInner,
        what: &str,
        types: &[ValType],
        values: &[Val],
        slots: &mut [u64],
    ) -> Result<()> {
        if types.len() != values.len() {
            bail!("expected {} {what}s, got {}", types.len(), values.len());
        }
        let mut at = 0;
        for (i, (value, &ty)) in values.iter().zip(types).enumerate() {
            if !value.fits(store, ty).with_context(|| format!("{what} {i}"))? {
                let expected = text::val_type(&store.registry, ty);
                bail!("{what} type mismatch: expected {expected} at index {i}, got {value:?}");
            }
            at += value.to_slots(store, &mut slots[at..]);
        }
        Ok(())
    }

    /// Reads a list of values of these types.
    ///
    /// # Safety
    /// As for [`Val::from_slots`].
    pub(crate) unsafe fn read_all(
        store: &mut StoreInner,
        types: &[ValType],
        slots: &[u64],
        values: &mut [Val],
    ) {
        let mut at = 0;
        for (&ty, value) in types.iter().zip(values) {
            // SAFETY: passed on.
            *value = unsafe { Val::from_slots(store, ty, &slots[at..]) };
            at += ty.slots() as usize;
        }
    }
}

macro_rules! from {
    ($($ty:ty => $variant:ident, |$x:ident| $e:expr;)*) => {
        $(
            impl From<$ty> for Val {
                fn from($x: $ty) -> Val {
                    Val::$variant($e)
                }
            }
        )*
    };
}
from! {
    i32 => I32, |x| x;
    u32 => I32, |x| x as i32;
    i64 => I64, |x| x;
    u64 => I64, |x| x as i64;
    f32 => F32, |x| x.to_bits();
    f64 => F64, |x| x.to_bits();
    V128 => V128, |x| x;
    Func => FuncRef, |x| Some(x);
    Option<Func> => FuncRef, |x| x;
    ExternRef => ExternRef, |x| Some(x);
    Option<ExternRef> => ExternRef, |x| x;
    AnyRef => AnyRef, |x| Some(x);
    Option<AnyRef> => AnyRef, |x| x;
}

macro_rules! from_ref {
    ($($ty:ty => $variant:ident;)*) => {
        $(
            impl From<$ty> for Ref {
                fn from(x: $ty) -> Ref {
                    Ref::$variant(Some(x))
                }
            }
            impl From<Option<$ty>> for Ref {
                fn from(x: Option<$ty>) -> Ref {
                    Ref::$variant(x)
                }
            }
        )*
    };
}
from_ref! {
    Func => Func;
    ExternRef => Extern;
    AnyRef => Any;
    ExnRef => Exn;
}
