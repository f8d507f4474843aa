//! References: i31, null, functions, tests and casts.
//!
//! # Tests and casts
//! What the bits of the reference and one compare of its type can answer is done here. The rest (a type that is not the very one
//! that is asked for may still be below it, unless that one is final or exact) goes out of line to the builtin.
//!
//! Casts to a descriptor compare that first, since it is what differs. If it is the same, the object is almost always of the very
//! type asked for; the builtin answers for subtypes, and for arrays whose length happens to be the descriptor's number.

use std::mem::offset_of;

use super::{Inst, Locs, Masm, Row};
use crate::base::TrapCode::CastFailure;
use crate::ir::func::RefTarget;
use crate::ir::{Op, OpCode};
use crate::jit::select::{Context, Signature, add_ranges};
use crate::jit::x64::asm::{Alu, Cond, Label, Mem, Shift, Size};
use crate::jit::x64::regs::Gpr;
use crate::types::HeapType;
use crate::types::layout::AUX_OFFSET;
use crate::vm::{VmContext, VmFuncRef};

const REGS: Signature = Signature::REGS;

pub(super) const ROWS: super::Family = &[
    (OpCode::RefI31, Row::new(REGS, ref_i31)),
    (OpCode::I31GetS, Row::new(REGS, |m, i, l| i31_get(m, i, l, Shift::Sar))),
    (OpCode::I31GetU, Row::new(REGS, |m, i, l| i31_get(m, i, l, Shift::Shr))),
    (OpCode::RefAsNonNull, Row::new(REGS, ref_as_non_null)),
    (OpCode::RefFunc, Row::new(REGS, ref_func).refine(add_ranges)),
    (OpCode::RefTest, Row::new(REGS, ref_test).when(is_answered).refine(test)),
    (OpCode::RefCast, Row::new(REGS, ref_cast).when(is_answered).refine(reference)),
    (OpCode::RefTestDescEq, Row::new(REGS.temps(1, 0), ref_test_desc_eq).refine(test_of_descriptor)),
    (OpCode::RefCastDescEq, Row::new(REGS.temps(1, 0), ref_cast_desc_eq).refine(add_ranges)),
];

/// How to find out whether a reference that is not null is of a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    /// It always is, or never is.
    Known(bool),
    /// The lowest bit says it.
    I31,
    /// It is if the object's type is this one, and may be otherwise.
    Object(u32),
    /// It is if the function's type is this one, and may be otherwise.
    Func(u32),
    /// The builtin knows.
    Other,
}

fn question(heap: HeapType) -> Question {
    use HeapType::*;
    match heap {
        Func | Extern | Any | Exn => Question::Known(true),
        NoFunc | NoExtern | None | NoExn => Question::Known(false),
        I31 => Question::I31,
        ConcreteStruct(id) | ConcreteArray(id) | ExactStruct(id) | ExactArray(id) => Question::Object(id.0),
        ConcreteFunc(id) | ExactFunc(id) => Question::Func(id.0),
        Eq | Struct | Array => Question::Other,
    }
}

// Refinements.

fn is_answered(cx: &Context, at: usize) -> bool {
    question(RefTarget::unpack(cx.func.ops[at].imm).0.heap) != Question::Other
}

/// The reference, which is gone only where the result takes its slot: a branch on a cast tests a reference that stays.
fn reference(cx: &Context, op: &Op, i: &mut Inst) {
    add_ranges(cx, op, i);
    i.uses_mut()[0].last = op.base() == u32::from(op.a);
    if matches!(question(RefTarget::unpack(op.imm).0.heap), Question::Object(_)) {
        i.temps[0] = 1;
    }
}

fn answer_is_early(i: &mut Inst) {
    if let Some(def) = &mut i.def {
        def.early = true;
    }
}

fn test(cx: &Context, op: &Op, i: &mut Inst) {
    reference(cx, op, i);
    answer_is_early(i);
}

/// A branch follows, which keeps the reference.
fn test_of_descriptor(cx: &Context, op: &Op, i: &mut Inst) {
    add_ranges(cx, op, i);
    i.uses_mut()[0].last = op.base() == u32::from(op.a);
    answer_is_early(i);
}

// Templates.

fn ref_i31(m: &mut Masm, _: &Inst, l: &Locs) {
    let b = l.gpr(0);
    // Twice itself and one, in 32 bits.
    m.asm.lea(Size::S32, l.def(), Mem { base: b, index: Some((b, 0)), disp: 1 });
}

fn i31_get(m: &mut Masm, _: &Inst, l: &Locs, shift: Shift) {
    let (b, d) = (l.gpr(0), l.def());
    m.null_check(b);
    if d != b {
        m.asm.mov(Size::S32, d, b);
    }
    m.asm.shift_imm(shift, Size::S32, d, 1);
}

fn ref_as_non_null(m: &mut Masm, _: &Inst, l: &Locs) {
    m.null_check(l.gpr(0));
    m.asm.mov_rr(l.def(), l.gpr(0));
}

fn ref_func(m: &mut Masm, i: &Inst, l: &Locs) {
    let d = l.def();
    m.load_context(d, offset_of!(VmContext, funcs));
    m.asm.mov(Size::S64, d, Mem::element(d, i.imm as u32));
}

/// Jumps to the label unless the reference, which is not null, is of the very type asked for.
fn unless_exactly(m: &mut Masm, l: &Locs, question: Question, slow: Label) {
    let b = l.gpr(0);
    match question {
        Question::Func(id) => {
            let ty = Mem::new(b, offset_of!(VmFuncRef, ty) as i32);
            m.asm.cmp_type(ty, id);
        }
        Question::Object(id) => {
            let t = l.temp(0);
            // An i31 is no offset.
            m.asm.test_imm(Size::S32, b, 1);
            m.asm.jcc(Cond::NE, slow);
            m.heap_base(t);
            let kind = Mem { base: t, index: Some((b, 0)), disp: 0 };
            m.asm.cmp_type(kind, id);
        }
        _ => unreachable!("the other questions are answered without a type"),
    }
    m.asm.jcc(Cond::NE, slow);
}

/// Whether nothing that is below the type is asked for or can be, so that one compare says all.
fn is_final(m: &Masm, heap: HeapType) -> bool {
    let entry = heap.concrete().and_then(|id| m.unit.module.type_with(id));
    heap.is_exact() || entry.is_some_and(|entry| entry.sub.is_final)
}

/// Jumps to `fails` unless the object, which is not null, has the descriptor; to `slow` if it is not of the very type asked for, which
/// leaves the answer open.
fn unless_described(m: &mut Masm, l: &Locs, heap: HeapType, fails: Label, slow: Label) {
    let id = heap.concrete().map_or(0, |id| id.0);
    let (b, descriptor, t) = (l.gpr(0), l.gpr(1), l.temp(0));
    // An i31 is no offset.
    m.asm.test_imm(Size::S32, b, 1);
    m.asm.jcc(Cond::NE, fails);
    m.heap_base(t);
    let word = |offset: u32| Mem { base: t, index: Some((b, 0)), disp: offset as i32 };
    m.asm.alu(Alu::Cmp, Size::S32, descriptor, word(AUX_OFFSET));
    m.asm.jcc(Cond::NE, fails);
    m.asm.cmp_type(word(0), id);
    let other = if is_final(m, heap) { fails } else { slow };
    m.asm.jcc(Cond::NE, other);
}

fn ref_test_desc_eq(m: &mut Masm, i: &Inst, l: &Locs) {
    let ty = RefTarget::unpack(i.imm).0;
    let (b, d) = (l.gpr(0), l.def());
    m.null_check(l.gpr(1));
    let (slow, end) = (m.asm.label(), m.asm.label());
    m.asm.mov_imm(d, u64::from(ty.nullable));
    m.asm.test(Size::S64, b, b);
    m.asm.jcc(Cond::E, end);
    if ty.nullable {
        m.asm.mov_imm(d, 0);
    }
    unless_described(m, l, ty.heap, end, slow);
    m.asm.mov_imm(d, 1);
    m.asm.bind(end);
    if !is_final(m, ty.heap) {
        m.slow_builtin(slow, Some(d));
    }
}

fn ref_cast_desc_eq(m: &mut Masm, i: &Inst, l: &Locs) {
    let ty = RefTarget::unpack(i.imm).0;
    let b = l.gpr(0);
    m.null_check(l.gpr(1));
    let (slow, end) = (m.asm.label(), m.asm.label());
    null_passes(m, b, ty.nullable, end);
    let fails = m.trap_label(CastFailure);
    unless_described(m, l, ty.heap, fails, slow);
    m.asm.bind(end);
    if !is_final(m, ty.heap) {
        m.slow_builtin(slow, None);
    }
    m.asm.mov_rr(l.def(), b);
}

/// A null reference is what the cast asks for, or it fails.
fn null_passes(m: &mut Masm, b: Gpr, nullable: bool, end: Label) {
    m.asm.test(Size::S64, b, b);
    match nullable {
        true => m.asm.jcc(Cond::E, end),
        false => m.trap_if(Cond::E, CastFailure),
    }
}

fn ref_test(m: &mut Masm, i: &Inst, l: &Locs) {
    let ty = RefTarget::unpack(i.imm).0;
    let (b, d) = (l.gpr(0), l.def());
    match question(ty.heap) {
        // Null or not null, or the same for both.
        Question::Known(always) => match (ty.nullable, always) {
            (true, true) => m.asm.set(d, 1),
            (false, false) => m.asm.set(d, 0),
            (nullable, _) => {
                m.asm.set(d, 0);
                m.asm.test(Size::S64, b, b);
                m.asm.setcc(if nullable { Cond::E } else { Cond::NE }, d);
            }
        },
        Question::I31 => {
            m.asm.mov(Size::S32, d, b);
            m.asm.alu_imm(Alu::And, Size::S32, d, 1);
            if ty.nullable {
                m.asm.test(Size::S64, b, b);
                let not_null = m.asm.jcc_short(Cond::NE);
                m.asm.mov_imm(d, 1);
                m.asm.land(not_null);
            }
        }
        question => {
            let is_final = is_final(m, ty.heap);
            let (slow, end) = (m.asm.label(), m.asm.label());
            m.asm.mov_imm(d, u64::from(ty.nullable));
            m.asm.test(Size::S64, b, b);
            m.asm.jcc(Cond::E, end);
            if is_final && ty.nullable {
                m.asm.mov_imm(d, 0);
            }
            unless_exactly(m, l, question, if is_final { end } else { slow });
            m.asm.mov_imm(d, 1);
            m.asm.bind(end);
            if !is_final {
                m.slow_builtin(slow, Some(d));
            }
        }
    }
}

fn ref_cast(m: &mut Masm, i: &Inst, l: &Locs) {
    let ty = RefTarget::unpack(i.imm).0;
    let b = l.gpr(0);
    match question(ty.heap) {
        Question::Known(true) if ty.nullable => {}
        Question::Known(false) if !ty.nullable => {
            let fails = m.trap_label(CastFailure);
            m.asm.jmp(fails);
        }
        Question::Known(always) => {
            m.asm.test(Size::S64, b, b);
            m.trap_if(if always { Cond::E } else { Cond::NE }, CastFailure);
        }
        Question::I31 => {
            let null = ty.nullable.then(|| {
                m.asm.test(Size::S64, b, b);
                m.asm.jcc_short(Cond::E)
            });
            m.asm.test_imm(Size::S32, b, 1);
            m.trap_if(Cond::E, CastFailure);
            if let Some(null) = null {
                m.asm.land(null);
            }
        }
        question => {
            let (slow, end) = (m.asm.label(), m.asm.label());
            null_passes(m, b, ty.nullable, end);
            if is_final(m, ty.heap) {
                let fails = m.trap_label(CastFailure);
                unless_exactly(m, l, question, fails);
                m.asm.bind(end);
            } else {
                unless_exactly(m, l, question, slow);
                m.asm.bind(end);
                m.slow_builtin(slow, None);
            }
        }
    }
    m.asm.mov_rr(l.def(), b);
}
