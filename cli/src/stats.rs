//! Where the time went, stage by stage, and what became of each function.
//!
//! The table shows the functions in which most happened; JSON has all that were called.

use crate::args::RunArgs;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::time::{Duration, Instant};
use wx::base::{Printable, demangle};
use wx::{FunctionStatistics, FunctionTier, ModuleStatistics};

/// Functions in the table.
const SHOWN: usize = 20;

const TIERS: [FunctionTier; 5] = [
    FunctionTier::Unused,
    FunctionTier::Interpreted,
    FunctionTier::Queued,
    FunctionTier::Compiled,
    FunctionTier::Failed,
];

/// Collects the stages of one run.
pub(crate) struct Stats {
    start: Instant,
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
    counts: Vec<(&'static str, u64)>,
    facts: Vec<(&'static str, String)>,
    functions: Option<ModuleStatistics>,
}

impl Stats {
    pub(crate) fn new() -> Stats {
        let now = Instant::now();
        Stats {
            start: now,
            last: now,
            stages: Vec::new(),
            counts: Vec::new(),
            facts: Vec::new(),
            functions: None,
        }
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

    pub(crate) fn functions(&mut self, statistics: ModuleStatistics) {
        self.functions = Some(statistics);
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
        if let Some(functions) = &self.functions {
            functions_table(&mut text, functions);
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
        if let Some(statistics) = &self.functions {
            object.insert("functions".to_owned(), functions_json(statistics));
            let sums = statistics.optimizations();
            let sums: Map<String, Value> =
                sums.iter().map(|&(name, n)| (name.to_owned(), json!(n))).collect();
            object.insert("optimizations".to_owned(), Value::Object(sums));
            let tiers = TIERS.iter().map(|&tier| (tier.name().to_owned(), json!(statistics.count(tier))));
            object.insert("tiers".to_owned(), Value::Object(tiers.collect()));
        }
        format!("{}\n", Value::Object(object))
    }
}

/// Calls, iterations and times of a function, zero where nothing was counted.
fn counted(function: &FunctionStatistics) -> (u64, u64, u64, Duration, Duration) {
    function.counts.as_ref().map_or((0, 0, 0, Duration::ZERO, Duration::ZERO), |counts| {
        (counts.calls, counts.loop_iterations, counts.osr_entries, counts.lower_time, counts.compile_time)
    })
}

fn functions_table(text: &mut String, statistics: &ModuleStatistics) {
    let all = &statistics.functions;
    for tier in TIERS {
        text.push_str(&format!("  {:<12} {:>12} functions\n", tier.name(), statistics.count(tier)));
    }
    let sum = |of: fn(&FunctionStatistics) -> u128| all.iter().map(of).sum::<u128>();
    for (name, value) in
        [("lowering", sum(|f| counted(f).3.as_nanos())), ("compiling", sum(|f| counted(f).4.as_nanos()))]
    {
        text.push_str(&format!("  {name:<12} {:>12.3} ms\n", value as f64 / 1e6));
    }
    for (name, value) in [
        ("operations", sum(|f| f.operations as u128)),
        ("code bytes", sum(|f| f.code_bytes as u128)),
        ("table bytes", sum(|f| f.table_bytes as u128)),
        ("osr entries", sum(|f| counted(f).2.into())),
    ] {
        text.push_str(&format!("  {name:<12} {value:>12}\n"));
    }
    for (name, count) in statistics.optimizations() {
        text.push_str(&format!("  {name:<16} {count:>8}\n"));
    }
    // An iteration does about as much as a call.
    let mut most: Vec<&FunctionStatistics> = all.iter().filter(|f| f.tier != FunctionTier::Unused).collect();
    most.sort_by_key(|f| std::cmp::Reverse(counted(f).0.saturating_add(counted(f).1)));
    text.push_str("  tier              calls   iterations  osr  compile us   code  function\n");
    for function in most.iter().take(SHOWN) {
        let (calls, iterations, osr, _, compile) = counted(function);
        let tier = function.tier.name();
        let micros = compile.as_secs_f64() * 1e6;
        let name = function.name.as_deref();
        let name = name.map_or_else(String::new, |name| format!(" {}", Printable(&demangle(name))));
        text.push_str(&format!(
            "  {tier:<11} {calls:>11} {iterations:>12} {osr:>4} {micros:>11.1} {:>6}  {}{name}\n",
            function.code_bytes, function.index
        ));
    }
    for function in most.iter().filter(|f| f.why_not_compiled.is_some()).take(SHOWN) {
        let why = function.why_not_compiled.as_deref().unwrap_or_default();
        text.push_str(&format!("  not compiled: {}: {why}\n", function.index));
    }
}

/// Every function that was called.
fn functions_json(statistics: &ModuleStatistics) -> Value {
    let called = statistics.functions.iter().filter(|function| function.tier != FunctionTier::Unused);
    let value = |function: &FunctionStatistics| {
        let (calls, iterations, osr, lower, compile) = counted(function);
        json!({
            "index": function.index,
            "name": function.name,
            "tier": function.tier.name(),
            "calls": calls,
            "loop_iterations": iterations,
            "osr_entries": osr,
            "wasm_bytes": function.wasm_bytes,
            "operations": function.operations,
            "code_bytes": function.code_bytes,
            "table_bytes": function.table_bytes,
            "lower_us": lower.as_secs_f64() * 1e6,
            "compile_us": compile.as_secs_f64() * 1e6,
            "why_not_compiled": function.why_not_compiled,
        })
    };
    Value::Array(called.map(value).collect())
}
