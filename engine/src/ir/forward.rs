//! Finds operands that are the result of the operation right before: see [`Forward`].
//!
//! A result forwards only to the next operation, and only if no branch arrives there; what may be a target is collected
//! first. Two walks over the operations, each a few nanoseconds an operation.

use super::{Forward, Op, Shape, TryRange};

/// Sets the hints of a whole function.
pub fn forward(ops: &mut [Op], tries: &[TryRange], targets: &mut Vec<u64>) {
    targets.clear();
    targets.resize(ops.len() / 64 + 1, 0);
    for (at, op) in ops.iter().enumerate() {
        if matches!(op.code().shape(), Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm) {
            mark(targets, op.target(at));
        }
    }
    for catch in tries.iter().flat_map(|range| &range.catches) {
        mark(targets, catch.target as usize);
    }
    for at in 1..ops.len() {
        let before = ops[at - 1];
        if !before.code().forwards() || is_marked(targets, at) {
            continue;
        }
        let op = &mut ops[at];
        let (reads_b, reads_c) = operands(op.code().shape());
        if reads_b && op.b == before.a {
            op.set_forward(Forward::B);
        } else if reads_c && op.c == before.a {
            op.set_forward(Forward::C);
        }
    }
}

/// Which of `b` and `c` an operation of this shape reads as a slot. A row without a handler that takes an operand from the
/// register is served by its plain handler, so this need not be exact.
fn operands(shape: Shape) -> (bool, bool) {
    match shape {
        Shape::Unary
        | Shape::BinaryImm
        | Shape::BrCmpImm
        | Shape::Load
        | Shape::GlobalSet
        | Shape::BrIf
        | Shape::BrTable
        | Shape::Return1 => (true, false),
        Shape::Binary | Shape::BrCmp | Shape::Store => (true, true),
        _ => (false, false),
    }
}

fn mark(set: &mut [u64], at: usize) {
    if let Some(word) = set.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn is_marked(set: &[u64], at: usize) -> bool {
    set[at / 64] >> (at % 64) & 1 == 1
}
