//! Rows whose work a builtin does: save the position, call, read memory 0 anew.
//!
//! A builtin may allocate, collect, grow a memory, or ask the host. So where execution stands is written down first
//! (the collector scans the slots up to `stack_top`), and afterwards memory 0 may be elsewhere.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::handlers;
use crate::base::TrapCode;
use crate::exec::{builtins, host};
use crate::ir::Op;
use crate::vm::VmContext;

macro_rules! define {
    ($($xn:ident = $xf:ident;)*) => {
        /// The builtins, from which nothing unwinds (INV NO-UNWIND). They are no part of the handlers, which take no address of
        /// what lies on their stack.
        mod caught {
            use super::*;
            $(
                #[inline(never)]
                pub(super) unsafe fn $xf(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
                    // SAFETY: a builtin's promise.
                    unsafe { host::caught((*(*ctx).store).inner, || builtins::$xf(ctx, fp, op)) }
                }
            )*
        }

        handlers! {
            $($xn = |r| {
                host::save_position(r.ctx, r.ip, r.fp);
                match caught::$xf(r.ctx, r.fp, r.op()) {
                    Ok(()) => r.reload().next(),
                    Err(code) => r.trap(code),
                }
            };)*
        }
    };
}
builtins::for_each_builtin!(define);
