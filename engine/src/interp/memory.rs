//! Loads and stores.
//!
//! # Bounds
//! An access is checked before it is made: `address + offset + size <= length`. In memory 0 with 32-bit addresses no
//! sum overflows 64 bits, and base and length are in registers. The `M` forms take any memory and any address width:
//! an i32 address stands zero-extended in its slot, so both widths are one, and the sum is checked for overflow.
//!
//! # Shared memories
//! Plain accesses to a shared memory race with other threads by design: WebAssembly gives such races a meaning (some
//! written bytes), and every instruction that these accesses compile to has that meaning. They are single unaligned
//! reads and writes through raw pointers, never references, and no value read is assumed to be stable: it is
//! read once, into a slot.
//!
//! A length once seen stays valid, since memories never shrink (INV MEM-LEN); when an access misses, the length is read
//! again before it traps.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]
#![allow(
    clippy::useless_conversion,
    clippy::unnecessary_cast,
    clippy::cast_lossless,
    reason = "rows convert uniformly, whether or not the row's type needs it"
)]

use std::sync::atomic::Ordering;

use super::dispatch::{Acc, Regs, Step, go, go_with, handlers, hop};
use super::slot::Slot;
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::ir::Op;
use crate::numerics::*;
use crate::types::V128;
use crate::vm::VmMemory;

// Multi-byte values are little endian in linear memory; the plain reads here give the host's order.
const _: () = assert!(cfg!(target_endian = "little"));

/// How an address is computed: the operand in `b`, that and a constant, that and another slot, or a constant alone.
const PLAIN: u8 = 0;
const PLUS: u8 = 1;
const INDEX: u8 = 2;
const AT: u8 = 3;

/// Which operand comes from `acc`.
const SLOTS: u8 = 0;
const B: u8 = 1;
const C: u8 = 2;

/// The address of an access to memory 0, offset included. It does not overflow: both parts are 32 bits wide.
#[inline(always)]
unsafe fn address<const FORM: u8, const FROM: u8>(r: Regs, acc: Acc, index: i32) -> u64 {
    // SAFETY: INV IR, INV FORWARD.
    unsafe {
        let op = r.op();
        if FORM == AT {
            return op.imm;
        }
        let b = op.b().into();
        let base = if FROM == B { i32::forwarded(acc, r.fp, b) } else { i32::read(r.fp, b) };
        match FORM {
            PLAIN => u64::from(base as u32) + op.imm,
            PLUS if Mutant::InterpSumIn64Bits.is_on() => {
                u64::from(base as u32) + u64::from(op.hi()) + u64::from(op.lo())
            }
            PLUS => u64::from((base as u32).wrapping_add(op.hi())) + u64::from(op.lo()),
            _ => u64::from(base.wrapping_add(index) as u32) + op.imm,
        }
    }
}

#[inline(always)]
unsafe fn load<const FORM: u8, const FROM: u8, M, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(M) -> R,
) -> Step {
    // SAFETY: INV IR, INV REGS; the access is inside the memory by the check.
    unsafe {
        let op = r.op();
        let index = match (FORM, FROM) {
            (INDEX, C) => i32::forwarded(acc, r.fp, op.c().into()),
            (INDEX, _) => i32::read(r.fp, op.c().into()),
            _ => 0,
        };
        let address = address::<FORM, FROM>(r, acc, index);
        let size = if Mutant::InterpSizeNotCompared.is_on() { 0 } else { size_of::<M>() };
        if address + size as u64 > r.len as u64 {
            return hop(memory0_miss, r, acc);
        }
        let value = f(r.mem.add(address as usize).cast::<M>().read_unaligned());
        value.write(r.fp, op.a.into());
        r.next_with(value.forward())
    }
}

#[inline(always)]
unsafe fn store<const FORM: u8, const FROM: u8, A: Slot, M>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A) -> M,
) -> Step {
    // SAFETY: INV IR, INV REGS; the access is inside the memory by the check.
    unsafe {
        let op = r.op();
        let index = if FORM == INDEX { i32::read(r.fp, op.a.into()) } else { 0 };
        let address = address::<FORM, FROM>(r, acc, index);
        if address + size_of::<M>() as u64 > r.len as u64 {
            return hop(memory0_miss, r, acc);
        }
        let c = op.c().into();
        let value = if FROM == C { A::forwarded(acc, r.fp, c) } else { A::read(r.fp, c) };
        r.mem.add(address as usize).cast::<M>().write_unaligned(f(value));
        r.next()
    }
}

/// Where an access of `size` bytes by an operation in the `M` encoding goes, whose address is in `slot`, if it is inside the memory as far as we know.
#[inline(always)]
pub(super) unsafe fn locate(r: Regs, op: &Op, slot: usize, size: u64) -> Option<*mut u8> {
    // SAFETY: INV IR: the memory exists; the address is inside it by the check.
    unsafe {
        let memory = *(*r.ctx).memories.add(op.mem_index());
        let index = u64::read(r.fp, slot);
        let wrapped = index.wrapping_add(op.mem_offset());
        let address =
            if Mutant::InterpSum64Wraps.is_on() { wrapped } else { index.checked_add(op.mem_offset())? };
        let end = address.checked_add(size)?.saturating_sub(u64::from(Mutant::InterpEndOffByOne.is_on()));
        if end > (*memory).len as u64 { None } else { Some((*memory).base.add(address as usize)) }
    }
}

handlers! {
    /// An access to memory 0 did not fit. If the memory is shared another thread may have made it larger: then the
    /// operation runs again with the new length.
    #[cold]
    #[inline(never)]
    memory0_miss = |r, acc| {
        shared_grew(*(*r.ctx).memories);
        // Compared with the register: an `M` access may have found the growth already.
        let now = r.reload();
        if now.len > r.len { go_with(now, acc) } else { r.trap(MemoryOutOfBounds) }
    };

    /// An access in the `M` encoding is beyond the length of its memory as the handler saw it; a shared memory may have grown.
    #[cold]
    #[inline(never)]
    memory_miss = |r| {
        let memory = *(*r.ctx).memories.add(r.op().mem_index());
        if shared_grew(memory) { go(r.reload()) } else { r.trap(MemoryOutOfBounds) }
    };
}

/// Reads the length of a shared memory anew; whether it is larger than it was known to be.
unsafe fn shared_grew(memory: *mut VmMemory) -> bool {
    // SAFETY: the memory is alive; `shared_len` is null or points to a length that lives as long.
    unsafe {
        let Some(shared) = (*memory).shared_len.as_ref() else { return false };
        let len = shared.load(Ordering::Acquire);
        let grew = len > (*memory).len;
        (*memory).len = len;
        grew
    }
}

#[inline(always)]
unsafe fn load_any<M, R: Slot>(r: Regs, f: impl FnOnce(M) -> R) -> Step {
    // SAFETY: INV IR; `locate` checks the bounds.
    unsafe {
        let op = r.op();
        match locate(r, op, op.b().into(), size_of::<M>() as u64) {
            Some(place) => {
                let value = f(place.cast::<M>().read_unaligned());
                value.write(r.fp, op.a.into());
                r.next_with(value.forward())
            }
            None => hop(memory_miss, r, Acc::none()),
        }
    }
}

#[inline(always)]
unsafe fn store_any<A: Slot, M>(r: Regs, f: impl FnOnce(A) -> M) -> Step {
    // SAFETY: INV IR; `locate` checks the bounds.
    unsafe {
        let op = r.op();
        match locate(r, op, op.b().into(), size_of::<M>() as u64) {
            Some(place) => {
                place.cast::<M>().write_unaligned(f(A::read(r.fp, op.c().into())));
                r.next()
            }
            None => hop(memory_miss, r, Acc::none()),
        }
    }
}

macro_rules! define {
    (
        unop { $($r1:tt)* } unop_trap { $($r2:tt)* } binop_float { $($r0:tt)* } binop { $($r3:tt)* } binop_imm { $($r4:tt)* }
        binop_trap { $($r5:tt)* } cmp { $($r6:tt)* } fcmp { $($r7:tt)* } ternop { $($r8:tt)* }
        extract { $($r9:tt)* } replace { $($r10:tt)* }
        load { $($ln:ident $lm:ident $lp:ident $li:ident $lc:ident ($lt:tt -> $lr:tt) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident $sp:ident $si:ident $sc:ident ($sa:tt -> $st:tt) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($llt:tt -> $llr:tt) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($sla:tt -> $slt:tt) = |$slv:ident, $sll:ident| $slf:expr;)* }
        $($rest:ident { $($rest_rows:tt)* })*
    ) => {
        handlers! {
            $($ln = |r, acc| load::<PLAIN, SLOTS, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
            $($lp = |r, acc| load::<PLUS, SLOTS, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
            $($li = |r, acc| load::<INDEX, SLOTS, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
            $($lc = |r, acc| load::<AT, SLOTS, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
            $($lm = |r| load_any(r, |$lx: $lt| -> $lr { $lf });)*
            $($sn = |r, acc| store::<PLAIN, SLOTS, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            $($sp = |r, acc| store::<PLUS, SLOTS, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            $($si = |r, acc| store::<INDEX, SLOTS, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            $($sc = |r, acc| store::<AT, SLOTS, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            $($sm = |r| store_any(r, |$sx: $sa| -> $st { $sf });)*
            $($lln = |r| {
                let op = r.op();
                let $llv = V128::read(r.fp, op.c().into());
                let $lll = op.mem_lane();
                load_any(r, |$llx: $llt| -> $llr { $llf })
            };)*
            $($sln = |r| {
                let $sll = r.op().mem_lane();
                store_any(r, |$slv: $sla| -> $slt { $slf })
            };)*
        }

        /// Accesses that take the address from `acc`.
        pub(super) mod forward_b {
            use super::*;
            handlers! {
                $($ln = |r, acc| load::<PLAIN, B, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
                $($lp = |r, acc| load::<PLUS, B, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
                $($li = |r, acc| load::<INDEX, B, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
                $($sn = |r, acc| store::<PLAIN, B, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
                $($sp = |r, acc| store::<PLUS, B, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
                $($si = |r, acc| store::<INDEX, B, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            }
        }

        /// Accesses that take the index, or the value to store, from `acc`.
        pub(super) mod forward_c {
            use super::*;
            handlers! {
                $($li = |r, acc| load::<INDEX, C, _, _>(r, acc, |$lx: $lt| -> $lr { $lf });)*
                $($sn = |r, acc| store::<PLAIN, C, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
                $($sp = |r, acc| store::<PLUS, C, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
                $($si = |r, acc| store::<INDEX, C, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
                $($sc = |r, acc| store::<AT, C, _, _>(r, acc, |$sx: $sa| -> $st { $sf });)*
            }
        }
    };
}
crate::ir::table::for_each_op!(define);
