//! Settings that outlive a command line: of the environment, and of a file.
//!
//! Both name flags of the command line and nothing else, so that there is one list of them and one meaning for each: a
//! setting becomes the words that a user would have written, put before those that were written. Of two that say the same
//! the last counts, so the file yields to the environment and both to the command line.
//!
//! ```toml
//! timeout = "10s"             # --timeout=10s
//! inherit-env = true          # --inherit-env
//! dir = [".", "/tmp::/tmp"]   # --dir=. --dir=/tmp::/tmp
//! [wasm]
//! simd = false                # --wasm=simd=n
//! ```
//!
//! A command ignores settings of flags that only others have. An unknown name in the file is an error; the environment
//! belongs to others too, and what is no flag there is left alone. No file of the directory wx is started in is read: it may
//! have come with the program, which must not choose what it is given.

use crate::args::definition;
use crate::exit::Usage;
use crate::{groups, suggest};
use anyhow::{Context, Result, bail};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// What precedes the name of a flag in the environment.
const PREFIX: &str = "WX_";

/// Flags that a setting cannot name.
const OF_THE_COMMAND_LINE: [&str; 3] = ["help", "version", "config"];

/// The words for what is set outside of the command line, for this command. `named` is the file that the command line names.
///
/// # Errors
/// If the file cannot be read, has an unknown name, or a value does not fit its flag.
pub(crate) fn words(command: &str, named: Option<&Path>) -> Result<Vec<OsString>> {
    let from_environment = std::env::vars_os().any(|(name, _)| name.as_encoded_bytes().starts_with(b"WX_"));
    let file = file(named)?;
    if !from_environment && file.is_none() {
        return Ok(Vec::new());
    }
    let cli = definition();
    let mut words = Vec::new();
    if let Some((path, table)) = &file {
        let shown = path.display();
        for (key, value) in table {
            let found = of_file(&cli, command, key, value)
                .and_then(|found| valid(&cli, command, found))
                .map_err(|error| Usage(format!("{shown}: `{key}`: {error}")))?;
            words.extend(found);
        }
    }
    for arg in flags(&cli, command) {
        let name = variable(arg);
        let Some(value) = std::env::var_os(&name) else { continue };
        let found = of_environment(&cli, command, arg, value).and_then(|found| valid(&cli, command, found));
        words.extend(found.map_err(|error| Usage(format!("{name}: {error}")))?);
    }
    Ok(words)
}

/// The flags of a command that settings can name.
fn flags<'a>(cli: &'a Command, command: &str) -> impl Iterator<Item = &'a Arg> {
    let args = cli.find_subcommand(command).into_iter().flat_map(Command::get_arguments);
    args.filter(|arg| arg.get_long().is_some_and(|long| !OF_THE_COMMAND_LINE.contains(&long)))
}

fn find<'a>(cli: &'a Command, command: &str, long: &str) -> Option<&'a Arg> {
    flags(cli, command).find(|arg| arg.get_long() == Some(long))
}

/// The variable for a flag.
fn variable(arg: &Arg) -> String {
    let long = arg.get_long().unwrap_or_default();
    format!("{PREFIX}{}", long.to_uppercase().replace('-', "_"))
}

fn takes_value(arg: &Arg) -> bool {
    !matches!(arg.get_action(), ArgAction::SetTrue)
}

/// Whether a command takes an option of a group: others than `run` and `serve` have the features of the language only.
fn takes_option(command: &str, long: &str, option: &str) -> bool {
    matches!(command, "run" | "serve")
        || long != "wasm"
        || !groups::is_for_run(option.split('=').next().unwrap_or(option))
}

/// Whether a flag is a switch here and takes a value in `run`, as `--fuel` of `compile`: whoever sets the value wants code that can be run
/// so.
fn is_switch_of_value(cli: &Command, arg: &Arg) -> bool {
    let long = arg.get_long().unwrap_or_default();
    !takes_value(arg) && find(cli, "run", long).is_some_and(takes_value)
}

fn of_environment(
    cli: &Command,
    command: &str,
    arg: &Arg,
    mut value: OsString,
) -> Result<Vec<OsString>, String> {
    let long = arg.get_long().unwrap_or_default();
    let mut word = OsString::from(format!("--{long}"));
    if let (true, Some(options)) = (long == "wasm", value.to_str()) {
        let taken: Vec<&str> =
            options.split(',').filter(|option| takes_option(command, long, option)).collect();
        if taken.is_empty() {
            return Ok(Vec::new());
        }
        value = taken.join(",").into();
    }
    if is_switch_of_value(cli, arg) {
        return Ok(vec![word]);
    }
    if takes_value(arg) {
        word.push("=");
        word.push(value);
        return Ok(vec![word]);
    }
    match value.to_str() {
        Some("1" | "y" | "yes" | "true" | "on") => Ok(vec![word]),
        Some("" | "0" | "n" | "no" | "false" | "off") => Ok(Vec::new()),
        _ => Err("it is 1 or 0".to_owned()),
    }
}

/// The words for an entry of the file; none if only another command has such a flag.
fn of_file(cli: &Command, command: &str, key: &str, value: &Value) -> Result<Vec<OsString>, String> {
    let Some(arg) = find(cli, command, key) else {
        let others = || cli.get_subcommands().map(Command::get_name);
        if others().any(|other| find(cli, other, key).is_some()) {
            return Ok(Vec::new());
        }
        let known = others().flat_map(|other| flags(cli, other)).filter_map(Arg::get_long);
        return Err(format!(
            "there is no such setting{}",
            suggest::did_you_mean(key, known.map(str::to_owned))
        ));
    };
    if is_switch_of_value(cli, arg) {
        return Ok(vec![format!("--{key}").into()]);
    }
    let values = match value {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    let mut words = Vec::new();
    for value in values {
        match value {
            Value::Boolean(on) if !takes_value(arg) => {
                words.extend(on.then(|| OsString::from(format!("--{key}"))));
            }
            _ if !takes_value(arg) => return Err("it is true or false".to_owned()),
            Value::Table(options) => {
                for (name, value) in options.iter().filter(|(name, _)| takes_option(command, key, name)) {
                    words.push(format!("--{key}={name}={}", scalar(value)?).into());
                }
            }
            value => words.push(format!("--{key}={}", scalar(value)?).into()),
        }
    }
    Ok(words)
}

fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Boolean(on) => Ok(if *on { "y" } else { "n" }.to_owned()),
        _ => Err("a value is a text, a number, true or false, or a list of them".to_owned()),
    }
}

/// The words, if the parser takes them: what it says of others would not say where they come from.
fn valid(cli: &Command, command: &str, words: Vec<OsString>) -> Result<Vec<OsString>, String> {
    if words.is_empty() {
        return Ok(words);
    }
    let line = ["wx".into(), command.into()].into_iter().chain(words.iter().cloned()).chain(["-".into()]);
    match cli.clone().try_get_matches_from(line) {
        Ok(_) => Ok(words),
        Err(error) if matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            Err(line.trim_start_matches("error: ").to_owned())
        }
        // What one setting lacks, the whole line may have.
        Err(_) => Ok(words),
    }
}

/// The settings of the file, with its path. The one that `--config` or `WX_CONFIG` names must exist; an empty name is none.
fn file(named: Option<&Path>) -> Result<Option<(PathBuf, Table)>> {
    let named = named.map(Path::to_owned).or_else(|| std::env::var_os("WX_CONFIG").map(PathBuf::from));
    let must_exist = named.is_some();
    let Some(path) = named.or_else(usual).filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(None);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("{}: cannot read the settings", path.display()));
        }
    };
    match text.parse::<Table>() {
        Ok(table) => Ok(Some((path, table))),
        Err(error) => {
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            bail!(Usage(format!("{}:{line}: {}", path.display(), error.message())))
        }
    }
}

/// `wx/config.toml` in `$XDG_CONFIG_HOME`, which is `~/.config` if it is not set.
fn usual() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(base.join("wx").join("config.toml"))
}
