//! wx held against another engine.
//!
//! # Problem
//! Interpreter and compiler share one validator, one lowering, one runtime. A fault there is the same in every tier, and
//! the comparison of tiers sees nothing.
//!
//! # Idea
//! The same generated cases, run by somebody else's engine. A case becomes a [`Capsule`], modules that need nothing from a
//! host, and each engine gives a [`Transcript`] of it: after each call how it ended and what all memories, globals and
//! tables hold. Every tier of wx must give the peer's.
//!
//! # What may differ
//! * Engines need stacks of different sizes, and heaps: a stack overflow or a full heap on one side ends a case (*cut short*).
//! * What the specification leaves open and engines choose otherwise is in [`ALLOWED`]; such calls are counted by name, and
//!   the case goes on, since both traps leave the same state.
//! * What a peer refuses, or what no capsule can be made of, is *skipped* and counted by reason.
//!
//! Peers are behind features of this package; `cargo xtask diff --oracle NAME` builds the one that it needs.

mod capsule;
mod code;
mod companion;
mod driver;
mod shape;
mod stage;
mod subject;
mod transcript;
mod v8;
#[cfg(feature = "wasmi")]
mod wasmi;
#[cfg(feature = "wasmtime")]
mod wasmtime;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use wx::{Tier, Trap};

pub(crate) use capsule::Capsule;
use transcript::{Ending, Step, Transcript};

use crate::case::Case;
use crate::language::Language;
use crate::oracle::Outcome;

/// Another engine.
pub(crate) trait Peer {
    fn name(&self) -> &'static str;

    /// What its modules may use.
    fn language(&self) -> Language;

    /// Runs a capsule.
    ///
    /// # Errors
    /// If it does not accept a part.
    fn run(&mut self, capsule: &Capsule) -> Result<Transcript>;

    /// What it calls this trap; engines that know fewer kinds give several the same name.
    fn name_of(&self, trap: Trap) -> Trap {
        trap
    }
}

/// The peer of this name.
///
/// # Errors
/// If there is none, or it is not built in.
pub(crate) fn open(name: &str) -> Result<Box<dyn Peer>> {
    match name {
        #[cfg(feature = "wasmtime")]
        "wasmtime" => Ok(Box::new(wasmtime::Wasmtime::new()?)),
        #[cfg(not(feature = "wasmtime"))]
        "wasmtime" => {
            bail!("this program was built without the feature `{name}`; `cargo xtask diff` builds with it")
        }
        #[cfg(feature = "wasmi")]
        "wasmi" => Ok(Box::new(wasmi::Wasmi::new())),
        #[cfg(not(feature = "wasmi"))]
        "wasmi" => {
            bail!("this program was built without the feature `{name}`; `cargo xtask diff` builds with it")
        }
        "v8" => Ok(Box::new(v8::V8::new()?)),
        _ => bail!("no oracle is called `{name}`; there are `wasmtime`, `wasmi` and `v8`"),
    }
}

/// A trap for which one engine and wx may give different reasons.
struct Allowed {
    name: &'static str,
    peer: &'static str,
    theirs: Trap,
    ours: Trap,
}

/// Differences that are no faults. Each is a pair of traps that only one situation makes: what the peer says is true, and what
/// wx says is true too.
const ALLOWED: &[Allowed] = &[
    // Only atomic operators ask for alignment. The threads proposal says what is asked and not in which order; its reference
    // interpreter, wasmtime and wx ask for alignment first, V8 for the bounds. Against wasmtime nothing is allowed, so a wrong
    // misalignment of wx shows there.
    Allowed {
        name: "an atomic access neither aligned nor in bounds",
        peer: "v8",
        theirs: Trap::MemoryOutOfBounds,
        ours: Trap::HeapMisaligned,
    },
    // `array.init_elem` alone has bounds of both kinds. The specification, wasmtime and wx look at the array first, V8 at the segment.
    Allowed {
        name: "array.init_elem beyond its array and its segment",
        peer: "v8",
        theirs: Trap::TableOutOfBounds,
        ours: Trap::ArrayOutOfBounds,
    },
];

/// The name of the allowed difference that this is.
fn allowed(peer: &str, theirs: &Ending, ours: &Ending) -> Option<&'static str> {
    let (Ending::Trapped(theirs), Ending::Trapped(ours)) = (theirs, ours) else { return None };
    let is_it = |a: &&Allowed| a.peer == peer && a.theirs == *theirs && a.ours == *ours;
    ALLOWED.iter().find(is_it).map(|allowed| allowed.name)
}

/// What came of a case.
pub(crate) enum Verdict {
    /// Up to calls that differ in what is left open.
    Same(Outcome, Differences),
    /// It was not run, for this reason.
    Skipped(String),
    Differs(String),
}

/// How many calls differed in what is left open, by name.
pub(crate) type Differences = BTreeMap<&'static str, u64>;

/// Runs a case in every tier and in the peer.
pub(crate) fn compare(case: &Case, peer: &mut dyn Peer) -> Verdict {
    let capsule = match Capsule::new(case, &peer.language()) {
        Ok(Some(capsule)) => capsule,
        Ok(None) => return Verdict::Skipped("an import of a type without constants".to_owned()),
        Err(error) => return Verdict::Differs(format!("no capsule can be made: {error:#}")),
    };
    let expected = match peer.run(&capsule) {
        Ok(transcript) => transcript,
        Err(error) => return Verdict::Skipped(format!("the peer refuses it: {}", reason(&error))),
    };
    let mut outcome = (Outcome::default(), Differences::new());
    for tier in [Tier::Interp, Tier::Jit, Tier::Tiered] {
        let found = match subject::run(&capsule, &case.settings, tier) {
            Ok(transcript) => transcript,
            Err(error) => return Verdict::Differs(format!("{tier:?}: {error:#}")),
        };
        outcome = match same(peer, &expected, &found) {
            Ok(outcome) => outcome,
            Err(what) => return Verdict::Differs(format!("{tier:?}: {what}")),
        };
    }
    Verdict::Same(outcome.0, outcome.1)
}

/// The first line of an error, without numbers, so that equal reasons are counted together.
fn reason(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    let line = text.lines().next().unwrap_or_default();
    line.chars().filter(|c| !c.is_ascii_digit()).take(80).collect()
}

/// Compares step by step.
fn same(
    peer: &dyn Peer,
    expected: &Transcript,
    found: &Transcript,
) -> Result<(Outcome, Differences), String> {
    let instantiated = expected.steps.first().is_some_and(|step| step.ending == Ending::Returned);
    let mut outcome = Outcome { instantiated, ..Outcome::default() };
    let mut differences = Differences::new();
    for (i, (a, b)) in expected.steps.iter().zip(&found.steps).enumerate() {
        let limit = |step: &Step| {
            matches!(step.ending, Ending::Trapped(Trap::StackOverflow | Trap::AllocationTooLarge))
        };
        let overflow = |step: &Step| step.ending == Ending::Trapped(Trap::StackOverflow);
        if limit(a) != limit(b) || overflow(a) || overflow(b) {
            outcome.cut_short = true;
            return Ok((outcome, differences));
        }
        let named = |ending: &Ending| match ending {
            Ending::Trapped(trap) => Ending::Trapped(peer.name_of(*trap)),
            other => other.clone(),
        };
        let place = if i == 0 { "at instantiation".to_owned() } else { format!("after step {}", i - 1) };
        if let Some(name) = allowed(peer.name(), &a.ending, &b.ending) {
            *differences.entry(name).or_default() += 1;
        } else if named(&a.ending) != named(&b.ending) {
            return Err(format!("{place}: the peer: {:?}, wx: {:?}", a.ending, b.ending));
        }
        if let Some(at) = (0..a.seen.len().max(b.seen.len())).find(|&at| a.seen.get(at) != b.seen.get(at)) {
            let at = at & !15;
            let show = |step: &Step| format!("{:02x?}", step.seen.get(at..at + 16));
            return Err(format!("{place}: seen at {at}: the peer: {}, wx: {}", show(a), show(b)));
        }
        if a.memories != b.memories {
            return Err(format!("{place}: memories: the peer: {:x?}, wx: {:x?}", a.memories, b.memories));
        }
        if i == 0 {
            if let Ending::Trapped(trap) = &b.ending {
                *outcome.traps.entry(format!("{trap:?} at instantiation")).or_default() += 1;
            }
        } else {
            outcome.calls += 1;
            match &b.ending {
                Ending::Returned if b.seen.first() == Some(&1) => outcome.returned += 1,
                Ending::Returned => outcome.threw += 1,
                Ending::Trapped(trap) => *outcome.traps.entry(format!("{trap:?}")).or_default() += 1,
                Ending::Failed(_) => outcome.failed += 1,
            }
        }
    }
    match expected.steps.len() == found.steps.len() {
        true => Ok((outcome, differences)),
        false => Err(format!("the peer made {} steps, wx {}", expected.steps.len(), found.steps.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::case_seed;
    use crate::settings::Settings;

    /// wx itself as the peer, so that capsules are tested where no other engine is built in.
    struct Interpreter(Language);

    impl Peer for Interpreter {
        fn name(&self) -> &'static str {
            "wx"
        }

        fn language(&self) -> Language {
            self.0
        }

        fn run(&mut self, capsule: &Capsule) -> Result<Transcript> {
            let canonical_nans = self.0.canonical_nans;
            subject::run(capsule, &Settings { canonical_nans, ..Settings::plain() }, Tier::Interp)
        }
    }

    #[test]
    fn capsules_of_generated_cases_run() {
        let full = Language { descriptors: false, relaxed: false, bounded: true, ..Language::ALL };
        let small = Language {
            memories: false,
            memory64: false,
            exceptions: false,
            gc: false,
            threads: false,
            canonical_nans: false,
            ..full
        };
        for language in [full, small] {
            let (mut instantiated, mut returned, mut threw, mut traps) = (0, 0, 0, 0);
            // Calls that throw are few and come in clusters.
            for index in 0..450 {
                let case = Case::for_language(case_seed(3, index), &language);
                match compare(&case, &mut Interpreter(language)) {
                    Verdict::Same(outcome, _) => {
                        instantiated += u32::from(outcome.instantiated);
                        (returned, threw) = (returned + outcome.returned, threw + outcome.threw);
                        traps += outcome.traps.values().sum::<u64>();
                    }
                    Verdict::Skipped(reason) => panic!("case {index} is skipped: {reason}"),
                    Verdict::Differs(what) => panic!("case {index}: {what}"),
                }
            }
            assert!(instantiated > 300, "{instantiated} modules were instantiated");
            assert!(returned > 1800 && traps > 300, "{returned} calls returned, {traps} trapped");
            assert!(threw > 5 || !language.exceptions, "{threw} calls threw");
        }
    }

    #[test]
    fn only_one_order_of_checks_is_allowed() {
        use Trap::{HeapMisaligned as Misaligned, MemoryOutOfBounds as Outside};
        let is_allowed =
            |peer, theirs, ours| allowed(peer, &Ending::Trapped(theirs), &Ending::Trapped(ours)).is_some();
        assert!(is_allowed("v8", Outside, Misaligned));
        assert!(!is_allowed("v8", Misaligned, Outside));
        assert!(!is_allowed("wasmtime", Outside, Misaligned));
        assert!(allowed("v8", &Ending::Returned, &Ending::Trapped(Misaligned)).is_none());
    }

    #[test]
    fn each_kind_of_difference_is_seen() {
        let module = |body: &str| {
            format!(
                r#"(module (import "h" "f" (func $f (param i32)))
                    (global $g (export "g") (mut v128) (v128.const i64x2 0 0)) (memory (export "m") 1 9)
                    (table (export "t") 4 9 funcref) (tag $e (export "e") (param f32)) (elem declare func $f)
                    (func (export "x") (result i32) {body} (i32.const 1)))"#
            )
        };
        let transcript = |body: &str| {
            let wasm = wx::Module::new(&wx::Engine::default(), module(body)).unwrap().data().bytes.to_vec();
            let case = Case::from_module(wasm, Settings::plain());
            let capsule = Capsule::new(&case, &Language::ALL).unwrap().unwrap();
            subject::run(&capsule, &case.settings, Tier::Interp).unwrap()
        };
        let peer = Interpreter(Language::ALL);
        let expected = transcript("");
        assert_eq!(same(&peer, &expected, &transcript("nop")).unwrap().0.returned, 48);
        for (what, body) in [
            ("Trapped(UnreachableCodeReached)", "(unreachable)"),
            ("seen at 16:", "(return (i32.const 2))"),
            ("seen at 0:", "(throw $e (f32.const 0))"),
            ("seen at 32:", "(global.set $g (v128.const i64x2 0 1))"),
            ("memories:", "(drop (memory.grow (i32.const 1)))"),
            ("memories:", "(i32.store8 (i32.const 65535) (i32.const 1))"),
            ("seen at 48:", "(table.set (i32.const 0) (ref.func $f))"),
            ("memories:", "(call $f (i32.const 0))"),
        ] {
            let difference = same(&peer, &expected, &transcript(body)).unwrap_err();
            assert!(difference.contains(what), "{body}: {difference}");
        }
    }
}
