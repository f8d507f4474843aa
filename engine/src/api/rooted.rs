//! References under the names that wasmtime has for handles to them.
//!
//! # Idea
//! In wasmtime a reference to the collected heap is held by a [`Rooted`], which is valid until its scope ends, or an [`OwnedRooted`], which is
//! valid as long as it is there. A reference here is always of the second kind, and no scope is needed; so both names mean the reference
//! itself, and converting one into the other clones it. What a program for wasmtime does with them works, except that a `Rooted` is `Clone`
//! here and not `Copy`.

use anyhow::Result;

use super::aggregate::{ArrayRef, StructRef};
use super::context::{AsContext, AsContextMut};
use super::reference::{AnyRef, EqRef, ExnRef, ExternRef, I31};
use crate::types::HeapType;

/// A reference to the collected heap: the reference itself, which keeps its object alive.
///
/// ```
/// use wx::{AsContextMut, Engine, ExternRef, Result, Rooted, Store};
///
/// fn name(mut store: impl AsContextMut) -> Result<Rooted<ExternRef>> {
///     ExternRef::new(&mut store, "name".to_string())
/// }
/// let mut store = Store::new(&Engine::default(), ());
/// let name = name(&mut store)?.to_owned_rooted(&mut store)?;
/// assert!(name.data(&store)?.is_some_and(|data| data.is::<String>()));
/// # Ok::<(), wx::Error>(())
/// ```
pub type Rooted<T> = T;

/// A reference to the collected heap, as [`Rooted`].
pub type OwnedRooted<T> = T;

macro_rules! rooted {
    ($($ty:ident)*) => {
        $(
            impl $ty {
                /// The same reference; see [`OwnedRooted`].
                ///
                /// # Errors
                /// None now: in wasmtime the reference may be out of its scope.
                pub fn to_owned_rooted(&self, _store: impl AsContextMut) -> Result<OwnedRooted<$ty>> {
                    Ok(self.clone())
                }

                /// The same reference; see [`Rooted`].
                pub fn to_rooted(&self, _store: impl AsContextMut) -> Rooted<$ty> {
                    self.clone()
                }
            }
        )*
    };
}
rooted! { ExternRef AnyRef EqRef ExnRef StructRef ArrayRef }

/// Conversions to wider references.
macro_rules! wider {
    ($($name:ident $ty:ident: $($from:ident)*;)*) => {
        $($(
            impl $from {
                #[doc = concat!("The reference as an [`", stringify!($ty), "`].")]
                pub fn $name(self) -> $ty {
                    self.into()
                }
            }
        )*)*
    };
}
wider! {
    to_anyref AnyRef: EqRef StructRef ArrayRef;
    to_eqref EqRef: StructRef ArrayRef;
}

/// What an [`EqRef`] answers as the [`AnyRef`] that it also is.
macro_rules! as_any {
    ($($(#[$doc:meta])* $name:ident $result:ty;)*) => {
        impl EqRef {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// If it belongs to another store.
                pub fn $name(&self, store: impl AsContext) -> Result<$result> {
                    AnyRef::from(self.clone()).$name(store)
                }
            )*
        }
    };
}
as_any! {
    /// The type: `i31`, or a concrete struct or array type.
    ty HeapType;
    /// Whether this is an `i31`.
    is_i31 bool;
    /// Whether this is a struct.
    is_struct bool;
    /// Whether this is an array.
    is_array bool;
}

macro_rules! unwraps {
    ($($(#[$doc:meta])* $name:ident $result:ty;)*) => {
        impl EqRef {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// If it is not one, or belongs to another store.
                #[track_caller]
                pub fn $name(&self, store: impl AsContext) -> Result<$result> {
                    AnyRef::from(self.clone()).$name(store)
                }
            )*
        }
    };
}
unwraps! {
    /// The number.
    unwrap_i31 I31;
    /// The reference as one to a struct.
    unwrap_struct StructRef;
    /// The reference as one to an array.
    unwrap_array ArrayRef;
}

impl EqRef {
    /// A reference that is the number itself.
    pub fn from_i31(store: impl AsContextMut, value: I31) -> EqRef {
        EqRef(AnyRef::from_i31(store, value).0)
    }
}
