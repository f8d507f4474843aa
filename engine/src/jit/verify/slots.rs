//! What slots hold.
//!
//! They are kept as a log of writes: where a block is left, its successors remember how long the log was, and what a slot held
//! there is found by looking back. A write of the present block is found in one step (`last`).

use super::block::{Block, Point};
use super::sets::bit_of;
use super::state::{Clobber, MOST_NAMES, NO, Results, Run};
use super::value::{ENTRY, Id, JUNK, PLAIN, SLOT, result_at};

impl Run<'_> {
    /// A slot is written. It is nowhere that addresses are kept.
    pub(super) fn write_slot(&mut self, slot: u32, id: Id) {
        let is_small = self.is_seen_small(id);
        self.write_slot_seen(slot, id, is_small);
    }

    /// A slot is written, and it is known whether the value is small.
    #[inline]
    pub(super) fn write_slot_seen(&mut self, slot: u32, id: Id, is_small: bool) {
        let id = if id < PLAIN && self.val(id).is_pointer() { JUNK } else { id };
        let (word, bit) = bit_of(SLOT + slot);
        if word < self.words {
            let may_be_small = !is_small && self.may_be_small(id);
            self.set_place(word, bit, is_small, may_be_small);
        }
        self.b.last[slot as usize] = (self.b.stamp, self.b.writes.len() as u32);
        self.b.writes.push((slot, id));
    }

    /// What a slot holds now.
    pub(super) fn slot(&mut self, slot: u32) -> Id {
        let (stamp, at) = self.b.last[slot as usize];
        let written = (stamp == self.b.stamp).then_some(at);
        let first = self.b.blocks[self.block as usize].clobbers;
        let clobbers = first..self.b.clobbers.len() as u32;
        self.slot_after(slot, written, clobbers)
    }

    /// What a slot held at a point.
    pub(super) fn slot_at(&mut self, slot: u32, point: &Point) -> Id {
        /// Fewer writes are looked through one by one.
        const MANY: u32 = 64;
        let block = self.b.blocks[point.block as usize];
        // The log of the current block still grows.
        let is_done = point.block != self.block;
        let written = if point.writes - block.writes <= MANY || !is_done {
            let writes = &self.b.writes[block.writes as usize..point.writes as usize];
            writes.iter().rposition(|write| write.0 == slot).map(|at| block.writes + at as u32)
        } else {
            let sorted = self.sort_writes(point.block);
            let before = sorted.partition_point(|&write| write < (slot, point.writes));
            sorted[..before].last().filter(|write| write.0 == slot).map(|write| write.1)
        };
        self.slot_after(slot, written, block.clobbers..point.clobbers)
    }

    /// The writes of a block, ordered by slot.
    fn sort_writes(&mut self, block: u32) -> &[(u32, u32)] {
        let Block { writes, end, sorted, .. } = self.b.blocks[block as usize];
        let (mut from, count) = (sorted as usize, (end - writes) as usize);
        if sorted == NO {
            from = self.b.sorted.len();
            self.b.blocks[block as usize].sorted = from as u32;
            let log = &self.b.writes[writes as usize..end as usize];
            self.b.sorted.extend(log.iter().zip(writes..).map(|(write, at)| (write.0, at)));
            self.b.sorted[from..].sort_unstable();
        }
        &self.b.sorted[from..from + count]
    }

    /// What a slot holds that was written there in the log, if at all, before some of these clobbers.
    fn slot_after(&mut self, slot: u32, written: Option<u32>, clobbers: std::ops::Range<u32>) -> Id {
        for at in clobbers.rev() {
            let clobber = self.b.clobbers[at as usize];
            if written.is_some_and(|at| at >= clobber.writes) || clobber.lowest > slot {
                break;
            }
            let lost = match clobber.result {
                Results::Of(_) => slot >= clobber.from,
                Results::One(_, count) => (clobber.from..clobber.from + count).contains(&slot),
            };
            if !lost {
                continue;
            }
            return match clobber.result {
                Results::One(id, _) if slot == clobber.from => id,
                Results::Of(ty) => {
                    // The first result is in a register.
                    let ty = self.module.type_entries.get(ty as usize).filter(|_| slot > clobber.from);
                    match ty.and_then(|ty| result_at(ty.func(), slot - clobber.from)) {
                        Some(val) if self.plain < MOST_NAMES => self.value(val),
                        _ => JUNK,
                    }
                }
                Results::One(..) => JUNK,
            };
        }
        match written {
            Some(at) => self.b.writes[at as usize].1,
            None => ENTRY | (SLOT + slot),
        }
    }

    pub(super) fn clobber(&mut self, from: u32, result: Results) {
        let first = self.b.blocks[self.block as usize].clobbers;
        let before = if self.b.clobbers.len() as u32 > first {
            self.b.clobbers.last().map_or(NO, |clobber| clobber.lowest)
        } else {
            NO
        };
        let end = match result {
            Results::Of(_) => self.func.frame_slots,
            Results::One(_, count) => from.saturating_add(count),
        };
        self.lose_slots(from, end);
        if let Results::One(id, _) = result {
            let (word, bit) = bit_of(SLOT + from);
            if word < self.words && self.is_seen_small(id) {
                self.small[word] |= bit;
            }
        }
        let writes = self.b.writes.len() as u32;
        self.b.clobbers.push(Clobber { writes, from, lowest: before.min(from), result });
    }

    /// These slots do not hold any more what they held.
    fn lose_slots(&mut self, from: u32, end: u32) {
        self.snapshot = NO;
        let below = |slot: u32, word: u32| match slot.saturating_sub(64 * word) {
            slot @ 0..64 => (1 << slot) - 1,
            _ => u64::MAX,
        };
        for word in from / 64..end.div_ceil(64).min(self.words as u32 - 1) {
            let stays = !below(end, word) | below(from, word);
            let word = 1 + word as usize;
            self.small[word] &= stays;
            self.kept[word] &= stays;
            self.moved[word] &= stays;
        }
    }
}
