//! Arrays of all widths in kernels: read, written, filled, copied, made from segments.
//!
//! For each type of element there is one local that holds an array or null; null is read as a new array. So arrays live
//! through loops, and two names may lead to one array, which is what copies between overlapping ranges need.

use wasm_encoder::{
    BlockType, CompositeInnerType, CompositeType, FieldType, HeapType, Instruction, RefType, StorageType,
    SubType, TypeSection, ValType,
};

use super::body::{ARRAY_LOCALS, Body};
use super::bulk::{DATA, DATA_BYTES, ELEMENT};
use super::op::Ty;

/// Elements of an array that is not made from a segment.
const LEN: i32 = 12;

/// What arrays are made of, in the order of their types; the last is of function references.
const ELEMENTS: [StorageType; 8] = [
    StorageType::I8,
    StorageType::I16,
    StorageType::Val(ValType::I32),
    StorageType::Val(ValType::I64),
    StorageType::Val(ValType::F32),
    StorageType::Val(ValType::F64),
    StorageType::Val(ValType::V128),
    StorageType::Val(ValType::FUNCREF),
];
/// Bytes of an element in a data segment.
const SIZES: [i32; 7] = [1, 2, 4, 8, 4, 8, 16];
const FUNCTIONS: usize = 7;

/// How many types stand before those of functions.
pub(super) const TYPES: u32 = ELEMENTS.len() as u32;

/// The array types, each alone.
pub(super) fn types(types: &mut TypeSection) {
    for element_type in ELEMENTS {
        let array = wasm_encoder::ArrayType(FieldType { element_type, mutable: true });
        types.ty().subtype(&SubType {
            is_final: true,
            supertype_idxs: Vec::new(),
            composite_type: CompositeType {
                inner: CompositeInnerType::Array(array),
                shared: false,
                descriptor: None,
                describes: None,
            },
        });
    }
}

/// The types of the locals, when the first array type has this index.
pub(super) fn locals(first: u32) -> impl Iterator<Item = ValType> {
    (first..first + TYPES)
        .map(|ty| ValType::Ref(RefType { nullable: true, heap_type: HeapType::Concrete(ty) }))
}

impl Body<'_, '_> {
    fn array_type(&self, which: usize) -> u32 {
        self.outline.first_array() + which as u32
    }

    /// The value of an element.
    fn element(&mut self, which: usize, depth: usize) {
        match ELEMENTS[which] {
            StorageType::Val(ValType::I64) => self.expression(Ty::I64, depth),
            StorageType::Val(ValType::F32) => self.expression(Ty::F32, depth),
            StorageType::Val(ValType::F64) => self.expression(Ty::F64, depth),
            StorageType::Val(ValType::V128) => self.expression(Ty::V128, depth),
            StorageType::Val(ValType::Ref(_)) => self.function_or_null(),
            _ => self.expression(Ty::I32, depth),
        }
    }

    /// Leaves a number up to `most`, a power of two less one; seldom any.
    fn small(&mut self, most: i32) {
        self.expression(Ty::I32, 1);
        if !self.draw.chance(1, 40) {
            self.push(Instruction::I32Const(most));
            self.push(Instruction::I32And);
        }
    }

    /// Leaves a new array.
    fn new_array(&mut self, which: usize) {
        let ty = self.array_type(which);
        match self.draw.below(5) {
            0 => {
                self.element(which, 1);
                self.push(Instruction::I32Const(LEN));
                self.push(Instruction::ArrayNew(ty));
            }
            1 => {
                let array_size = self.draw.between(8, 11);
                for _ in 0..array_size {
                    self.element(which, 0);
                }
                self.push(Instruction::ArrayNewFixed { array_type_index: ty, array_size: array_size as u32 });
            }
            2 if which == FUNCTIONS => {
                self.push(Instruction::I32Const(0));
                self.push(Instruction::I32Const(8));
                self.push(Instruction::ArrayNewElem { array_type_index: ty, array_elem_index: ELEMENT });
            }
            2 => {
                self.small(63);
                // The last elements of vectors end where the segment does, or past it.
                let most = ((DATA_BYTES as i32 - 63) / SIZES[which]).min(16);
                let len = self.draw.between(8, most as usize);
                self.push(Instruction::I32Const(len as i32));
                self.push(Instruction::ArrayNewData { array_type_index: ty, array_data_index: DATA });
            }
            _ => {
                self.push(Instruction::I32Const(LEN));
                self.push(Instruction::ArrayNewDefault(ty));
            }
        }
    }

    /// Leaves an array that is not null: the one in the local, or a new one that it then holds.
    fn array(&mut self, which: usize) {
        let local = ARRAY_LOCALS + which as u32;
        let heap_type = HeapType::Concrete(self.array_type(which));
        let result = ValType::Ref(RefType { nullable: false, heap_type });
        self.open(Instruction::Block(BlockType::Result(result)), None);
        self.push(Instruction::LocalGet(local));
        self.push(Instruction::BrOnNonNull(0));
        self.new_array(which);
        self.push(Instruction::LocalTee(local));
        self.push(Instruction::RefAsNonNull);
        self.close();
    }

    /// A statement that changes an array.
    pub(super) fn keep_array(&mut self) {
        let which = self.draw.below(ELEMENTS.len());
        let ty = self.array_type(which);
        self.spend(20);
        match self.draw.below(8) {
            0 => {
                self.new_array(which);
                self.push(Instruction::LocalSet(ARRAY_LOCALS + which as u32));
            }
            1 | 2 => {
                self.array(which);
                self.small(7);
                self.element(which, 2);
                self.push(Instruction::ArraySet(ty));
            }
            3 => {
                self.array(which);
                self.small(3);
                self.element(which, 1);
                self.small(3);
                self.push(Instruction::ArrayFill(ty));
            }
            4 | 5 => {
                self.array(which);
                self.small(3);
                match self.draw.chance(1, 4) {
                    true => self.new_array(which),
                    false => self.array(which),
                }
                self.small(3);
                self.small(3);
                self.push(Instruction::ArrayCopy { array_type_index_dst: ty, array_type_index_src: ty });
            }
            _ => {
                self.array(which);
                self.small(3);
                self.small(if which == FUNCTIONS { 3 } else { 63 });
                self.small(3);
                self.push(match which {
                    FUNCTIONS => {
                        Instruction::ArrayInitElem { array_type_index: ty, array_elem_index: ELEMENT }
                    }
                    _ => Instruction::ArrayInitData { array_type_index: ty, array_data_index: DATA },
                });
            }
        }
    }

    /// Leaves a value of this type that comes from an array.
    pub(super) fn array_part(&mut self, ty: Ty) {
        let which = match ty {
            Ty::I32 => [0, 1, 2, 2, FUNCTIONS][self.draw.below(5)],
            Ty::I64 => 3,
            Ty::F32 => 4,
            Ty::F64 => 5,
            _ => 6,
        };
        let of = self.array_type(which);
        self.array(which);
        if ty == Ty::I32 && self.draw.chance(1, 5) {
            return self.push(Instruction::ArrayLen);
        }
        self.small(7);
        let signed = self.draw.chance(1, 2);
        self.push(match ELEMENTS[which] {
            StorageType::I8 | StorageType::I16 if signed => Instruction::ArrayGetS(of),
            StorageType::I8 | StorageType::I16 => Instruction::ArrayGetU(of),
            StorageType::Val(_) => Instruction::ArrayGet(of),
        });
        if which == FUNCTIONS {
            self.push(Instruction::RefIsNull);
        }
    }
}
