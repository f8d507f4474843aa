//! `--readme`: the summary between two markers of README.md, and its chart beside the other documents.
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

/// Rewrites the section and the chart of the checkout at `root`.
pub fn update(report: &Report, root: &Path) -> Result<()> {
    ensure!(report.peers().next().is_some(), "a table for the README needs --peers");
    let readme = root.join("README.md");
    let text =
        std::fs::read_to_string(&readme).with_context(|| format!("cannot read {}", readme.display()))?;
    let text = replace(&text, &section(report)).with_context(|| readme.display().to_string())?;
    let chart = root.join(CHART);
    std::fs::write(&chart, readme_chart(report))
        .with_context(|| format!("cannot write {}", chart.display()))?;
    std::fs::write(&readme, text).with_context(|| format!("cannot write {}", readme.display()))?;
    println!("updated README.md and {CHART}");
    Ok(())
}

fn section(report: &Report) -> String {
    format!(
        "![Geometric means of wx beside its peers]({CHART})\n\n{}\n\
         <details><summary>Program by program</summary>\n\n{}\n</details>\n\n{}\n",
        markdown::overview(report),
        markdown::programs(report),
        markdown::provenance(report)
    )
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
    fn the_readme_has_its_markers() {
        let text = std::fs::read_to_string(crate::suite::repository().join("README.md")).unwrap();
        replace(&text, "").unwrap();
    }
}
