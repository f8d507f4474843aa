//! Float lanes that are more than one instruction.
//!
//! The instructions for minimum and maximum return their second operand for NaN and for two zeros. Taken in both orders they differ
//! exactly there, so putting both answers together settles both cases.
//!
//! The conversions between floats and unsigned or saturated integers avoid branches and look at all lanes at once.
//! Each is argued where it stands.

use super::simd::{
    ADD, ADD32, AND, COMPARE, LESS_OR_EQUAL, MAX, MAX_S32, MIN, MUL, OR, ORDERED, ROUND64, SHUFFLE_FLOATS,
    SUB, TRUNC, UNORDERED, XOR, all32, all64, pd, ps, regs, regs_and_temp, vector_rows,
};
use super::{Inst, Locs, Masm};
use crate::jit::x64::asm::{Pp, V, v};
use crate::jit::x64::regs::{SCRATCH, Xmm};

/// Lanes by the prefix of the instructions on them.
const F32: Pp = Pp::None;
const F64: Pp = Pp::P66;

/// Opcodes of the bitwise instructions for floats.
const FLOAT_AND: u8 = 0x54;
const FLOAT_AND_NOT: u8 = 0x55;
const FLOAT_OR: u8 = 0x56;
const FLOAT_XOR: u8 = 0x57;

/// Interleaves the low doublewords.
const INTERLEAVE_LOW32: V = ps(0x14);

/// Truncation to signed integers; what does not fit gives the most negative one.
const TRUNCATE32: V = v(Pp::F3, 0x5B);
const TRUNCATE64: V = pd(0xE6);

const CANONICAL32: u128 = all32(0x7FC0_0000);
const CANONICAL64: u128 = all64(0x7FF8_0000_0000_0000);

pub(super) const ROWS: super::Family = vector_rows! {
    regs {
        F32x4Abs = with_constant(FLOAT_AND, all32(0x7FFF_FFFF));
        F64x2Abs = with_constant(FLOAT_AND, all64(u64::MAX >> 1));
        F32x4Neg = with_constant(FLOAT_XOR, all32(1 << 31));
        F64x2Neg = with_constant(FLOAT_XOR, all64(1 << 63));
        F32x4CanonicalizeNan = canonicalize(F32, CANONICAL32);
        F64x2CanonicalizeNan = canonicalize(F64, CANONICAL64);
        F32x4RelaxedMadd = multiply_add(F32, ADD);
        F32x4RelaxedNmadd = multiply_add(F32, SUB);
        F64x2RelaxedMadd = multiply_add(F64, ADD);
        F64x2RelaxedNmadd = multiply_add(F64, SUB);
        I32x4TruncSatF32x4S = saturate_f32_signed();
        I32x4TruncSatF64x2SZero = saturate_f64_signed();
        I32x4TruncSatF64x2UZero = saturate_f64_unsigned();
        I32x4RelaxedTruncF64x2UZero = saturate_f64_unsigned();
        F32x4ConvertI32x4U = f32_from_unsigned();
        F64x2ConvertLowI32x4U = f64_from_unsigned();
    }
    regs_and_temp {
        F32x4Min = minimum(F32);
        F64x2Min = minimum(F64);
        F32x4Max = maximum(F32);
        F64x2Max = maximum(F64);
        I32x4TruncSatF32x4U = saturate_f32_unsigned();
        I32x4RelaxedTruncF32x4U = saturate_f32_unsigned();
    }
};

/// `d = b op constant`, bit by bit.
fn with_constant(m: &mut Masm, _: &Inst, l: &Locs, op: u8, bits: u128) {
    m.v3_constant(ps(op), l.def_xmm(), l.xmm(0), bits);
}

/// The bits of both orders' answers make -0 of two zeros and a NaN of a NaN and anything. Of a NaN all bits are set, and then those of
/// the payload cleared but the first: it is canonical.
fn minimum(m: &mut Masm, _: &Inst, l: &Locs, lanes: Pp) {
    let (b, c, d, t) = (l.xmm(0), l.xmm(1), l.def_xmm(), l.xtemp(0));
    m.asm.v3(v(lanes, MIN), SCRATCH, b, c);
    m.asm.v3(v(lanes, MIN), t, c, b);
    m.asm.v3(v(lanes, FLOAT_OR), SCRATCH, SCRATCH, t);
    m.asm.v3_imm(v(lanes, COMPARE), t, SCRATCH, SCRATCH, UNORDERED);
    m.asm.v3(v(lanes, FLOAT_OR), SCRATCH, SCRATCH, t);
    payload_mask(m, lanes, t);
    m.asm.v3(v(lanes, FLOAT_AND_NOT), d, t, SCRATCH);
}

/// With `x` the bits in which the two orders differ: nothing for ordinary numbers, the sign for two zeros, some for a NaN. `t | x` less
/// `x` is `t` for ordinary numbers, -0 less -0 for zeros, and a quiet NaN for a NaN, whose payload is cleared.
fn maximum(m: &mut Masm, _: &Inst, l: &Locs, lanes: Pp) {
    let (b, c, d, t) = (l.xmm(0), l.xmm(1), l.def_xmm(), l.xtemp(0));
    m.asm.v3(v(lanes, MAX), SCRATCH, b, c);
    m.asm.v3(v(lanes, MAX), t, c, b);
    m.asm.v3(v(lanes, FLOAT_XOR), SCRATCH, SCRATCH, t);
    m.asm.v3(v(lanes, FLOAT_OR), t, t, SCRATCH);
    m.asm.v3(v(lanes, SUB), t, t, SCRATCH);
    m.asm.v3_imm(v(lanes, COMPARE), SCRATCH, t, t, UNORDERED);
    payload_mask(m, lanes, SCRATCH);
    m.asm.v3(v(lanes, FLOAT_AND_NOT), d, SCRATCH, t);
}

/// Of lanes that are all ones only the bits below a NaN's first remain.
fn payload_mask(m: &mut Masm, lanes: Pp, x: Xmm) {
    match lanes {
        F32 => m.asm.shift_lanes(0x72, 2, x, x, 10),
        _ => m.asm.shift_lanes(0x73, 2, x, x, 13),
    }
}

fn canonicalize(m: &mut Masm, _: &Inst, l: &Locs, lanes: Pp, canonical: u128) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.asm.v3_imm(v(lanes, COMPARE), SCRATCH, b, b, ORDERED);
    m.asm.v3(v(lanes, FLOAT_AND), d, b, SCRATCH);
    m.v3_constant(v(lanes, FLOAT_AND_NOT), SCRATCH, SCRATCH, canonical);
    m.asm.v3(v(lanes, FLOAT_OR), d, d, SCRATCH);
}

/// Two roundings. The product may be subtracted where it should be negated and added: that is the same number.
fn multiply_add(m: &mut Masm, _: &Inst, l: &Locs, lanes: Pp, op: u8) {
    m.asm.v3(v(lanes, MUL), SCRATCH, l.xmm(0), l.xmm(1));
    m.asm.v3(v(lanes, op), l.def_xmm(), l.xmm(2), SCRATCH);
}

/// NaN is made zero first. Only a number that is too large changes its sign by the conversion: it gives 0x80000000, which is
/// complemented.
fn saturate_f32_signed(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.asm.v3_imm(ps(COMPARE), SCRATCH, b, b, ORDERED);
    m.asm.v3(ps(FLOAT_AND), d, b, SCRATCH);
    // The complement of the sign, where it is no NaN.
    m.asm.v3(XOR, SCRATCH, SCRATCH, d);
    m.asm.v2(TRUNCATE32, d, d);
    m.asm.v3(AND, SCRATCH, SCRATCH, d);
    m.asm.shift_lanes(0x72, 4, SCRATCH, SCRATCH, 31);
    m.asm.v3(XOR, d, d, SCRATCH);
}

/// The sum of two conversions: of the number, which gives 2^31 from there on, and of what it has beyond 2^31, at
/// least 0. The latter gives 0x80000000 if it does not fit either, and is complemented to 2^31 - 1.
fn saturate_f32_unsigned(m: &mut Masm, _: &Inst, l: &Locs) {
    const TWO_31: u128 = all32(0x4F00_0000);
    let (b, d, t) = (l.xmm(0), l.def_xmm(), l.xtemp(0));
    m.asm.zero_x(SCRATCH);
    // The maximum returns the second operand for NaN.
    m.asm.v3(ps(MAX), d, b, SCRATCH);
    m.v3_constant(ps(SUB), t, d, TWO_31);
    m.load_constant128(SCRATCH, TWO_31);
    m.asm.v3_imm(ps(COMPARE), SCRATCH, SCRATCH, t, LESS_OR_EQUAL);
    m.asm.v2(TRUNCATE32, t, t);
    m.asm.v3(XOR, t, t, SCRATCH);
    m.asm.zero_x(SCRATCH);
    m.asm.v3(MAX_S32, t, t, SCRATCH);
    m.asm.v2(TRUNCATE32, d, d);
    m.asm.v3(ADD32, d, d, t);
}

/// The minimum with 2^31 - 1, which is exact as `f64`; for NaN with zero, which is then the answer.
fn saturate_f64_signed(m: &mut Masm, _: &Inst, l: &Locs) {
    const MOST: u128 = all64(0x41DF_FFFF_FFC0_0000);
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.asm.v3_imm(pd(COMPARE), SCRATCH, b, b, ORDERED);
    m.v3_constant(pd(FLOAT_AND), SCRATCH, SCRATCH, MOST);
    m.asm.v3(pd(MIN), d, b, SCRATCH);
    m.asm.v2(TRUNCATE64, d, d);
}

/// Between 0 and 2^32 - 1 and without fraction; 2^52 more, it has the integer in its lower half.
fn saturate_f64_unsigned(m: &mut Masm, _: &Inst, l: &Locs) {
    const MOST: u128 = all64(0x41EF_FFFF_FFE0_0000);
    const TWO_52: u128 = all64(0x4330_0000_0000_0000);
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.asm.zero_x(SCRATCH);
    m.asm.v3(pd(MAX), d, b, SCRATCH);
    m.v3_constant(pd(MIN), d, d, MOST);
    m.asm.v2_imm(ROUND64, d, d, TRUNC);
    m.v3_constant(pd(ADD), d, d, TWO_52);
    m.asm.v3_imm(SHUFFLE_FLOATS, d, d, SCRATCH, 0x88);
}

/// The halves of each number as floats: 2^23 + low, and 2^39 + 2^16 high. Less 2^39 + 2^23 the latter is still exact, so the
/// sum of both is rounded once.
fn f32_from_unsigned(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.v3_constant(AND, SCRATCH, b, all32(0xFFFF));
    m.v3_constant(OR, SCRATCH, SCRATCH, all32(0x4B00_0000));
    m.asm.shift_lanes(0x72, 2, d, b, 16);
    m.v3_constant(OR, d, d, all32(0x5300_0000));
    m.v3_constant(ps(SUB), d, d, all32(0x5300_0080));
    m.asm.v3(ps(ADD), d, d, SCRATCH);
}

/// With this upper half a number is 2^52 more as a float.
fn f64_from_unsigned(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    m.v3_constant(INTERLEAVE_LOW32, d, b, all32(0x4330_0000));
    m.v3_constant(pd(SUB), d, d, all64(0x4330_0000_0000_0000));
}
