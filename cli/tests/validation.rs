//! When functions are validated: `wx run` at their first call, or all of them before; the other commands all of them.

mod support;

use support::{directory, one_line, parts, wx};

/// `_start` calls an invalid function if there are arguments beside the program's name.
const PROGRAM: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func $bad (export "bad") (result i32) (i64.const 1))
    (func $middle (drop (call $bad)))
    (func (export "_start")
        (drop (call $sizes (i32.const 0) (i32.const 4)))
        (if (i32.gt_u (i32.load (i32.const 0)) (i32.const 1)) (then (call $middle)))))"#;
const MESSAGE: &str = "p.wat: function 1 is invalid: type mismatch: expected i32, found i64 (at offset 0x";

/// Exit code and standard error; nothing is printed.
fn run(args: &[&str]) -> (i32, String) {
    let dir = directory(&[("p.wat", PROGRAM)]);
    let (code, stdout, stderr) = parts(wx(dir.path(), args).output().expect("the program starts"));
    assert_eq!(stdout, "", "{args:?}");
    (code, stderr)
}

#[test]
fn a_function_that_is_never_called_is_not_validated() {
    for tier in ["tiered", "interp"] {
        assert_eq!(run(&["--tier", tier, "p.wat"]), (0, String::new()));
        assert_eq!(run(&["run", "--tier", tier, "--fuel", "1000", "p.wat"]), (0, String::new()));
    }
}

#[test]
fn the_first_call_of_an_invalid_function_ends_the_program() {
    let (_, due) = run(&["validate", "p.wat"]);
    let due = due.lines().next().expect("an error");
    assert!(due.contains(MESSAGE), "{due}");
    for tier in ["tiered", "interp"] {
        let (code, stderr) = run(&["--tier", tier, "p.wat", "argument"]);
        assert_eq!(code, 1, "{stderr}");
        let mut lines = stderr.lines();
        assert_eq!(lines.next(), Some(due), "{stderr}");
        assert_eq!(lines.next(), Some("error while executing at wasm backtrace:"), "{stderr}");
        let frames: Vec<&str> = lines.filter_map(|line| line.rsplit('!').next()).collect();
        assert_eq!(frames, ["middle", "<wasm function 3>"], "{stderr}");
        // Nothing of wasm waits for what the host calls.
        let (code, stderr) = run(&["--tier", tier, "--invoke", "bad", "p.wat"]);
        assert_eq!(code, 1, "{stderr}");
        one_line(&stderr, &[MESSAGE]);
    }
}

#[test]
fn whoever_asks_for_all_gets_the_error_before_anything_runs() {
    let commands = [
        &["--eager-validation", "p.wat"][..],
        &["run", "--tier", "jit", "p.wat"],
        &["objdump", "p.wat"],
        &["bench", "p.wat"],
    ];
    for args in commands {
        let (code, stderr) = run(args);
        assert_eq!(code, 1, "{args:?}: {stderr}");
        one_line(&stderr, &[MESSAGE]);
    }
}
