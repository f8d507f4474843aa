//! Streams in memory: what a test or an embedder gives a guest instead of its own standard streams.
//!
//! A clone of a pipe is the same pipe, so the embedder keeps one end and hands the other to
//! [`WasiCtxBuilder`](crate::WasiCtxBuilder). The output pipe has a capacity, because its contents are the
//! host's memory and the guest decides how much it writes.

use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Nothing here leaves a value half changed, so what a panicking holder left behind is still good.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Bytes for a guest to read, then end of file.
#[derive(Debug, Clone)]
pub struct MemoryInputPipe {
    contents: Arc<Mutex<Cursor<Vec<u8>>>>,
}

impl MemoryInputPipe {
    /// A pipe that holds `bytes`.
    pub fn new(bytes: impl Into<Vec<u8>>) -> MemoryInputPipe {
        MemoryInputPipe { contents: Arc::new(Mutex::new(Cursor::new(bytes.into()))) }
    }
}

impl Read for MemoryInputPipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        lock(&self.contents).read(buffer)
    }
}

/// Collects what a guest writes, up to a capacity in bytes. Beyond it the guest gets `NOSPC`.
#[derive(Debug, Clone)]
pub struct MemoryOutputPipe {
    contents: Arc<Mutex<Vec<u8>>>,
    capacity: usize,
}

impl MemoryOutputPipe {
    /// An empty pipe that takes up to `capacity` bytes.
    pub fn new(capacity: usize) -> MemoryOutputPipe {
        MemoryOutputPipe { contents: Arc::default(), capacity }
    }

    /// A copy of everything written so far.
    pub fn contents(&self) -> Vec<u8> {
        lock(&self.contents).clone()
    }
}

impl Write for MemoryOutputPipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut contents = lock(&self.contents);
        let room = self.capacity.saturating_sub(contents.len());
        if room == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = &bytes[..bytes.len().min(room)];
        contents.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
