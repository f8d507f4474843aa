//! What is said of a finding, and how it is made smaller.
//!
//! Calls and switches that the divergence does not need are left out, one after the other. The module stays as it is:
//! `wasm-tools shrink` makes it smaller, with `cargo xtask diff --case SEED --module FILE` as its judge.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::folder;
use super::judge::Judge;
use super::worker::{Finding, What};
use crate::case::{Case, Source};
use crate::oracle::{Divergence, compare};
use crate::peer::Verdict;

/// Reports a finding of a run; divergences are examined in another process, since what diverges may also crash.
pub(crate) fn show(oracle: Option<&str>, finding: &Finding) -> Result<()> {
    let Finding { index, seed, what } = finding;
    match what {
        What::Diverged => println!(
            "case {index}: {} differ",
            if oracle.is_some() { "wx and the peer" } else { "the tiers" }
        ),
        What::Died(status) => println!("case {index}: the process ended: {status}"),
        What::Hung => println!("case {index}: it did not end"),
    }
    let option = oracle.map_or(String::new(), |oracle| format!(" --oracle {oracle}"));
    println!("  again: cargo xtask diff{option} --case {seed:#x}");
    match what {
        What::Diverged => {
            let program = std::env::current_exe().context("cannot find the program itself")?;
            let mut command = Command::new(program);
            command.args(["--case", &seed.to_string()]).stdin(Stdio::null());
            if let Some(oracle) = oracle {
                command.args(["--oracle", oracle]);
            }
            let status = command.status().context("cannot examine a finding")?;
            if status.code() != Some(1) {
                println!("  run alone it ended otherwise: {status}");
            }
        }
        What::Died(_) | What::Hung => save(*seed, &Judge::open(oracle)?.case(*seed))?,
    }
    Ok(())
}

/// Runs one case here. Whether the tiers agree.
pub(crate) fn examine(oracle: Option<&str>, seed: u64, module: Option<&Path>) -> Result<bool> {
    let mut judge = Judge::open(oracle)?;
    let mut case = judge.case(seed);
    if let Some(path) = module {
        case.wasm = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        case.source = Source::File;
    } else {
        // Before it runs: it may be the last thing that this process does.
        save(seed, &case)?;
    }
    if let Judge::Peer(_) = judge {
        return Ok(examine_with_peer(&mut judge, case));
    }
    match compare(&case) {
        Ok(outcome) => {
            println!("  the tiers agree: {outcome:?}");
            Ok(true)
        }
        Err(divergence) => {
            println!("  {}", divergence.to_string().replace('\n', "\n  "));
            let (case, divergence) = shrink(case, *divergence);
            println!("  with what it needs: {:?}", case.settings);
            for (i, call) in case.calls.iter().enumerate() {
                println!(
                    "  call {i}: exported function {}, arguments from {:#x}",
                    call.function, call.arguments
                );
            }
            println!("  {}", divergence.to_string().replace('\n', "\n  "));
            Ok(false)
        }
    }
}

/// Examines a case with another engine: calls and switches that the difference does not need are left out.
fn examine_with_peer(judge: &mut Judge, mut case: Case) -> bool {
    let mut what = match judge.judge(&case) {
        Verdict::Same(outcome, differences) => {
            println!("  wx and the peer agree: {outcome:?}");
            differences
                .iter()
                .for_each(|(name, n)| println!("  {n} calls differ in what is left open: {name}"));
            return true;
        }
        Verdict::Skipped(reason) => {
            println!("  skipped: {reason}");
            return true;
        }
        Verdict::Differs(what) => what,
    };
    println!("  {what}");
    let mut try_it = |smaller: Case, case: &mut Case| match judge.judge(&smaller) {
        Verdict::Differs(found) => {
            (*case, what) = (smaller, found);
            true
        }
        _ => false,
    };
    for i in (0..case.calls.len()).rev() {
        let mut smaller = case.clone();
        smaller.calls.remove(i);
        try_it(smaller, &mut case);
    }
    while case.settings.simpler().into_iter().any(|settings| {
        let smaller = Case { settings, ..case.clone() };
        try_it(smaller, &mut case)
    }) {}
    println!("  with what it needs: {:?}", case.settings);
    println!("  calls {:?}\n  {what}", case.calls);
    false
}

/// Leaves out calls and switches as long as the same thing differs.
pub(crate) fn shrink(mut case: Case, mut divergence: Divergence) -> (Case, Divergence) {
    case.calls.truncate(divergence.call.map_or(0, |call| call + 1));
    let try_it = |smaller: Case, case: &mut Case, divergence: &mut Divergence| -> bool {
        match compare(&smaller) {
            Err(found) if found.what == divergence.what => {
                (*case, *divergence) = (smaller, *found);
                true
            }
            _ => false,
        }
    };
    for i in (0..case.calls.len()).rev() {
        let mut smaller = case.clone();
        if i < smaller.calls.len() {
            smaller.calls.remove(i);
            try_it(smaller, &mut case, &mut divergence);
        }
    }
    while case.settings.simpler().into_iter().any(|settings| {
        let smaller = Case { settings, ..case.clone() };
        try_it(smaller, &mut case, &mut divergence)
    }) {}
    (case, divergence)
}

fn save(seed: u64, case: &Case) -> Result<()> {
    let path = folder()?.join(format!("{seed:016x}.wasm"));
    std::fs::write(&path, &case.wasm).with_context(|| format!("cannot write {}", path.display()))?;
    println!("  {:?} module: {}", case.source, path.display());
    println!("  {:?}, {} calls", case.settings, case.calls.len());
    Ok(())
}
