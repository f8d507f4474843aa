//! The summary as Markdown, for the README: the table with the command, the versions and the processor beside it.

use super::model::Report;
use super::summary::{Figure, noise, ratio, summarize};
use super::table::ratio_text;
use crate::statistics::duration;
use std::fmt::Write;

/// The summary over all programs, then every program's execution.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    let peers: Vec<&str> = report.peers().collect();
    let _ = writeln!(out, "Each number is the peer's time divided by that of wx: above 1, wx is faster.\n");
    let _ = writeln!(out, "| geomean (worst row) | {} |", peers.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(peers.len()));
    for figure in Figure::ALL {
        let cells: Vec<String> = peers
            .iter()
            .map(|peer| match summarize(report, peer, figure) {
                Some(s) => format!("{:.2} ({:.2} {})", s.geomean, s.worst.1, s.worst.0),
                None => "-".to_owned(),
            })
            .collect();
        let _ = writeln!(out, "| {} | {} |", figure.name(), cells.join(" | "));
    }
    let _ = writeln!(out, "\n| program | wx executes in | {} |", peers.join(" | "));
    let _ = writeln!(out, "|---|---|{}", "---|".repeat(peers.len()));
    for row in &report.rows {
        let wx = row.cell("wx").and_then(|c| c.execute.median()).map_or("-".to_owned(), duration);
        let cells: Vec<String> = peers.iter().map(|p| ratio_text(ratio(row, p, Figure::Execute))).collect();
        let _ = writeln!(out, "| {} | {wx} | {} |", row.program, cells.join(" | "));
    }
    let _ = writeln!(out, "\n{}", provenance(report));
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
    let noise = match noise(report, Figure::Execute) {
        Some((mean, (program, worst))) => {
            format!(
                " wx against itself in the same run: geomean {mean:.4}, furthest row {worst:.3} ({program})."
            )
        }
        None => String::new(),
    };
    format!(
        "Measured by `{}` at {} on {} ({} cores), {} rounds, medians of {}: {}.{noise} `~` marks a difference inside the noise.",
        report.command,
        report.commit,
        report.cpu,
        report.cores,
        report.rounds,
        report.clock,
        versions.join(", "),
    )
}
