//! Branches: what is learned of values where one is taken and where not.

use super::block::BlockKind;
use super::fault::Fault;
use super::state::{Flags, Run};
use super::value::{Fact, Val, What};
use crate::exec::activation::STACK_SLACK;
use crate::vm::VmMemory;

/// Conditions as they are encoded.
pub(super) mod cond {
    pub(in crate::jit::verify) const BELOW: u8 = 2;
    pub(in crate::jit::verify) const ABOVE_OR_EQUAL: u8 = 3;
    pub(in crate::jit::verify) const EQUAL: u8 = 4;
    pub(in crate::jit::verify) const NOT_EQUAL: u8 = 5;
    pub(in crate::jit::verify) const BELOW_OR_EQUAL: u8 = 6;
}

impl Run<'_> {
    /// A jump to an offset if a condition holds.
    pub(super) fn branch(&mut self, condition: u8, to: u32) -> Result<(), Box<Fault>> {
        let (taken, else_) = match self.flags {
            Flags::Nothing => (None, None),
            _ => (self.learned(condition), self.learned(condition ^ 1)),
        };
        if !self.leads_to_trap(to)? {
            let block = self.block_for(to)?;
            self.edge_to(block, taken)?;
        }
        if let Some(fact) = else_ {
            if fact.what == What::Room {
                self.room |= !self.left_entry && self.is_in_entry();
            }
            self.learn(fact);
            self.derive(fact)?;
        }
        Ok(())
    }

    /// What it says that a condition holds.
    fn learned(&self, condition: u8) -> Option<Fact> {
        let fact = |of, what| Some(Fact { of, what });
        match (self.flags, condition) {
            (Flags::Tested(a, 8), cond::NOT_EQUAL) => fact(a, What::NotNull(self.at)),
            (Flags::Limited(a, limit), cond::BELOW) => fact(a, What::Below(limit)),
            (Flags::Carry(a), cond::ABOVE_OR_EQUAL) => fact(a, What::Exact),
            (Flags::Compared(a, b, 8), cond::BELOW) => match self.val(b) {
                Val::Near(memory) => fact(a, What::Reach(memory, VmMemory::REACH as u64)),
                Val::TableLength(table) => fact(a, What::InTable(table)),
                _ => None,
            },
            (Flags::Compared(a, b, 8), cond::BELOW_OR_EQUAL) => match (self.val(a), self.val(b)) {
                (Val::Frame(end), Val::Stack) => {
                    let kind = self.b.blocks[self.block as usize].kind;
                    // `VmStore::fits`, with the limit on the other side.
                    let needed = i64::from(self.func.frame_slots) * 8 + i64::from(STACK_SLACK)
                        - i64::from(self.space.stack_limit);
                    let enough = i64::from(end) >= needed && kind == BlockKind::Entry && self.ahead == 0;
                    if enough { fact(a, What::Room) } else { None }
                }
                (_, Val::Length(memory)) => fact(a, What::Reach(memory, 0)),
                (_, Val::Less(memory, n)) => {
                    self.find_fact(b, &self.here(), |what| what == What::Exact)?;
                    match self.constant(n) {
                        Some(n) => fact(a, What::Reach(memory, n)),
                        None => fact(a, What::End(memory, n)),
                    }
                }
                _ => None,
            },
            (Flags::Compared(a, b, 4), cond::BELOW) => match self.val(b) {
                Val::ArrayLength(object) => fact(a, What::InArray(object)),
                Val::Const(limit) => fact(a, What::Below(limit as u32)),
                _ => None,
            },
            (Flags::Compared(a, b, 4), cond::EQUAL) => match (self.val(a), self.val(b)) {
                (Val::TypeOf(func), Val::Const(ty)) => fact(func, What::Typed(ty as u32)),
                _ => None,
            },
            (Flags::Compared(a, b, 8), cond::EQUAL) => match (self.val(a), self.val(b)) {
                (Val::Context, Val::HomeOf(func)) => fact(func, What::Home),
                (Val::Low(of), _) if of == b => fact(b, What::Small),
                _ => None,
            },
            _ => None,
        }
    }

    /// What follows from a comparison for what the value is a sum of.
    fn derive(&mut self, fact: Fact) -> Result<(), Box<Fault>> {
        // Only ends are compared with the length itself, and are sums made for that.
        let What::Reach(memory, reach @ 0) = fact.what else { return Ok(()) };
        let Val::Sum(of, more) = self.val(fact.of) else { return Ok(()) };
        if let Some(total) = reach.checked_add(more)
            && self.is_exact(fact.of, of, more)
        {
            self.learn(Fact { of, what: What::Reach(memory, total) });
        }
        Ok(())
    }
}
