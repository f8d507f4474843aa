//! Blocks, and what leads from one to another.

use super::sets::NEAR;
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
    /// Where its writes are, ordered by slot; computed when first needed.
    pub(super) sorted: u32,
    pub(super) kind: BlockKind,
    /// Places that must be small when it begins, as far as they are in the first words of a set.
    pub(super) needs: [u64; NEAR],
    /// Places that are small on every edge, of the same words, if it is not open.
    pub(super) small: [u64; NEAR],
    /// Whether edges may be found after it was executed.
    pub(super) is_open: bool,
    /// Whether there are needs beyond the first words.
    pub(super) needs_far: bool,
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
            sorted: NO,
            kind,
            needs: [0; NEAR],
            small: [!0; NEAR],
            is_open: false,
            needs_far: false,
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
    pub(super) to: u32,
    /// What is known where control comes from.
    pub(super) snapshot: u32,
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
    /// The last of the blocks that begin there.
    pub(super) blocks: u32,
}
