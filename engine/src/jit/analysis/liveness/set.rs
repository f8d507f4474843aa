//! Sets of slots, one bit each.
//!
//! Most functions have at most 64 slots; their set is one word that stays in a register in all of the backward pass, which is generic
//! over [`Set`] for that.

use crate::ir::Kind;

/// A set of slots.
pub(super) trait Set {
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
pub(super) struct One(pub(super) u64);

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

pub(super) struct Many(pub(super) Vec<u64>);

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
pub(super) struct Bit {
    pub(super) index: usize,
    pub(super) mask: u64,
}

impl Bit {
    /// `flag`, if the operand exists and its slot is not in the set.
    #[inline(always)]
    pub(super) fn missing(self, set: &impl Set, flag: u8) -> u8 {
        u8::from(!set.word(self.index) & self.mask != 0) * flag
    }
    #[inline(always)]
    pub(super) fn add(self, set: &mut impl Set) {
        set.set_word(self.index, set.word(self.index) | self.mask);
    }
}
