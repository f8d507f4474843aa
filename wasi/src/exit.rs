//! How a guest ends its own run.
//!
//! `proc_exit` must unwind the guest without being a trap: the program asked for it. It travels as an ordinary
//! error of the host function, so every embedder sees it through `downcast_ref` and decides for itself.

use std::fmt;

/// The guest called `proc_exit` (or raised a signal that ends a process) with this code.
///
/// Returned as the error of the call into the guest; find it with `err.downcast_ref::<I32Exit>()`. The code
/// is the guest's 32 bits unchanged: what a Unix process can report of it (the low 8 bits) is the embedder's
/// decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct I32Exit(
    /// The code that the guest passed.
    pub i32,
);

impl I32Exit {
    /// The code as the exit status of a Unix process, which keeps the low 8 bits.
    pub fn process_exit_code(self) -> i32 {
        self.0 & 0xff
    }
}

impl fmt::Display for I32Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exited with status {}", self.0)
    }
}

impl std::error::Error for I32Exit {}
