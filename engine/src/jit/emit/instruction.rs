//! One instruction: selected, allocated, emitted.

use super::*;
use crate::jit::regalloc::{Allocator, Locs, Outlook};
use crate::jit::select::hints::{self, Residents};
use crate::jit::select::{Inst, select};
use crate::settings::Optimization;

impl Residents for State {
    fn resident(&self, slot: u32) -> Option<Reg> {
        self.pin(slot)
    }
    fn is_busy(&self, reg: Reg) -> bool {
        State::is_busy(self, reg)
    }
}

impl Emitter<'_> {
    /// The instruction that begins with the current operation.
    #[inline]
    pub(super) fn next_inst(&mut self) -> Option<Inst> {
        let counters = &mut self.masm.out.counters;
        select(&self.cx, self.masm.at, &mut |optimization| match optimization {
            Optimization::FoldedLoads => counters.folded_loads += 1,
            Optimization::ScaledIndexes => counters.scaled_indexes += 1,
            Optimization::FusedTests => counters.fused_tests += 1,
            Optimization::FusedCompares => counters.fused_compares += 1,
            Optimization::FusedShifts => counters.fused_shifts += 1,
            other => unreachable!("{other:?} merges nothing"),
        })
    }

    /// Emits an instruction. The current operation is its last one afterwards.
    pub(super) fn emit_inst(&mut self, mut inst: Inst) {
        if let Some(target) = inst.target {
            self.ready(target as usize);
        }
        let last = inst.last as usize;
        self.masm.at = last;
        let locs = self.assign(&mut inst);
        (inst.template)(&mut self.masm, &inst, &locs);
        if let Some(target) = inst.target {
            self.jump(target as usize);
        }
        self.with_allocator(|allocator| allocator.finish(&inst, &locs));
    }

    fn assign(&mut self, inst: &mut Inst) -> Locs {
        let (wants, cx, ty) = (self.wants, self.cx, self.masm.ty);
        let last = inst.last as usize;
        let hint = move |state: &State| hints::hint(&cx, wants, ty, state, last);
        self.with_allocator(|allocator| allocator.assign(inst, hint))
    }

    #[inline(always)]
    fn with_allocator<R>(&mut self, run: impl FnOnce(&mut Allocator) -> R) -> R {
        let outlook = Outlook {
            module: self.cx.module,
            func: self.cx.func,
            analysis: self.cx.analysis,
            at: self.masm.at,
        };
        let mut allocator = Allocator {
            state: self.state,
            asm: self.masm.asm,
            outlook,
            tiering: &self.masm.tiering,
            counts: Default::default(),
        };
        let result = run(&mut allocator);
        let counts = allocator.counts;
        self.masm.out.counters.wanted_results += counts.passed;
        self.masm.out.counters.lent_pins += counts.resident;
        result
    }

    /// The branch of the current instruction.
    fn jump(&mut self, target: usize) {
        match std::mem::replace(&mut self.masm.jump, Jump::Never) {
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
