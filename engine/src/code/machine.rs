//! Machine code in its place, and what all machine code of an engine shares.
//!
//! # Finding code by address
//! A backtrace and an exception meet return addresses. `Machinery` keeps an ordered map from where code begins to whose it is; it
//! is asked in slow paths only, never in a signal handler.
//!
//! # Invariants
//! - INV MACHINE-LIFE: machine code is freed with the `Code` it was made from, which its module owns.
//!
//! Must not know: how code is made.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use serde::{Deserialize, Serialize};

use super::signature::{SignatureStub, SignatureStubs};
use super::{Arena, Block, Code, Landings, Site, Sites};
use crate::base::{CodeOffset, SourceOp, SplicedOp};
use crate::ir::Op;

/// Machine code of one function.
#[derive(Debug)]
pub struct Machine {
    machinery: Arc<Machinery>,
    block: Option<Block>,
    /// Where the code begins; offsets count from here.
    pub start: *const u8,
    /// Entry for machine code: arguments in registers.
    pub entry: *const u8,
    /// Bytes of code.
    pub len: u32,
    /// The stub through which arguments in slots go to `entry`, and the one that only takes the result back.
    pub thunk: *const u8,
    pub result_thunk: *const u8,
    _stub: Arc<SignatureStub>,
    /// The last byte of calls, and instructions that may fault.
    pub sites: Sites,
    /// Entries at loop headers.
    pub osr: Landings,
    /// Entries of exception handlers, one for each.
    pub handlers: Landings,
    /// Bytes between the frame on the machine stack and the return address.
    pub frame_bytes: u32,
    /// Functions inside this one; sites count operations with theirs among them then.
    pub inlined: Option<Box<Inlined>>,
}

/// A function that was inlined, or (the first) the function around all others.
#[derive(Clone, Copy, Debug)]
pub struct InlinedFrame {
    pub code: *const Code,
    /// The frame around, and the call there: an operation of that frame's code.
    pub parent: u32,
    pub call: SourceOp,
    /// Slots between the frame of the function around all and this one.
    pub base: u32,
}

/// Consecutive operations of one frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// The first one's number among all operations.
    pub start: SplicedOp,
    pub frame: u32,
    /// Its number in the frame's own code.
    pub op: SourceOp,
}

/// All operations of a function with others inside, in order: which frame they are of, and which operation there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Runs(Vec<Run>);

impl Runs {
    /// Appends an operation, number `at` among all: one that the frame has itself, or that was made in the place of it.
    pub fn push(&mut self, at: SplicedOp, frame: u32, op: SourceOp) {
        let follows =
            |run: &Run| run.frame == frame && run.op.get() + (at.get() - run.start.get()) == op.get();
        if !self.0.last().is_some_and(follows) {
            self.0.push(Run { start: at, frame, op });
        }
    }

    /// Forgets the operations from a number on.
    pub fn truncate(&mut self, at: SplicedOp) {
        let kept = self.0.partition_point(|run| run.start < at);
        self.0.truncate(kept);
    }

    /// The frame of an operation, and its number in the frame's own code.
    ///
    /// # Panics
    /// If nothing was appended: the first operation begins the first run.
    pub fn locate(&self, op: SplicedOp) -> (u32, SourceOp) {
        let run = &self.0[self.0.partition_point(|run| run.start <= op) - 1];
        (run.frame, SourceOp::new(run.op.get() + (op.get() - run.start.get())))
    }

    fn byte_len(&self) -> usize {
        self.0.capacity() * size_of::<Run>()
    }
}

/// What became of functions that were inlined.
#[derive(Debug)]
pub struct Inlined {
    pub frames: Box<[InlinedFrame]>,
    pub runs: Runs,
    /// Operations that builtins are given: those of inlined functions have other slots than in their own code.
    pub ops: Box<[Op]>,
}

// SAFETY: the addresses are those of code that nobody writes any more.
unsafe impl Send for Machine {}
// SAFETY: as above.
unsafe impl Sync for Machine {}

/// What a `Machine` is made of, beside its place.
pub struct MachineParts {
    /// Offset of the entry.
    pub entry: u32,
    pub len: u32,
    pub stub: Arc<SignatureStub>,
    pub sites: Sites,
    pub osr: Landings,
    pub handlers: Landings,
    pub frame_bytes: u32,
    pub inlined: Option<Box<Inlined>>,
}

impl Machine {
    /// Takes over a block that is filled with code for `code`, and lets it be found.
    pub fn new(
        machinery: Arc<Machinery>,
        block: Block,
        code: *const Code,
        parts: MachineParts,
    ) -> Box<Machine> {
        let start = block.exec.addr();
        let (from, entry) = (block.exec, block.exec.wrapping_add(parts.entry as usize));
        machinery.map_mut().insert(start, (start + parts.len as usize, code.addr()));
        Box::new(Machine {
            machinery,
            block: Some(block),
            start: from,
            entry,
            len: parts.len,
            thunk: parts.stub.start(),
            result_thunk: parts.stub.second(),
            _stub: parts.stub,
            sites: parts.sites,
            osr: parts.osr,
            handlers: parts.handlers,
            frame_bytes: parts.frame_bytes,
            inlined: parts.inlined,
        })
    }

    /// What a return address belongs to. A fault looks like a call from the middle of the instruction, see `sys::signal`.
    pub fn site(&self, return_address: usize) -> Option<Site> {
        let offset = return_address.checked_sub(self.start.addr() + 1)?;
        self.sites.get(CodeOffset::new(u32::try_from(offset).ok()?))
    }

    /// Memory of what goes with the code, this record included.
    pub fn table_bytes(&self) -> usize {
        // An entry of the map by address, and what its tree leaves unused.
        const MAPPED: usize = 40;
        let entries = self.osr.byte_len() + self.handlers.byte_len();
        let inlined = self.inlined.as_ref().map_or(0, |inlined| inlined.byte_len());
        self.sites.byte_len() + entries + inlined + size_of::<Machine>() + MAPPED
    }

    /// Address of the stub through which the host enters machine code.
    pub fn enter(&self) -> *const u8 {
        self.machinery.stubs.enter as *const u8
    }

    pub fn machinery(&self) -> &Arc<Machinery> {
        &self.machinery
    }

    /// Address of the entry at a loop header; `None` for a loop that nothing branches back to.
    pub fn osr_entry(&self, op: SourceOp) -> Option<*const u8> {
        self.osr.get(op).map(|at| self.address(at))
    }

    /// Address of an exception handler; each that the function has is there.
    pub fn handler(&self, op: SourceOp) -> Option<usize> {
        self.handlers.get(op).map(|at| self.address(at).addr())
    }

    fn address(&self, at: CodeOffset) -> *const u8 {
        self.start.wrapping_add(at.index())
    }
}

impl Inlined {
    fn byte_len(&self) -> usize {
        size_of::<Inlined>() + size_of_val(&*self.frames) + self.runs.byte_len() + size_of_val(&*self.ops)
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if let Some(block) = self.block.take() {
            self.machinery.map_mut().remove(&self.start.addr());
            // SAFETY: INV MACHINE-LIFE: the module is gone, so nobody runs or holds its code.
            unsafe { self.machinery.arena.free(block) };
        }
    }
}

/// The executable memory of an engine, with the stubs in it.
#[derive(Debug)]
pub struct Machinery {
    pub arena: Arc<Arena>,
    pub stubs: Stubs,
    /// Code by address: where it ends, and the address of its `Code`.
    map: RwLock<BTreeMap<usize, (usize, usize)>>,
    /// Stubs per signature through which the host enters: with arguments, and for the result alone.
    pub thunks: SignatureStubs,
    /// Stubs that leave for a host function.
    pub host_stubs: SignatureStubs,
}

/// Addresses of the stubs.
#[derive(Clone, Debug, Default)]
pub struct Stubs {
    /// The host enters machine code: `extern "sysv64" fn(ctx, fp, thunk, target) -> exit word`.
    pub enter: usize,
    pub builtin: usize,
    /// Calls the function reference in rax, which is of another instance.
    pub foreign: usize,
    pub tail_ref: usize,
    /// Leaves that copy and fill memory.
    pub copy: usize,
    pub fill: usize,
    /// What stands in the cell of a function without machine code.
    pub generic: usize,
    /// What stands in the reference of a host function until its signature has a stub.
    pub generic_host: usize,
    /// Where stubs go when what they called on the host's stack failed: the word in rax, the position saved.
    pub failed: usize,
    pub trap_rax: usize,
    /// By trap code.
    pub traps: Vec<usize>,
    /// Where calls return to in the stub that exchanges instances.
    pub foreign_return: usize,
}

impl Stubs {
    /// The addresses of the stubs in code that begins at `start`, from these offsets in it.
    pub fn moved(&self, start: usize) -> Stubs {
        Stubs {
            enter: start + self.enter,
            builtin: start + self.builtin,
            foreign: start + self.foreign,
            tail_ref: start + self.tail_ref,
            copy: start + self.copy,
            fill: start + self.fill,
            generic: start + self.generic,
            generic_host: start + self.generic_host,
            failed: start + self.failed,
            trap_rax: start + self.trap_rax,
            traps: self.traps.iter().map(|trap| start + trap).collect(),
            foreign_return: start + self.foreign_return,
        }
    }
}

impl Machinery {
    pub fn new(arena: Arc<Arena>, stubs: Stubs) -> Machinery {
        Machinery {
            arena,
            stubs,
            map: RwLock::default(),
            thunks: SignatureStubs::default(),
            host_stubs: SignatureStubs::default(),
        }
    }

    fn map_mut(&self) -> std::sync::RwLockWriteGuard<'_, BTreeMap<usize, (usize, usize)>> {
        self.map.write().unwrap_or_else(|e| e.into_inner())
    }

    /// Whose code is at an address.
    pub fn find(&self, pc: usize) -> Option<*const Code> {
        let map = self.map.read().unwrap_or_else(|e| e.into_inner());
        let (_, &(end, code)) = map.range(..=pc).next_back()?;
        (pc < end).then_some(code as *const Code)
    }
}
