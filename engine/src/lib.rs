//! A WebAssembly runtime: an interpreter that starts at once and a template JIT for hot code.

pub mod base;
pub mod numerics;
pub mod types;
