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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::i32s;

    #[test]
    fn an_i31_keeps_its_lower_31_bits_and_is_never_null() {
        for x in i32s() {
            let reference = ref_i31(x);
            assert_eq!(reference % 2, 1, "{x:#x}");
            assert_eq!(i31_get_u(reference), Ok(x & 0x7fff_ffff), "{x:#x}");
            let sign_extended = if x & 0x4000_0000 == 0 { x & 0x7fff_ffff } else { x | i32::MIN };
            assert_eq!(i31_get_s(reference), Ok(sign_extended), "{x:#x}");
            assert_eq!(ref_as_non_null(reference), Ok(reference));
        }
    }

    #[test]
    fn null_traps() {
        assert_eq!(i31_get_s(0), Err(TrapCode::NullReference));
        assert_eq!(i31_get_u(0), Err(TrapCode::NullReference));
        assert_eq!(ref_as_non_null(0), Err(TrapCode::NullReference));
    }
}
