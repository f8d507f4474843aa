//! Loads and stores of linear memory.
//!
//! # Addresses
//! Memory 0 with 32-bit addresses lies in a reservation, of 8 GiB unless configured otherwise: what index and offset reach of
//! it beyond the memory's end has no access, so the instruction itself is the check. For which accesses that is so
//! `code::reservation` alone decides. An
//! `i32.add` in front wraps at 32 bits, and is done in 32 bits; only the operation's own offset is folded into the address.
//!
//! Every other access is checked: `index + offset + size <= length`, without wrapping. Nearly always offset and size are small and the index
//! is far from the end; so the index alone is compared with a bound that leaves room for them (`VmMemory::near`), and only
//! beyond it, out of line, with the length. What lies below the least length of the memory's type needs no check.

use super::super::asm::{Alu, Cond, Mem, Pp, Size, v, v38};
use super::super::emit::{Emitter, Far};
use super::super::regs::{Gpr, MEM};
use super::super::x64::Load;
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::ir::Op;
use crate::settings::Optimization;
use crate::settings::reservation::MAX_INDEX;
use crate::vm::VmMemory;
use crate::vm::memory::pages_to_bytes;

/// How the address is computed: see the table's header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Plain,
    Any,
    Plus,
    Index,
    At,
}

impl Emitter<'_> {
    /// The address of an access of `bytes` bytes, checked or guarded. `other`: the slot of the second summand of `Index`.
    pub fn address(&mut self, op: &Op, form: Form, other: u32, bytes: u32) -> Mem {
        let memory = if form == Form::Any { op.mem_index() } else { 0 };
        let greatest = if form == Form::At { 0 } else { MAX_INDEX };
        if memory == 0 && self.is_caught(greatest, Self::offset(op, form), bytes) {
            return self.guarded_address(op, form, other);
        }
        self.checked_address(op, form, other, memory, bytes)
    }

    /// The 32-bit sum of the operand and a constant or another operand.
    fn sum(&mut self, op: &Op, form: Form, other: u32) -> Gpr {
        match form {
            Form::Plain | Form::Any | Form::At => self.gpr(op.address_slot()),
            Form::Plus => {
                let b = self.gpr(op.b().into());
                let t = self.temp();
                let size = if Mutant::ConstantSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                self.asm.lea(size, t, Mem::new(b, op.hi() as i32));
                self.state.unlock(b.into());
                t
            }
            Form::Index => {
                let (b, c) = (self.gpr(op.b().into()), self.gpr(other));
                let t = self.temp();
                let size = if Mutant::SlotSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                self.asm.lea(size, t, Mem { base: b, index: Some((c, 0)), disp: 0 });
                self.state.unlock(b.into());
                self.state.unlock(c.into());
                t
            }
        }
    }

    fn offset(op: &Op, form: Form) -> u64 {
        match form {
            Form::Any => op.mem_offset(),
            Form::Plus => u64::from(op.lo()),
            Form::Plain | Form::Index | Form::At => op.imm,
        }
    }

    fn guarded_address(&mut self, op: &Op, form: Form, other: u32) -> Mem {
        let offset = Self::offset(op, form);
        if form == Form::At {
            return match i32::try_from(offset) {
                Ok(disp) => Mem::new(MEM, disp),
                Err(_) => {
                    let t = self.temp();
                    self.asm.mov_imm(t, offset);
                    Mem { base: MEM, index: Some((t, 0)), disp: 0 }
                }
            };
        }
        let index = self.sum(op, form, other);
        match i32::try_from(offset) {
            Ok(disp) => Mem { base: MEM, index: Some((index, 0)), disp },
            Err(_) => {
                let t = self.temp();
                self.asm.mov_imm(t, offset);
                self.asm.alu(Alu::Add, Size::S64, t, index);
                self.state.unlock(index.into());
                Mem { base: MEM, index: Some((t, 0)), disp: 0 }
            }
        }
    }

    fn checked_address(&mut self, op: &Op, form: Form, other: u32, memory: usize, bytes: u32) -> Mem {
        let offset = Self::offset(op, form);
        let ty = &self.module.memories[memory];
        let (shared, wide_index) = (ty.shared, ty.memory64);
        let may_be_near = self.tiering.may(Optimization::NearChecks);
        if form == Form::At {
            let least = pages_to_bytes(ty, ty.minimum);
            let inside = offset.checked_add(u64::from(bytes)).is_some_and(|end| end <= least);
            if let (true, Ok(disp)) = (inside && may_be_near, i32::try_from(offset)) {
                self.out.counters.near_checks += 1;
                return Mem::new(self.memory_base(memory), disp);
            }
        } else if may_be_near && !shared && offset.saturating_add(u64::from(bytes)) <= VmMemory::REACH as u64
        {
            self.out.counters.near_checks += 1;
            return self.near_address(op, form, other, memory, bytes);
        }
        // end = index + offset + bytes
        let end;
        // The access itself does not wait for the sum.
        let mut direct = None;
        if form == Form::At {
            end = self.temp();
            self.asm.mov_imm(end, offset.saturating_add(u64::from(bytes)));
        } else {
            let index = self.sum(op, form, other);
            end = self.temp();
            let reach = if Mutant::LongOffsetNotCompared.is_on() { 0 } else { offset }
                .saturating_add(u64::from(bytes));
            match i32::try_from(reach) {
                Ok(disp) if !wide_index => self.asm.lea(Size::S64, end, Mem::new(index, disp)),
                _ => {
                    self.asm.mov_imm(end, reach);
                    self.asm.alu(Alu::Add, Size::S64, end, index);
                    if wide_index && !Mutant::Sum64Wraps.is_on() {
                        self.trap_if(Cond::B, MemoryOutOfBounds);
                    }
                }
            }
            match i32::try_from(offset) {
                Ok(disp) => direct = Some((index, disp)),
                Err(_) => self.state.unlock(index.into()),
            }
        }
        let t = self.temp();
        self.load_memory(t, memory);
        if shared && memory == 0 {
            self.asm.mov(Size::S64, t, Mem::new(t, std::mem::offset_of!(VmMemory, shared_len) as i32));
            self.asm.alu(Alu::Cmp, Size::S64, end, Mem::new(t, 0));
        } else if shared {
            let length = self.temp();
            self.asm.mov(Size::S64, length, Mem::new(t, std::mem::offset_of!(VmMemory, shared_len) as i32));
            self.asm.alu(Alu::Cmp, Size::S64, end, Mem::new(length, 0));
            self.state.unlock(length.into());
        } else {
            self.asm.alu(Alu::Cmp, Size::S64, end, Mem::new(t, std::mem::offset_of!(VmMemory, len) as i32));
        }
        self.trap_if(Cond::A, MemoryOutOfBounds);
        let base = self.base_in(t, memory);
        match direct {
            Some((index, disp)) => {
                self.state.unlock(end.into());
                Mem { base, index: Some((index, 0)), disp }
            }
            None => Mem { base, index: Some((end, 0)), disp: -(bytes as i32) },
        }
    }

    /// The base of a memory, in a register.
    fn memory_base(&mut self, memory: usize) -> Gpr {
        if memory == 0 {
            return MEM;
        }
        let t = self.temp();
        self.load_memory(t, memory);
        self.base_in(t, memory)
    }

    /// The base of a memory whose record is in `t`. It takes the place of the record, or `t` is free again.
    fn base_in(&mut self, t: Gpr, memory: usize) -> Gpr {
        if memory == 0 {
            self.state.unlock(t.into());
            return MEM;
        }
        self.asm.mov(Size::S64, t, Mem::new(t, std::mem::offset_of!(VmMemory, base) as i32));
        t
    }

    /// The address of an access that ends at most [`VmMemory::REACH`] bytes after its index.
    fn near_address(&mut self, op: &Op, form: Form, other: u32, memory: usize, bytes: u32) -> Mem {
        let offset = Self::offset(op, form) as u32;
        let index = self.sum(op, form, other);
        let t = self.temp();
        self.load_memory(t, memory);
        self.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, std::mem::offset_of!(VmMemory, near) as i32));
        let reach = if Mutant::OffsetNotCompared.is_on() { bytes } else { offset + bytes };
        let far = Far { op: self.operation(), memory: memory as u32, index, t, reach };
        self.far_aside(far);
        let base = self.base_in(t, memory);
        Mem { base, index: Some((index, 0)), disp: offset as i32 }
    }

    /// Loads from an address into the result. `may_fault`: the instruction is a site.
    pub fn load_from(&mut self, mem: Mem, load: Load, may_fault: bool) -> bool {
        if load.is_int() {
            // An address that was computed for this access is read before the result is written.
            if let Some((index, _)) = mem.index
                && self.state.is_empty(index.into())
            {
                self.state.unlock(index.into());
            }
            let d = self.def_gpr();
            if may_fault {
                self.site();
            }
            let asm = &mut *self.asm;
            match load {
                Load::Zero8 => asm.movzx8(d, mem),
                Load::Zero16 => asm.movzx16(d, mem),
                Load::Zero32 => asm.mov(Size::S32, d, mem),
                Load::Full64 => asm.mov(Size::S64, d, mem),
                Load::Sign8(_) if Mutant::SignedLoadFillsUpperHalf.is_on() => asm.movsx8(Size::S64, d, mem),
                Load::Sign8(size) => asm.movsx8(size, d, mem),
                Load::Sign16(size) => asm.movsx16(size, d, mem),
                _ => asm.movsxd(d, mem),
            }
            self.done_gpr(d);
            return true;
        }
        if matches!(load, Load::F32 | Load::F64) {
            let d = self.def_xmm();
            if may_fault {
                self.site();
            }
            match load {
                Load::F32 => self.asm.load_f32(d, mem),
                _ => self.asm.load_f64(d, mem),
            }
            self.done_xmm(d);
            return true;
        }
        // The first instruction is the one that may fault.
        let spare = matches!(load, Load::Splat8 | Load::Splat16).then(|| self.temp());
        let d = self.def_v128();
        if may_fault {
            self.site();
        }
        let broadcasts = self.features().avx;
        let asm = &mut *self.asm;
        match (load, spare) {
            (Load::V128, _) => asm.load_v128(d, mem),
            (Load::Widen(code), _) => asm.v2(v38(code), d, mem),
            (Load::Low32, _) => asm.load_f32(d, mem),
            (Load::Low64, _) => asm.load_f64(d, mem),
            (Load::Splat32, _) if broadcasts => asm.v2(v38(0x18), d, mem),
            (Load::Splat32, _) => {
                asm.load_f32(d, mem);
                asm.v2_imm(v(Pp::P66, 0x70), d, d, 0);
            }
            (Load::Splat64, _) => asm.v2(v(Pp::F2, 0x12), d, mem),
            (Load::Splat8, Some(t)) => {
                asm.movzx8(t, mem);
                asm.imul_imm(Size::S32, t, t, 0x0101_0101);
                asm.mov_xr(Size::S32, d, t);
                asm.v2_imm(v(Pp::P66, 0x70), d, d, 0);
            }
            (Load::Splat16, Some(t)) => {
                asm.movzx16(t, mem);
                asm.imul_imm(Size::S32, t, t, 0x0001_0001);
                asm.mov_xr(Size::S32, d, t);
                asm.v2_imm(v(Pp::P66, 0x70), d, d, 0);
            }
            _ => unreachable!("the other loads were handled above"),
        }
        self.done_v128(d);
        true
    }
}
