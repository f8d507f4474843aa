//! The interpreter's machine: its registers, the way from one operation to the next, and the way out.
//!
//! # Problem
//! A loop around a `match` spends its time finding out where it is: one shared indirect jump that the processor
//! predicts badly, and registers that the compiler spills around six hundred arms.
//!
//! # Idea
//! Each operation is a function (a *handler*) whose arguments are the machine's registers, so the calling
//! convention keeps them in processor registers, and whose last act is to call the next handler through a table. With
//! optimization that call is a jump (a sibling call), so nothing piles up on the native stack, every handler has its
//! own indirect jump, and the compiler allocates registers for ten instructions at a time.
//!
//! ```text
//!   rdi ip    the operation          rcx acc      the last integer result, or one word for a slow path
//!   rsi fp    slot 0 of the frame    r8  mem      base of memory 0
//!   rdx ctx   the instance           r9  mem_len  its accessible bytes
//!   xmm0      the last f32 result    xmm1         the last f64 result
//! ```
//! `rdx` and `rcx` are what division and shifts want, so they hold what is needed least.
//!
//! # Rules for handlers
//! A call is a sibling call only if nothing of the caller's frame is needed afterwards. So a handler holds no value with
//! a destructor, lets no address of a local escape, and leaves for its slow path the same way as for the next
//! operation: by a tail call to a function of the same type. `interp::tests` runs every operation many times on
//! a small native stack.
//!
//! # The portable loop
//! Where the build does not guarantee sibling calls (see `build.rs`), [`go`] returns the registers and [`run`] drives
//! them around a loop. The handlers' text is the same.
//!
//! # Invariants
//! - INV IR: lowering emits operations whose slots lie inside the frame, whose indices exist in the instance, whose
//!   branches stay in the function, and whose last operation does not fall through. Handlers trust this.
//! - INV REGS: `mem` and `mem_len` describe memory 0 of `ctx` whenever a handler begins; `mem_len` may be smaller
//!   than the truth for a shared memory, never larger.
//! - INV FORWARD: where `ir::forward` set a hint, the handler before ends in `next_with` its result, and no branch
//!   arrives between: so a handler for that hint finds the operand in `acc`.
//! - INV STACK: the frame at `fp` has `frame_slots` slots below `VmStore::frames`, whose newest frame names its code.

use std::mem::MaybeUninit;

use crate::base::TrapCode;
use crate::code::Code;
use crate::exec::Exit;
use crate::ir::Op;
use crate::vm::{Frame, VmContext, VmStore};

/// The registers that carry a result to the next operation, one for each `ForwardClass`; undefined where none is forwarded, so
/// that passing them costs nothing.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct Acc {
    pub(super) word: MaybeUninit<u64>,
    pub(super) single: MaybeUninit<f32>,
    pub(super) double: MaybeUninit<f64>,
}

impl Acc {
    /// Carries nothing.
    #[inline(always)]
    pub(super) fn none() -> Acc {
        Acc { word: MaybeUninit::uninit(), single: MaybeUninit::uninit(), double: MaybeUninit::uninit() }
    }

    /// Carries an integer, or one word into a slow path.
    #[inline(always)]
    pub(super) fn word(word: u64) -> Acc {
        Acc { word: MaybeUninit::new(word), ..Acc::none() }
    }

    #[inline(always)]
    pub(super) fn single(single: f32) -> Acc {
        Acc { single: MaybeUninit::new(single), ..Acc::none() }
    }

    #[inline(always)]
    pub(super) fn double(double: f64) -> Acc {
        Acc { double: MaybeUninit::new(double), ..Acc::none() }
    }

    /// The word that is carried.
    #[inline(always)]
    pub(super) unsafe fn get(self) -> u64 {
        // SAFETY: the caller knows that a word is carried.
        unsafe { self.word.assume_init() }
    }
}

/// The machine's registers as one value; the optimizer takes it apart.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) struct Regs {
    pub(super) ip: *const Op,
    pub(super) fp: *mut u64,
    pub(super) ctx: *mut VmContext,
    pub(super) mem: *mut u8,
    pub(super) len: usize,
}

/// Declares functions of the type [`Handler`](super::dispatch::Handler): `name = |regs| body` or
/// `name = |regs, acc| body`.
macro_rules! handlers {
    ($($(#[$m:meta])* $name:ident = |$r:ident $(, $acc:ident)?| $body:expr;)*) => {
        $(
            $crate::interp::dispatch::handlers!(@abi $(#[$m])* $name, $r, [$($acc)?], $body);
        )*
    };
    (@abi $(#[$m:meta])* $name:ident, $r:ident, [], $body:expr) => {
        $crate::interp::dispatch::handlers!(@abi $(#[$m])* $name, $r, [_acc], $body);
    };
    (@abi $(#[$m:meta])* $name:ident, $r:ident, [$acc:ident], $body:expr) => {
        $(#[$m])*
        #[cfg(target_arch = "x86_64")]
        pub(in crate::interp) unsafe extern "sysv64" fn $name(
            ip: *const $crate::ir::Op, fp: *mut u64, ctx: *mut $crate::vm::VmContext,
            word: ::std::mem::MaybeUninit<u64>, mem: *mut u8, len: usize,
            single: ::std::mem::MaybeUninit<f32>, double: ::std::mem::MaybeUninit<f64>,
        ) -> $crate::interp::dispatch::Step {
            let $acc = $crate::interp::dispatch::Acc { word, single, double };
            let $r = $crate::interp::dispatch::Regs { ip, fp, ctx, mem, len };
            // SAFETY: the body relies on INV IR, INV REGS and INV STACK, which hold when a handler begins.
            unsafe { $body }
        }
        $(#[$m])*
        #[cfg(not(target_arch = "x86_64"))]
        pub(in crate::interp) unsafe extern "C" fn $name(
            ip: *const $crate::ir::Op, fp: *mut u64, ctx: *mut $crate::vm::VmContext,
            word: ::std::mem::MaybeUninit<u64>, mem: *mut u8, len: usize,
            single: ::std::mem::MaybeUninit<f32>, double: ::std::mem::MaybeUninit<f64>,
        ) -> $crate::interp::dispatch::Step {
            let $acc = $crate::interp::dispatch::Acc { word, single, double };
            let $r = $crate::interp::dispatch::Regs { ip, fp, ctx, mem, len };
            // SAFETY: the body relies on INV IR, INV REGS and INV STACK, which hold when a handler begins.
            unsafe { $body }
        }
    };
}
pub(super) use handlers;

#[cfg(target_arch = "x86_64")]
pub(super) type Handler = unsafe extern "sysv64" fn(
    *const Op,
    *mut u64,
    *mut VmContext,
    MaybeUninit<u64>,
    *mut u8,
    usize,
    MaybeUninit<f32>,
    MaybeUninit<f64>,
) -> Step;
#[cfg(not(target_arch = "x86_64"))]
pub(super) type Handler = unsafe extern "C" fn(
    *const Op,
    *mut u64,
    *mut VmContext,
    MaybeUninit<u64>,
    *mut u8,
    usize,
    MaybeUninit<f32>,
    MaybeUninit<f64>,
) -> Step;

#[cfg(wx_tail_calls)]
mod mode {
    use super::*;

    /// What a handler returns when the run is over: the exit word.
    pub(in super::super) type Step = u64;

    /// Goes to another handler, the registers being `r`.
    #[inline(always)]
    pub(in super::super) unsafe fn hop(handler: Handler, r: Regs, acc: Acc) -> Step {
        // SAFETY: the caller keeps the invariants of handlers.
        unsafe { handler(r.ip, r.fp, r.ctx, acc.word, r.mem, r.len, acc.single, acc.double) }
    }

    #[inline(always)]
    pub(in super::super) fn stop(exit: u64) -> Step {
        exit
    }

    pub(super) unsafe fn drive(first: Regs) -> u64 {
        // SAFETY: the caller keeps the invariants of handlers.
        unsafe { go(first) }
    }
}

#[cfg(not(wx_tail_calls))]
mod mode {
    use super::*;

    /// What a handler returns: the registers to go on with, or (with a null handler) the exit word.
    #[repr(C)]
    pub(in super::super) struct Step {
        handler: Option<Handler>,
        regs: MaybeUninit<Regs>,
        acc: Acc,
    }

    /// Goes to another handler, the registers being `r`.
    #[inline(always)]
    pub(in super::super) unsafe fn hop(handler: Handler, r: Regs, acc: Acc) -> Step {
        Step { handler: Some(handler), regs: MaybeUninit::new(r), acc }
    }

    #[inline(always)]
    pub(in super::super) fn stop(exit: u64) -> Step {
        Step { handler: None, regs: MaybeUninit::uninit(), acc: Acc::word(exit) }
    }

    pub(super) unsafe fn drive(first: Regs) -> u64 {
        // SAFETY: the caller keeps the invariants of handlers; `hop` writes the registers beside the handler, and
        // `stop` the exit word beside none.
        unsafe {
            let mut step = go(first);
            while let Some(handler) = step.handler {
                let r = step.regs.assume_init();
                let acc = step.acc;
                step = handler(r.ip, r.fp, r.ctx, acc.word, r.mem, r.len, acc.single, acc.double);
            }
            step.acc.get()
        }
    }
}

pub(super) use mode::{Step, hop, stop};

/// Runs the operation at `r.ip`.
#[inline(always)]
pub(super) unsafe fn go(r: Regs) -> Step {
    // SAFETY: without a result to forward, what is in the register does not matter.
    unsafe { go_with(r, Acc::none()) }
}

/// Runs the operation at `r.ip`, with the result of the one before in `acc`.
#[inline(always)]
pub(super) unsafe fn go_with(r: Regs, acc: Acc) -> Step {
    // SAFETY: INV IR: `ip` points to an operation; the table has an entry for every tag.
    unsafe {
        let handler = *super::table::HANDLERS.get_unchecked((*r.ip).tag());
        hop(handler, r, acc)
    }
}

impl Regs {
    #[inline(always)]
    pub(super) unsafe fn op<'a>(self) -> &'a Op {
        // SAFETY: INV IR: `ip` points to an operation, and code lives as long as it runs.
        unsafe { &*self.ip }
    }

    /// Goes to the operation behind this one.
    #[inline(always)]
    pub(super) unsafe fn next(self) -> Step {
        // SAFETY: INV IR: the last operation of a function does not fall through.
        unsafe { go(Regs { ip: self.ip.add(1), ..self }) }
    }

    /// Goes to the operation behind this one, which may take this one's result from `acc` (INV FORWARD).
    #[inline(always)]
    pub(super) unsafe fn next_with(self, acc: Acc) -> Step {
        // SAFETY: as in `next`.
        unsafe { go_with(Regs { ip: self.ip.add(1), ..self }, acc) }
    }

    /// Jumps by a distance in bytes.
    #[inline(always)]
    pub(super) unsafe fn jump(self, disp: i32) -> Step {
        // SAFETY: INV IR: branches stay in the function.
        unsafe { go(Regs { ip: self.ip.byte_offset(disp as isize), ..self }) }
    }

    /// Jumps by a distance in bytes, in one arm of a condition whose other arm goes on.
    ///
    /// The empty assembly keeps the compiler from making one path of the two, with a conditional move that chooses the next
    /// operation: everything behind would wait for the operands of the compare, instead of being predicted.
    #[inline(always)]
    pub(super) unsafe fn branch(self, disp: i32) -> Step {
        #[cfg(all(wx_tail_calls, not(miri)))]
        // SAFETY: no instruction at all.
        unsafe {
            std::arch::asm!("", options(nomem, nostack, preserves_flags));
        }
        // SAFETY: as in `jump`.
        unsafe { self.jump(disp) }
    }

    /// Leaves the run with a trap at this operation.
    #[inline(always)]
    pub(super) unsafe fn trap(self, code: TrapCode) -> Step {
        // SAFETY: the registers are those of a running handler.
        unsafe { hop(raise, self, Acc::word(code as u64)) }
    }

    #[inline(always)]
    pub(super) unsafe fn store(self) -> *mut VmStore {
        // SAFETY: `ctx` is the running instance (INV VM-PIN).
        unsafe { (*self.ctx).store }
    }

    /// Code of the function that runs.
    #[inline(always)]
    pub(super) unsafe fn code<'a>(self) -> &'a Code {
        // SAFETY: INV STACK; code lives as long as its module.
        unsafe { &*(*(*self.store()).frames).code }
    }

    /// The registers with memory 0 of `ctx` read anew.
    #[inline(always)]
    pub(super) unsafe fn reload(self) -> Regs {
        // SAFETY: every instance has an entry for memory 0, an empty memory if it declares none.
        unsafe {
            let memory = *(*self.ctx).memories;
            Regs { mem: (*memory).base, len: (*memory).len, ..self }
        }
    }
}

const DONE: u64 = 0;
const EXCEPTION: u64 = 1;
/// An exit word from here up is a trap: its code is what exceeds this.
const TRAP: u64 = 2;

/// The run is over, the results are in place.
#[inline(always)]
pub(super) fn finish() -> Step {
    stop(DONE)
}

/// The run is over with a trap; where it stands is written down.
pub(super) fn trapped(code: TrapCode) -> Step {
    stop(TRAP + code as u64)
}

/// The run is over because no handler of it takes the exception in `VmStore::exception`.
pub(super) fn finish_thrown() -> Step {
    stop(EXCEPTION)
}

handlers! {
    /// Ends the run with the trap whose code is in `acc`.
    #[cold]
    #[inline(never)]
    raise = |r, code| {
        let store = r.store();
        (*store).trap_op = r.ip;
        (*store).trap_ctx = r.ctx;
        stop(TRAP + code.get())
    };
}

/// Runs one activation: `code` in instance `ctx`, arguments and results in slots from `fp`.
///
/// After anything but `Exit::Done` the frames are left as they were, so that the caller can take a backtrace; it then
/// restores `VmStore::frames` and the other fields that describe the stack.
///
/// # Safety
/// `ctx` belongs to `store`, `code` to the module of `ctx`; `fp` points into the store's stack region, above every
/// slot in use; the arguments have the types of the function's parameters.
pub unsafe fn run(ctx: *mut VmContext, code: *const Code, fp: *mut u64, store: *mut VmStore) -> Exit {
    // SAFETY: the caller's promises, and the check that frame and slots fit, establish the invariants of handlers.
    unsafe {
        let frames = (*store).frames;
        let frame = frames.wrapping_sub(1);
        if !(*store).fits(fp.wrapping_add((*code).frame_slots as usize).addr(), frame.addr()) {
            return Exit::Trap(TrapCode::StackOverflow);
        }
        // The record of the activation says where to walk on.
        *frame = Frame { return_ip: std::ptr::null(), fp, ctx: std::ptr::null_mut(), code };
        (*store).frames = frame;
        (*store).frames_base = frames;
        super::call::zero_locals(fp, &*code);
        let memory = *(*ctx).memories;
        let first = Regs { ip: (*code).ops, fp, ctx, mem: (*memory).base, len: (*memory).len };
        match mode::drive(first) {
            DONE => Exit::Done,
            EXCEPTION => Exit::Exception,
            trap => Exit::Trap(TrapCode::from_u8((trap - TRAP) as u8).unwrap_or(TrapCode::Pending)),
        }
    }
}
