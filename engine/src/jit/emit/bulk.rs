//! Copying and filling linear memory.
//!
//! The ranges are compared with the length, as if all at once, and a leaf stub moves the bytes (`jit::stubs::bulk`). Lengths of shared
//! memories change under way; those operations are builtins. So are all where work is paid for or polls the epoch
//! (`exec::builtins::work`).

use std::mem::offset_of;

use super::Emitter;
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::ir::{Op, OpCode};
use crate::jit::x64::asm::{Alu, Cond, Mem, Size, Stub};
use crate::jit::x64::regs::{Gpr, MEM, RAX, RCX, RDI, RDX, RSI};
use crate::vm::VmMemory;

impl Emitter<'_> {
    /// Emits a `memory.copy` or `memory.fill`.
    pub(super) fn bulk(&mut self, op: &Op) {
        let copies = op.code() == OpCode::MemoryCopy;
        let to = op.lo();
        let from = if copies { op.hi() } else { to };
        if self.is_shared(to) || self.is_shared(from) || self.is_metered() {
            return self.builtin(op);
        }
        self.bulk_operands(op);
        self.load_limit(to);
        self.check_range(to, RDI);
        if copies {
            if from != to {
                self.load_limit(from);
            }
            self.check_range(from, RSI);
        }
        self.masm.asm.call_stub(if copies { Stub::Copy } else { Stub::Fill });
    }

    /// Whether work in proportion to a length does more than the work.
    fn is_metered(&self) -> bool {
        self.masm.unit.module.lower.fuel || self.masm.unit.module.lower.epoch
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
