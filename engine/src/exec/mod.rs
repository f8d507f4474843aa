//! Execution below both tiers: builtins, host functions, unwinding, backtraces.

pub mod backtrace;
pub mod builtins;
pub mod host;
pub mod machine;
pub mod unwind;

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
