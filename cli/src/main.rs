//! The program `wx`: runs WebAssembly from a shell.
//!
//! One file per subcommand; `args` is the command line, with wasmtime's options in `groups` and what the environment and a
//! file set in `settings`; `exit` has the exit codes and the one place that prints errors, `source` reads module files.
//! `wx FILE` is short for `wx run FILE`: if the first word is no subcommand, `run` is put before it, so everything after
//! that is parsed one way only.

mod args;
mod bench;
mod cache;
mod compile;
mod completion;
#[cfg(feature = "component")]
mod component;
mod descriptors;
mod exit;
mod foreign;
mod groups;
mod invoke;
mod link;
mod man;
mod objdump;
mod progress;
mod run;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod source;
mod stats;
mod suggest;
mod timeout;
mod validate;
mod wast;

use anyhow::Result;
use args::{Cli, Command, definition};
use clap::{ArgMatches, FromArgMatches, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    exit::code(start(std::env::args_os().collect()))
}

fn start(words: Vec<OsString>) -> Result<()> {
    let command = parse(with_run(words)?)?;
    match command {
        Command::Run(run) => run::run(&run),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve::run(*serve),
        Command::Bench(bench) => bench::run(&bench),
        Command::Validate(validate) => validate::run(&validate),
        Command::Objdump(objdump) => objdump::run(&objdump),
        Command::Wast(wast) => wast::run(&wast),
        Command::Completion(completion) => completion::run(completion.shell),
        Command::Compile(compile) => compile::run(&compile),
        Command::Cache(cache) => cache::run(&cache),
        Command::Man(man) => man::run(&man),
    }
}

/// Reads a command line. One that is wrong, or asks for help, prints its own message and ends the process.
fn parse(mut words: Vec<OsString>) -> Result<Command> {
    let mut matches = matches(&words)?;
    if let Some(name) = matches.subcommand_name() {
        let file = matches.get_one("config").map(std::path::PathBuf::as_path);
        let settings = settings::words(name, file)?;
        if !settings.is_empty() {
            // Before all that the user wrote, because of two that say the same the last counts.
            words.splice(2..2, settings);
            matches = self::matches(&words)?;
        }
    }
    let mut command = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()).command;
    match (&mut command, matches.subcommand()) {
        (Command::Run(run), Some((_, matches))) => groups::apply(run, matches),
        #[cfg(feature = "serve")]
        (Command::Serve(serve), Some((_, matches))) => groups::apply(&mut serve.run, matches),
        _ => {}
    }
    Ok(command)
}

fn matches(words: &[OsString]) -> Result<ArgMatches> {
    definition().try_get_matches_from(words).map_err(|error| match suggest::unknown_flag(&error) {
        Some(unknown) => unknown.into(),
        None => error.exit(),
    })
}

/// Puts `run` before the arguments unless they start with a subcommand or ask for help.
fn with_run(mut words: Vec<OsString>) -> Result<Vec<OsString>> {
    const GENERAL: [&str; 5] = ["help", "-h", "--help", "-V", "--version"];
    let Some(first) = words.get(1) else { return Ok(words) };
    let explicit =
        first.to_str().is_some_and(|first| GENERAL.contains(&first) || Command::has_subcommand(first));
    if !explicit {
        suggest::check_file(first)?;
        words.insert(1, "run".into());
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::with_run;
    use crate::args::definition;

    fn words(args: &[&str]) -> Vec<String> {
        let args = args.iter().map(Into::into).collect();
        with_run(args)
            .expect("a command line")
            .into_iter()
            .map(|arg| arg.into_string().expect("UTF-8"))
            .collect()
    }

    #[test]
    fn run_is_put_before_a_file_or_a_flag_and_before_nothing_else() {
        assert_eq!(words(&["wx", "a.wasm", "run"]), ["wx", "run", "a.wasm", "run"]);
        assert_eq!(words(&["wx", "--dir", ".", "a.wasm"]), ["wx", "run", "--dir", ".", "a.wasm"]);
        assert_eq!(words(&["wx", "run", "a.wasm"]), ["wx", "run", "a.wasm"]);
        assert_eq!(words(&["wx", "validate", "a.wasm"]), ["wx", "validate", "a.wasm"]);
        assert_eq!(words(&["wx", "--help"]), ["wx", "--help"]);
        assert_eq!(words(&["wx"]), ["wx"]);
    }

    #[test]
    fn the_definition_of_the_command_line_is_consistent() {
        definition().debug_assert();
    }
}
