//! Copying and filling a few bytes of linear memory.
//!
//! A small constant number of bytes, as compilers emit them for structures, are pieces of up to 16 bytes in vector registers. In a guarded
//! memory nothing has to be compared: all loads come before the first store, and the first store is the one that holds the range's last
//! byte, so that a fault comes before anything is written.
//!
//! Fuel is paid first, as in `exec::builtins::work`; for so few bytes the epoch is not polled.

use super::{Inst, Locs, Masm, Row};
use crate::base::{Mutant, TrapCode};
use crate::ir::{Op, OpCode};
use crate::jit::analysis::mark;
use crate::jit::inst::Constraint;
use crate::jit::select::{Context, Signature, add_ranges};
use crate::jit::x64::asm::{Alu, Cond, Mem, Pp, Size, v};
use crate::jit::x64::regs::{Gpr, MEM, METER, Xmm};
use crate::settings::Optimization;
use crate::settings::reservation::MAX_INDEX;

/// Most bytes that are moved without a call.
const MOST: u64 = 64;

pub(super) const ROWS: super::Family = &[
    (OpCode::MemoryCopy, Row::new(Signature::REGS, copy).when(is_small_copy).refine(small_copy)),
    (OpCode::MemoryFill, Row::new(Signature::REGS, fill).when(is_small_fill).refine(small_fill)),
];

/// Offset and width of the pieces that cover so many bytes. The last one holds the last byte.
fn pieces(bytes: u32) -> impl DoubleEndedIterator<Item = (u32, u32)> + ExactSizeIterator {
    let width = match bytes {
        0 | 1 => 1,
        2..4 => 2,
        4..8 => 4,
        8..16 => 8,
        _ => 16,
    };
    // The last piece may overlap with the one before.
    (0..bytes.div_ceil(width) as usize).map(move |i| ((i as u32 * width).min(bytes - width), width))
}

// Refinements.

/// The length of a bulk operation, if it is a small constant and memory 0 catches all that it reaches.
fn small_length(cx: &Context, at: usize) -> Option<u32> {
    if !cx.is_caught(MAX_INDEX, 0, MOST as u32)
        || !cx.may(Optimization::InlineBulk)
        || cx.module.memories[0].shared
    {
        return None;
    }
    let length = cx.func.ops[at].base() + 2;
    // Operands that are constants or locals are put into their slots right before, the last one first.
    for before in (at.saturating_sub(3)..at).rev() {
        let op = &cx.func.ops[before];
        let puts = matches!(op.code(), OpCode::Const | OpCode::Copy);
        if !puts || cx.analysis.cfg.marks[before + 1] & mark::LABEL != 0 {
            return None;
        }
        if u32::from(op.a) == length {
            let is_small = op.code() == OpCode::Const && (1..=MOST).contains(&op.imm);
            return is_small.then_some(op.imm as u32);
        }
    }
    None
}

fn is_small_copy(cx: &Context, at: usize) -> bool {
    let op = &cx.func.ops[at];
    op.lo() == 0 && op.hi() == 0 && small_length(cx, at).is_some()
}

fn is_small_fill(cx: &Context, at: usize) -> bool {
    cx.func.ops[at].lo() == 0 && small_length(cx, at).is_some()
}

/// The operands, of which the length is known.
fn with_length(cx: &Context, op: &Op, i: &mut Inst) -> u32 {
    add_ranges(cx, op, i);
    i.uses_mut()[2].constraint = Constraint::Unread;
    let bytes = small_length(cx, i.first as usize).unwrap_or(0);
    i.imm = bytes.into();
    bytes
}

fn small_copy(cx: &Context, op: &Op, i: &mut Inst) {
    let bytes = with_length(cx, op, i);
    let count = pieces(bytes).len() as u8;
    i.temps = if bytes < 4 { [count, 0] } else { [0, count] };
}

fn small_fill(cx: &Context, op: &Op, i: &mut Inst) {
    let bytes = with_length(cx, op, i);
    i.temps = [u8::from(bytes > 1), u8::from(bytes >= 4)];
}

// Templates.

/// Where a piece is on the way.
#[derive(Clone, Copy)]
enum Carrier {
    Int(Gpr),
    Vector(Xmm),
}

/// Fuel for so many bytes.
fn pay(m: &mut Masm, bytes: u32) {
    if m.unit.module.lower.fuel && !Mutant::BulkWorkIsFree.is_on() {
        m.asm.alu_imm(Alu::Sub, Size::S64, METER, bytes as i32);
        m.trap_if(Cond::B, TrapCode::OutOfFuel);
    }
}

fn copy(m: &mut Masm, i: &Inst, l: &Locs) {
    let (bytes, from) = (i.imm as u32, l.gpr(1));
    pay(m, bytes);
    let carrier = |n: usize| if bytes < 4 { Carrier::Int(l.temp(n)) } else { Carrier::Vector(l.xtemp(n)) };
    for (n, (offset, width)) in pieces(bytes).enumerate() {
        let mem = Mem { base: MEM, index: Some((from, 0)), disp: offset as i32 };
        m.site();
        match carrier(n) {
            Carrier::Int(t) if width == 1 => m.asm.movzx8(t, mem),
            Carrier::Int(t) => m.asm.movzx16(t, mem),
            Carrier::Vector(x) if width == 4 => m.asm.load_f32(x, mem),
            Carrier::Vector(x) if width == 8 => m.asm.load_f64(x, mem),
            Carrier::Vector(x) => m.asm.load_v128(x, mem),
        }
    }
    store_pieces(m, bytes, l.gpr(0), carrier);
}

fn fill(m: &mut Masm, i: &Inst, l: &Locs) {
    let (bytes, value) = (i.imm as u32, l.gpr(1));
    pay(m, bytes);
    let carrier = if bytes == 1 {
        Carrier::Int(value)
    } else {
        let t = l.temp(0);
        m.asm.movzx8(t, value);
        m.asm.imul_imm(Size::S32, t, t, 0x0101_0101);
        if bytes < 4 {
            Carrier::Int(t)
        } else {
            let x = l.xtemp(0);
            m.asm.mov_xr(Size::S32, x, t);
            if bytes >= 8 {
                m.asm.v2_imm(v(Pp::P66, 0x70), x, x, 0);
            }
            Carrier::Vector(x)
        }
    };
    store_pieces(m, bytes, l.gpr(0), |_| carrier);
}

/// Stores the pieces, the last one first.
fn store_pieces(m: &mut Masm, bytes: u32, to: Gpr, carrier: impl Fn(usize) -> Carrier) {
    m.out.counters.inline_bulk += 1;
    let count = pieces(bytes).len();
    for (n, (offset, width)) in pieces(bytes).enumerate().rev() {
        let (n, offset) = match Mutant::FirstPieceFirst.is_on() {
            true => (count - 1 - n, pieces(bytes).nth_back(n).map_or(0, |piece| piece.0)),
            false => (n, offset),
        };
        let mem = Mem { base: MEM, index: Some((to, 0)), disp: offset as i32 };
        m.site();
        match carrier(n) {
            Carrier::Int(t) if width == 1 => m.asm.store8(mem, t),
            Carrier::Int(t) => m.asm.store16(mem, t),
            Carrier::Vector(x) if width == 4 => m.asm.store_f32(mem, x),
            Carrier::Vector(x) if width == 8 => m.asm.store_f64(mem, x),
            Carrier::Vector(x) => m.asm.store_v128(mem, x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_bytes_and_no_others() {
        for bytes in 1..=MOST as u32 {
            let pieces: Vec<_> = pieces(bytes).collect();
            let mut end = 0;
            for &(offset, width) in &pieces {
                assert!(
                    offset <= end && offset + width > end,
                    "a gap or a piece too many in {bytes}: {pieces:?}"
                );
                end = offset + width;
            }
            // The last one faults for all.
            assert_eq!(end, bytes, "{pieces:?}");
            assert!(pieces.len() <= crate::jit::inst::MAX_TEMPS, "{pieces:?}");
        }
    }
}
