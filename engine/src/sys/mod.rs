//! The only calls to the operating system: memory mappings, and what happens when memory has no access.

pub mod dual;
pub mod mmap;
pub mod signal;
pub mod spare;

pub use dual::DualMapping;
pub use mmap::Mapping;
pub use spare::Spare;
