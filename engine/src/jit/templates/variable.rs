//! Constants, copies, selections, globals: values that move and do not change.

use super::super::asm::Size;
use super::super::emit::Emitter;
use super::super::regs::{Gpr, Reg};
use super::super::state::{home, load_home, move_reg, store_home};
use crate::base::Mutant;

impl Emitter<'_> {
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
