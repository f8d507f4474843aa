//! What a run reached: operations, pairs of neighbouring operations, merges, traps; and what it missed.
//!
//! A run without findings says nothing about an operation that no module had. So each module is lowered once more for
//! counting, and a run ends with the quotas that it did not fill. A pair matters because operations are fused, values stay in
//! registers and compares leave flags for whoever comes next; there are too many pairs to ask for each, so the quota is a number
//! of different neighbours for each operation. The compiler's merges are asked for each: two neighbours are far from being what a
//! pattern takes.

use std::collections::BTreeMap;

use wx::ir::OpCode;
use wx::jit::{Compiler, Counters, Features};
use wx::settings::Tiering;
use wx::{Engine, Module, Result, Tier};

use super::tally::Tally;
use crate::settings::Settings;

/// Functions with an operation, for each ten thousand cases.
const ROWS: u64 = 5;
/// Different operations behind an operation, and in front of it, once it is in a hundred functions.
const NEIGHBOURS: u32 = 5;
/// Functions in which the compiler merges by a pattern, for each ten thousand cases.
const MERGES: u64 = 20;
/// Calls that end with a trap, for each ten thousand cases.
const TRAPS: u64 = 2;

/// Operations that a run has no quota for.
const EXEMPT: &[(&str, &str)] = &[
    ("Count", "only with statistics"),
    ("Return0", "functions of kernels have results; others are rare"),
    ("I64ExtendI32U", "lowering makes nothing of it: an i32 is zero-extended in its slot"),
    ("I32ReinterpretF32", "lowering makes nothing of it: a float's slot has its bits"),
    ("I64ReinterpretF64", "lowering makes nothing of it: a float's slot has its bits"),
    ("F32ReinterpretI32", "lowering makes nothing of it: a float's slot has its bits"),
    ("F64ReinterpretI64", "lowering makes nothing of it: a float's slot has its bits"),
];
/// Traps that a run has a quota for.
const WANTED: &[&str] = &[
    "MemoryOutOfBounds",
    "TableOutOfBounds",
    "IndirectCallToNull",
    "BadSignature",
    "IntegerOverflow",
    "IntegerDivisionByZero",
    "BadConversionToInteger",
    "UnreachableCodeReached",
    "OutOfFuel",
    "NullReference",
    "ArrayOutOfBounds",
    "CastFailure",
    "HeapMisaligned",
    "AtomicWaitNonSharedMemory",
];
/// The compiler's counters of merges.
const MERGED: &[&str] = &[
    "folded_loads",
    "fused_tests",
    "fused_compares",
    "fused_shifts",
    "scaled_indexes",
    "and_not",
    "carry_sums",
    "turned_branches",
    "threaded_jumps",
    "wide_products",
    "tail_loops",
    "rotated_loops",
];
/// The prefixes of an operation's count in a tally, and of a merge's.
const ROW: &str = "row:";
const MERGE: &str = "merge:";

/// Pairs and operations of the modules of one process, or of all.
pub(crate) struct Coverage {
    rows: Vec<u64>,
    /// Functions by merge.
    merges: Vec<u64>,
    /// For counting merges; none in the runner, which has the sums.
    compiler: Option<Compiler>,
    /// For each operation, which came next: a bit for each.
    next: Vec<u64>,
    /// Pairs that were not reported yet.
    fresh: Vec<(u16, u16)>,
}

/// Words for a bit of each operation.
const WORDS: usize = OpCode::COUNT.div_ceil(64);

impl Default for Coverage {
    fn default() -> Coverage {
        let (rows, next) = (vec![0; OpCode::COUNT], vec![0; OpCode::COUNT * WORDS]);
        Coverage { rows, merges: vec![0; MERGED.len()], compiler: None, next, fresh: Vec::new() }
    }
}

impl Coverage {
    /// Counts the functions of a module; one that is refused is somebody else's finding.
    pub(crate) fn module(&mut self, engine: &Engine, wasm: &[u8]) {
        let Ok(module) = Module::new(engine, wasm) else { return };
        let data = module.data();
        let every = Features { avx: true, bmi2: true, lzcnt: true, bmi1: true, popcnt: true };
        let mut compiler = self.compiler.take().unwrap_or_else(|| Compiler::new(every));
        for defined in 0..data.bodies.len() {
            let Ok(func) = wx::lower::lower(data, defined) else { continue };
            let mut seen = [0u64; WORDS];
            for op in func.ops.iter() {
                let code = op.code() as usize;
                let bit = 1 << (code % 64);
                self.rows[code] += u64::from(seen[code / 64] & bit == 0);
                seen[code / 64] |= bit;
            }
            for pair in func.ops.windows(2) {
                self.pair(pair[0].code() as u16, pair[1].code() as u16);
            }
            // Without the checks, which the comparison makes.
            let mut tiering = Tiering::default();
            (tiering.chaos.verify_code, tiering.chaos.check_places) = (false, false);
            if let Ok(compiled) = compiler.compile(data, defined, &func, tiering) {
                let counters = Counters::NAMES.iter().zip(compiled.output.counters.values());
                for (name, count) in counters {
                    if let Some(merge) = MERGED.iter().position(|merge| merge == name) {
                        self.merges[merge] += u64::from(count > 0);
                    }
                }
            }
        }
        self.compiler = Some(compiler);
    }

    fn pair(&mut self, first: u16, second: u16) {
        let word = &mut self.next[usize::from(first) * WORDS + usize::from(second) / 64];
        let bit = 1 << (second % 64);
        if *word & bit == 0 {
            *word |= bit;
            self.fresh.push((first, second));
        }
    }

    /// What is new since the last report, as lines for the runner.
    pub(crate) fn report(&mut self) -> String {
        let mut text = String::new();
        for (code, n) in OpCode::ALL.iter().zip(&mut self.rows) {
            if *n > 0 {
                text.push_str(&format!("sum {ROW}{} {n}\n", code.name()));
                *n = 0;
            }
        }
        for (name, n) in MERGED.iter().zip(&mut self.merges) {
            text.push_str(&format!("sum {MERGE}{name} {n}\n"));
            *n = 0;
        }
        for pairs in self.fresh.chunks(64) {
            let list: Vec<String> = pairs.iter().map(|(a, b)| format!("{a}:{b}")).collect();
            text.push_str(&format!("pairs {}\n", list.join(",")));
        }
        self.fresh.clear();
        text
    }

    /// Takes in the rest of a line of pairs.
    pub(crate) fn take(&mut self, line: &str) {
        let number = |text: &str| text.parse().ok().filter(|&code| usize::from(code) < OpCode::COUNT);
        for pair in line.split(',') {
            if let Some((a, b)) = pair.split_once(':')
                && let (Some(a), Some(b)) = (number(a), number(b))
            {
                self.pair(a, b);
            }
        }
        self.fresh.clear();
    }

    pub(crate) fn add(&mut self, other: &Coverage) {
        self.next.iter_mut().zip(&other.next).for_each(|(a, b)| *a |= b);
    }

    /// Different pairs.
    pub(crate) fn pairs(&self) -> u32 {
        self.next.iter().map(|word| word.count_ones()).sum()
    }

    /// The quotas of a run of so many cases that were not filled.
    pub(crate) fn missed(&self, tally: &Tally, cases: u64) -> Vec<String> {
        let quota = |for_ten_thousand: u64| (cases * for_ten_thousand / 10_000).max(1);
        let mut missed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let exempt = |code: OpCode| EXEMPT.iter().any(|(name, _)| *name == code.name());
        for &code in OpCode::ALL.iter().filter(|&&code| !exempt(code)) {
            let n = tally.get(&format!("{ROW}{}", code.name()));
            if n < quota(ROWS) {
                let reason = format!("operations in fewer than {} functions", quota(ROWS));
                missed.entry(reason).or_default().push(format!("{} {n}", code.name()));
            } else if n >= 100 {
                let behind: u32 = self.row(code as usize).iter().map(|word| word.count_ones()).sum();
                let (word, bit) = (code as usize / 64, code as usize % 64);
                let before =
                    (0..OpCode::COUNT).filter(|&other| self.row(other)[word] >> bit & 1 != 0).count();
                if behind.min(before as u32) < NEIGHBOURS {
                    let reason = format!("operations with fewer than {NEIGHBOURS} different neighbours");
                    let name = format!("{} {before}/{behind}", code.name());
                    missed.entry(reason).or_default().push(name);
                }
            }
        }
        for name in MERGED {
            let n = tally.get(&format!("{MERGE}{name}"));
            if n < quota(MERGES) {
                let reason = format!("merges in fewer than {} functions", quota(MERGES));
                missed.entry(reason).or_default().push(format!("{name} {n}"));
            }
        }
        for name in WANTED {
            let n = tally.trapped(name);
            if n < quota(TRAPS) {
                let reason = format!("traps in fewer than {} calls", quota(TRAPS));
                missed.entry(reason).or_default().push(format!("{name} {n}"));
            }
        }
        missed.into_iter().map(|(reason, list)| format!("{reason}: {}", list.join(", "))).collect()
    }

    fn row(&self, code: usize) -> &[u64] {
        &self.next[code * WORDS..][..WORDS]
    }
}

/// The engines that modules are lowered with for counting: with the settings that decide which operations there are.
pub(crate) struct Engines {
    /// With epochs or without, times with fuel or without, times with canonical NaNs or without.
    engines: Vec<Engine>,
}

impl Engines {
    pub(crate) fn new() -> Result<Engines> {
        let engine = |bits: usize| {
            let fuel = (bits & 2 != 0).then_some(1);
            let (canonical_nans, epochs) = (bits & 1 != 0, bits & 4 != 0);
            let settings = Settings { fuel, canonical_nans, epochs, ..Settings::plain() };
            Engine::new(&settings.config(Tier::Tiered))
        };
        let engines = (0..8).map(engine).collect::<Result<_>>()?;
        Ok(Engines { engines })
    }

    /// The engine for a case with these settings.
    pub(crate) fn of(&self, settings: &Settings) -> &Engine {
        let bits = [settings.canonical_nans, settings.fuel.is_some(), settings.epochs];
        &self.engines[bits.iter().rev().fold(0, |index, &bit| 2 * index + usize::from(bit))]
    }
}
