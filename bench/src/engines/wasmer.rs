//! wasmer twice: with Cranelift and with Singlepass.
//!
//! wasmer's stores own their engine, so a compiled module keeps the engine and every instance makes a store from it.

use super::Mode;
use crate::engine::{Compiled, Engine, Running};
use crate::host;
use anyhow::Result;
use wasmer::sys::{CompilerConfig, Cranelift, EngineBuilder, Features};
use wasmer::{Function, Imports, Instance, Module, Store, TypedFunction, imports};

struct Wasmer {
    name: &'static str,
    engine: wasmer::Engine,
}

struct WasmerModule {
    engine: wasmer::Engine,
    module: Module,
}

struct WasmerInstance {
    store: Store,
    instance: Instance,
}

pub(super) fn cranelift(mode: Mode) -> Result<Box<dyn Engine>> {
    let mut compiler = Cranelift::default();
    if mode == Mode::SingleThreaded {
        compiler.num_threads(std::num::NonZero::<usize>::MIN);
    }
    Ok(engine("wasmer", compiler))
}

#[cfg(feature = "singlepass")]
pub(super) fn singlepass(mode: Mode) -> Result<Box<dyn Engine>> {
    let mut compiler = wasmer::sys::Singlepass::default();
    if mode == Mode::SingleThreaded {
        compiler.num_threads(std::num::NonZero::<usize>::MIN);
    }
    Ok(engine("singlepass", compiler))
}

fn engine(name: &'static str, compiler: impl Into<Box<dyn CompilerConfig>>) -> Box<dyn Engine> {
    let mut features = Features::default();
    // Its translation panics on a 64-bit memory, so validation has to refuse one.
    features.exceptions(true).tail_call(true).memory64(false);
    let engine = EngineBuilder::new(compiler).set_features(Some(features)).engine().into();
    Box::new(Wasmer { name, engine })
}

impl Engine for Wasmer {
    fn name(&self) -> &'static str {
        self.name
    }

    fn package(&self) -> &'static str {
        "wasmer"
    }

    fn validate(&self, wasm: &[u8]) -> Option<Result<()>> {
        Some(Module::validate(&self.engine, wasm).map_err(Into::into))
    }

    fn compile(&self, wasm: &[u8]) -> Result<Box<dyn Compiled>> {
        let module = Module::new(&self.engine, wasm)?;
        Ok(Box::new(WasmerModule { engine: self.engine.clone(), module }))
    }
}

impl Compiled for WasmerModule {
    fn instantiate(&self) -> Result<Box<dyn Running>> {
        let mut store = Store::new(self.engine.clone());
        let imports = match self.module.imports().next() {
            None => Imports::new(),
            Some(import) if import.module() == host::WASI => wasi(&mut store),
            Some(_) => bench(&mut store),
        };
        let instance = Instance::new(&mut store, &self.module, &imports)?;
        Ok(Box::new(WasmerInstance { store, instance }))
    }
}

fn bench(store: &mut Store) -> Imports {
    imports! {
        "bench" => {
            "add" => Function::new_typed(store, host::add),
            "mix" => Function::new_typed(store, host::mix),
            "sink" => Function::new_typed(store, host::sink),
        }
    }
}

fn wasi(store: &mut Store) -> Imports {
    imports! {
        host::WASI => {
            "fd_write" => Function::new_typed(store, host::fd_write),
            "proc_exit" => Function::new_typed(store, host::proc_exit),
        }
    }
}

impl Running for WasmerInstance {
    fn run(&mut self) -> Result<i64> {
        let run: TypedFunction<(), i64> = self.instance.exports.get_typed_function(&self.store, "run")?;
        Ok(run.call(&mut self.store)?)
    }

    fn call(&mut self, export: &str, n: i32) -> Result<i64> {
        let function: TypedFunction<i32, i64> =
            self.instance.exports.get_typed_function(&self.store, export)?;
        Ok(function.call(&mut self.store, n)?)
    }

    fn check(&mut self) -> Result<i32> {
        let check: TypedFunction<(), i32> = self.instance.exports.get_typed_function(&self.store, "check")?;
        Ok(check.call(&mut self.store)?)
    }

    fn call_many(&mut self, export: &str, times: u32) -> Result<i64> {
        let function: TypedFunction<i32, i32> =
            self.instance.exports.get_typed_function(&self.store, export)?;
        let mut sum = 0;
        for i in 0..times {
            sum += i64::from(function.call(&mut self.store, i.cast_signed())?);
        }
        Ok(sum)
    }

    fn count_failures(&mut self, export: &str, times: u32) -> Result<u32> {
        let function: TypedFunction<(), ()> =
            self.instance.exports.get_typed_function(&self.store, export)?;
        let failed = |_: &u32| function.call(&mut self.store).is_err();
        Ok((0..times).filter(failed).count().try_into()?)
    }
}
