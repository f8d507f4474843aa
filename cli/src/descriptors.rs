//! How many files the process may have open, for a program that is promised more.

use crate::exit::Usage;
use anyhow::{Result, bail};
use rustix::process::{Resource, getrlimit, setrlimit};

/// Raises the limit of the process, as far as the system lets it, so that a program can have `wanted` descriptors.
pub(crate) fn make_room(wanted: u32) -> Result<()> {
    let needed = u64::from(wanted) + u64::from(wx_wasi::HOST_DESCRIPTORS);
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| needed <= current) {
        return Ok(());
    }
    if let Some(most) = limit.maximum.filter(|most| needed > *most) {
        let most = most.saturating_sub(u64::from(wx_wasi::HOST_DESCRIPTORS));
        bail!(Usage(format!("--max-descriptors {wanted}: the system allows {most} (`ulimit -Hn`)")));
    }
    limit.current = Some(needed);
    Ok(setrlimit(Resource::Nofile, limit)?)
}
