//! wx running a capsule.

use anyhow::{Context as _, Result};
use wx::{Engine, Extern, Instance, Module, Store, ThrownException, Tier, Trap};

use super::capsule::{Capsule, OBSERVE};
use super::transcript::{Ending, Step, Transcript, hash};
use crate::settings::Settings;

/// Runs it in one tier.
///
/// # Errors
/// If a part is refused: for a generated module that is a finding.
pub(crate) fn run(capsule: &Capsule, settings: &Settings, tier: Tier) -> Result<Transcript> {
    let engine = Engine::new(&settings.config(tier))?;
    let mut store = Store::try_new(&engine, ())?;
    if settings.zeal {
        store.set_gc_zeal(true);
    }
    let mut instances: Vec<Instance> = Vec::new();
    let mut transcript = Transcript::default();
    for (place, part) in capsule.parts.iter().enumerate() {
        let module =
            Module::new(&engine, &part.wasm).with_context(|| format!("the {} is refused", part.name))?;
        let imports: Option<Vec<Extern>> =
            part.imports.iter().map(|(from, name)| instances[*from].get_export(&mut store, name)).collect();
        let imports = imports.with_context(|| format!("an import of the {} is missing", part.name))?;
        match Instance::new(&mut store, &module, &imports) {
            Ok(instance) => instances.push(instance),
            Err(error) if place == capsule.subject => {
                let ending = ending(&error);
                transcript.steps.push(Step { ending, seen: Vec::new(), memories: Vec::new() });
                return Ok(transcript);
            }
            Err(error) => return Err(error.context(format!("the {} is not instantiated", part.name))),
        }
    }
    let driver = instances.last().context("a capsule without parts")?;
    let observe = driver.get_typed_func::<(), ()>(&mut store, OBSERVE)?;
    for step in std::iter::once(None).chain(capsule.steps.iter().map(Some)) {
        let ending = match step {
            None => Ending::Returned,
            Some(step) => match driver.get_typed_func::<(), ()>(&mut store, step)?.call(&mut store, ()) {
                Ok(()) => Ending::Returned,
                Err(error) => {
                    if error.is::<ThrownException>() {
                        store.take_pending_exception();
                    }
                    ending(&error)
                }
            },
        };
        observe.call(&mut store, ()).context("the driver cannot observe")?;
        let (seen, memories) = look(capsule, &instances, &mut store);
        transcript.steps.push(Step { ending, seen, memories });
    }
    Ok(transcript)
}

/// The bytes of the first window, and what is kept of the others.
fn look(capsule: &Capsule, instances: &[Instance], store: &mut Store<()>) -> (Vec<u8>, Vec<(u64, u64)>) {
    let (mut seen, mut memories) = (Vec::new(), Vec::new());
    for (i, window) in capsule.windows.iter().enumerate() {
        let memory = instances[window.part].get_memory(&mut *store, &window.export);
        let data = memory.as_ref().map_or(&[][..], |memory| memory.data(&*store));
        let data = &data[..window.len.unwrap_or(data.len()).min(data.len())];
        match i {
            0 => seen = data.to_vec(),
            _ => memories.push((data.len() as u64, hash(data))),
        }
    }
    (seen, memories)
}

fn ending(error: &anyhow::Error) -> Ending {
    match error.downcast_ref::<Trap>() {
        Some(trap) => Ending::Trapped(*trap),
        None if error.is::<ThrownException>() => Ending::Trapped(Trap::UncaughtException),
        None => Ending::Failed(format!("{error:#}")),
    }
}
