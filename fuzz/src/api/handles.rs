//! What is done with a store: by the top level, and by functions of the host below wasm.

use wx::*;

use super::foreign;
use super::host;
use super::objects::{self, keep_all, value};
use super::room::{Context, Room, attempt, choose, inspect, must_fail, publish};
use super::world::{count, keep, lock, one, take};

/// Exports that end only if something ends them.
const ENDLESS: [&str; 4] = ["spin", "spin_bulk", "spin_calls", "wait"];

/// One action.
pub(super) fn act(ctx: &mut Context<'_>) {
    if ctx.data().depth > 5 || !ctx.data().world.spend() {
        return;
    }
    ctx.data_mut().depth += 1;
    let result = super::panic::caught(|| act_inside(ctx));
    ctx.data_mut().depth -= 1;
    match result {
        Ok(()) => {}
        Err(super::panic::Panic::Host) => super::panic::host_panic(),
        Err(super::panic::Panic::Documented) => {
            ctx.data().world.fault("a panic about another store where none was given".to_owned());
        }
        Err(super::panic::Panic::Other(text)) => ctx.data().world.fault(text),
    }
}

fn act_inside(ctx: &mut Context<'_>) {
    match choose(ctx, 32) {
        0..=4 => instantiate(ctx),
        5..=12 => call(ctx),
        13 | 14 => call_typed(ctx),
        15 => call_export(ctx),
        16 | 17 => memory(ctx),
        18 | 19 => table(ctx),
        20 => global(ctx),
        21 => make_definition(ctx),
        22 => objects::make(ctx),
        23 => objects::look(ctx),
        24 | 25 => publish(ctx),
        26..=28 => foreign::misuse(ctx),
        29 => ctx.gc(),
        30 => linker(ctx),
        _ => inspect(ctx),
    }
}

/// Makes an instance, by one of the ways.
fn instantiate(ctx: &mut Context<'_>) {
    let engine = ctx.engine().clone();
    let room = ctx.data_mut();
    let mut modules = lock(&room.world.modules).clone();
    if !room.choices.once_in(12) {
        modules.retain(|module| Engine::same(module.engine(), &engine));
    }
    let Some(module) = one(&mut room.choices, &modules) else { return };
    drop(modules);
    let same = Engine::same(module.engine(), &engine);
    let way = choose(ctx, 8);
    let room = ctx.data_mut();
    let linker = match way {
        0 => one(&mut room.choices, &lock(&room.world.linkers)),
        _ => room.linker.clone(),
    };
    let prepared = one(&mut room.choices, &lock(&room.world.prepared));
    // Linkers and what they prepared may hold definitions of other stores.
    let made = attempt(ctx, "instantiate", way < 2, |ctx| match (way, prepared, linker) {
        (1, Some(prepared), _) => prepared.instantiate(&mut *ctx),
        (2, ..) => {
            let imports = imports(ctx, &module);
            Instance::new(&mut *ctx, &module, &imports)
        }
        (3, _, Some(mut linker)) => {
            linker.module(&mut *ctx, "sub", &module)?;
            Err(Error::msg("its instance is in the linker"))
        }
        (_, _, Some(linker)) => linker.instantiate(&mut *ctx, &module),
        _ => Instance::new(&mut *ctx, &module, &[]),
    });
    let Some(Ok(instance)) = made else { return };
    let world = ctx.data().world.clone();
    count(&world.counts.instances);
    if way != 1 && !same {
        world.fault("an instance of another engine's module".to_owned());
    }
    let room = ctx.data_mut();
    keep(&mut room.choices, &mut room.instances, instance);
    let exports: Vec<Extern> = instance
        .exports(&mut *ctx)
        .filter(|export| !ENDLESS.contains(&export.name()))
        .map(Export::into_extern)
        .collect();
    exports.into_iter().for_each(|export| ctx.data_mut().keep(export));
}

/// Definitions for a module's imports: the right ones or any.
fn imports(ctx: &mut Context<'_>, module: &Module) -> Vec<Extern> {
    let names: Vec<(String, String)> =
        module.imports().map(|i| (i.module().to_owned(), i.name().to_owned())).collect();
    let linker = ctx.data().linker.clone();
    let mut list = Vec::new();
    for (from, name) in names {
        let right = linker.as_ref().and_then(|linker| linker.get(&mut *ctx, &from, &name));
        let any = ctx.data_mut().definition();
        let item = if choose(ctx, 10) == 0 { any } else { right.or(any) };
        list.extend(item);
    }
    if choose(ctx, 12) == 0 {
        list.pop();
    }
    list
}

/// Calls a function with arguments that fit, or almost.
fn call(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let Some(func) = one(&mut room.choices, &room.funcs) else { return };
    call_func(ctx, func);
}

fn call_func(ctx: &mut Context<'_>, func: Func) {
    let Some(ty) = attempt(ctx, "the type of a function", false, |ctx| func.ty(&*ctx)) else { return };
    let types: Vec<ValType> = ty.params().collect();
    let mut params: Vec<Val> = types.iter().map(|&ty| value(ctx, ty)).collect();
    if choose(ctx, 24) == 0 {
        params.pop();
    }
    let mut results = vec![Val::I32(0); ty.results().len() + usize::from(choose(ctx, 40) == 0)];
    let result = attempt(ctx, "call", false, |ctx| func.call(&mut *ctx, &params, &mut results));
    let world = ctx.data().world.clone();
    match result {
        Some(Ok(())) => {
            count(&world.counts.returned);
            let fitting = params.len() == types.len() && results.len() == ty.results().len();
            let typed = attempt(ctx, "types of results", false, |ctx| {
                results.iter().zip(ty.results()).all(|(value, ty)| value.matches_ty(&*ctx, &ty))
            });
            if !fitting || typed != Some(true) {
                world.fault(format!("a call of {ty} with {params:?} returned {results:?}"));
            }
            keep_all(ctx, results);
        }
        Some(Err(error)) => {
            count(&world.counts.failed);
            drop(format!("{error:?}"));
            if let Some(exception) = ctx.take_pending_exception() {
                keep_all(ctx, vec![Val::ExnRef(Some(exception))]);
            }
        }
        None => {}
    }
}

/// A guest's counter, and what it said.
fn counter(ctx: &mut Context<'_>) -> Option<(Instance, i64)> {
    let instances = ctx.data().instances.clone();
    for instance in instances {
        if let Some(global) = instance.get_global(&mut *ctx, "count") {
            return Some((instance, global.get(&mut *ctx).i64()?));
        }
    }
    None
}

/// A guest that counts counts; and functions by their names, the endless ones too.
fn call_export(ctx: &mut Context<'_>) {
    if let Some((instance, before)) = counter(ctx) {
        let called = attempt(ctx, "inc", false, |ctx| {
            instance.get_typed_func::<(), ()>(&mut *ctx, "inc")?.call(&mut *ctx, ())
        });
        let after = counter(ctx).map(|(_, after)| after);
        let counted = after == Some(before.wrapping_add(1));
        let failed = !matches!(called, Some(Ok(())));
        if !(counted || failed && after == Some(before)) {
            ctx.data().world.fault(format!("a counter went from {before} to {after:?}"));
        }
    }
    let room = ctx.data_mut();
    let Some(instance) = one(&mut room.choices, &room.instances) else { return };
    let config = ctx.engine().config();
    let (fuel, ticking) =
        (ctx.get_fuel().is_ok(), ctx.data().world.ticking.load(std::sync::atomic::Ordering::Relaxed));
    let interrupted = ticking && polls_epochs(config);
    let name = ENDLESS[choose(ctx, ENDLESS.len())];
    let ends = interrupted || fuel && name != "wait";
    if let (true, Some(func)) = (ends, instance.get_func(&mut *ctx, name)) {
        call_func(ctx, func);
    }
}

/// Whether code of this engine looks at epochs. The settings cannot be read, but shown.
fn polls_epochs(config: &Config) -> bool {
    format!("{config:?}").contains("epoch: true")
}

/// Calls a function with types known to the compiler, if it has them.
fn call_typed(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let Some(func) = one(&mut room.choices, &room.funcs) else { return };
    let x = ctx.data_mut().choices.bits() as i32;
    let _ = attempt(ctx, "typed call", false, |ctx| -> Result<()> {
        if let Ok(typed) = func.typed::<(), ()>(&*ctx) {
            typed.call(&mut *ctx, ())?;
        } else if let Ok(typed) = func.typed::<i32, i32>(&*ctx) {
            typed.call(&mut *ctx, x)?;
        } else if let Ok(typed) = func.typed::<(V128, i64, f32, f64, i32), (i32, f64, f32, i64, V128)>(&*ctx)
        {
            typed.call(&mut *ctx, (V128::ZERO, 1, 2.0, 3.0, x))?;
        } else if let Ok(typed) = func.typed::<Option<ExternRef>, Option<ExternRef>>(&*ctx) {
            let given = match value(ctx, ValType::EXTERNREF) {
                Val::ExternRef(given) => given,
                _ => None,
            };
            let null = given.is_none();
            if typed.call(&mut *ctx, given)?.is_none() != null {
                ctx.data().world.fault("an externref came back as another".to_owned());
            }
        }
        Ok(())
    });
}

/// Reads, writes and grows a memory.
fn memory(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let Some(memory) = one(&mut room.choices, &room.memories) else { return };
    let (bits, delta) = (room.choices.bits(), room.choices.below(3) as u64);
    let (pages, size) = (memory.size(&*ctx), memory.data_size(&*ctx));
    let grown = attempt(ctx, "grow a memory", false, |ctx| memory.grow(&mut *ctx, delta).ok()).flatten();
    let expected = if grown.is_some() { pages + delta } else { pages };
    if grown.is_some_and(|old| old != pages) || memory.size(&*ctx) != expected {
        ctx.data().world.fault(format!("a memory of {pages} pages grew by {delta}: {grown:?}"));
    }
    let offset = (bits % (size as u64 + 16)) as usize;
    let bytes = bits.to_le_bytes();
    let mut back = [0; 8];
    let written = memory.write(&mut *ctx, offset, &bytes).is_ok();
    let read = memory.read(&*ctx, offset, &mut back).is_ok();
    let fits = offset + 8 <= memory.data_size(&*ctx);
    if written != fits || read != fits || fits && back != bytes {
        ctx.data().world.fault(format!("at {offset}: wrote {bytes:?} ({written}), read {back:?} ({read})"));
    }
    // The whole of it can be read.
    let sum = memory.data(&*ctx).iter().step_by(4096).fold(0u8, |sum, byte| sum ^ byte);
    std::hint::black_box(sum);
}

/// Reads, writes, grows and copies tables.
fn table(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let (Some(table), Some(other)) =
        (one(&mut room.choices, &room.tables), one(&mut room.choices, &room.tables))
    else {
        return;
    };
    let (index, delta) = (room.choices.below(8) as u64, room.choices.below(4) as u64);
    let element = *table.ty(&*ctx).element();
    let Some(given) = value(ctx, ValType::Ref(element)).ref_() else { return };
    let fits = Val::from(given.clone()).matches_ty(&*ctx, &ValType::Ref(element));
    let size = table.size(&*ctx);
    let null = given.is_null();
    let grown =
        attempt(ctx, "grow a table", false, |ctx| table.grow(&mut *ctx, delta, given.clone()).ok()).flatten();
    let now = table.size(&*ctx);
    if grown.is_some_and(|old| old != size) || now != size + if grown.is_some() { delta } else { 0 } {
        ctx.data().world.fault(format!("a table of {size} grew by {delta}: {grown:?}"));
    }
    let set = attempt(ctx, "set in a table", false, |ctx| table.set(&mut *ctx, index, given.clone()).is_ok());
    let found = attempt(ctx, "get from a table", false, |ctx| table.get(&mut *ctx, index)).flatten();
    let same = found.as_ref().is_some_and(|found| found.is_null() == null);
    if set != Some(fits && index < now) || found.is_some() != (index < now) || set == Some(true) && !same {
        ctx.data()
            .world
            .fault(format!("a table of {now}: set {given:?} at {index} ({set:?}), found {found:?}"));
    }
    let _ = attempt(ctx, "fill and copy tables", false, |ctx| -> Result<()> {
        table.fill(&mut *ctx, index, given, delta)?;
        Table::copy(&mut *ctx, &table, index, &other, delta, 2)
    });
}

/// Sets a global and looks.
fn global(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let Some(global) = one(&mut room.choices, &room.globals) else { return };
    let ty = global.ty(&*ctx);
    let given = value(ctx, *ty.content());
    let _ = attempt(ctx, "set a global", false, |ctx| {
        let set = global.set(&mut *ctx, given.clone()).is_ok();
        let found = global.get(&mut *ctx);
        let fits = given.matches_ty(&*ctx, ty.content());
        let variable = ty.mutability() == Mutability::Var;
        if set != (fits && variable)
            || set && !objects::alike(&given, &found, StorageType::Val(*ty.content()))
        {
            ctx.data().world.fault(format!("a global set to {given:?} ({set}) is {found:?}"));
        }
    });
}

/// Makes a function, memory, table, global or tag, of types that may be dead or another engine's.
fn make_definition(ctx: &mut Context<'_>) {
    let engine = ctx.engine().clone();
    let room = ctx.data_mut();
    let plain = one(&mut room.choices, &lock(&room.world.plain)).unwrap_or(ValType::I64);
    let scalar = room.choices.pick(&[ValType::I32, ValType::EXTERNREF, ValType::V128, ValType::FUNCREF]);
    let kind = room.choices.below(6);
    let token = room.world.token.clone();
    let made = attempt(ctx, "making a definition", true, |ctx| -> Result<Extern> {
        Ok(match kind {
            0 => {
                let ty = FuncType::new(&engine, [scalar, plain], [plain]);
                let room = ctx.data_mut();
                keep(&mut room.choices, &mut lock(&room.world.types), (engine.clone(), ty.clone()));
                let func = Func::new(&mut *ctx, ty.clone(), host::dynamic(&ty, &token));
                let id = ValType::Ref(RefType::new(true, HeapType::ConcreteFunc(ty.id())));
                let room = ctx.data_mut();
                keep(&mut room.choices, &mut lock(&room.world.plain), id);
                func.into()
            }
            1 => {
                let held = token.clone();
                Func::wrap(&mut *ctx, move |_: Caller<'_, Room>, x: i64, r: Option<ExternRef>| {
                    let _used = &held;
                    (r, x)
                })
                .into()
            }
            2 => Memory::new(&mut *ctx, MemoryType::new(1, Some(3)))?.into(),
            3 => {
                let element = plain.as_ref().copied().unwrap_or(RefType::EXTERNREF);
                Table::new(&mut *ctx, TableType::new(element, 2, Some(9)), Ref::null(element.heap_type()))?
                    .into()
            }
            4 => {
                let first = Val::default_for_ty(&plain).unwrap_or(Val::I32(0));
                Global::new(&mut *ctx, GlobalType::new(plain, Mutability::Var), first)?.into()
            }
            _ => Tag::new(&mut *ctx, &TagType::new(FuncType::new(&engine, [scalar, plain], [])))?.into(),
        })
    });
    if let Some(Ok(made)) = made {
        ctx.data_mut().keep(made);
    }
}

/// Defines things in linkers, prepares instances with them, and gets them again.
fn linker(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let taken = take(&mut room.choices, &mut lock(&room.world.linkers));
    let (Some(mut linker), item) = (taken, room.definition()) else { return };
    let module = one(&mut room.choices, &lock(&room.world.modules));
    let name = room.choices.pick(&["f", "fi", "mem", "table", "gi", "ga", "tag"]);
    let same = Engine::same(linker.engine(), ctx.engine());
    if let Some(item) = item {
        if same {
            let shadow = choose(ctx, 2) == 0;
            linker.allow_shadowing(shadow);
            let _ = attempt(ctx, "define", false, |ctx| linker.define(&*ctx, "host", name, item).is_ok());
        } else {
            must_fail(ctx, "define in another engine's linker", |ctx| {
                linker.define(&*ctx, "host", name, item).map(|_| ())
            });
        }
    }
    if let Some(module) = module {
        let prepared = attempt(ctx, "prepare", false, |ctx| {
            if choose(ctx, 2) == 0 {
                drop(linker.define_unknown_imports_as_traps(&module));
            }
            linker.instantiate_pre(&module)
        });
        if let Some(Ok(prepared)) = prepared {
            let room = ctx.data_mut();
            let old = keep(&mut room.choices, &mut lock(&room.world.prepared), prepared);
            drop(old);
        }
    }
    let got = attempt(ctx, "get from a linker", !same, |ctx| linker.get(&mut *ctx, "host", "f").is_some());
    if got == Some(true) && !same {
        // What was found may be a definition of a third store; a function of the host would have panicked.
        let _ = attempt(ctx, "iterate a linker", true, |ctx| linker.iter(&mut *ctx).count());
    }
    let room = ctx.data_mut();
    keep(&mut room.choices, &mut lock(&room.world.linkers), linker);
}
