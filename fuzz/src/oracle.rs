//! The comparison.
//!
//! # What must agree
//! After instantiation and after every call: results bit for bit, the trap's code and its position in each frame,
//! exceptions with their contents, fuel left, the log of the host, globals, memories, tables.
//!
//! # What may differ
//! Tiers need stacks of different sizes, and the collector scans machine frames conservatively. So a stack overflow, or
//! a heap that is full in one tier only, ends the case; it is counted as *cut short*, and a ledger full of those proves
//! nothing. Modules of our own generator never recurse: for them there is no such excuse.
//!
//! # Why in lockstep
//! All tiers stand at the same call, so memories are compared directly, byte for byte, instead of by a checksum; and the
//! first difference is reported, not one of those that follow from it.

use std::collections::BTreeMap;
use std::fmt;

use wx::{Engine, Store, Tier, Trap, Val};

use crate::case::{Case, Source};
use crate::host::Host;
use crate::settings::Settings;
use crate::subject::{End, Start, Subject};
use crate::value::{self, Seen};

/// Bytes of a memory up to which all of it is compared; of larger ones both ends are.
const WHOLE: usize = 1 << 20;
/// Elements at both ends of a table that are compared.
const ELEMENTS: u64 = 32;

/// What a case came to where the tiers agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether there was an instance.
    pub instantiated: bool,
    /// Calls that were made.
    pub calls: u64,
    /// Calls that returned.
    pub returned: u64,
    /// Calls that ended with an exception.
    pub threw: u64,
    /// Calls that ended with an error of the host.
    pub failed: u64,
    /// Calls whose arguments the host could not make.
    pub skipped: u64,
    /// Calls of host functions.
    pub host_calls: u64,
    /// Calls that trapped, by the trap.
    pub traps: BTreeMap<String, u64>,
    /// Whether a stack overflow or a full heap ended the case.
    pub cut_short: bool,
}

/// A difference between tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The call after which it showed; none: instantiation.
    pub call: Option<usize>,
    /// The tier that differs from the interpreter.
    pub tier: Tier,
    /// What differs.
    pub what: String,
    /// As the interpreter has it.
    pub expected: String,
    /// As the tier has it.
    pub found: String,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.call {
            Some(call) => write!(f, "after call {call}: ")?,
            None => write!(f, "at instantiation: ")?,
        }
        write!(
            f,
            "{} differs\n  interpreter: {}\n  {:?}: {}",
            self.what, self.expected, self.tier, self.found
        )
    }
}

impl std::error::Error for Divergence {}

/// Runs a case in every tier and compares.
///
/// # Errors
/// The first difference.
pub fn compare(case: &Case) -> Result<Outcome, Box<Divergence>> {
    compare_runs(&[(Tier::Interp, case), (Tier::Jit, case), (Tier::Tiered, case)])
}

/// An engine for each tier, for cases that all have the same settings: to make engines takes longer than small cases.
pub(crate) struct Engines([(Tier, Engine); 3]);

impl Engines {
    pub(crate) fn new(settings: &Settings) -> wx::Result<Engines> {
        let one = |tier| Engine::new(&settings.config(tier)).map(|engine| (tier, engine));
        Ok(Engines([one(Tier::Interp)?, one(Tier::Jit)?, one(Tier::Tiered)?]))
    }

    /// [`compare`] of a case with the settings of these engines.
    pub(crate) fn compare(&self, case: &Case) -> Result<Outcome, Box<Divergence>> {
        let start = |n: usize| Subject::start_in(&self.0[n].1, case, self.0[n].0);
        compare_started(&self.0.each_ref().map(|(tier, _)| (*tier, case)), start)
    }
}

/// The first run is what the others are held against; outside of tests all have the same case.
fn compare_runs(runs: &[(Tier, &Case)]) -> Result<Outcome, Box<Divergence>> {
    compare_started(runs, |n| Subject::start(runs[n].1, runs[n].0))
}

fn compare_started(
    runs: &[(Tier, &Case)],
    start: impl Fn(usize) -> Start,
) -> Result<Outcome, Box<Divergence>> {
    let mut outcome = Outcome::default();
    let case = runs[0].1;
    let mut subjects = Vec::new();
    let mut ends: Vec<(Tier, End)> = Vec::new();
    for (n, &(tier, _)) in runs.iter().enumerate() {
        match start(n) {
            Start::Instance(subject) => {
                subjects.push(*subject);
                ends.push((tier, End::Returned(Vec::new())));
            }
            Start::Ended(end) => ends.push((tier, *end)),
            Start::Refused(error) => {
                let (what, expected) = ("whether the module is accepted".to_owned(), "accepted".to_owned());
                return Err(Box::new(Divergence { call: None, tier, what, expected, found: error }));
            }
        }
    }
    if may_differ(case, ends.iter().map(|(_, end)| end)) {
        outcome.cut_short = true;
        return Ok(outcome);
    }
    same(None, "how it ended", ends)?;
    if subjects.is_empty() {
        return Ok(outcome);
    }
    outcome.instantiated = true;
    compare_state(None, &mut subjects, &mut outcome)?;
    for (i, &call) in case.calls.iter().enumerate() {
        let one = |(subject, run): (&mut Subject, &(Tier, &Case))| (subject.tier, subject.call(run.1, call));
        let ends: Vec<(Tier, End)> = subjects.iter_mut().zip(runs).map(one).collect();
        count(&mut outcome, &ends[0].1);
        if may_differ(case, ends.iter().map(|(_, end)| end)) {
            outcome.cut_short = true;
            return Ok(outcome);
        }
        same(Some(i), "how it ended", ends)?;
        compare_state(Some(i), &mut subjects, &mut outcome)?;
    }
    Ok(outcome)
}

/// Whether the tiers may be in different states from here on.
fn may_differ<'a>(case: &Case, mut ends: impl Iterator<Item = &'a End> + Clone) -> bool {
    let full: Vec<bool> = ends.clone().map(|end| end.is(Trap::AllocationTooLarge)).collect();
    let overflow = ends.any(|end| end.is(Trap::StackOverflow));
    (case.source != Source::Kernel || case.settings.is_shallow())
        && (overflow || full.iter().any(|&f| f != full[0]))
}

fn count(outcome: &mut Outcome, end: &End) {
    match end {
        End::Skipped => {
            outcome.skipped += 1;
            return;
        }
        End::Returned(_) => outcome.returned += 1,
        End::Threw(_) => outcome.threw += 1,
        End::Failed { .. } => outcome.failed += 1,
        End::Trapped { trap, .. } => *outcome.traps.entry(format!("{trap:?}")).or_default() += 1,
    }
    outcome.calls += 1;
}

fn same<T: PartialEq + fmt::Debug>(
    call: Option<usize>,
    what: &str,
    seen: Vec<(Tier, T)>,
) -> Result<(), Box<Divergence>> {
    let (_, expected) = &seen[0];
    match seen.iter().find(|(_, found)| found != expected) {
        None => Ok(()),
        Some((tier, found)) => Err(Box::new(Divergence {
            call,
            tier: *tier,
            what: what.to_owned(),
            expected: format!("{expected:?}"),
            found: format!("{found:?}"),
        })),
    }
}

fn compare_state(
    call: Option<usize>,
    subjects: &mut [Subject],
    outcome: &mut Outcome,
) -> Result<(), Box<Divergence>> {
    let logs: Vec<_> =
        subjects.iter_mut().map(|s| (s.tier, std::mem::take(&mut s.store.data_mut().log))).collect();
    outcome.host_calls += logs[0].1.len() as u64;
    let (_, expected) = &logs[0];
    if let Some((tier, found)) = logs.iter().find(|(_, log)| log != expected) {
        let at = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
        let show = |log: &[_]| log.get(at).map_or("nothing more".to_owned(), |event| format!("{event:?}"));
        let (what, expected, found) =
            (format!("the log of the host, entry {at},"), show(expected), show(found));
        return Err(Box::new(Divergence { call, tier: *tier, what, expected, found }));
    }
    same(call, "fuel left", subjects.iter().map(|s| (s.tier, s.store.get_fuel().ok())).collect())?;
    for i in 0..subjects[0].store.data().globals.len() {
        let values = subjects.iter_mut().map(|s| (s.tier, global(&mut s.store, i))).collect();
        same(call, &format!("exported global {i}"), values)?;
    }
    for i in 0..subjects[0].tables.len() {
        let contents = subjects.iter_mut().map(|s| (s.tier, table(s, i))).collect();
        same(call, &format!("exported table {i}"), contents)?;
    }
    for i in 0..subjects[0].shared.len() {
        let sizes = subjects.iter().map(|s| (s.tier, s.shared[i].size())).collect();
        same(call, &format!("the size of exported shared memory {i}"), sizes)?;
    }
    let (first, others) = subjects.split_at(1);
    for i in 0..first[0].memories().len() {
        for other in others {
            memory(call, i, &first[0], other)?;
        }
    }
    Ok(())
}

fn global(store: &mut Store<Host>, i: usize) -> Seen {
    let global = store.data().globals[i];
    let value: Val = global.get(&mut *store);
    value::see(store, &value)
}

/// The size, and the elements at both ends.
fn table(subject: &mut Subject, i: usize) -> (u64, Vec<Option<Seen>>) {
    let (table, store) = (subject.tables[i], &mut subject.store);
    let size = table.size(&*store);
    let ends = (0..size.min(ELEMENTS)).chain(size.saturating_sub(ELEMENTS).max(ELEMENTS)..size);
    let mut seen = Vec::new();
    for index in ends {
        let element = table.get(&mut *store, index).map(Val::from);
        seen.push(element.map(|value| value::see(store, &value)));
    }
    (size, seen)
}

fn memory(call: Option<usize>, i: usize, first: &Subject, other: &Subject) -> Result<(), Box<Divergence>> {
    let expected = first.memories()[i].data(&first.store);
    let found = other.memories()[i].data(&other.store);
    let sizes = vec![(first.tier, expected.len()), (other.tier, found.len())];
    same(call, &format!("the size of exported memory {i}"), sizes)?;
    let len = expected.len();
    let parts = if len <= WHOLE { [0..len, len..len] } else { [0..WHOLE / 2, len - WHOLE / 2..len] };
    for part in parts {
        let (a, b) = (&expected[part.clone()], &found[part.clone()]);
        if a != b {
            let at = a.iter().zip(b).take_while(|(a, b)| a == b).count();
            let show = |bytes: &[u8]| format!("{:02x?}", &bytes[at..bytes.len().min(at + 16)]);
            let what = format!("exported memory {i} from {:#x} on", part.start + at);
            let (expected, found) = (show(a), show(b));
            return Err(Box::new(Divergence { call, tier: other.tier, what, expected, found }));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What differs between two modules that should be the same.
    fn difference(expected: &str, found: &str, fuel: Option<u64>) -> Divergence {
        let case = |text: &str| {
            let settings = Settings { fuel, ..Settings::plain() };
            let mut case = Case::from_module(text.as_bytes().to_vec(), settings);
            case.calls.truncate(1);
            case
        };
        let (a, b) = (case(expected), case(found));
        compare_runs(&[(Tier::Interp, &a), (Tier::Jit, &a)]).unwrap();
        *compare_runs(&[(Tier::Interp, &a), (Tier::Tiered, &a), (Tier::Jit, &b)]).unwrap_err()
    }

    #[test]
    fn each_kind_of_difference_is_seen() {
        let module = |body: &str| {
            format!(
                r#"(module (import "h" "f" (func $f (param i32)))
                    (global $g (export "g") (mut v128) (v128.const i64x2 0 0)) (memory (export "m") 1 9)
                    (table (export "t") 1 9 funcref) (tag $e (param f32)) (elem declare func $f)
                    (func (export "x") (result i32) {body} (i32.const 1)))"#
            )
        };
        for (what, fuel, found) in [
            ("how it ended", None, "(return (i32.const 2))"),
            ("how it ended", None, "(unreachable)"),
            ("how it ended", None, "(throw $e (f32.const 0))"),
            ("fuel left", Some(100), "(global.set $g (global.get $g))"),
            ("exported global 0", None, "(global.set $g (v128.const i64x2 0 1))"),
            ("the size of exported memory 0", None, "(drop (memory.grow (i32.const 1)))"),
            ("exported memory 0 from 0xffff on", None, "(i32.store8 (i32.const 65535) (i32.const 1))"),
            ("exported table 0", None, "(table.set (i32.const 0) (ref.func $f))"),
            ("the log of the host, entry 0,", None, "(call $f (i32.const 0))"),
        ] {
            let difference = difference(&module(""), &module(found), fuel);
            assert_eq!((difference.what.as_str(), difference.call), (what, Some(0)), "{difference}");
            assert_eq!(difference.tier, Tier::Jit);
        }
    }

    #[test]
    fn the_place_of_a_trap_is_compared() {
        let module = |body: &str| format!(r#"(module (func (export "x") {body}))"#);
        let found = difference(&module("unreachable nop"), &module("nop unreachable"), None);
        assert_eq!(found.what, "how it ended", "{found}");
    }
}
