//! What the embedder does not allow and what the guest gave up stays out of reach.

use super::{READ, ROOT, WRITE, World, file, refused};
use crate::abi::rights;
use crate::calls::{fd, fdstat};
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};

const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;
const DENIED: &[Errno] = &[Errno::Notcapable];

/// A playground with the same directory twice: 3 for reading only, 4 for everything.
fn two_views() -> World {
    let mut world = World::build(|builder, inside| {
        builder.preopened_dir(inside, "/ro", DirPerms::READ, FilePerms::READ).expect("preopen");
        builder.preopened_dir(inside, "/rw", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    file(&mut world, "file", b"contents");
    std::fs::create_dir(world.inside("sub")).expect("mkdir");
    world
}

#[test]
fn a_directory_for_reading_changes_in_no_way() {
    let mut world = two_views();
    let before = world.stat(3, 0, "file").expect("stat");
    for (what, oflags, base) in [
        ("write", 0, WRITE),
        ("read and write", 0, READ | WRITE),
        ("truncate", TRUNC, 0),
        ("truncate by reading", TRUNC, READ),
        ("create", CREAT, READ),
        ("create and truncate", CREAT | TRUNC, WRITE),
        ("create exclusively", CREAT | EXCL, 0),
    ] {
        refused(world.open(3, "file", oflags, base), DENIED, what);
        refused(world.open(3, "new", oflags, base), &[Errno::Notcapable, Errno::Noent], what);
    }
    refused(world.open_with(3, 0, "file", 0, WRITE, 1), DENIED, "append");
    refused(world.mkdir(3, "new"), DENIED, "mkdir");
    refused(world.rmdir(3, "sub"), DENIED, "rmdir");
    refused(world.unlink(3, "file"), DENIED, "unlink");
    refused(world.rename(3, "file", 3, "new"), DENIED, "rename");
    refused(world.symlink("file", 3, "new"), DENIED, "symlink");
    refused(world.link(3, "file", 3, "new"), DENIED, "link");
    refused(world.set_times(3, 0, "file"), DENIED, "times");
    let fd = world.open(3, "file", 0, READ).expect("reading is allowed");
    refused(world.write(fd, b"x"), &[Errno::Badf], "write");
    refused(world.call(|cx, mem| fdstat::fd_filestat_set_size(cx, mem, fd, 0)), &[Errno::Badf], "set_size");
    refused(world.call(|cx, mem| fd::fd_allocate(cx, mem, fd, 0, 100)), &[Errno::Badf], "allocate");
    refused(
        world.call(|cx, mem| fdstat::fd_filestat_set_times(cx, mem, fd, 1, 1, 5)),
        DENIED,
        "times of a file",
    );
    refused(
        world.call(|cx, mem| fdstat::fd_filestat_set_times(cx, mem, 3, 1, 1, 5)),
        DENIED,
        "times of itself",
    );
    world.call(|cx, mem| fdstat::fd_fdstat_set_flags(cx, mem, fd, 1)).expect("a flag");
    refused(world.write(fd, b"x"), &[Errno::Badf], "write after appending was asked for");
    assert_eq!(world.read(fd, 100), Ok(b"contents".to_vec()));
    // Directories opened beneath are no way around.
    let sub = world.open(3, "sub", DIRECTORY, READ).expect("open");
    refused(world.open(sub, "new", CREAT, WRITE), DENIED, "create below");
    refused(world.mkdir(sub, "new"), DENIED, "mkdir below");
    assert_eq!(
        world.stat(3, 0, "file").map(|after| (after.mtim, after.size)),
        Ok((before.mtim, before.size))
    );
    assert_eq!(std::fs::read_dir(world.inside("")).expect("list").count(), 2);
}

#[test]
fn links_and_renames_do_not_carry_a_file_to_where_more_is_allowed() {
    let mut world = two_views();
    refused(world.link(3, "file", 4, "gain"), DENIED, "link out of the read-only view");
    refused(world.rename(3, "file", 4, "gain"), DENIED, "rename out of the read-only view");
    refused(world.link(4, "file", 3, "gain"), DENIED, "link into the read-only view");
    refused(world.rename(4, "file", 3, "gain"), DENIED, "rename into the read-only view");

    // Names may change, contents may not.
    let mut world = World::build(|builder, inside| {
        builder.preopened_dir(inside, "/names", DirPerms::all(), FilePerms::READ).expect("preopen");
        builder.preopened_dir(inside, "/rw", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    file(&mut world, "file", b"contents");
    refused(world.link(3, "file", 4, "gain"), DENIED, "link to where it could be written");
    refused(world.rename(3, "file", 4, "gain"), DENIED, "rename to where it could be written");
    assert_eq!(world.rename(3, "file", 3, "moved"), Ok(()));
    assert_eq!(world.link(4, "moved", 3, "less"), Ok(()), "giving up is always possible");
    refused(world.open(3, "moved", TRUNC, 0), DENIED, "truncate");
}

#[test]
fn a_directory_that_may_not_be_read_reveals_nothing() {
    let mut world = World::with(DirPerms::MUTATE, FilePerms::all());
    file(&mut world, "file", b"contents");
    refused(world.open(ROOT, "file", 0, READ), DENIED, "open");
    refused(world.stat(ROOT, 0, "file"), DENIED, "stat");
    refused(world.readlink(ROOT, "file", 10), DENIED, "readlink");
    let listed = world.call(|cx, mem| fdstat::fd_readdir(cx, mem, ROOT, 0, 100, 0, 200));
    refused(listed, DENIED, "readdir");
    let mut world = World::with(DirPerms::all(), FilePerms::WRITE);
    file(&mut world, "file", b"contents");
    refused(world.open(ROOT, "file", 0, READ), DENIED, "reading where only writing is allowed");
    assert!(world.open(ROOT, "file", 0, WRITE).is_ok());
}

#[test]
fn rights_are_reported_as_libc_expects_them() {
    let mut world = World::new();
    let (filetype, flags, base, inheriting) = world.fdstat(ROOT).expect("fdstat");
    assert_eq!((filetype, flags), (3, 0));
    assert_eq!(base & (rights::FD_FILESTAT_SET_SIZE | rights::FD_WRITE | rights::FD_SEEK), 0);
    assert_eq!(base & (rights::DIR_READ | rights::DIR_MUTATE), rights::DIR_READ | rights::DIR_MUTATE);
    let file_rights = rights::FILE_ALWAYS | rights::FILE_POSITION | rights::FILE_WRITE | rights::FD_READ;
    assert_eq!(inheriting & (base | file_rights), base | file_rights);
    // A directory opens with the very rights it reports.
    assert!(world.open(ROOT, ".", 0, base).is_ok());
    assert!(world.open(ROOT, ".", 0, 0).is_ok());
    assert_eq!(world.open(ROOT, ".", DIRECTORY, READ | WRITE), Err(Errno::Isdir));
    file(&mut world, "file", b"");
    for (asked, missing) in [(READ, WRITE), (WRITE, READ), (0, READ | WRITE)] {
        let fd = world.open(ROOT, "file", 0, asked).expect("open");
        let base = world.fdstat(fd).expect("fdstat").2;
        assert_eq!((base & asked, base & missing), (asked, 0));
        assert_eq!(base & rights::FD_READDIR, 0);
    }
    // A stream without a position, which is how libc tells a terminal.
    assert_eq!(world.fdstat(0).expect("fdstat").2 & rights::FILE_POSITION, 0);
}

#[test]
fn rights_shrink_and_never_grow() {
    let mut world = World::new();
    file(&mut world, "file", b"contents");
    let fd = world.open(ROOT, "file", 0, READ | WRITE).expect("open");
    let (_, _, base, inheriting) = world.fdstat(fd).expect("fdstat");
    let set = |world: &mut World, fd, base, inheriting| {
        world.call(|cx, mem| fdstat::fd_fdstat_set_rights(cx, mem, fd, base, inheriting))
    };
    assert_eq!(set(&mut world, fd, base & !(READ | WRITE), inheriting), Ok(()));
    assert_eq!(world.fdstat(fd).map(|stat| stat.2), Ok(base & !(READ | WRITE)));
    assert_eq!(world.read(fd, 1), Err(Errno::Notcapable));
    assert_eq!(world.write(fd, b"x"), Err(Errno::Notcapable));
    assert_eq!(world.seek(fd, 0, 0), Ok(0), "the others are kept");
    assert_eq!(set(&mut world, fd, base, inheriting), Err(Errno::Notcapable));
    assert_eq!(set(&mut world, fd, u64::MAX, 0), Err(Errno::Notcapable));

    // What a directory gives up is given up for everything opened from it.
    let dir = world.open(ROOT, ".", DIRECTORY, 0).expect("open");
    let (_, _, base, inheriting) = world.fdstat(dir).expect("fdstat");
    assert_eq!(set(&mut world, dir, base, inheriting & !(WRITE | rights::PATH_UNLINK_FILE)), Ok(()));
    refused(world.open(dir, "file", 0, WRITE), DENIED, "write");
    let again = world.open(dir, ".", DIRECTORY, 0).expect("open");
    refused(world.open(again, "file", 0, WRITE), DENIED, "write below");
    refused(world.unlink(again, "file"), DENIED, "unlink below");
    assert_eq!(world.unlink(dir, "file"), Ok(()), "itself it may");

    // Truncating by path is a right of its own.
    file(&mut world, "other", b"contents");
    let dir = world.open(ROOT, ".", DIRECTORY, 0).expect("open");
    assert!(world.open(dir, "other", TRUNC, 0).is_ok());
    let without = base & !rights::PATH_FILESTAT_SET_SIZE;
    assert_eq!(set(&mut world, dir, without, inheriting), Ok(()));
    refused(world.open(dir, "other", TRUNC, 0), DENIED, "truncate");
}

#[test]
fn renumbering_moves_and_closes() {
    let mut world = World::new();
    file(&mut world, "a", b"a");
    file(&mut world, "b", b"b");
    let a = world.open(ROOT, "a", 0, READ).expect("open");
    let b = world.open(ROOT, "b", 0, READ).expect("open");
    let renumber = |world: &mut World, from, to| world.call(|cx, mem| fd::fd_renumber(cx, mem, from, to));
    assert_eq!(renumber(&mut world, a, a), Ok(()), "onto itself");
    assert_eq!(world.read(a, 1), Ok(b"a".to_vec()));
    assert_eq!(renumber(&mut world, b, a), Ok(()));
    assert_eq!(world.read(a, 1), Ok(b"b".to_vec()));
    assert_eq!(world.read(b, 1), Err(Errno::Badf));
    for (from, to) in [(b, a), (a, b), (a, 1 << 31), (1 << 31, a), (a, u32::MAX), (99, 99)] {
        assert_eq!(renumber(&mut world, from, to), Err(Errno::Badf), "{from} to {to}");
    }
    // Over a preopened directory: the number now means the file, the directory is closed, and no name is left.
    assert_eq!(renumber(&mut world, a, ROOT), Ok(()));
    assert_eq!(world.stat(ROOT, 0, "a"), Err(Errno::Notdir));
    assert_eq!(world.call(|cx, mem| fdstat::fd_prestat_get(cx, mem, ROOT, 0)), Err(Errno::Badf));
    // Over a standard stream, then closing it, leaves the host's own alone.
    assert_eq!(renumber(&mut world, ROOT, 1), Ok(()));
    assert_eq!(world.close(1), Ok(()));
    assert_eq!(world.write(1, b"x"), Err(Errno::Badf));
}

#[test]
fn closing_a_preopened_directory_takes_it_away() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    assert_eq!(world.close(ROOT), Ok(()));
    assert_eq!(world.open(ROOT, "file", 0, READ), Err(Errno::Badf));
    assert_eq!(world.call(|cx, mem| fdstat::fd_prestat_get(cx, mem, ROOT, 0)), Err(Errno::Badf));
}
