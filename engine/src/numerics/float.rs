//! `f32` and `f64`: arithmetic, rounding, comparison; canonical NaNs.
//!
//! Addition, subtraction, multiplication, division and square root are the host's IEEE 754 operations, which
//! round to nearest, ties to even, and never return a signalling NaN.
//!
//! **Minimum and maximum** differ from the host's: a NaN in either place wins, and -0 lies below +0. When
//! neither operand is less than the other they are equal or one is a NaN. Equal operands have equal bits
//! except for the two zeros, so OR (AND) of the bits is the minimum (maximum); and the sum of a NaN and
//! anything is that NaN made quiet.
//!
//! **Rounding** uses neither a library call nor SSE4.1, and LLVM can vectorize it. From 2^23 on (2^52 for
//! `f64`) every float is an integer. Below, adding that number to |x| moves the unit of the last place to 1,
//! so the hardware itself rounds to an integer, ties to even, and subtracting it again is exact: that is
//! `nearest`. The other three correct its result by one when it lies on the wrong side of x. The sign of x is
//! put back last, for results that are zero. A NaN takes the path of the addition, which makes it quiet.

operators! {
    f32_abs(a: f32) -> f32 = a.abs();
    f32_neg(a: f32) -> f32 = -a;
    f32_ceil(a: f32) -> f32 = {
        let r = f32_nearest(a);
        (if r < a { r + 1.0 } else { r }).copysign(a)
    };
    f32_floor(a: f32) -> f32 = {
        let r = f32_nearest(a);
        (if r > a { r - 1.0 } else { r }).copysign(a)
    };
    f32_trunc(a: f32) -> f32 = {
        let r = f32_nearest(a.abs());
        (if r > a.abs() { r - 1.0 } else { r }).copysign(a)
    };
    f32_nearest(a: f32) -> f32 = {
        const INTEGERS_ONLY: f32 = (1_u32 << 23) as f32;
        let size = a.abs();
        (if size >= INTEGERS_ONLY { size } else { size + INTEGERS_ONLY - INTEGERS_ONLY }).copysign(a)
    };
    f32_sqrt(a: f32) -> f32 = a.sqrt();

    f32_add(a: f32, b: f32) -> f32 = a + b;
    f32_sub(a: f32, b: f32) -> f32 = a - b;
    f32_mul(a: f32, b: f32) -> f32 = a * b;
    f32_div(a: f32, b: f32) -> f32 = a / b;
    f32_min(a: f32, b: f32) -> f32 =
        if a < b { a }
        else if b < a { b }
        else if a == b { f32::from_bits(a.to_bits() | b.to_bits()) }
        else { a + b };
    f32_max(a: f32, b: f32) -> f32 =
        if a > b { a }
        else if b > a { b }
        else if a == b { f32::from_bits(a.to_bits() & b.to_bits()) }
        else { a + b };
    f32_copysign(a: f32, b: f32) -> f32 = a.copysign(b);

    f32_eq(a: f32, b: f32) -> i32 = i32::from(a == b);
    f32_ne(a: f32, b: f32) -> i32 = i32::from(a != b);
    f32_lt(a: f32, b: f32) -> i32 = i32::from(a < b);
    f32_gt(a: f32, b: f32) -> i32 = i32::from(a > b);
    f32_le(a: f32, b: f32) -> i32 = i32::from(a <= b);
    f32_ge(a: f32, b: f32) -> i32 = i32::from(a >= b);

    f64_abs(a: f64) -> f64 = a.abs();
    f64_neg(a: f64) -> f64 = -a;
    f64_ceil(a: f64) -> f64 = {
        let r = f64_nearest(a);
        (if r < a { r + 1.0 } else { r }).copysign(a)
    };
    f64_floor(a: f64) -> f64 = {
        let r = f64_nearest(a);
        (if r > a { r - 1.0 } else { r }).copysign(a)
    };
    f64_trunc(a: f64) -> f64 = {
        let r = f64_nearest(a.abs());
        (if r > a.abs() { r - 1.0 } else { r }).copysign(a)
    };
    f64_nearest(a: f64) -> f64 = {
        const INTEGERS_ONLY: f64 = (1_u64 << 52) as f64;
        let size = a.abs();
        (if size >= INTEGERS_ONLY { size } else { size + INTEGERS_ONLY - INTEGERS_ONLY }).copysign(a)
    };
    f64_sqrt(a: f64) -> f64 = a.sqrt();

    f64_add(a: f64, b: f64) -> f64 = a + b;
    f64_sub(a: f64, b: f64) -> f64 = a - b;
    f64_mul(a: f64, b: f64) -> f64 = a * b;
    f64_div(a: f64, b: f64) -> f64 = a / b;
    f64_min(a: f64, b: f64) -> f64 =
        if a < b { a }
        else if b < a { b }
        else if a == b { f64::from_bits(a.to_bits() | b.to_bits()) }
        else { a + b };
    f64_max(a: f64, b: f64) -> f64 =
        if a > b { a }
        else if b > a { b }
        else if a == b { f64::from_bits(a.to_bits() & b.to_bits()) }
        else { a + b };
    f64_copysign(a: f64, b: f64) -> f64 = a.copysign(b);

    f64_eq(a: f64, b: f64) -> i32 = i32::from(a == b);
    f64_ne(a: f64, b: f64) -> i32 = i32::from(a != b);
    f64_lt(a: f64, b: f64) -> i32 = i32::from(a < b);
    f64_gt(a: f64, b: f64) -> i32 = i32::from(a > b);
    f64_le(a: f64, b: f64) -> i32 = i32::from(a <= b);
    f64_ge(a: f64, b: f64) -> i32 = i32::from(a >= b);

    /// Not an operator: the value itself, or the positive canonical NaN for any NaN.
    f32_canonicalize_nan(a: f32) -> f32 = if a.is_nan() { f32::from_bits(F32_CANONICAL_NAN) } else { a };
    /// Not an operator: the value itself, or the positive canonical NaN for any NaN.
    f64_canonicalize_nan(a: f64) -> f64 = if a.is_nan() { f64::from_bits(F64_CANONICAL_NAN) } else { a };
}

/// The bits of the positive canonical NaN: quiet, no other payload.
pub const F32_CANONICAL_NAN: u32 = 0x7fc0_0000;
/// The bits of the positive canonical NaN: quiet, no other payload.
pub const F64_CANONICAL_NAN: u64 = 0x7ff8_0000_0000_0000;
