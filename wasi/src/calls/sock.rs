//! Sockets. A guest cannot make one: it can accept from a listening socket that the embedder handed over, and
//! use the connection.

use crate::abi::{Outcome, fdflags, rights};
use crate::calls::stream;
use crate::ctx::WasiCtx;
use crate::descriptor::{Entry, Node};
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use rustix::event::PollFlags;
use std::io::Read;
use std::net::Shutdown;

const RECV_PEEK: u32 = 1;
const RECV_WAITALL: u32 = 2;
const SHUT_READ: u32 = 1;
const SHUT_WRITE: u32 = 2;

pub(crate) fn sock_accept(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    flags: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    if flags & !fdflags::NONBLOCK != 0 {
        return Err(Errno::Inval);
    }
    cx.table.has_room()?;
    let entry = cx.table.get(fd, rights::SOCK_ACCEPT)?;
    let Node::Listener { socket, nonblock } = &entry.node else {
        return Err(not_a_socket(entry));
    };
    if *nonblock {
        stream::ready(socket, PollFlags::IN)?;
    }
    let (socket, _peer) = stream::again(|| socket.accept())?;
    let dropped = entry.dropped_inheriting;
    let node = Node::Stream { socket, nonblock: flags & fdflags::NONBLOCK != 0 };
    let accepted = cx.table.insert(Entry { dropped_base: dropped, ..Entry::new(node) })?;
    mem.write_u32(result, accepted)
}

pub(crate) fn sock_recv(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    flags: u32,
    result: Ptr,
    result_flags: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    mem.check(result_flags, 1, 2)?;
    if flags & !(RECV_PEEK | RECV_WAITALL) != 0 {
        return Err(Errno::Inval);
    }
    let entry = cx.table.get(fd, rights::FD_READ)?;
    let Node::Stream { socket, nonblock } = &entry.node else {
        return Err(not_a_socket(entry));
    };
    let buffers = mem.buffers(iovs, count)?;
    if *nonblock {
        stream::ready(socket, PollFlags::IN)?;
    }
    let done = if flags & RECV_PEEK != 0 {
        // Looking twice would show the same bytes twice, so one buffer it is.
        let first = &buffers[..buffers.len().min(1)];
        stream::fill(mem, first, false, |bytes, _| socket.peek(bytes))?
    } else if flags & RECV_WAITALL != 0 && !nonblock {
        stream::fill(mem, &buffers, true, |bytes, _| read_whole(&mut &*socket, bytes))?
    } else {
        stream::fill(mem, &buffers, false, |bytes, _| (&*socket).read(bytes))?
    };
    mem.write_u32(result, done)?;
    mem.write_u16(result_flags, 0)
}

/// Reads until the buffer is full or the other side has no more.
fn read_whole(source: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut done = 0;
    while done < buffer.len() {
        match stream::again(|| source.read(&mut buffer[done..])) {
            Ok(0) => break,
            Ok(count) => done += count,
            Err(_) if done > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

pub(crate) fn sock_send(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    flags: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    if flags != 0 {
        return Err(Errno::Inval);
    }
    let entry = cx.table.get_mut(fd, rights::FD_WRITE)?;
    if !matches!(entry.node, Node::Stream { .. }) {
        return Err(not_a_socket(entry));
    }
    let buffers = mem.buffers(iovs, count)?;
    let done = stream::write(entry, mem, &buffers, None)?;
    mem.write_u32(result, done)
}

pub(crate) fn sock_shutdown(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32, how: u32) -> Outcome {
    let entry = cx.table.get(fd, rights::SOCK_SHUTDOWN)?;
    let Node::Stream { socket, .. } = &entry.node else {
        return Err(not_a_socket(entry));
    };
    let how = match how {
        SHUT_READ => Shutdown::Read,
        SHUT_WRITE => Shutdown::Write,
        3 => Shutdown::Both,
        _ => return Err(Errno::Inval),
    };
    Ok(socket.shutdown(how)?)
}

fn not_a_socket(entry: &Entry) -> Errno {
    match entry.node {
        // A socket, but of the other kind.
        Node::Listener { .. } => Errno::Notconn,
        Node::Stream { .. } => Errno::Inval,
        _ => Errno::Notsock,
    }
}
