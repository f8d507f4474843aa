//! `wasi:io/streams`: bytes from and to files and the standard streams.
//!
//! A call moves no more than [`MOST`] bytes, so that a guest's number does not decide what the host allocates. Files never make a
//! guest wait; a standard stream is asked first, or waited for if the call may block. Streams of other libraries do what they can without
//! waiting ([`host`]), and the waiting is done here.

use super::host;
use super::io::{block_on, block_on_standard, is_ready, subscribe};
use super::types::{
    DynInputStream, DynOutputStream, DynPollable, Failure, Input, IoError, Output, Source, StreamError,
};
use super::{Context, functions};
use crate::abi::Outcome;
use crate::calls::stream::again;
use crate::ctx::WasiCtx;
use crate::descriptor::Node;
use crate::errno::Errno;
use anyhow::{Result, bail};
use std::io::{Read, Write};
use std::os::unix::fs::FileExt;
use wx_component::{Linker, Resource, ResourceType};

/// Most bytes of one call.
const MOST: u64 = 64 << 10;

/// Most bytes of a write that may block, as the interface has it.
const MOST_BLOCKING: usize = 4096;

type Streamed<R> = Result<R, StreamError>;

/// What a call on a stream returns: a stream that is at its end, or whose other side is gone, is closed.
fn streamed<R>(cx: &mut WasiCtx, done: host::StreamResult<R>) -> Result<Streamed<R>> {
    let failure = match done {
        Ok(value) => return Ok(Ok(value)),
        Err(host::StreamError::Closed) => return Ok(Err(StreamError::Closed)),
        Err(host::StreamError::Trap(error)) => return Err(error),
        Err(host::StreamError::LastOperationFailed(error)) => error,
    };
    let failure = failure.downcast::<Errno>().map_or_else(Failure::Host, Failure::Errno);
    Ok(Err(StreamError::LastOperationFailed(cx.resources.push(IoError(failure))?)))
}

impl From<Errno> for host::StreamError {
    fn from(errno: Errno) -> host::StreamError {
        match errno {
            Errno::Pipe => host::StreamError::Closed,
            errno => host::StreamError::LastOperationFailed(errno.into()),
        }
    }
}

/// Reads; nothing if that would wait and must not.
fn read(
    cx: &mut WasiCtx,
    this: &Resource<DynInputStream>,
    len: u64,
    block: bool,
) -> Result<host::StreamResult<Vec<u8>>> {
    let len = len.min(MOST) as usize;
    if len == 0 {
        return Ok(Ok(Vec::new()));
    }
    let mut done = read_now(cx, this, len)?;
    // What nothing is read of is not at its end, and a guest may take it for that.
    while block && done.as_ref().is_ok_and(Vec::is_empty) {
        match cx.resources.get(this)?.0 {
            Input::Standard(fd) => block_on_standard(cx, fd, false)?,
            Input::File { .. } => {}
            Input::Host(_) => block_on(cx, this)?,
        }
        done = read_now(cx, this, len)?;
    }
    Ok(done)
}

/// Reads what there is.
fn read_now(
    cx: &mut WasiCtx,
    this: &Resource<DynInputStream>,
    len: usize,
) -> Result<host::StreamResult<Vec<u8>>> {
    let mut bytes = vec![0; len];
    let done = match &mut cx.resources.get_mut(this)?.0 {
        Input::File { file, position } => {
            let done = again(|| file.read_at(&mut bytes, *position));
            if let Ok(done) = done {
                *position += done as u64;
            }
            done.map_err(Errno::from)
        }
        &mut Input::Standard(fd) => match is_ready(cx, fd, false) {
            Ok(false) => return Ok(Ok(Vec::new())),
            Ok(true) => read_standard(cx, fd, &mut bytes),
            Err(errno) => Err(errno),
        },
        Input::Host(stream) => return Ok(stream.read(len)),
    };
    Ok(match done {
        Ok(0) => Err(host::StreamError::Closed),
        Ok(done) => {
            bytes.truncate(done);
            Ok(bytes)
        }
        Err(errno) => Err(errno.into()),
    })
}

fn read_standard(cx: &mut WasiCtx, fd: u32, bytes: &mut [u8]) -> Outcome<usize> {
    Ok(match &mut cx.table.any_mut(fd)?.node {
        Node::File(file) => again(|| (&file.file).read(bytes))?,
        Node::Reader(reader) => again(|| reader.read(bytes))?,
        _ => return Err(Errno::Badf),
    })
}

/// Writes all bytes.
fn write(cx: &mut WasiCtx, this: &Resource<DynOutputStream>, bytes: &[u8]) -> Result<host::StreamResult<()>> {
    let done = match &mut cx.resources.get_mut(this)?.0 {
        Output::File { file, position: None } => file.write_all(bytes).map_err(Errno::from),
        Output::File { file, position: Some(position) } => {
            let done = file.write_all_at(bytes, *position).map_err(Errno::from);
            *position = position.saturating_add(bytes.len() as u64);
            done
        }
        &mut Output::Standard(fd) => write_standard(cx, fd, bytes),
        Output::Host(stream) => return Ok(stream.write(bytes)),
    };
    Ok(done.map_err(host::StreamError::from))
}

fn write_standard(cx: &mut WasiCtx, fd: u32, bytes: &[u8]) -> Outcome<()> {
    match &mut cx.table.any_mut(fd)?.node {
        Node::File(file) => (&file.file).write_all(bytes)?,
        Node::Writer(writer) => {
            writer.write_all(bytes)?;
            writer.flush()?;
        }
        _ => return Err(Errno::Badf),
    }
    Ok(())
}

/// As `write`, for calls that may block: what was written is on its way when it returns.
fn write_blocking(cx: &mut WasiCtx, this: &Resource<DynOutputStream>, bytes: &[u8]) -> Result<Streamed<()>> {
    if bytes.len() > MOST_BLOCKING {
        bail!("a blocking write takes {MOST_BLOCKING} bytes at most, not {}", bytes.len());
    }
    let mut rest = bytes;
    while let Output::Host(stream) = &mut cx.resources.get_mut(this)?.0 {
        let done = stream.check_write().and_then(|room| {
            let (now, later) = rest.split_at(room.min(rest.len()));
            if !now.is_empty() {
                stream.write(now)?;
            }
            Ok(later)
        });
        rest = match done {
            Ok(later) => later,
            Err(error) => return streamed(cx, Err(error)),
        };
        if rest.is_empty() {
            return flush(cx, this, true);
        }
        block_on(cx, this)?;
    }
    let done = write(cx, this, bytes)?;
    streamed(cx, done)
}

/// Sends what was written on its way. Files and the standard streams keep nothing back.
fn flush(cx: &mut WasiCtx, this: &Resource<DynOutputStream>, block: bool) -> Result<Streamed<()>> {
    let Output::Host(stream) = &mut cx.resources.get_mut(this)?.0 else { return Ok(Ok(())) };
    if let Err(error) = stream.flush() {
        return streamed(cx, Err(error));
    }
    if !block {
        return Ok(Ok(()));
    }
    block_on(cx, this)?;
    let Output::Host(stream) = &mut cx.resources.get_mut(this)?.0 else { return Ok(Ok(())) };
    let done = stream.check_write().map(|_| ());
    streamed(cx, done)
}

/// Moves bytes from one stream to another; returns how many.
fn splice(
    cx: &mut WasiCtx,
    to: &Resource<DynOutputStream>,
    from: &Resource<DynInputStream>,
    len: u64,
    block: bool,
) -> Result<Streamed<u64>> {
    let mut room = writable(cx, to)?;
    while block && matches!(room, Ok(0)) {
        match cx.resources.get(to)?.0 {
            Output::Standard(fd) => block_on_standard(cx, fd, true)?,
            Output::File { .. } => {}
            Output::Host(_) => block_on(cx, to)?,
        }
        room = writable(cx, to)?;
    }
    let room = match room {
        Ok(room) => room,
        Err(error) => return streamed(cx, Err(error)),
    };
    let bytes = match read(cx, from, len.min(room), block)? {
        Ok(bytes) => bytes,
        Err(error) => return streamed(cx, Err(error)),
    };
    let done = write(cx, to, &bytes)?;
    streamed(cx, done.map(|()| bytes.len() as u64))
}

fn input_pollable(cx: &mut WasiCtx, this: &Resource<DynInputStream>) -> Result<Resource<DynPollable>> {
    let source = match cx.resources.get(this)?.0 {
        Input::File { .. } => Source::Ready,
        Input::Standard(fd) => Source::Standard { fd, write: false },
        Input::Host(_) => return Ok(subscribe(&mut cx.resources, this)?),
    };
    Ok(cx.resources.push(DynPollable(source))?)
}

fn output_pollable(cx: &mut WasiCtx, this: &Resource<DynOutputStream>) -> Result<Resource<DynPollable>> {
    let source = match cx.resources.get(this)?.0 {
        Output::File { .. } => Source::Ready,
        Output::Standard(fd) => Source::Standard { fd, write: true },
        Output::Host(_) => return Ok(subscribe(&mut cx.resources, this)?),
    };
    Ok(cx.resources.push(DynPollable(source))?)
}

/// How much can be written without waiting.
fn writable(cx: &mut WasiCtx, this: &Resource<DynOutputStream>) -> Result<host::StreamResult<u64>> {
    let ready = match &mut cx.resources.get_mut(this)?.0 {
        Output::File { .. } => Ok(true),
        &mut Output::Standard(fd) => is_ready(cx, fd, true),
        Output::Host(stream) => return Ok(stream.check_write().map(|room| (room as u64).min(MOST))),
    };
    Ok(ready.map(|ready| if ready { MOST } else { 0 }).map_err(host::StreamError::from))
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut streams = linker.instance("wasi:io/streams@0.2.6")?;
    streams.resource("input-stream", ResourceType::host::<DynInputStream>(), move |mut store, rep| {
        let cx = context(store.data_mut());
        if let Input::File { .. } = cx.resources.delete(Resource::<DynInputStream>::new_own(rep))?.0 {
            cx.file_streams -= 1;
        }
        Ok(())
    })?;
    streams.resource("output-stream", ResourceType::host::<DynOutputStream>(), move |mut store, rep| {
        let cx = context(store.data_mut());
        if let Output::File { .. } = cx.resources.delete(Resource::<DynOutputStream>::new_own(rep))?.0 {
            cx.file_streams -= 1;
        }
        Ok(())
    })?;
    functions! { streams, context;
        "[method]input-stream.read" |cx, this: Resource<DynInputStream>, len: u64| -> Streamed<Vec<u8>> {
            let done = read(cx, &this, len, false)?;
            streamed(cx, done)
        }
        "[method]input-stream.blocking-read" |cx, this: Resource<DynInputStream>, len: u64| -> Streamed<Vec<u8>> {
            let done = read(cx, &this, len, true)?;
            streamed(cx, done)
        }
        "[method]input-stream.skip" |cx, this: Resource<DynInputStream>, len: u64| -> Streamed<u64> {
            let done = read(cx, &this, len, false)?;
            streamed(cx, done.map(|bytes| bytes.len() as u64))
        }
        "[method]input-stream.blocking-skip" |cx, this: Resource<DynInputStream>, len: u64| -> Streamed<u64> {
            let done = read(cx, &this, len, true)?;
            streamed(cx, done.map(|bytes| bytes.len() as u64))
        }
        "[method]input-stream.subscribe" |cx, this: Resource<DynInputStream>| -> Resource<DynPollable> {
            input_pollable(cx, &this)
        }
        "[method]output-stream.check-write" |cx, this: Resource<DynOutputStream>| -> Streamed<u64> {
            let room = writable(cx, &this)?;
            streamed(cx, room)
        }
        "[method]output-stream.write" |cx, this: Resource<DynOutputStream>, bytes: Vec<u8>| -> Streamed<()> {
            let done = write(cx, &this, &bytes)?;
            streamed(cx, done)
        }
        "[method]output-stream.blocking-write-and-flush" |cx, this: Resource<DynOutputStream>, bytes: Vec<u8>| -> Streamed<()> {
            write_blocking(cx, &this, &bytes)
        }
        "[method]output-stream.flush" |cx, this: Resource<DynOutputStream>| -> Streamed<()> {
            flush(cx, &this, false)
        }
        "[method]output-stream.blocking-flush" |cx, this: Resource<DynOutputStream>| -> Streamed<()> {
            flush(cx, &this, true)
        }
        "[method]output-stream.subscribe" |cx, this: Resource<DynOutputStream>| -> Resource<DynPollable> {
            output_pollable(cx, &this)
        }
        "[method]output-stream.write-zeroes" |cx, this: Resource<DynOutputStream>, len: u64| -> Streamed<()> {
            let done = write(cx, &this, &vec![0; len.min(MOST) as usize])?;
            streamed(cx, done)
        }
        "[method]output-stream.blocking-write-zeroes-and-flush" |cx, this: Resource<DynOutputStream>, len: u64| -> Streamed<()> {
            write_blocking(cx, &this, &vec![0; len.min(MOST) as usize])
        }
        "[method]output-stream.splice" |cx, this: Resource<DynOutputStream>, from: Resource<DynInputStream>, len: u64| -> Streamed<u64> {
            splice(cx, &this, &from, len, false)
        }
        "[method]output-stream.blocking-splice" |cx, this: Resource<DynOutputStream>, from: Resource<DynInputStream>, len: u64| -> Streamed<u64> {
            splice(cx, &this, &from, len, true)
        }
    }
    Ok(())
}
