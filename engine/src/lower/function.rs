//! The driver: one function body to one `ir::Func`.

use std::cell::RefCell;
use std::time::Instant;

use wasmparser::{FunctionBody, Operator, OperatorsReader};

use super::control::{Control, Fixup};
use super::emit::SCRATCH_SLOTS;
use super::locals::Locals;
use super::stack::{Entry, EntryKind};
use crate::base::{SourceOp, WasmOffset};
use crate::code::Code;
use crate::ir::{self, Op, OpCode, RegClass, Rewrites, TryRange};
use crate::module::{InvalidFunction, LowerConfig, ModuleData, ValidBody};
use crate::types::*;
use crate::verify;

/// Frames larger than this are refused; a call of such a function could never have succeeded anyway.
const MAX_FRAME_SLOTS: u32 = 1 << 27;

/// Functions with more operations are refused: half of [`ir::MAX_OPS`], so that one more operator and what inlining adds have room.
const MAX_OPS: usize = ir::MAX_OPS / 2;

#[derive(Clone, Debug, thiserror::Error)]
pub enum LowerError {
    #[error("function {0} needs a frame of more than 1 GiB")]
    FrameTooLarge(u32),
    #[error(
        "function {0} is too large: it needs more operations, or larger numbers in them, than the format has room for"
    )]
    TooLarge(u32),
    #[error("{0}")]
    Malformed(verify::Malformed),
    #[error("function {0} cannot be decoded: {1}")]
    Decode(u32, String),
    #[error(transparent)]
    Invalid(#[from] InvalidFunction),
}

impl LowerError {
    /// The error of a call that needs the function. An invalid one is the embedder's to recognize.
    fn into_error(self) -> anyhow::Error {
        match self {
            LowerError::Invalid(invalid) => invalid.into(),
            own => own.into(),
        }
    }
}

/// Everything that lowering one function needs. The vectors are reused from function to function.
pub(super) struct Lowerer<'a> {
    pub(super) module: &'a ModuleData,
    pub(super) config: LowerConfig,
    /// Index of the function in its module.
    pub(super) func: u32,
    /// Calls of the function itself in its own place are branches to its start.
    pub(super) restarts: bool,
    /// Offset in the module of the current operator.
    pub(super) position: usize,
    pub(super) buffers: Buffers,
    /// The operation just appended, if the top operand is its result and may still be moved.
    pub(super) last: Option<usize>,
    /// `last` is an `I32Eqz` of a float compare that stands right before it.
    pub(super) eqz_of_compare: bool,
    /// First slot above the operands.
    pub(super) top: u32,
    pub(super) max_slot: u32,
    /// Operands below this index do not name locals.
    pub(super) flushed: usize,
    pub(super) reachable: bool,
    /// The type of the function.
    pub(super) ty: &'a FuncType,
    pub(super) wide: bool,
    pub(super) out_of_reach: bool,
    /// Something did not fit the field it goes to: the function is refused.
    pub(super) too_large: bool,
    /// There is something to see to before the next operator: the function has ended or is refused, or a listing is made.
    pub(super) attention: bool,
    pub(super) scratch_base: u32,
    /// Operations before this one are not merged with later ones: a branch may arrive here.
    pub(super) barrier: usize,
    /// The current segment, if fuel is counted.
    pub(super) segment: u32,
    pub(super) rewrites: Rewrites,
    /// For a listing: offset of each operator, and how many operations stood before it.
    listing: Option<Vec<(u32, u32)>>,
}

#[derive(Default)]
pub(super) struct Buffers {
    pub(super) ops: Vec<Op>,
    pub(super) v128s: Vec<V128>,
    pub(super) tries: Vec<TryRange>,
    pub(super) offsets: Vec<(SourceOp, WasmOffset)>,
    pub(super) locals: Locals,
    pub(super) stack: Vec<Entry>,
    pub(super) controls: Vec<Control>,
    /// By segment: its `Fuel` operation, once something was counted.
    pub(super) payments: Vec<Option<u32>>,
    /// Branches whose target is not known yet, linked per label.
    pub(super) fixups: Vec<(Fixup, u32)>,
    /// Scratch of `ir::forward`.
    targets: Vec<u64>,
}

impl<'a> std::ops::Deref for Lowerer<'a> {
    type Target = Buffers;
    #[inline(always)]
    fn deref(&self) -> &Buffers {
        &self.buffers
    }
}

impl std::ops::DerefMut for Lowerer<'_> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Buffers {
        &mut self.buffers
    }
}

thread_local! {
    /// Buffers of the last function that this thread lowered.
    static BUFFERS: RefCell<Buffers> = RefCell::new(Buffers::default());
}

/// Code of a defined function, lowered now if no one did it before.
///
/// # Errors
/// [`InvalidFunction`], or when the function cannot be lowered: its frame is too large.
pub fn ensure(module: &ModuleData, defined: usize) -> anyhow::Result<*const Code> {
    let cell = &module.codes[defined];
    let code = cell.get();
    if !code.is_null() {
        return Ok(code);
    }
    if let Some(code) = stored(module, defined) {
        return Ok(cell.publish(code));
    }
    let record = module.record.function(defined).map(|record| (record, Instant::now()));
    let func = lower(module, defined).map_err(LowerError::into_error)?;
    if let Some((record, start)) = record {
        record.lowered(start.elapsed());
    }
    Ok(cell.publish(Code::new(module.func_index(defined), func, module.lower.hot_calls)))
}

/// Code of a function that an earlier process lowered. If that compiled it as well, the first call finds it hot.
fn stored(module: &ModuleData, defined: usize) -> Option<Box<Code>> {
    let stored = module.artifact.get(defined)?;
    let func = ir::Func::from_bytes(stored.ops, |index| module.types.get(index as usize).copied())?;
    let interpreted = module.lower.hot_calls == u32::MAX;
    let calls = if stored.machine.is_empty() || interpreted { module.lower.hot_calls } else { 0 };
    Some(Code::new(module.func_index(defined), func, calls))
}

/// Lowers a defined function without publishing it.
pub fn lower(module: &ModuleData, defined: usize) -> Result<ir::Func, LowerError> {
    let body = module.valid_body(defined)?;
    let mut buffers = BUFFERS.try_with(|b| b.take()).unwrap_or_default();
    let mut result = run(module, &body, false, &mut buffers);
    if matches!(result, Ok(None)) {
        result = run(module, &body, true, &mut buffers);
    }
    // Only a thread that is ending has no buffers any more.
    let _ = BUFFERS.try_with(|b| b.replace(buffers));
    match result? {
        Some(func) => verified(module, defined, func),
        None => unreachable!("wide mode reaches every slot"),
    }
}

/// The function, if the verifier was not asked or finds no fault.
fn verified(module: &ModuleData, defined: usize, func: ir::Func) -> Result<ir::Func, LowerError> {
    let (asked, panics) = (module.tiering.verify_ir, module.tiering.chaos.verify_ir);
    if !asked && !panics {
        return Ok(func);
    }
    match verify::lowered(module, defined, &func) {
        Ok(()) => Ok(func),
        Err(e) if panics && e.fault != verify::Fault::TooMuch => {
            panic!("{e}\n{}", super::print::around(&func, e.op))
        }
        Err(_) if !asked => Ok(func),
        Err(e) => Err(LowerError::Malformed(e)),
    }
}

/// Lowers a defined function, and tells for each wasm operator its offset in the module and the operation that was next when
/// it was reached. An operation that was merged into a later one is listed there.
pub fn listing(module: &ModuleData, defined: usize) -> Result<(ir::Func, Vec<(u32, u32)>), LowerError> {
    let func = lower(module, defined)?;
    // Whether the function needs wide mode is known once it was lowered: such frames are beyond reach.
    let wide = func.frame_slots > u32::from(u16::MAX);
    let body = module.valid_body(defined)?;
    let mut lowerer = Lowerer::new(module, &body, wide, Buffers::default());
    lowerer.listing = Some(Vec::new());
    lowerer.attention = true;
    lowerer.body(body.body()).map_err(|e| LowerError::Decode(body.func_index(), e.to_string()))?;
    Ok((func, lowerer.listing.unwrap_or_default()))
}

/// One attempt. `Ok(None)` asks for wide mode.
fn run(
    module: &ModuleData,
    body: &ValidBody<'_>,
    wide: bool,
    buffers: &mut Buffers,
) -> Result<Option<ir::Func>, LowerError> {
    let index = body.func_index();
    let mut lowerer = Lowerer::new(module, body, wide, std::mem::take(buffers));
    let result = lowerer.body(body.body());
    let out = match result {
        Err(e) => Err(LowerError::Decode(index, e.to_string())),
        Ok(()) if lowerer.max_slot > MAX_FRAME_SLOTS => Err(LowerError::FrameTooLarge(index)),
        Ok(()) if lowerer.is_too_large() => Err(LowerError::TooLarge(index)),
        Ok(()) if lowerer.out_of_reach => Ok(None),
        Ok(()) => Ok(Some(lowerer.finish())),
    };
    *buffers = lowerer.buffers;
    out
}

/// The class of values of a type.
pub(super) fn class_of(ty: wasmparser::ValType) -> RegClass {
    match ty {
        wasmparser::ValType::F32 | wasmparser::ValType::F64 => RegClass::Float,
        wasmparser::ValType::V128 => RegClass::Vector,
        _ => RegClass::Int,
    }
}

impl<'a> Lowerer<'a> {
    fn new(module: &'a ModuleData, body: &ValidBody<'_>, wide: bool, mut buffers: Buffers) -> Self {
        buffers.ops.clear();
        buffers.v128s.clear();
        buffers.tries.clear();
        buffers.offsets.clear();
        buffers.locals.clear();
        buffers.stack.clear();
        buffers.controls.clear();
        buffers.fixups.clear();
        buffers.payments.clear();
        let func = body.func_index();
        let ty = module.func_type(func);
        let mut lowerer = Lowerer {
            module,
            config: module.lower,
            func,
            restarts: false,
            position: 0,
            buffers,
            last: None,
            eqz_of_compare: false,
            top: 0,
            max_slot: 0,
            flushed: 0,
            reachable: true,
            ty,
            wide,
            out_of_reach: false,
            too_large: false,
            attention: false,
            scratch_base: 0,
            barrier: 0,
            segment: 0,
            rewrites: Rewrites::default(),
            listing: None,
        };
        for params in ty.params.chunk_by(|&a, &b| RegClass::of(a) == RegClass::of(b)) {
            lowerer.add_locals(params.len() as u32, RegClass::of(params[0]));
        }
        if wide {
            lowerer.scratch_base = lowerer.top;
            lowerer.top += SCRATCH_SLOTS;
        }
        lowerer.touch(ty.result_slots());
        lowerer
    }

    /// Index among the defined functions.
    pub(super) fn defined(&self) -> usize {
        (self.func - self.module.imported_funcs) as usize
    }

    fn add_locals(&mut self, count: u32, class: RegClass) {
        let slot = self.top;
        self.top = self.locals.add(count, class, slot);
    }

    fn body(&mut self, body: &FunctionBody<'_>) -> wasmparser::Result<()> {
        let mut locals = body.get_locals_reader()?;
        for _ in 0..locals.get_count() {
            let (count, ty) = locals.read()?;
            self.add_locals(count, class_of(ty));
        }
        let top = self.top;
        self.touch(top);
        let mut reader: OperatorsReader<'_> = OperatorsReader::new(locals.get_binary_reader());
        self.restarts = self.may_restart(body.as_bytes(), &reader);
        self.enter_function();
        loop {
            self.position = reader.original_position() as usize;
            // An operator adds at most some thousand slots, and fewer operations than the body has bytes: no count has wrapped yet.
            if (self.attention || self.ops.len() > MAX_OPS) && self.is_over() {
                return Ok(());
            }
            reader.visit_operator(self)?;
        }
    }

    /// Whether no operator follows, or none is asked for; if one does, it is listed.
    #[cold]
    fn is_over(&mut self) -> bool {
        let is_refused = self.out_of_reach || self.is_too_large() || self.max_slot > MAX_FRAME_SLOTS;
        if self.controls.is_empty() || is_refused {
            return true;
        }
        if let Some(listing) = &mut self.listing {
            listing.push((WasmOffset::at(self.position).get(), self.buffers.ops.len() as u32));
        }
        false
    }

    /// Notes that the frame has slots below `end`, more than were known.
    #[cold]
    pub(super) fn widen(&mut self, end: u32) {
        self.max_slot = end;
        self.attention |= end > MAX_FRAME_SLOTS;
    }

    /// The function's last operator.
    pub(super) fn end_function(&mut self) {
        self.weigh_entry();
        self.thread();
        self.find_product();
        self.attention = true;
    }

    /// What counts entries learns how much one may be, loops aside. Any entry may be one of a loop if the function restarts.
    fn weigh_entry(&mut self) {
        let len = self.ops.len() as u64;
        if self.restarts && self.config.count_loops {
            self.ops[0].imm = len;
        }
        let entry = self.ops.iter_mut().find(|op| !op.code().is_counter());
        if let Some(op) = entry.filter(|op| op.code() == OpCode::Epoch) {
            op.imm = len;
        }
    }

    /// Whether the function is refused.
    pub(super) fn is_too_large(&self) -> bool {
        self.too_large || self.ops.len() > MAX_OPS
    }

    /// In code that cannot be reached only nesting is followed.
    #[cold]
    pub(super) fn unreachable_operator(&mut self, operator: &Operator<'_>) {
        if self.structure_only(operator) {
            self.special(operator);
        }
    }

    /// Operators that are not plain table rows.
    pub(super) fn special(&mut self, operator: &Operator<'_>) {
        match *operator {
            Operator::F32Const { value } => self.push_const(u64::from(value.bits()), RegClass::Float),
            Operator::F64Const { value } => self.push_const(value.bits(), RegClass::Float),
            Operator::V128Const { value } => {
                let index = self.v128(V128::from_le_bytes(*value.bytes()));
                self.push_const_v128(index);
            }
            Operator::Nop => {}
            Operator::Drop => {
                self.pop();
            }
            Operator::Select | Operator::TypedSelect { .. } => self.select(),
            Operator::TypedSelectMulti { .. } => unreachable!("refused by the validator"),
            Operator::GlobalGet { global_index } => self.global_get(global_index),
            Operator::GlobalSet { global_index } => self.global_set(global_index),
            _ => {
                if !self.control(operator)
                    && !self.call(operator)
                    && !self.memory(operator)
                    && !self.aggregate(operator)
                {
                    unreachable!("the validator refused {operator:?}");
                }
            }
        }
    }

    pub(super) fn global_get(&mut self, global: u32) {
        let class = RegClass::of(self.module.globals[global as usize].ty.content);
        self.emit_push(class.global_get(), class, 0, 0, u64::from(global));
    }

    pub(super) fn global_set(&mut self, global: u32) {
        let entry = self.pop();
        let b = self.operand(&entry, 0);
        self.emit(entry.class.global_set(), 0, b, 0, u64::from(global));
    }

    fn select(&mut self) {
        let condition = self.pop();
        let on_false = self.pop();
        let on_true = self.pop();
        // Constants first, so that the compare stands right before the selection and its answer need not be a number. Not where
        // far slots share scratch slots.
        let has_constant = !self.wide
            && [&on_true, &on_false]
                .iter()
                .any(|e| matches!(e.kind, EntryKind::Const | EntryKind::ConstV128));
        let compare = match self.producer(&condition) {
            Some(&mut op) if has_constant && op.code().branch_form(true).is_some() => self.ops.pop(),
            _ => None,
        };
        if compare.is_some() {
            self.last = None;
        }
        let b = self.operand(&on_true, 0);
        let c = self.operand(&on_false, 1);
        if let Some(op) = compare {
            self.append(op);
        }
        let cond = self.operand(&condition, 2);
        let class = on_true.class;
        let code = class.pick(OpCode::Select, OpCode::SelectFloat, OpCode::SelectV128);
        self.emit_push(code, class, b, c, u64::from(cond));
    }

    /// Adds a constant to the v128 pool.
    pub(super) fn v128(&mut self, value: V128) -> u64 {
        self.v128s.push(value);
        self.v128s.len() as u64 - 1
    }

    /// Operations from this one on were taken back: their operators are listed at what stands there now.
    pub(super) fn relist(&mut self, from: usize) {
        let listed = self.listing.iter_mut().flatten().rev();
        listed.take_while(|l| l.1 as usize > from).for_each(|l| l.1 = from as u32);
    }

    fn finish(&mut self) -> ir::Func {
        let ty = self.ty;
        let local_slots = self.locals.end();
        let b = &mut self.buffers;
        ir::forward::forward(&mut b.ops, &b.tries, &mut b.targets);
        debug_assert!(b.offsets.is_sorted_by(|a, b| a.0 < b.0), "positions out of order");
        ir::Func {
            ops: b.ops.as_slice().into(),
            v128s: b.v128s.as_slice().into(),
            // Opened later means further inside.
            tries: b.tries.drain(..).rev().collect(),
            param_slots: ty.param_slots(),
            local_slots: local_slots.max(ty.param_slots()),
            frame_slots: self.max_slot,
            result_slots: ty.result_slots(),
            offsets: b.offsets.as_slice().into(),
            rewrites: self.rewrites,
        }
    }
}
