//! Real programs as jobs: CPython, Ruby, PHP, SQLite and clang, compiled by other people with other compilers.
//!
//! Each has a cold start (the least it can do) and a longer job from `bench/real/`, with a line its output must hold.
//! The line comes from a run elsewhere: CPython and SQLite natively, the others on V8.

use crate::process::Job;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

/// The jobs whose program is in `folder`; `filter` selects by name.
pub fn jobs(folder: &Path, filter: &str) -> Result<Vec<Job>> {
    let mut jobs: Vec<Job> = all(folder)?.into_iter().filter(|job| job.module.is_file()).collect();
    ensure!(
        !jobs.is_empty(),
        "no real program in {}: it should hold python.wasm, ruby.wasm, php.wasm, sqlite.wasm or clang.wasm",
        folder.display()
    );
    jobs.retain(|job| job.name.contains(filter));
    Ok(jobs)
}

fn all(folder: &Path) -> Result<Vec<Job>> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("real");
    let sql = std::fs::read_to_string(scripts.join("job.sql"))?;
    let ruby = std::fs::read_to_string(scripts.join("job.rb"))?;
    let job = |name: &str, program: &str, words: &[&str], expect: &str| Job {
        name: name.to_owned(),
        module: folder.join(program),
        arguments: words.iter().map(|w| (*w).to_owned()).collect(),
        // Only what a job needs: not every command line can give a folder another name.
        folders: words
            .iter()
            .any(|w| w.starts_with("/w/"))
            .then(|| (scripts.clone(), "/w".to_owned()))
            .into_iter()
            .collect(),
        expect: expect.to_owned(),
        ..Job::default()
    };
    let library = |job: Job, host: &str| {
        let mut folders: Vec<(PathBuf, String)> = vec![(folder.join(host), "/".to_owned())];
        folders.extend(job.folders);
        Job { folders, ..job }
    };
    let older = |job: Job, input: &str| Job { unstable: true, input: input.to_owned(), ..job };
    let compile = ["-cc1", "-triple", "wasm32-unknown-wasi", "-S", "-o", "-"];
    let clang = |name, level, source, expect| {
        let words: Vec<&str> = compile.iter().copied().chain([level, source]).collect();
        older(library(job(name, "clang.wasm", &words, expect), "clang-fs"), "")
    };
    Ok(vec![
        library(job("python cold", "python.wasm", &["-c", "print(6 * 7)"], "42"), "py"),
        library(
            job(
                "python job",
                "python.wasm",
                &["/w/job.py"],
                "checksum ('w89', 88) 799980000 -79997 3000 45870 8514",
            ),
            "py",
        ),
        job("ruby cold", "ruby.wasm", &["-e", "puts (1..10).inject(:*)"], "3628800"),
        job("ruby job", "ruby.wasm", &["-e", &ruby], "checksum [5, 81508899] 783 271 40796 615"),
        job("php cold", "php.wasm", &["-q", "/w/cold.php"], "42"),
        job("php job", "php.wasm", &["-q", "/w/job.php"], "checksum 128 1994 112033 17711 -148821701"),
        older(job("sqlite cold", "sqlite.wasm", &[], "42"), "select 6 * 7;\n"),
        older(job("sqlite job", "sqlite.wasm", &[], "left|31902|159402617|item-00000"), &sql),
        clang("clang cold", "-O0", "/w/cold.c", "work"),
        clang("clang job", "-O2", "/w/job.c", "work"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_has_something_to_check_and_its_script() {
        for job in all(Path::new("nowhere")).unwrap() {
            assert!(!job.expect.is_empty(), "{} checks nothing", job.name);
            for word in job.arguments.iter().filter_map(|w| w.strip_prefix("/w/")) {
                let scripts = &job.folders.last().expect("the scripts").0;
                assert!(scripts.join(word).is_file(), "{} needs {word}", job.name);
            }
        }
        assert!(jobs(Path::new("nowhere"), "").unwrap_err().to_string().contains("no real program"));
    }
}
