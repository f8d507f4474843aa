//! Objects in kernels: structs with descriptors, an array, tests and casts, references in locals that live through loops.
//!
//! ```text
//!   type 0 base  ── descriptor ──> 1        a field of each type of `Ty`
//!        │                         │
//!   type 2 sub   ── descriptor ──> 3        the same, an i32, and a link to a base
//!   type 4 plain (final, one i32)           type 5 an array of i32
//! ```
//! Descriptors are equal or not by identity, so a few of them stand in globals, where casts and allocations find the same
//! one again. References are read with a new object in the place of null; what may trap is drawn seldom.
//!
//! # Why the heap does not fill up
//! Locals and globals that hold references are few, and a link leads to a base, which has none. So what is alive is
//! bounded, however long a loop runs.

use wasm_encoder::{
    AbstractHeapType, BlockType, CompositeInnerType, CompositeType, ConstExpr, FieldType, GlobalSection,
    GlobalType, HeapType, Instruction, RefType, StorageType, StructType, SubType, TypeSection, ValType,
};

use super::body::Body;
use super::op::Ty;

/// How many types stand before those of functions.
pub(super) const TYPES: u32 = 6;
const BASE: u32 = 0;
const BASE_DESCRIPTOR: u32 = 1;
const SUB: u32 = 2;
const SUB_DESCRIPTOR: u32 = 3;
const PLAIN: u32 = 4;
const NUMBERS: u32 = 5;

/// The fields of a base, and the first ones of a sub.
const FIELDS: [Ty; 5] = [Ty::I32, Ty::I64, Ty::F64, Ty::V128, Ty::F32];
/// The fields that a sub adds.
const NUMBER: u32 = 5;
const LINK: u32 = 6;

/// Globals, counted from the first behind those of [`Outline`](super::Outline): descriptors, then two references that change.
const BASE_DESCRIPTORS: std::ops::Range<usize> = 0..2;
const SUB_DESCRIPTORS: std::ops::Range<usize> = 2..3;
const KEPT_BASE: usize = 3;
const KEPT_ANY: usize = 4;

/// Locals, counted from the first behind all others: `finish` knows where that is.
pub(super) const LOCALS: [RefType; 3] = [nullable(BASE), nullable(BASE), RefType::ANYREF];
const LOCAL_BASES: usize = 2;
const LOCAL_ANY: u32 = 2;

const fn nullable(ty: u32) -> RefType {
    RefType { nullable: true, heap_type: HeapType::Concrete(ty) }
}

const fn result(ty: RefType) -> BlockType {
    BlockType::Result(ValType::Ref(ty))
}

const fn not_null(heap_type: HeapType) -> RefType {
    RefType { nullable: false, heap_type }
}

fn structure(
    fields: Vec<FieldType>,
    supertype: Option<u32>,
    descriptor: Option<u32>,
    describes: Option<u32>,
) -> SubType {
    let inner = CompositeInnerType::Struct(StructType { fields: fields.into() });
    SubType {
        is_final: descriptor.or(describes).is_none(),
        supertype_idxs: supertype.into_iter().collect(),
        composite_type: CompositeType { inner, shared: false, descriptor, describes },
    }
}

/// The types, as a group.
pub(super) fn types(types: &mut TypeSection) {
    let field = |ty: ValType| FieldType { element_type: StorageType::Val(ty), mutable: true };
    let base: Vec<FieldType> = FIELDS.map(|ty| field(ty.encoded())).into();
    let sub = [base.clone(), vec![field(ValType::I32), field(ValType::Ref(nullable(BASE)))]].concat();
    let one = vec![field(ValType::I32)];
    let mut numbers = structure(Vec::new(), None, None, None);
    numbers.composite_type.inner = CompositeInnerType::Array(wasm_encoder::ArrayType(field(ValType::I32)));
    types.ty().rec([
        structure(base, None, Some(BASE_DESCRIPTOR), None),
        structure(one.clone(), None, None, Some(BASE)),
        structure(sub, Some(BASE), Some(SUB_DESCRIPTOR), None),
        structure(one.clone(), Some(BASE_DESCRIPTOR), None, Some(SUB)),
        structure(one, None, None, None),
        numbers,
    ]);
}

/// The globals, behind all others.
pub(super) fn globals(globals: &mut GlobalSection) {
    for (number, ty) in [BASE_DESCRIPTOR, BASE_DESCRIPTOR, SUB_DESCRIPTOR].into_iter().enumerate() {
        let val_type = ValType::Ref(not_null(HeapType::Exact(ty)));
        let init =
            ConstExpr::extended([Instruction::I32Const(number as i32 + 7), Instruction::StructNew(ty)]);
        globals.global(GlobalType { val_type, mutable: false, shared: false }, &init);
    }
    for ty in [nullable(BASE), RefType::ANYREF] {
        let global = GlobalType { val_type: ValType::Ref(ty), mutable: true, shared: false };
        globals.global(global, &ConstExpr::ref_null(ty.heap_type));
    }
}

/// What a cast asks for: a base or a sub.
#[derive(Clone, Copy)]
struct Target {
    ty: u32,
    to: RefType,
}

impl Body<'_, '_> {
    fn object_global(&self, which: usize) -> u32 {
        (self.outline.globals.len() + which) as u32
    }

    fn object_local(&mut self) -> u32 {
        super::body::OBJECT_LOCALS + self.draw.below(LOCAL_BASES) as u32
    }

    fn field(&mut self, of: u32, ty: Ty) {
        let inherited = FIELDS.iter().position(|&field| field == ty).unwrap_or(0) as u32;
        let own = of == SUB && ty == Ty::I32 && self.draw.chance(1, 2);
        let field_index = if own { NUMBER } else { inherited };
        self.push(Instruction::StructGet { struct_type_index: of, field_index });
    }

    /// Leaves a value of this type that depends on an object.
    pub(super) fn object_part(&mut self, ty: Ty, depth: usize) {
        match self.draw.below(8) {
            0 | 1 => {
                self.object(depth);
                self.field(BASE, ty);
            }
            2 if ty == Ty::I32 => {
                self.object(depth);
                self.push(Instruction::RefGetDesc(BASE));
                self.push(Instruction::StructGet { struct_type_index: BASE_DESCRIPTOR, field_index: 0 });
            }
            3 if ty == Ty::I32 => {
                self.anything(depth);
                let concrete = [BASE, SUB, PLAIN, NUMBERS].map(HeapType::Concrete);
                let exact = [BASE, SUB].map(HeapType::Exact);
                let others = [AbstractHeapType::I31, AbstractHeapType::Eq, AbstractHeapType::Struct]
                    .map(|ty| HeapType::Abstract { shared: false, ty });
                let all = [&concrete[..], &exact, &others].concat();
                let heap = self.draw.pick(&all);
                let null = self.draw.chance(1, 2);
                self.push(if null {
                    Instruction::RefTestNullable(heap)
                } else {
                    Instruction::RefTestNonNull(heap)
                });
            }
            4 => self.cast(ty, depth),
            5 | 6 => self.cast_branch(ty, depth, true),
            _ => self.cast_branch(ty, depth, false),
        }
    }

    /// A statement that keeps or changes an object.
    pub(super) fn keep_object(&mut self) {
        match self.draw.below(6) {
            0 | 1 => {
                self.object(2);
                let local = self.object_local();
                self.push(Instruction::LocalSet(local));
            }
            2 => {
                self.anything(2);
                self.push(Instruction::LocalSet(super::body::OBJECT_LOCALS + LOCAL_ANY));
            }
            3 => {
                self.anything(2);
                self.push(Instruction::GlobalSet(self.object_global(KEPT_ANY)));
                self.object(1);
                self.push(Instruction::GlobalSet(self.object_global(KEPT_BASE)));
            }
            4 => {
                let field_index = self.draw.below(FIELDS.len());
                self.object(2);
                self.expression(FIELDS[field_index], 2);
                let field_index = field_index as u32;
                self.push(Instruction::StructSet { struct_type_index: BASE, field_index });
            }
            _ => {
                self.sub();
                self.new_object(BASE, 1);
                self.push(Instruction::StructSet { struct_type_index: SUB, field_index: LINK });
            }
        }
    }

    /// Leaves a new object of exactly this type.
    fn new_object(&mut self, ty: u32, depth: usize) {
        if self.is_full() || self.draw.chance(1, 3) {
            self.exact_descriptor(ty);
            return self.push(Instruction::StructNewDefaultDesc(ty));
        }
        self.expressions(&FIELDS, depth.saturating_sub(1));
        if ty == SUB {
            self.expression(Ty::I32, depth.saturating_sub(1));
            self.push(Instruction::RefNull(HeapType::Concrete(BASE)));
        }
        self.exact_descriptor(ty);
        self.push(Instruction::StructNewDesc(ty));
    }

    /// Leaves a descriptor for exactly this type: one of those in globals, a new one, seldom null.
    fn exact_descriptor(&mut self, ty: u32) {
        let (descriptor, range) =
            if ty == SUB { (SUB_DESCRIPTOR, SUB_DESCRIPTORS) } else { (BASE_DESCRIPTOR, BASE_DESCRIPTORS) };
        match self.draw.below(60) {
            0 => self.push(Instruction::RefNull(HeapType::Exact(descriptor))),
            1..=9 => {
                self.expression(Ty::I32, 1);
                self.push(Instruction::StructNew(descriptor));
            }
            _ => {
                let which = range.start + self.draw.below(range.len());
                self.push(Instruction::GlobalGet(self.object_global(which)));
            }
        }
    }

    /// Leaves a base that is not null.
    fn object(&mut self, depth: usize) {
        match self.draw.below(8) {
            0 => self.new_object(BASE, depth),
            1 => self.new_object(SUB, depth),
            kind => {
                self.open(Instruction::Block(result(not_null(HeapType::Concrete(BASE)))), None);
                match kind {
                    2 => self.push(Instruction::GlobalGet(self.object_global(KEPT_BASE))),
                    3 => {
                        self.sub();
                        self.push(Instruction::StructGet { struct_type_index: SUB, field_index: LINK });
                    }
                    _ => {
                        let local = self.object_local();
                        self.push(Instruction::LocalGet(local));
                    }
                }
                self.push(Instruction::BrOnNonNull(0));
                let ty = self.draw.pick(&[BASE, SUB]);
                self.new_object(ty, depth.min(1));
                self.close();
            }
        }
    }

    /// Leaves a sub that is not null.
    fn sub(&mut self) {
        let to_ref_type = not_null(HeapType::Concrete(SUB));
        self.open(Instruction::Block(result(to_ref_type)), None);
        let local = self.object_local();
        self.push(Instruction::LocalGet(local));
        let from_ref_type = nullable(BASE);
        self.push(Instruction::BrOnCast { relative_depth: 0, from_ref_type, to_ref_type });
        self.push(Instruction::Drop);
        self.new_object(SUB, 1);
        self.close();
    }

    /// Leaves any reference.
    fn anything(&mut self, depth: usize) {
        match self.draw.below(9) {
            0..=2 => self.object(depth),
            3 => self.push(Instruction::GlobalGet(self.object_global(KEPT_ANY))),
            4 | 5 => self.push(Instruction::LocalGet(super::body::OBJECT_LOCALS + LOCAL_ANY)),
            6 => {
                self.expression(Ty::I32, depth.min(1));
                self.push(Instruction::RefI31);
            }
            7 => {
                self.expression(Ty::I32, depth.min(1));
                self.push(Instruction::StructNew(PLAIN));
            }
            _ => {
                self.expression(Ty::I32, depth.min(1));
                self.push(Instruction::I32Const(63));
                self.push(Instruction::I32And);
                self.push(Instruction::ArrayNewDefault(NUMBERS));
            }
        }
    }

    fn target(&mut self) -> Target {
        let ty = self.draw.pick(&[BASE, SUB]);
        let exact = self.draw.chance(1, 3);
        let heap_type = if exact { HeapType::Exact(ty) } else { HeapType::Concrete(ty) };
        Target { ty, to: RefType { nullable: self.draw.chance(1, 3), heap_type } }
    }

    /// Leaves a descriptor that a cast to this type may ask for.
    fn descriptor_for(&mut self, target: Target) {
        let any = target.to.heap_type == HeapType::Concrete(BASE);
        let ty = if any && self.draw.chance(1, 3) { SUB } else { target.ty };
        self.exact_descriptor(ty);
    }

    /// A cast that succeeds, with a descriptor that is the object's own; seldom one that may fail.
    fn cast(&mut self, ty: Ty, depth: usize) {
        if self.draw.chance(1, 12) {
            let target = self.target();
            self.anything(depth);
            self.descriptor_for(target);
            let heap = target.to.heap_type;
            self.push(match target.to.nullable {
                true => Instruction::RefCastDescEqNullable(heap),
                false => Instruction::RefCastDescEqNonNull(heap),
            });
            return self.field(target.ty, ty);
        }
        let local = self.object_local();
        self.object(depth);
        self.push(Instruction::LocalTee(local));
        self.push(Instruction::LocalGet(local));
        self.push(Instruction::RefGetDesc(BASE));
        self.push(Instruction::RefCastDescEqNonNull(HeapType::Concrete(BASE)));
        self.field(BASE, ty);
    }

    /// A branch on a cast, with or without a descriptor, either way round.
    fn cast_branch(&mut self, ty: Ty, depth: usize, by_descriptor: bool) {
        let target = self.target();
        let (from, to, fail) = (RefType::ANYREF, target.to, self.draw.chance(1, 2));
        self.open(Instruction::Block(BlockType::Result(ty.encoded())), None);
        self.open(Instruction::Block(result(if fail { from } else { to })), None);
        // Something below on the stack, that the branch leaves alone.
        let below = self.draw.chance(1, 3);
        if below {
            self.expression(ty, 1);
        }
        self.anything(depth);
        if by_descriptor {
            self.descriptor_for(target);
        }
        let (relative_depth, from_ref_type, to_ref_type) = (0, from, to);
        self.push(match (by_descriptor, fail) {
            (true, false) => Instruction::BrOnCastDescEq { relative_depth, from_ref_type, to_ref_type },
            (true, true) => Instruction::BrOnCastDescEqFail { relative_depth, from_ref_type, to_ref_type },
            (false, false) => Instruction::BrOnCast { relative_depth, from_ref_type, to_ref_type },
            (false, true) => Instruction::BrOnCastFail { relative_depth, from_ref_type, to_ref_type },
        });
        self.cast_arm(ty, target, fail, below);
        self.push(Instruction::Br(1));
        self.close();
        self.cast_arm(ty, target, !fail, false);
        self.close();
    }

    /// One of the ways behind a branch on a cast: leaves a value in the place of the reference and of what is below it.
    fn cast_arm(&mut self, ty: Ty, target: Target, holds: bool, below: bool) {
        if holds && !target.to.nullable && !below {
            return self.field(target.ty, ty);
        }
        self.push(Instruction::Drop);
        if !below {
            self.expression(ty, 1);
        }
    }
}
