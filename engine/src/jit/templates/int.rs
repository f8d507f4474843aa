//! Integer arithmetic, comparisons and conversions between integers.

use super::super::asm::{Alu, Asm, Cond, Mem, Rm, Shift, Size};
use super::super::emit::Emitter;
use super::super::facts::{mark, uses};
use super::super::regs::{Gpr, RAX, RCX, RDX, Reg};
use super::super::state::INTS;
use crate::base::TrapCode;
use crate::code::Optimization;
use crate::ir::{Op, OpCode};

/// Division: signed or not, quotient or remainder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Division {
    pub size: Size,
    pub signed: bool,
    pub remainder: bool,
}

impl Emitter<'_> {
    /// `a = b op c`.
    pub fn alu_op(&mut self, op: &Op, alu: Alu, size: Size) -> bool {
        if alu == Alu::And
            && let Some(branch) = self.branch_behind(op, size)
        {
            let b = self.gpr(op.b.into());
            let c = self.gpr(op.c.into());
            self.asm.test(size, b, c);
            return self.branch_on_test(op, branch);
        }
        let commutes = alu != Alu::Sub;
        let (mut left, mut right) = (u32::from(op.b), u32::from(op.c));
        let mut right_dies = self.c_dies();
        // The operand that is in memory stays there.
        let left_in_memory = self.is_folded(left) || self.state.loc(left).is_none() && !self.is_folded(right);
        if commutes && left_in_memory && self.state.loc(right).is_some() {
            std::mem::swap(&mut left, &mut right);
            right_dies = self.b_dies();
        }
        let b = self.gpr(left);
        let c = self.rm(right, right_dies);
        let d = self.def_gpr();
        match c {
            Rm::R(r) if r == d.0 && d != b => {
                if !commutes {
                    self.asm.group3(3, size, d);
                }
                let alu = if commutes { alu } else { Alu::Add };
                self.asm.alu(alu, size, d, b);
            }
            Rm::R(r) if d != b && alu == Alu::Add => {
                self.asm.lea(size, d, Mem { base: b, index: Some((Gpr(r), 0)), disp: 0 });
            }
            c => {
                if d != b {
                    self.asm.mov(size, d, b);
                }
                self.folded_site(c);
                self.asm.alu(alu, size, d, c);
                self.zero_flag = Some((self.at + 1, op.a.into()));
            }
        }
        self.done_gpr(d);
        true
    }

    /// `a = b op imm`.
    pub fn alu_op_imm(&mut self, op: &Op, alu: Alu, size: Size) -> bool {
        let imm = if size == Size::S32 { i64::from(op.imm as i32) } else { op.imm as i64 };
        if alu == Alu::And
            && let Ok(mask) = i32::try_from(imm)
            && let Some(branch) = self.branch_behind(op, size)
        {
            let b = self.gpr(op.b.into());
            // A mask of 31 bits asks for no more than the lower half.
            self.asm.test_imm(if mask >= 0 { Size::S32 } else { size }, b, mask);
            return self.branch_on_test(op, branch);
        }
        let b = self.gpr(op.b.into());
        let Ok(short) = i32::try_from(imm) else {
            let t = self.temp();
            self.asm.mov_imm(t, imm as u64);
            let d = self.def_gpr();
            if d != b {
                self.asm.mov(size, d, b);
            }
            self.asm.alu(alu, size, d, t);
            self.done_gpr(d);
            return true;
        };
        let d = self.def_gpr();
        if d != b {
            self.asm.mov(size, d, b);
        }
        self.asm.alu_imm(alu, size, d, short);
        self.zero_flag = Some((self.at + 1, op.a.into()));
        self.done_gpr(d);
        true
    }

    /// The branch behind an operation, if it asks only whether the result is zero, and nobody else asks for the result.
    fn branch_behind(&self, op: &Op, size: Size) -> Option<(Cond, usize)> {
        let next = self.at + 1;
        let branch = self.func.ops.get(next)?;
        let cond = match (branch.code(), size) {
            (OpCode::BrIf, Size::S32) => Cond::NE,
            (OpCode::BrUnless, Size::S32) => Cond::E,
            (OpCode::BrI64EqImm, Size::S64) if branch.hi() == 0 => Cond::E,
            (OpCode::BrI64NeImm, Size::S64) if branch.hi() == 0 => Cond::NE,
            (OpCode::BrI32EqImm, Size::S32) if branch.hi() == 0 => Cond::E,
            (OpCode::BrI32NeImm, Size::S32) if branch.hi() == 0 => Cond::NE,
            _ => return None,
        };
        let fuses = self.tiering.may(Optimization::FusedTests)
            && branch.b == op.a
            && u32::from(op.a) < self.state.tracked()
            && self.facts.uses[next] & uses::B_DIES != 0
            && self.facts.marks[next] & mark::LABEL == 0;
        fuses.then(|| (cond, branch.target(next)))
    }

    /// The flags say whether the result of the operation is zero; its branch goes by them.
    fn branch_on_test(&mut self, op: &Op, (cond, target): (Cond, usize)) -> bool {
        self.out.counters.fused_tests += 1;
        self.release();
        self.state.end_op();
        self.at += 1;
        self.uses = self.facts.uses[self.at];
        self.state.forget(op.a.into());
        self.ready(target);
        self.branch(cond, target);
        true
    }

    /// Whether the zero flag already says if the slot's value is zero.
    pub fn has_zero_flag(&mut self, slot: u32) -> bool {
        let has = self.zero_flag == Some((self.at, slot))
            && self.facts.marks[self.at] & mark::LABEL == 0
            && self.tiering.may(Optimization::ReusedFlags);
        self.out.counters.reused_flags += u32::from(has);
        has
    }

    pub fn mul_op(&mut self, op: &Op, size: Size) -> bool {
        let (mut left, mut right, mut right_dies) = (op.b, op.c, self.c_dies());
        if self.is_folded(left.into()) {
            (left, right, right_dies) = (op.c, op.b, self.b_dies());
        }
        let b = self.gpr(left.into());
        let c = self.rm(right.into(), right_dies);
        let d = self.def_gpr();
        match c {
            Rm::R(r) if r == d.0 && d != b => self.asm.imul(size, d, b),
            c => {
                if d != b {
                    self.asm.mov(size, d, b);
                }
                self.folded_site(c);
                self.asm.imul(size, d, c);
            }
        }
        self.done_gpr(d);
        true
    }

    pub fn mul_op_imm(&mut self, op: &Op, size: Size) -> bool {
        let imm = if size == Size::S32 { i64::from(op.imm as i32) } else { op.imm as i64 };
        let b = self.gpr(op.b.into());
        match i32::try_from(imm) {
            Ok(short) if imm > 0 && imm.count_ones() == 1 => {
                let d = self.def_gpr();
                if d != b {
                    self.asm.mov(size, d, b);
                }
                self.asm.shift_imm(Shift::Shl, size, d, short.trailing_zeros() as u8);
                self.done_gpr(d);
            }
            Ok(short @ (3 | 5 | 9)) => {
                let d = self.def_gpr();
                let scale = (short - 1).trailing_zeros() as u8;
                self.asm.lea(size, d, Mem { base: b, index: Some((b, scale)), disp: 0 });
                self.done_gpr(d);
            }
            Ok(short) => {
                let d = self.def_gpr();
                self.asm.imul_imm(size, d, b, short);
                self.done_gpr(d);
            }
            Err(_) => {
                let t = self.temp();
                self.asm.mov_imm(t, imm as u64);
                let d = self.def_gpr();
                if d != b {
                    self.asm.mov(size, d, b);
                }
                self.asm.imul(size, d, t);
                self.done_gpr(d);
            }
        }
        true
    }

    pub fn shift_op(&mut self, op: &Op, shift: Shift, size: Size) -> bool {
        let rotates = matches!(shift, Shift::Rol | Shift::Ror);
        if self.features().bmi2 && !rotates {
            let b = self.rm(op.b.into(), self.b_dies());
            let c = self.gpr(op.c.into());
            let d = self.def_gpr();
            self.asm.shift_x(shift, size, d, b, c);
            self.done_gpr(d);
            return true;
        }
        if self.state.loc(op.c.into()) != Some(RCX.into()) {
            self.claim(RCX);
            let c = self.rm(op.c.into(), true);
            self.asm.mov(Size::S32, RCX, c);
        } else {
            self.state.lock(RCX.into());
        }
        let b = self.gpr(op.b.into());
        let mut d = self.def_gpr();
        // The result may not be where the count is.
        let in_count = d == RCX;
        if in_count {
            d = self.temp();
        }
        if d != b {
            self.asm.mov(size, d, b);
        }
        self.asm.shift_cl(shift, size, d);
        if in_count {
            self.asm.mov(size, RCX, d);
            d = RCX;
        }
        self.done_gpr(d);
        true
    }

    pub fn shift_op_imm(&mut self, op: &Op, shift: Shift, size: Size) -> bool {
        let mask = if size == Size::S32 { 31 } else { 63 };
        let b = self.gpr(op.b.into());
        let d = self.def_gpr();
        if d != b {
            self.asm.mov(size, d, b);
        }
        if op.imm & mask != 0 {
            self.asm.shift_imm(shift, size, d, (op.imm & mask) as u8);
        } else if d == b && size == Size::S32 {
            // Nothing to do: the upper half is zero already.
        }
        self.done_gpr(d);
        true
    }

    pub fn divide(&mut self, op: &Op, how: Division) -> bool {
        self.claim(RAX);
        self.claim(RDX);
        let c = self.gpr(op.c.into());
        self.asm.test(how.size, c, c);
        self.trap_if(Cond::E, TrapCode::IntegerDivisionByZero);
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
            let b = self.gpr(op.b.into());
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
        let magic = ((1_u128 << (32 + shift)).div_ceil(u128::from(divisor))) as u64;
        let b = self.gpr(op.b.into());
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
        let b = self.gpr(op.b.into());
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
        let b = self.gpr(op.b.into());
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

    /// The same with 64 bits: the upper half of a product of 128 bits, in rdx.
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
        let b = self.gpr(op.b.into());
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
        let b = self.gpr(op.b.into());
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
        let b = self.rm(op.b.into(), true);
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

    /// Sets the flags of a comparison with a constant.
    fn compare_imm(&mut self, size: Size, b: u32, imm: i64, dies: bool) {
        match i32::try_from(imm) {
            Ok(0) => {
                let b = self.gpr(b);
                self.asm.test(size, b, b);
            }
            Ok(short) => {
                let b = self.rm(b, dies);
                self.asm.alu_imm(Alu::Cmp, size, b, short);
            }
            Err(_) => {
                let b = self.gpr(b);
                let t = self.temp();
                self.asm.mov_imm(t, imm as u64);
                self.asm.alu(Alu::Cmp, size, b, t);
            }
        }
    }

    /// `a = b cond c`, or the selection or branch behind it that is its only reader.
    pub fn compare(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let b = self.gpr(op.b.into());
        let c = self.rm(op.c.into(), self.c_dies());
        self.compare_to_result(op, cond, &[b.into(), c], |asm| asm.alu(Alu::Cmp, size, b, c))
    }

    /// A comparison whose answer is a number, unless a selection is behind. The register of the answer is cleared first where the
    /// comparison does not read it: setting its low byte is then all there is to wait for.
    fn compare_to_result(&mut self, op: &Op, cond: Cond, read: &[Rm], compare: impl FnOnce(&mut Asm)) -> bool {
        if self.selects_behind(op) {
            compare(self.asm);
            return self.flag_result(op, cond);
        }
        let d = self.def_gpr();
        if read.contains(&d.into()) {
            compare(self.asm);
            self.asm.setcc(cond, d);
            self.asm.movzx8(d, d);
        } else {
            self.asm.set(d, 0);
            compare(self.asm);
            self.asm.setcc(cond, d);
        }
        self.done_gpr(d);
        true
    }

    pub fn compare_with_imm(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let imm = if size == Size::S32 { i64::from(op.imm as i32) } else { op.imm as i64 };
        if let Ok(short) = i32::try_from(imm) {
            let b = self.gpr(op.b.into());
            return self.compare_to_result(op, cond, &[b.into()], |asm| match short {
                0 => asm.test(size, b, b),
                short => asm.alu_imm(Alu::Cmp, size, b, short),
            });
        }
        self.compare_imm(size, op.b.into(), imm, self.b_dies());
        self.flag_result(op, cond)
    }

    /// A condition in the flags becomes 0 or 1, or steers the `Select` behind this operation.
    pub fn flag_result(&mut self, op: &Op, cond: Cond) -> bool {
        let next = self.at + 1;
        if self.selects_behind(op) {
            self.out.counters.fused_compares += 1;
            // The compare's operands stay locked, which does no harm.
            self.release();
            self.state.end_op();
            self.at = next;
            self.uses = self.facts.uses[next];
            self.state.forget(op.a.into());
            return self.select_int(cond);
        }
        let d = self.def_gpr();
        self.asm.setcc(cond, d);
        self.asm.movzx8(d, d);
        self.done_gpr(d);
        true
    }

    /// Whether the operation behind is a selection that alone asks for the condition that this one computes.
    fn selects_behind(&self, op: &Op) -> bool {
        let next = self.at + 1;
        self.tiering.may(Optimization::FusedCompares)
            && self.func.ops.get(next).is_some_and(|n| {
                n.code() == OpCode::Select
                    && n.imm == u64::from(op.a)
                    && n.b != op.a
                    && n.c != op.a
                    && self.facts.uses[next] & uses::THIRD_DIES != 0
                    && self.facts.marks[next] & mark::LABEL == 0
            })
            && self.state.pin(op.a.into()).is_none()
            && !self.selects_float(next)
    }

    pub fn branch_compare(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        let b = self.gpr(op.b.into());
        let c = self.rm(op.c.into(), self.c_dies());
        self.asm.alu(Alu::Cmp, size, b, c);
        self.release();
        self.branch(cond, target);
        true
    }

    pub fn branch_compare_imm(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        let by_flag = op.hi() == 0 && matches!(cond, Cond::E | Cond::NE) && self.has_zero_flag(op.b.into());
        if !by_flag {
            self.compare_imm(size, op.b.into(), i64::from(op.hi() as i32), self.b_dies());
        }
        self.release();
        self.branch(cond, target);
        true
    }

    pub fn eqz(&mut self, op: &Op, size: Size) -> bool {
        let b = self.gpr(op.b.into());
        self.compare_to_result(op, Cond::E, &[b.into()], |asm| asm.test(size, b, b))
    }

    /// One operand, one instruction that reads a register or memory and writes a register.
    pub fn unary(&mut self, op: &Op, emit: impl FnOnce(&mut super::super::asm::Asm, Gpr, Rm)) -> bool {
        let b = self.rm(op.b.into(), self.b_dies());
        let d = self.def_gpr();
        emit(self.asm, d, b);
        self.done_gpr(d);
        true
    }

    /// Leading zeros; without LZCNT through the position of the highest bit.
    pub fn clz(&mut self, op: &Op, size: Size) -> bool {
        if self.features().lzcnt {
            return self.unary(op, |asm, d, b| asm.int_0f(0xF3, size, 0xBD, d, b));
        }
        let b = self.gpr(op.b.into());
        let t = self.temp();
        let bits = if size == Size::S32 { 32 } else { 64 };
        // `bsr` leaves the register alone if there is no bit; what is put there beforehand gives `bits`.
        let d = self.fresh(INTS).gpr();
        self.asm.mov_imm(t, 2 * bits - 1);
        self.asm.int_0f(0, size, 0xBD, d, b);
        self.asm.cmov(Cond::E, size, d, t);
        self.asm.alu_imm(Alu::Xor, size, d, bits as i32 - 1);
        self.def_in(d.into(), false);
        self.done_gpr(d);
        true
    }

    pub fn ctz(&mut self, op: &Op, size: Size) -> bool {
        if self.features().bmi1 {
            return self.unary(op, |asm, d, b| asm.int_0f(0xF3, size, 0xBC, d, b));
        }
        let b = self.gpr(op.b.into());
        let t = self.temp();
        let bits = if size == Size::S32 { 32 } else { 64 };
        let d = self.fresh(INTS).gpr();
        self.asm.mov_imm(t, bits);
        self.asm.int_0f(0, size, 0xBC, d, b);
        self.asm.cmov(Cond::E, size, d, t);
        self.def_in(d.into(), false);
        self.done_gpr(d);
        true
    }

    pub fn popcnt(&mut self, op: &Op, size: Size) -> bool {
        if self.features().popcnt {
            return self.unary(op, |asm, d, b| asm.int_0f(0xF3, size, 0xB8, d, b));
        }
        // Pairs, nibbles, bytes; a multiplication adds the bytes up.
        let b = self.gpr(op.b.into());
        let (x, t) = (self.temp(), self.temp());
        let full = if size == Size::S32 { u64::from(u32::MAX) } else { u64::MAX };
        self.asm.mov(size, x, b);
        self.asm.mov(size, t, b);
        self.state.unlock(b.into());
        let m = self.temp();
        let a = &mut self.asm;
        a.shift_imm(Shift::Shr, size, t, 1);
        a.mov_imm(m, 0x5555_5555_5555_5555 & full);
        a.alu(Alu::And, size, t, m);
        a.alu(Alu::Sub, size, x, t);
        a.mov_imm(m, 0x3333_3333_3333_3333 & full);
        a.mov(size, t, x);
        a.shift_imm(Shift::Shr, size, t, 2);
        a.alu(Alu::And, size, t, m);
        a.alu(Alu::And, size, x, m);
        a.alu(Alu::Add, size, x, t);
        a.mov(size, t, x);
        a.shift_imm(Shift::Shr, size, t, 4);
        a.alu(Alu::Add, size, x, t);
        a.mov_imm(m, 0x0F0F_0F0F_0F0F_0F0F & full);
        a.alu(Alu::And, size, x, m);
        a.mov_imm(m, 0x0101_0101_0101_0101 & full);
        a.imul(size, x, m);
        a.shift_imm(Shift::Shr, size, x, if size == Size::S32 { 24 } else { 56 });
        self.def_in(x.into(), false);
        self.done_gpr(x);
        true
    }

    /// Registers of a class as a set.
    pub fn is_int(reg: Option<Reg>) -> bool {
        reg.is_some_and(Reg::is_gpr)
    }
}
