//! Waiting: for a time, for descriptors, for whichever comes first.
//!
//! Subscriptions become two things: a moment (of the earliest clock) and a list of host descriptors. What
//! cannot make a guest wait (regular files, streams in memory) is ready at once. The host's `poll` waits until
//! the moment or a descriptor; then everything that is due is reported, in the order of the subscriptions, so
//! a clock that ran out during the wait is never lost behind a ready descriptor.
//!
//! A descriptor that is not open fails the whole call with `BADF`; so do an unknown kind of subscription and
//! an unknown clock with `INVAL`, before anything is waited for.

use crate::abi::{Abi, EVENT_SIZE, Outcome, rights};
use crate::calls::clock;
use crate::ctx::WasiCtx;
use crate::descriptor::{Entry, Node};
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::time::{Duration, Instant};

/// How many subscriptions one call takes. Nobody waits for so many; without a limit a guest would choose how
/// much the host allocates.
const MOST_SUBSCRIPTIONS: u32 = 1 << 14;

const EVENT_CLOCK: u8 = 0;
const EVENT_FD_READ: u8 = 1;
const EVENT_FD_WRITE: u8 = 2;

/// The other side is gone.
const HANGUP: u16 = 1;

enum Wanted {
    /// `None` is later than this host can represent.
    Clock {
        due: Option<Instant>,
    },
    Fd {
        fd: u32,
        write: bool,
    },
}

struct Subscription {
    userdata: u64,
    wanted: Wanted,
}

/// One thing that happened.
struct Event {
    userdata: u64,
    error: u16,
    kind: u8,
    bytes: u64,
    flags: u16,
}

pub(crate) fn poll_oneoff(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    abi: Abi,
    subscriptions: Ptr,
    events: Ptr,
    count: u32,
    result: Ptr,
) -> Outcome {
    if count == 0 || count > MOST_SUBSCRIPTIONS {
        return Err(Errno::Inval);
    }
    mem.check(subscriptions, count, abi.subscription_size())?;
    mem.check(events, count, EVENT_SIZE)?;
    mem.check(result, 1, 4)?;
    let mut wanted = Vec::with_capacity(count as usize);
    for index in 0..count {
        let at = mem.at(subscriptions, index * abi.subscription_size())?;
        wanted.push(subscription(cx, mem, abi, at)?);
    }
    let happened = wait(cx, &wanted)?;
    for (event, index) in happened.iter().zip(0u32..) {
        let mut record = [0; EVENT_SIZE as usize];
        record[0..8].copy_from_slice(&event.userdata.to_le_bytes());
        record[8..10].copy_from_slice(&event.error.to_le_bytes());
        record[10] = event.kind;
        record[16..24].copy_from_slice(&event.bytes.to_le_bytes());
        record[24..26].copy_from_slice(&event.flags.to_le_bytes());
        mem.write(mem.at(events, index * EVENT_SIZE)?, &record)?;
    }
    mem.write_u32(result, happened.len() as u32)
}

/// Decodes one subscription and checks what it names.
fn subscription(cx: &WasiCtx, mem: &Guest<'_>, abi: Abi, at: Ptr) -> Outcome<Subscription> {
    let userdata = mem.read_u64(at)?;
    let wanted = match mem.read_u8(mem.at(at, 8)?)? {
        EVENT_CLOCK => {
            let body = mem.at(at, abi.subscription_clock())?;
            let id = mem.read_u32(body)?;
            let timeout = mem.read_u64(mem.at(body, 8)?)?;
            let flags = mem.read_u16(mem.at(body, 24)?)?;
            let absolute = match flags {
                0 => false,
                1 => true,
                _ => return Err(Errno::Inval),
            };
            match id {
                clock::REALTIME | clock::MONOTONIC => {}
                // Clocks that stand still while the guest waits.
                clock::PROCESS_CPUTIME | clock::THREAD_CPUTIME => return Err(Errno::Notsup),
                _ => return Err(Errno::Inval),
            }
            let remaining = if absolute { timeout.saturating_sub(clock::now(cx, id)?) } else { timeout };
            Wanted::Clock { due: Instant::now().checked_add(Duration::from_nanos(remaining)) }
        }
        kind @ (EVENT_FD_READ | EVENT_FD_WRITE) => {
            let fd = mem.read_u32(mem.at(at, 16)?)?;
            cx.table.get(fd, rights::POLL_FD_READWRITE)?;
            Wanted::Fd { fd, write: kind == EVENT_FD_WRITE }
        }
        _ => return Err(Errno::Inval),
    };
    Ok(Subscription { userdata, wanted })
}

fn wait(cx: &WasiCtx, subscriptions: &[Subscription]) -> Outcome<Vec<Event>> {
    let mut hosts = Vec::new();
    let mut at_once = false;
    let mut earliest: Option<Instant> = None;
    for subscription in subscriptions {
        match subscription.wanted {
            Wanted::Clock { due: Some(due) } => earliest = Some(earliest.map_or(due, |other| other.min(due))),
            Wanted::Clock { due: None } => {}
            Wanted::Fd { fd, write } => match cx.table.any(fd)?.pollable() {
                Some(host) => {
                    hosts.push(PollFd::from_borrowed_fd(
                        host,
                        if write { PollFlags::OUT } else { PollFlags::IN },
                    ));
                }
                None => at_once = true,
            },
        }
    }
    loop {
        let timeout = if at_once {
            Some(Duration::ZERO)
        } else {
            earliest.map(|due| due.saturating_duration_since(Instant::now()))
        };
        let timeout = timeout.map(|left| Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        });
        match poll(&mut hosts, timeout.as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let happened = collect(cx, subscriptions, &hosts)?;
        if !happened.is_empty() {
            return Ok(happened);
        }
    }
}

/// Everything that is due now. `hosts` has an answer for each pollable descriptor, in order.
fn collect(cx: &WasiCtx, subscriptions: &[Subscription], hosts: &[PollFd<'_>]) -> Outcome<Vec<Event>> {
    let now = Instant::now();
    let mut hosts = hosts.iter();
    let mut happened = Vec::new();
    for subscription in subscriptions {
        let userdata = subscription.userdata;
        match subscription.wanted {
            Wanted::Clock { due } => {
                if due.is_some_and(|due| due <= now) {
                    happened.push(Event { userdata, error: 0, kind: EVENT_CLOCK, bytes: 0, flags: 0 });
                }
            }
            Wanted::Fd { fd, write } => {
                let kind = if write { EVENT_FD_WRITE } else { EVENT_FD_READ };
                let entry = cx.table.any(fd)?;
                let answer = match entry.pollable() {
                    Some(_) => hosts.next().map_or(PollFlags::empty(), PollFd::revents),
                    None => PollFlags::IN | PollFlags::OUT,
                };
                if answer.is_empty() {
                    continue;
                }
                let error = if answer.contains(PollFlags::NVAL) { Errno::Badf as u16 } else { 0 };
                let flags = if answer.contains(PollFlags::HUP) { HANGUP } else { 0 };
                let bytes = if write { 1 } else { readable(entry) };
                happened.push(Event { userdata, error, kind, bytes, flags });
            }
        }
    }
    Ok(happened)
}

/// How many bytes can be read without waiting, as far as the host says.
fn readable(entry: &Entry) -> u64 {
    match &entry.node {
        Node::File(file) if file.is_regular() => {
            let size = file.file.metadata().map_or(0, |metadata| metadata.len());
            size.saturating_sub(file.position.get(&file.file).unwrap_or(0))
        }
        _ => entry.pollable().and_then(|host| rustix::io::ioctl_fionread(host).ok()).unwrap_or(1),
    }
}
