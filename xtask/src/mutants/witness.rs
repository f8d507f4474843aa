//! One run of a check, and who judged if it failed.
//!
//! # Problem
//! Two checks that find a fault are two opinions only if they judge differently. Scripts are one program, but in them a wrong result, the
//! checker of places, the verifier of operations, that of machine code, and assertions of the engine speak, whoever is first.
//!
//! # Idea
//! All of these but the wrong result are panics, and a panic names the file in which it was raised. So what a run printed tells whose word
//! it was. A verifier's is taken before anything else, because what fails behind it fails for want of code. A panic of the engine
//! itself is an assertion, unless a test panicked as well, for tests also ask for panics.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::checks::Check;
use crate::chore::root;

/// How a check failed.
pub(super) struct Failure {
    /// For people.
    pub(super) how: String,
    /// Who judged; never empty.
    pub(super) judges: BTreeSet<&'static str>,
}

/// Runs a check; how it failed, if it did.
pub(super) fn run(
    check: &Check,
    program: &Path,
    fault: &str,
    limit: Duration,
    to_the_end: bool,
) -> Result<Option<Failure>> {
    let mut output = nameless_file()?;
    let mut command = Command::new(program);
    command.args(check.arguments).args(if to_the_end { &[] } else { check.stop });
    command.env("WX_MUTANT", fault).env("INSTA_UPDATE", "no").env("RUST_BACKTRACE", "0");
    command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
    // Where cargo runs the tests of the engine. A group of its own, to end what it has started too.
    command.current_dir(root().join("engine")).process_group(0);
    command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output.try_clone()?);
    let mut child = command.spawn().with_context(|| format!("cannot run `{}`", check.name))?;
    let started = Instant::now();
    let how = loop {
        if let Some(status) = child.try_wait()? {
            break match (status.success(), status.signal()) {
                (true, _) => return Ok(None),
                (false, Some(signal)) => format!("dies by signal {signal}"),
                (false, None) => "fails".to_owned(),
            };
        }
        if started.elapsed() > limit {
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status().context("cannot run kill")?;
            child.wait()?;
            break format!("has not ended after {:.0} s", limit.as_secs_f64());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    // Who printed shares the file's position with us.
    output.rewind()?;
    let mut bytes = Vec::new();
    output.read_to_end(&mut bytes)?;
    Ok(Some(Failure { judges: judges(check, &String::from_utf8_lossy(&bytes)), how }))
}

/// A file that is gone when nobody holds it any more.
fn nameless_file() -> Result<File> {
    let path = std::env::temp_dir().join(format!("wx-mutants-{}", std::process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path);
    let file = file.with_context(|| format!("cannot make {}", path.display()))?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// How panics begin that only say in advance that the program is about to die.
const CRASHES: &[&str] = &["misaligned pointer", "null pointer", "unsafe precondition"];

/// Whose word it was that a check failed, from what it printed.
fn judges(check: &Check, text: &str) -> BTreeSet<&'static str> {
    let mut verifiers = BTreeSet::new();
    let (mut in_engine, mut in_test) = (false, false);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        in_engine |= line.starts_with("wx: a fault of wx itself");
        let Some((_, place)) = line.split_once("panicked at ") else { continue };
        let message = lines.peek().copied().unwrap_or_default();
        match verifier(place, message) {
            Some(verifier) => {
                verifiers.insert(verifier);
            }
            // What the compiler of a debug build looks at would be a signal in another.
            None if CRASHES.iter().any(|crash| message.starts_with(crash)) => {}
            None if place.starts_with("engine/src/") => in_engine = true,
            None => in_test = true,
        }
    }
    if verifiers.is_empty() {
        let asserted = in_engine && !in_test && check.kind != "units";
        verifiers.insert(if asserted { "assertion" } else { check.kind });
    }
    verifiers
}

/// The verifier that panics there with this message.
fn verifier(place: &str, message: &str) -> Option<&'static str> {
    let (file, _) = place.split_once(':')?;
    match file {
        "engine/src/jit/check.rs" => Some("places"),
        "engine/src/lower/function.rs" if message.contains("is lowered wrongly") => Some("operations"),
        "engine/src/jit/mod.rs" if message.starts_with("with others inlined") => Some("operations"),
        "engine/src/jit/mod.rs" if message.starts_with("function ") => Some("machine code"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::checks::CHECKS;
    use super::*;

    fn of(check: &str, text: &str) -> Vec<&'static str> {
        let check = CHECKS.iter().find(|c| c.name == check).unwrap();
        judges(check, text).into_iter().collect()
    }

    #[test]
    fn a_panic_tells_who_judged() {
        let places =
            "thread 'script' (7) panicked at engine/src/jit/check.rs:107:9:\nfunction 3 of those defined:";
        let code = "thread 'script' (7) panicked at engine/src/jit/mod.rs:272:21:\nfunction 3 of those defined: 1f: a";
        let inlined =
            "thread 'script' (7) panicked at engine/src/jit/mod.rs:322:13:\nwith others inlined: function 3";
        let assertion =
            "thread 'a' (7) panicked at engine/src/jit/mod.rs:253:9:\nnot one landing for each handler";
        let test = "thread 'a' (7) panicked at engine/tests/owners.rs:7:5:\nassertion failed";
        assert_eq!(of("scripts, jit", places), ["places"]);
        assert_eq!(of("scripts, jit", code), ["machine code"]);
        assert_eq!(
            of("scripts, jit", &format!("{inlined}\n{code}\n{assertion}")),
            ["machine code", "operations"]
        );
        assert_eq!(of("scripts, jit", assertion), ["assertion"]);
        assert_eq!(of("owners", &format!("{assertion}\n{test}")), ["API"]);
        assert_eq!(of("units", assertion), ["units"]);
        let crash = "thread 'script' (7) panicked at engine/src/exec/a.rs:51:31:\nmisaligned pointer dereference: address";
        assert_eq!(of("scripts, jit", crash), ["scripts"]);
        assert_eq!(of("scripts, jit", "wx: a fault of wx itself, so"), ["assertion"]);
        assert_eq!(of("scripts, jit", "a.wast:1:2: assert_return\n    got 7"), ["scripts"]);
    }
}
