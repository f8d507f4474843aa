//! What fuel code costs, and where it is paid. The tiers run the same operations, so this is the only place that decides.
//!
//! # The rule
//! A function costs one unit when it is entered, and each operator costs one unit when it is executed, but for those that only give
//! structure or leave: `nop`, `drop`, `block`, `loop`, `else`, `end`, `return`, `unreachable`. That is wasmtime's count. What
//! [`exec::builtins::work`](crate::exec) adds for lengths is paid there.
//!
//! # Where
//! Operators that are always executed together are paid for together, by a [`Fuel`](OpCode::Fuel) operation before the first of
//! them: a *segment*. A segment begins where control divides or meets, so at first one is a straight piece of code.
//! But what comes after a construct is executed as often as what comes before, if nothing inside leads past its end;
//! then the segment goes on after the end. A loop without `br` to the outside is such a construct too. Of the two arms
//! of an `if` one is executed, so what both cost is paid before.
//!
//! Hence code that runs to its end has paid exactly what it executed, and who pays never pays too little. A trap or an
//! exception loses what was paid for operators behind it, in every tier the same. A segment that is entered again and again has a counted operator in it, the
//! branch back if nothing else; so each round pays.
//!
//! # Epochs
//! What counts rounds for the sake of an epoch, or to find out what is hot, is told here how many operations a round may be.
//!
//! # Cost
//! Constant for each operator. Whether a branch leads past the end of a construct is noted at the innermost one, and handed to
//! the one around at its end.

use wasmparser::Operator;

use super::control::{Construct, Control};
use super::function::Lowerer;
use crate::base::Mutant;
use crate::ir::OpCode;

impl Lowerer<'_> {
    pub(super) fn count_fuel(&mut self, operator: &Operator<'_>) {
        use Operator::{Block, Drop, Else, End, Loop, Nop, Return, Unreachable};
        if !matches!(operator, Nop | Drop | Block { .. } | Loop { .. } | Else | End | Return | Unreachable) {
            self.charge();
        }
    }

    /// One unit more for the current segment.
    pub(super) fn charge(&mut self) {
        let segment = self.segment as usize;
        let payment = match self.payments[segment] {
            Some(payment) => payment as usize,
            None => {
                self.mark_position();
                let payment = self.emit(OpCode::Fuel, 0, 0, 0, 0);
                self.payments[segment] = Some(payment as u32);
                payment
            }
        };
        self.ops[payment].imm += 1;
    }

    /// Begins a segment: what comes next may be executed more often or less often than what came before.
    pub(super) fn fuel_segment(&mut self) {
        if self.config.fuel {
            self.segment = self.payments.len() as u32;
            self.payments.push(None);
            // Its operation comes before whatever may still be merged.
            self.last = None;
            self.eqz_of_compare = false;
        }
    }

    /// Goes on with the segment before a construct that nothing left but at its end. False if it has no payment yet: it is too late
    /// for one.
    pub(super) fn resume_segment(&mut self, segment: u32) -> bool {
        let is_paid = self.payments[segment as usize].is_some();
        if is_paid {
            self.segment = segment;
        }
        is_paid
    }

    /// What both arms of an `if` cost is paid before it.
    pub(super) fn pay_for_both_arms(&mut self, before: u32, arms: [u32; 2]) {
        let [Some(before), Some(one), Some(other)] =
            [before, arms[0], arms[1]].map(|segment| self.payments[segment as usize])
        else {
            return;
        };
        let [before, one, other] = [before, one, other].map(|payment| payment as usize);
        let both = self.ops[one].imm.min(self.ops[other].imm);
        self.ops[before].imm += both;
        if Mutant::ArmsPayTwice.is_on() {
            return;
        }
        self.ops[one].imm -= both;
        self.ops[other].imm -= both;
    }

    /// Begins an arm of an `if`.
    pub(super) fn begin_arm(&mut self, arm: usize) {
        self.fuel_segment();
        let segment = self.segment;
        if let Some(control) = self.controls.last_mut() {
            control.arms[arm] = segment;
        }
    }

    /// Something in the innermost construct leads to the one at `at`: what comes between that one's end and this one's is passed over.
    pub(super) fn note_way_out(&mut self, at: usize) {
        if let Some(control) = self.controls.last_mut()
            && !Mutant::WaysOutForgotten.is_on()
        {
            control.leads_to = control.leads_to.min(at as u32);
        }
    }

    /// Something in the innermost construct leaves the function.
    pub(super) fn note_return(&mut self) {
        self.note_way_out(0);
    }

    /// The construct has ended that was at this depth: what comes next is a segment of its own, or belongs to the one before.
    pub(super) fn end_segments(&mut self, control: &Control, merges: bool) {
        self.note_way_out(control.leads_to as usize);
        if !self.config.fuel {
            return;
        }
        let is_left_at_end = control.leads_to as usize >= self.controls.len();
        if control.construct == Construct::Else && control.arms.iter().all(|&arm| arm != 0) {
            self.pay_for_both_arms(control.segment, control.arms);
        }
        if !(is_left_at_end && self.resume_segment(control.segment)) && merges {
            self.fuel_segment();
        }
    }

    /// A loop has ended: what counts its rounds learns how much one may be.
    pub(super) fn weigh_loop(&mut self, start: usize) {
        let len = (self.ops.len() - start) as u64;
        let config = self.config;
        let mut header = self.ops[start..].iter_mut();
        if config.count_loops
            && let Some(op) = header.next()
        {
            op.imm = len;
        }
        if config.epoch
            && let Some(op) = header.find(|op| !op.code().is_counter())
            && op.code() == OpCode::Epoch
        {
            op.imm = len;
        }
    }
}
