//! The calls without an engine: a context, a plain vector as the guest's memory, and a directory made for the
//! test. What an engine adds (imports, exits, a missing memory) is in `wasi/tests/`.

mod attacks;
mod memory;
mod paths;
mod poll;
mod race;
mod readdir;
mod rights;
mod sandbox;
mod sockets;
mod stat;
mod streams;
mod ways;

use crate::abi::{Abi, Outcome, rights as right};
use crate::calls::{fd as fd_calls, fdstat, path as path_calls};
use crate::ctx::{WasiCtx, WasiCtxBuilder};
use crate::errno::Errno;
use crate::guest::Guest;
use crate::perms::{DirPerms, FilePerms};
use std::path::PathBuf;
use tempfile::TempDir;

/// The directory that [`World::new`] preopens.
pub(super) const ROOT: u32 = 3;

/// Where the helpers put what they pass: paths, buffer lists, results, bytes.
const PATH: u32 = 0x1000;
const PATH_2: u32 = 0x3000;
const IOVS: u32 = 0x5000;
const RESULT: u32 = 0x6000;
const BYTES: u32 = 0x8000;

pub(super) const READ: u64 = right::FD_READ;
pub(super) const WRITE: u64 = right::FD_WRITE;

/// The fields of a `filestat` that tests look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) ino: u64,
    pub(super) filetype: u8,
    pub(super) nlink: u64,
    pub(super) size: u64,
    pub(super) atim: u64,
    pub(super) mtim: u64,
}

/// A guest that acts.
pub(super) struct World {
    pub(super) cx: WasiCtx,
    pub(super) memory: Vec<u8>,
    /// The whole playground; the guest sees the directory `box` in it as [`ROOT`].
    pub(super) dir: TempDir,
}

impl World {
    pub(super) fn new() -> World {
        World::with(DirPerms::all(), FilePerms::all())
    }

    pub(super) fn with(dir_perms: DirPerms, file_perms: FilePerms) -> World {
        World::build(|builder, inside| {
            builder.preopened_dir(inside, "/", dir_perms, file_perms).expect("preopen");
        })
    }

    /// `prepare` gets the builder and the path of `box`.
    pub(super) fn build(prepare: impl FnOnce(&mut WasiCtxBuilder, &PathBuf)) -> World {
        let dir = TempDir::new().expect("a temporary directory");
        let inside = dir.path().join("box");
        std::fs::create_dir(&inside).expect("box");
        let mut builder = WasiCtxBuilder::new();
        prepare(&mut builder, &inside);
        if ways::only_walk() {
            builder.only_walk();
        }
        World { cx: builder.build(), memory: vec![0; 0x2_0000], dir }
    }

    /// The host's path of something in the preopened directory.
    pub(super) fn inside(&self, name: &str) -> PathBuf {
        self.dir.path().join("box").join(name)
    }

    pub(super) fn call<R>(&mut self, call: impl FnOnce(&mut WasiCtx, &mut Guest<'_>) -> R) -> R {
        call(&mut self.cx, &mut Guest::new(&mut self.memory))
    }

    pub(super) fn put(&mut self, at: u32, bytes: &[u8]) -> u32 {
        self.memory[at as usize..at as usize + bytes.len()].copy_from_slice(bytes);
        bytes.len() as u32
    }

    pub(super) fn u32_at(&self, at: u32) -> u32 {
        u32::from_le_bytes(self.memory[at as usize..at as usize + 4].try_into().expect("4 bytes"))
    }

    pub(super) fn u64_at(&self, at: u32) -> u64 {
        u64::from_le_bytes(self.memory[at as usize..at as usize + 8].try_into().expect("8 bytes"))
    }

    pub(super) fn open(&mut self, dir: u32, path: &str, oflags: u32, base: u64) -> Outcome<u32> {
        self.open_with(dir, 0, path, oflags, base, 0)
    }

    pub(super) fn open_with(
        &mut self,
        dir: u32,
        lookup: u32,
        path: &str,
        oflags: u32,
        base: u64,
        fdflags: u32,
    ) -> Outcome<u32> {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| {
            path_calls::path_open(cx, mem, dir, lookup, PATH, len, oflags, base, 0, fdflags, RESULT)
        })?;
        Ok(self.u32_at(RESULT))
    }

    pub(super) fn close(&mut self, fd: u32) -> Outcome {
        self.call(|cx, mem| fd_calls::fd_close(cx, mem, fd))
    }

    /// One buffer at [`BYTES`].
    fn one_buffer(&mut self, len: usize) {
        self.put(IOVS, &BYTES.to_le_bytes());
        self.put(IOVS + 4, &(len as u32).to_le_bytes());
    }

    pub(super) fn write(&mut self, fd: u32, bytes: &[u8]) -> Outcome<u32> {
        self.put(BYTES, bytes);
        self.one_buffer(bytes.len());
        self.call(|cx, mem| fd_calls::fd_write(cx, mem, fd, IOVS, 1, RESULT))?;
        Ok(self.u32_at(RESULT))
    }

    pub(super) fn read(&mut self, fd: u32, len: usize) -> Outcome<Vec<u8>> {
        self.one_buffer(len);
        self.call(|cx, mem| fd_calls::fd_read(cx, mem, fd, IOVS, 1, RESULT))?;
        let done = self.u32_at(RESULT) as usize;
        Ok(self.memory[BYTES as usize..BYTES as usize + done].to_vec())
    }

    pub(super) fn seek(&mut self, fd: u32, offset: i64, whence: u32) -> Outcome<u64> {
        self.call(|cx, mem| fd_calls::fd_seek(cx, mem, Abi::Preview1, fd, offset, whence, RESULT))?;
        Ok(self.u64_at(RESULT))
    }

    fn stat_at(&self, at: u32) -> Stat {
        Stat {
            ino: self.u64_at(at + 8),
            filetype: self.memory[at as usize + 16],
            nlink: self.u64_at(at + 24),
            size: self.u64_at(at + 32),
            atim: self.u64_at(at + 40),
            mtim: self.u64_at(at + 48),
        }
    }

    pub(super) fn fstat(&mut self, fd: u32) -> Outcome<Stat> {
        self.call(|cx, mem| fdstat::fd_filestat_get(cx, mem, Abi::Preview1, fd, RESULT))?;
        Ok(self.stat_at(RESULT))
    }

    pub(super) fn stat(&mut self, dir: u32, lookup: u32, path: &str) -> Outcome<Stat> {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| {
            path_calls::path_filestat_get(cx, mem, Abi::Preview1, dir, lookup, PATH, len, RESULT)
        })?;
        Ok(self.stat_at(RESULT))
    }

    pub(super) fn set_times(&mut self, dir: u32, lookup: u32, path: &str) -> Outcome {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| {
            path_calls::path_filestat_set_times(cx, mem, dir, lookup, PATH, len, 5, 7, 0b0101)
        })
    }

    pub(super) fn mkdir(&mut self, dir: u32, path: &str) -> Outcome {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| path_calls::path_create_directory(cx, mem, dir, PATH, len))
    }

    pub(super) fn rmdir(&mut self, dir: u32, path: &str) -> Outcome {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| path_calls::path_remove_directory(cx, mem, dir, PATH, len))
    }

    pub(super) fn unlink(&mut self, dir: u32, path: &str) -> Outcome {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| path_calls::path_unlink_file(cx, mem, dir, PATH, len))
    }

    pub(super) fn rename(&mut self, from: u32, old: &str, to: u32, new: &str) -> Outcome {
        let old = self.put(PATH, old.as_bytes());
        let new = self.put(PATH_2, new.as_bytes());
        self.call(|cx, mem| path_calls::path_rename(cx, mem, from, PATH, old, to, PATH_2, new))
    }

    pub(super) fn link(&mut self, from: u32, old: &str, to: u32, new: &str) -> Outcome {
        let old = self.put(PATH, old.as_bytes());
        let new = self.put(PATH_2, new.as_bytes());
        self.call(|cx, mem| path_calls::path_link(cx, mem, from, 0, PATH, old, to, PATH_2, new))
    }

    pub(super) fn symlink(&mut self, target: &str, dir: u32, path: &str) -> Outcome {
        let target = self.put(PATH, target.as_bytes());
        let len = self.put(PATH_2, path.as_bytes());
        self.call(|cx, mem| path_calls::path_symlink(cx, mem, PATH, target, dir, PATH_2, len))
    }

    pub(super) fn readlink(&mut self, dir: u32, path: &str, room: u32) -> Outcome<String> {
        let len = self.put(PATH, path.as_bytes());
        self.call(|cx, mem| path_calls::path_readlink(cx, mem, dir, PATH, len, BYTES, room, RESULT))?;
        let taken = self.u32_at(RESULT) as usize;
        Ok(String::from_utf8_lossy(&self.memory[BYTES as usize..BYTES as usize + taken]).into_owned())
    }

    /// File type, flags, base and inheriting rights.
    pub(super) fn fdstat(&mut self, fd: u32) -> Outcome<(u8, u16, u64, u64)> {
        self.call(|cx, mem| fdstat::fd_fdstat_get(cx, mem, fd, RESULT))?;
        let at = RESULT as usize;
        let flags = u16::from_le_bytes([self.memory[at + 2], self.memory[at + 3]]);
        Ok((self.memory[at], flags, self.u64_at(RESULT + 8), self.u64_at(RESULT + 16)))
    }
}

/// A file that exists, with contents.
pub(super) fn file(world: &mut World, name: &str, contents: &[u8]) {
    std::fs::write(world.inside(name), contents).expect("a file");
}

/// Fails unless the call was refused with one of these errors.
#[track_caller]
pub(super) fn refused<T: std::fmt::Debug>(outcome: Outcome<T>, allowed: &[Errno], what: &str) {
    match outcome {
        Err(errno) if allowed.contains(&errno) => {}
        other => panic!("{what}: {other:?}, expected one of {allowed:?}"),
    }
}
