//! What can be said of a function without following its paths: sizes, branch targets, tables, try ranges, hints.

use super::Tries;
use super::fault::{Fault, Malformed};
use crate::ir::{Catch, Forward, Func, Op, OpCode, Shape, TryRange};
use crate::module::ModuleData;

pub(super) fn check(
    module: &ModuleData,
    defined: usize,
    func: &Func,
    tries: &Tries,
    hints: bool,
) -> Result<(), Malformed> {
    let index = module.func_index(defined);
    let wrong = |op: usize, fault: Fault| Err(Malformed::new(index, func, op, fault));
    let ty = module.func_type(index);
    let fits = func.param_slots == ty.param_slots()
        && func.result_slots == ty.result_slots()
        && func.param_slots <= func.local_slots
        && func.local_slots.max(func.result_slots) <= func.frame_slots;
    if !fits {
        return wrong(0, Fault::Sizes);
    }
    let ascending = func.offsets.windows(2).all(|w| w[0].0 < w[1].0);
    if !ascending || func.offsets.last().is_some_and(|&(op, _)| op.index() >= func.ops.len()) {
        return wrong(0, Fault::Index { what: "operation of a position", index: 0 });
    }
    let mut targets = vec![0_u64; func.ops.len() / 64 + 1];
    let mut mark = |at: usize| targets[at / 64] |= 1 << (at % 64);
    for (at, op) in func.ops.iter().enumerate() {
        if branches(op.code()) {
            match target(func, at) {
                Some(to) => mark(to),
                None => return wrong(at, Fault::Target(at as i64 + i64::from(op.disp()) / 16)),
            }
        }
        if op.code() == OpCode::BrTable {
            let entries = func.ops.get(at + 1..).and_then(|behind| behind.get(..=op.hi() as usize));
            if !entries.is_some_and(|all| all.iter().all(|entry| entry.code() == OpCode::Br)) {
                return wrong(at, Fault::Table);
            }
        }
    }
    for range in tries {
        for catch in &range.catches {
            if let Err(fault) = check_catch(module, func, range, catch) {
                return wrong(range.start, fault);
            }
            mark(catch.target);
        }
    }
    if !are_nested(tries) {
        return wrong(0, Fault::Tries);
    }
    if hints {
        let is_target = |at: usize| targets[at / 64] >> (at % 64) & 1 == 1;
        for at in 0..func.ops.len() {
            if !is_hint_right(&func.ops, at, is_target(at)) {
                return wrong(at, Fault::Hint);
            }
        }
    }
    Ok(())
}

/// Whether the operation names a target.
pub(super) const fn branches(code: OpCode) -> bool {
    matches!(code.shape(), Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm)
}

/// The operation that the branch at `at` goes to, if there is one.
pub(super) fn target(func: &Func, at: usize) -> Option<usize> {
    const SIZE: i64 = size_of::<Op>() as i64;
    let disp = i64::from(func.ops[at].disp());
    let to = usize::try_from(at as i64 + disp / SIZE).ok()?;
    (disp % SIZE == 0 && to < func.ops.len()).then_some(to)
}

fn check_catch(
    module: &ModuleData,
    func: &Func,
    range: &TryRange<usize>,
    catch: &Catch<usize>,
) -> Result<(), Fault> {
    if range.end > func.ops.len() || range.start > range.end {
        return Err(Fault::Tries);
    }
    if catch.target >= func.ops.len() {
        return Err(Fault::Target(catch.target as i64));
    }
    let payload = match catch.tag {
        None => 0,
        Some(tag) => match module.tag_types.get(tag as usize) {
            Some(_) => module.tag_type(tag).param_slots(),
            None => return Err(Fault::Index { what: "tag", index: tag.into() }),
        },
    };
    let end = u64::from(catch.slot) + u64::from(payload) + u64::from(catch.with_ref);
    if catch.slot < func.local_slots || end > func.frame_slots.into() {
        return Err(Fault::Frame { slot: end, frame: func.frame_slots });
    }
    Ok(())
}

/// Whether of any two ranges one is inside the other or they are apart, and the innermost comes first.
fn are_nested(tries: &Tries) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let mut last = 0;
    tries.iter().rev().all(|range| {
        while open.last().is_some_and(|&end| end <= range.start) {
            open.pop();
        }
        let fits = range.start >= last && open.last().is_none_or(|&end| range.end <= end);
        last = range.start;
        open.push(range.end);
        fits
    })
}

/// Whether an operand that is found in a register is what the operation before leaves there.
fn is_hint_right(ops: &[Op], at: usize, is_target: bool) -> bool {
    let op = &ops[at];
    let (operand, taken) = match op.forward() {
        Forward::None => return true,
        Forward::B => (op.b(), op.code().takes().0),
        Forward::C => (op.c(), op.code().takes().1),
    };
    let Some(before) = at.checked_sub(1).map(|at| &ops[at]) else { return false };
    taken.is_some() && before.code().forwards() == taken && before.a == operand && !is_target
}
