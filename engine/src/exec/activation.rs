//! Activations: entering one tier from the other or from the host, and what is saved for that.
//!
//! # The machine stack
//! ```text
//!   low to high:   guard, room for handlers │ <- rsp … return addresses, saved registers │ slots of frames … top ->
//! ```
//! Machine code runs with its stack pointer inside the store's stacks: slots grow upwards from where both begin, return addresses and
//! saved registers downwards, where the interpreter keeps its `Frame`s too. One compare of the two registers' distance with the limit
//! checks for overflow, and neither tier's recursion uses the thread's own stack. When machine code calls the host or a builtin, a
//! stub changes to the host's stack (`VmStore::host_sp`) and back.
//!
//! A signal handler may run on this stack. It writes below `rsp`, where no slots are (`sys/stack.rs`).
//!
//! # Records
//! Entering a tier begins an activation. Its record saves the position of the enclosing activation, so that a walk can continue there.
//! A failure that leaves an activation takes its backtrace first, while the frames still exist.

use super::Exit;
use crate::base::{TrapCode, stop};
use crate::code::{Code, Machine};
use crate::ir::Op;
use crate::vm::{Activation, Frame, VmContext, VmStore};

/// `VmStore::exit_word` of machine code that returned.
pub const EXIT_DONE: u64 = 0;
/// `VmStore::exit_word` for an exception that no handler of the activation took.
pub const EXIT_EXCEPTION: u64 = 0x200;
/// `VmStore::exit_word` for a trap: the trap code is added.
pub const EXIT_TRAP: u64 = 0x100;

/// The word by which the host's side tells machine code how a call ended.
pub fn exit_word(exit: Exit) -> u64 {
    match exit {
        Exit::Done => EXIT_DONE,
        Exit::Exception => EXIT_EXCEPTION,
        Exit::Trap(code) => EXIT_TRAP + code as u64,
    }
}

/// Bytes of the stack limit that the check at function entry leaves free: stubs and small leaf frames need no check of their own.
pub const STACK_SLACK: u32 = 8 << 10;

/// The position of the enclosing activation: the interpreter's, or null where machine code was left.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    pub frames: *mut Frame,
    pub op: *const Op,
    pub ctx: *mut VmContext,
}

impl Position {
    /// Where the store says that wasm stands.
    ///
    /// # Safety
    /// The store is alive.
    pub unsafe fn saved(vm: *mut VmStore) -> Position {
        // SAFETY: the caller's promise.
        unsafe { Position { frames: (*vm).frames, op: (*vm).trap_op, ctx: (*vm).trap_ctx } }
    }

    /// Where the caller of the running function stands.
    ///
    /// # Safety
    /// The newest frame is that of the running function.
    pub unsafe fn of_caller(vm: *mut VmStore) -> Position {
        // SAFETY: the caller's promise.
        unsafe {
            let frame = (*vm).frames;
            Position { frames: frame.add(1), op: (*frame).call_site(), ctx: (*frame).ctx }
        }
    }
}

/// Begins an activation: saves where the one around stands. `end` takes the record back.
///
/// # Safety
/// The store is alive; the record outlives the activation.
pub unsafe fn begin(vm: *mut VmStore, around: Position, record: &mut Activation) {
    // SAFETY: the caller's promise.
    unsafe {
        *record = Activation {
            previous: (*vm).activation,
            frames: around.frames,
            frames_base: (*vm).frames_base,
            stack_top: (*vm).stack_top,
            trap_op: around.op,
            trap_ctx: around.ctx,
            machine_sp: (*vm).machine_sp,
            machine_fp: (*vm).machine_fp,
        };
        (*vm).activation = record;
        (*vm).machine_sp = std::ptr::null_mut();
        (*vm).trap_op = std::ptr::null();
    }
}

/// Ends the newest activation. `frames`: what `VmStore::frames` was before.
///
/// # Safety
/// As for [`begin`], with the same record.
pub unsafe fn end(vm: *mut VmStore, record: &Activation, frames: *mut Frame) {
    // SAFETY: the caller's promise.
    unsafe {
        (*vm).activation = record.previous;
        (*vm).frames = frames;
        (*vm).frames_base = record.frames_base;
        (*vm).stack_top = record.stack_top;
        (*vm).trap_op = record.trap_op;
        (*vm).trap_ctx = record.trap_ctx;
        (*vm).machine_sp = record.machine_sp;
        (*vm).machine_fp = record.machine_fp;
    }
}

/// An empty record for [`begin`].
pub const fn record() -> Activation {
    use std::ptr::{null, null_mut};
    Activation {
        previous: null_mut(),
        frames: null_mut(),
        frames_base: null_mut(),
        stack_top: null_mut(),
        trap_op: null(),
        trap_ctx: null_mut(),
        machine_sp: null_mut(),
        machine_fp: null_mut(),
    }
}

#[cfg(target_arch = "x86_64")]
type Enter = unsafe extern "sysv64" fn(*mut VmContext, *mut u64, *const u8, *const u8) -> u64;
#[cfg(not(target_arch = "x86_64"))]
type Enter = unsafe extern "C" fn(*mut VmContext, *mut u64, *const u8, *const u8) -> u64;

/// Runs machine code: arguments in slots from `fp`, where the results will be too.
///
/// `target` with `thunk` is the function's entry or one at a loop header (then the slots are those of the running frame).
///
/// Never inlined: the record's address escapes, and a handler of the interpreter with such a local could not leave by a sibling
/// call, so that each call would grow the native stack.
///
/// # Safety
/// `ctx` is an instance of a live store, `code` belongs to its module and `machine` to `code`; the slots from `fp` up to the newest
/// frame are free but for the arguments; `around` is the position of the enclosing activation.
#[inline(never)]
pub unsafe fn run_machine_code(
    ctx: *mut VmContext,
    code: *const Code,
    machine: &Machine,
    fp: *mut u64,
    (thunk, target): (*const u8, *const u8),
    around: Position,
) -> Exit {
    // SAFETY: the caller's promise; the check keeps the invariant of the machine stack.
    unsafe {
        let vm = (*ctx).store;
        let frames = (*vm).frames;
        let end_of_frame = fp.addr() + (*code).frame_slots as usize * 8 + STACK_SLACK as usize;
        if !(*vm).fits(end_of_frame, frames.addr()) {
            return Exit::Trap(TrapCode::StackOverflow);
        }
        // Without it a fault could not be handled; the thread then dies of the fault, as it would of any other.
        let _ = crate::sys::signal::ensure_alternate_stack();
        let mut saved = record();
        begin(vm, around, &mut saved);
        (*vm).frames_base = frames;
        let enter: Enter = std::mem::transmute(machine.enter());
        let word = enter(ctx, fp, thunk, target);
        end(vm, &saved, frames);
        match word {
            EXIT_DONE => Exit::Done,
            EXIT_EXCEPTION => Exit::Exception,
            word => match TrapCode::from_u8(word as u8) {
                Some(code) if word == EXIT_TRAP + code as u64 => Exit::Trap(code),
                _ => stop(format_args!("machine code was left with the word {word:#x}, which means nothing")),
            },
        }
    }
}

/// Machine code of a function that the interpreter calls, by its ordinary entry.
pub fn ordinary(machine: &Machine) -> (*const u8, *const u8) {
    (machine.thunk, machine.entry)
}
