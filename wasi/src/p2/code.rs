//! `wasi:filesystem/types.error-code`, from the error numbers of preview 1.

use crate::errno::Errno;
use wx_component::enumeration;

enumeration! {
    /// Why a call on a file failed.
    pub(crate) enum ErrorCode {
        "access" => Access,
        "would-block" => WouldBlock,
        "already" => Already,
        "bad-descriptor" => BadDescriptor,
        "busy" => Busy,
        "deadlock" => Deadlock,
        "quota" => Quota,
        "exist" => Exist,
        "file-too-large" => FileTooLarge,
        "illegal-byte-sequence" => IllegalByteSequence,
        "in-progress" => InProgress,
        "interrupted" => Interrupted,
        "invalid" => Invalid,
        "io" => Io,
        "is-directory" => IsDirectory,
        "loop" => Loop,
        "too-many-links" => TooManyLinks,
        "message-size" => MessageSize,
        "name-too-long" => NameTooLong,
        "no-device" => NoDevice,
        "no-entry" => NoEntry,
        "no-lock" => NoLock,
        "insufficient-memory" => InsufficientMemory,
        "insufficient-space" => InsufficientSpace,
        "not-directory" => NotDirectory,
        "not-empty" => NotEmpty,
        "not-recoverable" => NotRecoverable,
        "unsupported" => Unsupported,
        "no-tty" => NoTty,
        "no-such-device" => NoSuchDevice,
        "overflow" => Overflow,
        "not-permitted" => NotPermitted,
        "pipe" => Pipe,
        "read-only" => ReadOnly,
        "invalid-seek" => InvalidSeek,
        "text-file-busy" => TextFileBusy,
        "cross-device" => CrossDevice,
    }
}

impl From<Errno> for ErrorCode {
    /// What the interface has no word for is an error of input or output.
    fn from(errno: Errno) -> ErrorCode {
        match errno {
            Errno::Acces => ErrorCode::Access,
            Errno::Again => ErrorCode::WouldBlock,
            Errno::Already => ErrorCode::Already,
            Errno::Badf => ErrorCode::BadDescriptor,
            Errno::Busy => ErrorCode::Busy,
            Errno::Deadlk => ErrorCode::Deadlock,
            Errno::Dquot => ErrorCode::Quota,
            Errno::Exist => ErrorCode::Exist,
            Errno::Fbig => ErrorCode::FileTooLarge,
            Errno::Ilseq => ErrorCode::IllegalByteSequence,
            Errno::Inprogress => ErrorCode::InProgress,
            Errno::Intr => ErrorCode::Interrupted,
            Errno::Inval => ErrorCode::Invalid,
            Errno::Isdir => ErrorCode::IsDirectory,
            Errno::Loop => ErrorCode::Loop,
            Errno::Mlink => ErrorCode::TooManyLinks,
            Errno::Msgsize => ErrorCode::MessageSize,
            Errno::Nametoolong => ErrorCode::NameTooLong,
            Errno::Nodev => ErrorCode::NoDevice,
            Errno::Noent => ErrorCode::NoEntry,
            Errno::Nolck => ErrorCode::NoLock,
            // There is no word for too many open files.
            Errno::Nomem | Errno::Mfile | Errno::Nfile => ErrorCode::InsufficientMemory,
            Errno::Nospc => ErrorCode::InsufficientSpace,
            Errno::Notdir => ErrorCode::NotDirectory,
            Errno::Notempty => ErrorCode::NotEmpty,
            Errno::Notrecoverable => ErrorCode::NotRecoverable,
            Errno::Notsup | Errno::Nosys => ErrorCode::Unsupported,
            Errno::Notty => ErrorCode::NoTty,
            Errno::Nxio => ErrorCode::NoSuchDevice,
            Errno::Overflow => ErrorCode::Overflow,
            Errno::Perm | Errno::Notcapable => ErrorCode::NotPermitted,
            Errno::Pipe => ErrorCode::Pipe,
            Errno::Rofs => ErrorCode::ReadOnly,
            Errno::Spipe => ErrorCode::InvalidSeek,
            Errno::Txtbsy => ErrorCode::TextFileBusy,
            Errno::Xdev => ErrorCode::CrossDevice,
            _ => ErrorCode::Io,
        }
    }
}
