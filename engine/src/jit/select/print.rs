//! Instructions as text: for `wx objdump --stage select` and for unit tests.
//!
//! An instruction is one line: the operations that it stands for, the result, the operands in the order in which the template
//! numbers them, and what else it says of itself.
//! ```text
//!   1..2  s4 int <- s0 int reg, s3 int loaded, s1 int reg last late; temps 1 0; address [#2 + 0x8] 4 bytes guarded of 1
//! ```

use std::fmt::{self, Display, Formatter, Write};

use super::{Context, select};
use crate::jit::analysis::mark;
use crate::jit::inst::{Address, Check, Constraint, Def, Inst, Use};
use crate::jit::reg::{RegClass, RegSet};
use crate::lower::print_op;

/// The operations of a function, each instruction after the last one that it stands for. For those without one a builtin or a stub is called.
pub fn print(cx: &Context) -> String {
    let mut out = String::new();
    let mut inst = Inst::EMPTY;
    let mut at = 0;
    while at < cx.func.ops.len() {
        let is_entry = cx.analysis.cfg.marks[at] & mark::ENTRY != 0;
        let is_selected = !is_entry && select(cx, at, &mut inst, &mut |_| ());
        let last = if is_selected { inst.last as usize } else { at };
        for op in at..=last {
            let _ = writeln!(out, "{}", print_op(cx.func, op).trim_end());
        }
        if is_selected {
            let _ = writeln!(out, "  = {inst}");
        }
        at = last + 1;
    }
    out
}

/// Writes the word if it is true of what was written before.
fn words<const N: usize>(f: &mut Formatter, words: [(bool, &str); N]) -> fmt::Result {
    words.iter().filter(|word| word.0).try_for_each(|word| write!(f, " {}", word.1))
}

impl Display for Inst {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        self.write_ops(f)?;
        if let Some(def) = self.def {
            write!(f, "  {def} <-")?;
        } else {
            f.write_str(" ")?;
        }
        for (i, operand) in self.uses().iter().enumerate() {
            write!(f, "{}{operand}", if i == 0 { " " } else { ", " })?;
        }
        if self.temps != [0, 0] {
            write!(f, "; temps {} {}", self.temps[0], self.temps[1])?;
        }
        if self.clobbers != 0 {
            f.write_str("; clobbers")?;
            RegSet(self.clobbers).try_for_each(|reg| write!(f, " {reg}"))?;
        }
        if let Some(address) = self.address {
            write!(f, "; address {address}")?;
        }
        if self.form.scale != 0 {
            write!(f, "; scale {}", self.form.scale)?;
        }
        if let Some(first) = self.form.selected {
            write!(f, "; selects #{first} or #{}", first + 1)?;
        }
        if let Some(carry) = self.form.carry {
            let (sign, bits) = (if carry.subtracts { '-' } else { '+' }, if carry.wide { 64 } else { 32 });
            write!(f, "; #{} {sign} carry in {bits} bits", carry.operand)?;
        }
        for (flag, name) in
            [(self.commutes, "commutes"), (self.form.swapped, "swapped"), (self.form.tested, "tested")]
        {
            if flag {
                write!(f, "; {name}")?;
            }
        }
        match self.target {
            Some(target) if self.form.inverted => write!(f, "; if not -> {target}"),
            Some(target) => write!(f, "; if -> {target}"),
            None => Ok(()),
        }
    }
}

impl Inst {
    /// The operations that it stands for.
    pub fn write_ops(&self, f: &mut Formatter) -> fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}..{}", self.first, self.last),
        }
    }
}

impl Display for Def {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "s{} {}", self.slot, name(self.class))?;
        if let Some(reg) = self.fixed {
            write!(f, " in {reg}")?;
        }
        words(f, [(self.early, "early"), (self.dead, "dead")])
    }
}

impl Display for Use {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "s{} {} {}", self.slot, name(self.class), self.constraint)?;
        words(f, [(self.last, "last"), (self.late, "late")])
    }
}

impl Display for Constraint {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        match self {
            Constraint::Reg => f.write_str("reg"),
            Constraint::RegOrSlot => f.write_str("reg|slot"),
            Constraint::Fixed(reg) => write!(f, "in {reg}"),
            Constraint::Loaded => f.write_str("loaded"),
            Constraint::Unread => f.write_str("unread"),
        }
    }
}

/// Operands and temporaries are those of the instruction, by number: `#`, `t`.
impl Display for Address {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str("[")?;
        for part in 0..self.parts {
            write!(f, "{}#{}", if part == 0 { "" } else { " + " }, self.first + part)?;
        }
        if self.scale != 0 {
            write!(f, " << {}", self.scale)?;
        }
        if let Some(plus) = self.plus {
            write!(f, " + {plus:#x} in 32 bits")?;
        }
        let offset = if self.parts == 0 { "" } else { " + " };
        let check = match self.check {
            Check::Guarded => "guarded",
            Check::Inside => "inside",
            Check::Near => "near",
            Check::Full => "full",
        };
        write!(f, "{offset}{:#x}] {} bytes {check}", self.offset, self.bytes)?;
        if self.memory != 0 {
            write!(f, " memory {}", self.memory)?;
        }
        if self.temps() > 0 {
            write!(f, " from t{}", self.temp)?;
        }
        let flags =
            [(self.shared, "shared"), (self.wide_index, "of 64 bits"), (self.sum_in_result, "sum in result")];
        words(f, flags)?;
        write!(f, " of {}", self.op)
    }
}

fn name(class: RegClass) -> &'static str {
    match class {
        RegClass::Int => "int",
        RegClass::Float => "float",
        RegClass::Vector => "vector",
    }
}
