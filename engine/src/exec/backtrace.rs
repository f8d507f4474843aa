//! Where wasm stood when something went wrong: functions and offsets, newest first.
//!
//! A frame knows whose code runs in it and where its caller goes on; the newest position is in `VmStore` (INV POSITION).
//! An activation's record names the position at which the one around it was left, so one walk passes through all
//! activations of a store and through both tiers. Names and source lines are looked up only when a trace is shown.

use std::fmt;
use std::sync::Arc;

use super::machine::{Position, Walk};
use crate::base::{SourceOp, WasmOffset};
use crate::code::Code;
use crate::module::ModuleData;
use crate::vm::VmContext;
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
    pub(crate) offset: Option<WasmOffset>,
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
        // SAFETY: each activation's position and frames are in use, and its record leads to the one around it.
        unsafe {
            let vm = &raw const (*store).vm;
            let newest = Position { frames: (*vm).frames, op: (*vm).trap_op, ctx: (*vm).trap_ctx };
            let (mut position, mut sp, mut fp) = (newest, (*vm).machine_sp, (*vm).machine_fp);
            let mut record = (*vm).activation;
            loop {
                if !sp.is_null() {
                    if let Some(machinery) = &(*store).options.machinery {
                        for frame in Walk::new(machinery, sp, fp, position.ctx) {
                            trace.push(store, &*frame.code, frame.op, frame.ctx);
                        }
                    }
                } else {
                    trace.interpreted(store, position);
                }
                if record.is_null() {
                    return trace;
                }
                position =
                    Position { frames: (*record).frames, op: (*record).trap_op, ctx: (*record).trap_ctx };
                (sp, fp) = ((*record).machine_sp, (*record).machine_fp);
                record = (*record).previous;
            }
        }
    }

    /// Adds the functions that the interpreter runs, from a position to the entry of its activation.
    unsafe fn interpreted(&mut self, store: *const StoreInner, position: Position) {
        let Position { frames: mut frame, op: mut ip, mut ctx } = position;
        // SAFETY: frames up to one without a caller are in use; each position points into the operations of the
        // frame's code, and its context is an instance of this store.
        unsafe {
            while !ip.is_null() {
                let code = &*(*frame).code;
                self.push(store, code, code.op_at(ip), ctx);
                let back = (*frame).return_ip;
                ip = if back.is_null() { back } else { back.sub(1) };
                ctx = (*frame).ctx;
                frame = frame.add(1);
            }
        }
    }

    unsafe fn push(&mut self, store: *const StoreInner, code: &Code, at: SourceOp, ctx: *mut VmContext) {
        if self.frames.len() == MAX_FRAMES {
            self.omitted += 1;
            return;
        }
        // SAFETY: the context is an instance of this store.
        let instance = unsafe { &(&(*store).instances)[(*ctx).instance as usize] };
        self.frames.push(FrameInfo {
            module: instance.module.clone(),
            func_index: code.func_index,
            offset: code.func.wasm_offset(at),
        });
    }
}
