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
    i8x16_bitmask(a: V128) -> i32 = signs::<8>(a);
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
    i16x8_bitmask(a: V128) -> i32 = signs::<16>(a);
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

/// Bit `i` of the result is the sign of lane `i`, for lanes of `WIDTH` bits. A loop would be plainer, but
/// LLVM makes four times as many instructions of it.
///
/// In each half, the signs come to the lowest bits of their lanes. A multiplication adds shifted copies, one
/// for each bit of the factor, and for every lane there is one that brings its sign to its place on top. All
/// pairs of a sign and a copy land on different bits, so nothing carries; with bytes, sign i of copy j lands
/// on bit 56 + 8i - 7j = 56 + i + 7(i - j), which lies among the upper eight bits exactly if i = j.
#[inline(always)]
fn signs<const WIDTH: usize>(a: V128) -> i32 {
    let lanes = 64 / WIDTH;
    let lowest_bits = const { one_bit_per_lane(WIDTH, 0, WIDTH) };
    let copies = const { one_bit_per_lane(WIDTH, WIDTH - 1, WIDTH - 1) };
    let [low, high] = a.to_u64x2().map(|half| {
        let signs = (half >> (WIDTH - 1)) & lowest_bits;
        (signs.wrapping_mul(copies) >> (64 - lanes)) as i32
    });
    low | high << lanes
}

/// A bit for every lane of `width` bits in a `u64`: the first at `first`, the next ones `step` higher each.
const fn one_bit_per_lane(width: usize, first: usize, step: usize) -> u64 {
    let (mut bits, mut lane) = (0, 0);
    while lane < 64 / width {
        bits |= 1 << (first + lane * step);
        lane += 1;
    }
    bits
}

/// Sums of products of neighbours. Only 2^30 twice, from four lanes of -32768, wraps: to -2^31.
#[inline(always)]
fn dot(a: V128, b: V128) -> V128 {
    let (a, b) = (a.to_i16x8(), b.to_i16x8());
    let products: [i32; 8] = array::from_fn(|i| i32::from(a[i]) * i32::from(b[i]));
    V128::from_i32x4(array::from_fn(|i| products[2 * i].wrapping_add(products[2 * i + 1])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{lanes, vector, vectors};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// What one lane of the result is, from mathematical integers; the vector cuts it to its width.
    type Unary = fn(i128) -> i128;
    type Binary = fn(i128, i128) -> i128;

    /// An operator, the width of its operands' lanes, whether they are signed, and its meaning.
    enum Check {
        Unary(fn(V128) -> V128, u32, bool, Unary),
        Binary(fn(V128, V128) -> V128, u32, bool, Binary),
        /// The shift by a power of two, as a product or a quotient.
        Shift(fn(V128, i32) -> V128, u32, bool, Binary),
        Test(fn(V128) -> i32, u32, fn(&[i128]) -> i32),
        /// Lanes of twice the width from the lanes at an offset: one lane of each operand for one result.
        Widen(fn(V128) -> V128, u32, bool, usize),
        WidenProduct(fn(V128, V128) -> V128, u32, bool, usize),
        /// Lanes of twice the width from two neighbours.
        PairSum(fn(V128) -> V128, u32, bool),
        /// Lanes of half the width from the signed lanes of both operands, clamped to a range.
        Narrow(fn(V128, V128) -> V128, u32, i128, i128),
        Dot(fn(V128, V128) -> V128),
    }

    impl Check {
        fn run(&self, name: &str, a: V128, b: V128, count: i32) {
            let (result, expected) = match *self {
                Check::Unary(op, w, s, meaning) => {
                    (op(a), vector(w, lanes(a, w, s).into_iter().map(meaning)))
                }
                Check::Binary(op, w, s, meaning) => {
                    let pairs = lanes(a, w, s).into_iter().zip(lanes(b, w, s));
                    (op(a, b), vector(w, pairs.map(|(x, y)| meaning(x, y))))
                }
                Check::Shift(op, w, s, meaning) => {
                    let power = 1 << (count as u32 % w);
                    (op(a, count), vector(w, lanes(a, w, s).into_iter().map(|x| meaning(x, power))))
                }
                Check::Test(op, w, meaning) => {
                    assert_eq!(op(a), meaning(&lanes(a, w, true)), "{name}({a:?})");
                    return;
                }
                Check::Widen(op, w, s, offset) => (op(a), vector(2 * w, half(a, w, s, offset))),
                Check::WidenProduct(op, w, s, offset) => {
                    let pairs = half(a, w, s, offset).into_iter().zip(half(b, w, s, offset));
                    (op(a, b), vector(2 * w, pairs.map(|(x, y)| x * y)))
                }
                Check::PairSum(op, w, s) => {
                    (op(a), vector(2 * w, lanes(a, w, s).chunks(2).map(|pair| pair[0] + pair[1])))
                }
                Check::Narrow(op, w, min, max) => {
                    let all = lanes(a, w, true).into_iter().chain(lanes(b, w, true));
                    (op(a, b), vector(w / 2, all.map(|x| x.clamp(min, max))))
                }
                Check::Dot(op) => {
                    let products: Vec<_> =
                        lanes(a, 16, true).into_iter().zip(lanes(b, 16, true)).map(|(x, y)| x * y).collect();
                    (op(a, b), vector(32, products.chunks(2).map(|pair| pair[0] + pair[1])))
                }
            };
            assert_eq!(result, expected, "{name}({a:?}, {b:?} or {count})");
        }
    }

    /// The lower or upper half of the lanes.
    fn half(v: V128, width: u32, signed: bool, offset: usize) -> Vec<i128> {
        let count = 64 / width as usize;
        lanes(v, width, signed).into_iter().skip(offset).take(count).collect()
    }

    /// Rows `Kind(facts): width operator, ...;` become pairs of a name and a check.
    macro_rules! checks {
        ($($kind:ident $facts:tt: $($width:literal $op:ident),*;)*) => {
            vec![$($((stringify!($op), check!($kind $facts, $width $op)),)*)*]
        };
    }

    macro_rules! check {
        ($kind:ident($($fact:expr),*), $width:literal $op:ident) => { Check::$kind($op, $width, $($fact),*) };
    }

    /// The number, or the end of the range of so many bits that it exceeds.
    fn clamp_signed<const BITS: u32>(x: i128) -> i128 {
        x.clamp(-1 << (BITS - 1), (1 << (BITS - 1)) - 1)
    }

    fn clamp_unsigned<const BITS: u32>(x: i128) -> i128 {
        x.clamp(0, (1 << BITS) - 1)
    }

    fn all_nonzero(lanes: &[i128]) -> i32 {
        i32::from(!lanes.contains(&0))
    }

    fn signs_as_number(lanes: &[i128]) -> i32 {
        (0..).zip(lanes).map(|(i, x)| if *x < 0 { 1 << i } else { 0 }).sum()
    }

    fn checks_of_lanes() -> Vec<(&'static str, Check)> {
        const S: bool = true;
        const U: bool = false;
        checks! {
            Unary(S, i128::abs): 8 i8x16_abs, 16 i16x8_abs, 32 i32x4_abs, 64 i64x2_abs;
            Unary(S, |x| -x): 8 i8x16_neg, 16 i16x8_neg, 32 i32x4_neg, 64 i64x2_neg;
            Unary(U, |x| (0..8).map(|bit| (x >> bit) & 1).sum()): 8 i8x16_popcnt;
            Test(all_nonzero): 8 i8x16_all_true, 16 i16x8_all_true, 32 i32x4_all_true, 64 i64x2_all_true;
            Test(signs_as_number): 8 i8x16_bitmask, 16 i16x8_bitmask, 32 i32x4_bitmask, 64 i64x2_bitmask;
            Shift(U, |x, power| x * power): 8 i8x16_shl, 16 i16x8_shl, 32 i32x4_shl, 64 i64x2_shl;
            Shift(S, i128::div_euclid): 8 i8x16_shr_s, 16 i16x8_shr_s, 32 i32x4_shr_s, 64 i64x2_shr_s;
            Shift(U, |x, power| x / power): 8 i8x16_shr_u, 16 i16x8_shr_u, 32 i32x4_shr_u, 64 i64x2_shr_u;
            Binary(S, |x, y| x + y): 8 i8x16_add, 16 i16x8_add, 32 i32x4_add, 64 i64x2_add;
            Binary(S, |x, y| x - y): 8 i8x16_sub, 16 i16x8_sub, 32 i32x4_sub, 64 i64x2_sub;
            Binary(S, |x, y| x * y): 16 i16x8_mul, 32 i32x4_mul, 64 i64x2_mul;
            Binary(S, |x, y| clamp_signed::<8>(x + y)): 8 i8x16_add_sat_s;
            Binary(U, |x, y| clamp_unsigned::<8>(x + y)): 8 i8x16_add_sat_u;
            Binary(S, |x, y| clamp_signed::<8>(x - y)): 8 i8x16_sub_sat_s;
            Binary(U, |x, y| clamp_unsigned::<8>(x - y)): 8 i8x16_sub_sat_u;
            Binary(S, |x, y| clamp_signed::<16>(x + y)): 16 i16x8_add_sat_s;
            Binary(U, |x, y| clamp_unsigned::<16>(x + y)): 16 i16x8_add_sat_u;
            Binary(S, |x, y| clamp_signed::<16>(x - y)): 16 i16x8_sub_sat_s;
            Binary(U, |x, y| clamp_unsigned::<16>(x - y)): 16 i16x8_sub_sat_u;
            Binary(S, |x, y| if x < y { x } else { y }): 8 i8x16_min_s, 16 i16x8_min_s, 32 i32x4_min_s;
            Binary(U, |x, y| if x < y { x } else { y }): 8 i8x16_min_u, 16 i16x8_min_u, 32 i32x4_min_u;
            Binary(S, |x, y| if x > y { x } else { y }): 8 i8x16_max_s, 16 i16x8_max_s, 32 i32x4_max_s;
            Binary(U, |x, y| if x > y { x } else { y }): 8 i8x16_max_u, 16 i16x8_max_u, 32 i32x4_max_u;
            Binary(U, |x, y| (x + y + 1) / 2): 8 i8x16_avgr_u, 16 i16x8_avgr_u;
            Binary(S, |x, y| clamp_signed::<16>((x * y + 0x4000).div_euclid(0x8000))): 16 i16x8_q15mulr_sat_s;
            Binary(S, |x, y| if x == y { -1 } else { 0 }): 8 i8x16_eq, 16 i16x8_eq, 32 i32x4_eq, 64 i64x2_eq;
            Binary(S, |x, y| if x == y { 0 } else { -1 }): 8 i8x16_ne, 16 i16x8_ne, 32 i32x4_ne, 64 i64x2_ne;
            Binary(S, |x, y| if x < y { -1 } else { 0 }):
                8 i8x16_lt_s, 16 i16x8_lt_s, 32 i32x4_lt_s, 64 i64x2_lt_s;
            Binary(S, |x, y| if x > y { -1 } else { 0 }):
                8 i8x16_gt_s, 16 i16x8_gt_s, 32 i32x4_gt_s, 64 i64x2_gt_s;
            Binary(S, |x, y| if x > y { 0 } else { -1 }):
                8 i8x16_le_s, 16 i16x8_le_s, 32 i32x4_le_s, 64 i64x2_le_s;
            Binary(S, |x, y| if x < y { 0 } else { -1 }):
                8 i8x16_ge_s, 16 i16x8_ge_s, 32 i32x4_ge_s, 64 i64x2_ge_s;
            Binary(U, |x, y| if x < y { -1 } else { 0 }): 8 i8x16_lt_u, 16 i16x8_lt_u, 32 i32x4_lt_u;
            Binary(U, |x, y| if x > y { -1 } else { 0 }): 8 i8x16_gt_u, 16 i16x8_gt_u, 32 i32x4_gt_u;
            Binary(U, |x, y| if x > y { 0 } else { -1 }): 8 i8x16_le_u, 16 i16x8_le_u, 32 i32x4_le_u;
            Binary(U, |x, y| if x < y { 0 } else { -1 }): 8 i8x16_ge_u, 16 i16x8_ge_u, 32 i32x4_ge_u;
        }
    }

    fn checks_of_shapes() -> Vec<(&'static str, Check)> {
        const S: bool = true;
        const U: bool = false;
        let mut all = checks! {
            Widen(S, 0): 8 i16x8_extend_low_i8x16_s, 16 i32x4_extend_low_i16x8_s, 32 i64x2_extend_low_i32x4_s;
            Widen(U, 0): 8 i16x8_extend_low_i8x16_u, 16 i32x4_extend_low_i16x8_u, 32 i64x2_extend_low_i32x4_u;
            Widen(S, 8): 8 i16x8_extend_high_i8x16_s;
            Widen(U, 8): 8 i16x8_extend_high_i8x16_u;
            Widen(S, 4): 16 i32x4_extend_high_i16x8_s;
            Widen(U, 4): 16 i32x4_extend_high_i16x8_u;
            Widen(S, 2): 32 i64x2_extend_high_i32x4_s;
            Widen(U, 2): 32 i64x2_extend_high_i32x4_u;
            WidenProduct(S, 0):
                8 i16x8_extmul_low_i8x16_s, 16 i32x4_extmul_low_i16x8_s, 32 i64x2_extmul_low_i32x4_s;
            WidenProduct(U, 0):
                8 i16x8_extmul_low_i8x16_u, 16 i32x4_extmul_low_i16x8_u, 32 i64x2_extmul_low_i32x4_u;
            WidenProduct(S, 8): 8 i16x8_extmul_high_i8x16_s;
            WidenProduct(U, 8): 8 i16x8_extmul_high_i8x16_u;
            WidenProduct(S, 4): 16 i32x4_extmul_high_i16x8_s;
            WidenProduct(U, 4): 16 i32x4_extmul_high_i16x8_u;
            WidenProduct(S, 2): 32 i64x2_extmul_high_i32x4_s;
            WidenProduct(U, 2): 32 i64x2_extmul_high_i32x4_u;
            PairSum(S): 8 i16x8_extadd_pairwise_i8x16_s, 16 i32x4_extadd_pairwise_i16x8_s;
            PairSum(U): 8 i16x8_extadd_pairwise_i8x16_u, 16 i32x4_extadd_pairwise_i16x8_u;
            Narrow(-128, 127): 16 i8x16_narrow_i16x8_s;
            Narrow(0, 255): 16 i8x16_narrow_i16x8_u;
            Narrow(-32768, 32767): 32 i16x8_narrow_i32x4_s;
            Narrow(0, 65535): 32 i16x8_narrow_i32x4_u;
        };
        all.push(("i32x4_dot_i16x8_s", Check::Dot(i32x4_dot_i16x8_s)));
        all
    }

    fn all_checks() -> Vec<(&'static str, Check)> {
        checks_of_lanes().into_iter().chain(checks_of_shapes()).collect()
    }

    #[test]
    fn every_row_is_checked() {
        let checked: BTreeSet<_> = all_checks().into_iter().map(|(name, _)| name).collect();
        assert_eq!(checked, NAMES.iter().copied().collect());
    }

    #[test]
    fn the_samples_agree_with_mathematical_integers() {
        const COUNTS: [i32; 14] = [0, 1, 7, 8, 9, 15, 16, 31, 32, 63, 64, 127, -1, i32::MIN];
        let (checks, vectors) = (all_checks(), vectors());
        for (i, &a) in vectors.iter().enumerate() {
            for (j, &b) in vectors.iter().enumerate() {
                let count = COUNTS[(i + j) % COUNTS.len()];
                checks.iter().for_each(|(name, check)| check.run(name, a, b, count));
            }
        }
    }

    #[test]
    fn the_overflows_are_exact() {
        let splat = |x: i16| V128::from_i16x8([x; 8]);
        assert_eq!(i16x8_q15mulr_sat_s(splat(i16::MIN), splat(i16::MIN)), splat(i16::MAX));
        assert_eq!(i32x4_dot_i16x8_s(splat(i16::MIN), splat(i16::MIN)), V128::from_i32x4([i32::MIN; 4]));
        assert_eq!(i16x8_abs(splat(i16::MIN)), splat(i16::MIN));
        assert_eq!(i16x8_neg(splat(i16::MIN)), splat(i16::MIN));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_operands_agree_with_mathematical_integers(a: u128, b: u128, count: i32) {
            let (a, b) = (V128::from_bits(a), V128::from_bits(b));
            all_checks().iter().for_each(|(name, check)| check.run(name, a, b, count));
        }
    }
}
