//! Options of groups: which work, which are so anyway, and what the others say.

use super::*;
use crate::args::Cli;
use clap::FromArgMatches;
use std::time::Duration;

/// The arguments of `wx run` with these words before FILE.
fn run(words: &[&str]) -> RunArgs {
    let all = ["wx", "run"].iter().chain(words).chain(&["a.wasm"]);
    let matches = crate::args::definition().try_get_matches_from(all).expect("a command line");
    let cli = Cli::from_arg_matches(&matches).expect("its values");
    let crate::args::Command::Run(mut args) = cli.command else { panic!("not `run`") };
    apply(&mut args, matches.subcommand_matches("run").expect("run"));
    *args
}

#[test]
fn features_are_named_as_in_the_library_with_hyphens() {
    assert!(feature("custom-page-sizes").is_ok_and(|feature| feature.enable));
    assert!(feature("threads=n").is_ok_and(|feature| !feature.enable));
    assert!(feature("threads=maybe").unwrap_err().contains("neither"));
    assert!(feature("fuel").unwrap_err().contains("wx run"));
    let unknown = feature("help").unwrap_err();
    assert!(unknown.contains("custom-descriptors") && unknown.contains("simd"), "{unknown}");
}

#[test]
fn options_set_what_their_flags_set() {
    let args = run(&["-W", "fuel=7,timeout=2s,max-memory-size=64M", "-Wmax-wasm-stack=1048576"]);
    assert_eq!((args.fuel, args.timeout), (Some(7), Some(Duration::from_secs(2))));
    assert_eq!((args.max_memory_size, args.max_wasm_stack), (Some(64 << 20), Some(1 << 20)));
    let args = run(&["-S", "inherit-env,inherit-stdin=n", "-Stcplisten=127.0.0.1:0", "-Ccache=n"]);
    assert!(args.inherit_env && args.tuning.closed == [true, false, false]);
    assert_eq!(args.tcplisten.len(), 1);
    assert!(!run(&["-S", "inherit-env=n", "-S", "cli"]).inherit_env);
    assert!(run(&["-C", "cache=n"]).cache.no_cache && !run(&["--no-cache", "-C", "cache"]).cache.no_cache);
    assert!(run(&["--cache-dir", "x", "--no-cache"]).cache.cache_dir.is_none());
    assert_eq!(run(&["-O", "opt-level=0"]).without.len(), 1);
    assert_eq!(run(&["-O", "opt-level=2", "-C", "inlining=n"]).without.len(), 1);
    let unknown = run(&["-W", "unknown-imports-trap,unknown-imports-default=y"]).tuning;
    assert!(unknown.unknown_imports_trap && unknown.unknown_imports_default);
    let features = run(&["-W", "all-proposals,simd=n"]).tuning.config().wasm_features();
    assert!(features.custom_page_sizes() && !features.simd());
}

#[test]
fn what_stands_later_counts() {
    assert_eq!(run(&["--fuel", "1", "-W", "fuel=2"]).fuel, Some(2));
    assert_eq!(run(&["-W", "fuel=2,threads", "--fuel", "1"]).fuel, Some(1));
    assert_eq!(run(&["-W", "fuel=2,fuel=3"]).fuel, Some(3));
    assert_eq!(run(&["--fuel", "1", "--fuel", "2"]).fuel, Some(2));
    assert!(!run(&["--inherit-env", "-S", "inherit-env=n"]).inherit_env);
    assert!(run(&["-S", "inherit-env=n", "--inherit-env"]).inherit_env);
    assert_eq!(run(&["--env", "A=1", "--env", "B=2"]).env.len(), 2, "lists grow");
}

#[test]
fn every_option_of_wasmtime_works_or_says_what_to_write() {
    for (group, text, part) in [
        (Group::Wasm, "fule=3", "did you mean `fuel`"),
        (Group::Wasm, "smid", "did you mean `simd`"),
        (Group::Wasm, "fuel", "needs a value"),
        (Group::Wasm, "fuel=lots", "no number"),
        (Group::Wasm, "epoch-interruption", "--timeout"),
        (Group::Wasm, "component-model", "does not have it"),
        (Group::Wasi, "inherit-network", "--tcplisten"),
        (Group::Wasi, "http-outgoing-body-chunk-size=3", "components"),
        (Group::Wasi, "inherit-env=perhaps", "neither"),
        (Group::Optimize, "opt-level=s", "--without"),
        (Group::Optimize, "pooling-total-stacks=3", "max-instances"),
        (Group::Codegen, "compiler=winch", "--tier"),
        (Group::Codegen, "cranelift-opt_level=3", "--without"),
        (Group::Debug, "logging", "--stats"),
        (Group::Debug, "nonsense", "-D help"),
    ] {
        let error = setting(group, text).map(drop).expect_err(text);
        assert!(error.contains(part), "{text}: {error}");
    }
    for group in [Group::Wasm, Group::Wasi, Group::Optimize, Group::Codegen, Group::Debug] {
        let list = help(group);
        assert!(table::rows(group).all(|row| list.contains(row.name)), "{list}");
        for name in table::names(group) {
            assert!(table::find(group, name).is_some(), "{name}");
        }
    }
}
