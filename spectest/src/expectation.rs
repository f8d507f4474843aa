//! `testsuite/expectations.toml`: what is not claimed, and why.
//!
//! ```toml
//! [[unclaimed]]
//! files = ["proposals/stack-switching/*.wast"]
//! reason = "stack switching is a proposal that wx does not have"
//!
//! [[unclaimed]]
//! files = ["proposals/gc/array.wast"]
//! lines = [120, 140]
//! reason = "..."
//! ```
//!
//! # Why a listed failure that passes is a failure
//! A list of exceptions rots in one direction only: entries stay when the cause is gone, and then they
//! hide the next fault in the same place.  So the list must say exactly what fails.  An entry with
//! lines covers the directives that start there, and each must fail; an entry without lines covers
//! whole files, and something in each must fail; a pattern that matches no file fails a whole run.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::tally::{Failure, Tally};

/// The whole list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectations {
    #[serde(default)]
    unclaimed: Vec<Entry>,
}

/// One exception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Names of scripts; `*` stands for any text.
    files: Vec<String>,
    /// Lines of the directives that fail; none means the file as a whole.
    #[serde(default)]
    lines: Vec<usize>,
    /// Why wx does not claim this.
    reason: String,
}

impl Expectations {
    /// Reads the list.
    ///
    /// # Errors
    /// If the file cannot be read, is not of the form above, or an entry gives no reason.
    pub fn read(path: &Path) -> Result<Expectations> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Expectations::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    fn parse(text: &str) -> Result<Expectations> {
        let list: Expectations = toml::from_str(text)?;
        for entry in &list.unclaimed {
            if entry.reason.trim().is_empty() {
                bail!("the entry for {} gives no reason", entry.files.join(", "));
            }
        }
        Ok(list)
    }

    /// Turns listed failures of script `name` into skipped ones, and passes that were not expected into
    /// failures.
    pub fn apply(&self, name: &str, tally: Tally) -> Tally {
        let mut tally = tally;
        for entry in &self.unclaimed {
            if entry.files.iter().any(|pattern| pattern_matches(pattern, name)) {
                tally = entry.apply(tally);
            }
        }
        tally
    }

    /// The patterns that match none of `names`, as failures of the list itself.
    pub fn stale<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Vec<Failure> {
        let patterns = self.unclaimed.iter().flat_map(|entry| &entry.files);
        let stale = patterns.filter(|pattern| !names.clone().any(|name| pattern_matches(pattern, name)));
        let failure = |pattern: &String| Failure {
            line: 0,
            column: 0,
            directive: "expectation".to_string(),
            message: format!("`{pattern}` matches no script; remove it"),
        };
        stale.map(failure).collect()
    }
}

impl Entry {
    fn apply(&self, tally: Tally) -> Tally {
        let covers = |failure: &Failure| self.lines.is_empty() || self.lines.contains(&failure.line);
        let before = tally.failures.len();
        let (covered, rest): (Vec<_>, Vec<_>) = tally.failures.into_iter().partition(covers);
        // One failure may stand for many directives that were never reached; the whole-file form takes
        // all of them, the form with lines only what it names.
        let moved = if self.lines.is_empty() { tally.failed } else { covered.len() };
        let mut result =
            Tally { failed: tally.failed - moved, skipped: tally.skipped + moved, failures: rest, ..tally };
        // A pass that was not expected is a fault of the list, counted on top of the directives.
        let mut surprise = |line: usize| {
            result.failed += 1;
            result.failures.push(Failure {
                line,
                column: 0,
                directive: "expectation".to_string(),
                message: format!("listed as failing ({}), but it passes; remove the entry", self.reason),
            });
        };
        if self.lines.is_empty() && before == 0 {
            surprise(0);
        }
        for line in &self.lines {
            if !covered.iter().any(|failure| failure.line == *line) {
                surprise(*line);
            }
        }
        result
    }
}

/// Whether `name` is `pattern`, where each `*` stands for any text.
fn pattern_matches(pattern: &str, name: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').collect::<Vec<_>>();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(line: usize) -> Failure {
        Failure { line, column: 1, directive: "assert_return".to_string(), message: String::new() }
    }

    fn tally(passed: usize, lines: &[usize]) -> Tally {
        let failures: Vec<_> = lines.iter().map(|line| failure(*line)).collect();
        Tally { passed, failed: failures.len(), failures, ..Tally::default() }
    }

    fn list(text: &str) -> Expectations {
        Expectations::parse(text).unwrap()
    }

    #[test]
    fn a_listed_file_is_skipped_as_far_as_it_fails() {
        let list = list("[[unclaimed]]\nfiles = [\"p/*\"]\nreason = \"r\"");
        let result = list.apply("p/a.wast", tally(5, &[3, 4]));
        assert_eq!((result.passed, result.failed, result.skipped), (5, 0, 2));
        assert!(result.failures.is_empty());
        // Another file is not touched.
        assert_eq!(list.apply("q/a.wast", tally(5, &[3])), tally(5, &[3]));
    }

    #[test]
    fn a_listed_file_that_passes_is_a_failure() {
        let list = list("[[unclaimed]]\nfiles = [\"p/*\"]\nreason = \"r\"");
        let result = list.apply("p/a.wast", tally(5, &[]));
        assert_eq!((result.failed, result.skipped), (1, 0));
        assert!(result.failures[0].message.contains("but it passes"));
    }

    #[test]
    fn listed_lines_are_exact_in_both_directions() {
        let list = list("[[unclaimed]]\nfiles = [\"p/a.wast\"]\nlines = [3, 9]\nreason = \"r\"");
        let result = list.apply("p/a.wast", tally(5, &[3, 4]));
        // 3 is listed; 4 is not; 9 is listed and passed.
        assert_eq!((result.skipped, result.failed), (1, 2));
        assert_eq!(result.failures.iter().map(|f| f.line).collect::<Vec<_>>(), [4, 9]);
    }

    #[test]
    fn entries_need_reasons_and_a_file() {
        assert!(Expectations::parse("[[unclaimed]]\nfiles = [\"a\"]\nreason = \" \"").is_err());
        assert!(Expectations::parse("[[unclaimed]]\nfiles = [\"a\"]").is_err());
        assert!(Expectations::parse("[[unclaimed]]\nfile = \"a\"\nreason = \"r\"").is_err());
        let list = list("[[unclaimed]]\nfiles = [\"gone/*\"]\nreason = \"r\"");
        assert_eq!(list.stale(["here/a.wast"].into_iter()).len(), 1);
        assert_eq!(list.stale(["gone/a.wast"].into_iter()).len(), 0);
    }

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("a/b", "a/b", true),
            ("a/b", "a/bc", false),
            ("a/*", "a/b.wast", true),
            ("*/b.wast", "x/y/b.wast", true),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abde", false),
            ("*", "", true),
        ] {
            assert_eq!(pattern_matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
