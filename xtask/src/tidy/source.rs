//! The files that the checks look at, with Rust reduced to what the compiler sees.
//!
//! The checks look for words (`unsafe`, `crate::jit`), and a word in a comment or a string is not code.
//! So each Rust file comes twice: as it is, and *bare*, with comments and literals blanked and every
//! line break kept, so that positions agree.  This is not a parser; it needs to know only where
//! comments, strings, characters and lifetimes begin and end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Folders that hold nothing of ours.
const FOREIGN: &[&str] = &["target", ".git", "node_modules", "corpus", "artifacts"];

/// The text files of the repository.
pub(crate) struct Tree {
    root: PathBuf,
    /// Rust files by path from the root.
    pub(crate) rust: BTreeMap<String, Source>,
    /// Markdown files by path from the root.
    pub(crate) documents: BTreeMap<String, String>,
    /// Other text in which a document's names may be found: manifests, scripts, C, Python, Wasm text.
    pub(crate) others: BTreeMap<String, String>,
    /// Scripts, snapshots, and modules in binary, whose text is empty here.
    pub(crate) cases: BTreeMap<String, String>,
}

/// One Rust file.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) bare: String,
}

impl Source {
    pub(crate) fn new(text: String) -> Source {
        let bare = strip(&text);
        Source { text, bare }
    }

    /// The bare code up to the unit tests, which may import from any floor.
    pub(crate) fn without_tests(&self) -> &str {
        match self.bare.find("#[cfg(test)]\nmod ") {
            Some(at) => &self.bare[..at],
            None => &self.bare,
        }
    }
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Tree> {
        let mut tree = Tree::empty(root);
        tree.collect(root)?;
        Ok(tree)
    }

    fn empty(root: &Path) -> Tree {
        Tree {
            root: root.to_path_buf(),
            rust: BTreeMap::new(),
            documents: BTreeMap::new(),
            others: BTreeMap::new(),
            cases: BTreeMap::new(),
        }
    }

    /// A tree of the given Rust files, for tests of the checks.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::empty(Path::new("/nonexistent"));
        for (path, text) in files {
            tree.rust.insert((*path).to_string(), Source::new((*text).to_string()));
        }
        tree
    }

    fn collect(&mut self, dir: &Path) -> Result<()> {
        let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot read {}", dir.display()))?;
            let (path, name) = (entry.path(), entry.file_name());
            let kind = entry.file_type().with_context(|| format!("cannot stat {}", path.display()))?;
            if kind.is_dir() && !FOREIGN.iter().any(|foreign| name == *foreign) {
                self.collect(&path)?;
            } else if kind.is_file() {
                self.add(&path)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path) -> Result<()> {
        let name = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
        if extension == "wasm" {
            self.cases.insert(name, String::new());
            return Ok(());
        }
        let is_text = matches!(extension, "rs" | "md" | "toml" | "wat" | "wast" | "snap" | "sh" | "yml")
            || matches!(extension, "c" | "cc" | "h" | "hh" | "in" | "py");
        if !is_text && !name.starts_with(".ci/") {
            return Ok(());
        }
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        match extension {
            "rs" => drop(self.rust.insert(name, Source::new(text))),
            "md" => drop(self.documents.insert(name, text)),
            "wast" | "snap" => drop(self.cases.insert(name, text)),
            _ => drop(self.others.insert(name, text)),
        }
        Ok(())
    }

    /// Whether something lies at `path`, counted from the root.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

/// The line of byte `at`, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Whether `text` has `word` at `at` with no identifier character on either side.
pub(crate) fn is_word_at(text: &str, at: usize, word: &str) -> bool {
    let is_part = |c: char| c == '_' || c.is_alphanumeric();
    !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
}

/// `text` with comments, strings and characters replaced by spaces, line breaks kept.
fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let len = literal_len(rest, out.chars().next_back());
        if len == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            // As many bytes as before, so that byte positions agree with the original.
            for byte in rest[..len].bytes() {
                out.push(if byte == b'\n' { '\n' } else { ' ' });
            }
            rest = &rest[len..];
        }
    }
    out
}

/// The length of the comment or literal that `text` starts with; 0 if it starts with code.
fn literal_len(text: &str, before: Option<char>) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment_len(text);
    }
    if text.starts_with('"') {
        return quoted_len(text, '"');
    }
    if text.starts_with('r') && !before.is_some_and(|c| c == '_' || (c.is_alphanumeric() && c != 'b')) {
        let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
        if text[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = &text[hashes + 2..];
            return body.find(&end).map_or(text.len(), |at| hashes + 2 + at + end.len());
        }
    }
    if text.starts_with('\'') {
        return character_len(text);
    }
    0
}

fn block_comment_len(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn quoted_len(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A character literal's length; 0 for a lifetime, which has no closing quote.
fn character_len(text: &str) -> usize {
    let mut chars = text[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) => quoted_len(text, '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_vanish_and_positions_stay() {
        let text = "let a = \"unsafe\"; // unsafe\nlet b: &'static str = r#\"un\"safe\"#; /* a /* b */ c */ '\\'' 'x' end";
        let bare = strip(text);
        assert_eq!(bare.len(), text.len());
        assert!(!bare.contains("unsafe") && !bare.contains("safe"));
        assert!(bare.contains("'static"));
        assert_eq!(bare.find("end"), text.find("end"));
        assert_eq!(bare.matches('\n').count(), 1);
    }

    #[test]
    fn unclosed_literals_end_with_the_file() {
        for text in ["\"abc", "/* abc", "r#\"abc", "'", "é'"] {
            assert!(strip(text).len() >= text.len() - 1, "{text}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert!(is_word_at("an unsafe block", 3, "unsafe"));
        assert!(!is_word_at("unsafe_op", 0, "unsafe"));
    }
}
