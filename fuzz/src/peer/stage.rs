//! The way through a capsule, the same for each engine that is a crate.
//!
//! Engines have APIs of one shape and of different types. What differs is a [`Stage`]: how a part is instantiated, a step
//! called, a memory read, an error understood. The order of all that, and what is kept of it, stands in [`perform`], so that
//! two transcripts can only differ in what the engines did.

use anyhow::{Context as _, Result};

use super::capsule::{Capsule, OBSERVE, Part};
use super::transcript::{Ending, Step, Transcript, hash};

/// A store of an engine, as far as capsules need it.
pub(super) trait Stage {
    type Instance;

    /// The instance of a part that imports exports of these instances, or how instantiation ended.
    ///
    /// # Errors
    /// If the module is refused or an import is missing.
    fn instantiate(
        &mut self,
        part: &Part,
        instances: &[Self::Instance],
    ) -> Result<Result<Self::Instance, Ending>>;

    /// Calls an export that takes and gives nothing.
    ///
    /// # Errors
    /// If there is no such export.
    fn call(&mut self, instance: &Self::Instance, export: &str) -> Result<Ending>;

    /// The bytes of an exported memory; none if it is no memory.
    fn memory(&mut self, instance: &Self::Instance, export: &str) -> Option<&[u8]>;
}

/// Runs a capsule.
///
/// # Errors
/// If the engine refuses a part.
pub(super) fn perform<S: Stage>(capsule: &Capsule, stage: &mut S) -> Result<Transcript> {
    let mut instances: Vec<S::Instance> = Vec::new();
    let mut transcript = Transcript::default();
    for (place, part) in capsule.parts.iter().enumerate() {
        let made =
            stage.instantiate(part, &instances).with_context(|| format!("the {} is refused", part.name))?;
        match made {
            Ok(instance) => instances.push(instance),
            Err(ending) if place == capsule.subject => {
                transcript.steps.push(Step { ending, seen: Vec::new(), memories: Vec::new() });
                return Ok(transcript);
            }
            Err(ending) => anyhow::bail!("the {} is not instantiated: {ending:?}", part.name),
        }
    }
    let driver = instances.last().context("a capsule without parts")?;
    for step in std::iter::once(None).chain(capsule.steps.iter().map(Some)) {
        let ending = match step {
            None => Ending::Returned,
            Some(step) => stage.call(driver, step)?,
        };
        match stage.call(driver, OBSERVE)? {
            Ending::Returned => {}
            how => anyhow::bail!("the driver cannot observe: {how:?}"),
        }
        transcript.steps.push(look(capsule, &instances, stage, ending));
    }
    Ok(transcript)
}

/// The bytes of the first window, and what is kept of the others.
fn look<S: Stage>(capsule: &Capsule, instances: &[S::Instance], stage: &mut S, ending: Ending) -> Step {
    let (mut seen, mut memories) = (Vec::new(), Vec::new());
    for (i, window) in capsule.windows.iter().enumerate() {
        let data = stage.memory(&instances[window.part], &window.export).unwrap_or_default();
        let data = &data[..window.len.unwrap_or(data.len()).min(data.len())];
        match i {
            0 => seen = data.to_vec(),
            _ => memories.push((data.len() as u64, hash(data))),
        }
    }
    Step { ending, seen, memories }
}

/// The trap of wx that has the name of another engine's: all took their names from the same list.
#[cfg(any(feature = "wasmtime", feature = "wasmi"))]
macro_rules! same_name {
    ($trap:expr, $theirs:ident: $($name:ident)*) => {
        match $trap {
            $($theirs::$name => Some(wx::Trap::$name),)*
            _ => None,
        }
    };
}
#[cfg(any(feature = "wasmtime", feature = "wasmi"))]
pub(super) use same_name;
