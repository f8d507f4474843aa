//! The state of the machine as far as it is known, while the instructions of a block are executed on names.
//!
//! Slots are kept as a log of writes: where a block is left, its successors remember how long the log was, and what a slot held
//! there is found by looking back. A write of the present block is found in one step (`last`).

use std::collections::HashSet;

use super::block::{Block, Chunk, Edge, Places, Point};
use super::fault::Fault;
use super::value::{
    BASE, CONTEXT, ENTRY, Fact, Id, JUNK, NARROW, Need, PLAIN, SLOT, SMALL, STACK, Val, What, result_at,
};
use super::{Draft, Space};
use crate::base::{Seed, SplicedOp};
use crate::ir::{Func, TryRange};
use crate::jit::abi::{Place, argument_places};
use crate::module::ModuleData;
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
    pub(super) registers: Vec<[Id; 32]>,
    pub(super) writes: Vec<(u32, Id)>,
    pub(super) clobbers: Vec<Clobber>,
    /// By slot: a stamp of the block that wrote it last, and where in the log.
    pub(super) last: Vec<(u64, u32)>,
    pub(super) stamp: u64,
    pub(super) demands: Vec<Demand>,
    pub(super) asked: HashSet<(u32, u32, Need), Seed>,
    /// By block that is asked (`Block::questions`) and group of 32 places: of which of them it was asked whether they are small, and of
    /// those the ones that no edge was asked about yet. Most questions are this one.
    pub(super) smalls: Vec<(u32, u32)>,
    /// Try ranges where there is such a one; of other blocks `chunks` knows it.
    pub(super) pending: Vec<u32>,
    /// Of blocks with many writes: slots and positions in the log, ordered.
    pub(super) sorted: Vec<(u32, u32)>,
    /// Where the function's own arguments are, and those of the current call.
    pub(super) params: Vec<Place>,
    pub(super) places: Vec<Place>,
    /// By slot: kinds that operations write there; computed when first needed.
    pub(super) kinds: Vec<u16>,
    /// By group of 32 places: those that are believed to be small where the interpreter goes over.
    pub(super) believed: Vec<u32>,
}

impl Buffers {
    fn clear(&mut self) {
        self.chunks.clear();
        self.vals.clear();
        self.facts.clear();
        self.blocks.clear();
        self.edges.clear();
        self.work.clear();
        self.registers.clear();
        self.writes.clear();
        self.clobbers.clear();
        self.demands.clear();
        self.asked.clear();
        self.smalls.clear();
        self.pending.clear();
        self.sorted.clear();
        self.taken.clear();
        self.kinds.clear();
        self.believed.clear();
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
    /// Those that hold what they held when the block began.
    pub(super) kept: u32,
    /// Places in which nothing is above 32 bits, as far as that is seen at once.
    pub(super) small: Places,
    /// Those of which that was so when the block began.
    pub(super) known: Places,
    /// Those that held when the block began what they held when `home` did.
    pub(super) inherited: Places,
    pub(super) home: u32,
    /// Of the first 64 slots those that calls have changed since the block began.
    pub(super) lost: u64,
    /// Where they were kept for an edge, if none has changed since.
    pub(super) snapshot: u32,
    /// A bit for each slot that the block writes, modulo 64.
    pub(super) written: u64,
    /// Whether a comparison said of any value that it is small.
    pub(super) compares_halves: bool,
    /// Groups of 32 places that `smalls` has for each block, the registers among them.
    pub(super) groups: u32,
    /// Bytes from an index of 32 bits on that an access to memory 0 may reach without a comparison.
    pub(super) plain_reach: u64,
    /// The last 64 bytes of code in which there may be a block with a question that no edge was asked yet.
    pub(super) last_asked: usize,
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
    /// Whether nothing is taken for all edges of a block, and whether something led back to where that had been done, so that all is to
    /// be looked at again in that way.
    pub(super) all_open: bool,
    pub(super) opens: bool,
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
            kept: 0,
            small: Places::NONE,
            known: Places::NONE,
            inherited: Places::NONE,
            home: NO,
            lost: 0,
            snapshot: NO,
            written: 0,
            compares_halves: false,
            groups: 0,
            plain_reach: space.span.unwrap_or(0).saturating_sub(SMALL),
            last_asked: 0,
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
            reachable: false,
            runs_on: false,
            saved: Vec::new(),
            writable: (0, NO),
            moves: !module.memories.is_empty() && space.span.is_none() && !shared,
            again: false,
            all_open: false,
            opens: false,
            room: false,
            left_entry: false,
            largest: None,
            ranges: Vec::new(),
            tries: Vec::new(),
            innermost: Vec::new(),
        }
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
            Val::Upper(of) | Val::Kept(of) => Some(of),
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
        if fact.of != JUNK {
            self.b.facts.push(fact);
        }
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

    /// A slot is written. It is nowhere that addresses are kept.
    pub(super) fn write_slot(&mut self, slot: u32, id: Id) {
        let is_small = self.is_seen_small(id);
        self.write_slot_seen(slot, id, is_small);
    }

    /// A slot is written, and it is known whether the value is small.
    #[inline]
    pub(super) fn write_slot_seen(&mut self, slot: u32, id: Id, is_small: bool) {
        let id = if id < PLAIN && self.val(id).is_pointer() { JUNK } else { id };
        self.small.set_slot(slot, is_small);
        self.b.last[slot as usize] = (self.b.stamp, self.b.writes.len() as u32);
        self.written |= 1 << (slot & 63);
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
        let written = if is_done && block.written >> (slot & 63) & 1 == 0 {
            None
        } else if point.writes - block.writes <= MANY || !is_done {
            let writes = &self.b.writes[block.writes as usize..point.writes as usize];
            writes.iter().rposition(|write| write.0 == slot).map(|at| block.writes + at as u32)
        } else {
            let sorted = self.sort_writes(point.block);
            let before = sorted.partition_point(|&write| write < (slot, point.writes));
            sorted[..before].last().filter(|write| write.0 == slot).map(|write| write.1)
        };
        self.slot_after(slot, written, block.clobbers..point.clobbers)
    }

    /// Of 32 slots those that hold at a point what they held when its block began, as far as that is seen at once.
    pub(super) fn kept_slots(&self, first: u32, point: &Point) -> u32 {
        let block = &self.b.blocks[point.block as usize];
        let kept = !(block.written >> (first & 63)) as u32;
        if point.clobbers == block.clobbers {
            return kept;
        }
        match self.b.clobbers[point.clobbers as usize - 1].lowest.saturating_sub(first) {
            below @ 0..32 => kept & ((1 << below) - 1),
            _ => kept,
        }
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

    /// What a register holds from here on.
    #[inline]
    pub(super) fn put(&mut self, place: usize, id: Id) {
        let is_small = self.is_seen_small(id);
        self.put_seen(place, id, is_small);
    }

    /// What a register holds from here on, if it is known whether the value is small.
    #[inline]
    pub(super) fn put_seen(&mut self, place: usize, id: Id, is_small: bool) {
        self.registers[place] = id;
        self.kept &= !(1 << place);
        let small = &mut self.small.registers;
        *small = *small & !(1 << place) | u32::from(is_small) << place;
        self.snapshot = NO;
    }

    /// Whether nothing has to be asked to know that a value has nothing above 32 bits.
    #[inline]
    pub(super) fn is_seen_small(&self, id: Id) -> bool {
        if id & ENTRY != 0 {
            return self.known.has(id & !ENTRY);
        }
        if id >= PLAIN {
            return id & NARROW != 0;
        }
        matches!(self.b.vals[id as usize], Val::Most(0..=SMALL) | Val::Const(0..=SMALL) | Val::Low(_))
    }

    pub(super) fn clobber(&mut self, from: u32, result: Results) {
        let first = self.b.blocks[self.block as usize].clobbers;
        let before = if self.b.clobbers.len() as u32 > first {
            self.b.clobbers.last().map_or(NO, |clobber| clobber.lowest)
        } else {
            NO
        };
        let end = match result {
            Results::Of(_) => 64,
            Results::One(_, count) => from.saturating_add(count),
        };
        let below = |slot: u32| if slot < 64 { (1 << slot) - 1 } else { u64::MAX };
        let lost = below(end) & !below(from);
        self.lost |= lost;
        self.small.slots &= !lost;
        let writes = self.b.writes.len() as u32;
        self.b.clobbers.push(Clobber { writes, from, lowest: before.min(from), result });
    }

    /// Whether a fact of this block, before the point, says what is asked.
    pub(super) fn is_known(&self, id: Id, need: Need, point: &Point) -> bool {
        self.find_fact(id, point, |what| need.follows(what)).is_some()
    }

    /// The latest fact about a value that is asked for. Checks stand right before what they are for, so few are looked at.
    pub(super) fn find_fact(&self, id: Id, point: &Point, wanted: impl Fn(What) -> bool) -> Option<What> {
        const LATEST: usize = 32;
        if id == JUNK {
            return None;
        }
        let from = self.b.blocks[point.block as usize].facts as usize;
        let facts = self.b.facts[from..point.facts as usize].iter().rev().take(LATEST);
        let taken = self.b.taken.get(point.fact as usize);
        let found = taken.into_iter().chain(facts).find(|fact| fact.of == id && wanted(fact.what));
        found.map(|fact| fact.what)
    }

    /// The state when a block begins.
    pub(super) fn forget(&mut self) {
        for (place, register) in self.registers.iter_mut().enumerate() {
            *register = ENTRY | place as u32;
        }
        self.registers[4] = STACK;
        self.registers[5] = JUNK;
        self.registers[15] = CONTEXT;
        if !self.moves {
            self.registers[14] = BASE;
        }
        self.small = self.known;
        self.lost = 0;
        self.kept = !(1 << 4 | 1 << 5 | 1 << 14 | 1 << 15);
        if self.moves {
            self.kept |= 1 << 14;
        }
        self.snapshot = NO;
        self.written = 0;
        self.flags = Flags::Nothing;
        self.called = false;
        self.b.stamp += 1;
    }
}
