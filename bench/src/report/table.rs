//! The report as text for a terminal.

use super::model::Report;
use super::summary::{Figure, Scope, Summary, noise, ratio, summarize};
use crate::process::Measurement;
use crate::rounds::AGAIN;
use crate::statistics::{Ratio, duration};
use crate::suite::Group;
use std::fmt::Write;

/// Everything, in the order of interest: rows, summary, noise, micro costs, compile speed, processes.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for group in Group::ALL {
        rows(report, group, &mut out);
    }
    summaries(report, &mut out);
    micro(report, &mut out);
    compile_speed(report, &mut out);
    processes(report, &mut out);
    refusals(report, &mut out);
    out
}

/// `1.34x`, or `~1.02x` where the difference is inside the noise.
pub fn ratio_text(ratio: Option<Ratio>) -> String {
    match ratio {
        Some(r) if r.is_noise() => format!("~{:.2}x", r.value),
        Some(r) => format!("{:.2}x", r.value),
        None => "-".to_owned(),
    }
}

/// Writes cells in columns: the first flush left, the others flush right.
fn columns(table: &[Vec<String>], out: &mut String) {
    let width =
        |at: usize| table.iter().filter_map(|r| r.get(at)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table.iter().map(Vec::len).max().unwrap_or(0)).map(width).collect();
    for row in table {
        for (at, cell) in row.iter().enumerate() {
            let width = widths[at];
            let _ = if at == 0 { write!(out, "{cell:<width$}") } else { write!(out, "  {cell:>width$}") };
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}

fn rows(report: &Report, group: Group, out: &mut String) {
    if report.rows_of(group).next().is_none() {
        return;
    }
    let peers: Vec<&str> = report.peers().collect();
    let unit = match (group, report.quick) {
        (Group::Suite, true) => "run_n(small)",
        (Group::Suite, false) => "run()",
        (Group::Seeds, _) => "run() of the seeds",
    };
    out.push_str(&format!("\nExecution of {unit}: time of wx, then each peer's time over it (above 1: wx is faster; ~: inside the noise)\n\n"));
    let mut table = vec![header(&["program", "wx", "A/A"], &peers)];
    for row in report.rows_of(group) {
        let wx = row.cell("wx").and_then(|c| c.execute.quartile()).map_or("-".to_owned(), duration);
        let again = ratio(row, AGAIN, Figure::Execute).map_or("-".to_owned(), |r| format!("{:.3}", r.value));
        let mut line = vec![row.program.clone(), wx, again];
        line.extend(peers.iter().map(|peer| ratio_text(ratio(row, peer, Figure::Execute))));
        table.push(line);
    }
    columns(&table, out);
}

fn header(first: &[&str], peers: &[&str]) -> Vec<String> {
    first.iter().chain(peers).map(|s| (*s).to_owned()).collect()
}

fn summaries(report: &Report, out: &mut String) {
    for scope in Scope::all(report) {
        let Some((mean, (program, furthest))) = noise(report, scope) else { continue };
        let name = scope.name();
        let _ = writeln!(out, "\n{name}: A/A geomean {mean:.4}, furthest row {furthest:.3} ({program})");
        let mut table = Vec::new();
        for peer in report.peers() {
            if let Some(s) = summarize(report, peer, scope) {
                table.push(summary_line(peer, &s));
            }
        }
        columns(&table, out);
    }
}

fn summary_line(peer: &str, s: &Summary) -> Vec<String> {
    vec![
        format!("  {peer}"),
        format!("geomean {:.2}x", s.geomean),
        format!("worst {:.2}x ({})", s.worst.1, s.worst.0),
        format!("best {:.2}x ({})", s.best.1, s.best.0),
        format!("{} rows, {} in the noise", s.rows, s.noise_rows),
    ]
}

fn micro(report: &Report, out: &mut String) {
    let Some(first) = report.micro.first() else { return };
    out.push_str("\nMicro costs, time of one\n\n");
    let names: Vec<&str> = first.engines.iter().map(|(name, _)| name.as_str()).collect();
    let mut table = vec![header(&["cost"], &names)];
    for cost in &report.micro {
        let mut line = vec![cost.name.clone()];
        line.extend(cost.engines.iter().map(|(_, s)| s.quartile().map_or("-".to_owned(), duration)));
        table.push(line);
    }
    columns(&table, out);
}

fn compile_speed(report: &Report, out: &mut String) {
    if report.compile_speed.is_empty() {
        return;
    }
    out.push_str("\nCompile speed on one thread\n\n");
    let mut table =
        vec![header(&["input", "operators", "code", "engine", "stage", "ns/operator", "MB/s", "time"], &[])];
    for stage in &report.compile_speed {
        let (Some(ns), Some(mb), Some(time)) =
            (stage.nanoseconds_per_operator(), stage.megabytes_per_second(), stage.time.quartile())
        else {
            continue;
        };
        table.push(vec![
            stage.input.clone(),
            stage.amount.operators.to_string(),
            format!("{:.2} MB", stage.amount.code_bytes as f64 / 1e6),
            stage.engine.clone(),
            stage.stage.clone(),
            format!("{ns:.1}"),
            format!("{mb:.1}"),
            duration(time),
        ]);
    }
    columns(&table, out);
}

fn processes(report: &Report, out: &mut String) {
    let Some(first) = report.processes.first() else { return };
    out.push_str("\nWhole processes: wall time, peak memory, and each peer's time over that of wx\n\n");
    let names: Vec<&str> = first.cells.iter().map(|(name, _)| name.as_str()).collect();
    let mut table = vec![header(&["job"], &names)];
    for row in &report.processes {
        let wx = row.cells.iter().find(|(name, _)| name == "wx").and_then(|(_, m)| m.time.quartile());
        let mut line = vec![row.job.clone()];
        line.extend(row.cells.iter().map(|(_, m)| process_cell(wx, m)));
        table.push(line);
    }
    columns(&table, out);
}

fn process_cell(wx: Option<f64>, cell: &Measurement) -> String {
    let Some(time) = cell.time.quartile() else { return "-".to_owned() };
    let memory = cell.peak_bytes.map_or(String::new(), |bytes| format!(" {} MB", bytes / 1_000_000));
    let ratio = wx.map_or(String::new(), |wx| format!(" {:.2}x", time / wx));
    format!("{}{memory}{ratio}", duration(time))
}

/// What was not measured, and why: a gap in a table should not have to be guessed at.
fn refusals(report: &Report, out: &mut String) {
    let mut lines = Vec::new();
    for row in &report.rows {
        for cell in &row.cells {
            if let Some(why) = &cell.refused {
                lines.push(format!("  {} on {}: {}", row.program, cell.engine, first_line(why)));
            }
        }
    }
    for stage in &report.compile_speed {
        if let Some(why) = &stage.refused {
            lines.push(format!(
                "  {} of {} by {}: {}",
                stage.stage,
                stage.input,
                stage.engine,
                first_line(why)
            ));
        }
    }
    for row in &report.processes {
        for (engine, cell) in &row.cells {
            if let Some(why) = &cell.refused {
                lines.push(format!("  {} by {engine}: {}", row.job, first_line(why)));
            }
        }
    }
    if !lines.is_empty() {
        out.push_str("\nNot measured\n\n");
        out.push_str(&lines.join("\n"));
        out.push('\n');
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(160).collect()
}
