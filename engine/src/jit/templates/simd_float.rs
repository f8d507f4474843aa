//! Float lanes that are more than one instruction.
//!
//! The instructions for minimum and maximum return their second operand for NaN and for two zeros. Taken in both orders they differ
//! exactly there, so putting both answers together settles both cases.
//!
//! The conversions between floats and unsigned or saturated integers avoid branches and look at all lanes at once.
//! Each is argued where it stands.

use super::super::asm::{Pp, V, v, v3a, v38};
use super::super::emit::Emitter;
use super::super::regs::{SCRATCH, Xmm};
use super::float::{ADD, Float, MAX, MIN, MUL, SUB, TRUNC};
use super::simd::{ADD32, AND, COMPARE, OR, SHUFFLE_FLOATS, XOR, all32, all64, pd, ps};
use crate::ir::{Op, OpCode};

use Float::{F32, F64};

/// Opcodes of the bitwise instructions for floats.
const FLOAT_AND: u8 = 0x54;
const FLOAT_AND_NOT: u8 = 0x55;
const FLOAT_OR: u8 = 0x56;
const FLOAT_XOR: u8 = 0x57;

/// Immediate of the compare: less or equal.
const LESS_OR_EQUAL: u8 = 2;
/// Immediate of the compare: an operand is NaN.
const UNORDERED: u8 = 3;
/// Immediate of the compare: neither operand is NaN.
const ORDERED: u8 = 7;

/// Truncation to signed integers; what does not fit gives the most negative one.
const TRUNCATE32: V = v(Pp::F3, 0x5B);
const TRUNCATE64: V = pd(0xE6);

/// A vector with these bits in all lanes.
const fn lanes(float: Float, bits: u64) -> u128 {
    match float {
        F32 => all32(bits as u32),
        F64 => all64(bits),
    }
}

const fn form(float: Float, op: u8) -> V {
    match float {
        F32 => ps(op),
        F64 => pd(op),
    }
}

impl Emitter<'_> {
    pub fn simd_float_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            F32x4Abs => {
                self.simd1(op, |this, d, b| this.v3_constant(ps(FLOAT_AND), d, b, all32(0x7FFF_FFFF)))
            }
            F64x2Abs => {
                self.simd1(op, |this, d, b| this.v3_constant(ps(FLOAT_AND), d, b, all64(u64::MAX >> 1)))
            }
            F32x4Neg => self.simd1(op, |this, d, b| this.v3_constant(ps(FLOAT_XOR), d, b, all32(1 << 31))),
            F64x2Neg => self.simd1(op, |this, d, b| this.v3_constant(ps(FLOAT_XOR), d, b, all64(1 << 63))),
            F32x4Min => self.lanes_min(op, F32),
            F64x2Min => self.lanes_min(op, F64),
            F32x4Max => self.lanes_max(op, F32),
            F64x2Max => self.lanes_max(op, F64),
            F32x4CanonicalizeNan => self.lanes_canonicalize(op, F32),
            F64x2CanonicalizeNan => self.lanes_canonicalize(op, F64),
            F32x4RelaxedMadd => self.multiply_add(op, F32, false),
            F32x4RelaxedNmadd => self.multiply_add(op, F32, true),
            F64x2RelaxedMadd => self.multiply_add(op, F64, false),
            F64x2RelaxedNmadd => self.multiply_add(op, F64, true),
            I32x4TruncSatF32x4S => self.saturate_f32_signed(op),
            I32x4TruncSatF32x4U | I32x4RelaxedTruncF32x4U => self.saturate_f32_unsigned(op),
            I32x4TruncSatF64x2SZero => self.saturate_f64_signed(op),
            I32x4TruncSatF64x2UZero | I32x4RelaxedTruncF64x2UZero => self.saturate_f64_unsigned(op),
            F32x4ConvertI32x4U => self.f32_from_unsigned(op),
            F64x2ConvertLowI32x4U => self.simd1(op, |this, d, b| {
                // With this upper half a number is 2^52 more as a float.
                this.v3_constant(ps(0x14), d, b, all32(0x4330_0000));
                this.v3_constant(pd(SUB), d, d, all64(0x4330_0000_0000_0000));
            }),
            _ => return None,
        })
    }

    /// The bits of both orders' answers make -0 of two zeros and a NaN of a NaN and anything. Of a NaN all bits are set, and then those of
    /// the payload cleared but the first: it is canonical.
    fn lanes_min(&mut self, op: &Op, float: Float) -> bool {
        self.simd2_temp(op, |this, d, b, c, t| {
            this.asm.v3(form(float, MIN), SCRATCH, b, c);
            this.asm.v3(form(float, MIN), t, c, b);
            this.asm.v3(form(float, FLOAT_OR), SCRATCH, SCRATCH, t);
            this.asm.v3_imm(form(float, COMPARE), t, SCRATCH, SCRATCH, UNORDERED);
            this.asm.v3(form(float, FLOAT_OR), SCRATCH, SCRATCH, t);
            this.payload_mask(float, t);
            this.asm.v3(form(float, FLOAT_AND_NOT), d, t, SCRATCH);
        })
    }

    /// With `x` the bits in which the two orders differ: nothing for ordinary numbers, the sign for two zeros, some for a NaN. `t | x` less
    /// `x` is `t` for ordinary numbers, -0 less -0 for zeros, and a quiet NaN for a NaN, whose payload is cleared.
    fn lanes_max(&mut self, op: &Op, float: Float) -> bool {
        self.simd2_temp(op, |this, d, b, c, t| {
            this.asm.v3(form(float, MAX), SCRATCH, b, c);
            this.asm.v3(form(float, MAX), t, c, b);
            this.asm.v3(form(float, FLOAT_XOR), SCRATCH, SCRATCH, t);
            this.asm.v3(form(float, FLOAT_OR), t, t, SCRATCH);
            this.asm.v3(form(float, SUB), t, t, SCRATCH);
            this.asm.v3_imm(form(float, COMPARE), SCRATCH, t, t, UNORDERED);
            this.payload_mask(float, SCRATCH);
            this.asm.v3(form(float, FLOAT_AND_NOT), d, SCRATCH, t);
        })
    }

    /// Of lanes that are all ones only the bits below a NaN's first remain.
    fn payload_mask(&mut self, float: Float, x: Xmm) {
        match float {
            F32 => self.asm.shift_lanes(0x72, 2, x, x, 10),
            F64 => self.asm.shift_lanes(0x73, 2, x, x, 13),
        }
    }

    fn lanes_canonicalize(&mut self, op: &Op, float: Float) -> bool {
        let canonical = match float {
            F32 => lanes(F32, 0x7FC0_0000),
            F64 => lanes(F64, 0x7FF8_0000_0000_0000),
        };
        self.simd1(op, |this, d, b| {
            this.asm.v3_imm(form(float, COMPARE), SCRATCH, b, b, ORDERED);
            this.asm.v3(form(float, FLOAT_AND), d, b, SCRATCH);
            this.v3_constant(form(float, FLOAT_AND_NOT), SCRATCH, SCRATCH, canonical);
            this.asm.v3(form(float, FLOAT_OR), d, d, SCRATCH);
        })
    }

    /// Two roundings. The product may be subtracted where it should be negated and added: that is the same number.
    fn multiply_add(&mut self, op: &Op, float: Float, negate: bool) -> bool {
        self.simd3(op, |this, d, b, c, third| {
            this.asm.v3(form(float, MUL), SCRATCH, b, c);
            this.asm.v3(form(float, if negate { SUB } else { ADD }), d, third, SCRATCH);
        })
    }

    /// NaN is made zero first. Only a number that is too large changes its sign by the conversion: it gives 0x80000000, which is
    /// complemented.
    fn saturate_f32_signed(&mut self, op: &Op) -> bool {
        self.simd1(op, |this, d, b| {
            this.asm.v3_imm(ps(COMPARE), SCRATCH, b, b, ORDERED);
            this.asm.v3(ps(FLOAT_AND), d, b, SCRATCH);
            // The complement of the sign, where it is no NaN.
            this.asm.v3(XOR, SCRATCH, SCRATCH, d);
            this.asm.v2(TRUNCATE32, d, d);
            this.asm.v3(AND, SCRATCH, SCRATCH, d);
            this.asm.shift_lanes(0x72, 4, SCRATCH, SCRATCH, 31);
            this.asm.v3(XOR, d, d, SCRATCH);
        })
    }

    /// The sum of two conversions: of the number, which gives 2^31 from there on, and of what it has beyond 2^31, at
    /// least 0. The latter gives 0x80000000 if it does not fit either, and is complemented to 2^31 - 1.
    fn saturate_f32_unsigned(&mut self, op: &Op) -> bool {
        const TWO_31: u128 = all32(0x4F00_0000);
        self.simd1_temp(op, |this, d, b, t| {
            this.asm.zero_x(SCRATCH);
            // The maximum returns the second operand for NaN.
            this.asm.v3(ps(MAX), d, b, SCRATCH);
            this.v3_constant(ps(SUB), t, d, TWO_31);
            this.load_constant128(SCRATCH, TWO_31);
            this.asm.v3_imm(ps(COMPARE), SCRATCH, SCRATCH, t, LESS_OR_EQUAL);
            this.asm.v2(TRUNCATE32, t, t);
            this.asm.v3(XOR, t, t, SCRATCH);
            this.asm.zero_x(SCRATCH);
            this.asm.v3(v38(0x3D), t, t, SCRATCH);
            this.asm.v2(TRUNCATE32, d, d);
            this.asm.v3(ADD32, d, d, t);
        })
    }

    /// The minimum with 2^31 - 1, which is exact as `f64`; for NaN with zero, which is then the answer.
    fn saturate_f64_signed(&mut self, op: &Op) -> bool {
        const MOST: u128 = all64(0x41DF_FFFF_FFC0_0000);
        self.simd1(op, |this, d, b| {
            this.asm.v3_imm(pd(COMPARE), SCRATCH, b, b, ORDERED);
            this.v3_constant(pd(FLOAT_AND), SCRATCH, SCRATCH, MOST);
            this.asm.v3(pd(MIN), d, b, SCRATCH);
            this.asm.v2(TRUNCATE64, d, d);
        })
    }

    /// Between 0 and 2^32 - 1 and without fraction; 2^52 more, it has the integer in its lower half.
    fn saturate_f64_unsigned(&mut self, op: &Op) -> bool {
        const MOST: u128 = all64(0x41EF_FFFF_FFE0_0000);
        const TWO_52: u128 = all64(0x4330_0000_0000_0000);
        self.simd1(op, |this, d, b| {
            this.asm.zero_x(SCRATCH);
            this.asm.v3(pd(MAX), d, b, SCRATCH);
            this.v3_constant(pd(MIN), d, d, MOST);
            this.asm.v2_imm(v3a(0x09), d, d, TRUNC);
            this.v3_constant(pd(ADD), d, d, TWO_52);
            this.asm.v3_imm(SHUFFLE_FLOATS, d, d, SCRATCH, 0x88);
        })
    }

    /// The halves of each number as floats: 2^23 + low, and 2^39 + 2^16 high. Less 2^39 + 2^23 the latter is still exact, so the
    /// sum of both is rounded once.
    fn f32_from_unsigned(&mut self, op: &Op) -> bool {
        self.simd1(op, |this, d, b| {
            this.v3_constant(AND, SCRATCH, b, all32(0xFFFF));
            this.v3_constant(OR, SCRATCH, SCRATCH, all32(0x4B00_0000));
            this.asm.shift_lanes(0x72, 2, d, b, 16);
            this.v3_constant(OR, d, d, all32(0x5300_0000));
            this.v3_constant(ps(SUB), d, d, all32(0x5300_0080));
            this.asm.v3(ps(ADD), d, d, SCRATCH);
        })
    }
}
