//! Machine code that outlives a process: the code cache, and files that `wx compile` writes.

mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use support::{directory, one_line, parts, wx};

const PROGRAM: &str = r#"(module
    (func $fib (param i32) (result i32)
        (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
            (then (local.get 0))
            (else (i32.add
                (call $fib (i32.sub (local.get 0) (i32.const 1)))
                (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
    (func (export "fib") (param i32) (result i32) (call $fib (local.get 0))))"#;

fn run(dir: &Path, args: &[&str]) -> Output {
    wx(dir, args).env("HOME", dir).env_remove("XDG_CACHE_HOME").output().expect("wx starts")
}

/// What a run that succeeds prints.
fn printed(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn failure(dir: &Path, args: &[&str]) -> String {
    let (code, _, stderr) = parts(run(dir, args));
    assert_eq!(code, 1, "{args:?}");
    stderr
}

#[test]
fn a_program_that_was_hot_is_kept_for_this_user() {
    let dir = directory(&[("fib.wat", PROGRAM)]);
    let fib = ["--invoke", "fib", "fib.wat", "20"];
    let stats = || printed(dir.path(), &["cache", "stats"]);
    assert_eq!(printed(dir.path(), &fib), "6765\n");
    let after_one = stats();
    assert!(after_one.contains("holds 1 module, "), "{after_one}");
    assert_eq!(printed(dir.path(), &fib), "6765\n");
    assert_eq!(stats(), after_one, "the second run learned nothing new");
    // Every byte that is altered makes it absent.
    let folder = dir.path().join(".cache/wx");
    for entry in fs::read_dir(&folder).expect("the folder").flatten() {
        if entry.path().extension().is_some_and(|ending| ending == "wxcode") {
            let mut bytes = fs::read(entry.path()).expect("the file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(entry.path(), bytes).expect("to write");
        }
    }
    assert_eq!(printed(dir.path(), &fib), "6765\n");
    let cleared = printed(dir.path(), &["cache", "clear"]);
    assert!(cleared.contains("held 1 module, "), "{cleared}");
    assert!(stats().contains("holds 0 modules, 0 bytes"));
}

#[test]
fn without_a_cache_nothing_is_written() {
    let dir = directory(&[("fib.wat", PROGRAM)]);
    assert_eq!(printed(dir.path(), &["--no-cache", "--invoke", "fib", "fib.wat", "20"]), "6765\n");
    assert!(!dir.path().join(".cache").exists());
    // A home that cannot be written to is no reason not to run, a folder that was named is one.
    fs::write(dir.path().join(".cache"), "").expect("a file");
    assert_eq!(printed(dir.path(), &["--invoke", "fib", "fib.wat", "20"]), "6765\n");
    let error = failure(dir.path(), &["--cache-dir", ".cache", "--invoke", "fib", "fib.wat", "20"]);
    one_line(&error, &["--cache-dir", ".cache"]);
}

#[test]
fn a_compiled_file_runs_if_it_is_allowed_to() {
    let dir = directory(&[("fib.wat", PROGRAM)]);
    printed(dir.path(), &["compile", "fib.wat"]);
    let fib = ["--allow-precompiled", "--invoke", "fib", "fib.cwx", "20"];
    assert_eq!(printed(dir.path(), &fib), "6765\n");
    one_line(&failure(dir.path(), &fib[1..]), &["fib.cwx", "--allow-precompiled"]);
    one_line(
        &failure(dir.path(), &["validate", "fib.cwx"]).lines().next().map(str::to_owned).expect("a line"),
        &["fib.cwx", "precompiled"],
    );
    // Other settings than it was made for.
    let metered = [&["--fuel", "1000000"], &fib[..]].concat();
    one_line(&failure(dir.path(), &metered), &["fib.cwx", "other settings"]);
    printed(dir.path(), &["compile", "--fuel", "-o", "fib.cwx", "fib.wat"]);
    assert_eq!(printed(dir.path(), &metered), "6765\n");
    // What is damaged or cut says so.
    let whole = fs::read(dir.path().join("fib.cwx")).expect("the file");
    fs::write(dir.path().join("fib.cwx"), &whole[..whole.len() - 1]).expect("to write");
    one_line(&failure(dir.path(), &metered), &["fib.cwx", "damaged"]);
}

#[test]
fn what_cannot_be_compiled_leaves_no_file() {
    let dir = directory(&[("bad.wat", "(module (func (result i32)))"), ("old.cwx", "old")]);
    one_line(&failure(dir.path(), &["compile", "bad.wat", "-o", "old.cwx"]), &["bad.wat", "offset"]);
    assert_eq!(fs::read_to_string(dir.path().join("old.cwx")).expect("the file"), "old");
    let error = failure(dir.path(), &["compile", "bad.wat", "-o", "nowhere/new.cwx"]);
    one_line(&error, &["bad.wat"]);
    assert_eq!(fs::read_dir(dir.path()).expect("the folder").count(), 2);
}
