//! The tables as Markdown, for the README and for RESULTS.md, with the command, the versions and the processor.
//!
//! Losses are counted in the table itself, next to the mean that might hide them.

use super::model::Report;
use super::summary::{Figure, Scope, Summary, noise, ratio, summarize};
use super::table::ratio_text;
use crate::statistics::duration;
use crate::suite::Group;
use std::fmt::Write;

/// The summary over all programs, every program's execution, and where the numbers come from.
pub fn render(report: &Report) -> String {
    format!("{}\n{}\n{}\n", overview(report), programs(report), provenance(report))
}

/// A row for each figure, those of the seeds apart, and a column for each peer.
pub fn overview(report: &Report) -> String {
    let mut out =
        "Each number is the peer's time divided by that of wx: above 1, wx is faster.\n\n".to_owned();
    let peers: Vec<&str> = report.peers().collect();
    let _ = writeln!(out, "| geometric mean | {} |", peers.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(peers.len()));
    for scope in Scope::all(report) {
        let cells: Vec<String> = peers
            .iter()
            .map(|peer| summarize(report, peer, scope).map_or("-".to_owned(), |s| summary_cell(&s)))
            .collect();
        let _ = writeln!(out, "| {} | {} |", scope.name(), cells.join(" | "));
    }
    out
}

fn summary_cell(s: &Summary) -> String {
    let losses = match s.losses {
        0 => "loses none".to_owned(),
        n => format!("loses {n}"),
    };
    format!("**{:.2}x**<br>{losses} of {}<br>worst {:.2}x ({})", s.geomean, s.rows, s.worst.1, s.worst.0)
}

/// A row for each program: how long wx executes it, and the ratios.
pub fn programs(report: &Report) -> String {
    let mut out = String::new();
    let peers: Vec<&str> = report.peers().collect();
    let _ = writeln!(out, "| program | wx executes in | {} |", peers.join(" | "));
    let _ = writeln!(out, "|---|--:|{}", "--:|".repeat(peers.len()));
    for row in &report.rows {
        let wx = row.cell("wx").and_then(|c| c.execute.quartile()).map_or("-".to_owned(), duration);
        let cells: Vec<String> = peers.iter().map(|p| ratio_text(ratio(row, p, Figure::Execute))).collect();
        let seed = if row.group == Group::Seeds { " (seed)" } else { "" };
        let _ = writeln!(out, "| {}{seed} | {wx} | {} |", row.program, cells.join(" | "));
    }
    out
}

/// Command, versions, processor, noise: what a number is worth nothing without.
pub fn provenance(report: &Report) -> String {
    let versions: Vec<String> = report
        .engines
        .iter()
        .filter(|(name, _)| name != crate::rounds::AGAIN)
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let apart: Vec<String> = Scope::all(report)
        .filter_map(|scope| Some(format!("{} {:.4}", scope.name(), noise(report, scope)?.0)))
        .collect();
    let rounds = match report.rounds() {
        0 => String::new(),
        n => format!(" {n} rounds,"),
    };
    let apart = match apart.is_empty() {
        true => String::new(),
        false => format!(" wx against itself in the same run, geometric mean: {}.", apart.join(", ")),
    };
    format!(
        "Measured by `{}` at commit {} on {} ({} cores),{rounds} lower quartiles of {}: {}.{apart} \
         `~` marks a difference inside the noise, `-` what an engine cannot run or is not asked for.",
        report.command,
        report.commit,
        report.cpu,
        report.cores,
        report.clock,
        versions.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rounds::{AGAIN, Cell, Row};

    #[test]
    fn a_loss_stands_in_the_table() {
        let cell = |engine: &str, t: f64| {
            let execute = [t; 3].into_iter().collect();
            Cell { engine: engine.to_owned(), execute, ..Cell::default() }
        };
        let row = |program: &str, peer| Row {
            program: program.to_owned(),
            cells: vec![cell("wx", 10.0), cell(AGAIN, 10.0), cell("peer", peer)],
            ..Row::default()
        };
        let mut report = Report::new("bench".to_owned(), &[], true);
        report.engines = [("wx", "1"), (AGAIN, "1"), ("peer", "2")].map(|(a, b)| (a.into(), b.into())).into();
        report.rows = vec![row("slow", 5.0), row("fast", 20.0)];
        report.rows.push(Row { group: Group::Seeds, ..row("simple", 30.0) });
        let text = render(&report);
        assert!(text.contains("| execute | **1.00x**<br>loses 1 of 2<br>worst 0.50x (slow) |"), "{text}");
        assert!(text.contains("| seeds: execute | **3.00x**<br>loses none of 1<br>"), "{text}");
        assert!(text.contains("| simple (seed) | 10.0 ns | 3.00x |"), "{text}");
        assert!(
            text.contains("| slow | 10.0 ns | 0.50x |") && text.contains("3 rounds, lower quartiles"),
            "{text}"
        );
    }
}
