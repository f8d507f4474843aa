//! The race: other threads of the host exchange directories for links that lead out, and move directories out of the
//! box and back, while the guest uses every call that takes a path, in and around them.
//!
//! ```text
//!   box/door, box/a/door   directories with a decoy `secret`, `sub`, `dir`; exchanged for, or moved away, all the time
//!   box/fake, box/a/fake   links to `outside`, which take the doors' places
//!   outside/               secret, secretname, outdir, link: what must not be touched or seen
//!   elsewhere/             where doors are moved to, beside `outside`: `..` of a door leads here
//! ```
//!
//! `cargo test` does [`SHORT`] operations in each way to resolve and each kind of exchange. For a long run set
//! [`OPERATIONS`] (docs/testing.md).

use super::sandbox::picture;
use super::ways::{Random, with_way};
use super::{READ, ROOT, WRITE, World};
use crate::abi::Outcome;
use rustix::fs::{CWD, RenameFlags, renameat, renameat_with};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// How many operations, in the environment: for each way to resolve, all kinds of exchange together.
const OPERATIONS: &str = "WX_WASI_RACE";
const SHORT: u64 = 100_000;

const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;

#[derive(Debug, Clone, Copy)]
enum Exchange {
    /// A directory and a link change places at once.
    Swap,
    /// A directory is moved out and back.
    Move,
    Both,
}

const DOORS: &[&str] = &[
    "door",
    "door/sub",
    "door/sub/..",
    "door/sub/deep/../..",
    "a/door",
    "a/door/../door",
    "a/../door",
    "door/",
    "door/.",
    "./door/sub/../../door",
    "a/door/sub/../../../door",
    "door/sub/up",
    "door/sub/up2",
    "door/around",
    "fake",
    "a/fake",
];
const NAMES: &[&str] = &[
    "secret",
    "secret/",
    "link",
    "secretname",
    "dir",
    "dir/",
    "sub",
    "..",
    ".",
    "",
    "../outside/secret",
    "../../outside/secret",
    "../../../outside/secret",
    "../elsewhere",
    "dir/deep",
    "dir/..",
];
/// What the guest makes, moves and removes. Nothing of the scene is among them.
const MADE: &[&str] = &[
    "made",
    "made/",
    "made2",
    "made2/below",
    "../made",
    "../outside/made",
    "../../outside/made",
    "../../elsewhere/made",
    "dir/made",
    "sub/made",
    "./made",
];

fn scene() -> World {
    let world = World::new();
    let root = world.dir.path();
    std::fs::create_dir_all(root.join("outside/outdir")).expect("mkdir");
    std::fs::create_dir_all(root.join("outside/sub/deep")).expect("mkdir");
    std::fs::create_dir(root.join("elsewhere")).expect("mkdir");
    std::fs::write(root.join("outside/secret"), format!("SECRET{}", " ".repeat(771))).expect("write");
    std::fs::write(root.join("outside/secretname"), "SECRET").expect("write");
    std::fs::write(root.join("elsewhere/secret"), "SECRET").expect("write");
    let link =
        |target: &str, name: &str| std::os::unix::fs::symlink(target, root.join(name)).expect("symlink");
    link("LEAK", "outside/link");
    for place in ["box", "box/a"] {
        std::fs::create_dir_all(root.join(place).join("door/sub/deep")).expect("mkdir");
        std::fs::create_dir_all(root.join(place).join("door/dir/deep")).expect("mkdir");
        std::fs::write(root.join(place).join("door/secret"), "decoy").expect("write");
        link("decoy", &format!("{place}/door/link"));
        link("../..", &format!("{place}/door/sub/up"));
        link("../../door", &format!("{place}/door/sub/up2"));
        link("../door/sub/../../door", &format!("{place}/door/around"));
    }
    link("../outside", "box/fake");
    link("../../outside", "box/a/fake");
    world
}

/// Exchanges until told to stop, leaves everything in its place, and says how often.
fn exchange(root: &Path, kind: Exchange, stop: &AtomicBool) -> u64 {
    let at = |name: &str| root.join(name);
    let swap = |one: &str, other: &str| {
        let _ = renameat_with(CWD, at(one), CWD, at(other), RenameFlags::EXCHANGE);
    };
    let there_and_back = |inside: &str, away: &str| {
        let _ = renameat(CWD, at(inside), CWD, at(away));
        let _ = renameat(CWD, at(away), CWD, at(inside));
    };
    let mut rounds = 0;
    while !stop.load(Ordering::Relaxed) || rounds % 2 == 1 {
        match kind {
            Exchange::Swap => {
                swap("box/door", "box/fake");
                swap("box/a/door", "box/a/fake");
            }
            Exchange::Move => {
                there_and_back("box/door", "elsewhere/moved");
                there_and_back("box/door/sub", "elsewhere/sub2");
                there_and_back("box/a/door", "elsewhere/moved2");
            }
            Exchange::Both => {
                swap("box/door", "box/fake");
                there_and_back("box/a/door", "elsewhere/moved");
                there_and_back("box/a/door/sub", "elsewhere/sub2");
            }
        }
        rounds += 1;
    }
    rounds
}

/// Looks at what was opened, as a thief would.
#[track_caller]
fn inspect(world: &mut World, fd: u32, path: &str) -> Outcome {
    let stat = world.fstat(fd)?;
    assert_ne!(stat.size, 777, "{path}: the size of the secret");
    if stat.filetype == 3 {
        let listed =
            world.call(|cx, mem| crate::calls::fdstat::fd_readdir(cx, mem, fd, 0x8000, 2048, 0, 0x6000));
        if listed.is_ok() {
            let used = world.u32_at(0x6000) as usize;
            let list = &world.memory[0x8000..0x8000 + used];
            for name in [&b"secretname"[..], b"outdir", b"elsewhere", b"outside"] {
                assert!(!list.windows(name.len()).any(|window| window == name), "{path}: listed {list:?}");
            }
        }
        for out in ["../outside/secret", "..", "../elsewhere/secret"] {
            assert!(world.open_with(fd, 1, out, 0, READ, 0).is_err(), "{out} from {path}");
        }
    } else if let Ok(bytes) = world.read(fd, 64) {
        assert!(!bytes.starts_with(b"SECRET"), "{path}: read the secret");
    }
    Ok(())
}

/// One operation. Fails the test if it sees anything of the outside.
fn operate(world: &mut World, random: &mut Random) -> Outcome {
    let path = format!("{}/{}", random.pick(DOORS), random.pick(NAMES));
    let made = format!("{}/{}", random.pick(DOORS), random.pick(MADE));
    let other = format!("{}/{}", random.pick(DOORS), random.pick(MADE));
    let lookup = random.below(2) as u32;
    let either = if random.below(2) == 0 { &path } else { &made };
    let opened = match random.below(20) {
        0..5 => world.open_with(ROOT, lookup, &path, 0, READ, 0)?,
        5..7 => world.open_with(ROOT, lookup, &path, DIRECTORY, READ, 0)?,
        7 => world.open_with(ROOT, lookup, &made, CREAT, WRITE, 0)?,
        8 => world.open_with(ROOT, lookup, &made, CREAT | EXCL, WRITE, 0)?,
        9 => world.open_with(ROOT, lookup, either, TRUNC, WRITE, 0)?,
        10 => {
            let stat = world.stat(ROOT, lookup, &path)?;
            assert_ne!(stat.size, 777, "{path}: the size of the secret");
            return Ok(());
        }
        11 => return world.set_times(ROOT, lookup, either),
        12 => return world.mkdir(ROOT, &made),
        13 => return world.rmdir(ROOT, &made),
        14 => return world.unlink(ROOT, &made),
        15 => return world.rename(ROOT, &made, ROOT, &other),
        16 => return world.link(ROOT, &made, ROOT, &other),
        17 => {
            // Not to what is moved: through such a link the guest would make another in its place.
            let target = if random.below(2) == 0 { "dir" } else { "../a" };
            return world.symlink(target, ROOT, &made);
        }
        18 => {
            let text = world.readlink(ROOT, &path, 100)?;
            assert_ne!(text, "LEAK", "{path}: the text of a link outside");
            return Ok(());
        }
        _ => {
            assert!(world.rename(ROOT, "door/secretname", ROOT, "gained").is_err());
            assert!(world.unlink(ROOT, "door/secretname").is_err());
            assert!(world.rmdir(ROOT, "a/door/outdir").is_err());
            world.link(ROOT, &path, ROOT, "gained")?;
            let opened = world.open(ROOT, "gained", 0, READ);
            world.unlink(ROOT, "gained")?;
            opened?
        }
    };
    inspect(world, opened, &path)?;
    world.close(opened)
}

/// What is outside: names, contents, metadata. Not the times of `elsewhere`, where the host itself moves things.
fn outside(root: &Path) -> String {
    let list = |dir: PathBuf| {
        let mut names: Vec<_> =
            std::fs::read_dir(dir).expect("list").map(|entry| entry.expect("entry").file_name()).collect();
        names.sort();
        names
    };
    let elsewhere = std::fs::read_to_string(root.join("elsewhere/secret")).expect("read");
    format!(
        "{}{:?}{:?}{elsewhere}",
        picture(&root.join("outside")),
        list(root.join("elsewhere")),
        list(root.to_owned())
    )
}

fn race(kind: Exchange, operations: u64, seed: u64) -> String {
    let mut world = scene();
    let root = world.dir.path().to_owned();
    let before = outside(&root);
    let stop = Arc::new(AtomicBool::new(false));
    let other = {
        let (root, stop) = (root.clone(), Arc::clone(&stop));
        std::thread::spawn(move || exchange(&root, kind, &stop))
    };
    let mut random = Random(seed);
    let begin = Instant::now();
    let mut successes = 0;
    for _ in 0..operations {
        successes += u64::from(operate(&mut world, &mut random).is_ok());
        if world.cx.table.has_room().is_err() {
            panic!("descriptors were left open");
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    let exchanges = other.join().expect("the other thread");
    assert_eq!(outside(&root), before, "{kind:?}: the outside was changed");
    assert!(
        successes > operations / 20 && exchanges > 100,
        "no race: {successes} successes, {exchanges} exchanges"
    );
    format!(
        "{kind:?}: {operations} operations in {seconds:.1} s, {successes} succeeded, {exchanges} rounds of exchange"
    )
}

#[test]
fn nothing_outside_is_touched_whatever_moves() {
    let operations = std::env::var(OPERATIONS).ok().and_then(|text| text.parse().ok()).unwrap_or(SHORT);
    for walk in [false, true] {
        for (kind, seed) in [(Exchange::Swap, 1), (Exchange::Move, 2), (Exchange::Both, 3)] {
            let told = with_way(walk, || race(kind, operations / 3 + 1, seed));
            println!("{} {told}", if walk { "walk" } else { "kernel" });
        }
    }
}
