//! Tests that are data say what they are.
//!
//! A reviewer sees a part of a snapshot, so a case's label must be the only one of its kind in the file. And who breaks a
//! regression reads its first line, which says what went wrong; so a regression is text, not a binary.

use std::collections::BTreeMap;

use super::Finding;
use super::source::Tree;

/// What a case of a snapshot begins with.
const LABEL: &str = "=== ";

const REGRESSIONS: &str = "testsuite/regress/";

/// Shorter than this, a comment says nothing.
const SHORTEST: usize = 10;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.cases.iter().chain(&tree.others) {
        if path.ends_with(".snap") {
            findings.extend(labels(path, text));
        }
        let first = text.lines().next().unwrap_or_default();
        let says = first.strip_prefix(";;").is_some_and(|comment| comment.trim().len() >= SHORTEST);
        if path.starts_with(REGRESSIONS) && !says {
            let message = "opens without a comment that says what went wrong".to_string();
            findings.push(Finding { path: path.clone(), line: 1, message });
        }
    }
    findings
}

/// Labels that were there before.
fn labels(path: &str, text: &str) -> Vec<Finding> {
    let (mut findings, mut seen) = (Vec::new(), BTreeMap::new());
    for (line, label) in text.lines().enumerate().filter(|(_, line)| line.starts_with(LABEL)) {
        if let Some(before) = seen.insert(label, line + 1) {
            let message = format!("`{label}` is in line {before} too; say what differs");
            findings.push(Finding { path: path.to_string(), line: line + 1, message });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_unique_and_regressions_say_what_went_wrong() {
        let mut tree = Tree::of(&[]);
        let mut add = |path: &str, text: &str| tree.cases.insert(path.to_string(), text.to_string());
        add("a.snap", "=== one\n    nop\n=== two\n=== one\n");
        add("b.snap", "=== one\n=== One\n");
        add("testsuite/regress/good.wast", ";; The upper half was lost.\n(module)");
        add("testsuite/regress/bad.wast", "(module) ;; The upper half was lost.\n");
        add("testsuite/regress/diff/short.wat", ";; bug\n(module)");
        add("testsuite/regress/diff/binary.wasm", "");
        add("testsuite/wx/int/none.wast", "(module)");
        let found: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[0].starts_with("a.snap:4: `=== one` is in line 1 too"), "{found:?}");
        assert!(found[1].starts_with("testsuite/regress/bad.wast:1"), "{found:?}");
        assert!(found[2].starts_with("testsuite/regress/diff/binary.wasm"), "{found:?}");
        assert!(found[3].starts_with("testsuite/regress/diff/short.wat"), "{found:?}");
    }
}
