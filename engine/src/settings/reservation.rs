//! When the addresses that a memory reserves make a compare needless.
//!
//! # Problem
//! Machine code leaves out the compare of an access if the processor does it: what the access can reach beyond the memory's end has
//! no page. How far accesses reach is known when code is made, how far addresses without a page go is a setting. Two places that
//! each know a part of this, one of them by the number of a default, agree until somebody changes the setting.
//!
//! # The rule
//! [`Reservation::catches`] alone decides, for one access, from its greatest index, its offset and its size:
//! ```text
//!   base                      base + len                                        base + bytes + guard
//!    │ accessible, len bytes   │ no access ...........................................│ others
//!    │<------ greatest index ------>│<------ offset ------>│<- size ->│               │
//! ```
//! The compare is left out if, and only if, `greatest index + offset + size <= bytes + guard`, and every memory gets the whole of
//! it, which is so if `bytes` holds the largest one.
//!
//! # Why that is right
//! Let `i` be an index at run time, of 32 bits and zero-extended, so `i <= greatest index`. The access covers the addresses
//! `base + i + offset ..` of `size` bytes, a sum of 64 bits that does not wrap: each of its parts is below the sum that the rule
//! computed with a check for overflow, and a mapping lies below 2^63. By the rule the last byte lies before `base + bytes + guard`, so
//! every byte lies in the memory's own mapping (INV MAP-OWN). Of that mapping just the first `len` bytes have pages that can be
//! accessed: `len` is a multiple of 64 KiB for the memories that this is asked for, and the host's pages are not larger than that. So
//! either all bytes are inside the memory, or one of them is on a page without access and the instruction faults before it has
//! written anything. The address of the fault lies in the mapping, which is how the handler of faults knows it for a trap.
//!
//! Must not know: how memories are made (`vm::memory` gives what is promised here), which instructions access them.

/// Greatest index of a memory with 32-bit addresses.
pub const MAX_INDEX: u64 = u32::MAX as u64;

/// Greatest length of a memory with 32-bit addresses.
const MAX_LENGTH: u64 = 1 << 32;

/// Bytes of the longest access that machine code makes at once: a vector.
const MAX_SIZE: u64 = 16;

/// Addresses that are set aside for each memory with 32-bit addresses.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reservation {
    /// What the memory may grow to without moving.
    pub bytes: u64,
    /// What follows, never accessible.
    pub guard: u64,
}

/// By default nothing is ever compared: `catches` holds for the greatest index, offset and size at once.
const _: () = assert!(Reservation::DEFAULT.catches(MAX_INDEX, u32::MAX as u64, MAX_SIZE));

impl Reservation {
    /// The farthest that a 32-bit index plus a 32-bit offset reach.
    pub const DEFAULT: Reservation = Reservation { bytes: 8 << 30, guard: 64 << 10 };

    /// Bytes of addresses in all.
    pub const fn total(self) -> u64 {
        self.bytes.saturating_add(self.guard)
    }

    /// Whether any memory with 32-bit addresses fits, so that each gets one and never moves. Otherwise machine code relies on none.
    pub const fn holds_every_memory(self) -> bool {
        self.bytes >= MAX_LENGTH && self.total() <= isize::MAX as u64
    }

    /// Whether an access needs no compare; see the module's header. An access at a constant address has the index 0.
    pub const fn catches(self, greatest_index: u64, offset: u64, size: u64) -> bool {
        if !self.holds_every_memory() {
            return false;
        }
        let Some(start) = greatest_index.checked_add(offset) else { return false };
        let Some(end) = start.checked_add(size) else { return false };
        end <= self.total()
    }
}

impl Default for Reservation {
    fn default() -> Reservation {
        Reservation::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers around each of these.
    fn around(values: &[u64]) -> Vec<u64> {
        let near = |v: &u64| {
            [v.saturating_sub(16), v.saturating_sub(1), *v, v.saturating_add(1), v.saturating_add(16)]
        };
        let mut all: Vec<u64> = values.iter().flat_map(near).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Every boundary of reservation, guard and reach against the header's sentence, in numbers that cannot overflow.
    #[test]
    fn a_compare_is_left_out_if_and_only_if_the_last_byte_is_reserved() {
        const GIB: u64 = 1 << 30;
        let sizes = [1, 2, 4, 8, 16, 64];
        let bytes = around(&[0, 64 << 10, GIB, 4 * GIB, 6 * GIB, 8 * GIB, 16 * GIB, 1 << 63, u64::MAX]);
        let guards = around(&[0, 4096, 64 << 10, 2 * GIB, 4 * GIB, 8 * GIB, 1 << 63, u64::MAX]);
        let mut caught = 0;
        for &bytes in &bytes {
            for &guard in &guards {
                let reservation = Reservation { bytes, guard };
                let total = u128::from(bytes) + u128::from(guard);
                // Offsets at which the sum is at the end of what is reserved, beside those that stand for themselves.
                let edge = total.saturating_sub(u128::from(MAX_INDEX)).min(u128::from(u64::MAX)) as u64;
                let offsets = around(&[
                    0,
                    1 << 31,
                    1 << 32,
                    1 << 48,
                    u64::MAX,
                    edge,
                    total.min(u128::from(u64::MAX)) as u64,
                ]);
                for &offset in &offsets {
                    for size in sizes {
                        for index in [0, MAX_INDEX] {
                            let last = u128::from(index) + u128::from(offset) + u128::from(size);
                            let whole = bytes >= 4 * GIB && total < 1 << 63;
                            let expected = whole && last <= total;
                            assert_eq!(
                                reservation.catches(index, offset, size),
                                expected,
                                "{reservation:?} {index:#x} + {offset:#x} + {size}"
                            );
                            caught += usize::from(expected);
                        }
                    }
                }
            }
        }
        assert!(caught > 10_000, "{caught}");
    }

    #[test]
    fn what_a_sandbox_was_left_by() {
        let six = Reservation { bytes: 6 << 30, guard: 64 << 10 };
        assert!(!six.catches(MAX_INDEX, 0xFFFF_FFFF, 8) && six.catches(MAX_INDEX, (2 << 30) - 8, 8));
        // The guard alone makes no memory fit: one of 4 GiB would lie elsewhere.
        assert!(!Reservation { bytes: 1 << 30, guard: 8 << 30 }.catches(MAX_INDEX, 0, 1));
    }
}
