//! Branches on a value.

use super::{Inst, Locs, Masm, Row, by_emitter};
use crate::base::Mutant;
use crate::ir::{Op, OpCode};
use crate::jit::inst::Flow;
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Alu, Cond, Mem, Rm, Size};
use crate::jit::x64::masm::Jump;
use crate::jit::x64::regs::Gpr;

pub(super) const ROWS: super::Family = &[
    (OpCode::BrIf, Row::new(Signature::UNARY, |m, i, l| branch_if(m, i, l, true))),
    (OpCode::BrUnless, Row::new(Signature::UNARY, |m, i, l| branch_if(m, i, l, false))),
    (OpCode::Br, Row::new(Signature::REGS, by_emitter).flow(Flow::Goto)),
    (OpCode::BrTable, Row::new(Signature::REGS, branch_table).refine(table_temps).flow(Flow::Table)),
    (OpCode::Return0, Row::new(Signature::REGS, by_emitter).flow(Flow::Return)),
    (OpCode::Return1, Row::new(Signature::REGS, by_emitter).flow(Flow::Return)),
    (OpCode::ReturnFloat, Row::new(Signature::REGS, by_emitter).flow(Flow::Return)),
    (OpCode::ReturnV128, Row::new(Signature::REGS, by_emitter).flow(Flow::Return)),
    (OpCode::ReturnSpan, Row::new(Signature::REGS, by_emitter).flow(Flow::Return)),
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
    m.exit.jump = Jump::If(if nonzero { holds } else { holds.negate() });
}

/// Two registers for a table of more than three entries.
fn table_temps(_: &Context, op: &Op, i: &mut Inst) {
    i.temps[0] = if op.hi() > 3 { 2 } else { 0 };
}

/// Few targets are compared one by one; more go through a table of distances after the function. An index beyond it branches
/// to the default: that is predicted, while the lesser of index and length would be waited for by every jump.
fn branch_table(m: &mut Masm, i: &Inst, l: &Locs) {
    let (index, last) = (l.gpr(0), m.exit.targets.0.len() - 1);
    if i.temps[0] == 0 {
        for n in 0..last {
            let label = m.exit.targets.0[n];
            m.asm.alu_imm(Alu::Cmp, Size::S32, index, n as i32);
            m.asm.jcc(Cond::E, label);
        }
        return m.asm.jmp(m.exit.targets.0[last]);
    }
    let (t, base, table) = (l.temp(0), l.temp(1), m.exit.targets.1);
    let default = m.exit.targets.0[last];
    m.asm.alu_imm(Alu::Cmp, Size::S32, index, last as i32 - i32::from(Mutant::LastTargetLeftOut.is_on()));
    m.asm.jcc(Cond::AE, default);
    m.asm.lea_label(base, table);
    m.asm.movsxd(t, Mem { base, index: Some((index, 2)), disp: 0 });
    m.asm.alu(Alu::Add, Size::S64, t, base);
    m.asm.jmp_rm(t);
}
