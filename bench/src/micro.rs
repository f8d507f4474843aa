//! Micro costs: what one crossing, one instance, one page, one trap costs, in nanoseconds.
//!
//! A cost inside WebAssembly is the time of a loop that does the thing minus the time of the same loop that does not,
//! per iteration. A cost at the border is a loop on the host's side through a handle looked up once. Engines take
//! turns round by round, and wx takes part twice, as in `rounds`.

use crate::clock::Stopwatch;
use crate::engine::Engine;
use crate::rounds::{Participant, nanoseconds, turns};
use crate::statistics::Samples;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// One kind of cost, with the samples of every participant in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cost {
    pub name: String,
    pub engines: Vec<(String, Samples)>,
}

const MODULE: &str = r#"
(module
  (import "bench" "sink" (func $sink))
  (import "bench" "add" (func $add (param i32 i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (memory 1 1000)
  (table 4 4 funcref)
  (elem (i32.const 0) $inc $dec $inc $dec)
  (func $inc (type $unary) (i32.add (local.get 0) (i32.const 1)))
  (func $dec (type $unary) (i32.sub (local.get 0) (i32.const 1)))
  (func (export "identity") (type $unary) (local.get 0))
  (func (export "trap") unreachable)
  (func (export "loop") (param $n i32) (result i64) (local $x i32)
    (loop $again
      (local.set $x (i32.add (local.get $x) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.extend_i32_u (local.get $x)))
  (func (export "direct") (param $n i32) (result i64) (local $x i32)
    (loop $again
      (local.set $x (call $inc (local.get $x)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.extend_i32_u (local.get $x)))
  (func (export "indirect") (param $n i32) (result i64) (local $x i32)
    (loop $again
      (local.set $x (call_indirect (type $unary) (local.get $x) (i32.and (local.get $n) (i32.const 3))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.extend_i32_u (local.get $x)))
  (func (export "host_empty") (param $n i32) (result i64)
    (loop $again
      (call $sink)
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.const 0))
  (func (export "host_add") (param $n i32) (result i64) (local $x i32)
    (loop $again
      (local.set $x (call $add (local.get $x) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.extend_i32_u (local.get $x)))
  (func (export "grow") (param $n i32) (result i64)
    (loop $again
      (drop (memory.grow (i32.const 1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.extend_i32_u (memory.size))))
"#;

const BARE_MODULE: &str = r#"(module (func (export "identity") (param i32) (result i32) (local.get 0)))"#;

/// Every cost, by the name that the tables show; the number of repetitions keeps an interpreter under 20 ms.
const COSTS: [(&str, u32); 10] = [
    ("host to wasm call", 20_000),
    ("wasm to host call, no parameters", 50_000),
    ("wasm to host call, (i32, i32) -> i32", 50_000),
    ("direct call", 200_000),
    ("indirect call", 200_000),
    ("loop iteration", 500_000),
    ("instantiate, no memory", 200),
    ("instantiate, memory and table", 200),
    ("memory.grow by a page", 400),
    ("trap, caught by the host", 500),
];

/// Measures every cost on every participant that is an engine of this process.
pub fn measure(participants: &[Participant], rounds: usize) -> Result<Vec<Cost>> {
    let engines: Vec<(&str, &dyn Engine)> =
        participants.iter().filter_map(|p| Some((p.name.as_str(), p.engine()?))).collect();
    let wasm = wat::parse_str(MODULE)?;
    let bare = wat::parse_str(BARE_MODULE)?;
    let mut costs: Vec<Cost> = COSTS
        .iter()
        .map(|(name, _)| Cost {
            name: (*name).to_owned(),
            engines: engines.iter().map(|(name, _)| ((*name).to_owned(), Samples::default())).collect(),
        })
        .collect();
    for round in 0..rounds {
        for (number, (cost, (name, times))) in costs.iter_mut().zip(COSTS).enumerate() {
            for at in turns(engines.len(), round, number) {
                let (engine, of) = engines[at];
                let sample =
                    one(of, name, times, &wasm, &bare).with_context(|| format!("{name} on {engine}"))?;
                cost.engines[at].1.push(sample);
            }
        }
    }
    Ok(costs)
}

fn one(engine: &dyn Engine, cost: &str, times: u32, wasm: &[u8], bare: &[u8]) -> Result<f64> {
    let wasm = if cost == "instantiate, no memory" { bare } else { wasm };
    let compiled = engine.compile(wasm)?;
    let mut instance = compiled.instantiate()?;
    let n = i32::try_from(times)?;
    let mut timed = |export: &str| -> Result<f64> {
        instance.call(export, 100)?;
        let started = Stopwatch::start();
        instance.call(export, n)?;
        Ok(nanoseconds(started.elapsed()))
    };
    let total = match cost {
        "direct call" => timed("direct")? - timed("loop")?,
        "indirect call" => timed("indirect")? - timed("loop")?,
        "loop iteration" => timed("loop")?,
        "wasm to host call, no parameters" => timed("host_empty")? - timed("loop")?,
        "wasm to host call, (i32, i32) -> i32" => timed("host_add")? - timed("loop")?,
        "memory.grow by a page" => timed("grow")?,
        "host to wasm call" => {
            instance.call_many("identity", 100)?;
            let started = Stopwatch::start();
            instance.call_many("identity", times)?;
            nanoseconds(started.elapsed())
        }
        "trap, caught by the host" => {
            let started = Stopwatch::start();
            anyhow::ensure!(instance.count_failures("trap", times)? == times, "a trap did not arrive");
            nanoseconds(started.elapsed())
        }
        _ => {
            let started = Stopwatch::start();
            for _ in 0..times {
                std::hint::black_box(compiled.instantiate()?);
            }
            nanoseconds(started.elapsed())
        }
    };
    Ok((total / f64::from(times)).max(0.0))
}
