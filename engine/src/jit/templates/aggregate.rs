//! Fields of structs and elements of arrays: null check, bounds check, one access relative to the heap's base.
//!
//! Objects do not move and no operation here allocates, so the address is computed once and used at once. Null is
//! checked by a compare and not by a fault: a fault is a place in a table of sites, and a compare with a branch that is never taken
//! costs less than what else an access to the heap costs. The base of the heap is read from the store each time: it is set when
//! the first object is made, which may be after this code was compiled.
//!
//! # New objects
//! A cell is taken from the run of its class as the collector does it (`vm::gc::space`): one compare, one addition. The builtin is
//! called when the run is used up, and only for the memory: the values are written here either way, so that both paths meet in the
//! same state. It may collect; what the operands refer to is found in their slots and in saved registers.

use std::mem::offset_of;

use super::super::asm::{Alu, Cond, Mem, Size};
use super::super::emit::Emitter;
use super::super::regs::{CTX, Gpr, Reg};
use super::super::x64::{Load, Store};
use crate::base::TrapCode::{ArrayOutOfBounds, NullReference};
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;
use crate::types::layout::{AUX_OFFSET, GcLayout, HEADER_SIZE};
use crate::types::{CanonId, StorageType, ValType};
use crate::vm::gc::Run;
use crate::vm::{VmContext, VmStore};

/// Where the length of an array stands, from the object's start.
const LENGTH: i32 = AUX_OFFSET as i32;

/// How a descriptor is written to the header.
const DESCRIPTOR: Store = Store::Int32;

/// Arrays of more elements are made by the builtin.
const MOST_ELEMENTS: u32 = 64;

impl Emitter<'_> {
    pub fn aggregate_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            StructGetI8S => self.struct_get(op, Load::Sign8(Size::S32)),
            StructGetI8U => self.struct_get(op, Load::Zero8),
            StructGetI16S => self.struct_get(op, Load::Sign16(Size::S32)),
            StructGetI16U => self.struct_get(op, Load::Zero16),
            StructGet32 => self.struct_get(op, Load::Zero32),
            StructGet64 => self.struct_get(op, Load::Full64),
            StructGetF32 => self.struct_get(op, Load::F32),
            StructGetF64 => self.struct_get(op, Load::F64),
            StructGetV128 => self.struct_get(op, Load::V128),
            StructSet8 => self.struct_set(op, Store::Int8),
            StructSet16 => self.struct_set(op, Store::Int16),
            StructSet32 => self.struct_set(op, Store::Int32),
            StructSet64 => self.struct_set(op, Store::Int64),
            StructSetF32 => self.struct_set(op, Store::F32),
            StructSetF64 => self.struct_set(op, Store::F64),
            StructSetV128 => self.struct_set(op, Store::V128),
            ArrayGetI8S => self.array_get(op, Load::Sign8(Size::S32)),
            ArrayGetI8U => self.array_get(op, Load::Zero8),
            ArrayGetI16S => self.array_get(op, Load::Sign16(Size::S32)),
            ArrayGetI16U => self.array_get(op, Load::Zero16),
            ArrayGet32 => self.array_get(op, Load::Zero32),
            ArrayGet64 => self.array_get(op, Load::Full64),
            ArrayGetF32 => self.array_get(op, Load::F32),
            ArrayGetF64 => self.array_get(op, Load::F64),
            ArrayGetV128 => self.array_get(op, Load::V128),
            ArraySet8 => self.array_set(op, Store::Int8),
            ArraySet16 => self.array_set(op, Store::Int16),
            ArraySet32 => self.array_set(op, Store::Int32),
            ArraySet64 => self.array_set(op, Store::Int64),
            ArraySetF32 => self.array_set(op, Store::F32),
            ArraySetF64 => self.array_set(op, Store::F64),
            ArraySetV128 => self.array_set(op, Store::V128),
            ArrayLen => self.array_len(op),
            _ => return None,
        })
    }

    /// Layout of the type that an operation names.
    fn layout(&self, op: &Op) -> Option<&GcLayout> {
        self.module.type_with(CanonId(op.lo()))?.layout()
    }

    pub fn struct_new(&mut self, op: &Op) -> bool {
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

    pub fn array_new_fixed(&mut self, op: &Op) -> bool {
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
            self.store_value(at(offset), value, store);
            self.state.unlock(value);
            slot += if store == Store::V128 { 2 } else { 1 };
        }
        self.consume(base, slot - base);
        self.result_in(new);
        true
    }

    /// `t` = the base of the heap.
    pub fn heap_base(&mut self, t: Gpr) {
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, store) as i32));
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmStore, gc_base) as i32));
    }

    fn null_check(&mut self, reference: Gpr) {
        self.asm.test(Size::S64, reference, reference);
        self.trap_if(Cond::E, NullReference);
    }

    /// The address of a field of the object in `b`.
    fn field(&mut self, op: &Op) -> Mem {
        let object = self.gpr(op.b().into());
        let t = self.temp();
        self.null_check(object);
        self.heap_base(t);
        Mem { base: t, index: Some((object, 0)), disp: op.imm as i32 }
    }

    fn struct_get(&mut self, op: &Op, load: Load) -> bool {
        let mem = self.field(op);
        self.load_from(mem, load, false)
    }

    fn struct_set(&mut self, op: &Op, store: Store) -> bool {
        let value = self.stored(op.c().into(), store);
        let mem = self.field(op);
        self.store_value(mem, value, store);
        self.release();
        true
    }

    /// The address of the element `c` of the array in `b`, which is `bytes` long.
    fn element(&mut self, op: &Op, bytes: u32) -> Mem {
        let array = self.gpr(op.b().into());
        let index = self.gpr(op.c().into());
        let t = self.temp();
        self.null_check(array);
        self.heap_base(t);
        self.asm.alu(Alu::Add, Size::S64, t, array);
        self.state.unlock(array.into());
        self.asm.alu(Alu::Cmp, Size::S32, index, Mem::new(t, LENGTH));
        self.trap_if(Cond::AE, ArrayOutOfBounds);
        let mut scale = bytes.trailing_zeros() as u8;
        if scale == 4 {
            // No addressing mode multiplies by 16; two of them do.
            self.asm.lea(Size::S64, t, Mem { base: t, index: Some((index, 3)), disp: 0 });
            scale = 3;
        }
        Mem { base: t, index: Some((index, scale)), disp: HEADER_SIZE as i32 }
    }

    fn array_get(&mut self, op: &Op, load: Load) -> bool {
        let mem = self.element(op, load.bytes());
        self.load_from(mem, load, false)
    }

    fn array_set(&mut self, op: &Op, store: Store) -> bool {
        let mem = self.element(op, store.bytes());
        let value = self.stored(op.a.into(), store);
        self.store_value(mem, value, store);
        self.release();
        true
    }

    fn array_len(&mut self, op: &Op) -> bool {
        let array = self.gpr(op.b().into());
        let t = self.temp();
        self.null_check(array);
        self.heap_base(t);
        let mem = Mem { base: t, index: Some((array, 0)), disp: LENGTH };
        self.load_from(mem, Load::Zero32, false)
    }

    /// The value that is stored, in a register.
    fn stored(&mut self, slot: u32, store: Store) -> Reg {
        match store {
            Store::V128 => self.v128(slot).into(),
            Store::F32 | Store::F64 => self.xmm(slot).into(),
            Store::Int8 | Store::Int16 | Store::Int32 | Store::Int64 => self.gpr(slot).into(),
        }
    }

    fn store_value(&mut self, mem: Mem, value: Reg, store: Store) {
        match store {
            Store::Int8 => self.asm.store8(mem, value.gpr()),
            Store::Int16 => self.asm.store16(mem, value.gpr()),
            Store::Int32 => self.asm.store(Size::S32, mem, value.gpr()),
            Store::Int64 => self.asm.store(Size::S64, mem, value.gpr()),
            Store::F32 => self.asm.store_f32(mem, value.xmm()),
            Store::F64 => self.asm.store_f64(mem, value.xmm()),
            Store::V128 => self.asm.store_v128(mem, value.xmm()),
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
