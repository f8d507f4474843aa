//! Circles inside a room: files of one room that import each other.
//!
//! Files that form a circle can only be read together, so each such circle is listed with the reason why it is better than what
//! would break it. One that is not listed is a finding, and so is a listed file that is on no circle any more.
//!
//! A file imports another if a path in its code (`crate::…`, `super::…` or `self::…`, in a `use` or in an expression) leads there. Methods
//! that an `impl` block adds to a type of another file are not seen.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::source::{Tree, is_word_at, line_of};

const ENGINE: &str = "engine/src/";

/// A circle that may stay.
struct Exception {
    files: &'static [&'static str],
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        files: &[
            "api::aggregate",
            "api::context",
            "api::externs",
            "api::func",
            "api::global",
            "api::host",
            "api::instance",
            "api::linker",
            "api::memory",
            "api::owner",
            "api::reference",
            "api::store",
            "api::table",
            "api::tag",
            "api::typed",
            "api::val",
        ],
        reason: "wasmtime's API: a value may be a function, a function is called through a store, a store hands out values",
    },
    Exception {
        files: &[
            "vm::budget",
            "vm::const_expr",
            "vm::func",
            "vm::gc::aggregate",
            "vm::gc::collect",
            "vm::global",
            "vm::instance",
            "vm::layout",
            "vm::limits",
            "vm::link",
            "vm::memory",
            "vm::store",
            "vm::table",
            "vm::tag",
        ],
        reason: "the store owns the objects, and each object is made, grown and charged in a store",
    },
    Exception {
        files: &[
            "interp::aggregate",
            "interp::atomic",
            "interp::call",
            "interp::control",
            "interp::dispatch",
            "interp::exception",
            "interp::memory",
            "interp::numeric",
            "interp::runtime",
            "interp::slot",
            "interp::table",
            "interp::variable",
        ],
        reason: "handlers go on to the next handler through the table that names all of them",
    },
    Exception {
        files: &[
            "lower::condition",
            "lower::control",
            "lower::emit",
            "lower::function",
            "lower::locals",
            "lower::stack",
        ],
        reason: "one state machine, by family of operators",
    },
    Exception {
        files: &["jit::verify::common", "jit::verify::decode", "jit::verify::insn", "jit::verify::vector"],
        reason: "the decoder's forms, by kind of encoding; an instruction names the form of a vector instruction",
    },
    Exception {
        files: &["jit::verify::block", "jit::verify::state"],
        reason: "blocks are part of the state, and name values of it",
    },
    Exception {
        files: &["tier::install", "tier::libcalls", "tier::policy"],
        reason: "libcalls compile what is called, and compiled code calls libcalls",
    },
    Exception {
        files: &["types::group", "types::registry"],
        reason: "the registry keeps recursion groups, whose types name its entries",
    },
    Exception {
        files: &["module::data", "module::names"],
        reason: "a module's data holds its names, which are decoded from it",
    },
];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let modules: BTreeMap<String, &str> =
        tree.rust.keys().filter_map(|path| Some((module_of(path)?, path.as_str()))).collect();
    let mut imports = BTreeMap::new();
    for (module, path) in &modules {
        let code = tree.rust[*path].without_tests();
        let room = module.split("::").next();
        for (at, target) in paths(code) {
            let Some(file) = resolve(module, &target, &modules) else { continue };
            if file != *module && file.split("::").next() == room {
                imports.entry((module.clone(), file)).or_insert_with(|| line_of(code, at));
            }
        }
    }
    judge(&imports, &modules)
}

/// The findings about these imports, by their line, between files.
fn judge(imports: &BTreeMap<(String, String), usize>, modules: &BTreeMap<String, &str>) -> Vec<Finding> {
    let reached = closure(imports);
    let on_circle: BTreeSet<&String> =
        imports.keys().map(|edge| &edge.0).filter(|&file| reaches(&reached, file, file)).collect();
    let mut findings = Vec::new();
    for ((from, to), &line) in imports {
        let is_circular = reaches(&reached, to, from);
        let is_allowed = EXCEPTIONS.iter().any(|exception| {
            exception.files.contains(&from.as_str()) && exception.files.contains(&to.as_str())
        });
        if is_circular && !is_allowed {
            let message = format!(
                "`{from}` imports `{to}`, which imports it: a circle inside a room, not in `EXCEPTIONS`"
            );
            findings.push(Finding { path: modules[from].to_string(), line, message });
        }
    }
    for exception in EXCEPTIONS {
        // In a test's small tree most files do not exist.
        for file in exception.files.iter().filter(|&&file| modules.contains_key(file)) {
            if !on_circle.contains(&file.to_string()) {
                let message = format!(
                    "`{file}` is on no circle any more; take it from `EXCEPTIONS` ({})",
                    exception.reason
                );
                findings.push(Finding { path: modules[*file].to_string(), line: 0, message });
            }
        }
    }
    findings
}

fn reaches(reached: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    reached.get(from).is_some_and(|set| set.contains(to))
}

/// Which files each file reaches by one import or more.
fn closure(imports: &BTreeMap<(String, String), usize>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut direct: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in imports.keys() {
        direct.entry(from).or_default().push(to);
    }
    let mut reached = BTreeMap::new();
    for &from in direct.keys() {
        let (mut set, mut work) = (BTreeSet::new(), vec![from]);
        while let Some(file) = work.pop() {
            for &next in direct.get(file).into_iter().flatten() {
                if set.insert(next) {
                    work.push(next);
                }
            }
        }
        reached.insert(from, set);
    }
    reached
}

/// The module path of a file of the engine, without those of tests.
fn module_of(path: &str) -> Option<String> {
    let path = path.strip_prefix(ENGINE)?.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    (path != "lib" && !path.ends_with("tests")).then(|| path.replace('/', "::"))
}

/// The file that a path in `module` leads to: the longest beginning of it that is a file.
fn resolve(module: &str, path: &[&str], modules: &BTreeMap<String, &str>) -> Option<String> {
    let mut full: Vec<&str> = module.split("::").collect();
    let mut names = path.iter().copied().peekable();
    match names.next()? {
        "crate" => full.clear(),
        "super" => {
            full.pop();
            while names.next_if_eq(&"super").is_some() {
                full.pop();
            }
        }
        _ => {}
    }
    full.extend(names);
    (1..=full.len()).rev().map(|n| full[..n].join("::")).find(|name| modules.contains_key(name))
}

/// All paths in code that begin with `crate`, `super` or `self`, groups taken apart, with their positions.
fn paths(code: &str) -> Vec<(usize, Vec<&str>)> {
    let mut found = Vec::new();
    for first in ["crate", "super", "self"] {
        for (at, _) in code.match_indices(first) {
            let starts = is_word_at(code, at, first) && !code[..at].ends_with(['$', ':']);
            if starts && code[at + first.len()..].starts_with("::") {
                path_at(code, at, &mut Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Reads a path, or the rest of one in a group; returns where it ends.
fn path_at<'a>(
    code: &'a str,
    start: usize,
    names: &mut Vec<&'a str>,
    found: &mut Vec<(usize, Vec<&'a str>)>,
) -> usize {
    let (mut at, before) = (start, names.len());
    loop {
        let rest = &code[at..];
        if rest.starts_with('{') {
            at += 1;
            loop {
                at += code[at..].len() - code[at..].trim_start_matches([',', ' ', '\n']).len();
                if code[at..].starts_with('}') || code[at..].is_empty() {
                    break;
                }
                let end = path_at(code, at, names, found);
                // What is no path, as `*` or `name as other`, is passed over.
                at = end + code[end..].find([',', '}']).unwrap_or(code[end..].len());
            }
            at = (at + 1).min(code.len());
            break;
        }
        let len = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
        if len > 0 {
            names.push(&rest[..len]);
        }
        at += len;
        if len == 0 || !code[at..].starts_with("::") {
            found.push((start, names.clone()));
            break;
        }
        at += 2;
    }
    names.truncate(before);
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn paths_are_taken_apart() {
        let all: Vec<String> = paths("use super::{a::X, b::{Y, Z as W}, *}; fn f() { crate::c::g(self::h) }")
            .into_iter()
            .map(|(_, names)| names.join("::"))
            .collect();
        assert_eq!(all, ["crate::c::g", "super::a::X", "super::b::Y", "super::b::Z", "super", "self::h"]);
    }

    #[test]
    fn a_circle_is_found_in_files_that_import_each_other() {
        let found = messages(&[
            ("engine/src/exec/one.rs", "use super::two::X;"),
            ("engine/src/exec/two.rs", "\nuse crate::exec::{three::Y, host};"),
            ("engine/src/exec/three.rs", "fn f() { super::one::g() }"),
            ("engine/src/exec/four.rs", "use super::one::X;"),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found[2].starts_with("engine/src/exec/two.rs:2: `exec::two` imports `exec::three`"),
            "{found:?}"
        );
    }

    #[test]
    fn what_is_on_no_circle_needs_no_exception() {
        let found = messages(&[
            ("engine/src/jit/verify/block.rs", "use super::state::State;"),
            ("engine/src/jit/verify/state.rs", ""),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("on no circle any more"), "{found:?}");
    }

    #[test]
    fn a_child_may_use_its_parent() {
        let found = messages(&[
            ("engine/src/exec/builtins/mod.rs", "mod child; pub fn f() {}"),
            ("engine/src/exec/builtins/child.rs", "use super::f;"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
