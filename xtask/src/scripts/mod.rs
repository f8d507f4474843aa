//! Scripts of the testsuite that are too regular to be written by hand: `cargo xtask scripts` writes them.
//!
//! A script is thousands of lines of one pattern, and its expected results are computed here, with `i128` and nothing of the engine.
//! Who doubts one reads the few lines that make it. A test compares the files with what is made, so neither changes alone.

mod bounds;
mod compare_and_branch;
mod constant_operands;
mod integer;
mod many_values;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// What makes a script.
type Make = fn() -> String;

/// Each script's path from the root, and what makes it.
const SCRIPTS: [(&str, Make); 4] = [
    ("testsuite/wx/call/many-values.wast", many_values::script),
    ("testsuite/wx/control/compare-and-branch.wast", compare_and_branch::script),
    ("testsuite/wx/int/constant-operands.wast", constant_operands::script),
    ("testsuite/wx/memory/bounds.wast", bounds::script),
];

/// Where a script says that it was not written by hand.
const MADE_BY: &str = ";; Made by `cargo xtask scripts`.";

/// Writes all scripts.
pub(crate) fn write(root: &Path) -> Result<()> {
    for (path, script) in SCRIPTS {
        let path = root.join(path);
        fs::write(&path, script()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_what_is_made_here() {
        for (path, script) in SCRIPTS {
            let text = fs::read_to_string(crate::chore::root().join(path)).unwrap();
            let made = script();
            let differs = text.lines().zip(made.lines()).position(|(is, should)| is != should);
            assert!(text == made, "{path}, line {differs:?} from 0: `cargo xtask scripts` writes it anew");
        }
    }
}
