//! The switches of the engine, drawn anew for each case.
//!
//! Every switch here may change how code is run and must not change what it does. Most are off most of the time, so that
//! what users run is tested most, and every pair of them still meets within a few hundred cases.

use wx::code::Chaos;
use wx::{Config, Tier};

use crate::draw::Draw;

/// The switches that all tiers of a case share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Calls after which a function is compiled, when tiered.
    pub tier_up_after: u32,
    /// Whether machine code compares addresses with the memory's length.
    pub explicit_bounds_checks: bool,
    /// Whether addresses are reserved for memories; without, they move when they grow.
    pub reserve_memory: bool,
    /// Whether the heap is collected before every allocation.
    pub zeal: bool,
    /// The fuel of each call; `None`: fuel is not counted, and the module ends by itself.
    pub fuel: Option<u64>,
    /// The rare paths of the compiler.
    pub chaos: Chaos,
    /// Whether all functions are compiled beside the running program; else it is determined when each is.
    pub background: bool,
}

impl Settings {
    pub(crate) fn draw(draw: &mut Draw<'_>) -> Settings {
        let fuel = if draw.chance(1, 3) { None } else { Some(draw.pick(&[5_000, 300, 1_500, 40_000])) };
        let mut chaos = Chaos::default();
        if draw.chance(1, 2) {
            chaos = Chaos {
                starve_registers: draw.chance(1, 3),
                check_upper_halves: draw.chance(1, 4),
                force_spills: draw.chance(1, 4),
                no_fusion: draw.chance(1, 4),
                padding: draw.chance(1, 4),
                check_places: true,
                verify_ir: true,
            };
        }
        Settings {
            tier_up_after: draw.between(1, 10) as u32,
            explicit_bounds_checks: draw.chance(1, 4),
            reserve_memory: !draw.chance(1, 6),
            zeal: draw.chance(1, 12),
            fuel,
            chaos,
            background: draw.chance(1, 8),
        }
    }

    /// What users get, but for compiling early.
    pub fn plain() -> Settings {
        Settings {
            tier_up_after: 2,
            explicit_bounds_checks: false,
            reserve_memory: true,
            zeal: false,
            fuel: None,
            chaos: Chaos::default(),
            background: false,
        }
    }

    /// Settings of which each differs from the last in one switch, for modules that are kept as regressions.
    pub fn each() -> Vec<Settings> {
        let plain = Settings::plain();
        let chaos = |change: fn(&mut Chaos)| {
            let mut chaos = Chaos::default();
            change(&mut chaos);
            Settings { chaos, ..Settings::plain() }
        };
        vec![
            Settings { explicit_bounds_checks: true, ..plain.clone() },
            Settings { reserve_memory: false, ..plain.clone() },
            Settings { zeal: true, ..plain.clone() },
            Settings { fuel: Some(40_000), ..plain.clone() },
            chaos(|c| c.starve_registers = true),
            chaos(|c| c.check_upper_halves = true),
            chaos(|c| c.force_spills = true),
            chaos(|c| c.no_fusion = true),
            chaos(|c| c.padding = true),
            Settings { background: true, ..plain.clone() },
            plain,
        ]
    }

    /// Simpler settings, to find out which switch a divergence needs.
    pub(crate) fn simpler(&self) -> Vec<Settings> {
        let mut simpler = Vec::new();
        let mut with = |change: &dyn Fn(&mut Settings)| {
            let mut settings = self.clone();
            change(&mut settings);
            if settings != *self {
                simpler.push(settings);
            }
        };
        with(&|s| s.chaos = Chaos::default());
        with(&|s| s.chaos.starve_registers = false);
        with(&|s| s.chaos.check_upper_halves = false);
        with(&|s| s.chaos.force_spills = false);
        with(&|s| s.chaos.no_fusion = false);
        with(&|s| s.chaos.padding = false);
        with(&|s| s.explicit_bounds_checks = false);
        with(&|s| s.reserve_memory = true);
        with(&|s| s.zeal = false);
        with(&|s| s.background = false);
        simpler
    }

    /// The configuration of an engine for one tier.
    pub(crate) fn config(&self, tier: Tier) -> Config {
        let mut config = Config::new();
        config
            .tier(tier)
            .wasm_custom_descriptors(true)
            .wasm_custom_page_sizes(true)
            .tier_up_after(self.tier_up_after)
            .compile_on_the_spot(if self.background { 0 } else { u32::MAX })
            .explicit_bounds_checks(self.explicit_bounds_checks)
            .chaos(Chaos { check_places: true, verify_ir: true, ..self.chaos })
            .canonicalize_nans(true)
            .consume_fuel(self.fuel.is_some())
            // One process, one core: cases run beside each other already.
            .parallel_compilation(false)
            // Deep enough for anything but a recursion that only ends here.
            .max_wasm_stack(1 << 20)
            // An array of the whole heap takes a second to fill with zeros.
            .max_gc_heap(4 << 20);
        if !self.reserve_memory {
            config.memory_reservation(0);
        }
        config
    }
}
