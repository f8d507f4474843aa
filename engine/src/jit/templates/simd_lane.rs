//! Constants, splats, single lanes, shuffles.
//!
//! A shuffle by a constant is the cheapest instruction that does it; the general case is a byte shuffle of each operand with zeros for
//! bytes of the other, and both put together.

use super::super::asm::{Pp, Size, V, v, v3a};
use super::super::emit::Emitter;
use super::super::regs::{SCRATCH, Xmm};
use super::float::Float;
use super::simd::{OR, PICK32, SHUFFLE_BYTES, SHUFFLE_FLOATS, int};
use crate::base::Mutant;
use crate::ir::{Op, OpCode};

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

impl Emitter<'_> {
    pub fn simd_lane_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            ConstV128 => {
                let bits = self.func.v128s[op.imm as usize].to_bits();
                let d = self.def_v128();
                self.load_constant128(d, bits);
                self.done_v128(d);
                true
            }
            I8x16Shuffle => self.shuffle(op),
            I8x16Swizzle => self.simd2(op, |this, d, b, c| {
                // What is 16 or more gets the highest bit, which means zero.
                let limit = if Mutant::SwizzleWraps.is_on() { 0 } else { 0x70 };
                this.v3_constant(int(0xDC), SCRATCH, c, super::simd::all8(limit));
                this.asm.v3(SHUFFLE_BYTES, d, b, SCRATCH);
            }),
            I8x16Splat => self.simd_from_int(op, |this, d, b| {
                this.asm.zero_x(SCRATCH);
                this.asm.mov_xr(Size::S32, d, b);
                this.asm.v3(SHUFFLE_BYTES, d, d, SCRATCH);
            }),
            I16x8Splat => self.simd_from_int(op, |this, d, b| {
                this.asm.mov_xr(Size::S32, d, b);
                this.asm.v2_imm(PICK_LOW16, d, d, 0);
                this.asm.v2_imm(PICK32, d, d, 0);
            }),
            I32x4Splat => self.simd_from_int(op, |this, d, b| {
                this.asm.mov_xr(Size::S32, d, b);
                this.asm.v2_imm(PICK32, d, d, 0);
            }),
            I64x2Splat => self.simd_from_int(op, |this, d, b| {
                this.asm.mov_xr(Size::S64, d, b);
                this.asm.v3(JOIN_LOW64, d, d, d);
            }),
            F32x4Splat => self.splat_float(op, |this, d, b| {
                this.asm.v3_imm(SHUFFLE_FLOATS, d, b, b, 0);
            }),
            F64x2Splat => self.splat_float(op, |this, d, b| this.asm.v2(TWICE_LOW64, d, b)),
            I8x16ExtractLaneS => self.extract(op, 1, true),
            I8x16ExtractLaneU => self.extract(op, 1, false),
            I16x8ExtractLaneS => self.extract(op, 2, true),
            I16x8ExtractLaneU => self.extract(op, 2, false),
            I32x4ExtractLane => self.extract(op, 4, false),
            I64x2ExtractLane => self.extract(op, 8, false),
            F32x4ExtractLane => self.extract_f32(op),
            F64x2ExtractLane => self.extract_float(op, Float::F64),
            I8x16ReplaceLane => self.replace(op, 1),
            I16x8ReplaceLane => self.replace(op, 2),
            I32x4ReplaceLane => self.replace(op, 4),
            I64x2ReplaceLane => self.replace(op, 8),
            F32x4ReplaceLane => self.replace_float(op, |this, d, b, x, lane| {
                this.asm.v3_imm(INSERT_F32, d, b, x, (lane % 4) << 4);
            }),
            F64x2ReplaceLane => self.replace_float(op, |this, d, b, x, lane| {
                let form = if lane % 2 == 0 { MOVE_LOW64 } else { JOIN_LOW64 };
                this.asm.v3(form, d, b, x);
            }),
            _ => return None,
        })
    }

    fn splat_float(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm)) -> bool {
        let b = self.xmm(op.b().into());
        let d = self.def_v128();
        f(self, d, b);
        self.done_v128(d);
        true
    }

    fn extract(&mut self, op: &Op, bytes: u32, signed: bool) -> bool {
        let lane = op.imm as u8 % (16 / bytes) as u8;
        let size = if bytes == 8 { Size::S64 } else { Size::S32 };
        self.simd_to_int(op, |this, d, b| {
            if lane == 0 && bytes >= 4 {
                this.asm.mov_rx(size, d, b);
            } else {
                this.asm.v2_raw(super::super::x64::extract_form(bytes), b.0, d.into(), Some(lane));
            }
            match (signed, bytes) {
                (true, 1) => this.asm.movsx8(Size::S32, d, d),
                (true, _) => this.asm.movsx16(Size::S32, d, d),
                (false, _) => {}
            }
        })
    }

    /// Brings the lane down, with zeros above it.
    fn extract_f32(&mut self, op: &Op) -> bool {
        let b = self.v128(op.b().into());
        let d = self.def_xmm();
        let lane = op.imm as u8 % 4;
        self.asm.v3_imm(INSERT_F32, d, b, b, lane << 6 | 0b1110);
        self.done_xmm(d);
        true
    }

    /// Brings the lane down. An f32 must have zeros above it; above an f64 nothing matters.
    fn extract_float(&mut self, op: &Op, float: Float) -> bool {
        let b = self.v128(op.b().into());
        let d = self.def_xmm();
        match (float, op.imm as u8) {
            (Float::F32, lane) => self.asm.v3_imm(INSERT_F32, d, b, b, (lane % 4) << 6 | ZERO_ABOVE_FIRST),
            (Float::F64, lane) if lane % 2 == 0 => self.asm.mov_xx(d, b),
            (Float::F64, _) => self.asm.v2_imm(PICK32, d, b, 0xEE),
        }
        self.done_xmm(d);
        true
    }

    fn replace(&mut self, op: &Op, bytes: u32) -> bool {
        let lane = op.imm as u8 % (16 / bytes) as u8;
        let b = self.v128(op.b().into());
        let x = self.gpr(op.c().into());
        let d = self.def_v128();
        let first = if self.features().avx {
            b
        } else {
            self.asm.mov_xx(d, b);
            d
        };
        self.asm.v3_imm(super::super::x64::insert_form(bytes), d, first, x, lane);
        self.done_v128(d);
        true
    }

    fn replace_float(&mut self, op: &Op, f: impl FnOnce(&mut Self, Xmm, Xmm, Xmm, u8)) -> bool {
        let b = self.v128(op.b().into());
        let x = self.xmm(op.c().into());
        let d = self.def_v128();
        f(self, d, b, x, op.imm as u8);
        self.done_v128(d);
        true
    }

    fn shuffle(&mut self, op: &Op) -> bool {
        let mut picks = self.func.v128s[op.imm as usize].to_le_bytes().map(|p| p % 32);
        if op.b() == op.c() {
            picks = picks.map(|p| p % 16);
        }
        if picks.iter().all(|&p| p < 16) {
            return self.shuffle_one(op.b().into(), picks);
        }
        if picks.iter().all(|&p| p >= 16) {
            return self.shuffle_one(op.c().into(), picks.map(|p| p - 16));
        }
        let b = self.v128(op.b().into());
        let c = self.v128(op.c().into());
        let d = self.def_v128();
        let swapped = picks.map(|p| p ^ 16);
        if let Some((form, imm)) = two_source(&picks) {
            self.shuffle_instruction(form, imm, d, b, c);
        } else if let Some((form, imm)) = two_source(&swapped) {
            self.shuffle_instruction(form, imm, d, c, b);
        } else {
            // The highest bit means zero.
            let of = |picks: [u8; 16]| u128::from_le_bytes(picks.map(|p| if p < 16 { p } else { 0x80 }));
            self.v3_constant(SHUFFLE_BYTES, SCRATCH, b, of(picks));
            self.v3_constant(SHUFFLE_BYTES, d, c, of(swapped));
            self.asm.v3(OR, d, d, SCRATCH);
        }
        self.done_v128(d);
        true
    }

    fn shuffle_instruction(&mut self, form: V, imm: Option<u8>, d: Xmm, first: Xmm, second: Xmm) {
        match imm {
            Some(imm) => self.asm.v3_imm(form, d, first, second, imm),
            None => self.asm.v3(form, d, first, second),
        }
    }

    /// All bytes come from one operand.
    fn shuffle_one(&mut self, slot: u32, picks: [u8; 16]) -> bool {
        let b = self.v128(slot);
        let d = self.def_v128();
        if picks.iter().enumerate().all(|(i, &p)| usize::from(p) == i) {
            self.asm.mov_xx(d, b);
        } else if let Some(imm) = doublewords(&picks) {
            self.asm.v2_imm(PICK32, d, b, imm);
        } else if picks == [0; 16] {
            self.asm.zero_x(SCRATCH);
            self.asm.v3(SHUFFLE_BYTES, d, b, SCRATCH);
        } else if let Some((form, imm)) = same_source(&picks) {
            self.shuffle_instruction(form, imm, d, b, b);
        } else {
            self.v3_constant(SHUFFLE_BYTES, d, b, u128::from_le_bytes(picks));
        }
        self.done_v128(d);
        true
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
