//! `cargo xtask spectest`: the official suite from the command line.
//!
//! Ends with 0 if nothing failed, 1 if an assertion failed, 2 if the suite could not be run.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Parser;
use wx_spectest::official;
use wx_spectest::run::{Options, Source, run};
use wx_spectest::suite::{Setting, Tier};

/// Run the official WebAssembly suite, our own scripts, or any folder of .wast files on wx.
#[derive(Parser)]
#[command(name = "cargo xtask spectest")]
struct Arguments {
    /// Run only scripts whose name contains one of these, for example `3.0/i32` or `gc/`
    filters: Vec<String>,
    /// How functions are executed: interp, jit or tiered
    #[arg(long, default_value = "interp")]
    tier: Tier,
    /// Calls after which the tier `tiered` compiles a function, or as many iterations of a loop as are as much work
    #[arg(long, value_name = "N", default_value_t = 1)]
    tier_up_after: u32,
    /// Switches of the engine that must not change any result: default, metered, moving, zeal, bounds, starved,
    /// spilled, unfused or sse41
    #[arg(long, default_value = "default")]
    setting: Setting,
    /// What scripts observe decides alone: verify nothing of what is made of them
    #[arg(long)]
    unverified: bool,
    /// Begin no other script when one has failed
    #[arg(long)]
    stop: bool,
    /// Run every .wast file below this folder instead of the suite
    #[arg(long, value_name = "PATH")]
    dir: Option<PathBuf>,
    /// What is expected to fail below that folder, in the form of `testsuite/expectations.toml`
    #[arg(long, value_name = "FILE", requires = "dir")]
    expectations: Option<PathBuf>,
    /// Failures shown for each file
    #[arg(long, value_name = "N", default_value_t = 10)]
    failures: usize,
    /// Write the scripts to this folder instead of running them, to read what a failure refers to
    #[arg(long, value_name = "PATH", conflicts_with = "dir")]
    export: Option<PathBuf>,
}

fn main() -> ExitCode {
    match start(Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn start(arguments: Arguments) -> Result<bool> {
    if let Some(folder) = arguments.export {
        return export(&folder).map(|()| true);
    }
    let options = Options {
        filters: arguments.filters,
        tier: arguments.tier,
        tier_up_after: arguments.tier_up_after,
        setting: arguments.setting,
        verified: !arguments.unverified,
        stop: arguments.stop,
        source: match arguments.dir {
            Some(dir) => Source::Dir(dir, arguments.expectations),
            None => Source::Suite,
        },
        failures_per_file: arguments.failures,
    };
    let mut out = std::io::stdout().lock();
    let summary = run(&options, &mut out)?;
    out.flush()?;
    Ok(summary.is_success())
}

fn export(folder: &Path) -> Result<()> {
    for script in official::official().iter().flat_map(|group| &group.scripts) {
        let path = folder.join(&script.name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        std::fs::write(&path, script.text.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
