//! What each slot holds at each operation, on every path.
//!
//! # Idea
//! One walk forward. A local's class is declared in the function's bytes, and whoever writes it must respect that, so locals need no
//! flow at all. The slots above them have a class each, as far up as anything was written. A branch forward
//! leaves the classes at its target, where those of all paths meet; of a branch back the loop's header must have assumed no more than
//! arrives. If it has, the header assumes less and the walk is repeated: classes only shrink, so two walks are the rule with loops.
//!
//! # Exceptions
//! A handler finds the slots below its payload as they were where the exception came from. They are left there at the first operation
//! of a try range that may throw, and again after a write to one of them.
//!
//! # Cost
//! Linear where operand stacks are low. A function with very many labels below very many operands is refused; `WORK` bounds it.

use std::collections::HashMap;

use super::Tries;
use super::class::Readers;
use super::fault::{Fault, Malformed};
use super::rows::{How, ROWS, lanes, moved};
use super::shape::{branches, target};
use crate::ir::{Func, Op, OpCode, RegClass, Shape};
use crate::module::ModuleData;
use crate::module::convert::body_val_type;
use crate::types::{FuncType, ValType};

/// Scratch slots behind the parameters of a function whose frame is large.
const SCRATCH: u32 = 8;

/// Slots looked at, at labels, for each operation and altogether; and walks.
const WORK: (usize, usize) = (256, 64 << 20);
const WALKS: usize = 100;

pub(super) type Check<T = ()> = Result<T, Fault>;

pub(super) struct Flow<'a> {
    pub(super) module: &'a ModuleData,
    pub(super) func: &'a Func,
    tries: &'a Tries,
    pub(super) ty: &'a FuncType,
    /// Classes of the locals; of scratch slots what they hold now.
    locals: Vec<Readers>,
    scratch: std::ops::Range<u32>,
    /// Classes of the slots above the locals, as far as anything was written.
    stack: Vec<Readers>,
    at: usize,
    pub(super) reachable: bool,
    /// For each operation: none, or what is saved for it, counted from 1.
    labels: Vec<u32>,
    saved: Vec<(usize, usize)>,
    classes: Vec<Readers>,
    /// Operations that a branch back, or a handler before its range, goes to.
    headers: Vec<bool>,
    /// What headers assume less than what the first walk brought there.
    narrowed: HashMap<usize, Vec<Readers>>,
    changed: Vec<usize>,
    /// Try ranges around this operation, the innermost last; whether their handlers must be told of a change.
    active: Vec<(usize, bool)>,
    next_range: usize,
    /// Slots above the locals that handlers of active ranges rely on.
    watched: usize,
    work: usize,
}

pub(super) fn check(
    module: &ModuleData,
    defined: usize,
    func: &Func,
    tries: &Tries,
) -> Result<(), Malformed> {
    let index = module.func_index(defined);
    let wrong = |at: usize, fault: Fault| Malformed::new(index, func, at, fault);
    let mut flow = Flow::new(module, defined, func, tries).map_err(|fault| wrong(0, fault))?;
    for _ in 0..WALKS {
        flow.walk().map_err(|fault| wrong(flow.at, fault))?;
        if flow.changed.is_empty() {
            return Ok(());
        }
        for header in std::mem::take(&mut flow.changed) {
            let (start, len) = flow.saved[flow.labels[header] as usize - 1];
            flow.narrowed.insert(header, flow.classes[start..start + len].to_vec());
        }
    }
    Err(wrong(0, Fault::TooMuch))
}

impl<'a> Flow<'a> {
    fn new(module: &'a ModuleData, defined: usize, func: &'a Func, tries: &'a Tries) -> Check<Self> {
        let ty = module.defined_func_type(defined);
        let (locals, scratch) = locals(module, defined, func, ty)?;
        let mut headers = vec![false; func.ops.len()];
        for at in (0..func.ops.len()).filter(|&at| branches(func.ops[at].code())) {
            if let Some(to) = target(func, at).filter(|&to| to <= at) {
                headers[to] = true;
            }
        }
        for range in tries {
            for catch in range.catches.iter().filter(|catch| catch.target < range.end) {
                headers[catch.target] = true;
            }
        }
        Ok(Flow {
            module,
            func,
            tries,
            ty,
            locals,
            scratch,
            stack: Vec::new(),
            at: 0,
            reachable: true,
            labels: vec![0; func.ops.len()],
            saved: Vec::new(),
            classes: Vec::new(),
            headers,
            narrowed: HashMap::new(),
            changed: Vec::new(),
            active: Vec::new(),
            next_range: 0,
            watched: 0,
            work: 0,
        })
    }

    fn walk(&mut self) -> Check {
        self.labels.fill(0);
        self.saved.clear();
        self.classes.clear();
        self.stack.clear();
        self.forget_scratch();
        self.active.clear();
        (self.next_range, self.watched) = (self.tries.len(), 0);
        self.reachable = true;
        for at in 0..self.func.ops.len() {
            self.at = at;
            if self.labels[at] != 0 {
                self.arrive();
            }
            if self.reachable && self.headers[at] {
                self.enter_loop();
            }
            if !self.tries.is_empty() {
                self.enter_and_leave_ranges();
            }
            if self.reachable {
                self.step(&self.func.ops[at])?;
            }
        }
        if self.reachable { Err(Fault::End) } else { Ok(()) }
    }

    // Slots.

    fn place(&self, slot: u32) -> Option<usize> {
        slot.checked_sub(self.func.local_slots).map(|above| above as usize)
    }

    fn class(&self, slot: u32) -> Readers {
        match self.place(slot) {
            Some(above) => self.stack.get(above).copied().unwrap_or(Readers::NOTHING),
            None => self.locals[slot as usize],
        }
    }

    pub(super) fn in_frame(&self, first: u32, count: u32) -> Check {
        let end = u64::from(first) + u64::from(count);
        let frame = self.func.frame_slots;
        if end <= frame.into() { Ok(()) } else { Err(Fault::Frame { slot: end - 1, frame }) }
    }

    /// What an operand holds, which must be for these readers.
    #[inline]
    pub(super) fn read(&self, slot: u32, wanted: Readers) -> Check<Readers> {
        if wanted.is_v128() {
            self.in_frame(slot, 2)?;
            let (low, high) = (self.class(slot), self.class(slot + 1));
            return match low.serves(Readers::LOW) && high.serves(Readers::HIGH) {
                true => Ok(Readers::V128),
                false => Err(Fault::Read { slot, wanted, held: low.and(high) }),
            };
        }
        self.in_frame(slot, 1)?;
        let held = self.class(slot);
        if held.serves(wanted) { Ok(held) } else { Err(Fault::Read { slot, wanted, held }) }
    }

    /// Writes a result; a v128 to two slots.
    #[inline]
    pub(super) fn write(&mut self, slot: u32, class: Readers) -> Check {
        if class.is_v128() {
            self.put(slot, Readers::LOW)?;
            return self.put(slot + 1, Readers::HIGH);
        }
        self.put(slot, class)
    }

    fn put(&mut self, slot: u32, class: Readers) -> Check {
        self.in_frame(slot, 1)?;
        let Some(above) = self.place(slot) else {
            let local = &mut self.locals[slot as usize];
            if self.scratch.contains(&slot) {
                *local = class;
            } else if !class.includes(*local) {
                return Err(Fault::Written { slot, declared: *local, written: class });
            }
            return Ok(());
        };
        if above < self.watched {
            self.tell_handlers();
        }
        if above >= self.stack.len() {
            self.stack.resize(above + 1, Readers::NOTHING);
        }
        self.stack[above] = class;
        Ok(())
    }

    /// A callee's frame begins at a slot: nothing from there on is what it was.
    pub(super) fn give_away(&mut self, base: u32) -> Check {
        let Some(above) = self.place(base) else { return Err(Fault::CalleeFrame(base)) };
        if above < self.watched {
            self.tell_handlers();
        }
        self.stack.truncate(above);
        if self.active.iter().any(|range| range.1) {
            self.leave_at_handlers()?;
        }
        Ok(())
    }

    fn forget_scratch(&mut self) {
        for slot in self.scratch.clone() {
            self.locals[slot as usize] = Readers::NOTHING;
        }
    }

    // Labels.

    /// Paths meet here.
    fn arrive(&mut self) {
        let (start, len) = self.saved[self.labels[self.at] as usize - 1];
        let saved = &self.classes[start..start + len];
        if self.reachable {
            meet(&mut self.stack, saved);
        } else {
            self.stack.clear();
            self.stack.extend_from_slice(saved);
        }
        self.work += len;
        self.reachable = true;
        self.forget_scratch();
        self.tell_handlers();
    }

    fn enter_loop(&mut self) {
        if let Some(less) = self.narrowed.get(&self.at) {
            meet(&mut self.stack, less);
        }
        self.forget_scratch();
        self.tell_handlers();
        self.save(self.at, self.stack.len());
        let (start, _) = self.saved[self.saved.len() - 1];
        self.classes[start..].copy_from_slice(&self.stack);
    }

    /// Makes room for the classes at a label.
    fn save(&mut self, label: usize, len: usize) {
        let start = self.classes.len();
        self.classes.resize(start + len, Readers::NOTHING);
        self.saved.push((start, len));
        self.labels[label] = self.saved.len() as u32;
        self.work += len;
    }

    /// A branch with what is there now.
    fn branch(&mut self, to: usize) -> Check {
        let state = std::mem::take(&mut self.stack);
        let done = self.bring(to, &state);
        self.stack = state;
        done
    }

    /// A path with these classes goes on at a label.
    fn bring(&mut self, to: usize, state: &[Readers]) -> Check {
        self.work += state.len();
        let (per_op, free) = WORK;
        if self.work > per_op * self.func.ops.len() + free {
            return Err(Fault::TooMuch);
        }
        if self.labels[to] == 0 {
            if to <= self.at {
                // Nothing but this leads there.
                return Err(Fault::Target(to as i64));
            }
            self.save(to, state.len());
            let start = self.classes.len() - state.len();
            self.classes[start..].copy_from_slice(state);
            return Ok(());
        }
        let saved = &mut self.saved[self.labels[to] as usize - 1];
        let classes = &mut self.classes[saved.0..saved.0 + saved.1];
        if to > self.at {
            saved.1 = saved.1.min(state.len());
            classes.iter_mut().zip(state).for_each(|(class, new)| *class = class.and(*new));
            return Ok(());
        }
        let mut assumed_too_much = false;
        for (i, class) in classes.iter_mut().enumerate() {
            let new = state.get(i).copied().unwrap_or(Readers::NOTHING);
            assumed_too_much |= !new.includes(*class);
            *class = class.and(new);
        }
        if assumed_too_much && self.changed.last() != Some(&to) {
            self.changed.push(to);
        }
        Ok(())
    }

    // Try ranges.

    fn enter_and_leave_ranges(&mut self) {
        let tries = self.tries;
        while self.active.last().is_some_and(|&(range, _)| tries[range].end <= self.at) {
            self.active.pop();
        }
        while let Some(range) = self.next_range.checked_sub(1)
            && tries[range].start <= self.at
        {
            self.next_range = range;
            if tries[range].end > self.at {
                self.active.push((range, true));
            }
        }
        let catches = self.active.iter().flat_map(|&(range, _)| &tries[range].catches);
        let relied_on = catches.map(|catch| (catch.slot - self.func.local_slots) as usize);
        self.watched = relied_on.max().unwrap_or(0);
    }

    fn tell_handlers(&mut self) {
        self.active.iter_mut().for_each(|range| range.1 = true);
    }

    /// An exception may come from here: handlers that were told nothing, or something else, are told.
    fn leave_at_handlers(&mut self) -> Check {
        let func = self.func;
        let mut state = Vec::new();
        for i in 0..self.active.len() {
            let (range, stale) = self.active[i];
            self.active[i].1 = false;
            if !stale {
                continue;
            }
            for catch in &self.tries[range].catches {
                let below = (catch.slot - func.local_slots) as usize;
                state.clear();
                state.extend_from_slice(&self.stack[..below.min(self.stack.len())]);
                state.resize(below, Readers::NOTHING);
                if let Some(tag) = catch.tag {
                    self.module.tag_type(tag).params.iter().for_each(|&ty| push(&mut state, ty));
                }
                if catch.with_ref {
                    state.push(Readers::EXCEPTION);
                }
                self.bring(catch.target, &state)?;
            }
        }
        Ok(())
    }

    // Operations.

    fn step(&mut self, op: &'a Op) -> Check {
        let code = op.code();
        let row = &ROWS[code as usize];
        if !self.active.is_empty() && self.active.iter().any(|range| range.1) && may_throw(code) {
            self.leave_at_handlers()?;
        }
        if row.how == How::Other {
            return self.other(op, code);
        }
        let mut wanted = row.operands;
        if row.how == How::Memory {
            let memory = self.element("memory", &self.module.memories, op.mem_index() as u64)?;
            wanted[0] = Readers::index(memory.memory64);
            if matches!(code.shape(), Shape::LoadLane | Shape::StoreLane) {
                below("lane", op.mem_lane().into(), lanes(code))?;
            }
        }
        let mut held = [Readers::NOTHING; 3];
        for (i, (_, slot)) in op.field_uses(row.fields).into_iter().enumerate() {
            if !wanted[i].is_nothing() {
                held[i] = self.read(slot, wanted[i])?;
            }
        }
        let result = match row.how {
            How::Move => moved(code, held),
            How::More => {
                self.more(op, code)?;
                row.def
            }
            _ => row.def,
        };
        if row.fields.def == crate::ir::Kind::None {
            return Ok(());
        }
        if result.is_nothing() {
            return Err(Fault::Read { slot: op.c().into(), wanted: held[0], held: held[1] });
        }
        self.write(op.a.into(), result)
    }

    /// What the fields of a row do not say.
    fn more(&mut self, op: &Op, code: OpCode) -> Check {
        match code.shape() {
            Shape::Extract | Shape::Replace => below("lane", op.imm, lanes(code)),
            Shape::Shuffle => self.element("v128 constant", &self.func.v128s, op.imm).map(drop),
            Shape::GlobalSet => {
                let global = self.element("global", &self.module.globals, op.imm)?;
                self.read(op.b().into(), Readers::reader(global.ty.content)).map(drop)
            }
            Shape::Br | Shape::BrIf | Shape::BrCmp | Shape::BrCmpImm => {
                let to = target(self.func, self.at).ok_or(Fault::Target(-1))?;
                self.reachable = code != OpCode::Br;
                self.branch(to)
            }
            Shape::BrTable => {
                let mut last = None;
                for entry in self.at + 1..=self.at + 1 + op.hi() as usize {
                    let to = target(self.func, entry);
                    if to != last {
                        self.branch(to.ok_or(Fault::Target(-1))?)?;
                    }
                    last = to;
                }
                self.reachable = false;
                Ok(())
            }
            Shape::Return1 => {
                self.reachable = false;
                match &self.ty.results[..] {
                    [ty] if code == RegClass::of(*ty).return_one() => {
                        self.read(op.b().into(), Readers::reader(*ty)).map(drop)
                    }
                    _ => Err(Fault::Results),
                }
            }
            Shape::ThrowRef => {
                self.reachable = false;
                Ok(())
            }
            // Accesses of memory 0 with 32-bit addresses.
            _ => match self.module.memories.first() {
                Some(memory) if !memory.memory64 => Ok(()),
                _ => Err(Fault::Index { what: "memory with 32-bit addresses", index: 0 }),
            },
        }
    }

    fn other(&mut self, op: &'a Op, code: OpCode) -> Check {
        match code.shape() {
            Shape::Const if code == OpCode::ConstFloat => self.write(op.a.into(), Readers::of_float(op.imm)),
            Shape::Const => self.write(op.a.into(), Readers::of_bits(op.imm)),
            Shape::ConstV128 => {
                self.element("v128 constant", &self.func.v128s, op.imm)?;
                self.write(op.a.into(), Readers::V128)
            }
            Shape::Far | Shape::Span => {
                let (count, wanted) = match code {
                    OpCode::CopyFar => (1, Readers::INT),
                    OpCode::CopyFarFloat => (1, Readers::FLOAT),
                    OpCode::CopyFarV128 => (2, Readers::V128),
                    OpCode::CopySpanFloat => (op.a.into(), Readers::FLOAT),
                    _ => (op.a.into(), Readers::INT),
                };
                self.copy(op.lo(), op.hi(), count, wanted)
            }
            Shape::GlobalGet => {
                let ty = self.element("global", &self.module.globals, op.imm)?.ty.content;
                if code != RegClass::of(ty).global_get() {
                    return Err(Fault::Index { what: "global of this class", index: op.imm });
                }
                self.write(op.a.into(), Readers::of(ty))
            }
            Shape::ReturnSpan => {
                self.reachable = false;
                if u32::from(op.a) != self.func.result_slots {
                    return Err(Fault::Results);
                }
                self.values(op.lo(), &self.ty.results)
            }
            Shape::Plain => {
                self.reachable = code == OpCode::Epoch;
                match code == OpCode::Return0 && !self.ty.results.is_empty() {
                    true => Err(Fault::Results),
                    false => Ok(()),
                }
            }
            Shape::Imm => match code {
                OpCode::Count => below("counter", op.imm, 2 * self.module.bodies.len() as u64),
                _ => Ok(()),
            },
            _ => self.range(op, code),
        }
    }

    /// Slots for these readers move as if through a buffer.
    fn copy(&mut self, from: u32, to: u32, count: u32, wanted: Readers) -> Check {
        self.in_frame(from, count)?;
        let moved: Vec<Readers> = (from..from + count).map(|slot| self.class(slot)).collect();
        for (i, &held) in moved.iter().enumerate() {
            let (slot, class) = (from + i as u32, held.and(wanted));
            if class.is_nothing() {
                return Err(Fault::Read { slot, wanted, held });
            }
            self.in_frame(to, i as u32 + 1)?;
            self.put(to + i as u32, class)?;
        }
        Ok(())
    }

    /// Reads values of these types from contiguous slots.
    pub(super) fn values(&self, base: u32, types: &[ValType]) -> Check {
        let mut slot = base;
        for &ty in types {
            self.read(slot, Readers::reader(ty))?;
            slot += ty.slots();
        }
        Ok(())
    }

    /// The definition with this index.
    pub(super) fn element<T>(&self, what: &'static str, all: &'a [T], index: u64) -> Check<&'a T> {
        let found = usize::try_from(index).ok().and_then(|at| all.get(at));
        found.ok_or(Fault::Index { what, index })
    }
}

pub(super) fn below(what: &'static str, index: u64, end: u64) -> Check {
    if index < end { Ok(()) } else { Err(Fault::Index { what, index }) }
}

/// What holds on both paths.
fn meet(here: &mut Vec<Readers>, there: &[Readers]) {
    here.truncate(there.len());
    here.iter_mut().zip(there).for_each(|(class, other)| *class = class.and(*other));
}

fn push(state: &mut Vec<Readers>, ty: ValType) {
    match Readers::of(ty) {
        Readers::V128 => state.extend([Readers::LOW, Readers::HIGH]),
        class => state.push(class),
    }
}

/// Whether an exception may come from the operation, of builtins to be sure.
fn may_throw(code: OpCode) -> bool {
    matches!(
        code.shape(),
        Shape::Call | Shape::CallIndirect | Shape::CallRef | Shape::Throw | Shape::ThrowRef | Shape::Runtime
    )
}

/// Classes of the locals, from the function's type and its bytes, and where the scratch slots are.
fn locals(
    module: &ModuleData,
    defined: usize,
    func: &Func,
    ty: &FuncType,
) -> Check<(Vec<Readers>, std::ops::Range<u32>)> {
    let mut declared = Vec::with_capacity(func.local_slots as usize);
    let body = module.valid_body(defined).map_err(|_| Fault::Locals)?;
    let mut reader = body.body().get_locals_reader().map_err(|_| Fault::Locals)?;
    for _ in 0..reader.get_count() {
        let (count, ty) = reader.read().map_err(|_| Fault::Locals)?;
        let ty = body_val_type(module, ty);
        for _ in 0..count {
            push(&mut declared, ty);
        }
    }
    let mut classes = Vec::with_capacity(func.local_slots as usize);
    ty.params.iter().for_each(|&ty| push(&mut classes, ty));
    let params = classes.len();
    let scratch = (func.local_slots as usize).checked_sub(params + declared.len());
    match scratch {
        Some(0) => {}
        // The scratch slots of a function without locals stand above its parameters like any operand.
        Some(count) if count == SCRATCH as usize => classes.resize(params + count, Readers::NOTHING),
        _ => return Err(Fault::Sizes),
    }
    let scratch = params as u32..classes.len() as u32;
    classes.append(&mut declared);
    Ok((classes, scratch))
}
