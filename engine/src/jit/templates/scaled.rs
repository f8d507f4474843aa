//! A shift by one, two or three places and the addition after it, as one instruction.
//!
//! # Problem
//! `a[i]` is a shift, a sum and an access. The shift needs a copy of the index, because the index is wanted again, so three
//! instructions stand before the access where the processor has one: `lea` takes the sum of a register or a constant and a scaled
//! register.
//!
//! # Idea
//! A shift whose result only the next operation uses, as a summand, has no code of its own: its operand stays
//! where it is, locked, and the sum takes it scaled.

use super::super::analysis::{mark, uses};
use super::super::asm::Size;
use super::super::emit::Emitter;
use super::super::operation::info;
use super::super::regs::Gpr;
use crate::ir::{Op, OpCode, Place, Shape};
use crate::settings::Optimization;

/// A shift that is left to the next operation.
#[derive(Clone, Copy, Debug)]
pub struct Scaled {
    /// The slot that would hold the result.
    slot: u32,
    /// What is shifted.
    pub index: Gpr,
    places: u8,
}

impl Emitter<'_> {
    /// Leaves the shift of `b` to the next operation, if that takes it.
    pub(super) fn leave_to_sum(&mut self, op: &Op, size: Size) -> bool {
        let places = op.imm & if size == Size::S32 { 31 } else { 63 };
        if !matches!(places, 1..=3) || !self.next_takes_scaled(op, size) {
            return false;
        }
        let index = self.gpr(op.b().into());
        self.release();
        self.state.forget(op.a.into());
        self.scaled = Some(Scaled { slot: op.a.into(), index, places: places as u8 });
        self.out.counters.scaled_indexes += 1;
        true
    }

    /// Whether the operation after a shift is the only user of the result, and adds something else to it.
    fn next_takes_scaled(&self, op: &Op, size: Size) -> bool {
        let next = self.at + 1;
        let Some(sum) = self.func.ops.get(next) else { return false };
        let code = sum.code();
        let summands: &[Place] = match (code, size) {
            (OpCode::I32Add, Size::S32) | (OpCode::I64Add, Size::S64) => &[Place::B, Place::C],
            (OpCode::I32AddImm, Size::S32) => &[Place::B],
            (OpCode::I64AddImm, Size::S64) if i32::try_from(sum.imm as i64).is_ok() => &[Place::B],
            (code, Size::S32) => match code.shape() {
                Shape::LoadPlus | Shape::StorePlus => &[Place::B],
                Shape::LoadIndex => &[Place::B, Place::C],
                Shape::StoreIndex => &[Place::B, Place::Third],
                _ => return false,
            },
            _ => return false,
        };
        let slot = u32::from(op.a);
        let used = self.analysis.liveness.uses[next];
        let mut readers = sum.uses(info(code).fields).filter(|operand| operand.slot == slot);
        let (Some(reader), None) = (readers.next(), readers.next()) else { return false };
        summands.contains(&reader.place)
            && used & uses::of(reader.place) != 0
            && slot < self.state.tracked()
            && self.state.pin(slot).is_none()
            && self.analysis.cfg.marks[next] & (mark::LABEL | mark::ENTRY) == 0
            && self.analysis.cfg.region_at(next as u32) == self.analysis.cfg.region_at(self.at as u32)
            && self.tiering.may(Optimization::ScaledIndexes)
    }

    /// The sum of a shift that was left and a constant, if there is such a shift.
    pub(super) fn scaled_sum(
        &mut self,
        size: Size,
        constant: i32,
        define: impl FnOnce(&mut Self) -> Gpr,
    ) -> Option<Gpr> {
        let Scaled { index, places, .. } = self.scaled.take()?;
        self.free_index(index);
        let d = define(self);
        self.asm.lea_scaled(size, d, index, places, constant);
        Some(d)
    }

    /// The index is read by one instruction more: unless a slot still has it, that may write its result there.
    pub(super) fn free_index(&mut self, index: Gpr) {
        if self.state.is_empty(index.into()) {
            self.state.unlock(index.into());
        }
    }

    /// Two summands in registers, the second to be shifted by so many places.
    pub(super) fn summands(&mut self, b: u32, c: u32) -> (Gpr, Gpr, u8) {
        match self.scaled.take() {
            Some(Scaled { slot, index, places }) => {
                let rest = if slot == c { b } else { c };
                (self.gpr(rest), index, places)
            }
            None => (self.gpr(b), self.gpr(c), 0),
        }
    }
}
