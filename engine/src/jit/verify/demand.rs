//! Questions about values, and about what places held when a block began.

use super::block::{BlockKind, EdgeKind, Point};
use super::fault::Fault;
use super::insn::Mem;
use super::sets::{NO_PLACES, Places, WORDS, bit_of};
use super::state::{Demand, NO, Run};
use super::value::{ENTRY, Id, JUNK, Need, SLOT, SMALL, Val, What};
use crate::base::SplicedOp;
use crate::ir::{Kind, OpCode};
use crate::jit::operation::{group, info};
use crate::jit::ranges::ranges;
use crate::types::ValType;
use crate::vm::memory::pages_to_bytes;

/// Values that are looked at for one question. Each that is not proved by then is refused, so that chains of them cost no more.
const STEPS: u32 = 256;

impl Run<'_> {
    /// Something must be true of a value here.
    pub(super) fn require(&mut self, id: Id, need: Need, rule: &str) -> Result<(), Box<Fault>> {
        if need == Need::Small && (self.is_seen_small(id) || id & ENTRY != 0 && self.need_small(id & !ENTRY))
        {
            return Ok(());
        }
        let (here, why) = self.question();
        if self.settle(id, need, &here, why) { Ok(()) } else { self.fault(rule) }
    }

    /// A question begins here: the place, and the instruction that asks.
    fn question(&mut self) -> (Point, u32) {
        self.steps = STEPS;
        (self.here(), self.at)
    }

    /// Whether something is true of a value at a point, if what is asked of the places that it depends on is.
    fn settle(&mut self, id: Id, need: Need, point: &Point, why: u32) -> bool {
        let may_be_known = match need {
            Need::Small => self.compares_halves,
            Need::AtLeast(_) | Need::AtMost(_) | Need::Inside(..) | Need::Is(_) => false,
            _ => true,
        };
        if may_be_known && self.is_known(id, need, point) {
            return true;
        }
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        if id & ENTRY != 0 {
            if point.called && need.is_about_pointers() {
                return false;
            }
            self.ask(point.block, id & !ENTRY, need, why);
            return true;
        }
        let val = self.val(id);
        if self.fits(val, need) {
            return true;
        }
        match (val, need) {
            (Val::Either(a, b), _) if !need.is_about_pointers() => {
                self.settle(a, need, point, why) && self.settle(b, need, point, why)
            }
            (Val::Joined(a, b), Need::Small) => {
                self.settle(a, need, point, why) && self.settle(b, need, point, why)
            }
            (Val::Upper(of), Need::Small) => self.settle(of, need, point, why),
            (Val::Sum(of, more), Need::AtLeast(least)) => {
                more >= least && self.is_exact_at(id, of, more, point, why)
            }
            // What is no more than the rest cannot make the sum wrap either.
            (Val::Sum(of, more), Need::AtMost(most)) if more <= most => {
                self.settle(of, Need::AtMost(most - more), point, why)
            }
            (Val::Place(of, index, disp), Need::Inside(memory, behind, bytes)) if of == memory => {
                let disp = i64::from(disp) + i64::from(behind);
                self.is_compared(index, memory, disp, bytes.into(), point, why)
            }
            (_, Need::AtMost(most)) if most >= SMALL => self.settle(id, Need::Small, point, why),
            _ => false,
        }
    }

    /// Whether index, displacement and bytes were compared with a memory's length.
    fn is_compared(
        &mut self,
        index: Id,
        memory: u32,
        disp: i64,
        bytes: u64,
        point: &Point,
        why: u32,
    ) -> bool {
        if disp >= 0 {
            return self.settle(index, Need::Reach(memory, disp as u64 + bytes), point, why);
        }
        // The end was compared, and the access lies before it.
        let before = disp.unsigned_abs();
        bytes <= before
            && self.settle(index, Need::AtLeast(before), point, why)
            && self.settle(index, Need::Reach(memory, 0), point, why)
    }

    /// Whether an address from before this block began lies in a memory, so that the bytes that the operand takes are its own.
    pub(super) fn is_inside(&mut self, id: Id, m: Mem) -> bool {
        if id & ENTRY == 0 || self.called {
            return false;
        }
        let place = id & !ENTRY;
        let Val::Place(memory, ..) = self.guess(self.block, place) else { return false };
        self.ask(self.block, place, Need::Inside(memory, m.disp, m.bytes), self.at);
        true
    }

    /// Whether what a value is says it.
    pub(super) fn fits(&self, val: Val, need: Need) -> bool {
        match (need, val) {
            (Need::Small, Val::Most(most) | Val::Const(most)) => most <= SMALL,
            (Need::Small, Val::Low(_) | Val::New | Val::ArrayLength(_) | Val::TypeOf(_)) => true,
            (Need::Small, Val::Length(memory)) => self.greatest_length(memory) <= SMALL,
            (Need::Small, Val::TableLength(table)) => !self.module.tables[table as usize].ty.table64,
            (Need::NotNull, Val::FuncAt(_) | Val::New) => true,
            (Need::NotNull, Val::Const(value)) => value != 0,
            (Need::Func, Val::Func | Val::FuncAt(_) | Val::Word | Val::Const(0)) => true,
            (Need::Typed(ty), Val::FuncAt(index)) => self.module.funcs[index as usize].0 == ty,
            (Need::Reach(memory, reach), Val::Const(value)) => {
                let ty = &self.module.memories[memory as usize];
                value.checked_add(reach).is_some_and(|end| end <= pages_to_bytes(ty, ty.minimum))
            }
            (Need::InTable(table), Val::Const(value)) => {
                value < self.module.tables[table as usize].ty.minimum
            }
            (Need::AtLeast(least), Val::Const(value)) => value >= least,
            (Need::AtMost(most), Val::Const(value) | Val::Most(value)) => value <= most,
            (Need::Is(expected), val) => expected == val,
            _ => false,
        }
    }

    /// The greatest length of a memory.
    pub(super) fn greatest_length(&self, memory: u32) -> u64 {
        match self.module.memories.get(memory as usize) {
            // Pages of one byte can be one less than the addresses.
            Some(ty) if !ty.memory64 => SMALL + u64::from(ty.page_size_log2 != 0),
            _ => u64::MAX,
        }
    }

    /// Asks something of a place when a block begins, once.
    #[inline]
    pub(super) fn ask(&mut self, block: u32, place: u32, need: Need, why: u32) {
        if !(need == Need::Small && self.ask_small(block, place, why)) {
            self.ask_other(block, place, need, why);
        }
    }

    #[inline(never)]
    pub(super) fn ask_other(&mut self, block: u32, place: u32, need: Need, why: u32) {
        // Mostly it is asked again at once.
        let mut latest = self.b.demands.iter().rev().take(4);
        if latest.any(|d| d.block == block && d.place == place && d.need == need) {
            return;
        }
        if !self.b.asked.insert((block, place, need)) {
            return;
        }
        self.b.demands.push(Demand { block, place, need, why });
    }

    /// The greatest that a value can be.
    pub(super) fn bound(&mut self, id: Id) -> u64 {
        let (here, why) = self.question();
        self.bound_at(id, &here, why)
    }

    fn bound_at(&mut self, id: Id, point: &Point, why: u32) -> u64 {
        if self.steps == 0 {
            return u64::MAX;
        }
        self.steps -= 1;
        match self.val(id) {
            _ if id & ENTRY != 0 && self.settle(id, Need::Small, point, why) => SMALL,
            Val::Const(most) | Val::Most(most) => most,
            Val::Sum(of, more) => self.bound_at(of, point, why).saturating_add(more),
            _ if self.settle(id, Need::Small, point, why) => SMALL,
            _ => u64::MAX,
        }
    }

    /// Whether a sum cannot have left 64 bits.
    pub(super) fn is_exact(&mut self, sum: Id, of: Id, more: u64) -> bool {
        let (here, why) = self.question();
        self.is_exact_at(sum, of, more, &here, why)
    }

    fn is_exact_at(&mut self, sum: Id, of: Id, more: u64, point: &Point, why: u32) -> bool {
        if self.find_fact(sum, point, |what| what == What::Exact).is_some() {
            return true;
        }
        more < 1 << 62 && self.bound_at(of, point, why) < 1 << 62
    }

    /// The address that a value is. Of a place at the block's beginning it is guessed from one edge and asked of all.
    pub(super) fn pointer(&mut self, id: Id) -> Result<Val, Box<Fault>> {
        if id & ENTRY == 0 {
            return Ok(self.val(id));
        }
        if self.called {
            return Ok(Val::Any);
        }
        let place = id & !ENTRY;
        let guess = match place {
            14 => Val::Base(0),
            _ => self.guess(self.block, place),
        };
        if !guess.is_pointer() || guess.is_of_its_block() {
            return Ok(Val::Any);
        }
        let why = self.at;
        self.ask(self.block, place, Need::Is(guess), why);
        Ok(guess)
    }

    /// What a place at a block's beginning is, if the first way to it is like the others.
    pub(super) fn guess(&mut self, mut block: u32, mut place: u32) -> Val {
        const STEPS: usize = 8;
        for _ in 0..STEPS {
            let edge = self.b.blocks[block as usize].edges;
            if edge == NO {
                return Val::Any;
            }
            let edge = self.b.edges[edge as usize];
            if edge.kind != EdgeKind::Jump {
                return Val::Any;
            }
            let id = self.held(place, &edge.point);
            if id & ENTRY == 0 {
                return self.val(id);
            }
            (block, place) = (edge.point.block, id & !ENTRY);
        }
        Val::Any
    }

    /// What a place holds at a point.
    fn held(&mut self, place: u32, point: &Point) -> Id {
        match place.checked_sub(SLOT) {
            Some(slot) => self.slot_at(slot, point),
            None if point.registers == NO => JUNK,
            None => self.b.registers[32 * point.registers as usize + place as usize],
        }
    }

    /// A fact about a value here, or about what it is on some way to this block.
    pub(super) fn fact_on_some_path(&mut self, id: Id, wanted: impl Fn(What) -> bool) -> Option<What> {
        let here = self.here();
        if let Some(found) = self.find_fact(id, &here, &wanted) {
            return Some(found);
        }
        if id & ENTRY == 0 {
            return None;
        }
        let mut next = self.b.blocks[self.block as usize].edges;
        while next != NO {
            let edge = self.b.edges[next as usize];
            next = edge.next;
            if edge.kind == EdgeKind::Jump {
                let id = self.held(id & !ENTRY, &edge.point);
                if let Some(found) = self.find_fact(id, &edge.point, &wanted) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Asks every edge what was asked of the block that it leads to. What is small is found at once for all, and only what is left asked.
    pub(super) fn answer(&mut self) -> Result<(), Box<Fault>> {
        self.answer_demands()?;
        self.spread_needs();
        self.answer_demands()
    }

    fn answer_demands(&mut self) -> Result<(), Box<Fault>> {
        while let Some(demand) = self.b.demands.pop() {
            let mut next = self.b.blocks[demand.block as usize].edges;
            while next != NO {
                let edge = self.b.edges[next as usize];
                next = edge.next;
                if !self.holds(&demand, edge.kind, &edge.point) {
                    return Err(self.refusal(&demand, &edge.point));
                }
            }
        }
        Ok(())
    }

    fn refusal(&self, demand: &Demand, point: &Point) -> Box<Fault> {
        let place = match demand.place.checked_sub(SLOT) {
            Some(slot) => format!("slot {slot}"),
            None => crate::jit::Reg(demand.place as u8).to_string(),
        };
        let (to, from) = (self.b.blocks[demand.block as usize].at, self.origin(point));
        let need = demand.need;
        let rule = format!("needs that {need:?}, but {place} at {to:#x} coming from {from} is not");
        Fault::new(demand.why, rule)
    }

    fn origin(&self, point: &Point) -> String {
        match self.b.blocks.get(point.block as usize) {
            Some(block) => format!("the block at {:#x}", block.at),
            None => "outside".to_owned(),
        }
    }

    fn holds(&mut self, demand: &Demand, kind: EdgeKind, point: &Point) -> bool {
        let Demand { place, need, why, .. } = *demand;
        self.steps = STEPS;
        let base = place == 14 && need == Need::Is(Val::Base(0));
        match kind {
            EdgeKind::Jump => {
                let id = self.held(place, point);
                self.settle(id, need, point, why)
            }
            EdgeKind::Call => base || self.parameter(place).is_some_and(|val| self.fits(val, need)),
            EdgeKind::Loop => base || (place >= SLOT && self.is_believed(place - SLOT, need)),
            EdgeKind::Catch(block, range, catch) => {
                let Some(slot) = place.checked_sub(SLOT) else { return base };
                match self.thrown(range, catch, slot) {
                    Some(val) => self.fits(val, need),
                    None => {
                        self.ask(block, place, need, why);
                        true
                    }
                }
            }
            EdgeKind::Throw => {
                let Some(slot) = place.checked_sub(SLOT) else { return false };
                if need.is_about_pointers() {
                    return false;
                }
                let id = self.slot_at(slot, point);
                self.settle(id, need, point, why)
            }
            EdgeKind::Inner(block) => {
                self.ask(block, place, need, why);
                true
            }
        }
    }

    /// What a place holds when the function is called.
    fn parameter(&self, place: u32) -> Option<Val> {
        let found = self.b.params.iter().position(|p| match p.reg {
            Some(reg) => u32::from(reg.0) == place,
            None => SLOT + p.slot == place,
        });
        found.map(|at| Val::of(self.ty.params[at]))
    }

    /// What of a caught exception is in a slot.
    fn thrown(&self, range: u32, catch: u32, slot: u32) -> Option<Val> {
        let catch = &self.ranges[range as usize].catches[catch as usize];
        let mut at = catch.slot;
        if let Some(tag) = catch.tag {
            for &param in &self.module.tag_type(tag).params {
                if (at..at + param.slots()).contains(&slot) {
                    return Some(if slot == at { Val::of(param) } else { Val::Any });
                }
                at += param.slots();
            }
        }
        (catch.with_ref && slot == at).then(|| Val::of(ValType::Ref(crate::types::RefType::EXNREF)))
    }

    /// What the interpreter's slots hold at a loop: what operations write there. An operation that writes any type says nothing.
    fn is_believed(&mut self, slot: u32, need: Need) -> bool {
        self.find_kinds();
        let kinds = self.b.kinds[slot as usize];
        match need {
            Need::Small => is_believed_small(kinds),
            Need::AtMost(most) if most >= SMALL => is_believed_small(kinds),
            Need::Func => kinds & !PARAMETER == 0 || kinds & (WORD | FUNC) != 0,
            _ => false,
        }
    }

    /// Slots of which it is believed that they are small where the interpreter goes over.
    pub(super) fn believed_small(&mut self) -> Places {
        self.find_kinds();
        let mut small = NO_PLACES;
        for (word, kinds) in small[1..self.words].iter_mut().zip(self.b.kinds.chunks(64)) {
            for (slot, &kinds) in kinds.iter().enumerate() {
                *word |= u64::from(is_believed_small(kinds)) << slot;
            }
        }
        small
    }

    /// By slot: the kinds that operations write there, and what a parameter there is.
    fn find_kinds(&mut self) {
        if !self.b.kinds.is_empty() {
            return;
        }
        let slots = self.func.frame_slots as usize;
        self.b.kinds.resize(slots + 2, 0);
        let mut at = 0;
        for &param in &self.ty.params {
            if let Some(kinds) = self.b.kinds.get_mut(at as usize) {
                *kinds |= match Need::of(param) {
                    Some(Need::Small) => LOW,
                    Some(Need::Func) => FUNC,
                    _ => 0,
                };
            }
            at += param.slots();
        }
        let kinds = &mut self.b.kinds[..];
        for op in &self.func.ops {
            let written = WRITES[op.code() as usize];
            if let Some(kinds) = kinds.get_mut(usize::from(op.a)) {
                *kinds |= written & !RANGED;
            }
            if written & RANGED == 0 {
                continue;
            }
            let written = ranges(self.module, self.func, op).written;
            for slot in written.start..written.end.min(self.func.frame_slots) {
                kinds[slot as usize] |= kind_bit(Kind::Int);
            }
        }
    }

    /// Slots as they were, but for those that hold what was thrown.
    fn snapshot_of_catch(&mut self, range: u32, catch: u32) -> u32 {
        let (mut small, mut kept) = (NO_PLACES, ALL_SLOTS);
        let start = self.ranges[range as usize].catches[catch as usize].slot;
        let mut slot = start;
        while let Some(val) = self.thrown(range, catch, slot) {
            let (word, bit) = bit_of(SLOT + slot);
            if word < self.words {
                small[word] |= bit & u64::from(self.fits(val, Need::Small)).wrapping_neg();
                kept[word] &= !bit;
            }
            slot += 1;
        }
        self.add_snapshot(&small, &kept)
    }

    /// Where exceptions go: from calls to their innermost range, from there to its handlers and to the range around.
    pub(super) fn connect_tries(&mut self) -> Result<(), Box<Fault>> {
        if self.own.tries.is_empty() {
            return Ok(());
        }
        self.ranges = match self.draft.spliced {
            Some(spliced) => spliced.tries.clone(),
            None => self.own.tries.iter().map(|r| r.renumbered(|op| SplicedOp::new(op.get()))).collect(),
        };
        self.innermost = vec![NO; self.func.ops.len()];
        self.tries = vec![NO; self.ranges.len()];
        let handlers = &self.draft.output.handlers;
        if !handlers.is_sorted_by(|a, b| a.0 < b.0) || self.own.tries.len() != self.ranges.len() {
            return self.fault("handlers that are not found by their operation");
        }
        for number in (0..self.ranges.len()).rev() {
            let block = self.new_block(self.draft.output.entry, BlockKind::Try);
            self.tries[number] = block;
            let range = &self.ranges[number];
            let catches = range.catches.len();
            let (start, end) = (range.start.index(), range.end.index().min(self.func.ops.len()));
            let nobody =
                Point { block, registers: NO, facts: 0, writes: 0, clobbers: 0, called: true, fact: NO };
            if let Some(&around) = self.innermost.get(start)
                && around != NO
            {
                let snapshot = self.add_snapshot(&NO_PLACES, &ALL_SLOTS);
                self.add_edge(self.tries[around as usize], EdgeKind::Inner(block), nobody, snapshot);
            }
            if let Some(inside) = self.innermost.get_mut(start..end) {
                inside.fill(number as u32);
            }
            for catch in 0..catches {
                let target = self.own.tries[number].catches[catch].target;
                let Ok(at) = handlers.binary_search_by_key(&target, |handler| handler.0) else {
                    return self.fault(format!("a catch of operation {target} has no landing"));
                };
                let landing = self.block_for(handlers[at].1.get())?;
                let entry = &mut self.b.blocks[landing as usize];
                if !matches!(entry.kind, BlockKind::Plain | BlockKind::Landing) {
                    return self.fault("a landing where the function is entered");
                }
                (entry.kind, entry.is_open) = (BlockKind::Landing, true);
                (entry.depth, entry.ahead) = (8 * self.saved.len() as u32, 0);
                let (number, catch) = (number as u32, catch as u32);
                let snapshot = self.snapshot_of_catch(number, catch);
                self.add_edge(landing, EdgeKind::Catch(block, number, catch), nobody, snapshot);
            }
        }
        Ok(())
    }
}

/// All places but registers.
const ALL_SLOTS: Places = {
    let mut places = [!0; WORDS];
    places[0] = 0;
    places
};

const fn kind_bit(kind: Kind) -> u16 {
    1 << kind as u8
}

/// Bits of slots besides those of kinds: a parameter that is small, and one that is a function reference.
const LOW: u16 = 1 << 14;
const FUNC: u16 = 1 << 15;
const PARAMETER: u16 = LOW | FUNC;
/// Kinds that may be a reference.
const WORD: u16 = kind_bit(Kind::I64) | kind_bit(Kind::Int);

/// By operation: the kind that it writes into its first operand's slot, and whether it writes a range.
static WRITES: [u16; OpCode::COUNT] = {
    let mut writes = [0; OpCode::COUNT];
    let mut i = 0;
    while i < OpCode::COUNT {
        let info = info(OpCode::ALL[i]);
        if !matches!(info.fields.def, Kind::None) {
            writes[i] |= kind_bit(info.fields.def);
        }
        if info.groups & group::RANGED != 0 {
            writes[i] |= RANGED;
        }
        i += 1;
    }
    writes
};
/// No kind and no parameter has this bit.
const RANGED: u16 = 1 << 13;

/// Whether what the interpreter has in a slot, where these are written, is taken for small.
fn is_believed_small(kinds: u16) -> bool {
    let small = kind_bit(Kind::I32) | kind_bit(Kind::F32) | kind_bit(Kind::Float);
    kinds & !PARAMETER == 0 || kinds & (small | WORD | LOW) != 0
}
