//! The register checker: proves that every operand is read from a place that holds it.
//!
//! # Problem
//! The emitter believes its own books: `state` says which register holds which slot, and every query gets that answer. If a store
//! is forgotten, a move is made in the wrong order, or two edges disagree at a label, the books are wrong from there on, and
//! the program computes on another slot's value, perhaps only in the one function of ten thousand that needs so many registers.
//!
//! # Idea
//! Do not look at the books. Read the machine code as it is, and follow which *value* is where: each write of a register gives
//! it a new value, and moves, loads and stores of spill slots carry values along (`effect`). The slot IR says which slots an operation reads
//! and writes. So for each slot there is its *present value*: the value in the place where the operation that wrote the slot
//! left its result. The emitter tells that place when an operation ends ([`log`](super::log)), and nothing else; if it
//! tells a wrong one, the following instructions do not find the value there.
//!
//! What must be true (`rules`):
//! - each operand of an operation is read by one of its instructions from a place that holds the slot's present value;
//! - a result was written by the code of its operation; a copy's result is the value that was copied;
//! - arguments and results of calls, builtins and returns are where the convention wants them;
//! - where an exception may be thrown, what its handlers want is in memory;
//! - each site is found again, through inlined functions, as the operation that was compiled.
//!
//! # Where paths meet
//! Values are names; only which places hold the *same* one matters. At a label two places are the same if they are on all
//! paths. So the state of a label is a partition of the places, which only becomes finer when another path arrives (`flow`), and a
//! round trip over the loops ends. It is renamed at each label, so that a value of the last iteration is never taken for one of this.
//!
//! So it is never asked what lives in which register by the plan. That a slot is a resident is a promise that every edge into a region keeps; where one edge does not,
//! the resident's register and the slot's present value fall into two classes at the label, and the first operation after it that reads
//! the register is reported. Functions that were inlined are part of the IR that was compiled, and checked with it.
//!
//! # What is believed
//! The IR and its table; liveness, for what handlers want and where locals must begin as zero; the list of sites, for which operation a
//! call belongs to; the log. What the log says of results is put to the test by those who read them.
//!
//! # What it cannot see
//! - That an instruction computes the right thing from the right operands, and that an operand which is read twice is read rightly the
//!   second time. The tiers are compared for that.
//! - What is above the 32 bits of an i32: the switch `check_upper_halves` makes the code itself look.
//! - Functions whose states would take more than [`MAX_STATE`] entries.

mod effect;
mod flow;
mod rules;

use super::Draft;
use super::analysis::Analysis;
use crate::base::{CodeOffset, SourceOp};
use crate::code::Site;
use crate::ir::{Func, Op};
use crate::module::ModuleData;

/// Functions with larger states (labels by slots) are not checked.
const MAX_STATE: usize = 8 << 20;

/// What is wrong in the code of a function; empty if all is well.
#[must_use]
pub fn faults(module: &ModuleData, defined: usize, func: &Func, compiled: Draft<'_>) -> Vec<String> {
    let misplaced = misplaced_sites(module, defined, func, compiled);
    if !misplaced.is_empty() {
        return misplaced;
    }
    let mut analysis = Analysis::default();
    analysis.begin(module, func, compiled.spliced);
    let func = compiled.spliced.map_or(func, |spliced| &spliced.func);
    // With more labels than were emitted, if loops may not be rotated: the same slots are live there.
    analysis.gather(module, func, true);
    let labels = compiled.log.labels.bound.len() + 2;
    if labels * func.frame_slots as usize > MAX_STATE {
        return Vec::new();
    }
    let code = effect::Listing::read(compiled);
    let flow = flow::Flow::solve(module, defined, func, compiled, &analysis, &code);
    rules::Rules { module, defined, func, compiled, analysis: &analysis, code: &code, flow: &flow }.run()
}

/// Sites that a walk would take for other operations than those that were compiled: by what it does to find them, the operation in the
/// frame's own function is looked up and compared.
fn misplaced_sites(module: &ModuleData, defined: usize, func: &Func, compiled: Draft<'_>) -> Vec<String> {
    let code_of = |function: usize, op: SourceOp| {
        let other = module.codes[function].code().map(|code| &code.func);
        let function = if function == defined { Some(func) } else { other };
        function.and_then(|f| f.ops.get(op.index())).map(Op::code)
    };
    let misplaced = |&(at, site): &(CodeOffset, Site)| {
        let (found, meant) = match compiled.spliced {
            None => {
                let op = SourceOp::new(site.op().get());
                (code_of(defined, op), func.ops.get(op.index()).map(Op::code))
            }
            Some(spliced) => {
                let (frame, op) = spliced.locate(site.op());
                let function = spliced.frames[frame as usize].defined as usize;
                (code_of(function, op), spliced.func.ops.get(site.op().index()).map(Op::code))
            }
        };
        // The check for overflow at the entry stands at the first operation, which may be one that was made in the place of a call.
        let is_right = meant.is_some() && (found == meant || found.is_some() && site.op().get() == 0);
        (!is_right).then(|| format!("{at:x}: the site of {meant:?} would be taken for one of {found:?}"))
    };
    compiled.output.sites.iter().filter_map(misplaced).collect()
}

/// Panics if the code of a function is wrong: what runs with this feature is a test.
pub(super) fn demand(module: &ModuleData, defined: usize, func: &Func, compiled: Draft<'_>) {
    let faults = faults(module, defined, func, compiled);
    if let Some(first) = faults.first() {
        let code = code_around(compiled, first);
        panic!("function {defined} of those defined:\n{}\n{code}", faults.join("\n"));
    }
}

/// The instructions around a fault, to see what it means.
fn code_around(compiled: Draft<'_>, fault: &str) -> String {
    const REACH: u32 = 96;
    let at = fault.split(':').next().and_then(|at| u32::from_str_radix(at, 16).ok()).unwrap_or(0);
    let near = |pos: u32| (at.saturating_sub(REACH)..at + REACH).contains(&pos);
    let lines = effect::text(compiled).into_iter().filter(|line| near(line.0));
    lines.map(|(pos, text)| format!("{pos:6x}  {text}\n")).collect()
}
