//! [`SharedMemory`]: a linear memory that threads share.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Result, bail};

use super::engine::Engine;
use crate::types::MemoryType;
use crate::vm::memory::Shared;
use crate::vm::store::StoreInner;
use crate::vm::{VmMemory, memory};

/// A memory that belongs to no store: modules in different stores, on different threads, can import it.
///
/// Cloning is cheap and gives the same memory.
#[derive(Clone)]
pub struct SharedMemory(Arc<Shared>);

impl std::fmt::Debug for SharedMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedMemory").field("ty", &self.0.ty).finish_non_exhaustive()
    }
}

impl SharedMemory {
    /// A new memory.
    ///
    /// # Errors
    /// If the type is not shared or has no maximum, the engine does not accept threads, or the system refuses.
    pub fn new(engine: &Engine, ty: MemoryType) -> Result<SharedMemory> {
        if !engine.config().features.contains(wasmparser::WasmFeatures::THREADS) {
            bail!("shared memories need `Config::wasm_threads`");
        }
        Shared::new(ty, &engine.config().memory).map(SharedMemory)
    }

    pub(crate) fn from_vm(shared: &Arc<Shared>) -> SharedMemory {
        SharedMemory(shared.clone())
    }

    pub(crate) fn adopt(&self, store: &mut StoreInner) -> *mut VmMemory {
        store.adopt_shared(&self.0)
    }

    /// Its type.
    pub fn ty(&self) -> MemoryType {
        self.0.ty
    }

    /// Pages.
    pub fn size(&self) -> u64 {
        self.data_size() as u64 >> self.0.ty.page_size_log2
    }

    /// Bytes of a page.
    pub fn page_size(&self) -> u64 {
        self.0.ty.page_size()
    }

    /// Bytes.
    pub fn data_size(&self) -> usize {
        self.0.len.load(Ordering::Acquire)
    }

    /// All bytes. Other threads may change them at any time: who reads or writes them must use atomic operations, or
    /// know that nobody else does.
    pub fn data(&self) -> &[UnsafeCell<u8>] {
        // SAFETY: the bytes up to the published length are accessible for ever, and a cell makes no promise about them.
        unsafe { std::slice::from_raw_parts(self.0.base().cast::<UnsafeCell<u8>>(), self.data_size()) }
    }

    /// Grows by `delta` pages and returns the pages before.
    ///
    /// # Errors
    /// If the type's maximum or the system does not allow it.
    pub fn grow(&self, delta: u64) -> Result<u64> {
        match self.0.grow(delta, usize::MAX) {
            Some(pages) => Ok(pages),
            None => bail!("failed to grow memory by `{delta}`"),
        }
    }
}

const _: () = {
    // What several threads use must say so itself.
    const fn shared<T: Send + Sync>() {}
    shared::<memory::Shared>();
};
