//! The tiers agree: on a fixed run of generated modules, and on every module that was once a finding.
//!
//! The run is short so that it is part of every change; `cargo xtask diff` makes longer ones.

use std::path::Path;

use wx_fuzz::runner::case_seed;
use wx_fuzz::{Case, Settings, compare};

#[test]
fn a_fixed_run_of_generated_modules_behaves_the_same_in_every_tier() {
    const RUN: u64 = 1;
    const CASES: u64 = 1000;
    let (mut instantiated, mut returned, mut cut_short) = (0, 0, 0);
    for index in 0..CASES {
        let seed = case_seed(RUN, index);
        match compare(&Case::from_seed(seed)) {
            Ok(outcome) => {
                instantiated += u64::from(outcome.instantiated);
                returned += outcome.returned;
                cut_short += u64::from(outcome.cut_short);
            }
            Err(divergence) => panic!("{divergence}\nagain: cargo xtask diff --case {seed:#x}"),
        }
    }
    // A run in which little happens proves little.
    assert!(instantiated > 900, "{instantiated} of {CASES} modules could be instantiated");
    assert!(returned > 5000, "{returned} calls returned");
    assert!(cut_short < 10, "{cut_short} cases were cut short");
}

#[test]
fn a_seed_makes_the_same_case_each_time() {
    for index in 0..20 {
        let (a, b) = (Case::from_seed(index), Case::from_seed(index));
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
        assert_eq!(a.wasm, b.wasm);
    }
}

#[test]
fn what_was_found_once_behaves_the_same_in_every_tier() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testsuite/regress/diff");
    let mut modules = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let engine = wx::Engine::new(wx::Config::new().wasm_custom_descriptors(true)).unwrap();
        let text = std::fs::read(&path).unwrap();
        wx::Module::new(&engine, &text).unwrap_or_else(|error| panic!("{}: {error:#}", path.display()));
        modules += 1;
        for settings in Settings::each() {
            let case = Case::from_module(text.clone(), settings.clone());
            if let Err(divergence) = compare(&case) {
                panic!("{} with {settings:?}: {divergence}", path.display());
            }
        }
    }
    assert!(modules > 0, "no module in {}", folder.display());
}
