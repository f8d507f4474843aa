//! The operand stack while lowering: what each operand is, and the slot where it belongs.
//!
//! # Idea
//! Every operand has a *home*: the slot at its height above the locals. It need not be there. A constant
//! is only a number, a `local.get` only the local's name, until a consumer wants it; the consumer then reads the
//! constant from its own immediate and the local from the local's slot. Only results of operations
//! (`Kind::Temp`) lie in their homes.
//!
//! # The classic trap
//! `local.get x; …; local.set x` must leave the old value to the pending operand. Each local keeps a list
//! of the operands that name it (`head`, linked by `Entry::prev`), and a write first copies them to their homes.
//!
//! # Control flow
//! At the entry of a block, operands that name locals are copied home (`flush`), so that every path out of the
//! block finds them at one place. Constants need not be: they are the same on every path.
//! `flushed` remembers how much of the stack is done, so each operand is looked at once: linear in total.

use crate::ir::{Op, OpCode};

use super::function::Lowerer;

/// No entry.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Lies in its home.
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
    /// For `Kind::Local`: the next older entry that names the same local.
    pub(super) prev: u32,
    pub(super) kind: Kind,
    /// A v128: takes two slots.
    pub(super) wide: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    pub(super) slot: u32,
    /// The newest entry that names this local.
    pub(super) head: u32,
    pub(super) wide: bool,
}

impl Lowerer<'_> {
    fn push(&mut self, kind: Kind, value: u64, wide: bool) -> Entry {
        let entry = Entry { value, slot: self.top, prev: NONE, kind, wide };
        self.stack.push(entry);
        self.top += 1 + u32::from(wide);
        self.touch(self.top);
        entry
    }

    /// Notes that slots below `end` are used.
    #[inline]
    pub(super) fn touch(&mut self, end: u32) {
        if end > self.max_slot {
            self.max_slot = end;
        }
    }

    /// Pushes an operand that is, or will be, in its home; returns the home.
    pub(super) fn push_temp(&mut self, wide: bool) -> u32 {
        self.push(Kind::Temp, 0, wide).slot
    }

    pub(super) fn push_const(&mut self, value: u64) {
        self.push(Kind::Const, value, false);
    }

    pub(super) fn push_const_v128(&mut self, pool_index: u64) {
        self.push(Kind::ConstV128, pool_index, true);
    }

    pub(super) fn push_local(&mut self, local: u32) {
        let index = self.stack.len() as u32;
        let l = &mut self.locals[local as usize];
        let (prev, wide) = (std::mem::replace(&mut l.head, index), l.wide);
        self.push(Kind::Local, u64::from(local), wide);
        if let Some(entry) = self.stack.last_mut() {
            entry.prev = prev;
        }
    }

    /// Takes the top operand off the stack.
    pub(super) fn pop(&mut self) -> Entry {
        let Some(entry) = self.stack.pop() else {
            unreachable!("validation guarantees an operand");
        };
        if entry.kind == Kind::Local {
            self.locals[entry.value as usize].head = entry.prev;
        }
        self.top = entry.slot;
        self.flushed = self.flushed.min(self.stack.len());
        entry
    }

    /// Drops operands until `len` remain.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.stack.len() > len {
            self.pop();
        }
    }

    /// The slot an operand is read from, before it is brought within reach.
    pub(super) fn source_slot(&self, entry: &Entry) -> u32 {
        match entry.kind {
            Kind::Local => self.locals[entry.value as usize].slot,
            _ => entry.slot,
        }
    }

    /// Copies an operand to `target`, wherever it is.
    pub(super) fn copy_to(&mut self, target: u32, entry: &Entry) {
        match entry.kind {
            Kind::Const => self.emit_const(target, entry.value),
            Kind::ConstV128 => {
                self.emit_to_slot(OpCode::ConstV128, target, true, 0, 0, entry.value);
            }
            Kind::Local | Kind::Temp => {
                let source = self.source_slot(entry);
                if source != target {
                    self.emit_copy(target, source, entry.wide);
                }
            }
        }
    }

    /// Puts the operand at `index` of the stack into its home.
    fn materialize(&mut self, index: usize) {
        let entry = self.stack[index];
        if entry.kind != Kind::Temp {
            self.copy_to(entry.slot, &entry);
            self.stack[index].kind = Kind::Temp;
        }
    }

    /// Puts the top `n` operands into their homes; returns the first of these slots.
    pub(super) fn materialize_top(&mut self, n: usize) -> u32 {
        for index in (self.stack.len() - n..self.stack.len()).rev() {
            let entry = self.stack[index];
            self.materialize(index);
            if entry.kind == Kind::Local {
                // From the top downwards, so this entry is the newest that still names the local.
                self.locals[entry.value as usize].head = entry.prev;
            }
        }
        match n {
            0 => self.top,
            n => self.stack[self.stack.len() - n].slot,
        }
    }

    /// Puts every operand that names a local into its home.
    pub(super) fn flush(&mut self) {
        for index in self.flushed..self.stack.len() {
            let entry = self.stack[index];
            if entry.kind == Kind::Local {
                self.materialize(index);
                self.locals[entry.value as usize].head = NONE;
            }
        }
        self.flushed = self.stack.len();
    }

    /// Before a write to `local`: saves the operands that still mean its old value.
    fn preserve(&mut self, local: u32) {
        let mut index = std::mem::replace(&mut self.locals[local as usize].head, NONE);
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
        if entry.kind == Kind::Local && entry.value == u64::from(local) {
            return;
        }
        let Local { slot, head, .. } = self.locals[local as usize];
        if head == NONE
            && entry.kind == Kind::Temp
            && let Some(producer) = self.producer(&entry)
            && slot <= u32::from(u16::MAX)
        {
            // The value is computed where it is wanted.
            producer.a = slot as u16;
            self.last = None;
            return;
        }
        self.preserve(local);
        self.copy_to(slot, &entry);
    }

    /// The operation just emitted, if it computed this operand and nothing has happened since.
    pub(super) fn producer(&mut self, entry: &Entry) -> Option<&mut Op> {
        let last = self.last?;
        debug_assert_eq!(last + 1, self.ops.len());
        let op = &mut self.ops[last];
        (entry.kind == Kind::Temp && u32::from(op.a) == entry.slot).then_some(op)
    }
}
