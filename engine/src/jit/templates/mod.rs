//! The templates, by family; here is which one an operation gets.

mod aggregate;
mod atomic;
mod bulk;
mod call;
mod control;
mod float;
mod int;
mod int_division;
mod memory;
mod reference;
mod simd;
mod simd_float;
mod simd_int;
mod simd_lane;
mod variable;

use self::float::{ADD, CEIL, DIV, FLOOR, Float, MAX, MIN, MUL, NEAREST, SUB, TRUNC};
use self::int_division::Division;
use super::asm::{Cond, Pp, Size, v};
use super::emit::Emitter;
use super::operation::info;
use crate::base::TrapCode;
use crate::ir::{Op, OpCode};

use Float::{F32, F64};
use Size::{S32, S64};

const fn division(size: Size, signed: bool, remainder: bool) -> Division {
    Division { size, signed, remainder }
}

/// Float comparisons: value, branch if, branch if not. `swap`: the operands change places.
macro_rules! float_compare_rows {
    ($self:ident, $op:ident, $code:ident; $($cmp:ident $br:ident $not:ident = $float:ident $swap:literal $cond:ident;)*) => {
        match $code {
            $(
                OpCode::$cmp => Some($self.float_compare($op, $float, $swap, Cond::$cond)),
                OpCode::$br => Some($self.branch_float($op, $float, $swap, Cond::$cond, true)),
                OpCode::$not => Some($self.branch_float($op, $float, $swap, Cond::$cond, false)),
            )*
            _ => None,
        }
    };
}

impl Emitter<'_> {
    /// Emits an operation; false if it has no template.
    pub fn template(&mut self, op: &Op, code: OpCode) -> bool {
        use crate::ir::Shape::*;
        // Where most operations are found, by shape; a family that does not have the operation leaves it to the others.
        let found = match info(code).shape {
            Binary | BinaryImm | Unary => self
                .int_row(op, code)
                .or_else(|| self.compare_row(op, code))
                .or_else(|| self.float_row(op, code))
                .or_else(|| self.conversion_row(op, code)),
            BrCmp | BrCmpImm => self.compare_row(op, code),
            Runtime | Atomic => None,
            _ => self.control_row(op, code),
        };
        found.or_else(|| self.search(op, code)).unwrap_or(false)
    }

    /// Asks all families.
    fn search(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        // Before the builtins, which take every row of theirs that has no template.
        self.reference_row(op, code)
            .or_else(|| self.atomic_row(op, code))
            .or_else(|| self.wide_row(op, code))
            .or_else(|| self.control_row(op, code))
            .or_else(|| self.int_row(op, code))
            .or_else(|| self.compare_row(op, code))
            .or_else(|| self.float_row(op, code))
            .or_else(|| self.conversion_row(op, code))
            .or_else(|| self.aggregate_row(op, code))
            .or_else(|| self.simd_row(op, code))
    }

    fn control_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            Const => self.constant(op),
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
            F32CanonicalizeNan => self.canonicalize(op, F32),
            F64CanonicalizeNan => self.canonicalize(op, F64),
            code if code.shape() == crate::ir::Shape::Runtime => self.builtin(op),
            _ => return None,
        })
    }

    fn int_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            I32DivS => self.divide(op, division(S32, true, false)),
            I32DivU => self.divide(op, division(S32, false, false)),
            I32RemS => self.divide(op, division(S32, true, true)),
            I32RemU => self.divide(op, division(S32, false, true)),
            I64DivS => self.divide(op, division(S64, true, false)),
            I64DivU => self.divide(op, division(S64, false, false)),
            I64RemS => self.divide(op, division(S64, true, true)),
            I64RemU => self.divide(op, division(S64, false, true)),
            I32DivSImm => self.divide_imm(op, division(S32, true, false)),
            I32DivUImm => self.divide_imm(op, division(S32, false, false)),
            I32RemSImm => self.divide_imm(op, division(S32, true, true)),
            I32RemUImm => self.divide_imm(op, division(S32, false, true)),
            I64DivSImm => self.divide_imm(op, division(S64, true, false)),
            I64DivUImm => self.divide_imm(op, division(S64, false, false)),
            I64RemSImm => self.divide_imm(op, division(S64, true, true)),
            I64RemUImm => self.divide_imm(op, division(S64, false, true)),
            _ => return None,
        })
    }

    fn compare_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        float_compare_rows! { self, op, code;
                F32Lt BrF32Lt BrNotF32Lt = F32 true A;
                F32Gt BrF32Gt BrNotF32Gt = F32 false A;
                F32Le BrF32Le BrNotF32Le = F32 true AE;
                F32Ge BrF32Ge BrNotF32Ge = F32 false AE;
                F64Lt BrF64Lt BrNotF64Lt = F64 true A;
                F64Gt BrF64Gt BrNotF64Gt = F64 false A;
                F64Le BrF64Le BrNotF64Le = F64 true AE;
                F64Ge BrF64Ge BrNotF64Ge = F64 false AE;
        }
        .or_else(|| {
            use OpCode::*;
            Some(match code {
                F32Eq => self.float_equal(op, F32, true),
                F32Ne => self.float_equal(op, F32, false),
                F64Eq => self.float_equal(op, F64, true),
                F64Ne => self.float_equal(op, F64, false),
                BrF32Eq | BrNotF32Ne => self.branch_float_equal(op, F32, true),
                BrF32Ne | BrNotF32Eq => self.branch_float_equal(op, F32, false),
                BrF64Eq | BrNotF64Ne => self.branch_float_equal(op, F64, true),
                BrF64Ne | BrNotF64Eq => self.branch_float_equal(op, F64, false),
                _ => return None,
            })
        })
    }

    fn float_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            F32Add => self.float_op(op, F32, ADD),
            F32AddImm => self.float_op_imm(op, F32, ADD),
            F32Sub => self.float_op(op, F32, SUB),
            F32SubImm => self.float_op_imm(op, F32, SUB),
            F32Mul => self.float_op(op, F32, MUL),
            F32MulImm => self.float_op_imm(op, F32, MUL),
            F32Div => self.float_op(op, F32, DIV),
            F32DivImm => self.float_op_imm(op, F32, DIV),
            F32Min => self.float_min_max(op, F32, MIN, false),
            F32MinImm => self.float_min_max(op, F32, MIN, true),
            F32Max => self.float_min_max(op, F32, MAX, false),
            F32MaxImm => self.float_min_max(op, F32, MAX, true),
            F32Copysign => self.float_copysign(op, F32, false),
            F32CopysignImm => self.float_copysign(op, F32, true),
            F64Add => self.float_op(op, F64, ADD),
            F64AddImm => self.float_op_imm(op, F64, ADD),
            F64Sub => self.float_op(op, F64, SUB),
            F64SubImm => self.float_op_imm(op, F64, SUB),
            F64Mul => self.float_op(op, F64, MUL),
            F64MulImm => self.float_op_imm(op, F64, MUL),
            F64Div => self.float_op(op, F64, DIV),
            F64DivImm => self.float_op_imm(op, F64, DIV),
            F64Min => self.float_min_max(op, F64, MIN, false),
            F64MinImm => self.float_min_max(op, F64, MIN, true),
            F64Max => self.float_min_max(op, F64, MAX, false),
            F64MaxImm => self.float_min_max(op, F64, MAX, true),
            F64Copysign => self.float_copysign(op, F64, false),
            F64CopysignImm => self.float_copysign(op, F64, true),
            F32Abs => self.float_abs(op, F32),
            F64Abs => self.float_abs(op, F64),
            F32Neg => self.float_neg(op, F32),
            F64Neg => self.float_neg(op, F64),
            F32Ceil => self.float_round(op, F32, CEIL),
            F64Ceil => self.float_round(op, F64, CEIL),
            F32Floor => self.float_round(op, F32, FLOOR),
            F64Floor => self.float_round(op, F64, FLOOR),
            F32Trunc => self.float_round(op, F32, TRUNC),
            F64Trunc => self.float_round(op, F64, TRUNC),
            F32Nearest => self.float_round(op, F32, NEAREST),
            F64Nearest => self.float_round(op, F64, NEAREST),
            F32Sqrt => self.float_unary(op, Self::sqrt_form(F32)),
            F64Sqrt => self.float_unary(op, Self::sqrt_form(F64)),
            F32DemoteF64 => self.float_unary(op, v(Pp::F2, 0x5A)),
            F64PromoteF32 => self.float_unary(op, v(Pp::F3, 0x5A)),
            _ => return None,
        })
    }

    fn conversion_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            F32ConvertI32S => self.float_from_int(op, F32, S32),
            F32ConvertI32U | F32ConvertI64S => self.float_from_int(op, F32, S64),
            F32ConvertI64U => self.float_from_u64(op, F32),
            F64ConvertI32S => self.float_from_int(op, F64, S32),
            F64ConvertI32U | F64ConvertI64S => self.float_from_int(op, F64, S64),
            F64ConvertI64U => self.float_from_u64(op, F64),
            I32ReinterpretF32 => self.reinterpret_to_int(op, F32),
            I64ReinterpretF64 => self.reinterpret_to_int(op, F64),
            F32ReinterpretI32 => self.reinterpret_to_float(op, F32),
            F64ReinterpretI64 => self.reinterpret_to_float(op, F64),
            I32TruncF32S => self.int_from_float_trap(op, F32, S32, true),
            I32TruncF32U => self.int_from_float_trap(op, F32, S32, false),
            I32TruncF64S => self.int_from_float_trap(op, F64, S32, true),
            I32TruncF64U => self.int_from_float_trap(op, F64, S32, false),
            I64TruncF32S => self.int_from_float_trap(op, F32, S64, true),
            I64TruncF32U => self.int_from_float_trap(op, F32, S64, false),
            I64TruncF64S => self.int_from_float_trap(op, F64, S64, true),
            I64TruncF64U => self.int_from_float_trap(op, F64, S64, false),
            I32TruncSatF32S => self.int_from_float_sat(op, F32, S32, true),
            I32TruncSatF32U => self.int_from_float_sat(op, F32, S32, false),
            I32TruncSatF64S => self.int_from_float_sat(op, F64, S32, true),
            I32TruncSatF64U => self.int_from_float_sat(op, F64, S32, false),
            I64TruncSatF32S => self.int_from_float_sat(op, F32, S64, true),
            I64TruncSatF32U => self.int_from_float_sat(op, F32, S64, false),
            I64TruncSatF64S => self.int_from_float_sat(op, F64, S64, true),
            I64TruncSatF64U => self.int_from_float_sat(op, F64, S64, false),
            _ => return None,
        })
    }
}
