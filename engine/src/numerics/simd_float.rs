//! Float lanes, and conversions between float lanes and integer lanes.
//!
//! Each lane means what the scalar operator means; the NaN and zero rules are argued in `float.rs` and
//! `convert.rs`. `pmin` and `pmax` are different: they are a comparison and a choice, so they return one of the
//! operands bit for bit, the first one when a NaN makes the comparison fail.

use super::lanewise::{map, widen_low, zip};
use super::{convert, float};
use crate::types::V128;

operators! {
    // f32x4
    f32x4_abs(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_abs);
    f32x4_neg(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_neg);
    f32x4_sqrt(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_sqrt);
    f32x4_ceil(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_ceil);
    f32x4_floor(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_floor);
    f32x4_trunc(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_trunc);
    f32x4_nearest(a: V128) -> V128 = map::<f32, f32, 4>(a, float::f32_nearest);
    f32x4_add(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_add);
    f32x4_sub(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_sub);
    f32x4_mul(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_mul);
    f32x4_div(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_div);
    f32x4_min(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_min);
    f32x4_max(a: V128, b: V128) -> V128 = zip::<f32, f32, 4>(a, b, float::f32_max);
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
    f64x2_sqrt(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_sqrt);
    f64x2_ceil(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_ceil);
    f64x2_floor(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_floor);
    f64x2_trunc(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_trunc);
    f64x2_nearest(a: V128) -> V128 = map::<f64, f64, 2>(a, float::f64_nearest);
    f64x2_add(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_add);
    f64x2_sub(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_sub);
    f64x2_mul(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_mul);
    f64x2_div(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_div);
    f64x2_min(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_min);
    f64x2_max(a: V128, b: V128) -> V128 = zip::<f64, f64, 2>(a, b, float::f64_max);
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
