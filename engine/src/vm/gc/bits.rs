//! Bits of a block: one per cell, to say where objects begin and which are marked.

use super::class::{BLOCK, GRANULE};

/// Words of bits that a block of the smallest cells needs.
pub(super) const WORDS: usize = BLOCK / GRANULE / 64;

/// One bit per cell of a block.
#[derive(Clone, Copy)]
pub(super) struct Bits {
    /// An object begins here.
    pub(super) live: [u64; WORDS],
    pub(super) marked: [u64; WORDS],
}

impl Bits {
    pub(super) const NONE: Bits = Bits { live: [0; WORDS], marked: [0; WORDS] };
}

/// The first bit in `from..end` that is `value`.
pub(super) fn find_bit(words: &[u64; WORDS], from: usize, end: usize, value: bool) -> Option<usize> {
    let mut at = from;
    while at < end {
        let word = if value { words[at / 64] } else { !words[at / 64] } >> (at % 64);
        if word != 0 {
            return Some(at + word.trailing_zeros() as usize).filter(|&at| at < end);
        }
        at = (at / 64 + 1) * 64;
    }
    None
}

/// Sets the bits in `from..to`.
pub(super) fn set_bits(words: &mut [u64; WORDS], from: usize, to: usize) {
    let mut at = from;
    while at < to {
        let end = to.min((at / 64 + 1) * 64);
        let mask = (u64::MAX >> (64 - (end - at))) << (at % 64);
        words[at / 64] |= mask;
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_found_and_set_as_one_by_one() {
        let mut words = [0u64; WORDS];
        for (from, to) in [(0, 1), (3, 64), (70, 200), (256, 256), (511, 513), (2000, 2048)] {
            set_bits(&mut words, from, to);
            let bit = |i: usize| words[i / 64] >> (i % 64) & 1 == 1;
            assert!((from..to).all(bit));
            for start in [0, from, to.min(2047)] {
                for value in [false, true] {
                    let expected = (start..2040).find(|&i| bit(i) == value);
                    assert_eq!(find_bit(&words, start, 2040, value), expected);
                }
            }
        }
        assert!(words[3] >> 8 == 0);
    }
}
