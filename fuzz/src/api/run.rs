//! `cargo xtask api`: many sequences in processes of their own.
//!
//! A worker announces each sequence before it runs it, so that one which ends or stops the process is known by its seed. A fault
//! that the sequence itself saw comes with its text.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::Parser;

use super::sequence::{Outcome, run_seed};
use super::world::lock;
use crate::draw::mix;

/// How long a sequence may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Sequences of one worker.
const BATCH: u64 = 200;

#[derive(Parser)]
#[command(name = "cargo xtask api", about = "Use the library as a careless host would")]
struct Arguments {
    /// Sequences to run
    #[arg(long, default_value_t = 2000)]
    count: u64,
    /// Seed of the run: the same seed and count make the same decisions, except where threads meet
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Stop after this many seconds, whatever the count
    #[arg(long)]
    seconds: Option<u64>,
    /// Workers beside each other [default: one for each core]
    #[arg(long)]
    jobs: Option<usize>,
    /// Run exactly this sequence, in this process
    #[arg(long, value_name = "INDEX")]
    case: Option<u64>,
    /// Run a batch that begins with this sequence (what workers are started with)
    #[arg(long, hide = true)]
    from: Option<u64>,
}

/// What came of many sequences.
#[derive(Default)]
struct Account {
    sequences: u64,
    sums: [u64; 6],
    findings: Vec<String>,
}

/// Runs what the command line asks for. Exit code: 0 if nothing was found, 1 if something was, 2 if it could not be found out.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match (arguments.case, arguments.from) {
        (Some(index), _) => Ok(one_case(arguments.seed, index)),
        (_, Some(from)) => work(arguments.seed, from, arguments.count).map(|()| true),
        _ => run(&arguments),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn one_case(seed: u64, index: u64) -> bool {
    let result = run_seed(mix(seed, index));
    match &result {
        Ok(outcome) => println!("{outcome:?}"),
        Err(faults) => println!("{faults}"),
    }
    result.is_ok()
}

fn sums(outcome: &Outcome) -> [u64; 6] {
    let Outcome { actions, returned, failed, panicked, refused, instances } = *outcome;
    [actions, returned, failed, panicked, refused, instances]
}

/// What a worker does: announce, run, report; on standard output.
fn work(seed: u64, from: u64, count: u64) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for index in from..from + count {
        writeln!(out, "at {index}")?;
        out.flush()?;
        match run_seed(mix(seed, index)) {
            Ok(outcome) => {
                let numbers: Vec<String> = sums(&outcome).iter().map(u64::to_string).collect();
                writeln!(out, "ok {}", numbers.join(" "))?;
            }
            Err(faults) => writeln!(out, "fault {}", faults.replace('\n', " | "))?,
        }
    }
    writeln!(out, "done")?;
    Ok(out.flush()?)
}

/// Runs sequences until the count or the time is used up.
fn run(arguments: &Arguments) -> Result<bool> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.unwrap_or(cores).max(1);
    let started = Instant::now();
    let next = AtomicU64::new(0);
    let account = Mutex::new(Account::default());
    std::thread::scope(|scope| -> Result<()> {
        let job = || -> Result<()> {
            loop {
                let from = next.fetch_add(BATCH, Ordering::Relaxed);
                let late = arguments.seconds.is_some_and(|s| started.elapsed().as_secs() >= s);
                if from >= arguments.count || late || lock(&account).findings.len() > 20 {
                    return Ok(());
                }
                let end = (from + BATCH).min(arguments.count);
                let mut at = from;
                while at < end {
                    at = watch(arguments.seed, at, end, &account)?;
                }
            }
        };
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(job)).collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a job panicked"))??;
        }
        Ok(())
    })?;
    let account = account.into_inner().unwrap_or_default();
    account.findings.iter().for_each(|finding| println!("{finding}"));
    let [actions, returned, failed, panicked, refused, instances] = account.sums;
    println!(
        "api seed {} sequences {} actions {actions} instances {instances} returned {returned} failed {failed} panicked {panicked} \
         refused {refused} findings {} time {:.0}s",
        arguments.seed,
        account.sequences,
        account.findings.len(),
        started.elapsed().as_secs_f64(),
    );
    Ok(account.findings.is_empty())
}

/// One worker; where the next one goes on.
fn watch(seed: u64, from: u64, end: u64, account: &Mutex<Account>) -> Result<u64> {
    let program = std::env::current_exe().context("cannot find the program itself")?;
    let mut command = Command::new(program);
    command.args([
        "--seed",
        &seed.to_string(),
        "--from",
        &from.to_string(),
        "--count",
        &(end - from).to_string(),
    ]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start a worker")?;
    let (send, lines) = mpsc::channel();
    let out = child.stdout.take().context("a worker has no standard output")?;
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    let mut at = from;
    let again = |at: u64| format!("again: cargo xtask api --seed {seed} --case {at}");
    loop {
        let what = match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                match line.split_once(' ') {
                    Some(("at", index)) => at = index.parse().context("a sequence without number")?,
                    Some(("ok", numbers)) => {
                        let mut account = lock(account);
                        account.sequences += 1;
                        for (sum, number) in account.sums.iter_mut().zip(numbers.split(' ')) {
                            *sum += number.parse::<u64>().unwrap_or(0);
                        }
                    }
                    Some(("fault", faults)) => {
                        let mut account = lock(account);
                        account.sequences += 1;
                        account.findings.push(format!("{faults}\n  {}", again(at)));
                    }
                    _ if line == "done" => {
                        child.wait().context("cannot wait for a worker")?;
                        return Ok(end);
                    }
                    _ => {}
                }
                continue;
            }
            Err(RecvTimeoutError::Timeout) => {
                // Only the worker itself, by its handle.
                let _ = child.kill();
                let _ = child.wait();
                "a hang".to_owned()
            }
            Err(RecvTimeoutError::Disconnected) => {
                format!("the worker ended: {}", child.wait().context("cannot wait for a worker")?)
            }
        };
        lock(account).findings.push(format!("{what}\n  {}", again(at)));
        return Ok(at + 1);
    }
}
