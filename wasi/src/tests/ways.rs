//! The two ways to resolve a path (`beneath`), against each other.
//!
//! Every test of this package runs in both: a process started with [`ONLY_WALK`] makes worlds that never ask
//! `openat2`, and one test here is that process. Another lets two worlds do the same, one each way, and compares
//! what both say and what both leave behind.

use super::{READ, ROOT, WRITE, World};
use crate::abi::Outcome;
use std::cell::Cell;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Set in the environment, this makes all worlds of the process resolve by the walk.
const ONLY_WALK: &str = "WX_WASI_ONLY_WALK";

thread_local! {
    static WALKING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a world that is made now resolves by the walk alone.
pub(super) fn only_walk() -> bool {
    WALKING.get() || std::env::var_os(ONLY_WALK).is_some()
}

/// Runs `test` with worlds that resolve by the walk alone, or as this host does.
pub(super) fn with_way<T>(walk: bool, test: impl FnOnce() -> T) -> T {
    let before = WALKING.replace(walk);
    let done = test();
    WALKING.set(before);
    done
}

#[test]
fn all_tests_pass_by_the_walk_alone() {
    let run = Command::new(std::env::current_exe().expect("this test"))
        .env(ONLY_WALK, "1")
        // Those that choose the way themselves have nothing new to say.
        .args(["--test-threads=2", "--skip", "tests::race", "--skip", "tests::ways"])
        .output()
        .expect("the tests again");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

/// Numbers without pattern, the same in each run (Knuth's MMIX constants).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub(super) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// A path of up to six components, odd ones among them.
fn path(random: &mut Random) -> String {
    const PARTS: &[&str] = &[
        "a", "b", "c", "file", "to-a", "to-file", "up", "out", "loop", "dangling", "..", "..", ".", "",
        "slash", "absolute", "fifo", "new",
    ];
    let mut path = String::new();
    // Short ones more often: they succeed more often.
    let longest = 1 + random.below(6);
    for index in 0..1 + random.below(longest) {
        if index > 0 {
            path.push('/');
        }
        path.push_str(random.pick(PARTS));
    }
    path
}

/// Two worlds with the same files; the second walks.
fn twins() -> [World; 2] {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    [false, true].map(|walk| {
        let world = with_way(walk, World::new);
        std::fs::create_dir(world.dir.path().join("outside")).expect("mkdir");
        std::fs::create_dir_all(world.inside("a/b/c")).expect("mkdir");
        std::fs::write(world.inside("file"), "1").expect("write");
        std::fs::write(world.inside("a/file"), "12").expect("write");
        mknodat(CWD, world.inside("fifo"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("mkfifo");
        for (target, name) in [
            ("a", "to-a"),
            ("a/b/../file", "to-file"),
            ("../../to-a/b", "a/b/up"),
            ("../../outside", "a/out"),
            ("loop", "loop"),
            ("new", "dangling"),
            ("a/b/", "slash"),
            ("/etc", "a/absolute"),
        ] {
            std::os::unix::fs::symlink(target, world.inside(name)).expect("symlink");
        }
        world
    })
}

/// Lets both worlds do the same and compares what they say.
#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(
    worlds: &mut [World; 2],
    what: &str,
    act: impl Fn(&mut World) -> Outcome<T>,
) -> bool {
    let [kernel, walk] = worlds.each_mut().map(act);
    assert_eq!(kernel, walk, "{what}: the kernel said the first, the walk the second");
    kernel.is_ok()
}

/// What a world holds, without what differs between two: numbers of inodes and times.
fn contents(dir: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    let mut entries: Vec<_> =
        std::fs::read_dir(dir).expect("list").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    let mut text = String::new();
    for path in entries {
        let metadata = std::fs::symlink_metadata(&path).expect("stat");
        let name = path.file_name().unwrap_or_default();
        let _ = write!(
            text,
            "{name:?} {:o} {} {:?} ",
            metadata.mode(),
            metadata.nlink(),
            std::fs::read_link(&path).ok()
        );
        if metadata.is_dir() {
            let _ = writeln!(text, "[{}]", contents(&path));
        } else {
            let _ = writeln!(text, "{}", metadata.size());
        }
    }
    text
}

#[test]
fn both_ways_say_and_do_the_same() {
    let mut random = Random(1);
    let mut successes = 0;
    for round in 0..40 {
        let mut worlds = twins();
        for step in 0..250 {
            let (one, other) = (path(&mut random), path(&mut random));
            let (lookup, oflags, base) =
                (random.below(2) as u32, random.below(16) as u32, random.below(4) as u64 * READ);
            assert!(base & !(READ | WRITE | (1 << 2)) == 0);
            let call = random.below(11);
            let what = format!(
                "round {round}, step {step}: call {call} of {one:?}, {other:?}, {lookup}, {oflags}, {base}"
            );
            let done = match call {
                0 | 1 => same(&mut worlds, &what, |world| {
                    let fd = world.open_with(ROOT, lookup, &one, oflags, base, 0)?;
                    let stat = world.fstat(fd)?;
                    world.close(fd)?;
                    Ok((stat.filetype, stat.size))
                }),
                2 => same(&mut worlds, &what, |world| {
                    world.stat(ROOT, lookup, &one).map(|stat| (stat.filetype, stat.nlink, stat.size))
                }),
                3 => same(&mut worlds, &what, |world| world.set_times(ROOT, lookup, &one)),
                4 => same(&mut worlds, &what, |world| world.mkdir(ROOT, &one)),
                5 => same(&mut worlds, &what, |world| world.rmdir(ROOT, &one)),
                6 => same(&mut worlds, &what, |world| world.unlink(ROOT, &one)),
                7 => same(&mut worlds, &what, |world| world.readlink(ROOT, &one, 100)),
                8 => same(&mut worlds, &what, |world| world.symlink(&other, ROOT, &one)),
                9 => same(&mut worlds, &what, |world| world.link(ROOT, &one, ROOT, &other)),
                _ => same(&mut worlds, &what, |world| world.rename(ROOT, &one, ROOT, &other)),
            };
            successes += usize::from(done);
        }
        let [kernel, walk] = worlds.each_ref().map(|world| contents(world.dir.path()));
        assert_eq!(kernel, walk, "round {round}");
    }
    assert!(successes > 600, "only {successes} calls succeeded");
}

#[test]
fn a_walk_climbs_beyond_what_it_holds() {
    for walk in [false, true] {
        let mut world = with_way(walk, World::new);
        let deep = "d/".repeat(150);
        std::fs::create_dir_all(world.inside(&deep)).expect("mkdir");
        std::fs::write(world.inside("file"), "contents").expect("write");
        let path = format!("{deep}{}file", "../".repeat(150));
        let fd = world.open(ROOT, &path, 0, READ).expect("open");
        assert_eq!(world.read(fd, 100), Ok(b"contents".to_vec()));
        let out = format!("{deep}{}box/file", "../".repeat(151));
        assert_eq!(world.open(ROOT, &out, 0, READ), Err(crate::errno::Errno::Perm), "walk: {walk}");
        let again = format!("{}{}d/d/d", "d/".repeat(150), "../".repeat(148));
        assert_eq!(world.stat(ROOT, 0, &again).map(|stat| stat.filetype), Ok(3));
    }
}

/// A walk is finite and its host stays rich, whatever the links say.
#[test]
fn links_that_multiply_end() {
    let mut world = with_way(true, World::new);
    std::fs::create_dir_all(world.inside("a")).expect("mkdir");
    // Each link goes to and fro and then on to the next.
    for index in 0..60 {
        let target = format!("{}l{}", "a/../".repeat(800), index + 1);
        std::os::unix::fs::symlink(target, world.inside(&format!("l{index}"))).expect("symlink");
    }
    let begin = std::time::Instant::now();
    assert!(world.open_with(ROOT, 1, "l0", 0, READ, 0).is_err());
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
}
