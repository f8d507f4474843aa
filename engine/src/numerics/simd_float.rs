//! Float lanes, and conversions between float lanes and integer lanes.
//!
//! Each lane means what the scalar operator means; the NaN and zero rules are argued in `float.rs` and
//! `convert.rs`. `pmin` and `pmax` are different: they are a comparison and a choice, so they return one of
//! the operands bit for bit, the first one when a NaN makes the comparison fail. `min` and `max` of a NaN are
//! the canonical NaN, which machine code makes without a branch: with the sign set, or set where it is set in
//! either operand.

use super::lanewise::{map, widen_low, zip};
use super::{convert, float};
use crate::types::V128;

operators! {
    // f32x4
    f32x4_abs(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_abs);
    f32x4_neg(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_neg);
    f32x4_sqrt(a: V128) -> V128 = f32x4_settle(a, a, map::<f32, f32, 4>(a, f32::sqrt));
    f32x4_ceil(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_ceil);
    f32x4_floor(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_floor);
    f32x4_trunc(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_trunc);
    f32x4_nearest(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_nearest);
    f32x4_add(a: V128, b: V128) -> V128 = f32x4_settle(a, b, zip::<f32, f32, 4>(a, b, |x, y| x + y));
    f32x4_sub(a: V128, b: V128) -> V128 = f32x4_settle(a, b, zip::<f32, f32, 4>(a, b, |x, y| x - y));
    f32x4_mul(a: V128, b: V128) -> V128 = f32x4_settle(a, b, zip::<f32, f32, 4>(a, b, |x, y| x * y));
    f32x4_div(a: V128, b: V128) -> V128 = f32x4_settle(a, b, zip::<f32, f32, 4>(a, b, |x, y| x / y));
    f32x4_min(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| {
        let ordered = if x < y { x } else { y };
        let tied = f32::from_bits(x.to_bits() | y.to_bits());
        let number = if x == y { tied } else { ordered };
        let nan = f32::from_bits(float::F32_DEFAULT_NAN);
        if x.is_nan() | y.is_nan() { nan } else { number }
    });
    f32x4_max(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| {
        let ordered = if x > y { x } else { y };
        let tied = f32::from_bits(x.to_bits() & y.to_bits());
        let number = if x == y { tied } else { ordered };
        let nan = f32::from_bits(float::F32_CANONICAL_NAN).copysign(f32::from_bits(x.to_bits() | y.to_bits()));
        if x.is_nan() | y.is_nan() { nan } else { number }
    });
    f32x4_pmin(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| if y < x { y } else { x });
    f32x4_pmax(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, |x, y| if x < y { y } else { x });
    f32x4_eq(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x == y));
    f32x4_ne(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x != y));
    f32x4_lt(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x < y));
    f32x4_gt(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x > y));
    f32x4_le(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x <= y));
    f32x4_ge(a: V128, b: V128) -> V128 = zip::<f32, i32, 4>(a, b, |x, y| -i32::from(x >= y));
    /// Not an operator: each NaN lane becomes the positive canonical NaN.
    f32x4_canonicalize_nan(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_canonicalize_nan);

    // f64x2
    f64x2_abs(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_abs);
    f64x2_neg(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_neg);
    f64x2_sqrt(a: V128) -> V128 = f64x2_settle(a, a, map::<f64, f64, 2>(a, f64::sqrt));
    f64x2_ceil(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_ceil);
    f64x2_floor(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_floor);
    f64x2_trunc(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_trunc);
    f64x2_nearest(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_nearest);
    f64x2_add(a: V128, b: V128) -> V128 = f64x2_settle(a, b, zip::<f64, f64, 2>(a, b, |x, y| x + y));
    f64x2_sub(a: V128, b: V128) -> V128 = f64x2_settle(a, b, zip::<f64, f64, 2>(a, b, |x, y| x - y));
    f64x2_mul(a: V128, b: V128) -> V128 = f64x2_settle(a, b, zip::<f64, f64, 2>(a, b, |x, y| x * y));
    f64x2_div(a: V128, b: V128) -> V128 = f64x2_settle(a, b, zip::<f64, f64, 2>(a, b, |x, y| x / y));
    f64x2_min(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| {
        let ordered = if x < y { x } else { y };
        let tied = f64::from_bits(x.to_bits() | y.to_bits());
        let number = if x == y { tied } else { ordered };
        let nan = f64::from_bits(float::F64_DEFAULT_NAN);
        if x.is_nan() | y.is_nan() { nan } else { number }
    });
    f64x2_max(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| {
        let ordered = if x > y { x } else { y };
        let tied = f64::from_bits(x.to_bits() & y.to_bits());
        let number = if x == y { tied } else { ordered };
        let nan = f64::from_bits(float::F64_CANONICAL_NAN).copysign(f64::from_bits(x.to_bits() | y.to_bits()));
        if x.is_nan() | y.is_nan() { nan } else { number }
    });
    f64x2_pmin(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| if y < x { y } else { x });
    f64x2_pmax(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, |x, y| if x < y { y } else { x });
    f64x2_eq(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x == y));
    f64x2_ne(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x != y));
    f64x2_lt(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x < y));
    f64x2_gt(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x > y));
    f64x2_le(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x <= y));
    f64x2_ge(a: V128, b: V128) -> V128 = zip::<f64, i64, 2>(a, b, |x, y| -i64::from(x >= y));
    /// Not an operator: each NaN lane becomes the positive canonical NaN.
    f64x2_canonicalize_nan(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_canonicalize_nan);
    // Conversions. `low` reads the first two lanes, `zero` clears the last two.
    f32x4_convert_i32x4_s(a: V128) -> V128 = map::<i32, f32, 4>(a, convert::f32_convert_i32_s);
    f32x4_convert_i32x4_u(a: V128) -> V128 = map::<i32, f32, 4>(a, convert::f32_convert_i32_u);
    f64x2_convert_low_i32x4_s(a: V128) -> V128 = widen_low::<i32, f64, 4, 2>(a, convert::f64_convert_i32_s);
    f64x2_convert_low_i32x4_u(a: V128) -> V128 = widen_low::<i32, f64, 4, 2>(a, convert::f64_convert_i32_u);
    f64x2_promote_low_f32x4(a: V128) -> V128 = widen_low::<f32, f64, 4, 2>(a, convert::f64_promote_f32);
    f32x4_demote_f64x2_zero(a: V128) -> V128 = {
        let [x, y] = a.to_f64x2();
        V128::from_f32x4([convert::f32_demote_f64(x), convert::f32_demote_f64(y), 0.0, 0.0])
    };
    i32x4_trunc_sat_f32x4_s(a: V128) -> V128 = map::<f32, i32, 4>(a, convert::i32_trunc_sat_f32_s);
    i32x4_trunc_sat_f32x4_u(a: V128) -> V128 = map::<f32, i32, 4>(a, convert::i32_trunc_sat_f32_u);
    i32x4_trunc_sat_f64x2_s_zero(a: V128) -> V128 = {
        let [x, y] = a.to_f64x2();
        V128::from_i32x4([convert::i32_trunc_sat_f64_s(x), convert::i32_trunc_sat_f64_s(y), 0, 0])
    };
    i32x4_trunc_sat_f64x2_u_zero(a: V128) -> V128 = {
        let [x, y] = a.to_f64x2();
        V128::from_i32x4([convert::i32_trunc_sat_f64_u(x), convert::i32_trunc_sat_f64_u(y), 0, 0])
    };
}

/// `result`, computed lane by lane from `a` and `b`, with each NaN replaced by the one that `float.rs` chooses.
#[inline(always)]
pub(super) fn f32x4_settle(a: V128, b: V128, result: V128) -> V128 {
    // A fold without an early exit, which is one comparison of all lanes.
    if result.to_f32x4().into_iter().fold(false, |any, x| any | x.is_nan()) {
        return f32x4_nans_of(a, b, result);
    }
    result
}

/// `result`, computed lane by lane from `a` and `b`, with each NaN replaced by the one that `float.rs` chooses.
#[inline(always)]
pub(super) fn f64x2_settle(a: V128, b: V128, result: V128) -> V128 {
    if result.to_f64x2().into_iter().fold(false, |any, x| any | x.is_nan()) {
        return f64x2_nans_of(a, b, result);
    }
    result
}

#[cold]
#[inline(never)]
fn f32x4_nans_of(a: V128, b: V128, result: V128) -> V128 {
    let (a, b, result) = (a.to_f32x4(), b.to_f32x4(), result.to_f32x4());
    V128::from_f32x4(std::array::from_fn(|i| float::f32_settle(a[i], b[i], result[i])))
}

#[cold]
#[inline(never)]
fn f64x2_nans_of(a: V128, b: V128, result: V128) -> V128 {
    let (a, b, result) = (a.to_f64x2(), b.to_f64x2(), result.to_f64x2());
    V128::from_f64x2(std::array::from_fn(|i| float::f64_settle(a[i], b[i], result[i])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{f32s, f64s, i32s, vectors};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    // The scalar operators have tests of their own; here each lane must be what they say, in its place. The
    // vector's lanes are read off the 128-bit integer. A NaN that both computed may differ in sign and
    // payload, because the host's vector and scalar instructions may see the operands in another order.

    type Unary32 = fn(f32) -> f32;
    type Unary64 = fn(f64) -> f64;
    type Binary32 = fn(f32, f32) -> f32;
    type Binary64 = fn(f64, f64) -> f64;

    enum Check {
        Unary32(fn(V128) -> V128, Unary32),
        Unary64(fn(V128) -> V128, Unary64),
        Binary32(fn(V128, V128) -> V128, Binary32),
        Binary64(fn(V128, V128) -> V128, Binary64),
        Compare32(fn(V128, V128) -> V128, fn(f32, f32) -> i32),
        Compare64(fn(V128, V128) -> V128, fn(f64, f64) -> i32),
        /// 32-bit lanes as bits, all four.
        Bits32(fn(V128) -> V128, fn(u32) -> u32),
        /// The first two 32-bit lanes to 64-bit lanes.
        Low(fn(V128) -> V128, fn(u32) -> u64),
        /// The 64-bit lanes to the first two 32-bit lanes, above them zero.
        Zero(fn(V128) -> V128, fn(u64) -> u32),
    }

    fn read_32(v: V128) -> [u32; 4] {
        [0, 32, 64, 96].map(|shift| (v.to_bits() >> shift) as u32)
    }

    fn read_64(v: V128) -> [u64; 2] {
        [0, 64].map(|shift| (v.to_bits() >> shift) as u64)
    }

    fn agree_32(result: u32, expected: u32) -> bool {
        let (r, e) = (f32::from_bits(result), f32::from_bits(expected));
        let quiet = result & 0x0040_0000 != 0 || cfg!(miri);
        result == expected || r.is_nan() && e.is_nan() && quiet
    }

    fn agree_64(result: u64, expected: u64) -> bool {
        let (r, e) = (f64::from_bits(result), f64::from_bits(expected));
        let quiet = result & 0x0008_0000_0000_0000 != 0 || cfg!(miri);
        result == expected || r.is_nan() && e.is_nan() && quiet
    }

    impl Check {
        fn run(&self, name: &str, a: V128, b: V128) {
            let expected_32 = |result: V128, expected: [u32; 4]| {
                let pairs = read_32(result).into_iter().zip(expected);
                assert!(pairs.clone().all(|(r, e)| agree_32(r, e)), "{name}({a:?}, {b:?}): {pairs:x?}");
            };
            let expected_64 = |result: V128, expected: [u64; 2]| {
                let pairs = read_64(result).into_iter().zip(expected);
                assert!(pairs.clone().all(|(r, e)| agree_64(r, e)), "{name}({a:?}, {b:?}): {pairs:x?}");
            };
            let exact = |result: V128, expected: u128| {
                assert_eq!(result, V128::from_bits(expected), "{name}({a:?}, {b:?})");
            };
            let join_32 =
                |lanes: [u32; 4]| lanes.into_iter().rev().fold(0, |bits, x| bits << 32 | u128::from(x));
            let join_64 = |lanes: [u64; 2]| u128::from(lanes[1]) << 64 | u128::from(lanes[0]);
            let (a32, b32) = (read_32(a).map(f32::from_bits), read_32(b).map(f32::from_bits));
            let (a64, b64) = (read_64(a).map(f64::from_bits), read_64(b).map(f64::from_bits));
            match *self {
                Check::Unary32(op, lane) => expected_32(op(a), a32.map(|x| lane(x).to_bits())),
                Check::Unary64(op, lane) => expected_64(op(a), a64.map(|x| lane(x).to_bits())),
                Check::Binary32(op, lane) => {
                    expected_32(op(a, b), [0, 1, 2, 3].map(|i| lane(a32[i], b32[i]).to_bits()));
                }
                Check::Binary64(op, lane) => {
                    expected_64(op(a, b), [0, 1].map(|i| lane(a64[i], b64[i]).to_bits()));
                }
                Check::Compare32(op, lane) => {
                    let ones = |i: usize| if lane(a32[i], b32[i]) == 1 { u32::MAX } else { 0 };
                    exact(op(a, b), join_32([0, 1, 2, 3].map(ones)));
                }
                Check::Compare64(op, lane) => {
                    let ones = |i: usize| if lane(a64[i], b64[i]) == 1 { u64::MAX } else { 0 };
                    exact(op(a, b), join_64([0, 1].map(ones)));
                }
                Check::Bits32(op, lane) => exact(op(a), join_32(read_32(a).map(lane))),
                Check::Low(op, lane) => {
                    let [x, y, ..] = read_32(a);
                    expected_64(op(a), [lane(x), lane(y)]);
                }
                Check::Zero(op, lane) => {
                    let [x, y] = read_64(a).map(lane);
                    expected_32(op(a), [x, y, 0, 0]);
                }
            }
        }
    }

    fn checks() -> Vec<(&'static str, Check)> {
        macro_rules! rows {
            ($($op:ident: $kind:ident($lane:expr);)*) => {
                vec![$((stringify!($op), Check::$kind($op, $lane))),*]
            };
        }
        rows! {
            f32x4_abs: Unary32(float::f32_abs);
            f32x4_neg: Unary32(float::f32_neg);
            f32x4_sqrt: Unary32(float::f32_sqrt);
            f32x4_ceil: Unary32(float::f32_ceil);
            f32x4_floor: Unary32(float::f32_floor);
            f32x4_trunc: Unary32(float::f32_trunc);
            f32x4_nearest: Unary32(float::f32_nearest);
            f32x4_add: Binary32(float::f32_add);
            f32x4_sub: Binary32(float::f32_sub);
            f32x4_mul: Binary32(float::f32_mul);
            f32x4_div: Binary32(float::f32_div);
            f32x4_min: Binary32(float::f32_min);
            f32x4_max: Binary32(float::f32_max);
            f32x4_eq: Compare32(float::f32_eq);
            f32x4_ne: Compare32(float::f32_ne);
            f32x4_lt: Compare32(float::f32_lt);
            f32x4_gt: Compare32(float::f32_gt);
            f32x4_le: Compare32(float::f32_le);
            f32x4_ge: Compare32(float::f32_ge);
            f32x4_canonicalize_nan: Bits32(|x| if x << 1 > 0xff00_0000 { 0x7fc0_0000 } else { x });
            f64x2_abs: Unary64(float::f64_abs);
            f64x2_neg: Unary64(float::f64_neg);
            f64x2_sqrt: Unary64(float::f64_sqrt);
            f64x2_ceil: Unary64(float::f64_ceil);
            f64x2_floor: Unary64(float::f64_floor);
            f64x2_trunc: Unary64(float::f64_trunc);
            f64x2_nearest: Unary64(float::f64_nearest);
            f64x2_add: Binary64(float::f64_add);
            f64x2_sub: Binary64(float::f64_sub);
            f64x2_mul: Binary64(float::f64_mul);
            f64x2_div: Binary64(float::f64_div);
            f64x2_min: Binary64(float::f64_min);
            f64x2_max: Binary64(float::f64_max);
            f64x2_eq: Compare64(float::f64_eq);
            f64x2_ne: Compare64(float::f64_ne);
            f64x2_lt: Compare64(float::f64_lt);
            f64x2_gt: Compare64(float::f64_gt);
            f64x2_le: Compare64(float::f64_le);
            f64x2_ge: Compare64(float::f64_ge);
            f64x2_canonicalize_nan: Unary64(float::f64_canonicalize_nan);
            f32x4_convert_i32x4_s: Bits32(|x| convert::f32_convert_i32_s(x as i32).to_bits());
            f32x4_convert_i32x4_u: Bits32(|x| convert::f32_convert_i32_u(x as i32).to_bits());
            i32x4_trunc_sat_f32x4_s: Bits32(|x| convert::i32_trunc_sat_f32_s(f32::from_bits(x)) as u32);
            i32x4_trunc_sat_f32x4_u: Bits32(|x| convert::i32_trunc_sat_f32_u(f32::from_bits(x)) as u32);
            f64x2_convert_low_i32x4_s: Low(|x| convert::f64_convert_i32_s(x as i32).to_bits());
            f64x2_convert_low_i32x4_u: Low(|x| convert::f64_convert_i32_u(x as i32).to_bits());
            f64x2_promote_low_f32x4: Low(|x| convert::f64_promote_f32(f32::from_bits(x)).to_bits());
            f32x4_demote_f64x2_zero: Zero(|x| convert::f32_demote_f64(f64::from_bits(x)).to_bits());
            i32x4_trunc_sat_f64x2_s_zero: Zero(|x| convert::i32_trunc_sat_f64_s(f64::from_bits(x)) as u32);
            i32x4_trunc_sat_f64x2_u_zero: Zero(|x| convert::i32_trunc_sat_f64_u(f64::from_bits(x)) as u32);
        }
    }

    /// Which operand `pmin` (`less`) or `pmax` takes, from the order of the bits: no float comparison.
    fn pick(a: u64, b: u64, infinity: u64, less: bool) -> u64 {
        // The exponent's lowest bit is the infinity's lowest; sign above, fraction below.
        let sign = infinity.wrapping_add(infinity & infinity.wrapping_neg());
        let size = sign - 1;
        if a & size > infinity || b & size > infinity {
            return a;
        }
        let rank = |x: u64| if x & sign == 0 { (x & size) as i64 } else { -((x & size) as i64) };
        let second = if less { rank(b) < rank(a) } else { rank(a) < rank(b) };
        if second { b } else { a }
    }

    fn check_pseudo(a: V128, b: V128) {
        let (a32, b32) = (read_32(a), read_32(b));
        let (a64, b64) = (read_64(a), read_64(b));
        for (less, ops) in
            [(true, [f32x4_pmin(a, b), f64x2_pmin(a, b)]), (false, [f32x4_pmax(a, b), f64x2_pmax(a, b)])]
        {
            let of_32 = [0, 1, 2, 3].map(|i| pick(a32[i].into(), b32[i].into(), 0x7f80_0000, less) as u32);
            let of_64 = [0, 1].map(|i| pick(a64[i], b64[i], 0x7ff0_0000_0000_0000, less));
            assert_eq!(read_32(ops[0]), of_32, "{a:?} {b:?} less: {less}");
            assert_eq!(read_64(ops[1]), of_64, "{a:?} {b:?} less: {less}");
        }
    }

    fn check_all(a: V128, b: V128) {
        checks().iter().for_each(|(name, check)| check.run(name, a, b));
        check_pseudo(a, b);
    }

    #[test]
    fn every_row_is_checked() {
        let pseudo = ["f32x4_pmin", "f32x4_pmax", "f64x2_pmin", "f64x2_pmax"];
        let checked: BTreeSet<_> = checks().into_iter().map(|(name, _)| name).chain(pseudo).collect();
        assert_eq!(checked, NAMES.iter().copied().collect());
    }

    #[test]
    fn the_samples_agree_with_the_scalar_operators() {
        let (f32s, f64s, i32s) = (f32s(), f64s(), i32s());
        let ints: Vec<V128> =
            i32s.chunks_exact(4).map(|x| V128::from_i32x4([x[0], x[1], x[2], x[3]])).collect();
        ints.into_iter()
            .chain(vectors())
            .for_each(|a| check_all(a, V128::from_bits(a.to_bits().rotate_left(32))));
        // Each value against each: one operand turns against the other, lane by lane.
        for turn in 0..f32s.len() {
            let at = |i: usize| f32s[i % f32s.len()];
            for i in (0..f32s.len()).step_by(4) {
                let four = |i: usize| V128::from_f32x4([at(i), at(i + 1), at(i + 2), at(i + 3)]);
                check_all(four(i), four(i + turn));
            }
        }
        for turn in (0..f64s.len()).step_by(3) {
            let at = |i: usize| f64s[i % f64s.len()];
            for i in (0..f64s.len()).step_by(2) {
                let two = |i: usize| V128::from_f64x2([at(i), at(i + 1)]);
                check_all(two(i), two(i + turn));
            }
        }
    }

    #[test]
    fn pseudo_minimum_keeps_the_first_operand() {
        let nan = V128::from_u32x4([0x7fa0_0001; 4]); // signalling, and it stays so
        let one = V128::from_f32x4([1.0; 4]);
        assert_eq!((f32x4_pmin(nan, one), f32x4_pmin(one, nan)), (nan, one));
        assert_eq!((f32x4_pmax(nan, one), f32x4_pmax(one, nan)), (nan, one));
        let (plus, minus) = (V128::from_f64x2([0.0; 2]), V128::from_f64x2([-0.0; 2]));
        assert_eq!((f64x2_pmin(plus, minus), f64x2_pmax(minus, plus)), (plus, minus));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bits_agree_with_the_scalar_operators(a: u128, b: u128) {
            check_all(V128::from_bits(a), V128::from_bits(b));
        }
    }
}
