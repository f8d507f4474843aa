//! A folder of files that only this user's processes can have written, found by name.
//!
//! # Problem
//! What is read from it becomes machine code. So a file that was cut, altered, or put there by somebody else must count as
//! absent; and processes read, write and delete at the same time.
//!
//! # Idea
//! The folder belongs to the user and is closed to others; if it is not, it is not used. Each file ends with a code of
//! authentication (BLAKE3 with a secret key that lies in the folder) over its name and contents, and is made under another name and then
//! renamed; so a reader finds a whole file or none, and one that it believes was written by a process that could read the key.
//! That is the same user, who could as well replace the program.
//!
//! When the files together become larger than the limit, those that have not been used for longest go, to nine tenths of it.
//!
//! Every failure of the file system is the absence of a file: a cache makes things quicker, and never stops them.
//!
//! Must not know: what the files contain.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use rustix::fs::OFlags;

use crate::base::Mutant;

/// Bytes of a name, of a key, of a code of authentication.
pub const NAME: usize = 32;

/// Bytes that all files of a cache may have, unless told otherwise.
pub const DEFAULT_LIMIT: u64 = 512 << 20;

/// Nothing larger is read.
const LARGEST: u64 = 1 << 30;

/// The ending of files in the cache.
const ENDING: &str = "wxcode";

/// Files that a process left behind when it died while writing them are deleted after this time.
const ABANDONED: Duration = Duration::from_secs(3600);

/// The time of last use is written again only if it is older than this.
const USED: Duration = Duration::from_secs(600);

/// See the module's header.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    key: [u8; NAME],
    limit: u64,
}

/// What is in a cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    pub files: u64,
    pub bytes: u64,
}

impl Folder {
    /// Opens a folder, or makes it. `limit`: bytes that all files may have.
    ///
    /// # Errors
    /// If it cannot be made, belongs to another user or is open to others, or is a symbolic link.
    pub fn open(path: &Path, limit: u64) -> io::Result<Folder> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let metadata = fs::symlink_metadata(path)?;
        if !metadata.is_dir() {
            return Err(io::Error::other("is no folder, or a link to one"));
        }
        check_owner(&metadata)?;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(io::Error::other("is open to other users: its mode must be 0700"));
        }
        Ok(Folder { key: key(path)?, path: path.to_owned(), limit })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn file(&self, name: &[u8; NAME]) -> PathBuf {
        self.path.join(format!("{}.{ENDING}", blake3::Hash::from_bytes(*name).to_hex()))
    }

    fn authentication(&self, name: &[u8; NAME], contents: &[u8]) -> blake3::Hash {
        blake3::Hasher::new_keyed(&self.key).update(name).update(contents).finalize()
    }

    /// The contents of the file with this name, if there is one that this user's processes wrote: all of these bytes but the last
    /// [`NAME`].
    pub fn get(&self, name: &[u8; NAME]) -> Option<Arc<[u8]>> {
        let file = open(&self.file(name)).ok()?;
        let metadata = file.metadata().ok()?;
        check_owner(&metadata).ok()?;
        if !metadata.is_file() || !(NAME as u64..=LARGEST).contains(&metadata.len()) {
            return None;
        }
        let bytes = super::file::read(&file, metadata.len() as usize, true).ok()?;
        let (contents, code) = bytes.split_last_chunk::<NAME>()?;
        // `Hash` compares in constant time.
        let is_authentic = self.authentication(name, contents) == *code;
        if !is_authentic && !Mutant::CacheNotAuthenticated.is_on() {
            return None;
        }
        if metadata.modified().is_ok_and(|time| time.elapsed().is_ok_and(|age| age > USED)) {
            // Who may not say that the file was used, uses it all the same.
            let _ = file.set_modified(SystemTime::now());
        }
        Some(bytes)
    }

    /// Keeps contents under a name, instead of what was kept under it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn put(&self, name: &[u8; NAME], contents: &[u8]) -> io::Result<()> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = self.path.join(format!("{}-{count}.new", std::process::id()));
        let written = create(&temporary).and_then(|mut file| {
            file.write_all(contents)?;
            file.write_all(self.authentication(name, contents).as_bytes())
        });
        let done = written.and_then(|()| fs::rename(&temporary, self.file(name)));
        if done.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        done?;
        self.evict();
        Ok(())
    }

    /// Files of the cache with their sizes and times of last use.
    fn files(&self) -> Vec<(PathBuf, u64, SystemTime)> {
        let Ok(entries) = fs::read_dir(&self.path) else { return Vec::new() };
        let file = |entry: fs::DirEntry| {
            let (path, metadata) = (entry.path(), entry.metadata().ok()?);
            let time = metadata.modified().ok()?;
            let abandoned = path.extension()? == "new" && time.elapsed().is_ok_and(|age| age > ABANDONED);
            if abandoned {
                let _ = fs::remove_file(&path);
            }
            let is_ours = metadata.is_file() && path.extension()? == ENDING;
            is_ours.then_some((path, metadata.len(), time))
        };
        entries.flatten().filter_map(file).collect()
    }

    /// Deletes what was not used for longest while the files have more bytes than the limit.
    fn evict(&self) {
        let mut files = self.files();
        let mut sum: u64 = files.iter().map(|file| file.1).sum();
        if sum <= self.limit {
            return;
        }
        files.sort_unstable_by_key(|file| file.2);
        for (path, len, _) in files {
            if sum <= self.limit / 10 * 9 {
                break;
            }
            // Another process may have deleted it.
            let _ = fs::remove_file(path);
            sum -= len;
        }
    }

    /// How much is in it.
    pub fn usage(&self) -> Usage {
        let files = self.files();
        Usage { files: files.len() as u64, bytes: files.iter().map(|file| file.1).sum() }
    }

    /// Deletes all files of the cache, and what it was before.
    ///
    /// # Errors
    /// If a file cannot be deleted.
    pub fn clear(&self) -> io::Result<Usage> {
        let usage = self.usage();
        for (path, ..) in self.files() {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(usage)
    }
}

fn check_owner(metadata: &Metadata) -> io::Result<()> {
    match metadata.uid() == rustix::process::geteuid().as_raw() {
        true => Ok(()),
        false => Err(io::Error::other("belongs to another user")),
    }
}

fn open(path: &Path) -> io::Result<File> {
    // A pipe would make the open wait.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)
}

/// Makes a file that nobody else can read, and that was not there.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// The secret key of a folder, made when it is first opened.
fn key(folder: &Path) -> io::Result<[u8; NAME]> {
    let path = folder.join("key");
    if let Some(key) = read_key(&path)? {
        return Ok(key);
    }
    let mut key = [0; NAME];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    let temporary = folder.join(format!("{}-key.new", std::process::id()));
    let made = create(&temporary).and_then(|mut file| file.write_all(&key));
    // A link, unlike a rename, fails if another process was first; then the key is that one's.
    let linked = made.and_then(|()| fs::hard_link(&temporary, &path));
    let _ = fs::remove_file(&temporary);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => read_key(&path)?.ok_or_else(|| io::Error::other("its key is gone")),
    }
}

/// The key in a file; `None` if there is no file.
fn read_key(path: &Path) -> io::Result<Option<[u8; NAME]>> {
    let mut file = match open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let metadata = file.metadata()?;
    check_owner(&metadata)?;
    if !metadata.is_file() || metadata.len() != NAME as u64 || metadata.permissions().mode() & 0o077 != 0 {
        return Err(io::Error::other("its key is damaged or open to other users: delete the folder"));
    }
    let mut key = [0; NAME];
    file.read_exact(&mut key)?;
    Ok(Some(key))
}

#[cfg(test)]
mod tests;
