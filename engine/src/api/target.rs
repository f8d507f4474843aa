//! What machine code is for: which build of wx, which settings, which processor.
//!
//! Code that outlives its process is run only where all three fit.

use std::fmt::Write;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::engine::Engine;
use crate::module::LowerConfig;
use crate::settings::{Allowed, CpuFeature, ProfilingStrategy, Tiering};
use crate::tier;

/// See the module's header.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Target {
    /// Version and hash of the sources.
    build: String,
    /// Hash of the settings that decide what code looks like.
    settings: [u8; blake3::OUT_LEN],
    /// Extensions of the processor that the code uses.
    processor: Vec<String>,
}

impl Target {
    pub(super) fn of(engine: &Engine) -> Target {
        let config = engine.config();
        // What decides when code is made, and who hears of it, does not decide what it is.
        let default = Tiering::default();
        let tiering = Tiering {
            tier: default.tier,
            tier_up_after: default.tier_up_after,
            on_the_spot: default.on_the_spot,
            max_code: default.max_code,
            profiling: ProfilingStrategy::None,
            allowed: Allowed::default(),
            ..config.tiering
        };
        // Loops that count do so in vain where nothing is compiled, and those that do not are compiled already.
        let compiles = u32::from(engine.machinery().is_some());
        let lower = LowerConfig { hot_calls: compiles, count_loops: false, ..config.lower };
        let mut settings = String::new();
        // Writing to a string does not fail.
        let _ = write!(settings, "{tiering:?} {lower:?} {:?}", config.features);
        let features = tier::features(config.tiering.allowed);
        let used = CpuFeature::ALL.into_iter().filter(|&(feature, _)| features.has(feature));
        Target {
            build: format!("{} ({})", env!("CARGO_PKG_VERSION"), env!("WX_BUILD")),
            settings: blake3::hash(settings.as_bytes()).into(),
            processor: used.map(|(_, name)| name.to_owned()).collect(),
        }
    }

    /// A hash of all of it, which names what was made for it.
    pub(super) fn hasher(&self) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{self:?}").as_bytes());
        hasher
    }

    /// # Errors
    /// If code that was made for this target cannot run in the engine.
    pub(super) fn check(&self, engine: &Engine) -> Result<()> {
        let own = Target::of(engine);
        if self.build != own.build {
            bail!("it was compiled by wx {}, this is wx {}: compile the module again", self.build, own.build);
        }
        if self.settings != own.settings {
            bail!(
                "it was compiled with other settings than those of this engine: compile the module again, with the same flags"
            );
        }
        let detected = tier::features(Allowed::default());
        let lacks = |name: &&String| CpuFeature::named(name).map_or(true, |feature| !detected.has(feature));
        if let Some(name) = self.processor.iter().find(lacks) {
            bail!(
                "it was compiled for a processor with `{name}`, which this one lacks: compile the module here, or for an older processor"
            );
        }
        Ok(())
    }
}
