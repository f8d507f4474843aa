//! The 128-bit vector value, and its views as lanes.
//!
//! A `v128` is sixteen bytes; byte 0 is the lowest, lane 0 the first, every lane little endian, as in
//! linear memory. It is kept as a byte array, not as a `u128`: LLVM turns lane code over an array in memory
//! into single SSE instructions, and lane code over a wide integer into a hundred shifts (`i8x16.add_sat_s`:
//! 4 instructions against 190). The alignment of 16 lets frames and registers move it with one aligned load.
//!
//! The conversions to and from lane arrays are `From` impls, so a generic function can name a shape by its
//! array type alone. They are written with `from_le_bytes`, hence right on any host; on a little endian one
//! they compile to nothing.

use std::{array, fmt};

/// A WebAssembly `v128` value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(C, align(16))]
pub struct V128([u8; 16]);

impl V128 {
    /// All bits zero.
    pub const ZERO: V128 = V128([0; 16]);

    /// The value whose byte `i` is `bytes[i]`, as it lies in linear memory.
    #[inline(always)]
    pub const fn from_le_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes as they lie in linear memory.
    #[inline(always)]
    pub const fn to_le_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The value with these bits; lane 0 is the lowest part.
    #[inline(always)]
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits.to_le_bytes())
    }

    /// The bits as one integer; lane 0 is the lowest part.
    #[inline(always)]
    pub const fn to_bits(self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    /// The bits as a number, as [`V128::to_bits`] gives them; the name is wasmtime's.
    #[inline(always)]
    pub const fn as_u128(self) -> u128 {
        self.to_bits()
    }
}

impl From<u128> for V128 {
    #[inline(always)]
    fn from(bits: u128) -> Self {
        Self::from_bits(bits)
    }
}

impl From<V128> for u128 {
    #[inline(always)]
    fn from(value: V128) -> Self {
        value.to_bits()
    }
}

/// Four 32-bit lanes in hexadecimal: the form that tells most about floats, masks and integers alike.
impl fmt::Debug for V128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = <[u32; 4]>::from(*self);
        write!(f, "v128({a:#010x} {b:#010x} {c:#010x} {d:#010x})")
    }
}

macro_rules! lane_views {
    ($($lane:ty, $count:literal, $from:ident, $to:ident;)*) => {
        $(
            impl From<[$lane; $count]> for V128 {
                #[inline(always)]
                fn from(lanes: [$lane; $count]) -> Self {
                    const WIDTH: usize = size_of::<$lane>();
                    let mut bytes = [0; 16];
                    for (place, lane) in bytes.chunks_exact_mut(WIDTH).zip(lanes) {
                        place.copy_from_slice(&lane.to_le_bytes());
                    }
                    Self(bytes)
                }
            }

            impl From<V128> for [$lane; $count] {
                #[inline(always)]
                fn from(value: V128) -> Self {
                    const WIDTH: usize = size_of::<$lane>();
                    array::from_fn(|i| {
                        <$lane>::from_le_bytes(array::from_fn(|byte| value.0[i * WIDTH + byte]))
                    })
                }
            }

            impl V128 {
                #[inline(always)]
                #[doc = concat!("The value with these ", stringify!($count), " lanes, lane 0 first.")]
                pub fn $from(lanes: [$lane; $count]) -> Self {
                    lanes.into()
                }

                #[inline(always)]
                #[doc = concat!("The ", stringify!($count), " lanes, lane 0 first.")]
                pub fn $to(self) -> [$lane; $count] {
                    self.into()
                }
            }
        )*
    };
}

lane_views! {
    i8, 16, from_i8x16, to_i8x16;
    u8, 16, from_u8x16, to_u8x16;
    i16, 8, from_i16x8, to_i16x8;
    u16, 8, from_u16x8, to_u16x8;
    i32, 4, from_i32x4, to_i32x4;
    u32, 4, from_u32x4, to_u32x4;
    i64, 2, from_i64x2, to_i64x2;
    u64, 2, from_u64x2, to_u64x2;
    f32, 4, from_f32x4, to_f32x4;
    f64, 2, from_f64x2, to_f64x2;
}

#[cfg(test)]
mod tests {
    use super::V128;

    /// Byte `i` is `0xf0 + i` below lane 8 and `i` above: every byte differs, and signs vary.
    const SAMPLE: V128 = V128::from_bits(0x0f0e0d0c_0b0a0908_f7f6f5f4_f3f2f1f0);

    #[test]
    fn lane_zero_is_the_lowest_part() {
        assert_eq!(SAMPLE.to_le_bytes()[0], 0xf0);
        assert_eq!(SAMPLE.to_u8x16()[15], 0x0f);
        assert_eq!(SAMPLE.to_i8x16()[1], -0x0f);
        assert_eq!(SAMPLE.to_u16x8()[0], 0xf1f0);
        assert_eq!(SAMPLE.to_i16x8()[7], 0x0f0e);
        assert_eq!(SAMPLE.to_u32x4(), [0xf3f2f1f0, 0xf7f6f5f4, 0x0b0a0908, 0x0f0e0d0c]);
        assert_eq!(SAMPLE.to_i32x4()[0], 0xf3f2f1f0_u32 as i32);
        assert_eq!(SAMPLE.to_u64x2(), [0xf7f6f5f4_f3f2f1f0, 0x0f0e0d0c_0b0a0908]);
        assert_eq!(SAMPLE.to_i64x2()[1], 0x0f0e0d0c_0b0a0908);
        assert_eq!(SAMPLE.to_f32x4()[2].to_bits(), 0x0b0a0908);
        assert_eq!(SAMPLE.to_f64x2()[0].to_bits(), 0xf7f6f5f4_f3f2f1f0);
    }

    #[test]
    fn every_view_keeps_every_bit() {
        for bits in [0, u128::MAX, SAMPLE.to_bits(), 1, 1 << 127, 0x7fa0_0001 << 32, 0x7ff0_0000_0000_0001] {
            let v = V128::from_bits(bits);
            assert_eq!(V128::from(v.to_i8x16()), v);
            assert_eq!(V128::from(v.to_u8x16()), v);
            assert_eq!(V128::from(v.to_i16x8()), v);
            assert_eq!(V128::from(v.to_u16x8()), v);
            assert_eq!(V128::from(v.to_i32x4()), v);
            assert_eq!(V128::from(v.to_u32x4()), v);
            assert_eq!(V128::from(v.to_i64x2()), v);
            assert_eq!(V128::from(v.to_u64x2()), v);
            // Signalling NaNs among the samples: a float view must not quiet them.
            assert_eq!(V128::from(v.to_f32x4()), v);
            assert_eq!(V128::from(v.to_f64x2()), v);
            assert_eq!(u128::from(v), bits);
        }
    }

    #[test]
    fn it_is_sixteen_bytes_on_a_boundary_of_sixteen() {
        assert_eq!((size_of::<V128>(), align_of::<V128>()), (16, 16));
    }

    #[test]
    fn debug_shows_lane_zero_first() {
        assert_eq!(format!("{SAMPLE:?}"), "v128(0xf3f2f1f0 0xf7f6f5f4 0x0b0a0908 0x0f0e0d0c)");
    }
}
