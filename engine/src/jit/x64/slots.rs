//! Slots in memory, and moves between them and registers.

use super::asm::{Asm, Mem, Size};
use super::regs::{FP, Reg};
use crate::jit::regalloc::Moves;

/// The offset of a slot from slot 0, in bytes. Lowering refuses frames of more than 1 GiB.
pub fn slot_bytes(slot: u32) -> i32 {
    debug_assert!(slot <= 1 << 27, "slot {slot} is in no frame");
    (slot * 8) as i32
}

/// Where a slot is in memory.
pub fn spill_slot(slot: u32) -> Mem {
    Mem::new(FP, slot_bytes(slot))
}

impl Moves for Asm {
    fn store_slot(&mut self, slot: u32, reg: Reg, wide: bool) {
        match (reg.is_gpr(), wide) {
            (true, _) => self.store(Size::S64, spill_slot(slot), reg.gpr()),
            (false, false) => self.store_f64(spill_slot(slot), reg.xmm()),
            (false, true) => self.store_v128(spill_slot(slot), reg.xmm()),
        }
    }

    fn load_slot(&mut self, reg: Reg, slot: u32, wide: bool) {
        match (reg.is_gpr(), wide) {
            (true, _) => self.mov(Size::S64, reg.gpr(), spill_slot(slot)),
            (false, false) => self.load_f64(reg.xmm(), spill_slot(slot)),
            (false, true) => self.load_v128(reg.xmm(), spill_slot(slot)),
        }
    }

    fn move_reg(&mut self, dst: Reg, src: Reg) {
        match (dst.is_gpr(), src.is_gpr()) {
            (true, true) => self.mov_rr(dst.gpr(), src.gpr()),
            (false, false) => self.mov_xx(dst.xmm(), src.xmm()),
            (true, false) => self.mov_rx(Size::S64, dst.gpr(), src.xmm()),
            (false, true) => self.mov_xr(Size::S64, dst.xmm(), src.gpr()),
        }
    }

    fn exchange(&mut self, a: Reg, b: Reg) {
        self.xchg(a.gpr(), b.gpr());
    }
}
