//! Integer lanes.
//!
//! Every row is a shape (`map`, `zip`, ...) with the scalar meaning of one lane, so what is true of a lane is
//! said once and LLVM picks the vector instruction. A comparison yields a lane of ones or zeros: minus one or
//! zero, as a number. An extending multiplication widens first and multiplies in the wide lanes, which cannot
//! overflow.

use super::lanewise::{all, bitmask, map, narrow, pairwise, widen_high, widen_low, zip};
use crate::types::V128;
use std::array;

operators! {
    // i8x16
    i8x16_abs(a: V128) -> V128 = map::<i8, i8, 16>(a, i8::wrapping_abs);
    i8x16_neg(a: V128) -> V128 = map::<i8, i8, 16>(a, i8::wrapping_neg);
    i8x16_popcnt(a: V128) -> V128 = map::<u8, u8, 16>(a, |x| x.count_ones() as u8);
    i8x16_all_true(a: V128) -> i32 = all::<i8, 16>(a, |x| x != 0);
    i8x16_bitmask(a: V128) -> i32 = bitmask::<i8, 16>(a, |x| x < 0);
    i8x16_shl(a: V128, count: i32) -> V128 = map::<i8, i8, 16>(a, |x| x.wrapping_shl(count as u32));
    i8x16_shr_s(a: V128, count: i32) -> V128 = map::<i8, i8, 16>(a, |x| x.wrapping_shr(count as u32));
    i8x16_shr_u(a: V128, count: i32) -> V128 = map::<u8, u8, 16>(a, |x| x.wrapping_shr(count as u32));
    i8x16_add(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::wrapping_add);
    i8x16_sub(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::wrapping_sub);
    i8x16_add_sat_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::saturating_add);
    i8x16_add_sat_u(a: V128, b: V128) -> V128 = zip::<u8, u8, 16>(a, b, u8::saturating_add);
    i8x16_sub_sat_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::saturating_sub);
    i8x16_sub_sat_u(a: V128, b: V128) -> V128 = zip::<u8, u8, 16>(a, b, u8::saturating_sub);
    i8x16_min_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::min);
    i8x16_min_u(a: V128, b: V128) -> V128 = zip::<u8, u8, 16>(a, b, u8::min);
    i8x16_max_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, i8::max);
    i8x16_max_u(a: V128, b: V128) -> V128 = zip::<u8, u8, 16>(a, b, u8::max);
    i8x16_avgr_u(a: V128, b: V128) -> V128 =
        zip::<u8, u8, 16>(a, b, |x, y| ((u16::from(x) + u16::from(y) + 1) >> 1) as u8);
    i8x16_eq(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x == y));
    i8x16_ne(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x != y));
    i8x16_lt_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x < y));
    i8x16_lt_u(a: V128, b: V128) -> V128 = zip::<u8, i8, 16>(a, b, |x, y| -i8::from(x < y));
    i8x16_gt_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x > y));
    i8x16_gt_u(a: V128, b: V128) -> V128 = zip::<u8, i8, 16>(a, b, |x, y| -i8::from(x > y));
    i8x16_le_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x <= y));
    i8x16_le_u(a: V128, b: V128) -> V128 = zip::<u8, i8, 16>(a, b, |x, y| -i8::from(x <= y));
    i8x16_ge_s(a: V128, b: V128) -> V128 = zip::<i8, i8, 16>(a, b, |x, y| -i8::from(x >= y));
    i8x16_ge_u(a: V128, b: V128) -> V128 = zip::<u8, i8, 16>(a, b, |x, y| -i8::from(x >= y));
    i8x16_narrow_i16x8_s(a: V128, b: V128) -> V128 =
        narrow::<i16, i8, 8, 16>(a, b, |x| x.clamp(i8::MIN.into(), i8::MAX.into()) as i8);
    i8x16_narrow_i16x8_u(a: V128, b: V128) -> V128 =
        narrow::<i16, u8, 8, 16>(a, b, |x| x.clamp(u8::MIN.into(), u8::MAX.into()) as u8);

    // i16x8
    i16x8_abs(a: V128) -> V128 = map::<i16, i16, 8>(a, i16::wrapping_abs);
    i16x8_neg(a: V128) -> V128 = map::<i16, i16, 8>(a, i16::wrapping_neg);
    i16x8_all_true(a: V128) -> i32 = all::<i16, 8>(a, |x| x != 0);
    i16x8_bitmask(a: V128) -> i32 = bitmask::<i16, 8>(a, |x| x < 0);
    i16x8_shl(a: V128, count: i32) -> V128 = map::<i16, i16, 8>(a, |x| x.wrapping_shl(count as u32));
    i16x8_shr_s(a: V128, count: i32) -> V128 = map::<i16, i16, 8>(a, |x| x.wrapping_shr(count as u32));
    i16x8_shr_u(a: V128, count: i32) -> V128 = map::<u16, u16, 8>(a, |x| x.wrapping_shr(count as u32));
    i16x8_add(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::wrapping_add);
    i16x8_sub(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::wrapping_sub);
    i16x8_mul(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::wrapping_mul);
    i16x8_add_sat_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::saturating_add);
    i16x8_add_sat_u(a: V128, b: V128) -> V128 = zip::<u16, u16, 8>(a, b, u16::saturating_add);
    i16x8_sub_sat_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::saturating_sub);
    i16x8_sub_sat_u(a: V128, b: V128) -> V128 = zip::<u16, u16, 8>(a, b, u16::saturating_sub);
    i16x8_min_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::min);
    i16x8_min_u(a: V128, b: V128) -> V128 = zip::<u16, u16, 8>(a, b, u16::min);
    i16x8_max_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, i16::max);
    i16x8_max_u(a: V128, b: V128) -> V128 = zip::<u16, u16, 8>(a, b, u16::max);
    i16x8_avgr_u(a: V128, b: V128) -> V128 =
        zip::<u16, u16, 8>(a, b, |x, y| ((u32::from(x) + u32::from(y) + 1) >> 1) as u16);
    i16x8_eq(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x == y));
    i16x8_ne(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x != y));
    i16x8_lt_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x < y));
    i16x8_lt_u(a: V128, b: V128) -> V128 = zip::<u16, i16, 8>(a, b, |x, y| -i16::from(x < y));
    i16x8_gt_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x > y));
    i16x8_gt_u(a: V128, b: V128) -> V128 = zip::<u16, i16, 8>(a, b, |x, y| -i16::from(x > y));
    i16x8_le_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x <= y));
    i16x8_le_u(a: V128, b: V128) -> V128 = zip::<u16, i16, 8>(a, b, |x, y| -i16::from(x <= y));
    i16x8_ge_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, |x, y| -i16::from(x >= y));
    i16x8_ge_u(a: V128, b: V128) -> V128 = zip::<u16, i16, 8>(a, b, |x, y| -i16::from(x >= y));
    i16x8_q15mulr_sat_s(a: V128, b: V128) -> V128 = zip::<i16, i16, 8>(a, b, q15mulr_sat_s);
    i16x8_extend_low_i8x16_s(a: V128) -> V128 = widen_low::<i8, i16, 16, 8>(a, i16::from);
    i16x8_extend_low_i8x16_u(a: V128) -> V128 = widen_low::<u8, u16, 16, 8>(a, u16::from);
    i16x8_extend_high_i8x16_s(a: V128) -> V128 = widen_high::<i8, i16, 16, 8>(a, i16::from);
    i16x8_extend_high_i8x16_u(a: V128) -> V128 = widen_high::<u8, u16, 16, 8>(a, u16::from);
    i16x8_extmul_low_i8x16_s(a: V128, b: V128) -> V128 =
        i16x8_mul(i16x8_extend_low_i8x16_s(a), i16x8_extend_low_i8x16_s(b));
    i16x8_extmul_low_i8x16_u(a: V128, b: V128) -> V128 =
        i16x8_mul(i16x8_extend_low_i8x16_u(a), i16x8_extend_low_i8x16_u(b));
    i16x8_extmul_high_i8x16_s(a: V128, b: V128) -> V128 =
        i16x8_mul(i16x8_extend_high_i8x16_s(a), i16x8_extend_high_i8x16_s(b));
    i16x8_extmul_high_i8x16_u(a: V128, b: V128) -> V128 =
        i16x8_mul(i16x8_extend_high_i8x16_u(a), i16x8_extend_high_i8x16_u(b));
    i16x8_extadd_pairwise_i8x16_s(a: V128) -> V128 =
        pairwise::<i8, i16, 16, 8>(a, |x, y| i16::from(x) + i16::from(y));
    i16x8_extadd_pairwise_i8x16_u(a: V128) -> V128 =
        pairwise::<u8, u16, 16, 8>(a, |x, y| u16::from(x) + u16::from(y));
    i16x8_narrow_i32x4_s(a: V128, b: V128) -> V128 =
        narrow::<i32, i16, 4, 8>(a, b, |x| x.clamp(i16::MIN.into(), i16::MAX.into()) as i16);
    i16x8_narrow_i32x4_u(a: V128, b: V128) -> V128 =
        narrow::<i32, u16, 4, 8>(a, b, |x| x.clamp(u16::MIN.into(), u16::MAX.into()) as u16);

    // i32x4
    i32x4_abs(a: V128) -> V128 = map::<i32, i32, 4>(a, i32::wrapping_abs);
    i32x4_neg(a: V128) -> V128 = map::<i32, i32, 4>(a, i32::wrapping_neg);
    i32x4_all_true(a: V128) -> i32 = all::<i32, 4>(a, |x| x != 0);
    i32x4_bitmask(a: V128) -> i32 = bitmask::<i32, 4>(a, |x| x < 0);
    i32x4_shl(a: V128, count: i32) -> V128 = map::<i32, i32, 4>(a, |x| x.wrapping_shl(count as u32));
    i32x4_shr_s(a: V128, count: i32) -> V128 = map::<i32, i32, 4>(a, |x| x.wrapping_shr(count as u32));
    i32x4_shr_u(a: V128, count: i32) -> V128 = map::<u32, u32, 4>(a, |x| x.wrapping_shr(count as u32));
    i32x4_add(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, i32::wrapping_add);
    i32x4_sub(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, i32::wrapping_sub);
    i32x4_mul(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, i32::wrapping_mul);
    i32x4_min_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, i32::min);
    i32x4_min_u(a: V128, b: V128) -> V128 = zip::<u32, u32, 4>(a, b, u32::min);
    i32x4_max_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, i32::max);
    i32x4_max_u(a: V128, b: V128) -> V128 = zip::<u32, u32, 4>(a, b, u32::max);
    i32x4_eq(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x == y));
    i32x4_ne(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x != y));
    i32x4_lt_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x < y));
    i32x4_lt_u(a: V128, b: V128) -> V128 = zip::<u32, i32, 4>(a, b, |x, y| -i32::from(x < y));
    i32x4_gt_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x > y));
    i32x4_gt_u(a: V128, b: V128) -> V128 = zip::<u32, i32, 4>(a, b, |x, y| -i32::from(x > y));
    i32x4_le_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x <= y));
    i32x4_le_u(a: V128, b: V128) -> V128 = zip::<u32, i32, 4>(a, b, |x, y| -i32::from(x <= y));
    i32x4_ge_s(a: V128, b: V128) -> V128 = zip::<i32, i32, 4>(a, b, |x, y| -i32::from(x >= y));
    i32x4_ge_u(a: V128, b: V128) -> V128 = zip::<u32, i32, 4>(a, b, |x, y| -i32::from(x >= y));
    i32x4_dot_i16x8_s(a: V128, b: V128) -> V128 = dot(a, b);
    i32x4_extend_low_i16x8_s(a: V128) -> V128 = widen_low::<i16, i32, 8, 4>(a, i32::from);
    i32x4_extend_low_i16x8_u(a: V128) -> V128 = widen_low::<u16, u32, 8, 4>(a, u32::from);
    i32x4_extend_high_i16x8_s(a: V128) -> V128 = widen_high::<i16, i32, 8, 4>(a, i32::from);
    i32x4_extend_high_i16x8_u(a: V128) -> V128 = widen_high::<u16, u32, 8, 4>(a, u32::from);
    i32x4_extmul_low_i16x8_s(a: V128, b: V128) -> V128 =
        i32x4_mul(i32x4_extend_low_i16x8_s(a), i32x4_extend_low_i16x8_s(b));
    i32x4_extmul_low_i16x8_u(a: V128, b: V128) -> V128 =
        i32x4_mul(i32x4_extend_low_i16x8_u(a), i32x4_extend_low_i16x8_u(b));
    i32x4_extmul_high_i16x8_s(a: V128, b: V128) -> V128 =
        i32x4_mul(i32x4_extend_high_i16x8_s(a), i32x4_extend_high_i16x8_s(b));
    i32x4_extmul_high_i16x8_u(a: V128, b: V128) -> V128 =
        i32x4_mul(i32x4_extend_high_i16x8_u(a), i32x4_extend_high_i16x8_u(b));
    i32x4_extadd_pairwise_i16x8_s(a: V128) -> V128 =
        pairwise::<i16, i32, 8, 4>(a, |x, y| i32::from(x) + i32::from(y));
    i32x4_extadd_pairwise_i16x8_u(a: V128) -> V128 =
        pairwise::<u16, u32, 8, 4>(a, |x, y| u32::from(x) + u32::from(y));

    // i64x2
    i64x2_abs(a: V128) -> V128 = map::<i64, i64, 2>(a, i64::wrapping_abs);
    i64x2_neg(a: V128) -> V128 = map::<i64, i64, 2>(a, i64::wrapping_neg);
    i64x2_all_true(a: V128) -> i32 = all::<i64, 2>(a, |x| x != 0);
    i64x2_bitmask(a: V128) -> i32 = bitmask::<i64, 2>(a, |x| x < 0);
    i64x2_shl(a: V128, count: i32) -> V128 = map::<i64, i64, 2>(a, |x| x.wrapping_shl(count as u32));
    i64x2_shr_s(a: V128, count: i32) -> V128 = map::<i64, i64, 2>(a, |x| x.wrapping_shr(count as u32));
    i64x2_shr_u(a: V128, count: i32) -> V128 = map::<u64, u64, 2>(a, |x| x.wrapping_shr(count as u32));
    i64x2_add(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, i64::wrapping_add);
    i64x2_sub(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, i64::wrapping_sub);
    i64x2_mul(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, i64::wrapping_mul);
    i64x2_eq(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x == y));
    i64x2_ne(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x != y));
    i64x2_lt_s(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x < y));
    i64x2_gt_s(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x > y));
    i64x2_le_s(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x <= y));
    i64x2_ge_s(a: V128, b: V128) -> V128 = zip::<i64, i64, 2>(a, b, |x, y| -i64::from(x >= y));
    i64x2_extend_low_i32x4_s(a: V128) -> V128 = widen_low::<i32, i64, 4, 2>(a, i64::from);
    i64x2_extend_low_i32x4_u(a: V128) -> V128 = widen_low::<u32, u64, 4, 2>(a, u64::from);
    i64x2_extend_high_i32x4_s(a: V128) -> V128 = widen_high::<i32, i64, 4, 2>(a, i64::from);
    i64x2_extend_high_i32x4_u(a: V128) -> V128 = widen_high::<u32, u64, 4, 2>(a, u64::from);
    i64x2_extmul_low_i32x4_s(a: V128, b: V128) -> V128 =
        i64x2_mul(i64x2_extend_low_i32x4_s(a), i64x2_extend_low_i32x4_s(b));
    i64x2_extmul_low_i32x4_u(a: V128, b: V128) -> V128 =
        i64x2_mul(i64x2_extend_low_i32x4_u(a), i64x2_extend_low_i32x4_u(b));
    i64x2_extmul_high_i32x4_s(a: V128, b: V128) -> V128 =
        i64x2_mul(i64x2_extend_high_i32x4_s(a), i64x2_extend_high_i32x4_s(b));
    i64x2_extmul_high_i32x4_u(a: V128, b: V128) -> V128 =
        i64x2_mul(i64x2_extend_high_i32x4_u(a), i64x2_extend_high_i32x4_u(b));
}

/// The product of two fractions with 15 bits after the point, rounded half up. Only -1 times -1 does not fit.
#[inline(always)]
fn q15mulr_sat_s(a: i16, b: i16) -> i16 {
    let rounded = (i32::from(a) * i32::from(b) + (1 << 14)) >> 15;
    rounded.min(i16::MAX.into()) as i16
}

/// Sums of products of neighbours. Only four times 2^30, from lanes that are all -32768, wraps: to -2^31.
#[inline(always)]
fn dot(a: V128, b: V128) -> V128 {
    let (a, b) = (a.to_i16x8(), b.to_i16x8());
    let product = |i: usize| i32::from(a[i]) * i32::from(b[i]);
    V128::from_i32x4(array::from_fn(|i| product(2 * i).wrapping_add(product(2 * i + 1))))
}
