//! `f32` and `f64`: arithmetic, rounding, comparison; canonical NaNs.
//!
//! Addition, subtraction, multiplication, division and square root are the host's IEEE 754 operations, which
//! round to nearest, ties to even.
//!
//! **NaN results** have the bits that x86-64's instructions give, on every host: the first operand that is a
//! NaN, made quiet; and where no operand is one, the quiet NaN without payload whose sign is set
//! ([`F32_DEFAULT_NAN`]). The specification leaves sign and payload open, but a program can see them, so both
//! tiers must agree. Rust's operators do not say which NaN they return (LLVM commutes sums and products), so
//! it is chosen here. A NaN is rare: the result is computed, and only a NaN takes the path out of line.
//!
//! **Minimum and maximum** differ from the host's: a NaN in either place wins, and -0 lies below +0. Equal
//! operands have equal bits except for the two zeros, so OR (AND) of their bits is the minimum (maximum).
//! Both answers are computed and one is chosen: which operand is less is the kind of branch that a processor
//! cannot predict.
//!
//! **Rounding** uses neither a library call nor SSE4.1, and LLVM can vectorize it. From 2^23 on (2^52 for
//! `f64`) every float is an integer. Below, adding that number to |x| moves the unit of the last place to
//! 1, so the hardware itself rounds to an integer, ties to even, and subtracting it again is exact: that is
//! `nearest`. The other three correct its result by one when it lies on the wrong side of x. The sign of x
//! is put back last, for results that are zero; `floor` has no need of it, because 1 - 1 is +0 and only a
//! positive x comes there. A NaN takes the path of the addition, which makes it quiet.

operators! {
    f32_abs(a: f32) -> f32 = a.abs();
    f32_neg(a: f32) -> f32 = -a;
    f32_ceil(a: f32) -> f32 = {
        let r = f32_nearest(a);
        (if r < a { r + 1.0 } else { r }).copysign(a)
    };
    f32_floor(a: f32) -> f32 = {
        let r = f32_nearest(a);
        if r > a { r - 1.0 } else { r }
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
    f32_sqrt(a: f32) -> f32 = f32_settle(a, a, a.sqrt());

    f32_add(a: f32, b: f32) -> f32 = f32_settle(a, b, a + b);
    f32_sub(a: f32, b: f32) -> f32 = f32_settle(a, b, a - b);
    f32_mul(a: f32, b: f32) -> f32 = f32_settle(a, b, a * b);
    f32_div(a: f32, b: f32) -> f32 = f32_settle(a, b, a / b);
    f32_min(a: f32, b: f32) -> f32 = {
        let ordered = if a < b { a } else { b };
        let tied = f32::from_bits(a.to_bits() | b.to_bits());
        let number = if a == b { tied } else { ordered };
        if a.is_nan() | b.is_nan() { f32_nan_of(a, b) } else { number }
    };
    f32_max(a: f32, b: f32) -> f32 = {
        let ordered = if a > b { a } else { b };
        let tied = f32::from_bits(a.to_bits() & b.to_bits());
        let number = if a == b { tied } else { ordered };
        if a.is_nan() | b.is_nan() { f32_nan_of(a, b) } else { number }
    };
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
        if r > a { r - 1.0 } else { r }
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
    f64_sqrt(a: f64) -> f64 = f64_settle(a, a, a.sqrt());

    f64_add(a: f64, b: f64) -> f64 = f64_settle(a, b, a + b);
    f64_sub(a: f64, b: f64) -> f64 = f64_settle(a, b, a - b);
    f64_mul(a: f64, b: f64) -> f64 = f64_settle(a, b, a * b);
    f64_div(a: f64, b: f64) -> f64 = f64_settle(a, b, a / b);
    f64_min(a: f64, b: f64) -> f64 = {
        let ordered = if a < b { a } else { b };
        let tied = f64::from_bits(a.to_bits() | b.to_bits());
        let number = if a == b { tied } else { ordered };
        if a.is_nan() | b.is_nan() { f64_nan_of(a, b) } else { number }
    };
    f64_max(a: f64, b: f64) -> f64 = {
        let ordered = if a > b { a } else { b };
        let tied = f64::from_bits(a.to_bits() & b.to_bits());
        let number = if a == b { tied } else { ordered };
        if a.is_nan() | b.is_nan() { f64_nan_of(a, b) } else { number }
    };
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

/// The bits of the NaN that x86-64 returns where no operand is one: canonical, with the sign set.
pub const F32_DEFAULT_NAN: u32 = 1 << 31 | F32_CANONICAL_NAN;
/// The bits of the NaN that x86-64 returns where no operand is one: canonical, with the sign set.
pub const F64_DEFAULT_NAN: u64 = 1 << 63 | F64_CANONICAL_NAN;

/// `result`, computed from `a` and `b`; if it is a NaN, the one that [`f32_nan_of`] chooses.
#[inline(always)]
pub(super) fn f32_settle(a: f32, b: f32, result: f32) -> f32 {
    if result.is_nan() { f32_nan_of(a, b) } else { result }
}

/// `result`, computed from `a` and `b`; if it is a NaN, the one that [`f64_nan_of`] chooses.
#[inline(always)]
pub(super) fn f64_settle(a: f64, b: f64, result: f64) -> f64 {
    if result.is_nan() { f64_nan_of(a, b) } else { result }
}

/// The NaN that an operation with these operands returns: the first one among them, made quiet, or the default.
#[cold]
#[inline(never)]
pub(super) fn f32_nan_of(a: f32, b: f32) -> f32 {
    let nan = [a, b].into_iter().find(|x| x.is_nan());
    f32::from_bits(nan.map_or(F32_DEFAULT_NAN, |nan| nan.to_bits() | F32_CANONICAL_NAN))
}

/// The NaN that an operation with these operands returns: the first one among them, made quiet, or the default.
#[cold]
#[inline(never)]
pub(super) fn f64_nan_of(a: f64, b: f64) -> f64 {
    let nan = [a, b].into_iter().find(|x| x.is_nan());
    f64::from_bits(nan.map_or(F64_DEFAULT_NAN, |nan| nan.to_bits() | F64_CANONICAL_NAN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{f32s, f64s};
    use proptest::prelude::*;

    // Results are compared by bits, except that a computed NaN may have any sign and, unless all NaNs among
    // the operands are canonical, any payload, as long as it is quiet. Rust promises quietness of no
    // operation (Miri makes use of that), so under Miri a NaN need only be a NaN; compiled code is held to
    // the full rule.

    fn is_canonical_32(x: f32) -> bool {
        x.to_bits() << 1 == F32_CANONICAL_NAN << 1
    }

    fn is_canonical_64(x: f64) -> bool {
        x.to_bits() << 1 == F64_CANONICAL_NAN << 1
    }

    #[track_caller]
    fn assert_nan_32(result: f32, operands: &[f32]) {
        assert!(result.is_nan(), "{operands:?} gave {result}");
        let quiet = result.to_bits() & 0x0040_0000 != 0;
        let canonical = operands.iter().all(|x| !x.is_nan() || is_canonical_32(*x));
        let legal = if canonical { is_canonical_32(result) } else { quiet };
        assert!(legal || cfg!(miri), "{:x?} gave {:#x}", operands.map_bits(), result.to_bits());
    }

    #[track_caller]
    fn assert_nan_64(result: f64, operands: &[f64]) {
        assert!(result.is_nan(), "{operands:?} gave {result}");
        let quiet = result.to_bits() & 0x0008_0000_0000_0000 != 0;
        let canonical = operands.iter().all(|x| !x.is_nan() || is_canonical_64(*x));
        let legal = if canonical { is_canonical_64(result) } else { quiet };
        assert!(legal || cfg!(miri), "{:x?} gave {:#x}", operands.map_bits(), result.to_bits());
    }

    /// The operands of a message as bits: a printed NaN tells nothing.
    trait MapBits {
        fn map_bits(&self) -> Vec<u64>;
    }

    impl MapBits for [f32] {
        fn map_bits(&self) -> Vec<u64> {
            self.iter().map(|x| x.to_bits().into()).collect()
        }
    }

    impl MapBits for [f64] {
        fn map_bits(&self) -> Vec<u64> {
            self.iter().map(|x| x.to_bits()).collect()
        }
    }

    #[track_caller]
    fn assert_same_32(result: f32, expected: f32, operands: &[f32]) {
        if expected.is_nan() {
            assert_nan_32(result, operands);
        } else {
            let (got, want) = (result.to_bits(), expected.to_bits());
            assert_eq!(got, want, "{operands:?}: {result:e} instead of {expected:e}");
        }
    }

    #[track_caller]
    fn assert_same_64(result: f64, expected: f64, operands: &[f64]) {
        if expected.is_nan() {
            assert_nan_64(result, operands);
        } else {
            let (got, want) = (result.to_bits(), expected.to_bits());
            assert_eq!(got, want, "{operands:?}: {result:e} instead of {expected:e}");
        }
    }

    /// The smaller one in the total order of IEEE 754, which puts -0 below +0; NaN if one is.
    fn model_min<T: Copy>(
        a: T,
        b: T,
        nan: T,
        is_nan: fn(T) -> bool,
        order: fn(&T, &T) -> std::cmp::Ordering,
    ) -> T {
        if is_nan(a) || is_nan(b) {
            nan
        } else if order(&a, &b).is_le() {
            a
        } else {
            b
        }
    }

    /// `f64` has more than twice the precision of `f32`, so rounding its exact-enough results once more gives
    /// the correctly rounded `f32` result: for sums, products, quotients and roots, subnormals included.
    fn check_32(a: f32, b: f32) {
        let (x, y) = (f64::from(a), f64::from(b));
        let operands = [a, b];
        assert_same_32(f32_add(a, b), (x + y) as f32, &operands);
        assert_same_32(f32_sub(a, b), (x - y) as f32, &operands);
        assert_same_32(f32_mul(a, b), (x * y) as f32, &operands);
        assert_same_32(f32_div(a, b), (x / y) as f32, &operands);
        assert_same_32(f32_min(a, b), model_min(a, b, f32::NAN, f32::is_nan, f32::total_cmp), &operands);
        assert_same_32(
            f32_max(a, b),
            model_min(a, b, f32::NAN, f32::is_nan, |a, b| b.total_cmp(a)),
            &operands,
        );
        let sign = b.to_bits() & 0x8000_0000;
        assert_eq!(f32_copysign(a, b).to_bits(), a.to_bits() & 0x7fff_ffff | sign);

        let order = a.partial_cmp(&b);
        let is = |wanted: &[std::cmp::Ordering]| i32::from(order.is_some_and(|o| wanted.contains(&o)));
        use std::cmp::Ordering::{Equal, Greater, Less};
        assert_eq!(f32_eq(a, b), is(&[Equal]), "{operands:?}");
        assert_eq!(f32_ne(a, b), 1 - is(&[Equal]), "{operands:?}");
        assert_eq!(f32_lt(a, b), is(&[Less]), "{operands:?}");
        assert_eq!(f32_gt(a, b), is(&[Greater]), "{operands:?}");
        assert_eq!(f32_le(a, b), is(&[Less, Equal]), "{operands:?}");
        assert_eq!(f32_ge(a, b), is(&[Greater, Equal]), "{operands:?}");
    }

    fn check_64(a: f64, b: f64) {
        let operands = [a, b];
        assert_same_64(f64_add(a, b), a + b, &operands);
        assert_same_64(f64_sub(a, b), a - b, &operands);
        assert_same_64(f64_mul(a, b), a * b, &operands);
        assert_same_64(f64_div(a, b), a / b, &operands);
        assert_same_64(f64_min(a, b), model_min(a, b, f64::NAN, f64::is_nan, f64::total_cmp), &operands);
        assert_same_64(
            f64_max(a, b),
            model_min(a, b, f64::NAN, f64::is_nan, |a, b| b.total_cmp(a)),
            &operands,
        );
        let sign = b.to_bits() & (1 << 63);
        assert_eq!(f64_copysign(a, b).to_bits(), a.to_bits() & (u64::MAX >> 1) | sign);

        let order = a.partial_cmp(&b);
        let is = |wanted: &[std::cmp::Ordering]| i32::from(order.is_some_and(|o| wanted.contains(&o)));
        use std::cmp::Ordering::{Equal, Greater, Less};
        assert_eq!(f64_eq(a, b), is(&[Equal]), "{operands:?}");
        assert_eq!(f64_ne(a, b), 1 - is(&[Equal]), "{operands:?}");
        assert_eq!(f64_lt(a, b), is(&[Less]), "{operands:?}");
        assert_eq!(f64_gt(a, b), is(&[Greater]), "{operands:?}");
        assert_eq!(f64_le(a, b), is(&[Less, Equal]), "{operands:?}");
        assert_eq!(f64_ge(a, b), is(&[Greater, Equal]), "{operands:?}");
    }

    fn check_unary_32(a: f32) {
        assert_eq!(f32_abs(a).to_bits(), a.to_bits() & 0x7fff_ffff);
        assert_eq!(f32_neg(a).to_bits(), a.to_bits() ^ 0x8000_0000);
        // The standard library's rounding is the C library's or the processor's.
        assert_same_32(f32_ceil(a), a.ceil(), &[a]);
        assert_same_32(f32_floor(a), a.floor(), &[a]);
        assert_same_32(f32_trunc(a), a.trunc(), &[a]);
        assert_same_32(f32_nearest(a), a.round_ties_even(), &[a]);
        assert_same_32(f32_sqrt(a), f64::from(a).sqrt() as f32, &[a]);
        let canonical = if a.is_nan() { F32_CANONICAL_NAN } else { a.to_bits() };
        assert_eq!(f32_canonicalize_nan(a).to_bits(), canonical);
    }

    fn check_unary_64(a: f64) {
        assert_eq!(f64_abs(a).to_bits(), a.to_bits() & (u64::MAX >> 1));
        assert_eq!(f64_neg(a).to_bits(), a.to_bits() ^ (1 << 63));
        assert_same_64(f64_ceil(a), a.ceil(), &[a]);
        assert_same_64(f64_floor(a), a.floor(), &[a]);
        assert_same_64(f64_trunc(a), a.trunc(), &[a]);
        assert_same_64(f64_nearest(a), a.round_ties_even(), &[a]);
        assert_same_64(f64_sqrt(a), a.sqrt(), &[a]);
        let canonical = if a.is_nan() { F64_CANONICAL_NAN } else { a.to_bits() };
        assert_eq!(f64_canonicalize_nan(a).to_bits(), canonical);
    }

    #[test]
    fn the_samples_agree_with_the_models() {
        for a in f32s() {
            check_unary_32(a);
            f32s().into_iter().for_each(|b| check_32(a, b));
        }
        for a in f64s() {
            check_unary_64(a);
            f64s().into_iter().for_each(|b| check_64(a, b));
        }
    }

    #[test]
    fn rounding_agrees_all_over_the_range() {
        // A prime step: every exponent is met, with ever different fractions.
        let step = if cfg!(miri) { 40_000_003 } else { 4_001 };
        (0..=u32::MAX).step_by(step).for_each(|bits| check_unary_32(f32::from_bits(bits)));
        let step = if cfg!(miri) { 1 << 58 } else { (1 << 44) + 7 };
        (0..=u64::MAX).step_by(step).for_each(|bits| check_unary_64(f64::from_bits(bits)));
    }

    #[test]
    fn exact_results_of_f64() {
        // Results that a less careful implementation rounds differently, by their bits.
        assert_eq!(f64_add(0.1, 0.2).to_bits(), 0x3fd3_3333_3333_3334);
        assert_eq!(f64_sub(0.3, 0.1).to_bits(), 0x3fc9_9999_9999_9999);
        assert_eq!(f64_mul(0.1, 3.0).to_bits(), 0x3fd3_3333_3333_3334);
        assert_eq!(f64_div(1.0, 3.0).to_bits(), 0x3fd5_5555_5555_5555);
        assert_eq!(f64_sqrt(2.0).to_bits(), 0x3ff6_a09e_667f_3bcd);
        assert_eq!(f64_add(9007199254740992.0, 1.0), 9007199254740992.0);
        assert_eq!(f64_add(9007199254740994.0, 1.0), 9007199254740996.0);
        assert_eq!(f64_mul(f64::from_bits(1), 0.5).to_bits(), 0);
        assert_eq!(f64_mul(f64::from_bits(3), 0.5).to_bits(), 2);
    }

    #[test]
    fn zeros_ties_and_halves() {
        let bits = |x: f32| x.to_bits();
        assert_eq!(bits(f32_min(0.0, -0.0)), bits(-0.0));
        assert_eq!(bits(f32_min(-0.0, 0.0)), bits(-0.0));
        assert_eq!(bits(f32_max(0.0, -0.0)), bits(0.0));
        assert_eq!(bits(f32_max(-0.0, 0.0)), bits(0.0));
        assert_eq!([0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5].map(f32_nearest), [0., 2., 2., 4., -0., -2., -2.]);
        assert_eq!(bits(f32_nearest(-0.5)), bits(-0.0));
        assert_eq!(bits(f32_ceil(-0.9)), bits(-0.0));
        assert_eq!(bits(f32_trunc(-0.9)), bits(-0.0));
        assert_eq!(bits(f32_floor(-0.0)), bits(-0.0));
        assert_eq!(f32_floor(-0.1), -1.0);
        assert_eq!(f32_ceil(8388607.5), 8388608.0);
        assert_eq!(f64_floor(4503599627370495.5), 4503599627370495.0);
        assert_eq!(f64_nearest(4503599627370495.5), 4503599627370496.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bits_agree_with_the_models(a: u64, b: u64) {
            check_32(f32::from_bits(a as u32), f32::from_bits(b as u32));
            check_unary_64(f64::from_bits(a));
            check_64(f64::from_bits(a), f64::from_bits(b));
        }

        #[test]
        fn a_sum_and_its_error_are_exact(a in -1e300..1e300_f64, b in -1e300..1e300_f64) {
            // What a rounded sum loses is itself an `f64`, and two more sums find it: exactly then each
            // operand equals the sum of the rest.
            let sum = f64_add(a, b);
            let b_part = f64_sub(sum, a);
            let error = f64_add(f64_sub(a, f64_sub(sum, b_part)), f64_sub(b, b_part));
            prop_assert_eq!(f64_add(sum, error).to_bits(), sum.to_bits());
            prop_assert!(error.abs() <= (sum.abs().next_up() - sum.abs()) / 2.0);
        }
    }
}
