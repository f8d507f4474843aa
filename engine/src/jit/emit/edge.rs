//! Edges: branches, labels, and what is copied to where they lead.
//!
//! What moves along an edge is planned before anything is emitted (`regalloc::ParallelMove`), because a conditional branch must know whether
//! there is something to move: if not, it goes straight to its target; if so, the moves are out of line.

use super::*;
use crate::jit::operation::{group, info};
use crate::jit::regalloc::Target;
use crate::settings::Optimization;

/// How many operations may stand before a branch table that is put where it is needed.
const MAX_DISPATCH: u32 = 10;
/// How many moves on edges from branch tables are remembered.
const MAX_KNOWN: usize = 512;

impl Emitter<'_> {
    /// The asm label of the operation at `target`.
    pub fn label_at(&self, target: usize) -> Label {
        self.asm_label(self.stages.analysis.cfg.label_of[target])
    }

    /// The asm label of a label of the analysis.
    pub(super) fn asm_label(&self, label: u32) -> Label {
        Label(self.labels.0 + label)
    }

    /// What must happen on an edge from here to the operation at `target`.
    pub(super) fn plan_edge(&mut self, target: usize) -> bool {
        let label = self.stages.analysis.cfg.label_of[target];
        debug_assert_ne!(label, NO_LABEL);
        let region = self.stages.analysis.cfg.label_regions[label as usize];
        self.plan_moves(region, Some(label))
    }

    /// Fills `moves` for going to `region`, where the slots that are live at `label` are wanted (all, without a label). Tells whether
    /// the region is the current one.
    fn plan_moves(&mut self, region: u32, label: Option<u32>) -> bool {
        let target = Target {
            residents: self.stages.plan.residents(region),
            live: label.map(|label| self.stages.analysis.liveness.live(label)),
            same_loop: region == self.region,
        };
        self.moves.plan(self.state, target);
        target.same_loop
    }

    /// Emits the planned moves.
    pub fn emit_moves(&mut self) {
        self.moves.emit(self.masm.asm);
    }

    /// Before a branch to `target`: if the target is in the same region, makes everything ready for it here. Call it before the
    /// flags of a conditional branch are computed, or between (it leaves them alone).
    pub fn ready(&mut self, target: usize) {
        if self.plan_edge(target) && !self.moves.is_empty() {
            self.emit_moves();
            self.moves.adopt(self.state);
        }
    }

    /// Jumps to `target` if the condition holds. `ready` was called for it, and nothing happened since but the compare.
    pub fn branch(&mut self, cond: Cond, target: usize) {
        let to = self.edge_label(target);
        self.masm.asm.jcc(cond, to);
    }

    /// The label to jump to for going to `target`: its own, or that of moves out of line.
    pub fn edge_label(&mut self, target: usize) -> Label {
        let label = self.label_at(target);
        self.plan_edge(target);
        if self.moves.is_empty() {
            return label;
        }
        let from = self.masm.asm.label();
        let part = self.edges.append(&self.moves);
        self.masm.out.counters.out_of_line_edges += 1;
        self.masm.out_of_line.pieces.push(Piece::Edge { from, part, to: label });
        from
    }

    /// The label to jump to for going to `target` from an entry of the current branch table. Copies of a table share their
    /// out-of-line moves.
    pub fn table_edge(&mut self, target: usize) -> Label {
        self.plan_edge(target);
        if self.moves.is_empty() {
            return self.label_at(target);
        }
        if self.copies.depth > 0 {
            let here = (self.masm.at, target);
            let known = self.copies.table_edges.iter().filter(|e| (e.0, e.1) == here);
            for &(.., from, part) in known {
                if self.moves.is_part(&self.edges, part) {
                    return from;
                }
            }
        }
        let from = self.edge_label(target);
        if let Some(&Piece::Edge { part, .. }) = self.masm.out_of_line.pieces.last()
            && self.copies.table_edges.len() < MAX_KNOWN
        {
            self.copies.table_edges.push((self.masm.at, target, from, part));
        }
        from
    }

    /// Goes to `target` always.
    pub fn goto(&mut self, target: usize) {
        self.plan_edge(target);
        self.emit_moves();
        // What stands next needs no jump.
        let next = self.masm.at + 1;
        if target == next && self.copies.depth == 0 {
            return;
        }
        let cost = if self.copies.depth > 0 { Some(0) } else { self.dispatch_cost(target) };
        if let Some(cost) = cost {
            self.copies.budget -= cost;
            self.copy_dispatch(target);
            return;
        }
        let is_last = self.stages.analysis.cfg.marks[self.masm.at] & mark::ROTATED != 0;
        if is_last && self.copies.depth == 0 {
            return self.repeat_test(target);
        }
        let label = self.label_at(target);
        self.masm.asm.jmp(label);
    }

    /// Operations and entries to copy, if a few operations from `target` on lead straight to a large branch table in a loop, as they do
    /// in interpreters, and the budget allows it. Indirect-branch predictors index by branch address and history; replicating
    /// the dispatch jump gives each opcode its own predictor entry, as threaded code does.
    fn dispatch_cost(&self, target: usize) -> Option<u32> {
        if !self.masm.unit.tiering.may(Optimization::CopiedDispatches) {
            return None;
        }
        let (mut at, mut hops) = (target, 0);
        for ops in 0..MAX_DISPATCH {
            let op = &self.masm.unit.func.ops[at];
            let code = op.code();
            let groups = info(code).groups;
            if code == OpCode::BrTable {
                let entries = op.hi() + 1;
                let pays = entries > 4 && self.stages.analysis.cfg.region_at(at as u32) != 0;
                return (pays && ops + entries <= self.copies.budget).then_some(ops + entries);
            }
            if code == OpCode::Br && hops < 2 {
                (at, hops) = (op.target(at), hops + 1);
                continue;
            }
            if groups & (group::TARGET | group::END | group::CLOBBERS) != 0 {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Emits what stands at `target` up to the branch table here. Everything is where the label there wants it.
    fn copy_dispatch(&mut self, target: usize) {
        self.masm.out.counters.copied_dispatches += u32::from(self.copies.depth == 0);
        let (at, region) = (self.masm.at, self.region);
        self.copies.depth += 1;
        self.masm.at = target;
        self.reachable = true;
        self.enter_label(self.stages.analysis.cfg.region_at(target as u32));
        while self.reachable {
            if self.masm.at != target && self.stages.analysis.cfg.marks[self.masm.at] & mark::LABEL != 0 {
                let region = self.stages.analysis.cfg.region_at(self.masm.at as u32);
                self.bring_to_label(region);
                self.enter_label(region);
            }
            self.emit_op();
            self.masm.at += 1;
        }
        self.copies.depth -= 1;
        (self.masm.at, self.region) = (at, region);
    }

    /// Before the current label: the path that falls into it brings everything to its place.
    fn bring_to_label(&mut self, region: u32) {
        if self.reachable {
            self.plan_moves(region, Some(self.stages.analysis.cfg.label_of[self.masm.at]));
            self.emit_moves();
        }
    }

    /// A label: the path that falls into it brings everything to its place, then the state is the label's.
    pub(super) fn arrive(&mut self, region: u32) {
        let label = self.stages.analysis.cfg.label_of[self.masm.at];
        self.bring_to_label(region);
        // Where rounds begin.
        let marks = self.stages.analysis.cfg.marks[self.masm.at];
        if marks & mark::HEADER != 0 && marks & mark::ROTATED == 0 || marks & mark::ROUND != 0 {
            self.align_loop(region);
        }
        let at = self.asm_label(label);
        self.masm.asm.bind(at);
        self.reachable = true;
        self.enter_label(region);
    }

    /// The state that the current label promises.
    pub(super) fn enter_label(&mut self, region: u32) {
        let label = self.stages.analysis.cfg.label_of[self.masm.at];
        // Another path may arrive with other flags.
        self.masm.flags = None;
        self.region = region;
        self.state.enter_region(region, self.stages.plan.residents(region));
        let live = self.stages.analysis.liveness.live(label);
        for resident in self.stages.plan.residents(region) {
            if live.has(resident.slot) {
                self.state.hold_resident(resident);
            }
        }
    }

    /// Small loops without calls begin at a multiple of 32 bytes, if that costs little.
    pub(super) fn align_loop(&mut self, region: u32) {
        let info = &self.stages.analysis.cfg.regions[region as usize];
        if !self.masm.unit.tiering.may(Optimization::AlignedLoops) {
            return;
        }
        let begins = info.start as usize == self.masm.at
            || self.stages.analysis.cfg.marks[self.masm.at] & mark::ROUND != 0;
        if info.has_loop || info.calls > 0 || info.ops > 24 || !begins {
            return;
        }
        let padding = self.masm.asm.pos().next_multiple_of(32) - self.masm.asm.pos();
        if padding > 0 && padding <= 15 {
            self.masm.asm.nops(padding as usize);
            self.masm.out.counters.aligned_loops += 1;
        }
    }

    /// Falls out of a loop where no branch arrives.
    pub(super) fn cross(&mut self, region: u32) {
        if !self.reachable {
            self.region = region;
            self.state.enter_region(region, self.stages.plan.residents(region));
            return;
        }
        self.plan_moves(region, None);
        self.emit_moves();
        let mut held = Vec::new();
        for resident in self.stages.plan.residents(region) {
            let dirty = self.state.loc(resident.slot).is_some_and(|r| {
                let cell = self.state.cell(r);
                cell.dirty && !self.moves.stores.iter().any(|s| s.1 == resident.slot)
            });
            held.push((*resident, dirty));
        }
        self.region = region;
        self.state.enter_region(region, self.stages.plan.residents(region));
        for (resident, dirty) in held {
            self.state.hold(resident.reg, resident.slot, dirty, resident.wide);
        }
    }
}
