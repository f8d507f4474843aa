//! What a program is linked with: WASI, the modules of `--preload`, and stubs for what is missing.
//!
//! Modules are linked in the order of the command line, the program last, as in wasmtime: each finds WASI and the exports of
//! those before it. One that exports `_start` is a command, of which every call makes a fresh instance; any other is
//! instantiated once, and its `_initialize` called.
//!
//! An import that nothing defines is an error which says how to go on. Often it says what the file is: a module that a
//! compiler made for a host with JavaScript is valid, and its imports alone tell ([`foreign`]).

use crate::args::{Preload, RunArgs};
use crate::progress::Progress;
use crate::run::Host;
use crate::{compile, foreign, source};
use anyhow::{Context, Result, anyhow};
use std::path::Path;
use std::sync::Arc;
use wx::base::Printable;
use wx::{Engine, Instance, Linker, Module, Store, UnknownImportError};
use wx_wasi::add_to_linker;

/// Reads and loads the modules of `--preload`.
pub(crate) fn preloads<'a>(args: &'a RunArgs, engine: &Engine) -> Result<Vec<(&'a Preload, Module)>> {
    let load = |preload: &'a Preload| {
        let module = self::load(args, engine, source::read_program(&preload.file)?, &preload.file)?;
        Ok((preload, module))
    };
    args.preload.iter().map(load).collect()
}

/// Loads a module; errors name its file. With `--tier jit` that compiles it too, which can take long.
pub(crate) fn load(args: &RunArgs, engine: &Engine, bytes: Arc<[u8]>, file: &Path) -> Result<Module> {
    let _progress = Progress::of("loading", file);
    let loaded = match Engine::detect_precompiled(&bytes) {
        None => Module::from_shared(engine, bytes).map_err(foreign::explain_invalid),
        Some(_) => compile::load(engine, &bytes, args.allow_precompiled),
    };
    loaded.with_context(|| file.display().to_string())
}

/// Links and instantiates a program.
pub(crate) fn instantiate(
    args: &RunArgs,
    store: &mut Store<Host>,
    preloads: &[(&Preload, Module)],
    module: &Module,
    file: &Path,
) -> Result<Instance> {
    let mut linker = Linker::new(store.engine());
    add_to_linker(&mut linker, |host: &mut Host| &mut host.wasi)?;
    for (preload, module) in preloads {
        preload_into(args, &mut linker, store, &preload.name, module)
            .map_err(|error| explain(error, module))
            .with_context(|| format!("--preload {}={}", preload.name, preload.file.display()))?;
    }
    stub(args, &mut linker, store, module)
        .and_then(|()| linker.instantiate(&mut *store, module))
        .map_err(|error| explain(error, module))
        .with_context(|| file.display().to_string())
}

/// Links a module of `--preload`. Its stubs are for it alone: they must not stand where a later module defines the name, nor have the
/// wrong type for another import of it.
fn preload_into(
    args: &RunArgs,
    linker: &mut Linker<Host>,
    store: &mut Store<Host>,
    name: &str,
    module: &Module,
) -> Result<()> {
    if !args.tuning.unknown_imports_trap && !args.tuning.unknown_imports_default {
        return linker.module(store, name, module).map(drop);
    }
    let mut stubbed = linker.clone();
    stub(args, &mut stubbed, store, module)?;
    stubbed.module(&mut *store, name, module)?;
    // A command has a default, under the empty name.
    let default = module.get_export("_start").map(|_| "");
    for export in module.exports().map(|export| export.name().to_owned()).chain(default.map(str::to_owned)) {
        if let Some(item) = stubbed.get(&mut *store, name, &export) {
            linker.define(&*store, name, &export, item)?;
        }
    }
    Ok(())
}

/// Defines what is missing, as `-W` says. With both options functions trap, and the rest is made.
fn stub(args: &RunArgs, linker: &mut Linker<Host>, store: &mut Store<Host>, module: &Module) -> Result<()> {
    if args.tuning.unknown_imports_trap {
        linker.define_unknown_imports_as_traps(module)?;
    }
    if args.tuning.unknown_imports_default {
        linker.define_unknown_imports_as_default_values(store, module)?;
    }
    Ok(())
}

/// Says how to go on without an import.
fn explain(error: anyhow::Error, module: &Module) -> anyhow::Error {
    let missing = match error.downcast_ref::<UnknownImportError>() {
        // A stub that was called: the program runs already.
        Some(missing) if !error.is::<wx::WasmBacktrace>() => missing,
        _ => return error,
    };
    let stubs = if matches!(missing.ty(), wx::ExternType::Func(_)) {
        "-W unknown-imports-trap or -W unknown-imports-default"
    } else {
        "-W unknown-imports-default"
    };
    if let Some(made_for) = foreign::host(module) {
        return anyhow!("{error}: {made_for}. To run what does not need it, use {stubs}");
    }
    let from = Printable(missing.module());
    let wasi = if missing.module().starts_with("wasi") { "; WASI preview 1 has no such call" } else { "" };
    anyhow!(
        "{error}{wasi}; link a module that exports it with --preload {from}=FILE, or stub it with {stubs}"
    )
}

/// Whether a module asks for the arguments of the program.
pub(crate) fn reads_arguments(module: &Module) -> bool {
    module.imports().any(|import| import.module().starts_with("wasi_") && import.name() == "args_get")
}
