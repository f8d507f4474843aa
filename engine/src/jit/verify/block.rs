//! Blocks, and what leads from one to another.

use super::state::NO;

/// Instructions from a place that is jumped to until the next such place.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) at: u32,
    /// Another one in the same 64 bytes.
    pub(super) next: u32,
    /// The last edge that was found to lead here.
    pub(super) edges: u32,
    /// Where its facts, writes and clobbers begin; [`UNKNOWN`]: it was not executed yet.
    pub(super) facts: u32,
    pub(super) writes: u32,
    pub(super) clobbers: u32,
    /// Where its writes end.
    pub(super) end: u32,
    /// Bytes on the machine stack, and slots by which rbp is ahead; [`UNKNOWN`] until the block is reached.
    pub(super) depth: u32,
    pub(super) ahead: u32,
    /// An instruction that wants to know whether something is small.
    pub(super) why: u32,
    /// A bit for each slot that is written, modulo 64.
    pub(super) written: u64,
    /// Where its writes are, ordered by slot; computed when first needed.
    pub(super) sorted: u32,
    pub(super) kind: BlockKind,
    /// Whether edges may be found after it was executed. Nothing of the fields below is known of such a block.
    pub(super) is_open: bool,
    /// Where its questions about what is small begin, if there are any.
    pub(super) questions: u32,
    /// Places that are small on every edge.
    pub(super) small: Places,
    /// Places that hold what they held when the block `home` last began, whichever edge led here.
    pub(super) kept: Places,
    pub(super) home: u32,
}

pub(super) const UNKNOWN: u32 = u32::MAX;

impl Block {
    pub(super) fn new(at: u32, kind: BlockKind) -> Block {
        Block {
            at,
            next: NO,
            edges: NO,
            facts: UNKNOWN,
            writes: UNKNOWN,
            clobbers: UNKNOWN,
            end: UNKNOWN,
            depth: UNKNOWN,
            ahead: UNKNOWN,
            why: 0,
            written: 0,
            sorted: NO,
            kind,
            is_open: false,
            questions: NO,
            small: Places::NONE,
            kept: Places::NONE,
            home: NO,
        }
    }
}

/// Some of the places: registers, and of the slots the first 64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Places {
    pub(super) registers: u32,
    pub(super) slots: u64,
}

impl Places {
    pub(super) const NONE: Places = Places { registers: 0, slots: 0 };
    pub(super) const ALL: Places = Places { registers: !0, slots: !0 };

    /// Of 32 places, as questions are grouped.
    #[inline(always)]
    pub(super) fn group(self, group: u32) -> u32 {
        match group {
            0 => self.registers,
            1 => self.slots as u32,
            2 => (self.slots >> 32) as u32,
            _ => 0,
        }
    }

    #[inline]
    pub(super) fn has(self, place: u32) -> bool {
        self.group(place / 32) >> (place % 32) & 1 != 0
    }

    #[inline(always)]
    pub(super) fn and(self, other: Places) -> Places {
        Places { registers: self.registers & other.registers, slots: self.slots & other.slots }
    }

    #[inline(always)]
    pub(super) fn set_slot(&mut self, slot: u32, value: bool) {
        if slot < 64 {
            self.slots = self.slots & !(1 << slot) | u64::from(value) << slot;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BlockKind {
    Plain,
    Entry,
    /// Goes on with a loop of the interpreter.
    Loop,
    Landing,
    /// Where exceptions inside a try range come from: no code.
    Try,
}

/// What leads to a block.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    pub(super) next: u32,
    pub(super) kind: EdgeKind,
    /// Registers that hold there what they held when that block began.
    pub(super) kept: u32,
    /// Places whose values are seen at once to have nothing above 32 bits.
    pub(super) small: Places,
    /// The state there: block, registers, and how much of the logs.
    pub(super) point: Point,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EdgeKind {
    Jump,
    /// The function is called.
    Call,
    /// The interpreter goes over.
    Loop,
    /// From a try range (a block) to a handler: the catch says which slots hold what was thrown.
    Catch(u32, u32, u32),
    /// A call inside a try range: registers are lost.
    Throw,
    /// A try range inside another.
    Inner(u32),
}

/// A position in the code, as far as it is to be looked back to.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) block: u32,
    pub(super) registers: u32,
    pub(super) facts: u32,
    pub(super) writes: u32,
    pub(super) clobbers: u32,
    /// Whether something was called since the block began, so that what slots held then is no address any more.
    pub(super) called: bool,
    /// What the condition of the jump says, in the list of what such conditions say.
    pub(super) fact: u32,
}

/// 64 bytes of code.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    /// A bit for each where an instruction must begin, since something leads there.
    pub(super) starts: u64,
    /// A bit for each where a block begins that was asked something which no edge was asked yet.
    pub(super) asked: u64,
    /// The last of the blocks that begin there.
    pub(super) blocks: u32,
}
