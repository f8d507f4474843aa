//! The engines: wx always, as it is by default and held to each of its tiers; each peer behind the cargo feature of its
//! name.

mod shape;

#[cfg(feature = "wasmer")]
mod wasmer;
#[cfg(feature = "wasmi")]
mod wasmi;
#[cfg(feature = "wasmtime")]
mod wasmtime;
mod wx;

use crate::engine::Engine;
use crate::rounds::{Participant, Runner};
use crate::tiers::{self, TIERS};
use crate::v8::{self, V8};
use anyhow::{Result, bail};

/// Every name of another engine of this process that `--peers` accepts, in table order. The name is also the cargo feature.
pub const PEERS: [&str; 5] = ["wasmtime", "winch", "wasmer", "singlepass", "wasmi"];

/// In front of the name of an optimization: wx that leaves it out.
const WITHOUT: &str = "without-";

/// How an engine is set up: `SingleThreaded` compiles on one thread, to compare compile speed core for core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Default,
    SingleThreaded,
}

/// The engine of that name.
pub fn named(name: &str, mode: Mode) -> Result<Box<dyn Engine>> {
    match name {
        "wx" => wx::engine(mode),
        #[cfg(feature = "wasmi")]
        "wasmi" => wasmi::engine(mode),
        #[cfg(feature = "wasmtime")]
        "wasmtime" => wasmtime::cranelift(mode),
        #[cfg(feature = "winch")]
        "winch" => wasmtime::winch(mode),
        #[cfg(feature = "wasmer")]
        "wasmer" => wasmer::cranelift(mode),
        #[cfg(feature = "singlepass")]
        "singlepass" => wasmer::singlepass(mode),
        _ if PEERS.contains(&name) => {
            bail!(
                "this binary was built without {name}: build with `--features {name}`, as `cargo xtask bench --peers {name}` does"
            )
        }
        _ => match (tiers::find(name), name.strip_prefix(WITHOUT)) {
            (Some(tier), _) => wx::in_tier(tier, mode),
            (None, Some(optimization)) => wx::without(optimization, mode),
            (None, None) => bail!("unknown engine {name:?}; there are wx and {}", known_peers()),
        },
    }
}

/// The participant that is called `name`, run by the engine of that name or by V8.
pub fn participant(name: &str, engine: &str) -> Result<Participant> {
    let runner = match engine {
        v8::NAME => Runner::V8(V8::find()?),
        _ => Runner::Engine(named(engine, Mode::Default)?),
    };
    Ok(Participant { name: name.to_owned(), runner })
}

/// Everything that `--peers` accepts, for messages.
fn known_peers() -> String {
    let tiers = TIERS.iter().map(|tier| tier.name);
    PEERS
        .into_iter()
        .chain([v8::NAME])
        .chain(tiers)
        .chain(["without-OPTIMIZATION"])
        .collect::<Vec<_>>()
        .join(", ")
}

/// The version of a package in the workspace's Cargo.lock: what was built, not what was asked for.
pub fn version_of(package: &str) -> String {
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    let text = std::fs::read_to_string(lock).unwrap_or_default();
    let head = format!("name = \"{package}\"\nversion = \"");
    let version = text.split(&head).nth(1).and_then(|rest| rest.split('"').next());
    version.unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_unbuilt_engines_are_told_apart() {
        let unknown = named("jsc", Mode::Default).err().expect("no such engine").to_string();
        assert!(unknown.contains("unknown engine") && unknown.contains("wasmtime"), "{unknown}");
        assert!(named("without-aligned-loops", Mode::Default).is_ok());
        let unknown = named("without-luck", Mode::Default).err().expect("no such optimization").to_string();
        assert!(unknown.contains("no optimization `luck`"), "{unknown}");
        assert_eq!(version_of("anyhow").split('.').count(), 3);
    }
}
