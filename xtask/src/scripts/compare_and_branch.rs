//! `control/compare-and-branch.wast`: comparisons of integers whose result is consumed at once.

use std::fmt::Write as _;

use super::MADE_BY;
use super::constant_operands::pairs;
use super::integer::{COMPARISONS, I32, I64, Integers};

const HEADER: &str = "\
;; Every comparison of integers where its result is consumed at once: by a branch, an `if`, a `select`, a
;; negation, another comparison, or through a local.  Engines fuse these; the official suite mostly returns
;; the result.  Each function computes the comparison's value in a roundabout way.
";

/// Functions of two parameters by name; `?` is the comparison.
const OF_PARAMETERS: [(&str, &str); 12] = [
    ("br_if", "(block (br_if 0 ?) (return (i32.const 0))) (i32.const 1)"),
    ("br_if_not", "(block (br_if 0 (i32.eqz ?)) (return (i32.const 1))) (i32.const 0)"),
    ("br_if_not_not", "(block (br_if 0 (i32.eqz (i32.eqz ?))) (return (i32.const 0))) (i32.const 1)"),
    ("if", "(if (result i32) ? (then (i32.const 1)) (else (i32.const 0)))"),
    ("if_not", "(if (result i32) (i32.eqz ?) (then (i32.const 0)) (else (i32.const 1)))"),
    ("select", "(select (i32.const 1) (i32.const 0) ?)"),
    ("select_not", "(select (i32.const 0) (i32.const 1) (i32.eqz ?))"),
    ("ne0", "(i32.ne ? (i32.const 0))"),
    ("eq0", "(i32.eqz (i32.eq ? (i32.const 0)))"),
    (
        "tee",
        "(local $x i32) (local.set $x ?) (block (br_if 0 (local.get $x)) (return (i32.const 0))) (local.get $x)",
    ),
    (
        "loop",
        "(local $n i32) (loop (local.set $n (i32.add (local.get $n) (i32.const 1))) \
         (br_if 0 (i32.and ? (i32.lt_s (local.get $n) (i32.const 2))))) (i32.eq (local.get $n) (i32.const 2))",
    ),
    ("value", "(block (result i32) (drop (br_if 0 (i32.const 1) ?)) (i32.const 0))"),
];

/// Which of them there are with a constant on the right too.
const OF_CONSTANTS: [&str; 4] = ["br_if", "if", "select", "br_if_not"];

pub(super) fn script() -> String {
    let mut out = format!("{HEADER}{MADE_BY}\n");
    for of in [I32, I64] {
        for name in COMPARISONS {
            out.push_str(&module(of, name));
        }
    }
    out
}

fn module(of: Integers, name: &str) -> String {
    let mut pairs = pairs(of);
    pairs.extend([(3, 7), (1, of.max()), (9, 9)]);
    let mut out = format!("\n(module ;; {of}.{name}\n");
    let mut function = |export: &str, params: &str, body: &str, b: &str| {
        let body = body.replace('?', &format!("({of}.{name} (local.get 0) {b})"));
        let _ = writeln!(out, "  (func (export \"{export}\") (param {params}) (result i32) {body})");
    };
    for (export, body) in OF_PARAMETERS {
        function(export, &format!("{of} {of}"), body, "(local.get 1)");
    }
    for export in OF_CONSTANTS {
        let body = OF_PARAMETERS.iter().find(|row| row.0 == export).map_or("", |row| row.1);
        for (i, &(_, b)) in pairs.iter().enumerate() {
            function(&format!("{export}_c{i}"), &of.to_string(), body, &of.constant(b));
        }
    }
    out.push_str(")\n");
    for (i, &(a, b)) in pairs.iter().enumerate() {
        let expected = u8::from(of.compare(name, a, b));
        let (a, b) = (of.constant(a), of.constant(b));
        for (export, _) in OF_PARAMETERS {
            let _ = writeln!(out, "(assert_return (invoke \"{export}\" {a} {b}) (i32.const {expected}))");
        }
        for export in OF_CONSTANTS {
            let _ = writeln!(out, "(assert_return (invoke \"{export}_c{i}\" {a}) (i32.const {expected}))");
        }
    }
    out
}
