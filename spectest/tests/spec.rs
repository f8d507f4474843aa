//! The official suite and our own scripts, one named trial for each file, tier and setting.
//!
//! `cargo test -p wx-spectest --test spec -- 3.0/i32` runs the trials whose name contains `3.0/i32`;
//! `--list` names them all.

use libtest_mimic::{Arguments, Failed, Trial};
use wx_spectest::run::{Source, load, show_failure};
use wx_spectest::suite::{Mode, Setting, Tier};
use wx_spectest::{Failure, trial};

/// Failures shown for one file; the rest is counted.
const SHOWN: usize = 10;

fn main() {
    let (groups, expectations) = match load(&Source::Suite) {
        Ok(loaded) => loaded,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::exit(1);
        }
    };
    let expectations: &'static _ = Box::leak(Box::new(expectations));
    let names: Vec<String> = groups.iter().flat_map(|g| &g.scripts).map(|s| s.name.clone()).collect();
    let mut trials = vec![Trial::test("expectations/every_entry_matches_a_script", move || {
        report("testsuite/expectations.toml", &expectations.stale(names.iter().map(String::as_str)))
    })];
    for (tier, setting) in Tier::ALL.iter().flat_map(|tier| Setting::ALL.iter().map(move |s| (*tier, *s))) {
        let prefix = match setting {
            Setting::Default => tier.name().to_string(),
            other => format!("{}-{}", tier.name(), other.name()),
        };
        for group in &groups {
            for script in group.scripts.iter().filter(|script| setting.concerns(&script.name)) {
                let script = script.clone();
                let features = group.features.clone();
                let mode = Mode { features, tier, tier_up_after: 1, setting, verified: true };
                trials.push(Trial::test(format!("{prefix}/{}", script.name), move || {
                    let tally = trial::run(&script.text, &mode);
                    report(&script.path, &expectations.apply(&script.name, tally).failures)
                }));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn report(path: &str, failures: &[Failure]) -> Result<(), Failed> {
    if failures.is_empty() {
        return Ok(());
    }
    let mut text: Vec<String> = failures.iter().take(SHOWN).map(|f| show_failure(path, f)).collect();
    if failures.len() > SHOWN {
        text.push(format!("and {} more failures", failures.len() - SHOWN));
    }
    Err(text.join("\n").into())
}
