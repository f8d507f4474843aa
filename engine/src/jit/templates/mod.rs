//! The templates, by family; here is which one an operation gets.

mod aggregate;
mod bulk;
mod call;
mod control;
mod variable;

use super::emit::Emitter;
use super::operation::info;
use crate::base::TrapCode;
use crate::ir::{Op, OpCode};

impl Emitter<'_> {
    /// Emits an operation; false if it has no template.
    pub fn template(&mut self, op: &Op, code: OpCode) -> bool {
        use crate::ir::Shape::*;
        // Where most operations are found, by shape; a family that does not have the operation leaves it to the others.
        let found = match info(code).shape {
            Runtime | Atomic => None,
            _ => self.control_row(op, code),
        };
        found.or_else(|| self.search(op, code)).unwrap_or(false)
    }

    /// Asks all families.
    fn search(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        // Before the builtins, which take every row of theirs that has no template.
        self.object_row(op, code).or_else(|| self.control_row(op, code))
    }

    fn control_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            CopyFar | CopyFarFloat => self.copy_slots(op.lo(), op.hi(), 1),
            CopyFarV128 => self.copy_slots(op.lo(), op.hi(), 2),
            CopySpan | CopySpanFloat => self.copy_slots(op.lo(), op.hi(), op.a.into()),
            Unreachable => self.trap(TrapCode::UnreachableCodeReached),
            Loop => true,
            Br => self.branch_always(op),
            BrTable => self.branch_table(op),
            Return0 => self.leave(),
            Return1 | ReturnFloat | ReturnV128 => self.return_one(op),
            ReturnSpan => self.return_span(op),
            Count => self.count(op),
            Fuel => self.fuel(op),
            Epoch => self.epoch(),
            Call => self.call(op),
            CallImport => self.call_import(op),
            CallIndirect | CallRef => self.call_ref(op),
            ReturnCall => self.return_call(op),
            ReturnCallImport | ReturnCallIndirect | ReturnCallRef => self.return_call_ref(op),
            Throw | ThrowRef => self.throw(op),
            code if code.shape() == crate::ir::Shape::Runtime => self.builtin(op),
            _ => return None,
        })
    }
}
