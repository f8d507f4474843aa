//! The programs in `examples/` against `testsuite/examples/expected.toml`, in every tier of wx.
//!
//! The list was written without running the programs, so agreement means that wx computes what they claim: what they
//! print, what `check` and `run` return, and what single exports return for given arguments. `run` is called before
//! and after the others on one instance, because it promises the same answer whenever it is called.
//!
//! A trial for each program and tier, so that `cargo test -p wx-bench --test examples git_benchmark` runs what it names.

use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wx::{Config, Engine, Instance, Linker, Module, Store, Val};
use wx_bench::tiers::{TIERS, Tier};
use wx_wasi::pipe::MemoryOutputPipe;
use wx_wasi::{I32Exit, WasiCtx, WasiCtxBuilder, add_to_linker};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    program: Vec<Expected>,
}

/// What one program must do.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    name: String,
    file: String,
    exit: i32,
    check: i32,
    run: i64,
    stdout: String,
    #[serde(default)]
    invoke: Vec<Invocation>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Invocation {
    name: String,
    args: Vec<i64>,
    result: i64,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let list = match read_list() {
        Ok(list) => list,
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = vec![
        {
            let names: BTreeSet<String> = list.program.iter().map(|p| p.file.clone()).collect();
            Trial::test("every_example_is_listed", move || {
                every_example_is_listed(&names).map_err(|e| Failed::from(format!("{e:#}")))
            })
        },
        {
            let simple = list.program[0].clone();
            Trial::test("each_wrong_expectation_is_noticed", move || {
                each_wrong_expectation_is_noticed(&simple).map_err(|e| Failed::from(format!("{e:#}")))
            })
        },
    ];
    for tier in TIERS {
        for program in &list.program {
            let program = program.clone();
            trials.push(Trial::test(format!("{}/{}", program.name, tier.name), move || {
                compare(&program, *tier).map_err(|e| Failed::from(format!("{e:#}")))
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read_list() -> Result<List> {
    let path = root().join("testsuite/examples/expected.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: List = toml::from_str(&text).with_context(|| path.display().to_string())?;
    ensure!(!list.program.is_empty(), "{} lists no program", path.display());
    Ok(list)
}

fn every_example_is_listed(listed: &BTreeSet<String>) -> Result<()> {
    let mut present = BTreeSet::new();
    for file in std::fs::read_dir(root().join("examples"))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wat") {
            present.insert(name);
        }
    }
    ensure!(present == *listed, "in examples/: {present:?}; in expected.toml: {listed:?}");
    Ok(())
}

/// Everything that is expected of a program, in one tier.
fn compare(expected: &Expected, tier: Tier) -> Result<()> {
    let mut config = Config::new();
    (tier.choose)(&mut config);
    let engine = Engine::new(&config)?;
    let module = Module::from_file(&engine, root().join("examples").join(&expected.file))?;
    as_command(expected, &engine, &module).context("as a command")?;
    as_library(expected, &engine, &module).context("as a library")
}

/// `_start` on a fresh instance: what it prints, and how it exits.
fn as_command(expected: &Expected, engine: &Engine, module: &Module) -> Result<()> {
    let (mut store, instance, output) = instantiate(engine, module)?;
    let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
    let exit = match start.call(&mut store, ()) {
        Ok(()) => 0,
        Err(error) => match error.downcast_ref::<I32Exit>() {
            Some(exit) => exit.0,
            None => return Err(error).context("_start"),
        },
    };
    let printed = String::from_utf8(output.contents()).context("standard output is not UTF-8")?;
    ensure!(printed == expected.stdout, "printed\n{printed}expected\n{}", expected.stdout);
    ensure!(exit == expected.exit, "exited with {exit}, expected {}", expected.exit);
    Ok(())
}

/// The exports one after another on one instance, which prints nothing.
fn as_library(expected: &Expected, engine: &Engine, module: &Module) -> Result<()> {
    let (mut store, instance, output) = instantiate(engine, module)?;
    let mut call = |name: &str, args: &[i64], result: i64| -> Result<()> {
        let got = invoke(&mut store, instance, name, args).with_context(|| format!("{name}{args:?}"))?;
        ensure!(got == result, "{name}{args:?} returned {got}, expected {result}");
        Ok(())
    };
    call("run", &[], expected.run)?;
    call("check", &[], i64::from(expected.check))?;
    for one in &expected.invoke {
        call(&one.name, &one.args, one.result)?;
    }
    call("run", &[], expected.run)?;
    let printed = output.contents();
    ensure!(printed.is_empty(), "a library printed {:?}", String::from_utf8_lossy(&printed));
    Ok(())
}

fn instantiate(engine: &Engine, module: &Module) -> Result<(Store<WasiCtx>, Instance, MemoryOutputPipe)> {
    let mut linker: Linker<WasiCtx> = Linker::new(engine);
    add_to_linker(&mut linker, |ctx| ctx)?;
    let output = MemoryOutputPipe::new(1 << 16);
    let mut store = Store::new(engine, WasiCtxBuilder::new().stdout(output.clone()).build());
    let instance = linker.instantiate(&mut store, module)?;
    Ok((store, instance, output))
}

/// Calls an export whose parameters and one result are integers; an `i32` counts as signed.
fn invoke(store: &mut Store<WasiCtx>, instance: Instance, name: &str, args: &[i64]) -> Result<i64> {
    let function = instance.get_func(&mut *store, name).context("there is no such export")?;
    let parameters: Vec<wx::ValType> = function.ty(&*store).params().collect();
    ensure!(parameters.len() == args.len(), "it takes {} parameters", parameters.len());
    let mut values = Vec::new();
    for (ty, arg) in parameters.iter().zip(args) {
        values.push(match ty {
            wx::ValType::I32 => Val::I32(i32::try_from(*arg)?),
            wx::ValType::I64 => Val::I64(*arg),
            other => bail!("a parameter is {other}"),
        });
    }
    let mut results = [Val::I32(0)];
    function.call(&mut *store, &values, &mut results)?;
    match results {
        [Val::I32(n)] => Ok(i64::from(n)),
        [Val::I64(n)] => Ok(n),
        [other] => bail!("the result is {other:?}"),
    }
}

/// A field, and how to make it wrong.
type Change = (&'static str, fn(&mut Expected));

/// Every field is really compared: with any one of them changed, the comparison fails.
fn each_wrong_expectation_is_noticed(right: &Expected) -> Result<()> {
    let tier = TIERS[0];
    compare(right, tier).context("unchanged")?;
    let changes: [Change; 6] = [
        ("exit", |e| e.exit = 1),
        ("check", |e| e.check = 1),
        ("run", |e| e.run ^= 1),
        ("stdout", |e| e.stdout.push(' ')),
        ("result", |e| e.invoke[0].result += 1),
        ("args", |e| e.invoke[0].args[0] += 1),
    ];
    for (field, change) in changes {
        let mut wrong = right.clone();
        change(&mut wrong);
        ensure!(compare(&wrong, tier).is_err(), "a wrong `{field}` was not noticed");
    }
    Ok(())
}
