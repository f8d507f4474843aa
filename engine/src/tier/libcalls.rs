//! Libcalls: the functions of the host's side that the stubs of machine code call, on the host's stack.
//!
//! These functions are entered from machine code and return to it, so nothing may unwind through them (INV NO-UNWIND): what they do is
//! inside `host::caught` or `host::invoke`. A failure is a word, see `exec::activation`.

use std::sync::atomic::Ordering;

use super::native_stack;
use crate::base::{TrapCode, stop};
use crate::code::{Code, CodeCell};
use crate::exec::activation::{self, EXIT_DONE, EXIT_EXCEPTION, Position, exit_word};
use crate::exec::host::{self, Failure};
use crate::exec::{Exit, backtrace, builtins, unwind};
use crate::interp;
use crate::ir::{Kind, Op};
use crate::jit::abi::{INT_ARGS, Place, argument_places};
use crate::jit::x64::regs::Reg;
use crate::jit::x64::stubs::{Libcalls, RegisterArgs};
use crate::types::FuncType;
use crate::vm::store::StoreInner;
use crate::vm::{Landing, VmContext, VmFuncRef, VmStore};

/// Their addresses, for the stubs.
pub(super) fn addresses() -> Libcalls {
    Libcalls {
        builtin: builtin as *const () as usize,
        call: call as *const () as usize,
        host: host as *const () as usize,
        failed: failed as *const () as usize,
    }
}

fn word(result: Result<(), TrapCode>) -> u64 {
    exit_word(Exit::of(result))
}

/// The failure word of what must not unwind.
unsafe fn caught(store: *mut StoreInner, body: impl FnOnce() -> u64) -> u64 {
    // SAFETY: the caller's store is alive.
    unsafe { host::caught(store, || Ok(body())) }.unwrap_or_else(|code| word(Err(code)))
}

/// Does an operation that has no template of its own, or a slow part of one.
unsafe extern "sysv64" fn builtin(ctx: *mut VmContext, fp: *mut u64, op: *const Op, number: u64) -> u64 {
    // SAFETY: the stub hands on what machine code runs: its instance, its frame, the operation; the position is saved.
    unsafe {
        let store = (*ctx).store;
        (*store).trap_ctx = ctx;
        caught((*store).inner, || exit_word(builtins::run(ctx, fp, &*op, number)))
    }
}

/// Calls a host function, from the stub of its signature: arguments are in slots, where the results will be, and the position is
/// saved.
unsafe extern "sysv64" fn host(ctx: *mut VmContext, func: *mut VmFuncRef, slots: *mut u64) -> u64 {
    // SAFETY: the stub hands on the callee, its frame, and the caller's instance.
    unsafe {
        let store = (*(*ctx).store).inner;
        match host::invoke(store, ctx, func, slots) {
            Ok(()) => 0,
            Err(error) => match host::fail(store, error) {
                Failure::Trap(code) => word(Err(code)),
                Failure::Thrown => EXIT_EXCEPTION,
            },
        }
    }
}

/// Calls a host function whose signature may have no stub yet, and makes the stub.
unsafe fn first_host_call(
    ctx: *mut VmContext,
    fp: *mut u64,
    func: *mut VmFuncRef,
    args: *mut RegisterArgs,
) -> u64 {
    // SAFETY: as in `call`.
    unsafe {
        let store = (*ctx).store;
        let inner = (*store).inner;
        let entry = (*inner).registry.get((*func).ty);
        let ty = entry.func();
        if let Some(machinery) = &(*inner).options.machinery {
            let module = &StoreInner::instance_of(ctx).module;
            let (allowed, meter) = (module.tiering.allowed, module.lower.meter());
            // Without room for a stub this way goes on to be taken.
            if let Ok(stub) = super::install::host_stub(machinery, allowed, meter, ty) {
                (*func).enter.store(stub.start().cast_mut(), Ordering::Release);
                (*inner).host_stubs.push(stub);
            }
        }
        take_arguments(ty, fp, args);
        (*store).stack_top = fp.add(ty.param_slots().max(ty.result_slots()) as usize);
        let failure = host(ctx, func, fp);
        if failure == 0 {
            give_result(ty, fp, args);
        }
        failure
    }
}

/// Calls a function that has no machine code: interpreted, or of the host. `ctx` is its instance, or the caller's if it is the host's.
unsafe extern "sysv64" fn call(
    ctx: *mut VmContext,
    fp: *mut u64,
    cell: *const CodeCell,
    args: *mut RegisterArgs,
) -> u64 {
    // SAFETY: the stub hands on the callee's cell and frame; arguments are where the convention has them.
    unsafe {
        let store = (*ctx).store;
        (*store).trap_ctx = ctx;
        caught((*store).inner, || match cell.addr().is_multiple_of(2) {
            true => call_wasm(ctx, fp, cell, args),
            false => first_host_call(ctx, fp, cell.byte_sub(1).cast::<VmFuncRef>().cast_mut(), args),
        })
    }
}

/// Calls a function of wasm that had no machine code when it was called.
unsafe fn call_wasm(
    ctx: *mut VmContext,
    fp: *mut u64,
    cell: *const CodeCell,
    args: *mut RegisterArgs,
) -> u64 {
    // SAFETY: as in `call`.
    unsafe {
        let inner = (*(*ctx).store).inner;
        let module = StoreInner::instance_of(ctx).module.clone();
        let defined = cell.addr().wrapping_sub(module.codes.as_ptr().addr()) / size_of::<CodeCell>();
        let ty = module.defined_func_type(defined);
        take_arguments(ty, fp, args);
        let code = match crate::lower::ensure(&module, defined) {
            Ok(code) => code,
            Err(error) => {
                (*inner).pending = Some(error);
                return word(Err(TrapCode::Pending));
            }
        };
        match interpret_or_enter(ctx, code, fp) {
            Exit::Done => {
                give_result(ty, fp, args);
                EXIT_DONE
            }
            exit => exit_word(exit),
        }
    }
}

/// Runs a function that machine code calls and that had no machine code when it did.
unsafe fn interpret_or_enter(ctx: *mut VmContext, code: *const Code, fp: *mut u64) -> Exit {
    // SAFETY: as in `call`.
    unsafe {
        let vm = (*ctx).store;
        if let Err(trap) = native_stack::check((*vm).inner) {
            return Exit::Trap(trap);
        }
        let frames = (*vm).frames;
        // Machine code was left: `machine_sp` says where, so the interpreter's position does not matter.
        let around = Position { frames, op: std::ptr::null(), ctx: (*vm).trap_ctx };
        if let Some(machine) = super::policy::machine_for_call(ctx, code) {
            return activation::run_machine_code(
                ctx,
                code,
                machine,
                fp,
                activation::ordinary(machine),
                around,
            );
        }
        let mut saved = activation::record();
        activation::begin(vm, around, &mut saved);
        let exit = interp::run(ctx, code, fp, vm);
        if exit != Exit::Done {
            backtrace::keep((*vm).inner);
        }
        activation::end(vm, &saved, frames);
        exit
    }
}

/// Arguments in registers go to their slots.
unsafe fn take_arguments(ty: &FuncType, fp: *mut u64, args: *const RegisterArgs) {
    let mut places: Vec<Place> = Vec::new();
    argument_places(&ty.params, &mut places);
    for place in places {
        let Some(reg) = place.reg else { continue };
        // SAFETY: the caller's frame has room for the arguments.
        unsafe {
            let slot = fp.add(place.slot as usize);
            if reg.is_gpr() {
                let Some(index) = INT_ARGS.iter().position(|&r| Reg::from(r) == reg) else {
                    stop(format_args!("an argument of type {ty:?} is passed in no register of arguments"));
                };
                *slot = (*args).ints[index];
            } else {
                let float = (*args).floats[(reg.0 - 16) as usize];
                *slot = float[0];
                if place.kind == Kind::V128 {
                    *slot.add(1) = float[1];
                }
            }
        }
    }
}

/// The first result goes to where the stub takes it from.
unsafe fn give_result(ty: &FuncType, fp: *const u64, args: *mut RegisterArgs) {
    let Some(first) = ty.results.first() else { return };
    // SAFETY: results are in the slots from `fp`.
    unsafe {
        (*args).ints[0] = *fp;
        (*args).floats[0] = [*fp, if first.slots() == 2 { *fp.add(1) } else { 0 }];
    }
}

/// Something failed in machine code: where to go on, or null to leave it.
unsafe extern "sysv64" fn failed(ctx: *mut VmContext, word: u64) -> *const Landing {
    // SAFETY: the position is saved; the stub is on the host's stack.
    unsafe {
        let vm = (*ctx).store;
        let store = (*vm).inner;
        (*vm).trap_ctx = ctx;
        (*vm).exit_word = word;
        match host::caught(store, || Ok(land(vm, word))) {
            Ok(true) => &raw const (*vm).landing,
            Ok(false) => std::ptr::null(),
            Err(code) => {
                (*vm).exit_word = exit_word(Exit::Trap(code));
                std::ptr::null()
            }
        }
    }
}

/// Whether a failure goes on at `VmStore::landing`. If not, what is known of it is kept.
unsafe fn land(vm: *mut VmStore, word: u64) -> bool {
    // SAFETY: as in `failed`.
    unsafe {
        let store = (*vm).inner;
        if word == EXIT_EXCEPTION
            && let Some(machinery) = (*store).options.machinery.clone()
            && let Some(landing) = unwind::to_machine_code(vm, &machinery)
        {
            (*vm).landing = landing;
            return true;
        }
        if word == exit_word(Exit::Trap(TrapCode::OutOfFuel)) {
            (*vm).fuel = 0;
        }
        backtrace::keep(store);
        false
    }
}
