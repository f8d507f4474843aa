//! `wx wast`: runs scripts of the specification's kind and reports each assertion that does not hold.
//!
//! The runner is that of the official suite, without the suite: what it says of a script here is what
//! `cargo xtask spectest` would say. Every feature that wx has is on.

use crate::args::WastArgs;
use anyhow::{Result, bail};
use std::io::Write;
use wx_spectest::run::{Options, Source, run as run_scripts};

pub(crate) fn run(args: &WastArgs) -> Result<()> {
    let options = Options {
        tier: args.tier,
        failures_per_file: args.failures,
        ..Options::new(Source::Files(args.files.clone()))
    };
    let mut out = std::io::stdout().lock();
    let summary = run_scripts(&options, &mut out)?;
    out.flush()?;
    match summary.total.failed {
        0 => Ok(()),
        failed => bail!("{failed} assertions do not hold"),
    }
}
