//! Options in groups, written as wasmtime's: `-W name`, `-S name=n`, `-O name=value,name=value`.
//!
//! A user who comes from wasmtime has command lines full of them. Where an option means the same here, it works; where wx
//! behaves as one of its values says anyway, that value is accepted; and everything else is an error which says what to write
//! instead, because a setting that is silently ignored is worse than none. The options themselves are the rows of
//! [`table`](self::table); the features of the language are options of `-W` too, and come from the library.
//!
//! Several options have a flag of their own as well. The one that stands later on the command line counts ([`apply`]).

mod table;

use crate::args::RunArgs;
use crate::suggest;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args};
use std::fmt;
use std::io::Write;
use std::sync::Arc;
use table::Known;

/// A group, by its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Wasm,
    Wasi,
    Optimize,
    Codegen,
    Debug,
}

impl Group {
    fn letter(self) -> char {
        match self {
            Group::Wasm => 'W',
            Group::Wasi => 'S',
            Group::Optimize => 'O',
            Group::Codegen => 'C',
            Group::Debug => 'D',
        }
    }
}

/// What an option does to the arguments of `wx run`.
type Change = Arc<dyn Fn(&mut RunArgs) + Send + Sync>;

/// One option as it was given.
#[derive(Clone)]
pub(crate) struct Setting {
    /// The flag of `wx run` that sets the same.
    flag: Option<&'static str>,
    change: Change,
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("flag", &self.flag).finish_non_exhaustive()
    }
}

/// The options of one word, which commas separate. They are no values of their own for the parser, because it keeps the place of
/// a word only.
#[derive(Debug, Clone)]
struct Settings(Vec<Setting>);

fn settings(group: Group, text: &str) -> Result<Settings, String> {
    text.split(',').map(|text| setting(group, text)).collect::<Result<_, _>>().map(Settings)
}

/// The groups of `wx run`.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct GroupArgs {
    /// Set an option of the language or a limit, a feature off with `=n`; `-W help` lists them. WebAssembly 3.0, threads
    /// and wide arithmetic are on; proposals below phase 4 are off.
    #[arg(
        short = 'W',
        long,
        value_name = "OPTION[=VALUE]",
        value_parser = |text: &str| settings(Group::Wasm, text)
    )]
    wasm: Vec<Settings>,

    /// Set an option of the system interface; `-S help` lists them.
    #[arg(
        short = 'S',
        long,
        value_name = "OPTION[=VALUE]",
        value_parser = |text: &str| settings(Group::Wasi, text)
    )]
    wasi: Vec<Settings>,

    /// Set an option of the optimizations and of memory; `-O help` lists them.
    #[arg(
        short = 'O',
        long,
        value_name = "OPTION[=VALUE]",
        value_parser = |text: &str| settings(Group::Optimize, text)
    )]
    optimize: Vec<Settings>,

    /// Set an option of the compiler; `-C help` lists them.
    #[arg(
        short = 'C',
        long,
        value_name = "OPTION[=VALUE]",
        value_parser = |text: &str| settings(Group::Codegen, text)
    )]
    codegen: Vec<Settings>,

    /// Set an option of debugging; `-D help` lists them.
    #[arg(
        short = 'D',
        long,
        value_name = "OPTION[=VALUE]",
        value_parser = |text: &str| settings(Group::Debug, text)
    )]
    debug: Vec<Settings>,
}

/// What only options of groups decide.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tuning {
    features: Vec<Feature>,
    nan_canonicalization: Option<bool>,
    parallel_compilation: Option<bool>,
    memory_reservation: Option<u64>,
    memory_guard_size: Option<u64>,
    pub(crate) max_instances: Option<usize>,
    pub(crate) max_tables: Option<usize>,
    pub(crate) max_memories: Option<usize>,
    pub(crate) trap_on_grow_failure: bool,
    pub(crate) unknown_imports_trap: bool,
    pub(crate) unknown_imports_default: bool,
    /// Which standard streams the program does not share with wx, by number.
    pub(crate) closed: [bool; 3],
}

impl Tuning {
    /// The engine's defaults with these options.
    pub(crate) fn config(&self) -> wx::Config {
        let mut config = wx::Config::new();
        self.features.iter().for_each(|feature| feature.apply(&mut config));
        if let Some(enable) = self.nan_canonicalization {
            config.canonicalize_nans(enable);
        }
        if let Some(enable) = self.parallel_compilation {
            config.parallel_compilation(enable);
        }
        if let Some(bytes) = self.memory_reservation {
            config.memory_reservation(bytes);
        }
        if let Some(bytes) = self.memory_guard_size {
            config.memory_guard_size(bytes);
        }
        config
    }
}

/// A feature of the language, turned on or off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    set: fn(&mut wx::Config, bool) -> &mut wx::Config,
    enable: bool,
}

impl Feature {
    pub(crate) fn apply(self, config: &mut wx::Config) {
        (self.set)(config, self.enable);
    }

    fn named(name: &str, enable: bool) -> Option<Feature> {
        let found = wx::Config::FEATURES.iter().find(|(setter, _)| flag_of(setter) == name);
        found.map(|&(_, set)| Feature { set, enable })
    }

    fn all(enable: bool) -> Vec<Feature> {
        wx::Config::FEATURES.iter().map(|&(_, set)| Feature { set, enable }).collect()
    }
}

/// The option for a setter of `Config`.
fn flag_of(setter: &str) -> String {
    setter.trim_start_matches("wasm_").replace('_', "-")
}

fn features() -> impl Iterator<Item = String> {
    wx::Config::FEATURES.iter().map(|(setter, _)| flag_of(setter))
}

/// An option of `-W` where only features of the language can be chosen.
pub(crate) fn feature(text: &str) -> Result<Feature, String> {
    let (name, value) = split(text);
    match Feature::named(name, true) {
        Some(feature) => Ok(Feature { enable: yes(value)?, ..feature }),
        None if is_for_run(name) => Err(format!("`{name}` is an option of wx run")),
        None => Err(format!("the features are {}", features().collect::<Vec<_>>().join(", "))),
    }
}

/// Whether `-W` has an option of this name which is no feature of the language, so that only `wx run` takes it.
pub(crate) fn is_for_run(name: &str) -> bool {
    table::find(Group::Wasm, name).is_some()
}

/// An option of a group of `wx run`. `help` prints the group's list and ends the process: the parser would complain that FILE
/// is missing.
fn setting(group: Group, text: &str) -> Result<Setting, String> {
    let (name, value) = split(text);
    if name == "help" || name == "help-long" {
        // Nothing can be done about a standard output that is closed.
        let _ = std::io::stdout().write_all(help(group).as_bytes());
        std::process::exit(0);
    }
    if group == Group::Wasm && Feature::named(name, true).is_some() {
        let feature = Feature::named(name, yes(value)?);
        let change = table::change(feature, |args, feature| args.tuning.features.extend(feature))?;
        return Ok(Setting { flag: None, change });
    }
    match table::find(group, name) {
        Some(Known::Row(row)) => Ok(Setting { flag: row.flag, change: (row.parse)(value)? }),
        Some(Known::Fixed(fixed)) if yes(value)? == fixed.value => {
            Ok(Setting { flag: None, change: Arc::new(|_| {}) })
        }
        Some(Known::Fixed(fixed)) => Err(fixed.why.to_owned()),
        Some(Known::Instead(instead)) => Err(instead.to_owned()),
        None => {
            let letter = group.letter();
            let names = table::names(group).map(str::to_owned);
            let features = features().filter(|_| group == Group::Wasm);
            let hint = suggest::did_you_mean(name, names.chain(features));
            Err(format!("there is no option `{name}`{hint}; `-{letter} help` lists them"))
        }
    }
}

fn split(text: &str) -> (&str, Option<&str>) {
    text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)))
}

/// The value of a switch; without one it is on.
fn yes(value: Option<&str>) -> Result<bool, String> {
    match value {
        None | Some("y" | "yes" | "true") => Ok(true),
        Some("n" | "no" | "false") => Ok(false),
        Some(value) => Err(format!("`{value}` is neither y nor n")),
    }
}

/// The list of a group's options.
fn help(group: Group) -> String {
    let letter = group.letter();
    let mut lines: Vec<(String, String)> =
        table::rows(group).map(|row| (format!("{}{}", row.name, row.form), row.help.to_owned())).collect();
    if group == Group::Wasm {
        lines
            .extend(features().map(|name| (format!("{name}[=y|n]"), "a feature of the language".to_owned())));
    }
    let width = lines.iter().map(|(option, _)| option.len()).max().unwrap_or(0);
    let mut text = format!("Options of -{letter}:\n\n");
    for (option, what) in lines {
        text.push_str(&format!("  -{letter} {option:width$}  {what}\n"));
    }
    text.push_str("\nOther options of wasmtime's group are refused with what to write instead.\n");
    text
}

/// Carries out the options in their order, except those that a flag behind them overrides.
pub(crate) fn apply(args: &mut RunArgs, matches: &ArgMatches) {
    let groups = args.groups.clone();
    for (id, settings) in [
        ("wasm", groups.wasm),
        ("wasi", groups.wasi),
        ("optimize", groups.optimize),
        ("codegen", groups.codegen),
        ("debug", groups.debug),
    ] {
        let indices = matches.indices_of(id).into_iter().flatten();
        let placed = settings.iter().zip(indices);
        for (setting, index) in placed.flat_map(|(all, index)| all.0.iter().map(move |one| (one, index))) {
            let overridden = setting.flag.is_some_and(|flag| {
                matches.value_source(flag) == Some(ValueSource::CommandLine)
                    && matches.indices_of(flag).is_some_and(|mut all| all.any(|at| at > index))
            });
            if !overridden {
                (setting.change)(args);
            }
        }
    }
}

#[cfg(test)]
mod tests;
