//! New objects.
//!
//! A cell is taken from the run of its class as the collector does it (`vm::gc::space`): one compare, one addition. The builtin is
//! called when the run is used up, and only for the memory: the values are written here either way, so that both paths meet in the
//! same state. It may collect; what the operands refer to is found in their slots and in saved registers.

use std::mem::offset_of;

use super::Emitter;
use crate::ir::{Op, OpCode};
use crate::jit::inst::{Constraint, Use};
use crate::jit::x64::Store;
use crate::jit::x64::asm::{Alu, Cond, Mem, Size};
use crate::jit::x64::regs::{RegClass, SCRATCH};
use crate::jit::x64::slots::spill_slot;
use crate::settings::Optimization;
use crate::types::layout::{AUX_OFFSET, GcLayout, HEADER_SIZE};
use crate::types::{CanonId, StorageType, ValType};
use crate::vm::gc::Run;
use crate::vm::{VmContext, VmStore};

/// How a descriptor is written to the header.
const DESCRIPTOR: Store = Store::Int32;

/// Arrays of more elements are made by the builtin.
const MOST_ELEMENTS: u32 = 64;

/// What is to be allocated and written.
struct Object {
    size: u32,
    /// What follows the header: the length of an array.
    aux: u32,
    /// Offset of each field whose value is an operand, in the order of the operands.
    fields: Vec<(u32, Store)>,
    /// The slot of the descriptor, which takes the place of `aux`.
    descriptor: Option<u32>,
}

impl Emitter<'_> {
    /// Emits a `struct.new` or `array.new_fixed`.
    pub(super) fn new_object(&mut self, op: &Op) {
        let object = if op.code() == OpCode::ArrayNewFixed { self.array(op) } else { self.structure(op) };
        let inline = self.masm.unit.tiering.may(Optimization::InlineAllocations);
        let run = object.and_then(|object| Some((crate::vm::gc::cell(object.size)?, object)));
        match run.filter(|_| inline) {
            Some(((class, cell), object)) => self.allocate(op, class, cell, &object),
            None => self.builtin(op),
        }
    }

    /// Layout of the type that an operation names.
    fn layout(&self, op: &Op) -> Option<&GcLayout> {
        self.masm.unit.module.type_with(CanonId(op.lo()))?.layout()
    }

    fn structure(&self, op: &Op) -> Option<Object> {
        let entry = self.masm.unit.module.type_with(CanonId(op.lo()))?;
        let Some(GcLayout::Struct { size, offsets, .. }) = entry.layout() else { return None };
        let fields = entry.fields();
        let has_fields = matches!(op.code(), OpCode::StructNew | OpCode::StructNewDesc);
        let given = offsets.iter().zip(fields).take(if has_fields { fields.len() } else { 0 });
        let fields: Vec<(u32, Store)> = given.map(|(&at, field)| (at, stores(field.storage))).collect();
        let slots: u32 = fields.iter().map(|field| field.1.slots()).sum();
        let described = matches!(op.code(), OpCode::StructNewDesc | OpCode::StructNewDefaultDesc);
        Some(Object { size: *size, aux: 0, fields, descriptor: described.then(|| op.base() + slots) })
    }

    fn array(&self, op: &Op) -> Option<Object> {
        let count = op.hi();
        match self.layout(op) {
            Some(&GcLayout::Array { element_size, element, .. }) if count <= MOST_ELEMENTS => {
                let store = stores(element.storage);
                let fields = (0..count).map(|i| (HEADER_SIZE + i * element_size, store)).collect();
                Some(Object {
                    size: HEADER_SIZE + count * element_size,
                    aux: count,
                    fields,
                    descriptor: None,
                })
            }
            _ => None,
        }
    }

    /// Takes a cell of this class and size from the collector's run, and writes the object.
    fn allocate(&mut self, op: &Op, class: usize, cell: u32, object: &Object) {
        self.masm.out.counters.inline_allocations += 1;
        // The object, the collector's tables, and a value on its way from its slot.
        self.inst.temps = [3, 0];
        if let Some(slot) = object.descriptor {
            let (class, constraint) = (RegClass::Int, Constraint::Reg);
            self.inst.push(Use { slot, class, constraint, last: false, late: false });
        }
        let locs = self.assign();
        if object.descriptor.is_some() {
            self.masm.null_check(locs.gpr(0));
        }
        let [new, t, value] = [0, 1, 2].map(|n| locs.temp(n));
        let run = |field: usize| Mem::new(t, (class * size_of::<Run>() + field) as i32);
        let (next, end) = (run(offset_of!(Run, next)), run(offset_of!(Run, end)));
        let empty = self.masm.asm.label();
        self.masm.load_context(t, offset_of!(VmContext, store));
        self.masm.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmStore, gc_runs) as i32));
        self.masm.asm.mov(Size::S32, new, next);
        self.masm.asm.alu(Alu::Cmp, Size::S32, new, end);
        self.masm.asm.jcc(Cond::AE, empty);
        self.masm.asm.alu_imm(Alu::Add, Size::S32, next, cell as i32);
        self.allocate_out_of_line(empty, new);
        self.masm.heap_base(t);
        let at = |offset: u32| Mem { base: t, index: Some((new, 0)), disp: offset as i32 };
        self.masm.asm.store_type(at(0), op.lo());
        if object.descriptor.is_none() {
            self.masm.asm.store_imm(Size::S32, at(AUX_OFFSET), object.aux as i32);
        }
        // Operands are looked up again: what no slot holds is lost when the cell is allocated out of line.
        let mut slot = op.base();
        let described = object.descriptor.map(|_| (AUX_OFFSET, DESCRIPTOR));
        for (offset, store) in object.fields.iter().copied().chain(described) {
            let from = self.state.loc(slot).unwrap_or_else(|| match store {
                Store::V128 => {
                    self.masm.asm.load_v128(SCRATCH, spill_slot(slot));
                    SCRATCH.into()
                }
                Store::F32 | Store::F64 => {
                    self.masm.asm.load_f64(SCRATCH, spill_slot(slot));
                    SCRATCH.into()
                }
                Store::Int8 | Store::Int16 | Store::Int32 | Store::Int64 => {
                    self.masm.asm.mov(Size::S64, value, spill_slot(slot));
                    value.into()
                }
            });
            store.to(self.masm.asm, at(offset), from);
            slot += store.slots();
        }
        self.consume(op.base(), slot - op.base());
        self.state.end_op();
        self.define_from(op.a.into(), new.into(), false);
    }

    /// The slots, operands from a range, were read: temporaries of the operand stack are dead.
    pub(super) fn consume(&mut self, first: u32, count: u32) {
        for slot in first.max(self.masm.unit.func.local_slots)..first + count {
            self.state.slot_dies(slot);
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
