//! Memory, table and reference operators that are runtime rows: operands in contiguous slots, indices in imm.

use wasmparser::Operator;

use super::function::Lowerer;
use crate::base::Mutant;
use crate::ir::{Op, OpCode, RegClass};

impl Lowerer<'_> {
    /// Lowers a bulk, table, atomic or wide operator; false if it is none.
    pub(super) fn memory(&mut self, operator: &Operator<'_>) -> bool {
        use OpCode as C;
        match *operator {
            Operator::MemorySize { mem } => self.runtime(C::MemorySize, 0, 1, mem, 0),
            Operator::MemoryGrow { mem } => self.runtime(C::MemoryGrow, 1, 1, mem, 0),
            Operator::MemoryFill { mem } => self.runtime(C::MemoryFill, 3, 0, mem, 0),
            Operator::MemoryCopy { dst_mem, src_mem } => self.runtime(C::MemoryCopy, 3, 0, dst_mem, src_mem),
            Operator::MemoryInit { data_index, mem } => self.runtime(C::MemoryInit, 3, 0, data_index, mem),
            Operator::DataDrop { data_index } => self.runtime(C::DataDrop, 0, 0, data_index, 0),
            Operator::TableGet { table } => self.runtime(C::TableGet, 1, 1, table, 0),
            Operator::TableSet { table } => self.runtime(C::TableSet, 2, 0, table, 0),
            Operator::TableSize { table } => self.runtime(C::TableSize, 0, 1, table, 0),
            Operator::TableGrow { table } => self.runtime(C::TableGrow, 2, 1, table, 0),
            Operator::TableFill { table } => {
                let mistaken = Mutant::TableIndexSpace.is_on();
                let imported = if mistaken { self.module.imported_tables } else { 0 };
                self.runtime(C::TableFill, 3, 0, table.saturating_sub(imported), 0)
            }
            Operator::TableCopy { dst_table, src_table } => {
                self.runtime(C::TableCopy, 3, 0, dst_table, src_table)
            }
            Operator::TableInit { elem_index, table } => self.runtime(C::TableInit, 3, 0, elem_index, table),
            Operator::ElemDrop { elem_index } => self.runtime(C::ElemDrop, 0, 0, elem_index, 0),
            Operator::RefFunc { function_index } => self.runtime(C::RefFunc, 0, 1, function_index, 0),
            Operator::I64Add128 => self.runtime(C::I64Add128, 4, 2, 0, 0),
            Operator::I64Sub128 => self.runtime(C::I64Sub128, 4, 2, 0, 0),
            Operator::I64MulWideS => self.runtime(C::I64MulWideS, 2, 2, 0, 0),
            Operator::I64MulWideU => self.runtime(C::I64MulWideU, 2, 2, 0, 0),
            Operator::MemoryAtomicNotify { ref memarg } => {
                self.atomic(C::MemoryAtomicNotify, memarg, 2, true)
            }
            Operator::MemoryAtomicWait32 { ref memarg } => {
                self.atomic(C::MemoryAtomicWait32, memarg, 3, true)
            }
            Operator::MemoryAtomicWait64 { ref memarg } => {
                self.atomic(C::MemoryAtomicWait64, memarg, 3, true)
            }
            Operator::AtomicFence { .. } => self.runtime(C::AtomicFence, 0, 0, 0, 0),
            Operator::I8x16Shuffle { lanes } => {
                let right = self.pop();
                let left = self.pop();
                let b = self.operand(&left, 0);
                let c = self.operand(&right, 1);
                let pool = self.v128(crate::types::V128::from_le_bytes(lanes));
                self.emit_push(C::I8x16Shuffle, RegClass::Vector, b, c, pool);
            }
            _ => return false,
        }
        true
    }

    /// A runtime row with `operands` operands of one slot and `results` results of class `Int`.
    pub(super) fn runtime(&mut self, code: OpCode, operands: usize, results: usize, lo: u32, hi: u32) {
        let base = self.contiguous(operands);
        let imm = Op::pack(lo, hi);
        match results {
            0 => self.emit_based(code, 0, base, imm),
            1 => self.emit_based_push(code, base, imm),
            _ => self.emit_based_push_pair(code, base, imm),
        }
    }
}
