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
