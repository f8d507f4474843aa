//! stub
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::VmContext;
pub(crate) unsafe fn struct_new(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn struct_new_default(
    _ctx: *mut VmContext,
    _fp: *mut u64,
    _op: &Op,
) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_new(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_new_default(
    _ctx: *mut VmContext,
    _fp: *mut u64,
    _op: &Op,
) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_new_fixed(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_new_data(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_new_elem(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_fill(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_copy(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_init_data(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
pub(crate) unsafe fn array_init_elem(_ctx: *mut VmContext, _fp: *mut u64, _op: &Op) -> Result<(), TrapCode> {
    Err(TrapCode::Pending)
}
