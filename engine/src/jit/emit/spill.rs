//! Values that go to memory because of what comes next: calls, operands that are read there.

use super::*;

impl Emitter<'_> {
    /// What a call destroys is stored if it is wanted afterwards, and forgotten. `from`: slots from here up are the callee's.
    pub(super) fn save_for_call(&mut self, from: u32) {
        for reg in self.state.held() {
            let cell = self.state.cell(reg);
            if reg.is_callee_saved() {
                continue;
            }
            if cell.dirty && !cell.dead && cell.slot < from && !Mutant::ValueLostAcrossBuiltin.is_on() {
                self.masm.asm.store_slot(cell.slot, reg, cell.wide);
            }
            self.state.drop_reg(reg);
        }
    }

    /// Stores all values, for the switch that forces spills.
    pub(super) fn spill_everything(&mut self) {
        for reg in self.state.held() {
            let cell = self.state.cell(reg);
            if cell.dirty && !cell.dead {
                self.masm.asm.store_slot(cell.slot, reg, cell.wide);
                self.state.counts.spills += 1;
            }
            self.state.drop_reg(reg);
        }
    }
}
