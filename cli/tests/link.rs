//! What a program is linked with: arguments beside `--invoke`, further modules, and stubs for what is missing.

mod support;

use support::{directory, one_line, parts, wx};
use tempfile::TempDir;

fn run(dir: &TempDir, args: &[&str]) -> (i32, String, String) {
    parts(wx(dir.path(), args).output().expect("the program starts"))
}

/// Prints its arguments, each with its NUL, from `_start` and from two exports.
const ECHO: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 4)
    (func $echo (export "echo")
        (i32.store (i32.const 0) (i32.const 4096))
        (drop (call $sizes (i32.const 12) (i32.const 4)))
        (drop (call $args (i32.const 1024) (i32.const 4096)))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
    (func (export "twice") (param i32) (result i32) (call $echo) (i32.mul (local.get 0) (i32.const 2)))
    (func (export "_start") (call $echo)))"#;

#[test]
fn an_invoked_function_and_its_program_both_have_arguments() {
    let dir = directory(&[("echo.wat", ECHO)]);
    let of = |args: &[&str]| run(&dir, args);
    assert_eq!(
        of(&["--invoke", "echo", "echo.wat", "one", "-2"]),
        (0, "echo.wat\0one\0-2\0".to_owned(), String::new())
    );
    assert_eq!(of(&["--invoke", "twice", "echo.wat", "21", "more"]).1, "echo.wat\x0021\0more\x0042\n");
    // Too few are too few, and the first is the function's.
    let (code, _, stderr) = of(&["--invoke", "twice", "echo.wat"]);
    assert_eq!(code, 2);
    one_line(&stderr, &["`twice`", "1 argument", "0 were"]);
    let (code, _, stderr) = of(&["--invoke", "twice", "echo.wat", "x", "21"]);
    assert_eq!(code, 2);
    one_line(&stderr, &["argument 1", "`x`"]);
}

const MATH: &str = r#"(module
    (memory (export "memory") 1)
    (global $calls (mut i32) (i32.const 0))
    (func (export "_initialize") (global.set $calls (i32.const 100)))
    (func (export "double") (param i32) (result i32)
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (i32.mul (local.get 0) (i32.const 2)))
    (func (export "calls") (result i32) (global.get $calls)))"#;

/// Needs `math`, and prints what it was given by WASI.
const OUTER: &str = r#"(module
    (import "math" "double" (func $double (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\10\00\00\00\03\00\00\00")
    (data (i32.const 16) "hi\n")
    (func (export "quadruple") (param i32) (result i32)
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        (call $double (call $double (local.get 0)))))"#;

const MAIN: &str = r#"(module
    (import "outer" "quadruple" (func $quadruple (param i32) (result i32)))
    (import "math" "calls" (func $calls (result i32)))
    (func (export "run") (param i32) (result i32 i32) (call $quadruple (local.get 0)) (call $calls)))"#;

#[test]
fn preloaded_modules_find_wasi_and_those_before_them() {
    let dir = directory(&[("math.wat", MATH), ("outer.wat", OUTER), ("main.wat", MAIN)]);
    let preloads = ["--preload", "math=math.wat", "--preload", "outer=outer.wat"];
    let of = |preloads: &[&str], args: &[&str]| run(&dir, &[preloads, args].concat());
    let main = ["--invoke", "run", "main.wat", "5"];
    // One instance of `math` for both, initialized once.
    assert_eq!(of(&preloads, &main), (0, "hi\n20\n102\n".to_owned(), String::new()));
    let (code, _, stderr) = of(&preloads[2..], &main);
    assert_eq!(code, 1);
    one_line(&stderr, &["--preload outer=outer.wat", "`math::double`", "--preload math=FILE"]);
    let (code, _, stderr) = of(&["--preload", "math=missing.wat"], &main);
    assert_eq!(code, 1);
    one_line(&stderr, &["missing.wat", "cannot open"]);
    assert_eq!(of(&["--preload", "math"], &main).0, 2);
    let twice = ["--preload", "math=math.wat", "--preload", "math=math.wat"];
    let (code, _, stderr) = of(&twice, &main);
    assert_eq!(code, 1);
    one_line(&stderr, &["--preload math=math.wat", "defined twice"]);
}

/// Misses a function, and on request more.
const MISSING: &str = r#"(module
    (import "env" "lost" (func $lost (param i32) (result i64)))
    (func (export "ask") (result i64) (call $lost (i32.const 1)))
    (func (export "other") (result i32) (i32.const 7)))"#;

const MISSING_ALL: &str = r#"(module
    (import "env" "lost" (func $lost))
    (import "env" "memory" (memory 2))
    (import "env" "table" (table 3 funcref))
    (import "env" "global" (global $g f64))
    (func (export "size") (result i32 i32 f64) (memory.size) (table.size 0) (global.get $g))
    (func (export "ask") (call $lost)))"#;

#[test]
fn missing_imports_are_stubbed_on_request() {
    let dir = directory(&[("some.wat", MISSING), ("all.wat", MISSING_ALL)]);
    let (code, _, stderr) = run(&dir, &["--invoke", "other", "some.wat"]);
    assert_eq!(code, 1);
    one_line(
        &stderr,
        &["some.wat", "`env::lost`", "--preload env=FILE", "unknown-imports-trap", "unknown-imports-default"],
    );
    let trap = ["-W", "unknown-imports-trap", "--invoke"];
    assert_eq!(run(&dir, &[&trap[..], &["other", "some.wat"]].concat()).1, "7\n");
    let (code, stdout, stderr) = run(&dir, &[&trap[..], &["ask", "some.wat"]].concat());
    assert_eq!((code, stdout.as_str()), (134, ""), "{stderr}");
    assert!(stderr.contains("`env::lost`") && stderr.contains("backtrace"), "{stderr}");
    let default = ["-W", "unknown-imports-default", "--invoke"];
    assert_eq!(run(&dir, &[&default[..], &["ask", "some.wat"]].concat()).1, "0\n");
    // What is no function has no way to trap.
    let (code, _, stderr) = run(&dir, &[&trap[..], &["ask", "all.wat"]].concat());
    assert_eq!(code, 1);
    one_line(&stderr, &["`env::memory`", "stub it with -W unknown-imports-default"]);
    assert!(!stderr.contains("-trap"), "{stderr}");
    assert_eq!(run(&dir, &[&default[..], &["size", "all.wat"]].concat()).1, "2\n3\n0\n");
    let both = ["-W", "unknown-imports-trap,unknown-imports-default", "--invoke"];
    assert_eq!(run(&dir, &[&both[..], &["size", "all.wat"]].concat()).1, "2\n3\n0\n");
    assert_eq!(run(&dir, &[&both[..], &["ask", "all.wat"]].concat()).0, 134);
    // Preloaded modules too.
    let uses = r#"(module (import "x" "ask" (func $ask (result i64))) (func (export "run") (result i64) (call $ask)))"#;
    std::fs::write(dir.path().join("uses.wat"), uses).expect("a file");
    let preload = [&default[..2], &["--preload", "x=some.wat", "--invoke", "run", "uses.wat"]];
    assert_eq!(run(&dir, &preload.concat()).1, "0\n");
    // The stubs of one are not those of another, nor in the way of a module that has the name.
    let lost = r#"(module (func (export "lost") (param i32) (result i64) (i64.const 9)))"#;
    std::fs::write(dir.path().join("lost.wat"), lost).expect("a file");
    let later = ["--preload", "x=some.wat", "--preload", "env=lost.wat", "--invoke", "ask", "some.wat"];
    assert_eq!(run(&dir, &[&default[..2], &later].concat()).1, "9\n");
    let other = ["--preload", "x=some.wat", "--invoke", "size", "all.wat"];
    assert_eq!(run(&dir, &[&default[..2], &other].concat()).1, "2\n3\n0\n");
}

#[test]
fn a_module_for_another_host_is_told_what_it_is() {
    for (imports, parts) in [
        (r#"(import "env" "emscripten_resize_heap" (func))"#, &["Emscripten", "-sSTANDALONE_WASM"][..]),
        (r#"(import "a" "b" (func))"#, &["Emscripten"]),
        (r#"(import "env" "invoke_vii" (func))"#, &["Emscripten"]),
        (r#"(import "__wbindgen_placeholder__" "__wbindgen_describe" (func))"#, &["wasm-bindgen", "wasip1"]),
        (r#"(import "./app_bg.js" "__wbg_log_1" (func))"#, &["wasm-bindgen"]),
        (r#"(import "wasm:js-string" "length" (func))"#, &["strings of a JavaScript host"]),
        (r#"(import "gojs" "runtime.wasmExit" (func))"#, &["GOOS=wasip1"]),
        (r#"(import "wasi:cli/environment@0.2.0" "get-arguments" (func))"#, &["component"]),
        (r#"(import "wasi" "thread-spawn" (func))"#, &["threads"]),
        (r#"(import "wasi_snapshot_preview1" "fd_fly" (func))"#, &["no such call"]),
        (r#"(import "env" "plain" (func))"#, &["--preload env=FILE"]),
    ] {
        let module = format!("(module {imports} (func (export \"_start\")))");
        let dir = directory(&[("app.wat", &module)]);
        let (code, _, stderr) = run(&dir, &["app.wat"]);
        assert_eq!(code, 1, "{imports}");
        one_line(&stderr, parts);
        one_line(&stderr, &["app.wat", "unknown import", "unknown-imports-trap"]);
        assert_eq!(run(&dir, &["-W", "unknown-imports-trap", "app.wat"]).0, 0, "{imports}");
    }
}

#[test]
fn what_core_modules_are_not_is_said_with_what_to_do() {
    let dir = directory(&[("component.wat", "(component)")]);
    let takes_components: &[&str] = if cfg!(feature = "component") { &["run", "validate"] } else { &[] };
    for command in ["run", "validate", "objdump", "bench"].iter().filter(|c| !takes_components.contains(c)) {
        let (code, _, stderr) = run(&dir, &[command, "component.wat"]);
        assert_eq!(code, 1, "{command}");
        assert!(stderr.contains("component") && stderr.contains("wasm32-wasip1"), "{stderr}");
    }
    // A function with `try` and `catch_all` of the older proposal, which text does not have here: 0x06, 0x19.
    let body = [0x00, 0x06, 0x40, 0x19, 0x0b, 0x0b];
    let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x07\x05\x01\x01f\0\0\x0a".to_vec();
    module.extend([body.len() as u8 + 2, 1, body.len() as u8]);
    module.extend(body);
    std::fs::write(dir.path().join("old.wasm"), module).expect("a file");
    for args in [
        &["--invoke", "f", "old.wasm"][..],
        &["--eager-validation", "--invoke", "f", "old.wasm"],
        &["validate", "old.wasm"],
        &["compile", "old.wasm"],
    ] {
        let (code, _, stderr) = run(&dir, args);
        assert_eq!(code, 1, "{stderr}");
        assert!(stderr.contains("old.wasm: needs exceptions") && stderr.contains("at offset 0x"), "{stderr}");
    }
}
