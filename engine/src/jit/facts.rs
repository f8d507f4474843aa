//! What the compiler knows of a function before it emits anything: labels, loops, who uses which slot, and what is live.
//!
//! # Passes
//! One pass forward finds the targets of branches and the loops (a branch backwards makes its target a loop header; wasm's
//! structure guarantees that loops nest). One pass backward computes which slots are live at each label and which
//! operands are read for the last time. A value can be live round a loop only if it is live at the loop's header, so the pass
//! needs the headers' sets before it meets their back edges: where there are loops it runs twice, the first time for
//! the headers alone.
//!
//! # Why two runs are enough
//! Without back edges the first run finds every slot that is read on some path from the header that takes none. A path
//! that takes a back edge passes a header: its own, where the rest of the path starts afresh, or that of a loop around it. So the union of
//! the sets of a loop and of the loops around it holds every slot that can be live at its back edge. It may hold more, which costs
//! a store and is never wrong.
//!
//! # Caps
//! Slots beyond `tracked` are never in registers: every access goes to memory. That bounds the sets.

use super::inline::Spliced;
use super::liveness::Handlers;
use super::operation::{group, info, is_return_call};
use super::ranges::{Ranges, ranges};
use super::region_map::RegionMap;
use crate::base::SplicedOp;
use crate::ir::{Func, OpCode, Place, TryRange};
use crate::module::ModuleData;

/// Most slots that are tracked.
const MAX_TRACKED: u32 = 2048;
/// Most words in all live sets of a function together.
const MAX_SET_WORDS: usize = 4 << 20;

pub const NO_LABEL: u32 = u32::MAX;

/// What an operation reads for the last time, and whether its result is wanted.
pub mod uses {
    use super::Place;

    pub const B_DIES: u8 = 1;
    pub const C_DIES: u8 = 2;
    pub const THIRD_DIES: u8 = 4;
    pub const DEF_DEAD: u8 = 8;

    /// What is said of the operand with this place. Of operands in ranges nothing is.
    #[inline(always)]
    pub const fn of(place: Place) -> u8 {
        match place {
            Place::B => B_DIES,
            Place::C => C_DIES,
            Place::Third => THIRD_DIES,
            Place::A => DEF_DEAD,
            Place::Range => 0,
        }
    }
}

/// What stands at an operation.
pub mod mark {
    /// A branch arrives here.
    pub const LABEL: u8 = 1;
    /// A backward branch arrives here.
    pub const HEADER: u8 = 2;
    /// An entry of a branch table: no code of its own.
    pub const ENTRY: u8 = 4;
    /// An exception handler begins here.
    pub const HANDLER: u8 = 8;
}

/// A loop, or (the first) the whole function.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    pub parent: u32,
    pub depth: u32,
    /// First and last operation.
    pub start: u32,
    pub end: u32,
    pub calls: u32,
    pub ops: u32,
    /// A loop is inside.
    pub has_loop: bool,
    /// A loop inside has calls.
    pub calls_inside: bool,
}

fn region(parent: u32, depth: u32, start: u32, end: u32) -> Region {
    Region { parent, depth, start, end, calls: 0, ops: 0, has_loop: false, calls_inside: false }
}

/// The slots that are live at a label.
#[derive(Clone, Copy)]
pub struct Live<'a> {
    words: &'a [u64],
    tracked: u32,
}

impl Live<'_> {
    /// Whether a slot is live. Slots that are not tracked count as live.
    #[inline(always)]
    pub fn has(self, slot: u32) -> bool {
        slot >= self.tracked || self.words[slot as usize / 64] >> (slot % 64) & 1 == 1
    }
}

/// See the module's header.
#[derive(Default)]
pub struct Facts {
    /// Try ranges of the current function's operations.
    pub tries: Vec<TryRange<SplicedOp>>,
    /// Per operation; see `mark`.
    pub marks: Vec<u8>,
    /// Per operation; see `uses`.
    pub uses: Vec<u8>,
    /// Number of the label at each operation.
    pub label_of: Vec<u32>,
    pub labels: u32,
    /// Innermost region of each label.
    pub label_regions: Vec<u32>,
    pub regions: Vec<Region>,
    /// Innermost region of each operation.
    pub region_map: RegionMap,
    /// Slots below this are tracked.
    pub tracked: u32,
    /// Operations that call something.
    pub calls: Vec<u32>,
    /// Operations that call another function in the place of this one.
    pub tail_calls: Vec<u32>,
    /// Per region, the slots that are live at some label in it: without a register there they go through memory.
    at_labels: Vec<u64>,
    /// Slots that are live across some call.
    pub(super) over_calls: Vec<u64>,
    /// Words of a set of slots.
    pub(super) words: usize,
    pub(super) now: Vec<u64>,
    pub(super) at_entry: Vec<u64>,
    /// Union of the header's set and those of the loops around it, per region.
    pub(super) around: Vec<u64>,
    pub(super) live: Vec<u64>,
    pub(super) handlers: Handlers,
    loop_end: Vec<(u32, u32)>,
    region_at_header: Vec<(u32, u32)>,
    /// Regions around the current operation.
    stack: Vec<u32>,
}

impl Facts {
    /// The first look at a function, or at one with others inside: labels, calls, and how many operands stand in ranges, which is
    /// returned. Whatever that is, it costs no more than there are operations.
    pub fn begin(&mut self, module: &ModuleData, func: &Func, spliced: Option<&Spliced>) -> u64 {
        self.tries.clear();
        match spliced {
            Some(spliced) => self.tries.extend_from_slice(&spliced.tries),
            // What was compiled is the function itself: the numbers are the same.
            None => self.tries.extend(func.tries.iter().map(|t| t.renumbered(|op| SplicedOp::new(op.get())))),
        }
        self.find_labels(module, spliced.map_or(func, |spliced| &spliced.func))
    }

    /// Computes the rest for the operations that `begin` has seen.
    pub fn gather(&mut self, module: &ModuleData, func: &Func) {
        self.find_regions(func);
        self.size_sets(func);
        self.compute_liveness(module, func);
        self.gather_labels();
    }

    /// What is live at labels of each region and of the loops inside.
    fn gather_labels(&mut self) {
        self.at_labels.clear();
        self.at_labels.resize(self.words * self.regions.len(), 0);
        for (set, &region) in self.live.chunks_exact(self.words).zip(&self.label_regions) {
            let all = &mut self.at_labels[region as usize * self.words..];
            for (all, word) in all.iter_mut().zip(set) {
                *all |= word;
            }
        }
        for region in (1..self.regions.len()).rev() {
            let parent = self.regions[region].parent as usize;
            for word in 0..self.words {
                self.at_labels[parent * self.words + word] |= self.at_labels[region * self.words + word];
            }
        }
    }

    fn find_labels(&mut self, module: &ModuleData, func: &Func) -> u64 {
        let mut operands = 0;
        let n = func.ops.len();
        self.marks.clear();
        self.marks.resize(n, 0);
        self.uses.clear();
        self.uses.resize(n, 0);
        self.label_of.clear();
        self.label_of.resize(n, NO_LABEL);
        self.labels = 0;
        self.loop_end.clear();
        self.calls.clear();
        self.tail_calls.clear();
        let mut i = 0;
        while i < n {
            let op = &func.ops[i];
            let groups = info(op.code()).groups;
            if groups == 0 {
                i += 1;
                continue;
            }
            if groups & group::RANGED != 0 {
                let Ranges { read, written } = ranges(module, func, op);
                operands += read.len() as u64 + written.len() as u64;
            }
            if groups & group::CLOBBERS != 0 {
                self.calls.push(i as u32);
            }
            if groups & group::END != 0 && is_return_call(op.code()) {
                self.tail_calls.push(i as u32);
            }
            if groups & group::TARGET != 0 {
                self.target(i, op.target(i));
            }
            if op.code() == OpCode::BrTable {
                let behind = i + 2 + op.hi() as usize;
                for j in i + 1..behind {
                    self.marks[j] |= mark::ENTRY;
                    self.target(j, func.ops[j].target(j));
                }
                i = behind - 1;
            }
            i += 1;
        }
        let tries = std::mem::take(&mut self.tries);
        for range in &tries {
            for catch in &range.catches {
                self.label(catch.target.index(), mark::LABEL | mark::HANDLER);
                if catch.target < range.end {
                    self.marks[catch.target.index()] |= mark::HEADER;
                    self.loop_end.push((catch.target.get(), range.end.get().max(1) - 1));
                }
            }
        }
        self.tries = tries;
        operands
    }

    fn target(&mut self, at: usize, target: usize) {
        self.label(target, mark::LABEL);
        if target <= at {
            self.marks[target] |= mark::HEADER;
            self.loop_end.push((target as u32, at as u32));
        }
    }

    /// A branch arrives at an operation: it gets a number.
    fn label(&mut self, at: usize, marks: u8) {
        self.marks[at] |= marks;
        if self.label_of[at] == NO_LABEL {
            self.label_of[at] = self.labels;
            self.labels += 1;
        }
    }

    fn find_regions(&mut self, func: &Func) {
        let n = func.ops.len() as u32;
        self.sort_loops();
        self.regions.clear();
        self.region_map.clear();
        self.region_at_header.clear();
        self.stack.clear();
        self.stack.push(0);
        self.regions.push(region(0, 0, 0, n - 1));
        for at in 0..self.loop_end.len() {
            let (start, end) = self.loop_end[at];
            self.close_loops(start);
            let parent = self.innermost();
            let index = self.regions.len() as u32;
            let depth = self.regions[parent as usize].depth + 1;
            self.regions[parent as usize].has_loop = true;
            self.regions.push(region(parent, depth, start, end));
            self.region_at_header.push((start, index));
            self.region_map.push(start, index);
            self.stack.push(index);
        }
        self.close_loops(n);
        self.count_regions(n);
    }

    /// Makes of the branches backwards one entry for each header, ascending, and so that those inside each other nest. Where a loop
    /// ends is not told by its last branch alone: that may stand inside another loop, which then goes on, and all of that other loop
    /// belongs to it.
    fn sort_loops(&mut self) {
        self.loop_end.sort_unstable();
        // Of each header the entry with its last branch.
        self.loop_end.reverse();
        self.loop_end.dedup_by_key(|l| l.0);
        // From the last header on; the stack has those that are inside no other one met so far, the first of them on top.
        self.stack.clear();
        for i in 0..self.loop_end.len() {
            let (start, mut end) = self.loop_end[i];
            while let Some(&inner) = self.stack.last()
                && self.loop_end[inner as usize].0 <= end
            {
                end = end.max(self.loop_end[inner as usize].1);
                self.stack.pop();
            }
            self.loop_end[i] = (start, end);
            self.stack.push(i as u32);
        }
        self.loop_end.reverse();
    }

    fn innermost(&self) -> u32 {
        *self.stack.last().unwrap_or(&0)
    }

    /// Notes the ends of the loops that end before `next`, the next header or the function's end.
    fn close_loops(&mut self, next: u32) {
        while self.stack.len() > 1 && self.regions[self.innermost() as usize].end < next {
            let at = self.regions[self.innermost() as usize].end + 1;
            self.stack.pop();
            if at < self.marks.len() as u32 {
                self.region_map.push(at, self.innermost());
            }
        }
    }

    /// Counts operations and calls of each region.
    fn count_regions(&mut self, n: u32) {
        let mut call = 0;
        for (run, region) in self.region_map.runs(n) {
            let calls = self.calls[call..].iter().take_while(|&&c| c < run.end).count();
            let region = &mut self.regions[region as usize];
            region.ops += run.end - run.start;
            region.calls += calls as u32;
            call += calls;
        }
        for index in (1..self.regions.len()).rev() {
            let Region { parent, calls, calls_inside, .. } = self.regions[index];
            self.regions[parent as usize].calls_inside |= calls > 0 || calls_inside;
        }
    }

    fn size_sets(&mut self, func: &Func) {
        let mut tracked = func.frame_slots.min(MAX_TRACKED);
        let sets = self.labels as usize + self.regions.len();
        while tracked > 64 && (tracked as usize).div_ceil(64) * sets > MAX_SET_WORDS {
            tracked /= 2;
        }
        self.tracked = tracked;
        self.words = (tracked as usize).div_ceil(64).max(1);
        self.label_regions.clear();
        self.label_regions.resize(self.labels as usize, 0);
        self.live.clear();
        self.live.resize(self.words * self.labels as usize, 0);
        self.around.clear();
        self.around.resize(self.words * self.regions.len(), 0);
        self.over_calls.clear();
        self.over_calls.resize(self.words, 0);
    }

    /// Whether a slot is live across some call. Slots that are not tracked count as such.
    pub fn is_over_call(&self, slot: u32) -> bool {
        slot >= self.tracked || self.over_calls[slot as usize / 64] >> (slot % 64) & 1 == 1
    }

    /// Whether a tracked slot is live at some label of a region or of a loop in it. If not, its values live and die between labels.
    pub fn is_at_label(&self, region: usize, slot: u32) -> bool {
        let word = region * self.words + slot as usize / 64;
        slot < self.tracked && self.at_labels[word] >> (slot % 64) & 1 == 1
    }

    /// How many tracked slots are live at no label of a region.
    pub fn off_labels(&self, region: usize) -> usize {
        let at_labels = &self.at_labels[region * self.words..][..self.words];
        self.tracked as usize - at_labels.iter().map(|w| w.count_ones() as usize).sum::<usize>()
    }

    /// The slots live at a label.
    pub fn live_at(&self, label: u32) -> &[u64] {
        let at = label as usize * self.words;
        &self.live[at..at + self.words]
    }

    /// The slots live at a label, as a set to query slot by slot.
    pub fn live(&self, label: u32) -> Live<'_> {
        Live { words: self.live_at(label), tracked: self.tracked }
    }

    /// Whether a slot is live at a label. Slots that are not tracked count as live.
    pub fn is_live(&self, label: u32, slot: u32) -> bool {
        self.live(label).has(slot)
    }

    /// The region whose header stands at an operation.
    pub fn region_of_header(&self, at: u32) -> u32 {
        match self.region_at_header.binary_search_by_key(&at, |r| r.0) {
            Ok(i) => self.region_at_header[i].1,
            Err(_) => panic!("operation {at} is no loop header"),
        }
    }

    /// Innermost region of an operation.
    pub fn region_at(&self, at: u32) -> u32 {
        self.region_map.region_at(at)
    }

    /// Whether a slot is live when the function is entered.
    pub fn is_live_at_entry(&self, slot: u32) -> bool {
        slot >= self.tracked || self.at_entry[slot as usize / 64] >> (slot % 64) & 1 == 1
    }
}
