//! What an [`Engine`](super::Engine) is made with.

use wasmparser::WasmFeatures;

use super::cache::Cache;
use crate::module::LowerConfig;
use crate::settings::tiering::ON_THE_SPOT;
use crate::settings::{Chaos, CpuFeature, Isa, ProfilingStrategy, Tier, Tiering, Without};
use crate::vm::memory::MemoryTuning;

/// Settings of an [`Engine`](super::Engine): the language it accepts, what running code counts, and how much it may use.
///
/// By default WebAssembly 3.0 is accepted, with threads, wide arithmetic, custom page sizes and custom descriptors; nothing is counted; the value stack has 16 MiB.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) features: WasmFeatures,
    pub(crate) lower: LowerConfig,
    pub(crate) memory: MemoryTuning,
    pub(crate) max_wasm_stack: usize,
    pub(crate) max_gc_heap: usize,
    #[cfg(feature = "async")]
    pub(crate) async_stack_size: usize,
    #[cfg(feature = "async")]
    pub(crate) async_stack_zeroing: bool,
    pub(crate) parallel: bool,
    pub(crate) lazy_validation: bool,
    pub(crate) tiering: Tiering,
    pub(crate) cache: Option<Cache>,
}

impl Default for Config {
    fn default() -> Self {
        Config::new()
    }
}

macro_rules! features {
    ($($(#[doc = $doc:literal])* $name:ident = $flag:ident;)*) => {
        $(
            $(#[doc = $doc])*
            pub fn $name(&mut self, enable: bool) -> &mut Self {
                self.features.set(WasmFeatures::$flag, enable);
                self
            }
        )*

        /// The features of the language: the name of each setter and the setter, for tools that take features as
        /// arguments.
        #[doc(hidden)]
        pub const FEATURES: &[(&str, fn(&mut Config, bool) -> &mut Config)] =
            &[$((stringify!($name), Config::$name)),*];
    };
}

impl Config {
    /// The default settings.
    pub fn new() -> Config {
        Config {
            features: WasmFeatures::WASM3
                | WasmFeatures::GC_TYPES
                | WasmFeatures::THREADS
                | WasmFeatures::WIDE_ARITHMETIC,
            lower: LowerConfig::default(),
            memory: MemoryTuning::default(),
            max_wasm_stack: 16 << 20,
            max_gc_heap: usize::MAX,
            #[cfg(feature = "async")]
            async_stack_size: 2 << 20,
            #[cfg(feature = "async")]
            async_stack_zeroing: false,
            parallel: true,
            lazy_validation: false,
            tiering: Tiering::default(),
            cache: None,
        }
    }

    /// The features that modules may use, for tools that load modules below this API.
    #[doc(hidden)]
    pub fn wasm_features(&self) -> WasmFeatures {
        self.features
    }

    features! {
        /// Whether globals that can change may be imported and exported. On by default.
        wasm_mutable_global = MUTABLE_GLOBAL;
        /// Whether `trunc_sat` operators are accepted. On by default.
        wasm_saturating_float_to_int = SATURATING_FLOAT_TO_INT;
        /// Whether `extend8_s` and its kin are accepted. On by default.
        wasm_sign_extension = SIGN_EXTENSION;
        /// Whether functions and blocks may have several results, and blocks parameters. On by default.
        wasm_multi_value = MULTI_VALUE;
        /// Whether `memory.copy`, passive segments and their kin are accepted. On by default.
        wasm_bulk_memory = BULK_MEMORY;
        /// Whether reference types, several tables and the operators of tables are accepted. On by default.
        wasm_reference_types = REFERENCE_TYPES;
        /// Whether `v128` is accepted. On by default.
        wasm_simd = SIMD;
        /// Whether relaxed vector operators are accepted. On by default; they behave the same on every machine.
        wasm_relaxed_simd = RELAXED_SIMD;
        /// Whether shared memories and atomic operators are accepted. On by default.
        wasm_threads = THREADS;
        /// Whether tail calls are accepted. On by default.
        wasm_tail_call = TAIL_CALL;
        /// Whether a module may have several memories. On by default.
        wasm_multi_memory = MULTI_MEMORY;
        /// Whether tags, `throw` and `try_table` are accepted. On by default.
        wasm_exceptions = EXCEPTIONS;
        /// Whether memories and tables may have 64-bit indices. On by default.
        wasm_memory64 = MEMORY64;
        /// Whether constant expressions may add, subtract and multiply. On by default.
        wasm_extended_const = EXTENDED_CONST;
        /// Whether typed function references and `call_ref` are accepted. On by default.
        wasm_function_references = FUNCTION_REFERENCES;
        /// Whether structs, arrays, `i31` and subtyping are accepted. On by default.
        wasm_gc = GC;
        /// Whether memories may have pages of one byte. Off by default, as the proposal is in phase 3.
        wasm_custom_page_sizes = CUSTOM_PAGE_SIZES;
        /// Whether structs may have descriptors, types be exact, and casts ask for a descriptor. Off by default, as the
        /// proposal is in phase 3: it makes some modules valid that WebAssembly 3.0 refuses.
        wasm_custom_descriptors = CUSTOM_DESCRIPTORS;
        /// Whether 128-bit arithmetic on pairs of `i64` is accepted. On by default.
        wasm_wide_arithmetic = WIDE_ARITHMETIC;
    }

    /// Makes code count fuel: a unit for each function that is entered and each operator that is executed, but for `nop`, `drop`,
    /// `block`, `loop`, `else`, `end`, `return` and `unreachable`; one more for each byte of a memory that an operator such as
    /// `memory.fill` writes, and for each element of a table or an array. Operators that are executed together are paid for together, before
    /// the first of them; a trap loses what was paid for those behind it. What is left is the same in every tier.
    /// See [`Store::set_fuel`](super::Store::set_fuel).
    pub fn consume_fuel(&mut self, enable: bool) -> &mut Self {
        self.lower.fuel = enable;
        self
    }

    /// Makes code poll the engine's epoch at function entries and loop headers, in long operators, and while it waits. Machine code that
    /// counts no fuel polls after some ten microseconds of work, and whenever it was entered or comes back from the host.
    /// See [`Engine::increment_epoch`](super::Engine::increment_epoch).
    pub fn epoch_interruption(&mut self, enable: bool) -> &mut Self {
        self.lower.epoch = enable;
        self
    }

    /// Gives every NaN that arithmetic produces the one canonical bit pattern, as the specification's deterministic
    /// profile asks. Off by default: then a NaN has the bits that x86-64 gives for the operands in their order, which
    /// is the same in both tiers and on every host.
    pub fn canonicalize_nans(&mut self, enable: bool) -> &mut Self {
        self.lower.canonicalize_nans = enable;
        self
    }

    /// Does what [`Config::canonicalize_nans`] does; the name is wasmtime's.
    pub fn cranelift_nan_canonicalization(&mut self, enable: bool) -> &mut Self {
        self.canonicalize_nans(enable)
    }

    /// Bytes that the values and frames of running code may take in a store; a call that needs more traps with
    /// [`Trap::StackOverflow`](crate::Trap::StackOverflow). 16 MiB by default, 4 KiB
    /// to 1 GiB. The native stack does not limit recursion. A store takes twice as many bytes of addresses, and 1.5 MiB for handlers of
    /// signals and guards; memory only where it is used.
    pub fn max_wasm_stack(&mut self, bytes: usize) -> &mut Self {
        self.max_wasm_stack = bytes;
        self
    }

    /// Bytes that structs, arrays, exceptions and references of the host may take in a store; an allocation that needs more,
    /// after a collection, traps with [`Trap::AllocationTooLarge`](crate::Trap::AllocationTooLarge). 4 GiB, the most that
    /// there can be, by default. Counted in blocks of 32 KiB.
    pub fn max_gc_heap(&mut self, bytes: usize) -> &mut Self {
        self.max_gc_heap = bytes;
        self
    }

    /// Bytes of the native stack of an asynchronous call, on which host functions run, and what they call; 2 MiB by default, 128 KiB to 1 GiB. The
    /// values and frames of Wasm are not on it: [`Config::max_wasm_stack`] limits them. Memory is taken only where a stack is used, some
    /// pages for a call that waits.
    #[cfg(feature = "async")]
    pub fn async_stack_size(&mut self, bytes: usize) -> &mut Self {
        self.async_stack_size = bytes;
        self
    }

    /// Whether no asynchronous call has the stack of an earlier one, so that each begins with zeros. Off by default: a stack is used again as
    /// that of a thread is.
    #[cfg(feature = "async")]
    pub fn async_stack_zeroing(&mut self, enable: bool) -> &mut Self {
        self.async_stack_zeroing = enable;
        self
    }

    /// Bytes of addresses to reserve for each 32-bit memory, 8 GiB by default. A memory that could outgrow the
    /// reservation is allocated as it is needed, and may move when it grows; 0 does so for all.
    ///
    /// From 4 GiB on machine code relies on it and compares only accesses that could reach beyond the reservation and its guard; below that
    /// it compares all. Any value is safe. Code that relies on reservations cannot do without: once a process has used up its
    /// addresses, after some 16,000 memories of 8 GiB, making one more is an error.
    pub fn memory_reservation(&mut self, bytes: u64) -> &mut Self {
        self.memory.reservation.bytes = bytes;
        self
    }

    /// Bytes without access behind each reservation, 64 KiB by default.
    pub fn memory_guard_size(&mut self, bytes: u64) -> &mut Self {
        self.memory.reservation.guard = bytes;
        self
    }

    /// Whether all instances of a module but its first map the bytes of its data segments rather than copy them, so that they share
    /// what they do not write. It takes one file descriptor for each such memory, as long as the module lives. On by default. Segments
    /// of less than 32 KiB, with much between them, or at an offset that an import decides are copied, and so are those of memories
    /// without a reservation ([`Config::memory_reservation`]) and of shared ones.
    pub fn memory_init_cow(&mut self, enable: bool) -> &mut Self {
        self.memory.copy_on_write = enable;
        self
    }

    /// Which tiers run code. [`Tier::Tiered`] by default: interpreted at first, compiled when hot.
    pub fn tier(&mut self, tier: Tier) -> &mut Self {
        self.tiering.tier = tier;
        self
    }

    /// After how many calls a function is compiled by [`Tier::Tiered`]; running loops are entered in proportion. 5 by default,
    /// and 1 at least.
    pub fn tier_up_after(&mut self, calls: u32) -> &mut Self {
        self.tiering.tier_up_after = calls.max(1);
        self
    }

    /// Whether [`Tier::Tiered`] compiles on a thread of the engine's own, while functions go on in the interpreter: large ones, and
    /// all that become hot after the first few of a module. On by default; where the process has one processor there is no such
    /// thread. Results never depend on it; off, it is determined which function runs in which tier when, as tests of tiers and
    /// measurements may want it.
    pub fn background_compilation(&mut self, enable: bool) -> &mut Self {
        self.tiering.on_the_spot = if enable { ON_THE_SPOT } else { u32::MAX };
        self
    }

    /// What of a module is compiled by the threads that run it, in operations, before the engine's own thread does it; for tests of wx
    /// itself.
    #[doc(hidden)]
    pub fn compile_on_the_spot(&mut self, ops: u32) -> &mut Self {
        self.tiering.on_the_spot = ops;
        self
    }

    /// Whether machine code checks every access to linear memory with a compare, instead of relying on pages without access.
    /// Off by default.
    pub fn explicit_bounds_checks(&mut self, enable: bool) -> &mut Self {
        self.tiering.explicit_bounds_checks = enable;
        self
    }

    /// Whether every function is verified when its operations are made, before it runs: that its slots are in its frame and hold what is
    /// read from them, that branches and indices are right. A fault of wx in that step becomes an error of the call instead of whatever
    /// it would do. Off by default; it takes some nanoseconds for each operator, a fraction of what making the operations takes.
    ///
    /// ```
    /// let mut config = wx::Config::new();
    /// config.verify_ir(true);
    /// ```
    pub fn verify_ir(&mut self, enable: bool) -> &mut Self {
        self.tiering.verify_ir = enable;
        self
    }

    /// Whether it is proved of all machine code, from its bytes alone, that it stays in the sandbox, before it can run. Off by default:
    /// compiling takes about half as long again. A function whose code is not proved stays interpreted, and
    /// [`Module::statistics`](super::Module::statistics) says why; where everything is to be compiled, making the module fails.
    ///
    /// ```
    /// # use wx::{Config, Engine, Module};
    /// let mut config = Config::new();
    /// config.verify_machine_code(true);
    /// let engine = Engine::new(&config)?;
    /// # Module::new(&engine, "(module)")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn verify_machine_code(&mut self, enable: bool) -> &mut Self {
        self.tiering.verify_machine_code = enable;
        self
    }

    /// Whether [`Module::statistics`](super::Module::statistics) tells calls, iterations and times as well. Off by default: all code
    /// counts then, which costs some time.
    pub fn statistics(&mut self, enable: bool) -> &mut Self {
        self.lower.statistics = enable;
        self
    }

    /// How profilers are told of machine code. Not at all by default.
    pub fn profiler(&mut self, strategy: ProfilingStrategy) -> &mut Self {
        self.tiering.profiling = strategy;
        self
    }

    /// Bytes of machine code that an engine may have at a time, its stubs included: 1 GiB by default, which is also the most.
    /// Functions for which there is no room stay in the interpreter, or are an error with [`Tier::Jit`].
    pub fn max_code_memory(&mut self, bytes: usize) -> &mut Self {
        self.tiering.max_code = Some(bytes);
        self
    }

    /// Lets machine code use no instructions beyond a generation of processors, to see what a program does on an older one.
    /// What the processor has by default. (wasmtime sets single features by `cranelift_flag_enable`.)
    pub fn max_isa(&mut self, isa: Isa) -> &mut Self {
        self.tiering.allowed.max_isa = isa;
        self
    }

    /// Keeps machine code from using one feature of the processor, as if it were not there; for several, call this several
    /// times. What a processor lacks is never used.
    pub fn mask_cpu_feature(&mut self, feature: CpuFeature) -> &mut Self {
        self.tiering.allowed.mask(feature);
        self
    }

    /// Leaves out optimizations of the compiler, to see what they are worth or to narrow down a fault.
    #[doc(hidden)]
    pub fn without(&mut self, without: Without) -> &mut Self {
        self.tiering.without = without;
        self
    }

    /// Makes the compiler take its rare paths; for tests of wx itself.
    #[doc(hidden)]
    pub fn chaos(&mut self, chaos: Chaos) -> &mut Self {
        self.tiering.chaos = chaos;
        self
    }

    /// Keeps what was lowered and compiled of modules, so that later processes need not do so again. `None`, the default: nothing is
    /// kept.
    ///
    /// Modules are looked up when they are loaded, and written when their last handle is dropped or
    /// [`Module::update_cache`](super::Module::update_cache) is called. What is kept grows from process to process by what they call
    /// that those before did not.
    pub fn cache(&mut self, cache: Option<Cache>) -> &mut Self {
        self.cache = cache;
        self
    }

    /// Whether large modules are validated, and with `Tier::Jit` compiled, on several threads. On by default.
    pub fn parallel_compilation(&mut self, enable: bool) -> &mut Self {
        self.parallel = enable;
        self
    }

    /// Whether the body of a function is validated when it is first needed, instead of when its module is loaded. Off by default.
    ///
    /// Everything else of a module is validated when it is loaded, as always. A module with an invalid function can so be loaded and
    /// run; a call of the function fails, whoever calls it, and every later one does. The error is the one that
    /// [`Module::new`](super::Module::new) would have given otherwise: `error.downcast_ref::<InvalidFunction>()` finds the
    /// [`InvalidFunction`](crate::InvalidFunction), with the same message and offset, and `WasmBacktrace` the callers
    /// if wasm called it. It is not a [`Trap`](crate::Trap), but ends the call as one does: no handler of exceptions in wasm
    /// catches it. A function that is never called is never looked at, so that a large program starts sooner.
    ///
    /// [`Module::validate`](super::Module::validate) always validates everything. So does loading with [`Tier::Jit`], which
    /// compiles everything. (wasmtime has no counterpart; V8 has `--wasm-lazy-validation`.)
    ///
    /// ```
    /// use wx::{Config, Engine, Instance, InvalidFunction, Module, Store};
    ///
    /// let engine = Engine::new(Config::new().lazy_validation(true))?;
    /// let module = Module::new(&engine, r#"(module
    ///     (func (export "good") (result i32) (i32.const 1))
    ///     (func (export "bad") (result i32) (i64.const 1)))"#)?;
    /// let mut store = Store::new(&engine, ());
    /// let instance = Instance::new(&mut store, &module, &[])?;
    /// let good = instance.get_typed_func::<(), i32>(&mut store, "good")?;
    /// let bad = instance.get_typed_func::<(), i32>(&mut store, "bad")?;
    /// assert_eq!(good.call(&mut store, ())?, 1);
    /// let error = bad.call(&mut store, ()).unwrap_err();
    /// assert_eq!(error.downcast_ref::<InvalidFunction>().unwrap().func_index(), 1);
    /// # Ok::<(), wx::Error>(())
    /// ```
    pub fn lazy_validation(&mut self, enable: bool) -> &mut Self {
        self.lazy_validation = enable;
        self
    }
}
