//! Compile speed: nanoseconds per WebAssembly operator and megabytes of code section per second, on one thread.
//!
//! Operators and code bytes are counted once with a parser of our own choosing, so every engine is divided by the same
//! number. `validate` is decoding and checking alone; `compile` is everything up to a module that can be
//! instantiated, validation included, which for wasmtime, Winch and Singlepass means machine code and for wasmi its
//! own code. wx lowers a function when it is first called; here everything is lowered at once, as `load` and `lower`, and
//! `compile` is their sum. In the tier `jit` machine code is made and put in its place as well (`jit`, `publish`).

use crate::budget::{Deadline, NO_TIME};
use crate::clock::Stopwatch;
use crate::engine::guarded;
use crate::engines::{self, Mode};
use crate::rounds::nanoseconds;
use crate::statistics::Samples;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Duration;

/// What is compiled: a name for the tables, and one or more modules taken together.
pub struct Input {
    pub name: String,
    pub modules: Vec<Vec<u8>>,
}

/// How much of it there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub functions: u64,
    pub operators: u64,
    pub code_bytes: u64,
}

/// The time of one stage of one engine on one input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stage {
    pub input: String,
    pub amount: Amount,
    pub engine: String,
    pub stage: String,
    pub time: Samples,
    pub refused: Option<String>,
}

impl Stage {
    fn empty(input: &Input, amount: Amount, engine: &str, stage: &str) -> Stage {
        Stage {
            input: input.name.clone(),
            amount,
            engine: engine.to_owned(),
            stage: stage.to_owned(),
            time: Samples::default(),
            refused: None,
        }
    }

    fn refused(input: &Input, amount: Amount, engine: &str, why: &str) -> Stage {
        Stage { refused: Some(why.to_owned()), ..Stage::empty(input, amount, engine, "compile") }
    }

    pub fn nanoseconds_per_operator(&self) -> Option<f64> {
        Some(self.time.quartile()? / self.amount.operators as f64)
    }

    pub fn megabytes_per_second(&self) -> Option<f64> {
        Some(self.amount.code_bytes as f64 / 1e6 / (self.time.quartile()? / 1e9))
    }
}

/// Counts what the code sections hold.
pub fn amount(modules: &[Vec<u8>]) -> Result<Amount> {
    let mut amount = Amount::default();
    for module in modules {
        for payload in wasmparser::Parser::new(0).parse_all(module) {
            match payload? {
                wasmparser::Payload::CodeSectionStart { size, .. } => amount.code_bytes += u64::from(size),
                wasmparser::Payload::CodeSectionEntry(body) => {
                    amount.functions += 1;
                    let mut operators = body.get_operators_reader()?;
                    while !operators.eof() {
                        operators.read()?;
                        amount.operators += 1;
                    }
                }
                _ => {}
            }
        }
    }
    Ok(amount)
}

/// The real programs of a folder, largest last; files that are not there are left out.
pub fn real_inputs(folder: &Path) -> Vec<Input> {
    let names = ["sqlite", "php", "python", "wasm-ld", "ruby", "clang"];
    let read = |name: &str| {
        let wasm = std::fs::read(folder.join(name).with_extension("wasm")).ok()?;
        Some(Input { name: name.to_owned(), modules: vec![wasm] })
    };
    names.iter().filter_map(|name| read(name)).collect()
}

/// A sample longer than this is taken once, not in every round.
const LONG: Duration = Duration::from_secs(4);

/// Times every engine on every input until the deadline; the first input is measured once in any case.
pub fn measure(
    inputs: &[Input],
    names: &[String],
    rounds: usize,
    deadline: Deadline,
    mut progress: impl FnMut(&str, &str),
) -> Result<Vec<Stage>> {
    let mut all = Vec::new();
    for input in inputs {
        let amount = amount(&input.modules).with_context(|| format!("cannot read {}", input.name))?;
        // Per engine: its stages in the order in which it names them.
        let mut of_input: Vec<Vec<Stage>> = names.iter().map(|_| Vec::new()).collect();
        for round in 0..rounds {
            for (engine, stages) in names.iter().zip(&mut of_input) {
                let long = |s: &Stage| s.time.least().is_some_and(|t| t > nanoseconds(LONG));
                if stages.iter().any(|s| s.refused.is_some() || long(s)) {
                    continue;
                }
                if deadline.has_passed() && (round > 0 || !all.is_empty()) {
                    if round == 0 {
                        stages.push(Stage::refused(input, amount, engine, NO_TIME));
                    }
                    continue;
                }
                if round == 0 {
                    progress(&input.name, engine);
                }
                match guarded(|| sample(engine, &input.modules)) {
                    Ok(times) => {
                        if stages.is_empty() {
                            stages.extend(
                                times.iter().map(|(stage, _)| Stage::empty(input, amount, engine, stage)),
                            );
                        }
                        for (stage, (_, time)) in stages.iter_mut().zip(times) {
                            stage.time.push(nanoseconds(time));
                        }
                    }
                    Err(error) => {
                        *stages = vec![Stage::refused(input, amount, engine, &format!("{error:#}"))];
                    }
                }
            }
        }
        all.extend(of_input.into_iter().flatten());
    }
    Ok(all)
}

/// One sample of every stage of an engine, over all modules: `validate` where it has that step, its own stages where it
/// tells them apart, and `compile`. The engine is new each time, so nothing is kept between samples, and freeing a
/// module is outside the clock.
fn sample(engine: &str, modules: &[Vec<u8>]) -> Result<Vec<(String, Duration)>> {
    let engine = engines::named(engine, Mode::SingleThreaded)?;
    let mut times: Vec<(String, Duration)> = Vec::new();
    let mut add = |stage: &str, time: Duration| match times.iter_mut().find(|(name, _)| name == stage) {
        Some((_, sum)) => *sum += time,
        None => times.push((stage.to_owned(), time)),
    };
    for module in modules {
        let started = Stopwatch::start();
        if let Some(result) = engine.validate(module) {
            result?;
            add("validate", started.elapsed());
        }
        let stages = engine.stages(module)?;
        for (stage, time) in &stages {
            add(stage, *time);
        }
        if stages.is_empty() {
            let started = Stopwatch::start();
            let compiled = engine.compile(module)?;
            add("compile", started.elapsed());
            drop(compiled);
        } else {
            add("compile", stages.iter().map(|(_, time)| *time).sum());
        }
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_and_code_bytes_are_counted() {
        let module = wat::parse_str("(module (func nop nop) (func (result i32) i32.const 7))").unwrap();
        let counted = amount(&[module.clone(), module]).unwrap();
        // Each body ends with an `end` operator: nop nop end, i32.const end.
        assert_eq!((counted.functions, counted.operators), (4, 10));
        assert!(counted.code_bytes >= 20, "{counted:?}");
    }

    #[test]
    fn the_stages_of_wx_add_up_to_its_compile() {
        let modules =
            vec![wat::parse_str("(module (func (export \"f\") (result i32) i32.const 7))").unwrap()];
        let inputs = [Input { name: "one".to_owned(), modules }];
        let deadline = crate::budget::Budget::minutes(1.0).until(1.0);
        let stages = measure(&inputs, &["wx".to_owned()], 2, deadline, |_, _| ()).unwrap();
        let names: Vec<&str> = stages.iter().map(|s| s.stage.as_str()).collect();
        assert_eq!(names, ["validate", "load", "lower", "compile"]);
        let at = |n: usize| stages[n].time.as_slice()[0];
        assert_eq!(at(1) + at(2), at(3));
    }
}
