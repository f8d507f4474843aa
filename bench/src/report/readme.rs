//! `--readme`: the summary between two markers of README.md with its chart, and the programs one by one in bench/RESULTS.md.
//!
//! Numbers in a README that were typed grow old unnoticed. These come from a record, with the command that made them,
//! and one command replaces all of them.

use super::html::readme_chart;
use super::markdown;
use super::model::Report;
use anyhow::{Context, Result, ensure};
use std::path::Path;

const BEGIN: &str = "<!-- bench: written by `cargo xtask bench --readme` -->\n";
const END: &str = "<!-- bench: end -->\n";
const CHART: &str = "docs/chart.svg";
const SUMMARY: &str = "README.md";
const PROGRAMS: &str = "bench/RESULTS.md";

/// Rewrites both sections and the chart of the checkout at `root`; none of them if one cannot be.
pub fn update(report: &Report, root: &Path) -> Result<()> {
    ensure!(report.peers().next().is_some(), "a table for the README needs --peers");
    let files = [
        (SUMMARY, replaced(root, SUMMARY, &summary(report))?),
        (PROGRAMS, replaced(root, PROGRAMS, &programs(report))?),
        (CHART, readme_chart(report)),
    ];
    for (name, text) in files {
        let path = root.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("updated {SUMMARY}, {PROGRAMS} and {CHART}");
    Ok(())
}

fn summary(report: &Report) -> String {
    format!(
        "![Geometric means of wx beside its peers]({CHART})\n\n{}\n[Program by program]({PROGRAMS}). {}\n",
        markdown::overview(report),
        markdown::provenance(report)
    )
}

fn programs(report: &Report) -> String {
    format!("{}\n{}\n", markdown::programs(report), markdown::provenance(report))
}

/// The text of a file with another section between its markers.
fn replaced(root: &Path, name: &str, section: &str) -> Result<String> {
    let path = root.join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    replace(&text, section).with_context(|| path.display().to_string())
}

fn replace(text: &str, section: &str) -> Result<String> {
    let (before, rest) = text.split_once(BEGIN).context("the marker that begins the section is missing")?;
    let (_, after) = rest.split_once(END).context("the marker that ends the section is missing")?;
    Ok(format!("{before}{BEGIN}{section}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let old = format!("above\n{BEGIN}old\n{END}below\n");
        let new = replace(&old, "new\n").unwrap();
        assert_eq!(new, format!("above\n{BEGIN}new\n{END}below\n"));
        assert!(replace("no markers", "new").is_err());
    }

    #[test]
    fn both_documents_have_their_markers() {
        for name in [SUMMARY, PROGRAMS] {
            replaced(&crate::suite::repository(), name, "").unwrap();
        }
    }
}
