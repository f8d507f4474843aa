//! Operators on ranges: of memories, tables and segments; and their growth.
//!
//! ```text
//!   data 0     passive, DATA_BYTES                    table 0   all functions, for indirect calls; never written
//!   data 1     active, fills the first memory        table 1   TABLE_SIZE function references, read and written
//!   element 1  passive, ELEMENTS functions and nulls
//! ```
//! Ranges are masked to be inside most of the time, and some end exactly at the end. A segment is dropped seldom: from then on
//! only empty ranges of it are inside.

use std::borrow::Cow;

use wasm_encoder::{
    ConstExpr, DataSection, ElementSection, Elements, HeapType, Instruction, MemArg, MemArgTarget, RefType,
    TableSection, TableType,
};

use super::body::Body;
use super::op::Ty;
use crate::draw::{Draw, Stream};

/// Segments.
pub(super) const DATA: u32 = 0;
pub(super) const ELEMENT: u32 = 1;
/// The size of the passive data segment.
pub(super) const DATA_BYTES: u64 = 256;
/// Functions and nulls in the passive element segment.
pub(super) const ELEMENTS: u64 = 8;
/// The table that is written.
const TABLE: u32 = 1;
const TABLE_SIZE: u64 = 24;

/// The second table, and the passive segments.
pub(super) fn sections(
    stream: &mut Stream,
    functions: &[u32],
    tables: &mut TableSection,
    elements: &mut ElementSection,
    data: &mut DataSection,
) {
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: TABLE_SIZE,
        maximum: Some(2 * TABLE_SIZE),
        shared: false,
    });
    let null = |i: u64| i % 3 == 2;
    let list: Vec<ConstExpr> = (0..ELEMENTS)
        .map(|i| match functions.get(i as usize % functions.len().max(1)) {
            Some(&function) if !null(i) => ConstExpr::ref_func(function),
            _ => ConstExpr::ref_null(HeapType::FUNC),
        })
        .collect();
    elements.passive(Elements::Expressions(RefType::FUNCREF, Cow::Owned(list)));
    data.passive(stream.bytes(DATA_BYTES as usize));
}

/// A mask for numbers up to this one, which is often exactly reached.
fn mask(draw: &mut Draw<'_>, most: i64) -> i64 {
    if draw.chance(1, 16) { most * 2 + 1 } else { most }
}

impl Body<'_, '_> {
    /// A number of this type below a power of two; seldom twice that.
    fn masked(&mut self, most: i64, ty: Ty) {
        self.expression(ty, 1);
        let mask = mask(self.draw, most);
        self.number(ty, mask);
        self.push(if ty == Ty::I64 { Instruction::I64And } else { Instruction::I32And });
    }

    /// A statement on a range.
    pub(super) fn bulk(&mut self) {
        match self.draw.below(12) {
            0..=7 => self.memory_range(),
            8..=10 => self.table_range(),
            _ => self.drop_segment(),
        }
    }

    fn memory_range(&mut self) {
        if self.outline.memories.is_empty() {
            return self.assign();
        }
        let memory = self.draw.below(self.outline.memories.len());
        let ty = self.outline.memories[memory].index();
        match self.draw.below(9) {
            0 => {
                self.number(ty, 1);
                self.push(Instruction::MemoryGrow(memory as u32));
                self.assign_all(&[ty])
            }
            1..=4 => {
                let other = self.draw.chance(1, 3);
                let from = if other { self.draw.below(self.outline.memories.len()) } else { memory };
                let from_ty = self.outline.memories[from].index();
                self.spend(20);
                self.memory_address(memory, ty);
                self.memory_address(from, from_ty);
                let both = if ty == from_ty { ty } else { Ty::I32 };
                self.masked(0x7f, both);
                self.push(Instruction::MemoryCopy { src_mem: from as u32, dst_mem: memory as u32 });
            }
            5 | 6 => {
                self.spend(20);
                self.memory_address(memory, ty);
                self.expression(Ty::I32, 1);
                self.masked(0x7f, ty);
                self.push(Instruction::MemoryFill(memory as u32));
            }
            _ => {
                self.spend(20);
                self.memory_address(memory, ty);
                self.masked(0x7f, Ty::I32);
                self.masked(0x7f, Ty::I32);
                self.push(Instruction::MemoryInit { mem: memory as u32, data_index: DATA });
            }
        }
    }

    /// The beginning of a range of at most 127 bytes, often such that the range ends with the memory.
    fn memory_address(&mut self, memory: usize, ty: Ty) {
        if self.draw.chance(1, 4) {
            let end = self.outline.memories[memory].bytes.saturating_sub(0x7f);
            let past = i64::from(self.draw.chance(1, 8));
            return self.number(ty, end as i64 + past);
        }
        self.masked(0xfff, ty);
    }

    fn table_range(&mut self) {
        let most = TABLE_SIZE as i64 / 2 - 5;
        self.spend(20);
        match self.draw.below(7) {
            0 => {
                self.masked(15, Ty::I32);
                self.function_or_null();
                self.push(Instruction::TableSet(TABLE));
            }
            1 => {
                self.masked(15, Ty::I32);
                self.push(Instruction::TableGet(TABLE));
                self.push(Instruction::RefIsNull);
                self.assign_all(&[Ty::I32]);
            }
            2 => {
                self.masked(7, Ty::I32);
                self.function_or_null();
                self.masked(most, Ty::I32);
                self.push(Instruction::TableFill(TABLE));
            }
            3 => {
                self.masked(7, Ty::I32);
                self.masked(7, Ty::I32);
                self.masked(most, Ty::I32);
                let src_table = if self.draw.chance(1, 4) { 0 } else { TABLE };
                self.push(Instruction::TableCopy { src_table, dst_table: TABLE });
            }
            4 | 5 => {
                self.masked(15, Ty::I32);
                self.masked(3, Ty::I32);
                self.masked(3, Ty::I32);
                self.push(Instruction::TableInit { elem_index: ELEMENT, table: TABLE });
            }
            _ => {
                self.function_or_null();
                self.number(Ty::I32, 1);
                self.push(Instruction::TableGrow(TABLE));
                self.assign_all(&[Ty::I32]);
            }
        }
    }

    /// Leaves a function reference.
    pub(super) fn function_or_null(&mut self) {
        let functions = self.outline.functions.len();
        match self.draw.below(3) {
            0 => self.push(Instruction::RefNull(HeapType::FUNC)),
            _ => {
                let function = self.outline.function(self.draw.below(functions));
                self.push(Instruction::RefFunc(function));
            }
        }
    }

    fn drop_segment(&mut self) {
        match self.draw.below(6) {
            0 => self.push(Instruction::DataDrop(DATA)),
            1 => self.push(Instruction::ElemDrop(ELEMENT)),
            _ => {
                self.push(Instruction::TableSize(TABLE));
                self.assign_all(&[Ty::I32]);
            }
        }
    }

    /// Leaves what a wait or a notification gives. Only waits that end at once: with another value than is there, or a
    /// timeout of 0; on a memory of one thread they trap instead, so they are seldom there.
    pub(super) fn wait(&mut self) {
        let shared = self.outline.memories.iter().position(|memory| memory.shared);
        let memory = match shared {
            Some(memory) => memory,
            None if self.outline.memories.is_empty() || !self.draw.chance(1, 8) => return self.leaf(Ty::I32),
            None => 0,
        };
        let ty = self.outline.memories[memory].index();
        let target = MemArgTarget::Memory(memory as u32);
        let (kind, offset) = (self.draw.below(3), 8 * self.draw.below(4) as u64);
        let at = |align| MemArg { offset, align, target, ordering: None };
        self.expression(ty, 1);
        let unaligned = self.draw.chance(1, 30);
        self.number(ty, if unaligned { 0xff4 } else { 0xff8 });
        self.push(if ty == Ty::I64 { Instruction::I64And } else { Instruction::I32And });
        match kind {
            0 => {
                self.expression(Ty::I32, 1);
                self.push(Instruction::MemoryAtomicNotify(at(2)));
            }
            1 => {
                self.expression(Ty::I32, 1);
                self.number(Ty::I64, 0);
                self.push(Instruction::MemoryAtomicWait32(at(2)));
            }
            _ => {
                self.expression(Ty::I64, 1);
                self.number(Ty::I64, 0);
                self.push(Instruction::MemoryAtomicWait64(at(3)));
            }
        }
    }
}
