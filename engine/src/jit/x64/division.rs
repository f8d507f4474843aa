//! Integer division and remainder.
//!
//! # By what is known only when it runs
//! The processor's instruction takes its operands in rax and rdx and faults where wasm traps, so zero is tested for before, and so is the
//! one quotient that does not fit. A divisor of -1 takes another way: the instruction would fault for the remainder too, which is 0.
//!
//! # By a constant
//! Compilers to wasm leave divisions by constants to the engine. A power of two is a shift; anything else is a multiplication by the
//! reciprocal, rounded up with as many bits as make it exact for every dividend (Granlund and Montgomery, "Division by invariant
//! integers using multiplication"). No constant but 0 can trap, and -1 by the quotient that does not fit.
//!
//! # Registers
//! The quotient is computed where the result goes. For the remainder it is computed in a temporary, and the result's register is free
//! for something else until the dividend is copied there; if that is used, the dividend must not be in it.

use super::int::and_imm;
use super::{Inst, Locs, Masm, Row};
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};
use crate::jit::inst::Constraint;
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Alu, Cond, Shift, Size};
use crate::jit::x64::regs::{Gpr, RAX, RDX, Reg};
use crate::settings::Optimization;

use Size::{S32, S64};

/// Division: signed or not, quotient or remainder.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Division {
    size: Size,
    signed: bool,
    remainder: bool,
}

macro_rules! divisions {
    ($($code:ident $imm:ident = $size:ident $signed:literal $remainder:literal;)*) => {
        &[$(
            (OpCode::$code, {
                const HOW: Division = Division { size: $size, signed: $signed, remainder: $remainder };
                Row::new(Signature::REGS, |m, _, l| divide(m, l, HOW)).refine(|_, _, i| in_rax(i, HOW))
            }),
            (OpCode::$imm, {
                const HOW: Division = Division { size: $size, signed: $signed, remainder: $remainder };
                Row::new(Signature::REGS, |m, i, l| divide_imm(m, i, l, HOW)).refine(|cx, op, i| by_constant(cx, op, i, HOW))
            }),
        )*]
    };
}

pub(super) const ROWS: super::Family = divisions! {
    I32DivS I32DivSImm = S32 true false;
    I32DivU I32DivUImm = S32 false false;
    I32RemS I32RemSImm = S32 true true;
    I32RemU I32RemUImm = S32 false true;
    I64DivS I64DivSImm = S64 true false;
    I64DivU I64DivUImm = S64 false false;
    I64RemS I64RemSImm = S64 true true;
    I64RemU I64RemUImm = S64 false true;
};

/// How a division by a constant is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// By zero.
    Trap,
    /// Unsigned remainder by a power of two, of which this is one less.
    Mask(u64),
    /// Unsigned quotient by a power of two.
    Shift(u8),
    /// Signed, by a power of two or its negative. All that follow are for other divisors, from 3 up.
    Power(u8),
    /// Half the width of the product is free: the multiplier, and the places that the product is shifted by.
    Multiply32 {
        magic: u64,
        shift: u8,
    },
    /// The same for a multiplier of 33 bits, of which this is the lower part.
    Multiply33 {
        magic: u32,
        shift: u8,
    },
    MultiplySigned32 {
        magic: u64,
        shift: u8,
    },
    Multiply64 {
        magic: u64,
        shift: u8,
    },
    /// A multiplier of 65 bits, of which this is the lower part.
    Multiply65 {
        magic: u64,
        shift: u8,
    },
    /// A multiplier of at least 2^63, which the signed product takes for a negative number.
    MultiplySigned64 {
        magic: u64,
        shift: u8,
    },
    /// By the processor's instruction.
    Divide,
}

impl Division {
    /// The constant, sign-extended.
    fn divisor(self, imm: u64) -> i64 {
        if self.size == S32 { i64::from(imm as i32) } else { imm as i64 }
    }

    /// The constant, zero-extended.
    fn unsigned(self, imm: u64) -> u64 {
        if self.size == S32 { u64::from(imm as u32) } else { imm }
    }

    fn form(self, imm: u64, may_multiply: bool) -> Form {
        let (divisor, unsigned) = (self.divisor(imm), self.unsigned(imm));
        let abs = divisor.unsigned_abs();
        match (self.size, self.signed) {
            _ if divisor == 0 => Form::Trap,
            (_, false) if unsigned.is_power_of_two() && self.remainder => Form::Mask(unsigned - 1),
            (_, false) if unsigned.is_power_of_two() => Form::Shift(unsigned.trailing_zeros() as u8),
            _ if !may_multiply => Form::Divide,
            (S32, false) => unsigned32(unsigned as u32),
            // The reciprocal of more than 2^63 needs more bits than the products here have.
            (S64, false) if unsigned <= 1 << 63 => unsigned64(unsigned),
            (S64, false) => Form::Divide,
            (_, true) if abs < 2 => Form::Divide,
            (_, true) if abs.is_power_of_two() => Form::Power(abs.trailing_zeros() as u8),
            (S32, true) => signed32(abs as u32),
            (S64, true) => signed64(abs),
        }
    }

    /// The register that the processor's instruction leaves the result in.
    fn result(self) -> Gpr {
        if self.remainder { RDX } else { RAX }
    }
}

/// With 33 bits the reciprocal is exact for every dividend. One factor of two can go from it to the shift, and then 32 bits may do.
fn unsigned32(divisor: u32) -> Form {
    let shift = 32 - (divisor - 1).leading_zeros();
    // 2^(32 + shift) / divisor, rounded up: between 2^32 and 2^33.
    let up = u128::from(!Mutant::ReciprocalRoundedDown.is_on());
    let magic = (((1_u128 << (32 + shift)) - 1) / u128::from(divisor) + up) as u64;
    if magic.trailing_zeros() > 0 {
        Form::Multiply32 { magic: magic >> 1, shift: (31 + shift) as u8 }
    } else if magic <= u64::from(u32::MAX) {
        Form::Multiply32 { magic, shift: (32 + shift) as u8 }
    } else {
        Form::Multiply33 { magic: magic as u32, shift: shift as u8 }
    }
}

/// For dividends of up to 2^31 a reciprocal of 33 bits is exact.
fn signed32(abs: u32) -> Form {
    let shift = 31 - (abs - 1).leading_zeros();
    let magic = ((1_u128 << (32 + shift)) / u128::from(abs)) as u64 + 1;
    Form::MultiplySigned32 { magic, shift: (32 + shift) as u8 }
}

fn unsigned64(divisor: u64) -> Form {
    let shift = 64 - (divisor - 1).leading_zeros();
    // 2^(64 + shift) / divisor, rounded up: between 2^64 and 2^65.
    let magic = (1_u128 << (64 + shift)).div_ceil(u128::from(divisor));
    let (magic, shift) = if magic.trailing_zeros() > 0 { (magic >> 1, shift - 1) } else { (magic, shift) };
    match u64::try_from(magic) {
        Ok(magic) => Form::Multiply64 { magic, shift: shift as u8 },
        Err(_) => Form::Multiply65 { magic: magic as u64, shift: shift as u8 },
    }
}

fn signed64(abs: u64) -> Form {
    let shift = 64 - (abs - 1).leading_zeros();
    let magic = ((1_u128 << (63 + shift)) / u128::from(abs) + 1) as u64;
    Form::MultiplySigned64 { magic, shift: shift as u8 }
}

// Refinements.

const RAX_RDX: u32 = 1 << RAX.0 | 1 << RDX.0;

/// As the processor's instruction takes it.
fn in_rax(i: &mut Inst, how: Division) {
    i.uses_mut()[0].constraint = Constraint::Fixed(Reg(RAX.0));
    fixed(i, how.result());
}

/// With rax and rdx for a product or a division.
fn fixed(i: &mut Inst, result: Gpr) {
    i.clobbers = RAX_RDX;
    if let Some(def) = &mut i.def {
        def.fixed = Some(result.into());
    }
}

/// The dividend is read after the result's register was written.
fn early(i: &mut Inst) {
    if let Some(def) = &mut i.def {
        def.early = true;
    }
}

fn by_constant(cx: &Context, op: &Op, i: &mut Inst, how: Division) {
    match how.form(op.imm, cx.may(Optimization::MagicDivisions)) {
        // The dividend does not matter.
        Form::Trap => i.uses_mut()[0].constraint = Constraint::RegOrSlot,
        // No instruction holds the mask.
        Form::Mask(mask) if mask > u64::from(u32::MAX) => i.temps[0] = 1,
        Form::Mask(_) | Form::Shift(_) => {}
        Form::Power(_) | Form::Multiply32 { .. } if how.remainder => i.temps[0] = 1,
        Form::Power(_) | Form::Multiply32 { .. } => early(i),
        Form::Multiply33 { .. } => {
            i.temps[0] = 1;
            early(i);
        }
        Form::MultiplySigned32 { .. } => {
            i.temps[0] = 1;
            if how.remainder {
                early(i);
            }
        }
        Form::Multiply64 { .. } | Form::Multiply65 { .. } | Form::MultiplySigned64 { .. } => {
            fixed(i, if how.remainder { RAX } else { RDX });
        }
        Form::Divide => {
            i.temps[0] = 1;
            in_rax(i, how);
        }
    }
}

// Templates.

fn divide(m: &mut Masm, l: &Locs, how: Division) {
    let c = l.gpr(1);
    m.asm.test(how.size, c, c);
    let mistaken = Mutant::DivisionTrapMistaken.is_on();
    let code = if mistaken { TrapCode::IntegerOverflow } else { TrapCode::IntegerDivisionByZero };
    m.trap_if(Cond::E, code);
    divide_by(m, how, c, true);
}

/// Divides rax by `c`, which is not zero.
fn divide_by(m: &mut Masm, how: Division, c: Gpr, may_be_minus_one: bool) {
    let size = how.size;
    if !how.signed {
        m.asm.alu(Alu::Xor, S32, RDX, RDX);
        m.asm.group3(6, size, c);
        return;
    }
    let special = may_be_minus_one.then(|| {
        m.asm.alu_imm(Alu::Cmp, size, c, -1);
        m.asm.jcc_short(Cond::E)
    });
    m.asm.sign_rax(size);
    m.asm.group3(7, size, c);
    if let Some(special) = special {
        let done = m.asm.jmp_short();
        m.asm.land(special);
        if how.remainder {
            m.asm.alu(Alu::Xor, S32, RDX, RDX);
        } else {
            m.asm.group3(3, size, RAX);
            m.trap_if(Cond::O, TrapCode::IntegerOverflow);
        }
        m.asm.land(done);
    }
}

fn divide_imm(m: &mut Masm, i: &Inst, l: &Locs, how: Division) {
    let size = how.size;
    let form = how.form(i.imm, m.unit.tiering.may(Optimization::MagicDivisions));
    match form {
        Form::Trap => {
            let label = m.trap_label(TrapCode::IntegerDivisionByZero);
            m.asm.jmp(label);
        }
        Form::Mask(mask) => and_imm(m, i, l, size, mask as i64),
        Form::Shift(places) => {
            let (b, d) = (l.gpr(0), l.def());
            if d != b {
                m.asm.mov(size, d, b);
            }
            if places > 0 {
                m.asm.shift_imm(Shift::Shr, size, d, places);
            }
        }
        Form::Divide => {
            let (c, divisor) = (l.temp(0), how.divisor(i.imm));
            m.asm.mov_imm(c, how.unsigned(i.imm));
            divide_by(m, how, c, divisor == -1);
        }
        _ => {
            m.out.counters.magic_divisions += 1;
            reciprocal(m, i, l, how, form);
        }
    }
}

/// By shifts or by a multiplication.
fn reciprocal(m: &mut Masm, i: &Inst, l: &Locs, how: Division, form: Form) {
    let (b, d, divisor) = (l.gpr(0), l.def(), how.divisor(i.imm));
    let (quotient, spare) = match form {
        Form::Multiply64 { .. } | Form::Multiply65 { .. } | Form::MultiplySigned64 { .. } => (RDX, RAX),
        _ if i.temps[0] == 0 => (d, d),
        _ if how.remainder => (l.temp(0), d),
        _ => (d, l.temp(0)),
    };
    match form {
        Form::Power(power) => {
            by_power(m, how, quotient, b, power);
            if how.remainder {
                // The multiple of the power.
                m.asm.shift_imm(Shift::Shl, how.size, quotient, power);
                return subtract_from(m, how.size, d, b, quotient);
            }
        }
        Form::Multiply32 { magic, shift } => {
            m.asm.mov_imm(quotient, magic);
            m.asm.imul(S64, quotient, b);
            m.asm.shift_imm(Shift::Shr, S64, quotient, shift);
        }
        Form::Multiply33 { magic, shift } => {
            m.asm.mov_imm(quotient, magic.into());
            m.asm.imul(S64, quotient, b);
            m.asm.shift_imm(Shift::Shr, S64, quotient, 32);
            add_top_bit(m, S32, quotient, b, spare, shift);
        }
        Form::MultiplySigned32 { magic, shift } => {
            m.asm.movsxd(spare, b);
            m.asm.mov_imm(quotient, magic);
            m.asm.imul(S64, quotient, spare);
            m.asm.shift_imm(Shift::Sar, S64, quotient, shift);
            m.asm.shift_imm(Shift::Shr, S32, spare, 31);
            m.asm.alu(Alu::Add, S32, quotient, spare);
        }
        Form::Multiply64 { magic, shift } => {
            m.asm.mov_imm(RAX, magic);
            m.asm.group3(4, S64, b);
            m.asm.shift_imm(Shift::Shr, S64, RDX, shift);
        }
        Form::Multiply65 { magic, shift } => {
            m.asm.mov_imm(RAX, magic);
            m.asm.group3(4, S64, b);
            add_top_bit(m, S64, RDX, b, RAX, shift);
        }
        Form::MultiplySigned64 { magic, shift } => {
            m.asm.mov_imm(RAX, magic);
            m.asm.group3(5, S64, b);
            // Makes up for the multiplier that was taken for a negative number.
            m.asm.alu(Alu::Add, S64, RDX, b);
            m.asm.shift_imm(Shift::Sar, S64, RDX, shift - 1);
            m.asm.mov(S64, RAX, b);
            m.asm.shift_imm(Shift::Shr, S64, RAX, 63);
            m.asm.alu(Alu::Add, S64, RDX, RAX);
        }
        Form::Trap | Form::Mask(_) | Form::Shift(_) | Form::Divide => unreachable!("no reciprocal"),
    }
    if how.signed && divisor < 0 {
        m.asm.group3(3, how.size, quotient);
    }
    if how.remainder {
        match i32::try_from(divisor) {
            Ok(short) => m.asm.imul_imm(how.size, quotient, quotient, short),
            Err(_) => {
                m.asm.mov_imm(spare, divisor as u64);
                m.asm.imul(how.size, quotient, spare);
            }
        }
        subtract_from(m, how.size, d, b, quotient);
    }
}

/// `d = b - c`.
fn subtract_from(m: &mut Masm, size: Size, d: Gpr, b: Gpr, c: Gpr) {
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.asm.alu(Alu::Sub, size, d, c);
}

/// The quotient by a power of two: a negative dividend is moved up first, since a shift rounds down.
fn by_power(m: &mut Masm, how: Division, quotient: Gpr, b: Gpr, power: u8) {
    let (size, bits) = (how.size, if how.size == S32 { 32 } else { 64 });
    m.asm.mov(size, quotient, b);
    if power > 1 {
        m.asm.shift_imm(Shift::Sar, size, quotient, bits - 1);
    }
    m.asm.shift_imm(Shift::Shr, size, quotient, bits - power);
    m.asm.alu(Alu::Add, size, quotient, b);
    m.asm.shift_imm(Shift::Sar, size, quotient, power);
}

/// The upper half `h` of the product becomes the quotient, with the bit that the multiplier lacks:
/// `(((b - h) >> 1) + h) >> (shift - 1)`.
fn add_top_bit(m: &mut Masm, size: Size, h: Gpr, b: Gpr, spare: Gpr, shift: u8) {
    m.asm.mov(size, spare, b);
    m.asm.alu(Alu::Sub, size, spare, h);
    m.asm.shift_imm(Shift::Shr, size, spare, 1);
    m.asm.alu(Alu::Add, size, h, spare);
    m.asm.shift_imm(Shift::Shr, size, h, shift - 1);
}
