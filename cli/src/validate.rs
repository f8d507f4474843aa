//! `wx validate`: checks modules and says nothing if they are valid.

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
    let bytes = source::read(file)?;
    let loaded = Module::new(engine, bytes).map(drop).map_err(foreign::explain_invalid);
    loaded.with_context(|| file.display().to_string())
}
