//! Integer arithmetic and conversions between integers.

use super::patterns::{AND_NOT, SCALED_SUM, TEST_BRANCH};
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::ir::{Kind, Op, OpCode};
use crate::jit::inst::Constraint;
use crate::jit::select::{Context, Signature};
use crate::jit::x64::asm::{Alu, Asm, Cond, Mem, Rm, Shift, Size};
use crate::jit::x64::regs::{Gpr, RCX, Reg};

use Size::{S32, S64};

const COMMUTES: Signature = Signature::COMMUTES;
const BINARY: Signature = Signature::BINARY;
const UNARY: Signature = Signature::UNARY;
const REGS: Signature = Signature::REGS;

pub(super) const ROWS: super::Family = rows! {
    COMMUTES {
        I32Add = |m, i, l| add(m, i, l, S32), loads Kind::I32;
        I64Add = |m, i, l| add(m, i, l, S64), loads Kind::I64;
        I32And = |m, i, l| alu(m, i, l, Alu::And, S32), loads Kind::I32, leads &[TEST_BRANCH];
        I64And = |m, i, l| alu(m, i, l, Alu::And, S64), loads Kind::I64, leads &[TEST_BRANCH];
        I32Or = |m, i, l| alu(m, i, l, Alu::Or, S32), loads Kind::I32;
        I64Or = |m, i, l| alu(m, i, l, Alu::Or, S64), loads Kind::I64;
        I32Xor = |m, i, l| alu(m, i, l, Alu::Xor, S32), loads Kind::I32;
        I64Xor = |m, i, l| alu(m, i, l, Alu::Xor, S64), loads Kind::I64;
        I32Mul = |m, i, l| mul(m, i, l, S32), loads Kind::I32;
        I64Mul = |m, i, l| mul(m, i, l, S64), loads Kind::I64;
    }
    BINARY {
        I32Sub = |m, i, l| sub(m, i, l, S32), loads Kind::I32, refine minuend;
        I64Sub = |m, i, l| sub(m, i, l, S64), loads Kind::I64, refine minuend;
    }
    REGS {
        I32AddImm = |m, i, l| add_imm(m, i, l, S32, imm32(i)), refine tested;
        I32SubImm = |m, i, l| add_imm(m, i, l, S32, i64::from((imm32(i) as i32).wrapping_neg())), refine tested;
        I32AndImm = |m, i, l| and_imm(m, i, l, S32, imm32(i)), refine tested, leads &[TEST_BRANCH];
        I32OrImm = |m, i, l| alu_imm(m, i, l, Alu::Or, S32, imm32(i));
        I32XorImm = |m, i, l| xor_imm(m, i, l, S32, imm32(i)), leads &[AND_NOT];
        I32MulImm = |m, i, l| mul_imm(m, i, l, S32, imm32(i));
        I64AddImm = |m, i, l| add_imm(m, i, l, S64, i.imm as i64), refine long_sum;
        I64SubImm = |m, i, l| add_imm(m, i, l, S64, (i.imm as i64).wrapping_neg()), refine long_difference;
        I64AndImm = |m, i, l| and_imm(m, i, l, S64, i.imm as i64), refine long_mask, leads &[TEST_BRANCH];
        I64OrImm = |m, i, l| alu_imm(m, i, l, Alu::Or, S64, i.imm as i64), refine long;
        I64XorImm = |m, i, l| xor_imm(m, i, l, S64, i.imm as i64), refine long, leads &[AND_NOT];
        I64MulImm = |m, i, l| mul_imm(m, i, l, S64, i.imm as i64), refine long;
        I32ShlImm = |m, i, l| shift_imm(m, i, l, Shift::Shl, S32), leads &[SCALED_SUM];
        I64ShlImm = |m, i, l| shift_imm(m, i, l, Shift::Shl, S64), leads &[SCALED_SUM];
        I32ShrSImm = |m, i, l| shift_imm(m, i, l, Shift::Sar, S32);
        I64ShrSImm = |m, i, l| shift_imm(m, i, l, Shift::Sar, S64);
        I32ShrUImm = |m, i, l| shift_imm(m, i, l, Shift::Shr, S32);
        I64ShrUImm = |m, i, l| shift_imm(m, i, l, Shift::Shr, S64);
        I32RotlImm = |m, i, l| shift_imm(m, i, l, Shift::Rol, S32);
        I64RotlImm = |m, i, l| shift_imm(m, i, l, Shift::Rol, S64);
        I32RotrImm = |m, i, l| shift_imm(m, i, l, Shift::Ror, S32);
        I64RotrImm = |m, i, l| shift_imm(m, i, l, Shift::Ror, S64);
        I32SwapBytes = |m, i, l| swap_bytes(m, i, l, S32);
        I64SwapBytes = |m, i, l| swap_bytes(m, i, l, S64);
        I32Rotl = |m, i, l| shift_by_rcx(m, i, l, Shift::Rol, S32), refine count_in_rcx;
        I64Rotl = |m, i, l| shift_by_rcx(m, i, l, Shift::Rol, S64), refine count_in_rcx;
        I32Rotr = |m, i, l| shift_by_rcx(m, i, l, Shift::Ror, S32), refine count_in_rcx;
        I64Rotr = |m, i, l| shift_by_rcx(m, i, l, Shift::Ror, S64), refine count_in_rcx;
        I32Shl = |m, i, l| shift(m, i, l, Shift::Shl, S32), refine count;
        I64Shl = |m, i, l| shift(m, i, l, Shift::Shl, S64), refine count;
        I32ShrS = |m, i, l| shift(m, i, l, Shift::Sar, S32), refine count;
        I64ShrS = |m, i, l| shift(m, i, l, Shift::Sar, S64), refine count;
        I32ShrU = |m, i, l| shift(m, i, l, Shift::Shr, S32), refine count;
        I64ShrU = |m, i, l| shift(m, i, l, Shift::Shr, S64), refine count;
    }
    UNARY {
        I32WrapI64 = |m, i, l| wrap(m, i, l);
        I64ExtendI32U = |m, i, l| wrap(m, i, l);
        I64ExtendI32S = |m, i, l| unary(m, i, l, Asm::movsxd);
        I64Extend32S = |m, i, l| unary(m, i, l, Asm::movsxd);
        I32Extend8S = |m, i, l| unary(m, i, l, |asm, d, b| asm.movsx8(S32, d, b));
        I32Extend16S = |m, i, l| unary(m, i, l, |asm, d, b| asm.movsx16(S32, d, b));
        I64Extend8S = |m, i, l| unary(m, i, l, |asm, d, b| asm.movsx8(S64, d, b));
        I64Extend16S = |m, i, l| unary(m, i, l, |asm, d, b| asm.movsx16(S64, d, b));
        I32Clz = |m, i, l| clz(m, i, l, S32), refine lzcnt;
        I64Clz = |m, i, l| clz(m, i, l, S64), refine lzcnt;
        I32Ctz = |m, i, l| ctz(m, i, l, S32), refine tzcnt;
        I64Ctz = |m, i, l| ctz(m, i, l, S64), refine tzcnt;
        I32Popcnt = |m, i, l| popcnt(m, i, l, S32), refine popcnt_bits;
        I64Popcnt = |m, i, l| popcnt(m, i, l, S64), refine popcnt_bits;
    }
};

// Refinements.

/// A constant of 32 bits, sign-extended.
fn imm32(i: &Inst) -> i64 {
    i64::from(i.imm as i32)
}

/// A temporary for a constant that no instruction holds.
fn for_constant(i: &mut Inst, imm: i64) {
    if i32::try_from(imm).is_err() {
        i.temps[0] = 1;
    }
}

fn long(_: &Context, op: &Op, i: &mut Inst) {
    for_constant(i, op.imm as i64);
}

fn long_sum(cx: &Context, op: &Op, i: &mut Inst) {
    tested(cx, op, i);
    for_constant(i, op.imm as i64);
}

fn long_difference(cx: &Context, op: &Op, i: &mut Inst) {
    tested(cx, op, i);
    for_constant(i, (op.imm as i64).wrapping_neg());
}

fn long_mask(cx: &Context, op: &Op, i: &mut Inst) {
    tested(cx, op, i);
    // Masks of 32 bits are applied in 32 bits: the upper half becomes zero either way.
    if op.imm > u64::from(u32::MAX) {
        for_constant(i, op.imm as i64);
    }
}

/// A difference does not commute.
fn minuend(_: &Context, _: &Op, i: &mut Inst) {
    i.commutes = Mutant::MinuendInMemory.is_on();
}

/// Notes whether the next operation may ask the flags if the result is zero.
fn tested(cx: &Context, op: &Op, i: &mut Inst) {
    let Some(next) = cx.func.ops.get(i.last as usize + 1) else { return };
    let tests = match next.code() {
        OpCode::BrIf | OpCode::BrUnless => true,
        OpCode::BrI32EqImm | OpCode::BrI32NeImm | OpCode::BrI64EqImm | OpCode::BrI64NeImm => next.hi() == 0,
        _ => false,
    };
    i.form.tested = tests && next.b() == op.a;
}

/// Shifts by a register take the count from rcx, but for those of BMI2.
fn count(cx: &Context, op: &Op, i: &mut Inst) {
    match cx.features.bmi2 {
        true => i.uses_mut()[0].constraint = Constraint::RegOrSlot,
        false => count_in_rcx(cx, op, i),
    }
}

/// The count is read after the value was moved to the result's register.
fn count_in_rcx(_: &Context, _: &Op, i: &mut Inst) {
    let count = &mut i.uses_mut()[1];
    count.constraint = Constraint::Fixed(Reg(RCX.0));
    count.late = true;
}

fn early_with_temps(i: &mut Inst, temps: u8) {
    i.temps[0] = temps;
    i.uses_mut()[0].constraint = Constraint::Reg;
    if let Some(def) = &mut i.def {
        def.early = true;
    }
}

fn lzcnt(cx: &Context, _: &Op, i: &mut Inst) {
    if !cx.features.lzcnt {
        early_with_temps(i, 1);
    }
}

fn tzcnt(cx: &Context, _: &Op, i: &mut Inst) {
    if !cx.features.bmi1 {
        early_with_temps(i, 1);
    }
}

fn popcnt_bits(cx: &Context, _: &Op, i: &mut Inst) {
    if !cx.features.popcnt {
        early_with_temps(i, 2);
    }
}

// Templates.

/// `d = b + c`, or `d = b + (c << scale)`.
fn add(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    if i.form.scale > 0 {
        let mem = Mem { base: l.gpr(0), index: Some((l.gpr(1), i.form.scale)), disp: 0 };
        return m.asm.lea(size, l.def(), mem);
    }
    let (b, d) = (l.gpr(0), l.def());
    match m.operand(i, l, 1) {
        Rm::R(c) if c != d.0 && d != b => {
            m.asm.lea(size, d, Mem { base: b, index: Some((Gpr(c), 0)), disp: 0 });
        }
        c => apply(m, i, l, c, |asm, d, c| asm.alu(Alu::Add, size, d, c), size),
    }
}

/// `d = b op c` for an operation that commutes.
fn alu(m: &mut Masm, i: &Inst, l: &Locs, alu: Alu, size: Size) {
    if i.target.is_some() {
        // Merged with a branch on whether the result is zero.
        let (b, c) = (l.gpr(0), m.operand(i, l, 1));
        m.access(i, l, 1);
        m.asm.test(size, c, b);
        return m.jump_if_not_zero(i);
    }
    let c = m.operand(i, l, 1);
    apply(m, i, l, c, |asm, d, c| asm.alu(alu, size, d, c), size);
}

/// `d = b`, then `d = d op c`; the operation commutes, and its flags say whether the result is zero.
fn apply(m: &mut Masm, i: &Inst, l: &Locs, c: Rm, op: impl FnOnce(&mut Asm, Gpr, Rm), size: Size) {
    let (b, d) = (l.gpr(0), l.def());
    if c == Rm::R(d.0) && d != b {
        op(m.asm, d, b.into());
        return;
    }
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.access(i, l, 1);
    op(m.asm, d, c);
    m.result_in_flags(i, Cond::NE);
}

/// `d = b - c`.
fn sub(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    let (b, d) = (l.gpr(0), l.def());
    let c = m.operand(i, l, 1);
    if c == Rm::R(d.0) && d != b {
        m.asm.group3(3, size, d);
        m.asm.alu(Alu::Add, size, d, b);
        return;
    }
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.access(i, l, 1);
    m.asm.alu(Alu::Sub, size, d, c);
    m.result_in_flags(i, Cond::NE);
}

fn mul(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    let (b, d) = (l.gpr(0), l.def());
    let c = m.operand(i, l, 1);
    if c == Rm::R(d.0) && d != b {
        return m.asm.imul(size, d, b);
    }
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.access(i, l, 1);
    m.asm.imul(size, d, c);
}

/// `d = b + imm`, or `d = (b << scale) + imm`.
fn add_imm(m: &mut Masm, i: &Inst, l: &Locs, size: Size, imm: i64) {
    let (b, d) = (l.gpr(0), l.def());
    if i.form.scale > 0 {
        return m.asm.lea_scaled(size, d, b, i.form.scale, imm as i32);
    }
    match i32::try_from(imm) {
        Ok(short) if d != b && !i.form.tested => m.asm.lea(size, d, Mem::new(b, short)),
        Ok(_) => short_imm(m, i, l, Alu::Add, size, imm),
        Err(_) => with_long_constant(m, l, imm, |asm, d, c| asm.alu(Alu::Add, size, d, c)),
    }
}

pub(super) fn and_imm(m: &mut Masm, i: &Inst, l: &Locs, size: Size, imm: i64) {
    let b = l.gpr(0);
    if i.target.is_some() {
        // A mask of 31 bits asks for no more than the lower half.
        let width = if imm >= 0 { S32 } else { size };
        m.asm.test_imm(width, b, imm as i32);
        return m.jump_if_not_zero(i);
    }
    let d = l.def();
    match imm as u64 {
        // If the flags are not used, one instruction does it.
        0xFF if !i.form.tested => m.asm.movzx8(d, b),
        0xFFFF if !i.form.tested => m.asm.movzx16(d, b),
        0xFFFF_FFFF => m.asm.mov(S32, d, b),
        // The upper half becomes zero in either width.
        mask @ 0x8000_0000..=0xFFFF_FFFF => {
            if d != b {
                m.asm.mov(S32, d, b);
            }
            m.asm.alu_imm(Alu::And, S32, d, mask as u32 as i32);
        }
        _ => alu_imm(m, i, l, Alu::And, size, imm),
    }
}

/// `d = b ^ imm`, or `d = !b & c`.
fn xor_imm(m: &mut Masm, i: &Inst, l: &Locs, size: Size, imm: i64) {
    if i.uses().len() == 1 {
        return alu_imm(m, i, l, Alu::Xor, size, imm);
    }
    let c = m.operand(i, l, 1);
    m.asm.andn(size, l.def(), l.gpr(0), c);
    m.result_in_flags(i, Cond::NE);
}

fn alu_imm(m: &mut Masm, i: &Inst, l: &Locs, alu: Alu, size: Size, imm: i64) {
    match i32::try_from(imm) {
        Ok(_) => short_imm(m, i, l, alu, size, imm),
        Err(_) => with_long_constant(m, l, imm, |asm, d, c| asm.alu(alu, size, d, c)),
    }
}

fn short_imm(m: &mut Masm, i: &Inst, l: &Locs, alu: Alu, size: Size, imm: i64) {
    let (b, d) = (l.gpr(0), l.def());
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.asm.alu_imm(alu, size, d, imm as i32);
    m.result_in_flags(i, Cond::NE);
}

/// `d = b op imm` for a constant that no instruction holds and an operation that commutes.
fn with_long_constant(m: &mut Masm, l: &Locs, imm: i64, op: impl FnOnce(&mut Asm, Gpr, Gpr)) {
    let (b, d) = (l.gpr(0), l.def());
    let constant = if d == b { l.temp(0) } else { d };
    m.asm.mov_imm(constant, imm as u64);
    op(m.asm, d, if d == b { constant } else { b });
}

fn mul_imm(m: &mut Masm, _: &Inst, l: &Locs, size: Size, imm: i64) {
    let (b, d) = (l.gpr(0), l.def());
    match i32::try_from(imm) {
        Ok(short) if imm > 0 && imm.count_ones() == 1 => {
            if d != b {
                m.asm.mov(size, d, b);
            }
            m.asm.shift_imm(Shift::Shl, size, d, short.trailing_zeros() as u8);
        }
        Ok(short @ (3 | 5 | 9)) => {
            let scale = (short - 1).trailing_zeros() as u8;
            m.asm.lea(size, d, Mem { base: b, index: Some((b, scale)), disp: 0 });
        }
        Ok(short) => m.asm.imul_imm(size, d, b, short),
        Err(_) => with_long_constant(m, l, imm, |asm, d, c| asm.imul(size, d, c)),
    }
}

fn shift(m: &mut Masm, i: &Inst, l: &Locs, shift: Shift, size: Size) {
    if !m.features().bmi2 {
        return shift_by_rcx(m, i, l, shift, size);
    }
    let b = m.operand(i, l, 0);
    m.asm.shift_x(shift, size, l.def(), b, l.gpr(1));
}

fn shift_by_rcx(m: &mut Masm, _: &Inst, l: &Locs, shift: Shift, size: Size) {
    let (b, d) = (l.gpr(0), l.def());
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.asm.shift_cl(shift, size, d);
}

fn shift_imm(m: &mut Masm, i: &Inst, l: &Locs, shift: Shift, size: Size) {
    let (b, d) = (l.gpr(0), l.def());
    if d != b {
        m.asm.mov(size, d, b);
    }
    let count = i.imm as u8 & if size == S32 { 31 } else { 63 };
    if count != 0 {
        m.asm.shift_imm(shift, size, d, count);
    }
}

/// One instruction that reads a register or memory and writes a register.
fn unary(m: &mut Masm, i: &Inst, l: &Locs, op: impl FnOnce(&mut Asm, Gpr, Rm)) {
    let b = m.operand(i, l, 0);
    op(m.asm, l.def(), b);
}

fn wrap(m: &mut Masm, i: &Inst, l: &Locs) {
    let size = if Mutant::WrapKeepsUpperHalf.is_on() { S64 } else { S32 };
    unary(m, i, l, |asm, d, b| asm.mov(size, d, b));
}

fn swap_bytes(m: &mut Masm, _: &Inst, l: &Locs, size: Size) {
    m.out.counters.byte_swaps += 1;
    let (b, d) = (l.gpr(0), l.def());
    if d != b {
        m.asm.mov(size, d, b);
    }
    m.asm.bswap(size, d);
}

/// Leading zeros; without LZCNT through the position of the highest bit.
fn clz(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    if m.features().lzcnt {
        return unary(m, i, l, |asm, d, b| asm.int_0f(0xF3, size, 0xBD, d, b));
    }
    let (b, d, t) = (l.gpr(0), l.def(), l.temp(0));
    let bits = if size == S32 { 32 } else { 64 };
    // `bsr` leaves the register alone if there is no bit; what is put there beforehand gives `bits`.
    m.asm.mov_imm(t, 2 * bits - 1);
    m.asm.int_0f(0, size, 0xBD, d, b);
    m.asm.cmov(Cond::E, size, d, t);
    m.asm.alu_imm(Alu::Xor, size, d, bits as i32 - 1);
}

/// Trailing zeros; without TZCNT through the position of the lowest bit.
fn ctz(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    if m.features().bmi1 {
        return unary(m, i, l, |asm, d, b| asm.int_0f(0xF3, size, 0xBC, d, b));
    }
    let (b, d, t) = (l.gpr(0), l.def(), l.temp(0));
    m.asm.mov_imm(t, if size == S32 { 32 } else { 64 });
    m.asm.int_0f(0, size, 0xBC, d, b);
    m.asm.cmov(Cond::E, size, d, t);
}

/// Bits that are set; without POPCNT in pairs, nibbles and bytes, and a multiplication adds the bytes up.
fn popcnt(m: &mut Masm, i: &Inst, l: &Locs, size: Size) {
    if m.features().popcnt {
        return unary(m, i, l, |asm, d, b| asm.int_0f(0xF3, size, 0xB8, d, b));
    }
    let (b, x, t, mask) = (l.gpr(0), l.def(), l.temp(0), l.temp(1));
    let full = if size == S32 { u64::from(u32::MAX) } else { u64::MAX };
    let a = &mut m.asm;
    a.mov(size, x, b);
    a.mov(size, t, b);
    a.shift_imm(Shift::Shr, size, t, 1);
    a.mov_imm(mask, 0x5555_5555_5555_5555 & full);
    a.alu(Alu::And, size, t, mask);
    a.alu(Alu::Sub, size, x, t);
    a.mov_imm(mask, 0x3333_3333_3333_3333 & full);
    a.mov(size, t, x);
    a.shift_imm(Shift::Shr, size, t, 2);
    a.alu(Alu::And, size, t, mask);
    a.alu(Alu::And, size, x, mask);
    a.alu(Alu::Add, size, x, t);
    a.mov(size, t, x);
    a.shift_imm(Shift::Shr, size, t, 4);
    a.alu(Alu::Add, size, x, t);
    a.mov_imm(mask, 0x0F0F_0F0F_0F0F_0F0F & full);
    a.alu(Alu::And, size, x, mask);
    a.mov_imm(mask, 0x0101_0101_0101_0101 & full);
    a.imul(size, x, mask);
    a.shift_imm(Shift::Shr, size, x, if size == S32 { 24 } else { 56 });
}
