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

/// The two hashes that engines compute of bytes: over words of 32 bits, so that JavaScript can do it fast.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let parts = if bytes.len() <= WHOLE {
        [bytes, &[]]
    } else {
        [&bytes[..WHOLE / 2], &bytes[bytes.len() - WHOLE / 2..]]
    };
    let mut lanes = [0x811c_9dc5u32, 0x0100_0193];
    let mut take = |word: u32| {
        lanes[0] = (lanes[0] ^ word).wrapping_mul(0x0100_0193).rotate_left(5);
        lanes[1] = (lanes[1] ^ word).wrapping_mul(0x9e37_79b1).rotate_left(9);
    };
    for part in parts {
        let (words, rest) = part.as_chunks::<4>();
        words.iter().for_each(|word| take(u32::from_le_bytes(*word)));
        rest.iter().for_each(|&byte| take(byte.into()));
    }
    u64::from(lanes[0]) << 32 | u64::from(lanes[1])
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}, memories {:x?}", self.ending, self.memories)
    }
}
