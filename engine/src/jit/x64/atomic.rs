//! Atomic accesses: sequentially consistent, naturally aligned.
//!
//! On this processor a load is strong enough by itself if stores are exchanges. `add`, `sub`, `xchg` and `cmpxchg` are one locked
//! instruction each; `and`, `or`, `xor` give back the old value, which only a loop around `cmpxchg` does.
//!
//! The specification traps on a misaligned address before it looks at the bounds, and the bases of memories are
//! aligned to pages. Once an access was in bounds it stays so, but in a loop around `cmpxchg` both accesses are sites: which of them is
//! first to touch a page is not promised.

use super::memory::{Load, range_address};
use super::{Inst, Locs, Masm, Row};
use crate::base::Mutant;
use crate::base::TrapCode::HeapMisaligned;
use crate::ir::{Op, OpCode};
use crate::jit::inst::{Constraint, Def, Use};
use crate::jit::select::{Context, Signature, add_ranges};
use crate::jit::x64::asm::{Alu, Cond, Mem, Size};
use crate::jit::x64::regs::{RAX, Reg};

/// Bytes of an access.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Width {
    W1,
    W2,
    W4,
    /// 4 bytes, of operands with 8.
    Low4,
    W8,
}

use Width::{Low4, W1, W2, W4, W8};

impl Width {
    const fn bytes(self) -> u32 {
        match self {
            W1 => 1,
            W2 => 2,
            W4 | Low4 => 4,
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
            W4 | Low4 => Load::Zero32,
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
}

/// By width: i32, i64, then those that begin with a width of their own.
macro_rules! rows {
    ($($w32:ident $w64:ident $n8:ident $n16:ident $l8:ident $l16:ident $l32:ident = $refine:ident $template:ident($($what:expr)?);)*) => {
        &[
            $(
                (OpCode::$n8, row!($refine $template W1 $($what)?)),
                (OpCode::$l8, row!($refine $template W1 $($what)?)),
                (OpCode::$n16, row!($refine $template W2 $($what)?)),
                (OpCode::$l16, row!($refine $template W2 $($what)?)),
                (OpCode::$w32, row!($refine $template W4 $($what)?)),
                (OpCode::$l32, row!($refine $template Low4 $($what)?)),
                (OpCode::$w64, row!($refine $template W8 $($what)?)),
            )*
            (OpCode::AtomicFence, Row::new(Signature::REGS, |m, _, _| m.asm.mfence())),
        ]
    };
}

macro_rules! row {
    ($refine:ident $template:ident $width:ident $($what:expr)?) => {
        Row::new(Signature::REGS, |m, i, l| $template(m, i, l, $width $(, $what)?))
            .refine(|cx, op, i| $refine(cx, op, i, $width))
    };
}

pub(super) const ROWS: super::Family = rows! {
    I32AtomicLoad I64AtomicLoad I32AtomicLoad8U I32AtomicLoad16U I64AtomicLoad8U I64AtomicLoad16U I64AtomicLoad32U = place load();
    I32AtomicStore I64AtomicStore I32AtomicStore8 I32AtomicStore16 I64AtomicStore8 I64AtomicStore16 I64AtomicStore32 = for_store store();
    I32AtomicRmwAdd I64AtomicRmwAdd I32AtomicRmw8AddU I32AtomicRmw16AddU I64AtomicRmw8AddU I64AtomicRmw16AddU I64AtomicRmw32AddU = for_change change(Change::Add);
    I32AtomicRmwSub I64AtomicRmwSub I32AtomicRmw8SubU I32AtomicRmw16SubU I64AtomicRmw8SubU I64AtomicRmw16SubU I64AtomicRmw32SubU = for_change change(Change::Sub);
    I32AtomicRmwXchg I64AtomicRmwXchg I32AtomicRmw8XchgU I32AtomicRmw16XchgU I64AtomicRmw8XchgU I64AtomicRmw16XchgU I64AtomicRmw32XchgU = for_change change(Change::Exchange);
    I32AtomicRmwAnd I64AtomicRmwAnd I32AtomicRmw8AndU I32AtomicRmw16AndU I64AtomicRmw8AndU I64AtomicRmw16AndU I64AtomicRmw32AndU = for_loop change_in_loop(Alu::And);
    I32AtomicRmwOr I64AtomicRmwOr I32AtomicRmw8OrU I32AtomicRmw16OrU I64AtomicRmw8OrU I64AtomicRmw16OrU I64AtomicRmw32OrU = for_loop change_in_loop(Alu::Or);
    I32AtomicRmwXor I64AtomicRmwXor I32AtomicRmw8XorU I32AtomicRmw16XorU I64AtomicRmw8XorU I64AtomicRmw16XorU I64AtomicRmw32XorU = for_loop change_in_loop(Alu::Xor);
    I32AtomicRmwCmpxchg I64AtomicRmwCmpxchg I32AtomicRmw8CmpxchgU I32AtomicRmw16CmpxchgU I64AtomicRmw8CmpxchgU I64AtomicRmw16CmpxchgU I64AtomicRmw32CmpxchgU = for_compare compare_exchange();
};

// Refinements.

/// The operands, the first of which is the index. Its check for alignment may take a temporary, before the address does.
fn place(cx: &Context, op: &Op, i: &mut Inst, width: Width) {
    add_ranges(cx, op, i);
    range_address(cx, op, i, width.bytes());
    if low_bits(op.mem_offset(), width) != 0 {
        i.temps[0] = i.temps[0].max(1);
    }
}

/// An exchange destroys the value: in its own register if it is not read again.
fn for_store(cx: &Context, op: &Op, i: &mut Inst, width: Width) {
    place(cx, op, i, width);
    i.uses_mut()[0].late = true;
    let value = i.uses()[1];
    match value.last {
        true => {
            let Use { slot, class, .. } = value;
            i.def = Some(Def { slot, class, fixed: None, early: false, dead: true });
        }
        false => i.temps[0] += 1,
    }
}

/// The value becomes the result.
fn for_change(cx: &Context, op: &Op, i: &mut Inst, width: Width) {
    place(cx, op, i, width);
    i.uses_mut()[0].late = true;
}

/// The result is in rax.
fn in_rax(i: &mut Inst) {
    i.clobbers = Reg::from(RAX).bit();
    if let Some(def) = &mut i.def {
        def.fixed = Some(RAX.into());
    }
}

fn for_loop(cx: &Context, op: &Op, i: &mut Inst, width: Width) {
    place(cx, op, i, width);
    in_rax(i);
    i.temps[0] += 1;
    let value = &mut i.uses_mut()[1];
    value.constraint = Constraint::RegOrSlot;
}

fn for_compare(cx: &Context, op: &Op, i: &mut Inst, width: Width) {
    place(cx, op, i, width);
    in_rax(i);
    i.uses_mut()[1].constraint = Constraint::Fixed(RAX.into());
}

// Templates.

/// The low bits of an offset, of those that alignment is about.
fn low_bits(offset: u64, width: Width) -> i32 {
    (offset as u32 & (width.bytes() - 1)) as i32
}

/// The place that is accessed, aligned and in bounds.
fn accessed(m: &mut Masm, i: &Inst, l: &Locs, width: Width) -> Mem {
    let index = l.gpr(0);
    let mask = width.bytes() as i32 - 1;
    if mask != 0 && !Mutant::AlignmentNotLookedAt.is_on() {
        // The sum may wrap at 32 bits here: only its low bits are looked at.
        match low_bits(i.address.map_or(0, |address| address.offset), width) {
            0 => m.asm.test_imm(Size::S32, index, mask),
            low => {
                let t = l.temp(0);
                m.asm.lea(Size::S32, t, Mem::new(index, low));
                m.asm.test_imm(Size::S32, t, mask);
            }
        }
        m.trap_if(Cond::NE, HeapMisaligned);
    }
    m.address(i, l)
}

fn load(m: &mut Masm, i: &Inst, l: &Locs, width: Width) {
    let mem = accessed(m, i, l, width);
    m.access_site(i);
    width.load().int(m.asm, l.def(), mem);
}

fn store(m: &mut Masm, i: &Inst, l: &Locs, width: Width) {
    let mem = accessed(m, i, l, width);
    let t = if i.def.is_some() { l.def() } else { l.temp(usize::from(i.temps[0]) - 1) };
    m.asm.mov_rr(t, l.gpr(1));
    m.access_site(i);
    m.asm.xchg_mem(width.bytes(), mem, t);
}

fn change(m: &mut Masm, i: &Inst, l: &Locs, width: Width, change: Change) {
    let mem = accessed(m, i, l, width);
    let d = l.def();
    m.asm.mov_rr(d, l.gpr(1));
    if change == Change::Sub {
        m.asm.group3(3, width.size(), d);
    }
    m.access_site(i);
    match change {
        Change::Exchange => m.asm.xchg_mem(width.bytes(), mem, d),
        _ => m.asm.lock_xadd(width.bytes(), mem, d),
    }
    match width {
        W1 => m.asm.movzx8(d, d),
        W2 => m.asm.movzx16(d, d),
        // Writing 32 bits of a register extends them.
        W4 | Low4 | W8 => {}
    }
}

fn change_in_loop(m: &mut Masm, i: &Inst, l: &Locs, width: Width, alu: Alu) {
    let mem = accessed(m, i, l, width);
    let (new, value) = (l.temp(usize::from(i.temps[0]) - 1), m.operand(i, l, 1));
    m.access_site(i);
    width.load().int(m.asm, RAX, mem);
    let again = m.asm.label();
    m.asm.bind(again);
    m.asm.mov(width.size(), new, RAX);
    m.asm.alu(alu, width.size(), new, value);
    m.access_site(i);
    m.asm.lock_cmpxchg(width.bytes(), mem, new);
    m.asm.jcc(Cond::NE, again);
}

fn compare_exchange(m: &mut Masm, i: &Inst, l: &Locs, width: Width) {
    let mem = accessed(m, i, l, width);
    if width == Low4 {
        // Not written if equal: then it is what is expected, extended.
        m.asm.mov(Size::S32, RAX, RAX);
    }
    m.access_site(i);
    m.asm.lock_cmpxchg(width.bytes(), mem, l.gpr(2));
    match width {
        W1 | W2 if Mutant::ExchangeNotExtended.is_on() => {}
        W1 => m.asm.movzx8(RAX, RAX),
        W2 => m.asm.movzx16(RAX, RAX),
        W4 | Low4 | W8 => {}
    }
}
