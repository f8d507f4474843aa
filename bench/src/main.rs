//! The program behind `cargo xtask bench`: arguments, the order of the measurements, and where the results go.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use wx_bench::engines::{self, Mode, PEERS};
use wx_bench::report::{html, markdown, model::Report, table};
use wx_bench::rounds::{self, AGAIN, Participant, Plan, Row};
use wx_bench::suite::{self, Program};
use wx_bench::{clock, compile_speed, micro, process, real, rebuild};

/// wx beside its peers, in one run.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Only programs whose name or family contains this.
    #[arg(default_value = "")]
    filter: String,
    /// Engines to compare with: wasmtime, winch, wasmer, singlepass, wasmi. Each is built when first named.
    #[arg(long, value_delimiter = ',')]
    peers: Vec<String>,
    /// Small sizes and few rounds: minutes instead of tens of minutes.
    #[arg(long)]
    quick: bool,
    /// Count processor time instead of wall time: for a machine that others use at the same moment.
    #[arg(long)]
    cpu_time: bool,
    /// Rounds; by default 7 when quick, else 9.
    #[arg(long)]
    rounds: Option<usize>,
    /// Only the suite: no micro costs, no compile speed.
    #[arg(long)]
    suite_only: bool,
    /// Also measure whole processes of wx, wasmtime, wasmer, wasmi and node found on PATH.
    #[arg(long)]
    process: bool,
    /// Also measure the real programs in this folder (whole processes, and compile speed).
    #[arg(long, value_name = "DIR")]
    real: Option<PathBuf>,
    /// The `wx` program for --process and --real; by default the one built beside this program, then PATH.
    #[arg(long, value_name = "FILE")]
    wx: Option<PathBuf>,
    /// Where results go.
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    out: PathBuf,
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
    let programs = match suite::load(&arguments.filter) {
        // A filter may name a real job only.
        Err(_) if arguments.real.is_some() => Vec::new(),
        other => other?,
    };
    for peer in &arguments.peers {
        ensure!(PEERS.contains(&peer.as_str()), "unknown peer {peer:?}; there are {}", PEERS.join(", "));
    }
    let plan = Plan {
        rounds: arguments.rounds.unwrap_or(if arguments.quick { 7 } else { 9 }).max(1),
        quick: arguments.quick,
    };
    let participants = participants(&arguments.peers)?;
    let mut report = Report::new(command_line(), &participants, plan.quick, plan.rounds);
    report.rows = rounds::measure(&programs, &participants, plan, |program, round| {
        progress(&format!("round {} of {}: {}", round + 1, plan.rounds, program.name));
    });
    memory(&programs, &mut report.rows);
    if !arguments.suite_only {
        progress("micro costs");
        report.micro = micro::measure(&participants, plan.rounds)?;
        report.compile_speed = measure_compile_speed(&arguments, &programs, plan)?;
    }
    measure_processes(&arguments, &programs, plan, &mut report)?;
    progress("");
    finish(&report, &arguments.out)
}

/// Writes every form of the report; an engine of ours that refused or failed makes the run fail, after the report.
fn finish(report: &Report, folder: &Path) -> Result<()> {
    print!("{}", table::render(report));
    let record = report.save(folder)?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display())).map(|()| path)
    };
    let page = write("report.html", html::render(report))?;
    let summary = write("summary.md", markdown::render(report))?;
    let chart = write("chart.svg", html::readme_chart(report))?;
    println!(
        "\nrecord {}\npage {}\nsummary {}\nchart {}",
        record.display(),
        page.display(),
        summary.display(),
        chart.display()
    );
    let failed: Vec<&str> = report
        .rows
        .iter()
        .filter(|row| {
            row.cells.iter().any(|c| c.refused.is_some() && (c.engine == "wx" || c.engine == AGAIN))
        })
        .map(|row| row.program.as_str())
        .collect();
    ensure!(failed.is_empty(), "wx failed on {}: see \"Not measured\" above", failed.join(", "));
    Ok(())
}

fn participants(peers: &[String]) -> Result<Vec<Participant>> {
    let participant = |name: &str, engine: &str| -> Result<Participant> {
        Ok(Participant { name: name.to_owned(), engine: engines::named(engine, Mode::Default)? })
    };
    let mut all = vec![participant("wx", "wx")?, participant(AGAIN, "wx")?];
    for peer in peers {
        all.push(participant(peer, peer)?);
    }
    Ok(all)
}

/// One more run of each pair in a process of its own, for its peak memory.
fn memory(programs: &[Program], rows: &mut [Row]) {
    let Ok(own) = std::env::current_exe() else { return };
    for (program, row) in programs.iter().zip(rows) {
        progress(&format!("memory: {}", program.name));
        for cell in row.cells.iter_mut().filter(|c| c.refused.is_none() && c.engine != AGAIN) {
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
    suite::verify(program, program.small, instance.call("run_n", program.small.n)?)?;
    println!("{}", peak()?.saturating_sub(before));
    Ok(())
}

fn measure_compile_speed(
    arguments: &Arguments,
    programs: &[Program],
    plan: Plan,
) -> Result<Vec<compile_speed::Stage>> {
    let common: Vec<Vec<u8>> =
        programs.iter().filter(|p| p.needs.is_empty()).map(|p| p.wasm.clone()).collect();
    let mut inputs = Vec::new();
    if !common.is_empty() {
        inputs.push(compile_speed::Input {
            name: format!("suite ({} modules)", common.len()),
            modules: common,
        });
    }
    if let Some(folder) = &arguments.real {
        inputs.extend(compile_speed::real_inputs(folder));
    }
    let mut names = vec!["wx".to_owned()];
    names.extend(arguments.peers.iter().cloned());
    compile_speed::measure(&inputs, &names, plan.rounds.min(5), |input, engine| {
        progress(&format!("compile speed: {input} by {engine}"));
    })
}

fn measure_processes(
    arguments: &Arguments,
    programs: &[Program],
    plan: Plan,
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
    let beside = std::env::current_exe().ok().map(|own| own.with_file_name("wx")).filter(|f| f.is_file());
    let runtimes = process::find(arguments.wx.as_deref().or(beside.as_deref()));
    ensure!(
        !runtimes.is_empty(),
        "found neither wx nor a peer: build wx with `cargo build --release`, or use --wx FILE"
    );
    for runtime in &runtimes {
        eprintln!("{}: {} ({})", runtime.name, runtime.program.display(), runtime.version);
    }
    let rounds = plan.rounds.min(if plan.quick { 1 } else { 3 });
    report.processes = process::measure(&jobs, &runtimes, rounds, |job, round| {
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
