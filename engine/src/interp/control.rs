//! Branches, fuel and epoch.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use std::mem::MaybeUninit;
use std::sync::atomic::Ordering;

use super::dispatch::{handlers, hop};
use super::slot::Slot;
use crate::base::TrapCode;
use crate::exec::host;

handlers! {
    Unreachable = |r| r.trap(TrapCode::UnreachableCodeReached);
    Br = |r| r.jump(r.op().disp());
    BrIf = |r| {
        let op = r.op();
        if i32::read(r.fp, op.b.into()) != 0 { r.jump(op.disp()) } else { r.next() }
    };
    BrUnless = |r| {
        let op = r.op();
        if i32::read(r.fp, op.b.into()) == 0 { r.jump(op.disp()) } else { r.next() }
    };
    BrTable = |r| {
        let op = r.op();
        let chosen = (i32::read(r.fp, op.b.into()) as u32).min(op.hi());
        let targets = &r.code().func.br_targets;
        r.jump(*targets.get_unchecked(op.lo() as usize + chosen as usize))
    };
    Fuel = |r| {
        let store = r.store();
        // Comparing first keeps what is left exact: fuel never goes below zero.
        let left = (*store).fuel.wrapping_sub(r.op().imm as i64);
        if left < 0 {
            (*store).fuel = 0;
            return r.trap(TrapCode::OutOfFuel);
        }
        (*store).fuel = left;
        r.next()
    };
    Epoch = |r| {
        let store = r.store();
        // Relaxed: the deadline orders nothing, it only has to be seen eventually.
        if (*(*store).epoch).load(Ordering::Relaxed) >= (*store).epoch_deadline {
            return hop(deadline, r, MaybeUninit::uninit());
        }
        r.next()
    };
    #[cold]
    #[inline(never)]
    deadline = |r| {
        host::save_position(r.ctx, r.ip, r.fp);
        match host::epoch_deadline((*r.store()).inner) {
            Ok(()) => r.reload().next(),
            Err(code) => r.trap(code),
        }
    };
}
