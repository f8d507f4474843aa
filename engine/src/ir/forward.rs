//! Finds operands that are the result of the operation right before: see [`Forward`].
//!
//! A result forwards only to the next operation, and only if no branch arrives there; what may be a target is collected
//! first. Two walks over the operations, each a few nanoseconds an operation.

use super::opcode::ForwardClass;
use super::{Forward, Op, OpCode, Shape, TryRange};

/// What is asked of every operation.
#[derive(Clone, Copy)]
struct Row {
    gives: Option<ForwardClass>,
    takes: (Option<ForwardClass>, Option<ForwardClass>),
    branches: bool,
}

static ROWS: [Row; OpCode::COUNT] = {
    let mut rows = [Row { gives: None, takes: (None, None), branches: false }; OpCode::COUNT];
    let mut i = 0;
    while i < OpCode::COUNT {
        let code = OpCode::ALL[i];
        let branches = matches!(code.shape(), Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm);
        rows[i] = Row { gives: code.forwards(), takes: code.takes(), branches };
        i += 1;
    }
    rows
};

/// Sets the hints of a whole function.
pub fn forward(ops: &mut [Op], tries: &[TryRange], targets: &mut Vec<u64>) {
    targets.clear();
    targets.resize(ops.len() / 64 + 1, 0);
    for (at, op) in ops.iter().enumerate() {
        if ROWS[op.code() as usize].branches {
            mark(targets, op.target(at));
        }
    }
    for catch in tries.iter().flat_map(|range| &range.catches) {
        mark(targets, catch.target.index());
    }
    let mut result = (None, 0);
    for (at, op) in ops.iter_mut().enumerate() {
        let row = &ROWS[op.code() as usize];
        let before = std::mem::replace(&mut result, (row.gives, op.a));
        if before.0.is_none() || is_marked(targets, at) {
            continue;
        }
        if row.takes.0 == before.0 && op.b() == before.1 {
            op.set_forward(Forward::B);
        } else if row.takes.1 == before.0 && op.c() == before.1 {
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
