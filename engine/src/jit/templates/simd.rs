//! Vector operations: which template or instruction each gets, and the shapes that templates share.
//!
//! # Problem
//! WebAssembly has some 240 vector operations. For most of them x86-64 has one instruction, and the rest are short
//! sequences.
//!
//! # Idea
//! What is one instruction is a row of a table here: the instruction, and how its operands stand. The sequences are closures over
//! registers that a shape has fetched; the shape also says how many temporaries there are. `SCRATCH` is one more.
//!
//! # Rules
//! - INV ALIAS: the result may be in the register of any operand. A closure writes `d` only when it has read every operand, but for those
//!   that the writing instruction itself reads.
//! - INV FIRST: no instruction with three operands takes `SCRATCH` first and the result's register second, unless it writes `SCRATCH`:
//!   without AVX the encoder needs `SCRATCH` to get the second out of the way.
//! - SSE4.1 is the floor. What SSE4.2 and AVX2 add is not used; AVX gives only the three operands and the unaligned
//!   memory operands.
//!
//! Few temporaries: four vector registers are never pins, so beside operands and result there are two for one operand, one for
//! two, none for three.

use super::super::asm::{Pp, Rm, V, v, v3a, v38};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, Xmm};
use super::super::state::home;
use super::float::{ADD, DIV, MAX, MIN, MUL, SUB};
use crate::ir::{Op, OpCode};

/// An integer instruction of the map 0F.
pub(super) const fn int(op: u8) -> V {
    v(Pp::P66, op)
}
/// An instruction on floats of 32 bits, packed.
pub(super) const fn ps(op: u8) -> V {
    v(Pp::None, op)
}
/// An instruction on floats of 64 bits, packed.
pub(super) const fn pd(op: u8) -> V {
    v(Pp::P66, op)
}

pub(super) const AND: V = int(0xDB);
/// The complement of the first operand, and the second.
pub(super) const AND_NOT: V = int(0xDF);
pub(super) const OR: V = int(0xEB);
pub(super) const XOR: V = int(0xEF);
/// Compares of bytes, words and doublewords; with itself a register becomes all ones.
pub(super) const EQ8: V = int(0x74);
pub(super) const EQ16: V = int(0x75);
pub(super) const EQ32: V = int(0x76);
pub(super) const EQ64: V = v38(0x29);
/// Puts doublewords where an immediate says.
pub(super) const PICK32: V = int(0x70);
pub(super) const SHUFFLE_BYTES: V = v38(0x00);
pub(super) const TEST: V = v38(0x17);
pub(super) const ADD8: V = int(0xFC);
pub(super) const ADD32: V = int(0xFE);
pub(super) const ADD64: V = int(0xD4);
pub(super) const SUB64: V = int(0xFB);
pub(super) const MADD16: V = int(0xF5);
pub(super) const MADD8: V = v38(0x04);
pub(super) const MUL_EVEN32_U: V = int(0xF4);
/// Two lanes of 32 bits from each operand.
pub(super) const SHUFFLE_FLOATS: V = ps(0xC6);
/// Compares floats as an immediate says.
pub(super) const COMPARE: u8 = 0xC2;

/// A vector with this number in all lanes.
pub(super) const fn all8(x: u8) -> u128 {
    u128::from_le_bytes([x; 16])
}
pub(super) const fn all16(x: u16) -> u128 {
    all32(x as u32 | (x as u32) << 16)
}
pub(super) const fn all32(x: u32) -> u128 {
    all64(x as u64 | (x as u64) << 32)
}
pub(super) const fn all64(x: u64) -> u128 {
    x as u128 | (x as u128) << 64
}

/// How the operands of an operation stand in the instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Plain,
    /// Either way.
    Commutes,
    /// The instruction's first operand is the operation's second.
    Swap,
}

/// Operations of two operands that are one instruction.
fn binary(code: OpCode) -> Option<(V, Order, Option<u8>)> {
    use OpCode::*;
    use Order::{Commutes, Plain, Swap};
    let (form, order) = match code {
        V128And => (AND, Commutes),
        V128AndNot => (AND_NOT, Swap),
        V128Or => (OR, Commutes),
        V128Xor => (XOR, Commutes),
        I8x16Eq => (EQ8, Commutes),
        I16x8Eq => (EQ16, Commutes),
        I32x4Eq => (EQ32, Commutes),
        I64x2Eq => (EQ64, Commutes),
        I8x16GtS => (int(0x64), Plain),
        I16x8GtS => (int(0x65), Plain),
        I32x4GtS => (int(0x66), Plain),
        I8x16LtS => (int(0x64), Swap),
        I16x8LtS => (int(0x65), Swap),
        I32x4LtS => (int(0x66), Swap),
        I8x16Add => (ADD8, Commutes),
        I16x8Add => (int(0xFD), Commutes),
        I32x4Add => (ADD32, Commutes),
        I64x2Add => (ADD64, Commutes),
        I8x16Sub => (int(0xF8), Plain),
        I16x8Sub => (int(0xF9), Plain),
        I32x4Sub => (int(0xFA), Plain),
        I64x2Sub => (SUB64, Plain),
        I8x16AddSatS => (int(0xEC), Commutes),
        I8x16AddSatU => (int(0xDC), Commutes),
        I16x8AddSatS => (int(0xED), Commutes),
        I16x8AddSatU => (int(0xDD), Commutes),
        I8x16SubSatS => (int(0xE8), Plain),
        I8x16SubSatU => (int(0xD8), Plain),
        I16x8SubSatS => (int(0xE9), Plain),
        I16x8SubSatU => (int(0xD9), Plain),
        I8x16AvgrU => (int(0xE0), Commutes),
        I16x8AvgrU => (int(0xE3), Commutes),
        I16x8Mul => (int(0xD5), Commutes),
        I32x4Mul => (v38(0x40), Commutes),
        I8x16MinS => (v38(0x38), Commutes),
        I8x16MinU => (int(0xDA), Commutes),
        I8x16MaxS => (v38(0x3C), Commutes),
        I8x16MaxU => (int(0xDE), Commutes),
        I16x8MinS => (int(0xEA), Commutes),
        I16x8MinU => (v38(0x3A), Commutes),
        I16x8MaxS => (int(0xEE), Commutes),
        I16x8MaxU => (v38(0x3E), Commutes),
        I32x4MinS => (v38(0x39), Commutes),
        I32x4MinU => (v38(0x3B), Commutes),
        I32x4MaxS => (v38(0x3D), Commutes),
        I32x4MaxU => (v38(0x3F), Commutes),
        I8x16NarrowI16x8S => (int(0x63), Plain),
        I8x16NarrowI16x8U => (int(0x67), Plain),
        I16x8NarrowI32x4S => (int(0x6B), Plain),
        I16x8NarrowI32x4U => (v38(0x2B), Plain),
        I32x4DotI16x8S => (MADD16, Commutes),
        I16x8RelaxedQ15mulrS => (v38(0x0B), Commutes),
        // The instruction takes the unsigned operand first.
        I16x8RelaxedDotI8x16I7x16S => (MADD8, Swap),
        I8x16RelaxedSwizzle => (SHUFFLE_BYTES, Plain),
        // The sum of two NaNs is the first one, so these do not commute.
        F32x4Add => (ps(ADD), Plain),
        F32x4Sub => (ps(SUB), Plain),
        F32x4Mul => (ps(MUL), Plain),
        F32x4Div => (ps(DIV), Plain),
        F64x2Add => (pd(ADD), Plain),
        F64x2Sub => (pd(SUB), Plain),
        F64x2Mul => (pd(MUL), Plain),
        F64x2Div => (pd(DIV), Plain),
        // The instruction returns its second operand if it cannot tell.
        F32x4RelaxedMin => (ps(MIN), Plain),
        F32x4RelaxedMax => (ps(MAX), Plain),
        F64x2RelaxedMin => (pd(MIN), Plain),
        F64x2RelaxedMax => (pd(MAX), Plain),
        F32x4PMin => (ps(MIN), Swap),
        F32x4PMax => (ps(MAX), Swap),
        F64x2PMin => (pd(MIN), Swap),
        F64x2PMax => (pd(MAX), Swap),
        _ => return float_compare(code),
    };
    Some((form, order, None))
}

/// Equal, less, less or equal, not equal (or unordered): 0, 1, 2, 4. Without AVX there is no greater.
fn float_compare(code: OpCode) -> Option<(V, Order, Option<u8>)> {
    use OpCode::*;
    use Order::{Plain, Swap};
    let (form, order, how) = match code {
        F32x4Eq => (ps(COMPARE), Plain, 0),
        F32x4Ne => (ps(COMPARE), Plain, 4),
        F32x4Lt => (ps(COMPARE), Plain, 1),
        F32x4Le => (ps(COMPARE), Plain, 2),
        F32x4Gt => (ps(COMPARE), Swap, 1),
        F32x4Ge => (ps(COMPARE), Swap, 2),
        F64x2Eq => (pd(COMPARE), Plain, 0),
        F64x2Ne => (pd(COMPARE), Plain, 4),
        F64x2Lt => (pd(COMPARE), Plain, 1),
        F64x2Le => (pd(COMPARE), Plain, 2),
        F64x2Gt => (pd(COMPARE), Swap, 1),
        F64x2Ge => (pd(COMPARE), Swap, 2),
        _ => return None,
    };
    Some((form, order, Some(how)))
}

/// Operations of one operand that are one instruction.
fn unary(code: OpCode) -> Option<(V, Option<u8>)> {
    use super::float::{CEIL, FLOOR, NEAREST, TRUNC};
    use OpCode::*;
    const ROUND32: V = v3a(0x08);
    const ROUND64: V = v3a(0x09);
    Some(match code {
        I8x16Abs => (v38(0x1C), None),
        I16x8Abs => (v38(0x1D), None),
        I32x4Abs => (v38(0x1E), None),
        I16x8ExtendLowI8x16S => (v38(0x20), None),
        I16x8ExtendLowI8x16U => (v38(0x30), None),
        I32x4ExtendLowI16x8S => (v38(0x23), None),
        I32x4ExtendLowI16x8U => (v38(0x33), None),
        I64x2ExtendLowI32x4S => (v38(0x25), None),
        I64x2ExtendLowI32x4U => (v38(0x35), None),
        F32x4Sqrt => (ps(0x51), None),
        F64x2Sqrt => (pd(0x51), None),
        F32x4Ceil => (ROUND32, Some(CEIL)),
        F32x4Floor => (ROUND32, Some(FLOOR)),
        F32x4Trunc => (ROUND32, Some(TRUNC)),
        F32x4Nearest => (ROUND32, Some(NEAREST)),
        F64x2Ceil => (ROUND64, Some(CEIL)),
        F64x2Floor => (ROUND64, Some(FLOOR)),
        F64x2Trunc => (ROUND64, Some(TRUNC)),
        F64x2Nearest => (ROUND64, Some(NEAREST)),
        F32x4ConvertI32x4S => (ps(0x5B), None),
        F64x2ConvertLowI32x4S => (v(Pp::F3, 0xE6), None),
        F32x4DemoteF64x2Zero => (pd(0x5A), None),
        F64x2PromoteLowF32x4 => (ps(0x5A), None),
        // What does not fit gives the most negative number: the choice that wx made.
        I32x4RelaxedTruncF32x4S => (v(Pp::F3, 0x5B), None),
        I32x4RelaxedTruncF64x2SZero => (pd(0xE6), None),
        _ => return None,
    })
}

impl Emitter<'_> {
    /// A vector operation, but for loads, stores and copies.
    pub fn simd_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        if let Some((form, order, imm)) = binary(code) {
            return Some(self.one_instruction(op, form, order, imm));
        }
        if let Some((form, imm)) = unary(code) {
            return Some(self.simd1(op, |this, d, b| match imm {
                Some(imm) => this.asm.v2_imm(form, d, b, imm),
                None => this.asm.v2(form, d, b),
            }));
        }
        self.simd_int_row(op, code)
            .or_else(|| self.simd_shift_row(op, code))
            .or_else(|| self.simd_float_row(op, code))
            .or_else(|| self.simd_lane_row(op, code))
    }

    fn one_instruction(&mut self, op: &Op, form: V, order: Order, imm: Option<u8>) -> bool {
        let (b, c) = (u32::from(op.b()), u32::from(op.c()));
        let (first, second, dies) = match order {
            Order::Swap => (c, b, self.b_dies()),
            // The operand that is in memory stays there.
            Order::Commutes if self.state.loc(b).is_none() && self.state.loc(c).is_some() => {
                (c, b, self.b_dies())
            }
            _ => (b, c, self.c_dies()),
        };
        let mut x = self.v128(first);
        let mut y = self.v128_or_home(second, dies);
        let d = self.def_v128();
        if order == Order::Commutes && y == d.into() {
            y = x.into();
            x = d;
        }
        match imm {
            Some(imm) => self.asm.v3_imm(form, d, x, y, imm),
            None => self.asm.v3(form, d, x, y),
        }
        self.done_v128(d);
        true
    }

    /// The operand, in memory if it is there, read once only, and need not be aligned.
    pub fn v128_or_home(&mut self, slot: u32, dies: bool) -> Rm {
        let stays = dies && self.features().avx && self.state.pin(slot).is_none();
        match self.state.loc(slot) {
            None if stays => home(slot).into(),
            _ => self.v128(slot).into(),
        }
    }

    // Shapes.

    /// `d = f(b)`.
    pub fn simd1(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let d = self.def_v128();
        f(self, d, b);
        self.done_v128(d);
        true
    }

    /// `d = f(b)` with a temporary.
    pub fn simd1_temp(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let t = self.xtemp();
        let d = self.def_v128();
        f(self, d, b, t);
        self.done_v128(d);
        true
    }

    /// `d = f(b, c)`.
    pub fn simd2(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let c = self.v128(op.c().into());
        let d = self.def_v128();
        f(self, d, b, c);
        self.done_v128(d);
        true
    }

    /// `d = f(b, c)` with a temporary.
    pub fn simd2_temp(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm, Xmm, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let c = self.v128(op.c().into());
        let t = self.xtemp();
        let d = self.def_v128();
        f(self, d, b, c, t);
        self.done_v128(d);
        true
    }

    /// `d = f(b, c, third)`.
    pub fn simd3(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm, Xmm, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let c = self.v128(op.c().into());
        let third = self.v128(op.lo());
        let d = self.def_v128();
        f(self, d, b, c, third);
        self.done_v128(d);
        true
    }

    /// An integer from a vector.
    pub fn simd_to_int(&mut self, op: &Op, f: impl FnOnce(&mut Self, Gpr, Xmm)) -> bool {
        let b = self.v128(op.b().into());
        let d = self.def_gpr();
        f(self, d, b);
        self.done_gpr(d);
        true
    }

    /// A vector from an integer.
    pub fn simd_from_int(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Gpr)) -> bool {
        let b = self.gpr(op.b().into());
        let d = self.def_v128();
        f(self, d, b);
        self.done_v128(d);
        true
    }
}
