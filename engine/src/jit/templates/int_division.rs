//! Integer division and remainder.
//!
//! # By what is known only when it runs
//! The processor's instruction takes its operands in rax and rdx and faults where wasm traps, so zero is tested for before, and so is the
//! one quotient that does not fit. A divisor of -1 takes another way: the instruction would fault for the remainder too, which is 0.
//!
//! # By a constant
//! Compilers to wasm leave divisions by constants to the engine. A power of two is a shift; anything else is a multiplication by the
//! reciprocal, rounded up with as many bits as make it exact for every dividend (Granlund and Montgomery, "Division by invariant
//! integers using multiplication"). No constant but 0 can trap, and -1 by the quotient that does not fit.

use super::super::asm::{Alu, Cond, Shift, Size};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, RAX, RDX};
use crate::base::{Mutant, TrapCode};
use crate::ir::Op;
use crate::settings::Optimization;

/// Division: signed or not, quotient or remainder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Division {
    pub size: Size,
    pub signed: bool,
    pub remainder: bool,
}

impl Emitter<'_> {
    pub fn divide(&mut self, op: &Op, how: Division) -> bool {
        self.claim(RAX);
        self.claim(RDX);
        let c = self.gpr(op.c().into());
        self.asm.test(how.size, c, c);
        let mistaken = Mutant::DivisionTrapMistaken.is_on();
        let code = if mistaken { TrapCode::IntegerOverflow } else { TrapCode::IntegerDivisionByZero };
        self.trap_if(Cond::E, code);
        self.divide_by(op, how, c, true)
    }

    pub fn divide_imm(&mut self, op: &Op, how: Division) -> bool {
        let size = how.size;
        let divisor = if size == Size::S32 { i64::from(op.imm as i32) } else { op.imm as i64 };
        if divisor == 0 {
            let label = self.trap_label(TrapCode::IntegerDivisionByZero);
            self.asm.jmp(label);
            let d = self.def_gpr();
            self.done_gpr(d);
            return true;
        }
        let unsigned = if size == Size::S32 { u64::from(divisor as u32) } else { divisor as u64 };
        if !how.signed && unsigned.is_power_of_two() {
            let b = self.gpr(op.b().into());
            let wide_mask = if how.remainder && i32::try_from(unsigned - 1).is_err() {
                let t = self.temp();
                self.asm.mov_imm(t, unsigned - 1);
                Some(t)
            } else {
                None
            };
            let d = self.def_gpr();
            match wide_mask {
                Some(t) if d != b => {
                    self.asm.mov(size, d, b);
                    self.asm.alu(Alu::And, size, d, t);
                }
                Some(t) => self.asm.alu(Alu::And, size, d, t),
                None => {
                    if d != b {
                        self.asm.mov(size, d, b);
                    }
                    if how.remainder {
                        self.asm.alu_imm(Alu::And, size, d, (unsigned - 1) as i32);
                    } else if unsigned > 1 {
                        self.asm.shift_imm(Shift::Shr, size, d, unsigned.trailing_zeros() as u8);
                    }
                }
            }
            self.done_gpr(d);
            return true;
        }
        if self.tiering.may(Optimization::MagicDivisions) {
            let abs = divisor.unsigned_abs();
            match (size, how.signed) {
                (_, true) if abs >= 2 && abs.is_power_of_two() => {
                    return self.divide_by_power(op, size, divisor, how.remainder);
                }
                (Size::S32, false) => return self.divide_magic_u32(op, unsigned as u32, how.remainder),
                (Size::S32, true) if abs >= 2 => {
                    return self.divide_magic_s32(op, divisor as i32, how.remainder);
                }
                // The reciprocal of more than 2^63 needs more bits than the products here have.
                (Size::S64, false) if unsigned <= 1 << 63 => {
                    return self.divide_magic_u64(op, unsigned, how.remainder);
                }
                (Size::S64, true) if abs >= 2 => return self.divide_magic_s64(op, divisor, how.remainder),
                _ => {}
            }
        }
        self.claim(RAX);
        self.claim(RDX);
        let c = self.temp();
        self.asm.mov_imm(c, unsigned);
        self.divide_by(op, how, c, divisor == -1)
    }

    /// By an unsigned constant that is no power of two: the upper half of a product with the reciprocal, which with 33
    /// bits is exact for every dividend (Granlund and Montgomery, "Division by invariant integers using multiplication").
    fn divide_magic_u32(&mut self, op: &Op, divisor: u32, remainder: bool) -> bool {
        self.out.counters.magic_divisions += 1;
        let shift = 32 - (divisor - 1).leading_zeros();
        // 2^(32 + shift) / divisor, rounded up: between 2^32 and 2^33.
        let up = u128::from(!Mutant::ReciprocalRoundedDown.is_on());
        let magic = (((1_u128 << (32 + shift)) - 1) / u128::from(divisor) + up) as u64;
        let b = self.gpr(op.b().into());
        let t = self.temp();
        let spare = self.temp();
        if magic <= u64::from(u32::MAX) || magic.trailing_zeros() > 0 {
            // One factor of two can go from the multiplier to the shift, so the product fits 64 bits.
            let (m, s) = if magic.trailing_zeros() > 0 { (magic >> 1, shift - 1) } else { (magic, shift) };
            self.asm.mov_imm(t, m);
            self.asm.imul(Size::S64, t, b);
            self.asm.shift_imm(Shift::Shr, Size::S64, t, (32 + s) as u8);
        } else {
            // The product needs 65 bits: q = (((b - h) >> 1) + h) >> (shift - 1), h the upper half with 32 bits of the multiplier.
            self.asm.mov_imm(t, magic & u64::from(u32::MAX));
            self.asm.imul(Size::S64, t, b);
            self.asm.shift_imm(Shift::Shr, Size::S64, t, 32);
            self.asm.mov(Size::S32, spare, b);
            self.asm.alu(Alu::Sub, Size::S32, spare, t);
            self.asm.shift_imm(Shift::Shr, Size::S32, spare, 1);
            self.asm.alu(Alu::Add, Size::S32, t, spare);
            if shift > 1 {
                self.asm.shift_imm(Shift::Shr, Size::S32, t, (shift - 1) as u8);
            }
        }
        self.quotient_or_remainder(Size::S32, b, t, spare, i64::from(divisor as i32), remainder)
    }

    /// By a signed constant: as above with the signed reciprocal, and one is added to a negative quotient.
    fn divide_magic_s32(&mut self, op: &Op, divisor: i32, remainder: bool) -> bool {
        self.out.counters.magic_divisions += 1;
        let abs = divisor.unsigned_abs();
        let shift = 31 - (abs - 1).leading_zeros().min(31);
        // For |b| <= 2^31: m = floor(2^(32 + shift) / abs) + 1 is exact; it has at most 33 bits and is positive.
        let magic = ((1_u128 << (32 + shift)) / u128::from(abs)) as u64 + 1;
        let b = self.gpr(op.b().into());
        let t = self.temp();
        let spare = self.temp();
        self.asm.movsxd(spare, b);
        self.asm.mov_imm(t, magic);
        self.asm.imul(Size::S64, t, spare);
        self.asm.shift_imm(Shift::Sar, Size::S64, t, (32 + shift) as u8);
        self.asm.shift_imm(Shift::Shr, Size::S32, spare, 31);
        self.asm.alu(Alu::Add, Size::S32, t, spare);
        if divisor < 0 {
            self.asm.group3(3, Size::S32, t);
        }
        self.quotient_or_remainder(Size::S32, b, t, spare, i64::from(divisor), remainder)
    }

    /// By a power of two, positive or negative: a negative dividend is moved up first, since a shift rounds down.
    fn divide_by_power(&mut self, op: &Op, size: Size, divisor: i64, remainder: bool) -> bool {
        self.out.counters.magic_divisions += 1;
        let bits = if size == Size::S32 { 32 } else { 64 };
        let power = divisor.unsigned_abs().trailing_zeros() as u8;
        let b = self.gpr(op.b().into());
        let t = self.temp();
        let spare = self.temp();
        self.asm.mov(size, t, b);
        if power > 1 {
            self.asm.shift_imm(Shift::Sar, size, t, bits - 1);
        }
        self.asm.shift_imm(Shift::Shr, size, t, bits - power);
        self.asm.alu(Alu::Add, size, t, b);
        if remainder {
            // The dividend less its multiple of the power.
            self.asm.shift_imm(Shift::Sar, size, t, power);
            self.asm.shift_imm(Shift::Shl, size, t, power);
            self.asm.mov(size, spare, b);
            self.asm.alu(Alu::Sub, size, spare, t);
            self.def_in(spare.into(), false);
            self.done_gpr(spare);
            return true;
        }
        self.asm.shift_imm(Shift::Sar, size, t, power);
        if divisor < 0 {
            self.asm.group3(3, size, t);
        }
        self.def_in(t.into(), false);
        self.done_gpr(t);
        true
    }

    /// Unsigned division of 64 bits by a constant: the upper half of a product of 128 bits, in rdx.
    fn divide_magic_u64(&mut self, op: &Op, divisor: u64, remainder: bool) -> bool {
        self.out.counters.magic_divisions += 1;
        let mut shift = 64 - (divisor - 1).leading_zeros();
        // 2^(64 + shift) / divisor, rounded up: between 2^64 and 2^65.
        let mut magic = match 64 + shift {
            128 => 1 << 64,
            power => (1_u128 << power).div_ceil(u128::from(divisor)),
        };
        if magic.trailing_zeros() > 0 {
            (magic, shift) = (magic >> 1, shift - 1);
        }
        self.claim(RAX);
        self.claim(RDX);
        let b = self.gpr(op.b().into());
        self.asm.mov_imm(RAX, magic as u64);
        self.asm.group3(4, Size::S64, b);
        if magic >> 64 == 0 {
            if shift > 0 {
                self.asm.shift_imm(Shift::Shr, Size::S64, RDX, shift as u8);
            }
        } else {
            // With the bit that the multiplier lacks: q = (((b - h) >> 1) + h) >> (shift - 1).
            self.asm.mov(Size::S64, RAX, b);
            self.asm.alu(Alu::Sub, Size::S64, RAX, RDX);
            self.asm.shift_imm(Shift::Shr, Size::S64, RAX, 1);
            self.asm.alu(Alu::Add, Size::S64, RDX, RAX);
            if shift > 1 {
                self.asm.shift_imm(Shift::Shr, Size::S64, RDX, (shift - 1) as u8);
            }
        }
        self.quotient_or_remainder(Size::S64, b, RDX, RAX, divisor as i64, remainder)
    }

    /// By a signed constant with 64 bits. The multiplier is at least 2^63, which the signed product takes for a negative number: the
    /// dividend is added to make up for it.
    fn divide_magic_s64(&mut self, op: &Op, divisor: i64, remainder: bool) -> bool {
        self.out.counters.magic_divisions += 1;
        let abs = divisor.unsigned_abs();
        let shift = (64 - (abs - 1).leading_zeros()).max(1);
        let magic = ((1_u128 << (63 + shift)) / u128::from(abs) + 1) as u64;
        self.claim(RAX);
        self.claim(RDX);
        let b = self.gpr(op.b().into());
        self.asm.mov_imm(RAX, magic);
        self.asm.group3(5, Size::S64, b);
        self.asm.alu(Alu::Add, Size::S64, RDX, b);
        if shift > 1 {
            self.asm.shift_imm(Shift::Sar, Size::S64, RDX, (shift - 1) as u8);
        }
        self.asm.mov(Size::S64, RAX, b);
        self.asm.shift_imm(Shift::Shr, Size::S64, RAX, 63);
        self.asm.alu(Alu::Add, Size::S64, RDX, RAX);
        if divisor < 0 {
            self.asm.group3(3, Size::S64, RDX);
        }
        self.quotient_or_remainder(Size::S64, b, RDX, RAX, divisor, remainder)
    }

    /// The quotient is in `t`.
    fn quotient_or_remainder(
        &mut self,
        size: Size,
        b: Gpr,
        t: Gpr,
        spare: Gpr,
        divisor: i64,
        remainder: bool,
    ) -> bool {
        if remainder {
            match i32::try_from(divisor) {
                Ok(short) => self.asm.imul_imm(size, t, t, short),
                Err(_) => {
                    self.asm.mov_imm(spare, divisor as u64);
                    self.asm.imul(size, t, spare);
                }
            }
            self.asm.mov(size, spare, b);
            self.asm.alu(Alu::Sub, size, spare, t);
            self.def_in(spare.into(), false);
            self.done_gpr(spare);
        } else {
            self.def_in(t.into(), false);
            self.done_gpr(t);
        }
        true
    }

    /// `c` is not zero; rax and rdx are claimed.
    fn divide_by(&mut self, op: &Op, how: Division, c: Gpr, may_be_minus_one: bool) -> bool {
        let size = how.size;
        let b = self.rm(op.b().into(), true);
        self.asm.mov(size, RAX, b);
        if !how.signed {
            self.asm.alu(Alu::Xor, Size::S32, RDX, RDX);
            self.asm.group3(6, size, c);
        } else if may_be_minus_one {
            self.asm.alu_imm(Alu::Cmp, size, c, -1);
            let special = self.asm.jcc_short(Cond::E);
            self.asm.sign_rax(size);
            self.asm.group3(7, size, c);
            let done = self.asm.jmp_short();
            self.asm.land(special);
            if how.remainder {
                self.asm.alu(Alu::Xor, Size::S32, RDX, RDX);
            } else {
                self.asm.group3(3, size, RAX);
                self.trap_if(Cond::O, TrapCode::IntegerOverflow);
            }
            self.asm.land(done);
        } else {
            self.asm.sign_rax(size);
            self.asm.group3(7, size, c);
        }
        let result = if how.remainder { RDX } else { RAX };
        self.def_in(result.into(), false);
        self.done_gpr(result);
        true
    }
}
