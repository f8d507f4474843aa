//! The table from opcode to handler.
//!
//! Made from the rows of `ir::table`: a row without a handler does not compile, and a handler without a row is unused code,
//! which the build reports.

use super::dispatch::Handler;
use super::{aggregate, atomic, call, control, exception, memory, numeric, runtime, variable};
use crate::ir::{Forward, OpCode};

/// Where in the table the handlers for each [`Forward`] begin.
const B: usize = Forward::B as usize * OpCode::COUNT;
const C: usize = Forward::C as usize * OpCode::COUNT;

/// Handlers written by hand, by the name of their row.
mod by_hand {
    pub(super) use super::aggregate::ArrayLen;
    pub(super) use super::call::*;
    pub(super) use super::control::*;
    pub(super) use super::exception::{Throw, ThrowRef};
    pub(super) use super::numeric::{
        F32CanonicalizeNan, F32x4CanonicalizeNan, F64CanonicalizeNan, F64x2CanonicalizeNan, I32SwapBytes,
        I64SwapBytes,
    };
    pub(super) use super::variable::*;
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
        load { $($ln:ident $lm:ident $lp:ident $li:ident $lc:ident ($($lt:tt)*) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident $sp:ident $si:ident $sc:ident ($($st:tt)*) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($($llt:tt)*) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($($slt:tt)*) = |$slv:ident, $sll:ident| $slf:expr;)* }
        atomic_load { $($aln:ident ($alt:ty);)* }
        atomic_store { $($asn:ident ($ast:ty);)* }
        atomic_rmw { $($arn:ident ($art:ty) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:ty);)* }
        gc_get { $($ggn:ident ($($ggt:tt)*) = |$ggx:ident| $ggf:expr;)* }
        gc_set { $($gsn:ident ($($gst:tt)*) = |$gsx:ident| $gsf:expr;)* }
        array_get { $($agn:ident ($($agt:tt)*) = |$agx:ident| $agf:expr;)* }
        array_set { $($aan:ident ($($aat:tt)*) = |$aax:ident| $aaf:expr;)* }
        control { $($kn:ident: $ks:ident; $kd:literal;)* }
        runtime { $($xn:ident = $xf:ident, $xi:tt -> $xo:tt; $xd:literal;)* }
    ) => {
        /// The handler of each operation, by tag: by opcode, then the same again for each operand that may be forwarded.
        pub(super) static HANDLERS: [Handler; 3 * OpCode::COUNT] = {
            let mut table = [control::Unreachable as Handler; 3 * OpCode::COUNT];
            $(table[OpCode::$un as usize] = numeric::$un;)*
            $(table[OpCode::$utn as usize] = numeric::$utn;)*
            $(table[OpCode::$bfn as usize] = numeric::$bfn; table[OpCode::$bfi as usize] = numeric::$bfi;)*
            $(table[OpCode::$bn as usize] = numeric::$bn;)*
            $(table[OpCode::$bin as usize] = numeric::$bin; table[OpCode::$bii as usize] = numeric::$bii;)*
            $(table[OpCode::$btn as usize] = numeric::$btn; table[OpCode::$bti as usize] = numeric::$bti;)*
            $(table[OpCode::$cn as usize] = numeric::$cn; table[OpCode::$ci as usize] = numeric::$ci;
              table[OpCode::$cb as usize] = numeric::$cb; table[OpCode::$cbi as usize] = numeric::$cbi;)*
            $(table[OpCode::$fn as usize] = numeric::$fn; table[OpCode::$fb as usize] = numeric::$fb;
              table[OpCode::$fbn as usize] = numeric::$fbn;)*
            $(table[OpCode::$tn as usize] = numeric::$tn;)*
            $(table[OpCode::$en as usize] = numeric::$en;)*
            $(table[OpCode::$rn as usize] = numeric::$rn;)*
            $(table[OpCode::$ln as usize] = memory::$ln; table[OpCode::$lm as usize] = memory::$lm;
              table[OpCode::$lp as usize] = memory::$lp; table[OpCode::$li as usize] = memory::$li; table[OpCode::$lc as usize] = memory::$lc;)*
            $(table[OpCode::$sn as usize] = memory::$sn; table[OpCode::$sm as usize] = memory::$sm;
              table[OpCode::$sp as usize] = memory::$sp; table[OpCode::$si as usize] = memory::$si; table[OpCode::$sc as usize] = memory::$sc;)*
            $(table[OpCode::$lln as usize] = memory::$lln;)*
            $(table[OpCode::$sln as usize] = memory::$sln;)*
            $(table[OpCode::$aln as usize] = atomic::$aln;)*
            $(table[OpCode::$asn as usize] = atomic::$asn;)*
            $(table[OpCode::$arn as usize] = atomic::$arn;)*
            $(table[OpCode::$acn as usize] = atomic::$acn;)*
            $(table[OpCode::$ggn as usize] = aggregate::$ggn;)*
            $(table[OpCode::$gsn as usize] = aggregate::$gsn;)*
            $(table[OpCode::$agn as usize] = aggregate::$agn;)*
            $(table[OpCode::$aan as usize] = aggregate::$aan;)*
            $(table[OpCode::$kn as usize] = by_hand::$kn;)*
            $(table[OpCode::$xn as usize] = runtime::$xn;)*
            // The plain handler serves where there is no other: a forwarded operand is in its slot too.
            let mut i = 0;
            while i < OpCode::COUNT {
                table[B + i] = table[i];
                table[C + i] = table[i];
                i += 1;
            }
            $(table[B + OpCode::$un as usize] = numeric::forward_b::$un;)*
            $(table[B + OpCode::$utn as usize] = numeric::forward_b::$utn;)*
            $(table[B + OpCode::$bfn as usize] = numeric::forward_b::$bfn;
              table[B + OpCode::$bfi as usize] = numeric::forward_b::$bfi;
              table[C + OpCode::$bfn as usize] = numeric::forward_c::$bfn;)*
            $(table[B + OpCode::$fn as usize] = numeric::forward_b::$fn;
              table[B + OpCode::$fb as usize] = numeric::forward_b::$fb;
              table[B + OpCode::$fbn as usize] = numeric::forward_b::$fbn;
              table[C + OpCode::$fn as usize] = numeric::forward_c::$fn;
              table[C + OpCode::$fb as usize] = numeric::forward_c::$fb;
              table[C + OpCode::$fbn as usize] = numeric::forward_c::$fbn;)*
            $(table[B + OpCode::$bin as usize] = numeric::forward_b::$bin;
              table[B + OpCode::$bii as usize] = numeric::forward_b::$bii;
              table[C + OpCode::$bin as usize] = numeric::forward_c::$bin;)*
            $(table[B + OpCode::$btn as usize] = numeric::forward_b::$btn;
              table[B + OpCode::$bti as usize] = numeric::forward_b::$bti;
              table[C + OpCode::$btn as usize] = numeric::forward_c::$btn;)*
            $(table[B + OpCode::$cn as usize] = numeric::forward_b::$cn;
              table[B + OpCode::$ci as usize] = numeric::forward_b::$ci;
              table[B + OpCode::$cb as usize] = numeric::forward_b::$cb;
              table[B + OpCode::$cbi as usize] = numeric::forward_b::$cbi;
              table[C + OpCode::$cn as usize] = numeric::forward_c::$cn;
              table[C + OpCode::$cb as usize] = numeric::forward_c::$cb;)*
            $(table[B + OpCode::$ln as usize] = memory::forward_b::$ln;
              table[B + OpCode::$lp as usize] = memory::forward_b::$lp;
              table[B + OpCode::$li as usize] = memory::forward_b::$li;
              table[C + OpCode::$li as usize] = memory::forward_c::$li;)*
            $(table[B + OpCode::$sn as usize] = memory::forward_b::$sn;
              table[B + OpCode::$sp as usize] = memory::forward_b::$sp;
              table[B + OpCode::$si as usize] = memory::forward_b::$si;
              table[C + OpCode::$sn as usize] = memory::forward_c::$sn;
              table[C + OpCode::$sp as usize] = memory::forward_c::$sp;
              table[C + OpCode::$si as usize] = memory::forward_c::$si;
              table[C + OpCode::$sc as usize] = memory::forward_c::$sc;)*
            table[B + OpCode::BrIf as usize] = control::forward_b::BrIf;
            table[B + OpCode::BrUnless as usize] = control::forward_b::BrUnless;
            table[B + OpCode::BrTable as usize] = control::forward_b::BrTable;
            table
        };
    };
}
crate::ir::table::for_each_op!(define);
