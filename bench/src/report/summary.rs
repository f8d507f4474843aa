//! Ratios of a report: per row, and over all rows as geometric mean and worst row.
//!
//! A ratio is always the peer's time over that of wx, so above 1 is a win for wx everywhere. Rows that a peer could
//! not run are outside its mean, and the count of rows says how many are inside.

use super::model::Report;
use crate::rounds::{AGAIN, Cell, Row};
use crate::statistics::{Ratio, Samples, geometric_mean};

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

/// The ratio of one row for one peer; `None` where either has no samples.
pub fn ratio(row: &Row, peer: &str, figure: Figure) -> Option<Ratio> {
    let wx = figure.of(row.cell("wx")?);
    let again = row.cell(AGAIN).map_or(wx, |cell| figure.of(cell));
    Ratio::of(wx, again, figure.of(row.cell(peer)?))
}

/// All rows of one peer and one figure.
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

pub fn summarize(report: &Report, peer: &str, figure: Figure) -> Option<Summary> {
    let ratios: Vec<(&str, Ratio)> = report
        .rows
        .iter()
        .filter_map(|row| Some((row.program.as_str(), ratio(row, peer, figure)?)))
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
pub fn noise(report: &Report, figure: Figure) -> Option<(f64, (String, f64))> {
    let apart: Vec<(&str, f64)> = report
        .rows
        .iter()
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
        let row = |name: &str, cells| Row { program: name.to_owned(), family: String::new(), cells };
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
        let summary = summarize(&report, "peer", Figure::Execute).unwrap();
        assert_eq!((summary.rows, summary.noise_rows, summary.losses), (2, 1, 0));
        assert!((summary.geomean - 2.0).abs() < 1e-9);
        assert_eq!(summary.worst.0, "b");
        let (mean, (worst, _)) = noise(&report, Figure::Execute).unwrap();
        assert_eq!(worst, "b");
        assert!(mean > 1.0 && mean < 1.01);
    }
}
