//! Arithmetic with 128 bits: sums of pairs of integers, and products with both halves.

use super::{Inst, Locs, Masm, Row};
use crate::ir::{Op, OpCode};
use crate::jit::inst::Constraint;
use crate::jit::select::{Context, Signature, add_ranges};
use crate::jit::x64::asm::{Alu, Size};
use crate::jit::x64::regs::{RAX, RDX, Reg};

pub(super) const ROWS: super::Family = &[
    (
        OpCode::I64Add128,
        Row::new(Signature::REGS, |m, i, l| sum(m, i, l, Alu::Add, Alu::Adc)).refine(for_sum),
    ),
    (
        OpCode::I64Sub128,
        Row::new(Signature::REGS, |m, i, l| sum(m, i, l, Alu::Sub, Alu::Sbb)).refine(for_sum),
    ),
    (OpCode::I64MulWideS, Row::new(Signature::REGS, |m, i, l| product(m, i, l, 5)).refine(for_product)),
    (OpCode::I64MulWideU, Row::new(Signature::REGS, |m, i, l| product(m, i, l, 4)).refine(for_product)),
];

/// The second pair is read when the first half of the result was written.
fn for_sum(cx: &Context, op: &Op, i: &mut Inst) {
    add_ranges(cx, op, i);
    for operand in &mut i.uses_mut()[2..] {
        (operand.constraint, operand.late) = (Constraint::RegOrSlot, true);
    }
}

/// The instruction wants one operand in rax and gives rdx:rax.
fn for_product(cx: &Context, op: &Op, i: &mut Inst) {
    add_ranges(cx, op, i);
    i.commutes = true;
    i.clobbers = Reg::from(RAX).bit();
    i.uses_mut()[0].constraint = Constraint::Fixed(RAX.into());
    i.uses_mut()[1].constraint = Constraint::RegOrSlot;
    for (def, reg) in [(&mut i.def, RAX), (&mut i.high, RDX)] {
        if let Some(def) = def {
            def.fixed = Some(reg.into());
        }
    }
}

/// `low, high = (b, c) op (third, fourth)`.
fn sum(m: &mut Masm, i: &Inst, l: &Locs, first: Alu, second: Alu) {
    let (low, high, b, c) = (l.def(), l.high(), l.gpr(0), l.gpr(1));
    match (low == c, high == b) {
        (true, true) => m.asm.xchg(low, high),
        (true, false) => {
            m.asm.mov_rr(high, c);
            m.asm.mov_rr(low, b);
        }
        (false, _) => {
            m.asm.mov_rr(low, b);
            m.asm.mov_rr(high, c);
        }
    }
    let other = m.operand(i, l, 2);
    m.asm.alu(first, Size::S64, low, other);
    let other = m.operand(i, l, 3);
    m.asm.alu(second, Size::S64, high, other);
}

/// `which`: 4 unsigned, 5 signed.
fn product(m: &mut Masm, i: &Inst, l: &Locs, which: u8) {
    let other = m.operand(i, l, 1);
    m.asm.group3(which, Size::S64, other);
}
