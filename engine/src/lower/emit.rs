//! Appending operations, and bringing far slots within reach.
//!
//! An operation names slots with 16 bits. A function whose frame is larger is lowered a second time in *wide* mode:
//! eight scratch slots stand right behind the parameters, an operand beyond reach is first copied to a scratch slot,
//! and a result beyond reach is computed into one and copied out. Scratch slots 0, 2 and 4 are for operands, 6 for
//! results (two each, for v128).

use crate::base::{SourceOp, WasmOffset};
use crate::ir::{Op, OpCode, RegClass};

use super::function::Lowerer;
use super::stack::{Entry, EntryKind};

/// Slots that wide mode reserves.
pub(super) const SCRATCH_SLOTS: u32 = 8;
const RESULT_SCRATCH: u32 = 6;
const REACH: u32 = u16::MAX as u32;

impl Lowerer<'_> {
    /// Appends an operation; returns its index.
    #[inline]
    pub(super) fn emit(&mut self, code: OpCode, a: u16, b: u16, c: u16, imm: u64) -> usize {
        self.append(Op::new(code, a, b, c, imm))
    }

    #[inline]
    pub(super) fn append(&mut self, op: Op) -> usize {
        let index = self.ops.len();
        self.ops.push(op);
        self.last = None;
        self.eqz_of_compare = false;
        index
    }

    /// Notes that the operation appended next may trap or call: its wasm position will be asked for.
    #[inline]
    pub(super) fn mark_position(&mut self) {
        let index = SourceOp::at(self.ops.len());
        let position = WasmOffset::at(self.position);
        match self.offsets.last_mut() {
            Some(last) if last.0 == index => last.1 = position,
            _ => self.offsets.push((index, position)),
        }
    }

    /// Appends an operation whose result goes to `slot`.
    #[inline]
    pub(super) fn append_to_slot(&mut self, mut op: Op, slot: u32, class: RegClass) {
        if slot > REACH {
            return self.append_to_far(op, slot, class);
        }
        op.a = within_reach(slot);
        let index = self.append(op);
        self.last = Some(index);
    }

    #[cold]
    fn append_to_far(&mut self, mut op: Op, slot: u32, class: RegClass) {
        let scratch = self.scratch(RESULT_SCRATCH);
        op.a = within_reach(scratch);
        self.append(op);
        self.emit_copy(slot, scratch, class);
    }

    /// Appends an operation and pushes its result.
    #[inline]
    pub(super) fn emit_push(&mut self, code: OpCode, class: RegClass, b: u16, c: u16, imm: u64) {
        let slot = self.push_temp(class);
        self.append_to_slot(Op::new(code, 0, b, c, imm), slot, class);
    }

    /// A constant of class `Int` or `Float`.
    pub(super) fn emit_const(&mut self, slot: u32, value: u64, class: RegClass) {
        debug_assert!(class != RegClass::Vector);
        let code = if class == RegClass::Float { OpCode::ConstFloat } else { OpCode::Const };
        self.append_to_slot(Op::new(code, 0, 0, 0, value), slot, class);
        self.last = None;
    }

    pub(super) fn emit_copy(&mut self, target: u32, source: u32, class: RegClass) {
        if target <= REACH && source <= REACH {
            self.emit(class.copy(), within_reach(target), within_reach(source), 0, 0);
        } else {
            let code = class.pick(OpCode::CopyFar, OpCode::CopyFarFloat, OpCode::CopyFarV128);
            self.emit(code, 0, 0, 0, Op::pack(source, target));
        }
    }

    /// Moves slots of class `Int` or `Float` down at once, if one operation can.
    pub(super) fn move_span(&mut self, from: u32, to: u32, slots: u32, class: RegClass) -> bool {
        if slots > u32::from(u16::MAX) {
            return false;
        }
        debug_assert!(class != RegClass::Vector);
        let code = if class == RegClass::Float { OpCode::CopySpanFloat } else { OpCode::CopySpan };
        self.emit(code, slots as u16, 0, 0, Op::pack(from, to));
        self.touch(to + slots);
        true
    }

    fn scratch(&mut self, which: u32) -> u32 {
        if !self.wide {
            // The result is thrown away and the function lowered again in wide mode.
            (self.out_of_reach, self.attention) = (true, true);
            return 0;
        }
        self.scratch_base + which
    }

    /// A slot within reach that holds what `slot` holds; `which` (0, 1, 2) keeps operands of one operation apart.
    #[inline(never)]
    pub(super) fn near(&mut self, slot: u32, class: RegClass, which: u32) -> u16 {
        if slot <= REACH {
            return within_reach(slot);
        }
        let scratch = self.scratch(2 * which);
        self.emit_copy(scratch, slot, class);
        within_reach(scratch)
    }

    /// A slot within reach from which a popped operand can be read. A constant is put into its home.
    #[inline]
    pub(super) fn operand(&mut self, entry: &Entry, which: u32) -> u16 {
        let slot = match entry.kind {
            EntryKind::Temp => entry.slot,
            EntryKind::Local => self.source_slot(entry),
            EntryKind::Const | EntryKind::ConstV128 => return self.constant(entry, which),
        };
        if slot <= REACH { within_reach(slot) } else { self.near(slot, entry.class, which) }
    }

    #[inline(never)]
    fn constant(&mut self, entry: &Entry, which: u32) -> u16 {
        self.copy_to(entry.slot, entry);
        self.last = None;
        self.near(entry.slot, entry.class, which)
    }

    /// Pops `n` operands that an operation takes from contiguous slots; returns the first of these slots.
    pub(super) fn contiguous(&mut self, n: usize) -> u32 {
        let base = self.materialize_top(n);
        self.drop_top(n);
        base
    }

    /// Appends an operation that takes its operands from contiguous slots; see [`Op::base`].
    pub(super) fn emit_based(&mut self, code: OpCode, a: u16, base: u32, imm: u64) {
        self.mark_position();
        self.append(Op::based(code, a, base, imm));
    }

    /// As [`Lowerer::emit_based`], and pushes the result, which is of class `Int`.
    pub(super) fn emit_based_push(&mut self, code: OpCode, base: u32, imm: u64) {
        self.mark_position();
        let slot = self.push_temp(RegClass::Int);
        self.append_to_slot(Op::based(code, 0, base, imm), slot, RegClass::Int);
    }

    /// As [`Lowerer::emit_based_push`] with two results.
    pub(super) fn emit_based_push_pair(&mut self, code: OpCode, base: u32, imm: u64) {
        self.mark_position();
        let first = self.push_temp(RegClass::Int);
        let second = self.push_temp(RegClass::Int);
        let place = if second > REACH { self.scratch(RESULT_SCRATCH) } else { first };
        self.append(Op::based(code, within_reach(place), base, imm));
        if place != first {
            self.emit_copy(first, place, RegClass::Int);
            self.emit_copy(second, place + 1, RegClass::Int);
        }
    }

    /// A number as the field of an operation that it goes to. The format and the decoder's limits keep it small; if one of them
    /// changes, the function is refused.
    pub(super) fn fit<T: TryFrom<u64> + Default>(&mut self, number: u64) -> T {
        T::try_from(number).unwrap_or_else(|_| {
            (self.too_large, self.attention) = (true, true);
            T::default()
        })
    }
}

/// A slot as a field of 16 bits; the caller has compared it with [`REACH`], or it is a scratch slot: those stand behind the
/// parameters, of which there are at most 1,000.
#[inline(always)]
fn within_reach(slot: u32) -> u16 {
    debug_assert!(slot <= REACH, "slot {slot} is out of reach");
    slot as u16
}
