//! Settings of wasmtime that have nothing to set here: accepted, and without effect.
//!
//! # Idea
//! A host that comes from wasmtime sets how Cranelift compiles, how memories are initialized and the like. None of it changes what a program
//! does, only how fast or with how much memory, and the answer is fixed here or has another name. So its calls compile as they are. A
//! setting is here only if a host that relies on it gets what it relies on. What promises a function that is missing (core dumps, a
//! debugger, pooling) or a limit that would not be kept (`memory_may_move(false)`) is left out, so that the compiler says it.

use std::num::NonZeroUsize;

use anyhow::{Result, ensure};

use super::config::Config;

/// Which compiler of wasmtime's; see [`Config::strategy`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Strategy {
    /// The engine chooses.
    Auto,
    /// Cranelift, which optimizes.
    Cranelift,
    /// Winch, which compiles in one pass.
    Winch,
}

/// How much Cranelift optimizes; see [`Config::cranelift_opt_level`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum OptLevel {
    /// Not at all.
    None,
    /// For speed.
    Speed,
    /// For speed and small code.
    SpeedAndSize,
}

/// How Cranelift allocates registers; see [`Config::cranelift_regalloc_algorithm`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum RegallocAlgorithm {
    /// With backtracking.
    Backtracking,
    /// In a single pass.
    SinglePass,
}

/// Which collector of wasmtime's; see [`Config::collector`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Collector {
    /// The engine chooses.
    Auto,
    /// Deferred reference counting.
    DeferredReferenceCounting,
    /// None: nothing is freed before the store is dropped.
    Null,
    /// Copying.
    Copying,
}

/// When the lines of backtraces are looked up; see [`Config::wasm_backtrace_details`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WasmBacktraceDetails {
    /// Always.
    Enable,
    /// Never.
    Disable,
    /// If the environment variable `WASMTIME_BACKTRACE_DETAILS` says so.
    Environment,
}

/// Where instances take their memory from; see [`Config::allocation_strategy`]. wasmtime's other choice, a pool, is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum InstanceAllocationStrategy {
    /// From the system, when they are made.
    #[default]
    OnDemand,
}

/// Settings without effect.
macro_rules! ignored {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $ty:ty),*);)*) => {
        $(
            #[doc = "Has no effect; the name is wasmtime's."]
            ///
            $(#[$doc])*
            pub fn $name(&mut self, $($argument: $ty),*) -> &mut Self {
                $(let _ = $argument;)*
                self
            }
        )*
    };
}

/// Settings of wasmtime without effect here.
impl Config {
    /// Accepts the machine that this runs on, and no other: there is no compiling for another one. The argument is a target triple, such as
    /// `x86_64-unknown-linux-gnu`.
    ///
    /// # Errors
    /// If the triple has another architecture or operating system.
    pub fn target(&mut self, target: &str) -> Result<&mut Self> {
        use std::env::consts::{ARCH, OS};
        let mut parts = target.split('-');
        ensure!(
            parts.next() == Some(ARCH) && parts.any(|part| part == OS),
            "code can be made for {ARCH} and {OS} only, where this runs, and not for {target:?}"
        );
        Ok(self)
    }

    ignored! {
        /// Any store can have asynchronous calls, with the feature `async`.
        async_support(enable: bool);
        /// [`Config::tier`] says what runs code.
        strategy(strategy: Strategy);
        /// The compiler has one level.
        cranelift_opt_level(level: OptLevel);
        /// The compiler has one allocator of registers, of linear time.
        cranelift_regalloc_algorithm(algorithm: RegallocAlgorithm);
        /// [`Config::verify_ir`] and [`Config::verify_machine_code`] verify what is made here.
        cranelift_debug_verifier(enable: bool);
        /// There is no Cranelift.
        cranelift_wasmtime_debug_checks(enable: bool);
        /// [`Config::max_isa`] and [`Config::mask_cpu_feature`] set what instructions are used. It is `unsafe` in wasmtime; here nothing is
        /// relied on.
        cranelift_flag_enable(flag: &str);
        /// As [`Config::cranelift_flag_enable`].
        cranelift_flag_set(name: &str, value: &str);
        /// The heap has one collector; [`Config::max_gc_heap`] limits it.
        collector(collector: Collector);
        /// The heap begins small.
        gc_heap_initial_size(bytes: u64);
        /// The heap needs no reservation.
        gc_heap_reservation(bytes: u64);
        /// The heap needs no guard.
        gc_heap_guard_size(bytes: u64);
        /// The heap grows in place.
        gc_heap_reservation_for_growth(bytes: u64);
        /// Instances take what they need when they are made.
        allocation_strategy(strategy: impl Into<InstanceAllocationStrategy>);
        /// Images of data segments are always files in memory.
        force_memory_init_memfd(enable: bool);
        /// Segments with little between them have an image, however many bytes they are; see [`Config::memory_init_cow`].
        memory_guaranteed_dense_image_size(bytes: u64);
        /// A memory that grows beyond its reservation is allocated anew; see [`Config::memory_reservation`].
        memory_reservation_for_growth(bytes: u64);
        /// Offsets are unsigned and nothing reaches below a memory.
        guard_before_linear_memory(enable: bool);
        /// Elements of tables are there from the beginning.
        table_lazy_init(enable: bool);
        /// The library makes no debug information of machine code; [`Config::profiler`] tells profilers its names.
        debug_info(enable: bool);
        /// Names and lines of a module are kept with it, and read when a backtrace is shown.
        debug_symbols(enable: bool);
        /// A trap always has its backtrace.
        wasm_backtrace(enable: bool);
        /// Lines are read from the module's DWARF when a backtrace is shown, and not before.
        wasm_backtrace_details(details: WasmBacktraceDetails);
        /// A backtrace has as many frames as [`WasmBacktrace`](crate::WasmBacktrace) says, and tells how many it left out.
        wasm_backtrace_max_frames(limit: Option<NonZeroUsize>);
        /// No tables for the host's unwinder are made: nothing unwinds through machine code.
        native_unwind_info(enable: bool);
        /// Positions of traps are always known.
        generate_address_map(enable: bool);
        /// Relaxed vector operators are deterministic, always.
        relaxed_simd_deterministic(enable: bool);
        /// Hints about branches are read over.
        wasm_branch_hinting(enable: bool);
        /// [`Config::wasm_threads`] alone says whether there are shared memories, so that `false` forbids nothing.
        shared_memory(enable: bool);
        /// There is no port to macOS.
        macos_use_mach_ports(enable: bool);
    }
}
