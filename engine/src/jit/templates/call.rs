//! Calls, tail calls, builtins and throws.
//!
//! # A call
//! Values that the call would destroy go home, arguments go to their registers (as if all at once), the frame pointer moves to the
//! callee's first slot, and back afterwards. The callee saves what it uses of the callee-saved registers.
//!
//! # Who is called
//! A function of the same module that has code is called directly. Otherwise through its cell: rax holds the cell's
//! address, from which the stub that stands there while there is no code finds the function. A reference says itself how it is
//! called from any instance (`VmFuncRef::enter`): an import is called so, and an indirect call that leaves the instance.

use std::mem::offset_of;

use super::super::abi::{Place, argument_places, result_reg};
use super::super::asm::{Alu, Cond, Mem, RelocKind, Size, Stub};
use super::super::emit::Emitter;
use super::super::operation::call_type;
use super::super::ranges::{Ranges, ranges};
use super::super::regs::{CTX, FP, Gpr, RAX, RCX, RDX, SCRATCH};
use super::super::state::{home, move_reg, slot_bytes, store_home};
use crate::base::{Mutant, SplicedOp, TrapCode};
use crate::code::CodeCell;
use crate::exec::builtins::BuiltinId;
use crate::ir::{Kind, Op, OpCode};
use crate::types::FuncType;
use crate::vm::{VmContext, VmFuncRef, VmTable};

impl Emitter<'_> {
    /// Arguments to their registers or homes; `callee`: a register that goes to rax at the same time.
    fn pass_arguments(&mut self, ty: &FuncType, base: u32, callee: Option<Gpr>) {
        let mut places = std::mem::take(&mut self.places);
        argument_places(&ty.params, &mut places);
        for reg in self.state.held() {
            let cell = self.state.cells[reg.0 as usize];
            let lost = Mutant::ValueLostAcrossCall.is_on();
            if cell.slot < base && !reg.is_callee_saved() && cell.dirty && !cell.dead && !lost {
                store_home(self.asm, cell.slot, reg, cell.wide);
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
                    if self.state.cells[from.0 as usize].dirty {
                        store_home(self.asm, slot, from, wide);
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
            if !reg.is_callee_saved() || self.state.cells[reg.0 as usize].slot >= base {
                self.state.drop_reg(reg);
            }
        }
        self.places = places;
    }

    fn advance(&mut self, base: u32) {
        if base != 0 {
            self.asm.alu_imm(Alu::Add, Size::S64, FP, slot_bytes(base));
        }
    }

    /// After the call: the frame is this function's again, the result is in its register.
    fn come_back(&mut self, ty: &FuncType, base: u32) {
        if base != 0 {
            self.asm.alu_imm(Alu::Sub, Size::S64, FP, slot_bytes(base));
        }
        if !Mutant::BaseKeptAcrossCall.is_on() {
            self.reload_memory();
        }
        self.forget_range(base, ty.result_slots());
        if let Some((reg, kind)) = result_reg(ty) {
            let wide = kind == Kind::V128;
            if base < self.state.tracked() {
                let reg = match self.state.pin(base) {
                    Some(pin) => {
                        move_reg(self.asm, pin, reg);
                        pin
                    }
                    None => reg,
                };
                self.state.hold(reg, base, true, wide);
            } else {
                store_home(self.asm, base, reg, wide);
            }
        }
    }

    pub fn call(&mut self, op: &Op) -> bool {
        let ty = call_type(self.module, op);
        let base = op.hi();
        self.pass_arguments(ty, base, None);
        self.advance(base);
        let callee = op.lo() as usize;
        if callee == self.defined {
            self.out.counters.direct_calls += 1;
            let entry = self.entry;
            self.asm.call_label(entry);
        } else if self.module.codes[callee].has_own_entry() {
            self.out.counters.direct_calls += 1;
            self.asm.code.push(0xE8);
            self.asm.reloc32(RelocKind::Entry(callee as u32));
        } else {
            self.load_cell(callee);
            self.asm.call_mem(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        }
        self.return_site(true);
        self.come_back(ty, base);
        true
    }

    /// The address of a function's cell into rax.
    fn load_cell(&mut self, callee: usize) {
        self.asm.mov(Size::S64, RAX, Mem::new(CTX, offset_of!(VmContext, codes) as i32));
        let offset = callee * size_of::<CodeCell>();
        if offset != 0 {
            self.asm.alu_imm(Alu::Add, Size::S64, RAX, offset as i32);
        }
    }

    pub fn return_call(&mut self, op: &Op) -> bool {
        let ty = call_type(self.module, op);
        self.pass_arguments(ty, op.hi(), None);
        self.shift_arguments(ty, op.hi());
        self.epilogue();
        let callee = op.lo() as usize;
        if callee == self.defined {
            let entry = self.entry;
            self.asm.jmp(entry);
        } else if self.module.codes[callee].has_own_entry() {
            self.asm.code.push(0xE9);
            self.asm.reloc32(RelocKind::Entry(callee as u32));
        } else {
            self.load_cell(callee);
            self.asm.jmp_rm(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        }
        true
    }

    /// Arguments that travel in slots move to the first slots of this frame, which the callee takes over.
    fn shift_arguments(&mut self, ty: &FuncType, base: u32) {
        if base == 0 || Mutant::TailArgumentsStay.is_on() {
            return;
        }
        let places = std::mem::take(&mut self.places);
        for place in places.iter().filter(|p| p.reg.is_none()) {
            for i in place.slot..place.slot + 1 + u32::from(place.kind == Kind::V128) {
                self.asm.load_f64(SCRATCH, home(base + i));
                self.asm.store_f64(home(i), SCRATCH);
            }
        }
        self.places = places;
        let _ = ty;
    }

    /// The function reference that an indirect call finds, checked.
    fn look_up(&mut self, op: &Op) -> Gpr {
        let index = self.gpr(op.b().into());
        let t = self.temp();
        self.look_up_into(op, index, t);
        let ok = self.asm.label();
        let differs = self.asm.label();
        self.asm.alu_imm(Alu::Cmp, Size::S32, Mem::new(t, offset_of!(VmFuncRef, ty) as i32), op.lo() as i32);
        if !Mutant::SignatureNotCompared.is_on() {
            self.asm.jcc(Cond::NE, differs);
        }
        self.asm.bind(ok);
        self.subtype_aside(differs, ok, index, t);
        t
    }

    /// `t = table c [index]`, in bounds and not null.
    pub fn look_up_into(&mut self, op: &Op, index: Gpr, t: Gpr) {
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, tables) as i32));
        self.asm.mov(Size::S64, t, Mem::element(t, op.table()));
        self.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, offset_of!(VmTable, len) as i32));
        let beyond = if Mutant::TableBoundOffByOne.is_on() { Cond::A } else { Cond::AE };
        self.trap_if(beyond, TrapCode::TableOutOfBounds);
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmTable, base) as i32));
        self.asm.mov(Size::S64, t, Mem { base: t, index: Some((index, 3)), disp: 0 });
        self.asm.test(Size::S64, t, t);
        let code = if Mutant::NullCallMistaken.is_on() {
            TrapCode::NullReference
        } else {
            TrapCode::IndirectCallToNull
        };
        self.trap_if(Cond::E, code);
    }

    /// The function reference that a call goes to.
    fn callee(&mut self, op: &Op) -> Gpr {
        match op.code() {
            OpCode::CallIndirect | OpCode::ReturnCallIndirect => self.look_up(op),
            OpCode::CallRef | OpCode::ReturnCallRef => {
                let b = self.gpr(op.b().into());
                self.asm.test(Size::S64, b, b);
                self.trap_if(Cond::E, TrapCode::NullReference);
                b
            }
            _ => {
                let t = self.temp();
                self.load_import(op, t);
                t
            }
        }
    }

    /// The reference of an imported function.
    fn load_import(&mut self, op: &Op, to: Gpr) {
        self.asm.mov(Size::S64, to, Mem::new(CTX, offset_of!(VmContext, funcs) as i32));
        self.asm.mov(Size::S64, to, Mem::element(to, op.lo()));
    }

    pub fn call_import(&mut self, op: &Op) -> bool {
        let ty = call_type(self.module, op);
        let base = op.hi();
        self.pass_arguments(ty, base, None);
        self.load_import(op, RAX);
        self.advance(base);
        self.asm.call_mem(Mem::new(RAX, offset_of!(VmFuncRef, enter) as i32));
        self.return_site(true);
        self.come_back(ty, base);
        true
    }

    pub fn call_ref(&mut self, op: &Op) -> bool {
        let ty = call_type(self.module, op);
        let base = op.hi();
        let callee = self.callee(op);
        self.pass_arguments(ty, base, Some(callee));
        self.advance(base);
        let foreign = self.asm.label();
        let back = self.asm.label();
        self.asm.alu(Alu::Cmp, Size::S64, CTX, Mem::new(RAX, offset_of!(VmFuncRef, ctx) as i32));
        self.asm.jcc(Cond::NE, foreign);
        self.asm.mov(Size::S64, RAX, Mem::new(RAX, offset_of!(VmFuncRef, cell) as i32));
        self.asm.call_mem(Mem::new(RAX, offset_of!(CodeCell, entry) as i32));
        self.return_site(true);
        self.asm.bind(back);
        self.foreign_aside(foreign, back);
        self.come_back(ty, base);
        true
    }

    pub fn return_call_ref(&mut self, op: &Op) -> bool {
        let ty = call_type(self.module, op);
        let callee = self.callee(op);
        self.pass_arguments(ty, op.hi(), Some(callee));
        self.shift_arguments(ty, op.hi());
        self.epilogue();
        self.asm.jmp_stub(Stub::TailRef);
        true
    }

    /// An operation whose work a builtin does: operands from slots, results to slots.
    pub fn builtin(&mut self, op: &Op) -> bool {
        let Ranges { read, written } = ranges(self.module, self.func, op);
        self.flush_range(read.start, read.len() as u32);
        self.save_for_call(u32::MAX);
        self.call_builtin(BuiltinId::of(op.code()), self.operation());
        self.return_site(false);
        self.reload_memory();
        self.forget_range(written.start, written.len() as u32);
        true
    }

    /// The call itself; see `Stub::Builtin`.
    pub fn call_builtin(&mut self, builtin: BuiltinId, at: SplicedOp) {
        let frame = self.func.frame_slots;
        self.asm.mov_imm(RAX, frame.into());
        self.asm.mov_imm(RCX, builtin.number());
        self.asm.mov_reloc(RDX, RelocKind::Op(at));
        self.asm.call_stub(Stub::Builtin);
    }

    /// A throw: the builtin does not come back.
    pub fn throw(&mut self, op: &Op) -> bool {
        if op.code() == OpCode::ThrowRef {
            self.flush_range(op.b().into(), 1);
        }
        self.builtin(op)
    }
}
