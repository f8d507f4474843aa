//! Blocks, labels, branches and returns.
//!
//! # Labels
//! The values that a branch carries go to the label's slots: the homes of the block's results (of its
//! parameters, for a loop). Every edge writes there, so the code behind needs no knowledge of where it
//! came from. Where the operands already stand at that height the edge costs nothing; otherwise they move down,
//! in ascending order, which never overwrites one that has still to move.
//!
//! # Unreachable code
//! Behind a branch that is always taken nothing is emitted up to the enclosing label; nesting is followed.

use std::collections::HashMap;

use wasmparser::{BlockType, BrTable, Catch as WasmCatch, Operator};

use super::condition::{Condition, compare_with_zero};
use super::function::{Lowerer, class_of};
use super::stack::{Entry, EntryKind, NONE};
use crate::base::{Mutant, SourceOp};
use crate::code::Record;
use crate::ir::{self, Op, OpCode, RegClass, TryRange};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Construct {
    Function,
    Block,
    Loop,
    /// Before `else`; holds the branch over the first arm.
    If,
    Else,
    Try,
}

/// Slots of a run that are moved one by one.
const SHORT_RUN: u32 = 2;

/// A branch that waits for its target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fixup {
    /// The operation at this index.
    Branch(u32),
    /// A catch clause of a try range.
    Catch { range: u32, clause: u32 },
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Control {
    pub(super) construct: Construct,
    /// Entries of the operand stack below the block's parameters.
    stack_len: usize,
    /// Home of the first parameter and of the first result.
    base: u32,
    ty: BlockType,
    params: u32,
    results: u32,
    /// Newest fixup for the end of the block.
    fixups: u32,
    /// Newest fixup for the `else` arm (or for the end, if there is none).
    else_fixup: u32,
    /// First operation of a loop or of a try range.
    start: u32,
    /// Index into `tries` that was set aside for this construct.
    range: u32,
    /// Whether the construct began in reachable code.
    live: bool,
    /// The segment before it, and those of the two arms of an `if`; see `fuel`.
    pub(super) segment: u32,
    pub(super) arms: [u32; 2],
    /// The outermost construct to which something inside branches.
    pub(super) leads_to: u32,
}

impl Lowerer<'_> {
    /// Lowers a control operator; false if it is none.
    pub(super) fn control(&mut self, operator: &Operator<'_>) -> bool {
        match operator {
            Operator::Block { blockty } => self.block(Construct::Block, *blockty),
            Operator::Loop { blockty } => self.enter_loop(*blockty),
            Operator::If { blockty } => self.enter_if(*blockty),
            Operator::TryTable { try_table } => self.enter_try(try_table),
            Operator::Else => self.enter_else(),
            Operator::End => self.end(),
            Operator::Br { relative_depth } => self.branch_always(*relative_depth),
            Operator::BrIf { relative_depth } => self.branch_on_condition(*relative_depth),
            Operator::BrTable { targets } => self.branch_table(targets),
            Operator::Return => {
                self.emit_return();
                self.set_unreachable();
            }
            Operator::Unreachable => {
                self.mark_position();
                self.emit(OpCode::Unreachable, 0, 0, 0, 0);
                self.set_unreachable();
            }
            Operator::BrOnNull { relative_depth } => {
                let reference = self.pop();
                let slot = self.operand(&reference, 0);
                let is_null = compare_with_zero(OpCode::I64EqImm, slot);
                self.branch_if(*relative_depth, is_null);
                self.restore(&reference);
            }
            Operator::BrOnNonNull { relative_depth } => {
                let reference = self.pop();
                let slot = self.operand(&reference, 0);
                self.restore(&reference);
                self.branch_if(*relative_depth, compare_with_zero(OpCode::I64NeImm, slot));
                self.pop();
            }
            _ => return false,
        }
        true
    }

    pub(super) fn branch_always(&mut self, depth: u32) {
        self.branch(depth);
        self.set_unreachable();
    }

    pub(super) fn branch_on_condition(&mut self, depth: u32) {
        let condition = self.take_condition();
        self.branch_if(depth, condition);
    }

    /// In unreachable code: follows nesting; true if the operator must be lowered after all.
    pub(super) fn structure_only(&mut self, operator: &Operator<'_>) -> bool {
        match operator {
            Operator::Block { .. } | Operator::TryTable { .. } => self.push_dead(Construct::Block),
            Operator::Loop { .. } => self.push_dead(Construct::Loop),
            Operator::If { .. } => self.push_dead(Construct::If),
            Operator::Else | Operator::End => return true,
            _ => {}
        }
        false
    }

    fn push_dead(&mut self, construct: Construct) {
        self.controls.push(Control {
            construct,
            stack_len: 0,
            base: 0,
            ty: BlockType::Empty,
            params: 0,
            results: 0,
            fixups: NONE,
            else_fixup: NONE,
            start: 0,
            range: NONE,
            live: false,
            segment: 0,
            arms: [0; 2],
            leads_to: NONE,
        });
    }

    pub(super) fn enter_function(&mut self) {
        let results = self.ty.results.len() as u32;
        let base = self.top;
        self.push_dead(Construct::Function);
        if let Some(control) = self.controls.last_mut() {
            control.base = base;
            control.results = results;
            control.live = true;
        }
        if self.restarts && self.config.count_loops {
            self.emit(OpCode::Loop, 0, 0, 0, 0);
        }
        if self.config.statistics {
            let (calls, _) = Record::counters_of(self.defined());
            self.emit(OpCode::Count, 0, 0, 0, calls as u64);
        }
        if self.config.epoch {
            self.mark_position();
            self.emit(OpCode::Epoch, 0, 0, 0, 0);
        }
        if self.config.fuel {
            self.fuel_segment();
            self.charge();
        }
    }

    /// Number of parameters and results of a block.
    fn arity(&self, ty: BlockType) -> (u32, u32) {
        match ty {
            BlockType::Empty => (0, 0),
            BlockType::Type(_) => (0, 1),
            BlockType::FuncType(i) => {
                let func = self.type_at(i);
                (func.params.len() as u32, func.results.len() as u32)
            }
        }
    }

    pub(super) fn block(&mut self, construct: Construct, ty: BlockType) {
        let (params, results) = self.arity(ty);
        let base = self.materialize_top(params as usize);
        self.flush();
        let control = Control {
            construct,
            stack_len: self.split(params as usize),
            base,
            ty,
            params,
            results,
            fixups: NONE,
            else_fixup: NONE,
            start: self.ops.len() as u32,
            range: NONE,
            live: true,
            segment: self.segment,
            arms: [0; 2],
            leads_to: NONE,
        };
        self.controls.push(control);
        self.set_barrier();
    }

    pub(super) fn enter_loop(&mut self, ty: BlockType) {
        self.block(Construct::Loop, ty);
        if self.config.count_loops {
            self.emit(OpCode::Loop, 0, 0, 0, 0);
        }
        if self.config.statistics {
            let (_, iterations) = Record::counters_of(self.defined());
            self.emit(OpCode::Count, 0, 0, 0, iterations as u64);
        }
        if self.config.epoch && !Mutant::LoopsIgnoreEpoch.is_on() {
            self.mark_position();
            self.emit(OpCode::Epoch, 0, 0, 0, 0);
        }
        self.fuel_segment();
    }

    pub(super) fn enter_if(&mut self, ty: BlockType) {
        let condition = self.take_condition();
        self.block(Construct::If, ty);
        let branch = self.emit_condition(condition, false);
        let fixup = self.new_fixup(Fixup::Branch(branch), NONE);
        if let Some(control) = self.controls.last_mut() {
            control.else_fixup = fixup;
        }
        self.begin_arm(0);
    }

    fn enter_else(&mut self) {
        let at = self.controls.len() - 1;
        if !self.controls[at].live {
            self.controls[at].construct = Construct::Else;
            return;
        }
        if self.reachable {
            let results = self.controls[at].results as usize;
            self.materialize_top(results);
            let branch = self.emit(OpCode::Br, 0, 0, 0, 0) as u32;
            self.fix_later(at, Fixup::Branch(branch));
        }
        let control = self.controls[at];
        self.controls[at].construct = Construct::Else;
        self.controls[at].else_fixup = NONE;
        let else_fixup = self.turn_round(control.else_fixup);
        self.resolve(else_fixup);
        self.reset_stack(&control);
        self.push_block_values(control.ty, true);
        self.reachable = true;
        self.begin_arm(1);
    }

    fn enter_try(&mut self, try_table: &wasmparser::TryTable) {
        self.block(Construct::Try, try_table.ty);
        let range = self.tries.len() as u32;
        let depth = self.controls.len() - 1;
        let mut catches = Vec::with_capacity(try_table.catches.len());
        for clause in &try_table.catches {
            let (tag, with_ref, label) = match *clause {
                WasmCatch::One { tag, label } => (Some(tag), false, label),
                WasmCatch::OneRef { tag, label } => (Some(tag), true, label),
                WasmCatch::All { label } => (None, false, label),
                WasmCatch::AllRef { label } => (None, true, label),
            };
            // Labels of catch clauses count from outside the construct.
            let target = depth - 1 - label as usize;
            catches.push(ir::Catch {
                tag,
                with_ref,
                target: SourceOp::default(),
                slot: self.controls[target].base,
            });
        }
        let n = catches.len();
        let start = SourceOp::at(self.ops.len());
        self.tries.push(TryRange { start, end: start, catches: catches.into() });
        for (i, clause) in try_table.catches.iter().enumerate().take(n) {
            let (WasmCatch::One { label, .. }
            | WasmCatch::OneRef { label, .. }
            | WasmCatch::All { label }
            | WasmCatch::AllRef { label }) = *clause;
            let target = depth - 1 - label as usize;
            self.note_way_out(target);
            self.reserve_label(target);
            if self.controls[target].construct == Construct::Loop {
                let start = self.controls[target].start;
                self.tries[range as usize].catches[i].target = SourceOp::new(start);
            } else {
                self.fix_later(target, Fixup::Catch { range, clause: i as u32 });
            }
        }
        if let Some(control) = self.controls.last_mut() {
            control.range = range;
            control.start = start.get();
        }
    }

    pub(super) fn end(&mut self) {
        let Some(control) = self.controls.last().copied() else { return };
        if !control.live {
            self.controls.pop();
            return;
        }
        let has_else_edge = control.construct == Construct::If;
        let merges = control.fixups != NONE || has_else_edge;
        if merges && self.reachable {
            self.materialize_top(control.results as usize);
        }
        self.controls.pop();
        // Before anything is said to end here.
        let else_fixup = if has_else_edge { self.turn_round(control.else_fixup) } else { NONE };
        let fixups = self.turn_round(control.fixups);
        if control.construct == Construct::Loop {
            self.weigh_loop(control.start as usize);
        }
        if control.range != NONE {
            self.tries[control.range as usize].end = SourceOp::at(self.ops.len());
        }
        if merges {
            self.resolve(else_fixup);
            self.resolve(fixups);
            self.reset_stack(&control);
            self.push_results(&control);
            self.reachable = true;
        } else if !self.reachable {
            // Nothing arrives here, so the last branch may still be one that another goes over.
            let barrier = self.barrier;
            self.reset_stack(&control);
            self.push_results(&control);
            if control.construct != Construct::Try {
                self.barrier = barrier;
            }
        }
        if control.construct == Construct::Function {
            if self.reachable {
                self.emit_return();
            }
            self.end_function();
            return;
        }
        self.end_segments(&control, merges);
        if control.construct == Construct::Try && !merges {
            // What follows must not be merged with what may still throw into the range.
            self.set_barrier();
        }
    }

    fn push_results(&mut self, control: &Control) {
        if control.construct == Construct::Function {
            let ty = self.ty;
            self.push_temps(&ty.results, ty.has_int_results());
        } else {
            self.push_block_values(control.ty, false);
        }
    }

    /// Pushes the parameters or the results of a block as operands that are in their homes.
    fn push_block_values(&mut self, ty: BlockType, params: bool) {
        match ty {
            BlockType::Empty => {}
            BlockType::Type(t) => {
                if !params {
                    self.push_temp(class_of(t));
                }
            }
            BlockType::FuncType(i) => {
                let func = self.type_at(i);
                match params {
                    true => self.push_temps(&func.params, func.has_int_params()),
                    false => self.push_temps(&func.results, func.has_int_results()),
                }
            }
        }
        // Results may be the highest operands that ever stood here.
        self.set_barrier();
    }

    fn reset_stack(&mut self, control: &Control) {
        self.truncate(control.stack_len);
        debug_assert_eq!(self.top, control.base);
        self.top = control.base;
    }

    pub(super) fn set_unreachable(&mut self) {
        self.reachable = false;
        self.last = None;
    }

    /// Pushes an operand again that was popped and is still where it was.
    fn restore(&mut self, entry: &Entry) {
        match entry.kind {
            EntryKind::Local => self.push_local(entry.value as u32),
            // A constant was put into its home when it was read.
            _ => {
                self.push_temp(entry.class);
            }
        }
    }

    fn new_fixup(&mut self, fixup: Fixup, next: u32) -> u32 {
        self.fixups.push((fixup, next));
        self.fixups.len() as u32 - 1
    }

    /// Notes a branch to the end of the construct at `at`.
    fn fix_later(&mut self, at: usize, fixup: Fixup) {
        let next = self.controls[at].fixups;
        self.controls[at].fixups = self.new_fixup(fixup, next);
    }

    /// A branch may arrive at the next operation: it is not merged with what stands before.
    fn set_barrier(&mut self) {
        self.last = None;
        self.barrier = self.ops.len();
    }

    /// Binds a list of fixups to the next operation.
    fn resolve(&mut self, mut list: u32) {
        let here = self.ops.len();
        self.set_barrier();
        while list != NONE {
            let (fixup, next) = self.fixups[list as usize];
            self.set_target(fixup, here);
            list = next;
        }
    }

    fn set_target(&mut self, fixup: Fixup, target: usize) {
        match fixup {
            Fixup::Branch(op) => self.ops[op as usize].set_target(op as usize, target),
            Fixup::Catch { range, clause } => {
                self.tries[range as usize].catches[clause as usize].target = SourceOp::at(target);
            }
        }
    }

    /// Lets a branch go to the construct at `at`, now or later.
    fn link(&mut self, at: usize, fixup: Fixup) {
        self.note_way_out(at);
        if self.controls[at].construct == Construct::Loop {
            let start = self.controls[at].start as usize;
            self.set_target(fixup, start);
        } else {
            self.fix_later(at, fixup);
        }
    }

    /// Values that a branch to the construct at `at` carries.
    fn label_arity(&self, at: usize) -> usize {
        let control = &self.controls[at];
        if control.construct == Construct::Loop { control.params as usize } else { control.results as usize }
    }

    /// Makes sure the frame holds the label's values: payloads are written there from outside.
    fn reserve_label(&mut self, at: usize) {
        let control = self.controls[at];
        let slots = match control.ty {
            BlockType::Empty if control.construct == Construct::Function => self.ty.result_slots(),
            BlockType::Empty => 0,
            BlockType::Type(_) => 2,
            BlockType::FuncType(i) => {
                let func = self.type_at(i);
                func.param_slots() + func.result_slots()
            }
        };
        self.touch(control.base + slots);
    }

    /// Whether the top `n` operands have their homes exactly at the label's slots.
    fn in_place(&self, at: usize, n: usize) -> bool {
        n == 0 || self.first_slot(n) == self.controls[at].base
    }

    /// Moves the top `n` operands down to the label's slots, leaving the stack as it is.
    fn move_to_label(&mut self, at: usize, n: usize) {
        let base = self.controls[at].base;
        let (first, others) = self.begin_of(n);
        // A v128 moves by itself: what compiles this must see that its two slots hold one value.
        let class = self.stack[first].class;
        let is_span = |e: &Entry| e.kind == EntryKind::Temp && e.class == class && class != RegClass::Vector;
        let one_span = n > 2 && self.stack[first..].iter().all(is_span);
        let source = self.first_slot(n);
        if one_span && self.move_span(source, base, self.top - source, class) {
            return;
        }
        for index in first..self.stack.len() {
            let entry = self.stack[index];
            let run = if entry.kind == EntryKind::Temp { entry.value as u32 } else { 0 };
            let from = if index == first { entry.slot + others } else { entry.slot };
            let count = entry.slot + run + 1 - from;
            if count > SHORT_RUN && self.move_span(from, base + (from - source), count, entry.class) {
                continue;
            }
            for slot in from..=entry.slot + run {
                self.copy_to(base + (slot - source), &Entry { slot, ..entry });
            }
        }
        self.last = None;
    }

    /// An unconditional branch.
    fn branch(&mut self, depth: u32) {
        let at = self.controls.len() - 1 - depth as usize;
        if self.controls[at].construct == Construct::Function {
            self.emit_return();
            return;
        }
        let n = self.label_arity(at);
        if self.in_place(at, n) {
            self.materialize_top(n);
        } else {
            self.move_to_label(at, n);
        }
        let op = self.emit(OpCode::Br, 0, 0, 0, 0) as u32;
        self.link(at, Fixup::Branch(op));
    }

    /// A conditional branch; the values it carries stay on the stack.
    pub(super) fn branch_if(&mut self, depth: u32, condition: Condition) {
        let at = self.controls.len() - 1 - depth as usize;
        let is_function = self.controls[at].construct == Construct::Function;
        let n = self.label_arity(at);
        if n > 1 {
            // Before the branch, so that this work is done once however often the values are carried.
            self.materialize_top(n);
        }
        if !is_function && self.in_place(at, n) {
            self.materialize_top(n);
            let op = self.emit_condition(condition, true);
            self.link(at, Fixup::Branch(op));
        } else {
            let skip = self.emit_condition(condition, false);
            if is_function {
                self.emit_return();
            } else {
                self.move_to_label(at, n);
                let op = self.emit(OpCode::Br, 0, 0, 0, 0) as u32;
                self.link(at, Fixup::Branch(op));
            }
            let here = self.ops.len();
            self.set_target(Fixup::Branch(skip), here);
            self.set_barrier();
        }
        self.fuel_segment();
    }

    fn branch_table(&mut self, targets: &BrTable<'_>) {
        let index = self.pop();
        let b = self.operand(&index, 0);
        let default = targets.default();
        let at = self.controls.len() - 1 - default as usize;
        let n = self.label_arity(at);
        self.materialize_top(n);
        self.emit(OpCode::BrTable, 0, b, 0, Op::pack(0, targets.len()));
        let first = self.ops.len();
        let depths: Vec<u32> = targets.targets().map_while(Result::ok).chain([default]).collect();
        for _ in &depths {
            self.emit(OpCode::Br, 0, 0, 0, 0);
        }
        // A label whose slots are elsewhere gets one stub behind the table that moves the values.
        let mut stubs: HashMap<u32, usize> = HashMap::new();
        for (i, &depth) in depths.iter().enumerate() {
            let at = self.controls.len() - 1 - depth as usize;
            let fixup = Fixup::Branch((first + i) as u32);
            if self.in_place(at, n) {
                self.reserve_label(at);
                self.link(at, fixup);
                continue;
            }
            if let Some(&stub) = stubs.get(&depth) {
                self.set_target(fixup, stub);
                continue;
            }
            if self.is_too_large() {
                break;
            }
            let here = self.ops.len();
            stubs.insert(depth, here);
            self.set_target(fixup, here);
            self.move_to_label(at, n);
            let br = self.emit(OpCode::Br, 0, 0, 0, 0) as u32;
            self.link(at, Fixup::Branch(br));
        }
        self.set_unreachable();
    }
}
