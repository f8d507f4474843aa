//! Value, reference and heap types as the engine knows them after a module is loaded.
//!
//! A module names its types by an index into its own type section. Here every concrete type is a
//! [`CanonId`]: an index into the engine's registry, where two structurally equal recursion groups are
//! one. So type equality is an integer compare, across modules too.
//!
//! Spec: <https://webassembly.github.io/spec/core/syntax/types.html>
//! Must not know: modules, stores, how code runs.

/// A type in the engine's registry. Equal ids mean equal types, in every module of one engine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(transparent)]
pub struct CanonId(pub u32);

/// What a value, a local or an operand can be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValType {
    /// A 32-bit integer.
    I32,
    /// A 64-bit integer.
    I64,
    /// A 32-bit float.
    F32,
    /// A 64-bit float.
    F64,
    /// A 128-bit vector.
    V128,
    /// A reference.
    Ref(RefType),
}

impl ValType {
    /// A reference to any function, or null.
    pub const FUNCREF: ValType = ValType::Ref(RefType::FUNCREF);
    /// A reference to a value of the host, or null.
    pub const EXTERNREF: ValType = ValType::Ref(RefType::EXTERNREF);

    /// How many 8-byte frame slots a value of this type takes.
    #[inline]
    pub fn slots(self) -> u32 {
        if matches!(self, ValType::V128) { 2 } else { 1 }
    }

    /// True for references.
    pub fn is_ref(self) -> bool {
        matches!(self, ValType::Ref(_))
    }

    /// True where the value is a reference into the collected heap (everything but functions).
    pub fn is_gc_ref(self) -> bool {
        matches!(self, ValType::Ref(r) if !r.heap.is_func_like_abstract())
    }

    /// True where a default value exists (zero or null).
    pub fn is_defaultable(self) -> bool {
        !matches!(self, ValType::Ref(r) if !r.nullable)
    }
}

/// A reference type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RefType {
    /// Whether null is a value of the type.
    pub nullable: bool,
    /// What is referred to.
    pub heap: HeapType,
}

impl RefType {
    /// Any function, or null.
    pub const FUNCREF: RefType = RefType { nullable: true, heap: HeapType::Func };
    /// Any value of the host, or null.
    pub const EXTERNREF: RefType = RefType { nullable: true, heap: HeapType::Extern };
    /// Any exception, or null.
    pub const EXNREF: RefType = RefType { nullable: true, heap: HeapType::Exn };
    /// Anything in the hierarchy of `any`, or null.
    pub const ANYREF: RefType = RefType { nullable: true, heap: HeapType::Any };
}

/// A heap type: an abstract one, or a concrete one with its kind beside it, so that the representation of
/// a reference is known without the registry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HeapType {
    /// Any function.
    Func,
    /// No function: below all of them.
    NoFunc,
    /// Any value of the host.
    Extern,
    /// No value of the host.
    NoExtern,
    /// Anything inside wasm's own world.
    Any,
    /// What can be compared: numbers of 31 bits, structs, arrays.
    Eq,
    /// A number of 31 bits.
    I31,
    /// Any struct.
    Struct,
    /// Any array.
    Array,
    /// Nothing in the hierarchy of `any`.
    None,
    /// Any exception.
    Exn,
    /// No exception.
    NoExn,
    /// Functions of this type.
    ConcreteFunc(CanonId),
    /// Structs of this type.
    ConcreteStruct(CanonId),
    /// Arrays of this type.
    ConcreteArray(CanonId),
    /// Functions of this type and of no subtype.
    ExactFunc(CanonId),
    /// Structs of this type and of no subtype.
    ExactStruct(CanonId),
    /// Arrays of this type and of no subtype.
    ExactArray(CanonId),
}

impl HeapType {
    /// The top of this type's hierarchy: `func`, `extern`, `any` or `exn`.
    pub fn top(self) -> HeapType {
        use HeapType::*;
        match self {
            Func | NoFunc | ConcreteFunc(_) | ExactFunc(_) => Func,
            Extern | NoExtern => Extern,
            Exn | NoExn => Exn,
            Any | Eq | I31 | Struct | Array | None => Any,
            ConcreteStruct(_) | ConcreteArray(_) | ExactStruct(_) | ExactArray(_) => Any,
        }
    }

    /// Function references are pointers to a `VmFuncRef`; all other references are `GcRef`s.
    pub fn is_func_like_abstract(self) -> bool {
        self.top() == HeapType::Func
    }

    /// The defined type that a concrete or exact one names.
    pub fn concrete(self) -> Option<CanonId> {
        use HeapType::*;
        match self {
            ConcreteFunc(id) | ConcreteStruct(id) | ConcreteArray(id) => Some(id),
            ExactFunc(id) | ExactStruct(id) | ExactArray(id) => Some(id),
            _ => Option::None,
        }
    }

    /// The type without its subtypes, where it is concrete: the type of a value whose own type it is.
    pub fn exact(self) -> HeapType {
        match self {
            HeapType::ConcreteFunc(id) => HeapType::ExactFunc(id),
            HeapType::ConcreteStruct(id) => HeapType::ExactStruct(id),
            HeapType::ConcreteArray(id) => HeapType::ExactArray(id),
            other => other,
        }
    }

    /// The type with its subtypes: undoes [`HeapType::exact`].
    pub fn inexact(self) -> HeapType {
        match self {
            HeapType::ExactFunc(id) => HeapType::ConcreteFunc(id),
            HeapType::ExactStruct(id) => HeapType::ConcreteStruct(id),
            HeapType::ExactArray(id) => HeapType::ConcreteArray(id),
            other => other,
        }
    }

    /// Whether subtypes are left out.
    pub fn is_exact(self) -> bool {
        self != self.inexact()
    }
}

/// What a struct field or an array element is stored as.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StorageType {
    /// One byte, read as an `i32`.
    I8,
    /// Two bytes, read as an `i32`.
    I16,
    /// A whole value.
    Val(ValType),
}

impl StorageType {
    /// Bytes in a heap object. References take four: a `GcRef`, except function references, which take eight.
    pub fn size(self) -> u32 {
        match self {
            StorageType::I8 => 1,
            StorageType::I16 => 2,
            StorageType::Val(ValType::I32 | ValType::F32) => 4,
            StorageType::Val(ValType::I64 | ValType::F64) => 8,
            StorageType::Val(ValType::V128) => 16,
            StorageType::Val(v) => {
                if v.is_gc_ref() {
                    4
                } else {
                    8
                }
            }
        }
    }

    /// The type of the value that reading the field gives.
    pub fn unpack(self) -> ValType {
        match self {
            StorageType::I8 | StorageType::I16 => ValType::I32,
            StorageType::Val(v) => v,
        }
    }
}

/// A field of a struct, or the elements of an array.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FieldType {
    /// How the field is stored.
    pub storage: StorageType,
    /// Whether it can be set.
    pub mutable: bool,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct FuncType {
    pub params: Box<[ValType]>,
    pub results: Box<[ValType]>,
    /// Of all parameters, and of all results. Counted once: calls outnumber types, and a type may have a thousand of each.
    slots: [u32; 2],
    /// Whether all parameters, and all results, are integers or references.
    ints: [bool; 2],
}

impl FuncType {
    pub fn new(
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
    ) -> Self {
        let (params, results): (Box<[_]>, Box<[_]>) =
            (params.into_iter().collect(), results.into_iter().collect());
        let slots = [slots(&params), slots(&results)];
        let ints = [all_ints(&params), all_ints(&results)];
        FuncType { params, results, slots, ints }
    }
    /// Frame slots of all parameters.
    pub fn param_slots(&self) -> u32 {
        self.slots[0]
    }
    /// Frame slots of all results.
    pub fn result_slots(&self) -> u32 {
        self.slots[1]
    }
    /// Whether every parameter is an integer or a reference.
    pub fn has_int_params(&self) -> bool {
        self.ints[0]
    }
    /// Whether every result is an integer or a reference.
    pub fn has_int_results(&self) -> bool {
        self.ints[1]
    }
}

fn all_ints(types: &[ValType]) -> bool {
    types.iter().all(|ty| matches!(ty, ValType::I32 | ValType::I64 | ValType::Ref(_)))
}

fn slots(types: &[ValType]) -> u32 {
    types.iter().map(|ty| ty.slots()).sum()
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum CompositeType {
    Func(FuncType),
    Struct(Box<[FieldType]>),
    Array(FieldType),
}

/// One entry of a recursion group.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SubType {
    pub is_final: bool,
    pub supertype: Option<CanonId>,
    /// The type of the descriptors that structs of this type have.
    pub descriptor: Option<CanonId>,
    /// The type of the structs whose descriptors structs of this type can be.
    pub describes: Option<CanonId>,
    pub composite: CompositeType,
}

impl SubType {
    /// A type that neither has descriptors nor is one.
    pub fn new(is_final: bool, supertype: Option<CanonId>, composite: CompositeType) -> SubType {
        SubType { is_final, supertype, descriptor: None, describes: None, composite }
    }
}

/// Limits and kind of a linear memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MemoryType {
    /// Smallest size in pages.
    pub minimum: u64,
    /// Largest size in pages.
    pub maximum: Option<u64>,
    /// Addresses are 64 bits wide.
    pub memory64: bool,
    /// Shared between threads.
    pub shared: bool,
    /// Base-two logarithm of the page size in bytes: 16, or 0 with custom page sizes.
    pub page_size_log2: u8,
}

/// Limits and elements of a table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TableType {
    /// What the elements are.
    pub element: RefType,
    /// Smallest size in elements.
    pub minimum: u64,
    /// Largest size in elements.
    pub maximum: Option<u64>,
    /// Indices are 64 bits wide.
    pub table64: bool,
}

/// What a global holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct GlobalType {
    /// The value's type.
    pub content: ValType,
    /// Whether the value can change.
    pub mutable: bool,
}

/// The signature of an exception tag: a function type without results.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TagType {
    pub func: CanonId,
}

/// What an import asks for or an export gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExternType {
    Func(CanonId),
    /// Asked for alone: a function of this type and of no subtype.
    ExactFunc(CanonId),
    Table(TableType),
    Memory(MemoryType),
    Global(GlobalType),
    Tag(TagType),
}
