//! Register allocation: residents region by region, everything else one instruction at a time.
//!
//! # Problem
//! A template that asks for one register after the other may find, when it asks for the last, that all are taken by what it asked for
//! before. What is to be given up then depends on all operands.
//!
//! # Idea
//! An [instruction](super::inst::Inst) says what it needs before any register is chosen. [`Allocator::assign`] places operands first,
//! then the result, then temporaries. If the registers that no resident owns do not suffice, the instruction takes that of
//! a resident which is no operand of it: the resident goes to its slot, and is loaded when it is read next.
//!
//! Before that [`plan`] chooses the residents of each region, and [`arguments`] looks for what becomes an argument. [`state`] knows where
//! values are, and between regions they are moved as if at once ([`ParallelMove`]).
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

pub mod arguments;
mod assign;
mod evict;
pub mod hints;
mod moves;
mod parallel;
pub mod plan;
mod print;
pub mod state;

pub use assign::Allocator;
pub use parallel::{ParallelMove, Part, Target};
pub use print::Placed;

use crate::jit::reg::Reg;

/// The moves of a processor between registers and slots.
pub trait Moves {
    /// Stores a register to a slot. `wide`: all 16 bytes.
    fn store_slot(&mut self, slot: u32, reg: Reg, wide: bool);
    /// Loads a register from a slot. `wide`: all 16 bytes.
    fn load_slot(&mut self, reg: Reg, slot: u32, wide: bool);
    /// Moves a value between registers of any class.
    fn move_reg(&mut self, dst: Reg, src: Reg);
    /// Exchanges two integer registers.
    fn exchange(&mut self, a: Reg, b: Reg);
}

#[cfg(test)]
mod tests;
