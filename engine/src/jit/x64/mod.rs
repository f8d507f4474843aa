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
pub mod asm;
mod atomic;
mod branch;
mod bulk;
mod call;
mod compare;
mod control;
mod convert;
mod division;
mod float;
mod int;
pub mod masm;
mod memory;
mod operands;
mod patterns;
pub mod pool;
mod reference;
pub mod regs;
mod row;
mod simd;
mod simd_float;
mod simd_int;
mod simd_lane;
pub mod slots;
pub mod stubs;
mod table;
mod variable;
mod wide;

pub(super) use memory::{Load, Store};
use memory::{extract_form, insert_form};
use row::{Family, Row, Template};

use masm::Masm;

use super::inst::{Inst, Locs};
use super::select;
use crate::ir::OpCode;

/// The template of operations that the emitter does by itself.
fn by_emitter(_: &mut Masm, _: &Inst, _: &Locs) {}

const FAMILIES: &[Family] = &[
    int::ROWS,
    compare::ROWS,
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
const fn by_opcode() -> [Option<Row>; OpCode::COUNT] {
    let mut rows = [None; OpCode::COUNT];
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut i = 0;
        while i < FAMILIES[family].len() {
            let (code, row) = FAMILIES[family][i];
            assert!(rows[code as usize].is_none(), "an opcode with two rows");
            rows[code as usize] = Some(row);
            i += 1;
        }
        family += 1;
    }
    rows
}

/// How each opcode is selected.
pub(super) static ROWS: [Option<select::Row>; OpCode::COUNT] = {
    let table = by_opcode();
    let mut rows = [None; OpCode::COUNT];
    let mut code = 0;
    while code < OpCode::COUNT {
        if let Some(row) = table[code] {
            rows[code] = Some(row.selection);
        }
        code += 1;
    }
    rows
};

/// The template of each opcode.
static TEMPLATES: [Template; OpCode::COUNT] = {
    let none: Template = |_, i, _| unreachable!("{} has no template", i.code.name());
    let table = by_opcode();
    let mut templates = [none; OpCode::COUNT];
    let mut code = 0;
    while code < OpCode::COUNT {
        if let Some(row) = table[code] {
            templates[code] = row.template;
        }
        code += 1;
    }
    templates
};

/// The template of an instruction.
#[inline(always)]
pub(super) fn template(i: &Inst) -> Template {
    TEMPLATES[i.code as usize]
}

#[cfg(test)]
mod needs;
