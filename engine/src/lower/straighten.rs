//! Branches that go straight to where they lead.
//!
//! # Problem
//! Compilers leave a loop by a branch over the one that goes back, `br_if 1  br 0`, or by an `if` with a branch inside; and a
//! block that ends where another branch stands makes branches to a branch. Each costs a round of dispatch here, and a taken
//! jump in machine code.
//!
//! # Turning round
//! Where branches are bound to the next operation, the last operation may be an unconditional branch, and a conditional one that
//! goes over it may stand before. Then the latter becomes the opposite branch to where the former goes, and that one is taken
//! back. Nothing else may arrive at either side of it (`Lowerer::barrier`). What opposite means is in the table of operations: of
//! floats it is the same compare with the other answer.
//!
//! # Threading
//! At the end of a function every branch forward is known, in the order of their operations. From the last to the first, one
//! that leads to an unconditional branch goes where that one goes: the latter comes after it and was done before, so one step is
//! enough. A branch back is followed by nobody and follows nobody; what counts or interrupts at a loop's header is an
//! operation there, and is passed as before.
//!
//! Cost: O(1) at each label, and a look at each branch forward.

use super::control::Fixup;
use super::function::Lowerer;
use super::stack::NONE;
use crate::base::Mutant;
use crate::ir::OpCode;
use crate::settings::Optimization;

impl Lowerer<'_> {
    pub(super) fn may(&self, optimization: Optimization) -> bool {
        self.module.tiering.may(optimization)
    }

    /// Turns round the branch over a branch that ends here, if the newest of these branches is one: they are about to be bound
    /// to the next operation. Returns those that still are.
    pub(super) fn turn_round(&mut self, list: u32) -> u32 {
        let n = self.ops.len();
        let is_label = self.barrier + 1 >= n && !Mutant::LabelTurnedRound.is_on();
        if list == NONE || n < 2 || is_label || !self.may(Optimization::TurnedBranches) {
            return list;
        }
        let (over, last) = (n - 2, n - 1);
        let (fixup, rest) = self.fixups[list as usize];
        if fixup != Fixup::Branch(over as u32) || self.ops[last].code() != OpCode::Br {
            return list;
        }
        let Some(opposite) = self.ops[over].code().opposite_branch() else { return list };
        let target = self.ops[last].target(last);
        match self.fixups.last_mut() {
            Some((newest, _)) if *newest == Fixup::Branch(last as u32) => {
                *newest = Fixup::Branch(over as u32)
            }
            _ if target < last => self.ops[over].set_target(over, target),
            _ => return list,
        }
        self.ops[over].set_code(opposite);
        self.ops.pop();
        self.relist(last);
        self.rewrites.turned_branches += 1;
        rest
    }

    /// At the end of the function: branches to a branch go where that one goes.
    pub(super) fn thread(&mut self) {
        if !self.may(Optimization::ThreadedJumps) {
            return;
        }
        for index in (0..self.fixups.len()).rev() {
            let Fixup::Branch(at) = self.fixups[index].0 else { continue };
            let at = at as usize;
            let target = self.ops[at].target(at);
            if target <= at || self.ops.get(target).is_none_or(|next| next.code() != OpCode::Br) {
                continue;
            }
            let end = self.ops[target].target(target);
            // A branch to itself is an endless loop.
            if end != target {
                self.ops[at].set_target(at, end);
                self.rewrites.threaded_jumps += 1;
            }
        }
    }
}
