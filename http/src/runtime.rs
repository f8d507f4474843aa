//! The asynchronous runtime, which nobody outside of this package sees.

use std::future::Future;
use std::io;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Threads that move bytes between sockets and guests. Guests never run on them. Clones are the same runtime; it ends with the last of
/// them, and with what was under way.
#[derive(Clone, Debug)]
pub struct Runtime(Arc<Owner>);

/// Whoever drops it last does not wait for what is under way.
#[derive(Debug)]
struct Owner {
    handle: Handle,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Runtime {
    /// A runtime of so many threads, 1 at least.
    ///
    /// # Errors
    /// If the system has no thread or no descriptor for it.
    pub fn new(threads: usize) -> io::Result<Runtime> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(threads.max(1)).thread_name("wx-http").enable_io().enable_time();
        let runtime = builder.build()?;
        Ok(Runtime(Arc::new(Owner { handle: runtime.handle().clone(), runtime: Some(runtime) })))
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.0.handle
    }

    pub(crate) fn block_on<R>(&self, future: impl Future<Output = R>) -> R {
        self.0.handle.block_on(future)
    }
}
