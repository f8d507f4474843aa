//! The way from wasm out to the host: host functions, the epoch's callback, limiters.
//!
//! # Invariants
//! - INV POSITION: before the host runs, `VmStore` says where wasm stands: `trap_op` and `trap_ctx` for backtraces,
//!   `stack_top` behind the slots of the running function, so that a nested activation and the collector know which
//!   slots are in use.
//! - INV NO-UNWIND: no panic passes through handlers or machine code, which have no landing pads. All that they call
//!   and that may ask the host, or only may panic, is called through [`caught`] or [`invoke`]; so are all builtins. A panic
//!   travels as the pending error [`HostPanic`], and goes on in `tier::call`, among the host's frames.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use super::unwind::ThrownException;
use crate::base::TrapCode;
use crate::ir::Op;
use crate::vm::store::{HostCall, StoreInner};
use crate::vm::{VmContext, VmFuncRef, VmHostFunc};

/// Why a host function did not return.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    Trap(TrapCode),
    /// The exception in `VmStore::exception` goes on through its caller.
    Thrown,
}

impl Failure {
    /// The failure as one word, for a register.
    pub fn to_word(self) -> u64 {
        match self {
            Failure::Trap(code) => code as u64,
            Failure::Thrown => u64::MAX,
        }
    }

    pub fn from_word(word: u64) -> Failure {
        TrapCode::from_u8(word.min(255) as u8).map_or(Failure::Thrown, Failure::Trap)
    }
}

/// A panic of the host on its way through wasm frames.
#[derive(Debug, thiserror::Error)]
#[error("a host function panicked")]
pub struct HostPanic {
    /// In a mutex only because errors must be `Sync` and panics are not.
    payload: Mutex<Box<dyn Any + Send>>,
}

impl HostPanic {
    fn new(payload: Box<dyn Any + Send>) -> Self {
        HostPanic { payload: Mutex::new(payload) }
    }

    /// Goes on panicking.
    pub fn resume(self) -> ! {
        std::panic::resume_unwind(self.payload.into_inner().unwrap_or_else(|e| e.into_inner()))
    }
}

/// Writes down where the running function stands (INV POSITION).
///
/// # Safety
/// `ctx`, `ip` and `fp` are those of the running function, and the newest frame is its own.
#[inline(always)]
pub unsafe fn save_position(ctx: *mut VmContext, ip: *const Op, fp: *mut u64) {
    // SAFETY: the caller's promise; a frame's slots end before their stack does.
    unsafe {
        let store = (*ctx).store;
        (*store).trap_op = ip;
        (*store).trap_ctx = ctx;
        (*store).stack_top = fp.add((*(*(*store).frames).code).frame_slots as usize);
    }
}

/// Calls a host function for wasm; arguments and results are in `slots`.
///
/// # Errors
/// The function's own error waits in `StoreInner::pending`, unless it let an exception through.
///
/// # Safety
/// `func` is a host function of the caller's store, `slots` holds arguments of its type and has room for the results, and
/// the position is saved.
#[inline(never)]
pub unsafe fn call(caller: *mut VmContext, func: *mut VmFuncRef, slots: *mut u64) -> Result<(), Failure> {
    // SAFETY: the caller's promise.
    unsafe {
        let store = (*(*caller).store).inner;
        match invoke(store, caller, func, slots) {
            Ok(()) => Ok(()),
            Err(error) => Err(fail(store, error)),
        }
    }
}

/// Calls a host function, its panics caught.
///
/// # Safety
/// As for [`call`]; `caller` may be null.
#[inline]
pub unsafe fn invoke(
    store: *mut StoreInner,
    caller: *mut VmContext,
    func: *mut VmFuncRef,
    slots: *mut u64,
) -> anyhow::Result<()> {
    // SAFETY: a reference without an instance is the first field of a `VmHostFunc`; a store never drops a host function before
    // itself, so the closure outlives the call.
    let function = unsafe { &*(*func.cast::<VmHostFunc>()).call };
    let call = HostCall { store, caller, slots };
    match catch_unwind(AssertUnwindSafe(|| function(call))) {
        Ok(result) => result,
        Err(payload) => Err(HostPanic::new(payload).into()),
    }
}

/// How wasm goes on after an error of a host function: it is kept, unless it stands for an exception.
///
/// # Safety
/// The store is alive.
#[cold]
pub unsafe fn fail(store: *mut StoreInner, error: anyhow::Error) -> Failure {
    // SAFETY: the store is alive.
    unsafe {
        if (*store).vm.exception != 0 && error.is::<ThrownException>() {
            return Failure::Thrown;
        }
        (*store).pending = Some(error);
        Failure::Trap(TrapCode::Pending)
    }
}

/// Slots that the arguments of a function take.
///
/// # Safety
/// Both are of one live store.
#[cold]
pub unsafe fn param_slots(ctx: *mut VmContext, func: *mut VmFuncRef) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { (*(*(*ctx).store).inner).registry.get((*func).ty).func().param_slots() }
}

/// The epoch's deadline has come: asks the host what to do.
///
/// # Errors
/// `Interrupt` if the host gave no callback; `Pending` if the callback failed or panicked.
///
/// # Safety
/// The store is alive and the position is saved.
pub unsafe fn epoch_deadline(store: *mut StoreInner) -> Result<(), TrapCode> {
    // SAFETY: the caller's promise.
    unsafe { caught(store, || StoreInner::epoch_reached(store)) }
}

/// Does what handlers and machine code must not unwind through (INV NO-UNWIND).
///
/// # Errors
/// Those of `body`; `Pending` if it panics.
///
/// # Safety
/// The store is alive.
#[inline]
pub unsafe fn caught<R>(
    store: *mut StoreInner,
    body: impl FnOnce() -> Result<R, TrapCode>,
) -> Result<R, TrapCode> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        // SAFETY: the caller's promise; what `body` borrowed is given back.
        Err(unsafe { (*store).set_pending(HostPanic::new(payload).into()) })
    })
}
