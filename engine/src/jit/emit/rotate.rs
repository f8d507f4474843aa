//! Loops that test at their end.
//!
//! # Problem
//! A `while` loop begins with its test and ends with a branch back: two jumps a round, one of them always taken.
//!
//! # Idea
//! In the place of the branch back the test stands again, and goes to what comes after the first one, or out of the loop. Nothing of the
//! operations changes, only that those of the test are emitted twice, and that a label comes after it (`analysis::cfg` chooses
//! such loops). The header stays, for the way into the loop and for OSR; it is no longer where rounds begin. What the
//! header's label promises is true where the branch back stood, so the second test begins with the same state as the first. Its traps
//! have the positions of the operations that they are from.
//!
//! Cost: at most five operations for each loop.

use super::*;
use crate::jit::x64::masm::Jump;

impl Emitter<'_> {
    /// The branch back of a rotated loop: its edge is done, and the test is emitted again.
    pub(super) fn repeat_test(&mut self, header: usize) {
        let (back, region) = (self.masm.at, self.region);
        let test = self.stages.analysis.cfg.test_at(header);
        self.masm.out.counters.rotated_loops += 1;
        self.masm.at = header;
        self.copies.test = Some(test);
        self.enter_label(region);
        while self.masm.at <= test {
            self.emit_op();
            self.masm.at += 1;
        }
        self.copies.test = None;
        self.masm.at = back;
        // What the test did not go to.
        let target = self.masm.unit.func.ops[test].target(test);
        let other = if target > back { target } else { test + 1 };
        self.plan_edge(other);
        self.emit_moves();
        if other != back + 1 {
            let label = self.label_at(other);
            self.masm.asm.jmp(label);
        }
    }

    /// The branch of a test that is repeated: to the next round. If the first one leaves the loop, on the opposite condition.
    pub(super) fn jump_to_round(&mut self, target: usize) {
        let end = self.stages.analysis.cfg.regions[self.region as usize].end as usize;
        if target <= end {
            return self.jump(target);
        }
        let jump = &mut self.masm.exit.jump;
        *jump = match *jump {
            Jump::If(cond) if Mutant::RoundOnSameCondition.is_on() => Jump::If(cond),
            Jump::If(cond) => Jump::If(cond.negate()),
            Jump::IfEqual => Jump::IfUnequal,
            Jump::IfUnequal => Jump::IfEqual,
            Jump::Never => Jump::Never,
        };
        let body = self.masm.at + 1;
        self.jump(body);
    }
}
