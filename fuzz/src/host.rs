//! Imports that log, grow, write, fail and call back.
//!
//! What compilers keep in registers across a call is exactly what a host function can change behind their back: a memory
//! moves when it grows, a global is set, fuel is used by a nested call. So every imported function does one of these now
//! and then. What it does follows from its name and the number of calls so far, and from nothing else: in each tier the
//! same happens.

use anyhow::{Result, bail};
use wx::{
    AsContextMut, Caller, ExnRef, Extern, ExternType, Func, Global, Memory, Module, Ref, SharedMemory, Store,
    StoreLimits, StoreLimitsBuilder, Table, Tag, Trap, Val, ValType,
};

use crate::draw::{Stream, mix_name};
use crate::value::{self, Seen};

/// Calls of the host inside calls of the host; beyond, it does not call back.
const NESTING: u32 = 2;
/// Host calls in one call from outside after which the host does nothing but log. Keeps cases short.
const ACTIVE: usize = 200;

/// The data of a case's stores.
pub(crate) struct Host {
    pub(crate) limits: StoreLimits,
    /// All that was imported and called, in order; emptied when it was compared.
    pub(crate) log: Vec<Event>,
    pub(crate) functions: Vec<Func>,
    pub(crate) memories: Vec<Memory>,
    pub(crate) globals: Vec<Global>,
    pub(crate) tables: Vec<Table>,
    tags: Vec<Tag>,
    seed: u64,
    calls: u64,
    nesting: u32,
}

/// Something that the host saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Called { name: String, arguments: Vec<Seen>, fuel: Option<u64> },
    CalledBack { results: Result<Vec<Seen>, String> },
    Grew(Option<u64>),
}

impl Host {
    pub(crate) fn new(seed: u64) -> Host {
        // Growth beyond this fails, the same in each tier; the system's own limits would not be the same.
        let limits = StoreLimitsBuilder::new().memory_size(8 << 20).table_elements(10_000).build();
        Host {
            limits,
            log: Vec::new(),
            functions: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tables: Vec::new(),
            tags: Vec::new(),
            seed,
            calls: 0,
            nesting: 0,
        }
    }
}

/// A definition for each import; `None` if the host cannot make one of the wanted type.
pub(crate) fn imports(store: &mut Store<Host>, module: &Module) -> Option<Result<Vec<Extern>>> {
    let mut externs = Vec::new();
    let mut functions = Vec::new();
    for (i, import) in module.imports().enumerate() {
        let name = format!("{i}:{}", import.name());
        let mut stream = Stream::new(mix_name(&name, store.data().seed));
        let made: Result<Extern> = match import.ty() {
            ExternType::Func(ty) => {
                let call = {
                    let (ty, name) = (ty.clone(), name.clone());
                    move |caller: Caller<'_, Host>, params: &[Val], results: &mut [Val]| {
                        let types: Vec<ValType> = ty.results().collect();
                        called(caller, &name, params, &types, results)
                    }
                };
                let func = Func::new(&mut *store, ty, call);
                functions.push(func);
                Ok(func.into())
            }
            ExternType::Global(ty) => {
                let value = value::make(store, &mut stream, *ty.content(), &functions)?;
                Global::new(&mut *store, ty, value).map(Into::into)
            }
            ExternType::Table(ty) => {
                let init = match ty.element().is_nullable() {
                    true => Ref::null(ty.element().heap_type()),
                    false => {
                        value::make(store, &mut stream, ValType::Ref(*ty.element()), &functions)?.ref_()?
                    }
                };
                Table::new(&mut *store, ty, init).map(Into::into)
            }
            ExternType::Memory(ty) if ty.is_shared() => {
                SharedMemory::new(module.engine(), ty).map(Into::into)
            }
            ExternType::Memory(ty) => Memory::new(&mut *store, ty).map(Into::into),
            ExternType::Tag(ty) => {
                let tag = Tag::new(&mut *store, &ty);
                if let Ok(tag) = tag {
                    store.data_mut().tags.push(tag);
                }
                tag.map(Into::into)
            }
        };
        match made {
            Ok(made) => externs.push(made),
            Err(error) => return Some(Err(error)),
        }
    }
    Some(Ok(externs))
}

fn called(
    mut caller: Caller<'_, Host>,
    name: &str,
    params: &[Val],
    types: &[ValType],
    results: &mut [Val],
) -> Result<()> {
    let arguments = params.iter().map(|value| value::see(&mut caller, value)).collect();
    let fuel = caller.get_fuel().ok();
    let host = caller.data_mut();
    host.log.push(Event::Called { name: name.to_owned(), arguments, fuel });
    host.calls += 1;
    let mut stream = Stream::new(mix_name(name, host.seed ^ host.calls));
    if host.log.len() < ACTIVE {
        act(&mut caller, &mut stream)?;
    }
    let functions = caller.data().functions.clone();
    for (result, ty) in results.iter_mut().zip(types) {
        *result = match value::make(&mut caller, &mut stream, *ty, &functions) {
            Some(value) => value,
            // Without the type: its number differs from engine to engine, and endings are compared.
            None => bail!("the host cannot make a result of {name}"),
        };
    }
    Ok(())
}

/// What a host function does besides returning something.
fn act(caller: &mut Caller<'_, Host>, stream: &mut Stream) -> Result<()> {
    match stream.below(16) {
        0 => {
            if let Some(memory) = pick(stream, &caller.data().memories) {
                let grown = memory.grow(caller.as_context_mut(), 1).ok();
                caller.data_mut().log.push(Event::Grew(grown));
            }
        }
        1 | 2 => {
            if let Some(memory) = pick(stream, &caller.data().memories) {
                let data = memory.data_mut(caller.as_context_mut());
                let at = stream.below(data.len().max(1));
                for byte in data.iter_mut().skip(at).take(9) {
                    *byte ^= stream.next() as u8;
                }
            }
        }
        3 | 4 => {
            if let Some(global) = pick(stream, &caller.data().globals) {
                let ty = *global.ty(caller.as_context_mut()).content();
                let functions = caller.data().functions.clone();
                if let Some(value) = value::make(caller, stream, ty, &functions) {
                    // The error of a constant global is the same in each tier.
                    let _ = global.set(caller.as_context_mut(), value);
                }
            }
        }
        5 if stream.below(3) == 0 => bail!("the host refuses call {}", caller.data().calls),
        6 => throw(caller, stream)?,
        7 | 8 if caller.data().nesting < NESTING => call_back(caller, stream)?,
        9 => caller.gc(),
        10 => change_table(caller, stream)?,
        _ => {}
    }
    Ok(())
}

fn pick<T: Copy>(stream: &mut Stream, list: &[T]) -> Option<T> {
    (!list.is_empty()).then(|| list[stream.below(list.len())])
}

/// A table grows, or one of its elements is set: behind the back of code that may know its size.
fn change_table(caller: &mut Caller<'_, Host>, stream: &mut Stream) -> Result<()> {
    let Some(table) = pick(stream, &caller.data().tables) else { return Ok(()) };
    let ty = ValType::Ref(*table.ty(caller.as_context_mut()).element());
    let functions = caller.data().functions.clone();
    let Some(value) = value::make(caller, stream, ty, &functions) else { return Ok(()) };
    let Some(value) = value.ref_() else { return Ok(()) };
    // What is beyond the end or the maximum fails the same in each tier.
    let changed = match stream.below(2) {
        0 => table.grow(caller.as_context_mut(), 1, value).ok(),
        _ => table.set(caller.as_context_mut(), stream.below(8) as u64, value).map(|()| 0).ok(),
    };
    caller.data_mut().log.push(Event::Grew(changed));
    Ok(())
}

fn throw(caller: &mut Caller<'_, Host>, stream: &mut Stream) -> Result<()> {
    let Some(tag) = pick(stream, &caller.data().tags) else { return Ok(()) };
    let ty = tag.ty(caller.as_context_mut());
    let functions = caller.data().functions.clone();
    match value::make_all(caller, stream, ty.ty().params(), &functions) {
        Some(fields) => {
            let exception = ExnRef::new(caller.as_context_mut(), &tag, &fields)?;
            Ok(caller.throw(exception)?)
        }
        None => Ok(()),
    }
}

fn call_back(caller: &mut Caller<'_, Host>, stream: &mut Stream) -> Result<()> {
    let functions = caller.data().functions.clone();
    let Some(function) = pick(stream, &functions) else { return Ok(()) };
    let ty = function.ty(caller.as_context_mut());
    let Some(arguments) = value::make_all(caller, stream, ty.params(), &functions) else { return Ok(()) };
    let mut results = vec![Val::I32(0); ty.results().len()];
    caller.data_mut().nesting += 1;
    let ended = function.call(caller.as_context_mut(), &arguments, &mut results);
    caller.data_mut().nesting -= 1;
    let error = match ended {
        Ok(()) => {
            let results = results.iter().map(|value| value::see(caller, value)).collect();
            caller.data_mut().log.push(Event::CalledBack { results: Ok(results) });
            return Ok(());
        }
        Err(error) => error,
    };
    // These end a case, or may come at another place in another tier; they are nothing to go on after.
    let fatal = matches!(
        error.downcast_ref(),
        Some(Trap::StackOverflow | Trap::AllocationTooLarge | Trap::OutOfFuel | Trap::Interrupt)
    );
    if fatal || stream.below(2) == 0 {
        return Err(error);
    }
    let text = error.root_cause().to_string();
    caller.data_mut().log.push(Event::CalledBack { results: Err(text) });
    Ok(())
}
