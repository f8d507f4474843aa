//! The record of one run: everything the tables and charts show, and what is needed to judge it later.
//!
//! A record is one JSON file, and all that the other forms are made from. Times are nanoseconds.

use crate::compile_speed::Stage;
use crate::micro::Cost;
use crate::process::ProcessRow;
use crate::rounds::{AGAIN, Participant, Row};
use crate::suite::Group;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Seconds since 1970.
    pub time: u64,
    pub command: String,
    pub commit: String,
    pub cpu: String,
    pub cores: usize,
    /// Which clock: see `clock`.
    pub clock: String,
    pub quick: bool,
    /// Names and versions, wx first.
    pub engines: Vec<(String, String)>,
    pub rows: Vec<Row>,
    pub micro: Vec<Cost>,
    pub compile_speed: Vec<Stage>,
    pub processes: Vec<ProcessRow>,
}

impl Report {
    /// A record of this machine and this checkout, with no measurements in it yet.
    pub fn new(command: String, participants: &[Participant], quick: bool) -> Report {
        let of = |p: &Participant| (p.name.clone(), p.version());
        Report {
            time: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()),
            command,
            commit: commit(),
            cpu: cpu(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            clock: crate::clock::name().to_owned(),
            quick,
            engines: participants.iter().map(of).collect(),
            rows: Vec::new(),
            micro: Vec::new(),
            compile_speed: Vec::new(),
            processes: Vec::new(),
        }
    }

    /// The names of the peers: every participant but wx and its double.
    pub fn peers(&self) -> impl Iterator<Item = &str> {
        self.engines.iter().map(|(name, _)| name.as_str()).filter(|n| *n != "wx" && *n != AGAIN)
    }

    /// The rows of a group.
    pub fn rows_of(&self, group: Group) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.group == group)
    }

    /// How many rounds the suite was measured in.
    pub fn rounds(&self) -> usize {
        let samples = |row: &Row| row.cells.iter().map(|cell| cell.execute.len()).max();
        self.rows.iter().filter_map(samples).max().unwrap_or(0)
    }

    /// Programs that wx, which claims them all, refused or answered wrongly.
    pub fn failures_of_wx(&self) -> impl Iterator<Item = &str> {
        let ours = |engine: &str| engine == "wx" || engine == AGAIN;
        let failed = move |row: &&Row| row.cells.iter().any(|c| c.refused.is_some() && ours(&c.engine));
        self.rows.iter().filter(failed).map(|row| row.program.as_str())
    }

    /// Reads a record that `save` wrote.
    pub fn load(path: &Path) -> Result<Report> {
        let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is not a record", path.display()))
    }

    /// Writes the record to `folder` under its time, and returns the path.
    pub fn save(&self, folder: &Path) -> Result<PathBuf> {
        let history = folder.join("history");
        std::fs::create_dir_all(&history).with_context(|| format!("cannot make {}", history.display()))?;
        let path = history.join(format!("{}.json", self.time));
        std::fs::write(&path, serde_json::to_vec_pretty(self)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

fn commit() -> String {
    let folder = crate::suite::folder();
    let git = |arguments: &[&str]| {
        let output =
            std::process::Command::new("git").arg("-C").arg(&folder).args(arguments).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    };
    let dirty = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|s| !s.is_empty());
    match git(&["rev-parse", "--short", "HEAD"]) {
        Some(commit) => commit + if dirty { " with changes" } else { "" },
        None => "unknown".to_owned(),
    }
}

fn cpu() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = text.lines().find(|l| l.split(':').next().is_some_and(|key| key.trim() == name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let name = field("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    match (field("cpu family"), field("model")) {
        (Some(family), Some(model)) => format!("{name} (family {family}, model {model})"),
        _ => name,
    }
}
