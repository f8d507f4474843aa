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

use crate::jit::analysis::mark;
use crate::jit::operation::{group, info};
use crate::jit::ranges::{Ranges, ranges};
use crate::jit::reg::{Reg, RegSet};
use crate::jit::regalloc::state::State;
use crate::jit::select::Context;
use crate::settings::Optimization;

/// Operations that are looked at.
const WINDOW: usize = 64;

/// The register of the class whose value is spilled before the operation at `current`.
pub(super) fn victim(state: &mut State, class: u32, cx: &Context, current: usize) -> Option<Reg> {
    let movable = state.movable(class);
    let oldest = movable.min_by_key(|&r| state.age(r))?;
    if !cx.may(Optimization::NextUses) {
        return Some(oldest);
    }
    let reg = used_last(state, cx, current, movable, oldest);
    state.counts.next_uses += u32::from(reg != oldest);
    Some(reg)
}

/// Of these registers the one whose next use is furthest away.
fn used_last(state: &State, cx: &Context, current: usize, movable: RegSet, oldest: Reg) -> Reg {
    let Context { module, func, analysis, .. } = *cx;
    let mut left = movable;
    let end = func.ops.len().min(current + WINDOW);
    for at in current..end {
        if at > current && analysis.cfg.marks[at] & mark::LABEL != 0 {
            break;
        }
        let op = &func.ops[at];
        let info = info(op.code());
        let Ranges { read, .. } = match info.groups & group::RANGED {
            0 => Ranges::default(),
            _ => ranges(module, func, op),
        };
        let mut read_here = 0_u32;
        op.each_use(info.fields, |operand| read_here |= state.loc(operand.slot).map_or(0, Reg::bit));
        for reg in left {
            if read_here & reg.bit() != 0 || read.contains(&state.slot_in(reg)) {
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
    left.min_by_key(|&r| (state.cell(r).dirty, state.age(r))).unwrap_or(oldest)
}
