//! Comparisons of integers: as a number, as a branch, as the condition of a selection, as a carry.

use super::patterns::{CARRY_SUM, COMPARE_SELECT};
use super::variable::select_by;
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::ir::{Kind, Op, OpCode};
use crate::jit::inst::{Carry, Constraint};
use crate::jit::select::{Context, Pattern, Signature};
use crate::jit::x64::asm::{Alu, Asm, Cond, Rm, Size};
use crate::jit::x64::masm::Jump;
use crate::jit::x64::regs::Gpr;

use Size::{S32, S64};

const BINARY: Signature = Signature::BINARY;
const UNARY: Signature = Signature::UNARY;
const REGS: Signature = Signature::REGS;

/// Value, value with a constant, branch, branch with a constant.
macro_rules! comparisons {
    ($($cmp:ident $imm:ident $br:ident $br_imm:ident = $cond:ident $size:ident;)*) => {
        &[$(
            (OpCode::$cmp, Row::new(BINARY, |m, i, l| compare(m, i, l, Cond::$cond, $size)).leads(led_by(Cond::$cond))),
            (OpCode::$imm, Row::new(UNARY, |m, i, l| compare_imm(m, i, l, Cond::$cond, $size)).refine(compared_constant).leads(led_by(Cond::$cond))),
            (OpCode::$br, Row::new(BINARY, |m, i, l| compare(m, i, l, Cond::$cond, $size))),
            (OpCode::$br_imm, Row::new(UNARY, |m, i, l| compare_imm(m, i, l, Cond::$cond, $size)).refine(branch_constant)),
        )*
            (OpCode::I32Eqz, Row::new(REGS, |m, i, l| eqz(m, i, l, S32)).leads(&[COMPARE_SELECT, CARRY_SUM])),
            (OpCode::I64Eqz, Row::new(REGS, |m, i, l| eqz(m, i, l, S64)).leads(&[COMPARE_SELECT, CARRY_SUM])),
        ]
    };
}

pub(super) const ROWS: super::Family = comparisons! {
    I32Eq I32EqImm BrI32Eq BrI32EqImm = E S32;
    I32Ne I32NeImm BrI32Ne BrI32NeImm = NE S32;
    I32LtS I32LtSImm BrI32LtS BrI32LtSImm = L S32;
    I32GeS I32GeSImm BrI32GeS BrI32GeSImm = GE S32;
    I32LtU I32LtUImm BrI32LtU BrI32LtUImm = B S32;
    I32GeU I32GeUImm BrI32GeU BrI32GeUImm = AE S32;
    I32GtS I32GtSImm BrI32GtS BrI32GtSImm = G S32;
    I32LeS I32LeSImm BrI32LeS BrI32LeSImm = LE S32;
    I32GtU I32GtUImm BrI32GtU BrI32GtUImm = A S32;
    I32LeU I32LeUImm BrI32LeU BrI32LeUImm = BE S32;
    I64Eq I64EqImm BrI64Eq BrI64EqImm = E S64;
    I64Ne I64NeImm BrI64Ne BrI64NeImm = NE S64;
    I64LtS I64LtSImm BrI64LtS BrI64LtSImm = L S64;
    I64GeS I64GeSImm BrI64GeS BrI64GeSImm = GE S64;
    I64LtU I64LtUImm BrI64LtU BrI64LtUImm = B S64;
    I64GeU I64GeUImm BrI64GeU BrI64GeUImm = AE S64;
    I64GtS I64GtSImm BrI64GtS BrI64GtSImm = G S64;
    I64LeS I64LeSImm BrI64LeS BrI64LeSImm = LE S64;
    I64GtU I64GtUImm BrI64GtU BrI64GtUImm = A S64;
    I64LeU I64LeUImm BrI64LeU BrI64LeUImm = BE S64;
};

/// Unsigned orders are in the carry flag.
const fn led_by(cond: Cond) -> &'static [Pattern] {
    match cond {
        Cond::B | Cond::AE | Cond::A | Cond::BE => &[COMPARE_SELECT, CARRY_SUM],
        _ => &[COMPARE_SELECT],
    }
}

fn compared_constant(_: &Context, op: &Op, i: &mut Inst) {
    // The operation says by its width how much of imm counts.
    let imm = match op.code().fields().b {
        Kind::I32 => i64::from(op.imm as i32),
        _ => op.imm as i64,
    };
    i.imm = imm as u64;
    match i32::try_from(imm) {
        // A value in a register is cleared beforehand, which takes the operand in one too.
        Ok(_) if i.def.is_some() => i.uses_mut()[0].constraint = Constraint::Reg,
        Ok(0) => i.uses_mut()[0].constraint = Constraint::Reg,
        Ok(_) => {}
        Err(_) => {
            i.temps[0] = 1;
            i.uses_mut()[0].constraint = Constraint::Reg;
        }
    }
}

fn branch_constant(_: &Context, op: &Op, i: &mut Inst) {
    i.imm = i64::from(op.hi() as i32) as u64;
}

fn compare(m: &mut Masm, i: &Inst, l: &Locs, cond: Cond, size: Size) {
    let size = if Mutant::ComparedIn64Bits.is_on() && i.target.is_none() { S64 } else { size };
    let (b, c) = (l.gpr(0), m.operand(i, l, 1));
    condition(m, i, l, cond, &[b.into(), c], |asm| asm.alu(Alu::Cmp, size, b, c));
}

fn compare_imm(m: &mut Masm, i: &Inst, l: &Locs, cond: Cond, size: Size) {
    let b = m.operand(i, l, 0);
    if i.target.is_some()
        && i.imm == 0
        && matches!(cond, Cond::E | Cond::NE)
        && let Some(nonzero) = m.nonzero_in_flags(i.uses()[0].slot)
    {
        return m.exit.jump = Jump::If(if cond == Cond::NE { nonzero } else { nonzero.negate() });
    }
    match (i32::try_from(i.imm as i64), b) {
        (Ok(0), Rm::R(r)) => condition(m, i, l, cond, &[b], |asm| asm.test(size, Gpr(r), Gpr(r))),
        (Ok(short), _) => condition(m, i, l, cond, &[b], |asm| asm.alu_imm(Alu::Cmp, size, b, short)),
        (Err(_), _) => {
            let (b, t) = (l.gpr(0), l.temp(0));
            m.asm.mov_imm(t, i.imm);
            condition(m, i, l, cond, &[b.into()], |asm| asm.alu(Alu::Cmp, size, b, t));
        }
    }
}

fn eqz(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    let b = l.gpr(0);
    if i.form.carry.is_some() {
        // Only zero is below one.
        return condition(m, i, l, Cond::B, &[b.into()], |asm| asm.alu_imm(Alu::Cmp, size, b, 1));
    }
    condition(m, i, l, Cond::E, &[b.into()], |asm| asm.test(size, b, b));
}

/// A comparison as a branch, as the condition of the selection that was merged, or as 0 or 1. As a number the register is cleared
/// before the comparison if that does not read it, which avoids a dependent `movzx`.
pub(super) fn condition(
    m: &mut Masm,
    i: &Inst,
    l: &Locs,
    cond: Cond,
    read: &[Rm],
    compare: impl FnOnce(&mut Asm),
) {
    if i.target.is_some() {
        compare(m.asm);
        m.exit.jump = Jump::If(cond);
        return;
    }
    let d = l.def();
    if let Some(carry) = i.form.carry {
        compare(m.asm);
        return add_carry(m, i, l, carry, cond);
    }
    if let Some(first) = i.form.selected {
        compare(m.asm);
        return select_by(m, cond, d, l.gpr(first.into()), l.gpr(usize::from(first) + 1));
    }
    if read.contains(&d.into()) {
        compare(m.asm);
        m.asm.setcc(cond, d);
        m.asm.movzx8(d, d);
    } else {
        m.asm.set(d, 0);
        compare(m.asm);
        m.asm.setcc(cond, d);
    }
    m.result_in_flags(i, cond);
}

/// `d = b + c` or `d = b - c`, where `c` is whether the condition holds, which the carry flag says or denies.
fn add_carry(m: &mut Masm, i: &Inst, l: &Locs, carry: Carry, cond: Cond) {
    let size = if carry.wide { S64 } else { S32 };
    let (b, d) = (l.gpr(carry.operand.into()), l.def());
    if d != b {
        m.asm.mov(size, d, b);
    }
    // With the two operands in the other places, more is less.
    let holds = match cond {
        Cond::B | Cond::A => !Mutant::CarryIsInverted.is_on(),
        _ => false,
    };
    let (alu, imm) = match (carry.subtracts, holds) {
        (false, true) => (Alu::Adc, 0),
        (false, false) => (Alu::Sbb, -1),
        (true, true) => (Alu::Sbb, 0),
        (true, false) => (Alu::Adc, -1),
    };
    m.asm.alu_imm(alu, size, d, imm);
    m.result_in_flags(i, Cond::NE);
}
