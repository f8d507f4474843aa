//! stub
use super::store::StoreInner;
use super::VmMemory;
use crate::base::TrapCode;
pub fn grow(_s: &mut StoreInner, _m: *mut VmMemory, _d: u64) -> Result<Option<u64>, TrapCode> { Ok(None) }
