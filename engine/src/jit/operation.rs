//! What the compiler asks of every operation: the kinds of its operands, and in which of a few groups it belongs.
//!
//! All passes ask, for every operation of every function; so the answers are computed from the table of operations when wx is
//! built, and stand in one array by number. An operation with no group needs none of the slow questions.

use crate::ir::{Fields, Kind, Op, OpCode, Shape};
use crate::module::ModuleData;
use crate::types::{CanonId, FuncType, ValType};

/// The groups of an operation.
pub mod group {
    /// Reads or writes slots as a range; see [`ranges`](super::super::ranges::ranges).
    pub const RANGED: u8 = 1;
    /// `imm`'s low half is the distance to a target.
    pub const TARGET: u8 = 2;
    /// Execution never continues after it.
    pub const END: u8 = 4;
    /// Calls something.
    pub const CLOBBERS: u8 = 8;
    /// An exception may come from it.
    pub const THROWS: u8 = 16;
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
            OpCode::CopySpan
                | OpCode::CopySpanFloat
                | OpCode::CopyFar
                | OpCode::CopyFarFloat
                | OpCode::CopyFarV128
                | OpCode::ReturnSpan
                | OpCode::Throw
        );
    let target = matches!(code.shape(), Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm);
    // Builtins trap at most (`exec::builtins::dispatch`), and no handler catches a trap.
    let throws = is_call(code) || matches!(code, OpCode::Throw | OpCode::ThrowRef);
    (ranged as u8 * group::RANGED)
        | (target as u8 * group::TARGET)
        | (is_end(code) as u8 * group::END)
        | (clobbers(code) as u8 * group::CLOBBERS)
        | (throws as u8 * group::THROWS)
}

#[inline(always)]
pub const fn info(code: OpCode) -> &'static Info {
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
                | OpCode::ReturnFloat
                | OpCode::ReturnV128
                | OpCode::ReturnSpan
                | OpCode::Throw
                | OpCode::ThrowRef
        )
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
