//! Streams and pollables of another library: what `wasi:http` needs to put its bodies among files and timers.
//!
//! The names are wasmtime-wasi's, and so is the idea: nothing here waits. A stream does what it can at once, and [`Pollable`]
//! says when it can do more, by the standard library's [`Context`]: the guest's wait polls all that it waits for, and sleeps
//! until one of them wakes it. So what completes may belong to any runtime, on any thread, and this library needs none.

use std::task::{Context, Poll};

/// Something a guest can wait for.
pub trait Pollable: Send + 'static {
    /// Whether it has come, or arranges that the waker is called when it may have. It may be asked again after it has come.
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()>;
}

/// A stream that a guest reads from. It is ready if a read would give bytes, the end, or an error.
pub trait InputStream: Pollable {
    /// Reads `most` bytes at most, without waiting; none if there are none yet.
    ///
    /// # Errors
    /// [`StreamError::Closed`] at the end.
    fn read(&mut self, most: usize) -> StreamResult<Vec<u8>>;
}

/// A stream that a guest writes to. It is ready if something can be written, or never again.
pub trait OutputStream: Pollable {
    /// How many bytes can be written without waiting.
    ///
    /// # Errors
    /// [`StreamError::Closed`] if nothing can be written any more.
    fn check_write(&mut self) -> StreamResult<usize>;

    /// Writes all of these bytes, no more than [`OutputStream::check_write`] allowed.
    ///
    /// # Errors
    /// As for [`OutputStream::check_write`]; [`StreamError::Trap`] if there are more.
    fn write(&mut self, bytes: &[u8]) -> StreamResult<()>;

    /// Asks for what was written to go on its way. The stream is ready again when it has.
    ///
    /// # Errors
    /// As for [`OutputStream::check_write`].
    fn flush(&mut self) -> StreamResult<()>;
}

/// Why a stream does not do what it is asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// It is at its end, or nobody is on the other side any more.
    Closed,
    /// It failed; the guest gets the error as a `wasi:io/error`.
    LastOperationFailed(anyhow::Error),
    /// The guest did what it must not do, and traps.
    Trap(anyhow::Error),
}

/// What a call on a stream returns.
pub type StreamResult<T> = Result<T, StreamError>;
