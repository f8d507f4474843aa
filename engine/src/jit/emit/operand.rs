//! Operands and results: a slot becomes a register, and a register becomes a slot's value.
//!
//! A template asks for its operands, then says that they are released, then asks for the register of its result. In this
//! order the result can take the place of an operand that dies, and never that of one still needed. What is asked for is locked until
//! the operation ends, so asking for the next operand does not drive out the one before.

use super::*;
use crate::base::Mutant;
use crate::jit::operation::info;
use crate::jit::regalloc::victim;
use crate::settings::Optimization;

/// Longest chain of operations that is computed in the pin of the slot that its last result is written to.
const MAX_LENT: usize = 4;

impl Emitter<'_> {
    /// The operand as an integer register.
    pub fn gpr(&mut self, slot: u32) -> Gpr {
        // Nearly always it is in one.
        match self.state.loc(slot) {
            Some(reg) if reg.is_gpr() => {
                self.state.lock(reg);
                reg.gpr()
            }
            _ => self.fetch_gpr(slot),
        }
    }

    #[inline(never)]
    fn fetch_gpr(&mut self, slot: u32) -> Gpr {
        let reg = match self.state.loc(slot) {
            Some(reg) if reg.is_gpr() => reg,
            Some(reg) => unreachable!("slot {slot} is read as an integer and is in {reg}"),
            None => self.reload(slot, INTS, false),
        };
        self.state.lock(reg);
        reg.gpr()
    }

    /// The operand as a vector register with a float in it.
    pub fn xmm(&mut self, slot: u32) -> Xmm {
        self.vector(slot, false)
    }

    /// The operand as a vector register with a v128 in it.
    pub fn v128(&mut self, slot: u32) -> Xmm {
        self.vector(slot, true)
    }

    pub(super) fn vector(&mut self, slot: u32, wide: bool) -> Xmm {
        let reg = match self.state.loc(slot) {
            Some(reg) if !reg.is_gpr() => reg,
            Some(reg) => unreachable!("slot {slot} is read as a float and is in {reg}"),
            None => self.reload(slot, FLOATS, wide),
        };
        self.state.lock(reg);
        reg.xmm()
    }

    /// Loads a slot from its home.
    fn reload(&mut self, slot: u32, class: u32, wide: bool) -> Reg {
        let (to, stays) = self.landing(slot, class);
        load_home(self.asm, to, slot, wide);
        if stays {
            self.cache(slot, to, wide);
        }
        to
    }

    /// Picks a register to reload `slot` into, and says whether it may be recorded as the slot's place. Prefers the slot's pin,
    /// unless the current operation has borrowed it as a scratch register. For a slot with a pin a reload into any other register is
    /// temporary, because labels expect the pin.
    pub(super) fn landing(&mut self, slot: u32, class: u32) -> (Reg, bool) {
        match self.state.pin(slot) {
            Some(pin) if !self.state.is_borrowed(pin) || Mutant::OperandToBorrowedPin.is_on() => {
                debug_assert!(pin.bit() & class != 0, "the pin of slot {slot} is {pin}");
                (pin, true)
            }
            pin => (self.fresh(class), pin.is_none()),
        }
    }

    /// The register holds what is at home.
    pub(super) fn cache(&mut self, slot: u32, reg: Reg, wide: bool) {
        if slot < self.state.tracked() && self.may_hold(reg, slot) {
            self.state.hold(reg, slot, false, wide);
        }
    }

    /// The operand in an integer register, or at home if it is there and nothing is gained by loading it.
    pub fn rm(&mut self, slot: u32, dies: bool) -> Rm {
        match self.state.loc(slot) {
            None if dies && self.state.pin(slot).is_none() => home(slot).into(),
            _ => self.gpr(slot).into(),
        }
    }

    /// A free register of the class for the current template.
    pub fn fresh(&mut self, class: u32) -> Reg {
        let reg = match self.state.free_reg(class) {
            Some(reg) => reg,
            None => {
                let reg =
                    victim(self.state, class, &self.cx, self.masm.at).unwrap_or_else(|| self.borrow(class));
                self.evict(reg);
                reg
            }
        };
        self.state.lock(reg);
        reg
    }

    /// No register is left but those of pins: one of them for this operation alone. Its pin goes home and is loaded when it is
    /// read next. Nothing that stays may be put there, see [`Emitter::may_hold`].
    pub(super) fn borrow(&mut self, class: u32) -> Reg {
        let all = match class {
            INTS => CALLER_SAVED_PINS.map(|r| Reg::from(r).bit()).iter().sum(),
            _ => 0x7FFF_0000_u32,
        };
        match (0..32).map(Reg).find(|r| r.bit() & all != 0 && !self.state.is_locked(*r)) {
            Some(reg) => reg,
            None => unreachable!("a template that needs more registers than there are"),
        }
    }

    /// Whether a value may stay in the register beyond this operation.
    pub(super) fn may_hold(&self, reg: Reg, slot: u32) -> bool {
        Mutant::BorrowedRegisterKept.is_on()
            || !self.state.is_pinned(reg) && self.state.is_allowed(reg)
            || self.state.pin(slot) == Some(reg)
    }

    pub fn temp(&mut self) -> Gpr {
        self.fresh(INTS).gpr()
    }

    pub fn xtemp(&mut self) -> Xmm {
        self.fresh(FLOATS).xmm()
    }

    /// Makes a register free, storing what it holds if that is needed.
    pub fn evict(&mut self, reg: Reg) {
        let cell = self.state.cells[reg.0 as usize];
        if cell.slot == NO_SLOT {
            return;
        }
        if cell.dirty && !cell.dead {
            store_home(self.asm, cell.slot, reg, cell.wide && !Mutant::VectorHalfLost.is_on());
            self.state.spills += 1;
        }
        self.state.drop_reg(reg);
    }

    /// This very register, for an instruction that knows no other. What it holds moves away.
    pub fn claim(&mut self, reg: Gpr) {
        let reg = Reg::from(reg);
        let cell = self.state.cells[reg.0 as usize];
        if cell.slot != NO_SLOT {
            // A value that is wanted later prefers another register to its home.
            self.state.lock(reg);
            match self.state.free_reg(INTS) {
                Some(other) if !cell.dead && !self.state.is_pinned(reg) => {
                    self.asm.mov_rr(other.gpr(), reg.gpr());
                    self.state.hold(other, cell.slot, cell.dirty, cell.wide);
                }
                _ => self.evict(reg),
            }
        }
        self.state.lock(reg);
    }

    /// Notes which operands die here; call it when all operands are in their registers.
    pub fn release(&mut self) {
        // Only what is an operand can die: the bits say which of them there are, and a look at the fields is saved.
        let u = self.uses;
        if u & (uses::B_DIES | uses::C_DIES | uses::THIRD_DIES) == 0 {
            return;
        }
        let op = self.op();
        if u & uses::B_DIES != 0 {
            self.state.dies(op.b().into());
        }
        if u & uses::C_DIES != 0 {
            self.state.dies(op.c().into());
        }
        if u & uses::THIRD_DIES != 0 {
            self.state.dies(op.third(fields(op.code())));
        }
    }

    pub fn b_dies(&self) -> bool {
        self.uses & uses::B_DIES != 0
    }
    pub fn c_dies(&self) -> bool {
        self.uses & uses::C_DIES != 0
    }

    /// The register for the result in slot `a`; it may be that of an operand. Operands were released.
    ///
    /// A template may be given an operand's register for its result, but none of its temporaries: those that need more registers than
    /// are never pinned (three for integers, four for vectors) before the result is known take a temporary for the result as well, and
    /// call [`Emitter::def_in`] when they have read the others.
    pub(super) fn define(&mut self, slot: u32, class: u32, wide: bool) -> Reg {
        let tracked = slot < self.state.tracked();
        let pin = if tracked { self.state.pin(slot) } else { None };
        let reg = match pin {
            // An operand was loaded there for want of another register; `done` moves the result to its pin.
            Some(pin) if !self.state.is_borrowed(pin) => {
                debug_assert!(pin.bit() & class != 0, "the pin of slot {slot} is {pin}");
                self.state.settle(pin);
                pin
            }
            None if let Some(lent) = self.lent_pin(slot, class) => {
                self.out.counters.lent_pins += 1;
                self.state.hold_guest(lent, slot, wide);
                self.state.lock(lent);
                return lent;
            }
            _ => {
                let old = self.state.loc(slot).filter(|r| {
                    r.bit() & class != 0 && !self.state.is_locked(*r) && !self.state.is_pinned(*r)
                });
                match old.or_else(|| self.wanted(slot, class)).or_else(|| self.state.take_dying(class)) {
                    Some(reg) => reg,
                    None => self.fresh(class),
                }
            }
        };
        // It may be that of an operand that was unlocked.
        self.state.settle(reg);
        if tracked && self.may_hold(reg, slot) {
            self.state.hold(reg, slot, true, wide);
        } else if tracked {
            self.state.forget(slot);
        }
        self.state.lock(reg);
        reg
    }

    /// Copy coalescing: if this result feeds a straight chain of up to [`MAX_LENT`] operations, each the only user of the one before,
    /// that ends in a write to a slot with a pin, and none of them reads that slot, returns the pin, so that the chain is computed
    /// in it. The slot's old value is dead by then.
    fn lent_pin(&self, slot: u32, class: u32) -> Option<Reg> {
        let mut value = self.op().a;
        let tracked = slot == u32::from(value) && slot < self.state.tracked();
        if !tracked || class != INTS || !self.tiering.may(Optimization::LentPins) {
            return None;
        }
        let first = self.at + 1;
        for at in first..first + MAX_LENT {
            let next = self.func.ops.get(at)?;
            let info = info(next.code());
            let f = info.fields;
            if info.groups != 0 || f.def == Kind::None || self.analysis.cfg.marks[at] & mark::LABEL != 0 {
                return None;
            }
            let u = self.analysis.liveness.uses[at];
            let first_operand = f.b != Kind::None && next.b() == value && u & uses::B_DIES != 0;
            let second_operand = || {
                f.c != Kind::None
                    && next.c() == value
                    && u & uses::C_DIES != 0
                    && next.code().swapped() == Some(next.code())
            };
            if !first_operand && !second_operand() {
                return None;
            }
            let Some(pin) = self.state.pin(next.a.into()) else {
                value = next.a;
                continue;
            };
            let reads = |op: &Op| op.uses(fields(op.code())).any(|operand| operand.slot == u32::from(next.a));
            let is_free = pin.is_gpr() && !self.state.is_busy(pin);
            return (is_free && !self.func.ops[first..=at].iter().any(reads)).then_some(pin);
        }
        None
    }

    /// The register of the function's result, if the next operation returns this one's.
    fn returned_next(&self) -> Option<Reg> {
        let next = self.func.ops.get(self.at + 1)?;
        let returned = matches!(next.code(), OpCode::Return1 | OpCode::ReturnFloat)
            && next.b() == self.op().a
            && self.analysis.cfg.marks[self.at + 1] & mark::LABEL == 0;
        if returned { result_reg(self.ty).map(|r| r.0) } else { None }
    }

    /// The register where the result is wanted, if it is free. Operands were released.
    fn wanted(&mut self, slot: u32, class: u32) -> Option<Reg> {
        if slot != u32::from(self.op().a) || !self.tiering.may(Optimization::WantedResults) {
            return None;
        }
        let wanted = self.wants.of(self.at).or_else(|| self.returned_next());
        let reg = wanted.filter(|r| r.bit() & class != 0)?;
        if !self.state.is_available(reg) {
            return None;
        }
        self.out.counters.wanted_results += 1;
        self.state.settle(reg);
        self.state.drop_reg(reg);
        Some(reg)
    }

    /// The result is, or will be, in this very register.
    pub fn def_in(&mut self, reg: Reg, wide: bool) {
        self.release();
        let slot = u32::from(self.op().a);
        self.state.settle(reg);
        if slot < self.state.tracked() {
            match self.may_hold(reg, slot) {
                true => self.state.hold(reg, slot, true, wide),
                false => self.state.forget(slot),
            }
        }
        self.state.lock(reg);
    }

    pub fn def_gpr(&mut self) -> Gpr {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, INTS, false).gpr()
    }

    pub fn def_xmm(&mut self) -> Xmm {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, FLOATS, false).xmm()
    }

    pub fn def_v128(&mut self) -> Xmm {
        self.release();
        let slot = self.op().a.into();
        self.define(slot, FLOATS, true).xmm()
    }

    /// The result is complete. A slot that is not tracked goes home at once; one whose pin was borrowed goes to its pin.
    pub fn done(&mut self, slot: u32, reg: Reg, wide: bool) {
        if slot >= self.state.tracked() {
            store_home(self.asm, slot, reg, wide);
            return;
        }
        if let Some(pin) = self.state.pin(slot)
            && pin != reg
        {
            move_reg(self.asm, pin, reg);
            self.state.hold(pin, slot, true, wide);
        } else if self.state.loc(slot) != Some(reg) {
            // It was computed in a borrowed register.
            store_home(self.asm, slot, reg, wide);
        }
        if self.uses & uses::DEF_DEAD != 0
            && slot == u32::from(self.op().a)
            && fields(self.op().code()).def != Kind::None
        {
            self.state.cells[reg.0 as usize].dead = true;
            if !self.state.is_pinned(reg) {
                self.state.unlock(reg);
                self.state.drop_reg(reg);
            }
        }
    }

    pub fn done_gpr(&mut self, reg: Gpr) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), false);
    }
    pub fn done_xmm(&mut self, reg: Xmm) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), false);
    }
    pub fn done_v128(&mut self, reg: Xmm) {
        let slot = self.op().a.into();
        self.done(slot, reg.into(), true);
    }

    /// Stores the slots of a range that are in registers and forgets them: they are read from memory.
    pub fn flush_range(&mut self, first: u32, count: u32) {
        for reg in self.state.held() {
            let cell = self.state.cells[reg.0 as usize];
            if (first..first + count).contains(&cell.slot) && cell.dirty {
                store_home(self.asm, cell.slot, reg, cell.wide);
                self.state.cells[reg.0 as usize].dirty = false;
            }
        }
    }

    /// The slots of a range get new values in memory.
    pub fn forget_range(&mut self, first: u32, count: u32) {
        for slot in first..(first + count).min(self.state.tracked()) {
            self.state.forget(slot);
        }
    }

    /// What a call destroys is stored if it is wanted afterwards, and forgotten. `from`: slots from here up are the callee's.
    pub fn save_for_call(&mut self, from: u32) {
        for reg in self.state.held() {
            let cell = self.state.cells[reg.0 as usize];
            if reg.is_callee_saved() {
                continue;
            }
            if cell.dirty && !cell.dead && cell.slot < from && !Mutant::ValueLostAcrossBuiltin.is_on() {
                store_home(self.asm, cell.slot, reg, cell.wide);
            }
            self.state.drop_reg(reg);
        }
    }

    pub(super) fn spill_everything(&mut self) {
        for reg in self.state.held() {
            self.evict(reg);
        }
    }
}
