//! Instruction selection: operations become instructions with operand constraints, some merged with the one after.
//!
//! # Problem
//! A processor does in one instruction what the IR needs two or three operations for: an operand in memory, a sum with a shifted
//! index, a test and a branch. Whether two operations may become one depends on who else reads the value between them, which has
//! nothing to do with the two operations.
//!
//! # Idea
//! Each opcode has a [`Row`]: what its template asks of its operands. An instruction is made from the row and the
//! operation's fields. If the row leads [`Pattern`]s, and the one test of legality, [`sole_use`], holds for the operation and the
//! next, the pattern may merge the two; what comes of it may lead a pattern again. A pattern has a predicate of its own for what the
//! processor can do, and a switch.
//!
//! # Contract
//! Requires: analysis (labels, loops, last uses). Provides: the instruction at any operation that begins one; a pure function, so
//! that any part of the code can be selected again. Cost: constant for each operation.
//!
//! Must not know: which register a slot is in.

mod print;

pub use print::print;

use super::analysis::{Analysis, mark, uses};
use super::inst::{Constraint, Def, Flow, Inst, Use};
use super::operation::{group, info};
use super::target::Features;
use crate::base::Mutant;
use crate::ir::{Func, Kind, Op, OpCode, Place};
use crate::jit::reg::{Reg, RegClass};
use crate::module::ModuleData;
use crate::settings::{Optimization, Reservation, Tiering};

/// What selection knows of the function and of the processor.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub module: &'a ModuleData,
    pub func: &'a Func,
    pub analysis: &'a Analysis,
    pub tiering: Tiering,
    pub features: Features,
    /// The addresses that memory 0 has to itself, if there are such to rely on.
    pub reservation: Option<Reservation>,
    /// How each opcode is selected; `None`: a builtin is called.
    pub rows: &'a [Option<Row>; OpCode::COUNT],
}

impl Context<'_> {
    /// Whether an optimization is on.
    pub fn may(&self, optimization: Optimization) -> bool {
        self.tiering.may(optimization)
    }

    /// Whether memory 0 needs no compare for an access of `bytes` bytes at any index up to this one plus this offset.
    pub fn is_caught(&self, index: u64, offset: u64, bytes: u32) -> bool {
        self.reservation.is_some_and(|memory| {
            let by_reservation_alone = Mutant::ReservationAlone.is_on() && memory.bytes >= 6 << 30;
            by_reservation_alone || memory.catches(index, offset, bytes.into())
        })
    }
}

/// What a template asks of its operands.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    pub b: Constraint,
    pub c: Constraint,
    pub third: Constraint,
    /// Temporaries by class: integer and vector registers.
    pub temps: [u8; 2],
    /// Registers whose contents are destroyed.
    pub clobbers: u32,
    /// The register that the result is left in, if it is always the same.
    pub result: Option<Reg>,
    /// The result is written before all operands are read.
    pub early: bool,
    /// The first two operands may change places.
    pub commutes: bool,
}

impl Signature {
    /// All operands in registers.
    pub const REGS: Signature = Signature {
        b: Constraint::Reg,
        c: Constraint::Reg,
        third: Constraint::Reg,
        temps: [0, 0],
        clobbers: 0,
        result: None,
        early: false,
        commutes: false,
    };
    /// One operand, in a register or in its slot.
    pub const UNARY: Signature = Signature { b: Constraint::RegOrSlot, ..Signature::REGS };
    /// Two operands, the second in a register or in its slot.
    pub const BINARY: Signature = Signature { c: Constraint::RegOrSlot, ..Signature::REGS };
    /// Two operands that may change places.
    pub const COMMUTES: Signature = Signature { commutes: true, ..Signature::BINARY };

    /// With this many temporaries: integer registers, vector registers.
    #[must_use]
    pub const fn temps(self, ints: u8, floats: u8) -> Signature {
        Signature { temps: [ints, floats], ..self }
    }

    /// With a result that is written before the operands are read.
    #[must_use]
    pub const fn early(self) -> Signature {
        Signature { early: true, ..self }
    }
}

/// How an opcode is selected.
#[derive(Clone, Copy)]
pub struct Row {
    pub signature: Signature,
    /// Whether an operation becomes an instruction. For the others a builtin is called.
    pub when: Option<fn(&Context, usize) -> bool>,
    pub flow: Flow,
    /// Changes the instruction by what the operation's constants and the processor say.
    pub refine: Option<fn(&Context, &Op, &mut Inst)>,
    /// What the second operand may be that is read from memory: the value of a load that was merged.
    pub loads: Kind,
    /// Whether the second operand is a count, which may be a constant of the instruction.
    pub counts: bool,
    /// The patterns that this opcode may lead; no operation is taken by two of them.
    pub leads: &'static [Pattern],
}

impl Row {
    /// Of an opcode of which nothing special is to be said.
    pub const PLAIN: Row = Row {
        signature: Signature::REGS,
        when: None,
        flow: Flow::Next,
        refine: None,
        loads: Kind::None,
        counts: false,
        leads: &[],
    };
}

/// A merge of an operation with the next, which is the only user of its result.
pub struct Pattern {
    /// The switch, and what the merges are counted as.
    pub optimization: Optimization,
    /// Whether an opcode can be the second, for all that is known without looking at operands.
    pub takes: fn(&Row, OpCode) -> bool,
    /// What the two become: the first instruction, the second, and which operand of the second is the first's result. `None` if the
    /// processor has nothing for them.
    pub merge: fn(&Context, &Inst, &Inst, usize) -> Option<Inst>,
}

/// Makes the instruction that begins with the operation at `at`. False if it does not become one. `merged` is told of each merge.
#[inline]
pub fn select(cx: &Context, at: usize, inst: &mut Inst, merged: &mut impl FnMut(Optimization)) -> bool {
    let Some(row) = single(cx, at, inst) else { return false };
    let mut leads = row.leads;
    while !leads.is_empty() {
        let Some(user) = leads.iter().find_map(|pattern| {
            let user = merge(cx, pattern, inst)?;
            merged(pattern.optimization);
            Some(user)
        }) else {
            break;
        };
        leads = user.leads;
    }
    true
}

/// Merges an instruction with the operation after it, if the pattern does. The row of that operation.
#[inline]
fn merge<'a>(cx: &Context<'a>, pattern: &Pattern, inst: &mut Inst) -> Option<&'a Row> {
    let last = inst.last as usize;
    let code = cx.func.ops.get(last + 1)?.code();
    let row = cx.rows[code as usize].as_ref()?;
    let may = (pattern.takes)(row, code) && sole_use(cx, last) && cx.may(pattern.optimization);
    (may && merge_with(cx, pattern, inst, last + 1)).then_some(row)
}

#[inline(never)]
fn merge_with(cx: &Context, pattern: &Pattern, inst: &mut Inst, next: usize) -> bool {
    let mut user = Inst::EMPTY;
    if single(cx, next, &mut user).is_none() {
        return false;
    }
    let slot = u32::from(cx.func.ops[next - 1].a);
    let Some(operand) = user.uses().iter().position(|operand| operand.slot == slot) else { return false };
    match (pattern.merge)(cx, inst, &user, operand) {
        Some(both) => {
            *inst = Inst { first: inst.first, last: next as u32, ..both };
            true
        }
        None => false,
    }
}

/// Whether the result of the operation at `at` is read by the next one, once, and by nobody else; and whether the next one is reached
/// only from it. This is all that makes it legal to merge the two: no value, trap or label is in between.
pub fn sole_use(cx: &Context, at: usize) -> bool {
    let (ops, cfg, liveness) = (&cx.func.ops, &cx.analysis.cfg, &cx.analysis.liveness);
    let Some(user) = ops.get(at + 1) else { return false };
    let slot = u32::from(ops[at].a);
    if cfg.marks[at + 1] & (mark::LABEL | mark::ENTRY) != 0 || slot >= liveness.tracked {
        return false;
    }
    let (mut readers, mut last) = (0, false);
    user.each_use(info(user.code()).fields, |operand| {
        if operand.slot == slot {
            readers += 1;
            last = liveness.uses[at + 1] & uses::of(operand.place) != 0;
        }
    });
    readers == 1 && last && cfg.region_at(at as u32 + 1) == cfg.region_at(at as u32)
}

/// Makes operands and results of the slots in an operation's ranges: integers, and as many as the opcode says. Operands are temporaries
/// of the operand stack, which the operation pops.
pub fn add_ranges(cx: &Context, op: &Op, i: &mut Inst) {
    let Some((Some(reads), writes)) = op.code().range() else {
        unreachable!("{} has no ranges of a fixed length", op.code().name())
    };
    for slot in op.base()..op.base() + reads {
        let last = slot >= cx.func.local_slots;
        i.push(Use { slot, class: RegClass::Int, constraint: Constraint::Reg, last, late: false });
    }
    let result = |n: u32| {
        let slot = u32::from(op.a) + n;
        (n < writes).then_some(Def { slot, class: RegClass::Int, fixed: None, early: false, dead: false })
    };
    (i.def, i.high) = (result(0), result(1));
}

/// Makes the instruction for one operation. Its row, if it becomes one.
#[inline]
fn single<'a>(cx: &Context<'a>, at: usize, inst: &mut Inst) -> Option<&'a Row> {
    let op = &cx.func.ops[at];
    let code = op.code();
    let row = cx.rows[code as usize].as_ref()?;
    let info = info(code);
    inst.reset(at, code);
    if let Some(when) = row.when
        && !when(cx, at)
    {
        return None;
    }
    let known = cx.analysis.liveness.uses[at];
    let signature = &row.signature;
    inst.imm = op.imm;
    let fields = info.fields;
    let avx = cx.features.avx;
    let mut read = |(kind, slot): (Kind, u32), constraint, place| {
        if let Some(class) = kind.class() {
            // Without AVX a memory operand of 16 bytes would have to be aligned.
            let unaligned = class == RegClass::Vector && !avx && constraint == Constraint::RegOrSlot;
            let constraint = if unaligned { Constraint::Reg } else { constraint };
            inst.push(Use { slot, class, constraint, last: known & uses::of(place) != 0, late: false });
        }
    };
    let [b, c, third] = op.field_uses(fields);
    read(b, signature.b, Place::B);
    read(c, signature.c, Place::C);
    read(third, signature.third, Place::Third);
    if let Some(class) = fields.def.class() {
        inst.def = Some(Def {
            slot: op.a.into(),
            class,
            fixed: signature.result,
            early: signature.early,
            dead: known & uses::DEF_DEAD != 0,
        });
    }
    inst.temps = signature.temps;
    inst.clobbers = signature.clobbers;
    inst.commutes = signature.commutes;
    inst.flow = row.flow;
    if info.groups & group::TARGET != 0 {
        inst.target = Some(op.target(at) as u32);
    }
    if let Some(refine) = row.refine {
        refine(cx, op, inst);
    }
    Some(row)
}

#[cfg(test)]
mod tests;
