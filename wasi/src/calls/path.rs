//! Paths: everything that takes a name beneath an open directory.
//!
//! What is reached is decided by the room [`beneath`](crate::beneath): nothing but what lies beneath the directory.
//! What this file adds are the permissions of the preopened directory:
//!
//! * Nothing is created, truncated, removed or renamed without the right for it, and truncating is writing,
//!   whichever of the guest's flags asked for it.
//! * A hard link or a rename between two preopened directories must not carry a file to where more is allowed
//!   than at its old place.

use crate::abi::{Abi, Filetype, LOOKUP_SYMLINK_FOLLOW, Outcome, fdflags, oflags, rights};
use crate::calls::fdstat::{Filestat, times};
use crate::ctx::WasiCtx;
use crate::descriptor::{DirNode, Entry, FileNode, Node, filetype_of};
use crate::errno::Errno;
use crate::guest::{Guest, Ptr};
use crate::position::Position;
use crate::readdir::Listing;
use rustix::fs::{FileType, Mode, OFlags, Stat, fstat};
use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::Path;

/// Whether a link in the last component is followed.
fn follows(lookup: u32) -> Outcome<bool> {
    if lookup & !LOOKUP_SYMLINK_FOLLOW != 0 {
        return Err(Errno::Inval);
    }
    Ok(lookup & LOOKUP_SYMLINK_FOLLOW != 0)
}

pub(crate) fn path_create_directory(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    path: Ptr,
    len: u32,
) -> Outcome {
    let path = mem.path(path, len)?;
    cx.table.dir(fd, rights::PATH_CREATE_DIRECTORY)?.dir.create_dir(path)
}

pub(crate) fn path_remove_directory(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    path: Ptr,
    len: u32,
) -> Outcome {
    let path = mem.path(path, len)?;
    cx.table.dir(fd, rights::PATH_REMOVE_DIRECTORY)?.dir.remove_dir(path)
}

pub(crate) fn path_unlink_file(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    path: Ptr,
    len: u32,
) -> Outcome {
    let path = mem.path(path, len)?;
    cx.table.dir(fd, rights::PATH_UNLINK_FILE)?.dir.unlink(path)
}

pub(crate) fn path_filestat_get(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    abi: Abi,
    fd: u32,
    lookup: u32,
    path: Ptr,
    len: u32,
    result: Ptr,
) -> Outcome {
    let follow = follows(lookup)?;
    let path = mem.path(path, len)?;
    let stat = cx.table.dir(fd, rights::PATH_FILESTAT_GET)?.dir.stat(path, follow)?;
    Filestat::from(stat).write(mem, abi, result)
}

pub(crate) fn path_filestat_set_times(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    lookup: u32,
    path: Ptr,
    len: u32,
    access: u64,
    modification: u64,
    flags: u32,
) -> Outcome {
    let follow = follows(lookup)?;
    let times = times(access, modification, flags)?;
    let path = mem.path(path, len)?;
    cx.table.dir(fd, rights::PATH_FILESTAT_SET_TIMES)?.dir.set_times(path, follow, &times)
}

pub(crate) fn path_link(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    old_fd: u32,
    lookup: u32,
    old_path: Ptr,
    old_len: u32,
    new_fd: u32,
    new_path: Ptr,
    new_len: u32,
) -> Outcome {
    if follows(lookup)? {
        return Err(Errno::Inval);
    }
    let old_path = mem.path(old_path, old_len)?;
    let new_path = mem.path(new_path, new_len)?;
    let old = cx.table.dir(old_fd, rights::PATH_LINK_SOURCE)?;
    let new = cx.table.dir(new_fd, rights::PATH_LINK_TARGET)?;
    gains_nothing(old, new)?;
    old.dir.hard_link(old_path, &new.dir, new_path)
}

pub(crate) fn path_rename(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    old_fd: u32,
    old_path: Ptr,
    old_len: u32,
    new_fd: u32,
    new_path: Ptr,
    new_len: u32,
) -> Outcome {
    let old_path = mem.path(old_path, old_len)?;
    let new_path = mem.path(new_path, new_len)?;
    let old = cx.table.dir(old_fd, rights::PATH_RENAME_SOURCE)?;
    let new = cx.table.dir(new_fd, rights::PATH_RENAME_TARGET)?;
    gains_nothing(old, new)?;
    old.dir.rename(old_path, &new.dir, new_path)
}

/// A name that moves from `old` to `new` must not be allowed more there.
pub(crate) fn gains_nothing(old: &DirNode, new: &DirNode) -> Outcome {
    if old.file_perms.contains(new.file_perms) && old.dir_perms.contains(new.dir_perms) {
        Ok(())
    } else {
        Err(Errno::Notcapable)
    }
}

pub(crate) fn path_symlink(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    target: Ptr,
    target_len: u32,
    fd: u32,
    path: Ptr,
    len: u32,
) -> Outcome {
    let target = mem.path(target, target_len)?;
    let path = mem.path(path, len)?;
    cx.table.dir(fd, rights::PATH_SYMLINK)?.dir.symlink(target, path)
}

pub(crate) fn path_readlink(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    path: Ptr,
    len: u32,
    buffer: Ptr,
    buffer_len: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    mem.check(buffer, buffer_len, 1)?;
    let path = mem.path(path, len)?;
    let bytes = cx.table.dir(fd, rights::PATH_READLINK)?.dir.read_link(path)?;
    let taken = bytes.len().min(buffer_len as usize);
    mem.write(buffer, &bytes[..taken])?;
    mem.write_u32(result, taken as u32)
}

/// What `path_open` was asked for.
#[derive(Clone, Copy)]
pub(crate) struct Request {
    pub(crate) follow: bool,
    pub(crate) create: bool,
    pub(crate) exclusive: bool,
    pub(crate) truncate: bool,
    pub(crate) directory: bool,
    pub(crate) read: bool,
    pub(crate) write: bool,
    pub(crate) fdflags: u32,
}

pub(crate) fn path_open(
    cx: &mut WasiCtx,
    mem: &mut Guest<'_>,
    fd: u32,
    lookup: u32,
    path: Ptr,
    len: u32,
    flags: u32,
    base: u64,
    _inheriting: u64,
    fdflags: u32,
    result: Ptr,
) -> Outcome {
    mem.check(result, 1, 4)?;
    if flags & !oflags::ALL != 0 || fdflags & !fdflags::ALL != 0 {
        return Err(Errno::Inval);
    }
    let request = Request {
        follow: follows(lookup)?,
        create: flags & oflags::CREAT != 0,
        exclusive: flags & oflags::EXCL != 0,
        truncate: flags & oflags::TRUNC != 0,
        directory: flags & oflags::DIRECTORY != 0,
        read: base & rights::FD_READ != 0,
        write: base & rights::FD_WRITE != 0,
        fdflags,
    };
    let opened = open(cx, fd, mem.path(path, len)?, request)?;
    mem.write_u32(result, opened)
}

/// Opens beneath a directory, as its rights allow; returns the new descriptor.
pub(crate) fn open(cx: &mut WasiCtx, fd: u32, path: &Path, request: Request) -> Outcome<u32> {
    if request.directory && (request.create || request.exclusive || request.truncate) {
        return Err(Errno::Inval);
    }
    cx.table.has_room()?;
    let parent = cx.table.any(fd)?;
    let (inheriting, dropped) = (parent.rights().1, parent.dropped_inheriting);
    let mut needed = rights::PATH_OPEN;
    if request.create {
        needed |= rights::PATH_CREATE_FILE;
    }
    if request.truncate {
        needed |= rights::PATH_FILESTAT_SET_SIZE;
    }
    let dir = cx.table.dir(fd, needed)?;
    if request.write && !request.directory && inheriting & rights::FD_WRITE == 0 {
        return Err(Errno::Notcapable);
    }
    let node = open_beneath(dir, path, request, inheriting & rights::FD_READ != 0)?;
    let entry = Entry { dropped_base: dropped, dropped_inheriting: dropped, ..Entry::new(node) };
    cx.table.insert(entry)
}

/// Opens and finds out what was opened.
fn open_beneath(parent: &DirNode, path: &Path, request: Request, may_read: bool) -> Outcome<Node> {
    if request.read && !may_read && (request.create || request.truncate) {
        // No directory comes of this, so it would be refused below, but then it would be done.
        return Err(Errno::Notcapable);
    }
    let fd = open_on_host(parent, path, request)?;
    let stat = fstat(&fd)?;
    let filetype = filetype_of(FileType::from_raw_mode(stat.st_mode));
    if filetype == Filetype::Directory {
        if request.create || request.write || request.truncate {
            return Err(Errno::Isdir);
        }
        return Ok(Node::Dir(DirNode {
            dir: parent.dir.child(fd),
            dir_perms: parent.dir_perms,
            file_perms: parent.file_perms,
            listing: Listing::default(),
        }));
    }
    if request.read && !may_read {
        return Err(Errno::Notcapable);
    }
    if opens_the_host(&fd, &stat, request.write) {
        return Err(Errno::Perm);
    }
    // A guest that asked for neither may still ask what the file is, and nothing else.
    let mut node = FileNode::new(File::from(fd), filetype, request.read, request.write, parent.file_perms);
    if node.is_regular() {
        node.position = Position::at_start();
    }
    let fifo = FileType::from_raw_mode(stat.st_mode) == FileType::Fifo;
    // One that is opened for both is its own writer.
    node.awaits_writer = fifo && request.read && !request.write;
    // The host's flag that kept the opening from waiting goes away here, unless the guest wants it too.
    node.set_flags(request.fdflags)?;
    Ok(Node::File(node))
}

/// The host's open. Never waits: a pipe without a writer or a device would otherwise hold the guest, and the
/// embedder with it, for ever. Nor does a terminal become that of the host's process.
fn open_on_host(parent: &DirNode, path: &Path, request: Request) -> Outcome<OwnedFd> {
    let write = request.write || request.truncate;
    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    flags |= match (request.read || !write, write) {
        (true, true) => OFlags::RDWR,
        (false, true) => OFlags::WRONLY,
        (_, false) => OFlags::RDONLY,
    };
    flags.set(OFlags::NOFOLLOW, !request.follow);
    flags.set(OFlags::DIRECTORY, request.directory);
    flags.set(OFlags::TRUNC, request.truncate);
    // To create what exists is to open it, which hosts refuse more often (`fs.protected_regular` of Linux). For
    // reading, what exists is opened as it is.
    if !request.create || (!write && !request.exclusive) {
        match parent.dir.open(path, flags, Mode::empty()) {
            Err(Errno::Noent) if request.create => {}
            done => return done,
        }
    }
    flags |= OFlags::CREATE;
    flags.set(OFlags::EXCL, request.exclusive);
    parent.dir.open(path, flags, Mode::from_raw_mode(0o666))
}

/// Whether a file is a door into the host process itself. A preopened `/` or `/proc` contains such files:
/// `/proc/self/mem` is the memory of the embedder. On that file system nothing is opened for writing, and
/// nothing that only the process's owner may both read and write.
#[cfg(target_os = "linux")]
fn opens_the_host(file: &OwnedFd, stat: &Stat, write: bool) -> bool {
    // Its files have no size, which spares every other open the question.
    stat.st_size == 0
        && rustix::fs::fstatfs(file).is_ok_and(|host| host.f_type == rustix::fs::PROC_SUPER_MAGIC)
        && (write || stat.st_mode & 0o777 == 0o600)
}

#[cfg(not(target_os = "linux"))]
fn opens_the_host(_file: &OwnedFd, _stat: &Stat, _write: bool) -> bool {
    false
}
