//! The five seed programs: the examples, as programs to time.
//!
//! They are WASI commands, but what is timed is their export `run`, which calls nothing of the host's and returns the same checksum
//! however often it is called. So engines take part without WASI: they give the two functions that the examples import
//! a body that prints nothing (see `host`). What `run` must return stands in `testsuite/examples/expected.toml`, which was
//! written without running the programs; the export `check`, the program's self-check, is called as well.

use crate::suite::{Call, Group, Program, Size, repository};
use anyhow::{Context, Result};
use serde::Deserialize;

/// Their family, by which a filter selects them.
pub const FAMILY: &str = "seed";

#[derive(Deserialize)]
struct List {
    program: Vec<Entry>,
}

/// What a measurement needs of an entry; `tests/examples.rs` compares everything else.
#[derive(Deserialize)]
struct Entry {
    name: String,
    file: String,
    run: i64,
}

/// The seeds whose name or family contains `filter`, in the order of the list.
pub fn load(filter: &str) -> Result<Vec<Program>> {
    let list = repository().join("testsuite/examples/expected.toml");
    let text = std::fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let entries: List =
        toml::from_str(&text).with_context(|| format!("{} is not a list of examples", list.display()))?;
    let wanted = |entry: &Entry| entry.name.contains(filter) || FAMILY.contains(filter);
    entries.program.into_iter().filter(wanted).map(read).collect()
}

fn read(entry: Entry) -> Result<Program> {
    let path = repository().join("examples").join(&entry.file);
    let wasm = wat::parse_file(&path)?;
    let size = Size { call: Call::Run, checksum: entry.run };
    Ok(Program {
        name: entry.name,
        family: FAMILY.to_owned(),
        group: Group::Seeds,
        needs: Vec::new(),
        small: size,
        full: size,
        wasm,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite;

    #[test]
    fn the_five_are_found_by_their_family_and_by_name() {
        let names = |filter| load(filter).unwrap().into_iter().map(|p| p.name).collect::<Vec<_>>();
        let all = ["simple", "arithmetic_bench", "comprehensive_bench", "crypto_benchmark", "git_benchmark"];
        assert_eq!(names("seed"), all);
        assert_eq!(names(""), all);
        assert_eq!(names("git"), ["git_benchmark"]);
        assert!(names("fib").is_empty());
        assert!(suite::load("seed").unwrap().iter().all(|p| p.group == Group::Seeds));
        assert!(suite::load("fib").unwrap().iter().all(|p| p.group == Group::Suite));
        assert!(suite::load("no such program").is_err());
    }

    #[test]
    fn a_failed_self_check_is_noticed() {
        let seed = &load("simple").unwrap()[0];
        assert!(suite::self_check(seed, || Ok(0)).is_ok());
        let error = suite::self_check(seed, || Ok(3)).unwrap_err().to_string();
        assert_eq!(error, "simple: check 3 of its self-check fails");
    }
}
