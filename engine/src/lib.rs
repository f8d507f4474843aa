//! A WebAssembly runtime: an interpreter that starts at once and a template JIT for hot code.

pub mod base;
pub mod numerics;
pub mod types;

pub mod code;
pub mod ir;
pub mod module;

pub mod vm;

pub mod lower;

pub mod exec;

pub mod interp;

pub mod tier;

pub mod api;
