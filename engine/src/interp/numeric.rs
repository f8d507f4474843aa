//! Plain operators and fused branches: one generic body per section of the table, one handler per row.
//!
//! A body is a function over `fn(A, B) -> R`, and the row's function from `numerics` is a distinct type, so each
//! handler is compiled with the operator inlined; operand types follow from the operator's signature.
//!
//! A branch ends in two jumps to the next operation rather than in one with a chosen target: the processor then
//! predicts the direction as it predicts any branch, and each of the two indirect jumps sees only its own successors.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Acc, Regs, Step, handlers};
use super::slot::{HalfImm, Imm, Slot};
use crate::base::TrapCode;
use crate::types::V128;

/// No operand comes from `acc`.
const SLOTS: u8 = 0;
/// The operand in `b` does.
const B: u8 = 1;
/// The operand in `c` does.
const C: u8 = 2;

/// The operand in `b`.
#[inline(always)]
unsafe fn lhs<const FROM: u8, A: Slot>(r: Regs, acc: Acc) -> A {
    // SAFETY: INV IR, INV FORWARD.
    unsafe {
        let b = r.op().b().into();
        if FROM == B { A::forwarded(acc, r.fp, b) } else { A::read(r.fp, b) }
    }
}

/// The operand in `c`.
#[inline(always)]
unsafe fn rhs<const FROM: u8, A: Slot>(r: Regs, acc: Acc) -> A {
    // SAFETY: INV IR, INV FORWARD.
    unsafe {
        let c = r.op().c().into();
        if FROM == C { A::forwarded(acc, r.fp, c) } else { A::read(r.fp, c) }
    }
}

/// Puts the result into its slot and goes on.
#[inline(always)]
unsafe fn done<R: Slot>(r: Regs, value: R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        value.write(r.fp, r.op().a.into());
        r.next_with(value.forward())
    }
}

#[inline(always)]
unsafe fn unop<const FROM: u8, A: Slot, R: Slot>(r: Regs, acc: Acc, f: impl FnOnce(A) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe { done(r, f(lhs::<FROM, A>(r, acc))) }
}

#[inline(always)]
unsafe fn unop_trap<const FROM: u8, A: Slot, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A) -> Result<R, TrapCode>,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        match f(lhs::<FROM, A>(r, acc)) {
            Ok(v) => done(r, v),
            Err(code) => r.trap(code),
        }
    }
}

#[inline(always)]
unsafe fn binop<const FROM: u8, A: Slot, B: Slot, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> R,
) -> Step {
    // SAFETY: INV IR.
    unsafe { done(r, f(lhs::<FROM, A>(r, acc), rhs::<FROM, B>(r, acc))) }
}

#[inline(always)]
unsafe fn binop_imm<const FROM: u8, A: Slot, B: Imm, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> R,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        done(r, f(lhs::<FROM, A>(r, acc), B::from_imm(op.imm)))
    }
}

#[inline(always)]
unsafe fn binop_trap<const FROM: u8, A: Slot, B: Slot, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> Result<R, TrapCode>,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        match f(lhs::<FROM, A>(r, acc), rhs::<FROM, B>(r, acc)) {
            Ok(v) => done(r, v),
            Err(code) => r.trap(code),
        }
    }
}

#[inline(always)]
unsafe fn binop_trap_imm<const FROM: u8, A: Slot, B: Imm, R: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> Result<R, TrapCode>,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        match f(lhs::<FROM, A>(r, acc), B::from_imm(op.imm)) {
            Ok(v) => done(r, v),
            Err(code) => r.trap(code),
        }
    }
}

/// Jumps if the compare gives `WANTED`.
#[inline(always)]
unsafe fn br_cmp<const FROM: u8, const WANTED: bool, A: Slot, B: Slot>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> i32,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        if (f(lhs::<FROM, A>(r, acc), rhs::<FROM, B>(r, acc)) != 0) == WANTED {
            r.branch(op.disp())
        } else {
            r.next()
        }
    }
}

#[inline(always)]
unsafe fn br_cmp_imm<const FROM: u8, A: Slot, B: HalfImm>(
    r: Regs,
    acc: Acc,
    f: impl FnOnce(A, B) -> i32,
) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        if f(lhs::<FROM, A>(r, acc), B::from_hi(op.imm)) != 0 { r.branch(op.disp()) } else { r.next() }
    }
}

#[inline(always)]
unsafe fn ternop<A: Slot, B: Slot, C: Slot, R: Slot>(r: Regs, f: impl FnOnce(A, B, C) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let c = C::read(r.fp, op.imm as usize);
        f(A::read(r.fp, op.b().into()), B::read(r.fp, op.c().into()), c).write(r.fp, op.a.into());
        r.next()
    }
}

#[inline(always)]
unsafe fn extract<R: Slot>(r: Regs, f: impl FnOnce(V128, u8) -> R) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        done(r, f(V128::read(r.fp, op.b().into()), op.imm as u8))
    }
}

#[inline(always)]
unsafe fn replace<B: Slot>(r: Regs, f: impl FnOnce(V128, u8, B) -> V128) -> Step {
    // SAFETY: INV IR.
    unsafe {
        let op = r.op();
        let x = B::read(r.fp, op.c().into());
        f(V128::read(r.fp, op.b().into()), op.imm as u8, x).write(r.fp, op.a.into());
        r.next()
    }
}

macro_rules! define {
    (
        unop { $($un:ident ($($ut:tt)*) = $uf:ident;)* }
        unop_trap { $($utn:ident ($($utt:tt)*) = $utf:ident;)* }
        binop_float { $($bfn:ident $bfi:ident ($($bft:tt)*) = $bff:ident;)* }
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
            I32SwapBytes = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::i32_swap_bytes);
            I64SwapBytes = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::i64_swap_bytes);
            F32CanonicalizeNan = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::f32_canonicalize_nan);
            F64CanonicalizeNan = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::f64_canonicalize_nan);
            F32x4CanonicalizeNan = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::f32x4_canonicalize_nan);
            F64x2CanonicalizeNan = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::f64x2_canonicalize_nan);
            $($un = |r, acc| unop::<SLOTS, _, _>(r, acc, crate::numerics::$uf);)*
            $($utn = |r, acc| unop_trap::<SLOTS, _, _>(r, acc, crate::numerics::$utf);)*
            $($bfn = |r, acc| binop::<SLOTS, _, _, _>(r, acc, crate::numerics::$bff);)*
            $($bfi = |r, acc| binop_imm::<SLOTS, _, _, _>(r, acc, crate::numerics::$bff);)*
            $($bn = |r, acc| binop::<SLOTS, _, _, _>(r, acc, crate::numerics::$bf);)*
            $($bin = |r, acc| binop::<SLOTS, _, _, _>(r, acc, crate::numerics::$bif);)*
            $($bii = |r, acc| binop_imm::<SLOTS, _, _, _>(r, acc, crate::numerics::$bif);)*
            $($btn = |r, acc| binop_trap::<SLOTS, _, _, _>(r, acc, crate::numerics::$btf);)*
            $($bti = |r, acc| binop_trap_imm::<SLOTS, _, _, _>(r, acc, crate::numerics::$btf);)*
            $($cn = |r, acc| binop::<SLOTS, _, _, _>(r, acc, crate::numerics::$cf);)*
            $($ci = |r, acc| binop_imm::<SLOTS, _, _, _>(r, acc, crate::numerics::$cf);)*
            $($cb = |r, acc| br_cmp::<SLOTS, true, _, _>(r, acc, crate::numerics::$cf);)*
            $($cbi = |r, acc| br_cmp_imm::<SLOTS, _, _>(r, acc, crate::numerics::$cf);)*
            $($fn = |r, acc| binop::<SLOTS, _, _, _>(r, acc, crate::numerics::$ff);)*
            $($fb = |r, acc| br_cmp::<SLOTS, true, _, _>(r, acc, crate::numerics::$ff);)*
            $($fbn = |r, acc| br_cmp::<SLOTS, false, _, _>(r, acc, crate::numerics::$ff);)*
            $($tn = |r| ternop(r, crate::numerics::$tf);)*
            $($en = |r| extract(r, crate::numerics::$ef);)*
            $($rn = |r| replace(r, crate::numerics::$rf);)*
        }

        /// Numeric handlers that take the operand `b` from `acc`.
        pub(super) mod forward_b {
            use super::*;
            handlers! {
                $($un = |r, acc| unop::<B, _, _>(r, acc, crate::numerics::$uf);)*
                $($utn = |r, acc| unop_trap::<B, _, _>(r, acc, crate::numerics::$utf);)*
                $($bfn = |r, acc| binop::<B, _, _, _>(r, acc, crate::numerics::$bff);)*
                $($bfi = |r, acc| binop_imm::<B, _, _, _>(r, acc, crate::numerics::$bff);)*
                $($fn = |r, acc| binop::<B, _, _, _>(r, acc, crate::numerics::$ff);)*
                $($fb = |r, acc| br_cmp::<B, true, _, _>(r, acc, crate::numerics::$ff);)*
                $($fbn = |r, acc| br_cmp::<B, false, _, _>(r, acc, crate::numerics::$ff);)*
                $($bin = |r, acc| binop::<B, _, _, _>(r, acc, crate::numerics::$bif);)*
                $($bii = |r, acc| binop_imm::<B, _, _, _>(r, acc, crate::numerics::$bif);)*
                $($btn = |r, acc| binop_trap::<B, _, _, _>(r, acc, crate::numerics::$btf);)*
                $($bti = |r, acc| binop_trap_imm::<B, _, _, _>(r, acc, crate::numerics::$btf);)*
                $($cn = |r, acc| binop::<B, _, _, _>(r, acc, crate::numerics::$cf);)*
                $($ci = |r, acc| binop_imm::<B, _, _, _>(r, acc, crate::numerics::$cf);)*
                $($cb = |r, acc| br_cmp::<B, true, _, _>(r, acc, crate::numerics::$cf);)*
                $($cbi = |r, acc| br_cmp_imm::<B, _, _>(r, acc, crate::numerics::$cf);)*
            }
        }

        /// Numeric handlers that take the operand `c` from `acc`.
        pub(super) mod forward_c {
            use super::*;
            handlers! {
                $($bfn = |r, acc| binop::<C, _, _, _>(r, acc, crate::numerics::$bff);)*
                $($fn = |r, acc| binop::<C, _, _, _>(r, acc, crate::numerics::$ff);)*
                $($fb = |r, acc| br_cmp::<C, true, _, _>(r, acc, crate::numerics::$ff);)*
                $($fbn = |r, acc| br_cmp::<C, false, _, _>(r, acc, crate::numerics::$ff);)*
                $($bin = |r, acc| binop::<C, _, _, _>(r, acc, crate::numerics::$bif);)*
                $($btn = |r, acc| binop_trap::<C, _, _, _>(r, acc, crate::numerics::$btf);)*
                $($cn = |r, acc| binop::<C, _, _, _>(r, acc, crate::numerics::$cf);)*
                $($cb = |r, acc| br_cmp::<C, true, _, _>(r, acc, crate::numerics::$cf);)*
            }
        }
    };
}
crate::ir::table::for_each_op!(define);
