//! The ground floor: small plain data that every other room uses and that knows none of them.

#[cfg(test)]
pub(crate) mod cases;
pub mod demangle;
pub mod hash;
pub mod mutant;
pub mod numbering;
pub mod printable;
pub mod stop;
pub mod trap;

pub use demangle::demangle;
pub use hash::Seed;
pub use mutant::Mutant;
pub use numbering::{CodeOffset, SourceOp, SplicedOp, WasmOffset};
pub use printable::{Printable, PrintableLines};
pub use stop::stop;
pub use trap::{Trap, TrapCode};
