//! A module as plain data: valid, except for bodies that are validated when they are first asked for.
//!
//! Everything that instantiation, linking, lowering and reflection need, decoded once; function bodies stay bytes
//! until they are first called. Indices are the module's own; types are canonical in the engine.
//!
//! Must not know: stores, instances, how code runs.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, OnceLock};

use smallvec::SmallVec;

use super::validity::{InvalidFunction, ValidBody, Validity, body_at};
use crate::code::{Artifact, CodeCell, Kept, Record};
use crate::settings::Tiering;
use crate::sys::Image;
use crate::types::*;

/// Which definition of an instance: an index in its index space, imports first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EntityIndex {
    Func(u32),
    Table(u32),
    Memory(u32),
    Global(u32),
    Tag(u32),
}

#[derive(Debug)]
pub struct Import {
    pub module: Box<str>,
    pub name: Box<str>,
    pub ty: ExternType,
    /// Where it goes in its index space.
    pub index: EntityIndex,
}

#[derive(Debug)]
pub struct Export {
    pub name: Box<str>,
    pub index: EntityIndex,
}

/// One step of a constant expression; the expression leaves one value on a small stack.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ConstOp {
    I32(i32),
    I64(i64),
    F32(u32),
    F64(u64),
    V128(V128),
    GlobalGet(u32),
    RefNull(RefType),
    RefFunc(u32),
    I32Add,
    I32Sub,
    I32Mul,
    I64Add,
    I64Sub,
    I64Mul,
    RefI31,
    StructNew(CanonId),
    StructNewDefault(CanonId),
    StructNewDesc(CanonId),
    StructNewDefaultDesc(CanonId),
    ArrayNew(CanonId),
    ArrayNewDefault(CanonId),
    ArrayNewFixed(CanonId, u32),
    AnyConvertExtern,
    ExternConvertAny,
}

/// Nearly all have one step, and a program may have tens of thousands of segments.
pub type ConstExpr = SmallVec<[ConstOp; 1]>;

#[derive(Debug)]
pub struct TableDef {
    pub ty: TableType,
    /// Initial value of the elements of a defined table; null where absent.
    pub init: Option<ConstExpr>,
}

#[derive(Debug)]
pub struct GlobalDef {
    pub ty: GlobalType,
    /// `None` for an import.
    pub init: Option<ConstExpr>,
}

#[derive(Debug)]
pub enum ElemItems {
    Funcs(Box<[u32]>),
    Exprs(Box<[ConstExpr]>),
}

impl ElemItems {
    pub fn len(&self) -> usize {
        match self {
            ElemItems::Funcs(f) => f.len(),
            ElemItems::Exprs(e) => e.len(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Debug)]
pub enum SegmentMode {
    Passive,
    /// Copied at instantiation to the table or memory with this index, at this offset.
    Active {
        index: u32,
        offset: ConstExpr,
    },
    /// Only declares that functions are referenced.
    Declared,
}

#[derive(Debug)]
pub struct ElemSegment {
    pub ty: RefType,
    pub items: ElemItems,
    pub mode: SegmentMode,
}

#[derive(Debug)]
pub struct DataSegment {
    /// Where the bytes are in `ModuleData::bytes`.
    pub range: Range<usize>,
    pub mode: SegmentMode,
}

/// What the data segments of a module make of one of its memories.
#[derive(Debug)]
pub struct MemoryImage {
    /// Where in the memory it lies.
    pub start: usize,
    pub pages: Image,
}

/// Images of a module's memories, made when a second instance asks for them; see `vm::image`.
#[derive(Debug, Default)]
pub struct MemoryImages {
    /// Whether there was an instance before.
    pub instantiated: AtomicBool,
    /// By index of the memory, imports first.
    pub memories: OnceLock<Box<[Option<MemoryImage>]>>,
}

/// What lowering must add or leave out, fixed when the engine is configured.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct LowerConfig {
    /// Count fuel.
    pub fuel: bool,
    /// Poll the epoch at function entries and loop headers.
    pub epoch: bool,
    /// Make every NaN that arithmetic produces the canonical one.
    pub canonicalize_nans: bool,
    /// Calls that make a function hot; `u32::MAX`: nothing does.
    pub hot_calls: u32,
    /// Mark the headers of loops, for counting.
    pub count_loops: bool,
    /// Idioms stay as they are written; see `lower::idiom`.
    pub no_idioms: bool,
    /// Count calls and iterations exactly, and record what is done for each function.
    pub statistics: bool,
}

/// What machine code counts down in the meter, a register of its own; see [`LowerConfig::meter`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Meter {
    /// Nothing is metered, and the register is like any other.
    #[default]
    None,
    /// The fuel that is left. An epoch, if it is polled too, is compared where it is polled.
    Fuel,
    /// Work until the epoch is looked at next.
    Epoch,
}

/// Operations until machine code looks at the epoch again: some ten microseconds.
pub const EPOCH_SLICE: u64 = 1 << 15;

impl LowerConfig {
    /// What the meter holds.
    pub fn meter(&self) -> Meter {
        match (self.fuel, self.epoch) {
            (true, _) => Meter::Fuel,
            (false, true) => Meter::Epoch,
            (false, false) => Meter::None,
        }
    }
}

pub struct ModuleData {
    /// The binary, kept for function bodies, data segments, names and DWARF.
    pub bytes: Arc<[u8]>,
    pub registry: Arc<TypeRegistry>,
    pub features: wasmparser::WasmFeatures,
    pub lower: LowerConfig,
    pub tiering: Tiering,
    /// Canonical ids by type index.
    pub types: Box<[CanonId]>,
    /// The types by type index: this keeps them alive, and lowering takes no lock.
    pub type_entries: Box<[TypeRef]>,
    /// (canonical id, a type index that has it), in ascending order of the ids.
    pub types_by_id: Box<[(CanonId, u32)]>,
    pub imports: Box<[Import]>,
    pub exports: Box<[Export]>,
    /// Type index of each function, imports first.
    pub func_types: Box<[u32]>,
    /// Type index of each tag, imports first.
    pub tag_types: Box<[u32]>,
    /// Types of all functions, imports first.
    pub funcs: Box<[CanonId]>,
    pub tables: Box<[TableDef]>,
    pub memories: Box<[MemoryType]>,
    pub globals: Box<[GlobalDef]>,
    /// Types of all tags, imports first.
    pub tags: Box<[CanonId]>,
    pub imported_funcs: u32,
    pub imported_tables: u32,
    pub imported_memories: u32,
    pub imported_globals: u32,
    pub imported_tags: u32,
    pub start: Option<u32>,
    pub elems: Box<[ElemSegment]>,
    pub datas: Box<[DataSegment]>,
    pub images: MemoryImages,
    /// Where the body of each defined function is in `bytes`; who reads one asks `valid_body` for it.
    pub bodies: Box<[Range<usize>]>,
    /// Which of them are valid: see `valid_body`.
    pub(super) validity: Validity,
    /// Code of each defined function.
    pub codes: Box<[CodeCell]>,
    /// Operations that were compiled by the threads that ran them; see `Tiering::on_the_spot`.
    pub compiled_on_the_spot: AtomicU32,
    /// Operations that were inlined into functions of the module.
    pub inlined: AtomicU32,
    /// What is remembered of each defined function.
    pub record: Record,
    /// What an earlier process lowered and compiled.
    pub artifact: Artifact,
    /// Machine code that is made, if it is to be kept for later processes.
    pub kept: Option<Kept>,
    /// Custom sections: name and range in `bytes`.
    pub customs: Box<[(Box<str>, Range<usize>)]>,
    pub(super) names: OnceLock<super::names::Names>,
}

impl ModuleData {
    /// Index of a defined function in `bodies` and `codes`; `None` for an import.
    pub fn defined(&self, func: u32) -> Option<usize> {
        func.checked_sub(self.imported_funcs).map(|i| i as usize)
    }
    /// Index of a defined function among all functions, imports first.
    pub fn func_index(&self, defined: usize) -> u32 {
        self.imported_funcs + defined as u32
    }
    /// Type of a function by its index among all functions, imports first.
    pub fn func_type(&self, func: u32) -> &FuncType {
        self.type_entries[self.func_types[func as usize] as usize].func()
    }
    /// Type of a function by its number among those that the module defines.
    pub fn defined_func_type(&self, defined: usize) -> &FuncType {
        self.func_type(self.func_index(defined))
    }
    /// Type of a tag by its index among all tags, imports first: what an exception carries.
    pub fn tag_type(&self, tag: u32) -> &FuncType {
        self.type_entries[self.tag_types[tag as usize] as usize].func()
    }
    /// The type with this canonical id, if the module names it.
    pub fn type_with(&self, id: CanonId) -> Option<&TypeRef> {
        Some(&self.type_entries[self.type_index(id)? as usize])
    }
    /// An index of the type with this canonical id, if the module names it.
    pub fn type_index(&self, id: CanonId) -> Option<u32> {
        let at = self.types_by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
        Some(self.types_by_id[at].1)
    }
    /// The function type with this canonical id, if the module names it.
    pub fn func_type_with(&self, id: CanonId) -> Option<&FuncType> {
        Some(self.type_with(id)?.func())
    }
    pub fn export(&self, name: &str) -> Option<EntityIndex> {
        self.exports.iter().find(|e| &*e.name == name).map(|e| e.index)
    }
    /// What the definition with this index is.
    pub fn extern_type(&self, index: EntityIndex) -> ExternType {
        match index {
            EntityIndex::Func(i) => ExternType::Func(self.funcs[i as usize]),
            EntityIndex::Table(i) => ExternType::Table(self.tables[i as usize].ty),
            EntityIndex::Memory(i) => ExternType::Memory(self.memories[i as usize]),
            EntityIndex::Global(i) => ExternType::Global(self.globals[i as usize].ty),
            EntityIndex::Tag(i) => ExternType::Tag(TagType { func: self.tags[i as usize] }),
        }
    }
    /// The body of a defined function, validated now if nobody asked for it before.
    ///
    /// # Errors
    /// If it is invalid.
    pub fn valid_body(&self, defined: usize) -> Result<ValidBody<'_>, InvalidFunction> {
        let body = body_at(&self.bytes, self.bodies[defined].clone(), self.features);
        self.validity.prove(defined, self.func_index(defined), body)
    }
    /// Whether somebody asked for the body of a defined function and it was invalid.
    pub fn is_known_invalid(&self, defined: usize) -> bool {
        self.validity.is_known_invalid(defined)
    }
    /// Names from the name section, read when they are first asked for.
    pub fn names(&self) -> &super::names::Names {
        self.names.get_or_init(|| super::names::Names::read(self))
    }
}
