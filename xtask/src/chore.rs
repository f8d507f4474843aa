//! The chores themselves: sequences of cargo calls, and nothing that cargo would do by itself.
//!
//! A chore stops at its first failing step: the steps are ordered from cheap to dear, and what a later
//! step says about code that an earlier one refuses is noise.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::tidy;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// The packages that only `cargo xtask component` builds.
const COMPONENT: &str = "wx-component";
const HTTP: &str = "wx-wasi-http";
/// All packages but those.
const WORKSPACE: [&str; 5] = ["--workspace", "--exclude", COMPONENT, "--exclude", HTTP];

const DOC_FLAGS: &str = "--deny warnings --allow rustdoc::private_intra_doc_links";

/// Format, structure, lints, documentation.
pub(crate) fn check() -> Result<()> {
    step("format", &mut cargo(&["fmt", "--all", "--check"]))?;
    tidy()?;
    // Components have a chore of their own: their translator takes minutes to build.
    let clippy = [&["clippy"], &WORKSPACE[..], &["--all-targets", "--", "--deny", "warnings"]].concat();
    step("clippy", &mut cargo(&clippy))?;
    let bare = ["clippy", "--package", "wx", "--lib", "--no-default-features", "--features", "internals"];
    step("clippy without default features", cargo(&bare).args(["--", "--deny", "warnings"]))?;
    // Private items are documented here, so a link to one leads somewhere; and only libraries, because the
    // program `wx` would overwrite the pages of the library of that name.
    let docs = [&["doc"], &WORKSPACE[..], &["--lib", "--no-deps", "--document-private-items"]].concat();
    step("documentation", cargo(&docs).env("RUSTDOCFLAGS", DOC_FLAGS))?;
    deny()
}

/// Everything about components, which the gate leaves out: lints, documentation, and the tests of all packages that have the feature.
pub(crate) fn component() -> Result<()> {
    let packages =
        [COMPONENT, HTTP, "wx-wasi", "wx-cli", "wx-spectest"].map(|name| ["--package", name]).concat();
    let features = ["--features", "wx-wasi/component,wx-cli/serve,wx-spectest/component"];
    let clippy =
        [&["clippy"], &packages[..], &features, &["--all-targets", "--", "--deny", "warnings"]].concat();
    step("components: clippy", &mut cargo(&clippy))?;
    let docs =
        [&["doc"], &packages[..], &features, &["--lib", "--no-deps", "--document-private-items"]].concat();
    step("components: documentation", cargo(&docs).env("RUSTDOCFLAGS", DOC_FLAGS))?;
    // By name, so that the packages' other tests, which the gate runs, do not run again.
    let tests = ["api", "bounds", "resources", "adapter", "component", "serve", "growth"]
        .map(|name| ["--test", name]);
    step("components: tests", &mut cargo(&[&["test"], &packages[..], &features, &tests.concat()].concat()))?;
    step("components: units", &mut cargo(&[&["test"], &packages[..], &features, &["--lib"]].concat()))?;
    step("components: examples", &mut cargo(&[&["test"], &packages[..], &features, &["--doc"]].concat()))
}

/// All tests; the summary of the suite comes last.
pub(crate) fn test() -> Result<()> {
    let tests = [&["test"], &WORKSPACE[..]].concat();
    step("tests", cargo(&tests).env("INSTA_UPDATE", "no"))?;
    // The suite ran as trials just now; this prints its own account of it, and costs seconds.
    step("official suite", &mut cargo(&["run", "--quiet", "--package", "wx-spectest"]))
}

/// The structure alone.
pub(crate) fn tidy() -> Result<()> {
    let findings = tidy::run(&root())?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        bail!("tidy found {} faults in the structure", findings.len());
    }
    eprintln!("xtask: tidy found nothing");
    Ok(())
}

/// Rewrites all snapshots and the cases of the compiler's stages, removes snapshots that nothing makes any more, and shows what
/// that changed; of new ones the names.
pub(crate) fn bless() -> Result<()> {
    // The tests of these names, which are all that have snapshots.
    let tests = ["test", "--package", "wx", "--test", "codegen", "--", "pinned", "snapshot"];
    step("bless", cargo(&tests).env("INSTA_UPDATE", "always"))?;
    let cases = ["test", "--package", "wx", "--lib", "tests::cases"];
    step("bless cases", cargo(&cases).env("INSTA_UPDATE", "always"))?;
    for arguments in [["--no-pager", "diff"], ["status", "--short"]] {
        let mut git = Command::new("git");
        step("what changed", git.args(arguments).args(["--", "*.snap", "*cases.txt"]).current_dir(root()))?;
    }
    Ok(())
}

/// Runs the program of a package of this workspace, built as `options` say, and ends as it ends.
pub(crate) fn run_package(package: &str, options: &[&str], arguments: &[String]) -> ExitCode {
    let mut command = Command::new(env!("CARGO"));
    // From the caller's folder, so that relative paths among the arguments mean what they say.
    command.args(["run", "--quiet", "--package", package]).args(options).arg("--manifest-path");
    command.arg(root().join("Cargo.toml")).arg("--").args(arguments);
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs `cargo-fuzz` with a nightly toolchain, which sanitizers need, whatever toolchain the rest is built with.
pub(crate) fn fuzz(arguments: &[String]) -> ExitCode {
    let mut command = Command::new("cargo-fuzz");
    command.arg("fuzz").args(arguments);
    // Optimizing instrumented code across crates takes longer than most runs.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    if !std::env::var("RUSTUP_TOOLCHAIN").is_ok_and(|toolchain| toolchain.starts_with("nightly")) {
        command.env("RUSTUP_TOOLCHAIN", "nightly");
    }
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("error: cannot run cargo-fuzz: {error}; `cargo install cargo-fuzz` provides it");
            ExitCode::FAILURE
        }
    }
}

/// The licences and sources of dependencies, where the tool for it is installed.
fn deny() -> Result<()> {
    let installed = Command::new(env!("CARGO"))
        .args(["deny", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if installed {
        return step("dependencies", &mut cargo(&["deny", "check"]));
    }
    eprintln!("xtask: dependencies NOT checked: `cargo install cargo-deny` provides the check of deny.toml");
    Ok(())
}

pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command
}

/// Runs one command; its failure is the chore's.
pub(crate) fn step(name: &str, command: &mut Command) -> Result<()> {
    eprintln!("xtask: {name}");
    let started = Instant::now();
    let status = command.status().with_context(|| format!("cannot run the step `{name}`"))?;
    if !status.success() {
        bail!("the step `{name}` failed ({status})");
    }
    eprintln!("xtask: {name} passed in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}
