//! References into the collected heap, held by the host.

use crate::types::RefType;
use crate::vm::store::StoreInner;

use super::val::Val;

/// A reference to a value of the host.
#[derive(Clone, Debug)]
pub struct ExternRef(u32);

/// A reference to a struct, an array, an `i31` or an internalized host value.
#[derive(Clone, Debug)]
pub struct AnyRef(u32);

/// A reference to an exception.
#[derive(Clone, Debug)]
pub struct ExnRef(u32);

/// Whether a value that is a reference but not to a function is of this type.
pub(crate) fn is_of(_store: &StoreInner, value: &Val, ty: RefType) -> bool {
    use crate::types::HeapType;
    let top = match value {
        Val::ExternRef(_) => HeapType::Extern,
        Val::AnyRef(_) => HeapType::Any,
        _ => HeapType::Exn,
    };
    ty.heap.top() == top
}

/// The slot of a reference that is not to a function.
pub(crate) fn to_slot(_store: &mut StoreInner, value: &Val) -> u64 {
    match value {
        Val::ExternRef(Some(r)) => r.0.into(),
        Val::AnyRef(Some(r)) => r.0.into(),
        Val::ExnRef(Some(r)) => r.0.into(),
        _ => 0,
    }
}

/// A reference of this type, which is not to a function.
pub(crate) fn from_slot(_store: &mut StoreInner, ty: RefType, slot: u64) -> Val {
    use crate::types::HeapType;
    let r = (slot != 0).then_some(slot as u32);
    match ty.heap.top() {
        HeapType::Extern => Val::ExternRef(r.map(ExternRef)),
        HeapType::Exn => Val::ExnRef(r.map(ExnRef)),
        _ => Val::AnyRef(r.map(AnyRef)),
    }
}
