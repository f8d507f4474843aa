//! Operations that are too long for a handler: their bodies, by family. The `runtime` rows of the table name them.
//!
//! A builtin is `unsafe fn(ctx, fp, op) -> Result<(), TrapCode>`. Its callers promise: `ctx` and `fp` are those of the
//! running function, `op` is an operation of it (so slots and indices are right), and the position is saved. One whose work grows with
//! an operand goes through [`work`].

mod aggregate;
mod atomic;
mod cast;
mod dispatch;
mod memory;
mod reference;
mod table;
mod wide;
mod work;

pub(crate) use aggregate::*;
pub(crate) use atomic::*;
pub(crate) use cast::*;
pub(crate) use dispatch::{BuiltinId, for_each_builtin, run};
pub(crate) use memory::*;
pub(crate) use reference::*;
pub(crate) use table::*;
pub(crate) use wide::*;
pub(crate) use work::PIECE;

use crate::base::TrapCode;
use crate::vm::store::StoreInner;
use crate::vm::{VmContext, VmFuncRef};

/// Lowers a defined function of an instance that was never called.
///
/// # Errors
/// `Pending` if it is invalid or cannot be lowered.
///
/// # Safety
/// `ctx` is an instance of a live store, `defined` a function of it.
#[cold]
pub(crate) unsafe fn lower(ctx: *mut VmContext, defined: usize) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise; the module is kept alive by a handle of our own, not by the borrow.
    unsafe {
        let module = StoreInner::instance_of(ctx).module.clone();
        match crate::lower::ensure(&module, defined) {
            Ok(_) => Ok(()),
            Err(error) => {
                (*(*(*ctx).store).inner).pending = Some(error);
                Err(TrapCode::Pending)
            }
        }
    }
}

/// Lowers the function of a reference, which was never called.
///
/// # Errors
/// As [`lower`].
///
/// # Safety
/// `func` is a wasm function of a live store.
#[cold]
pub(crate) unsafe fn lower_func(func: *mut VmFuncRef) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise.
    unsafe {
        let ctx = (*func).ctx;
        lower(ctx, ((*func).func_index - (*ctx).imported_funcs) as usize)
    }
}
