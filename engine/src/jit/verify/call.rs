//! Calls, jumps that leave, and returns: to whom, with what, and what is left afterwards.

use std::mem::offset_of;

use super::block::{EdgeKind, Point};
use super::decode::decode;
use super::fault::Fault;
use super::insn::{Insn, Mem, NONE, Op};
use super::state::{NO, Results, Run};
use super::value::{CONTEXT, Fact, Id, JUNK, Need, PLAIN, SMALL, STACK, Val, What, is_func};
use crate::base::SplicedOp;
use crate::code::CodeCell;
use crate::exec::builtins::BuiltinId;
use crate::ir::{Op as Operation, OpCode};
use crate::jit::abi::{Convention, result_reg};
use crate::jit::operation::{call_type, group, info, is_call};
use crate::jit::ranges::ranges;
use crate::jit::x64::asm::Stub;
use crate::jit::x64::regs::{CALLEE_SAVED, METER, RAX};
use crate::types::FuncType;
use crate::vm::VmFuncRef;

/// Where a call or jump leads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Stub(Stub),
    /// The entry of a defined function.
    Entry(u32),
    /// An offset in this function.
    Here(u32),
    Nothing,
}

/// Who is called.
#[derive(Clone, Copy, Debug)]
enum Callee {
    Defined(u32),
    Reference(Id),
}

/// A bit for each register that a callee saves.
const SAVED: u64 = {
    let (mut bits, mut i) = (0, 0);
    while i < CALLEE_SAVED.len() {
        bits |= 1 << CALLEE_SAVED[i].0;
        i += 1;
    }
    bits
};

/// Names of what is in registers after a call, but for those that it preserves.
const AFTER_CALLS: [Id; 32] = {
    let mut registers = [JUNK; 32];
    (registers[4], registers[15]) = (STACK, CONTEXT);
    registers
};

impl<'a> Run<'a> {
    pub(super) fn leave(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        match (i.op, self.target(i)) {
            (Op::Call, Target::Stub(Stub::Trap(_) | Stub::TrapRax)) => {
                if self.site(i.next() - 1).is_none() {
                    return self.fault("a trap that is no site");
                }
                self.stop();
                Ok(())
            }
            (Op::Call, Target::Stub(Stub::Builtin)) => self.builtin(i),
            (Op::Call, Target::Stub(Stub::Copy)) => {
                self.range(7)?;
                self.range(6)?;
                self.moved();
                Ok(())
            }
            (Op::Call, Target::Stub(Stub::Fill)) => {
                self.range(7)?;
                self.moved();
                Ok(())
            }
            (Op::Call, Target::Entry(defined)) => self.call(i.next(), Callee::Defined(defined)),
            (Op::Call, Target::Here(at)) if at == self.draft.output.entry => {
                self.call(i.next(), Callee::Defined(self.defined as u32))
            }
            (Op::Jmp, Target::Here(at)) => self.jump(at),
            (Op::Jmp, Target::Entry(defined)) => self.tail_call(Callee::Defined(defined)),
            (Op::Jmp, Target::Stub(Stub::TailRef)) => self.tail_call(Callee::Reference(self.registers[0])),
            (Op::CallRm, _) if i.rm == NONE => self.call_through(i.mem(), i.next()),
            (Op::JmpRm, _) if i.rm != NONE => self.jump_by_table(i),
            (Op::JmpRm, _) => match self.callee(i.mem())? {
                callee @ Callee::Defined(_) => self.tail_call(callee),
                Callee::Reference(_) => self.fault("a jump through a function reference"),
            },
            (Op::Ret, _) => self.ret(),
            _ => self.fault("leads to nothing that is called or jumped to"),
        }
    }

    /// Control goes on at an offset.
    pub(super) fn jump(&mut self, to: u32) -> Result<(), Box<Fault>> {
        let block = self.block_for(to)?;
        self.edge_to(block, None)?;
        self.stop();
        Ok(())
    }

    /// Calls what an operand in memory says. `next`: where the instruction ends.
    pub(super) fn call_through(&mut self, mem: Mem, next: u32) -> Result<(), Box<Fault>> {
        let callee = self.callee(mem)?;
        self.call(next, callee)
    }

    /// Through a cell or a function reference, which the callee expects in rax.
    fn callee(&mut self, mem: Mem) -> Result<Callee, Box<Fault>> {
        if mem.base != RAX.0 || mem.index != NONE || mem.disp < 0 {
            return self.fault("a call through something else than a cell or a reference in rax");
        }
        let id = self.registers[0];
        let disp = mem.disp as usize;
        let entry = disp == offset_of!(CodeCell, entry);
        match self.pointer(id)? {
            Val::Cell(cell) if entry && (cell as usize) < self.module.codes.len() => {
                Ok(Callee::Defined(cell))
            }
            Val::CellOf(function) if entry => {
                let here = self.here();
                if self.find_fact(function, &here, |what| what == What::Home).is_none() {
                    return self.fault("a function that may be of another instance");
                }
                Ok(Callee::Reference(function))
            }
            pointer if !pointer.is_pointer() && disp == offset_of!(VmFuncRef, enter) => {
                Ok(Callee::Reference(id))
            }
            _ => self.fault("a call through something else than a cell or a reference"),
        }
    }

    /// The stack and the frame are as a callee expects them.
    fn check_position(&mut self, ahead: u32) -> Result<(), Box<Fault>> {
        if self.depth != 8 * self.saved.len() as u32 {
            return self.fault("a call with another depth of the stack than walks expect");
        }
        if self.ahead != ahead {
            return self.fault("a call with rbp at another slot than the operation says");
        }
        Ok(())
    }

    fn call(&mut self, next: u32, callee: Callee) -> Result<(), Box<Fault>> {
        let Some(site) = self.site(next - 1) else { return self.fault("a call that is no site") };
        let op = self.func.ops[site.op().index()];
        if !is_call(op.code()) || !site.is_advanced() {
            return self.fault("a call whose site is no call");
        }
        self.check_position(op.hi())?;
        if !self.room {
            return self.fault("a call before the stack was checked");
        }
        self.check_callee(&op, callee)?;
        let module = self.module;
        let index = self.type_index(&op);
        let ty = match index {
            Some(index) => module.type_entries[index as usize].func(),
            None => call_type(module, &op),
        };
        self.check_arguments(ty, op.hi())?;
        if self.innermost.get(site.op().index()).is_some_and(|&range| range != NO) {
            // Then there are no results, but what was there may be gone.
            self.clobber(op.hi(), Results::Of(NO));
            self.throws(site.op());
        }
        self.lose_registers(Some(ty));
        self.clobber(op.hi(), Results::Of(index.unwrap_or(NO)));
        Ok(())
    }

    /// Who is called is whom the operation names.
    fn check_callee(&mut self, op: &Operation, callee: Callee) -> Result<(), Box<Fault>> {
        match (op.code(), callee) {
            (OpCode::Call | OpCode::ReturnCall, Callee::Defined(defined)) if defined == op.lo() => Ok(()),
            (OpCode::CallImport | OpCode::ReturnCallImport, Callee::Reference(id))
                if self.val(id) == Val::FuncAt(op.lo()) =>
            {
                Ok(())
            }
            (OpCode::CallIndirect | OpCode::ReturnCallIndirect, Callee::Reference(id)) => {
                self.require(id, Need::Typed(op.lo()), "the type of the function was not compared")?;
                if self.function == id {
                    return Ok(());
                }
                self.require(id, Need::NotNull, "a function reference that may be null")
            }
            (OpCode::CallRef | OpCode::ReturnCallRef, Callee::Reference(id)) => {
                self.require(id, Need::Func, "a call of what is no function reference")?;
                self.require(id, Need::NotNull, "a function reference that may be null")
            }
            _ => self.fault("calls another function than the operation names"),
        }
    }

    /// Index in the module's types of what a call operation calls.
    fn type_index(&self, op: &Operation) -> Option<u32> {
        let module = self.module;
        let function = match op.code() {
            OpCode::Call => module.func_index(op.lo() as usize),
            OpCode::CallImport => op.lo(),
            _ => {
                let id = crate::types::CanonId(op.lo());
                let at = module.types_by_id.binary_search_by_key(&id, |entry| entry.0).ok()?;
                return Some(module.types_by_id[at].1);
            }
        };
        module.func_types.get(function as usize).copied()
    }

    /// Arguments are where the convention wants them, and what their types say.
    fn check_arguments(&mut self, ty: &FuncType, base: u32) -> Result<(), Box<Fault>> {
        if self.moves {
            let base = self.registers[14];
            self.require(base, Need::Is(Val::Base(0)), "r14 is not the base of memory 0")?;
        }
        if base + ty.param_slots().max(ty.result_slots()) > self.func.frame_slots {
            return self.fault("arguments or results outside the frame");
        }
        let mut convention = Convention::default();
        for &ty in &ty.params {
            let place = convention.place(ty);
            let Some(need) = Need::of(ty) else { continue };
            let id = match place.reg {
                Some(reg) if need == Need::Small && self.small[0] >> reg.0 & 1 != 0 => continue,
                Some(reg) => self.registers[usize::from(reg.0)],
                None => self.slot(base + place.slot),
            };
            self.require(id, need, "an argument that is not of its type")?;
        }
        Ok(())
    }

    /// The leaves that move memory change nothing but registers.
    fn moved(&mut self) {
        let (base, called) = (self.registers[14], self.called);
        self.lose_registers(None);
        (self.registers[14], self.called) = (base, called);
    }

    /// What a call destroys; `ty`: whose result it leaves.
    fn lose_registers(&mut self, ty: Option<&FuncType>) {
        self.called = true;
        self.snapshot = NO;
        // Numbers stay what they were.
        let saved = if self.is_metered() { SAVED & !(1 << METER.0) } else { SAVED };
        self.kept[0] &= saved;
        self.small[0] &= saved;
        self.moved[0] &= saved;
        if self.knows_table {
            self.forget_tables();
        }
        // Places of which names say that they held something when the block began are no addresses any more: `called` says so.
        let before = std::mem::replace(&mut self.registers, AFTER_CALLS);
        let metered = self.is_metered();
        for reg in CALLEE_SAVED.into_iter().filter(|&reg| !(metered && reg == METER)) {
            let reg = usize::from(reg.0);
            let id = before[reg];
            let is_pointer = id < PLAIN && self.b.vals[id as usize].is_pointer();
            self.registers[reg] = if is_pointer { JUNK } else { id };
        }
        if !self.moves {
            self.registers[14] = before[14];
        }
        self.flags = super::state::Flags::Nothing;
        if let Some(ty) = ty
            && let Some((reg, _)) = result_reg(ty)
        {
            let result = self.value(Val::of(ty.results[0]));
            self.put(usize::from(reg.0), result);
        }
    }

    /// An exception may come out of the operation.
    fn throws(&mut self, op: SplicedOp) {
        if let Some(&range) = self.innermost.get(op.index())
            && range != NO
        {
            let point = Point { registers: NO, ..self.here() };
            let snapshot = self.take_snapshot_of_slots();
            self.add_edge(self.tries[range as usize], EdgeKind::Throw, point, snapshot);
        }
    }

    /// `builtin(rdx operation, ecx code, eax frame slots)`
    fn builtin(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let Some(site) = self.site(i.next() - 1) else { return self.fault("a call that is no site") };
        self.check_position(0)?;
        let named = self.val(self.registers[2]);
        let Some(op) = self.func.ops.get(site.op().index()).copied().filter(|_| !site.is_advanced()) else {
            return self.fault("a builtin's site is no operation");
        };
        let code = self.constant(self.registers[1]);
        let allocates = code == Some(BuiltinId::ALLOCATE.number());
        if named != Val::Operation(site.op().get())
            || !(allocates || code == Some(BuiltinId::of(op.code()).number()))
        {
            return self.fault("a builtin for another operation than its site");
        }
        if self.constant(self.registers[0]) != Some(self.func.frame_slots.into()) {
            return self.fault("a builtin that is not told how large the frame is");
        }
        let looks_up = matches!(op.code(), OpCode::CallIndirect | OpCode::ReturnCallIndirect);
        let index = if looks_up { self.slot(op.b().into()) } else { JUNK };
        self.check_operands(&op, allocates)?;
        // The builtin that looks a tail call's function up traps at most, and what that function throws passes this frame by.
        if info(op.code()).groups & group::THROWS != 0 {
            self.throws(site.op());
        }
        if matches!(op.code(), OpCode::Throw | OpCode::ThrowRef) {
            self.stop();
            return Ok(());
        }
        self.lose_registers(None);
        if looks_up {
            // It looked at the table's element, and trapped unless that is a function of the type.
            let admits = What::Admits(op.table(), op.lo());
            self.learn(Fact { of: index, what: admits });
        } else if !allocates {
            let written = ranges(self.module, self.func, &op).written;
            if !written.is_empty() {
                if written.end > self.func.frame_slots {
                    return self.fault("results outside the frame");
                }
                let result = self.value(self.result_of(&op));
                self.clobber(written.start, Results::One(result, written.len() as u32));
            }
        }
        Ok(())
    }

    /// What goes into tables is a function reference if the table holds those.
    fn check_operands(&mut self, op: &Operation, allocates: bool) -> Result<(), Box<Fault>> {
        let value = match op.code() {
            _ if allocates => return Ok(()),
            OpCode::TableGrow => op.base(),
            OpCode::TableSet | OpCode::TableFill => op.base() + 1,
            _ => return Ok(()),
        };
        if value >= self.func.frame_slots {
            return self.fault("operands outside the frame");
        }
        if is_func(self.module.tables[op.lo() as usize].ty.element.heap) {
            let value = self.slot(value);
            return self.require(value, Need::Func, "puts into a table what is no function reference");
        }
        Ok(())
    }

    /// What a builtin leaves in the first slot of its results.
    fn result_of(&self, op: &Operation) -> Val {
        use OpCode::*;
        let of_width = |wide: bool| if wide { Val::Any } else { Val::Most(SMALL) };
        match op.code() {
            MemoryGrow | MemorySize => of_width(self.module.memories[op.lo() as usize].memory64),
            TableGrow | TableSize => of_width(self.module.tables[op.lo() as usize].ty.table64),
            TableGet => Val::of(crate::types::ValType::Ref(self.module.tables[op.lo() as usize].ty.element)),
            RefFunc => Val::FuncAt(op.lo()),
            RefTest | RefTestDescEq | MemoryAtomicNotify | MemoryAtomicWait32 | MemoryAtomicWait64 => {
                Val::Most(SMALL)
            }
            RefCast | RefCastDescEq => {
                let target = crate::ir::func::RefTarget::unpack(op.imm).0;
                Val::of(crate::types::ValType::Ref(target))
            }
            StructNew | StructNewDefault | StructNewDesc | StructNewDefaultDesc | ArrayNew
            | ArrayNewDefault | ArrayNewFixed | ArrayNewData | ArrayNewElem => Val::New,
            _ => Val::Word,
        }
    }

    /// A range of memory that a stub moves: its beginning in a register, its length in rdx.
    fn range(&mut self, reg: u8) -> Result<(), Box<Fault>> {
        self.check_position(0)?;
        let length = self.registers[2];
        let here = self.here();
        let Val::Place(memory, index, 0) = self.val(self.registers[usize::from(reg)]) else {
            return self.fault("a range that does not begin in a memory");
        };
        let fits = |what| match (what, self.constant(length)) {
            (What::End(m, n), _) => m == memory && n == length,
            (What::Reach(m, reach), Some(length)) => m == memory && length <= reach,
            _ => false,
        };
        if self.find_fact(index, &here, fits).is_none() {
            return self.fault("a range whose end was not compared with its memory's length");
        }
        Ok(())
    }

    fn tail_call(&mut self, callee: Callee) -> Result<(), Box<Fault>> {
        if self.depth != 0 || self.ahead != 0 {
            return self.fault("a tail call from a frame that is not taken down");
        }
        let module = self.module;
        let function =
            |index: u32| ((index as usize) < module.func_types.len()).then(|| module.func_type(index));
        let ty = match callee {
            Callee::Defined(defined) => function(module.imported_funcs + defined),
            Callee::Reference(id) => match self.val(id) {
                Val::FuncAt(index) => function(index),
                _ => self.type_of_reference(id)?,
            },
        };
        let Some(ty) = ty else { return self.fault("a tail call of nobody knows what type") };
        self.check_arguments(ty, 0)?;
        self.stop();
        Ok(())
    }

    /// The type of a function reference that is called without a site: the check for null is that of an operation which names the
    /// type, or it was compared with one.
    fn type_of_reference(&mut self, id: Id) -> Result<Option<&'a FuncType>, Box<Fault>> {
        let typed = |what: What| matches!(what, What::Typed(_));
        let not_null = |what: What| matches!(what, What::NotNull(_));
        let checked = match self.fact_on_some_path(id, not_null) {
            Some(What::NotNull(branch)) => {
                let branch = decode(self.draft.code, branch, self.draft.output.code_end);
                let trap = branch.and_then(|branch| self.site_of_call(branch.imm as u32));
                trap.map(|op| self.func.ops[op.index()])
            }
            _ => None,
        };
        let ty = match checked.map(|op| (op.code(), op.lo())) {
            // What reference that is was not compared here, even if it was once compared with some type on the way.
            Some((OpCode::ReturnCallRef, ty)) => {
                self.require(id, Need::Func, "a call of what is no function reference")?;
                ty
            }
            Some((OpCode::ReturnCallIndirect, ty)) => {
                self.require(id, Need::Typed(ty), "the type of the function was not compared")?;
                ty
            }
            _ => match self.fact_on_some_path(id, typed) {
                Some(What::Typed(ty)) => {
                    self.require(id, Need::Typed(ty), "the type of the function was not compared")?;
                    ty
                }
                _ => return Ok(None),
            },
        };
        self.require(id, Need::NotNull, "a function reference that may be null")?;
        Ok(self.module.func_type_with(crate::types::CanonId(ty)))
    }

    /// Entries of a branch table.
    fn jump_by_table(&mut self, i: &Insn) -> Result<(), Box<Fault>> {
        let Val::Target(at) = self.val(self.registers[usize::from(i.rm)]) else {
            return self.fault("a jump to an address that is not from a branch table");
        };
        let Some(table) = self.table_at(at) else { return self.fault("no branch table") };
        let mut targets = self.table_targets(table);
        targets.sort_unstable();
        targets.dedup();
        for target in targets {
            let block = self.block_for(target)?;
            self.edge_to(block, None)?;
        }
        self.stop();
        Ok(())
    }

    fn ret(&mut self) -> Result<(), Box<Fault>> {
        if self.depth != 0 || self.ahead != 0 {
            return self.fault("a return with something on the stack, or rbp elsewhere");
        }
        let ty = self.ty;
        let mut slot = 0;
        for (number, &result) in ty.results.iter().enumerate() {
            let id = match result_reg(ty) {
                Some((reg, _)) if number == 0 => self.registers[usize::from(reg.0)],
                _ => self.slot(slot),
            };
            slot += result.slots();
            if let Some(need) = Need::of(result)
                && !(need == Need::Small && self.is_seen_small(id))
            {
                self.require(id, need, "a result that is not of its type")?;
            }
        }
        self.stop();
        Ok(())
    }
}
