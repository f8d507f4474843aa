//! The collected heap of a store.

/// A reference into the collected heap: 0 is null, an odd number an i31, an even one an object's offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(transparent)]
pub struct GcRef(pub u32);

/// The collected heap of one store.
#[derive(Default)]
pub struct GcHeap {}

// stub
use super::{VmStore, VmTag, store::StoreInner};
use crate::base::TrapCode;
impl GcRef {
    pub fn to_slot(self) -> u64 {
        self.0.into()
    }
}
pub struct Scan;
impl Scan {
    pub fn host(_vm: &VmStore, _extra: &[u64]) -> Scan {
        Scan
    }
}
pub fn exn_new(_s: &mut StoreInner, _scan: Scan, _t: *mut VmTag, _p: &[u64]) -> Result<GcRef, TrapCode> {
    Err(TrapCode::Pending)
}
impl GcHeap {
    pub fn exn_tag(&self, _r: GcRef) -> *mut VmTag {
        std::ptr::null_mut()
    }
    pub fn exn_payload(&self, _r: GcRef) -> &[u64] {
        &[]
    }
}
