//! The options, a row for each: what works, what is so anyway, and what to write instead of the rest.
//!
//! The names are those of wasmtime 49 (`wasmtime run -W help` and so on). A name that is in none of the lists is unknown to
//! both.

use super::{Change, Feature, Group, yes};
use crate::args::{self, RunArgs};
use std::str::FromStr;
use std::sync::Arc;

/// An option that does something.
pub(super) struct Row {
    group: Group,
    pub(super) name: &'static str,
    /// How its value is written.
    pub(super) form: &'static str,
    pub(super) help: &'static str,
    /// The flag of `wx run` that sets the same.
    pub(super) flag: Option<&'static str>,
    pub(super) parse: fn(Option<&str>) -> Result<Change, String>,
}

/// Options that wx has at one value only.
pub(super) struct Fixed {
    group: Group,
    names: &'static [&'static str],
    pub(super) value: bool,
    /// Why the other value is an error.
    pub(super) why: &'static str,
}

/// Options of wasmtime that have no counterpart.
struct Instead {
    group: Group,
    /// With a `*` at its end it is the start of names.
    names: &'static [&'static str],
    instead: &'static str,
}

pub(super) enum Known {
    Row(&'static Row),
    Fixed(&'static Fixed),
    Instead(&'static str),
}

pub(super) fn find(group: Group, name: &str) -> Option<Known> {
    if let Some(row) = rows(group).find(|row| row.name == name) {
        return Some(Known::Row(row));
    }
    if let Some(fixed) = FIXED.iter().find(|fixed| fixed.group == group && fixed.names.contains(&name)) {
        return Some(Known::Fixed(fixed));
    }
    let matches = |pattern: &&str| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => *pattern == name,
    };
    let found = INSTEAD.iter().find(|row| row.group == group && row.names.iter().any(matches));
    found.map(|row| Known::Instead(row.instead))
}

pub(super) fn rows(group: Group) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.group == group)
}

/// The names that a mistyped one may have meant.
pub(super) fn names(group: Group) -> impl Iterator<Item = &'static str> {
    let fixed = FIXED.iter().filter(move |row| row.group == group).flat_map(|row| row.names.iter().copied());
    rows(group).map(|row| row.name).chain(fixed)
}

/// An option that sets a value.
pub(super) fn change<T: Clone + Send + Sync + 'static>(
    value: T,
    set: fn(&mut RunArgs, T),
) -> Result<Change, String> {
    Ok(Arc::new(move |args| set(args, value.clone())))
}

fn given(value: Option<&str>) -> Result<&str, String> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| "it needs a value: NAME=VALUE".to_owned())
}

fn number<T: FromStr>(value: Option<&str>) -> Result<T, String> {
    let value = given(value)?;
    value.parse().map_err(|_| format!("`{value}` is no number, or too large"))
}

fn size(value: Option<&str>) -> Result<usize, String> {
    args::size(given(value)?)
}

fn opt_level(value: &str) -> Result<Vec<wx::settings::Without>, String> {
    match value {
        "0" => wx::settings::Without::named("all").map(|all| vec![all]).map_err(|error| error.to_string()),
        "2" => Ok(Vec::new()),
        _ => Err("wx has the levels 0 and 2; --without NAME leaves out one optimization".to_owned()),
    }
}

const ROWS: &[Row] = &[
    Row {
        group: Group::Wasm,
        name: "fuel",
        form: "=N",
        help: "stop after N units of work, as --fuel",
        flag: Some("fuel"),
        parse: |value| change(number(value)?, |args, fuel| args.fuel = Some(fuel)),
    },
    Row {
        group: Group::Wasm,
        name: "timeout",
        form: "=DURATION",
        help: "stop after this time (500ms, 2s; a plain number is seconds), as --timeout",
        flag: Some("timeout"),
        parse: |value| change(args::duration(given(value)?)?, |args, duration| args.timeout = Some(duration)),
    },
    Row {
        group: Group::Wasm,
        name: "max-memory-size",
        form: "=SIZE",
        help: "how large each linear memory may become, as --max-memory-size",
        flag: Some("max_memory_size"),
        parse: |value| change(size(value)?, |args, size| args.max_memory_size = Some(size)),
    },
    Row {
        group: Group::Wasm,
        name: "max-table-elements",
        form: "=N",
        help: "how many elements each table may have, as --max-table-elements",
        flag: Some("max_table_elements"),
        parse: |value| change(number(value)?, |args, limit| args.max_table_elements = Some(limit)),
    },
    Row {
        group: Group::Wasm,
        name: "max-wasm-stack",
        form: "=SIZE",
        help: "how large the call stack may become, as --max-wasm-stack",
        flag: Some("max_wasm_stack"),
        parse: |value| change(size(value)?, |args, size| args.max_wasm_stack = Some(size)),
    },
    Row {
        group: Group::Wasm,
        name: "max-instances",
        form: "=N",
        help: "how many instances the program and what is preloaded may have",
        flag: None,
        parse: |value| change(number(value)?, |args, limit| args.tuning.max_instances = Some(limit)),
    },
    Row {
        group: Group::Wasm,
        name: "max-tables",
        form: "=N",
        help: "how many tables they may have together",
        flag: None,
        parse: |value| change(number(value)?, |args, limit| args.tuning.max_tables = Some(limit)),
    },
    Row {
        group: Group::Wasm,
        name: "max-memories",
        form: "=N",
        help: "how many linear memories they may have together",
        flag: None,
        parse: |value| change(number(value)?, |args, limit| args.tuning.max_memories = Some(limit)),
    },
    Row {
        group: Group::Wasm,
        name: "trap-on-grow-failure",
        form: "[=y|n]",
        help: "memory.grow and table.grow trap where they would return -1",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.trap_on_grow_failure = on),
    },
    Row {
        group: Group::Wasm,
        name: "unknown-imports-trap",
        form: "[=y|n]",
        help: "functions that are imported and missing trap when they are called",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.unknown_imports_trap = on),
    },
    Row {
        group: Group::Wasm,
        name: "unknown-imports-default",
        form: "[=y|n]",
        help: "functions that are missing return zeros; memories, tables and globals are made",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.unknown_imports_default = on),
    },
    Row {
        group: Group::Wasm,
        name: "nan-canonicalization",
        form: "[=y|n]",
        help: "every NaN that a program computes is the canonical one",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.nan_canonicalization = Some(on)),
    },
    Row {
        group: Group::Wasm,
        name: "all-proposals",
        form: "[=y|n]",
        help: "all features of the language below",
        flag: None,
        parse: |value| {
            change(Feature::all(yes(value)?), |args, features| args.tuning.features.extend(features))
        },
    },
    Row {
        group: Group::Wasi,
        name: "inherit-env",
        form: "[=y|n]",
        help: "pass on the whole environment, as --inherit-env",
        flag: Some("inherit_env"),
        parse: |value| change(yes(value)?, |args, on| args.inherit_env = on),
    },
    Row {
        group: Group::Wasi,
        name: "inherit-stdin",
        form: "[=y|n]",
        help: "the program reads the standard input of wx (the default); else it reads nothing",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.closed[0] = !on),
    },
    Row {
        group: Group::Wasi,
        name: "inherit-stdout",
        form: "[=y|n]",
        help: "the program writes to the standard output of wx (the default); else what it writes is dropped",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.closed[1] = !on),
    },
    Row {
        group: Group::Wasi,
        name: "inherit-stderr",
        form: "[=y|n]",
        help: "the same for standard error",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.closed[2] = !on),
    },
    Row {
        group: Group::Wasi,
        name: "tcplisten",
        form: "=ADDRESS:PORT",
        help: "hand the program a listening socket, as --tcplisten",
        flag: None,
        parse: |value| {
            let value = given(value)?;
            let address = value.parse().map_err(|_| format!("`{value}` is no ADDRESS:PORT"))?;
            change(address, |args, address| args.tcplisten.push(address))
        },
    },
    Row {
        group: Group::Optimize,
        name: "opt-level",
        form: "=0|2",
        help: "0 leaves out all optimizations of the compiler, as --without all; 2 is the default",
        flag: Some("without"),
        parse: |value| change(opt_level(given(value)?)?, |args, without| args.without = without),
    },
    Row {
        group: Group::Optimize,
        name: "memory-reservation",
        form: "=BYTES",
        help: "how many bytes of addresses each linear memory reserves",
        flag: None,
        parse: |value| change(number(value)?, |args, bytes| args.tuning.memory_reservation = Some(bytes)),
    },
    Row {
        group: Group::Optimize,
        name: "memory-guard-size",
        form: "=BYTES",
        help: "how many bytes without access follow each reservation",
        flag: None,
        parse: |value| change(number(value)?, |args, bytes| args.tuning.memory_guard_size = Some(bytes)),
    },
    Row {
        group: Group::Codegen,
        name: "parallel-compilation",
        form: "[=y|n]",
        help: "validate and compile large modules on several threads (the default)",
        flag: None,
        parse: |value| change(yes(value)?, |args, on| args.tuning.parallel_compilation = Some(on)),
    },
    Row {
        group: Group::Codegen,
        name: "cache",
        form: "[=y|n]",
        help: "keep machine code for later runs (the default); n is --no-cache",
        flag: Some("no_cache"),
        parse: |value| change(yes(value)?, |args, on| args.cache.no_cache = !on),
    },
    Row {
        group: Group::Codegen,
        name: "inlining",
        form: "[=y|n]",
        help: "inline small functions (the default); n is --without inlining",
        flag: None,
        parse: |value| {
            let inlining = wx::settings::Without::named("inlining").map_err(|error| error.to_string())?;
            let without = if yes(value)? { None } else { Some(inlining) };
            change(without, |args, without| args.without.extend(without))
        },
    },
];

const FIXED: &[Fixed] = &[
    Fixed {
        group: Group::Wasm,
        names: &["unknown-exports-allow"],
        value: true,
        why: "wx always allows exports that it does not know",
    },
    Fixed {
        group: Group::Wasm,
        names: &["relaxed-simd-deterministic"],
        value: true,
        why: "relaxed vector operators are always deterministic in wx",
    },
    Fixed { group: Group::Wasm, names: &["gc-support"], value: true, why: "use -W gc=n" },
    Fixed { group: Group::Wasm, names: &["shared-memory"], value: true, why: "use -W threads=n" },
    Fixed {
        group: Group::Wasm,
        names: &[
            "shared-everything-threads",
            "stack-switching",
            "component-model-async",
            "component-model-more-async-builtins",
            "component-model-async-stackful",
            "component-model-threading",
            "component-model-error-context",
            "component-model-gc",
            "component-model-map",
            "component-model-memory64",
            "component-model-fixed-length-lists",
            "component-model-implements",
            "component-model",
            "branch-hinting",
            "async-stack-zeroing",
            "concurrency-support",
            "wmemcheck",
        ],
        value: false,
        why: "wx does not have it; leave the option out",
    },
    Fixed {
        group: Group::Wasi,
        names: &["cli", "common", "preview0"],
        value: true,
        why: "wx always defines the calls of WASI preview 1; a program sees only what --dir, --env and the like give it",
    },
    Fixed {
        group: Group::Wasi,
        names: &["inherit-network", "allow-ip-name-lookup", "tcp", "udp", "network-error-code"],
        value: false,
        why: "WASI preview 1 has no call that opens a connection; --tcplisten ADDRESS:PORT hands the program a socket",
    },
    Fixed {
        group: Group::Wasi,
        names: &["nn", "config", "keyvalue", "tls", "p3", "preview2", "threads", "cli-exit-with-code"],
        value: false,
        why: "wx has WASI preview 1 only",
    },
    Fixed {
        group: Group::Wasi,
        names: &["http"],
        value: false,
        why: "`wx serve` answers HTTP requests, and its --outgoing HOST lets a component send them",
    },
    Fixed {
        group: Group::Wasi,
        names: &["listenfd"],
        value: false,
        why: "wx opens the socket itself: --tcplisten ADDRESS:PORT",
    },
    Fixed {
        group: Group::Optimize,
        names: &["memory-may-move", "gc-heap-may-move", "pooling-allocator"],
        value: false,
        why: "wx never moves a memory and has no pool; leave the option out",
    },
    Fixed {
        group: Group::Optimize,
        names: &["signals-based-traps"],
        value: true,
        why: "machine code of wx relies on signals; `--tier interp` runs without machine code",
    },
    Fixed {
        group: Group::Debug,
        names: &["address-map"],
        value: true,
        why: "backtraces of wx always have offsets",
    },
    Fixed {
        group: Group::Debug,
        names: &["logging", "log-to-files"],
        value: false,
        why: "wx has no log; --stats tells what became of each function",
    },
    Fixed {
        group: Group::Debug,
        names: &["debug-info", "guest-debug"],
        value: false,
        why: "there is no debugger interface; backtraces have source lines if the module has DWARF",
    },
];

const INSTEAD: &[Instead] = &[
    Instead {
        group: Group::Wasm,
        names: &["epoch-interruption"],
        instead: "to stop a program after a time, use --timeout DURATION",
    },
    Instead {
        group: Group::Wasm,
        names: &["async-stack-size"],
        instead: "the size of the stack is --max-wasm-stack SIZE",
    },
    Instead {
        group: Group::Wasi,
        names: &["cwd"],
        instead: "WASI preview 1 has no working directory; show one as `.` with --dir HOST::.",
    },
    Instead {
        group: Group::Wasi,
        names: &[
            "nn-graph",
            "config-var",
            "keyvalue-in-memory-data",
            "http-*",
            "max-http-fields-size",
            "max-resources",
            "hostcall-fuel",
            "max-component-handles",
            "max-random-size",
        ],
        instead: "it is for parts of components and of WASI 0.2 that wx does not have",
    },
    Instead {
        group: Group::Optimize,
        names: &["regalloc-algorithm"],
        instead: "wx has one register allocator; --without NAME leaves out an optimization",
    },
    Instead {
        group: Group::Optimize,
        names: &["pooling-*"],
        instead: "wx has no pool; limits are -W max-instances=N, max-memories=N and max-tables=N",
    },
    Instead {
        group: Group::Optimize,
        names: &["gc-heap-*", "gc-zeal-alloc-counter"],
        instead: "the heap grows as needed; --max-memory SIZE limits it together with memories and tables",
    },
    Instead {
        group: Group::Optimize,
        names: &["static-memory-*", "dynamic-memory-*"],
        instead: "use -O memory-reservation=BYTES or -O memory-guard-size=BYTES",
    },
    Instead {
        group: Group::Optimize,
        names: &[
            "memory-reservation-for-growth",
            "guard-before-linear-memory",
            "table-lazy-init",
            "memory-init-cow",
            "memory-guaranteed-dense-image-size",
        ],
        instead: "it has no counterpart in wx; leave the option out",
    },
    Instead {
        group: Group::Codegen,
        names: &["compiler"],
        instead: "wx has one compiler and an interpreter; choose with --tier tiered, jit or interp",
    },
    Instead {
        group: Group::Codegen,
        names: &["collector"],
        instead: "wx has one collector; leave the option out",
    },
    Instead {
        group: Group::Codegen,
        names: &["cache-config"],
        instead: "--cache-dir FOLDER says where code is kept, --no-cache that it is not",
    },
    Instead {
        group: Group::Codegen,
        names: &["cranelift-*", "native-unwind-info", "metadata-*"],
        instead: "it is a setting of Cranelift; optimizations of wx are left out with --without NAME",
    },
    Instead {
        group: Group::Debug,
        names: &["coredump"],
        instead: "wx writes no core dumps; a trap prints the backtrace",
    },
    Instead {
        group: Group::Debug,
        names: &["max-backtrace"],
        instead: "the length of backtraces is fixed; leave the option out",
    },
    Instead {
        group: Group::Debug,
        names: &["debugger", "arg", "inherit-*", "symbols"],
        instead: "wx has no debugger interface",
    },
];
