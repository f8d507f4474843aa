//! From the decoder's visitor to the methods that lower: one method per operator, made from the rows.
//!
//! The decoder calls a method per operator, so an operator is dispatched once, where it is decoded. Which method a row
//! needs follows from its section; the arms of `row!` are made from the table and chosen by name while wx is compiled. What is
//! no row goes to `special`.

use wasmparser::{Operator, VisitOperator, VisitSimdOperator};

use super::control::Construct;
use super::function::Lowerer;
use crate::ir::{OpCode, RegClass};
use crate::types::V128;

/// The class of values of a type in the table.
trait Classed {
    const CLASS: RegClass;
}
macro_rules! classes {
    ($($ty:ty: $class:ident,)*) => { $(impl Classed for $ty { const CLASS: RegClass = RegClass::$class; })* };
}
classes!(i32: Int, i64: Int, f32: Float, f64: Float, u64: Int, V128: Vector,);

macro_rules! with_dollar {
    ($($table:tt)*) => { define_row! { ($) $($table)* } };
}

macro_rules! define_row {
    (
        ($d:tt)
        unop { $($un:ident ($ui:tt -> $uo:tt) = $uf:ident;)* }
        unop_trap { $($utn:ident ($uti:tt -> $uto:tt) = $utf:ident;)* }
        binop_float { $($bfn:ident $bfi:ident ($bfl:tt, $bfr:tt -> $bfo:tt) = $bff:ident;)* }
        binop { $($bn:ident ($bl:tt, $br:tt -> $bo:tt) = $bf:ident;)* }
        binop_imm { $($bin:ident $bii:ident ($bil:tt, $bir:tt -> $bio:tt) = $bif:ident, $comm:ident;)* }
        binop_trap { $($btn:ident $bti:ident ($btl:tt, $btr:tt -> $bto:tt) = $btf:ident;)* }
        cmp { $($cn:ident $ci:ident $cb:ident $cbi:ident ($ct:ty) = $cf:ident, negated $cneg:ident, swapped $csw:ident;)* }
        fcmp { $($fn:ident $fb:ident $fbn:ident ($ft:ty) = $ff:ident;)* }
        ternop { $($tn:ident ($($tt:tt)*) = $tf:ident;)* }
        extract { $($en:ident ($ei:tt -> $eo:tt) = $ef:ident;)* }
        replace { $($rn:ident ($($rt:tt)*) = $rf:ident;)* }
        load { $($ln:ident $lm:ident $lp:ident $li_:ident $lc:ident ($li:tt -> $lo:tt) = |$lx:ident| $lf:expr;)* }
        store { $($sn:ident $sm:ident $sp:ident $si:ident $sc:ident ($($st:tt)*) = |$sx:ident| $sf:expr;)* }
        load_lane { $($lln:ident ($($llt:tt)*) = |$llx:ident, $llv:ident, $lll:ident| $llf:expr;)* }
        store_lane { $($sln:ident ($($slt:tt)*) = |$slv:ident, $sll:ident| $slf:expr;)* }
        atomic_load { $($aln:ident ($alt:ty);)* }
        atomic_store { $($asn:ident ($ast:ty);)* }
        atomic_rmw { $($arn:ident ($art:ty) = $arf:ident;)* }
        atomic_cmpxchg { $($acn:ident ($act:ty);)* }
        $($rest:ident { $($ignored:tt)* })*
    ) => {
        macro_rules! row {
            // The most frequent operators first, though they are no rows.
            ($d s:ident LocalGet { $d i:ident }) => { $d s.push_local($d i) };
            ($d s:ident LocalSet { $d i:ident }) => { $d s.local_set($d i) };
            ($d s:ident LocalTee { $d i:ident }) => { $d s.local_tee($d i) };
            ($d s:ident I32Const { $d v:ident }) => { $d s.push_const(u64::from($d v as u32), RegClass::Int) };
            ($d s:ident I64Const { $d v:ident }) => { $d s.push_const($d v as u64, RegClass::Int) };
            ($d s:ident Block { $d t:ident }) => { $d s.block(Construct::Block, $d t) };
            ($d s:ident Loop { $d t:ident }) => { $d s.enter_loop($d t) };
            ($d s:ident If { $d t:ident }) => { $d s.enter_if($d t) };
            ($d s:ident End { }) => { $d s.end() };
            ($d s:ident Br { $d l:ident }) => { $d s.branch_always($d l) };
            ($d s:ident BrIf { $d l:ident }) => { $d s.branch_on_condition($d l) };
            ($d s:ident Call { $d f:ident }) => { $d s.call_direct($d f) };
            ($d s:ident GlobalGet { $d g:ident }) => { $d s.global_get($d g) };
            ($d s:ident GlobalSet { $d g:ident }) => { $d s.global_set($d g) };
            // The same bits as integers, so the same operations.
            ($d s:ident RefEq { }) => { $d s.binary(OpCode::I64Eq, RegClass::Int, false) };
            ($d s:ident RefIsNull { }) => { $d s.unary(OpCode::I64Eqz, RegClass::Int, false) };
            $(($d s:ident $un { }) => { $d s.unary(OpCode::$un, <$uo as Classed>::CLASS, false) };)*
            $(($d s:ident $utn { }) => { $d s.unary(OpCode::$utn, <$uto as Classed>::CLASS, true) };)*
            $(($d s:ident $bfn { }) => { $d s.binary(OpCode::$bfn, RegClass::Float, false) };)*
            $(($d s:ident $bn { }) => { $d s.binary(OpCode::$bn, <$bo as Classed>::CLASS, false) };)*
            $(($d s:ident $bin { }) => { $d s.binary(OpCode::$bin, <$bio as Classed>::CLASS, false) };)*
            $(($d s:ident $btn { }) => { $d s.binary(OpCode::$btn, <$bto as Classed>::CLASS, true) };)*
            $(($d s:ident $cn { }) => { $d s.binary(OpCode::$cn, RegClass::Int, false) };)*
            $(($d s:ident $fn { }) => { $d s.binary(OpCode::$fn, RegClass::Int, false) };)*
            $(($d s:ident $tn { }) => { $d s.ternary(OpCode::$tn) };)*
            $(($d s:ident $en { $d l:ident }) => { $d s.extract(OpCode::$en, <$eo as Classed>::CLASS, $d l) };)*
            $(($d s:ident $rn { $d l:ident }) => { $d s.replace(OpCode::$rn, $d l) };)*
            $(($d s:ident $ln { $d m:ident }) => { $d s.load(OpCode::$ln, <$lo as Classed>::CLASS, &$d m) };)*
            $(($d s:ident $sn { $d m:ident }) => { $d s.store(OpCode::$sn, &$d m) };)*
            $(($d s:ident $lln { $d m:ident, $d l:ident }) => { $d s.load_lane(OpCode::$lln, &$d m, $d l) };)*
            $(($d s:ident $sln { $d m:ident, $d l:ident }) => { $d s.store_lane(OpCode::$sln, &$d m, $d l) };)*
            $(($d s:ident $aln { $d m:ident }) => { $d s.atomic(OpCode::$aln, &$d m, 1, true) };)*
            $(($d s:ident $asn { $d m:ident }) => { $d s.atomic(OpCode::$asn, &$d m, 2, false) };)*
            $(($d s:ident $arn { $d m:ident }) => { $d s.atomic(OpCode::$arn, &$d m, 2, true) };)*
            $(($d s:ident $acn { $d m:ident }) => { $d s.atomic(OpCode::$acn, &$d m, 3, true) };)*
            ($d s:ident $d other:ident { $d($d arg:ident),* }) => { $d s.special(&Operator::$d other { $d($d arg),* }) };
        }
    };
}

crate::ir::table::for_each_op!(with_dollar);

macro_rules! visit_methods {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        $(
            fn $visit(&mut self $($(, $arg: $argty)*)?) {
                if self.reachable {
                    if self.config.fuel {
                        self.count_fuel(&Operator::$op { $($($arg: $arg.clone()),*)? });
                    }
                    row!(self $op { $($($arg),*)? })
                } else {
                    self.unreachable_operator(&Operator::$op { $($($arg),*)? })
                }
            }
        )*
    };
}

impl<'a> VisitOperator<'a> for Lowerer<'_> {
    type Output = ();

    fn simd_visitor(&mut self) -> Option<&mut dyn VisitSimdOperator<'a, Output = ()>> {
        Some(self)
    }

    wasmparser::for_each_visit_operator!(visit_methods);
}

impl<'a> VisitSimdOperator<'a> for Lowerer<'_> {
    wasmparser::for_each_visit_simd_operator!(visit_methods);
}
