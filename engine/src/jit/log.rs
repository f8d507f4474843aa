//! What the emitter says of its code to the checker, which must not believe anything else.
//!
//! Four facts cannot be read from machine code: where an operation's code begins and ends, where its results are from then on,
//! whether a jump that leads there arrives before or after that point, and that an operation relies on flags that the one
//! before left. They are noted here, in the order in which they happen; the assembler records labels and jumps
//! ([`LabelTrace`]). Without the feature `check` nothing is noted and nothing costs anything.

use super::x64::asm::LabelTrace;
use super::x64::regs::Reg;

/// A place between two instructions. Of labels bound there some may come before it and some after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Bytes of code before it.
    pub pos: u32,
    /// Labels that were bound before it.
    pub labels: u32,
}

/// What is said of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The code of this operation begins.
    Begin(u32),
    /// The code of these operations, the first and the last, is complete; `None`: that of the function's entry. With the
    /// results that are in registers; the others are in memory.
    End(Option<(u32, u32)>, Vec<(u32, Reg)>),
}

#[derive(Clone, Debug, Default)]
pub struct Log {
    /// In order.
    pub marks: Vec<(Point, Mark)>,
    /// The labels and jumps of the function: the assembler's, once all code is emitted.
    pub labels: LabelTrace,
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
        self.by_flags.clear();
        self.open = None;
    }

    /// The code of an operation begins. `continues`: that of the one before is part of it.
    #[inline(always)]
    pub fn begin(&mut self, point: Point, op: u32, continues: bool) {
        if self.is_on() {
            if !continues {
                self.open = Some(op);
            }
            self.marks.push((point, Mark::Begin(op)));
        }
    }

    /// The code of the operations up to this one is complete.
    pub fn end(&mut self, point: Point, last: u32, places: Vec<(u32, Reg)>) {
        let first = self.open.take().unwrap_or(last);
        self.marks.push((point, Mark::End(Some((first, last)), places)));
    }

    /// The code of the function's entry is complete.
    pub fn end_entry(&mut self, point: Point, places: Vec<(u32, Reg)>) {
        self.marks.push((point, Mark::End(None, places)));
    }

    #[inline(always)]
    pub fn uses_flags(&mut self, op: usize) {
        if self.is_on() {
            self.by_flags.push(op as u32);
        }
    }
}
