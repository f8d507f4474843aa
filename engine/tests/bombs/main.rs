//! No module costs more than its bytes are worth: neither time nor memory, in any tier.
//!
//! # Problem
//! All parts of the engine are linear, but in what? An operator of two bytes may name a type of a thousand parameters, a byte of a branch
//! table compares them all, and eight bytes declare 50,000 locals. What is linear in operands can be a thousand times what the bytes
//! suggest.
//!
//! # Idea
//! Each family of modules (`families`) tempts some part of the engine. Machines differ and are busy, so the test counts: operations,
//! bytes of machine code, and how often a function is refused. Time and memory are measured for the table of `docs/testing.md`,
//! one family after the other, and are due only where the engine was built for speed:
//!
//! ```sh
//! cargo test --release -p wx --test bombs -- --nocapture
//! ```

mod families;
mod wasm;

use std::sync::Arc;

use families::FAMILIES;
use wx::jit::{Compiler, Features};
use wx::module::{LoadOptions, ModuleData, load};
use wx::settings::{Chaos, Tiering};
use wx::types::TypeRegistry;

/// What a module of 64 KiB may cost; it is 100 ms, and the test is content with twice as much on a slower machine.
const MOST_MILLISECONDS: f64 = 200.0;
const MOST_MEBIBYTES: f64 = 64.0;

/// Families whose validation would take longer than that. What is not here is accepted.
const REFUSED: &[&str] = &[
    "calls of v128",
    "calls that leave, and nobody takes",
    "blocks of v128",
    "br_table",
    "catch clauses",
    "deep br_table",
    "deep blocks",
    "deep calls",
    "unreachable structs",
];

const KIB: usize = 1024;

fn loaded(bytes: &[u8]) -> anyhow::Result<ModuleData> {
    loaded_with(bytes, false)
}

fn loaded_with(bytes: &[u8], lazy_validation: bool) -> anyhow::Result<ModuleData> {
    let options = LoadOptions {
        features: wx::Config::new().wasm_features(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        tiering: tiering(),
        generic_entry: 0,
        parallel: false,
        lazy_validation,
    };
    load(Arc::from(bytes), &options)
}

/// What the checker of machine code takes is not meant.
fn tiering() -> Tiering {
    Tiering {
        chaos: Chaos { check_places: false, verify_code: false, ..Chaos::default() },
        ..Tiering::default()
    }
}

/// What a module was turned into.
#[derive(Clone, Copy, Default, Debug)]
struct Counts {
    bytes: usize,
    /// Bytes of IR.
    lowered: usize,
    /// Bytes of machine code.
    compiled: usize,
    /// Functions that stay interpreted.
    interpreted: usize,
}

/// `None` if the module is refused because it would cost too much to validate.
fn count(name: &str, bytes: &[u8]) -> Option<Counts> {
    let mut counts = Counts { bytes: bytes.len(), ..Counts::default() };
    let module = match loaded(bytes) {
        Ok(module) => module,
        Err(error) => {
            let error = format!("{error:#}");
            assert!(error.contains("costs too much to validate"), "{name}: {error}");
            return None;
        }
    };
    let mut compiler =
        Compiler::new(Features { avx: true, bmi2: true, lzcnt: true, bmi1: true, popcnt: true });
    for defined in 0..module.bodies.len() {
        // As published code, which is what is inlined.
        wx::lower::ensure(&module, defined).unwrap();
        let func = &module.codes[defined].code().unwrap().func;
        counts.lowered += size_of_val(&*func.ops) + size_of_val(&*func.offsets) + size_of_val(&*func.v128s);
        match compiler.draft(&module, defined, func, tiering()) {
            Ok(draft) => {
                counts.compiled += draft.code.len()
                    + size_of_val(draft.output.sites.as_slice())
                    + draft.spliced.map_or(0, |s| size_of_val(&*s.func.ops));
            }
            Err(error) => {
                assert!(error.is_bound(), "{name}: {error}");
                counts.interpreted += 1;
            }
        }
    }
    Some(counts)
}

#[test]
fn what_is_made_is_in_proportion_to_the_bytes() {
    for (name, family) in FAMILIES {
        let [Some(small), Some(large)] = [16, 64].map(|kib| count(name, &family(kib * KIB))) else {
            assert!(REFUSED.contains(name), "{name} is refused");
            continue;
        };
        for counts in [small, large] {
            // An operation has 16 bytes, and most wasm operators have two.
            assert!(counts.lowered <= 24 * counts.bytes + 64 * KIB, "{name}: {counts:?}");
            assert!(counts.compiled <= 300 * counts.bytes + 64 * KIB, "{name}: {counts:?}");
        }
        let growth = large.bytes as f64 / small.bytes as f64;
        for (small, large) in [(small.lowered, large.lowered), (small.compiled, large.compiled)] {
            let due = small.max(64 * KIB) as f64 * growth * 1.5;
            assert!(large as f64 <= due, "{name}: {small} bytes become {large}");
        }
    }
}

/// A module whose largest function has more operands than are worth compiling.
fn too_many_operands() -> Vec<u8> {
    FAMILIES.iter().find(|family| family.0 == "calls").unwrap().1(4 * KIB)
}

#[test]
fn a_function_that_is_not_compiled_says_why() {
    let engine = wx::Engine::new(wx::Config::new().tier(wx::Tier::Jit)).unwrap();
    let module = wx::Module::new(&engine, too_many_operands()).unwrap();
    let functions = module.statistics().functions;
    let why: Vec<_> = functions.iter().map(|function| function.why_not_compiled.as_deref()).collect();
    let reason = |operands: u32, bytes: u32| {
        format!(
            "the function has {operands} operands in {bytes} bytes, which is more than is worth compiling"
        )
    };
    let due = [Some(reason(2000, 3)), Some(reason(1000, 3)), Some(reason(4_096_000, 5102))];
    assert_eq!(why, due.each_ref().map(Option::as_deref));
    assert_eq!(functions[2].tier, wx::FunctionTier::Failed);
}

#[test]
fn validation_that_costs_too_much_is_refused_with_a_reason() {
    let cases = [
        ("deep br_table", "function 2 ", "take and leave more operands than"),
        ("calls that leave, and nobody takes", "function 2 ", "operands on the stack"),
    ];
    for (name, function, reason) in cases {
        let bytes = FAMILIES.iter().find(|family| family.0 == name).unwrap().1(64 * KIB);
        let error = format!("{:#}", wx::Module::new(&wx::Engine::default(), &bytes).unwrap_err());
        assert!(error.starts_with(function) && error.contains("up to offset 0x"), "{error}");
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn what_is_refused_does_not_depend_on_when_bodies_are_validated() {
    let mut refused = 0;
    for (name, family) in FAMILIES {
        let bytes = family(16 * KIB);
        let error = |lazy| loaded_with(&bytes, lazy).err().map(|error| format!("{error:#}"));
        assert_eq!(error(true), error(false), "{name}");
        refused += usize::from(error(true).is_some());
    }
    assert!(refused > 0, "the families that cost too much do so");
}

#[test]
fn far_locals_are_locals() {
    let wat = format!(
        "(module (func (export \"f\") (param i32) (result i32)
           (local {}) (local i64 v128 v128 i32)
           (local.set 5000 (i32.const 7)) (local.get 5000) (local.set 5000 (local.get 0))
           (local.set 5001 (i64.const 3)) (local.set 5003 (v128.const i64x2 11 13))
           (local.get 5000) (i32.mul)
           (local.tee 5004 (i32.wrap_i64 (i64.add (local.get 5001) (i64x2.extract_lane 1 (local.get 5003)))))
           (i32.add) (local.get 4095) (i32.add) (local.get 4096) (i32.add) (local.get 5004) (i32.add)))",
        "i32 ".repeat(5000)
    );
    for tier in [wx::Tier::Interp, wx::Tier::Jit] {
        let engine = wx::Engine::new(wx::Config::new().tier(tier)).unwrap();
        let module = wx::Module::new(&engine, &wat).unwrap();
        let mut store = wx::Store::new(&engine, ());
        let instance = wx::Instance::new(&mut store, &module, &[]).unwrap();
        let f = instance.get_typed_func::<i32, i32>(&mut store, "f").unwrap();
        assert_eq!(f.call(&mut store, 6).unwrap(), 7 * 6 + 16 + 16);
    }
}

// Time and memory.

/// Processor time of this process, in milliseconds.
fn now() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// Peak of resident memory since [`reset`], in MiB.
fn peak(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

fn reset() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Milliseconds and MiB that something takes.
fn cost<T>(work: impl FnOnce() -> T) -> (f64, f64) {
    reset();
    let (before, start) = (peak("VmRSS"), now());
    drop(work());
    (now() - start, (peak("VmHWM") - before).max(0.0))
}

/// Validation, the first call of every function in the interpreter, and machine code for every function.
fn stages(bytes: &[u8]) -> [(f64, f64); 3] {
    let validation = cost(|| loaded(bytes));
    let first_calls = cost(|| {
        let module = loaded(bytes)?;
        (0..module.bodies.len()).for_each(|defined| _ = wx::lower::ensure(&module, defined));
        anyhow::Ok(module)
    });
    let engine = wx::Engine::new(wx::Config::new().tier(wx::Tier::Jit)).unwrap();
    [validation, first_calls, cost(|| wx::Module::new(&engine, bytes))]
}

#[test]
fn table() {
    println!("| family | KiB | validation | interpreter | machine code |");
    println!("|---|--:|--:|--:|--:|");
    let mut worst = Vec::new();
    // With all checks on it is only to see that nothing fails.
    let kib = if cfg!(debug_assertions) { 8 } else { 64 };
    for &(name, family) in FAMILIES {
        let bytes = family(kib * KIB);
        let stages = stages(&bytes);
        let mut cells = stages.map(|(ms, mib)| format!("{ms:.0} ms, {mib:.0} MiB"));
        if loaded(&bytes).is_err() {
            cells[0] += ": refused";
            cells[1..].fill(String::new());
        }
        println!("| {name} | {} | {} |", bytes.len() / KIB, cells.join(" | "));
        let over = stages.iter().any(|s| s.0 > MOST_MILLISECONDS || s.1 > MOST_MEBIBYTES);
        worst.extend(over.then(|| format!("{name}: {stages:.0?}")));
    }
    assert!(cfg!(debug_assertions) || worst.is_empty(), "{worst:#?}");
}
