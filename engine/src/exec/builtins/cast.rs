//! `ref.test`, `ref.cast` and their kin: what a reference really is.
//!
//! The bits tell null and i31 apart; an object's kind word is its type, and a function reference points to its type. A
//! concrete target is answered by the store's table of types in constant time (see `vm::gc::plan`). A value of the host
//! that came in through `any.convert_extern` is of type `any` and nothing below it.
//!
//! # Casts to a descriptor
//! `ref.cast_desc_eq` asks whether an object's descriptor is the given one. That answers for the type as well: a descriptor of
//! exactly this type describes exactly one type, and validation has related that to the type of the cast. What has no
//! descriptor must not be mistaken for what has: the word that holds it means something else in arrays.

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
        ExactStruct(id) | ExactArray(id) => !r.is_i31() && store.gc.kind(r) == id.0,
        // SAFETY: a slot of function type that is not null points to a function of the store.
        ExactFunc(id) => unsafe { (*(slot as usize as *const VmFuncRef)).ty == id },
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

/// The first operand, and whether its descriptor is the second one, or it is null and imm allows that.
///
/// # Errors
/// `NullReference` if the second operand is null.
///
/// # Safety
/// As for [`test`].
unsafe fn test_desc_eq(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(u64, bool), TrapCode> {
    // SAFETY: lowering keeps slots inside the frame.
    let [slot, descriptor] = unsafe { *fp.add(op.base() as usize).cast::<[u64; 2]>() };
    if descriptor == 0 {
        return Err(TrapCode::NullReference);
    }
    if slot == 0 {
        return Ok((slot, RefTarget::unpack(op.imm).0.nullable));
    }
    // SAFETY: `ctx` belongs to a live store, and running code holds no reference to it.
    let store = unsafe { &mut *(*(*ctx).store).inner };
    let found = store.gc.descriptor(&store.registry, GcRef::from_slot(slot));
    Ok((slot, found == Some(GcRef::from_slot(descriptor))))
}

/// `a` = whether the descriptor of the reference in slot base is the one behind it.
///
/// # Safety
/// `ctx` and `fp` are those of the running function, and `op` is in it.
pub(crate) unsafe fn ref_test_desc_eq(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise is the one that `test_desc_eq` asks for.
    let (_, holds) = unsafe { test_desc_eq(ctx, fp, op) }?;
    // SAFETY: lowering keeps slots inside the frame.
    unsafe { *fp.add(op.a as usize) = u64::from(holds) };
    Ok(())
}

/// `a` = the reference in slot base, if its descriptor is the one behind it.
///
/// # Safety
/// `ctx` and `fp` are those of the running function, and `op` is in it.
pub(crate) unsafe fn ref_cast_desc_eq(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise is the one that `test_desc_eq` asks for.
    let (slot, holds) = unsafe { test_desc_eq(ctx, fp, op) }?;
    if !holds {
        return Err(TrapCode::CastFailure);
    }
    // SAFETY: lowering keeps slots inside the frame.
    unsafe { *fp.add(op.a as usize) = slot };
    Ok(())
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
