//! Modules: decoded and validated, as plain data.

pub mod data;
pub mod names;

pub use data::*;
