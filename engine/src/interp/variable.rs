//! Constants, copies, selects, globals, shuffles: values that move and do not change.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Regs, Step, handlers};
use super::slot::Slot;
use crate::numerics::i8x16_shuffle;
use crate::types::V128;

#[inline(always)]
unsafe fn copy<T: Slot>(r: Regs) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let value = T::read(r.fp, op.b().into());
        value.write(r.fp, op.a.into());
        r.next_with(value.forward())
    }
}

#[inline(always)]
unsafe fn copy_far<T: Slot>(r: Regs) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        T::read(r.fp, op.lo() as usize).write(r.fp, op.hi() as usize);
        r.next()
    }
}

#[inline(always)]
unsafe fn copy_span(r: Regs) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        r.fp.add(op.hi() as usize).copy_from(r.fp.add(op.lo() as usize), op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn select<T: Slot>(r: Regs) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let (b, c) = (T::read(r.fp, op.b().into()), T::read(r.fp, op.c().into()));
        let chosen = if i32::read(r.fp, op.imm as usize) != 0 { b } else { c };
        chosen.write(r.fp, op.a.into());
        r.next_with(chosen.forward())
    }
}

#[inline(always)]
unsafe fn global_get<T: Slot>(r: Regs) -> Step {
    // SAFETY: INV IR: the global exists.
    unsafe {
        let op = r.op();
        let global = *(*r.ctx).globals.add(op.imm as usize);
        let value = T::read((&raw const (*global).value).cast(), 0);
        value.write(r.fp, op.a.into());
        r.next_with(value.forward())
    }
}

#[inline(always)]
unsafe fn global_set<T: Slot>(r: Regs) -> Step {
    // SAFETY: INV IR: the global exists.
    unsafe {
        let op = r.op();
        let global = *(*r.ctx).globals.add(op.imm as usize);
        T::read(r.fp, op.b().into()).write((&raw mut (*global).value).cast(), 0);
        r.next()
    }
}

/// A constant of the running function's pool.
#[inline(always)]
unsafe fn pooled(r: Regs) -> V128 {
    // SAFETY: INV IR: the pool has this constant.
    unsafe { *r.code().func.v128s.get_unchecked(r.op().imm as usize) }
}

handlers! {
    Const = |r| {
        let op = r.op();
        op.imm.write(r.fp, op.a.into());
        r.next_with(op.imm.forward())
    };
    ConstFloat = |r| {
        let op = r.op();
        op.imm.write(r.fp, op.a.into());
        r.next()
    };
    ConstV128 = |r| {
        pooled(r).write(r.fp, r.op().a.into());
        r.next()
    };
    Copy = |r| copy::<u64>(r);
    CopyFloat = |r| copy::<u64>(r);
    CopyV128 = |r| copy::<V128>(r);
    CopyFar = |r| copy_far::<u64>(r);
    CopyFarFloat = |r| copy_far::<u64>(r);
    CopyFarV128 = |r| copy_far::<V128>(r);
    CopySpan = |r| copy_span(r);
    CopySpanFloat = |r| copy_span(r);
    Select = |r| select::<u64>(r);
    SelectFloat = |r| select::<u64>(r);
    SelectV128 = |r| select::<V128>(r);
    GlobalGet = |r| global_get::<u64>(r);
    GlobalGetFloat = |r| global_get::<u64>(r);
    GlobalGetV128 = |r| global_get::<V128>(r);
    GlobalSet = |r| global_set::<u64>(r);
    GlobalSetFloat = |r| global_set::<u64>(r);
    GlobalSetV128 = |r| global_set::<V128>(r);
    I8x16Shuffle = |r| {
        let op = r.op();
        let (b, c) = (V128::read(r.fp, op.b().into()), V128::read(r.fp, op.c().into()));
        i8x16_shuffle(b, c, pooled(r).to_le_bytes()).write(r.fp, op.a.into());
        r.next()
    };
}
