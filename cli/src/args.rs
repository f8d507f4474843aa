//! The command line.

use crate::cache::{CacheArgs, CacheCommandArgs};
use crate::compile::CompileArgs;
use crate::groups::{self, Feature, GroupArgs, Tuning};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Shown below the help of `wx` and of `wx run`.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  wx --dir . --env LANG=C app.wasm its arguments
  wx --invoke add add.wat 40 2                      call one exported function
  wx --fuel 1000000 --max-memory 64M app.wasm       stop it after some work; bound its memory
  wx --preload env=lib.wasm app.wasm                link another module
  wx --tier jit --stats app.wasm                    compile everything first; tell what became of it
  curl -s https://example.org/app.wasm | wx -       a module from standard input
  wx objdump --func 3 app.wasm                      wasm, slot IR and machine code of one function

Exit codes:
  0-255  what the program exits with (0 when it returns)
  1      the module cannot be read, is invalid, lacks an import, or fails otherwise
  2      the command line is wrong, the arguments of --invoke included
  128+N  what a shell shows when signal N ended wx: 130 after Ctrl-C, 141 if nobody reads its output
  134    the program trapped, ran out of fuel, or reached its time limit";

/// Runs WebAssembly. `wx FILE` is short for `wx run FILE`.
#[derive(Debug, Parser)]
#[command(name = "wx", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// Read settings from FILE instead of $XDG_CONFIG_HOME/wx/config.toml.
    ///
    /// Settings are flags by their names: `timeout = "10s"`, `dir = ["."]`, `[wasm] fuel = 1000`. The environment has them
    /// too, as WX_TIMEOUT=10s. Without $XDG_CONFIG_HOME the file is in ~/.config.
    #[arg(long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(Box<RunArgs>),
    #[cfg(feature = "serve")]
    Serve(Box<crate::serve::ServeArgs>),
    Bench(BenchArgs),
    Validate(ValidateArgs),
    Objdump(ObjdumpArgs),
    Wast(WastArgs),
    Completion(CompletionArgs),
    Compile(CompileArgs),
    Cache(CacheCommandArgs),
    Man(ManArgs),
}

/// The command line as the parser wants it.
pub(crate) fn definition() -> clap::Command {
    let last_counts = |command: clap::Command| {
        command.mut_args(|arg| match arg.get_action() {
            ArgAction::Set | ArgAction::SetTrue if arg.get_long().is_some() => {
                let id = arg.get_id().clone();
                arg.overrides_with(id)
            }
            _ => arg,
        })
    };
    let command = Cli::command();
    #[cfg(feature = "serve")]
    let command = command.mut_subcommand("serve", crate::serve::define);
    command.mut_subcommands(last_counts)
}

/// A stage of the compiler that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Labels, loops, live slots and last uses.
    Analysis,
    /// Instructions with what they ask of their operands.
    Select,
    /// Instructions with the registers of their operands.
    Allocate,
}

impl Stage {
    pub(crate) fn of_compiler(self) -> wx::jit::Stage {
        match self {
            Stage::Analysis => wx::jit::Stage::Analysis,
            Stage::Select => wx::jit::Stage::Select,
            Stage::Allocate => wx::jit::Stage::Allocate,
        }
    }
}

/// Which tier runs the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tier {
    /// The interpreter only.
    Interp,
    /// Compile every function before the program starts.
    Jit,
    /// Start in the interpreter, compile what is hot.
    Tiered,
}

impl Tier {
    pub(crate) fn of_engine(self) -> wx::Tier {
        match self {
            Tier::Interp => wx::Tier::Interp,
            Tier::Jit => wx::Tier::Jit,
            Tier::Tiered => wx::Tier::Tiered,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Tier::Interp => "interp",
            Tier::Jit => "jit",
            Tier::Tiered => "tiered",
        }
    }
}

/// Generations of processors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Isa {
    /// SSE4.1 and nothing beyond.
    #[value(name = "sse4.1")]
    Sse41,
    /// With AVX, without the bit manipulation instructions that came later.
    Avx,
    /// What the processor has.
    Native,
}

impl Isa {
    fn of_engine(self) -> wx::Isa {
        match self {
            Isa::Sse41 => wx::Isa::Sse41,
            Isa::Avx => wx::Isa::Avx,
            Isa::Native => wx::Isa::Native,
        }
    }
}

/// What of the processor machine code may use.
#[derive(Debug, Args)]
pub(crate) struct ProcessorArgs {
    /// Use no instructions beyond this generation of processors in machine code.
    #[arg(long, value_enum, value_name = "ISA", default_value_t = Isa::Native)]
    max_isa: Isa,

    /// Do not use this feature of the processor in machine code: avx, bmi1, bmi2, lzcnt, popcnt.
    #[arg(long, value_name = "FEATURE", value_delimiter = ',', value_parser = wx::CpuFeature::named)]
    mask_cpu: Vec<wx::CpuFeature>,
}

impl ProcessorArgs {
    pub(crate) fn allowed(&self) -> wx::settings::Allowed {
        let mut allowed = wx::settings::Allowed::up_to(self.max_isa.of_engine());
        self.mask_cpu.iter().for_each(|feature| allowed.mask(*feature));
        allowed
    }

    pub(crate) fn apply(&self, config: &mut wx::Config) {
        config.max_isa(self.max_isa.of_engine());
        for feature in &self.mask_cpu {
            config.mask_cpu_feature(*feature);
        }
    }
}

/// Which features of the language modules may use.
#[derive(Debug, Args)]
pub(crate) struct FeatureArgs {
    /// Turn a feature of the language on, or off with `=n`; `-W help` lists them. WebAssembly 3.0, threads and wide
    /// arithmetic are on; proposals below phase 4 are off.
    #[arg(
        short = 'W',
        long = "wasm",
        value_name = "FEATURE[=y|n]",
        value_delimiter = ',',
        value_parser = groups::feature
    )]
    features: Vec<Feature>,
}

impl FeatureArgs {
    /// The defaults of the engine with these features.
    pub(crate) fn config(&self) -> wx::Config {
        let mut config = wx::Config::new();
        self.features.iter().for_each(|feature| feature.apply(&mut config));
        config
    }
}

/// How profilers are told of machine code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// Addresses and names, for `perf report`.
    Perfmap,
    /// The code as well, for `perf inject --jit`.
    Jitdump,
}

impl Profile {
    pub(crate) fn of_engine(self) -> wx::ProfilingStrategy {
        match self {
            Profile::Perfmap => wx::ProfilingStrategy::PerfMap,
            Profile::Jitdump => wx::ProfilingStrategy::JitDump,
        }
    }
}

/// Run a module, in binary or text form.
///
/// Everything after FILE belongs to the program. The program sees no files, no environment and no network
/// but what the flags give it. What it prints reaches the terminal unchanged, control sequences included.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct RunArgs {
    /// Show the host directory HOST to the program, under the name GUEST (HOST itself if not given).
    #[arg(long, value_name = "HOST[::GUEST]", value_parser = directory)]
    pub(crate) dir: Vec<Directory>,

    /// Like --dir, for reading only.
    #[arg(long, value_name = "HOST[::GUEST]", value_parser = directory)]
    pub(crate) ro_dir: Vec<Directory>,

    /// Set an environment variable of the program; without a value, pass on this shell's.
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(crate) env: Vec<String>,

    /// Pass on the whole environment.
    #[arg(long)]
    pub(crate) inherit_env: bool,

    /// The name the program sees as its own; the file's name unless given.
    #[arg(long, value_name = "NAME")]
    pub(crate) argv0: Option<String>,

    /// Call this exported function instead of `_start`. Its arguments are read by its signature, results are printed one per
    /// line. The program sees all words after FILE as its arguments, as without the flag.
    #[arg(long, value_name = "NAME")]
    pub(crate) invoke: Option<String>,

    /// Link the module FILE under the name NAME, for the imports of those that follow; can be repeated.
    #[arg(long, value_name = "NAME=FILE", value_parser = preload)]
    pub(crate) preload: Vec<Preload>,

    /// Which tier runs the program.
    #[arg(long, value_enum, default_value_t = Tier::Tiered)]
    pub(crate) tier: Tier,

    /// With --tier tiered: compile a function after this many calls (5 by default); loop iterations count in proportion.
    #[arg(long, value_name = "N")]
    pub(crate) tier_up_after: Option<u32>,

    #[command(flatten)]
    pub(crate) groups: GroupArgs,

    /// What the groups decided.
    #[arg(skip)]
    pub(crate) tuning: Tuning,

    #[command(flatten)]
    pub(crate) processor: ProcessorArgs,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// Run a file that `wx compile` wrote. Its machine code runs as it is: allow only files that you made yourself.
    #[arg(long)]
    pub(crate) allow_precompiled: bool,

    /// Validate every function before the program starts, instead of each at its first call.
    #[arg(long)]
    pub(crate) eager_validation: bool,

    /// Tell `perf` of machine code: by /tmp/perf-PID.map, or by jit-PID.dump in the current directory.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) profile: Option<Profile>,

    /// Leave out an optimization of the compiler, or `all`; a wrong name lists those there are.
    #[arg(long, value_name = "OPTIMIZATION", value_delimiter = ',', value_parser = wx::settings::Without::named)]
    pub(crate) without: Vec<wx::settings::Without>,

    /// Print the time of each stage, and what became of each function, to standard error at the end. Counting takes some time.
    #[arg(long)]
    pub(crate) stats: bool,

    /// Print the statistics as one line of JSON.
    #[arg(long, requires = "stats")]
    pub(crate) json: bool,

    /// Stop the program after this much work, counted in WebAssembly operators.
    #[arg(long, value_name = "N")]
    pub(crate) fuel: Option<u64>,

    /// Stop the program after this time, such as 500ms, 2s or 1m.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

    /// How large each linear memory may become, in bytes, or with the suffix K, M or G.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) max_memory_size: Option<usize>,

    /// How much memory the program may hold in all, with its tables and objects: in bytes, or with the suffix K, M or G.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "8G")]
    pub(crate) max_memory: usize,

    /// How many elements each table may have.
    #[arg(long, value_name = "N")]
    pub(crate) max_table_elements: Option<usize>,

    /// How many files and sockets the program may have open; by default what `ulimit -n` leaves after those of wx.
    #[arg(long, value_name = "N")]
    pub(crate) max_descriptors: Option<u32>,

    /// How large the program's call stack may become, in bytes, or with the suffix K, M or G.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) max_wasm_stack: Option<usize>,

    /// Listen on this address and hand the socket to the program, after its directories.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) tcplisten: Vec<SocketAddr>,

    /// The module, then the program's arguments.
    #[arg(
        value_name = "FILE [ARGS]",
        required = true,
        trailing_var_arg = true,
        value_hint = clap::ValueHint::FilePath
    )]
    pub(crate) file_and_args: Vec<OsString>,
}

/// Call one export again and again and time each call.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// How many calls.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) iterations: usize,

    /// The exported function to call; it must take no arguments. By default `run`, else `_start`.
    #[arg(long, value_name = "NAME")]
    pub(crate) invoke: Option<String>,

    /// Leave out an optimization of the compiler, or `all`; a wrong name lists those there are.
    #[arg(long, value_name = "OPTIMIZATION", value_delimiter = ',', value_parser = wx::settings::Without::named)]
    pub(crate) without: Vec<wx::settings::Without>,

    /// Print one line of JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) features: FeatureArgs,

    /// The module, in binary or text form.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) file: PathBuf,
}

/// Check modules against the specification; prints nothing if all are valid.
#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    #[command(flatten)]
    pub(crate) features: FeatureArgs,

    /// Modules in binary or text form.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// Show what wx makes of a module's functions: wasm text, slot IR and machine code.
#[derive(Debug, Args)]
pub(crate) struct ObjdumpArgs {
    /// Show the slot IR only, without the machine code.
    #[arg(long)]
    pub(crate) ir: bool,

    /// Show what one stage of the compiler makes of each function, in place of its machine code.
    #[arg(long, value_name = "STAGE", conflicts_with = "ir")]
    pub(crate) stage: Option<Stage>,

    /// Only the function with this index (imported functions count first).
    #[arg(long, value_name = "N")]
    pub(crate) func: Option<u32>,

    #[command(flatten)]
    pub(crate) features: FeatureArgs,

    #[command(flatten)]
    pub(crate) processor: ProcessorArgs,

    /// The module, in binary or text form.
    pub(crate) file: PathBuf,
}

/// Run WebAssembly test scripts (.wast) as the official suite is run.
#[derive(Debug, Args)]
pub(crate) struct WastArgs {
    /// The scripts.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionArgs {
    /// The shell.
    pub(crate) shell: Shell,
}

/// Print the manual page of wx, or write those of all commands into a directory.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Write wx.1, wx-run.1 and so on into this directory.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}

/// A module that is linked before the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preload {
    pub(crate) name: String,
    pub(crate) file: PathBuf,
}

fn preload(text: &str) -> Result<Preload, String> {
    match text.split_once('=') {
        Some((name, file)) if !file.is_empty() => Ok(Preload { name: name.to_owned(), file: file.into() }),
        _ => Err("write it as NAME=FILE".to_owned()),
    }
}

/// A directory of the host and the name it has for the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directory {
    pub(crate) host: String,
    pub(crate) guest: String,
}

fn directory(text: &str) -> Result<Directory, String> {
    let (host, guest) = text.split_once("::").unwrap_or((text, text));
    if host.is_empty() || guest.is_empty() {
        return Err("write it as HOST or HOST::GUEST, neither of them empty".to_owned());
    }
    Ok(Directory { host: host.to_owned(), guest: guest.to_owned() })
}

/// All that the arguments of `--without` leave out.
pub(crate) fn without(sets: &[wx::settings::Without]) -> wx::settings::Without {
    sets.iter().fold(wx::settings::Without::default(), |all, &set| all.union(set))
}

/// A number with a unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let scale = match unit {
        "ns" => 1e-9,
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" | "" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err(format!("`{unit}` is no unit of time; use ms, s, m or h")),
    };
    let number: f64 =
        number.parse().map_err(|_| "write it as a number and a unit, such as 500ms".to_owned())?;
    Duration::try_from_secs_f64(number * scale).map_err(|error| error.to_string())
}

/// A number of bytes.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit {
        "" | "B" => 0,
        "K" | "KB" | "KiB" | "k" => 10,
        "M" | "MB" | "MiB" | "m" => 20,
        "G" | "GB" | "GiB" | "g" => 30,
        _ => return Err(format!("`{unit}` is no unit of size; use K, M or G (powers of 1024)")),
    };
    let number: usize =
        number.parse().map_err(|_| "write it as a number, with K, M or G if wanted".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "more than this host can address".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Directory, Preload, directory, duration, preload, size};
    use std::time::Duration;

    #[test]
    fn directories_have_one_or_two_names() {
        let of = |host: &str, guest: &str| Ok(Directory { host: host.to_owned(), guest: guest.to_owned() });
        assert_eq!(directory("a"), of("a", "a"));
        assert_eq!(directory("a:b::/c"), of("a:b", "/c"));
        assert!(directory("::/c").is_err());
        assert!(directory("a::").is_err());
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("3"), Ok(Duration::from_secs(3)));
        for bad in ["", "s", "5 parsecs", "-1s", "1.2.3s"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn preloads_have_a_name_and_a_file() {
        assert_eq!(preload("env=a=b.wasm"), Ok(Preload { name: "env".to_owned(), file: "a=b.wasm".into() }));
        assert!(preload("env").is_err() && preload("env=").is_err());
    }

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(size("4096"), Ok(4096));
        assert_eq!(size("2K"), Ok(2048));
        assert_eq!(size("1G"), Ok(1 << 30));
        for bad in ["", "K", "-1", "1T", "99999999999999999999", "99999999999999G"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
