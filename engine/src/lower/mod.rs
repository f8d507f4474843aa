//! Lowering: wasm stack code to the slot IR, one function at a time, when it is first called.
//!
//! ```text
//!  operators ──> control.rs  blocks, labels, branches, returns     ┐
//!            ├─> call.rs     calls, throw                          ├─ stack.rs   what each operand is and where
//!            ├─> memory.rs   loads, stores, bulk, atomics          │  emit.rs    appends operations, reach of slots
//!            ├─> aggregate.rs  structs, arrays, casts              ┘
//!            └─> plain.rs    every operator that is a table row
//! ```
//! One forward walk, no second look: constants, `local.get` and compares are kept back until their consumer
//! is known, `local.set` is moved into the producer's destination. The body was validated before; lowering
//! trusts it and tracks only widths.
//!
//! Must not know: stores, how the IR is run.

mod aggregate;
mod call;
mod control;
mod emit;
mod function;
mod memory;
mod plain;
mod print;
mod stack;

pub use function::{LowerError, ensure, lower};
pub use print::print;
