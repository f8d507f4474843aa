//! `wx run` of a component: a command of `wasi:cli/run`, or one function that `--invoke` names.

use crate::args::RunArgs;
use crate::exit::Usage;
use crate::run::Host;
use anyhow::{Context, Result, bail};
use std::io::Write;
use wx::{AsContextMut, Engine, Store};
use wx_component::{Component, ComponentItem, Func, Instance, Linker, Type, Val, WaveCall};
use wx_wasi::I32Exit;

/// What a command exports.
const RUN: &str = "wasi:cli/run@0.2.6";

/// Runs a component in binary form.
pub(crate) fn run(args: &RunArgs, engine: &Engine, bytes: &[u8], store: &mut Store<Host>) -> Result<()> {
    let component = Component::from_binary(engine, bytes)?;
    let mut linker = Linker::new(engine);
    wx_wasi::p2::add_to_linker(&mut linker, |host: &mut Host| &mut host.wasi)?;
    let pre = linker.instantiate_pre(&component).context("the world of this component is not supported")?;
    match &args.invoke {
        Some(call) => {
            let call = WaveCall::parse(call).map_err(|error| {
                Usage(format!("--invoke of a component takes a call, such as 'f(1, \"a\")': {error}"))
            })?;
            let instance = pre.instantiate(&mut *store)?;
            invoke(&component, &call, store, instance)
        }
        None => {
            if !has_run(&component) {
                bail!(no_command(&component));
            }
            let instance = pre.instantiate(&mut *store)?;
            command(store, instance)
        }
    }
}

fn has_run(component: &Component) -> bool {
    component.exports().any(|(name, _)| name.starts_with("wasi:cli/run@0.2."))
}

/// Why a component is no command that can run here.
fn no_command(component: &Component) -> String {
    match component.exports().find(|(name, _)| name.starts_with("wasi:cli/run")) {
        Some((name, _)) => format!("exports `{name}`, which is not supported; `wasi:cli/run@0.2.x` is"),
        None => format!(
            "exports no `wasi:cli/run`, so it is a library; {}: wx --invoke 'NAME()' FILE",
            listing(component)
        ),
    }
}

fn command(store: &mut Store<Host>, instance: Instance) -> Result<()> {
    let outer = instance.get_export_index(&mut *store, None, RUN).context("exports no `wasi:cli/run`")?;
    let run =
        instance.get_export_index(&mut *store, Some(&outer), "run").context("`wasi:cli/run` has no `run`")?;
    let run = instance.get_typed_func::<(), (Result<(), ()>,)>(&mut *store, run)?;
    match run.call(store, ())? {
        (Ok(()),) => Ok(()),
        (Err(()),) => Err(I32Exit(1).into()),
    }
}

/// Names and paths of all functions that can be invoked.
fn functions(component: &Component) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    for (name, item) in component.exports() {
        match item {
            ComponentItem::ComponentFunc(_) => found.push((None, name.to_owned())),
            ComponentItem::ComponentInstance(instance) => {
                let functions =
                    instance.exports().filter(|(_, item)| matches!(item, ComponentItem::ComponentFunc(_)));
                found.extend(functions.map(|(inner, _)| (Some(name.to_owned()), inner.to_owned())));
            }
            _ => {}
        }
    }
    found
}

/// The start of what can be invoked.
fn listing(component: &Component) -> String {
    const SHOWN: usize = 8;
    let functions = functions(component);
    if functions.is_empty() {
        return "it exports no function".to_owned();
    }
    let mut names: Vec<_> = functions.iter().take(SHOWN).map(|(_, name)| name.as_str()).collect();
    if functions.len() > SHOWN {
        names.push("...");
    }
    format!("it exports {}", names.join(", "))
}

fn find(component: &Component, name: &str, store: &mut Store<Host>, instance: Instance) -> Result<Func> {
    let found = functions(component).into_iter().find(|(_, function)| function == name);
    let func = found.and_then(|(outer, name)| {
        let outer = match outer {
            Some(outer) => Some(instance.get_export_index(&mut *store, None, &outer)?),
            None => None,
        };
        let index = instance.get_export_index(&mut *store, outer.as_ref(), &name)?;
        instance.get_func(&mut *store, index)
    });
    Ok(func.ok_or_else(|| Usage(format!("exports no function `{name}`; {}", listing(component))))?)
}

/// Calls an export and prints its results.
fn invoke(
    component: &Component,
    call: &WaveCall<'_>,
    store: &mut Store<Host>,
    instance: Instance,
) -> Result<()> {
    let func = find(component, call.name(), store, instance)?;
    let types: Vec<Type> = func.params(&*store).iter().map(|(_, ty)| ty.clone()).collect();
    let arguments = call.arguments(&types).map_err(|error| Usage(format!("--invoke: {error}")))?;
    let mut results = vec![Val::Bool(false); func.results(&*store).len()];
    func.call(store.as_context_mut(), &arguments, &mut results)?;
    let mut out = std::io::stdout().lock();
    for result in &results {
        writeln!(out, "{}", result.to_wave()?)?;
    }
    Ok(out.flush()?)
}
