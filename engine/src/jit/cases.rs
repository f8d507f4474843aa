//! Unit tests of the stages as data: what the compiler's files of cases have in common. See `base::cases` for their form.
//!
//! A case is a function in IR text, and what a stage prints for it: by their beginnings the test tells these lines apart.

use std::sync::Arc;

use super::analysis::Analysis;
use super::select::Context;
use super::x64;
use super::x64::asm::Features;
use super::x64::masm::reservation;
use crate::ir::Func;
use crate::lower::{parse, print_tables};
use crate::module::{LoadOptions, ModuleData, load};
use crate::settings::{Tiering, Without};
use crate::types::TypeRegistry;

/// What calls, throws and accesses of the cases refer to.
const MODULE: &str = "(module
    (type $pair (func (param i32 i64) (result i32)))
    (import \"\" \"\" (func (type $pair)))
    (tag (param i32))
    (memory 1)
    (memory 1)
    (func (type $pair) unreachable))";

pub(crate) fn module() -> Arc<ModuleData> {
    module_of(MODULE)
}

/// A module from its text.
pub(crate) fn module_of(text: &str) -> Arc<ModuleData> {
    let options = LoadOptions {
        features: wasmparser::WasmFeatures::all(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        tiering: Tiering::default(),
        generic_entry: 0,
        parallel: false,
        lazy_validation: false,
    };
    let bytes: Arc<[u8]> = wat::parse_str(text).expect("the module of the cases").into();
    Arc::new(load(bytes, &options).expect("the module of the cases"))
}

/// Compares every case of a file with what `run` makes of it: the whole case again.
pub(crate) fn check(file: &str, run: impl FnMut(&str) -> String) {
    crate::base::cases::check(&format!("jit/{file}"), run);
}

/// The input of a case: its function, and what is said of the compiler before it in lines of `; word: text`.
pub(crate) struct Input {
    pub(crate) func: Func,
    pub(crate) features: Features,
    pub(crate) tiering: Tiering,
    /// The other such lines.
    pub(crate) said: Vec<(String, String)>,
    /// All lines that were said and the function's tables, as they are printed again.
    pub(crate) head: String,
}

impl Input {
    /// Reads a case. Lines that begin with two spaces and one of these characters were printed by the stage.
    pub(crate) fn read(body: &str, printed: &[char]) -> Input {
        let is_input = |line: &&str| {
            let printed = line.strip_prefix("  ").is_some_and(|rest| rest.starts_with(printed));
            !printed && !line.trim().is_empty()
        };
        // The function's tables begin with numbers, `try`, or further in.
        let is_said = |line: &&str| {
            let text = line.strip_prefix("; ").filter(|text| !text.starts_with("try "));
            text.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_lowercase()))
        };
        let (lines, ir): (Vec<&str>, Vec<&str>) = body.lines().filter(is_input).partition(is_said);
        let none = Features { avx: false, bmi2: false, lzcnt: false, bmi1: false, popcnt: false };
        let (mut features, mut tiering, mut said) = (none, Tiering::default(), Vec::new());
        for line in &lines {
            let (word, text) = line[2..].split_once(": ").unwrap_or((&line[2..], ""));
            match (word, text) {
                ("without", name) => {
                    tiering.without = tiering.without.union(Without::named(name).expect(line))
                }
                ("with", "bmi1") => features.bmi1 = true,
                ("with", "bmi2") => features.bmi2 = true,
                ("bounds", "explicit") => tiering.explicit_bounds_checks = true,
                _ => said.push((word.to_owned(), text.to_owned())),
            }
        }
        let func = parse(&ir.join("\n"));
        let head = lines.iter().map(|line| format!("{line}\n")).collect::<String>() + &print_tables(&func);
        Input { func, features, tiering, said, head }
    }

    /// What selection knows of it.
    pub(crate) fn context<'a>(&'a self, module: &'a ModuleData, analysis: &'a Analysis) -> Context<'a> {
        Context {
            module,
            func: &self.func,
            analysis,
            tiering: self.tiering,
            features: self.features,
            reservation: reservation(module, &self.tiering),
            rows: &x64::ROWS,
        }
    }
}
