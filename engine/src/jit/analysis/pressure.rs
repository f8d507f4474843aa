//! Register pressure: how many temporaries are live at once, loop by loop.
//!
//! A temporary is what lives and dies between labels: most of the operand stack, and locals that hold a value for a few operations.
//!
//! # Problem
//! A register that a slot has for a whole loop is missing where expressions are deep: their values are then spilled. The
//! registers that never belong to residents serve most loops (three values at once are enough for nine loops of ten), but not the unrolled
//! and the arithmetic ones.
//!
//! # Idea
//! For each loop and register class, one forward pass builds a histogram: entry `k` counts the definitions that raise the number
//! of live temporaries to `k`. With fewer than `k` registers each of them costs one spill and one reload; the planner compares
//! that cost with the benefit of keeping a slot in a register. A definition that reuses the register of an operand at its last use
//! does not raise the number.
//!
//! It is an estimate: a value that lives across a call counts like any other, and so does one that gets a register of its own.
//!
//! Requires: loops (`cfg`), last uses and slots that are live at labels (`liveness`).
//! Provides: per loop and class, how many definitions find more temporaries live than there are registers.
//! Cost: O(operations), at most once a function, when the planner asks first.

use super::Analysis;
use super::cfg::mark;
use super::liveness::uses;
use super::region_map::RegionCursor;

use crate::ir::{Func, Op};
use crate::jit::operation::{group, info};
use crate::jit::ranges::ranges;
use crate::jit::reg::RegClass;
use crate::module::ModuleData;

/// Counts from this number of live temporaries on are one entry.
const DEPTHS: usize = 16;

/// Per class, the number of definitions that raised the number of live temporaries to this many.
type Histogram = [[u32; DEPTHS]; 2];

/// See the module's header.
#[derive(Default)]
pub struct Pressure {
    regions: Vec<Histogram>,
    /// Per tracked slot: the class of the temporary that it holds.
    holds: Vec<Option<RegClass>>,
    /// The slots that hold something, as a set.
    held: Vec<u64>,
    waiting: [usize; 2],
    /// Whether locals may be temporaries.
    locals: bool,
    measured: bool,
}

fn index(class: RegClass) -> usize {
    match class {
        RegClass::Int => 0,
        RegClass::Float | RegClass::Vector => 1,
    }
}

impl Pressure {
    /// Begins a function. It is measured on the first query: most functions have so few slots live at labels that there is none, or
    /// so few others that the answer is known.
    pub fn begin(&mut self, locals: bool) {
        self.locals = locals;
        self.measured = false;
    }

    /// Whether more values than this may be waiting at once in a region.
    pub fn may_exceed(&self, registers: usize, region: usize, analysis: &Analysis) -> bool {
        analysis.liveness.off_labels(region) > registers.min(DEPTHS - 1)
    }

    /// The function's pressure, measured now if it was not.
    pub fn of(&mut self, module: &ModuleData, func: &Func, analysis: &Analysis) -> &Pressure {
        if !std::mem::replace(&mut self.measured, true) {
            self.measure(module, func, analysis);
        }
        self
    }

    fn measure(&mut self, module: &ModuleData, func: &Func, analysis: &Analysis) {
        self.regions.clear();
        self.regions.resize(analysis.cfg.regions.len(), [[0; DEPTHS]; 2]);
        self.holds.clear();
        self.holds.resize(analysis.liveness.tracked as usize, None);
        self.held.clear();
        self.held.resize((analysis.liveness.tracked as usize).div_ceil(64), 0);
        self.waiting = [0; 2];
        let mut cursor = RegionCursor::default();
        for (at, op) in func.ops.iter().enumerate() {
            let region = cursor.seek(&analysis.cfg.region_map, at as u32) as usize;
            let marks = analysis.cfg.marks[at];
            if marks & mark::ENTRY != 0 {
                continue;
            }
            if marks & mark::LABEL != 0 {
                self.arrive();
            }
            self.operation(module, func, analysis, at, op, region);
        }
        // From "exactly so many" to "more than so many".
        for class in self.regions.iter_mut().flatten() {
            let mut more = 0;
            for count in class.iter_mut().rev() {
                more += std::mem::replace(count, more);
            }
        }
    }

    /// How often more values come to wait in the region than there are registers for.
    pub fn overflows(&self, region: usize, class: RegClass, registers: usize) -> u32 {
        self.regions[region][index(class)][registers.min(DEPTHS - 1)]
    }

    /// At a label nothing waits: what is live there is no temporary.
    fn arrive(&mut self) {
        for word in 0..self.held.len() {
            let mut held = self.held[word];
            while held != 0 {
                self.set(word as u32 * 64 + held.trailing_zeros(), None);
                held &= held - 1;
            }
        }
    }

    fn set(&mut self, slot: u32, class: Option<RegClass>) {
        let Some(holds) = self.holds.get_mut(slot as usize) else { return };
        if let Some(before) = *holds {
            self.waiting[index(before)] -= 1;
        }
        *holds = class;
        let bit = 1 << (slot % 64);
        match class {
            None => self.held[slot as usize / 64] &= !bit,
            Some(now) => {
                self.held[slot as usize / 64] |= bit;
                self.waiting[index(now)] += 1;
            }
        }
    }

    fn operation(
        &mut self,
        module: &ModuleData,
        func: &Func,
        analysis: &Analysis,
        at: usize,
        op: &Op,
        region: usize,
    ) {
        let info = info(op.code());
        let (f, used) = (info.fields, analysis.liveness.uses[at]);
        let before = self.waiting;
        let locals = if self.locals { 0 } else { func.local_slots };
        let temporary = |slot: u32| {
            slot >= locals && slot < analysis.liveness.tracked && !analysis.liveness.is_at_label(region, slot)
        };
        op.each_use(f, |operand| {
            if used & uses::of(operand.place) != 0 && temporary(operand.slot) {
                self.set(operand.slot, None);
            }
        });
        if info.groups & group::RANGED != 0 {
            let read = ranges(module, func, op).read;
            for slot in read.start..read.end.min(analysis.liveness.tracked) {
                if temporary(slot) {
                    self.set(slot, None);
                }
            }
        }
        let Some(def) = op.def(f) else { return };
        if used & uses::DEF_DEAD != 0 || !temporary(def.slot) {
            return;
        }
        let class = def.kind.class();
        self.set(def.slot, class);
        if let Some(class) = class.map(index) {
            let depth = self.waiting[class];
            self.regions[region][class][depth.min(DEPTHS - 1)] += u32::from(depth > before[class]);
        }
    }
}
