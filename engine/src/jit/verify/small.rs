//! Which places have nothing above 32 bits where a block begins.
//!
//! # Problem
//! Nearly all that a proof needs of what a register or slot held when its block began is that. Asked place by place, of one edge after the
//! other, such questions are a quarter of all work.
//!
//! # Idea
//! Sets of places, a bit for each ([`Places`]). While a block is executed, three are kept: places whose value is seen to be small,
//! those that hold what they held when the block began, and those whose value was elsewhere then or is made of such values. An edge
//! writes them down, the third as pairs of places ([`Snapshot`]). What a block needs to be small when it begins is a set as well. When
//! all blocks are executed, the needs are carried against the direction of the edges, once from the last edge to the first, and
//! again where a loop adds some ([`Run::spread_needs`]).
//!
//! # Why that is right
//! In the end each edge brings along what its target needs, if its source had what that needs; and what comes from outside is not
//! asked to bring what it does not. So, step by step of an execution, each block has what it needs when it begins.
//!
//! What the sets cannot say (slots beyond them, values that an edge neither kept nor moved) is no fault yet but a question
//! (`demand`), which follows values further.
//!
//! Cost: each edge once, and those of a block again whenever its needs became more.

use super::block::{Block, Edge};
use super::sets::{NEAR, Places, Snapshot, WORDS, bit_of, place_of};
use super::state::{NO, Run};
use super::value::{ENTRY, Fact, Id, Need, PLAIN, SLOT, Val, What};

impl Run<'_> {
    /// Words for this many slots.
    pub(super) fn size_sets(&mut self, slots: u32) {
        self.words = (1 + slots.div_ceil(64) as usize).clamp(NEAR, WORDS);
    }

    /// Writes down what is known here.
    pub(super) fn take_snapshot(&mut self, taken: Option<Fact>) -> u32 {
        let (words, more) = (self.words, self.b.masks.len() as u32);
        if words > NEAR {
            self.b.masks.extend_from_slice(&self.small[NEAR..words]);
            self.b.masks.extend_from_slice(&self.kept[NEAR..words]);
        }
        let at = self.push_snapshot([self.small[0], self.small[1]], [self.kept[0], self.kept[1]], more);
        if self.moved[0] | self.moved[1] != 0 || words > NEAR {
            self.add_all_moved(at);
        }
        if self.compares_halves {
            self.add_compared(at, taken);
            self.b.snapshots[at as usize].pairs_end = self.b.pairs.len() as u32;
        }
        at
    }

    fn add_all_moved(&mut self, at: u32) {
        for word in 0..self.words {
            let mut rest = self.moved[word];
            while rest != 0 {
                self.add_moved(at, word, rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        self.b.snapshots[at as usize].pairs_end = self.b.pairs.len() as u32;
    }

    /// For an exception, which brings no registers along.
    pub(super) fn take_snapshot_of_slots(&mut self) -> u32 {
        let before = (self.small[0], self.kept[0], self.moved[0]);
        (self.small[0], self.kept[0], self.moved[0]) = (0, 0, 0);
        let at = self.take_snapshot(None);
        (self.small[0], self.kept[0], self.moved[0]) = before;
        self.b.snapshots[at as usize].small[0] = 0;
        at
    }

    /// With these places small, and these as they were.
    pub(super) fn add_snapshot(&mut self, small: &Places, kept: &Places) -> u32 {
        let more = self.b.masks.len() as u32;
        if self.words > NEAR {
            self.b.masks.extend_from_slice(&small[NEAR..self.words]);
            self.b.masks.extend_from_slice(&kept[NEAR..self.words]);
        }
        self.push_snapshot([small[0], small[1]], [kept[0], kept[1]], more)
    }

    #[inline(always)]
    fn push_snapshot(&mut self, small: [u64; NEAR], kept: [u64; NEAR], more: u32) -> u32 {
        let pairs = self.b.pairs.len() as u32;
        self.b.registers.extend_from_slice(&self.registers);
        self.b.snapshots.push(Snapshot { small, kept, more, paired: [0; NEAR], pairs, pairs_end: pairs });
        self.b.snapshots.len() as u32 - 1
    }

    fn add_small(&mut self, snapshot: u32, word: usize, bits: u64) {
        let snapshot = &mut self.b.snapshots[snapshot as usize];
        match word.checked_sub(NEAR) {
            None => snapshot.small[word] |= bits,
            Some(word) => self.b.masks[snapshot.more as usize + word] |= bits,
        }
    }

    /// A place that is small if the pairs which were written down for it say so.
    #[inline]
    fn add_paired(&mut self, snapshot: u32, word: usize, bit: u64) {
        self.add_small(snapshot, word, bit);
        if word < NEAR {
            self.b.snapshots[snapshot as usize].paired[word] |= bit;
        }
    }

    /// Writes down what makes a place small that holds what another one held, if anything does.
    #[inline]
    fn add_moved(&mut self, snapshot: u32, word: usize, bit: u32) {
        let place = place_of(word, bit);
        let id = match word {
            0 => self.registers[bit as usize & 31],
            _ => self.b.writes[self.b.last[(place - SLOT) as usize].1 as usize].1,
        };
        if id & ENTRY != 0 {
            if bit_of(id & !ENTRY).0 < self.words {
                self.b.pairs.push((place, id & !ENTRY));
                self.add_paired(snapshot, word, 1 << bit);
            }
            return;
        }
        /// Values that are looked at for one place.
        const STEPS: u32 = 16;
        let before = self.b.pairs.len();
        match self.add_pairs(place, id, &mut { STEPS }) {
            true => self.add_paired(snapshot, word, 1 << bit),
            false => self.b.pairs.truncate(before),
        }
    }

    fn add_pairs(&mut self, place: u32, id: Id, steps: &mut u32) -> bool {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        if id & ENTRY != 0 {
            let source = id & !ENTRY;
            self.b.pairs.push((place, source));
            return bit_of(source).0 < self.words;
        }
        if id >= PLAIN {
            return self.is_seen_small(id);
        }
        match self.val(id) {
            Val::Either(a, b) | Val::Joined(a, b) => {
                self.add_pairs(place, a, steps) && self.add_pairs(place, b, steps)
            }
            Val::Upper(of) => self.add_pairs(place, of, steps),
            val => self.fits(val, Need::Small),
        }
    }

    /// Adds places whose value was compared with its own low half in this block.
    fn add_compared(&mut self, snapshot: u32, taken: Option<Fact>) {
        /// Facts that are looked at, of those that are known here.
        const LATEST: usize = 8;
        let from = self.b.blocks[self.block as usize].facts as usize;
        for number in 0..=LATEST {
            let fact = match number {
                0 => taken,
                _ => self.b.facts[from..].iter().rev().nth(number - 1).copied(),
            };
            let Some(fact) = fact.filter(|fact| fact.what == What::Small) else { continue };
            for reg in 0..32 {
                if self.registers[reg] == fact.of {
                    self.add_small(snapshot, 0, 1 << reg);
                }
            }
            if fact.of & ENTRY != 0 {
                let (word, bit) = bit_of(fact.of & !ENTRY);
                if word != 0 && word < self.words {
                    self.add_small(snapshot, word, bit & self.kept[word]);
                }
            }
        }
    }

    /// The current block needs a place to be small that holds what it held when the block began, or did so then. False: ask otherwise.
    #[inline(always)]
    pub(super) fn need_small(&mut self, place: u32) -> bool {
        let (word, bit) = bit_of(place);
        if word >= NEAR || self.compares_halves {
            return false;
        }
        let block = &mut self.b.blocks[self.block as usize];
        block.needs[word] |= bit;
        block.why = self.at;
        true
    }

    /// A block needs a place to be small when it begins. False: no set knows it.
    #[inline]
    pub(super) fn ask_small(&mut self, block: u32, place: u32, why: u32) -> bool {
        let (word, bit) = bit_of(place);
        if word >= self.words || self.are_spread {
            return false;
        }
        self.add_needs(block, word, bit, why);
        true
    }

    /// The places in a word that a block needs.
    #[inline(always)]
    fn needs(&self, block: u32, word: usize) -> u64 {
        match word.checked_sub(NEAR) {
            None => self.b.blocks[block as usize].needs[word],
            Some(word) => {
                let at = block as usize * (self.words - NEAR) + word;
                self.b.needs.get(at).copied().unwrap_or(0)
            }
        }
    }

    /// Adds to the places that a block needs: whether that are more than before.
    #[inline(always)]
    fn add_needs(&mut self, block: u32, word: usize, bits: u64, why: u32) -> bool {
        let entry = &mut self.b.blocks[block as usize];
        let needs = match word.checked_sub(NEAR) {
            None => &mut entry.needs[word],
            Some(word) => {
                entry.needs_far = true;
                let at = block as usize * (self.words - NEAR) + word;
                if at >= self.b.needs.len() {
                    self.b.needs.resize(at + 1, 0);
                }
                &mut self.b.needs[at]
            }
        };
        let is_more = bits & !*needs != 0;
        *needs |= bits;
        if is_more {
            entry.why = why;
        }
        is_more
    }

    /// Carries needs from each block to where control comes from.
    pub(super) fn spread_needs(&mut self) {
        debug_assert!(self.b.work.is_empty());
        for edge in (0..self.b.edges.len() as u32).rev() {
            if self.carry_back(edge) {
                let source = self.b.edges[edge as usize].point.block;
                // What leads there and comes earlier is looked at anyway.
                let last = self.b.blocks[source as usize].edges;
                if last != NO && last >= edge {
                    self.b.work.push(source);
                }
            }
        }
        while let Some(block) = self.b.work.pop() {
            let mut next = self.b.blocks[block as usize].edges;
            while next != NO {
                let Edge { next: after, point, .. } = self.b.edges[next as usize];
                if self.carry_back(next) {
                    self.b.work.push(point.block);
                }
                next = after;
            }
        }
        self.are_spread = true;
    }

    /// Carries needs along one edge: whether its source needs more than before.
    #[inline(always)]
    fn carry_back(&mut self, edge: u32) -> bool {
        let Edge { to, snapshot, point, .. } = self.b.edges[edge as usize];
        let Block { needs, why, needs_far, .. } = self.b.blocks[to as usize];
        if needs[0] | needs[1] == 0 && !needs_far {
            return false;
        }
        let known = &self.b.snapshots[snapshot as usize];
        let (mut source, mut rest, mut paired) = ([0; NEAR], [0; NEAR], 0);
        for word in 0..NEAR {
            let open = needs[word] & !known.small[word];
            (source[word], rest[word]) = (open & known.kept[word], open & !known.kept[word]);
            paired |= needs[word] & known.paired[word];
        }
        let mut is_more = false;
        if source[0] | source[1] != 0 {
            let block = &mut self.b.blocks[point.block as usize];
            for (needs, more) in block.needs.iter_mut().zip(source) {
                is_more |= more & !*needs != 0;
                *needs |= more;
            }
            if is_more {
                block.why = why;
            }
        }
        if rest[0] | rest[1] != 0 {
            self.ask_rest(to, 0, rest[0], why);
            self.ask_rest(to, 1, rest[1], why);
        }
        if paired != 0 || needs_far {
            is_more |= self.carry_others(edge);
        }
        is_more
    }

    /// Carries needs in words beyond the first, and of places that hold what others held.
    #[inline(never)]
    fn carry_others(&mut self, edge: u32) -> bool {
        let Edge { to, point, snapshot, .. } = self.b.edges[edge as usize];
        let Snapshot { more, pairs, pairs_end, .. } = self.b.snapshots[snapshot as usize];
        let (why, mut is_more) = (self.b.blocks[to as usize].why, false);
        for word in NEAR..self.words {
            let needs = self.needs(to, word);
            if needs == 0 {
                continue;
            }
            let at = more as usize + word - NEAR;
            let (small, kept) = (self.b.masks[at], self.b.masks[at + self.words - NEAR]);
            let rest = needs & !small;
            if rest & kept != 0 {
                is_more |= self.add_needs(point.block, word, rest & kept, why);
            }
            self.ask_rest(to, word, rest & !kept, why);
        }
        for at in pairs..pairs_end {
            let (place, source) = self.b.pairs[at as usize];
            let (word, bit) = bit_of(place);
            if self.needs(to, word) & bit != 0 {
                let (word, bit) = bit_of(source);
                is_more |= self.add_needs(point.block, word, bit, why);
            }
        }
        is_more
    }

    /// What an edge does not say of its target's needs is asked in full.
    #[inline(always)]
    fn ask_rest(&mut self, block: u32, word: usize, mut rest: u64, why: u32) {
        while rest != 0 {
            self.ask_other(block, place_of(word, rest.trailing_zeros()), Need::Small, why);
            rest &= rest - 1;
        }
    }
}
