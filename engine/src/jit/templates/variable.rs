//! Constants, copies, selections, globals: values that move and do not change.

use std::mem::offset_of;

use super::super::analysis::uses;
use super::super::asm::{Cond, LOAD_F64, Mem, Size};
use super::super::emit::Emitter;
use super::super::regs::{CTX, Gpr, Reg, RegClass};
use super::super::state::{home, load_home, move_reg, store_home};
use crate::base::Mutant;
use crate::ir::Op;
use crate::vm::{NEAR_GLOBALS, VmContext, VmGlobal};

impl Emitter<'_> {
    pub fn constant(&mut self, op: &Op) -> bool {
        if self.shift_by_constant(op) {
            return true;
        }
        if self.uses & uses::DEF_DEAD != 0 {
            self.state.forget(op.a.into());
            return true;
        }
        let d = self.def_gpr();
        self.asm.set(d, op.imm);
        self.done_gpr(d);
        true
    }

    pub fn constant_float(&mut self, op: &Op) -> bool {
        if self.uses & uses::DEF_DEAD != 0 {
            self.state.forget(op.a.into());
            return true;
        }
        let d = self.def_xmm();
        self.float_constant(d, op.imm);
        self.done_xmm(d);
        true
    }

    pub fn copy(&mut self, op: &Op) -> bool {
        let b = self.gpr(op.b().into());
        let d = self.def_gpr();
        self.asm.mov_rr(d, b);
        self.done_gpr(d);
        true
    }

    pub fn copy_float(&mut self, op: &Op) -> bool {
        let b = self.xmm(op.b().into());
        let d = self.def_xmm();
        self.asm.mov_xx(d, b);
        self.done_xmm(d);
        true
    }

    pub fn copy_v128(&mut self, op: &Op) -> bool {
        let b = self.v128(op.b().into());
        let d = self.def_v128();
        self.asm.mov_xx(d, b);
        self.done_v128(d);
        true
    }

    /// Copies slots through memory: `count` from `from` to `to`, as if through a buffer.
    pub fn copy_slots(&mut self, from: u32, to: u32, count: u32) -> bool {
        self.flush_range(from, count);
        let t = self.temp();
        let copy = |this: &mut Self, i: u32| {
            this.asm.mov(Size::S64, t, home(from + i));
            this.asm.store(Size::S64, home(to + i), t);
        };
        if (to <= from) != Mutant::SpansCopiedFromTheEnd.is_on() {
            (0..count).for_each(|i| copy(self, i));
        } else {
            (0..count).rev().for_each(|i| copy(self, i));
        }
        self.state.unlock(t.into());
        self.forget_range(to, count);
        true
    }

    /// `a = slot imm != 0 ? b : c`.
    pub fn select(&mut self, op: &Op) -> bool {
        let condition = self.gpr(op.imm as u32);
        self.asm.test(Size::S32, condition, condition);
        self.state.unlock(condition.into());
        self.select_int(Cond::NE)
    }

    /// The current operation is a `Select` of integers whose condition is in the flags.
    pub fn select_int(&mut self, cond: Cond) -> bool {
        let op = self.op();
        // Loads do not touch the flags.
        let b = self.gpr(op.b().into());
        let c = self.gpr(op.c().into());
        let d = self.def_gpr();
        if d == b {
            self.asm.cmov(cond.negate(), Size::S64, d, c);
        } else {
            if d != c {
                self.asm.mov(Size::S64, d, c);
            }
            self.asm.cmov(cond, Size::S64, d, b);
        }
        self.done_gpr(d);
        true
    }

    pub fn select_vector(&mut self, op: &Op, wide: bool) -> bool {
        let condition = self.gpr(op.imm as u32);
        let (b, c) = match wide {
            true => (self.v128(op.b().into()), self.v128(op.c().into())),
            false => (self.xmm(op.b().into()), self.xmm(op.c().into())),
        };
        let d = if wide { self.def_v128() } else { self.def_xmm() };
        self.asm.test(Size::S32, condition, condition);
        if d == b {
            let skip = self.asm.jcc_short(Cond::NE);
            self.asm.mov_xx(d, c);
            self.asm.land(skip);
        } else {
            if d != c {
                // `b` may be where the result goes only if it is the result.
                self.asm.mov_xx(d, c);
            }
            let skip = self.asm.jcc_short(Cond::E);
            self.asm.mov_xx(d, b);
            self.asm.land(skip);
        }
        if wide {
            self.done_v128(d)
        } else {
            self.done_xmm(d)
        }
        true
    }

    /// The address of a global's value.
    fn global(&mut self, index: u64) -> Mem {
        let imported = if Mutant::GlobalIndexSpace.is_on() { 0 } else { self.module.imported_globals };
        let own = index.wrapping_sub(imported.into()) as usize;
        if own < NEAR_GLOBALS {
            let cell = offset_of!(VmContext, near_globals) + own * size_of::<VmGlobal>();
            return Mem::new(CTX, (cell + offset_of!(VmGlobal, value)) as i32);
        }
        let t = self.temp();
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, globals) as i32));
        self.asm.mov(Size::S64, t, Mem::element(t, index as u32));
        Mem::new(t, offset_of!(VmGlobal, value) as i32)
    }

    pub fn global_get(&mut self, op: &Op, class: RegClass) -> bool {
        let mem = self.global(op.imm);
        match class {
            RegClass::Int => {
                let d = self.def_gpr();
                self.asm.mov(Size::S64, d, mem);
                self.done_gpr(d);
            }
            RegClass::Float => {
                let d = self.def_xmm();
                self.asm.load_f64(d, mem);
                self.done_xmm(d);
            }
            RegClass::Vector => {
                let d = self.def_v128();
                self.asm.load_v128(d, mem);
                self.done_v128(d);
            }
        }
        true
    }

    pub fn global_set(&mut self, op: &Op, class: RegClass) -> bool {
        let mem = self.global(op.imm);
        let slot = op.b().into();
        match class {
            RegClass::Int => {
                let value = self.gpr(slot);
                self.asm.store(Size::S64, mem, value);
            }
            RegClass::Float => {
                let value = self.xmm(slot);
                self.asm.store_f64(mem, value);
            }
            RegClass::Vector => {
                let value = self.v128(slot);
                self.asm.store_v128(mem, value);
            }
        }
        self.release();
        true
    }

    /// Defines two consecutive result slots from the registers `low` and `high`.
    pub fn define_pair(&mut self, first: u32, low: Gpr, high: Gpr) {
        for (slot, reg) in [(first, low), (first + 1, high)] {
            if slot < self.state.tracked() {
                match self.state.pin(slot) {
                    Some(pin) => {
                        move_reg(self.asm, pin, reg.into());
                        self.state.hold(pin, slot, true, false);
                    }
                    None => self.state.hold(reg.into(), slot, true, false),
                }
            } else {
                store_home(self.asm, slot, reg.into(), false);
            }
        }
    }

    /// Brings a slot's value into a given register, wherever it is; the register is free.
    pub fn fetch_into(&mut self, reg: Reg, slot: u32, wide: bool) {
        match self.state.loc(slot) {
            Some(from) => move_reg(self.asm, reg, from),
            None => load_home(self.asm, reg, slot, wide),
        }
    }
}
