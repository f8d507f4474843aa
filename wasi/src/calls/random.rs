//! Random bytes from the host's secure source.
//!
//! A system call for each seed of a hash table is several times the price of the call itself. So a few bytes come from a
//! pool that the host fills at once; each byte of it is given out once and then forgotten. Many are written by the host
//! straight into the guest's memory. There is no generator of our own: what a guest sees is the host's stream, in order.

use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};

/// How many bytes are asked for at once. Linux makes so many without taking its lock twice.
const POOL: usize = 256;

/// A request up to this is served from the pool.
const FEW: usize = 64;

/// Bytes that no guest has seen.
pub(crate) struct Pool {
    bytes: [u8; POOL],
    /// Those from here on are fresh.
    at: usize,
}

impl Default for Pool {
    fn default() -> Pool {
        Pool { bytes: [0; POOL], at: POOL }
    }
}

impl Pool {
    fn fill(&mut self, wanted: &mut [u8]) -> Outcome {
        if wanted.len() > POOL - self.at {
            getrandom::fill(&mut self.bytes).map_err(|_| Errno::Io)?;
            self.at = 0;
        }
        let taken = &mut self.bytes[self.at..self.at + wanted.len()];
        wanted.copy_from_slice(taken);
        taken.fill(0);
        self.at += wanted.len();
        Ok(())
    }
}

pub(crate) fn random_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, buffer: Ptr, len: u32) -> Outcome {
    let wanted = mem.bytes_mut(buffer, len)?;
    if wanted.len() <= FEW {
        return cx.random.fill(wanted);
    }
    getrandom::fill(wanted).map_err(|_| Errno::Io)
}

#[cfg(test)]
mod tests {
    use super::{FEW, POOL, Pool};
    use std::collections::HashSet;

    /// Bytes that were given out twice would be the end of secrets; those that were never filled are zeros.
    #[test]
    fn no_byte_is_given_out_twice() {
        let mut pool = Pool::default();
        let mut seen = HashSet::new();
        for len in (8..=FEW).cycle().take(2000) {
            let mut bytes = vec![0; len];
            pool.fill(&mut bytes).expect("random bytes");
            assert!(
                bytes.windows(8).all(|eight| seen.insert(eight.to_vec())),
                "after {} windows",
                seen.len()
            );
            assert!(pool.bytes[..pool.at].iter().all(|byte| *byte == 0));
        }
        assert!(seen.len() > 10 * POOL);
    }
}
