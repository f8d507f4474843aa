//! The interpreter: one handler per row of the table, each ending in a jump to the next.
//!
//! | file | what |
//! |---|---|
//! | [`dispatch`] | the machine's registers, how one handler reaches the next, how a run begins and ends |
//! | `slot` | reading and writing frame slots as typed values |
//! | `table` | the static table from opcode to handler, complete or the build fails |
//! | `numeric` | plain operators and fused branches, made from the table's rows |
//! | `memory`, `atomic` | loads, stores and atomic accesses |
//! | `aggregate` | fields and elements of heap objects |
//! | `variable`, `control`, `call`, `exception` | written by hand |
//! | `runtime` | rows whose work a builtin does |

pub mod dispatch;

mod aggregate;
mod atomic;
mod call;
mod control;
mod exception;
mod memory;
mod numeric;
mod runtime;
mod slot;
mod table;
mod variable;

#[cfg(test)]
mod tests;

pub use dispatch::run;
