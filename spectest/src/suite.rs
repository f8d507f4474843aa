//! Scripts, their groups, and the features each group runs with.
//!
//! # Why features differ from group to group
//! The suite asserts what a version of WebAssembly does *not* have as well: a second memory is invalid
//! in 1.0 and fine in 3.0.  So a version's group runs with exactly the features of that version, and
//! every assertion in it can hold.  Scripts named by a user run with everything that wx has.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};

/// The way in which functions are executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// The interpreter alone.
    Interp,
    /// Machine code alone.
    Jit,
    /// The interpreter at first; functions that are called again, and loops that go round, are compiled.
    Tiered,
}

impl Tier {
    /// Every tier of this build; the tests make a trial for each.
    pub const ALL: &[Tier] = &[Tier::Interp, Tier::Jit, Tier::Tiered];

    /// The name used by `--tier` and in the names of trials.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Interp => "interp",
            Tier::Jit => "jit",
            Tier::Tiered => "tiered",
        }
    }
}

impl std::str::FromStr for Tier {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Tier> {
        match name {
            "interp" => Ok(Tier::Interp),
            "jit" => Ok(Tier::Jit),
            "tiered" => Ok(Tier::Tiered),
            _ => bail!("there is no tier `{name}`: the tiers are interp, jit and tiered"),
        }
    }
}

/// Switches of the engine that must not change what a script observes; each makes code take other paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// What users get.
    Default,
    /// Fuel and epochs are counted, and NaNs made canonical.
    Metered,
    /// No addresses are reserved: memories move when they grow, and their bounds are all that protects.
    Moving,
    /// The heap is collected before every allocation.
    Zeal,
    /// Machine code compares every address.
    Bounds,
    /// The compiler has as few registers as it can work with.
    Starved,
    /// The compiler keeps nothing in registers from one operation to the next, and looks at what 32-bit results have above them.
    Spilled,
    /// The compiler merges no operations, and puts instructions without effect between them.
    Unfused,
    /// Machine code uses no instructions beyond SSE4.1.
    Sse41,
    /// Modules are written as precompiled bytes and read again, where types have other ids.
    Stored,
}

impl Setting {
    /// Every setting; the tests make a trial for each.
    pub const ALL: &[Setting] = &[
        Setting::Default,
        Setting::Metered,
        Setting::Moving,
        Setting::Zeal,
        Setting::Bounds,
        Setting::Starved,
        Setting::Spilled,
        Setting::Unfused,
        Setting::Sse41,
        Setting::Stored,
    ];

    /// The name used by `--setting`.
    pub fn name(self) -> &'static str {
        match self {
            Setting::Default => "default",
            Setting::Metered => "metered",
            Setting::Moving => "moving",
            Setting::Zeal => "zeal",
            Setting::Bounds => "bounds",
            Setting::Starved => "starved",
            Setting::Spilled => "spilled",
            Setting::Unfused => "unfused",
            Setting::Sse41 => "sse41",
            Setting::Stored => "stored",
        }
    }

    /// Whether script `name` can show anything new under this setting, in reasonable time.
    pub fn concerns(self, name: &str) -> bool {
        const HEAP: &[&str] = &["proposals/gc/", "proposals/exceptions/", "3.0/ref", "wx/exception/"];
        self != Setting::Zeal || HEAP.iter().any(|part| name.starts_with(part))
    }
}

impl std::str::FromStr for Setting {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Setting> {
        let found = Setting::ALL.iter().find(|setting| setting.name() == name);
        found.copied().with_context(|| {
            let names: Vec<&str> = Setting::ALL.iter().map(|setting| setting.name()).collect();
            format!("there is no setting `{name}`: the settings are {}", names.join(", "))
        })
    }
}

/// How a script is run: the features it may use, the tier that executes it, the switches besides.
#[derive(Debug, Clone)]
pub struct Mode {
    pub features: Features,
    pub tier: Tier,
    /// Calls after which the tier `tiered` compiles a function. Scripts call most functions a few times only.
    pub tier_up_after: u32,
    pub setting: Setting,
    /// Whether operations are verified, and machine code checked and proved safe, when they are made. A wrong one is a panic then.
    pub verified: bool,
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
    pub custom_descriptors: bool,
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
            custom_descriptors: false,
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
        Features {
            threads: true,
            wide_arithmetic: true,
            custom_page_sizes: true,
            custom_descriptors: true,
            ..Features::v3()
        }
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
        let folder = match folder.to_string_lossy().trim_end_matches('/') {
            "" => ".".to_string(),
            name => name.to_string(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_found_by_their_names() {
        for tier in Tier::ALL {
            assert_eq!(tier.name().parse::<Tier>().unwrap(), *tier);
        }
        assert!("fast".parse::<Tier>().is_err());
    }
}
