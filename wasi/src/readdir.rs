//! Listing a directory in pieces of the guest's choice.
//!
//! A guest gives a buffer and a cookie; the entry with cookie `n` is the one after the first `n`. The host's
//! iterator can only go forward, so a listing keeps it open together with the number of the entry that comes
//! next, and the common guest, which asks for the entry where the last buffer ended, costs one pass over the
//! directory altogether. Because the pass goes on in the host's own iterator, a guest that removes the entries
//! it has been shown (`rm -r`) misses none of the others. Any other cookie starts again and skips; a cookie
//! beyond the end yields nothing.
//!
//! An entry that does not fit is written as far as it fits, which fills the buffer: that is how a guest tells
//! "more to come" from the end. The listing keeps that one entry back for the next call, and nothing else.

use crate::abi::{Filetype, Outcome};
use crate::beneath::Dir;
use crate::descriptor::filetype_of;
use crate::errno::Errno;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, fstat, openat, statat};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// Size of a `dirent` without its name.
const DIRENT_SIZE: usize = 24;

struct Item {
    inode: u64,
    filetype: Filetype,
    name: Vec<u8>,
}

/// How far the guest has listed an open directory.
#[derive(Default)]
pub(crate) struct Listing {
    host: Option<rustix::fs::Dir>,
    /// The number of the entry that comes next: `held` if there is one, else the next of `host`.
    next: u64,
    held: Option<Item>,
}

impl Listing {
    /// Whether the host has the directory open once more for the listing.
    pub(crate) fn is_open(&self) -> bool {
        self.host.is_some()
    }

    /// Fills `buffer` with entries from `cookie` on and returns how much of it is used.
    pub(crate) fn fill(&mut self, dir: &Dir, cookie: u64, buffer: &mut [u8]) -> Outcome<usize> {
        self.seek(dir, cookie)?;
        let mut used = 0;
        while used < buffer.len() {
            let item = match self.held.take() {
                Some(item) => item,
                None => match self.advance(dir)? {
                    Some(item) => item,
                    None => break,
                },
            };
            let whole = DIRENT_SIZE + item.name.len();
            let room = buffer.len() - used;
            let entry = encode(&item, self.next + 1);
            let take = whole.min(room);
            buffer[used..used + take].copy_from_slice(&entry[..take]);
            used += take;
            if take < whole {
                self.held = Some(item);
                break;
            }
            self.next += 1;
        }
        Ok(used)
    }

    fn seek(&mut self, dir: &Dir, cookie: u64) -> Outcome {
        if self.host.is_some() && self.next == cookie {
            return Ok(());
        }
        *self = Listing { host: Some(rustix::fs::Dir::new(reopen(dir.as_fd())?)?), next: 0, held: None };
        while self.next < cookie {
            if self.advance(dir)?.is_none() {
                break;
            }
            self.next += 1;
        }
        Ok(())
    }

    /// The entry with number `next`, which the caller then counts. The directory itself and its parent come
    /// first. Both carry the inode of the directory, because the parent of a preopened directory is none of
    /// the guest's business.
    fn advance(&mut self, dir: &Dir) -> Outcome<Option<Item>> {
        if self.next < 2 {
            let name = if self.next == 0 { b".".to_vec() } else { b"..".to_vec() };
            let inode = fstat(dir)?.st_ino;
            return Ok(Some(Item { inode, filetype: Filetype::Directory, name }));
        }
        let Some(host) = &mut self.host else { return Ok(None) };
        loop {
            let entry = match host.read() {
                None => return Ok(None),
                Some(entry) => entry.map_err(Errno::from)?,
            };
            let name = entry.file_name().to_bytes();
            if name == b"." || name == b".." {
                continue;
            }
            let filetype = match entry.file_type() {
                // Some file systems do not say; an entry that is gone by now stays unknown.
                FileType::Unknown => statat(dir, name, AtFlags::SYMLINK_NOFOLLOW)
                    .map_or(Filetype::Unknown, |stat| filetype_of(FileType::from_raw_mode(stat.st_mode))),
                known => filetype_of(known),
            };
            return Ok(Some(Item { inode: entry.ino(), filetype, name: name.to_vec() }));
        }
    }
}

/// Opens a directory again for reading: the handle may be one that only names it, with which the host neither
/// lists nor synchronizes.
pub(crate) fn reopen(dir: BorrowedFd<'_>) -> Outcome<OwnedFd> {
    Ok(openat(dir, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?)
}

/// A `dirent` and its name: `d_next`, `d_ino`, `d_namlen`, `d_type`, three bytes of padding, the name.
fn encode(item: &Item, next: u64) -> Vec<u8> {
    let mut entry = Vec::with_capacity(DIRENT_SIZE + item.name.len());
    entry.extend_from_slice(&next.to_le_bytes());
    entry.extend_from_slice(&item.inode.to_le_bytes());
    entry.extend_from_slice(&(item.name.len() as u32).to_le_bytes());
    entry.extend_from_slice(&[item.filetype as u8, 0, 0, 0]);
    entry.extend_from_slice(&item.name);
    entry
}
