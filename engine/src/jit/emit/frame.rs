//! How a function is entered and left: its prologue, its epilogue, and the ways into its middle.
//!
//! Arguments arrive in registers that the convention chose; the plan may want them elsewhere. Both are known at the first
//! instruction, so one set of parallel moves is enough, and no template ever asks whether an argument arrived already.
//! Ways into the middle (loops for OSR, handlers) start from a frame in memory and load what the region there expects.

use super::*;
use crate::base::Mutant;
use crate::settings::Optimization;

/// Padding before a function. Processors predict indirect calls from the addresses of recent branches, and some (Zen 4) use only
/// the low four bits of these addresses: functions of one shape that all begin at a multiple of 16 would be
/// indistinguishable. So neighbours begin at different offsets.
fn stagger(defined: usize) -> usize {
    defined * 5 % 16
}

impl Emitter<'_> {
    pub(super) fn push_saved(&mut self) {
        for r in self.masm.saved() {
            self.masm.asm.push(r);
        }
    }

    pub(super) fn prologue(&mut self) {
        if self.masm.unit.tiering.may(Optimization::StaggeredEntries) {
            self.masm.asm.code.resize(stagger(self.masm.unit.defined), 0xCC);
            self.masm.out.counters.staggered_entries += u32::from(self.masm.asm.pos() != 0);
        }
        self.masm.out.entry = self.masm.asm.pos();
        let entry = self.masm.entry;
        self.masm.asm.bind(entry);
        self.masm.out.frame_bytes = 8 * self.masm.saved().count() as u32;
        self.push_saved();
        let leaf = self.stages.analysis.cfg.calls.is_empty();
        let checked = !leaf || self.masm.unit.func.frame_slots * 8 > STACK_SLACK / 4;
        if checked && !Mutant::StackNotCompared.is_on() {
            // `VmStore::fits` with the limit moved to the other side.
            let end = i64::from(slot_bytes(self.masm.unit.func.frame_slots)) + i64::from(STACK_SLACK)
                - i64::from(self.masm.unit.tiering.stack_limit);
            self.masm.asm.lea(Size::S64, RAX, Mem::new(crate::jit::x64::regs::FP, end as i32));
            self.masm.asm.alu(crate::jit::x64::asm::Alu::Cmp, Size::S64, RAX, RSP);
            let overflow = self.masm.trap_label(TrapCode::StackOverflow);
            self.masm.asm.jcc(Cond::A, overflow);
        }
        let mut places = std::mem::take(&mut self.places);
        argument_places(&self.masm.unit.ty.params, &mut places);
        let tracked = self.state.tracked();
        for place in &places {
            let wide = place.kind == Kind::V128;
            match place.reg {
                Some(reg) if place.slot >= tracked => self.masm.asm.store_slot(place.slot, reg, wide),
                Some(reg) => self.state.hold(reg, place.slot, true, wide),
                None => {}
            }
        }
        for place in &places {
            if place.slot < tracked && !self.stages.analysis.liveness.is_live_at_entry(place.slot) {
                self.state.forget(place.slot);
            }
        }
        self.places = places;
        self.adopt_residents();
        self.zero_locals();
    }

    /// At the function's entry: arguments that are residents go to their registers.
    pub(super) fn adopt_residents(&mut self) {
        let plan = self.stages.plan;
        let residents = plan.residents(0);
        self.moves.clear();
        let mut held = Vec::new();
        let live = |slot: u32, analysis: &Analysis| analysis.liveness.is_live_at_entry(slot);
        for resident in residents {
            if resident.slot >= self.masm.unit.func.param_slots || !live(resident.slot, self.stages.analysis)
            {
                continue;
            }
            match self.state.loc(resident.slot) {
                Some(reg) => {
                    if resident.clean {
                        self.moves.stores.push((reg, resident.slot, resident.wide));
                    }
                    self.moves.moves.push((reg, resident.reg));
                    held.push((resident.reg, resident.slot, !resident.clean, resident.wide));
                }
                None => {
                    self.moves.loads.push((resident.slot, resident.reg, resident.wide));
                    held.push((resident.reg, resident.slot, false, resident.wide));
                }
            }
        }
        // Other arguments must leave registers that residents take: for a free one, as long as there are such.
        let owned: u32 = residents.iter().map(|p| p.reg.bit()).sum();
        let mut taken = owned | self.state.held().0;
        let mut kept = Vec::new();
        for reg in self.state.held() {
            let cell = self.state.cell(reg);
            if residents.iter().any(|p| p.slot == cell.slot) {
                continue;
            }
            if owned & reg.bit() == 0 {
                kept.push((reg, cell));
                continue;
            }
            match self.state.allowed_besides(if reg.is_gpr() { INTS } else { FLOATS }, taken) {
                Some(free) => {
                    taken |= free.bit();
                    self.moves.moves.push((reg, free));
                    kept.push((free, cell));
                }
                None => self.moves.stores.push((reg, cell.slot, cell.wide)),
            }
        }
        self.emit_moves();
        self.state.enter_region(0, residents);
        for (reg, slot, dirty, wide) in held {
            self.state.hold(reg, slot, dirty, wide);
        }
        for (reg, cell) in kept {
            self.state.hold(reg, cell.slot, cell.dirty, cell.wide);
        }
    }

    /// Locals that are read before they are written begin as zero.
    pub(super) fn zero_locals(&mut self) {
        for slot in self.masm.unit.func.param_slots..self.masm.unit.func.local_slots {
            if Mutant::LocalsNotZeroed.is_on() {
                continue;
            }
            if !self.stages.analysis.liveness.is_live_at_entry(slot) {
                // The upper half of a v128 is not tracked by itself.
                let upper = slot > self.masm.unit.func.param_slots
                    && self.stages.analysis.liveness.is_live_at_entry(slot - 1)
                    && self.is_vector(slot - 1)
                    && self.state.resident(slot - 1).is_none();
                if !upper {
                    continue;
                }
            }
            match self.state.resident(slot) {
                Some(reg) if reg.is_gpr() => {
                    self.masm.asm.set(reg.gpr(), 0);
                    self.state.hold(reg, slot, true, false);
                    self.settle_clean(slot, reg, false);
                }
                Some(reg) => {
                    self.masm.asm.zero_x(reg.xmm());
                    let wide = self.is_vector(slot);
                    self.state.hold(reg, slot, true, wide);
                    self.settle_clean(slot, reg, wide);
                }
                None => self.masm.asm.store_imm(Size::S64, spill_slot(slot), 0),
            }
        }
    }

    /// A resident that is clean throughout its region must be in memory from the start.
    pub(super) fn settle_clean(&mut self, slot: u32, reg: Reg, wide: bool) {
        if self.stages.plan.residents(self.region).iter().any(|p| p.slot == slot && p.clean) {
            self.masm.asm.store_slot(slot, reg, wide);
            self.state.is_stored(reg);
        }
    }

    pub(super) fn is_vector(&self, slot: u32) -> bool {
        self.stages.plan.class(slot) == Some(RegClass::Vector)
    }

    /// Ways into the middle: loops for OSR, and handlers.
    pub(super) fn entries(&mut self) {
        if self.stages.analysis.cfg.regions.len() == 1 && self.stages.analysis.cfg.tries.is_empty() {
            return;
        }
        for (i, &marks) in self.stages.analysis.cfg.marks.iter().enumerate() {
            if marks & (mark::HEADER | mark::HANDLER) == 0 {
                continue;
            }
            // The interpreter never stands in an inlined loop.
            let op = SplicedOp::at(i);
            let own = match self.options.spliced {
                Some(spliced) => spliced.source_of(op),
                // What was compiled is the function itself: the numbers are the same.
                None => Some(SourceOp::new(op.get())),
            };
            let header = own.filter(|_| marks & mark::HEADER != 0);
            if marks & mark::HANDLER == 0 && header.is_none() {
                continue;
            }
            let label = self.stages.analysis.cfg.label_of[i];
            let region = self.stages.analysis.cfg.label_regions[label as usize];
            let load = |this: &mut Self| {
                for resident in this
                    .stages
                    .plan
                    .residents(region)
                    .iter()
                    .skip(usize::from(Mutant::EntryForgetsResident.is_on()))
                {
                    if this.stages.analysis.liveness.is_live(label, resident.slot) {
                        this.masm.asm.load_slot(resident.reg, resident.slot, resident.wide);
                    }
                }
                let to = this.asm_label(label);
                this.masm.asm.jmp(to);
            };
            if marks & mark::HANDLER != 0 {
                self.masm.out.landings.push((op, self.masm.here()));
                load(self);
            }
            if let Some(header) = header {
                self.masm.out.osr.push((header, self.masm.here()));
                self.push_saved();
                load(self);
            }
        }
    }
}
