//! What the compiler asks of every operation: its operands, and in which of a few groups it belongs.
//!
//! All passes ask, for every operation of every function; so the answers are computed from the table of operations when wx is
//! built, and stand in one array by number. An operation with no group needs none of the slow questions.

use crate::ir::{Fields, Func, Kind, Op, OpCode, Shape};
use crate::module::ModuleData;
use crate::types::{CanonId, CompositeType, FuncType, ValType};

/// The groups of an operation.
pub mod group {
    /// Reads or writes slots as a range; see [`super::ranges`].
    pub const RANGED: u8 = 1;
    /// `imm`'s low half is the distance to a target.
    pub const TARGET: u8 = 2;
    /// Execution never continues after it.
    pub const END: u8 = 4;
    /// Calls something.
    pub const CLOBBERS: u8 = 8;
    /// An exception may come from it.
    pub const THROWS: u8 = 16;
    /// An operand or the result in a field is a v128.
    pub const WIDE: u8 = 32;
}

/// See the module's header. The alignment makes finding one a shift.
#[derive(Clone, Copy, Debug)]
#[repr(align(8))]
pub struct Info {
    pub fields: Fields,
    /// See [`group`].
    pub groups: u8,
    pub shape: Shape,
}

static INFOS: [Info; OpCode::COUNT] = {
    let mut table = [Info { fields: OpCode::ALL[0].fields(), groups: 0, shape: Shape::Br }; OpCode::COUNT];
    let mut i = 0;
    while i < OpCode::COUNT {
        let code = OpCode::ALL[i];
        table[i] = Info { fields: code.fields(), groups: groups(code), shape: code.shape() };
        i += 1;
    }
    table
};

const fn groups(code: OpCode) -> u8 {
    let ranged = is_call(code)
        || is_return_call(code)
        || code.range().is_some()
        || matches!(
            code,
            OpCode::CopySpan | OpCode::CopyFar | OpCode::CopyFarV128 | OpCode::ReturnSpan | OpCode::Throw
        );
    let target = matches!(code.shape(), Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm);
    let Fields { def, b, c, third, .. } = code.fields();
    let wide = matches!(def, Kind::V128)
        || matches!(b, Kind::V128)
        || matches!(c, Kind::V128)
        || matches!(third, Kind::V128);
    let throws = is_call(code) || code.range().is_some() || matches!(code, OpCode::Throw | OpCode::ThrowRef);
    (ranged as u8 * group::RANGED)
        | (target as u8 * group::TARGET)
        | (is_end(code) as u8 * group::END)
        | (clobbers(code) as u8 * group::CLOBBERS)
        | (throws as u8 * group::THROWS)
        | (wide as u8 * group::WIDE)
}

#[inline(always)]
pub fn info(code: OpCode) -> &'static Info {
    &INFOS[code as usize]
}

#[inline(always)]
pub fn fields(code: OpCode) -> Fields {
    info(code).fields
}

/// The signature of the function that a call operation calls.
pub fn callee_type<'a>(module: &'a ModuleData, op: &Op) -> Option<&'a FuncType> {
    let index = match op.code() {
        OpCode::Call | OpCode::ReturnCall => module.func_index(op.lo() as usize),
        OpCode::CallImport | OpCode::ReturnCallImport => op.lo(),
        _ => return None,
    };
    Some(module.func_type(index))
}

/// The signature of what any call operation calls; calls through references name a canonical type.
pub fn call_type<'a>(module: &'a ModuleData, op: &Op) -> &'a FuncType {
    if let Some(ty) = callee_type(module, op) {
        return ty;
    }
    match module.func_type_with(CanonId(op.lo())) {
        Some(ty) => ty,
        None => unreachable!("lowering takes call types from the module's own"),
    }
}

pub const fn is_call(code: OpCode) -> bool {
    matches!(code, OpCode::Call | OpCode::CallImport | OpCode::CallIndirect | OpCode::CallRef)
}

/// Whether the operation calls something: what is in caller-saved registers is lost. Some operations have their operands in a
/// range of slots as builtins do, and a template of their own.
pub const fn clobbers(code: OpCode) -> bool {
    use OpCode::*;
    if is_call(code) {
        return true;
    }
    let inline = matches!(code.shape(), Shape::Atomic)
        || matches!(
            code,
            I64Add128
                | I64Sub128
                | I64MulWideS
                | I64MulWideU
                | AtomicFence
                | MemorySize
                | RefFunc
                | RefTest
                | RefTestDescEq
                | StructNew
                | StructNewDefault
                | StructNewDesc
                | StructNewDefaultDesc
                | ArrayNewFixed
                | RefCast
                | RefCastDescEq
                | TableGet
                | TableSet
                | TableSize
        );
    code.range().is_some() && !inline
}

pub const fn is_return_call(code: OpCode) -> bool {
    matches!(
        code,
        OpCode::ReturnCall | OpCode::ReturnCallImport | OpCode::ReturnCallIndirect | OpCode::ReturnCallRef
    )
}

/// Whether execution never continues after the operation.
pub const fn is_end(code: OpCode) -> bool {
    is_return_call(code)
        || matches!(
            code,
            OpCode::Br
                | OpCode::BrTable
                | OpCode::Unreachable
                | OpCode::Return0
                | OpCode::Return1
                | OpCode::ReturnV128
                | OpCode::ReturnSpan
                | OpCode::Throw
                | OpCode::ThrowRef
        )
}

/// Slots that an operation reads or writes as a range: (first, count) read, (first, count) written.
pub fn ranges(module: &ModuleData, func: &Func, op: &Op) -> ((u32, u32), (u32, u32)) {
    let code = op.code();
    if is_call(code) || is_return_call(code) {
        let ty = call_type(module, op);
        let results = if is_call(code) { ty.result_slots() } else { 0 };
        return ((op.hi(), ty.param_slots()), (op.hi(), results));
    }
    if let Some((reads, writes)) = code.range() {
        // Of values that may be v128s the table counts one slot each, or does not know how many there are.
        let reads = match reads {
            None => object_slots(module, op).unwrap_or_else(|| func.frame_slots.saturating_sub(op.base())),
            Some(reads) if matches!(code, OpCode::ArrayNew | OpCode::ArrayFill) => {
                reads - 1 + element_slots(module, op).unwrap_or(2)
            }
            Some(reads) => reads,
        };
        let reads = reads.min(func.frame_slots.saturating_sub(op.base()));
        return ((op.base(), reads), (op.a.into(), writes));
    }
    match code {
        OpCode::CopySpan => ((op.lo(), op.a.into()), (op.hi(), op.a.into())),
        OpCode::CopyFar => ((op.lo(), 1), (op.hi(), 1)),
        OpCode::CopyFarV128 => ((op.lo(), 2), (op.hi(), 2)),
        OpCode::ReturnSpan => ((op.lo(), op.a.into()), (0, 0)),
        OpCode::Throw => ((op.base(), module.tag_type(op.imm as u32).param_slots()), (0, 0)),
        _ => ((0, 0), (0, 0)),
    }
}

/// Slots that an operation reads which makes an object of values.
fn object_slots(module: &ModuleData, op: &Op) -> Option<u32> {
    if op.code() == OpCode::ArrayNewFixed {
        return Some(op.hi().saturating_mul(element_slots(module, op)?));
    }
    let CompositeType::Struct(fields) = &module.type_with(CanonId(op.lo()))?.sub.composite else {
        return None;
    };
    let slots: u32 = fields.iter().map(|field| field.storage.unpack().slots()).sum();
    Some(slots + u32::from(op.code() == OpCode::StructNewDesc))
}

/// Slots of an element of the arrays that an operation is about.
fn element_slots(module: &ModuleData, op: &Op) -> Option<u32> {
    match &module.type_with(CanonId(op.lo()))?.sub.composite {
        CompositeType::Array(element) => Some(element.storage.unpack().slots()),
        _ => None,
    }
}

pub fn kind_of(ty: &ValType) -> Kind {
    match ty {
        ValType::I32 => Kind::I32,
        ValType::F32 => Kind::F32,
        ValType::F64 => Kind::F64,
        ValType::V128 => Kind::V128,
        _ => Kind::I64,
    }
}
