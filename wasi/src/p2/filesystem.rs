//! `wasi:filesystem`: open files and directories, and what was preopened.
//!
//! A descriptor is its number in the context's table; what it may be used for, the table decides, as it does for preview 1.

use super::code::ErrorCode;
use super::types::{
    Advice, Datetime, Descriptor, DescriptorFlags, DescriptorStat, DescriptorType, DirectoryEntry,
    DynInputStream, DynOutputStream, Entries, Failure, Input, IoError, MetadataHash, NewTimestamp, Output,
};
use super::{Context, functions};
use crate::abi::{Outcome, fdflags, rights};
use crate::ctx::WasiCtx;
use crate::descriptor::{DirNode, Entry, Node, filetype_of};
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};
use crate::readdir::{Listing, reopen};
use anyhow::Result;
use rustix::fs::{
    AtFlags, FileType, Stat, Timestamps, UTIME_NOW, UTIME_OMIT, fstat, futimens, statat, utimensat,
};
use rustix::time::Timespec;
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use wx_component::{Linker, Resource, ResourceType};

/// Most bytes of one read.
const MOST: u64 = 1 << 20;

pub(crate) type Filed<R> = Result<R, ErrorCode>;
pub(crate) type This = Resource<Descriptor>;

/// What a call on a file returns.
pub(crate) fn filed<R>(outcome: Outcome<R>) -> Result<Filed<R>> {
    Ok(outcome.map_err(ErrorCode::from))
}

/// A duplicate of a file for a stream; there are no more of them than descriptors.
fn duplicate(cx: &mut WasiCtx, this: &This, write: bool) -> Outcome<std::fs::File> {
    let right = if write { rights::FD_WRITE } else { rights::FD_READ };
    let file = cx.table.file(this.rep(), right)?;
    if !(if write { file.writable } else { file.readable }) {
        return Err(Errno::Badf);
    }
    if !file.is_regular() {
        return Err(Errno::Spipe);
    }
    cx.table.has_room_for(cx.file_streams)?;
    let file = file.file.try_clone()?;
    cx.file_streams += 1;
    Ok(file)
}

fn push_input(cx: &mut WasiCtx, this: &This, position: u64) -> Result<Filed<Resource<DynInputStream>>> {
    match duplicate(cx, this, false) {
        Ok(file) => Ok(Ok(cx.resources.push(DynInputStream(Input::File { file, position }))?)),
        Err(errno) => Ok(Err(errno.into())),
    }
}

fn push_output(
    cx: &mut WasiCtx,
    this: &This,
    position: Option<u64>,
) -> Result<Filed<Resource<DynOutputStream>>> {
    let opened = duplicate(cx, this, true).and_then(|file| {
        if position.is_none() {
            // A duplicate shares its flags with the original, which is asked to write at positions only.
            rustix::fs::fcntl_setfl(&file, rustix::fs::fcntl_getfl(&file)? | rustix::fs::OFlags::APPEND)?;
        }
        Ok(file)
    });
    match opened {
        Ok(file) => Ok(Ok(cx.resources.push(DynOutputStream(Output::File { file, position }))?)),
        Err(errno) => Ok(Err(errno.into())),
    }
}

fn flags(cx: &WasiCtx, this: &This) -> Outcome<DescriptorFlags> {
    let entry = cx.table.any(this.rep())?;
    let mut flags = DescriptorFlags::default();
    let mut set = |on: bool, flag: DescriptorFlags| {
        if on {
            flags = flags | flag;
        }
    };
    match &entry.node {
        Node::File(file) => {
            set(file.readable, DescriptorFlags::READ);
            set(file.writable, DescriptorFlags::WRITE);
            set(file.flags & fdflags::SYNC != 0, DescriptorFlags::FILE_INTEGRITY_SYNC);
            set(file.flags & fdflags::DSYNC != 0, DescriptorFlags::DATA_INTEGRITY_SYNC);
        }
        Node::Dir(dir) => {
            set(dir.dir_perms.contains(DirPerms::READ), DescriptorFlags::READ);
            set(dir.dir_perms.contains(DirPerms::MUTATE), DescriptorFlags::MUTATE_DIRECTORY);
        }
        _ => return Err(Errno::Badf),
    }
    Ok(flags)
}

fn host_stat(cx: &WasiCtx, this: &This) -> Outcome<Stat> {
    match &cx.table.get(this.rep(), rights::FD_FILESTAT_GET)?.node {
        Node::File(file) => Ok(fstat(&file.file)?),
        Node::Dir(dir) => Ok(fstat(&dir.dir)?),
        _ => Err(Errno::Badf),
    }
}

#[allow(clippy::unnecessary_cast, reason = "the types of the fields differ from host to host")]
pub(crate) fn descriptor_stat(stat: &Stat) -> DescriptorStat {
    let time = |seconds: i64, nanoseconds: i64| {
        let seconds = u64::try_from(seconds).ok()?;
        Some(Datetime { seconds, nanoseconds: nanoseconds as u32 })
    };
    DescriptorStat {
        filetype: filetype_of(FileType::from_raw_mode(stat.st_mode)).into(),
        link_count: stat.st_nlink as u64,
        size: stat.st_size as u64,
        accessed: time(stat.st_atime as i64, stat.st_atime_nsec as i64),
        modified: time(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        changed: time(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
    }
}

/// A number that is the same for the same object: mixed of its device and its inode, neither of which a guest needs to know.
#[allow(clippy::unnecessary_cast, reason = "the types of the fields differ from host to host")]
pub(crate) fn metadata_hash(stat: &Stat) -> MetadataHash {
    let mix = |seed: u64| {
        let mut x = seed ^ (stat.st_dev as u64).rotate_left(32) ^ stat.st_ino as u64;
        for factor in [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] {
            x = (x ^ x >> 30).wrapping_mul(factor);
        }
        x ^ x >> 31
    };
    MetadataHash { lower: mix(0x9e37_79b9_7f4a_7c15), upper: mix(0x3c6e_f372_fe94_f82a) }
}

/// The times to set.
pub(crate) fn timestamps(accessed: &NewTimestamp, modified: &NewTimestamp) -> Outcome<Timestamps> {
    let time = |new: &NewTimestamp| {
        Ok(match new {
            NewTimestamp::NoChange => Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT },
            NewTimestamp::Now => Timespec { tv_sec: 0, tv_nsec: UTIME_NOW },
            NewTimestamp::Timestamp(time) if time.nanoseconds < 1_000_000_000 => Timespec {
                tv_sec: i64::try_from(time.seconds).map_err(|_| Errno::Overflow)? as _,
                tv_nsec: time.nanoseconds as _,
            },
            NewTimestamp::Timestamp(_) => return Err(Errno::Inval),
        })
    };
    Ok(Timestamps { last_access: time(accessed)?, last_modification: time(modified)? })
}

fn set_times(cx: &WasiCtx, this: &This, times: &Timestamps) -> Outcome {
    let entry = cx.table.get(this.rep(), rights::FD_FILESTAT_SET_TIMES)?;
    match &entry.node {
        Node::File(file) if file.perms.contains(FilePerms::WRITE) => Ok(futimens(&file.file, times)?),
        Node::Dir(dir) if dir.dir_perms.contains(DirPerms::MUTATE) => {
            Ok(utimensat(&dir.dir, c".", times, AtFlags::SYMLINK_NOFOLLOW)?)
        }
        _ => Err(Errno::Notcapable),
    }
}

fn read(cx: &WasiCtx, this: &This, len: u64, offset: u64) -> Outcome<(Vec<u8>, bool)> {
    let file = cx.table.file(this.rep(), rights::FD_READ)?;
    if !file.readable {
        return Err(Errno::Badf);
    }
    let mut bytes = vec![0; len.min(MOST) as usize];
    let done = file.file.read_at(&mut bytes, offset)?;
    let at_end = done == 0 && !bytes.is_empty();
    bytes.truncate(done);
    Ok((bytes, at_end))
}

fn write(cx: &WasiCtx, this: &This, bytes: &[u8], offset: u64) -> Outcome<u64> {
    let file = cx.table.file(this.rep(), rights::FD_WRITE)?;
    if !file.writable {
        return Err(Errno::Badf);
    }
    Ok(file.file.write_at(bytes, offset)? as u64)
}

fn set_size(cx: &WasiCtx, this: &This, size: u64) -> Outcome {
    let file = cx.table.file(this.rep(), rights::FD_FILESTAT_SET_SIZE)?;
    if !file.writable {
        return Err(Errno::Badf);
    }
    i64::try_from(size).map_err(|_| Errno::Fbig)?;
    Ok(file.file.set_len(size)?)
}

fn sync(cx: &WasiCtx, this: &This, data_only: bool) -> Outcome {
    match &cx.table.any(this.rep())?.node {
        Node::File(file) if data_only => Ok(file.file.sync_data()?),
        Node::File(file) => Ok(file.file.sync_all()?),
        Node::Dir(dir) => Ok(rustix::fs::fsync(reopen(dir.dir.as_fd())?)?),
        _ => Err(Errno::Inval),
    }
}

fn list(cx: &WasiCtx, this: &This) -> Outcome<rustix::fs::Dir> {
    cx.table.has_room_for(cx.file_streams)?;
    let dir = cx.table.dir(this.rep(), rights::FD_READDIR)?;
    Ok(rustix::fs::Dir::new(reopen(dir.dir.as_fd())?)?)
}

fn next_entry(entries: &mut Entries) -> Outcome<Option<DirectoryEntry>> {
    loop {
        let Some(entry) = entries.0.read() else { return Ok(None) };
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        // The interface has names in Unicode only.
        let name = std::str::from_utf8(name).map_err(|_| Errno::Ilseq)?.to_owned();
        let filetype = match entry.file_type() {
            FileType::Unknown => entries.0.fd().ok().and_then(|dir| {
                let stat = statat(dir, &*name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
                Some(filetype_of(FileType::from_raw_mode(stat.st_mode)))
            }),
            known => Some(filetype_of(known)),
        };
        let filetype = filetype.map_or(DescriptorType::Unknown, DescriptorType::from);
        return Ok(Some(DirectoryEntry { filetype, name }));
    }
}

/// What was preopened, each directory as a descriptor of its own.
fn preopens(cx: &mut WasiCtx) -> Outcome<Vec<(This, String)>> {
    let mut found = Vec::new();
    for entry in cx.table.entries() {
        if let (Node::Dir(dir), Some(name)) = (&entry.node, &entry.preopen) {
            let copy = DirNode {
                dir: dir.dir.child(dir.dir.as_fd().try_clone_to_owned()?),
                dir_perms: dir.dir_perms,
                file_perms: dir.file_perms,
                listing: Listing::default(),
            };
            found.push((copy, name.clone()));
        }
    }
    let mut descriptors = Vec::new();
    for (dir, name) in found {
        descriptors.push((Resource::new_own(cx.table.insert(Entry::new(Node::Dir(dir)))?), name));
    }
    Ok(descriptors)
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut instance = linker.instance("wasi:filesystem/preopens@0.2.6")?;
    functions! { instance, context;
        "get-directories" |cx| -> Vec<(This, String)> {
            preopens(cx).map_err(|errno| anyhow::anyhow!("the preopened directories cannot be opened: {errno:?}"))
        }
    }
    let mut types = linker.instance("wasi:filesystem/types@0.2.6")?;
    types.resource("descriptor", ResourceType::host::<Descriptor>(), move |mut store, rep| {
        // A descriptor that is not there any more has nothing to close.
        let _ = context(store.data_mut()).table.remove(rep);
        Ok(())
    })?;
    types.resource("directory-entry-stream", ResourceType::host::<Entries>(), move |mut store, rep| {
        let cx = context(store.data_mut());
        cx.resources.delete(Resource::<Entries>::new_own(rep))?;
        cx.file_streams -= 1;
        Ok(())
    })?;
    functions! { types, context;
        "[method]descriptor.read-via-stream" |cx, this: This, offset: u64| -> Filed<Resource<DynInputStream>> {
            push_input(cx, &this, offset)
        }
        "[method]descriptor.write-via-stream" |cx, this: This, offset: u64| -> Filed<Resource<DynOutputStream>> {
            push_output(cx, &this, Some(offset))
        }
        "[method]descriptor.append-via-stream" |cx, this: This| -> Filed<Resource<DynOutputStream>> {
            push_output(cx, &this, None)
        }
        "[method]descriptor.advise" |cx, this: This, _offset: u64, _len: u64, _advice: Advice| -> Filed<()> {
            // Advice may be ignored.
            filed(cx.table.file(this.rep(), rights::FD_ADVISE).map(|_| ()))
        }
        "[method]descriptor.sync-data" |cx, this: This| -> Filed<()> { filed(sync(cx, &this, true)) }
        "[method]descriptor.sync" |cx, this: This| -> Filed<()> { filed(sync(cx, &this, false)) }
        "[method]descriptor.get-flags" |cx, this: This| -> Filed<DescriptorFlags> { filed(flags(cx, &this)) }
        "[method]descriptor.get-type" |cx, this: This| -> Filed<DescriptorType> {
            filed(cx.table.any(this.rep()).map(|entry| entry.filetype().into()))
        }
        "[method]descriptor.set-size" |cx, this: This, size: u64| -> Filed<()> { filed(set_size(cx, &this, size)) }
        "[method]descriptor.set-times" |cx, this: This, accessed: NewTimestamp, modified: NewTimestamp| -> Filed<()> {
            filed(timestamps(&accessed, &modified).and_then(|times| set_times(cx, &this, &times)))
        }
        "[method]descriptor.read" |cx, this: This, len: u64, offset: u64| -> Filed<(Vec<u8>, bool)> {
            filed(read(cx, &this, len, offset))
        }
        "[method]descriptor.write" |cx, this: This, bytes: Vec<u8>, offset: u64| -> Filed<u64> {
            filed(write(cx, &this, &bytes, offset))
        }
        "[method]descriptor.read-directory" |cx, this: This| -> Filed<Resource<Entries>> {
            match list(cx, &this) {
                Ok(dir) => {
                    cx.file_streams += 1;
                    Ok(Ok(cx.resources.push(Entries(dir))?))
                }
                Err(errno) => Ok(Err(errno.into())),
            }
        }
        "[method]directory-entry-stream.read-directory-entry" |cx, this: Resource<Entries>| -> Filed<Option<DirectoryEntry>> {
            filed(next_entry(cx.resources.get_mut(&this)?))
        }
        "[method]descriptor.stat" |cx, this: This| -> Filed<DescriptorStat> {
            filed(host_stat(cx, &this).map(|stat| descriptor_stat(&stat)))
        }
        "[method]descriptor.metadata-hash" |cx, this: This| -> Filed<MetadataHash> {
            filed(host_stat(cx, &this).map(|stat| metadata_hash(&stat)))
        }
        "[method]descriptor.is-same-object" |cx, this: This, other: This| -> bool {
            let same = |a: Stat, b: Stat| a.st_dev == b.st_dev && a.st_ino == b.st_ino;
            Ok(matches!((host_stat(cx, &this), host_stat(cx, &other)), (Ok(a), Ok(b)) if same(a, b)))
        }
        "filesystem-error-code" |cx, error: Resource<IoError>| -> Option<ErrorCode> {
            Ok(match &cx.resources.get(&error)?.0 {
                Failure::Errno(errno) => Some((*errno).into()),
                Failure::Host(_) => None,
            })
        }
    }
    Ok(())
}
