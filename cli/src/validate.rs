//! `wx validate`: checks modules and components and says nothing if they are valid.

use crate::args::ValidateArgs;
use crate::{exit, foreign, source};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;
use wx::{Engine, Module};

pub(crate) fn run(args: &ValidateArgs) -> Result<()> {
    let engine = Engine::new(&args.features.config())?;
    let mut bad = 0;
    for file in &args.files {
        if let Err(error) = one(&engine, file) {
            bad += 1;
            // All files are checked, so each reports for itself.
            let _ = writeln!(std::io::stderr(), "{}", exit::message(&error));
        }
    }
    match bad {
        0 => Ok(()),
        _ => bail!("{bad} of {} files cannot be used", args.files.len()),
    }
}

fn one(engine: &Engine, file: &Path) -> Result<()> {
    let bytes = source::read_program(file)?;
    let named = || file.display().to_string();
    if source::is_component(&bytes) {
        return component(engine, &bytes).with_context(named);
    }
    let loaded = source::only_module(bytes)
        .and_then(|bytes| Module::new(engine, bytes).map(drop).map_err(foreign::explain_invalid));
    loaded.with_context(named)
}

#[cfg(feature = "component")]
fn component(engine: &Engine, bytes: &[u8]) -> Result<()> {
    wx_component::Component::from_binary(engine, bytes).map(drop)
}

#[cfg(not(feature = "component"))]
fn component(_: &Engine, _: &[u8]) -> Result<()> {
    bail!(foreign::COMPONENT)
}
