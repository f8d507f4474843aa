//! [`Memory`]: a linear memory of a store.

use anyhow::{Result, anyhow, bail};

use super::context::{AsContext, AsContextMut, StoreContext, StoreContextMut};
use super::owner::check_store;
use crate::types::MemoryType;
use crate::vm::memory::grow;
use crate::vm::store::{StoreId, StoreInner};
use crate::vm::{VmMemory, memory};

/// A linear memory that is not shared. The handle is small and can be copied; it is of use only together with its store,
/// and so do all methods panic if the memory belongs to another store.
///
/// The bytes are borrowed from the store: nothing can grow the memory while they are in use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Memory {
    store: StoreId,
    index: u32,
}

/// A range is not inside the memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("out of bounds memory access")]
#[non_exhaustive]
pub struct MemoryAccessError {}

impl Memory {
    /// A new memory.
    ///
    /// # Errors
    /// If the type is shared (see [`SharedMemory`](super::SharedMemory)), or the limiter or the system refuses.
    pub fn new(mut store: impl AsContextMut, ty: MemoryType) -> Result<Memory> {
        let mut store = store.as_context_mut();
        store.check_sync_growth()?;
        Memory::make(store.inner_mut(), ty)
    }

    /// Makes one, whether that may wait or not.
    pub(super) fn make(inner: &mut StoreInner, ty: MemoryType) -> Result<Memory> {
        if ty.shared {
            bail!("shared memories are created with `SharedMemory::new`");
        }
        let memory = inner.new_memory(ty)?;
        // SAFETY: the memory was just made.
        Ok(Memory::new_handle(inner, unsafe { (*memory).index }))
    }

    pub(crate) fn new_handle(store: &StoreInner, index: u32) -> Memory {
        Memory { store: store.id, index }
    }

    pub(crate) fn store_id(&self) -> StoreId {
        self.store
    }

    #[track_caller]
    fn object<'a>(&self, store: &'a StoreInner) -> &'a memory::Memory {
        check_store(store, self.store);
        &store.memories[self.index as usize]
    }

    #[track_caller]
    pub(crate) fn pointer(&self, store: &StoreInner) -> *mut VmMemory {
        self.object(store).vm.as_ptr()
    }

    /// Its type.
    pub fn ty(&self, store: impl AsContext) -> MemoryType {
        self.object(store.as_context().inner()).ty
    }

    /// All bytes.
    pub fn data<'a, T: 'static>(&self, store: impl Into<StoreContext<'a, T>>) -> &'a [u8] {
        let memory = self.object(store.into().inner());
        // SAFETY: `byte_len` bytes are accessible; only code that borrows the store mutably changes or moves them.
        unsafe { std::slice::from_raw_parts(memory.base(), memory.byte_len()) }
    }

    /// All bytes, to change.
    pub fn data_mut<'a, T: 'static>(&self, store: impl Into<StoreContextMut<'a, T>>) -> &'a mut [u8] {
        self.data_and_store_mut(store).0
    }

    /// All bytes, to change, and at the same time the store's data.
    pub fn data_and_store_mut<'a, T: 'static>(
        &self,
        store: impl Into<StoreContextMut<'a, T>>,
    ) -> (&'a mut [u8], &'a mut T) {
        let (inner, data) = store.into().split();
        let memory = self.object(inner);
        // SAFETY: as in `data`, and the store is borrowed mutably as long as the bytes.
        let bytes = unsafe { std::slice::from_raw_parts_mut(memory.base(), memory.byte_len()) };
        (bytes, data)
    }

    /// Address of the first byte; growing may change it.
    pub fn data_ptr(&self, store: impl AsContext) -> *mut u8 {
        self.object(store.as_context().inner()).base()
    }

    /// Bytes.
    pub fn data_size(&self, store: impl AsContext) -> usize {
        self.object(store.as_context().inner()).byte_len()
    }

    /// Pages.
    pub fn size(&self, store: impl AsContext) -> u64 {
        self.object(store.as_context().inner()).pages()
    }

    /// Bytes of a page.
    pub fn page_size(&self, store: impl AsContext) -> u64 {
        self.ty(store).page_size()
    }

    /// Logarithm of a page's bytes to the base of two: 16, or 0 for pages of one byte.
    ///
    /// # Panics
    /// If it belongs to another store.
    pub fn page_size_log2(&self, store: impl AsContext) -> u8 {
        self.ty(store).page_size_log2()
    }

    /// Copies bytes from `offset` out.
    ///
    /// # Errors
    /// If they are not all inside the memory; then nothing is copied.
    pub fn read(
        &self,
        store: impl AsContext,
        offset: usize,
        buffer: &mut [u8],
    ) -> Result<(), MemoryAccessError> {
        let store = store.as_context();
        let end = offset.checked_add(buffer.len()).ok_or(MemoryAccessError {})?;
        buffer.copy_from_slice(self.data(store).get(offset..end).ok_or(MemoryAccessError {})?);
        Ok(())
    }

    /// Copies bytes in, to `offset`.
    ///
    /// # Errors
    /// If they would not all be inside the memory; then nothing is copied.
    pub fn write(
        &self,
        mut store: impl AsContextMut,
        offset: usize,
        buffer: &[u8],
    ) -> Result<(), MemoryAccessError> {
        let end = offset.checked_add(buffer.len()).ok_or(MemoryAccessError {})?;
        let data = self.data_mut(store.as_context_mut());
        data.get_mut(offset..end).ok_or(MemoryAccessError {})?.copy_from_slice(buffer);
        Ok(())
    }

    /// Grows by `delta` pages and returns the pages before.
    ///
    /// # Errors
    /// If the type's maximum, the limiter or the system does not allow it.
    pub fn grow(&self, mut store: impl AsContextMut, delta: u64) -> Result<u64> {
        let mut store = store.as_context_mut();
        store.check_sync_growth()?;
        self.enlarge(store.inner_mut(), delta)
    }

    /// Grows, whether that may wait or not.
    pub(super) fn enlarge(&self, inner: &mut StoreInner, delta: u64) -> Result<u64> {
        let pointer = self.pointer(inner);
        // SAFETY: the memory is one of this store, as `pointer` has checked.
        match unsafe { grow(inner, pointer, delta) } {
            Ok(Some(pages)) => Ok(pages),
            Ok(None) => bail!("failed to grow memory by `{delta}`"),
            Err(_) => Err(inner.pending.take().unwrap_or_else(|| anyhow!("failed to grow memory"))),
        }
    }
}
