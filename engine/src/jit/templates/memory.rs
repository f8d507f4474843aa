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

use super::super::analysis::{mark, uses};
use super::super::asm::{Alu, Cond, Mem, Pp, Rm, Size, V, v, v38};
use super::super::emit::{Emitter, Far, Folded};
use super::super::regs::{Gpr, MEM, Xmm};
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::code::Site;
use crate::ir::{Op, OpCode};
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

/// What a load does with the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Load {
    Zero8,
    Zero16,
    Zero32,
    Full64,
    Sign8(Size),
    Sign16(Size),
    Sign32,
    F32,
    F64,
    V128,
    /// 8 bytes that a `pmovsx` or `pmovzx` with this opcode widens.
    Widen(u8),
    Splat8,
    Splat16,
    Splat32,
    Splat64,
    /// 4 or 8 bytes, the rest zero.
    Low32,
    Low64,
}

impl Load {
    /// Whether the result is an integer.
    fn is_int(self) -> bool {
        use Load::*;
        matches!(self, Zero8 | Zero16 | Zero32 | Full64 | Sign8(_) | Sign16(_) | Sign32)
    }

    pub fn bytes(self) -> u32 {
        use Load::*;
        match self {
            Zero8 | Sign8(_) | Splat8 => 1,
            Zero16 | Sign16(_) | Splat16 => 2,
            Zero32 | Sign32 | F32 | Splat32 | Low32 => 4,
            Full64 | F64 | Widen(_) | Splat64 | Low64 => 8,
            V128 => 16,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Store {
    Int8,
    Int16,
    Int32,
    Int64,
    F32,
    F64,
    V128,
}

impl Store {
    pub fn bytes(self) -> u32 {
        match self {
            Store::Int8 => 1,
            Store::Int16 => 2,
            Store::Int32 | Store::F32 => 4,
            Store::Int64 | Store::F64 => 8,
            Store::V128 => 16,
        }
    }
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
                if let Some(t) = self.scaled_sum(Size::S32, op.hi() as i32, Self::temp) {
                    return t;
                }
                let b = self.gpr(op.b().into());
                let t = self.temp();
                let size = if Mutant::ConstantSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                self.asm.lea(size, t, Mem::new(b, op.hi() as i32));
                self.state.unlock(b.into());
                t
            }
            Form::Index => {
                let (b, c, places) = self.summands(op.b().into(), other);
                let t = self.temp();
                let size = if Mutant::SlotSumIn64Bits.is_on() { Size::S64 } else { Size::S32 };
                self.asm.lea(size, t, Mem { base: b, index: Some((c, places)), disp: 0 });
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

    pub fn load(&mut self, op: &Op, form: Form, load: Load) -> bool {
        let other = if form == Form::Index { op.c().into() } else { 0 };
        let mem = self.address(op, form, other, load.bytes());
        if self.next_takes_from_memory(op, load, mem) {
            self.release();
            self.state.forget(op.a.into());
            self.folded = Some(Folded { slot: op.a.into(), mem, load, op: self.operation() });
            self.out.counters.folded_loads += 1;
            return true;
        }
        self.load_from(mem, load, true)
    }

    /// Whether the operation after a load is the only user of the value, and has a form that takes it from memory. No side effect
    /// between the load and its use is observable, so the load may sink into it.
    fn next_takes_from_memory(&self, op: &Op, load: Load, mem: Mem) -> bool {
        use OpCode::*;
        let next = self.at + 1;
        let slot = u32::from(op.a);
        let Some(user) = self.func.ops.get(next) else { return false };
        let takes_either = match (user.code(), load) {
            (I32Add | I32And | I32Or | I32Xor | I32Mul, Load::Zero32) => true,
            (I64Add | I64And | I64Or | I64Xor | I64Mul, Load::Full64) => true,
            (I32Sub, Load::Zero32) | (I64Sub, Load::Full64) => false,
            (F32Add | F32Sub | F32Mul | F32Div, Load::F32) => false,
            (F64Add | F64Sub | F64Mul | F64Div, Load::F64) => false,
            (code, Load::V128) if self.features().avx && super::simd::takes_memory(code) => false,
            _ => return false,
        };
        let uses = self.analysis.liveness.uses[next];
        let dies = match () {
            () if user.b() == user.c() => false,
            () if user.c() == op.a => uses & uses::C_DIES != 0,
            () if user.b() == op.a => takes_either && uses & uses::B_DIES != 0,
            () => false,
        };
        // The result may not overwrite the address before it is used.
        let target = self.state.pin(user.a.into());
        let overwritten =
            [Some(mem.base), mem.index.map(|i| i.0)].iter().flatten().any(|&r| target == Some(r.into()));
        dies && !overwritten
            && self.tiering.may(Optimization::FoldedLoads)
            && slot < self.state.tracked()
            && self.state.pin(slot).is_none()
            && self.analysis.cfg.marks[next] & (mark::LABEL | mark::ENTRY) == 0
            && self.analysis.cfg.region_at(next as u32) == self.analysis.cfg.region_at(self.at as u32)
    }

    /// Whether the slot's value is still in memory, to be taken from there.
    pub fn is_folded(&self, slot: u32) -> bool {
        self.folded.as_ref().is_some_and(|f| f.slot == slot)
    }

    /// The folded load's address, as an operand.
    pub fn folded_operand(&self, slot: u32) -> Option<Rm> {
        self.folded.as_ref().filter(|f| f.slot == slot).map(|f| f.mem.into())
    }

    /// A template wants the value of the folded load in a register after all.
    pub fn unfold(&mut self, class: u32) {
        let Some(folded) = self.folded.take() else { return };
        let d = self.fresh(class);
        self.out.sites.push((self.here(), Site::new(folded.op, false)));
        match (folded.load, d.is_gpr()) {
            (Load::Zero32, true) => self.asm.mov(Size::S32, d.gpr(), folded.mem),
            (_, true) => self.asm.mov(Size::S64, d.gpr(), folded.mem),
            (Load::F32 | Load::Zero32, false) => self.asm.load_f32(d.xmm(), folded.mem),
            (Load::V128, false) => self.asm.load_v128(d.xmm(), folded.mem),
            (_, false) => self.asm.load_f64(d.xmm(), folded.mem),
        }
        self.state.hold(d, folded.slot, true, folded.load == Load::V128);
    }

    /// The instruction that is emitted next takes this operand: if it is that of a folded load, it may fault in its name.
    pub fn folded_site(&mut self, operand: Rm) {
        if let Some(folded) = self.folded
            && Rm::from(folded.mem) == operand
        {
            self.out.sites.push((self.here(), Site::new(folded.op, false)));
            self.folded = None;
        }
    }

    /// Loads from an address into the result. `may_fault`: the instruction is a site.
    pub fn load_from(&mut self, mem: Mem, load: Load, may_fault: bool) -> bool {
        if load.is_int() {
            // An address that was computed for this access is read before the result is written.
            if let Some((index, _)) = mem.index {
                self.free_index(index);
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

    pub fn store(&mut self, op: &Op, form: Form, store: Store) -> bool {
        let slot = op.c().into();
        match store {
            Store::F32 | Store::F64 | Store::V128 => {
                // The address first: it needs the more registers, and gives back all but one or two.
                let mem = self.address(op, form, op.a.into(), store.bytes());
                let value: Xmm = if store == Store::V128 { self.v128(slot) } else { self.xmm(slot) };
                self.site();
                match store {
                    Store::F32 => self.asm.store_f32(mem, value),
                    Store::F64 => self.asm.store_f64(mem, value),
                    _ => self.asm.store_v128(mem, value),
                }
            }
            _ => {
                let mem = self.address(op, form, op.a.into(), store.bytes());
                let value = self.gpr(slot);
                self.site();
                match store {
                    Store::Int8 => self.asm.store8(mem, value),
                    Store::Int16 => self.asm.store16(mem, value),
                    Store::Int32 => self.asm.store(Size::S32, mem, value),
                    _ => self.asm.store(Size::S64, mem, value),
                }
            }
        }
        self.release();
        true
    }

    /// Loads of one lane of a vector, and stores of one. Memory operands of these instructions need no alignment.
    pub fn load_lane(&mut self, op: &Op, bytes: u32) -> bool {
        let c = self.v128(op.c().into());
        let mem = self.address(op, Form::Any, 0, bytes);
        let d = self.def_v128();
        if !self.features().avx {
            self.asm.mov_xx(d, c);
        }
        self.site();
        let form = Self::insert_form(bytes);
        let first = if self.features().avx { c } else { d };
        self.asm.v3_imm(form, d, first, mem, op.mem_lane());
        self.done_v128(d);
        true
    }

    pub fn insert_form(bytes: u32) -> V {
        use super::super::asm::v3a;
        match bytes {
            1 => v3a(0x20),
            2 => v(Pp::P66, 0xC4),
            4 => v3a(0x22),
            _ => V { w: true, ..v3a(0x22) },
        }
    }

    pub fn extract_form(bytes: u32) -> V {
        use super::super::asm::v3a;
        match bytes {
            1 => v3a(0x14),
            2 => v3a(0x15),
            4 => v3a(0x16),
            _ => V { w: true, ..v3a(0x16) },
        }
    }

    pub fn store_lane(&mut self, op: &Op, bytes: u32) -> bool {
        let c = self.v128(op.c().into());
        let mem = self.address(op, Form::Any, 0, bytes);
        self.site();
        self.asm.v2_imm(Self::extract_form(bytes), c, mem, op.mem_lane());
        self.release();
        true
    }
}
