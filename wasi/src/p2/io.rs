//! `wasi:io/error` and `wasi:io/poll`: errors of streams, and waiting for any of several things.

use super::types::{IoError, Pollable};
use super::{Context, functions};
use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use anyhow::{Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::time::{Duration, Instant};
use wx_component::{Linker, Resource, ResourceType};

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut error = linker.instance("wasi:io/error@0.2.6")?;
    error.resource("error", ResourceType::host::<IoError>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<IoError>::new_own(rep))?;
        Ok(())
    })?;
    functions! { error, context;
        "[method]error.to-debug-string" |cx, this: Resource<IoError>| -> String {
            Ok(format!("{:?}", cx.resources.get(&this)?.0))
        }
    }

    let mut pollable = linker.instance("wasi:io/poll@0.2.6")?;
    pollable.resource("pollable", ResourceType::host::<Pollable>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<Pollable>::new_own(rep))?;
        Ok(())
    })?;
    functions! { pollable, context;
        "[method]pollable.ready" |cx, this: Resource<Pollable>| -> bool {
            Ok(!wait(cx, &[this], Some(Duration::ZERO))?.is_empty())
        }
        "poll" |cx, list: Vec<Resource<Pollable>>| -> Vec<u32> {
            if list.is_empty() {
                bail!("empty list passed to `poll`");
            }
            wait(cx, &list, None)
        }
    }
    pollable.func_wrap("[method]pollable.block", move |mut store, (this,): (Resource<Pollable>,)| {
        wait(context(store.data_mut()), &[this], None)?;
        Ok(())
    })
}

/// Waits until one of them is ready, or for `limit`; returns which are.
fn wait(cx: &WasiCtx, list: &[Resource<Pollable>], limit: Option<Duration>) -> Result<Vec<u32>> {
    let pollables = list.iter().map(|this| cx.resources.get(this)).collect::<Result<Vec<_>, _>>()?;
    loop {
        let (mut hosts, mut earliest, mut at_once) = (Vec::new(), None, limit.is_some());
        for pollable in &pollables {
            match pollable {
                Pollable::Ready => at_once = true,
                Pollable::At(None) => {}
                Pollable::At(Some(due)) => {
                    earliest = Some(earliest.map_or(*due, |other: Instant| other.min(*due)))
                }
                Pollable::Standard { fd, write } => {
                    let host = cx.table.any(*fd).ok().and_then(|entry| entry.pollable());
                    match host {
                        Some(host) => hosts.push(PollFd::from_borrowed_fd(host, direction(*write))),
                        None => at_once = true,
                    }
                }
            }
        }
        let timeout = match at_once {
            true => Some(Duration::ZERO),
            false => earliest.map(|due| due.saturating_duration_since(Instant::now())),
        };
        match host_poll(&mut hosts, timeout) {
            Ok(()) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let ready = collect(cx, &pollables, &hosts);
        if !ready.is_empty() || limit.is_some() {
            return Ok(ready);
        }
    }
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

/// Which are ready now. `hosts` has an answer for each stream that can make a guest wait, in order.
fn collect(cx: &WasiCtx, pollables: &[&Pollable], hosts: &[PollFd<'_>]) -> Vec<u32> {
    let (now, mut hosts) = (Instant::now(), hosts.iter());
    let mut is_ready = |pollable: &Pollable| match pollable {
        Pollable::Ready => true,
        Pollable::At(due) => due.is_some_and(|due| due <= now),
        Pollable::Standard { fd, .. } => match cx.table.any(*fd).ok().and_then(|entry| entry.pollable()) {
            Some(_) => hosts.next().is_some_and(|host| !host.revents().is_empty()),
            None => true,
        },
    };
    let indexed = pollables.iter().zip(0..);
    indexed.filter(|(pollable, _)| is_ready(pollable)).map(|(_, index)| index).collect()
}

/// Whether a standard stream can be used without waiting.
pub(crate) fn is_ready(cx: &WasiCtx, fd: u32, write: bool) -> Outcome<bool> {
    let Some(host) = cx.table.any(fd)?.pollable() else { return Ok(true) };
    let mut hosts = [PollFd::from_borrowed_fd(host, direction(write))];
    host_poll(&mut hosts, Some(Duration::ZERO))?;
    Ok(!hosts[0].revents().is_empty())
}
