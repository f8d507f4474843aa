//! Where values are while code is emitted: which register holds which slot.
//!
//! # Rules
//! - INV LOC: `loc[slot]` is the register that holds the slot's value, and `slots[reg]` says the same the other way round.
//!   A slot without a register has its value in memory (its *spill slot*), or is dead.
//! - INV HELD: `held` is the set of registers that hold something, so that walks skip those that do not; the other sets say nothing of
//!   those.
//! - INV DIRTY: a cell that is not dirty agrees with the spill slot.
//! - INV RESIDENT: a resident of the current region is in its register or in memory; and the register holds that slot, a guest (a
//!   value that becomes that slot's a few operations later, `hints`), or nothing. While it holds nothing, an
//!   instruction may take it (`regalloc`, INV TAKEN).
//! - INV CLASS: a slot is in a register of the class that its next reader asks for. The IR's types say that (`verify` proves it), and
//!   only a slot that holds values of one class becomes a resident.
//! - INV LOCK: while a template runs, registers that it was given are locked and not taken for anything else.
//! - INV ZERO: an i32 in a register has a zero upper half, and an f32 has zeros above it up to 64 bits, in memory too: moves
//!   are of 64 bits whatever the width, and `i64.extend_i32_u` is no operation.
//!
//! # Life of a value
//! A result gets a register and is dirty. It is stored when the register is needed for something else, when a call
//! would destroy it, or when a branch goes to a place where the slot is live and no resident. When its last reader has read it, it
//! is forgotten.

use super::Moves;
use super::plan::Resident;
use crate::jit::reg::{Reg, RegSet};
use crate::jit::target;

pub const NO_SLOT: u32 = u32::MAX;
const NO_REG: u8 = 0xFF;

/// What a register holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    pub slot: u32,
    pub dirty: bool,
    /// All 16 bytes of a v128.
    pub wide: bool,
    /// The value is dead.
    pub dead: bool,
}

/// See the module's header. What is said of a register by yes or no is a set of registers.
#[derive(Default)]
pub struct State {
    /// By register: the slot that it holds, if it holds one.
    slots: [u32; 32],
    /// By register: when it was last used.
    ages: [u32; 32],
    loc: Vec<u8>,
    residents: Residents,
    /// Registers that hold a slot.
    held: u32,
    /// Registers whose value the spill slot does not have.
    dirty: u32,
    /// Registers that hold all 16 bytes of a v128.
    wide: u32,
    /// Registers whose value is dead.
    dead: u32,
    /// Registers of residents that hold a guest.
    guests: u32,
    locked: u32,
    /// Registers of operands whose last use is the current operation.
    dying: u32,
    /// Registers that values may be put into.
    allowed: u32,
    clock: u32,
    pub counts: Counts,
}

/// The residents of the current region.
#[derive(Default)]
struct Residents {
    /// By slot: the register that the region gives to it.
    of_slot: Vec<u8>,
    list: Vec<Resident>,
    region: Option<u32>,
    /// Their registers.
    owned: u32,
}

/// What allocation counts.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// Values that had to be stored because registers ran out.
    pub spills: u32,
    /// Values that were stored because they are used last, where another one had waited longer.
    pub next_uses: u32,
    /// Results computed in the register of the argument or result that they become.
    pub passed: u32,
    /// Results computed in the register of a resident that they become.
    pub guests: u32,
}

impl State {
    /// Begins a function with this many tracked slots; `saved`: callee-saved registers that the prologue saves.
    pub fn begin(&mut self, tracked: u32, saved: u32, starve: bool) {
        (self.slots, self.ages) = ([NO_SLOT; 32], [0; 32]);
        (self.held, self.dirty, self.wide, self.dead) = (0, 0, 0, 0);
        self.loc.clear();
        self.loc.resize(tracked as usize, NO_REG);
        self.residents.of_slot.clear();
        self.residents.of_slot.resize(tracked as usize, NO_REG);
        self.residents.list.clear();
        (self.residents.region, self.residents.owned, self.guests) = (None, 0, 0);
        self.locked = 0;
        self.dying = 0;
        self.clock = 0;
        self.counts = Counts::default();
        self.allowed = if starve { target::STARVED } else { target::UNSAVED }.0 | saved;
    }

    /// Registers that hold a slot.
    #[inline(always)]
    pub fn held(&self) -> RegSet {
        RegSet(self.held)
    }

    /// Registers that belong to no resident and hold a value that the spill slot does not have.
    #[inline(always)]
    pub fn dirty_temps(&self) -> RegSet {
        RegSet(self.dirty & !self.residents.owned)
    }

    /// What a register holds.
    #[inline(always)]
    pub fn cell(&self, reg: Reg) -> Cell {
        let bit = reg.bit();
        Cell {
            slot: self.slots[reg.0 as usize],
            dirty: self.dirty & bit != 0,
            wide: self.wide & bit != 0,
            dead: self.dead & bit != 0,
        }
    }

    /// The slot that a register holds, or [`NO_SLOT`].
    #[inline(always)]
    pub fn slot_in(&self, reg: Reg) -> u32 {
        self.slots[reg.0 as usize]
    }

    /// The register's value was stored to its spill slot.
    pub fn is_stored(&mut self, reg: Reg) {
        self.dirty &= !reg.bit();
    }

    /// The register's value is dead, if it holds one.
    pub fn has_died(&mut self, reg: Reg) {
        self.dead |= reg.bit() & self.held;
    }

    /// Registers of residents that are in memory.
    #[inline(always)]
    pub fn idle_residents(&self) -> RegSet {
        RegSet(self.residents.owned & !self.held)
    }

    pub fn tracked(&self) -> u32 {
        self.loc.len() as u32
    }

    /// Whether any slot is a resident of the current region.
    #[inline(always)]
    pub fn has_residents(&self) -> bool {
        self.residents.owned != 0
    }

    /// The register of a slot.
    #[inline(always)]
    pub fn loc(&self, slot: u32) -> Option<Reg> {
        match self.loc.get(slot as usize) {
            Some(&r) if r != NO_REG => Some(Reg(r)),
            _ => None,
        }
    }

    /// The register that the present region gives to a slot.
    pub fn resident(&self, slot: u32) -> Option<Reg> {
        match self.residents.of_slot.get(slot as usize) {
            Some(&r) if r != NO_REG => Some(Reg(r)),
            _ => None,
        }
    }

    /// Moves to a region: its residents own their registers from now on. Nothing is in a register afterwards.
    pub fn enter_region(&mut self, region: u32, residents: &[Resident]) {
        self.forget_all();
        let current = &mut self.residents;
        if current.region.replace(region) == Some(region) {
            debug_assert_eq!(current.list, residents, "the residents of region {region}");
            return;
        }
        for resident in &current.list {
            current.of_slot[resident.slot as usize] = NO_REG;
        }
        current.list.clear();
        current.list.extend_from_slice(residents);
        current.owned = 0;
        for resident in residents {
            current.of_slot[resident.slot as usize] = resident.reg.0;
            current.owned |= resident.reg.bit();
        }
    }

    /// No register holds anything.
    pub fn forget_all(&mut self) {
        for reg in self.held() {
            self.loc[self.slots[reg.0 as usize] as usize] = NO_REG;
            self.slots[reg.0 as usize] = NO_SLOT;
        }
        (self.held, self.dirty, self.wide, self.dead, self.guests) = (0, 0, 0, 0, 0);
        (self.locked, self.dying) = (0, 0);
    }

    /// The register holds nothing any more.
    #[inline(always)]
    pub fn drop_reg(&mut self, reg: Reg) {
        let slot = std::mem::replace(&mut self.slots[reg.0 as usize], NO_SLOT);
        if slot != NO_SLOT {
            self.loc[slot as usize] = NO_REG;
            let others = !reg.bit();
            self.held &= others;
            self.dirty &= others;
            self.wide &= others;
            self.dead &= others;
            self.guests &= others;
        }
    }

    /// The slot gets a new value elsewhere, or none: what registers hold of it is void.
    #[inline(always)]
    pub fn forget(&mut self, slot: u32) {
        if let Some(reg) = self.loc(slot) {
            self.drop_reg(reg);
        }
        // A v128 in the slot before this one reaches into it.
        if self.wide != 0
            && slot > 0
            && let Some(reg) = self.loc(slot - 1)
            && self.wide & reg.bit() != 0
        {
            self.drop_reg(reg);
        }
    }

    /// The slots of a range get new values in memory.
    pub fn forget_range(&mut self, first: u32, count: u32) {
        for slot in first..(first + count).min(self.tracked()) {
            self.forget(slot);
        }
    }

    /// Stores the slots of a range that are in registers: they are read from memory.
    pub fn flush_range(&mut self, to: &mut impl Moves, first: u32, count: u32) {
        for reg in RegSet(self.dirty) {
            let slot = self.slot_in(reg);
            if (first..first + count).contains(&slot) {
                to.store_slot(slot, reg, self.wide & reg.bit() != 0);
                self.is_stored(reg);
            }
        }
    }

    /// From now on `reg` holds `slot`.
    #[inline(always)]
    pub fn hold(&mut self, reg: Reg, slot: u32, dirty: bool, wide: bool) {
        // Mostly the slot gets a new value where the last one was, or the register is empty.
        if self.loc[slot as usize] != reg.0 || wide || self.wide != 0 {
            self.forget(slot);
            if wide {
                self.forget(slot + 1);
            }
            self.drop_reg(reg);
        }
        self.clock += 1;
        self.slots[reg.0 as usize] = slot;
        self.ages[reg.0 as usize] = self.clock;
        self.loc[slot as usize] = reg.0;
        let (bit, others) = (reg.bit(), !reg.bit());
        self.held |= bit;
        self.dirty = self.dirty & others | u32::from(dirty) << reg.0;
        self.wide = self.wide & others | u32::from(wide) << reg.0;
        self.dead &= others;
        self.guests &= others;
        // What died there is gone; the new value does not die with it.
        self.dying &= others;
    }

    /// A resident is in its register, where a label begins: nothing else is there, and it is nowhere else.
    #[inline(always)]
    pub fn hold_resident(&mut self, resident: &Resident) {
        debug_assert!(self.held & resident.reg.bit() == 0 && self.loc(resident.slot).is_none());
        self.clock += 1;
        self.slots[resident.reg.0 as usize] = resident.slot;
        self.ages[resident.reg.0 as usize] = self.clock;
        self.loc[resident.slot as usize] = resident.reg.0;
        self.held |= resident.reg.bit();
        self.dirty |= u32::from(!resident.clean) << resident.reg.0;
        self.wide |= u32::from(resident.wide) << resident.reg.0;
    }

    /// From now on the register of a resident holds this slot, whose value soon becomes that of the resident.
    pub fn hold_guest(&mut self, reg: Reg, slot: u32, wide: bool) {
        self.hold(reg, slot, true, wide);
        self.guests |= reg.bit();
    }

    /// Asserts the invariants of the header, but INV ZERO and INV DIRTY, which concern what is in memory and registers.
    #[cfg(debug_assertions)]
    pub fn assert_invariants(&self) {
        for reg in (0..32).map(Reg) {
            let slot = self.slot_in(reg);
            assert_eq!(slot != NO_SLOT, self.held & reg.bit() != 0, "INV HELD: {reg}");
            if slot == NO_SLOT {
                continue;
            }
            assert_eq!(self.loc(slot), Some(reg), "INV LOC: slot {slot}");
            let resident = self.resident(slot);
            assert!(
                resident.is_none_or(|resident| resident == reg),
                "INV RESIDENT: slot {slot} is in {reg} and belongs elsewhere"
            );
            let is_guest = self.guests & reg.bit() != 0;
            assert!(
                resident == Some(reg) || is_guest || !self.is_owned(reg),
                "INV RESIDENT, INV TAKEN: slot {slot} stayed in {reg}, which belongs to another"
            );
        }
        assert_eq!((self.dirty | self.wide | self.dead | self.guests) & !self.held, 0, "INV HELD");
        let in_registers = self.loc.iter().filter(|&&reg| reg != NO_REG).count();
        assert_eq!(in_registers, self.held.count_ones() as usize, "INV LOC");
    }

    pub fn lock(&mut self, reg: Reg) {
        self.locked |= reg.bit();
        self.clock += 1;
        self.ages[reg.0 as usize] = self.clock;
    }

    pub fn unlock(&mut self, reg: Reg) {
        self.locked &= !reg.bit();
    }

    pub fn is_locked(&self, reg: Reg) -> bool {
        self.locked & reg.bit() != 0
    }

    /// Whether the current instruction has taken this register of a resident: it is in use and holds no slot.
    pub fn is_taken(&self, reg: Reg) -> bool {
        self.is_owned(reg) && self.is_locked(reg) && self.held & reg.bit() == 0
    }

    /// Whether values may be put into the register.
    pub fn is_allowed(&self, reg: Reg) -> bool {
        self.allowed & reg.bit() != 0
    }

    pub fn is_owned(&self, reg: Reg) -> bool {
        self.residents.owned & reg.bit() != 0
    }

    /// The operands in these registers are read for the last time by the current operation.
    #[inline(always)]
    pub fn regs_die(&mut self, regs: u32) {
        self.dying |= regs;
    }

    /// The operand in this slot is read for the last time by the current operation.
    pub fn slot_dies(&mut self, slot: u32) {
        self.regs_die(self.loc(slot).map_or(0, Reg::bit));
    }

    /// Ends an operation: nothing is locked, and what died is gone.
    #[inline(always)]
    pub fn end_op(&mut self) {
        self.locked = 0;
        if self.dying != 0 {
            self.bury_dying();
        }
    }

    #[inline(never)]
    fn bury_dying(&mut self) {
        for reg in RegSet(std::mem::take(&mut self.dying)) {
            self.bury(reg);
        }
    }

    fn bury(&mut self, reg: Reg) {
        let slot = self.slot_in(reg);
        // A guest leaves the register of the resident empty.
        if self.is_owned(reg) && slot != NO_SLOT && self.resident(slot) == Some(reg) {
            self.has_died(reg);
        } else {
            self.drop_reg(reg);
        }
    }

    /// A register that dies is wanted for the result: takes it out of the operation's operands.
    pub fn take_dying(&mut self, class: u32) -> Option<Reg> {
        let candidates = self.dying & class & !self.residents.owned;
        if candidates == 0 {
            return None;
        }
        let reg = Reg(candidates.trailing_zeros() as u8);
        self.dying &= !reg.bit();
        self.drop_reg(reg);
        Some(reg)
    }

    /// Whether the register can be taken without a store: it is empty, or what it holds dies here.
    pub fn is_available(&self, reg: Reg) -> bool {
        let empty = (self.held | self.locked) & reg.bit() == 0;
        self.allowed & !self.residents.owned & reg.bit() != 0 && (empty || self.dying & reg.bit() != 0)
    }

    /// Whether the register holds an operand that is read after this operation, or serves it otherwise.
    pub fn is_busy(&self, reg: Reg) -> bool {
        self.locked & !self.dying & reg.bit() != 0
    }

    /// The result goes to this register: the operand that it holds, if any, is not waited for.
    pub fn settle(&mut self, reg: Reg) {
        self.dying &= !reg.bit();
    }

    pub fn age(&self, reg: Reg) -> u32 {
        self.ages[reg.0 as usize]
    }

    /// A register of the class that is free now, from the cheapest on.
    pub fn free_reg(&self, class: u32) -> Option<Reg> {
        // Integer registers in the order rax rcx rdx, then the others.
        RegSet(self.allowed & class & !self.residents.owned & !self.locked & !self.held).next()
    }

    /// A register of the class that may hold values, other than these.
    pub fn allowed_besides(&self, class: u32, without: u32) -> Option<Reg> {
        RegSet(self.allowed & class & !without).next()
    }

    /// The registers of the class that hold values which could go to memory.
    pub fn movable(&self, class: u32) -> RegSet {
        RegSet(self.allowed & class & !self.residents.owned & !self.locked)
    }
}
