//! References wherever scalars can be: in locals, parameters, results, globals, what blocks and exceptions carry.
//!
//! A reference has the size of an i64 and none of its meaning: what confuses their slots or registers forges pointers.
//! Values of them are few (null, functions, small numbers), and each can be told from the others by a test.

use wasm_encoder::{AbstractHeapType, ConstExpr, HeapType, Instruction};

use super::body::Body;
use super::op::Ty;

/// A test of one of these gives an i32.
pub(super) const ALL: [Ty; 3] = [Ty::Func, Ty::Extern, Ty::Any];

const I31: HeapType = HeapType::Abstract { shared: false, ty: AbstractHeapType::I31 };

/// The null of a type.
pub(super) fn null(ty: Ty) -> HeapType {
    match ty {
        Ty::Func => HeapType::FUNC,
        Ty::Extern => HeapType::EXTERN,
        _ => HeapType::ANY,
    }
}

/// The first value of a global.
pub(super) fn initial(ty: Ty) -> ConstExpr {
    match ty {
        Ty::Any => ConstExpr::extended([Instruction::I32Const(5), Instruction::RefI31]),
        _ => ConstExpr::ref_null(null(ty)),
    }
}

impl Body<'_, '_> {
    /// Leaves a reference of this type.
    pub(super) fn reference(&mut self, ty: Ty, depth: usize) {
        if depth == 0 || self.is_full() {
            return self.leaf(ty);
        }
        let depth = depth - 1;
        match self.draw.below(10) {
            0..=2 => self.leaf(ty),
            3 => self.select(ty, depth),
            4 => self.choice(ty, depth),
            5 => self.branched(ty, depth),
            6 => self.tee(ty, depth),
            7 => self.call_for(ty, depth),
            8 if self.outline.refs.contains(&Ty::Any) && ty != Ty::Func => {
                // Between the worlds, and back.
                let (from, convert) = match ty {
                    Ty::Extern => (Ty::Any, Instruction::ExternConvertAny),
                    _ => (Ty::Extern, Instruction::AnyConvertExtern),
                };
                self.reference(from, depth);
                self.push(convert);
            }
            _ => self.new_reference(ty),
        }
    }

    /// Leaves one that is in no local.
    pub(super) fn new_reference(&mut self, ty: Ty) {
        match ty {
            Ty::Func => self.function_or_null(),
            Ty::Any if !self.draw.chance(1, 4) => {
                self.leaf(Ty::I32);
                self.push(Instruction::RefI31);
            }
            _ => self.push(Instruction::RefNull(null(ty))),
        }
    }

    /// Leaves an i32 that depends on a reference.
    pub(super) fn reference_part(&mut self, depth: usize) {
        let ty = self.draw.pick(&self.outline.refs.clone());
        match self.draw.below(3) {
            0 if ty == Ty::Any => {
                self.reference(ty, depth);
                self.push(Instruction::RefTestNonNull(I31));
            }
            // The number, where there is one; a block that the cast leaves otherwise.
            1 if ty == Ty::Any => {
                self.open(
                    Instruction::Block(wasm_encoder::BlockType::Result(Ty::I32.encoded())),
                    Some(vec![Ty::I32]),
                );
                self.open(Instruction::Block(wasm_encoder::BlockType::Result(ty.encoded())), None);
                self.reference(ty, depth);
                let nullable = |heap_type, nullable| wasm_encoder::RefType { nullable, heap_type };
                self.push(Instruction::BrOnCastFail {
                    relative_depth: 0,
                    from_ref_type: nullable(HeapType::ANY, true),
                    to_ref_type: nullable(I31, false),
                });
                let signed = self.draw.chance(1, 2);
                self.push(if signed { Instruction::I31GetS } else { Instruction::I31GetU });
                self.push(Instruction::Br(1));
                self.close();
                self.push(Instruction::RefIsNull);
                self.close();
            }
            _ => {
                self.reference(ty, depth);
                self.push(Instruction::RefIsNull);
            }
        }
    }
}
