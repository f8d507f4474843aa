//! Files in memory, without a name that anybody could open.
//!
//! Must not know: what is in them.

use std::io;
use std::os::fd::OwnedFd;

use rustix::fs::{self, MemfdFlags};
use rustix::process::{Resource, getrlimit};

/// A file of `len` zeros that takes no memory yet; `name` is what the kernel shows in its lists of mappings.
///
/// # Errors
/// If the system refuses, for example because of a limit on descriptors or on the size of files.
pub(super) fn create(name: &str, len: usize, flags: MemfdFlags) -> io::Result<OwnedFd> {
    // Growing a file over this limit would send a deadly signal rather than fail.
    if getrlimit(Resource::Fsize).current.is_some_and(|limit| limit < len as u64) {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let file = open(name, flags | MemfdFlags::CLOEXEC)?;
    fs::ftruncate(&file, len as u64)?;
    Ok(file)
}

/// It is never to be run as a program, which newer kernels want to be told, and may insist on; older ones do not know the flag.
fn open(name: &str, flags: MemfdFlags) -> io::Result<OwnedFd> {
    match fs::memfd_create(name, flags | MemfdFlags::NOEXEC_SEAL) {
        Err(rustix::io::Errno::INVAL) => Ok(fs::memfd_create(name, flags)?),
        file => Ok(file?),
    }
}
