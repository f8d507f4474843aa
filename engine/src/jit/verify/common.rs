//! The encodings that most instructions have, decoded with few branches.
//!
//! # Problem
//! `decode` branches on each byte. These branches are unpredictable, and a misprediction costs more than the decoding.
//!
//! # Idea
//! A REX, one or two bytes of opcode, a register and an operand, a constant: that is nearly all code. A table says of each
//! such opcode what there is; lengths and registers are then computed, not asked for. Whatever is in some way unusual is left to
//! `decode`, and what is accepted here is what that would have said, which a test compares.

use super::insn::{Insn, Mem, NONE, Op};

/// What is known of an opcode, with W or without, of the form with an operand in memory or in a register.
#[derive(Clone, Copy)]
#[repr(align(16))]
struct Row {
    op: Op,
    how: How,
    /// Bytes of the operands, and of what is accessed.
    size: u8,
    access: u8,
    kind: u8,
    /// The bits of the register's number that belong to the kind.
    group: u8,
    /// Bytes of the constant, what to shift out of four of them, which bits to keep, and what there is instead.
    imm: u8,
    shift: u8,
    keep: i16,
    value: u8,
    /// Which numbers the register can have.
    regs: u16,
    quick: Quick,
}

/// How an instruction is executed without being written down first; see `quick`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quick {
    No,
    Move,
    Load,
    ZeroExtend,
    SignExtend,
    Store,
    StoreImm,
    Lea,
    Alu,
    AluImm,
    Test,
    Shift,
    Compare,
    CompareMemory,
    CompareMemoryImm,
    Call,
    MovImm,
    Push,
    Branch,
    Jump,
    SetCc,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Uncommon,
    Operands,
    Jump,
}

const NOTHING: Row = Row {
    op: Op::Nop,
    how: How::Uncommon,
    size: 0,
    access: 0,
    kind: 0,
    group: 0,
    imm: 0,
    shift: 0,
    keep: 0,
    value: 0,
    regs: 0xFFFF,
    quick: Quick::No,
};

/// By opcode, those after 0F from 256 on; by W; by whether the operand is a register.
static ROWS: [Row; 2048] = flat(rows());

/// Finding a row is a shift.
const _: () = assert!(size_of::<Row>() == 16);

const fn flat(rows: [[[Row; 2]; 2]; 512]) -> [Row; 2048] {
    let mut all = [NOTHING; 2048];
    let mut i = 0;
    while i < 2048 {
        all[i] = rows[i >> 2][i >> 1 & 1][i & 1];
        i += 1;
    }
    all
}

const fn rows() -> [[[Row; 2]; 2]; 512] {
    let mut t = [[[NOTHING; 2]; 2]; 512];
    let any = Row { how: How::Operands, ..NOTHING };
    let byte = Row { imm: 1, shift: 24, keep: -1, ..any };
    let word = Row { imm: 4, shift: 0, keep: -1, ..any };
    t[0x8B] = both(Row { op: Op::Mov, ..any });
    t[0x89] = memory(Row { op: Op::Store, ..any });
    t[0x85] = both(Row { op: Op::Test, ..any });
    t[0x8D] = memory(Row { op: Op::Lea, ..any });
    (t[0x8D][0][0].access, t[0x8D][1][0].access) = (0, 0);
    t[0x83] = both(Row { op: Op::AluImm, group: 15, regs: 0xFF, ..byte });
    t[0x81] = both(Row { op: Op::AluImm, group: 15, regs: 0xFF, ..word });
    t[0xC7] = memory(Row { op: Op::StoreImm, group: 15, regs: 1, ..word });
    t[0x6B] = both(Row { op: Op::ImulImm, group: 15, ..byte });
    t[0x69] = both(Row { op: Op::ImulImm, group: 15, ..word });
    t[0xD3] = register(Row { op: Op::ShiftCl, group: 15, regs: 0b1011_0011, ..any });
    let count = Row { shift: 0, keep: 0xFF, ..byte };
    t[0xC1] = register(Row { op: Op::Shift, group: 15, regs: 0b1011_0011, ..count });
    let called = Row { op: Op::CallRm, regs: 1 << 2, ..any };
    t[0xFF] = [[Row { size: 8, access: 8, ..called }, NOTHING], [NOTHING; 2]];
    t[0xE8] = jump(Op::Call, 8, word);
    t[0xE9] = jump(Op::Jmp, 9, word);
    t[0xEB] = jump(Op::Jmp, 11, byte);
    let mut number = 0;
    while number < 16 {
        let kind = number as u8;
        if number < 8 {
            t[number << 3 | 3] = both(Row { op: Op::Alu, kind, ..any });
        }
        t[0x70 | number] = jump(Op::Jcc, kind, byte);
        t[0x180 | number] = jump(Op::Jcc, kind, word);
        t[0x140 | number] = both(Row { op: Op::Cmov, kind, ..any });
        number += 1;
    }
    t[0x1AF] = both(Row { op: Op::Imul, kind: 15, ..any });
    t[0x1B6] = extension(Op::ZeroExtend, 6, 1);
    t[0x1B7] = extension(Op::ZeroExtend, 7, 2);
    t[0x1BE] = extension(Op::SignExtend, 14, 1);
    t[0x1BF] = extension(Op::SignExtend, 15, 2);
    (t[0x1B6][1], t[0x1B7][1]) = ([NOTHING; 2], [NOTHING; 2]);
    quick_rows(t)
}

/// Which of them are executed at once. Of arithmetic those of 32 bits, and what changes flags alone.
const fn quick_rows(mut t: [[[Row; 2]; 2]; 512]) -> [[[Row; 2]; 2]; 512] {
    let mut wide = 0;
    while wide < 2 {
        t[0x8B][wide][0].quick = Quick::Load;
        t[0x8B][wide][1].quick = Quick::Move;
        t[0x89][wide][0].quick = Quick::Store;
        t[0xC7][wide][0].quick = Quick::StoreImm;
        t[0x85][wide][1].quick = Quick::Test;
        t[0x83][wide][1].quick = Quick::AluImm;
        t[0x81][wide][1].quick = Quick::AluImm;
        t[0x3B][wide][1].quick = Quick::Compare;
        t[0x3B][wide][0].quick = Quick::CompareMemory;
        t[0x81][wide][0].quick = Quick::CompareMemoryImm;
        t[0x83][wide][0].quick = Quick::CompareMemoryImm;
        t[0x1BE][wide][0].quick = Quick::SignExtend;
        t[0x1BF][wide][0].quick = Quick::SignExtend;
        // What follows these only looks like a ModRM.
        let mut number = 0;
        while number < 32 {
            if number < 16 {
                t[0xB8 | number >> 1][wide][number & 1].quick = Quick::MovImm;
            }
            t[0x50 | number >> 1][wide][number & 1].quick = Quick::Push;
            number += 1;
        }
        wide += 1;
    }
    let mut number = 0;
    while number < 16 {
        // The last is a comparison.
        if number < 7 {
            t[number << 3 | 3][0][1].quick = Quick::Alu;
        }
        let mut register = 0;
        while register < 2 {
            t[0x70 | number][0][register].quick = Quick::Branch;
            t[0x180 | number][0][register].quick = Quick::Branch;
            register += 1;
        }
        t[0x190 | number][0][1] = Row { quick: Quick::SetCc, regs: 1, ..NOTHING };
        number += 1;
    }
    t[0x88][0][0] = Row { quick: Quick::Store, access: 1, ..NOTHING };
    let mut register = 0;
    while register < 2 {
        t[0xE9][0][register].quick = Quick::Jump;
        t[0xEB][0][register].quick = Quick::Jump;
        register += 1;
    }
    t[0x1B6][0][0].quick = Quick::ZeroExtend;
    t[0x1B7][0][0].quick = Quick::ZeroExtend;
    t[0x8D][0][0].quick = Quick::Lea;
    t[0xC1][0][1].quick = Quick::Shift;
    t[0xFF][0][0].quick = Quick::Call;
    t
}

const fn memory(row: Row) -> [[Row; 2]; 2] {
    [[Row { size: 4, access: 4, ..row }, NOTHING], [Row { size: 8, access: 8, ..row }, NOTHING]]
}

const fn register(row: Row) -> [[Row; 2]; 2] {
    [[NOTHING, Row { size: 4, ..row }], [NOTHING, Row { size: 8, ..row }]]
}

const fn both(row: Row) -> [[Row; 2]; 2] {
    let ([a, b], [c, d]) = (memory(row), register(row));
    [[a[0], c[1]], [b[0], d[1]]]
}

/// Of what is read from memory. The size of the result stands for a constant.
const fn extension(op: Op, kind: u8, bytes: u8) -> [[Row; 2]; 2] {
    let row = Row { op, kind, how: How::Operands, size: bytes, access: bytes, ..NOTHING };
    [[Row { value: 4, ..row }, NOTHING], [Row { value: 8, ..row }, NOTHING]]
}

/// There is no ModRM, so whatever follows may look like one.
const fn jump(op: Op, kind: u8, constant: Row) -> [[Row; 2]; 2] {
    let row = Row { op, kind, how: How::Jump, size: 4, ..constant };
    [[row; 2], [NOTHING; 2]]
}

/// What a ModRM says.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Operand {
    /// Not of a register, and not of what is relative to the instruction pointer.
    has_base: bool,
    has_sib: bool,
    /// Bytes of the displacement, what to shift out of four of them, which bits to keep.
    disp: u8,
    shift: u8,
    keep: i8,
}

static OPERANDS: [Operand; 256] = {
    let nothing = Operand { has_base: false, has_sib: false, disp: 0, shift: 0, keep: 0 };
    let mut t = [nothing; 256];
    let mut modrm = 0;
    while modrm < 256 {
        let (mode, low) = (modrm >> 6, modrm & 7);
        let row = &mut t[modrm];
        if mode != 3 {
            row.has_sib = low == 4;
            row.has_base = mode != 0 || low != 5;
            (row.disp, row.shift, row.keep) = [(0, 0, 0), (1, 24, -1), (4, 0, -1)][mode];
        }
        modrm += 1;
    }
    t
};

/// By the first byte, if it is a REX: eight bits to go on by, and from bit 8 on what it says.
static PREFIXES: [u16; 256] = {
    let mut t = [0; 256];
    let mut rex = 0;
    while rex < 16 {
        t[0x40 | rex] = (rex as u16) << 8 | 8;
        rex += 1;
    }
    t
};

/// Bytes that are looked at; no instruction has so many.
pub(super) const LOOK: usize = 20;

/// The beginning of an instruction, of which only that is read on which the rest depends.
#[derive(Clone, Copy)]
pub(super) struct Start<'a> {
    bytes: &'a [u8; LOOK],
    row: &'static Row,
    // In whole registers: parts of them are widened at each use.
    rex: u32,
    has_rex: u32,
    modrm: u32,
    /// Where the opcode ends.
    opcode: u32,
}

/// Where an operand in memory is.
#[derive(Clone, Copy)]
pub(super) struct Address {
    pub(super) base: u8,
    pub(super) index: u8,
    pub(super) scale: u8,
    pub(super) disp: i32,
    /// Bytes of the instruction up to here.
    pub(super) end: usize,
}

impl Address {
    #[inline(always)]
    pub(super) fn mem(&self, bytes: u8) -> Mem {
        let Address { base, index, scale, disp, .. } = *self;
        Mem { base, index, scale, bytes, disp }
    }
}

impl<'a> Start<'a> {
    #[inline(always)]
    pub(super) fn of(bytes: &'a [u8; LOOK]) -> Start<'a> {
        // Where the next instruction begins is known only after this one's length, so these are not loaded byte by byte.
        let mut start = [0; 4];
        start.copy_from_slice(&bytes[..4]);
        let start = u32::from_le_bytes(start);
        let prefix = u32::from(PREFIXES[start as usize & 0xFF]);
        let (rex, has_rex) = (prefix >> 8, prefix >> 3 & 1);
        let rest = start >> (prefix & 31);
        let escape = u32::from(rest as u8 == 0x0F);
        let rest = rest >> (escape << 3);
        let modrm = rest >> 8 & 0xFF;
        let row = escape << 10 | (rest & 0xFF) << 2 | rex >> 2 & 2 | u32::from(modrm >= 0xC0);
        let row = &ROWS[row as usize & 2047];
        Start { bytes, row, rex, has_rex, modrm, opcode: has_rex + escape + 1 }
    }

    #[inline(always)]
    fn number(&self, at: usize) -> i32 {
        let at = at & 15;
        let bytes = self.bytes;
        i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    }

    #[inline(always)]
    pub(super) fn quick(&self) -> Quick {
        self.row.quick
    }

    #[inline(always)]
    pub(super) fn size(&self) -> u8 {
        self.row.size
    }

    #[inline(always)]
    pub(super) fn access(&self) -> u8 {
        self.row.access
    }

    #[inline(always)]
    pub(super) fn kind(&self) -> u8 {
        self.row.kind | self.reg() & self.row.group
    }

    /// The register.
    #[inline(always)]
    pub(super) fn reg(&self) -> u8 {
        (self.modrm >> 3 & 7 | (self.rex & 4) << 1) as u8
    }

    /// Whether the operation exists.
    #[inline(always)]
    pub(super) fn exists(&self) -> bool {
        self.row.regs >> self.reg() & 1 != 0
    }

    /// The operand, if it is a register and the instruction one that exists.
    #[inline(always)]
    pub(super) fn rm(&self) -> Option<u8> {
        if self.exists() { self.rm_of_any() } else { None }
    }

    /// The same, where there is an operation for every number that the register can have.
    #[inline(always)]
    pub(super) fn rm_of_any(&self) -> Option<u8> {
        debug_assert!(self.exists());
        let is_good = self.modrm >= 0xC0 && self.rex & 2 == 0;
        is_good.then_some((self.modrm & 7 | (self.rex & 1) << 3) as u8)
    }

    /// The number of the register that the opcode names, and whether the constant after it has 64 bits.
    #[inline(always)]
    pub(super) fn register_of_opcode(&self) -> (u8, bool) {
        (self.opcode() & 7 | ((self.rex & 1) << 3) as u8, self.rex & 8 != 0)
    }

    pub(super) fn opcode(&self) -> u8 {
        self.bytes[(self.opcode - 1) as usize & 3]
    }

    /// Where the opcode ends.
    #[inline(always)]
    pub(super) fn opcode_end(&self) -> usize {
        self.opcode as usize
    }

    /// The prefix, which has nothing but what makes other registers of the first eight, or is not there.
    #[inline(always)]
    pub(super) fn has_no_superfluous_rex(&self) -> bool {
        self.rex == self.has_rex
    }

    #[inline(always)]
    pub(super) fn has_rex(&self) -> bool {
        self.has_rex != 0
    }

    #[inline(always)]
    pub(super) fn rex(&self) -> u8 {
        self.rex as u8
    }

    /// The constant that begins at a byte.
    #[inline(always)]
    pub(super) fn constant(&self, at: usize) -> i32 {
        (self.number(at) << self.row.shift >> self.row.shift) & i32::from(self.row.keep)
    }

    /// All of 64 bits.
    #[inline(always)]
    pub(super) fn long_constant(&self, at: usize) -> u64 {
        u64::from(self.number(at) as u32) | u64::from(self.number(at + 4) as u32) << 32
    }

    /// Whether the result of an extension has 64 bits.
    #[inline(always)]
    pub(super) fn is_wide(&self) -> bool {
        self.row.value == 8
    }

    /// Bytes of the constant.
    #[inline(always)]
    pub(super) fn constant_len(&self) -> usize {
        usize::from(self.row.imm)
    }

    /// The operand, if it is in memory, after a register, and the instruction one that exists.
    #[inline(always)]
    pub(super) fn address(&self) -> Option<Address> {
        if self.exists() { self.address_of_any() } else { None }
    }

    /// The same, where there is an operation for every number that the register can have.
    #[inline(always)]
    pub(super) fn address_of_any(&self) -> Option<Address> {
        debug_assert!(self.exists());
        let operand = &OPERANDS[self.modrm as usize & 0xFF];
        if !operand.has_base {
            return None;
        }
        let high = ((self.rex & 1) << 3) as u8;
        let low = self.modrm as u8 & 7;
        let mut disp_at = self.opcode_end() + 1;
        let (mut base, mut index, mut scale) = (low | high, NONE, 0);
        if operand.has_sib {
            let sib = self.bytes[disp_at & 7];
            disp_at += 1;
            (base, scale) = (sib & 7 | high, sib >> 6);
            index = sib >> 3 & 7 | ((self.rex & 2) << 2) as u8;
            if index == 4 {
                index = NONE;
                if sib & !0x38 != 4 {
                    return None;
                }
            }
            if self.modrm < 0x40 && sib & 7 == 5 {
                return None;
            }
        } else if self.rex & 2 != 0 {
            return None;
        }
        let disp = (self.number(disp_at) << operand.shift >> operand.shift) & i32::from(operand.keep);
        Some(Address { base, index, scale, disp, end: disp_at + usize::from(operand.disp) })
    }

    /// Bytes of the instruction, if it is a common one which is no call or jump.
    #[inline]
    pub(super) fn len(&self) -> Option<usize> {
        match self.row.quick {
            Quick::MovImm if self.rex & 6 == 0 => {
                return Some(self.opcode_end() + if self.rex & 8 != 0 { 8 } else { 4 });
            }
            Quick::Call => return None,
            _ => {}
        }
        if self.row.how != How::Operands {
            return None;
        }
        let end = match self.modrm >= 0xC0 {
            true => self.rm().map(|_| self.opcode_end() + 1),
            false => self.address().map(|address| address.end),
        };
        Some(end? + self.constant_len())
    }

    /// Writes down the instruction, if it is a common one. Where it will stay: fields that are written one by one and then copied
    /// together are waited for.
    #[inline(always)]
    pub(super) fn decode(&self, at: u32, to: &mut Insn) -> bool {
        let row = self.row;
        if row.how != How::Operands {
            if row.how == How::Uncommon || self.has_rex() {
                return false;
            }
            let len = self.opcode_end() + usize::from(row.imm);
            let imm = (at as i32 + len as i32).wrapping_add(self.constant(self.opcode_end()));
            let (len, imm) = (len as u8, (imm as u32).into());
            *to = Insn { op: row.op, len, size: 4, kind: row.kind, imm, ..Insn::nothing(at) };
            return true;
        }
        let nowhere = Address { base: NONE, index: NONE, scale: 0, disp: 0, end: self.opcode_end() + 1 };
        let (address, rm) =
            if self.modrm >= 0xC0 { (Some(nowhere), self.rm()) } else { (self.address(), Some(NONE)) };
        let (Some(address), Some(rm)) = (address, rm) else { return false };
        *to = Insn {
            op: row.op,
            len: address.end as u8 + row.imm,
            size: row.size,
            access: row.access,
            kind: self.kind(),
            reg: self.reg(),
            rm,
            base: address.base,
            index: address.index,
            scale: address.scale,
            disp: address.disp,
            imm: i64::from(self.constant(address.end)) as u64 | u64::from(row.value),
            ..Insn::nothing(at)
        };
        true
    }
}

/// Writes down the instruction that these bytes begin with, if it is a common one.
#[inline(always)]
pub(super) fn decode_common(bytes: &[u8; LOOK], at: u32, to: &mut Insn) -> bool {
    Start::of(bytes).decode(at, to)
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode_any;
    use super::*;

    /// Whatever is accepted is what the decoder says that asks byte for byte.
    #[test]
    fn is_the_same_instruction() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut accepted = 0;
        let mut compare = |bytes: &[u8; LOOK]| {
            let mut insn = Insn::nothing(0);
            if decode_common(bytes, 0x40, &mut insn) {
                let mut code = [0; 0x54];
                code[0x40..].copy_from_slice(bytes);
                let other = decode_any(&code, 0x40, 0x54);
                assert_eq!(Some(format!("{insn:?}")), other.map(|i| format!("{i:?}")), "{bytes:x?}");
                accepted += 1;
            }
        };
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for opcode in 0..512 {
            for rex in 0x3F..0x50u8 {
                for modrm in 0..256 {
                    let mut bytes = [0; LOOK];
                    bytes[..8].copy_from_slice(&random().to_le_bytes());
                    bytes[8..16].copy_from_slice(&random().to_le_bytes());
                    let mut prefix = Vec::new();
                    prefix.extend((rex >= 0x40).then_some(rex));
                    prefix.extend((opcode >= 256).then_some(0x0F));
                    prefix.extend([opcode as u8, modrm as u8]);
                    bytes[..prefix.len()].copy_from_slice(&prefix);
                    compare(&bytes);
                }
            }
        }
        assert!(accepted > 50_000, "{accepted}");
    }
}
