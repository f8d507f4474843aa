//! Scalar floats: arithmetic, minimum and maximum, rounding, signs, comparisons.

use super::compare::condition;
use super::patterns::COMPARE_SELECT;
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::ir::{Kind, OpCode};
use crate::jit::inst::Constraint;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Alu, Cond, Pp, Rm, Size, V, v, v3a};
use crate::jit::x64::masm::Jump;
use crate::jit::x64::regs::{SCRATCH, Xmm};

use Float::{F32, F64};

/// Float width as a mandatory prefix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Float {
    F32,
    F64,
}

impl Float {
    pub(super) const fn scalar(self) -> Pp {
        match self {
            F32 => Pp::F3,
            F64 => Pp::F2,
        }
    }
    pub(super) const fn packed(self) -> Pp {
        match self {
            F32 => Pp::None,
            F64 => Pp::P66,
        }
    }
    /// The instruction that compares two floats and leaves the answer in the flags.
    pub(super) const fn compare(self) -> V {
        v(self.packed(), 0x2E)
    }
    const fn sign(self) -> u64 {
        match self {
            F32 => 1 << 31,
            F64 => 1 << 63,
        }
    }
    /// All bits but the sign.
    const fn magnitude(self) -> u64 {
        self.sign() - 1
    }
    const fn canonical_nan(self) -> u64 {
        match self {
            F32 => 0x7FC0_0000,
            F64 => 0x7FF8_0000_0000_0000,
        }
    }
}

/// Rounding as `roundss` encodes it, without raising precision exceptions.
pub(crate) const NEAREST: u8 = 8;
pub(crate) const FLOOR: u8 = 9;
pub(crate) const CEIL: u8 = 10;
pub(crate) const TRUNC: u8 = 11;

/// Opcodes of the scalar arithmetic instructions.
const SQRT: u8 = 0x51;
pub(crate) const ADD: u8 = 0x58;
pub(crate) const MUL: u8 = 0x59;
pub(crate) const SUB: u8 = 0x5C;
pub(crate) const MIN: u8 = 0x5D;
pub(crate) const DIV: u8 = 0x5E;
pub(crate) const MAX: u8 = 0x5F;

/// Bitwise instructions, which take all 16 bytes.
const AND: V = v(Pp::None, 0x54);
const OR: V = v(Pp::None, 0x56);
const XOR: V = v(Pp::None, 0x57);

/// Which NaN comes out of two depends on their order: operands of floats never change places.
const BINARY: Signature = Signature::BINARY;
/// The result's register is cleared before the operand is read.
const CLEARED: Signature = Signature::UNARY.early();
const REGS: Signature = Signature::REGS;
const WITH_TEMP: Signature = Signature::REGS.temps(0, 1);

pub(super) const ROWS: super::Family = rows! {
    BINARY {
        F32Add = |m, i, l| arithmetic(m, i, l, F32, ADD), loads Kind::F32;
        F64Add = |m, i, l| arithmetic(m, i, l, F64, ADD), loads Kind::F64;
        F32Sub = |m, i, l| arithmetic(m, i, l, F32, SUB), loads Kind::F32;
        F64Sub = |m, i, l| arithmetic(m, i, l, F64, SUB), loads Kind::F64;
        F32Mul = |m, i, l| arithmetic(m, i, l, F32, MUL), loads Kind::F32;
        F64Mul = |m, i, l| arithmetic(m, i, l, F64, MUL), loads Kind::F64;
        F32Div = |m, i, l| arithmetic(m, i, l, F32, DIV), loads Kind::F32;
        F64Div = |m, i, l| arithmetic(m, i, l, F64, DIV), loads Kind::F64;
    }
    REGS {
        F32AddImm = |m, i, l| arithmetic_imm(m, i, l, F32, ADD);
        F64AddImm = |m, i, l| arithmetic_imm(m, i, l, F64, ADD);
        F32SubImm = |m, i, l| arithmetic_imm(m, i, l, F32, SUB);
        F64SubImm = |m, i, l| arithmetic_imm(m, i, l, F64, SUB);
        F32MulImm = |m, i, l| arithmetic_imm(m, i, l, F32, MUL);
        F64MulImm = |m, i, l| arithmetic_imm(m, i, l, F64, MUL);
        F32DivImm = |m, i, l| arithmetic_imm(m, i, l, F32, DIV);
        F64DivImm = |m, i, l| arithmetic_imm(m, i, l, F64, DIV);
        F32Min = |m, i, l| min_max(m, i, l, F32, MIN);
        F64Min = |m, i, l| min_max(m, i, l, F64, MIN);
        F32Max = |m, i, l| min_max(m, i, l, F32, MAX);
        F64Max = |m, i, l| min_max(m, i, l, F64, MAX);
        F32Copysign = |m, i, l| copysign(m, i, l, F32);
        F64Copysign = |m, i, l| copysign(m, i, l, F64);
        F32CopysignImm = |m, i, l| copysign_imm(m, i, l, F32);
        F64CopysignImm = |m, i, l| copysign_imm(m, i, l, F64);
        F32Abs = |m, i, l| bitwise(m, i, l, AND, F32.magnitude());
        F64Abs = |m, i, l| bitwise(m, i, l, AND, F64.magnitude());
        F32Neg = |m, i, l| bitwise(m, i, l, XOR, F32.sign());
        F64Neg = |m, i, l| bitwise(m, i, l, XOR, F64.sign());
        F32Ceil = |m, i, l| round(m, i, l, F32, CEIL);
        F64Ceil = |m, i, l| round(m, i, l, F64, CEIL);
        F32Floor = |m, i, l| round(m, i, l, F32, FLOOR);
        F64Floor = |m, i, l| round(m, i, l, F64, FLOOR);
        F32Trunc = |m, i, l| round(m, i, l, F32, TRUNC);
        F64Trunc = |m, i, l| round(m, i, l, F64, TRUNC);
        F32Nearest = |m, i, l| round(m, i, l, F32, NEAREST);
        F64Nearest = |m, i, l| round(m, i, l, F64, NEAREST);
        F32CanonicalizeNan = |m, i, l| canonicalize(m, i, l, F32);
        F64CanonicalizeNan = |m, i, l| canonicalize(m, i, l, F64);
    }
    WITH_TEMP {
        F32MinImm = |m, i, l| min_max_imm(m, i, l, F32, MIN);
        F64MinImm = |m, i, l| min_max_imm(m, i, l, F64, MIN);
        F32MaxImm = |m, i, l| min_max_imm(m, i, l, F32, MAX);
        F64MaxImm = |m, i, l| min_max_imm(m, i, l, F64, MAX);
    }
    CLEARED {
        F32Sqrt = |m, i, l| unary(m, i, l, v(F32.scalar(), SQRT));
        F64Sqrt = |m, i, l| unary(m, i, l, v(F64.scalar(), SQRT));
        F32DemoteF64 = |m, i, l| unary(m, i, l, v(F64.scalar(), 0x5A));
        F64PromoteF32 = |m, i, l| unary(m, i, l, v(F32.scalar(), 0x5A));
    }
};

/// The second operand is compared with the first, which may be in its slot.
const EXCHANGED: Signature = Signature { b: Constraint::RegOrSlot, ..REGS };
const EQUALITY: Signature = BINARY.temps(1, 0);

/// Value, branch, branch if not; which operand comes first, and the condition.
macro_rules! comparisons {
    ($($cmp:ident $br:ident $not:ident = $float:ident $signature:ident $first:literal $cond:ident;)*) => {
        &[$(
            (OpCode::$cmp, Row::new($signature, |m, i, l| compare(m, i, l, $float, $first, Cond::$cond)).leads(&[COMPARE_SELECT])),
            (OpCode::$br, Row::new($signature, |m, i, l| compare(m, i, l, $float, $first, Cond::$cond))),
            (OpCode::$not, Row::new($signature, |m, i, l| compare(m, i, l, $float, $first, Cond::$cond.negate()))),
        )*]
    };
}

/// `above` and `above or equal` are false for NaN, so these are the conditions, and the operands change places for the others.
pub(super) const COMPARISONS: super::Family = comparisons! {
    F32Lt BrF32Lt BrNotF32Lt = F32 EXCHANGED 1 A;
    F32Gt BrF32Gt BrNotF32Gt = F32 BINARY 0 A;
    F32Le BrF32Le BrNotF32Le = F32 EXCHANGED 1 AE;
    F32Ge BrF32Ge BrNotF32Ge = F32 BINARY 0 AE;
    F64Lt BrF64Lt BrNotF64Lt = F64 EXCHANGED 1 A;
    F64Gt BrF64Gt BrNotF64Gt = F64 BINARY 0 A;
    F64Le BrF64Le BrNotF64Le = F64 EXCHANGED 1 AE;
    F64Ge BrF64Ge BrNotF64Ge = F64 BINARY 0 AE;
};

pub(super) const EQUALITIES: super::Family = rows! {
    EQUALITY {
        F32Eq = |m, i, l| equal(m, i, l, F32, true);
        F32Ne = |m, i, l| equal(m, i, l, F32, false);
        F64Eq = |m, i, l| equal(m, i, l, F64, true);
        F64Ne = |m, i, l| equal(m, i, l, F64, false);
    }
    BINARY {
        BrF32Eq = |m, i, l| branch_equal(m, i, l, F32, Jump::IfEqual);
        BrF32Ne = |m, i, l| branch_equal(m, i, l, F32, Jump::IfUnequal);
        BrNotF32Eq = |m, i, l| branch_equal(m, i, l, F32, Jump::IfUnequal);
        BrNotF32Ne = |m, i, l| branch_equal(m, i, l, F32, Jump::IfEqual);
        BrF64Eq = |m, i, l| branch_equal(m, i, l, F64, Jump::IfEqual);
        BrF64Ne = |m, i, l| branch_equal(m, i, l, F64, Jump::IfUnequal);
        BrNotF64Eq = |m, i, l| branch_equal(m, i, l, F64, Jump::IfUnequal);
        BrNotF64Ne = |m, i, l| branch_equal(m, i, l, F64, Jump::IfEqual);
    }
};

/// `d = b op c`.
fn arithmetic(m: &mut Masm, i: &Inst, l: &Locs, float: Float, code: u8) {
    let (mut b, d) = (l.xmm(0), l.def_xmm());
    let c = m.operand(i, l, 1);
    if !m.features().avx && d != b && c != Rm::from(d) {
        // The instruction that may fault is the one after the copy.
        m.asm.mov_xx(d, b);
        b = d;
    }
    m.access(i, l, 1);
    m.asm.v3(v(float.scalar(), code), d, b, c);
}

/// `d = b op constant`.
fn arithmetic_imm(m: &mut Masm, i: &Inst, l: &Locs, float: Float, code: u8) {
    m.v3_constant(v(float.scalar(), code), l.def_xmm(), l.xmm(0), i.imm.into());
}

fn min_max(m: &mut Masm, _: &Inst, l: &Locs, float: Float, code: u8) {
    min_max_of(m, l, l.xmm(1), float, code);
}

fn min_max_imm(m: &mut Masm, i: &Inst, l: &Locs, float: Float, code: u8) {
    let c = l.xtemp(0);
    m.float_constant(c, i.imm);
    min_max_of(m, l, c, float, code);
}

/// Minimum or maximum: NaN if an operand is one, and -0 below +0.
///
/// ```text
///   ucomis b, c ; ja/jb: min/max instruction decides ; jp: b + c is the NaN ; equal: or/and of the bits settles the sign
/// ```
fn min_max_of(m: &mut Masm, l: &Locs, c: Xmm, float: Float, code: u8) {
    let b = l.xmm(0);
    let asm = &mut *m.asm;
    asm.v2(float.compare(), b, c);
    let differ = asm.jcc_short(Cond::NE);
    let unordered = asm.jcc_short(Cond::P);
    // Equal, so the bits differ in the sign of a zero at most.
    let bits = if (code == MIN) != Mutant::ZerosMistaken.is_on() { 0x56 } else { 0x54 };
    asm.v3(v(float.packed(), bits), SCRATCH, b, c);
    let equal = asm.jmp_short();
    asm.land(unordered);
    // Adding makes a quiet NaN of either.
    asm.v3(v(float.scalar(), if Mutant::MinimumLosesNan.is_on() { code } else { ADD }), SCRATCH, b, c);
    let nan = asm.jmp_short();
    asm.land(differ);
    asm.v3(v(float.scalar(), code), SCRATCH, b, c);
    asm.land(equal);
    asm.land(nan);
    asm.mov_xx(l.def_xmm(), SCRATCH);
}

/// `d = b op mask`.
fn bitwise(m: &mut Masm, _: &Inst, l: &Locs, op: V, mask: u64) {
    m.v3_constant(op, l.def_xmm(), l.xmm(0), mask.into());
}

/// The sign is read first, so the result may be in the register of either operand.
fn copysign(m: &mut Masm, _: &Inst, l: &Locs, float: Float) {
    let d = l.def_xmm();
    m.v3_constant(AND, SCRATCH, l.xmm(1), float.sign().into());
    m.v3_constant(AND, d, l.xmm(0), float.magnitude().into());
    m.asm.v3(OR, d, d, SCRATCH);
}

fn copysign_imm(m: &mut Masm, i: &Inst, l: &Locs, float: Float) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    let sign = float.sign();
    match i.imm & sign {
        0 => m.v3_constant(AND, d, b, float.magnitude().into()),
        _ => m.v3_constant(OR, d, b, sign.into()),
    }
}

/// Square roots and conversions between floats: the instruction keeps the upper part of its first source, and would wait for it.
fn unary(m: &mut Masm, i: &Inst, l: &Locs, form: V) {
    let d = l.def_xmm();
    m.asm.zero_x(d);
    let b = m.operand(i, l, 0);
    m.asm.v3(form, d, d, b);
}

fn round(m: &mut Masm, _: &Inst, l: &Locs, float: Float, mode: u8) {
    let b = l.xmm(0);
    let code = if float == F32 { 0x0A } else { 0x0B };
    // With the operand as the first source nothing waits for the destination.
    m.asm.v3_imm(v3a(code), l.def_xmm(), b, b, mode);
}

/// NaN becomes the canonical NaN.
fn canonicalize(m: &mut Masm, _: &Inst, l: &Locs, float: Float) {
    let d = l.def_xmm();
    m.asm.mov_xx(d, l.xmm(0));
    m.asm.v2(float.compare(), d, d);
    let ordered = m.asm.jcc_short(Cond::NP);
    m.float_constant(d, float.canonical_nan());
    m.asm.land(ordered);
}

/// `lt`, `le`, `gt`, `ge`, by the operand that is compared with the other.
fn compare(m: &mut Masm, i: &Inst, l: &Locs, float: Float, first: usize, cond: Cond) {
    let (x, y) = (l.xmm(first), m.operand(i, l, 1 - first));
    condition(m, i, l, cond, &[], |asm| asm.v2(float.compare(), x, y));
}

/// `eq`, `ne`: the parity flag says that an operand is NaN.
fn equal(m: &mut Masm, i: &Inst, l: &Locs, float: Float, equal: bool) {
    let (d, t) = (l.def(), l.temp(0));
    let c = m.operand(i, l, 1);
    m.asm.v2(float.compare(), l.xmm(0), c);
    m.asm.setcc(if equal { Cond::NP } else { Cond::P }, t);
    m.asm.setcc(if equal { Cond::E } else { Cond::NE }, d);
    m.asm.alu(if equal { Alu::And } else { Alu::Or }, Size::S32, d, t);
    m.asm.movzx8(d, d);
}

fn branch_equal(m: &mut Masm, i: &Inst, l: &Locs, float: Float, jump: Jump) {
    let c = m.operand(i, l, 1);
    m.asm.v2(float.compare(), l.xmm(0), c);
    m.exit.jump = jump;
}
