//! Register allocation, one instruction at a time.
//!
//! # Problem
//! A template that asks for one register after the other may find, when it asks for the last, that all are taken by what it asked for
//! before. What is to be given up then depends on all operands.
//!
//! # Idea
//! An [instruction](super::select::Inst) says what it needs before any register is chosen. [`Allocator::assign`] places operands first,
//! then the result, then temporaries. If the registers that no resident owns do not suffice, the instruction takes that of
//! a resident which is no operand of it: the resident goes to its slot, and is loaded when it is read next.
//!
//! # Rules
//! - INV TAKEN: a register that an instruction took from a resident holds no slot after the instruction. Operands that are reloaded into
//!   it are not recorded, and a result that is computed there is stored to its slot.
//!
//! # Contract
//! Requires: the state before the instruction, and the instruction. Provides: the place of each operand, with the loads and
//! moves that put it there emitted; the state after it. Cost: constant for each operand, and a look at up to 64
//! operations for each value that is spilled.
//!
//! Must not know: what an instruction computes, or which bytes encode it.

mod assign;
mod evict;
mod moves;
mod parallel;
mod print;

pub use assign::Allocator;
pub use evict::victim;
pub use parallel::{ParallelMove, Part, Target};
pub use print::Placed;

use super::regs::{Gpr, Reg, Xmm};
use super::select::{MAX_TEMPS, MAX_USES};

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
    pub(super) uses: [Loc; MAX_USES],
    pub(super) def: Reg,
    /// The second result.
    pub(super) high: Reg,
    /// Integer registers, then vector registers.
    pub(super) temps: [Reg; MAX_TEMPS],
    pub(super) int_temps: u8,
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

    fn reg(&self, operand: usize) -> Reg {
        match self.uses[operand] {
            Loc::Reg(reg) => reg,
            other => unreachable!("operand {operand} is {other:?} and was to be in a register"),
        }
    }

    /// The operand in an integer register.
    #[inline(always)]
    pub fn gpr(&self, operand: usize) -> Gpr {
        self.reg(operand).gpr()
    }

    /// The operand's register, of its class.
    #[inline(always)]
    pub fn any(&self, operand: usize) -> Reg {
        self.reg(operand)
    }

    /// The operand in a vector register.
    #[inline(always)]
    pub fn xmm(&self, operand: usize) -> Xmm {
        self.reg(operand).xmm()
    }

    /// The result's integer register.
    #[inline(always)]
    pub fn def(&self) -> Gpr {
        self.def.gpr()
    }

    /// The registers of the results, as a set.
    pub fn result_set(&self) -> u32 {
        [self.def, self.high].iter().filter(|&&reg| reg != Reg::NONE).map(|reg| reg.bit()).sum()
    }

    /// The second result's register.
    #[inline(always)]
    pub fn high(&self) -> Gpr {
        self.high.gpr()
    }

    /// The result's vector register.
    #[inline(always)]
    pub fn def_xmm(&self) -> Xmm {
        self.def.xmm()
    }

    /// A temporary integer register.
    #[inline(always)]
    pub fn temp(&self, n: usize) -> Gpr {
        self.temps[n].gpr()
    }

    /// A temporary vector register.
    #[inline(always)]
    pub fn xtemp(&self, n: usize) -> Xmm {
        self.temps[self.int_temps as usize + n].xmm()
    }
}

#[cfg(test)]
mod tests;
