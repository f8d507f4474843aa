//! stub
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::VmContext;
pub(crate) unsafe fn ref_test(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn ref_cast(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
