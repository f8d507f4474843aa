//! Pairs of stacks that grow away from each other, and are used again.
//!
//! # Problem
//! Running code has two stacks: values, and machine stack. Machine code runs with its stack pointer in the latter, and a signal that
//! comes meanwhile puts its frame there, and its handler's frames below, unless the host gave it a stack of its own (`SA_ONSTACK`).
//! How much that is nobody knows: registers alone are 3 KiB with AVX-512 and 11 KiB with AMX. What lies below the machine
//! stack is overwritten.
//!
//! # Idea
//! ```text
//!   low                                                                                                        high
//!   no access: GUARD │ room for handlers: ROOM │ limit bytes, growing down <- middle -> growing up, limit bytes │ no access
//! ```
//! Nothing of value lies below the machine stack. A handler has `ROOM` bytes however deep the code is that it interrupts, and one that
//! needs more ends the process at the guard, as it would at the end of a thread's stack. The values are on the other side.
//!
//! Who uses a pair keeps the *sum* of both depths within the limit. So the distance of the two ends is all there is to compare.
//!
//! # Used again
//! To map a pair, touch it in the middle and unmap it was most of what a store with an instance of an empty module costs, and programs
//! that isolate requests from each other make a store for each. So what a store leaves is kept for the next one of the
//! same size. It must read as zero, as a new mapping does, and must not keep memory that a deep recursion once touched: all but the
//! middle goes back to the system, which is cheap where nothing was touched, and the middle is cleared.
//!
//! # Bounds
//! At most `MOST` pairs stay, with `2 * KEPT` bytes of memory each, as long as the process lives.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::Mapping;
use super::mmap::page_size;

/// Bytes without access below the lower stack: more than the frame of a function that does not touch all of it in order.
const GUARD: usize = 1 << 20;
/// Bytes below the lower stack that only handlers of signals use.
pub const ROOM: usize = 512 << 10;
/// Pairs that are kept.
const MOST: usize = 16;
/// Bytes on each side of the middle whose pages stay.
const KEPT: usize = 4 << 10;

static SPARE: Mutex<Vec<Pair>> = Mutex::new(Vec::new());

#[derive(Debug)]
struct Pair {
    mapping: Mapping,
    limit: usize,
}

/// A zeroed pair of stacks that others had before and will have again.
#[derive(Debug)]
pub struct StackPair(Option<Pair>);

impl StackPair {
    /// A pair of at least this many bytes each, all zero.
    ///
    /// # Errors
    /// If there is none to be used again and the system refuses a new one.
    pub fn zeroed(bytes: usize) -> io::Result<StackPair> {
        let limit = super::mmap::round_up_to_page(bytes)?;
        let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = spare.iter().position(|pair| pair.limit == limit) {
            return Ok(StackPair(Some(spare.swap_remove(at))));
        }
        drop(spare);
        Pair::map(limit).map(|pair| StackPair(Some(pair)))
    }

    fn pair(&self) -> &Pair {
        match &self.0 {
            Some(pair) => pair,
            None => unreachable!("only a drop takes it"),
        }
    }

    /// Where both stacks begin, at a boundary of pages.
    pub fn middle(&self) -> *mut u8 {
        self.pair().middle()
    }

    /// Bytes that each may take, a multiple of the page.
    pub fn limit(&self) -> usize {
        self.pair().limit
    }
}

impl Pair {
    fn map(limit: usize) -> io::Result<Pair> {
        let too_large = || io::Error::from(io::ErrorKind::OutOfMemory);
        let accessible =
            limit.checked_mul(2).and_then(|both| both.checked_add(ROOM)).ok_or_else(too_large)?;
        let whole = accessible.checked_add(GUARD + page_size()).ok_or_else(too_large)?;
        let mapping = Mapping::reserve(whole)?;
        mapping.commit(GUARD..GUARD + accessible)?;
        Ok(Pair { mapping, limit })
    }

    fn middle(&self) -> *mut u8 {
        self.mapping.base().wrapping_add(GUARD + ROOM + self.limit)
    }

    /// Makes the pair as it was when it was mapped; false if the system refuses.
    fn clear(&self) -> bool {
        let middle = GUARD + ROOM + self.limit;
        // SAFETY: all of it is ours and readable and writable; who drops a pair vouches that nobody uses it any more. `KEPT` is at
        // most a page, and so at most the limit.
        unsafe {
            self.middle().sub(KEPT).write_bytes(0, 2 * KEPT);
            self.mapping.discard(GUARD..middle - KEPT).is_ok()
                && self.mapping.discard(middle + KEPT..middle + self.limit).is_ok()
        }
    }
}

impl Drop for StackPair {
    fn drop(&mut self) {
        let Some(pair) = self.0.take() else { return };
        // Where pages are larger than what is kept, the advice would take hold of the wrong ones.
        if page_size() == KEPT && pair.clear() {
            let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
            if spare.len() < MOST {
                spare.push(pair);
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
        let first = StackPair::zeroed(SIZE).unwrap();
        let (middle, limit) = (first.middle(), first.limit());
        assert_eq!(limit, SIZE);
        let places = [0, KEPT - 1, KEPT, limit / 2, limit - 1];
        let below = places.map(|place| middle.wrapping_sub(place + 1));
        let room = [middle.wrapping_sub(limit + 1), middle.wrapping_sub(limit + ROOM)];
        let all = || places.map(|place| middle.wrapping_add(place)).into_iter().chain(below).chain(room);
        for place in all() {
            // SAFETY: inside the pair, which is writable and ours.
            unsafe { place.write(7) };
        }
        drop(first);
        let second = StackPair::zeroed(SIZE - 1).unwrap();
        assert_eq!((second.middle(), second.limit()), (middle, limit));
        for place in all() {
            // SAFETY: as above.
            assert_eq!(unsafe { place.read() }, 0, "{place:?}");
        }
        // Two at once are two.
        let third = StackPair::zeroed(SIZE).unwrap();
        assert_ne!(third.middle(), second.middle());
    }

    #[test]
    fn superfluous_ones_are_given_back() {
        drop(StackPair::zeroed(1).unwrap());
        let many: Vec<StackPair> =
            (0..2 * MOST).map(|_| StackPair::zeroed(SIZE + (1 << 12)).unwrap()).collect();
        drop(many);
        assert!(SPARE.lock().unwrap_or_else(PoisonError::into_inner).len() <= MOST);
    }

    #[cfg(not(miri))]
    #[test]
    fn both_ends_have_a_guard() {
        let pair = StackPair::zeroed(2 * SIZE).unwrap();
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let permissions = |address: usize| {
            let line = maps.lines().find(|line| {
                let range = line.split(' ').next().unwrap().split_once('-').unwrap();
                let [start, end] = [range.0, range.1].map(|text| usize::from_str_radix(text, 16).unwrap());
                (start..end).contains(&address)
            });
            line.map_or_else(String::new, |line| line.split(' ').nth(1).unwrap().to_owned())
        };
        let (middle, limit) = (pair.middle().addr(), pair.limit());
        for (address, expected) in [
            (middle - limit - ROOM - GUARD, "---p"),
            (middle - limit - ROOM - 1, "---p"),
            (middle - limit - ROOM, "rw-p"),
            (middle + limit - 1, "rw-p"),
            (middle + limit, "---p"),
        ] {
            assert_eq!(permissions(address), expected, "{address:#x} of the middle {middle:#x}");
        }
    }
}
