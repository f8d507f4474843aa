//! wasmtime running a capsule.

use anyhow::{Context as _, Result};
use wasmtime::{
    Config, Engine, Extern, Instance, Module, OptLevel, RegallocAlgorithm, Store, ThrownException, Trap,
};

use super::Peer;
use super::capsule::{Capsule, OBSERVE};
use super::transcript::{Ending, Step, Transcript, hash};
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
    fn language(&self) -> Language {
        Language { descriptors: false, relaxed: false, bounded: true, ..Language::ALL }
    }

    fn run(&mut self, capsule: &Capsule) -> Result<Transcript> {
        let mut store = Store::new(&self.engine, ());
        let mut instances: Vec<Instance> = Vec::new();
        let mut transcript = Transcript::default();
        for (place, part) in capsule.parts.iter().enumerate() {
            let module = Module::new(&self.engine, &part.wasm).map_err(known)?;
            let imports: Option<Vec<Extern>> = part
                .imports
                .iter()
                .map(|(from, name)| instances[*from].get_export(&mut store, name))
                .collect();
            let imports = imports.with_context(|| format!("an import of the {} is missing", part.name))?;
            match Instance::new(&mut store, &module, &imports) {
                Ok(instance) => instances.push(instance),
                Err(error) if place == capsule.subject => {
                    let ending = ending(&error);
                    transcript.steps.push(Step { ending, seen: Vec::new(), memories: Vec::new() });
                    return Ok(transcript);
                }
                Err(error) => return Err(known(error)),
            }
        }
        let driver = instances.last().context("a capsule without parts")?;
        let observe = driver.get_typed_func::<(), ()>(&mut store, OBSERVE).map_err(known)?;
        for step in std::iter::once(None).chain(capsule.steps.iter().map(Some)) {
            let ending = match step {
                None => Ending::Returned,
                Some(step) => {
                    let step = driver.get_typed_func::<(), ()>(&mut store, step).map_err(known)?;
                    match step.call(&mut store, ()) {
                        Ok(()) => Ending::Returned,
                        Err(error) => {
                            if error.is::<ThrownException>() {
                                store.take_pending_exception();
                            }
                            ending(&error)
                        }
                    }
                }
            };
            observe.call(&mut store, ()).map_err(known)?;
            let (seen, memories) = look(capsule, &instances, &mut store);
            transcript.steps.push(Step { ending, seen, memories });
        }
        Ok(transcript)
    }
}

/// Its errors are of a type of its own.
fn known(error: wasmtime::Error) -> anyhow::Error {
    anyhow::anyhow!("{error:#}")
}

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

fn ending(error: &wasmtime::Error) -> Ending {
    let trap = match error.downcast_ref::<Trap>() {
        Some(Trap::StackOverflow) => wx::Trap::StackOverflow,
        Some(Trap::MemoryOutOfBounds) => wx::Trap::MemoryOutOfBounds,
        Some(Trap::HeapMisaligned) => wx::Trap::HeapMisaligned,
        Some(Trap::TableOutOfBounds) => wx::Trap::TableOutOfBounds,
        Some(Trap::IndirectCallToNull) => wx::Trap::IndirectCallToNull,
        Some(Trap::BadSignature) => wx::Trap::BadSignature,
        Some(Trap::IntegerOverflow) => wx::Trap::IntegerOverflow,
        Some(Trap::IntegerDivisionByZero) => wx::Trap::IntegerDivisionByZero,
        Some(Trap::BadConversionToInteger) => wx::Trap::BadConversionToInteger,
        Some(Trap::UnreachableCodeReached) => wx::Trap::UnreachableCodeReached,
        Some(Trap::AtomicWaitNonSharedMemory) => wx::Trap::AtomicWaitNonSharedMemory,
        Some(Trap::NullReference) => wx::Trap::NullReference,
        Some(Trap::ArrayOutOfBounds) => wx::Trap::ArrayOutOfBounds,
        Some(Trap::AllocationTooLarge) => wx::Trap::AllocationTooLarge,
        Some(Trap::CastFailure) => wx::Trap::CastFailure,
        _ if error.is::<ThrownException>() => wx::Trap::UncaughtException,
        _ if error.is::<wasmtime::GcHeapOutOfMemory<()>>() => wx::Trap::AllocationTooLarge,
        _ => return Ending::Failed(format!("{error:#}")),
    };
    Ending::Trapped(trap)
}
