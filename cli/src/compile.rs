//! `wx compile`: a module with its machine code in one file, which `wx run --allow-precompiled` starts without compiling.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use wx::{Engine, Module};

use crate::args::{FeatureArgs, ProcessorArgs, size};
use crate::exit::Usage;
use crate::progress::Progress;
use crate::{foreign, source};

/// Compile a module to a file that `wx run --allow-precompiled` starts at once.
///
/// The file is for the same build of wx, and for processors that have what --max-isa allows. It contains machine code: run only files
/// that you made yourself.
#[derive(Debug, Args)]
pub(crate) struct CompileArgs {
    /// Where to write; FILE with the ending .cwx unless given.
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: Option<PathBuf>,

    #[command(flatten)]
    features: FeatureArgs,

    #[command(flatten)]
    processor: ProcessorArgs,

    /// Make code that can be run with --fuel.
    #[arg(long)]
    fuel: bool,

    /// Make code that can be run with --timeout.
    #[arg(long)]
    timeout: bool,

    /// The --max-wasm-stack that the code will be run with.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_wasm_stack: Option<usize>,

    /// The module, in binary or text form.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
}

pub(crate) fn run(args: &CompileArgs) -> Result<()> {
    let mut config = args.features.config();
    args.processor.apply(&mut config);
    config.consume_fuel(args.fuel);
    config.epoch_interruption(args.timeout);
    if let Some(size) = args.max_wasm_stack {
        config.max_wasm_stack(size);
    }
    let engine = Engine::new(&config)?;
    let output = match &args.output {
        Some(output) => output.clone(),
        None if args.file.as_os_str() == "-" => {
            anyhow::bail!(Usage("a module from standard input needs --output FILE".to_owned()))
        }
        None => args.file.with_extension("cwx"),
    };
    let binary = source::read(&args.file)?;
    let progress = Progress::of("compiling", &args.file);
    let compiled = engine.precompile_module(&binary).map_err(foreign::explain_invalid);
    drop(progress);
    let bytes = compiled.with_context(|| args.file.display().to_string())?;
    write(&output, &bytes).with_context(|| format!("{}: cannot write the file", output.display()))
}

/// Writes a file whole or not at all: a reader never finds half of it, and what was there stays if the disk is full.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.exists() && !path.is_file() {
        // A device or a pipe takes the bytes as they come.
        let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
        return Ok(file.write_all(bytes)?);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut name = path.file_name().context("it has no name")?.to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = folder.join(name);
    let done = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path));
    if done.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    Ok(done?)
}

/// Loads what `wx compile` wrote.
///
/// # Errors
/// If the user did not say that such files may be believed, or the file is damaged or not for this wx.
pub(crate) fn load(engine: &Engine, bytes: &[u8], allowed: bool) -> Result<Module> {
    if !allowed {
        anyhow::bail!(
            "is a precompiled module, whose machine code can do all that you can: if you made it yourself, run it with \
             --allow-precompiled"
        );
    }
    // SAFETY: nothing can be said of a file's origin; the user has said that this one is what `wx compile` wrote.
    unsafe { Module::deserialize(engine, bytes) }
}
