//! `wx completion`: a script that teaches a shell the command line of `wx`.

use crate::args::definition;
use anyhow::Result;
use clap_complete::Shell;
use std::io::Write;

pub(crate) fn run(shell: Shell) -> Result<()> {
    // Into memory first: the generator would panic if standard output were closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "wx", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}
