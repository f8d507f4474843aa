//! `wx bench`: one export of a module, called again and again, each call timed.
//!
//! A function is called on one instance, so that the program warms up as it would in a host that keeps it. A
//! command (`_start`) ends when it returns, so each call gets a fresh instance, made outside the clock; what it prints
//! is dropped, since a terminal would be the slowest part of it.

use crate::args::BenchArgs;
use crate::exit::Usage;
use crate::{invoke, source};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::time::Instant;
use wx::{Engine, ExternType, Func, FunctionTier, Instance, Linker, Module, Store, Val};
use wx_bench::file::{self, Loaded, Subject, Tier};
use wx_wasi::{I32Exit, WasiCtx, WasiCtxBuilder, add_to_linker};

pub(crate) fn run(args: &BenchArgs) -> Result<()> {
    let mut config = args.features.config();
    config.without(crate::args::without(&args.without));
    let engine = Engine::new(&config)?;
    let name = args.file.display().to_string();
    let bytes = source::read(&args.file)?;
    let started = Instant::now();
    let module = Module::new(&engine, bytes).with_context(|| name.clone())?;
    let compile = started.elapsed();
    let export = export(&module, args).with_context(|| name.clone())?;
    let mut linker = Linker::new(&engine);
    add_to_linker(&mut linker, |wasi: &mut WasiCtx| wasi)?;
    let started = Instant::now();
    let (store, instance) = instantiate(&module, &linker).with_context(|| name.clone())?;
    let instantiate = started.elapsed();
    let mut session = Session { module, linker, store, instance, used: false, export: export.clone() };
    session.check().with_context(|| name.clone())?;
    let loaded = Loaded { file: name.clone(), export, compile, instantiate };
    let report = file::run(&loaded, args.iterations, &mut session).with_context(|| name)?;
    let text = if args.json { serde_json::to_string(&report)? + "\n" } else { file::text(&report) };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// `--invoke NAME`, else the benchmark's own export `run`, else the command.
fn export(module: &Module, args: &BenchArgs) -> Result<String> {
    let is_function = |name: &str| matches!(module.get_export(name), Some(ExternType::Func(_)));
    if let Some(name) = &args.invoke {
        if !is_function(name) {
            bail!(Usage(format!("exports no function `{name}`")));
        }
        return Ok(name.clone());
    }
    match ["run", "_start"].into_iter().find(|name| is_function(name)) {
        Some(name) => Ok(name.to_owned()),
        None => bail!(Usage(
            "exports neither `run` nor `_start`; choose a function with --invoke NAME".to_owned()
        )),
    }
}

fn instantiate(module: &Module, linker: &Linker<WasiCtx>) -> Result<(Store<WasiCtx>, Instance)> {
    let mut wasi = WasiCtxBuilder::new();
    wasi.arg("bench").stdout(std::io::sink()).inherit_stderr();
    let mut store = Store::try_new(module.engine(), wasi.build())?;
    let instance = linker.instantiate(&mut store, module)?;
    Ok((store, instance))
}

/// What is called, and what is needed to make it anew.
struct Session {
    module: Module,
    linker: Linker<WasiCtx>,
    store: Store<WasiCtx>,
    instance: Instance,
    /// Whether the instance has been called.
    used: bool,
    export: String,
}

impl Session {
    fn function(&mut self) -> Result<Func> {
        let function = self.instance.get_func(&mut self.store, &self.export);
        function.with_context(|| format!("no function `{}`", self.export))
    }

    /// Parameters would need values, and other values another benchmark.
    fn check(&mut self) -> Result<()> {
        let function = self.function()?;
        let ty = function.ty(&self.store);
        invoke::arguments(&self.export, &ty, &[]).map(drop)?;
        Ok(())
    }
}

impl Subject for Session {
    fn prepare(&mut self) -> Result<()> {
        if self.used && self.export == "_start" {
            (self.store, self.instance) = instantiate(&self.module, &self.linker)?;
        }
        self.used = true;
        Ok(())
    }

    fn call(&mut self) -> Result<String> {
        let function = self.function()?;
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        match function.call(&mut self.store, &[], &mut results) {
            Err(error) if error.downcast_ref::<I32Exit>().is_some_and(|exit| exit.0 == 0) => {}
            done => done?,
        }
        let text: Vec<String> = results.iter().map(invoke::text).collect();
        Ok(text.join(" "))
    }

    fn tier(&self) -> Tier {
        let statistics = self.module.statistics();
        let called = statistics.functions.len() - statistics.count(FunctionTier::Unused);
        match statistics.count(FunctionTier::Compiled) {
            0 => Tier::Interp,
            compiled if compiled == called => Tier::Jit,
            _ => Tier::Both,
        }
    }
}
