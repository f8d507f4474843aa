//! Resolving with `openat2`, where the kernel has it and lets us.

use crate::abi::Outcome;
use crate::errno::Errno;
use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
use rustix::io::Errno as Host;
use std::os::fd::{BorrowedFd, OwnedFd};

/// How often a path with `..` is tried again. The kernel gives such a path up with `EAGAIN` if anything in the
/// system was renamed meanwhile, which a program can bring about for ever; then the walk decides.
const TRIES: u32 = 4;

/// Opens `path` beneath `dir`. `None` says that the kernel does not decide, and the walk must.
pub(super) fn open(dir: BorrowedFd<'_>, path: &[u8], flags: OFlags, mode: Mode) -> Option<Outcome<OwnedFd>> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    for _ in 0..TRIES {
        match openat2(dir, path, flags, mode, resolve) {
            Ok(fd) => return Some(Ok(fd)),
            Err(Host::AGAIN | Host::INTR) => {}
            // A filter of system calls answers either, and may have been put up after the probe. A file that really
            // refuses with `EPERM` refuses the walk too.
            Err(Host::NOSYS | Host::PERM) => return None,
            // The path leads out.
            Err(Host::XDEV) => return Some(Err(Errno::Perm)),
            Err(error) => return Some(Err(error.into())),
        }
    }
    None
}

/// Whether the kernel resolves beneath `dir` at all.
pub(super) fn resolves(dir: BorrowedFd<'_>) -> bool {
    open(dir, b".", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
        .is_some_and(|done| done.is_ok())
}
