//! The analysis as text, between the operations: for `wx objdump --stage analysis` and for unit tests.
//!
//! Requires: everything that the analysis provides.
//! Provides: lines. Before an operation its label, with the region and the slots that are live; after it what it reads last, and
//! whether nothing reads its result.
//! Cost: O(operations + labels * slots).

use std::fmt::Write;

use super::Analysis;
use super::cfg::mark;
use super::liveness::uses;
use crate::ir::Func;
use crate::jit::operation::fields;
use crate::lower::print_op;

impl Analysis {
    /// What is known of a function, which is the one that it was gathered from.
    pub fn print(&self, func: &Func) -> String {
        let mut out = String::new();
        let live = &self.liveness;
        let _ = writeln!(out, "; live at entry:{}", self.slots(|slot| live.is_live_at_entry(slot)));
        let _ = writeln!(out, "; live across calls:{}", self.slots(|slot| live.is_over_call(slot)));
        for (index, region) in self.cfg.regions.iter().enumerate() {
            let indent = 2 * region.depth as usize;
            let name = if index == 0 { "function".to_owned() } else { format!("loop {index}") };
            let _ = writeln!(
                out,
                "; {:indent$}{name} {}..={}: {} operations, {} calls, live at labels:{}",
                "",
                region.start,
                region.end,
                region.ops,
                region.calls,
                self.slots(|slot| live.is_at_label(index, slot))
            );
        }
        for at in 0..func.ops.len() {
            if self.cfg.marks[at] & mark::LABEL != 0 {
                let _ = writeln!(out, "{}", self.label(at));
            }
            let line = format!("{:<52}{}", print_op(func, at), self.uses(func, at));
            let _ = writeln!(out, "{}", line.trim_end());
        }
        out
    }

    /// The label at an operation.
    fn label(&self, at: usize) -> String {
        let (marks, label) = (self.cfg.marks[at], self.cfg.label_of[at]);
        let mut text = format!("L{label}");
        for (bit, name) in [
            (mark::HEADER, "header"),
            (mark::HANDLER, "handler"),
            (mark::BODY, "body"),
            (mark::ROUND, "round"),
        ] {
            if marks & bit != 0 {
                let _ = write!(text, " {name}");
            }
        }
        let live = self.slots(|slot| self.liveness.is_live(label, slot));
        match self.cfg.label_regions[label as usize] {
            0 => text + " live:" + &live,
            region => text + &format!(" in loop {region} live:") + &live,
        }
    }

    /// What ends at an operation, and whether it is an entry of a branch table.
    fn uses(&self, func: &Func, at: usize) -> String {
        let (op, bits) = (&func.ops[at], self.liveness.uses[at]);
        let fields = fields(op.code());
        let last: String = op
            .uses(fields)
            .filter(|operand| bits & uses::of(operand.place) != 0)
            .map(|operand| format!(" s{}", operand.slot))
            .collect();
        let mut text = if last.is_empty() { last } else { format!("; last{last}") };
        if bits & uses::DEF_DEAD != 0 {
            text += "; dead";
        }
        if self.cfg.marks[at] & mark::ENTRY != 0 {
            text += "; entry";
        }
        text
    }

    fn slots(&self, is_in: impl Fn(u32) -> bool) -> String {
        (0..self.liveness.tracked).filter(|&slot| is_in(slot)).map(|slot| format!(" s{slot}")).collect()
    }
}
