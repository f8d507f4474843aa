//! Copying and filling linear memory.
//!
//! The ranges are compared with the length, as if all at once, and a leaf stub moves the bytes (`jit::stubs::bulk`). Lengths of shared
//! memories change under way; those operations are builtins. So are all where work is paid for or polls the epoch
//! (`exec::builtins::work`).

use std::mem::offset_of;

use super::super::asm::{Alu, Cond, Mem, Size, Stub};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, MEM, RAX, RCX, RDI, RDX, RSI};
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::ir::Op;
use crate::vm::VmMemory;

impl Emitter<'_> {
    pub fn memory_copy(&mut self, op: &Op) -> bool {
        let (to, from) = (op.lo(), op.hi());
        if self.is_shared(to) || self.is_shared(from) || self.is_metered() {
            return self.builtin(op);
        }
        self.bulk_operands(op);
        self.load_limit(to);
        self.check_range(to, RDI);
        if from != to {
            self.load_limit(from);
        }
        self.check_range(from, RSI);
        self.asm.call_stub(Stub::Copy);
        true
    }

    pub fn memory_fill(&mut self, op: &Op) -> bool {
        let memory = op.lo();
        if self.is_shared(memory) || self.is_metered() {
            return self.builtin(op);
        }
        self.bulk_operands(op);
        self.load_limit(memory);
        self.check_range(memory, RDI);
        self.asm.call_stub(Stub::Fill);
        true
    }

    /// Whether work in proportion to a length does more than the work.
    fn is_metered(&self) -> bool {
        self.module.lower.fuel || self.module.lower.epoch
    }

    fn is_shared(&self, memory: u32) -> bool {
        self.module.memories[memory as usize].shared
    }

    /// The operands in the registers of the stubs, and nothing else in registers that a call destroys.
    fn bulk_operands(&mut self, op: &Op) {
        let base = op.base();
        let operands = [0, 1, 2].map(|i| self.gpr(base + i));
        self.save_for_call(base);
        let [to, from, bytes] = operands.map(Into::into);
        self.moves.clear();
        self.moves.moves.extend([(to, RDI.into()), (from, RSI.into()), (bytes, RDX.into())]);
        self.emit_moves();
        self.consume(base, 3);
    }

    /// The last address at which rdx bytes fit a memory into rax; the memory into rcx. Traps if there is none.
    fn load_limit(&mut self, memory: u32) {
        self.load_memory(RCX, memory as usize);
        self.asm.mov(Size::S64, RAX, Mem::new(RCX, offset_of!(VmMemory, len) as i32));
        self.asm.alu(Alu::Sub, Size::S64, RAX, RDX);
        if !Mutant::LengthNotCompared.is_on() {
            self.trap_if(Cond::B, MemoryOutOfBounds);
        }
    }

    /// Compares an index with the limit and makes an address of it.
    fn check_range(&mut self, memory: u32, index: Gpr) {
        self.asm.alu(Alu::Cmp, Size::S64, index, RAX);
        self.trap_if(Cond::A, MemoryOutOfBounds);
        if memory == 0 {
            self.asm.alu(Alu::Add, Size::S64, index, MEM);
        } else {
            self.asm.alu(Alu::Add, Size::S64, index, Mem::new(RCX, offset_of!(VmMemory, base) as i32));
        }
    }
}
