//! Operators that are plain rows of the table, by the shape of the row. `visit` chooses among them.

use wasmparser::MemArg;

use super::function::Lowerer;
use super::stack::Kind;
use crate::ir::{Op, OpCode, Shape};

impl Lowerer<'_> {
    pub(super) fn unary(&mut self, code: OpCode, wide: bool, traps: bool) {
        let entry = self.pop();
        if code == OpCode::I32Eqz && self.negate(&entry) {
            return;
        }
        let compare_before = code == OpCode::I32Eqz && self.is_float_compare(&entry);
        let b = self.operand(&entry, 0);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, wide, b, 0, 0);
        self.eqz_of_compare = compare_before;
        self.canonicalize(code, wide);
    }

    /// `i32.eqz` of an integer compare just emitted is the opposite compare.
    fn negate(&mut self, entry: &super::stack::Entry) -> bool {
        let Some(op) = self.producer(entry) else { return false };
        let Some(negated) = op.code().negated() else { return false };
        op.set_code(negated);
        let index = self.last;
        self.push_temp(false);
        self.last = index;
        true
    }

    fn is_float_compare(&mut self, entry: &super::stack::Entry) -> bool {
        self.producer(entry).is_some_and(|op| {
            op.code().shape() == Shape::Binary
                && op.code().branch_form(true).is_some()
                && op.code().compare_bits().is_none()
        })
    }

    pub(super) fn binary(&mut self, code: OpCode, wide: bool, traps: bool) {
        let mut rhs = self.pop();
        let mut lhs = self.pop();
        let mut code = code;
        if lhs.kind == Kind::Const
            && rhs.kind != Kind::Const
            && let Some(swapped) = code.swapped()
        {
            std::mem::swap(&mut lhs, &mut rhs);
            code = swapped;
        }
        if rhs.kind == Kind::Const
            && let Some(imm_form) = code.imm_form()
        {
            let b = self.operand(&lhs, 0);
            if traps {
                self.mark_position();
            }
            self.emit_push(imm_form, wide, b, 0, rhs.value);
            return;
        }
        let b = self.operand(&lhs, 0);
        let c = self.operand(&rhs, 1);
        if traps {
            self.mark_position();
        }
        self.emit_push(code, wide, b, c, 0);
        self.canonicalize(code, wide);
    }

    pub(super) fn ternary(&mut self, code: OpCode) {
        let z = self.pop();
        let y = self.pop();
        let x = self.pop();
        let b = self.operand(&x, 0);
        let c = self.operand(&y, 1);
        let d = self.operand(&z, 2);
        self.emit_push(code, true, b, c, u64::from(d));
        self.canonicalize(code, true);
    }

    pub(super) fn extract(&mut self, code: OpCode, lane: u8) {
        let entry = self.pop();
        let b = self.operand(&entry, 0);
        self.emit_push(code, false, b, 0, u64::from(lane));
    }

    pub(super) fn replace(&mut self, code: OpCode, lane: u8) {
        let value = self.pop();
        let vector = self.pop();
        let b = self.operand(&vector, 0);
        let c = self.operand(&value, 1);
        self.emit_push(code, true, b, c, u64::from(lane));
    }

    /// Where the engine is configured so: replaces NaNs in the result on top of the stack.
    fn canonicalize(&mut self, code: OpCode, wide: bool) {
        if !self.config.canonicalize_nans {
            return;
        }
        if let Some(canonical) = code.nan_canonicalization() {
            let entry = self.pop();
            let b = self.operand(&entry, 0);
            self.emit_push(canonical, wide, b, 0, 0);
        }
    }

    /// Address operand and imm of an access: the short form for memory 0 with 32-bit addresses.
    fn access(&self, memarg: &MemArg) -> (u32, bool) {
        let memory = memory_index(memarg);
        (memory, memory == 0 && !self.module.memories[0].memory64)
    }

    pub(super) fn load(&mut self, code: OpCode, wide: bool, memarg: &MemArg) {
        let (memory, short) = self.access(memarg);
        let address = self.pop();
        let b = self.operand(&address, 0);
        self.mark_position();
        if short {
            self.emit_push(code, wide, b, 0, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            self.emit_push(code, wide, b, 0, Op::mem_imm(memarg.offset, memory, 0));
        }
    }

    pub(super) fn store(&mut self, code: OpCode, memarg: &MemArg) {
        let (memory, short) = self.access(memarg);
        let value = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&value, 1);
        self.mark_position();
        if short {
            self.emit(code, 0, b, c, memarg.offset);
        } else if let Some(code) = code.any_memory_form() {
            self.emit(code, 0, b, c, Op::mem_imm(memarg.offset, memory, 0));
        }
    }

    pub(super) fn load_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        self.emit_push(code, true, b, c, Op::mem_imm(memarg.offset, memory_index(memarg), lane));
    }

    pub(super) fn store_lane(&mut self, code: OpCode, memarg: &MemArg, lane: u8) {
        let vector = self.pop();
        let address = self.pop();
        let b = self.operand(&address, 0);
        let c = self.operand(&vector, 1);
        self.mark_position();
        self.emit(code, 0, b, c, Op::mem_imm(memarg.offset, memory_index(memarg), lane));
    }

    pub(super) fn atomic(&mut self, code: OpCode, memarg: &MemArg, operands: usize, result: bool) {
        let base = self.contiguous(operands);
        let imm = Op::mem_imm(memarg.offset, memory_index(memarg), 0);
        if result {
            self.emit_based_push(code, false, base, imm);
        } else {
            self.emit_based(code, 0, base, imm);
        }
    }
}

fn memory_index(memarg: &MemArg) -> u32 {
    match memarg.target {
        wasmparser::MemArgTarget::Memory(index) => index,
        _ => unreachable!("refused by the validator"),
    }
}
