//! Paths that stay inside: every function does what a Unix does, trailing slashes and links included.

use super::{READ, ROOT, WRITE, World, file, refused};
use crate::errno::Errno;

const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;
const FOLLOW: u32 = 1;

#[test]
fn open_creates_truncates_and_excludes() {
    let mut world = World::new();
    assert_eq!(world.open(ROOT, "file", 0, READ), Err(Errno::Noent));
    let fd = world.open(ROOT, "file", CREAT | EXCL, WRITE).expect("create");
    world.write(fd, b"contents").expect("write");
    assert_eq!(world.open(ROOT, "file", CREAT | EXCL, WRITE), Err(Errno::Exist));
    let fd = world.open(ROOT, "file", CREAT, READ).expect("open");
    assert_eq!(world.read(fd, 100), Ok(b"contents".to_vec()), "creating keeps what exists");
    assert_eq!(world.write(fd, b"x"), Err(Errno::Badf), "creating is not writing");
    world.open(ROOT, "file", TRUNC, 0).expect("truncate");
    assert_eq!(world.stat(ROOT, 0, "file").map(|stat| stat.size), Ok(0));
    let fd = world.open_with(ROOT, 0, "file", CREAT | TRUNC, WRITE, 1).expect("truncate and append");
    assert_eq!(world.write(fd, b"x"), Ok(1));
    assert_eq!(world.open(ROOT, "file", DIRECTORY, 0), Err(Errno::Notdir));
    assert_eq!(world.open(ROOT, "missing/file", CREAT, WRITE), Err(Errno::Noent));
    assert_eq!(world.open(ROOT, "file/below", CREAT, WRITE), Err(Errno::Notdir));
    assert_eq!(world.open(ROOT, "", 0, 0), Err(Errno::Noent));
    for flags in [DIRECTORY | CREAT, DIRECTORY | TRUNC, DIRECTORY | EXCL, 16] {
        assert_eq!(world.open(ROOT, ".", flags, 0), Err(Errno::Inval), "{flags}");
    }
    assert_eq!(world.open_with(ROOT, 2, "file", 0, 0, 0), Err(Errno::Inval));
    assert_eq!(world.open_with(ROOT, 0, "file", 0, 0, 32), Err(Errno::Inval));
    assert_eq!(world.open(1, "file", 0, 0), Err(Errno::Notdir));
    assert_eq!(world.open(77, "file", 0, 0), Err(Errno::Badf));
}

#[test]
fn a_file_that_only_its_owner_reads_opens_with_creat() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::new();
    file(&mut world, "file", b"contents");
    std::fs::set_permissions(world.inside("file"), std::fs::Permissions::from_mode(0o444)).expect("chmod");
    let fd = world.open(ROOT, "file", CREAT, READ).expect("open");
    assert_eq!(world.read(fd, 100), Ok(b"contents".to_vec()));
}

#[test]
fn directories_open_with_and_without_asking_for_one() {
    let mut world = World::new();
    world.mkdir(ROOT, "dir").expect("mkdir");
    for path in ["dir", "dir/", "dir///", "./dir/.", "dir/../dir"] {
        for oflags in [0, DIRECTORY] {
            let fd = world.open(ROOT, path, oflags, READ).expect(path);
            assert_eq!(world.fdstat(fd).map(|stat| stat.0), Ok(3), "{path}");
            world.close(fd).expect("close");
        }
    }
    assert_eq!(world.open(ROOT, "dir", 0, WRITE), Err(Errno::Isdir));
    assert_eq!(world.open(ROOT, "dir", CREAT, READ), Err(Errno::Isdir));
    assert_eq!(world.open(ROOT, "dir", TRUNC, 0), Err(Errno::Isdir));
    let fd = world.open_with(ROOT, 0, ".", 0, 0, 4).expect("non-blocking");
    assert_eq!(world.fdstat(fd).map(|stat| stat.1), Ok(0));
    let dir = world.open(ROOT, "dir", DIRECTORY, 0).expect("open");
    assert!(world.open(dir, "file", CREAT, WRITE).is_ok());
    assert!(world.inside("dir/file").exists());
}

#[test]
fn a_trailing_slash_means_a_directory() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    const NOT_A_DIRECTORY: &[Errno] = &[Errno::Notdir, Errno::Noent, Errno::Isdir, Errno::Inval];
    for path in ["file/", "file//", "file/."] {
        refused(world.open(ROOT, path, 0, READ), NOT_A_DIRECTORY, path);
        refused(world.open(ROOT, path, CREAT, WRITE), NOT_A_DIRECTORY, path);
        refused(world.stat(ROOT, 0, path), NOT_A_DIRECTORY, path);
        refused(world.unlink(ROOT, path), NOT_A_DIRECTORY, path);
        refused(world.rename(ROOT, path, ROOT, "new"), NOT_A_DIRECTORY, path);
        refused(world.link(ROOT, path, ROOT, "new"), NOT_A_DIRECTORY, path);
    }
    refused(world.open(ROOT, "new/", CREAT, WRITE), NOT_A_DIRECTORY, "creating");
    refused(world.link(ROOT, "file", ROOT, "new/"), NOT_A_DIRECTORY, "linking");
    refused(world.symlink("file", ROOT, "new/"), NOT_A_DIRECTORY, "symlink");
    refused(world.rename(ROOT, "file", ROOT, "new/"), NOT_A_DIRECTORY, "rename");
    assert!(!world.inside("new").exists());
    assert_eq!(world.mkdir(ROOT, "dir/"), Ok(()), "a directory it is");
    assert_eq!(world.unlink(ROOT, "dir/"), Err(Errno::Isdir));
    assert_eq!(world.unlink(ROOT, "dir"), Err(Errno::Isdir));
    assert_eq!(world.rename(ROOT, "dir/", ROOT, "moved/"), Ok(()));
    assert_eq!(world.rmdir(ROOT, "moved/"), Ok(()));
}

#[test]
fn links_in_the_last_place_are_followed_only_on_request() {
    let mut world = World::new();
    file(&mut world, "file", b"contents");
    world.mkdir(ROOT, "dir").expect("mkdir");
    world.symlink("file", ROOT, "to-file").expect("symlink");
    world.symlink("dir", ROOT, "to-dir").expect("symlink");
    assert_eq!(world.open(ROOT, "to-file", 0, READ), Err(Errno::Loop));
    refused(
        world.open(ROOT, "to-dir", DIRECTORY, 0),
        &[Errno::Loop, Errno::Notdir],
        "a link is no directory",
    );
    assert!(world.open_with(ROOT, FOLLOW, "to-file", 0, READ, 0).is_ok());
    assert!(world.open_with(ROOT, FOLLOW, "to-dir", DIRECTORY, 0, 0).is_ok());
    assert_eq!(world.open_with(ROOT, FOLLOW, "to-file", DIRECTORY, 0, 0), Err(Errno::Notdir));
    assert!(world.open(ROOT, "to-dir/new", CREAT, WRITE).is_ok(), "in the middle they always are");
    // Removing and renaming act on the link.
    world.rename(ROOT, "to-file", ROOT, "moved").expect("rename");
    assert_eq!(world.readlink(ROOT, "moved", 100), Ok("file".to_owned()));
    assert_eq!(world.readlink(ROOT, "moved", 2), Ok("fi".to_owned()), "cut to the buffer");
    assert_eq!(world.readlink(ROOT, "moved", 0), Ok(String::new()));
    assert_eq!(world.readlink(ROOT, "file", 100), Err(Errno::Inval));
    world.unlink(ROOT, "moved").expect("unlink");
    assert_eq!(world.rmdir(ROOT, "to-dir"), Err(Errno::Notdir));
    world.unlink(ROOT, "to-dir").expect("unlink");
    assert!(world.inside("file").exists() && world.inside("dir/new").exists());
}

#[test]
fn links_that_lead_nowhere_or_in_circles_end() {
    let mut world = World::new();
    world.symlink("missing", ROOT, "dangling").expect("symlink");
    world.symlink("loop", ROOT, "loop").expect("symlink");
    for index in 0..60 {
        world.symlink(&format!("chain{}", index + 1), ROOT, &format!("chain{index}")).expect("symlink");
    }
    file(&mut world, "chain60", b"");
    assert_eq!(world.open_with(ROOT, FOLLOW, "dangling", 0, READ, 0), Err(Errno::Noent));
    assert_eq!(world.open_with(ROOT, FOLLOW, "loop", 0, READ, 0), Err(Errno::Loop));
    assert_eq!(world.open_with(ROOT, FOLLOW, "chain0", 0, READ, 0), Err(Errno::Loop));
    assert_eq!(world.stat(ROOT, FOLLOW, "loop"), Err(Errno::Loop));
    assert_eq!(world.stat(ROOT, 0, "loop").map(|stat| stat.filetype), Ok(7));
    assert_eq!(world.open(ROOT, "loop/file", CREAT, WRITE), Err(Errno::Loop));
    assert_eq!(world.open(ROOT, "dangling", CREAT | EXCL, WRITE), Err(Errno::Exist));
    assert!(!world.inside("missing").exists());
    assert_eq!(world.link(ROOT, "loop", ROOT, "linked"), Ok(()), "the link itself");
}

#[test]
fn directories_are_made_and_removed_when_empty() {
    let mut world = World::new();
    assert_eq!(world.mkdir(ROOT, "a"), Ok(()));
    assert_eq!(world.mkdir(ROOT, "a"), Err(Errno::Exist));
    assert_eq!(world.mkdir(ROOT, "a/b"), Ok(()));
    assert_eq!(world.mkdir(ROOT, "x/y"), Err(Errno::Noent));
    assert_eq!(world.rmdir(ROOT, "a"), Err(Errno::Notempty));
    assert_eq!(world.rmdir(ROOT, "a/b"), Ok(()));
    assert_eq!(world.rmdir(ROOT, "a/b"), Err(Errno::Noent));
    file(&mut world, "file", b"");
    assert_eq!(world.rmdir(ROOT, "file"), Err(Errno::Notdir));
    refused(world.rmdir(ROOT, "."), &[Errno::Inval, Errno::Busy, Errno::Notempty], "itself");
    refused(world.mkdir(ROOT, "."), &[Errno::Exist], "itself");
}

#[test]
fn rename_replaces_what_it_may() {
    let mut world = World::new();
    world.mkdir(ROOT, "source").expect("mkdir");
    world.mkdir(ROOT, "empty").expect("mkdir");
    assert_eq!(world.rename(ROOT, "source", ROOT, "empty"), Ok(()));
    world.mkdir(ROOT, "source").expect("mkdir");
    file(&mut world, "empty/file", b"");
    assert_eq!(world.rename(ROOT, "source", ROOT, "empty"), Err(Errno::Notempty));
    assert_eq!(world.rename(ROOT, "source", ROOT, "empty/file"), Err(Errno::Notdir));
    assert_eq!(world.rename(ROOT, "empty/file", ROOT, "source"), Err(Errno::Isdir));
    assert_eq!(world.rename(ROOT, "missing", ROOT, "new"), Err(Errno::Noent));
    assert_eq!(world.rename(ROOT, "source", ROOT, "source/below"), Err(Errno::Inval));
    refused(world.rename(ROOT, ".", ROOT, "new"), &[Errno::Busy, Errno::Inval], "the preopened directory");
}

#[test]
fn hard_links_do_not_replace() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    world.mkdir(ROOT, "dir").expect("mkdir");
    assert_eq!(world.link(ROOT, "file", ROOT, "link"), Ok(()));
    assert_eq!(world.link(ROOT, "file", ROOT, "link"), Err(Errno::Exist));
    assert_eq!(world.link(ROOT, "file", ROOT, "dir"), Err(Errno::Exist));
    assert_eq!(world.link(ROOT, "missing", ROOT, "new"), Err(Errno::Noent));
    refused(world.link(ROOT, "dir", ROOT, "new"), &[Errno::Perm, Errno::Acces], "a directory");
    let follow = world.call(|cx, mem| crate::calls::path::path_link(cx, mem, ROOT, 1, 0, 0, ROOT, 0, 0));
    assert_eq!(follow, Err(Errno::Inval), "following is not offered");
}
