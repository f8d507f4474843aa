//! Function references.

use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::VmContext;

/// # Safety
/// See the module's header.
pub(crate) unsafe fn ref_func(ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
    // SAFETY: a builtin's promise.
    unsafe {
        *fp.add(op.a.into()) = *(*ctx).funcs.add(op.lo() as usize) as u64;
        Ok(())
    }
}
