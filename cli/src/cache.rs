//! The code cache of `wx run`, and `wx cache`.
//!
//! Programs are kept in `~/.cache/wx` (or `$XDG_CACHE_HOME/wx`) as they become hot, so that a second start finds machine code. A cache
//! that cannot be used is no reason not to run: only who names a folder is told that it does not work.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use wx::{Cache, CacheConfig};

/// Where machine code is kept.
#[derive(Debug, Default, Args)]
pub(crate) struct CacheArgs {
    /// Keep no machine code for later runs, and use none that was kept.
    #[arg(long, overrides_with = "cache_dir")]
    pub(crate) no_cache: bool,

    /// Keep machine code for later runs in this folder, instead of ~/.cache/wx. It is made, for this user alone.
    #[arg(long, overrides_with = "no_cache", value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub(crate) cache_dir: Option<PathBuf>,
}

impl CacheArgs {
    /// The cache to run with.
    ///
    /// # Errors
    /// If the folder that was named cannot be used.
    pub(crate) fn open(&self) -> Result<Option<Cache>> {
        match &self.cache_dir {
            _ if self.no_cache => Ok(None),
            Some(folder) => {
                let mut config = CacheConfig::new();
                config.with_directory(folder);
                Cache::new(config).map(Some).context("--cache-dir")
            }
            None => Ok(Cache::new(CacheConfig::new()).ok()),
        }
    }
}

/// Look at the machine code that is kept for later runs, or delete it.
#[derive(Debug, Args)]
pub(crate) struct CacheCommandArgs {
    #[command(subcommand)]
    command: CacheCommand,

    /// The folder, if it is not ~/.cache/wx.
    #[arg(long, global = true, value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    cache_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum CacheCommand {
    /// Say where it is, how many modules are in it, and how many bytes.
    Stats,
    /// Delete all of it.
    Clear,
}

pub(crate) fn run(args: &CacheCommandArgs) -> Result<()> {
    let mut config = CacheConfig::new();
    if let Some(folder) = &args.cache_dir {
        config.with_directory(folder);
    }
    let cache = Cache::new(config)?;
    let (what, usage) = match args.command {
        CacheCommand::Stats => ("holds", cache.usage()),
        CacheCommand::Clear => ("held", cache.clear()?),
    };
    let (modules, s) = (usage.files, if usage.files == 1 { "" } else { "s" });
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} {what} {modules} module{s}, {} bytes", cache.directory().display(), usage.bytes)?;
    Ok(out.flush()?)
}
