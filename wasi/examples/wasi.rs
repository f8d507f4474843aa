//! Runs a WASI command inside a program of one's own: what it prints goes where the host wants it, what it may touch
//! is what the host gives it, and its exports can be called when it is done.
//!
//!     cargo run --release -p wx-wasi --example wasi                                   # examples/git_benchmark.wat
//!     cargo run --release -p wx-wasi --example wasi -- app.wasm [its arguments...]
//!
//! A command's own way to end is an error to whoever called it: `proc_exit` unwinds the guest with an [`I32Exit`], and
//! anything else is a trap. A command that returns from `_start` has ended with code 0.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use wx::{Engine, Error, Linker, Module, Result, Store};
use wx_wasi::pipe::MemoryOutputPipe;
use wx_wasi::{I32Exit, WasiCtx, WasiCtxBuilder, add_to_linker};

/// More than any of the programs in `examples/` prints; a guest that prints more gets an error, not the host's memory.
const OUTPUT_LIMIT: usize = 1 << 20;

/// The code a guest ended with, or the error if it did not end by itself.
fn exit_code(result: Result<()>) -> Result<i32> {
    match result {
        Ok(()) => Ok(0),
        Err(error) => match error.downcast_ref::<I32Exit>() {
            Some(exit) => Ok(exit.process_exit_code()),
            None => Err(error),
        },
    }
}

fn main() -> Result<ExitCode> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        let example = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/git_benchmark.wat");
        arguments.push(example.display().to_string());
    }
    let file = &arguments[0];

    let engine = Engine::default();
    let module = Module::from_file(&engine, file)?;

    // One linker serves any number of stores; the closure says where in a store's data the context lies.
    let mut linker: Linker<WasiCtx> = Linker::new(&engine);
    add_to_linker(&mut linker, |ctx| ctx)?;

    // The guest gets its arguments and an output that the host keeps, but no files, no environment and no input.
    // Folders are given with `preopened_dir`, and a program is better not given the whole disk.
    let output = MemoryOutputPipe::new(OUTPUT_LIMIT);
    let context = WasiCtxBuilder::new().args(&arguments).stdout(output.clone()).inherit_stderr().build();
    let mut store = Store::new(&engine, context);
    let instance = linker.instantiate(&mut store, &module)?;

    let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
    let code = exit_code(start.call(&mut store, ()))?;
    let text = output.contents();
    println!("{file} ended with code {code} and printed {} bytes:", text.len());
    print!("{}", String::from_utf8_lossy(&text));

    // The programs in examples/ can be asked again: the same store, memory as `_start` left it.
    if let Ok(run) = instance.get_typed_func::<(), i64>(&mut store, "run") {
        let begin = Instant::now();
        let checksum = run.call(&mut store, ())?;
        println!("run() = 0x{checksum:016x} after {:.1?}", begin.elapsed());
    }
    let code = u8::try_from(code).map_err(Error::from)?;
    Ok(ExitCode::from(code))
}
