//! Registers as numbers, and sets of them: what allocation works with.
//!
//! Which register of the processor a number stands for, and what each is for, says [`target`](super::target).

pub use crate::ir::RegClass;

/// A register of either class as one number: integer registers from 0, vector registers from 16.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reg(pub u8);

impl Reg {
    pub const NONE: Reg = Reg(0xFF);

    /// Whether it is an integer register.
    #[inline(always)]
    pub const fn is_gpr(self) -> bool {
        self.0 < 16
    }

    /// Its bit in a set of registers.
    #[inline(always)]
    pub const fn bit(self) -> u32 {
        1 << self.0
    }
}

/// Bits of the integer registers in a register set.
pub const INTS: u32 = 0xFFFF;
/// Bits of the vector registers.
pub const FLOATS: u32 = 0xFFFF_0000;

/// A set of registers; as an iterator it gives them in ascending order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RegSet(pub u32);

impl RegSet {
    /// Of the registers in a list.
    pub const fn of(regs: &[Reg]) -> RegSet {
        let (mut set, mut i) = (0, 0);
        while i < regs.len() {
            set |= regs[i].bit();
            i += 1;
        }
        RegSet(set)
    }
    #[inline(always)]
    pub fn contains(self, reg: Reg) -> bool {
        self.0 & reg.bit() != 0
    }
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Iterator for RegSet {
    type Item = Reg;
    #[inline(always)]
    fn next(&mut self) -> Option<Reg> {
        if self.0 == 0 {
            return None;
        }
        let reg = Reg(self.0.trailing_zeros() as u8);
        self.0 &= self.0 - 1;
        Some(reg)
    }
}
