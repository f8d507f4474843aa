//! What must be true of the states: see the header of [`check`](super).

use super::super::Draft;
use super::super::abi::result_reg;
use super::super::analysis::Analysis;
use super::super::operation::{call_type, fields, group, info, is_call, is_return_call};
use super::super::ranges::{operands, ranges};
use super::effect::{Callee, Effect, Item, LANES, Listing, Next, Span};
use super::flow::{Flow, FrameState, Value, made_at, written};
use crate::ir::{Func, Kind, Op, OpCode, Shape};
use crate::module::ModuleData;
use crate::types::FuncType;

/// Faults that are told for one function.
const SHOWN: usize = 8;

pub(super) struct Rules<'a> {
    pub(super) module: &'a ModuleData,
    pub(super) defined: usize,
    pub(super) func: &'a Func,
    pub(super) compiled: Draft<'a>,
    pub(super) analysis: &'a Analysis,
    pub(super) code: &'a Listing,
    pub(super) flow: &'a Flow<'a>,
}

/// The code of some operations: its items, and what they read.
struct Group {
    first: u32,
    last: u32,
    start: usize,
    /// Operands that no instruction was seen to read yet.
    wanted: Vec<u32>,
    reached: bool,
}

/// Whether the operation only moves its operands.
fn moves(code: OpCode) -> bool {
    use OpCode::*;
    matches!(
        code,
        Copy | CopyFloat
            | CopyV128
            | CopyFar
            | CopyFarFloat
            | CopyFarV128
            | CopySpan
            | CopySpanFloat
            | Select
            | SelectFloat
            | SelectV128
            | Return1
            | ReturnFloat
            | ReturnV128
            | ReturnSpan
            | I32ReinterpretF32
            | I64ReinterpretF64
            | F32ReinterpretI32
            | F64ReinterpretI64
            // Some lanes of one vector in their order.
            | I8x16Shuffle
            // The lowest lane of a vector is where a float is.
            | I64x2ExtractLane
    )
}

fn selects(code: OpCode) -> bool {
    code.shape() == Shape::Select
}

/// Whether the result may be an operand as it is.
fn passes(op: &Op) -> bool {
    use OpCode::*;
    match op.code() {
        RefAsNonNull | RefCast | RefCastDescEq => true,
        I32ShlImm | I32ShrSImm | I32ShrUImm | I32RotlImm | I32RotrImm => op.imm & 31 == 0,
        I64ShlImm | I64ShrSImm | I64ShrUImm | I64RotlImm | I64RotrImm => op.imm & 63 == 0,
        I32DivSImm | I32DivUImm => op.imm as i32 == 1,
        I64DivSImm | I64DivUImm => op.imm == 1,
        F32x4ExtractLane | F64x2ExtractLane => true,
        code => moves(code),
    }
}

/// Whether a value is that of an operand.
fn carried(op: &Op, value: Value, state: &FrameState) -> bool {
    let base = op.code().has_base().then(|| op.base());
    op.uses(fields(op.code()))
        .map(|operand| operand.slot)
        .chain(base)
        .any(|slot| state.present(slot) == Some(value) || state.present(slot + 1) == Some(value))
}

/// Whether the operation traps whatever its operand is.
fn fails(op: &Op) -> bool {
    use OpCode::*;
    match op.code() {
        I32DivSImm | I32DivUImm | I32RemSImm | I32RemUImm => op.imm as i32 == 0,
        I64DivSImm | I64DivUImm | I64RemSImm | I64RemUImm => op.imm == 0,
        _ => false,
    }
}

impl Rules<'_> {
    pub(super) fn run(self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut groups = self.groups();
        let mut by_item = vec![usize::MAX; self.code.items.len()];
        for (i, group) in groups.iter().enumerate() {
            let end = groups.get(i + 1).map_or(by_item.len(), |g| g.start);
            by_item[group.start..end].fill(i);
        }
        let body_end = self.compiled.output.body_end;
        self.flow.visit(|at, state| {
            let item = &self.code.items[at];
            let group = match by_item[at] {
                usize::MAX => None,
                _ if item.pos() >= body_end && !matches!(item, Item::End { .. }) => None,
                i => Some(&mut groups[i]),
            };
            match item {
                Item::Begin { .. } => {}
                Item::End { ops, places, .. } => {
                    let start = group.map_or(0, |g| g.start);
                    self.check_end(at, start, ops.map(|o| o.1), places, state, &mut faults);
                }
                Item::Code { effect, next, .. } => {
                    let last = group.as_ref().map(|g| g.last);
                    if let Some(group) = group {
                        group.reached = true;
                        self.witness(group, *effect, *next, state);
                    }
                    self.check_leaving(at, *next, last, state, &mut faults);
                }
            }
        });
        for group in groups.iter().filter(|g| g.reached) {
            for slot in &group.wanted {
                let name = self.func.ops[group.last as usize].code().name();
                let at = self.code.items[group.start].pos();
                faults.push(format!(
                    "{at:x}: operation {} ({name}) reads slot {slot} from no place that holds it",
                    group.first
                ));
            }
        }
        faults.truncate(SHOWN);
        faults
    }

    /// The operations that have code, in the order in which they have it.
    fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (start, item) in self.code.items.iter().enumerate() {
            match item {
                Item::Begin { op, .. } => {
                    let wanted = self.operands(*op, *op);
                    groups.push(Group { first: *op, last: *op, start, wanted, reached: false });
                }
                // What began since the first of these belongs to it.
                Item::End { ops: Some((first, last)), .. } => {
                    let Some(index) = groups.iter().rposition(|g| g.first == *first) else { continue };
                    groups.truncate(index + 1);
                    groups[index].last = *last;
                    groups[index].wanted = self.operands(*first, *last);
                }
                _ => {}
            }
        }
        groups
    }

    /// Slots that the operations read and do not make themselves, as far as an instruction must read them: where operands are
    /// taken from is fixed for calls, builtins and returns, and asked for where they leave.
    fn operands(&self, first: u32, last: u32) -> Vec<u32> {
        let (mut wanted, mut made) = (Vec::new(), Vec::new());
        for number in first..=last {
            let op = &self.func.ops[number as usize];
            let code = op.code();
            if self.compiled.log.by_flags.contains(&number) {
                continue;
            }
            if matches!(
                code,
                OpCode::Copy
                    | OpCode::CopyFloat
                    | OpCode::CopyV128
                    | OpCode::Return1
                    | OpCode::ReturnFloat
                    | OpCode::ReturnV128
                    | OpCode::ThrowRef
            ) {
                continue;
            }
            if passes(op) && !moves(code) || fails(op) {
                continue;
            }
            for operand in op.uses(fields(code)) {
                if self.matters(number as usize, operand.slot) {
                    wanted.extend(operand.slots().filter(|s| !made.contains(s)));
                }
            }
            let all = operands(self.module, self.func, op);
            made.extend(all.filter(|operand| !operand.is_use()).flat_map(|operand| operand.slots()));
        }
        wanted
    }

    /// First slot that a copy reads, and first that it writes.
    fn copied(&self, op: &Op) -> Option<(u32, u32)> {
        match op.code() {
            OpCode::Copy | OpCode::CopyFloat | OpCode::CopyV128 => Some((op.b().into(), op.a.into())),
            _ if matches!(op.code().shape(), Shape::Far | Shape::Span) => Some((op.lo(), op.hi())),
            // All lanes of one operand, each where it was.
            OpCode::I8x16Shuffle => {
                let mut lanes = self.lanes(op).into_iter().enumerate();
                let from = if lanes.clone().all(|l| l.1 < 16) { op.b() } else { op.c() };
                let stays = |(i, lane): (usize, u8)| {
                    usize::from(lane % 16) == i && from == if lane < 16 { op.b() } else { op.c() }
                };
                lanes.all(stays).then_some((from.into(), op.a.into()))
            }
            _ => None,
        }
    }

    /// The lanes that a shuffle takes.
    fn lanes(&self, op: &Op) -> [u8; 16] {
        self.func.v128s[op.imm as usize].to_le_bytes()
    }

    /// Whether a shuffle takes a lane of this operand and is no copy, and whether a branch table leads to more than one place;
    /// operands of other operations always matter.
    fn matters(&self, at: usize, slot: u32) -> bool {
        let op = &self.func.ops[at];
        match op.code() {
            OpCode::I8x16Shuffle if self.copied(op).is_some() => false,
            OpCode::I8x16Shuffle => {
                let mut lanes = self.lanes(op).into_iter();
                lanes.any(|lane| slot == u32::from(if lane < 16 { op.b() } else { op.c() }))
            }
            OpCode::BrTable => op.hi() > 0,
            _ => true,
        }
    }

    /// Which wanted operands an instruction reads.
    fn witness(&self, group: &mut Group, effect: Effect, next: Next, state: &FrameState) {
        if group.wanted.is_empty() {
            return;
        }
        let moves = (group.first..=group.last).any(|op| moves(self.func.ops[op as usize].code()));
        let mut read = Vec::new();
        let mut lane = |lane: u8| read.push(state.lane(lane));
        match effect {
            Effect::Compute { reads, loads, .. } => {
                (0..LANES as u8).filter(|l| reads >> l & 1 == 1).for_each(lane);
                if let Some(span) = loads {
                    read.extend(
                        state.slots_of(span).filter_map(|slot| state.spill_slot(u32::try_from(slot).ok()?)),
                    );
                }
            }
            Effect::Move { from, .. } if moves && from < 16 => lane(from),
            Effect::Move { from, .. } | Effect::MoveLow { from, .. } | Effect::MoveWide { from, .. }
                if moves =>
            {
                lane(from);
                if from >= 16 {
                    lane(from + 16);
                }
            }
            _ => {}
        }
        if let (
            true,
            Effect::Load { disp, .. } | Effect::LoadLow { disp, .. } | Effect::LoadWide { disp, .. },
        ) = (moves, effect)
        {
            let span = Span { disp, bytes: if matches!(effect, Effect::LoadWide { .. }) { 16 } else { 8 } };
            read.extend(state.slots_of(span).filter_map(|slot| state.spill_slot(u32::try_from(slot).ok()?)));
        }
        // What is selected may be in the result's register already: then a branch leads round the move of the other.
        let selects = (group.first..=group.last).any(|op| selects(self.func.ops[op as usize].code()));
        if selects && matches!(next, Next::Branch(_)) {
            read.extend((16..LANES as u8).map(|lane| state.lane(lane)));
        }
        let seen = |slot: u32| state.present(slot).is_some_and(|value| read.contains(&value));
        let name = self.func.ops[group.last as usize].code().name();
        if ["ExtractLane", "Low"].iter().any(|part| name.contains(part)) {
            // One half of a vector is enough.
            if group.wanted.iter().any(|&slot| seen(slot)) {
                group.wanted.clear();
            }
        } else {
            group.wanted.retain(|&slot| !seen(slot));
        }
    }

    /// Results: made by the operation's own code, or carried by it if it is a copy.
    fn check_end(
        &self,
        at: usize,
        start: usize,
        last: Option<u32>,
        places: &[(u32, crate::jit::x64::regs::Reg)],
        state: &FrameState,
        faults: &mut Vec<String>,
    ) {
        let pos = self.code.items[at].pos();
        let Some(index) = last else {
            for slot in self.func.param_slots..self.func.local_slots {
                let in_register = places.iter().find(|p| p.0 == slot).map(|p| state.reg(p.1, false));
                let value = in_register.or_else(|| state.spill_slot(slot));
                if slot < self.analysis.liveness.tracked
                    && self.analysis.liveness.is_live_at_entry(slot)
                    && value.is_some_and(|v| made_at(v).is_none())
                {
                    faults.push(format!("{pos:x}: local slot {slot} does not begin as zero"));
                }
            }
            return;
        };
        let op = &self.func.ops[index as usize];
        let copied = self.copied(op);
        for (slot, wide) in written(self.module, self.func, op) {
            let place = places.iter().find(|p| p.0 == slot).map(|p| p.1);
            for half in 0..1 + u32::from(wide) {
                let value = match place {
                    Some(reg) => Some(state.reg(reg, half == 1)),
                    None => state.spill_slot(slot + half),
                };
                let Some(value) = value else { continue };
                if let Some((from, to)) = copied {
                    let due = state.present(from + (slot + half - to));
                    if due != Some(value) && !self.is_dead(index) {
                        faults.push(format!("{pos:x}: operation {index} does not copy to slot {slot}"));
                    }
                } else if made_at(value).is_none_or(|item| item < start)
                    && !(passes(op) && carried(op, value, state))
                    && !self.is_dead(index)
                {
                    let name = op.code().name();
                    faults.push(format!("{pos:x}: operation {index} ({name}) leaves nothing in slot {slot}"));
                }
            }
        }
    }

    /// Whether the result is dead.
    fn is_dead(&self, op: u32) -> bool {
        self.analysis.liveness.uses[op as usize] & super::super::analysis::uses::DEF_DEAD != 0
    }

    /// Calls, returns and tail calls: what others expect of this function.
    fn check_leaving(
        &self,
        at: usize,
        next: Next,
        last: Option<u32>,
        state: &FrameState,
        faults: &mut Vec<String>,
    ) {
        let pos = self.code.items[at].pos();
        let mut fault = |what: String| faults.push(format!("{pos:x}: {what}"));
        match next {
            Next::Call(Callee::Stub) => {}
            Next::Call(callee) => {
                let Some(op) = self.flow.site(at) else {
                    return fault("a call that belongs to no operation".to_owned());
                };
                if let Callee::Builtin(number) = callee {
                    if number == op.code() as u64 {
                        self.check_builtin(op, state, &mut fault);
                    }
                } else if is_call(op.code()) {
                    let base = op.hi();
                    if state.rbp() != i64::from(base) * 8 {
                        fault(format!("the callee's frame begins at {}, not at slot {base}", state.rbp()));
                    }
                    self.check_arguments(call_type(self.module, op), base, base, state, &mut fault);
                }
                self.check_handlers(at, state, &mut fault);
            }
            Next::Leave => {
                let op = last.map(|op| &self.func.ops[op as usize]);
                if let Some(op) = op.filter(|op| is_return_call(op.code()) && self.leaves(at)) {
                    self.check_arguments(call_type(self.module, op), op.hi(), 0, state, &mut fault);
                }
            }
            Next::Return => {
                let Some(op) = last.map(|op| &self.func.ops[op as usize]) else { return };
                self.check_results(op, state, &mut fault);
            }
            _ => {}
        }
    }

    /// Whether the item is a jump out of the function, and no trap.
    fn leaves(&self, at: usize) -> bool {
        matches!(
            self.code.items[at],
            Item::Code { next: Next::Leave, effect: Effect::Compute { writes: 0, .. }, .. }
        )
    }

    /// Arguments whose slots begin at `base` are in their registers, or in memory from slot `frame` on.
    fn check_arguments(
        &self,
        ty: &FuncType,
        base: u32,
        frame: u32,
        state: &FrameState,
        fault: &mut impl FnMut(String),
    ) {
        for (slot, value) in state.arguments(ty, frame) {
            if value != state.present(base + slot) {
                fault(format!("argument {slot} of a call is not where it is expected"));
            }
        }
    }

    /// A builtin finds its operands in memory.
    fn check_builtin(&self, op: &Op, state: &FrameState, fault: &mut impl FnMut(String)) {
        let read = match op.code() {
            // The lookup of an indirect call is repeated.
            OpCode::CallIndirect | OpCode::ReturnCallIndirect | OpCode::ThrowRef => {
                u32::from(op.b())..u32::from(op.b()) + 1
            }
            _ => ranges(self.module, self.func, op).read,
        };
        for slot in read {
            if state.spill_slot(slot) != state.present(slot) {
                fault(format!("operand {slot} of the builtin {} is not in memory", op.code().name()));
            }
        }
    }

    /// What handlers around a call want is in memory.
    fn check_handlers(&self, at: usize, state: &FrameState, fault: &mut impl FnMut(String)) {
        let Some(index) = self.flow.site_index(at) else { return };
        // The builtin that looks a tail call's function up traps at most, and what that function throws passes this frame by.
        if info(self.func.ops[index.index()].code()).groups & group::THROWS == 0 {
            return;
        }
        for range in self.analysis.cfg.tries.iter().filter(|t| (t.start..t.end).contains(&index)) {
            for catch in &range.catches {
                let label = self.analysis.cfg.label_of[catch.target.index()];
                for slot in 0..self.analysis.liveness.tracked.min(self.func.frame_slots) {
                    // The payload is written by the unwinder.
                    let payload = slot >= catch.slot;
                    if !payload
                        && self.analysis.liveness.is_live(label, slot)
                        && state.spill_slot(slot) != state.present(slot)
                    {
                        fault(format!(
                            "slot {slot} is not in memory for the handler at operation {}",
                            catch.target
                        ));
                    }
                }
            }
        }
    }

    fn check_results(&self, op: &Op, state: &FrameState, fault: &mut impl FnMut(String)) {
        let ty = self.module.defined_func_type(self.defined);
        let Some((reg, kind)) = result_reg(ty) else { return };
        let from = match op.code() {
            OpCode::Return1 | OpCode::ReturnFloat | OpCode::ReturnV128 => u32::from(op.b()),
            OpCode::ReturnSpan => op.lo(),
            _ => return,
        };
        let halves = 1 + u32::from(kind == Kind::V128);
        for slot in 0..ty.result_slots() {
            let value = if slot < halves { Some(state.reg(reg, slot == 1)) } else { state.spill_slot(slot) };
            if value != state.present(from + slot) {
                fault(format!("result {slot} is not where it is expected"));
            }
        }
    }
}
