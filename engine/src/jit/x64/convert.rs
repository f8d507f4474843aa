//! Conversions between integers and floats.

use super::float::{ADD, Float, SUB};
use super::{Inst, Locs, Masm, Row};
use crate::base::TrapCode;
use crate::ir::OpCode;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Alu, Cond, Label, Shift, Size, V, v};
use crate::jit::x64::regs::{Gpr, SCRATCH, Xmm};

use Float::{F32, F64};
use Size::{S32, S64};

const REGS: Signature = Signature::REGS;
const WITH_TEMP: Signature = REGS.temps(1, 0);
const WITH_TEMPS: Signature = REGS.temps(2, 0);

pub(super) const ROWS: super::Family = rows! {
    REGS {
        F32ConvertI32S = |m, _i, l| from_signed(m, l, F32, S32);
        F64ConvertI32S = |m, _i, l| from_signed(m, l, F64, S32);
        F32ConvertI64S = |m, _i, l| from_signed(m, l, F32, S64);
        F64ConvertI64S = |m, _i, l| from_signed(m, l, F64, S64);
        // An unsigned integer of 32 bits is a signed one of 64.
        F32ConvertI32U = |m, _i, l| from_signed(m, l, F32, S64);
        F64ConvertI32U = |m, _i, l| from_signed(m, l, F64, S64);
        I32ReinterpretF32 = |m, _i, l| m.asm.mov_rx(S32, l.def(), l.xmm(0));
        I64ReinterpretF64 = |m, _i, l| m.asm.mov_rx(S64, l.def(), l.xmm(0));
        F32ReinterpretI32 = |m, _i, l| m.asm.mov_xr(S32, l.def_xmm(), l.gpr(0));
        F64ReinterpretI64 = |m, _i, l| m.asm.mov_xr(S64, l.def_xmm(), l.gpr(0));
    }
    WITH_TEMPS {
        F32ConvertI64U = |m, i, l| from_u64(m, i, l, F32);
        F64ConvertI64U = |m, i, l| from_u64(m, i, l, F64);
    }
    WITH_TEMP {
        I32TruncF32S = |m, _i, l| truncate(m, l, I32.of(F32), Beyond::Traps);
        I32TruncF32U = |m, _i, l| truncate(m, l, U32.of(F32), Beyond::Traps);
        I32TruncF64S = |m, _i, l| truncate(m, l, I32.of(F64), Beyond::Traps);
        I32TruncF64U = |m, _i, l| truncate(m, l, U32.of(F64), Beyond::Traps);
        I64TruncF32S = |m, _i, l| truncate(m, l, I64.of(F32), Beyond::Traps);
        I64TruncF32U = |m, _i, l| truncate(m, l, U64.of(F32), Beyond::Traps);
        I64TruncF64S = |m, _i, l| truncate(m, l, I64.of(F64), Beyond::Traps);
        I64TruncF64U = |m, _i, l| truncate(m, l, U64.of(F64), Beyond::Traps);
        I32TruncSatF32S = |m, _i, l| truncate(m, l, I32.of(F32), Beyond::Saturates);
        I32TruncSatF32U = |m, _i, l| truncate(m, l, U32.of(F32), Beyond::Saturates);
        I32TruncSatF64S = |m, _i, l| truncate(m, l, I32.of(F64), Beyond::Saturates);
        I32TruncSatF64U = |m, _i, l| truncate(m, l, U32.of(F64), Beyond::Saturates);
        I64TruncSatF32S = |m, _i, l| truncate(m, l, I64.of(F32), Beyond::Saturates);
        I64TruncSatF32U = |m, _i, l| truncate(m, l, U64.of(F32), Beyond::Saturates);
        I64TruncSatF64S = |m, _i, l| truncate(m, l, I64.of(F64), Beyond::Saturates);
        I64TruncSatF64U = |m, _i, l| truncate(m, l, U64.of(F64), Beyond::Saturates);
    }
};

/// From a signed integer. The instruction keeps the upper part of its first source, and would wait for it.
fn from_signed(m: &mut Masm, l: &Locs, float: Float, source: Size) {
    let (b, d) = (l.gpr(0), l.def_xmm());
    m.asm.zero_x(d);
    m.asm.v3(V { w: source == S64, ..v(float.scalar(), 0x2A) }, d, d, b);
}

/// From an unsigned integer of 64 bits. One with the highest bit is halved first, keeping the lost bit for the rounding.
fn from_u64(m: &mut Masm, _: &Inst, l: &Locs, float: Float) {
    let (b, t, u, d) = (l.gpr(0), l.temp(0), l.temp(1), l.def_xmm());
    let form = V { w: true, ..v(float.scalar(), 0x2A) };
    let asm = &mut *m.asm;
    asm.zero_x(d);
    asm.test(S64, b, b);
    let large = asm.jcc_short(Cond::S);
    asm.v3(form, d, d, b);
    let done = asm.jmp_short();
    asm.land(large);
    asm.mov(S64, t, b);
    asm.mov(S32, u, b);
    asm.shift_imm(Shift::Shr, S64, t, 1);
    asm.alu_imm(Alu::And, S32, u, 1);
    asm.alu(Alu::Or, S64, t, u);
    asm.v3(form, d, d, t);
    asm.v3(v(float.scalar(), ADD), d, d, d);
    asm.land(done);
}

/// What becomes of NaN and of numbers beyond the range of the integer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Traps,
    Saturates,
}

/// A type of integers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Int {
    size: Size,
    signed: bool,
}

const I32: Int = Int { size: S32, signed: true };
const U32: Int = Int { size: S32, signed: false };
const I64: Int = Int { size: S64, signed: true };
const U64: Int = Int { size: S64, signed: false };

impl Int {
    const fn of(self, float: Float) -> Truncation {
        Truncation { float, int: self }
    }

    /// Bits of the magnitude: every number of the type is below two to this power.
    const fn bits(self) -> u32 {
        match (self.size, self.signed) {
            (S32, true) => 31,
            (S32, false) => 32,
            (S64, true) => 63,
            (S64, false) => 64,
        }
    }

    const fn largest(self) -> u64 {
        u64::MAX >> (64 - self.bits())
    }

    /// The bits of the least number of a signed type.
    const fn least(self) -> u64 {
        1 << self.bits()
    }
}

/// From which floats to which integers.
#[derive(Clone, Copy)]
struct Truncation {
    float: Float,
    int: Int,
}

impl Truncation {
    /// Bits of a float of this width.
    fn float_bits(self, value: f64) -> u64 {
        match self.float {
            F32 => u64::from((value as f32).to_bits()),
            F64 => value.to_bits(),
        }
    }

    /// Compares the operand with a constant.
    fn compare(self, m: &mut Masm, b: Xmm, with: f64) {
        let constant = m.constant128(self.float_bits(with).into());
        m.asm.v2(self.float.compare(), b, constant);
    }

    /// The processor's conversion, which makes -2^31 or -2^63 of what does not fit.
    fn convert(self, m: &mut Masm, size: Size, d: Gpr, b: Xmm) {
        m.asm.v2_raw(V { w: size == S64, ..v(self.float.scalar(), 0x2C) }, d.0, b.into(), None);
    }
}

/// To an integer: at once where that gives the answer, else with all cases.
fn truncate(m: &mut Masm, l: &Locs, how: Truncation, beyond: Beyond) {
    let b = l.xmm(0);
    let done = m.asm.label();
    convert_at_once(m, l, how, done);
    if beyond == Beyond::Traps {
        m.asm.v2(how.float.compare(), b, b);
        m.trap_if(Cond::P, TrapCode::BadConversionToInteger);
    }
    convert_with_bounds(m, l, how, beyond);
    m.asm.bind(done);
}

/// Jumps to the label if the processor's conversion alone gives the answer, which for a value in the range it nearly always does: it
/// makes -2^63 of what does not fit 64 bits, and what fits those is compared with its low half.
fn convert_at_once(m: &mut Masm, l: &Locs, how: Truncation, done: Label) {
    let (d, t) = (l.def(), l.temp(0));
    how.convert(m, S64, d, l.xmm(0));
    let asm = &mut *m.asm;
    match (how.int.size, how.int.signed) {
        (S32, true) => {
            asm.movsxd(t, d);
            asm.alu(Alu::Cmp, S64, t, d);
            asm.mov(S32, d, d);
            asm.jcc(Cond::E, done);
        }
        (S32, false) => {
            asm.mov(S32, t, d);
            asm.alu(Alu::Cmp, S64, t, d);
            asm.jcc(Cond::E, done);
        }
        (S64, true) => {
            asm.alu_imm(Alu::Cmp, S64, d, 1);
            asm.jcc(Cond::NO, done);
        }
        (S64, false) => {
            asm.test(S64, d, d);
            asm.jcc(Cond::NS, done);
        }
    }
}

/// The conversion with all its cases; the trapping forms have dealt with NaN.
///
/// Values inside the range convert with the processor's truncation. Outside, the operand is compared with the bounds, which are
/// powers of two and so exact: below `2^n`, and above `-2^n - 1` (where that is no float of this width: not below `-2^n`).
fn convert_with_bounds(m: &mut Masm, l: &Locs, how: Truncation, beyond: Beyond) {
    let (b, d) = (l.xmm(0), l.def());
    let Truncation { float, int } = how;
    let limit = (1_u128 << int.bits()) as f64;
    let mut ends = Vec::new();
    how.compare(m, b, limit);
    if beyond == Beyond::Saturates {
        let fits = m.asm.jcc_short(Cond::B);
        // NaN compares as below too; it is sorted out where the value seems small.
        m.asm.mov_imm(d, int.largest());
        ends.push(m.asm.jmp_short());
        m.asm.land(fits);
    } else {
        m.trap_if(Cond::AE, TrapCode::IntegerOverflow);
    }
    let (least, fits) = match (int.signed, float, int.size) {
        // Above -1: truncates to zero at least.
        (false, ..) => (-1.0, Cond::A),
        // An f64 can be between -2^31 - 1 and -2^31, which truncates into range.
        (true, F64, S32) => (-limit - 1.0, Cond::A),
        (true, ..) => (-limit, Cond::AE),
    };
    how.compare(m, b, least);
    if beyond == Beyond::Saturates {
        let nan = m.asm.jcc_short(Cond::P);
        let fits = m.asm.jcc_short(fits);
        if int.signed {
            m.asm.mov_imm(d, int.least());
            ends.push(m.asm.jmp_short());
        }
        m.asm.land(nan);
        m.asm.mov_imm(d, 0);
        ends.push(m.asm.jmp_short());
        m.asm.land(fits);
    } else {
        m.trap_if(fits.negate(), TrapCode::IntegerOverflow);
    }
    if int == U64 {
        ends.push(convert_u64(m, l, how));
    } else {
        how.convert(m, if int == I32 { S32 } else { S64 }, d, b);
        if int == U32 {
            m.asm.mov(S32, d, d);
        }
    }
    for end in ends {
        m.asm.land(end);
    }
}

/// From 2^63 up without the highest bit, which is put back. Gives the jump to the end.
fn convert_u64(m: &mut Masm, l: &Locs, how: Truncation) -> usize {
    const TOP: f64 = (1_u64 << 63) as f64;
    let (b, d, t) = (l.xmm(0), l.def(), l.temp(0));
    how.compare(m, b, TOP);
    let large = m.asm.jcc_short(Cond::AE);
    how.convert(m, S64, d, b);
    let end = m.asm.jmp_short();
    m.asm.land(large);
    m.v3_constant(v(how.float.scalar(), SUB), SCRATCH, b, how.float_bits(TOP).into());
    how.convert(m, S64, d, SCRATCH);
    m.asm.mov_imm(t, 1 << 63);
    m.asm.alu(Alu::Xor, S64, d, t);
    end
}
