//! Execution below both tiers: activations, walks over frames, unwinding, faults, backtraces, builtins, host functions.

pub mod activation;
pub mod backtrace;
pub mod builtins;
pub mod fault;
pub mod host;
#[cfg(feature = "async")]
pub mod suspension;
pub mod unwind;
pub mod walk;

pub use backtrace::WasmBacktrace;
pub use unwind::ThrownException;

use crate::base::TrapCode;

/// How a run of wasm code ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// The results are in the first slots of the entry frame.
    Done,
    /// A trap at `VmStore::trap_op`; `TrapCode::Pending` means that the error waits in `StoreInner::pending`.
    Trap(TrapCode),
    /// No handler in this activation caught `VmStore::exception`.
    Exception,
}

impl Exit {
    /// The end of a builtin that returns or traps.
    pub fn of(result: Result<(), TrapCode>) -> Exit {
        match result {
            Ok(()) => Exit::Done,
            Err(code) => Exit::Trap(code),
        }
    }
}
