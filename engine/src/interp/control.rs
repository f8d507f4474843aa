//! Branches, fuel and epoch.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use std::sync::atomic::Ordering;

use super::dispatch::{Acc, Regs, Step, handlers, hop};
use super::slot::Slot;
use crate::base::{Mutant, TrapCode};
use crate::exec::host;

/// Jumps if `value` is not zero, or if it is.
#[inline(always)]
unsafe fn branch_if<const NOT_ZERO: bool>(r: Regs, value: i32) -> Step {
    // SAFETY: INV IR.
    unsafe { if (value != 0) == NOT_ZERO { r.branch(r.op().disp()) } else { r.next() } }
}

/// Goes where the chosen `Br` after the table goes.
#[inline(always)]
unsafe fn table(r: Regs, index: i32) -> Step {
    // SAFETY: INV IR: behind the table stand as many `Br` as it says, and one.
    unsafe {
        let last = r.op().hi() - u32::from(Mutant::InterpLastTargetLeftOut.is_on());
        let chosen = r.ip.add(1 + (index as u32).min(last) as usize);
        Regs { ip: chosen, ..r }.jump((*chosen).disp())
    }
}

/// Branches that take their condition or index from `acc`.
pub(super) mod forward_b {
    use super::*;
    handlers! {
        BrIf = |r, acc| branch_if::<true>(r, acc.get() as i32);
        BrUnless = |r, acc| branch_if::<false>(r, acc.get() as i32);
        BrTable = |r, acc| table(r, acc.get() as i32);
    }
}

handlers! {
    Unreachable = |r| r.trap(TrapCode::UnreachableCodeReached);
    Br = |r| r.jump(r.op().disp());
    BrIf = |r| branch_if::<true>(r, i32::read(r.fp, r.op().b().into()));
    BrUnless = |r| branch_if::<false>(r, i32::read(r.fp, r.op().b().into()));
    BrTable = |r| table(r, i32::read(r.fp, r.op().b().into()));
    Loop = |r| {
        let code = r.code();
        let left = code.hot.load(Ordering::Relaxed).wrapping_sub(r.op().imm as i64);
        if left < 0 {
            return hop(super::call::loop_is_hot, r, Acc::none());
        }
        code.hot.store(left, Ordering::Relaxed);
        r.next()
    };
    Count = |r| {
        (*(*r.ctx).counters.add(r.op().imm as usize)).fetch_add(1, Ordering::Relaxed);
        r.next()
    };
    Fuel = |r| {
        let store = r.store();
        let (left, runs_out) = (*store).fuel.overflowing_sub(r.op().imm);
        if runs_out {
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
            return hop(deadline, r, Acc::none());
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
