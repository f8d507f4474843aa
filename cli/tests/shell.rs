//! The program between a shell and its terminal: modules from standard input, signals, time, colours, manual pages.

mod modules;
mod support;

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use modules::{HELLO, READER};
use support::{directory, one_line, parts, wx};

const LIBRARY: &str = r#"(module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "forever") (loop $again (br $again))))"#;

/// Whether this process, and so what it starts, was told to ignore a signal.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).expect("a mask");
    u64::from_str_radix(mask.trim(), 16).expect("hexadecimal") >> (signal - 1) & 1 != 0
}

#[test]
fn signals_end_a_program_at_once() {
    let dir = directory(&[("lib.wat", LIBRARY), ("reader.wat", READER)]);
    for (name, number) in [("-INT", 2), ("-TERM", 15), ("-HUP", 1)] {
        for args in [&["--invoke", "forever", "lib.wat"][..], &["reader.wat"]] {
            let mut command = wx(dir.path(), args);
            let mut child =
                command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
            std::thread::sleep(Duration::from_millis(300));
            assert!(child.try_wait().expect("a status").is_none(), "it ended by itself");
            let start = Instant::now();
            let killed = Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill");
            assert!(killed.success());
            if is_ignored(number) {
                // Under nohup, or in the background of a script: then wx ignores it too.
                std::thread::sleep(Duration::from_millis(300));
                assert!(child.try_wait().expect("a status").is_none(), "{name} ended {args:?}");
                child.kill().expect("kill");
                child.wait().expect("an end");
                continue;
            }
            let status = child.wait().expect("an end");
            // A shell shows Ctrl-C as 130, and ends its loop.
            assert_eq!(status.signal(), Some(number), "{args:?}");
            assert!(start.elapsed() < Duration::from_secs(2), "{args:?}");
        }
    }
}

#[test]
fn a_module_comes_from_standard_input() {
    let dir = directory(&[]);
    let read = |args: &[&str], module: &[u8]| {
        let mut command = wx(dir.path(), args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(module).expect("the pipe takes it");
        let output = child.wait_with_output().expect("an end");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let binary = wat::parse_str(LIBRARY).expect("a module");
    for module in [LIBRARY.as_bytes(), &binary] {
        assert_eq!(read(&["run", "--invoke", "add", "-", "2", "3"], module).1, "5\n");
        assert_eq!(read(&["--invoke", "add", "-", "2", "3"], module).1, "5\n");
        assert_eq!(read(&["validate", "-"], module).0, Some(0));
    }
    assert_eq!(read(&["-"], HELLO.as_bytes()).0, Some(5));
    let (code, _, stderr) = read(&["-"], b"\x7fELF");
    assert_eq!(code, Some(1));
    one_line(&String::from_utf8_lossy(&stderr), &["-", "not a WebAssembly module"]);
}

/// Waits for ever in a call of the system interface: for a clock that is 500 years away.
const SLEEPER: &str = r#"(module
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")
        (i32.store (i32.const 16) (i32.const 1))
        (i64.store (i32.const 24) (i64.const 0x7fffffffffffffff))
        (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))))"#;

/// A busy loop, one operator that writes 2 GiB again and again, and calls of the host.
#[test]
fn a_time_limit_says_what_it_interrupted() {
    let fill = r#"(module (memory 32768) (func $wipe (export "wipe")
        (loop $again (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x7fffffff)) (br $again))))"#;
    let dir = directory(&[
        ("lib.wat", LIBRARY),
        ("fill.wat", fill),
        ("sleeper.wat", SLEEPER),
        ("reader.wat", READER),
    ]);
    for tier in ["interp", "jit", "tiered"] {
        for args in [&["--invoke", "forever", "lib.wat"], &["--invoke", "wipe", "fill.wat"]] {
            let start = Instant::now();
            let limit = ["--timeout", "50ms", "--tier", tier];
            let output = wx(dir.path(), &[&limit[..], args].concat()).output().expect("the program starts");
            let (code, _, stderr) = parts(output);
            assert_eq!(code, 134, "{stderr}");
            let function = if args[1] == "wipe" { "!wipe" } else { "wasm function 1" };
            assert!(stderr.contains("--timeout 50ms") && stderr.contains(function), "{stderr}");
            assert!(start.elapsed() < Duration::from_secs(20));
        }
    }
    for (file, call) in [("sleeper.wat", "`poll_oneoff`"), ("reader.wat", "`fd_read`")] {
        let mut command = wx(dir.path(), &["--timeout", "50ms", file]);
        let mut child =
            command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let held = child.stdin.take();
        let (code, _, stderr) = parts(child.wait_with_output().expect("an end"));
        drop(held);
        assert_eq!(code, 134, "{stderr}");
        one_line(&stderr, &[file, "--timeout 50ms", "waited in", call]);
    }
}

#[test]
fn a_filter_whose_reader_has_gone_dies_of_the_signal() {
    let dir = directory(&[("hello.wat", HELLO), ("lib.wat", LIBRARY)]);
    let end = |args: &[&str]| {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output =
            wx(dir.path(), args).stdout(writer).stderr(Stdio::piped()).output().expect("the program starts");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        output.status
    };
    // The program is told, and exits with 99.
    assert_eq!(end(&["hello.wat"]).code(), Some(99));
    for args in [
        &["--invoke", "add", "lib.wat", "1", "2"][..],
        &["completion", "bash"],
        &["man"],
        &["objdump", "--ir", "lib.wat"],
    ] {
        assert_eq!(end(args).signal(), Some(13), "{args:?}");
    }
    // The parser's own, which it drops.
    assert_eq!(end(&["--help"]).code(), Some(0));
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let dir = directory(&[]);
    let stderr = |environment: &[(&str, &str)]| {
        let mut command = wx(dir.path(), &["validate", "--nonsense"]);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
        parts(command.output().expect("the program starts")).2
    };
    assert!(!stderr(&[]).contains('\x1b'), "no terminal");
    assert!(stderr(&[("CLICOLOR_FORCE", "1")]).contains('\x1b'));
    assert!(!stderr(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\x1b'));
}

#[test]
fn manual_pages_are_made_from_the_help() {
    let dir = directory(&[]);
    let (code, page, _) = parts(wx(dir.path(), &["man"]).output().expect("the program starts"));
    assert_eq!(code, 0);
    assert!(page.contains(".TH wx 1") && page.contains("objdump"), "{page}");
    let (code, _, stderr) =
        parts(wx(dir.path(), &["man", "--out", "."]).output().expect("the program starts"));
    assert_eq!(code, 0, "{stderr}");
    let run = std::fs::read_to_string(dir.path().join("wx-run.1")).expect("a page");
    assert!(run.contains("max\\-table\\-elements") && run.contains("Examples"), "{run}");
    assert!(dir.path().join("wx.1").exists());
    let (code, _, stderr) =
        parts(wx(dir.path(), &["man", "--out", "missing"]).output().expect("the program starts"));
    assert_eq!(code, 1);
    one_line(&stderr, &["missing", "manual pages"]);
}
