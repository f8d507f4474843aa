//! The only calls to the operating system: memory mappings.

pub mod mmap;

pub use mmap::Mapping;
