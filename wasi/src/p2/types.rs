//! The types of the interfaces, and what the host keeps behind their resources.

use super::host::{InputStream, OutputStream, Pollable};
use crate::abi::Filetype;
use crate::errno::Errno;
use std::fs::File;
use std::task::{Context, Poll};
use std::time::Instant;
use wx_component::{Resource, ResourceTable, ResourceTableError, enumeration, flags, record, variant};

/// Behind `wasi:filesystem/types.descriptor`: nothing, since its representation is a number in the table of descriptors.
pub(crate) struct Descriptor;

/// Behind `wasi:io/error.error`.
#[derive(Debug)]
pub struct IoError(pub(crate) Failure);

/// Why a stream failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Errno(Errno),
    Host(anyhow::Error),
}

impl IoError {
    /// The cause, if another library gave it and it has this type.
    pub fn downcast_ref<E: std::fmt::Display + std::fmt::Debug + Send + Sync + 'static>(&self) -> Option<&E> {
        match &self.0 {
            Failure::Errno(_) => None,
            Failure::Host(error) => error.downcast_ref(),
        }
    }
}

/// Behind `wasi:io/streams.input-stream`.
pub struct DynInputStream(pub(crate) Input);

pub(crate) enum Input {
    /// A standard stream, by its number in the table of descriptors.
    Standard(u32),
    File {
        file: File,
        position: u64,
    },
    Host(Box<dyn InputStream>),
}

/// Behind `wasi:io/streams.output-stream`.
pub struct DynOutputStream(pub(crate) Output);

pub(crate) enum Output {
    /// A standard stream, by its number in the table of descriptors.
    Standard(u32),
    /// Appends if it has no position.
    File {
        file: File,
        position: Option<u64>,
    },
    Host(Box<dyn OutputStream>),
}

/// Behind `wasi:io/poll.pollable`.
pub struct DynPollable(pub(crate) Source);

/// How something in the table is asked whether it is ready.
pub(crate) type PollEntry =
    fn(&mut ResourceTable, u32, &mut Context<'_>) -> Result<Poll<()>, ResourceTableError>;

/// What a pollable waits for.
pub(crate) enum Source {
    Ready,
    /// Later than this host can represent if there is no time.
    At(Option<Instant>),
    /// A standard stream that can be read, or written.
    Standard {
        fd: u32,
        write: bool,
    },
    /// Something in the table of resources, by its representation.
    Host {
        rep: u32,
        poll: PollEntry,
    },
}

macro_rules! opaque {
    ($($name:ident)*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })*
    };
}
opaque!(DynInputStream DynOutputStream DynPollable);

impl DynInputStream {
    /// A stream to keep in [`WasiCtx::table`](crate::WasiCtx::table), as `wasi:io/streams.input-stream`.
    pub fn new(stream: impl InputStream) -> DynInputStream {
        DynInputStream(Input::Host(Box::new(stream)))
    }
}

impl DynOutputStream {
    /// A stream to keep in [`WasiCtx::table`](crate::WasiCtx::table), as `wasi:io/streams.output-stream`.
    pub fn new(stream: impl OutputStream) -> DynOutputStream {
        DynOutputStream(Output::Host(Box::new(stream)))
    }
}

impl Pollable for DynInputStream {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Input::Host(stream) => stream.poll_ready(cx),
            Input::Standard(_) | Input::File { .. } => Poll::Ready(()),
        }
    }
}

impl Pollable for DynOutputStream {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.0 {
            Output::Host(stream) => stream.poll_ready(cx),
            Output::Standard(_) | Output::File { .. } => Poll::Ready(()),
        }
    }
}

/// Behind `wasi:filesystem/types.directory-entry-stream`.
pub(crate) struct Entries(pub(crate) rustix::fs::Dir);

/// Behind `wasi:cli/terminal-input.terminal-input`.
pub(crate) struct TerminalInput;

/// Behind `wasi:cli/terminal-output.terminal-output`.
pub(crate) struct TerminalOutput;

variant! {
    /// `wasi:io/streams.stream-error`.
    pub(crate) enum StreamError {
        "last-operation-failed" => LastOperationFailed(Resource<IoError>),
        "closed" => Closed,
    }
}

record! {
    /// `wasi:clocks/wall-clock.datetime`.
    pub(crate) struct Datetime {
        "seconds" => seconds: u64,
        "nanoseconds" => nanoseconds: u32,
    }
}

enumeration! {
    /// `wasi:filesystem/types.descriptor-type`.
    pub(crate) enum DescriptorType {
        "unknown" => Unknown,
        "block-device" => BlockDevice,
        "character-device" => CharacterDevice,
        "directory" => Directory,
        "fifo" => Fifo,
        "symbolic-link" => SymbolicLink,
        "regular-file" => RegularFile,
        "socket" => Socket,
    }
}

impl From<Filetype> for DescriptorType {
    fn from(filetype: Filetype) -> DescriptorType {
        match filetype {
            Filetype::BlockDevice => DescriptorType::BlockDevice,
            Filetype::CharacterDevice => DescriptorType::CharacterDevice,
            Filetype::Directory => DescriptorType::Directory,
            Filetype::RegularFile => DescriptorType::RegularFile,
            Filetype::SymbolicLink => DescriptorType::SymbolicLink,
            Filetype::SocketStream => DescriptorType::Socket,
            _ => DescriptorType::Unknown,
        }
    }
}

flags! {
    /// `wasi:filesystem/types.descriptor-flags`.
    pub(crate) struct DescriptorFlags {
        "read" => READ,
        "write" => WRITE,
        "file-integrity-sync" => FILE_INTEGRITY_SYNC,
        "data-integrity-sync" => DATA_INTEGRITY_SYNC,
        "requested-write-sync" => REQUESTED_WRITE_SYNC,
        "mutate-directory" => MUTATE_DIRECTORY,
    }
}

flags! {
    /// `wasi:filesystem/types.path-flags`.
    pub(crate) struct PathFlags {
        "symlink-follow" => SYMLINK_FOLLOW,
    }
}

flags! {
    /// `wasi:filesystem/types.open-flags`.
    pub(crate) struct OpenFlags {
        "create" => CREATE,
        "directory" => DIRECTORY,
        "exclusive" => EXCLUSIVE,
        "truncate" => TRUNCATE,
    }
}

record! {
    /// `wasi:filesystem/types.descriptor-stat`.
    pub(crate) struct DescriptorStat {
        "type" => filetype: DescriptorType,
        "link-count" => link_count: u64,
        "size" => size: u64,
        "data-access-timestamp" => accessed: Option<Datetime>,
        "data-modification-timestamp" => modified: Option<Datetime>,
        "status-change-timestamp" => changed: Option<Datetime>,
    }
}

variant! {
    /// `wasi:filesystem/types.new-timestamp`.
    pub(crate) enum NewTimestamp {
        "no-change" => NoChange,
        "now" => Now,
        "timestamp" => Timestamp(Datetime),
    }
}

enumeration! {
    /// `wasi:filesystem/types.advice`.
    pub(crate) enum Advice {
        "normal" => Normal,
        "sequential" => Sequential,
        "random" => Random,
        "will-need" => WillNeed,
        "dont-need" => DontNeed,
        "no-reuse" => NoReuse,
    }
}

record! {
    /// `wasi:filesystem/types.directory-entry`.
    pub(crate) struct DirectoryEntry {
        "type" => filetype: DescriptorType,
        "name" => name: String,
    }
}

record! {
    /// `wasi:filesystem/types.metadata-hash-value`.
    pub(crate) struct MetadataHash {
        "lower" => lower: u64,
        "upper" => upper: u64,
    }
}
