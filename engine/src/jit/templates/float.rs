//! Scalar floats: arithmetic, comparisons, conversions.

use super::super::asm::{Alu, Cond, Label, Map, Pp, Rm, Shift, Size, V, v, v3a};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, SCRATCH, Xmm};
use crate::base::{Mutant, TrapCode};
use crate::ir::Op;

/// Float width as a mandatory prefix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Float {
    F32,
    F64,
}

impl Float {
    fn scalar(self) -> Pp {
        match self {
            Float::F32 => Pp::F3,
            Float::F64 => Pp::F2,
        }
    }
    fn packed(self) -> Pp {
        match self {
            Float::F32 => Pp::None,
            Float::F64 => Pp::P66,
        }
    }
    fn size(self) -> Size {
        match self {
            Float::F32 => Size::S32,
            Float::F64 => Size::S64,
        }
    }
    fn sign(self) -> u64 {
        match self {
            Float::F32 => 1 << 31,
            Float::F64 => 1 << 63,
        }
    }
}

/// Rounding as `roundss` encodes it, without raising precision exceptions.
pub(super) const NEAREST: u8 = 8;
pub(super) const FLOOR: u8 = 9;
pub(super) const CEIL: u8 = 10;
pub(super) const TRUNC: u8 = 11;

/// Opcodes of the scalar arithmetic instructions.
pub(super) const ADD: u8 = 0x58;
pub(super) const MUL: u8 = 0x59;
pub(super) const SUB: u8 = 0x5C;
pub(super) const MIN: u8 = 0x5D;
pub(super) const DIV: u8 = 0x5E;
pub(super) const MAX: u8 = 0x5F;

impl Emitter<'_> {
    /// `a = b op c`.
    pub fn float_op(&mut self, op: &Op, float: Float, code: u8) -> bool {
        let b = self.xmm(op.b().into());
        let c = self.xrm(op.c().into(), self.c_dies());
        let d = self.def_xmm();
        if !self.features().avx && d != b && Rm::from(d) != c {
            // The instruction that may fault is the one after the copy.
            self.asm.mov_xx(d, b);
            self.asm.v3(v(float.scalar(), code), d, d, c);
        } else {
            self.asm.v3(v(float.scalar(), code), d, b, c);
        }
        self.done_xmm(d);
        true
    }

    /// `a = b op constant`.
    pub fn float_op_imm(&mut self, op: &Op, float: Float, code: u8) -> bool {
        let b = self.xmm(op.b().into());
        let c = self.constant128(op.imm.into());
        let d = self.def_xmm();
        self.asm.v3(v(float.scalar(), code), d, b, c);
        self.done_xmm(d);
        true
    }

    /// Minimum or maximum: NaN if an operand is one, and -0 below +0.
    ///
    /// ```text
    ///   ucomis b, c ; ja/jb: min/max instruction decides ; jp: b + c is the NaN ; equal: or/and of the bits settles the sign
    /// ```
    pub fn float_min_max(&mut self, op: &Op, float: Float, code: u8, constant: bool) -> bool {
        let b = self.xmm(op.b().into());
        let c = if constant {
            let c = self.xtemp();
            self.float_constant(c, op.imm);
            c
        } else {
            self.xmm(op.c().into())
        };
        let d = self.def_xmm();
        let asm = &mut *self.asm;
        asm.v2(v(float.packed(), 0x2E), b, c);
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
        asm.mov_xx(d, SCRATCH);
        self.done_xmm(d);
        true
    }

    /// Only the sign bit, or all bits of the value but that; zeros above it.
    fn sign_mask(&mut self, float: Float, inverted: bool) -> Rm {
        let full = if float == Float::F32 { u64::from(u32::MAX) } else { u64::MAX };
        let bits = if inverted { full & !float.sign() } else { float.sign() };
        self.constant128(bits.into())
    }

    pub fn float_abs(&mut self, op: &Op, float: Float) -> bool {
        let mask = self.sign_mask(float, true);
        let b = self.xmm(op.b().into());
        let d = self.def_xmm();
        self.asm.v3(v(Pp::None, 0x54), d, b, mask);
        self.done_xmm(d);
        true
    }

    pub fn float_neg(&mut self, op: &Op, float: Float) -> bool {
        let mask = self.sign_mask(float, false);
        let b = self.xmm(op.b().into());
        let d = self.def_xmm();
        self.asm.v3(v(Pp::None, 0x57), d, b, mask);
        self.done_xmm(d);
        true
    }

    pub fn float_copysign(&mut self, op: &Op, float: Float, constant: bool) -> bool {
        let b = self.xmm(op.b().into());
        let (sign, rest) = (self.sign_mask(float, false), self.sign_mask(float, true));
        if constant {
            let d = self.def_xmm();
            self.asm.v3(v(Pp::None, 0x54), d, b, rest);
            if op.imm & float.sign() != 0 {
                self.asm.v3(v(Pp::None, 0x56), d, d, sign);
            }
            self.done_xmm(d);
            return true;
        }
        let c = self.xmm(op.c().into());
        let t = self.xtemp();
        self.asm.v3(v(Pp::None, 0x54), t, c, sign);
        self.state.unlock(c.into());
        let d = self.def_xmm();
        self.asm.v3(v(Pp::None, 0x54), SCRATCH, b, rest);
        self.asm.v3(v(Pp::None, 0x56), d, SCRATCH, t);
        self.done_xmm(d);
        true
    }

    /// Square root and conversions between floats: the destination is cleared first, since the instruction keeps its upper part and
    /// would wait for it.
    pub fn float_unary(&mut self, op: &Op, form: V) -> bool {
        let b = self.xmm(op.b().into());
        let d = self.def_xmm();
        self.float_from(form, d, b.into());
        self.done_xmm(d);
        true
    }

    fn float_from(&mut self, form: V, d: Xmm, b: Rm) {
        if b == Rm::R(d.0) {
            // The upper part comes from the first source and must be zero: the operand may be wider than the result.
            self.asm.zero_x(SCRATCH);
            self.asm.v3(form, SCRATCH, SCRATCH, b);
            self.asm.mov_xx(d, SCRATCH);
        } else {
            self.asm.zero_x(d);
            self.asm.v3(form, d, d, b);
        }
    }

    pub fn float_round(&mut self, op: &Op, float: Float, mode: u8) -> bool {
        let b = self.xmm(op.b().into());
        let d = self.def_xmm();
        let code = if float == Float::F32 { 0x0A } else { 0x0B };
        // With the operand as the first source nothing waits for the destination.
        self.asm.v3_imm(v3a(code), d, b, b, mode);
        self.done_xmm(d);
        true
    }

    /// The comparison as flags: which operand comes first, and the condition that holds. Equality needs the parity too.
    pub fn float_flags(&mut self, op: &Op, float: Float, swap: bool) {
        let (first, second) = if swap { (op.c(), op.b()) } else { (op.b(), op.c()) };
        let dies = if swap { self.b_dies() } else { self.c_dies() };
        let x = self.xmm(first.into());
        let y = self.xrm(second.into(), dies);
        self.asm.v2(v(float.packed(), 0x2E), x, y);
    }

    /// `lt`, `le`, `gt`, `ge`: `above` or `above or equal` with the operands in the right order is false for NaN.
    pub fn float_compare(&mut self, op: &Op, float: Float, swap: bool, cond: Cond) -> bool {
        self.float_flags(op, float, swap);
        self.flag_result(op, cond)
    }

    /// `eq`, `ne`.
    pub fn float_equal(&mut self, op: &Op, float: Float, equal: bool) -> bool {
        self.float_flags(op, float, false);
        let t = self.temp();
        let d = self.def_gpr();
        self.asm.setcc(if equal { Cond::NP } else { Cond::P }, t);
        self.asm.setcc(if equal { Cond::E } else { Cond::NE }, d);
        self.asm.alu(if equal { Alu::And } else { Alu::Or }, Size::S32, d, t);
        self.asm.movzx8(d, d);
        self.done_gpr(d);
        true
    }

    pub fn branch_float(&mut self, op: &Op, float: Float, swap: bool, cond: Cond, when: bool) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        self.float_flags(op, float, swap);
        self.release();
        self.branch(if when { cond } else { cond.negate() }, target);
        true
    }

    /// Branches if the operands are equal (and ordered), or if not.
    pub fn branch_float_equal(&mut self, op: &Op, float: Float, equal: bool) -> bool {
        let target = op.target(self.at);
        self.ready(target);
        self.float_flags(op, float, false);
        self.release();
        let to = self.edge_label(target);
        if equal {
            let unordered = self.asm.jcc_short(Cond::P);
            self.asm.jcc(Cond::E, to);
            self.asm.land(unordered);
        } else {
            self.asm.jcc(Cond::NE, to);
            if !Mutant::BranchForgetsNan.is_on() {
                self.asm.jcc(Cond::P, to);
            }
        }
        true
    }

    /// From a signed integer, or an unsigned one of 32 bits (which is a signed one of 64).
    pub fn float_from_int(&mut self, op: &Op, float: Float, source: Size) -> bool {
        let b = self.gpr(op.b().into());
        let d = self.def_xmm();
        self.asm.zero_x(d);
        let form = V { w: source == Size::S64, ..v(float.scalar(), 0x2A) };
        self.asm.v3(form, d, d, b);
        self.done_xmm(d);
        true
    }

    /// From an unsigned integer of 64 bits. One with the highest bit is halved first, keeping the lost bit for the rounding.
    pub fn float_from_u64(&mut self, op: &Op, float: Float) -> bool {
        let b = self.gpr(op.b().into());
        let (t, u) = (self.temp(), self.temp());
        let d = self.def_xmm();
        let form = V { w: true, ..v(float.scalar(), 0x2A) };
        let asm = &mut *self.asm;
        asm.zero_x(d);
        asm.test(Size::S64, b, b);
        let large = asm.jcc_short(Cond::S);
        asm.v3(form, d, d, b);
        let done = asm.jmp_short();
        asm.land(large);
        asm.mov(Size::S64, t, b);
        asm.mov(Size::S32, u, b);
        asm.shift_imm(Shift::Shr, Size::S64, t, 1);
        asm.alu_imm(Alu::And, Size::S32, u, 1);
        asm.alu(Alu::Or, Size::S64, t, u);
        asm.v3(form, d, d, t);
        asm.v3(v(float.scalar(), ADD), d, d, d);
        asm.land(done);
        self.done_xmm(d);
        true
    }

    /// To an integer, trapping on NaN and on what does not fit. Each kind is exact in its own way, see `int_from_float`.
    pub fn int_from_float_trap(&mut self, op: &Op, float: Float, size: Size, signed: bool) -> bool {
        let b = self.xmm(op.b().into());
        self.int_from_float(float, size, signed, b, false)
    }

    pub fn int_from_float_sat(&mut self, op: &Op, float: Float, size: Size, signed: bool) -> bool {
        let b = self.xmm(op.b().into());
        self.int_from_float(float, size, signed, b, true)
    }

    /// Bits of `2^exponent`, perhaps negative, in this width.
    fn power_of_two(float: Float, exponent: u32, negative: bool) -> u64 {
        let value = (exponent as f64).exp2() * if negative { -1.0 } else { 1.0 };
        match float {
            Float::F32 => u64::from((value as f32).to_bits()),
            Float::F64 => value.to_bits(),
        }
    }

    /// The largest integer of a type.
    fn largest(size: Size, signed: bool) -> u64 {
        match (signed, size) {
            (true, Size::S32) => i32::MAX as u64,
            (true, Size::S64) => i64::MAX as u64,
            (false, Size::S32) => u64::from(u32::MAX),
            (false, Size::S64) => u64::MAX,
        }
    }

    /// Turns the highest bit of `d` over; `t` is free.
    fn flip_sign(&mut self, d: Gpr, t: Gpr) {
        self.asm.mov_imm(t, 1 << 63);
        self.asm.alu(Alu::Xor, Size::S64, d, t);
    }

    /// Jumps to the label if the processor's conversion alone gives the answer in `d`, which for a value in the range it nearly always
    /// does: it makes -2^63 of what does not fit 64 bits, and what fits those is compared with its low half.
    fn convert_at_once(
        &mut self,
        float: Float,
        size: Size,
        signed: bool,
        b: Xmm,
        (d, t): (Gpr, Gpr),
        done: Label,
    ) {
        self.asm.v2_raw(V { w: true, ..v(float.scalar(), 0x2C) }, d.0, b.into(), None);
        match (size, signed) {
            (Size::S32, true) => {
                self.asm.movsxd(t, d);
                self.asm.alu(Alu::Cmp, Size::S64, t, d);
                self.asm.mov(Size::S32, d, d);
                self.asm.jcc(Cond::E, done);
            }
            (Size::S32, false) => {
                self.asm.mov(Size::S32, t, d);
                self.asm.alu(Alu::Cmp, Size::S64, t, d);
                self.asm.jcc(Cond::E, done);
            }
            (Size::S64, true) => {
                self.asm.alu_imm(Alu::Cmp, Size::S64, d, 1);
                self.asm.jcc(Cond::NO, done);
            }
            (Size::S64, false) => {
                self.asm.test(Size::S64, d, d);
                self.asm.jcc(Cond::NS, done);
            }
        }
    }

    /// At once where that gives the answer, else with all cases.
    fn int_from_float(&mut self, float: Float, size: Size, signed: bool, b: Xmm, sat: bool) -> bool {
        let t = self.temp();
        // The register of the operand is not reused: the slow path reads it again.
        let d = self.temp();
        // Taken before the jump: taking a register may store what it holds.
        let bound = self.xtemp();
        let done = self.asm.label();
        self.convert_at_once(float, size, signed, b, (d, t), done);
        if !sat {
            self.asm.v2(v(float.packed(), 0x2E), b, b);
            self.trap_if(Cond::P, TrapCode::BadConversionToInteger);
        }
        self.convert_with_bounds((float, size, signed), (b, bound), (d, t), sat);
        self.asm.bind(done);
        self.def_in(d.into(), false);
        self.done_gpr(d);
        true
    }

    /// The conversion with all its cases; the trapping forms have dealt with NaN.
    ///
    /// Values inside the range convert with the processor's truncation. Outside, the trapping forms compare with the bounds, which are
    /// powers of two and so exact: below `2^n`, and above `-2^n - 1` (where that is no float of this width: not below `-2^n`).
    fn convert_with_bounds(
        &mut self,
        (float, size, signed): (Float, Size, bool),
        (b, bound): (Xmm, Xmm),
        (d, t): (Gpr, Gpr),
        sat: bool,
    ) {
        let cvt = |w: bool| V { w, ..v(float.scalar(), 0x2C) };
        let bits = if size == Size::S32 { 32 } else { 64 };
        let top = if signed { bits - 1 } else { bits };
        let set_bound = |this: &mut Self, value: u64| {
            this.asm.mov_imm(t, value);
            this.asm.mov_xr(float.size(), bound, t);
        };
        // Upper bound.
        set_bound(self, Self::power_of_two(float, top, false));
        self.asm.v2(v(float.packed(), 0x2E), b, bound);
        let mut ends = Vec::new();
        if sat {
            let fits = self.asm.jcc_short(Cond::B);
            // NaN compares as below too; it is sorted out where the value seems small.
            self.asm.mov_imm(d, Self::largest(size, signed));
            ends.push(self.asm.jmp_short());
            self.asm.land(fits);
        } else {
            self.trap_if(Cond::AE, TrapCode::IntegerOverflow);
        }
        // Lower bound.
        if signed {
            // An f64 can be between -2^31 - 1 and -2^31, which truncates into range.
            let (value, cond) = if float == Float::F64 && size == Size::S32 {
                (((-2_147_483_649.0_f64).to_bits()), Cond::A)
            } else {
                (Self::power_of_two(float, top, true), Cond::AE)
            };
            set_bound(self, value);
            self.asm.v2(v(float.packed(), 0x2E), b, bound);
            if sat {
                let nan = self.asm.jcc_short(Cond::P);
                let fits = self.asm.jcc_short(cond);
                let min = if size == Size::S32 { u64::from(i32::MIN as u32) } else { i64::MIN as u64 };
                self.asm.mov_imm(d, min);
                ends.push(self.asm.jmp_short());
                self.asm.land(nan);
                self.asm.mov_imm(d, 0);
                ends.push(self.asm.jmp_short());
                self.asm.land(fits);
            } else {
                self.trap_if(cond.negate(), TrapCode::IntegerOverflow);
            }
            self.asm.v2_raw(cvt(size == Size::S64), d.0, b.into(), None);
        } else {
            // Above -1: truncates to zero at least.
            set_bound(self, Self::power_of_two(float, 0, true));
            self.asm.v2(v(float.packed(), 0x2E), b, bound);
            if sat {
                let nan = self.asm.jcc_short(Cond::P);
                let fits = self.asm.jcc_short(Cond::A);
                self.asm.land(nan);
                self.asm.mov_imm(d, 0);
                ends.push(self.asm.jmp_short());
                self.asm.land(fits);
            } else {
                self.trap_if(Cond::BE, TrapCode::IntegerOverflow);
            }
            if size == Size::S32 {
                self.asm.v2_raw(cvt(true), d.0, b.into(), None);
                self.asm.mov(Size::S32, d, d);
            } else {
                // From 2^63 up: without the highest bit, which is put back.
                set_bound(self, Self::power_of_two(float, 63, false));
                self.asm.v2(v(float.packed(), 0x2E), b, bound);
                let large = self.asm.jcc_short(Cond::AE);
                self.asm.v2_raw(cvt(true), d.0, b.into(), None);
                ends.push(self.asm.jmp_short());
                self.asm.land(large);
                self.asm.v3(v(float.scalar(), SUB), SCRATCH, b, bound);
                self.asm.v2_raw(cvt(true), d.0, SCRATCH.into(), None);
                self.flip_sign(d, t);
            }
        }
        for end in ends {
            self.asm.land(end);
        }
    }

    pub fn reinterpret_to_int(&mut self, op: &Op, float: Float) -> bool {
        let b = self.xmm(op.b().into());
        let d = self.def_gpr();
        self.asm.mov_rx(float.size(), d, b);
        self.done_gpr(d);
        true
    }

    pub fn reinterpret_to_float(&mut self, op: &Op, float: Float) -> bool {
        let b: Gpr = self.gpr(op.b().into());
        let d = self.def_xmm();
        self.asm.mov_xr(float.size(), d, b);
        self.done_xmm(d);
        true
    }

    /// NaN becomes the canonical NaN.
    pub fn canonicalize(&mut self, op: &Op, float: Float) -> bool {
        let b = self.xmm(op.b().into());
        // Taken before the jump: taking a register may store what it holds.
        let t = self.temp();
        let d = self.def_xmm();
        self.asm.mov_xx(d, b);
        self.asm.v2(v(float.packed(), 0x2E), d, d);
        let ordered = self.asm.jcc_short(Cond::NP);
        let bits = if float == Float::F32 { 0x7FC0_0000 } else { 0x7FF8_0000_0000_0000 };
        self.asm.mov_imm(t, bits);
        self.asm.mov_xr(Size::S64, d, t);
        self.asm.land(ordered);
        self.done_xmm(d);
        true
    }

    pub fn sqrt_form(float: Float) -> V {
        V { pp: float.scalar(), map: Map::M0F, op: 0x51, w: false }
    }
}
