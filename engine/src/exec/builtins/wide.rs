//! 128-bit arithmetic: two results, so no plain row fits.

use super::memory::operand;
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::VmContext;

macro_rules! wide {
    ($($name:ident($($i:literal),*);)*) => {
        $(
            /// # Safety
            /// See the module's header.
            pub(crate) unsafe fn $name(_ctx: *mut VmContext, fp: *mut u64, op: &Op) -> Result<(), TrapCode> {
                // SAFETY: a builtin's promise.
                unsafe {
                    let (low, high) = crate::numerics::$name($(operand!(fp, op, $i) as i64),*);
                    *fp.add(op.a.into()) = low as u64;
                    *fp.add(op.a as usize + 1) = high as u64;
                    Ok(())
                }
            }
        )*
    };
}

wide! {
    i64_add128(0, 1, 2, 3);
    i64_sub128(0, 1, 2, 3);
    i64_mul_wide_s(0, 1);
    i64_mul_wide_u(0, 1);
}
