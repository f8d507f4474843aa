//! `--mutate N`: modules that are nearly valid.
//!
//! # What is demanded
//! wx accepts exactly what wasmparser's own validator accepts when it is called directly, with the same features, and says the
//! same of it whether bodies are validated with the module or when they are first asked for; what is accepted runs for a moment in every tier, and the tiers agree; nothing panics, and no process ends by a signal. Only what
//! waits on a shared memory is not run: it may wait forever, and be right.
//!
//! # Why it is fast
//! Almost all of these modules are refused within microseconds, so nothing may be done for each that costs more: a worker
//! writes the number of its module into a file instead of announcing it, and keeps its engines. Seeds are made once: the
//! modules of the official suite, our scripts, and generated ones. A panic is caught where it happens; a signal or a hang ends
//! the worker, and the number in the file is the finding.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use wasmparser::Validator;
use wx::{Engine, InvalidFunction, Module, Tier};

use super::{case_seed, folder};
use crate::case::{Call, Case};
use crate::draw::{Stream, mix};
use crate::language::Language;
use crate::mutation::mutate;
use crate::oracle::Engines;
use crate::settings::Settings;
use crate::{kernel, smith};

/// Modules of one worker, at most: it reads the seeds and makes engines once.
const BATCH: u64 = 250_000;
/// Without progress for this long, a worker hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// Seeds are small: a change then hits what matters, and is quickly judged.
const SEED_BYTES: usize = 6 << 10;
/// Generated seeds.
const GENERATED: u64 = 300;
/// Findings that a worker reports before it gives up.
const FINDINGS: usize = 20;

/// What a worker counts.
#[derive(Clone, Copy, Default)]
struct Counts {
    modules: u64,
    valid: u64,
    ran: u64,
    /// Refused by a limit of wx, where wasmparser has none or a larger one.
    limited: u64,
}

/// Runs `count` mutated modules; whether nothing was found.
pub(crate) fn run(seed: u64, count: u64, jobs: usize) -> Result<bool> {
    let started = Instant::now();
    let seeds = folder()?.join("seeds.bin");
    let number = write_seeds(&seeds)?;
    println!("{number} seeds");
    // Short runs occupy all jobs as well.
    let batch = BATCH.min(count.div_ceil(jobs as u64)).max(1);
    let next = std::sync::atomic::AtomicU64::new(0);
    let total = std::sync::Mutex::new((Counts::default(), Vec::<String>::new()));
    std::thread::scope(|scope| -> Result<()> {
        let job = || -> Result<()> {
            loop {
                let from = next.fetch_add(batch, std::sync::atomic::Ordering::Relaxed);
                if from >= count {
                    return Ok(());
                }
                let (counts, findings) = supervise(seed, from, batch.min(count - from))?;
                if let Ok(mut total) = total.lock() {
                    total.0.add(counts);
                    total.1.extend(findings);
                }
            }
        };
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(job)).collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a job panicked"))??;
        }
        Ok(())
    })?;
    let (counts, findings) = total.into_inner().unwrap_or_default();
    findings.iter().for_each(|finding| println!("{finding}"));
    let seconds = started.elapsed().as_secs_f64();
    let line = format!(
        "commit {} mutated seed {seed} count {count} modules {} valid {} ran {} limited {} findings {} \
         time {seconds:.1}s ({:.0}/s with {jobs} jobs)",
        super::commit(),
        counts.modules,
        counts.valid,
        counts.ran,
        counts.limited,
        findings.len(),
        counts.modules as f64 / seconds,
    );
    super::ledger(&line)?;
    Ok(findings.is_empty())
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.modules += other.modules;
        self.valid += other.valid;
        self.ran += other.ran;
        self.limited += other.limited;
    }
}

/// One batch, in as many processes as it takes.
fn supervise(seed: u64, mut from: u64, count: u64) -> Result<(Counts, Vec<String>)> {
    let end = from + count;
    let (mut counts, mut findings) = (Counts::default(), Vec::new());
    while from < end {
        let progress = folder()?.join(format!("progress-{seed:x}-{from}"));
        let mut child = start(seed, from, end - from, &progress)?;
        let ended = wait(&mut child, &progress)?;
        let output = child.stdout.take().map(std::io::read_to_string).transpose()?.unwrap_or_default();
        for line in output.lines() {
            match line.split_once(' ') {
                Some(("found", what)) => findings.push(what.to_owned()),
                Some(("counts", numbers)) => {
                    let mut numbers = numbers.split(' ').map(|n| n.parse().unwrap_or(0));
                    let mut number = || numbers.next().unwrap_or(0);
                    counts.add(Counts {
                        modules: number(),
                        valid: number(),
                        ran: number(),
                        limited: number(),
                    });
                }
                _ => {}
            }
        }
        let at = read_progress(&progress).unwrap_or(from);
        let _ = std::fs::remove_file(&progress);
        match ended {
            None => break,
            Some(how) => {
                findings.push(describe(seed, at, &how));
                counts.modules += at - from;
                from = at + 1;
            }
        }
    }
    Ok((counts, findings))
}

fn describe(seed: u64, index: u64, what: &str) -> String {
    format!("module {index}: {what}\n  again: cargo xtask diff --mutate 1 --seed {seed} --from {index}")
}

fn start(seed: u64, from: u64, count: u64, progress: &Path) -> Result<Child> {
    let program = std::env::current_exe().context("cannot find the program itself")?;
    let mut command = Command::new(program);
    command.args(["--mutate", &count.to_string(), "--seed", &seed.to_string(), "--from", &from.to_string()]);
    command.arg("--progress").arg(progress);
    // Errors are the rule here, and each would look at its stack; panics still do.
    command.env("RUST_LIB_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start a worker")
}

/// How a worker ended, if not well.
fn wait(child: &mut Child, progress: &Path) -> Result<Option<String>> {
    let (mut last, mut since) = (None, Instant::now());
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for a worker")? {
            return Ok((!status.success()).then(|| format!("the process ended: {status}")));
        }
        std::thread::sleep(Duration::from_millis(50));
        let at = read_progress(progress);
        if at != last {
            (last, since) = (at, Instant::now());
        } else if since.elapsed() > PATIENCE {
            // Only the worker itself, by its handle.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(Some("it did not end".to_owned()));
        }
    }
}

fn read_progress(path: &Path) -> Option<u64> {
    let bytes = std::fs::read(path).ok()?;
    Some(u64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
}

/// What a worker does. With `progress`, results go to the runner; without, somebody looks at one module.
pub(crate) fn work(seed: u64, from: u64, count: u64, progress: Option<&Path>) -> Result<bool> {
    let seeds = read_seeds(&folder()?.join("seeds.bin"))?;
    let file = progress.map(File::create).transpose().context("cannot write the progress")?;
    let mut judge = Judge::new()?;
    let mut found = 0;
    for index in from..from + count {
        if let Some(file) = &file {
            file.write_at(&index.to_le_bytes(), 0)?;
        }
        let wasm = mutate(&seeds, &mut Stream::new(case_seed(seed, index)));
        if progress.is_none() {
            let path = folder()?.join(format!("mutated-{index}.wasm"));
            std::fs::write(&path, &wasm)?;
            println!("module: {}", path.display());
        }
        let judged = catch_unwind(AssertUnwindSafe(|| judge.judge(&wasm)));
        let what = judged.unwrap_or_else(|_| Some("a panic".to_owned()));
        if let Some(what) = what {
            println!("found {}", describe(seed, index, &what).replace('\n', " "));
            found += 1;
            if found == FINDINGS {
                break;
            }
        }
    }
    let Counts { modules, valid, ran, limited } = judge.counts;
    println!("counts {modules} {valid} {ran} {limited}");
    Ok(found == 0 || progress.is_some())
}

struct Judge {
    /// They only load: one validates everything then, the other bodies when they are asked for.
    engine: Engine,
    lazy: Engine,
    engines: Engines,
    features: wasmparser::WasmFeatures,
    settings: Settings,
    counts: Counts,
}

impl Judge {
    fn new() -> Result<Judge> {
        let mut config = Settings::plain().config(Tier::Interp);
        let settings = Settings { fuel: Some(500), ..Settings::plain() };
        Ok(Judge {
            engine: Engine::new(config.lazy_validation(false))?,
            lazy: Engine::new(config.lazy_validation(true))?,
            engines: Engines::new(&settings)?,
            features: config.wasm_features(),
            settings,
            counts: Counts::default(),
        })
    }

    /// What is wrong, if something is.
    fn judge(&mut self, wasm: &[u8]) -> Option<String> {
        self.counts.modules += 1;
        let direct = Validator::new_with_features(self.features).validate_all(wasm);
        let ours = Module::from_binary(&self.engine, wasm);
        if let Some(what) = self.late_verdict(wasm, ours.as_ref().err()) {
            return Some(what);
        }
        match (direct, ours) {
            (Err(_), Err(_)) => None,
            (Ok(_), Ok(_)) => self.run(wasm),
            (Ok(_), Err(error)) if is_limit(&error) => {
                self.counts.limited += 1;
                None
            }
            (Ok(_), Err(error)) => Some(format!("valid, but wx refuses it: {error:#}")),
            (Err(error), Ok(_)) => Some(format!("wx accepts it, but it is invalid: {error}")),
        }
    }

    /// What is wrong with the verdict on bodies that are validated when they are asked for; `eager` refuses the module otherwise.
    fn late_verdict(&self, wasm: &[u8], eager: Option<&wx::Error>) -> Option<String> {
        let module = match (Module::from_binary(&self.lazy, wasm), eager) {
            (Ok(module), _) => module,
            (Err(late), None) => return Some(format!("refused only with late bodies: {late:#}")),
            (Err(late), Some(eager)) => {
                let (late, eager) = (format!("{late:#}"), format!("{eager:#}"));
                return (late != eager).then(|| format!("with late bodies the error is {late}, not {eager}"));
            }
        };
        let eager = match eager.map(|error| (error, error.downcast_ref::<InvalidFunction>())) {
            None => None,
            Some((_, Some(invalid))) => Some(invalid.to_string()),
            Some((error, None)) => return Some(format!("accepted with late bodies: {error:#}")),
        };
        let data = module.data();
        let late = (0..data.bodies.len()).find_map(|defined| data.valid_body(defined).err());
        let late = late.map(|invalid| invalid.to_string());
        (late != eager).then(|| format!("the first body is invalid late: {late:?}, at once: {eager:?}"))
    }

    fn run(&mut self, wasm: &[u8]) -> Option<String> {
        self.counts.valid += 1;
        if smith::has_shared_memory(wasm) && waits(wasm) {
            // Nobody would wake it.
            return None;
        }
        let mut case = Case::from_module(wasm.to_vec(), self.settings.clone());
        case.calls = (0..4).map(|n| Call { function: n, arguments: mix(9, n.into()) }).collect();
        match self.engines.compare(&case) {
            Ok(outcome) => {
                self.counts.ran += u64::from(outcome.instantiated);
                None
            }
            Err(divergence) => Some(format!("the tiers differ: {divergence}")),
        }
    }
}

/// Whether a valid module has an operator that waits for another thread.
fn waits(wasm: &[u8]) -> bool {
    use wasmparser::{Operator, Parser, Payload};
    let is_wait = |operator: wasmparser::Result<Operator<'_>>| {
        matches!(operator, Ok(Operator::MemoryAtomicWait32 { .. } | Operator::MemoryAtomicWait64 { .. }))
    };
    Parser::new(0).parse_all(wasm).any(|payload| match payload {
        Ok(Payload::CodeSectionEntry(body)) => {
            body.get_operators_reader().is_ok_and(|operators| operators.into_iter().any(is_wait))
        }
        _ => false,
    })
}

/// Whether it is wx's own budget for validation that refuses the module, and not the decoder or the validator.
fn is_limit(error: &anyhow::Error) -> bool {
    error.is::<wx::module::CostsTooMuch>()
}

/// Collects the seeds into a file, each behind its length.
fn write_seeds(path: &Path) -> Result<usize> {
    let mut modules: Vec<Vec<u8>> = Vec::new();
    for group in wx_spectest::official::official().into_iter().chain(wx_spectest::official::own()?) {
        for script in group.scripts {
            modules.extend(of_script(&script.text));
        }
    }
    for n in 0..GENERATED {
        let mut stream = Stream::new(mix(77, n));
        let bytes = stream.bytes(2 << 10);
        let mut draw = crate::draw::Draw::new(&bytes);
        modules.push(match n % 2 {
            0 => kernel::module(&mut draw, &Language::ALL),
            _ => smith::module(&mut draw, &Settings::plain(), &Language::ALL),
        });
    }
    modules.retain(|wasm| wasm.len() <= SEED_BYTES);
    modules.sort();
    modules.dedup();
    modules.sort_by_key(Vec::len);
    let mut file = Vec::new();
    for wasm in &modules {
        file.extend((wasm.len() as u32).to_le_bytes());
        file.extend(wasm);
    }
    std::fs::write(path, file).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(modules.len())
}

/// The modules of a script, invalid ones included: what is wrong with those is nearly right.
fn of_script(text: &str) -> Vec<Vec<u8>> {
    use wast::{QuoteWat, Wast, WastDirective, parser};
    let Ok(buffer) = parser::ParseBuffer::new(text) else { return Vec::new() };
    let Ok(script) = parser::parse::<Wast<'_>>(&buffer) else { return Vec::new() };
    let mut modules = Vec::new();
    for directive in script.directives {
        let mut module = match directive {
            WastDirective::Module(module) | WastDirective::ModuleDefinition(module) => module,
            WastDirective::AssertInvalid { module, .. } | WastDirective::AssertMalformed { module, .. } => {
                module
            }
            WastDirective::AssertUnlinkable { module, .. } => QuoteWat::Wat(module),
            _ => continue,
        };
        modules.extend(module.encode());
    }
    modules
}

fn read_seeds(path: &Path) -> Result<Vec<Vec<u8>>> {
    if !path.exists() {
        write_seeds(path)?;
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (mut seeds, mut rest) = (Vec::new(), &bytes[..]);
    while let Some((len, behind)) = rest.split_first_chunk::<4>() {
        let len = u32::from_le_bytes(*len) as usize;
        let Some((wasm, behind)) = behind.split_at_checked(len) else { break };
        seeds.push(wasm.to_vec());
        rest = behind;
    }
    Ok(seeds)
}
