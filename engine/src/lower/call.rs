//! Calls and exceptions: arguments in the callee's first slots, results in the same place.
//!
//! The arguments stand on top of the operand stack in contiguous homes, which are the callee's first parameter slots:
//! the frames overlap and a call copies nothing. The callee leaves its results where its arguments were.

use wasmparser::Operator;

use super::function::Lowerer;
use crate::ir::{Op, OpCode};
use crate::types::FuncType;

impl<'a> Lowerer<'a> {
    pub(super) fn call_direct(&mut self, function: u32) {
        let ty = self.func_type(function);
        let base = self.arguments(ty);
        match function.checked_sub(self.module.imported_funcs) {
            Some(defined) => self.emit_call(OpCode::Call, 0, defined, base),
            None => self.emit_call(OpCode::CallImport, 0, function, base),
        }
        self.results(ty);
    }

    /// Lowers a call or a throw; false if the operator is none.
    pub(super) fn call(&mut self, operator: &Operator<'_>) -> bool {
        let imported = self.module.imported_funcs;
        match *operator {
            Operator::Call { function_index } => self.call_direct(function_index),
            Operator::CallIndirect { type_index, table_index } => {
                let b = self.callee();
                let ty = self.type_at(type_index);
                let base = self.arguments(ty);
                let id = self.module.types[type_index as usize].0;
                self.mark_position();
                self.append(Op::call_indirect(OpCode::CallIndirect, b, table_index, Op::pack(id, base)));
                self.results(ty);
            }
            Operator::CallRef { type_index } => {
                let b = self.callee();
                let ty = self.type_at(type_index);
                let base = self.arguments(ty);
                let id = self.module.types[type_index as usize].0;
                self.emit_call(OpCode::CallRef, b, id, base);
                self.results(ty);
            }
            Operator::ReturnCall { function_index } if self.restart(function_index) => {}
            Operator::ReturnCall { function_index } => {
                let ty = self.func_type(function_index);
                let base = self.arguments(ty);
                match function_index.checked_sub(imported) {
                    Some(defined) => self.emit_call(OpCode::ReturnCall, 0, defined, base),
                    None => self.emit_call(OpCode::ReturnCallImport, 0, function_index, base),
                }
                self.tail(ty);
            }
            Operator::ReturnCallIndirect { type_index, table_index } => {
                let b = self.callee();
                let ty = self.type_at(type_index);
                let base = self.arguments(ty);
                let id = self.module.types[type_index as usize].0;
                self.mark_position();
                self.append(Op::call_indirect(
                    OpCode::ReturnCallIndirect,
                    b,
                    table_index,
                    Op::pack(id, base),
                ));
                self.tail(ty);
            }
            Operator::ReturnCallRef { type_index } => {
                let b = self.callee();
                let ty = self.type_at(type_index);
                let base = self.arguments(ty);
                let id = self.module.types[type_index as usize].0;
                self.emit_call(OpCode::ReturnCallRef, b, id, base);
                self.tail(ty);
            }
            Operator::Throw { tag_index } => {
                let params = self.module.tag_type(tag_index).params.len();
                let base = self.contiguous(params);
                self.emit_based(OpCode::Throw, 0, base, u64::from(tag_index));
                self.set_unreachable();
            }
            Operator::ThrowRef => {
                let entry = self.pop();
                let b = self.operand(&entry, 0);
                self.mark_position();
                self.emit(OpCode::ThrowRef, 0, b, 0, 0);
                self.set_unreachable();
            }
            _ => return false,
        }
        true
    }

    fn func_type(&self, function: u32) -> &'a FuncType {
        let module: &'a crate::module::ModuleData = self.module;
        module.func_type(function)
    }

    pub(super) fn type_at(&self, type_index: u32) -> &'a FuncType {
        let module: &'a crate::module::ModuleData = self.module;
        module.type_entries[type_index as usize].func()
    }

    /// Pops the table index or the function reference of a call.
    ///
    /// It stands on top of the arguments, where the callee's frame will be; it is read before that frame is entered.
    fn callee(&mut self) -> u16 {
        let entry = self.pop();
        self.operand(&entry, 0)
    }

    /// Pops the arguments into place; returns the first slot of the callee's frame.
    fn arguments(&mut self, ty: &FuncType) -> u32 {
        let base = self.contiguous(ty.params.len());
        self.touch(base + ty.param_slots().max(ty.result_slots()));
        base
    }

    fn emit_call(&mut self, code: OpCode, b: u16, lo: u32, base: u32) {
        self.mark_position();
        self.emit(code, 0, b, 0, Op::pack(lo, base));
    }

    fn results(&mut self, ty: &FuncType) {
        self.push_temps(&ty.results, ty.has_int_results());
    }

    /// After a tail call: the arguments may need more room than the caller's frame has; the callee checks its own.
    fn tail(&mut self, ty: &FuncType) {
        self.touch(ty.param_slots().max(ty.result_slots()));
        self.note_return();
        self.set_unreachable();
    }

    /// Returns the top operands, leaving the lowering's picture of the stack as it is.
    pub(super) fn emit_return(&mut self) {
        self.note_return();
        let n = self.ty.results.len();
        match n {
            0 => {
                self.emit(OpCode::Return0, 0, 0, 0, 0);
            }
            1 => {
                let entry = self.peek();
                let b = self.operand(&entry, 0);
                self.emit(entry.class.return_one(), 0, b, 0, 0);
            }
            _ => {
                // Copied and not marked as done: on the path that goes on they are where they were.
                let (first, _) = self.begin_of(n);
                let base = self.first_slot(n);
                for i in first..self.stack.len() {
                    let entry = self.stack[i];
                    self.copy_to(entry.slot, &entry);
                }
                let slots = self.fit((self.top - base).into());
                self.emit(OpCode::ReturnSpan, slots, 0, 0, u64::from(base));
            }
        }
        self.last = None;
    }
}
