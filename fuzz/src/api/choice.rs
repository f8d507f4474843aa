//! Decisions: from bytes as long as there are some, then from a stream.

use std::collections::VecDeque;

use crate::draw::Stream;

/// A source of decisions.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    bytes: VecDeque<u8>,
    stream: Stream,
}

impl Choices {
    pub(super) fn from_seed(seed: u64) -> Choices {
        Choices { bytes: VecDeque::new(), stream: Stream::new(seed) }
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Choices {
        Choices { bytes: bytes.iter().copied().collect(), stream: Stream::new(bytes.len() as u64) }
    }

    /// A number below `n`, which is at most 256 and not 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        match self.bytes.pop_front() {
            Some(byte) => usize::from(byte) % n,
            None => self.stream.below(n),
        }
    }

    /// True once in `n` times.
    pub(super) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub(super) fn bits(&mut self) -> u64 {
        self.stream.next()
    }

    /// Another source, independent of what this one decides later.
    pub(super) fn fork(&mut self) -> Choices {
        let seed = self.bits() ^ self.below(256) as u64;
        Choices::from_seed(seed)
    }
}
