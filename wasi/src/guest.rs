//! The guest's memory, seen by the calls: the only room that turns guest pointers into bytes.
//!
//! Guest pointers are offsets that the guest chose, so every one is checked here against the memory as it is at
//! the time of the call, and nowhere else. Sums are made in 64 bits, where two 32-bit numbers cannot wrap.
//! Values are read and written byte by byte (`from_le_bytes`), so alignment does not matter: a misaligned
//! pointer is as good as any. A length of zero is fine at every pointer inside the memory or at its end.
//!
//! Calls that return several values check all of their result pointers before they change anything on the
//! host ([`Guest::check`]), so that a bad pointer cannot leave an opened file behind.

use crate::abi::Outcome;
use crate::errno::Errno;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// A guest pointer: an offset into the memory.
pub(crate) type Ptr = u32;

/// The longest path in bytes that a guest may name, which is Linux's limit.
pub(crate) const PATH_MAX: u32 = 4096;

/// How many buffers of a scatter or gather list one call looks at, which is Linux's `IOV_MAX`. The rest is
/// left for the next call: reading or writing less than asked is always allowed.
pub(crate) const IOV_MAX: u32 = 1024;

/// The guest's memory for the duration of one call.
pub(crate) struct Guest<'a> {
    bytes: &'a mut [u8],
}

impl<'a> Guest<'a> {
    pub(crate) fn new(bytes: &'a mut [u8]) -> Guest<'a> {
        Guest { bytes }
    }

    /// The range `ptr .. ptr + len` if it lies inside the memory.
    fn range(&self, ptr: Ptr, len: u64) -> Outcome<std::ops::Range<usize>> {
        let end = u64::from(ptr).checked_add(len).ok_or(Errno::Fault)?;
        if end > self.bytes.len() as u64 {
            return Err(Errno::Fault);
        }
        // Both fit `usize`, because `end` is at most the length of a slice.
        Ok(ptr as usize..end as usize)
    }

    /// Checks that `count` records of `size` bytes can be read and written at `ptr`.
    pub(crate) fn check(&self, ptr: Ptr, count: u32, size: u32) -> Outcome {
        self.range(ptr, u64::from(count) * u64::from(size)).map(drop)
    }

    /// The address of field or record `offset` behind `ptr`.
    pub(crate) fn at(&self, ptr: Ptr, offset: u32) -> Outcome<Ptr> {
        ptr.checked_add(offset).ok_or(Errno::Fault)
    }

    pub(crate) fn bytes(&self, ptr: Ptr, len: u32) -> Outcome<&[u8]> {
        let range = self.range(ptr, u64::from(len))?;
        Ok(&self.bytes[range])
    }

    pub(crate) fn bytes_mut(&mut self, ptr: Ptr, len: u32) -> Outcome<&mut [u8]> {
        let range = self.range(ptr, u64::from(len))?;
        Ok(&mut self.bytes[range])
    }

    pub(crate) fn write(&mut self, ptr: Ptr, bytes: &[u8]) -> Outcome {
        let range = self.range(ptr, bytes.len() as u64)?;
        self.bytes[range].copy_from_slice(bytes);
        Ok(())
    }

    fn array<const N: usize>(&self, ptr: Ptr) -> Outcome<[u8; N]> {
        let range = self.range(ptr, N as u64)?;
        let mut array = [0; N];
        array.copy_from_slice(&self.bytes[range]);
        Ok(array)
    }

    pub(crate) fn read_u8(&self, ptr: Ptr) -> Outcome<u8> {
        Ok(u8::from_le_bytes(self.array(ptr)?))
    }

    pub(crate) fn read_u16(&self, ptr: Ptr) -> Outcome<u16> {
        Ok(u16::from_le_bytes(self.array(ptr)?))
    }

    pub(crate) fn read_u32(&self, ptr: Ptr) -> Outcome<u32> {
        Ok(u32::from_le_bytes(self.array(ptr)?))
    }

    pub(crate) fn read_u64(&self, ptr: Ptr) -> Outcome<u64> {
        Ok(u64::from_le_bytes(self.array(ptr)?))
    }

    pub(crate) fn write_u16(&mut self, ptr: Ptr, value: u16) -> Outcome {
        self.write(ptr, &value.to_le_bytes())
    }

    pub(crate) fn write_u32(&mut self, ptr: Ptr, value: u32) -> Outcome {
        self.write(ptr, &value.to_le_bytes())
    }

    pub(crate) fn write_u64(&mut self, ptr: Ptr, value: u64) -> Outcome {
        self.write(ptr, &value.to_le_bytes())
    }

    /// A path.
    pub(crate) fn path(&self, ptr: Ptr, len: u32) -> Outcome<&Path> {
        as_path(self.bytes(ptr, len)?)
    }

    /// The non-empty buffers of a scatter or gather list, as pointers and lengths. All entries that the call
    /// looks at are checked before any is used.
    pub(crate) fn buffers(&self, iovs: Ptr, count: u32) -> Outcome<Vec<(Ptr, u32)>> {
        self.check(iovs, count, 8)?;
        let mut buffers = Vec::new();
        for index in 0..count.min(IOV_MAX) {
            let ptr = self.read_u32(iovs + index * 8)?;
            let len = self.read_u32(iovs + index * 8 + 4)?;
            self.check(ptr, len, 1)?;
            if len != 0 {
                buffers.push((ptr, len));
            }
        }
        Ok(buffers)
    }
}

/// A path: at most [`PATH_MAX`] bytes of UTF-8 without NUL. Whether it stays in the sandbox is not decided
/// here but by the resolution beneath a directory handle.
pub(crate) fn as_path(bytes: &[u8]) -> Outcome<&Path> {
    if bytes.len() > PATH_MAX as usize {
        return Err(Errno::Nametoolong);
    }
    if std::str::from_utf8(bytes).is_err() {
        return Err(Errno::Ilseq);
    }
    if bytes.contains(&0) {
        return Err(Errno::Inval);
    }
    Ok(Path::new(OsStr::from_bytes(bytes)))
}
