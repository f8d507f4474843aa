//! `memory/bounds.wast`: accesses of every width at both sides of the end of memories.

use std::fmt::Write as _;

use super::MADE_BY;

const HEADER: &str = "\
;; Loads and stores of every width at both sides of the end of memories of several sizes, with offsets up to
;; the largest.  The sum of index, offset and width is never reduced: expected outcomes were computed with
;; unbounded integers.
";

/// Operators, and how many bytes each reads or writes.
const LOADS: [(&str, i128); 18] = [
    ("i32.load8_s", 1),
    ("i32.load8_u", 1),
    ("i32.load16_s", 2),
    ("i32.load16_u", 2),
    ("i32.load", 4),
    ("i64.load8_u", 1),
    ("i64.load16_s", 2),
    ("i64.load32_u", 4),
    ("i64.load32_s", 4),
    ("i64.load", 8),
    ("f32.load", 4),
    ("f64.load", 8),
    ("v128.load", 16),
    ("v128.load8x8_s", 8),
    ("v128.load16_splat", 2),
    ("v128.load32_zero", 4),
    ("v128.load64_zero", 8),
    ("v128.load64_splat", 8),
];

const STORES: [(&str, i128); 10] = [
    ("i32.store8", 1),
    ("i32.store16", 2),
    ("i32.store", 4),
    ("i64.store8", 1),
    ("i64.store16", 2),
    ("i64.store32", 4),
    ("i64.store", 8),
    ("f32.store", 4),
    ("f64.store", 8),
    ("v128.store", 16),
];

const OFFSETS: [i128; 9] = [0, 1, 7, 100, 65_535, 65_536, (1 << 31) - 1, 1 << 31, (1 << 32) - 1];
/// Of memories whose indexes have 64 bits too.
const LONG_OFFSETS: [i128; 2] = [1 << 32, (1 << 64) - 1];

pub(super) fn script() -> String {
    let mut out = format!("{HEADER}{MADE_BY}\n");
    for (pages, bits) in [(1, 32), (0, 32), (3, 32), (1, 64)] {
        out.push_str(&module(pages, bits));
    }
    out
}

fn module(pages: i128, bits: u32) -> String {
    let long = bits == 64;
    let offsets: Vec<i128> = OFFSETS.iter().chain(LONG_OFFSETS.iter().filter(|_| long)).copied().collect();
    let mut out = format!("\n(module (memory {}{pages})\n", if long { "i64 " } else { "" });
    for (name, offset) in LOADS.iter().flat_map(|load| offsets.iter().map(|offset| (load.0, offset))) {
        let access = format!("(drop ({name} offset={offset} (local.get 0)))");
        let _ = writeln!(out, "  (func (export \"{name}+{offset}\") (param i{bits}) {access})");
    }
    for (name, offset) in STORES.iter().flat_map(|store| offsets.iter().map(|offset| (store.0, offset))) {
        let zero = match name.split('.').next() {
            Some("v128") => "(v128.const i64x2 0 0)".to_owned(),
            kind => format!("({}.const 0)", kind.unwrap_or_default()),
        };
        let access = format!("({name} offset={offset} (local.get 0) {zero})");
        let _ = writeln!(out, "  (func (export \"{name}+{offset}\") (param i{bits}) {access})");
    }
    out.push_str(")\n");
    for &(name, width) in LOADS.iter().chain(&STORES) {
        for &offset in &offsets {
            for index in indexes(pages, bits, offset, width) {
                let call = format!("(invoke \"{name}+{offset}\" (i{bits}.const {index:#x}))");
                let _ = match index + offset + width <= pages << 16 {
                    true => writeln!(out, "(assert_return {call})"),
                    false => writeln!(out, "(assert_trap {call} \"out of bounds memory access\")"),
                };
            }
        }
    }
    out
}

/// Indexes worth a try: the last that is in bounds and the next, the least, the greatest, the greatest with a
/// sign and one more, and the one with which a sum of 64 bits would be 0.
fn indexes(pages: i128, bits: u32, offset: i128, width: i128) -> Vec<i128> {
    let last = (pages << 16) - offset - width;
    let mut candidates = vec![last, last + 1, 0, (1 << 32) - 1, 1 << 31];
    if bits == 64 {
        let wrapped = (1_i128 << 64) - offset;
        candidates.extend([(1 << 64) - 1, if offset == 0 { 1 << 63 } else { wrapped }]);
    }
    let mut indexes = Vec::new();
    for index in candidates {
        if (0..1 << bits).contains(&index) && !indexes.contains(&index) {
            indexes.push(index);
        }
    }
    indexes
}
