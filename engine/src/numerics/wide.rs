//! 128-bit arithmetic on pairs of `i64`, low half first, as arguments and as results.

operators! {
    i64_add128(a_low: i64, a_high: i64, b_low: i64, b_high: i64) -> (i64, i64) =
        split(join(a_low, a_high).wrapping_add(join(b_low, b_high)));
    i64_sub128(a_low: i64, a_high: i64, b_low: i64, b_high: i64) -> (i64, i64) =
        split(join(a_low, a_high).wrapping_sub(join(b_low, b_high)));
    // Two factors of 64 bits have a product that fits 128 bits, signed or not: no wrapping happens.
    i64_mul_wide_s(a: i64, b: i64) -> (i64, i64) = split((i128::from(a) * i128::from(b)) as u128);
    i64_mul_wide_u(a: i64, b: i64) -> (i64, i64) = split(u128::from(a as u64) * u128::from(b as u64));
}

#[inline(always)]
fn join(low: i64, high: i64) -> u128 {
    u128::from(low as u64) | u128::from(high as u64) << 64
}

#[inline(always)]
fn split(value: u128) -> (i64, i64) {
    (value as i64, (value >> 64) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::i64s;
    use proptest::prelude::*;

    /// Addition and subtraction as a school child does them, with a carry between the halves.
    fn check_pair(a: (i64, i64), b: (i64, i64)) {
        let (low, carry) = (a.0 as u64).overflowing_add(b.0 as u64);
        let high = a.1.wrapping_add(b.1).wrapping_add(carry.into());
        assert_eq!(i64_add128(a.0, a.1, b.0, b.1), (low as i64, high), "{a:x?} + {b:x?}");
        let (low, borrow) = (a.0 as u64).overflowing_sub(b.0 as u64);
        let high = a.1.wrapping_sub(b.1).wrapping_sub(borrow.into());
        assert_eq!(i64_sub128(a.0, a.1, b.0, b.1), (low as i64, high), "{a:x?} - {b:x?}");
    }

    /// Products from four products of 32-bit halves, none of which needs more than 64 bits.
    fn check_product(a: i64, b: i64) {
        let halves = |x: i64| (x as u64 & 0xffff_ffff, x as u64 >> 32);
        let ((a0, a1), (b0, b1)) = (halves(a), halves(b));
        let low = a0 * b0;
        let middle = a1 * b0 + (low >> 32);
        let other = a0 * b1 + (middle & 0xffff_ffff);
        let high = (a1 * b1 + (middle >> 32) + (other >> 32)) as i64;
        let low = ((other << 32) | (low & 0xffff_ffff)) as i64;
        assert_eq!(i64_mul_wide_u(a, b), (low, high), "{a:#x} * {b:#x} unsigned");
        // A negative factor counts 2^64 too much: that times the other factor goes from the high half.
        let excess = (if a < 0 { b } else { 0 }).wrapping_add(if b < 0 { a } else { 0 });
        assert_eq!(i64_mul_wide_s(a, b), (low, high.wrapping_sub(excess)), "{a:#x} * {b:#x} signed");
    }

    #[test]
    fn the_samples_agree_with_arithmetic_by_halves() {
        for a in i64s() {
            for b in i64s() {
                check_product(a, b);
                check_pair((a, b), (b, a));
                check_pair((a, 0), (b, -1));
            }
        }
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(i64_add128(-1, -1, 1, 0), (0, 0));
        assert_eq!(i64_sub128(0, 0, 1, 0), (-1, -1));
        assert_eq!(i64_mul_wide_u(-1, -1), (1, -2));
        assert_eq!(i64_mul_wide_s(-1, -1), (1, 0));
        assert_eq!(i64_mul_wide_s(i64::MIN, i64::MIN), (0, 1 << 62));
        assert_eq!(i64_mul_wide_s(i64::MIN, 1), (i64::MIN, -1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_operands_agree_with_arithmetic_by_halves(a: (i64, i64), b: (i64, i64)) {
            check_pair(a, b);
            check_product(a.0, b.0);
        }
    }
}
