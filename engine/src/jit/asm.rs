//! The assembler: bytes of one function, and what must be filled in later.
//!
//! # Problem
//! Four of five instructions are a handful of forms (register and register, register and memory, register and constant)
//! with registers that are known only while compiling. A general assembler spends more time on deciding how
//! to encode them than the rest of the compiler takes.
//!
//! # Idea
//! These forms have one encoder here, which puts the instruction together in a small array and appends it at
//! once. Register numbers are plain numbers, prefixes are left out where they carry nothing, and displacements take the
//! short form where they fit. Fixed sequences (entry stubs and the like) are written with `dynasm!`, see `stubs`.
//!
//! With AVX the vector forms have three operands; without, the destination must be the first source, and the encoder
//! copies. Callers need not know which.
//!
//! Must not know: slots, operations, plans.

use super::regs::{Gpr, SCRATCH, Xmm};

/// What instructions this processor has, beyond SSE4.1, which is required.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Features {
    pub avx: bool,
    pub bmi2: bool,
    pub lzcnt: bool,
    pub bmi1: bool,
    pub popcnt: bool,
}

/// An address: base, perhaps an index that is scaled, and a displacement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mem {
    pub base: Gpr,
    /// Register and the power of two that it is multiplied by.
    pub index: Option<(Gpr, u8)>,
    pub disp: i32,
}

impl Mem {
    pub fn new(base: Gpr, disp: i32) -> Mem {
        Mem { base, index: None, disp }
    }
}

/// The operand that may be in a register or in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rm {
    R(u8),
    M(Mem),
    /// At a label, relative to the instruction pointer.
    L(Label),
}

impl From<Gpr> for Rm {
    fn from(r: Gpr) -> Rm {
        Rm::R(r.0)
    }
}
impl From<Xmm> for Rm {
    fn from(r: Xmm) -> Rm {
        Rm::R(r.0)
    }
}
impl From<Mem> for Rm {
    fn from(m: Mem) -> Rm {
        Rm::M(m)
    }
}
impl From<Label> for Rm {
    fn from(l: Label) -> Rm {
        Rm::L(l)
    }
}

/// Operand size of an integer instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    S32,
    S64,
}

/// A condition code, as it is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Cond {
    O = 0,
    B = 2,
    AE = 3,
    E = 4,
    NE = 5,
    BE = 6,
    A = 7,
    S = 8,
    P = 10,
    NP = 11,
    L = 12,
    GE = 13,
    LE = 14,
    G = 15,
}

impl Cond {
    pub fn negate(self) -> Cond {
        use Cond::*;
        match self {
            O => unreachable!("no template negates an overflow"),
            B => AE,
            AE => B,
            E => NE,
            NE => E,
            BE => A,
            A => BE,
            S => unreachable!("no template negates a sign"),
            P => NP,
            NP => P,
            L => GE,
            GE => L,
            LE => G,
            G => LE,
        }
    }
}

/// The eight arithmetic operations that share their encodings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Alu {
    Add = 0,
    Or = 1,
    Adc = 2,
    Sbb = 3,
    And = 4,
    Sub = 5,
    Xor = 6,
    Cmp = 7,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Shift {
    Rol = 0,
    Ror = 1,
    Shl = 4,
    Shr = 5,
    Sar = 7,
}

/// A place in the code that is jumped to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(pub u32);

/// A fixed piece of code that all functions share; see `stubs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Stub {
    /// Takes the trap code from the low byte of rax.
    TrapRax,
    /// Calls the builtin whose index is in ecx for the operation in rdx.
    Builtin,
    /// Calls the function reference in rax, of any instance or the host.
    CallRef,
    /// The same as a tail call.
    TailRef,
    /// A trap for each code, in their order.
    Trap(u8),
}

/// What is filled in when the code is put in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelocKind {
    /// 32 bits: the distance to a stub.
    Stub(Stub),
    /// 32 bits: the distance to the entry of a defined function that is compiled already.
    Entry(u32),
    /// 64 bits: the address of an operation of this function.
    Op(u32),
    /// 64 bits: the address of this code plus an offset.
    Own,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reloc {
    pub at: u32,
    pub kind: RelocKind,
}

const UNBOUND: u32 = u32::MAX;

/// See the module's header.
pub struct Asm {
    pub code: Vec<u8>,
    labels: Vec<u32>,
    fixups: Vec<(u32, Label)>,
    pub relocs: Vec<Reloc>,
    pub features: Features,
}

/// The mandatory prefix of a vector instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Pp {
    None = 0,
    P66 = 1,
    F3 = 2,
    F2 = 3,
}

/// The opcode map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Map {
    M0F = 1,
    M0F38 = 2,
    M0F3A = 3,
}

/// One vector instruction, but for its operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct V {
    pub pp: Pp,
    pub map: Map,
    pub op: u8,
    pub w: bool,
}

/// A vector instruction of the map 0F.
pub const fn v(pp: Pp, op: u8) -> V {
    V { pp, map: Map::M0F, op, w: false }
}
/// A vector instruction of the map 0F 38, prefix 66.
pub const fn v38(op: u8) -> V {
    V { pp: Pp::P66, map: Map::M0F38, op, w: false }
}
/// A vector instruction of the map 0F 3A, prefix 66, with an immediate.
pub const fn v3a(op: u8) -> V {
    V { pp: Pp::P66, map: Map::M0F3A, op, w: false }
}

/// An instruction being put together.
struct Bytes {
    bytes: [u8; 16],
    len: usize,
    /// Where the distance to a label goes.
    label: Option<(usize, Label)>,
}

impl Bytes {
    fn new() -> Bytes {
        Bytes { bytes: [0; 16], len: 0, label: None }
    }
    #[inline(always)]
    fn u8(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }
    #[inline(always)]
    fn i32(&mut self, value: i32) {
        self.bytes[self.len..self.len + 4].copy_from_slice(&value.to_le_bytes());
        self.len += 4;
    }
    /// The bytes that name the operands: ModRM, SIB, displacement.
    #[inline(always)]
    fn operands(&mut self, reg: u8, rm: Rm) {
        let reg = (reg & 7) << 3;
        match rm {
            Rm::R(r) => self.u8(0xC0 | reg | (r & 7)),
            Rm::L(label) => {
                self.u8(reg | 5);
                self.label = Some((self.len, label));
                self.i32(0);
            }
            Rm::M(m) => {
                let base = m.base.0 & 7;
                // A base of rbp or r13 without displacement means something else.
                let mode = match m.disp {
                    0 if base != 5 => 0x00,
                    -128..=127 => 0x40,
                    _ => 0x80,
                };
                match m.index {
                    Some((index, scale)) => {
                        self.u8(mode | reg | 4);
                        self.u8(scale << 6 | (index.0 & 7) << 3 | base);
                    }
                    None if base == 4 => {
                        self.u8(mode | reg | 4);
                        self.u8(0x24);
                    }
                    None => self.u8(mode | reg | base),
                }
                match mode {
                    0x40 => self.u8(m.disp as u8),
                    0x80 => self.i32(m.disp),
                    _ => {}
                }
            }
        }
    }
}

/// The register bits beyond three, as REX has them: R, X, B.
#[inline(always)]
fn high_bits(reg: u8, rm: Rm) -> u8 {
    let (x, b) = match rm {
        Rm::R(r) => (0, r >> 3),
        Rm::L(_) => (0, 0),
        Rm::M(m) => (m.index.map_or(0, |(i, _)| i.0 >> 3), m.base.0 >> 3),
    };
    (reg >> 3) << 2 | x << 1 | b
}

impl Asm {
    pub fn new(features: Features) -> Asm {
        Asm {
            code: Vec::with_capacity(4096),
            labels: Vec::new(),
            fixups: Vec::new(),
            relocs: Vec::new(),
            features,
        }
    }

    pub fn clear(&mut self) {
        self.code.clear();
        self.labels.clear();
        self.fixups.clear();
        self.relocs.clear();
    }

    #[inline(always)]
    pub fn pos(&self) -> u32 {
        self.code.len() as u32
    }

    #[inline(always)]
    fn put(&mut self, b: &Bytes) {
        let start = self.code.len();
        self.code.extend_from_slice(&b.bytes[..b.len]);
        if let Some((at, label)) = b.label {
            // The distance counts from the end of the instruction, where `resolve` counts from the end of the field.
            let behind = (b.len - at - 4) as i32;
            let at = start + at;
            self.code[at..at + 4].copy_from_slice(&(-behind).to_le_bytes());
            self.fixups.push((at as u32, label));
        }
    }

    // Labels.

    pub fn label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }

    pub fn bind(&mut self, label: Label) {
        debug_assert_eq!(self.labels[label.0 as usize], UNBOUND);
        self.labels[label.0 as usize] = self.pos();
    }

    pub fn offset(&self, label: Label) -> Option<u32> {
        let at = self.labels[label.0 as usize];
        (at != UNBOUND).then_some(at)
    }

    pub fn jmp(&mut self, label: Label) {
        if let Some(at) = self.offset(label) {
            let short = i64::from(at) - i64::from(self.pos()) - 2;
            if short >= -128 {
                self.code.extend_from_slice(&[0xEB, short as u8]);
                return;
            }
        }
        self.code.push(0xE9);
        self.fixup(label);
    }

    pub fn jcc(&mut self, cond: Cond, label: Label) {
        if let Some(at) = self.offset(label) {
            let short = i64::from(at) - i64::from(self.pos()) - 2;
            if short >= -128 {
                self.code.extend_from_slice(&[0x70 | cond as u8, short as u8]);
                return;
            }
        }
        self.code.extend_from_slice(&[0x0F, 0x80 | cond as u8]);
        self.fixup(label);
    }

    pub fn call_label(&mut self, label: Label) {
        self.code.push(0xE8);
        self.fixup(label);
    }

    /// A forward jump over at most 127 bytes; returns what [`Asm::land`] takes.
    pub fn jcc_short(&mut self, cond: Cond) -> usize {
        self.code.extend_from_slice(&[0x70 | cond as u8, 0]);
        self.code.len()
    }

    pub fn jmp_short(&mut self) -> usize {
        self.code.extend_from_slice(&[0xEB, 0]);
        self.code.len()
    }

    pub fn land(&mut self, from: usize) {
        let distance = self.code.len() - from;
        assert!(distance < 128, "a short jump over {distance} bytes");
        self.code[from - 1] = distance as u8;
    }

    fn fixup(&mut self, label: Label) {
        self.fixups.push((self.pos(), label));
        self.code.extend_from_slice(&[0; 4]);
    }

    /// The distance to a label from the end of the four bytes, or (a table entry) from `origin`.
    pub fn table_entry(&mut self, label: Label, origin: u32) {
        let at = self.pos();
        // `resolve` adds the distance from the end of the field; what the origin differs from that is put in beforehand.
        self.fixups.push((at, label));
        self.code.extend_from_slice(&((at + 4).wrapping_sub(origin)).to_le_bytes());
    }

    /// The address of a label, relative to the instruction pointer: `lea reg, [rip + label]`.
    pub fn lea_label(&mut self, reg: Gpr, label: Label) {
        self.code.extend_from_slice(&[0x48 | (reg.0 >> 3) << 2, 0x8D, (reg.0 & 7) << 3 | 5]);
        self.fixup(label);
    }

    /// Fills in the jumps. All labels that are used must be bound.
    pub fn resolve(&mut self) {
        for &(at, label) in &self.fixups {
            let target = self.labels[label.0 as usize];
            assert_ne!(target, UNBOUND, "a label that was never bound");
            let field = &mut self.code[at as usize..at as usize + 4];
            let before = u32::from_le_bytes([field[0], field[1], field[2], field[3]]);
            let value = target.wrapping_sub(at + 4).wrapping_add(before);
            field.copy_from_slice(&value.to_le_bytes());
        }
        self.fixups.clear();
    }

    pub fn call_stub(&mut self, stub: Stub) {
        self.code.push(0xE8);
        self.reloc32(RelocKind::Stub(stub));
    }

    pub fn jmp_stub(&mut self, stub: Stub) {
        self.code.push(0xE9);
        self.reloc32(RelocKind::Stub(stub));
    }

    pub fn reloc32(&mut self, kind: RelocKind) {
        self.relocs.push(Reloc { at: self.pos(), kind });
        self.code.extend_from_slice(&[0; 4]);
    }

    // Integer instructions.

    /// `prefix? REX? map? opcode modrm`; `byte`: an 8-bit register operand, where registers from 4 up need a REX.
    #[inline(always)]
    #[allow(clippy::too_many_arguments, reason = "these are the fields of the encoding")]
    fn int(&mut self, prefix: u8, w: bool, escape: &[u8], op: u8, reg: u8, rm: Rm, byte: bool) -> Bytes {
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

    /// `op [mem], src`.
    pub fn alu_mr(&mut self, op: Alu, size: Size, dst: Mem, src: Gpr) {
        let b = self.int(0, size == Size::S64, &[], (op as u8) << 3 | 1, src.0, dst.into(), false);
        self.put(&b);
    }

    pub fn alu_imm(&mut self, op: Alu, size: Size, dst: impl Into<Rm>, imm: i32) {
        let short = i32::from(imm as i8) == imm;
        let opcode = if short { 0x83 } else { 0x81 };
        let mut b = self.int(0, size == Size::S64, &[], opcode, op as u8, dst.into(), false);
        if short {
            b.u8(imm as u8)
        } else {
            b.i32(imm)
        }
        self.put(&b);
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

    pub fn store16_imm(&mut self, dst: Mem, imm: i16) {
        let mut b = self.int(0x66, false, &[], 0xC7, 0, dst.into(), false);
        b.u8(imm as u8);
        b.u8((imm >> 8) as u8);
        self.put(&b);
    }

    pub fn store8_imm(&mut self, dst: Mem, imm: i8) {
        let mut b = self.int(0, false, &[], 0xC6, 0, dst.into(), false);
        b.u8(imm as u8);
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

    pub fn imul(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let b = self.int(0, size == Size::S64, &[0x0F], 0xAF, dst.0, src.into(), false);
        self.put(&b);
    }

    pub fn imul_imm(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>, imm: i32) {
        let short = i32::from(imm as i8) == imm;
        let op = if short { 0x6B } else { 0x69 };
        let mut b = self.int(0, size == Size::S64, &[], op, dst.0, src.into(), false);
        if short {
            b.u8(imm as u8)
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

    /// Sign of rax into rdx.
    pub fn sign_rax(&mut self, size: Size) {
        if size == Size::S64 {
            self.code.push(0x48);
        }
        self.code.push(0x99);
    }

    pub fn shift_imm(&mut self, op: Shift, size: Size, dst: Gpr, count: u8) {
        let mut b = self.int(0, size == Size::S64, &[], 0xC1, op as u8, dst.into(), false);
        b.u8(count);
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

    fn on_memory(&mut self, lock: bool, bytes: u32, escape: &[u8], op: u8, reg: Gpr, mem: Mem) {
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

    // Vector instructions.

    fn vex(&mut self, f: V, reg: u8, vvvv: u8, rm: Rm, imm: Option<u8>) {
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
            b.u8(imm);
        }
        self.put(&b);
    }

    fn legacy(&mut self, f: V, reg: u8, rm: Rm, imm: Option<u8>) {
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
            b.u8(imm);
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
    /// The same for instructions whose first operand is an integer register, or that store.
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

    fn v3_any(&mut self, f: V, dst: Xmm, a: Xmm, b: Rm, imm: Option<u8>) {
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
        self.v2(v(Pp::F3, 0x7E), dst, mem);
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

    /// Instructions without effect, `n` bytes of them.
    pub fn nops(&mut self, mut n: usize) {
        const NOPS: [&[u8]; 9] = [
            &[0x90],
            &[0x66, 0x90],
            &[0x0F, 0x1F, 0x00],
            &[0x0F, 0x1F, 0x40, 0x00],
            &[0x0F, 0x1F, 0x44, 0x00, 0x00],
            &[0x66, 0x0F, 0x1F, 0x44, 0x00, 0x00],
            &[0x0F, 0x1F, 0x80, 0x00, 0x00, 0x00, 0x00],
            &[0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
            &[0x66, 0x0F, 0x1F, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
        ];
        while n > 0 {
            let step = n.min(NOPS.len());
            self.code.extend_from_slice(NOPS[step - 1]);
            n -= step;
        }
    }
}
