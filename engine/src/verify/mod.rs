//! A second opinion on lowered code: what running code relies on (INV IR) holds, or the function is refused.
//!
//! # Problem
//! Both tiers trust the slot IR without a check: that a slot lies in the frame, that what is called as a function reference is one,
//! that an index of 32 bits has zeros above it. Lowering is meant to see to that, and so is inlining; but a fault in either is an
//! escape from the sandbox, and the tiers cannot find it by comparing each other, since both run the same operations.
//!
//! # Idea
//! Wasm's own validation, once more, on the other side of lowering: a walk over the operations with a [class](class) for each slot,
//! demanded by who reads it. It knows the table of operations, the module's types, and the declarations of locals in the
//! function's bytes; nothing of what lowering believed.
//!
//! ```text
//!  shape    targets, try ranges, hints, sizes: what can be said without a path
//!  flow     what each slot holds on every path; joins at labels
//!  rows     what an operation reads and writes, as far as its row's fields say it
//!  ranges   the same for calls, builtins, atomics, throws: operands in contiguous slots
//! ```
//!
//! # What it does not see
//! Classes are coarse: numbers by their width, references by their hierarchy, and a field of an object is either (its operation does not
//! say which). Which struct a reference points to is validation's word. So is what the operation should have been: a sum
//! in the place of a difference is for the comparison of tiers and engines.
//!
//! Must not know: how operations were made, how they are run.

mod class;
mod fault;
mod flow;
mod ranges;
mod rows;
mod shape;

pub use fault::{Fault, Malformed};

use crate::base::{SourceOp, SplicedOp};
use crate::ir::{Func, TryRange};
use crate::module::ModuleData;

/// Try ranges by plain indexes of the function's operations, whatever numbering they came with.
type Tries = [TryRange<usize>];

/// Checks a lowered function.
///
/// # Errors
/// If something that running code relies on does not hold; the error names the function, the operation and the slot.
pub fn lowered(module: &ModuleData, defined: usize, func: &Func) -> Result<(), Malformed> {
    let tries: Vec<_> = func.tries.iter().map(|range| range.renumbered(SourceOp::index)).collect();
    shape::check(module, defined, func, &tries, true)?;
    flow::check(module, defined, func, &tries)
}

/// Checks a function with others inlined, whose try ranges are by the operations of all. It is only compiled, so that hints for the
/// interpreter mean nothing in it.
///
/// # Errors
/// As [`lowered`].
pub fn spliced(
    module: &ModuleData,
    defined: usize,
    func: &Func,
    tries: &[TryRange<SplicedOp>],
) -> Result<(), Malformed> {
    let tries: Vec<_> = tries.iter().map(|range| range.renumbered(SplicedOp::index)).collect();
    shape::check(module, defined, func, &tries, false)?;
    flow::check(module, defined, func, &tries)
}
