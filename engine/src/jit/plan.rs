//! The planner: which locals live in which registers, loop by loop.
//!
//! # Problem
//! Locals that stay in registers across branches and loops are the whole difference between a baseline compiler and an
//! optimizing one. One choice for a whole function fails in the big functions that hold most of the code: each of their loops
//! wants other locals.
//!
//! # Idea
//! A region is a loop, or the function around all loops. Each region has its *pins*: slots that have a register of their own
//! everywhere in it, at every label and branch, so that branches inside need no moves. Only edges between regions move
//! values. Choosing works from the innermost loops outwards: by how often a slot is used, with as much register file as
//! the region can give away, preferring the register that the same slot has in a region around or inside. What a loop leaves
//! free it takes over from the region around it, so that passing through costs nothing.
//!
//! # Calls
//! A pin in a caller-saved register is saved and loaded again around each call. So a region with calls gives callee-saved
//! registers to its most used slots, and a caller-saved one only where uses outnumber calls.
//!
//! # Cost
//! Linear in operations and in (slot, region) pairs, apart from sorting the pairs of a region.

use super::facts::{Facts, mark};
use super::operation::{fields, is_return_call, kind_of, ranges, third_slot};
use super::regs::{CALLEE_SAVED, CALLER_SAVED_PINS, FLOAT_PINS, Reg};
use crate::code::Chaos;
use crate::ir::{Func, Kind, OpCode};
use crate::module::ModuleData;

/// Register class of a slot's value, as far as known; for locals it never changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Unknown,
    Int,
    Float,
    Vector,
}

impl Class {
    pub fn of(kind: Kind) -> Class {
        match kind {
            Kind::None | Kind::Any => Class::Unknown,
            Kind::I32 | Kind::I64 => Class::Int,
            Kind::F32 | Kind::F64 => Class::Float,
            Kind::V128 => Class::Vector,
        }
    }
}

/// A slot that has a register throughout a region.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pin {
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
    region: u32,
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

#[derive(Default)]
pub struct Plan {
    pub pins: Vec<Vec<Pin>>,
    /// Class of each tracked local.
    pub classes: Vec<Class>,
    /// Callee-saved registers that are pins somewhere: the prologue saves them.
    pub saved: u32,
    records: Vec<Record>,
    newest: Vec<u32>,
    head: Vec<u32>,
    candidates: Vec<Vec<Candidate>>,
}

/// The planner's limits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub ints: usize,
    pub floats: usize,
}

impl Limits {
    pub fn new(chaos: Chaos) -> Limits {
        match (chaos.force_spills, chaos.starve_registers) {
            (true, _) => Limits { ints: 0, floats: 0 },
            (_, true) => Limits { ints: 1, floats: 1 },
            _ => Limits { ints: CALLEE_SAVED.len() + CALLER_SAVED_PINS.len(), floats: FLOAT_PINS.len() },
        }
    }
}

impl Plan {
    pub fn make(&mut self, module: &ModuleData, defined: usize, func: &Func, facts: &Facts, limits: Limits) {
        let locals = func.local_slots.min(facts.tracked);
        self.classes.clear();
        self.classes.resize(facts.tracked as usize, Class::Unknown);
        let ty = &module.type_entries[module.func_types[module.imported_funcs as usize + defined] as usize];
        let mut slot = 0;
        for param in &ty.func().params {
            if slot < facts.tracked {
                self.classes[slot as usize] = Class::of(kind_of(param));
            }
            slot += param.slots();
        }
        self.record(module, func, facts, locals);
        self.pins.iter_mut().for_each(Vec::clear);
        self.pins.resize_with(facts.regions.len(), Vec::new);
        self.saved = 0;
        // Locals of a function with handlers stay in memory: a handler finds them there.
        if !func.tries.is_empty() || locals == 0 {
            return;
        }
        self.gather(facts);
        for region in (0..facts.regions.len()).rev() {
            self.choose(facts, region, limits);
        }
        for region in 1..facts.regions.len() {
            self.inherit(facts, region, limits);
        }
    }

    /// Counts uses per (slot, region).
    fn record(&mut self, module: &ModuleData, func: &Func, facts: &Facts, locals: u32) {
        self.records.clear();
        self.newest.clear();
        self.newest.resize(locals as usize, NONE);
        self.head.clear();
        self.head.resize(facts.regions.len(), NONE);
        let (mut change, mut region) = (0, 0);
        for (i, op) in func.ops.iter().enumerate() {
            while change < facts.changes.len() && facts.changes[change].0 as usize == i {
                region = facts.changes[change].1;
                change += 1;
            }
            if facts.marks[i] & mark::ENTRY != 0 {
                continue;
            }
            let code = op.code();
            let f = fields(code);
            for (kind, slot) in [(f.b, u32::from(op.b)), (f.c, u32::from(op.c)), (f.third, third_slot(op, f))]
            {
                if kind != Kind::None && slot < locals {
                    self.touch(slot, region, kind, false);
                }
            }
            if f.def != Kind::None && u32::from(op.a) < locals {
                self.touch(op.a.into(), region, f.def, true);
            }
            if code.range().is_some()
                || matches!(code, OpCode::CopySpan | OpCode::CopyFar | OpCode::CopyFarV128)
            {
                let ((read, reads), (write, writes)) = ranges(module, func, op);
                // Builtins take operands from the operand stack; only their results go to locals.
                for slot in read..(read + reads).min(locals) {
                    self.touch(slot, region, Kind::Any, false);
                }
                for slot in write..(write + writes).min(locals) {
                    self.touch(slot, region, Kind::Any, true);
                }
            } else if is_return_call(code) {
                continue;
            }
        }
    }

    fn touch(&mut self, slot: u32, region: u32, kind: Kind, write: bool) {
        let class = &mut self.classes[slot as usize];
        if *class == Class::Unknown {
            *class = Class::of(kind);
        }
        let newest = self.newest[slot as usize];
        if newest != NONE && self.records[newest as usize].region == region {
            let record = &mut self.records[newest as usize];
            record.weight += 1;
            record.written |= write;
            return;
        }
        self.newest[slot as usize] = self.records.len() as u32;
        let next = std::mem::replace(&mut self.head[region as usize], self.records.len() as u32);
        self.records.push(Record { slot, region, weight: 1, written: write, next });
    }

    /// Sums the records of each region, with what loops inside want at their borders.
    fn gather(&mut self, facts: &Facts) {
        self.candidates.iter_mut().for_each(Vec::clear);
        self.candidates.resize_with(facts.regions.len(), Vec::new);
        for region in (0..facts.regions.len()).rev() {
            let mut list = std::mem::take(&mut self.candidates[region]);
            let mut at = self.head[region];
            while at != NONE {
                let Record { slot, weight, written, next, .. } = self.records[at as usize];
                list.push(Candidate { slot, weight, written });
                at = next;
            }
            list.sort_unstable_by_key(|c| c.slot);
            list.dedup_by(|b, a| {
                let same = a.slot == b.slot;
                if same {
                    a.weight += b.weight;
                    a.written |= b.written;
                }
                same
            });
            if region > 0 {
                let parent = facts.regions[region].parent as usize;
                let border = list.iter().map(|c| Candidate { weight: 2, ..*c });
                self.candidates[parent].extend(border);
            }
            list.sort_by_key(|c| (std::cmp::Reverse(c.weight), c.slot));
            self.candidates[region] = list;
        }
    }

    /// The register that a slot has in a region that was decided before and lies next to this one.
    fn hint(&self, slot: u32, region: usize, facts: &Facts) -> Option<Reg> {
        // Inner regions have higher numbers and are decided first.
        let inside = (region + 1..facts.regions.len()).take(8);
        inside
            .filter(|&r| facts.regions[r].parent as usize == region)
            .flat_map(|r| self.pins[r].iter())
            .find(|p| p.slot == slot)
            .map(|p| p.reg)
    }

    fn choose(&mut self, facts: &Facts, region: usize, limits: Limits) {
        let info = &facts.regions[region];
        let has_calls = info.calls > 0 || info.calls_inside;
        let callee: Vec<Reg> = CALLEE_SAVED.iter().map(|&r| r.into()).collect();
        let caller: Vec<Reg> = CALLER_SAVED_PINS.iter().map(|&r| r.into()).collect();
        let (mut ints, mut floats) = (limits.ints, limits.floats);
        let mut used = 0_u32;
        let list = std::mem::take(&mut self.candidates[region]);
        for c in &list {
            let class = self.classes[c.slot as usize];
            // Across calls a value in a caller-saved register costs a store and a load each time.
            let outweighs_calls = c.weight > 2 * info.calls;
            let hint = self.hint(c.slot, region, facts);
            let free = |r: &Reg| used & r.bit() == 0;
            let reg = match class {
                Class::Int | Class::Unknown => {
                    if ints == 0 || (region == 0 && c.weight < 2) {
                        continue;
                    }
                    let hint = hint.filter(|r| r.is_gpr() && free(r));
                    let from_callee = || callee.iter().copied().find(free);
                    let from_caller = || caller.iter().copied().find(free);
                    let worth_saving = region > 0 || c.weight > 2;
                    if has_calls {
                        hint.filter(|r| r.is_callee_saved())
                            .or_else(|| worth_saving.then(from_callee).flatten())
                            .or_else(|| outweighs_calls.then(|| hint.or_else(from_caller)).flatten())
                    } else {
                        hint.filter(|r| worth_saving || !r.is_callee_saved())
                            .or_else(from_caller)
                            .or_else(|| worth_saving.then(from_callee).flatten())
                    }
                }
                Class::Float | Class::Vector => {
                    if floats == 0 || (region == 0 && c.weight < 2) || !outweighs_calls {
                        continue;
                    }
                    hint.filter(|r| !r.is_gpr() && free(r))
                        .or_else(|| FLOAT_PINS.iter().map(|&r| Reg::from(r)).find(free))
                }
            };
            let Some(reg) = reg else { continue };
            if reg.is_gpr() {
                ints -= 1
            } else {
                floats -= 1
            }
            used |= reg.bit();
            if reg.is_callee_saved() {
                self.saved |= reg.bit();
            }
            let clean = !c.written && has_calls && !reg.is_callee_saved();
            self.pins[region].push(Pin { slot: c.slot, reg, wide: class == Class::Vector, clean });
        }
        self.candidates[region] = list;
    }

    /// Takes over pins of the region around that pass through this one unused, where their registers are free.
    fn inherit(&mut self, facts: &Facts, region: usize, limits: Limits) {
        let info = &facts.regions[region];
        let has_calls = info.calls > 0 || info.calls_inside;
        let (outer, inner) = self.pins.split_at_mut(region);
        let around = &outer[info.parent as usize];
        let own = &mut inner[0];
        let mut used = own.iter().fold(0, |u, p| u | p.reg.bit());
        for pin in around {
            let count = own.iter().filter(|p| p.reg.is_gpr() == pin.reg.is_gpr()).count();
            let limit = if pin.reg.is_gpr() { limits.ints } else { limits.floats };
            if own.iter().any(|p| p.slot == pin.slot) || used & pin.reg.bit() != 0 || count >= limit {
                continue;
            }
            if has_calls && !pin.reg.is_callee_saved() {
                continue;
            }
            let written = self.candidates[region].iter().any(|c| c.slot == pin.slot && c.written);
            used |= pin.reg.bit();
            own.push(Pin { clean: !written && has_calls && !pin.reg.is_callee_saved(), ..*pin });
        }
    }
}
