//! Types as embedders see them.
//!
//! Value, reference, memory, table and global types are plain data (`crate::types`); here they get wasmtime's constructors
//! and getters. Function and tag types belong to an engine, in whose registry equal types are one.

use std::sync::Arc;

use anyhow::Result;

use super::engine::Engine;
use super::memory_type::MemoryTypeBuilder;
use crate::module::Import;
use crate::types::{self as plain, CanonId, GlobalType, MemoryType, RefType, TableType, ValType};
use crate::types::{CompositeType, Registered, TypeRegistry};

/// Whether a global, a field or the elements of an array can change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mutability {
    /// It keeps its first value.
    Const,
    /// It can be set.
    Var,
}

impl Mutability {
    /// Whether it keeps its first value.
    pub fn is_const(&self) -> bool {
        *self == Mutability::Const
    }

    /// Whether it can be set.
    pub fn is_var(&self) -> bool {
        *self == Mutability::Var
    }

    pub(super) fn of(mutable: bool) -> Mutability {
        if mutable { Mutability::Var } else { Mutability::Const }
    }
}

/// The type of a function: parameters and results.
#[derive(Clone, PartialEq, Eq)]
pub struct FuncType(pub(super) Registered);

impl FuncType {
    /// The type with these parameters and results.
    ///
    /// # Panics
    /// If one names a type that belongs to another engine or is no longer alive.
    pub fn new(
        engine: &Engine,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
    ) -> FuncType {
        match FuncType::try_new(engine, params, results) {
            Ok(ty) => ty,
            Err(error) => panic!("{error}"),
        }
    }

    /// The type with these parameters and results.
    ///
    /// # Errors
    /// If one names a type that belongs to another engine or is no longer alive. (In wasmtime that panics, and the error is that there is
    /// no memory.)
    pub fn try_new(
        engine: &Engine,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
    ) -> Result<FuncType> {
        let ty = plain::FuncType::new(params, results);
        Ok(FuncType(Registered::intern(engine.types(), CompositeType::Func(ty))?))
    }

    pub(crate) fn from_id(registry: &Arc<TypeRegistry>, id: CanonId) -> FuncType {
        FuncType(Registered::new(registry, id))
    }

    pub(crate) fn plain(&self) -> &plain::FuncType {
        self.0.entry().func()
    }

    pub(crate) fn registered(&self) -> &Registered {
        &self.0
    }

    /// The type's number in its engine, for [`HeapType::ConcreteFunc`](crate::HeapType::ConcreteFunc). It means this type as long as this or
    /// another holder of the type is alive: a `FuncType`, a module, or an object of a store.
    pub fn id(&self) -> CanonId {
        self.0.id()
    }

    /// The parameters' types.
    pub fn params(&self) -> impl ExactSizeIterator<Item = ValType> + '_ {
        self.plain().params.iter().copied()
    }

    /// The results' types.
    pub fn results(&self) -> impl ExactSizeIterator<Item = ValType> + '_ {
        self.plain().results.iter().copied()
    }

    /// The type of a parameter.
    pub fn param(&self, index: usize) -> Option<ValType> {
        self.plain().params.get(index).copied()
    }

    /// The type of a result.
    pub fn result(&self, index: usize) -> Option<ValType> {
        self.plain().results.get(index).copied()
    }
}

impl std::fmt::Debug for FuncType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for FuncType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.plain().fmt(f)
    }
}

/// The type of an exception tag: the values that an exception carries are the parameters of a function type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TagType(FuncType);

impl TagType {
    /// The tag type with this function type, which should have no results.
    pub fn new(ty: FuncType) -> TagType {
        TagType(ty)
    }

    /// The function type.
    pub fn ty(&self) -> &FuncType {
        &self.0
    }
}

/// What an import asks for or an export gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExternType {
    /// A function.
    Func(FuncType),
    /// A global.
    Global(GlobalType),
    /// A table.
    Table(TableType),
    /// A memory.
    Memory(MemoryType),
    /// An exception tag.
    Tag(TagType),
}

/// The getters of an [`ExternType`].
macro_rules! parts {
    ($(#[doc = $what:literal] $get:ident $unwrap:ident $variant:ident $ty:ident;)*) => {
        $(
            #[doc = concat!("The", $what, " type, if it is one.")]
            pub fn $get(&self) -> Option<&$ty> {
                if let ExternType::$variant(ty) = self { Some(ty) } else { None }
            }

            #[doc = concat!("The", $what, " type, which it is.")]
            ///
            /// # Panics
            /// If it is a type of something else.
            #[track_caller]
            pub fn $unwrap(&self) -> &$ty {
                match self {
                    ExternType::$variant(ty) => ty,
                    other => panic!(concat!("expected the type of a", $what, ", found {:?}"), other),
                }
            }
        )*
    };
}

impl ExternType {
    pub(crate) fn from_canon(engine: &Engine, ty: &plain::ExternType) -> ExternType {
        ExternType::from_registry(engine.types(), ty)
    }

    pub(crate) fn from_registry(registry: &Arc<TypeRegistry>, ty: &plain::ExternType) -> ExternType {
        match ty {
            plain::ExternType::Func(id) | plain::ExternType::ExactFunc(id) => {
                ExternType::Func(FuncType::from_id(registry, *id))
            }
            plain::ExternType::Global(ty) => ExternType::Global(*ty),
            plain::ExternType::Table(ty) => ExternType::Table(*ty),
            plain::ExternType::Memory(ty) => ExternType::Memory(*ty),
            plain::ExternType::Tag(ty) => ExternType::Tag(TagType(FuncType::from_id(registry, ty.func))),
        }
    }

    parts! {
        /// function
        func unwrap_func Func FuncType;
        /// global
        global unwrap_global Global GlobalType;
        /// table
        table unwrap_table Table TableType;
        /// memory
        memory unwrap_memory Memory MemoryType;
        /// tag
        tag unwrap_tag Tag TagType;
    }
}

macro_rules! from {
    ($($variant:ident $ty:ident;)*) => {
        $(
            impl From<$ty> for ExternType {
                fn from(ty: $ty) -> ExternType {
                    ExternType::$variant(ty)
                }
            }
        )*
    };
}
from! {
    Func FuncType;
    Global GlobalType;
    Table TableType;
    Memory MemoryType;
    Tag TagType;
}

/// An import of a module.
#[derive(Clone, Debug)]
pub struct ImportType<'m> {
    module: &'m str,
    name: &'m str,
    ty: ExternType,
    exact: bool,
}

impl<'m> ImportType<'m> {
    pub(crate) fn new(registry: &Arc<TypeRegistry>, import: &'m Import) -> Self {
        let ty = ExternType::from_registry(registry, &import.ty);
        let exact = matches!(import.ty, plain::ExternType::ExactFunc(_));
        ImportType { module: &import.module, name: &import.name, ty, exact }
    }

    /// The first part of the name.
    pub fn module(&self) -> &'m str {
        self.module
    }

    /// The second part of the name.
    pub fn name(&self) -> &'m str {
        self.name
    }

    /// What is asked for.
    pub fn ty(&self) -> ExternType {
        self.ty.clone()
    }

    /// Whether a function of this very type is asked for, and not of a subtype.
    pub fn is_exact(&self) -> bool {
        self.exact
    }
}

/// An export of a module.
#[derive(Clone, Debug)]
pub struct ExportType<'m> {
    name: &'m str,
    ty: ExternType,
}

impl<'m> ExportType<'m> {
    pub(crate) fn new(name: &'m str, ty: ExternType) -> Self {
        ExportType { name, ty }
    }

    /// The name.
    pub fn name(&self) -> &'m str {
        self.name
    }

    /// What it is.
    pub fn ty(&self) -> ExternType {
        self.ty.clone()
    }
}

impl MemoryType {
    /// A 32-bit memory; limits in pages of 64 KiB.
    pub fn new(minimum: u32, maximum: Option<u32>) -> MemoryType {
        MemoryType {
            minimum: minimum.into(),
            maximum: maximum.map(Into::into),
            memory64: false,
            shared: false,
            page_size_log2: 16,
        }
    }

    /// A 64-bit memory; limits in pages of 64 KiB.
    pub fn new64(minimum: u64, maximum: Option<u64>) -> MemoryType {
        MemoryType { minimum, maximum, memory64: true, shared: false, page_size_log2: 16 }
    }

    /// A 32-bit memory that threads can share; limits in pages of 64 KiB.
    pub fn shared(minimum: u32, maximum: u32) -> MemoryType {
        MemoryType { shared: true, ..MemoryType::new(minimum, Some(maximum)) }
    }

    /// Whether addresses have 64 bits.
    pub fn is_64(&self) -> bool {
        self.memory64
    }

    /// Whether threads can share it.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Pages at first.
    pub fn minimum(&self) -> u64 {
        self.minimum
    }

    /// Most pages.
    pub fn maximum(&self) -> Option<u64> {
        self.maximum
    }

    /// A builder, for kinds of memories that have no constructor of their own.
    pub fn builder() -> MemoryTypeBuilder {
        MemoryTypeBuilder::new()
    }

    /// Bytes of a page.
    pub fn page_size(&self) -> u64 {
        1 << self.page_size_log2
    }

    /// Logarithm of a page's bytes to the base of two.
    pub fn page_size_log2(&self) -> u8 {
        self.page_size_log2
    }
}

impl TableType {
    /// A table with 32-bit indices; limits in elements.
    pub fn new(element: RefType, minimum: u32, maximum: Option<u32>) -> TableType {
        let (minimum, maximum) = (minimum.into(), maximum.map(Into::into));
        TableType { element, minimum, maximum, table64: false }
    }

    /// A table with 64-bit indices; limits in elements.
    pub fn new64(element: RefType, minimum: u64, maximum: Option<u64>) -> TableType {
        TableType { element, minimum, maximum, table64: true }
    }

    /// Whether indices have 64 bits.
    pub fn is_64(&self) -> bool {
        self.table64
    }

    /// The elements' type.
    pub fn element(&self) -> &RefType {
        &self.element
    }

    /// Elements at first.
    pub fn minimum(&self) -> u64 {
        self.minimum
    }

    /// Most elements.
    pub fn maximum(&self) -> Option<u64> {
        self.maximum
    }
}

impl GlobalType {
    /// A global type.
    pub fn new(content: ValType, mutability: Mutability) -> GlobalType {
        GlobalType { content, mutable: mutability == Mutability::Var }
    }

    /// The value's type.
    pub fn content(&self) -> &ValType {
        &self.content
    }

    /// Whether the value can change.
    pub fn mutability(&self) -> Mutability {
        Mutability::of(self.mutable)
    }
}
