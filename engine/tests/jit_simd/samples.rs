//! Operands at which vector operations change their minds: boundaries of every lane width, every kind of float, noise.

use wx::V128;

/// Shift counts, the ends of lanes, noise.
pub(crate) const INTS: [i64; 20] = [
    0,
    1,
    3,
    7,
    8,
    9,
    15,
    16,
    17,
    31,
    32,
    33,
    63,
    64,
    -1,
    -128,
    0x1_2345_6789,
    i64::MIN,
    i64::MAX,
    0x8080_8080_8080,
];

/// The SplitMix64 sequence.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub(crate) fn vector(&mut self) -> V128 {
        V128::from_u64x2([self.next(), self.next()])
    }
}

/// Lanes at which operations change their minds.
pub(crate) fn vectors() -> Vec<V128> {
    let f32s = |bits: [u32; 4]| V128::from_u32x4(bits);
    let floats = |x: [f32; 4]| V128::from_f32x4(x);
    let doubles = |x: f64, y: f64| V128::from_f64x2([x, y]);
    let bits64 = |x: u64, y: u64| V128::from_u64x2([x, y]);
    let mut all = vec![
        V128::ZERO,
        V128::from_u64x2([u64::MAX; 2]),
        V128::from_u8x16(std::array::from_fn(|i| i as u8)),
        V128::from_u8x16([0, 1, 2, 15, 16, 17, 31, 32, 127, 128, 129, 143, 144, 240, 254, 255]),
        V128::from_u8x16([0x80; 16]),
        V128::from_u8x16([0x7F; 16]),
        V128::from_i16x8([i16::MIN, i16::MAX, -1, 0, 1, 255, 256, -256]),
        V128::from_i16x8([i16::MIN; 8]),
        V128::from_i32x4([i32::MIN, i32::MAX, -1, 1]),
        V128::from_i32x4([i32::MIN, 65535, 65536, -65536]),
        V128::from_i64x2([i64::MIN, i64::MAX]),
        V128::from_i64x2([-1, 1]),
        bits64(0x1_0000_0000, 0xFFFF_FFFF),
        bits64(0x8000_0000_0000_0001, 0x7FFF_FFFF_8000_0000),
        floats([0.0, -0.0, 1.5, -1.5]),
        floats([-0.0, 0.0, 0.5, -0.5]),
        floats([2.5, -2.5, 8_388_607.5, -8_388_609.0]),
        f32s([0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0xFFA0_0001]),
        f32s([0x3F80_0000, 0x7FC0_0000, 0x4F00_0000, 0x7FFF_FFFF]),
        f32s([0x7F80_0000, 0xFF80_0000, 0x7F7F_FFFF, 0x0000_0001]),
        floats([2_147_483_648.0, 4_294_967_296.0, -2_147_483_648.0, 4_294_967_040.0]),
        floats([2_147_483_520.0, -2_147_483_904.0, -1.0, 3e9]),
        doubles(0.0, -0.0),
        doubles(-0.0, 0.0),
        doubles(1.5, -2.5),
        doubles(2_147_483_647.0, 2_147_483_648.0),
        doubles(-2_147_483_648.9, -2_147_483_649.0),
        doubles(4_294_967_295.0, 4_294_967_295.9),
        doubles(4_294_967_296.0, -0.9),
        doubles(f64::INFINITY, f64::NEG_INFINITY),
        doubles(1e300, 5e-324),
        bits64(0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000),
        bits64(0x7FF0_0000_0000_0001, 0x3FF0_0000_0000_0000),
        bits64(0x3FF0_0000_0000_0000, 0xFFF4_0000_0000_0000),
    ];
    let mut noise = Noise(1);
    all.extend((0..10).map(|_| noise.vector()));
    all
}
