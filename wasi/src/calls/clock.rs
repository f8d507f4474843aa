//! Clocks. The monotonic clock starts at zero when the context is made, so it tells a guest nothing about the
//! host; the others are the host's.

use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use rustix::time::{ClockId, Timespec, clock_getres, clock_gettime};
use std::time::SystemTime;

pub(crate) const REALTIME: u32 = 0;
pub(crate) const MONOTONIC: u32 = 1;
pub(crate) const PROCESS_CPUTIME: u32 = 2;
pub(crate) const THREAD_CPUTIME: u32 = 3;

pub(crate) fn clock_res_get(_cx: &mut WasiCtx, mem: &mut Guest<'_>, clock: u32, result: Ptr) -> Outcome {
    let host = match clock {
        REALTIME => ClockId::Realtime,
        MONOTONIC => ClockId::Monotonic,
        PROCESS_CPUTIME => ClockId::ProcessCPUTime,
        THREAD_CPUTIME => ClockId::ThreadCPUTime,
        _ => return Err(Errno::Inval),
    };
    mem.write_u64(result, nanoseconds(clock_getres(host)).max(1))
}

pub(crate) fn clock_time_get(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    clock: u32,
    _precision: u64,
    result: Ptr,
) -> Outcome {
    let now = now(cx, clock)?;
    mem.write_u64(result, now)
}

/// The time on a clock in nanoseconds.
pub(crate) fn now(cx: &WasiCtx, clock: u32) -> Outcome<u64> {
    match clock {
        REALTIME => {
            // A host clock before 1970 reads as 1970: the interface has no negative time.
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            Ok(u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
        }
        MONOTONIC => Ok(u64::try_from(cx.start.elapsed().as_nanos()).unwrap_or(u64::MAX)),
        PROCESS_CPUTIME => Ok(nanoseconds(clock_gettime(ClockId::ProcessCPUTime))),
        THREAD_CPUTIME => Ok(nanoseconds(clock_gettime(ClockId::ThreadCPUTime))),
        _ => Err(Errno::Inval),
    }
}

fn nanoseconds(time: Timespec) -> u64 {
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    seconds.saturating_mul(1_000_000_000).saturating_add(u64::try_from(time.tv_nsec).unwrap_or(0))
}
