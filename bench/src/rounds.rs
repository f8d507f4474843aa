//! The measurement: every engine runs every program, round by round, side by side.
//!
//! Within a round the engines take turns on one program before the next program starts, in an order that changes from
//! round to round and row to row, so a slow second of the machine, a warm cache or a frequency step favours nobody. wx
//! takes part twice, as `wx` and `wx again`: the two are the same, and their ratio is the noise (see `statistics`).
//!
//! One turn is a fresh module, a fresh instance and a fresh call of `run`: compile, instantiate, execute. (The first two
//! are repeated while they are short, and the lower quartile counts.) The first call pays whatever an engine postponed
//! (lazy lowering, tier-up), so the three figures add up to what a user waits from bytes to answer, and none hides in
//! another. Everything is dropped between turns, outside the clocks.
//!
//! The programs of the group `seeds` differ in two ways: what is called is `run` also in a quick run, and as often as fills a
//! sample also in a full one, because one of them takes microseconds; and their self-check is called once, unmeasured.
//! V8 is a participant with a process of its own and without compile and instantiate: see `v8`.
//!
//! An engine that refuses a program, fails in it or returns a wrong checksum loses its samples there and keeps its
//! message instead: a wrong answer is never timed, and one engine's gap does not stop the others.

use crate::budget::Deadline;
use crate::clock::Stopwatch;
use crate::engine::{Engine, Running, guarded};
use crate::engines;
use crate::statistics::Samples;
use crate::suite::{self, Group, Program, Size};
use crate::v8::V8;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// How much to run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub rounds: usize,
    /// Time `run_n(small)`, called until `least` has passed, instead of one call of `run`.
    pub quick: bool,
}

impl Plan {
    /// What is called for a sample of execution, and the least time that the sample covers.
    fn execution(self, program: &Program) -> (Size, Duration) {
        match (program.group, self.quick) {
            (Group::Suite, false) => (program.full, Duration::ZERO),
            (Group::Suite, true) | (Group::Seeds, _) => (program.small, SAMPLE),
        }
    }
}

/// The least time that a sample of a short execution covers, so that the clock's grain does not matter.
const SAMPLE: Duration = Duration::from_millis(20);

/// What one engine did with one program.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    pub engine: String,
    pub compile: Samples,
    pub instantiate: Samples,
    pub execute: Samples,
    /// The sum of the three in each round: from bytes to answer.
    pub total: Samples,
    pub code_bytes: Option<usize>,
    /// Growth of the process's peak memory over compile, instantiate, execute, in a process of its own.
    pub memory_bytes: Option<u64>,
    /// Why there are no samples: what the engine said, or how its answer was wrong.
    pub refused: Option<String>,
}

/// A program and its cells, one per engine: `wx`, `wx again`, then the peers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Row {
    pub program: String,
    pub family: String,
    #[serde(default)]
    pub group: Group,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn cell(&self, engine: &str) -> Option<&Cell> {
        self.cells.iter().find(|c| c.engine == engine)
    }
}

/// The name under which wx takes part a second time.
pub const AGAIN: &str = "wx again";

/// One participant: the name in the tables, and what runs the programs for it.
pub struct Participant {
    pub name: String,
    pub runner: Runner,
}

pub enum Runner {
    Engine(Box<dyn Engine>),
    V8(V8),
}

impl Participant {
    /// The engine, where it is one of this process.
    pub fn engine(&self) -> Option<&dyn Engine> {
        match &self.runner {
            Runner::Engine(engine) => Some(engine.as_ref()),
            Runner::V8(_) => None,
        }
    }

    pub fn version(&self) -> String {
        match &self.runner {
            Runner::Engine(engine) => engines::version_of(engine.package()),
            Runner::V8(v8) => v8.version().to_owned(),
        }
    }
}

/// Runs all programs on all participants, in as many of the planned rounds as end before the deadline. `progress` hears of each program and round before it starts.
pub fn measure(
    programs: &[Program],
    participants: &[Participant],
    plan: Plan,
    deadline: Deadline,
    mut progress: impl FnMut(&Program, usize),
) -> Vec<Row> {
    let mut rows: Vec<Row> = programs.iter().map(|p| empty_row(p, participants)).collect();
    let mut longest = Duration::ZERO;
    for round in 0..plan.rounds {
        // One round there is in any case, and only whole rounds: every row has the same number of samples.
        if round > 0 && longest > deadline.left() {
            break;
        }
        let began = Instant::now();
        for (number, (program, row)) in programs.iter().zip(&mut rows).enumerate() {
            progress(program, round);
            for at in turns(participants.len(), round, number) {
                let (cell, participant) = (&mut row.cells[at], &participants[at]);
                if cell.refused.is_none()
                    && let Err(error) = guarded(|| one_turn(participant, program, plan, cell))
                {
                    *cell = Cell { engine: cell.engine.clone(), ..Cell::default() };
                    cell.refused = Some(format!("{error:#}"));
                }
            }
        }
        longest = longest.max(began.elapsed());
    }
    rows
}

/// The order of a round for one row: shuffled, so that nobody always runs after the same neighbour (an engine finds
/// caches and allocator as its neighbour left them). Every second round repeats the order before it with the first two
/// participants, wx and its double, in each other's place: what a place is worth then cancels out of the A/A ratio.
pub(crate) fn turns(count: usize, round: usize, row: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    // Shuffled, yet the same in every run.
    fastrand::Rng::with_seed((row * 1000 + round / 2) as u64).shuffle(&mut order);
    if !round.is_multiple_of(2) && count > 1 {
        for at in &mut order {
            *at = match *at {
                0 => 1,
                1 => 0,
                other => other,
            };
        }
    }
    order
}

fn empty_row(program: &Program, participants: &[Participant]) -> Row {
    let cell = |p: &Participant| Cell { engine: p.name.clone(), ..Cell::default() };
    Row {
        program: program.name.clone(),
        family: program.family.clone(),
        group: program.group,
        cells: participants.iter().map(cell).collect(),
    }
}

fn one_turn(participant: &Participant, program: &Program, plan: Plan, cell: &mut Cell) -> Result<()> {
    let (size, least) = plan.execution(program);
    let engine = match &participant.runner {
        Runner::Engine(engine) => engine,
        Runner::V8(v8) => {
            cell.execute.push(v8.sample(program, size, least)?);
            return Ok(());
        }
    };
    let (compiled, compile) = short_step(|| engine.compile(&program.wasm))?;
    let (mut instance, instantiate) = short_step(|| compiled.instantiate())?;
    let execute = repeat(instance.as_mut(), program, size, least)?;
    if cell.execute.is_empty() {
        suite::self_check(program, || instance.check())?;
    }
    cell.compile.push(compile);
    cell.instantiate.push(instantiate);
    cell.execute.push(execute);
    cell.total.push(compile + instantiate + execute);
    cell.code_bytes = compiled.code_size();
    Ok(())
}

/// One sample of a step that may take microseconds: the lower quartile of up to 101 runs within four milliseconds, because a
/// single run of that size mostly measures what its neighbour left in the caches. Returns what the last run made.
fn short_step<T>(mut step: impl FnMut() -> Result<T>) -> Result<(T, f64)> {
    let mut times = Samples::default();
    let began = Instant::now();
    loop {
        let started = Stopwatch::start();
        let made = step()?;
        times.push(nanoseconds(started.elapsed()));
        if times.len() == 101 || began.elapsed() > Duration::from_millis(4) {
            let typical = times.quartile().expect("there is a sample");
            return Ok((made, typical));
        }
    }
}

/// The mean time of a call, over as many calls as take the time `least`. The clock is asked less often while that is far away.
fn repeat(instance: &mut dyn Running, program: &Program, size: Size, least: Duration) -> Result<f64> {
    let (mut calls, mut batch) = (0, 1);
    let started = Stopwatch::start();
    loop {
        for _ in 0..batch {
            suite::call(program, size, instance)?;
        }
        calls += batch;
        let elapsed = started.elapsed();
        if elapsed >= least {
            return Ok(nanoseconds(elapsed) / f64::from(calls));
        }
        if elapsed < least / 8 {
            batch = calls;
        }
    }
}

pub(crate) fn nanoseconds(duration: Duration) -> f64 {
    duration.as_nanos() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_runs_once_a_round_and_wx_and_its_double_swap_places() {
        for round in 0..8 {
            let mut order = turns(4, round, 3);
            order.sort_unstable();
            assert_eq!(order, [0, 1, 2, 3], "round {round}");
        }
        let place = |round, who| turns(5, round, 0).iter().position(|at| *at == who);
        for round in [0, 2, 4] {
            assert_eq!((place(round, 0), place(round, 1)), (place(round + 1, 1), place(round + 1, 0)));
        }
        assert!((1..20).any(|row| turns(5, 0, row) != turns(5, 0, 0)), "every row has the same order");
        assert_eq!(turns(1, 1, 0), [0]);
    }
}
