//! `ref.test` and `ref.cast`: what a reference really is.
//!
//! The bits tell null and i31 apart; an object's kind word is its type, and a function reference points to its type. A
//! concrete target is answered by the store's table of types in constant time (see `vm::gc::plan`). A value of the host
//! that came in through `any.convert_extern` is of type `any` and nothing below it.

use crate::base::TrapCode;
use crate::ir::Op;
use crate::ir::func::RefTarget;
use crate::types::{HeapType, RefType};
use crate::vm::gc::{GcRef, KIND_EXTERN, Shape};
use crate::vm::store::StoreInner;
use crate::vm::{VmContext, VmFuncRef};

/// Whether the reference in `slot` is of type `ty`. The slot holds a reference of `ty`'s hierarchy.
///
/// # Safety
/// A function reference in `slot` must be of this store.
#[inline]
pub(crate) unsafe fn matches(store: &mut StoreInner, slot: u64, ty: RefType) -> bool {
    use HeapType::*;
    if slot == 0 {
        return ty.nullable;
    }
    let r = GcRef::from_slot(slot);
    match ty.heap {
        Func | Extern | Any | Exn => true,
        NoFunc | NoExtern | None | NoExn => false,
        I31 => r.is_i31(),
        Eq => r.is_i31() || store.gc.kind(r) != KIND_EXTERN,
        Struct | Array if r.is_i31() || store.gc.kind(r) == KIND_EXTERN => false,
        Struct => matches!(shape(store, r), Shape::Struct(_)),
        Array => matches!(shape(store, r), Shape::Array(_)),
        ConcreteStruct(id) | ConcreteArray(id) => {
            if r.is_i31() {
                return false;
            }
            let kind = store.gc.kind(r);
            kind == id.0 || (kind != KIND_EXTERN && store.gc.is_subtype(&store.registry, kind, id.0))
        }
        ConcreteFunc(id) => {
            // SAFETY: a slot of function type that is not null points to a function of the store.
            let ty = unsafe { (*(slot as usize as *const VmFuncRef)).ty };
            ty == id || store.gc.is_subtype(&store.registry, ty.0, id.0)
        }
    }
}

fn shape(store: &mut StoreInner, r: GcRef) -> &Shape {
    let kind = crate::types::CanonId(store.gc.kind(r));
    &store.gc.plan(&store.registry, kind).shape
}

/// The operand at `b`, and whether it is of the type in imm.
///
/// # Safety
/// As every builtin: `ctx` and `fp` are those of the running function, and `op` is in it.
unsafe fn test(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> (u64, bool) {
    // SAFETY: lowering keeps slots inside the frame.
    let slot = unsafe { *fp.add(op.base() as usize) };
    // SAFETY: `ctx` belongs to a live store, and running code holds no reference to it.
    let store = unsafe { &mut *(*(*ctx).store).inner };
    // SAFETY: the slot holds a reference of this store.
    (slot, unsafe { matches(store, slot, RefTarget::unpack(op.imm).0) })
}

/// `a` = whether the reference in `b` is of the type in imm.
///
/// # Safety
/// `ctx` and `fp` are those of the running function, and `op` is in it.
pub(crate) unsafe fn ref_test(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise is the one that `test` asks for.
    let (_, holds) = unsafe { test(ctx, fp, op) };
    // SAFETY: lowering keeps slots inside the frame.
    unsafe { *fp.add(op.a as usize) = u64::from(holds) };
    Ok(())
}

/// `a` = the reference in `b`, if it is of the type in imm.
///
/// # Safety
/// `ctx` and `fp` are those of the running function, and `op` is in it.
pub(crate) unsafe fn ref_cast(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise is the one that `test` asks for.
    let (slot, holds) = unsafe { test(ctx, fp, op) };
    if !holds {
        return Err(TrapCode::CastFailure);
    }
    // SAFETY: lowering keeps slots inside the frame.
    unsafe { *fp.add(op.a as usize) = slot };
    Ok(())
}
