//! Copying and filling linear memory.
//!
//! # Small constants
//! A few bytes, as compilers emit them for structures, are pieces of up to 16 bytes in vector registers. In a guarded memory
//! nothing has to be compared: all loads come before the first store, and the first store is the one that holds the range's last
//! byte, so that a fault comes before anything is written.
//!
//! # The rest
//! The ranges are compared with the length, as if all at once, and a leaf stub moves the bytes (`jit::stubs::bulk`). Lengths of shared
//! memories change under way; those operations are builtins. So are all where work is paid for or polls the epoch, but for small
//! constants, which do neither (`exec::builtins::work`).

use std::mem::offset_of;

use super::super::analysis::mark;
use super::super::asm::{Alu, Cond, Mem, Pp, Size, Stub, v};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, MEM, RAX, RCX, RDI, RDX, RSI, Xmm};
use crate::base::Mutant;
use crate::base::TrapCode::MemoryOutOfBounds;
use crate::exec::builtins::BYTES_PER_FUEL;
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;
use crate::settings::reservation::MAX_INDEX;
use crate::vm::VmMemory;

/// Most bytes that are moved without a call.
const MOST: u64 = 64;

/// Offset and width of the pieces that cover so many bytes. The last one holds the last byte.
fn pieces(bytes: u32) -> Vec<(u32, u32)> {
    let width = match bytes {
        0 => return Vec::new(),
        1 => 1,
        2..4 => 2,
        4..8 => 4,
        8..16 => 8,
        _ => 16,
    };
    let mut pieces: Vec<(u32, u32)> = (0..bytes / width).map(|i| (i * width, width)).collect();
    if !bytes.is_multiple_of(width) {
        pieces.push((bytes - width, width));
    }
    pieces
}

/// Where a piece is on the way.
#[derive(Clone, Copy)]
enum Carrier {
    Int(Gpr),
    Vector(Xmm),
}

impl Emitter<'_> {
    /// The length of a bulk operation, if it is a small constant and memory 0 catches all that it reaches.
    fn small_length(&self, op: &Op) -> Option<u32> {
        let length = op.base() + 2;
        let most = if self.module.lower.fuel { MOST.min(BYTES_PER_FUEL - 1) } else { MOST };
        if !self.is_caught(MAX_INDEX, 0, MOST as u32) || !self.tiering.may(Optimization::InlineBulk) {
            return None;
        }
        // Operands that are constants or locals are put into their slots right before, the last one first.
        for at in (self.at.saturating_sub(3)..self.at).rev() {
            let before = &self.func.ops[at];
            let slot = u32::from(before.a);
            let puts = matches!(before.code(), OpCode::Const | OpCode::Copy);
            if !puts || self.analysis.cfg.marks[at + 1] & mark::LABEL != 0 {
                return None;
            }
            if slot == length {
                let small = before.code() == OpCode::Const && (1..=most).contains(&before.imm);
                return small.then_some(before.imm as u32);
            }
        }
        None
    }

    pub fn memory_copy(&mut self, op: &Op) -> bool {
        let (to, from) = (op.lo(), op.hi());
        if self.is_shared(to) || self.is_shared(from) {
            return self.builtin(op);
        }
        if to == 0
            && from == 0
            && let Some(bytes) = self.small_length(op)
        {
            return self.copy_small(op, bytes);
        }
        if self.is_metered() {
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
        if self.is_shared(memory) {
            return self.builtin(op);
        }
        if memory == 0
            && let Some(bytes) = self.small_length(op)
        {
            return self.fill_small(op, bytes);
        }
        if self.is_metered() {
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

    fn copy_small(&mut self, op: &Op, bytes: u32) -> bool {
        let base = op.base();
        let (to, from) = (self.gpr(base), self.gpr(base + 1));
        let mut carried = Vec::new();
        for (offset, width) in pieces(bytes) {
            let carrier = match width {
                1 | 2 => Carrier::Int(self.temp()),
                _ => Carrier::Vector(self.xtemp()),
            };
            let mem = Mem { base: MEM, index: Some((from, 0)), disp: offset as i32 };
            self.site();
            match carrier {
                Carrier::Int(t) if width == 1 => self.asm.movzx8(t, mem),
                Carrier::Int(t) => self.asm.movzx16(t, mem),
                Carrier::Vector(x) if width == 4 => self.asm.load_f32(x, mem),
                Carrier::Vector(x) if width == 8 => self.asm.load_f64(x, mem),
                Carrier::Vector(x) => self.asm.load_v128(x, mem),
            }
            carried.push((offset, width, carrier));
        }
        self.store_pieces(to, &carried);
        self.consume(base, 3);
        true
    }

    fn fill_small(&mut self, op: &Op, bytes: u32) -> bool {
        let base = op.base();
        let (to, value) = (self.gpr(base), self.gpr(base + 1));
        let carrier = if bytes == 1 {
            Carrier::Int(value)
        } else {
            let t = self.temp();
            self.asm.movzx8(t, value);
            self.asm.imul_imm(Size::S32, t, t, 0x0101_0101);
            if bytes < 4 {
                Carrier::Int(t)
            } else {
                let x = self.xtemp();
                self.asm.mov_xr(Size::S32, x, t);
                if bytes >= 8 {
                    self.asm.v2_imm(v(Pp::P66, 0x70), x, x, 0);
                }
                Carrier::Vector(x)
            }
        };
        let carried: Vec<_> =
            pieces(bytes).into_iter().map(|(offset, width)| (offset, width, carrier)).collect();
        self.store_pieces(to, &carried);
        self.consume(base, 3);
        true
    }

    /// Stores pieces, the last one first.
    fn store_pieces(&mut self, to: Gpr, carried: &[(u32, u32, Carrier)]) {
        self.out.counters.inline_bulk += 1;
        for i in (0..carried.len()).rev() {
            let first = Mutant::FirstPieceFirst.is_on();
            let (offset, width, carrier) = carried[if first { carried.len() - 1 - i } else { i }];
            let mem = Mem { base: MEM, index: Some((to, 0)), disp: offset as i32 };
            self.site();
            match carrier {
                Carrier::Int(t) if width == 1 => self.asm.store8(mem, t),
                Carrier::Int(t) => self.asm.store16(mem, t),
                Carrier::Vector(x) if width == 4 => self.asm.store_f32(mem, x),
                Carrier::Vector(x) if width == 8 => self.asm.store_f64(mem, x),
                Carrier::Vector(x) => self.asm.store_v128(mem, x),
            }
        }
    }
}
