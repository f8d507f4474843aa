//! `wx bench`: times one export of a module, call by call.

use crate::args::BenchArgs;
use crate::{invoke, source};
use anyhow::{Context, Result};
use std::io::Write;
use std::time::Instant;
use wx::{Engine, Extern, Linker, Module, Store, Val};
use wx_bench::file::{Tier, run as time, text};
use wx_wasi::{WasiCtx, WasiCtxBuilder, add_to_linker};

pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    let name = args.file.display().to_string();
    let bytes = source::read(&args.file)?;
    let engine = Engine::default();
    let started = Instant::now();
    let module = Module::new(&engine, bytes).with_context(|| name.clone())?;
    let compile = started.elapsed();
    let started = Instant::now();
    let mut store: Store<WasiCtx> = Store::new(&engine, WasiCtxBuilder::new().build());
    let mut linker = Linker::new(&engine);
    add_to_linker(&mut linker, |wasi: &mut WasiCtx| wasi)?;
    let instance = linker.instantiate(&mut store, &module).with_context(|| name.clone())?;
    let instantiate = started.elapsed();
    let Some(Extern::Func(func)) = instance.get_export(&mut store, &args.invoke) else {
        anyhow::bail!("{name}: no function `{}` is exported; name another with --invoke", args.invoke);
    };
    let ty = func.ty(&store);
    invoke::arguments(&args.invoke, &ty, &[]).with_context(|| name.clone())?;
    let mut results = vec![Val::I32(0); ty.results().len()];
    let report = time(&name, &args.invoke, compile, instantiate, args.iterations, || {
        func.call(&mut store, &[], &mut results)?;
        // There is one tier so far.
        Ok((results.iter().map(invoke::text).collect::<Vec<_>>().join(" "), Tier::Interp))
    })?;
    let printed = if args.json { serde_json::to_string_pretty(&report)? + "\n" } else { text(&report) };
    Ok(std::io::stdout().write_all(printed.as_bytes())?)
}
