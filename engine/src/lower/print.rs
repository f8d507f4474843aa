//! The slot IR as text, for `wx objdump --ir` and for snapshots.

use std::fmt::Write;

use crate::ir::{Func, Op, Shape, TryRange};
use crate::types::V128;

/// A whole function: one line per operation, with its index, its name, and its fields as the row's shape reads them.
pub fn print(func: &Func) -> String {
    let mut out = print_tables(func);
    for at in 0..func.ops.len() {
        let _ = writeln!(out, "{}", print_op(func, at));
    }
    out
}

/// The operation at `at`.
pub fn print_op(func: &Func, at: usize) -> String {
    let op = &func.ops[at];
    format!("{at:5}  {:<18} {}", op.code().name(), fields(func, op, at))
}

/// The operations around one of them.
pub fn around(func: &Func, at: usize) -> String {
    const LINES: usize = 12;
    let lines = at.saturating_sub(LINES)..(at + LINES).min(func.ops.len());
    lines.map(|at| print_op(func, at) + "\n").fold(print_tables(func), |text, line| text + &line)
}

/// The frame's size and the try ranges.
pub fn print_tables(func: &Func) -> String {
    let count = |n: u32, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let out = format!(
        "; {}, {}, {}, frame of {}\n",
        count(func.param_slots, "parameter"),
        count(func.local_slots, "local"),
        count(func.result_slots, "result"),
        count(func.frame_slots, "slot"),
    );
    out + &print_ranges(&func.tries)
}

/// A vector as one number, as its bytes lie in a register.
fn bits(vector: Option<&V128>) -> String {
    vector.map_or("?".into(), |&vector| format!("{:#034x}", u128::from(vector)))
}

/// The lanes of a vector of bytes.
fn lanes(vector: Option<&V128>) -> String {
    let lanes = vector.map_or([0; 16], |&vector| u128::from(vector).to_le_bytes());
    lanes.map(|lane| lane.to_string()).join(" ")
}

/// Try ranges, of a function with others inside too.
pub fn print_ranges<N: std::fmt::Display>(ranges: &[TryRange<N>]) -> String {
    let mut out = String::new();
    for range in ranges {
        let _ = writeln!(out, "; try {}..{}", range.start, range.end);
        for catch in &range.catches {
            let tag = catch.tag.map_or("all".into(), |t| format!("tag {t}"));
            let with_ref = if catch.with_ref { " with exnref" } else { "" };
            let _ = writeln!(out, ";   {tag}{with_ref} -> {}, payload at s{}", catch.target, catch.slot);
        }
    }
    out
}

fn fields(func: &Func, op: &Op, at: usize) -> String {
    let (a, lo, hi) = (op.a, op.lo(), op.hi());
    let [(_, b), (_, c), _] = op.field_uses(op.code().fields());
    let base = if op.code().has_base() { op.base() } else { 0 };
    let m = || format!("+{:#x} memory {}", op.mem_offset(), op.mem_index());
    match op.code().shape() {
        Shape::Unary => format!("s{a} <- s{b}"),
        Shape::Binary => format!("s{a} <- s{b}, s{c}"),
        Shape::BinaryImm => format!("s{a} <- s{b}, {:#x}", op.imm),
        Shape::BrCmp => format!("s{b}, s{c} -> {}", op.target(at)),
        Shape::BrCmpImm => format!("s{b}, {} -> {}", hi as i32, op.target(at)),
        Shape::Ternary => format!("s{a} <- s{b}, s{c}, s{lo}"),
        Shape::Extract => format!("s{a} <- s{b} lane {lo}"),
        Shape::Replace => format!("s{a} <- s{b} lane {lo}, s{c}"),
        Shape::Load => format!("s{a} <- [s{b} + {:#x}]", op.imm),
        Shape::LoadPlus => format!("s{a} <- [s{b} + {hi:#x}, {lo:#x}]"),
        Shape::LoadIndex => format!("s{a} <- [s{b} + s{c}, {:#x}]", op.imm),
        Shape::StorePlus => format!("[s{b} + {hi:#x}, {lo:#x}] <- s{c}"),
        Shape::StoreIndex => format!("[s{b} + s{a}, {:#x}] <- s{c}", op.imm),
        Shape::LoadAt => format!("s{a} <- [{:#x}]", op.imm),
        Shape::StoreAt => format!("[{:#x}] <- s{c}", op.imm),
        Shape::LoadM => format!("s{a} <- [s{b}] {}", m()),
        Shape::Store => format!("[s{b} + {:#x}] <- s{c}", op.imm),
        Shape::StoreM => format!("[s{b}] {} <- s{c}", m()),
        Shape::LoadLane => format!("s{a} <- s{c} lane {} [s{b}] {}", op.mem_lane(), m()),
        Shape::StoreLane => format!("[s{b}] {} <- s{c} lane {}", m(), op.mem_lane()),
        Shape::Atomic => format!("s{a} <- s{base}.. {}", m()),
        Shape::GcGet => format!("s{a} <- s{b} field at {lo}"),
        Shape::GcSet => format!("s{b} field at {lo} <- s{c}"),
        Shape::ArrayGet => format!("s{a} <- s{b} [s{c}]"),
        Shape::ArraySet => format!("s{b} [s{c}] <- s{a}"),
        Shape::Const => format!("s{a} <- {:#x}", op.imm),
        Shape::ConstV128 => format!("s{a} <- {}", bits(func.v128s.get(lo as usize))),
        Shape::Far => format!("s{hi} <- s{lo}"),
        Shape::Span => format!("s{hi}.. <- s{lo}.., {a} slots"),
        Shape::Select => format!("s{a} <- s{lo} ? s{b} : s{c}"),
        Shape::GlobalGet => format!("s{a} <- global {lo}"),
        Shape::GlobalSet => format!("global {lo} <- s{b}"),
        Shape::Shuffle => format!("s{a} <- s{b}, s{c}, lanes {}", lanes(func.v128s.get(lo as usize))),
        Shape::Plain => String::new(),
        Shape::Br => format!("-> {}", op.target(at)),
        Shape::BrIf => format!("s{b} -> {}", op.target(at)),
        Shape::BrTable => format!("s{b} of the {} behind", hi + 1),
        Shape::Return1 => format!("s{b}"),
        Shape::ReturnSpan => format!("s{lo}.., {a} slots"),
        Shape::Imm => format!("{lo}"),
        Shape::Call => format!("func {lo}, frame at s{hi}"),
        Shape::CallIndirect => format!("table {} [s{b}], type {lo}, frame at s{hi}", op.table()),
        Shape::CallRef => format!("s{b}, frame at s{hi}"),
        Shape::Throw => format!("tag {lo}, s{base}.."),
        Shape::ThrowRef => format!("s{b}"),
        Shape::Runtime => format!("s{a} <- s{base}.., {lo}, {hi}"),
    }
}
