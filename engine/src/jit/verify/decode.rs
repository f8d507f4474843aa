//! A decoder of exactly those instructions that the assembler emits.
//!
//! A general decoder knows a thousand instructions, and a verifier would have to say of each what it does. Here every form that is not
//! known is refused: prefixes in another order, a superfluous REX, an operand size that no template uses, an address without a
//! base. What is left is few enough to be described by a dozen fields, from which `step` reads the effect.
//!
//! Tests hold it against iced-x86, on all code that the tests compile and on random bytes: whatever is accepted here is the same
//! instruction there, of the same length and with the same operands.

use super::common::decode_common;
use super::insn::{Insn, NONE, Op, RIP};
use super::vector;

/// The bytes of an instruction, and how far they are read. Sixteen are more than any instruction has.
struct Bytes {
    bytes: [u8; 16],
    pos: usize,
}

impl Bytes {
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes[self.pos & 15]
    }
    #[inline]
    fn u8(&mut self) -> u8 {
        let byte = self.peek();
        self.pos += 1;
        byte
    }
    fn i8(&mut self) -> i32 {
        i32::from(self.u8() as i8)
    }
    fn i32(&mut self) -> i32 {
        // What begins later ends after all instructions, and is refused for that.
        let from = self.pos.min(12);
        self.pos += 4;
        let b = &self.bytes[from..from + 4];
        i32::from_le_bytes([b[0], b[1], b[2], b[3]])
    }
}

/// Prefixes of an instruction that is not a VEX one.
#[derive(Clone, Copy)]
struct Prefix {
    lock: bool,
    /// 0, 0x66, 0xF2 or 0xF3.
    mandatory: u8,
    rex: u8,
    has_rex: bool,
}

impl Prefix {
    fn w(self) -> bool {
        self.rex & 8 != 0
    }
    fn size(self) -> u8 {
        if self.w() { 8 } else { 4 }
    }
    fn none(self) -> Option<()> {
        (self.mandatory == 0 && !self.lock).then_some(())
    }
}

/// The instruction at `at`; `None`: none that the assembler emits, or it does not end before `end`.
pub fn decode(code: &[u8], at: u32, end: u32) -> Option<Insn> {
    let mut insn = Insn::nothing(at);
    decode_to(code, at, end, &mut insn).then_some(insn)
}

/// Decodes the instruction at `at` into `to`; whether there was one.
#[inline(always)]
pub(super) fn decode_to(code: &[u8], at: u32, end: u32, to: &mut Insn) -> bool {
    let bytes = code.get(at as usize..).and_then(<[u8]>::first_chunk);
    if bytes.is_some_and(|bytes| decode_common(bytes, at, to)) {
        return to.next() <= end;
    }
    decode_any(code, at, end).map(|insn| *to = insn).is_some()
}

#[inline(never)]
pub(super) fn decode_any(code: &[u8], at: u32, end: u32) -> Option<Insn> {
    let mut b = Bytes { bytes: [0; 16], pos: 0 };
    let rest = code.get(at as usize..)?;
    match rest.first_chunk::<16>() {
        Some(chunk) => b.bytes = *chunk,
        None => b.bytes[..rest.len()].copy_from_slice(rest),
    }
    let mut i = Insn::nothing(at);
    instruction(&mut b, &mut i)?;
    i.len = b.pos as u8;
    if i.base == RIP {
        i.disp = i.disp.checked_add(i.next() as i32)?;
    }
    if matches!(i.op, Op::Call | Op::Jmp | Op::Jcc) {
        i.imm = u64::from((i.next() as i32).wrapping_add(i.imm as i32) as u32);
    }
    (b.pos <= 15 && i.next() <= end).then_some(i)
}

fn instruction(b: &mut Bytes, i: &mut Insn) -> Option<()> {
    let mut p = Prefix { lock: false, mandatory: 0, rex: 0, has_rex: false };
    let mut byte = b.u8();
    if matches!(byte, 0xC4 | 0xC5) {
        return vector::vex(b, i, byte);
    }
    if byte == 0xF0 {
        p.lock = true;
        byte = b.u8();
    }
    if matches!(byte, 0x66 | 0xF2 | 0xF3) {
        p.mandatory = byte;
        byte = b.u8();
    }
    if byte & 0xF0 == 0x40 {
        (p.rex, p.has_rex) = (byte & 15, true);
        byte = b.u8();
    }
    i.size = p.size();
    if byte == 0x0F { escaped(b, i, p) } else { one_byte(b, i, p, byte) }
}

fn modrm(b: &mut Bytes, i: &mut Insn, p: Prefix) -> Option<()> {
    operands(b, i, p.rex)
}

/// ModRM, SIB and displacement; `rex`: the bits beyond three of the register numbers.
pub(super) fn operands(b: &mut impl Stream, i: &mut Insn, rex: u8) -> Option<()> {
    let modrm = b.next_u8();
    i.reg = modrm >> 3 & 7 | (rex & 4) << 1;
    let low = modrm & 7;
    let mode = modrm >> 6;
    if mode == 3 {
        i.rm = low | (rex & 1) << 3;
        return (rex & 2 == 0).then_some(());
    }
    if low == 4 {
        let sib = b.next_u8();
        i.base = sib & 7 | (rex & 1) << 3;
        i.scale = sib >> 6;
        let index = sib >> 3 & 7 | (rex & 2) << 2;
        i.index = if index == 4 { NONE } else { index };
        if i.index == NONE && (i.scale != 0 || sib & 7 != 4) {
            return None;
        }
        if mode == 0 && sib & 7 == 5 {
            // Without a base: only `lea` has that.
            i.base = NONE;
            i.disp = b.next_i32();
            return (rex & 1 == 0).then_some(());
        }
    } else if mode == 0 && low == 5 {
        i.base = RIP;
        i.disp = b.next_i32();
        return (rex & 3 == 0).then_some(());
    } else {
        i.base = low | (rex & 1) << 3;
        if rex & 2 != 0 {
            return None;
        }
    }
    i.disp = match mode {
        0 => 0,
        1 => b.next_i8(),
        _ => b.next_i32(),
    };
    Some(())
}

/// Where bytes come from.
pub(super) trait Stream {
    fn next_u8(&mut self) -> u8;
    fn next_i8(&mut self) -> i32;
    fn next_i32(&mut self) -> i32;
}

impl Stream for Bytes {
    fn next_u8(&mut self) -> u8 {
        self.u8()
    }
    fn next_i8(&mut self) -> i32 {
        self.i8()
    }
    fn next_i32(&mut self) -> i32 {
        self.i32()
    }
}

/// An operand in memory is accessed in so many bytes.
fn touches(i: &mut Insn, bytes: u8) {
    if i.rm == NONE {
        i.access = bytes;
    }
}

/// The operand is a register.
fn register(i: &Insn) -> Option<()> {
    (i.rm != NONE).then_some(())
}

fn memory(i: &Insn) -> Option<()> {
    (i.rm == NONE).then_some(())
}

fn one_byte(b: &mut Bytes, i: &mut Insn, p: Prefix, byte: u8) -> Option<()> {
    if p.mandatory == 0x66 && matches!(byte, 0x89 | 0x87 | 0x90) && !p.w() && !p.lock {
        i.size = 2;
        if byte == 0x90 {
            i.op = Op::Nop;
            return (!p.has_rex).then_some(());
        }
        modrm(b, i, p)?;
        i.op = if byte == 0x89 { Op::Store } else { Op::XchgMem };
        touches(i, 2);
        return memory(i);
    }
    p.none()?;
    match byte {
        0x8B | 0x63 | 0x85 | 0x03 | 0x0B | 0x13 | 0x1B | 0x23 | 0x2B | 0x33 | 0x3B | 0x8D | 0x87 => {
            two_operands(b, i, p, byte)
        }
        0x89 | 0x88 | 0x86 => {
            modrm(b, i, p)?;
            i.size = if byte == 0x89 { p.size() } else { 1 };
            i.op = if byte == 0x86 { Op::XchgMem } else { Op::Store };
            touches(i, i.size);
            if byte != 0x89 {
                low_byte(i.reg, p)?;
                (!p.w()).then_some(())?;
            }
            memory(i)
        }
        0x83 | 0x81 | 0xC7 | 0x6B | 0x69 | 0xC1 | 0xD3 => with_constant(b, i, p, byte),
        0xB8..=0xBF => {
            i.op = Op::MovImm;
            i.rm = byte & 7 | (p.rex & 1) << 3;
            i.imm = u64::from(b.i32() as u32);
            if p.w() {
                i.imm |= u64::from(b.i32() as u32) << 32;
            }
            (p.rex & 6 == 0).then_some(())
        }
        0xF7 => group3(b, i, p),
        _ => short(b, i, p, byte),
    }
}

/// A register and an operand that may be in memory.
fn two_operands(b: &mut Bytes, i: &mut Insn, p: Prefix, byte: u8) -> Option<()> {
    modrm(b, i, p)?;
    touches(i, p.size());
    i.op = match byte {
        0x8B => Op::Mov,
        0x63 => {
            touches(i, 4);
            i.size = 4;
            i.op = Op::SignExtend;
            i.imm = 8;
            return p.w().then_some(());
        }
        0x85 => Op::Test,
        0x8D => {
            i.access = 0;
            i.op = Op::Lea;
            return memory(i);
        }
        0x87 if i.rm == NONE => Op::XchgMem,
        0x87 => {
            i.op = Op::Xchg;
            return p.w().then_some(());
        }
        _ => {
            i.kind = byte >> 3;
            Op::Alu
        }
    };
    Some(())
}

/// An operand and a constant, or a count in cl.
fn with_constant(b: &mut Bytes, i: &mut Insn, p: Prefix, byte: u8) -> Option<()> {
    modrm(b, i, p)?;
    touches(i, p.size());
    i.kind = i.reg;
    match byte {
        0x83 | 0x81 => {
            i.op = Op::AluImm;
            i.imm = if byte == 0x83 { b.i8() } else { b.i32() } as i64 as u64;
            (i.reg < 8).then_some(())
        }
        0xC7 => {
            i.op = if i.rm == NONE { Op::StoreImm } else { Op::MovImm };
            i.imm = b.i32() as i64 as u64;
            // A register gets 32 bits by another form.
            (i.reg == 0 && (i.rm == NONE || p.w())).then_some(())
        }
        0x6B | 0x69 => {
            i.op = Op::ImulImm;
            i.imm = if byte == 0x6B { b.i8() } else { b.i32() } as i64 as u64;
            Some(())
        }
        _ => {
            i.op = if byte == 0xC1 { Op::Shift } else { Op::ShiftCl };
            if byte == 0xC1 {
                i.imm = b.u8().into();
            }
            register(i)?;
            matches!(i.reg, 0 | 1 | 4 | 5 | 7).then_some(())
        }
    }
}

/// `test rm, imm`, and the group of one operand.
fn group3(b: &mut Bytes, i: &mut Insn, p: Prefix) -> Option<()> {
    modrm(b, i, p)?;
    touches(i, p.size());
    i.kind = i.reg;
    match i.reg {
        0 => {
            i.op = Op::TestImm;
            i.imm = b.i32() as i64 as u64;
            register(i)
        }
        2 | 3 => {
            i.op = Op::Unary;
            register(i)
        }
        4..=7 => {
            i.op = Op::MulDiv;
            Some(())
        }
        _ => None,
    }
}

/// Instructions of a byte, calls and jumps.
fn short(b: &mut Bytes, i: &mut Insn, p: Prefix, byte: u8) -> Option<()> {
    match byte {
        0x50..=0x5F => {
            i.op = if byte < 0x58 { Op::Push } else { Op::Pop };
            i.reg = byte & 7 | (p.rex & 1) << 3;
            // A REX without its bit is not what the assembler writes.
            return (p.rex == u8::from(p.has_rex)).then_some(());
        }
        0x99 => {
            i.op = Op::SignRax;
            return (p.rex & 7 == 0).then_some(());
        }
        0xFF => {
            modrm(b, i, p)?;
            i.size = 8;
            touches(i, 8);
            i.op = match i.reg {
                2 => Op::CallRm,
                4 => Op::JmpRm,
                _ => return None,
            };
            return (!p.w()).then_some(());
        }
        _ => {}
    }
    if p.has_rex {
        return None;
    }
    i.op = match byte {
        0xE8 => Op::Call,
        0xE9 | 0xEB => Op::Jmp,
        0x70..=0x7F => Op::Jcc,
        0xC3 => {
            i.op = Op::Ret;
            return Some(());
        }
        0x90 => {
            i.op = Op::Nop;
            return Some(());
        }
        _ => return None,
    };
    i.kind = byte & 15;
    i.imm = if matches!(byte, 0xE8 | 0xE9) { b.i32() } else { b.i8() } as i64 as u64;
    Some(())
}

/// An 8-bit register operand: without a REX the numbers from 4 on are other registers.
fn low_byte(reg: u8, p: Prefix) -> Option<()> {
    (reg < 4 || p.has_rex).then_some(())
}

/// The opcode map 0F, and those after it.
fn escaped(b: &mut Bytes, i: &mut Insn, p: Prefix) -> Option<()> {
    let byte = b.u8();
    let map = match byte {
        0x38 => 2,
        0x3A => 3,
        _ => 1,
    };
    let opcode = if map == 1 { byte } else { b.u8() };
    if map == 1 {
        if p.lock || matches!(opcode, 0xB0 | 0xB1 | 0xC0 | 0xC1) {
            return locked(b, i, p, opcode);
        }
        if let Some(done) = integer(b, i, p, opcode) {
            return done;
        }
    }
    if p.lock {
        return None;
    }
    let pp = match p.mandatory {
        0 => 0,
        0x66 => 1,
        0xF3 => 2,
        _ => 3,
    };
    vector::legacy(b, i, [map, pp, opcode], p.rex)
}

/// Locked additions and exchanges on memory.
fn locked(b: &mut Bytes, i: &mut Insn, p: Prefix, opcode: u8) -> Option<()> {
    i.op = match opcode {
        0xB0 | 0xB1 => Op::CmpXchg,
        0xC0 | 0xC1 => Op::Xadd,
        _ => return None,
    };
    i.size = match (opcode & 1, p.mandatory, p.w()) {
        (0, 0, false) => 1,
        (1, 0x66, false) => 2,
        (1, 0, _) => p.size(),
        _ => return None,
    };
    modrm(b, i, p)?;
    if i.size == 1 {
        low_byte(i.reg, p)?;
    }
    touches(i, i.size);
    memory(i)?;
    p.lock.then_some(())
}

/// Integer instructions of the map 0F; the outer `None`: it is none of them.
fn integer(b: &mut Bytes, i: &mut Insn, p: Prefix, opcode: u8) -> Option<Option<()>> {
    let mandatory = p.mandatory;
    let plain = p.none();
    i.op = match opcode {
        0x80..=0x8F if plain.is_some() && !p.has_rex => {
            i.op = Op::Jcc;
            i.kind = opcode & 15;
            i.imm = b.i32() as i64 as u64;
            return Some(Some(()));
        }
        0xC8..=0xCF if plain.is_some() => {
            i.op = Op::Bswap;
            i.rm = opcode & 7 | (p.rex & 1) << 3;
            return Some((p.rex & 6 == 0).then_some(()));
        }
        0xAE if plain.is_some() && !p.has_rex && b.peek() == 0xF0 => {
            b.pos += 1;
            i.op = Op::Fence;
            return Some(Some(()));
        }
        0x1F if matches!(mandatory, 0 | 0x66) && !p.has_rex => Op::Nop,
        0xAF if plain.is_some() => Op::Imul,
        0x40..=0x4F if plain.is_some() => Op::Cmov,
        0x90..=0x9F if plain.is_some() && !p.w() => Op::SetCc,
        0xB6 | 0xB7 if plain.is_some() && !p.w() => Op::ZeroExtend,
        0xBE | 0xBF if plain.is_some() => Op::SignExtend,
        0xBC | 0xBD if matches!(mandatory, 0 | 0xF3) => Op::Bits,
        0xB8 if mandatory == 0xF3 => Op::Bits,
        _ => return None,
    };
    Some(with_operands(b, i, p, opcode))
}

fn with_operands(b: &mut Bytes, i: &mut Insn, p: Prefix, opcode: u8) -> Option<()> {
    modrm(b, i, p)?;
    i.kind = opcode & 15;
    match i.op {
        Op::Nop => return memory(i),
        Op::SetCc => {
            i.size = 1;
            register(i)?;
            return (i.reg == 0).then(|| low_byte(i.rm, p)).flatten();
        }
        Op::ZeroExtend | Op::SignExtend => {
            // The size of the result, then that of the operand.
            i.imm = p.size().into();
            i.size = 1 + (opcode & 1);
            if i.size == 1 && i.rm != NONE {
                low_byte(i.rm, p)?;
            }
        }
        _ => {}
    }
    touches(i, i.size);
    Some(())
}
