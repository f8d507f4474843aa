//! Sums over cases, by name: they pass from worker to runner as lines of text.

use std::collections::BTreeMap;

use crate::oracle::Outcome;

const TRAP: &str = "trap:";
const SKIP: &str = "skip:";
const ALLOWED: &str = "allowed:";

#[derive(Default)]
pub(crate) struct Tally(BTreeMap<String, u64>);

impl Tally {
    pub(crate) fn count(&mut self, outcome: &Outcome) {
        let mut add = |name: &str, n: u64| *self.0.entry(name.to_owned()).or_default() += n;
        add("instantiated", outcome.instantiated.into());
        add("without-calls", u64::from(outcome.calls == 0));
        add("calls", outcome.calls);
        add("returned", outcome.returned);
        add("threw", outcome.threw);
        add("failed", outcome.failed);
        add("skipped", outcome.skipped);
        add("host-calls", outcome.host_calls);
        add("cut-short", outcome.cut_short.into());
        for (trap, n) in &outcome.traps {
            add("traps", *n);
            add(&format!("{TRAP}{trap}"), *n);
        }
    }

    /// A case that the peer did not run.
    pub(crate) fn skipped(&mut self, reason: &str) {
        *self.0.entry("cases-skipped".to_owned()).or_default() += 1;
        *self.0.entry(format!("{SKIP}{reason}")).or_default() += 1;
    }

    /// Calls that differ in what is left open.
    pub(crate) fn allowed(&mut self, name: &str, n: u64) {
        *self.0.entry(format!("{ALLOWED}{name}")).or_default() += n;
    }

    pub(crate) fn module(&mut self) {
        *self.0.entry("modules".to_owned()).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Tally) {
        for (name, n) in &other.0 {
            *self.0.entry(name.clone()).or_default() += n;
        }
    }

    pub(crate) fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// A line for each sum.
    pub(crate) fn lines(&self) -> String {
        self.0.iter().map(|(name, n)| format!("sum {name} {n}\n")).collect()
    }

    /// Takes in such a line without its first word.
    pub(crate) fn take(&mut self, line: &str) {
        if let Some((name, n)) = line.rsplit_once(' ')
            && let Ok(n) = n.parse::<u64>()
        {
            *self.0.entry(name.to_owned()).or_default() += n;
        }
    }

    /// Calls that ended with this trap.
    pub(crate) fn trapped(&self, trap: &str) -> u64 {
        self.get(&format!("{TRAP}{trap}"))
    }

    /// The part of it that belongs into the ledger.
    pub(crate) fn line(&self) -> String {
        const NAMES: [&str; 10] = [
            "modules",
            "instantiated",
            "without-calls",
            "calls",
            "returned",
            "traps",
            "threw",
            "failed",
            "host-calls",
            "cut-short",
        ];
        NAMES.map(|name| format!("{name} {}", self.get(name))).join(" ")
    }

    /// The calls that trapped, by trap.
    pub(crate) fn traps(&self) -> String {
        format!("traps: {}", self.list(TRAP).join(", "))
    }

    /// Cases that were not compared, and calls that may differ, by reason.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let skipped = self.list(SKIP).into_iter().map(|line| format!("skipped: {line}"));
        skipped.chain(self.list(ALLOWED).into_iter().map(|line| format!("allowed: {line}"))).collect()
    }

    fn list(&self, prefix: &str) -> Vec<String> {
        let sums = self.0.iter().filter_map(|(name, n)| Some(format!("{} {n}", name.strip_prefix(prefix)?)));
        sums.collect()
    }
}
