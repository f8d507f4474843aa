//! The encodings that most instructions have, decoded with few branches.
//!
//! # Problem
//! `decode` asks byte for byte what comes next. Nobody can predict the answers, and guessing wrong costs more than the decoding.
//!
//! # Idea
//! A REX, one or two bytes of opcode, a register and an operand, a constant: that is nearly all code. A table says of each
//! such opcode what there is; lengths and registers are then computed, not asked for. Whatever is in some way unusual is left to
//! `decode`, and what is accepted here is what that would have said, which a test compares.

use super::insn::{Insn, NONE, Op};

/// What is known of an opcode, with W or without, of the form with an operand in memory or in a register.
#[derive(Clone, Copy)]
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
};

/// By opcode, those behind 0F from 256 on; by W; by whether the operand is a register.
static ROWS: [[[Row; 2]; 2]; 512] = rows();

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
struct Operand {
    /// [`NONE`] in memory, or in a register; otherwise nothing.
    no_register: u8,
    no_base: u8,
    has_sib: bool,
    /// Bytes of the displacement, what to shift out of four of them, which bits to keep.
    disp: u8,
    shift: u8,
    keep: i8,
    /// Relative to the instruction pointer.
    is_relative: bool,
}

static OPERANDS: [Operand; 256] = {
    let nothing = Operand {
        no_register: NONE,
        no_base: 0,
        has_sib: false,
        disp: 0,
        shift: 0,
        keep: 0,
        is_relative: false,
    };
    let mut t = [nothing; 256];
    let mut modrm = 0;
    while modrm < 256 {
        let (mode, low) = (modrm >> 6, modrm & 7);
        let row = &mut t[modrm];
        if mode == 3 {
            (row.no_register, row.no_base) = (0, NONE);
        } else {
            row.has_sib = low == 4;
            row.is_relative = mode == 0 && low == 5;
            (row.disp, row.shift, row.keep) = [(0, 0, 0), (1, 24, -1), (4, 0, -1)][mode];
        }
        modrm += 1;
    }
    t
};

/// Bytes that are looked at; no instruction has so many.
pub(super) const LOOK: usize = 20;

/// Writes down the instruction that these bytes begin with, if it is a common one. Where it will stay: fields that are written one by one
/// and then copied together are waited for.
#[inline(always)]
pub(super) fn decode_common(bytes: &[u8; LOOK], at: u32, to: &mut Insn) -> bool {
    // Where the next instruction begins is known only behind this one's length, so these are not loaded byte by byte.
    let start = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    let has_rex = start & 0xF0 == 0x40;
    let rex = start as u8 & 15 & u8::from(has_rex).wrapping_neg();
    let rest = start >> (u32::from(has_rex) << 3);
    let escape = rest & 0xFF == 0x0F;
    let rest = rest >> (u32::from(escape) << 3);
    let opcode = usize::from(has_rex) + usize::from(escape);
    let modrm = (rest >> 8) as u8;
    let row = usize::from(escape) << 8 | usize::from(rest as u8);
    let row = &ROWS[row][usize::from(rex >> 3)][usize::from(modrm >= 0xC0)];
    let operand = &OPERANDS[usize::from(modrm)];
    let number = |at: usize| i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let constant = |at: usize| (number(at & 15) << row.shift >> row.shift) & i32::from(row.keep);

    if row.how != How::Operands {
        if row.how == How::Uncommon || has_rex {
            return false;
        }
        let len = opcode + 1 + usize::from(row.imm);
        let imm = (at as i32 + len as i32).wrapping_add(constant(opcode + 1));
        let (len, imm) = (len as u8, (imm as u32).into());
        *to = Insn { op: row.op, len, size: 4, kind: row.kind, imm, ..Insn::nothing(at) };
        return true;
    }

    let reg = modrm >> 3 & 7 | (rex & 4) << 1;
    if operand.is_relative || row.regs >> reg & 1 == 0 {
        return false;
    }
    let high = (rex & 1) << 3;
    let low = modrm & 7;
    let mut disp_at = opcode + 2;
    let (mut base, mut index, mut scale) = (low | high | operand.no_base, NONE, 0);
    if operand.has_sib {
        let sib = bytes[disp_at];
        disp_at += 1;
        (base, scale) = (sib & 7 | high, sib >> 6);
        index = sib >> 3 & 7 | (rex & 2) << 2;
        if index == 4 {
            index = NONE;
            if sib & !0x38 != 4 {
                return false;
            }
        }
        if modrm < 0x40 && sib & 7 == 5 {
            return false;
        }
    } else if rex & 2 != 0 {
        return false;
    }
    let disp = (number(disp_at) << operand.shift >> operand.shift) & i32::from(operand.keep);
    let imm_at = disp_at + usize::from(operand.disp);
    *to = Insn {
        op: row.op,
        len: imm_at as u8 + row.imm,
        size: row.size,
        access: row.access,
        kind: row.kind | reg & row.group,
        reg,
        rm: low | high | operand.no_register,
        base,
        index,
        scale,
        disp,
        imm: i64::from(constant(imm_at)) as u64 | u64::from(row.value),
        ..Insn::nothing(at)
    };
    true
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
