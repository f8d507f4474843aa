//! `i32` and `i64`: arithmetic, bits, comparison.
//!
//! Sign is a property of the operator, not of the value: an unsigned operator casts, computes and casts
//! back. Divisions and remainders trap. Division by zero is tested first, so `x / 0` never reports an
//! overflow. The only overflow is `MIN / -1`, whose quotient has no representation; its remainder is 0 and
//! does not trap, though the machine instruction for it would fault. `wrapping_rem` says exactly that.

use crate::base::TrapCode;
use TrapCode::{IntegerDivisionByZero, IntegerOverflow};

operators! {
    i32_clz(a: i32) -> i32 = a.leading_zeros() as i32;
    i32_ctz(a: i32) -> i32 = a.trailing_zeros() as i32;
    i32_popcnt(a: i32) -> i32 = a.count_ones() as i32;
    /// No operator of wasm; what compilers write instead is found by `lower::idiom`.
    i32_swap_bytes(a: i32) -> i32 = a.swap_bytes();
    /// Likewise.
    i64_swap_bytes(a: i64) -> i64 = a.swap_bytes();
    i32_extend8_s(a: i32) -> i32 = i32::from(a as i8);
    i32_extend16_s(a: i32) -> i32 = i32::from(a as i16);

    i32_add(a: i32, b: i32) -> i32 = a.wrapping_add(b);
    i32_sub(a: i32, b: i32) -> i32 = a.wrapping_sub(b);
    i32_mul(a: i32, b: i32) -> i32 = a.wrapping_mul(b);
    i32_div_s(a: i32, b: i32) -> Result<i32, TrapCode> =
        if b == 0 { Err(IntegerDivisionByZero) } else { a.checked_div(b).ok_or(IntegerOverflow) };
    i32_div_u(a: i32, b: i32) -> Result<i32, TrapCode> =
        (a as u32).checked_div(b as u32).map(|q| q as i32).ok_or(IntegerDivisionByZero);
    i32_rem_s(a: i32, b: i32) -> Result<i32, TrapCode> =
        if b == 0 { Err(IntegerDivisionByZero) } else { Ok(a.wrapping_rem(b)) };
    i32_rem_u(a: i32, b: i32) -> Result<i32, TrapCode> =
        (a as u32).checked_rem(b as u32).map(|r| r as i32).ok_or(IntegerDivisionByZero);

    i32_and(a: i32, b: i32) -> i32 = a & b;
    i32_or(a: i32, b: i32) -> i32 = a | b;
    i32_xor(a: i32, b: i32) -> i32 = a ^ b;
    i32_shl(a: i32, b: i32) -> i32 = a.wrapping_shl(b as u32);
    i32_shr_s(a: i32, b: i32) -> i32 = a.wrapping_shr(b as u32);
    i32_shr_u(a: i32, b: i32) -> i32 = (a as u32).wrapping_shr(b as u32) as i32;
    i32_rotl(a: i32, b: i32) -> i32 = a.rotate_left(b as u32 % 32);
    i32_rotr(a: i32, b: i32) -> i32 = a.rotate_right(b as u32 % 32);

    i32_eqz(a: i32) -> i32 = i32::from(a == 0);
    i32_eq(a: i32, b: i32) -> i32 = i32::from(a == b);
    i32_ne(a: i32, b: i32) -> i32 = i32::from(a != b);
    i32_lt_s(a: i32, b: i32) -> i32 = i32::from(a < b);
    i32_lt_u(a: i32, b: i32) -> i32 = i32::from((a as u32) < (b as u32));
    i32_gt_s(a: i32, b: i32) -> i32 = i32::from(a > b);
    i32_gt_u(a: i32, b: i32) -> i32 = i32::from((a as u32) > (b as u32));
    i32_le_s(a: i32, b: i32) -> i32 = i32::from(a <= b);
    i32_le_u(a: i32, b: i32) -> i32 = i32::from((a as u32) <= (b as u32));
    i32_ge_s(a: i32, b: i32) -> i32 = i32::from(a >= b);
    i32_ge_u(a: i32, b: i32) -> i32 = i32::from((a as u32) >= (b as u32));

    i64_clz(a: i64) -> i64 = i64::from(a.leading_zeros());
    i64_ctz(a: i64) -> i64 = i64::from(a.trailing_zeros());
    i64_popcnt(a: i64) -> i64 = i64::from(a.count_ones());
    i64_extend8_s(a: i64) -> i64 = i64::from(a as i8);
    i64_extend16_s(a: i64) -> i64 = i64::from(a as i16);
    i64_extend32_s(a: i64) -> i64 = i64::from(a as i32);

    i64_add(a: i64, b: i64) -> i64 = a.wrapping_add(b);
    i64_sub(a: i64, b: i64) -> i64 = a.wrapping_sub(b);
    i64_mul(a: i64, b: i64) -> i64 = a.wrapping_mul(b);
    i64_div_s(a: i64, b: i64) -> Result<i64, TrapCode> =
        if b == 0 { Err(IntegerDivisionByZero) } else { a.checked_div(b).ok_or(IntegerOverflow) };
    i64_div_u(a: i64, b: i64) -> Result<i64, TrapCode> =
        (a as u64).checked_div(b as u64).map(|q| q as i64).ok_or(IntegerDivisionByZero);
    i64_rem_s(a: i64, b: i64) -> Result<i64, TrapCode> =
        if b == 0 { Err(IntegerDivisionByZero) } else { Ok(a.wrapping_rem(b)) };
    i64_rem_u(a: i64, b: i64) -> Result<i64, TrapCode> =
        (a as u64).checked_rem(b as u64).map(|r| r as i64).ok_or(IntegerDivisionByZero);

    i64_and(a: i64, b: i64) -> i64 = a & b;
    i64_or(a: i64, b: i64) -> i64 = a | b;
    i64_xor(a: i64, b: i64) -> i64 = a ^ b;
    // A count is taken modulo 64, which its low half alone decides; so the cast to 32 bits loses nothing.
    i64_shl(a: i64, b: i64) -> i64 = a.wrapping_shl(b as u32);
    i64_shr_s(a: i64, b: i64) -> i64 = a.wrapping_shr(b as u32);
    i64_shr_u(a: i64, b: i64) -> i64 = (a as u64).wrapping_shr(b as u32) as i64;
    i64_rotl(a: i64, b: i64) -> i64 = a.rotate_left(b as u32 % 64);
    i64_rotr(a: i64, b: i64) -> i64 = a.rotate_right(b as u32 % 64);

    i64_eqz(a: i64) -> i32 = i32::from(a == 0);
    i64_eq(a: i64, b: i64) -> i32 = i32::from(a == b);
    i64_ne(a: i64, b: i64) -> i32 = i32::from(a != b);
    i64_lt_s(a: i64, b: i64) -> i32 = i32::from(a < b);
    i64_lt_u(a: i64, b: i64) -> i32 = i32::from((a as u64) < (b as u64));
    i64_gt_s(a: i64, b: i64) -> i32 = i32::from(a > b);
    i64_gt_u(a: i64, b: i64) -> i32 = i32::from((a as u64) > (b as u64));
    i64_le_s(a: i64, b: i64) -> i32 = i32::from(a <= b);
    i64_le_u(a: i64, b: i64) -> i32 = i32::from((a as u64) <= (b as u64));
    i64_ge_s(a: i64, b: i64) -> i32 = i32::from(a >= b);
    i64_ge_u(a: i64, b: i64) -> i32 = i32::from((a as u64) >= (b as u64));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::samples::{i32s, i64s};
    use proptest::prelude::*;

    /// What a binary operator of `width` bits means, on mathematical integers: `s` signed, `u` unsigned
    /// views. Shifts are products and quotients of powers of two, rotations a sum of both; nothing here
    /// wraps.
    struct Model {
        width: u32,
        a_s: i128,
        a_u: i128,
        b_s: i128,
        b_u: i128,
    }

    type Meaning = fn(&Model) -> i128;

    impl Model {
        fn new(width: u32, a: i64, b: i64) -> Self {
            let (low, modulus) = ((1_i128 << width) - 1, 1_i128 << width);
            let (a_u, b_u) = (i128::from(a) & low, i128::from(b) & low);
            let signed = |x: i128| if x >= modulus / 2 { x - modulus } else { x };
            Self { width, a_s: signed(a_u), a_u, b_s: signed(b_u), b_u }
        }

        fn power(&self) -> i128 {
            1 << (self.b_u % i128::from(self.width))
        }

        fn modulus(&self) -> i128 {
            1 << self.width
        }

        fn rotated(&self, left: i128) -> i128 {
            self.a_u * left + self.a_u / (self.modulus() / left)
        }
    }

    fn meanings() -> Vec<(&'static str, Meaning)> {
        vec![
            ("add", |m| m.a_s + m.b_s),
            ("sub", |m| m.a_s - m.b_s),
            ("mul", |m| m.a_s * m.b_s),
            ("and", |m| m.a_u & m.b_u),
            ("or", |m| m.a_u + m.b_u - (m.a_u & m.b_u)),
            ("xor", |m| m.a_u + m.b_u - 2 * (m.a_u & m.b_u)),
            ("shl", |m| m.a_u * m.power()),
            ("shr_s", |m| m.a_s.div_euclid(m.power())),
            ("shr_u", |m| m.a_u / m.power()),
            ("rotl", |m| m.rotated(m.power())),
            ("rotr", |m| m.rotated(if m.power() == 1 { 1 } else { m.modulus() / m.power() })),
            ("eq", |m| (m.a_u == m.b_u).into()),
            ("ne", |m| (m.a_u != m.b_u).into()),
            ("lt_s", |m| (m.a_s < m.b_s).into()),
            ("lt_u", |m| (m.a_u < m.b_u).into()),
            ("gt_s", |m| (m.a_s > m.b_s).into()),
            ("gt_u", |m| (m.a_u > m.b_u).into()),
            ("le_s", |m| (m.a_s <= m.b_s).into()),
            ("le_u", |m| (m.a_u <= m.b_u).into()),
            ("ge_s", |m| (m.a_s >= m.b_s).into()),
            ("ge_u", |m| (m.a_u >= m.b_u).into()),
        ]
    }

    fn results_32(a: i32, b: i32) -> [i32; 21] {
        [
            i32_add, i32_sub, i32_mul, i32_and, i32_or, i32_xor, i32_shl, i32_shr_s, i32_shr_u, i32_rotl,
            i32_rotr, i32_eq, i32_ne, i32_lt_s, i32_lt_u, i32_gt_s, i32_gt_u, i32_le_s, i32_le_u, i32_ge_s,
            i32_ge_u,
        ]
        .map(|op: fn(i32, i32) -> i32| op(a, b))
    }

    fn results_64(a: i64, b: i64) -> [i64; 21] {
        let moved = [
            i64_add, i64_sub, i64_mul, i64_and, i64_or, i64_xor, i64_shl, i64_shr_s, i64_shr_u, i64_rotl,
            i64_rotr,
        ]
        .map(|op: fn(i64, i64) -> i64| op(a, b));
        let compared =
            [i64_eq, i64_ne, i64_lt_s, i64_lt_u, i64_gt_s, i64_gt_u, i64_le_s, i64_le_u, i64_ge_s, i64_ge_u]
                .map(|op: fn(i64, i64) -> i32| i64::from(op(a, b)));
        let mut all = [0; 21];
        all[..11].copy_from_slice(&moved);
        all[11..].copy_from_slice(&compared);
        all
    }

    fn check_binary_32(a: i32, b: i32) {
        let model = Model::new(32, a.into(), b.into());
        for ((name, meaning), result) in meanings().into_iter().zip(results_32(a, b)) {
            assert_eq!(result, meaning(&model) as i32, "i32_{name}({a:#x}, {b:#x})");
        }
        let quotient = |exact: Option<i128>| exact.ok_or(IntegerDivisionByZero);
        let fitting = |q: i128| i32::try_from(q).map_err(|_| IntegerOverflow);
        let Model { a_s, a_u, b_s, b_u, .. } = model;
        let wrapped = |x: i128| x as i32;
        assert_eq!(i32_div_s(a, b), quotient(a_s.checked_div(b_s)).and_then(fitting), "{a} / {b}");
        assert_eq!(i32_div_u(a, b), quotient(a_u.checked_div(b_u)).map(wrapped), "{a_u} / {b_u}");
        assert_eq!(i32_rem_s(a, b), quotient(a_s.checked_rem(b_s)).map(wrapped), "{a} % {b}");
        assert_eq!(i32_rem_u(a, b), quotient(a_u.checked_rem(b_u)).map(wrapped), "{a_u} % {b_u}");
    }

    fn check_binary_64(a: i64, b: i64) {
        let model = Model::new(64, a, b);
        for ((name, meaning), result) in meanings().into_iter().zip(results_64(a, b)) {
            assert_eq!(result, meaning(&model) as i64, "i64_{name}({a:#x}, {b:#x})");
        }
        let quotient = |exact: Option<i128>| exact.ok_or(IntegerDivisionByZero);
        let fitting = |q: i128| i64::try_from(q).map_err(|_| IntegerOverflow);
        let Model { a_s, a_u, b_s, b_u, .. } = model;
        let wrapped = |x: i128| x as i64;
        assert_eq!(i64_div_s(a, b), quotient(a_s.checked_div(b_s)).and_then(fitting), "{a} / {b}");
        assert_eq!(i64_div_u(a, b), quotient(a_u.checked_div(b_u)).map(wrapped), "{a_u} / {b_u}");
        assert_eq!(i64_rem_s(a, b), quotient(a_s.checked_rem(b_s)).map(wrapped), "{a} % {b}");
        assert_eq!(i64_rem_u(a, b), quotient(a_u.checked_rem(b_u)).map(wrapped), "{a_u} % {b_u}");
    }

    /// Unary operators against the written-out binary number.
    fn check_unary_32(a: i32) {
        let digits = format!("{a:032b}");
        let ones = digits.matches('1').count() as i32;
        assert_eq!(i32_clz(a), (32 - digits.trim_start_matches('0').len()) as i32, "{digits}");
        assert_eq!(i32_ctz(a), (32 - digits.trim_end_matches('0').len()) as i32, "{digits}");
        assert_eq!(i32_popcnt(a), ones, "{digits}");
        assert_eq!(i32_eqz(a), i32::from(ones == 0));
        assert_eq!(i32_extend8_s(a), (a << 24) >> 24);
        assert_eq!(i32_extend16_s(a), (a << 16) >> 16);
    }

    fn check_unary_64(a: i64) {
        let digits = format!("{a:064b}");
        let ones = digits.matches('1').count() as i64;
        assert_eq!(i64_clz(a), (64 - digits.trim_start_matches('0').len()) as i64, "{digits}");
        assert_eq!(i64_ctz(a), (64 - digits.trim_end_matches('0').len()) as i64, "{digits}");
        assert_eq!(i64_popcnt(a), ones, "{digits}");
        assert_eq!(i64_eqz(a), i32::from(ones == 0));
        assert_eq!(i64_extend8_s(a), (a << 56) >> 56);
        assert_eq!(i64_extend16_s(a), (a << 48) >> 48);
        assert_eq!(i64_extend32_s(a), (a << 32) >> 32);
    }

    #[test]
    fn the_samples_agree_with_mathematical_integers() {
        for a in i32s() {
            check_unary_32(a);
            i32s().into_iter().for_each(|b| check_binary_32(a, b));
        }
        for a in i64s() {
            check_unary_64(a);
            i64s().into_iter().for_each(|b| check_binary_64(a, b));
        }
    }

    #[test]
    fn division_traps_as_specified() {
        assert_eq!(i32_div_s(i32::MIN, -1), Err(IntegerOverflow));
        assert_eq!(i32_rem_s(i32::MIN, -1), Ok(0));
        assert_eq!(i32_div_u(i32::MIN, -1), Ok(0));
        assert_eq!(i32_rem_u(i32::MIN, -1), Ok(i32::MIN));
        assert_eq!(i64_div_s(i64::MIN, -1), Err(IntegerOverflow));
        assert_eq!(i64_rem_s(i64::MIN, -1), Ok(0));
        for a in [0, 1, -1, i32::MIN] {
            let by_zero = [i32_div_s, i32_div_u, i32_rem_s, i32_rem_u].map(|op| op(a, 0));
            assert_eq!(by_zero, [Err(IntegerDivisionByZero); 4]);
            let by_zero = [i64_div_s, i64_div_u, i64_rem_s, i64_rem_u].map(|op| op(a.into(), 0));
            assert_eq!(by_zero, [Err(IntegerDivisionByZero); 4]);
        }
        // Towards zero, and the remainder takes the sign of the dividend.
        assert_eq!((i32_div_s(-7, 2), i32_rem_s(-7, 2)), (Ok(-3), Ok(-1)));
        assert_eq!((i32_div_s(7, -2), i32_rem_s(7, -2)), (Ok(-3), Ok(1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_operands_agree_with_mathematical_integers(a: i64, b: i64) {
            check_unary_32(a as i32);
            check_unary_64(a);
            check_binary_32(a as i32, b as i32);
            check_binary_64(a, b);
        }

        #[test]
        fn rotations_undo_each_other(a: i64, count: i64) {
            prop_assert_eq!(i64_rotr(i64_rotl(a, count), count), a);
            let (narrow, turn) = (a as i32, count as i32);
            prop_assert_eq!(i32_rotl(narrow, turn), i32_rotr(narrow, turn.wrapping_neg()));
        }
    }
}
