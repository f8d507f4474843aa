//! Unit tests of stages as data: files of cases, each a heading and what a stage makes of a function.
//!
//! A case is `## heading` and lines. Some of them are the input, the others what the stage prints for it; the test tells which.
//! `INSTA_UPDATE=always`, as `cargo xtask bless` sets it, writes what was found to the file, to be read before it is committed.
//!
//! Must not know: what is tested.

use std::path::Path;

/// Compares every case of a file below `src` with what `run` makes of it: the whole case again.
pub(crate) fn check(file: &str, mut run: impl FnMut(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
    let text = std::fs::read_to_string(&path).expect("the file of the cases");
    let mut cases = text.split("\n## ");
    let (mut all, mut wrong) = (cases.next().unwrap_or("").trim_end().to_owned() + "\n", String::new());
    for case in cases {
        let (name, body) = case.split_once('\n').expect("a case has lines");
        let found = format!("\n## {name}\n{}\n", run(body).trim_end());
        if found.trim() != format!("## {name}\n{body}").trim() {
            wrong += &found;
        }
        all += &found;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        return std::fs::write(&path, all).expect("the file of the cases");
    }
    assert!(wrong.is_empty(), "{file}: found\n{wrong}");
}
