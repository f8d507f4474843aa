//! Limiters that can wait.
//!
//! Where a store asks its limiter it runs on a fiber, or was made to be asked on one: the functions of the API that cannot wait are errors
//! once such a limiter is set. So the limiter of the host's is wrapped in a synchronous one that waits for the answer where it is asked.

use std::future::Future;
use std::pin::Pin;

use anyhow::{Error, Result};

use super::super::context::AsContextMut;
use super::super::store::{Store, StoreBox};
use crate::exec::suspension::wait;
use crate::vm::limits::ResourceLimiter;
use crate::vm::store::StoreInner;

const WHAT: &str = "an asynchronous limiter";

/// As [`ResourceLimiter`], with answers that can be awaited.
///
/// Both methods that return futures are what the macro of the crate `async-trait` makes of `async fn`, so that an implementation may use it; without,
/// their bodies are `Box::pin(async move { … })`.
pub trait ResourceLimiterAsync: Send {
    /// As [`ResourceLimiter::memory_growing`].
    fn memory_growing<'life0, 'async_trait>(
        &'life0 mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Pin<Box<dyn Future<Output = Result<bool>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait;

    /// As [`ResourceLimiter::memory_grow_failed`].
    fn memory_grow_failed(&mut self, error: Error) -> Result<()> {
        let _ = error;
        Ok(())
    }

    /// As [`ResourceLimiter::table_growing`].
    fn table_growing<'life0, 'async_trait>(
        &'life0 mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> Pin<Box<dyn Future<Output = Result<bool>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait;

    /// As [`ResourceLimiter::table_grow_failed`].
    fn table_grow_failed(&mut self, error: Error) -> Result<()> {
        let _ = error;
        Ok(())
    }

    /// As [`ResourceLimiter::total_size`].
    fn total_size(&self) -> usize {
        usize::MAX
    }

    /// As [`ResourceLimiter::instances`].
    fn instances(&self) -> usize {
        10_000
    }

    /// As [`ResourceLimiter::tables`].
    fn tables(&self) -> usize {
        10_000
    }

    /// As [`ResourceLimiter::memories`].
    fn memories(&self) -> usize {
        10_000
    }
}

/// Waits for the answers of a limiter.
struct Waiting<'a> {
    /// Alive, and asked on its running fiber.
    store: *mut StoreInner,
    limiter: &'a mut dyn ResourceLimiterAsync,
}

impl ResourceLimiter for Waiting<'_> {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        let answer = self.limiter.memory_growing(current, desired, maximum);
        // SAFETY: the store asks, and in between are only frames of ours: what the host calls to make things grow is an error, or begins a
        // fiber.
        unsafe { wait(self.store, WHAT, answer) }?
    }

    fn memory_grow_failed(&mut self, error: Error) -> Result<()> {
        self.limiter.memory_grow_failed(error)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        let answer = self.limiter.table_growing(current, desired, maximum);
        // SAFETY: as in `memory_growing`.
        unsafe { wait(self.store, WHAT, answer) }?
    }

    fn table_grow_failed(&mut self, error: Error) -> Result<()> {
        self.limiter.table_grow_failed(error)
    }

    fn total_size(&self) -> usize {
        self.limiter.total_size()
    }

    fn instances(&self) -> usize {
        self.limiter.instances()
    }

    fn tables(&self) -> usize {
        self.limiter.tables()
    }

    fn memories(&self) -> usize {
        self.limiter.memories()
    }
}

impl<T: Send + 'static> Store<T> {
    /// As [`Store::limiter`], with a limiter that can wait. From then on the store's code can only be called, and memories and tables be made and
    /// grow, by functions that can be awaited: [`Func::call_async`](crate::Func::call_async),
    /// [`Memory::grow_async`](crate::Memory::grow_async) and the like.
    pub fn limiter_async(
        &mut self,
        mut limiter: impl (FnMut(&mut T) -> &mut dyn ResourceLimiterAsync) + Send + Sync + 'static,
    ) {
        let mut context = self.as_context_mut();
        let inner = context.inner_mut();
        inner.limiter = Some(Box::new(move |store, question| {
            let data = store.cast::<StoreBox<T>>();
            // SAFETY: INV STORE-BOX, as for `Store::limiter`; the data is borrowed while the limiter waits too, and nothing else can use the store
            // then.
            let limiter = limiter(unsafe { &mut (*data).data });
            question(&mut Waiting { store, limiter });
        }));
        inner.set_limiter_waits(true);
        // The collected heap goes by what was said last.
        inner.with_limiter(|_| ());
    }
}
