//! The program where something is scarce: what the system denies, and what limits stop.

mod support;

use std::process::{Command, Stdio};

use support::{directory, one_line, parts, wx};
use tempfile::TempDir;

/// Functions for `--invoke` that take much of something.
const LIBRARY: &str = r#"(module (memory 1024) (memory $shared 1 1 shared) (memory $small 1)
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func $deep (export "deep") (call $deep) (nop))
    (func (export "grow") (param i32) (result i32) (memory.grow $small (local.get 0)))
    (func (export "fill") (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x4000000)))
    (func (export "wait") (drop
        (memory.atomic.wait32 $shared (i32.const 0) (i32.const 0) (i64.const -1)))))"#;

fn run(dir: &TempDir, args: &[&str]) -> (i32, String, String) {
    parts(wx(dir.path(), args).output().expect("the program starts"))
}

/// A system that has nothing to give: one line, and no panic. With a backtrace asked for, the panic was a deadlock.
#[test]
fn what_the_system_denies_is_one_line() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let add = ["--invoke", "add", "lib.wat", "1", "2"];
    let denied = |command: &mut Command| parts(command.env("RUST_BACKTRACE", "1").output().expect("an end"));
    // No thread can have a stack of that size.
    let threads = ("RUST_MIN_STACK", "70368744177664");
    let (code, _, stderr) = denied(wx(dir.path(), &["--timeout", "1s"]).args(add).env(threads.0, threads.1));
    assert_eq!(code, 1, "{stderr}");
    one_line(&stderr, &["--timeout: the system has no thread"]);
    let (code, stdout, stderr) = denied(wx(dir.path(), &add).env(threads.0, threads.1));
    assert_eq!((code, stdout.as_str()), (0, "3\n"), "{stderr}");
    let script = "ulimit -v 1000000 && exec \"$0\" --max-wasm-stack 1G --invoke add lib.wat 1 2";
    let mut limited = Command::new("sh");
    limited.current_dir(dir.path()).args(["-c", script, env!("CARGO_BIN_EXE_wx")]).stdin(Stdio::null());
    let (code, _, stderr) = denied(&mut limited);
    assert_eq!(code, 1, "{stderr}");
    one_line(&stderr, &["cannot map a wasm stack"]);
}

/// Work inside one operator counts too: `--fuel 20` once let a program fill 24 GiB.
#[test]
fn fuel_and_time_stop_long_operators_and_waits() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    for tier in ["interp", "jit", "tiered"] {
        let (code, _, stderr) =
            run(&dir, &["--tier", tier, "--fuel", "67000000", "--invoke", "fill", "lib.wat"]);
        assert_eq!(code, 134, "{stderr}");
        assert!(stderr.contains("fuel consumed"), "{stderr}");
        let (code, _, stderr) =
            run(&dir, &["--tier", tier, "--fuel", "67200000", "--invoke", "fill", "lib.wat"]);
        assert_eq!(code, 0, "{stderr}");
        let (code, _, stderr) =
            run(&dir, &["--tier", tier, "--timeout", "50ms", "--invoke", "wait", "lib.wat"]);
        assert_eq!(code, 134, "{stderr}");
        assert!(stderr.contains("interrupt"), "{stderr}");
    }
}

#[test]
fn endless_recursion_is_a_trap() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let (code, _, stderr) = run(&dir, &["--invoke", "deep", "lib.wat"]);
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("call stack exhausted"), "{stderr}");
}

#[test]
fn memory_is_limited() {
    let dir = directory(&[("lib.wat", LIBRARY), ("large.wat", "(module (memory 100))")]);
    assert_eq!(run(&dir, &["--max-memory-size", "64M", "--invoke", "grow", "lib.wat", "1023"]).1, "1\n");
    assert_eq!(run(&dir, &["--max-memory-size", "64M", "--invoke", "grow", "lib.wat", "1024"]).1, "-1\n");
    let (code, _, stderr) = run(&dir, &["--max-memory-size", "1M", "large.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["large.wat", "memory"]);
}

/// `--max-memory-size` bounded linear memories only: a loop of `table.grow` reached 2.0 GB in 4 s, a list 1.4 GB in 6 s.
#[test]
fn all_that_a_program_holds_is_limited() {
    const GROWS: &str = r#"(module
        (memory 1) (table $t 1 funcref)
        (type $node (struct (field (ref null $node)) (field i64 i64 i64)))
        (global $list (mut (ref null $node)) (ref.null $node))
        (func (export "memory") (result i32)
            (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
            (memory.size))
        (func (export "table") (result i32)
            (loop $again
                (br_if $again (i32.ne (table.grow $t (ref.null func) (i32.const 10000)) (i32.const -1))))
            (table.size $t))
        (func (export "heap")
            (loop $again
                (global.set $list (struct.new $node (global.get $list) (i64.const 1) (i64.const 2) (i64.const 3)))
                (br $again))))"#;
    let dir = directory(&[("grows.wat", GROWS), ("large.wat", "(module (memory 10000))")]);
    let number = |name: &str| -> usize {
        let (code, stdout, stderr) = run(&dir, &["--max-memory", "16M", "--invoke", name, "grows.wat"]);
        assert_eq!(code, 0, "{stderr}");
        stdout.trim().parse().expect("a number")
    };
    assert!((250..256).contains(&number("memory")));
    assert!((1 << 20..1 << 21).contains(&number("table")));
    let (code, _, stderr) = run(&dir, &["--max-memory", "16M", "--invoke", "heap", "grows.wat"]);
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("allocation"), "{stderr}");
    let (code, _, stderr) = run(&dir, &["--max-memory", "16M", "large.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["large.wat", "the limit of 16777216 bytes"]);
}
