//! "Did you mean": words that a user mistyped, or knows from another runtime.
//!
//! The parser suggests by itself where it knows that a word is a flag or a command. It does not for the first word of
//! `wx FILE`, which may be a module, nor for what only other runtimes have.

use crate::args::definition;
use crate::exit::Usage;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsStr;
use std::path::Path;

/// How alike two words are that may be one: from 0 to 1.
const ALIKE: f64 = 0.8;

/// Commands of other runtimes, and what wx has in their place. A command of wx of the same name comes first.
const COMMANDS: &[(&str, &str)] = &[
    ("serve", "this wx was built without it: build wx with --features serve"),
    ("config", "the settings of wx are in a file, see `wx run --help` at --config"),
    ("explore", "`wx objdump FILE` shows wasm, slot IR and machine code side by side"),
    (
        "settings",
        "`wx run -O help` and `-C help` list options of the compiler, `--without help` its optimizations",
    ),
    ("hot-blocks", "`wx run --stats FILE` shows the functions with the most calls and iterations"),
    ("replay", "wx records no traces"),
    ("wizer", "wx does not rewrite modules"),
    ("inspect", "`wx objdump FILE` shows functions, `wx validate FILE` checks a module"),
    ("exec", "it is `wx run FILE`"),
];

/// Flags of other runtimes, and what wx has in their place.
const FLAGS: &[(&str, &str)] = &[
    ("--wasm-timeout", "it is --timeout DURATION"),
    ("--wasm-features", "it is -W FEATURE"),
    ("--mapdir", "it is --dir HOST::GUEST, the host's directory first"),
    ("--volume", "it is --dir HOST::GUEST"),
    ("--disable-cache", "it is --no-cache"),
    ("--target", "machine code is for this processor; --max-isa makes it for an older one"),
    ("--compiler", "choose with --tier tiered, jit or interp"),
    ("--cranelift", "choose with --tier tiered, jit or interp"),
    ("--singlepass", "choose with --tier tiered, jit or interp"),
    ("--llvm", "choose with --tier tiered, jit or interp"),
    ("--enable-all", "it is -W all-proposals"),
    ("--net", "WASI preview 1 has no call that opens a connection; see --tcplisten"),
    ("--gdbstub", "there is no debugger interface; backtraces have source lines if the module has DWARF"),
    ("--coredump-on-trap", "wx writes no core dumps; a trap prints the backtrace"),
    ("-g", "there is no debugger interface; backtraces have source lines if the module has DWARF"),
    ("-R", "wx records no traces"),
];

/// `, did you mean ...?` for the most alike of the words, or nothing.
pub(crate) fn did_you_mean(word: &str, known: impl Iterator<Item = String>) -> String {
    match nearest(word, known) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => String::new(),
    }
}

fn nearest(word: &str, known: impl Iterator<Item = String>) -> Option<String> {
    known
        .map(|known| (strsim::jaro_winkler(word, &known), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// The first word of a command line that is neither a command of wx nor a flag: an error unless it can be a module.
pub(crate) fn check_file(word: &OsStr) -> Result<(), Usage> {
    let Some(word) = word.to_str() else { return Ok(()) };
    if let Some((name, instead)) = COMMANDS.iter().find(|(name, _)| *name == word) {
        return Err(Usage(format!(
            "wx has no command `{name}`: {instead}. A file of this name is run as `wx ./{name}`"
        )));
    }
    if word.starts_with('-') || word.contains(['/', '.']) || Path::new(word).exists() {
        return Ok(());
    }
    let cli = definition();
    let commands = cli.get_subcommands().map(|command| command.get_name().to_owned());
    match nearest(word, commands) {
        Some(command) => {
            Err(Usage(format!("`{word}` is neither a command nor a file; did you mean `wx {command}`?")))
        }
        None => Ok(()),
    }
}

/// What there is in place of the flag that the parser does not know; none if only the parser has something to say.
pub(crate) fn unknown_flag(error: &clap::Error) -> Option<Usage> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) else { return None };
    let name = word.split('=').next().unwrap_or(word);
    let (_, instead) = FLAGS.iter().find(|(flag, _)| *flag == name)?;
    Some(Usage(format!("there is no flag `{name}`: {instead}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_words_are_suggested_and_others_are_not() {
        let of = |word| did_you_mean(word, ["timeout", "fuel"].map(str::to_owned).into_iter());
        assert_eq!(of("tiemout"), "; did you mean `timeout`?");
        assert_eq!(of("fule"), "; did you mean `fuel`?");
        assert_eq!(of("directory"), "");
    }
}
