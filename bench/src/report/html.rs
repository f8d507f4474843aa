//! One page that needs nothing else: charts inline, tables, and how to read them.

use super::markdown::provenance;
use super::model::Report;
use super::summary::{Figure, ratio, summarize};
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
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}p.soft,td.soft{color:var(--soft)}
";

pub fn render(report: &Report) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n");
    let _ = write!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width\"><title>wx beside its peers</title>\n<style>{STYLE}</style>\n\
         <h1>wx beside its peers</h1>\n<p>Every ratio is the peer's time over that of wx: above 1, wx is faster. \
         Grey bars and <code>~</code> are inside the noise, which is measured by timing wx against itself.</p>\n\
         <p class=\"soft\">{}</p>\n",
        escape(&provenance(report))
    );
    if !report.rows.is_empty() {
        for figure in Figure::ALL {
            overview(report, figure, &mut out);
        }
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

/// The chart that the README shows: the geometric mean of execution beside each peer, or for one peer its programs.
pub fn readme_chart(report: &Report) -> String {
    let peers: Vec<&str> = report.peers().collect();
    if let [peer] = peers[..] {
        return svg::bars(&format!("Execution: {peer}'s time over that of wx"), &program_bars(report, peer));
    }
    svg::bars(
        "Execution, geometric mean: the peer's time over that of wx",
        &overview_bars(report, Figure::Execute),
    )
}

fn overview_bars(report: &Report, figure: Figure) -> Vec<Bar> {
    let bar = |peer: &str| {
        let summary = summarize(report, peer, figure)?;
        Some(Bar { label: format!("{peer} ({} rows)", summary.rows), ratio: summary.geomean, noise: 0.01 })
    };
    report.peers().filter_map(bar).collect()
}

fn overview(report: &Report, figure: Figure, out: &mut String) {
    let bars = overview_bars(report, figure);
    if !bars.is_empty() {
        let title = format!("Geometric mean: {}", figure.name());
        out.push_str(&svg::bars(&title, &bars));
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
        out.push_str(&svg::bars(&format!("Execution: {peer} / wx"), &bars));
    }
}

fn table(out: &mut String, head: &[String], rows: impl IntoIterator<Item = Vec<String>>) {
    let cells = |tag: &str, row: &[String]| -> String {
        row.iter().map(|c| format!("<{tag}>{}</{tag}>", escape(c))).collect()
    };
    let _ = write!(out, "<div class=\"wide\"><table>\n<tr>{}</tr>\n", cells("th", head));
    for row in rows {
        let _ = writeln!(out, "<tr>{}</tr>", cells("td", &row));
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
    let rows = report.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| detail(row, cell)));
    table(out, &head, rows);
}

fn detail(row: &Row, cell: &Cell) -> Vec<String> {
    let time = |figure: Figure| figure.of(cell).median().map_or(String::new(), duration);
    let kilobytes = |bytes: Option<u64>| bytes.map_or(String::new(), |b| format!("{:.1} kB", b as f64 / 1e3));
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
        kilobytes(cell.code_bytes.map(|b| b as u64)),
        kilobytes(cell.memory_bytes),
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
        row.extend(cost.engines.iter().map(|(_, s)| s.median().map_or(String::new(), duration)));
        row
    };
    table(out, &head, report.micro.iter().map(row));
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
            s.time.median().map_or(String::new(), duration),
            s.refused.as_deref().map_or(String::new(), |why| why.chars().take(80).collect()),
        ]
    };
    table(out, &head, report.compile_speed.iter().map(row));
}

fn processes(report: &Report, out: &mut String) {
    if report.processes.is_empty() {
        return;
    }
    out.push_str("<h2>Whole processes</h2>\n");
    let head = strings(&["job", "program", "time", "over wx", "peak memory", "note"]);
    let mut rows = Vec::new();
    for row in &report.processes {
        let wx = row.cells.iter().find(|(name, _)| name == "wx").and_then(|(_, m)| m.time.median());
        for (name, cell) in &row.cells {
            let time = cell.time.median();
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
    table(out, &head, rows);
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
        let mut report = Report::new("bench <x>".to_owned(), &[], true, 3);
        report.engines = vec![
            ("wx".into(), "1".into()),
            (crate::rounds::AGAIN.into(), "1".into()),
            ("peer".into(), "2".into()),
        ];
        let cells = vec![cell("wx", 1.0), cell(crate::rounds::AGAIN, 1.0), cell("peer", 2.0)];
        report.rows = vec![Row { program: "sieve".into(), family: "memory".into(), cells }];
        let page = render(&report);
        assert!(page.contains("<svg") && page.contains("2.00x") && page.contains("bench &lt;x&gt;"));
        assert!(!page.contains("src=") && !page.contains("href="), "the page refers to another file");
    }
}
