//! Branches on a value.

use super::{Inst, Locs, Masm, Row};
use crate::ir::OpCode;
use crate::jit::asm::{Alu, Cond, Rm, Size};
use crate::jit::emit::Jump;
use crate::jit::regs::Gpr;
use crate::jit::select::Signature;

pub(super) const ROWS: super::Family = &[
    (OpCode::BrIf, Row::new(Signature::UNARY, |m, i, l| branch_if(m, i, l, true))),
    (OpCode::BrUnless, Row::new(Signature::UNARY, |m, i, l| branch_if(m, i, l, false))),
];

/// Branches if the i32 operand is not zero, or if it is.
fn branch_if(m: &mut Masm, i: &Inst, l: &Locs, nonzero: bool) {
    let holds = match m.nonzero_in_flags(i.uses()[0].slot) {
        Some(cond) => cond,
        None => {
            match m.operand(i, l, 0) {
                Rm::R(r) => m.asm.test(Size::S32, Gpr(r), Gpr(r)),
                slot => m.asm.alu_imm(Alu::Cmp, Size::S32, slot, 0),
            }
            Cond::NE
        }
    };
    m.jump = Jump::If(if nonzero { holds } else { holds.negate() });
}
