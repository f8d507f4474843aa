//! The only calls to the operating system: memory mappings and images that they show, stacks and fibers, what happens when
//! memory has no access, a module's file, and a folder of files that only this user can have written.

pub mod cache;
pub mod dual;
#[cfg(feature = "async")]
pub mod fiber;
pub mod file;
pub mod image;
mod memfd;
pub mod mmap;
pub mod parallel;
pub mod signal;
pub mod stack;
pub mod thread;

pub use dual::DualMapping;
pub use image::Image;
pub use mmap::Mapping;
pub use stack::StackPair;
