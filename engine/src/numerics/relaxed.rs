//! The relaxed operators, each with the result that wx chose.
//!
//! The specification leaves these operators a small set of results, so that each processor family can use
//! its own instruction, and asks that an implementation choose once. wx chooses one result for all hosts: a
//! program computes the same everywhere and in both tiers. Where x86-64 has one instruction that lies in the
//! set, the choice is what that instruction does; else it is the strict operator.
//!
//! | operator | the choice | instruction |
//! |---|---|---|
//! | `relaxed_swizzle` | a pick of 128 or more gives 0, else it counts modulo 16 | `pshufb` |
//! | `relaxed_trunc_*_s` | what does not fit, and NaN, gives -2147483648 | `cvttps2dq`, `cvttpd2dq` |
//! | `relaxed_trunc_*_u` | as `trunc_sat`: clamped, NaN gives 0 | |
//! | `relaxed_madd`, `relaxed_nmadd` | not fused: the product is rounded, then the sum; of two NaNs the summand's | `mulps`, `addps` |
//! | `relaxed_laneselect` | bit by bit, as `v128.bitselect` | |
//! | `relaxed_min`, `relaxed_max` | the second operand if either is NaN or both are zero | `minps`, `maxps` |
//! | `relaxed_q15mulr_s` | -1 times -1 wraps to -1 | `pmulhrsw` |
//! | `relaxed_dot_*` | second operand unsigned, sums of two products saturate | `pmaddubsw` |
//!
//! `relaxed_madd` is not fused because not every x86-64 processor has the fused instruction, and emulating it
//! costs a hundred times more than what the program asked for.

use super::lanewise::{map, zip};
use super::simd_float::{f32x4_add, f32x4_mul, f32x4_sub, f64x2_add, f64x2_mul, f64x2_sub};
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

    // `as` maps what is too small to MIN already; left are what is too large, and NaN, which fails any test.
    i32x4_relaxed_trunc_f32x4_s(a: V128) -> V128 =
        map::<f32, i32, 4>(a, |x| if x < 2147483648.0 { x as i32 } else { i32::MIN });
    i32x4_relaxed_trunc_f32x4_u(a: V128) -> V128 = i32x4_trunc_sat_f32x4_u(a);
    i32x4_relaxed_trunc_f64x2_s_zero(a: V128) -> V128 = {
        let [x, y] = a.to_f64x2().map(|x| if x < 2147483648.0 { x as i32 } else { i32::MIN });
        V128::from_i32x4([x, y, 0, 0])
    };
    i32x4_relaxed_trunc_f64x2_u_zero(a: V128) -> V128 = i32x4_trunc_sat_f64x2_u_zero(a);

    f32x4_relaxed_madd(a: V128, b: V128, c: V128) -> V128 = f32x4_add(c, f32x4_mul(a, b));
    f32x4_relaxed_nmadd(a: V128, b: V128, c: V128) -> V128 = f32x4_sub(c, f32x4_mul(a, b));
    f64x2_relaxed_madd(a: V128, b: V128, c: V128) -> V128 = f64x2_add(c, f64x2_mul(a, b));
    f64x2_relaxed_nmadd(a: V128, b: V128, c: V128) -> V128 = f64x2_sub(c, f64x2_mul(a, b));

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{f32s, f64s, lanes, vector, vectors};
    use crate::numerics::{simd_float, simd_int, simd_lane};
    use proptest::prelude::*;

    /// The choice, from mathematical integers.
    fn check_integers(a: V128, b: V128, c: V128) {
        let swizzled = lanes(b, 8, false).into_iter().map(|pick| match pick {
            0..128 => lanes(a, 8, false)[pick as usize & 15],
            _ => 0,
        });
        assert_eq!(i8x16_relaxed_swizzle(a, b), vector(8, swizzled), "{a:?} {b:?}");

        let products = lanes(a, 16, true).into_iter().zip(lanes(b, 16, true)).map(|(x, y)| x * y);
        let rounded = vector(16, products.map(|p| (p + 0x4000).div_euclid(0x8000)));
        assert_eq!(i16x8_relaxed_q15mulr_s(a, b), rounded, "{a:?} {b:?}");

        let products: Vec<i128> =
            lanes(a, 8, true).into_iter().zip(lanes(b, 8, false)).map(|(x, y)| x * y).collect();
        let sums: Vec<i128> =
            products.chunks(2).map(|pair| (pair[0] + pair[1]).clamp(-32768, 32767)).collect();
        assert_eq!(i16x8_relaxed_dot_i8x16_i7x16_s(a, b), vector(16, sums.clone()), "{a:?} {b:?}");
        let added = sums.chunks(2).zip(lanes(c, 32, true)).map(|(pair, z)| pair[0] + pair[1] + z);
        assert_eq!(i32x4_relaxed_dot_i8x16_i7x16_add_s(a, b, c), vector(32, added), "{a:?} {b:?} {c:?}");

        let selected = V128::from_bits((a.to_bits() & c.to_bits()) + (b.to_bits() & !c.to_bits()));
        assert_eq!(i8x16_relaxed_laneselect(a, b, c), selected);
        assert_eq!(i16x8_relaxed_laneselect(a, b, c), selected);
        assert_eq!(i32x4_relaxed_laneselect(a, b, c), selected);
        assert_eq!(i64x2_relaxed_laneselect(a, b, c), selected);
    }

    /// Each result is one that the specification allows: the strict operator's where that has an opinion, or
    /// one of the exceptions listed there.
    fn check_allowed(a: V128, b: V128) {
        let swizzle = simd_lane::i8x16_swizzle(a, b).to_u8x16();
        for (i, result) in i8x16_relaxed_swizzle(a, b).to_u8x16().into_iter().enumerate() {
            let pick = b.to_u8x16()[i];
            assert!(
                result == swizzle[i]
                    || (16..128).contains(&pick) && result == a.to_u8x16()[pick as usize % 16]
            );
        }
        let strict = simd_float::i32x4_trunc_sat_f32x4_s(a).to_i32x4();
        for (i, result) in i32x4_relaxed_trunc_f32x4_s(a).to_i32x4().into_iter().enumerate() {
            let x = a.to_f32x4()[i];
            let fits = (-2147483648.0..2147483648.0).contains(&x);
            assert!(result == strict[i] || !fits && result == i32::MIN, "{x:?} gave {result}");
        }
        let strict = simd_float::i32x4_trunc_sat_f64x2_s_zero(a).to_i32x4();
        let result = i32x4_relaxed_trunc_f64x2_s_zero(a).to_i32x4();
        assert_eq!(result[2..], [0, 0]);
        for i in 0..2 {
            let x = a.to_f64x2()[i];
            let fits = x > -2147483649.0 && x < 2147483648.0;
            assert!(result[i] == strict[i] || !fits && result[i] == i32::MIN, "{x:?} gave {}", result[i]);
        }
        let strict = simd_int::i16x8_q15mulr_sat_s(a, b).to_i16x8();
        for (i, result) in i16x8_relaxed_q15mulr_s(a, b).to_i16x8().into_iter().enumerate() {
            let overflow = a.to_i16x8()[i] == i16::MIN && b.to_i16x8()[i] == i16::MIN;
            assert!(result == strict[i] || overflow && result == i16::MIN);
        }
        check_extremes_allowed(a, b);
    }

    fn check_extremes_allowed(a: V128, b: V128) {
        let pairs_32 = [
            (simd_float::f32x4_min(a, b), f32x4_relaxed_min(a, b)),
            (simd_float::f32x4_max(a, b), f32x4_relaxed_max(a, b)),
        ];
        for (strict, result) in pairs_32.map(|(s, r)| (s.to_f32x4(), r.to_u32x4())) {
            for i in 0..4 {
                let (x, y) = (a.to_f32x4()[i], b.to_f32x4()[i]);
                let open = x.is_nan() || y.is_nan() || x == 0.0 && y == 0.0;
                let operand = result[i] == x.to_bits() || result[i] == y.to_bits();
                assert!(result[i] == strict[i].to_bits() || open && operand, "{x:?} {y:?}");
            }
        }
        let pairs_64 = [
            (simd_float::f64x2_min(a, b), f64x2_relaxed_min(a, b)),
            (simd_float::f64x2_max(a, b), f64x2_relaxed_max(a, b)),
        ];
        for (strict, result) in pairs_64.map(|(s, r)| (s.to_f64x2(), r.to_u64x2())) {
            for i in 0..2 {
                let (x, y) = (a.to_f64x2()[i], b.to_f64x2()[i]);
                let open = x.is_nan() || y.is_nan() || x == 0.0 && y == 0.0;
                let operand = result[i] == x.to_bits() || result[i] == y.to_bits();
                assert!(result[i] == strict[i].to_bits() || open && operand, "{x:?} {y:?}");
            }
        }
    }

    #[test]
    fn the_samples_agree_with_the_choice() {
        for a in vectors() {
            for b in vectors() {
                check_integers(a, b, V128::from_bits(a.to_bits() ^ b.to_bits().rotate_left(41)));
                check_allowed(a, b);
            }
        }
    }

    #[test]
    fn the_float_samples_give_allowed_results() {
        for x in f32s() {
            f32s().chunks_exact(4).for_each(|y| {
                check_allowed(V128::from_f32x4([x; 4]), V128::from_f32x4([y[0], y[1], y[2], y[3]]));
            });
        }
        for x in f64s() {
            f64s()
                .chunks_exact(2)
                .for_each(|y| check_allowed(V128::from_f64x2([x; 2]), V128::from_f64x2([y[0], y[1]])));
        }
    }

    /// Product, then sum, both rounded to `f32` from an `f64` that is precise enough to be rounded once more.
    fn check_multiply_and_add_32(x: f32, y: f32, z: f32) {
        let lanes = [x, y, z].map(|lane| V128::from_f32x4([lane, z, x, y]));
        let then_add = |x: f32, y: f32, z: f32| {
            let product = (f64::from(x) * f64::from(y)) as f32;
            (f64::from(product) + f64::from(z)) as f32
        };
        let same = |r: f32, e: f32| r.to_bits() == e.to_bits() || r.is_nan() && e.is_nan();
        let [a, b, c] = lanes.map(V128::to_f32x4);
        let results = [f32x4_relaxed_madd, f32x4_relaxed_nmadd].map(|op| op(lanes[0], lanes[1], lanes[2]));
        let [madd, nmadd] = results.map(V128::to_f32x4);
        for i in 0..4 {
            let (sum, difference) = (then_add(a[i], b[i], c[i]), then_add(-a[i], b[i], c[i]));
            assert!(same(madd[i], sum), "{} * {} + {} gave {}", a[i], b[i], c[i], madd[i]);
            assert!(same(nmadd[i], difference), "-{} * {} + {} gave {}", a[i], b[i], c[i], nmadd[i]);
        }
    }

    #[test]
    fn where_the_operators_are_relaxed_wx_does_this() {
        let bytes = V128::from_u8x16([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        assert_eq!(i8x16_relaxed_swizzle(bytes, V128::from_u8x16([0x13; 16])), V128::from_u8x16([3; 16]));
        assert_eq!(i8x16_relaxed_swizzle(bytes, V128::from_u8x16([0x83; 16])), V128::ZERO);

        let outside = V128::from_f32x4([f32::NAN, 2147483648.0, -3e9, f32::INFINITY]);
        assert_eq!(i32x4_relaxed_trunc_f32x4_s(outside).to_i32x4(), [i32::MIN; 4]);
        assert_eq!(i32x4_relaxed_trunc_f32x4_u(outside).to_u32x4(), [0, 1 << 31, 0, u32::MAX]);
        let outside = V128::from_f64x2([f64::NAN, 2147483648.0]);
        assert_eq!(i32x4_relaxed_trunc_f64x2_s_zero(outside).to_i32x4(), [i32::MIN, i32::MIN, 0, 0]);
        assert_eq!(i32x4_relaxed_trunc_f64x2_u_zero(outside).to_u32x4(), [0, 1 << 31, 0, 0]);

        let (nan, plus, minus) = (f32::from_bits(0x7fc0_0001), 0.0, -0.0);
        let (a, b) = (V128::from_f32x4([nan, 1.0, plus, minus]), V128::from_f32x4([1.0, nan, minus, plus]));
        assert_eq!((f32x4_relaxed_min(a, b), f32x4_relaxed_max(a, b)), (b, b));

        let min = V128::from_i16x8([i16::MIN; 8]);
        assert_eq!(i16x8_relaxed_q15mulr_s(min, min), min);
        let (a, b) = (V128::from_i8x16([-128; 16]), V128::from_i8x16([-127; 16]));
        assert_eq!(i16x8_relaxed_dot_i8x16_i7x16_s(a, b), min);
        let c = V128::from_i32x4([1, 2, 3, 4]);
        assert_eq!(i32x4_relaxed_dot_i8x16_i7x16_add_s(a, b, c).to_i32x4(), [-65535, -65534, -65533, -65532]);
    }

    #[test]
    fn multiply_and_add_rounds_twice() {
        // The largest number doubled overflows before it can be subtracted; fused, it would be itself.
        let (max, two) = (V128::from_f32x4([f32::MAX; 4]), V128::from_f32x4([2.0; 4]));
        let minus_max = V128::from_f32x4([-f32::MAX; 4]);
        assert_eq!(f32x4_relaxed_madd(max, two, minus_max).to_f32x4(), [f32::INFINITY; 4]);
        assert_eq!(f32x4_relaxed_nmadd(minus_max, two, minus_max).to_f32x4(), [f32::INFINITY; 4]);
        // (1 + e)(1 - e) is 1 after rounding; fused, the sum with -1 would be -e squared.
        let e = 2_f64.powi(-30);
        let [x, y, z] = [1.0 + e, 1.0 - e, -1.0].map(|x| V128::from_f64x2([x; 2]));
        assert_eq!(f64x2_relaxed_madd(x, y, z).to_f64x2(), [0.0; 2]);
        assert_eq!(f64x2_relaxed_nmadd(simd_float::f64x2_neg(x), y, z).to_f64x2(), [0.0; 2]);
        let [x, y, z] = [[2.0, -3.0], [5.0, 7.0], [0.5, 0.25]].map(V128::from_f64x2);
        assert_eq!(f64x2_relaxed_madd(x, y, z).to_f64x2(), [10.5, -20.75]);
        assert_eq!(f64x2_relaxed_nmadd(x, y, z).to_f64x2(), [-9.5, 21.25]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_operands_agree_with_the_choice(a: u128, b: u128, c: u128) {
            let (a, b, c) = (V128::from_bits(a), V128::from_bits(b), V128::from_bits(c));
            check_integers(a, b, c);
            check_allowed(a, b);
            let [x, y, z, _] = a.to_f32x4();
            check_multiply_and_add_32(x, y, z);
        }

        #[test]
        fn numbers_of_like_size_multiply_and_add(x in -9.0..9.0_f32, y in -9.0..9.0_f32, z in -9.0..9.0_f32) {
            check_multiply_and_add_32(x, y, z);
        }
    }
}
