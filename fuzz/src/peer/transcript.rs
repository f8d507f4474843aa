//! What an engine did with a capsule, in terms that all engines share.

use std::fmt;

use wx::Trap;

/// Bytes of a memory up to which all of it counts; of larger ones both ends do.
const WHOLE: usize = 1 << 20;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Returned,
    /// What other engines call the same is named as wx names it.
    Trapped(Trap),
    /// Anything else, in the engine's own words.
    Failed(String),
}

/// The state after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) ending: Ending,
    /// Results, globals and tables as the driver wrote them down.
    pub(crate) seen: Vec<u8>,
    /// The size and the hash of each other window.
    pub(crate) memories: Vec<(u64, u64)>,
}

/// The first step is instantiation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Transcript {
    pub(crate) steps: Vec<Step>,
}

/// What engines keep of bytes: two sums of 32 bits over their words, so that JavaScript can do it fast. A word that is zero,
/// as most are, adds nothing, wherever it stands.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let parts = if bytes.len() <= WHOLE {
        [bytes, &[]]
    } else {
        [&bytes[..WHOLE / 2], &bytes[bytes.len() - WHOLE / 2..]]
    };
    let mut sums = [0u32; 2];
    let mut take = |index: usize, word: u32| {
        // Each step is one to one, and not linear: else words that change places would add up to the same.
        let x = (word ^ (index as u32 + 1).wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
        let x = (x ^ (x >> 15)).wrapping_mul(0xc2b2_ae35);
        sums[0] = sums[0].wrapping_add(x);
        sums[1] = sums[1].wrapping_add((x ^ (x >> 13)).wrapping_mul(0x27d4_eb2f));
    };
    // Words of the second part have other indices than those of the first.
    let mut index = 0;
    for part in parts {
        let (blocks, rest) = part.as_chunks::<64>();
        for block in blocks {
            if *block != [0; 64] {
                let words = block.as_chunks::<4>().0.iter().enumerate();
                words.filter(|(_, word)| **word != [0; 4]).for_each(|(i, word)| {
                    take(index + i, u32::from_le_bytes(*word));
                });
            }
            index += 16;
        }
        for &byte in rest {
            if byte != 0 {
                take(index, byte.into());
            }
            index += 1;
        }
    }
    u64::from(sums[0]) << 32 | u64::from(sums[1])
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, memories {:x?}", self.ending, self.memories)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_that_counts_changes_the_hash() {
        let zeros = vec![0; 3 * WHOLE + 5];
        let mut seen = std::collections::HashSet::from([hash(&zeros)]);
        for at in [0, 1, 4, 63, 64, WHOLE / 2 - 1, zeros.len() - WHOLE / 2, zeros.len() - 6, zeros.len() - 1]
        {
            let mut bytes = zeros.clone();
            for value in [1, 2, 255] {
                bytes[at] = value;
                assert!(seen.insert(hash(&bytes)), "{value} at {at}");
            }
        }
        // Two words that change places.
        assert_ne!(hash(&[1, 0, 0, 0, 2, 0, 0, 0]), hash(&[2, 0, 0, 0, 1, 0, 0, 0]));
    }
}
