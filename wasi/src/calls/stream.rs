//! Moving bytes between the guest's buffers and a host object, without a buffer of the host's in between.
//!
//! Buffers of one call may overlap, which the interface allows and Rust's references do not; so a read fills
//! them one after the other. A write only borrows them, and hands the host all of them at once.
//!
//! How much one call moves: all it can for a regular file, which cannot make it wait; one host read for
//! everything else, because the next could wait although bytes have already arrived. A call that has moved
//! bytes reports them and leaves an error to the next call.
//!
//! Non-blocking mode of a standard stream or a socket is kept here and not on the host, since a host's flag
//! would be shared with whoever else has the terminal or the pipe: a call that would wait asks the host first,
//! and a write hands over no more than a pipe takes at once when it says that it is ready.

use crate::abi::{Outcome, fdflags};
use crate::descriptor::{Entry, FileNode, Node};
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, IoSlice, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;

/// A call reports its count in 32 bits, and Linux moves no more than this at a time.
const MOST: usize = 0x7fff_f000;

/// What a ready pipe takes without waiting, at least (Linux's `PIPE_BUF`).
const PIPE_ATOMIC: usize = 4096;

/// Reads into the buffers. `at` is the file offset of a positioned read.
pub(crate) fn read(
    entry: &mut Entry,
    mem: &mut Guest<'_>,
    buffers: &[(Ptr, u32)],
    at: Option<u64>,
) -> Outcome<u32> {
    match (&mut entry.node, at) {
        (Node::File(file), _) => {
            if !file.readable {
                return Err(Errno::Badf);
            }
            if file.must_ask() {
                ready(&file.file, PollFlags::IN)?;
            } else if file.awaits_writer && file.flags & fdflags::NONBLOCK == 0 {
                // Until there are bytes, or a writer has come and gone.
                again(|| Ok(poll(&mut [PollFd::new(&file.file, PollFlags::IN)], None)?))?;
                file.awaits_writer = false;
            }
            let whole = file.is_regular();
            let FileNode { file, position, .. } = file;
            fill(mem, buffers, whole, |bytes, done| match at {
                Some(at) => file.read_at(bytes, at.saturating_add(done)),
                None => position.read(file, bytes),
            })
        }
        (Node::Dir(_), _) => Err(Errno::Isdir),
        (Node::Writer(_) | Node::Listener { .. }, _) => Err(Errno::Badf),
        (_, Some(_)) => Err(Errno::Spipe),
        (Node::Reader(reader), None) => fill(mem, buffers, false, |bytes, _| reader.read(bytes)),
        (Node::Stream { socket, nonblock }, None) => {
            if *nonblock {
                ready(&*socket, PollFlags::IN)?;
            }
            fill(mem, buffers, false, |bytes, _| (&*socket).read(bytes))
        }
    }
}

/// Writes from the buffers. `at` is the file offset of a positioned write.
pub(crate) fn write(
    entry: &mut Entry,
    mem: &Guest<'_>,
    buffers: &[(Ptr, u32)],
    at: Option<u64>,
) -> Outcome<u32> {
    match (&mut entry.node, at) {
        (Node::File(file), _) => {
            if !file.writable {
                return Err(Errno::Badf);
            }
            let done = match at {
                Some(at) => {
                    drain(mem, buffers, |bytes, done| file.file.write_at(bytes, at.saturating_add(done)))?
                }
                None if file.must_ask() => {
                    ready(&file.file, PollFlags::OUT)?;
                    gather(mem, buffers, PIPE_ATOMIC, |slices| (&file.file).write_vectored(slices))?
                }
                None => {
                    let append = file.flags & fdflags::APPEND != 0;
                    let FileNode { file, position, .. } = file;
                    gather(mem, buffers, MOST, |slices| position.write(file, slices, append))?
                }
            };
            synchronize(file)?;
            Ok(done)
        }
        (Node::Dir(_), _) => Err(Errno::Isdir),
        (Node::Reader(_) | Node::Listener { .. }, _) => Err(Errno::Badf),
        (_, Some(_)) => Err(Errno::Spipe),
        (Node::Writer(writer), None) => {
            let done = drain(mem, buffers, |bytes, _| writer.write(bytes))?;
            again(|| writer.flush())?;
            Ok(done)
        }
        (Node::Stream { socket, nonblock }, None) => {
            let most = if *nonblock {
                ready(&*socket, PollFlags::OUT)?;
                PIPE_ATOMIC
            } else {
                MOST
            };
            gather(mem, buffers, most, |slices| (&*socket).write_vectored(slices))
        }
    }
}

/// Fails with `AGAIN` unless the host says that the operation would not wait.
pub(crate) fn ready(host: &impl AsFd, flags: PollFlags) -> Outcome {
    let mut fds = [PollFd::new(host, flags)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut fds, Some(&at_once))? {
        0 => Err(Errno::Again),
        _ => Ok(()),
    }
}

/// Repeats a host call that a signal interrupted: signals of the host are none of the guest's business.
pub(crate) fn again<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Reads buffer after buffer. `whole` says to go on after a full buffer.
pub(crate) fn fill(
    mem: &mut Guest<'_>,
    buffers: &[(Ptr, u32)],
    whole: bool,
    mut read: impl FnMut(&mut [u8], u64) -> io::Result<usize>,
) -> Outcome<u32> {
    let mut done = 0;
    for &(ptr, len) in buffers {
        let len = (len as usize).min(MOST - done);
        let bytes = &mut mem.bytes_mut(ptr, len as u32)?[..];
        match again(|| read(bytes, done as u64)) {
            Ok(count) => {
                done += count.min(len);
                if count < len || !whole || done == MOST {
                    break;
                }
            }
            Err(_) if done > 0 => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done as u32)
}

/// Writes buffer after buffer until one is not taken whole.
fn drain(
    mem: &Guest<'_>,
    buffers: &[(Ptr, u32)],
    mut write: impl FnMut(&[u8], u64) -> io::Result<usize>,
) -> Outcome<u32> {
    let mut done = 0;
    for &(ptr, len) in buffers {
        let len = (len as usize).min(MOST - done);
        let bytes = mem.bytes(ptr, len as u32)?;
        match again(|| write(bytes, done as u64)) {
            Ok(count) => {
                done += count.min(len);
                if count < len || done == MOST {
                    break;
                }
            }
            Err(_) if done > 0 => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done as u32)
}

/// Writes up to `most` bytes from all buffers in one host call.
fn gather(
    mem: &Guest<'_>,
    buffers: &[(Ptr, u32)],
    most: usize,
    mut write: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
) -> Outcome<u32> {
    let mut slices = Vec::with_capacity(buffers.len());
    let mut total = 0;
    for &(ptr, len) in buffers {
        let len = (len as usize).min(most - total);
        slices.push(IoSlice::new(mem.bytes(ptr, len as u32)?));
        total += len;
    }
    Ok(again(|| write(&slices))? as u32)
}

/// The guest's synchronous flags, after a write.
fn synchronize(file: &FileNode) -> io::Result<()> {
    if file.flags & (fdflags::SYNC | fdflags::RSYNC) != 0 {
        file.file.sync_all()
    } else if file.flags & fdflags::DSYNC != 0 {
        file.file.sync_data()
    } else {
        Ok(())
    }
}
