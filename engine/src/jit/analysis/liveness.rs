//! Which slots are live at each label, and which operands are read for the last time.
//!
//! # Problem
//! A value without further readers needs no store, and its register is free. Loops make it a fixed point in general, which is not
//! linear.
//!
//! # Idea
//! One pass backward. A value can be live round a loop only if it is live at the loop's header, so the pass needs the headers' sets
//! before it meets their back edges: where there are loops it runs twice, the first time for the headers alone.
//!
//! # Why two runs are enough
//! Without back edges the first run finds every slot that is read on some path from the header that takes none. A path
//! that takes a back edge passes a header: its own, where the rest of the path starts afresh, or that of a loop around it. So the
//! union of the sets of a loop and of the loops around it holds every slot that can be live at its back edge. It may hold more, which
//! costs a store and is never wrong.
//!
//! # Sets
//! A set is one bit per slot, and one word in most functions ([`Set`]). Operands of most operations are one, two or three slots, and
//! which of them exist changes from operation to operation in no order that a processor could predict; so an operand that does not
//! exist is a mask of zeros and not a branch: the pass asks [`Op::field_uses`], where others walk over [`Op::operands`]. What few
//! operations need is in functions of its own, which take the set by value: it stays in its register in all the others.
//!
//! # Handlers
//! Where something may throw, all that the handlers around want is live. A range adds what its own handlers want to what those
//! of the range around it want once, when the backward pass reaches its end; so depth costs nothing at each operation.
//!
//! Requires: labels, regions and handlers (`cfg`).
//! Provides: live slots at each label and at the function's entry, last uses and dead results of each operation, slots that are live
//! across some call, slots that are live at some label of each region.
//! Cost: O(operations + labels * slots / 64), twice if there are loops. Slots beyond `tracked` are never in registers, which bounds the
//! sets: every access to them goes to memory.

mod set;

use set::{Many, One, Set};

use super::cfg::{Cfg, mark};
use crate::base::SplicedOp;
use crate::ir::{Func, Kind, Op, OpCode, Place, TryRange};
use crate::jit::operation::{group, info};
use crate::jit::ranges::ranges;
use crate::module::ModuleData;

/// Most slots that are tracked.
const MAX_TRACKED: u32 = 2048;
/// Most words in all live sets of a function together.
const MAX_SET_WORDS: usize = 4 << 20;

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

/// The result is written; tells whether it was wanted.
#[inline(always)]
fn define(now: &mut impl Set, op: &Op, kind: Kind, tracked: u32) -> u8 {
    let def = now.bit(kind, op.a.into(), tracked);
    let uses = def.missing(now, uses::DEF_DEAD);
    now.set_word(def.index, now.word(def.index) & !def.mask);
    if kind == Kind::V128 && u32::from(op.a) + 1 < tracked {
        now.remove(u32::from(op.a) + 1..u32::from(op.a) + 2);
    }
    uses
}

/// The ranges of handlers around the current operation, and what their handlers want.
#[derive(Default)]
struct Handlers {
    /// Ranges that are not reached yet, the next one last.
    ahead: Vec<u32>,
    /// First operation of each range around, outermost first.
    around: Vec<u32>,
    /// For each of them the union of its set and those around it.
    sets: Vec<u64>,
}

/// See the module's header.
#[derive(Default)]
pub struct Liveness {
    /// Slots below this are tracked.
    pub tracked: u32,
    /// Per operation; see `uses`.
    pub uses: Vec<u8>,
    /// Words of a set of slots.
    pub words: usize,
    /// Per label.
    live: Vec<u64>,
    at_entry: Vec<u64>,
    /// Slots that are live across some call.
    over_calls: Vec<u64>,
    /// Per region, the slots that are live at some label in it: without a register there they go through memory.
    at_labels: Vec<u64>,
    /// Union of the header's set and those of the loops around it, per region.
    around: Vec<u64>,
    now: Vec<u64>,
    handlers: Handlers,
}

impl Liveness {
    /// Computes everything for the operations that `cfg` was made of.
    pub fn compute(&mut self, module: &ModuleData, func: &Func, cfg: &Cfg) {
        self.size_sets(func, cfg);
        self.sweep_all(module, func, cfg);
        self.gather_labels(cfg);
    }

    fn size_sets(&mut self, func: &Func, cfg: &Cfg) {
        let mut tracked = func.frame_slots.min(MAX_TRACKED);
        let sets = cfg.labels as usize + cfg.regions.len();
        while tracked > 64 && (tracked as usize).div_ceil(64) * sets > MAX_SET_WORDS {
            tracked /= 2;
        }
        self.tracked = tracked;
        self.words = (tracked as usize).div_ceil(64).max(1);
        self.uses.clear();
        self.uses.resize(func.ops.len(), 0);
        self.live.clear();
        self.live.resize(self.words * cfg.labels as usize, 0);
        self.around.clear();
        self.around.resize(self.words * cfg.regions.len(), 0);
        self.over_calls.clear();
        self.over_calls.resize(self.words, 0);
    }

    /// What is live at labels of each region and of the loops inside.
    fn gather_labels(&mut self, cfg: &Cfg) {
        self.at_labels.clear();
        self.at_labels.resize(self.words * cfg.regions.len(), 0);
        for (set, &region) in self.live.chunks_exact(self.words).zip(&cfg.label_regions) {
            let all = &mut self.at_labels[region as usize * self.words..];
            for (all, word) in all.iter_mut().zip(set) {
                *all |= word;
            }
        }
        for region in (1..cfg.regions.len()).rev() {
            let parent = cfg.regions[region].parent as usize;
            for word in 0..self.words {
                self.at_labels[parent * self.words + word] |= self.at_labels[region * self.words + word];
            }
        }
    }

    /// Computes `live`, `uses`, `at_entry` and `over_calls`.
    fn sweep_all(&mut self, module: &ModuleData, func: &Func, cfg: &Cfg) {
        let has_loops = cfg.regions.len() > 1;
        if func.frame_slots <= 64 {
            if has_loops {
                self.sweep::<false, One>(module, func, cfg, One(0));
                self.join_around(cfg);
            }
            self.sweep::<true, One>(module, func, cfg, One(0));
            return;
        }
        let mut now = std::mem::take(&mut self.now);
        now.clear();
        now.resize(self.words, 0);
        let mut now = Many(now);
        if has_loops {
            now = self.sweep::<false, Many>(module, func, cfg, now);
            self.join_around(cfg);
            now.0.fill(0);
        }
        self.now = self.sweep::<true, Many>(module, func, cfg, now).0;
    }

    /// After the first run: for each loop the union of its header's set and of those around it.
    fn join_around(&mut self, cfg: &Cfg) {
        for index in 1..cfg.regions.len() {
            let region = &cfg.regions[index];
            let label = cfg.label_of[region.start as usize] as usize * self.words;
            let parent = region.parent as usize * self.words;
            for w in 0..self.words {
                self.around[index * self.words + w] = self.live[label + w] | self.around[parent + w];
            }
        }
    }

    fn sweep<const LAST: bool, S: Set>(
        &mut self,
        module: &ModuleData,
        func: &Func,
        cfg: &Cfg,
        mut now: S,
    ) -> S {
        let tracked = self.tracked;
        let ops = &*func.ops;
        let mut all_uses = std::mem::take(&mut self.uses);
        let (marks_of, uses_of) = (&cfg.marks[..ops.len()], &mut all_uses[..ops.len()]);
        let has_tries = !cfg.tries.is_empty();
        if has_tries {
            self.handlers.begin(&cfg.tries);
        }
        // The first run is for the headers: before the first of them is nothing to find.
        let first = if LAST { 0 } else { cfg.regions[1].start as usize };
        for i in (first..ops.len()).rev() {
            let marks = marks_of[i];
            if marks & mark::ENTRY != 0 {
                continue;
            }
            let op = &ops[i];
            let info = info(op.code());
            if info.groups & (group::TARGET | group::END) != 0 {
                now = self.leave::<LAST, S>(now, func, cfg, op, i);
            }
            let mut uses;
            if has_tries | (info.groups & (group::RANGED | group::CLOBBERS) != 0) {
                (now, uses) = self.ranged::<LAST, S>(now, module, func, cfg, op, i);
            } else {
                uses = define(&mut now, op, info.fields.def, tracked);
            }
            let [b, c, third] = op.field_uses(info.fields);
            let b = now.bit(b.0, b.1, tracked);
            let c = now.bit(c.0, c.1, tracked);
            let third = now.bit(third.0, third.1, tracked);
            uses |= b.missing(&now, uses::B_DIES)
                | c.missing(&now, uses::C_DIES)
                | third.missing(&now, uses::THIRD_DIES);
            b.add(&mut now);
            c.add(&mut now);
            third.add(&mut now);
            debug_assert!(
                op.uses(info.fields)
                    .all(|o| o.slot >= tracked || now.word(o.slot as usize / 64) >> (o.slot % 64) & 1 == 1),
                "a mask of {} is not what its operands say",
                op.code().name()
            );
            if LAST {
                uses_of[i] = uses;
            }
            if marks & mark::LABEL != 0 {
                let at = cfg.label_of[i] as usize * self.words;
                now.copy_to(&mut self.live[at..at + self.words]);
                debug_assert!(
                    !LAST || marks & mark::HEADER == 0 || {
                        let set = self.around_header(cfg, i as u32);
                        set.iter().enumerate().all(|(w, a)| now.word(w) & !a == 0)
                    },
                    "a value is live at a loop header and was not expected round the loop"
                );
            }
        }
        if LAST {
            self.at_entry.clear();
            self.at_entry.resize(self.words, 0);
            now.copy_to(&mut self.at_entry);
        }
        self.uses = all_uses;
        now
    }

    /// What is live before the result of an operation is written, but for its operands with fields; for operations with ranges of
    /// slots, and where there are handlers.
    #[inline(never)]
    fn ranged<const LAST: bool, S: Set>(
        &mut self,
        mut now: S,
        module: &ModuleData,
        func: &Func,
        cfg: &Cfg,
        op: &Op,
        at: usize,
    ) -> (S, u8) {
        let (info, tracked) = (info(op.code()), self.tracked);
        let mut read = 0..0;
        if info.groups & group::RANGED != 0 {
            let ranges = ranges(module, func, op);
            read = ranges.read.start..ranges.read.end.min(tracked);
            now.remove(ranges.written.start..ranges.written.end.min(tracked));
        }
        let uses = define(&mut now, op, info.fields.def, tracked);
        if !cfg.tries.is_empty() {
            self.join_handlers::<LAST, S>(&mut now, cfg, at, info.groups & group::THROWS != 0);
        }
        if LAST && info.groups & group::CLOBBERS != 0 {
            for (word, over) in self.over_calls.iter_mut().enumerate() {
                *over |= now.word(word);
            }
        }
        now.add(read);
        (now, uses)
    }

    /// What is live after an operation that has other successors than the next.
    #[inline(never)]
    fn leave<const LAST: bool, S: Set>(&self, mut now: S, func: &Func, cfg: &Cfg, op: &Op, at: usize) -> S {
        let groups = info(op.code()).groups;
        if groups & group::TARGET == 0 {
            for word in 0..=now.last() {
                now.set_word(word, 0);
            }
            if op.code() == OpCode::BrTable {
                for entry in at + 1..=at + 1 + op.hi() as usize {
                    self.join::<LAST, S>(&mut now, cfg, at, func.ops[entry].target(entry));
                }
            }
            return now;
        }
        let target = op.target(at);
        if groups & group::END == 0 {
            self.join::<LAST, S>(&mut now, cfg, at, target);
        } else if let Some(set) = self.set_of::<LAST>(cfg, at, target) {
            now.fill(set);
        } else {
            for word in 0..=now.last() {
                now.set_word(word, 0);
            }
        }
        now
    }

    /// What is wanted round the loop with this header.
    fn around_header(&self, cfg: &Cfg, at: u32) -> &[u64] {
        let region = cfg.region_of_header(at) as usize;
        &self.around[region * self.words..(region + 1) * self.words]
    }

    /// What a branch from `at` to `target` wants; the first run knows nothing of what is wanted round loops.
    #[inline(always)]
    fn set_of<const LAST: bool>(&self, cfg: &Cfg, at: usize, target: usize) -> Option<&[u64]> {
        if target > at {
            return Some(self.live_at(cfg.label_of[target]));
        }
        LAST.then(|| self.around_header(cfg, target as u32))
    }

    /// Adds what is live at `target` for a branch at `at`.
    #[inline(always)]
    fn join<const LAST: bool, S: Set>(&self, now: &mut S, cfg: &Cfg, at: usize, target: usize) {
        if let Some(set) = self.set_of::<LAST>(cfg, at, target) {
            now.join(set);
        }
    }

    /// Handlers see what was live before the operation threw, whatever the operation would have written.
    fn join_handlers<const LAST: bool, S: Set>(&mut self, now: &mut S, cfg: &Cfg, at: usize, throws: bool) {
        let words = self.words;
        let mut h = std::mem::take(&mut self.handlers);
        while let Some(&next) = h.ahead.last()
            && cfg.tries[next as usize].end.index() > at
        {
            h.ahead.pop();
            h.close(at, words);
            let from = h.sets.len();
            match from.checked_sub(words) {
                Some(outer) => h.sets.extend_from_within(outer..),
                None => h.sets.resize(words, 0),
            }
            let range = &cfg.tries[next as usize];
            h.around.push(range.start.get());
            for catch in &range.catches {
                let Some(set) = self.set_of::<LAST>(cfg, at, catch.target.index()) else { continue };
                // From the payload on the unwinder writes what the handler reads.
                for ((n, w), word) in h.sets[from..].iter_mut().zip(set).zip(0..) {
                    *n |= w & below(catch.slot, word);
                }
            }
        }
        h.close(at, words);
        if throws && !h.around.is_empty() {
            now.join(&h.sets[h.sets.len() - words..]);
        }
        self.handlers = h;
    }
}

/// What later stages ask.
impl Liveness {
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

    /// Whether a slot is live when the function is entered.
    pub fn is_live_at_entry(&self, slot: u32) -> bool {
        slot >= self.tracked || self.at_entry[slot as usize / 64] >> (slot % 64) & 1 == 1
    }
}

/// Of the slots of a word of a set, those below `slot`.
fn below(slot: u32, word: u32) -> u64 {
    match slot.saturating_sub(64 * word) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    }
}

impl Handlers {
    fn begin(&mut self, tries: &[TryRange<SplicedOp>]) {
        self.around.clear();
        self.sets.clear();
        self.ahead.clear();
        self.ahead.extend(0..tries.len() as u32);
        // The last to end is met first, and of those that end together the outermost: it begins first.
        self.ahead.sort_unstable_by_key(|&t| {
            let range = &tries[t as usize];
            (range.end, std::cmp::Reverse(range.start), t)
        });
    }

    /// Leaves the ranges that begin after an operation.
    fn close(&mut self, at: usize, words: usize) {
        while self.around.last().is_some_and(|&start| start as usize > at) {
            self.around.pop();
            self.sets.truncate(self.around.len() * words);
        }
    }
}
