//! Arguments and environment: two lists of C strings, each as "how much room" and "fill it".

use crate::abi::Outcome;
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};

pub(crate) fn args_sizes_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, count: Ptr, size: Ptr) -> Outcome {
    sizes(&cx.args, mem, count, size)
}

pub(crate) fn args_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, argv: Ptr, buffer: Ptr) -> Outcome {
    strings(&cx.args, mem, argv, buffer)
}

pub(crate) fn environ_sizes_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, count: Ptr, size: Ptr) -> Outcome {
    sizes(&cx.env, mem, count, size)
}

pub(crate) fn environ_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, environ: Ptr, buffer: Ptr) -> Outcome {
    strings(&cx.env, mem, environ, buffer)
}

fn sizes(list: &[String], mem: &mut Guest<'_>, count: Ptr, size: Ptr) -> Outcome {
    mem.check(count, 1, 4)?;
    mem.check(size, 1, 4)?;
    let bytes = list.iter().map(|text| text.len() as u64 + 1).sum::<u64>();
    let len = u32::try_from(list.len()).map_err(|_| Errno::Overflow)?;
    mem.write_u32(count, len)?;
    mem.write_u32(size, u32::try_from(bytes).map_err(|_| Errno::Overflow)?)
}

/// Writes the strings one after the other at `buffer`, and their addresses at `pointers`.
fn strings(list: &[String], mem: &mut Guest<'_>, mut pointers: Ptr, mut buffer: Ptr) -> Outcome {
    for text in list {
        mem.write_u32(pointers, buffer)?;
        mem.write(buffer, text.as_bytes())?;
        let end = mem.at(buffer, text.len() as u32)?;
        mem.write(end, &[0])?;
        pointers = mem.at(pointers, 4)?;
        buffer = mem.at(end, 1)?;
    }
    Ok(())
}
