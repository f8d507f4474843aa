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

use super::Exit;
use crate::base::{Mutant, TrapCode};
use crate::code::Code;
use crate::ir::{Catch, Op};
use crate::vm::gc::{self, GcRef};
use crate::vm::{VmContext, VmStore, VmTag};

/// The error of a call that ended because nothing in wasm took an exception.
///
/// The exception itself is in the store. A host function that returns this error lets the exception go on in its caller.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("thrown Wasm exception")]
pub struct ThrownException;

/// Where execution goes on after a throw.
#[derive(Debug)]
pub struct Landing {
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

/// Finds who takes `VmStore::exception`, thrown at `ip`, gives it the payload, and drops the frames above. `None`, with
/// all frames kept, if no one in the running activation does.
///
/// # Safety
/// `ip`, `fp` and `ctx` are the position of the newest frame; the exception is an object of this store.
pub unsafe fn land(
    vm: *mut VmStore,
    mut ip: *const Op,
    mut fp: *mut u64,
    mut ctx: *mut VmContext,
) -> Option<Landing> {
    // SAFETY: frames from `frames` up to `frames_base` belong to the activation; each names its code and where its caller
    // goes on, which is behind the call.
    unsafe {
        let store = (*vm).inner;
        let exception = GcRef((*vm).exception as u32);
        let tag = (*store).gc.exn_tag(exception);
        let mut frame = (*vm).frames;
        while frame != (*vm).frames_base {
            let code = &*(*frame).code;
            if let Some(catch) = find(code, ip, ctx, tag) {
                (*vm).frames = frame;
                deliver(vm, catch, fp);
                return Some(Landing { ip: code.ip_of(catch.target), fp, ctx });
            }
            Caller { ip, fp, ctx } = Caller::of(frame);
            frame = frame.add(1);
        }
        None
    }
}

/// Gives a handler what it catches; nobody throws the exception any more.
///
/// # Safety
/// `VmStore::exception` is an exception that the catch takes; `fp` is the frame of the handler's function.
pub(super) unsafe fn deliver(vm: *mut VmStore, catch: &Catch, fp: *mut u64) {
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

/// The position in the caller of a frame, at its call.
struct Caller {
    ip: *const Op,
    fp: *mut u64,
    ctx: *mut VmContext,
}

impl Caller {
    unsafe fn of(frame: *const crate::vm::Frame) -> Caller {
        // SAFETY: the frame is in use. An entry frame may have no caller in wasm; its position is not looked at.
        unsafe { Caller { ip: (*frame).return_ip.wrapping_sub(1), fp: (*frame).fp, ctx: (*frame).ctx } }
    }
}

/// The innermost catch around `ip` that takes the tag.
unsafe fn find(code: &Code, ip: *const Op, ctx: *mut VmContext, tag: *mut VmTag) -> Option<&Catch> {
    // SAFETY: `ip` points into the code's operations; tag indices exist in the instance whose code it is.
    unsafe { super::machine::find(code, code.op_at(ip), ctx, tag) }
}

impl Exit {
    /// True if frames were left for a backtrace.
    pub fn is_failure(self) -> bool {
        self != Exit::Done
    }
}
