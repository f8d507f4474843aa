//! Snapshots: a small file for each operation or function, with a labelled case for each way it is compiled.
//!
//! ```text
//!   === I32AddImm, imm 0x7, in registers      what differs from the other cases of this file
//!   ; …                                       the program, and which slots have a register in which loop
//!       0  I32AddImm          s1 <- s0, 0x7   the operation
//!           lea eax,[rsi+7]                   its instructions
//!   ; 3 bytes, fnv …                          of these instructions, to notice an encoding that changed
//! ```
//! A file that no case makes any more is a fault, and `cargo xtask bless` removes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use wx::ir::Func;
use wx::jit::Compiled;

use crate::listing::{Listing, SWITCH};
use crate::{programs, rows};

/// One case of a file.
pub(crate) struct Case {
    label: String,
    head: String,
    listing: String,
    /// With offsets and bytes, if somebody asks for them.
    bytes: Option<String>,
}

impl Case {
    /// `operation`: the one that is shown; none for all of them.
    pub(crate) fn new(
        label: String,
        head: String,
        func: &Func,
        compiled: &Compiled,
        operation: Option<usize>,
    ) -> Case {
        let listing = Listing::new(func, compiled);
        let print = |bytes| match operation {
            Some(at) => listing.operation(at, bytes),
            None => listing.whole(bytes),
        };
        let bytes = std::env::var_os(SWITCH).is_some().then(|| print(true));
        Case { label, head, listing: print(false), bytes }
    }

    fn text(&self, listing: &str) -> String {
        format!("=== {}\n{}{listing}", self.label, self.head)
    }
}

/// Cases by file: its folder and name.
pub(crate) type Files = BTreeMap<(String, String), Vec<Case>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codegen/snapshots")
}

/// Compares with the snapshots, or writes them.
pub(crate) fn pin(files: &Files) {
    let asked = std::env::var(SWITCH).ok();
    let mut differ = Vec::new();
    for ((family, name), cases) in files {
        let path = format!("{family}/{name}");
        let labels: BTreeSet<&str> = cases.iter().map(|case| case.label.as_str()).collect();
        assert_eq!(labels.len(), cases.len(), "{path}: two cases have one label");
        if asked.as_deref().is_some_and(|part| path.contains(part)) {
            let texts = cases.iter().map(|case| case.text(case.bytes.as_deref().unwrap_or_default()));
            println!("{path}\n{}", texts.collect::<Vec<_>>().join("\n"));
        }
        let texts: Vec<String> = cases.iter().map(|case| case.text(&case.listing)).collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("snapshots/{family}"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compare = || settings.bind(|| insta::assert_snapshot!(name.as_str(), texts.join("\n")));
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            differ.push(path);
        }
    }
    assert!(
        differ.is_empty(),
        "{} snapshots differ; `cargo xtask bless` accepts them: {differ:?}",
        differ.len()
    );
}

#[test]
fn every_snapshot_is_made_by_a_case() {
    let mut made = BTreeSet::new();
    for (family, name) in rows::files().keys().chain(programs::files().keys()) {
        made.insert(folder().join(family).join(format!("{name}.snap")));
    }
    let mut stale = String::new();
    for path in snapshots(&folder()).difference(&made) {
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            std::fs::remove_file(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        } else {
            let _ = writeln!(stale, "{}", path.display());
        }
    }
    assert!(stale.is_empty(), "snapshots that nothing makes; `cargo xtask bless` removes them:\n{stale}");
}

#[test]
fn every_snapshot_names_the_fields_of_the_instance() {
    for ((family, name), cases) in rows::files().iter().chain(programs::files()) {
        for line in cases.iter().flat_map(|case| case.listing.lines()) {
            assert!(
                !line.contains("[r15"),
                "{family}/{name}: a field that `fields.rs` has no name for: {line}"
            );
        }
    }
}

/// All snapshots below a folder.
fn snapshots(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut all = BTreeSet::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            all.extend(snapshots(&path));
        } else if path.extension().is_some_and(|extension| extension == "snap") {
            all.insert(path);
        }
    }
    all
}
