//! Machine code from the outside: entering it, and finding out where it stands.
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
//! A handler of a signal may run on this stack. It writes below `rsp`, where no slots are (`sys/stack.rs`).
//!
//! # Walking
//! A return address says which operation of which function called (`Machine::sites`); with that the frame below follows: its
//! slots begin `hi` slots lower, its return address lies `frame_bytes` higher. Nothing is recorded while code runs. Where functions
//! were inlined (`Machine::inlined`), one frame of the machine stands for several: the walk yields each of them.
//!
//! # Activations
//! Entering one tier from the other begins an activation and saves in a record where the one around it stands, so that a walk
//! can go on there. A failure that leaves an activation takes its backtrace first, while the frames are there.

use super::Exit;
use super::backtrace::WasmBacktrace;
use crate::base::{Mutant, SourceOp, TrapCode, stop};
use crate::code::{Code, Inlined, InlinedFrame, Machine, Machinery};
use crate::ir::{Catch, Op, OpCode};
use crate::vm::gc::GcRef;
use crate::vm::store::StoreInner;
use crate::vm::{Activation, Frame, Landing, VmContext, VmStore, VmTag};

/// `VmStore::exit_word` of machine code that ended well.
pub const EXIT_DONE: u64 = 0;
/// That of an exception that nobody took.
pub const EXIT_EXCEPTION: u64 = 0x200;
/// A trap: its code is added.
pub const EXIT_TRAP: u64 = 0x100;

/// The builtin with this number, for an operation with another, only allocates: see `exec::builtins::allocate`.
pub const ALLOCATE: OpCode = OpCode::Loop;

/// Bytes of the limit that a check leaves: stubs and small frames need no check of their own.
pub const STACK_SLACK: u32 = 8 << 10;

/// What the activation around is, for walks: where the interpreter stands, or nothing.
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
            let back = (*frame).return_ip;
            let op = if back.is_null() { back } else { back.sub(1) };
            Position { frames: frame.add(1), op, ctx: (*frame).ctx }
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
/// frame are free but for the arguments; `around` is where the activation around stands.
#[inline(never)]
pub unsafe fn run(
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

/// A function in progress in machine code.
#[derive(Clone, Copy, Debug)]
pub struct MachineFrame {
    pub code: *const Code,
    /// The operation of its code at which it stands.
    pub op: SourceOp,
    pub fp: *mut u64,
    pub ctx: *mut VmContext,
    /// Stack pointer inside the function's body.
    sp: usize,
}

/// The functions in progress in one stretch of machine code, newest first.
pub struct Walk<'a> {
    machinery: &'a Machinery,
    sp: usize,
    fp: *mut u64,
    ctx: *mut VmContext,
    /// The machine frame at hand, if functions around the inlined one that came last are still to come: the next of them and the
    /// operation at which it stands.
    around: Option<(&'a Inlined, u32, SourceOp, MachineFrame)>,
}

impl<'a> Walk<'a> {
    pub fn new(machinery: &'a Machinery, sp: *mut usize, fp: *mut u64, ctx: *mut VmContext) -> Walk<'a> {
        Walk { machinery, sp: sp.addr(), fp, ctx, around: None }
    }

    /// One of the functions inside a machine frame, at an operation; those around it come next.
    fn inlined(
        &mut self,
        inlined: &'a Inlined,
        frame: u32,
        op: SourceOp,
        whole: MachineFrame,
    ) -> MachineFrame {
        let InlinedFrame { code, parent, call, base } = inlined.frames[frame as usize];
        if frame != 0 {
            self.around = Some((inlined, parent, call, whole));
        }
        MachineFrame { code, op, fp: whole.fp.wrapping_add(base as usize), ..whole }
    }
}

impl Iterator for Walk<'_> {
    type Item = MachineFrame;

    fn next(&mut self) -> Option<MachineFrame> {
        if let Some((inlined, frame, op, whole)) = self.around.take() {
            return Some(self.inlined(inlined, frame, op, whole));
        }
        loop {
            // SAFETY: `sp` points to a return address on the machine stack, down to the one of the stub that entered machine code,
            // which belongs to no function and ends the walk.
            let pc = unsafe { *(self.sp as *const usize) };
            if pc == self.machinery.stubs.foreign_return {
                // The stub keeps the caller's instance on the stack.
                // SAFETY: as above.
                self.ctx = unsafe { *((self.sp + 8) as *const *mut VmContext) };
                self.sp += 16;
                continue;
            }
            let Some(code) = self.machinery.find(pc) else {
                let arena = &self.machinery.arena;
                if pc.wrapping_sub(arena.exec().addr()) >= arena.len() {
                    stop(format_args!("{pc:#x} on the machine stack is no return address of machine code"));
                }
                // Stubs are no function's: the one that entered machine code ends the walk.
                return None;
            };
            // SAFETY: code in progress is alive, and so is its machine code.
            let machine = unsafe { (*code).machine() };
            let Some((machine, site)) = machine.and_then(|machine| Some((machine, machine.site(pc)?))) else {
                // To end the walk here would be to pass over all handlers from here on.
                stop(format_args!("machine code was left at {pc:#x}, which is no call and no access of it"));
            };
            // Where nothing is inlined, what was compiled is the function itself: the numbers are the same.
            let mut op = SourceOp::new(site.op().get());
            let (mut frame, mut inner) = (0, InlinedFrame { code, parent: 0, call: op, base: 0 });
            if let Some(inlined) = &machine.inlined {
                (frame, op) = inlined.runs.locate(site.op());
                inner = inlined.frames[frame as usize];
            }
            if site.is_advanced() {
                // SAFETY: sites name operations of the function, or of one that was inlined.
                let hi = unsafe { (*(*inner.code).ip_of(op)).hi() };
                self.fp = self.fp.wrapping_sub((inner.base + hi) as usize);
            }
            let sp = self.sp + 8;
            self.sp = sp + machine.frame_bytes as usize;
            let whole = MachineFrame { code, op, fp: self.fp, ctx: self.ctx, sp };
            return Some(match &machine.inlined {
                Some(inlined) => self.inlined(inlined, frame, op, whole),
                None => whole,
            });
        }
    }
}

/// Finds who takes `VmStore::exception` among the functions of the newest stretch of machine code, gives it the payload, and says
/// where to go on.
///
/// # Safety
/// Machine code was left at `machine_sp`; the exception is an object of this store.
pub unsafe fn land(vm: *mut VmStore, machinery: &Machinery) -> Option<Landing> {
    // SAFETY: the caller's promise; payloads fit the slots that lowering reserved for them.
    unsafe {
        let store = (*vm).inner;
        let exception = GcRef((*vm).exception as u32);
        let tag = (*store).gc.exn_tag(exception);
        for frame in Walk::new(machinery, (*vm).machine_sp, (*vm).machine_fp, (*vm).trap_ctx) {
            let code = &*frame.code;
            let Some(catch) = find(code, frame.op, frame.ctx, tag) else { continue };
            let Some(pc) = code.machine().and_then(|m| m.handler(catch.target)) else {
                stop(format_args!(
                    "the machine code of function {} has no landing for its handler at operation {}",
                    code.func_index, catch.target
                ));
            };
            super::unwind::deliver(vm, catch, frame.fp);
            return Some(Landing { sp: frame.sp, fp: frame.fp, ctx: frame.ctx, pc });
        }
        None
    }
}

/// The innermost catch around an operation that takes the tag.
///
/// # Safety
/// Tag indices exist in the instance.
pub unsafe fn find(code: &Code, at: SourceOp, ctx: *mut VmContext, tag: *mut VmTag) -> Option<&Catch> {
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

/// Keeps the backtrace of a failure whose frames are about to go, unless one was kept already or the error has its own.
///
/// # Safety
/// The store is alive, and where it stands is saved.
pub unsafe fn keep_backtrace(store: *mut StoreInner) {
    // SAFETY: the caller's promise.
    unsafe {
        let has_one = (*store).pending.as_ref().is_some_and(|error| error.is::<WasmBacktrace>());
        if (*store).backtrace.is_none() && !has_one {
            (*store).backtrace = Some(Box::new(WasmBacktrace::of(store)));
        }
    }
}

/// Decides about a fault in machine code: an access beyond the end of one of the store's memories is a trap.
///
/// # Safety
/// Called by the handler of faults, for a fault in an engine's arena.
pub unsafe fn resolve(fault: &crate::sys::signal::Fault) -> Option<usize> {
    // SAFETY: code in an arena runs with its instance in r15; the store's list of memories is not being changed, since this
    // very thread runs its code.
    unsafe {
        let ctx = fault.r15 as *mut VmContext;
        if ctx.is_null() || !fault.r15.is_multiple_of(8) {
            return None;
        }
        let vm = (*ctx).store;
        let store = (*vm).inner;
        let inside = (*store).memories.iter().any(|m| m.reservation().contains(&fault.address));
        inside.then_some((*vm).fault_target)
    }
}
