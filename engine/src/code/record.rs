//! What is remembered of a module's functions for those who look: [`Module::statistics`](crate::Module::statistics).
//!
//! Why a function could not be compiled is always kept; it is rare. Everything else costs time or memory for each function,
//! and is kept only if the engine was asked to (`LowerConfig::statistics`). Then lowering puts an operation at each entry and loop
//! header that adds one to the counter here, and both tiers do so exactly, as long as threads do not share the module; without,
//! there is no such operation and no counter.
//!
//! # Invariants
//! - INV RECORD-PIN: the counters lie in one allocation that the module owns and that never moves; code of the module may hold
//!   their addresses.
//!
//! Must not know: what the numbers of a compilation mean, who prints them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// See the module's header.
#[derive(Debug, Default)]
pub struct Record {
    /// Two for each function: its calls, and the iterations of all its loops.
    counters: Box<[AtomicU64]>,
    functions: Box<[FunctionRecord]>,
    /// Why functions stay interpreted, by index among the defined ones.
    failures: Mutex<BTreeMap<usize, Box<str>>>,
}

/// What happened to one function.
#[derive(Debug, Default)]
pub struct FunctionRecord {
    /// How often a running loop went over to machine code.
    pub osr_entries: AtomicU64,
    lower_nanos: AtomicU64,
    compile_nanos: AtomicU64,
    /// What the compiler counted, in its own order.
    counters: OnceLock<Box<[u32]>>,
}

impl Record {
    /// For so many functions, if each is to be recorded.
    pub fn new(functions: usize, each: bool) -> Record {
        let count = if each { functions } else { 0 };
        let functions = std::iter::repeat_with(FunctionRecord::default).take(count).collect();
        let counters = std::iter::repeat_with(AtomicU64::default).take(2 * count).collect();
        Record { counters, functions, ..Record::default() }
    }

    /// Number of the counter of a function's calls, and of its iterations.
    pub fn counters_of(defined: usize) -> (usize, usize) {
        (2 * defined, 2 * defined + 1)
    }

    /// Where the counters begin, for running code.
    pub fn counters(&self) -> *const AtomicU64 {
        self.counters.as_ptr()
    }

    /// Calls and iterations of a function.
    pub fn counts(&self, defined: usize) -> (u64, u64) {
        let (calls, iterations) = Record::counters_of(defined);
        let count = |at: usize| self.counters.get(at).map_or(0, |counter| counter.load(Ordering::Relaxed));
        (count(calls), count(iterations))
    }

    /// The record of a defined function, if there are any.
    pub fn function(&self, defined: usize) -> Option<&FunctionRecord> {
        self.functions.get(defined)
    }

    pub fn fail(&self, defined: usize, why: String) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.entry(defined).or_insert_with(|| why.into());
    }

    /// Why a defined function stays interpreted.
    pub fn failure(&self, defined: usize) -> Option<String> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.get(&defined).map(|why| why.to_string())
    }
}

impl FunctionRecord {
    pub fn lowered(&self, time: Duration) {
        self.lower_nanos.store(nanos(time), Ordering::Relaxed);
    }

    pub fn compiled(&self, time: Duration, counters: &[u32]) {
        self.compile_nanos.store(nanos(time), Ordering::Relaxed);
        // A second thread may have compiled it as well; both counted the same.
        let _ = self.counters.set(counters.into());
    }

    pub fn lower_time(&self) -> Duration {
        Duration::from_nanos(self.lower_nanos.load(Ordering::Relaxed))
    }

    pub fn compile_time(&self) -> Duration {
        Duration::from_nanos(self.compile_nanos.load(Ordering::Relaxed))
    }

    pub fn counters(&self) -> &[u32] {
        self.counters.get().map_or(&[], |counters| counters)
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
