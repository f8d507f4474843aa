//! Unsafe code stays in its rooms.
//!
//! Memory safety is argued by reading; the fewer places can break it, the shorter the reading.  Whether
//! each block argues its case is clippy's business (`undocumented_unsafe_blocks`); this check says
//! where a block may stand at all.

use super::Finding;
use super::source::{Tree, is_word_at, line_of};

/// Where `unsafe` may be written, and why there.
const ROOMS: &[(&str, &str)] = &[
    ("engine/src/sys/", "the only calls of the operating system"),
    ("engine/src/vm/", "objects whose layout machine code reads"),
    ("engine/src/exec/", "frames and native calls"),
    ("engine/src/code/", "code memory"),
    ("engine/src/interp/", "the dispatch loop reads slots by number"),
    ("engine/src/tier/", "enters running code, and finds its way by the frames it left"),
    ("engine/tests/precompiled.rs", "loads machine code that it made"),
    ("cli/src/compile.rs", "loads machine code that the user vouches for"),
    ("engine/tests/signals.rs", "installs handlers of signals and sends them"),
    ("engine/tests/nesting.rs", "runs on stacks of its own"),
    ("engine/tests/forked.rs", "forks"),
    ("engine/tests/sharing.rs", "looks at a shared memory as running threads do: with atomics"),
    ("capi/src/", "C passes addresses"),
    ("engine/src/api/", "handles hold addresses of objects, and check their store before they follow them"),
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in &tree.rust {
        if ROOMS.iter().any(|(room, _)| path.starts_with(room)) {
            continue;
        }
        for (at, word) in source.bare.match_indices("unsafe") {
            if is_word_at(&source.bare, at, word) {
                findings.push(Finding {
                    path: path.clone(),
                    line: line_of(&source.bare, at),
                    message: "unsafe code outside its rooms (`xtask/src/tidy/safety.rs`)".to_string(),
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_is_found_in_code_and_only_there() {
        let tree = Tree::of(&[
            ("engine/src/vm/memory.rs", "unsafe { x() }"),
            ("engine/src/module/load.rs", "// unsafe\nlet s = \"unsafe\";\nunsafe { x() }"),
            ("wasi/src/lib.rs", "#![forbid(unsafe_code)]"),
        ]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!((findings[0].path.as_str(), findings[0].line), ("engine/src/module/load.rs", 3));
    }
}
