//! The descriptor table: the only room that turns a guest's number into a host object.
//!
//! Every look-up names the right it needs. A right can be missing for two reasons, and guests see them as
//! different errors: the descriptor never had it because of what it is or how it was opened (`BADF`, `NOTDIR`,
//! what a Unix would say), or the embedder or the guest itself took it away (`NOTCAPABLE`).
//!
//! Rights only shrink. What a descriptor can do is computed from what it is ([`Node`]) and what its
//! preopened directory allows ([`DirPerms`], [`FilePerms`]); what the guest gave up with
//! `fd_fdstat_set_rights` is remembered per descriptor and handed down to everything opened from it.
//!
//! Numbers are given out lowest first, as on Unix, and the table has a limit, so a guest cannot make the host
//! keep an unbounded number of files open. A directory that is being listed keeps two, and counts twice.

use crate::abi::{Filetype, Outcome, fdflags, rights};
use crate::beneath::Dir;
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};
use crate::position::Position;
use crate::readdir::Listing;
use rustix::fs::{FileType, OFlags, fcntl_getfl, fcntl_setfl};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};

/// An open file of the host: opened beneath a preopened directory, or a duplicate of a standard stream.
pub(crate) struct FileNode {
    pub(crate) file: File,
    pub(crate) filetype: Filetype,
    pub(crate) readable: bool,
    pub(crate) writable: bool,
    /// What the preopened directory allows, which can be more than what it was opened for.
    pub(crate) perms: FilePerms,
    /// The guest's flags. The host knows `APPEND` and `NONBLOCK` of a file that the guest opened itself; the
    /// others, and all of a standard stream, are wx's own to keep.
    pub(crate) flags: u32,
    /// A duplicate of a standard stream, whose flags on the host are other processes' too.
    pub(crate) shared: bool,
    /// A named pipe that nobody has written to since it was opened. Opening it did not wait for a writer, as it does
    /// elsewhere; so the first read does.
    pub(crate) awaits_writer: bool,
    pub(crate) position: Position,
}

/// An open directory.
pub(crate) struct DirNode {
    pub(crate) dir: Dir,
    pub(crate) dir_perms: DirPerms,
    pub(crate) file_perms: FilePerms,
    pub(crate) listing: Listing,
}

/// What a descriptor refers to.
pub(crate) enum Node {
    File(FileNode),
    Dir(DirNode),
    /// A stream from the embedder: bytes in memory, or any reader.
    Reader(Box<dyn Read + Send>),
    /// A stream to the embedder.
    Writer(Box<dyn Write + Send>),
    Listener {
        socket: TcpListener,
        nonblock: bool,
    },
    Stream {
        socket: TcpStream,
        nonblock: bool,
    },
}

/// A descriptor.
pub(crate) struct Entry {
    pub(crate) node: Node,
    /// The guest's name of a preopened directory, which the guest's libc asks for at start.
    pub(crate) preopen: Option<String>,
    /// Rights that were given up, for the descriptor itself and for what is opened from it.
    pub(crate) dropped_base: u64,
    pub(crate) dropped_inheriting: u64,
}

impl FileNode {
    /// Wraps a file that was just opened.
    pub(crate) fn new(
        file: File,
        filetype: Filetype,
        readable: bool,
        writable: bool,
        perms: FilePerms,
    ) -> FileNode {
        FileNode {
            file,
            filetype,
            readable,
            writable,
            perms,
            flags: 0,
            shared: false,
            awaits_writer: false,
            position: Position::default(),
        }
    }

    /// Whether reads and writes have a position and end in finite time.
    pub(crate) fn is_regular(&self) -> bool {
        self.filetype == Filetype::RegularFile
    }

    /// Whether it is up to wx not to wait, because the host has not been told.
    pub(crate) fn must_ask(&self) -> bool {
        self.shared && self.flags & fdflags::NONBLOCK != 0 && !self.is_regular()
    }

    /// Takes the guest's flags, and tells the host those that it can know.
    pub(crate) fn set_flags(&mut self, flags: u32) -> Outcome {
        if !self.shared {
            let before = fcntl_getfl(&self.file)?;
            let mut host = before;
            host.set(OFlags::APPEND, flags & fdflags::APPEND != 0);
            host.set(OFlags::NONBLOCK, flags & fdflags::NONBLOCK != 0);
            if host != before {
                fcntl_setfl(&self.file, host)?;
            }
        }
        self.flags = flags;
        Ok(())
    }

    fn rights(&self) -> u64 {
        let mut set = rights::FILE_ALWAYS;
        if self.readable {
            set |= rights::FD_READ;
        }
        if self.writable {
            set |= rights::FILE_WRITE;
        }
        if self.perms.contains(FilePerms::WRITE) {
            set |= rights::FD_FILESTAT_SET_TIMES;
        }
        // A terminal is the device without a position; pipes and sockets have none either.
        let positioned = match self.filetype {
            Filetype::RegularFile | Filetype::BlockDevice => true,
            Filetype::CharacterDevice => !self.file.is_terminal(),
            _ => false,
        };
        if positioned {
            set |= rights::FILE_POSITION;
        }
        set
    }
}

impl DirNode {
    fn base_rights(&self) -> u64 {
        let mut set = 0;
        if self.dir_perms.contains(DirPerms::READ) {
            set |= rights::DIR_READ;
        }
        if self.dir_perms.contains(DirPerms::MUTATE) {
            set |= rights::DIR_MUTATE;
        }
        if self.file_perms.contains(FilePerms::WRITE) {
            set |= rights::PATH_FILESTAT_SET_SIZE;
        }
        set
    }

    fn inheriting_rights(&self) -> u64 {
        let mut set = self.base_rights() | rights::FILE_ALWAYS | rights::FILE_POSITION;
        if self.file_perms.contains(FilePerms::READ) {
            set |= rights::FD_READ;
        }
        if self.file_perms.contains(FilePerms::WRITE) {
            set |= rights::FILE_WRITE | rights::FD_FILESTAT_SET_TIMES;
        }
        set
    }
}

impl Entry {
    pub(crate) fn new(node: Node) -> Entry {
        Entry { node, preopen: None, dropped_base: 0, dropped_inheriting: 0 }
    }

    /// What the descriptor can do, and what descriptors opened from it can do.
    pub(crate) fn rights(&self) -> (u64, u64) {
        let (base, inheriting) = match &self.node {
            Node::File(file) => (file.rights(), 0),
            Node::Dir(dir) => (dir.base_rights(), dir.inheriting_rights()),
            Node::Reader(_) => (rights::FD_READ | rights::FILE_ALWAYS, 0),
            Node::Writer(_) => (rights::FD_WRITE | rights::FILE_ALWAYS, 0),
            Node::Listener { .. } => (rights::LISTENER, rights::STREAM),
            Node::Stream { .. } => (rights::STREAM, 0),
        };
        (base & !self.dropped_base, inheriting & !self.dropped_inheriting)
    }

    pub(crate) fn filetype(&self) -> Filetype {
        match &self.node {
            Node::File(file) => file.filetype,
            Node::Dir(_) => Filetype::Directory,
            Node::Reader(_) | Node::Writer(_) => Filetype::Unknown,
            Node::Listener { .. } | Node::Stream { .. } => Filetype::SocketStream,
        }
    }

    pub(crate) fn flags(&self) -> u32 {
        match &self.node {
            Node::File(file) => file.flags,
            Node::Listener { nonblock: true, .. } | Node::Stream { nonblock: true, .. } => fdflags::NONBLOCK,
            _ => 0,
        }
    }

    /// The host descriptor to wait on, for what can make a guest wait.
    pub(crate) fn pollable(&self) -> Option<BorrowedFd<'_>> {
        match &self.node {
            Node::File(file) if !file.is_regular() => Some(file.file.as_fd()),
            Node::Listener { socket, .. } => Some(socket.as_fd()),
            Node::Stream { socket, .. } => Some(socket.as_fd()),
            _ => None,
        }
    }
}

/// The open descriptors of one guest.
pub(crate) struct Table {
    slots: Vec<Option<Entry>>,
    /// Free numbers below `slots.len()`.
    free: BTreeSet<u32>,
    limit: u32,
}

impl Table {
    pub(crate) fn new(limit: u32) -> Table {
        Table { slots: Vec::new(), free: BTreeSet::new(), limit }
    }

    /// Puts an entry at the lowest free number.
    pub(crate) fn insert(&mut self, entry: Entry) -> Outcome<u32> {
        if let Some(fd) = self.free.pop_first() {
            self.slots[fd as usize] = Some(entry);
            return Ok(fd);
        }
        let fd = u32::try_from(self.slots.len()).map_err(|_| Errno::Mfile)?;
        if fd >= self.limit {
            return Err(Errno::Mfile);
        }
        self.slots.push(Some(entry));
        Ok(fd)
    }

    /// Whether the host may keep one more file open for the guest; asked before it is opened or created.
    pub(crate) fn has_room(&self) -> Outcome {
        self.has_room_for(0)
    }

    /// As `has_room`, where so many are open already that are not in the table.
    pub(crate) fn has_room_for(&self, others: usize) -> Outcome {
        let open = self.slots.len() - self.free.len() + others;
        let limit = self.limit as usize;
        // There are no more listings than descriptors, so mostly they need not be counted.
        if open >= limit || (open * 2 >= limit && open + self.listings() >= limit) {
            return Err(Errno::Mfile);
        }
        Ok(())
    }

    /// All descriptors.
    #[cfg(feature = "component")]
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.slots.iter().flatten()
    }

    /// How many directories are being listed.
    fn listings(&self) -> usize {
        let listed = |entry: &Entry| matches!(&entry.node, Node::Dir(dir) if dir.listing.is_open());
        self.slots.iter().flatten().filter(|entry| listed(entry)).count()
    }

    pub(crate) fn remove(&mut self, fd: u32) -> Outcome<Entry> {
        let entry = self.slots.get_mut(fd as usize).and_then(Option::take).ok_or(Errno::Badf)?;
        self.free.insert(fd);
        Ok(entry)
    }

    /// Moves a descriptor over another, which is closed. Both must be open: a guest cannot make the table
    /// longer by naming a large number.
    pub(crate) fn renumber(&mut self, from: u32, to: u32) -> Outcome {
        self.any(from)?;
        self.any(to)?;
        if from != to {
            let entry = self.remove(from)?;
            self.slots[to as usize] = Some(entry);
        }
        Ok(())
    }

    /// A descriptor, whatever it is, with no right asked for.
    pub(crate) fn any(&self, fd: u32) -> Outcome<&Entry> {
        self.slots.get(fd as usize).and_then(Option::as_ref).ok_or(Errno::Badf)
    }

    pub(crate) fn any_mut(&mut self, fd: u32) -> Outcome<&mut Entry> {
        self.slots.get_mut(fd as usize).and_then(Option::as_mut).ok_or(Errno::Badf)
    }

    /// A descriptor whose guest has not given up `right`.
    pub(crate) fn get(&self, fd: u32, right: u64) -> Outcome<&Entry> {
        let entry = self.any(fd)?;
        if entry.dropped_base & right != 0 {
            return Err(Errno::Notcapable);
        }
        Ok(entry)
    }

    pub(crate) fn get_mut(&mut self, fd: u32, right: u64) -> Outcome<&mut Entry> {
        let entry = self.any_mut(fd)?;
        if entry.dropped_base & right != 0 {
            return Err(Errno::Notcapable);
        }
        Ok(entry)
    }

    /// A file of the host. Directories and streams of the embedder are not one.
    pub(crate) fn file(&self, fd: u32, right: u64) -> Outcome<&FileNode> {
        match &self.get(fd, right)?.node {
            Node::File(file) => Ok(file),
            Node::Dir(_) => Err(Errno::Badf),
            _ => Err(Errno::Spipe),
        }
    }

    pub(crate) fn file_mut(&mut self, fd: u32, right: u64) -> Outcome<&mut FileNode> {
        self.file(fd, right)?;
        match &mut self.any_mut(fd)?.node {
            Node::File(file) => Ok(file),
            _ => Err(Errno::Spipe),
        }
    }

    /// A directory that may be used for `right`, one of [`rights::DIR_READ`], [`rights::DIR_MUTATE`] or
    /// `PATH_FILESTAT_SET_SIZE`.
    pub(crate) fn dir(&self, fd: u32, right: u64) -> Outcome<&DirNode> {
        let entry = self.any(fd)?;
        let Node::Dir(dir) = &entry.node else {
            return Err(Errno::Notdir);
        };
        if entry.rights().0 & right != right {
            return Err(Errno::Notcapable);
        }
        Ok(dir)
    }

    pub(crate) fn dir_mut(&mut self, fd: u32, right: u64) -> Outcome<&mut DirNode> {
        self.dir(fd, right)?;
        match &mut self.any_mut(fd)?.node {
            Node::Dir(dir) => Ok(dir),
            _ => Err(Errno::Notdir),
        }
    }
}

/// The guest's number of a host file type. A pipe has none and is unknown.
pub(crate) fn filetype_of(host: FileType) -> Filetype {
    match host {
        FileType::RegularFile => Filetype::RegularFile,
        FileType::Directory => Filetype::Directory,
        FileType::Symlink => Filetype::SymbolicLink,
        FileType::CharacterDevice => Filetype::CharacterDevice,
        FileType::BlockDevice => Filetype::BlockDevice,
        FileType::Socket => Filetype::SocketStream,
        FileType::Fifo | FileType::Unknown => Filetype::Unknown,
    }
}
