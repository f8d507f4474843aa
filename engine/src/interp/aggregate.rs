//! Fields of structs and elements of arrays: null check, bounds check, one access relative to the heap's base.
//!
//! Layout is `types::layout`: `type`, `aux` (the length of an array), then the payload. Objects do not move, and no
//! operation here allocates.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]
#![allow(
    clippy::useless_conversion,
    clippy::unnecessary_cast,
    clippy::cast_lossless,
    reason = "rows convert uniformly, whether or not the row's type needs it"
)]

use super::dispatch::{Regs, Step, handlers};
use super::slot::Slot;
use crate::base::TrapCode;
use crate::types::V128;
use crate::types::layout::{AUX_OFFSET, HEADER_SIZE};

/// Where the length of an array stands.
const LENGTH: usize = AUX_OFFSET as usize;

/// Address of the object in slot `i`; `None` if it is null.
#[inline(always)]
unsafe fn object(r: Regs, i: u16) -> Option<*mut u8> {
    // SAFETY: INV IR: the slot holds a reference to an object (validation), so it lies in the heap.
    unsafe {
        let reference = u64::read(r.fp, i.into());
        if reference == 0 { None } else { Some((*r.store()).gc_base.add(reference as usize)) }
    }
}

/// Address of element `index` of an array with elements of `size` bytes.
#[inline(always)]
unsafe fn element(array: *mut u8, index: u32, size: usize) -> Option<*mut u8> {
    // SAFETY: `array` is an array object; the element is inside it by the check.
    unsafe {
        if index >= array.add(LENGTH).cast::<u32>().read() {
            return None;
        }
        Some(array.add(HEADER_SIZE as usize + index as usize * size))
    }
}

#[inline(always)]
unsafe fn struct_get<M, R: Slot>(r: Regs, f: impl FnOnce(M) -> R) -> Step {
    // SAFETY: INV IR: imm is the offset of a field of the object's type.
    unsafe {
        let op = r.op();
        let Some(object) = object(r, op.b()) else { return r.trap(TrapCode::NullReference) };
        f(object.add(op.imm as usize).cast::<M>().read_unaligned()).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn struct_set<A: Slot, M>(r: Regs, f: impl FnOnce(A) -> M) -> Step {
    // SAFETY: INV IR: imm is the offset of a field of the object's type.
    unsafe {
        let op = r.op();
        let Some(object) = object(r, op.b()) else { return r.trap(TrapCode::NullReference) };
        object.add(op.imm as usize).cast::<M>().write_unaligned(f(A::read(r.fp, op.c().into())));
        r.next()
    }
}

#[inline(always)]
unsafe fn array_get<M, R: Slot>(r: Regs, f: impl FnOnce(M) -> R) -> Step {
    // SAFETY: INV IR: the object is an array with elements of type `M`.
    unsafe {
        let op = r.op();
        let Some(array) = object(r, op.b()) else { return r.trap(TrapCode::NullReference) };
        let index = i32::read(r.fp, op.c().into()) as u32;
        let Some(place) = element(array, index, size_of::<M>()) else {
            return r.trap(TrapCode::ArrayOutOfBounds);
        };
        f(place.cast::<M>().read_unaligned()).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn array_set<A: Slot, M>(r: Regs, f: impl FnOnce(A) -> M) -> Step {
    // SAFETY: INV IR: the object is an array with elements of type `M`.
    unsafe {
        let op = r.op();
        let Some(array) = object(r, op.b()) else { return r.trap(TrapCode::NullReference) };
        let index = i32::read(r.fp, op.c().into()) as u32;
        let Some(place) = element(array, index, size_of::<M>()) else {
            return r.trap(TrapCode::ArrayOutOfBounds);
        };
        place.cast::<M>().write_unaligned(f(A::read(r.fp, op.a.into())));
        r.next()
    }
}

handlers! {
    ArrayLen = |r| {
        let op = r.op();
        let Some(array) = object(r, op.b()) else { return r.trap(TrapCode::NullReference) };
        u64::from(array.add(LENGTH).cast::<u32>().read()).write(r.fp, op.a.into());
        r.next()
    };
}

macro_rules! define {
    (
        unop { $($r1:tt)* } unop_trap { $($r2:tt)* } binop_float { $($r0:tt)* } binop { $($r3:tt)* } binop_imm { $($r4:tt)* }
        binop_trap { $($r5:tt)* } cmp { $($r6:tt)* } fcmp { $($r7:tt)* } ternop { $($r8:tt)* }
        extract { $($r9:tt)* } replace { $($r10:tt)* } load { $($r11:tt)* } store { $($r12:tt)* }
        load_lane { $($r13:tt)* } store_lane { $($r14:tt)* } atomic_load { $($r15:tt)* }
        atomic_store { $($r16:tt)* } atomic_rmw { $($r17:tt)* } atomic_cmpxchg { $($r18:tt)* }
        gc_get { $($ggn:ident ($ggt:tt -> $ggr:tt) = |$ggx:ident| $ggf:expr;)* }
        gc_set { $($gsn:ident ($gsa:tt -> $gst:tt) = |$gsx:ident| $gsf:expr;)* }
        array_get { $($agn:ident ($agt:tt -> $agr:tt) = |$agx:ident| $agf:expr;)* }
        array_set { $($aan:ident ($aaa:tt -> $aat:tt) = |$aax:ident| $aaf:expr;)* }
        $($rest:ident { $($rest_rows:tt)* })*
    ) => {
        handlers! {
            $($ggn = |r| struct_get(r, |$ggx: $ggt| -> $ggr { $ggf });)*
            $($gsn = |r| struct_set(r, |$gsx: $gsa| -> $gst { $gsf });)*
            $($agn = |r| array_get(r, |$agx: $agt| -> $agr { $agf });)*
            $($aan = |r| array_set(r, |$aax: $aaa| -> $aat { $aaf });)*
        }
    };
}
crate::ir::table::for_each_op!(define);
