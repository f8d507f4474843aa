//! An instruction: what selection hands to the allocator and to a template.
//!
//! # Idea
//! An instruction stands for one operation or for a few that were merged. It names the slots that it reads and writes, and says of each
//! where it may be: in a register, in a register or in its stack slot, in one particular register. It says how many
//! temporaries its template takes and which registers it destroys. With that the allocator can place everything at once, and the
//! template need not ask.
//!
//! # Order of reads and writes
//! A template reads all operands that are not `late` before it writes the result, so the result may be in the register of such
//! an operand if that is its last use. Late operands and temporaries keep their registers to the end.

mod address;
mod locs;

pub use address::{Address, Check};
pub use locs::{Loc, Locs};

use super::reg::{Reg, RegClass};
use crate::ir::OpCode;

/// Operands that an instruction reads, at most.
pub const MAX_USES: usize = 4;
/// Temporaries of both classes, at most.
pub const MAX_TEMPS: usize = 4;

/// Where an operand may be when the template reads it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constraint {
    Reg,
    /// In a register, or in its stack slot if it is there already and not read again.
    RegOrSlot,
    /// In this register.
    Fixed(Reg),
    /// In memory, at the address that the instruction computes: the load was merged into it.
    Loaded,
    /// Anywhere: its value is known, and the template does not read it.
    Unread,
}

/// An operand that is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Use {
    pub slot: u32,
    pub class: RegClass,
    pub constraint: Constraint,
    /// The value is not read after this instruction.
    pub last: bool,
    /// Read after the result may have been written.
    pub late: bool,
}

/// The operand that is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Def {
    pub slot: u32,
    pub class: RegClass,
    /// The register that the instruction leaves its result in, if it is always the same.
    pub fixed: Option<Reg>,
    /// Written before all operands are read: shares no register with any of them.
    pub early: bool,
    /// Nobody reads the result.
    pub dead: bool,
}

/// A register that a result is best computed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    None,
    /// It becomes an argument or the function's result there.
    Passed(Reg),
    /// A few operations on it becomes the value of a slot that lives there.
    Resident(Reg),
}

/// Where execution continues after an instruction, if that is not the next one or its target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    Next,
    /// At the operation's target, always.
    Goto,
    /// At one of the targets after the operation.
    Table,
    /// In the caller.
    Return,
    /// In another function, and then after the call, if it is no tail call.
    Call,
    /// After the operation, with a new object.
    Object,
}

/// See the module's header.
#[derive(Clone, Copy)]
pub struct Inst {
    /// First and last of the operations that it stands for.
    pub first: u32,
    pub last: u32,
    /// The opcode whose template it has.
    pub code: OpCode,
    /// The constant of the operation, as the template reads it.
    pub imm: u64,
    pub(in crate::jit) uses: Uses,
    pub def: Option<Def>,
    /// The second result of an operation that has two.
    pub high: Option<Def>,
    /// Temporaries by class: integer and vector registers.
    pub temps: [u8; 2],
    /// Registers whose contents are destroyed.
    pub clobbers: u32,
    /// The first two operands may change places.
    pub commutes: bool,
    /// The operation that it branches to.
    pub target: Option<u32>,
    pub flow: Flow,
    /// Slots that it reads and writes in memory.
    pub ranges: Ranges,
    /// The memory that it accesses.
    pub address: Option<Address>,
    pub form: Form,
}

/// The operands that an instruction reads.
#[derive(Clone, Copy)]
pub(in crate::jit) struct Uses {
    list: [Use; MAX_USES],
    count: u8,
}

/// Ranges of slots: the first, and how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ranges {
    pub reads: [u32; 2],
    pub writes: [u32; 2],
}

/// The forms that a template tells apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form {
    /// Places by which the last operand is shifted before it is used.
    pub scale: u8,
    /// The first two operands have changed places.
    pub swapped: bool,
    /// The next operation may ask the flags if the result is zero.
    pub tested: bool,
    /// It branches if the result is zero, not if it is another number.
    pub inverted: bool,
    /// The first of the two operands between which it selects by what it compares.
    pub selected: Option<u8>,
    /// What the result of its comparison is added to or subtracted from.
    pub carry: Option<Carry>,
}

/// A sum or difference with the carry of a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carry {
    /// The number of the operand that is the other part.
    pub operand: u8,
    /// It is a difference.
    pub subtracts: bool,
    /// It has 64 bits.
    pub wide: bool,
}

impl Form {
    const PLAIN: Form =
        Form { scale: 0, swapped: false, tested: false, inverted: false, selected: None, carry: None };
}

impl Ranges {
    const NONE: Ranges = Ranges { reads: [0, 0], writes: [0, 0] };
}

const NO_USE: Use =
    Use { slot: 0, class: RegClass::Int, constraint: Constraint::Reg, last: false, late: false };

impl Inst {
    /// No instruction.
    pub const EMPTY: Inst = Inst {
        first: 0,
        last: 0,
        code: OpCode::ALL[0],
        imm: 0,
        uses: Uses { list: [NO_USE; MAX_USES], count: 0 },
        def: None,
        high: None,
        temps: [0, 0],
        clobbers: 0,
        commutes: false,
        target: None,
        flow: Flow::Next,
        ranges: Ranges::NONE,
        address: None,
        form: Form::PLAIN,
    };

    /// Becomes an instruction for the operation at `at` without operands.
    #[inline(always)]
    pub fn reset(&mut self, at: usize, code: OpCode) {
        (self.first, self.last, self.code) = (at as u32, at as u32, code);
        (self.uses.count, self.def, self.high) = (0, None, None);
        (self.target, self.address) = (None, None);
        (self.ranges, self.form) = (Ranges::NONE, Form::PLAIN);
    }

    /// The operands that are read.
    #[inline(always)]
    pub fn uses(&self) -> &[Use] {
        &self.uses.list[..self.uses.count as usize]
    }

    #[inline(always)]
    pub fn uses_mut(&mut self) -> &mut [Use] {
        &mut self.uses.list[..self.uses.count as usize]
    }

    /// Adds an operand.
    #[inline(always)]
    pub fn push(&mut self, operand: Use) {
        self.uses.list[self.uses.count as usize] = operand;
        self.uses.count += 1;
    }

    /// Takes all operands out.
    pub fn clear_uses(&mut self) {
        self.uses.count = 0;
    }

    /// Exchanges the first two operands.
    pub fn swap(&mut self) {
        self.uses.list.swap(0, 1);
        self.form.swapped = !self.form.swapped;
    }
}
