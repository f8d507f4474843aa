//! The assembler: bytes of one function, and what must be filled in later.
//!
//! # Problem
//! Four of five instructions are a handful of forms (register and register, register and memory, register and constant)
//! with registers that are known only while compiling. A general assembler spends more time on deciding how
//! to encode them than the rest of the compiler takes.
//!
//! # Idea
//! These forms have one encoder here, which puts the instruction together in two registers and appends it at
//! once. Register numbers are plain numbers, prefixes are left out where they carry nothing, and displacements take the
//! short form where they fit. Fixed sequences (entry stubs and the like) are written with `dynasm!`, see `stubs`.
//!
//! With AVX the vector forms have three operands; without, the destination must be the first source, and the encoder
//! copies. Callers need not know which.
//!
//! Must not know: slots, operations, plans.

mod integer;
mod label;
mod vector;

pub use label::{Label, LabelTrace};
pub use vector::{LOAD_F64, LOAD_V128_ALIGNED, SET_BITS};

use serde::{Deserialize, Serialize};

use super::regs::{Gpr, Xmm};
use crate::base::{Mutant, SplicedOp};
use crate::settings::CpuFeature;

/// What instructions this processor has, beyond SSE4.1, which is required.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Features {
    pub avx: bool,
    pub bmi2: bool,
    pub lzcnt: bool,
    pub bmi1: bool,
    pub popcnt: bool,
}

impl Features {
    /// Whether it has one of them.
    pub fn has(self, feature: CpuFeature) -> bool {
        match feature {
            CpuFeature::Avx => self.avx,
            CpuFeature::Bmi1 => self.bmi1,
            CpuFeature::Bmi2 => self.bmi2,
            CpuFeature::Lzcnt => self.lzcnt,
            CpuFeature::Popcnt => self.popcnt,
        }
    }
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

    /// Element `index` of an array of words that begins at `base`. The decoder allows no more than a million of anything that
    /// a module numbers.
    pub fn element(base: Gpr, index: u32) -> Mem {
        debug_assert!(index < 1 << 28, "index {index} of a table of the instance");
        Mem::new(base, (index * 8) as i32)
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
    NO = 1,
    B = 2,
    AE = 3,
    E = 4,
    NE = 5,
    BE = 6,
    A = 7,
    S = 8,
    NS = 9,
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
            O => NO,
            NO => O,
            B => AE,
            AE => B,
            E => NE,
            NE => E,
            BE => A,
            A => BE,
            S => NS,
            NS => S,
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

/// A fixed piece of code that all functions share; see `stubs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[repr(u8)]
pub enum Stub {
    /// Takes the trap code from the low byte of rax.
    TrapRax,
    /// Calls the builtin whose index is in ecx for the operation in rdx.
    Builtin,
    /// Calls the function reference in rax, of any instance or the host, as a tail call.
    TailRef,
    /// Moves rdx bytes from rsi to rdi, which may overlap.
    Copy,
    /// Sets rdx bytes from rdi on to the low byte of rsi.
    Fill,
    /// A trap for each code, in their order.
    Trap(u8),
}

/// What is filled in when the code is put in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RelocKind {
    /// 32 bits: the distance to a stub.
    Stub(Stub),
    /// 32 bits: the distance to the entry of a defined function that is compiled already.
    Entry(u32),
    /// 64 bits: the address of an operation of this function.
    Op(SplicedOp),
    /// 64 bits: the address of this code plus an offset.
    Own,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// Where jumps lead back to, in the order in which they were written.
    pub back: Vec<u32>,
    pub relocs: Vec<Reloc>,
    /// Where canonical ids of types stand, 32 bits each. They are those of this engine already; another one has others.
    pub type_ids: Vec<u32>,
    pub features: Features,
    /// For the checker.
    pub trace: LabelTrace,
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
///
/// In two words, because bytes that are stored one by one and read back as one piece make a processor wait: the head has what comes
/// before the displacement (at most seven bytes), the tail displacement and constant (at most eight).
struct Bytes {
    head: u64,
    head_len: u32,
    tail: u64,
    tail_len: u32,
    /// The distance to a label stands at the tail's beginning.
    label: Option<Label>,
}

impl Bytes {
    #[inline(always)]
    fn new() -> Bytes {
        Bytes { head: 0, head_len: 0, tail: 0, tail_len: 0, label: None }
    }
    #[inline(always)]
    fn u8(&mut self, byte: u8) {
        self.head |= u64::from(byte) << (8 * self.head_len);
        self.head_len += 1;
    }
    /// A byte after the operands.
    #[inline(always)]
    fn imm8(&mut self, byte: u8) {
        self.tail |= u64::from(byte) << (8 * self.tail_len);
        self.tail_len += 1;
    }
    /// Four bytes after the operands.
    #[inline(always)]
    fn i32(&mut self, value: i32) {
        self.tail |= u64::from(value as u32) << (8 * self.tail_len);
        self.tail_len += 4;
    }
    /// The bytes that name the operands: ModRM, SIB, displacement.
    #[inline(always)]
    fn operands(&mut self, reg: u8, rm: Rm) {
        let reg = (reg & 7) << 3;
        match rm {
            Rm::R(r) => self.u8(0xC0 | reg | (r & 7)),
            Rm::L(label) => {
                self.u8(reg | 5);
                self.label = Some(label);
                self.i32(0);
            }
            Rm::M(m) => {
                let base = m.base.0 & 7;
                // A base of rbp or r13 without displacement means something else.
                let mode = match m.disp {
                    0 if base != 5 => 0x00,
                    -128..=127 => 0x40,
                    128 if Mutant::DisplacementOffByOne.is_on() => 0x40,
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
                    0x40 => self.imm8(m.disp as u8),
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
            back: Vec::new(),
            relocs: Vec::new(),
            type_ids: Vec::new(),
            features,
            trace: LabelTrace::default(),
        }
    }

    pub fn clear(&mut self) {
        self.code.clear();
        self.labels.clear();
        self.fixups.clear();
        self.back.clear();
        self.relocs.clear();
        self.type_ids.clear();
    }

    #[inline(always)]
    pub fn pos(&self) -> u32 {
        self.code.len() as u32
    }

    #[inline(always)]
    fn put(&mut self, b: &Bytes) {
        let start = self.code.len();
        let len = (b.head_len + b.tail_len) as usize;
        let word = u128::from(b.head) | u128::from(b.tail) << (8 * b.head_len);
        // Sixteen bytes are one store, as many as there are would be a call.
        self.code.extend_from_slice(&word.to_le_bytes());
        self.code.truncate(start + len);
        if let Some(label) = b.label {
            // The distance counts from the end of the instruction, where `resolve` counts from the end of the field.
            let after = b.tail_len as i32 - 4;
            let at = start + b.head_len as usize;
            self.code[at..at + 4].copy_from_slice(&(-after).to_le_bytes());
            self.fixups.push((at as u32, label));
        }
    }

    // Labels.

    /// Makes `n` labels with numbers in a row; returns the first.
    pub fn labels(&mut self, n: u32) -> Label {
        let first = self.labels.len();
        self.labels.resize(first + n as usize, UNBOUND);
        Label(first as u32)
    }

    pub fn label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }

    pub fn bind(&mut self, label: Label) {
        debug_assert_eq!(self.labels[label.0 as usize], UNBOUND);
        self.labels[label.0 as usize] = self.pos();
        self.trace.bind(label, self.pos());
    }

    pub fn offset(&self, label: Label) -> Option<u32> {
        let at = self.labels[label.0 as usize];
        (at != UNBOUND).then_some(at)
    }

    pub fn jmp(&mut self, label: Label) {
        self.trace.jump(self.pos(), label);
        if let Some(at) = self.offset(label) {
            self.back.push(at);
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
        self.trace.jump(self.pos(), label);
        if let Some(at) = self.offset(label) {
            self.back.push(at);
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
        self.trace.jump(at, label);
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
