//! Vector instructions: the forms that exist, and what each does to the low 64 bits of its destination.
//!
//! Only these bits can become an index or a reference, since a value that is wider is taken apart before. Of most results
//! nothing has to be known.

use super::decode::{Stream, operands};
use super::insn::{Insn, NONE, Op};

/// What an instruction does with its operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Not a form that exists.
    Bad,
    /// `reg` becomes something.
    Any,
    /// `reg` becomes a copy of `rm`, or what is loaded: 4 bytes and zeros, 8 and zeros, 16.
    Copy,
    /// The upper half of the low 64 bits is that of the first source.
    Upper,
    /// Zeros stay where both operands have them, where one of them has, and where the second has.
    Or,
    And,
    AndNot,
    /// `reg` from the integer register `rm`, and back.
    FromInt,
    ToInt,
    /// The integer register `reg` from the vector register `rm`: a mask or a number of `size` bytes.
    Mask,
    Convert,
    /// `rm`, in memory, from `reg`.
    Store,
    /// Compares and changes nothing.
    Compare,
    /// A lane from an integer register or from memory.
    Insert,
    /// A lane to an integer register or to memory.
    Extract,
    /// Shifts lanes of `rm` into the first source.
    ShiftLanes,
}

/// All that is known of one opcode.
#[derive(Clone, Copy)]
struct Row {
    form: Form,
    /// Bytes of an operand in memory; 0: it must be a register.
    bytes: u8,
    /// The operand must be in memory.
    memory_only: bool,
    /// There is a first source besides the destination.
    three: bool,
    imm: bool,
    /// Bit 0: W clear is a form, bit 1: W set is one.
    w: u8,
}

const BAD: Row = Row { form: Form::Bad, bytes: 0, memory_only: false, three: false, imm: false, w: 0 };

/// Rows by map (from 1), prefix and opcode.
static ROWS: [[Row; 1024]; 3] = rows();

const fn rows() -> [[Row; 1024]; 3] {
    let mut table = [[BAD; 1024]; 3];
    // Moves.
    table[0][0x10] = row(Form::Copy, 16, "m");
    table[0][0x11] = row(Form::Store, 16, "m");
    table[0][0x28] = row(Form::Copy, 16, "");
    table[0][0x200 | 0x10] = row(Form::Copy, 4, "m");
    table[0][0x200 | 0x11] = row(Form::Store, 4, "m");
    table[0][0x200 | 0x7E] = row(Form::Copy, 8, "");
    table[0][0x300 | 0x10] = row(Form::Any, 0, "3");
    table[0][0x300 | 0x11] = row(Form::Store, 8, "m");
    table[0][0x300 | 0x12] = row(Form::Copy, 8, "");
    table[0][0x100 | 0x6E] = row(Form::FromInt, 0, "wW");
    table[0][0x100 | 0x7E] = row(Form::ToInt, 0, "wW");
    // Floats: packed (of singles, of doubles), scalar (likewise).
    let arithmetic = [0x51, 0x58, 0x59, 0x5C, 0x5D, 0x5E, 0x5F, 0xC2];
    let mut i = 0;
    while i < arithmetic.len() {
        let op = arithmetic[i];
        let kind = match op {
            0xC2 => "3i",
            0x51 => "",
            _ => "3",
        };
        table[0][op] = row(Form::Any, 16, kind);
        table[0][0x100 | op] = row(Form::Any, 16, kind);
        if op != 0xC2 {
            table[0][0x200 | op] = row(Form::Upper, 4, "3");
            table[0][0x300 | op] = row(Form::Any, 8, "3");
        }
        i += 1;
    }
    table[0][0x2E] = row(Form::Compare, 4, "");
    table[0][0x100 | 0x2E] = row(Form::Compare, 8, "");
    let mut pp = 0;
    while pp < 2 {
        table[0][pp << 8 | 0x14] = row(Form::Any, 16, "3");
        table[0][pp << 8 | 0x50] = row(Form::Mask, 0, "");
        table[0][pp << 8 | 0x54] = row(Form::And, 16, "3");
        table[0][pp << 8 | 0x55] = row(Form::AndNot, 16, "3");
        table[0][pp << 8 | 0x56] = row(Form::Or, 16, "3");
        table[0][pp << 8 | 0x57] = row(Form::Or, 16, "3");
        table[0][pp << 8 | 0xC6] = row(Form::Any, 0, "3i");
        pp += 1;
    }
    // Conversions.
    table[0][0x5A] = row(Form::Any, 8, "");
    table[0][0x100 | 0x5A] = row(Form::Any, 16, "");
    table[0][0x200 | 0x5A] = row(Form::Any, 4, "3");
    table[0][0x300 | 0x5A] = row(Form::Upper, 8, "3");
    table[0][0x5B] = row(Form::Any, 16, "");
    table[0][0x200 | 0x5B] = row(Form::Any, 16, "");
    table[0][0x200 | 0xE6] = row(Form::Any, 8, "");
    table[0][0x100 | 0xE6] = row(Form::Any, 16, "");
    table[0][0x200 | 0x2A] = row(Form::Upper, 0, "3wWg");
    table[0][0x300 | 0x2A] = row(Form::Any, 0, "3wWg");
    table[0][0x200 | 0x2C] = row(Form::Convert, 4, "wW");
    table[0][0x300 | 0x2C] = row(Form::Convert, 8, "wW");
    integers(table)
}

const fn integers(mut table: [[Row; 1024]; 3]) -> [[Row; 1024]; 3] {
    const P: usize = 0x100;
    // Of two operands.
    let packed = [
        0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x74, 0x75, 0x76,
        0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD8, 0xD9, 0xDA, 0xDC, 0xDD, 0xDE, 0xE0, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5,
        0xE8, 0xE9, 0xEA, 0xEC, 0xED, 0xEE, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD,
        0xFE,
    ];
    let mut i = 0;
    while i < packed.len() {
        table[0][P | packed[i]] = row(Form::Any, 16, "3");
        i += 1;
    }
    table[0][P | 0xDB] = row(Form::And, 16, "3");
    table[0][P | 0xDF] = row(Form::AndNot, 16, "3");
    table[0][P | 0xEB] = row(Form::Or, 16, "3");
    table[0][P | 0xEF] = row(Form::Or, 16, "3");
    table[0][P | 0xD7] = row(Form::Mask, 0, "");
    table[0][P | 0x70] = row(Form::Any, 16, "i");
    table[0][0x200 | 0x70] = row(Form::Any, 16, "i");
    table[0][0x300 | 0x70] = row(Form::Any, 16, "i");
    table[0][P | 0x71] = row(Form::ShiftLanes, 0, "i");
    table[0][P | 0x72] = row(Form::ShiftLanes, 0, "i");
    table[0][P | 0x73] = row(Form::ShiftLanes, 0, "i");
    table[0][P | 0xC4] = row(Form::Insert, 2, "3ig");
    let more =
        [0x00, 0x04, 0x0B, 0x28, 0x29, 0x2B, 0x37, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x40];
    let mut i = 0;
    while i < more.len() {
        table[1][P | more[i]] = row(Form::Any, 16, "3");
        i += 1;
    }
    table[1][P | 0x17] = row(Form::Compare, 16, "");
    table[1][P | 0x18] = row(Form::Any, 4, "m");
    table[1][P | 0x1C] = row(Form::Any, 16, "");
    table[1][P | 0x1D] = row(Form::Any, 16, "");
    table[1][P | 0x1E] = row(Form::Any, 16, "");
    let mut op = 0x20;
    while op <= 0x35 {
        if op & 15 < 6 {
            // Half a vector, a quarter, an eighth.
            let bytes = [8, 4, 2, 8, 4, 8][op & 15];
            table[1][P | op] = row(Form::Any, bytes, "");
        }
        op += 1;
    }
    table[2][P | 0x08] = row(Form::Any, 16, "i");
    table[2][P | 0x09] = row(Form::Any, 16, "i");
    table[2][P | 0x0A] = row(Form::Upper, 4, "3i");
    table[2][P | 0x0B] = row(Form::Any, 8, "3i");
    table[2][P | 0x0E] = row(Form::Any, 16, "3i");
    table[2][P | 0x0F] = row(Form::Any, 16, "3i");
    table[2][P | 0x14] = row(Form::Extract, 1, "i");
    table[2][P | 0x15] = row(Form::Extract, 2, "i");
    table[2][P | 0x16] = row(Form::Extract, 4, "iwW");
    table[2][P | 0x20] = row(Form::Insert, 1, "3ig");
    table[2][P | 0x21] = row(Form::Any, 0, "3i");
    table[2][P | 0x22] = row(Form::Insert, 4, "3iwWg");
    table
}

/// A row: `m` memory only, `3` a first source, `i` an immediate, `wW` either operand size.
const fn row(form: Form, bytes: u8, how: &str) -> Row {
    let mut row = Row { form, bytes, memory_only: false, three: false, imm: false, w: 1 };
    let how = how.as_bytes();
    let mut i = 0;
    while i < how.len() {
        match how[i] {
            b'm' => row.memory_only = true,
            b'3' => row.three = true,
            b'i' => row.imm = true,
            b'W' => row.w = 3,
            _ => {}
        }
        i += 1;
    }
    row
}

/// Fills in the instruction from its row. `w`: the operand size bit.
fn fill(b: &mut impl Stream, i: &mut Insn, [map, pp, opcode]: [u8; 3], w: bool) -> Option<Row> {
    let row = ROWS[usize::from(map) - 1][usize::from(pp) << 8 | usize::from(opcode)];
    if row.form == Form::Bad || row.w >> u8::from(w) & 1 == 0 {
        return None;
    }
    i.op = Op::Vector(row.form);
    i.kind = opcode;
    i.size = if w { 8 } else { 4 };
    if i.rm == NONE {
        let bytes = if matches!((map, opcode), (3, 0x16 | 0x22)) { i.size } else { row.bytes };
        if bytes == 0 {
            return None;
        }
        i.access = bytes;
    } else if row.memory_only {
        return None;
    }
    // Lanes of 64 bits are not shifted arithmetically.
    if row.form == Form::ShiftLanes && !matches!((i.reg, opcode), (2 | 6, _) | (4, 0x71 | 0x72)) {
        return None;
    }
    if row.imm {
        i.imm = b.next_u8().into();
    }
    Some(row)
}

/// `prefix? REX? map opcode modrm`: the destination is the first source too.
pub(super) fn legacy(b: &mut impl Stream, i: &mut Insn, key: [u8; 3], rex: u8) -> Option<()> {
    operands(b, i, rex)?;
    let row = fill(b, i, key, rex & 8 != 0)?;
    i.first = match row.form {
        Form::ShiftLanes => i.rm,
        _ => i.reg,
    };
    // Only plain moves of 16 bytes take any address.
    i.aligned = i.access == 16 && !(key[0] == 1 && key[1] == 0 && matches!(key[2], 0x10 | 0x11));
    Some(())
}

/// With a VEX prefix.
pub(super) fn vex(b: &mut impl Stream, i: &mut Insn, byte: u8) -> Option<()> {
    let first = b.next_u8();
    // R, X and B are inverted.
    let (rex, map, last) = match byte {
        0xC5 => (!first >> 5 & 4, 1, first & 0x7F),
        _ => (!first >> 5 & 7, first & 31, b.next_u8()),
    };
    let (w, l) = (last >> 7, last >> 2 & 1);
    let vvvv = !(last >> 3) & 15;
    let pp = last & 3;
    let opcode = b.next_u8();
    if l != 0 || !matches!(map, 1..=3) || (byte == 0xC4 && map == 1 && w == 0 && rex & 3 == 0) {
        return None;
    }
    operands(b, i, rex)?;
    i.first = vvvv;
    if map == 2 && matches!(opcode, 0xF2 | 0xF7) {
        i.op = if opcode == 0xF2 { Op::AndNot } else { Op::ShiftX };
        i.size = if w == 1 { 8 } else { 4 };
        if i.rm == NONE {
            i.access = i.size;
        }
        // Without a prefix F7 is another instruction, and with one F2 is none.
        return ((pp == 0) == (opcode == 0xF2)).then_some(());
    }
    let row = fill(b, i, [map, pp, opcode], w == 1)?;
    // Without a first source the field must be empty. The shifts have their destination there.
    (row.three || row.form == Form::ShiftLanes || vvvv == 0).then_some(())
}
