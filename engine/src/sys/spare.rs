//! Mappings that are used again.
//!
//! # Problem
//! A store has a stack region. To map it, touch its two ends and unmap it was most of what a store with an instance of an empty
//! module costs, and programs that isolate requests from each other make a store for each.
//!
//! # Idea
//! What a store leaves is kept for the next one of the same size. It must read as zero, as a new mapping does, and must
//! not keep memory that a deep recursion once touched. So all but the ends goes back to the system, which is cheap where nothing was
//! touched, and the ends are cleared.
//!
//! # Bounds
//! At most `MOST` mappings stay, with `2 * KEPT` bytes of memory each, as long as the process lives.

use std::io;
use std::sync::{Mutex, PoisonError};

use rustix::mm;

use super::Mapping;

/// Mappings that are kept.
const MOST: usize = 16;
/// Bytes at each end whose pages stay.
const KEPT: usize = 4 << 10;

static SPARE: Mutex<Vec<Mapping>> = Mutex::new(Vec::new());

/// A zeroed mapping that others had before and will have again.
#[derive(Debug)]
pub struct Spare(Option<Mapping>);

impl Spare {
    /// At least this many bytes, all zero.
    ///
    /// # Errors
    /// If there is none to be used again and the system refuses a new one.
    pub fn zeroed(bytes: usize) -> io::Result<Spare> {
        let len = super::mmap::round_up_to_page(bytes)?;
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = spare.iter().position(|mapping| mapping.len() == len) {
            return Ok(Spare(Some(spare.swap_remove(at))));
        }
        drop(spare);
        Mapping::zeroed(len).map(|mapping| Spare(Some(mapping)))
    }
}

impl std::ops::Deref for Spare {
    type Target = Mapping;
    fn deref(&self) -> &Mapping {
        match &self.0 {
            Some(mapping) => mapping,
            None => unreachable!("only a drop takes it"),
        }
    }
}

impl Drop for Spare {
    fn drop(&mut self) {
        let Some(mapping) = self.0.take().filter(|mapping| mapping.len() > 2 * KEPT) else { return };
        let middle = mapping.len() - 2 * KEPT;
        // SAFETY: the mapping is ours and readable and writable; who drops it vouches that nobody uses it any more. `KEPT` is
        // less than half of its length.
        let cleared = unsafe {
            mapping.base().write_bytes(0, KEPT);
            mapping.base().add(KEPT + middle).write_bytes(0, KEPT);
            mm::madvise(mapping.base().add(KEPT).cast(), middle, mm::Advice::LinuxDontNeed)
        };
        if cleared.is_ok() {
            let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
            if spare.len() < MOST {
                spare.push(mapping);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A size that no store of other tests has.
    const SIZE: usize = 1_234 << 12;

    #[test]
    fn what_comes_back_reads_as_zero_and_is_used_again() {
        let first = Spare::zeroed(SIZE).unwrap();
        let (base, len) = (first.base(), first.len());
        let places = [0, KEPT - 1, KEPT, len / 2, len - KEPT - 1, len - KEPT, len - 1];
        for place in places {
            // SAFETY: inside the mapping, which is writable and ours.
            unsafe { base.add(place).write(7) };
        }
        drop(first);
        let second = Spare::zeroed(SIZE - 1).unwrap();
        assert_eq!((second.base(), second.len()), (base, len));
        for place in places {
            // SAFETY: as above.
            assert_eq!(unsafe { second.base().add(place).read() }, 0, "byte {place}");
        }
        // Two at once are two.
        let third = Spare::zeroed(SIZE).unwrap();
        assert_ne!(third.base(), second.base());
    }

    #[test]
    fn small_and_superfluous_ones_are_given_back() {
        drop(Spare::zeroed(1).unwrap());
        let many: Vec<Spare> = (0..2 * MOST).map(|_| Spare::zeroed(SIZE + (1 << 12)).unwrap()).collect();
        drop(many);
        let spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(spare.len() <= MOST && spare.iter().all(|mapping| mapping.len() > 2 * KEPT));
    }
}
