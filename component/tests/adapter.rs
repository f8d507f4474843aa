//! Programs of WASI preview 1, run as they are and as components, where an adapter turns their calls into those of WASI 0.2: both must
//! print the same and leave the same files.

use std::collections::BTreeMap;
use std::path::Path;

use wasi_preview1_component_adapter_provider::WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER as ADAPTER;
use wx::{Engine, Module, Store};
use wx_component::{Component, Linker};
use wx_wasi::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wx_wasi::{DirPerms, FilePerms, I32Exit, WasiCtx, WasiCtxBuilder};

/// Calls that every program here may use; an error number ends the program.
const PRELUDE: &str = r#"
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 2)
    ;; An iovec at 0, a count at 8.
    (func $ok (param i32) (if (local.get 0) (then (call $exit (local.get 0)))))
    (func $write (param $fd i32) (param $at i32) (param $len i32)
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $len))
      (call $ok (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))
    (func $read (param $fd i32) (param $at i32) (param $len i32) (result i32)
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $len))
      (call $ok (call $fd_read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8)))
      (i32.load (i32.const 8)))"#;

/// Copies standard input to standard output, then its arguments and environment.
const ECHO: &str = r#"
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env_sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
    (func (export "_start") (local i32)
      (block $end
        (loop $more
          (local.set 0 (call $read (i32.const 0) (i32.const 1024) (i32.const 100)))
          (br_if $end (i32.eqz (local.get 0)))
          (call $write (i32.const 1) (i32.const 1024) (local.get 0))
          (br $more)))
      (call $ok (call $args_sizes (i32.const 16) (i32.const 20)))
      (call $ok (call $args (i32.const 2048) (i32.const 4096)))
      (call $write (i32.const 1) (i32.const 4096) (i32.load (i32.const 20)))
      (call $ok (call $env_sizes (i32.const 16) (i32.const 20)))
      (call $ok (call $env (i32.const 2048) (i32.const 4096)))
      (call $write (i32.const 2) (i32.const 4096) (i32.load (i32.const 20))))"#;

/// Works on files: reads, creates, appends, seeks, renames, links, makes and removes directories, asks for metadata, lists.
const FILES: &str = r#"
    (import "wasi_snapshot_preview1" "path_open"
      (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_pread" (func $fd_pread (param i32 i32 i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_sync" (func $fd_sync (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_filestat_set_size" (func $set_size (param i32 i64) (result i32)))
    (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_rename" (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_link" (func $link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_symlink" (func $symlink (param i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_readlink" (func $readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_remove_directory" (func $rmdir (param i32 i32 i32) (result i32)))
    (data (i32.const 256) "in.txt")    ;; 6
    (data (i32.const 272) "out.txt")   ;; 7
    (data (i32.const 288) "new.txt")   ;; 7
    (data (i32.const 304) "link.txt")  ;; 8
    (data (i32.const 320) "dir")       ;; 3
    (data (i32.const 336) "gone")      ;; 4
    (data (i32.const 352) "../secret") ;; 9
    (data (i32.const 368) "soft")      ;; 4
    (func $open (param $at i32) (param $len i32) (param $create i32) (param $rights i64) (param $flags i32) (result i32)
      (call $ok (call $path_open (i32.const 3) (i32.const 1) (local.get $at) (local.get $len) (local.get $create)
        (local.get $rights) (i64.const 0) (local.get $flags) (i32.const 16)))
      (i32.load (i32.const 16)))
    ;; Prints one letter for an error number.
    (func $errno (param i32)
      (i32.store8 (i32.const 24) (i32.add (local.get 0) (i32.const 48)))
      (call $write (i32.const 1) (i32.const 24) (i32.const 1)))
    (func (export "_start") (local $in i32) (local $out i32) (local $n i32)
      (local.set $in (call $open (i32.const 256) (i32.const 6) (i32.const 0) (i64.const 0x200006) (i32.const 0)))
      (local.set $out (call $open (i32.const 272) (i32.const 7) (i32.const 9) (i64.const 0x600146) (i32.const 0)))
      (local.set $n (call $read (local.get $in) (i32.const 1024) (i32.const 64)))
      (call $write (local.get $out) (i32.const 1024) (local.get $n))
      (call $write (local.get $out) (i32.const 1024) (local.get $n))
      ;; Over the start of the second copy.
      (call $ok (call $fd_seek (local.get $out) (i64.const 3) (i32.const 0) (i32.const 32)))
      (call $write (local.get $out) (i32.const 256) (i32.const 2))
      (i32.store (i32.const 0) (i32.const 1024))
      (i32.store (i32.const 4) (i32.const 4))
      (call $ok (call $fd_pread (local.get $in) (i32.const 0) (i32.const 1) (i64.const 2) (i32.const 8)))
      (call $write (i32.const 1) (i32.const 1024) (i32.load (i32.const 8)))
      (call $ok (call $fd_sync (local.get $out)))
      (call $ok (call $fd_filestat_get (local.get $out) (i32.const 512)))
      (call $errno (i32.wrap_i64 (i64.load (i32.const 544))))
      (call $ok (call $set_size (local.get $out) (i64.const 9)))
      (call $ok (call $fd_close (local.get $out)))
      (call $ok (call $fd_close (local.get $in)))
      ;; Appends.
      (local.set $out (call $open (i32.const 272) (i32.const 7) (i32.const 0) (i64.const 0x40) (i32.const 1)))
      (call $write (local.get $out) (i32.const 336) (i32.const 4))
      (call $ok (call $fd_close (local.get $out)))
      (call $ok (call $rename (i32.const 3) (i32.const 272) (i32.const 7) (i32.const 3) (i32.const 288) (i32.const 7)))
      (call $ok (call $link (i32.const 3) (i32.const 0) (i32.const 288) (i32.const 7) (i32.const 3) (i32.const 304) (i32.const 8)))
      (call $ok (call $symlink (i32.const 288) (i32.const 7) (i32.const 3) (i32.const 368) (i32.const 4)))
      (call $ok (call $readlink (i32.const 3) (i32.const 368) (i32.const 4) (i32.const 1024) (i32.const 64) (i32.const 8)))
      (call $write (i32.const 1) (i32.const 1024) (i32.load (i32.const 8)))
      (call $ok (call $mkdir (i32.const 3) (i32.const 320) (i32.const 3)))
      (call $ok (call $rmdir (i32.const 3) (i32.const 320) (i32.const 3)))
      (call $ok (call $mkdir (i32.const 3) (i32.const 320) (i32.const 3)))
      (call $ok (call $stat (i32.const 3) (i32.const 0) (i32.const 320) (i32.const 3) (i32.const 512)))
      (call $errno (i32.load8_u (i32.const 528)))
      ;; What fails, fails alike.
      (call $errno (call $unlink (i32.const 3) (i32.const 336) (i32.const 4)))
      (call $errno (call $mkdir (i32.const 3) (i32.const 320) (i32.const 3)))
      (call $errno (call $unlink (i32.const 3) (i32.const 320) (i32.const 3)))
      (call $errno (call $stat (i32.const 3) (i32.const 1) (i32.const 352) (i32.const 9) (i32.const 512)))
      (call $errno (call $path_open (i32.const 3) (i32.const 1) (i32.const 352) (i32.const 9) (i32.const 9)
        (i64.const 0x40) (i64.const 0) (i32.const 0) (i32.const 16)))
      ;; How many bytes a listing takes, which is the names and a fixed part for each.
      (call $ok (call $readdir (i32.const 3) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 8)))
      (call $errno (i32.div_u (i32.load (i32.const 8)) (i32.const 8))))"#;

/// Sleeps for a millisecond, asks both clocks, and for randomness.
const CLOCKS: &str = r#"
    (import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
    (data (i32.const 512) "done")
    (func (export "_start")
      (call $ok (call $now (i32.const 1) (i64.const 1) (i32.const 16)))
      ;; A subscription to the monotonic clock, relative.
      (i32.store (i32.const 1040) (i32.const 1))
      (i64.store (i32.const 1048) (i64.const 1000000))
      (call $ok (call $poll (i32.const 1024) (i32.const 2048) (i32.const 1) (i32.const 8)))
      (call $ok (call $now (i32.const 1) (i64.const 1) (i32.const 24)))
      (if (i64.lt_u (i64.sub (i64.load (i32.const 24)) (i64.load (i32.const 16))) (i64.const 1000000)) (then unreachable))
      (call $ok (call $now (i32.const 0) (i64.const 1) (i32.const 24)))
      (if (i64.lt_u (i64.load (i32.const 24)) (i64.const 1600000000000000000)) (then unreachable))
      (call $ok (call $random (i32.const 3000) (i32.const 64)))
      (if (i64.eq (i64.load (i32.const 3000)) (i64.load (i32.const 3008))) (then unreachable))
      (call $write (i32.const 1) (i32.const 512) (i32.const 4)))"#;

/// What a run shows.
#[derive(Debug, PartialEq)]
struct Seen {
    stdout: String,
    stderr: String,
    failed: bool,
    files: BTreeMap<String, Vec<u8>>,
}

fn context(dir: &Path) -> (WasiCtx, MemoryOutputPipe, MemoryOutputPipe) {
    let (stdout, stderr) = (MemoryOutputPipe::new(1 << 16), MemoryOutputPipe::new(1 << 16));
    let mut builder = WasiCtxBuilder::new();
    builder.args(&["program", "an argument"]).env("NAME", "value").env("EMPTY", "");
    builder.stdin(MemoryInputPipe::new("a line\nand more".as_bytes().repeat(20)));
    builder.stdout(stdout.clone()).stderr(stderr.clone());
    builder.preopened_dir(dir, ".", DirPerms::all(), FilePerms::all()).unwrap();
    (builder.build(), stdout, stderr)
}

/// Runs something in a directory of its own.
fn seen(run: impl FnOnce(&Engine, WasiCtx) -> wx::Result<()>) -> Seen {
    let outer = tempfile::TempDir::new().unwrap();
    std::fs::write(outer.path().join("secret"), "secret").unwrap();
    let dir = outer.path().join("inside");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("in.txt"), "0123456789").unwrap();
    let (ctx, stdout, stderr) = context(&dir);
    let failed = match run(&Engine::default(), ctx) {
        Ok(()) => false,
        Err(error) if error.is::<I32Exit>() => true,
        Err(error) => panic!("{error:#}"),
    };
    let files = std::fs::read_dir(&dir).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let content = if path.is_dir() { b"directory".to_vec() } else { std::fs::read(&path).unwrap() };
        (path.file_name().unwrap().to_str().unwrap().to_owned(), content)
    });
    let text = |pipe: MemoryOutputPipe| String::from_utf8(pipe.contents().to_vec()).unwrap();
    Seen { stdout: text(stdout), stderr: text(stderr), failed, files: files.collect() }
}

fn as_module(binary: &[u8]) -> Seen {
    seen(|engine, ctx| {
        let mut linker = wx::Linker::new(engine);
        wx_wasi::add_to_linker(&mut linker, |ctx| ctx)?;
        let mut store = Store::new(engine, ctx);
        let instance = linker.instantiate(&mut store, &Module::new(engine, binary)?)?;
        instance.get_typed_func::<(), ()>(&mut store, "_start")?.call(&mut store, ())
    })
}

fn as_component(binary: &[u8]) -> Seen {
    let mut encoder = wit_component::ComponentEncoder::default();
    let encoder = encoder.module(binary).unwrap().adapter("wasi_snapshot_preview1", ADAPTER).unwrap();
    let binary = encoder.encode().unwrap();
    seen(|engine, ctx| {
        let mut linker = Linker::new(engine);
        wx_wasi::p2::add_to_linker(&mut linker, |ctx| ctx)?;
        let mut store = Store::new(engine, ctx);
        let instance = linker.instantiate(&mut store, &Component::new(engine, binary)?)?;
        let outer = instance.get_export_index(&mut store, None, "wasi:cli/run@0.2.0").unwrap();
        let run = instance.get_export_index(&mut store, Some(&outer), "run").unwrap();
        let run = instance.get_typed_func::<(), (Result<(), ()>,)>(&mut store, run)?;
        let (result,) = run.call(&mut store, ())?;
        result.map_err(|()| I32Exit(1).into())
    })
}

#[test]
fn programs_of_preview_1_do_the_same_as_components() {
    for (name, program) in [("echo", ECHO), ("files", FILES), ("clocks", CLOCKS)] {
        let module = wat::parse_str(module(program)).unwrap();
        let (expected, found) = (as_module(&module), as_component(&module));
        assert_eq!(found, expected, "{name}");
        assert!(!expected.failed && !expected.stdout.is_empty(), "{name}: {expected:?}");
    }
}

/// A module of the prelude and a program. Imports come first in a module.
fn module(program: &str) -> String {
    let all = format!("{PRELUDE}{program}");
    let mut imports = String::new();
    let mut rest = String::new();
    for item in all.split("\n    (").skip(1) {
        let to = if item.starts_with("import") { &mut imports } else { &mut rest };
        to.push_str("\n(");
        to.push_str(item);
    }
    format!("(module {imports}{rest})")
}
