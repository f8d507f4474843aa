//! `--rebuild`: every module from its source, and a check that the list of checksums still tells the truth.
//!
//! C goes through `programs/build.sh`; text is assembled here, by the same crate that the engine reads text with. Then
//! the C programs are compiled natively and their answers compared with `expected.toml`.

use crate::suite::{self, Group};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rebuilds the suite in place.
pub fn run() -> Result<()> {
    let folder = suite::folder();
    let script = folder.join("build.sh");
    let status =
        Command::new(&script).status().with_context(|| format!("cannot run {}", script.display()))?;
    ensure!(status.success(), "{} failed ({status}); it needs zig: `pip install ziglang`", script.display());
    for source in text_sources(&folder)? {
        let wasm = wat::parse_file(&source)?;
        let target = source.with_extension("wasm");
        std::fs::write(&target, wasm).with_context(|| format!("cannot write {}", target.display()))?;
    }
    compare_native(&script)
}

/// The programs written as text.
pub fn text_sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for file in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = file?.path();
        if path.extension().is_some_and(|e| e == "wat") {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(sources)
}

fn compare_native(script: &Path) -> Result<()> {
    let output = Command::new(script).arg("native").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "native build: {}", String::from_utf8_lossy(&output.stderr));
    let mut programs = suite::load("")?;
    programs.retain(|p| p.group == Group::Suite);
    let mut wrong = Vec::new();
    let mut compared = 0;
    for line in text.lines() {
        let [name, small, full] = line.split(' ').collect::<Vec<_>>()[..] else {
            bail!("build.sh printed {line:?}")
        };
        let program =
            programs.iter().find(|p| p.name == name).with_context(|| format!("{name} is not listed"))?;
        compared += 1;
        if small != program.small.checksum.to_string() || full != program.full.checksum.to_string() {
            wrong.push(format!("[{name}]: native gives small {small}, full {full}"));
        }
    }
    ensure!(wrong.is_empty(), "expected.toml differs from the native programs:\n{}", wrong.join("\n"));
    println!("{} modules rebuilt; {compared} checksums equal those of native programs", programs.len());
    Ok(())
}
