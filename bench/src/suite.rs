//! The programs that are timed, each with the checksum it must return.
//!
//! `programs/expected.toml` is the list: order, family, the WebAssembly features a program needs, and for two sizes the
//! checksum that an independent run gave. A program without its module, a module without its entry, and an entry
//! with a wrong number are all errors of loading, so no half-known program is ever timed.
//!
//! After the suite come the seeds (see `seeds`): the five examples, a group with a mean of its own.

use crate::engine::Running;
use crate::seeds;
use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a mean is taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// The programs of `programs/`.
    #[default]
    Suite,
    /// The programs of `examples/`.
    Seeds,
}

impl Group {
    pub const ALL: [Group; 2] = [Group::Suite, Group::Seeds];

    pub fn name(self) -> &'static str {
        match self {
            Group::Suite => "suite",
            Group::Seeds => "seeds",
        }
    }
}

/// A program to time.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: String,
    pub family: String,
    pub group: Group,
    /// Names of proposals that an engine may lack: `simd`, `tail-call`, `exceptions`, `gc`, `memory64`.
    pub needs: Vec<String>,
    pub small: Size,
    pub full: Size,
    pub wasm: Vec<u8>,
    pub path: PathBuf,
}

/// One size of a program: what is called, and what that must return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub call: Call,
    pub checksum: i64,
}

/// A call of an export that returns a checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Run,
    RunN(i32),
}

impl Call {
    /// The export, and its argument if it has one.
    pub fn parts(self) -> (&'static str, Option<i32>) {
        match self {
            Call::Run => ("run", None),
            Call::RunN(n) => ("run_n", Some(n)),
        }
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (export, n) = self.parts();
        write!(f, "{export}({})", n.map_or(String::new(), |n| n.to_string()))
    }
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

/// Checksums are text because TOML integers of other tools may not hold 64 bits. The `n` of the full size is that of the
/// native program; the module has it inside `run`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeText {
    n: i32,
    checksum: String,
}

impl SizeText {
    fn parse(&self) -> Result<i64> {
        self.checksum.parse().with_context(|| format!("checksum {:?}", self.checksum))
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

/// Loads the programs whose name or family contains `filter`: the suite in the order of its list, then the seeds.
pub fn load(filter: &str) -> Result<Vec<Program>> {
    let mut programs = suite(filter)?;
    programs.extend(seeds::load(filter)?);
    ensure!(
        !programs.is_empty(),
        "no program's name or family contains {filter:?}; see bench/programs/expected.toml"
    );
    Ok(programs)
}

fn suite(filter: &str) -> Result<Vec<Program>> {
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
    let position = |p: &Program| text.find(&format!("\n[{}]", p.name)).unwrap_or(usize::MAX);
    programs.sort_by_key(position);
    Ok(programs)
}

fn read(folder: &Path, name: String, entry: Entry) -> Result<Program> {
    let path = folder.join(&name).with_extension("wasm");
    let wasm = std::fs::read(&path)
        .with_context(|| format!("{} is missing: `cargo xtask bench --rebuild` makes it", path.display()))?;
    let size = |call: Call, s: &SizeText| -> Result<Size> {
        Ok(Size { call, checksum: s.parse().with_context(|| format!("expected.toml, [{name}]"))? })
    };
    let (small, full) = (size(Call::RunN(entry.small.n), &entry.small)?, size(Call::Run, &entry.full)?);
    let group = Group::Suite;
    Ok(Program { name, family: entry.family, group, needs: entry.needs, small, full, wasm, path })
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
        "{}: {} returned {got}, expected {}: the answer is wrong, so its time means nothing",
        program.name,
        size.call,
        size.checksum
    );
    Ok(())
}

/// Makes the call of a size and checks the answer.
pub fn call(program: &Program, size: Size, instance: &mut dyn Running) -> Result<()> {
    let got = match size.call.parts() {
        (export, Some(n)) => instance.call(export, n)?,
        (_, None) => instance.run()?,
    };
    verify(program, size, got)
}

/// The self-check of a seed, which returns the number of the check that failed; the suite's programs have none.
pub fn self_check(program: &Program, check: impl FnOnce() -> Result<i32>) -> Result<()> {
    if program.group == Group::Seeds {
        let failed = check()?;
        ensure!(failed == 0, "{}: check {failed} of its self-check fails", program.name);
    }
    Ok(())
}
