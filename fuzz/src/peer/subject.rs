//! wx running a capsule.

use anyhow::{Context as _, Result};
use wx::settings::Chaos;
use wx::{Engine, Extern, Instance, Module, Store, ThrownException, Tier, Trap};

use super::capsule::{Capsule, Part};
use super::stage::{Stage, perform};
use super::transcript::{Ending, Transcript};
use crate::settings::Settings;

/// Runs it in one tier.
///
/// # Errors
/// If a part is refused: for a generated module that is a finding.
pub(crate) fn run(capsule: &Capsule, settings: &Settings, tier: Tier) -> Result<Transcript> {
    let mut config = settings.config(tier);
    // The comparison of tiers has these on. They judge how code is made and take longer than to make it; a peer judges what
    // it does.
    config.chaos(Chaos { check_places: false, verify_ir: false, verify_code: false, ..settings.chaos });
    let engine = Engine::new(&config)?;
    let mut store = Store::try_new(&engine, ())?;
    settings.prepare(&mut store);
    perform(capsule, &mut store)
}

impl Stage for Store<()> {
    type Instance = Instance;

    fn instantiate(&mut self, part: &Part, instances: &[Instance]) -> Result<Result<Instance, Ending>> {
        let module = Module::from_binary(self.engine(), &part.wasm)?;
        let imports: Option<Vec<Extern>> =
            part.imports.iter().map(|(from, name)| instances[*from].get_export(&mut *self, name)).collect();
        let made = Instance::new(&mut *self, &module, &imports.context("an import is missing")?);
        Ok(made.map_err(|error| ending(&error)))
    }

    fn call(&mut self, instance: &Instance, export: &str) -> Result<Ending> {
        let called = instance.get_typed_func::<(), ()>(&mut *self, export)?.call(&mut *self, ());
        Ok(match called {
            Ok(()) => Ending::Returned,
            Err(error) => {
                self.take_pending_exception();
                ending(&error)
            }
        })
    }

    fn memory(&mut self, instance: &Instance, export: &str) -> Option<&[u8]> {
        let memory = instance.get_memory(&mut *self, export)?;
        Some(memory.data(&*self))
    }
}

fn ending(error: &anyhow::Error) -> Ending {
    match error.downcast_ref::<Trap>() {
        Some(trap) => Ending::Trapped(*trap),
        None if error.is::<ThrownException>() => Ending::Trapped(Trap::UncaughtException),
        None => Ending::Failed(format!("{error:#}")),
    }
}
