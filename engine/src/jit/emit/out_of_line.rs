//! Out-of-line code: traps, edges with moves, builtins that are rarely needed; and positions in the code.
//!
//! Slow paths are emitted after the function body, so the fast path pays one branch that is not taken. Each is recorded with a
//! snapshot of the register state at its branch, since the state has moved on when it is emitted.

use super::*;
use crate::base::Mutant;
use crate::jit::inst::{Loc, Locs};
use crate::jit::x64::asm::Alu;
use crate::jit::x64::masm::Far;
use crate::jit::x64::regs::RegSet;
use crate::vm::VmMemory;

impl Emitter<'_> {
    pub(super) fn emit_out_of_line(&mut self) {
        // Some of it adds more: a repeated lookup may trap.
        let mut next = 0;
        while next < self.masm.out_of_line.pieces.len() && !self.has_too_much_code() {
            let cold = std::mem::replace(&mut self.masm.out_of_line.pieces[next], Piece::Done);
            next += 1;
            match cold {
                Piece::Done => {}
                Piece::Trap { from, code, op } => {
                    self.masm.asm.bind(from);
                    let op =
                        if Mutant::TrapAtNextOperation.is_on() { SplicedOp::at(op.index() + 1) } else { op };
                    self.masm.asm.call_stub(Stub::Trap(code as u8));
                    self.masm.returns_to(op, false);
                }
                Piece::Edge { from, part, to } => {
                    self.masm.asm.bind(from);
                    self.moves.copy_part(&self.edges, part);
                    self.emit_moves();
                    self.masm.asm.jmp(to);
                }
                Piece::Builtin { from, back, op, saves, result } => {
                    self.masm.asm.bind(from);
                    self.slow_call(BuiltinId::of(self.masm.unit.func.ops[op.index()].code()), op, saves);
                    if let Some((reg, slot)) = result {
                        self.masm.asm.load_slot(reg, slot, false);
                    }
                    self.masm.asm.jmp(back);
                }
                Piece::Allocation { from, back, op, saves, to } => {
                    self.masm.asm.bind(from);
                    self.slow_call(BuiltinId::ALLOCATE, op, saves);
                    self.masm.asm.mov(
                        Size::S64,
                        to,
                        Mem::new(CTX, std::mem::offset_of!(VmContext, store) as i32),
                    );
                    self.masm.asm.mov(
                        Size::S64,
                        to,
                        Mem::new(to, std::mem::offset_of!(VmStore, gc_new) as i32),
                    );
                    self.masm.asm.jmp(back);
                }
                Piece::Subtype { from, back, op, saves, index, t } => {
                    self.masm.asm.bind(from);
                    let operation = self.masm.unit.func.ops[op.index()];
                    self.masm.asm.store(Size::S64, spill_slot(operation.b().into()), index);
                    self.slow_call(BuiltinId::of(operation.code()), op, saves);
                    if !self.saves(saves).iter().any(|save| save.0 == index.into()) {
                        self.masm.asm.mov(Size::S64, index, spill_slot(operation.b().into()));
                    }
                    self.masm.at = op.index();
                    self.masm.look_up(&operation, index, t);
                    self.masm.asm.jmp(back);
                }
                Piece::Far { from, back, far } => {
                    self.masm.asm.bind(from);
                    self.check_far(&far);
                    self.masm.asm.jmp(back);
                }
                Piece::Foreign { from, back, op } => {
                    self.masm.asm.bind(from);
                    self.masm.asm.call_mem(Mem::new(RAX, std::mem::offset_of!(VmFuncRef, enter) as i32));
                    self.masm.returns_to(op, true);
                    self.masm.asm.jmp(back);
                }
                Piece::Table { at, labels } => {
                    let pos = self.masm.asm.pos();
                    self.masm.asm.nops((pos.next_multiple_of(4) - pos) as usize);
                    self.masm.asm.bind(at);
                    let origin = self.masm.asm.pos();
                    for label in labels {
                        self.masm.asm.table_entry(label, origin);
                    }
                    self.masm.out.tables.push((origin, self.masm.asm.pos()));
                }
            }
        }
    }

    fn saves(&self, saves: Saves) -> &[Save] {
        &self.masm.out_of_line.saves[saves.first as usize..(saves.first + saves.count) as usize]
    }

    /// A builtin's call with everything saved around it.
    pub(super) fn slow_call(&mut self, builtin: BuiltinId, op: SplicedOp, saves: Saves) {
        let range = saves.first as usize..(saves.first + saves.count) as usize;
        for &(reg, slot, wide) in &self.masm.out_of_line.saves[range.clone()] {
            self.masm.asm.store_slot(slot, reg, wide);
        }
        self.call_builtin(builtin, op);
        self.masm.returns_to(op, false);
        self.masm.reload_memory();
        for &(reg, slot, wide) in &self.masm.out_of_line.saves[range] {
            if !reg.is_callee_saved() {
                self.masm.asm.load_slot(reg, slot, wide);
            }
        }
    }

    /// What a call would destroy now, but for what these registers hold.
    fn save_state(&mut self, without: u32) -> Saves {
        let first = self.masm.out_of_line.saves.len() as u32;
        for reg in RegSet(self.state.held().0 & !without) {
            let cell = self.state.cell(reg);
            if !reg.is_callee_saved() && !cell.dead {
                self.masm.out_of_line.saves.push((reg, cell.slot, cell.wide));
            }
        }
        Saves { first, count: self.masm.out_of_line.saves.len() as u32 - first }
    }

    /// Gives the slow paths that a template added, from the one with this number on, what they save: what registers hold, and the
    /// operands, which the builtin reads in their slots. The results hold nothing yet.
    pub(super) fn complete_slow_paths(&mut self, first: usize, locs: &Locs) {
        let mut done = None;
        for number in first..self.masm.out_of_line.pieces.len() {
            match self.masm.out_of_line.pieces[number] {
                Piece::Builtin { .. } => {
                    let all = *done.get_or_insert_with(|| self.save_around(locs));
                    if let Piece::Builtin { saves, .. } = &mut self.masm.out_of_line.pieces[number] {
                        *saves = all;
                    }
                }
                // The lookup stores its operand itself.
                Piece::Subtype { .. } => {
                    let held = self.save_state(0);
                    if let Piece::Subtype { saves, .. } = &mut self.masm.out_of_line.pieces[number] {
                        *saves = held;
                    }
                }
                _ => {}
            }
        }
    }

    fn save_around(&mut self, locs: &Locs) -> Saves {
        let results = locs.result_set();
        let mut saves = self.save_state(results);
        for n in 0..self.inst.uses().len() {
            let (operand, Loc::Reg(reg)) = (self.inst.uses()[n], locs.of(n)) else { continue };
            if !self.saves(saves).iter().any(|save| save.0 == reg) {
                self.masm.out_of_line.saves.push((reg, operand.slot, operand.class == RegClass::Vector));
                saves.count += 1;
            }
        }
        saves
    }

    /// Allocates out of line for the current operation, from `from`, into `to`, and comes back here.
    pub fn allocate_out_of_line(&mut self, from: Label, to: Gpr) {
        let back = self.masm.asm.label();
        self.masm.asm.bind(back);
        let (op, saves) = (self.masm.operation(), self.save_state(0));
        self.masm.out_of_line.pieces.push(Piece::Allocation { from, back, op, saves, to });
    }

    /// Compares the end of an access with the length, out of line.
    fn check_far(&mut self, far: &Far) {
        let Far { op, memory, index, t, reach } = *far;
        self.masm.at = op.index();
        self.masm.asm.mov(Size::S64, t, Mem::new(t, std::mem::offset_of!(VmMemory, len) as i32));
        self.masm.asm.alu_imm(Alu::Sub, Size::S64, t, reach as i32);
        self.masm.trap_if(Cond::B, TrapCode::MemoryOutOfBounds);
        self.masm.asm.alu(Alu::Cmp, Size::S64, index, t);
        if !Mutant::EndNotCompared.is_on() {
            self.masm.trap_if(Cond::A, TrapCode::MemoryOutOfBounds);
        }
        if memory != 0 {
            self.masm.load_memory(t, memory as usize);
        }
    }
}
