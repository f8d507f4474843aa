//! Spill choice: which value goes to memory when no register is free.
//!
//! # Problem
//! Least recently used is a fair guess where nothing is known of the code that follows. In the straight-line code of hashes
//! and ciphers it is the wrong one: there values are used in turn, and the least recently used value is the next to be used.
//!
//! # Idea
//! The following operations are known. The value whose next use is furthest away is evicted, as Belady's rule for caches says; of
//! several that are not used before the next label or the window's end, one whose slot is up to date, which costs no store.
//!
//! # Cost
//! A look at [`WINDOW`] operations at most for each spilled value, and few are spilled.

use super::*;
use crate::jit::operation::{group, info};
use crate::jit::ranges::{Ranges, ranges};
use crate::jit::regs::RegSet;
use crate::settings::Optimization;

/// Operations that are looked at.
const WINDOW: usize = 64;

impl Emitter<'_> {
    /// The register of the class whose value is spilled.
    pub(super) fn victim(&mut self, class: u32) -> Option<Reg> {
        let movable = self.state.movable(class);
        let oldest = movable.min_by_key(|&r| self.state.age(r))?;
        if !self.tiering.may(Optimization::NextUses) {
            return Some(oldest);
        }
        let reg = self.used_last(movable, oldest);
        self.out.counters.next_uses += u32::from(reg != oldest);
        Some(reg)
    }

    /// Of these registers the one whose next use is furthest away.
    fn used_last(&self, movable: RegSet, oldest: Reg) -> Reg {
        let mut left = movable;
        let end = self.func.ops.len().min(self.at + WINDOW);
        for at in self.at..end {
            if at > self.at && self.analysis.cfg.marks[at] & mark::LABEL != 0 {
                break;
            }
            let op = &self.func.ops[at];
            let info = info(op.code());
            let Ranges { read, .. } = match info.groups & group::RANGED {
                0 => Ranges::default(),
                _ => ranges(self.module, self.func, op),
            };
            let reads =
                |slot: u32| op.uses(info.fields).any(|operand| operand.slot == slot) || read.contains(&slot);
            for reg in left {
                if reads(self.state.cells[reg.0 as usize].slot) {
                    left = RegSet(left.0 & !reg.bit());
                    if left.0.is_power_of_two() {
                        return Reg(left.0.trailing_zeros() as u8);
                    }
                    // All are wanted by one operation: then it does not matter which.
                    if left.0 == 0 {
                        return reg;
                    }
                }
            }
        }
        left.min_by_key(|&r| (self.state.cells[r.0 as usize].dirty, self.state.age(r))).unwrap_or(oldest)
    }
}
