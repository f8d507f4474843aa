//! A directory, and the calls that name something beneath it.
//!
//! Each call finds its *place* first: a directory that is held and one component in it. What a slash behind the
//! component means, and what the call says to a path that ends in `.` or `..`, is decided here with Linux's answers,
//! so that no name with a slash reaches the host.

use super::cut::{Cut, Last};
#[cfg(target_os = "linux")]
use super::kernel;
use super::walk::{self, NAMED};
use crate::abi::Outcome;
use crate::errno::Errno;
use rustix::fs::{
    AtFlags, CWD, FileType, Mode, OFlags, Stat, Timestamps, fstat, linkat, mkdirat, openat, readlinkat,
    renameat, statat, symlinkat, unlinkat, utimensat,
};
use std::borrow::Cow;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path};

/// How deep a directory may be for a link in it that climbs; a path of Linux's longest has fewer components.
const DEEPEST: u32 = 4096;

/// How paths are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the kernel, and by the walk where it does not decide.
    #[cfg(target_os = "linux")]
    Kernel,
    /// By the walk alone.
    Walk,
}

/// An open directory, the root of what paths can name.
#[derive(Debug)]
pub(crate) struct Dir {
    fd: OwnedFd,
    way: Way,
    /// The directory that the embedder gave, which this one is or was opened beneath.
    top: Identity,
}

/// A file or directory, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    dev: u64,
    ino: u64,
}

impl Identity {
    #[allow(clippy::unnecessary_cast, reason = "the types of the fields differ from host to host")]
    fn of(dir: BorrowedFd<'_>) -> rustix::io::Result<Identity> {
        let stat = fstat(dir)?;
        Ok(Identity { dev: stat.st_dev as u64, ino: stat.st_ino as u64 })
    }
}

/// A directory that is held: the root itself, which needs no resolving, or one beneath it.
enum Held<'d> {
    Root(BorrowedFd<'d>),
    Beneath(OwnedFd),
}

impl AsFd for Held<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Held::Root(fd) => *fd,
            Held::Beneath(fd) => fd.as_fd(),
        }
    }
}

/// Where a call acts.
enum Place<'d> {
    /// On a name in a directory. The slash was behind it.
    Name { dir: Held<'d>, name: &'d [u8], slash: bool },
    /// On a directory that the path names by `.` or `..`.
    Dir(Held<'d>, Last<'d>),
}

/// What stands at a place.
struct Found<'d> {
    dir: Held<'d>,
    name: Cow<'d, [u8]>,
    stat: Stat,
}

impl Found<'_> {
    fn is(&self, wanted: FileType) -> bool {
        filetype(&self.stat) == wanted
    }
}

impl AsFd for Dir {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Dir {
    /// Opens a directory of the host by a path that the embedder trusts.
    pub(crate) fn open_ambient(path: &Path) -> io::Result<Dir> {
        let fd = openat(CWD, path, NAMED, Mode::empty())?;
        #[cfg(target_os = "linux")]
        let way = if kernel::resolves(fd.as_fd()) { Way::Kernel } else { Way::Walk };
        #[cfg(not(target_os = "linux"))]
        let way = Way::Walk;
        let top = Identity::of(fd.as_fd())?;
        Ok(Dir { fd, way, top })
    }

    /// A directory that was opened beneath this one.
    pub(crate) fn child(&self, fd: OwnedFd) -> Dir {
        Dir { fd, way: self.way, top: self.top }
    }

    /// From now on resolves as where the kernel does not.
    #[cfg(test)]
    pub(crate) fn only_walk(&mut self) {
        self.way = Way::Walk;
    }

    /// Opens a file or directory. Follows a link at the end unless `flags` say `NOFOLLOW`.
    pub(crate) fn open(&self, path: &Path, flags: OFlags, mode: Mode) -> Outcome<OwnedFd> {
        let path = path.as_os_str().as_bytes();
        Cut::new(path)?;
        self.resolve(path, flags | OFlags::CLOEXEC, mode)
    }

    fn resolve(&self, path: &[u8], flags: OFlags, mode: Mode) -> Outcome<OwnedFd> {
        #[cfg(target_os = "linux")]
        if self.way == Way::Kernel
            && let Some(decided) = kernel::open(self.fd.as_fd(), path, flags, mode)
        {
            return decided;
        }
        walk::open(self.fd.as_fd(), path, flags, mode)
    }

    fn place<'d>(&'d self, path: &'d Path) -> Outcome<Place<'d>> {
        let path = path.as_os_str().as_bytes();
        let cut = Cut::new(path)?;
        let Last::Name(name) = cut.last else {
            let dir = Held::Beneath(self.resolve(path, NAMED, Mode::empty())?);
            return Ok(Place::Dir(dir, cut.last));
        };
        let dir = if cut.parent.is_empty() {
            Held::Root(self.fd.as_fd())
        } else {
            Held::Beneath(self.resolve(cut.parent, NAMED, Mode::empty())?)
        };
        Ok(Place::Name { dir, name, slash: cut.slash })
    }

    /// What a path names, with the links at its end followed or not.
    fn find<'d>(&'d self, path: &'d Path, follow: bool) -> Outcome<Found<'d>> {
        let (dir, name, slash) = match self.place(path)? {
            Place::Dir(dir, _) => {
                let stat = fstat(&dir)?;
                return Ok(Found { dir, name: Cow::Borrowed(b"."), stat });
            }
            Place::Name { dir, name, slash } => (dir, name, slash),
        };
        let stat = statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let mut found = Found { dir, name: Cow::Borrowed(name), stat };
        if found.is(FileType::Symlink) && (follow || slash) {
            let (dir, name) = walk::follow(self.fd.as_fd(), path.as_os_str().as_bytes())?;
            let stat = statat(&dir, &name[..], AtFlags::SYMLINK_NOFOLLOW)?;
            found = Found { dir: Held::Beneath(dir), name: Cow::Owned(name), stat };
        }
        if slash && !found.is(FileType::Directory) {
            return Err(Errno::Notdir);
        }
        Ok(found)
    }

    /// The metadata of a file, directory or link.
    pub(crate) fn stat(&self, path: &Path, follow: bool) -> Outcome<Stat> {
        Ok(self.find(path, follow)?.stat)
    }

    /// Sets the times of a file, directory or link.
    pub(crate) fn set_times(&self, path: &Path, follow: bool, times: &Timestamps) -> Outcome {
        let found = self.find(path, follow)?;
        Ok(utimensat(&found.dir, &*found.name, times, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    pub(crate) fn create_dir(&self, path: &Path) -> Outcome {
        match self.place(path)? {
            Place::Dir(..) => Err(Errno::Exist),
            Place::Name { dir, name, .. } => Ok(mkdirat(dir, name, Mode::from_raw_mode(0o777))?),
        }
    }

    pub(crate) fn remove_dir(&self, path: &Path) -> Outcome {
        match self.place(path)? {
            Place::Dir(_, Last::DotDot) => Err(Errno::Notempty),
            Place::Dir(..) => Err(Errno::Inval),
            Place::Name { dir, name, .. } => Ok(unlinkat(dir, name, AtFlags::REMOVEDIR)?),
        }
    }

    /// Removes the name of anything but a directory.
    pub(crate) fn unlink(&self, path: &Path) -> Outcome {
        match self.place(path)? {
            Place::Dir(..) => Err(Errno::Isdir),
            Place::Name { dir, name, slash: true } => match statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) if filetype(&stat) == FileType::Directory => Err(Errno::Isdir),
                Ok(_) => Err(Errno::Notdir),
                Err(error) => Err(error.into()),
            },
            Place::Name { dir, name, slash: false } => Ok(unlinkat(dir, name, AtFlags::empty())?),
        }
    }

    /// The text of a link.
    pub(crate) fn read_link(&self, path: &Path) -> Outcome<Vec<u8>> {
        match self.place(path)? {
            Place::Dir(..) => Err(Errno::Inval),
            // With a slash it is the directory behind the link that is meant.
            Place::Name { slash: true, .. } => self.find(path, true).and(Err(Errno::Inval)),
            Place::Name { dir, name, slash: false } => Ok(readlinkat(dir, name, Vec::new())?.into_bytes()),
        }
    }

    /// Makes a link with the text `target`, unless it would point out of what the embedder gave: it would not lead this
    /// guest out, but another program of the host might follow it.
    pub(crate) fn symlink(&self, target: &Path, path: &Path) -> Outcome {
        let climbs = climbs(target)?;
        let (dir, name) = self.new_file(path)?;
        if climbs > 0 && self.depth(dir.as_fd())? < climbs {
            return Err(Errno::Perm);
        }
        Ok(symlinkat(target, dir, name)?)
    }

    /// How many directories are between this one and what the embedder gave, which is asked of the host: a path may have led
    /// here through links. Nothing is reached by these steps but the answer.
    fn depth(&self, dir: BorrowedFd<'_>) -> Outcome<u32> {
        let mut here = Identity::of(dir)?;
        let mut held = openat(dir, c".", NAMED, Mode::empty())?;
        for depth in 0..DEEPEST {
            if here == self.top {
                return Ok(depth);
            }
            held = openat(&held, c"..", NAMED, Mode::empty())?;
            let around = Identity::of(held.as_fd())?;
            if around == here {
                // The host's root: the directory was moved out.
                break;
            }
            here = around;
        }
        Err(Errno::Perm)
    }

    /// Gives a file, or a link itself, another name, perhaps beneath another directory.
    pub(crate) fn hard_link(&self, old: &Path, to: &Dir, new: &Path) -> Outcome {
        match self.place(old)? {
            Place::Dir(..) => Err(Errno::Perm),
            Place::Name { slash: true, .. } => self.find(old, true).and(Err(Errno::Perm)),
            Place::Name { dir, name, slash: false } => {
                let (new_dir, new_name) = to.new_file(new)?;
                Ok(linkat(dir, name, new_dir, new_name, AtFlags::empty())?)
            }
        }
    }

    /// Where a call makes a file that is no directory.
    fn new_file<'d>(&'d self, path: &'d Path) -> Outcome<(Held<'d>, &'d [u8])> {
        match self.place(path)? {
            Place::Dir(..) => Err(Errno::Exist),
            Place::Name { dir, name, slash: true } => match statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(_) => Err(Errno::Exist),
                Err(error) => Err(error.into()),
            },
            Place::Name { dir, name, slash: false } => Ok((dir, name)),
        }
    }

    /// Moves a name, perhaps beneath another directory.
    pub(crate) fn rename(&self, old: &Path, to: &Dir, new: &Path) -> Outcome {
        let (
            Place::Name { dir, name, slash },
            Place::Name { dir: new_dir, name: new_name, slash: new_slash },
        ) = (self.place(old)?, to.place(new)?)
        else {
            return Err(Errno::Busy);
        };
        // A slash at either end says that a directory moves. It takes nothing else along: whatever stands behind the
        // name by now moves without being followed.
        if slash || new_slash {
            let stat = statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW)?;
            if filetype(&stat) != FileType::Directory {
                return Err(Errno::Notdir);
            }
        }
        Ok(renameat(dir, name, new_dir, new_name)?)
    }
}

/// How many directories above its own a link with this text climbs on its way, read word by word.
fn climbs(target: &Path) -> Outcome<u32> {
    let (mut depth, mut highest) = (0i32, 0i32);
    for component in target.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth -= 1,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Err(Errno::Perm),
        }
        highest = highest.min(depth);
    }
    Ok(highest.unsigned_abs())
}

fn filetype(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
}
