//! Where wasm stood when something went wrong: functions and offsets, newest first.
//!
//! A frame knows whose code runs in it and where its caller goes on; the newest position is in `VmStore` (INV POSITION).
//! An activation's record names the position at which the one around it was left, so one walk passes through all
//! activations of a store and through both tiers. Names and source lines are looked up only when a trace is shown.

use std::fmt;
use std::sync::Arc;

use super::activation::Position;
use super::walk::{InterpreterFrames, MachineFrames, WasmFrame};
use crate::base::WasmOffset;
use crate::module::ModuleData;
use crate::vm::store::{StoreId, StoreInner};

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
    /// The store, and the index there of the instance that the function belongs to.
    pub(crate) instance: (StoreId, u32),
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
                        for frame in MachineFrames::new(machinery, sp, fp, position.ctx) {
                            trace.push(store, &frame);
                        }
                    }
                } else {
                    let Position { frames, op, ctx } = position;
                    for frame in InterpreterFrames::new(frames, op, std::ptr::null_mut(), ctx) {
                        trace.push(store, &frame);
                    }
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

    /// # Safety
    /// The frame is in use, and its context is an instance of this store.
    unsafe fn push<P>(&mut self, store: *const StoreInner, frame: &WasmFrame<P>) {
        if self.frames.len() == MAX_FRAMES {
            self.omitted += 1;
            return;
        }
        // SAFETY: the caller's promise.
        let (code, instance) =
            unsafe { (&*frame.code, &(&(*store).instances)[(*frame.ctx).instance as usize]) };
        self.frames.push(FrameInfo {
            module: instance.module.clone(),
            // SAFETY: the caller's promise.
            instance: unsafe { ((*store).id, (*frame.ctx).instance) },
            func_index: code.func_index,
            offset: code.func.wasm_offset(frame.op),
        });
    }
}

/// Keeps the backtrace of a failure whose frames are about to go, unless one was kept already or the error has its own.
///
/// # Safety
/// The store is alive, and where it stands is saved.
pub unsafe fn keep(store: *mut StoreInner) {
    // SAFETY: the caller's promise.
    unsafe {
        let has_one = (*store).pending.as_ref().is_some_and(|error| error.is::<WasmBacktrace>());
        if (*store).backtrace.is_none() && !has_one {
            (*store).backtrace = Some(Box::new(WasmBacktrace::of(store)));
        }
    }
}
