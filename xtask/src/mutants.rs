//! `cargo xtask mutants`: puts faults back, one at a time, and tells which check finds each.
//!
//! The faults are the rows of `engine/src/base/mutant.rs`. Everything is built once, with the feature that has them all; a check is a program
//! of that build with some arguments, and finds a fault if it fails, dies by a signal, or does not end, while the same
//! program without a fault passes. Checks go from cheap to dear, and the first that finds a fault ends its turn. What found
//! a fault last time goes first of all, so that a table of which little has changed costs minutes; a check runs without a fault when it
//! is first needed.
//!
//! A fault that no check finds is a failure of this command. A hole of the sandbox needs two witnesses that do not share how they
//! judge (`witness`).

mod checks;
mod witness;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::chore::root;
use checks::{CHECKS, Check};
use witness::Failure;

/// The table of faults, and that of results.
const FAULTS: &str = "engine/src/base/mutant.rs";
const RESULTS: &str = "docs/mutants.md";

/// The class of what once let a guest out.
const HOLE: &str = "Hole";

/// Time that a check has beside a multiple of what it takes without a fault.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Args)]
pub(crate) struct Arguments {
    /// Put back only faults with these names, or of these classes
    names: Vec<String>,
    /// Run all checks to their end on each fault and name every one that finds it
    #[arg(long)]
    all_checks: bool,
    /// Ask the checks in their own order, whatever found a fault last time
    #[arg(long)]
    afresh: bool,
    /// Tell which faults and checks there are
    #[arg(long)]
    list: bool,
    /// Leave the results in docs/mutants.md; what is there of faults that were not asked for stays
    #[arg(long)]
    write: bool,
}

/// A row of the table of faults.
struct Fault {
    name: String,
    class: String,
    text: String,
}

impl Fault {
    /// How many kinds of witnesses it takes.
    fn due(&self) -> usize {
        if self.class == HOLE { 2 } else { 1 }
    }
}

/// A check that found a fault.
struct Found {
    check: &'static Check,
    failure: Failure,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let all = faults()?;
    let wanted = |fault: &&Fault| {
        arguments.names.is_empty() || arguments.names.iter().any(|n| *n == fault.name || *n == fault.class)
    };
    let chosen: Vec<&Fault> = all.iter().filter(wanted).collect();
    for name in &arguments.names {
        if !all.iter().any(|fault| *name == fault.name || *name == fault.class) {
            bail!("there is no fault and no class {name}; `cargo xtask mutants --list` names them");
        }
    }
    if arguments.list {
        for fault in chosen {
            println!("{:28} {:10} {}", fault.name, fault.class, fault.text);
        }
        CHECKS.iter().for_each(|check| println!("check: {} ({})", check.name, check.kind));
        return Ok(());
    }
    let history = history();
    let hints = if arguments.afresh { "" } else { history.as_str() };
    let commit = commit();
    let mut bench = Bench { programs: checks::build()?, times: BTreeMap::new() };
    let mut survived = Vec::new();
    let mut rows = Vec::new();
    for fault in &chosen {
        let begun = Instant::now();
        let found = bench.examine(fault, hints, arguments.all_checks)?;
        let row = row(fault, &found, begun.elapsed(), &commit);
        println!("{row}");
        let kinds = kinds(&found);
        if kinds.len() < fault.due() {
            println!("    {} kinds of witnesses, {} are due", kinds.len(), fault.due());
            survived.push(fault.name.as_str());
        }
        rows.push(row);
        // Each time, so that a run that is ended leaves what it found out.
        if arguments.write {
            write_results(&all, &rows, &history, &bench.times)?;
        }
    }
    println!("{} killed, {} survived", chosen.len() - survived.len(), survived.len());
    if !survived.is_empty() {
        bail!("nothing notices {}", survived.join(", "));
    }
    Ok(())
}

/// The rows of the table of faults: `    Name: Class, "text";`.
fn faults() -> Result<Vec<Fault>> {
    let text =
        std::fs::read_to_string(root().join(FAULTS)).with_context(|| format!("cannot read {FAULTS}"))?;
    let rows = text.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once(": ")?;
        let (class, text) = rest.strip_suffix("\";")?.split_once(", \"")?;
        Some(Fault { name: name.into(), class: class.into(), text: text.into() })
    });
    let rows: Vec<Fault> = rows.collect();
    if rows.is_empty() {
        bail!("there is no fault in {FAULTS}");
    }
    Ok(rows)
}

/// What was written last time; nothing if that was never.
fn history() -> String {
    std::fs::read_to_string(root().join(RESULTS)).unwrap_or_default()
}

/// All checks, those first that found the fault last time.
fn in_order(fault: &Fault, history: &str) -> Vec<&'static Check> {
    let line = row_of(fault, history.lines()).unwrap_or_default();
    let mut checks: Vec<&Check> = CHECKS.iter().collect();
    checks.sort_by_key(|check| !line.contains(&named(check)));
    checks
}

fn row_of<'a>(fault: &Fault, mut rows: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let beginning = format!("| {} |", fault.name);
    rows.find(|line| line.starts_with(&beginning))
}

/// A check as the results name it.
fn named(check: &Check) -> String {
    format!("*{}*", check.name)
}

struct Bench {
    programs: BTreeMap<String, PathBuf>,
    /// What each check takes that has run without a fault.
    times: BTreeMap<&'static str, Duration>,
}

impl Bench {
    /// The checks that find a fault: as many as are due, or all.
    fn examine(&mut self, fault: &Fault, history: &str, all: bool) -> Result<Vec<Found>> {
        let mut found: Vec<Found> = Vec::new();
        for check in in_order(fault, history) {
            let limit = self.time_of(check)? * 4 + PATIENCE;
            let failure = witness::run(check, &self.programs[check.program], &fault.name, limit, all)?;
            // A witness who repeats what was said is none, unless everything is asked for.
            let known = kinds(&found);
            let Some(failure) = failure.filter(|f| all || !f.judges.is_subset(&known)) else { continue };
            found.push(Found { check, failure });
            if !all && kinds(&found).len() >= fault.due() {
                break;
            }
        }
        Ok(found)
    }

    /// What a check takes without a fault, when it must pass.
    fn time_of(&mut self, check: &'static Check) -> Result<Duration> {
        if let Some(&time) = self.times.get(check.name) {
            return Ok(time);
        }
        let started = Instant::now();
        let most = Duration::from_secs(1200);
        if let Some(failure) = witness::run(check, &self.programs[check.program], "", most, false)? {
            bail!("without a fault `{}` {}, so it says nothing about faults", check.name, failure.how);
        }
        let time = started.elapsed();
        eprintln!("xtask: {} passes without a fault, {:.1} s", check.name, time.as_secs_f64());
        self.times.insert(check.name, time);
        Ok(time)
    }
}

/// Who judged, over all checks that found a fault.
fn kinds(found: &[Found]) -> BTreeSet<&'static str> {
    found.iter().flat_map(|found| found.failure.judges.iter().copied()).collect()
}

/// A row of the table of results.
fn row(fault: &Fault, found: &[Found], time: Duration, commit: &str) -> String {
    let by = |Found { check, failure }: &Found| {
        let judges: Vec<&str> = failure.judges.iter().copied().collect();
        format!("{}: {} ({})", named(check), judges.join(", "), failure.how)
    };
    let by = match found {
        [] => "**nothing**".to_owned(),
        found => found.iter().map(by).collect::<Vec<_>>().join("; "),
    };
    let (Fault { name, class, text }, time) = (fault, time.as_secs_f64());
    format!("| {name} | {class} | {text} | {by} | {time:.1} | {commit} |")
}

/// Writes a row for each fault: the one of this run, or else that of an earlier one.
fn write_results(
    all: &[Fault],
    rows: &[String],
    history: &str,
    times: &BTreeMap<&str, Duration>,
) -> Result<()> {
    let mut text = String::from(
        "# Faults that were put back\n\n`cargo xtask mutants --write` wrote this; [testing.md](testing.md) says what it does. \
         Each fault has the checks that found it, who judged\nthere, and how it showed. Seconds are those of all checks that the fault met; \
         the commit is the one that it was put into.\n\n\
         | fault | class | what is wrong | found by | s | commit |\n|---|---|---|---|--:|---|\n",
    );
    let (mut missing, mut survived) = (0, 0);
    for fault in all {
        let row = row_of(fault, rows.iter().map(String::as_str)).or_else(|| row_of(fault, history.lines()));
        missing += usize::from(row.is_none());
        survived += usize::from(row.is_some_and(|row| row.contains("**nothing**")));
        if let Some(row) = row {
            writeln!(text, "{row}")?;
        }
    }
    let asked = all.len() - missing;
    writeln!(text, "\n{asked} of {} faults were put back; {survived} were not noticed.", all.len())?;
    text += "\n## What checks take\n\nThose that were needed by the last run, without a fault:\n\n\
             | check | judges, if no verifier does | s |\n|---|---|--:|\n";
    for check in CHECKS {
        if let Some(time) = times.get(check.name) {
            writeln!(text, "| {} | {} | {:.1} |", check.name, check.kind, time.as_secs_f64())?;
        }
    }
    std::fs::write(root().join(RESULTS), text).with_context(|| format!("cannot write {RESULTS}"))
}

/// The commit that is checked out, and whether other files than the results differ from it.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(root()).output();
        output.ok().filter(|o| o.status.success()).map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
    };
    let except = format!(":(exclude){RESULTS}");
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain", "--", ".", &except])) {
        (Some(commit), Some(status)) if status.is_empty() => commit.trim().to_owned(),
        (Some(commit), _) => format!("{} with changes", commit.trim()),
        (None, _) => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_faults_is_read_as_it_is_written() {
        let faults = faults().unwrap();
        assert!(faults.len() >= 60, "{} faults", faults.len());
        let names: BTreeSet<&str> = faults.iter().map(|fault| fault.name.as_str()).collect();
        assert_eq!(names.len(), faults.len());
        assert_eq!(faults.iter().filter(|fault| fault.class == HOLE).count(), 4);
        assert!(faults.iter().all(|fault| !fault.class.is_empty() && !fault.text.is_empty()));
    }

    #[test]
    fn what_found_a_fault_last_time_goes_first() {
        let fault = Fault { name: "A".into(), class: "Bounds".into(), text: "a".into() };
        let check = &CHECKS[3];
        let failure = || Failure { how: "fails".into(), judges: BTreeSet::from(["API"]) };
        let row = row(&fault, &[Found { check, failure: failure() }], Duration::ZERO, "0123456");
        let names = |history: &str| in_order(&fault, history).iter().map(|c| c.name).collect::<Vec<_>>();
        let (before, after) = (names(""), names(&row));
        assert_eq!((before.len(), before[0]), (CHECKS.len(), CHECKS[0].name));
        assert_eq!((after.len(), after[0], after[1]), (CHECKS.len(), check.name, CHECKS[0].name));
    }
}
