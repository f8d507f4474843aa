//! Where in a file the next read or write is.
//!
//! The host keeps a position for each file it has open, and moving it is a system call. A guest that seeks before each
//! read, as databases do, pays for two. But nobody else has the file that a guest opened, so its position can be kept
//! here, and the host be told the place with each read and write.
//!
//! The host's own position counts where that is not so: for streams that the embedder shares, for what has no positions,
//! and after an append, when only the host knows where it went.

use crate::abi::Outcome;
use crate::errno::Errno;
use rustix::io::{Errno as Host, pwritev};
use std::fs::File;
use std::io::{self, IoSlice, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;

/// The position in one file.
#[derive(Debug, Default)]
pub(crate) struct Position {
    /// The position, unless it is the host's.
    own: Option<u64>,
}

impl Position {
    /// The start of a file that nobody else has.
    pub(crate) fn at_start() -> Position {
        Position { own: Some(0) }
    }

    /// Reads from here, and moves on.
    pub(crate) fn read(&mut self, file: &File, bytes: &mut [u8]) -> io::Result<usize> {
        if let Some(at) = self.own {
            match file.read_at(bytes, at) {
                // A file of a kernel's own that only claims to be a regular one.
                Err(error) if is_stream(&error) => self.own = None,
                Ok(count) => {
                    self.own = Some(at + count as u64);
                    return Ok(count);
                }
                Err(error) => return Err(error),
            }
        }
        let mut file = file;
        file.read(bytes)
    }

    /// Writes here, or with `append` at the end, and moves on.
    pub(crate) fn write(&mut self, file: &File, slices: &[IoSlice<'_>], append: bool) -> io::Result<usize> {
        let mut file = file;
        match self.own {
            Some(at) if !append => match pwritev(file, slices, at) {
                Err(Host::SPIPE) => self.own = None,
                Ok(count) => {
                    self.own = Some(at + count as u64);
                    return Ok(count);
                }
                Err(error) => return Err(error.into()),
            },
            _ => {}
        }
        let count = file.write_vectored(slices)?;
        // An append of nothing does not move the host's position.
        if count > 0 {
            self.own = None;
        }
        Ok(count)
    }

    /// The position, for who wants to know without moving it.
    pub(crate) fn get(&self, file: &File) -> io::Result<u64> {
        let mut file = file;
        self.own.map_or_else(|| file.stream_position(), Ok)
    }

    /// Goes to another place, which may be beyond the end.
    pub(crate) fn seek(&mut self, file: &File, to: SeekFrom) -> Outcome<u64> {
        let place = match (self.own, to) {
            (Some(_), SeekFrom::Start(place)) => Some(place),
            (Some(at), SeekFrom::Current(by)) => Some(at.checked_add_signed(by).ok_or(Errno::Inval)?),
            _ => None,
        };
        let mut file = file;
        let place = match place {
            Some(place) if i64::try_from(place).is_err() => return Err(Errno::Inval),
            Some(place) => place,
            None => file.seek(to)?,
        };
        self.own = self.own.map(|_| place);
        Ok(place)
    }
}

fn is_stream(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Host::SPIPE.raw_os_error())
}
