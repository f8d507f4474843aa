//! Constants, copies, selections, globals: values that move and do not change.

use super::super::asm::Size;
use super::super::emit::Emitter;
use super::super::regs::Reg;
use super::super::state::{home, load_home, move_reg};
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

    /// Brings a slot's value into a given register, wherever it is; the register is free.
    pub fn fetch_into(&mut self, reg: Reg, slot: u32, wide: bool) {
        match self.state.loc(slot) {
            Some(from) => move_reg(self.asm, reg, from),
            None => load_home(self.asm, reg, slot, wide),
        }
    }
}
