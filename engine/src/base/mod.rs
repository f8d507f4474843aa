//! The ground floor: small plain data that every other room uses and that knows none of them.

pub mod trap;

pub use trap::{Trap, TrapCode};
