//! Integer lanes that are more than one instruction.
//!
//! What x86-64 lacks, and what stands in for it:
//! - Unsigned compares, and all that include equality: `x >= y` is `max(x, y) == x`.
//! - Compares of 64 bits (there is one, but in SSE4.2): by halves, see `greater64`.
//! - Shifts of bytes: as words, with the bits that would cross over masked off.
//! - Arithmetic shift of 64 bits: `(x >>> n ^ m) - m` with the sign bit shifted likewise as `m`.
//! - Multiplication of 64 bits: by halves.
//! - Bits in a byte: two lookups in a table of 16.
//!
//! A shift by a constant that is made just for it takes an immediate.

use super::compare::condition;
use super::patterns::COMPARE_SELECT;
use super::simd::{
    ADD8, ADD32, ADD64, AND, EQ8, EQ16, EQ32, EQ64, GT32, MADD8, MADD16, MAX_S8, MAX_S16, MAX_S32, MAX_U8,
    MAX_U16, MAX_U32, MIN_S8, MIN_S16, MIN_S32, MIN_U8, MIN_U16, MIN_U32, MUL_EVEN32_U, MUL_ROUND16, MUL16,
    OR, PACK_SIGNED8, PACK_UNSIGNED8, PICK32, SHUFFLE_BYTES, SUB8, SUB16, SUB32, SUB64, TEST, XOR, all8,
    all16, all32, all64, int, pd, ps, regs, regs_and_temp, vector_rows,
};
use super::{Inst, Locs, Masm, Row, Template};
use crate::base::Mutant;
use crate::jit::inst::Constraint;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Alu, Cond, Shift, Size, V, v38};
use crate::jit::x64::regs::{SCRATCH, Xmm};

use Shift::{Sar, Shl, Shr};

/// Number of ones in each number of four bits.
const ONES: u128 = u128::from_le_bytes([0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4]);

/// Lanes interleaved, from the low or the high halves.
const INTERLEAVE_LOW8: V = int(0x60);
const INTERLEAVE_LOW16: V = int(0x61);
const INTERLEAVE_HIGH8: V = int(0x68);
const INTERLEAVE_HIGH16: V = int(0x69);
const INTERLEAVE_HIGH32: V = int(0x6A);
/// The low half's lanes made twice as wide, with sign or zeros.
const EXTEND_S8: V = v38(0x20);
const EXTEND_S16: V = v38(0x23);
const EXTEND_S32: V = v38(0x25);
const EXTEND_U8: V = v38(0x30);
/// The high halves of the products of words.
const MUL_HIGH16_S: V = int(0xE5);
const MUL_HIGH16_U: V = int(0xE4);
const MUL_EVEN32_S: V = v38(0x28);
/// The highest bit of each lane, in an integer register.
const SIGNS8: V = int(0xD7);
const SIGNS32: V = ps(0x50);
const SIGNS64: V = pd(0x50);

/// The immediate of `PICK32` that brings the high half down.
const HIGH_HALF: u8 = 0xEE;
/// The immediates of `PICK32` that bring the low and the high doublewords to even places.
const LOW_TO_EVEN: u8 = 0x50;
const HIGH_TO_EVEN: u8 = 0xFA;
/// The immediate of `PICK32` that puts the high half of each quadword in both.
const HIGH_TO_BOTH: u8 = 0xF5;

/// A condition, which may become that of a selection.
const fn conditions(template: Template) -> Row {
    regs(template).leads(&[COMPARE_SELECT])
}

/// Shifts by a register.
const fn shifts(template: Template) -> Row {
    Row::new(Signature { c: Constraint::RegOrSlot, ..Signature::REGS.temps(1, 0) }, template).counts()
}
const fn shifts_and_temp(template: Template) -> Row {
    Row::new(Signature { c: Constraint::RegOrSlot, ..Signature::REGS.temps(1, 1) }, template).counts()
}

pub(super) const ROWS: super::Family = vector_rows! {
    conditions {
        V128AnyTrue = any_true();
        I8x16AllTrue = all_true(EQ8);
        I16x8AllTrue = all_true(EQ16);
        I32x4AllTrue = all_true(EQ32);
        I64x2AllTrue = all_true(EQ64);
    }
    regs {
        V128Not = complement_of();
        V128Bitselect = bitselect();
        I8x16RelaxedLaneselect = bitselect();
        I16x8RelaxedLaneselect = bitselect();
        I32x4RelaxedLaneselect = bitselect();
        I64x2RelaxedLaneselect = bitselect();
        I8x16Bitmask = bitmask(SIGNS8);
        I16x8Bitmask = bitmask16();
        I32x4Bitmask = bitmask(SIGNS32);
        I64x2Bitmask = bitmask(SIGNS64);
        I8x16Neg = negate(SUB8);
        I16x8Neg = negate(SUB16);
        I32x4Neg = negate(SUB32);
        I64x2Neg = negate(SUB64);
        I64x2Abs = abs64();
        I16x8Q15MulrSatS = multiply_rounding();
        I32x4RelaxedDotI8x16I7x16AddS = dot_add();
    }
    regs_and_temp {
        I8x16Popcnt = ones();
        I64x2Mul = multiply64();
    }
    shifts {
        I16x8Shl = shift(Shl, 16);
        I16x8ShrS = shift(Sar, 16);
        I16x8ShrU = shift(Shr, 16);
        I32x4Shl = shift(Shl, 32);
        I32x4ShrS = shift(Sar, 32);
        I32x4ShrU = shift(Shr, 32);
        I64x2Shl = shift(Shl, 64);
        I64x2ShrU = shift(Shr, 64);
    }
    shifts_and_temp {
        I8x16Shl = shift(Shl, 8);
        I8x16ShrS = shift(Sar, 8);
        I8x16ShrU = shift(Shr, 8);
        I64x2ShrS = shift(Sar, 64);
    }
};

/// Comparisons that are more than the one instruction for equal or greater.
pub(super) const COMPARISONS: super::Family = vector_rows! {
    regs {
        I8x16Ne = not_equal(EQ8);
        I16x8Ne = not_equal(EQ16);
        I32x4Ne = not_equal(EQ32);
        I64x2Ne = not_equal(EQ64);
        I8x16GeS = reaches(MAX_S8, EQ8);
        I8x16GeU = reaches(MAX_U8, EQ8);
        I8x16LeS = reaches(MIN_S8, EQ8);
        I8x16LeU = reaches(MIN_U8, EQ8);
        I16x8GeS = reaches(MAX_S16, EQ16);
        I16x8GeU = reaches(MAX_U16, EQ16);
        I16x8LeS = reaches(MIN_S16, EQ16);
        I16x8LeU = reaches(MIN_U16, EQ16);
        I32x4GeS = reaches(MAX_S32, EQ32);
        I32x4GeU = reaches(MAX_U32, EQ32);
        I32x4LeS = reaches(MIN_S32, EQ32);
        I32x4LeU = reaches(MIN_U32, EQ32);
        // Less is: does not reach.
        I8x16LtU = falls_short(MAX_U8, EQ8);
        I8x16GtU = falls_short(MIN_U8, EQ8);
        I16x8LtU = falls_short(MAX_U16, EQ16);
        I16x8GtU = falls_short(MIN_U16, EQ16);
        I32x4LtU = falls_short(MAX_U32, EQ32);
        I32x4GtU = falls_short(MIN_U32, EQ32);
    }
    regs_and_temp {
        I64x2GtS = greater64(0, 1);
        I64x2LtS = greater64(1, 0);
        I64x2LeS = not_greater64(0, 1);
        I64x2GeS = not_greater64(1, 0);
    }
};

/// Operations whose lanes become wider.
pub(super) const WIDENING: super::Family = vector_rows! {
    regs {
        I16x8ExtendHighI8x16S = extend_high(EXTEND_S8);
        I32x4ExtendHighI16x8S = extend_high(EXTEND_S16);
        I64x2ExtendHighI32x4S = extend_high(EXTEND_S32);
        I16x8ExtendHighI8x16U = extend_high_zero(INTERLEAVE_HIGH8);
        I32x4ExtendHighI16x8U = extend_high_zero(INTERLEAVE_HIGH16);
        I64x2ExtendHighI32x4U = extend_high_zero(INTERLEAVE_HIGH32);
        I16x8ExtAddPairwiseI8x16S = add_pairs8();
        I16x8ExtAddPairwiseI8x16U = add_pairs(MADD8, all8(1));
        I32x4ExtAddPairwiseI16x8S = add_pairs(MADD16, all16(1));
        I32x4ExtAddPairwiseI16x8U = add_pairs16();
        I16x8ExtMulLowI8x16S = extend_and_multiply(EXTEND_S8, false);
        I16x8ExtMulLowI8x16U = extend_and_multiply(EXTEND_U8, false);
        I16x8ExtMulHighI8x16S = extend_and_multiply(EXTEND_S8, true);
        I16x8ExtMulHighI8x16U = extend_and_multiply(EXTEND_U8, true);
        I32x4ExtMulLowI16x8S = join_products(MUL_HIGH16_S, INTERLEAVE_LOW16);
        I32x4ExtMulLowI16x8U = join_products(MUL_HIGH16_U, INTERLEAVE_LOW16);
        I32x4ExtMulHighI16x8S = join_products(MUL_HIGH16_S, INTERLEAVE_HIGH16);
        I32x4ExtMulHighI16x8U = join_products(MUL_HIGH16_U, INTERLEAVE_HIGH16);
        I64x2ExtMulLowI32x4S = multiply_even(MUL_EVEN32_S, LOW_TO_EVEN);
        I64x2ExtMulLowI32x4U = multiply_even(MUL_EVEN32_U, LOW_TO_EVEN);
        I64x2ExtMulHighI32x4S = multiply_even(MUL_EVEN32_S, HIGH_TO_EVEN);
        I64x2ExtMulHighI32x4U = multiply_even(MUL_EVEN32_U, HIGH_TO_EVEN);
    }
};

// Bits and tests.

fn complement_of(m: &mut Masm, _: &Inst, l: &Locs) {
    m.load_constant128(SCRATCH, u128::MAX);
    m.asm.v3(XOR, l.def_xmm(), l.xmm(0), SCRATCH);
}

/// The bit of `b` where the third operand's is set, else that of `c`: `c ^ ((b ^ c) & mask)`.
fn bitselect(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, c, mask) = (l.xmm(0), l.xmm(1), l.xmm(2));
    m.asm.v3(XOR, SCRATCH, b, c);
    m.asm.v3(AND, SCRATCH, SCRATCH, mask);
    m.asm.v3(XOR, l.def_xmm(), c, SCRATCH);
}

fn any_true(m: &mut Masm, i: &Inst, l: &Locs) {
    let b = l.xmm(0);
    condition(m, i, l, Cond::NE, &[], |asm| asm.v2(TEST, b, b));
}

/// No lane equals zero.
fn all_true(m: &mut Masm, i: &Inst, l: &Locs, equal: V) {
    let b = l.xmm(0);
    condition(m, i, l, Cond::E, &[], |asm| {
        asm.zero_x(SCRATCH);
        asm.v3(equal, SCRATCH, SCRATCH, b);
        asm.v2(TEST, SCRATCH, SCRATCH);
    });
}

fn bitmask(m: &mut Masm, _: &Inst, l: &Locs, form: V) {
    m.asm.v2_raw(form, l.def().0, l.xmm(0).into(), None);
}

/// Saturation keeps the signs. Both halves get them; one is cut off.
fn bitmask16(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def());
    m.asm.v3(PACK_SIGNED8, SCRATCH, b, b);
    m.asm.v2_raw(SIGNS8, d.0, SCRATCH.into(), None);
    m.asm.movzx8(d, d);
}

// Comparisons.

fn complement(m: &mut Masm, d: Xmm) {
    m.load_constant128(SCRATCH, u128::MAX);
    m.asm.v3(XOR, d, d, SCRATCH);
}

fn not_equal(m: &mut Masm, _: &Inst, l: &Locs, equal: V) {
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    let (b, c) = if d == c { (c, b) } else { (b, c) };
    m.asm.v3(equal, d, b, c);
    complement(m, d);
}

/// `b >= c` (with a maximum) or `b <= c` (with a minimum): the extreme of both is `b`.
fn reaches(m: &mut Masm, _: &Inst, l: &Locs, extreme: V, equal: V) {
    let (b, c) = (l.xmm(0), l.xmm(1));
    m.asm.v3(extreme, SCRATCH, b, c);
    m.asm.v3(equal, l.def_xmm(), b, SCRATCH);
}

/// `b < c` (with a maximum) or `b > c` (with a minimum): the extreme of both is not `b`.
fn falls_short(m: &mut Masm, i: &Inst, l: &Locs, extreme: V, equal: V) {
    reaches(m, i, l, extreme, equal);
    complement(m, l.def_xmm());
}

/// `x > y` with sign. Where the high halves differ they decide. Where they are equal, the high half of `y - x` is the
/// borrow of the low halves: all ones if the low half of `x` is greater. The high half's answer goes to both.
fn greater64(m: &mut Masm, _: &Inst, l: &Locs, x: usize, y: usize) {
    let (x, y, d, t) = (l.xmm(x), l.xmm(y), l.def_xmm(), l.xtemp(0));
    m.asm.v3(SUB64, SCRATCH, y, x);
    m.asm.v3(EQ32, t, x, y);
    m.asm.v3(AND, t, t, SCRATCH);
    m.asm.v3(GT32, d, x, y);
    m.asm.v3(OR, d, d, t);
    m.asm.v2_imm(PICK32, d, d, HIGH_TO_BOTH);
}

fn not_greater64(m: &mut Masm, i: &Inst, l: &Locs, x: usize, y: usize) {
    greater64(m, i, l, x, y);
    complement(m, l.def_xmm());
}

// Arithmetic.

fn negate(m: &mut Masm, _: &Inst, l: &Locs, subtract: V) {
    m.asm.zero_x(SCRATCH);
    m.v3_scratch(subtract, l.def_xmm(), l.xmm(0));
}

/// With the sign all over its lane: `(x ^ sign) - sign`.
fn abs64(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.asm.v2_imm(PICK32, SCRATCH, b, HIGH_TO_BOTH);
    m.asm.shift_lanes(0x72, 4, SCRATCH, SCRATCH, 31);
    m.asm.v3(XOR, d, b, SCRATCH);
    m.asm.v3(SUB64, d, d, SCRATCH);
}

/// Ones in each byte: the lookups of its two halves, added.
fn ones(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d, t) = (l.xmm(0), l.def_xmm(), l.xtemp(0));
    m.v3_constant(AND, SCRATCH, b, all8(15));
    m.load_constant128(t, ONES);
    m.asm.v3(SHUFFLE_BYTES, t, t, SCRATCH);
    m.asm.shift_lanes(0x71, 2, SCRATCH, b, 4);
    m.v3_constant(AND, SCRATCH, SCRATCH, all8(15));
    m.load_constant128(d, ONES);
    m.asm.v3(SHUFFLE_BYTES, d, d, SCRATCH);
    m.asm.v3(ADD8, d, d, t);
}

/// `low * low + ((high * low + low * high) << 32)`.
fn multiply64(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, c, d, t) = (l.xmm(0), l.xmm(1), l.def_xmm(), l.xtemp(0));
    m.asm.shift_lanes(0x73, 2, SCRATCH, b, 32);
    m.asm.v3(MUL_EVEN32_U, SCRATCH, SCRATCH, c);
    m.asm.shift_lanes(0x73, 2, t, c, 32);
    m.asm.v3(MUL_EVEN32_U, t, t, b);
    m.asm.v3(ADD64, t, t, SCRATCH);
    m.asm.shift_lanes(0x73, 6, t, t, 32);
    m.asm.v3(MUL_EVEN32_U, d, b, c);
    m.asm.v3(ADD64, d, d, t);
}

/// Only -1 times -1 overflows, to 0x8000, which nothing else gives: it is complemented.
fn multiply_rounding(m: &mut Masm, _: &Inst, l: &Locs) {
    let d = l.def_xmm();
    m.asm.v3(MUL_ROUND16, SCRATCH, l.xmm(0), l.xmm(1));
    m.v3_constant(EQ16, d, SCRATCH, all16(0x8000));
    m.asm.v3(XOR, d, d, SCRATCH);
}

fn dot_add(m: &mut Masm, _: &Inst, l: &Locs) {
    m.asm.v3(MADD8, SCRATCH, l.xmm(1), l.xmm(0));
    m.v3_constant(MADD16, SCRATCH, SCRATCH, all16(1));
    m.asm.v3(ADD32, l.def_xmm(), l.xmm(2), SCRATCH);
}

// Wider lanes.

fn extend_high(m: &mut Masm, _: &Inst, l: &Locs, extend: V) {
    let d = l.def_xmm();
    m.asm.v2_imm(PICK32, d, l.xmm(0), HIGH_HALF);
    m.asm.v2(extend, d, d);
}

fn extend_high_zero(m: &mut Masm, _: &Inst, l: &Locs, interleave: V) {
    m.asm.zero_x(SCRATCH);
    m.asm.v3(interleave, l.def_xmm(), l.xmm(0), SCRATCH);
}

/// Neighbours multiplied by one, and added.
fn add_pairs(m: &mut Masm, _: &Inst, l: &Locs, multiply_add: V, one: u128) {
    m.v3_constant(multiply_add, l.def_xmm(), l.xmm(0), one);
}

/// The instruction takes the unsigned operand first.
fn add_pairs8(m: &mut Masm, _: &Inst, l: &Locs) {
    m.load_constant128(SCRATCH, all8(1));
    m.v3_scratch(MADD8, l.def_xmm(), l.xmm(0));
}

/// As signed numbers less by 2^15 each; the sum is short of 2^16.
fn add_pairs16(m: &mut Masm, _: &Inst, l: &Locs) {
    m.v3_constant(XOR, SCRATCH, l.xmm(0), all16(0x8000));
    m.v3_constant(MADD16, SCRATCH, SCRATCH, all16(1));
    m.v3_constant(ADD32, l.def_xmm(), SCRATCH, all32(0x1_0000));
}

/// Bytes: made words, which hold the product.
fn extend_and_multiply(m: &mut Masm, _: &Inst, l: &Locs, extend: V, high: bool) {
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    if high {
        m.asm.v2_imm(PICK32, SCRATCH, b, HIGH_HALF);
        m.asm.v2(extend, SCRATCH, SCRATCH);
        m.asm.v2_imm(PICK32, d, c, HIGH_HALF);
        m.asm.v2(extend, d, d);
    } else {
        m.asm.v2(extend, SCRATCH, b);
        m.asm.v2(extend, d, c);
    }
    m.asm.v3(MUL16, d, d, SCRATCH);
}

/// Words: the low and high halves of the products, interleaved.
fn join_products(m: &mut Masm, _: &Inst, l: &Locs, high_half: V, interleave: V) {
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    m.asm.v3(high_half, SCRATCH, b, c);
    // This order spares a copy without AVX, and the scratch.
    let (b, c) = if d == c { (c, b) } else { (b, c) };
    m.asm.v3(MUL16, d, b, c);
    m.asm.v3(interleave, d, d, SCRATCH);
}

/// Doublewords: brought to even places, from where the instruction multiplies.
fn multiply_even(m: &mut Masm, _: &Inst, l: &Locs, multiply: V, pick: u8) {
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    m.asm.v2_imm(PICK32, SCRATCH, b, pick);
    m.asm.v2_imm(PICK32, d, c, pick);
    m.asm.v3(multiply, d, d, SCRATCH);
}

// Shifts.

/// Lanes of `width` bits shifted by the second operand, or by the constant that was merged.
fn shift(m: &mut Masm, i: &Inst, l: &Locs, how: Shift, width: u8) {
    if i.uses().len() == 1 {
        return shift_by_constant(m, l, how, width, i.imm as u8 % width);
    }
    match (width, how) {
        (8, Sar) => shift_signed_bytes(m, i, l),
        (8, _) => shift_bytes(m, i, l, how),
        (64, Sar) => shift_signed64(m, i, l),
        _ => {
            shift_count(m, i, l, i32::from(width) - 1, 0);
            m.asm.v3(by_vector(how, width), l.def_xmm(), l.xmm(0), SCRATCH);
        }
    }
}

/// The shift of all lanes by the number in a vector register.
const fn by_vector(how: Shift, width: u8) -> V {
    let direction = match how {
        Shl => 0xF0,
        Sar => 0xE0,
        _ => 0xD0,
    };
    int(direction + (width / 16).trailing_zeros() as u8 + 1)
}

/// The count modulo the lane's width, in `SCRATCH`, where the instructions want it; `plus` is added.
fn shift_count(m: &mut Masm, i: &Inst, l: &Locs, mask: i32, plus: i32) {
    let (c, t) = (m.operand(i, l, 1), l.temp(0));
    let mask = if Mutant::VectorShiftNotMasked.is_on() { 0xFF } else { mask };
    m.asm.mov(Size::S32, t, c);
    m.asm.alu_imm(Alu::And, Size::S32, t, mask);
    if plus != 0 {
        m.asm.alu_imm(Alu::Add, Size::S32, t, plus);
    }
    m.asm.mov_xr(Size::S32, SCRATCH, t);
}

fn shift_signed64(m: &mut Masm, i: &Inst, l: &Locs) {
    let (b, d, t) = (l.xmm(0), l.def_xmm(), l.xtemp(0));
    let sign = if Mutant::VectorShiftUnsigned.is_on() { 0 } else { 1 << 63 };
    shift_count(m, i, l, 63, 0);
    m.load_constant128(t, all64(sign));
    m.asm.v3(by_vector(Shr, 64), t, t, SCRATCH);
    m.asm.v3(by_vector(Shr, 64), d, b, SCRATCH);
    m.asm.v3(XOR, d, d, t);
    m.asm.v3(SUB64, d, d, t);
}

/// The mask has `8 - n` ones in each byte: those that stay if the shift is to the left, those that may be if it is to the right.
fn shift_bytes(m: &mut Masm, i: &Inst, l: &Locs, how: Shift) {
    let (b, d, t) = (l.xmm(0), l.def_xmm(), l.xtemp(0));
    shift_count(m, i, l, 7, 0);
    m.load_constant128(t, all16(0xFF));
    m.asm.v3(by_vector(Shr, 16), t, t, SCRATCH);
    m.asm.v3(PACK_UNSIGNED8, t, t, t);
    if how == Shl {
        m.asm.v3(AND, d, b, t);
        m.asm.v3(by_vector(Shl, 16), d, d, SCRATCH);
    } else {
        m.asm.v3(by_vector(Shr, 16), d, b, SCRATCH);
        m.asm.v3(AND, d, d, t);
    }
}

/// Each byte as the upper half of a word, shifted by 8 more.
fn shift_signed_bytes(m: &mut Masm, i: &Inst, l: &Locs) {
    let (b, d, t) = (l.xmm(0), l.def_xmm(), l.xtemp(0));
    shift_count(m, i, l, 7, 8);
    m.asm.v3(INTERLEAVE_HIGH8, t, b, b);
    m.asm.v3(INTERLEAVE_LOW8, d, b, b);
    m.asm.v3(by_vector(Sar, 16), t, t, SCRATCH);
    m.asm.v3(by_vector(Sar, 16), d, d, SCRATCH);
    m.asm.v3(PACK_SIGNED8, d, d, t);
}

/// Lanes shifted by less than their width.
fn shift_by_constant(m: &mut Masm, l: &Locs, how: Shift, width: u8, count: u8) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    let group = match how {
        Shl => 6,
        Sar if width != 8 && width != 64 => 4,
        _ => 2,
    };
    let opcode = match width {
        8 | 16 => 0x71,
        32 => 0x72,
        _ => 0x73,
    };
    m.asm.shift_lanes(opcode, group, d, b, count);
    if width == 8 {
        // As words; what crossed over is masked off.
        let mask = if how == Shl { 0xFF << count } else { 0xFF >> count };
        m.v3_constant(AND, d, d, all8(mask));
    }
    if group == 2 && how == Sar {
        // The sign bit, where it is now, becomes all bits above it too: (x ^ m) - m.
        let (sign, subtract) = match width {
            8 => (all8(0x80 >> count), SUB8),
            _ => (all64((1 << 63) >> count), SUB64),
        };
        m.v3_constant(XOR, d, d, sign);
        m.v3_constant(subtract, d, d, sign);
    }
}
