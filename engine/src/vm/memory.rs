//! Linear memories: where their bytes are, and how they grow.
//!
//! # Three homes
//! ```text
//!  Reserved   a 32-bit memory with 64 KiB pages: the whole address range it can ever index is reserved without access,
//!             growing opens more pages, the base never changes        [0 .. len | no access ........ | guard]
//!  Flat       memory64, other page sizes, and hosts that refuse the reservation: an accessible mapping with
//!             room to spare, which may move when it grows             [0 .. len | spare]
//!  Shared     owned by an `Arc`, since other stores and threads use it too; reserved up to its maximum, or, where machine code
//!             relies on it, as the first kind is
//! ```
//!
//! # Invariants
//! - INV MEM-LEN: `VmMemory::len`, and `near` with it, change only here, after the pages are accessible. They never shrink.
//! - Bytes that were never inside the memory are zero, so growing has nothing to clear.
//! - A failed growth changes nothing.
//! - The length of a shared memory is raised under its lock and published with `Release`.
//!
//! Must not know: instances, modules.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::{Context, anyhow, bail};

use super::layout::VmMemory;
use super::pinned::Pinned;
use super::store::StoreInner;
use crate::base::{Mutant, TrapCode};
use crate::module::MemoryImage;
use crate::settings::Reservation;
use crate::sys::Mapping;
use crate::types::MemoryType;

/// Where memories are put.
#[derive(Clone, Copy, Debug)]
pub struct MemoryTuning {
    /// For a 32-bit memory; one that could outgrow it may move instead.
    pub reservation: Reservation,
    /// Whether a memory that fits the reservation must get it, because machine code relies on it; see `code::reservation`.
    pub required: bool,
    /// Whether later instances of a module map an image of their data segments; see `vm::image`.
    pub copy_on_write: bool,
}

impl Default for MemoryTuning {
    fn default() -> Self {
        MemoryTuning { reservation: Reservation::default(), required: false, copy_on_write: true }
    }
}

impl MemoryTuning {
    /// Bytes of addresses that a memory gets, the guard included.
    fn reserved(&self) -> u64 {
        self.reservation.total()
    }

    /// Whether machine code relies on it that a memory of this type lies in a whole reservation.
    fn is_required_for(&self, ty: &MemoryType) -> bool {
        self.required && has_wasm_pages(ty)
    }
}

/// Whether a memory has 32-bit addresses and pages that are a multiple of the host's.
fn has_wasm_pages(ty: &MemoryType) -> bool {
    !ty.memory64 && ty.page_size_log2 == 16
}

enum Home {
    Reserved(Mapping),
    Flat(Mapping),
    Shared(Arc<Shared>),
}

/// A memory of a store.
pub struct Memory {
    pub vm: Pinned<VmMemory>,
    pub ty: MemoryType,
    home: Home,
}

/// The bytes of a shared memory, with their length for all threads.
pub struct Shared {
    mapping: Mapping,
    pub len: AtomicUsize,
    pub ty: MemoryType,
    growing: Mutex<()>,
}

/// Most bytes that a memory of this type may have, whatever the host can give.
pub fn limit_bytes(ty: &MemoryType) -> u64 {
    let index_limit = match (ty.memory64, ty.page_size_log2) {
        (true, _) => u64::MAX,
        // `memory.size` must fit 32 bits.
        (false, 0) => u64::from(u32::MAX),
        (false, _) => 1 << 32,
    };
    ty.maximum.map_or(index_limit, |pages| pages_to_bytes(ty, pages).min(index_limit))
}

/// Bytes of this many pages, saturated.
pub fn pages_to_bytes(ty: &MemoryType, pages: u64) -> u64 {
    pages.saturating_mul(1 << ty.page_size_log2)
}

fn declared_maximum(ty: &MemoryType) -> Option<usize> {
    ty.maximum.map(|pages| usize::try_from(pages_to_bytes(ty, pages)).unwrap_or(usize::MAX))
}

/// The initial size in bytes, if this host can address it.
fn initial_bytes(ty: &MemoryType) -> anyhow::Result<usize> {
    let bytes = pages_to_bytes(ty, ty.minimum);
    if bytes > limit_bytes(ty) || bytes > isize::MAX as u64 {
        bail!(
            "a memory of {} pages cannot be made: it exceeds what its type or this host can address",
            ty.minimum
        );
    }
    Ok(bytes as usize)
}

impl Home {
    fn new(ty: &MemoryType, tuning: &MemoryTuning) -> anyhow::Result<Home> {
        let bytes = initial_bytes(ty)?;
        let fits = limit_bytes(ty) <= tuning.reservation.bytes;
        if has_wasm_pages(ty) && fits {
            if let Ok(mapping) = Mapping::reserve(usize::try_from(tuning.reserved()).unwrap_or(usize::MAX)) {
                mapping.commit(0..bytes).with_context(|| cannot_allocate(bytes))?;
                return Ok(Home::Reserved(mapping));
            }
            if tuning.required {
                bail!(cannot_reserve(tuning));
            }
        }
        Ok(Home::Flat(Mapping::zeroed(bytes).with_context(|| cannot_allocate(bytes))?))
    }

    fn base(&self) -> *mut u8 {
        match self {
            Home::Reserved(mapping) | Home::Flat(mapping) => mapping.base(),
            Home::Shared(shared) => shared.mapping.base(),
        }
    }
}

fn cannot_reserve(tuning: &MemoryTuning) -> String {
    format!(
        "cannot reserve {} bytes of addresses for a memory, perhaps because of a limit (`ulimit -v`); \
         Config::memory_reservation(0) does without",
        tuning.reserved()
    )
}

fn cannot_allocate(bytes: usize) -> String {
    format!("the system has no room for a linear memory of {bytes} bytes")
}

impl Memory {
    /// Bytes that can be accessed now; of a shared memory another thread may make it more.
    pub fn byte_len(&self) -> usize {
        match &self.home {
            Home::Shared(shared) => shared.len.load(Ordering::Acquire),
            // SAFETY: `vm` is alive as long as `self`, and nothing holds a mutable reference to its fields.
            _ => unsafe { (*self.vm.as_ptr()).len },
        }
    }

    /// Pages that can be accessed now.
    pub fn pages(&self) -> u64 {
        self.byte_len() as u64 >> self.ty.page_size_log2
    }

    /// The bytes' first address; it may change when the memory grows, unless [`Memory::is_fixed`].
    pub fn base(&self) -> *mut u8 {
        self.home.base()
    }

    /// Addresses that belong to the memory, accessible or not.
    pub fn reservation(&self) -> std::ops::Range<usize> {
        let mapping = match &self.home {
            Home::Reserved(mapping) | Home::Flat(mapping) => mapping,
            Home::Shared(shared) => &shared.mapping,
        };
        let base = mapping.base().addr();
        base..base + mapping.len()
    }

    /// Whether machine code of an engine with these settings may run on the memory: one that was made by another engine may lie in
    /// less room than that code relies on.
    pub fn suits(&self, tuning: &MemoryTuning) -> bool {
        // Behind the end of a memory that may move there is accessible room to spare.
        let whole = self.is_fixed() && self.reservation().len() as u64 >= tuning.reserved();
        whole || !tuning.is_required_for(&self.ty)
    }

    /// Whether the base stays the same for ever.
    pub fn is_fixed(&self) -> bool {
        !matches!(self.home, Home::Flat(_))
    }

    /// What other stores can share, if the memory is of that kind.
    pub fn shared(&self) -> Option<&Arc<Shared>> {
        match &self.home {
            Home::Shared(shared) => Some(shared),
            _ => None,
        }
    }

    /// Puts an image over the bytes at its start; false if that is not possible, and then they are as they were. Nobody may have
    /// used the memory.
    pub(super) fn show(&self, image: &MemoryImage) -> bool {
        // Others are resized, which an image forbids, or in use by other stores.
        let Home::Reserved(mapping) = &self.home else { return false };
        let inside = image.start.checked_add(image.pages.len()).is_some_and(|end| end <= self.byte_len());
        // SAFETY: the pages are accessible bytes of the memory, which nobody has used; a reserved mapping is never resized.
        inside && unsafe { image.pages.show(mapping, image.start) }.is_ok()
    }

    /// Makes `bytes` bytes accessible, all that `Flat` and `Reserved` need to grow.
    fn extend(&mut self, bytes: usize) -> std::io::Result<()> {
        let vm = self.vm.as_ptr();
        match &mut self.home {
            Home::Reserved(mapping) => {
                // SAFETY: as in `byte_len`.
                let old = unsafe { (*vm).len };
                mapping.commit(old..bytes)?;
            }
            Home::Flat(mapping) if bytes > mapping.len() => {
                let roomy = mapping.len().saturating_add(mapping.len() / 2).max(bytes);
                // SAFETY: all users of the memory take its base from `VmMemory`, which is set below, after every
                // operation that can grow it; borrows by the host cannot outlive the call that grows.
                unsafe { mapping.resize(roomy).or_else(|_| mapping.resize(bytes)) }?;
            }
            Home::Flat(_) | Home::Shared(_) => {}
        }
        // SAFETY: as in `byte_len`; INV MEM-LEN: the pages are accessible now.
        unsafe {
            (*vm).base = self.home.base();
            (*vm).len = bytes;
            (*vm).near = VmMemory::near(bytes);
        }
        Ok(())
    }
}

impl Shared {
    /// A shared memory that belongs to no store yet.
    ///
    /// # Errors
    /// If the type has no maximum, or the system refuses.
    pub fn new(ty: MemoryType, tuning: &MemoryTuning) -> anyhow::Result<Arc<Shared>> {
        if !ty.shared || ty.maximum.is_none() {
            bail!("a shared memory needs a type that is shared and has a maximum");
        }
        let bytes = initial_bytes(&ty)?;
        let most = usize::try_from(limit_bytes(&ty)).unwrap_or(usize::MAX);
        let roomy = usize::try_from(tuning.reserved()).ok().filter(|&n| n >= most && !ty.memory64);
        let mapping = match roomy.and_then(|n| Mapping::reserve(n).ok()) {
            Some(mapping) => mapping,
            None if tuning.is_required_for(&ty) => bail!(cannot_reserve(tuning)),
            // It must not move, so without room for its maximum it can only be as large as there is room for.
            None => Mapping::reserve(most)
                .or_else(|_| Mapping::reserve(bytes))
                .with_context(|| cannot_allocate(bytes))?,
        };
        mapping.commit(0..bytes).with_context(|| cannot_allocate(bytes))?;
        Ok(Arc::new(Shared { mapping, len: AtomicUsize::new(bytes), ty, growing: Mutex::new(()) }))
    }

    /// The bytes' first address, for ever.
    pub fn base(&self) -> *mut u8 {
        self.mapping.base()
    }

    /// Grows by `delta` pages, to `most` bytes at most, and returns the pages before; `None` if it cannot.
    pub fn grow(&self, delta: u64, most: usize) -> Option<u64> {
        let _guard = self.growing.lock().unwrap_or_else(|e| e.into_inner());
        let old = self.len.load(Ordering::Acquire);
        let old_pages = old as u64 >> self.ty.page_size_log2;
        let bytes = pages_to_bytes(&self.ty, old_pages.saturating_add(delta));
        if bytes > limit_bytes(&self.ty) || bytes > self.mapping.len().min(most.max(old)) as u64 {
            return None;
        }
        self.mapping.commit(old..bytes as usize).ok()?;
        self.len.store(bytes as usize, Ordering::Release);
        Some(old_pages)
    }
}

impl StoreInner {
    /// Creates a memory of this store.
    ///
    /// # Errors
    /// If the limiter or the system refuses.
    pub fn new_memory(&mut self, ty: MemoryType) -> anyhow::Result<*mut VmMemory> {
        let count = self.memories.len();
        let desired = usize::try_from(pages_to_bytes(&ty, ty.minimum)).unwrap_or(usize::MAX);
        let allowed = self.with_limiter(|limiter| {
            if count >= limiter.memories() {
                bail!("resource limit exceeded: memory count too high at {}", count + 1);
            }
            limiter.memory_growing(0, desired, declared_maximum(&ty))
        });
        if !allowed.transpose()?.unwrap_or(true) {
            bail!("memory minimum size of {} pages exceeds memory limits", ty.minimum);
        }
        if desired > self.room() {
            return Err(self.no_room("memory", desired));
        }
        let home = if ty.shared {
            Home::Shared(Shared::new(ty, &self.options.memory)?)
        } else {
            Home::new(&ty, &self.options.memory)?
        };
        Ok(self.add_memory(ty, home))
    }

    /// The memory of this store that stands for a shared one; the same each time.
    pub fn adopt_shared(&mut self, shared: &Arc<Shared>) -> *mut VmMemory {
        let known = self.memories.iter().find(|m| m.shared().is_some_and(|s| Arc::ptr_eq(s, shared)));
        match known {
            Some(memory) => memory.vm.as_ptr(),
            None => self.add_memory(shared.ty, Home::Shared(shared.clone())),
        }
    }

    fn add_memory(&mut self, ty: MemoryType, home: Home) -> *mut VmMemory {
        let (len, shared_len) = match &home {
            Home::Shared(shared) => (shared.len.load(Ordering::Acquire), &raw const shared.len),
            _ => (pages_to_bytes(&ty, ty.minimum) as usize, std::ptr::null()),
        };
        let vm = Pinned::new(VmMemory {
            base: home.base(),
            len,
            near: VmMemory::near(len),
            shared_len,
            memory64: ty.memory64,
            page_size_log2: ty.page_size_log2,
            index: self.memories.len() as u32,
        });
        let pointer = vm.as_ptr();
        self.memories.push(Memory { vm, ty, home });
        pointer
    }

    fn memory_grow_failed(&mut self, error: anyhow::Error) -> Result<Option<u64>, TrapCode> {
        match self.with_limiter(|limiter| limiter.memory_grow_failed(error)) {
            Some(Err(error)) => Err(self.set_pending(error)),
            _ => Ok(None),
        }
    }
}

/// Grows a memory by `delta` pages and returns the pages before; `None` if that is not possible.
///
/// # Errors
/// `Pending` with the limiter's error.
///
/// # Safety
/// The memory must be one of this store.
pub unsafe fn grow(
    store: &mut StoreInner,
    memory: *mut VmMemory,
    delta: u64,
) -> Result<Option<u64>, TrapCode> {
    // SAFETY: the caller vouches for the memory; it is alive (INV VM-PIN).
    let index = unsafe { (*memory).index } as usize;
    let object = &mut store.memories[index];
    let ty = object.ty;
    let old = object.byte_len();
    let old_pages = old as u64 >> ty.page_size_log2;
    let shared = object.shared().cloned();
    let bytes = pages_to_bytes(&ty, old_pages.saturating_add(delta));
    let desired = usize::try_from(bytes).unwrap_or(usize::MAX);
    match store.with_limiter(|limiter| limiter.memory_growing(old, desired, declared_maximum(&ty))) {
        Some(Err(error)) => return Err(store.set_pending(error)),
        Some(Ok(false)) if !Mutant::LimiterIgnored.is_on() => return Ok(None),
        Some(Ok(_)) | None => {}
    }
    if bytes > limit_bytes(&ty) || bytes > isize::MAX as u64 {
        return store.memory_grow_failed(anyhow!("memory maximum size exceeded"));
    }
    let room = store.room();
    if desired.saturating_sub(old) > room && !Mutant::TotalLimitIgnored.is_on() {
        let error = store.no_room("memory", desired);
        return store.memory_grow_failed(error);
    }
    if let Some(shared) = shared {
        // Other threads may grow it at the same time.
        let grown = shared.grow(delta, old.saturating_add(room));
        // SAFETY: as above; the bytes up to the published length are accessible.
        unsafe {
            (*memory).len = shared.len.load(Ordering::Acquire);
            (*memory).near = VmMemory::near((*memory).len);
        }
        return match grown {
            Some(pages) => Ok(Some(pages)),
            None => store.memory_grow_failed(anyhow!(cannot_allocate(desired))),
        };
    }
    if bytes as usize == old {
        return Ok(Some(old_pages));
    }
    match store.memories[index].extend(desired) {
        Ok(()) => Ok(Some(old_pages)),
        Err(error) => store.memory_grow_failed(anyhow::Error::new(error).context(cannot_allocate(desired))),
    }
}

/// What the context of an instance without memories points to: one empty memory, so that running code can read the base and
/// the length of memory 0 of any instance. No one writes to it, since no operation names it.
pub fn no_memories() -> *const *mut VmMemory {
    struct Constant<T>(T);
    // SAFETY: never written.
    unsafe impl<T> Sync for Constant<T> {}
    static EMPTY: Constant<VmMemory> = Constant(VmMemory {
        base: std::ptr::dangling_mut(),
        len: 0,
        near: 0,
        shared_len: std::ptr::null(),
        memory64: false,
        page_size_log2: 16,
        index: u32::MAX,
    });
    static LIST: Constant<*mut VmMemory> = Constant((&raw const EMPTY.0).cast_mut());
    &raw const LIST.0
}
