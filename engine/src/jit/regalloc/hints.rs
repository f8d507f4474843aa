//! Register hints: where a result is best computed.
//!
//! # Idea
//! A value that is about to become an argument, or the function's result, is best computed in the register that it is passed in. A value
//! that becomes that of a slot which lives in a register, after a few operations that each read nothing but the one before, is best
//! computed in that register: the whole chain then works in place, and the copy at its end is gone (copy coalescing).
//!
//! # Cost
//! A look at [`MAX_CHAIN`] operations for each integer result without a register of its own.

use super::arguments::ArgumentHints;
use super::state::State;
use crate::ir::{Kind, Op, OpCode};
use crate::jit::abi::result_reg;
use crate::jit::analysis::{mark, uses};
use crate::jit::inst::Hint;
use crate::jit::operation::{fields, info};
use crate::jit::reg::Reg;
use crate::jit::select::Context;
use crate::settings::Optimization;
use crate::types::FuncType;

/// Longest chain of operations that is computed in the register of the slot that its last result is written to.
const MAX_CHAIN: usize = 4;

/// The hint for the result of the instruction that ends with the operation at `last`.
pub fn hint(cx: &Context, argument_hints: &ArgumentHints, ty: &FuncType, state: &State, last: usize) -> Hint {
    if state.has_residents()
        && let Some(reg) = chain_end(cx, state, last)
    {
        return Hint::Resident(reg);
    }
    if !cx.may(Optimization::RegisterHints) {
        return Hint::None;
    }
    match argument_hints.of(last).or_else(|| returned_next(cx, ty, last)) {
        Some(reg) => Hint::Passed(reg),
        None => Hint::None,
    }
}

/// The register at the end of a straight chain of operations, each the only user of the one before, if no operation of the chain
/// reads the slot that lives there: its old value is dead by then.
fn chain_end(cx: &Context, state: &State, last: usize) -> Option<Reg> {
    let ops = &cx.func.ops;
    let mut value = ops[last].a;
    if u32::from(value) >= cx.analysis.liveness.tracked || !cx.may(Optimization::CopyCoalescing) {
        return None;
    }
    let first = last + 1;
    for at in first..first + MAX_CHAIN {
        let next = ops.get(at)?;
        let info = info(next.code());
        let f = info.fields;
        if info.groups != 0 || f.def == Kind::None || cx.analysis.cfg.marks[at] & mark::LABEL != 0 {
            return None;
        }
        let known = cx.analysis.liveness.uses[at];
        let as_first = f.b != Kind::None && next.b() == value && known & uses::B_DIES != 0;
        let as_second = || {
            f.c != Kind::None
                && next.c() == value
                && known & uses::C_DIES != 0
                && next.code().swapped() == Some(next.code())
        };
        if !as_first && !as_second() {
            return None;
        }
        let Some(reg) = state.resident(next.a.into()) else {
            value = next.a;
            continue;
        };
        let reads = |op: &Op| op.uses(fields(op.code())).any(|operand| operand.slot == u32::from(next.a));
        let is_free = reg.is_gpr() && !state.is_busy(reg);
        return (is_free && !ops[first..=at].iter().any(reads)).then_some(reg);
    }
    None
}

/// The register of the function's result, if the next operation returns this one's.
fn returned_next(cx: &Context, ty: &FuncType, last: usize) -> Option<Reg> {
    let next = cx.func.ops.get(last + 1)?;
    let is_returned = next.code() == OpCode::Return1
        && next.b() == cx.func.ops[last].a
        && cx.analysis.cfg.marks[last + 1] & mark::LABEL == 0;
    if is_returned { result_reg(ty).map(|r| r.0) } else { None }
}
