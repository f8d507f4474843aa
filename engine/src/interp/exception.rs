//! Throwing: builds the exception, finds who takes it, goes on there.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Regs, Step, finish_thrown, go, handlers};
use super::slot::Slot;
use crate::base::TrapCode;
use crate::exec::{host, unwind};
use crate::vm::Frame;

/// Goes on where the exception in `VmStore::exception`, thrown at this operation, is taken.
pub(super) unsafe fn unwind(r: Regs) -> Step {
    // SAFETY: INV STACK: frames describe the activation, whose newest position this is; a handler describes a frame
    // of it.
    unsafe {
        host::save_position(r.ctx, r.ip, r.fp);
        match unwind::to_interpreter(r.store(), r.ip, r.fp, r.ctx) {
            Some(handler) => {
                let to = Regs { ip: handler.ip, fp: handler.fp, ctx: handler.ctx, ..r };
                go(to.reload())
            }
            None => finish_thrown(),
        }
    }
}

/// Unwinds an exception out of a host function that was tail-called: the running function is gone already, so the exception
/// continues at the call in its caller.
pub(super) unsafe fn unwind_caller(r: Regs) -> Step {
    // SAFETY: INV STACK: the newest frame is that of the running function and says where its caller goes on, except for
    // the entry frame, behind which there is no one.
    unsafe {
        let store = r.store();
        let frame = *(*store).frames;
        let Frame { fp, ctx, .. } = frame;
        (*store).frames = (*store).frames.add(1);
        (*store).trap_op = frame.call_site();
        (*store).trap_ctx = ctx;
        if (*store).frames == (*store).frames_base {
            return finish_thrown();
        }
        unwind(Regs { ip: frame.call_site(), fp, ctx, ..r })
    }
}

handlers! {
    Throw = |r| {
        let op = r.op();
        host::save_position(r.ctx, r.ip, r.fp);
        match unwind::create(r.ctx, op.imm as usize, r.fp.add(op.base() as usize)) {
            Ok(()) => unwind(r),
            Err(code) => r.trap(code),
        }
    };
    ThrowRef = |r| {
        let exception = u64::read(r.fp, r.op().b().into());
        if exception == 0 {
            return r.trap(TrapCode::NullReference);
        }
        (*r.store()).exception = exception;
        unwind(r)
    };
}
