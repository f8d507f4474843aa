//! Types of values as wasmtime's programs ask about them: constants, questions, subtyping.
//!
//! # Idea
//! A type is plain data here, so that it is `Copy` and its name of a concrete type is a number. wasmtime's hold the concrete type itself.
//! So what needs the concrete type takes the engine as an argument more: `matches`, `as_concrete_func`. Equality needs none; that of
//! numbers is that of types (`PartialEq`).

use super::aggregate::{ArrayType, StructType};
use super::engine::Engine;
use super::types::{FuncType, Mutability};
use super::val::Val;
use crate::types::{CompositeType, FieldType, HeapType, RefType, Registered, StorageType, ValType};

/// Nullable references to abstract types, by their names in the text format.
macro_rules! nullable {
    ($($(#[$doc:meta])* $name:ident = $heap:ident;)*) => {
        impl RefType {
            $($(#[$doc])* pub const $name: RefType = RefType { nullable: true, heap: HeapType::$heap };)*
        }

        impl ValType {
            $($(#[$doc])* pub const $name: ValType = ValType::Ref(RefType::$name);)*
        }
    };
}
nullable! {
    /// Anything that can be compared, or null.
    EQREF = Eq;
    /// A number of 31 bits, or null.
    I31REF = I31;
    /// Any struct, or null.
    STRUCTREF = Struct;
    /// Any array, or null.
    ARRAYREF = Array;
    /// Null in the hierarchy of `any`.
    NULLREF = None;
    /// Null in the hierarchy of functions.
    NULLFUNCREF = NoFunc;
    /// Null in the hierarchy of the host's values.
    NULLEXTERNREF = NoExtern;
    /// Null in the hierarchy of exceptions.
    NULLEXNREF = NoExn;
}

/// Whether a type is one certain variant.
macro_rules! is {
    ($($(#[$doc:meta])* $name:ident = $pattern:pat,)*) => {
        $(
            $(#[$doc])*
            pub fn $name(&self) -> bool {
                matches!(self, $pattern)
            }
        )*
    };
}

impl ValType {
    /// Anything in the hierarchy of `any`, or null.
    pub const ANYREF: ValType = ValType::Ref(RefType::ANYREF);
    /// Any exception, or null.
    pub const EXNREF: ValType = ValType::Ref(RefType::EXNREF);

    is! {
        /// Whether it is `i32`.
        is_i32 = ValType::I32,
        /// Whether it is `i64`.
        is_i64 = ValType::I64,
        /// Whether it is `f32`.
        is_f32 = ValType::F32,
        /// Whether it is `f64`.
        is_f64 = ValType::F64,
        /// Whether it is `v128`.
        is_v128 = ValType::V128,
        /// Whether it is one of the four number types.
        is_num = ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64,
        /// Whether it is `funcref`, and not one of its subtypes.
        is_funcref = &ValType::FUNCREF,
        /// Whether it is `externref`, and not one of its subtypes.
        is_externref = &ValType::EXTERNREF,
        /// Whether it is `anyref`, and not one of its subtypes.
        is_anyref = &ValType::ANYREF,
        /// Whether it is `exnref`, and not one of its subtypes.
        is_exnref = &ValType::EXNREF,
    }

    /// Whether this is `other` or a subtype of it. `false` if either names a type that is not one of the engine.
    pub fn matches(&self, engine: &Engine, other: &ValType) -> bool {
        engine.types().is_val_subtype(*self, *other)
    }

    /// The reference type, if it is one.
    pub fn as_ref(&self) -> Option<&RefType> {
        if let ValType::Ref(ty) = self { Some(ty) } else { None }
    }

    /// The reference type, which it is.
    ///
    /// # Panics
    /// If it is a number's or a vector's type.
    #[track_caller]
    pub fn unwrap_ref(&self) -> &RefType {
        match self {
            ValType::Ref(ty) => ty,
            other => panic!("expected a reference type, found {other}"),
        }
    }

    /// Zero, or null; `None` for a reference type without null.
    pub fn default_value(&self) -> Option<Val> {
        Val::default_for_ty(self)
    }
}

impl From<RefType> for ValType {
    fn from(ty: RefType) -> ValType {
        ValType::Ref(ty)
    }
}

impl RefType {
    /// A reference type.
    pub fn new(is_nullable: bool, heap: HeapType) -> RefType {
        RefType { nullable: is_nullable, heap }
    }

    /// Whether null is a value of it.
    pub fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// What it refers to.
    pub fn heap_type(&self) -> &HeapType {
        &self.heap
    }

    /// Whether this is `other` or a subtype of it. `false` if either names a type that is not one of the engine.
    pub fn matches(&self, engine: &Engine, other: &RefType) -> bool {
        engine.types().is_ref_subtype(*self, *other)
    }
}

/// The concrete types.
macro_rules! concrete {
    ($($is:ident $as:ident $unwrap:ident $ty:ident: $concrete:ident $exact:ident $composite:ident $what:literal;)*) => {
        $(
            #[doc = concat!("Whether it is a concrete ", $what, " type, with its subtypes or without.")]
            pub fn $is(&self) -> bool {
                matches!(self, HeapType::$concrete(_) | HeapType::$exact(_))
            }

            #[doc = concat!("The ", $what, " type, if it is a concrete one and the engine knows it.")]
            pub fn $as(&self, engine: &Engine) -> Option<$ty> {
                let (HeapType::$concrete(id) | HeapType::$exact(id)) = self else { return None };
                let ty = Registered::find(engine.types(), *id).ok()?;
                matches!(ty.entry().sub.composite, CompositeType::$composite(_)).then_some($ty(ty))
            }

            #[doc = concat!("The ", $what, " type, which it is.")]
            ///
            /// # Panics
            #[doc = concat!("If it is not a concrete ", $what, " type that the engine knows.")]
            #[track_caller]
            pub fn $unwrap(&self, engine: &Engine) -> $ty {
                match self.$as(engine) {
                    Some(ty) => ty,
                    None => panic!(concat!("expected a concrete ", $what, " type, found {}"), self),
                }
            }
        )*
    };
}

impl HeapType {
    is! {
        /// Whether it is `extern`.
        is_extern = HeapType::Extern,
        /// Whether it is `noextern`.
        is_no_extern = HeapType::NoExtern,
        /// Whether it is `func`.
        is_func = HeapType::Func,
        /// Whether it is `nofunc`.
        is_no_func = HeapType::NoFunc,
        /// Whether it is `any`.
        is_any = HeapType::Any,
        /// Whether it is `eq`.
        is_eq = HeapType::Eq,
        /// Whether it is `i31`.
        is_i31 = HeapType::I31,
        /// Whether it is `struct`.
        is_struct = HeapType::Struct,
        /// Whether it is `array`.
        is_array = HeapType::Array,
        /// Whether it is `none`.
        is_none = HeapType::None,
        /// Whether it is `exn`.
        is_exn = HeapType::Exn,
        /// Whether it is `noexn`.
        is_no_exn = HeapType::NoExn,
    }

    concrete! {
        is_concrete_func as_concrete_func unwrap_concrete_func FuncType: ConcreteFunc ExactFunc Func "function";
        is_concrete_struct as_concrete_struct unwrap_concrete_struct StructType: ConcreteStruct ExactStruct Struct "struct";
        is_concrete_array as_concrete_array unwrap_concrete_array ArrayType: ConcreteArray ExactArray Array "array";
    }

    /// Whether it names a defined type.
    pub fn is_concrete(&self) -> bool {
        self.concrete().is_some()
    }

    /// Whether it names no defined type.
    pub fn is_abstract(&self) -> bool {
        !self.is_concrete()
    }

    /// Whether it is the top of its hierarchy: `func`, `extern`, `any` or `exn`.
    pub fn is_top(&self) -> bool {
        *self == self.top()
    }

    /// The bottom of its hierarchy, which has no values: `nofunc`, `noextern`, `none` or `noexn`.
    pub fn bottom(&self) -> HeapType {
        match self.top() {
            HeapType::Func => HeapType::NoFunc,
            HeapType::Extern => HeapType::NoExtern,
            HeapType::Exn => HeapType::NoExn,
            _ => HeapType::None,
        }
    }

    /// Whether it is the bottom of its hierarchy.
    pub fn is_bottom(&self) -> bool {
        *self == self.bottom()
    }

    /// Whether this is `other` or a subtype of it. `false` if either names a type that is not one of the engine.
    ///
    /// ```
    /// use wx::{Engine, HeapType};
    ///
    /// let engine = Engine::default();
    /// assert!(HeapType::I31.matches(&engine, &HeapType::Eq));
    /// assert!(!HeapType::Eq.matches(&engine, &HeapType::I31));
    /// ```
    pub fn matches(&self, engine: &Engine, other: &HeapType) -> bool {
        engine.types().is_heap_subtype(*self, *other)
    }
}

impl StorageType {
    is! {
        /// Whether it is one byte.
        is_i8 = StorageType::I8,
        /// Whether it is two bytes.
        is_i16 = StorageType::I16,
        /// Whether it is a whole value.
        is_val_type = StorageType::Val(_),
    }

    /// The value's type, if it is a whole one.
    pub fn as_val_type(&self) -> Option<&ValType> {
        if let StorageType::Val(ty) = self { Some(ty) } else { None }
    }

    /// The value's type, which is a whole one.
    ///
    /// # Panics
    /// If it is packed.
    #[track_caller]
    pub fn unwrap_val_type(&self) -> &ValType {
        match self {
            StorageType::Val(ty) => ty,
            other => panic!("expected the type of a whole value, found {other}"),
        }
    }

    /// Whether this is `other` or a subtype of it; packed types have none. `false` if either names a type that is not one of the engine.
    pub fn matches(&self, engine: &Engine, other: &StorageType) -> bool {
        match (self, other) {
            (StorageType::Val(a), StorageType::Val(b)) => a.matches(engine, b),
            _ => self == other,
        }
    }
}

impl From<ValType> for StorageType {
    fn from(ty: ValType) -> StorageType {
        StorageType::Val(ty)
    }
}

impl FieldType {
    /// The type of a field or of the elements of an array.
    pub fn new(mutability: Mutability, element_type: StorageType) -> FieldType {
        FieldType { storage: element_type, mutable: mutability.is_var() }
    }

    /// Whether it can be set.
    pub fn mutability(&self) -> Mutability {
        Mutability::of(self.mutable)
    }

    /// How it is stored.
    pub fn element_type(&self) -> &StorageType {
        &self.storage
    }

    /// Whether this is `other` or a subtype of it: what can be set must be of the same type, since it is written too. `false` if either
    /// names a type that is not one of the engine.
    pub fn matches(&self, engine: &Engine, other: &FieldType) -> bool {
        let matches = |a: &FieldType, b: &FieldType| a.storage.matches(engine, &b.storage);
        self.mutable == other.mutable && matches(self, other) && (!self.mutable || matches(other, self))
    }
}
