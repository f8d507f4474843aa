//! Operands for the tests: every value at which some operator changes its mind, and noise from a fixed seed.

use crate::types::V128;

/// Deterministic noise (the SplitMix64 sequence): equal runs, equal operands.
pub(super) fn noise(count: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x5eed_0000_0000_0001_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
    .take(if cfg!(miri) { count.min(2) } else { count })
}

pub(super) fn i32s() -> Vec<i32> {
    i64s().into_iter().map(|x| x as i32).chain(i64s().into_iter().map(|x| (x >> 32) as i32)).collect()
}

/// Zero, the ends of every width, single bits and their neighbours, shift counts, noise.
pub(super) fn i64s() -> Vec<i64> {
    let mut all = vec![0, 3, 5, 10, 100, -3, -5, -10, -100, 0x5555_5555_5555_5555, 0x0123_4567_89ab_cdef];
    for bit in [0, 1, 4, 5, 6, 7, 8, 15, 16, 30, 31, 32, 33, 62, 63] {
        let power = 1_i64 << bit;
        all.extend([power, power.wrapping_sub(1), power.wrapping_neg(), !power, power.wrapping_add(1)]);
    }
    all.extend(noise(16).map(|x| x as i64));
    if cfg!(miri) { all.into_iter().step_by(5).collect() } else { all }
}

/// Every kind of `f32`, by its bits, of both signs.
pub(super) fn f32s() -> Vec<f32> {
    let kinds = [
        0x0000_0000_u32, // zero
        0x0000_0001,
        0x007f_ffff,
        0x0080_0000,
        0x0080_0001, // the ends of the subnormals, the smallest normals
        0x3eff_ffff,
        0x3f00_0000,
        0x3f00_0001, // around 0.5
        0x3f7f_ffff,
        0x3f80_0000,
        0x3f80_0001, // around 1
        0x3fc0_0000,
        0x4020_0000,
        0x4060_0000,
        0x4090_0000, // 1.5, 2.5, 3.5, 4.5: ties
        0x42fe_0000,
        0x42ff_0000,
        0x4300_0000,
        0x437f_8000, // 127, 127.5, 128, 255.5
        0x4aff_ffff,
        0x4b00_0000,
        0x4b00_0001,
        0x4a80_0001, // around 2^23, where fractions end
        0x4b80_0000,
        0x4b7f_ffff, // 2^24 and below
        0x4eff_ffff,
        0x4f00_0000,
        0x4f00_0001, // around 2^31
        0x4f7f_ffff,
        0x4f80_0000,
        0x4f80_0001, // around 2^32
        0x5eff_ffff,
        0x5f00_0000,
        0x5f00_0001, // around 2^63
        0x5f7f_ffff,
        0x5f80_0000,
        0x5f80_0001, // around 2^64
        0x7f7f_ffff,
        0x7f80_0000, // the largest, infinity
        0x7fc0_0000,
        0x7fc0_0001,
        0x7fff_ffff, // canonical NaN, other quiet ones
        0x7f80_0001,
        0x7fa0_0000,
        0x7fbf_ffff, // signalling NaNs
    ];
    let noise = noise(12).map(|x| x as u32 & 0x7fff_ffff);
    let all = kinds.into_iter().chain(noise).flat_map(|bits| [bits, bits | 1 << 31]).map(f32::from_bits);
    if cfg!(miri) { all.step_by(3).collect() } else { all.collect() }
}

/// Every kind of `f64`, of both signs, with all that matters when it becomes an `f32` or an integer.
pub(super) fn f64s() -> Vec<f64> {
    let mut all = vec![0x7ff0_0000_0000_0001_u64, 0x7ff4_0000_0000_0000, 0x7ff8_0000_0000_0000];
    all.extend([0x7ff8_0000_0000_0001, 0x7fff_ffff_ffff_ffff, 0x7ff0_0000_2000_0000]);
    // The same kinds as `f32`, and their neighbours that no `f32` can be.
    for bits in f32s().into_iter().filter(|x| !x.is_nan()).map(|x| f64::from(x).to_bits()) {
        all.extend([bits, bits + 1, bits.saturating_sub(1)]);
    }
    for power in [31, 32, 51, 52, 53, 63, 64, 127, 128] {
        let x = 2_f64.powi(power);
        all.extend([x, x.next_down(), x - 0.5, x - 1.0, x + 0.5, x + 1.0].map(f64::to_bits));
    }
    all.extend([
        1,
        0x000f_ffff_ffff_ffff,
        0x0010_0000_0000_0000,
        f64::MAX.to_bits(),
        f64::INFINITY.to_bits(),
    ]);
    all.extend(noise(12));
    let all = all.into_iter().flat_map(|bits| [bits & !(1 << 63), bits | 1 << 63]).map(f64::from_bits);
    if cfg!(miri) { all.step_by(17).collect() } else { all.collect() }
}

/// Vectors whose lanes, of any width, hit the ends of their ranges; then noise.
pub(super) fn vectors() -> Vec<V128> {
    let mut all = vec![0, u128::MAX, 1, 1 << 127, 0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100];
    for pattern in [0x80_u64, 0x7f, 0x81, 0x01] {
        let byte = u128::from_le_bytes([pattern as u8; 16]);
        all.extend([byte, !byte, byte & (u128::MAX / 3)]);
    }
    for lane in [0x8000_u64, 0x7fff, 0x8001, 0xff80, 0x007f, 0x00ff, 0x0100] {
        all.push(u128::from(lane) * 0x0001_0001_0001_0001_0001_0001_0001_0001);
    }
    for lane in
        [0x8000_0000_u64, 0x7fff_ffff, 0x8000_0001, 0xffff_8000, 0x0000_7fff, 0x0000_ffff, 0x0001_0000]
    {
        all.push(u128::from(lane) * 0x0000_0001_0000_0001_0000_0001_0000_0001);
    }
    for lane in [1_u64 << 63, (1 << 63) - 1, (1 << 63) + 1, 0xffff_ffff_8000_0000, 0x7fff_ffff] {
        all.push(u128::from(lane) * 0x0000_0000_0000_0001_0000_0000_0000_0001);
    }
    let halves: Vec<u64> = noise(48).collect();
    all.extend(halves.chunks_exact(2).map(|half| u128::from(half[0]) << 64 | u128::from(half[1])));
    let all = all.into_iter().map(V128::from_bits);
    if cfg!(miri) { all.step_by(7).collect() } else { all.collect() }
}

/// The lanes of `width` bits as mathematical integers, read off the 128-bit integer: lane 0 lowest.
pub(super) fn lanes(v: V128, width: u32, signed: bool) -> Vec<i128> {
    let (bits, modulus) = (v.to_bits(), 1_i128 << width);
    let unsigned = (0..128 / width).map(|i| (bits >> (i * width)) as i128 & (modulus - 1));
    unsigned.map(|x| if signed && x >= modulus / 2 { x - modulus } else { x }).collect()
}

/// The vector with these lanes of `width` bits, each cut to its width.
pub(super) fn vector(width: u32, lanes: impl IntoIterator<Item = i128>) -> V128 {
    let cut = |x: i128| x as u128 & ((1 << width) - 1);
    V128::from_bits((0..).zip(lanes).fold(0, |bits, (i, lane)| bits | cut(lane) << (i * width)))
}
