//! Files and functions that can be taken in at once.
//!
//! A file of up to [`FILE_LINES`] lines before its unit tests and a function of up to [`FUNCTION_LINES`] lines of code can be
//! read without losing the thread.  Tables are exempt: a row for each of hundreds of operators is long
//! and easy.  An exemption names its reason, and goes when it is no longer needed.

use super::Finding;
use super::source::{Source, Tree, is_word_at, line_of};

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 80;

/// Files that may be longer, and why.
const LONG_FILES: &[(&str, &str)] =
    &[("engine/src/ir/table.rs", "the table of all operations: a row for each, and nothing else")];

/// Functions that may be longer, by file and name, and why.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[
    (
        "engine/src/jit/x64/stubs/bulk.rs",
        "copy_long_avx",
        "one listing of assembly, whose labels are local to it",
    ),
    ("engine/src/jit/x64/stubs/bulk.rs", "fill", "one listing of assembly, whose labels are local to it"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    check_with(tree, LONG_FILES, LONG_FUNCTIONS)
}

fn check_with(tree: &Tree, files: &[(&str, &str)], functions: &[(&str, &str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut long_files = Vec::new();
    let mut long_functions = Vec::new();
    for (path, source) in &tree.rust {
        let lines = source.without_tests().lines().count();
        if lines > FILE_LINES {
            long_files.push(path.as_str());
            if !files.iter().any(|(exempt, _)| exempt == path) {
                let message = format!("{lines} lines; the limit is {FILE_LINES}, or a table's exemption");
                findings.push(Finding { path: path.clone(), line: 0, message });
            }
        }
        for (name, line, lines) in long_functions_of(source) {
            long_functions.push((path.as_str(), name));
            if !functions.iter().any(|(file, exempt, _)| file == path && *exempt == name) {
                let message = format!("`{name}` has {lines} lines of code; the limit is {FUNCTION_LINES}");
                findings.push(Finding { path: path.clone(), line, message });
            }
        }
    }
    let stale = |path: &str, what: &str| Finding {
        path: path.to_string(),
        line: 0,
        message: format!("{what} is not long any more; remove its exemption from `xtask/src/tidy/size.rs`"),
    };
    findings.extend(files.iter().filter(|(f, _)| !long_files.contains(f)).map(|(f, _)| stale(f, "it")));
    let gone = functions.iter().filter(|(file, name, _)| !long_functions.contains(&(*file, *name)));
    findings.extend(gone.map(|(file, name, _)| stale(file, &format!("`{name}`"))));
    findings
}

/// Name, line and length of each function that is too long; blank lines and comments do not count.
fn long_functions_of(source: &Source) -> Vec<(&str, usize, usize)> {
    let code = source.bare.as_str();
    let mut found = Vec::new();
    for (at, word) in code.match_indices("fn ") {
        if !is_word_at(code, at, "fn") {
            continue;
        }
        let rest = &code[at + word.len()..];
        let name_len = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
        let Some(body) = body_of(&rest[name_len..]) else { continue };
        let lines = body.lines().filter(|line| !line.trim().is_empty()).count();
        if name_len > 0 && lines > FUNCTION_LINES {
            found.push((&rest[..name_len], line_of(code, at), lines));
        }
    }
    found
}

/// The text from the first brace to the one that closes it; none for a declaration without a body.
fn body_of(rest: &str) -> Option<&str> {
    let start = rest.find(['{', ';'])?;
    if rest[start..].starts_with(';') && !rest[..start].contains('[') {
        return None;
    }
    let start = start + rest[start..].find('{')?;
    let mut depth = 0_usize;
    for (at, c) in rest[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&rest[start..=start + at]);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_functions_and_files_are_found_and_exemptions_expire() {
        let body = "    x();\n".repeat(FUNCTION_LINES);
        let comments = "    // why\n\n".repeat(FUNCTION_LINES);
        let text = format!(
            "fn long(a: [u8; 4]) {{\n{body}}}\ntrait T {{ fn none(&self); }}\nfn short() {{\n{comments}}}\n"
        );
        let long_file = "//\n".repeat(FILE_LINES + 1);
        let tree = Tree::of(&[("a.rs", &text), ("b.rs", &long_file)]);
        let found: Vec<_> = check_with(&tree, &[], &[]).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("a.rs:1: `long` has 82"), "{found:?}");
        assert!(found[1].starts_with("b.rs: 601 lines"), "{found:?}");

        assert!(check_with(&tree, &[("b.rs", "table")], &[("a.rs", "long", "table")]).is_empty());
        let stale = check_with(
            &tree,
            &[("b.rs", "t"), ("a.rs", "t")],
            &[("a.rs", "long", "t"), ("a.rs", "short", "t")],
        );
        assert_eq!(stale.len(), 2, "{stale:?}");
    }
}
