//! Components in scripts: the directives that are about them, and the only file that speaks to `wx-component`.
//!
//! A script may mix modules and components. Whatever names a component, or an instance of one, comes here; everything else stays with
//! [`Machine`](crate::machine::Machine).

use std::collections::HashMap;

use wast::component::WastVal;
use wast::{QuoteWat, WastArg, WastDirective, WastExecute, WastInvoke, WastRet, Wat};
use wx::{Engine, Store};
use wx_component::{Component, Instance, Linker, Val};

/// One store with the names that a script gave to components and their instances.
pub struct Components {
    engine: Engine,
    store: Store<()>,
    linker: Linker<()>,
    /// The last instance, unless a module came after it.
    current: Option<Instance>,
    instances: HashMap<String, Instance>,
    definitions: HashMap<String, Component>,
    last_definition: Option<Component>,
}

impl Components {
    /// No components yet; `metered` engines count fuel and poll the epoch.
    ///
    /// # Errors
    /// If the engine cannot make a store.
    pub fn new(engine: &Engine, metered: bool) -> wx::Result<Components> {
        Ok(Components {
            engine: engine.clone(),
            store: store(engine, metered)?,
            linker: Linker::new(engine),
            current: None,
            instances: HashMap::new(),
            definitions: HashMap::new(),
            last_definition: None,
        })
    }

    /// Whether a directive is about components. To be asked about every directive in its order: a module makes what is
    /// called without a name the module's.
    pub fn takes(&mut self, directive: &WastDirective<'_>) -> bool {
        match directive {
            WastDirective::Module(wat) => {
                self.current = None;
                is_component(wat)
            }
            WastDirective::ModuleDefinition(wat)
            | WastDirective::AssertMalformed { module: wat, .. }
            | WastDirective::AssertInvalid { module: wat, .. } => is_component(wat),
            WastDirective::ModuleInstance { module, .. } => match module {
                Some(module) => self.definitions.contains_key(module.name()),
                None => self.last_definition.is_some(),
            },
            WastDirective::Invoke(invoke) => self.has(invoke),
            WastDirective::AssertReturn { exec, .. } | WastDirective::AssertTrap { exec, .. } => match exec {
                WastExecute::Invoke(invoke) => self.has(invoke),
                WastExecute::Wat(wat) => matches!(wat, Wat::Component(_)),
                WastExecute::Get { .. } => false,
            },
            WastDirective::AssertUnlinkable { module, .. } => matches!(module, Wat::Component(_)),
            _ => false,
        }
    }

    fn has(&self, invoke: &WastInvoke<'_>) -> bool {
        match invoke.module {
            Some(module) => self.instances.contains_key(module.name()),
            None => self.current.is_some(),
        }
    }

    /// Runs a directive; whether it was an assertion.
    ///
    /// # Errors
    /// If it does not hold; the message has both sides.
    pub fn directive(&mut self, directive: WastDirective<'_>) -> Result<bool, String> {
        match directive {
            WastDirective::Module(mut wat) => {
                let name = wat.name().map(|name| name.name().to_owned());
                let component = self.load(&mut wat)?;
                self.instantiate(name, &component)?;
                Ok(false)
            }
            WastDirective::ModuleDefinition(mut wat) => {
                let name = wat.name().map(|name| name.name().to_owned());
                let component = self.load(&mut wat)?;
                if let Some(name) = name {
                    self.definitions.insert(name, component.clone());
                }
                self.last_definition = Some(component);
                Ok(false)
            }
            WastDirective::ModuleInstance { instance, module, .. } => {
                let found = match module {
                    Some(module) => self.definitions.get(module.name()).cloned(),
                    None => self.last_definition.clone(),
                };
                let component = found.ok_or("no such definition")?;
                self.instantiate(instance.map(|name| name.name().to_owned()), &component)?;
                Ok(false)
            }
            WastDirective::Invoke(invoke) => self.invoke(&invoke).map(|_| false),
            WastDirective::AssertReturn { exec, results, .. } => {
                let actual = self.execute(exec)?;
                let same = actual.len() == results.len()
                    && actual.iter().zip(&results).all(|(actual, expected)| match expected {
                        WastRet::Component(expected) => matches(actual, expected),
                        _ => false,
                    });
                if same { Ok(true) } else { Err(format!("got      {actual:?}\nexpected {results:?}")) }
            }
            WastDirective::AssertTrap { exec, message, .. } => match self.execute(exec) {
                Err(error) if error.contains(message) => Ok(true),
                Err(error) => Err(format!("got      {error}\nexpected trap: {message}")),
                Ok(values) => Err(format!("got      {values:?}\nexpected trap: {message}")),
            },
            WastDirective::AssertUnlinkable { module, message, .. } => {
                let component = self.load(&mut QuoteWat::Wat(module))?;
                match self.linker.instantiate(&mut self.store, &component) {
                    Err(_) => Ok(true),
                    Ok(_) => Err(format!("got      an instance\nexpected link error: {message}")),
                }
            }
            WastDirective::AssertMalformed { mut module, message, .. }
            | WastDirective::AssertInvalid { mut module, message, .. } => {
                let Ok(bytes) = module.encode() else { return Ok(true) };
                match Component::from_binary(&self.engine, &bytes) {
                    Err(_) => Ok(true),
                    Ok(_) => Err(format!("got      a valid component\nexpected refusal: {message}")),
                }
            }
            _ => Err("the runner does not know this directive for components".to_string()),
        }
    }

    fn load(&self, wat: &mut QuoteWat<'_>) -> Result<Component, String> {
        let bytes =
            wat.encode().map_err(|error| format!("the component's text is refused: {}", error.message()))?;
        Component::from_binary(&self.engine, &bytes).map_err(|error| format!("component refused: {error:#}"))
    }

    fn instantiate(&mut self, name: Option<String>, component: &Component) -> Result<(), String> {
        self.current = None;
        let instance = self.linker.instantiate(&mut self.store, component);
        let instance = instance.map_err(|error| format!("{error:#}"))?;
        if let Some(name) = name {
            self.instances.insert(name, instance);
        }
        self.current = Some(instance);
        Ok(())
    }

    fn execute(&mut self, exec: WastExecute<'_>) -> Result<Vec<Val>, String> {
        match exec {
            WastExecute::Invoke(invoke) => self.invoke(&invoke),
            WastExecute::Wat(wat) => {
                let component = self.load(&mut QuoteWat::Wat(wat))?;
                let instance = self.linker.instantiate(&mut self.store, &component);
                instance.map(|_| Vec::new()).map_err(|error| format!("{error:#}"))
            }
            WastExecute::Get { .. } => Err("components export no globals".to_string()),
        }
    }

    fn invoke(&mut self, invoke: &WastInvoke<'_>) -> Result<Vec<Val>, String> {
        let instance = match invoke.module {
            Some(module) => self.instances.get(module.name()).copied(),
            None => self.current,
        };
        let instance = instance.ok_or("no such instance")?;
        let func = instance.get_func(&mut self.store, invoke.name);
        let func = func.ok_or_else(|| format!("no exported function \"{}\"", invoke.name))?;
        let args = invoke.args.iter().map(|arg| match arg {
            WastArg::Component(value) => Ok(argument(value)),
            _ => Err("an argument of core WebAssembly".to_string()),
        });
        let args = args.collect::<Result<Vec<_>, _>>()?;
        let mut results = vec![Val::Bool(false); func.results(&self.store).len()];
        func.call(&mut self.store, &args, &mut results).map_err(|error| format!("{error:#}"))?;
        Ok(results)
    }
}

fn store(engine: &Engine, metered: bool) -> wx::Result<Store<()>> {
    let mut store = Store::try_new(engine, ())?;
    if metered {
        store.set_fuel(u64::MAX / 4)?;
        store.set_epoch_deadline(1);
    }
    Ok(store)
}

fn is_component(wat: &QuoteWat<'_>) -> bool {
    matches!(wat, QuoteWat::Wat(Wat::Component(_)) | QuoteWat::QuoteComponent(..))
}

fn boxed(value: &Option<Box<WastVal<'_>>>) -> Option<Box<Val>> {
    value.as_ref().map(|value| Box::new(argument(value)))
}

fn argument(value: &WastVal<'_>) -> Val {
    match value {
        WastVal::Bool(x) => Val::Bool(*x),
        WastVal::U8(x) => Val::U8(*x),
        WastVal::S8(x) => Val::S8(*x),
        WastVal::U16(x) => Val::U16(*x),
        WastVal::S16(x) => Val::S16(*x),
        WastVal::U32(x) => Val::U32(*x),
        WastVal::S32(x) => Val::S32(*x),
        WastVal::U64(x) => Val::U64(*x),
        WastVal::S64(x) => Val::S64(*x),
        WastVal::F32(x) => Val::Float32(f32::from_bits(x.bits)),
        WastVal::F64(x) => Val::Float64(f64::from_bits(x.bits)),
        WastVal::Char(x) => Val::Char(*x),
        WastVal::String(x) => Val::String((*x).to_owned()),
        WastVal::List(list) => Val::List(list.iter().map(argument).collect()),
        WastVal::Map(map) => Val::Map(map.iter().map(|(k, v)| (argument(k), argument(v))).collect()),
        WastVal::Record(fields) => {
            Val::Record(fields.iter().map(|(name, value)| ((*name).to_owned(), argument(value))).collect())
        }
        WastVal::Tuple(values) => Val::Tuple(values.iter().map(argument).collect()),
        WastVal::Variant(name, payload) => Val::Variant((*name).to_owned(), boxed(payload)),
        WastVal::Enum(name) => Val::Enum((*name).to_owned()),
        WastVal::Option(payload) => Val::Option(boxed(payload)),
        WastVal::Result(Ok(payload)) => Val::Result(Ok(boxed(payload))),
        WastVal::Result(Err(payload)) => Val::Result(Err(boxed(payload))),
        WastVal::Flags(names) => Val::Flags(names.iter().map(|name| (*name).to_owned()).collect()),
    }
}

/// Whether a result is the expected value. Lists of fixed length are written as lists.
fn matches(actual: &Val, expected: &WastVal<'_>) -> bool {
    match (actual, expected) {
        (Val::FixedLengthList(actual) | Val::List(actual), WastVal::List(expected))
        | (Val::Tuple(actual), WastVal::Tuple(expected)) => {
            actual.len() == expected.len() && actual.iter().zip(expected).all(|(a, e)| matches(a, e))
        }
        _ => *actual == argument(expected),
    }
}
