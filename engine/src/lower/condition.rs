//! Conditions: what a branch tests.
//!
//! A compare whose only use is the next branch is taken back from the code and becomes part of the branch, and
//! so is a test for zero. The negation of a compare is kept as a flag, not as the opposite compare: with a NaN
//! both `lt` and `ge` are false, so only the branch itself may be turned round.

use super::function::Lowerer;
use crate::base::Mutant;
use crate::ir::{self, Op, OpCode};

/// A condition taken off the operand stack, not yet turned into a branch.
pub(super) enum Condition {
    /// An i32 in a slot is not zero.
    NonZero(u16),
    Zero(u16),
    /// This compare (removed from the code) holds; `negated`: does not hold.
    Compare {
        op: Op,
        negated: bool,
    },
}

impl Lowerer<'_> {
    /// Pops the condition of a branch, taking back the compare that computed it where possible.
    pub(super) fn take_condition(&mut self) -> Condition {
        let entry = self.pop();
        let eqz_of_compare = self.eqz_of_compare;
        let Some(&mut op) = self.producer(&entry) else {
            return Condition::NonZero(self.operand(&entry, 0));
        };
        let fits = |imm: u64| i64::from(imm as i64 as i32) == imm as i64;
        let condition = match op.code() {
            OpCode::I32Eqz if eqz_of_compare => {
                self.ops.pop();
                let compare = self.ops[self.ops.len() - 1];
                Condition::Compare { op: compare, negated: !Mutant::NegationForgotten.is_on() }
            }
            OpCode::I32Eqz => Condition::Zero(op.b()),
            OpCode::I64Eqz => compare_with_zero(OpCode::I64EqImm, op.b()),
            code if code.shape() == ir::Shape::BinaryImm && code.branch_form(true).is_some() => {
                if !fits(op.imm) && code.compare_bits() != Some(32) {
                    return Condition::NonZero(self.operand(&entry, 0));
                }
                Condition::Compare { op, negated: false }
            }
            code if code.branch_form(true).is_some() => Condition::Compare { op, negated: false },
            _ => return Condition::NonZero(self.operand(&entry, 0)),
        };
        self.ops.pop();
        self.last = None;
        condition
    }

    /// Appends the branch that is taken if the condition holds (`when`) or does not; returns its index.
    pub(super) fn emit_condition(&mut self, condition: Condition, when: bool) -> u32 {
        let index = match condition {
            Condition::NonZero(slot) | Condition::Zero(slot) => {
                let non_zero = matches!(condition, Condition::NonZero(_));
                let code = if non_zero == when { OpCode::BrIf } else { OpCode::BrUnless };
                self.emit(code, 0, slot, 0, 0)
            }
            Condition::Compare { op, negated } => {
                let Some(code) = op.code().branch_form(when != negated) else {
                    unreachable!("only compares with a branch form are taken");
                };
                // Of a constant that is compared, `take_condition` has seen to it that 32 bits are enough.
                let (c, hi) = match op.code().shape() {
                    ir::Shape::BinaryImm => (0, op.imm as u32),
                    _ => (op.c(), 0),
                };
                self.emit(code, 0, op.b(), c, Op::pack(0, hi))
            }
        };
        index as u32
    }
}

pub(super) fn compare_with_zero(code: OpCode, slot: u16) -> Condition {
    Condition::Compare { op: Op::new(code, 0, slot, 0, 0), negated: false }
}
