//! What the compiler knows of a function before it emits anything.
//!
//! ```text
//!   cfg         labels, loops, calls                 forward
//!   region_map  the innermost loop of an operation
//!   liveness    live slots, last uses                backward
//!   pressure    live temporaries by loop             on demand, for the planner
//!   score       what kind of code it is              for listings
//!   print       all of it as text                    for listings and tests
//! ```
//! [`Analysis`] is what all later stages read. It says nothing of registers.
//!
//! Requires: the operations of a function, perhaps with others inlined.
//! Provides: [`Cfg`] and [`Liveness`].
//! Cost: the sum of theirs, linear in the operations.

mod cfg;
mod liveness;
pub mod pressure;
mod print;
mod region_map;
mod score;

pub use cfg::{Cfg, NO_LABEL, Region, mark};
pub use liveness::{Live, Liveness, uses};
pub use region_map::{RegionCursor, RegionMap};
pub use score::Score;

use super::inline::Spliced;
use crate::base::SplicedOp;
use crate::ir::Func;
use crate::module::ModuleData;

/// See the module's header.
#[derive(Default)]
pub struct Analysis {
    pub cfg: Cfg,
    pub liveness: Liveness,
}

impl Analysis {
    /// The first look at a function, or at one with others inside: labels, calls, and how many operands are in ranges, which is
    /// returned. Whatever that is, it costs no more than there are operations.
    pub fn begin(&mut self, module: &ModuleData, func: &Func, spliced: Option<&Spliced>) -> u64 {
        let tries = &mut self.cfg.tries;
        tries.clear();
        match spliced {
            Some(spliced) => tries.extend_from_slice(&spliced.tries),
            // What was compiled is the function itself: the numbers are the same.
            None => tries.extend(func.tries.iter().map(|t| t.renumbered(|op| SplicedOp::new(op.get())))),
        }
        self.cfg.find_labels(module, spliced.map_or(func, |spliced| &spliced.func))
    }

    /// Computes the rest for the operations that `begin` has seen. `may_rotate`: loops that begin with a test may end with it.
    pub fn gather(&mut self, module: &ModuleData, func: &Func, may_rotate: bool) {
        self.cfg.find_regions(func, may_rotate);
        self.liveness.compute(module, func, &self.cfg);
    }
}

#[cfg(test)]
mod tests;
