//! A row of the table of templates: what selection is told of an opcode, and the function that emits it.

use super::{Inst, Locs, Masm};
use crate::ir::{Kind, Op, OpCode};
use crate::jit::inst::Flow;
use crate::jit::select::{self, Context, Pattern, Signature};

/// Turns an instruction into machine code.
pub(in crate::jit) type Template = fn(&mut Masm, &Inst, &Locs);

/// See the module's header.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) selection: select::Row,
    pub(super) template: Template,
}

impl Row {
    pub(super) const fn new(signature: Signature, template: Template) -> Row {
        Row { selection: select::Row { signature, ..select::Row::PLAIN }, template }
    }

    const fn with(self, selection: select::Row) -> Row {
        Row { selection, ..self }
    }

    /// With a condition: says of the operation at an index whether it has the template.
    pub(super) const fn when(self, when: fn(&Context, usize) -> bool) -> Row {
        self.with(select::Row { when: Some(when), ..self.selection })
    }

    /// With another place where execution continues.
    pub(super) const fn flow(self, flow: Flow) -> Row {
        self.with(select::Row { flow, ..self.selection })
    }

    /// With a function that changes the instruction.
    pub(super) const fn refine(self, refine: fn(&Context, &Op, &mut Inst)) -> Row {
        self.with(select::Row { refine: Some(refine), ..self.selection })
    }

    /// With a second operand that may be loaded.
    pub(super) const fn loads(self, kind: Kind) -> Row {
        self.with(select::Row { loads: kind, ..self.selection })
    }

    /// With a count as the second operand.
    pub(super) const fn counts(self) -> Row {
        self.with(select::Row { counts: true, ..self.selection })
    }

    /// As the first operation of patterns.
    pub(super) const fn leads(self, patterns: &'static [Pattern]) -> Row {
        self.with(select::Row { leads: patterns, ..self.selection })
    }
}

/// Rows of one family of operations.
pub(super) type Family = &'static [(OpCode, Row)];
