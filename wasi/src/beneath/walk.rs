//! Resolving one component at a time, where the kernel does not.
//!
//! ```text
//!   names:   a / b / c / d          the way from the root, each a real directory when it was entered
//!   held:            [c, d]         descriptors of the deepest of them
//!   pending: ["e/f", "../x/."]      texts still to walk, the innermost link last
//! ```
//!
//! A step opens a name in the deepest directory held, with `O_NOFOLLOW`. If a link stands there, its text is put on
//! top of what is pending, and the walk goes on from where the link is. So the kernel never follows a link for us, and
//! never sees a `..`: that takes the deepest directory off the stack.
//!
//! The stack holds at most [`HELD`] descriptors, or a guest with a deep directory could use up those of the host.
//! Who climbs beyond them goes down from the root again, by the names and without following links: a directory that
//! was exchanged meanwhile is another one beneath the root, and one that became a link ends the call.
//!
//! Links are limited as in the kernel, and steps too, so a call ends: [`MOST_LINKS`], [`MOST_STEPS`]. A walk allocates
//! the texts of its links, 160 KiB at the most.
//!
//! Invariant: INV BENEATH of the room's header. `here` is the root or was an entry of a directory held.

use crate::abi::Outcome;
use crate::errno::Errno;
use rustix::fs::{Mode, OFlags, openat, readlinkat};
use rustix::io::Errno as Host;
use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// How many descriptors a walk holds.
const HELD: usize = 32;

/// How many links a walk reads, which is Linux's limit.
const MOST_LINKS: u32 = 40;

/// How many directories a walk enters: several times what a path can name without links.
const MOST_STEPS: u32 = 1 << 14;

/// A directory that is only named in: no right to list it is needed, and opening waits for nothing.
#[cfg(target_os = "linux")]
pub(super) const NAMED: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
pub(super) const NAMED: OFlags = OFlags::DIRECTORY.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// A text that is still to walk: relative, not empty, without a slash at either end.
struct Text {
    bytes: Vec<u8>,
    /// Where the next component begins.
    at: usize,
    /// Whether it ended with a slash, in whose place there is `/.` now.
    slash: bool,
}

struct Walk<'r> {
    root: BorrowedFd<'r>,
    /// The components from the root to here, joined by `/`.
    names: Vec<u8>,
    held: VecDeque<OwnedFd>,
    pending: Vec<Text>,
    links: u32,
    steps: u32,
    /// Whether the last component may be created, which nothing with a slash behind it is.
    creates: bool,
}

/// Where a walk ends.
enum End {
    /// At a directory, which is the one held.
    Here,
    /// Before the last component.
    Before(Vec<u8>),
}

/// Opens `path` beneath `root`.
pub(super) fn open(root: BorrowedFd<'_>, path: &[u8], flags: OFlags, mode: Mode) -> Outcome<OwnedFd> {
    let mut walk = Walk::new(root, path)?;
    walk.creates = flags.contains(OFlags::CREATE);
    loop {
        match walk.advance()? {
            End::Here if flags.contains(OFlags::CREATE | OFlags::EXCL) => return Err(Errno::Exist),
            End::Here if flags.contains(OFlags::CREATE) => return Err(Errno::Isdir),
            End::Here => return Ok(openat(walk.here(), c".", flags, mode)?),
            End::Before(name) => match openat(walk.here(), &name[..], flags | OFlags::NOFOLLOW, mode) {
                Ok(fd) => return Ok(fd),
                Err(error) if is_link(error) && !flags.contains(OFlags::NOFOLLOW) => {
                    walk.read_link(&name, error)?;
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
}

/// Follows all links of `path`, the last one too: the directory and the name in it where they end. A path that
/// ends at a directory which has no name there, such as the root, gives `.`.
pub(super) fn follow(root: BorrowedFd<'_>, path: &[u8]) -> Outcome<(OwnedFd, Vec<u8>)> {
    let mut walk = Walk::new(root, path)?;
    loop {
        match walk.advance()? {
            End::Here => return Ok((openat(walk.here(), c".", NAMED, Mode::empty())?, b".".to_vec())),
            End::Before(name) => match readlinkat(walk.here(), &name[..], Vec::new()) {
                Ok(target) => walk.push_link(target.to_bytes())?,
                // No link: this is the end.
                Err(Host::INVAL) => {
                    let here = match walk.held.pop_back() {
                        Some(here) => here,
                        None => openat(root, c".", NAMED, Mode::empty())?,
                    };
                    return Ok((here, name));
                }
                Err(error) => return Err(error.into()),
            },
        }
    }
}

/// Whether an open without following failed as it does at a link. Hosts differ, and `ENOTDIR` has other causes,
/// so the link is read next.
fn is_link(error: Host) -> bool {
    matches!(error, Host::LOOP | Host::NOTDIR | Host::MLINK)
}

impl<'r> Walk<'r> {
    fn new(root: BorrowedFd<'r>, path: &[u8]) -> Outcome<Walk<'r>> {
        let mut walk = Walk {
            root,
            names: Vec::new(),
            held: VecDeque::new(),
            pending: Vec::new(),
            links: 0,
            steps: 0,
            creates: false,
        };
        walk.push(path)?;
        Ok(walk)
    }

    fn here(&self) -> BorrowedFd<'_> {
        self.held.back().map_or(self.root, AsFd::as_fd)
    }

    /// Walks until one component is left, or none.
    fn advance(&mut self) -> Outcome<End> {
        while let Some(component) = self.next() {
            match (&component[..], self.pending.is_empty()) {
                (b".", _) => {}
                (b"..", _) => self.leave()?,
                (_, true) => return Ok(End::Before(component)),
                (_, false) if self.creates && self.only_a_slash_is_left() => return Err(Errno::Isdir),
                (_, false) => match self.step(&component) {
                    Ok(fd) => self.hold(&component, fd),
                    Err(error) if is_link(error) => self.read_link(&component, error)?,
                    Err(error) => return Err(error.into()),
                },
            }
        }
        Ok(End::Here)
    }

    /// The next component. A text is dropped with its last one, so that an empty stack says there are no more.
    fn next(&mut self) -> Option<Vec<u8>> {
        let text = self.pending.last_mut()?;
        let rest = &text.bytes[text.at..];
        let end = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
        let component = rest[..end].to_vec();
        match rest[end..].iter().position(|byte| *byte != b'/') {
            Some(slashes) => text.at += end + slashes,
            None => drop(self.pending.pop()),
        }
        Some(component)
    }

    /// Puts a text on top of what is to be walked. A slash at its end means `/.`.
    fn push(&mut self, text: &[u8]) -> Outcome {
        if text.is_empty() {
            return Err(Errno::Noent);
        }
        if text.starts_with(b"/") {
            return Err(Errno::Perm);
        }
        let mut bytes = text.to_vec();
        let slash = bytes.ends_with(b"/");
        if slash {
            bytes.push(b'.');
        }
        self.pending.push(Text { bytes, at: 0, slash });
        Ok(())
    }

    fn only_a_slash_is_left(&self) -> bool {
        matches!(&self.pending[..], [text] if text.slash && text.at + 1 == text.bytes.len())
    }

    fn push_link(&mut self, target: &[u8]) -> Outcome {
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Errno::Loop);
        }
        self.push(target)
    }

    /// Goes on with the text of the link `name`; if it is none, the open that failed with `otherwise` was right.
    fn read_link(&mut self, name: &[u8], otherwise: Host) -> Outcome {
        match readlinkat(self.here(), name, Vec::new()) {
            Ok(target) => self.push_link(target.to_bytes()),
            Err(_) => Err(otherwise.into()),
        }
    }

    /// Opens the directory `name` here.
    fn step(&mut self, name: &[u8]) -> rustix::io::Result<OwnedFd> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Host::NAMETOOLONG);
        }
        openat(self.here(), name, NAMED | OFlags::NOFOLLOW, Mode::empty())
    }

    fn hold(&mut self, name: &[u8], fd: OwnedFd) {
        if !self.names.is_empty() {
            self.names.push(b'/');
        }
        self.names.extend_from_slice(name);
        self.held.push_back(fd);
        if self.held.len() > HELD {
            self.held.pop_front();
        }
    }

    /// Back to the directory before this one. There is none before the root.
    fn leave(&mut self) -> Outcome {
        if self.names.is_empty() {
            return Err(Errno::Perm);
        }
        let end = self.names.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
        self.names.truncate(end);
        self.held.pop_back();
        if self.held.is_empty() {
            let names = std::mem::take(&mut self.names);
            for name in names.split(|byte| *byte == b'/').filter(|name| !name.is_empty()) {
                let fd = self.step(name)?;
                self.hold(name, fd);
            }
        }
        Ok(())
    }
}
