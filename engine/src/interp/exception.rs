//! Throwing: builds the exception, finds who takes it, goes on there.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Regs, Step, finish_thrown, go, handlers};
use super::slot::Slot;
use crate::base::TrapCode;
use crate::exec::{host, unwind};

/// Goes on where the exception in `VmStore::exception`, thrown at this operation, is taken.
pub(super) unsafe fn unwind(r: Regs) -> Step {
    // SAFETY: INV STACK: frames describe the activation, whose newest position this is; a landing describes a frame
    // of it.
    unsafe {
        host::save_position(r.ctx, r.ip, r.fp);
        match unwind::land(r.store(), r.ip, r.fp, r.ctx) {
            Some(landing) => {
                let to = Regs { ip: landing.ip, fp: landing.fp, ctx: landing.ctx, ..r };
                go(to.reload())
            }
            None => finish_thrown(),
        }
    }
}

handlers! {
    Throw = |r| {
        let op = r.op();
        host::save_position(r.ctx, r.ip, r.fp);
        match unwind::create(r.ctx, op.imm as usize, r.fp.add(op.b.into())) {
            Ok(()) => unwind(r),
            Err(code) => r.trap(code),
        }
    };
    ThrowRef = |r| {
        let exception = u64::read(r.fp, r.op().b.into());
        if exception == 0 {
            return r.trap(TrapCode::NullReference);
        }
        (*r.store()).exception = exception;
        unwind(r)
    };
}
