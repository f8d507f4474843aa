//! Runtime objects, and the memory layout that running code sees.

pub mod gc;
pub mod layout;
pub mod store;

pub use layout::*;
