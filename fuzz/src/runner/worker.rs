//! A batch of cases in a process of its own, and who watches it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::case_seed;
use super::judge::Judge;
use super::quota::{Coverage, Engines};
use super::tally::Tally;
use crate::peer::Verdict;

/// How long a case may take. A debug build on a busy machine needs a hundredth of it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Consecutive cases of a run.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The engine to compare with; none: the tiers with each other.
    pub(crate) oracle: Option<&'a str>,
    pub(crate) seed: u64,
    pub(crate) from: u64,
    pub(crate) count: u64,
}

/// A case in which the tiers do not agree, or that did not end well.
pub(crate) struct Finding {
    pub(crate) index: u64,
    pub(crate) seed: u64,
    pub(crate) what: What,
}

pub(crate) enum What {
    Diverged,
    /// How the process ended.
    Died(String),
    Hung,
}

/// What came of cases.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) tally: Tally,
    pub(crate) findings: Vec<Finding>,
    pub(crate) coverage: Coverage,
}

impl Account {
    pub(crate) fn add(&mut self, other: Account) {
        self.tally.add(&other.tally);
        self.findings.extend(other.findings);
        self.coverage.add(&other.coverage);
    }
}

/// What a worker does: announce, run, report; on standard output.
pub(crate) fn work(oracle: Option<&str>, seed: u64, from: u64, count: u64) -> Result<()> {
    let mut judge = Judge::open(oracle)?;
    let mut out = std::io::stdout().lock();
    let engines = Engines::new()?;
    let (mut tally, mut coverage) = (Tally::default(), Coverage::default());
    for index in from..from + count {
        writeln!(out, "at {index}")?;
        out.flush()?;
        // Now and then, so that little is lost with a worker that dies.
        if (index - from) % 50 == 49 {
            write!(out, "{}{}", std::mem::take(&mut tally).lines(), coverage.report())?;
        }
        tally.module();
        let case = judge.case(case_seed(seed, index));
        coverage.module(engines.of(&case.settings), &case.wasm);
        match judge.judge(&case) {
            Verdict::Same(outcome, differences) => {
                tally.count(&outcome);
                differences.into_iter().for_each(|(name, n)| tally.allowed(name, n));
            }
            Verdict::Skipped(reason) => tally.skipped(&reason),
            Verdict::Differs(_) => writeln!(out, "diverged {index}")?,
        }
    }
    writeln!(out, "{}{}done", tally.lines(), coverage.report())?;
    Ok(out.flush()?)
}

/// Runs a batch in workers, a new one after each that ended too early.
pub(crate) fn supervise(mut batch: Batch<'_>, case_done: &dyn Fn()) -> Result<Account> {
    let mut account = Account::default();
    while batch.count > 0 {
        let watched = watch(batch, &mut account, case_done)?;
        let Some((index, what)) = watched else { break };
        account.findings.push(Finding { index, seed: case_seed(batch.seed, index), what });
        batch = Batch { from: index + 1, count: batch.from + batch.count - index - 1, ..batch };
    }
    Ok(account)
}

/// One worker; the case that ended it too early, if one did.
fn watch(batch: Batch<'_>, account: &mut Account, case_done: &dyn Fn()) -> Result<Option<(u64, What)>> {
    let mut child = start(batch)?;
    let (send, lines) = mpsc::channel();
    let out = child.stdout.take().context("a worker has no standard output")?;
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    let mut at = batch.from;
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => match line.split_once(' ') {
                Some(("at", index)) => {
                    at = index.parse().context("a worker announced a case without number")?;
                    case_done();
                }
                Some(("diverged", _)) => account.findings.push(Finding {
                    index: at,
                    seed: case_seed(batch.seed, at),
                    what: What::Diverged,
                }),
                Some(("sum", sum)) => account.tally.take(sum),
                Some(("pairs", pairs)) => account.coverage.take(pairs),
                _ if line == "done" => {
                    child.wait().context("cannot wait for a worker")?;
                    return Ok(None);
                }
                _ => {}
            },
            Err(RecvTimeoutError::Timeout) => {
                // Only the worker itself, by its handle.
                let _ = child.kill();
                let _ = child.wait();
                return Ok(Some((at, What::Hung)));
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = child.wait().context("cannot wait for a worker")?;
                return Ok(Some((at, What::Died(status.to_string()))));
            }
        }
    }
}

fn start(batch: Batch<'_>) -> Result<Child> {
    let program = std::env::current_exe().context("cannot find the program itself")?;
    let mut command = Command::new(program);
    command.args(["--seed", &batch.seed.to_string()]);
    command.args(["--from", &batch.from.to_string(), "--count", &batch.count.to_string()]);
    if let Some(oracle) = batch.oracle {
        command.args(["--oracle", oracle]);
    }
    // Errors are the rule here, and each would look at its stack; panics still do.
    command.env("RUST_LIB_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start a worker")
}
