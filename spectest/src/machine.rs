//! The engine under test, as a script sees it: the only file of this package that speaks to wx.
//!
//! A script names modules, registers instances for import, and calls exports.  [`Machine`] keeps those
//! names beside one store.  Everything it returns is a plain [`Value`] or a [`Stop`], so that the rest
//! of the runner can be read, tested and changed without the engine.

use std::collections::HashMap;

use wx::{
    AnyRef, Config, Engine, Extern, ExternRef, Func, Global, GlobalType, Instance, Linker, Memory,
    MemoryType, Module, Mutability, Ref, RefType, SharedMemory, Store, Table, TableType, Trap, Val, ValType,
};

use wx::settings::{Chaos, Isa};

use crate::suite::{Mode, Setting, Tier};
use crate::value::{Hierarchy, Value};

/// Why an action did not return values.
#[derive(Debug)]
pub enum Stop {
    /// The module was refused at decoding or validation.
    Invalid(String),
    /// The imports did not fit.
    Link(String),
    /// Wasm trapped.
    Trap(Trap),
    /// An exception left the outermost function.
    Exception,
    /// Anything else: an unknown name, a wrong argument.
    Other(String),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Stop::Invalid(message) => write!(f, "module refused: {message}"),
            Stop::Link(message) => write!(f, "link error: {message}"),
            Stop::Trap(trap) => write!(f, "{trap}"),
            Stop::Exception => f.write_str("uncaught exception"),
            Stop::Other(message) => f.write_str(message),
        }
    }
}

/// What a name in a script can stand for.
#[derive(Clone)]
enum Unit {
    Instance(Instance),
    /// What a thread sees of an instance of its parent: the shared memories, for the rest belongs to
    /// the parent's store.
    Shared(Vec<(String, SharedMemory)>),
}

/// One store with the names that a script gave to what lives in it.
pub struct Machine {
    engine: Engine,
    setting: Setting,
    store: Store<()>,
    linker: Linker<()>,
    current: Option<Unit>,
    instances: HashMap<String, Unit>,
    definitions: HashMap<String, Module>,
    last_definition: Option<Module>,
}

impl Machine {
    /// An empty store with the host module `spectest`.
    pub fn new(mode: &Mode) -> wx::Result<Machine> {
        let engine = Engine::new(&config(mode))?;
        Machine::with_engine(engine, mode.features.threads, mode.setting)
    }

    fn with_engine(engine: Engine, shared_memories: bool, setting: Setting) -> wx::Result<Machine> {
        let mut store = Store::new(&engine, ());
        match setting {
            Setting::Zeal => store.set_gc_zeal(true),
            Setting::Metered => {
                // More than any script uses: what is tested is the counting, not running out.
                store.set_fuel(u64::MAX / 4)?;
                store.set_epoch_deadline(1);
            }
            _ => {}
        }
        let mut linker = Linker::new(&engine);
        linker.allow_shadowing(true);
        define_spectest(&mut linker, &mut store, shared_memories)?;
        Ok(Machine {
            engine,
            setting,
            store,
            linker,
            current: None,
            instances: HashMap::new(),
            definitions: HashMap::new(),
            last_definition: None,
        })
    }

    /// The same engine's components.
    #[cfg(feature = "component")]
    pub fn components(&self) -> Result<crate::component::Components, Stop> {
        let metered = self.setting == Setting::Metered;
        crate::component::Components::new(&self.engine, metered).map_err(stop)
    }

    /// A machine for another thread; of `shared` it sees the shared memories, under the same name.
    pub fn for_thread(&mut self, shared: Option<&str>) -> Result<Machine, Stop> {
        let mut child = Machine::with_engine(self.engine.clone(), true, self.setting).map_err(stop)?;
        if let Some(name) = shared {
            let memories = match self.unit(Some(name))? {
                Unit::Shared(memories) => memories,
                Unit::Instance(instance) => instance
                    .exports(&mut self.store)
                    .filter_map(|export| {
                        let name = export.name().to_string();
                        export.into_extern().into_shared_memory().map(|memory| (name, memory))
                    })
                    .collect(),
            };
            child.instances.insert(name.to_string(), Unit::Shared(memories));
        }
        Ok(child)
    }

    /// Decodes and validates `bytes`.
    pub fn validate(&self, bytes: &[u8]) -> Result<(), Stop> {
        self.compile(bytes).map(|_| ())
    }

    fn compile(&self, bytes: &[u8]) -> Result<Module, Stop> {
        let module = Module::new(&self.engine, bytes).map_err(|error| Stop::Invalid(format!("{error:#}")))?;
        match self.setting {
            Setting::Stored => module.stored_and_loaded().map_err(stop),
            _ => Ok(module),
        }
    }

    /// Keeps a module without instantiating it.
    pub fn define(&mut self, name: Option<&str>, bytes: &[u8]) -> Result<(), Stop> {
        let module = self.compile(bytes)?;
        if let Some(name) = name {
            self.definitions.insert(name.to_string(), module.clone());
        }
        self.last_definition = Some(module);
        Ok(())
    }

    /// Instantiates a kept module (the last one if `module` is `None`).
    pub fn instantiate_definition(&mut self, name: Option<&str>, module: Option<&str>) -> Result<(), Stop> {
        let found = match module {
            Some(module) => self.definitions.get(module).cloned(),
            None => self.last_definition.clone(),
        };
        let module = found.ok_or_else(|| {
            Stop::Other(format!("no module definition {}", module.unwrap_or("before this")))
        })?;
        self.instantiate_module(name, &module)
    }

    /// Instantiates `bytes` and makes it the current instance.
    pub fn instantiate(&mut self, name: Option<&str>, bytes: &[u8]) -> Result<(), Stop> {
        let module = self.compile(bytes)?;
        if let Some(name) = name {
            self.definitions.insert(name.to_string(), module.clone());
        }
        self.last_definition = Some(module.clone());
        self.instantiate_module(name, &module)
    }

    fn instantiate_module(&mut self, name: Option<&str>, module: &Module) -> Result<(), Stop> {
        self.forget_current();
        let instance = self.link(module)?;
        if let Some(name) = name {
            self.instances.insert(name.to_string(), Unit::Instance(instance));
        }
        self.current = Some(Unit::Instance(instance));
        Ok(())
    }

    /// Instantiates `bytes` for an assertion about that very act; the current instance stays.
    pub fn try_instantiate(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let module = self.compile(bytes)?;
        self.link(&module).map(|_| ())
    }

    /// A module that fails must not leave its predecessor to answer in its place.
    pub fn forget_current(&mut self) {
        self.current = None;
    }

    fn link(&mut self, module: &Module) -> Result<Instance, Stop> {
        self.linker.instantiate(&mut self.store, module).map_err(|error| match stop(error) {
            Stop::Other(message) => Stop::Link(message),
            other => other,
        })
    }

    /// Makes the exports of an instance importable as module `name`.
    pub fn register(&mut self, name: &str, instance: Option<&str>) -> Result<(), Stop> {
        match self.unit(instance)? {
            Unit::Instance(instance) => {
                self.linker.instance(&mut self.store, name, instance).map_err(stop)?;
            }
            Unit::Shared(memories) => {
                for (field, memory) in memories {
                    self.linker.define(&mut self.store, name, &field, memory).map_err(stop)?;
                }
            }
        }
        Ok(())
    }

    /// Calls an export with `args`.
    pub fn invoke(&mut self, module: Option<&str>, name: &str, args: &[Value]) -> Result<Vec<Value>, Stop> {
        let Some(Extern::Func(func)) = self.export(module, name)? else {
            return Err(Stop::Other(format!("no exported function \"{name}\"")));
        };
        let args = args.iter().map(|arg| self.engine_value(arg)).collect::<Result<Vec<_>, _>>()?;
        let mut results = vec![Val::I32(0); func.ty(&self.store).results().len()];
        func.call(&mut self.store, &args, &mut results).map_err(stop)?;
        results.iter().map(|result| self.script_value(result)).collect()
    }

    /// Reads an exported global.
    pub fn global(&mut self, module: Option<&str>, name: &str) -> Result<Value, Stop> {
        let Some(Extern::Global(global)) = self.export(module, name)? else {
            return Err(Stop::Other(format!("no exported global \"{name}\"")));
        };
        let value = global.get(&mut self.store);
        self.script_value(&value)
    }

    fn export(&mut self, module: Option<&str>, name: &str) -> Result<Option<Extern>, Stop> {
        Ok(match self.unit(module)? {
            Unit::Instance(instance) => instance.get_export(&mut self.store, name),
            Unit::Shared(_) => None,
        })
    }

    fn unit(&self, name: Option<&str>) -> Result<Unit, Stop> {
        let found = match name {
            Some(name) => self.instances.get(name),
            None => self.current.as_ref(),
        };
        found.cloned().ok_or_else(|| match name {
            Some(name) => Stop::Other(format!("no instance named ${name}")),
            None => Stop::Other("no current instance: the module before this failed".to_string()),
        })
    }

    fn engine_value(&mut self, value: &Value) -> Result<Val, Stop> {
        Ok(match value {
            Value::I32(v) => Val::I32(*v),
            Value::I64(v) => Val::I64(*v),
            Value::F32(bits) => Val::F32(*bits),
            Value::F64(bits) => Val::F64(*bits),
            Value::V128(bytes) => Val::V128(u128::from_le_bytes(*bytes).into()),
            Value::Null(Hierarchy::Func) => Val::FuncRef(None),
            Value::Null(Hierarchy::Extern) => Val::ExternRef(None),
            Value::Null(Hierarchy::Any) => Val::AnyRef(None),
            Value::Null(Hierarchy::Exn) => Val::ExnRef(None),
            Value::Extern(n) => Val::ExternRef(Some(ExternRef::new(&mut self.store, *n).map_err(stop)?)),
            Value::Host(n) => {
                let outer = ExternRef::new(&mut self.store, *n).map_err(stop)?;
                Val::AnyRef(Some(AnyRef::convert_extern(&mut self.store, outer).map_err(stop)?))
            }
            other => return Err(Stop::Other(format!("{other} cannot be passed as an argument"))),
        })
    }

    fn script_value(&mut self, value: &Val) -> Result<Value, Stop> {
        Ok(match value {
            Val::I32(v) => Value::I32(*v),
            Val::I64(v) => Value::I64(*v),
            Val::F32(bits) => Value::F32(*bits),
            Val::F64(bits) => Value::F64(*bits),
            Val::V128(v) => Value::V128(v.as_u128().to_le_bytes()),
            Val::FuncRef(None) => Value::Null(Hierarchy::Func),
            Val::FuncRef(Some(_)) => Value::Func,
            Val::ExternRef(None) => Value::Null(Hierarchy::Extern),
            Val::ExternRef(Some(reference)) => match self.number(reference)? {
                Some(n) => Value::Extern(n),
                None => Value::ExternOther,
            },
            Val::AnyRef(None) => Value::Null(Hierarchy::Any),
            Val::AnyRef(Some(reference)) => self.any_kind(reference)?,
            Val::ExnRef(None) => Value::Null(Hierarchy::Exn),
            Val::ExnRef(Some(_)) => Value::Exn,
            #[allow(unreachable_patterns, reason = "the engine may grow kinds of values")]
            _ => return Err(Stop::Other("a value of a kind that scripts cannot observe".to_string())),
        })
    }

    fn any_kind(&mut self, reference: &AnyRef) -> Result<Value, Stop> {
        if reference.is_i31(&self.store).map_err(stop)? {
            return Ok(Value::I31);
        }
        if reference.is_struct(&self.store).map_err(stop)? {
            return Ok(Value::Struct);
        }
        if reference.is_array(&self.store).map_err(stop)? {
            return Ok(Value::Array);
        }
        let outer = ExternRef::convert_any(&mut self.store, reference.clone()).map_err(stop)?;
        match self.number(&outer)? {
            Some(n) => Ok(Value::Host(n)),
            None => Err(Stop::Other("an anyref of unknown kind".to_string())),
        }
    }

    /// The number that the script put into a host reference.
    fn number(&self, reference: &ExternRef) -> Result<Option<u32>, Stop> {
        let data = reference.data(&self.store).map_err(stop)?;
        Ok(data.and_then(|data| data.downcast_ref::<u32>()).copied())
    }
}

/// Sorts an engine error into what a script can expect.
fn stop(error: wx::Error) -> Stop {
    if let Some(trap) = error.downcast_ref::<Trap>() {
        Stop::Trap(*trap)
    } else if error.is::<wx::ThrownException>() {
        Stop::Exception
    } else {
        Stop::Other(format!("{error:#}"))
    }
}

/// The engine's switches for a group of scripts: exactly the features that the group's version has, so
/// that "invalid in 1.0" can be asserted too.
fn config(mode: &Mode) -> Config {
    let Mode { features, tier, tier_up_after, setting, verified } = mode;
    let mut config = Config::new();
    config
        .wasm_mutable_global(features.mutable_global)
        .wasm_sign_extension(features.sign_extension)
        .wasm_saturating_float_to_int(features.saturating_float_to_int)
        .wasm_multi_value(features.multi_value)
        .wasm_bulk_memory(features.bulk_memory)
        .wasm_reference_types(features.reference_types)
        .wasm_simd(features.simd)
        .wasm_relaxed_simd(features.relaxed_simd)
        .wasm_tail_call(features.tail_call)
        .wasm_extended_const(features.extended_const)
        .wasm_function_references(features.function_references)
        .wasm_gc(features.gc)
        .wasm_exceptions(features.exceptions)
        .wasm_multi_memory(features.multi_memory)
        .wasm_memory64(features.memory64)
        .wasm_threads(features.threads)
        .wasm_wide_arithmetic(features.wide_arithmetic)
        .wasm_custom_page_sizes(features.custom_page_sizes)
        .wasm_custom_descriptors(features.custom_descriptors);
    match tier {
        Tier::Interp => config.tier(wx::Tier::Interp),
        Tier::Jit => config.tier(wx::Tier::Jit),
        // On the spot, so that what is called again runs as machine code.
        Tier::Tiered => {
            config.tier(wx::Tier::Tiered).tier_up_after(*tier_up_after).background_compilation(false)
        }
    };
    let (check_places, verify_ir, verify_code) = (*verified, *verified, *verified);
    let mut chaos = Chaos { check_places, verify_ir, verify_code, ..Chaos::default() };
    match setting {
        // What `Zeal` asks for is a matter of the store.
        Setting::Default | Setting::Zeal | Setting::Stored => {}
        Setting::Metered => {
            config.consume_fuel(true).epoch_interruption(true).canonicalize_nans(true);
        }
        Setting::Moving => {
            config.memory_reservation(0).memory_guard_size(0);
        }
        Setting::Bounds => {
            config.explicit_bounds_checks(true);
        }
        Setting::Starved => {
            chaos.starve_registers = true;
        }
        Setting::Spilled => {
            (chaos.force_spills, chaos.check_upper_halves) = (true, true);
        }
        Setting::Unfused => {
            (chaos.no_fusion, chaos.padding) = (true, true);
        }
        Setting::Sse41 => {
            config.max_isa(Isa::Sse41);
        }
    }
    config.chaos(chaos);
    config
}

/// The host module that the suite's own interpreter offers: functions that print (here: do nothing),
/// and one of each other kind with fixed contents.
fn define_spectest(linker: &mut Linker<()>, store: &mut Store<()>, shared_memories: bool) -> wx::Result<()> {
    const HOST: &str = "spectest";
    linker.func_wrap(HOST, "print", || {})?;
    linker.func_wrap(HOST, "print_i32", |_: i32| {})?;
    linker.func_wrap(HOST, "print_i64", |_: i64| {})?;
    linker.func_wrap(HOST, "print_f32", |_: f32| {})?;
    linker.func_wrap(HOST, "print_f64", |_: f64| {})?;
    linker.func_wrap(HOST, "print_i32_f32", |_: i32, _: f32| {})?;
    linker.func_wrap(HOST, "print_f64_f64", |_: f64, _: f64| {})?;

    let globals = [
        ("global_i32", ValType::I32, Val::I32(666)),
        ("global_i64", ValType::I64, Val::I64(666)),
        ("global_f32", ValType::F32, Val::F32(666.6_f32.to_bits())),
        ("global_f64", ValType::F64, Val::F64(666.6_f64.to_bits())),
    ];
    for (name, ty, value) in globals {
        let global = Global::new(&mut *store, GlobalType::new(ty, Mutability::Const), value)?;
        linker.define(&mut *store, HOST, name, global)?;
    }

    let null = || Ref::Func(None::<Func>);
    let table = Table::new(&mut *store, TableType::new(RefType::FUNCREF, 10, Some(20)), null())?;
    linker.define(&mut *store, HOST, "table", table)?;
    let table64 = Table::new(&mut *store, TableType::new64(RefType::FUNCREF, 10, Some(20)), null())?;
    linker.define(&mut *store, HOST, "table64", table64)?;
    let memory = Memory::new(&mut *store, MemoryType::new(1, Some(2)))?;
    linker.define(&mut *store, HOST, "memory", memory)?;
    if shared_memories {
        let memory = SharedMemory::new(store.engine(), MemoryType::shared(1, 2))?;
        linker.define(&mut *store, HOST, "shared_memory", memory)?;
    }
    Ok(())
}
