//! References: i31, null, functions, tables, tests and casts; and the size of a memory.
//!
//! # Tests and casts
//! What the bits of the reference and one compare of its type can answer is done here. The rest (a type that is not the very one
//! that is asked for may still be below it, unless that one is final or exact) goes out of line to the builtin.
//!
//! Casts to a descriptor compare that first, since it is what differs. If it is the same, the object is almost always of the very
//! type asked for; the builtin answers for subtypes, and for arrays whose length happens to be the descriptor's number.

use std::mem::offset_of;

use super::super::asm::{Alu, Cond, Label, Mem, Rm, Shift, Size};
use super::super::emit::Emitter;
use super::super::regs::{CTX, Gpr, Reg};
use crate::base::TrapCode::{CastFailure, NullReference, TableOutOfBounds};
use crate::ir::func::RefTarget;
use crate::ir::{Op, OpCode};
use crate::types::HeapType;
use crate::types::layout::AUX_OFFSET;
use crate::vm::{VmContext, VmFuncRef, VmMemory, VmTable};

/// How to find out whether a reference that is not null is of a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    /// It always is, or never is.
    Known(bool),
    /// The lowest bit says it.
    I31,
    /// It is if the object's type is this one, and may be otherwise.
    Object(u32),
    /// It is if the function's type is this one, and may be otherwise.
    Func(u32),
    /// The builtin knows.
    Other,
}

fn question(heap: HeapType) -> Question {
    use HeapType::*;
    match heap {
        Func | Extern | Any | Exn => Question::Known(true),
        NoFunc | NoExtern | None | NoExn => Question::Known(false),
        I31 => Question::I31,
        ConcreteStruct(id) | ConcreteArray(id) | ExactStruct(id) | ExactArray(id) => Question::Object(id.0),
        ConcreteFunc(id) | ExactFunc(id) => Question::Func(id.0),
        Eq | Struct | Array => Question::Other,
    }
}

impl Emitter<'_> {
    pub fn reference_row(&mut self, op: &Op, code: OpCode) -> Option<bool> {
        use OpCode::*;
        Some(match code {
            RefI31 => self.ref_i31(op),
            I31GetS => self.i31_get(op, Shift::Sar),
            I31GetU => self.i31_get(op, Shift::Shr),
            RefAsNonNull => self.ref_as_non_null(op),
            RefFunc => self.ref_func(op),
            RefTest => return self.ref_test(op),
            RefCast => return self.ref_cast(op),
            TableGet => self.table_get(op),
            TableSet => self.table_set(op),
            TableSize => self.table_size(op),
            MemorySize => self.memory_size(op),
            RefTestDescEq => self.ref_test_desc_eq(op),
            RefCastDescEq => self.ref_cast_desc_eq(op),
            StructNew | StructNewDefault | StructNewDesc | StructNewDefaultDesc => self.struct_new(op),
            ArrayNewFixed => self.array_new_fixed(op),
            MemoryCopy => self.memory_copy(op),
            MemoryFill => self.memory_fill(op),
            _ => return None,
        })
    }

    fn ref_i31(&mut self, op: &Op) -> bool {
        let b = self.gpr(op.b().into());
        let d = self.def_gpr();
        // Twice itself and one, in 32 bits.
        self.asm.lea(Size::S32, d, Mem { base: b, index: Some((b, 0)), disp: 1 });
        self.done_gpr(d);
        true
    }

    fn i31_get(&mut self, op: &Op, shift: Shift) -> bool {
        let b = self.gpr(op.b().into());
        self.asm.test(Size::S64, b, b);
        self.trap_if(Cond::E, NullReference);
        let d = self.def_gpr();
        if d != b {
            self.asm.mov(Size::S32, d, b);
        }
        self.asm.shift_imm(shift, Size::S32, d, 1);
        self.done_gpr(d);
        true
    }

    fn ref_as_non_null(&mut self, op: &Op) -> bool {
        let b = self.gpr(op.b().into());
        self.asm.test(Size::S64, b, b);
        self.trap_if(Cond::E, NullReference);
        let d = self.def_gpr();
        self.asm.mov_rr(d, b);
        self.done_gpr(d);
        true
    }

    fn ref_func(&mut self, op: &Op) -> bool {
        let d = self.def_gpr();
        self.asm.mov(Size::S64, d, Mem::new(CTX, offset_of!(VmContext, funcs) as i32));
        self.asm.mov(Size::S64, d, Mem::element(d, op.lo()));
        self.done_gpr(d);
        true
    }

    /// Jumps to the label unless the reference in `b`, which is not null, is of the very type asked for.
    fn unless_exactly(&mut self, question: Question, b: Gpr, t: Gpr, slow: Label) {
        match question {
            Question::Func(id) => {
                let ty = Mem::new(b, offset_of!(VmFuncRef, ty) as i32);
                self.asm.alu_imm(Alu::Cmp, Size::S32, ty, id as i32);
            }
            Question::Object(id) => {
                // An i31 is no offset.
                self.asm.test_imm(Size::S32, b, 1);
                self.asm.jcc(Cond::NE, slow);
                self.heap_base(t);
                let kind = Mem { base: t, index: Some((b, 0)), disp: 0 };
                self.asm.alu_imm(Alu::Cmp, Size::S32, kind, id as i32);
            }
            _ => unreachable!("the other questions are answered without a type"),
        }
        self.asm.jcc(Cond::NE, slow);
    }

    /// Whether nothing that is below the type is asked for or can be, so that one compare says all.
    fn is_final(&self, heap: HeapType) -> bool {
        let entry = heap.concrete().and_then(|id| self.module.type_with(id));
        heap.is_exact() || entry.is_some_and(|entry| entry.sub.is_final)
    }

    /// Jumps to `fails` unless the object in `b`, which is not null, has the descriptor in `descriptor`; to `slow` if it is not
    /// of the very type asked for, which leaves the answer open. `t` is free.
    fn unless_described(&mut self, heap: HeapType, [b, descriptor, t]: [Gpr; 3], [fails, slow]: [Label; 2]) {
        let id = heap.concrete().map_or(0, |id| id.0);
        // An i31 is no offset.
        self.asm.test_imm(Size::S32, b, 1);
        self.asm.jcc(Cond::NE, fails);
        self.heap_base(t);
        let word = |offset: u32| Mem { base: t, index: Some((b, 0)), disp: offset as i32 };
        self.asm.alu(Alu::Cmp, Size::S32, descriptor, word(AUX_OFFSET));
        self.asm.jcc(Cond::NE, fails);
        self.asm.alu_imm(Alu::Cmp, Size::S32, word(0), id as i32);
        let other = if self.is_final(heap) { fails } else { slow };
        self.asm.jcc(Cond::NE, other);
    }

    /// The registers of a cast to a descriptor, which must not be null: the operands and a free one; and the operands' slots.
    fn described(&mut self, op: &Op) -> ([Gpr; 3], Vec<(Reg, u32)>) {
        let base = op.base();
        let (b, descriptor) = (self.gpr(base), self.gpr(base + 1));
        let t = self.temp();
        self.asm.test(Size::S64, descriptor, descriptor);
        self.trap_if(Cond::E, NullReference);
        ([b, descriptor, t], vec![(b.into(), base), (descriptor.into(), base + 1)])
    }

    fn ref_test_desc_eq(&mut self, op: &Op) -> bool {
        let ty = RefTarget::unpack(op.imm).0;
        let (registers, operands) = self.described(op);
        let d = self.temp();
        let (slow, end) = (self.asm.label(), self.asm.label());
        self.asm.mov_imm(d, u64::from(ty.nullable));
        self.asm.test(Size::S64, registers[0], registers[0]);
        self.asm.jcc(Cond::E, end);
        if ty.nullable {
            self.asm.mov_imm(d, 0);
        }
        self.unless_described(ty.heap, registers, [end, slow]);
        self.asm.mov_imm(d, 1);
        self.asm.bind(end);
        if !self.is_final(ty.heap) {
            self.answer_aside(slow, operands, Some((d.into(), op.a.into())));
        }
        // A branch follows, which keeps the reference.
        self.consume(op.base() + 1, 1);
        self.result_in(d);
        true
    }

    fn ref_cast_desc_eq(&mut self, op: &Op) -> bool {
        let ty = RefTarget::unpack(op.imm).0;
        let (registers, operands) = self.described(op);
        let b = registers[0];
        let (slow, end) = (self.asm.label(), self.asm.label());
        self.asm.test(Size::S64, b, b);
        match ty.nullable {
            true => self.asm.jcc(Cond::E, end),
            false => self.trap_if(Cond::E, CastFailure),
        }
        let fails = self.trap_label(CastFailure);
        self.unless_described(ty.heap, registers, [fails, slow]);
        self.asm.bind(end);
        if !self.is_final(ty.heap) {
            self.answer_aside(slow, operands, None);
        }
        self.consume(op.base(), 2);
        let d = self.def_gpr();
        self.asm.mov_rr(d, b);
        self.done_gpr(d);
        true
    }

    fn ref_test(&mut self, op: &Op) -> Option<bool> {
        let ty = RefTarget::unpack(op.imm).0;
        let question = question(ty.heap);
        if question == Question::Other {
            return None;
        }
        let slot = op.base();
        let b = self.gpr(slot);
        let d = self.temp();
        match question {
            Question::Known(always) => {
                // Null or not null, or the same for both.
                match (ty.nullable, always) {
                    (true, true) => self.asm.set(d, 1),
                    (false, false) => self.asm.set(d, 0),
                    (nullable, _) => {
                        self.asm.set(d, 0);
                        self.asm.test(Size::S64, b, b);
                        self.asm.setcc(if nullable { Cond::E } else { Cond::NE }, d);
                    }
                }
            }
            Question::I31 => {
                self.asm.mov(Size::S32, d, b);
                self.asm.alu_imm(Alu::And, Size::S32, d, 1);
                if ty.nullable {
                    self.asm.test(Size::S64, b, b);
                    let not_null = self.asm.jcc_short(Cond::NE);
                    self.asm.mov_imm(d, 1);
                    self.asm.land(not_null);
                }
            }
            question => {
                let t = self.temp();
                let (slow, end) = (self.asm.label(), self.asm.label());
                self.asm.mov_imm(d, u64::from(ty.nullable));
                self.asm.test(Size::S64, b, b);
                self.asm.jcc(Cond::E, end);
                if self.is_final(ty.heap) {
                    if ty.nullable {
                        self.asm.mov_imm(d, 0);
                    }
                    self.unless_exactly(question, b, t, end);
                    self.asm.mov_imm(d, 1);
                    self.asm.bind(end);
                } else {
                    self.unless_exactly(question, b, t, slow);
                    self.asm.mov_imm(d, 1);
                    self.asm.bind(end);
                    self.answer_aside(slow, vec![(b.into(), slot)], Some((d.into(), op.a.into())));
                }
            }
        }
        // A branch on a cast tests a reference that stays: the operand is gone only where the result takes its slot.
        self.result_in(d);
        Some(true)
    }

    fn ref_cast(&mut self, op: &Op) -> Option<bool> {
        let ty = RefTarget::unpack(op.imm).0;
        let question = question(ty.heap);
        if question == Question::Other {
            return None;
        }
        let slot = op.base();
        let b = self.gpr(slot);
        match question {
            Question::Known(true) if ty.nullable => {}
            Question::Known(false) if !ty.nullable => {
                let fails = self.trap_label(CastFailure);
                self.asm.jmp(fails);
            }
            Question::Known(always) => {
                self.asm.test(Size::S64, b, b);
                self.trap_if(if always { Cond::E } else { Cond::NE }, CastFailure);
            }
            Question::I31 => {
                let null = ty.nullable.then(|| {
                    self.asm.test(Size::S64, b, b);
                    self.asm.jcc_short(Cond::E)
                });
                self.asm.test_imm(Size::S32, b, 1);
                self.trap_if(Cond::E, CastFailure);
                if let Some(null) = null {
                    self.asm.land(null);
                }
            }
            question => {
                let t = self.temp();
                let (slow, end) = (self.asm.label(), self.asm.label());
                self.asm.test(Size::S64, b, b);
                match ty.nullable {
                    true => self.asm.jcc(Cond::E, end),
                    false => self.trap_if(Cond::E, CastFailure),
                }
                if self.is_final(ty.heap) {
                    let fails = self.trap_label(CastFailure);
                    self.unless_exactly(question, b, t, fails);
                    self.asm.bind(end);
                } else {
                    self.unless_exactly(question, b, t, slow);
                    self.asm.bind(end);
                    self.answer_aside(slow, vec![(b.into(), slot)], None);
                }
            }
        }
        if slot == u32::from(op.a) {
            self.consume(slot, 1);
        }
        let d = self.def_gpr();
        self.asm.mov_rr(d, b);
        self.done_gpr(d);
        Some(true)
    }

    /// The address of element `index` of a table, in bounds; `t` is free.
    fn table_element(&mut self, table: u32, index: Gpr, t: Gpr) -> Mem {
        self.table_object(table, t);
        self.asm.alu(Alu::Cmp, Size::S64, index, Mem::new(t, offset_of!(VmTable, len) as i32));
        self.trap_if(Cond::AE, TableOutOfBounds);
        self.asm.mov(Size::S64, t, Mem::new(t, offset_of!(VmTable, base) as i32));
        Mem { base: t, index: Some((index, 3)), disp: 0 }
    }

    fn table_object(&mut self, table: u32, t: Gpr) {
        self.asm.mov(Size::S64, t, Mem::new(CTX, offset_of!(VmContext, tables) as i32));
        self.asm.mov(Size::S64, t, Mem::element(t, table));
    }

    fn table_get(&mut self, op: &Op) -> bool {
        let index = self.gpr(op.base());
        let t = self.temp();
        let element = self.table_element(op.lo(), index, t);
        self.consume(op.base(), 1);
        let d = self.def_gpr();
        self.asm.mov(Size::S64, d, element);
        self.done_gpr(d);
        true
    }

    fn table_set(&mut self, op: &Op) -> bool {
        let index = self.gpr(op.base());
        let value = self.gpr(op.base() + 1);
        let t = self.temp();
        let element = self.table_element(op.lo(), index, t);
        self.asm.store(Size::S64, element, value);
        self.consume(op.base(), 2);
        true
    }

    fn table_size(&mut self, op: &Op) -> bool {
        let d = self.def_gpr();
        self.table_object(op.lo(), d);
        self.asm.mov(Size::S64, d, Mem::new(d, offset_of!(VmTable, len) as i32));
        self.done_gpr(d);
        true
    }

    /// The length in bytes, shifted: a memory that is shared keeps it where all threads see it.
    fn memory_size(&mut self, op: &Op) -> bool {
        let ty = &self.module.memories[op.lo() as usize];
        let d = self.def_gpr();
        self.load_memory(d, op.lo() as usize);
        let length: Rm = if ty.shared {
            self.asm.mov(Size::S64, d, Mem::new(d, offset_of!(VmMemory, shared_len) as i32));
            Mem::new(d, 0).into()
        } else {
            Mem::new(d, offset_of!(VmMemory, len) as i32).into()
        };
        self.asm.mov(Size::S64, d, length);
        if ty.page_size_log2 != 0 {
            self.asm.shift_imm(Shift::Shr, Size::S64, d, ty.page_size_log2);
        }
        self.done_gpr(d);
        true
    }
}
