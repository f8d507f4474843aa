//! The pass backward: which slots are live at each label, and which operands are read for the last time. `facts` says why two
//! runs of it are enough.
//!
//! # Cost
//! A set is one bit per slot. Most functions have at most 64 slots; their set is one word that stays in a register, which is
//! what [`Set`] is for. Operands of most operations are one, two or three slots, and which of them exist changes from
//! operation to operation in no order that a processor could predict; so an operand that does not exist is a mask of
//! zeros and not a branch: the pass asks [`Op::field_uses`], where others walk over [`Op::operands`]. What few operations need is in
//! functions of its own, which take the set by value: it stays in its register in all the others.
//!
//! # Handlers
//! Where something may throw, all that the handlers around want is live. A range adds what its own handlers want to what those
//! of the range around it want once, when the backward pass reaches its end; so depth costs nothing at each operation.

use super::facts::{Facts, mark, uses};
use super::operation::{group, info};
use super::ranges::ranges;
use super::region_map::RegionCursor;
use crate::ir::{Func, Kind, Op};
use crate::module::ModuleData;

/// A set of slots.
trait Set {
    fn word(&self, index: usize) -> u64;
    fn set_word(&mut self, index: usize, word: u64);
    /// Index of the last word.
    fn last(&self) -> usize;
    /// An operand of this kind in a slot.
    fn bit(&self, kind: Kind, slot: u32, tracked: u32) -> Bit;

    #[inline(always)]
    fn add(&mut self, slots: std::ops::Range<u32>) {
        for slot in slots {
            let index = slot as usize / 64;
            self.set_word(index, self.word(index) | 1 << (slot % 64));
        }
    }
    #[inline(always)]
    fn remove(&mut self, slots: std::ops::Range<u32>) {
        for slot in slots {
            let index = slot as usize / 64;
            self.set_word(index, self.word(index) & !(1 << (slot % 64)));
        }
    }
    #[inline(always)]
    fn fill(&mut self, words: &[u64]) {
        for (i, &word) in words.iter().enumerate() {
            self.set_word(i, word);
        }
    }
    #[inline(always)]
    fn join(&mut self, words: &[u64]) {
        for (i, &word) in words.iter().enumerate() {
            self.set_word(i, self.word(i) | word);
        }
    }
    #[inline(always)]
    fn copy_to(&self, words: &mut [u64]) {
        for (i, word) in words.iter_mut().enumerate() {
            *word = self.word(i);
        }
    }
}

/// Of a function with at most 64 slots.
struct One(u64);

impl Set for One {
    #[inline(always)]
    fn word(&self, _: usize) -> u64 {
        self.0
    }
    #[inline(always)]
    fn set_word(&mut self, _: usize, word: u64) {
        self.0 = word;
    }
    #[inline(always)]
    fn last(&self) -> usize {
        0
    }
    #[inline(always)]
    fn bit(&self, kind: Kind, slot: u32, tracked: u32) -> Bit {
        debug_assert!(kind == Kind::None || slot < tracked, "slot {slot} of a frame of {tracked}");
        Bit { index: 0, mask: u64::from(kind != Kind::None) << (slot % 64) }
    }
    #[inline(always)]
    fn fill(&mut self, words: &[u64]) {
        self.0 = words[0];
    }
    #[inline(always)]
    fn join(&mut self, words: &[u64]) {
        self.0 |= words[0];
    }
    #[inline(always)]
    fn copy_to(&self, words: &mut [u64]) {
        words[0] = self.0;
    }
}

struct Many(Vec<u64>);

impl Set for Many {
    #[inline(always)]
    fn word(&self, index: usize) -> u64 {
        self.0[index]
    }
    #[inline(always)]
    fn set_word(&mut self, index: usize, word: u64) {
        self.0[index] = word;
    }
    #[inline(always)]
    fn last(&self) -> usize {
        self.0.len() - 1
    }
    #[inline(always)]
    fn bit(&self, kind: Kind, slot: u32, tracked: u32) -> Bit {
        let exists = (kind != Kind::None) & (slot < tracked);
        Bit { index: (slot as usize / 64).min(self.last()), mask: u64::from(exists) << (slot % 64) }
    }
    #[inline(always)]
    fn fill(&mut self, words: &[u64]) {
        self.0.copy_from_slice(words);
    }
    #[inline(always)]
    fn join(&mut self, words: &[u64]) {
        for (n, w) in self.0.iter_mut().zip(words) {
            *n |= w;
        }
    }
    #[inline(always)]
    fn copy_to(&self, words: &mut [u64]) {
        words.copy_from_slice(&self.0);
    }
}

/// An operand: its word in the set, and its bit, or none if there is no such operand or the slot is not tracked.
#[derive(Clone, Copy)]
struct Bit {
    index: usize,
    mask: u64,
}

impl Bit {
    /// `flag`, if the operand exists and its slot is not in the set.
    #[inline(always)]
    fn missing(self, set: &impl Set, flag: u8) -> u8 {
        u8::from(!set.word(self.index) & self.mask != 0) * flag
    }
    #[inline(always)]
    fn add(self, set: &mut impl Set) {
        set.set_word(self.index, set.word(self.index) | self.mask);
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
pub(super) struct Handlers {
    /// Ranges that are not reached yet, the next one last.
    ahead: Vec<u32>,
    /// First operation of each range around, outermost first.
    around: Vec<u32>,
    /// For each of them the union of its set and those around it.
    sets: Vec<u64>,
}

impl Facts {
    /// Computes `live`, `uses` and `at_entry`, and on the way `label_regions`.
    pub(super) fn compute_liveness(&mut self, module: &ModuleData, func: &Func) {
        let has_loops = self.regions.len() > 1;
        if func.frame_slots <= 64 {
            if has_loops {
                self.sweep::<false, One>(module, func, One(0));
                self.join_around();
            }
            self.sweep::<true, One>(module, func, One(0));
            return;
        }
        let mut now = std::mem::take(&mut self.now);
        now.clear();
        now.resize(self.words, 0);
        let mut now = Many(now);
        if has_loops {
            now = self.sweep::<false, Many>(module, func, now);
            self.join_around();
            now.0.fill(0);
        }
        self.now = self.sweep::<true, Many>(module, func, now).0;
    }

    /// After the first run: for each loop the union of its header's set and of those around it.
    fn join_around(&mut self) {
        for index in 1..self.regions.len() {
            let region = &self.regions[index];
            let label = self.label_of[region.start as usize] as usize * self.words;
            let parent = region.parent as usize * self.words;
            for w in 0..self.words {
                self.around[index * self.words + w] = self.live[label + w] | self.around[parent + w];
            }
        }
    }

    fn sweep<const LAST: bool, S: Set>(&mut self, module: &ModuleData, func: &Func, mut now: S) -> S {
        let tracked = self.tracked;
        let ops = &*func.ops;
        let (all_marks, mut all_uses) = (std::mem::take(&mut self.marks), std::mem::take(&mut self.uses));
        let (marks_of, uses_of) = (&all_marks[..ops.len()], &mut all_uses[..ops.len()]);
        let has_tries = !self.tries.is_empty();
        if has_tries {
            self.begin_handlers();
        }
        let mut cursor = RegionCursor::default();
        // The first run is for the headers: before the first of them is nothing to find.
        let first = if LAST { 0 } else { self.regions[1].start as usize };
        for i in (first..ops.len()).rev() {
            let marks = marks_of[i];
            if marks & mark::ENTRY != 0 {
                continue;
            }
            let op = &ops[i];
            let info = info(op.code());
            if info.groups & (group::TARGET | group::END) != 0 {
                now = self.leave::<LAST, S>(now, func, op, i);
            }
            let mut uses;
            if has_tries | (info.groups & (group::RANGED | group::CLOBBERS) != 0) {
                (now, uses) = self.ranged::<LAST, S>(now, module, func, op, i);
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
                let at = self.label_of[i] as usize * self.words;
                now.copy_to(&mut self.live[at..at + self.words]);
                if LAST {
                    let region = cursor.seek(&self.region_map, i as u32);
                    self.label_regions[self.label_of[i] as usize] = region;
                }
                debug_assert!(
                    !LAST || marks & mark::HEADER == 0 || {
                        let set = self.around_header(i as u32);
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
        (self.marks, self.uses) = (all_marks, all_uses);
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
        if !self.tries.is_empty() {
            self.join_handlers::<LAST, S>(&mut now, at, info.groups & group::THROWS != 0);
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
    fn leave<const LAST: bool, S: Set>(&self, mut now: S, func: &Func, op: &Op, at: usize) -> S {
        let groups = info(op.code()).groups;
        if groups & group::TARGET == 0 {
            for word in 0..=now.last() {
                now.set_word(word, 0);
            }
            if op.code() == crate::ir::OpCode::BrTable {
                for entry in at + 1..=at + 1 + op.hi() as usize {
                    self.join::<LAST, S>(&mut now, at, func.ops[entry].target(entry));
                }
            }
            return now;
        }
        let target = op.target(at);
        if groups & group::END == 0 {
            self.join::<LAST, S>(&mut now, at, target);
        } else if let Some(set) = self.set_of::<LAST>(at, target) {
            now.fill(set);
        } else {
            for word in 0..=now.last() {
                now.set_word(word, 0);
            }
        }
        now
    }

    /// What is wanted round the loop with this header.
    fn around_header(&self, at: u32) -> &[u64] {
        let region = self.region_of_header(at) as usize;
        &self.around[region * self.words..(region + 1) * self.words]
    }

    /// What a branch from `at` to `target` wants; the first run knows nothing of what is wanted round loops.
    #[inline(always)]
    fn set_of<const LAST: bool>(&self, at: usize, target: usize) -> Option<&[u64]> {
        if target > at {
            return Some(self.live_at(self.label_of[target]));
        }
        LAST.then(|| self.around_header(target as u32))
    }

    /// Adds what is live at `target` for a branch at `at`.
    #[inline(always)]
    fn join<const LAST: bool, S: Set>(&self, now: &mut S, at: usize, target: usize) {
        if let Some(set) = self.set_of::<LAST>(at, target) {
            now.join(set);
        }
    }

    fn begin_handlers(&mut self) {
        let h = &mut self.handlers;
        h.around.clear();
        h.sets.clear();
        h.ahead.clear();
        h.ahead.extend(0..self.tries.len() as u32);
        // The last to end is met first, and of those that end together the outermost: it begins first.
        h.ahead.sort_unstable_by_key(|&t| {
            let range = &self.tries[t as usize];
            (range.end, std::cmp::Reverse(range.start), t)
        });
    }

    /// Handlers see what was live before the operation threw, whatever the operation would have written.
    fn join_handlers<const LAST: bool, S: Set>(&mut self, now: &mut S, at: usize, throws: bool) {
        let words = self.words;
        let mut h = std::mem::take(&mut self.handlers);
        while let Some(&next) = h.ahead.last()
            && self.tries[next as usize].end.index() > at
        {
            h.ahead.pop();
            h.close(at, words);
            let from = h.sets.len();
            match from.checked_sub(words) {
                Some(outer) => h.sets.extend_from_within(outer..),
                None => h.sets.resize(words, 0),
            }
            let range = &self.tries[next as usize];
            h.around.push(range.start.get());
            for catch in &range.catches {
                let Some(set) = self.set_of::<LAST>(at, catch.target.index()) else { continue };
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

/// Of the slots of a word of a set, those below `slot`.
fn below(slot: u32, word: u32) -> u64 {
    match slot.saturating_sub(64 * word) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    }
}

impl Handlers {
    /// Leaves the ranges that begin after an operation.
    fn close(&mut self, at: usize, words: usize) {
        while self.around.last().is_some_and(|&start| start as usize > at) {
            self.around.pop();
            self.sets.truncate(self.around.len() * words);
        }
    }
}
