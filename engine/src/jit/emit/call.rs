//! Calls, tail calls, builtins and throws.
//!
//! # A call
//! Values that the call would destroy go to memory, arguments go to their registers (as if all at once), the frame pointer moves to the
//! callee's first slot, and back afterwards. The callee saves what it uses of the callee-saved registers.
//!
//! # Who is called
//! A function of the same module that has code is called directly. Otherwise through its cell: rax holds the cell's
//! address, from which the stub that stands there while there is no code finds the function. A reference says itself how it is
//! called from any instance (`VmFuncRef::enter`): an import is called so, and an indirect call that leaves the instance.

use std::mem::offset_of;

use super::Emitter;
use crate::base::{Mutant, SplicedOp};
use crate::code::CodeCell;
use crate::exec::builtins::BuiltinId;
use crate::ir::{Kind, Op, OpCode};
use crate::jit::abi::{Place, argument_places, result_reg};
use crate::jit::operation::{call_type, is_return_call};
use crate::jit::ranges::{Ranges, ranges};
use crate::jit::regalloc::Moves;
use crate::jit::x64::asm::{Alu, Cond, Mem, RelocKind, Size, Stub};
use crate::jit::x64::regs::{CTX, FP, Gpr, RAX, RCX, RDX, Reg, SCRATCH};
use crate::jit::x64::slots::{slot_bytes, spill_slot};
use crate::types::FuncType;
use crate::vm::{VmContext, VmFuncRef};

impl Emitter<'_> {
    /// Arguments to their registers or spill slots; `callee`: a register that goes to rax at the same time.
    fn pass_arguments(&mut self, ty: &FuncType, base: u32, callee: Option<Gpr>) {
        let mut places = std::mem::take(&mut self.places);
        argument_places(&ty.params, &mut places);
        for reg in self.state.held() {
            let cell = self.state.cell(reg);
            let lost = Mutant::ValueLostAcrossCall.is_on();
            if cell.slot < base && !reg.is_callee_saved() && cell.dirty && !cell.dead && !lost {
                self.masm.asm.store_slot(cell.slot, reg, cell.wide);
            }
        }
        self.moves.clear();
        for &Place { slot, reg, kind } in &places {
            let slot = base + slot;
            let wide = kind == Kind::V128;
            match (self.state.loc(slot), reg) {
                (Some(from), Some(to)) => self.moves.moves.push((from, to)),
                (None, Some(to)) => self.moves.loads.push((slot, to, wide)),
                (Some(from), None) => {
                    if self.state.cell(from).dirty {
                        self.masm.asm.store_slot(slot, from, wide);
                    }
                }
                (None, None) => {}
            }
        }
        if let Some(callee) = callee {
            self.moves.moves.push((callee.into(), RAX.into()));
        }
        self.emit_moves();
        for reg in self.state.held() {
            if !reg.is_callee_saved() || self.state.slot_in(reg) >= base {
                self.state.drop_reg(reg);
            }
        }
        self.places = places;
    }

    fn advance(&mut self, base: u32) {
        if base != 0 {
            self.masm.asm.alu_imm(Alu::Add, Size::S64, FP, slot_bytes(base));
        }
    }

    /// After the call: the frame is this function's again, the result is in its register.
    fn come_back(&mut self, ty: &FuncType, base: u32) {
        if base != 0 {
            self.masm.asm.alu_imm(Alu::Sub, Size::S64, FP, slot_bytes(base));
        }
        if !Mutant::BaseKeptAcrossCall.is_on() {
            self.masm.reload_memory();
        }
        self.state.forget_range(base, ty.result_slots());
        if let Some((reg, kind)) = result_reg(ty) {
            let wide = kind == Kind::V128;
            self.define_from(base, reg, wide);
        }
    }

    /// The slot's value was left in `reg`, which no slot has: a resident's own register gets it, or the slot lives there from now on, or in
    /// memory if the register is to be given back (INV TAKEN).
    pub(super) fn define_from(&mut self, slot: u32, reg: Reg, wide: bool) {
        if slot >= self.state.tracked() {
            return self.masm.asm.store_slot(slot, reg, wide);
        }
        match self.state.resident(slot) {
            Some(resident) => {
                self.masm.asm.move_reg(resident, reg);
                self.state.hold(resident, slot, true, wide);
            }
            None if self.state.is_owned(reg) || !self.state.is_allowed(reg) => {
                self.masm.asm.store_slot(slot, reg, wide);
                self.state.forget(slot);
            }
            None => self.state.hold(reg, slot, true, wide),
        }
    }

    /// Emits the current call. `callee`: the reference that it goes through.
    pub(super) fn call(&mut self, op: &Op, callee: Option<Gpr>) {
        let ty = call_type(self.masm.unit.module, op);
        let base = op.hi();
        match op.code() {
            OpCode::Call => self.call_direct(op, ty, base),
            OpCode::CallImport => self.call_import(op, ty, base),
            OpCode::ReturnCall => return self.return_call(op, ty),
            _ => {
                let Some(callee) = callee else { unreachable!("{} calls nothing", op.code().name()) };
                if is_return_call(op.code()) {
                    return self.return_call_ref(op, ty, callee);
                }
                self.call_ref(ty, base, callee);
            }
        }
        self.come_back(ty, base);
    }

    fn call_direct(&mut self, op: &Op, ty: &FuncType, base: u32) {
        self.pass_arguments(ty, base, None);
        self.advance(base);
        let callee = op.lo() as usize;
        if callee == self.masm.unit.defined {
            self.masm.out.counters.direct_calls += 1;
            let entry = self.masm.entry;
            self.masm.asm.call_label(entry);
        } else if self.masm.unit.module.codes[callee].has_own_entry() {
            self.masm.out.counters.direct_calls += 1;
            self.masm.asm.code.push(0xE8);
            self.masm.asm.reloc32(RelocKind::Entry(callee as u32));
        } else {
            self.load_cell(callee);
            self.masm.asm.call_mem(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        }
        self.masm.return_site(true);
    }

    /// The address of a function's cell into rax.
    fn load_cell(&mut self, callee: usize) {
        self.masm.asm.mov(Size::S64, RAX, Mem::new(CTX, offset_of!(VmContext, codes) as i32));
        let offset = callee * size_of::<CodeCell>();
        if offset != 0 {
            self.masm.asm.alu_imm(Alu::Add, Size::S64, RAX, offset as i32);
        }
    }

    fn return_call(&mut self, op: &Op, ty: &FuncType) {
        self.pass_arguments(ty, op.hi(), None);
        self.shift_arguments(op.hi());
        self.masm.epilogue();
        let callee = op.lo() as usize;
        if callee == self.masm.unit.defined {
            let entry = self.masm.entry;
            self.masm.asm.jmp(entry);
        } else if self.masm.unit.module.codes[callee].has_own_entry() {
            self.masm.asm.code.push(0xE9);
            self.masm.asm.reloc32(RelocKind::Entry(callee as u32));
        } else {
            self.load_cell(callee);
            self.masm.asm.jmp_rm(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        }
    }

    /// Arguments that travel in slots move to the first slots of this frame, which the callee takes over.
    fn shift_arguments(&mut self, base: u32) {
        if base == 0 || Mutant::TailArgumentsStay.is_on() {
            return;
        }
        let places = std::mem::take(&mut self.places);
        for place in places.iter().filter(|p| p.reg.is_none()) {
            for i in place.slot..place.slot + 1 + u32::from(place.kind == Kind::V128) {
                self.masm.asm.load_f64(SCRATCH, spill_slot(base + i));
                self.masm.asm.store_f64(spill_slot(i), SCRATCH);
            }
        }
        self.places = places;
    }

    fn call_import(&mut self, op: &Op, ty: &FuncType, base: u32) {
        self.pass_arguments(ty, base, None);
        self.masm.load_import(op, RAX);
        self.advance(base);
        self.masm.asm.call_mem(Mem::new(RAX, offset_of!(VmFuncRef, enter) as i32));
        self.masm.return_site(true);
    }

    fn call_ref(&mut self, ty: &FuncType, base: u32, callee: Gpr) {
        self.pass_arguments(ty, base, Some(callee));
        self.advance(base);
        let foreign = self.masm.asm.label();
        let back = self.masm.asm.label();
        self.masm.asm.alu(Alu::Cmp, Size::S64, CTX, Mem::new(RAX, offset_of!(VmFuncRef, ctx) as i32));
        self.masm.asm.jcc(Cond::NE, foreign);
        self.masm.asm.mov(Size::S64, RAX, Mem::new(RAX, offset_of!(VmFuncRef, cell) as i32));
        self.masm.asm.call_mem(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        self.masm.return_site(true);
        self.masm.asm.bind(back);
        self.masm.call_foreign_out_of_line(foreign, back);
    }

    fn return_call_ref(&mut self, op: &Op, ty: &FuncType, callee: Gpr) {
        self.pass_arguments(ty, op.hi(), Some(callee));
        self.shift_arguments(op.hi());
        self.masm.epilogue();
        self.masm.asm.jmp_stub(Stub::TailRef);
    }

    /// An operation whose work a builtin does: operands from slots, results to slots.
    pub(super) fn builtin(&mut self, op: &Op) {
        if op.code() == OpCode::ThrowRef {
            self.state.flush_range(self.masm.asm, op.b().into(), 1);
        }
        let Ranges { read, written } = ranges(self.masm.unit.module, self.masm.unit.func, op);
        self.state.flush_range(self.masm.asm, read.start, read.len() as u32);
        self.save_for_call(u32::MAX);
        self.call_builtin(BuiltinId::of(op.code()), self.masm.operation());
        self.masm.return_site(false);
        self.masm.reload_memory();
        self.state.forget_range(written.start, written.len() as u32);
    }

    /// The call itself; see `Stub::Builtin`.
    pub fn call_builtin(&mut self, builtin: BuiltinId, at: SplicedOp) {
        let frame = self.masm.unit.func.frame_slots;
        self.masm.asm.mov_imm(RAX, frame.into());
        self.masm.asm.mov_imm(RCX, builtin.number());
        self.masm.asm.mov_reloc(RDX, RelocKind::Op(at));
        self.masm.asm.call_stub(Stub::Builtin);
    }
}
