//! Atomic accesses: sequentially consistent, naturally aligned.
//!
//! The specification traps on a misaligned address before it looks at the bounds. The bases of memories are aligned to
//! pages, so an aligned address is an aligned pointer.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]
#![allow(
    clippy::useless_conversion,
    reason = "rows convert uniformly, whether or not the row's type needs it"
)]

use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering::SeqCst};

use super::dispatch::{Acc, Regs, Step, handlers, hop};
use super::memory::{locate, memory_miss};
use super::slot::Slot;
use crate::base::{Mutant, TrapCode};

/// Finds the accessed place of `size` bytes and sets slot `a` to what `f` gives for it; `f` gets the operand that
/// follows the address, and the one behind it.
#[inline(always)]
unsafe fn access(r: Regs, size: u64, f: impl FnOnce(*mut u8) -> u64) -> Step {
    // SAFETY: INV IR; `locate` checks the bounds.
    unsafe {
        let op = r.op();
        let address = u64::read(r.fp, op.base() as usize).wrapping_add(op.mem_offset());
        if !address.is_multiple_of(size) && !Mutant::InterpAlignmentNotLookedAt.is_on() {
            return r.trap(TrapCode::HeapMisaligned);
        }
        match locate(r, op, op.base() as usize, size) {
            Some(place) => {
                f(place).write(r.fp, op.a.into());
                r.next()
            }
            None => hop(memory_miss, r, Acc::none()),
        }
    }
}

/// The atomic type over an integer type.
macro_rules! atomic {
    (u8) => {
        AtomicU8
    };
    (u16) => {
        AtomicU16
    };
    (u32) => {
        AtomicU32
    };
    (u64) => {
        AtomicU64
    };
}

macro_rules! define {
    (
        unop { $($r1:tt)* } unop_trap { $($r2:tt)* } binop_float { $($r0:tt)* } binop { $($r3:tt)* } binop_imm { $($r4:tt)* }
        binop_trap { $($r5:tt)* } cmp { $($r6:tt)* } fcmp { $($r7:tt)* } ternop { $($r8:tt)* }
        extract { $($r9:tt)* } replace { $($r10:tt)* } load { $($r11:tt)* } store { $($r12:tt)* }
        load_lane { $($r13:tt)* } store_lane { $($r14:tt)* }
        atomic_load { $($aln:ident ($alt:tt);)* }
        atomic_store { $($asn:ident ($ast:tt);)* }
        atomic_rmw { $($arn:ident ($art:tt) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:tt);)* }
        $($rest:ident { $($rest_rows:tt)* })*
    ) => {
        handlers! {
            $($aln = |r| access(r, size_of::<$alt>() as u64, |place| {
                u64::from(<atomic!($alt)>::from_ptr(place.cast()).load(SeqCst))
            });)*
            $($asn = |r| {
                let op = r.op();
                let address = u64::read(r.fp, op.base() as usize).wrapping_add(op.mem_offset());
                if !address.is_multiple_of(size_of::<$ast>() as u64) {
                    return r.trap(TrapCode::HeapMisaligned);
                }
                match locate(r, op, op.base() as usize, size_of::<$ast>() as u64) {
                    Some(place) => {
                        let value = u64::read(r.fp, op.base() as usize + 1) as $ast;
                        <atomic!($ast)>::from_ptr(place.cast()).store(value, SeqCst);
                        r.next()
                    }
                    None => hop(memory_miss, r, Acc::none()),
                }
            };)*
            $($arn = |r| access(r, size_of::<$art>() as u64, |place| {
                let operand = u64::read(r.fp, r.op().base() as usize + 1) as $art;
                u64::from(<atomic!($art)>::from_ptr(place.cast()).$arf(operand, SeqCst))
            });)*
            $($acn = |r| access(r, size_of::<$act>() as u64, |place| {
                // A narrow access compares and stores the low bits of its operands.
                let expected = u64::read(r.fp, r.op().base() as usize + 1) as $act;
                let new = u64::read(r.fp, r.op().base() as usize + 2) as $act;
                match <atomic!($act)>::from_ptr(place.cast()).compare_exchange(expected, new, SeqCst, SeqCst) {
                    Ok(old) | Err(old) => u64::from(old),
                }
            });)*
        }
    };
}
crate::ir::table::for_each_op!(define);
