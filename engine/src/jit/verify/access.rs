//! What may be read and written, and what is read.
//!
//! ```text
//!   [rbp + disp]             a slot of the frame
//!   [rip + disp]             a constant after the code; only read
//!   [r15 + disp]             fields of the instance, listed below; of these the module's first globals are written
//!   [memory + index + disp]  a memory, see `memory`
//!   [table + index * 8]      an element, after its compare
//!   [heap + reference + disp], [object + index * size + 8]    fields and elements of heap objects
//!   [structure + disp]       fields of structures that were reached from the instance, listed below
//! ```

use std::mem::offset_of;

use super::fault::Fault;
use super::insn::{Mem, NONE, RIP};
use super::state::Run;
use super::value::{BASE, ENTRY, Fact, Id, JUNK, Need, PLAIN, SMALL, Val, What};
use crate::types::layout::{AUX_OFFSET, HEADER_SIZE};
use crate::types::{GlobalType, ValType};
use crate::vm::gc::{CELL_CLASSES, Run as Cells};
use crate::vm::memory::pages_to_bytes;
use crate::vm::{NEAR_GLOBALS, VmContext, VmFuncRef, VmGlobal, VmMemory, VmStore, VmTable};

/// What the field of the instance at an offset holds, if it is one that is read: eight bytes.
#[inline]
pub(super) fn context_field(disp: usize) -> Option<Val> {
    Some(match disp {
        _ if disp == offset_of!(VmContext, codes) => Val::Cell(0),
        _ if disp == offset_of!(VmContext, tables) => Val::Tables,
        _ if disp == offset_of!(VmContext, store) => Val::Store,
        _ if disp == offset_of!(VmContext, memories) => Val::Memories,
        _ if disp == offset_of!(VmContext, memory) => Val::Memory(0),
        _ if disp == offset_of!(VmContext, globals) => Val::Globals,
        _ if disp == offset_of!(VmContext, funcs) => Val::Funcs,
        _ if disp == offset_of!(VmContext, counters) => Val::Counters,
        _ => return None,
    })
}

/// Where an operand is, checked for all but whether it may be written.
#[derive(Clone, Copy)]
enum Spot {
    Constant(u32),
    Memory,
    Heap,
    /// The length of the array that is this object.
    ArrayLength(Id),
    /// Of a table, by this index.
    Element(u32, Id),
    Global(u32),
    /// Something in a structure: what is read, and whether it may be written.
    Field(Val, bool),
}

impl Run<'_> {
    /// What is read from the operand in memory.
    pub(super) fn load(&mut self, m: Mem) -> Result<Id, Box<Fault>> {
        let plain = match m.bytes {
            1 => Val::Most(0xFF),
            2 => Val::Most(0xFFFF),
            4 => Val::Most(SMALL),
            _ => Val::Any,
        };
        // Nearly all accesses are one of these two.
        if m.base == 5 {
            let (slot, within) = self.frame(m)?;
            let whole = within == 0 && m.bytes >= 8;
            return Ok(if whole { self.slot(slot) } else { self.value(plain) });
        }
        if m.base == 14 && self.is_plainly_guarded(m) {
            return Ok(self.value(plain));
        }
        let spot = self.spot(m)?;
        let val = match spot {
            Spot::Memory => plain,
            Spot::Heap if m.bytes == 8 => Val::Word,
            Spot::Heap => plain,
            Spot::Constant(at) => Val::Const(self.constant_at(at, m.bytes)),
            Spot::ArrayLength(object) => Val::ArrayLength(object),
            Spot::Element(table, index) => return Ok(self.element_of_table(table, index)),
            Spot::Global(global) if m.bytes >= 8 => Val::of(self.global(global).content),
            Spot::Global(_) => plain,
            Spot::Field(val, _) => val,
        };
        Ok(self.value(val))
    }

    /// Whether it is an access to memory 0 by an index, if any, which is seen at once to have no bits above 32, so that it stays inside reservation
    /// and guard. What is not is looked at as any other operand, so this refuses nothing. The base is r14.
    #[inline]
    pub(super) fn is_plainly_guarded(&mut self, m: Mem) -> bool {
        if self.registers[14] != BASE || m.scale != 0 || m.index == 5 {
            return false;
        }
        if m.disp < 0 || m.disp as u64 + u64::from(m.bytes) > self.plain_reach || self.next_site != self.at {
            return false;
        }
        m.index == NONE || self.small[0] >> (m.index & 15) & 1 != 0 || self.is_small_if_asked(m.index)
    }

    /// Whether an index is known to be small by the answer to a question, which is asked.
    fn is_small_if_asked(&mut self, index: u8) -> bool {
        let index = self.registers[usize::from(index)];
        index & ENTRY != 0 && !self.adds_far && self.need_small(index & !ENTRY)
    }

    /// What a table holds.
    fn element_of_table(&mut self, table: u32, index: Id) -> Id {
        let id = self.value(Val::of(ValType::Ref(self.module.tables[table as usize].ty.element)));
        let here = self.here();
        let admits = |what: What| matches!(what, What::Admits(t, _) if t == table);
        if let Some(What::Admits(_, ty)) = self.find_fact(index, &here, admits) {
            self.learn(Fact { of: id, what: What::Typed(ty) });
        }
        id
    }

    /// The low 64 bits of a constant.
    fn constant_at(&self, at: u32, bytes: u8) -> u64 {
        let bytes = usize::from(bytes).min(8);
        let constant = self.draft.code.get(at as usize..at as usize + bytes).unwrap_or_default();
        constant.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte))
    }

    fn global(&self, index: u32) -> GlobalType {
        self.module.globals[index as usize].ty
    }

    /// A value is stored.
    pub(super) fn store_value(&mut self, m: Mem, value: Id) -> Result<(), Box<Fault>> {
        if m.base == 5 {
            let (slot, within) = self.frame(m)?;
            let whole = within == 0 && m.bytes >= 8;
            self.write_slot(slot, if whole { value } else { JUNK });
            if whole && m.bytes == 16 {
                self.write_slot(slot + 1, JUNK);
            }
            return Ok(());
        }
        let spot = if m.base == 14 && self.is_plainly_guarded(m) { Spot::Memory } else { self.spot(m)? };
        let need = match spot {
            Spot::Element(table, _) => Need::of(ValType::Ref(self.module.tables[table as usize].ty.element)),
            Spot::Global(global) => {
                let ty = self.global(global);
                if !ty.mutable {
                    return self.fault("writes a global that is immutable");
                }
                Need::of(ty.content)
            }
            Spot::Memory => return self.show_to_guest(value),
            Spot::Heap | Spot::Field(_, true) => return Ok(()),
            Spot::Constant(_) | Spot::ArrayLength(_) | Spot::Field(_, false) => {
                return self.fault("writes what is only read");
            }
        };
        match need {
            Some(_) if m.bytes != 8 => self.fault("writes a part of a value"),
            Some(need) => self.require(value, need, "stores what is not of the type"),
            None => Ok(()),
        }
    }

    /// A value is written where the guest reads it.
    #[inline]
    pub(super) fn show_to_guest(&self, value: Id) -> Result<(), Box<Fault>> {
        if value >= PLAIN {
            return Ok(());
        }
        let val = self.val(value);
        if val.is_pointer() || matches!(val, Val::Func | Val::FuncAt(_)) {
            return self.fault("stores an address of the host where the guest reads it");
        }
        Ok(())
    }

    /// The operand in memory is changed by arithmetic.
    pub(super) fn change(&mut self, m: Mem, adds_constant: bool) -> Result<(), Box<Fault>> {
        match self.spot(m)? {
            Spot::Memory | Spot::Heap => Ok(()),
            Spot::Field(Val::Any, true) => Ok(()),
            // A cell is taken from a run.
            Spot::Field(Val::New, _) if adds_constant => Ok(()),
            _ => self.fault("changes what is only read"),
        }
    }

    fn spot(&mut self, m: Mem) -> Result<Spot, Box<Fault>> {
        match m.base {
            5 => self.fault("changes a slot of the frame in place"),
            RIP => {
                let end = m.disp.checked_add(m.bytes.into()).unwrap_or(i32::MAX);
                let inside =
                    m.disp as u32 >= self.draft.output.code_end && end as usize <= self.draft.code.len();
                if inside {
                    Ok(Spot::Constant(m.disp as u32))
                } else {
                    self.fault("no constant of this function")
                }
            }
            15 => self.context(m),
            4 | NONE => self.fault("an address that is no base and displacement"),
            base => {
                let base = self.registers[usize::from(base)];
                self.behind(m, base)
            }
        }
    }

    /// A slot, and the byte in it.
    fn frame(&self, m: Mem) -> Result<(u32, u32), Box<Fault>> {
        match self.frame_at(m.disp, m.bytes) {
            Some(found) if m.index == NONE => Ok(found),
            _ => self.fault("outside the frame, or across its slots"),
        }
    }

    /// The slot, and the byte in it, at this offset from rbp, if this many bytes from there are one slot or two whole ones.
    #[inline]
    pub(super) fn frame_at(&self, disp: i32, access: u8) -> Option<(u32, u32)> {
        let at = i64::from(disp) + 8 * i64::from(self.ahead);
        let end = at + i64::from(access);
        let within = (at & 7) as u32;
        let is_inside = at >= 0 && end <= 8 * i64::from(self.func.frame_slots);
        (is_inside && within + u32::from(access.min(8)) <= 8).then_some(((at / 8) as u32, within))
    }

    fn context(&mut self, m: Mem) -> Result<Spot, Box<Fault>> {
        let disp = m.disp as usize;
        let globals = offset_of!(VmContext, near_globals);
        if m.index == NONE && m.disp >= 0 && disp >= globals {
            let own = (disp - globals) / size_of::<VmGlobal>();
            let within = (disp - globals) % size_of::<VmGlobal>();
            let index = own + self.module.imported_globals as usize;
            if own < NEAR_GLOBALS && index < self.module.globals.len() {
                return self.global_part(m, index as u32, within);
            }
            return self.fault("no global of the module");
        }
        match context_field(disp).filter(|_| m.index == NONE && m.bytes == 8) {
            Some(val) => Ok(Spot::Field(val, false)),
            None => self.fault("not a field of the instance that is read"),
        }
    }

    fn global_part(&mut self, m: Mem, index: u32, within: usize) -> Result<Spot, Box<Fault>> {
        let bytes = if self.global(index).content == ValType::V128 { 16 } else { 8 };
        if within != offset_of!(VmGlobal, value) || m.bytes > bytes {
            return self.fault("not a global's value");
        }
        Ok(Spot::Global(index))
    }

    /// Behind an address in a register.
    fn behind(&mut self, m: Mem, base: Id) -> Result<Spot, Box<Fault>> {
        let index = if m.index == NONE { None } else { Some(self.registers[usize::from(m.index)]) };
        if m.index == 5 {
            return self.fault("an index that is an address");
        }
        if index.is_none() && self.is_inside(base, m) {
            return Ok(Spot::Memory);
        }
        match (self.pointer(base)?, index) {
            (Val::Base(memory), _) if m.scale == 0 => {
                self.memory(m, memory, index, m.disp.into())?;
                Ok(Spot::Memory)
            }
            (Val::Place(memory, index, disp), None) => {
                self.memory(m, memory, Some(index), i64::from(disp) + i64::from(m.disp))?;
                Ok(Spot::Memory)
            }
            (Val::TableBase(table), Some(index)) if m.scale == 3 && m.disp == 0 && m.bytes == 8 => {
                self.require(index, Need::InTable(table), "a table's length was not compared")?;
                Ok(Spot::Element(table, index))
            }
            (Val::Heap, Some(reference)) if m.scale == 0 => {
                self.object(m, reference, m.disp)?;
                Ok(Spot::Heap)
            }
            (Val::Object(reference), None) if m.disp == AUX_OFFSET as i32 && m.bytes == 4 => {
                self.object(m, reference, m.disp)?;
                Ok(Spot::ArrayLength(reference))
            }
            (Val::Object(array), Some(index)) if m.bytes <= 1 << m.scale => self.element(m, array, index),
            (Val::Element(array, first), Some(index)) if first == index && m.scale == 3 => {
                self.element(m, array, index)
            }
            (Val::Code(at), Some(index)) if m.scale == 2 && m.disp == 0 && m.bytes == 4 => {
                let table = self.table_at(at).map(|table| self.draft.output.tables[table]);
                let entries = table.map_or(0, |table| u64::from(table.1 - table.0) / 4);
                let here = self.here();
                let compared = |what| matches!(what, What::Below(limit) if u64::from(limit) <= entries);
                if self.find_fact(index, &here, compared).is_none() {
                    return self.fault("an index beyond a branch table");
                }
                self.require(index, Need::Small, "a branch table's index with bits above 32")?;
                Ok(Spot::Field(Val::Most(SMALL), false))
            }
            (pointer, None) if m.disp >= 0 => self.field(m, base, pointer, m.disp as usize),
            _ => self.fault("an address that is not proved to lie in anything"),
        }
    }

    /// An element of an array.
    fn element(&mut self, m: Mem, array: Id, index: Id) -> Result<Spot, Box<Fault>> {
        let here = self.here();
        let compared = self.find_fact(index, &here, |what| what == What::InArray(array)).is_some();
        if !compared || m.disp != HEADER_SIZE as i32 {
            return self.fault("an array's length was not compared");
        }
        self.require(index, Need::Small, "an array's index with bits above 32")?;
        Ok(Spot::Heap)
    }

    /// A field of a heap object, or its header.
    fn object(&mut self, m: Mem, reference: Id, disp: i32) -> Result<(), Box<Fault>> {
        let end = i64::from(disp) + i64::from(m.bytes);
        if disp < 0 || end > i64::from(self.largest_object()) {
            return self.fault("beyond any object of the module's types");
        }
        if self.val(reference) == Val::New {
            return Ok(());
        }
        self.require(reference, Need::Small, "a reference with bits above 32")?;
        self.require(reference, Need::NotNull, "a reference that may be null")
    }

    /// An access to a memory: guarded, or compared, or below what the memory has at least.
    fn memory(&mut self, m: Mem, memory: u32, index: Option<Id>, disp: i64) -> Result<(), Box<Fault>> {
        let bytes = i64::from(m.bytes);
        let ty = self.module.memories.get(memory as usize);
        let Some(ty) = ty else { return self.fault("the module has no such memory") };
        let Some(index) = index else {
            let least = pages_to_bytes(ty, ty.minimum);
            if disp >= 0 && (disp + bytes) as u64 <= least {
                return Ok(());
            }
            return self.guarded(memory, 0, disp + bytes, disp >= 0);
        };
        if disp >= 0 {
            let reach = (disp + bytes) as u64;
            // Where the reservation is too small for the greatest index the code compares, or knows a lesser one.
            let span = self.space.span.filter(|_| memory == 0).unwrap_or(0);
            let here = self.here();
            let is_far = SMALL.saturating_add(reach) > span;
            if is_far && self.is_known(index, Need::Reach(memory, reach), &here) {
                return Ok(());
            }
            let most = match self.val(index) {
                _ if reach > span => u64::MAX,
                Val::Const(_) | Val::Sum(..) | Val::Most(_) => self.bound(index),
                _ => SMALL,
            };
            if most.saturating_add(reach) <= span {
                let is_sum = self.adds_far
                    && index & ENTRY != 0
                    && matches!(self.guess(self.block, index & !ENTRY), Val::Sum(..));
                let most = if is_sum { span - reach } else { self.bound(index) };
                if is_sum {
                    self.require(index, Need::AtMost(most), "an address that may lie behind a reservation")?;
                }
                return self.guarded(memory, most, disp + bytes, true);
            }
            return self.require(index, Need::Reach(memory, reach), "a memory's length was not compared");
        }
        // The end was compared, and the access lies before it.
        let before = disp.unsigned_abs();
        if bytes as u64 > before {
            return self.fault("an access that lies behind the end that was compared");
        }
        self.require(index, Need::AtLeast(before), "an access that may lie before its memory")?;
        self.require(index, Need::Reach(memory, 0), "a memory's length was not compared")
    }

    /// Whether the farthest that an access reaches is inside reservation and guard.
    fn guarded(&mut self, memory: u32, most: u64, behind: i64, inside: bool) -> Result<(), Box<Fault>> {
        let span = if memory == 0 { self.space.span.unwrap_or(0) } else { 0 };
        let end = most.checked_add(behind as u64);
        if !inside || end.is_none_or(|end| end > span) {
            return self.fault(format!(
                "a memory's length was not compared, and an access reaches {behind:#x} behind {most:#x} of {span:#x}"
            ));
        }
        match self.site(self.at) {
            Some(_) => Ok(()),
            None => self.fault("may fault and is no site"),
        }
    }

    /// A field of a structure.
    fn field(&mut self, m: Mem, id: Id, pointer: Val, disp: usize) -> Result<Spot, Box<Fault>> {
        let count = disp / 8;
        let word = m.bytes == 8;
        let in_list = |len: usize| disp.is_multiple_of(8) && count < len && word;
        let module = self.module;
        let read = |val| Some(Spot::Field(val, false));
        let spot = match pointer {
            Val::Store if word && disp == offset_of!(VmStore, gc_base) => read(Val::Heap),
            Val::Store if word && disp == offset_of!(VmStore, gc_runs) => read(Val::Runs),
            Val::Store if word && disp == offset_of!(VmStore, gc_new) => read(Val::New),
            Val::Store if word && disp == offset_of!(VmStore, epoch) => read(Val::Epoch),
            Val::Store if word && disp == offset_of!(VmStore, epoch_deadline) => read(Val::Any),
            Val::Store if word && disp == offset_of!(VmStore, fuel) => Some(Spot::Field(Val::Any, true)),
            Val::Epoch if word && disp == 0 => read(Val::Any),
            Val::Memories if in_list(module.memories.len()) => read(Val::Memory(count as u32)),
            Val::Tables if in_list(module.tables.len()) => read(Val::Table(count as u32)),
            Val::Globals if in_list(module.globals.len()) => read(Val::Global(count as u32)),
            Val::Funcs if in_list(module.func_types.len()) => read(Val::FuncAt(count as u32)),
            Val::Counters if in_list(2 * module.codes.len()) => Some(Spot::Field(Val::Any, true)),
            Val::Memory(m) if word && disp == offset_of!(VmMemory, base) => read(Val::Base(m)),
            Val::Memory(m) if word && disp == offset_of!(VmMemory, len) => read(Val::Length(m)),
            Val::Memory(m) if word && disp == offset_of!(VmMemory, near) => read(Val::Near(m)),
            Val::Memory(m) if word && disp == offset_of!(VmMemory, shared_len) => {
                let shared = module.memories.get(m as usize).is_some_and(|ty| ty.shared);
                if shared { read(Val::SharedLength(m)) } else { None }
            }
            Val::SharedLength(m) if word && disp == 0 => read(Val::Length(m)),
            Val::Table(t) if word && disp == offset_of!(VmTable, base) => read(Val::TableBase(t)),
            Val::Table(t) if word && disp == offset_of!(VmTable, len) => read(Val::TableLength(t)),
            Val::Global(g) => return self.global_part(m, g, disp),
            Val::Runs => {
                let (class, field) = (disp / size_of::<Cells>(), disp % size_of::<Cells>());
                match field {
                    _ if class >= CELL_CLASSES || m.bytes != 4 => None,
                    _ if field == offset_of!(Cells, next) => read(Val::New),
                    _ if field == offset_of!(Cells, end) => read(Val::Most(SMALL)),
                    _ => None,
                }
            }
            pointer if !pointer.is_pointer() => self.field_of_function(m, id, disp)?,
            _ => None,
        };
        match spot {
            Some(spot) => Ok(spot),
            None => self.fault(format!("not a field that is read: {disp} behind {pointer:?}")),
        }
    }

    /// A field of a function reference that is not null.
    fn field_of_function(&mut self, m: Mem, id: Id, disp: usize) -> Result<Option<Spot>, Box<Fault>> {
        let val = match (disp, m.bytes) {
            (_, 4) if disp == offset_of!(VmFuncRef, ty) => Val::TypeOf(id),
            (_, 8) if disp == offset_of!(VmFuncRef, ctx) => Val::HomeOf(id),
            (_, 8) if disp == offset_of!(VmFuncRef, cell) => Val::CellOf(id),
            _ => return Ok(None),
        };
        if self.function != id {
            self.require(id, Need::Func, "an address that is no function reference")?;
            self.require(id, Need::NotNull, "a function reference that may be null")?;
            // Several of its fields are read, one after the other, and what is true of a value stays so.
            self.function = id;
        }
        Ok(Some(Spot::Field(val, false)))
    }
}
