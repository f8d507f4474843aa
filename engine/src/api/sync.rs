//! How a synchronous function of the API enters a store that may have asynchronous calls.
//!
//! Where something in a store may wait, a synchronous call is an error: there would be nobody to wait. And while one runs inside an
//! asynchronous call, because a host function made it, nothing in it may wait either, since the host function's own frame would be left behind
//! on the fiber (INV FIBER-SEND in `sys/fiber.rs`). Without the feature `async` there is nothing to see to.

use super::context::StoreContextMut;

#[cfg(feature = "async")]
use crate::exec::suspension::AsyncRequired;
#[cfg(feature = "async")]
use crate::vm::asynchrony::NoSuspension;

#[cfg(feature = "async")]
impl<T: 'static> StoreContextMut<'_, T> {
    /// Whether [`begin_sync`](Self::begin_sync) has anything to do.
    #[inline(always)]
    pub(super) fn may_be_async(&self) -> bool {
        self.inner().asynchrony.is_some()
    }

    /// Begins a synchronous call, which ends when the result is dropped.
    ///
    /// # Errors
    /// If only asynchronous calls are possible.
    pub(super) fn begin_sync(&self) -> Result<Option<NoSuspension>, AsyncRequired> {
        self.inner().begin_sync()
    }

    /// Whether a memory or table may be made or grow now.
    ///
    /// # Errors
    /// If the limiter may wait.
    pub(super) fn check_sync_growth(&self) -> Result<(), AsyncRequired> {
        self.inner().check_sync_growth()
    }
}

/// A synchronous call, of which there is nothing to keep.
#[cfg(not(feature = "async"))]
pub(super) struct SyncCall;

#[cfg(not(feature = "async"))]
impl<T: 'static> StoreContextMut<'_, T> {
    #[inline(always)]
    pub(super) fn may_be_async(&self) -> bool {
        false
    }

    pub(super) fn begin_sync(&self) -> Result<SyncCall, std::convert::Infallible> {
        Ok(SyncCall)
    }

    pub(super) fn check_sync_growth(&self) -> Result<(), std::convert::Infallible> {
        Ok(())
    }
}
