//! What the emitter says of its code to the checker, which must not believe anything else.
//!
//! Four facts cannot be read from machine code: where an operation's code begins and ends, where its results are from then on,
//! whether a jump that leads there arrives before or after that point, and that an operation relies on flags that the one
//! before left. They are noted here, in the order in which they happen. Without the feature `check` nothing is
//! noted and nothing costs anything.

use super::asm::Label;
use super::regs::Reg;

/// A point between two instructions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The code of this operation begins.
    Begin(u32),
    /// The code of these operations, the first and the last, is complete; `None`: that of the function's entry. With the
    /// results that are in registers; the others are at home.
    End(Option<(u32, u32)>, Vec<(u32, Reg)>),
}

#[derive(Clone, Debug, Default)]
pub struct Log {
    /// By position.
    pub marks: Vec<(u32, Mark)>,
    /// Of each label its place, and how many `marks` came before it.
    pub bound: Vec<(Label, u32, u32)>,
    /// Jumps and entries of branch tables by position, with the label that they lead to.
    pub jumps: Vec<(u32, Label)>,
    /// Operations that look at flags instead of their operand.
    pub by_flags: Vec<u32>,
    /// The first operation of those whose code is not complete.
    open: Option<u32>,
    on: bool,
}

impl Log {
    /// Whether anything is noted.
    #[inline(always)]
    pub fn is_on(&self) -> bool {
        cfg!(feature = "check") && self.on
    }

    /// A new function begins, which is checked or not.
    pub fn begin_function(&mut self, on: bool) {
        self.on = on;
        if !self.is_on() {
            return;
        }
        self.marks.clear();
        self.bound.clear();
        self.jumps.clear();
        self.by_flags.clear();
        self.open = None;
    }

    /// The code of an operation begins. `continues`: that of the one before is part of it.
    #[inline(always)]
    pub fn begin(&mut self, pos: u32, op: u32, continues: bool) {
        if self.is_on() {
            if !continues {
                self.open = Some(op);
            }
            self.marks.push((pos, Mark::Begin(op)));
        }
    }

    /// The code of the operations up to this one is complete.
    pub fn end(&mut self, pos: u32, last: u32, places: Vec<(u32, Reg)>) {
        let first = self.open.take().unwrap_or(last);
        self.marks.push((pos, Mark::End(Some((first, last)), places)));
    }

    #[inline(always)]
    pub fn bind(&mut self, label: Label, pos: u32) {
        if self.is_on() {
            self.bound.push((label, pos, self.marks.len() as u32));
        }
    }

    #[inline(always)]
    pub fn jump(&mut self, pos: u32, label: Label) {
        if self.is_on() {
            self.jumps.push((pos, label));
        }
    }

    #[inline(always)]
    pub fn uses_flags(&mut self, op: usize) {
        if self.is_on() {
            self.by_flags.push(op as u32);
        }
    }
}
