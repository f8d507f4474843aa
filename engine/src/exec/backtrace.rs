//! Where wasm stood when something went wrong: functions and offsets, newest first.
//!
//! A frame knows whose code runs in it and where its caller goes on; the newest position is in `VmStore` (INV POSITION).
//! The entry frame of an activation names the position at which the activation below it was left for the host, so one
//! walk passes through all activations of a store. Names and source lines are looked up only when a trace is shown.

use std::fmt;
use std::sync::Arc;

use crate::module::ModuleData;
use crate::vm::store::StoreInner;

/// Frames that a trace holds at most; a stack overflow has hundreds of thousands, and the newest tell the story.
pub const MAX_FRAMES: usize = 64;

/// The wasm functions in progress at some moment, newest first.
///
/// Attached as context to the errors of calls: `error.downcast_ref::<WasmBacktrace>()`.
#[derive(Clone, Debug)]
pub struct WasmBacktrace {
    pub(crate) frames: Vec<FrameInfo>,
    /// Older frames that were left out.
    pub(crate) omitted: usize,
}

/// One function in progress.
#[derive(Clone)]
pub struct FrameInfo {
    pub(crate) module: Arc<ModuleData>,
    /// Index in the module's function index space.
    pub(crate) func_index: u32,
    /// Offset in the module of the operator that runs.
    pub(crate) offset: Option<u32>,
}

impl fmt::Debug for FrameInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameInfo")
            .field("func_index", &self.func_index)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl WasmBacktrace {
    /// Takes the trace of a store at the saved position.
    ///
    /// # Safety
    /// The store is alive, and its frames are those of activations in progress, the newest perhaps just ended by a trap.
    pub unsafe fn of(store: *const StoreInner) -> WasmBacktrace {
        let mut trace = WasmBacktrace { frames: Vec::new(), omitted: 0 };
        // SAFETY: frames up to one without a caller are in use; each position points into the operations of the
        // frame's code, and its context is an instance of this store.
        unsafe {
            let vm = &raw const (*store).vm;
            let (mut ip, mut ctx, mut frame) = ((*vm).trap_op, (*vm).trap_ctx, (*vm).frames);
            while !ip.is_null() {
                if trace.frames.len() == MAX_FRAMES {
                    trace.omitted += 1;
                } else {
                    let code = &*(*frame).code;
                    let at = ip.offset_from(code.ops) as usize;
                    let instance = &(&(*store).instances)[(*ctx).instance as usize];
                    trace.frames.push(FrameInfo {
                        module: instance.module.clone(),
                        func_index: code.func_index,
                        offset: code.func.wasm_offset(at),
                    });
                }
                let back = (*frame).return_ip;
                ip = if back.is_null() { back } else { back.sub(1) };
                ctx = (*frame).ctx;
                frame = frame.add(1);
            }
        }
        trace
    }
}
