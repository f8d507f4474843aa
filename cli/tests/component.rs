//! Components from the command line: commands, `--invoke`, and errors that say what would work.
#![cfg(feature = "component")]

mod support;

use support::{directory, one_line, parts, wx};

/// Prints a line by WASI 0.2.0 and returns what its `run` should.
fn hello(result: u32) -> String {
    format!(
        r#"(component
        (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
        (alias export $error "error" (type $error))
        (import "wasi:io/streams@0.2.0" (instance $streams
          (export "output-stream" (type $output (sub resource)))
          (alias outer 1 $error (type $error))
          (export "error" (type $e (eq $error)))
          (type $failure (variant (case "last-operation-failed" (own $e)) (case "closed")))
          (export "stream-error" (type $stream-error (eq $failure)))
          (export "[method]output-stream.blocking-write-and-flush"
            (func (param "self" (borrow $output)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
        (alias export $streams "output-stream" (type $output))
        (import "wasi:cli/stdout@0.2.0" (instance $stdout
          (alias outer 1 $output (type $output))
          (export "output-stream" (type $o (eq $output)))
          (export "get-stdout" (func (result (own $o))))))
        (core module $libc (memory (export "memory") 1) (data (i32.const 16) "hello\n"))
        (core instance $libc (instantiate $libc))
        (core func $get (canon lower (func $stdout "get-stdout")))
        (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush")
          (memory (core memory $libc "memory"))))
        (core func $drop (canon resource.drop $output))
        (core module $m
          (import "" "get" (func $get (result i32)))
          (import "" "write" (func $write (param i32 i32 i32 i32)))
          (import "" "drop" (func $drop (param i32)))
          (import "" "memory" (memory 1))
          (func (export "run") (result i32) (local i32)
            (local.set 0 (call $get))
            (call $write (local.get 0) (i32.const 16) (i32.const 6) (i32.const 64))
            (call $drop (local.get 0))
            (if (i32.load8_u (i32.const 64)) (then unreachable))
            (i32.const {result})))
        (core instance $i (instantiate $m (with "" (instance (export "get" (func $get)) (export "write" (func $write))
          (export "drop" (func $drop)) (export "memory" (memory $libc "memory"))))))
        (func $run (result (result)) (canon lift (core func $i "run")))
        (instance $run (export "run" (func $run)))
        (export "wasi:cli/run@0.2.0" (instance $run)))"#
    )
}

const LIBRARY: &str = r#"(component
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "echo") (param i32 i32) (result i32)
        (i32.store (i32.const 16) (local.get 0)) (i32.store (i32.const 20) (local.get 1)) (i32.const 16))
      (func (export "nowhere") (result i32) (i32.store (i32.const 16) (i32.const -1)) (i32.const 16))
      (func (export "divide") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0))))
    (core instance $i (instantiate $m))
    (func (export "add") (param "a" u32) (param "b" u32) (result u32) (canon lift (core func $i "add")))
    (func (export "nowhere") (result (list u8)) (canon lift (core func $i "nowhere") (memory (core memory $i "memory"))))
    (func (export "divide") (param "a" u32) (result u32) (canon lift (core func $i "divide")))
    (func $echo (param "s" string) (result string)
      (canon lift (core func $i "echo") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
    (instance $text (export "echo" (func $echo)))
    (export "my:text/text@1.0.0" (instance $text)))"#;

#[test]
fn a_command_prints_and_its_result_is_the_exit_code() {
    let dir = directory(&[("good.wat", &hello(0)), ("bad.wat", &hello(1))]);
    for tier in ["interp", "jit", "tiered"] {
        let run = |file| parts(wx(dir.path(), &["--tier", tier, file]).output().expect("the program starts"));
        assert_eq!(run("good.wat"), (0, "hello\n".to_owned(), String::new()), "{tier}");
        assert_eq!(run("bad.wat"), (1, "hello\n".to_owned(), String::new()), "{tier}");
    }
}

#[test]
fn a_function_is_invoked_as_it_is_written() {
    let dir = directory(&[("library.wat", LIBRARY)]);
    let invoke = |call| {
        parts(wx(dir.path(), &["--invoke", call, "library.wat"]).output().expect("the program starts"))
    };
    assert_eq!(invoke("add(40, 2)"), (0, "42\n".to_owned(), String::new()));
    // In an exported instance.
    assert_eq!(invoke("echo(\"a\\u{e9}\\\"\")"), (0, "\"aé\\\"\"\n".to_owned(), String::new()));
    for (call, code, expected) in [
        ("add(40)", 2, "missing required param"),
        ("add(40, \"x\")", 2, "--invoke"),
        ("add", 2, "takes a call"),
        ("add(", 2, "takes a call"),
        ("sub(1)", 2, "it exports echo, add, nowhere, divide"),
    ] {
        let (exit, _, stderr) = invoke(call);
        assert_eq!(exit, code, "{call}: {stderr}");
        one_line(&stderr, &["library.wat", expected]);
    }
    let (code, _, stderr) = invoke("divide(0)");
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("integer divide by zero"), "{stderr}");
    let (code, _, stderr) = invoke("nowhere()");
    assert_eq!(code, 134, "{stderr}");
    one_line(&stderr, &["list content out-of-bounds"]);
}

#[test]
fn errors_name_what_is_missing_and_what_would_work() {
    let dir = directory(&[
        ("library.wat", LIBRARY),
        ("later.wat", r#"(component (instance $i) (export "wasi:cli/run@0.3.0" (instance $i)))"#),
        ("http.wat", r#"(component (import "wasi:http/types@0.3.0" (instance (export "f" (func)))))"#),
    ]);
    for (args, expected) in [
        (&["library.wat"][..], &["no `wasi:cli/run`", "--invoke"][..]),
        (&["later.wat"], &["`wasi:cli/run@0.3.0`", "0.2.x"]),
        (&["http.wat"], &["world", "wasi:http/types@0.3.0"]),
        (&["objdump", "library.wat"], &["is a component", "core module"]),
    ] {
        let (code, _, stderr) = parts(wx(dir.path(), args).output().expect("the program starts"));
        assert_eq!(code, 1, "{stderr}");
        one_line(&stderr, &[&[args[args.len() - 1]], expected].concat());
    }
}

#[test]
fn scripts_and_validation_know_components() {
    let script = r#"(component
        (core module $m (func (export "f") (result i32) (i32.const 7)))
        (core instance $i (instantiate $m))
        (func (export "f") (result u8) (canon lift (core func $i "f"))))
        (assert_return (invoke "f") (u8.const 7))
        (assert_invalid (component (import "f" (func (param "x" (own 0))))) "unknown type")"#;
    let dir = directory(&[
        ("script.wast", script),
        ("good.wat", LIBRARY),
        ("bad.wat", "(component (core module (func (drop))))"),
    ]);
    let run = |args: &[&str]| parts(wx(dir.path(), args).output().expect("the program starts"));
    let (code, stdout, stderr) = run(&["wast", "script.wast"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.ends_with("2 passed, 0 failed, 0 skipped\n"), "{stdout}");
    assert_eq!(run(&["validate", "good.wat"]).0, 0);
    let (code, _, stderr) = run(&["validate", "bad.wat"]);
    assert!(code == 1 && stderr.contains("bad.wat"), "{stderr}");
}
