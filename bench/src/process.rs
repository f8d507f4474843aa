//! Whole processes: what a person at a shell waits for, from `exec` to exit, on programs found on PATH.
//!
//! Here nothing is warm: the runtime is loaded, reads the file, compiles, runs, and is torn down. Compiled-code caches
//! are switched off where a program has one. The output must contain what the job expects, otherwise the sample
//! counts for nothing. Peak memory is read from one extra run that is not timed, by polling the kernel's high-water
//! mark until the process ends.

use crate::budget::{Deadline, NO_TIME};
use crate::rounds::{nanoseconds, turns};
use crate::statistics::Samples;
use crate::suite::{Group, Program};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One thing to do, in terms that every runtime's command line can express.
#[derive(Clone, Debug, Default)]
pub struct Job {
    pub name: String,
    pub module: PathBuf,
    /// Call this export without arguments instead of running a WASI command.
    pub invoke: Option<String>,
    pub arguments: Vec<String>,
    /// Host folder and the name the guest sees.
    pub folders: Vec<(PathBuf, String)>,
    pub input: String,
    /// Must occur in standard output.
    pub expect: String,
    /// Imports the first name of preview 1, which node must be told.
    pub unstable: bool,
    /// Throws exceptions, which node has behind a flag.
    pub exceptions: bool,
}

/// A job with what each program took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProcessRow {
    pub job: String,
    pub cells: Vec<(String, Measurement)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Measurement {
    pub time: Samples,
    pub peak_bytes: Option<u64>,
    pub refused: Option<String>,
}

/// A runtime's program.
#[derive(Clone, Debug)]
pub struct Runtime {
    pub name: String,
    pub program: PathBuf,
    pub version: String,
}

/// A job still running after this long is ended and counted as refused.
const LIMIT: Duration = Duration::from_secs(240);

/// A runtime that keeps compiled code from one run to the next: the first run, which is not measured, fills its cache.
const CACHED: &str = ", cached";

/// The runtimes found: `wx` (given, or on PATH) first, then each peer on PATH.
pub fn find(wx: Option<&Path>) -> Vec<Runtime> {
    let on_path = |name: &str| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    let with_version = |name: &str, program: PathBuf| {
        let output = Command::new(&program).arg("--version").stdin(Stdio::null()).output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
        output.status.success().then_some(Runtime { name: name.to_owned(), program, version })
    };
    let own = wx.map(Path::to_owned).or_else(|| on_path("wx"));
    let own = |name| own.clone().and_then(|program| with_version(name, program));
    let peer = |name: &str| {
        let program = name.strip_suffix(CACHED).unwrap_or(name);
        with_version(name, on_path(program)?)
    };
    let peers = ["wasmtime", "wasmtime, cached", "wasmer", "wasmi", "node"];
    let owns = ["wx", "wx, cached"].into_iter().filter_map(own);
    owns.chain(peers.into_iter().filter_map(peer)).collect()
}

/// The suite's programs as jobs; those that import functions cannot run this way.
pub fn suite_jobs(programs: &[Program]) -> Vec<Job> {
    let alone = |p: &&Program| p.group == Group::Suite && p.name != "host_calls";
    let job = |p: &Program| Job {
        name: p.name.clone(),
        module: p.path.clone(),
        invoke: Some("run".to_owned()),
        expect: p.full.checksum.to_string(),
        exceptions: p.needs.iter().any(|n| n == "exceptions"),
        ..Job::default()
    };
    programs.iter().filter(alone).map(job).collect()
}

/// Runs every job on every runtime, in turns, until the deadline.
pub fn measure(
    jobs: &[Job],
    runtimes: &[Runtime],
    rounds: usize,
    deadline: Deadline,
    mut progress: impl FnMut(&Job, usize),
) -> Vec<ProcessRow> {
    let empty = |job: &Job| ProcessRow {
        job: job.name.clone(),
        cells: runtimes.iter().map(|r| (r.name.clone(), Measurement::default())).collect(),
    };
    let mut rows: Vec<ProcessRow> = jobs.iter().map(empty).collect();
    for round in 0..=rounds {
        for (number, (job, row)) in jobs.iter().zip(&mut rows).enumerate() {
            progress(job, round);
            for at in turns(runtimes.len(), round, number) {
                let cell = &mut row.cells[at].1;
                if cell.refused.is_some() {
                    continue;
                }
                if deadline.has_passed() {
                    if cell.time.is_empty() {
                        cell.refused = Some(NO_TIME.to_owned());
                    }
                    continue;
                }
                // Round 0 fills the page cache, checks the answer and reads the peak memory.
                match run(&runtimes[at], job, round == 0, LIMIT.min(deadline.left())) {
                    Ok((_, peak)) if round == 0 => cell.peak_bytes = peak,
                    Ok((time, _)) => cell.time.push(nanoseconds(time)),
                    Err(error) => {
                        *cell = Measurement { refused: Some(format!("{error:#}")), ..Measurement::default() };
                    }
                }
            }
        }
    }
    rows
}

/// One process: its time, and its peak memory if asked for. It is ended when it takes longer than `limit`.
fn run(runtime: &Runtime, job: &Job, watch_memory: bool, limit: Duration) -> Result<(Duration, Option<u64>)> {
    let mut command = Command::new(&runtime.program);
    command.args(arguments(&runtime.name, job)?);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot start {}", runtime.program.display()))?;
    let (mut input, mut output, mut errors) = (
        child.stdin.take().context("stdin")?,
        child.stdout.take().context("stdout")?,
        child.stderr.take().context("stderr")?,
    );
    let text = job.input.clone();
    // A program may exit without reading its input: then the write fails, and its answer decides.
    let feeder = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
    let reader = std::thread::spawn(move || read_all(&mut output));
    let error_reader = std::thread::spawn(move || read_all(&mut errors));
    let mut peak = None;
    let status = loop {
        if watch_memory {
            peak = peak_memory(child.id()).or(peak);
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            anyhow::bail!("still running after {} s", limit.as_secs());
        }
        // Fine enough that the grain stays far below the shortest process.
        std::thread::sleep(Duration::from_micros(if watch_memory { 1000 } else { 100 }));
    };
    let elapsed = started.elapsed();
    let _ = feeder.join();
    let output = reader.join().unwrap_or_default();
    let errors = error_reader.join().unwrap_or_default();
    ensure!(status.success(), "{status}: {}", telling_line(&errors));
    ensure!(output.contains(&job.expect), "wrong output {:?}", output.chars().take(80).collect::<String>());
    Ok((elapsed, peak))
}

/// The line of an error output that says what happened: node prints where it happened first.
pub(crate) fn telling_line(errors: &str) -> &str {
    let names_it = |line: &&str| line.contains("Error") || line.contains("error");
    errors.lines().find(names_it).or_else(|| errors.lines().next()).unwrap_or_default()
}

fn read_all(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The kernel's high-water mark of a process's resident memory; `None` once the process is gone.
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    high_water_mark(&status)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// The high-water mark of this process.
pub fn own_peak_memory() -> Option<u64> {
    high_water_mark(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// The job in the words of a runtime's command line.
fn arguments(runtime: &str, job: &Job) -> Result<Vec<OsString>> {
    let mut words: Vec<OsString> = Vec::new();
    let module = job.module.clone().into_os_string();
    match runtime {
        "node" => {
            words.push("--no-warnings".into());
            if job.exceptions {
                words.push("--experimental-wasm-exnref".into());
            }
            words.push("-e".into());
            words.push(node_script(job)?.into());
            return Ok(words);
        }
        "wasmer" => words.extend(["run", "--disable-cache"].map(OsString::from)),
        "wasmtime" | "wasmtime, cached" => {
            let cache = if runtime.ends_with(CACHED) { "cache=y" } else { "cache=n" };
            words.extend(
                ["run", "-C", cache, "-W", "gc,exceptions,function-references,memory64,tail-call"]
                    .map(OsString::from),
            );
        }
        "wx" => words.extend(["run", "--no-cache"].map(OsString::from)),
        _ => words.push("run".into()),
    }
    ensure!(
        runtime != "wasmi" || job.folders.is_empty(),
        "its command line cannot give a folder another name"
    );
    for (host, guest) in &job.folders {
        let mut pair = host.clone().into_os_string();
        let (flag, separator) = if runtime == "wasmer" { ("--volume", ":") } else { ("--dir", "::") };
        pair.push(separator);
        pair.push(guest);
        words.extend([flag.into(), pair]);
    }
    if let Some(export) = &job.invoke {
        words.extend(["--invoke".into(), export.into()]);
    }
    words.push(module);
    if runtime == "wasmer" && !job.arguments.is_empty() {
        words.push("--".into());
    }
    words.extend(job.arguments.iter().map(OsString::from));
    Ok(words)
}

/// The job as a script: node has no command line for WebAssembly.
fn node_script(job: &Job) -> Result<String> {
    let quoted = |text: &str| serde_json::to_string(text);
    let module = quoted(&job.module.to_string_lossy())?;
    let load = format!("const m = new WebAssembly.Module(require('fs').readFileSync({module}));");
    if let Some(export) = &job.invoke {
        let export = quoted(export)?;
        return Ok(format!(
            "{load} console.log(String(new WebAssembly.Instance(m, {{}}).exports[{export}]()))"
        ));
    }
    let mut words = vec!["program".to_owned()];
    words.extend(job.arguments.iter().cloned());
    let folders: std::collections::BTreeMap<&str, String> = job
        .folders
        .iter()
        .map(|(host, guest)| (guest.as_str(), host.to_string_lossy().into_owned()))
        .collect();
    let version = if job.unstable { "unstable" } else { "preview1" };
    Ok(format!(
        "{load} const {{ WASI }} = require('node:wasi'); \
         const w = new WASI({{ version: '{version}', args: {}, env: {{ LANG: 'C' }}, preopens: {} }}); \
         process.exitCode = w.start(new WebAssembly.Instance(m, w.getImportObject()))",
        serde_json::to_string(&words)?,
        serde_json::to_string(&folders)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(name: &str, script: &str, expect: &str) -> (Runtime, Job) {
        let runtime = Runtime { name: name.to_owned(), program: "/bin/sh".into(), version: String::new() };
        // `run MODULE` becomes `sh run MODULE`, so a shell is given its script as the module.
        let file = std::env::temp_dir().join(format!("wx-bench-{name}-{}", std::process::id()));
        std::fs::write(&file, script).unwrap();
        (
            runtime,
            Job { module: file, expect: expect.to_owned(), input: "seven\n".to_owned(), ..Job::default() },
        )
    }

    #[test]
    fn a_wrong_answer_and_a_failure_are_refused() {
        let words = arguments("wx", &shell("words", "", "").1).unwrap();
        assert_eq!(words[0], "run");
        let (mut runtime, job) = shell("cat", "", "seven");
        runtime.program = "/bin/cat".into();
        let error = run(&runtime, &job, false, LIMIT).expect_err("cat has no file named run").to_string();
        assert!(error.contains("exit status: 1"), "{error}");
        std::fs::remove_file(&job.module).unwrap();
    }

    #[test]
    fn each_runtime_gets_its_own_words() {
        let job = Job {
            module: "a.wasm".into(),
            arguments: vec!["-c".into(), "print(1)".into()],
            folders: vec![("py".into(), "/".into())],
            ..Job::default()
        };
        let line = |runtime| {
            let words = arguments(runtime, &job).unwrap();
            words.iter().map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(line("wx"), "run --no-cache --dir py::/ a.wasm -c print(1)");
        assert_eq!(line("wx, cached"), "run --dir py::/ a.wasm -c print(1)");
        assert_eq!(line("wasmer"), "run --disable-cache --volume py:/ a.wasm -- -c print(1)");
        assert!(line("node").contains("\"/\":\"py\"") && line("node").contains("print(1)"));
    }

    #[test]
    fn the_line_that_names_the_error_is_shown() {
        assert_eq!(telling_line("[eval]:1\nconst m\n\nCompileError: no gc\n  at x"), "CompileError: no gc");
        assert_eq!((telling_line("killed\nsoon"), telling_line("")), ("killed", ""));
    }

    #[test]
    fn the_high_water_mark_is_read() {
        assert_eq!(high_water_mark("VmPeak:\t 9 kB\nVmHWM:\t    12 kB\n"), Some(12 * 1024));
        assert!(own_peak_memory().is_some_and(|bytes| bytes > 100_000));
    }
}
