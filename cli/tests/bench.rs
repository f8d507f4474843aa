//! `wx bench` from outside: what it calls, what it prints, what it refuses.

use std::process::Command;

/// Exit code, standard output, standard error of `wx bench` on a text module.
fn bench(module: &str, flags: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("module.wat");
    std::fs::write(&file, module).expect("writable");
    let output = Command::new(env!("CARGO_BIN_EXE_wx"))
        .arg("bench")
        .args(flags)
        .arg(&file)
        .output()
        .expect("wx starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("no signal"), text(&output.stdout), text(&output.stderr))
}

/// Counts its calls, so that a fresh instance shows.
const COUNTER: &str = r#"(module
  (global $calls (mut i64) (i64.const 0))
  (func (export "run") (result i64)
    (global.set $calls (i64.add (global.get $calls) (i64.const 1)))
    (global.get $calls))
  (func (export "pair") (result i32 i32) (i32.const 3) (i32.const 4))
  (func (export "needs") (param i32)))"#;

#[test]
fn run_is_called_ten_times_on_one_instance() {
    let (code, out, err) = bench(COUNTER, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out.matches("  -> ").count(), 10, "{out}");
    // The sixth call finds the function hot.
    let interpreted = if cfg!(all(target_arch = "x86_64", target_os = "linux")) { 5 } else { 10 };
    assert_eq!(out.matches(" INTERP  -> ").count(), interpreted, "{out}");
    assert_eq!(out.matches(" JIT  -> ").count(), 10 - interpreted, "{out}");
    assert!(out.contains("-> 10") && out.contains("warm-up gain"), "{out}");
}

#[test]
fn json_holds_every_call_and_the_summary() {
    let (code, out, _) = bench(COUNTER, &["--iterations", "3", "--invoke", "pair", "--json"]);
    assert_eq!(code, 0);
    let report: serde_json::Value = serde_json::from_str(&out).expect("one JSON value");
    let calls = report["iterations"].as_array().expect("a list");
    assert_eq!(calls.len(), 3);
    assert_eq!((calls[2]["result"].as_str(), calls[2]["tier"].as_str()), (Some("3 4"), Some("INTERP")));
    assert!(report["summary"]["median"].as_f64().is_some_and(|ns| ns > 0.0));
}

#[test]
fn a_command_gets_a_fresh_instance_for_each_call_and_its_output_is_dropped() {
    let command = r#"(module
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 8) "noise")
      (global $again (mut i32) (i32.const 0))
      (func (export "_start")
        (if (global.get $again) (then unreachable))
        (global.set $again (i32.const 1))
        (i32.store (i32.const 0) (i32.const 8))
        (i32.store (i32.const 4) (i32.const 5))
        (if (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)) (then unreachable))))"#;
    let (code, out, err) = bench(command, &["--iterations", "2"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("export _start") && !out.contains("noise"), "{out}");
}

#[test]
fn what_cannot_be_called_is_one_line() {
    for (flags, said) in [
        (["--invoke", "absent"].as_slice(), "exports no function `absent`"),
        (&["--invoke", "needs"], "`needs` takes 1 argument (i32), but 0 were given"),
    ] {
        let (code, out, err) = bench(COUNTER, flags);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(said) && err.lines().count() == 1, "{err}");
    }
    let (code, _, err) = bench("(module)", &[]);
    assert_eq!(code, 2);
    assert!(err.contains("exports neither `run` nor `_start`"), "{err}");
    let (code, _, err) = bench(COUNTER, &["--iterations", "0"]);
    assert!(code != 0 && err.contains("--iterations must be at least 1"), "{code} {err}");
}
