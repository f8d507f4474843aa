//! Lowering: wasm stack code to the slot IR, one function at a time, when it is first called.
//!
//! ```text
//!  operators ── visit.rs ─┬─> plain.rs      every operator that is a row of the table  ┐
//!                         ├─> control.rs    blocks, labels, branches, returns          ├─> stack.rs  what each operand is, and where
//!                         ├─> call.rs       calls, throw                               │   emit.rs   appends operations, reach of slots
//!                         ├─> memory.rs     bulk, tables, wide, atomics                │
//!                         └─> aggregate.rs  structs, arrays, casts                     ┘
//! ```
//! One forward walk: constants, `local.get` and compares are kept back until their consumer
//! is known, `local.set` is moved into the producer's destination. The body was validated before, which is what a `ValidBody`
//! proves; lowering trusts it and tracks only widths. A second look is taken at what may be an idiom: the last operations (`idiom.rs`)
//! and functions that may be one wide product (`product.rs`). Branches over a branch and to a branch are made straight as labels are
//! bound and at the end (`straighten.rs`), and calls of the function itself in its own place are branches to its start (`tail.rs`).
//!
//! Must not know: stores, how the IR is run.

mod aggregate;
mod call;
mod condition;
mod control;
mod emit;
mod fuel;
mod function;
mod idiom;
mod locals;
mod memory;
mod plain;
mod print;
mod product;
mod stack;
mod straighten;
mod tail;
mod visit;

pub use function::{LowerError, ensure, listing, lower};
pub use print::{around, print, print_op, print_ranges, print_tables};

#[cfg(test)]
mod cases;
#[cfg(test)]
mod parse;
#[cfg(test)]
pub(crate) use parse::parse;
