//! The host's functions: what a callback may do to the wasm that called it.

use anyhow::anyhow;
use wx::*;

use super::handles::act;
use super::objects::value;
use super::panic::{Panic, caught, host_panic};
use super::room::{Context, Room, attempt, choose};
use super::world::{Thing, Token, keep, lock, take, try_lock};

/// What a function of the host does before it returns.
fn behave(ctx: &mut Context<'_>) -> Result<()> {
    if ctx.data().depth > 6 || !ctx.data().world.spend() {
        return Err(anyhow!("the sequence is over"));
    }
    match choose(ctx, 24) {
        0..=6 => {}
        7..=12 => (0..=choose(ctx, 2)).for_each(|_| act(ctx)),
        13 => return Err(anyhow!("the host fails")),
        14 => return Err(Trap::UnreachableCodeReached.into()),
        15 => return throw(ctx),
        16 => host_panic(),
        17 | 18 => elsewhere(ctx),
        19 => ctx.gc(),
        20 => drop_something(ctx),
        21 => drop(attempt(ctx, "grow in a callback", false, grow)),
        22 => {
            let fuel = choose(ctx, 200) as u64;
            drop(ctx.set_fuel(fuel));
        }
        _ => {
            let ticks = choose(ctx, 3) as u64;
            ctx.set_epoch_deadline(ticks);
        }
    }
    Ok(())
}

/// Grows all that the caller may be in.
fn grow(ctx: &mut Context<'_>) {
    for memory in ctx.data().memories.clone() {
        drop(memory.grow(&mut *ctx, 1));
    }
    for table in ctx.data().tables.clone() {
        let null = Ref::null(table.ty(&*ctx).element().heap_type());
        drop(table.grow(&mut *ctx, 3, null));
    }
}

/// Throws an exception that is at hand, or a new one.
fn throw(ctx: &mut Context<'_>) -> Result<()> {
    let known = ctx.data().values.iter().find_map(|v| v.exnref().flatten().cloned());
    let exception = match (known, ctx.data().tags.first().copied()) {
        (Some(exception), _) => exception,
        (None, Some(tag)) => {
            let types: Vec<ValType> = tag.ty(&*ctx).ty().params().collect();
            let fields: Vec<Val> = types.into_iter().map(|ty| value(ctx, ty)).collect();
            ExnRef::new(&mut *ctx, &tag, &fields)?
        }
        (None, None) => return Ok(()),
    };
    Ok(ctx.throw(exception)?)
}

/// Acts on another store, below the wasm of this one, or makes an end of it.
fn elsewhere(ctx: &mut Context<'_>) {
    let world = ctx.data().world.clone();
    let at = choose(ctx, world.stores.len());
    let Some(mut slot) = try_lock(&world.stores[at]) else { return };
    if choose(ctx, 6) == 0 {
        let gone = slot.take();
        drop(slot);
        drop(gone);
    } else if let Some(store) = &mut *slot {
        let depth = ctx.data().depth;
        let mut other = store.as_context_mut();
        other.data_mut().depth += depth;
        // The host's panics of there go on here.
        let result = caught(|| act(&mut other));
        other.data_mut().depth -= depth;
        match result {
            Err(Panic::Other(text)) => world.fault(format!("another store in a callback: {text}")),
            Err(Panic::Host) => host_panic(),
            _ => {}
        }
    }
}

/// Drops handles that may be in use below.
fn drop_something(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let choices = &mut room.choices;
    match choices.below(6) {
        0 => drop(take(choices, &mut lock(&room.world.modules))),
        1 => drop(take(choices, &mut lock(&room.world.linkers))),
        2 => drop(take(choices, &mut lock(&room.world.prepared))),
        3 => drop(take(choices, &mut lock(&room.world.shared))),
        4 => drop(room.linker.take()),
        _ => room.values.clear(),
    }
}

/// A function of the host whose type is known at run time.
pub(super) fn dynamic(
    ty: &FuncType,
    token: &Token,
) -> impl Fn(Caller<'_, Room>, &[Val], &mut [Val]) -> Result<()> + Send + Sync + 'static + use<> {
    let (types, token): (Vec<ValType>, Token) = (ty.results().collect(), token.clone());
    move |mut caller, params, results| {
        let _used = &token;
        let ctx = &mut caller.as_context_mut();
        let room = ctx.data_mut();
        params.iter().for_each(|value| drop(keep(&mut room.choices, &mut room.values, value.clone())));
        behave(ctx)?;
        for (i, result) in results.iter_mut().enumerate() {
            *result = match choose(ctx, 16) {
                0 => continue,
                1 => foreign_or_wrong(ctx),
                _ => value(ctx, types[i]),
            };
        }
        Ok(())
    }
}

/// A result that cannot be.
fn foreign_or_wrong(ctx: &mut Context<'_>) -> Val {
    let room = ctx.data_mut();
    match room.world.of_another(&mut room.choices, room.serial) {
        Some(Thing::Value(value)) => value,
        Some(Thing::Extern(Extern::Func(func))) => Val::FuncRef(Some(func)),
        _ => Val::I64(5),
    }
}

/// Defines the host's functions.
pub(super) fn define(linker: &mut Linker<Room>, token: &Token) -> Result<()> {
    let engine = linker.engine().clone();
    let held = token.clone();
    linker.func_wrap("host", "f", move |mut caller: Caller<'_, Room>| -> Result<()> {
        let _used = &held;
        behave(&mut caller.as_context_mut())
    })?;
    let held = token.clone();
    linker.func_wrap("host", "fi", move |mut caller: Caller<'_, Room>, x: i32| -> Result<i32> {
        let _used = &held;
        behave(&mut caller.as_context_mut())?;
        let export = caller.get_export("mem").is_some();
        Ok(x.wrapping_add(i32::from(export)))
    })?;
    let [f, x, a] = [ValType::FUNCREF, ValType::EXTERNREF, ValType::Ref(RefType::ANYREF)];
    let ty = FuncType::new(&engine, [f, x, a], [a, x, f]);
    linker.func_new("host", "fr", ty.clone(), dynamic(&ty, token))?;
    use ValType::{F32, F64, I32, I64, V128};
    let ty = FuncType::new(&engine, [V128, I64, F32, F64, I32], [I32, F64, F32, I64, V128]);
    linker.func_new("host", "fv", ty.clone(), dynamic(&ty, token))?;
    Ok(())
}

/// Gives a store one of everything that modules import, under its name.
pub(super) fn furnish(ctx: &mut Context<'_>) -> Result<()> {
    let engine = ctx.engine().clone();
    let token = ctx.data().world.token.clone();
    let mut linker = Linker::new(&engine);
    define(&mut linker, &token)?;
    let variable = |ty| GlobalType::new(ty, Mutability::Var);
    let any = ValType::Ref(RefType::ANYREF);
    let tag = TagType::new(FuncType::new(&engine, [ValType::I32], []));
    let items: [(&str, Extern); 7] = [
        ("mem", Memory::new(&mut *ctx, MemoryType::new(1, Some(6)))?.into()),
        (
            "table",
            Table::new(&mut *ctx, TableType::new(RefType::FUNCREF, 4, Some(40)), Ref::Func(None))?.into(),
        ),
        ("gi", Global::new(&mut *ctx, variable(ValType::I32), Val::I32(1))?.into()),
        ("gf", Global::new(&mut *ctx, variable(ValType::FUNCREF), Val::FuncRef(None))?.into()),
        ("ga", Global::new(&mut *ctx, variable(any), Val::AnyRef(None))?.into()),
        ("gc", Global::new(&mut *ctx, GlobalType::new(ValType::I64, Mutability::Const), Val::I64(9))?.into()),
        ("tag", Tag::new(&mut *ctx, &tag)?.into()),
    ];
    for (name, item) in items {
        ctx.data_mut().keep(item.clone());
        linker.define(&*ctx, "host", name, item)?;
    }
    let known = {
        let room = ctx.data_mut();
        super::world::one(&mut room.choices, &lock(&room.world.shared))
    };
    let shared = known.map_or_else(|| SharedMemory::new(&engine, MemoryType::shared(1, 4)), Ok);
    if let Ok(shared) = shared {
        ctx.data_mut().keep(shared.clone().into());
        linker.define(&*ctx, "host", "shared", shared)?;
    }
    ctx.data_mut().linker = Some(linker);
    Ok(())
}
