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
        let Some(class) = before.code().forwards() else { continue };
        if is_marked(targets, at) {
            continue;
        }
        let op = &mut ops[at];
        let (b, c) = op.code().takes();
        if b == Some(class) && op.b == before.a {
            op.set_forward(Forward::B);
        } else if c == Some(class) && op.c == before.a {
            op.set_forward(Forward::C);
        }
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
