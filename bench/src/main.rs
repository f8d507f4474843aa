//! The program behind `cargo xtask bench`: arguments, the order of the measurements, and where the results go.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use wx_bench::budget::{Budget, Deadline};
use wx_bench::engines::{self, Mode};
use wx_bench::report::{html, markdown, model::Report, readme, table};
use wx_bench::rounds::{self, AGAIN, Participant, Plan, Row};
use wx_bench::suite::{self, Group, Program};
use wx_bench::{clock, compile_speed, micro, process, real, rebuild, v8};

/// wx beside its peers, in one run.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Only programs whose name or family contains this; `seed` is the family of the examples.
    #[arg(default_value = "")]
    filter: String,
    /// Engines to compare with: wasmtime, winch, wasmer, singlepass, wasmi (each is built when first named), v8 (inside
    /// the node on PATH), and the tiers of wx, such as interp.
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
    /// Small sizes and few rounds: minutes instead of tens of minutes.
    #[arg(long)]
    quick: bool,
    /// Count processor time instead of wall time: for a machine that others use at the same moment.
    #[arg(long)]
    cpu_time: bool,
    /// Rounds; by default 12 when quick, else 10.
    #[arg(long)]
    rounds: Option<usize>,
    /// End the run after this time, with fewer rounds if need be; by default 4.5 when quick, else 38.
    #[arg(long)]
    minutes: Option<f64>,
    /// Only the suite: no micro costs, no compile speed.
    #[arg(long)]
    suite_only: bool,
    /// Also measure whole processes of wx, wasmtime, wasmer, wasmi and node found on PATH.
    #[arg(long)]
    process: bool,
    /// Also measure the real programs in this folder (whole processes, and compile speed).
    #[arg(long, value_name = "DIR")]
    real: Option<PathBuf>,
    /// The `wx` program for --process and --real; by default the release in the build directory, then PATH.
    #[arg(long, value_name = "FILE")]
    wx: Option<PathBuf>,
    /// Where results go; by default the folder bench of the build directory.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also put the summary into README.md, the programs into bench/RESULTS.md and the chart into docs/chart.svg.
    #[arg(long)]
    readme: bool,
    /// Measure nothing: show this record again (a file below history).
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Rebuild the suite's modules from source and check the expected checksums, then stop.
    #[arg(long)]
    rebuild: bool,
    /// Run one program once on one engine and print by how much peak memory grew; used by the harness itself.
    #[arg(long, hide = true, num_args = 2, value_names = ["ENGINE", "PROGRAM"])]
    memory_probe: Option<Vec<String>>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if arguments.rebuild {
        return rebuild::run();
    }
    if let Some([engine, program]) = arguments.memory_probe.as_deref() {
        return memory_probe(engine, program);
    }
    if arguments.cpu_time {
        clock::use_cpu_time();
    }
    let report = match &arguments.from {
        Some(record) => Report::load(record)?,
        None => measure(&arguments)?,
    };
    let folder = arguments.out.clone().unwrap_or_else(|| build_folder().join("bench"));
    if arguments.from.is_none() {
        println!("record {}", report.save(&folder)?.display());
    }
    show(&report, &folder)?;
    if arguments.readme {
        readme::update(&report, &suite::repository())?;
    }
    // After the report, because that says what went wrong.
    let failed: Vec<&str> = report.failures_of_wx().collect();
    ensure!(failed.is_empty(), "wx failed on {}: see \"Not measured\" above", failed.join(", "));
    Ok(())
}

/// Everything that the arguments ask for. The shares of the budget are what each part takes of a full run with all
/// peers and the real programs, rounded up.
fn measure(arguments: &Arguments) -> Result<Report> {
    let budget = Budget::minutes(arguments.minutes.unwrap_or(if arguments.quick { 4.5 } else { 38.0 }));
    let programs = match suite::load(&arguments.filter) {
        // A filter may name a real job only.
        Err(_) if arguments.real.is_some() => Vec::new(),
        other => other?,
    };
    let plan = Plan {
        rounds: arguments.rounds.unwrap_or(if arguments.quick { 12 } else { 10 }).max(1),
        quick: arguments.quick,
    };
    let participants = participants(&arguments.peers)?;
    let mut report = Report::new(command_line(), &participants, plan.quick);
    let more = arguments.process || arguments.real.is_some();
    let suite_share = if more { 0.45 } else { 0.75 };
    report.rows =
        rounds::measure(&programs, &participants, plan, budget.until(suite_share), |program, round| {
            progress(&format!("round {} of {}: {}", round + 1, plan.rounds, program.name));
        });
    memory(&programs, &participants, &mut report.rows);
    if !arguments.suite_only {
        progress("micro costs");
        report.micro = micro::measure(&participants, plan.rounds)?;
        let share = if more { 0.7 } else { 1.0 };
        report.compile_speed = measure_compile_speed(arguments, &programs, plan, budget.until(share))?;
    }
    measure_processes(arguments, &programs, plan, budget.until(1.0), &mut report)?;
    progress("");
    Ok(report)
}

/// Writes every form of the report.
fn show(report: &Report, folder: &Path) -> Result<()> {
    print!("{}", table::render(report));
    println!();
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let write = |kind: &str, name: &str, text: String| -> Result<()> {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{kind} {}", path.display());
        Ok(())
    };
    write("page", "report.html", html::render(report))?;
    write("summary", "summary.md", markdown::render(report))?;
    write("chart", "chart.svg", html::readme_chart(report))
}

/// The harness lies in a profile's folder of the build directory, wherever that is.
fn build_folder() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors().nth(2).unwrap_or(Path::new(".")).to_owned()
}

fn participants(peers: &[String]) -> Result<Vec<Participant>> {
    let mut all = vec![engines::participant("wx", "wx")?, engines::participant(AGAIN, "wx")?];
    for peer in peers {
        all.push(engines::participant(peer, peer)?);
    }
    Ok(all)
}

/// One more run of each pair in a process of its own, for its peak memory; not of V8, which is in another process anyway.
fn memory(programs: &[Program], participants: &[Participant], rows: &mut [Row]) {
    let Ok(own) = std::env::current_exe() else { return };
    for (program, row) in programs.iter().zip(rows) {
        progress(&format!("memory: {}", program.name));
        let cells = row.cells.iter_mut().zip(participants).filter(|(_, p)| p.engine().is_some());
        for (cell, _) in cells.filter(|(c, _)| c.refused.is_none() && c.engine != AGAIN) {
            let output = Command::new(&own).args(["--memory-probe", &cell.engine, &program.name]).output();
            cell.memory_bytes =
                output.ok().and_then(|o| String::from_utf8_lossy(&o.stdout).trim().parse().ok());
        }
    }
}

fn memory_probe(engine: &str, program: &str) -> Result<()> {
    let programs = suite::load(program)?;
    let program = programs.iter().find(|p| p.name == program).context("no such program")?;
    let engine = engines::named(engine, Mode::Default)?;
    let peak =
        || process::own_peak_memory().context("this system does not tell the peak memory of a process");
    let before = peak()?;
    let compiled = engine.compile(&program.wasm)?;
    let mut instance = compiled.instantiate()?;
    suite::call(program, program.small, instance.as_mut())?;
    println!("{}", peak()?.saturating_sub(before));
    Ok(())
}

fn measure_compile_speed(
    arguments: &Arguments,
    programs: &[Program],
    plan: Plan,
    deadline: Deadline,
) -> Result<Vec<compile_speed::Stage>> {
    let common: Vec<Vec<u8>> = programs
        .iter()
        .filter(|p| p.group == Group::Suite && p.needs.is_empty())
        .map(|p| p.wasm.clone())
        .collect();
    let mut inputs = Vec::new();
    if !common.is_empty() {
        inputs.push(compile_speed::Input {
            name: format!("suite (modules: {})", common.len()),
            modules: common,
        });
    }
    if let Some(folder) = &arguments.real {
        inputs.extend(compile_speed::real_inputs(folder));
    }
    let mut names = vec!["wx".to_owned()];
    names.extend(arguments.peers.iter().filter(|peer| *peer != v8::NAME).cloned());
    compile_speed::measure(&inputs, &names, plan.rounds.min(5), deadline, |input, engine| {
        progress(&format!("compile speed: {input} by {engine}"));
    })
}

fn measure_processes(
    arguments: &Arguments,
    programs: &[Program],
    plan: Plan,
    deadline: Deadline,
    report: &mut Report,
) -> Result<()> {
    let mut jobs = Vec::new();
    if arguments.process {
        jobs.extend(process::suite_jobs(programs));
    }
    if let Some(folder) = &arguments.real {
        jobs.extend(real::jobs(folder, &arguments.filter)?);
    }
    if jobs.is_empty() {
        return Ok(());
    }
    let released = build_folder().join("release/wx");
    let released = released.is_file().then_some(released);
    let runtimes = process::find(arguments.wx.as_deref().or(released.as_deref()));
    ensure!(
        !runtimes.is_empty(),
        "found neither wx nor a peer: build wx with `cargo build --release`, or use --wx FILE"
    );
    for runtime in &runtimes {
        eprintln!("{}: {} ({})", runtime.name, runtime.program.display(), runtime.version);
    }
    let rounds = plan.rounds.min(if plan.quick { 1 } else { 3 });
    report.processes = process::measure(&jobs, &runtimes, rounds, deadline, |job, round| {
        progress(&format!("process round {round} of {rounds}: {}", job.name));
    });
    Ok(())
}

/// The command as a user types it, for the record.
fn command_line() -> String {
    let words: Vec<String> = std::env::args().skip(1).collect();
    format!("cargo xtask bench {}", words.join(" ")).trim_end().to_owned()
}

/// One line that overwrites itself on a terminal, and nothing elsewhere.
fn progress(what: &str) {
    let mut errors = std::io::stderr();
    if errors.is_terminal() {
        // Progress that cannot be shown is no reason to stop.
        let _ = write!(errors, "\r\x1b[K{what}").and_then(|()| errors.flush());
    }
}
