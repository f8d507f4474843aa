//! Checks of the structure that no compiler makes.
//!
//! A rule of layout that nothing enforces lasts until the first hurried change.  Each rule here has a
//! file, says what is wrong with path and line, and runs as a test too, so that `cargo test` is enough
//! to notice.  Where a rule allows exceptions, they stand in a table with a reason each, and an
//! exception that is no longer needed is a finding itself.

mod cases;
mod circle;
mod document;
mod floor;
mod header;
mod safety;
mod size;
mod source;

use std::fmt;
use std::path::Path;

use anyhow::Result;

/// One fault, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Path from the root of the repository.
    path: String,
    /// From 1; 0 for the file as a whole.
    line: usize,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Runs every check on the repository at `root`.
pub(crate) fn run(root: &Path) -> Result<Vec<Finding>> {
    let tree = source::Tree::read(root)?;
    let mut findings = Vec::new();
    findings.extend(header::check(&tree));
    findings.extend(floor::check(&tree));
    findings.extend(circle::check(&tree));
    findings.extend(safety::check(&tree));
    findings.extend(size::check(&tree));
    findings.extend(document::check(&tree));
    findings.extend(cases::check(&tree));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        let findings = super::run(&crate::chore::root()).unwrap();
        let text: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(text.is_empty(), "{}", text.join("\n"));
    }
}
