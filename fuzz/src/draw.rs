//! Decisions from bytes, and streams of numbers from a seed.
//!
//! Generators decide by [`Draw`], which reads the bytes they were given; when these run out every decision is the first
//! alternative. So generators put the plainest alternative first, and end on any input. Nothing fails: an error for want
//! of bytes would throw away what libFuzzer has just found.
//!
//! Values that are needed while a case *runs* (arguments, what the host returns) come from a [`Stream`] with a seed of its
//! own instead: what one call gets must not depend on how much another consumed, or no call could be left out.

use arbitrary::Unstructured;

/// Decisions read from bytes.
pub(crate) struct Draw<'a> {
    pub(crate) bytes: Unstructured<'a>,
}

impl<'a> Draw<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Draw<'a> {
        Draw { bytes: Unstructured::new(bytes) }
    }

    /// A number below `n`, which is not 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.bytes.int_in_range(0..=n - 1).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        self.bytes.int_in_range(low..=high).unwrap_or(low)
    }

    /// True in `times` of `of` cases; false when bytes have run out.
    pub(crate) fn chance(&mut self, times: usize, of: usize) -> bool {
        self.below(of) >= of - times
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Any bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.bytes.arbitrary().unwrap_or(0)
    }

    /// The start of a stream that is independent of what is drawn later.
    pub(crate) fn stream(&mut self) -> Stream {
        Stream::new(self.bits())
    }
}

/// SplitMix64: statistically sound, and a state that is its seed.
#[derive(Clone, Debug)]
pub(crate) struct Stream(u64);

impl Stream {
    pub(crate) fn new(seed: u64) -> Stream {
        Stream(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `n`, which is not 0. The bias of the remainder is of no matter here.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// `n` bytes.
    pub(crate) fn bytes(&mut self, n: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..n.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()).collect();
        bytes.truncate(n);
        bytes
    }
}

/// A seed from two numbers, such that neighbours have nothing in common.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    Stream::new(Stream::new(a).next() ^ b.wrapping_mul(0xd6e8_feb8_6659_fd93)).next()
}

/// A seed from a name and a number.
pub(crate) fn mix_name(name: &str, n: u64) -> u64 {
    name.bytes().fold(n, |hash, byte| mix(hash, byte.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_bytes_the_first_alternative_is_taken() {
        let mut draw = Draw::new(&[]);
        assert_eq!(
            (draw.below(7), draw.between(3, 9), draw.chance(6, 7), draw.pick(&[5, 6])),
            (0, 3, false, 5)
        );
    }

    #[test]
    fn streams_are_what_they_were() {
        // Seeds in ledgers and reports stay good only as long as this holds.
        assert_eq!(Stream::new(0).next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mix(1, 2), mix(1, 2));
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_eq!(Stream::new(9).bytes(11).len(), 11);
    }
}
