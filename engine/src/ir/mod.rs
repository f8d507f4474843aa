//! The slot IR that both tiers run: one table, a row per operation.

pub mod forward;
pub mod func;
pub mod op;
pub mod opcode;
pub mod operand;
pub mod stored;
pub mod table;

pub use func::{Catch, Func, RefTarget, Rewrites, TryRange};
pub use op::{Forward, MAX_OPS, Op};
pub use opcode::{OpCode, Shape};
pub use operand::{Fields, Kind, Operand, Place, RegClass, Role};
