//! What the documents name exists.
//!
//! A document that names a deleted file teaches something false.  So each name in backticks is looked
//! up: a path in the tree, an identifier as a word in the sources, a chore in `main.rs`, a flag as a
//! field of some argument parser.  Links to files are followed.  What is not a name (a space, a star,
//! an angle bracket in it) and what stands in a fenced block is left alone.
//!
//! `CHANGELOG.md` is exempt: it tells of the past.

use super::Finding;
use super::source::{Tree, is_word_at};

/// Words in backticks that look like names of ours and are none, and where they come from.
const FOREIGN: &[(&str, &str)] = &[
    ("testsuite/wx/int/reverse.wast", "the imaginary instruction of docs/adding-an-instruction.md"),
    ("i32_reverse", "the imaginary instruction of docs/adding-an-instruction.md"),
    ("testsuite/regress/SLUG.wast", "a pattern for names, in docs/testing.md"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in &tree.documents {
        if path == "CHANGELOG.md" || path.starts_with("fuzz/") {
            continue;
        }
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            let names = backticks(line).filter_map(|name| fault(tree, path, name));
            let links = links(line).filter_map(|link| broken(tree, path, link));
            for message in names.chain(links) {
                findings.push(Finding { path: path.clone(), line: number + 1, message });
            }
        }
    }
    findings
}

/// The texts between backticks on one line.
fn backticks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of links that are not web addresses or places within the page.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

fn broken(tree: &Tree, document: &str, link: &str) -> Option<String> {
    let target = link.split('#').next().unwrap_or("");
    if target.is_empty() || target.contains("://") {
        return None;
    }
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = if folder.is_empty() { target.to_string() } else { format!("{folder}/{target}") };
    (!tree.exists(&path)).then(|| format!("link to `{link}`, which does not exist"))
}

fn fault(tree: &Tree, document: &str, name: &str) -> Option<String> {
    if FOREIGN.iter().any(|(foreign, _)| *foreign == name) {
        return None;
    }
    if let Some(chore) = name.strip_prefix("cargo xtask ") {
        let chore = chore.split_whitespace().next().unwrap_or("");
        return (!has_chore(tree, chore)).then(|| format!("`cargo xtask {chore}` is not a chore"));
    }
    if name.contains(|c: char| c.is_whitespace() || "*<>{}[]|=\"'$@,".contains(c)) || name.contains("...") {
        return None;
    }
    if let Some(flag) = name.strip_prefix("--") {
        return (!is_mentioned(tree, &flag.replace('-', "_")) && !is_mentioned(tree, flag))
            .then(|| format!("no program of ours has the flag `{name}`"));
    }
    if is_path(name) {
        return (!path_exists(tree, document, name)).then(|| format!("`{name}` does not exist"));
    }
    let identifier = name.trim_end_matches("()").trim_end_matches('!');
    let is_ours = identifier.contains('_') || identifier.contains("::") || is_camel(identifier);
    let is_plain = identifier.chars().all(|c| c == '_' || c == ':' || c.is_ascii_alphanumeric());
    if !is_ours || !is_plain {
        return None;
    }
    let missing = identifier.split("::").find(|part| !part.is_empty() && !is_mentioned(tree, part))?;
    Some(format!("`{name}`: nothing in the sources is called `{missing}`"))
}

/// A lower-case letter or digit somewhere after a capital at the start: a type's name.
fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase())
}

/// Text with a slash, or a file name with an extension that we use.
fn is_path(name: &str) -> bool {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_file = !stem.is_empty() && matches!(extension, "rs" | "toml" | "md" | "wast");
    !name.starts_with('/') && !name.contains(':') && (name.contains('/') || is_file)
}

/// Paths count from the root, from the document's own folder, or from `engine/src`, whose rooms the
/// documents speak of most.  A bare file name may be anywhere.
fn path_exists(tree: &Tree, document: &str, name: &str) -> bool {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    if [name.to_string(), format!("{folder}/{name}"), format!("engine/src/{name}")]
        .iter()
        .any(|path| tree.exists(path.trim_start_matches('/')))
    {
        return true;
    }
    let tail = format!("/{name}");
    !name.contains('/') && tree.rust.keys().chain(tree.others.keys()).any(|path| path.ends_with(&tail))
}

/// Whether `word` stands as a word in the code of some source, or in another text file.
fn is_mentioned(tree: &Tree, word: &str) -> bool {
    let has = |text: &str| text.match_indices(word).any(|(at, word)| is_word_at(text, at, word));
    tree.rust.values().any(|source| has(&source.text)) || tree.others.values().any(|text| has(text))
}

/// Whether `name` is a variant of the enum `Chore`, or the list of them.
fn has_chore(tree: &Tree, name: &str) -> bool {
    if name == "help" {
        return true;
    }
    let Some(main) = tree.rust.get("xtask/src/main.rs") else { return false };
    main.bare.match_indices("Chore::").any(|(at, prefix)| {
        let rest = &main.bare[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[..end].eq_ignore_ascii_case(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(line: &str) -> Vec<String> {
        let mut tree = Tree::of(&[
            ("xtask/src/main.rs", "//! Names of chores.\nChore::Tidy => f(), "),
            (
                "engine/src/vm/memory.rs",
                "//! The engine's memory.\nstruct VmMemory { len_bytes: usize, dry_run: bool }",
            ),
        ]);
        tree.documents.insert("README.md".to_string(), line.to_string());
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_that_exist_pass() {
        for line in [
            "`cargo xtask tidy`",
            "`VmMemory` and `VmMemory::len_bytes`",
            "`memory.rs`",
            "`--dry-run`",
            "`memory`",
            "`i32.popcnt`",
            "`a b` and `x*`",
            "[web](https://example.org/x.md)",
        ] {
            assert!(faults(line).is_empty(), "{line}: {:?}", faults(line));
        }
    }

    #[test]
    fn names_that_do_not_exist_are_found() {
        for line in [
            "`cargo xtask polish`",
            "`VmMemory::gone`",
            "`gone.rs`",
            "`engine/src/gone`",
            "`--wet-run`",
            "`is_gone()`",
            "[here](gone.md)",
        ] {
            assert_eq!(faults(line).len(), 1, "{line}: {:?}", faults(line));
        }
    }

    #[test]
    fn fences_are_left_alone() {
        assert!(faults("```\n`gone.rs`\n```").is_empty());
    }
}
