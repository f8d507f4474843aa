//! `v128` as bits, and as lanes to move: splat, extract, replace, shuffle, the shapes of loads and stores.
//!
//! Nothing here computes: every result bit is a copy of an operand's bit, or a bitwise function of bits in
//! the same place. So float lanes pass with any NaN intact.
//!
//! The loads and stores among these operators consist of a memory access and a shape. The shape is here, with
//! the loaded bits as an integer argument (`v128.load8x8_s` is an eight-byte load, then [`v128_load8x8_s`]);
//! the access belongs to whoever has a memory.

use super::lanewise::{widen_low, zip, zip3};
use crate::types::V128;
use std::array;

operators! {
    v128_not(a: V128) -> V128 = V128::from_bits(!a.to_bits());
    v128_and(a: V128, b: V128) -> V128 = zip::<u64, u64, 2>(a, b, |x, y| x & y);
    v128_andnot(a: V128, b: V128) -> V128 = zip::<u64, u64, 2>(a, b, |x, y| x & !y);
    v128_or(a: V128, b: V128) -> V128 = zip::<u64, u64, 2>(a, b, |x, y| x | y);
    v128_xor(a: V128, b: V128) -> V128 = zip::<u64, u64, 2>(a, b, |x, y| x ^ y);
    /// Where a bit of `mask` is set the bit of `a`, elsewhere that of `b`.
    v128_bitselect(a: V128, b: V128, mask: V128) -> V128 =
        zip3::<u64, u64, 2>(a, b, mask, |x, y, m| (x & m) | (y & !m));
    v128_any_true(a: V128) -> i32 = i32::from(a != V128::ZERO);

    i8x16_splat(x: i32) -> V128 = V128::from_i8x16([x as i8; 16]);
    i16x8_splat(x: i32) -> V128 = V128::from_i16x8([x as i16; 8]);
    i32x4_splat(x: i32) -> V128 = V128::from_i32x4([x; 4]);
    i64x2_splat(x: i64) -> V128 = V128::from_i64x2([x; 2]);
    f32x4_splat(x: f32) -> V128 = V128::from_f32x4([x; 4]);
    f64x2_splat(x: f64) -> V128 = V128::from_f64x2([x; 2]);

    i8x16_extract_lane_s(a: V128, lane: u8) -> i32 = a.to_i8x16()[lane as usize % 16].into();
    i8x16_extract_lane_u(a: V128, lane: u8) -> i32 = a.to_u8x16()[lane as usize % 16].into();
    i16x8_extract_lane_s(a: V128, lane: u8) -> i32 = a.to_i16x8()[lane as usize % 8].into();
    i16x8_extract_lane_u(a: V128, lane: u8) -> i32 = a.to_u16x8()[lane as usize % 8].into();
    i32x4_extract_lane(a: V128, lane: u8) -> i32 = a.to_i32x4()[lane as usize % 4];
    i64x2_extract_lane(a: V128, lane: u8) -> i64 = a.to_i64x2()[lane as usize % 2];
    f32x4_extract_lane(a: V128, lane: u8) -> f32 = a.to_f32x4()[lane as usize % 4];
    f64x2_extract_lane(a: V128, lane: u8) -> f64 = a.to_f64x2()[lane as usize % 2];

    i8x16_replace_lane(a: V128, lane: u8, x: i32) -> V128 = replace::<i8, 16>(a, lane, x as i8);
    i16x8_replace_lane(a: V128, lane: u8, x: i32) -> V128 = replace::<i16, 8>(a, lane, x as i16);
    i32x4_replace_lane(a: V128, lane: u8, x: i32) -> V128 = replace::<i32, 4>(a, lane, x);
    i64x2_replace_lane(a: V128, lane: u8, x: i64) -> V128 = replace::<i64, 2>(a, lane, x);
    f32x4_replace_lane(a: V128, lane: u8, x: f32) -> V128 = replace::<f32, 4>(a, lane, x);
    f64x2_replace_lane(a: V128, lane: u8, x: f64) -> V128 = replace::<f64, 2>(a, lane, x);

    /// Byte `i` is byte `lanes[i]` of the 32 bytes of `a`, then `b`.
    i8x16_shuffle(a: V128, b: V128, lanes: [u8; 16]) -> V128 = {
        let mut both = [0; 32];
        both[..16].copy_from_slice(&a.to_le_bytes());
        both[16..].copy_from_slice(&b.to_le_bytes());
        V128::from_le_bytes(array::from_fn(|i| both[lanes[i] as usize % 32]))
    };
    /// Byte `i` is byte `b[i]` of `a`, or 0 if there is no such byte.
    i8x16_swizzle(a: V128, b: V128) -> V128 = {
        let (bytes, picks) = (a.to_le_bytes(), b.to_le_bytes());
        V128::from_le_bytes(array::from_fn(|i| {
            // The byte is fetched whatever the pick, so that the choice is a mask and not a branch.
            let byte = bytes[picks[i] as usize % 16];
            if picks[i] < 16 { byte } else { 0 }
        }))
    };

    v128_load8_splat(x: u8) -> V128 = V128::from_u8x16([x; 16]);
    v128_load16_splat(x: u16) -> V128 = V128::from_u16x8([x; 8]);
    v128_load32_splat(x: u32) -> V128 = V128::from_u32x4([x; 4]);
    v128_load64_splat(x: u64) -> V128 = V128::from_u64x2([x; 2]);
    v128_load32_zero(x: u32) -> V128 = V128::from_u32x4([x, 0, 0, 0]);
    v128_load64_zero(x: u64) -> V128 = V128::from_u64x2([x, 0]);
    v128_load8x8_s(x: u64) -> V128 = widen_low::<i8, i16, 16, 8>(v128_load64_zero(x), i16::from);
    v128_load8x8_u(x: u64) -> V128 = widen_low::<u8, u16, 16, 8>(v128_load64_zero(x), u16::from);
    v128_load16x4_s(x: u64) -> V128 = widen_low::<i16, i32, 8, 4>(v128_load64_zero(x), i32::from);
    v128_load16x4_u(x: u64) -> V128 = widen_low::<u16, u32, 8, 4>(v128_load64_zero(x), u32::from);
    v128_load32x2_s(x: u64) -> V128 = widen_low::<i32, i64, 4, 2>(v128_load64_zero(x), i64::from);
    v128_load32x2_u(x: u64) -> V128 = widen_low::<u32, u64, 4, 2>(v128_load64_zero(x), u64::from);
    v128_load8_lane(a: V128, lane: u8, x: u8) -> V128 = replace::<u8, 16>(a, lane, x);
    v128_load16_lane(a: V128, lane: u8, x: u16) -> V128 = replace::<u16, 8>(a, lane, x);
    v128_load32_lane(a: V128, lane: u8, x: u32) -> V128 = replace::<u32, 4>(a, lane, x);
    v128_load64_lane(a: V128, lane: u8, x: u64) -> V128 = replace::<u64, 2>(a, lane, x);
    v128_store8_lane(a: V128, lane: u8) -> u8 = a.to_u8x16()[lane as usize % 16];
    v128_store16_lane(a: V128, lane: u8) -> u16 = a.to_u16x8()[lane as usize % 8];
    v128_store32_lane(a: V128, lane: u8) -> u32 = a.to_u32x4()[lane as usize % 4];
    v128_store64_lane(a: V128, lane: u8) -> u64 = a.to_u64x2()[lane as usize % 2];
}

/// The vector with one lane exchanged.
#[inline(always)]
fn replace<T, const N: usize>(a: V128, lane: u8, x: T) -> V128
where
    [T; N]: From<V128>,
    V128: From<[T; N]>,
{
    let mut lanes = <[T; N]>::from(a);
    lanes[lane as usize % N] = x;
    lanes.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{i64s, lanes, noise, vector, vectors};
    use proptest::prelude::*;

    fn exchanged(v: V128, width: u32, lane: u8, x: i128) -> V128 {
        let mut all = lanes(v, width, false);
        all[usize::from(lane)] = x;
        vector(width, all)
    }

    fn check_bits(a: V128, b: V128, mask: V128) {
        let (x, y, m) = (a.to_bits(), b.to_bits(), mask.to_bits());
        assert_eq!(v128_not(a).to_bits(), u128::MAX - x);
        assert_eq!(v128_and(a, b).to_bits(), x & y);
        assert_eq!(v128_andnot(a, b).to_bits(), x - (x & y));
        assert_eq!(v128_or(a, b).to_bits(), x | y);
        assert_eq!(v128_xor(a, b).to_bits(), (x | y) - (x & y));
        let selected =
            (0..128).fold(0, |bits, i| bits | (if m >> i & 1 == 1 { x } else { y }) & (1_u128 << i));
        assert_eq!(v128_bitselect(a, b, mask).to_bits(), selected);
        assert_eq!(v128_any_true(a), i32::from(x.count_ones() > 0));
    }

    fn check_access_to_lanes(v: V128, x: i64) {
        let wide = i128::from(x);
        for lane in 0..16 {
            let i = usize::from(lane);
            assert_eq!(i128::from(i8x16_extract_lane_s(v, lane)), lanes(v, 8, true)[i]);
            assert_eq!(i128::from(i8x16_extract_lane_u(v, lane)), lanes(v, 8, false)[i]);
            assert_eq!(i128::from(v128_store8_lane(v, lane)), lanes(v, 8, false)[i]);
            assert_eq!(i8x16_replace_lane(v, lane, x as i32), exchanged(v, 8, lane, wide));
            assert_eq!(v128_load8_lane(v, lane, x as u8), exchanged(v, 8, lane, wide));
        }
        for lane in 0..8 {
            let i = usize::from(lane);
            assert_eq!(i128::from(i16x8_extract_lane_s(v, lane)), lanes(v, 16, true)[i]);
            assert_eq!(i128::from(i16x8_extract_lane_u(v, lane)), lanes(v, 16, false)[i]);
            assert_eq!(i128::from(v128_store16_lane(v, lane)), lanes(v, 16, false)[i]);
            assert_eq!(i16x8_replace_lane(v, lane, x as i32), exchanged(v, 16, lane, wide));
            assert_eq!(v128_load16_lane(v, lane, x as u16), exchanged(v, 16, lane, wide));
        }
        for lane in 0..4 {
            let i = usize::from(lane);
            assert_eq!(i128::from(i32x4_extract_lane(v, lane)), lanes(v, 32, true)[i]);
            assert_eq!(i128::from(f32x4_extract_lane(v, lane).to_bits()), lanes(v, 32, false)[i]);
            assert_eq!(i128::from(v128_store32_lane(v, lane)), lanes(v, 32, false)[i]);
            assert_eq!(i32x4_replace_lane(v, lane, x as i32), exchanged(v, 32, lane, wide));
            assert_eq!(f32x4_replace_lane(v, lane, f32::from_bits(x as u32)), exchanged(v, 32, lane, wide));
            assert_eq!(v128_load32_lane(v, lane, x as u32), exchanged(v, 32, lane, wide));
        }
        for lane in 0..2 {
            let i = usize::from(lane);
            assert_eq!(i128::from(i64x2_extract_lane(v, lane)), lanes(v, 64, true)[i]);
            assert_eq!(i128::from(f64x2_extract_lane(v, lane).to_bits()), lanes(v, 64, false)[i]);
            assert_eq!(i128::from(v128_store64_lane(v, lane)), lanes(v, 64, false)[i]);
            assert_eq!(i64x2_replace_lane(v, lane, x), exchanged(v, 64, lane, wide));
            assert_eq!(f64x2_replace_lane(v, lane, f64::from_bits(x as u64)), exchanged(v, 64, lane, wide));
            assert_eq!(v128_load64_lane(v, lane, x as u64), exchanged(v, 64, lane, wide));
        }
    }

    fn check_spreading(x: i64) {
        let (wide, bits) = (i128::from(x), x as u64);
        let splats = [8, 16, 32, 64].map(|width| vector(width, (0..128 / width).map(|_| wide)));
        assert_eq!(
            [i8x16_splat(x as i32), i16x8_splat(x as i32), i32x4_splat(x as i32), i64x2_splat(x)],
            splats
        );
        let loads = [
            v128_load8_splat(x as u8),
            v128_load16_splat(x as u16),
            v128_load32_splat(x as u32),
            v128_load64_splat(bits),
        ];
        assert_eq!(loads, splats);
        assert_eq!(f32x4_splat(f32::from_bits(x as u32)), splats[2]);
        assert_eq!(f64x2_splat(f64::from_bits(bits)), splats[3]);
        assert_eq!(v128_load32_zero(x as u32).to_bits(), u128::from(x as u32));
        assert_eq!(v128_load64_zero(bits).to_bits(), u128::from(bits));

        let source = V128::from_bits(bits.into());
        let widened = |width: u32, signed| {
            vector(2 * width, lanes(source, width, signed).into_iter().take(64 / width as usize))
        };
        assert_eq!(v128_load8x8_s(bits), widened(8, true));
        assert_eq!(v128_load8x8_u(bits), widened(8, false));
        assert_eq!(v128_load16x4_s(bits), widened(16, true));
        assert_eq!(v128_load16x4_u(bits), widened(16, false));
        assert_eq!(v128_load32x2_s(bits), widened(32, true));
        assert_eq!(v128_load32x2_u(bits), widened(32, false));
    }

    fn check_picks(a: V128, b: V128, picks: V128) {
        let both: Vec<i128> = lanes(a, 8, false).into_iter().chain(lanes(b, 8, false)).collect();
        let picked = |limit: usize| {
            vector(
                8,
                lanes(picks, 8, false)
                    .into_iter()
                    .map(|pick| both[..limit].get(pick as usize).map_or(0, |x| *x)),
            )
        };
        assert_eq!(i8x16_swizzle(a, picks), picked(16), "{a:?} {picks:?}");
        let legal = vector(8, lanes(picks, 8, false).into_iter().map(|pick| pick % 32));
        let shuffled = vector(8, lanes(legal, 8, false).into_iter().map(|pick| both[pick as usize]));
        assert_eq!(i8x16_shuffle(a, b, legal.to_le_bytes()), shuffled, "{a:?} {b:?} {legal:?}");
    }

    #[test]
    fn the_samples_agree_with_the_wide_integer() {
        for a in vectors() {
            for b in vectors() {
                check_bits(a, b, v128_xor(a, V128::from_bits(b.to_bits().rotate_left(37))));
                check_picks(a, b, V128::from_bits(b.to_bits() % (1 << 100)));
            }
            noise(4).for_each(|x| check_access_to_lanes(a, x as i64));
        }
        i64s().into_iter().for_each(check_spreading);
    }

    #[test]
    fn picks_outside_give_zero() {
        let all = V128::from_u8x16([7; 16]);
        let picks = V128::from_u8x16([0, 15, 16, 17, 31, 32, 127, 128, 143, 144, 240, 255, 14, 13, 12, 11]);
        let expected = [7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7, 7];
        assert_eq!(i8x16_swizzle(all, picks).to_u8x16(), expected);
    }

    #[test]
    fn lane_numbers_beyond_the_last_wrap_and_do_not_panic() {
        let v = V128::from_bits(0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100);
        assert_eq!(i8x16_extract_lane_u(v, 255), 15);
        assert_eq!(f64x2_replace_lane(v, 255, 0.0).to_bits(), 0x0706_0504_0302_0100);
        assert_eq!(i8x16_shuffle(v, V128::ZERO, [33; 16]), i8x16_splat(1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_operands_agree_with_the_wide_integer(a: u128, b: u128, c: u128, x: i64) {
            let (a, b, c) = (V128::from_bits(a), V128::from_bits(b), V128::from_bits(c));
            check_bits(a, b, c);
            check_access_to_lanes(a, x);
            check_spreading(x);
            check_picks(a, b, c);
        }
    }
}
