//! The state of the machine as far as it is known, while the instructions of a block are executed on names.

use std::collections::HashSet;

use super::block::{Block, Chunk, Edge, Point};
use super::fault::Fault;
use super::sets::{NEAR, NO_PLACES, Places, Snapshot, bit_of};
use super::value::{BASE, CONTEXT, ENTRY, Fact, Id, JUNK, NARROW, Need, PLAIN, SMALL, STACK, Val, What};
use super::{Draft, Space};
use crate::base::{Seed, SplicedOp};
use crate::ir::{Func, TryRange};
use crate::jit::abi::{Place, argument_places};
use crate::module::{Meter, ModuleData};
use crate::types::FuncType;

/// Bytes of code that one function may have at most, so that there are names for all values: far more than the compiler makes.
pub(super) const MOST_CODE: u32 = 1 << 26;

/// Values after which no more may be named in another block, or for a question. A block has fewer than as many again.
pub(super) const MOST_NAMES: u32 = 1 << 28;

/// No block, edge, or other number.
pub(super) const NO: u32 = u32::MAX;

/// All slots from `from` on hold something else since the log of writes was so long.
#[derive(Clone, Copy)]
pub(super) struct Clobber {
    pub(super) writes: u32,
    pub(super) from: u32,
    /// The lowest `from` in this block up to here.
    pub(super) lowest: u32,
    pub(super) result: Results,
}

/// What is in the slots after a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Results {
    /// Results of a function type of the module, by index.
    Of(u32),
    /// This value in the first slot, and in so many slots something.
    One(Id, u32),
}

/// A question: is it true of this place when the block begins?
#[derive(Clone, Copy)]
pub(super) struct Demand {
    pub(super) block: u32,
    pub(super) place: u32,
    pub(super) need: Need,
    /// The instruction that wants to know.
    pub(super) why: u32,
}

/// What the last instruction that changes flags says of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flags {
    Nothing,
    /// Two values were compared, in so many bytes.
    Compared(Id, Id, u8),
    /// A value was compared with a constant, in four bytes.
    Limited(Id, u32),
    /// A value was compared with itself.
    Tested(Id, u8),
    /// The carry says whether this sum or difference left 64 bits.
    Carry(Id),
}

/// Reused from function to function.
#[derive(Default)]
pub(super) struct Buffers {
    /// Whether nothing is executed as it is read.
    pub(super) is_slow: bool,
    /// Of each 64 bytes of code.
    pub(super) chunks: Vec<Chunk>,
    pub(super) vals: Vec<Val>,
    pub(super) facts: Vec<Fact>,
    /// What conditions of jumps say where they are taken.
    pub(super) taken: Vec<Fact>,
    pub(super) blocks: Vec<Block>,
    pub(super) edges: Vec<Edge>,
    /// Blocks to which something leads and that were passed before that was known, to be executed.
    pub(super) work: Vec<u32>,
    pub(super) writes: Vec<(u32, Id)>,
    pub(super) clobbers: Vec<Clobber>,
    /// By slot: a stamp of the block that wrote it last, and where in the log.
    pub(super) last: Vec<(u64, u32)>,
    pub(super) stamp: u64,
    pub(super) demands: Vec<Demand>,
    pub(super) asked: HashSet<(u32, u32, Need), Seed>,
    /// Where control leaves blocks: what is in registers, and what `small` wants to know.
    pub(super) registers: Vec<Id>,
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) masks: Vec<u64>,
    pub(super) pairs: Vec<(u32, u32)>,
    /// What blocks need, beyond what is in them.
    pub(super) needs: Vec<u64>,
    /// Of blocks with many writes: slots and positions in the log, ordered.
    pub(super) sorted: Vec<(u32, u32)>,
    /// Where the function's own arguments are, and those of the current call.
    pub(super) params: Vec<Place>,
    /// By slot: kinds that operations write there; computed when first needed.
    pub(super) kinds: Vec<u16>,
}

/// Names of what is in registers when a block begins, where memory 0 may move.
const FIRST_REGISTERS: [Id; 32] = {
    let mut registers = [ENTRY; 32];
    let mut reg = 0;
    while reg < 32 {
        registers[reg] |= reg as u32;
        reg += 1;
    }
    (registers[4], registers[5], registers[15]) = (STACK, JUNK, CONTEXT);
    registers
};

impl Buffers {
    fn clear(&mut self) {
        self.chunks.clear();
        self.vals.clear();
        self.facts.clear();
        self.blocks.clear();
        self.edges.clear();
        self.work.clear();
        self.writes.clear();
        self.clobbers.clear();
        self.demands.clear();
        self.asked.clear();
        self.registers.clear();
        self.snapshots.clear();
        self.masks.clear();
        self.pairs.clear();
        self.needs.clear();
        self.sorted.clear();
        self.taken.clear();
        self.kinds.clear();
    }
}

/// The verification of one function.
pub(super) struct Run<'a> {
    pub(super) module: &'a ModuleData,
    /// As it was lowered, and as it was compiled.
    pub(super) own: &'a Func,
    pub(super) func: &'a Func,
    pub(super) defined: usize,
    pub(super) ty: &'a FuncType,
    pub(super) draft: Draft<'a>,
    pub(super) space: Space,
    pub(super) b: Buffers,
    /// How many plain values there are.
    pub(super) plain: u32,
    /// The names of what is in registers.
    pub(super) registers: [Id; 32],
    /// Words of sets of places that are in use.
    pub(super) words: usize,
    /// Places whose value is seen to be small, places that hold what they held when the block began, and those whose value may be
    /// small because another place's was then.
    pub(super) small: Places,
    pub(super) kept: Places,
    pub(super) moved: Places,
    /// Places that are small on all edges to the block.
    pub(super) known: [u64; NEAR],
    /// Whether nothing is taken for all edges of a block, and whether something led back to where that had been done, so that all is to
    /// be looked at again in that way.
    pub(super) all_open: bool,
    pub(super) opens: bool,
    /// Whether a block was executed before anything led to it, as if the frame were complete there. Edges must agree.
    pub(super) guesses: bool,
    /// What was written down for an edge, if nothing has changed since.
    pub(super) snapshot: u32,
    /// Whether a comparison said of any value that it is small.
    pub(super) compares_halves: bool,
    /// Bytes from an index of 32 bits on that an access to memory 0 may reach without a comparison.
    pub(super) plain_reach: u64,
    /// Whether needs are carried to where they come from.
    pub(super) are_spread: bool,
    /// Values that may still be looked at for the current question.
    pub(super) steps: u32,
    /// Whether a sum was made with what is no displacement.
    pub(super) adds_far: bool,
    pub(super) flags: Flags,
    pub(super) block: u32,
    pub(super) depth: u32,
    pub(super) ahead: u32,
    /// Offset of the current instruction.
    pub(super) at: u32,
    /// How many sites, relocations and tables are before it, and where the next of these is.
    pub(super) sites: usize,
    pub(super) relocs: usize,
    pub(super) tables: usize,
    pub(super) next_reloc: u32,
    pub(super) next_table: u32,
    /// Up to where the code has neither of both and no end.
    pub(super) plain_end: u32,
    pub(super) next_site: u32,
    /// Where the walk is to stop before it reads on.
    pub(super) event: u32,
    /// After the relocation and the site of the trap that a branch was last seen to lead to.
    pub(super) next_trap: (usize, usize),
    /// Offset of the last call.
    pub(super) last_call: u32,
    /// How far the code was read; [`NO`]: to its end.
    pub(super) front: u32,
    /// Places where something begins and that were not come to yet.
    pub(super) unmet: u32,
    /// Why an instruction that was executed as it was read is refused.
    pub(super) refusal: Option<Box<Fault>>,
    /// Whether something was called since the block began.
    pub(super) called: bool,
    /// Whether a fact of this block is about what a table holds.
    pub(super) knows_table: bool,
    /// The last value that was required to be a function reference and not null in this block, or [`NO`].
    pub(super) function: Id,
    /// Whether the current instruction is reachable.
    pub(super) reachable: bool,
    /// Whether the last instruction was not reachable and the current one follows it.
    pub(super) runs_on: bool,
    /// Registers that the prologue pushes, in order.
    pub(super) saved: Vec<u8>,
    /// A bit for each integer register that may be written, where this is the depth of the stack.
    pub(super) writable: (u16, u32),
    /// Whether memory 0 may move, so that r14 is read again.
    pub(super) moves: bool,
    /// Whether r14 is written though memory 0 does not move, so that all is to be looked at again as if it did.
    pub(super) again: bool,
    /// Whether the block at the function's entry compared the stack before control could leave it for another block. All other
    /// ways into the function come from frames that have room.
    pub(super) room: bool,
    /// Whether control may have left the block at the function's entry before that.
    pub(super) left_entry: bool,
    /// Bytes of the largest object of the module's types; computed when first needed.
    pub(super) largest: Option<u32>,
    /// The try ranges, the block of each, and the innermost range around each operation.
    pub(super) ranges: Vec<TryRange<SplicedOp>>,
    pub(super) tries: Vec<u32>,
    pub(super) innermost: Vec<u32>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        module: &'a ModuleData,
        defined: usize,
        own: &'a Func,
        draft: Draft<'a>,
        space: Space,
        mut b: Buffers,
    ) -> Run<'a> {
        b.clear();
        let func = draft.spliced.map_or(own, |spliced| &spliced.func);
        let ty = module.defined_func_type(defined);
        b.vals.extend([Val::Any, Val::Context, Val::Base(0), Val::Stack]);
        argument_places(&ty.params, &mut b.params);
        let slots = func.frame_slots as usize;
        if b.last.len() < slots {
            b.last.resize(slots, (0, 0));
        }
        let shared = module.memories.first().is_some_and(|ty| ty.shared);
        Run {
            module,
            own,
            func,
            defined,
            ty,
            draft,
            space,
            b,
            plain: 0,
            registers: [JUNK; 32],
            words: 1,
            small: NO_PLACES,
            kept: NO_PLACES,
            moved: NO_PLACES,
            known: [0; NEAR],
            all_open: false,
            opens: false,
            guesses: false,
            snapshot: NO,
            compares_halves: false,
            plain_reach: space.span.unwrap_or(0).saturating_sub(SMALL),
            are_spread: false,
            steps: 0,
            adds_far: false,
            flags: Flags::Nothing,
            block: 0,
            depth: 0,
            ahead: 0,
            at: 0,
            sites: 0,
            relocs: 0,
            tables: 0,
            next_reloc: NO,
            next_table: NO,
            plain_end: 0,
            next_site: NO,
            event: 0,
            next_trap: (0, 0),
            last_call: NO,
            front: 0,
            unmet: 0,
            refusal: None,
            called: false,
            knows_table: false,
            function: NO,
            reachable: false,
            runs_on: false,
            saved: Vec::new(),
            writable: (0, NO),
            moves: !module.memories.is_empty() && space.span.is_none() && !shared,
            again: false,
            room: false,
            left_entry: false,
            largest: None,
            ranges: Vec::new(),
            tries: Vec::new(),
            innermost: Vec::new(),
        }
    }

    /// Whether a register holds the budget.
    pub(super) fn is_metered(&self) -> bool {
        self.module.lower.meter() != Meter::None
    }

    pub(super) fn finish(self) -> Buffers {
        self.b
    }

    #[cold]
    pub(super) fn fault<T>(&self, rule: impl Into<String>) -> Result<T, Box<Fault>> {
        Err(Fault::new(self.at, rule))
    }

    /// A new value.
    #[inline]
    pub(super) fn value(&mut self, val: Val) -> Id {
        match val {
            Val::Any => self.plain_value(false),
            Val::Most(SMALL) => self.plain_value(true),
            _ => {
                self.b.vals.push(val);
                self.b.vals.len() as Id - 1
            }
        }
    }

    /// A new value of which nothing is known but, perhaps, that it is small. [`MOST_NAMES`] bounds how many there are.
    #[inline(always)]
    pub(super) fn plain_value(&mut self, is_small: bool) -> Id {
        self.plain += 1;
        PLAIN | if is_small { NARROW } else { 0 } | self.plain
    }

    /// What a value is; of places at the block's beginning, nothing.
    #[inline]
    pub(super) fn val(&self, id: Id) -> Val {
        if id < PLAIN {
            return self.b.vals[id as usize];
        }
        if id & (ENTRY | NARROW) == NARROW { Val::Most(SMALL) } else { Val::Any }
    }

    /// A value whose bits above 32 are those of these two together.
    pub(super) fn joined(&self, a: Id, b: Id) -> Val {
        match (self.above(a), self.above(b)) {
            (None, None) => Val::Most(SMALL),
            (Some(id), None) | (None, Some(id)) => Val::Upper(id),
            (Some(a), Some(b)) if a == b => Val::Upper(a),
            (Some(a), Some(b)) => Val::Joined(a, b),
        }
    }

    /// Whose bits above 32 a value has, if there may be any. So chains of such values do not become long.
    fn above(&self, id: Id) -> Option<Id> {
        match self.val(id) {
            Val::Most(most) | Val::Const(most) if most <= SMALL => None,
            Val::Low(_) => None,
            Val::Upper(of) => Some(of),
            _ => Some(id),
        }
    }

    pub(super) fn constant(&self, id: Id) -> Option<u64> {
        match self.val(id) {
            Val::Const(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn learn(&mut self, fact: Fact) {
        self.compares_halves |= fact.what == What::Small;
        self.knows_table |= matches!(fact.what, What::Admits(..));
        if fact.of != JUNK {
            self.b.facts.push(fact);
        }
    }

    /// What a table holds may be something else from here on.
    pub(super) fn forget_tables(&mut self) {
        let from = self.b.blocks[self.block as usize].facts as usize;
        for fact in &mut self.b.facts[from..] {
            if matches!(fact.what, What::Admits(..)) {
                fact.of = JUNK;
            }
        }
        self.knows_table = false;
    }

    /// The position after the current instruction. Its registers are not kept.
    #[inline]
    pub(super) fn here(&self) -> Point {
        Point {
            block: self.block,
            registers: NO,
            facts: self.b.facts.len() as u32,
            writes: self.b.writes.len() as u32,
            clobbers: self.b.clobbers.len() as u32,
            called: self.called,
            fact: NO,
        }
    }

    /// What a register holds from here on.
    #[inline]
    pub(super) fn put(&mut self, place: usize, id: Id) {
        let is_small = self.is_seen_small(id);
        self.put_seen(place, id, is_small);
    }

    /// What a register holds from here on, if it is known whether the value is small.
    #[inline(always)]
    pub(super) fn put_seen(&mut self, place: usize, id: Id, is_small: bool) {
        self.registers[place] = id;
        let may_be_small = !is_small && self.may_be_small(id);
        self.set_place(0, 1 << place, is_small, may_be_small);
    }

    /// What is known of a place that gets a value: whether that is small, and whether it may be one that is if others were.
    #[inline(always)]
    pub(super) fn set_place(&mut self, word: usize, bit: u64, is_small: bool, may_be_small: bool) {
        self.kept[word] &= !bit;
        self.small[word] = self.small[word] & !bit | u64::from(is_small).wrapping_neg() & bit;
        self.moved[word] = self.moved[word] & !bit | u64::from(may_be_small).wrapping_neg() & bit;
        self.snapshot = NO;
    }

    /// Whether a value may be small because something was when the block began.
    #[inline(always)]
    pub(super) fn may_be_small(&self, id: Id) -> bool {
        id & ENTRY != 0 || id < PLAIN && self.b.vals[id as usize].is_made_of_others()
    }

    /// Whether nothing has to be asked to know that a value has nothing above 32 bits.
    #[inline]
    pub(super) fn is_seen_small(&self, id: Id) -> bool {
        if id & ENTRY != 0 {
            let (word, bit) = bit_of(id & !ENTRY);
            return word < NEAR && self.known[word] & bit != 0;
        }
        if id >= PLAIN {
            return id & NARROW != 0;
        }
        matches!(self.b.vals[id as usize], Val::Most(0..=SMALL) | Val::Const(0..=SMALL) | Val::Low(_))
    }

    /// Whether a fact of this block, before the point, says what is asked.
    pub(super) fn is_known(&self, id: Id, need: Need, point: &Point) -> bool {
        self.find_fact(id, point, |what| need.follows(what)).is_some()
    }

    /// The latest fact about a value that is asked for. Checks stand right before what they are for, so few are looked at.
    pub(super) fn find_fact(&self, id: Id, point: &Point, wanted: impl Fn(What) -> bool) -> Option<What> {
        const LATEST: u32 = 32;
        if id == JUNK {
            return None;
        }
        let is_it = |fact: &&Fact| fact.of == id && wanted(fact.what);
        if point.fact != NO
            && let Some(taken) = self.b.taken.get(point.fact as usize).filter(is_it)
        {
            return Some(taken.what);
        }
        let from = self.b.blocks[point.block as usize].facts.max(point.facts.saturating_sub(LATEST));
        let facts = &self.b.facts[from as usize..point.facts as usize];
        facts.iter().rev().find(is_it).map(|fact| fact.what)
    }

    /// The state when a block begins.
    pub(super) fn forget(&mut self) {
        self.registers = FIRST_REGISTERS;
        if !self.moves {
            self.registers[14] = BASE;
        }
        (self.small[0], self.small[1]) = (self.known[0], self.known[1]);
        (self.kept[0], self.kept[1]) = (!0, !0);
        (self.moved[0], self.moved[1]) = (0, 0);
        if self.words > NEAR {
            self.small[NEAR..self.words].fill(0);
            self.kept[NEAR..self.words].fill(!0);
            self.moved[NEAR..self.words].fill(0);
        }
        self.kept[0] &= !(1 << 4 | 1 << 5 | 1 << 15 | u64::from(!self.moves) << 14);
        self.snapshot = NO;
        self.flags = Flags::Nothing;
        (self.called, self.knows_table, self.function) = (false, false, NO);
        self.b.stamp += 1;
    }
}
