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

use super::common::{Address, Quick, Start};
use super::fault::Fault;
use super::insn::{NONE, alu};
use super::state::{Flags, Run};
use super::value::{Id, JUNK, SMALL, Val};

const RSP: u8 = 4;
const RBP: u8 = 5;
const R14: u8 = 14;

/// Whether a register is none of those that have one meaning.
fn is_plain(reg: u8) -> bool {
    1 << reg & (1 << RSP | 1 << RBP | 1 << R14 | 1 << 15) == 0
}

impl Run<'_> {
    /// Executes the current instruction if it is one of these: where the next one begins. Otherwise 0, and nothing has happened.
    #[inline(always)]
    pub(super) fn quick(&mut self, start: &Start<'_>) -> Result<u32, Box<Fault>> {
        match start.quick() {
            Quick::No => Ok(0),
            Quick::Move | Quick::Alu | Quick::AluImm | Quick::Test | Quick::Shift => {
                self.quick_registers(start)
            }
            Quick::Load | Quick::ZeroExtend | Quick::SignExtend => self.quick_load(start),
            Quick::Store | Quick::StoreImm => self.quick_store(start),
            Quick::Lea => self.quick_lea(start),
            Quick::MovImm => self.quick_constant(start),
            Quick::Push => self.quick_stack(start),
            Quick::Branch | Quick::Jump => self.quick_branch(start),
            Quick::SetCc => self.quick_condition(start),
        }
    }

    /// Where the next instruction begins, if this one has so many bytes and all of it is code as it stands there.
    #[inline(always)]
    fn next_after(&self, len: usize) -> Option<u32> {
        let next = self.at + len as u32;
        (next <= self.plain_end).then_some(next)
    }

    #[inline(always)]
    fn quick_registers(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let (reg, size) = (s.reg(), s.size());
        let end = s.opcode_end() + 1;
        let Some(rm) = s.rm() else { return Ok(0) };
        let Some(next) = self.next_after(end + s.constant_len()) else { return Ok(0) };
        if rm == RBP && size == 8 && s.quick() == Quick::AluImm {
            self.move_frame(s.kind(), size, i64::from(s.constant(end)))?;
            return Ok(next);
        }
        if rm == RBP || rm == RSP {
            return Ok(0);
        }
        let value = self.registers[usize::from(rm)];
        match s.quick() {
            Quick::Move if reg == R14 => Ok(0),
            Quick::Move => {
                let id = if size == 8 { value } else { self.low_half(value) };
                self.quick_write(reg, id, next)
            }
            Quick::Test => {
                self.flags = if rm == reg { Flags::Tested(value, size) } else { Flags::Nothing };
                Ok(next)
            }
            Quick::Shift => {
                self.flags = Flags::Nothing;
                self.quick_small(rm, SMALL, next)
            }
            Quick::Alu => {
                let kind = s.kind();
                if kind == alu::CMP {
                    self.flags = Flags::Compared(self.registers[usize::from(reg)], value, size);
                    return Ok(next);
                }
                if kind == alu::XOR && rm == reg {
                    return Ok(0);
                }
                self.flags = Flags::Nothing;
                self.quick_small(reg, SMALL, next)
            }
            _ => {
                let kind = s.kind();
                let constant = i64::from(s.constant(end)) as u64;
                if kind == alu::CMP {
                    let constant = if size == 4 { constant & SMALL } else { constant };
                    let constant = self.value(Val::Const(constant));
                    self.flags = Flags::Compared(value, constant, size);
                    return Ok(next);
                }
                if size == 8 {
                    return Ok(0);
                }
                self.flags = Flags::Nothing;
                self.quick_small(rm, if kind == alu::AND { constant & SMALL } else { SMALL }, next)
            }
        }
    }

    /// A register gets a number that is not above `most`, which has no bits above 32.
    #[inline(always)]
    fn quick_small(&mut self, reg: u8, most: u64, next: u32) -> Result<u32, Box<Fault>> {
        let id = self.value(Val::Most(most));
        self.check_write(reg)?;
        self.put_seen(usize::from(reg), id, true);
        Ok(next)
    }

    #[inline(always)]
    fn quick_write(&mut self, reg: u8, id: Id, next: u32) -> Result<u32, Box<Fault>> {
        self.check_write(reg)?;
        self.put(usize::from(reg), id);
        Ok(next)
    }

    /// Whether it is an access to memory 0 that stays inside reservation and guard.
    #[inline(always)]
    fn is_guarded(&mut self, a: &Address, access: u8) -> bool {
        a.base == R14 && self.is_plainly_guarded(a.index, a.scale, a.disp, access)
    }

    #[inline(always)]
    fn quick_load(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let Some(address) = s.address() else { return Ok(0) };
        let Some(next) = self.next_after(address.end) else { return Ok(0) };
        let (reg, access) = (s.reg(), s.access());
        let most = match s.quick() {
            Quick::ZeroExtend if access == 1 => 0xFF,
            Quick::ZeroExtend => 0xFFFF,
            Quick::Load if access == 4 => SMALL,
            Quick::Load => u64::MAX,
            _ if s.is_wide() => u64::MAX,
            _ => SMALL,
        };
        if address.base == RBP {
            let Some((slot, within)) = self.quick_frame(&address, access) else { return Ok(0) };
            if access == 8 && within == 0 {
                let id = self.slot(slot);
                return self.quick_write(reg, id, next);
            }
        } else if reg == R14 || !self.is_guarded(&address, access) {
            return Ok(0);
        }
        if most <= SMALL {
            return self.quick_small(reg, most, next);
        }
        let id = self.value(Val::Any);
        self.check_write(reg)?;
        self.put_seen(usize::from(reg), id, false);
        Ok(next)
    }

    #[inline(always)]
    fn quick_store(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let Some(address) = s.address() else { return Ok(0) };
        let Some(next) = self.next_after(address.end + s.constant_len()) else { return Ok(0) };
        let (reg, access) = (s.reg(), s.access());
        let is_constant = s.quick() == Quick::StoreImm;
        // Without a prefix the bytes of the registers after the first four are others.
        if !is_constant && (!is_plain(reg) || access == 1 && reg >= 4 && !s.has_rex()) {
            return Ok(0);
        }
        if address.base == RBP {
            let Some((slot, within)) = self.quick_frame(&address, access) else { return Ok(0) };
            let id = match within == 0 && access == 8 {
                false => JUNK,
                true if is_constant => self.value(Val::Const(i64::from(s.constant(address.end)) as u64)),
                true => self.registers[usize::from(reg)],
            };
            self.write_slot(slot, id);
            return Ok(next);
        }
        if !self.is_guarded(&address, access) {
            return Ok(0);
        }
        if !is_constant {
            self.show_to_guest(self.registers[usize::from(reg)])?;
        }
        Ok(next)
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
    fn quick_lea(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let Some(address) = s.address() else { return Ok(0) };
        let Some(next) = self.next_after(address.end) else { return Ok(0) };
        if address.base == RBP || address.base == RSP || address.index == RBP {
            return Ok(0);
        }
        self.quick_small(s.reg(), SMALL, next)
    }

    #[inline(always)]
    fn quick_constant(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let (reg, wide) = s.register_of_opcode();
        let Some(next) = self.next_after(s.opcode_end() + if wide { 8 } else { 4 }) else { return Ok(0) };
        if s.rex() & 6 != 0 {
            return Ok(0);
        }
        let constant = s.long_constant(s.opcode_end());
        let constant = if wide { constant } else { constant & SMALL };
        let id = self.value(Val::Const(constant));
        self.check_write(reg)?;
        self.put_seen(usize::from(reg), id, false);
        Ok(next)
    }

    fn quick_stack(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let Some(next) = self.next_after(s.opcode_end()) else { return Ok(0) };
        if !s.has_no_superfluous_rex() {
            return Ok(0);
        }
        self.stack(s.opcode() & 8 == 0, s.register_of_opcode().0)?;
        Ok(next)
    }

    #[inline(always)]
    fn quick_branch(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let len = s.opcode_end() + s.constant_len();
        let Some(next) = self.next_after(len) else { return Ok(0) };
        if s.has_rex() {
            return Ok(0);
        }
        let to = next.wrapping_add_signed(s.constant(s.opcode_end()));
        if s.quick() == Quick::Jump {
            self.jump(to)?;
        } else {
            self.branch(s.opcode() & 15, to)?;
        }
        Ok(next)
    }

    /// A byte of a register from a condition.
    fn quick_condition(&mut self, s: &Start<'_>) -> Result<u32, Box<Fault>> {
        let Some(next) = self.next_after(s.opcode_end() + 1) else { return Ok(0) };
        match s.rm() {
            Some(rm) if rm < 4 || s.has_rex() && is_plain(rm) => {
                let before = self.registers[usize::from(rm)];
                let id = self.value(self.joined(before, before));
                self.quick_write(rm, id, next)
            }
            _ => Ok(0),
        }
    }
}
