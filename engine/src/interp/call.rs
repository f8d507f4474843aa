//! Calls and returns.
//!
//! # Frames
//! ```text
//!   low to high:  … frame frame frame │ … caller's slots … args │ locals, temporaries │ …
//!                   └ VmStore::frames   └ stack_base  fp         fp + hi (the callee's fp)
//! ```
//! A call's arguments already lie where the callee's first slots are, and its results are returned to the same place: a
//! call copies nothing. What is needed to go back is pushed as a [`Frame`] on the stack that grows the other way; one compare
//! checks that the two ends are not too far apart. A tail call moves its arguments to slot 0 and keeps the frame that its caller
//! had, so any number of them runs in constant space.
//!
//! # Instances
//! A call within an instance keeps `ctx`, `mem` and `mem_len`. A call through a function reference may enter another
//! instance: then memory 0 is read anew on the way in, and on the way back, because the callee may have grown it.

#![allow(non_snake_case, reason = "a handler carries the name of its operation")]

use super::dispatch::{Acc, Regs, Step, finish, go, handlers, hop};
use super::slot::Slot;
use crate::base::{Mutant, TrapCode};
use std::sync::atomic::Ordering;

use crate::code::{Code, Machine};
use crate::exec::activation::{self, Position};
use crate::exec::{Exit, builtins, host};
use crate::ir::OpCode;
use crate::types::CanonId;
use crate::vm::{Frame, VmContext, VmFuncRef};

/// Sets the locals behind the parameters to their default: zero, or null.
#[inline(always)]
pub(super) unsafe fn zero_locals(fp: *mut u64, code: &Code) {
    // SAFETY: the frame was checked to fit, so all locals are inside the stack region. The writes are volatile to keep
    // the compiler from making a call of `memset` of this loop: a handler on the fast path must not call.
    unsafe {
        let given = if Mutant::InterpLocalsNotZeroed.is_on() { code.local_slots } else { code.param_slots };
        let mut local = fp.add(given as usize);
        let end = fp.add(code.local_slots as usize);
        while local < end {
            local.write_volatile(0);
            local = local.add(1);
        }
    }
}

/// Enters `code` of the same instance with a new frame whose slots begin at `fp`.
#[inline(always)]
unsafe fn enter(r: Regs, code: *const Code, fp: *mut u64, ctx: *mut VmContext) -> Option<Regs> {
    // SAFETY: INV STACK holds for the new frame by the check.
    unsafe {
        let store = r.store();
        let frame = (*store).frames.wrapping_sub(1);
        let fits = (*store).fits(fp.wrapping_add((*code).frame_slots as usize).addr(), frame.addr());
        if !fits && !Mutant::InterpStackNotCompared.is_on() {
            return None;
        }
        (*store).frames = frame;
        *frame = Frame { return_ip: r.ip.add(1), fp: r.fp, ctx: r.ctx, code };
        zero_locals(fp, &*code);
        Some(Regs { ip: (*code).ops, fp, ctx, ..r })
    }
}

/// Puts `code` in the place of the running function, whose arguments are at slot 0 already.
#[inline(always)]
unsafe fn replace(r: Regs, code: *const Code, ctx: *mut VmContext) -> Option<Regs> {
    // SAFETY: INV STACK holds for the new frame by the check.
    unsafe {
        let store = r.store();
        let frame = (*store).frames;
        if !(*store).fits(r.fp.wrapping_add((*code).frame_slots as usize).addr(), frame.addr()) {
            return None;
        }
        (*frame).code = code;
        zero_locals(r.fp, &*code);
        Some(Regs { ip: (*code).ops, ctx, ..r })
    }
}

/// Moves `count` argument slots from where the operation has them to slot 0.
#[inline(always)]
unsafe fn move_args(r: Regs, count: u32) {
    // SAFETY: INV IR: arguments lie in the frame. The destination is lower, so going up never overwrites what is still to
    // be read; volatile for the reason in `zero_locals`.
    unsafe {
        let from = r.fp.add(r.op().hi() as usize);
        for i in 0..count as usize {
            r.fp.add(i).write_volatile(*from.add(i));
        }
    }
}

/// Counts a call; true if the function is hot, or compiled already.
#[inline(always)]
unsafe fn is_hot(code: *const Code) -> bool {
    // SAFETY: the code is published. Other threads may count at the same time; a lost count does not matter.
    unsafe {
        let left = (*code).hot.load(Ordering::Relaxed).wrapping_sub((*code).call_weight);
        if left < 0 {
            return true;
        }
        (*code).hot.store(left, Ordering::Relaxed);
        false
    }
}

/// Machine code of a hot function, made now if that is possible.
unsafe fn machine_of(ctx: *mut VmContext, code: *const Code) -> Option<&'static Machine> {
    // SAFETY: the context is alive, and so is the code, whose machine code lives as long; the reference is not kept beyond
    // the call.
    unsafe {
        if (*code).machine().is_none() {
            match (*(*ctx).store).hot {
                Some(hot) => hot(ctx, code, std::ptr::null()),
                None => {
                    (*code).hot.store(i64::MAX, Ordering::Relaxed);
                    std::ptr::null()
                }
            };
        }
        (*code).machine.load(Ordering::Acquire).as_ref()
    }
}

/// Calls machine code whose arguments are in place, from the current operation.
///
/// Like everything that goes on to another operation it must be part of the handler, or the handler is left by a call and not
/// by a sibling call.
#[inline(always)]
unsafe fn call_machine(r: Regs, ctx: *mut VmContext, code: *const Code, machine: &Machine) -> Step {
    // SAFETY: INV STACK; the frame of the callee begins where the operation says.
    unsafe {
        host::save_position(r.ctx, r.ip, r.fp);
        let fp = r.fp.add(r.op().hi() as usize);
        let around = Position::saved(r.store());
        match activation::run_machine_code(ctx, code, machine, fp, activation::ordinary(machine), around) {
            Exit::Done => r.reload().next(),
            Exit::Trap(code) => r.trap(code),
            Exit::Exception => super::exception::unwind(r),
        }
    }
}

/// Goes on in machine code in the place of the running function, whose frame it takes over.
#[inline(always)]
unsafe fn become_machine(
    r: Regs,
    ctx: *mut VmContext,
    code: *const Code,
    machine: &Machine,
    entry: (*const u8, *const u8),
) -> Step {
    // SAFETY: INV STACK. The activation around stands where the caller of the running function does.
    unsafe {
        host::save_position(r.ctx, r.ip, r.fp);
        let around = Position::of_caller(r.store());
        let exit = activation::run_machine_code(ctx, code, machine, r.fp, entry, around);
        match exit {
            Exit::Done => leave(r.reload()),
            Exit::Trap(code) => r.trap(code),
            Exit::Exception => super::exception::unwind_caller(r),
        }
    }
}

/// Ends the run with a trap at the call in the caller of the running function, which a tail call has ended already.
#[inline(always)]
unsafe fn trap_in_caller(r: Regs, code: TrapCode) -> Step {
    // SAFETY: INV STACK: the newest frame is that of the running function and says where its caller stands.
    unsafe {
        let store = r.store();
        let Position { frames, op, ctx } = Position::of_caller(store);
        (*store).frames = frames;
        (*store).trap_op = op;
        (*store).trap_ctx = ctx;
        super::dispatch::trapped(code)
    }
}

/// Leaves the running function; its results are in place.
#[inline(always)]
unsafe fn leave(r: Regs) -> Step {
    // SAFETY: INV STACK: the newest frame is that of the running function.
    unsafe {
        let store = r.store();
        let frame = (*store).frames;
        let older = frame.add(1);
        (*store).frames = older;
        if older == (*store).frames_base {
            return finish();
        }
        let Frame { return_ip, fp, ctx, .. } = *frame;
        let back = Regs { ip: return_ip, fp, ctx, ..r };
        if ctx == r.ctx { go(back) } else { go(back.reload()) }
    }
}

/// What an indirect call finds.
enum Found {
    Func(*mut VmFuncRef),
    /// A function of another type: right only if it is a subtype.
    OtherType(*mut VmFuncRef),
    Nothing(TrapCode),
}

#[inline(always)]
unsafe fn indirect(r: Regs) -> Found {
    // SAFETY: INV IR: the table exists and holds function references.
    unsafe {
        let op = r.op();
        let table = *(*r.ctx).tables.add(op.table() as usize);
        let index = u64::read(r.fp, op.b().into());
        if index >= (*table).len + u64::from(Mutant::InterpTableBoundOffByOne.is_on()) {
            return Found::Nothing(TrapCode::TableOutOfBounds);
        }
        let func = *(*table).base.add(index as usize) as *mut VmFuncRef;
        if func.is_null() {
            Found::Nothing(TrapCode::IndirectCallToNull)
        } else if (*func).ty == CanonId(op.lo()) || Mutant::InterpSignatureNotCompared.is_on() {
            Found::Func(func)
        } else {
            Found::OtherType(func)
        }
    }
}

/// Whether the function may be called where the operation wants its type.
unsafe fn is_wanted(r: Regs, func: *mut VmFuncRef) -> bool {
    // SAFETY: the function is alive, and the context belongs to a live store.
    unsafe { (*(*r.store()).inner).registry.is_subtype((*func).ty, CanonId(r.op().lo())) }
}

/// Calls what a function reference refers to.
#[inline(always)]
unsafe fn call_func(r: Regs, func: *mut VmFuncRef) -> Step {
    // SAFETY: `func` is alive, its type is right; a null code or context leads to the slow path.
    unsafe {
        let ctx = (*func).ctx;
        let acc = Acc::word(func as u64);
        if ctx.is_null() {
            return hop(call_host, r, acc);
        }
        let code = (*(*func).cell).get();
        if code.is_null() {
            return hop(lower_then_call, r, acc);
        }
        if is_hot(code) {
            return hop(call_hot, r, acc);
        }
        match enter(r, code, r.fp.add(r.op().hi() as usize), ctx) {
            None => r.trap(TrapCode::StackOverflow),
            Some(to) if ctx == r.ctx => go(to),
            Some(to) => go(to.reload()),
        }
    }
}

/// Tail-calls what a function reference refers to.
#[inline(always)]
unsafe fn return_call_func(r: Regs, func: *mut VmFuncRef) -> Step {
    // SAFETY: as in `call_func`.
    unsafe {
        let ctx = (*func).ctx;
        let acc = Acc::word(func as u64);
        if ctx.is_null() {
            return hop(return_call_host, r, acc);
        }
        let code = (*(*func).cell).get();
        if code.is_null() {
            return hop(lower_then_return_call, r, acc);
        }
        if is_hot(code) {
            return hop(return_call_hot, r, acc);
        }
        move_args(r, (*code).param_slots);
        match replace(r, code, ctx) {
            None => r.trap(TrapCode::StackOverflow),
            Some(to) => go(to.reload()),
        }
    }
}

handlers! {
    Call = |r| {
        let op = r.op();
        let code = (*(*r.ctx).codes.add(op.lo() as usize)).get();
        if code.is_null() {
            return hop(lower_defined, r, Acc::none());
        }
        if is_hot(code) {
            return hop(call_hot_defined, r, Acc::word(code as u64));
        }
        match enter(r, code, r.fp.add(op.hi() as usize), r.ctx) {
            Some(to) => go(to),
            None => r.trap(TrapCode::StackOverflow),
        }
    };
    CallImport = |r| call_func(r, *(*r.ctx).funcs.add(r.op().lo() as usize));
    CallIndirect = |r| match indirect(r) {
        Found::Func(func) => call_func(r, func),
        Found::OtherType(func) => hop(call_subtype, r, Acc::word(func as u64)),
        Found::Nothing(code) => r.trap(code),
    };
    CallRef = |r| {
        let func = u64::read(r.fp, r.op().b().into()) as *mut VmFuncRef;
        if func.is_null() { r.trap(TrapCode::NullReference) } else { call_func(r, func) }
    };
    ReturnCall = |r| {
        let code = (*(*r.ctx).codes.add(r.op().lo() as usize)).get();
        if code.is_null() {
            return hop(lower_defined, r, Acc::none());
        }
        if is_hot(code) {
            return hop(return_call_hot_defined, r, Acc::word(code as u64));
        }
        move_args(r, (*code).param_slots);
        match replace(r, code, r.ctx) {
            Some(to) => go(to),
            None => r.trap(TrapCode::StackOverflow),
        }
    };
    ReturnCallImport = |r| return_call_func(r, *(*r.ctx).funcs.add(r.op().lo() as usize));
    ReturnCallIndirect = |r| match indirect(r) {
        Found::Func(func) => return_call_func(r, func),
        Found::OtherType(func) => hop(return_call_subtype, r, Acc::word(func as u64)),
        Found::Nothing(code) => r.trap(code),
    };
    ReturnCallRef = |r| {
        let func = u64::read(r.fp, r.op().b().into()) as *mut VmFuncRef;
        if func.is_null() { r.trap(TrapCode::NullReference) } else { return_call_func(r, func) }
    };

    Return0 = |r| leave(r);
    Return1 = |r| {
        u64::read(r.fp, r.op().b().into()).write(r.fp, 0);
        leave(r)
    };
    ReturnFloat = |r| {
        u64::read(r.fp, r.op().b().into()).write(r.fp, 0);
        leave(r)
    };
    ReturnV128 = |r| {
        crate::types::V128::read(r.fp, r.op().b().into()).write(r.fp, 0);
        leave(r)
    };
    ReturnSpan = |r| {
        let op = r.op();
        r.fp.copy_from(r.fp.add(op.lo() as usize), op.a.into());
        leave(r)
    };

    /// Calls the function in `acc` if its type is below the wanted one.
    #[inline(never)]
    call_subtype = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        if is_wanted(r, func) { call_func(r, func) } else { r.trap(TrapCode::BadSignature) }
    };
    #[inline(never)]
    return_call_subtype = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        if is_wanted(r, func) { return_call_func(r, func) } else { r.trap(TrapCode::BadSignature) }
    };

    /// The defined function that the operation calls was never called: lowers it and runs the operation again.
    #[cold]
    #[inline(never)]
    lower_defined = |r| match builtins::lower(r.ctx, r.op().lo() as usize) {
        Ok(()) => go(r),
        Err(code) if r.op().code() == OpCode::ReturnCall => trap_in_caller(r, code),
        Err(code) => r.trap(code),
    };
    /// The function reference in `acc` was never called: lowers it and runs the operation again.
    #[cold]
    #[inline(never)]
    lower_then_call = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        match builtins::lower_func(func) {
            Ok(()) => call_func(r, func),
            Err(code) => r.trap(code),
        }
    };
    #[cold]
    #[inline(never)]
    lower_then_return_call = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        match builtins::lower_func(func) {
            Ok(()) => return_call_func(r, func),
            Err(code) => trap_in_caller(r, code),
        }
    };

    /// The defined function whose code is in `acc` is called, and hot.
    #[inline(never)]
    call_hot_defined = |r, code| {
        let code = code.get() as *const Code;
        match machine_of(r.ctx, code) {
            Some(machine) => call_machine(r, r.ctx, code, machine),
            None => match enter(r, code, r.fp.add(r.op().hi() as usize), r.ctx) {
                Some(to) => go(to),
                None => r.trap(TrapCode::StackOverflow),
            },
        }
    };
    #[inline(never)]
    return_call_hot_defined = |r, code| {
        let code = code.get() as *const Code;
        let machine = machine_of(r.ctx, code);
        move_args(r, (*code).param_slots);
        match machine {
            Some(machine) => become_machine(r, r.ctx, code, machine, activation::ordinary(machine)),
            None => match replace(r, code, r.ctx) {
                Some(to) => go(to),
                None => r.trap(TrapCode::StackOverflow),
            },
        }
    };
    /// Calls the hot function whose reference is in `acc`.
    #[inline(never)]
    call_hot = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        let (ctx, code) = ((*func).ctx, (*(*func).cell).get());
        match machine_of(ctx, code) {
            Some(machine) => call_machine(r, ctx, code, machine),
            None => match enter(r, code, r.fp.add(r.op().hi() as usize), ctx) {
                Some(to) => go(to.reload()),
                None => r.trap(TrapCode::StackOverflow),
            },
        }
    };
    #[inline(never)]
    return_call_hot = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        let (ctx, code) = ((*func).ctx, (*(*func).cell).get());
        let machine = machine_of(ctx, code);
        move_args(r, (*code).param_slots);
        match machine {
            Some(machine) => become_machine(r, ctx, code, machine, activation::ordinary(machine)),
            None => match replace(r, code, ctx) {
                Some(to) => go(to.reload()),
                None => r.trap(TrapCode::StackOverflow),
            },
        }
    };
    /// The loop whose header this is has run often: goes on in machine code if there is any.
    #[inline(never)]
    loop_is_hot = |r| {
        let code: *const Code = r.code();
        let entry = match (*r.store()).hot {
            Some(hot) => hot(r.ctx, code, r.ip),
            None => {
                (*code).hot.store(i64::MAX, Ordering::Relaxed);
                std::ptr::null()
            }
        };
        match (*code).machine().filter(|_| !entry.is_null()) {
            Some(machine) => become_machine(r, r.ctx, code, machine, (machine.result_thunk, entry)),
            None => r.next(),
        }
    };

    /// Calls the host function whose reference is in `acc`.
    #[inline(never)]
    call_host = |r, func| {
        let slots = r.fp.add(r.op().hi() as usize);
        host::save_position(r.ctx, r.ip, r.fp);
        match host::call(r.ctx, func.get() as *mut VmFuncRef, slots) {
            Ok(()) if Mutant::InterpBaseKeptAcrossCall.is_on() => r.next(),
            Ok(()) => r.reload().next(),
            Err(failure) => hop(host_failed, r, Acc::word(failure.to_word())),
        }
    };
    /// Tail-calls the host function whose reference is in `acc`: it returns to the caller of the running function.
    #[inline(never)]
    return_call_host = |r, func| {
        let func = func.get() as *mut VmFuncRef;
        host::save_position(r.ctx, r.ip, r.fp);
        move_args(r, host::param_slots(r.ctx, func));
        // The running function is over: to whoever looks, the call stands in its caller.
        let store = r.store();
        let (frame, saved) = ((*store).frames, *(*store).frames);
        let Position { frames, op, ctx } = Position::of_caller(store);
        (*store).frames = frames;
        (*store).trap_op = op;
        (*store).trap_ctx = ctx;
        let result = host::call(r.ctx, func, r.fp);
        (*store).frames = frame;
        *frame = saved;
        match result {
            Ok(()) => leave(r.reload()),
            Err(host::Failure::Trap(code)) => trap_in_caller(r, code),
            Err(host::Failure::Thrown) => super::exception::unwind_caller(r),
        }
    };
    /// A host function gave an error, or let an exception through that goes on here.
    #[cold]
    #[inline(never)]
    host_failed = |r, word| match host::Failure::from_word(word.get()) {
        host::Failure::Trap(code) => r.trap(code),
        host::Failure::Thrown => super::exception::unwind(r),
    };
}
