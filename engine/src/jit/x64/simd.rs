//! Vector operations: the forms of the instructions, and the operations that are one instruction.
//!
//! # Problem
//! WebAssembly has some 240 vector operations. For most of them x86-64 has one instruction, and the rest are short
//! sequences.
//!
//! # Idea
//! What is one instruction is a row here: the instruction, and how its operands stand. The sequences are templates by family:
//! integer lanes, float lanes, single lanes. `SCRATCH` is a temporary of every template.
//!
//! # Rules
//! - INV ALIAS: the result may be in the register of any operand. A template writes `d` only when it has read every operand, but for those
//!   that the writing instruction itself reads.
//! - INV FIRST: no instruction with three operands takes `SCRATCH` first and the result's register second, unless it writes `SCRATCH`:
//!   without AVX the encoder needs `SCRATCH` to get the second out of the way.
//! - SSE4.1 is the floor. What SSE4.2 and AVX2 add is not used; AVX gives only the three operands and the unaligned
//!   memory operands.
//!
//! Few temporaries: four vector registers belong to no resident, so beside operands and result there are two for one operand, one for
//! two, none for three.

use super::{Inst, Locs, Masm, Row, Template};
use crate::ir::Kind;
use crate::jit::inst::Constraint;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Pp, V, v, v3a, v38};

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
const AND_NOT: V = int(0xDF);
pub(super) const OR: V = int(0xEB);
pub(super) const XOR: V = int(0xEF);
/// Compares of bytes, words and doublewords; with itself a register becomes all ones.
pub(super) const EQ8: V = int(0x74);
pub(super) const EQ16: V = int(0x75);
pub(super) const EQ32: V = int(0x76);
pub(super) const EQ64: V = v38(0x29);
/// Signed compares.
const GT8: V = int(0x64);
const GT16: V = int(0x65);
pub(super) const GT32: V = int(0x66);
/// Puts doublewords where an immediate says.
pub(super) const PICK32: V = int(0x70);
pub(super) const SHUFFLE_BYTES: V = v38(0x00);
pub(super) const TEST: V = v38(0x17);
pub(super) const ADD8: V = int(0xFC);
pub(super) const ADD32: V = int(0xFE);
pub(super) const ADD64: V = int(0xD4);
pub(super) const SUB8: V = int(0xF8);
pub(super) const SUB16: V = int(0xF9);
pub(super) const SUB32: V = int(0xFA);
pub(super) const SUB64: V = int(0xFB);
pub(super) const MUL16: V = int(0xD5);
pub(super) const MADD16: V = int(0xF5);
/// Bytes, the first operand's unsigned.
pub(super) const MADD8: V = v38(0x04);
pub(super) const MUL_EVEN32_U: V = int(0xF4);
/// Products of words, shifted and rounded.
pub(super) const MUL_ROUND16: V = v38(0x0B);
pub(super) const MIN_S8: V = v38(0x38);
pub(super) const MIN_U8: V = int(0xDA);
pub(super) const MAX_S8: V = v38(0x3C);
pub(super) const MAX_U8: V = int(0xDE);
pub(super) const MIN_S16: V = int(0xEA);
pub(super) const MIN_U16: V = v38(0x3A);
pub(super) const MAX_S16: V = int(0xEE);
pub(super) const MAX_U16: V = v38(0x3E);
pub(super) const MIN_S32: V = v38(0x39);
pub(super) const MIN_U32: V = v38(0x3B);
pub(super) const MAX_S32: V = v38(0x3D);
pub(super) const MAX_U32: V = v38(0x3F);
pub(super) const PACK_SIGNED8: V = int(0x63);
pub(super) const PACK_UNSIGNED8: V = int(0x67);
/// Two lanes of 32 bits from each operand.
pub(super) const SHUFFLE_FLOATS: V = ps(0xC6);

/// Opcodes of the float arithmetic, for [`ps`] and [`pd`].
pub(super) const SQRT: u8 = 0x51;
pub(super) const ADD: u8 = 0x58;
pub(super) const MUL: u8 = 0x59;
pub(super) const SUB: u8 = 0x5C;
pub(super) const MIN: u8 = 0x5D;
pub(super) const DIV: u8 = 0x5E;
pub(super) const MAX: u8 = 0x5F;
/// Compares floats as an immediate says.
pub(super) const COMPARE: u8 = 0xC2;
pub(super) const EQUAL: u8 = 0;
pub(super) const LESS: u8 = 1;
pub(super) const LESS_OR_EQUAL: u8 = 2;
/// An operand is NaN.
pub(super) const UNORDERED: u8 = 3;
/// Not equal, or an operand is NaN.
const NOT_EQUAL: u8 = 4;
/// Neither operand is NaN.
pub(super) const ORDERED: u8 = 7;

pub(super) const ROUND32: V = v3a(0x08);
pub(super) const ROUND64: V = v3a(0x09);
/// Immediates of the roundings, without precision exceptions.
const NEAREST: u8 = 8;
const FLOOR: u8 = 9;
const CEIL: u8 = 10;
pub(super) const TRUNC: u8 = 11;

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

/// `kind { Opcode = template(arguments); }`: the kind of row, and what the template takes beside the instruction.
macro_rules! vector_rows {
    ($($row:ident { $($code:ident = $template:ident($($argument:expr),*);)* })*) => {
        &[$($((
            crate::ir::OpCode::$code,
            $row(|m, i, l| $template(m, i, l $(, $argument)*)),
        ),)*)*]
    };
}
pub(super) use vector_rows;

// Kinds of rows.

/// All operands in registers.
pub(super) const fn regs(template: Template) -> Row {
    Row::new(Signature::REGS, template)
}

/// All operands in registers, and a temporary.
pub(super) const fn regs_and_temp(template: Template) -> Row {
    Row::new(Signature::REGS.temps(0, 1), template)
}

/// One operand, which may be in its slot.
const fn unary(template: Template) -> Row {
    Row::new(Signature::UNARY, template)
}

/// The second operand may be in memory.
const fn plain(template: Template) -> Row {
    Row::new(Signature::BINARY, template).loads(Kind::V128)
}

/// Either operand may.
const fn commutes(template: Template) -> Row {
    Row::new(Signature::COMMUTES, template).loads(Kind::V128)
}

/// The instruction's first operand is the operation's second.
const fn swaps(template: Template) -> Row {
    let signature = Signature { b: Constraint::RegOrSlot, ..Signature::REGS };
    Row::new(signature, template).refine(|_, _, i| i.swap()).loads(Kind::V128)
}

/// Operations of two operands that are one instruction.
pub(super) const PAIRS: super::Family = vector_rows! {
    commutes {
        V128And = pair(AND);
        V128Or = pair(OR);
        V128Xor = pair(XOR);
        I8x16Eq = pair(EQ8);
        I16x8Eq = pair(EQ16);
        I32x4Eq = pair(EQ32);
        I64x2Eq = pair(EQ64);
        I8x16Add = pair(ADD8);
        I16x8Add = pair(int(0xFD));
        I32x4Add = pair(ADD32);
        I64x2Add = pair(ADD64);
        I8x16AddSatS = pair(int(0xEC));
        I8x16AddSatU = pair(int(0xDC));
        I16x8AddSatS = pair(int(0xED));
        I16x8AddSatU = pair(int(0xDD));
        I8x16AvgrU = pair(int(0xE0));
        I16x8AvgrU = pair(int(0xE3));
        I16x8Mul = pair(MUL16);
        I32x4Mul = pair(v38(0x40));
        I8x16MinS = pair(MIN_S8);
        I8x16MinU = pair(MIN_U8);
        I8x16MaxS = pair(MAX_S8);
        I8x16MaxU = pair(MAX_U8);
        I16x8MinS = pair(MIN_S16);
        I16x8MinU = pair(MIN_U16);
        I16x8MaxS = pair(MAX_S16);
        I16x8MaxU = pair(MAX_U16);
        I32x4MinS = pair(MIN_S32);
        I32x4MinU = pair(MIN_U32);
        I32x4MaxS = pair(MAX_S32);
        I32x4MaxU = pair(MAX_U32);
        I32x4DotI16x8S = pair(MADD16);
        I16x8RelaxedQ15mulrS = pair(MUL_ROUND16);
    }
    plain {
        I8x16GtS = pair(GT8);
        I16x8GtS = pair(GT16);
        I32x4GtS = pair(GT32);
        I8x16Sub = pair(SUB8);
        I16x8Sub = pair(SUB16);
        I32x4Sub = pair(SUB32);
        I64x2Sub = pair(SUB64);
        I8x16SubSatS = pair(int(0xE8));
        I8x16SubSatU = pair(int(0xD8));
        I16x8SubSatS = pair(int(0xE9));
        I16x8SubSatU = pair(int(0xD9));
        I8x16NarrowI16x8S = pair(PACK_SIGNED8);
        I8x16NarrowI16x8U = pair(PACK_UNSIGNED8);
        I16x8NarrowI32x4S = pair(int(0x6B));
        I16x8NarrowI32x4U = pair(v38(0x2B));
        I8x16RelaxedSwizzle = pair(SHUFFLE_BYTES);
        // The sum of two NaNs is the first one, so these do not commute.
        F32x4Add = pair(ps(ADD));
        F32x4Sub = pair(ps(SUB));
        F32x4Mul = pair(ps(MUL));
        F32x4Div = pair(ps(DIV));
        F64x2Add = pair(pd(ADD));
        F64x2Sub = pair(pd(SUB));
        F64x2Mul = pair(pd(MUL));
        F64x2Div = pair(pd(DIV));
        // The instruction returns its second operand if it cannot tell.
        F32x4RelaxedMin = pair(ps(MIN));
        F32x4RelaxedMax = pair(ps(MAX));
        F64x2RelaxedMin = pair(pd(MIN));
        F64x2RelaxedMax = pair(pd(MAX));
        F32x4Eq = pair_imm(ps(COMPARE), EQUAL);
        F32x4Ne = pair_imm(ps(COMPARE), NOT_EQUAL);
        F32x4Lt = pair_imm(ps(COMPARE), LESS);
        F32x4Le = pair_imm(ps(COMPARE), LESS_OR_EQUAL);
        F64x2Eq = pair_imm(pd(COMPARE), EQUAL);
        F64x2Ne = pair_imm(pd(COMPARE), NOT_EQUAL);
        F64x2Lt = pair_imm(pd(COMPARE), LESS);
        F64x2Le = pair_imm(pd(COMPARE), LESS_OR_EQUAL);
    }
    swaps {
        V128AndNot = pair(AND_NOT);
        I8x16LtS = pair(GT8);
        I16x8LtS = pair(GT16);
        I32x4LtS = pair(GT32);
        // The instruction takes the unsigned operand first.
        I16x8RelaxedDotI8x16I7x16S = pair(MADD8);
        F32x4PMin = pair(ps(MIN));
        F32x4PMax = pair(ps(MAX));
        F64x2PMin = pair(pd(MIN));
        F64x2PMax = pair(pd(MAX));
        // Without AVX there is no greater.
        F32x4Gt = pair_imm(ps(COMPARE), LESS);
        F32x4Ge = pair_imm(ps(COMPARE), LESS_OR_EQUAL);
        F64x2Gt = pair_imm(pd(COMPARE), LESS);
        F64x2Ge = pair_imm(pd(COMPARE), LESS_OR_EQUAL);
    }
};

/// Operations of one operand that are one instruction.
pub(super) const SINGLES: super::Family = vector_rows! {
    unary {
        I8x16Abs = single(v38(0x1C));
        I16x8Abs = single(v38(0x1D));
        I32x4Abs = single(v38(0x1E));
        I16x8ExtendLowI8x16S = single(v38(0x20));
        I16x8ExtendLowI8x16U = single(v38(0x30));
        I32x4ExtendLowI16x8S = single(v38(0x23));
        I32x4ExtendLowI16x8U = single(v38(0x33));
        I64x2ExtendLowI32x4S = single(v38(0x25));
        I64x2ExtendLowI32x4U = single(v38(0x35));
        F32x4Sqrt = single(ps(SQRT));
        F64x2Sqrt = single(pd(SQRT));
        F32x4Ceil = single_imm(ROUND32, CEIL);
        F32x4Floor = single_imm(ROUND32, FLOOR);
        F32x4Trunc = single_imm(ROUND32, TRUNC);
        F32x4Nearest = single_imm(ROUND32, NEAREST);
        F64x2Ceil = single_imm(ROUND64, CEIL);
        F64x2Floor = single_imm(ROUND64, FLOOR);
        F64x2Trunc = single_imm(ROUND64, TRUNC);
        F64x2Nearest = single_imm(ROUND64, NEAREST);
        F32x4ConvertI32x4S = single(ps(0x5B));
        F64x2ConvertLowI32x4S = single(v(Pp::F3, 0xE6));
        F32x4DemoteF64x2Zero = single(pd(0x5A));
        F64x2PromoteLowF32x4 = single(ps(0x5A));
        // What does not fit gives the most negative number: the choice that wx made.
        I32x4RelaxedTruncF32x4S = single(v(Pp::F3, 0x5B));
        I32x4RelaxedTruncF64x2SZero = single(pd(0xE6));
    }
};

// Templates.

/// `d = b op c`.
fn pair(m: &mut Masm, i: &Inst, l: &Locs, form: V) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    let c = m.operand(i, l, 1);
    m.access(i, l, 1);
    // In the other order no copy is needed without AVX.
    match i.commutes && c == d.into() {
        true => m.asm.v3(form, d, d, b),
        false => m.asm.v3(form, d, b, c),
    }
}

fn pair_imm(m: &mut Masm, i: &Inst, l: &Locs, form: V, imm: u8) {
    let c = m.operand(i, l, 1);
    m.access(i, l, 1);
    m.asm.v3_imm(form, l.def_xmm(), l.xmm(0), c, imm);
}

/// `d = op b`.
fn single(m: &mut Masm, i: &Inst, l: &Locs, form: V) {
    let b = m.operand(i, l, 0);
    m.asm.v2(form, l.def_xmm(), b);
}

fn single_imm(m: &mut Masm, i: &Inst, l: &Locs, form: V, imm: u8) {
    let b = m.operand(i, l, 0);
    m.asm.v2_imm(form, l.def_xmm(), b, imm);
}
