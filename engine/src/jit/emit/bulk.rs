//! Copying and filling linear memory.
//!
//! The ranges are compared with the length, as if all at once, and a leaf stub moves the bytes (`jit::stubs::bulk`). Lengths of shared
//! memories change under way; those operations are builtins. So is one that must poll the epoch on its way
//! (`exec::builtins::work`): it goes to the builtin, out of line. Fuel is paid first, as the builtin does.

use std::mem::offset_of;

use super::Emitter;
use crate::base::Mutant;
use crate::base::TrapCode::{MemoryOutOfBounds, OutOfFuel};
use crate::exec::builtins::PIECE;
use crate::ir::{Op, OpCode};
use crate::jit::x64::asm::{Alu, Cond, Label, Mem, Size, Stub};
use crate::jit::x64::masm::{Piece, Saves};
use crate::jit::x64::regs::{Gpr, MEM, METER, RAX, RCX, RDI, RDX, RSI};
use crate::vm::VmMemory;

impl Emitter<'_> {
    /// Emits a `memory.copy` or `memory.fill`.
    pub(super) fn bulk(&mut self, op: &Op) {
        let copies = op.code() == OpCode::MemoryCopy;
        let to = op.lo();
        let from = if copies { op.hi() } else { to };
        if self.is_shared(to) || self.is_shared(from) {
            return self.builtin(op);
        }
        self.bulk_operands(op);
        let back = self.masm.unit.module.lower.epoch.then(|| self.long_bulk(op));
        self.pay_for_bulk();
        self.load_limit(to);
        self.check_range(to, RDI);
        if copies {
            if from != to {
                self.load_limit(from);
            }
            self.check_range(from, RSI);
        }
        self.masm.asm.call_stub(if copies { Stub::Copy } else { Stub::Fill });
        if let Some(back) = back {
            self.masm.asm.bind(back);
        }
    }

    /// More than one piece of work is done by the builtin, out of line: it finds the operands in their slots. Comes back to the label.
    fn long_bulk(&mut self, op: &Op) -> Label {
        let (from, back) = (self.masm.asm.label(), self.masm.asm.label());
        self.masm.asm.alu_imm(Alu::Cmp, Size::S64, RDX, PIECE as i32);
        self.masm.asm.jcc(Cond::A, from);
        let first = self.masm.out_of_line.saves.len() as u32;
        let operands = (op.base()..).zip([RDI, RSI, RDX]);
        self.masm.out_of_line.saves.extend(operands.map(|(slot, reg)| (reg.into(), slot, false)));
        let (op, saves) = (self.masm.operation(), Saves { first, count: 3 });
        self.masm.out_of_line.pieces.push(Piece::Builtin { from, back, op, saves, result: None });
        back
    }

    /// Fuel for rdx bytes.
    fn pay_for_bulk(&mut self) {
        if self.masm.unit.module.lower.fuel && !Mutant::BulkWorkIsFree.is_on() {
            self.masm.asm.alu(Alu::Sub, Size::S64, METER, RDX);
            self.masm.trap_if(Cond::B, OutOfFuel);
        }
    }

    fn is_shared(&self, memory: u32) -> bool {
        self.masm.unit.module.memories[memory as usize].shared
    }

    /// The operands in the registers of the stubs, and nothing else in registers that a call destroys.
    fn bulk_operands(&mut self, op: &Op) {
        let base = op.base();
        self.moves.clear();
        for (slot, to) in (base..).zip([RDI, RSI, RDX]) {
            match self.state.loc(slot) {
                Some(from) => self.moves.moves.push((from, to.into())),
                None => self.moves.loads.push((slot, to.into(), false)),
            }
        }
        self.save_for_call(base);
        self.emit_moves();
        self.consume(base, 3);
    }

    /// The last address at which rdx bytes fit a memory into rax; the memory into rcx. Traps if there is none.
    fn load_limit(&mut self, memory: u32) {
        self.masm.load_memory(RCX, memory as usize);
        self.masm.asm.mov(Size::S64, RAX, Mem::new(RCX, offset_of!(VmMemory, len) as i32));
        self.masm.asm.alu(Alu::Sub, Size::S64, RAX, RDX);
        if !Mutant::LengthNotCompared.is_on() {
            self.masm.trap_if(Cond::B, MemoryOutOfBounds);
        }
    }

    /// Compares an index with the limit and makes an address of it.
    fn check_range(&mut self, memory: u32, index: Gpr) {
        self.masm.asm.alu(Alu::Cmp, Size::S64, index, RAX);
        self.masm.trap_if(Cond::A, MemoryOutOfBounds);
        if memory == 0 {
            self.masm.asm.alu(Alu::Add, Size::S64, index, MEM);
        } else {
            self.masm.asm.alu(Alu::Add, Size::S64, index, Mem::new(RCX, offset_of!(VmMemory, base) as i32));
        }
    }
}
