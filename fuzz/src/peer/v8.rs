//! V8 running a capsule, in a process of node.
//!
//! One process runs many capsules: starting node takes longer than most cases. It gets a capsule as a header and the
//! modules, and answers with endings and bytes (`v8.js`). What this node's V8 has is found out by validating a small module for
//! each proposal, when it starts.
//!
//! V8 has names for fewer kinds of traps than wx: see [`V8::name_of`]. It does not make NaNs canonical, so the modules do.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use wx::Trap;

use super::Peer;
use super::capsule::Capsule;
use super::transcript::{Ending, Step, Transcript};
use crate::language::Language;

const SCRIPT: &str = include_str!("v8.js");
/// The program, if the environment names no other.
const NODE: &str = "node";

/// A module of each proposal that some V8 lacks, as text.
const PROPOSALS: &[(&str, &str)] = &[
    ("tail_calls", "(module (func $f return_call $f))"),
    ("memories", "(module (memory 1) (memory 1))"),
    ("memory64", "(module (memory i64 1) (table i64 1 funcref))"),
    ("exceptions", "(module (tag) (func (block (try_table (catch_all 0)))))"),
    (
        "gc",
        "(module (type $s (struct (field i8))) (func (param eqref) (result i32) (ref.test (ref $s) (local.get 0))))",
    ),
    ("extended", "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))"),
    ("page_sizes", "(module (memory 1 (pagesize 1)))"),
    ("wide", "(module (func (result i64 i64) (i64.mul_wide_u (i64.const 1) (i64.const 1))))"),
];

pub(crate) struct V8 {
    language: Language,
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
}

impl Drop for V8 {
    fn drop(&mut self) {
        // Only this process, by its handle.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl V8 {
    pub(crate) fn new() -> Result<V8> {
        let node = std::env::var("NODE").unwrap_or_else(|_| NODE.to_owned());
        let modules: Result<serde_json::Map<String, Value>> = PROPOSALS
            .iter()
            .map(|&(name, text)| {
                let binary = wast_binary(text)?;
                let hex: String = binary.iter().map(|byte| format!("{byte:02x}")).collect();
                Ok((name.to_owned(), Value::String(hex)))
            })
            .collect();
        let mut child = Command::new(&node)
            .args(["--stack-size=900", "-e", SCRIPT, "--", &Value::Object(modules?).to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{node}`; the variable NODE names another program"))?;
        let to = child.stdin.take().context("node has no standard input")?;
        let from = child.stdout.take().context("node has no standard output")?;
        let mut v8 = V8 { language: Language::ALL, child, to, from };
        let has = v8.answer().context("node does not answer")?;
        let has = |name: &str| has.get(name).and_then(Value::as_bool).unwrap_or(false);
        v8.language = Language {
            tail_calls: has("tail_calls"),
            memories: has("memories"),
            memory64: has("memory64"),
            exceptions: has("exceptions"),
            gc: has("gc"),
            threads: true,
            relaxed: false,
            wide: has("wide"),
            page_sizes: has("page_sizes"),
            descriptors: false,
            extended_constants: has("extended"),
            canonical_nans: false,
            bounded: true,
        };
        Ok(v8)
    }

    fn answer(&mut self) -> Result<Value> {
        let mut len = [0; 4];
        self.from.read_exact(&mut len)?;
        let mut body = vec![0; u32::from_le_bytes(len) as usize];
        self.from.read_exact(&mut body)?;
        Ok(serde_json::from_slice(&body)?)
    }
}

/// The binary of a text that is right.
fn wast_binary(text: &str) -> Result<Vec<u8>> {
    let buffer = wast::parser::ParseBuffer::new(text)?;
    Ok(wast::parser::parse::<wast::Wat<'_>>(&buffer)?.encode()?)
}

impl Peer for V8 {
    fn name(&self) -> &'static str {
        "v8"
    }

    fn language(&self) -> Language {
        self.language
    }

    fn run(&mut self, capsule: &Capsule) -> Result<Transcript> {
        let parts = capsule.parts.iter();
        let header = json!({
            "parts": parts
                .map(|part| json!({ "name": part.name, "len": part.wasm.len(), "imports": part.imports }))
                .collect::<Vec<_>>(),
            "subject": capsule.subject,
            "steps": capsule.steps,
            "windows": capsule
                .windows
                .iter()
                .map(|window| json!({ "part": window.part, "name": window.export, "len": window.len }))
                .collect::<Vec<_>>(),
        })
        .to_string();
        self.to.write_all(&(header.len() as u32).to_le_bytes())?;
        self.to.write_all(header.as_bytes())?;
        for part in &capsule.parts {
            self.to.write_all(&part.wasm)?;
        }
        self.to.flush()?;
        let answer = self.answer().context("node ended")?;
        if let Some(refused) = answer.get("refused").and_then(Value::as_str) {
            bail!("{refused}");
        }
        let steps = answer.get("steps").and_then(Value::as_array).context("an answer without steps")?;
        Ok(Transcript {
            steps: steps.iter().map(step).collect::<Option<_>>().context("a step is incomplete")?,
        })
    }

    /// Its names: one for a null function and a wrong signature, and one for all floats that do not fit.
    fn name_of(&self, trap: Trap) -> Trap {
        match trap {
            Trap::IndirectCallToNull => Trap::BadSignature,
            Trap::BadConversionToInteger => Trap::IntegerOverflow,
            other => other,
        }
    }
}

fn step(value: &Value) -> Option<Step> {
    let hex = value.get("seen")?.as_str()?;
    let seen: Option<Vec<u8>> = (0..hex.len() / 2)
        .map(|i| hex.get(2 * i..2 * i + 2).and_then(|byte| u8::from_str_radix(byte, 16).ok()))
        .collect();
    let memories: Option<Vec<(u64, u64)>> = value
        .get("memories")?
        .as_array()?
        .iter()
        .map(|pair| Some((pair.get(0)?.as_u64()?, u64::from_str_radix(pair.get(1)?.as_str()?, 16).ok()?)))
        .collect();
    Some(Step { ending: ending(value.get("ending")?.as_str()?), seen: seen?, memories: memories? })
}

/// The meaning of a message of V8's.
fn ending(message: &str) -> Ending {
    Ending::Trapped(match message {
        "" => return Ending::Returned,
        "exception" => Trap::UncaughtException,
        "stack" => Trap::StackOverflow,
        "unreachable" => Trap::UnreachableCodeReached,
        "memory access out of bounds" | "data segment out of bounds" => Trap::MemoryOutOfBounds,
        "operation does not support unaligned accesses" => Trap::HeapMisaligned,
        "divide by zero" | "remainder by zero" => Trap::IntegerDivisionByZero,
        "divide result unrepresentable" | "float unrepresentable in integer range" => Trap::IntegerOverflow,
        "null function or function signature mismatch" | "function signature mismatch" => Trap::BadSignature,
        "dereferencing a null pointer" | "rethrowing null value" => Trap::NullReference,
        "illegal cast" => Trap::CastFailure,
        "array element access out of bounds" => Trap::ArrayOutOfBounds,
        "requested new array is too large" => Trap::AllocationTooLarge,
        "Atomics.wait cannot be called in this context" => Trap::AtomicWaitNonSharedMemory,
        // At instantiation, V8's messages name the segment or what was called.
        other if other.contains("data segment") => Trap::MemoryOutOfBounds,
        other
            if ["table index is out", "table initializer", "element segment"]
                .iter()
                .any(|&t| other.contains(t)) =>
        {
            Trap::TableOutOfBounds
        }
        other => return Ending::Failed(other.to_owned()),
    })
}
