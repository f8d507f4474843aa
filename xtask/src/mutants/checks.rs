//! The checks of `cargo xtask mutants`: programs of one build with some arguments.
//!
//! Their order is that in which a fault meets them: from cheap to dear, those that find much before those of the same cost that find
//! little. A fault that was examined before meets first what found it then; see `history` in the module above.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::chore::root;

/// A program of the build with its arguments.
pub(super) struct Check {
    pub(super) name: &'static str,
    /// How it judges, if no verifier does: see `witness`. Two checks of one kind are one witness.
    pub(super) kind: &'static str,
    pub(super) program: &'static str,
    pub(super) arguments: &'static [&'static str],
    /// What ends it at the first thing that it finds, if it can.
    pub(super) stop: &'static [&'static str],
}

/// The runner of scripts, with all verifiers on unless told otherwise.
const fn scripts(name: &'static str, arguments: &'static [&'static str]) -> Check {
    Check { name, kind: "scripts", program: "wx-spectest", arguments, stop: &["--stop"] }
}

/// A file of tests of `engine/tests/`.
const fn api(name: &'static str) -> Check {
    api_named(name, name, &[])
}

/// Some tests of a file of `engine/tests/`.
const fn api_named(name: &'static str, program: &'static str, arguments: &'static [&'static str]) -> Check {
    Check { name, kind: "API", program, arguments, stop: &[] }
}

pub(super) const CHECKS: &[Check] = &[
    scripts("scripts, interp", &["wx/", "regress/", "--tier", "interp"]),
    scripts("scripts, jit", &["wx/", "regress/", "--tier", "jit"]),
    api("owners"),
    api("linking"),
    api("host"),
    api("objects"),
    api("collection"),
    api("interrupt"),
    api("metering"),
    api("bulk"),
    api("budget"),
    api("handlers"),
    api("far_slots"),
    api_named("bombs", "bombs", &["not_compiled"]),
    api("precompiled"),
    api("lazy_validation"),
    Check { name: "cache", kind: "units", program: "lib", arguments: &["sys::cache"], stop: &[] },
    scripts("scripts, jit, results alone", &["wx/", "regress/", "--tier", "jit", "--unverified"]),
    scripts("scripts, starved", &["wx/", "regress/", "--tier", "jit", "--setting", "starved"]),
    scripts("scripts, spilled", &["wx/", "regress/", "--tier", "jit", "--setting", "spilled"]),
    scripts("scripts, bounds", &["wx/", "regress/", "--tier", "jit", "--setting", "bounds"]),
    scripts("scripts, metered", &["wx/", "regress/", "--tier", "jit", "--setting", "metered"]),
    scripts("scripts, tiered", &["wx/", "regress/", "--tier", "tiered"]),
    Check {
        name: "findings of the comparison",
        kind: "diff",
        program: "tiers",
        arguments: &["what_was_found_once"],
        stop: &[],
    },
    api("nan_bits"),
    api("jit_simd"),
    Check {
        name: "sequences of calls",
        kind: "sequences",
        program: "wx-api",
        arguments: &["--count", "150"],
        stop: &[],
    },
    api_named("reservation, proved", "reservation", &["proved"]),
    scripts("suite, interp", &["--tier", "interp"]),
    scripts("suite, jit", &["--tier", "jit"]),
    Check { name: "units", kind: "units", program: "lib", arguments: &[], stop: &[] },
    api_named("reservation", "reservation", &["--skip", "proved"]),
    scripts("scripts, zeal", &["wx/", "regress/", "--tier", "jit", "--setting", "zeal"]),
    scripts("suite, moving", &["--tier", "jit", "--setting", "moving"]),
    scripts("suite, zeal", &["--tier", "interp", "--setting", "zeal"]),
    api("traps"),
    Check {
        name: "diff",
        kind: "diff",
        program: "wx-diff",
        arguments: &["--count", "1000", "--seed", "12"],
        stop: &["--findings", "1"],
    },
    // Last, because it notices every change and judges none.
    Check { name: "snapshots", kind: "code", program: "codegen", arguments: &[], stop: &[] },
];

/// Builds all programs of the checks with the faults in them; their paths by name.
pub(super) fn build() -> Result<BTreeMap<String, PathBuf>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--no-run", "--message-format", "json-render-diagnostics"]);
    // All packages, so that dependencies are built as for all other tests. Programs are built for the tests of their packages.
    cargo.args(["--workspace", "--features", "wx/mutants", "--lib"]);
    let programs: BTreeSet<&str> = CHECKS.iter().map(|check| check.program).collect();
    let tests = programs.iter().filter(|p| !p.starts_with("wx-") && **p != "lib");
    tests.chain(&["spec"]).for_each(|test| {
        cargo.args(["--test", test]);
    });
    let output = cargo.current_dir(root()).stderr(Stdio::inherit()).output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the engine with faults does not build");
    }
    let mut paths = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let (target, Some(path)) = (&message["target"], message["executable"].as_str()) else { continue };
        let (name, kind) = (target["name"].as_str().unwrap_or_default(), target["kind"][0].as_str());
        match kind {
            Some("lib") if name == "wx" => paths.insert("lib".to_owned(), PathBuf::from(path)),
            Some("test" | "bin") => paths.insert(name.to_owned(), PathBuf::from(path)),
            _ => None,
        };
    }
    match programs.iter().find(|p| !paths.contains_key(**p)) {
        Some(missing) => bail!("the build has no program {missing}"),
        None => Ok(paths),
    }
}
