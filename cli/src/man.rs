//! `wx man`: the manual pages, made from the definition of the command line as the help is.

use crate::args::{ManArgs, definition};
use anyhow::{Context, Result};
use std::io::Write;

pub(crate) fn run(args: &ManArgs) -> Result<()> {
    match &args.out {
        Some(directory) => clap_mangen::generate_to(definition(), directory)
            .with_context(|| format!("{}: cannot write the manual pages", directory.display())),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(definition()).render(&mut page)?;
            Ok(std::io::stdout().write_all(&page)?)
        }
    }
}
