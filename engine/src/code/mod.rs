//! What a module owns once its functions are lowered (and later compiled): code, and the cells that hold it.
//!
//! A cell per defined function, null until the function is first called. All instances, stores and threads of a
//! module share its cells; who lowers first publishes, who lost the race drops its own copy. Code is freed with the
//! module, which every instance keeps alive.
//!
//! Machine code lies in the engine's [`Arena`].
//!
//! Must not know: stores, how code is run.

pub mod arena;
pub mod artifact;
pub mod landings;
pub mod machine;
pub mod record;
pub mod signature;
pub mod sites;

pub use artifact::{Artifact, Kept, Stored};
pub use landings::Landings;
pub use machine::{Inlined, InlinedFrame, Machine, Machinery, Run, Runs};
pub use record::Record;
pub use signature::{SignatureStub, SignatureStubs};
pub use sites::{Site, Sites};

pub use arena::{Arena, ArenaError, ArenaOptions, Block};

use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicU8, Ordering};

use crate::base::SourceOp;
use crate::ir;

/// What is done to make a function's machine code: see `Code::stage`.
pub mod stage {
    /// Nothing yet.
    pub const INTERPRETED: u8 = 0;
    /// It waits to be compiled beside the running program, or is being compiled there.
    pub const QUEUED: u8 = 1;
    /// It has machine code.
    pub const COMPILED: u8 = 2;
    /// It cannot be compiled.
    pub const FAILED: u8 = 3;
}

/// Lowered code of one function as running code needs it, with its owner.
#[repr(C)]
pub struct Code {
    pub ops: *const ir::Op,
    /// Slots that an entry needs, all included.
    pub frame_slots: u32,
    pub param_slots: u32,
    /// The entry zeroes slots `param_slots..local_slots`.
    pub local_slots: u32,
    pub result_slots: u32,
    /// Index of the function in its module (imports first).
    pub func_index: u32,
    /// Operations to execute until the function is worth compiling, estimated from calls and loop iterations. Below zero the slow
    /// path is taken: it compiles, or calls machine code.
    pub hot: AtomicI64,
    /// What a call counts of that; an iteration of a loop counts the operations of the loop.
    pub call_weight: i64,
    /// How far it is on the way to machine code; see `stage`.
    pub stage: AtomicU8,
    /// Machine code, once there is any.
    pub machine: AtomicPtr<Machine>,
    pub func: ir::Func,
}

/// Where the code of a defined function is, once it is lowered. Null before.
///
/// One array of these per module, shared by its instances, stores and threads.
#[repr(C)]
#[derive(Default)]
pub struct CodeCell {
    pub code: AtomicPtr<Code>,
    /// Where machine code calls the function: its own machine code, or a stub that finds another way. Null until some function of
    /// the module is compiled.
    pub entry: AtomicPtr<u8>,
}

impl CodeCell {
    /// The code, if the function was lowered already.
    #[inline(always)]
    pub fn get(&self) -> *const Code {
        self.code.load(Ordering::Acquire)
    }

    /// Sets where machine code calls the function.
    pub fn set_entry(&self, entry: *const u8) {
        self.entry.store(entry.cast_mut(), Ordering::Release);
    }

    /// The lowered code as a reference; `None` before the function is lowered.
    pub fn code(&self) -> Option<&Code> {
        // SAFETY: published code lives as long as the cell.
        unsafe { self.get().as_ref() }
    }

    /// Machine code of the function.
    pub fn machine(&self) -> Option<&Machine> {
        self.code()?.machine()
    }

    /// Whether `entry` is the function's own machine code.
    pub fn has_own_entry(&self) -> bool {
        self.machine().is_some()
    }

    /// Publishes `code` unless another thread was first; returns what is published.
    pub fn publish(&self, code: Box<Code>) -> *const Code {
        let new = Box::into_raw(code);
        match self.code.compare_exchange(std::ptr::null_mut(), new, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => new,
            Err(old) => {
                // SAFETY: `new` came from `Box::into_raw` above and was not published.
                drop(unsafe { Box::from_raw(new) });
                old
            }
        }
    }
}

impl Drop for CodeCell {
    fn drop(&mut self) {
        let code = *self.code.get_mut();
        if !code.is_null() {
            // SAFETY: a published pointer came from `Box::into_raw`, and no one can reach the cell any more.
            drop(unsafe { Box::from_raw(code) });
        }
    }
}

impl Code {
    /// `calls` of the function make it hot; `u32::MAX`: nothing does.
    pub fn new(func_index: u32, func: ir::Func, calls: u32) -> Box<Code> {
        let call_weight = crate::settings::tiering::call_weight(func.ops.len());
        let hot = match calls {
            u32::MAX => i64::MAX,
            _ => call_weight * i64::from(calls),
        };
        Box::new(Code {
            ops: func.ops.as_ptr(),
            frame_slots: func.frame_slots,
            param_slots: func.param_slots,
            local_slots: func.local_slots,
            result_slots: func.result_slots,
            func_index,
            hot: AtomicI64::new(hot),
            call_weight,
            stage: AtomicU8::new(stage::INTERPRETED),
            machine: AtomicPtr::default(),
            func,
        })
    }

    /// The operation that a position of the interpreter points to.
    ///
    /// # Safety
    /// It points to one of the code's own operations, or right behind them.
    #[inline(always)]
    pub unsafe fn op_at(&self, ip: *const ir::Op) -> SourceOp {
        // SAFETY: the caller's promise.
        SourceOp::at(unsafe { ip.offset_from_unsigned(self.ops) })
    }

    /// Where the interpreter stands at an operation.
    #[inline(always)]
    pub fn ip_of(&self, op: SourceOp) -> *const ir::Op {
        self.ops.wrapping_add(op.index())
    }

    /// Machine code of the function.
    pub fn machine(&self) -> Option<&Machine> {
        // SAFETY: machine code is published once and lives as long as its code.
        unsafe { self.machine.load(Ordering::Acquire).as_ref() }
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        let machine = *self.machine.get_mut();
        if !machine.is_null() {
            // SAFETY: published from `Box::into_raw`, and nobody runs code of a module that is gone.
            drop(unsafe { Box::from_raw(machine) });
        }
    }
}

// SAFETY: `ops` points into `func`, which is never changed after construction.
unsafe impl Send for Code {}
// SAFETY: as above; all access is read-only.
unsafe impl Sync for Code {}
