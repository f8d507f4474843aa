//! The collected heap of a store: structs, arrays, exceptions, and boxes around values of the host.
//!
//! # Problem
//! Wasm code creates objects at a high rate, most of them die young, and neither the interpreter nor machine code
//! should have to say which of their slots hold references. A module must not be able to hang or break the host by
//! what it allocates.
//!
//! # Idea
//! Objects never move, so a reference is a plain number (an offset in one reservation of at most 4 GiB) that the host
//! may keep, too. Allocation bumps a pointer through free cells of one size ([`space`]). When as many bytes were
//! allocated as survived the last collection, everything reachable is marked and what is left becomes free cells
//! ([`mark`]). Roots are found by looking at every slot of the store as if it might hold a reference: a number counts
//! as a root if an object begins there (`collect`). An integer that looks like a reference keeps garbage alive for a
//! while and does no other harm.
//!
//! ```text
//!  GcRef, 32 bits      0            null
//!                      …………………………1   i31: the value is in the upper 31 bits
//!                      …………………………0   object at gc_base + GcRef
//!
//!  object              0        4        8
//!                      ├─ kind ─┼─ aux ──┼─ body …
//!    struct            type id    0        fields, see `types::layout`
//!    array             type id    length   elements
//!    exception         KIND_EXN   slots    tag (8 bytes), payload in slots
//!    host value        KIND_EXTERN index   –   (the value is in a table of the host)
//! ```
//!
//! # Invariants
//! - INV GC-START: an object's start is known to the space from the moment it is allocated until it is swept.
//! - INV GC-ROOT: whoever allocates hands over the references that the store does not know (`extra`); between an
//!   allocation and the write of its result no other allocation happens.
//! - INV GC-ZERO: a new object is zero, so every reference in it is null until it is written.
//!
//! | file | what |
//! |---|---|
//! | `class`, `bits` | sizes of cells; one bit per cell |
//! | `space` | blocks, cells, allocation, sweeping: knows sizes, not types |
//! | `plan` | types prepared for allocation, marking and casts |
//! | `object` | reading and writing the parts of an object |
//! | `mark` | the marking phase |
//! | `collect` | roots, when to collect, allocation with retry |
//! | `handle` | references held by the host |
//! | `aggregate` | creation of objects as the instructions, constant expressions and the host ask for it |
//!
//! Must not know: operations, how code is run, the public API.

pub mod aggregate;
mod bits;
mod class;
mod collect;
mod handle;
mod mark;
mod object;
mod plan;
mod space;

#[cfg(test)]
mod tests;

pub use aggregate::exn_new;
pub use class::{CLASSES as CELL_CLASSES, cell};
pub use collect::{collect, collect_if_due, collect_now};
pub use handle::Handle;
pub use object::{KIND_EXN, KIND_EXTERN};
pub use plan::{ArrayPlan, Plan, Shape, StructPlan, Width};
pub use space::Run;

use std::any::Any;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use handle::HandleTable;
use mark::MarkStack;
use plan::Plans;
use space::Space;

/// A reference into the collected heap: 0 is null, an odd number an i31, an even one an object's offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(transparent)]
pub struct GcRef(pub u32);

impl GcRef {
    pub const NULL: GcRef = GcRef(0);

    /// The reference in a slot.
    #[inline(always)]
    pub fn from_slot(slot: u64) -> GcRef {
        GcRef(slot as u32)
    }

    #[inline(always)]
    pub fn to_slot(self) -> u64 {
        u64::from(self.0)
    }

    #[inline(always)]
    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub fn is_i31(self) -> bool {
        self.0 & 1 == 1
    }

    /// Neither null nor an i31.
    #[inline(always)]
    pub fn is_object(self) -> bool {
        self.0 != 0 && self.0 & 1 == 0
    }
}

/// A value of the host behind an externref.
pub type HostBox = Box<dyn Any + Send + Sync>;

/// The collected heap of one store. See the module's header.
pub struct GcHeap {
    /// Tells the heaps of different stores apart; handles carry it.
    id: u64,
    space: Space,
    plans: Plans,
    marks: MarkStack,
    handles: HandleTable,
    /// Values of the host and the objects that stand for them; the index is in the object's `aux`.
    hosts: Vec<Option<(GcRef, HostBox)>>,
    free_hosts: Vec<u32>,
    /// Collections so far.
    collections: u64,
}

impl Default for GcHeap {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        // `WX_GC_ZEAL=1` runs any program or test suite with zeal.
        static ZEAL: LazyLock<bool> =
            LazyLock::new(|| std::env::var_os("WX_GC_ZEAL").is_some_and(|v| v == "1"));
        let mut heap = GcHeap {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            space: Space::default(),
            plans: Plans::default(),
            marks: MarkStack::default(),
            handles: HandleTable::default(),
            hosts: Vec::new(),
            free_hosts: Vec::new(),
            collections: 0,
        };
        heap.set_zeal(*ZEAL);
        heap
    }
}

impl GcHeap {
    /// The runs of free cells, one for each class. They stay where they are while the heap does.
    pub fn runs(&mut self) -> *mut Run {
        self.space.runs()
    }

    /// Start of the reservation; null until the first allocation.
    pub fn base(&self) -> *mut u8 {
        self.space.base()
    }

    /// Bytes in objects that survived the last collection, plus those handed out since.
    pub fn used_bytes(&self) -> usize {
        self.space.live_bytes() + self.space.allocated_bytes()
    }

    /// Collections so far.
    pub fn collections(&self) -> u64 {
        self.collections
    }

    /// Lets the heap grow to `bytes` at most (rounded up to blocks). Allocation beyond that traps.
    pub fn set_limit(&mut self, bytes: usize) {
        self.space.set_limit(bytes);
    }

    /// Bytes that the heap ever made accessible.
    pub fn committed_bytes(&self) -> usize {
        self.space.committed_bytes()
    }

    /// Lets the heap take `bytes` at most from now on; what it has already it keeps.
    pub fn set_allowance(&mut self, bytes: usize) {
        self.space.set_allowance(bytes);
    }

    /// For tests: collects before every allocation (after thousands, before every few) and overwrites dead objects, so that
    /// a forgotten root shows at once.
    pub fn set_zeal(&mut self, zeal: bool) {
        self.space.zeal = zeal;
        self.space.retire_runs();
    }

    /// A handle that keeps `r` alive as long as it or a clone of it lives.
    pub fn handle(&mut self, r: GcRef) -> Handle {
        self.handles.create(self.id, r)
    }

    /// The reference in a handle of this heap; `None` for another store's.
    pub fn resolve(&self, handle: &Handle) -> Option<GcRef> {
        (handle.heap() == self.id).then(|| handle.get())
    }

    /// The host's value behind an object, if it is one that stands for such.
    pub fn host_value(&self, r: GcRef) -> Option<&(dyn Any + Send + Sync)> {
        let (_, value) = self.hosts.get(self.host_index(r)?)?.as_ref()?;
        Some(&**value)
    }

    /// As [`GcHeap::host_value`], to change it.
    pub fn host_value_mut(&mut self, r: GcRef) -> Option<&mut (dyn Any + Send + Sync)> {
        let index = self.host_index(r)?;
        let (_, value) = self.hosts.get_mut(index)?.as_mut()?;
        Some(&mut **value)
    }

    fn host_index(&self, r: GcRef) -> Option<usize> {
        (r.is_object() && self.kind(r) == KIND_EXTERN).then(|| self.aux(r) as usize)
    }
}
