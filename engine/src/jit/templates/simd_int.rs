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

use super::super::analysis::{mark, uses};
use super::super::asm::{Alu, Cond, Shift, Size, V, v38};
use super::super::emit::Emitter;
use super::super::regs::{SCRATCH, Xmm};
use super::simd::{
    ADD8, ADD32, ADD64, AND, EQ8, EQ16, EQ32, EQ64, MADD8, MADD16, MUL_EVEN32_U, OR, PICK32, SHUFFLE_BYTES,
    SUB64, TEST, XOR, all8, all16, all32, all64, int, pd, ps,
};
use crate::base::Mutant;
use crate::ir::{Op, OpCode};

/// Number of ones in each number of four bits.
const ONES: u128 = u128::from_le_bytes([0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4]);

/// Words or doublewords interleaved, from the low or the high halves.
const INTERLEAVE_LOW8: V = int(0x60);
const INTERLEAVE_LOW16: V = int(0x61);
const INTERLEAVE_HIGH8: V = int(0x68);
const INTERLEAVE_HIGH16: V = int(0x69);
const INTERLEAVE_HIGH32: V = int(0x6A);
const PACK_SIGNED8: V = int(0x63);
const PACK_UNSIGNED8: V = int(0x67);

/// The immediate of `PICK32` that brings the high half down.
const HIGH_HALF: u8 = 0xEE;

impl Emitter<'_> {
    pub fn simd_int_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            V128Not => self.simd1(op, |this, d, b| {
                this.load_constant128(SCRATCH, u128::MAX);
                this.asm.v3(XOR, d, b, SCRATCH);
            }),
            V128Bitselect
            | I8x16RelaxedLaneselect
            | I16x8RelaxedLaneselect
            | I32x4RelaxedLaneselect
            | I64x2RelaxedLaneselect => self.bitselect(op),
            V128AnyTrue => {
                let b = self.v128(op.b().into());
                self.asm.v2(TEST, b, b);
                self.flag_result(op, Cond::NE)
            }
            I8x16AllTrue => self.all_true(op, EQ8),
            I16x8AllTrue => self.all_true(op, EQ16),
            I32x4AllTrue => self.all_true(op, EQ32),
            I64x2AllTrue => self.all_true(op, EQ64),
            I8x16Bitmask => {
                self.simd_to_int(op, |this, d, b| this.asm.v2_raw(int(0xD7), d.0, b.into(), None))
            }
            I32x4Bitmask => self.simd_to_int(op, |this, d, b| this.asm.v2_raw(ps(0x50), d.0, b.into(), None)),
            I64x2Bitmask => self.simd_to_int(op, |this, d, b| this.asm.v2_raw(pd(0x50), d.0, b.into(), None)),
            I16x8Bitmask => self.simd_to_int(op, |this, d, b| {
                // Saturation keeps the signs. Both halves get them; one is cut off.
                this.asm.v3(PACK_SIGNED8, SCRATCH, b, b);
                this.asm.v2_raw(int(0xD7), d.0, SCRATCH.into(), None);
                this.asm.movzx8(d, d);
            }),

            I8x16Neg => self.negate(op, int(0xF8)),
            I16x8Neg => self.negate(op, int(0xF9)),
            I32x4Neg => self.negate(op, int(0xFA)),
            I64x2Neg => self.negate(op, SUB64),
            I64x2Abs => self.simd1(op, |this, d, b| {
                // The sign all over its lane: (x ^ sign) - sign.
                this.asm.v2_imm(PICK32, SCRATCH, b, 0xF5);
                this.asm.shift_lanes(0x72, 4, SCRATCH, SCRATCH, 31);
                this.asm.v3(XOR, d, b, SCRATCH);
                this.asm.v3(SUB64, d, d, SCRATCH);
            }),
            I8x16Popcnt => self.ones(op),
            I64x2Mul => self.multiply64(op),
            I16x8Q15MulrSatS => self.simd2(op, |this, d, b, c| {
                // Only -1 times -1 overflows, to 0x8000, which nothing else gives: it is complemented.
                this.asm.v3(v38(0x0B), SCRATCH, b, c);
                this.v3_constant(EQ16, d, SCRATCH, all16(0x8000));
                this.asm.v3(XOR, d, d, SCRATCH);
            }),
            I32x4RelaxedDotI8x16I7x16AddS => self.simd3(op, |this, d, b, c, third| {
                this.asm.v3(MADD8, SCRATCH, c, b);
                this.v3_constant(MADD16, SCRATCH, SCRATCH, all16(1));
                this.asm.v3(ADD32, d, third, SCRATCH);
            }),
            _ => return self.compare_lanes_row(op, code).or_else(|| self.widening_row(op, code)),
        })
    }

    /// Comparisons that are more than the one instruction for equal or greater.
    fn compare_lanes_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I8x16Ne => self.not_equal(op, EQ8),
            I16x8Ne => self.not_equal(op, EQ16),
            I32x4Ne => self.not_equal(op, EQ32),
            I64x2Ne => self.not_equal(op, EQ64),
            I8x16GeS => self.reaches(op, v38(0x3C), EQ8),
            I8x16GeU => self.reaches(op, int(0xDE), EQ8),
            I8x16LeS => self.reaches(op, v38(0x38), EQ8),
            I8x16LeU => self.reaches(op, int(0xDA), EQ8),
            I16x8GeS => self.reaches(op, int(0xEE), EQ16),
            I16x8GeU => self.reaches(op, v38(0x3E), EQ16),
            I16x8LeS => self.reaches(op, int(0xEA), EQ16),
            I16x8LeU => self.reaches(op, v38(0x3A), EQ16),
            I32x4GeS => self.reaches(op, v38(0x3D), EQ32),
            I32x4GeU => self.reaches(op, v38(0x3F), EQ32),
            I32x4LeS => self.reaches(op, v38(0x39), EQ32),
            I32x4LeU => self.reaches(op, v38(0x3B), EQ32),
            // Less is: does not reach.
            I8x16LtU => self.falls_short(op, int(0xDE), EQ8),
            I8x16GtU => self.falls_short(op, int(0xDA), EQ8),
            I16x8LtU => self.falls_short(op, v38(0x3E), EQ16),
            I16x8GtU => self.falls_short(op, v38(0x3A), EQ16),
            I32x4LtU => self.falls_short(op, v38(0x3F), EQ32),
            I32x4GtU => self.falls_short(op, v38(0x3B), EQ32),
            I64x2GtS => self.simd2_temp(op, |this, d, b, c, t| this.greater64(d, b, c, t)),
            I64x2LtS => self.simd2_temp(op, |this, d, b, c, t| this.greater64(d, c, b, t)),
            I64x2LeS => self.simd2_temp(op, |this, d, b, c, t| {
                this.greater64(d, b, c, t);
                this.complement(d);
            }),
            I64x2GeS => self.simd2_temp(op, |this, d, b, c, t| {
                this.greater64(d, c, b, t);
                this.complement(d);
            }),
            _ => return None,
        })
    }

    /// Operations whose lanes become wider.
    fn widening_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I16x8ExtendHighI8x16S => self.extend_high(op, v38(0x20)),
            I32x4ExtendHighI16x8S => self.extend_high(op, v38(0x23)),
            I64x2ExtendHighI32x4S => self.extend_high(op, v38(0x25)),
            I16x8ExtendHighI8x16U => self.extend_high_zero(op, INTERLEAVE_HIGH8),
            I32x4ExtendHighI16x8U => self.extend_high_zero(op, INTERLEAVE_HIGH16),
            I64x2ExtendHighI32x4U => self.extend_high_zero(op, INTERLEAVE_HIGH32),
            I16x8ExtAddPairwiseI8x16S => self.simd1(op, |this, d, b| {
                // The instruction takes the unsigned operand first.
                this.load_constant128(SCRATCH, all8(1));
                this.v3_scratch(MADD8, d, b);
            }),
            I16x8ExtAddPairwiseI8x16U => self.simd1(op, |this, d, b| this.v3_constant(MADD8, d, b, all8(1))),
            I32x4ExtAddPairwiseI16x8S => {
                self.simd1(op, |this, d, b| this.v3_constant(MADD16, d, b, all16(1)))
            }
            I32x4ExtAddPairwiseI16x8U => self.simd1(op, |this, d, b| {
                // As signed numbers less by 2^15 each; the sum is short of 2^16.
                this.v3_constant(XOR, SCRATCH, b, all16(0x8000));
                this.v3_constant(MADD16, SCRATCH, SCRATCH, all16(1));
                this.v3_constant(ADD32, d, SCRATCH, all32(0x1_0000));
            }),
            I16x8ExtMulLowI8x16S => self.extend_and_multiply(op, v38(0x20), false),
            I16x8ExtMulLowI8x16U => self.extend_and_multiply(op, v38(0x30), false),
            I16x8ExtMulHighI8x16S => self.extend_and_multiply(op, v38(0x20), true),
            I16x8ExtMulHighI8x16U => self.extend_and_multiply(op, v38(0x30), true),
            I32x4ExtMulLowI16x8S => self.join_products(op, int(0xE5), INTERLEAVE_LOW16),
            I32x4ExtMulLowI16x8U => self.join_products(op, int(0xE4), INTERLEAVE_LOW16),
            I32x4ExtMulHighI16x8S => self.join_products(op, int(0xE5), INTERLEAVE_HIGH16),
            I32x4ExtMulHighI16x8U => self.join_products(op, int(0xE4), INTERLEAVE_HIGH16),
            I64x2ExtMulLowI32x4S => self.multiply_even(op, v38(0x28), 0x50),
            I64x2ExtMulLowI32x4U => self.multiply_even(op, MUL_EVEN32_U, 0x50),
            I64x2ExtMulHighI32x4S => self.multiply_even(op, v38(0x28), 0xFA),
            I64x2ExtMulHighI32x4U => self.multiply_even(op, MUL_EVEN32_U, 0xFA),
            _ => return None,
        })
    }

    pub fn simd_shift_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I16x8Shl => self.shift_vector(op, int(0xF1), 15),
            I16x8ShrS => self.shift_vector(op, int(0xE1), 15),
            I16x8ShrU => self.shift_vector(op, int(0xD1), 15),
            I32x4Shl => self.shift_vector(op, int(0xF2), 31),
            I32x4ShrS => self.shift_vector(op, int(0xE2), 31),
            I32x4ShrU => self.shift_vector(op, int(0xD2), 31),
            I64x2Shl => self.shift_vector(op, int(0xF3), 63),
            I64x2ShrU => self.shift_vector(op, int(0xD3), 63),
            I64x2ShrS => self.shift_signed64(op),
            I8x16Shl => self.shift_bytes(op, true),
            I8x16ShrU => self.shift_bytes(op, false),
            I8x16ShrS => self.shift_signed_bytes(op),
            _ => return None,
        })
    }

    /// The bit of `b` where the third operand's is set, else that of `c`: `c ^ ((b ^ c) & mask)`.
    fn bitselect(&mut self, op: &Op) -> bool {
        self.simd3(op, |this, d, b, c, mask| {
            this.asm.v3(XOR, SCRATCH, b, c);
            this.asm.v3(AND, SCRATCH, SCRATCH, mask);
            this.asm.v3(XOR, d, c, SCRATCH);
        })
    }

    /// No lane equals zero.
    fn all_true(&mut self, op: &Op, equal: V) -> bool {
        let b = self.v128(op.b().into());
        self.asm.zero_x(SCRATCH);
        self.asm.v3(equal, SCRATCH, SCRATCH, b);
        self.asm.v2(TEST, SCRATCH, SCRATCH);
        self.flag_result(op, Cond::E)
    }

    fn complement(&mut self, d: Xmm) {
        self.load_constant128(SCRATCH, u128::MAX);
        self.asm.v3(XOR, d, d, SCRATCH);
    }

    fn not_equal(&mut self, op: &Op, equal: V) -> bool {
        self.simd2(op, |this, d, b, c| {
            let (b, c) = if d == c { (c, b) } else { (b, c) };
            this.asm.v3(equal, d, b, c);
            this.complement(d);
        })
    }

    /// `b >= c` (with a maximum) or `b <= c` (with a minimum): the extreme of both is `b`.
    fn reaches(&mut self, op: &Op, extreme: V, equal: V) -> bool {
        self.simd2(op, |this, d, b, c| {
            this.asm.v3(extreme, SCRATCH, b, c);
            this.asm.v3(equal, d, b, SCRATCH);
        })
    }

    /// `b < c` (with a maximum) or `b > c` (with a minimum): the extreme of both is not `b`.
    fn falls_short(&mut self, op: &Op, extreme: V, equal: V) -> bool {
        self.simd2(op, |this, d, b, c| {
            this.asm.v3(extreme, SCRATCH, b, c);
            this.asm.v3(equal, d, b, SCRATCH);
            this.complement(d);
        })
    }

    /// `x > y` with sign. Where the high halves differ they decide. Where they are equal, the high half of `y - x` is the
    /// borrow of the low halves: all ones if the low half of `x` is greater. The high half's answer goes to both.
    fn greater64(&mut self, d: Xmm, x: Xmm, y: Xmm, t: Xmm) {
        self.asm.v3(SUB64, SCRATCH, y, x);
        self.asm.v3(EQ32, t, x, y);
        self.asm.v3(AND, t, t, SCRATCH);
        self.asm.v3(int(0x66), d, x, y);
        self.asm.v3(OR, d, d, t);
        self.asm.v2_imm(PICK32, d, d, 0xF5);
    }

    fn negate(&mut self, op: &Op, subtract: V) -> bool {
        self.simd1(op, |this, d, b| {
            this.asm.zero_x(SCRATCH);
            this.v3_scratch(subtract, d, b);
        })
    }

    /// Ones in each byte: the lookups of its two halves, added.
    fn ones(&mut self, op: &Op) -> bool {
        self.simd1_temp(op, |this, d, b, t| {
            this.v3_constant(AND, SCRATCH, b, all8(15));
            this.load_constant128(t, ONES);
            this.asm.v3(SHUFFLE_BYTES, t, t, SCRATCH);
            this.asm.shift_lanes(0x71, 2, SCRATCH, b, 4);
            this.v3_constant(AND, SCRATCH, SCRATCH, all8(15));
            this.load_constant128(d, ONES);
            this.asm.v3(SHUFFLE_BYTES, d, d, SCRATCH);
            this.asm.v3(ADD8, d, d, t);
        })
    }

    /// `low * low + ((high * low + low * high) << 32)`.
    fn multiply64(&mut self, op: &Op) -> bool {
        self.simd2_temp(op, |this, d, b, c, t| {
            this.asm.shift_lanes(0x73, 2, SCRATCH, b, 32);
            this.asm.v3(MUL_EVEN32_U, SCRATCH, SCRATCH, c);
            this.asm.shift_lanes(0x73, 2, t, c, 32);
            this.asm.v3(MUL_EVEN32_U, t, t, b);
            this.asm.v3(ADD64, t, t, SCRATCH);
            this.asm.shift_lanes(0x73, 6, t, t, 32);
            this.asm.v3(MUL_EVEN32_U, d, b, c);
            this.asm.v3(ADD64, d, d, t);
        })
    }

    fn extend_high(&mut self, op: &Op, extend: V) -> bool {
        self.simd1(op, |this, d, b| {
            this.asm.v2_imm(PICK32, d, b, HIGH_HALF);
            this.asm.v2(extend, d, d);
        })
    }

    fn extend_high_zero(&mut self, op: &Op, interleave: V) -> bool {
        self.simd1(op, |this, d, b| {
            this.asm.zero_x(SCRATCH);
            this.asm.v3(interleave, d, b, SCRATCH);
        })
    }

    /// Bytes: made words, which hold the product.
    fn extend_and_multiply(&mut self, op: &Op, extend: V, high: bool) -> bool {
        self.simd2(op, |this, d, b, c| {
            if high {
                this.asm.v2_imm(PICK32, SCRATCH, b, HIGH_HALF);
                this.asm.v2(extend, SCRATCH, SCRATCH);
                this.asm.v2_imm(PICK32, d, c, HIGH_HALF);
                this.asm.v2(extend, d, d);
            } else {
                this.asm.v2(extend, SCRATCH, b);
                this.asm.v2(extend, d, c);
            }
            this.asm.v3(int(0xD5), d, d, SCRATCH);
        })
    }

    /// Words: the low and high halves of the products, interleaved.
    fn join_products(&mut self, op: &Op, high_half: V, interleave: V) -> bool {
        self.simd2(op, |this, d, b, c| {
            this.asm.v3(high_half, SCRATCH, b, c);
            // This order spares a copy without AVX, and the scratch.
            let (b, c) = if d == c { (c, b) } else { (b, c) };
            this.asm.v3(int(0xD5), d, b, c);
            this.asm.v3(interleave, d, d, SCRATCH);
        })
    }

    /// Doublewords: brought to even places, from where the instruction multiplies.
    fn multiply_even(&mut self, op: &Op, multiply: V, pick: u8) -> bool {
        self.simd2(op, |this, d, b, c| {
            this.asm.v2_imm(PICK32, SCRATCH, b, pick);
            this.asm.v2_imm(PICK32, d, c, pick);
            this.asm.v3(multiply, d, d, SCRATCH);
        })
    }

    // Shifts. The count is taken modulo the lane's width, and goes to a vector register, where the instructions want it.

    /// The count in `x`; `plus` is added.
    fn shift_count(&mut self, op: &Op, x: Xmm, mask: i32, plus: i32) {
        let c = self.gpr(op.c().into());
        let t = self.temp();
        self.asm.mov(Size::S32, t, c);
        self.asm.alu_imm(
            Alu::And,
            Size::S32,
            t,
            if Mutant::VectorShiftNotMasked.is_on() { 0xFF } else { mask },
        );
        if plus != 0 {
            self.asm.alu_imm(Alu::Add, Size::S32, t, plus);
        }
        self.asm.mov_xr(Size::S32, x, t);
        self.state.unlock(t.into());
    }

    fn shift_vector(&mut self, op: &Op, shift: V, mask: i32) -> bool {
        let b = self.v128(op.b().into());
        self.shift_count(op, SCRATCH, mask, 0);
        let d = self.def_v128();
        self.asm.v3(shift, d, b, SCRATCH);
        self.done_v128(d);
        true
    }

    fn shift_signed64(&mut self, op: &Op) -> bool {
        let b = self.v128(op.b().into());
        let t = self.xtemp();
        self.shift_count(op, SCRATCH, 63, 0);
        let d = self.def_v128();
        let sign = if Mutant::VectorShiftUnsigned.is_on() { 0 } else { 1 << 63 };
        self.load_constant128(t, all64(sign));
        self.asm.v3(int(0xD3), t, t, SCRATCH);
        self.asm.v3(int(0xD3), d, b, SCRATCH);
        self.asm.v3(XOR, d, d, t);
        self.asm.v3(SUB64, d, d, t);
        self.done_v128(d);
        true
    }

    /// The mask has `8 - n` ones in each byte: those that stay if the shift is to the left, those that may be if it is to the right.
    fn shift_bytes(&mut self, op: &Op, left: bool) -> bool {
        let b = self.v128(op.b().into());
        let t = self.xtemp();
        self.shift_count(op, SCRATCH, 7, 0);
        let d = self.def_v128();
        self.load_constant128(t, all16(0xFF));
        self.asm.v3(int(0xD1), t, t, SCRATCH);
        self.asm.v3(PACK_UNSIGNED8, t, t, t);
        if left {
            self.asm.v3(AND, d, b, t);
            self.asm.v3(int(0xF1), d, d, SCRATCH);
        } else {
            self.asm.v3(int(0xD1), d, b, SCRATCH);
            self.asm.v3(AND, d, d, t);
        }
        self.done_v128(d);
        true
    }

    /// Each byte as the upper half of a word, shifted by 8 more.
    fn shift_signed_bytes(&mut self, op: &Op) -> bool {
        let b = self.v128(op.b().into());
        let t = self.xtemp();
        self.shift_count(op, SCRATCH, 7, 8);
        let d = self.def_v128();
        self.asm.v3(INTERLEAVE_HIGH8, t, b, b);
        self.asm.v3(INTERLEAVE_LOW8, d, b, b);
        self.asm.v3(int(0xE1), t, t, SCRATCH);
        self.asm.v3(int(0xE1), d, d, SCRATCH);
        self.asm.v3(PACK_SIGNED8, d, d, t);
        self.done_v128(d);
        true
    }

    /// `op` is a constant. If it is only the count of the vector shift after it, does both: then the count is an immediate.
    pub fn shift_by_constant(&mut self, op: &Op) -> bool {
        let at = self.at + 1;
        let Some(next) = self.func.ops.get(at) else { return false };
        let Some((width, shift)) = shift_of(next.code()) else { return false };
        let fuses = next.c() == op.a
            && self.tiering.may(crate::settings::Optimization::FusedShifts)
            && self.analysis.liveness.uses[at] & uses::C_DIES != 0
            && self.analysis.cfg.marks[at] & mark::LABEL == 0
            && self.state.pin(op.a.into()).is_none();
        if !fuses {
            return false;
        }
        self.out.counters.fused_shifts += 1;
        self.at = at;
        self.uses = self.analysis.liveness.uses[at];
        self.state.forget(op.a.into());
        let count = op.imm as u8 % width;
        self.simd1(next, |this, d, b| this.shift_immediate(d, b, width, shift, count))
    }

    /// Lanes shifted by less than their width.
    fn shift_immediate(&mut self, d: Xmm, b: Xmm, width: u8, shift: Shift, count: u8) {
        let group = match shift {
            Shift::Shl => 6,
            Shift::Sar if width != 8 && width != 64 => 4,
            _ => 2,
        };
        let opcode = match width {
            8 | 16 => 0x71,
            32 => 0x72,
            _ => 0x73,
        };
        self.asm.shift_lanes(opcode, group, d, b, count);
        if width == 8 {
            // As words; what crossed over is masked off.
            let mask = if shift == Shift::Shl { 0xFF << count } else { 0xFF >> count };
            self.v3_constant(AND, d, d, all8(mask));
        }
        if group == 2 && shift == Shift::Sar {
            // The sign bit, where it is now, becomes all bits above it too: (x ^ m) - m.
            let (sign, subtract) = match width {
                8 => (all8(0x80 >> count), int(0xF8)),
                _ => (all64((1 << 63) >> count), SUB64),
            };
            self.v3_constant(XOR, d, d, sign);
            self.v3_constant(subtract, d, d, sign);
        }
    }
}

/// Width of the lanes that an operation shifts, and how.
fn shift_of(code: OpCode) -> Option<(u8, Shift)> {
    use OpCode::*;
    Some(match code {
        I8x16Shl => (8, Shift::Shl),
        I8x16ShrS => (8, Shift::Sar),
        I8x16ShrU => (8, Shift::Shr),
        I16x8Shl => (16, Shift::Shl),
        I16x8ShrS => (16, Shift::Sar),
        I16x8ShrU => (16, Shift::Shr),
        I32x4Shl => (32, Shift::Shl),
        I32x4ShrS => (32, Shift::Sar),
        I32x4ShrU => (32, Shift::Shr),
        I64x2Shl => (64, Shift::Shl),
        I64x2ShrS => (64, Shift::Sar),
        I64x2ShrU => (64, Shift::Shr),
        _ => return None,
    })
}
