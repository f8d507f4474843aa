//! Decides how the interpreter dispatches, and names this build: one choice and one name, made here and nowhere else.
//!
//! Handlers end in a call of the next handler. LLVM turns such a call into a jump (a sibling call) when it optimizes,
//! and only then: unoptimized, each operation would grow the native stack. So `wx_tail_calls` is set where the
//! optimizer runs at full strength, and a portable loop drives the same handlers everywhere else: debug builds, Miri,
//! and processors on which six pointers do not surely travel in registers.
//!
//! The name of the build, `WX_BUILD`, keeps code that one build has made from being run by another. It is a hash of what decides
//! what machine code looks like and where that finds the fields of what it reads: the sources, the versions of the dependencies, the
//! compiler and the profile.

use std::collections::hash_map::DefaultHasher;
use std::env::{var, var_os};
use std::ffi::OsString;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The versions of dependencies, in a workspace.
const LOCK: &str = "../Cargo.lock";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rustc-check-cfg=cfg(wx_tail_calls)");
    let optimized = matches!(var("OPT_LEVEL").as_deref(), Ok("2" | "3" | "s" | "z"));
    let known = matches!(var("CARGO_CFG_TARGET_ARCH").as_deref(), Ok("x86_64" | "aarch64"));
    let miri = var("CARGO_CFG_MIRI").is_ok();
    if optimized && known && !miri {
        println!("cargo::rustc-cfg=wx_tail_calls");
    }
    println!("cargo::rustc-env=WX_BUILD={:016x}", build());
}

fn build() -> u64 {
    // Its keys are fixed: the same sources have the same name in every folder.
    let mut hasher = DefaultHasher::new();
    let mut files = Vec::new();
    list(Path::new("src"), &mut files);
    if Path::new(LOCK).exists() {
        println!("cargo::rerun-if-changed={LOCK}");
        files.push(PathBuf::from(LOCK));
    }
    files.sort();
    for file in files {
        file.hash(&mut hasher);
        std::fs::read(&file).ok().hash(&mut hasher);
    }
    let rustc = var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    if let Ok(version) = Command::new(rustc).arg("-vV").output() {
        version.stdout.hash(&mut hasher);
    }
    let variables =
        ["TARGET", "OPT_LEVEL", "CARGO_CFG_DEBUG_ASSERTIONS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_CFG_FEATURE"];
    for variable in variables {
        var_os(variable).hash(&mut hasher);
    }
    hasher.finish()
}

/// All sources below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
