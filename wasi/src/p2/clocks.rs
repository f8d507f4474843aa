//! `wasi:clocks`: the time of day, and a clock that only goes forward.

use super::types::{Datetime, DynPollable, Source};
use super::{Context, functions};
use crate::calls::clock::{MONOTONIC, now};
use crate::ctx::WasiCtx;
use anyhow::{Result, anyhow};
use std::time::{Duration, Instant, SystemTime};
use wx_component::{Linker, Resource};

/// A pollable for this many nanoseconds from now.
fn after(cx: &mut WasiCtx, nanoseconds: u64) -> Result<Resource<DynPollable>> {
    let due = Instant::now().checked_add(Duration::from_nanos(nanoseconds));
    Ok(cx.resources.push(DynPollable(Source::At(due)))?)
}

fn monotonic(cx: &WasiCtx) -> Result<u64> {
    now(cx, MONOTONIC).map_err(|errno| anyhow!("the monotonic clock cannot be read: {errno:?}"))
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut clock = linker.instance("wasi:clocks/monotonic-clock@0.2.6")?;
    functions! { clock, context;
        "now" |cx| -> u64 { monotonic(cx) }
        "resolution" |cx| -> u64 { Ok(1) }
        "subscribe-duration" |cx, nanoseconds: u64| -> Resource<DynPollable> { after(cx, nanoseconds) }
        "subscribe-instant" |cx, when: u64| -> Resource<DynPollable> {
            let left = when.saturating_sub(monotonic(cx)?);
            after(cx, left)
        }
    }
    let mut clock = linker.instance("wasi:clocks/wall-clock@0.2.6")?;
    functions! { clock, context;
        "now" |cx| -> Datetime {
            // A host clock before 1970 reads as 1970: the interface has no negative time.
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            Ok(Datetime { seconds: since.as_secs(), nanoseconds: since.subsec_nanos() })
        }
        "resolution" |cx| -> Datetime { Ok(Datetime { seconds: 0, nanoseconds: 1 }) }
    }
    Ok(())
}
