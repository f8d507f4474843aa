//! What an embedder may be asked before a store grows.
//!
//! Must not know: who answers (the public API stores the question's address), what the objects are for.

use super::store::StoreInner;

/// Decides whether memories and tables of a store may grow, and how many objects it may have.
///
/// A store asks when something is created and on every growth, before anything is allocated.
pub trait ResourceLimiter {
    /// A memory wants to grow from `current` to `desired` bytes; `maximum` is what its type allows, in bytes.
    ///
    /// `Ok(false)` lets `memory.grow` return -1; an error becomes a trap with this error. For a memory that is being
    /// created `current` is 0, and either answer makes the creation fail.
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> anyhow::Result<bool>;

    /// Growth of a memory failed for another reason: the type's maximum, or the host's memory.
    ///
    /// An error becomes a trap; by default the failure is only visible to the program.
    fn memory_grow_failed(&mut self, error: anyhow::Error) -> anyhow::Result<()> {
        let _ = error;
        Ok(())
    }

    /// A table wants to grow from `current` to `desired` elements; otherwise as [`ResourceLimiter::memory_growing`].
    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> anyhow::Result<bool>;

    /// As [`ResourceLimiter::memory_grow_failed`], for a table.
    fn table_grow_failed(&mut self, error: anyhow::Error) -> anyhow::Result<()> {
        let _ = error;
        Ok(())
    }

    /// Most bytes that the store's memories, tables, collected heap and instances may take together. wasmtime has no counterpart.
    ///
    /// It is asked when the limiter is set and with each other question. Growth of a memory or table beyond it fails as if the
    /// system had no room; so does what is being created, and the allocation of an object traps with
    /// [`Trap::AllocationTooLarge`](crate::Trap::AllocationTooLarge) if a collection does not help.
    fn total_size(&self) -> usize {
        usize::MAX
    }

    /// Most instances that the store may ever have.
    fn instances(&self) -> usize {
        10_000
    }

    /// Most tables that the store may ever have.
    fn tables(&self) -> usize {
        10_000
    }

    /// Most memories that the store may ever have.
    fn memories(&self) -> usize {
        10_000
    }
}

/// Finds the limiter that belongs to a store, and hands it to the question.
///
/// The store's owner may keep the limiter beside the store, in data whose type this room does not know; hence a
/// function that goes from the store's address to it.
pub type LimiterAccess = dyn FnMut(*mut StoreInner, &mut dyn FnMut(&mut dyn ResourceLimiter)) + Send + Sync;

impl StoreInner {
    /// Asks the limiter, if there is one.
    pub(crate) fn with_limiter<R>(
        &mut self,
        question: impl FnOnce(&mut dyn ResourceLimiter) -> R,
    ) -> Option<R> {
        let store = self.vm.inner;
        let access = self.limiter.as_mut()?;
        let mut question = Some(question);
        let mut answer = None;
        let mut total = self.total_limit;
        access(store, &mut |limiter| {
            if let Some(question) = question.take() {
                total = limiter.total_size();
                answer = Some(question(limiter));
            }
        });
        self.total_limit = total;
        answer
    }
}
