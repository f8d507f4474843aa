//! Integer instructions: on registers, on memory, atomic ones, and the calls and jumps that take an operand.
//!
//! All have one form, `prefix? REX? map? opcode modrm`, so one function puts them together and the others only name the opcode.

use super::{Alu, Asm, Bytes, Cond, Map, Mem, Pp, Reloc, RelocKind, Rm, Shift, Size, V, high_bits};
use crate::base::Mutant;
use crate::jit::x64::regs::Gpr;

impl Asm {
    /// `prefix? REX? map? opcode modrm`; `byte`: an 8-bit register operand, where registers from 4 up need a REX.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "these are the fields of the encoding")]
    pub(super) fn int(
        &mut self,
        prefix: u8,
        w: bool,
        escape: &[u8],
        op: u8,
        reg: u8,
        rm: Rm,
        byte: bool,
    ) -> Bytes {
        let mut b = Bytes::new();
        if prefix != 0 {
            b.u8(prefix);
        }
        let rex = u8::from(w) << 3 | high_bits(reg, rm);
        let needs = byte && (reg >= 4 || matches!(rm, Rm::R(r) if r >= 4));
        if rex != 0 || needs {
            b.u8(0x40 | rex);
        }
        for &e in escape {
            b.u8(e);
        }
        b.u8(op);
        b.operands(reg, rm);
        b
    }

    pub fn alu(&mut self, op: Alu, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[], (op as u8) << 3 | 3, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn alu_imm(&mut self, op: Alu, size: Size, dst: impl Into<Rm>, imm: i32) {
        let unsigned = Mutant::ImmediateNotExtended.is_on() && imm as u32 <= 0xFF;
        let short = i32::from(imm as i8) == imm || unsigned;
        let opcode = if short { 0x83 } else { 0x81 };
        let mut b = self.int(0, size == Size::S64, &[], opcode, op as u8, dst.into(), false);
        if short {
            b.imm8(imm as u8)
        } else {
            b.i32(imm)
        }
        self.put(&b);
    }

    /// Compares a word of memory with the id of a type: always in 32 bits, since another engine's id may need them.
    pub fn cmp_type(&mut self, word: Mem, id: u32) {
        let mut b = self.int(0, false, &[], 0x81, Alu::Cmp as u8, word.into(), false);
        b.i32(id as i32);
        self.put(&b);
        self.type_ids.push(self.pos() - 4);
    }

    /// Stores the id of a type.
    pub fn store_type(&mut self, word: Mem, id: u32) {
        self.store_imm(Size::S32, word, id as i32);
        self.type_ids.push(self.pos() - 4);
    }

    pub fn test(&mut self, size: Size, a: impl Into<Rm>, c: Gpr) {
        let b = self.int(0, size == Size::S64, &[], 0x85, c.0, a.into(), false);
        self.put(&b);
    }

    pub fn test_imm(&mut self, size: Size, a: Gpr, imm: i32) {
        let mut b = self.int(0, size == Size::S64, &[], 0xF7, 0, a.into(), false);
        b.i32(imm);
        self.put(&b);
    }

    pub fn mov(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[], 0x8B, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn mov_rr(&mut self, dst: Gpr, src: Gpr) {
        if dst != src {
            self.mov(Size::S64, dst, src);
        }
    }

    pub fn store(&mut self, size: Size, dst: Mem, src: Gpr) {
        let b = self.int(0, size == Size::S64, &[], 0x89, src.0, dst.into(), false);
        self.put(&b);
    }

    pub fn store8(&mut self, dst: Mem, src: Gpr) {
        let b = self.int(0, false, &[], 0x88, src.0, dst.into(), true);
        self.put(&b);
    }

    pub fn store16(&mut self, dst: Mem, src: Gpr) {
        let b = self.int(0x66, false, &[], 0x89, src.0, dst.into(), false);
        self.put(&b);
    }

    /// Stores a constant that is sign-extended to the size.
    pub fn store_imm(&mut self, size: Size, dst: Mem, imm: i32) {
        let mut b = self.int(0, size == Size::S64, &[], 0xC7, 0, dst.into(), false);
        b.i32(imm);
        self.put(&b);
    }

    /// Puts a constant into a register; leaves the flags alone.
    pub fn mov_imm(&mut self, dst: Gpr, imm: u64) {
        if u64::from(imm as u32) == imm {
            let mut b = Bytes::new();
            if dst.0 >= 8 {
                b.u8(0x41);
            }
            b.u8(0xB8 | (dst.0 & 7));
            b.i32(imm as i32);
            self.put(&b);
        } else if imm as i64 == i64::from(imm as i32) {
            let mut b = self.int(0, true, &[], 0xC7, 0, dst.into(), false);
            b.i32(imm as i32);
            self.put(&b);
        } else {
            self.code.extend_from_slice(&[0x48 | dst.0 >> 3, 0xB8 | (dst.0 & 7)]);
            self.code.extend_from_slice(&imm.to_le_bytes());
        }
    }

    /// Puts a constant into a register, where the flags are free.
    pub fn set(&mut self, dst: Gpr, imm: u64) {
        if imm == 0 { self.alu(Alu::Xor, Size::S32, dst, dst) } else { self.mov_imm(dst, imm) }
    }

    /// A 64-bit address that is filled in later.
    pub fn mov_reloc(&mut self, dst: Gpr, kind: RelocKind) {
        self.code.extend_from_slice(&[0x48 | dst.0 >> 3, 0xB8 | (dst.0 & 7)]);
        self.relocs.push(Reloc { at: self.pos(), kind });
        self.code.extend_from_slice(&[0; 8]);
    }

    pub fn lea(&mut self, size: Size, dst: Gpr, mem: Mem) {
        let b = self.int(0, size == Size::S64, &[], 0x8D, dst.0, mem.into(), false);
        self.put(&b);
    }

    /// `lea dst, [index * 2^places + disp]`: an address without a base has its displacement in full.
    pub fn lea_scaled(&mut self, size: Size, dst: Gpr, index: Gpr, places: u8, disp: i32) {
        let rex = 0x40 | u8::from(size == Size::S64) << 3 | (dst.0 >> 3) << 2 | (index.0 >> 3) << 1;
        if rex != 0x40 {
            self.code.push(rex);
        }
        self.code.extend_from_slice(&[0x8D, (dst.0 & 7) << 3 | 4, places << 6 | (index.0 & 7) << 3 | 5]);
        self.code.extend_from_slice(&disp.to_le_bytes());
    }

    pub fn imul(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[0x0F], 0xAF, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn imul_imm(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>, imm: i32) {
        let short = i32::from(imm as i8) == imm;
        let op = if short { 0x6B } else { 0x69 };
        let mut b = self.int(0, size == Size::S64, &[], op, dst.0, src.into(), false);
        if short {
            b.imm8(imm as u8)
        } else {
            b.i32(imm)
        }
        self.put(&b);
    }

    /// The one-operand group: 2 not, 3 neg, 4 mul, 5 imul, 6 div, 7 idiv.
    pub fn group3(&mut self, which: u8, size: Size, rm: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[], 0xF7, which, rm.into(), false);
        self.put(&b);
    }

    /// Reverses the bytes.
    pub fn bswap(&mut self, size: Size, reg: Gpr) {
        let rex = 0x40 | u8::from(size == Size::S64) << 3 | reg.0 >> 3;
        if rex != 0x40 {
            self.code.push(rex);
        }
        self.code.extend_from_slice(&[0x0F, 0xC8 | reg.0 & 7]);
    }

    /// Sign of rax into rdx.
    pub fn sign_rax(&mut self, size: Size) {
        if size == Size::S64 {
            self.code.push(0x48);
        }
        self.code.push(0x99);
    }

    pub fn shift_imm(&mut self, op: Shift, size: Size, dst: Gpr, count: u8) {
        let mut b = self.int(0, size == Size::S64, &[], 0xC1, op as u8, dst.into(), false);
        b.imm8(count);
        self.put(&b);
    }

    /// Shifts by cl.
    pub fn shift_cl(&mut self, op: Shift, size: Size, dst: Gpr) {
        let b = self.int(0, size == Size::S64, &[], 0xD3, op as u8, dst.into(), false);
        self.put(&b);
    }

    /// `shlx`, `shrx`, `sarx`: needs BMI2.
    pub fn shift_x(&mut self, op: Shift, size: Size, dst: Gpr, src: impl Into<Rm>, count: Gpr) {
        let pp = match op {
            Shift::Shl => Pp::P66,
            Shift::Shr => Pp::F2,
            Shift::Sar => Pp::F3,
            Shift::Rol | Shift::Ror => unreachable!("rotates have no such form"),
        };
        let form = V { pp, map: Map::M0F38, op: 0xF7, w: size == Size::S64 };
        self.vex(form, dst.0, count.0, src.into(), None);
    }

    /// `dst = !complemented & src`: needs BMI1.
    pub fn andn(&mut self, size: Size, dst: Gpr, complemented: Gpr, src: impl Into<Rm>) {
        let form = V { pp: Pp::None, map: Map::M0F38, op: 0xF2, w: size == Size::S64 };
        self.vex(form, dst.0, complemented.0, src.into(), None);
    }

    /// An instruction of the map 0F with an integer register: bit scans, extensions, conditional moves.
    pub fn int_0f(&mut self, prefix: u8, size: Size, op: u8, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(prefix, size == Size::S64, &[0x0F], op, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn cmov(&mut self, cond: Cond, size: Size, dst: Gpr, src: impl Into<Rm>) {
        self.int_0f(0, size, 0x40 | cond as u8, dst, src);
    }

    /// The low byte of `dst` becomes 0 or 1.
    pub fn setcc(&mut self, cond: Cond, dst: Gpr) {
        let b = self.int(0, false, &[0x0F], 0x90 | cond as u8, 0, dst.into(), true);
        self.put(&b);
    }

    /// Zero-extends a byte.
    pub fn movzx8(&mut self, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, false, &[0x0F], 0xB6, dst.0, src.into(), true);
        self.put(&b);
    }
    pub fn movzx16(&mut self, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, false, &[0x0F], 0xB7, dst.0, src.into(), false);
        self.put(&b);
    }
    pub fn movsx8(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[0x0F], 0xBE, dst.0, src.into(), true);
        self.put(&b);
    }
    pub fn movsx16(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[0x0F], 0xBF, dst.0, src.into(), false);
        self.put(&b);
    }
    pub fn movsxd(&mut self, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, true, &[], 0x63, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn push(&mut self, r: Gpr) {
        if r.0 >= 8 {
            self.code.push(0x41);
        }
        self.code.push(0x50 | (r.0 & 7));
    }
    pub fn pop(&mut self, r: Gpr) {
        if r.0 >= 8 {
            self.code.push(0x41);
        }
        self.code.push(0x58 | (r.0 & 7));
    }
    pub fn ret(&mut self) {
        self.code.push(0xC3);
    }
    /// `call [mem]`.
    pub fn call_mem(&mut self, mem: Mem) {
        let b = self.int(0, false, &[], 0xFF, 2, mem.into(), false);
        self.put(&b);
    }
    pub fn call_reg(&mut self, reg: Gpr) {
        let b = self.int(0, false, &[], 0xFF, 2, reg.into(), false);
        self.put(&b);
    }
    /// `jmp [mem]` or `jmp reg`.
    pub fn jmp_rm(&mut self, rm: impl Into<Rm>) {
        let b = self.int(0, false, &[], 0xFF, 4, rm.into(), false);
        self.put(&b);
    }
    pub fn xchg(&mut self, a: Gpr, b: Gpr) {
        let b = self.int(0, true, &[], 0x87, a.0, b.into(), false);
        self.put(&b);
    }

    // Atomic instructions on memory. `bytes` is the width of the access.

    pub(super) fn on_memory(&mut self, lock: bool, bytes: u32, escape: &[u8], op: u8, reg: Gpr, mem: Mem) {
        if lock {
            self.code.push(0xF0);
        }
        let prefix = if bytes == 2 { 0x66 } else { 0 };
        // The form for bytes is the one before.
        let op = if bytes == 1 { op - 1 } else { op };
        let b = self.int(prefix, bytes == 8, escape, op, reg.0, mem.into(), bytes == 1);
        self.put(&b);
    }

    /// Exchanges; locked by itself.
    pub fn xchg_mem(&mut self, bytes: u32, mem: Mem, reg: Gpr) {
        self.on_memory(false, bytes, &[], 0x87, reg, mem);
    }
    /// `[mem] += reg`; `reg` gets the old value.
    pub fn lock_xadd(&mut self, bytes: u32, mem: Mem, reg: Gpr) {
        self.on_memory(true, bytes, &[0x0F], 0xC1, reg, mem);
    }
    /// If `[mem]` is rax it becomes `reg`, otherwise rax becomes it.
    pub fn lock_cmpxchg(&mut self, bytes: u32, mem: Mem, reg: Gpr) {
        self.on_memory(true, bytes, &[0x0F], 0xB1, reg, mem);
    }
    pub fn mfence(&mut self) {
        self.code.extend_from_slice(&[0x0F, 0xAE, 0xF0]);
    }
}
