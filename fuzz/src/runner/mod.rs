//! Many cases in processes of their own; a ledger.
//!
//! # Problem
//! A fault of the compiler can end the process, or never end. A run over night must survive both and say which case it
//! was; and anyone must be able to run that one case again.
//!
//! # Idea
//! The cases of a run are numbered, and number and seed of the run give the seed of the case. Batches of cases run in
//! worker processes (`worker`), which announce each case before they run it: when a worker dies or stays silent, the last
//! announced case is the finding, and another worker goes on behind it. Findings are examined afterwards, each in one
//! more process (`finding`), which writes the module and leaves out what the divergence does not need.
//!
//! The line at the end is for a ledger: what was run, on which commit, and what came of it. The calls that trapped are
//! shown by trap, because a run without divergence says nothing about traps that never happened in it.

mod finding;
mod judge;
mod mutate;
mod quota;
mod tally;
mod worker;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};

use crate::draw::mix;
use worker::{Account, Batch};

/// Cases of one worker: enough that starting it costs nothing, few enough that all jobs end at the same time.
const BATCH: u64 = 500;

#[derive(Parser)]
#[command(name = "cargo xtask diff", about = "Compare the tiers on generated modules")]
struct Arguments {
    /// Cases to run
    #[arg(long, default_value_t = 10_000)]
    count: u64,
    /// Seed of the run: the same seed and count run the same cases
    #[arg(long, default_value = "1", value_parser = number)]
    seed: u64,
    /// Compare with this engine instead of the tiers with each other: wasmtime, wasmi or v8
    #[arg(long, value_name = "ENGINE")]
    oracle: Option<String>,
    /// Workers beside each other [default: one for each core]
    #[arg(long)]
    jobs: Option<usize>,
    /// Judge this many mutated modules instead: validity against wasmparser, and what is valid in every tier
    #[arg(long, value_name = "N")]
    mutate: Option<u64>,
    /// Fail if a quota is missed
    #[arg(long)]
    strict_quotas: bool,
    /// Findings after which to stop
    #[arg(long, default_value_t = 10)]
    findings: usize,
    /// Run exactly this case, in this process, and examine it
    #[arg(long, value_name = "SEED", value_parser = number)]
    case: Option<u64>,
    /// With --case: this module, binary or text, in place of the generated one
    #[arg(long, value_name = "FILE", requires = "case")]
    module: Option<PathBuf>,
    /// Run a batch that begins with this case (what workers are started with)
    #[arg(long, hide = true)]
    from: Option<u64>,
    /// Where a worker on mutated modules says which one it is at
    #[arg(long, hide = true)]
    progress: Option<PathBuf>,
}

/// Runs what the command line asks for. Exit code: 0 if the tiers agree, 1 if not, 2 if it could not be found out.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let oracle = arguments.oracle.as_deref();
    if let Some(count) = arguments.mutate {
        let result = match arguments.from {
            Some(from) => mutate::work(arguments.seed, from, count, arguments.progress.as_deref()),
            None => mutate::run(arguments.seed, count, jobs(&arguments)),
        };
        return exit(result);
    }
    let result = match (arguments.case, arguments.from) {
        (Some(seed), _) => finding::examine(oracle, seed, arguments.module.as_deref()),
        (_, Some(from)) => worker::work(oracle, arguments.seed, from, arguments.count).map(|()| true),
        _ => run(&arguments),
    };
    exit(result)
}

fn exit(result: Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Workers beside each other.
fn jobs(arguments: &Arguments) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.jobs.unwrap_or(cores).max(1)
}

/// The seed of a case of a run.
pub fn case_seed(run: u64, index: u64) -> u64 {
    mix(run, index)
}

fn number(text: &str) -> Result<u64, std::num::ParseIntError> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    }
}

/// Where findings and the ledger go.
fn folder() -> Result<PathBuf> {
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")),
    };
    let folder = target.join("diff");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder)
}

fn run(arguments: &Arguments) -> Result<bool> {
    let jobs = jobs(arguments);
    let oracle = arguments.oracle.as_deref();
    // Before any worker says the same.
    judge::Judge::open(oracle)?;
    let started = Instant::now();
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} cases  {per_sec}  {msg}  {eta} left")?;
    // It shows on a terminal only.
    let bar = ProgressBar::new(arguments.count).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(500));
    let next = AtomicU64::new(0);
    let shared: Mutex<Account> = Mutex::default();
    std::thread::scope(|scope| -> Result<()> {
        let job = || -> Result<()> {
            loop {
                let from = next.fetch_add(BATCH, Ordering::Relaxed);
                let full = shared.lock().is_ok_and(|shared| shared.findings.len() >= arguments.findings);
                if from >= arguments.count || full {
                    return Ok(());
                }
                let count = BATCH.min(arguments.count - from);
                let account =
                    worker::supervise(Batch { oracle, seed: arguments.seed, from, count }, &|| bar.inc(1))?;
                if let Ok(mut shared) = shared.lock() {
                    shared.add(account);
                    bar.set_message(format!("{} findings", shared.findings.len()));
                }
            }
        };
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(job)).collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a job panicked"))??;
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let Account { tally, mut findings, coverage } = shared.into_inner().unwrap_or_default();
    let seconds = started.elapsed().as_secs_f64();
    findings.sort_by_key(|finding| finding.index);
    for finding in findings.iter().take(arguments.findings) {
        finding::show(oracle, finding)?;
    }
    println!("{}", tally.traps());
    let missed = coverage.missed(&tally, arguments.count);
    missed.iter().for_each(|line| println!("quota missed: {line}"));
    tally.reasons().iter().for_each(|line| println!("{line}"));
    let line = format!(
        "commit {} oracle {} seed {} count {} {} skipped {} pairs {} findings {} time {seconds:.1}s ({:.0}/s with {jobs} jobs)",
        commit(),
        oracle.unwrap_or("tiers"),
        arguments.seed,
        arguments.count,
        tally.line(),
        tally.get("cases-skipped"),
        coverage.pairs(),
        findings.len(),
        tally.get("modules") as f64 / seconds,
    );
    ledger(&line)?;
    Ok(findings.is_empty() && (missed.is_empty() || !arguments.strict_quotas))
}

/// Prints a line and keeps it.
fn ledger(line: &str) -> Result<()> {
    println!("{line}");
    let ledger = folder()?.join("ledger.txt");
    let mut text = std::fs::read_to_string(&ledger).unwrap_or_default();
    text.push_str(line);
    text.push('\n');
    std::fs::write(&ledger, text).with_context(|| format!("cannot write {}", ledger.display()))
}

/// The commit that is checked out, and whether files differ from it.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
        output.ok().filter(|output| output.status.success()).map(|output| output.stdout)
    };
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain"])) {
        (Some(commit), status) => {
            let changed = if status.is_none_or(|status| status.is_empty()) { "" } else { "+" };
            format!("{}{changed}", String::from_utf8_lossy(&commit).trim())
        }
        (None, _) => "unknown".to_owned(),
    }
}
