//! Operations with operands in contiguous slots: calls, throws, atomic accesses and builtins.
//!
//! How many slots they read and write is worked out here once more, and not asked of the compiler (`jit::ranges`): this room
//! is to find out whether what others believe of an operation is so.

use super::class::Readers;
use super::fault::Fault;
use super::flow::{Check, Flow, below};
use super::rows::is_32_bits;
use crate::ir::{Op, OpCode, RefTarget, Shape};
use crate::types::{CanonId, CompositeType, FuncType, MemoryType, StorageType};

/// The classes of several operands.
macro_rules! classes {
    ($($class:expr),*) => { &[$($class),*][..] };
}

impl<'a> Flow<'a> {
    pub(super) fn range(&mut self, op: &'a Op, code: OpCode) -> Check {
        match code.shape() {
            Shape::Call | Shape::CallIndirect | Shape::CallRef => self.call(op, code),
            Shape::Throw => {
                self.element("tag", &self.module.tag_types, op.imm)?;
                self.reachable = false;
                let payload = self.module.tag_type(op.imm as u32);
                self.values(op.base(), &payload.params)
            }
            Shape::Atomic => self.atomic(op, code),
            _ => self.builtin(op, code),
        }
    }

    fn call(&mut self, op: &Op, code: OpCode) -> Check {
        let ty = self.callee(op, code)?;
        let base = op.hi();
        self.values(base, &ty.params)?;
        let slots = ty.param_slots().max(ty.result_slots());
        self.in_frame(base, slots)?;
        let tail =
            [OpCode::ReturnCall, OpCode::ReturnCallImport, OpCode::ReturnCallIndirect, OpCode::ReturnCallRef];
        if tail.contains(&code) {
            self.in_frame(0, slots)?;
            self.reachable = false;
            let classes = |ty: &FuncType| ty.results.iter().map(|&ty| Readers::of(ty)).collect::<Vec<_>>();
            return if classes(ty) == classes(self.ty) { Ok(()) } else { Err(Fault::Results) };
        }
        self.give_away(base)?;
        let mut slot = base;
        for &result in &ty.results {
            self.write(slot, Readers::of(result))?;
            slot += result.slots();
        }
        Ok(())
    }

    /// The type of what is called; reads what says which function that is.
    fn callee(&self, op: &Op, code: OpCode) -> Check<&'a FuncType> {
        let module = self.module;
        let by_id = |id: u32| {
            module.func_type_with(CanonId(id)).ok_or(Fault::Index { what: "function type", index: id.into() })
        };
        let by_index = |index: u64| {
            self.element("function", &module.func_types, index)?;
            Ok(module.func_type(index as u32))
        };
        match code {
            OpCode::Call | OpCode::ReturnCall => {
                by_index(u64::from(module.imported_funcs) + u64::from(op.lo()))
            }
            OpCode::CallImport | OpCode::ReturnCallImport => {
                below("imported function", op.lo().into(), module.imported_funcs.into())?;
                by_index(op.lo().into())
            }
            OpCode::CallIndirect | OpCode::ReturnCallIndirect => {
                let table = self.element("table", &module.tables, op.table().into())?.ty;
                if Readers::of_heap(table.element.heap) != Readers::FUNC {
                    return Err(Fault::Index { what: "table of functions", index: op.table().into() });
                }
                self.read(op.b().into(), Readers::index(table.table64))?;
                by_id(op.lo())
            }
            _ => {
                self.read(op.b().into(), Readers::FUNC)?;
                by_id(op.lo())
            }
        }
    }

    /// Reads operands in contiguous slots.
    fn operands(&self, op: &Op, wanted: &[Readers]) -> Check {
        let mut slot = op.base();
        for &class in wanted {
            self.read(slot, class)?;
            slot += if class.is_v128() { 2 } else { 1 };
        }
        Ok(())
    }

    fn result(&mut self, op: &Op, class: Readers) -> Check {
        self.write(op.a.into(), class)
    }

    fn atomic(&mut self, op: &Op, code: OpCode) -> Check {
        let memory = self.memory_at(op.mem_index() as u64)?;
        let address = Readers::index(memory.memory64);
        let (value, old) = match is_32_bits(code) {
            true => (Readers::NUMBER32, Readers::WORD),
            false => (Readers::NUMBER64, Readers::NUMBER64),
        };
        let Some((Some(operands), results)) = code.range() else { return Ok(()) };
        self.operands(op, &[address, value, value][..(operands as usize).min(3)])?;
        if results > 0 { self.result(op, old) } else { Ok(()) }
    }

    fn memory_at(&self, index: u64) -> Check<&'a MemoryType> {
        self.element("memory", &self.module.memories, index)
    }

    /// Readers of a table's index and of its elements.
    fn table_at(&self, index: u32) -> Check<(bool, Readers)> {
        let ty = self.element("table", &self.module.tables, index.into())?.ty;
        Ok((ty.table64, Readers::of_heap(ty.element.heap)))
    }

    fn builtin(&mut self, op: &'a Op, code: OpCode) -> Check {
        use OpCode::*;
        const WORD: Readers = Readers::NUMBER32;
        const LONG: Readers = Readers::NUMBER64;
        match code {
            MemorySize | MemoryGrow | MemoryFill | MemoryCopy | MemoryInit | DataDrop => {
                self.memory(op, code)
            }
            TableGet | TableSet | TableSize | TableGrow | TableFill | TableCopy | TableInit | ElemDrop => {
                self.table(op, code)
            }
            RefFunc => {
                self.element("function", &self.module.funcs, op.lo().into())?;
                self.result(op, Readers::FUNC)
            }
            RefTest | RefCast | RefTestDescEq | RefCastDescEq => {
                let class = Readers::of_heap(RefTarget::unpack(op.imm).0.heap);
                match code {
                    RefTest | RefCast => self.operands(op, classes![class])?,
                    _ => self.operands(op, classes![class, Readers::OBJECT])?,
                }
                self.result(op, if matches!(code, RefTest | RefTestDescEq) { Readers::WORD } else { class })
            }
            I64Add128 | I64Sub128 | I64MulWideS | I64MulWideU => {
                let count = if matches!(code, I64Add128 | I64Sub128) { 4 } else { 2 };
                self.operands(op, &[LONG; 4][..count])?;
                self.write(op.a.into(), LONG)?;
                self.write(u32::from(op.a) + 1, LONG)
            }
            MemoryAtomicNotify | MemoryAtomicWait32 | MemoryAtomicWait64 => {
                let address = Readers::index(self.memory_at(op.mem_index() as u64)?.memory64);
                match code {
                    MemoryAtomicNotify => self.operands(op, classes![address, WORD])?,
                    MemoryAtomicWait32 => self.operands(op, classes![address, WORD, LONG])?,
                    _ => self.operands(op, classes![address, LONG, LONG])?,
                }
                self.result(op, Readers::WORD)
            }
            AtomicFence => Ok(()),
            StructNew | StructNewDefault | StructNewDesc | StructNewDefaultDesc => self.new_struct(op, code),
            _ => self.array(op, code),
        }
    }

    fn memory(&mut self, op: &Op, code: OpCode) -> Check {
        const WORD: Readers = Readers::NUMBER32;
        let (lo, hi) = (u64::from(op.lo()), u64::from(op.hi()));
        match code {
            OpCode::MemorySize | OpCode::MemoryGrow => {
                let is_64 = self.memory_at(lo)?.memory64;
                if code == OpCode::MemoryGrow {
                    self.operands(op, classes![Readers::index(is_64)])?;
                }
                self.result(op, Readers::size(is_64))
            }
            OpCode::MemoryFill => {
                let index = Readers::index(self.memory_at(lo)?.memory64);
                self.operands(op, classes![index, WORD, index])
            }
            OpCode::MemoryCopy => {
                let (to, from) = (self.memory_at(lo)?.memory64, self.memory_at(hi)?.memory64);
                self.operands(
                    op,
                    classes![Readers::index(to), Readers::index(from), Readers::index(to && from)],
                )
            }
            OpCode::MemoryInit => {
                self.element("data segment", &self.module.datas, lo)?;
                let to = Readers::index(self.memory_at(hi)?.memory64);
                self.operands(op, classes![to, WORD, WORD])
            }
            _ => self.element("data segment", &self.module.datas, lo).map(drop),
        }
    }

    fn table(&mut self, op: &Op, code: OpCode) -> Check {
        const WORD: Readers = Readers::NUMBER32;
        if code == OpCode::ElemDrop {
            return self.element("element segment", &self.module.elems, op.lo().into()).map(drop);
        }
        let (is_64, element) = self.table_at(if code == OpCode::TableInit { op.hi() } else { op.lo() })?;
        let index = Readers::index(is_64);
        match code {
            OpCode::TableGet => {
                self.operands(op, classes![index])?;
                self.result(op, element)
            }
            OpCode::TableSet => self.operands(op, classes![index, element]),
            OpCode::TableSize => self.result(op, Readers::size(is_64)),
            OpCode::TableGrow => {
                self.operands(op, classes![element, index])?;
                self.result(op, Readers::size(is_64))
            }
            OpCode::TableFill => self.operands(op, classes![index, element, index]),
            OpCode::TableCopy => {
                let (from_64, other) = self.table_at(op.hi())?;
                if other != element {
                    return Err(Fault::Index { what: "table with such elements", index: op.hi().into() });
                }
                self.operands(op, classes![index, Readers::index(from_64), Readers::index(is_64 && from_64)])
            }
            _ => {
                let segment = self.element("element segment", &self.module.elems, op.lo().into())?;
                if Readers::of_heap(segment.ty.heap) != element {
                    return Err(Fault::Index { what: "segment with such elements", index: op.lo().into() });
                }
                self.operands(op, classes![index, WORD, WORD])
            }
        }
    }

    /// What objects of this type are made of.
    fn composite(&self, id: u32) -> Check<&'a CompositeType> {
        let entry = self.module.type_with(CanonId(id));
        entry
            .map(|entry| &entry.sub.composite)
            .ok_or(Fault::Index { what: "type of objects", index: id.into() })
    }

    fn new_struct(&mut self, op: &Op, code: OpCode) -> Check {
        let CompositeType::Struct(fields) = self.composite(op.lo())? else {
            return Err(Fault::Index { what: "type of structs", index: op.lo().into() });
        };
        let mut slot = op.base();
        if matches!(code, OpCode::StructNew | OpCode::StructNewDesc) {
            for field in fields.iter() {
                self.read(slot, Readers::field(field.storage))?;
                slot += field.storage.unpack().slots();
            }
        }
        if matches!(code, OpCode::StructNewDesc | OpCode::StructNewDefaultDesc) {
            self.read(slot, Readers::OBJECT)?;
        }
        self.result(op, Readers::OBJECT)
    }

    fn array(&mut self, op: &Op, code: OpCode) -> Check {
        use OpCode::*;
        const WORD: Readers = Readers::NUMBER32;
        const OBJECT: Readers = Readers::OBJECT;
        let CompositeType::Array(element) = self.composite(op.lo())? else {
            return Err(Fault::Index { what: "type of arrays", index: op.lo().into() });
        };
        let value = Readers::field(element.storage);
        let (datas, elems) = (&self.module.datas, &self.module.elems);
        match code {
            ArrayNewData | ArrayInitData => {
                self.element("data segment", datas, op.hi().into())?;
                if let StorageType::Val(ty) = element.storage
                    && ty.is_ref()
                {
                    return Err(Fault::Index { what: "type of arrays of numbers", index: op.lo().into() });
                }
            }
            ArrayNewElem | ArrayInitElem => {
                let segment = self.element("element segment", elems, op.hi().into())?;
                if Readers::of_heap(segment.ty.heap) != value {
                    return Err(Fault::Index { what: "segment with such elements", index: op.hi().into() });
                }
            }
            _ => {}
        }
        match code {
            ArrayNew => self.operands(op, classes![value, WORD])?,
            ArrayNewDefault => self.operands(op, classes![WORD])?,
            ArrayNewData | ArrayNewElem => self.operands(op, classes![WORD, WORD])?,
            ArrayNewFixed => {
                let slots = element.storage.unpack().slots();
                self.in_frame(op.base(), op.hi().saturating_mul(slots))?;
                for i in 0..op.hi() {
                    self.read(op.base() + i * slots, value)?;
                }
            }
            ArrayFill => return self.operands(op, classes![OBJECT, WORD, value, WORD]),
            ArrayCopy => return self.operands(op, classes![OBJECT, WORD, OBJECT, WORD, WORD]),
            ArrayInitData | ArrayInitElem => return self.operands(op, classes![OBJECT, WORD, WORD, WORD]),
            _ => return Err(Fault::Index { what: "builtin with this number", index: code as u64 }),
        }
        self.result(op, OBJECT)
    }
}
