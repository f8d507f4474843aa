//! What a descriptor is: its flags and rights, its metadata, its preopened name, its directory entries.

use crate::abi::{Abi, Filetype, Outcome, fdflags, fstflags, rights};
use crate::ctx::WasiCtx;
use crate::descriptor::{Node, filetype_of};
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use rustix::fs::{AtFlags, FileType, Stat, Timestamps, UTIME_NOW, UTIME_OMIT, fstat, futimens, utimensat};
use rustix::time::Timespec;

pub(crate) fn fd_fdstat_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, fd: u32, result: Ptr) -> Outcome {
    let entry = cx.table.any(fd)?;
    let (base, inheriting) = entry.rights();
    let mut fdstat = [0; 24];
    fdstat[0] = entry.filetype() as u8;
    fdstat[2..4].copy_from_slice(&(entry.flags() as u16).to_le_bytes());
    fdstat[8..16].copy_from_slice(&base.to_le_bytes());
    fdstat[16..24].copy_from_slice(&inheriting.to_le_bytes());
    mem.write(result, &fdstat)
}

pub(crate) fn fd_fdstat_set_flags(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32, flags: u32) -> Outcome {
    if flags & !fdflags::ALL != 0 {
        return Err(Errno::Inval);
    }
    let entry = cx.table.get_mut(fd, rights::FD_FDSTAT_SET_FLAGS)?;
    match &mut entry.node {
        Node::File(file) => file.set_flags(flags),
        Node::Listener { nonblock, .. } | Node::Stream { nonblock, .. } => {
            *nonblock = flags & fdflags::NONBLOCK != 0;
            Ok(())
        }
        Node::Dir(_) => Err(Errno::Badf),
        // A stream of the embedder has no flags; none are set, and that is all it takes.
        Node::Reader(_) | Node::Writer(_) => Ok(()),
    }
}

pub(crate) fn fd_fdstat_set_rights(
    cx: &mut WasiCtx,
    _mem: &mut Guest<'_>,
    fd: u32,
    base: u64,
    inheriting: u64,
) -> Outcome {
    let entry = cx.table.any_mut(fd)?;
    let (has_base, has_inheriting) = entry.rights();
    if base & !has_base != 0 || inheriting & !has_inheriting != 0 {
        return Err(Errno::Notcapable);
    }
    entry.dropped_base |= !base;
    entry.dropped_inheriting |= !inheriting;
    Ok(())
}

/// The metadata of a file, in the interface's terms.
#[derive(Clone, Copy)]
pub(crate) struct Filestat {
    dev: u64,
    ino: u64,
    filetype: Filetype,
    nlink: u64,
    size: u64,
    /// Access, modification and change, in nanoseconds since 1970.
    times: [u64; 3],
}

#[allow(clippy::unnecessary_cast, reason = "the types of the fields differ from host to host")]
impl From<Stat> for Filestat {
    fn from(stat: Stat) -> Filestat {
        Filestat {
            dev: stat.st_dev as u64,
            ino: stat.st_ino as u64,
            filetype: filetype_of(FileType::from_raw_mode(stat.st_mode)),
            nlink: stat.st_nlink as u64,
            size: stat.st_size as u64,
            times: [
                nanoseconds(stat.st_atime as i64, stat.st_atime_nsec as i64),
                nanoseconds(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
                nanoseconds(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
            ],
        }
    }
}

/// Times before 1970 read as 1970, times after 2554 as the last one: the interface has 64 bits without sign.
fn nanoseconds(seconds: i64, nanoseconds: i64) -> u64 {
    let all = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    u64::try_from(all.max(0)).unwrap_or(u64::MAX)
}

impl Filestat {
    /// What is known of a descriptor that is no file of the host.
    fn nameless(filetype: Filetype) -> Filestat {
        Filestat { dev: 0, ino: 0, filetype, nlink: 1, size: 0, times: [0; 3] }
    }

    pub(crate) fn write(&self, mem: &mut Guest<'_>, abi: Abi, result: Ptr) -> Outcome {
        let mut record = Vec::with_capacity(64);
        record.extend_from_slice(&self.dev.to_le_bytes());
        record.extend_from_slice(&self.ino.to_le_bytes());
        record.extend_from_slice(&[self.filetype as u8, 0, 0, 0]);
        match abi {
            Abi::Snapshot0 => {
                let nlink = u32::try_from(self.nlink).unwrap_or(u32::MAX);
                record.extend_from_slice(&nlink.to_le_bytes());
            }
            Abi::Preview1 => {
                record.extend_from_slice(&[0; 4]);
                record.extend_from_slice(&self.nlink.to_le_bytes());
            }
        }
        record.extend_from_slice(&self.size.to_le_bytes());
        for time in self.times {
            record.extend_from_slice(&time.to_le_bytes());
        }
        mem.write(result, &record)
    }
}

pub(crate) fn fd_filestat_get(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    abi: Abi,
    fd: u32,
    result: Ptr,
) -> Outcome {
    let entry = cx.table.get(fd, rights::FD_FILESTAT_GET)?;
    let filestat = match &entry.node {
        Node::File(file) => Filestat::from(fstat(&file.file)?),
        Node::Dir(dir) => Filestat::from(fstat(&dir.dir)?),
        _ => Filestat::nameless(entry.filetype()),
    };
    filestat.write(mem, abi, result)
}

pub(crate) fn fd_filestat_set_size(cx: &mut WasiCtx, _mem: &mut Guest<'_>, fd: u32, size: u64) -> Outcome {
    let file = cx.table.file(fd, rights::FD_FILESTAT_SET_SIZE)?;
    if !file.writable {
        return Err(Errno::Badf);
    }
    if i64::try_from(size).is_err() {
        return Err(Errno::Fbig);
    }
    Ok(file.file.set_len(size)?)
}

/// The times to set: each a number of nanoseconds since 1970, now, or left as it is.
pub(crate) fn times(access: u64, modification: u64, flags: u32) -> Outcome<Timestamps> {
    let pick = |given: u32, now: u32, time: u64| match (flags & given != 0, flags & now != 0) {
        (true, true) => Err(Errno::Inval),
        (true, false) => {
            let (seconds, rest) = (time / 1_000_000_000, time % 1_000_000_000);
            // Both fit: 64 bits of nanoseconds are 585 years.
            Ok(Timespec { tv_sec: seconds as _, tv_nsec: rest as _ })
        }
        (false, true) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_NOW }),
        (false, false) => Ok(Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT }),
    };
    if flags & !fstflags::ALL != 0 {
        return Err(Errno::Inval);
    }
    Ok(Timestamps {
        last_access: pick(fstflags::ATIM, fstflags::ATIM_NOW, access)?,
        last_modification: pick(fstflags::MTIM, fstflags::MTIM_NOW, modification)?,
    })
}

pub(crate) fn fd_filestat_set_times(
    cx: &mut WasiCtx,
    _mem: &mut Guest<'_>,
    fd: u32,
    access: u64,
    modification: u64,
    flags: u32,
) -> Outcome {
    let times = times(access, modification, flags)?;
    let entry = cx.table.get(fd, rights::FD_FILESTAT_SET_TIMES)?;
    if entry.rights().0 & rights::FD_FILESTAT_SET_TIMES == 0 {
        return Err(Errno::Notcapable);
    }
    match &entry.node {
        Node::File(file) => Ok(futimens(&file.file, &times)?),
        // The handle may be one that only names the directory, which has no times to set but through a name.
        Node::Dir(dir) => Ok(utimensat(&dir.dir, c".", &times, AtFlags::SYMLINK_NOFOLLOW)?),
        _ => Err(Errno::Inval),
    }
}

pub(crate) fn fd_prestat_get(cx: &mut WasiCtx, mem: &mut Guest<'_>, fd: u32, result: Ptr) -> Outcome {
    let name = cx.table.any(fd)?.preopen.as_ref().ok_or(Errno::Badf)?;
    let mut prestat = [0; 8];
    prestat[4..].copy_from_slice(&(name.len() as u32).to_le_bytes());
    mem.write(result, &prestat)
}

pub(crate) fn fd_prestat_dir_name(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    buffer: Ptr,
    len: u32,
) -> Outcome {
    let name = cx.table.any(fd)?.preopen.as_ref().ok_or(Errno::Notdir)?;
    if name.len() > len as usize {
        return Err(Errno::Nametoolong);
    }
    mem.write(buffer, name.as_bytes())
}

pub(crate) fn fd_readdir(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    buffer: Ptr,
    len: u32,
    cookie: u64,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    if !cx.table.dir(fd, rights::FD_READDIR)?.listing.is_open() {
        cx.table.has_room()?;
    }
    let dir = cx.table.dir_mut(fd, rights::FD_READDIR)?;
    let used = dir.listing.fill(&dir.dir, cookie, mem.bytes_mut(buffer, len)?)?;
    mem.write_u32(result, used as u32)
}
