//! What an operation reads and writes, made from the fields of its row.
//!
//! The table writes `u64` for whatever a word is, so that some rows say less than their operators. Where a reference and a
//! number, or 32 and 64 bits, must be told apart, that is said here.

use super::class::Readers;
use crate::ir::{Fields, Kind, OpCode, Shape};

/// Readers of the operands, class of the result.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) fields: Fields,
    /// `b`, `c` and the third.
    pub(super) operands: [Readers; 3],
    pub(super) def: Readers,
    pub(super) how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As the fields say.
    Plain,
    /// The result is what one of `b` and `c` is, or `b`.
    Move,
    /// As the fields say; the address is as wide as those of the memory in imm.
    Memory,
    /// As the fields say; and there is more to it.
    More,
    /// The fields say nothing.
    Other,
}

pub(super) static ROWS: [Row; OpCode::COUNT] = {
    let mut rows = [row(OpCode::ALL[0]); OpCode::COUNT];
    let mut i = 1;
    while i < OpCode::COUNT {
        rows[i] = row(OpCode::ALL[i]);
        i += 1;
    }
    rows
};

const fn reader(kind: Kind) -> Readers {
    match kind {
        Kind::None => Readers::NOTHING,
        Kind::I32 => Readers::NUMBER32,
        Kind::I64 => Readers::NUMBER64,
        Kind::F32 => Readers::FLOAT32,
        Kind::F64 => Readers::FLOAT64,
        Kind::V128 => Readers::V128,
        Kind::Int => Readers::INT,
        Kind::Float => Readers::FLOAT,
        Kind::Values => panic!("no field holds several values"),
    }
}

const fn result(kind: Kind) -> Readers {
    match kind {
        // What is moved is what it was, see `How::Move`.
        Kind::None | Kind::Int | Kind::Float | Kind::Values => Readers::NOTHING,
        Kind::I32 => Readers::WORD,
        Kind::I64 => Readers::NUMBER64,
        Kind::F32 => Readers::FLOAT32,
        Kind::F64 => Readers::FLOAT64,
        Kind::V128 => Readers::V128,
    }
}

const fn row(code: OpCode) -> Row {
    use OpCode::*;
    let fields = code.fields();
    let mut b = reader(fields.b);
    let mut c = reader(fields.c);
    let mut third = reader(fields.third);
    let mut def = result(fields.def);
    match code.shape() {
        // Results of loads are words in the table.
        Shape::Load | Shape::LoadM | Shape::LoadPlus | Shape::LoadIndex | Shape::LoadAt
            if is_32_bits(code) =>
        {
            def = Readers::WORD;
        }
        Shape::GcGet | Shape::ArrayGet => {
            b = Readers::OBJECT;
            def = match code {
                StructGet32 | ArrayGet32 => Readers::FIELD32,
                StructGet64 | ArrayGet64 => Readers::FIELD64,
                StructGetF32 | ArrayGetF32 | StructGetF64 | ArrayGetF64 => def,
                StructGetV128 | ArrayGetV128 => Readers::V128,
                _ => Readers::WORD,
            };
        }
        Shape::GcSet => {
            b = Readers::OBJECT;
            c = stored(code);
        }
        Shape::ArraySet => {
            b = Readers::OBJECT;
            third = stored(code);
        }
        _ => {}
    }
    match code {
        // `ref.is_null` and `ref.eq`, and the branches made of them.
        I64Eqz | I64Eq | I64Ne | I64EqImm | I64NeImm | BrI64Eq | BrI64Ne | BrI64EqImm | BrI64NeImm => {
            b = b.or(Readers::REFERENCE);
            c = if c.is_nothing() { c } else { c.or(Readers::REFERENCE) };
        }
        RefI31 => def = Readers::OBJECT,
        I31GetS | I31GetU | ArrayLen => b = Readers::OBJECT,
        RefAsNonNull => b = Readers::REFERENCE,
        CallRef | ReturnCallRef => b = Readers::FUNC,
        ThrowRef => b = Readers::EXCEPTION,
        _ => {}
    }
    Row { fields, operands: [b, c, third], def, how: how(code) }
}

/// Who reads what is stored in a field.
const fn stored(code: OpCode) -> Readers {
    use OpCode::*;
    match code {
        StructSet32 | ArraySet32 => Readers::NUMBER32.or(Readers::OBJECT).or(Readers::EXCEPTION),
        StructSet64 | ArraySet64 => Readers::NUMBER64.or(Readers::FUNC),
        StructSetF32 | ArraySetF32 => Readers::FLOAT32,
        StructSetF64 | ArraySetF64 => Readers::FLOAT64,
        StructSetV128 | ArraySetV128 => Readers::V128,
        _ => Readers::NUMBER32,
    }
}

const fn how(code: OpCode) -> How {
    match code {
        OpCode::Copy
        | OpCode::CopyFloat
        | OpCode::CopyV128
        | OpCode::Select
        | OpCode::SelectFloat
        | OpCode::SelectV128
        | OpCode::RefAsNonNull => return How::Move,
        _ => {}
    }
    match code.shape() {
        Shape::LoadM | Shape::StoreM | Shape::LoadLane | Shape::StoreLane => How::Memory,
        Shape::Extract
        | Shape::Replace
        | Shape::Shuffle
        | Shape::Br
        | Shape::BrIf
        | Shape::BrCmp
        | Shape::BrCmpImm
        | Shape::BrTable
        | Shape::GlobalSet
        | Shape::Return1
        | Shape::ThrowRef
        | Shape::Load
        | Shape::LoadPlus
        | Shape::LoadIndex
        | Shape::LoadAt
        | Shape::Store
        | Shape::StorePlus
        | Shape::StoreIndex
        | Shape::StoreAt => How::More,
        Shape::Const
        | Shape::ConstV128
        | Shape::Far
        | Shape::Span
        | Shape::GlobalGet
        | Shape::ReturnSpan
        | Shape::Call
        | Shape::CallIndirect
        | Shape::CallRef
        | Shape::Throw
        | Shape::Atomic
        | Shape::Plain
        | Shape::Imm
        | Shape::Runtime => How::Other,
        _ => How::Plain,
    }
}

/// Whether the name of an operation begins with `I32`.
pub(super) const fn is_32_bits(code: OpCode) -> bool {
    let name = code.name().as_bytes();
    name.len() > 3 && name[0] == b'I' && name[1] == b'3' && name[2] == b'2' && name[3] != b'x'
}

/// Lanes of the vectors that an operation takes one lane of.
pub(super) fn lanes(code: OpCode) -> u64 {
    let name = code.name();
    let has = |word: &str| name.contains(word);
    match () {
        () if has("x16") || has("8Lane") => 16,
        () if has("x8") || has("16Lane") => 8,
        () if has("x4") || has("32Lane") => 4,
        () => 2,
    }
}

/// What a [`How::Move`] leaves, of what its operands hold.
pub(super) fn moved(code: OpCode, held: [Readers; 3]) -> Readers {
    match code {
        OpCode::Select | OpCode::SelectFloat | OpCode::SelectV128 => held[0].and(held[1]),
        OpCode::RefAsNonNull => held[0].and(Readers::REFERENCE),
        _ => held[0],
    }
}
