//! References as bits: null is 0, an i31 is odd, everything else is an even offset or an address.
//!
//! The representation is drawn in `vm::layout`. These operators need nothing but the bits.

use crate::base::TrapCode;

operators! {
    ref_i31(x: i32) -> u64 = u64::from((x as u32) << 1 | 1);
    i31_get_s(x: u64) -> Result<i32, TrapCode> =
        if x == 0 { Err(TrapCode::NullReference) } else { Ok(x as u32 as i32 >> 1) };
    i31_get_u(x: u64) -> Result<i32, TrapCode> =
        if x == 0 { Err(TrapCode::NullReference) } else { Ok((x as u32 >> 1) as i32) };
    ref_as_non_null(x: u64) -> Result<u64, TrapCode> =
        if x == 0 { Err(TrapCode::NullReference) } else { Ok(x) };
}
