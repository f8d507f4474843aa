//! Integer arithmetic, comparisons and conversions between integers.

use super::super::analysis::{mark, uses};
use super::super::asm::Cond;
use super::super::emit::{Emitter, Flags};
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;

impl Emitter<'_> {
    /// A condition in the flags becomes 0 or 1, or steers the `Select` after this operation.
    pub fn flag_result(&mut self, op: &Op, cond: Cond) -> bool {
        let next = self.at + 1;
        if self.selects_behind(op) {
            self.out.counters.fused_compares += 1;
            // The compare's operands stay locked, which does no harm.
            self.release();
            self.state.end_op();
            self.at = next;
            self.uses = self.analysis.liveness.uses[next];
            self.state.forget(op.a.into());
            return self.select_int(cond);
        }
        let d = self.def_gpr();
        self.asm.setcc(cond, d);
        self.asm.movzx8(d, d);
        self.flags = Some(Flags { at: self.at + 1, slot: op.a.into(), nonzero: cond });
        self.done_gpr(d);
        true
    }

    /// Whether the next operation is a selection and the only user of the condition that this one computes.
    fn selects_behind(&self, op: &Op) -> bool {
        let next = self.at + 1;
        self.tiering.may(Optimization::FusedCompares)
            && self.func.ops.get(next).is_some_and(|n| {
                n.code() == OpCode::Select
                    && n.imm == u64::from(op.a)
                    && n.b() != op.a
                    && n.c() != op.a
                    && self.analysis.liveness.uses[next] & uses::THIRD_DIES != 0
                    && self.analysis.cfg.marks[next] & mark::LABEL == 0
            })
            && self.state.pin(op.a.into()).is_none()
    }
}
