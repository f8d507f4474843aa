//! Value types: what a WebAssembly value is, apart from where it is kept.

pub mod v128;

pub use v128::V128;
