//! Runtime objects, and the memory layout that running code sees.

pub mod gc;
pub mod layout;
pub mod memory;
pub mod store;
pub mod table;

pub use layout::*;
