//! What controls execution and computes nothing: traps, fuel, epochs, counts; and copies of several slots.
//!
//! # The budget
//! Metered code counts down in a register that no function owns ([`METER`]): a charge is a subtraction with a branch on its borrow,
//! which processors execute as one operation, and no memory is touched. The register is exchanged with the store where machine code
//! is left and entered (`stubs::meter`), so calls cost nothing either.
//!
//! With fuel it holds what is left, all 64 bits. With an epoch alone it holds how much work may be done until the epoch is looked at
//! next: comparing the epoch itself, which other threads write, would take two loads and two registers more each time. If both
//! are metered, the fuel has the register and the epoch is compared.

use std::mem::offset_of;

use super::slots::spill_slot;
use super::{Inst, Locs, Masm, Row};
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Alu, Cond, Mem, Size, Stub};
use crate::jit::x64::regs::{CTX, METER};
use crate::module::Meter;
use crate::vm::{VmContext, VmStore};

const NONE: Signature = Signature::REGS;
const TEMP: Signature = NONE.temps(1, 0);

pub(super) const ROWS: super::Family = &[
    (OpCode::Loop, Row::new(NONE, |_, _, _| {})),
    (OpCode::Unreachable, Row::new(NONE, |m, _, _| trap(m, TrapCode::UnreachableCodeReached))),
    (OpCode::Count, Row::new(TEMP, count)),
    (OpCode::Fuel, Row::new(NONE, fuel).refine(fuel_temps)),
    (OpCode::Epoch, Row::new(NONE, epoch).refine(epoch_temps)),
    (OpCode::CopyFar, Row::new(TEMP, copy_slots).refine(|_, op, i| slots(op, i, 1))),
    (OpCode::CopyFarFloat, Row::new(TEMP, copy_slots).refine(|_, op, i| slots(op, i, 1))),
    (OpCode::CopyFarV128, Row::new(TEMP, copy_slots).refine(|_, op, i| slots(op, i, 2))),
    (OpCode::CopySpan, Row::new(TEMP, copy_slots).refine(|_, op, i| slots(op, i, op.a.into()))),
    (OpCode::CopySpanFloat, Row::new(TEMP, copy_slots).refine(|_, op, i| slots(op, i, op.a.into()))),
];

/// So many slots are read from memory, and as many written there.
fn slots(op: &Op, i: &mut Inst, count: u32) {
    i.ranges.reads = [op.lo(), count];
    i.ranges.writes = [op.hi(), count];
}

/// Copies slots through memory, as if through a buffer.
fn copy_slots(m: &mut Masm, i: &Inst, l: &Locs) {
    let ([from, count], [to, _], t) = (i.ranges.reads, i.ranges.writes, l.temp(0));
    let mut copy = |n: u32| {
        m.asm.mov(Size::S64, t, spill_slot(from + n));
        m.asm.store(Size::S64, spill_slot(to + n), t);
    };
    if (to <= from) != Mutant::SpansCopiedFromTheEnd.is_on() {
        (0..count).for_each(&mut copy);
    } else {
        (0..count).rev().for_each(&mut copy);
    }
}

fn trap(m: &mut Masm, code: TrapCode) {
    m.asm.call_stub(Stub::Trap(code as u8));
    m.return_site(false);
}

/// Other threads may lose a count, which statistics can bear.
fn count(m: &mut Masm, i: &Inst, l: &Locs) {
    let t = l.temp(0);
    m.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, counters) as i32));
    m.asm.alu_imm(Alu::Add, Size::S64, Mem::element(t, i.imm as u32), 1);
}

fn fuel_temps(_: &Context, op: &Op, i: &mut Inst) {
    i.temps[0] = u8::from(i32::try_from(op.imm).is_err());
}

/// What is left when fuel runs out is cleared by the trap's handler.
fn fuel(m: &mut Masm, i: &Inst, l: &Locs) {
    match i32::try_from(i.imm) {
        Ok(0) => return,
        Ok(units) => m.asm.alu_imm(Alu::Sub, Size::S64, METER, units),
        Err(_) => {
            let units = l.temp(0);
            m.asm.mov_imm(units, i.imm);
            m.asm.alu(Alu::Sub, Size::S64, METER, units);
        }
    }
    let out = if Mutant::FuelOffByOne.is_on() { Cond::BE } else { Cond::B };
    m.trap_if(out, TrapCode::OutOfFuel);
}

fn epoch_temps(cx: &Context, _: &Op, i: &mut Inst) {
    i.temps[0] = if cx.module.lower.meter() == Meter::Epoch { 0 } else { 2 };
}

fn epoch(m: &mut Masm, i: &Inst, l: &Locs) {
    let from = m.asm.label();
    if m.unit.module.lower.meter() == Meter::Epoch {
        let work = i32::try_from(i.imm).unwrap_or(i32::MAX).max(1);
        m.asm.alu_imm(Alu::Sub, Size::S64, METER, work);
        m.asm.jcc(Cond::B, from);
    } else {
        let (t, now) = (l.temp(0), l.temp(1));
        m.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, store) as i32));
        m.asm.mov(Size::S64, now, Mem::new(t, offset_of!(VmStore, epoch) as i32));
        m.asm.mov(Size::S64, now, Mem::new(now, 0));
        m.asm.alu(Alu::Cmp, Size::S64, now, Mem::new(t, offset_of!(VmStore, epoch_deadline) as i32));
        m.asm.jcc(Cond::AE, from);
    }
    m.slow_builtin(from, None);
}
