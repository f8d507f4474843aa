//! Operators on integers as the specification defines them, on unbounded numbers: an `i128` holds every result but a
//! product's, of which 128 bits are enough as well.

use std::fmt;

/// A type of integers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Integers {
    pub(super) bits: u32,
}

pub(super) const I32: Integers = Integers { bits: 32 };
pub(super) const I64: Integers = Integers { bits: 64 };

impl fmt::Display for Integers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "i{}", self.bits)
    }
}

/// Comparisons.
pub(super) const COMPARISONS: [&str; 10] =
    ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"];

impl Integers {
    /// The number from 0 up with the same lowest bits.
    fn wrap(self, value: i128) -> u64 {
        value.rem_euclid(1 << self.bits) as u64
    }

    /// The number that the bits mean with a sign.
    fn signed(self, value: u64) -> i128 {
        let value = i128::from(value);
        if value >> (self.bits - 1) == 0 { value } else { value - (1 << self.bits) }
    }

    pub(super) fn max(self) -> u64 {
        self.wrap(-1)
    }

    pub(super) fn signed_max(self) -> u64 {
        self.max() >> 1
    }

    pub(super) fn signed_min(self) -> u64 {
        self.signed_max() + 1
    }

    /// A constant of this type.
    pub(super) fn constant(self, value: u64) -> String {
        format!("({self}.const {value:#x})")
    }

    /// Whether a comparison holds.
    pub(super) fn compare(self, name: &str, a: u64, b: u64) -> bool {
        let (a, b) = if name.ends_with("_s") {
            (self.signed(a), self.signed(b))
        } else {
            (i128::from(a), i128::from(b))
        };
        match &name[..2] {
            "eq" => a == b,
            "ne" => a != b,
            "lt" => a < b,
            "gt" => a > b,
            "le" => a <= b,
            _ => a >= b,
        }
    }

    /// What a binary operator gives, or the text of its trap.
    pub(super) fn binary(self, name: &str, a: u64, b: u64) -> Result<u64, &'static str> {
        let (signed, unsigned) = ((self.signed(a), self.signed(b)), (i128::from(a), i128::from(b)));
        let (x, y) = if name.ends_with("_s") { signed } else { unsigned };
        let count = b % u64::from(self.bits);
        let rotate = |left: u64| {
            // By 0 bits nothing moves; the other part would be shifted by all.
            let right = (u64::from(self.bits) - left) % u64::from(self.bits);
            if left == 0 { unsigned.0 } else { unsigned.0 << left | unsigned.0 >> right }
        };
        let value = match name {
            "add" => x + y,
            "sub" => x - y,
            "mul" => x.wrapping_mul(y),
            "div_s" | "div_u" | "rem_s" | "rem_u" if y == 0 => return Err("integer divide by zero"),
            "div_s" if x == self.signed(self.signed_min()) && y == -1 => return Err("integer overflow"),
            "div_s" | "div_u" => x / y,
            "rem_s" | "rem_u" => x % y,
            "and" => x & y,
            "or" => x | y,
            "xor" => x ^ y,
            "shl" => unsigned.0 << count,
            "shr_s" => signed.0 >> count,
            "shr_u" => unsigned.0 >> count,
            "rotl" => rotate(count),
            "rotr" => rotate((u64::from(self.bits) - count) % u64::from(self.bits)),
            comparison => i128::from(self.compare(comparison, a, b)),
        };
        Ok(self.wrap(value))
    }
}
