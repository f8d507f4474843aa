//! The relaxed operators, each with the result that wx chose.
//!
//! The specification leaves these operators a small set of results, so that each processor family can use its
//! own instruction, and asks that an implementation choose once. wx chooses one result for all hosts: a program
//! computes the same everywhere and in both tiers. Where x86-64 has one instruction that lies in the set, the
//! choice is what that instruction does; else it is the strict operator.
//!
//! | operator | the choice | instruction |
//! |---|---|---|
//! | `relaxed_swizzle` | a pick of 128 or more gives 0, else it counts modulo 16 | `pshufb` |
//! | `relaxed_trunc_*_s` | what does not fit, and NaN, gives -2147483648 | `cvttps2dq`, `cvttpd2dq` |
//! | `relaxed_trunc_*_u` | as `trunc_sat`: clamped, NaN gives 0 | |
//! | `relaxed_madd`, `relaxed_nmadd` | not fused: the product is rounded, then the sum | `mulps`, `addps` |
//! | `relaxed_laneselect` | bit by bit, as `v128.bitselect` | |
//! | `relaxed_min`, `relaxed_max` | the second operand if either is NaN or both are zero | `minps`, `maxps` |
//! | `relaxed_q15mulr_s` | -1 times -1 wraps to -1 | `pmulhrsw` |
//! | `relaxed_dot_*` | second operand unsigned, sums of two products saturate | `pmaddubsw` |
//!
//! `relaxed_madd` is not fused because not every x86-64 processor has the fused instruction, and emulating it
//! costs a hundred times more than what the program asked for.

use super::lanewise::{map, zip, zip3};
use super::simd_float::{i32x4_trunc_sat_f32x4_u, i32x4_trunc_sat_f64x2_u_zero};
use super::simd_int::{i32x4_add, i32x4_extadd_pairwise_i16x8_s};
use super::simd_lane::v128_bitselect;
use crate::types::V128;
use std::array;

operators! {
    i8x16_relaxed_swizzle(a: V128, b: V128) -> V128 = {
        let (bytes, picks) = (a.to_le_bytes(), b.to_le_bytes());
        V128::from_le_bytes(array::from_fn(|i| {
            let byte = bytes[picks[i] as usize % 16];
            if picks[i] < 128 { byte } else { 0 }
        }))
    };

    i32x4_relaxed_trunc_f32x4_s(a: V128) -> V128 = map::<f32, i32, 4>(a, |x| trunc_or_min(x.into()));
    i32x4_relaxed_trunc_f32x4_u(a: V128) -> V128 = i32x4_trunc_sat_f32x4_u(a);
    i32x4_relaxed_trunc_f64x2_s_zero(a: V128) -> V128 = {
        let [x, y] = a.to_f64x2();
        V128::from_i32x4([trunc_or_min(x), trunc_or_min(y), 0, 0])
    };
    i32x4_relaxed_trunc_f64x2_u_zero(a: V128) -> V128 = i32x4_trunc_sat_f64x2_u_zero(a);

    f32x4_relaxed_madd(a: V128, b: V128, c: V128) -> V128 = zip3::<f32, f32, 4>(a, b, c, |x, y, z| x * y + z);
    f32x4_relaxed_nmadd(a: V128, b: V128, c: V128) -> V128 = zip3::<f32, f32, 4>(a, b, c, |x, y, z| -x * y + z);
    f64x2_relaxed_madd(a: V128, b: V128, c: V128) -> V128 = zip3::<f64, f64, 2>(a, b, c, |x, y, z| x * y + z);
    f64x2_relaxed_nmadd(a: V128, b: V128, c: V128) -> V128 = zip3::<f64, f64, 2>(a, b, c, |x, y, z| -x * y + z);

    i8x16_relaxed_laneselect(a: V128, b: V128, mask: V128) -> V128 = v128_bitselect(a, b, mask);
    i16x8_relaxed_laneselect(a: V128, b: V128, mask: V128) -> V128 = v128_bitselect(a, b, mask);
    i32x4_relaxed_laneselect(a: V128, b: V128, mask: V128) -> V128 = v128_bitselect(a, b, mask);
    i64x2_relaxed_laneselect(a: V128, b: V128, mask: V128) -> V128 = v128_bitselect(a, b, mask);

    f32x4_relaxed_min(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| if x < y { x } else { y });
    f32x4_relaxed_max(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| if x > y { x } else { y });
    f64x2_relaxed_min(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| if x < y { x } else { y });
    f64x2_relaxed_max(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| if x > y { x } else { y });

    i16x8_relaxed_q15mulr_s(a: V128, b: V128) -> V128 =
        zip::<i16, i16, 8>(a, b, |x, y| ((i32::from(x) * i32::from(y) + (1 << 14)) >> 15) as i16);
    i16x8_relaxed_dot_i8x16_i7x16_s(a: V128, b: V128) -> V128 = {
        let (signed, unsigned) = (a.to_i8x16(), b.to_u8x16());
        // A product has at most 255 * 128 in size, so it fits; only the sum of two may not.
        let product = |i: usize| i16::from(signed[i]) * i16::from(unsigned[i]);
        V128::from_i16x8(array::from_fn(|i| product(2 * i).saturating_add(product(2 * i + 1))))
    };
    i32x4_relaxed_dot_i8x16_i7x16_add_s(a: V128, b: V128, c: V128) -> V128 =
        i32x4_add(i32x4_extadd_pairwise_i16x8_s(i16x8_relaxed_dot_i8x16_i7x16_s(a, b)), c);
}

/// The integer part if it is an `i32`, else the smallest `i32`. An `f32` comes here as the equal `f64`.
#[inline(always)]
fn trunc_or_min(x: f64) -> i32 {
    // `as` maps what is too small to MIN already; left are what is too large, and NaN, which fails any test.
    if x < 2147483648.0 { x as i32 } else { i32::MIN }
}
