//! Reading, writing, seeking, and the life of a descriptor.

use crate::abi::{Abi, Outcome, Whence, rights};
use crate::calls::stream;
use crate::ctx::WasiCtx;
use crate::descriptor::Node;
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use crate::readdir::reopen;
use std::io::SeekFrom;
use std::os::fd::AsFd;

pub(crate) fn fd_read(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    let entry = cx.table.get_mut(fd, rights::FD_READ)?;
    let buffers = mem.buffers(iovs, count)?;
    let done = stream::read(entry, mem, &buffers, None)?;
    mem.write_u32(result, done)
}

pub(crate) fn fd_pread(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    offset: u64,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    let entry = cx.table.get_mut(fd, rights::FD_READ | rights::FD_SEEK)?;
    let buffers = mem.buffers(iovs, count)?;
    let done = stream::read(entry, mem, &buffers, Some(offset))?;
    mem.write_u32(result, done)
}

pub(crate) fn fd_write(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    let entry = cx.table.get_mut(fd, rights::FD_WRITE)?;
    let buffers = mem.buffers(iovs, count)?;
    let done = stream::write(entry, mem, &buffers, None)?;
    mem.write_u32(result, done)
}

pub(crate) fn fd_pwrite(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    iovs: Ptr,
    count: u32,
    offset: u64,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    let entry = cx.table.get_mut(fd, rights::FD_WRITE | rights::FD_SEEK)?;
    let buffers = mem.buffers(iovs, count)?;
    let done = stream::write(entry, mem, &buffers, Some(offset))?;
    mem.write_u32(result, done)
}

pub(crate) fn fd_seek(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    abi: Abi,
    fd: u32,
    offset: i64,
    whence: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 8)?;
    let whence = abi.whence(whence)?;
    // Asking where one is needs the smaller right.
    let right = if whence == Whence::Current && offset == 0 { rights::FD_TELL } else { rights::FD_SEEK };
    let file = cx.table.file_mut(fd, right)?;
    let target = match whence {
        Whence::Set => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::Inval)?),
        Whence::Current => SeekFrom::Current(offset),
        Whence::End => SeekFrom::End(offset),
    };
    let position = file.position.seek(&file.file, target)?;
    mem.write_u64(result, position)
}

pub(crate) fn fd_tell(cx: &mut WasiCtx, mem: &mut Guest<'_>, fd: u32, result: Ptr) -> Outcome {
    fd_seek(cx, mem, Abi::Preview1, fd, 0, 1, result)
}

pub(crate) fn fd_close(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32) -> Outcome {
    cx.table.remove(fd).map(drop)
}

pub(crate) fn fd_renumber(cx: &mut WasiCtx, _mem: &mut Guest<'_>, from: u32, to: u32) -> Outcome {
    cx.table.renumber(from, to)
}

pub(crate) fn fd_sync(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32) -> Outcome {
    match &cx.table.get(fd, rights::FD_SYNC)?.node {
        Node::File(file) => Ok(file.file.sync_all()?),
        Node::Dir(dir) => Ok(rustix::fs::fsync(reopen(dir.dir.as_fd())?)?),
        _ => Err(Errno::Inval),
    }
}

pub(crate) fn fd_datasync(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32) -> Outcome {
    match &cx.table.get(fd, rights::FD_DATASYNC)?.node {
        Node::File(file) => Ok(file.file.sync_data()?),
        Node::Dir(dir) => Ok(rustix::fs::fsync(reopen(dir.dir.as_fd())?)?),
        _ => Err(Errno::Inval),
    }
}

pub(crate) fn fd_advise(
    cx: &mut WasiCtx,
    _mem: &mut Guest<'_>,
    fd: u32,
    offset: u64,
    len: u64,
    advice: u32,
) -> Outcome {
    let file = cx.table.file(fd, rights::FD_ADVISE)?;
    if advice > 5 || i64::try_from(offset).is_err() || i64::try_from(len).is_err() {
        return Err(Errno::Inval);
    }
    if !file.is_regular() {
        return Err(Errno::Spipe);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
    {
        use rustix::fs::Advice;
        let advice = [
            Advice::Normal,
            Advice::Sequential,
            Advice::Random,
            Advice::WillNeed,
            Advice::DontNeed,
            Advice::NoReuse,
        ][advice as usize];
        rustix::fs::fadvise(&file.file, offset, std::num::NonZeroU64::new(len), advice)?;
    }
    Ok(())
}

pub(crate) fn fd_allocate(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32, offset: u64, len: u64) -> Outcome {
    let file = cx.table.file(fd, rights::FD_ALLOCATE)?;
    if !file.writable {
        return Err(Errno::Badf);
    }
    if len == 0 {
        return Err(Errno::Inval);
    }
    let end = offset.checked_add(len).filter(|end| i64::try_from(*end).is_ok()).ok_or(Errno::Fbig)?;
    match rustix::fs::fallocate(&file.file, rustix::fs::FallocateFlags::empty(), offset, len) {
        Ok(()) => Ok(()),
        // The file system cannot reserve; what a guest can observe is the size.
        Err(rustix::io::Errno::OPNOTSUPP) => {
            if end > file.file.metadata()?.len() {
                file.file.set_len(end)?;
            }
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
