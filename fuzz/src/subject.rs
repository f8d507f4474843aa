//! One tier running a case.

use anyhow::Result;
use wx::{
    Engine, Extern, Global, Instance, Memory, Module, SharedMemory, Store, Table, ThrownException, Tier,
    Trap, Val, WasmBacktrace,
};

use crate::case::{Call, Case};
use crate::draw::Stream;
use crate::host::{self, Host};
use crate::value::{self, Seen};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Returned(Vec<Seen>),
    Trapped {
        trap: Trap,
        trace: Vec<Frame>,
    },
    /// The exception is none if a host function lost it.
    Threw(Option<Seen>),
    /// An error of the host, or of the engine about the module.
    Failed {
        error: String,
        trace: Vec<Frame>,
    },
    /// The host could not make the arguments.
    Skipped,
}

/// A place in the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    function: u32,
    offset: Option<usize>,
}

impl End {
    fn of_error(store: &mut Store<Host>, error: &anyhow::Error) -> End {
        let trace = error.downcast_ref::<WasmBacktrace>().map_or(Vec::new(), |trace| {
            let frame = |f: &wx::FrameInfo| Frame { function: f.func_index(), offset: f.module_offset() };
            trace.frames().iter().map(frame).collect()
        });
        if let Some(trap) = error.downcast_ref() {
            return End::Trapped { trap: *trap, trace };
        }
        if error.is::<ThrownException>() {
            let exception = store.take_pending_exception();
            return End::Threw(exception.map(|e| value::see(store, &Val::ExnRef(Some(e)))));
        }
        End::Failed { error: error.root_cause().to_string(), trace }
    }

    /// Whether it ended with this trap.
    pub(crate) fn is(&self, wanted: Trap) -> bool {
        matches!(self, End::Trapped { trap, .. } if *trap == wanted)
    }
}

/// A store with the instance of a case.
pub(crate) struct Subject {
    pub(crate) tier: Tier,
    pub(crate) store: Store<Host>,
    pub(crate) tables: Vec<Table>,
    pub(crate) shared: Vec<SharedMemory>,
}

/// What instantiation came to.
pub(crate) enum Start {
    Instance(Box<Subject>),
    /// It ended before there was anything to call. The text says how, with the position of a trap.
    Ended(Box<End>),
    /// The module was refused: for a generated module that is a finding, whoever refused it.
    Refused(String),
}

impl Subject {
    pub(crate) fn start(case: &Case, tier: Tier) -> Start {
        match Engine::new(&case.settings.config(tier)) {
            Ok(engine) => Subject::start_in(&engine, case, tier),
            Err(error) => Start::Refused(format!("{error:#}")),
        }
    }

    /// In an engine for this tier with the settings of the case.
    pub(crate) fn start_in(engine: &Engine, case: &Case, tier: Tier) -> Start {
        let refused = |error: anyhow::Error| Start::Refused(format!("{error:#}"));
        let module = Module::new(engine, &case.wasm).and_then(|module| {
            // The interpreter, with which the others are compared, has what was lowered just now.
            let stored = case.settings.stored && tier != Tier::Interp;
            if stored { module.stored_and_loaded() } else { Ok(module) }
        });
        let module = match module {
            Ok(module) => module,
            Err(error) => return refused(error),
        };
        let mut store = match Store::try_new(engine, Host::new(case.host)) {
            Ok(store) => store,
            Err(error) => return refused(error),
        };
        store.limiter(|host| &mut host.limits);
        case.settings.prepare(&mut store);
        refuel(&mut store, case);
        let instance = match host::imports(&mut store, &module) {
            None => return Start::Ended(Box::new(End::Skipped)),
            Some(imports) => imports.and_then(|imports| Instance::new(&mut store, &module, &imports)),
        };
        let mut instances = match instance {
            Ok(instance) => vec![instance],
            Err(error) => return Start::Ended(Box::new(End::of_error(&mut store, &error))),
        };
        if case.settings.twins {
            refuel(&mut store, case);
            let twin = match host::imports(&mut store, &module) {
                Some(Ok(imports)) => Instance::new(&mut store, &module, &imports),
                _ => Ok(instances[0]),
            };
            match twin {
                Ok(twin) => instances.push(twin),
                Err(error) => return Start::Ended(Box::new(End::of_error(&mut store, &error))),
            }
        }
        Start::Instance(Box::new(Subject::new(store, &instances, tier)))
    }

    fn new(mut store: Store<Host>, instances: &[Instance], tier: Tier) -> Subject {
        let (mut functions, mut memories, mut globals) = (Vec::new(), Vec::new(), Vec::<Global>::new());
        let (mut tables, mut shared) = (Vec::new(), Vec::new());
        let exports: Vec<Extern> = instances
            .iter()
            .flat_map(|instance| {
                instance.exports(&mut store).map(|export| export.into_extern()).collect::<Vec<_>>()
            })
            .collect();
        for export in exports {
            match export {
                Extern::Func(x) => functions.push(x),
                Extern::Memory(x) => memories.push(x),
                Extern::Global(x) => globals.push(x),
                Extern::Table(x) => tables.push(x),
                Extern::SharedMemory(x) => shared.push(x),
                Extern::Tag(_) => {}
            }
        }
        let host = store.data_mut();
        (host.functions, host.memories, host.globals) = (functions, memories, globals);
        host.tables = tables.clone();
        Subject { tier, store, tables, shared }
    }

    pub(crate) fn memories(&self) -> &[Memory] {
        &self.store.data().memories
    }

    /// Makes one call.
    pub(crate) fn call(&mut self, case: &Case, call: Call) -> End {
        let functions = self.store.data().functions.clone();
        if functions.is_empty() {
            return End::Skipped;
        }
        let function = functions[call.function as usize % functions.len()];
        let ty = function.ty(&self.store);
        let mut stream = Stream::new(call.arguments);
        refuel(&mut self.store, case);
        let Some(arguments) = value::make_all(&mut self.store, &mut stream, ty.params(), &functions) else {
            return End::Skipped;
        };
        let mut results = vec![Val::I32(0); ty.results().len()];
        let ended: Result<()> = function.call(&mut self.store, &arguments, &mut results);
        match ended {
            Ok(()) => End::Returned(results.iter().map(|value| value::see(&mut self.store, value)).collect()),
            Err(error) => End::of_error(&mut self.store, &error),
        }
    }
}

fn refuel(store: &mut Store<Host>, case: &Case) {
    if let Some(fuel) = case.settings.fuel {
        // It is counted: the settings say so.
        let _ = store.set_fuel(fuel);
    }
}
