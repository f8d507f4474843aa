//! The library behind `wx bench FILE`: one export, called again and again, timed call by call.
//!
//! Every iteration says how far the code has come, so that warm-up is visible: the `Subject` supplies that, since only the
//! embedding knows how to ask the engine. The summary gives first, least, median and mean time, and the warm-up
//! gain: the first iteration over the median of the second half.

use crate::statistics::{Samples, duration};
use anyhow::{Result, ensure};
use serde::Serialize;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How far the code had come when an iteration ended: of the functions that were called by then none, all or some had machine code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Tier {
    Interp,
    Jit,
    #[serde(rename = "INTERP+JIT")]
    Both,
}

impl Tier {
    pub fn name(self) -> &'static str {
        match self {
            Tier::Interp => "INTERP",
            Tier::Jit => "JIT",
            Tier::Both => "INTERP+JIT",
        }
    }
}

/// One call.
#[derive(Clone, Debug, Serialize)]
pub struct Iteration {
    pub nanoseconds: f64,
    pub tier: Tier,
    /// What the call returned, as text.
    pub result: String,
}

/// What `wx bench` prints, as text or as JSON.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub file: String,
    pub export: String,
    pub compile_nanoseconds: f64,
    pub instantiate_nanoseconds: f64,
    pub iterations: Vec<Iteration>,
    pub summary: Summary,
}

#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    pub first: f64,
    pub least: f64,
    pub median: f64,
    pub mean: f64,
    /// First iteration over the median of the second half: above 1, the code became faster as it ran.
    pub warm_up_gain: f64,
}

/// What is called: the embedding's side.
pub trait Subject {
    /// Gets ready for the next call, outside the clock: a command needs a fresh instance, a function does not.
    fn prepare(&mut self) -> Result<()>;

    /// One call: its result as text.
    fn call(&mut self) -> Result<String>;

    /// How far the code has come, asked outside the clock.
    fn tier(&self) -> Tier;
}

/// What is known before the first call.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub file: String,
    pub export: String,
    pub compile: Duration,
    pub instantiate: Duration,
}

/// Calls the subject `count` times. A result that differs from the one before is allowed (a program may count its
/// calls) and is shown.
pub fn run(loaded: &Loaded, count: usize, subject: &mut impl Subject) -> Result<Report> {
    ensure!(count > 0, "--iterations must be at least 1");
    let mut iterations = Vec::with_capacity(count.min(1 << 16));
    for _ in 0..count {
        subject.prepare()?;
        let started = Instant::now();
        let result = subject.call()?;
        let nanoseconds = started.elapsed().as_nanos() as f64;
        iterations.push(Iteration { nanoseconds, tier: subject.tier(), result });
    }
    Ok(Report {
        file: loaded.file.clone(),
        export: loaded.export.clone(),
        compile_nanoseconds: loaded.compile.as_nanos() as f64,
        instantiate_nanoseconds: loaded.instantiate.as_nanos() as f64,
        summary: summarize(&iterations),
        iterations,
    })
}

/// There is at least one iteration.
fn summarize(iterations: &[Iteration]) -> Summary {
    let times: Vec<f64> = iterations.iter().map(|i| i.nanoseconds).collect();
    let all: Samples = times.iter().copied().collect();
    let warm: Samples = times[times.len() / 2..].iter().copied().collect();
    let first = times[0];
    let median = all.median().unwrap_or(first);
    Summary {
        first,
        least: all.least().unwrap_or(first),
        median,
        mean: times.iter().sum::<f64>() / times.len() as f64,
        warm_up_gain: first / warm.median().unwrap_or(first),
    }
}

/// A line per iteration, then the summary.
pub fn text(report: &Report) -> String {
    let mut out = format!("{}, export {}\n", report.file, report.export);
    let _ = writeln!(
        out,
        "compiled in {}, instantiated in {}\n",
        duration(report.compile_nanoseconds),
        duration(report.instantiate_nanoseconds)
    );
    let mut shown = None;
    for (at, iteration) in report.iterations.iter().enumerate() {
        let _ =
            write!(out, "{:>4}  {:>10}  {}", at + 1, duration(iteration.nanoseconds), iteration.tier.name());
        if shown != Some(&iteration.result) && !iteration.result.is_empty() {
            let _ = write!(out, "  -> {}", iteration.result);
            shown = Some(&iteration.result);
        }
        out.push('\n');
    }
    let s = &report.summary;
    let _ = writeln!(
        out,
        "\nfirst {}, least {}, median {}, mean {}, warm-up gain {:.2}x",
        duration(s.first),
        duration(s.least),
        duration(s.median),
        duration(s.mean),
        s.warm_up_gain
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tiers up at its third call.
    struct Counter {
        prepared: u32,
        calls: u32,
    }

    impl Subject for Counter {
        fn prepare(&mut self) -> Result<()> {
            self.prepared += 1;
            Ok(())
        }

        fn call(&mut self) -> Result<String> {
            self.calls += 1;
            Ok((self.calls / 2).to_string())
        }

        fn tier(&self) -> Tier {
            if self.calls < 3 { Tier::Interp } else { Tier::Both }
        }
    }

    #[test]
    fn the_summary_sees_the_warm_up() {
        let times = [800.0, 400.0, 100.0, 100.0];
        let made: Vec<Iteration> = times
            .iter()
            .map(|&nanoseconds| Iteration { nanoseconds, tier: Tier::Interp, result: "7".to_owned() })
            .collect();
        let summary = summarize(&made);
        assert_eq!((summary.first, summary.least, summary.median), (800.0, 100.0, 250.0));
        assert_eq!((summary.mean, summary.warm_up_gain), (350.0, 8.0));
    }

    #[test]
    fn a_report_reads_well_and_serializes() {
        let loaded = Loaded {
            file: "a.wasm".to_owned(),
            export: "run".to_owned(),
            compile: Duration::from_micros(5),
            instantiate: Duration::ZERO,
        };
        let mut counter = Counter { prepared: 0, calls: 0 };
        let report = super::run(&loaded, 3, &mut counter).unwrap();
        assert_eq!((counter.prepared, counter.calls), (3, 3));
        let text = text(&report);
        assert!(
            text.contains("INTERP  -> 0") && text.contains("INTERP  -> 1") && text.contains("INTERP+JIT\n"),
            "{text}"
        );
        let json = serde_json::to_string(&report).unwrap();
        assert!(json.contains("\"tier\":\"INTERP+JIT\""), "{json}");
        assert!(super::run(&loaded, 0, &mut counter).is_err());
    }
}
