//! Every structure that generated code and interpreter handlers read, declared once.
//!
//! # Who points to whom
//! ```text
//!  handler register `ctx` ──> VmContext (one per instance)
//!                               ├ store ────> VmStore (one per store: fuel, epoch, stack, gc heap)
//!                               ├ memories ─> [*mut VmMemory]   by memory index, imports first; never empty: an
//!                               │                               instance without memories has an empty one
//!                               ├ tables ───> [*mut VmTable]
//!                               ├ globals ──> [*mut VmGlobal]
//!                               ├ funcs ────> [*mut VmFuncRef]  by function index, imports first
//!                               ├ codes ────> [CodeCell]        by *defined* function index, shared by all instances
//!                               └ tags ─────> [*mut VmTag]
//! ```
//! All of these live at a fixed address from creation until their store goes away: they are boxed, and the store
//! owns the boxes. `#[repr(C)]` fixes the offsets; who needs one as a number takes `core::mem::offset_of!`.
//!
//! # Invariants
//! - INV VM-PIN: no structure here moves while its store lives.
//! - INV MEM-LEN: `VmMemory::len` changes only in `grow`, after the pages are accessible.
//! - INV FRAMES: `VmStore::frames` points to the newest [`Frame`]; slots grow upwards from `stack_base`, frames and machine
//!   stack downwards from it; a call checks that they are not further apart than `stack_limit` ([`VmStore::fits`]).
//!
//! # Values in slots
//! A slot is a `u64`. i32 and f32 are zero-extended; a function reference is a `*mut VmFuncRef` or 0; any other
//! reference is a `GcRef` zero-extended: 0 is null, an odd number is an i31 (value << 1 | 1), an even number the
//! byte offset of an object in the store's heap. A v128 takes two slots, low half first.
//!
//! Must not know: modules as text, how code is lowered or compiled.

use std::sync::atomic::{AtomicPtr, AtomicU64, AtomicUsize};

use super::func::HostFn;
use super::gc;
use crate::code::{Code, CodeCell};
use crate::ir;
use crate::types::CanonId;

/// One instance as running code sees it.
#[repr(C)]
pub struct VmContext {
    pub store: *mut VmStore,
    pub memories: *const *mut VmMemory,
    /// The first of them, or one without bytes: machine code reaches it in one step.
    pub memory: *mut VmMemory,
    pub tables: *const *mut VmTable,
    pub globals: *const *mut VmGlobal,
    pub funcs: *const *mut VmFuncRef,
    pub codes: *const CodeCell,
    pub tags: *const *mut VmTag,
    /// Functions that are imported; function index - this = defined index.
    pub imported_funcs: u32,
    /// Index of the instance in its store.
    pub instance: u32,
    /// The counters of the module's record, if it has any.
    pub counters: *const AtomicU64,
    /// The first globals that the module defines: machine code reaches them in one step. `globals` points to them too.
    pub near_globals: [VmGlobal; NEAR_GLOBALS],
}

/// How many globals stand in the context itself. C and Rust keep the pointer of their stack in the first.
pub const NEAR_GLOBALS: usize = 4;

/// What of a store running code sees.
#[repr(C)]
pub struct VmStore {
    /// Fuel left; code traps when it needs more. While machine code runs it is in a register (`jit::x64::stubs`).
    pub fuel: u64,
    /// The engine's epoch, advanced by any thread.
    pub epoch: *const AtomicU64,
    /// Running code traps, or asks the host, once the epoch reaches this.
    pub epoch_deadline: u64,
    /// Start of the gc heap's reservation (null while there is none).
    pub gc_base: *mut u8,
    /// Runs of free cells of the gc heap, by class; set when the store is pinned.
    pub gc_runs: *mut gc::Run,
    /// What machine code asked the host to allocate.
    pub gc_new: u64,
    /// Where both stacks begin: slots grow upwards from here, frames and the machine stack downwards.
    pub stack_base: *mut u64,
    /// The newest frame.
    pub frames: *mut Frame,
    /// Where the oldest frame of the running activation would be: `frames` when it was entered.
    pub frames_base: *mut Frame,
    /// First slot free for the next activation, saved before a host function is called.
    pub stack_top: *mut u64,
    /// At a trap: the operation that trapped.
    pub trap_op: *const ir::Op,
    /// The instance whose code `trap_op` is in. Both are also set when wasm is left for a host function.
    pub trap_ctx: *mut VmContext,
    /// The exception in flight after an exit with `Exit::Exception`.
    pub exception: u64,
    /// What the running activation interrupted; see [`Activation`].
    pub activation: *mut Activation,
    /// Where machine code was left for the host's stack: the machine stack (a return address is on top) and its frame. Null
    /// while no machine code of the running activation waits.
    pub machine_sp: *mut usize,
    pub machine_fp: *mut u64,
    /// The host's stack, as it was when machine code was entered.
    pub host_sp: *mut usize,
    /// How machine code ends after a failure: see `exec::activation`.
    pub exit_word: u64,
    /// Where a fault in machine code goes on: the stub of an access out of bounds.
    pub fault_target: usize,
    /// Where an exception goes on in machine code.
    pub landing: Landing,
    /// Bytes that both stacks may take together.
    pub stack_limit: usize,
    /// Called by the interpreter when a function or a loop is hot: code, the loop's header or null, and where machine code for it
    /// is, if there is any.
    pub hot: Option<HotHook>,
    /// The owner with everything that only slow paths touch (`vm::store::StoreInner`), set when it is pinned.
    pub inner: *mut super::store::StoreInner,
    /// Whether code counts fuel.
    pub counts_fuel: bool,
    /// Whether code polls the epoch.
    pub polls_epoch: bool,
}

impl VmStore {
    /// Whether slots may reach up to `end` while frames or machine stack reach down to `low` (INV FRAMES). Each stack has room for the
    /// limit alone, so neither leaves its place however the limit is divided.
    #[inline(always)]
    pub fn fits(&self, end: usize, low: usize) -> bool {
        end.wrapping_sub(low) <= self.stack_limit
    }
}

/// What `VmStore::hot` is.
pub type HotHook = unsafe fn(ctx: *mut VmContext, code: *const Code, header: *const ir::Op) -> *const u8;

/// What one activation saved of the one around it. Activations nest: host to wasm, one tier to the other. The records lie on
/// the host's stack and lead from the newest to the oldest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Activation {
    pub previous: *mut Activation,
    pub frames: *mut Frame,
    pub frames_base: *mut Frame,
    pub stack_top: *mut u64,
    pub trap_op: *const ir::Op,
    pub trap_ctx: *mut VmContext,
    pub machine_sp: *mut usize,
    pub machine_fp: *mut u64,
}

/// The state with which machine code goes on at an exception handler.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Landing {
    pub sp: usize,
    pub fp: *mut u64,
    pub ctx: *mut VmContext,
    pub pc: usize,
}

/// One call in progress: what to restore in the caller, and whose code runs in the callee.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Frame {
    /// Where the caller goes on.
    pub return_ip: *const ir::Op,
    /// The caller's first slot.
    pub fp: *mut u64,
    /// The caller's instance.
    pub ctx: *mut VmContext,
    /// The code that runs *in* this frame (the callee).
    pub code: *const Code,
}

impl Frame {
    /// The position of the caller: its call, the operation before the one at which it goes on. Null in an entry frame, which has no
    /// caller.
    #[inline]
    pub fn call_site(&self) -> *const ir::Op {
        if self.return_ip.is_null() { self.return_ip } else { self.return_ip.wrapping_sub(1) }
    }
}

/// A function as a value: what a table or a reference holds a pointer to.
#[repr(C)]
pub struct VmFuncRef {
    /// Canonical type of the function.
    pub ty: CanonId,
    /// Function index in its module.
    pub func_index: u32,
    /// The instance it belongs to; null for a host function.
    pub ctx: *mut VmContext,
    /// Its code; null for a host function.
    pub cell: *const CodeCell,
    /// Where machine code of any instance calls it, with this reference's address in rax: a stub that exchanges the instance, or one
    /// that leaves for the host. Null if the engine makes no machine code.
    pub enter: AtomicPtr<u8>,
}

/// A function of the host as a value.
#[repr(C)]
pub struct VmHostFunc {
    /// Its context is null. References point here.
    pub func: VmFuncRef,
    /// The closure; its store owns it.
    pub call: *const HostFn,
}

#[repr(C)]
pub struct VmMemory {
    pub base: *mut u8,
    /// Accessible bytes. For a shared memory other threads may raise it; then `shared_len` is the truth.
    pub len: usize,
    /// Indexes below this may be followed by [`VmMemory::REACH`] bytes; see [`VmMemory::near`].
    pub near: usize,
    /// Of a shared memory: the length that all threads see; null otherwise.
    pub shared_len: *const AtomicUsize,
    pub memory64: bool,
    pub page_size_log2: u8,
    /// Index in the store's list of memories.
    pub index: u32,
}

impl VmMemory {
    /// Offset and size of most accesses together are at most this.
    pub const REACH: usize = 4096;

    /// The number of indexes from which on [`VmMemory::REACH`] bytes are inside a memory of this length.
    pub const fn near(len: usize) -> usize {
        (len + 1).saturating_sub(Self::REACH)
    }
}

#[repr(C)]
pub struct VmTable {
    /// One slot per element.
    pub base: *mut u64,
    /// Elements.
    pub len: u64,
    pub table64: bool,
    /// Index in the store's list of tables.
    pub index: u32,
}

#[repr(C, align(16))]
#[derive(Default)]
pub struct VmGlobal {
    /// Low half first; only v128 uses the second.
    pub value: [u64; 2],
    pub index: u32,
}

#[repr(C)]
pub struct VmTag {
    /// Canonical type of the tag's signature.
    pub ty: CanonId,
    pub index: u32,
}
