//! Core values as 64 bits each, whatever their type.
//!
//! A variant's cases share their core values: an `f32` of one case may travel as the `i64` of another. As bits, zero-extended, a value is the
//! same in all of these, so nothing needs to be converted on the way; only the core function at the end says what the bits are.

use wx::Val;

use crate::types::{Flat, MAX_FLAT_PARAMS};

/// Room for all parameters and the pointer to results.
pub(crate) const SLOTS: usize = MAX_FLAT_PARAMS + 1;

/// Core values to write, in their order.
#[doc(hidden)]
pub struct FlatOut<'a> {
    slots: &'a mut [u64],
    at: usize,
}

impl<'a> FlatOut<'a> {
    pub(crate) fn new(slots: &'a mut [u64]) -> FlatOut<'a> {
        FlatOut { slots, at: 0 }
    }

    #[doc(hidden)]
    pub fn push(&mut self, bits: u64) {
        self.slots[self.at] = bits;
        self.at += 1;
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Zeros up to a position.
    pub(crate) fn fill_to(&mut self, position: usize) {
        while self.at < position {
            self.push(0);
        }
    }
}

/// Core values to read, in their order.
#[doc(hidden)]
pub struct FlatIn<'a> {
    slots: &'a [u64],
    at: usize,
}

impl<'a> FlatIn<'a> {
    pub(crate) fn new(slots: &'a [u64]) -> FlatIn<'a> {
        FlatIn { slots, at: 0 }
    }

    #[doc(hidden)]
    #[allow(clippy::should_implement_trait, reason = "there is always one more: the types say how many")]
    pub fn next(&mut self) -> u64 {
        let bits = self.slots[self.at];
        self.at += 1;
        bits
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn skip_to(&mut self, position: usize) {
        self.at = position;
    }
}

/// Bits as a core value of this type.
pub(crate) fn to_val(flat: Flat, bits: u64) -> Val {
    match flat {
        Flat::I32 => Val::I32(bits as i32),
        Flat::I64 => Val::I64(bits as i64),
        Flat::F32 => Val::F32(bits as u32),
        Flat::F64 => Val::F64(bits),
    }
}

/// The bits of a core value; references, which no component passes, have none.
pub(crate) fn to_bits(val: &Val) -> u64 {
    match val {
        Val::I32(x) => u64::from(*x as u32),
        Val::I64(x) => *x as u64,
        Val::F32(x) => u64::from(*x),
        Val::F64(x) => *x,
        _ => 0,
    }
}
