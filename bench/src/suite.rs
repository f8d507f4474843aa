//! The programs that are timed, each with the checksum it must return.
//!
//! `programs/expected.toml` is the list: order, family, the WebAssembly features a program needs, and for two sizes the
//! checksum that an independent run gave. A program without its module, a module without its entry, and an entry
//! with a wrong number are all errors of loading, so no half-known program is ever timed.

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A program of the suite.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: String,
    pub family: String,
    /// Names of proposals that an engine may lack: `simd`, `tail-call`, `exceptions`, `gc`, `memory64`.
    pub needs: Vec<String>,
    pub small: Size,
    pub full: Size,
    pub wasm: Vec<u8>,
    pub path: PathBuf,
}

/// One size of a program: the argument of `run_n`, and what it must return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Size {
    pub n: i32,
    pub checksum: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    family: String,
    #[serde(default)]
    needs: Vec<String>,
    small: SizeText,
    full: SizeText,
}

/// Checksums are text because TOML integers of other tools may not hold 64 bits.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeText {
    n: i32,
    checksum: String,
}

impl SizeText {
    fn parse(&self) -> Result<Size> {
        let checksum = self.checksum.parse().with_context(|| format!("checksum {:?}", self.checksum))?;
        Ok(Size { n: self.n, checksum })
    }
}

/// The root of this checkout.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of the suite's sources and modules in this checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

/// Loads the programs whose name or family contains `filter`, in the order of the list's families.
pub fn load(filter: &str) -> Result<Vec<Program>> {
    let folder = folder();
    let list = folder.join("expected.toml");
    let text = std::fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let entries: BTreeMap<String, Entry> =
        toml::from_str(&text).with_context(|| format!("{} is not a list of programs", list.display()))?;
    check_that_all_are_listed(&folder, &entries)?;
    let mut programs = Vec::new();
    for (name, entry) in entries {
        if !name.contains(filter) && !entry.family.contains(filter) {
            continue;
        }
        programs.push(read(&folder, name, entry)?);
    }
    ensure!(!programs.is_empty(), "no program's name or family contains {filter:?}; see {}", list.display());
    let position = |p: &Program| text.find(&format!("\n[{}]", p.name)).unwrap_or(usize::MAX);
    programs.sort_by_key(position);
    Ok(programs)
}

fn read(folder: &Path, name: String, entry: Entry) -> Result<Program> {
    let path = folder.join(&name).with_extension("wasm");
    let wasm = std::fs::read(&path)
        .with_context(|| format!("{} is missing: `cargo xtask bench --rebuild` makes it", path.display()))?;
    let size = |s: &SizeText| s.parse().with_context(|| format!("expected.toml, [{name}]"));
    let (small, full) = (size(&entry.small)?, size(&entry.full)?);
    Ok(Program { name, family: entry.family, needs: entry.needs, small, full, wasm, path })
}

fn check_that_all_are_listed(folder: &Path, entries: &BTreeMap<String, Entry>) -> Result<()> {
    for file in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = file?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|e| e == "wasm") && !entries.contains_key(&stem) {
            bail!("{} has no entry in expected.toml, so its answer cannot be checked", path.display());
        }
    }
    Ok(())
}

/// Checks what a program returned; a wrong answer is never timed.
pub fn verify(program: &Program, size: Size, got: i64) -> Result<()> {
    ensure!(
        got == size.checksum,
        "{}: run_n({}) returned {got}, expected {}: the answer is wrong, so its time means nothing",
        program.name,
        size.n,
        size.checksum
    );
    Ok(())
}
