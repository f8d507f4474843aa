//! `wx run`: a module as a program.
//!
//! Which function runs is wasmtime's choice, so that a user who switches sees the same: `--invoke NAME`, else
//! the export with the empty name, else `_start`. A module without any of them that has `_initialize`, or that
//! exports no function at all, has done its work when it is instantiated. What is left, a library without
//! `--invoke`, is an error that lists what could be invoked.

use crate::args::{Directory, RunArgs};
use crate::exit::Usage;
use crate::stats::Stats;
use crate::timeout::{self, Activity};
use crate::{descriptors, foreign, invoke, link, source};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use wx::base::Printable;
use wx::{Config, Engine, ExternType, Instance, Module, Store, StoreLimits, StoreLimitsBuilder, Trap, Val};
use wx_wasi::{DirPerms, FilePerms, WasiCtx, WasiCtxBuilder};

/// The data of the store.
pub(crate) struct Host {
    pub(crate) wasi: WasiCtx,
    limits: StoreLimits,
}

pub(crate) fn run(args: &RunArgs) -> Result<()> {
    let mut stats = Stats::new();
    let done = run_with(args, &mut stats);
    stats.print(args);
    done
}

fn run_with(args: &RunArgs, stats: &mut Stats) -> Result<()> {
    let Some((file, words)) = args.file_and_args.split_first() else {
        bail!(Usage("no module is given".to_owned()));
    };
    let file = PathBuf::from(file);
    let words = words
        .iter()
        .map(|word| word.to_str().map(str::to_owned))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Usage("the program's arguments must be UTF-8".to_owned()))?;

    // SIGINT, SIGTERM and SIGHUP do what they do by default, at once: there is nothing to clean up, and a shell must see that
    // the program died of the signal, or its loops go on after Ctrl-C. SIGPIPE is the business of `exit`.
    let mut config = config(args);
    if !args.stats {
        // Who looks at what is compiled wants to see it compiled.
        config.cache(args.cache.open()?);
    }
    let engine = Engine::new(&config)?;
    let activity = Activity::default();
    if let Some(limit) = args.timeout {
        timeout::start(engine.clone(), file.clone(), limit, activity.clone())?;
    }
    activity.stage("wx read the module");
    let bytes = source::read_program(&file)?;
    stats.count("bytes", bytes.len() as u64);
    stats.stage("read");
    let named = || file.display().to_string();
    if source::is_component(&bytes) {
        stats.fact("tier", args.tier.name());
        let mut store = store(&engine, args, &file, &words, &activity)?;
        activity.stage("the program ran");
        let done = run_component(args, &engine, &bytes, &mut store);
        stats.stage("run");
        return done.map_err(|error| explain(error, args)).with_context(named);
    }
    activity.stage("wx loaded the module");
    let module = link::load(args, &engine, bytes, &file)?;
    let preloads = link::preloads(args, &engine)?;
    stats.stage("load");
    stats.fact("tier", args.tier.name());

    let mut store = store(&engine, args, &file, &words, &activity)?;
    activity.stage("the program ran");
    let instance = link::instantiate(args, &mut store, &preloads, &module, &file)
        .map_err(|error| explain(error, args))?;
    stats.stage("instantiate");

    // The words of a program that asks for its arguments need not all be the function's.
    let shared =
        std::iter::once(&module).chain(preloads.iter().map(|(_, module)| module)).any(link::reads_arguments);
    let done = execute(args, &file, Words { all: &words, shared }, &module, &mut store, instance);
    stats.stage("run");
    if let Some(fuel) = args.fuel {
        stats.count("fuel", fuel - store.get_fuel()?);
    }
    if args.stats {
        stats.functions(module.statistics());
        if let Some(reason) = engine.why_no_machine_code() {
            stats.fact("no_machine_code", reason);
        }
    }
    done.map_err(|error| explain(error, args)).with_context(named)
}

#[cfg(feature = "component")]
fn run_component(args: &RunArgs, engine: &Engine, bytes: &[u8], store: &mut Store<Host>) -> Result<()> {
    crate::component::run(args, engine, bytes, store)
}

#[cfg(not(feature = "component"))]
fn run_component(_: &RunArgs, _: &Engine, _: &[u8], _: &mut Store<Host>) -> Result<()> {
    bail!(foreign::COMPONENT)
}

/// The words after FILE.
#[derive(Clone, Copy)]
struct Words<'a> {
    all: &'a [String],
    /// Whether some may be for the program alone, and not for the function of `--invoke`.
    shared: bool,
}

pub(crate) fn config(args: &RunArgs) -> Config {
    let mut config = args.tuning.config();
    config.tier(args.tier.of_engine());
    config.without(crate::args::without(&args.without));
    if let Some(calls) = args.tier_up_after {
        config.tier_up_after(calls);
    }
    args.processor.apply(&mut config);
    if let Some(profile) = args.profile {
        config.profiler(profile.of_engine());
    }
    // A large program calls few of its functions. The sections are validated in any case.
    config.lazy_validation(!args.eager_validation);
    config.statistics(args.stats);
    config.consume_fuel(args.fuel.is_some());
    config.epoch_interruption(args.timeout.is_some());
    if let Some(size) = args.max_wasm_stack {
        config.max_wasm_stack(size);
    }
    config
}

pub(crate) fn limits(args: &RunArgs) -> StoreLimits {
    let tuning = &args.tuning;
    let mut limits = StoreLimitsBuilder::new()
        .total_size(args.max_memory)
        .trap_on_grow_failure(tuning.trap_on_grow_failure);
    if let Some(size) = args.max_memory_size {
        limits = limits.memory_size(size);
    }
    if let Some(elements) = args.max_table_elements {
        limits = limits.table_elements(elements);
    }
    if let Some(instances) = tuning.max_instances {
        limits = limits.instances(instances);
    }
    if let Some(tables) = tuning.max_tables {
        limits = limits.tables(tables);
    }
    if let Some(memories) = tuning.max_memories {
        limits = limits.memories(memories);
    }
    limits.build()
}

fn store(
    engine: &Engine,
    args: &RunArgs,
    file: &Path,
    words: &[String],
    activity: &Activity,
) -> Result<Store<Host>> {
    let wasi = context(args, file, words, activity)?;
    let mut store = Store::try_new(engine, Host { wasi, limits: limits(args) })?;
    store.limiter(|host| &mut host.limits);
    if let Some(fuel) = args.fuel {
        store.set_fuel(fuel)?;
    }
    if args.timeout.is_some() {
        store.set_epoch_deadline(1);
    }
    Ok(store)
}

/// What the program is given.
pub(crate) fn context(args: &RunArgs, file: &Path, words: &[String], activity: &Activity) -> Result<WasiCtx> {
    let mut builder = WasiCtxBuilder::new();
    if args.timeout.is_some() {
        builder.watch(activity.call.clone());
    }
    let [stdin, stdout, stderr] = args.tuning.closed.map(|closed| !closed);
    if stdin {
        builder.inherit_stdin();
    }
    if stdout {
        builder.inherit_stdout();
    }
    if stderr {
        builder.inherit_stderr();
    }
    if let Some(limit) = args.max_descriptors {
        descriptors::make_room(limit)?;
        builder.max_descriptors(limit);
    }
    let name = match &args.argv0 {
        Some(name) => name.clone(),
        None => file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
    };
    builder.arg(name);
    builder.args(words);
    if args.inherit_env {
        builder.inherit_env();
    }
    for variable in &args.env {
        match variable.split_once('=') {
            Some((name, value)) => builder.env(name, value),
            None => match std::env::var(variable) {
                Ok(value) => builder.env(variable, value),
                Err(_) => bail!(Usage(format!("--env {variable}: this shell has no such variable in UTF-8"))),
            },
        };
    }
    let mut open = |directory: &Directory, dir_perms, file_perms| -> Result<()> {
        builder.preopened_dir(&directory.host, &directory.guest, dir_perms, file_perms)?;
        Ok(())
    };
    for directory in &args.dir {
        open(directory, DirPerms::all(), FilePerms::all()).context("--dir")?;
    }
    for directory in &args.ro_dir {
        open(directory, DirPerms::READ, FilePerms::READ).context("--ro-dir")?;
    }
    for address in &args.tcplisten {
        let socket = std::net::TcpListener::bind(address)
            .with_context(|| format!("--tcplisten {address}: cannot listen there"))?;
        builder.preopened_listener(socket);
    }
    Ok(builder.build())
}

fn execute(
    args: &RunArgs,
    file: &Path,
    words: Words<'_>,
    module: &Module,
    store: &mut Store<Host>,
    instance: Instance,
) -> Result<()> {
    let functions = exported_functions(module);
    let exports = |name: &str| functions.iter().any(|function| function == name);
    if let Some(name) = &args.invoke {
        if !exports(name) {
            bail!(Usage(format!("exports no function `{name}`; {}", listing(&functions))));
        }
        initialize(store, instance, exports("_initialize") && name != "_initialize")?;
        return call(name, words, store, instance);
    }
    if let Some(start) = ["", "_start"].into_iter().find(|name| exports(name)) {
        let start = instance
            .get_typed_func::<(), ()>(&mut *store, start)
            .with_context(|| format!("the export `{start}` must take and return nothing"))?;
        return start.call(&mut *store, ());
    }
    initialize(store, instance, exports("_initialize"))?;
    if functions.is_empty() || exports("_initialize") {
        return Ok(());
    }
    let file = file.display();
    bail!("exports no `_start`, so it is a library; {}: wx --invoke NAME {file}", listing(&functions))
}

fn exported_functions(module: &Module) -> Vec<String> {
    module
        .exports()
        .filter(|export| matches!(export.ty(), ExternType::Func(_)))
        .map(|export| export.name().to_owned())
        .collect()
}

/// The start of what can be invoked.
fn listing(functions: &[String]) -> String {
    const SHOWN: usize = 8;
    if functions.is_empty() {
        return "it exports none".to_owned();
    }
    let shown =
        functions.iter().take(SHOWN).map(|name| Printable(name).to_string()).collect::<Vec<_>>().join(", ");
    match functions.len().saturating_sub(SHOWN) {
        0 => format!("it exports {shown}"),
        more => format!("it exports {shown} and {more} more"),
    }
}

/// A reactor's own start, which must come before any other call.
fn initialize(store: &mut Store<Host>, instance: Instance, exported: bool) -> Result<()> {
    if exported {
        let initialize = instance
            .get_typed_func::<(), ()>(&mut *store, "_initialize")
            .context("the export `_initialize` must take and return nothing")?;
        initialize.call(&mut *store, ())?;
    }
    Ok(())
}

/// Calls an export and prints its results.
fn call(name: &str, words: Words<'_>, store: &mut Store<Host>, instance: Instance) -> Result<()> {
    let Some(function) = instance.get_func(&mut *store, name) else {
        bail!(Usage(format!("exports no function `{name}`")));
    };
    let ty = function.ty(&*store);
    let own = if words.shared { words.all.len().min(ty.params().len()) } else { words.all.len() };
    let arguments = invoke::arguments(name, &ty, &words.all[..own])?;
    let mut results = vec![Val::I32(0); ty.results().len()];
    function.call(&mut *store, &arguments, &mut results)?;
    let mut out = std::io::stdout().lock();
    for result in &results {
        writeln!(out, "{}", invoke::text(result))?;
    }
    Ok(out.flush()?)
}

/// Says which flag stopped a program that a flag stopped.
fn explain(error: anyhow::Error, args: &RunArgs) -> anyhow::Error {
    match (error.downcast_ref::<Trap>(), args.fuel, args.timeout) {
        (Some(Trap::OutOfFuel), Some(fuel), _) => error.context(format!("stopped by --fuel {fuel}")),
        (Some(Trap::Interrupt), _, Some(limit)) => error.context(format!("stopped by --timeout {limit:?}")),
        _ => foreign::explain_invalid(error),
    }
}
