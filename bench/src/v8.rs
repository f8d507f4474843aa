//! V8, in a process of its own: `node` runs the same modules, and takes its turns with the engines of this process.
//!
//! V8 is not a crate, and whole processes (`--process`) compare a warm compiler with a cold one. So each program gets a process
//! with a small driver (`v8.js`): it instantiates the same bytes with the same imports, and for every turn it makes the same
//! call on request and answers with the time by the same clock, taken on its side of the pipe. Answers are checked by
//! the driver against the same checksum.
//!
//! V8 compiles a second time what is hot, on other threads, and running loops do not go over to the better code. To see the
//! optimizing tier and not the way there, the driver calls the program before the first turn until that no longer makes it
//! faster. So V8's execution is without compilation, unlike everyone else's; and its other figures are left out: it
//! compiles lazily, so that neither loading nor the first call is a figure that could stand beside the others'.

use crate::clock;
use crate::rounds::nanoseconds;
use crate::suite::{self, Program, Size};
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::json;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// What `--peers` and the tables call it.
pub const NAME: &str = "v8";

const DRIVER: &str = include_str!("v8.js");

/// What a program needs, and the flag of those versions that have it behind one.
const FLAGS: [(&str, &str); 4] = [
    ("exceptions", "--experimental-wasm-exnref"),
    ("gc", "--experimental-wasm-gc"),
    ("memory64", "--experimental-wasm-memory64"),
    ("tail-call", "--experimental-wasm-return-call"),
];

/// A request that takes longer is given up.
const LIMIT: Duration = Duration::from_secs(120);

/// Warming up ends after this time, stable or not.
const WARM_UP: Duration = Duration::from_secs(8);

/// An installed node, and a process of it for each program that was measured.
pub struct V8 {
    program: PathBuf,
    version: String,
    /// Flags of this version, as its help has them.
    options: String,
    sessions: RefCell<BTreeMap<String, Session>>,
}

impl V8 {
    /// The node on PATH.
    pub fn find() -> Result<V8> {
        V8::at("node".into()).context(
            "v8 is measured inside node, which was not found on PATH or does not start: install Node.js, or leave v8 out of --peers",
        )
    }

    fn at(program: PathBuf) -> Result<V8> {
        let output = |arguments: &[&str]| -> Result<String> {
            let output = Command::new(&program).args(arguments).stdin(Stdio::null()).output()?;
            ensure!(output.status.success(), "{} {}: {}", program.display(), arguments[0], output.status);
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        let versions = output(&["-p", "`${process.versions.v8} (node ${process.versions.node})`"])?;
        let options = output(&["--v8-options"])?;
        Ok(V8 { program, version: versions, options, sessions: RefCell::default() })
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    /// Nanoseconds of one call, over as many calls as take the time `least`. The first sample of a program starts its process
    /// and warms it up.
    pub fn sample(&self, program: &Program, size: Size, least: Duration) -> Result<f64> {
        let mut sessions = self.sessions.borrow_mut();
        if !sessions.contains_key(&program.name) {
            let mut session = self.start(program)?;
            session.time("warm", program, size, Duration::ZERO)?;
            suite::self_check(program, || {
                let answer = session.ask(&json!({ "kind": "check" }))?;
                answer.check.context("no answer to the self-check")
            })?;
            sessions.insert(program.name.clone(), session);
        }
        let session = sessions.get_mut(&program.name).context("there is a session")?;
        session.time("time", program, size, least)
    }

    /// A process that has the program's instance.
    fn start(&self, program: &Program) -> Result<Session> {
        let needed = |(need, flag): &(&str, &'static str)| {
            let known = self.options.contains(&format!("{flag} "));
            (known && program.needs.iter().any(|n| n == need)).then_some(*flag)
        };
        let flags: Vec<&str> = FLAGS.iter().filter_map(needed).collect();
        let mut session = Session::start(&self.program, &flags)?;
        let clock = if clock::is_cpu_time() { "cpu" } else { "wall" };
        session.ask(&json!({ "kind": "load", "module": base64(&program.wasm), "clock": clock }))?;
        Ok(session)
    }
}

/// A process that waits for requests.
struct Session {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

/// Everything that an answer may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Answer {
    error: Option<String>,
    /// A wrong result.
    got: Option<String>,
    nanoseconds: Option<f64>,
    check: Option<i32>,
}

impl Session {
    fn start(program: &std::path::Path, flags: &[&str]) -> Result<Session> {
        let mut command = Command::new(program);
        command.arg("--no-warnings").args(flags).args(["-e", DRIVER]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let input = child.stdin.take().context("stdin")?;
        let output = BufReader::new(child.stdout.take().context("stdout")?);
        let (sender, answers) = channel();
        // Ends with the process, whose output ends then.
        std::thread::spawn(move || {
            for line in output.lines().map_while(std::io::Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Session { child, input, answers })
    }

    fn time(&mut self, kind: &str, program: &Program, size: Size, least: Duration) -> Result<f64> {
        let (name, n) = size.call.parts();
        let answer = self.ask(&json!({
            "kind": kind,
            "name": name,
            "parameters": Vec::from_iter(n),
            "expected": size.checksum.to_string(),
            "least": nanoseconds(least),
            "limit": WARM_UP.as_millis() as u64,
        }))?;
        if let Some(got) = answer.got {
            suite::verify(program, size, got.parse().with_context(|| format!("the result is {got}"))?)?;
        }
        answer.nanoseconds.context("an answer without a time")
    }

    /// Sends a request and waits for its answer.
    fn ask(&mut self, request: &serde_json::Value) -> Result<Answer> {
        // A process that ended early fails the write; what it said is worth more than that.
        let sent = writeln!(self.input, "{request}").and_then(|()| self.input.flush());
        let line = match (sent, self.answers.recv_timeout(LIMIT)) {
            (Ok(()), Ok(line)) => line,
            (Ok(()), Err(RecvTimeoutError::Timeout)) => bail!("no answer after {} s", LIMIT.as_secs()),
            _ => bail!("node ended: {}", self.last_words()),
        };
        let answer: Answer = serde_json::from_str(&line).with_context(|| format!("not an answer: {line}"))?;
        match answer.error {
            Some(error) => bail!("{error}"),
            None => Ok(answer),
        }
    }

    fn last_words(&mut self) -> String {
        // It may live on with its output closed.
        let _ = self.child.kill();
        let mut errors = Vec::new();
        if let Some(stream) = &mut self.child.stderr {
            let _ = stream.read_to_end(&mut errors);
        }
        crate::process::telling_line(&String::from_utf8_lossy(&errors)).to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It has nothing to finish, and may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// JSON holds no bytes.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            text.push(if digit > three.len() { '=' } else { char::from(DIGITS[value as usize]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_text() {
        let of = |text: &str| base64(text.as_bytes());
        assert_eq!(["", "f", "fo", "foo", "foob"].map(of), ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
        assert_eq!(base64(&[0xFB, 0xFF]), "+/8=");
    }

    #[test]
    fn a_missing_program_is_told_apart_from_a_broken_one() {
        let error = V8::at("/no/such/node".into()).err().expect("there is no such file");
        assert!(format!("{error:#}").contains("No such file"), "{error:#}");
        let error = V8::at("/bin/false".into()).err().expect("it fails").to_string();
        assert!(error.contains("exit status: 1"), "{error}");
        let mut ended = Session::start("/bin/false".as_ref(), &[]).unwrap();
        let error = ended.ask(&json!({ "kind": "check" })).unwrap_err().to_string();
        assert!(error.starts_with("node ended"), "{error}");
    }

    /// On a machine without node, the message is all there is to test.
    #[test]
    fn answers_are_checked_on_the_other_side() {
        let v8 = match V8::find() {
            Ok(v8) => v8,
            Err(error) => return assert!(error.to_string().contains("install Node.js"), "{error}"),
        };
        let fib = &suite::load("fib").unwrap()[0];
        let sample = v8.sample(fib, fib.small, Duration::from_millis(5)).unwrap();
        assert!(sample > 100.0 && sample < 1e9, "{sample}");
        let wrong = Size { checksum: fib.small.checksum ^ 1, ..fib.small };
        let error = v8.sample(fib, wrong, Duration::ZERO).unwrap_err().to_string();
        assert!(error.contains("the answer is wrong"), "{error}");
        let seed = &suite::load("simple").unwrap()[0];
        v8.sample(seed, seed.full, Duration::ZERO).unwrap();
        let mut refused = fib.clone();
        (refused.name, refused.wasm) = ("refused".to_owned(), b"\0asm\x01\0\0\0\x0d".to_vec());
        let error = v8.sample(&refused, refused.small, Duration::ZERO).unwrap_err().to_string();
        assert!(error.contains("CompileError"), "{error}");
    }
}
