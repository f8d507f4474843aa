//! Every Rust file opens with a `//!` header.
//!
//! The header says what problem the file solves and why the way it does so is right; that cannot be
//! checked, but its absence can.

use super::Finding;
use super::source::Tree;

/// Shorter than this, a header names the file instead of explaining it.
const SHORTEST: usize = 10;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in &tree.rust {
        let header: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let len: usize = header.iter().map(|line| line.trim_start_matches("//!").trim().len()).sum();
        if len < SHORTEST {
            findings.push(Finding {
                path: path.clone(),
                line: 1,
                message: "opens without a `//!` header that says what the file is for".to_string(),
            });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_required_at_the_top() {
        let tree = Tree::of(&[
            ("a.rs", "//! Says what it is and what it is for.\nfn a() {}"),
            ("b.rs", "use x;\n//! Too late, the file has begun.\n"),
            ("c.rs", "//! b\n"),
        ]);
        let paths: Vec<_> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, ["b.rs", "c.rs"]);
    }
}
