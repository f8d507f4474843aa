//! The numbers of the interface: rights, flags, file types, and where the two snapshots differ.
//!
//! Snapshot 0 (`wasi_unstable`, 2019) and preview 1 (`wasi_snapshot_preview1`) have the same functions with the
//! same signatures. They differ in exactly these places, all of which are methods of [`Abi`]:
//!
//! | what | snapshot 0 | preview 1 |
//! |---|---|---|
//! | `whence` | 0 current, 1 end, 2 set | 0 set, 1 current, 2 end |
//! | `filestat.nlink` | `u32` at 20, record of 56 bytes | `u64` at 24, record of 64 bytes |
//! | `subscription` of a clock | an extra `u64` identifier first, record of 56 bytes | record of 48 bytes |
//! | `sock_accept` | absent | present |

use crate::errno::Errno;

/// The result of a call: nothing, or the number that the guest's libc turns into `errno`.
pub(crate) type Outcome<T = ()> = Result<T, Errno>;

/// Which generation of the interface a call came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abi {
    /// `wasi_unstable`.
    Snapshot0,
    /// `wasi_snapshot_preview1`.
    Preview1,
}

/// The origin that a seek counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whence {
    /// The start of the file.
    Set,
    /// The current position.
    Current,
    /// The end of the file.
    End,
}

impl Abi {
    pub(crate) fn module_name(self) -> &'static str {
        match self {
            Abi::Snapshot0 => "wasi_unstable",
            Abi::Preview1 => "wasi_snapshot_preview1",
        }
    }

    pub(crate) fn whence(self, number: u32) -> Outcome<Whence> {
        let order = match self {
            Abi::Snapshot0 => [Whence::Current, Whence::End, Whence::Set],
            Abi::Preview1 => [Whence::Set, Whence::Current, Whence::End],
        };
        order.get(number as usize).copied().ok_or(Errno::Inval)
    }

    /// Size of a `subscription` in bytes.
    pub(crate) fn subscription_size(self) -> u32 {
        match self {
            Abi::Snapshot0 => 56,
            Abi::Preview1 => 48,
        }
    }

    /// Offset of a clock subscription's `clockid` within the `subscription`.
    pub(crate) fn subscription_clock(self) -> u32 {
        match self {
            Abi::Snapshot0 => 24,
            Abi::Preview1 => 16,
        }
    }
}

/// Size of an `event` in bytes.
pub(crate) const EVENT_SIZE: u32 = 32;

/// A kind of file, as guests number them (5 is a datagram socket, which nothing here can open).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Filetype {
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    RegularFile = 4,
    SocketStream = 6,
    SymbolicLink = 7,
}

/// `oflags` of `path_open`.
pub(crate) mod oflags {
    pub(crate) const CREAT: u32 = 1;
    pub(crate) const DIRECTORY: u32 = 2;
    pub(crate) const EXCL: u32 = 4;
    pub(crate) const TRUNC: u32 = 8;
    pub(crate) const ALL: u32 = 15;
}

/// `fdflags` of an open descriptor.
pub(crate) mod fdflags {
    pub(crate) const APPEND: u32 = 1;
    pub(crate) const DSYNC: u32 = 2;
    pub(crate) const NONBLOCK: u32 = 4;
    pub(crate) const RSYNC: u32 = 8;
    pub(crate) const SYNC: u32 = 16;
    pub(crate) const ALL: u32 = 31;
}

/// `fstflags` of the calls that set times.
pub(crate) mod fstflags {
    pub(crate) const ATIM: u32 = 1;
    pub(crate) const ATIM_NOW: u32 = 2;
    pub(crate) const MTIM: u32 = 4;
    pub(crate) const MTIM_NOW: u32 = 8;
    pub(crate) const ALL: u32 = 15;
}

/// `lookupflags`: follow a symbolic link in the last component of a path.
pub(crate) const LOOKUP_SYMLINK_FOLLOW: u32 = 1;

/// The rights bits and the sets that wx reports.
pub(crate) mod rights {
    pub(crate) const FD_DATASYNC: u64 = 1 << 0;
    pub(crate) const FD_READ: u64 = 1 << 1;
    pub(crate) const FD_SEEK: u64 = 1 << 2;
    pub(crate) const FD_FDSTAT_SET_FLAGS: u64 = 1 << 3;
    pub(crate) const FD_SYNC: u64 = 1 << 4;
    pub(crate) const FD_TELL: u64 = 1 << 5;
    pub(crate) const FD_WRITE: u64 = 1 << 6;
    pub(crate) const FD_ADVISE: u64 = 1 << 7;
    pub(crate) const FD_ALLOCATE: u64 = 1 << 8;
    pub(crate) const PATH_CREATE_DIRECTORY: u64 = 1 << 9;
    pub(crate) const PATH_CREATE_FILE: u64 = 1 << 10;
    pub(crate) const PATH_LINK_SOURCE: u64 = 1 << 11;
    pub(crate) const PATH_LINK_TARGET: u64 = 1 << 12;
    pub(crate) const PATH_OPEN: u64 = 1 << 13;
    pub(crate) const FD_READDIR: u64 = 1 << 14;
    pub(crate) const PATH_READLINK: u64 = 1 << 15;
    pub(crate) const PATH_RENAME_SOURCE: u64 = 1 << 16;
    pub(crate) const PATH_RENAME_TARGET: u64 = 1 << 17;
    pub(crate) const PATH_FILESTAT_GET: u64 = 1 << 18;
    pub(crate) const PATH_FILESTAT_SET_SIZE: u64 = 1 << 19;
    pub(crate) const PATH_FILESTAT_SET_TIMES: u64 = 1 << 20;
    pub(crate) const FD_FILESTAT_GET: u64 = 1 << 21;
    pub(crate) const FD_FILESTAT_SET_SIZE: u64 = 1 << 22;
    pub(crate) const FD_FILESTAT_SET_TIMES: u64 = 1 << 23;
    pub(crate) const PATH_SYMLINK: u64 = 1 << 24;
    pub(crate) const PATH_REMOVE_DIRECTORY: u64 = 1 << 25;
    pub(crate) const PATH_UNLINK_FILE: u64 = 1 << 26;
    pub(crate) const POLL_FD_READWRITE: u64 = 1 << 27;
    pub(crate) const SOCK_SHUTDOWN: u64 = 1 << 28;
    pub(crate) const SOCK_ACCEPT: u64 = 1 << 29;

    /// What any open file has.
    pub(crate) const FILE_ALWAYS: u64 = FD_FDSTAT_SET_FLAGS | FD_ADVISE | FD_FILESTAT_GET | POLL_FD_READWRITE;
    /// What a file has whose position can move. Without these two, libc takes a character device for a
    /// terminal.
    pub(crate) const FILE_POSITION: u64 = FD_SEEK | FD_TELL;
    /// What a file open for writing adds.
    pub(crate) const FILE_WRITE: u64 = FD_WRITE | FD_DATASYNC | FD_SYNC | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;
    /// What a directory has whose names may be looked up.
    pub(crate) const DIR_READ: u64 = PATH_OPEN
        | FD_READDIR
        | PATH_READLINK
        | PATH_FILESTAT_GET
        | FD_FILESTAT_GET
        | FD_FDSTAT_SET_FLAGS
        | FD_SYNC
        | FD_DATASYNC;
    /// What a directory adds whose names may be changed.
    pub(crate) const DIR_MUTATE: u64 = PATH_CREATE_DIRECTORY
        | PATH_CREATE_FILE
        | PATH_LINK_SOURCE
        | PATH_LINK_TARGET
        | PATH_RENAME_SOURCE
        | PATH_RENAME_TARGET
        | PATH_FILESTAT_SET_TIMES
        | FD_FILESTAT_SET_TIMES
        | PATH_SYMLINK
        | PATH_REMOVE_DIRECTORY
        | PATH_UNLINK_FILE;
    /// What a connected socket has.
    pub(crate) const STREAM: u64 =
        FD_READ | FD_WRITE | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE | SOCK_SHUTDOWN;
    /// What a listening socket has.
    pub(crate) const LISTENER: u64 =
        FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE | SOCK_ACCEPT;
}
