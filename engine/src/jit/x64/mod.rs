//! x86-64: which template each opcode has, what it asks of its operands, and what it emits.
//!
//! A family of operations is a file: its rows (signature and template by opcode), the functions that refine them by constants and
//! processor features, and the templates. [`ROWS`] has the rows of all families by opcode; `patterns` has the merges.
//!
//! Must not know: which slot is in which register, or what the allocator does to get it there.

/// Rows by signature: the operation, its template, and what else the row says.
macro_rules! rows {
    ($($signature:ident { $($code:ident = |$m:ident, $i:ident, $l:ident| $template:expr $(, $method:ident $argument:expr)*;)* })*) => {
        &[$($((OpCode::$code, Row::new($signature, |$m, $i, $l| $template)$(.$method($argument))*),)*)*]
    };
}

mod aggregate;
mod atomic;
mod branch;
mod bulk;
mod call;
mod control;
mod convert;
mod division;
mod float;
mod int;
mod memory;
mod patterns;
mod reference;
mod simd;
mod simd_float;
mod simd_int;
mod simd_lane;
mod table;
mod variable;
mod wide;

pub(super) use memory::{Load, Store};
use memory::{extract_form, insert_form};

use super::masm::Masm;
use super::regalloc::Locs;
use super::select::{Inst, Row};
use crate::ir::OpCode;

/// The template of operations that the emitter does by itself.
fn by_emitter(_: &mut Masm, _: &Inst, _: &Locs) {}

/// Rows of one family.
type Family = &'static [(OpCode, Row)];

const FAMILIES: &[Family] = &[
    int::ROWS,
    int::COMPARISONS,
    division::ROWS,
    wide::ROWS,
    float::ROWS,
    float::COMPARISONS,
    float::EQUALITIES,
    convert::ROWS,
    memory::LOADS,
    memory::STORES,
    atomic::ROWS,
    bulk::ROWS,
    branch::ROWS,
    control::ROWS,
    call::ROWS,
    variable::ROWS,
    reference::ROWS,
    aggregate::ROWS,
    table::ROWS,
    simd::PAIRS,
    simd::SINGLES,
    simd_int::ROWS,
    simd_int::COMPARISONS,
    simd_int::WIDENING,
    simd_float::ROWS,
    simd_lane::ROWS,
];

/// The row of each opcode.
pub(super) static ROWS: [Row; OpCode::COUNT] = {
    let mut rows = [Row::NONE; OpCode::COUNT];
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut i = 0;
        while i < FAMILIES[family].len() {
            let (code, row) = FAMILIES[family][i];
            assert!(rows[code as usize].template.is_none(), "an opcode with two rows");
            rows[code as usize] = row;
            i += 1;
        }
        family += 1;
    }
    rows
};
