//! The executable memory of an engine, and who has which part of it.
//!
//! # Problem
//! Functions are compiled one at a time, on any thread, and freed with their modules. A mapping for each would waste
//! most of a page on small functions, put them too far apart for near calls, and fill the table of code that the
//! handler of faults searches.
//!
//! # Idea
//! One sparse range per engine, large enough that nobody asks for a second and small enough that any two places in it
//! reach each other by a relative call. Free ranges are known by offset, so that freeing joins neighbours, and by length:
//! allocation takes the smallest that fits and looks at no other, as a module has tens of thousands of functions. The order
//! of calls alone decides the offsets, so runs can be repeated exactly.
//!
//! What is freed is filled with breakpoints, so that a stray jump stops where it lands. Memory is given back in large
//! aligned pieces, when the last byte of one is freed; those read as zero.
//!
//! # Invariants
//! - INV ARENA-OWN: a block lies in no other live block and in no free range; all bytes are in one or the other.
//! - INV ARENA-GRAIN: offsets of free ranges and blocks are multiples of `GRAIN`, and neighbouring free ranges are
//!   always joined.
//! - The range is registered with the handler of faults as long as the arena lives, which is what INV SIG-RANGE asks.
//!
//! Must not know: what the code is, how faults are resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::sys::DualMapping;
use crate::sys::signal::{Registration, Resolver, register};

/// Bytes of address space to reserve, by preference. Within the first, signed 32-bit displacements reach everything.
const SIZES: [usize; 3] = [1 << 30, 256 << 20, 64 << 20];

/// Blocks are multiples of this, so that no free range is too small to be of use. It is the alignment of functions: one that is
/// larger would leave a range behind at every other of them.
const GRAIN: usize = 32;

/// The largest alignment that can be asked for: that of the mapping.
const MAX_ALIGN: usize = 4096;

/// Memory is given back to the system in aligned pieces of this size; a call per function would cost more than it gives.
const PIECE: usize = 256 << 10;

/// What free memory is filled with: `int3`.
const BREAKPOINT: u8 = 0xCC;

/// The reasons why there is no block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArenaError {
    #[error("no room for {0} bytes of code")]
    NoRoom(usize),
    #[error("the code is that of the process from which this one was forked")]
    Forked,
}

/// How an arena is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct ArenaOptions {
    /// Bytes that it may have at most.
    pub most: Option<usize>,
    /// Whether the kernel is to call its memory anonymous; see [`DualMapping::anonymous`].
    pub anonymous: bool,
}

/// Executable memory, handed out in blocks.
#[derive(Debug)]
pub struct Arena {
    /// Dropped first: the range is unregistered before it is unmapped.
    _registration: Registration,
    memory: DualMapping,
    free: Mutex<FreeList>,
    /// `thread::forks` when it was made.
    forks: u32,
}

/// A part of an arena, with its addresses in both views.
#[derive(Debug)]
pub struct Block {
    /// From the start of the arena.
    pub offset: usize,
    /// At least what was asked for.
    pub len: usize,
    pub exec: *const u8,
    pub write: *mut u8,
}

// SAFETY: the addresses are plain memory that the block's owner alone writes; whoever follows them argues.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Arena {
    /// Reserves an arena and registers it: `resolver` is asked about faults of its code.
    ///
    /// # Safety
    /// `resolver` does what [`register`] asks of it; and the arena lives longer than any code in it runs.
    ///
    /// # Errors
    /// If the system refuses even the smallest size, or faults cannot be handled here.
    pub unsafe fn new(resolver: Resolver, options: ArenaOptions) -> io::Result<Arc<Arena>> {
        let ArenaOptions { most, anonymous } = options;
        let map = |size: usize| {
            let size = most.map_or(size, |most| size.min(most));
            if anonymous { DualMapping::anonymous(size) } else { DualMapping::new(size) }
        };
        let [first, others @ ..] = SIZES;
        let memory = others.iter().fold(map(first), |memory, &size| memory.or_else(|_| map(size)))?;
        let start = memory.exec() as usize;
        // SAFETY: the caller's promise.
        let registration = unsafe { register(start..start + memory.len(), resolver) }?;
        let usable = most.map_or(memory.len(), |most| memory.len().min(most) / GRAIN * GRAIN);
        let free = Mutex::new(FreeList::new(usable));
        Ok(Arc::new(Arena { _registration: registration, memory, free, forks: crate::sys::thread::forks() }))
    }

    /// Lowest address of the view that runs.
    pub fn exec(&self) -> *const u8 {
        self.memory.exec()
    }

    /// Bytes, used and free.
    pub fn len(&self) -> usize {
        self.memory.len()
    }

    /// Never true.
    pub fn is_empty(&self) -> bool {
        self.memory.is_empty()
    }

    /// Whether its memory is there: a process that was forked since does not have it (INV DUAL-FORK).
    pub fn is_ours(&self) -> bool {
        self.forks == crate::sys::thread::forks()
    }

    /// Bytes in no block.
    pub fn free_bytes(&self) -> usize {
        self.lock().ranges.values().sum()
    }

    /// The smallest free range that has room for `bytes` at a multiple of `align`, a power of two up to a page. What the
    /// bytes are is undetermined.
    ///
    /// # Errors
    /// If there is none, or the process was forked since.
    pub fn alloc(&self, bytes: usize, align: usize) -> Result<Block, ArenaError> {
        if !self.is_ours() {
            return Err(ArenaError::Forked);
        }
        let (offset, len) = self.lock().take(bytes, align).ok_or(ArenaError::NoRoom(bytes))?;
        let exec = self.memory.exec().wrapping_add(offset);
        Ok(Block { offset, len, exec, write: self.memory.write().wrapping_add(offset) })
    }

    /// Makes the block free again. After a fork there is nothing to free.
    ///
    /// # Safety
    /// The block is of this arena; no thread runs its code or will, and none writes it.
    pub unsafe fn free(&self, block: Block) {
        debug_assert_eq!(
            block.exec,
            self.memory.exec().wrapping_add(block.offset),
            "a block of another arena"
        );
        if !self.is_ours() {
            return;
        }
        // SAFETY: INV ARENA-OWN: the block is ours until it is in the list, and the caller has given it up.
        unsafe { block.write.write_bytes(BREAKPOINT, block.len) };
        let mut free = self.lock();
        let joined = free.put(block.offset, block.len);
        // The pieces that this block has completed: those that overlap it and lie in the joined range.
        let start = joined.start.max(block.offset / PIECE * PIECE).next_multiple_of(PIECE);
        let end = joined.end.min((block.offset + block.len).next_multiple_of(PIECE)) / PIECE * PIECE;
        if start < end {
            // If it fails the memory stays with us, which does no harm.
            // SAFETY: the pieces are free, and nobody can allocate them while we hold the list.
            let _ = unsafe { self.memory.discard(start..end) };
        }
    }

    fn lock(&self) -> MutexGuard<'_, FreeList> {
        // No method of the list leaves it half changed.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Free ranges.
#[derive(Debug)]
struct FreeList {
    /// Offset to length.
    ranges: BTreeMap<usize, usize>,
    /// The free ranges as (length, offset), to find the smallest that fits.
    by_len: BTreeSet<(usize, usize)>,
}

impl FreeList {
    fn new(len: usize) -> FreeList {
        FreeList { ranges: BTreeMap::from([(0, len)]), by_len: BTreeSet::from([(len, 0)]) }
    }

    fn insert(&mut self, offset: usize, len: usize) {
        self.ranges.insert(offset, len);
        self.by_len.insert((len, offset));
    }

    /// Takes the range at `offset` out and returns its length.
    fn remove(&mut self, offset: usize) -> Option<usize> {
        let len = self.ranges.remove(&offset)?;
        self.by_len.remove(&(len, offset));
        Some(len)
    }

    /// Takes offset and length of a range for `bytes`.
    fn take(&mut self, bytes: usize, align: usize) -> Option<(usize, usize)> {
        assert!(align.is_power_of_two() && align <= MAX_ALIGN, "alignment of code: {align}");
        let len = bytes.max(1).checked_next_multiple_of(GRAIN)?;
        // Functions ask for no more than the grain, and get the first of these.
        let (start, end, offset) = self.by_len.range((len, 0)..).find_map(|&(free, start)| {
            let offset = start.next_multiple_of(align);
            let fits = offset.checked_add(len)? <= start + free;
            fits.then_some((start, start + free, offset))
        })?;
        self.remove(start);
        for (from, to) in [(start, offset), (offset + len, end)] {
            if from < to {
                self.insert(from, to - from);
            }
        }
        Some((offset, len))
    }

    /// Puts a range back and returns the free range that it is part of now.
    fn put(&mut self, offset: usize, len: usize) -> std::ops::Range<usize> {
        let (mut start, mut end) = (offset, offset + len);
        if let Some((&before, &free)) = self.ranges.range(..start).next_back() {
            debug_assert!(before + free <= start, "freed twice");
            if before + free == start {
                self.remove(before);
                start = before;
            }
        }
        if let Some(after) = self.remove(end) {
            end += after;
        }
        self.insert(start, end - start);
        start..end
    }
}

#[cfg(test)]
mod tests;
