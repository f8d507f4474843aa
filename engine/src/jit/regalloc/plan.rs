//! The planner: which locals live in which registers, loop by loop.
//!
//! # Problem
//! Locals that stay in registers across branches and loops are the whole difference between a baseline compiler and an
//! optimizing one. One choice for a whole function fails in the big functions that hold most of the code: each of their loops
//! wants other locals.
//!
//! # Idea
//! A region is a loop, or the function around all loops. Each region has its *residents*: slots that have a register of their own
//! everywhere in it, at every label and branch, so that branches inside need no moves. Only edges between regions move
//! values. Choosing works from the innermost loops outwards: by how often a slot is used, with as much register file as
//! the region can give away, preferring the register that the same slot has in a region around or inside. What a loop leaves
//! free it takes over from the region around it, so that passing through costs nothing.
//!
//! # Slots of the operand stack
//! A slot after the locals is a candidate if it is live at some label: the result of a block, or a local of a function that was
//! inlined. Such a slot may hold values of different classes at different times; then it stays without a register. So may the scratch
//! slots through which far operands go, which stand among the locals.
//!
//! # Calls
//! A resident in a caller-saved register is saved and loaded again around each call. So a region with calls gives callee-saved
//! registers to its most used slots, and a caller-saved one only where uses outnumber calls, or to slots that live across none.
//!
//! # Deep expressions
//! A register that a resident takes is missing where many temporaries wait. What that costs in a region is counted (`pressure`), and a slot
//! gets the register only if its uses outweigh it (`worth`).
//!
//! # Cost
//! Linear in operations and in (slot, region) pairs, apart from sorting the pairs of a region.

use crate::base::Mutant;
use crate::ir::{Func, Kind, Op};
use crate::jit::analysis::pressure::Pressure;
use crate::jit::analysis::{Analysis, Region, mark};
use crate::jit::operation::{group, info, kind_of};
use crate::jit::ranges::ranged;
use crate::jit::reg::{Reg, RegClass};
use crate::jit::target::{CALLEE_SAVED, CALLER_SAVED, TEMPS, UNMETERED, VECTOR_RESIDENTS, VECTOR_TEMPS};
use crate::module::{Meter, ModuleData};
use crate::settings::{Optimization, Tiering};

/// Register classes of what a slot holds in the course of a function, as a set.
mod held {
    pub(super) const INT: u8 = 1;
    pub(super) const FLOAT: u8 = 2;
    pub(super) const VECTOR: u8 = 4;
    /// The second half of a v128.
    pub(super) const HALF: u8 = 8;
}

/// By kind: the set of its class alone. All operands of a function are asked for theirs.
static HELD: [u8; Kind::ALL.len()] = {
    let mut sets = [0; Kind::ALL.len()];
    let mut i = 0;
    while i < sets.len() {
        sets[Kind::ALL[i] as usize] = match Kind::ALL[i].class() {
            Some(RegClass::Int) => held::INT,
            Some(RegClass::Float) => held::FLOAT,
            Some(RegClass::Vector) => held::VECTOR,
            None => 0,
        };
        i += 1;
    }
    sets
};

/// A slot that has a register throughout a region.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resident {
    pub slot: u32,
    pub reg: Reg,
    /// A v128.
    pub wide: bool,
    /// The slot's memory holds the value at every label of the region, because nothing in it writes the slot.
    pub clean: bool,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    slot: u32,
    weight: u32,
    written: bool,
    /// Next record of the region.
    next: u32,
}

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Candidate {
    slot: u32,
    weight: u32,
    written: bool,
}

/// At most this many candidates, by weight, are reported to the enclosing region. It bounds the work for deeply nested loops that
/// use many locals.
const MAX_BORDER: usize = 256;

/// From where to where something is in a list that all regions share.
type Span = std::ops::Range<usize>;

/// Operations of a short loop: they take less time than a value takes through memory.
const SHORT_LOOP: u32 = 32;

/// Overflows of the region around all loops that are cheaper than a register's push and pop at each call.
const OVERFLOWS_OUTSIDE_LOOPS: u32 = 4;

/// What a register saves a slot in a region. A slot that is carried from iteration to iteration gets extra weight in short loops:
/// spilled, it puts a store-to-load forward (4 to 5 cycles) on the loop's critical path.
fn worth(c: Candidate, region: &Region, limits: Limits) -> u32 {
    let waits =
        limits.carried && c.written && region.depth > 0 && !region.has_loop && region.ops <= SHORT_LOOP;
    if waits { 2 * c.weight + 1 } else { c.weight }
}

/// A register that is not used: what another slot has in a loop inside is left to it, as long as there are others.
fn first_free(regs: &[Reg], used: u32, hinted: u32) -> Option<Reg> {
    let first = |taken: u32| regs.iter().copied().find(|r| taken & r.bit() == 0);
    first(used | hinted).or_else(|| first(used))
}

/// What planning counts.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// How often a local was no candidate in a region because it lives and dies between labels.
    pub temporaries: u32,
    /// Callee-saved registers that are saved for temporaries.
    pub spare: u32,
    /// Residents that short loops carry, where temporaries would have had the register.
    pub carried: u32,
}

#[derive(Default)]
pub struct Plan {
    /// The residents of all regions, one region after the other.
    residents: Vec<Resident>,
    spans: Vec<Span>,
    /// Per tracked slot: the classes of what it holds, as a set of `held`.
    held: Vec<u8>,
    locals: u32,
    /// Callee-saved registers of residents somewhere, or serve temporaries: the prologue saves them.
    pub saved: u32,
    pub counts: Counts,
    records: Vec<Record>,
    /// Per local: the region where it was met last, and its record there.
    newest: Vec<(u32, u32)>,
    /// Per region: its first record.
    head: Vec<u32>,
    candidates: Vec<Candidate>,
    /// The residents that regions chose for themselves, inner regions first.
    chosen: Vec<Resident>,
    chosen_spans: Vec<Span>,
    /// Per local: a region, and the register that the local has in a loop right inside.
    hints: Vec<(u32, Reg)>,
    pressure: Pressure,
}

/// The planner's limits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub ints: usize,
    pub floats: usize,
    /// The registers that a function may save and then use: without the budget in metered code.
    pub callee_saved: &'static [Reg],
    /// Deep expressions count.
    pub pressure: bool,
    /// Slots after the locals may be residents.
    pub stack: bool,
    /// Locals that live and die between labels are temporaries.
    pub temporaries: bool,
    /// Callee-saved registers may be saved for temporaries.
    pub spare: bool,
    /// What a short loop carries is worth more.
    pub carried: bool,
}

impl Limits {
    pub fn new(tiering: &Tiering, meter: Meter) -> Limits {
        let callee_saved = match meter {
            Meter::None => &CALLEE_SAVED[..],
            Meter::Fuel | Meter::Epoch => UNMETERED,
        };
        let pressure = tiering.may(Optimization::Pressure);
        let (ints, floats) = match (tiering.chaos.force_spills, tiering.chaos.starve_registers) {
            (true, _) => (0, 0),
            (_, true) => (1, 1),
            _ => (callee_saved.len() + CALLER_SAVED.len(), VECTOR_RESIDENTS.len()),
        };
        let stack = tiering.may(Optimization::StackResidents);
        let temporaries = tiering.may(Optimization::TemporaryLocals);
        let spare = ints > 1 && tiering.may(Optimization::SpareRegisters);
        let carried = tiering.may(Optimization::CarriedValues);
        Limits { ints, floats, callee_saved, pressure, stack, temporaries, spare, carried }
    }
}

impl Plan {
    pub fn make(
        &mut self,
        module: &ModuleData,
        defined: usize,
        func: &Func,
        analysis: &Analysis,
        limits: Limits,
    ) {
        self.locals = func.local_slots.min(analysis.liveness.tracked);
        // After the locals no slot is recorded unless it may be a resident.
        let slots = if limits.stack { analysis.liveness.tracked } else { self.locals };
        self.held.clear();
        self.held.resize(analysis.liveness.tracked as usize, 0);
        let mut slot = 0;
        for param in &module.defined_func_type(defined).params {
            self.note_class(slot, kind_of(param));
            slot += param.slots();
        }
        (self.saved, self.counts) = (0, Counts::default());
        let regions = analysis.cfg.regions.len();
        self.residents.clear();
        self.spans.clear();
        self.spans.resize(regions, 0..0);
        self.records.clear();
        self.newest.clear();
        self.newest.resize(slots as usize, (NONE, NONE));
        self.head.clear();
        self.head.resize(regions, NONE);
        self.record(module, func, analysis, limits);
        // Locals of a function with handlers stay in memory: a handler finds them there.
        if !analysis.cfg.tries.is_empty() {
            return;
        }
        self.pressure.begin(limits.temporaries);
        self.chosen.clear();
        self.chosen_spans.clear();
        self.chosen_spans.resize(regions, 0..0);
        self.hints.clear();
        self.hints.resize(slots as usize, (NONE, Reg::NONE));
        // No slot's newest record is in one of these regions.
        self.newest.fill((NONE, NONE));
        for region in (0..regions).rev() {
            self.gather(analysis, region);
            self.choose(module, func, analysis, region, limits);
        }
        for region in 0..regions {
            self.inherit(module, func, analysis, region, limits);
        }
    }

    /// The residents of a region.
    pub fn residents(&self, region: u32) -> &[Resident] {
        &self.residents[self.spans[region as usize].clone()]
    }

    /// How many residents are those of slots from this one on.
    pub fn residents_from(&self, slot: u32) -> usize {
        self.residents.iter().filter(|resident| resident.slot >= slot).count()
    }

    /// The residents of all regions.
    pub fn resident_count(&self) -> usize {
        self.residents.len()
    }

    /// Counts uses per (slot, region).
    fn record(&mut self, module: &ModuleData, func: &Func, analysis: &Analysis, limits: Limits) {
        for (run, region) in analysis.cfg.region_map.runs(func.ops.len() as u32) {
            for i in run.start as usize..run.end as usize {
                if analysis.cfg.marks[i] & mark::ENTRY == 0 {
                    self.record_operation(module, func, analysis, &func.ops[i], region, limits);
                }
            }
        }
    }

    #[inline(always)]
    fn record_operation(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        op: &Op,
        region: u32,
        limits: Limits,
    ) {
        let info = info(op.code());
        op.each_use(info.fields, |operand| {
            self.record_value(analysis, operand.slot, operand.kind, false, region, limits);
        });
        if let Some(def) = op.def(info.fields) {
            self.record_value(analysis, def.slot, def.kind, true, region, limits);
        }
        if info.groups & group::RANGED != 0 {
            self.record_ranges(module, func, analysis, op, region, limits);
        }
    }

    fn record_ranges(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        op: &Op,
        region: u32,
        limits: Limits,
    ) {
        for operand in ranged(module, func, op) {
            // On the operand stack a range is made to be read from memory: that is no use of a register.
            let end = if operand.is_use() { self.locals } else { analysis.liveness.tracked };
            for slot in (operand.slot..operand.slots().end.min(end)).step_by(operand.kind.slots() as usize) {
                self.record_value(analysis, slot, operand.kind, !operand.is_use(), region, limits);
            }
        }
    }

    /// An operation reads or writes a value in a slot.
    #[inline(always)]
    fn record_value(
        &mut self,
        analysis: &Analysis,
        slot: u32,
        kind: Kind,
        write: bool,
        region: u32,
        limits: Limits,
    ) {
        self.note_class(slot, kind);
        if slot < self.locals || limits.stack && analysis.liveness.is_at_label(0, slot) {
            self.touch(slot, region, write);
        }
    }

    /// A slot holds a value of this kind. A v128 takes the slot after its own too: there nothing else may have a register, whether or
    /// not the v128 could have one.
    #[inline(always)]
    fn note_class(&mut self, slot: u32, kind: Kind) {
        if let Some(set) = self.held.get_mut(slot as usize) {
            *set |= HELD[kind as usize];
        }
        if kind.slots() == 2
            && !Mutant::VectorHalfHasRegister.is_on()
            && let Some(set) = self.held.get_mut(slot as usize + 1)
        {
            *set |= held::HALF;
        }
    }

    /// The class of a slot that only holds values of one; `None` if there are several, or none is known.
    pub fn class(&self, slot: u32) -> Option<RegClass> {
        match self.held.get(slot as usize) {
            Some(&held::INT) => Some(RegClass::Int),
            Some(&held::FLOAT) => Some(RegClass::Float),
            Some(&held::VECTOR) => Some(RegClass::Vector),
            _ => None,
        }
    }

    fn touch(&mut self, slot: u32, region: u32, write: bool) {
        let newest = &mut self.newest[slot as usize];
        if newest.0 == region {
            let record = &mut self.records[newest.1 as usize];
            record.weight += 1;
            record.written |= write;
            return;
        }
        *newest = (region, self.records.len() as u32);
        let next = std::mem::replace(&mut self.head[region as usize], self.records.len() as u32);
        self.records.push(Record { slot, weight: 1, written: write, next });
    }

    /// Sums the records of a region into its candidates, and tells the region around what this one wants at its borders.
    fn gather(&mut self, analysis: &Analysis, region: usize) {
        self.candidates.clear();
        let mut at = self.head[region];
        while at != NONE {
            let Record { slot, weight, written, next } = self.records[at as usize];
            at = next;
            if self.class(slot).is_none() {
                continue;
            }
            let newest = &mut self.newest[slot as usize];
            if newest.0 == region as u32 {
                let candidate = &mut self.candidates[newest.1 as usize];
                candidate.weight += weight;
                candidate.written |= written;
            } else {
                *newest = (region as u32, self.candidates.len() as u32);
                self.candidates.push(Candidate { slot, weight, written });
            }
        }
        self.candidates.sort_unstable_by_key(|c| (std::cmp::Reverse(c.weight), c.slot));
        if region == 0 {
            return;
        }
        let head = &mut self.head[analysis.cfg.regions[region].parent as usize];
        for c in self.candidates.iter().take(MAX_BORDER) {
            let next = std::mem::replace(head, self.records.len() as u32);
            self.records.push(Record { slot: c.slot, weight: 2, written: c.written, next });
        }
    }

    /// Notes which registers slots have in loops right inside a region, and returns the set of these registers. Inner regions have
    /// higher numbers and are decided first.
    fn note_hints(&mut self, analysis: &Analysis, region: usize) -> u32 {
        let mut hinted = 0;
        if !analysis.cfg.regions[region].has_loop {
            return hinted;
        }
        for inside in region + 1..analysis.cfg.regions.len().min(region + 9) {
            if analysis.cfg.regions[inside].parent as usize != region {
                continue;
            }
            for resident in &self.chosen[self.chosen_spans[inside].clone()] {
                let hint = &mut self.hints[resident.slot as usize];
                if hint.0 != region as u32 {
                    *hint = (region as u32, resident.reg);
                    hinted |= resident.reg.bit();
                }
            }
        }
        hinted
    }

    fn choose(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        region: usize,
        limits: Limits,
    ) {
        let info = &analysis.cfg.regions[region];
        let has_calls = info.calls > 0 || info.calls_inside;
        let (mut ints, mut floats) = (limits.ints, limits.floats);
        let mut used = 0_u32;
        let hinted = self.note_hints(analysis, region);
        let first = self.chosen.len();
        for i in 0..self.candidates.len() {
            if ints == 0 && floats == 0 {
                break;
            }
            let c = self.candidates[i];
            let Some(class) = self.class(c.slot) else { continue };
            // Across calls a value in a caller-saved register costs a store and a load each time.
            let over_call = has_calls && analysis.liveness.is_over_call(c.slot);
            if limits.temporaries && !over_call && !analysis.liveness.is_at_label(region, c.slot) {
                self.counts.temporaries += 1;
                continue;
            }
            let outweighs_calls = !over_call || c.weight > 2 * info.calls;
            let (of, hint) = self.hints[c.slot as usize];
            let hint = (of == region as u32).then_some(hint);
            let free = |r: &Reg| used & r.bit() == 0;
            let reg = match class {
                RegClass::Int => {
                    if ints == 0 || (region == 0 && c.weight < 2) {
                        continue;
                    }
                    let hint = hint.filter(|r| r.is_gpr() && free(r));
                    let from_callee = || first_free(limits.callee_saved, used, hinted);
                    let from_caller = || first_free(&CALLER_SAVED, used, hinted);
                    let worth_saving = region > 0 || c.weight > 2;
                    if over_call {
                        hint.filter(|r| r.is_callee_saved())
                            .or_else(|| worth_saving.then(from_callee).flatten())
                            .or_else(|| outweighs_calls.then(|| hint.or_else(from_caller)).flatten())
                    } else {
                        hint.filter(|r| worth_saving || !r.is_callee_saved())
                            .or_else(from_caller)
                            .or_else(|| worth_saving.then(from_callee).flatten())
                    }
                }
                RegClass::Float | RegClass::Vector => {
                    if floats == 0 || (region == 0 && c.weight < 2) || !outweighs_calls {
                        continue;
                    }
                    hint.filter(|r| !r.is_gpr() && free(r))
                        .or_else(|| first_free(&VECTOR_RESIDENTS, used, hinted))
                }
            };
            let Some(reg) = reg else { continue };
            let left = if reg.is_gpr() { ints - 1 + TEMPS.len() } else { floats - 1 + VECTOR_TEMPS };
            // A value without a register is stored and loaded again.
            if limits.pressure && self.pressure.may_exceed(left, region, analysis) {
                let cost = 2 * self.pressure.of(module, func, analysis).overflows(region, class, left);
                if worth(c, info, limits) <= cost {
                    let rest = if reg.is_gpr() { &mut ints } else { &mut floats };
                    *rest = 0;
                    continue;
                }
                self.counts.carried += u32::from(c.weight <= cost);
            }
            if reg.is_gpr() {
                ints -= 1
            } else {
                floats -= 1
            }
            used |= reg.bit();
            if reg.is_callee_saved() {
                self.saved |= reg.bit();
            }
            let clean = !c.written && over_call && !reg.is_callee_saved();
            self.chosen.push(Resident { slot: c.slot, reg, wide: class == RegClass::Vector, clean });
        }
        self.chosen_spans[region] = first..self.chosen.len();
    }

    /// The final residents: what the region chose, and residents of the region around that pass through this one unused, where their
    /// registers are free.
    fn inherit(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        region: usize,
        limits: Limits,
    ) {
        let info = &analysis.cfg.regions[region];
        let has_calls = info.calls > 0 || info.calls_inside;
        let first = self.residents.len();
        self.residents.extend_from_slice(&self.chosen[self.chosen_spans[region].clone()]);
        let around = if region == 0 { 0..0 } else { self.spans[info.parent as usize].clone() };
        let own = &self.residents[first..];
        let mut used = own.iter().fold(0, |u, p| u | p.reg.bit());
        let mut ints = own.iter().filter(|p| p.reg.is_gpr()).count();
        let mut floats = own.len() - ints;
        for index in around {
            let resident = self.residents[index];
            let (count, limit) = match resident.reg.is_gpr() {
                true => (&mut ints, limits.ints),
                false => (&mut floats, limits.floats),
            };
            let lost =
                has_calls && analysis.liveness.is_over_call(resident.slot) && !resident.reg.is_callee_saved();
            if used & resident.reg.bit() != 0 || *count >= limit || lost {
                continue;
            }
            let (class, temps) = match resident.reg.is_gpr() {
                true => (RegClass::Int, TEMPS.len()),
                false => (RegClass::Float, VECTOR_TEMPS),
            };
            if self.residents[first..].iter().any(|p| p.slot == resident.slot) {
                continue;
            }
            let left = limit - *count - 1 + temps;
            if limits.pressure
                && self.pressure.may_exceed(left, region, analysis)
                && self.pressure.of(module, func, analysis).overflows(region, class, left) > 0
            {
                continue;
            }
            *count += 1;
            used |= resident.reg.bit();
            self.residents.push(Resident { clean: false, ..resident });
        }
        self.spans[region] = first..self.residents.len();
        if limits.spare {
            self.save_for_temporaries(module, func, analysis, region, limits.callee_saved);
        }
    }

    /// Where a region has more temporaries than registers, a free callee-saved register is cheaper than memory. Outside of loops
    /// that takes a few more temporaries, since each call of the function saves the register.
    fn save_for_temporaries(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        region: usize,
        callee_saved: &[Reg],
    ) {
        let owned = self.residents[self.spans[region].clone()]
            .iter()
            .fold(0, |set, resident| set | resident.reg.bit());
        let unowned = |reg: &&Reg| owned & reg.bit() == 0;
        let mut registers = TEMPS.len() + CALLER_SAVED.iter().filter(unowned).count();
        registers += callee_saved.iter().filter(unowned).filter(|r| self.saved & r.bit() != 0).count();
        let tolerated = if region == 0 { OVERFLOWS_OUTSIDE_LOOPS } else { 0 };
        for &reg in callee_saved {
            if (owned | self.saved) & reg.bit() != 0 {
                continue;
            }
            if !self.pressure.may_exceed(registers, region, analysis)
                || self.pressure.of(module, func, analysis).overflows(region, RegClass::Int, registers)
                    <= tolerated
            {
                return;
            }
            self.saved |= reg.bit();
            self.counts.spare += 1;
            registers += 1;
        }
    }
}
