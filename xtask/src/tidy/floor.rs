//! Floors and circles: an import in `engine/src` points down, never up and never in a circle.
//!
//! Rooms are the folders (or single files) below `engine/src`.  Each stands on a floor, and may import
//! from lower floors, and from its own floor as long as no circle arises.  A program whose parts form
//! no circle can be read from the bottom up, each room knowing only what was read before.
//!
//! What counts as an import is any `crate::room` in code, in a `use` or in an expression; unit tests
//! are left out, for they may build whatever they need from above.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::source::{Tree, is_word_at, line_of};

const ENGINE: &str = "engine/src/";

/// The floor of each room; a room that is not listed is a finding.
const FLOORS: &[(&str, u8)] = &[
    ("api", 8),
    ("tier", 7),
    ("interp", 6),
    ("jit", 6),
    ("exec", 5),
    ("lower", 4),
    ("verify", 4),
    ("vm", 3),
    ("ir", 2),
    ("module", 2),
    ("code", 2),
    ("types", 1),
    ("numerics", 1),
    ("settings", 1),
    ("sys", 1),
    ("base", 1),
];

/// Rooms of one floor that must not know each other although they would form no circle.
const STRANGERS: &[(&str, &str)] = &[("interp", "jit")];

/// An import of one room by another, with the place of its first occurrence.
type Edges = BTreeMap<(String, String), (String, usize)>;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut edges = Edges::new();
    let mut unknown = BTreeSet::new();
    for (path, source) in &tree.rust {
        let Some(room) = room_of(path) else { continue };
        if floor(room).is_none() && unknown.insert(room) {
            findings.push(Finding {
                path: path.clone(),
                line: 0,
                message: format!("room `{room}` has no floor; add it to `xtask/src/tidy/floor.rs`"),
            });
        }
        let code = source.without_tests();
        for (at, imported) in imports(code) {
            // A name that is not a room is a macro or an item that `lib.rs` re-exports.
            if imported != room && floor(imported).is_some() {
                let place = (path.clone(), line_of(code, at));
                edges.entry((room.to_string(), imported.to_string())).or_insert(place);
            }
        }
    }
    for ((from, to), (path, line)) in &edges {
        let message = match (floor(from), floor(to)) {
            (Some(own), Some(other)) if own < other => {
                format!("`{from}` (floor {own}) imports `{to}` (floor {other}): imports point down")
            }
            _ if are_strangers(from, to) => format!("`{from}` and `{to}` must not know each other"),
            _ => continue,
        };
        findings.push(Finding { path: path.clone(), line: *line, message });
    }
    findings.extend(circles(&edges));
    findings
}

/// The room that a file belongs to; none for `lib.rs`, which sees everything.
fn room_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix(ENGINE)?;
    let room = below.split('/').next()?.trim_end_matches(".rs");
    (room != "lib").then_some(room)
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

fn are_strangers(a: &str, b: &str) -> bool {
    STRANGERS.iter().any(|pair| *pair == (a, b) || *pair == (b, a))
}

/// Every `crate::name`, and every first name in `crate::{name, name::…}`, with its position.
fn imports(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        if !is_word_at(code, at, "crate") || code[..at].ends_with('$') {
            continue;
        }
        let start = at + prefix.len();
        if code[start..].starts_with('{') {
            found.extend(group_names(code, start + 1));
        } else {
            found.push((start, name_at(code, start)));
        }
    }
    found
}

/// The first name of each member of the group that begins at `start`.
fn group_names(code: &str, start: usize) -> Vec<(usize, &str)> {
    let mut names = Vec::new();
    let (mut depth, mut expects_name) = (0_usize, true);
    for (offset, c) in code[start..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expects_name = true,
            c if expects_name && !c.is_whitespace() => {
                names.push((start + offset, name_at(code, start + offset)));
                expects_name = false;
            }
            _ => {}
        }
    }
    names
}

fn name_at(code: &str, start: usize) -> &str {
    let rest = &code[start..];
    let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
    &rest[..end]
}

/// Circles among rooms.  Removing rooms that import nothing any more, until none is left, leaves
/// exactly the rooms that lie on a circle or above one; those above are removed the other way round.
fn circles(edges: &Edges) -> Vec<Finding> {
    let mut left: BTreeSet<(&str, &str)> =
        edges.keys().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    loop {
        let from: BTreeSet<&str> = left.iter().map(|edge| edge.0).collect();
        let to: BTreeSet<&str> = left.iter().map(|edge| edge.1).collect();
        let before = left.len();
        left.retain(|edge| from.contains(edge.1) && to.contains(edge.0));
        if left.len() == before {
            break;
        }
    }
    let finding = |(from, to): &(&str, &str)| {
        let place = edges.get(&((*from).to_string(), (*to).to_string()));
        let (path, line) = place.cloned().unwrap_or_default();
        Finding { path, line, message: format!("`{from}` imports `{to}`, which is part of a circle") }
    };
    left.iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn down_is_fine_and_up_is_not() {
        assert!(messages(&[("engine/src/exec/frame.rs", "use crate::vm::store::X;")]).is_empty());
        let found = messages(&[("engine/src/vm/store.rs", "\nuse crate::{base::Y, exec::{X, api}};")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("engine/src/vm/store.rs:2: `vm` (floor 3) imports `exec`"), "{found:?}");
    }

    #[test]
    fn siblings_and_unknown_rooms() {
        let found = messages(&[("engine/src/jit/mod.rs", "use crate::interp::run;")]);
        assert!(found[0].contains("must not know each other"), "{found:?}");
        let found = messages(&[("engine/src/attic.rs", "")]);
        assert!(found[0].contains("has no floor"), "{found:?}");
    }

    #[test]
    fn circles_within_a_floor_are_found() {
        let found = messages(&[
            ("engine/src/types/a.rs", "use crate::numerics::X;"),
            ("engine/src/numerics/b.rs", "use crate::sys::X;"),
            ("engine/src/sys/c.rs", "fn f() { crate::types::g() }"),
            ("engine/src/base/d.rs", "use crate::types::X;"),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|text| text.contains("circle")));
    }

    #[test]
    fn tests_and_comments_are_not_imports() {
        let text = "// use crate::api::X;\nfn f() {}\n#[cfg(test)]\nmod tests { use crate::api::X; }";
        assert!(messages(&[("engine/src/vm/store.rs", text)]).is_empty());
    }
}
