//! Attacks: every function that takes a path, with every path that could lead out.
//!
//! Beside the preopened directory `box` lies `outside` with a file and a directory. After each attack the
//! outside is as it was, byte for byte and name for name, and no attack that reads has succeeded.

use super::{READ, ROOT, WRITE, World, file, refused};
use crate::errno::Errno;
use crate::perms::{DirPerms, FilePerms};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const CREAT: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCL: u32 = 4;
const TRUNC: u32 = 8;

/// A playground with links that lead out, as another program of the host might have left them.
fn playground() -> World {
    let mut world = World::new();
    let outside = world.dir.path().join("outside");
    std::fs::create_dir_all(outside.join("dir")).expect("mkdir");
    std::fs::write(outside.join("secret"), "secret").expect("write");
    file(&mut world, "file", b"mine");
    std::fs::create_dir(world.inside("sub")).expect("mkdir");
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, world.inside(name)).expect("symlink");
    };
    link(&outside, "abs");
    link(&outside.join("secret"), "abs-secret");
    link(&outside.join("new"), "abs-new");
    link(Path::new("../outside"), "rel");
    link(Path::new("../outside/secret"), "rel-secret");
    link(Path::new("../outside/new"), "rel-new");
    link(Path::new("rel"), "twice");
    link(Path::new("../.."), "sub/up");
    link(Path::new("/"), "slash");
    link(Path::new(".."), "parent");
    link(Path::new("/proc/self/root"), "magic");
    world
}

/// Paths that lead to something outside, which exists, or to a name outside that does not.
fn escapes(world: &World) -> Vec<String> {
    let outside = world.dir.path().join("outside");
    let outside = outside.to_str().expect("UTF-8");
    let mut paths: Vec<String> = [
        "..",
        "../",
        "../.",
        "../..",
        "../outside",
        "../outside/",
        "../outside/.",
        "../outside/secret",
        "../outside/secret/",
        "../outside/new",
        "../outside/new/",
        "../outside/dir",
        "../outside/dir/",
        "./../outside/secret",
        "sub/../../outside/secret",
        "sub/./../../outside/dir/",
        "sub/../..",
        "../box/../outside/secret",
        "../box/file",
        "..//outside//secret",
        "/",
        "//",
        "/.",
        "/..",
        "/etc/passwd",
        "//etc/passwd",
        "/box/file",
        "abs/secret",
        "abs/new",
        "abs/dir",
        "abs/dir/",
        "abs/",
        "abs/.",
        "abs/..",
        "abs-secret/",
        "abs-new/",
        "rel/secret",
        "rel/secret/",
        "rel/new",
        "rel/dir/",
        "rel/",
        "rel/.",
        "rel/..",
        "rel/../box/file",
        "rel-secret/",
        "rel-secret/.",
        "rel-new/",
        "twice/secret",
        "twice/new",
        "twice/dir/",
        "twice/",
        "sub/up/outside/secret",
        "sub/up/outside/new",
        "sub/up/",
        "slash/etc/passwd",
        "slash/",
        "slash/tmp/",
        "parent/outside/secret",
        "parent/outside/new",
        "parent/",
        "magic/etc/passwd",
        "magic/",
    ]
    .iter()
    .map(|path| (*path).to_owned())
    .collect();
    for tail in ["", "/", "/.", "/secret", "/secret/", "/new", "/new/", "/dir", "/dir/"] {
        paths.push(format!("{outside}{tail}"));
    }
    paths
}

/// Paths whose last component is a link that leads out: dangerous only where a call follows it.
const LINKS: [&str; 10] =
    ["abs", "abs-secret", "abs-new", "rel", "rel-secret", "rel-new", "twice", "slash", "parent", "magic"];

/// Everything below a directory: names, contents, times of change.
pub(super) fn picture(dir: &Path) -> String {
    use std::fmt::Write;
    use std::os::unix::fs::MetadataExt;
    let mut text = String::new();
    let mut entries: Vec<_> =
        std::fs::read_dir(dir).expect("list").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        let metadata = std::fs::symlink_metadata(&path).expect("stat");
        let times = (metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec());
        let _ = writeln!(text, "{} {:o} {} {times:?}", path.display(), metadata.mode(), metadata.nlink());
        if metadata.is_dir() {
            text.push_str(&picture(&path));
        } else if metadata.is_file() {
            let bytes = std::fs::read(&path).expect("read");
            let _ = writeln!(text, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
    text
}

/// Runs every call that takes a path on `path` and requires each to fail.
fn attack(world: &mut World, path: &str, follow_only: bool) {
    #[track_caller]
    fn stopped<T: std::fmt::Debug>(outcome: Result<T, Errno>, path: &str) {
        if outcome.is_ok() {
            panic!("{path:?}: {outcome:?}");
        }
    }
    for base in [0, READ, WRITE, READ | WRITE] {
        for oflags in [0, CREAT, CREAT | EXCL, TRUNC, CREAT | TRUNC, DIRECTORY] {
            stopped(world.open_with(ROOT, 1, path, oflags, base, 0), path);
            stopped(world.open_with(ROOT, 0, path, oflags, base, 1), path);
        }
    }
    stopped(world.stat(ROOT, 1, path), path);
    stopped(world.set_times(ROOT, 1, path), path);
    stopped(world.mkdir(ROOT, path), path);
    stopped(world.rmdir(ROOT, path), path);
    if follow_only {
        return;
    }
    stopped(world.stat(ROOT, 0, path), path);
    stopped(world.set_times(ROOT, 0, path), path);
    stopped(world.unlink(ROOT, path), path);
    stopped(world.readlink(ROOT, path, 100), path);
    stopped(world.symlink("file", ROOT, path), path);
    stopped(world.link(ROOT, path, ROOT, "gained"), path);
    stopped(world.link(ROOT, "file", ROOT, path), path);
    stopped(world.rename(ROOT, path, ROOT, "gained"), path);
    stopped(world.rename(ROOT, "file", ROOT, path), path);
    stopped(world.rename(ROOT, "sub", ROOT, path), path);
}

#[test]
fn no_path_leads_out_through_any_call() {
    let mut world = playground();
    let outside = world.dir.path().join("outside");
    let before = picture(&outside);
    let paths = escapes(&world);
    assert!(paths.len() >= 60);
    for path in &paths {
        attack(&mut world, path, false);
        assert_eq!(picture(&outside), before, "{path:?} changed something outside");
    }
    for path in LINKS {
        attack(&mut world, path, true);
        assert_eq!(picture(&outside), before, "{path:?} changed something outside");
    }
    // What lies inside is still there and reachable.
    assert!(world.open(ROOT, "file", 0, READ).is_ok());
    assert!(world.open(ROOT, "sub/../file", 0, READ).is_ok());
    assert!(!world.inside("gained").exists());
}

#[test]
fn a_subdirectory_is_a_sandbox_of_its_own() {
    let mut world = playground();
    let sub = world.open(ROOT, "sub", DIRECTORY, 0).expect("open");
    for path in ["..", "../file", "../sub", "up", "up/box/file", "/file", "./../file"] {
        assert!(world.open_with(sub, 1, path, 0, READ, 0).is_err(), "{path}");
        assert!(world.stat(sub, 1, path).is_err(), "{path}");
    }
    assert_eq!(world.rename(sub, "../file", sub, "mine"), Err(Errno::Perm));
}

#[test]
fn links_that_would_point_out_are_not_made() {
    let mut world = World::new();
    world.mkdir(ROOT, "a").expect("mkdir");
    world.mkdir(ROOT, "a/b").expect("mkdir");
    for (target, name) in [
        ("/etc/passwd", "l"),
        ("/", "l"),
        ("..", "l"),
        ("../x", "l"),
        ("a/../../x", "l"),
        ("../../x", "a/l"),
        ("../../../x", "a/b/l"),
        ("./../x", "./l"),
    ] {
        refused(
            world.symlink(target, ROOT, name),
            &[Errno::Perm, Errno::Notcapable],
            &format!("{target} at {name}"),
        );
        assert!(std::fs::symlink_metadata(world.inside(name)).is_err(), "{name} was made");
    }
    assert_eq!(world.symlink("../x", ROOT, "a/l"), Ok(()));
    assert_eq!(world.symlink("../../a/x", ROOT, "a/b/l"), Ok(()));
    refused(world.symlink("", ROOT, "l"), &[Errno::Noent, Errno::Inval], "an empty target");
}

/// Depth was once counted in the words of a path, from the descriptor it was given with.
#[test]
fn links_that_climb_and_stay_inside_are_made() {
    let mut world = World::new();
    for dir in ["a", "a/b", "a/b/c"] {
        world.mkdir(ROOT, dir).expect("mkdir");
    }
    file(&mut world, "file", b"1");
    world.symlink("a/b", ROOT, "short").expect("symlink");
    world.symlink(".", ROOT, "a/b/same").expect("symlink");
    let b = world.open(ROOT, "a/b", DIRECTORY, READ).expect("open");
    for (target, dir, name) in [
        ("..", b, "l1"),
        ("../..", b, "l2"),
        ("../../file", b, "c/l3"),
        ("../../../file", b, "c/l4"),
        ("../../file", ROOT, "short/l5"),
    ] {
        assert_eq!(world.symlink(target, dir, name), Ok(()), "{target} at {name}");
    }
    assert_eq!(world.stat(ROOT, 1, "short/l5").map(|stat| stat.size), Ok(1));
    for (target, dir, name) in [
        ("../../..", b, "out"),
        ("../../../..", b, "c/out"),
        ("x/../../../../y", b, "out"),
        ("../../../file", ROOT, "short/out"),
        // Two words deep, and one directory.
        ("../../../file", ROOT, "a/b/same/same/same/out"),
    ] {
        assert_eq!(world.symlink(target, dir, name), Err(Errno::Perm), "{target} at {name}");
    }
    // A directory that was moved away is not inside any more, however deep it was.
    std::fs::rename(world.inside("a/b"), world.dir.path().join("moved")).expect("rename");
    assert_eq!(world.symlink("..", b, "out"), Err(Errno::Perm));
    assert_eq!(world.symlink("c/..", b, "in"), Ok(()));
}

#[test]
fn a_guest_cannot_climb_by_moving_the_ground() {
    // A link that is fine where it is made, and would point out where it is moved to.
    let mut world = playground();
    world.mkdir(ROOT, "sub/deep").expect("mkdir");
    world.symlink("../../outside/secret", ROOT, "sub/deep/l").expect("inside, from there");
    world.rename(ROOT, "sub/deep/l", ROOT, "l").expect("rename");
    assert!(world.open_with(ROOT, 1, "l", 0, READ, 0).is_err());
    // The same with the directory that holds it.
    world.symlink("../../outside/secret", ROOT, "sub/deep/l").expect("inside, from there");
    world.rename(ROOT, "sub/deep", ROOT, "deep").expect("rename");
    assert!(world.open_with(ROOT, 1, "deep/l", 0, READ, 0).is_err());
    assert!(world.stat(ROOT, 1, "deep/l").is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn the_memory_of_the_host_is_no_file() {
    let mut world = World::build(|builder, _| {
        builder.preopened_dir("/proc", "/proc", DirPerms::all(), FilePerms::all()).expect("preopen");
    });
    let pid = std::process::id();
    assert!(
        world.open_with(ROOT, 1, &format!("{pid}/stat"), 0, READ, 0).is_ok(),
        "harmless files can be read"
    );
    for name in ["mem", "root/etc/passwd", "cwd/Cargo.toml", "fd/0", "exe"] {
        let path = format!("{pid}/{name}");
        for base in [READ, WRITE, READ | WRITE] {
            assert!(world.open_with(ROOT, 1, &path, 0, base, 0).is_err(), "{path}");
        }
    }
    assert!(world.open_with(ROOT, 1, &format!("{pid}/comm"), 0, WRITE, 0).is_err());
}

/// One thread of the host keeps exchanging a directory for a link that leads out, while the guest walks
/// through it. Wrong is only one thing: to reach the secret.
#[test]
fn no_race_leads_out() {
    let mut world = playground();
    let stop = Arc::new(AtomicBool::new(false));
    std::fs::create_dir(world.inside("real")).expect("mkdir");
    std::fs::write(world.inside("real/secret"), "decoy").expect("write");
    std::os::unix::fs::symlink("../outside", world.inside("fake")).expect("symlink");
    let swapper = {
        let (stop, root) = (Arc::clone(&stop), world.inside(""));
        std::thread::spawn(move || {
            let mut swaps = 0u64;
            let at = |name: &str| root.join(name);
            while !stop.load(Ordering::Relaxed) {
                // real -> door, then fake -> door.
                let _ = std::fs::rename(at("real"), at("door"));
                let _ = std::fs::rename(at("door"), at("real"));
                let _ = std::fs::rename(at("fake"), at("door"));
                let _ = std::fs::rename(at("door"), at("fake"));
                swaps += 1;
            }
            swaps
        })
    };
    let secret = world.dir.path().join("outside/secret");
    let before = std::fs::metadata(&secret).expect("stat").modified().expect("time");
    let (mut decoys, mut refusals) = (0, 0);
    for _ in 0..20_000 {
        match world.open_with(ROOT, 1, "door/secret", 0, READ, 0) {
            Ok(fd) => {
                assert_eq!(world.read(fd, 100), Ok(b"decoy".to_vec()), "escaped");
                world.close(fd).expect("close");
                decoys += 1;
            }
            Err(_) => refusals += 1,
        }
        let _ = world.set_times(ROOT, 1, "door/secret");
        if let Ok(fd) = world.open(ROOT, "door/made", CREAT, WRITE) {
            world.close(fd).expect("close");
        }
    }
    stop.store(true, Ordering::Relaxed);
    let swaps = swapper.join().expect("the swapper");
    assert!(swaps > 100 && decoys > 0 && refusals > 0, "no race: {swaps} swaps, {decoys} and {refusals}");
    assert_eq!(std::fs::metadata(&secret).expect("stat").modified().expect("time"), before);
    assert!(!world.dir.path().join("outside/made").exists());
}
