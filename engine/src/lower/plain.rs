//! Operators that are plain rows of the table, by the shape of the row. `visit` chooses among them.

use wasmparser::MemArg;

use super::function::Lowerer;
use super::stack::{Entry, EntryKind};
use crate::base::Mutant;
use crate::ir::{Op, OpCode, RegClass, Shape};

impl Lowerer<'_> {
    pub(super) fn unary(&mut self, code: OpCode, class: RegClass, traps: bool) {
        // An i32 stands zero-extended in its slot.
        if code == OpCode::I64ExtendI32U {
            return;
        }
        let entry = self.pop();
        if code.is_reinterpretation() && self.reinterpret(&entry, code, class) {
            return;
        }
        if code == OpCode::I32Eqz && self.negate(&entry) {
            return;
        }
        let compare_before = code == OpCode::I32Eqz && self.is_float_compare(&entry);
        let b = self.operand(&entry, 0);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, class, b, 0, 0);
        self.eqz_of_compare = compare_before;
        self.canonicalize(code, class);
    }

    /// `i32.eqz` of an integer compare just emitted is the opposite compare.
    fn negate(&mut self, entry: &Entry) -> bool {
        let Some(op) = self.producer(entry) else { return false };
        let Some(negated) = op.code().negated() else { return false };
        op.set_code(negated);
        let index = self.last;
        self.push_temp(RegClass::Int);
        self.last = index;
        true
    }

    /// The bits of a constant, or of a value just loaded, are made in the other class to begin with.
    fn reinterpret(&mut self, entry: &Entry, code: OpCode, class: RegClass) -> bool {
        if entry.kind == EntryKind::Const {
            self.push_const(entry.value, class);
            return true;
        }
        let Some(op) = self.producer(entry) else { return false };
        let Some(other) = op.code().reinterpreted_load() else { return false };
        // An i32 that was extended without an operation is narrower than what is reinterpreted. The kind of the float tells.
        let is_whole = match class {
            RegClass::Float => other.fields().def == code.fields().def,
            _ => op.code().fields().def == code.fields().b,
        };
        if !is_whole {
            return false;
        }
        op.set_code(other);
        let index = self.last;
        self.push_temp(class);
        self.last = index;
        true
    }

    fn is_float_compare(&mut self, entry: &Entry) -> bool {
        self.producer(entry).is_some_and(|op| {
            op.code().shape() == Shape::Binary
                && op.code().branch_form(true).is_some()
                && op.code().compare_bits().is_none()
        })
    }

    pub(super) fn binary(&mut self, code: OpCode, class: RegClass, traps: bool) {
        let mut rhs = self.pop();
        let mut lhs = self.pop();
        let mut code = code;
        if lhs.kind == EntryKind::Const
            && rhs.kind != EntryKind::Const
            && let Some(swapped) = code.swapped()
        {
            std::mem::swap(&mut lhs, &mut rhs);
            code = if Mutant::OperatorNotSwapped.is_on() { code } else { swapped };
        }
        if rhs.kind == EntryKind::Const
            && let Some(imm_form) = code.imm_form()
        {
            let b = self.operand(&lhs, 0);
            if traps {
                self.mark_position();
            }
            self.emit_push(imm_form, class, b, 0, rhs.value);
            self.canonicalize(code, class);
            return;
        }
        let b = self.operand(&lhs, 0);
        let c = self.operand(&rhs, 1);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, class, b, c, 0);
        if matches!(code, OpCode::I32Or | OpCode::I64Or) && !self.config.no_idioms {
            self.find_idiom(code);
        }
        self.canonicalize(code, class);
    }

    pub(super) fn ternary(&mut self, code: OpCode) {
        let z = self.pop();
        let y = self.pop();
        let x = self.pop();
        let b = self.operand(&x, 0);
        let c = self.operand(&y, 1);
        let d = self.operand(&z, 2);
        self.emit_push(code, RegClass::Vector, b, c, u64::from(d));
        self.canonicalize(code, RegClass::Vector);
    }

    pub(super) fn extract(&mut self, code: OpCode, class: RegClass, lane: u8) {
        let entry = self.pop();
        let b = self.operand(&entry, 0);
        self.emit_push(code, class, b, 0, u64::from(lane));
    }

    pub(super) fn replace(&mut self, code: OpCode, lane: u8) {
        let value = self.pop();
        let vector = self.pop();
        let b = self.operand(&vector, 0);
        let c = self.operand(&value, 1);
        self.emit_push(code, RegClass::Vector, b, c, u64::from(lane));
    }

    /// Where the engine is configured so: replaces NaNs in the result on top of the stack.
    #[inline]
    fn canonicalize(&mut self, code: OpCode, class: RegClass) {
        if self.config.canonicalize_nans {
            self.replace_nans(code, class);
        }
    }

    #[cold]
    fn replace_nans(&mut self, code: OpCode, class: RegClass) {
        if let Some(canonical) = code.nan_canonicalization() {
            let entry = self.pop();
            let b = self.operand(&entry, 0);
            self.emit_push(canonical, class, b, 0, 0);
        }
    }

    /// Whether an access has the short form: for memory 0 with 32-bit addresses.
    fn is_short(&self, memarg: &MemArg) -> bool {
        memory_index(memarg) == 0 && !self.module.memories[0].memory64
    }

    /// The `M` encoding of an access.
    fn mem_imm(&mut self, memarg: &MemArg, lane: u8) -> u64 {
        let memory = self.fit(memory_index(memarg).into());
        Op::mem_imm(memarg.offset, memory, lane)
    }

    /// Takes back an addition just emitted that computed an address: the access adds instead.
    ///
    /// The operands of the addition are still where they were, unless `value`, the operand above, is a constant that will be put
    /// into its home over one of them.
    fn take_sum(&mut self, address: &Entry, value: Option<&Entry>) -> Option<Sum> {
        let &mut op = self.producer(address)?;
        let (sum, highest) = match op.code() {
            OpCode::I32AddImm => (Sum::Constant(op.b(), op.imm as u32), op.b()),
            OpCode::I32Add => (Sum::Slot(op.b(), op.c()), op.b().max(op.c())),
            _ => return None,
        };
        if let Some(value) = value
            && value.kind != EntryKind::Local
            && !Mutant::SummandOverwritten.is_on()
            && u32::from(highest) >= value.slot
        {
            return None;
        }
        self.ops.pop();
        self.last = None;
        Some(sum)
    }

    pub(super) fn load(&mut self, code: OpCode, class: RegClass, memarg: &MemArg) {
        let short = self.is_short(memarg);
        let address = self.pop();
        if short
            && address.kind == EntryKind::Const
            && let Some(code) = code.constant_address_form()
        {
            self.mark_position();
            self.emit_push(code, class, 0, 0, address.value + memarg.offset);
            return;
        }
        if short && let Some(sum) = self.take_sum(&address, None) {
            self.mark_position();
            match (sum, code.address_forms()) {
                (Sum::Constant(b, plus), Some((code, _))) => {
                    let offset = self.fit(memarg.offset);
                    self.emit_push(code, class, b, 0, Op::pack(offset, plus));
                }
                (Sum::Slot(b, c), Some((_, code))) => self.emit_push(code, class, b, c, memarg.offset),
                (_, None) => unreachable!("loads and stores have these forms"),
            }
            return;
        }
        let b = self.operand(&address, 0);
        self.mark_position();
        if short {
            self.emit_push(code, class, b, 0, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            let imm = self.mem_imm(memarg, 0);
            self.emit_push(code, class, b, 0, imm);
        }
    }

    pub(super) fn store(&mut self, code: OpCode, memarg: &MemArg) {
        let short = self.is_short(memarg);
        let value = self.pop();
        let address = self.pop();
        if short
            && address.kind == EntryKind::Const
            && let Some(code) = code.constant_address_form()
        {
            let c = self.operand(&value, 1);
            self.mark_position();
            self.emit(code, 0, 0, c, address.value + memarg.offset);
            return;
        }
        if short && let Some(sum) = self.take_sum(&address, Some(&value)) {
            let c = self.operand(&value, 2);
            self.mark_position();
            match (sum, code.address_forms()) {
                (Sum::Constant(b, plus), Some((code, _))) => {
                    let offset = self.fit(memarg.offset);
                    self.emit(code, 0, b, c, Op::pack(offset, plus));
                }
                (Sum::Slot(b, a), Some((_, code))) => {
                    self.emit(code, a, b, c, memarg.offset);
                }
                (_, None) => unreachable!("loads and stores have these forms"),
            }
            return;
        }
        let b = self.operand(&address, 0);
        let c = self.operand(&value, 1);
        self.mark_position();
        if short {
            self.emit(code, 0, b, c, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            let imm = self.mem_imm(memarg, 0);
            self.emit(code, 0, b, c, imm);
        }
    }

    pub(super) fn load_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        let imm = self.mem_imm(memarg, lane);
        self.emit_push(code, RegClass::Vector, b, c, imm);
    }

    pub(super) fn store_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        let imm = self.mem_imm(memarg, lane);
        self.emit(code, 0, b, c, imm);
    }

    pub(super) fn atomic(&mut self, code: OpCode, memarg: &MemArg, operands: usize, result: bool) {
        let base = self.contiguous(operands);
        let imm = self.mem_imm(memarg, 0);
        if result {
            self.emit_based_push(code, base, imm);
        } else {
            self.emit_based(code, 0, base, imm);
        }
    }
}

/// An address that an access computes itself, wrapping at 32 bits.
enum Sum {
    Constant(u16, u32),
    Slot(u16, u16),
}

fn memory_index(memarg: &MemArg) -> u32 {
    match memarg.target {
        wasmparser::MemArgTarget::Memory(index) => index,
        _ => unreachable!("refused by the validator"),
    }
}
