//! Tables, and the sizes of tables and memories.

use std::mem::offset_of;

use super::{Inst, Locs, Masm, Row};
use crate::base::TrapCode::TableOutOfBounds;
use crate::ir::OpCode;
use crate::jit::select::{Signature, add_ranges};
use crate::jit::x64::asm::{Alu, Cond, Mem, Rm, Shift, Size};
use crate::jit::x64::regs::Gpr;
use crate::vm::{VmContext, VmMemory, VmTable};

const REGS: Signature = Signature::REGS;

pub(super) const ROWS: super::Family = &[
    (OpCode::TableGet, Row::new(REGS.temps(1, 0), table_get).refine(add_ranges)),
    (OpCode::TableSet, Row::new(REGS.temps(1, 0), table_set).refine(add_ranges)),
    (OpCode::TableSize, Row::new(REGS, table_size).refine(add_ranges)),
    (OpCode::MemorySize, Row::new(REGS, memory_size).refine(add_ranges)),
];

/// The operation's number of a table or memory.
fn number(i: &Inst) -> u32 {
    i.imm as u32
}

/// `t` = the record of a table.
fn table_record(m: &mut Masm, table: u32, t: Gpr) {
    m.load_context(t, offset_of!(VmContext, tables));
    m.asm.mov(Size::S64, t, Mem::element(t, table));
}

/// The address of an element of a table, in bounds.
fn element(m: &mut Masm, i: &Inst, l: &Locs) -> Mem {
    let (index, t) = (l.gpr(0), l.temp(0));
    table_record(m, number(i), t);
    m.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, offset_of!(VmTable, len) as i32));
    m.trap_if(Cond::AE, TableOutOfBounds);
    m.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmTable, base) as i32));
    Mem { base: t, index: Some((index, 3)), disp: 0 }
}

fn table_get(m: &mut Masm, i: &Inst, l: &Locs) {
    let element = element(m, i, l);
    m.asm.mov(Size::S64, l.def(), element);
}

fn table_set(m: &mut Masm, i: &Inst, l: &Locs) {
    let element = element(m, i, l);
    m.asm.store(Size::S64, element, l.gpr(1));
}

fn table_size(m: &mut Masm, i: &Inst, l: &Locs) {
    let d = l.def();
    table_record(m, number(i), d);
    m.asm.mov(Size::S64, d, Mem::new(d, offset_of!(VmTable, len) as i32));
}

/// The length in bytes, shifted: a memory that is shared keeps it where all threads see it.
fn memory_size(m: &mut Masm, i: &Inst, l: &Locs) {
    let memory = number(i) as usize;
    let (shared, page_size_log2) =
        (m.unit.module.memories[memory].shared, m.unit.module.memories[memory].page_size_log2);
    let d = l.def();
    m.load_memory(d, memory);
    let length: Rm = if shared {
        m.asm.mov(Size::S64, d, Mem::new(d, offset_of!(VmMemory, shared_len) as i32));
        Mem::new(d, 0).into()
    } else {
        Mem::new(d, offset_of!(VmMemory, len) as i32).into()
    };
    m.asm.mov(Size::S64, d, length);
    if page_size_log2 != 0 {
        m.asm.shift_imm(Shift::Shr, Size::S64, d, page_size_log2);
    }
}
