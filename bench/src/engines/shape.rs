//! One adapter for every engine whose API has wasmtime's shape: wx, wasmtime and wasmi.
//!
//! The three agree on names (`Store`, `Linker`, `Module`, `get_typed_func`) but share no trait, so the adapter is a
//! macro over the crate's name. What differs is an argument: the linker's method that instantiates, and how a module
//! tells its code size.

/// Defines `Compiled` and `Running` for a crate of wasmtime's shape, and `compile(&Engine, &[u8])`.
macro_rules! wasmtime_shaped {
    ($krate:ident, instantiate = $instantiate:ident, code_size = $code_size:expr) => {
        use $krate::{Instance, Linker, Module, Store};

        struct ShapedModule {
            module: Module,
            linker: Linker<()>,
        }

        struct ShapedInstance {
            store: Store<()>,
            instance: Instance,
        }

        fn compile(engine: &$krate::Engine, wasm: &[u8]) -> anyhow::Result<Box<dyn crate::engine::Compiled>> {
            let module = Module::new(engine, wasm)?;
            let mut linker = Linker::new(engine);
            let namespace = module.imports().next().map(|import| import.module().to_owned());
            if namespace.as_deref() == Some(crate::host::WASI) {
                linker.func_wrap(crate::host::WASI, "fd_write", crate::host::fd_write)?;
                linker.func_wrap(crate::host::WASI, "proc_exit", crate::host::proc_exit)?;
            } else if namespace.is_some() {
                linker.func_wrap("bench", "add", crate::host::add)?;
                linker.func_wrap("bench", "mix", crate::host::mix)?;
                linker.func_wrap("bench", "sink", crate::host::sink)?;
            }
            Ok(Box::new(ShapedModule { module, linker }))
        }

        impl crate::engine::Compiled for ShapedModule {
            fn instantiate(&self) -> anyhow::Result<Box<dyn crate::engine::Running>> {
                let mut store = Store::new(self.module.engine(), ());
                let instance = self.linker.$instantiate(&mut store, &self.module)?;
                Ok(Box::new(ShapedInstance { store, instance }))
            }

            fn code_size(&self) -> Option<usize> {
                let code_size: fn(&Module) -> Option<usize> = $code_size;
                code_size(&self.module)
            }
        }

        #[allow(
            clippy::needless_question_mark,
            reason = "not needless where the engine has an error type of its own"
        )]
        impl crate::engine::Running for ShapedInstance {
            fn run(&mut self) -> anyhow::Result<i64> {
                let run = self.instance.get_typed_func::<(), i64>(&mut self.store, "run")?;
                Ok(run.call(&mut self.store, ())?)
            }

            fn call(&mut self, export: &str, n: i32) -> anyhow::Result<i64> {
                let function = self.instance.get_typed_func::<i32, i64>(&mut self.store, export)?;
                Ok(function.call(&mut self.store, n)?)
            }

            fn check(&mut self) -> anyhow::Result<i32> {
                let check = self.instance.get_typed_func::<(), i32>(&mut self.store, "check")?;
                Ok(check.call(&mut self.store, ())?)
            }

            fn call_many(&mut self, export: &str, times: u32) -> anyhow::Result<i64> {
                let function = self.instance.get_typed_func::<i32, i32>(&mut self.store, export)?;
                let mut sum = 0;
                for i in 0..times {
                    sum += i64::from(function.call(&mut self.store, i.cast_signed())?);
                }
                Ok(sum)
            }

            fn count_failures(&mut self, export: &str, times: u32) -> anyhow::Result<u32> {
                let function = self.instance.get_typed_func::<(), ()>(&mut self.store, export)?;
                let failed = |_: &u32| function.call(&mut self.store, ()).is_err();
                Ok((0..times).filter(failed).count().try_into()?)
            }
        }
    };
}

pub(super) use wasmtime_shaped;
