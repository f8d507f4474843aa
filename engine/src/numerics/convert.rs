//! Conversions between the scalar types.
//!
//! **Float to integer, trapping.** The fraction is cut off first, so the inputs that fit lie strictly
//! between two numbers: `i32` takes -2147483649 < x < 2147483648. Where the float type has no -2147483649,
//! the next float below -2147483648 stands for it: -2147483904 as an `f32`; likewise for `i64` from either
//! float. A NaN has no value to convert, which is an error of its own kind. Both comparisons fail for it,
//! so the common case costs two comparisons.
//!
//! **Float to integer, saturating**, is Rust's `as`: NaN becomes 0, the rest is clamped.
//!
//! **Integer to float and between floats**, `as` rounds to nearest, ties to even; a NaN keeps what fits of
//! its payload and becomes quiet.

use crate::base::TrapCode;
use TrapCode::{BadConversionToInteger, IntegerOverflow};

operators! {
    i32_wrap_i64(a: i64) -> i32 = a as i32;
    i64_extend_i32_s(a: i32) -> i64 = i64::from(a);
    i64_extend_i32_u(a: i32) -> i64 = i64::from(a as u32);

    i32_trunc_f32_s(a: f32) -> Result<i32, TrapCode> =
        if a > -2147483904.0 && a < 2147483648.0 { Ok(a as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f32_u(a: f32) -> Result<i32, TrapCode> =
        if a > -1.0 && a < 4294967296.0 { Ok(a as u32 as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f64_s(a: f64) -> Result<i32, TrapCode> =
        if a > -2147483649.0 && a < 2147483648.0 { Ok(a as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f64_u(a: f64) -> Result<i32, TrapCode> =
        if a > -1.0 && a < 4294967296.0 { Ok(a as u32 as i32) } else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f32_s(a: f32) -> Result<i64, TrapCode> =
        if a > -9223373136366403584.0 && a < 9223372036854775808.0 { Ok(a as i64) }
        else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f32_u(a: f32) -> Result<i64, TrapCode> =
        if a > -1.0 && a < 18446744073709551616.0 { Ok(a as u64 as i64) }
        else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f64_s(a: f64) -> Result<i64, TrapCode> =
        if a > -9223372036854777856.0 && a < 9223372036854775808.0 { Ok(a as i64) }
        else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f64_u(a: f64) -> Result<i64, TrapCode> =
        if a > -1.0 && a < 18446744073709551616.0 { Ok(a as u64 as i64) }
        else { Err(out_of_range(a.is_nan())) };

    i32_trunc_sat_f32_s(a: f32) -> i32 = a as i32;
    i32_trunc_sat_f32_u(a: f32) -> i32 = a as u32 as i32;
    i32_trunc_sat_f64_s(a: f64) -> i32 = a as i32;
    i32_trunc_sat_f64_u(a: f64) -> i32 = a as u32 as i32;
    i64_trunc_sat_f32_s(a: f32) -> i64 = a as i64;
    i64_trunc_sat_f32_u(a: f32) -> i64 = a as u64 as i64;
    i64_trunc_sat_f64_s(a: f64) -> i64 = a as i64;
    i64_trunc_sat_f64_u(a: f64) -> i64 = a as u64 as i64;

    f32_convert_i32_s(a: i32) -> f32 = a as f32;
    f32_convert_i32_u(a: i32) -> f32 = a as u32 as f32;
    f32_convert_i64_s(a: i64) -> f32 = a as f32;
    f32_convert_i64_u(a: i64) -> f32 = a as u64 as f32;
    f64_convert_i32_s(a: i32) -> f64 = f64::from(a);
    f64_convert_i32_u(a: i32) -> f64 = f64::from(a as u32);
    f64_convert_i64_s(a: i64) -> f64 = a as f64;
    f64_convert_i64_u(a: i64) -> f64 = a as u64 as f64;
    f32_demote_f64(a: f64) -> f32 = a as f32;
    f64_promote_f32(a: f32) -> f64 = f64::from(a);

    i32_reinterpret_f32(a: f32) -> i32 = a.to_bits() as i32;
    i64_reinterpret_f64(a: f64) -> i64 = a.to_bits() as i64;
    f32_reinterpret_i32(a: i32) -> f32 = f32::from_bits(a as u32);
    f64_reinterpret_i64(a: i64) -> f64 = f64::from_bits(a as u64);
}

/// The trap of a conversion whose input has no integer. Cold, so that the conversions stay short.
#[cold]
fn out_of_range(is_nan: bool) -> TrapCode {
    if is_nan { BadConversionToInteger } else { IntegerOverflow }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{f32s, f64s, i32s, i64s};
    use proptest::prelude::*;

    /// The integer part as a mathematical integer, from sign, exponent and fraction; `None` for NaN, and
    /// something far out of every range from 2^112 on.
    fn integer_part(x: f64) -> Option<i128> {
        let (exponent, fraction) = ((x.to_bits() >> 52) & 0x7ff, x.to_bits() & ((1 << 52) - 1));
        let size = match exponent {
            0x7ff if fraction != 0 => return None,
            0..1023 => 0,
            // The bits are those of an integer times 2^(exponent - 1075): enough zeros below, then down.
            1023..1135 => i128::from(fraction | 1 << 52) << 60 >> (1135 - exponent),
            _ => 1 << 112,
        };
        Some(if x.to_bits() >> 63 == 0 { size } else { -size })
    }

    fn trapping(x: f64, min: i128, max: i128) -> Result<i128, TrapCode> {
        let integer = integer_part(x).ok_or(BadConversionToInteger)?;
        if (min..=max).contains(&integer) { Ok(integer) } else { Err(IntegerOverflow) }
    }

    fn saturating(x: f64, min: i128, max: i128) -> i128 {
        integer_part(x).map_or(0, |integer| integer.clamp(min, max))
    }

    const S32: (i128, i128) = (i32::MIN as i128, i32::MAX as i128);
    const U32: (i128, i128) = (0, u32::MAX as i128);
    const S64: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);
    const U64: (i128, i128) = (0, u64::MAX as i128);

    fn check_from_f64(x: f64) {
        let bits = x.to_bits();
        let to_32 = |(min, max)| trapping(x, min, max).map(|i| i as i32);
        let to_64 = |(min, max)| trapping(x, min, max).map(|i| i as i64);
        assert_eq!(i32_trunc_f64_s(x), to_32(S32), "{x:?} {bits:#x}");
        assert_eq!(i32_trunc_f64_u(x), to_32(U32), "{x:?} {bits:#x}");
        assert_eq!(i64_trunc_f64_s(x), to_64(S64), "{x:?} {bits:#x}");
        assert_eq!(i64_trunc_f64_u(x), to_64(U64), "{x:?} {bits:#x}");
        assert_eq!(i32_trunc_sat_f64_s(x), saturating(x, S32.0, S32.1) as i32, "{x:?} {bits:#x}");
        assert_eq!(i32_trunc_sat_f64_u(x), saturating(x, U32.0, U32.1) as i32, "{x:?} {bits:#x}");
        assert_eq!(i64_trunc_sat_f64_s(x), saturating(x, S64.0, S64.1) as i64, "{x:?} {bits:#x}");
        assert_eq!(i64_trunc_sat_f64_u(x), saturating(x, U64.0, U64.1) as i64, "{x:?} {bits:#x}");
        assert_eq!(i64_reinterpret_f64(x) as u64, bits);
        assert_eq!(f64_reinterpret_i64(bits as i64).to_bits(), bits);
    }

    fn check_from_f32(a: f32) {
        let (x, bits) = (f64::from(a), a.to_bits());
        let to_32 = |(min, max)| trapping(x, min, max).map(|i| i as i32);
        let to_64 = |(min, max)| trapping(x, min, max).map(|i| i as i64);
        assert_eq!(i32_trunc_f32_s(a), to_32(S32), "{a:?} {bits:#x}");
        assert_eq!(i32_trunc_f32_u(a), to_32(U32), "{a:?} {bits:#x}");
        assert_eq!(i64_trunc_f32_s(a), to_64(S64), "{a:?} {bits:#x}");
        assert_eq!(i64_trunc_f32_u(a), to_64(U64), "{a:?} {bits:#x}");
        assert_eq!(i32_trunc_sat_f32_s(a), saturating(x, S32.0, S32.1) as i32, "{a:?} {bits:#x}");
        assert_eq!(i32_trunc_sat_f32_u(a), saturating(x, U32.0, U32.1) as i32, "{a:?} {bits:#x}");
        assert_eq!(i64_trunc_sat_f32_s(a), saturating(x, S64.0, S64.1) as i64, "{a:?} {bits:#x}");
        assert_eq!(i64_trunc_sat_f32_u(a), saturating(x, U64.0, U64.1) as i64, "{a:?} {bits:#x}");
        assert_eq!(i32_reinterpret_f32(a) as u32, bits);
        assert_eq!(f32_reinterpret_i32(bits as i32).to_bits(), bits);
    }

    /// The bits of a positive integer as a float with `precision` bits, rounded by looking at what is cut
    /// off.
    fn float_bits(size: u128, precision: u32, bias: u128) -> u128 {
        if size == 0 {
            return 0;
        }
        let length = 128 - size.leading_zeros();
        let cut = length.saturating_sub(precision);
        let (kept, rest) = (size >> cut << (precision.saturating_sub(length)), size & ((1 << cut) - 1));
        let half = if cut == 0 { 1 } else { 1 << (cut - 1) };
        let up = rest > half || rest == half && kept & 1 == 1;
        // The fraction's leading bit is implied: adding the fraction to the exponent minus one also carries a
        // fraction that rounds up to the next power of two into the exponent.
        ((u128::from(length) + bias - 2) << (precision - 1)) + kept + u128::from(up)
    }

    fn check_from_integer(a: i64) {
        let bits_32 = |x: i128| float_bits(x.unsigned_abs(), 24, 127) as u32 | u32::from(x < 0) << 31;
        let bits_64 = |x: i128| float_bits(x.unsigned_abs(), 53, 1023) as u64 | u64::from(x < 0) << 63;
        let (s64, u64, s32, u32) =
            (i128::from(a), i128::from(a as u64), i128::from(a as i32), i128::from(a as u32));
        assert_eq!(f32_convert_i64_s(a).to_bits(), bits_32(s64), "{a:#x}");
        assert_eq!(f32_convert_i64_u(a).to_bits(), bits_32(u64), "{a:#x}");
        assert_eq!(f64_convert_i64_s(a).to_bits(), bits_64(s64), "{a:#x}");
        assert_eq!(f64_convert_i64_u(a).to_bits(), bits_64(u64), "{a:#x}");
        assert_eq!(f32_convert_i32_s(a as i32).to_bits(), bits_32(s32), "{a:#x}");
        assert_eq!(f32_convert_i32_u(a as i32).to_bits(), bits_32(u32), "{a:#x}");
        assert_eq!(f64_convert_i32_s(a as i32).to_bits(), bits_64(s32), "{a:#x}");
        assert_eq!(f64_convert_i32_u(a as i32).to_bits(), bits_64(u32), "{a:#x}");
        assert_eq!(i128::from(i32_wrap_i64(a)), s32);
        assert_eq!(i128::from(i64_extend_i32_s(a as i32)), s32);
        assert_eq!(i128::from(i64_extend_i32_u(a as i32)), u32);
    }

    #[test]
    fn the_samples_agree_with_mathematical_integers() {
        f32s().into_iter().for_each(check_from_f32);
        f64s().into_iter().for_each(check_from_f64);
        i64s().into_iter().for_each(check_from_integer);
        i32s().into_iter().for_each(|x| check_from_integer(x.into()));
    }

    #[test]
    fn the_bounds_are_exact() {
        assert_eq!(i32_trunc_f64_s(-2147483648.9), Ok(i32::MIN));
        assert_eq!(i32_trunc_f64_s(-2147483649.0), Err(IntegerOverflow));
        assert_eq!(i32_trunc_f64_s(2147483647.9), Ok(i32::MAX));
        assert_eq!(i32_trunc_f64_s(2147483648.0), Err(IntegerOverflow));
        assert_eq!(i32_trunc_f32_s(-2147483648.0), Ok(i32::MIN));
        assert_eq!(i32_trunc_f32_s((-2147483648.0_f32).next_down()), Err(IntegerOverflow));
        assert_eq!(i32_trunc_f64_u(-0.9), Ok(0));
        assert_eq!(i32_trunc_f64_u(-1.0), Err(IntegerOverflow));
        assert_eq!(i32_trunc_f64_u(4294967295.9), Ok(-1));
        assert_eq!(i32_trunc_f64_u(4294967296.0), Err(IntegerOverflow));
        assert_eq!(i64_trunc_f64_s(-9223372036854775808.0), Ok(i64::MIN));
        assert_eq!(i64_trunc_f64_s((-9223372036854775808.0_f64).next_down()), Err(IntegerOverflow));
        assert_eq!(i64_trunc_f64_s(9223372036854775808.0), Err(IntegerOverflow));
        assert_eq!(i64_trunc_f32_s(-9223372036854775808.0), Ok(i64::MIN));
        assert_eq!(i64_trunc_f32_s((-9223372036854775808.0_f32).next_down()), Err(IntegerOverflow));
        assert_eq!(i64_trunc_f64_u(18446744073709549568.0), Ok(-2048));
        assert_eq!(i64_trunc_f64_u(18446744073709551616.0), Err(IntegerOverflow));
        assert_eq!(i32_trunc_f32_u(f32::NAN), Err(BadConversionToInteger));
        assert_eq!(i64_trunc_f64_s(f64::NEG_INFINITY), Err(IntegerOverflow));
        assert_eq!(i32_trunc_sat_f32_u(f32::NAN), 0);
        assert_eq!(i64_trunc_sat_f64_u(f64::INFINITY), -1);
    }

    #[test]
    fn between_the_floats() {
        for a in f32s() {
            let (sign, rest) = (u64::from(a.to_bits() >> 31) << 63, u64::from(a.to_bits() & 0x7fff_ffff));
            let wide = f64_promote_f32(a).to_bits();
            if a.is_nan() {
                // Quiet, and canonical if it was: the payload is what any host shifts up.
                let quiet = (rest | 0x0040_0000) << 29 | 0x7ff0_0000_0000_0000;
                assert!(wide & !(1 << 63) == quiet || cfg!(miri), "{:#x} gave {wide:#x}", a.to_bits());
            } else {
                // A power of two times an integer: exact in both.
                let exponent = (rest >> 23) as i32;
                let fraction = (rest & 0x007f_ffff | if exponent == 0 { 0 } else { 0x0080_0000 }) as f64;
                let size = if exponent == 255 {
                    f64::INFINITY
                } else {
                    fraction * 2_f64.powi(exponent.max(1) - 150)
                };
                assert_eq!(wide, size.to_bits() | sign, "{a:e}");
                assert_eq!(f32_demote_f64(f64::from_bits(wide)).to_bits(), a.to_bits());
            }
        }
        // Halfway between two `f32`: to the even one; just above: up.
        assert_eq!(f32_demote_f64(1.0 + 2_f64.powi(-24)), 1.0);
        assert_eq!(f32_demote_f64((1.0 + 2_f64.powi(-24)).next_up()), 1.0_f32.next_up());
        assert_eq!(f32_demote_f64(2_f64.powi(-150)).to_bits(), 0);
        assert_eq!(f32_demote_f64(2_f64.powi(-150).next_up()).to_bits(), 1);
        assert_eq!(f32_demote_f64(-1e300), f32::NEG_INFINITY);
        for nan in
            [0x7ff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xfff0_0000_2000_0000, 0x7fff_ffff_ffff_ffff_u64]
        {
            let narrow = f32_demote_f64(f64::from_bits(nan)).to_bits() & 0x7fff_ffff;
            let wanted = (nan >> 29) as u32 & 0x003f_ffff | 0x7fc0_0000;
            assert!(narrow == wanted || cfg!(miri), "{nan:#x} gave {narrow:#x}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bits_agree_with_mathematical_integers(a: i64) {
            check_from_integer(a);
            check_from_f64(f64::from_bits(a as u64));
            check_from_f32(f32::from_bits(a as u32));
        }

        #[test]
        fn numbers_near_the_ends_agree_too(a in -2e10..2e10_f64, b in -2e19..2e19_f64) {
            [a, b].into_iter().for_each(check_from_f64);
            [a as f32, b as f32].into_iter().for_each(check_from_f32);
        }
    }
}
