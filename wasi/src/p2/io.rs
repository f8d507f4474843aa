//! `wasi:io/error` and `wasi:io/poll`: errors of streams, and waiting for any of several things.

use super::functions;
use super::host::Pollable;
use super::types::{DynPollable, Failure, IoError, Source};
use super::wake::Wakeup;
use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::descriptor::Entry;
use anyhow::{Context as _, Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use wx_component::{Linker, Resource, ResourceTable, ResourceTableError, ResourceType};

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl super::Context<T>) -> Result<()> {
    let mut error = linker.instance("wasi:io/error@0.2.6")?;
    error.resource("error", ResourceType::host::<IoError>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<IoError>::new_own(rep))?;
        Ok(())
    })?;
    functions! { error, context;
        "[method]error.to-debug-string" |cx, this: Resource<IoError>| -> String {
            Ok(match &cx.resources.get(&this)?.0 {
                Failure::Errno(errno) => format!("{errno:?}"),
                Failure::Host(error) => format!("{error:#}"),
            })
        }
    }

    let mut pollable = linker.instance("wasi:io/poll@0.2.6")?;
    pollable.resource("pollable", ResourceType::host::<DynPollable>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<DynPollable>::new_own(rep))?;
        Ok(())
    })?;
    functions! { pollable, context;
        "[method]pollable.ready" |cx, this: Resource<DynPollable>| -> bool {
            Ok(!wait(cx, &[this], Some(Duration::ZERO))?.is_empty())
        }
        "poll" |cx, list: Vec<Resource<DynPollable>>| -> Vec<u32> {
            if list.is_empty() {
                bail!("empty list passed to `poll`");
            }
            wait(cx, &list, None)
        }
    }
    pollable.func_wrap("[method]pollable.block", move |mut store, (this,): (Resource<DynPollable>,)| {
        wait(context(store.data_mut()), &[this], None)?;
        Ok(())
    })
}

/// A `wasi:io/poll.pollable` for something in the table, which cannot be deleted before it.
///
/// # Errors
/// If it is not in the table, or the table is full.
pub fn subscribe<P: Pollable>(
    table: &mut ResourceTable,
    of: &Resource<P>,
) -> Result<Resource<DynPollable>, ResourceTableError> {
    table.push_child(DynPollable(Source::Host { rep: of.rep(), poll: poll_entry::<P> }), of)
}

fn poll_entry<P: Pollable>(
    table: &mut ResourceTable,
    rep: u32,
    cx: &mut Context<'_>,
) -> Result<Poll<()>, ResourceTableError> {
    Ok(table.get_mut(&Resource::<P>::new_borrow(rep))?.poll_ready(cx))
}

/// Waits until one of them is ready, or for `limit`; returns which are.
///
/// # Errors
/// [`wx::Trap::Interrupt`] if the time of the context is over before.
fn wait(cx: &mut WasiCtx, list: &[Resource<DynPollable>], limit: Option<Duration>) -> Result<Vec<u32>> {
    let limit = limit.map(|limit| Instant::now() + limit);
    let mut ready = vec![false; list.len()];
    loop {
        if let Some(wakeup) = &cx.wakeup {
            wakeup.look();
        }
        let (mut hosts, mut earliest, mut waker) = (Vec::new(), limit, None);
        for (index, this) in list.iter().enumerate() {
            match cx.resources.get(this)?.0 {
                Source::Ready => ready[index] = true,
                Source::At(due) => {
                    ready[index] = due.is_some_and(|due| due <= Instant::now());
                    earliest = earliest.into_iter().chain(due).min();
                }
                Source::Standard { fd, write } => match cx.table.any(fd).ok().and_then(Entry::pollable) {
                    Some(_) => hosts.push((index, fd, write)),
                    None => ready[index] = true,
                },
                Source::Host { rep, poll } => {
                    if waker.is_none() {
                        waker = Some(Waker::from(wakeup(cx)?));
                    }
                    let waker = waker.as_ref().unwrap_or(Waker::noop());
                    ready[index] = poll(&mut cx.resources, rep, &mut Context::from_waker(waker))?.is_ready();
                }
            }
        }
        let at_once = ready.contains(&true) || limit.is_some_and(|limit| limit <= Instant::now());
        if !(at_once && hosts.is_empty()) {
            let sleep = sleep(cx, &hosts, at_once, earliest, waker.is_some())?;
            sleep.into_iter().for_each(|index| ready[index] = true);
        }
        let now = Instant::now();
        if at_once || ready.contains(&true) || limit.is_some_and(|limit| limit <= now) {
            let indexed = ready.iter().zip(0..);
            return Ok(indexed.filter(|(ready, _)| **ready).map(|(_, index)| index).collect());
        }
        if cx.deadline.is_some_and(|deadline| deadline <= now) {
            return Err(wx::Trap::Interrupt.into());
        }
    }
}

/// How a guest is woken, from now on.
fn wakeup(cx: &mut WasiCtx) -> Result<Arc<Wakeup>> {
    let wakeup = match cx.wakeup.take() {
        Some(wakeup) => wakeup,
        None => Wakeup::new().context("the host has no descriptor left to wait with")?,
    };
    Ok(cx.wakeup.insert(wakeup).clone())
}

/// Sleeps until a descriptor is ready, the moment has come, the guest is woken if it `is_wakeable`, or its time is over. Returns the
/// places of the descriptors that are ready, which are looked at even if it must not wait.
fn sleep(
    cx: &WasiCtx,
    hosts: &[(usize, u32, bool)],
    at_once: bool,
    until: Option<Instant>,
    is_wakeable: bool,
) -> Result<Vec<usize>> {
    let wakeup = cx.wakeup.as_ref().filter(|_| is_wakeable && !at_once);
    if wakeup.is_some_and(|wakeup| !wakeup.may_sleep()) {
        return Ok(Vec::new());
    }
    let streams = hosts.iter().filter_map(|(_, fd, write)| {
        let host = cx.table.any(*fd).ok().and_then(Entry::pollable)?;
        Some(PollFd::from_borrowed_fd(host, direction(*write)))
    });
    let event = wakeup.map(|wakeup| PollFd::from_borrowed_fd(wakeup.as_fd(), PollFlags::IN));
    let mut all: Vec<_> = streams.chain(event).collect();
    let timeout = match at_once {
        true => Some(Duration::ZERO),
        false => until
            .into_iter()
            .chain(cx.deadline)
            .min()
            .map(|due| due.saturating_duration_since(Instant::now())),
    };
    let done = host_poll(&mut all, timeout);
    if let Some(wakeup) = wakeup {
        wakeup.awake();
    }
    match done {
        Ok(()) => {}
        Err(rustix::io::Errno::INTR) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    }
    let ready = hosts.iter().zip(&all).filter(|(_, host)| !host.revents().is_empty());
    Ok(ready.map(|((index, ..), _)| *index).collect())
}

/// Waits until something in the table is ready.
pub(crate) fn block_on<P: Pollable>(cx: &mut WasiCtx, of: &Resource<P>) -> Result<()> {
    let pollable = subscribe(&mut cx.resources, of)?;
    block(cx, pollable)
}

/// Waits until a standard stream can be used.
pub(crate) fn block_on_standard(cx: &mut WasiCtx, fd: u32, write: bool) -> Result<()> {
    let pollable = cx.resources.push(DynPollable(Source::Standard { fd, write }))?;
    block(cx, pollable)
}

fn block(cx: &mut WasiCtx, pollable: Resource<DynPollable>) -> Result<()> {
    let done = wait(cx, &[Resource::new_borrow(pollable.rep())], None);
    cx.resources.delete(pollable)?;
    done.map(|_| ())
}

fn direction(write: bool) -> PollFlags {
    if write { PollFlags::OUT } else { PollFlags::IN }
}

fn host_poll(hosts: &mut [PollFd<'_>], timeout: Option<Duration>) -> Result<(), rustix::io::Errno> {
    let timeout = timeout.map(|left| Timespec {
        tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: left.subsec_nanos().into(),
    });
    poll(hosts, timeout.as_ref()).map(|_| ())
}

/// Whether a standard stream can be used without waiting.
pub(crate) fn is_ready(cx: &WasiCtx, fd: u32, write: bool) -> Outcome<bool> {
    let Some(host) = cx.table.any(fd)?.pollable() else { return Ok(true) };
    let mut hosts = [PollFd::from_borrowed_fd(host, direction(write))];
    host_poll(&mut hosts, Some(Duration::ZERO))?;
    Ok(!hosts[0].revents().is_empty())
}
