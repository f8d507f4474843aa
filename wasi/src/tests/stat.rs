//! Metadata, times, and the older layouts.

use super::{READ, ROOT, WRITE, World, file};
use crate::abi::{Abi, Whence};
use crate::calls::{fdstat, path};
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};

const ATIM: u32 = 1;
const ATIM_NOW: u32 = 2;
const MTIM: u32 = 4;
const MTIM_NOW: u32 = 8;

#[test]
fn a_file_is_the_same_by_descriptor_and_by_path() {
    let mut world = World::new();
    file(&mut world, "file", b"12345");
    let fd = world.open(ROOT, "file", 0, READ).expect("open");
    let by_fd = world.fstat(fd).expect("stat");
    assert_eq!(world.stat(ROOT, 0, "file"), Ok(by_fd));
    assert_eq!((by_fd.filetype, by_fd.nlink, by_fd.size), (4, 1, 5));
    world.link(ROOT, "file", ROOT, "other").expect("link");
    assert_eq!(world.stat(ROOT, 0, "other").map(|stat| (stat.ino, stat.nlink)), Ok((by_fd.ino, 2)));
    world.symlink("file", ROOT, "soft").expect("symlink");
    assert_eq!(world.stat(ROOT, 0, "soft").map(|stat| stat.filetype), Ok(7));
    assert_eq!(world.stat(ROOT, 1, "soft").map(|stat| stat.filetype), Ok(4));
    assert_eq!(world.stat(ROOT, 0, ".").map(|stat| stat.filetype), Ok(3));
    assert_eq!(world.stat(ROOT, 2, "file"), Err(Errno::Inval), "an unknown flag");
    assert_eq!(world.fstat(1).map(|stat| stat.filetype), Ok(0), "a stream in memory");
}

#[test]
fn times_are_set_to_a_moment_to_now_or_not_at_all() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    let fd = world.open(ROOT, "file", 0, READ).expect("open");
    let set = |world: &mut World, flags| {
        world.call(|cx, mem| fdstat::fd_filestat_set_times(cx, mem, fd, 1_000_000_001, 2_000_000_002, flags))
    };
    let before = world.fstat(fd).expect("stat");
    assert_eq!(set(&mut world, 0), Ok(()));
    assert_eq!(world.fstat(fd), Ok(before));
    assert_eq!(set(&mut world, ATIM | MTIM), Ok(()));
    assert_eq!(world.fstat(fd).map(|stat| (stat.atim, stat.mtim)), Ok((1_000_000_001, 2_000_000_002)));
    assert_eq!(set(&mut world, MTIM_NOW), Ok(()));
    let now = world.fstat(fd).expect("stat");
    assert_eq!(now.atim, 1_000_000_001);
    // A file system's clock may be coarse, but not by a minute.
    assert!(now.mtim + 60_000_000_000 >= before.mtim, "{now:?} {before:?}");
    for bad in [ATIM | ATIM_NOW, MTIM | MTIM_NOW, 16] {
        assert_eq!(set(&mut world, bad), Err(Errno::Inval), "{bad}");
    }
    assert_eq!(world.set_times(ROOT, 0, "file"), Ok(()));
    assert_eq!(world.stat(ROOT, 0, "file").map(|stat| (stat.atim, stat.mtim)), Ok((5, 7)));
    let directory = world.call(|cx, mem| fdstat::fd_filestat_set_times(cx, mem, ROOT, 1, 2, ATIM | MTIM));
    assert_eq!(directory, Ok(()));
    assert_eq!(world.fstat(ROOT).map(|stat| stat.mtim), Ok(2));
    assert_eq!(
        world.call(|cx, mem| fdstat::fd_filestat_set_times(cx, mem, 1, 1, 2, ATIM)),
        Err(Errno::Notcapable)
    );
}

#[test]
fn the_times_of_a_link_are_its_own_unless_it_is_followed() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    world.symlink("file", ROOT, "soft").expect("symlink");
    world.set_times(ROOT, 0, "soft").expect("times");
    assert_eq!(world.stat(ROOT, 0, "soft").map(|stat| stat.mtim), Ok(7));
    assert_ne!(world.stat(ROOT, 0, "file").map(|stat| stat.mtim), Ok(7));
    world.set_times(ROOT, 1, "soft").expect("times");
    assert_eq!(world.stat(ROOT, 0, "file").map(|stat| stat.mtim), Ok(7));
}

#[test]
fn sizes_are_set_within_the_range_of_a_file() {
    let mut world = World::new();
    file(&mut world, "file", b"12345");
    let fd = world.open(ROOT, "file", 0, WRITE).expect("open");
    let mut set = |size| world.call(|cx, mem| fdstat::fd_filestat_set_size(cx, mem, fd, size));
    assert_eq!(set(u64::MAX), Err(Errno::Fbig));
    assert_eq!(set(2), Ok(()));
    assert_eq!(std::fs::read(world.inside("file")).expect("read"), b"12");
}

#[test]
fn preopened_directories_tell_their_names() {
    let mut world = World::build(|builder, inside| {
        builder.preopened_dir(inside, "/some/where", DirPerms::all(), FilePerms::all()).expect("preopen");
        builder.preopened_dir(inside, "", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    world.call(|cx, mem| {
        fdstat::fd_prestat_get(cx, mem, 3, 0).expect("prestat");
        assert_eq!((mem.read_u32(0), mem.read_u32(4)), (Ok(0), Ok(11)));
        fdstat::fd_prestat_dir_name(cx, mem, 3, 100, 12).expect("name");
        assert_eq!(mem.bytes(100, 12), Ok(&b"/some/where\0"[..]));
        assert_eq!(fdstat::fd_prestat_dir_name(cx, mem, 3, 100, 10), Err(Errno::Nametoolong));
        fdstat::fd_prestat_get(cx, mem, 4, 0).expect("prestat");
        assert_eq!(mem.read_u32(4), Ok(0));
        assert_eq!(fdstat::fd_prestat_get(cx, mem, 5, 0), Err(Errno::Badf));
        assert_eq!(fdstat::fd_prestat_get(cx, mem, 1, 0), Err(Errno::Badf));
    });
}

#[test]
fn the_older_filestat_has_a_small_link_count_and_56_bytes() {
    let mut world = World::new();
    file(&mut world, "file", b"12345");
    world.set_times(ROOT, 0, "file").expect("times");
    let newer = world.stat(ROOT, 0, "file").expect("stat");
    world.put(0x1000, b"file");
    world.put(0x6000, &[0xaa; 64]);
    world
        .call(|cx, mem| path::path_filestat_get(cx, mem, Abi::Snapshot0, ROOT, 0, 0x1000, 4, 0x6000))
        .expect("stat");
    assert_eq!(world.u64_at(0x6000 + 8), newer.ino);
    assert_eq!(world.u32_at(0x6000 + 20), 1);
    assert_eq!(world.u64_at(0x6000 + 24), 5);
    assert_eq!((world.u64_at(0x6000 + 32), world.u64_at(0x6000 + 40)), (5, 7));
    assert_eq!(world.memory[0x6000 + 56..0x6000 + 64], [0xaa; 8], "written beyond the record");
}

#[test]
fn whence_has_another_order_in_the_older_snapshot() {
    let numbers = |abi: Abi| [abi.whence(0), abi.whence(1), abi.whence(2), abi.whence(3)];
    let bad = Err(Errno::Inval);
    assert_eq!(numbers(Abi::Preview1), [Ok(Whence::Set), Ok(Whence::Current), Ok(Whence::End), bad]);
    assert_eq!(numbers(Abi::Snapshot0), [Ok(Whence::Current), Ok(Whence::End), Ok(Whence::Set), bad]);
}
