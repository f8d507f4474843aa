//! Every chore of the repository as one command: `cargo xtask help`.
//!
//! What continuous integration runs is what a developer can run, in the same order and with the same
//! flags; so the gate is a program here and not a list in some CI configuration.

mod api;
mod bench;
mod capi;
mod chore;
mod diff;
mod miri;
mod mutants;
mod scripts;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Every chore of the repository")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Run all tests: units, API, command line, and the official suite with its own summary
    Test,
    /// Run what needs no test: format, tidy, clippy, documentation
    Check,
    /// Run everything that gates a change: check, then test
    Ci,
    /// Check the structure: floors, circles, rooms of unsafe code, headers, sizes, documents
    Tidy,
    /// Check and test components, which the gate leaves out because their translator takes minutes to build
    Component,
    /// Build the C library and test it from C, C++ and Python, or install it: `cargo xtask capi [--install PREFIX]`
    Capi(capi::Arguments),
    /// Run .wast scripts: `cargo xtask spectest [FILTER] [--tier T] [--setting S] [--dir PATH]`
    #[command(disable_help_flag = true)]
    Spectest {
        /// Handed to the runner; `--help` lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Compare the tiers on generated modules, or wx with `--oracle ENGINE`: `cargo xtask diff --count N --seed S [--case SEED]`
    #[command(disable_help_flag = true)]
    Diff {
        /// Handed to the runner; `--help` lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Put faults back, one at a time, and tell which check finds each: `cargo xtask mutants [NAME..] [--all-checks] [--list]`
    Mutants(mutants::Arguments),
    /// Use the library as a careless host would: `cargo xtask api [--asan] --count N --seed S [--seconds T] [--case INDEX]`
    #[command(disable_help_flag = true)]
    Api {
        /// Handed to the runner; `--help` lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run unsafe code under Miri, as far as it goes
    Miri(miri::Arguments),
    /// Run a target of `cargo fuzz` with the nightly toolchain; `cargo fuzz` is an alias for this
    #[command(disable_help_flag = true)]
    Fuzz {
        /// Handed to cargo-fuzz, for example `run diff_tiers`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure wx beside its peers; arguments are handed to the harness in `bench/`
    #[command(disable_help_flag = true)]
    Bench {
        /// Handed to the harness; `--help` lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Write the scripts of `testsuite/wx` that are made by a program
    Scripts,
    /// Accept the present output of all snapshot tests; review the difference before you commit it
    Bless,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().chore {
        Chore::Test => chore::test(),
        Chore::Check => check(),
        Chore::Ci => check().and_then(|()| chore::test()),
        Chore::Tidy => chore::tidy(),
        Chore::Component => chore::component(),
        Chore::Capi(arguments) => capi::run(&arguments),
        Chore::Spectest { arguments } => {
            return chore::run_package("wx-spectest", &["--release", "--features", "component"], &arguments);
        }
        Chore::Diff { arguments } => return diff::run(&arguments),
        Chore::Mutants(arguments) => mutants::run(&arguments),
        Chore::Api { arguments } => return api::run(&arguments),
        Chore::Miri(arguments) => miri::run(&arguments),
        Chore::Fuzz { arguments } => return chore::fuzz(&arguments),
        Chore::Bench { arguments } => return bench::run(&arguments),
        Chore::Scripts => scripts::write(&chore::root()),
        Chore::Bless => chore::bless(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What needs no test, and a little under Miri where that is installed.
fn check() -> anyhow::Result<()> {
    chore::check()?;
    miri::run(&miri::Arguments { small: true })
}
