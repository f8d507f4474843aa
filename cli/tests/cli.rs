//! The program from outside: exit codes, standard output, standard error.
//!
//! Each test writes the modules it needs into a directory of its own and starts the built program there.

mod modules;
mod support;

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use modules::{HELLO, READER};
use support::{directory, one_line, parts, wx};
use tempfile::TempDir;

/// Functions for `--invoke`, and one that never ends.
const LIBRARY: &str = r#"(module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "swap") (param i64 f64) (result f64 i64) (local.get 1) (local.get 0))
    (func (export "id128") (param v128) (result v128) (local.get 0))
    (func (export "isnull") (param externref) (result i32) (ref.is_null (local.get 0)))
    (func (export "noref") (param (ref func)))
    (func (export "nothing"))
    (func $divide (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
    (func $middle (param i32) (result i32) (call $divide (local.get 0)))
    (func (export "divide") (param i32) (result i32) (call $middle (local.get 0)))
    (func (export "forever") (loop $again (br $again)))
    (func $deep (export "deep") (call $deep) (nop))
    (memory (export "mem") 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))"#;

fn run(dir: &TempDir, args: &[&str]) -> (i32, String, String) {
    parts(wx(dir.path(), args).output().expect("the program starts"))
}

#[test]
fn a_program_prints_and_exits_with_its_code() {
    let dir = directory(&[("hello.wat", HELLO)]);
    for args in [&["hello.wat"][..], &["run", "hello.wat"], &["run", "--", "hello.wat"]] {
        assert_eq!(run(&dir, args), (5, "hello\n".to_owned(), String::new()), "{args:?}");
    }
}

#[test]
fn a_program_sees_its_arguments_and_environment() {
    // Copies its arguments and then its environment to standard output, each with its NUL.
    let echo = r#"(module
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 4)
        (func $print (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
        (func (export "_start")
            (i32.store (i32.const 0) (i32.const 4096))
            (drop (call $args_sizes (i32.const 12) (i32.const 4)))
            (drop (call $args (i32.const 1024) (i32.const 4096)))
            (call $print)
            (drop (call $env_sizes (i32.const 12) (i32.const 4)))
            (drop (call $env (i32.const 1024) (i32.const 4096)))
            (call $print)))"#;
    let dir = directory(&[("echo.wat", echo)]);
    let args = ["run", "--env", "A=1", "--env", "WX_TEST_PASSED", "echo.wat", "--dir", "-x", "run", "ü"];
    let output = wx(dir.path(), &args).env("WX_TEST_PASSED", "on").output().expect("the program starts");
    assert_eq!(
        parts(output),
        (0, "echo.wat\0--dir\0-x\0run\0ü\0A=1\0WX_TEST_PASSED=on\0".to_owned(), String::new())
    );
    let (_, stdout, _) = run(&dir, &["--argv0", "other", "echo.wat"]);
    assert_eq!(stdout, "other\0", "and no environment unless asked for");
    let (code, _, stderr) = run(&dir, &["--env", "WX_TEST_MISSING", "echo.wat"]);
    assert_eq!(code, 2);
    one_line(&stderr, &["WX_TEST_MISSING"]);
}

#[test]
fn directories_are_shown_under_their_names() {
    // Opens `in` in its first directory for writing and creating, and exits with the error number.
    let opener = r#"(module
        (import "wasi_snapshot_preview1" "path_open"
            (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "in")
        (func (export "_start")
            (call $exit (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 2) (i32.const 1)
                (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 16)))))"#;
    let dir = directory(&[("open.wat", opener)]);
    std::fs::create_dir(dir.path().join("data")).expect("mkdir");
    assert_eq!(run(&dir, &["open.wat"]).0, 8, "nothing is shown");
    assert_eq!(run(&dir, &["--ro-dir", "data", "open.wat"]).0, 76, "for reading only");
    assert!(!dir.path().join("data/in").exists());
    assert_eq!(run(&dir, &["--dir", "data::/x", "open.wat"]).0, 0);
    assert!(dir.path().join("data/in").exists());
    let (code, _, stderr) = run(&dir, &["--dir", "missing", "open.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["--dir", "missing"]);
    let (code, _, stderr) = run(&dir, &["--dir", "open.wat", "open.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["--dir", "open.wat"]);
}

#[test]
fn invoke_reads_arguments_and_prints_results_by_the_signature() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let invoke = |args: &[&str]| {
        let mut all = vec!["--invoke", args[0], "lib.wat"];
        all.extend_from_slice(&args[1..]);
        run(&dir, &all)
    };
    let prints = |text: &str| (0, text.to_owned(), String::new());
    assert_eq!(invoke(&["add", "2", "-3"]), prints("-1\n"));
    assert_eq!(invoke(&["add", "0xffffffff", "4294967295"]), prints("-2\n"));
    assert_eq!(invoke(&["swap", "-9223372036854775808", "2.5"]), prints("2.5\n-9223372036854775808\n"));
    assert_eq!(invoke(&["swap", "1", "nan:0x1"]), prints("nan:0x1\n1\n"));
    assert_eq!(invoke(&["swap", "1", "-inf"]), prints("-inf\n1\n"));
    assert_eq!(invoke(&["id128", "0x10"]), prints("0x00000000000000000000000000000010\n"));
    assert_eq!(invoke(&["isnull", "null"]), prints("1\n"));
    assert_eq!(invoke(&["nothing"]), prints(""));
}

#[test]
fn invoke_says_what_is_wrong_with_its_arguments() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    for (args, parts) in [
        (
            &["--invoke", "add", "lib.wat", "1"][..],
            &["lib.wat", "`add`", "2 arguments", "(i32, i32)", "1 was"][..],
        ),
        (&["--invoke", "add", "lib.wat", "1", "2", "3"], &["`add`", "3 were"]),
        (&["--invoke", "nothing", "lib.wat", "1"], &["`nothing`", "0 arguments"]),
        (&["--invoke", "add", "lib.wat", "1", "two"], &["argument 2", "`two`", "i32"]),
        (&["--invoke", "add", "lib.wat", "1", "4294967296"], &["argument 2", "i32"]),
        (&["--invoke", "swap", "lib.wat", "1", "one"], &["argument 2", "f64"]),
        (&["--invoke", "isnull", "lib.wat", "x"], &["argument 1", "null"]),
        (&["--invoke", "noref", "lib.wat", "null"], &["argument 1", "func"]),
        (&["--invoke", "nope", "lib.wat"], &["lib.wat", "`nope`", "add"]),
        (&["--invoke", "mem", "lib.wat"], &["`mem`"]),
    ] {
        let (code, stdout, stderr) = run(&dir, args);
        assert_eq!((code, stdout), (2, String::new()), "{args:?}: {stderr}");
        one_line(&stderr, parts);
    }
}

#[test]
fn a_trap_prints_its_backtrace_and_exits_with_134() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let (code, stdout, stderr) = run(&dir, &["--invoke", "divide", "lib.wat", "0"]);
    assert_eq!((code, stdout), (134, String::new()), "{stderr}");
    assert!(stderr.starts_with("Error: lib.wat: "), "{stderr}");
    assert!(
        stderr.lines().next().is_some_and(|line| line.ends_with("wasm trap: integer divide by zero")),
        "{stderr}"
    );
    let (divide, middle) = (stderr.find("divide").expect(&stderr), stderr.find("middle").expect(&stderr));
    assert!(divide < middle || stderr.rfind("divide") > Some(middle), "innermost first: {stderr}");
}

#[test]
fn fuel_and_time_stop_a_program() {
    let dir = directory(&[("lib.wat", LIBRARY), ("reader.wat", READER)]);
    let (code, _, stderr) = run(&dir, &["--fuel", "100000", "--invoke", "forever", "lib.wat"]);
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("--fuel 100000") && stderr.contains("fuel consumed"), "{stderr}");
    assert_eq!(run(&dir, &["--fuel", "100000", "--invoke", "add", "lib.wat", "1", "2"]).1, "3\n");

    let start = Instant::now();
    let (code, _, stderr) = run(&dir, &["--timeout", "100ms", "--invoke", "forever", "lib.wat"]);
    assert_eq!(code, 134, "{stderr}");
    assert!(stderr.contains("--timeout 100ms") && stderr.contains("interrupt"), "{stderr}");
    // Waiting for input cannot be interrupted from inside.
    let mut waiting = wx(dir.path(), &["--timeout", "100ms", "reader.wat"]);
    let mut child = waiting.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let held = child.stdin.take();
    let (code, _, stderr) = parts(child.wait_with_output().expect("an end"));
    drop(held);
    assert_eq!(code, 134, "{stderr}");
    one_line(&stderr, &["reader.wat", "100ms", "fd_read"]);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_cannot_be_run_is_one_line_that_names_the_file() {
    let dir = directory(&[
        ("empty", ""),
        ("text.wat", "(module (func (export \"_start\") (i32.add)))"),
        ("imports.wat", r#"(module (import "env" "missing" (func)) (func (export "_start")))"#),
        ("start.wat", r#"(module (func (export "_start") (param i32)))"#),
        ("lib.wat", LIBRARY),
        ("component.wat", "(component)"),
    ]);
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).expect("a file");
    write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    write("short.wasm", b"\0asm\x01\0\0");
    write("cut.wasm", b"\0asm\x01\0\0\0\x01\x04\x01\x60");
    write("component.wasm", b"\0asm\x0d\0\x01\0");
    std::fs::create_dir(dir.path().join("folder")).expect("mkdir");
    std::os::unix::fs::symlink("loop", dir.path().join("loop")).expect("symlink");
    for (name, part) in [
        ("missing.wasm", "No such file"),
        ("folder", "directory"),
        ("loop", "loop"),
        ("empty", "empty"),
        ("picture.png", "not a WebAssembly module"),
        ("/dev/zero", "not a WebAssembly module"),
        ("short.wasm", "0x"),
        ("cut.wasm", "0x"),
        ("component.wasm", "component"),
        ("component.wat", "component"),
        ("text.wat", "text.wat"),
        ("imports.wat", "env::missing"),
        ("start.wat", "_start"),
        ("lib.wat", "--invoke"),
    ] {
        let start = Instant::now();
        let (code, stdout, stderr) = run(&dir, &[name]);
        assert_eq!((code, stdout), (1, String::new()), "{name}: {stderr}");
        one_line(&stderr, &[name, part]);
        assert!(start.elapsed() < Duration::from_secs(5), "{name}");
    }
}

#[test]
fn a_syntax_error_shows_its_line() {
    let dir = directory(&[("syntax.wat", "(module\n  (fun))")]);
    let (code, stdout, stderr) = run(&dir, &["syntax.wat"]);
    assert_eq!((code, stdout), (1, String::new()));
    assert!(stderr.starts_with("Error: syntax.wat: ") && stderr.contains("syntax.wat:2:4"), "{stderr}");
}

#[test]
fn modules_without_a_start_run_as_far_as_there_is_something_to_run() {
    let exits = r#"(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))"#;
    let dir = directory(&[
        ("nothing.wat", "(module)"),
        ("memory.wat", "(module (memory (export \"memory\") 1))"),
        (
            "reactor.wat",
            &format!("(module {exits} (func (export \"_initialize\") (call $exit (i32.const 4))))"),
        ),
        ("start.wat", &format!("(module {exits} (func $s (call $exit (i32.const 6))) (start $s))")),
        (
            "both.wat",
            "(module (global $g (mut i32) (i32.const 0))
                (func (export \"_initialize\") (global.set $g (i32.const 1)))
                (func (export \"get\") (result i32) (global.get $g)))",
        ),
    ]);
    assert_eq!(run(&dir, &["nothing.wat"]), (0, String::new(), String::new()));
    assert_eq!(run(&dir, &["memory.wat"]), (0, String::new(), String::new()));
    assert_eq!(run(&dir, &["reactor.wat"]).0, 4);
    assert_eq!(run(&dir, &["start.wat"]).0, 6);
    assert_eq!(run(&dir, &["both.wat"]), (0, String::new(), String::new()));
    assert_eq!(run(&dir, &["--invoke", "get", "both.wat"]).1, "1\n", "initialized before it is called");
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    let dir = directory(&[("hello.wat", HELLO)]);
    for args in [
        &["run"][..],
        &["--no-such-flag", "hello.wat"],
        &["--fuel", "many", "hello.wat"],
        &["--timeout", "soon", "hello.wat"],
        &["--dir", "::", "hello.wat"],
        &["--tier", "fast", "hello.wat"],
        &["--json", "hello.wat"],
        &["validate"],
        &["completion", "toaster"],
        &[],
    ] {
        let (code, stdout, stderr) = run(&dir, args);
        assert_eq!((code, stdout), (2, String::new()), "{args:?}");
        assert!(!stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn help_and_version_are_printed() {
    let dir = directory(&[]);
    for args in [&["--help"][..], &["help"], &["help", "run"], &["run", "--help"]] {
        let (code, stdout, _) = run(&dir, args);
        assert_eq!(code, 0);
        assert!(stdout.contains("Examples:") && stdout.contains("wx --invoke add"), "{stdout}");
        assert!(stdout.contains("134"), "the exit codes are documented: {stdout}");
    }
    let (code, stdout, _) = run(&dir, &["--version"]);
    assert_eq!((code, stdout), (0, format!("wx {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn validate_is_silent_about_valid_modules() {
    let dir = directory(&[("good.wat", HELLO), ("bad.wat", "(module (func (result i32)))")]);
    assert_eq!(run(&dir, &["validate", "good.wat"]), (0, String::new(), String::new()));
    let (code, stdout, stderr) = run(&dir, &["validate", "bad.wat", "good.wat", "missing.wat"]);
    assert_eq!((code, stdout), (1, String::new()));
    assert!(
        stderr.contains("bad.wat") && stderr.contains("missing.wat") && stderr.contains("2 of 3"),
        "{stderr}"
    );
    assert!(!stderr.contains("good.wat"), "{stderr}");
}

#[test]
fn features_of_the_language_are_turned_on_and_off() {
    let dir = directory(&[
        ("bytes.wat", "(module (memory 3 (pagesize 1)) (func (export \"size\") (result i32) (memory.size)))"),
        ("simd.wat", "(module (func (result v128) (v128.const i64x2 0 0)))"),
    ]);
    // A proposal below phase 4 is off.
    let (code, _, stderr) = run(&dir, &["validate", "bytes.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr.lines().take(1).map(|line| line.to_owned() + "\n").collect::<String>(), &["bytes.wat"]);
    assert_eq!(run(&dir, &["validate", "-W", "custom-page-sizes", "bytes.wat"]).0, 0);
    let size = run(&dir, &["-W", "custom-page-sizes,threads=n", "--invoke", "size", "bytes.wat"]);
    assert_eq!(size, (0, "3\n".to_owned(), String::new()));
    assert_eq!(run(&dir, &["objdump", "-W", "custom-page-sizes=y", "bytes.wat"]).0, 0);
    assert_eq!(run(&dir, &["validate", "simd.wat"]).0, 0);
    assert_eq!(run(&dir, &["validate", "-W", "simd=n", "simd.wat"]).0, 1);
    let (code, _, stderr) = run(&dir, &["validate", "-W", "telepathy", "simd.wat"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("custom-descriptors"), "{stderr}");
}

#[test]
fn completions_name_the_subcommands() {
    let dir = directory(&[]);
    for shell in ["bash", "zsh", "fish"] {
        let (code, stdout, _) = run(&dir, &["completion", shell]);
        assert_eq!(code, 0);
        assert!(stdout.contains("validate") && stdout.contains("invoke"), "{shell}");
    }
}

#[test]
fn statistics_go_to_standard_error() {
    let dir = directory(&[("hello.wat", HELLO)]);
    let (code, stdout, stderr) = run(&dir, &["--stats", "hello.wat"]);
    assert_eq!((code, stdout.as_str()), (5, "hello\n"));
    for part in ["read", "load", "instantiate", "run", "total"] {
        assert!(stderr.contains(part), "{part} in {stderr}");
    }
    let (_, stdout, stderr) = run(&dir, &["--stats", "--json", "--fuel", "1000000", "hello.wat"]);
    assert_eq!(stdout, "hello\n");
    let json: serde_json::Value = serde_json::from_str(&stderr).expect("JSON");
    assert!(json["total_ms"].as_f64().is_some_and(|total| total > 0.0), "{json}");
    assert!(json["stages_ms"]["run"].is_number(), "{json}");
    assert!(json["tier"].is_string(), "{json}");
    assert!(json["fuel"].as_u64().is_some_and(|fuel| fuel > 0), "{json}");
    let functions = json["functions"].as_array().expect("a list");
    assert!(functions.iter().any(|f| f["calls"] == 1 && f["tier"] == "interpreted"), "{json}");
    assert!(json["tiers"]["interpreted"].as_u64().is_some_and(|count| count > 0), "{json}");
}

#[test]
fn functions_are_counted_and_their_code_is_measured() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let args = ["--stats", "--json", "--tier", "jit", "--invoke", "nothing", "lib.wat"];
    let (code, _, stderr) = run(&dir, &args);
    assert_eq!(code, 0, "{stderr}");
    let json: serde_json::Value = serde_json::from_str(&stderr).expect("JSON");
    assert!(json["optimizations"]["direct_calls"].is_number(), "{json}");
    let functions = json["functions"].as_array().expect("a list");
    assert!(
        functions.iter().all(|f| f["tier"] == "compiled" && f["code_bytes"].as_u64() > Some(0)),
        "{json}"
    );
    assert!(functions.iter().any(|f| f["calls"] == 1), "{json}");
    let (_, _, stderr) = run(&dir, &["--stats", "--tier", "jit", "--invoke", "nothing", "lib.wat"]);
    assert!(stderr.contains("compiled") && stderr.contains("code bytes"), "{stderr}");
    assert_eq!(run(&dir, &["--max-isa", "sse4.1", "--tier", "jit", "--invoke", "nothing", "lib.wat"]).0, 0);
    assert_eq!(run(&dir, &["--max-isa", "mmx", "--invoke", "nothing", "lib.wat"]).0, 2);
    assert_eq!(
        run(&dir, &["--mask-cpu", "avx,bmi2", "--tier", "jit", "--invoke", "nothing", "lib.wat"]).0,
        0
    );
    assert_eq!(run(&dir, &["--mask-cpu", "mmx", "--invoke", "nothing", "lib.wat"]).0, 2);
}

#[test]
fn a_profile_is_written() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let args = ["--profile", "jitdump", "--tier", "jit", "--invoke", "nothing", "lib.wat"];
    assert_eq!(run(&dir, &args).0, 0);
    let files: Vec<String> = std::fs::read_dir(dir.path())
        .expect("a directory")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    assert!(files.iter().any(|name| name.starts_with("jit-") && name.ends_with(".dump")), "{files:?}");
}

#[test]
fn scripts_pass_or_fail_as_a_whole() {
    let module = r#"(module (func (export "one") (result i32) (i32.const 1)))"#;
    let dir = directory(&[
        ("good.wast", &format!(r#"{module} (assert_return (invoke "one") (i32.const 1))"#)),
        ("bad.wast", &format!("{module}\n(assert_return (invoke \"one\") (i32.const 2))")),
    ]);
    let (code, stdout, stderr) = run(&dir, &["wast", "good.wast"]);
    assert_eq!((code, stderr), (0, String::new()), "{stdout}");
    assert!(stdout.contains("passed, 0 failed"), "{stdout}");
    let (code, stdout, stderr) = run(&dir, &["wast", "good.wast", "bad.wast"]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    assert!(stdout.contains("1 failed") && stdout.contains("bad.wast:2"), "{stdout}");
    assert_eq!(run(&dir, &["wast", "missing.wast"]).0, 1);
}

#[test]
fn the_ir_is_shown_beside_the_text() {
    let counts = r#"(module (func (export "count") (param i32)
        (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))"#;
    let swaps = r#"(module (func (param i32) (result i32) (i32.or
        (i32.rotr (i32.and (local.get 0) (i32.const 0xff00ff)) (i32.const 8))
        (i32.and (i32.rotl (local.get 0) (i32.const 8)) (i32.const 0xff00ff)))))"#;
    let dir = directory(&[("lib.wat", LIBRARY), ("loop.wat", counts), ("swap.wat", swaps)]);
    // Operations were listed that had been taken back.
    let (code, swap, stderr) = run(&dir, &["objdump", "--ir", "swap.wat"]);
    assert!(code == 0 && swap.matches("SwapBytes").count() == 1, "{swap}{stderr}");
    let (code, all, stderr) = run(&dir, &["objdump", "--ir", "lib.wat"]);
    assert_eq!((code, stderr), (0, String::new()));
    assert!(all.contains("divide") && all.contains("middle") && all.contains("i32.div_s"), "{all}");
    let (code, machine, _) = run(&dir, &["objdump", "lib.wat"]);
    assert!(code == 0 && machine.contains("; function 0..=") && machine.contains("score "), "{machine}");
    let (code, resident, _) = run(&dir, &["objdump", "loop.wat"]);
    assert!(code == 0 && resident.contains("s0 in r"), "{resident}");
    let (code, one, _) = run(&dir, &["objdump", "--ir", "--func", "0", "lib.wat"]);
    assert!(code == 0 && all.starts_with(one.trim_end()) && one.len() < all.len(), "{one}");
    let (code, _, stderr) = run(&dir, &["objdump", "--ir", "--func", "99", "lib.wat"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["lib.wat", "99"]);
}

/// Without them, bits are counted in several steps, and a product takes the place of a factor.
#[cfg(target_arch = "x86_64")]
#[test]
fn machine_code_is_shown_for_older_processors() {
    let bits = r#"(module (func (export "bits") (param i64 f64 f64) (result f64)
        (f64.add (f64.mul (local.get 1) (local.get 2)) (f64.convert_i64_s (i64.popcnt (local.get 0))))))"#;
    let dir = directory(&[("bits.wat", bits)]);
    let mnemonics = |args: &[&str]| {
        let words = [&["objdump"], args, &["bits.wat"]].concat();
        let (code, stdout, stderr) = run(&dir, &words);
        assert_eq!(code, 0, "{stderr}");
        // Machine code is the last column: offset, mnemonic, operands.
        (stdout.contains(" popcnt "), stdout.contains(" vmulsd "))
    };
    assert_eq!(mnemonics(&["--max-isa", "sse4.1"]), (false, false));
    let (popcnt, avx) = mnemonics(&[]);
    assert_eq!((popcnt, avx), (is_x86_feature_detected!("popcnt"), is_x86_feature_detected!("avx")));
    assert_eq!(mnemonics(&["--mask-cpu", "popcnt"]), (false, avx));
    assert_eq!(mnemonics(&["--mask-cpu", "avx,bmi2"]), (popcnt, false));
    let (code, _, stderr) = run(&dir, &["objdump", "--mask-cpu", "mmx", "bits.wat"]);
    assert!(code == 2 && stderr.contains("there is no processor feature `mmx`"), "{stderr}");
}

#[test]
fn a_benchmark_times_every_call() {
    let dir = directory(&[("lib.wat", LIBRARY)]);
    let args = ["bench", "--iterations", "3", "--json", "--invoke", "nothing", "lib.wat"];
    let (code, stdout, stderr) = run(&dir, &args);
    assert_eq!(code, 0, "{stderr}");
    assert!(serde_json::from_str::<serde_json::Value>(&stdout).is_ok(), "{stdout}");
    let (code, _, stderr) = run(&dir, &["bench", "--invoke", "add", "lib.wat"]);
    assert_eq!(code, 2);
    one_line(&stderr, &["lib.wat", "`add`"]);
    assert_eq!(run(&dir, &["bench", "--invoke", "nope", "lib.wat"]).0, 2);
}

#[test]
fn standard_input_reaches_the_program() {
    // Copies up to 64 bytes from standard input to standard output.
    let cat = r#"(module
        (import "wasi_unstable" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_unstable" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\10\00\00\00\40\00\00\00")
        (func (export "_start")
            (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;
    let dir = directory(&[("cat.wat", cat)]);
    let mut child = wx(dir.path(), &["cat.wat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(b"meow").expect("a write");
    let output = child.wait_with_output().expect("an end");
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(0), &b"meow"[..]));
}

#[test]
fn scripts_are_judged_and_the_last_line_counts() {
    let script = |result: i32| {
        format!(
            "(module (func (export \"f\") (result i32) (i32.const {result})))\n\
             (assert_return (invoke \"f\") (i32.const 7))"
        )
    };
    let dir = directory(&[("good.wast", &script(7)), ("bad.wast", &script(8))]);
    let (code, stdout, stderr) = run(&dir, &["wast", "good.wast"]);
    assert_eq!(
        (code, stdout.lines().last(), stderr.as_str()),
        (0, Some("1 passed, 0 failed, 0 skipped"), "")
    );
    let (code, stdout, stderr) = run(&dir, &["wast", "good.wast", "bad.wast"]);
    assert_eq!((code, stdout.lines().last()), (1, Some("1 passed, 1 failed, 0 skipped")), "{stdout}");
    assert!(stdout.contains("bad.wast:2:2: assert_return (invoke \"f\")"), "{stdout}");
    one_line(&stderr, &["1 of the scripts' assertions"]);
    let (code, _, stderr) = run(&dir, &["wast", "missing.wast"]);
    assert_eq!(code, 1);
    one_line(&stderr, &["missing.wast"]);
}
