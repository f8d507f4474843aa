//! Walks over the functions in progress, newest first, in each tier.
//!
//! # Machine code
//! A return address says which operation of which function called (`Machine::sites`); with that the frame below follows: its
//! slots begin `hi` slots lower, its return address is `frame_bytes` higher. Nothing is recorded while code runs. Where functions
//! were inlined (`Machine::inlined`), one machine frame holds several functions: the walk yields each of them.
//!
//! # Interpreter
//! A `Frame` names the function's code and the position in its caller. The entry frame of an activation has no caller.
//!
//! One walk covers the frames of one activation in one tier; `WasmBacktrace` joins them along the activation records, and `unwind`
//! looks only at the newest.

use crate::base::{SourceOp, stop};
use crate::code::{Code, Inlined, InlinedFrame, Machinery};
use crate::ir::Op;
use crate::vm::{Frame, VmContext};

/// A function in progress. `place` is where the tier keeps what it needs to continue there.
#[derive(Clone, Copy, Debug)]
pub struct WasmFrame<P> {
    pub code: *const Code,
    /// The operation of its code that it executes.
    pub op: SourceOp,
    pub fp: *mut u64,
    pub ctx: *mut VmContext,
    pub place: P,
}

/// The functions in progress in one run of the interpreter, newest first; `WasmFrame::place` is the function's `Frame`.
pub struct InterpreterFrames {
    frame: *mut Frame,
    /// The operation at which the next function stands; null after the entry frame.
    ip: *const Op,
    fp: *mut u64,
    ctx: *mut VmContext,
}

impl InterpreterFrames {
    /// # Safety
    /// `frame` is the newest frame of a run of the interpreter and `ip`, `fp`, `ctx` its position, and all frames of that run stay in
    /// use while the iterator is; `fp` may be null if nobody reads `WasmFrame::fp` of the first item.
    pub unsafe fn new(
        frame: *mut Frame,
        ip: *const Op,
        fp: *mut u64,
        ctx: *mut VmContext,
    ) -> InterpreterFrames {
        InterpreterFrames { frame, ip, fp, ctx }
    }
}

impl Iterator for InterpreterFrames {
    type Item = WasmFrame<*mut Frame>;

    fn next(&mut self) -> Option<WasmFrame<*mut Frame>> {
        if self.ip.is_null() {
            return None;
        }
        // SAFETY: the promise of `new`; a position points into the operations of its frame's code.
        unsafe {
            let place = self.frame;
            let code = (*place).code;
            let item = WasmFrame { code, op: (*code).op_at(self.ip), fp: self.fp, ctx: self.ctx, place };
            self.ip = (*place).call_site();
            self.fp = (*place).fp;
            self.ctx = (*place).ctx;
            self.frame = place.add(1);
            Some(item)
        }
    }
}

/// The functions in progress in one stretch of machine code, newest first; `WasmFrame::place` is the stack pointer inside the
/// function's body.
pub struct MachineFrames<'a> {
    machinery: &'a Machinery,
    sp: usize,
    fp: *mut u64,
    ctx: *mut VmContext,
    /// After a function that was inlined: its machine frame, the function around it, and the operation at which that one called.
    around: Option<(&'a Inlined, u32, SourceOp, WasmFrame<usize>)>,
}

impl<'a> MachineFrames<'a> {
    pub fn new(
        machinery: &'a Machinery,
        sp: *mut usize,
        fp: *mut u64,
        ctx: *mut VmContext,
    ) -> MachineFrames<'a> {
        MachineFrames { machinery, sp: sp.addr(), fp, ctx, around: None }
    }

    /// One of the functions inside a machine frame, at an operation; those around it come next.
    fn inlined(
        &mut self,
        inlined: &'a Inlined,
        frame: u32,
        op: SourceOp,
        whole: WasmFrame<usize>,
    ) -> WasmFrame<usize> {
        let InlinedFrame { code, parent, call, base } = inlined.frames[frame as usize];
        if frame != 0 {
            self.around = Some((inlined, parent, call, whole));
        }
        WasmFrame { code, op, fp: whole.fp.wrapping_add(base as usize), ..whole }
    }
}

impl Iterator for MachineFrames<'_> {
    type Item = WasmFrame<usize>;

    fn next(&mut self) -> Option<WasmFrame<usize>> {
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
            let whole = WasmFrame { code, op, fp: self.fp, ctx: self.ctx, place: sp };
            return Some(match &machine.inlined {
                Some(inlined) => self.inlined(inlined, frame, op, whole),
                None => whole,
            });
        }
    }
}
