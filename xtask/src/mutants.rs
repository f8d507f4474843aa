//! `cargo xtask mutants`: puts faults back, one at a time, and tells which check finds each.
//!
//! The faults are the rows of `engine/src/base/mutant.rs`. Everything is built once, with the feature that has them all; a check is a program
//! of that build with some arguments, and finds a fault if it fails, dies by a signal, or does not end, while the same
//! program without a fault passes. Checks go from cheap to dear, and the first that finds a fault ends its turn.
//!
//! A fault that no check finds is a failure of this command. A hole of the sandbox needs two checks that do not share how they judge.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::chore::root;

/// The table of faults, and that of results.
const FAULTS: &str = "engine/src/base/mutant.rs";
const RESULTS: &str = "docs/mutants.md";

/// The class of what once let a guest out.
const HOLE: &str = "Hole";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Put back only faults with these names, or of these classes
    names: Vec<String>,
    /// Run all checks on each fault and name every one that finds it
    #[arg(long)]
    all_checks: bool,
    /// Tell which faults and checks there are
    #[arg(long)]
    list: bool,
    /// Leave the results in docs/mutants.md
    #[arg(long)]
    write: bool,
}

/// A row of the table of faults.
struct Fault {
    name: String,
    class: String,
    text: String,
}

/// A program of the build with its arguments.
struct Check {
    name: &'static str,
    /// How it judges. Two checks of one kind are one witness.
    kind: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
}

const fn check(
    name: &'static str,
    kind: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
) -> Check {
    Check { name, kind, program, arguments }
}

const SCRIPTS: &str = "wx-spectest";

/// From cheap to dear.
const CHECKS: &[Check] = &[
    check("scripts, interp", "scripts", SCRIPTS, &["wx/", "regress/", "--tier", "interp"]),
    check("owners", "API", "owners", &[]),
    check("linking", "API", "linking", &[]),
    check("metering", "API", "metering", &[]),
    check("interrupt", "API", "interrupt", &[]),
    check("host", "API", "host", &[]),
    check("bulk", "API", "bulk", &[]),
    check("objects", "API", "objects", &[]),
    check("collection", "API", "collection", &[]),
    check("NaN bits", "API", "nan_bits", &[]),
    check("scripts, jit", "scripts", SCRIPTS, &["wx/", "regress/", "--tier", "jit"]),
    check(
        "scripts, bounds",
        "scripts",
        SCRIPTS,
        &["wx/", "regress/", "--tier", "jit", "--setting", "bounds"],
    ),
    check("scripts, tiered", "scripts", SCRIPTS, &["wx/", "regress/", "--tier", "tiered"]),
    check("suite, interp", "suite", SCRIPTS, &["--tier", "interp"]),
    check("units", "units", "lib", &[]),
    check("reservation", "API", "reservation", &[]),
    check("suite, jit", "suite", SCRIPTS, &["--tier", "jit"]),
    check("diff", "diff", "wx-diff", &["--count", "2000", "--seed", "12"]),
    check("snapshots", "code", "codegen", &[]),
    check("scripts, zeal", "scripts", SCRIPTS, &["wx/", "regress/", "--tier", "jit", "--setting", "zeal"]),
    check("suite, bounds", "suite", SCRIPTS, &["--tier", "jit", "--setting", "bounds"]),
    check("suite, moving", "suite", SCRIPTS, &["--tier", "jit", "--setting", "moving"]),
    check("suite, zeal", "suite", SCRIPTS, &["--tier", "interp", "--setting", "zeal"]),
    check("bombs", "API", "bombs", &[]),
    check("traps", "API", "traps", &[]),
];

/// Time that a check has beside a multiple of what it takes without a fault.
const PATIENCE: Duration = Duration::from_secs(20);

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
    let programs = build()?;
    let limits = baseline(&programs)?;
    let mut survived = Vec::new();
    let mut rows = Vec::new();
    for fault in &chosen {
        let found = examine(fault, &programs, &limits, arguments.all_checks || fault.class == HOLE)?;
        let kinds: BTreeSet<&str> = found.iter().map(|(check, ..)| check.kind).collect();
        let due = if fault.class == HOLE { 2 } else { 1 };
        let row = row(fault, &found);
        println!("{row}");
        if kinds.len() < due {
            println!("    found by {} kinds of checks, {due} are due", kinds.len());
            survived.push(fault.name.as_str());
        }
        rows.push(row);
    }
    if arguments.write {
        write_results(&rows)?;
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

/// Builds all programs of the checks with the faults in them; their paths by name.
fn build() -> Result<BTreeMap<String, PathBuf>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "test",
        "--no-run",
        "--message-format",
        "json-render-diagnostics",
        "--features",
        "wx/mutants",
    ]);
    cargo.args(["-p", "wx", "-p", "wx-spectest", "-p", "wx-fuzz", "--lib"]);
    // Programs are built for the tests of their packages.
    let programs: BTreeSet<&str> = CHECKS.iter().map(|check| check.program).collect();
    for test in programs.iter().filter(|p| !p.starts_with("wx-") && **p != "lib").chain(&["tiers", "spec"]) {
        cargo.args(["--test", test]);
    }
    let output = cargo.current_dir(root()).stderr(Stdio::inherit()).output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the engine with faults does not build");
    }
    let mut paths = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let (target, Some(path)) = (&message["target"], message["executable"].as_str()) else { continue };
        let (name, kind) = (target["name"].as_str().unwrap_or_default(), target["kind"][0].as_str());
        match kind {
            Some("lib") if name == "wx" => paths.insert("lib".to_owned(), PathBuf::from(path)),
            Some("test" | "bin") => paths.insert(name.to_owned(), PathBuf::from(path)),
            _ => None,
        };
    }
    match programs.iter().find(|p| !paths.contains_key(**p)) {
        Some(missing) => bail!("the build has no program {missing}"),
        None => Ok(paths),
    }
}

/// Runs every check without a fault, which must pass. Gives the time that each has from now on.
fn baseline(programs: &BTreeMap<String, PathBuf>) -> Result<Vec<Duration>> {
    let mut limits = Vec::new();
    for check in CHECKS {
        let started = Instant::now();
        if let Some(how) = fails(check, programs, "", Duration::from_secs(1200))? {
            bail!("without a fault `{}` {how}, so it says nothing about faults", check.name);
        }
        eprintln!("xtask: {} passes without a fault, {:.1} s", check.name, started.elapsed().as_secs_f64());
        limits.push(started.elapsed() * 4 + PATIENCE);
    }
    Ok(limits)
}

/// A check that found a fault: how, and after how long.
type Found = (&'static Check, String, Duration);

/// The checks that find a fault: the first, or all.
fn examine(
    fault: &Fault,
    programs: &BTreeMap<String, PathBuf>,
    limits: &[Duration],
    all: bool,
) -> Result<Vec<Found>> {
    let started = Instant::now();
    let mut found = Vec::new();
    for (check, &limit) in CHECKS.iter().zip(limits) {
        if let Some(how) = fails(check, programs, &fault.name, limit)? {
            found.push((check, how, started.elapsed()));
            if !all {
                break;
            }
        }
    }
    Ok(found)
}

/// Runs a check; how it failed, if it did.
fn fails(
    check: &Check,
    programs: &BTreeMap<String, PathBuf>,
    fault: &str,
    limit: Duration,
) -> Result<Option<String>> {
    let mut command = Command::new(&programs[check.program]);
    command.args(check.arguments).env("WX_MUTANT", fault).env("INSTA_UPDATE", "no");
    // Where cargo runs the tests of the engine. A group of its own, to end what it has started too.
    command.current_dir(root().join("engine")).process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| format!("cannot run `{}`", check.name))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(match (status.success(), status.signal()) {
                (true, _) => None,
                (false, Some(signal)) => Some(format!("dies by signal {signal}")),
                (false, None) => Some("fails".to_owned()),
            });
        }
        if started.elapsed() > limit {
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status().context("cannot run kill")?;
            child.wait()?;
            return Ok(Some(format!("has not ended after {:.0} s", limit.as_secs_f64())));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A row of the table of results.
fn row(fault: &Fault, found: &[Found]) -> String {
    let names: Vec<String> = found.iter().map(|(check, how, _)| format!("{} {how}", check.name)).collect();
    let (first, names) = match found.first() {
        Some(first) => (format!("{:.1}", first.2.as_secs_f64()), names.join("; ")),
        None => ("".to_owned(), "**nothing**".to_owned()),
    };
    format!("| {} | {} | {} | {names} | {first} |", fault.name, fault.class, fault.text)
}

fn write_results(rows: &[String]) -> Result<()> {
    let mut text = String::from(
        "# Faults that were put back\n\n`cargo xtask mutants --write` wrote this; [testing.md](testing.md) says what it does. \
         Seconds are those to the first check that finds the\nfault, all cheaper ones included.\n\n\
         | fault | class | what is wrong | found by | s |\n|---|---|---|---|---|\n",
    );
    for row in rows {
        writeln!(text, "{row}")?;
    }
    std::fs::write(root().join(RESULTS), text).with_context(|| format!("cannot write {RESULTS}"))
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
}
