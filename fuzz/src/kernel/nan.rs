//! NaNs made canonical by the module itself, for engines that have no switch for it.
//!
//! The bits of a NaN that an operator makes are the engine's choice. Behind each such operator its result is replaced by
//! the canonical NaN if it is one; what only moves or changes a sign is left alone, since its bits are defined.

use wasm_encoder::{Function, Ieee32, Ieee64, Instruction, ValType};

/// How the lanes of a result are to be read.
#[derive(Clone, Copy)]
enum Lanes {
    F32,
    F64,
    F32x4,
    F64x2,
}

/// Locals that hold a result while it is looked at.
pub(super) const LOCALS: [ValType; 3] = [ValType::F32, ValType::F64, ValType::V128];

/// What an operator gives, if that may be a NaN of the engine's choice.
fn lanes(instruction: &Instruction<'_>) -> Option<Lanes> {
    use Instruction as I;
    Some(match instruction {
        I::F32Add | I::F32Sub | I::F32Mul | I::F32Div | I::F32Min | I::F32Max => Lanes::F32,
        I::F32Ceil | I::F32Floor | I::F32Trunc | I::F32Nearest | I::F32Sqrt | I::F32DemoteF64 => Lanes::F32,
        I::F64Add | I::F64Sub | I::F64Mul | I::F64Div | I::F64Min | I::F64Max => Lanes::F64,
        I::F64Ceil | I::F64Floor | I::F64Trunc | I::F64Nearest | I::F64Sqrt | I::F64PromoteF32 => Lanes::F64,
        I::F32x4Add | I::F32x4Sub | I::F32x4Mul | I::F32x4Div | I::F32x4Min | I::F32x4Max => Lanes::F32x4,
        I::F32x4Ceil | I::F32x4Floor | I::F32x4Trunc | I::F32x4Nearest | I::F32x4Sqrt => Lanes::F32x4,
        I::F32x4DemoteF64x2Zero => Lanes::F32x4,
        I::F64x2Add | I::F64x2Sub | I::F64x2Mul | I::F64x2Div | I::F64x2Min | I::F64x2Max => Lanes::F64x2,
        I::F64x2Ceil | I::F64x2Floor | I::F64x2Trunc | I::F64x2Nearest | I::F64x2Sqrt => Lanes::F64x2,
        I::F64x2PromoteLowF32x4 => Lanes::F64x2,
        _ => return None,
    })
}

/// Emits what must stand behind an operator; the locals begin at `first`.
pub(super) fn canonicalize(function: &mut Function, instruction: &Instruction<'_>, first: u32) {
    use Instruction as I;
    const NAN32: u32 = 0x7fc0_0000;
    const NAN64: u64 = 0x7ff8_0000_0000_0000;
    let Some(lanes) = lanes(instruction) else { return };
    let (local, nan, compare, choose) = match lanes {
        Lanes::F32 => (first, I::F32Const(Ieee32::new(NAN32)), I::F32Eq, I::Select),
        Lanes::F64 => (first + 1, I::F64Const(Ieee64::new(NAN64)), I::F64Eq, I::Select),
        Lanes::F32x4 => {
            let all = (0..4).fold(0u128, |all, i| all | u128::from(NAN32) << (32 * i));
            (first + 2, I::V128Const(all as i128), I::F32x4Eq, I::V128Bitselect)
        }
        Lanes::F64x2 => {
            let both = u128::from(NAN64) << 64 | u128::from(NAN64);
            (first + 2, I::V128Const(both as i128), I::F64x2Eq, I::V128Bitselect)
        }
    };
    function.instruction(&I::LocalTee(local)).instruction(&nan);
    function.instruction(&I::LocalGet(local)).instruction(&I::LocalGet(local));
    function.instruction(&compare).instruction(&choose);
}
