//! What is decided when an engine is made about who runs code and how it is compiled.

use super::{Optimization, Without};

/// Which tiers run code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Tier {
    /// Everything is interpreted.
    Interp,
    /// Everything is compiled to machine code before it runs; making a module fails if that is not possible.
    Jit,
    /// Code is interpreted at first; functions and loops that turn out to be hot are compiled while they run.
    #[default]
    Tiered,
}

/// The settings of tiering and of compilation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tiering {
    pub tier: Tier,
    /// Calls after which a function is compiled.
    pub tier_up_after: u32,
    /// Compare every address with the memory's length.
    pub explicit_bounds_checks: bool,
    /// Whether 32-bit memories lie in reservations that catch every access beyond their end.
    pub guard_pages: bool,
    /// Instructions beyond this are not used, even where the processor has them.
    pub max_isa: Isa,
    pub chaos: Chaos,
    /// Optimizations that are left out.
    pub without: Without,
}

impl Tiering {
    /// Whether the compiler may do this.
    pub fn may(&self, optimization: Optimization) -> bool {
        !self.chaos.no_fusion && !self.without.has(optimization)
    }
}

impl Default for Tiering {
    fn default() -> Self {
        Tiering {
            tier: Tier::default(),
            tier_up_after: 5,
            explicit_bounds_checks: false,
            guard_pages: true,
            max_isa: Isa::default(),
            chaos: Chaos::default(),
            without: Without::default(),
        }
    }
}

/// Generations of x86-64 processors, as far as machine code differs between them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Isa {
    /// SSE4.1 and nothing beyond: the least that wx compiles for.
    Sse41,
    /// With AVX, without the bit manipulation instructions that came later.
    Avx,
    /// What the processor has.
    #[default]
    Native,
}

/// Switches that make the compiler take its rare paths, for tests: results must not change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Chaos {
    /// Leave the compiler as few registers as it can work with.
    pub starve_registers: bool,
    /// Fill the upper half of every 32-bit result with ones where nothing may read it.
    pub dirty_upper_halves: bool,
    /// Send every value through its slot.
    pub force_spills: bool,
    /// Merge no operations.
    pub no_fusion: bool,
    /// Put instructions without effect between the others.
    pub padding: bool,
}
