//! Where the time went, stage by stage.

use crate::args::RunArgs;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// Collects the stages of one run.
pub(crate) struct Stats {
    start: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
    counts: Vec<(&'static str, u64)>,
    facts: Vec<(&'static str, String)>,
}

impl Stats {
    pub(crate) fn new() -> Stats {
        let now = Instant::now();
        Stats { start: now, last: now, stages: Vec::new(), counts: Vec::new(), facts: Vec::new() }
    }

    /// Everything since the last stage was `name`.
    pub(crate) fn stage(&mut self, name: &'static str) {
        let now = Instant::now();
        self.stages.push((name, now - self.last));
        self.last = now;
    }

    pub(crate) fn count(&mut self, name: &'static str, value: u64) {
        self.counts.push((name, value));
    }

    pub(crate) fn fact(&mut self, name: &'static str, value: impl Into<String>) {
        self.facts.push((name, value.into()));
    }

    /// Prints what was collected, if the command line asked for it.
    pub(crate) fn print(&self, args: &RunArgs) {
        if !args.stats {
            return;
        }
        let text = if args.json { self.json() } else { self.table() };
        // Nothing can be done about a standard error that is closed.
        let _ = io::stderr().write_all(text.as_bytes());
    }

    fn table(&self) -> String {
        let mut text = String::from("statistics of wx\n");
        let total = self.start.elapsed();
        for (name, time) in self.stages.iter().chain([&("total", total)]) {
            text.push_str(&format!("  {name:<12} {:>12.3} ms\n", time.as_secs_f64() * 1e3));
        }
        for (name, value) in &self.counts {
            text.push_str(&format!("  {name:<12} {value:>12}\n"));
        }
        for (name, value) in &self.facts {
            text.push_str(&format!("  {name:<12} {value:>12}\n"));
        }
        text
    }

    fn json(&self) -> String {
        let mut object = Map::new();
        let milliseconds = |time: Duration| json!(time.as_secs_f64() * 1e3);
        let stages: Map<String, Value> =
            self.stages.iter().map(|(name, time)| ((*name).to_owned(), milliseconds(*time))).collect();
        object.insert("stages_ms".to_owned(), Value::Object(stages));
        object.insert("total_ms".to_owned(), milliseconds(self.start.elapsed()));
        for (name, value) in &self.counts {
            object.insert((*name).to_owned(), json!(value));
        }
        for (name, value) in &self.facts {
            object.insert((*name).to_owned(), json!(value));
        }
        format!("{}\n", Value::Object(object))
    }
}
