//! Tables: one slot per element, growing in place or moving.
//!
//! A table may be declared with billions of elements of which a few are used. The slots come from `alloc_zeroed`, which
//! costs nothing for large sizes until they are touched; null is zero. Growth doubles the capacity, so a program that
//! grows one by one pays linear time in total.
//!
//! # Invariants
//! - `VmTable::{base, len}` are changed only here; slots `0..len` are initialized, slots up to `capacity` are allocated.
//! - A failed growth changes nothing; no size aborts the process.
//!
//! Must not know: instances, modules.

use std::alloc::{Layout, alloc_zeroed, dealloc, realloc};

use anyhow::{anyhow, bail};

use super::layout::VmTable;
use super::pinned::Pinned;
use super::store::StoreInner;
use crate::base::TrapCode;
use crate::types::{TableType, ValType};

/// A table of a store.
pub struct Table {
    pub vm: Pinned<VmTable>,
    pub ty: TableType,
    capacity: usize,
}

// SAFETY: the slots are owned by the table; the store that owns it decides who may use it from where.
unsafe impl Send for Table {}
// SAFETY: as above; nothing changes through a shared reference.
unsafe impl Sync for Table {}

/// Most elements of a table of this type.
fn limit(ty: &TableType) -> u64 {
    let index_limit = if ty.table64 { u64::MAX } else { u64::from(u32::MAX) };
    ty.maximum.map_or(index_limit, |max| max.min(index_limit))
}

fn clamp(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Zeroed slots; `None` if the system has no room.
fn allocate(elements: usize) -> Option<*mut u64> {
    let layout = Layout::array::<u64>(elements).ok()?;
    if layout.size() == 0 {
        return Some(std::ptr::dangling_mut());
    }
    // SAFETY: the size is not zero.
    let base = unsafe { alloc_zeroed(layout) }.cast::<u64>();
    (!base.is_null()).then_some(base)
}

impl Table {
    /// Elements now.
    pub fn len(&self) -> u64 {
        // SAFETY: `vm` is alive as long as `self`, and nothing holds a mutable reference to its fields.
        unsafe { (*self.vm.as_ptr()).len }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The slots, for who knows that no code of the store runs meanwhile.
    pub fn slots(&self) -> &[u64] {
        // SAFETY: the header's invariant: `len` initialized slots from `base`; running code changes them only while
        // the store is borrowed mutably, which it is not.
        unsafe {
            let vm = self.vm.as_ptr();
            std::slice::from_raw_parts((*vm).base, (*vm).len as usize)
        }
    }

    /// The slots, to change.
    pub fn slots_mut(&mut self) -> &mut [u64] {
        // SAFETY: as in `slots`.
        unsafe {
            let vm = self.vm.as_ptr();
            std::slice::from_raw_parts_mut((*vm).base, (*vm).len as usize)
        }
    }

    /// Bytes of all slots, used or not.
    pub(super) fn byte_len(&self) -> usize {
        self.capacity * size_of::<u64>()
    }

    /// Allocates at least `elements` slots, and not more than `most` if more are not needed; false if there is no room.
    fn reserve(&mut self, elements: usize, most: usize) -> bool {
        if elements <= self.capacity {
            return true;
        }
        let roomy = self.capacity.saturating_mul(2).min(most).max(elements);
        self.reallocate(roomy) || self.reallocate(elements)
    }

    fn reallocate(&mut self, capacity: usize) -> bool {
        let vm = self.vm.as_ptr();
        let base = if self.capacity == 0 {
            allocate(capacity)
        } else {
            match (Layout::array::<u64>(self.capacity), Layout::array::<u64>(capacity)) {
                (Ok(old), Ok(new)) => {
                    // SAFETY: `base` was allocated with `old`; the new size is larger, hence not zero.
                    let base = unsafe { realloc((*vm).base.cast(), old, new.size()) };
                    (!base.is_null()).then_some(base.cast::<u64>())
                }
                _ => None,
            }
        };
        let Some(base) = base else { return false };
        // SAFETY: as in `len`.
        unsafe { (*vm).base = base };
        self.capacity = capacity;
        true
    }

    /// Appends `count` elements; the capacity must be there.
    fn append(&mut self, count: usize, init: u64) {
        let vm = self.vm.as_ptr();
        // SAFETY: `reserve` has allocated these slots, and `len` stays within them.
        unsafe {
            let end = (*vm).base.add((*vm).len as usize);
            for i in 0..count {
                end.add(i).write(init);
            }
            (*vm).len += count as u64;
        }
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        if let (true, Ok(layout)) = (self.capacity > 0, Layout::array::<u64>(self.capacity)) {
            // SAFETY: `base` was allocated with this layout, and who drops the table vouches that nobody uses it.
            unsafe { dealloc((*self.vm.as_ptr()).base.cast(), layout) };
        }
    }
}

impl StoreInner {
    /// Creates a table outside of any instance.
    ///
    /// # Errors
    /// If the type names one that is not of this engine, or as `new_table`.
    pub fn host_table(&mut self, ty: TableType, init: u64) -> anyhow::Result<*mut VmTable> {
        self.admit(ValType::Ref(ty.element))?;
        self.new_table(ty, init)
    }

    /// Creates a table with `init` in every element.
    ///
    /// # Errors
    /// If the limiter or the system refuses.
    pub(super) fn new_table(&mut self, ty: TableType, init: u64) -> anyhow::Result<*mut VmTable> {
        let count = self.tables.len();
        let elements = clamp(ty.minimum);
        let allowed = self.with_limiter(|limiter| {
            if count >= limiter.tables() {
                bail!("resource limit exceeded: table count too high at {}", count + 1);
            }
            limiter.table_growing(0, elements, ty.maximum.map(clamp))
        });
        if !allowed.transpose()?.unwrap_or(true) {
            bail!("table minimum size of {} elements exceeds table limits", ty.minimum);
        }
        if ty.minimum > limit(&ty) {
            bail!("a table of {} elements exceeds what its type allows", ty.minimum);
        }
        let bytes = elements.saturating_mul(size_of::<u64>());
        if bytes > self.room() {
            return Err(self.no_room("table elements", bytes));
        }
        let Some(base) = allocate(elements) else {
            bail!("the system has no room for a table of {} elements", ty.minimum);
        };
        let vm = Pinned::new(VmTable { base, len: ty.minimum, table64: ty.table64, index: count as u32 });
        let pointer = vm.as_ptr();
        let mut table = Table { vm, ty, capacity: elements };
        if init != 0 {
            table.slots_mut().fill(init);
        }
        self.tables.push(table);
        Ok(pointer)
    }

    fn table_grow_failed(&mut self, error: anyhow::Error) -> Result<Option<u64>, TrapCode> {
        match self.with_limiter(|limiter| limiter.table_grow_failed(error)) {
            Some(Err(error)) => Err(self.set_pending(error)),
            _ => Ok(None),
        }
    }
}

/// Grows a table by `delta` elements with `init` in them and returns the elements before; `None` if it cannot.
///
/// # Errors
/// `Pending` with the limiter's error.
///
/// # Safety
/// The table must be one of this store.
pub unsafe fn grow(
    store: &mut StoreInner,
    table: *mut VmTable,
    delta: u64,
    init: u64,
) -> Result<Option<u64>, TrapCode> {
    // SAFETY: the caller vouches for the table; it is alive (INV VM-PIN).
    let (index, old) = unsafe { ((*table).index as usize, (*table).len) };
    let ty = store.tables[index].ty;
    let desired = old.saturating_add(delta);
    let maximum = ty.maximum.map(clamp);
    match store.with_limiter(|limiter| limiter.table_growing(clamp(old), clamp(desired), maximum)) {
        Some(Err(error)) => return Err(store.set_pending(error)),
        Some(Ok(false)) => return Ok(None),
        Some(Ok(true)) | None => {}
    }
    if desired > limit(&ty) || old.checked_add(delta).is_none() {
        return store.table_grow_failed(anyhow!("table maximum size exceeded"));
    }
    let room = store.room();
    let most = store.tables[index].capacity.saturating_add(room / size_of::<u64>());
    if clamp(desired) > most {
        let error = store.no_room("table elements", clamp(delta).saturating_mul(size_of::<u64>()));
        return store.table_grow_failed(error);
    }
    let object = &mut store.tables[index];
    if !object.reserve(clamp(desired), most) {
        let error = anyhow!("the system has no room for a table of {desired} elements");
        return store.table_grow_failed(error);
    }
    object.append(delta as usize, init);
    Ok(Some(old))
}
