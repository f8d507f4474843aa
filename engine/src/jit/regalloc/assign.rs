//! The operands of one instruction become registers.

use super::Moves;
use super::evict::victim;
use super::state::{NO_SLOT, State};
use crate::base::Mutant;
use crate::jit::inst::{Constraint, Def, Hint, Inst, Loc, Locs, Use};
use crate::jit::reg::{FLOATS, INTS, Reg, RegClass, RegSet};
use crate::jit::select::Context;
use crate::jit::target;

/// The registers of a class.
fn set_of(class: RegClass) -> u32 {
    if class == RegClass::Int { INTS } else { FLOATS }
}

/// See the room's header.
pub struct Allocator<'e, 'a, M> {
    pub state: &'e mut State,
    pub asm: &'e mut M,
    pub cx: &'e Context<'a>,
    /// The current operation.
    pub at: usize,
}

impl<M: Moves> Allocator<'_, '_, M> {
    /// Places all operands of an instruction, and puts them there. The result counts as written from here on.
    pub fn assign(&mut self, inst: &mut Inst, hint: impl FnOnce(&State) -> Hint) -> Locs {
        let mut locs = Locs { int_temps: inst.temps[0], ..Locs::NONE };
        let [first, count] = inst.ranges.reads;
        if count > 0 {
            self.state.flush_range(self.asm, first, count);
        }
        if inst.commutes {
            self.order(inst);
        }
        let (mut is_fixed, mut is_late) = (false, false);
        for operand in inst.uses() {
            is_fixed |= matches!(operand.constraint, Constraint::Fixed(_));
            is_late |= operand.late;
        }
        if is_fixed | (inst.clobbers != 0) | inst.def.is_some_and(|def| def.fixed.is_some()) {
            self.make_room(inst);
        }
        // What is in a register stays there, before anything else can take it.
        let (mut missing, mut dying) = (0_u32, 0_u32);
        for (i, operand) in inst.uses().iter().enumerate() {
            match (self.state.loc(operand.slot), operand.constraint) {
                (_, Constraint::Loaded) => {}
                (Some(reg), Constraint::Reg | Constraint::RegOrSlot) => {
                    debug_assert!(
                        reg.bit() & set_of(operand.class) != 0,
                        "slot {} is in {reg}",
                        operand.slot
                    );
                    self.state.lock(reg);
                    locs.uses[i] = Loc::Reg(reg);
                    dying |= u32::from(operand.last) << reg.0;
                }
                _ => missing |= 1 << i,
            }
        }
        self.state.regs_die(dying);
        if missing != 0 {
            self.fetch_all(inst, missing, &mut locs);
        }
        if let Some(def) = inst.def {
            // Registers that are read after the result was written.
            let mut read_after = 0_u32;
            if is_late | def.early {
                read_after = self.read_after(inst, &locs, def);
            }
            locs.def = match inst.high {
                None => self.define(def, read_after, hint),
                Some(_) => self.define_half(def, 0, read_after, &locs, hint),
            };
        }
        if let Some(high) = inst.high {
            let read_after = self.read_after(inst, &locs, high);
            locs.high = self.define_half(high, 1, read_after, &locs, |_| Hint::None);
        }
        let [ints, floats] = inst.temps;
        for n in 0..usize::from(ints + floats) {
            locs.temps[n] = self.fresh(if n < usize::from(ints) { INTS } else { FLOATS });
        }
        locs
    }

    /// Empties the registers that the instruction destroys or wants operands in.
    #[inline(never)]
    fn make_room(&mut self, inst: &Inst) {
        if inst.clobbers != 0 {
            RegSet(inst.clobbers).for_each(|reg| self.vacate(reg, inst));
        }
        for def in inst.def.iter().chain(&inst.high) {
            if let Some(reg) = def.fixed
                && inst.clobbers & reg.bit() == 0
            {
                self.reserve(reg, inst);
            }
        }
        for operand in inst.uses() {
            if let Constraint::Fixed(reg) = operand.constraint
                && inst.clobbers & reg.bit() == 0
            {
                match self.state.loc(operand.slot) == Some(reg) {
                    true => self.state.lock(reg),
                    false => self.vacate(reg, inst),
                }
            }
        }
    }

    /// The registers of operands that are read after `def` was written.
    #[inline(never)]
    fn read_after(&self, inst: &Inst, locs: &Locs, def: Def) -> u32 {
        let mut read_after = 0;
        for (operand, loc) in inst.uses().iter().zip(locs.uses) {
            if let Loc::Reg(reg) = loc
                && (operand.late || def.early)
            {
                read_after |= reg.bit();
            }
        }
        read_after
    }

    /// The operand that is in its slot becomes the second, which may stay there; one that is in the register of the first becomes that.
    fn order(&mut self, inst: &mut Inst) {
        let [first, second] = [0, 1].map(|i| inst.uses()[i]);
        if second.constraint == Constraint::Loaded {
            return;
        }
        let places = [first, second].map(|operand| self.state.loc(operand.slot));
        let swaps = match (first.constraint, places) {
            (Constraint::Fixed(reg), [a, b]) if a == Some(reg) || b == Some(reg) => a != Some(reg),
            (_, [a, b]) => a.is_none() && b.is_some(),
        };
        if swaps {
            let [a, b] = [first.constraint, second.constraint];
            inst.swap();
            inst.uses_mut()[0].constraint = a;
            inst.uses_mut()[1].constraint = b;
        }
    }

    /// Keeps a register for a result that is always left there. An operand that is read for the last time may stay until then.
    fn reserve(&mut self, reg: Reg, inst: &Inst) {
        let slot = self.state.slot_in(reg);
        match inst.uses().iter().any(|operand| operand.slot == slot && operand.last && !operand.late) {
            true => self.state.lock(reg),
            false => self.vacate(reg, inst),
        }
    }

    /// Empties a register that the instruction destroys or wants an operand in.
    fn vacate(&mut self, reg: Reg, inst: &Inst) {
        let cell = self.state.cell(reg);
        self.state.lock(reg);
        if cell.slot == NO_SLOT {
            return;
        }
        let wanted_here =
            |operand: &Use| operand.slot == cell.slot && operand.constraint == Constraint::Fixed(reg);
        if inst.uses().iter().any(|operand| wanted_here(operand) && operand.last) {
            return;
        }
        // A value that is used later prefers another register to its slot.
        match self.state.free_reg(if reg.is_gpr() { INTS } else { FLOATS }) {
            Some(other) if !cell.dead && !self.state.is_owned(reg) => {
                self.asm.move_reg(other, reg);
                self.state.hold(other, cell.slot, cell.dirty, cell.wide);
            }
            _ => self.evict(reg),
        }
    }

    /// Fetches the operands with these numbers, but for those that the template does not read.
    #[inline(never)]
    fn fetch_all(&mut self, inst: &Inst, operands: u32, locs: &mut Locs) {
        let numbers = || (0..inst.uses().len()).filter(|i| operands >> i & 1 == 1);
        for i in numbers().filter(|&i| inst.uses()[i].constraint != Constraint::Unread) {
            locs.uses[i] = self.fetch(inst.uses()[i]);
        }
        for operand in numbers().map(|i| inst.uses()[i]).filter(|operand| operand.last) {
            self.state.slot_dies(operand.slot);
        }
    }

    /// An operand that is not where it may be.
    fn fetch(&mut self, operand: Use) -> Loc {
        let Use { slot, class, constraint, last, .. } = operand;
        let wide = class == RegClass::Vector;
        if let Constraint::Fixed(reg) = constraint {
            if self.state.loc(slot) != Some(reg) {
                match self.state.loc(slot) {
                    Some(from) => self.asm.move_reg(reg, from),
                    None => self.asm.load_slot(reg, slot, wide),
                }
            }
            self.state.lock(reg);
            return Loc::Reg(reg);
        }
        // The instruction may read the slot twice, and have fetched it the first time.
        if let Some(reg) = self.state.loc(slot) {
            self.state.lock(reg);
            return Loc::Reg(reg);
        }
        let resident = self.state.resident(slot);
        match constraint == Constraint::RegOrSlot && last && resident.is_none() {
            true => Loc::Slot(slot),
            false => Loc::Reg(self.reload(slot, class, resident)),
        }
    }

    /// Loads a slot: a resident into its own register if that is free, anything else into any.
    fn reload(&mut self, slot: u32, class: RegClass, resident: Option<Reg>) -> Reg {
        let set = set_of(class);
        let wide = class == RegClass::Vector;
        let reg = match resident {
            Some(reg) if !self.state.is_locked(reg) || Mutant::OperandToTakenRegister.is_on() => reg,
            _ => self.fresh(set),
        };
        debug_assert!(reg.bit() & set != 0, "slot {slot} lives in {reg}");
        self.asm.load_slot(reg, slot, wide);
        if slot < self.state.tracked() && self.may_hold(reg, slot) {
            self.state.hold(reg, slot, false, wide);
        }
        self.state.lock(reg);
        reg
    }

    /// Whether a value may stay in the register after this instruction: INV RESIDENT, INV TAKEN.
    #[inline(always)]
    fn may_hold(&self, reg: Reg, slot: u32) -> bool {
        Mutant::TakenRegisterKept.is_on()
            || match self.state.resident(slot) {
                Some(resident) => reg == resident,
                None => !self.state.is_owned(reg) && self.state.is_allowed(reg),
            }
    }

    /// A free register of the class for the current instruction.
    fn fresh(&mut self, class: u32) -> Reg {
        let reg = match self.state.free_reg(class) {
            Some(reg) => reg,
            None => {
                let reg = victim(self.state, class, self.cx, self.at).unwrap_or_else(|| self.taken(class));
                self.evict(reg);
                reg
            }
        };
        self.state.lock(reg);
        reg
    }

    /// The register of a resident that the instruction does not use.
    fn taken(&self, class: u32) -> Reg {
        let residents = match class {
            INTS => RegSet::of(&target::CALLER_SAVED),
            _ => target::VECTORS,
        };
        match { residents }.find(|&reg| !self.state.is_locked(reg)) {
            Some(reg) => reg,
            None => unreachable!("an instruction that needs more registers than there are"),
        }
    }

    /// Makes a register free, storing what it holds if that is needed.
    fn evict(&mut self, reg: Reg) {
        let cell = self.state.cell(reg);
        if cell.slot == NO_SLOT {
            return;
        }
        if cell.dirty && !cell.dead {
            self.asm.store_slot(cell.slot, reg, cell.wide && !Mutant::VectorHalfLost.is_on());
            self.state.counts.spills += 1;
        }
        self.state.drop_reg(reg);
    }

    /// The register for the result, none of those that are read after it was written.
    #[inline(always)]
    fn define(&mut self, def: Def, read_after: u32, hint: impl FnOnce(&State) -> Hint) -> Reg {
        let class = set_of(def.class);
        let set = class & !read_after;
        let reg = match (def.fixed, self.state.resident(def.slot)) {
            (Some(reg), _) => reg,
            (None, Some(reg)) if reg.bit() & set != 0 && !self.state.is_taken(reg) => reg,
            (None, Some(_)) => self.dying_or_fresh(class, read_after),
            (None, None) => {
                let hint = if def.dead { Hint::None } else { hint(self.state) };
                match self.hinted(def, set, hint) {
                    Ok(reg) => return reg,
                    Err(passed) => passed.unwrap_or_else(|| self.dying_or_fresh(class, read_after)),
                }
            }
        };
        self.written(def, reg);
        reg
    }

    /// [`Allocator::define`] of one of two results: it goes where the operand of its half is, if that can be.
    #[inline(never)]
    fn define_half(
        &mut self,
        def: Def,
        half: usize,
        read_after: u32,
        locs: &Locs,
        hint: impl FnOnce(&State) -> Hint,
    ) -> Reg {
        let has_place = def.fixed.is_some() || self.state.resident(def.slot).is_some();
        if !has_place
            && let Loc::Reg(reg) = locs.uses[half]
            && self.state.take_dying(reg.bit() & set_of(def.class) & !read_after).is_some()
        {
            self.written(def, reg);
            return reg;
        }
        self.define(def, read_after, hint)
    }

    /// The instruction writes the result to this register.
    #[inline(always)]
    fn written(&mut self, def: Def, reg: Reg) {
        self.state.settle(reg);
        if def.slot < self.state.tracked() && self.may_hold(reg, def.slot) {
            self.state.hold(reg, def.slot, true, def.class == RegClass::Vector);
        } else {
            // The operand that it held is overwritten.
            self.state.drop_reg(reg);
            self.state.forget(def.slot);
        }
        self.state.lock(reg);
    }

    /// The register that the result is best computed in: `Ok` if it is a resident's and was taken, `Err` if any register will do
    /// or this one.
    #[inline(always)]
    fn hinted(&mut self, def: Def, set: u32, hint: Hint) -> Result<Reg, Option<Reg>> {
        let slot = def.slot;
        if let Hint::Resident(reg) = hint
            && slot < self.state.tracked()
            && reg.bit() & set != 0
        {
            self.state.counts.guests += 1;
            self.state.hold_guest(reg, slot, def.class == RegClass::Vector);
            self.state.lock(reg);
            return Ok(reg);
        }
        let old = self
            .state
            .loc(slot)
            .filter(|r| r.bit() & set != 0 && !self.state.is_locked(*r) && !self.state.is_owned(*r));
        if old.is_some() {
            return Err(old);
        }
        if let Hint::Passed(reg) = hint
            && reg.bit() & set != 0
            && self.state.is_available(reg)
        {
            self.state.counts.passed += 1;
            self.state.settle(reg);
            self.state.drop_reg(reg);
            return Err(Some(reg));
        }
        Err(None)
    }

    /// The register of an operand that is not read again, none of those that are read after the result was written; or a free one.
    fn dying_or_fresh(&mut self, class: u32, read_after: u32) -> Reg {
        match self.state.take_dying(class & !read_after) {
            Some(reg) => reg,
            None => self.fresh(class),
        }
    }

    /// After the template: the result is complete, and operands that were read for the last time are gone.
    #[inline(always)]
    pub fn finish(mut self, inst: &Inst, locs: &Locs) {
        if let Some(def) = inst.def
            && (def.dead || self.state.loc(def.slot) != Some(locs.def))
        {
            self.place_result(def, locs.def);
        }
        if let Some(high) = inst.high {
            self.place_result(high, locs.high);
        }
        let [first, count] = inst.ranges.writes;
        if count > 0 {
            self.state.forget_range(first, count);
        }
        self.state.end_op();
    }

    /// A slot that is not tracked is stored at once; a resident that was computed elsewhere goes to its register.
    fn place_result(&mut self, def: Def, reg: Reg) {
        let Def { slot, dead, .. } = def;
        let wide = def.class == RegClass::Vector;
        if slot >= self.state.tracked() {
            self.asm.store_slot(slot, reg, wide);
            return;
        }
        match self.state.resident(slot) {
            Some(resident) if resident != reg => {
                self.asm.move_reg(resident, reg);
                self.state.hold(resident, slot, true, wide);
            }
            _ if self.state.loc(slot) != Some(reg) => self.asm.store_slot(slot, reg, wide),
            _ => {}
        }
        if dead {
            self.state.has_died(reg);
            if !self.state.is_owned(reg) {
                self.state.unlock(reg);
                self.state.drop_reg(reg);
            }
        }
    }
}
