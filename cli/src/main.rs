//! The program `wx`: runs WebAssembly from a shell.
//!
//! One file per subcommand; `args` is the command line, `exit` the exit codes and the one place that prints
//! errors, `source` reads module files. `wx FILE` is short for `wx run FILE`: if the first word is no
//! subcommand, `run` is put before it, so everything after that is parsed one way only.

mod args;
mod bench;
mod cache;
mod compile;
mod completion;
mod exit;
mod invoke;
mod objdump;
mod run;
mod source;
mod stats;
mod timeout;
mod validate;
mod wast;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A failing parse prints its own message or the help, and exits.
    let cli = Cli::parse_from(with_run(std::env::args_os().collect()));
    let done = match cli.command {
        Command::Run(run) => run::run(&run),
        Command::Bench(bench) => bench::run(&bench),
        Command::Validate(validate) => validate::run(&validate),
        Command::Objdump(objdump) => objdump::run(&objdump),
        Command::Wast(wast) => wast::run(&wast),
        Command::Completion(completion) => completion::run(completion.shell),
        Command::Compile(compile) => compile::run(&compile),
        Command::Cache(cache) => cache::run(&cache),
    };
    exit::code(done)
}

/// Puts `run` before the arguments unless they start with a subcommand or ask for help.
fn with_run(mut args: Vec<OsString>) -> Vec<OsString> {
    const GENERAL: [&str; 5] = ["help", "-h", "--help", "-V", "--version"];
    let explicit = args.get(1).and_then(|first| first.to_str()).is_some_and(|first| {
        GENERAL.contains(&first) || Cli::command().get_subcommands().any(|known| known.get_name() == first)
    });
    if args.len() > 1 && !explicit {
        args.insert(1, "run".into());
    }
    args
}

#[cfg(test)]
mod tests {
    use super::with_run;
    use crate::args::Cli;
    use clap::CommandFactory;

    fn words(args: &[&str]) -> Vec<String> {
        let args = args.iter().map(Into::into).collect();
        with_run(args).into_iter().map(|arg| arg.into_string().expect("UTF-8")).collect()
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
        Cli::command().debug_assert();
    }
}
