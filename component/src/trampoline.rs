//! Core functions that the host gives to a component's modules: lowered imports, and what adapters and resources need.

use std::sync::Arc;

use anyhow::Result;
use wx::{AsContextMut, Caller, Func, FuncType, StoreContextMut, Val};

use crate::cx::Cx;
use crate::flat::{SLOTS, to_bits, to_val};
use crate::handle::{Handle, Kind};
use crate::host::HostFunc;
use crate::plan::{CoreFunc, Options, Trampoline, Transcode};
use crate::state;
use crate::transcode;
use crate::translate;
use crate::trap::Trap;
use crate::types::FuncTy;

/// Makes the core function for a trampoline of an instance; `import` finds what a lowering leads to.
pub(crate) fn make<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    core: &CoreFunc,
    options: &[Arc<Options>],
    import: impl FnOnce(usize) -> Result<Arc<HostFunc<T>>>,
) -> Result<Func> {
    let ty = FuncType::new(store.engine(), core.params.iter().copied(), core.results.iter().copied());
    Ok(match &core.what {
        Trampoline::Lower { options: index, .. } if options[*index].is_async => {
            asynchronous(store, ty, instance, "an asynchronous import", Some(options[*index].instance))
        }
        Trampoline::Async { name, instance: within } => asynchronous(store, ty, instance, name, *within),
        Trampoline::Lower { lowering, ty: func, options: index } => {
            let (host, func, options) = (import(*lowering)?, func.clone(), options[*index].clone());
            Func::new(store, ty, move |mut caller: Caller<'_, T>, args, results| {
                lowered(&mut caller.as_context_mut(), instance, &host, &func, &options, args, results)
            })
        }
        &Trampoline::Transcode { op, from, to } => transcoder(store, ty, instance, op, from, to),
        &Trampoline::ResourceNew { instance: within, ty } => {
            Func::wrap(store, move |mut caller: Caller<'_, T>, rep: u32| -> Result<u32> {
                let mut store = caller.as_context_mut();
                state::check_may_leave(&mut store, instance, within)?;
                let state = state::of(&mut store);
                let (table, ty) = state.resolve(instance, ty)?;
                state.table(table).insert(Handle { ty, rep, kind: Kind::Own { lends: 0 } })
            })
        }
        &Trampoline::ResourceRep { ty } => {
            Func::wrap(store, move |mut caller: Caller<'_, T>, index: u32| -> Result<u32> {
                let mut store = caller.as_context_mut();
                let state = state::of(&mut store);
                let (table, ty) = state.resolve(instance, ty)?;
                Ok(state.table(table).get(index, ty)?.rep)
            })
        }
        &Trampoline::ResourceDrop { instance: within, ty } => {
            Func::wrap(store, move |mut caller: Caller<'_, T>, index: u32| -> Result<()> {
                let mut store = caller.as_context_mut();
                state::check_may_leave(&mut store, instance, within)?;
                drop_resource(&mut store, instance, ty, index)
            })
        }
        Trampoline::TransferOwn => Func::wrap(store, move |mut caller: Caller<'_, T>, index, from, to| {
            transfer_own(&mut caller.as_context_mut(), instance, index, from, to)
        }),
        Trampoline::TransferBorrow => Func::wrap(store, move |mut caller: Caller<'_, T>, index, from, to| {
            transfer_borrow(&mut caller.as_context_mut(), instance, index, from, to)
        }),
        Trampoline::Backpressure => Func::wrap(store, || {}),
        Trampoline::EnterCall => {
            Func::wrap(store, move |mut caller: Caller<'_, T>, _: u32, _: u32, _: u32| {
                state::of(&mut caller.as_context_mut()).enter_scope();
            })
        }
        Trampoline::ExitCall => Func::wrap(store, move |mut caller: Caller<'_, T>| -> Result<()> {
            state::of(&mut caller.as_context_mut()).exit_scope()
        }),
        Trampoline::Trap => Func::wrap(store, move |_: Caller<'_, T>, code: u32| -> Result<()> {
            Err(Trap::Adapter(translate::trap_text(code)).into())
        }),
    })
}

/// A function that moves strings between two memories.
fn transcoder<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    ty: FuncType,
    instance: usize,
    op: Transcode,
    from: usize,
    to: usize,
) -> Func {
    Func::new(store, ty, move |mut caller: Caller<'_, T>, args, results| {
        let mut store = caller.as_context_mut();
        let memories = &state::of(&mut store).instances[instance].memories;
        let (from, to) = (memories[from], memories[to]);
        let args: Vec<u32> = args.iter().map(|arg| to_bits(arg) as u32).collect();
        let values = transcode::run(&mut store, op, from, to, &args)?;
        for (result, value) in results.iter_mut().zip(values) {
            *result = Val::I32(value as i32);
        }
        Ok(())
    })
}

/// An `own` handle on its way from one component instance to another.
fn transfer_own<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    index: u32,
    from: u32,
    to: u32,
) -> Result<u32> {
    let state = state::of(store);
    let (table, ty) = state.resolve(instance, from)?;
    let rep = state.table(table).take_own(index, ty)?;
    let (table, ty) = state.resolve(instance, to)?;
    state.table(table).insert(Handle { ty, rep, kind: Kind::Own { lends: 0 } })
}

/// A handle that is lent to another component instance for a call.
fn transfer_borrow<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    index: u32,
    from: u32,
    to: u32,
) -> Result<u32> {
    let state = state::of(store);
    let (table, ty) = state.resolve(instance, from)?;
    let rep = state.lend(table, index, ty)?;
    if state.is_owner(instance, to) {
        return Ok(rep);
    }
    let (table, ty) = state.resolve(instance, to)?;
    state.borrow(table, ty, rep)
}

/// A function that traps.
fn asynchronous<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    ty: FuncType,
    instance: usize,
    name: &str,
    within: Option<u32>,
) -> Func {
    let name = name.to_owned();
    Func::new(store, ty, move |mut caller: Caller<'_, T>, _, _| {
        if let Some(within) = within {
            state::check_may_leave(&mut caller.as_context_mut(), instance, within)?;
        }
        Err(Trap::Async(name.clone()).into())
    })
}

/// A call of the host by a component.
fn lowered<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    host: &HostFunc<T>,
    ty: &Arc<FuncTy>,
    options: &Arc<Options>,
    args: &[Val],
    results: &mut [Val],
) -> Result<()> {
    state::check_may_leave(store, instance, options.instance)?;
    let mut slots = [0; SLOTS];
    for (slot, arg) in slots.iter_mut().zip(args) {
        *slot = to_bits(arg);
    }
    state::of(store).enter_scope();
    let mut cx = Cx::new(store.as_context_mut(), instance, options);
    (host.call)(&mut cx, ty, &mut slots, args.len())?;
    state::of(store).exit_scope()?;
    for ((result, flat), bits) in results.iter_mut().zip(ty.core_results()).zip(slots) {
        *result = to_val(*flat, bits);
    }
    Ok(())
}

/// `resource.drop`.
fn drop_resource<T: 'static>(
    store: &mut StoreContextMut<'_, T>,
    instance: usize,
    ty: u32,
    index: u32,
) -> Result<()> {
    let state = state::of(store);
    let (table, ty) = state.resolve(instance, ty)?;
    let Some(rep) = state.drop_handle(table, index, ty)? else { return Ok(()) };
    let Some(destructor) = state.destructors.get(&ty).copied() else { return Ok(()) };
    let Some(func) = destructor.func else { return Ok(()) };
    let call = |store: &mut StoreContextMut<'_, T>| {
        state::of(store).enter_scope();
        func.call(store.as_context_mut(), &[Val::I32(rep as i32)], &mut [])?;
        state::of(store).exit_scope()
    };
    match destructor.instance {
        Some(other) if other != instance => state::entering(store, other, call),
        _ => call(store),
    }
}
