//! Whole functions: what a template alone does not show.
//!
//! One snapshot for each file of `testsuite/codegen`.

use std::fmt::Write;
use std::path::PathBuf;

use wx::ir::OpCode;
use wx::lower;

use crate::listing::Listing;
use crate::{compile, compile_alone, module, pin};

fn files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testsuite/codegen");
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "wat"));
    files.sort();
    assert!(!files.is_empty(), "no programs in {folder}");
    files
}

/// The listing of every function of a file, and the operations in them.
fn print(file: &PathBuf) -> (String, Vec<OpCode>) {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let module = module(&text);
    let (mut out, mut codes) = (String::new(), Vec::new());
    for defined in 0..module.bodies.len() {
        let (func, _) = lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
        // Calls are shown as calls, but in the file that is about them.
        let inlines = file.file_stem().is_some_and(|stem| stem == "inlining");
        let compile = if inlines { compile } else { compile_alone };
        let compiled = compile(&module, defined, &func).unwrap_or_else(|error| panic!("{error}"));
        codes.extend(func.ops.iter().map(|op| op.code()));
        let name = module.names().function(module.func_index(defined)).map(|name| name.to_string());
        let _ = writeln!(out, "func {defined} {}", name.unwrap_or_default());
        Listing::new(&func, &compiled).whole(&mut out);
        out.push('\n');
    }
    (out, codes)
}

pub(crate) fn pinned() -> Vec<OpCode> {
    files().iter().flat_map(|file| print(file).1).collect()
}

#[test]
fn programs_are_pinned() {
    for file in files() {
        let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        pin(&format!("program_{name}"), &print(&file).0);
    }
}
