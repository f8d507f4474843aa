//! Functions as wasm text with the operations that lowering makes of them: `cases.txt`.
//!
//! What begins with `(` or is further in is the function. `; without: NAME` leaves out an optimization, `; tiered` lowers for an
//! engine that counts iterations, `; fuel` for one that counts operators.

use std::sync::Arc;

use super::{lower, print};
use crate::base::cases::check;
use crate::module::{LoadOptions, LowerConfig, load};
use crate::settings::{Tiering, Without};
use crate::types::TypeRegistry;

/// What the functions refer to; they come after.
const FIELDS: &str = "(import \"\" \"f\" (func $f (param i32) (result i32))) (tag $e (param i32)) (memory 1)";

#[test]
fn cases() {
    check("lower/cases.txt", |body| {
        let said =
            |line: &&str| line.starts_with("; ") && !line.starts_with("; try") && !line.contains(" local");
        let input: Vec<&str> =
            body.lines().take_while(|line| line.starts_with(['(', ' ']) || said(line)).collect();
        let (said, text): (Vec<&str>, Vec<&str>) = input.iter().partition(|line| said(line));
        let (mut tiering, mut config) = (Tiering::default(), LowerConfig::default());
        for line in &said {
            match line[2..].split_once(": ").unwrap_or((&line[2..], "")) {
                ("without", name) => {
                    tiering.without = tiering.without.union(Without::named(name).expect(line));
                }
                ("tiered", "") => config.count_loops = true,
                ("fuel", "") => config.fuel = true,
                _ => panic!("{line}"),
            }
        }
        let bytes = wat::parse_str(format!("(module {FIELDS} {})", text.join("\n"))).expect("the function");
        let options = LoadOptions {
            features: wasmparser::WasmFeatures::all(),
            lower: config,
            registry: Arc::new(TypeRegistry::new()),
            tiering,
            generic_entry: 0,
            parallel: false,
            lazy_validation: false,
        };
        let module = load(bytes.into(), &options).expect("the function");
        let func = lower(&module, 0).expect("the function");
        let done = func.rewrites;
        let mut counts = match (done.turned_branches, done.threaded_jumps) {
            (0, 0) => String::new(),
            (turned, threaded) => format!("; {turned} turned round, {threaded} threaded\n"),
        };
        if done.tail_loops > 0 {
            counts += &format!("; {} to the start\n", done.tail_loops);
        }
        let text = print(&func) + &counts;
        let lines = input.iter().copied().chain(text.lines().map(str::trim_end));
        lines.map(|line| format!("{line}\n")).collect()
    });
}
