//! Where the operands of an instruction are: what allocation hands to a template.

use super::{MAX_TEMPS, MAX_USES};
use crate::jit::reg::Reg;

/// Where an operand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loc {
    Reg(Reg),
    /// In the slot's memory.
    Slot(u32),
    /// At the address that the instruction computes.
    Loaded,
}

/// Where the operands of an instruction are.
#[derive(Clone, Copy, Debug)]
pub struct Locs {
    pub(in crate::jit) uses: [Loc; MAX_USES],
    pub(in crate::jit) def: Reg,
    /// The second result.
    pub(in crate::jit) high: Reg,
    /// Integer registers, then vector registers.
    pub(in crate::jit) temps: [Reg; MAX_TEMPS],
    pub(in crate::jit) int_temps: u8,
}

impl Locs {
    /// Of an instruction without operands.
    pub const NONE: Locs = Locs {
        uses: [Loc::Loaded; MAX_USES],
        def: Reg::NONE,
        high: Reg::NONE,
        temps: [Reg::NONE; MAX_TEMPS],
        int_temps: 0,
    };

    /// Where the operand of this number is.
    #[inline(always)]
    pub fn of(&self, operand: usize) -> Loc {
        self.uses[operand]
    }

    /// The operand's register, of its class.
    #[inline(always)]
    pub fn any(&self, operand: usize) -> Reg {
        match self.uses[operand] {
            Loc::Reg(reg) => reg,
            other => unreachable!("operand {operand} is {other:?} and was to be in a register"),
        }
    }

    /// The registers of the results, as a set.
    pub fn result_set(&self) -> u32 {
        [self.def, self.high].iter().filter(|&&reg| reg != Reg::NONE).map(|reg| reg.bit()).sum()
    }
}
