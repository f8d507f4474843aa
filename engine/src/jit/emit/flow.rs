//! Instructions after which execution does not simply go on: branches that are always taken, branch tables, returns, calls.

use super::*;
use crate::jit::inst::{Flow, Locs};
use crate::jit::regalloc::Placed;
use crate::jit::x64::regs::SCRATCH;

/// How many branch tables are remembered for copies.
const MAX_TABLES: usize = 64;

impl Emitter<'_> {
    /// Emits the current instruction, of another flow than [`Flow::Next`].
    #[inline(never)]
    pub(super) fn emit_flow(&mut self) {
        let op = *self.masm.op();
        match self.inst.flow {
            Flow::Next => unreachable!("an ordinary instruction"),
            Flow::Goto => self.goto(op.target(self.masm.at)),
            Flow::Table => self.branch_table(&op),
            Flow::Return => self.return_values(&op),
            Flow::Object => self.new_object(&op),
            Flow::Call => {
                self.run_template();
                let callee = self.masm.exit.callee.take();
                self.call(&op, callee);
            }
        }
        self.state.end_op();
    }

    /// Operations without a template are done by a stub or a builtin.
    #[inline(never)]
    pub(super) fn emit_without_template(&mut self) {
        let op = self.masm.op();
        match op.code() {
            OpCode::MemoryCopy | OpCode::MemoryFill => self.bulk(op),
            OpCode::Throw | OpCode::ThrowRef => self.builtin(op),
            code if code.shape() == Shape::Runtime => self.builtin(op),
            code => {
                self.missing.get_or_insert(code);
            }
        }
        self.state.end_op();
    }

    /// Assigns registers and emits the template with its slow paths.
    pub(super) fn run_template(&mut self) -> Locs {
        let locs = self.assign();
        if self.options.listing {
            let text = Placed { inst: &self.inst, locs: &locs }.to_string();
            let last = self.masm.operation();
            self.masm.out.allocated.push((last, text));
        }
        let cold = self.masm.out_of_line.pieces.len();
        x64::template(&self.inst)(&mut self.masm, &self.inst, &locs);
        if cold != self.masm.out_of_line.pieces.len() {
            self.complete_slow_paths(cold, &locs);
        }
        locs
    }

    fn branch_table(&mut self, op: &Op) {
        let entry = self.masm.at + 1;
        let targets: Vec<usize> =
            (entry..=entry + op.hi() as usize).map(|at| self.masm.unit.func.ops[at].target(at)).collect();
        for &target in &targets {
            self.ready(target);
        }
        // Before the edges are planned: those say which register moves where, and nothing may change after that.
        let locs = self.assign();
        let labels = self.edge_labels(&targets);
        let mut known = None;
        if self.copies.depth > 0 {
            // The default is no entry of it.
            let entries = &labels[..labels.len() - 1];
            known = self.copies.tables.iter().find(|t| t.0 == self.masm.at && t.1 == entries).map(|t| t.2);
        }
        let has_table = self.inst.temps[0] > 0;
        let table = if has_table { known.unwrap_or_else(|| self.masm.asm.label()) } else { self.masm.entry };
        self.masm.exit.targets = (labels, table);
        x64::template(&self.inst)(&mut self.masm, &self.inst, &locs);
        let mut labels = std::mem::take(&mut self.masm.exit.targets.0);
        labels.pop();
        if has_table && known.is_none() {
            if self.stages.analysis.cfg.region_at(self.masm.at as u32) != 0
                && self.copies.tables.len() < MAX_TABLES
            {
                self.copies.tables.push((self.masm.at, labels.clone(), table));
            }
            self.masm.table(table, labels);
        }
    }

    /// A label per target; equal targets share one.
    fn edge_labels(&mut self, targets: &[usize]) -> Vec<Label> {
        let mut known: std::collections::HashMap<usize, Label> = std::collections::HashMap::new();
        targets
            .iter()
            .map(|&target| match known.get(&target) {
                Some(&label) => label,
                None => {
                    let label = self.table_edge(target);
                    known.insert(target, label);
                    label
                }
            })
            .collect()
    }

    /// Returns with the first value in its register, and others in the first slots.
    fn return_values(&mut self, op: &Op) {
        let first = match op.code() {
            OpCode::Return0 => None,
            OpCode::ReturnSpan => Some(op.lo()),
            _ => Some(op.b().into()),
        };
        let is_span = op.code() == OpCode::ReturnSpan;
        if is_span {
            self.state.flush_range(self.masm.asm, op.lo(), op.a.into());
        }
        if let (Some(slot), Some((reg, kind))) = (first, result_reg(self.masm.unit.ty)) {
            let wide = kind == Kind::V128;
            match self.state.loc(slot) {
                Some(from) => self.masm.asm.move_reg(reg, from),
                None => self.masm.asm.load_slot(reg, slot, wide),
            }
            // To lower slots, upwards: nothing is overwritten that is still to be read. The scratch register carries them.
            if is_span && slot != 0 {
                for i in 1 + u32::from(wide)..op.a.into() {
                    self.masm.asm.load_f64(SCRATCH, spill_slot(slot + i));
                    self.masm.asm.store_f64(spill_slot(i), SCRATCH);
                }
            }
        }
        self.masm.leave();
    }
}
