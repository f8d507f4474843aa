//! Conversions between the scalar types.
//!
//! **Float to integer, trapping.** The fraction is cut off first, so the inputs that fit form an interval that
//! is open where a fraction may still be cut: `i32` takes -2147483649 < x < 2147483648. An `f32` cannot
//! represent -2147483649; its neighbour above -2147483648 is the bound itself, and the interval is written
//! closed there. The same holds for `i64` from either float. A NaN has no value to convert, which is an
//! error of its own kind. Both comparisons fail for a NaN, so the common case costs two comparisons.
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
        if a >= -2147483648.0 && a < 2147483648.0 { Ok(a as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f32_u(a: f32) -> Result<i32, TrapCode> =
        if a > -1.0 && a < 4294967296.0 { Ok(a as u32 as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f64_s(a: f64) -> Result<i32, TrapCode> =
        if a > -2147483649.0 && a < 2147483648.0 { Ok(a as i32) } else { Err(out_of_range(a.is_nan())) };
    i32_trunc_f64_u(a: f64) -> Result<i32, TrapCode> =
        if a > -1.0 && a < 4294967296.0 { Ok(a as u32 as i32) } else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f32_s(a: f32) -> Result<i64, TrapCode> =
        if a >= -9223372036854775808.0 && a < 9223372036854775808.0 { Ok(a as i64) }
        else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f32_u(a: f32) -> Result<i64, TrapCode> =
        if a > -1.0 && a < 18446744073709551616.0 { Ok(a as u64 as i64) }
        else { Err(out_of_range(a.is_nan())) };
    i64_trunc_f64_s(a: f64) -> Result<i64, TrapCode> =
        if a >= -9223372036854775808.0 && a < 9223372036854775808.0 { Ok(a as i64) }
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
