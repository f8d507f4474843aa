//! [`ModuleStatistics`]: what became of each function of a module.
//!
//! wasmtime has no counterpart: it compiles everything, before anything runs. Here a function may be in any of several states, and
//! who wonders about the speed of a program wants to know in which.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::module::Module;
use crate::code::{Machine, stage};
use crate::jit::Counters;
use crate::module::ModuleData;

/// How far a function has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum FunctionTier {
    /// It was never called, so it was not even lowered.
    Unused,
    /// It runs in the interpreter.
    Interpreted,
    /// It runs in the interpreter and waits to be compiled.
    Queued,
    /// It has machine code.
    Compiled,
    /// It stays in the interpreter because it cannot be compiled, or its machine code would cost too much for its bytes.
    Failed,
}

impl FunctionTier {
    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            FunctionTier::Unused => "unused",
            FunctionTier::Interpreted => "interpreted",
            FunctionTier::Queued => "queued",
            FunctionTier::Compiled => "compiled",
            FunctionTier::Failed => "failed",
        }
    }
}

/// What became of one function: see [`Module::statistics`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionStatistics {
    /// Index in the module, imports first.
    pub index: u32,
    /// Name in the name section.
    pub name: Option<String>,
    pub tier: FunctionTier,
    /// Bytes of its body in the module.
    pub wasm_bytes: usize,
    /// Operations that it was lowered to; 0 if it was not.
    pub operations: usize,
    /// Bytes of its machine code.
    pub code_bytes: usize,
    /// Bytes of the tables that go with the machine code: places of calls and traps, entries of loops and handlers.
    pub table_bytes: usize,
    /// Why it is not compiled.
    pub why_not_compiled: Option<String>,
    /// What is recorded only if [`Config::statistics`](crate::Config::statistics) is on.
    pub counts: Option<FunctionCounts>,
}

/// What is counted exactly and measured, in all tiers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionCounts {
    pub calls: u64,
    /// Iterations of all its loops.
    pub loop_iterations: u64,
    /// How often a running loop went from the interpreter to machine code.
    pub osr_entries: u64,
    pub lower_time: Duration,
    pub compile_time: Duration,
    /// How often the compiler made use of each of its optimizations, by name.
    pub optimizations: Vec<(&'static str, u32)>,
}

/// What became of a module's functions so far.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ModuleStatistics {
    /// One for each function that the module defines, in their order.
    pub functions: Vec<FunctionStatistics>,
}

impl ModuleStatistics {
    /// How many functions have come so far and no further.
    pub fn count(&self, tier: FunctionTier) -> usize {
        self.functions.iter().filter(|function| function.tier == tier).count()
    }

    /// The sums over all functions of what the compiler counted, by name. Empty unless
    /// [`Config::statistics`](crate::Config::statistics) is on.
    pub fn optimizations(&self) -> Vec<(&'static str, u64)> {
        let mut sums: Vec<(&'static str, u64)> = Vec::new();
        for counts in self.functions.iter().filter_map(|function| function.counts.as_ref()) {
            for (at, &(name, count)) in counts.optimizations.iter().enumerate() {
                match sums.get_mut(at) {
                    Some(sum) => sum.1 += u64::from(count),
                    None => sums.push((name, u64::from(count))),
                }
            }
        }
        sums
    }
}

impl Module {
    /// What became of each function so far, by whatever instance: whether it was compiled, what that took, and why not.
    /// Calls, iterations and times are in it if [`Config::statistics`](crate::Config::statistics) is on.
    pub fn statistics(&self) -> ModuleStatistics {
        let module = self.data();
        ModuleStatistics {
            functions: (0..module.codes.len()).map(|defined| function(module, defined)).collect(),
        }
    }
}

fn function(module: &ModuleData, defined: usize) -> FunctionStatistics {
    let index = module.func_index(defined);
    let code = module.codes[defined].code();
    let machine = code.and_then(|code| code.machine());
    let tier = match (code, machine) {
        (_, Some(_)) => FunctionTier::Compiled,
        (None, None) => FunctionTier::Unused,
        (Some(code), None) => match code.stage.load(Ordering::Relaxed) {
            stage::QUEUED => FunctionTier::Queued,
            stage::FAILED => FunctionTier::Failed,
            _ => FunctionTier::Interpreted,
        },
    };
    let (calls, loop_iterations) = module.record.counts(defined);
    let counts = module.record.function(defined).map(|record| FunctionCounts {
        calls,
        loop_iterations,
        osr_entries: record.osr_entries.load(Ordering::Relaxed),
        lower_time: record.lower_time(),
        compile_time: record.compile_time(),
        optimizations: Counters::NAMES.iter().copied().zip(record.counters().iter().copied()).collect(),
    });
    FunctionStatistics {
        index,
        name: module.names().function(index).map(str::to_owned),
        tier,
        wasm_bytes: module.bodies[defined].len(),
        operations: code.map_or(0, |code| code.func.ops.len()),
        code_bytes: machine.map_or(0, |machine| machine.len as usize),
        table_bytes: machine.map_or(0, Machine::table_bytes),
        why_not_compiled: module.record.failure(defined),
        counts,
    }
}
