//! Parallel moves: values from where they are to where an edge, a call or the function's entry wants them.
//!
//! # Idea
//! Stores come first, loads last, and the moves between them happen as if at once, so that no order of registers can destroy a
//! value. All of them are known before the first is emitted: a conditional branch goes straight to its target if there is
//! nothing to move, and out of line if there is.
//!
//! # Contract
//! Requires: the state on this side, the residents of the target's loop and what is live there. Provides: the moves; destinations are
//! distinct. Cost: linear in the registers that hold something.

use super::Moves;
use super::moves::{self, Step};
use super::plan::Resident;
use super::state::State;
use crate::base::Mutant;
use crate::jit::analysis::Live;
use crate::jit::reg::{Reg, RegSet};

/// See the module's header.
#[derive(Default)]
pub struct ParallelMove {
    /// Register, slot, and whether it is a v128.
    pub stores: Vec<(Reg, u32, bool)>,
    /// Source and destination.
    pub moves: Vec<(Reg, Reg)>,
    /// Slot, register, and whether it is a v128.
    pub loads: Vec<(u32, Reg, bool)>,
    /// Moves that are still to be emitted.
    pending: Vec<(Reg, Reg)>,
}

/// The range of one parallel move in each list of one that holds many.
#[derive(Clone, Copy)]
pub struct Part {
    from: [u32; 3],
    to: [u32; 3],
}

/// Where an edge leads.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// What lives in registers there.
    pub residents: &'a [Resident],
    /// The slots that are live there; `None` for all.
    pub live: Option<Live<'a>>,
    /// It is in the same loop: residents stay where they are.
    pub same_loop: bool,
}

impl ParallelMove {
    fn len(&self) -> [u32; 3] {
        [self.stores.len() as u32, self.moves.len() as u32, self.loads.len() as u32]
    }

    /// Appends another one.
    pub fn append(&mut self, other: &ParallelMove) -> Part {
        let from = self.len();
        self.stores.extend_from_slice(&other.stores);
        self.moves.extend_from_slice(&other.moves);
        self.loads.extend_from_slice(&other.loads);
        Part { from, to: self.len() }
    }

    /// Becomes one of those that were appended to another.
    pub fn copy_part(&mut self, all: &ParallelMove, part: Part) {
        let range = |list: usize| part.from[list] as usize..part.to[list] as usize;
        self.clear();
        self.stores.extend_from_slice(&all.stores[range(0)]);
        self.moves.extend_from_slice(&all.moves[range(1)]);
        self.loads.extend_from_slice(&all.loads[range(2)]);
    }

    /// Whether it is one of those that were appended to another.
    pub fn is_part(&self, all: &ParallelMove, part: Part) -> bool {
        let range = |list: usize| part.from[list] as usize..part.to[list] as usize;
        self.stores == all.stores[range(0)]
            && self.moves == all.moves[range(1)]
            && self.loads == all.loads[range(2)]
    }

    pub fn clear(&mut self) {
        self.stores.clear();
        self.moves.clear();
        self.loads.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.stores.is_empty() && self.moves.is_empty() && self.loads.is_empty()
    }

    /// Becomes what must happen on the edge from here to `target`.
    pub fn plan(&mut self, state: &State, target: Target) {
        self.clear();
        if target.same_loop && state.dirty_temps().is_empty() && state.idle_residents().is_empty() {
            return;
        }
        let Target { residents, live, same_loop: same } = target;
        let is_live = |slot: u32| live.is_none_or(|live| live.has(slot));
        for reg in if same { state.dirty_temps() } else { state.held() } {
            let cell = state.cell(reg);
            if !is_live(cell.slot) || (live.is_none() && cell.dead) {
                continue;
            }
            match if same { None } else { residents.iter().find(|p| p.slot == cell.slot) } {
                Some(resident) => {
                    if cell.dirty && resident.clean {
                        self.stores.push((reg, cell.slot, cell.wide));
                    }
                    if resident.reg != reg {
                        self.moves.push((reg, resident.reg));
                    }
                }
                None if cell.dirty => self.stores.push((reg, cell.slot, cell.wide)),
                None => {}
            }
        }
        let idle = if same { state.idle_residents() } else { RegSet(u32::MAX) };
        if idle.is_empty() {
            return;
        }
        for resident in residents {
            if idle.contains(resident.reg) && is_live(resident.slot) && state.loc(resident.slot).is_none() {
                self.loads.push((resident.slot, resident.reg, resident.wide));
            }
        }
    }

    /// Emits the instructions.
    pub fn emit(&mut self, to: &mut impl Moves) {
        for &(reg, slot, wide) in &self.stores {
            to.store_slot(slot, reg, wide);
        }
        if Mutant::LoadsBeforeMoves.is_on() {
            self.loads.iter().for_each(|&(slot, reg, wide)| to.load_slot(reg, slot, wide));
        }
        if !self.moves.is_empty() {
            self.pending.clear();
            self.pending.extend_from_slice(&self.moves);
            moves::at_once(&mut self.pending, |step| match step {
                Step::Move { dst, src } => to.move_reg(dst, src),
                Step::Exchange(a, b) => to.exchange(a, b),
            });
        }
        for &(slot, reg, wide) in &self.loads {
            to.load_slot(reg, slot, wide);
        }
    }

    /// After the stores and loads of an edge inside a loop, which stay valid on the path that goes on.
    pub fn adopt(&self, state: &mut State) {
        for &(reg, ..) in &self.stores {
            state.is_stored(reg);
        }
        for &(slot, reg, wide) in &self.loads {
            state.hold(reg, slot, false, wide);
        }
    }
}
