//! The most frequent instructions, executed as they are read.
//!
//! # Problem
//! Three of four instructions move something between registers, slots and memory 0, compute 32 bits, or compare and branch. To write each
//! of them down in full, copy that, and ask again what it is costs more than what is to be known of it.
//!
//! # Idea
//! The table of common encodings says which these are (`common::Quick`). Of such an instruction only what it needs is read, by the same
//! functions that write others down, and it has the effect that `step` would give it. Whatever is in some way unusual is left to
//! `step`: an address or register with a meaning of its own, an access that needs a proof, anything that the compiler wants filled in,
//! and all that is wrong. So nothing is refused here for which `step` has a rule, and a test compares both.

use super::access::context_field;
use super::common::{Address, LOOK, Quick, Start};
use super::fault::Fault;
use super::insn::{Mem, NONE, alu};
use super::state::{Flags, Run};
use super::value::{Id, JUNK, PLAIN, SMALL, Val};

const RSP: u8 = 4;
const RBP: u8 = 5;
const R14: u8 = 14;
const R15: u8 = 15;

/// Whether a register is none of those that have one meaning.
fn is_plain(reg: u8) -> bool {
    1 << reg & (1 << RSP | 1 << RBP | 1 << R14 | 1 << 15) == 0
}

/// What says that an instruction was left to `step`, and that it was refused: no instruction ends there.
const LEFT: u32 = 0;
const REFUSED: u32 = u32::MAX;

impl Run<'_> {
    /// Executes the instructions of a block up to its end, or to where something else begins.
    pub(super) fn run(&mut self) -> Result<(), Box<Fault>> {
        loop {
            let at = self.at as usize;
            if self.at >= self.event {
                return Ok(());
            }
            self.front = self.at;
            let mut next = match self.draft.code.get(at..at + LOOK).and_then(<[u8]>::first_chunk) {
                Some(bytes) => self.quick(bytes),
                None => LEFT,
            };
            if matches!(next, LEFT | REFUSED) {
                next = self.execute_any()?;
            }
            self.pass_sites(next)?;
            self.at = next;
            if !self.reachable {
                return Ok(());
            }
        }
    }

    /// Executes the current instruction.
    pub(super) fn run_one(&mut self) -> Result<u32, Box<Fault>> {
        let at = self.at as usize;
        let next = match self.draft.code.get(at..at + LOOK).and_then(<[u8]>::first_chunk) {
            Some(bytes) => self.quick(bytes),
            None => LEFT,
        };
        if matches!(next, LEFT | REFUSED) { self.execute_any() } else { Ok(next) }
    }

    /// Executes the current instruction if it is one of these: where the next one begins. [`LEFT`]: nothing has happened. [`REFUSED`]: it is
    /// a fault, which is in `refusal`.
    // One number is returned in a register, a result with a fault in it would be in memory.
    #[inline(always)]
    fn quick(&mut self, bytes: &[u8; LOOK]) -> u32 {
        let start = Start::of(bytes);
        match start.quick() {
            Quick::No => LEFT,
            Quick::Move => self.quick_move(&start),
            Quick::Alu => self.quick_alu(&start),
            Quick::AluImm => self.quick_alu_constant(&start),
            Quick::Compare => self.quick_compare(&start),
            Quick::CompareMemory | Quick::CompareMemoryImm => self.quick_compare_memory(&start),
            Quick::Test => self.quick_test(&start),
            Quick::Shift => self.quick_shift(&start),
            Quick::Load | Quick::ZeroExtend | Quick::SignExtend => self.quick_load(&start),
            Quick::Store => self.quick_store(&start),
            Quick::StoreImm => self.quick_store_constant(&start),
            Quick::Lea => self.quick_lea(&start),
            Quick::MovImm => self.quick_constant(&start),
            Quick::Push => self.quick_stack(&start),
            Quick::Branch => self.quick_branch(&start),
            Quick::Jump => self.quick_jump(&start),
            Quick::SetCc => self.quick_condition(&start),
            Quick::Call => self.quick_call(&start),
        }
    }

    /// Where the next instruction begins, unless this one is a fault.
    #[inline]
    fn unless(&mut self, result: Result<(), Box<Fault>>, next: u32) -> u32 {
        match result {
            Ok(()) => next,
            Err(fault) => {
                self.refusal = Some(fault);
                REFUSED
            }
        }
    }

    /// Where the next instruction begins, if this one has so many bytes and all of it is code as it stands there.
    #[inline(always)]
    fn next_after(&self, len: usize) -> Option<u32> {
        let next = self.at + len as u32;
        (next <= self.plain_end).then_some(next)
    }

    /// An operand in a register that has no meaning of its own, and where the next instruction begins.
    #[inline(always)]
    fn quick_operand(&self, s: &Start<'_>) -> Option<(u8, u32)> {
        let rm = s.rm_of_any()?;
        let next = self.next_after(s.opcode_end() + 1 + s.constant_len())?;
        (rm != RBP && rm != RSP).then_some((rm, next))
    }

    /// A register gets a value.
    #[inline(always)]
    fn quick_write(&mut self, reg: u8, id: Id, is_small: bool, next: u32) -> u32 {
        if self.writable.0 >> reg & 1 == 0 {
            return LEFT;
        }
        self.put_seen(usize::from(reg), id, is_small);
        next
    }

    /// A register gets a number which has no bits above 32.
    #[inline(always)]
    fn quick_small(&mut self, reg: u8, next: u32) -> u32 {
        let id = self.plain_value(true);
        self.quick_write(reg, id, true, next)
    }

    #[inline(always)]
    fn is_small_in(&self, reg: u8) -> bool {
        self.small[0] >> (reg & 31) & 1 != 0
    }

    #[inline(always)]
    fn quick_move(&mut self, s: &Start<'_>) -> u32 {
        let Some((rm, next)) = self.quick_operand(s) else { return LEFT };
        let (reg, is_small) = (s.reg(), self.is_small_in(rm));
        if reg == R14 {
            return LEFT;
        }
        let id = self.registers[usize::from(rm)];
        if is_small || s.size() == 8 {
            return self.quick_write(reg, id, is_small, next);
        }
        let id = self.low_half(id);
        self.quick_write(reg, id, true, next)
    }

    #[inline(always)]
    fn quick_alu(&mut self, s: &Start<'_>) -> u32 {
        let Some((rm, next)) = self.quick_operand(s) else { return LEFT };
        let reg = s.reg();
        self.flags = Flags::Nothing;
        if s.kind() == alu::XOR && rm == reg {
            let zero = self.value(Val::Const(0));
            return self.quick_write(reg, zero, true, next);
        }
        self.quick_small(reg, next)
    }

    #[inline(always)]
    fn quick_compare(&mut self, s: &Start<'_>) -> u32 {
        let Some((rm, next)) = self.quick_operand(s) else { return LEFT };
        let (a, b) = (self.registers[usize::from(s.reg())], self.registers[usize::from(rm)]);
        self.flags = self.compared(a, b, s.size());
        next
    }

    #[inline(always)]
    fn quick_compare_memory(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address() else { return LEFT };
        let Some(next) = self.next_after(address.end + s.constant_len()) else { return LEFT };
        let mem = address.mem(s.access());
        if s.quick() == Quick::CompareMemory {
            return self.quick_compare_any(mem, s.reg(), 0, next);
        }
        if s.kind() != alu::CMP {
            return LEFT;
        }
        self.quick_compare_any(mem, NONE, i64::from(s.constant(address.end)) as u64, next)
    }

    /// Compares a register or a constant with what is in memory.
    #[inline(never)]
    fn quick_compare_any(&mut self, mem: Mem, reg: u8, constant: u64, next: u32) -> u32 {
        let id = match self.load(mem) {
            Ok(id) => id,
            Err(fault) => return self.unless(Err(fault), next),
        };
        let size = mem.bytes;
        self.flags = if reg == NONE {
            let constant = self.value(Val::Const(if size == 4 { constant & SMALL } else { constant }));
            Flags::Compared(id, constant, size)
        } else {
            self.compared(self.registers[usize::from(reg & 15)], id, size)
        };
        next
    }

    #[inline(always)]
    fn quick_call(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address() else { return LEFT };
        let Some(next) = self.next_after(address.end) else { return LEFT };
        self.last_call = self.at;
        let result = self.call_through(address.mem(8), next);
        self.unless(result, next)
    }

    #[inline(always)]
    fn quick_test(&mut self, s: &Start<'_>) -> u32 {
        let Some((rm, next)) = self.quick_operand(s) else { return LEFT };
        self.flags = match s.reg() == rm && s.size() == 8 {
            true => Flags::Tested(self.registers[usize::from(rm)], 8),
            false => Flags::Nothing,
        };
        next
    }

    #[inline(always)]
    fn quick_shift(&mut self, s: &Start<'_>) -> u32 {
        if !s.exists() {
            return LEFT;
        }
        let Some((rm, next)) = self.quick_operand(s) else { return LEFT };
        self.flags = Flags::Nothing;
        self.quick_small(rm, next)
    }

    #[inline(always)]
    fn quick_alu_constant(&mut self, s: &Start<'_>) -> u32 {
        let end = s.opcode_end() + 1;
        let Some(rm) = s.rm() else { return LEFT };
        let Some(next) = self.next_after(end + s.constant_len()) else { return LEFT };
        let (kind, size, constant) = (s.kind(), s.size(), i64::from(s.constant(end)));
        if rm == RSP {
            return LEFT;
        }
        if size == 8 {
            return self.quick_wide_constant(kind, rm, constant, next);
        }
        if rm == RBP {
            return LEFT;
        }
        let constant = constant as u64 & SMALL;
        if kind == alu::CMP {
            let value = self.registers[usize::from(rm)];
            self.flags = match value < PLAIN && matches!(self.val(value), Val::TypeOf(_)) {
                true => Flags::Compared(value, self.value(Val::Const(constant)), size),
                // What is learned of other values from a comparison with a constant.
                false => Flags::Limited(value, constant as u32),
            };
            return next;
        }
        self.flags = Flags::Nothing;
        if kind == alu::AND {
            let id = self.value(Val::Most(constant));
            return self.quick_write(rm, id, true, next);
        }
        self.quick_small(rm, next)
    }

    /// Arithmetic of 64 bits with a constant, among it what moves rbp to a callee's frame, or back.
    #[inline(never)]
    fn quick_wide_constant(&mut self, kind: u8, rm: u8, constant: i64, next: u32) -> u32 {
        let result = match kind {
            _ if rm == RBP => self.move_frame(kind, 8, constant),
            alu::CMP => {
                self.flags = Flags::Nothing;
                Ok(())
            }
            alu::AND => return LEFT,
            _ => {
                let (a, b) = (self.registers[usize::from(rm)], self.value(Val::Const(constant as u64)));
                self.wide_arithmetic(kind, rm, a, b)
            }
        };
        self.unless(result, next)
    }

    #[inline(always)]
    fn quick_load(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address_of_any() else { return LEFT };
        let Some(next) = self.next_after(address.end) else { return LEFT };
        let (reg, access) = (s.reg(), s.access());
        if address.base == RBP {
            let Some((slot, within)) = self.quick_frame(&address, access) else { return LEFT };
            if access == 8 && within == 0 {
                let id = self.slot(slot);
                let is_small = self.is_seen_small(id);
                return self.quick_write(reg, id, is_small, next);
            }
        } else if reg == R14 || address.base != R14 || !self.is_plainly_guarded(address.mem(access)) {
            if s.quick() != Quick::Load {
                return LEFT;
            }
            if address.base == R15
                && address.index == NONE
                && access == 8
                && let Some(val) = context_field(address.disp as usize)
            {
                let id = self.value(val);
                return if reg == R14 { LEFT } else { self.quick_write(reg, id, false, next) };
            }
            return self.quick_load_any(address.mem(access), reg, next);
        }
        let is_small = match s.quick() {
            Quick::ZeroExtend => {
                let id = self.value(Val::Most(if access == 1 { 0xFF } else { 0xFFFF }));
                return self.quick_write(reg, id, true, next);
            }
            Quick::Load => access == 4,
            _ => !s.is_wide(),
        };
        let id = self.plain_value(is_small);
        self.quick_write(reg, id, is_small, next)
    }

    /// Of something else than a slot or memory 0.
    #[inline(never)]
    fn quick_load_any(&mut self, mem: Mem, reg: u8, next: u32) -> u32 {
        let id = match self.load(mem) {
            Ok(id) if mem.bytes == 8 => id,
            Ok(id) => self.low_half(id),
            Err(fault) => return self.unless(Err(fault), next),
        };
        let is_small = self.is_seen_small(id);
        self.quick_write(reg, id, is_small, next)
    }

    #[inline(always)]
    fn quick_store(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address_of_any() else { return LEFT };
        let Some(next) = self.next_after(address.end) else { return LEFT };
        let (reg, access) = (s.reg(), s.access());
        // Without a prefix the bytes of the registers after the first four are others.
        if !is_plain(reg) || access == 1 && reg >= 4 && !s.has_rex() {
            return LEFT;
        }
        let value = self.registers[usize::from(reg)];
        if address.base == RBP {
            let Some((slot, within)) = self.quick_frame(&address, access) else { return LEFT };
            let is_whole = within == 0 && access == 8;
            let is_small = is_whole && self.is_small_in(reg);
            self.write_slot_seen(slot, if is_whole { value } else { JUNK }, is_small);
            return next;
        }
        let mem = address.mem(access);
        if value >= PLAIN && address.base == R14 && self.is_plainly_guarded(mem) {
            return next;
        }
        self.quick_store_any(mem, value, next)
    }

    #[inline(never)]
    fn quick_store_any(&mut self, mem: Mem, value: Id, next: u32) -> u32 {
        let result = self.store_value(mem, value);
        self.unless(result, next)
    }

    #[inline(always)]
    fn quick_store_constant(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address() else { return LEFT };
        let Some(next) = self.next_after(address.end + s.constant_len()) else { return LEFT };
        let access = s.access();
        if address.base == RBP {
            let Some((slot, within)) = self.quick_frame(&address, access) else { return LEFT };
            let id = match within == 0 && access == 8 {
                true => self.value(Val::Const(i64::from(s.constant(address.end)) as u64)),
                false => JUNK,
            };
            self.write_slot(slot, id);
            return next;
        }
        if address.base == R14 && self.is_plainly_guarded(address.mem(access)) { next } else { LEFT }
    }

    /// A slot, and the byte in it.
    #[inline(always)]
    fn quick_frame(&self, a: &Address, access: u8) -> Option<(u32, u32)> {
        if a.index != NONE {
            return None;
        }
        self.frame_at(a.disp, access)
    }

    /// 32 bits of an address that is none of the stack.
    #[inline(always)]
    fn quick_lea(&mut self, s: &Start<'_>) -> u32 {
        let Some(address) = s.address_of_any() else { return LEFT };
        let Some(next) = self.next_after(address.end) else { return LEFT };
        if address.base == RBP || address.base == RSP || address.index == RBP {
            return LEFT;
        }
        self.quick_small(s.reg(), next)
    }

    #[inline(always)]
    fn quick_constant(&mut self, s: &Start<'_>) -> u32 {
        let (reg, wide) = s.register_of_opcode();
        let Some(next) = self.next_after(s.opcode_end() + if wide { 8 } else { 4 }) else { return LEFT };
        if s.rex() & 6 != 0 {
            return LEFT;
        }
        let constant = s.long_constant(s.opcode_end());
        let constant = if wide { constant } else { constant & SMALL };
        let id = self.value(Val::Const(constant));
        self.quick_write(reg, id, constant <= SMALL, next)
    }

    #[inline(always)]
    fn quick_stack(&mut self, s: &Start<'_>) -> u32 {
        let Some(next) = self.next_after(s.opcode_end()) else { return LEFT };
        if !s.has_no_superfluous_rex() {
            return LEFT;
        }
        let result = self.stack(s.opcode() & 8 == 0, s.register_of_opcode().0);
        self.unless(result, next)
    }

    #[inline(always)]
    fn quick_branch(&mut self, s: &Start<'_>) -> u32 {
        let Some((to, next)) = self.quick_target(s) else { return LEFT };
        let result = self.branch(s.opcode() & 15, to);
        self.unless(result, next)
    }

    #[inline(always)]
    fn quick_jump(&mut self, s: &Start<'_>) -> u32 {
        let Some((to, next)) = self.quick_target(s) else { return LEFT };
        let result = self.jump(to);
        self.unless(result, next)
    }

    /// Where a jump leads, and where the next instruction begins.
    #[inline(always)]
    fn quick_target(&self, s: &Start<'_>) -> Option<(u32, u32)> {
        let next = self.next_after(s.opcode_end() + s.constant_len())?;
        let to = next.wrapping_add_signed(s.constant(s.opcode_end()));
        (!s.has_rex()).then_some((to, next))
    }

    /// A byte of a register from a condition.
    #[inline(always)]
    fn quick_condition(&mut self, s: &Start<'_>) -> u32 {
        let Some(next) = self.next_after(s.opcode_end() + 1) else { return LEFT };
        match s.rm() {
            Some(rm) if rm < 4 || s.has_rex() && is_plain(rm) => {
                if self.is_small_in(rm) {
                    return self.quick_small(rm, next);
                }
                let before = self.registers[usize::from(rm)];
                let id = self.value(self.joined(before, before));
                let is_small = self.is_seen_small(id);
                self.quick_write(rm, id, is_small, next)
            }
            _ => LEFT,
        }
    }
}
