//! The operators that kernels are made of, by signature.
//!
//! Accesses to memory and operators with immediates have lists of their own; control is in `statement`.

use std::sync::OnceLock;

use wasm_encoder::{Instruction, MemArg, ValType};

/// The types of values that kernels compute with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ty {
    I32,
    I64,
    F32,
    F64,
    V128,
    Func,
    Extern,
    Any,
}

impl Ty {
    /// All but references, in the order of weight: what most programs have most of comes first.
    pub(super) const ALL: [Ty; 5] = [Ty::I32, Ty::I64, Ty::F64, Ty::F32, Ty::V128];

    pub(super) fn encoded(self) -> ValType {
        match self {
            Ty::I32 => ValType::I32,
            Ty::I64 => ValType::I64,
            Ty::F32 => ValType::F32,
            Ty::F64 => ValType::F64,
            Ty::V128 => ValType::V128,
            Ty::Func => ValType::FUNCREF,
            Ty::Extern => ValType::EXTERNREF,
            Ty::Any => ValType::Ref(wasm_encoder::RefType::ANYREF),
        }
    }

    pub(super) fn is_reference(self) -> bool {
        matches!(self, Ty::Func | Ty::Extern | Ty::Any)
    }
}

/// An operator without immediates.
pub(super) struct Operator {
    pub(super) op: Instruction<'static>,
    pub(super) takes: &'static [Ty],
    pub(super) gives: Ty,
}

macro_rules! operators {
    ($name:ident: $([$($op:ident)*] $signature:tt;)*) => {
        static $name: &[&[Operator]] = &[$(&[$(operator!($op $signature)),*]),*];
    };
}

macro_rules! operator {
    ($op:ident ($($takes:ident)* => $gives:ident)) => {
        Operator { op: Instruction::$op, takes: &[$(Ty::$takes),*], gives: Ty::$gives }
    };
}

operators! { OPERATORS:
    [I32Add I32Sub I32Mul I32And I32Or I32Xor I32Shl I32ShrS I32ShrU I32Rotl I32Rotr] (I32 I32 => I32);
    [I32Eq I32Ne I32LtS I32LtU I32GtS I32GtU I32LeS I32LeU I32GeS I32GeU] (I32 I32 => I32);
    [I32Eqz I32Clz I32Ctz I32Popcnt I32Extend8S I32Extend16S] (I32 => I32);
    [I64Eq I64Ne I64LtS I64LtU I64GtS I64GtU I64LeS I64LeU I64GeS I64GeU] (I64 I64 => I32);
    [I64Eqz I32WrapI64] (I64 => I32);
    [F32Eq F32Ne F32Lt F32Gt F32Le F32Ge] (F32 F32 => I32);
    [F64Eq F64Ne F64Lt F64Gt F64Le F64Ge] (F64 F64 => I32);
    [I32ReinterpretF32 I32TruncSatF32S I32TruncSatF32U] (F32 => I32);
    [I32TruncSatF64S I32TruncSatF64U] (F64 => I32);
    [V128AnyTrue I8x16AllTrue I8x16Bitmask I16x8AllTrue I16x8Bitmask I32x4AllTrue I32x4Bitmask I64x2AllTrue
     I64x2Bitmask] (V128 => I32);
    [I64Add I64Sub I64Mul I64And I64Or I64Xor I64Shl I64ShrS I64ShrU I64Rotl I64Rotr] (I64 I64 => I64);
    [I64Clz I64Ctz I64Popcnt I64Extend8S I64Extend16S I64Extend32S] (I64 => I64);
    [I64ExtendI32S I64ExtendI32U] (I32 => I64);
    [I64TruncSatF32S I64TruncSatF32U] (F32 => I64);
    [I64ReinterpretF64 I64TruncSatF64S I64TruncSatF64U] (F64 => I64);
    [F32Add F32Sub F32Mul F32Div F32Min F32Max F32Copysign] (F32 F32 => F32);
    [F32Abs F32Neg F32Ceil F32Floor F32Trunc F32Nearest F32Sqrt] (F32 => F32);
    [F32ConvertI32S F32ConvertI32U F32ReinterpretI32] (I32 => F32);
    [F32ConvertI64S F32ConvertI64U] (I64 => F32);
    [F32DemoteF64] (F64 => F32);
    [F64Add F64Sub F64Mul F64Div F64Min F64Max F64Copysign] (F64 F64 => F64);
    [F64Abs F64Neg F64Ceil F64Floor F64Trunc F64Nearest F64Sqrt] (F64 => F64);
    [F64ConvertI32S F64ConvertI32U] (I32 => F64);
    [F64ConvertI64S F64ConvertI64U F64ReinterpretI64] (I64 => F64);
    [F64PromoteF32] (F32 => F64);
    [I8x16Splat I16x8Splat I32x4Splat] (I32 => V128);
    [I64x2Splat] (I64 => V128);
    [F32x4Splat] (F32 => V128);
    [F64x2Splat] (F64 => V128);
    [V128And V128AndNot V128Or V128Xor I8x16Swizzle I8x16RelaxedSwizzle] (V128 V128 => V128);
    [V128Bitselect I8x16RelaxedLaneselect I16x8RelaxedLaneselect I32x4RelaxedLaneselect I64x2RelaxedLaneselect
     F32x4RelaxedMadd F32x4RelaxedNmadd F64x2RelaxedMadd F64x2RelaxedNmadd I32x4RelaxedDotI8x16I7x16AddS]
        (V128 V128 V128 => V128);
    [I8x16Eq I8x16Ne I8x16LtS I8x16LtU I8x16GtS I8x16GtU I8x16LeS I8x16LeU I8x16GeS I8x16GeU] (V128 V128 => V128);
    [I16x8Eq I16x8Ne I16x8LtS I16x8LtU I16x8GtS I16x8GtU I16x8LeS I16x8LeU I16x8GeS I16x8GeU] (V128 V128 => V128);
    [I32x4Eq I32x4Ne I32x4LtS I32x4LtU I32x4GtS I32x4GtU I32x4LeS I32x4LeU I32x4GeS I32x4GeU] (V128 V128 => V128);
    [I64x2Eq I64x2Ne I64x2LtS I64x2GtS I64x2LeS I64x2GeS] (V128 V128 => V128);
    [F32x4Eq F32x4Ne F32x4Lt F32x4Gt F32x4Le F32x4Ge F64x2Eq F64x2Ne F64x2Lt F64x2Gt F64x2Le F64x2Ge]
        (V128 V128 => V128);
    [V128Not I8x16Abs I8x16Neg I8x16Popcnt I16x8Abs I16x8Neg I32x4Abs I32x4Neg I64x2Abs I64x2Neg] (V128 => V128);
    [I8x16Shl I8x16ShrS I8x16ShrU I16x8Shl I16x8ShrS I16x8ShrU I32x4Shl I32x4ShrS I32x4ShrU I64x2Shl I64x2ShrS
     I64x2ShrU] (V128 I32 => V128);
    [I8x16NarrowI16x8S I8x16NarrowI16x8U I8x16Add I8x16AddSatS I8x16AddSatU I8x16Sub I8x16SubSatS I8x16SubSatU
     I8x16MinS I8x16MinU I8x16MaxS I8x16MaxU I8x16AvgrU] (V128 V128 => V128);
    [I16x8NarrowI32x4S I16x8NarrowI32x4U I16x8Add I16x8AddSatS I16x8AddSatU I16x8Sub I16x8SubSatS I16x8SubSatU
     I16x8Mul I16x8MinS I16x8MinU I16x8MaxS I16x8MaxU I16x8AvgrU I16x8Q15MulrSatS I16x8RelaxedQ15mulrS
     I16x8RelaxedDotI8x16I7x16S] (V128 V128 => V128);
    [I16x8ExtMulLowI8x16S I16x8ExtMulHighI8x16S I16x8ExtMulLowI8x16U I16x8ExtMulHighI8x16U I32x4ExtMulLowI16x8S
     I32x4ExtMulHighI16x8S I32x4ExtMulLowI16x8U I32x4ExtMulHighI16x8U I64x2ExtMulLowI32x4S I64x2ExtMulHighI32x4S
     I64x2ExtMulLowI32x4U I64x2ExtMulHighI32x4U] (V128 V128 => V128);
    [I32x4Add I32x4Sub I32x4Mul I32x4MinS I32x4MinU I32x4MaxS I32x4MaxU I32x4DotI16x8S I64x2Add I64x2Sub I64x2Mul]
        (V128 V128 => V128);
    [I16x8ExtAddPairwiseI8x16S I16x8ExtAddPairwiseI8x16U I32x4ExtAddPairwiseI16x8S I32x4ExtAddPairwiseI16x8U
     I16x8ExtendLowI8x16S I16x8ExtendHighI8x16S I16x8ExtendLowI8x16U I16x8ExtendHighI8x16U I32x4ExtendLowI16x8S
     I32x4ExtendHighI16x8S I32x4ExtendLowI16x8U I32x4ExtendHighI16x8U I64x2ExtendLowI32x4S I64x2ExtendHighI32x4S
     I64x2ExtendLowI32x4U I64x2ExtendHighI32x4U] (V128 => V128);
    [F32x4Ceil F32x4Floor F32x4Trunc F32x4Nearest F32x4Abs F32x4Neg F32x4Sqrt F64x2Ceil F64x2Floor F64x2Trunc
     F64x2Nearest F64x2Abs F64x2Neg F64x2Sqrt] (V128 => V128);
    [F32x4Add F32x4Sub F32x4Mul F32x4Div F32x4Min F32x4Max F32x4PMin F32x4PMax F32x4RelaxedMin F32x4RelaxedMax]
        (V128 V128 => V128);
    [F64x2Add F64x2Sub F64x2Mul F64x2Div F64x2Min F64x2Max F64x2PMin F64x2PMax F64x2RelaxedMin F64x2RelaxedMax]
        (V128 V128 => V128);
    [I32x4TruncSatF32x4S I32x4TruncSatF32x4U F32x4ConvertI32x4S F32x4ConvertI32x4U I32x4TruncSatF64x2SZero
     I32x4TruncSatF64x2UZero F64x2ConvertLowI32x4S F64x2ConvertLowI32x4U F32x4DemoteF64x2Zero F64x2PromoteLowF32x4
     I32x4RelaxedTruncF32x4S I32x4RelaxedTruncF32x4U I32x4RelaxedTruncF64x2SZero I32x4RelaxedTruncF64x2UZero]
        (V128 => V128);
}

// Those that trap on some values are drawn seldom, or few functions would reach their end.
operators! { TRAPPING:
    [I32DivS I32DivU I32RemS I32RemU] (I32 I32 => I32);
    [I32TruncF32S I32TruncF32U] (F32 => I32);
    [I32TruncF64S I32TruncF64U] (F64 => I32);
    [I64DivS I64DivU I64RemS I64RemU] (I64 I64 => I64);
    [I64TruncF32S I64TruncF32U] (F32 => I64);
    [I64TruncF64S I64TruncF64U] (F64 => I64);
}

type ByType = [Vec<&'static Operator>; Ty::ALL.len()];

fn by_type(lists: &'static [&'static [Operator]]) -> ByType {
    Ty::ALL.map(|ty| lists.iter().copied().flatten().filter(|operator| operator.gives == ty).collect())
}

fn place(ty: Ty) -> usize {
    Ty::ALL.iter().position(|&t| t == ty).unwrap_or(0)
}

/// Operators with a result of this type that never trap, with the relaxed ones or without.
pub(super) fn operators(ty: Ty, relaxed: bool) -> &'static [&'static Operator] {
    static LISTS: OnceLock<[ByType; 2]> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let strict = |operator: &&Operator| !format!("{:?}", operator.op).contains("Relaxed");
        let all = by_type(OPERATORS);
        [all.clone().map(|list| list.into_iter().filter(strict).collect()), all]
    });
    &lists[usize::from(relaxed)][place(ty)]
}

/// Operators with a result of this type that may trap; none for floats and vectors.
pub(super) fn trapping(ty: Ty) -> &'static [&'static Operator] {
    static LISTS: OnceLock<ByType> = OnceLock::new();
    &LISTS.get_or_init(|| by_type(TRAPPING))[place(ty)]
}

/// An access to memory: the instruction, the type of the value that is loaded or stored, the logarithm of its bytes.
pub(super) type Access = (fn(MemArg) -> Instruction<'static>, Ty, u32);

macro_rules! accesses {
    ($(#[doc = $doc:literal])* $name:ident: $($ty:ident [$($op:ident $log:literal)*];)*) => {
        $(#[doc = $doc])*
        pub(super) static $name: &[Access] = &[$($((Instruction::$op, Ty::$ty, $log)),*),*];
    };
}

accesses! { LOADS:
    I32 [I32Load 2 I32Load8S 0 I32Load8U 0 I32Load16S 1 I32Load16U 1];
    I64 [I64Load 3 I64Load8S 0 I64Load8U 0 I64Load16S 1 I64Load16U 1 I64Load32S 2 I64Load32U 2];
    F32 [F32Load 2];
    F64 [F64Load 3];
    V128 [V128Load 4 V128Load8x8S 3 V128Load8x8U 3 V128Load16x4S 3 V128Load16x4U 3 V128Load32x2S 3 V128Load32x2U 3
          V128Load8Splat 0 V128Load16Splat 1 V128Load32Splat 2 V128Load64Splat 3 V128Load32Zero 2 V128Load64Zero 3];
}

accesses! { STORES:
    I32 [I32Store 2 I32Store8 0 I32Store16 1];
    I64 [I64Store 3 I64Store8 0 I64Store16 1 I64Store32 2];
    F32 [F32Store 2];
    F64 [F64Store 3];
    V128 [V128Store 4];
}

accesses! {
    /// Atomic operators on an address and a value that give a value.
    UPDATES:
    I32 [I32AtomicRmwAdd 2 I32AtomicRmw8AddU 0 I32AtomicRmw16AddU 1 I32AtomicRmwSub 2 I32AtomicRmw8SubU 0
         I32AtomicRmw16SubU 1 I32AtomicRmwAnd 2 I32AtomicRmw8AndU 0 I32AtomicRmw16AndU 1 I32AtomicRmwOr 2
         I32AtomicRmw8OrU 0 I32AtomicRmw16OrU 1 I32AtomicRmwXor 2 I32AtomicRmw8XorU 0 I32AtomicRmw16XorU 1
         I32AtomicRmwXchg 2 I32AtomicRmw8XchgU 0 I32AtomicRmw16XchgU 1];
    I64 [I64AtomicRmwAdd 3 I64AtomicRmw8AddU 0 I64AtomicRmw16AddU 1 I64AtomicRmw32AddU 2 I64AtomicRmwSub 3
         I64AtomicRmw8SubU 0 I64AtomicRmw16SubU 1 I64AtomicRmw32SubU 2 I64AtomicRmwAnd 3 I64AtomicRmw8AndU 0
         I64AtomicRmw16AndU 1 I64AtomicRmw32AndU 2 I64AtomicRmwOr 3 I64AtomicRmw8OrU 0 I64AtomicRmw16OrU 1
         I64AtomicRmw32OrU 2 I64AtomicRmwXor 3 I64AtomicRmw8XorU 0 I64AtomicRmw16XorU 1 I64AtomicRmw32XorU 2
         I64AtomicRmwXchg 3 I64AtomicRmw8XchgU 0 I64AtomicRmw16XchgU 1 I64AtomicRmw32XchgU 2];
}

accesses! {
    /// Atomic operators on an address and two values.
    EXCHANGES:
    I32 [I32AtomicRmwCmpxchg 2 I32AtomicRmw8CmpxchgU 0 I32AtomicRmw16CmpxchgU 1];
    I64 [I64AtomicRmwCmpxchg 3 I64AtomicRmw8CmpxchgU 0 I64AtomicRmw16CmpxchgU 1 I64AtomicRmw32CmpxchgU 2];
}

accesses! {
    /// Atomic loads.
    ATOMIC_LOADS:
    I32 [I32AtomicLoad 2 I32AtomicLoad8U 0 I32AtomicLoad16U 1];
    I64 [I64AtomicLoad 3 I64AtomicLoad8U 0 I64AtomicLoad16U 1 I64AtomicLoad32U 2];
}

accesses! {
    /// Atomic stores.
    ATOMIC_STORES:
    I32 [I32AtomicStore 2 I32AtomicStore8 0 I32AtomicStore16 1];
    I64 [I64AtomicStore 3 I64AtomicStore8 0 I64AtomicStore16 1 I64AtomicStore32 2];
}
