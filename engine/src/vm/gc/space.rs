//! The space: where objects lie, which cells are free, and what begins at an offset.
//!
//! # Layout
//! ```text
//!  base                32 KiB     64 KiB
//!  ├ block 0: never used ┼ block 1 ┼ block 2 …                          up to 4 GiB - 32 KiB, reserved at once,
//!                          │                                            committed from the front in chunks
//!                          ├ small: cells of one size class
//!                          │   ├cell┼cell┼cell┼ …
//!                          └ large: one object over one or more whole blocks
//! ```
//! Aside, for every block: one bit per cell that says "an object begins here" (`live`) and one for marking.
//!
//! # Allocation
//! Each size class owns a *run*: free cells in a row. Allocation takes the next one, three instructions. When the run
//! is used up, the next one comes from a hole between live cells of a block with space, or is a whole fresh block.
//! Memory is zeroed when it becomes a run, so that taking a cell writes nothing but the header.
//!
//! The `live` bits of cells taken from a run are set when the run ends, all together. A collection ends all runs first
//! ([`Space::retire_runs`]); between collections nobody asks for the bits. So INV GC-START costs nothing per object.
//!
//! # Why a wrong guess is harmless
//! [`Space::find`] takes any number. It answers only if the number is the start of a cell whose `live` bit is set, and
//! such a cell holds an initialized object.
//!
//! Must not know: types, roots.

use std::io;
use std::ptr;

use super::bits::{Bits, WORDS, find_bit, set_bits};
use super::class::{BLOCK, BLOCK_SHIFT, CELLS, CLASSES, LARGE, MAX_SMALL, RECIPROCALS, SizeClass};
use crate::base::Mutant;
use crate::sys::Mapping;
use crate::sys::mmap::page_size;

/// The reservation ends below 4 GiB, so that the end of a run also fits in 32 bits.
const RESERVATION: usize = (1 << 32) - BLOCK;
/// The heap may allocate this much before the first collection.
const MIN_THRESHOLD: usize = 1 << 20;
/// Memory is made accessible at least so many blocks at a time.
const COMMIT_BLOCKS: usize = 32;
/// A row of free blocks this long is given back to the system.
const DECOMMIT_BLOCKS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Free,
    Small,
    /// First block of a large object.
    Large,
    /// A further block of a large object.
    Tail,
}

#[derive(Clone, Copy)]
struct Block {
    used: Use,
    /// Size class, or [`LARGE`].
    class: u8,
    /// Its memory may be other than zero.
    dirty: bool,
    /// Of a [`Use::Large`] block: how many blocks the object has.
    blocks: u32,
}

impl Block {
    const FREE: Block = Block { used: Use::Free, class: LARGE, dirty: false, blocks: 0 };
}

/// Free cells in a row, as offsets from the base. Machine code takes cells too: while `next` is below `end`, it is one.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Run {
    start: u32,
    pub next: u32,
    pub end: u32,
}

/// Where an object lies: its block and its cell in the block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place {
    block: u32,
    cell: u32,
}

/// See the module's header.
pub(super) struct Space {
    mapping: Option<Mapping>,
    base: *mut u8,
    /// How many blocks may ever be used.
    max_blocks: usize,
    /// How many blocks the store allows now.
    allowed_blocks: usize,
    blocks: Vec<Block>,
    bits: Vec<Bits>,
    /// By class; that of [`LARGE`] is always empty.
    runs: [Run; CLASSES + 1],
    /// Blocks of a class that have free cells and were not yet looked at since the last sweep.
    partial: [Vec<u32>; CLASSES],
    /// Rows of free blocks: (first, how many).
    free: Vec<(u32, u32)>,
    live: usize,
    allocated: usize,
    /// Bytes of roots that the last collection had to look at.
    pub(super) root_bytes: usize,
    /// See `GcHeap::set_zeal`.
    pub(super) zeal: bool,
    /// Under zeal: allocations to let pass before the next collection.
    zeal_pause: u32,
    sweeps: u32,
}

impl Default for Space {
    fn default() -> Self {
        Space {
            mapping: None,
            base: ptr::null_mut(),
            max_blocks: RESERVATION / BLOCK,
            allowed_blocks: usize::MAX,
            blocks: Vec::new(),
            bits: Vec::new(),
            runs: [Run::default(); CLASSES + 1],
            partial: [const { Vec::new() }; CLASSES],
            free: Vec::new(),
            live: 0,
            allocated: 0,
            root_bytes: 0,
            zeal: false,
            zeal_pause: 0,
            sweeps: 0,
        }
    }
}

/// Under zeal, after so many collections one more allocation passes between two of them, so that a program with ten
/// million allocations ends, too.
const ZEAL_PATIENCE: u32 = 1000;

/// What the byte pattern of a swept object is under zeal: odd, so that as a reference it is an i31.
const POISON: u8 = 0x5b;

impl Space {
    /// The runs by class, for machine code.
    pub(super) fn runs(&mut self) -> *mut Run {
        self.runs.as_mut_ptr()
    }

    pub(super) fn base(&self) -> *mut u8 {
        self.base
    }

    /// Bytes of the objects that survived the last collection.
    pub(super) fn live_bytes(&self) -> usize {
        self.live
    }

    /// Bytes handed out since the last collection.
    pub(super) fn allocated_bytes(&self) -> usize {
        self.allocated
    }

    pub(super) fn set_limit(&mut self, bytes: usize) {
        // Block 0 is not used, so it does not count.
        self.max_blocks = bytes.min(RESERVATION - BLOCK).div_ceil(BLOCK) + 1;
    }

    pub(super) fn committed_bytes(&self) -> usize {
        self.blocks.len() * BLOCK
    }

    pub(super) fn set_allowance(&mut self, bytes: usize) {
        self.allowed_blocks = bytes / BLOCK;
    }

    /// Whether `size` more bytes should be preceded by a collection.
    #[inline]
    pub(super) fn due(&mut self, size: usize) -> bool {
        if self.zeal {
            match self.zeal_pause.checked_sub(1) {
                Some(pause) => self.zeal_pause = pause,
                None => return true,
            }
        }
        let work = self.live + self.root_bytes;
        self.allocated.saturating_add(size) > MIN_THRESHOLD.max(work)
    }

    /// A zeroed cell of the class from its current run, if that has one left.
    #[inline(always)]
    pub(super) fn alloc_fast(&mut self, class: SizeClass) -> Option<u32> {
        let class = class.0 as usize;
        let run = &mut self.runs[class];
        (run.next < run.end).then(|| {
            let at = run.next;
            run.next += u32::from(CELLS[class]);
            at
        })
    }

    /// Zeroed memory for an object of `size` bytes, 16-aligned; `None` if the heap is full.
    pub(super) fn alloc(&mut self, size: usize) -> Option<u32> {
        if size > MAX_SMALL {
            return self.alloc_large(size);
        }
        let class = SizeClass::of(size as u64);
        if let Some(at) = self.alloc_fast(class) {
            return Some(at);
        }
        self.next_run(class.0 as usize)?;
        self.alloc_fast(class)
    }

    fn alloc_large(&mut self, size: usize) -> Option<u32> {
        let count = size.div_ceil(BLOCK);
        let first = self.take_blocks(count)?;
        for block in &mut self.blocks[first..first + count] {
            *block = Block { used: Use::Tail, class: LARGE, dirty: true, blocks: 0 };
        }
        self.blocks[first].used = Use::Large;
        self.blocks[first].blocks = count as u32;
        self.bits[first].live[0] = 1;
        self.allocated += count * BLOCK;
        Some((first * BLOCK) as u32)
    }

    /// Gives the class a run with at least one cell.
    fn next_run(&mut self, class: usize) -> Option<()> {
        let old = self.runs[class];
        self.retire(class);
        // The rest of the block the last run was in, then the other blocks with holes.
        if old.end != 0 && self.open_hole(class, (old.end - 1) >> BLOCK_SHIFT, old.end) {
            return Some(());
        }
        while let Some(block) = self.partial[class].pop() {
            if self.open_hole(class, block, block << BLOCK_SHIFT) {
                return Some(());
            }
        }
        let block = self.take_blocks(1)?;
        self.blocks[block] = Block { used: Use::Small, class: class as u8, dirty: true, blocks: 0 };
        self.bits[block] = Bits::NONE;
        let start = (block * BLOCK) as u32;
        let end = start + (BLOCK / CELLS[class] as usize * CELLS[class] as usize) as u32;
        self.open_run(class, start, end);
        Some(())
    }

    /// Makes the first hole of `block` at or after offset `from` the class's run.
    fn open_hole(&mut self, class: usize, block: u32, from: u32) -> bool {
        let size = CELLS[class] as usize;
        let cells = BLOCK / size;
        let base = block << BLOCK_SHIFT;
        let live = &self.bits[block as usize].live;
        let Some(first) = find_bit(live, (from - base) as usize / size, cells, false) else { return false };
        let last = find_bit(live, first, cells, true).unwrap_or(cells);
        let (start, end) = (base + (first * size) as u32, base + (last * size) as u32);
        // SAFETY: the range lies in a committed block and holds no object.
        unsafe {
            let bytes = if Mutant::CellsNotCleared.is_on() { 0 } else { (end - start) as usize };
            ptr::write_bytes(self.base.add(start as usize), 0, bytes);
        }
        self.open_run(class, start, end);
        true
    }

    fn open_run(&mut self, class: usize, start: u32, end: u32) {
        self.runs[class] = Run { start, next: start, end };
        self.allocated += (end - start) as usize;
    }

    /// Ends the class's run: what was taken from it now counts as objects, the rest as free.
    fn retire(&mut self, class: usize) {
        let Run { start, next, end } = std::mem::take(&mut self.runs[class]);
        self.allocated -= (end - next) as usize;
        if start < next {
            let size = u32::from(CELLS[class]);
            let in_block = start & (BLOCK as u32 - 1);
            let first = in_block / size;
            let bits = &mut self.bits[(start >> BLOCK_SHIFT) as usize].live;
            set_bits(bits, first as usize, (first + (next - start) / size) as usize);
        }
    }

    /// Makes the `live` bits complete: to be called before [`Space::find`] and before a sweep.
    pub(super) fn retire_runs(&mut self) {
        for class in 0..CLASSES {
            self.retire(class);
        }
    }

    /// `count` free blocks in a row, zeroed.
    fn take_blocks(&mut self, count: usize) -> Option<usize> {
        let first = match self.free.iter().rposition(|&(_, n)| n as usize >= count) {
            Some(i) => {
                let row = &mut self.free[i];
                row.1 -= count as u32;
                let first = (row.0 + row.1) as usize;
                if row.1 == 0 {
                    self.free.swap_remove(i);
                }
                first
            }
            None => self.extend(count)?,
        };
        let mut block = first;
        while block < first + count {
            // Neighbours are zeroed together.
            let end = (block..first + count)
                .find(|&b| self.blocks[b].dirty != self.blocks[block].dirty)
                .unwrap_or(first + count);
            if self.blocks[block].dirty {
                // SAFETY: the blocks are committed and free.
                unsafe { ptr::write_bytes(self.base.add(block * BLOCK), 0, (end - block) * BLOCK) };
            }
            block = end;
        }
        Some(first)
    }

    /// Commits more memory for `count` blocks in a row; what is over becomes a free row.
    fn extend(&mut self, count: usize) -> Option<usize> {
        if self.mapping.is_none() {
            self.reserve().ok()?;
        }
        let mapping = self.mapping.as_mut()?;
        let old = self.blocks.len();
        let room = self.max_blocks.min(self.allowed_blocks).min(mapping.len() / BLOCK).saturating_sub(old);
        if room < count {
            return None;
        }
        let wanted = count.max(COMMIT_BLOCKS).max(old / 4).min(room);
        let new = [wanted, count].into_iter().find_map(|n| {
            mapping.commit(old * BLOCK..(old + n) * BLOCK).ok()?;
            Some(n)
        })?;
        self.blocks.resize(old + new, Block::FREE);
        self.bits.resize(old + new, Bits::NONE);
        if new > count {
            self.free.push(((old + count) as u32, (new - count) as u32));
        }
        Some(old)
    }

    /// Reserves address space, less of it if the system does not grant so much.
    fn reserve(&mut self) -> io::Result<()> {
        let mut bytes = RESERVATION.min(self.max_blocks * BLOCK);
        let mapping = loop {
            match Mapping::reserve(bytes) {
                Ok(mapping) => break mapping,
                Err(e) if bytes <= MIN_THRESHOLD => return Err(e),
                Err(_) => bytes = (bytes / 4).next_multiple_of(BLOCK),
            }
        };
        self.base = mapping.base();
        self.mapping = Some(mapping);
        // Block 0 stays inaccessible: offset 0 is null.
        self.blocks.push(Block { used: Use::Tail, ..Block::FREE });
        self.bits.push(Bits::NONE);
        Ok(())
    }

    /// The object that begins at offset `at`, for any number. The runs must be retired.
    #[inline]
    pub(super) fn find(&self, at: u64) -> Option<Place> {
        let block = (at >> BLOCK_SHIFT) as usize;
        let info = self.blocks.get(block)?;
        let inside = at & (BLOCK as u64 - 1);
        let cell = (inside * u64::from(RECIPROCALS[info.class as usize])) >> 32;
        let size = CELLS.get(info.class as usize).map_or(0, |&s| u64::from(s));
        let live = self.bits[block].live.get(cell as usize / 64)? >> (cell % 64) & 1 == 1;
        (live && cell * size == inside).then_some(Place { block: block as u32, cell: cell as u32 })
    }

    /// Marks the object; whether it was not marked before.
    #[inline]
    pub(super) fn mark(&mut self, place: Place) -> bool {
        let word = &mut self.bits[place.block as usize].marked[place.cell as usize / 64];
        let bit = 1 << (place.cell % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(super) fn is_marked(&self, place: Place) -> bool {
        self.bits[place.block as usize].marked[place.cell as usize / 64] >> (place.cell % 64) & 1 == 1
    }

    /// Offsets of all marked objects in `blocks`.
    pub(super) fn marked_in(&self, block: usize) -> impl Iterator<Item = u32> + use<> {
        let info = self.blocks[block];
        let size = CELLS.get(info.class as usize).map_or(0, |&s| u32::from(s));
        let marked = self.bits[block].marked;
        (0..WORDS as u32).flat_map(move |w| {
            let mut word = marked[w as usize];
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros();
                    word &= word - 1;
                    (block as u32 * BLOCK as u32) + (w * 64 + bit) * size
                })
            })
        })
    }

    pub(super) fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Frees every object that is not marked, and forgets the marks. The runs must be retired.
    pub(super) fn sweep(&mut self) {
        self.sweeps = self.sweeps.saturating_add(1);
        self.zeal_pause = self.sweeps / ZEAL_PATIENCE;
        self.live = 0;
        self.allocated = 0;
        self.free.clear();
        self.partial.iter_mut().for_each(Vec::clear);
        let mut block = 0;
        while block < self.blocks.len() {
            block += match self.blocks[block].used {
                Use::Free | Use::Tail => 1,
                Use::Small => {
                    self.sweep_small(block);
                    1
                }
                Use::Large => self.sweep_large(block),
            };
        }
        self.collect_free_rows();
    }

    fn sweep_small(&mut self, block: usize) {
        let class = self.blocks[block].class as usize;
        let size = CELLS[class] as usize;
        if self.zeal {
            self.poison_dead(block, size);
        }
        let bits = &mut self.bits[block];
        bits.live = std::mem::replace(&mut bits.marked, [0; WORDS]);
        let cells = bits.live.iter().map(|w| w.count_ones() as usize).sum::<usize>();
        self.live += cells * size;
        if cells == 0 {
            self.blocks[block].used = Use::Free;
        } else if cells < BLOCK / size {
            self.partial[class].push(block as u32);
        }
    }

    /// Returns how many blocks the object has.
    fn sweep_large(&mut self, block: usize) -> usize {
        let count = self.blocks[block].blocks as usize;
        let bits = &mut self.bits[block];
        bits.live[0] = std::mem::take(&mut bits.marked[0]);
        if bits.live[0] == 0 {
            self.blocks[block..block + count].iter_mut().for_each(|b| b.used = Use::Free);
        } else {
            self.live += count * BLOCK;
        }
        count
    }

    fn poison_dead(&mut self, block: usize, size: usize) {
        for cell in 0..BLOCK / size {
            let bits = &self.bits[block];
            if (bits.live[cell / 64] & !bits.marked[cell / 64]) >> (cell % 64) & 1 == 1 {
                // SAFETY: the cell lies in a committed block, and no live object is in it.
                unsafe { ptr::write_bytes(self.base.add(block * BLOCK + cell * size), POISON, size) };
            }
        }
    }

    /// Finds the rows of free blocks anew and gives the memory of long ones back.
    fn collect_free_rows(&mut self) {
        // Block 0 is never free.
        let mut block = 1;
        while block < self.blocks.len() {
            let is_free = |b: &Block| b.used == Use::Free;
            if !is_free(&self.blocks[block]) {
                block += 1;
                continue;
            }
            let count = self.blocks[block..].iter().take_while(|b| is_free(b)).count();
            if self.give_back(block, count) {
                self.free.push((block as u32, count as u32));
            }
            block += count;
        }
    }

    /// Prepares a row of free blocks for its next use; returns whether it can be used.
    fn give_back(&mut self, block: usize, count: usize) -> bool {
        let row = &mut self.blocks[block..block + count];
        row.iter_mut().for_each(|b| b.class = LARGE);
        let whole_pages = BLOCK.is_multiple_of(page_size());
        let Some(mapping) = &self.mapping else { return false };
        if !whole_pages || count < DECOMMIT_BLOCKS || !row.iter().any(|b| b.dirty) {
            return true;
        }
        let range = block * BLOCK..(block + count) * BLOCK;
        // SAFETY: the blocks are free and whole pages, so nothing in use lies in them.
        let result = unsafe { mapping.decommit(range.clone()) }.and_then(|()| mapping.commit(range));
        // Where the system gives no access again, the blocks are lost, as if an object kept them.
        row.iter_mut().for_each(|b| match &result {
            Ok(()) => b.dirty = false,
            Err(_) => b.used = Use::Tail,
        });
        result.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_kept_and_freed_cells_come_back_zeroed() {
        let mut space = Space::default();
        space.set_limit(3 * BLOCK);
        let mut all = Vec::new();
        while let Some(at) = space.alloc(1000) {
            // SAFETY: the cell was just handed out.
            unsafe { ptr::write_bytes(space.base().add(at as usize), 0xff, 1000) };
            all.push(at);
        }
        assert_eq!(all.len(), 3 * (BLOCK / 1024));
        assert!(space.alloc(BLOCK).is_none());
        space.retire_runs();
        // Every second one survives.
        for &at in all.iter().step_by(2) {
            let place = space.find(u64::from(at)).unwrap();
            assert!(space.mark(place) && !space.mark(place));
        }
        space.sweep();
        assert_eq!(space.live_bytes(), all.len() / 2 * 1024);
        let again: Vec<u32> = std::iter::from_fn(|| space.alloc(1000)).collect();
        assert_eq!(again.len(), all.len() / 2);
        for at in again {
            assert_eq!(all.iter().position(|&a| a == at).unwrap() % 2, 1);
            // SAFETY: the cell was just handed out.
            let bytes = unsafe { std::slice::from_raw_parts(space.base().add(at as usize), 1024) };
            assert!(bytes.iter().all(|&b| b == 0));
        }
    }

    #[test]
    fn only_starts_of_objects_are_found() {
        let mut space = Space::default();
        let small: Vec<u32> = (0..100).map(|_| space.alloc(40).unwrap()).collect();
        let large = space.alloc(3 * BLOCK - 8).unwrap();
        space.retire_runs();
        let end = (space.block_count() * BLOCK) as u64;
        let found: Vec<u64> = (0..end + 64).filter(|&at| space.find(at).is_some()).collect();
        let mut expected: Vec<u64> = small.iter().chain([&large]).map(|&r| u64::from(r)).collect();
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert!(space.find(u64::MAX).is_none() && space.find(1 << 32).is_none());
    }

    #[test]
    fn large_objects_are_freed_and_their_blocks_used_again() {
        let mut space = Space::default();
        space.set_limit(200 * BLOCK);
        for round in 0..20 {
            let at = space.alloc(150 * BLOCK).unwrap_or_else(|| panic!("round {round}"));
            assert!(space.alloc(150 * BLOCK).is_none());
            // SAFETY: the object was just handed out with this size.
            let bytes = unsafe { std::slice::from_raw_parts_mut(space.base().add(at as usize), 150 * BLOCK) };
            assert!(bytes.iter().all(|&b| b == 0));
            bytes.fill(0xaa);
            space.retire_runs();
            space.sweep();
            assert_eq!(space.live_bytes(), 0);
        }
    }
}
