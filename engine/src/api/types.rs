//! Types as embedders see them.
//!
//! Value, reference, memory, table and global types are plain data (`crate::types`); here they get wasmtime's constructors
//! and getters. Function and tag types belong to an engine, in whose registry equal types are one.

use std::sync::Arc;

use super::engine::Engine;
use crate::module::Import;
use crate::types::{self as plain, CanonId, GlobalType, HeapType, MemoryType, RefType, TableType, ValType};
use crate::types::{CompositeType, OfEngine, Registered, TypeRegistry, same_engine};

/// Whether a global can change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mutability {
    /// It keeps its first value.
    Const,
    /// It can be set.
    Var,
}

/// The type of a function: parameters and results.
#[derive(Clone, PartialEq, Eq)]
pub struct FuncType(Registered);

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
        let ty = plain::FuncType::new(params, results);
        match Registered::intern(engine.types(), CompositeType::Func(ty)) {
            Ok(ty) => FuncType(ty),
            Err(error) => panic!("{error}"),
        }
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

    /// The type's number in its engine, for [`HeapType::ConcreteFunc`]. It means this type as long as this or another holder of the
    /// type is alive: a `FuncType`, a module, or an object of a store.
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

    /// Whether this is `other` or declared as its subtype.
    pub fn matches(&self, other: &FuncType) -> bool {
        same_engine(self, other).is_ok() && self.0.registry().is_subtype(self.id(), other.id())
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

    /// The function type, if it is one.
    pub fn func(&self) -> Option<&FuncType> {
        if let ExternType::Func(ty) = self { Some(ty) } else { None }
    }

    /// The global type, if it is one.
    pub fn global(&self) -> Option<&GlobalType> {
        if let ExternType::Global(ty) = self { Some(ty) } else { None }
    }

    /// The table type, if it is one.
    pub fn table(&self) -> Option<&TableType> {
        if let ExternType::Table(ty) = self { Some(ty) } else { None }
    }

    /// The memory type, if it is one.
    pub fn memory(&self) -> Option<&MemoryType> {
        if let ExternType::Memory(ty) = self { Some(ty) } else { None }
    }

    /// The tag type, if it is one.
    pub fn tag(&self) -> Option<&TagType> {
        if let ExternType::Tag(ty) = self { Some(ty) } else { None }
    }
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

impl ValType {
    /// Whether this is `other` or a subtype of it.
    pub fn matches(&self, engine: &Engine, other: &ValType) -> bool {
        engine.types().is_val_subtype(*self, *other)
    }

    /// The reference type, if it is one.
    pub fn as_ref(&self) -> Option<&RefType> {
        if let ValType::Ref(ty) = self { Some(ty) } else { None }
    }

    /// Whether it is one of the four number types.
    pub fn is_num(&self) -> bool {
        matches!(self, ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64)
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
        if self.mutable { Mutability::Var } else { Mutability::Const }
    }
}
