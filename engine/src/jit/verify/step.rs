//! What one instruction does to what is known.
//!
//! Of arithmetic only what addresses are made of is followed: sums with constants, lengths less something, bounds of what
//! was masked or shifted or is 32 bits wide. Everything else gives a value of which nothing is known.

use super::block::BlockKind;
use super::fault::Fault;
use super::insn::{Insn, NONE, Op, RIP, alu};
use super::state::{Flags, NO, Run};
use super::value::{ENTRY, Id, JUNK, PLAIN, SMALL, STACK, Val};
use super::vector::Form;
use crate::jit::x64::regs::{CALLEE_SAVED, METER};

const RSP: u8 = 4;
const RBP: u8 = 5;
const R14: u8 = 14;
const R15: u8 = 15;

impl Run<'_> {
    /// The current instruction.
    pub(super) fn execute(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        if i.aligned && !(i.base == RIP && i.disp & 15 == 0) {
            return self.fault("an operand of 16 bytes that may not be aligned");
        }
        match i.op {
            Op::Mov => {
                let id = self.operand(i)?;
                let id = if i.size == 8 { id } else { self.low_half(id) };
                if i.reg == R14 && i.rm != NONE {
                    return self.fault("r14 is not read from the instance");
                }
                self.write(i.reg, id)
            }
            Op::MovImm => {
                let value = match i.reloc {
                    0 => Val::Const(i.imm),
                    number => match self.draft.relocs[number as usize - 1].kind {
                        crate::jit::RelocKind::Op(op) => Val::Operation(op.get()),
                        _ => Val::Any,
                    },
                };
                self.set(i.rm, value)
            }
            Op::Store | Op::StoreImm => self.store(i),
            Op::Lea => self.lea(i),
            Op::Alu | Op::AluImm => self.arithmetic(i),
            Op::Test | Op::TestImm => {
                let a = self.operand(i)?;
                let itself = i.op == Op::Test && i.rm == i.reg;
                self.flags = if itself { Flags::Tested(a, i.size) } else { Flags::Nothing };
                Ok(())
            }
            Op::Jcc if i.reloc != 0 => self.fault("a jump out of the function"),
            Op::Jcc => self.branch(i.kind, i.imm as u32),
            Op::Shift => self.shift(i),
            Op::Push | Op::Pop => self.stack(i.op == Op::Push, i.reg),
            Op::Cmov => self.conditional_move(i),
            Op::Vector(form) => self.vector(i, form),
            Op::Call | Op::Jmp | Op::CallRm | Op::JmpRm | Op::Ret => self.leave(i),
            _ => self.plain(i),
        }
    }

    /// Instructions of whose results little is known.
    fn plain(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let width = |size: u8| if size == 8 { Val::Any } else { Val::Most(SMALL) };
        match i.op {
            Op::Nop | Op::Fence => return Ok(()),
            Op::ShiftX => {
                self.operand(i)?;
                return self.set(i.reg, width(i.size));
            }
            Op::Bswap => return self.set(i.rm, width(i.size)),
            Op::SetCc => {
                let before = self.registers[usize::from(i.rm)];
                return self.set(i.rm, self.joined(before, before));
            }
            Op::SignRax => return self.set(2, width(i.size)),
            Op::Xchg => {
                let (a, b) = (self.registers[usize::from(i.reg)], self.registers[usize::from(i.rm)]);
                self.write(i.reg, b)?;
                return self.write(i.rm, a);
            }
            Op::ZeroExtend => {
                self.operand(i)?;
                return self.set(i.reg, Val::Most(if i.size == 1 { 0xFF } else { 0xFFFF }));
            }
            Op::SignExtend => {
                let id = self.operand(i)?;
                let value = match (self.val(id), self.at_distance(i)) {
                    (_, Some(table)) => Val::Distance(table),
                    _ => width(i.imm as u8),
                };
                return self.set(i.reg, value);
            }
            _ => {}
        }
        self.flags = Flags::Nothing;
        match i.op {
            Op::Imul | Op::ImulImm | Op::Bits | Op::AndNot => {
                self.operand(i)?;
                self.set(i.reg, width(i.size))
            }
            Op::Unary | Op::ShiftCl => self.set(i.rm, width(i.size)),
            Op::MulDiv => {
                self.operand(i)?;
                self.set(0, width(i.size))?;
                self.set(2, width(i.size))
            }
            Op::XchgMem | Op::Xadd => {
                self.change(i.mem(), false)?;
                let old = match i.size {
                    4 => Val::Most(SMALL),
                    8 => Val::Any,
                    _ => {
                        let before = self.registers[usize::from(i.reg)];
                        self.joined(before, before)
                    }
                };
                self.set(i.reg, old)
            }
            Op::CmpXchg => {
                self.change(i.mem(), false)?;
                // rax is written only if it differs.
                let before = self.registers[0];
                let read = if i.size == 8 { self.value(Val::Any) } else { self.value(Val::Most(SMALL)) };
                let old = if i.size < 4 { self.joined(before, before) } else { Val::Either(before, read) };
                self.set(0, old)
            }
            _ => self.fault("an instruction that the verifier does not know"),
        }
    }

    /// A register gets a new value.
    fn set(&mut self, reg: u8, val: Val) -> Result<(), Box<Fault>> {
        let id = self.value(val);
        self.write(reg, id)
    }

    /// A register gets a value that has a name.
    #[inline]
    fn write(&mut self, reg: u8, id: Id) -> Result<(), Box<Fault>> {
        self.check_write(reg)?;
        self.put(usize::from(reg), id);
        Ok(())
    }

    /// Whether a register may be written.
    #[inline]
    pub(super) fn check_write(&mut self, reg: u8) -> Result<(), Box<Fault>> {
        if self.writable.0 >> reg & 1 == 0 { self.refuse_write(reg) } else { Ok(()) }
    }

    #[cold]
    fn refuse_write(&mut self, reg: u8) -> Result<(), Box<Fault>> {
        self.again |= reg == R14 && !self.moves;
        match reg {
            RSP | RBP | R15 => self.fault("changes a register that has one meaning"),
            _ => self.fault("changes a register of the caller"),
        }
    }

    /// Which registers may be written where so much is on the stack: a callee's once all of those are saved that the prologue saves.
    pub(super) fn find_writable(&mut self) {
        if self.writable.1 == self.depth {
            return;
        }
        let mut writable = !(1 << RSP | 1 << RBP | 1 << R15);
        if !self.moves && !self.module.memories.is_empty() {
            writable &= !(1 << R14);
        }
        let all_saved = self.depth == 8 * self.saved.len() as u32;
        for reg in CALLEE_SAVED {
            // The budget of metered code is nobody's, and only charged: see `charge`.
            if !all_saved || !self.saved.contains(&reg.0) {
                writable &= !(1 << reg.0);
            }
        }
        self.writable = (writable, self.depth);
    }

    /// The low 32 bits of a value.
    pub(super) fn low_half(&mut self, id: Id) -> Id {
        match self.val(id) {
            Val::Most(most) | Val::Const(most) if most <= SMALL => return id,
            Val::Low(_) | Val::New => return id,
            _ => {}
        }
        self.value(Val::Low(id))
    }

    /// The operand that is a register or in memory.
    #[inline]
    fn operand(&mut self, i: &Insn) -> Result<Id, Box<Fault>> {
        if i.rm == NONE {
            return self.load(i.mem());
        }
        Ok(if i.rm == RBP { JUNK } else { self.registers[usize::from(i.rm)] })
    }

    fn store(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let value = if i.op == Op::StoreImm {
            self.value(Val::Const(i.imm))
        } else if i.reg == RBP || i.reg == RSP {
            return self.fault("stores an address of the stack");
        } else {
            self.registers[usize::from(i.reg)]
        };
        self.store_value(i.mem(), value)
    }

    fn lea(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        if i.base == RIP {
            return self.set(i.reg, Val::Code(i.disp as u32));
        }
        if i.base == RBP && i.index == NONE && i.size == 8 {
            return self.set(i.reg, Val::Frame(i.disp));
        }
        if i.base == RBP || i.base == RSP || i.index == RBP {
            return self.fault("an address of the stack");
        }
        if i.size == 4 {
            return self.set(i.reg, Val::Most(SMALL));
        }
        if i.base == NONE {
            return self.set(i.reg, Val::Any);
        }
        let base = self.registers[usize::from(i.base)];
        let value = match (i.index, self.near_pointer(base)?) {
            (NONE, _) => Val::Sum(base, i.disp as i64 as u64),
            (index, Val::Base(memory)) if i.scale == 0 => {
                Val::Place(memory, self.registers[usize::from(index)], i.disp)
            }
            (index, Val::Object(object)) if i.scale == 3 && i.disp == 0 => {
                Val::Element(object, self.registers[usize::from(index)])
            }
            _ => Val::Any,
        };
        self.set(i.reg, value)
    }

    fn arithmetic(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let immediate = i.op == Op::AluImm;
        if immediate && i.rm == RBP {
            return self.move_frame(i.kind, i.size, i.imm as i64);
        }
        let other = self.operand(i)?;
        let (a, b) = match immediate {
            true => (other, self.value(Val::Const(if i.size == 4 { i.imm & SMALL } else { i.imm }))),
            false => (self.registers[usize::from(i.reg)], other),
        };
        if i.kind == alu::CMP {
            let stack = !immediate && i.rm == RSP;
            self.flags = Flags::Compared(a, if stack { STACK } else { b }, i.size);
            return Ok(());
        }
        let destination = if immediate { i.rm } else { i.reg };
        self.flags = Flags::Nothing;
        if destination == NONE {
            return self.change(i.mem(), immediate && i.kind == alu::ADD);
        }
        let same = !immediate && i.rm == i.reg;
        let value = match (i.kind, i.size) {
            (alu::XOR, 4 | 8) if same => Val::Const(0),
            (alu::AND, size @ (4 | 8)) if immediate => {
                let mask = if size == 4 { i.imm & SMALL } else { i.imm };
                Val::Most(mask)
            }
            (kind, 8) => return self.wide_arithmetic(kind, destination, a, b),
            (_, 4) => Val::Most(SMALL),
            _ => Val::Any,
        };
        self.set(destination, value)
    }

    /// Arithmetic of 64 bits that is no conjunction with a constant.
    pub(super) fn wide_arithmetic(&mut self, kind: u8, to: u8, a: Id, b: Id) -> Result<(), Box<Fault>> {
        if to == METER.0 && self.is_metered() {
            return self.charge(kind);
        }
        let value = match kind {
            alu::ADD => self.sum(a, b)?,
            alu::SUB => match self.val(a) {
                Val::Length(memory) => Val::Less(memory, b),
                _ => Val::Any,
            },
            _ => Val::Any,
        };
        let id = self.value(value);
        self.flags = match value {
            Val::Sum(..) | Val::Less(..) => Flags::Carry(id),
            _ => Flags::Nothing,
        };
        self.write(to, id)
    }

    /// Metered code changes its meter by subtraction alone.
    fn charge(&mut self, kind: u8) -> Result<(), Box<Fault>> {
        self.flags = Flags::Nothing;
        match kind {
            alu::SUB => Ok(()),
            _ => self.fault("changes the meter by something else than a charge"),
        }
    }

    /// What flags say after a comparison of two values in so many bytes. Of plain values, and of what has no meaning in this block, a
    /// branch learns nothing.
    #[inline(always)]
    pub(super) fn compared(&self, a: Id, b: Id, size: u8) -> Flags {
        let says_nothing = b >= PLAIN && (a >= PLAIN || size == 4);
        if says_nothing { Flags::Nothing } else { Flags::Compared(a, b, size) }
    }

    /// The address that a summand is: one that was computed in this block, or r14.
    fn near_pointer(&mut self, id: Id) -> Result<Val, Box<Fault>> {
        if id == ENTRY | u32::from(R14) { self.pointer(id) } else { Ok(self.val(id)) }
    }

    fn sum(&mut self, a: Id, b: Id) -> Result<Val, Box<Fault>> {
        let is_far = |id| self.constant(id).is_some_and(|constant| constant > i32::MAX as u64);
        self.adds_far |= is_far(a) || is_far(b);
        if let Val::Base(memory) = self.near_pointer(b)? {
            return Ok(Val::Place(memory, a, 0));
        }
        if self.val(a) == Val::Heap {
            return Ok(Val::Object(b));
        }
        // Of two constants the second is the index: the end of an access is computed in place of what is added.
        if let (Some(constant), Some(_)) = (self.constant(a), self.constant(b)) {
            return Ok(Val::Sum(b, constant));
        }
        if let Some(constant) = self.constant(b) {
            return Ok(match self.val(a) {
                Val::Cell(cell) => {
                    let size = size_of::<crate::code::CodeCell>() as u64;
                    match u32::try_from(u64::from(cell) + constant / size) {
                        Ok(cell) if constant.is_multiple_of(size) => Val::Cell(cell),
                        _ => Val::Any,
                    }
                }
                _ => Val::Sum(a, constant),
            });
        }
        if let Some(constant) = self.constant(a) {
            return Ok(Val::Sum(b, constant));
        }
        Ok(match (self.val(a), self.val(b)) {
            (Val::Distance(table), Val::Code(at)) if table == at => Val::Target(table),
            _ => Val::Any,
        })
    }

    /// rbp goes to a callee's frame, or back.
    pub(super) fn move_frame(&mut self, kind: u8, size: u8, bytes: i64) -> Result<(), Box<Fault>> {
        let slots = bytes / 8;
        let ahead = match kind {
            alu::ADD => i64::from(self.ahead) + slots,
            alu::SUB => i64::from(self.ahead) - slots,
            _ => -1,
        };
        let inside = (0..=i64::from(self.func.frame_slots)).contains(&ahead);
        if size != 8 || bytes & 7 != 0 || !inside {
            return self.fault("rbp leaves the frame");
        }
        self.ahead = ahead as u32;
        self.flags = Flags::Nothing;
        Ok(())
    }

    fn shift(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        self.flags = Flags::Nothing;
        let value = match (i.kind, i.size) {
            (5, 8) => {
                let most = match self.val(self.registers[usize::from(i.rm)]) {
                    Val::Length(memory) => self.greatest_length(memory),
                    _ => u64::MAX,
                };
                Val::Most(most >> (i.imm & 63))
            }
            (_, 4) => Val::Most(SMALL),
            _ => Val::Any,
        };
        self.set(i.rm, value)
    }

    fn conditional_move(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let source = self.operand(i)?;
        let before = self.registers[usize::from(i.reg)];
        match i.size {
            4 => self.set(i.reg, Val::Most(SMALL)),
            // Otherwise a chain of such choices would double what is to be looked at with each.
            _ if before == source => self.write(i.reg, before),
            _ => self.set(i.reg, Val::Either(before, source)),
        }
    }

    /// Pushes stand at entries, pops in front of returns, in reverse.
    pub(super) fn stack(&mut self, push: bool, reg: u8) -> Result<(), Box<Fault>> {
        let kind = self.b.blocks[self.block as usize].kind;
        if push {
            let expected = self.saved.get(self.depth as usize / 8);
            let untouched = self.registers[usize::from(reg)] == ENTRY | u32::from(reg);
            let entry = matches!(kind, BlockKind::Entry | BlockKind::Loop);
            if !entry || expected != Some(&reg) || !untouched {
                return self.fault("a push that is not the prologue's");
            }
            self.depth += 8;
            self.find_writable();
            return Ok(());
        }
        let expected = (self.depth as usize / 8).checked_sub(1).and_then(|at| self.saved.get(at));
        if expected != Some(&reg) {
            return self.fault("takes something from the stack that was not pushed there");
        }
        self.depth -= 8;
        self.find_writable();
        self.put(usize::from(reg), JUNK);
        Ok(())
    }

    fn vector(&mut self, i: &Insn, form: Form) -> Result<(), Box<Fault>> {
        let x = |reg: u8| 16 + usize::from(reg);
        let first = self.registers[x(i.first)];
        let source = |this: &mut Self| match i.rm {
            NONE => this.load(i.mem()),
            rm => Ok(this.registers[x(rm)]),
        };
        match form {
            Form::Store => {
                let value = self.registers[x(i.reg)];
                return self.store_value(i.mem(), value);
            }
            Form::Compare => {
                source(self)?;
                self.flags = Flags::Nothing;
                return Ok(());
            }
            Form::ToInt => {
                let id = self.registers[x(i.reg)];
                let id = if i.size == 8 { id } else { self.low_half(id) };
                return self.write(i.rm, id);
            }
            Form::Mask => return self.set(i.reg, Val::Most(0xFFFF)),
            Form::Convert => {
                source(self)?;
                return self.set(i.reg, if i.size == 8 { Val::Any } else { Val::Most(SMALL) });
            }
            Form::Extract if i.rm == NONE => return self.store_value(i.mem(), JUNK),
            Form::Extract => {
                return self.set(i.rm, if i.size == 8 { Val::Any } else { Val::Most(SMALL) });
            }
            _ => {}
        }
        let id = match form {
            Form::Copy => source(self)?,
            Form::FromInt => {
                let id = self.registers[usize::from(i.rm)];
                if i.size == 8 { id } else { self.low_half(id) }
            }
            Form::Upper => {
                if i.rm == NONE {
                    self.load(i.mem())?;
                }
                self.value(self.joined(first, first))
            }
            // `xorps` and `pxor`.
            Form::Or if i.rm == i.first && matches!(i.kind, 0x57 | 0xEF) => self.value(Val::Const(0)),
            Form::Or => {
                let second = source(self)?;
                self.value(self.joined(first, second))
            }
            Form::And | Form::AndNot => {
                let second = source(self)?;
                self.conjunction(form, first, second)
            }
            // `insertps` makes lanes zero, among them the second.
            _ if i.kind == 0x21 && i.imm & 2 != 0 => self.value(Val::Most(SMALL)),
            _ => {
                if i.rm == NONE {
                    self.load(i.mem())?;
                }
                self.value(Val::Any)
            }
        };
        let to = if form == Form::ShiftLanes { i.first } else { i.reg };
        self.put(x(to), id);
        Ok(())
    }

    /// Bits that both have, or that the second has and the first has not.
    fn conjunction(&mut self, form: Form, first: Id, second: Id) -> Id {
        let small = |this: &Self, id| matches!(this.val(id), Val::Const(v) | Val::Most(v) if v <= SMALL);
        let value = match form {
            _ if small(self, second) => Val::Most(SMALL),
            Form::And if small(self, first) => Val::Most(SMALL),
            Form::And if first != JUNK => self.joined(first, first),
            _ => self.joined(second, second),
        };
        self.value(value)
    }

    /// The branch table that a load with this address reads a distance from, if the index lies in it.
    fn at_distance(&self, i: &Insn) -> Option<u32> {
        if i.rm != NONE || i.base == NONE || i.base == RIP || i.index == NONE || i.scale != 2 || i.disp != 0 {
            return None;
        }
        let Val::Code(table) = self.val(self.registers[usize::from(i.base)]) else { return None };
        self.table_at(table)?;
        Some(table)
    }

    /// The number of the branch table at an offset.
    pub(super) fn table_at(&self, offset: u32) -> Option<usize> {
        // They were found in this order between the instructions.
        let tables = &self.draft.output.tables;
        let at = tables.partition_point(|table| table.0 < offset);
        tables.get(at).filter(|table| table.0 == offset).map(|_| at)
    }

    /// Ends the block's control.
    pub(super) fn stop(&mut self) {
        self.reachable = false;
        debug_assert_ne!(self.block, NO);
    }
}
