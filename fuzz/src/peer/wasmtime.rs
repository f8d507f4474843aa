//! wasmtime running a capsule.

use anyhow::{Context as _, Result};
use wasmtime::{
    Config, Engine, Extern, Instance, Module, OptLevel, RegallocAlgorithm, Store, ThrownException, Trap,
};

use super::Peer;
use super::capsule::{Capsule, Part};
use super::stage::{Stage, perform, same_name};
use super::transcript::{Ending, Transcript};
use crate::language::Language;

/// One engine for all capsules: its compiler is what takes time.
pub(crate) struct Wasmtime {
    engine: Engine,
}

impl Wasmtime {
    pub(crate) fn new() -> Result<Wasmtime> {
        let mut config = Config::new();
        config
            .cranelift_opt_level(OptLevel::None)
            .cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass)
            .cranelift_nan_canonicalization(true)
            .parallel_compilation(false)
            .memory_init_cow(false)
            // Small memories come and go by the thousand.
            .memory_reservation(1 << 20)
            .memory_guard_size(0)
            .gc_heap_reservation(0)
            .gc_heap_guard_size(0)
            .max_wasm_stack(1 << 20)
            .wasm_multi_memory(true)
            .wasm_memory64(true)
            .wasm_tail_call(true)
            .wasm_function_references(true)
            .wasm_gc(true)
            .wasm_exceptions(true)
            .wasm_threads(true)
            .wasm_wide_arithmetic(true)
            .wasm_custom_page_sizes(true)
            .wasm_extended_const(true)
            .wasm_relaxed_simd(true);
        Ok(Wasmtime { engine: Engine::new(&config)? })
    }
}

impl Peer for Wasmtime {
    fn name(&self) -> &'static str {
        "wasmtime"
    }

    fn language(&self) -> Language {
        Language { descriptors: false, relaxed: false, bounded: true, ..Language::ALL }
    }

    fn run(&mut self, capsule: &Capsule) -> Result<Transcript> {
        perform(capsule, &mut Store::new(&self.engine, ()))
    }
}

impl Stage for Store<()> {
    type Instance = Instance;

    fn instantiate(&mut self, part: &Part, instances: &[Instance]) -> Result<Result<Instance, Ending>> {
        let module = Module::new(self.engine(), &part.wasm).map_err(known)?;
        let imports: Option<Vec<Extern>> =
            part.imports.iter().map(|(from, name)| instances[*from].get_export(&mut *self, name)).collect();
        let made = Instance::new(&mut *self, &module, &imports.context("an import is missing")?);
        Ok(made.map_err(|error| ending(&error)))
    }

    fn call(&mut self, instance: &Instance, export: &str) -> Result<Ending> {
        let function = instance.get_typed_func::<(), ()>(&mut *self, export).map_err(known)?;
        Ok(match function.call(&mut *self, ()) {
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

/// Its errors are of a type of its own.
fn known(error: wasmtime::Error) -> anyhow::Error {
    anyhow::anyhow!("{error:#}")
}

fn ending(error: &wasmtime::Error) -> Ending {
    let trap = error.downcast_ref::<Trap>().and_then(|trap| {
        same_name!(trap, Trap: StackOverflow MemoryOutOfBounds HeapMisaligned TableOutOfBounds IndirectCallToNull
            BadSignature IntegerOverflow IntegerDivisionByZero BadConversionToInteger UnreachableCodeReached
            AtomicWaitNonSharedMemory NullReference ArrayOutOfBounds AllocationTooLarge CastFailure)
    });
    match trap {
        Some(trap) => Ending::Trapped(trap),
        None if error.is::<ThrownException>() => Ending::Trapped(wx::Trap::UncaughtException),
        None if error.is::<wasmtime::GcHeapOutOfMemory<()>>() => {
            Ending::Trapped(wx::Trap::AllocationTooLarge)
        }
        None => Ending::Failed(format!("{error:#}")),
    }
}
