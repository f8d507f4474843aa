//! Integer arithmetic, comparisons and conversions between integers.

use super::super::analysis::{mark, uses};
use super::super::asm::{Alu, Asm, Cond, Mem, Rm, Shift, Size};
use super::super::emit::{Emitter, Flags};
use super::super::regs::{Gpr, RCX, Reg};
use super::super::state::INTS;
use crate::base::Mutant;
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;

impl Emitter<'_> {
    /// `a = b op c`.
    pub fn alu_op(&mut self, op: &Op, alu: Alu, size: Size) -> bool {
        if alu == Alu::And
            && let Some(branch) = self.branch_behind(op, size)
        {
            let b = self.gpr(op.b().into());
            let c = self.gpr(op.c().into());
            self.asm.test(size, b, c);
            return self.branch_on_test(op, branch);
        }
        if self.scaled.is_some() {
            let (b, index, places) = self.summands(op.b().into(), op.c().into());
            self.free_index(index);
            let d = self.def_gpr();
            self.asm.lea(size, d, Mem { base: b, index: Some((index, places)), disp: 0 });
            self.done_gpr(d);
            return true;
        }
        let commutes = alu != Alu::Sub;
        let (mut left, mut right) = (u32::from(op.b()), u32::from(op.c()));
        let mut right_dies = self.c_dies();
        // The operand that is in memory stays there.
        let left_in_memory = self.is_folded(left) || self.state.loc(left).is_none() && !self.is_folded(right);
        let exchangeable = commutes || Mutant::MinuendInMemory.is_on();
        if exchangeable && left_in_memory && self.state.loc(right).is_some() {
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
                self.flags = Some(Flags { at: self.at + 1, slot: op.a.into(), nonzero: Cond::NE });
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
            let b = self.gpr(op.b().into());
            // A mask of 31 bits asks for no more than the lower half.
            self.asm.test_imm(if mask >= 0 { Size::S32 } else { size }, b, mask);
            return self.branch_on_test(op, branch);
        }
        // A difference is a sum.
        let (alu, imm) = match (alu, size) {
            (Alu::Sub, Size::S32) => (Alu::Add, i64::from((imm as i32).wrapping_neg())),
            (Alu::Sub, _) => (Alu::Add, imm.wrapping_neg()),
            _ => (alu, imm),
        };
        if let Some(d) = self.scaled_sum(size, imm as i32, Self::def_gpr) {
            self.done_gpr(d);
            return true;
        }
        let b = self.gpr(op.b().into());
        let d = self.def_gpr();
        let mask = if alu == Alu::And { imm as u64 } else { 0 };
        match (i32::try_from(imm), mask) {
            // If the flags are not used, one instruction does it.
            (_, 0xFF) if !self.is_tested_next(op) => self.asm.movzx8(d, b),
            (_, 0xFFFF) if !self.is_tested_next(op) => self.asm.movzx16(d, b),
            (_, 0xFFFF_FFFF) => self.asm.mov(Size::S32, d, b),
            (Ok(short), _) if alu == Alu::Add && d != b && !self.is_tested_next(op) => {
                self.asm.lea(size, d, Mem::new(b, short));
            }
            (Ok(short), _) => {
                if d != b {
                    self.asm.mov(size, d, b);
                }
                self.asm.alu_imm(alu, size, d, short);
                self.flags = Some(Flags { at: self.at + 1, slot: op.a.into(), nonzero: Cond::NE });
            }
            // The upper half becomes zero in either width.
            (Err(_), 1..=0xFFFF_FFFF) => {
                if d != b {
                    self.asm.mov(Size::S32, d, b);
                }
                self.asm.alu_imm(alu, Size::S32, d, mask as u32 as i32);
            }
            (Err(_), _) => self.with_long_constant(d, b, imm, |asm, d, c| asm.alu(alu, size, d, c)),
        }
        self.done_gpr(d);
        true
    }

    /// `d = b op imm` for a constant that no instruction holds and an operation that commutes. The result was defined.
    fn with_long_constant(&mut self, d: Gpr, b: Gpr, imm: i64, emit: impl FnOnce(&mut Asm, Gpr, Gpr)) {
        if d != b {
            self.asm.mov_imm(d, imm as u64);
            emit(self.asm, d, b);
            return;
        }
        let t = self.temp();
        self.asm.mov_imm(t, imm as u64);
        emit(self.asm, d, t);
    }

    /// Whether the next operation may ask the flags if the result is zero.
    fn is_tested_next(&self, op: &Op) -> bool {
        let next = self.func.ops.get(self.at + 1);
        next.is_some_and(|next| {
            let tests = match next.code() {
                OpCode::BrIf | OpCode::BrUnless => true,
                OpCode::BrI32EqImm | OpCode::BrI32NeImm | OpCode::BrI64EqImm | OpCode::BrI64NeImm => {
                    next.hi() == 0
                }
                _ => false,
            };
            tests && next.b() == op.a
        })
    }

    /// The branch after an operation, if it tests only whether the result is zero, and is the result's only user.
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
            && branch.b() == op.a
            && u32::from(op.a) < self.state.tracked()
            && self.analysis.liveness.uses[next] & uses::B_DIES != 0
            && self.analysis.cfg.marks[next] & mark::LABEL == 0;
        fuses.then(|| (cond, branch.target(next)))
    }

    /// The flags say whether the result of the operation is zero; its branch goes by them.
    fn branch_on_test(&mut self, op: &Op, (cond, target): (Cond, usize)) -> bool {
        self.out.counters.fused_tests += 1;
        self.release();
        self.state.end_op();
        self.at += 1;
        self.uses = self.analysis.liveness.uses[self.at];
        self.state.forget(op.a.into());
        self.ready(target);
        self.branch(cond, target);
        true
    }

    /// The condition that holds now if the slot's value is not zero, if the flags say that.
    pub fn nonzero_flag(&mut self, slot: u32) -> Option<Cond> {
        let stale = Mutant::FlagsOfEarlierOperation.is_on();
        let flags = self.flags.filter(|f| (f.at == self.at || stale) && f.slot == slot)?;
        if self.analysis.cfg.marks[self.at] & mark::LABEL != 0 || !self.tiering.may(Optimization::ReusedFlags)
        {
            return None;
        }
        self.out.counters.reused_flags += 1;
        self.log.uses_flags(self.at);
        Some(flags.nonzero)
    }

    pub fn mul_op(&mut self, op: &Op, size: Size) -> bool {
        let (mut left, mut right, mut right_dies) = (op.b(), op.c(), self.c_dies());
        if self.is_folded(left.into()) {
            (left, right, right_dies) = (op.c(), op.b(), self.b_dies());
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
        let b = self.gpr(op.b().into());
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
                let d = self.def_gpr();
                self.with_long_constant(d, b, imm, |asm, d, c| asm.imul(size, d, c));
                self.done_gpr(d);
            }
        }
        true
    }

    pub fn shift_op(&mut self, op: &Op, shift: Shift, size: Size) -> bool {
        let rotates = matches!(shift, Shift::Rol | Shift::Ror);
        if self.features().bmi2 && !rotates {
            let b = self.rm(op.b().into(), self.b_dies());
            let c = self.gpr(op.c().into());
            let d = self.def_gpr();
            self.asm.shift_x(shift, size, d, b, c);
            self.done_gpr(d);
            return true;
        }
        if self.state.loc(op.c().into()) != Some(RCX.into()) {
            self.claim(RCX);
            let c = self.rm(op.c().into(), true);
            self.asm.mov(Size::S32, RCX, c);
        } else {
            self.state.lock(RCX.into());
        }
        let b = self.gpr(op.b().into());
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
        if shift == Shift::Shl && self.leave_to_sum(op, size) {
            return true;
        }
        let mask = if size == Size::S32 { 31 } else { 63 };
        let b = self.gpr(op.b().into());
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

    /// `a = b cond c`, or the selection or branch after it that is its only reader.
    pub fn compare(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let size = if Mutant::ComparedIn64Bits.is_on() { Size::S64 } else { size };
        let b = self.gpr(op.b().into());
        let c = self.rm(op.c().into(), self.c_dies());
        self.compare_to_result(op, cond, &[b.into(), c], |asm| asm.alu(Alu::Cmp, size, b, c))
    }

    /// Materializes a comparison as 0 or 1, unless the next operation is a select that consumes it. The destination is zeroed before
    /// the comparison where that does not read it, which avoids a dependent `movzx`.
    fn compare_to_result(
        &mut self,
        op: &Op,
        cond: Cond,
        read: &[Rm],
        compare: impl FnOnce(&mut Asm),
    ) -> bool {
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
        self.flags = Some(Flags { at: self.at + 1, slot: op.a.into(), nonzero: cond });
        self.done_gpr(d);
        true
    }

    pub fn compare_with_imm(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let imm = if size == Size::S32 { i64::from(op.imm as i32) } else { op.imm as i64 };
        if let Ok(short) = i32::try_from(imm) {
            let b = self.gpr(op.b().into());
            return self.compare_to_result(op, cond, &[b.into()], |asm| match short {
                0 => asm.test(size, b, b),
                short => asm.alu_imm(Alu::Cmp, size, b, short),
            });
        }
        self.compare_imm(size, op.b().into(), imm, self.b_dies());
        self.flag_result(op, cond)
    }

    /// A condition in the flags becomes 0 or 1, or steers the `Select` after this operation.
    pub fn flag_result(&mut self, op: &Op, cond: Cond) -> bool {
        let next = self.at + 1;
        if self.selects_behind(op) {
            self.out.counters.fused_compares += 1;
            // The compare's operands stay locked, which does no harm.
            self.release();
            self.state.end_op();
            self.at = next;
            self.uses = self.analysis.liveness.uses[next];
            self.state.forget(op.a.into());
            return self.select_int(cond);
        }
        let d = self.def_gpr();
        self.asm.setcc(cond, d);
        self.asm.movzx8(d, d);
        self.flags = Some(Flags { at: self.at + 1, slot: op.a.into(), nonzero: cond });
        self.done_gpr(d);
        true
    }

    /// Whether the next operation is a selection and the only user of the condition that this one computes.
    fn selects_behind(&self, op: &Op) -> bool {
        let next = self.at + 1;
        self.tiering.may(Optimization::FusedCompares)
            && self.func.ops.get(next).is_some_and(|n| {
                n.code() == OpCode::Select
                    && n.imm == u64::from(op.a)
                    && n.b() != op.a
                    && n.c() != op.a
                    && self.analysis.liveness.uses[next] & uses::THIRD_DIES != 0
                    && self.analysis.cfg.marks[next] & mark::LABEL == 0
            })
            && self.state.pin(op.a.into()).is_none()
            && !self.selects_float(next)
    }

    pub fn branch_compare(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        let b = self.gpr(op.b().into());
        let c = self.rm(op.c().into(), self.c_dies());
        self.asm.alu(Alu::Cmp, size, b, c);
        self.release();
        self.branch(cond, target);
        true
    }

    pub fn branch_compare_imm(&mut self, op: &Op, cond: Cond, size: Size) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        let asks_for_zero = op.hi() == 0 && matches!(cond, Cond::E | Cond::NE);
        let cond = match asks_for_zero.then(|| self.nonzero_flag(op.b().into())).flatten() {
            Some(nonzero) if cond == Cond::NE => nonzero,
            Some(nonzero) => nonzero.negate(),
            None => {
                self.compare_imm(size, op.b().into(), i64::from(op.hi() as i32), self.b_dies());
                cond
            }
        };
        self.release();
        self.branch(cond, target);
        true
    }

    pub fn eqz(&mut self, op: &Op, size: Size) -> bool {
        let b = self.gpr(op.b().into());
        self.compare_to_result(op, Cond::E, &[b.into()], |asm| asm.test(size, b, b))
    }

    /// One operand, one instruction that reads a register or memory and writes a register.
    pub fn unary(&mut self, op: &Op, emit: impl FnOnce(&mut super::super::asm::Asm, Gpr, Rm)) -> bool {
        let b = self.rm(op.b().into(), self.b_dies());
        let d = self.def_gpr();
        emit(self.asm, d, b);
        self.done_gpr(d);
        true
    }

    /// Leading zeros; without LZCNT through the position of the highest bit.
    pub fn swap_bytes(&mut self, op: &Op, size: Size) -> bool {
        self.out.counters.byte_swaps += 1;
        let b = self.gpr(op.b().into());
        let d = self.def_gpr();
        if d != b {
            self.asm.mov(size, d, b);
        }
        self.asm.bswap(size, d);
        self.done_gpr(d);
        true
    }

    pub fn clz(&mut self, op: &Op, size: Size) -> bool {
        if self.features().lzcnt {
            return self.unary(op, |asm, d, b| asm.int_0f(0xF3, size, 0xBD, d, b));
        }
        let b = self.gpr(op.b().into());
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
        let b = self.gpr(op.b().into());
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
        let b = self.gpr(op.b().into());
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
