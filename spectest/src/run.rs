//! Many scripts: in parallel, with a table at the end and one line that a machine can read.
//!
//! Files run in parallel and are reported in the order of the suite, so two runs print the same text.
//! The closing line, `N passed, N failed, N skipped`, is the last line of a run and counts assertions.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::expectation::Expectations;
#[cfg(feature = "suite")]
use crate::official;
use crate::suite::{self, Group, Mode, Script, Setting, Tier};
use crate::tally::{Failure, Tally};
use crate::trial;

/// What to run, and how to report it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Run only scripts whose name contains one of these; all if empty.
    pub filters: Vec<String>,
    /// The tier that executes functions.
    pub tier: Tier,
    /// Calls after which the tier `tiered` compiles a function.
    pub tier_up_after: u32,
    /// Switches that must not change any result.
    pub setting: Setting,
    /// Whether all that is made of the scripts is verified, whatever the setting.
    pub verified: bool,
    /// Whether to begin no other script when one has failed.
    pub stop: bool,
    /// Which scripts there are.
    pub source: Source,
    /// Failures printed for each file; the rest is counted.
    pub failures_per_file: usize,
}

/// Where scripts come from.
#[derive(Debug, Clone)]
pub enum Source {
    /// The official suite and our own scripts, with `testsuite/expectations.toml`.
    #[cfg(feature = "suite")]
    Suite,
    /// Every `.wast` below a folder, and the list of what is expected to fail, if there is one.
    Dir(PathBuf, Option<PathBuf>),
    /// These files; nothing is expected to fail.
    Files(Vec<PathBuf>),
}

impl Options {
    /// Everything from `source`, with ten failures shown for each file.
    pub fn new(source: Source) -> Options {
        Options {
            filters: Vec::new(),
            tier: Tier::Interp,
            tier_up_after: 1,
            setting: Setting::Default,
            verified: true,
            stop: false,
            source,
            failures_per_file: 10,
        }
    }
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Summary {
    /// The sum over all files.
    pub total: Tally,
    /// How many files ran.
    pub files: usize,
}

impl Summary {
    /// Whether nothing failed.
    pub fn is_success(&self) -> bool {
        self.total.failed == 0
    }
}

/// Runs what `options` select and writes the report to `out`.
///
/// # Errors
/// If the scripts or the expectations cannot be read, nothing matches the filters, or `out` fails.
/// Failing assertions are not an error; see [`Summary::is_success`].
pub fn run(options: &Options, out: &mut dyn Write) -> Result<Summary> {
    let (groups, expectations) = load(&options.source)?;
    let names: Vec<&str> = groups.iter().flat_map(|g| &g.scripts).map(|s| s.name.as_str()).collect();
    let stale = expectations.stale(names.iter().copied());
    let groups = select(groups, &options.filters)?;
    let started = Instant::now();
    let results = run_all(&groups, options, &expectations);

    let mut summary = Summary::default();
    let mut rows = Vec::new();
    for (group, tallies) in groups.iter().zip(&results) {
        let mut row = Tally::default();
        for (script, (tally, _)) in group.scripts.iter().zip(tallies) {
            print_failures(out, script, tally, options.failures_per_file)?;
            row.add(tally);
        }
        summary.files += group.scripts.len();
        summary.total.add(&row);
        rows.push((group.name.as_str(), group.scripts.len(), row));
    }
    if options.filters.is_empty() {
        for failure in stale {
            writeln!(out, "testsuite/expectations.toml: {}", failure.message)?;
            summary.total.failed += 1;
            summary.total.failures.push(failure);
        }
    }
    print_table(out, &rows, &summary)?;
    print_slowest(out, &groups, &results, started.elapsed())?;
    let Tally { passed, failed, skipped, .. } = summary.total;
    writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
    Ok(summary)
}

/// The scripts of `source` and what is expected of them.
///
/// # Errors
/// If a folder, a script or the list of expectations cannot be read.
pub fn load(source: &Source) -> Result<(Vec<Group>, Expectations)> {
    Ok(match source {
        #[cfg(feature = "suite")]
        Source::Suite => {
            let mut groups = official::official();
            groups.extend(official::own()?);
            let list = official::testsuite_dir().join("expectations.toml");
            (groups, Expectations::read(&list)?)
        }
        Source::Dir(dir, list) => {
            let list = list.as_deref().map(Expectations::read).transpose()?;
            (suite::from_dir(dir, "")?, list.unwrap_or_default())
        }
        Source::Files(files) => (suite::from_files(files)?, Expectations::default()),
    })
}

fn select(groups: Vec<Group>, filters: &[String]) -> Result<Vec<Group>> {
    if filters.is_empty() {
        return Ok(groups);
    }
    let mut groups = groups;
    for group in &mut groups {
        group.scripts.retain(|script| filters.iter().any(|filter| script.name.contains(filter)));
    }
    groups.retain(|group| !group.scripts.is_empty());
    if groups.is_empty() {
        bail!("no script has a name that contains {}", filters.join(" or "));
    }
    Ok(groups)
}

/// The tally and the time of every script, in the order of `groups`.
fn run_all(groups: &[Group], options: &Options, list: &Expectations) -> Vec<Vec<(Tally, Duration)>> {
    let jobs: Vec<(&Group, &Script)> =
        groups.iter().flat_map(|group| group.scripts.iter().map(move |script| (group, script))).collect();
    let bar = progress(jobs.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get).min(jobs.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((group, script)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let at = Instant::now();
                    let tally = {
                        let mode = Mode {
                            features: group.features.clone(),
                            tier: options.tier,
                            tier_up_after: options.tier_up_after,
                            setting: options.setting,
                            verified: options.verified,
                        };
                        trial::run(&script.text, &mode)
                    };
                    let tally = list.apply(&script.name, tally);
                    if options.stop && tally.failed > 0 {
                        next.store(jobs.len(), Ordering::Relaxed);
                    }
                    bar.set_message(script.name.clone());
                    bar.inc(1);
                    let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.insert(script.name.as_str(), (tally, at.elapsed()));
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // After a stop that is what was asked for, and the script that failed says so already.
    let did_not_run = || match options.stop {
        true => Tally::default(),
        false => Tally::whole_file("the file did not run".to_string()),
    };
    let mut take = |script: &Script| {
        done.remove(script.name.as_str()).unwrap_or_else(|| (did_not_run(), Duration::ZERO))
    };
    groups.iter().map(|group| group.scripts.iter().map(&mut take).collect()).collect()
}

fn progress(files: usize) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(files as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// Writes up to `limit` failures of one file, each with its place and both values.
fn print_failures(out: &mut dyn Write, script: &Script, tally: &Tally, limit: usize) -> Result<()> {
    for failure in tally.failures.iter().take(limit) {
        writeln!(out, "{}", show_failure(&script.path, failure))?;
    }
    if tally.failures.len() > limit {
        let rest = tally.failures.len() - limit;
        writeln!(out, "{}: and {rest} more failures (`--failures N` shows more)", script.path)?;
    }
    Ok(())
}

/// One failure as `file:line:column: directive`, followed by its message, indented.
pub fn show_failure(path: &str, failure: &Failure) -> String {
    let Failure { line, column, directive, message } = failure;
    let place = match (line, column) {
        (0, _) => path.to_string(),
        (line, 0) => format!("{path}:{line}"),
        (line, column) => format!("{path}:{line}:{column}"),
    };
    format!("{place}: {directive}\n    {}", message.replace('\n', "\n    "))
}

fn print_table(out: &mut dyn Write, rows: &[(&str, usize, Tally)], summary: &Summary) -> Result<()> {
    let width = rows.iter().map(|(name, ..)| name.len()).max().unwrap_or(0).max("group".len());
    writeln!(
        out,
        "\n{:width$}  {:>6}  {:>8}  {:>8}  {:>8}",
        "group", "files", "passed", "failed", "skipped"
    )?;
    let mut row = |name: &str, files: usize, tally: &Tally| {
        let Tally { passed, failed, skipped, .. } = tally;
        writeln!(out, "{name:width$}  {files:>6}  {passed:>8}  {failed:>8}  {skipped:>8}")
    };
    for (name, files, tally) in rows {
        row(name, *files, tally)?;
    }
    row("total", summary.files, &summary.total)?;
    Ok(())
}

/// One line on where the time went: a file that suddenly takes ten times as long is a finding, too.
fn print_slowest(
    out: &mut dyn Write,
    groups: &[Group],
    results: &[Vec<(Tally, Duration)>],
    elapsed: Duration,
) -> Result<()> {
    let scripts = groups.iter().flat_map(|group| &group.scripts);
    let times = results.iter().flatten().map(|(_, time)| *time);
    let mut slowest: Vec<(Duration, &str)> = times.zip(scripts.map(|script| script.name.as_str())).collect();
    slowest.sort_by(|a, b| b.cmp(a));
    let named: Vec<String> =
        slowest.iter().take(3).map(|(time, name)| format!("{name} {:.1} s", time.as_secs_f64())).collect();
    writeln!(out, "\n{:.1} s; slowest: {}", elapsed.as_secs_f64(), named.join(", "))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_dir(files: &[(&str, &str)], filters: &[&str]) -> Result<(Summary, String)> {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let unique = COUNTER.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("wx-spectest-{}-{unique}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        for (name, text) in files {
            std::fs::write(dir.join(name), text).unwrap();
        }
        let mut out = Vec::new();
        let filters = filters.iter().map(ToString::to_string).collect();
        let result = run(&Options { filters, ..Options::new(Source::Dir(dir.clone(), None)) }, &mut out);
        std::fs::remove_dir_all(&dir).unwrap();
        Ok((result?, String::from_utf8(out).unwrap()))
    }

    const GOOD: &str = r#"(module (func (export "f") (result i32) (i32.const 7)))
        (assert_return (invoke "f") (i32.const 7))"#;
    const BAD: &str = "(module (func (export \"f\") (result i32) (i32.const 7)))\n\
        (assert_return (invoke \"f\") (i32.const 8))";

    #[test]
    fn the_report_names_the_place_and_both_values_and_closes_with_the_count() {
        let (summary, text) = run_dir(&[("good.wast", GOOD), ("bad.wast", BAD)], &[]).unwrap();
        assert!(!summary.is_success());
        assert!(text.contains("bad.wast:2:2: assert_return (invoke \"f\")"), "{text}");
        assert!(text.contains("got      i32 7 (0x00000007)"), "{text}");
        assert!(text.contains("expected i32 8 (0x00000008)"), "{text}");
        assert_eq!(text.lines().last(), Some("1 passed, 1 failed, 0 skipped"));
    }

    #[test]
    fn filters_select_by_name_and_an_empty_selection_is_an_error() {
        let files = [("good.wast", GOOD), ("bad.wast", BAD)];
        let (summary, _) = run_dir(&files, &["good"]).unwrap();
        assert_eq!((summary.files, summary.total.passed, summary.total.failed), (1, 1, 0));
        assert!(run_dir(&files, &["no such script"]).is_err());
        assert!(run_dir(&[], &[]).is_err());
    }
}
