//! New objects.
//!
//! A cell is taken from the run of its class as the collector does it (`vm::gc::space`): one compare, one addition. The builtin is
//! called when the run is used up, and only for the memory: the values are written here either way, so that both paths meet in the
//! same state. It may collect; what the operands refer to is found in their slots and in saved registers.

use std::mem::offset_of;

use super::super::asm::{Alu, Cond, Mem, Size};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, Reg};
use super::super::x64::Store;
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;
use crate::types::layout::{AUX_OFFSET, GcLayout, HEADER_SIZE};
use crate::types::{CanonId, StorageType, ValType};
use crate::vm::gc::Run;
use crate::vm::{VmContext, VmStore};

/// How a descriptor is written to the header.
const DESCRIPTOR: Store = Store::Int32;

/// Arrays of more elements are made by the builtin.
const MOST_ELEMENTS: u32 = 64;

impl Emitter<'_> {
    pub fn object_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            StructNew | StructNewDefault | StructNewDesc | StructNewDefaultDesc => self.struct_new(op),
            ArrayNewFixed => self.array_new_fixed(op),
            MemoryCopy => self.memory_copy(op),
            MemoryFill => self.memory_fill(op),
            _ => return None,
        })
    }

    /// Layout of the type that an operation names.
    fn layout(&self, op: &Op) -> Option<&GcLayout> {
        self.module.type_with(CanonId(op.lo()))?.layout()
    }

    fn struct_new(&mut self, op: &Op) -> bool {
        let Some(entry) = self.module.type_with(CanonId(op.lo())) else { return self.builtin(op) };
        let Some(GcLayout::Struct { size, offsets, .. }) = entry.layout() else {
            return self.builtin(op);
        };
        let fields = entry.fields();
        let (size, code) = (*size, op.code());
        let has_fields = matches!(code, OpCode::StructNew | OpCode::StructNewDesc);
        let given = offsets.iter().zip(fields).take(if has_fields { fields.len() } else { 0 });
        let mut slots = 0;
        let mut parts = Vec::with_capacity(given.len() + 1);
        for (&at, field) in given {
            parts.push((at, stores(field.storage)));
            slots += field.storage.unpack().slots();
        }
        if matches!(code, OpCode::StructNewDesc | OpCode::StructNewDefaultDesc) {
            let descriptor = self.gpr(op.base() + slots);
            self.null_check(descriptor);
            self.state.unlock(descriptor.into());
            parts.push((AUX_OFFSET, DESCRIPTOR));
        }
        self.new_object(op, size, 0, parts)
    }

    fn array_new_fixed(&mut self, op: &Op) -> bool {
        let count = op.hi();
        match self.layout(op) {
            Some(&GcLayout::Array { element_size, element, .. }) if count <= MOST_ELEMENTS => {
                let store = stores(element.storage);
                let elements = (0..count).map(|i| (HEADER_SIZE + i * element_size, store)).collect();
                self.new_object(op, HEADER_SIZE + count * element_size, count, elements)
            }
            _ => self.builtin(op),
        }
    }

    /// A new object with the values from the operation's slots at these offsets. A descriptor takes the place of `aux`.
    fn new_object(&mut self, op: &Op, size: u32, aux: u32, fields: Vec<(u32, Store)>) -> bool {
        let inline = self.tiering.may(Optimization::InlineAllocations);
        let Some((class, cell)) = crate::vm::gc::cell(size).filter(|_| inline) else {
            return self.builtin(op);
        };
        self.out.counters.inline_allocations += 1;
        let (new, t) = (self.temp(), self.temp());
        let run = |field: usize| Mem::new(t, (class * size_of::<Run>() + field) as i32);
        let (next, end) = (run(offset_of!(Run, next)), run(offset_of!(Run, end)));
        let empty = self.asm.label();
        self.load_context(t, offset_of!(VmContext, store));
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmStore, gc_runs) as i32));
        self.asm.mov(Size::S32, new, next);
        self.asm.alu(Alu::Cmp, Size::S32, new, end);
        self.asm.jcc(Cond::AE, empty);
        self.asm.alu_imm(Alu::Add, Size::S32, next, cell as i32);
        self.allocation_aside(empty, new);
        self.heap_base(t);
        let at = |offset: u32| Mem { base: t, index: Some((new, 0)), disp: offset as i32 };
        self.asm.store_imm(Size::S32, at(0), op.lo() as i32);
        if fields.last().is_none_or(|&(offset, _)| offset != AUX_OFFSET) {
            self.asm.store_imm(Size::S32, at(AUX_OFFSET), aux as i32);
        }
        let base = op.base();
        let mut slot = base;
        for (offset, store) in fields {
            let value = self.stored(slot, store);
            store.to(self.asm, at(offset), value);
            self.state.unlock(value);
            slot += if store == Store::V128 { 2 } else { 1 };
        }
        self.consume(base, slot - base);
        self.result_in(new);
        true
    }

    /// The slots, operands from a range, were read: temporaries of the operand stack are dead.
    pub fn consume(&mut self, first: u32, count: u32) {
        for slot in first.max(self.func.local_slots)..first + count {
            self.state.dies(slot);
        }
    }

    /// The result is in `reg`, which is no operand's any more.
    fn result_in(&mut self, reg: Gpr) {
        self.def_in(reg.into(), false);
        self.done_gpr(reg);
    }

    /// The value that is stored, in a register.
    fn stored(&mut self, slot: u32, store: Store) -> Reg {
        match store {
            Store::V128 => self.v128(slot).into(),
            Store::F32 | Store::F64 => self.xmm(slot).into(),
            Store::Int8 | Store::Int16 | Store::Int32 | Store::Int64 => self.gpr(slot).into(),
        }
    }
}

/// How a field or an element is written.
fn stores(storage: StorageType) -> Store {
    match (storage, storage.size()) {
        (StorageType::Val(ValType::F32), _) => Store::F32,
        (StorageType::Val(ValType::F64), _) => Store::F64,
        (_, 1) => Store::Int8,
        (_, 2) => Store::Int16,
        (_, 4) => Store::Int32,
        (_, 8) => Store::Int64,
        _ => Store::V128,
    }
}
