//! The error numbers of the interface, and how a host error becomes one.
//!
//! A host error that has a number of the host's own keeps its meaning, name for name; one that the standard library
//! made itself has only a kind. A path that leads out of the sandbox is `PERM`.

use rustix::io::Errno as Host;
use std::io;

/// An error number as guests see it; 0, success, is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
#[allow(dead_code, reason = "the table is the interface's, complete, so that a new use needs no look-up")]
pub(crate) enum Errno {
    TooBig = 1,
    Acces = 2,
    Addrinuse = 3,
    Addrnotavail = 4,
    Afnosupport = 5,
    Again = 6,
    Already = 7,
    Badf = 8,
    Badmsg = 9,
    Busy = 10,
    Canceled = 11,
    Child = 12,
    Connaborted = 13,
    Connrefused = 14,
    Connreset = 15,
    Deadlk = 16,
    Destaddrreq = 17,
    Dom = 18,
    Dquot = 19,
    Exist = 20,
    Fault = 21,
    Fbig = 22,
    Hostunreach = 23,
    Idrm = 24,
    Ilseq = 25,
    Inprogress = 26,
    Intr = 27,
    Inval = 28,
    Io = 29,
    Isconn = 30,
    Isdir = 31,
    Loop = 32,
    Mfile = 33,
    Mlink = 34,
    Msgsize = 35,
    Multihop = 36,
    Nametoolong = 37,
    Netdown = 38,
    Netreset = 39,
    Netunreach = 40,
    Nfile = 41,
    Nobufs = 42,
    Nodev = 43,
    Noent = 44,
    Noexec = 45,
    Nolck = 46,
    Nolink = 47,
    Nomem = 48,
    Nomsg = 49,
    Noprotoopt = 50,
    Nospc = 51,
    Nosys = 52,
    Notconn = 53,
    Notdir = 54,
    Notempty = 55,
    Notrecoverable = 56,
    Notsock = 57,
    Notsup = 58,
    Notty = 59,
    Nxio = 60,
    Overflow = 61,
    Ownerdead = 62,
    Perm = 63,
    Pipe = 64,
    Proto = 65,
    Protonosupport = 66,
    Prototype = 67,
    Range = 68,
    Rofs = 69,
    Spipe = 70,
    Srch = 71,
    Stale = 72,
    Timedout = 73,
    Txtbsy = 74,
    Xdev = 75,
    Notcapable = 76,
}

/// Pairs of host and guest numbers, by name. Names that wx never meets on a host (the guest-only
/// `NOTCAPABLE`) are absent.
const SAME_NAME: &[(Host, Errno)] = &[
    (Host::TOOBIG, Errno::TooBig),
    (Host::ACCESS, Errno::Acces),
    (Host::ADDRINUSE, Errno::Addrinuse),
    (Host::ADDRNOTAVAIL, Errno::Addrnotavail),
    (Host::AFNOSUPPORT, Errno::Afnosupport),
    (Host::AGAIN, Errno::Again),
    (Host::ALREADY, Errno::Already),
    (Host::BADF, Errno::Badf),
    (Host::BADMSG, Errno::Badmsg),
    (Host::BUSY, Errno::Busy),
    (Host::CANCELED, Errno::Canceled),
    (Host::CHILD, Errno::Child),
    (Host::CONNABORTED, Errno::Connaborted),
    (Host::CONNREFUSED, Errno::Connrefused),
    (Host::CONNRESET, Errno::Connreset),
    (Host::DEADLK, Errno::Deadlk),
    (Host::DESTADDRREQ, Errno::Destaddrreq),
    (Host::DOM, Errno::Dom),
    (Host::DQUOT, Errno::Dquot),
    (Host::EXIST, Errno::Exist),
    (Host::FAULT, Errno::Fault),
    (Host::FBIG, Errno::Fbig),
    (Host::HOSTUNREACH, Errno::Hostunreach),
    (Host::IDRM, Errno::Idrm),
    (Host::ILSEQ, Errno::Ilseq),
    (Host::INPROGRESS, Errno::Inprogress),
    (Host::INTR, Errno::Intr),
    (Host::INVAL, Errno::Inval),
    (Host::IO, Errno::Io),
    (Host::ISCONN, Errno::Isconn),
    (Host::ISDIR, Errno::Isdir),
    (Host::LOOP, Errno::Loop),
    (Host::MFILE, Errno::Mfile),
    (Host::MLINK, Errno::Mlink),
    (Host::MSGSIZE, Errno::Msgsize),
    (Host::MULTIHOP, Errno::Multihop),
    (Host::NAMETOOLONG, Errno::Nametoolong),
    (Host::NETDOWN, Errno::Netdown),
    (Host::NETRESET, Errno::Netreset),
    (Host::NETUNREACH, Errno::Netunreach),
    (Host::NFILE, Errno::Nfile),
    (Host::NOBUFS, Errno::Nobufs),
    (Host::NODEV, Errno::Nodev),
    (Host::NOENT, Errno::Noent),
    (Host::NOEXEC, Errno::Noexec),
    (Host::NOLCK, Errno::Nolck),
    (Host::NOLINK, Errno::Nolink),
    (Host::NOMEM, Errno::Nomem),
    (Host::NOMSG, Errno::Nomsg),
    (Host::NOPROTOOPT, Errno::Noprotoopt),
    (Host::NOSPC, Errno::Nospc),
    (Host::NOSYS, Errno::Nosys),
    (Host::NOTCONN, Errno::Notconn),
    (Host::NOTDIR, Errno::Notdir),
    (Host::NOTEMPTY, Errno::Notempty),
    (Host::NOTRECOVERABLE, Errno::Notrecoverable),
    (Host::NOTSOCK, Errno::Notsock),
    (Host::NOTSUP, Errno::Notsup),
    (Host::NOTTY, Errno::Notty),
    (Host::NXIO, Errno::Nxio),
    (Host::OVERFLOW, Errno::Overflow),
    (Host::OWNERDEAD, Errno::Ownerdead),
    (Host::PERM, Errno::Perm),
    (Host::PIPE, Errno::Pipe),
    (Host::PROTO, Errno::Proto),
    (Host::PROTONOSUPPORT, Errno::Protonosupport),
    (Host::PROTOTYPE, Errno::Prototype),
    (Host::RANGE, Errno::Range),
    (Host::ROFS, Errno::Rofs),
    (Host::SPIPE, Errno::Spipe),
    (Host::SRCH, Errno::Srch),
    (Host::STALE, Errno::Stale),
    (Host::TIMEDOUT, Errno::Timedout),
    (Host::TXTBSY, Errno::Txtbsy),
    (Host::XDEV, Errno::Xdev),
];

impl std::fmt::Display for Errno {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Errno {}

impl From<Host> for Errno {
    fn from(host: Host) -> Errno {
        SAME_NAME.iter().find(|(from, _)| *from == host).map_or(Errno::Io, |(_, to)| *to)
    }
}

impl From<io::Error> for Errno {
    fn from(error: io::Error) -> Errno {
        if let Some(host) = error.raw_os_error() {
            return Errno::from(Host::from_raw_os_error(host));
        }
        match error.kind() {
            io::ErrorKind::NotFound => Errno::Noent,
            io::ErrorKind::PermissionDenied => Errno::Perm,
            io::ErrorKind::AlreadyExists => Errno::Exist,
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Errno::Inval,
            io::ErrorKind::NotADirectory => Errno::Notdir,
            io::ErrorKind::IsADirectory => Errno::Isdir,
            io::ErrorKind::DirectoryNotEmpty => Errno::Notempty,
            io::ErrorKind::StorageFull => Errno::Nospc,
            io::ErrorKind::BrokenPipe => Errno::Pipe,
            io::ErrorKind::WouldBlock => Errno::Again,
            io::ErrorKind::Interrupted => Errno::Intr,
            io::ErrorKind::Unsupported => Errno::Notsup,
            io::ErrorKind::OutOfMemory => Errno::Nomem,
            _ => Errno::Io,
        }
    }
}
