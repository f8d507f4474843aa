//! What only an engine shows: the imports with their signatures, exits, output, a missing memory.

use wx::{Engine, Instance, Linker, Module, Result, Store};
use wx_wasi::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wx_wasi::{I32Exit, WasiCtx, WasiCtxBuilder, add_to_linker};

/// Every function of the interface with its signature, which is the specification's.
const FUNCTIONS: [(&str, &str); 46] = [
    ("args_get", "(param i32 i32) (result i32)"),
    ("args_sizes_get", "(param i32 i32) (result i32)"),
    ("environ_get", "(param i32 i32) (result i32)"),
    ("environ_sizes_get", "(param i32 i32) (result i32)"),
    ("clock_res_get", "(param i32 i32) (result i32)"),
    ("clock_time_get", "(param i32 i64 i32) (result i32)"),
    ("fd_advise", "(param i32 i64 i64 i32) (result i32)"),
    ("fd_allocate", "(param i32 i64 i64) (result i32)"),
    ("fd_close", "(param i32) (result i32)"),
    ("fd_datasync", "(param i32) (result i32)"),
    ("fd_fdstat_get", "(param i32 i32) (result i32)"),
    ("fd_fdstat_set_flags", "(param i32 i32) (result i32)"),
    ("fd_fdstat_set_rights", "(param i32 i64 i64) (result i32)"),
    ("fd_filestat_get", "(param i32 i32) (result i32)"),
    ("fd_filestat_set_size", "(param i32 i64) (result i32)"),
    ("fd_filestat_set_times", "(param i32 i64 i64 i32) (result i32)"),
    ("fd_pread", "(param i32 i32 i32 i64 i32) (result i32)"),
    ("fd_prestat_get", "(param i32 i32) (result i32)"),
    ("fd_prestat_dir_name", "(param i32 i32 i32) (result i32)"),
    ("fd_pwrite", "(param i32 i32 i32 i64 i32) (result i32)"),
    ("fd_read", "(param i32 i32 i32 i32) (result i32)"),
    ("fd_readdir", "(param i32 i32 i32 i64 i32) (result i32)"),
    ("fd_renumber", "(param i32 i32) (result i32)"),
    ("fd_seek", "(param i32 i64 i32 i32) (result i32)"),
    ("fd_sync", "(param i32) (result i32)"),
    ("fd_tell", "(param i32 i32) (result i32)"),
    ("fd_write", "(param i32 i32 i32 i32) (result i32)"),
    ("path_create_directory", "(param i32 i32 i32) (result i32)"),
    ("path_filestat_get", "(param i32 i32 i32 i32 i32) (result i32)"),
    ("path_filestat_set_times", "(param i32 i32 i32 i32 i64 i64 i32) (result i32)"),
    ("path_link", "(param i32 i32 i32 i32 i32 i32 i32) (result i32)"),
    ("path_open", "(param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)"),
    ("path_readlink", "(param i32 i32 i32 i32 i32 i32) (result i32)"),
    ("path_remove_directory", "(param i32 i32 i32) (result i32)"),
    ("path_rename", "(param i32 i32 i32 i32 i32 i32) (result i32)"),
    ("path_symlink", "(param i32 i32 i32 i32 i32) (result i32)"),
    ("path_unlink_file", "(param i32 i32 i32) (result i32)"),
    ("poll_oneoff", "(param i32 i32 i32 i32) (result i32)"),
    ("proc_exit", "(param i32)"),
    ("proc_raise", "(param i32) (result i32)"),
    ("sched_yield", "(result i32)"),
    ("random_get", "(param i32 i32) (result i32)"),
    ("sock_accept", "(param i32 i32 i32) (result i32)"),
    ("sock_recv", "(param i32 i32 i32 i32 i32 i32) (result i32)"),
    ("sock_send", "(param i32 i32 i32 i32 i32) (result i32)"),
    ("sock_shutdown", "(param i32 i32) (result i32)"),
];

fn instantiate(wat: &str, ctx: WasiCtx) -> Result<(Store<WasiCtx>, Instance)> {
    let engine = Engine::default();
    let module = Module::new(&engine, wat)?;
    let mut linker: Linker<WasiCtx> = Linker::new(&engine);
    add_to_linker(&mut linker, |ctx| ctx)?;
    let mut store = Store::new(&engine, ctx);
    let instance = linker.instantiate(&mut store, &module)?;
    Ok((store, instance))
}

/// Calls the export `run`.
fn run(wat: &str, ctx: WasiCtx) -> Result<()> {
    let (mut store, instance) = instantiate(wat, ctx)?;
    instance.get_typed_func::<(), ()>(&mut store, "run")?.call(&mut store, ())
}

#[test]
fn both_module_names_have_every_function_with_its_signature() {
    for (module, functions) in [("wasi_snapshot_preview1", 46), ("wasi_unstable", 45)] {
        let mut imports = String::new();
        let mut count = 0;
        for (name, signature) in FUNCTIONS {
            if (module, name) != ("wasi_unstable", "sock_accept") {
                imports.push_str(&format!("(import \"{module}\" \"{name}\" (func {signature}))\n"));
                count += 1;
            }
        }
        assert_eq!(count, functions);
        instantiate(&format!("(module {imports})"), WasiCtxBuilder::new().build()).expect(module);
    }
}

#[test]
fn the_older_name_has_no_sock_accept() {
    let wat = r#"(module (import "wasi_unstable" "sock_accept" (func (param i32 i32 i32) (result i32))))"#;
    let error = instantiate(wat, WasiCtxBuilder::new().build()).expect_err("an error");
    assert!(format!("{error:#}").contains("sock_accept"), "{error:#}");
}

#[test]
fn a_guest_copies_its_input_to_its_output() {
    let output = MemoryOutputPipe::new(1024);
    let mut builder = WasiCtxBuilder::new();
    builder.stdin(MemoryInputPipe::new("through the guest")).stdout(output.clone());
    let wat = r#"(module
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\40\00\00\00\00\10\00\00")
        (func (export "run")
            (if (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
            ;; What was read is what there is to write.
            (i32.store (i32.const 4) (i32.load (i32.const 8)))
            (if (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))))"#;
    run(wat, builder.build()).expect("run");
    assert_eq!(output.contents(), b"through the guest");
}

#[test]
fn an_exit_carries_its_code_out_of_nested_calls() {
    for (code, status) in [(0, 0), (7, 7), (255, 255), (256, 0), (-1, 255)] {
        let wat = format!(
            r#"(module
                (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                (func $inner (call $exit (i32.const {code})) unreachable)
                (func (export "run") (call $inner) unreachable))"#
        );
        let error = run(&wat, WasiCtxBuilder::new().build()).expect_err("an exit");
        let exit = error.downcast_ref::<I32Exit>().expect("an exit");
        assert_eq!((exit.0, exit.process_exit_code()), (code, status));
    }
}

#[test]
fn an_exit_in_a_start_function_ends_the_instantiation() {
    let wat = r#"(module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (func $start (call $exit (i32.const 3)))
        (start $start))"#;
    let error = instantiate(wat, WasiCtxBuilder::new().build()).expect_err("an exit");
    assert_eq!(error.downcast_ref::<I32Exit>(), Some(&I32Exit(3)), "{error:#}");
}

#[test]
fn raising_a_signal_does_what_it_does_to_a_process() {
    let wat = |signal: i32| {
        format!(
            r#"(module
                (import "wasi_snapshot_preview1" "proc_raise" (func $raise (param i32) (result i32)))
                (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                (func (export "run") (call $exit (call $raise (i32.const {signal})))))"#
        )
    };
    // Abort and kill end; no signal and a child's end do not; stop is not supported; 31 is none.
    for (signal, code) in [(6, 134), (9, 137), (0, 0), (16, 0), (18, 58), (31, 28)] {
        let error = run(&wat(signal), WasiCtxBuilder::new().build()).expect_err("an exit");
        assert_eq!(error.downcast_ref::<I32Exit>(), Some(&I32Exit(code)), "signal {signal}");
    }
}

#[test]
fn a_guest_without_an_exported_memory_is_told_so() {
    let wat = r#"(module
        (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
        (func (export "run") (drop (call $yield))))"#;
    let error = run(wat, WasiCtxBuilder::new().build()).expect_err("an error");
    let text = format!("{error:#}");
    assert!(text.contains("sched_yield") && text.contains("`memory`"), "{text}");
}
