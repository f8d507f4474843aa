//! Ratios of a report: per row, and over all rows as geometric mean and worst row.
//!
//! A ratio is always the peer's time over that of wx, so above 1 is a win for wx everywhere. Rows that a peer could
//! not run are outside its mean, and the count of rows says how many are inside.

use super::model::Report;
use crate::rounds::{AGAIN, Cell, Row};
use crate::statistics::{Ratio, Samples, geometric_mean};
use crate::suite::Group;

/// A figure of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Compile,
    Instantiate,
    Execute,
    Total,
}

impl Figure {
    pub const ALL: [Figure; 4] = [Figure::Execute, Figure::Compile, Figure::Instantiate, Figure::Total];

    pub fn name(self) -> &'static str {
        match self {
            Figure::Compile => "compile",
            Figure::Instantiate => "instantiate",
            Figure::Execute => "execute",
            Figure::Total => "bytes to answer",
        }
    }

    pub fn of(self, cell: &Cell) -> &Samples {
        match self {
            Figure::Compile => &cell.compile,
            Figure::Instantiate => &cell.instantiate,
            Figure::Execute => &cell.execute,
            Figure::Total => &cell.total,
        }
    }
}

/// A figure over the programs of a group: what a mean is taken of. Groups are never in one mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    pub figure: Figure,
    pub group: Group,
}

impl Scope {
    /// Those that a report has rows for: all figures of the suite, and of the seeds those that somebody waits for.
    pub fn all(report: &Report) -> impl Iterator<Item = Scope> {
        let of_suite = Figure::ALL.map(|figure| Scope { figure, group: Group::Suite });
        let of_seeds = [Figure::Execute, Figure::Total].map(|figure| Scope { figure, group: Group::Seeds });
        let there = |scope: &Scope| report.rows.iter().any(|row| row.group == scope.group);
        of_suite.into_iter().chain(of_seeds).filter(there)
    }

    pub fn name(self) -> String {
        match self.group {
            Group::Suite => self.figure.name().to_owned(),
            Group::Seeds => format!("{}: {}", self.group.name(), self.figure.name()),
        }
    }
}

/// The ratio of one row for one peer; `None` where either has no samples.
pub fn ratio(row: &Row, peer: &str, figure: Figure) -> Option<Ratio> {
    let wx = figure.of(row.cell("wx")?);
    let again = row.cell(AGAIN).map_or(wx, |cell| figure.of(cell));
    Ratio::of(wx, again, figure.of(row.cell(peer)?))
}

/// All rows of one peer, one figure and one group.
#[derive(Clone, Debug)]
pub struct Summary {
    pub rows: usize,
    pub noise_rows: usize,
    /// Rows in which wx is slower by more than the noise.
    pub losses: usize,
    pub geomean: f64,
    /// The row where wx does worst, and its ratio.
    pub worst: (String, f64),
    pub best: (String, f64),
}

pub fn summarize(report: &Report, peer: &str, scope: Scope) -> Option<Summary> {
    let ratios: Vec<(&str, Ratio)> = report
        .rows_of(scope.group)
        .filter_map(|row| Some((row.program.as_str(), ratio(row, peer, scope.figure)?)))
        .collect();
    let geomean = geometric_mean(ratios.iter().map(|(_, r)| r.value))?;
    let by_value = |a: &&(&str, Ratio), b: &&(&str, Ratio)| a.1.value.total_cmp(&b.1.value);
    let worst = ratios.iter().min_by(by_value)?;
    let best = ratios.iter().max_by(by_value)?;
    Some(Summary {
        rows: ratios.len(),
        noise_rows: ratios.iter().filter(|(_, r)| r.is_noise()).count(),
        losses: ratios.iter().filter(|(_, r)| r.value < 1.0 && !r.is_noise()).count(),
        geomean,
        worst: (worst.0.to_owned(), worst.1.value),
        best: (best.0.to_owned(), best.1.value),
    })
}

/// wx against itself: the geometric mean of the A/A ratios and the row that is furthest from 1.
pub fn noise(report: &Report, scope: Scope) -> Option<(f64, (String, f64))> {
    let figure = scope.figure;
    let apart: Vec<(&str, f64)> = report
        .rows_of(scope.group)
        .filter_map(|row| {
            let ours = figure.of(row.cell("wx")?).quartile()?;
            Some((row.program.as_str(), figure.of(row.cell(AGAIN)?).quartile()? / ours))
        })
        .collect();
    let geomean = geometric_mean(apart.iter().map(|(_, r)| *r))?;
    let distance = |r: f64| r.ln().abs();
    let worst = apart.iter().max_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))?;
    Some((geomean, (worst.0.to_owned(), worst.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(engine: &str, execute: f64) -> Cell {
        let execute = [execute; 3].into_iter().collect();
        Cell { engine: engine.to_owned(), execute, ..Cell::default() }
    }

    fn report(rows: Vec<Row>) -> Report {
        let mut report = Report::new(String::new(), &[], true);
        report.rows = rows;
        report
    }

    #[test]
    fn refused_rows_stay_outside_the_mean() {
        let row = |name: &str, cells| Row { program: name.to_owned(), cells, ..Row::default() };
        let report = report(vec![
            row("a", vec![cell("wx", 10.0), cell(AGAIN, 10.0), cell("peer", 40.0)]),
            row("b", vec![cell("wx", 10.0), cell(AGAIN, 10.1), cell("peer", 10.0)]),
            row(
                "c",
                vec![
                    cell("wx", 10.0),
                    cell(AGAIN, 10.0),
                    Cell { engine: "peer".to_owned(), ..Cell::default() },
                ],
            ),
        ]);
        let scope = Scope { figure: Figure::Execute, group: Group::Suite };
        let summary = summarize(&report, "peer", scope).unwrap();
        assert_eq!((summary.rows, summary.noise_rows, summary.losses), (2, 1, 0));
        assert!((summary.geomean - 2.0).abs() < 1e-9);
        assert_eq!(summary.worst.0, "b");
        let (mean, (worst, _)) = noise(&report, scope).unwrap();
        assert_eq!(worst, "b");
        assert!(mean > 1.0 && mean < 1.01);
    }

    #[test]
    fn the_seeds_have_a_mean_of_their_own() {
        let row = |name: &str, group, peer| Row {
            program: name.to_owned(),
            group,
            cells: vec![cell("wx", 10.0), cell(AGAIN, 10.0), cell("peer", peer)],
            ..Row::default()
        };
        let report = report(vec![row("fib", Group::Suite, 20.0), row("simple", Group::Seeds, 80.0)]);
        let of = |group| {
            let summary = summarize(&report, "peer", Scope { figure: Figure::Execute, group }).unwrap();
            (summary.rows, summary.geomean.round())
        };
        assert_eq!((of(Group::Suite), of(Group::Seeds)), ((1, 2.0), (1, 8.0)));
        let names: Vec<String> = Scope::all(&report).map(Scope::name).collect();
        assert_eq!(names.len(), 6);
        assert_eq!((names[0].as_str(), names[4].as_str()), ("execute", "seeds: execute"));
    }
}
