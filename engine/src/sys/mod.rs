//! The only calls to the operating system: memory mappings, what happens when memory has no access, and a module's file.

pub mod dual;
pub mod file;
pub mod mmap;
pub mod parallel;
pub mod signal;
pub mod stack;
pub mod thread;

pub use dual::DualMapping;
pub use mmap::Mapping;
pub use stack::StackPair;
