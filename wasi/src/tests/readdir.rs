//! Listing directories through buffers of every size.

use super::{READ, ROOT, World, file};
use crate::calls::fdstat;
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};
use std::collections::BTreeMap;

const BUFFER: u32 = 0x8000;
const USED: u32 = 0x6000;

fn raw(world: &mut World, fd: u32, len: u32, cookie: u64) -> Result<Vec<u8>, Errno> {
    world.call(|cx, mem| fdstat::fd_readdir(cx, mem, fd, BUFFER, len, cookie, USED))?;
    let used = world.u32_at(USED);
    assert!(used <= len, "{used} of {len} bytes used");
    Ok(world.memory[BUFFER as usize..(BUFFER + used) as usize].to_vec())
}

/// The whole entries in a buffer: name, cookie of the next, inode, type.
fn entries(bytes: &[u8]) -> Vec<(String, u64, u64, u8)> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while rest.len() >= 24 {
        let number = |at: usize| u64::from_le_bytes(rest[at..at + 8].try_into().expect("8 bytes"));
        let len = u32::from_le_bytes(rest[16..20].try_into().expect("4 bytes")) as usize;
        if rest.len() < 24 + len {
            break;
        }
        let name = String::from_utf8(rest[24..24 + len].to_vec()).expect("UTF-8");
        entries.push((name, number(0), number(8), rest[20]));
        rest = &rest[24 + len..];
    }
    entries
}

/// Lists as libc does: whole entries, then again from the last cookie, until a buffer is not filled.
fn list(world: &mut World, fd: u32, len: u32) -> BTreeMap<String, (u64, u8)> {
    let mut found = BTreeMap::new();
    let mut cookie = 0;
    loop {
        let bytes = raw(world, fd, len, cookie).expect("readdir");
        for (name, next, inode, filetype) in entries(&bytes) {
            assert_eq!(next, cookie + 1, "cookies count");
            cookie = next;
            assert!(found.insert(name.clone(), (inode, filetype)).is_none(), "{name} twice");
        }
        if bytes.len() < len as usize {
            return found;
        }
    }
}

#[test]
fn an_empty_directory_has_itself_and_its_parent() {
    let mut world = World::new();
    let inode = world.fstat(ROOT).expect("stat").ino;
    let found = list(&mut world, ROOT, 256);
    assert_eq!(found, BTreeMap::from([(".".to_owned(), (inode, 3)), ("..".to_owned(), (inode, 3))]));
}

#[test]
fn every_entry_comes_once_whatever_the_size_of_the_buffer() {
    let mut world = World::new();
    for index in 0..100 {
        file(&mut world, &format!("file{index:0width$}", width = index + 1), b"");
    }
    world.mkdir(ROOT, "directory").expect("mkdir");
    world.symlink("nowhere", ROOT, "link").expect("symlink");
    let whole = list(&mut world, ROOT, 0x1_0000);
    assert_eq!(whole.len(), 104);
    assert_eq!(whole["directory"].1, 3);
    assert_eq!(whole["link"].1, 7);
    assert_eq!(whole["file0"].0, world.stat(ROOT, 0, "file0").expect("stat").ino);
    // The longest entry has 24 + 104 bytes and must fit.
    for len in [128, 129, 200, 255, 256, 1000, 4096] {
        assert_eq!(list(&mut world, ROOT, len), whole, "{len}");
    }
}

#[test]
fn an_entry_that_does_not_fit_fills_the_buffer() {
    let mut world = World::new();
    file(&mut world, "a-name-of-some-length", b"");
    let whole = raw(&mut world, ROOT, 0x1000, 0).expect("readdir");
    for len in 0..whole.len() {
        assert_eq!(raw(&mut world, ROOT, len as u32, 0).expect("readdir"), whole[..len], "{len}");
    }
    // Growing the buffer at the same cookie, as libc does for a long name.
    let third = entries(&whole)[1].1;
    assert_eq!(raw(&mut world, ROOT, 10, third).expect("readdir").len(), 10);
    assert_eq!(raw(&mut world, ROOT, 30, third).expect("readdir").len(), 30);
    assert_eq!(raw(&mut world, ROOT, 100, third).expect("readdir").len(), 24 + 21);
}

#[test]
fn any_cookie_is_answered() {
    let mut world = World::new();
    for index in 0..10 {
        file(&mut world, &format!("f{index}"), b"");
    }
    let all = entries(&raw(&mut world, ROOT, 0x1000, 0).expect("readdir"));
    for start in (0..all.len()).rev() {
        let rest = entries(&raw(&mut world, ROOT, 0x1000, start as u64).expect("readdir"));
        assert_eq!(rest, all[start..], "{start}");
    }
    assert_eq!(raw(&mut world, ROOT, 0x1000, 12), Ok(Vec::new()));
    assert_eq!(raw(&mut world, ROOT, 0x1000, u64::MAX), Ok(Vec::new()));
    assert_eq!(entries(&raw(&mut world, ROOT, 0x1000, 0).expect("readdir")), all, "and back to the start");
}

#[test]
fn removing_what_was_listed_hides_nothing_else() {
    let mut world = World::new();
    for index in 0..500 {
        file(&mut world, &format!("f{index}"), b"");
    }
    let mut cookie = 0;
    let mut removed = 0;
    loop {
        let bytes = raw(&mut world, ROOT, 300, cookie).expect("readdir");
        for (name, next, _, _) in entries(&bytes) {
            cookie = next;
            if name.starts_with('f') {
                world.unlink(ROOT, &name).expect("unlink");
                removed += 1;
            }
        }
        if bytes.len() < 300 {
            break;
        }
    }
    assert_eq!(removed, 500);
}

#[test]
fn only_directories_are_listed() {
    let mut world = World::new();
    file(&mut world, "file", b"");
    let fd = world.open(ROOT, "file", 0, super::READ).expect("open");
    assert_eq!(raw(&mut world, fd, 100, 0), Err(Errno::Notdir));
    assert_eq!(raw(&mut world, 99, 100, 0), Err(Errno::Badf));
}

/// A listing keeps the directory open on the host a second time, which once counted for nothing: a guest that began to
/// list 960 directories had the host keep 1,920 files open, more than a process usually may.
#[test]
fn a_listing_counts_as_a_descriptor() {
    let mut world = World::build(|builder, inside| {
        builder.preopened_dir(inside, "/", DirPerms::all(), FilePerms::all()).expect("preopen");
        builder.max_descriptors(20);
    });
    let list =
        |world: &mut World, fd| world.call(|cx, mem| fdstat::fd_readdir(cx, mem, fd, BUFFER, 100, 0, USED));
    let mut listed = 0;
    let last = loop {
        let opened = world.open(ROOT, ".", 0, READ);
        let Ok(fd) = opened else { break opened.map(drop) };
        if let Err(error) = list(&mut world, fd) {
            break Err(error);
        }
        listed += 1;
    };
    assert_eq!((last, listed), (Err(Errno::Mfile), 8), "4 at the start, and 2 for each");
    assert_eq!(world.close(4), Ok(()));
    let fd = world.open(ROOT, ".", 0, READ).expect("there is room again");
    assert_eq!(list(&mut world, fd), Ok(()));
    assert_eq!(list(&mut world, fd), Ok(()), "once for each directory");
}
