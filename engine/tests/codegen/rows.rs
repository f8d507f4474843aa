//! Each operation by itself, in the shapes in which its operands can come.
//!
//! A case is a function of a few operations around the one that is shown: parameters are its operands, and what follows
//! decides whether they and the result are still wanted. Its listing is the code of that operation alone, and what it put behind the
//! function. Parameters come in `rsi rdi r8 r9 rdx rcx` and `xmm0` to `xmm7`, in this order.
//!
//! | shape | operands |
//! |---|---|
//! | `in registers` | in registers, read for the last time |
//! | `read again` | in registers, and read again later |
//! | `in memory` | in their slots in memory |
//! | `one slot` | the same slot twice |
//! | `result over operand` | the result takes the slot of the first operand, which is a parameter |
//! | `result unused` | nothing reads the result |
//!
//! An operation's cases are in one file, together with the forms of it whose operand is a constant or a sum.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use wx::ir::{Func, Kind, Op, OpCode, RefTarget, Shape};
use wx::module::ModuleData;
use wx::types::{CanonId, HeapType, RefType, V128};

use crate::snapshot::{self, Files};
use crate::{compile_unproved, module};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operands {
    Reg,
    Live,
    Home,
    Same,
    Over,
    Dead,
}

impl Operands {
    fn name(self) -> &'static str {
        match self {
            Reg => "in registers",
            Live => "read again",
            Home => "in memory",
            Same => "one slot",
            Over => "result over operand",
            Dead => "result unused",
        }
    }
}

use Operands::{Dead, Home, Live, Over, Reg, Same};

/// One function to be compiled.
struct Case {
    label: String,
    params: Vec<Kind>,
    func: Func,
    /// The operation that is shown.
    shown: usize,
}

/// The context of all cases: memories guarded, with 64-bit addresses, and shared; globals by class; a tag.
const CONTEXT: &str = "(memory 1) (memory i64 1) (memory 1 1 shared) (table 4 funcref)
    (global (mut i64) (i64.const 0)) (global (mut f64) (f64.const 0))
    (global (mut v128) (v128.const i64x2 0 0))";

/// Parameters that fill the argument registers, so that those behind come in memory.
fn full_registers() -> Vec<Kind> {
    [vec![Kind::I64; 6], vec![Kind::F64; 8]].concat()
}

fn slots(kind: Kind) -> u32 {
    if kind == Kind::V128 { 2 } else { 1 }
}

fn wasm_type(kind: Kind) -> &'static str {
    match kind {
        Kind::I32 => "i32",
        Kind::F32 => "f32",
        Kind::F64 | Kind::Float => "f64",
        Kind::V128 => "v128",
        Kind::I64 | Kind::Int | Kind::Values | Kind::None => "i64",
    }
}

/// An operation that reads a slot for good.
fn reader(kind: Kind, slot: u32) -> Op {
    match kind {
        Kind::V128 => Op::new(OpCode::GlobalSetV128, 0, slot as u16, 0, 2),
        Kind::F32 | Kind::F64 | Kind::Float => Op::new(OpCode::GlobalSetFloat, 0, slot as u16, 0, 1),
        _ => Op::new(OpCode::GlobalSet, 0, slot as u16, 0, 0),
    }
}

/// Values of imm worth showing, the plainest first.
fn imms(code: OpCode) -> Vec<u64> {
    let float = |f32s: bool, x: f64| if f32s { u64::from((x as f32).to_bits()) } else { x.to_bits() };
    let name = code.name();
    match code.shape() {
        Shape::BinaryImm if matches!(code.fields().b, Kind::F32 | Kind::F64) => {
            let f32s = code.fields().b == Kind::F32;
            vec![float(f32s, 1.5), float(f32s, 0.0), float(f32s, -0.0)]
        }
        Shape::BinaryImm if name.starts_with("I32") => vec![7, 1, 8, 0xFFFF_FFFF, 0x8000_0000],
        Shape::BinaryImm => vec![7, 1, 8, u64::MAX, 0x12_3456_789A],
        Shape::BrCmpImm => vec![Op::pack(0, 7), Op::pack(0, 0), Op::pack(0, u32::MAX)],
        Shape::Extract | Shape::Replace => vec![1, 0],
        Shape::Load | Shape::Store => vec![16, 0, 0x9000_0000],
        Shape::LoadM | Shape::StoreM => {
            vec![Op::mem_imm(16, 1, 0), Op::mem_imm(16, 2, 0), Op::mem_imm(1 << 40, 1, 0)]
        }
        Shape::LoadPlus | Shape::StorePlus => vec![Op::pack(16, 5)],
        Shape::LoadIndex | Shape::StoreIndex => vec![16],
        Shape::LoadAt | Shape::StoreAt => vec![64, 0x9000_0000],
        Shape::LoadLane | Shape::StoreLane => vec![Op::mem_imm(16, 0, 1), Op::mem_imm(16, 1, 0)],
        Shape::Atomic => vec![Op::mem_imm(16, 2, 0), Op::mem_imm(3, 0, 0), Op::mem_imm(16, 1, 0)],
        Shape::GcGet | Shape::GcSet => vec![16],
        Shape::Const => vec![7, 0, u64::MAX, 1 << 40],
        Shape::Imm => vec![3, 1 << 40],
        _ if matches!(code, OpCode::RefTest | OpCode::RefCast) => targets(&[
            HeapType::ConcreteStruct(CanonId(5)),
            HeapType::ConcreteFunc(CanonId(5)),
            HeapType::I31,
            HeapType::Any,
            HeapType::None,
            HeapType::Array,
            HeapType::ExactStruct(CanonId(5)),
            HeapType::ExactFunc(CanonId(5)),
        ]),
        _ if matches!(code, OpCode::RefTestDescEq | OpCode::RefCastDescEq) => {
            targets(&[HeapType::ConcreteStruct(CanonId(5)), HeapType::ExactStruct(CanonId(5))])
        }
        _ if code == OpCode::MemorySize => vec![0, 1, 2],
        _ if matches!(code, OpCode::GlobalGetFloat | OpCode::GlobalSetFloat) => vec![1],
        _ => vec![0],
    }
}

fn targets(all: &[HeapType]) -> Vec<u64> {
    let packed = |nullable| all.iter().map(move |&heap| RefTarget(RefType { nullable, heap }).pack());
    packed(false).chain(packed(true)).collect()
}

/// The shapes that are written out by hand in `testsuite/codegen`: their operations are those of whole functions.
fn is_in_programs(code: OpCode) -> bool {
    use Shape::*;
    matches!(
        code.shape(),
        Br | BrTable | Return1 | ReturnSpan | Call | CallIndirect | CallRef | Throw | ThrowRef
    ) || code == OpCode::Return0
}

/// Where the operands of a case are.
struct Frame {
    params: Vec<Kind>,
    ops: Vec<Op>,
    /// First slot behind the parameters.
    next: u32,
}

impl Frame {
    fn new(operands: &[Kind], shape: Operands) -> (Frame, Vec<u32>) {
        let mut params = if shape == Home { full_registers() } else { Vec::new() };
        let mut next: u32 = params.iter().map(|&k| slots(k)).sum();
        let mut places = Vec::new();
        for (i, &kind) in operands.iter().enumerate() {
            if shape == Same && i > 0 && kind == operands[0] {
                places.push(places[0]);
                continue;
            }
            params.push(kind);
            places.push(next);
            next += slots(kind);
        }
        (Frame { params, ops: Vec::new(), next }, places)
    }

    /// Ends the case: readers of what is still wanted behind the operation.
    fn finish(mut self, label: String, op: Op, readers: &[(Kind, u32)], result: u32) -> Case {
        let shown = self.ops.len();
        self.ops.push(op);
        let param_slots = self.params.iter().map(|&k| slots(k)).sum();
        self.ops.extend(readers.iter().map(|&(kind, slot)| reader(kind, slot)));
        self.ops.push(Op::new(OpCode::Return0, 0, 0, 0, 0));
        let branches = matches!(op.code().shape(), Shape::BrCmp | Shape::BrCmpImm | Shape::BrIf);
        if branches {
            let target = self.ops.len();
            self.ops[shown].set_target(shown, target);
            self.ops.push(Op::new(OpCode::Return0, 0, 0, 0, 0));
        }
        let func = Func {
            ops: self.ops.into(),
            v128s: [V128::from_bits(0x0F0E_0D0C_0B0A_0908_0706_0504_0302_0110)].into(),
            param_slots,
            local_slots: param_slots,
            frame_slots: self.next.max(result) + 8,
            ..Func::default()
        };
        Case { label, params: self.params, func, shown }
    }
}

/// Operands in fields.
fn field_case(code: OpCode, imm: u64, shape: Operands) -> Option<Case> {
    let fields = code.fields();
    let kinds = [fields.b, fields.c, fields.third];
    let operands: Vec<Kind> = kinds.into_iter().filter(|&k| k != Kind::None).collect();
    let def = fields.def;
    let fits = match shape {
        Reg => true,
        Live | Home => !operands.is_empty(),
        Same => operands.len() > 1 && operands[1..].contains(&operands[0]),
        Over => operands.first() == Some(&def),
        Dead => def != Kind::None,
    };
    if !fits {
        return None;
    }
    let (frame, places) = Frame::new(&operands, shape);
    let mut place = places.iter().copied();
    let mut take = |kind: Kind| if kind == Kind::None { 0 } else { place.next().unwrap_or(0) };
    let (b, c, third) = (take(kinds[0]), take(kinds[1]), take(kinds[2]));
    let result = if shape == Over { places[0] } else { frame.next };
    let a = if def != Kind::None {
        result
    } else if fields.third_in_a {
        third
    } else {
        0
    };
    let in_imm = kinds[2] != Kind::None && !fields.third_in_a;
    let imm = if in_imm { u64::from(third) } else { imm };
    let mut readers = Vec::new();
    if def != Kind::None && shape != Dead {
        readers.push((def, result));
    }
    if shape == Live {
        readers.extend(operands.iter().copied().zip(places));
    }
    let op = Op::new(code, a as u16, b as u16, c as u16, imm);
    Some(frame.finish(label(&op, shape), op, &readers, result + 2))
}

/// Operands in a range of slots, to which they are copied as lowering does; `Home`: they are where they came.
fn range_case(code: OpCode, imm: u64, shape: Operands) -> Option<Case> {
    let (reads, writes) = code.range()?;
    let count = reads.unwrap_or(2) as usize;
    let operands = vec![Kind::I64; count];
    if !matches!(shape, Reg | Home) || (shape == Home && count == 0) {
        return None;
    }
    let (mut frame, places) = Frame::new(&operands, shape);
    let mut base = frame.next;
    if shape == Home {
        base = places[0];
    } else {
        for (i, place) in places.iter().enumerate() {
            frame.ops.push(Op::new(OpCode::Copy, (base as usize + i) as u16, *place as u16, 0, 0));
        }
    }
    // The result stands where the operands stood.
    let a = if shape == Home { frame.next } else { base };
    let readers: Vec<(Kind, u32)> = (0..writes).map(|i| (Kind::I64, a + i)).collect();
    let op = Op::based(code, a as u16, base, imm);
    Some(frame.finish(label(&op, shape), op, &readers, base + count as u32 + 2))
}

/// Copies of several slots.
fn span_case(code: OpCode, shape: Operands) -> Option<Case> {
    if !matches!(shape, Reg | Home) {
        return None;
    }
    let floats = matches!(code, OpCode::CopySpanFloat | OpCode::CopyFarFloat);
    let kind = if floats { Kind::F64 } else { Kind::I64 };
    let (frame, places) = Frame::new(&[kind; 3], shape);
    let to = frame.next;
    let count = if code.shape() == Shape::Span { 3 } else { 0 };
    let op = Op::new(code, count, 0, 0, Op::pack(places[0], to));
    let readers = [(kind, to)];
    Some(frame.finish(label(&op, shape), op, &readers, to + 3))
}

/// What tells a case from the others of its file.
fn label(op: &Op, shape: Operands) -> String {
    let code = op.code();
    let mut label = code.name().to_owned();
    if imms(code).len() > 1 {
        let _ = write!(label, ", {}", constant(op));
    }
    format!("{label}, {}", shape.name())
}

/// What an operation's imm means.
fn constant(op: &Op) -> String {
    let (code, imm) = (op.code(), op.imm);
    match code.shape() {
        Shape::BinaryImm if code.fields().b == Kind::F32 => format!("imm {:?}", f32::from_bits(imm as u32)),
        Shape::BinaryImm if code.fields().b == Kind::F64 => format!("imm {:?}", f64::from_bits(imm)),
        Shape::BrCmpImm => format!("imm {}", op.hi() as i32),
        Shape::Extract | Shape::Replace => format!("lane {}", op.lo()),
        Shape::Load | Shape::Store | Shape::LoadAt | Shape::StoreAt => format!("offset {imm:#x}"),
        Shape::LoadM | Shape::StoreM | Shape::Atomic | Shape::LoadLane | Shape::StoreLane => {
            let lane = matches!(code.shape(), Shape::LoadLane | Shape::StoreLane);
            let lane = if lane { format!(", lane {}", op.mem_lane()) } else { String::new() };
            format!("offset {:#x}, memory {}{lane}", op.mem_offset(), op.mem_index())
        }
        _ if code.name().starts_with("RefTest") || code.name().starts_with("RefCast") => {
            let target = RefTarget::unpack(imm).0;
            match target.heap {
                HeapType::ConcreteFunc(_) | HeapType::ExactFunc(_) => format!("{target} of functions"),
                HeapType::ConcreteStruct(_) | HeapType::ExactStruct(_) => format!("{target} of structs"),
                _ => target.to_string(),
            }
        }
        _ if code == OpCode::MemorySize => format!("memory {imm}"),
        _ => format!("imm {imm:#x}"),
    }
}

/// All cases of an operation.
fn cases(code: OpCode) -> Vec<Case> {
    let mut all = Vec::new();
    for (i, imm) in imms(code).into_iter().enumerate() {
        for shape in [Reg, Live, Home, Same, Over, Dead] {
            // What depends on the constant shows with operands in registers.
            if i > 0 && shape != Reg {
                continue;
            }
            all.extend(match code.shape() {
                Shape::Far | Shape::Span => span_case(code, shape),
                _ if code.range().is_some() => range_case(code, imm, shape),
                _ => field_case(code, imm, shape),
            });
        }
    }
    all
}

/// The folder that an operation's cases are in.
fn family(code: OpCode) -> &'static str {
    let name = code.name();
    let vector = ["I8x16", "I16x8", "I32x4", "I64x2", "V128"].iter().any(|p| name.starts_with(p));
    match code.shape() {
        Shape::Atomic => "atomic",
        Shape::GcGet | Shape::GcSet | Shape::ArrayGet | Shape::ArraySet => "aggregate",
        Shape::Extract | Shape::Replace | Shape::Shuffle => "simd_lane",
        Shape::Load | Shape::LoadM | Shape::LoadPlus | Shape::LoadIndex | Shape::LoadAt => "load",
        Shape::Store | Shape::StoreM | Shape::StorePlus | Shape::StoreIndex | Shape::StoreAt => "store",
        Shape::LoadLane | Shape::StoreLane => "simd_lane",
        Shape::BrCmp | Shape::BrCmpImm | Shape::BrIf | Shape::Plain | Shape::Imm => "control",
        Shape::Const | Shape::ConstV128 | Shape::Far | Shape::Span | Shape::Select => "variable",
        Shape::GlobalGet | Shape::GlobalSet => "variable",
        Shape::Runtime if matches!(code, OpCode::AtomicFence) || name.starts_with("MemoryAtomic") => "atomic",
        Shape::Runtime if name.starts_with("Ref") => "reference",
        Shape::Runtime if name.starts_with("Table") || name.starts_with("Elem") => "table",
        Shape::Runtime if name.starts_with("Struct") || name.starts_with("Array") => "aggregate",
        Shape::Runtime if name.starts_with("I64") => "int",
        Shape::Runtime => "memory",
        _ if name.starts_with("Copy") => "variable",
        _ if name.starts_with("Array") => "aggregate",
        _ if name.starts_with("Ref") || name.starts_with("I31") => "reference",
        _ if ["Splat", "Swizzle"].iter().any(|s| name.ends_with(s)) => "simd_lane",
        _ if name.starts_with("F32x4") || name.starts_with("F64x2") => "simd_float",
        _ if vector => "simd_int",
        _ if ["Trunc", "Convert", "Reinterpret", "Demote", "Promote", "Wrap", "Extend"]
            .iter()
            .any(|s| name.contains(s) && !matches!(code, OpCode::F32Trunc | OpCode::F64Trunc)) =>
        {
            "convert"
        }
        _ if name.starts_with('F') => "float",
        _ => "int",
    }
}

/// One module with a function of each signature that a case has; the index of each.
fn signatures(cases: &[(OpCode, Vec<Case>)]) -> (ModuleData, BTreeMap<String, usize>) {
    let (mut text, mut indices) = (format!("(module {CONTEXT}"), BTreeMap::new());
    for case in cases.iter().flat_map(|c| &c.1) {
        let index = indices.len();
        indices.entry(signature(&case.params)).or_insert_with_key(|key| {
            let _ = writeln!(text, "(func (param{key}))");
            index
        });
    }
    text.push(')');
    (module(&text), indices)
}

fn signature(params: &[Kind]) -> String {
    params.iter().map(|&kind| format!(" {}", wasm_type(kind))).collect()
}

/// The file that an operation's cases are in: its name without what says how a constant or an address comes.
fn stem(code: OpCode) -> String {
    let form = match code.shape() {
        Shape::BinaryImm | Shape::BrCmpImm => "Imm",
        Shape::LoadM | Shape::StoreM => "M",
        Shape::LoadPlus | Shape::StorePlus => "Plus",
        Shape::LoadIndex | Shape::StoreIndex => "Index",
        Shape::LoadAt | Shape::StoreAt => "At",
        _ => "",
    };
    let mut out = String::new();
    for c in code.name().strip_suffix(form).unwrap_or(code.name()).chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Every case of every operation that is shown by itself, and these operations.
static ALL: LazyLock<(Files, Vec<OpCode>)> = LazyLock::new(|| {
    let shown = OpCode::ALL.iter().copied().filter(|&code| !is_in_programs(code));
    let all: Vec<(OpCode, Vec<Case>)> = shown.map(|code| (code, cases(code))).collect();
    let (module, indices) = signatures(&all);
    let (mut files, mut codes) = (Files::new(), Vec::new());
    for (code, cases) in all {
        let file = files.entry((family(code).to_owned(), stem(code))).or_default();
        for Case { label, params, func, shown } in cases {
            let defined = indices[&signature(&params)];
            let compiled =
                compile_unproved(&module, defined, &func).unwrap_or_else(|error| panic!("{label}: {error}"));
            file.push(snapshot::Case::new(label, String::new(), &func, &compiled, Some(shown)));
            codes.push(code);
        }
    }
    (files, codes)
});

pub(crate) fn files() -> &'static Files {
    &ALL.0
}

pub(crate) fn pinned() -> Vec<OpCode> {
    ALL.1.clone()
}

#[test]
fn rows_are_pinned() {
    snapshot::pin(files());
}
