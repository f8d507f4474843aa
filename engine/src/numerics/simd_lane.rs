//! `v128` as bits, and as lanes to move: splat, extract, replace, shuffle, and the shapes of loads and stores.
//!
//! Nothing here computes: every result bit is a copy of an operand's bit, or a bitwise function of bits in the
//! same place. So float lanes pass with any NaN intact.
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
