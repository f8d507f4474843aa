//! wasmi running a capsule.

use anyhow::{Context as _, Result};
use wasmi::{Config, Engine, Extern, Instance, Module, Store, TrapCode};
use wx::Trap;

use super::Peer;
use super::capsule::{Capsule, OBSERVE};
use super::transcript::{Ending, Step, Transcript, hash};
use crate::language::Language;

/// An interpreter without objects, exceptions and threads; it leaves NaNs as the processor makes them.
pub(crate) struct Wasmi {
    engine: Engine,
}

impl Wasmi {
    pub(crate) fn new() -> Wasmi {
        let mut config = Config::default();
        config
            .wasm_multi_memory(true)
            .wasm_memory64(true)
            .wasm_tail_call(true)
            .wasm_extended_const(true)
            .wasm_custom_page_sizes(true)
            .wasm_wide_arithmetic(true)
            .wasm_simd(true)
            .wasm_relaxed_simd(true);
        Wasmi { engine: Engine::new(&config) }
    }
}

impl Peer for Wasmi {
    fn language(&self) -> Language {
        Language {
            exceptions: false,
            gc: false,
            threads: false,
            relaxed: false,
            descriptors: false,
            canonical_nans: false,
            bounded: true,
            ..Language::ALL
        }
    }

    fn run(&mut self, capsule: &Capsule) -> Result<Transcript> {
        let mut store = Store::new(&self.engine, ());
        let mut instances: Vec<Instance> = Vec::new();
        let mut transcript = Transcript::default();
        for (place, part) in capsule.parts.iter().enumerate() {
            let module = Module::new(&self.engine, &part.wasm)?;
            let imports: Option<Vec<Extern>> =
                part.imports.iter().map(|(from, name)| instances[*from].get_export(&store, name)).collect();
            let imports = imports.with_context(|| format!("an import of the {} is missing", part.name))?;
            match Instance::new(&mut store, &module, &imports) {
                Ok(instance) => instances.push(instance),
                Err(error) if place == capsule.subject => {
                    let ending = ending(&error);
                    transcript.steps.push(Step { ending, seen: Vec::new(), memories: Vec::new() });
                    return Ok(transcript);
                }
                Err(error) => return Err(error.into()),
            }
        }
        let driver = *instances.last().context("a capsule without parts")?;
        let observe = driver.get_typed_func::<(), ()>(&store, OBSERVE)?;
        for step in std::iter::once(None).chain(capsule.steps.iter().map(Some)) {
            let ending = match step {
                None => Ending::Returned,
                Some(step) => match driver.get_typed_func::<(), ()>(&store, step)?.call(&mut store, ()) {
                    Ok(()) => Ending::Returned,
                    Err(error) => ending(&error),
                },
            };
            observe.call(&mut store, ())?;
            let (mut seen, mut memories) = (Vec::new(), Vec::new());
            for (i, window) in capsule.windows.iter().enumerate() {
                let memory = instances[window.part].get_memory(&store, &window.export);
                let data = memory.as_ref().map_or(&[][..], |memory| memory.data(&store));
                let data = &data[..window.len.unwrap_or(data.len()).min(data.len())];
                match i {
                    0 => seen = data.to_vec(),
                    _ => memories.push((data.len() as u64, hash(data))),
                }
            }
            transcript.steps.push(Step { ending, seen, memories });
        }
        Ok(transcript)
    }
}

fn ending(error: &wasmi::Error) -> Ending {
    Ending::Trapped(match error.as_trap_code() {
        Some(TrapCode::UnreachableCodeReached) => Trap::UnreachableCodeReached,
        Some(TrapCode::MemoryOutOfBounds) => Trap::MemoryOutOfBounds,
        Some(TrapCode::TableOutOfBounds) => Trap::TableOutOfBounds,
        Some(TrapCode::IndirectCallToNull) => Trap::IndirectCallToNull,
        Some(TrapCode::IntegerDivisionByZero) => Trap::IntegerDivisionByZero,
        Some(TrapCode::IntegerOverflow) => Trap::IntegerOverflow,
        Some(TrapCode::BadConversionToInteger) => Trap::BadConversionToInteger,
        Some(TrapCode::StackOverflow) => Trap::StackOverflow,
        Some(TrapCode::BadSignature) => Trap::BadSignature,
        _ => return Ending::Failed(error.to_string()),
    })
}
