//! `wasi:io/streams`: bytes from and to files and the standard streams.
//!
//! A call moves no more than [`MOST`] bytes, so that a guest's number does not decide what the host allocates. Files never make a
//! guest wait; a standard stream is asked first unless the call may block.

use super::io::is_ready;
use super::types::{Input, IoError, Output, Pollable, StreamError};
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
fn streamed<R>(cx: &mut WasiCtx, outcome: Outcome<Option<R>>) -> Result<Streamed<R>> {
    match outcome {
        Ok(Some(value)) => Ok(Ok(value)),
        Ok(None) | Err(Errno::Pipe) => Ok(Err(StreamError::Closed)),
        Err(errno) => Ok(Err(StreamError::LastOperationFailed(cx.resources.push(IoError(errno))?))),
    }
}

/// Reads; nothing if that would wait and must not, `None` at the end.
fn read(cx: &mut WasiCtx, this: &Resource<Input>, len: u64, block: bool) -> Result<Outcome<Option<Vec<u8>>>> {
    let mut bytes = vec![0; len.min(MOST) as usize];
    if bytes.is_empty() {
        return Ok(Ok(Some(bytes)));
    }
    let done = match cx.resources.get_mut(this)? {
        Input::File { file, position } => {
            let done = again(|| file.read_at(&mut bytes, *position));
            if let Ok(done) = done {
                *position += done as u64;
            }
            done.map_err(Errno::from)
        }
        &mut Input::Standard(fd) => {
            match is_ready(cx, fd, false) {
                Ok(false) if !block => return Ok(Ok(Some(Vec::new()))),
                Ok(_) => {}
                Err(errno) => return Ok(Err(errno)),
            }
            read_standard(cx, fd, &mut bytes)
        }
    };
    Ok(done.map(|done| {
        bytes.truncate(done);
        (done > 0).then_some(bytes)
    }))
}

fn read_standard(cx: &mut WasiCtx, fd: u32, bytes: &mut [u8]) -> Outcome<usize> {
    Ok(match &mut cx.table.any_mut(fd)?.node {
        Node::File(file) => again(|| (&file.file).read(bytes))?,
        Node::Reader(reader) => again(|| reader.read(bytes))?,
        _ => return Err(Errno::Badf),
    })
}

/// Writes all bytes.
fn write(cx: &mut WasiCtx, this: &Resource<Output>, bytes: &[u8]) -> Result<Outcome<Option<()>>> {
    let done = match cx.resources.get_mut(this)? {
        Output::File { file, position: None } => file.write_all(bytes).map_err(Errno::from),
        Output::File { file, position: Some(position) } => {
            let done = file.write_all_at(bytes, *position).map_err(Errno::from);
            *position = position.saturating_add(bytes.len() as u64);
            done
        }
        &mut Output::Standard(fd) => write_standard(cx, fd, bytes),
    };
    Ok(done.map(Some))
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

/// As `write`, for calls that may block.
fn write_blocking(cx: &mut WasiCtx, this: &Resource<Output>, bytes: &[u8]) -> Result<Streamed<()>> {
    if bytes.len() > MOST_BLOCKING {
        bail!("a blocking write takes {MOST_BLOCKING} bytes at most, not {}", bytes.len());
    }
    let done = write(cx, this, bytes)?;
    streamed(cx, done)
}

/// Moves bytes from one stream to another; returns how many.
fn splice(
    cx: &mut WasiCtx,
    to: &Resource<Output>,
    from: &Resource<Input>,
    len: u64,
    block: bool,
) -> Result<Streamed<u64>> {
    let bytes = match read(cx, from, len, block)? {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Err(StreamError::Closed)),
        Err(errno) => return streamed(cx, Err(errno)),
    };
    let done = write(cx, to, &bytes)?;
    streamed(cx, done.map(|done| done.map(|()| bytes.len() as u64)))
}

fn input_pollable(cx: &mut WasiCtx, this: &Resource<Input>) -> Result<Resource<Pollable>> {
    let pollable = match cx.resources.get(this)? {
        Input::File { .. } => Pollable::Ready,
        Input::Standard(fd) => Pollable::Standard { fd: *fd, write: false },
    };
    Ok(cx.resources.push(pollable)?)
}

fn output_pollable(cx: &mut WasiCtx, this: &Resource<Output>) -> Result<Resource<Pollable>> {
    let pollable = match cx.resources.get(this)? {
        Output::File { .. } => Pollable::Ready,
        Output::Standard(fd) => Pollable::Standard { fd: *fd, write: true },
    };
    Ok(cx.resources.push(pollable)?)
}

/// How much can be written without waiting.
fn writable(cx: &mut WasiCtx, this: &Resource<Output>) -> Result<Streamed<u64>> {
    let ready = match cx.resources.get(this)? {
        Output::File { .. } => Ok(true),
        Output::Standard(fd) => is_ready(cx, *fd, true),
    };
    streamed(cx, ready.map(|ready| Some(if ready { MOST } else { 0 })))
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut streams = linker.instance("wasi:io/streams@0.2.6")?;
    streams.resource("input-stream", ResourceType::host::<Input>(), move |mut store, rep| {
        let cx = context(store.data_mut());
        if let Input::File { .. } = cx.resources.delete(Resource::<Input>::new_own(rep))? {
            cx.file_streams -= 1;
        }
        Ok(())
    })?;
    streams.resource("output-stream", ResourceType::host::<Output>(), move |mut store, rep| {
        let cx = context(store.data_mut());
        if let Output::File { .. } = cx.resources.delete(Resource::<Output>::new_own(rep))? {
            cx.file_streams -= 1;
        }
        Ok(())
    })?;
    functions! { streams, context;
        "[method]input-stream.read" |cx, this: Resource<Input>, len: u64| -> Streamed<Vec<u8>> {
            let done = read(cx, &this, len, false)?;
            streamed(cx, done)
        }
        "[method]input-stream.blocking-read" |cx, this: Resource<Input>, len: u64| -> Streamed<Vec<u8>> {
            let done = read(cx, &this, len, true)?;
            streamed(cx, done)
        }
        "[method]input-stream.skip" |cx, this: Resource<Input>, len: u64| -> Streamed<u64> {
            let done = read(cx, &this, len, false)?;
            streamed(cx, done.map(|done| done.map(|bytes| bytes.len() as u64)))
        }
        "[method]input-stream.blocking-skip" |cx, this: Resource<Input>, len: u64| -> Streamed<u64> {
            let done = read(cx, &this, len, true)?;
            streamed(cx, done.map(|done| done.map(|bytes| bytes.len() as u64)))
        }
        "[method]input-stream.subscribe" |cx, this: Resource<Input>| -> Resource<Pollable> {
            input_pollable(cx, &this)
        }
        "[method]output-stream.check-write" |cx, this: Resource<Output>| -> Streamed<u64> {
            writable(cx, &this)
        }
        "[method]output-stream.write" |cx, this: Resource<Output>, bytes: Vec<u8>| -> Streamed<()> {
            let done = write(cx, &this, &bytes)?;
            streamed(cx, done)
        }
        "[method]output-stream.blocking-write-and-flush" |cx, this: Resource<Output>, bytes: Vec<u8>| -> Streamed<()> {
            write_blocking(cx, &this, &bytes)
        }
        "[method]output-stream.flush" |cx, this: Resource<Output>| -> Streamed<()> {
            cx.resources.get(&this)?;
            Ok(Ok(()))
        }
        "[method]output-stream.blocking-flush" |cx, this: Resource<Output>| -> Streamed<()> {
            cx.resources.get(&this)?;
            Ok(Ok(()))
        }
        "[method]output-stream.subscribe" |cx, this: Resource<Output>| -> Resource<Pollable> {
            output_pollable(cx, &this)
        }
        "[method]output-stream.write-zeroes" |cx, this: Resource<Output>, len: u64| -> Streamed<()> {
            let done = write(cx, &this, &vec![0; len.min(MOST) as usize])?;
            streamed(cx, done)
        }
        "[method]output-stream.blocking-write-zeroes-and-flush" |cx, this: Resource<Output>, len: u64| -> Streamed<()> {
            write_blocking(cx, &this, &vec![0; len.min(MOST) as usize])
        }
        "[method]output-stream.splice" |cx, this: Resource<Output>, from: Resource<Input>, len: u64| -> Streamed<u64> {
            splice(cx, &this, &from, len, false)
        }
        "[method]output-stream.blocking-splice" |cx, this: Resource<Output>, from: Resource<Input>, len: u64| -> Streamed<u64> {
            splice(cx, &this, &from, len, true)
        }
    }
    Ok(())
}
