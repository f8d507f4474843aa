//! One page that needs nothing else: charts inline, tables, and how to read them.

use super::markdown::provenance;
use super::model::Report;
use super::summary::{Figure, Scope, noise, ratio, summarize};
use super::svg::{self, Bar, escape};
use super::table::ratio_text;
use crate::rounds::{Cell, Row};
use crate::statistics::duration;
use std::fmt::Write;

const STYLE: &str = "
:root{--paper:#fff;--ink:#1d1d1f;--soft:#6e6e73;--line:#d8d8dc;--win:#2f7d5b;--loss:#b4532a;--noise:#a9a9b0}
@media(prefers-color-scheme:dark){:root{--paper:#17181a;--ink:#ececee;--soft:#9b9ba1;--line:#3a3b40;--win:#4fae84;\
--loss:#dd7a4d;--noise:#6b6c72}}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;\
padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}svg{max-width:100%;height:auto;margin:.5rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.85rem}
th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th.t,td.t{text-align:left}tr.new td{border-top:2px solid var(--soft)}.wide{overflow-x:auto}
p.soft{color:var(--soft)}code{font-size:.9em}
";

pub fn render(report: &Report) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n");
    let _ = write!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width\"><title>wx beside its peers</title>\n<style>{STYLE}</style>\n\
         <h1>wx beside its peers</h1>\n<p>Every ratio is the peer's time over that of wx: above 1, wx is faster. \
         Grey bars and <code>~</code> are inside the noise, which is measured by timing wx against itself.</p>\n\
         <p class=\"soft\">{}</p>\n",
        code(&escape(&provenance(report)))
    );
    if !report.rows.is_empty() {
        overview(report, &mut out);
        summaries(report, &mut out);
        for peer in report.peers() {
            programs(report, peer, &mut out);
        }
        details(report, &mut out);
    }
    micro(report, &mut out);
    compile_speed(report, &mut out);
    processes(report, &mut out);
    out.push_str("</html>\n");
    out
}

/// The chart that the README shows: the geometric means beside each peer, or for one peer its programs.
pub fn readme_chart(report: &Report) -> String {
    let peers: Vec<&str> = report.peers().collect();
    if let [peer] = peers[..] {
        let title = format!("Execution: {peer}'s time over that of wx");
        return svg::bars(&title, &[(String::new(), program_bars(report, peer))]);
    }
    let sections = sections(report, &[Figure::Execute, Figure::Total]);
    svg::bars("The peer's time over that of wx, geometric mean (right: wx is faster)", &sections)
}

/// Bars for each of these figures, those of the seeds apart.
fn sections(report: &Report, figures: &[Figure]) -> Vec<(String, Vec<Bar>)> {
    let wanted = Scope::all(report).filter(|scope| figures.contains(&scope.figure));
    wanted
        .map(|scope| (scope.name(), overview_bars(report, scope)))
        .filter(|(_, bars)| !bars.is_empty())
        .collect()
}

fn overview_bars(report: &Report, scope: Scope) -> Vec<Bar> {
    let apart = noise(report, scope).map_or(0.0, |(mean, _)| (mean - 1.0).abs());
    let bar = |peer: &str| {
        let summary = summarize(report, peer, scope)?;
        let label = format!("{peer} ({} programs)", summary.rows);
        Some(Bar { label, ratio: summary.geomean, noise: apart })
    };
    report.peers().filter_map(bar).collect()
}

fn overview(report: &Report, out: &mut String) {
    let sections = sections(report, &Figure::ALL);
    if !sections.is_empty() {
        out.push_str(&svg::bars("Geometric means over the suite and over the seeds", &sections));
    }
}

fn program_bars(report: &Report, peer: &str) -> Vec<Bar> {
    let bar = |row: &Row| {
        let ratio = ratio(row, peer, Figure::Execute)?;
        Some(Bar { label: row.program.clone(), ratio: ratio.value, noise: ratio.noise })
    };
    report.rows.iter().filter_map(bar).collect()
}

fn programs(report: &Report, peer: &str, out: &mut String) {
    let bars = program_bars(report, peer);
    if !bars.is_empty() {
        let _ = writeln!(out, "<h2>{} program by program</h2>", escape(peer));
        out.push_str(&svg::bars(&format!("Execution: {peer} / wx"), &[(String::new(), bars)]));
    }
}

/// Markdown's backticks as HTML's `code`.
fn code(text: &str) -> String {
    let part = |(at, part): (usize, &str)| {
        if at.is_multiple_of(2) { part.to_owned() } else { format!("<code>{part}</code>") }
    };
    text.split('`').enumerate().map(part).collect()
}

/// The mean of each figure beside each peer, with what it hides: the worst row, and how many rows are lost.
fn summaries(report: &Report, out: &mut String) {
    let head = strings(&["figure", "peer", "geomean", "worst", "best", "programs", "lost", "in the noise"]);
    let mut rows = Vec::new();
    for scope in Scope::all(report) {
        for peer in report.peers() {
            let Some(s) = summarize(report, peer, scope) else { continue };
            rows.push(vec![
                scope.name(),
                peer.to_owned(),
                format!("{:.2}x", s.geomean),
                format!("{:.2}x {}", s.worst.1, s.worst.0),
                format!("{:.2}x {}", s.best.1, s.best.0),
                s.rows.to_string(),
                s.losses.to_string(),
                s.noise_rows.to_string(),
            ]);
        }
    }
    table(out, &head, &["peer"], &rows);
}

/// A table. Columns named in `words`, and notes, are flush left. Rows with the same first cell form a group: the cell is
/// shown once, with a line above.
fn table(out: &mut String, head: &[String], words: &[&str], rows: &[Vec<String>]) {
    let left = |at: usize| at == 0 || head[at] == "note" || words.contains(&head[at].as_str());
    let cells = |tag: &str, row: &[String], hide_first: bool| -> String {
        let cell = |(at, text): (usize, &String)| {
            let class = if left(at) { " class=\"t\"" } else { "" };
            let text = if at == 0 && hide_first { String::new() } else { escape(text) };
            format!("<{tag}{class}>{text}</{tag}>")
        };
        row.iter().enumerate().map(cell).collect()
    };
    let _ = write!(out, "<div class=\"wide\"><table>\n<tr>{}</tr>\n", cells("th", head, false));
    let grouped = rows.windows(2).any(|pair| pair[0][0] == pair[1][0]);
    for (at, row) in rows.iter().enumerate() {
        let same = at > 0 && rows[at - 1][0] == row[0];
        let class = if grouped && !same { " class=\"new\"" } else { "" };
        let _ = writeln!(out, "<tr{class}>{}</tr>", cells("td", row, same));
    }
    out.push_str("</table></div>\n");
}

fn strings(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|s| (*s).to_owned()).collect()
}

fn details(report: &Report, out: &mut String) {
    out.push_str("<h2>Every figure</h2>\n");
    let head = strings(&[
        "program",
        "family",
        "engine",
        "compile",
        "instantiate",
        "execute",
        "execute / wx",
        "code",
        "memory",
        "note",
    ]);
    let rows: Vec<Vec<String>> =
        report.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| detail(row, cell))).collect();
    table(out, &head, &["family", "engine"], &rows);
}

fn detail(row: &Row, cell: &Cell) -> Vec<String> {
    let time = |figure: Figure| figure.of(cell).quartile().map_or(String::new(), duration);
    let size = |bytes: Option<u64>| {
        bytes.map_or(String::new(), |b| match b as f64 {
            b if b < 1e6 => format!("{:.1} kB", b / 1e3),
            b => format!("{:.1} MB", b / 1e6),
        })
    };
    vec![
        row.program.clone(),
        row.family.clone(),
        cell.engine.clone(),
        time(Figure::Compile),
        time(Figure::Instantiate),
        time(Figure::Execute),
        if cell.engine == "wx" {
            String::new()
        } else {
            ratio_text(ratio(row, &cell.engine, Figure::Execute))
        },
        size(cell.code_bytes.map(|b| b as u64)),
        size(cell.memory_bytes),
        cell.refused.as_deref().map_or(String::new(), |why| why.chars().take(80).collect()),
    ]
}

fn micro(report: &Report, out: &mut String) {
    let Some(first) = report.micro.first() else { return };
    out.push_str("<h2>Micro costs</h2>\n");
    let mut head = strings(&["one"]);
    head.extend(first.engines.iter().map(|(name, _)| name.clone()));
    let row = |cost: &crate::micro::Cost| {
        let mut row = vec![cost.name.clone()];
        row.extend(cost.engines.iter().map(|(_, s)| s.quartile().map_or(String::new(), duration)));
        row
    };
    table(out, &head, &[], &report.micro.iter().map(row).collect::<Vec<_>>());
}

fn compile_speed(report: &Report, out: &mut String) {
    if report.compile_speed.is_empty() {
        return;
    }
    out.push_str("<h2>Compile speed, one thread</h2>\n");
    let head = strings(&[
        "input",
        "operators",
        "engine",
        "stage",
        "ns per operator",
        "MB of code per s",
        "time",
        "note",
    ]);
    let number = |n: Option<f64>| n.map_or(String::new(), |n| format!("{n:.1}"));
    let row = |s: &crate::compile_speed::Stage| {
        vec![
            s.input.clone(),
            s.amount.operators.to_string(),
            s.engine.clone(),
            s.stage.clone(),
            number(s.nanoseconds_per_operator()),
            number(s.megabytes_per_second()),
            s.time.quartile().map_or(String::new(), duration),
            s.refused.as_deref().map_or(String::new(), |why| why.chars().take(80).collect()),
        ]
    };
    table(out, &head, &["engine", "stage"], &report.compile_speed.iter().map(row).collect::<Vec<_>>());
}

fn processes(report: &Report, out: &mut String) {
    if report.processes.is_empty() {
        return;
    }
    out.push_str("<h2>Whole processes, wall time</h2>\n");
    let head = strings(&["job", "program", "time", "over wx", "peak memory", "note"]);
    let mut rows = Vec::new();
    for row in &report.processes {
        let wx = row.cells.iter().find(|(name, _)| name == "wx").and_then(|(_, m)| m.time.quartile());
        for (name, cell) in &row.cells {
            let time = cell.time.quartile();
            let over = time.zip(wx).map_or(String::new(), |(t, wx)| format!("{:.2}x", t / wx));
            rows.push(vec![
                row.job.clone(),
                name.clone(),
                time.map_or(String::new(), duration),
                over,
                cell.peak_bytes.map_or(String::new(), |b| format!("{:.1} MB", b as f64 / 1e6)),
                cell.refused.as_deref().map_or(String::new(), |why| why.chars().take(80).collect()),
            ]);
        }
    }
    table(out, &head, &["program"], &rows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_charts_and_needs_nothing_from_elsewhere() {
        let cell = |engine: &str, t: f64| Cell {
            engine: engine.to_owned(),
            execute: [t; 3].into_iter().collect(),
            ..Cell::default()
        };
        let mut report = Report::new("bench <x>".to_owned(), &[], true);
        report.engines = vec![
            ("wx".into(), "1".into()),
            (crate::rounds::AGAIN.into(), "1".into()),
            ("peer".into(), "2".into()),
        ];
        let cells = vec![cell("wx", 1.0), cell(crate::rounds::AGAIN, 1.0), cell("peer", 2.0)];
        report.rows = vec![Row { program: "sieve".into(), family: "memory".into(), cells, ..Row::default() }];
        let page = render(&report);
        assert!(page.contains("<svg") && page.contains("2.00x") && page.contains("bench &lt;x&gt;"));
        assert!(!page.contains("src=") && !page.contains("href="), "the page refers to another file");
    }
}
