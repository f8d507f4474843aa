//! Sets of places, a bit for each; `small` says what for.

use super::value::SLOT;

/// Words of a set at most: slots beyond are in none.
pub(super) const WORDS: usize = 17;
/// Words that each set has. More are elsewhere.
pub(super) const NEAR: usize = 2;

/// A set of places: registers in the first word, slots in the others. Of these, `Run::words` are in use.
pub(super) type Places = [u64; WORDS];

pub(super) const NO_PLACES: Places = [0; WORDS];

/// The word and the bit of a place.
#[inline(always)]
pub(super) fn bit_of(place: u32) -> (usize, u64) {
    match place.checked_sub(SLOT) {
        None => (0, 1 << place),
        Some(slot) => (1 + slot as usize / 64, 1 << (slot % 64)),
    }
}

/// The place of a bit.
pub(super) fn place_of(word: usize, bit: u32) -> u32 {
    if word == 0 { bit } else { SLOT + 64 * (word as u32 - 1) + bit }
}

/// What is known where control leaves a block.
#[derive(Clone, Copy)]
pub(super) struct Snapshot {
    /// Places that are small there, and those that are if they were when the block began.
    pub(super) small: [u64; NEAR],
    pub(super) kept: [u64; NEAR],
    /// Where the other words of both are.
    pub(super) more: u32,
    /// Of small places those that are first in a pair.
    pub(super) paired: [u64; NEAR],
    /// Pairs of places: the first one is small only if the second one was when the block began.
    pub(super) pairs: u32,
    pub(super) pairs_end: u32,
}
