//! Exceptions: creating one, and finding who takes it.
//!
//! # Idea
//! Entering a `try_table` costs nothing. A function carries a list of its try ranges, innermost first; a throw looks
//! from frame to frame for the first range that holds the frame's position and has a catch for the tag. Frames are
//! dropped only once a catch is found, so that an exception that no one takes leaves them for the backtrace.
//!
//! # Who owns an exception in flight
//! `VmStore::exception`, which the collector takes for a root. It stays there while the exception passes through the host
//! as the error [`ThrownException`]; a host that swallows the error leaves it there until the next throw, at most.
//!
//! Tags are equal if they are the same object: each instance's `tags` say which object its indices mean.

use super::walk::{InterpreterFrames, MachineFrames, WasmFrame};
use crate::base::{Mutant, SourceOp, TrapCode, stop};
use crate::code::{Code, Machinery};
use crate::ir::{Catch, Op};
use crate::vm::gc::{self, GcRef};
use crate::vm::{Landing, VmContext, VmStore, VmTag};

/// The error of a call that ended because nothing in wasm took an exception.
///
/// The exception itself is in the store. A host function that returns this error lets the exception go on in its caller.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("thrown Wasm exception")]
pub struct ThrownException;

/// Where the interpreter continues after a throw.
#[derive(Debug)]
pub struct Handler {
    pub ip: *const Op,
    pub fp: *mut u64,
    pub ctx: *mut VmContext,
}

/// Makes an exception with tag `tag` of the running instance, its payload in slots from `payload`, and leaves it in
/// `VmStore::exception`.
///
/// # Errors
/// If the heap is full.
///
/// # Safety
/// `ctx` is the running instance, the tag exists, the slots hold its payload, the position is saved.
pub unsafe fn create(ctx: *mut VmContext, tag: usize, payload: *const u64) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise; the payload lies on the stack below `stack_top`, so the collector sees it.
    unsafe {
        let vm = (*ctx).store;
        let store = &mut *(*vm).inner;
        let tag = *(*ctx).tags.add(tag);
        let count = store.registry.get((*tag).ty).func().param_slots() as usize;
        let payload = std::slice::from_raw_parts(payload, count);
        let exception = gc::aggregate::exn_new(store, &[], tag, payload)?;
        (*vm).exception = exception.to_slot();
        Ok(())
    }
}

/// Finds the handler that takes `VmStore::exception` in a run of the interpreter, thrown at `ip`, delivers the payload, and drops the
/// frames above. `None`, with all frames kept, if there is none in the running activation.
///
/// # Safety
/// `ip`, `fp` and `ctx` are the position of the newest frame; the exception is an object of this store.
pub unsafe fn to_interpreter(
    vm: *mut VmStore,
    ip: *const Op,
    fp: *mut u64,
    ctx: *mut VmContext,
) -> Option<Handler> {
    // SAFETY: frames from `frames` up to `frames_base` belong to the activation.
    unsafe {
        let (frame, target) = land(vm, InterpreterFrames::new((*vm).frames, ip, fp, ctx))?;
        debug_assert!(frame.place < (*vm).frames_base, "a handler in a frame of another activation");
        (*vm).frames = frame.place;
        Some(Handler { ip: (*frame.code).ip_of(target), fp: frame.fp, ctx: frame.ctx })
    }
}

/// Finds the handler that takes `VmStore::exception` among the functions of the newest stretch of machine code, delivers the payload,
/// and says where machine code continues.
///
/// # Safety
/// Machine code was left at `machine_sp`; the exception is an object of this store.
pub unsafe fn to_machine_code(vm: *mut VmStore, machinery: &Machinery) -> Option<Landing> {
    // SAFETY: the caller's promise.
    unsafe {
        let frames = MachineFrames::new(machinery, (*vm).machine_sp, (*vm).machine_fp, (*vm).trap_ctx);
        let (frame, target) = land(vm, frames)?;
        let code = &*frame.code;
        let Some(pc) = code.machine().and_then(|machine| machine.handler(target)) else {
            stop(format_args!(
                "the machine code of function {} has no landing for its handler at operation {target}",
                code.func_index
            ));
        };
        Some(Landing { sp: frame.place, fp: frame.fp, ctx: frame.ctx, pc })
    }
}

/// Finds the newest of these frames with a handler for `VmStore::exception`, and delivers the payload there; also the operation at
/// which the handler begins.
///
/// # Safety
/// The frames are in use, and the exception is an object of this store.
unsafe fn land<P>(
    vm: *mut VmStore,
    mut frames: impl Iterator<Item = WasmFrame<P>>,
) -> Option<(WasmFrame<P>, SourceOp)> {
    // SAFETY: the caller's promise; the payload fits the slots that lowering reserved for it.
    unsafe {
        let exception = GcRef((*vm).exception as u32);
        let tag = (*(*vm).inner).gc.exn_tag(exception);
        frames.find_map(|frame| {
            let catch = find(&*frame.code, frame.op, frame.ctx, tag)?;
            deliver(vm, catch, frame.fp);
            Some((frame, catch.target))
        })
    }
}

/// Gives a handler what it catches; nobody throws the exception any more.
///
/// # Safety
/// `VmStore::exception` is an exception that the catch takes; `fp` is the frame of the handler's function.
unsafe fn deliver(vm: *mut VmStore, catch: &Catch, fp: *mut u64) {
    // SAFETY: the caller's promise; lowering reserved the slots.
    unsafe {
        let store = (*vm).inner;
        let exception = GcRef((*vm).exception as u32);
        let mut slot = fp.add(catch.slot as usize);
        if catch.tag.is_some() {
            let payload = (*store).gc.exn_payload(exception);
            slot.copy_from_nonoverlapping(payload.as_ptr(), payload.len());
            slot = slot.add(if Mutant::ReferenceBeforePayload.is_on() { 0 } else { payload.len() });
        }
        if catch.with_ref {
            *slot = exception.to_slot();
        }
        (*vm).exception = 0;
        (*store).backtrace = None;
    }
}

/// The innermost catch around an operation that takes the tag.
///
/// # Safety
/// Tag indices exist in the instance.
unsafe fn find(code: &Code, at: SourceOp, ctx: *mut VmContext, tag: *mut VmTag) -> Option<&Catch> {
    let around = code.func.tries.iter().filter(|t| (t.start..t.end).contains(&at));
    // SAFETY: the caller's promise.
    let is_thrown = |t: u32| unsafe {
        let caught = *(*ctx).tags.add(t as usize);
        caught == tag || Mutant::TagsComparedByType.is_on() && (*caught).ty == (*tag).ty
    };
    if Mutant::OuterHandlerFirst.is_on() {
        return around.rev().flat_map(|t| &t.catches).find(|c| c.tag.is_none_or(is_thrown));
    }
    around.flat_map(|t| &t.catches).find(|c| c.tag.is_none_or(is_thrown))
}
