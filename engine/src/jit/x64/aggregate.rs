//! Fields of structs and elements of arrays: null check, bounds check, one access relative to the heap's base.
//!
//! Objects do not move and no operation here allocates, so the address is computed once and used at once. Null is
//! checked by a compare and not by a fault: a fault is a place in a table of sites, and a compare with a branch that is never taken
//! costs less than what else an access to the heap costs. The base of the heap is read from the store each time: it is set when
//! the first object is made, which may be after this code was compiled.

use std::mem::offset_of;

use super::{Inst, Load, Locs, Masm, Row, Store};
use crate::base::TrapCode::{ArrayOutOfBounds, NullReference};
use crate::ir::OpCode;
use crate::jit::select::Signature;
use crate::jit::x64::asm::{Alu, Cond, Mem, Size};
use crate::jit::x64::regs::Gpr;
use crate::types::layout::{AUX_OFFSET, HEADER_SIZE};
use crate::vm::{VmContext, VmStore};

/// Where the length of an array stands, from the object's start.
const LENGTH: i32 = AUX_OFFSET as i32;

/// The address takes a temporary.
const REGS: Signature = Signature::REGS.temps(1, 0);

macro_rules! rows {
    ($($signature:ident $template:ident { $($code:ident = $what:expr;)* })*) => {
        &[
            $($((OpCode::$code, Row::new($signature, |m, i, l| $template(m, i, l, $what))),)*)*
            (OpCode::ArrayLen, Row::new(REGS, array_len)),
        ]
    };
}

pub(super) const ROWS: super::Family = rows! {
    REGS struct_get {
        StructGetI8S = Load::Sign8(Size::S32);
        StructGetI8U = Load::Zero8;
        StructGetI16S = Load::Sign16(Size::S32);
        StructGetI16U = Load::Zero16;
        StructGet32 = Load::Zero32;
        StructGet64 = Load::Full64;
        StructGetF32 = Load::F32;
        StructGetF64 = Load::F64;
        StructGetV128 = Load::V128;
    }
    REGS struct_set {
        StructSet8 = Store::Int8;
        StructSet16 = Store::Int16;
        StructSet32 = Store::Int32;
        StructSet64 = Store::Int64;
        StructSetF32 = Store::F32;
        StructSetF64 = Store::F64;
        StructSetV128 = Store::V128;
    }
    REGS array_get {
        ArrayGetI8S = Load::Sign8(Size::S32);
        ArrayGetI8U = Load::Zero8;
        ArrayGetI16S = Load::Sign16(Size::S32);
        ArrayGetI16U = Load::Zero16;
        ArrayGet32 = Load::Zero32;
        ArrayGet64 = Load::Full64;
        ArrayGetF32 = Load::F32;
        ArrayGetF64 = Load::F64;
        ArrayGetV128 = Load::V128;
    }
    REGS array_set {
        ArraySet8 = Store::Int8;
        ArraySet16 = Store::Int16;
        ArraySet32 = Store::Int32;
        ArraySet64 = Store::Int64;
        ArraySetF32 = Store::F32;
        ArraySetF64 = Store::F64;
        ArraySetV128 = Store::V128;
    }
};

impl Masm<'_> {
    /// `t` = the base of the heap.
    pub fn heap_base(&mut self, t: Gpr) {
        self.load_context(t, offset_of!(VmContext, store));
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmStore, gc_base) as i32));
    }

    pub fn null_check(&mut self, reference: Gpr) {
        self.asm.test(Size::S64, reference, reference);
        self.trap_if(Cond::E, NullReference);
    }
}

/// The address of a part of the object that is the first operand, at this distance from its start.
fn part(m: &mut Masm, l: &Locs, offset: i32) -> Mem {
    let (object, t) = (l.gpr(0), l.temp(0));
    m.null_check(object);
    m.heap_base(t);
    Mem { base: t, index: Some((object, 0)), disp: offset }
}

/// The address of the element `c` of the array in `b`, which is `bytes` long.
fn element(m: &mut Masm, l: &Locs, bytes: u32) -> Mem {
    let (array, index, t) = (l.gpr(0), l.gpr(1), l.temp(0));
    m.null_check(array);
    m.heap_base(t);
    m.asm.alu(Alu::Add, Size::S64, t, array);
    m.asm.alu(Alu::Cmp, Size::S32, index, Mem::new(t, LENGTH));
    m.trap_if(Cond::AE, ArrayOutOfBounds);
    let mut scale = bytes.trailing_zeros() as u8;
    if scale == 4 {
        // No addressing mode multiplies by 16; two of them do.
        m.asm.lea(Size::S64, t, Mem { base: t, index: Some((index, 3)), disp: 0 });
        scale = 3;
    }
    Mem { base: t, index: Some((index, scale)), disp: HEADER_SIZE as i32 }
}

fn get(m: &mut Masm, l: &Locs, mem: Mem, load: Load) {
    match load {
        Load::F32 => m.asm.load_f32(l.def_xmm(), mem),
        Load::F64 => m.asm.load_f64(l.def_xmm(), mem),
        Load::V128 => m.asm.load_v128(l.def_xmm(), mem),
        load => load.int(m.asm, l.def(), mem),
    }
}

fn struct_get(m: &mut Masm, i: &Inst, l: &Locs, load: Load) {
    let mem = part(m, l, i.imm as i32);
    get(m, l, mem, load);
}

fn struct_set(m: &mut Masm, i: &Inst, l: &Locs, store: Store) {
    let mem = part(m, l, i.imm as i32);
    store.to(m.asm, mem, l.any(1));
}

fn array_get(m: &mut Masm, _: &Inst, l: &Locs, load: Load) {
    let mem = element(m, l, load.bytes());
    get(m, l, mem, load);
}

fn array_set(m: &mut Masm, _: &Inst, l: &Locs, store: Store) {
    let mem = element(m, l, store.bytes());
    store.to(m.asm, mem, l.any(2));
}

fn array_len(m: &mut Masm, _: &Inst, l: &Locs) {
    let mem = part(m, l, LENGTH);
    m.asm.mov(Size::S32, l.def(), mem);
}
