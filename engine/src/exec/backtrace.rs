//! The frames of a backtrace, as they are captured; `api::backtrace` reads and writes them.

use std::sync::Arc;

use crate::module::ModuleData;

/// Where wasm code was when an error happened, innermost frame first. It is attached to the error of a trap and of a
/// failing host function: `error.downcast_ref::<WasmBacktrace>()`.
#[derive(Debug)]
pub struct WasmBacktrace {
    pub(crate) frames: Vec<FrameInfo>,
}

/// One frame of a backtrace.
#[derive(Clone)]
pub struct FrameInfo {
    pub(crate) module: Arc<ModuleData>,
    pub(crate) func_index: u32,
    /// Offset of the operator in the module's binary.
    pub(crate) offset: Option<u32>,
}

impl std::fmt::Debug for FrameInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FrameInfo")
            .field("func_index", &self.func_index)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}
