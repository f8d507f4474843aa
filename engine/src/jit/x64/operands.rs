//! The operands of an instruction as registers of the processor.

use super::regs::{Gpr, Xmm};
use crate::jit::inst::Locs;

impl Locs {
    /// The operand in an integer register.
    #[inline(always)]
    pub fn gpr(&self, operand: usize) -> Gpr {
        self.any(operand).gpr()
    }

    /// The operand in a vector register.
    #[inline(always)]
    pub fn xmm(&self, operand: usize) -> Xmm {
        self.any(operand).xmm()
    }

    /// The result's integer register.
    #[inline(always)]
    pub fn def(&self) -> Gpr {
        self.def.gpr()
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
