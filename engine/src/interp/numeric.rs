//! Plain operators and fused branches: one generic body per section of the table, one handler per row.
//!
//! A body is a function over `fn(A, B) -> R`, and the row's function from `numerics` is a distinct type, so each
//! handler is compiled with the operator inlined; operand types follow from the operator's signature.
//!
//! A branch ends in two jumps to the next operation rather than in one with a chosen target: the processor then
//! predicts the direction as it predicts any branch, and each of the two indirect jumps sees only its own successors.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Regs, Step, handlers};
use super::slot::{Imm, Slot};
use crate::base::TrapCode;
use crate::types::V128;

#[inline(always)]
unsafe fn unop<A: Slot, R: Slot>(r: Regs, f: impl FnOnce(A) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        f(A::read(r.fp, op.b.into())).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn unop_trap<A: Slot, R: Slot>(r: Regs, f: impl FnOnce(A) -> Result<R, TrapCode>) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        match f(A::read(r.fp, op.b.into())) {
            Ok(v) => {
                v.write(r.fp, op.a.into());
                r.next()
            }
            Err(code) => r.trap(code),
        }
    }
}

#[inline(always)]
unsafe fn binop<A: Slot, B: Slot, R: Slot>(r: Regs, f: impl FnOnce(A, B) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        f(A::read(r.fp, op.b.into()), B::read(r.fp, op.c.into())).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn binop_imm<A: Slot, B: Imm, R: Slot>(r: Regs, f: impl FnOnce(A, B) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        f(A::read(r.fp, op.b.into()), B::from_imm(op.imm)).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn binop_trap<A: Slot, B: Slot, R: Slot>(
    r: Regs,
    f: impl FnOnce(A, B) -> Result<R, TrapCode>,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        match f(A::read(r.fp, op.b.into()), B::read(r.fp, op.c.into())) {
            Ok(v) => {
                v.write(r.fp, op.a.into());
                r.next()
            }
            Err(code) => r.trap(code),
        }
    }
}

#[inline(always)]
unsafe fn binop_trap_imm<A: Slot, B: Imm, R: Slot>(
    r: Regs,
    f: impl FnOnce(A, B) -> Result<R, TrapCode>,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        match f(A::read(r.fp, op.b.into()), B::from_imm(op.imm)) {
            Ok(v) => {
                v.write(r.fp, op.a.into());
                r.next()
            }
            Err(code) => r.trap(code),
        }
    }
}

/// Jumps if the compare gives `WANTED`.
#[inline(always)]
unsafe fn br_cmp<const WANTED: bool, A: Slot, B: Slot>(r: Regs, f: impl FnOnce(A, B) -> i32) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        if (f(A::read(r.fp, op.b.into()), B::read(r.fp, op.c.into())) != 0) == WANTED {
            r.jump(op.disp())
        } else {
            r.next()
        }
    }
}

#[inline(always)]
unsafe fn br_cmp_imm<A: Slot, B: Imm>(r: Regs, f: impl FnOnce(A, B) -> i32) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        if f(A::read(r.fp, op.b.into()), B::from_hi(op.imm)) != 0 { r.jump(op.disp()) } else { r.next() }
    }
}

#[inline(always)]
unsafe fn ternop<A: Slot, B: Slot, C: Slot, R: Slot>(r: Regs, f: impl FnOnce(A, B, C) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let c = C::read(r.fp, op.imm as usize);
        f(A::read(r.fp, op.b.into()), B::read(r.fp, op.c.into()), c).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn extract<R: Slot>(r: Regs, f: impl FnOnce(V128, u8) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        f(V128::read(r.fp, op.b.into()), op.imm as u8).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn replace<B: Slot>(r: Regs, f: impl FnOnce(V128, u8, B) -> V128) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let x = B::read(r.fp, op.c.into());
        f(V128::read(r.fp, op.b.into()), op.imm as u8, x).write(r.fp, op.a.into());
        r.next()
    }
}

macro_rules! define {
    (
        unop { $($un:ident ($($ut:tt)*) = $uf:ident;)* }
        unop_trap { $($utn:ident ($($utt:tt)*) = $utf:ident;)* }
        binop { $($bn:ident ($($bt:tt)*) = $bf:ident;)* }
        binop_imm { $($bin:ident $bii:ident ($($bit:tt)*) = $bif:ident, $comm:ident;)* }
        binop_trap { $($btn:ident $bti:ident ($($btt:tt)*) = $btf:ident;)* }
        cmp { $($cn:ident $ci:ident $cb:ident $cbi:ident ($ct:ty) = $cf:ident, negated $cneg:ident, swapped $csw:ident;)* }
        fcmp { $($fn:ident $fb:ident $fbn:ident ($ft:ty) = $ff:ident;)* }
        ternop { $($tn:ident ($($tt:tt)*) = $tf:ident;)* }
        extract { $($en:ident ($($et:tt)*) = $ef:ident;)* }
        replace { $($rn:ident ($($rt:tt)*) = $rf:ident;)* }
        $($rest:ident { $($rest_rows:tt)* })*
    ) => {
        handlers! {
            F32CanonicalizeNan = |r| unop(r, crate::numerics::f32_canonicalize_nan);
            F64CanonicalizeNan = |r| unop(r, crate::numerics::f64_canonicalize_nan);
            F32x4CanonicalizeNan = |r| unop(r, crate::numerics::f32x4_canonicalize_nan);
            F64x2CanonicalizeNan = |r| unop(r, crate::numerics::f64x2_canonicalize_nan);
            $($un = |r| unop(r, crate::numerics::$uf);)*
            $($utn = |r| unop_trap(r, crate::numerics::$utf);)*
            $($bn = |r| binop(r, crate::numerics::$bf);)*
            $($bin = |r| binop(r, crate::numerics::$bif);)*
            $($bii = |r| binop_imm(r, crate::numerics::$bif);)*
            $($btn = |r| binop_trap(r, crate::numerics::$btf);)*
            $($bti = |r| binop_trap_imm(r, crate::numerics::$btf);)*
            $($cn = |r| binop(r, crate::numerics::$cf);)*
            $($ci = |r| binop_imm(r, crate::numerics::$cf);)*
            $($cb = |r| br_cmp::<true, _, _>(r, crate::numerics::$cf);)*
            $($cbi = |r| br_cmp_imm(r, crate::numerics::$cf);)*
            $($fn = |r| binop(r, crate::numerics::$ff);)*
            $($fb = |r| br_cmp::<true, _, _>(r, crate::numerics::$ff);)*
            $($fbn = |r| br_cmp::<false, _, _>(r, crate::numerics::$ff);)*
            $($tn = |r| ternop(r, crate::numerics::$tf);)*
            $($en = |r| extract(r, crate::numerics::$ef);)*
            $($rn = |r| replace(r, crate::numerics::$rf);)*
        }
    };
}
crate::ir::table::for_each_op!(define);
