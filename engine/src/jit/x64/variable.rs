//! Constants, copies, selections, globals: values that move and do not change.

use std::mem::offset_of;

use super::patterns::COUNTED_SHIFT;
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::ir::{Op, OpCode};
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Cond, Mem, Size};
use crate::jit::x64::regs::{CTX, Gpr, RegClass};
use crate::vm::{NEAR_GLOBALS, VmContext, VmGlobal};

const REGS: Signature = Signature::REGS;

pub(super) const ROWS: super::Family = &[
    (OpCode::Const, Row::new(REGS, constant).leads(&[COUNTED_SHIFT])),
    (OpCode::ConstFloat, Row::new(REGS, constant_float)),
    (OpCode::Copy, Row::new(REGS, |m, _, l| m.asm.mov_rr(l.def(), l.gpr(0)))),
    (OpCode::CopyFloat, Row::new(REGS, |m, _, l| m.asm.mov_xx(l.def_xmm(), l.xmm(0)))),
    (OpCode::CopyV128, Row::new(REGS, |m, _, l| m.asm.mov_xx(l.def_xmm(), l.xmm(0)))),
    (OpCode::Select, Row::new(REGS, select)),
    (OpCode::SelectFloat, Row::new(REGS, select_vector)),
    (OpCode::SelectV128, Row::new(REGS, select_vector)),
    (OpCode::GlobalGet, Row::new(REGS, |m, i, l| get_global(m, i, l, RegClass::Int)).refine(global)),
    (OpCode::GlobalGetFloat, Row::new(REGS, |m, i, l| get_global(m, i, l, RegClass::Float)).refine(global)),
    (OpCode::GlobalGetV128, Row::new(REGS, |m, i, l| get_global(m, i, l, RegClass::Vector)).refine(global)),
    (OpCode::GlobalSet, Row::new(REGS, |m, i, l| set_global(m, i, l, RegClass::Int)).refine(global)),
    (OpCode::GlobalSetFloat, Row::new(REGS, |m, i, l| set_global(m, i, l, RegClass::Float)).refine(global)),
    (OpCode::GlobalSetV128, Row::new(REGS, |m, i, l| set_global(m, i, l, RegClass::Vector)).refine(global)),
];

fn constant(m: &mut Masm, i: &Inst, l: &Locs) {
    if i.def.is_some_and(|def| !def.dead) {
        m.asm.set(l.def(), i.imm);
    }
}

fn constant_float(m: &mut Masm, i: &Inst, l: &Locs) {
    if i.def.is_some_and(|def| !def.dead) {
        m.float_constant(l.def_xmm(), i.imm);
    }
}

/// The place of a global in the context, if it is one of those that are there; `imm` of the instruction is its index.
fn near_global(imported: u32, index: u64) -> Option<Mem> {
    let imported = if Mutant::GlobalIndexSpace.is_on() { 0 } else { imported };
    let own = index.wrapping_sub(imported.into()) as usize;
    let cell = offset_of!(VmContext, near_globals) + own.min(NEAR_GLOBALS) * size_of::<VmGlobal>();
    (own < NEAR_GLOBALS).then(|| Mem::new(CTX, (cell + offset_of!(VmGlobal, value)) as i32))
}

/// A global outside the context is found through a pointer, in a temporary.
fn global(cx: &Context, op: &Op, i: &mut Inst) {
    i.temps[0] = u8::from(near_global(cx.module.imported_globals, op.imm).is_none());
}

fn global_address(m: &mut Masm, i: &Inst, l: &Locs) -> Mem {
    near_global(m.unit.module.imported_globals, i.imm).unwrap_or_else(|| {
        let t = l.temp(0);
        m.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, globals) as i32));
        m.asm.mov(Size::S64, t, Mem::element(t, i.imm as u32));
        Mem::new(t, offset_of!(VmGlobal, value) as i32)
    })
}

fn get_global(m: &mut Masm, i: &Inst, l: &Locs, class: RegClass) {
    let mem = global_address(m, i, l);
    match class {
        RegClass::Int => m.asm.mov(Size::S64, l.def(), mem),
        RegClass::Float => m.asm.load_f64(l.def_xmm(), mem),
        RegClass::Vector => m.asm.load_v128(l.def_xmm(), mem),
    }
}

fn set_global(m: &mut Masm, i: &Inst, l: &Locs, class: RegClass) {
    let mem = global_address(m, i, l);
    match class {
        RegClass::Int => m.asm.store(Size::S64, mem, l.gpr(0)),
        RegClass::Float => m.asm.store_f64(mem, l.xmm(0)),
        RegClass::Vector => m.asm.store_v128(mem, l.xmm(0)),
    }
}

/// `d = third operand != 0 ? b : c`.
fn select(m: &mut Masm, _: &Inst, l: &Locs) {
    let condition = l.gpr(2);
    m.asm.test(Size::S32, condition, condition);
    select_by(m, Cond::NE, l.def(), l.gpr(0), l.gpr(1));
}

/// `d = cond ? b : c`.
pub(super) fn select_by(m: &mut Masm, cond: Cond, d: Gpr, b: Gpr, c: Gpr) {
    if d == b {
        m.asm.cmov(cond.negate(), Size::S64, d, c);
        return;
    }
    if d != c {
        m.asm.mov(Size::S64, d, c);
    }
    m.asm.cmov(cond, Size::S64, d, b);
}

/// `d = third operand != 0 ? b : c`, by a short branch.
fn select_vector(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    m.asm.test(Size::S32, l.gpr(2), l.gpr(2));
    let (skipped_if, moved) = if d == b { (Cond::NE, c) } else { (Cond::E, b) };
    if d != b && d != c {
        m.asm.mov_xx(d, c);
    }
    let skip = m.asm.jcc_short(skipped_if);
    m.asm.mov_xx(d, moved);
    m.asm.land(skip);
}
