//! Whole functions: what a template alone does not show.
//!
//! A file of `testsuite/codegen` is a folder of snapshots, and each function in it is one of them. It begins with the function's text,
//! and with the slots that have a register, for the function and each loop.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::LazyLock;

use wx::ir::OpCode;
use wx::jit::{Compiler, RegionReport};
use wx::lower;
use wx::settings::Optimization;

use crate::snapshot::{self, Case, Files};
use crate::{FEATURES, module, tiering};

/// The files of programs.
fn programs() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testsuite/codegen");
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "wat"));
    files.sort();
    assert!(!files.is_empty(), "no programs in {folder}");
    files
}

/// Every function of every program, and the operations in them.
static ALL: LazyLock<(Files, Vec<OpCode>)> = LazyLock::new(|| {
    let (mut files, mut codes) = (Files::new(), Vec::new());
    for path in programs() {
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let program = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let module = module(&text);
        let mut tiering = tiering();
        // Calls are shown as calls, but in the file that is about them.
        if program != "inlining" {
            tiering.without = tiering.without.and(Optimization::Inlining);
        }
        for defined in 0..module.bodies.len() {
            let (func, _) = lower::listing(&module, defined).unwrap_or_else(|error| panic!("{error}"));
            let mut compiler = Compiler::new(FEATURES);
            let compiled = compiler.compile(&module, defined, &func, tiering);
            let compiled =
                compiled.unwrap_or_else(|error| panic!("{}, function {defined}: {error}", path.display()));
            codes.extend(func.ops.iter().map(|op| op.code()));
            let name = module.names().function(module.func_index(defined)).map(|name| name.to_string());
            let name = name.unwrap_or_else(|| panic!("{}: function {defined} has no name", path.display()));
            let head = source(&text, &name) + &registers(&compiler.report(defined, &func));
            let case = Case::new(format!("${name}"), head, &func, &compiled, None);
            files.entry((format!("programs/{program}"), name)).or_default().push(case);
        }
    }
    (files, codes)
});

/// The text of the function `$name` of a module, as comments.
fn source(module: &str, name: &str) -> String {
    let begins = |at: usize| {
        let rest = &module[at + "(func $".len()..];
        rest.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '\n', ')']))
    };
    let starts = module.match_indices("(func $").map(|(at, _)| at);
    let start = starts.filter(|&at| begins(at)).last().unwrap_or_else(|| panic!("no text of ${name}"));
    // Strings and comments of programs have no parentheses that do not match.
    let mut depth = 0;
    let length = module[start..].find(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    let text = &module[start..start + length.unwrap_or_else(|| panic!("${name} does not end")) + 1];
    let lines = text.lines().map(|line| format!(";; {}\n", line.strip_prefix("  ").unwrap_or(line)));
    lines.collect()
}

/// Which slots have which register, for the function and each loop.
fn registers(regions: &[RegionReport]) -> String {
    let mut out = String::new();
    for region in regions {
        let indent = 2 * region.depth as usize;
        let what = if region.depth == 0 { "function" } else { "loop" };
        let residents: Vec<String> =
            region.residents.iter().map(|(slot, reg)| format!("s{slot} in {reg}")).collect();
        let residents =
            if residents.is_empty() { "no slot has a register".to_owned() } else { residents.join(", ") };
        let _ = writeln!(out, "; {:indent$}{what} {}..={}: {residents}", "", region.start, region.end);
    }
    out
}

pub(crate) fn files() -> &'static Files {
    &ALL.0
}

pub(crate) fn pinned() -> Vec<OpCode> {
    ALL.1.clone()
}

#[test]
fn programs_are_pinned() {
    snapshot::pin(files());
}
