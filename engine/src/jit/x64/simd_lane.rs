//! Constants, splats, single lanes, shuffles.
//!
//! A shuffle by a constant is the cheapest instruction that does it; the general case is a byte shuffle of each operand with zeros for
//! bytes of the other, and both put together.

use super::simd::{OR, PICK32, SHUFFLE_BYTES, SHUFFLE_FLOATS, all8, int, regs, vector_rows};
use super::{Inst, Locs, Masm, Row, Template, extract_form, insert_form};
use crate::base::Mutant;
use crate::ir::Op;
use crate::jit::inst::{Constraint, Use};
use crate::jit::select::Context;
use crate::jit::x64::asm::{Asm, Pp, Size, V, v, v3a};
use crate::jit::x64::regs::{SCRATCH, Xmm};

use Size::{S32, S64};

/// The low quadwords of both operands.
const JOIN_LOW64: V = int(0x6C);
/// Puts the low words where an immediate says.
const PICK_LOW16: V = v(Pp::F2, 0x70);
/// The low quadword twice.
const TWICE_LOW64: V = v(Pp::F2, 0x12);
/// The low quadword of the second operand under the high one of the first.
const MOVE_LOW64: V = v(Pp::F2, 0x10);
const INSERT_F32: V = v3a(0x21);
/// In its immediate: the lanes that become zero.
const ZERO_ABOVE_FIRST: u8 = 0x0E;
/// Bytes of both operands, the second below the first, from an offset on.
const ALIGN: V = v3a(0x0F);
/// Words of either operand, in their places.
const BLEND16: V = v3a(0x0E);
/// Adds bytes without sign; what does not fit becomes 255.
const ADD_SATURATED8: V = int(0xDC);

const fn shuffles(template: Template) -> Row {
    regs(template).refine(one_source)
}

pub(super) const ROWS: super::Family = vector_rows! {
    regs {
        ConstV128 = constant();
        I8x16Swizzle = swizzle();
        F32x4Splat = splat_f32();
        I8x16ExtractLaneS = extract_signed(1);
        I8x16ExtractLaneU = extract(1);
        I16x8ExtractLaneS = extract_signed(2);
        I16x8ExtractLaneU = extract(2);
        I32x4ExtractLane = extract(4);
        I64x2ExtractLane = extract(8);
        F32x4ExtractLane = extract_f32();
        F64x2ExtractLane = extract_f64();
        F32x4ReplaceLane = replace_f32();
        F64x2ReplaceLane = replace_f64();
        I8x16Splat = splat8();
        I16x8Splat = splat16();
        I32x4Splat = splat32();
        I64x2Splat = splat64();
        F64x2Splat = splat_f64();
        I8x16ReplaceLane = replace(1);
        I16x8ReplaceLane = replace(2);
        I32x4ReplaceLane = replace(4);
        I64x2ReplaceLane = replace(8);
    }
    shuffles {
        I8x16Shuffle = shuffle();
    }
};

/// Only the operand that all bytes come from is read.
fn one_source(cx: &Context, op: &Op, i: &mut Inst) {
    let picks = cx.func.v128s[op.imm as usize].to_le_bytes();
    let is_second = |&pick: &u8| pick % 32 >= 16;
    if op.b() != op.c() {
        match picks.iter().filter(|&pick| is_second(pick)).count() {
            0 => {}
            16 => i.swap(),
            _ => return,
        }
    }
    let [source, other] = [0, 1].map(|n| i.uses()[n]);
    i.clear_uses();
    i.push(source);
    // The other one is read for the last time, or not at all.
    if other.last && other.slot != source.slot {
        i.push(Use { constraint: Constraint::Unread, ..other });
    }
}

// Templates.

fn constant(m: &mut Masm, i: &Inst, l: &Locs) {
    let bits = m.unit.func.v128s[i.imm as usize].to_bits();
    m.load_constant128(l.def_xmm(), bits);
}

/// What is 16 or more gets the highest bit, which means zero.
fn swizzle(m: &mut Masm, _: &Inst, l: &Locs) {
    let limit = if Mutant::SwizzleWraps.is_on() { 0 } else { 0x70 };
    m.v3_constant(ADD_SATURATED8, SCRATCH, l.xmm(1), all8(limit));
    m.asm.v3(SHUFFLE_BYTES, l.def_xmm(), l.xmm(0), SCRATCH);
}

fn splat8(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.gpr(0), l.def_xmm());
    m.asm.zero_x(SCRATCH);
    m.asm.mov_xr(S32, d, b);
    m.asm.v3(SHUFFLE_BYTES, d, d, SCRATCH);
}

fn splat16(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.gpr(0), l.def_xmm());
    m.asm.mov_xr(S32, d, b);
    m.asm.v2_imm(PICK_LOW16, d, d, 0);
    m.asm.v2_imm(PICK32, d, d, 0);
}

fn splat32(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.gpr(0), l.def_xmm());
    m.asm.mov_xr(S32, d, b);
    m.asm.v2_imm(PICK32, d, d, 0);
}

fn splat64(m: &mut Masm, _: &Inst, l: &Locs) {
    let (b, d) = (l.gpr(0), l.def_xmm());
    m.asm.mov_xr(S64, d, b);
    m.asm.v3(JOIN_LOW64, d, d, d);
}

fn splat_f32(m: &mut Masm, _: &Inst, l: &Locs) {
    let b = l.xmm(0);
    m.asm.v3_imm(SHUFFLE_FLOATS, l.def_xmm(), b, b, 0);
}

fn splat_f64(m: &mut Masm, _: &Inst, l: &Locs) {
    m.asm.v2(TWICE_LOW64, l.def_xmm(), l.xmm(0));
}

/// The number of the lane, of so many bytes, that the operation names.
fn lane(i: &Inst, bytes: u32) -> u8 {
    i.imm as u8 % (16 / bytes) as u8
}

fn extract(m: &mut Masm, i: &Inst, l: &Locs, bytes: u32) {
    let (b, d) = (l.xmm(0), l.def());
    match lane(i, bytes) {
        0 if bytes == 4 => m.asm.mov_rx(S32, d, b),
        0 if bytes == 8 => m.asm.mov_rx(S64, d, b),
        lane => m.asm.v2_raw(extract_form(bytes), b.0, d.into(), Some(lane)),
    }
}

fn extract_signed(m: &mut Masm, i: &Inst, l: &Locs, bytes: u32) {
    extract(m, i, l, bytes);
    let d = l.def();
    match bytes {
        1 => m.asm.movsx8(S32, d, d),
        _ => m.asm.movsx16(S32, d, d),
    }
}

/// Brings the lane down, with zeros above it.
fn extract_f32(m: &mut Masm, i: &Inst, l: &Locs) {
    let b = l.xmm(0);
    m.asm.v3_imm(INSERT_F32, l.def_xmm(), b, b, lane(i, 4) << 6 | ZERO_ABOVE_FIRST);
}

/// Brings the lane down. Above an f64 nothing matters.
fn extract_f64(m: &mut Masm, i: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    match lane(i, 8) {
        0 => m.asm.mov_xx(d, b),
        _ => m.asm.v2_imm(PICK32, d, b, 0xEE),
    }
}

fn replace(m: &mut Masm, i: &Inst, l: &Locs, bytes: u32) {
    let (b, x, d) = (l.xmm(0), l.gpr(1), l.def_xmm());
    let first = if m.features().avx {
        b
    } else {
        // The encoder would take an integer register for the vector register of the same number.
        m.asm.mov_xx(d, b);
        d
    };
    m.asm.v3_imm(insert_form(bytes), d, first, x, lane(i, bytes));
}

fn replace_f32(m: &mut Masm, i: &Inst, l: &Locs) {
    m.asm.v3_imm(INSERT_F32, l.def_xmm(), l.xmm(0), l.xmm(1), lane(i, 4) << 4);
}

fn replace_f64(m: &mut Masm, i: &Inst, l: &Locs) {
    let form = if lane(i, 8) == 0 { MOVE_LOW64 } else { JOIN_LOW64 };
    m.asm.v3(form, l.def_xmm(), l.xmm(0), l.xmm(1));
}

/// Which bytes a shuffle takes: 0 to 15 of the first operand, 16 to 31 of the second.
fn picks(m: &Masm, i: &Inst) -> [u8; 16] {
    m.unit.func.v128s[i.imm as usize].to_le_bytes().map(|pick| pick % 32)
}

fn shuffle(m: &mut Masm, i: &Inst, l: &Locs) {
    if i.uses().get(1).is_none_or(|second| second.constraint == Constraint::Unread) {
        shuffle_one(m, i, l);
        return;
    }
    let (b, c, d) = (l.xmm(0), l.xmm(1), l.def_xmm());
    let picks = picks(m, i);
    let swapped = picks.map(|p| p ^ 16);
    if let Some((form, imm)) = two_source(&picks) {
        shuffle_instruction(m.asm, form, imm, d, b, c);
    } else if let Some((form, imm)) = two_source(&swapped) {
        shuffle_instruction(m.asm, form, imm, d, c, b);
    } else {
        // The highest bit means zero.
        let of = |picks: [u8; 16]| u128::from_le_bytes(picks.map(|p| if p < 16 { p } else { 0x80 }));
        m.v3_constant(SHUFFLE_BYTES, SCRATCH, b, of(picks));
        m.v3_constant(SHUFFLE_BYTES, d, c, of(swapped));
        m.asm.v3(OR, d, d, SCRATCH);
    }
}

/// All bytes come from the first operand of the instruction.
fn shuffle_one(m: &mut Masm, i: &Inst, l: &Locs) {
    let (b, d) = (l.xmm(0), l.def_xmm());
    let picks = picks(m, i).map(|p| p % 16);
    if picks.iter().enumerate().all(|(i, &p)| usize::from(p) == i) {
        m.asm.mov_xx(d, b);
    } else if let Some(imm) = doublewords(&picks) {
        m.asm.v2_imm(PICK32, d, b, imm);
    } else if picks == [0; 16] {
        m.asm.zero_x(SCRATCH);
        m.asm.v3(SHUFFLE_BYTES, d, b, SCRATCH);
    } else if let Some((form, imm)) = same_source(&picks) {
        shuffle_instruction(m.asm, form, imm, d, b, b);
    } else {
        m.v3_constant(SHUFFLE_BYTES, d, b, u128::from_le_bytes(picks));
    }
}

fn shuffle_instruction(asm: &mut Asm, form: V, imm: Option<u8>, d: Xmm, first: Xmm, second: Xmm) {
    match imm {
        Some(imm) => asm.v3_imm(form, d, first, second, imm),
        None => asm.v3(form, d, first, second),
    }
}

/// The immediate of `PICK32` or of the float shuffle, if whole doublewords are picked; the operand that each comes from is left out.
fn doublewords(picks: &[u8; 16]) -> Option<u8> {
    let mut imm = 0;
    for (i, lane) in picks.chunks_exact(4).enumerate() {
        let whole = lane[0] % 4 == 0 && lane.iter().enumerate().all(|(k, &p)| p == lane[0] + k as u8);
        if !whole {
            return None;
        }
        imm |= (lane[0] / 4 % 4) << (2 * i);
    }
    Some(imm)
}

/// The picks of an interleaving: lanes of `width` bytes from `start` in both operands by turns.
fn interleaved(width: usize, start: usize) -> [u8; 16] {
    std::array::from_fn(|i| {
        let (lane, byte) = (i / width, i % width);
        (start + lane / 2 * width + byte + lane % 2 * 16) as u8
    })
}

/// Interleavings: width of the lanes, and opcodes for the low and high halves.
const INTERLEAVINGS: [(usize, u8, u8); 4] =
    [(8, 0x6C, 0x6D), (4, 0x62, 0x6A), (2, 0x61, 0x69), (1, 0x60, 0x68)];

/// One instruction that takes these bytes of its first operand (below 16) and its second.
fn two_source(picks: &[u8; 16]) -> Option<(V, Option<u8>)> {
    for (width, low, high) in INTERLEAVINGS {
        if *picks == interleaved(width, 0) {
            return Some((int(low), None));
        }
        if *picks == interleaved(width, 8) {
            return Some((int(high), None));
        }
    }
    // The instruction has its first operand above the second.
    let start = picks[0] ^ 16;
    if picks.iter().enumerate().all(|(i, &p)| usize::from(p ^ 16) == usize::from(start) + i) {
        return Some((ALIGN, Some(start)));
    }
    if picks.iter().enumerate().all(|(i, &p)| usize::from(p) % 16 == i) {
        let words = picks.chunks_exact(2);
        if words.clone().all(|w| w[0] / 16 == w[1] / 16) {
            let imm = words.enumerate().fold(0, |imm, (i, w)| imm | (w[0] / 16) << i);
            return Some((BLEND16, Some(imm)));
        }
    }
    let halves = picks[..8].iter().all(|&p| p < 16) && picks[8..].iter().all(|&p| p >= 16);
    if halves && let Some(imm) = doublewords(picks) {
        return Some((SHUFFLE_FLOATS, Some(imm)));
    }
    None
}

/// One instruction that takes these bytes when both its operands are the same register.
fn same_source(picks: &[u8; 16]) -> Option<(V, Option<u8>)> {
    for (width, low, high) in INTERLEAVINGS {
        if *picks == interleaved(width, 0).map(|p| p % 16) {
            return Some((int(low), None));
        }
        if *picks == interleaved(width, 8).map(|p| p % 16) {
            return Some((int(high), None));
        }
    }
    let start = picks[0];
    let rotates = picks.iter().enumerate().all(|(i, &p)| usize::from(p) == (usize::from(start) + i) % 16);
    rotates.then_some((ALIGN, Some(start)))
}
