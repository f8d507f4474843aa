//! The switches of the engine, drawn anew for each case.
//!
//! Every switch here may change how code is run and must not change what it does. Most are off most of the time, so that
//! what users run is tested most, and every pair of them still meets within a few hundred cases.

use wx::settings::Chaos;
use wx::{Config, CpuFeature, Isa, Store, Tier};

use crate::draw::Draw;

/// A page of wasm, and the guard that users get.
const PAGE: u64 = 64 << 10;
/// What users get: an index and an offset of 32 bits each.
const DEFAULT_RESERVATION: u64 = 8 << 30;
/// Where what must be compared changes, and one page to both sides.
const RESERVATIONS: [u64; 12] = [
    0,
    PAGE,
    2 * PAGE,
    (2 << 30) - PAGE,
    (4 << 30) - PAGE,
    4 << 30,
    (4 << 30) + PAGE,
    (6 << 30) - PAGE,
    (6 << 30) + PAGE,
    (8 << 30) - PAGE,
    8 << 30,
    (8 << 30) + PAGE,
];
const GUARDS: [u64; 5] = [0, 4096, PAGE, 2 << 30, 4 << 30];
/// Deep enough for anything but a recursion that only ends here.
const DEFAULT_STACK: usize = 16 << 20;
const STACKS: [usize; 4] = [16 << 10, 64 << 10, 1 << 20, 64 << 20];

/// The switches that all tiers of a case share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Calls after which a function is compiled, when tiered.
    pub tier_up_after: u32,
    /// Whether machine code compares addresses with the memory's length.
    pub explicit_bounds_checks: bool,
    /// Bytes of addresses that are reserved for each memory; without enough, memories move when they grow.
    pub reservation: u64,
    /// Bytes without access behind each reservation.
    pub guard: u64,
    /// Bytes for the values and frames of wasm.
    pub stack: usize,
    /// The newest instructions that machine code uses.
    pub isa: Isa,
    /// Features of the processor that it does not use, as bits in the order of [`CpuFeature::ALL`].
    pub masked: u8,
    /// Whether NaNs are canonical; else their bits are those that x86-64 makes, in every tier.
    pub canonical_nans: bool,
    /// Whether the module has two instances in the store, whose exports are called in turn.
    pub twins: bool,
    /// Whether the heap is collected before every allocation.
    pub zeal: bool,
    /// The fuel of each call; `None`: fuel is not counted, and the module ends by itself.
    pub fuel: Option<u64>,
    /// Whether the epoch is polled. Its deadline never passes, so that nothing depends on time.
    pub epochs: bool,
    /// The rare paths of the compiler.
    pub chaos: Chaos,
    /// Whether all functions are compiled beside the running program; else it is determined when each is.
    pub background: bool,
    /// Whether the tiers with machine code run a module that was compiled, written and read again.
    pub stored: bool,
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
                verify_code: true,
                prove_nothing: false,
            };
        }
        Settings {
            tier_up_after: draw.between(1, 10) as u32,
            explicit_bounds_checks: draw.chance(1, 4),
            reservation: if draw.chance(1, 3) { draw.pick(&RESERVATIONS) } else { DEFAULT_RESERVATION },
            guard: if draw.chance(1, 6) { draw.pick(&GUARDS) } else { PAGE },
            stack: if draw.chance(1, 16) { draw.pick(&STACKS) } else { DEFAULT_STACK },
            isa: if draw.chance(1, 6) { draw.pick(&[Isa::Sse41, Isa::Avx]) } else { Isa::Native },
            masked: if draw.chance(1, 8) { draw.below(1 << CpuFeature::ALL.len()) as u8 } else { 0 },
            canonical_nans: draw.chance(1, 2),
            twins: draw.chance(1, 8),
            zeal: draw.chance(1, 12),
            fuel,
            chaos,
            background: draw.chance(1, 8),
            // Decided by the case: what is drawn next must not move.
            stored: false,
            epochs: false,
        }
    }

    /// Whether the stack may be too small for a program that ends.
    pub(crate) fn is_shallow(&self) -> bool {
        self.stack < DEFAULT_STACK
    }

    /// What users get, but for compiling early.
    pub fn plain() -> Settings {
        Settings {
            tier_up_after: 2,
            explicit_bounds_checks: false,
            reservation: DEFAULT_RESERVATION,
            guard: PAGE,
            stack: DEFAULT_STACK,
            isa: Isa::Native,
            masked: 0,
            canonical_nans: false,
            twins: false,
            zeal: false,
            fuel: None,
            epochs: false,
            chaos: Chaos::default(),
            background: false,
            stored: false,
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
            Settings { reservation: 0, ..plain.clone() },
            Settings { reservation: 4 << 30, guard: 0, ..plain.clone() },
            Settings { isa: Isa::Sse41, ..plain.clone() },
            Settings { masked: 0x1f, ..plain.clone() },
            Settings { twins: true, ..plain.clone() },
            Settings { canonical_nans: true, ..plain.clone() },
            Settings { zeal: true, ..plain.clone() },
            Settings { fuel: Some(40_000), ..plain.clone() },
            Settings { epochs: true, ..plain.clone() },
            Settings { fuel: Some(40_000), epochs: true, ..plain.clone() },
            chaos(|c| c.starve_registers = true),
            chaos(|c| c.check_upper_halves = true),
            chaos(|c| c.force_spills = true),
            chaos(|c| c.no_fusion = true),
            chaos(|c| c.padding = true),
            Settings { background: true, ..plain.clone() },
            Settings { stored: true, ..plain.clone() },
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
        with(&|s| s.reservation = DEFAULT_RESERVATION);
        with(&|s| s.guard = PAGE);
        with(&|s| s.stack = DEFAULT_STACK);
        with(&|s| s.isa = Isa::Native);
        with(&|s| s.masked = 0);
        with(&|s| s.twins = false);
        with(&|s| s.canonical_nans = false);
        with(&|s| s.zeal = false);
        with(&|s| s.background = false);
        with(&|s| s.stored = false);
        with(&|s| s.epochs = false);
        simpler
    }

    /// What a store of an engine with these settings begins with.
    pub(crate) fn prepare<T: 'static>(&self, store: &mut Store<T>) {
        if self.zeal {
            store.set_gc_zeal(true);
        }
        store.set_epoch_deadline(u64::MAX / 2);
    }

    /// The configuration of an engine for one tier.
    pub(crate) fn config(&self, tier: Tier) -> Config {
        let mut config = Config::new();
        config
            .tier(tier)
            .wasm_custom_descriptors(true)
            .wasm_custom_page_sizes(true)
            // One tier of a comparison has what `wx run` has, so that both are compared.
            .lazy_validation(tier == Tier::Tiered)
            .tier_up_after(self.tier_up_after)
            .compile_on_the_spot(if self.background { 0 } else { u32::MAX })
            .explicit_bounds_checks(self.explicit_bounds_checks)
            .chaos(Chaos { check_places: true, verify_ir: true, verify_code: true, ..self.chaos })
            .canonicalize_nans(self.canonical_nans)
            .consume_fuel(self.fuel.is_some())
            .epoch_interruption(self.epochs)
            // One process, one core: cases run beside each other already.
            .parallel_compilation(false)
            .max_wasm_stack(self.stack)
            .memory_reservation(self.reservation)
            .memory_guard_size(self.guard)
            .max_isa(self.isa)
            // An array of the whole heap takes a second to fill with zeros.
            .max_gc_heap(4 << 20);
        for (i, (feature, _)) in CpuFeature::ALL.into_iter().enumerate() {
            if self.masked >> i & 1 != 0 {
                config.mask_cpu_feature(feature);
            }
        }
        config
    }
}
