//! One instruction: selected, allocated, emitted.

use super::*;
use crate::jit::inst::Locs;
use crate::jit::regalloc::Allocator;
use crate::jit::regalloc::hints;
use crate::jit::select::select;
use crate::settings::Optimization;

impl Emitter<'_> {
    /// Makes the instruction that begins with the current operation; false if that does not become one.
    #[inline(always)]
    pub(super) fn select(&mut self) -> bool {
        let counters = &mut self.masm.out.counters;
        select(&self.cx, self.masm.at, &mut self.inst, &mut |optimization| match optimization {
            Optimization::FoldedLoads => counters.folded_loads += 1,
            Optimization::ScaledIndexes => counters.scaled_indexes += 1,
            Optimization::FusedTests => counters.fused_tests += 1,
            Optimization::FusedCompares => counters.fused_compares += 1,
            Optimization::CarrySums => counters.carry_sums += 1,
            Optimization::AndNot => counters.and_not += 1,
            Optimization::FusedShifts => counters.fused_shifts += 1,
            other => unreachable!("{other:?} merges nothing"),
        })
    }

    /// Emits the instruction. The current operation is its last one afterwards.
    #[inline(always)]
    pub(super) fn emit_inst(&mut self) {
        let target = self.inst.target;
        let repeats_test = self.copies.test == Some(self.inst.last as usize);
        if let Some(target) = target {
            self.ready(target as usize);
            if repeats_test {
                self.ready(self.inst.last as usize + 1);
            }
        }
        self.masm.at = self.inst.last as usize;
        let locs = self.run_template();
        if let Some(target) = target {
            match repeats_test {
                true => self.jump_to_round(target as usize),
                false => self.jump(target as usize),
            }
        }
        let allocator = Allocator { state: self.state, asm: self.masm.asm, cx: &self.cx, at: self.masm.at };
        allocator.finish(&self.inst, &locs);
    }

    #[inline(always)]
    pub(super) fn assign(&mut self) -> Locs {
        let Emitter { masm, state, cx, stages, inst, .. } = self;
        let last = masm.at;
        let ty = masm.unit.ty;
        let mut allocator = Allocator { state, asm: masm.asm, cx, at: last };
        allocator.assign(inst, |state| hints::hint(cx, stages.argument_hints, ty, state, last))
    }

    /// The branch of the current instruction.
    pub(super) fn jump(&mut self, target: usize) {
        match std::mem::replace(&mut self.masm.exit.jump, Jump::Never) {
            Jump::Never => unreachable!("an instruction that branches on nothing"),
            Jump::If(cond) => self.branch(cond, target),
            Jump::IfEqual => {
                let to = self.edge_label(target);
                let unordered = self.masm.asm.jcc_short(Cond::P);
                self.masm.asm.jcc(Cond::E, to);
                self.masm.asm.land(unordered);
            }
            Jump::IfUnequal => {
                let to = self.edge_label(target);
                self.masm.asm.jcc(Cond::NE, to);
                if !Mutant::BranchForgetsNan.is_on() {
                    self.masm.asm.jcc(Cond::P, to);
                }
            }
        }
    }
}
