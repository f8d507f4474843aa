//! What is decided when an engine is made about who runs code and how it is compiled.

use super::{Allowed, Optimization, Reservation, Without};

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

/// Operations of a module that are compiled synchronously, worth a few tenths of a millisecond: about the latency of waking the
/// compiler thread. Short programs therefore never pay for a hand-off; longer ones have more to compile, and run meanwhile.
pub const ON_THE_SPOT: u32 = 2000;

/// How many operations of a function one call counts for; see `Code::hot`.
///
/// Compiling costs some hundred times what interpreting an operation does beyond running its machine code, in proportion to the
/// function's size and a little more. So it pays when some tens of times as many operations were executed as there are to
/// compile. After the five calls of the default that is `5 * PER_CALL` times as many: how much of itself a function
/// executes in a call is not known before, and those that are called often without loops execute little. Of a large function
/// a call executes a small part, so that its size counts only up to a limit.
pub fn call_weight(ops: usize) -> i64 {
    const PER_CALL: i64 = 6;
    const ENTRY: usize = 30;
    const LIMIT: usize = 2000;
    PER_CALL * (ops.min(LIMIT) + ENTRY) as i64
}

/// The settings of tiering and of compilation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Tiering {
    pub tier: Tier,
    /// Calls after which a function is compiled.
    pub tier_up_after: u32,
    /// Operations of a module that are compiled by the threads that find them hot; all that becomes hot later is compiled beside the
    /// running program.
    pub on_the_spot: u32,
    /// Bytes of machine code that the engine may have at most, or all that a near call reaches.
    pub max_code: Option<usize>,
    pub profiling: ProfilingStrategy,
    /// Compare every address with the memory's length.
    pub explicit_bounds_checks: bool,
    /// Refuse functions whose operations the verifier refuses; see the room `verify`.
    pub verify_ir: bool,
    /// The addresses that each 32-bit memory has to itself, if machine code may rely on them.
    pub reservation: Option<Reservation>,
    /// `VmStore::stack_limit` of the engine's stores, which the engine sets; with 0 every function that checks overflows.
    pub stack_limit: u32,
    /// Prove of all machine code that it stays in the sandbox, and leave interpreted what is not proved.
    pub verify_machine_code: bool,
    /// What of the processor machine code may make use of.
    pub allowed: Allowed,
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
            on_the_spot: ON_THE_SPOT,
            max_code: None,
            profiling: ProfilingStrategy::None,
            explicit_bounds_checks: false,
            verify_ir: false,
            reservation: Some(Reservation::DEFAULT),
            stack_limit: 0,
            verify_machine_code: false,
            allowed: Allowed::default(),
            chaos: Chaos::default(),
            without: Without::default(),
        }
    }
}

/// How profilers are told of machine code; the names are wasmtime's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ProfilingStrategy {
    /// Not at all.
    #[default]
    None,
    /// By the file `/tmp/perf-PID.map` with address, length and name of each function.
    PerfMap,
    /// By the file `jit-PID.dump` in the current directory, with the code as well; for `perf inject --jit`.
    JitDump,
}

/// Switches that make the compiler take its rare paths and check itself, for tests: results must not change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Chaos {
    /// Leave the compiler as few registers as it can work with.
    pub starve_registers: bool,
    /// Trap where a 32-bit result has an upper half that is not zero.
    pub check_upper_halves: bool,
    /// Send every value through its slot.
    pub force_spills: bool,
    /// Merge no operations.
    pub no_fusion: bool,
    /// Put instructions without effect between the others.
    pub padding: bool,
    /// Read all machine code again when it is made, and panic where a value is not in the place that it is read from. Only if wx
    /// is built with the feature `check`; then it is the default where debug assertions are on.
    pub check_places: bool,
    /// Verify the operations of all functions, as lowered and with others inlined, and panic where one is wrong. The default where debug
    /// assertions are on.
    pub verify_ir: bool,
    /// Prove of all machine code that it stays in the sandbox, and panic where that fails. The default where debug assertions are on.
    pub verify_code: bool,
    /// Where code is verified nothing is proved, to see what comes of that.
    pub prove_nothing: bool,
}

impl Default for Chaos {
    fn default() -> Chaos {
        Chaos {
            starve_registers: false,
            check_upper_halves: false,
            force_spills: false,
            no_fusion: false,
            padding: false,
            check_places: cfg!(debug_assertions),
            verify_ir: cfg!(debug_assertions),
            verify_code: cfg!(debug_assertions),
            prove_nothing: false,
        }
    }
}
