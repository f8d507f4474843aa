//! The owner of all runtime objects, without the embedder's data.
//!
//! `StoreInner` is pinned and never moves (INV VM-PIN): `VmStore::inner` points to it, and every object that running
//! code can reach is pinned by it (`vm::pinned`). Objects are never freed before their store: a table or a global of one
//! instance may hold a function of any other.
//!
//! # How an owner pins it
//! `new`, then move it to its final place, then [`StoreInner::pin`] with that place's address. The address should carry the
//! right to the whole allocation, since the owner finds its own data beside the store through it.
//!
//! Must not know: the type of the embedder's data, how code is run.

use std::num::NonZeroU64;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;

pub use super::func::{HostFn, HostFunc};
use super::gc::GcHeap;
use super::global::Global;
pub use super::instance::Instance;
use super::layout::*;
use super::limits::LimiterAccess;
use super::memory::{Memory, MemoryTuning};
use super::table::Table;
use super::tag::Tag;
use crate::base::TrapCode;
use crate::code::{Machinery, SignatureStub};
use crate::module::ModuleData;
use crate::sys::StackPair;
use crate::types::*;

/// Tells stores apart for the whole life of the process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct StoreId(NonZeroU64);

impl StoreId {
    fn fresh() -> StoreId {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        StoreId(NonZeroU64::new(id).expect("2^64 stores cannot be made"))
    }
}

/// What a host function gets.
pub struct HostCall {
    pub store: *mut StoreInner,
    /// The instance that calls; null when the host calls itself.
    pub caller: *mut VmContext,
    /// Arguments from here, in slots; the results go to the same place.
    pub slots: *mut u64,
}

/// Who compiles functions beside the running program.
pub trait Background: Send + Sync {
    /// Takes a lowered function of a module to compile it later; false if there is no room.
    fn push(&self, module: &Arc<ModuleData>, defined: usize) -> bool;
}

/// What the engine decides for all of its stores.
#[derive(Clone)]
pub struct StoreOptions {
    pub registry: Arc<TypeRegistry>,
    /// Advanced by any thread; see `VmStore::epoch`.
    pub epoch: Arc<AtomicU64>,
    /// Bytes of the stacks: values and frames of all activations together. At most [`MAX_STACK`].
    pub stack_size: usize,
    pub memory: MemoryTuning,
    /// Whether code counts fuel.
    pub fuel: bool,
    /// Whether code polls the epoch.
    pub polls_epoch: bool,
    /// See `VmStore::hot`.
    pub hot: Option<HotHook>,
    /// Who compiles large functions; without, the thread that runs them does.
    pub background: Option<Arc<dyn Background>>,
    /// What the machine code of all modules shares, if there is any.
    pub machinery: Option<Arc<Machinery>>,
    /// How machine code calls references.
    pub entries: Entries,
    /// See `VmStore::fault_target`.
    pub fault_target: usize,
    /// Most bytes of the collected heap.
    pub gc_limit: usize,
}

/// What `VmFuncRef::enter` begins as; null if there is no machine code.
#[derive(Clone, Copy, Debug)]
pub struct Entries {
    pub host: *const u8,
    /// Of functions of instances.
    pub wasm: *const u8,
}

impl Default for Entries {
    fn default() -> Self {
        Entries { host: std::ptr::null(), wasm: std::ptr::null() }
    }
}

/// Bytes of the stacks beyond what is asked for: what machine code may use without a check.
pub const STACK_RESERVE: usize = 16 << 10;

/// Most bytes of the stacks that can be asked for: machine code compares with a distance of 31 bits.
pub const MAX_STACK: usize = 1 << 30;

/// `VmStore::stack_limit` of stores with so many bytes of stack.
pub fn stack_limit(stack_size: usize) -> usize {
    (stack_size.clamp(4096, MAX_STACK) + STACK_RESERVE).next_multiple_of(crate::sys::mmap::page_size())
}

// SAFETY: the pointers lead to code, which is never written through them.
unsafe impl Send for StoreOptions {}
// SAFETY: as above.
unsafe impl Sync for StoreOptions {}

impl Default for StoreOptions {
    fn default() -> Self {
        StoreOptions {
            registry: Arc::default(),
            epoch: Arc::default(),
            stack_size: 16 << 20,
            memory: MemoryTuning::default(),
            fuel: false,
            polls_epoch: false,
            hot: None,
            background: None,
            machinery: None,
            entries: Entries::default(),
            fault_target: 0,
            gc_limit: usize::MAX,
        }
    }
}

/// Asked when the epoch deadline is reached: the ticks until the next one, or the error to trap with.
pub type EpochCallback = dyn FnMut(*mut StoreInner) -> anyhow::Result<u64> + Send + Sync;

/// See the module's header.
pub struct StoreInner {
    pub vm: VmStore,
    pub id: StoreId,
    pub registry: Arc<TypeRegistry>,
    pub options: StoreOptions,
    /// The stacks that begin at `vm.stack_base`.
    pub stack: StackPair,
    pub instances: Vec<Box<Instance>>,
    /// By `VmMemory::index`.
    pub memories: Vec<Memory>,
    /// By `VmTable::index`.
    pub tables: Vec<Table>,
    /// By `VmGlobal::index`.
    pub globals: Vec<Global>,
    /// By `VmTag::index`.
    pub tags: Vec<Tag>,
    /// By `VmFuncRef::host`; entries stay as long as the store.
    pub host_funcs: Vec<HostFunc>,
    /// Types that objects of the host in this store have (INV TYPE-ID); those of instances are held by their modules.
    pub(super) admitted: std::collections::HashMap<CanonId, TypeRef>,
    /// The stubs through which machine code calls host functions.
    pub host_stubs: Vec<Arc<SignatureStub>>,
    pub(super) host_func_of: std::collections::HashMap<usize, *mut VmFuncRef>,
    pub gc: GcHeap,
    /// The backtrace of a failure that leaves an activation between the tiers: taken while its frames were there.
    pub backtrace: Option<Box<dyn std::any::Any + Send + Sync>>,
    /// The error that `TrapCode::Pending` stands for.
    pub pending: Option<anyhow::Error>,
    /// What to do at the epoch's deadline; `None` traps.
    pub epoch_callback: Option<Box<EpochCallback>>,
    /// How to find the embedder's limiter.
    pub limiter: Option<Box<LimiterAccess>>,
    /// What asynchronous calls need, once there was one.
    #[cfg(feature = "async")]
    pub asynchrony: Option<super::pinned::Pinned<super::asynchrony::Asynchrony>>,
    /// Most bytes that all objects may take; see `vm::budget`.
    pub(super) total_limit: usize,
    /// What libraries keep with the store, one value of each type.
    pub extensions: Vec<Box<dyn std::any::Any + Send + Sync>>,
}

impl StoreInner {
    /// A store without objects. It must be pinned before anything is created in it.
    ///
    /// # Errors
    /// If the system has no room for the stacks.
    pub fn new(options: &StoreOptions) -> anyhow::Result<StoreInner> {
        let stack = StackPair::zeroed(stack_limit(options.stack_size))
            .with_context(|| format!("cannot map a wasm stack of {} bytes", options.stack_size))?;
        let base = stack.middle().cast::<u64>();
        let frames = base.cast::<Frame>();
        let mut gc = GcHeap::default();
        gc.set_limit(options.gc_limit);
        Ok(StoreInner {
            vm: VmStore {
                fuel: 0,
                epoch: Arc::as_ptr(&options.epoch),
                epoch_deadline: 0,
                gc_base: std::ptr::null_mut(),
                gc_runs: std::ptr::null_mut(),
                gc_new: 0,
                stack_base: base,
                frames,
                frames_base: frames,
                stack_top: base,
                trap_op: std::ptr::null(),
                trap_ctx: std::ptr::null_mut(),
                exception: 0,
                activation: std::ptr::null_mut(),
                machine_sp: std::ptr::null_mut(),
                machine_fp: std::ptr::null_mut(),
                host_sp: std::ptr::null_mut(),
                exit_word: 0,
                fault_target: options.fault_target,
                landing: Landing { sp: 0, fp: std::ptr::null_mut(), ctx: std::ptr::null_mut(), pc: 0 },
                stack_limit: stack.limit(),
                hot: options.hot,
                inner: std::ptr::null_mut(),
                counts_fuel: options.fuel,
                polls_epoch: options.polls_epoch,
            },
            id: StoreId::fresh(),
            registry: options.registry.clone(),
            options: options.clone(),
            stack,
            instances: Vec::new(),
            memories: Vec::new(),
            tables: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            host_funcs: Vec::new(),
            admitted: Default::default(),
            host_stubs: Vec::new(),
            host_func_of: Default::default(),
            backtrace: None,
            gc,
            pending: None,
            epoch_callback: None,
            limiter: None,
            #[cfg(feature = "async")]
            asynchrony: None,
            total_limit: usize::MAX,
            extensions: Vec::new(),
        })
    }

    /// Tells the store where it is; it must not move afterwards.
    ///
    /// # Safety
    /// `this` points to a live store at its final place.
    pub unsafe fn pin(this: *mut StoreInner) {
        // SAFETY: the caller vouches for `this`.
        unsafe {
            (*this).vm.inner = this;
            (*this).vm.gc_runs = (*this).gc.runs();
        }
    }

    /// The instance of a context.
    ///
    /// # Safety
    /// `ctx` must belong to a live store, and no other reference to the instance may be in use.
    pub unsafe fn instance_of<'a>(ctx: *mut VmContext) -> &'a mut Instance {
        // SAFETY: the caller vouches for `ctx`; INV VM-PIN keeps what it points to in place.
        let (store, index) = unsafe { ((*(*ctx).store).inner, (*ctx).instance) };
        // SAFETY: as above.
        let store = unsafe { &mut *store };
        &mut store.instances[index as usize]
    }

    /// Keeps a host error for the error that the running activation will end with.
    pub fn set_pending(&mut self, error: anyhow::Error) -> TrapCode {
        self.pending = Some(error);
        TrapCode::Pending
    }

    /// The engine's epoch has reached the deadline: asks the host, or traps.
    ///
    /// # Safety
    /// `this` must be a pinned store; no reference to it or its objects may be in use, since the host may use it all.
    ///
    /// # Errors
    /// `Interrupt` without a callback; `Pending` with the callback's own error.
    ///
    /// # Panics
    /// If the callback does; it stays the store's callback.
    pub unsafe fn epoch_reached(this: *mut StoreInner) -> Result<(), TrapCode> {
        // SAFETY: the caller vouches for `this`. The callback is taken out meanwhile: it may enter wasm, or replace itself.
        let callback = unsafe { (*this).epoch_callback.take() };
        let Some(mut callback) = callback else { return Err(TrapCode::Interrupt) };
        let answer = catch_unwind(AssertUnwindSafe(|| callback(this)));
        // SAFETY: as above; what the callback borrowed is given back.
        let store = unsafe { &mut *this };
        store.epoch_callback.get_or_insert(callback);
        match answer {
            Ok(Ok(ticks)) => {
                store.set_epoch_deadline(ticks);
                Ok(())
            }
            Ok(Err(error)) => Err(store.set_pending(error)),
            Err(payload) => resume_unwind(payload),
        }
    }

    /// Sets the deadline this many ticks beyond the engine's present epoch.
    pub fn set_epoch_deadline(&mut self, ticks: u64) {
        let now = self.options.epoch.load(Ordering::Relaxed);
        self.vm.epoch_deadline = now.saturating_add(ticks);
    }
}
