//! Atomic accesses: sequentially consistent, naturally aligned.
//!
//! On this processor a load is strong enough by itself if stores are exchanges. `add`, `sub`, `xchg` and `cmpxchg` are one locked
//! instruction each; `and`, `or`, `xor` give back the old value, which only a loop round `cmpxchg` does.
//!
//! The specification traps on a misaligned address before it looks at the bounds, and the bases of memories are
//! aligned to pages. Once an access was in bounds it stays so, but in a loop round `cmpxchg` both accesses are sites: which of them is
//! first to touch a page is not promised.
//!
//! # Registers
//! The operands lie in a range of slots, so liveness does not say that they die; `take` does where they are temporaries of the
//! operand stack. rax is claimed before the address is computed, which then avoids it.

use super::super::asm::{Alu, Cond, Mem, Rm, Size};
use super::super::emit::Emitter;
use super::super::regs::{Gpr, MEM, RAX, RDX, Reg};
use super::super::state::home;
use super::super::x64::Load;
use super::memory::Form;
use crate::base::Mutant;
use crate::base::TrapCode::HeapMisaligned;
use crate::ir::{Op, OpCode};

/// Bytes of an access.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Width {
    W1,
    W2,
    W4,
    W8,
}

use Width::{W1, W2, W4, W8};

impl Width {
    fn bytes(self) -> u32 {
        match self {
            W1 => 1,
            W2 => 2,
            W4 => 4,
            W8 => 8,
        }
    }

    /// Of the instructions around the access.
    fn size(self) -> Size {
        if self == W8 { Size::S64 } else { Size::S32 }
    }

    fn load(self) -> Load {
        match self {
            W1 => Load::Zero8,
            W2 => Load::Zero16,
            W4 => Load::Zero32,
            W8 => Load::Full64,
        }
    }
}

/// The instruction that changes memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Change {
    Add,
    Sub,
    Exchange,
    Loop(Alu),
}

/// Rows by width: i32, i64, then those that begin with a width of their own.
macro_rules! widths {
    ($self:ident, $op:ident, $code:ident; $($w32:ident $w64:ident $n8:ident $n16:ident $l8:ident $l16:ident $l32:ident = $method:ident($($what:expr)?);)*) => {
        match $code {
            $(
                OpCode::$n8 | OpCode::$l8 => $self.$method($op, $($what,)? W1),
                OpCode::$n16 | OpCode::$l16 => $self.$method($op, $($what,)? W2),
                OpCode::$w32 | OpCode::$l32 => $self.$method($op, $($what,)? W4),
                OpCode::$w64 => $self.$method($op, $($what,)? W8),
            )*
            OpCode::AtomicFence => {
                $self.asm.mfence();
                true
            }
            _ => return None,
        }
    };
}

impl Emitter<'_> {
    pub fn atomic_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        Some(widths! { self, op, code;
            I32AtomicLoad I64AtomicLoad I32AtomicLoad8U I32AtomicLoad16U I64AtomicLoad8U I64AtomicLoad16U I64AtomicLoad32U = atomic_load();
            I32AtomicStore I64AtomicStore I32AtomicStore8 I32AtomicStore16 I64AtomicStore8 I64AtomicStore16 I64AtomicStore32 = atomic_store();
            I32AtomicRmwAdd I64AtomicRmwAdd I32AtomicRmw8AddU I32AtomicRmw16AddU I64AtomicRmw8AddU I64AtomicRmw16AddU I64AtomicRmw32AddU = atomic_rmw(Change::Add);
            I32AtomicRmwSub I64AtomicRmwSub I32AtomicRmw8SubU I32AtomicRmw16SubU I64AtomicRmw8SubU I64AtomicRmw16SubU I64AtomicRmw32SubU = atomic_rmw(Change::Sub);
            I32AtomicRmwAnd I64AtomicRmwAnd I32AtomicRmw8AndU I32AtomicRmw16AndU I64AtomicRmw8AndU I64AtomicRmw16AndU I64AtomicRmw32AndU = atomic_rmw(Change::Loop(Alu::And));
            I32AtomicRmwOr I64AtomicRmwOr I32AtomicRmw8OrU I32AtomicRmw16OrU I64AtomicRmw8OrU I64AtomicRmw16OrU I64AtomicRmw32OrU = atomic_rmw(Change::Loop(Alu::Or));
            I32AtomicRmwXor I64AtomicRmwXor I32AtomicRmw8XorU I32AtomicRmw16XorU I64AtomicRmw8XorU I64AtomicRmw16XorU I64AtomicRmw32XorU = atomic_rmw(Change::Loop(Alu::Xor));
            I32AtomicRmwXchg I64AtomicRmwXchg I32AtomicRmw8XchgU I32AtomicRmw16XchgU I64AtomicRmw8XchgU I64AtomicRmw16XchgU I64AtomicRmw32XchgU = atomic_rmw(Change::Exchange);
            I32AtomicRmwCmpxchg I64AtomicRmwCmpxchg I32AtomicRmw8CmpxchgU I32AtomicRmw16CmpxchgU I64AtomicRmw8CmpxchgU I64AtomicRmw16CmpxchgU I64AtomicRmw32CmpxchgU = atomic_cmpxchg();
        })
    }

    /// Whether the slot, one of an operation's range, is a temporary of the operand stack: it is dead afterwards.
    pub fn is_consumed(&self, slot: u32) -> bool {
        slot >= self.func.local_slots
    }

    /// An operand of a range for a template that overwrites it: its own register if it dies there, otherwise a copy.
    pub fn take(&mut self, slot: u32) -> Gpr {
        if let Some(reg) = self.state.loc(slot)
            && reg.is_gpr()
            && self.is_consumed(slot)
            && !self.state.is_pinned(reg)
        {
            self.state.drop_reg(reg);
            self.state.lock(reg);
            return reg.gpr();
        }
        let t = self.temp();
        let from = self.in_place(slot);
        self.asm.mov(Size::S64, t, from);
        t
    }

    /// An operand of a range where it is: in its register or at home.
    pub fn in_place(&mut self, slot: u32) -> Rm {
        match self.state.loc(slot) {
            Some(reg) if reg.is_gpr() => reg.gpr().into(),
            Some(_) => self.gpr(slot).into(),
            None => match self.state.pin(slot) {
                Some(_) => self.gpr(slot).into(),
                None => home(slot).into(),
            },
        }
    }

    /// The range `first..first + count` was read.
    pub fn consume(&mut self, first: u32, count: u32) {
        for slot in first..first + count {
            if self.is_consumed(slot) {
                self.state.dies(slot);
            }
        }
    }

    /// The result is in `reg`, which is no operand's any more.
    pub fn result_in(&mut self, reg: Gpr) {
        self.def_in(reg.into(), false);
        self.done_gpr(reg);
    }

    /// The place that is accessed, aligned and in bounds, in one register beside the memory's base.
    fn atomic_place(&mut self, op: &Op, width: Width) -> Mem {
        let index = self.gpr(op.base());
        let mask = width.bytes() as i32 - 1;
        if mask != 0 && !Mutant::AlignmentNotLookedAt.is_on() {
            // The sum may wrap at 32 bits here: only its low bits are looked at.
            let low = op.mem_offset() as i32 & mask;
            if low == 0 {
                self.asm.test_imm(Size::S32, index, mask);
            } else {
                let t = self.temp();
                self.asm.lea(Size::S32, t, Mem::new(index, low));
                self.asm.test_imm(Size::S32, t, mask);
                self.state.unlock(t.into());
            }
            self.trap_if(Cond::NE, HeapMisaligned);
        }
        let mem = self.address(op, Form::Any, 0, width.bytes());
        let Some((address, _)) = mem.index else { return mem };
        if mem.base != MEM {
            self.asm.lea(Size::S64, mem.base, mem);
            self.state.unlock(address.into());
            // The check gave the index back already; the base may be where it was.
            if mem.base != index {
                self.state.unlock(index.into());
            }
            return Mem::new(mem.base, 0);
        }
        if address != index {
            self.state.unlock(index.into());
        }
        mem
    }

    fn atomic_load(&mut self, op: &Op, width: Width) -> bool {
        let mem = self.atomic_place(op, width);
        self.consume(op.base(), 1);
        self.load_from(mem, width.load(), true)
    }

    fn atomic_store(&mut self, op: &Op, width: Width) -> bool {
        let mem = self.atomic_place(op, width);
        let value = self.take(op.base() + 1);
        self.site();
        self.asm.xchg_mem(width.bytes(), mem, value);
        self.consume(op.base(), 1);
        true
    }

    fn atomic_rmw(&mut self, op: &Op, change: Change, width: Width) -> bool {
        let operand = op.base() + 1;
        let Change::Loop(alu) = change else {
            let mem = self.atomic_place(op, width);
            let value = self.take(operand);
            if change == Change::Sub {
                self.asm.group3(3, width.size(), value);
            }
            self.site();
            match change {
                Change::Exchange => self.asm.xchg_mem(width.bytes(), mem, value),
                _ => self.asm.lock_xadd(width.bytes(), mem, value),
            }
            match width {
                W1 => self.asm.movzx8(value, value),
                W2 => self.asm.movzx16(value, value),
                // Writing 32 bits of a register extends them.
                W4 | W8 => {}
            }
            self.consume(op.base(), 1);
            self.result_in(value);
            return true;
        };
        self.claim(RAX);
        let mem = self.atomic_place(op, width);
        let new = self.temp();
        let value = self.in_place(operand);
        self.site();
        match width {
            W1 => self.asm.movzx8(RAX, mem),
            W2 => self.asm.movzx16(RAX, mem),
            W4 | W8 => self.asm.mov(width.size(), RAX, mem),
        }
        let again = self.asm.label();
        self.asm.bind(again);
        self.asm.mov(width.size(), new, RAX);
        self.asm.alu(alu, width.size(), new, value);
        self.site();
        self.asm.lock_cmpxchg(width.bytes(), mem, new);
        self.asm.jcc(Cond::NE, again);
        self.consume(op.base(), 2);
        self.result_in(RAX);
        true
    }

    fn atomic_cmpxchg(&mut self, op: &Op, width: Width) -> bool {
        let base = op.base();
        self.claim(RAX);
        let mem = self.atomic_place(op, width);
        let new = self.gpr(base + 2);
        let expected = self.in_place(base + 1);
        self.asm.mov(width.size(), RAX, expected);
        self.site();
        self.asm.lock_cmpxchg(width.bytes(), mem, new);
        match width {
            W1 | W2 if Mutant::ExchangeNotExtended.is_on() => {}
            W1 => self.asm.movzx8(RAX, RAX),
            W2 => self.asm.movzx16(RAX, RAX),
            // Not written if equal: then it is `expected`, which was extended.
            W4 | W8 => {}
        }
        self.consume(base, 3);
        self.result_in(RAX);
        true
    }

    // Wide arithmetic: ranges of slots too.

    pub fn wide_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        Some(match code {
            OpCode::I64Add128 => self.wide_sum(op, Alu::Add, Alu::Adc),
            OpCode::I64Sub128 => self.wide_sum(op, Alu::Sub, Alu::Sbb),
            OpCode::I64MulWideS => self.wide_product(op, 5),
            OpCode::I64MulWideU => self.wide_product(op, 4),
            _ => return None,
        })
    }

    fn wide_sum(&mut self, op: &Op, first: Alu, second: Alu) -> bool {
        let base = op.base();
        let low = self.take(base);
        let high = self.take(base + 1);
        // What loads an operand leaves the flags alone.
        let other = self.in_place(base + 2);
        self.asm.alu(first, Size::S64, low, other);
        let other = self.in_place(base + 3);
        self.asm.alu(second, Size::S64, high, other);
        self.consume(base, 4);
        self.define_pair(op.a.into(), low, high);
        true
    }

    /// `which`: 4 unsigned, 5 signed. The instruction wants one operand in rax and gives rdx:rax.
    fn wide_product(&mut self, op: &Op, which: u8) -> bool {
        let (mut left, mut right) = (op.base(), op.base() + 1);
        if self.state.loc(right) == Some(RAX.into()) {
            std::mem::swap(&mut left, &mut right);
        }
        if self.state.loc(left) == Some(RAX.into()) && self.is_consumed(left) {
            self.state.drop_reg(RAX.into());
            self.state.lock(RAX.into());
        } else {
            self.claim(RAX);
            let from = self.in_place(left);
            self.asm.mov(Size::S64, RAX, from);
        }
        let in_rdx = self.state.loc(right) == Some(RDX.into()) && self.is_consumed(right);
        if in_rdx {
            self.state.drop_reg(Reg::from(RDX));
            self.state.lock(RDX.into());
            self.asm.group3(which, Size::S64, RDX);
        } else {
            self.claim(RDX);
            let right = self.in_place(right);
            self.asm.group3(which, Size::S64, right);
        }
        self.consume(op.base(), 2);
        self.define_pair(op.a.into(), RAX, RDX);
        true
    }
}
