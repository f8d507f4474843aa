//! Attacks, one a line: a call, its path, and the answer.
//!
//! The guest has `box` (3, everything allowed), `box/ro` (4, for reading only) and `box/names` (5, where names may change and
//! contents may not). Beside `box` lies `outside`; the links in `box` were left by another program of the host. After
//! each line the outside and `box/ro` are as they were, byte for byte and name for name. `tests/sandbox.rs` sends
//! every path through every call and only asks that it fails; here is what each call says, in both ways to resolve.

use super::sandbox::picture;
use super::{READ, WRITE, World, file};
use crate::abi::Outcome;
use crate::errno::Errno::{self, *};
use crate::perms::{DirPerms, FilePerms};

const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;
const RW: u32 = 3;
const RO: u32 = 4;
const NAMES: u32 = 5;

/// A call with all but its path.
#[derive(Debug, Clone, Copy)]
enum Call {
    /// `lookup`, `oflags`, rights.
    Open(u32, u32, u64),
    Stat(u32),
    Times(u32),
    Mkdir,
    Rmdir,
    Unlink,
    Readlink,
    /// A link at the path to this.
    Symlink(&'static str),
    /// From the path to this name beneath that directory.
    LinkTo(u32, &'static str),
    RenameTo(u32, &'static str),
    /// To the path from this name.
    LinkFrom(u32, &'static str),
    RenameFrom(u32, &'static str),
}

use Call::{
    LinkFrom, LinkTo, Mkdir, Open, Readlink, RenameFrom, RenameTo, Rmdir, Stat, Symlink, Times, Unlink,
};

fn act(world: &mut World, dir: u32, call: Call, path: &str) -> Outcome {
    match call {
        Open(lookup, oflags, base) => world.open_with(dir, lookup, path, oflags, base, 0).map(drop),
        Stat(lookup) => world.stat(dir, lookup, path).map(drop),
        Times(lookup) => world.set_times(dir, lookup, path),
        Mkdir => world.mkdir(dir, path),
        Rmdir => world.rmdir(dir, path),
        Unlink => world.unlink(dir, path),
        Readlink => world.readlink(dir, path, 100).map(drop),
        Symlink(target) => world.symlink(target, dir, path),
        LinkTo(other, new) => world.link(dir, path, other, new),
        RenameTo(other, new) => world.rename(dir, path, other, new),
        LinkFrom(other, old) => world.link(other, old, dir, path),
        RenameFrom(other, old) => world.rename(other, old, dir, path),
    }
}

fn playground() -> World {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    use std::os::unix::fs::symlink;
    let mut world = World::build(|builder, inside| {
        std::fs::create_dir_all(inside.join("ro/dir")).expect("mkdir");
        std::fs::create_dir_all(inside.join("names")).expect("mkdir");
        let mut give = |path: &std::path::Path, dir, file| {
            builder.preopened_dir(path, "/", dir, file).expect("preopen");
        };
        give(inside, DirPerms::all(), FilePerms::all());
        give(&inside.join("ro"), DirPerms::READ, FilePerms::READ);
        give(&inside.join("names"), DirPerms::all(), FilePerms::READ);
    });
    let outside = world.dir.path().join("outside");
    std::fs::create_dir_all(outside.join("dir")).expect("mkdir");
    std::fs::create_dir_all(outside.join("empty")).expect("mkdir");
    std::fs::write(outside.join("secret"), "secret").expect("write");
    std::fs::create_dir_all(world.inside("sub/deep")).expect("mkdir");
    for name in ["file", "sub/file", "ro/file", "names/file"] {
        file(&mut world, name, b"mine");
    }
    mknodat(CWD, world.inside("fifo"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("mkfifo");
    for (target, name) in [
        ("../outside", "out"),
        ("../outside/secret", "secret"),
        ("../outside/new", "fresh"),
        ("../../outside", "sub/out"),
        ("sub/out", "twice"),
        ("/", "root"),
        ("/etc/passwd", "passwd"),
        ("/proc/self/root", "magic"),
        ("..", "up"),
        ("sub", "to-sub"),
        ("file", "to-file"),
        ("file", "ro/to-file"),
        ("loop", "loop"),
    ] {
        symlink(target, world.inside(name)).expect("symlink");
    }
    world
}

const LOOK: Call = Open(1, 0, READ);
const LIST: Call = Open(1, DIRECTORY, READ);
const MAKE: Call = Open(1, CREAT, WRITE);
const NEW: Call = Open(0, CREAT | EXCL, WRITE);
const CUT: Call = Open(1, TRUNC, WRITE);

#[rustfmt::skip]
const ATTACKS: &[(u32, Call, &str, Errno)] = &[
    // Opening: up, by root, through links in every place.
    (RW, LOOK, "..", Perm), (RW, LOOK, "../", Perm), (RW, LOOK, "../outside/secret", Perm), (RW, LOOK, "sub/../../outside/secret", Perm),
    (RW, LOOK, "sub/deep/../../../outside/secret", Perm), (RW, LOOK, "./.././outside/secret", Perm), (RW, LOOK, "..//box/file", Perm),
    (RW, LOOK, "/", Perm), (RW, LOOK, "//", Perm), (RW, LOOK, "/etc/passwd", Perm), (RW, LOOK, "/..", Perm),
    (RW, LOOK, "out/secret", Perm), (RW, LOOK, "secret", Perm), (RW, LOOK, "sub/out/secret", Perm), (RW, LOOK, "twice/secret", Perm),
    (RW, LOOK, "root/etc/passwd", Perm), (RW, LOOK, "passwd", Perm), (RW, LOOK, "magic/etc/passwd", Perm), (RW, LOOK, "up/outside/secret", Perm),
    (RW, LOOK, "up", Perm), (RW, LOOK, "to-sub/../../outside/secret", Perm), (RW, LOOK, "loop", Loop), (RW, LOOK, "loop/file", Loop),
    (RW, Open(0, 0, READ), "secret", Loop), (RW, Open(0, 0, READ), "secret/", Perm), (RW, Open(0, 0, READ), "out/.", Perm),
    (RW, Open(0, 0, READ), "to-file", Loop), (RW, LOOK, "file/", Notdir), (RW, LOOK, "file/.", Notdir), (RW, LOOK, "file/..", Notdir),
    (RW, LOOK, "fifo/..", Notdir), (RW, LOOK, "to-file/", Notdir), (RW, LOOK, "", Noent), (RW, LOOK, "missing/..", Noent), (RW, LOOK, "file\0", Inval),
    (RW, LIST, "..", Perm), (RW, LIST, "out", Perm), (RW, LIST, "out/", Perm), (RW, LIST, "out/dir", Perm), (RW, LIST, "up/outside", Perm),
    (RW, LIST, "root", Perm), (RW, LIST, "magic", Perm), (RW, LIST, "sub/../..", Perm), (RW, Open(0, DIRECTORY, READ), "out", Notdir),
    (RW, LIST, "to-file", Notdir), (RW, LIST, "fifo", Notdir),
    // Creating and truncating.
    (RW, MAKE, "../made", Perm), (RW, MAKE, "out/made", Perm), (RW, MAKE, "fresh", Perm), (RW, MAKE, "/tmp/wx-made", Perm),
    (RW, MAKE, "twice/made", Perm), (RW, MAKE, "new/", Isdir), (RW, MAKE, "file/", Isdir), (RW, MAKE, "out/made/", Perm), (RW, MAKE, "sub/.", Isdir),
    (RW, MAKE, "..", Perm), (RW, NEW, "fresh", Exist), (RW, NEW, "secret", Exist), (RW, NEW, "out/made", Perm), (RW, Open(0, CREAT, WRITE), "fresh", Loop),
    (RW, Open(1, CREAT | EXCL, WRITE), "fresh", Exist), (RW, Open(1, CREAT, 0), "fresh", Perm), (RW, CUT, "secret", Perm), (RW, CUT, "out/secret", Perm),
    (RW, CUT, "../outside/secret", Perm), (RW, Open(0, TRUNC, 0), "secret", Loop), (RW, Open(0, TRUNC, 0), "secret/", Perm),
    (RW, CUT, "file/", Notdir), (RW, CUT, "sub", Isdir),
    // Metadata and times.
    (RW, Stat(1), "secret", Perm), (RW, Stat(1), "out", Perm), (RW, Stat(0), "out/", Perm), (RW, Stat(0), "out/secret", Perm),
    (RW, Stat(0), "../outside/secret", Perm), (RW, Stat(1), "..", Perm), (RW, Stat(1), "fresh", Perm), (RW, Stat(1), "root", Perm),
    (RW, Stat(0), "/", Perm), (RW, Stat(1), "loop", Loop), (RW, Stat(0), "file/", Notdir), (RW, Stat(0), "to-file/", Notdir),
    (RW, Times(1), "secret", Perm), (RW, Times(1), "out", Perm), (RW, Times(0), "out/", Perm), (RW, Times(0), "out/secret", Perm),
    (RW, Times(0), "../outside", Perm), (RW, Times(1), "..", Perm), (RW, Times(1), "fresh", Perm), (RW, Times(1), "root", Perm),
    (RW, Times(0), "file/", Notdir), (RW, Times(1), "loop", Loop),
    // Making and removing names.
    (RW, Mkdir, "../made", Perm), (RW, Mkdir, "out/made", Perm), (RW, Mkdir, "out/made/", Perm), (RW, Mkdir, "fresh", Exist), (RW, Mkdir, "fresh/", Exist),
    (RW, Mkdir, "/tmp/wx-made", Perm), (RW, Mkdir, "..", Perm), (RW, Mkdir, "out", Exist), (RW, Mkdir, "up/made", Perm), (RW, Mkdir, "file/made", Notdir),
    (RW, Rmdir, "../outside/empty", Perm), (RW, Rmdir, "out/empty", Perm), (RW, Rmdir, "out/empty/", Perm), (RW, Rmdir, "out", Notdir),
    (RW, Rmdir, "out/", Notdir), (RW, Rmdir, "..", Perm), (RW, Rmdir, "sub/..", Notempty), (RW, Rmdir, "sub/.", Inval), (RW, Rmdir, "up", Notdir), (RW, Rmdir, "/", Perm),
    (RW, Unlink, "../outside/secret", Perm), (RW, Unlink, "out/secret", Perm), (RW, Unlink, "out/secret/", Perm), (RW, Unlink, "secret/", Notdir),
    (RW, Unlink, "sub/../../outside/secret", Perm), (RW, Unlink, "out/", Notdir), (RW, Unlink, "..", Perm), (RW, Unlink, "file/", Notdir), (RW, Unlink, "root/etc/passwd", Perm),
    (RW, Readlink, "out/secret", Perm), (RW, Readlink, "../outside/secret", Perm), (RW, Readlink, "out/", Perm), (RW, Readlink, "..", Perm),
    (RW, Readlink, "magic/etc/mtab", Perm), (RW, Readlink, "to-sub/", Inval), (RW, Readlink, "to-file/", Notdir),
    // Links: where they are made, and where they would point.
    (RW, Symlink("file"), "../made", Perm), (RW, Symlink("file"), "out/made", Perm), (RW, Symlink("file"), "fresh", Exist), (RW, Symlink("file"), "new/", Noent),
    (RW, Symlink("file"), "out/made/", Perm), (RW, Symlink("file"), "..", Perm), (RW, Symlink("/etc/passwd"), "made", Perm), (RW, Symlink("../outside"), "made", Perm),
    (RW, Symlink("../../outside"), "sub/made", Perm), (RW, Symlink("sub/../../outside"), "made", Perm),
    (RW, LinkTo(RW, "gain"), "../outside/secret", Perm), (RW, LinkTo(RW, "gain"), "out/secret", Perm), (RW, LinkTo(RW, "gain"), "secret/", Perm),
    (RW, LinkTo(RW, "gain"), "..", Perm), (RW, LinkTo(RW, "gain"), "file/", Notdir), (RW, LinkTo(RW, "gain"), "sub", Perm), (RW, LinkTo(RW, "gain"), "/etc/passwd", Perm),
    (RW, LinkFrom(RW, "file"), "../made", Perm), (RW, LinkFrom(RW, "file"), "out/made", Perm), (RW, LinkFrom(RW, "file"), "fresh", Exist),
    (RW, LinkFrom(RW, "file"), "new/", Noent), (RW, LinkFrom(RW, "file"), "fresh/", Exist), (RW, LinkFrom(RW, "file"), "out/made/", Perm),
    // Renames.
    (RW, RenameTo(RW, "gain"), "../outside/secret", Perm), (RW, RenameTo(RW, "gain"), "out/secret", Perm), (RW, RenameTo(RW, "gain"), "out/dir/", Perm),
    (RW, RenameTo(RW, "gain"), "secret/", Notdir), (RW, RenameTo(RW, "gain"), "out/", Notdir), (RW, RenameTo(RW, "gain"), "..", Perm), (RW, RenameTo(RW, "gain"), "sub/..", Busy),
    (RW, RenameFrom(RW, "file"), "../made", Perm), (RW, RenameFrom(RW, "file"), "out/secret", Perm), (RW, RenameFrom(RW, "file"), "out/", Notdir),
    (RW, RenameFrom(RW, "file"), "new/", Notdir), (RW, RenameFrom(RW, "sub"), "out/dir", Perm), (RW, RenameFrom(RW, "sub"), "out/dir/", Perm),
    (RW, RenameFrom(RW, "sub"), "out/", Notdir), (RW, RenameFrom(RW, "sub"), "..", Perm), (RW, RenameFrom(RW, "sub"), "sub/deep/x", Inval), (RW, RenameFrom(RW, "sub"), "/tmp/wx-made", Perm),
    // A directory that may only be read, alone and as one end of two.
    (RO, Open(0, 0, WRITE), "file", Notcapable), (RO, Open(1, TRUNC, READ), "file", Notcapable), (RO, Open(0, TRUNC, 0), "file", Notcapable),
    (RO, Open(0, CREAT, READ), "new", Notcapable), (RO, Open(0, CREAT | EXCL, 0), "new", Notcapable), (RO, Open(1, 0, WRITE), "to-file", Notcapable),
    (RO, Times(0), "file", Notcapable), (RO, Times(1), "to-file", Notcapable), (RO, Times(1), ".", Notcapable), (RO, Mkdir, "new", Notcapable),
    (RO, Rmdir, "dir", Notcapable), (RO, Unlink, "file", Notcapable), (RO, Symlink("file"), "new", Notcapable),
    (RO, LinkTo(RW, "gain"), "file", Notcapable), (RO, LinkFrom(RW, "file"), "new", Notcapable), (RO, LinkTo(NAMES, "gain"), "file", Notcapable),
    (RO, RenameTo(RW, "gain"), "file", Notcapable), (RO, RenameFrom(RW, "file"), "new", Notcapable), (RO, RenameTo(RO, "gain"), "file", Notcapable),
    (RO, LOOK, "../file", Perm), (RO, LOOK, "../ro/file", Perm), (RO, Stat(0), "../file", Perm),
    // Names may change, contents may not.
    (NAMES, Open(0, 0, WRITE), "file", Notcapable), (NAMES, Open(0, TRUNC, 0), "file", Notcapable), (NAMES, Open(0, CREAT | TRUNC, READ), "file", Notcapable),
    (NAMES, LinkTo(RW, "gain"), "file", Notcapable), (NAMES, RenameTo(RW, "gain"), "file", Notcapable), (NAMES, RenameTo(RO, "gain"), "file", Notcapable),
];

#[test]
fn every_attack_gets_its_answer_and_changes_nothing() {
    assert!(ATTACKS.len() >= 120);
    let mut world = playground();
    let places = ["outside", "box/ro"].map(|name| world.dir.path().join(name));
    let all = |places: &[std::path::PathBuf; 2]| places.each_ref().map(|place| picture(place));
    let before = all(&places);
    for &(dir, call, path, answer) in ATTACKS {
        let outcome = act(&mut world, dir, call, path);
        assert_eq!(outcome, Err(answer), "{call:?} of {path:?} in {dir}");
        assert_eq!(all(&places), before, "{call:?} of {path:?} in {dir} changed something");
    }
    for made in ["/tmp/wx-made", "gain", "made"] {
        assert!(std::fs::symlink_metadata(world.inside(made)).is_err(), "{made} was made");
    }
}

/// What the lines above refuse is not refused by refusing everything.
#[test]
fn the_same_calls_do_what_they_may() {
    let mut world = playground();
    for (dir, call, path) in [
        (RW, LOOK, "sub/../file"),
        (RW, LOOK, "to-sub/deep/../../file"),
        (RW, LOOK, "to-file"),
        (RW, LIST, "to-sub/"),
        (RW, LIST, "sub/deep/.."),
        (RW, Open(0, DIRECTORY, READ), "to-sub/"),
        (RW, MAKE, "to-sub/made"),
        (RW, CUT, "to-file"),
        (RW, Stat(0), "secret"),
        (RW, Stat(1), "to-sub/file"),
        (RW, Times(0), "secret"),
        (RW, Times(1), "to-file"),
        (RW, Mkdir, "sub/new/"),
        (RW, Rmdir, "to-sub/new//"),
        (RW, Readlink, "secret"),
        (RW, Symlink("../file"), "sub/link"),
        (RW, LinkTo(NAMES, "less"), "file"),
        (RW, RenameTo(RW, "moved"), "secret"),
        (RW, RenameTo(RW, "sub/moved/"), "sub/deep/"),
        (RW, Unlink, "moved"),
        (RO, LOOK, "to-file"),
        (RO, LIST, "dir/.."),
        (NAMES, RenameTo(NAMES, "other"), "file"),
    ] {
        assert_eq!(act(&mut world, dir, call, path), Ok(()), "{call:?} of {path:?} in {dir}");
    }
    assert!(!world.dir.path().join("outside/moved").exists());
}

/// Files of the host that make who opens them wait, or the program's own terminal, or that stand for the host itself.
#[cfg(target_os = "linux")]
#[test]
fn devices_and_pipes_hold_nobody() {
    let mut world = World::build(|builder, inside| {
        builder.preopened_dir(inside, "/", DirPerms::all(), FilePerms::all()).expect("preopen");
        builder.preopened_dir("/dev", "/dev", DirPerms::all(), FilePerms::all()).expect("preopen");
        builder.preopened_dir("/proc", "/proc", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, world.inside("fifo"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("mkfifo");
    let socket = std::os::unix::net::UnixListener::bind(world.inside("socket")).expect("bind");
    for base in [0, READ, WRITE, READ | WRITE] {
        for oflags in [0, CREAT, TRUNC] {
            let _ = world.open(RW, "fifo", oflags, base);
            assert_eq!(world.open(RW, "socket", oflags, base), Err(Nxio));
            for name in ["null", "zero", "full", "tty", "ptmx"] {
                let _ = world.open(4, name, oflags, base);
            }
        }
    }
    drop(socket);
    // Links of procfs that are no text.
    let own = std::fs::File::open("/etc/passwd").expect("a file of the host");
    let number = std::os::fd::AsRawFd::as_raw_fd(&own);
    for path in [
        format!("self/fd/{number}"),
        "self/root".into(),
        "self/cwd".into(),
        "self/exe".into(),
        "self/ns/net".into(),
        "thread-self/root/etc/passwd".into(),
        "self/task/../fd/0".into(),
        format!("self/fd/{number}/"),
        "self/mem".into(),
    ] {
        for base in [0, READ, WRITE] {
            let opened = world.open_with(5, 1, &path, 0, base, 0);
            assert!(opened.is_err(), "{path}: {opened:?}");
        }
        if !path.ends_with("/mem") {
            assert!(world.stat(5, 1, &path).is_err(), "{path}");
            assert!(world.set_times(5, 1, &path).is_err(), "{path}");
        }
    }
}
