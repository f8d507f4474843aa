//! The call from the host: into wasm, and back with results or an error.
//!
//! # One activation
//! ```text
//!   save  frames, frames_base, stack_top, position
//!   copy  arguments to stack_top          (the first free slot; nested activations stack up)
//!   run   the function to its end
//!   take  results, or the error with its backtrace while the frames are still there
//!   restore what was saved
//! ```
//! Everything in `VmStore` that describes the stack is as before when `call` returns, however it returns, so the activation
//! around a host function never notices the ones inside it.

use super::native_stack;
use crate::base::{Trap, TrapCode};
use crate::code::{Code, Machine};
use crate::exec::activation::{self, Position};
use crate::exec::host::{self, HostPanic};
use crate::exec::{Exit, ThrownException, WasmBacktrace};
use crate::interp;
use crate::vm::store::StoreInner;
use crate::vm::{Frame, VmContext, VmFuncRef, VmStore};

/// Calls a function: arguments in `slots`, where the results will be too.
///
/// # Errors
/// - a [`Trap`] with a [`WasmBacktrace`] as context;
/// - the error of a host function on the way, with a backtrace unless it has one;
/// - [`ThrownException`] if nothing took an exception, which is then in `VmStore::exception`;
/// - [`InvalidFunction`](crate::module::InvalidFunction), or a function that cannot be lowered.
///
/// # Panics
/// Goes on with the panic of a host function.
///
/// # Safety
/// The store is alive, pinned, and not in use by another thread; `func` is a function of it; `slots` holds
/// arguments of its type and is long enough for arguments and for results.
#[inline]
pub unsafe fn call(store: *mut StoreInner, func: *mut VmFuncRef, slots: &mut [u64]) -> anyhow::Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        if !(*func).ctx.is_null()
            && let Some(machine) = (*(*func).cell).machine()
        {
            return enter(store, func, machine, slots);
        }
        call_slowly(store, func, slots)
    }
}

#[inline(never)]
unsafe fn call_slowly(store: *mut StoreInner, func: *mut VmFuncRef, slots: &mut [u64]) -> anyhow::Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let result = if (*func).ctx.is_null() {
            host::invoke(store, std::ptr::null_mut(), func, slots.as_mut_ptr())
        } else {
            activate(store, func, slots)
        };
        result.map_err(surface)
    }
}

/// Calls a function that has machine code. Inlined where it is known how many slots there are; `activation::run_machine_code` keeps the one record that
/// this takes.
#[inline]
unsafe fn enter(
    store: *mut StoreInner,
    func: *mut VmFuncRef,
    machine: &Machine,
    slots: &mut [u64],
) -> anyhow::Result<()> {
    // SAFETY: the caller's promise; arguments and results are copied inside the stack region by the check, and `run` checks
    // the frame.
    unsafe {
        let exit = match native_stack::check(store) {
            Ok(()) if has_room(store, slots.len()) => {
                let vm = &raw mut (*store).vm;
                let fp = (*vm).stack_top;
                fp.copy_from_nonoverlapping(slots.as_ptr(), slots.len());
                let code = (*(*func).cell).get();
                let around = Position::saved(vm);
                let exit = activation::run_machine_code(
                    (*func).ctx,
                    code,
                    machine,
                    fp,
                    activation::ordinary(machine),
                    around,
                );
                if exit == Exit::Done {
                    // There is room for as many, whatever of them are results.
                    slots.as_mut_ptr().copy_from_nonoverlapping(fp, slots.len());
                    return Ok(());
                }
                exit
            }
            Ok(()) => Exit::Trap(TrapCode::StackOverflow),
            Err(trap) => Exit::Trap(trap),
        };
        Err(surface(to_error(store, exit)))
    }
}

/// Whether the stacks have room for so many slots.
#[inline]
unsafe fn has_room(store: *mut StoreInner, slots: usize) -> bool {
    // SAFETY: the store is alive.
    let vm = unsafe { &(*store).vm };
    vm.fits(vm.stack_top.addr() + slots * size_of::<u64>(), vm.frames.addr() - size_of::<Frame>())
}

#[cold]
/// Goes on with a panic that travelled as an error; other errors pass.
fn surface(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<HostPanic>() {
        Ok(panic) => panic.resume(),
        Err(error) => error,
    }
}

unsafe fn activate(store: *mut StoreInner, func: *mut VmFuncRef, slots: &mut [u64]) -> anyhow::Result<()> {
    // SAFETY: the caller's promise; arguments and results are copied inside the stack region by the check, and `run`
    // checks its frame.
    unsafe {
        let vm = &raw mut (*store).vm;
        let (frames, stack_top) = ((*vm).frames, (*vm).stack_top);
        let mut saved = activation::record();
        activation::begin(vm, Position::saved(vm), &mut saved);

        let (exit, code) = match prepare(store, func, slots) {
            Err(error) => {
                activation::end(vm, &saved, frames);
                return Err(error);
            }
            Ok(Err(trap)) => (Exit::Trap(trap), std::ptr::null()),
            Ok(Ok(code)) => (run((*func).ctx, code, stack_top, vm), code),
        };
        let result = match exit {
            Exit::Done => {
                let count = ((*code).result_slots as usize).min(slots.len());
                slots.as_mut_ptr().copy_from_nonoverlapping(stack_top, count);
                Ok(())
            }
            failure => Err(to_error(store, failure)),
        };

        activation::end(vm, &saved, frames);
        result
    }
}

/// Runs a function in the tier that it has reached.
unsafe fn run(ctx: *mut VmContext, code: *const Code, fp: *mut u64, vm: *mut VmStore) -> Exit {
    // SAFETY: the caller's promise: arguments are in place.
    unsafe {
        match super::policy::machine_for_call(ctx, code) {
            Some(m) => {
                let around = Position::saved(vm);
                activation::run_machine_code(ctx, code, m, fp, activation::ordinary(m), around)
            }
            None => interp::run(ctx, code, fp, vm),
        }
    }
}

/// Finds the code and copies the arguments to where the frame will begin; or says why the call traps at once.
#[inline(always)]
unsafe fn prepare(
    store: *mut StoreInner,
    func: *mut VmFuncRef,
    slots: &[u64],
) -> anyhow::Result<Result<*const Code, TrapCode>> {
    // SAFETY: the caller's promise; the destination is inside the stack region by the check.
    unsafe {
        if let Err(trap) = native_stack::check(store) {
            return Ok(Err(trap));
        }
        let mut code = (*(*func).cell).get();
        if code.is_null() {
            code = lowered(func)?;
        }
        if !has_room(store, slots.len()) {
            return Ok(Err(TrapCode::StackOverflow));
        }
        (*store).vm.stack_top.copy_from_nonoverlapping(slots.as_ptr(), slots.len());
        Ok(Ok(code))
    }
}

#[cold]
unsafe fn lowered(func: *mut VmFuncRef) -> anyhow::Result<*const Code> {
    // SAFETY: the caller's promise: a wasm function of a live store.
    unsafe {
        let ctx = (*func).ctx;
        let module = StoreInner::instance_of(ctx).module.clone();
        crate::lower::ensure(&module, ((*func).func_index - (*ctx).imported_funcs) as usize)
    }
}

/// The error of an activation that failed; its frames are still there.
#[cold]
unsafe fn to_error(store: *mut StoreInner, exit: Exit) -> anyhow::Error {
    // SAFETY: the store is alive, the position is that of the failure.
    let kept = unsafe { (*store).backtrace.take() }.and_then(|kept| kept.downcast::<WasmBacktrace>().ok());
    let error = match exit {
        // SAFETY: as above.
        Exit::Trap(TrapCode::Pending) => unsafe {
            let error = (*store).pending.take();
            error.unwrap_or_else(|| anyhow::anyhow!("a host error was announced and is missing"))
        },
        Exit::Trap(code) => Trap::from(code).into(),
        Exit::Exception | Exit::Done => ThrownException.into(),
    };
    if error.is::<HostPanic>() || error.is::<WasmBacktrace>() {
        return error;
    }
    // Only where the error began: one that passes many activations would look at all below each of them.
    // SAFETY: as above.
    error.context(kept.map_or_else(|| unsafe { WasmBacktrace::of(store) }, |kept| *kept))
}
