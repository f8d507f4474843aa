//! Types with declared supertypes: what `(sub final? $supertype ...)` says in the text format, from the host's side.
//!
//! # Problem
//! Validation checks declarations of modules. A type that the host makes passes no validator, and code trusts declarations: a value of a
//! subtype is used as one of its supertype without a look.
//!
//! # Idea
//! So the same is checked here, by the rules of the specification, before the registry sees the type.
//!
//! Spec: <https://webassembly.github.io/spec/core/valid/matching.html>

use anyhow::{Result, ensure};

use super::aggregate::{ArrayType, StructType};
use super::engine::Engine;
use super::types::{FuncType, Mutability};
use crate::types::{self as plain, CompositeType, FieldType, OfEngine, Registered, StorageType, ValType};
use crate::types::{SubType, same_engine};

/// How many supertypes a type may have: as many as in modules.
const MAX_DEPTH: usize = 63;

/// Whether a type may have subtypes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Finality {
    /// It has none.
    Final,
    /// It may have some.
    NonFinal,
}

impl Finality {
    /// Whether it has no subtypes.
    pub fn is_final(&self) -> bool {
        *self == Finality::Final
    }

    /// Whether it may have subtypes.
    pub fn is_non_final(&self) -> bool {
        *self == Finality::NonFinal
    }
}

/// The type that stands alone, with this declaration.
///
/// # Errors
/// If the supertype is final, is not matched, has [`MAX_DEPTH`] supertypes or belongs to another engine, or the type names one that the
/// engine does not know.
fn declare(
    engine: &Engine,
    finality: Finality,
    supertype: Option<&Registered>,
    composite: CompositeType,
) -> Result<Registered> {
    let mut sub = SubType::new(finality.is_final(), None, composite);
    // It holds what the type names, which so stays the same while it is compared.
    let alone = Registered::declare(engine.types(), sub.clone())?;
    let Some(supertype) = supertype else { return Ok(alone) };
    same_engine(supertype, engine)?;
    let entry = supertype.entry();
    ensure!(!entry.sub.is_final, "a final type has no subtypes");
    ensure!(entry.depth() < MAX_DEPTH, "a type has {MAX_DEPTH} supertypes at most");
    ensure!(
        entry.sub.descriptor.is_none() && entry.sub.describes.is_none(),
        "a type of the host has neither descriptors nor describes, which its supertype does"
    );
    ensure!(
        matches(engine, &sub.composite, &entry.sub.composite),
        "the type does not match its supertype {}",
        plain::text::composite(supertype.registry(), supertype.id())
    );
    sub.supertype = Some(supertype.id());
    Ok(Registered::declare(engine.types(), sub)?)
}

/// Whether a definition may be declared to be below another.
fn matches(engine: &Engine, sub: &CompositeType, sup: &CompositeType) -> bool {
    let all = |subs: &[ValType], sups: &[ValType]| {
        subs.len() == sups.len() && subs.iter().zip(sups).all(|(sub, sup)| sub.matches(engine, sup))
    };
    match (sub, sup) {
        (CompositeType::Func(sub), CompositeType::Func(sup)) => {
            all(&sup.params, &sub.params) && all(&sub.results, &sup.results)
        }
        (CompositeType::Struct(sub), CompositeType::Struct(sup)) => {
            sub.len() >= sup.len() && sub.iter().zip(sup).all(|(sub, sup)| sub.matches(engine, sup))
        }
        (CompositeType::Array(sub), CompositeType::Array(sup)) => sub.matches(engine, sup),
        _ => false,
    }
}

/// What every kind of defined type says of its declaration.
macro_rules! declared {
    ($($ty:ident)*) => {
        $(
            impl $ty {
                /// Whether it may have subtypes.
                pub fn finality(&self) -> Finality {
                    if self.0.entry().sub.is_final { Finality::Final } else { Finality::NonFinal }
                }

                /// The type that it was declared to be below, if there is one.
                pub fn supertype(&self) -> Option<$ty> {
                    let id = self.0.entry().sub.supertype?;
                    Some($ty(Registered::new(self.0.registry(), id)))
                }
            }
        )*
    };
}
declared! { FuncType StructType ArrayType }

/// Whether this is `other` or declared as its subtype.
macro_rules! below {
    ($($ty:ident)*) => {
        $(
            impl $ty {
                /// Whether this is `other` or declared as its subtype. `false` if they belong to different engines.
                pub fn matches(&self, other: &$ty) -> bool {
                    same_engine(&self.0, &other.0).is_ok() && self.0.registry().is_subtype(self.0.id(), other.0.id())
                }
            }
        )*
    };
}
below! { FuncType StructType ArrayType }

impl FuncType {
    /// The type with these parameters and results, and this declaration: [`FuncType::new`] makes a final type without supertype.
    ///
    /// # Errors
    /// If the supertype is final, has 63 supertypes, or is not matched: each of its parameters must be a subtype of this type's, and each
    /// of this type's results one of its. If it or a type that is named belongs to another engine. (That panics in wasmtime.)
    ///
    /// ```
    /// use wx::{Engine, Finality, FuncType, ValType};
    ///
    /// let engine = Engine::default();
    /// let open = FuncType::with_finality_and_supertype(&engine, Finality::NonFinal, None, [], [ValType::ANYREF])?;
    /// let below =
    ///     FuncType::with_finality_and_supertype(&engine, Finality::Final, Some(&open), [], [ValType::I31REF])?;
    /// assert!(below.matches(&open) && !open.matches(&below));
    /// assert_eq!(below.supertype(), Some(open));
    /// # Ok::<(), wx::Error>(())
    /// ```
    pub fn with_finality_and_supertype(
        engine: &Engine,
        finality: Finality,
        supertype: Option<&FuncType>,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
    ) -> Result<FuncType> {
        let ty = CompositeType::Func(plain::FuncType::new(params, results));
        declare(engine, finality, supertype.map(|ty| &ty.0), ty).map(FuncType)
    }
}

impl StructType {
    /// The type with these fields and this declaration: [`StructType::new`] makes a final type without supertype.
    ///
    /// # Errors
    /// If the supertype is final, has 63 supertypes, or is not matched: its fields must come first, of the same types where they can be
    /// set, or of subtypes. If it or a type that is named belongs to another engine, or the supertype has or is a descriptor.
    pub fn with_finality_and_supertype(
        engine: &Engine,
        finality: Finality,
        supertype: Option<&StructType>,
        fields: impl IntoIterator<Item = FieldType>,
    ) -> Result<StructType> {
        let ty = CompositeType::Struct(fields.into_iter().collect());
        declare(engine, finality, supertype.map(|ty| &ty.0), ty).map(StructType)
    }

    /// The type of a field.
    pub fn field(&self, index: usize) -> Option<FieldType> {
        self.fields().nth(index)
    }
}

impl ArrayType {
    /// The type with these elements and this declaration: [`ArrayType::new`] makes a final type without supertype.
    ///
    /// # Errors
    /// If the supertype is final, has 63 supertypes, or is not matched: its elements must be of the same type where they can be set, or
    /// of a supertype. If it or a type that is named belongs to another engine.
    pub fn with_finality_and_supertype(
        engine: &Engine,
        finality: Finality,
        supertype: Option<&ArrayType>,
        field_type: FieldType,
    ) -> Result<ArrayType> {
        let ty = CompositeType::Array(field_type);
        declare(engine, finality, supertype.map(|ty| &ty.0), ty).map(ArrayType)
    }

    /// Whether elements can be set.
    pub fn mutability(&self) -> Mutability {
        self.field_type().mutability()
    }

    /// How elements are stored.
    pub fn element_type(&self) -> StorageType {
        self.field_type().storage
    }
}
