//! wasmi running a capsule.

use anyhow::{Context as _, Result};
use wasmi::{CompilationMode, Config, Engine, Extern, Instance, Module, Store, TrapCode};

use super::Peer;
use super::capsule::{Capsule, Part};
use super::stage::{Stage, perform, same_name};
use super::transcript::{Ending, Transcript};
use crate::language::Language;

/// An interpreter without objects, exceptions and threads; it leaves NaNs as the processor makes them.
pub(crate) struct Wasmi {
    engine: Engine,
}

impl Wasmi {
    pub(crate) fn new() -> Wasmi {
        let mut config = Config::default();
        config
            // What it has no room for is refused before anything ran.
            .compilation_mode(CompilationMode::Eager)
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
    fn name(&self) -> &'static str {
        "wasmi"
    }

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
        perform(capsule, &mut Store::new(&self.engine, ()))
    }
}

impl Stage for Store<()> {
    type Instance = Instance;

    fn instantiate(&mut self, part: &Part, instances: &[Instance]) -> Result<Result<Instance, Ending>> {
        let module = Module::new(self.engine(), &part.wasm)?;
        let imports: Option<Vec<Extern>> =
            part.imports.iter().map(|(from, name)| instances[*from].get_export(&*self, name)).collect();
        let mut imports = imports.context("an import is missing")?;
        // wasmi wants all imports of a kind together, in this order of kinds.
        imports.sort_by_key(|import| match import {
            Extern::Func(_) => 0,
            Extern::Table(_) => 1,
            Extern::Memory(_) => 2,
            Extern::Global(_) => 3,
        });
        let made = Instance::new(&mut *self, &module, &imports);
        Ok(made.map_err(|error| ending(&error)))
    }

    fn call(&mut self, instance: &Instance, export: &str) -> Result<Ending> {
        let called = instance.get_typed_func::<(), ()>(&*self, export)?.call(&mut *self, ());
        Ok(called.map_or_else(|error| ending(&error), |()| Ending::Returned))
    }

    fn memory(&mut self, instance: &Instance, export: &str) -> Option<&[u8]> {
        let memory = instance.get_memory(&*self, export)?;
        Some(memory.data(&*self))
    }
}

fn ending(error: &wasmi::Error) -> Ending {
    let trap = error.as_trap_code().and_then(|trap| {
        same_name!(trap, TrapCode: UnreachableCodeReached MemoryOutOfBounds TableOutOfBounds IndirectCallToNull
            IntegerDivisionByZero IntegerOverflow BadConversionToInteger StackOverflow BadSignature)
    });
    trap.map_or_else(|| Ending::Failed(error.to_string()), Ending::Trapped)
}
