//! Waiting for times and descriptors.

use super::{READ, ROOT, WRITE, World, file};
use crate::abi::Abi;
use crate::calls::poll::poll_oneoff;
use crate::errno::Errno;
use std::time::{Duration, Instant};

const SUBSCRIPTIONS: u32 = 0x1000;
const EVENTS: u32 = 0x3000;
const COUNT: u32 = 0x6000;

const REALTIME: u32 = 0;
const MONOTONIC: u32 = 1;

#[derive(Clone, Copy)]
enum Wanted {
    Clock { id: u32, timeout: u64, flags: u16 },
    Read(u32),
    Write(u32),
}

/// What a guest sees: (userdata, error, type, bytes, flags) per event.
type Seen = Vec<(u64, u16, u8, u64, u16)>;

fn poll(world: &mut World, abi: Abi, wanted: &[Wanted]) -> Result<Seen, Errno> {
    let size = if abi == Abi::Preview1 { 48 } else { 56 };
    for (index, wanted) in wanted.iter().enumerate() {
        let at = SUBSCRIPTIONS + index as u32 * size;
        world.put(at, &[0xee; 56][..size as usize]);
        world.put(at, &(index as u64 + 100).to_le_bytes());
        let (tag, body) = match wanted {
            Wanted::Clock { .. } => (0, if abi == Abi::Preview1 { 16 } else { 24 }),
            Wanted::Read(_) => (1, 16),
            Wanted::Write(_) => (2, 16),
        };
        world.put(at + 8, &[tag]);
        match *wanted {
            Wanted::Clock { id, timeout, flags } => {
                world.put(at + body, &id.to_le_bytes());
                world.put(at + body + 8, &timeout.to_le_bytes());
                world.put(at + body + 24, &flags.to_le_bytes());
            }
            Wanted::Read(fd) | Wanted::Write(fd) => {
                world.put(at + body, &fd.to_le_bytes());
            }
        }
    }
    let count = wanted.len() as u32;
    world.call(|cx, mem| poll_oneoff(cx, mem, abi, SUBSCRIPTIONS, EVENTS, count, COUNT))?;
    let seen = (0..world.u32_at(COUNT)).map(|index| {
        let at = EVENTS + index * 32;
        let short = |at: u32| u16::from_le_bytes([world.memory[at as usize], world.memory[at as usize + 1]]);
        (
            world.u64_at(at),
            short(at + 8),
            world.memory[at as usize + 10],
            world.u64_at(at + 16),
            short(at + 24),
        )
    });
    Ok(seen.collect())
}

#[test]
fn a_clock_waits_at_least_its_time_in_both_layouts() {
    let mut world = World::new();
    for abi in [Abi::Preview1, Abi::Snapshot0] {
        for id in [REALTIME, MONOTONIC] {
            let start = Instant::now();
            let seen = poll(&mut world, abi, &[Wanted::Clock { id, timeout: 5_000_000, flags: 0 }]);
            assert_eq!(seen, Ok(vec![(100, 0, 0, 0, 0)]), "{abi:?} {id}");
            assert!(start.elapsed() >= Duration::from_millis(5), "{abi:?} {id}");
        }
    }
}

#[test]
fn a_moment_that_has_passed_does_not_wait() {
    let mut world = World::new();
    let start = Instant::now();
    for timeout in [0, 1] {
        let clock = Wanted::Clock { id: REALTIME, timeout, flags: 1 };
        assert_eq!(poll(&mut world, Abi::Preview1, &[clock]), Ok(vec![(100, 0, 0, 0, 0)]));
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_earliest_of_several_clocks_is_reported_alone() {
    let mut world = World::new();
    let clock = |timeout| Wanted::Clock { id: MONOTONIC, timeout, flags: 0 };
    let seen =
        poll(&mut world, Abi::Preview1, &[clock(u64::MAX), clock(1_000_000), clock(3_600_000_000_000)]);
    assert_eq!(seen, Ok(vec![(101, 0, 0, 0, 0)]));
}

#[test]
fn files_and_memory_are_ready_at_once() {
    let mut world = World::new();
    file(&mut world, "file", b"0123456789");
    let fd = world.open(ROOT, "file", 0, READ | WRITE).expect("open");
    world.seek(fd, 4, 0).expect("seek");
    let forever = Wanted::Clock { id: MONOTONIC, timeout: u64::MAX, flags: 0 };
    let seen =
        poll(&mut world, Abi::Preview1, &[forever, Wanted::Read(fd), Wanted::Write(fd), Wanted::Write(1)]);
    assert_eq!(seen, Ok(vec![(101, 0, 1, 6, 0), (102, 0, 2, 1, 0), (103, 0, 2, 1, 0)]));
}

#[test]
fn a_pipe_is_ready_when_it_has_bytes_and_when_it_ends() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let mut world = World::new();
    mknodat(CWD, world.inside("fifo"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("mkfifo");
    let reader = world.open(ROOT, "fifo", 0, READ).expect("open");
    let writer = world.open(ROOT, "fifo", 0, WRITE).expect("open");
    let soon = Wanted::Clock { id: MONOTONIC, timeout: 10_000_000, flags: 0 };
    assert_eq!(poll(&mut world, Abi::Preview1, &[Wanted::Read(reader), soon]), Ok(vec![(101, 0, 0, 0, 0)]));
    world.write(writer, b"abc").expect("write");
    let forever = Wanted::Clock { id: MONOTONIC, timeout: u64::MAX, flags: 0 };
    assert_eq!(
        poll(&mut world, Abi::Preview1, &[forever, Wanted::Read(reader)]),
        Ok(vec![(101, 0, 1, 3, 0)])
    );
    assert_eq!(poll(&mut world, Abi::Preview1, &[Wanted::Write(writer)]).map(|seen| seen.len()), Ok(1));
    world.read(reader, 3).expect("read");
    world.close(writer).expect("close");
    let seen = poll(&mut world, Abi::Preview1, &[Wanted::Read(reader)]).expect("the end");
    assert_eq!(seen, vec![(100, 0, 1, 0, 1)]);
}

#[test]
fn nonsense_is_refused_before_anything_is_waited_for() {
    let mut world = World::new();
    let forever = Wanted::Clock { id: MONOTONIC, timeout: u64::MAX, flags: 0 };
    let mut refused = |wanted: &[Wanted], errno| {
        assert_eq!(poll(&mut world, Abi::Preview1, wanted), Err(errno));
    };
    refused(&[], Errno::Inval);
    refused(&[forever, Wanted::Read(99)], Errno::Badf);
    refused(&[Wanted::Write(u32::MAX)], Errno::Badf);
    for id in [2, 3] {
        refused(&[Wanted::Clock { id, timeout: 0, flags: 0 }], Errno::Notsup);
    }
    for id in [4, 9, u32::MAX] {
        refused(&[Wanted::Clock { id, timeout: 0, flags: 0 }], Errno::Inval);
    }
    refused(&[Wanted::Clock { id: MONOTONIC, timeout: 0, flags: 2 }], Errno::Inval);
    let count = 1 << 20;
    world.memory.resize(0x800_0000, 0);
    assert_eq!(
        world.call(|cx, mem| poll_oneoff(cx, mem, Abi::Preview1, 0, 0, count, COUNT)),
        Err(Errno::Inval),
        "more than anybody waits for"
    );
    world.put(SUBSCRIPTIONS + 8, &[3]);
    assert_eq!(
        world.call(|cx, mem| poll_oneoff(cx, mem, Abi::Preview1, SUBSCRIPTIONS, EVENTS, 1, COUNT)),
        Err(Errno::Inval),
        "an unknown kind"
    );
}
