//! Holds the rows against the decoder's list of all operators, so that none is missing.

use super::{convert, float, int, reference, relaxed, simd_float, simd_int, simd_lane, wide};
use std::collections::BTreeSet;

macro_rules! spec_names {
    ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*) )*) => {
        &[$((stringify!($proposal), stringify!($visit))),*]
    };
}

/// Every operator of the decoder that operates on lanes or on scalars: `(proposal, visit_<name>)`.
const SCALAR: &[(&str, &str)] = wasmparser::for_each_visit_operator!(spec_names);
const SIMD: &[(&str, &str)] = wasmparser::for_each_visit_simd_operator!(spec_names);

/// The parts of an operator's name that make it the business of someone else: memories, immediates.
fn is_elsewhere(name: &str) -> bool {
    let shared = name.starts_with("ref_i31_"); // of the proposal shared-everything-threads
    let scalar_access = name.starts_with(['i', 'f']) && (name.contains("_load") || name.contains("_store"));
    let whole_vector = name == "v128_load" || name == "v128_store";
    shared || scalar_access || whole_vector || name.contains("_atomic_") || name.ends_with("_const")
}

#[test]
fn every_numeric_operator_has_a_row() {
    const TYPES: [&str; 14] = [
        "i32_",
        "i64_",
        "f32_",
        "f64_",
        "v128_",
        "i8x16_",
        "i16x8_",
        "i32x4_",
        "i64x2_",
        "f32x4_",
        "f64x2_",
        "ref_i31",
        "i31_",
        "ref_as_non_null",
    ];
    let expected: BTreeSet<&str> = SCALAR
        .iter()
        .chain(SIMD)
        .map(|(_, visit)| visit.strip_prefix("visit_").expect("a visit method"))
        .filter(|name| TYPES.iter().any(|prefix| name.starts_with(prefix)) && !is_elsewhere(name))
        .collect();
    assert!(expected.len() > 350, "the decoder's list was not read: {expected:?}");

    let files = [
        int::NAMES,
        float::NAMES,
        convert::NAMES,
        wide::NAMES,
        reference::NAMES,
        simd_lane::NAMES,
        simd_int::NAMES,
        simd_float::NAMES,
        relaxed::NAMES,
    ];
    let present: BTreeSet<&str> = files.into_iter().flatten().copied().collect();
    let ours = |name: &&str| !name.ends_with("_canonicalize_nan") && !name.ends_with("_swap_bytes");

    let missing: Vec<_> = expected.difference(&present).collect();
    let unknown: Vec<_> = present.difference(&expected).copied().filter(ours).collect();
    assert!(missing.is_empty(), "operators without a row: {missing:?}");
    assert!(unknown.is_empty(), "rows that no operator has as its name: {unknown:?}");
    assert_eq!(files.iter().map(|rows| rows.len()).sum::<usize>(), present.len(), "a name has two rows");
}
