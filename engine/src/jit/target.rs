//! The processor that is compiled for: what the stages before the templates ask of it.
//!
//! Analysis, selection and allocation work with registers as numbers, sets of them, and the moves of [`Moves`](super::regalloc::Moves).
//! What they need to know of the processor beyond that is here, so that another one is another folder and another set of
//! these constants.

use super::reg::{Reg, RegSet};
use super::x64::regs as x64;

pub use super::x64::asm::Features;

/// The registers of a list.
macro_rules! regs {
    ($list:expr, $first:expr) => {{
        let mut regs = [Reg::NONE; $list.len()];
        let mut i = 0;
        while i < regs.len() {
            regs[i] = Reg($first + $list[i].0);
            i += 1;
        }
        regs
    }};
}

/// Integer registers for temporaries.
pub const TEMPS: [Reg; x64::TEMPS.len()] = regs!(x64::TEMPS, 0);
/// Integer registers that a callee leaves as they were.
pub const CALLEE_SAVED: [Reg; x64::CALLEE_SAVED.len()] = regs!(x64::CALLEE_SAVED, 0);
/// Those of them that metered code may save and use: the last holds its budget.
pub const UNMETERED: &[Reg] = match CALLEE_SAVED.split_last() {
    Some((last, others)) => {
        assert!(last.0 == x64::METER.0);
        others
    }
    None => &[],
};
/// Integer registers for locals that a call may destroy.
pub const CALLER_SAVED: [Reg; x64::CALLER_SAVED.len()] = regs!(x64::CALLER_SAVED, 0);
/// Vector registers for locals, in the order in which they are taken.
pub const VECTOR_RESIDENTS: [Reg; x64::FLOAT_RESIDENTS.len()] = regs!(x64::FLOAT_RESIDENTS, 16);
/// Vector registers that are always temporaries, the scratch register left out.
pub const VECTOR_TEMPS: usize = x64::FLOAT_TEMPS;
/// Never holds a slot; has room for any value while moves are made.
pub const SCRATCH: Reg = Reg(16 + x64::SCRATCH.0);

/// All vector registers but the scratch register.
pub const VECTORS: RegSet = RegSet(super::reg::FLOATS & !SCRATCH.bit());
/// Registers that a function may use without saving them.
pub const UNSAVED: RegSet = RegSet(RegSet::of(&TEMPS).0 | RegSet::of(&CALLER_SAVED).0 | VECTORS.0);
/// As few of them as any function can do with: for tests.
pub const STARVED: RegSet = RegSet(RegSet::of(&TEMPS).0 | 0xF << 16);

impl Reg {
    /// Whether a callee leaves it as it was.
    #[inline(always)]
    pub fn is_callee_saved(self) -> bool {
        const SET: RegSet = RegSet::of(&CALLEE_SAVED);
        SET.contains(self)
    }
}
