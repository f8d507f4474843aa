//! Which value is where, at each item of the code: an abstract run over all paths.
//!
//! # Layout of a state
//! ```text
//!   lanes (48) │ spill slots (one per slot of the frame) │ present values (one per slot) │ rbp's distance from slot 0
//! ```
//! Every entry but the last is the name of a value. A name is made from the item that made the value and a number, or, at a label,
//! from the label and the number of a class: see the header of [`check`](super).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::Draft;
use super::super::abi::{Place, argument_places};
use super::super::analysis::{Analysis, uses};
use super::super::operation::{fields, is_call};
use super::super::ranges::{operands, ranges};
use super::effect::{Callee, Effect, Item, LANES, Lane, Listing, Next, Span};
use crate::base::{Seed, SplicedOp};
use crate::ir::{Func, Kind, Op, OpCode};
use crate::jit::x64::regs::Reg;
use crate::module::ModuleData;
use crate::types::FuncType;

/// A name: what made it, the item, and a number; see `name`.
pub(super) type Value = u64;

const MADE: u64 = 1;
const CLASS: u64 = 2;
const INITIAL: u64 = 3;

fn name(maker: u64, item: usize, number: usize) -> Value {
    maker << 60 | (item as u64) << 24 | number as u64
}

fn number(value: Value) -> usize {
    value as usize & 0xFF_FFFF
}

/// The item that made a value, if it is none of the start.
pub(super) fn made_at(value: Value) -> Option<usize> {
    (value >> 60 != INITIAL).then_some((value >> 24) as usize & 0xF_FFFF_FFFF)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrameState {
    values: Vec<Value>,
    slots: usize,
    rbp: i64,
}

impl FrameState {
    pub(super) fn lane(&self, lane: Lane) -> Value {
        self.values[lane as usize]
    }
    /// The value of 8 bytes of a register; `upper`: of its second half.
    pub(super) fn reg(&self, reg: Reg, upper: bool) -> Value {
        self.values[reg.0 as usize + if upper { 16 } else { 0 }]
    }
    pub(super) fn spill_slot(&self, slot: u32) -> Option<Value> {
        (slot as usize).lt(&self.slots).then(|| self.values[LANES + slot as usize])
    }
    /// The present value of a slot.
    pub(super) fn present(&self, slot: u32) -> Option<Value> {
        (slot as usize).lt(&self.slots).then(|| self.values[LANES + self.slots + slot as usize])
    }
    /// The arguments of a call where the convention puts them, those in memory from slot `frame` on: (slot among the parameters,
    /// value), the halves of a v128 one by one.
    pub(super) fn arguments(&self, ty: &FuncType, frame: u32) -> Vec<(u32, Option<Value>)> {
        let mut places = Vec::new();
        argument_places(&ty.params, &mut places);
        let halves = |place: &Place| (0..=u32::from(place.kind == Kind::V128)).map(|half| half == 1);
        let value = |place: &Place, upper: bool| match place.reg {
            Some(reg) => Some(self.reg(reg, upper)),
            None => self.spill_slot(frame + place.slot + u32::from(upper)),
        };
        let of = |place| halves(place).map(move |upper| (place.slot + u32::from(upper), value(place, upper)));
        places.iter().flat_map(of).collect()
    }
    pub(super) fn rbp(&self) -> i64 {
        self.rbp
    }
    fn set_spill_slot(&mut self, slot: i64, value: Value) {
        if (0..self.slots as i64).contains(&slot) {
            self.values[LANES + slot as usize] = value;
        }
    }
    fn set_present(&mut self, slot: u32, value: Value) {
        if (slot as usize) < self.slots {
            self.values[LANES + self.slots + slot as usize] = value;
        }
    }
    /// The slots that a span touches.
    pub(super) fn slots_of(&self, span: Span) -> std::ops::RangeInclusive<i64> {
        let start = span.disp + self.rbp;
        start.div_euclid(8)..=(start + i64::from(span.bytes.max(1)) - 1).div_euclid(8)
    }
    /// The spill slot at a displacement, if one begins there.
    pub(super) fn spill_slot_at(&self, disp: i64) -> Option<u32> {
        let at = disp + self.rbp;
        (at >= 0 && at % 8 == 0).then_some((at / 8) as u32)
    }
}

/// What an operation writes, value by value: each slot with whether it takes two. In ranges of which no types are known each slot
/// is a value.
pub(super) fn written(module: &ModuleData, func: &Func, op: &Op) -> Vec<(u32, bool)> {
    let defs = operands(module, func, op).filter(|operand| !operand.is_use());
    let values = defs.flat_map(|operand| {
        let width = operand.kind.slots();
        operand.slots().step_by(width as usize).map(move |slot| (slot, width == 2))
    });
    values.collect()
}

/// The states, where they were needed.
pub(super) struct Flow<'a> {
    module: &'a ModuleData,
    func: &'a Func,
    compiled: Draft<'a>,
    analysis: &'a Analysis,
    code: &'a Listing,
    /// States at labels and at the ways in.
    joins: HashMap<usize, Join, Seed>,
    /// Operation by the end of the instruction that calls.
    sites: HashMap<u32, SplicedOp, Seed>,
    /// Slots that are the upper half of a v128 somewhere in the function.
    uppers: HashSet<u32, Seed>,
    /// Buffers of `arrive`: of each class the value that keeps its name, and the names of the other parts.
    kept: Vec<Option<Value>>,
    parts: HashMap<(Value, Value), Value, Seed>,
}

struct Join {
    state: FrameState,
    /// Classes that were named here.
    classes: usize,
}

impl<'a> Flow<'a> {
    pub(super) fn solve(
        module: &'a ModuleData,
        defined: usize,
        func: &'a Func,
        compiled: Draft<'a>,
        analysis: &'a Analysis,
        code: &'a Listing,
    ) -> Flow<'a> {
        let sites = compiled.output.sites.iter().map(|&(at, site)| (at.get(), site.op())).collect();
        let uppers = func.ops.iter().flat_map(uppers).collect();
        let (joins, kept, parts) = (HashMap::default(), Vec::new(), HashMap::default());
        let mut flow = Flow { module, func, compiled, analysis, code, joins, sites, uppers, kept, parts };
        let mut queue = BTreeSet::new();
        let entry = flow.entry(defined);
        flow.arrive(code.item_at(compiled.output.entry), &entry, &mut queue);
        for &(_, pos) in compiled.output.osr.iter().chain(&compiled.output.handlers) {
            let item = code.item_at(pos.get());
            flow.arrive(item, &flow.all_in_memory(item), &mut queue);
        }
        // Where paths meet must be known before anything is run, or a path would run through.
        let targets: HashSet<usize, Seed> = flow.targets().into_iter().collect();
        while let Some(start) = queue.pop_first() {
            let mut state = flow.joins[&start].state.clone();
            let mut at = start;
            while at < code.items.len() {
                if at != start && targets.contains(&at) {
                    flow.arrive(at, &state, &mut queue);
                    break;
                }
                let next = flow.step(at, &mut state);
                if let Next::Jump(to) | Next::Branch(to) = next {
                    flow.arrive(to, &state, &mut queue);
                }
                if let Next::Table(table) = next {
                    for &to in &code.tables[table] {
                        flow.arrive(to, &state, &mut queue);
                    }
                }
                if !matches!(next, Next::Behind | Next::Branch(_) | Next::Call(_)) {
                    break;
                }
                at += 1;
            }
        }
        flow
    }

    fn targets(&self) -> Vec<usize> {
        let jumps = self.code.items.iter().filter_map(|item| match item {
            Item::Code { next: Next::Jump(to) | Next::Branch(to), .. } => Some(*to),
            _ => None,
        });
        jumps.chain(self.code.tables.iter().flatten().copied()).chain(self.joins.keys().copied()).collect()
    }

    /// Calls `visit` for every item that can be reached, with the state in front of it.
    pub(super) fn visit(&self, mut visit: impl FnMut(usize, &FrameState)) {
        let mut starts: Vec<usize> = self.joins.keys().copied().collect();
        starts.sort_unstable();
        for start in starts {
            let mut state = self.joins[&start].state.clone();
            for at in start..self.code.items.len() {
                if at != start && self.joins.contains_key(&at) {
                    break;
                }
                visit(at, &state);
                let next = self.step(at, &mut state);
                if !matches!(next, Next::Behind | Next::Branch(_) | Next::Call(_)) {
                    break;
                }
            }
        }
    }

    fn blank(&self, item: usize) -> FrameState {
        let slots = self.func.frame_slots as usize;
        FrameState { values: (0..LANES + 2 * slots).map(|i| name(INITIAL, item, i)).collect(), slots, rbp: 0 }
    }

    /// The state at the function's first instruction: arguments where the convention puts them.
    fn entry(&self, defined: usize) -> FrameState {
        let mut state = self.blank(0);
        // Slots after the locals hold nothing defined, and may be read as such by builtins that read to the frame's end.
        for slot in self.func.local_slots..self.func.frame_slots {
            state.set_present(slot, state.values[LANES + slot as usize]);
        }
        let ty = self.module.defined_func_type(defined);
        for (slot, value) in state.arguments(ty, 0) {
            state.set_present(slot, value.unwrap_or(0));
        }
        state
    }

    /// The state of a frame that the interpreter or an unwinder left: everything in memory.
    fn all_in_memory(&self, item: usize) -> FrameState {
        let mut state = self.blank(item);
        for slot in 0..self.func.frame_slots {
            state.set_present(slot, state.values[LANES + slot as usize]);
        }
        state
    }

    /// A path arrives: the item's state becomes as fine as this path demands.
    fn arrive(&mut self, item: usize, state: &FrameState, queue: &mut BTreeSet<usize>) {
        let join = self.joins.entry(item).or_insert_with(|| {
            let all_same =
                FrameState { values: vec![name(CLASS, item, 0); state.values.len()], ..state.clone() };
            queue.insert(item);
            Join { state: all_same, classes: 1 }
        });
        // Of each class the part with one value keeps its name, the others get new ones. All values are names of this item, so
        // that their numbers are an index.
        self.kept.clear();
        self.kept.resize(join.classes, None);
        self.parts.clear();
        let mut finer = false;
        for (old, new) in join.state.values.iter_mut().zip(&state.values) {
            if *self.kept[number(*old)].get_or_insert(*new) == *new {
                continue;
            }
            *old = *self.parts.entry((*old, *new)).or_insert_with(|| {
                join.classes += 1;
                finer = true;
                name(CLASS, item, join.classes - 1)
            });
        }
        if finer {
            queue.insert(item);
        }
    }

    /// The operation that a call at this position belongs to.
    pub(super) fn site(&self, item: usize) -> Option<&'a Op> {
        let end = self.end_of(item)?;
        self.func.ops.get(self.sites.get(&(end - 1))?.index())
    }

    pub(super) fn site_index(&self, item: usize) -> Option<SplicedOp> {
        let end = self.end_of(item)?;
        self.sites.get(&(end - 1)).copied()
    }

    /// Where the instruction ends: calls are 5 bytes, or reach to the next item.
    fn end_of(&self, item: usize) -> Option<u32> {
        let pos = self.code.items[item].pos();
        let next = self.code.items[item + 1..].iter().find(|i| i.pos() > pos).map(Item::pos);
        next.or(Some(self.compiled.output.code_end))
    }

    /// Runs one item; tells where it goes on.
    fn step(&self, at: usize, state: &mut FrameState) -> Next {
        match &self.code.items[at] {
            Item::Begin { .. } => Next::Behind,
            Item::End { ops, places, .. } => {
                self.end(*ops, places, state);
                Next::Behind
            }
            Item::Code { effect, next, .. } => {
                apply(*effect, at, state);
                let Next::Call(callee) = next else { return *next };
                self.call(at, *callee, state);
                // Throwing does not come back.
                let throws = |op: &Op| matches!(op.code(), OpCode::Throw | OpCode::ThrowRef);
                if self.site(at).is_some_and(throws) { Next::Leave } else { *next }
            }
        }
    }

    /// Results of operations become the present values of their slots.
    fn end(&self, ops: Option<(u32, u32)>, places: &[(u32, Reg)], state: &mut FrameState) {
        let Some((first, last)) = ops else {
            for &(slot, reg) in places.iter().filter(|p| p.0 >= self.func.param_slots) {
                state.set_present(slot, state.reg(reg, false));
                let wide = !reg.is_gpr();
                // The upper half of a vector; where the local is none, its slot is set by itself.
                if wide && !places.iter().any(|p| p.0 == slot + 1) && self.uppers.contains(&(slot + 1)) {
                    state.set_present(slot + 1, state.reg(reg, true));
                }
            }
            for slot in self.func.param_slots..self.func.local_slots {
                let in_register = |s: u32| places.iter().any(|p| p.0 == s);
                let above = slot > 0 && in_register(slot - 1) && self.uppers.contains(&slot);
                if !in_register(slot) && !above {
                    state.set_present(slot, state.spill_slot(slot).unwrap_or(0));
                }
            }
            return;
        };
        // What a copy in between would have made is read only by the operations of the group.
        for op in first..last {
            for (slot, wide) in written(self.module, self.func, &self.func.ops[op as usize]) {
                for half in 0..1 + u32::from(wide) {
                    state.set_present(slot + half, name(MADE, at_op(op), half as usize));
                }
            }
        }
        // What is said to be dead must not be read.
        let op = &self.func.ops[last as usize];
        let dead = self.analysis.liveness.uses[last as usize] & uses::DEF_DEAD != 0;
        let dead = (dead && fields(op.code()).def != Kind::None).then_some(u32::from(op.a));
        for (slot, wide) in written(self.module, self.func, op) {
            if dead == Some(slot) {
                for half in 0..1 + u32::from(wide) {
                    state.set_present(slot + half, name(MADE, at_op(last), half as usize));
                }
                continue;
            }
            let place = places.iter().find(|p| p.0 == slot).map(|p| p.1);
            for half in 0..1 + u32::from(wide) {
                let value = match place {
                    Some(reg) => Some(state.reg(reg, half == 1)),
                    None => state.spill_slot(slot + half),
                };
                state.set_present(slot + half, value.unwrap_or(0));
            }
        }
    }

    /// What a call leaves of the registers and of the frame.
    fn call(&self, at: usize, callee: Callee, state: &mut FrameState) {
        for lane in 0..LANES {
            if lane >= 16 || !Reg(lane as u8).is_callee_saved() {
                state.values[lane] = name(MADE, at, lane);
            }
        }
        let Some(op) = self.site(at) else { return };
        let slots = self.func.frame_slots;
        let (first, count, dead) = match callee {
            // The builtin of the operation writes its results; others that help it write nothing here.
            Callee::Builtin(number) if number == op.code() as u64 && !is_call(op.code()) => {
                let written = ranges(self.module, self.func, op).written;
                (written.start, written.len() as u32, false)
            }
            Callee::Builtin(_) | Callee::Stub => return,
            // The frame of a callee begins with its arguments.
            _ => {
                let base = (state.rbp / 8) as u32;
                (base, slots.saturating_sub(base), true)
            }
        };
        for slot in first..(first + count).min(slots) {
            let value = name(MADE, at, LANES + slot as usize);
            state.set_spill_slot(slot.into(), value);
            if dead {
                state.set_present(slot, value);
            }
        }
    }
}

/// The upper halves of v128s that an operation names.
fn uppers(op: &Op) -> impl Iterator<Item = u32> + use<> {
    let named = op.operands(fields(op.code()));
    named.filter(|operand| operand.kind == Kind::V128).map(|operand| operand.slot + 1)
}

/// Items are numbered from below; values of operations without code from above.
fn at_op(op: u32) -> usize {
    0xF_0000_0000 | op as usize
}

/// Runs one instruction.
fn apply(effect: Effect, at: usize, state: &mut FrameState) {
    let new = |lane: usize| name(MADE, at, lane);
    let spill_slot = |state: &FrameState, disp: i64, number: usize| {
        state.spill_slot_at(disp).and_then(|slot| state.spill_slot(slot)).unwrap_or_else(|| new(number))
    };
    match effect {
        Effect::Move { to, from } => state.values[to as usize] = state.values[from as usize],
        Effect::MoveLow { to, from } => {
            state.values[to as usize] = state.values[from as usize];
            state.values[to as usize + 16] = new(to as usize + 16);
        }
        Effect::MoveWide { to, from } => {
            for half in [0, 16] {
                state.values[to as usize + half] = state.values[from as usize + half];
            }
        }
        Effect::Exchange { a, b } => state.values.swap(a.into(), b.into()),
        Effect::Load { to, disp } => state.values[to as usize] = spill_slot(state, disp, to.into()),
        Effect::LoadLow { to, disp } => {
            state.values[to as usize] = spill_slot(state, disp, to.into());
            state.values[to as usize + 16] = new(to as usize + 16);
        }
        Effect::LoadWide { to, disp } => {
            state.values[to as usize] = spill_slot(state, disp, to.into());
            state.values[to as usize + 16] = spill_slot(state, disp + 8, to as usize + 16);
        }
        Effect::Store { from, disp } | Effect::StoreWide { from, disp } => {
            let wide = matches!(effect, Effect::StoreWide { .. });
            for half in 0..1 + usize::from(wide) {
                if let Some(slot) = state.spill_slot_at(disp + 8 * half as i64) {
                    state.set_spill_slot(slot.into(), state.values[from as usize + 16 * half]);
                }
            }
        }
        Effect::Advance(by) => state.rbp += by,
        Effect::Compute { writes, stores, .. } => {
            for lane in (0..LANES).filter(|lane| writes >> lane & 1 == 1) {
                state.values[lane] = new(lane);
            }
            if let Some(span) = stores {
                for slot in state.slots_of(span) {
                    state.set_spill_slot(slot, new(LANES + slot.max(0) as usize));
                }
            }
        }
    }
}
