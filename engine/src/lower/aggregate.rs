//! References, structs, arrays and casts.

use wasmparser::Operator;

use super::function::Lowerer;
use super::stack::EntryKind;
use crate::ir::{OpCode, RefTarget, RegClass};
use crate::module::convert::body_heap_type;
use crate::types::layout::AUX_OFFSET;
use crate::types::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extend {
    None,
    Signed,
    Unsigned,
}

impl Lowerer<'_> {
    /// Lowers an operator on references or aggregates; false if it is none.
    pub(super) fn aggregate(&mut self, operator: &Operator<'_>) -> bool {
        use OpCode as C;
        match *operator {
            Operator::RefNull { .. } => self.push_const(0, RegClass::Int),
            Operator::AnyConvertExtern | Operator::ExternConvertAny => {}
            Operator::RefTestNonNull { hty } => self.cast(C::RefTest, false, hty),
            Operator::RefTestNullable { hty } => self.cast(C::RefTest, true, hty),
            Operator::RefCastNonNull { hty } => self.cast(C::RefCast, false, hty),
            Operator::RefCastNullable { hty } => self.cast(C::RefCast, true, hty),
            Operator::RefCastDescEqNonNull { hty } => self.cast_desc_eq(false, hty),
            Operator::RefCastDescEqNullable { hty } => self.cast_desc_eq(true, hty),
            Operator::BrOnCast { relative_depth, to_ref_type, .. } => {
                self.branch_on_cast(relative_depth, to_ref_type, true);
            }
            Operator::BrOnCastFail { relative_depth, to_ref_type, .. } => {
                self.branch_on_cast(relative_depth, to_ref_type, false);
            }
            Operator::BrOnCastDescEq { relative_depth, to_ref_type, .. } => {
                self.branch_on_desc_eq(relative_depth, to_ref_type, true);
            }
            Operator::BrOnCastDescEqFail { relative_depth, to_ref_type, .. } => {
                self.branch_on_desc_eq(relative_depth, to_ref_type, false);
            }
            Operator::RefGetDesc { .. } => self.get_from_object(C::StructGet32, RegClass::Int, AUX_OFFSET),
            Operator::StructNew { struct_type_index } => {
                let fields = self.field_count(struct_type_index);
                self.typed(C::StructNew, fields, 1, struct_type_index, 0);
            }
            Operator::StructNewDesc { struct_type_index } => {
                let operands = self.field_count(struct_type_index) + 1;
                self.typed(C::StructNewDesc, operands, 1, struct_type_index, 0);
            }
            Operator::StructNewDefaultDesc { struct_type_index } => {
                self.typed(C::StructNewDefaultDesc, 1, 1, struct_type_index, 0);
            }
            Operator::StructNewDefault { struct_type_index } => {
                self.typed(C::StructNewDefault, 0, 1, struct_type_index, 0);
            }
            Operator::StructGet { struct_type_index, field_index } => {
                self.struct_get(struct_type_index, field_index, Extend::None);
            }
            Operator::StructGetS { struct_type_index, field_index } => {
                self.struct_get(struct_type_index, field_index, Extend::Signed);
            }
            Operator::StructGetU { struct_type_index, field_index } => {
                self.struct_get(struct_type_index, field_index, Extend::Unsigned);
            }
            Operator::StructSet { struct_type_index, field_index } => {
                self.struct_set(struct_type_index, field_index);
            }
            _ => return self.array(operator),
        }
        true
    }

    fn array(&mut self, operator: &Operator<'_>) -> bool {
        use OpCode as C;
        match *operator {
            Operator::ArrayNew { array_type_index } => self.typed(C::ArrayNew, 2, 1, array_type_index, 0),
            Operator::ArrayNewDefault { array_type_index } => {
                self.typed(C::ArrayNewDefault, 1, 1, array_type_index, 0);
            }
            Operator::ArrayNewFixed { array_type_index, array_size } => {
                self.typed(C::ArrayNewFixed, array_size as usize, 1, array_type_index, array_size);
            }
            Operator::ArrayNewData { array_type_index, array_data_index } => {
                self.typed(C::ArrayNewData, 2, 1, array_type_index, array_data_index);
            }
            Operator::ArrayNewElem { array_type_index, array_elem_index } => {
                self.typed(C::ArrayNewElem, 2, 1, array_type_index, array_elem_index);
            }
            Operator::ArrayFill { array_type_index } => self.typed(C::ArrayFill, 4, 0, array_type_index, 0),
            Operator::ArrayCopy { array_type_index_dst, .. } => {
                self.typed(C::ArrayCopy, 5, 0, array_type_index_dst, 0);
            }
            Operator::ArrayInitData { array_type_index, array_data_index } => {
                self.typed(C::ArrayInitData, 4, 0, array_type_index, array_data_index);
            }
            Operator::ArrayInitElem { array_type_index, array_elem_index } => {
                self.typed(C::ArrayInitElem, 4, 0, array_type_index, array_elem_index);
            }
            Operator::ArrayGet { array_type_index } => self.array_get(array_type_index, Extend::None),
            Operator::ArrayGetS { array_type_index } => self.array_get(array_type_index, Extend::Signed),
            Operator::ArrayGetU { array_type_index } => self.array_get(array_type_index, Extend::Unsigned),
            Operator::ArraySet { array_type_index } => self.array_set(array_type_index),
            Operator::ArrayLen => self.unary(C::ArrayLen, RegClass::Int, true),
            _ => return false,
        }
        true
    }

    fn canonical(&self, type_index: u32) -> u32 {
        self.module.types[type_index as usize].0
    }

    /// An operation on a type, with operands in contiguous slots.
    fn typed(&mut self, code: OpCode, operands: usize, results: usize, type_index: u32, hi: u32) {
        let id = self.canonical(type_index);
        self.runtime(code, operands, results, id, hi);
    }

    fn ref_target(&self, nullable: bool, heap: wasmparser::HeapType) -> u64 {
        RefTarget(RefType { nullable, heap: body_heap_type(self.module, heap) }).pack()
    }

    fn cast(&mut self, code: OpCode, nullable: bool, heap: wasmparser::HeapType) {
        let imm = self.ref_target(nullable, heap);
        let entry = self.pop();
        let slot = self.operand(&entry, 0);
        self.emit_based_push(code, u32::from(slot), imm);
    }

    fn cast_desc_eq(&mut self, nullable: bool, heap: wasmparser::HeapType) {
        let imm = self.ref_target(nullable, heap);
        let base = self.contiguous(2);
        self.emit_based_push(OpCode::RefCastDescEq, base, imm);
    }

    fn branch_on_cast(&mut self, depth: u32, to: wasmparser::RefType, when: bool) {
        let imm = self.ref_target(to.is_nullable(), to.heap_type());
        // The reference stays; the answer stands above it until the branch has read it.
        let Some(entry) = self.stack.last().copied() else {
            unreachable!("validation guarantees a reference");
        };
        let slot =
            if entry.kind == EntryKind::Local { self.source_slot(&entry) } else { self.materialize_top(1) };
        self.emit_based_push(OpCode::RefTest, slot, imm);
        self.branch_on_answer(depth, when);
    }

    fn branch_on_desc_eq(&mut self, depth: u32, to: wasmparser::RefType, when: bool) {
        let imm = self.ref_target(to.is_nullable(), to.heap_type());
        // The reference stays, and the answer takes the place of the descriptor.
        let base = self.materialize_top(2);
        self.pop();
        self.emit_based_push(OpCode::RefTestDescEq, base, imm);
        self.branch_on_answer(depth, when);
    }

    fn branch_on_answer(&mut self, depth: u32, when: bool) {
        let answer = self.pop();
        let slot = self.operand(&answer, 0);
        let condition = if when {
            super::condition::Condition::NonZero(slot)
        } else {
            super::condition::Condition::Zero(slot)
        };
        self.last = None;
        self.branch_if(depth, condition);
    }

    fn field_count(&self, type_index: u32) -> usize {
        self.module.type_entries[type_index as usize].fields().len()
    }

    fn field(&self, type_index: u32, field: u32) -> (StorageType, u32) {
        let entry = &self.module.type_entries[type_index as usize];
        match entry.layout() {
            Some(GcLayout::Struct { offsets, .. }) => {
                (entry.fields()[field as usize].storage, offsets[field as usize])
            }
            _ => unreachable!("validation guarantees a struct type"),
        }
    }

    fn element(&self, type_index: u32) -> StorageType {
        match self.module.type_entries[type_index as usize].layout() {
            Some(GcLayout::Array { element, .. }) => element.storage,
            _ => unreachable!("validation guarantees an array type"),
        }
    }

    fn struct_get(&mut self, type_index: u32, field: u32, extend: Extend) {
        use OpCode as C;
        let (storage, offset) = self.field(type_index, field);
        let code = match (storage, extend) {
            (StorageType::I8, Extend::Signed) => C::StructGetI8S,
            (StorageType::I8, _) => C::StructGetI8U,
            (StorageType::I16, Extend::Signed) => C::StructGetI16S,
            (StorageType::I16, _) => C::StructGetI16U,
            (StorageType::Val(ValType::F32), _) => C::StructGetF32,
            (StorageType::Val(ValType::F64), _) => C::StructGetF64,
            (s, _) if s.size() == 4 => C::StructGet32,
            (s, _) if s.size() == 8 => C::StructGet64,
            _ => C::StructGetV128,
        };
        self.get_from_object(code, RegClass::of(storage.unpack()), offset);
    }

    fn get_from_object(&mut self, code: OpCode, class: RegClass, offset: u32) {
        let object = self.pop();
        let b = self.operand(&object, 0);
        self.mark_position();
        self.emit_push(code, class, b, 0, u64::from(offset));
    }

    fn struct_set(&mut self, type_index: u32, field: u32) {
        use OpCode as C;
        let (storage, offset) = self.field(type_index, field);
        let code = match (storage, storage.size()) {
            (StorageType::Val(ValType::F32), _) => C::StructSetF32,
            (StorageType::Val(ValType::F64), _) => C::StructSetF64,
            (_, 1) => C::StructSet8,
            (_, 2) => C::StructSet16,
            (_, 4) => C::StructSet32,
            (_, 8) => C::StructSet64,
            _ => C::StructSetV128,
        };
        let value = self.pop();
        let object = self.pop();
        let b = self.operand(&object, 0);
        let c = self.operand(&value, 1);
        self.mark_position();
        self.emit(code, 0, b, c, u64::from(offset));
    }

    fn array_get(&mut self, type_index: u32, extend: Extend) {
        use OpCode as C;
        let storage = self.element(type_index);
        let code = match (storage, extend) {
            (StorageType::I8, Extend::Signed) => C::ArrayGetI8S,
            (StorageType::I8, _) => C::ArrayGetI8U,
            (StorageType::I16, Extend::Signed) => C::ArrayGetI16S,
            (StorageType::I16, _) => C::ArrayGetI16U,
            (StorageType::Val(ValType::F32), _) => C::ArrayGetF32,
            (StorageType::Val(ValType::F64), _) => C::ArrayGetF64,
            (s, _) if s.size() == 4 => C::ArrayGet32,
            (s, _) if s.size() == 8 => C::ArrayGet64,
            _ => C::ArrayGetV128,
        };
        let index = self.pop();
        let array = self.pop();
        let b = self.operand(&array, 0);
        let c = self.operand(&index, 1);
        self.mark_position();
        self.emit_push(code, RegClass::of(storage.unpack()), b, c, 0);
    }

    fn array_set(&mut self, type_index: u32) {
        use OpCode as C;
        let storage = self.element(type_index);
        let code = match (storage, storage.size()) {
            (StorageType::Val(ValType::F32), _) => C::ArraySetF32,
            (StorageType::Val(ValType::F64), _) => C::ArraySetF64,
            (_, 1) => C::ArraySet8,
            (_, 2) => C::ArraySet16,
            (_, 4) => C::ArraySet32,
            (_, 8) => C::ArraySet64,
            _ => C::ArraySetV128,
        };
        let value = self.pop();
        let index = self.pop();
        let array = self.pop();
        let b = self.operand(&array, 0);
        let c = self.operand(&index, 1);
        let a = self.operand(&value, 2);
        self.mark_position();
        self.emit(code, a, b, c, 0);
        debug_assert_eq!(value.class, RegClass::of(storage.unpack()));
    }
}
