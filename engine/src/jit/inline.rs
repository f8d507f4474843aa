//! Bounded inlining: calls of small functions of the same module are replaced by what those functions do.
//!
//! # Why it is a splice
//! A call's arguments lie on top of the caller's operand stack, and there the callee's frame begins. So the callee's operations
//! do their work in place once their slots are renumbered: its slot `i` is the caller's slot `base + i`. A return becomes a copy
//! to where the call's results belong and a branch after the splice. What the callee's entry would have zeroed is
//! zeroed by operations that vanish again where their results are dead.
//!
//! # Who is inlined
//! Callees without loops, try ranges and tail calls: small ones that call nothing; tiny ones in any case; and the function itself,
//! a level or two deep, since what a recursive function spends on a call is often as much as it spends on anything else.
//! The sum is capped, for each function and for a module as a whole (`bounds`), so that compiling stays linear; chains of calls are followed with a stack of our own.
//!
//! # Positions
//! A trap or a backtrace inside the splice must look as if the call had happened. `runs` says for each new operation which
//! *inlined frame* it belongs to and which operation of that frame's function it is; a frame knows its function, the frame around
//! and the call there. `exec::walk::MachineFrames` turns one machine frame into as many frames as that makes.
//!
//! # Arguments that are copies
//! An argument that is a copy of a slot below, passed to a callee that never writes its parameter, is read where it was: the callee
//! writes nothing below its frame. The copy goes away.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use super::bounds::inlining_left;
use super::operation::{fields, group, info, is_call, is_return_call};
use super::ranges::operands;
use crate::base::{SourceOp, SplicedOp};
use crate::code::Runs;
use crate::ir::{Func, Op, OpCode, Place, RegClass, Shape, TryRange};
use crate::module::{Meter, ModuleData};
use crate::settings::{Optimization, Tier, Tiering};
use crate::types::V128;

/// Operations of a callee that calls nothing.
const LEAF_OPS: usize = 40;
/// Bytes of a function that is lowered, if it was not, to see whether it may be inlined.
const TINY_BODY: usize = 64;
/// Operations of any callee.
const SMALL_OPS: usize = 12;
/// Operations of a function that is inlined into itself, and of one for which that is done twice.
const SELF_OPS: usize = 60;
const SELF_TWICE_OPS: usize = 30;
/// Frames inside each other.
const MAX_DEPTH: usize = 6;
/// Operations that may be added to a function of any size.
const MAX_ADDED: usize = 400;
/// Locals of a callee that would have to be zeroed.
const MAX_ZEROED: u32 = 16;
/// Slots by which a frame may grow: entries at loops check for the interpreter's frame, and this much lies in the slack.
const MAX_ADDED_SLOTS: u32 = crate::exec::activation::STACK_SLACK / 4 / 8;

/// A function that was inlined, or (the first) the function around.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// Number among the functions that the module defines.
    pub defined: u32,
    /// The frame around.
    pub parent: u32,
    /// The call in it: an operation of the function around.
    pub call: SourceOp,
    /// Where its slots begin.
    pub base: u32,
}

/// A function with others inside.
#[derive(Clone, Debug, Default)]
pub struct Spliced {
    /// Its operations by their new numbers. Without try ranges and offsets, which are by numbers of one function.
    pub func: Func,
    /// The try ranges of the function around all; others have none.
    pub tries: Vec<TryRange<SplicedOp>>,
    pub frames: Vec<Frame>,
    pub runs: Runs,
    /// Cold functions that were lowered to see whether they may be inlined.
    pub cold_callees: u32,
    /// Where each operation of the function around all begins, and where the last one ends.
    map: Vec<SplicedOp>,
}

impl Spliced {
    /// Where an operation of the function around all begins, or what is inlined there. One that became nothing begins where
    /// the next does.
    ///
    /// # Panics
    /// If there is no such operation.
    pub fn begin_of(&self, op: SourceOp) -> SplicedOp {
        self.map[op.index()]
    }

    /// What became of an operation of the function around all: it and what is inlined there.
    ///
    /// # Panics
    /// If there is no such operation.
    pub fn range(&self, op: SourceOp) -> impl Iterator<Item = SplicedOp> + use<> {
        (self.map[op.index()].index()..self.map[op.index() + 1].index()).map(SplicedOp::at)
    }

    /// The operation of the function around all that begins at a place; `None` if one of an inlined function does. Calls that became
    /// nothing begin where the next operation does, which is meant then.
    pub fn source_of(&self, op: SplicedOp) -> Option<SourceOp> {
        let after = self.map.partition_point(|&new| new <= op);
        after.checked_sub(1).filter(|&at| self.map[at] == op).map(SourceOp::at)
    }

    /// The frame of an operation, and its number in the frame's own function.
    pub fn locate(&self, op: SplicedOp) -> (u32, SourceOp) {
        self.runs.locate(op)
    }
}

/// A function being copied.
struct Cursor<'a> {
    func: &'a Func,
    frame: u32,
    base: u32,
    /// Next operation to copy.
    next: usize,
    /// New number of each operation, and of the end.
    map: Vec<SplicedOp>,
    /// Branches by new number, with their target's old one.
    branches: Vec<(u32, u32)>,
    /// Whether a branch arrives at the operation, a bit each.
    targets: Vec<u64>,
    /// Where each parameter's slots are.
    params: Vec<u32>,
    v128_base: u64,
}

impl Cursor<'_> {
    fn slot(&self, slot: u32) -> u32 {
        self.params.get(slot as usize).copied().unwrap_or(self.base + slot)
    }

    fn is_target(&self, at: usize) -> bool {
        self.targets[at / 64] >> (at % 64) & 1 == 1
    }

    /// An operation with its slots renumbered.
    fn renumber(&self, op: &Op) -> Op {
        let (code, mut new) = (op.code(), *op);
        new.map_slots(fields(code), |place, slot| match place {
            // No parameter that is elsewhere is in a range; see `fixed_params`.
            Place::Range => self.base + slot,
            _ => self.slot(slot),
        });
        if matches!(code, OpCode::ConstV128 | OpCode::I8x16Shuffle) {
            new.imm += self.v128_base;
        }
        new
    }
}

struct Splicer<'a> {
    module: &'a ModuleData,
    tiering: Tiering,
    root: &'a Func,
    defined: usize,
    /// Operations that may still be added.
    budget: usize,
    spliced: Spliced,
    ops: Vec<Op>,
    v128s: Vec<V128>,
    /// Functions in progress, the outermost first.
    chain: Vec<usize>,
    /// Cold callees that were lowered here.
    cold: Cell<u32>,
}

/// Inlines what is worth it; `None` if nothing is.
pub fn splice(module: &ModuleData, defined: usize, func: &Func, tiering: Tiering) -> Option<Spliced> {
    if !tiering.may(Optimization::Inlining) || func.frame_slots + MAX_ADDED_SLOTS > u32::from(u16::MAX) {
        return None;
    }
    let splicer = Splicer {
        module,
        tiering,
        root: func,
        defined,
        budget: MAX_ADDED.min(inlining_left(module)),
        spliced: Spliced::default(),
        ops: Vec::new(),
        v128s: Vec::new(),
        chain: vec![defined],
        cold: Cell::new(0),
    };
    let worth = func.ops.iter().any(|op| splicer.callee(op, 0).is_some());
    worth.then(|| splicer.run())
}

impl<'a> Splicer<'a> {
    /// What a call calls, if it may be inlined into the function in progress, whose frame begins at `base`.
    #[inline]
    fn callee(&self, op: &Op, base: u32) -> Option<&'a Func> {
        if op.code() == OpCode::Call { self.callee_of_call(op, base) } else { None }
    }

    #[inline(never)]
    fn callee_of_call(&self, op: &Op, base: u32) -> Option<&'a Func> {
        let defined = op.lo() as usize;
        let recursive = defined == self.defined;
        let func = if recursive { self.root } else { self.lowered(defined)? };
        let levels = self.chain[1..].iter().filter(|&&d| d == defined).count();
        let n = self.work(func);
        let fits = match recursive {
            true if n <= SELF_TWICE_OPS => levels < 2,
            true => n <= SELF_OPS && levels < 1,
            false if n <= SMALL_OPS => levels < 1,
            false => n <= LEAF_OPS && levels < 1 && !func.ops.iter().any(|op| is_call(op.code())),
        };
        let reach = base + op.hi() + func.frame_slots;
        let fits = fits
            && self.cost(func) <= self.budget
            && self.chain.len() <= MAX_DEPTH
            && reach <= self.root.frame_slots + MAX_ADDED_SLOTS
            && is_plain(func, recursive);
        fits.then_some(func)
    }

    /// A callee's code. Where functions are interpreted at first, one that was never called is cold; a very small one is lowered all
    /// the same, since it would stay a call for good.
    fn lowered(&self, defined: usize) -> Option<&'a Func> {
        // Few operations are made from more bytes.
        if self.module.bodies[defined].len() > 8 * LEAF_OPS {
            return None;
        }
        let code = &self.module.codes[defined];
        if code.code().is_none() {
            let tiny = self.module.bodies[defined].len() <= TINY_BODY;
            let cold = self.tiering.tier != Tier::Jit;
            if cold && !(tiny && self.tiering.may(Optimization::ColdCallees)) {
                return None;
            }
            // An invalid one is left out, and costs something once; its call is what fails.
            if self.module.is_known_invalid(defined) {
                return None;
            }
            crate::lower::ensure(self.module, defined).ok()?;
            self.cold.set(self.cold.get() + u32::from(cold));
        }
        code.code().map(|code| &code.func)
    }

    fn run(mut self) -> Spliced {
        let root = self.root;
        self.spliced.func = Func {
            param_slots: root.param_slots,
            local_slots: root.local_slots,
            frame_slots: root.frame_slots,
            result_slots: root.result_slots,
            ..Func::default()
        };
        let frame = Frame { defined: self.defined as u32, parent: 0, call: SourceOp::default(), base: 0 };
        let mut stack = vec![self.enter(root, frame, Vec::new())];
        while let Some(mut cursor) = stack.pop() {
            if let Some(inner) = self.copy(&mut cursor) {
                stack.push(cursor);
                stack.push(inner);
                continue;
            }
            cursor.map.push(self.next());
            for &(at, target) in &cursor.branches {
                let target = cursor.map[target as usize].index();
                self.ops[at as usize].set_target(at as usize, target);
            }
            self.chain.pop();
            if stack.is_empty() {
                let moved = |range: &TryRange| range.renumbered(|op| cursor.map[op.index()]);
                self.spliced.tries = root.tries.iter().map(moved).collect();
                self.spliced.map = cursor.map;
            }
        }
        self.spliced.cold_callees = self.cold.get();
        self.spliced.func.ops = self.ops.into();
        self.spliced.func.v128s = self.v128s.into();
        self.spliced
    }

    /// Begins a function.
    fn enter(&mut self, func: &'a Func, frame: Frame, params: Vec<u32>) -> Cursor<'a> {
        let n = func.ops.len();
        let mut targets = vec![0_u64; n.div_ceil(64)];
        let mut mark = |at: usize| targets[at / 64] |= 1 << (at % 64);
        for (i, op) in func.ops.iter().enumerate().filter(|(_, op)| has_target(op)) {
            mark(op.target(i));
        }
        func.tries.iter().flat_map(|t| &t.catches).for_each(|c| mark(c.target.index()));
        let v128_base = self.v128s.len() as u64;
        self.v128s.extend_from_slice(&func.v128s);
        let frame_slots = &mut self.spliced.func.frame_slots;
        *frame_slots = (*frame_slots).max(frame.base + func.frame_slots);
        self.spliced.func.rewrites += func.rewrites;
        let base = frame.base;
        self.spliced.frames.push(frame);
        let frame = self.spliced.frames.len() as u32 - 1;
        let map = Vec::with_capacity(n + 1);
        Cursor { func, frame, base, next: 0, map, branches: Vec::new(), targets, params, v128_base }
    }

    /// Copies operations up to the next call that is inlined, and begins its callee; `None` at the function's end.
    fn copy(&mut self, cursor: &mut Cursor<'a>) -> Option<Cursor<'a>> {
        while let Some(op) = cursor.func.ops.get(cursor.next) {
            let at = cursor.next;
            if let Some(callee) = self.callee(op, cursor.base) {
                return Some(self.inline(cursor, callee));
            }
            cursor.next += 1;
            cursor.map.push(self.next());
            if self.is_needless_poll(cursor, op, at) || cursor.frame != 0 && self.leave(cursor, op, at) {
                continue;
            }
            if has_target(op) {
                cursor.branches.push((self.ops.len() as u32, op.target(at) as u32));
            }
            let op = cursor.renumber(op);
            self.push(op, cursor.frame, at);
        }
        None
    }

    /// What inlining a function takes of the budget: its operations, copies of several results at each return, and a little for
    /// looking at its parameters.
    fn cost(&self, func: &Func) -> usize {
        let returns = |op: &&Op| op.code() == OpCode::ReturnSpan;
        let copies = match func.result_slots {
            0..2 => 0,
            slots => slots as usize * func.ops.iter().filter(returns).count(),
        };
        self.work(func) + copies + func.param_slots as usize / 16
    }

    /// Operations of a function, without those that meter it: what is inlined does not depend on them.
    fn work(&self, func: &Func) -> usize {
        let n = func.ops.len();
        // A function that is too large without half of its operations need not be looked at.
        if self.module.lower.meter() == Meter::None || n > 2 * SELF_OPS.max(LEAF_OPS) {
            return n;
        }
        n - func.ops.iter().filter(|op| op.code().is_meter()).count()
    }

    /// Whether the operation polls the epoch at the entry of an inlined function. That function has no loops, or its loops poll
    /// themselves, and what it calls polls when it is entered: so the function around polls often enough.
    fn is_needless_poll(&self, cursor: &Cursor<'_>, op: &Op, at: usize) -> bool {
        op.code() == OpCode::Epoch
            && cursor.frame != 0
            && cursor.func.ops[..at].iter().all(|op| op.code().is_counter())
            && !(0..=at).any(|at| cursor.is_target(at))
    }

    /// The number that the operation appended next will have.
    fn next(&self) -> SplicedOp {
        SplicedOp::at(self.ops.len())
    }

    /// Appends an operation that stands for the one at `at` of a frame.
    fn push(&mut self, op: Op, frame: u32, at: usize) {
        self.spliced.runs.push(self.next(), frame, SourceOp::at(at));
        self.ops.push(op);
    }

    /// Begins the callee of the call that is next.
    fn inline(&mut self, cursor: &mut Cursor<'a>, callee: &'a Func) -> Cursor<'a> {
        let at = cursor.next;
        let call = cursor.func.ops[at];
        let base = cursor.base + call.hi();
        self.budget -= self.cost(callee);
        let mut params: Vec<u32> = (base..base + callee.param_slots).collect();
        self.share_arguments(cursor, base, fixed_params(self.module, callee), &mut params);
        cursor.next += 1;
        cursor.map.push(self.next());
        self.zero_locals(callee, base, cursor.frame, at);
        self.chain.push(call.lo() as usize);
        let frame = Frame { defined: call.lo(), parent: cursor.frame, call: SourceOp::at(at), base };
        self.enter(callee, frame, params)
    }

    /// Copies right before a call whose parameters are fixed go away: the callee reads where they read.
    fn share_arguments(&mut self, cursor: &mut Cursor<'a>, base: u32, fixed: u64, params: &mut [u32]) {
        let call = cursor.next;
        let mut first = call;
        // No branch may lead in between.
        while first > 0 && !cursor.is_target(first) {
            let op = &cursor.func.ops[first - 1];
            let constant = matches!(op.code(), OpCode::Const | OpCode::ConstFloat);
            let known = constant || matches!(op.code(), OpCode::Copy | OpCode::CopyFloat | OpCode::CopyV128);
            let reads_below = || constant || cursor.slot(op.b().into()) < base;
            if !known || !reads_below() || cursor.slot(op.a.into()) < base {
                break;
            }
            first -= 1;
        }
        let kept = cursor.map.get(first).copied();
        let Some(kept) = kept.filter(|_| first < call) else { return };
        self.ops.truncate(kept.index());
        self.spliced.runs.truncate(kept);
        for at in first..call {
            cursor.map[at] = self.next();
            let op = cursor.renumber(&cursor.func.ops[at]);
            let slots = match op.code() {
                OpCode::Copy | OpCode::CopyFloat => 1,
                OpCode::CopyV128 => 2,
                _ => 0,
            };
            let param = (u32::from(op.a) - base) as usize;
            let mask = (1_u64 << slots) - 1;
            if slots == 0 || param + slots > params.len().min(64) || fixed >> param & mask != mask {
                self.push(op, cursor.frame, at);
                if let Some(own) = params.get_mut(param) {
                    *own = op.a.into();
                }
                continue;
            }
            for i in 0..slots {
                params[param + i] = u32::from(op.b()) + i as u32;
            }
        }
    }

    /// What the callee's entry would zero, as far as anything reads it; for the call at `at` of a frame.
    fn zero_locals(&mut self, callee: &Func, base: u32, frame: u32, at: usize) {
        let first = callee.param_slots;
        let (mut read, mut float, mut wide) = (0_u64, 0_u64, 0_u64);
        for op in &callee.ops {
            for operand in operands(self.module, callee, op) {
                let end = operand.slots().end.min(callee.local_slots);
                for slot in operand.slot.max(first)..end {
                    let is_first = slot == operand.slot;
                    read |= u64::from(operand.is_use()) << (slot - first);
                    let has_class = |class| operand.kind.class() == Some(class) && is_first;
                    float |= u64::from(has_class(RegClass::Float)) << (slot - first);
                    wide |= u64::from(has_class(RegClass::Vector)) << (slot - first);
                }
            }
        }
        for i in 0..callee.local_slots - first {
            let a = field(base + first + i);
            let op = match wide >> i & 1 {
                1 => {
                    self.v128s.push(V128::default());
                    Op::new(OpCode::ConstV128, a, 0, 0, self.v128s.len() as u64 - 1)
                }
                _ if i > 0 && wide >> (i - 1) & 1 == 1 => continue,
                _ if float >> i & 1 == 1 => Op::new(OpCode::ConstFloat, a, 0, 0, 0),
                _ => Op::new(OpCode::Const, a, 0, 0, 0),
            };
            if read >> i & 1 == 1 {
                self.push(op, frame, at);
            }
        }
    }

    /// A return of a callee: results to where the call's are expected, and on after the splice. False if it is none.
    fn leave(&mut self, cursor: &mut Cursor<'a>, op: &Op, at: usize) -> bool {
        match op.code() {
            OpCode::Return0 => {}
            OpCode::Return1 => self.deliver(cursor, at, op.b().into(), 0, RegClass::Int),
            OpCode::ReturnFloat => self.deliver(cursor, at, op.b().into(), 0, RegClass::Float),
            OpCode::ReturnV128 => self.deliver(cursor, at, op.b().into(), 0, RegClass::Vector),
            OpCode::ReturnSpan => {
                let defined = self.spliced.frames[cursor.frame as usize].defined;
                let ty = self.module.defined_func_type(defined as usize);
                let mut slot = 0;
                for result in &ty.results {
                    self.copy_result(cursor, at, op.lo() + slot, slot, RegClass::of(*result));
                    slot += result.slots();
                }
            }
            _ => return false,
        }
        if at + 1 < cursor.func.ops.len() {
            cursor.branches.push((self.ops.len() as u32, cursor.func.ops.len() as u32));
            self.push(Op::new(OpCode::Br, 0, 0, 0, 0), cursor.frame, at);
        }
        true
    }

    /// The result in slot `from`, for the return at `at`: computed in its place if the operation before computes it.
    fn deliver(&mut self, cursor: &Cursor<'a>, at: usize, from: u32, to: u32, class: RegClass) {
        let source = cursor.slot(from);
        if at > 0 && !cursor.is_target(at) && cursor.map[at - 1].index() + 1 == self.ops.len() {
            let before = fields(cursor.func.ops[at - 1].code()).def;
            if let Some(last) = self.ops.last_mut()
                && before.class() == Some(class)
                && u32::from(last.a) == source
            {
                last.a = field(cursor.base + to);
                return;
            }
        }
        self.copy_result(cursor, at, from, to, class);
    }

    fn copy_result(&mut self, cursor: &Cursor<'a>, at: usize, from: u32, to: u32, class: RegClass) {
        let (source, target) = (cursor.slot(from), cursor.base + to);
        if source != target {
            self.push(Op::new(class.copy(), field(target), field(source), 0, 0), cursor.frame, at);
        }
    }
}

/// A slot as a field of 16 bits: `splice` leaves functions alone whose frame would be too large.
fn field(slot: u32) -> u16 {
    debug_assert!(slot <= u16::MAX.into(), "slot {slot} is out of reach");
    slot as u16
}

/// Whether the operation may branch: `imm` says where.
fn has_target(op: &Op) -> bool {
    info(op.code()).groups & group::TARGET != 0
}

/// Whether nothing in a function stands in the way of its being inlined.
fn is_plain(func: &Func, may_loop: bool) -> bool {
    let plain = |(i, op): (usize, &Op)| {
        let code = op.code();
        let back = has_target(op) && op.target(i) <= i;
        let far = code.shape() == Shape::Far;
        (may_loop || !back && code != OpCode::Loop) && !far && !is_return_call(code)
    };
    func.tries.is_empty()
        && func.local_slots - func.param_slots <= MAX_ZEROED
        && func.ops.iter().enumerate().all(plain)
}

/// The parameter slots (the first 64) that a function only reads, one by one.
fn fixed_params(module: &ModuleData, func: &Func) -> u64 {
    let mut fixed = u64::MAX;
    for op in &func.ops {
        let returns = op.code() == OpCode::ReturnSpan;
        for operand in operands(module, func, op) {
            if operand.is_use() && (operand.place != Place::Range || returns) {
                continue;
            }
            for slot in operand.slot..operand.slots().end.min(64) {
                fixed &= !(1 << slot);
            }
        }
    }
    fixed
}
