//! Vector instructions, in the encoding that the processor has.
//!
//! With AVX an instruction has three operands; without, its destination is its first source, and a copy is made before. The choice
//! is made here, once for all, so that templates are written as if there were always three operands.

use super::{Asm, Bytes, Map, Mem, Pp, Rm, Size, V, high_bits, v};
use crate::jit::x64::regs::{Gpr, SCRATCH, Xmm};

/// Loads 8 bytes and clears the rest.
pub const LOAD_F64: V = v(Pp::F3, 0x7E);
/// Loads 16 bytes from an address that is a multiple of 16.
pub const LOAD_V128_ALIGNED: V = v(Pp::None, 0x28);
/// Compares doublewords; a register compared with itself becomes all ones.
pub const SET_BITS: V = v(Pp::P66, 0x76);

impl Asm {
    pub(super) fn vex(&mut self, f: V, reg: u8, vvvv: u8, rm: Rm, imm: Option<u8>) {
        let mut b = Bytes::new();
        let high = high_bits(reg, rm);
        let last = (!vvvv & 15) << 3 | f.pp as u8;
        if f.map == Map::M0F && !f.w && high & 3 == 0 {
            b.u8(0xC5);
            b.u8((!(high << 5) & 0x80) | last);
        } else {
            b.u8(0xC4);
            b.u8((!(high << 5) & 0xE0) | f.map as u8);
            b.u8(u8::from(f.w) << 7 | last);
        }
        b.u8(f.op);
        b.operands(reg, rm);
        if let Some(imm) = imm {
            b.imm8(imm);
        }
        self.put(&b);
    }

    pub(super) fn legacy(&mut self, f: V, reg: u8, rm: Rm, imm: Option<u8>) {
        let prefix = match f.pp {
            Pp::None => 0,
            Pp::P66 => 0x66,
            Pp::F3 => 0xF3,
            Pp::F2 => 0xF2,
        };
        let escape: &[u8] = match f.map {
            Map::M0F => &[0x0F],
            Map::M0F38 => &[0x0F, 0x38],
            Map::M0F3A => &[0x0F, 0x3A],
        };
        let mut b = self.int(prefix, f.w, escape, f.op, reg, rm, false);
        if let Some(imm) = imm {
            b.imm8(imm);
        }
        self.put(&b);
    }

    /// `dst = op src`: instructions with two operands in either encoding.
    pub fn v2(&mut self, f: V, dst: Xmm, src: impl Into<Rm>) {
        self.v2_raw(f, dst.0, src.into(), None);
    }
    pub fn v2_imm(&mut self, f: V, dst: Xmm, src: impl Into<Rm>, imm: u8) {
        self.v2_raw(f, dst.0, src.into(), Some(imm));
    }
    /// An instruction with two operands in either encoding whose first is an integer register, or that stores.
    pub fn v2_raw(&mut self, f: V, reg: u8, rm: Rm, imm: Option<u8>) {
        if self.features.avx { self.vex(f, reg, 0, rm, imm) } else { self.legacy(f, reg, rm, imm) }
    }

    /// `dst = a op b`. A memory operand of 16 bytes need not be aligned only with AVX; callers load it first without.
    pub fn v3(&mut self, f: V, dst: Xmm, a: Xmm, b: impl Into<Rm>) {
        self.v3_any(f, dst, a, b.into(), None);
    }
    pub fn v3_imm(&mut self, f: V, dst: Xmm, a: Xmm, b: impl Into<Rm>, imm: u8) {
        self.v3_any(f, dst, a, b.into(), Some(imm));
    }

    pub(super) fn v3_any(&mut self, f: V, dst: Xmm, a: Xmm, b: Rm, imm: Option<u8>) {
        if self.features.avx {
            self.vex(f, dst.0, a.0, b, imm);
            return;
        }
        let b = match b {
            Rm::R(r) if r == dst.0 && dst != a => {
                self.mov_xx(SCRATCH, dst);
                Rm::R(SCRATCH.0)
            }
            b => b,
        };
        self.mov_xx(dst, a);
        self.legacy(f, dst.0, b, imm);
    }

    /// Shifts lanes by a constant: `group` tells the direction, the opcode the width.
    pub fn shift_lanes(&mut self, op: u8, group: u8, dst: Xmm, src: Xmm, count: u8) {
        let form = v(Pp::P66, op);
        if self.features.avx {
            self.vex(form, group, dst.0, src.into(), Some(count));
        } else {
            self.mov_xx(dst, src);
            self.legacy(form, group, dst.into(), Some(count));
        }
    }

    /// Copies all 16 bytes.
    pub fn mov_xx(&mut self, dst: Xmm, src: Xmm) {
        if dst != src {
            self.v2(v(Pp::None, 0x28), dst, src);
        }
    }

    /// Loads 4 bytes, zero-extended.
    pub fn load_f32(&mut self, dst: Xmm, mem: Mem) {
        self.v2(v(Pp::F3, 0x10), dst, mem);
    }
    /// Loads 8 bytes, zero-extended.
    pub fn load_f64(&mut self, dst: Xmm, mem: Mem) {
        self.v2(LOAD_F64, dst, mem);
    }
    /// Loads 16 bytes, aligned or not.
    pub fn load_v128(&mut self, dst: Xmm, mem: Mem) {
        self.v2(v(Pp::None, 0x10), dst, mem);
    }
    pub fn store_f32(&mut self, mem: Mem, src: Xmm) {
        self.v2(v(Pp::F3, 0x11), src, mem);
    }
    pub fn store_f64(&mut self, mem: Mem, src: Xmm) {
        self.v2(v(Pp::F2, 0x11), src, mem);
    }
    pub fn store_v128(&mut self, mem: Mem, src: Xmm) {
        self.v2(v(Pp::None, 0x11), src, mem);
    }
    /// Moves the bits of an integer register into a vector register, zero-extended.
    pub fn mov_xr(&mut self, size: Size, dst: Xmm, src: impl Into<Rm>) {
        self.v2(V { w: size == Size::S64, ..v(Pp::P66, 0x6E) }, dst, src);
    }
    /// Moves the low bits of a vector register into an integer register.
    pub fn mov_rx(&mut self, size: Size, dst: Gpr, src: Xmm) {
        self.v2(V { w: size == Size::S64, ..v(Pp::P66, 0x7E) }, src, dst);
    }
    pub fn zero_x(&mut self, dst: Xmm) {
        self.v3(v(Pp::None, 0x57), dst, dst, dst);
    }
}
