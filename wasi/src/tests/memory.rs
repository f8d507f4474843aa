//! Guest pointers: wherever they point, a call answers with an error number and touches nothing.

use super::{ROOT, World, file};
use crate::abi::Abi;
use crate::calls::{args, clock, fd, fdstat, path, poll, random};
use crate::errno::Errno;
use crate::guest::{Guest, IOV_MAX};
use crate::perms::{DirPerms, FilePerms};

#[test]
fn ranges_end_at_the_end_of_the_memory() {
    let mut memory = vec![0; 16];
    let mut guest = Guest::new(&mut memory);
    assert!(guest.bytes(16, 0).is_ok());
    assert!(guest.bytes(0, 16).is_ok());
    assert_eq!(guest.bytes(17, 0), Err(Errno::Fault));
    assert_eq!(guest.bytes(1, 16), Err(Errno::Fault));
    assert_eq!(guest.bytes(u32::MAX, u32::MAX), Err(Errno::Fault));
    assert_eq!(guest.write_u64(9, 0), Err(Errno::Fault));
    assert_eq!(guest.write_u64(8, u64::MAX), Ok(()));
    assert_eq!(guest.check(0, u32::MAX, u32::MAX), Err(Errno::Fault));
}

#[test]
fn misaligned_values_are_as_good_as_any() {
    let mut memory = vec![0; 16];
    let mut guest = Guest::new(&mut memory);
    guest.write_u64(3, 0x0102_0304_0506_0708).expect("inside");
    assert_eq!(guest.read_u64(3), Ok(0x0102_0304_0506_0708));
    assert_eq!(guest.read_u32(3), Ok(0x0506_0708));
    assert_eq!(guest.read_u16(5), Ok(0x0506));
}

#[test]
fn an_empty_memory_refuses_everything_but_nothing() {
    let mut memory = Vec::new();
    let guest = Guest::new(&mut memory);
    assert!(guest.bytes(0, 0).is_ok());
    assert_eq!(guest.read_u8(0), Err(Errno::Fault));
    assert!(guest.buffers(0, 0).is_ok_and(|buffers| buffers.is_empty()));
}

#[test]
fn paths_are_utf8_without_nul_and_not_too_long() {
    let mut memory = vec![b'a'; 0x2000];
    memory[0x1800] = 0;
    memory[0x1900] = 0xff;
    let guest = Guest::new(&mut memory);
    assert!(guest.path(0, 4096).is_ok());
    assert_eq!(guest.path(0, 4097), Err(Errno::Nametoolong));
    assert_eq!(guest.path(0x17ff, 3), Err(Errno::Inval));
    assert_eq!(guest.path(0x1900, 2), Err(Errno::Ilseq));
    assert_eq!(guest.path(0x1fff, 2), Err(Errno::Fault));
}

#[test]
fn a_list_of_buffers_is_checked_and_cut() {
    let mut memory = vec![0; 0x1_0000];
    for index in 0..IOV_MAX as usize + 1 {
        memory[index * 8..index * 8 + 4].copy_from_slice(&0x8000u32.to_le_bytes());
        memory[index * 8 + 4..index * 8 + 8].copy_from_slice(&1u32.to_le_bytes());
    }
    let mut guest = Guest::new(&mut memory);
    assert_eq!(guest.buffers(0, IOV_MAX + 1).map(|list| list.len()), Ok(IOV_MAX as usize));
    assert_eq!(guest.buffers(0, u32::MAX), Err(Errno::Fault));
    guest.write_u32(4, 0x8001).expect("inside");
    assert_eq!(guest.buffers(0, 1), Err(Errno::Fault));
}

#[test]
fn a_bad_result_pointer_opens_nothing() {
    let mut world = World::new();
    let len = world.put(0x1000, b"new");
    let before = world.cx.table.has_room();
    let outcome =
        world.call(|cx, mem| path::path_open(cx, mem, ROOT, 0, 0x1000, len, 1, 0, 0, 0, u32::MAX - 1));
    assert_eq!(outcome, Err(Errno::Fault));
    assert!(!world.inside("new").exists(), "the file was created although the call failed");
    assert_eq!(before, world.cx.table.has_room());
    // The next descriptor is the first after the preopened directory.
    assert_eq!(world.open(ROOT, "new", 1, 0), Ok(ROOT + 1));
}

#[test]
fn bad_pointers_are_faults_in_every_call_that_takes_one() {
    const BAD: u32 = 0xffff_fff0;
    const NAME: u32 = 0x9000;
    let mut world = World::new();
    file(&mut world, "file", b"contents");
    let fd = world.open(ROOT, "file", 0, super::READ | super::WRITE).expect("open");
    world.call(|cx, mem| {
        let fault = Err(Errno::Fault);
        mem.write(NAME, b"f").expect("inside");
        cx.args = vec!["a".to_owned()];
        assert_eq!(args::args_get(cx, mem, BAD, 0), fault);
        assert_eq!(args::args_get(cx, mem, 0, BAD), fault);
        assert_eq!(args::args_sizes_get(cx, mem, BAD, 0), fault);
        assert_eq!(args::args_sizes_get(cx, mem, 0, BAD), fault);
        assert_eq!(clock::clock_time_get(cx, mem, 0, 0, BAD), fault);
        assert_eq!(clock::clock_res_get(cx, mem, 0, BAD), fault);
        assert_eq!(random::random_get(cx, mem, BAD, 17), fault);
        assert_eq!(random::random_get(cx, mem, 0, u32::MAX), fault);
        assert_eq!(fd::fd_read(cx, mem, fd, BAD, 1, 0), fault);
        assert_eq!(fd::fd_read(cx, mem, fd, 0, 1, BAD), fault);
        assert_eq!(fd::fd_write(cx, mem, fd, BAD, 3, 0), fault);
        assert_eq!(fd::fd_pread(cx, mem, fd, 0, 1, 0, BAD), fault);
        assert_eq!(fd::fd_pwrite(cx, mem, fd, BAD, 1, 0, 0), fault);
        assert_eq!(fd::fd_seek(cx, mem, Abi::Preview1, fd, 0, 0, BAD), fault);
        assert_eq!(fd::fd_tell(cx, mem, fd, BAD), fault);
        assert_eq!(fdstat::fd_fdstat_get(cx, mem, fd, BAD), fault);
        assert_eq!(fdstat::fd_filestat_get(cx, mem, Abi::Preview1, fd, BAD), fault);
        assert_eq!(fdstat::fd_prestat_get(cx, mem, ROOT, BAD), fault);
        assert_eq!(fdstat::fd_prestat_dir_name(cx, mem, ROOT, BAD, 17), fault);
        assert_eq!(fdstat::fd_readdir(cx, mem, ROOT, BAD, 100, 0, 0), fault);
        assert_eq!(fdstat::fd_readdir(cx, mem, ROOT, 0, 100, 0, BAD), fault);
        assert_eq!(path::path_create_directory(cx, mem, ROOT, BAD, 100), fault);
        assert_eq!(path::path_filestat_get(cx, mem, Abi::Preview1, ROOT, 0, BAD, 100, 0), fault);
        assert_eq!(path::path_link(cx, mem, ROOT, 0, NAME, 1, ROOT, BAD, 100), fault);
        assert_eq!(path::path_rename(cx, mem, ROOT, BAD, 100, ROOT, NAME, 1), fault);
        assert_eq!(path::path_symlink(cx, mem, BAD, 100, ROOT, NAME, 1), fault);
        assert_eq!(path::path_readlink(cx, mem, ROOT, NAME, 1, BAD, 100, 0), fault);
        assert_eq!(path::path_readlink(cx, mem, ROOT, NAME, 1, 0, 1, BAD), fault);
        assert_eq!(poll::poll_oneoff(cx, mem, Abi::Preview1, BAD, 0, 1, 0), fault);
        assert_eq!(poll::poll_oneoff(cx, mem, Abi::Preview1, 0, BAD, 1, 0), fault);
        assert_eq!(poll::poll_oneoff(cx, mem, Abi::Preview1, 0, 0, 1, BAD), fault);
    });
}

#[test]
fn arguments_and_environment_are_c_strings() {
    let mut world = World::build(|builder, inside| {
        builder.arg("prog").arg("").arg("nul\0cut").env("A", "1").env("B", "").env("A", "=2");
        builder.preopened_dir(inside, "/", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    world.call(|cx, mem| {
        args::args_sizes_get(cx, mem, 1, 5).expect("sizes");
        assert_eq!((mem.read_u32(1), mem.read_u32(5)), (Ok(3), Ok(5 + 1 + 4)));
        args::args_get(cx, mem, 101, 203).expect("strings");
        assert_eq!(mem.bytes(203, 10), Ok(&b"prog\0\0nul\0"[..]));
        assert_eq!((mem.read_u32(101), mem.read_u32(105), mem.read_u32(109)), (Ok(203), Ok(208), Ok(209)));
        args::environ_sizes_get(cx, mem, 1, 5).expect("sizes");
        assert_eq!((mem.read_u32(1), mem.read_u32(5)), (Ok(2), Ok(3 + 5)));
        args::environ_get(cx, mem, 101, 203).expect("strings");
        assert_eq!(mem.bytes(203, 8), Ok(&b"B=\0A==2\0"[..]));
    });
}

#[test]
fn random_bytes_fill_exactly_what_was_asked() {
    let mut world = World::new();
    world.call(|cx, mem| {
        random::random_get(cx, mem, 0, 0).expect("nothing");
        random::random_get(cx, mem, 100, 64).expect("some");
        assert_eq!(mem.bytes(99, 1), Ok(&[0][..]));
        assert_eq!(mem.bytes(164, 1), Ok(&[0][..]));
        // 64 zero bytes have the probability 2^-512.
        assert!(mem.bytes(100, 64).is_ok_and(|bytes| bytes.iter().any(|byte| *byte != 0)));
    });
}

#[test]
fn clocks_move_forward_and_unknown_ones_are_refused() {
    let mut world = World::new();
    world.call(|cx, mem| {
        for id in 0..4 {
            clock::clock_time_get(cx, mem, id, 0, 0).expect("a clock");
            let first = mem.read_u64(0).expect("inside");
            std::thread::sleep(std::time::Duration::from_millis(2));
            clock::clock_time_get(cx, mem, id, 0, 0).expect("a clock");
            let second = mem.read_u64(0).expect("inside");
            assert!(second >= first, "clock {id} went from {first} to {second}");
            clock::clock_res_get(cx, mem, id, 0).expect("a resolution");
            assert_ne!(mem.read_u64(0), Ok(0), "clock {id}");
        }
        assert_eq!(clock::clock_time_get(cx, mem, 4, 0, 0), Err(Errno::Inval));
        assert_eq!(clock::clock_res_get(cx, mem, u32::MAX, 0), Err(Errno::Inval));
        // The monotonic clock counts from the start of the guest, not of the host.
        clock::clock_time_get(cx, mem, 1, 0, 0).expect("a clock");
        assert!(mem.read_u64(0).is_ok_and(|time| time < 60_000_000_000));
    });
}
