//! `i32` and `i64`: arithmetic, bits, comparison.
//!
//! Sign is a property of the operator, not of the value: an unsigned operator casts, computes and casts back.
//! Three operators trap. Division by zero is tested first, so `x / 0` never reports an overflow. The only
//! overflow is `MIN / -1`, whose quotient has no representation; its remainder is 0 and does not trap, though
//! the machine instruction for it would fault. `wrapping_rem` says exactly that.

use crate::base::TrapCode;
use TrapCode::{IntegerDivisionByZero, IntegerOverflow};

operators! {
    i32_clz(a: i32) -> i32 = a.leading_zeros() as i32;
    i32_ctz(a: i32) -> i32 = a.trailing_zeros() as i32;
    i32_popcnt(a: i32) -> i32 = a.count_ones() as i32;
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
