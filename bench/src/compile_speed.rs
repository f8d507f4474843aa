//! Compile speed: nanoseconds per WebAssembly operator and megabytes of code section per second, on one thread.
//!
//! Operators and code bytes are counted once with a parser of our own choosing, so every engine is divided by the same
//! number. `validate` is decoding and checking alone; `compile` is everything up to a module that can be
//! instantiated, validation included, which for wasmtime, Winch and Singlepass means machine code and for wasmi its
//! own code. An engine that postpones work shows a small figure here and pays in `execute`: the tables say which.

use crate::engines::{self, Mode};
use crate::rounds::nanoseconds;
use crate::statistics::Samples;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::{Duration, Instant};

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
    pub fn nanoseconds_per_operator(&self) -> Option<f64> {
        Some(self.time.median()? / self.amount.operators as f64)
    }

    pub fn megabytes_per_second(&self) -> Option<f64> {
        Some(self.amount.code_bytes as f64 / 1e6 / (self.time.median()? / 1e9))
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

/// A stage longer than this is timed once, not in every round.
const LONG: Duration = Duration::from_secs(4);

/// Times every engine on every input.
pub fn measure(
    inputs: &[Input],
    names: &[String],
    rounds: usize,
    mut progress: impl FnMut(&str, &str),
) -> Result<Vec<Stage>> {
    let mut stages = Vec::new();
    for input in inputs {
        let amount = amount(&input.modules).with_context(|| format!("cannot read {}", input.name))?;
        let mut of_input = Vec::new();
        for engine in names {
            for stage in ["validate", "compile"] {
                let (input, stage) = (input.name.clone(), stage.to_owned());
                let engine = engine.clone();
                of_input.push(Stage {
                    input,
                    amount,
                    engine,
                    stage,
                    time: Samples::default(),
                    refused: None,
                });
            }
        }
        for round in 0..rounds {
            for stage in &mut of_input {
                let long = stage.time.least().is_some_and(|t| t > nanoseconds(LONG));
                if stage.refused.is_some() || long {
                    continue;
                }
                if round == 0 {
                    progress(&input.name, &stage.engine);
                }
                match one(&stage.engine, &stage.stage, &input.modules) {
                    Ok(Some(time)) => stage.time.push(time),
                    Ok(None) => stage.refused = Some("no such stage".to_owned()),
                    Err(error) => stage.refused = Some(format!("{error:#}")),
                }
            }
        }
        stages.extend(of_input);
    }
    Ok(stages)
}

/// `None` where the engine has no such stage. The engine is new each time, so nothing is cached between samples.
fn one(engine: &str, stage: &str, modules: &[Vec<u8>]) -> Result<Option<f64>> {
    let engine = engines::named(engine, Mode::SingleThreaded)?;
    let mut total = 0.0;
    for module in modules {
        let started = Instant::now();
        let compiled = match stage {
            "validate" => match engine.validate(module) {
                Some(result) => result.map(|()| None)?,
                None => return Ok(None),
            },
            _ => Some(engine.compile(module)?),
        };
        total += nanoseconds(started.elapsed());
        // Freeing the module is outside the clock.
        drop(compiled);
    }
    Ok(Some(total))
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
}
