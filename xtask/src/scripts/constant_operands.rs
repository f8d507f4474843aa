//! `int/constant-operands.wast`: operators on integers whose operands are parameters, constants, or one local.

use std::fmt::Write as _;

use super::MADE_BY;
use super::integer::{COMPARISONS, I32, I64, Integers};

const HEADER: &str = "\
;; Every binary operator on integers with each operand a parameter, a constant, or the same local twice.
;; The official suite passes all operands as parameters; engines that fold constants or keep them in the
;; instruction take other ways for these forms.  Expected values were computed with unbounded integers.
";

const OPERATORS: [&str; 15] = [
    "add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "or", "xor", "shl", "shr_s", "shr_u",
    "rotl", "rotr",
];

/// Operands: the ends of both ranges, zero, and counts beyond the width.
pub(super) fn pairs(of: Integers) -> Vec<(u64, u64)> {
    let (max, top, bottom) = (of.max(), of.signed_max(), of.signed_min());
    vec![(7, 3), (max, 1), (bottom, max), (bottom, 1), (0, 5), (5, 0), (top, max)]
}

pub(super) fn script() -> String {
    let mut out = format!("{HEADER}{MADE_BY}\n");
    for of in [I32, I64] {
        let mut pairs = pairs(of);
        pairs.push((0x1234_5678, u64::from(of.bits) + 1));
        if of == I32 {
            pairs.push((of.max(), of.max()));
        } else {
            // Constants that do not fit into 32 bits with a sign.
            pairs.extend([(1 << 31, 1 << 31), (1 << 32, (1 << 32) - 1), (5, of.signed_min())]);
        }
        for name in OPERATORS.iter().chain(&COMPARISONS) {
            out.push_str(&module(of, name, &pairs));
        }
    }
    out
}

fn module(of: Integers, name: &str, pairs: &[(u64, u64)]) -> String {
    let is_comparison = COMPARISONS.contains(&name);
    let result = if is_comparison { I32 } else { of };
    let mut out = format!("\n(module ;; {of}.{name}\n");
    let mut function = |export: &str, params: &str, a: &str, b: &str| {
        let param = if params.is_empty() { String::new() } else { format!(" (param {params})") };
        let _ =
            writeln!(out, "  (func (export \"{export}\"){param} (result {result}) ({of}.{name} {a} {b}))");
    };
    let one = of.to_string();
    function("vv", &format!("{of} {of}"), "(local.get 0)", "(local.get 1)");
    function("ss", &one, "(local.get 0)", "(local.get 0)");
    for (i, &(a, b)) in pairs.iter().enumerate() {
        function(&format!("vc{i}"), &one, "(local.get 0)", &of.constant(b));
        function(&format!("cv{i}"), &one, &of.constant(a), "(local.get 0)");
        function(&format!("cc{i}"), "", &of.constant(a), &of.constant(b));
    }
    out.push_str(")\n");
    let mut assert = |export: &str, arguments: &[u64], (a, b): (u64, u64)| {
        let arguments: String = arguments.iter().map(|&value| format!(" {}", of.constant(value))).collect();
        let _ = match of.binary(name, a, b) {
            Ok(value) => {
                writeln!(out, "(assert_return (invoke \"{export}\"{arguments}) {})", result.constant(value))
            }
            Err(trap) => writeln!(out, "(assert_trap (invoke \"{export}\"{arguments}) \"{trap}\")"),
        };
    };
    for (i, &(a, b)) in pairs.iter().enumerate() {
        assert("vv", &[a, b], (a, b));
        assert(&format!("vc{i}"), &[a], (a, b));
        assert(&format!("cv{i}"), &[b], (a, b));
        assert(&format!("cc{i}"), &[], (a, b));
        if pairs[..i].iter().all(|&(before, _)| before != a) {
            assert("ss", &[a], (a, a));
        }
    }
    out
}
