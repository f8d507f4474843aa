//! `wasi:filesystem/types`: the methods of a directory's descriptor that take a name beneath it.
//!
//! The permissions are those that [`calls::path`](crate::calls::path) argues for, and its rules are called here.

use super::filesystem::{Filed, This, descriptor_stat, filed, metadata_hash, timestamps};
use super::types::{DescriptorFlags, DescriptorStat, MetadataHash, NewTimestamp, OpenFlags, PathFlags};
use super::{Context, functions};
use crate::abi::{Outcome, fdflags, rights};
use crate::calls::path::{Request, gains_nothing, open};
use crate::ctx::WasiCtx;
use crate::errno::Errno;
use crate::guest::as_path;
use anyhow::Result;
use rustix::fs::Stat;
use wx_component::{Linker, Resource};

fn follows(flags: PathFlags) -> bool {
    flags.contains(PathFlags::SYMLINK_FOLLOW)
}

fn stat_at(cx: &WasiCtx, this: &This, flags: PathFlags, path: &str) -> Outcome<Stat> {
    cx.table.dir(this.rep(), rights::PATH_FILESTAT_GET)?.dir.stat(as_path(path.as_bytes())?, follows(flags))
}

fn open_at(
    cx: &mut WasiCtx,
    this: &This,
    path: &str,
    (path_flags, open_flags, flags): (PathFlags, OpenFlags, DescriptorFlags),
) -> Outcome<This> {
    let mut fdflags = 0;
    if flags.contains(DescriptorFlags::FILE_INTEGRITY_SYNC) {
        fdflags |= fdflags::SYNC;
    }
    if flags.contains(DescriptorFlags::DATA_INTEGRITY_SYNC) {
        fdflags |= fdflags::DSYNC;
    }
    let request = Request {
        follow: follows(path_flags),
        create: open_flags.contains(OpenFlags::CREATE),
        exclusive: open_flags.contains(OpenFlags::EXCLUSIVE),
        truncate: open_flags.contains(OpenFlags::TRUNCATE),
        directory: open_flags.contains(OpenFlags::DIRECTORY),
        read: flags.contains(DescriptorFlags::READ),
        write: flags.contains(DescriptorFlags::WRITE),
        fdflags,
    };
    Ok(Resource::new_own(open(cx, this.rep(), as_path(path.as_bytes())?, request)?))
}

fn link_at(cx: &WasiCtx, this: &This, flags: PathFlags, old: &str, to: &This, new: &str) -> Outcome {
    if follows(flags) {
        return Err(Errno::Inval);
    }
    let from = cx.table.dir(this.rep(), rights::PATH_LINK_SOURCE)?;
    let to = cx.table.dir(to.rep(), rights::PATH_LINK_TARGET)?;
    gains_nothing(from, to)?;
    from.dir.hard_link(as_path(old.as_bytes())?, &to.dir, as_path(new.as_bytes())?)
}

fn rename_at(cx: &WasiCtx, this: &This, old: &str, to: &This, new: &str) -> Outcome {
    let from = cx.table.dir(this.rep(), rights::PATH_RENAME_SOURCE)?;
    let to = cx.table.dir(to.rep(), rights::PATH_RENAME_TARGET)?;
    gains_nothing(from, to)?;
    from.dir.rename(as_path(old.as_bytes())?, &to.dir, as_path(new.as_bytes())?)
}

fn symlink_at(cx: &WasiCtx, this: &This, target: &str, path: &str) -> Outcome {
    let dir = &cx.table.dir(this.rep(), rights::PATH_SYMLINK)?.dir;
    dir.symlink(as_path(target.as_bytes())?, as_path(path.as_bytes())?)
}

fn readlink_at(cx: &WasiCtx, this: &This, path: &str) -> Outcome<String> {
    let bytes = cx.table.dir(this.rep(), rights::PATH_READLINK)?.dir.read_link(as_path(path.as_bytes())?)?;
    String::from_utf8(bytes).map_err(|_| Errno::Ilseq)
}

fn set_times_at(
    cx: &WasiCtx,
    this: &This,
    flags: PathFlags,
    path: &str,
    (accessed, modified): (&NewTimestamp, &NewTimestamp),
) -> Outcome {
    let times = timestamps(accessed, modified)?;
    let dir = cx.table.dir(this.rep(), rights::PATH_FILESTAT_SET_TIMES)?;
    dir.dir.set_times(as_path(path.as_bytes())?, follows(flags), &times)
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut types = linker.instance("wasi:filesystem/types@0.2.6")?;
    functions! { types, context;
        "[method]descriptor.create-directory-at" |cx, this: This, path: String| -> Filed<()> {
            let dir = cx.table.dir(this.rep(), rights::PATH_CREATE_DIRECTORY);
            filed(dir.and_then(|dir| dir.dir.create_dir(as_path(path.as_bytes())?)))
        }
        "[method]descriptor.stat-at" |cx, this: This, flags: PathFlags, path: String| -> Filed<DescriptorStat> {
            filed(stat_at(cx, &this, flags, &path).map(|stat| descriptor_stat(&stat)))
        }
        "[method]descriptor.metadata-hash-at" |cx, this: This, flags: PathFlags, path: String| -> Filed<MetadataHash> {
            filed(stat_at(cx, &this, flags, &path).map(|stat| metadata_hash(&stat)))
        }
        "[method]descriptor.set-times-at" |cx, this: This, flags: PathFlags, path: String, accessed: NewTimestamp, modified: NewTimestamp| -> Filed<()> {
            filed(set_times_at(cx, &this, flags, &path, (&accessed, &modified)))
        }
        "[method]descriptor.link-at" |cx, this: This, flags: PathFlags, old: String, to: This, new: String| -> Filed<()> {
            filed(link_at(cx, &this, flags, &old, &to, &new))
        }
        "[method]descriptor.open-at" |cx, this: This, path_flags: PathFlags, path: String, open_flags: OpenFlags, flags: DescriptorFlags| -> Filed<This> {
            filed(open_at(cx, &this, &path, (path_flags, open_flags, flags)))
        }
        "[method]descriptor.readlink-at" |cx, this: This, path: String| -> Filed<String> {
            filed(readlink_at(cx, &this, &path))
        }
        "[method]descriptor.remove-directory-at" |cx, this: This, path: String| -> Filed<()> {
            let dir = cx.table.dir(this.rep(), rights::PATH_REMOVE_DIRECTORY);
            filed(dir.and_then(|dir| dir.dir.remove_dir(as_path(path.as_bytes())?)))
        }
        "[method]descriptor.rename-at" |cx, this: This, old: String, to: This, new: String| -> Filed<()> {
            filed(rename_at(cx, &this, &old, &to, &new))
        }
        "[method]descriptor.symlink-at" |cx, this: This, target: String, path: String| -> Filed<()> {
            filed(symlink_at(cx, &this, &target, &path))
        }
        "[method]descriptor.unlink-file-at" |cx, this: This, path: String| -> Filed<()> {
            let dir = cx.table.dir(this.rep(), rights::PATH_UNLINK_FILE);
            filed(dir.and_then(|dir| dir.dir.unlink(as_path(path.as_bytes())?)))
        }
    }
    Ok(())
}
