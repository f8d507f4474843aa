//! The operand stack while lowering: what each operand is, and the slot where it belongs.
//!
//! # Idea
//! Every operand has a *home*: the slot at its height above the locals. It need not be there. A constant
//! is only a number, a `local.get` only the local's name, until a consumer wants it; the consumer then reads the
//! constant from its own immediate and the local from the local's slot. Only results of operations
//! (`EntryKind::Temp`) lie in their homes.
//!
//! # Runs
//! A call may take and leave a thousand operands in two bytes. Operands that lie in their homes next to each other, of one class and one
//! slot each, may share one entry, a *run*; so such a call costs as much as any other. What takes many operands makes a run of them, and is quick
//! the next time. A block begins where an entry begins.
//!
//! # The classic trap
//! `local.get x; …; local.set x` must leave the old value to the pending operand. Each local keeps a list
//! of the operands that name it (`head`, linked by `Entry::prev`), and a write first copies them to their homes.
//!
//! # Control flow
//! At the entry of a block, operands that name locals are copied home (`flush`), so that every path out of the
//! block finds them at one place. Constants need not be: they are the same on every path.
//! `flushed` remembers how much of the stack is done, so each operand is looked at once: linear in total.

use crate::ir::{Op, OpCode, RegClass};
use crate::types::ValType;

use super::function::Lowerer;

/// No entry.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EntryKind {
    /// Lies in its home; and so do the next `value` operands, of one class, that this entry stands for as well.
    Temp,
    /// Names the local `value`.
    Local,
    /// Is the constant `value`.
    Const,
    /// Is constant `value` of the v128 pool.
    ConstV128,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) value: u64,
    /// Home slot.
    pub(super) slot: u32,
    /// For `EntryKind::Local`: the next older entry that names the same local.
    pub(super) prev: u32,
    pub(super) kind: EntryKind,
    pub(super) class: RegClass,
}

impl Entry {
    /// How many operands it stands for.
    fn count(&self) -> u32 {
        if self.kind == EntryKind::Temp { self.value as u32 + 1 } else { 1 }
    }
}

/// More entries than this that are taken together become one.
const JOINED: usize = 8;

impl Lowerer<'_> {
    /// Pushes an entry; returns its home.
    #[inline]
    fn push(&mut self, kind: EntryKind, value: u64, prev: u32, class: RegClass) -> u32 {
        let slot = self.top;
        self.stack.push(Entry { value, slot, prev, kind, class });
        self.top = slot + class.slots();
        self.touch(self.top);
        slot
    }

    /// Notes that slots below `end` are used.
    #[inline]
    pub(super) fn touch(&mut self, end: u32) {
        if end > self.max_slot {
            self.widen(end);
        }
    }

    /// Pushes an operand that is, or will be, in its home; returns the home.
    #[inline]
    pub(super) fn push_temp(&mut self, class: RegClass) -> u32 {
        self.push(EntryKind::Temp, 0, NONE, class)
    }

    /// Pushes operands of these types that are, or will be, in their homes. `ints`: all are of class `Int`.
    pub(super) fn push_temps(&mut self, types: &[ValType], ints: bool) {
        if ints {
            return self.push_run(types.len() as u32, RegClass::Int);
        }
        let same = |a: RegClass, b: RegClass| a == b && a != RegClass::Vector;
        for run in types.chunk_by(|&a, &b| same(RegClass::of(a), RegClass::of(b))) {
            self.push_run(run.len() as u32, RegClass::of(run[0]));
        }
    }

    fn push_run(&mut self, n: u32, class: RegClass) {
        if n > 0 {
            self.push(EntryKind::Temp, u64::from(n - 1), NONE, class);
            self.top += n - 1;
            self.touch(self.top);
        }
    }

    #[inline]
    pub(super) fn push_const(&mut self, value: u64, class: RegClass) {
        self.push(EntryKind::Const, value, NONE, class);
    }

    pub(super) fn push_const_v128(&mut self, pool_index: u64) {
        self.push(EntryKind::ConstV128, pool_index, NONE, RegClass::Vector);
    }

    #[inline]
    pub(super) fn push_local(&mut self, local: u32) {
        let index = self.stack.len() as u32;
        let (prev, class) = self.locals.name(local, index);
        self.push(EntryKind::Local, u64::from(local), prev, class);
    }

    /// Takes the top operand off the stack.
    #[inline]
    pub(super) fn pop(&mut self) -> Entry {
        let entry = self.pop_entry();
        if entry.kind == EntryKind::Temp && entry.value > 0 {
            return self.pop_of_run(entry);
        }
        entry
    }

    #[cold]
    fn pop_of_run(&mut self, run: Entry) -> Entry {
        self.stack.push(Entry { value: run.value - 1, ..run });
        self.top = run.slot + run.value as u32;
        Entry { slot: self.top, value: 0, ..run }
    }

    /// Takes the top entry off the stack.
    #[inline]
    fn pop_entry(&mut self) -> Entry {
        let Some(entry) = self.stack.pop() else {
            unreachable!("validation guarantees an operand");
        };
        if entry.kind == EntryKind::Local {
            self.locals.set_head(entry.value as u32, entry.prev);
        }
        self.top = entry.slot;
        self.flushed = self.flushed.min(self.stack.len());
        entry
    }

    /// Drops entries until `len` remain.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.stack.len() > len {
            self.pop_entry();
        }
    }

    /// Drops `n` operands.
    pub(super) fn drop_top(&mut self, n: usize) {
        let mut left = n as u32;
        while left > 0 {
            let run = self.pop_entry();
            let count = run.count();
            if count > left {
                self.top = run.slot + count - left;
                self.stack.push(Entry { value: u64::from(count - left - 1), ..run });
                return;
            }
            left -= count;
        }
    }

    /// The top operand.
    pub(super) fn peek(&self) -> Entry {
        match self.stack.last() {
            Some(&entry) if entry.kind == EntryKind::Temp => {
                Entry { slot: entry.slot + entry.value as u32, value: 0, ..entry }
            }
            Some(&entry) => entry,
            None => unreachable!("validation guarantees an operand"),
        }
    }

    /// The entry in which the top `n` operands begin, and how many others it stands for besides.
    pub(super) fn begin_of(&self, n: usize) -> (usize, u32) {
        let (mut index, mut left) = (self.stack.len(), n as u32);
        while left > 0 {
            index -= 1;
            let count = self.stack[index].count();
            if count > left {
                return (index, count - left);
            }
            left -= count;
        }
        (index, 0)
    }

    /// Home of the first of the top `n` operands.
    pub(super) fn first_slot(&self, n: usize) -> u32 {
        if n == 0 {
            return self.top;
        }
        let (index, others) = self.begin_of(n);
        self.stack[index].slot + others
    }

    /// Makes an entry begin with the top `n` operands, which are in their homes; returns its index.
    pub(super) fn split(&mut self, n: usize) -> usize {
        let (index, others) = self.begin_of(n);
        if others == 0 {
            return index;
        }
        let run = self.stack[index];
        let rest = Entry { value: run.value - u64::from(others), slot: run.slot + others, ..run };
        self.stack[index].value = u64::from(others - 1);
        self.stack.insert(index + 1, rest);
        self.flushed = self.flushed.min(index);
        index + 1
    }

    /// The slot an operand is read from, before it is brought within reach.
    pub(super) fn source_slot(&self, entry: &Entry) -> u32 {
        match entry.kind {
            EntryKind::Local => self.locals.place(entry.value as u32).0,
            _ => entry.slot,
        }
    }

    /// Copies an operand to `target`, wherever it is.
    pub(super) fn copy_to(&mut self, target: u32, entry: &Entry) {
        match entry.kind {
            EntryKind::Const => self.emit_const(target, entry.value, entry.class),
            EntryKind::ConstV128 => {
                let op = Op::new(OpCode::ConstV128, 0, 0, 0, entry.value);
                self.append_to_slot(op, target, RegClass::Vector);
            }
            EntryKind::Local | EntryKind::Temp => {
                let source = self.source_slot(entry);
                if source != target {
                    self.emit_copy(target, source, entry.class);
                }
            }
        }
    }

    /// Puts the operand at `index` of the stack into its home.
    fn materialize(&mut self, index: usize) {
        let entry = self.stack[index];
        if entry.kind != EntryKind::Temp {
            self.copy_to(entry.slot, &entry);
            (self.stack[index].kind, self.stack[index].value) = (EntryKind::Temp, 0);
        }
    }

    /// Puts the top `n` operands into their homes; returns the first of these slots.
    #[inline]
    pub(super) fn materialize_top(&mut self, n: usize) -> u32 {
        if n == 0 { self.top } else { self.materialize_several(n) }
    }

    fn materialize_several(&mut self, n: usize) -> u32 {
        let (first, others) = self.begin_of(n);
        for index in (first..self.stack.len()).rev() {
            let entry = self.stack[index];
            self.materialize(index);
            if entry.kind == EntryKind::Local {
                // From the top downwards, so this entry is the newest that still names the local.
                self.locals.set_head(entry.value as u32, entry.prev);
            }
        }
        if self.stack.len() - first > JOINED {
            self.join(first);
        }
        self.stack[first].slot + others
    }

    /// Makes runs of the entries from `first` on, which are in their homes.
    fn join(&mut self, first: usize) {
        let mut last = first;
        for index in first + 1..self.stack.len() {
            let entry = self.stack[index];
            if entry.class == RegClass::Vector || entry.class != self.stack[last].class {
                last += 1;
                self.stack[last] = entry;
            } else {
                self.stack[last].value += u64::from(entry.count());
            }
        }
        self.stack.truncate(last + 1);
        self.flushed = self.flushed.min(last + 1);
    }

    /// Puts every operand that names a local into its home.
    pub(super) fn flush(&mut self) {
        for index in self.flushed..self.stack.len() {
            let entry = self.stack[index];
            if entry.kind == EntryKind::Local {
                self.materialize(index);
                self.locals.set_head(entry.value as u32, NONE);
            }
        }
        self.flushed = self.stack.len();
    }

    /// Before a write to `local`: saves the operands that still mean its old value.
    fn preserve(&mut self, local: u32) {
        let mut index = self.locals.set_head(local, NONE);
        while index != NONE {
            let prev = self.stack[index as usize].prev;
            self.materialize(index as usize);
            index = prev;
        }
    }

    pub(super) fn local_set(&mut self, local: u32) {
        let entry = self.pop();
        self.assign(local, entry);
    }

    pub(super) fn local_tee(&mut self, local: u32) {
        let entry = self.pop();
        self.assign(local, entry);
        self.push_local(local);
    }

    fn assign(&mut self, local: u32, entry: Entry) {
        if entry.kind == EntryKind::Local && entry.value == u64::from(local) {
            return;
        }
        let slot = self.locals.place(local).0;
        if self.locals.head(local) != NONE {
            self.preserve(local);
        } else if let Some(producer) = self.producer(&entry)
            && let Ok(slot) = u16::try_from(slot)
        {
            // The value is computed where it is wanted.
            producer.a = slot;
            self.last = None;
            return;
        }
        self.copy_to(slot, &entry);
    }

    /// The operation just emitted, if it computed this operand and nothing has happened since.
    #[inline]
    pub(super) fn producer(&mut self, entry: &Entry) -> Option<&mut Op> {
        let last = self.last?;
        debug_assert_eq!(last + 1, self.ops.len());
        let op = &mut self.ops[last];
        (entry.kind == EntryKind::Temp && u32::from(op.a) == entry.slot).then_some(op)
    }
}
