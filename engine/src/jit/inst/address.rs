//! The address of a linear-memory access, as operands and constants.

use crate::base::SplicedOp;
use crate::ir::Kind;

/// How an access proves that it stays inside its memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    /// What lies out of bounds is not mapped: the access itself faults.
    Guarded,
    /// The constant address is below the least size of the memory.
    Inside,
    /// The index alone is compared with a bound that leaves room for offset and size.
    Near,
    /// The end of the access is compared with the memory's length.
    Full,
}

/// See the module's header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address {
    /// The operation that accesses: a fault is its fault.
    pub op: SplicedOp,
    pub memory: u32,
    /// Number of operands that make the index: none for a constant address, one, or two that are added in 32 bits.
    pub parts: u8,
    /// The first of them among the instruction's operands.
    pub first: u8,
    /// Places by which the last of them is shifted.
    pub scale: u8,
    /// Added to the operand in 32 bits.
    pub plus: Option<u32>,
    /// Added to the index, without wrapping.
    pub offset: u64,
    pub bytes: u32,
    pub check: Check,
    /// Shared memories, and such with 64-bit indices, in a full check.
    pub shared: bool,
    pub wide_index: bool,
    /// The first of the temporaries that the address takes.
    pub temp: u8,
    /// The 32-bit sum is computed in the register of the result.
    pub sum_in_result: bool,
    /// What an operation reads that takes the access as its operand; `None` if none does.
    pub operand: Kind,
}

impl Address {
    /// Whether the index is a sum of 32 bits.
    pub fn is_sum(&self) -> bool {
        self.parts == 2 || self.plus.is_some()
    }

    /// Integer registers that computing and checking it takes, beside those of its operands.
    pub fn temps(&self) -> u8 {
        let sum = u8::from(self.is_sum() && !self.sum_in_result);
        sum + match self.check {
            Check::Guarded => u8::from(i32::try_from(self.offset).is_err()),
            Check::Inside => u8::from(self.memory != 0),
            Check::Near => 1,
            Check::Full => 2 + u8::from(self.shared && self.memory != 0),
        }
    }
}
