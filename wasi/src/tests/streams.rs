//! Reading, writing, seeking; regular files, pipes of the host, streams in memory.

use super::{READ, ROOT, WRITE, World, file, refused};
use crate::calls::{fd, fdstat};
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};
use crate::pipe::{MemoryInputPipe, MemoryOutputPipe};
use std::io::Write;

const CREAT: u32 = 1;
const APPEND: u32 = 1;
const NONBLOCK: u32 = 4;

#[test]
fn what_is_written_is_read_back() {
    let mut world = World::new();
    let fd = world.open(ROOT, "file", CREAT, READ | WRITE).expect("create");
    assert_eq!(world.write(fd, b"hello, world"), Ok(12));
    assert_eq!(world.seek(fd, 7, 0), Ok(7));
    assert_eq!(world.read(fd, 100), Ok(b"world".to_vec()));
    assert_eq!(world.read(fd, 100), Ok(Vec::new()), "end of file");
    assert_eq!(world.seek(fd, -5, 2), Ok(7));
    assert_eq!(world.seek(fd, -2, 1), Ok(5));
    assert_eq!(world.read(fd, 1), Ok(b",".to_vec()));
    assert_eq!(world.seek(fd, -1, 0), Err(Errno::Inval));
    assert_eq!(world.seek(fd, -100, 1), Err(Errno::Inval));
    assert_eq!(world.seek(fd, 0, 3), Err(Errno::Inval));
    // Far beyond the end is fine, and reads as the end.
    assert_eq!(world.seek(fd, 1 << 40, 0), Ok(1 << 40));
    assert_eq!(world.close(fd), Ok(()));
    assert_eq!(world.close(fd), Err(Errno::Badf));
    assert_eq!(world.read(fd, 1), Err(Errno::Badf));
}

#[test]
fn several_buffers_are_used_in_order_and_may_overlap() {
    let mut world = World::new();
    file(&mut world, "file", b"abcdefgh");
    let fd = world.open(ROOT, "file", 0, READ | WRITE).expect("open");
    world.call(|cx, mem| {
        for (index, (ptr, len)) in [(0x100u32, 3u32), (0x200, 0), (0x101, 3), (0x300, 100)].iter().enumerate()
        {
            mem.write_u32(index as u32 * 8, *ptr).expect("inside");
            mem.write_u32(index as u32 * 8 + 4, *len).expect("inside");
        }
        fd::fd_read(cx, mem, fd, 0, 4, 0x400).expect("read");
        assert_eq!(mem.read_u32(0x400), Ok(8));
        assert_eq!(mem.bytes(0x100, 4), Ok(&b"adef"[..]));
        assert_eq!(mem.bytes(0x300, 2), Ok(&b"gh"[..]));
        // Gather the same bytes twice.
        fd::fd_pwrite(cx, mem, fd, 0, 3, 1, 0x400).expect("write");
        assert_eq!(mem.read_u32(0x400), Ok(6));
    });
    let contents = std::fs::read(world.inside("file")).expect("read");
    assert_eq!(contents, b"aadedefh");
}

/// What a guest sees of its position, beside what the host's own would be, for random calls on two equal files.
#[test]
fn positions_are_those_that_the_host_would_have() {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let mut random = super::ways::Random(7);
    for round in 0..60 {
        let append = round % 3 == 2;
        let mut world = World::new();
        file(&mut world, "guest", b"0123456789");
        file(&mut world, "host", b"0123456789");
        let flags = if append { APPEND } else { 0 };
        let fd = world.open_with(ROOT, 0, "guest", 0, READ | WRITE, flags).expect("open");
        let mut options = std::fs::OpenOptions::new();
        let mut host =
            options.read(true).write(!append).append(append).open(world.inside("host")).expect("open");
        for step in 0..60 {
            let what = format!("round {round}, step {step}");
            let len = random.below(6);
            match random.below(7) {
                0 => {
                    let mut bytes = vec![0; len];
                    let count = host.read(&mut bytes).expect("read");
                    bytes.truncate(count);
                    assert_eq!(world.read(fd, len), Ok(bytes), "{what}");
                }
                1 => {
                    let count = host.write(&b"abcdef"[..len]).expect("write");
                    assert_eq!(world.write(fd, &b"abcdef"[..len]), Ok(count as u32), "{what}");
                }
                2 => {
                    let to = random.below(20) as i64;
                    let position = host.seek(SeekFrom::Start(to as u64)).expect("seek");
                    assert_eq!(world.seek(fd, to, 0), Ok(position), "{what}");
                }
                3 => {
                    let by = random.below(20) as i64 - 10;
                    let position = host.seek(SeekFrom::Current(by)).map_err(|_| Errno::Inval);
                    assert_eq!(world.seek(fd, by, 1), position, "{what}");
                }
                4 => {
                    let by = random.below(20) as i64 - 10;
                    let position = host.seek(SeekFrom::End(by)).map_err(|_| Errno::Inval);
                    assert_eq!(world.seek(fd, by, 2), position, "{what}");
                }
                5 => assert_eq!(world.seek(fd, 0, 1), Ok(host.stream_position().expect("tell")), "{what}"),
                _ => {
                    let size = random.below(20) as u64;
                    host.set_len(size).expect("truncate");
                    let set = world.call(|cx, mem| fdstat::fd_filestat_set_size(cx, mem, fd, size));
                    assert_eq!(set, Ok(()), "{what}");
                }
            }
        }
        let contents = |name| std::fs::read(world.inside(name)).expect("contents");
        assert_eq!(contents("guest"), contents("host"), "round {round}");
    }
}

#[test]
fn positioned_access_leaves_the_position_alone() {
    let mut world = World::new();
    file(&mut world, "file", b"0123456789");
    let fd = world.open(ROOT, "file", 0, READ).expect("open");
    world.seek(fd, 2, 0).expect("seek");
    world.call(|cx, mem| {
        mem.write_u32(0, 0x100).and(mem.write_u32(4, 4)).expect("inside");
        fd::fd_pread(cx, mem, fd, 0, 1, 8, 0x200).expect("read");
        assert_eq!((mem.read_u32(0x200), mem.bytes(0x100, 2)), (Ok(2), Ok(&b"89"[..])));
        fd::fd_pread(cx, mem, fd, 0, 1, 1 << 40, 0x200).expect("read");
        assert_eq!(mem.read_u32(0x200), Ok(0));
        assert_eq!(fd::fd_pread(cx, mem, fd, 0, 1, u64::MAX, 0x200), Err(Errno::Inval));
        assert_eq!(fd::fd_pwrite(cx, mem, fd, 0, 1, 0, 0x200), Err(Errno::Badf), "opened for reading");
        fd::fd_tell(cx, mem, fd, 0x200).expect("tell");
        assert_eq!(mem.read_u64(0x200), Ok(2));
    });
}

#[test]
fn appending_is_switched_on_and_off_without_losing_contents() {
    let mut world = World::new();
    file(&mut world, "file", b"abc");
    let fd = world.open_with(ROOT, 0, "file", 0, READ | WRITE, APPEND).expect("open");
    assert_eq!(world.fdstat(fd).map(|stat| stat.1), Ok(1));
    world.write(fd, b"d").expect("write");
    world.seek(fd, 0, 0).expect("seek");
    world.write(fd, b"e").expect("write");
    assert_eq!(std::fs::read(world.inside("file")).expect("read"), b"abcde");
    world.call(|cx, mem| fdstat::fd_fdstat_set_flags(cx, mem, fd, 0)).expect("off");
    world.seek(fd, 0, 0).expect("seek");
    world.write(fd, b"X").expect("write");
    assert_eq!(std::fs::read(world.inside("file")).expect("read"), b"Xbcde");
    world.call(|cx, mem| fdstat::fd_fdstat_set_flags(cx, mem, fd, 1)).expect("on");
    world.seek(fd, 0, 0).expect("seek");
    world.write(fd, b"f").expect("write");
    assert_eq!(std::fs::read(world.inside("file")).expect("read"), b"Xbcdef");
    assert_eq!(world.call(|cx, mem| fdstat::fd_fdstat_set_flags(cx, mem, fd, 32)), Err(Errno::Inval));
}

#[test]
fn synchronous_flags_are_kept_and_obeyed_without_error() {
    let mut world = World::new();
    let fd = world.open_with(ROOT, 0, "file", CREAT, WRITE, 2 | 8 | 16).expect("open");
    assert_eq!(world.fdstat(fd).map(|stat| stat.1), Ok(2 | 8 | 16));
    assert_eq!(world.write(fd, b"x"), Ok(1));
    for call in [fd::fd_sync, fd::fd_datasync] {
        assert_eq!(world.call(|cx, mem| call(cx, mem, fd)), Ok(()));
        assert_eq!(world.call(|cx, mem| call(cx, mem, ROOT)), Ok(()), "a directory");
        assert_eq!(world.call(|cx, mem| call(cx, mem, 99)), Err(Errno::Badf));
    }
}

#[test]
fn a_directory_is_no_stream() {
    let mut world = World::new();
    refused(world.read(ROOT, 1), &[Errno::Isdir, Errno::Badf], "read");
    refused(world.write(ROOT, b"x"), &[Errno::Isdir, Errno::Badf], "write");
    assert_eq!(world.seek(ROOT, 0, 1), Err(Errno::Badf));
    assert_eq!(world.call(|cx, mem| fd::fd_tell(cx, mem, ROOT, 0)), Err(Errno::Badf));
    assert_eq!(world.call(|cx, mem| fd::fd_allocate(cx, mem, ROOT, 0, 1)), Err(Errno::Badf));
    assert_eq!(world.call(|cx, mem| fdstat::fd_filestat_set_size(cx, mem, ROOT, 0)), Err(Errno::Badf));
    assert_eq!(world.call(|cx, mem| fd::fd_advise(cx, mem, ROOT, 0, 0, 0)), Err(Errno::Badf));
}

#[test]
fn streams_in_memory_end_and_fill_up() {
    let output = MemoryOutputPipe::new(8);
    let kept = output.clone();
    let mut world = World::build(|builder, _| {
        builder.stdin(MemoryInputPipe::new("input")).stdout(output);
    });
    assert_eq!(world.read(0, 3), Ok(b"inp".to_vec()));
    assert_eq!(world.read(0, 100), Ok(b"ut".to_vec()));
    assert_eq!(world.read(0, 100), Ok(Vec::new()));
    assert_eq!(world.write(1, b"12345"), Ok(5));
    assert_eq!(world.write(1, b"6789"), Ok(3), "the capacity");
    assert_eq!(world.write(1, b"x"), Err(Errno::Nospc));
    assert_eq!(world.write(1, b""), Ok(0));
    assert_eq!(kept.contents(), b"12345678");
    assert_eq!(world.write(2, b"nowhere"), Ok(7), "a stream that was not given swallows");
    assert_eq!(world.write(0, b"x"), Err(Errno::Badf));
    assert_eq!(world.read(1, 1), Err(Errno::Badf));
    assert_eq!(world.seek(0, 0, 0), Err(Errno::Spipe));
}

#[test]
fn a_host_pipe_gives_what_is_there_and_its_end() {
    let (reader, mut writer) = std::io::pipe().expect("pipe");
    let mut world = World::build(|builder, _| {
        builder.stdin(reader);
    });
    writer.write_all(b"abc").expect("write");
    assert_eq!(world.read(0, 100), Ok(b"abc".to_vec()));
    drop(writer);
    assert_eq!(world.read(0, 100), Ok(Vec::new()));
}

#[test]
fn writing_to_a_pipe_without_a_reader_is_an_error_and_not_the_end_of_the_host() {
    let (reader, writer) = std::io::pipe().expect("pipe");
    drop(reader);
    let mut world = World::build(|builder, _| {
        builder.stdout(writer);
    });
    assert_eq!(world.write(1, b"x"), Err(Errno::Pipe));
}

/// Makes a named pipe in the preopened directory.
fn fifo(world: &World, name: &str) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, world.inside(name), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("mkfifo");
}

#[test]
fn opening_a_named_pipe_never_waits_and_nonblocking_reads_do_not_either() {
    let mut world = World::new();
    fifo(&world, "fifo");
    refused(world.open(ROOT, "fifo", 0, WRITE), &[Errno::Nxio], "no reader yet");
    let reader = world.open_with(ROOT, 0, "fifo", 0, READ, NONBLOCK).expect("open");
    assert_eq!(world.fdstat(reader).map(|stat| (stat.0, stat.1)), Ok((0, 4)));
    assert_eq!(world.read(reader, 1), Ok(Vec::new()), "no writer: the end");
    let writer = world.open_with(ROOT, 0, "fifo", 0, WRITE, NONBLOCK).expect("open");
    assert_eq!(world.read(reader, 1), Err(Errno::Again), "a writer that has not written");
    assert_eq!(world.write(writer, b"abc"), Ok(3));
    assert_eq!(world.read(reader, 100), Ok(b"abc".to_vec()));
    // Fill it: short writes, then AGAIN, never a wait.
    let chunk = vec![7; 0x4000];
    let mut total = 0;
    let last = loop {
        match world.write(writer, &chunk) {
            Ok(count) => total += count,
            Err(errno) => break errno,
        }
        assert!(total < 1 << 24, "the pipe takes everything");
    };
    assert_eq!(last, Errno::Again);
    assert!(total >= 4096);
    assert_eq!(world.seek(reader, 0, 1), Err(Errno::Spipe));
}

/// The first read once took the missing writer for the end.
#[test]
fn reading_a_named_pipe_waits_for_its_writer() {
    let mut world = World::new();
    fifo(&world, "fifo");
    let reader = world.open(ROOT, "fifo", 0, READ).expect("open");
    let path = world.inside("fifo");
    let begin = std::time::Instant::now();
    let write = |text: &'static str| {
        let path = path.clone();
        std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(50));
            std::fs::write(path, text).expect("a write");
        })
    };
    let writer = write("late");
    assert_eq!(world.read(reader, 100), Ok(b"late".to_vec()));
    assert!(begin.elapsed().as_millis() >= 50);
    writer.join().expect("the writer");
    assert_eq!(world.read(reader, 100), Ok(Vec::new()), "the writer has gone");
    // One that comes and goes without a word is the end too.
    let reader = world.open(ROOT, "fifo", 0, READ).expect("open");
    let writer = write("");
    assert_eq!(world.read(reader, 100), Ok(Vec::new()));
    writer.join().expect("the writer");
    // Its own writer: there is nothing to wait for but itself.
    let both = world.open(ROOT, "fifo", 0, READ | WRITE).expect("open");
    assert_eq!(world.write(both, b"own"), Ok(3));
    assert_eq!(world.read(both, 100), Ok(b"own".to_vec()));
}

#[test]
fn allocating_extends_and_never_shrinks() {
    let mut world = World::new();
    let fd = world.open(ROOT, "file", CREAT, WRITE).expect("create");
    let mut allocate = |offset, len| world.call(|cx, mem| fd::fd_allocate(cx, mem, fd, offset, len));
    assert_eq!(allocate(0, 100), Ok(()));
    assert_eq!(allocate(10, 10), Ok(()));
    assert_eq!(allocate(90, 20), Ok(()));
    assert_eq!(allocate(0, 0), Err(Errno::Inval));
    assert_eq!(allocate(u64::MAX, 1), Err(Errno::Fbig));
    assert_eq!(allocate(i64::MAX as u64, 1), Err(Errno::Fbig));
    assert_eq!(world.fstat(fd).map(|stat| stat.size), Ok(110));
    let reader = world.open(ROOT, "file", 0, READ).expect("open");
    assert_eq!(world.call(|cx, mem| fd::fd_allocate(cx, mem, reader, 0, 200)), Err(Errno::Badf));
}

#[test]
fn advice_is_checked_before_it_is_passed_on() {
    let mut world = World::new();
    file(&mut world, "file", b"abc");
    let fd = world.open(ROOT, "file", 0, READ).expect("open");
    for advice in 0..6 {
        assert_eq!(world.call(|cx, mem| fd::fd_advise(cx, mem, fd, 0, 0, advice)), Ok(()), "{advice}");
    }
    assert_eq!(world.call(|cx, mem| fd::fd_advise(cx, mem, fd, 0, 0, 6)), Err(Errno::Inval));
    assert_eq!(world.call(|cx, mem| fd::fd_advise(cx, mem, fd, u64::MAX, 0, 0)), Err(Errno::Inval));
}

#[test]
fn more_open_files_than_allowed_is_an_error_that_goes_away() {
    let mut world = World::build(|builder, inside| {
        builder
            .max_descriptors(6)
            .preopened_dir(inside, "/", DirPerms::all(), FilePerms::all())
            .expect("preopen");
    });
    file(&mut world, "file", b"");
    assert_eq!(world.open(ROOT, "file", 0, READ), Ok(4));
    assert_eq!(world.open(ROOT, "file", 0, READ), Ok(5));
    assert_eq!(world.open(ROOT, "file", 0, READ), Err(Errno::Mfile));
    assert_eq!(world.open(ROOT, "new", CREAT, WRITE), Err(Errno::Mfile));
    assert!(!world.inside("new").exists(), "a file was created that could not be opened");
    world.close(4).expect("close");
    assert_eq!(world.open(ROOT, "file", 0, READ), Ok(4), "the lowest free number");
}

/// 960 whatever the system allowed, once. The limit belongs to the process, so another one has it.
#[test]
fn the_limit_of_descriptors_is_what_the_process_has_left() {
    const LIMITED: &str = "WX_WASI_LIMITED";
    if std::env::var_os(LIMITED).is_none() {
        let this = "tests::streams::the_limit_of_descriptors_is_what_the_process_has_left";
        let run = std::process::Command::new("sh")
            .args(["-c", "ulimit -n 100 && exec \"$0\" --exact \"$1\""])
            .arg(std::env::current_exe().expect("this test"))
            .arg(this)
            .env(LIMITED, "1")
            .output()
            .expect("the test again");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        assert!(String::from_utf8_lossy(&run.stdout).contains("1 passed"));
        return;
    }
    let mut world = World::new();
    file(&mut world, "file", b"");
    let most = 100 - crate::HOST_DESCRIPTORS;
    for expected in 4..most {
        assert_eq!(world.open(ROOT, "file", 0, READ), Ok(expected));
    }
    assert_eq!(world.open(ROOT, "file", 0, READ), Err(Errno::Mfile));
}
