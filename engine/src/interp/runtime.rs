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
    (
        unop { $($r1:tt)* } unop_trap { $($r2:tt)* } binop_float { $($r0:tt)* } binop { $($r3:tt)* } binop_imm { $($r4:tt)* }
        binop_trap { $($r5:tt)* } cmp { $($r6:tt)* } fcmp { $($r7:tt)* } ternop { $($r8:tt)* }
        extract { $($r9:tt)* } replace { $($r10:tt)* } load { $($r11:tt)* } store { $($r12:tt)* }
        load_lane { $($r13:tt)* } store_lane { $($r14:tt)* } atomic_load { $($r15:tt)* }
        atomic_store { $($r16:tt)* } atomic_rmw { $($r17:tt)* } atomic_cmpxchg { $($r18:tt)* }
        gc_get { $($r19:tt)* } gc_set { $($r20:tt)* } array_get { $($r21:tt)* } array_set { $($r22:tt)* }
        control { $($r23:tt)* }
        runtime { $($xn:ident = $xf:ident, $xi:tt -> $xo:tt; $xd:literal;)* }
    ) => {
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
crate::ir::table::for_each_op!(define);
