//! No instruction needs more registers at once than the allocator can give it.
//!
//! # Problem
//! Residents may own every register but [`TEMPS`], and an instruction may borrow those of [`CALLER_SAVED`] from them. That is all
//! there is for operands, results and temporaries together, and an instruction that wants one more ends the compilation with a panic, in
//! the one function where everything is taken. What an instruction wants is the sum of what its row, the row's `refine`, its address and
//! the operations that were merged into it ask for, and nobody sees that sum where a number in it is raised.
//!
//! # Idea
//! Every opcode is selected with constants that make a difference, on hostile processors and memories, and after everything that
//! merges into it. Of each instruction what it can need at most is added up, and compared with what there is. Then the allocator is
//! given the instruction where everything is taken, so that the sum is not only ours.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::ir::func::RefTarget;
use crate::ir::{Func, Kind, Op, OpCode, Shape};
use crate::jit::analysis::{Analysis, uses};
use crate::jit::cases;
use crate::jit::inst::{Constraint, Hint, Inst, Locs, MAX_TEMPS};
use crate::jit::operation::info;
use crate::jit::reg::{FLOATS, INTS, RegClass, RegSet};
use crate::jit::regalloc::Allocator;
use crate::jit::regalloc::plan::Resident;
use crate::jit::regalloc::state::State;
use crate::jit::select::{Context, select};
use crate::jit::target::{CALLEE_SAVED, CALLER_SAVED, Features, TEMPS, VECTOR_RESIDENTS, VECTORS};
use crate::jit::x64::asm::Asm;
use crate::jit::x64::masm::reservation;
use crate::settings::{Optimization, Tiering, Without};
use crate::types::{CanonId, HeapType, RefType, V128};

/// What there is for an instruction: integer registers, and vector registers without the scratch.
const THERE_ARE: [usize; 2] = [TEMPS.len() + CALLER_SAVED.len(), VECTORS.0.count_ones() as usize];

/// Memory 0, and whether its reservation is not relied on. The others are for operations that name one.
const MEMORIES: [(&str, bool); 4] =
    [("(memory 1)", false), ("(memory 1)", true), ("(memory 1 1 shared)", true), ("(memory i64 1)", true)];
const OTHERS: &str = "(memory i64 1) (memory 1 1 shared) (memory i64 1 1 shared)";

/// Slots of the operation of this number: operands from here on, then its result.
fn slots_of(number: usize) -> [u16; 4] {
    [0, 2, 4, 6].map(|n| 8 * number as u16 + n)
}
/// Operations in a chain, at most, the one before it and those after it included.
const OPS: usize = 8;
/// Slots that hold values and are no operands.
const BYSTANDERS: u32 = 8 * OPS as u32;
const TRACKED: u32 = BYSTANDERS + 64;

/// Lanes of shuffles: of one vector, and of two.
const LANES: [u128; 2] =
    [0x0F0E_0D0C_0B0A_0908_0706_0504_0302_0100, 0x1F0E_1D0C_1B0A_1908_1706_1504_1302_1100];

/// Values of imm that make a difference.
fn imms(code: OpCode) -> Vec<u64> {
    let numbers = [1, u64::from(u32::MAX), 0, 2, 3, 7, 641, 1 << 31, 0x12_3456_789A, 1 << 40, u64::MAX];
    match code.shape() {
        Shape::BinaryImm | Shape::Const => numbers.to_vec(),
        Shape::BrCmpImm => [0, 7, u32::MAX].map(|constant| Op::pack(0, constant)).to_vec(),
        Shape::Load | Shape::Store | Shape::LoadIndex | Shape::StoreIndex => vec![16, 0x9000_0000],
        Shape::LoadAt | Shape::StoreAt => vec![16, 0x9000_0000, 65_533],
        Shape::LoadPlus | Shape::StorePlus => vec![Op::pack(16, 5), Op::pack(0x9000_0000, 5)],
        Shape::LoadM | Shape::StoreM | Shape::Atomic | Shape::LoadLane | Shape::StoreLane => {
            let offsets = [16, 3, 1 << 40].into_iter();
            offsets.flat_map(|offset| (0..4).map(move |memory| Op::mem_imm(offset, memory, 1))).collect()
        }
        Shape::Imm => vec![3, 1 << 40],
        Shape::GlobalGet | Shape::GlobalSet => vec![0, 100],
        Shape::Shuffle | Shape::ConstV128 => vec![0, 1],
        Shape::BrTable => vec![Op::pack(0, 2), Op::pack(0, 9)],
        Shape::Far | Shape::Span => vec![Op::pack(2, 4)],
        _ if code.name().starts_with("RefTest") || code.name().starts_with("RefCast") => {
            use HeapType::{Any, ConcreteFunc, ConcreteStruct, ExactStruct, I31, None};
            let heaps = [
                Any,
                None,
                I31,
                ConcreteStruct(CanonId(5)),
                ConcreteFunc(CanonId(5)),
                ExactStruct(CanonId(5)),
            ];
            heaps.map(|heap| RefTarget(RefType { nullable: true, heap }).pack()).to_vec()
        }
        _ if code == OpCode::MemorySize => vec![0, 1, 2],
        _ => vec![0],
    }
}

/// The operation with this number in a chain, with operands of its own.
fn operation(code: OpCode, number: usize, imm: u64) -> Op {
    let [b, c, third, def] = slots_of(number);
    if code.has_base() {
        return Op::based(code, def, b.into(), imm);
    }
    let fields = code.fields();
    let in_imm = fields.third != Kind::None && !fields.third_in_a;
    let a = if fields.third_in_a { third } else { def };
    Op::new(code, a, b, c, if in_imm { third.into() } else { imm })
}

/// What an instruction needs at once if none of its operands is in a register, or read for the last time: integer and vector registers.
fn needed(inst: &Inst) -> [usize; 2] {
    let (mut fixed, mut slots, mut needed) = (inst.clobbers, Vec::new(), inst.temps.map(usize::from));
    let number = |class: RegClass| usize::from(class != RegClass::Int);
    for operand in inst.uses() {
        match operand.constraint {
            Constraint::Loaded | Constraint::Unread => {}
            Constraint::Fixed(reg) => fixed |= reg.bit(),
            Constraint::Reg | Constraint::RegOrSlot if slots.contains(&(operand.slot, operand.class)) => {}
            Constraint::Reg | Constraint::RegOrSlot => {
                slots.push((operand.slot, operand.class));
                needed[number(operand.class)] += 1;
            }
        }
    }
    for def in inst.def.iter().chain(&inst.high) {
        match def.fixed {
            Some(reg) => fixed |= reg.bit(),
            None => needed[number(def.class)] += 1,
        }
    }
    [needed[0] + RegSet(fixed & INTS).count(), needed[1] + RegSet(fixed & FLOATS).count()]
}

/// A state in which every register is taken: by residents as far as they may own it, and what nobody may own by values that are read later.
fn full_state() -> State {
    let mut state = State::default();
    state.begin(TRACKED, RegSet::of(&CALLEE_SAVED).0, false);
    let mut slot = BYSTANDERS;
    let mut next = || {
        slot += 1;
        slot - 1
    };
    let owned = CALLER_SAVED.into_iter().chain(CALLEE_SAVED).chain(VECTOR_RESIDENTS);
    let residents: Vec<Resident> =
        owned.map(|reg| Resident { slot: next(), reg, wide: false, clean: false }).collect();
    state.enter_region(0, &residents);
    residents.iter().for_each(|resident| state.hold(resident.reg, resident.slot, true, false));
    TEMPS.into_iter().for_each(|reg| state.hold(reg, next(), true, false));
    while let Some(reg) = state.free_reg(FLOATS) {
        state.hold(reg, next(), true, false);
    }
    assert!(state.free_reg(INTS).is_none() && slot <= TRACKED);
    state
}

/// The registers that an instruction was given.
fn given(inst: &Inst, locs: &Locs) -> [usize; 2] {
    let uses = inst.uses().iter().enumerate().filter(|(_, operand)| {
        !matches!(operand.constraint, Constraint::Loaded | Constraint::Unread | Constraint::RegOrSlot)
    });
    let mut set = inst.clobbers | locs.result_set();
    set |= uses.map(|(i, _)| locs.any(i).bit()).fold(0, |set, bit| set | bit);
    let temps = &locs.temps[..usize::from(inst.temps[0] + inst.temps[1])];
    set |= RegSet::of(temps).0;
    [RegSet(set & INTS).count(), RegSet(set & FLOATS).count()]
}

/// The instructions of all chains of operations that merge into one.
struct Chains<'a> {
    cx: Context<'a>,
    analysis: Analysis,
    asm: Asm,
    /// How many there were, and how many of them more than one operation.
    seen: [usize; 2],
    /// The most that one needed.
    most: [usize; 2],
    merged: Vec<Optimization>,
}

impl Chains<'_> {
    /// Looks at all instructions that begin with an operation of this code.
    fn begin_with(&mut self, code: OpCode) {
        // Bulk operations ask for the constant before them that their length is.
        let is_bulk = matches!(code, OpCode::MemoryCopy | OpCode::MemoryFill);
        for &length in if is_bulk { &[3, 64][..] } else { &[0] } {
            let before = Op::new(OpCode::Const, slots_of(1)[0] + 2, 0, 0, length);
            for imm in imms(code) {
                self.extend(vec![before, operation(code, 1, imm)], vec![0, 0]);
            }
        }
    }

    /// Looks at the instruction of these operations, if they are one, and at those that merge with another one.
    fn extend(&mut self, ops: Vec<Op>, known: Vec<u8>) {
        let (last, number) = (ops[ops.len() - 1], ops.len());
        if !self.look_at(&ops, &known) || number == OPS - 1 {
            return;
        }
        let row = |code: OpCode| self.cx.rows[code as usize].as_ref();
        let patterns = row(last.code()).map_or(&[][..], |row| row.leads);
        let takes = |code: &&OpCode| {
            row(**code).is_some_and(|row| patterns.iter().any(|pattern| (pattern.takes)(row, **code)))
        };
        for &code in OpCode::ALL.iter().filter(takes).collect::<Vec<_>>() {
            for imm in imms(code) {
                let user = operation(code, number, imm);
                for place in [uses::B_DIES, uses::C_DIES, uses::THIRD_DIES] {
                    for op in
                        [false, true].into_iter().filter_map(|shares| reading(user, place, last, shares))
                    {
                        let longer = [&ops[..], &[op]].concat();
                        self.extend(longer, [&known[..], &[place]].concat());
                    }
                }
            }
        }
    }

    /// Whether the operations after the first are one instruction, which then is weighed.
    fn look_at(&mut self, ops: &[Op], known: &[u8]) -> bool {
        // Whether slots in ranges are read for the last time depends on whether they are locals.
        let has_base = ops[ops.len() - 1].code().has_base();
        let locals = if has_base { &[0, TRACKED][..] } else { &[0] };
        locals.iter().all(|&local_slots| self.look_at_with(ops, known, local_slots))
    }

    fn look_at_with(&mut self, ops: &[Op], known: &[u8], local_slots: u32) -> bool {
        let after = [Op::new(OpCode::Return0, 0, 0, 0, 0)];
        let func = Func {
            ops: [ops, &after].concat().into(),
            v128s: LANES.map(V128::from_bits).into(),
            local_slots,
            frame_slots: TRACKED,
            ..Func::default()
        };
        self.analysis.cfg.marks = vec![0; func.ops.len()];
        self.analysis.liveness.uses = [known, &[0]].concat();
        self.analysis.liveness.tracked = TRACKED;
        let cx = Context { func: &func, analysis: &self.analysis, ..self.cx };
        let (mut inst, merged) = (Inst::EMPTY, &mut self.merged);
        let is_selected = select(&cx, 1, &mut inst, &mut |optimization| {
            if !merged.contains(&optimization) {
                merged.push(optimization);
            }
        });
        let is_one = is_selected && inst.last as usize == ops.len() - 1;
        if is_one {
            let needed = weigh(&cx, &mut self.asm, inst);
            self.most = [0, 1].map(|class| self.most[class].max(needed[class]));
            self.seen = [self.seen[0] + 1, self.seen[1] + usize::from(inst.first != inst.last)];
        }
        is_one
    }
}

/// What an instruction needs, which must be there, and what the allocator gives it where everything is taken.
fn weigh(cx: &Context, asm: &mut Asm, inst: Inst) -> [usize; 2] {
    let needed = needed(&inst);
    let name = cx.func.ops[inst.last as usize].code().name();
    let what = || format!("{name} needs {needed:?} of {THERE_ARE:?} on {:?}: {inst}", cx.features);
    assert!(needed[0] <= THERE_ARE[0] && needed[1] <= THERE_ARE[1], "{}", what());
    assert!(inst.temps.iter().sum::<u8>() <= MAX_TEMPS as u8, "{}", what());
    asm.clear();
    let given = catch_unwind(AssertUnwindSafe(|| {
        let (mut inst, mut state) = (inst, full_state());
        let mut allocator = Allocator { state: &mut state, asm, cx, at: inst.last as usize };
        let locs = allocator.assign(&mut inst, |_| Hint::None);
        given(&inst, &locs)
    }));
    let given = given.unwrap_or_else(|_| panic!("the allocator panics; {}", what()));
    assert!(given[0] <= needed[0] && given[1] <= needed[1], "the allocator gives {given:?}; {}", what());
    needed
}

/// The operation with the result of `before` as the operand in one place, and where `shares` says so with the operand of `before` as the
/// other one; none if there is no such place, or it is for another class of registers.
fn reading(mut op: Op, place: u8, before: Op, shares: bool) -> Option<Op> {
    let (fields, other) = (info(op.code()).fields, info(before.code()).fields);
    let is_for = |kind: Kind, given: Kind| kind.class().is_some() && kind.class() == given.class();
    match place {
        uses::B_DIES if is_for(fields.b, other.def) => op.set_b(before.a),
        uses::C_DIES if is_for(fields.c, other.def) => op.set_c(before.a),
        uses::THIRD_DIES if is_for(fields.third, other.def) && fields.third_in_a => op.a = before.a,
        uses::THIRD_DIES if is_for(fields.third, other.def) => op.imm = before.a.into(),
        _ => return None,
    }
    match shares {
        true if place == uses::B_DIES && is_for(fields.c, other.b) => op.set_c(before.b()),
        true if place != uses::B_DIES && is_for(fields.b, other.b) => op.set_b(before.b()),
        true => return None,
        false => {}
    }
    Some(op)
}

#[test]
fn no_instruction_needs_more_registers_than_there_are() {
    let (mut most, mut seen, mut merged) = ([0, 0], [0, 0], Vec::new());
    let all = Features { avx: true, bmi2: true, lzcnt: true, bmi1: true, popcnt: true };
    let none = Features { avx: false, bmi2: false, lzcnt: false, bmi1: false, popcnt: false };
    for (memory, explicit_bounds_checks) in MEMORIES {
        let module = cases::module_of(&format!("(module {memory} {OTHERS})"));
        // The choice of a victim would ask for the types of what is called.
        let without = Without::default().and(Optimization::NextUses);
        let tiering = Tiering { without, explicit_bounds_checks, ..Tiering::default() };
        for features in [all, none] {
            let (func, analysis) = (Func::default(), Analysis::default());
            let cx = Context {
                module: &module,
                func: &func,
                analysis: &analysis,
                tiering,
                features,
                reservation: reservation(&module, &tiering),
                rows: &super::ROWS,
            };
            let (asm, analysis) = (Asm::new(features), Analysis::default());
            let mut chains = Chains { cx, analysis, asm, seen: [0, 0], most: [0, 0], merged: Vec::new() };
            OpCode::ALL.iter().for_each(|&code| chains.begin_with(code));
            most = [0, 1].map(|class| most[class].max(chains.most[class]));
            seen = [0, 1].map(|n| seen[n] + chains.seen[n]);
            merged.extend(chains.merged);
        }
    }
    // Something was looked at: each pattern, and instructions that need all there is.
    for pattern in super::ROWS.iter().flatten().flat_map(|row| row.leads) {
        assert!(merged.contains(&pattern.optimization), "{:?} merges nothing here", pattern.optimization);
    }
    assert!(seen[0] > 10_000 && seen[1] > 10_000, "{seen:?}");
    assert_eq!(most, [7, 4], "of {seen:?}");
}
