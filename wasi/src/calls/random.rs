//! Random bytes from the host's secure source, written straight into the guest's memory.

use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};

pub(crate) fn random_get(_cx: &mut WasiCtx, mem: &mut Guest<'_>, buffer: Ptr, len: u32) -> Outcome {
    getrandom::fill(mem.bytes_mut(buffer, len)?).map_err(|_| Errno::Io)
}
