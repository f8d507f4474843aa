//! One sequence: the top level, and the reckoning at its end.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use wx::{Engine, Linker, MemoryType, Module, SharedMemory, Store, StoreLimitsBuilder, UpdateDeadline};

use super::choice::Choices;
use super::handles::act;
use super::host;
use super::modules::MODULES;
use super::panic::{self, Panic, caught, host_panic};
use super::room::{Room, choose, furnish, inspect};
use super::world::{World, count, keep, lock, one, take, try_lock};
use crate::draw::Stream;

/// What a sequence did.
#[derive(Clone, Copy, Default, Debug)]
pub struct Outcome {
    /// Actions of the top level and of callbacks.
    pub actions: u64,
    /// Calls that returned.
    pub returned: u64,
    /// Calls that ended with an error.
    pub failed: u64,
    /// Panics of the host.
    pub panicked: u64,
    /// Things of another store or engine that were refused.
    pub refused: u64,
    /// Instances.
    pub instances: u64,
}

/// The sequence of a seed.
///
/// # Errors
/// What went wrong, a line for each fault.
pub fn run_seed(seed: u64) -> Result<Outcome, String> {
    run(Choices::from_seed(Stream::new(seed).next()))
}

/// The sequence that bytes describe.
///
/// # Errors
/// As for [`run_seed`].
pub fn run_bytes(bytes: &[u8]) -> Result<Outcome, String> {
    run(Choices::from_bytes(bytes))
}

fn run(mut choices: Choices) -> Result<Outcome, String> {
    panic::install();
    let stray = panic::stray();
    let token = Arc::new(());
    let world = Arc::new(World::new(token.clone()));
    for _ in 0..=choices.below(3) {
        world.new_engine(&mut choices);
    }
    for _ in 0..20 {
        make_module(&world, &mut choices);
    }
    for at in 0..3 {
        make_store(&world, &mut choices, at);
    }
    let steps = 20 + choices.below(120);
    for _ in 0..steps {
        if let Err(fault) = caught(|| step(&world, &mut choices)) {
            report(&world, "the top level", fault);
        }
    }
    finish(&world, &mut choices);
    let mut faults = std::mem::take(&mut *lock(&world.faults));
    let counts = &world.counts;
    let get = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let outcome = Outcome {
        actions: get(&counts.actions),
        returned: get(&counts.returned),
        failed: get(&counts.failed),
        panicked: get(&counts.panicked),
        refused: get(&counts.refused),
        instances: get(&counts.instances),
    };
    drop(world);
    if panic::stray() != stray {
        faults.push("a thread that belongs to nobody here panicked".to_owned());
    }
    match Arc::strong_count(&token) {
        1 => {}
        n => faults.push(format!("{} closures, stores or values of the host are still there", n - 1)),
    }
    if faults.is_empty() { Ok(outcome) } else { Err(faults.join("\n")) }
}

fn report(world: &World, what: &str, fault: Panic) {
    match fault {
        Panic::Host => count(&world.counts.panicked),
        Panic::Documented => world.fault(format!("{what}: a panic about another store or engine")),
        Panic::Other(text) => world.fault(format!("{what}: {text}")),
    }
}

/// Drops all there is, in any order, and looks whether it is gone.
fn finish(world: &World, choices: &mut Choices) {
    for slot in &world.stores {
        let store = lock(slot).take();
        if let Some(mut store) = store {
            if let Err(fault) = caught(|| inspect(&mut (&mut store).into())) {
                report(world, "the last look", fault);
            }
            match choices.below(3) {
                0 => drop(store.into_data()),
                _ => drop(store),
            }
        }
        if choices.below(2) == 0 {
            lock(&world.foreign).clear();
            lock(&world.modules).clear();
        }
    }
    lock(&world.foreign).clear();
    lock(&world.modules).clear();
    lock(&world.linkers).clear();
    lock(&world.prepared).clear();
    lock(&world.shared).clear();
    lock(&world.types).clear();
    // A thread of the engine's own may still be compiling what nobody wants any more.
    let patience = Instant::now() + Duration::from_secs(20);
    for engine in std::mem::take(&mut *lock(&world.engines)) {
        while engine.live_types() > 0 && Instant::now() < patience {
            std::thread::sleep(Duration::from_micros(200));
        }
        if engine.live_types() > 0 {
            world.fault(format!("an engine still knows {} types", engine.live_types()));
        }
    }
}

/// Something that no store is needed for, or an action of a store.
fn step(world: &Arc<World>, choices: &mut Choices) {
    match choices.below(32) {
        0 | 1 => make_module(world, choices),
        2 => drop(world.new_engine(choices)),
        3 => {
            let at = choices.below(4);
            make_store(world, choices, at);
        }
        4 => {
            let at = choices.below(4);
            let gone = lock(&world.stores[at]).take();
            match choices.below(2) {
                0 => drop(gone.map(Store::into_data)),
                _ => drop(gone),
            }
        }
        5 | 6 => make_linker(world, choices),
        7 => make_shared(world, choices),
        8 => drop_handles(world, choices),
        9 | 10 => change_store(world, choices),
        11 => threads(world, choices),
        12 => ticked(world, choices),
        13 => moved(world, choices),
        14 => shared(world, choices),
        _ => on_store(world, choices.below(4)),
    }
}

/// An action of a store, by this thread.
fn on_store(world: &Arc<World>, at: usize) {
    let Some(mut slot) = try_lock(&world.stores[at]) else { return };
    let Some(store) = &mut *slot else { return };
    let ctx = &mut store.into();
    for _ in 0..=choose(ctx, 4) {
        if let Err(fault) = caught(|| prepare(ctx)).and_then(|()| caught(|| act(ctx))) {
            report(world, "an action", fault);
        }
        ctx.data_mut().depth = 0;
    }
    if choose(ctx, 4) == 0
        && let Err(fault) = caught(|| inspect(ctx))
    {
        report(world, "a look", fault);
    }
}

/// Fuel and time for one action.
fn prepare(ctx: &mut super::room::Context<'_>) {
    let fuel = ctx.data_mut().choices.pick(&[100_000, 300, 20_000, 0, u64::MAX]);
    // A guest that only fuel ends must have an end.
    drop(ctx.set_fuel(fuel.min(200_000)));
    let ticks = ctx.data_mut().choices.pick(&[1000, 50, 1, 0]);
    ctx.set_epoch_deadline(ticks);
    ctx.data_mut().patience = 20;
}

fn make_module(world: &World, choices: &mut Choices) {
    let engine = world.engine(choices);
    let at = choices.below(MODULES.len());
    let made = Module::new(&engine, MODULES[at]);
    if at >= MODULES.len() - 4 && made.is_ok() {
        world.fault(format!("the module {at} is not valid, but accepted"));
    }
    if let Ok(module) = made {
        module.exports().for_each(|export| drop(export.ty()));
        module.imports().for_each(|import| drop(import.ty()));
        let old = keep(choices, &mut lock(&world.modules), module);
        drop(old);
    }
}

fn make_store(world: &Arc<World>, choices: &mut Choices, at: usize) {
    let engine = world.engine(choices);
    let room = Room::new(world, choices.fork());
    let Ok(mut store) = Store::try_new(&engine, room) else {
        return world.fault("no store".to_owned());
    };
    if let Err(error) = furnish(&mut (&mut store).into()) {
        // A heap of no bytes has room for nothing.
        drop(error);
    }
    let old = lock(&world.stores[at]).replace(store);
    drop(old);
}

fn make_linker(world: &World, choices: &mut Choices) {
    let engine = world.engine(choices);
    let mut linker = Linker::new(&engine);
    if let Err(error) = host::define(&mut linker, &world.token) {
        world.fault(format!("a linker without definitions refuses one: {error:#}"));
    }
    if choices.below(2) == 0 {
        drop(linker.alias("host", "f", "host", "again"));
        drop(linker.alias_module("host", "other"));
    }
    let module = one(choices, &lock(&world.modules));
    if let Some(module) = module {
        let same = Engine::same(module.engine(), &engine);
        if let Ok(prepared) = linker.instantiate_pre(&module) {
            if !same {
                world.fault("a linker prepared another engine's module".to_owned());
            }
            let old = keep(choices, &mut lock(&world.prepared), prepared);
            drop(old);
        }
    }
    let old = keep(choices, &mut lock(&world.linkers), linker);
    drop(old);
}

fn make_shared(world: &World, choices: &mut Choices) {
    let engine = world.engine(choices);
    let maximum = choices.pick(&[4, 1, 8, 200]);
    if let Ok(memory) = SharedMemory::new(&engine, MemoryType::shared(1, maximum)) {
        let before = memory.size();
        if memory.grow(1).is_ok() != (before < u64::from(maximum)) {
            world.fault(format!("a shared memory of {before} of {maximum} pages"));
        }
        let old = keep(choices, &mut lock(&world.shared), memory);
        drop(old);
    }
}

/// Drops handles while others still use what they lead to.
fn drop_handles(world: &World, choices: &mut Choices) {
    match choices.below(6) {
        0 => drop(take(choices, &mut lock(&world.modules))),
        1 => drop(take(choices, &mut lock(&world.linkers))),
        2 => drop(take(choices, &mut lock(&world.prepared))),
        3 => drop(take(choices, &mut lock(&world.types))),
        4 => {
            // One that a dead store's drop may give back.
            let thing = take(choices, &mut lock(&world.foreign));
            drop(thing);
        }
        _ => lock(&world.modules).clear(),
    }
}

/// Sets a limiter or what happens at a deadline.
fn change_store(world: &World, choices: &mut Choices) {
    let at = choices.below(4);
    let Some(mut slot) = try_lock(&world.stores[at]) else { return };
    let Some(store) = &mut *slot else { return };
    let token = world.token.clone();
    let mood = choices.pick(&[0, 1, 2, 5]);
    match choices.below(4) {
        0 => {
            store.data_mut().limits.mood = mood;
            store.data_mut().limits.total = choices.pick(&[usize::MAX, 64 << 20, 1 << 20, 0]);
            store.limiter(move |room| {
                let _used = &token;
                &mut room.limits
            });
        }
        1 => {
            let builder = StoreLimitsBuilder::new();
            store.data_mut().bounds = match mood {
                1 => builder.total_size(1 << 20).trap_on_grow_failure(true).build(),
                _ => builder.memory_size(3 << 16).table_elements(12).instances(20).memories(9).build(),
            };
            store.limiter(move |room| {
                let _used = &token;
                &mut room.bounds
            });
        }
        2 => store.epoch_deadline_trap(),
        _ => store.epoch_deadline_callback(move |mut ctx| {
            let _used = &token;
            let ctx = &mut ctx;
            ctx.data_mut().patience = ctx.data().patience.saturating_sub(1);
            if ctx.data().patience == 0 {
                return Ok(UpdateDeadline::Interrupt);
            }
            match choose(ctx, 12) {
                0 => Ok(UpdateDeadline::Interrupt),
                1 => Err(wx::Error::msg("the callback fails")),
                2 => host_panic(),
                3 | 4 => {
                    act(ctx);
                    Ok(UpdateDeadline::Continue(1))
                }
                5 => {
                    ctx.gc();
                    Ok(UpdateDeadline::Continue(0))
                }
                _ => Ok(UpdateDeadline::Continue(1)),
            }
        }),
    }
}

/// Several stores at the same time, each by a thread of its own.
fn threads(world: &Arc<World>, choices: &mut Choices) {
    let actions = 1 + choices.below(8);
    std::thread::scope(|scope| {
        for at in 0..=1 + choices.below(3) {
            scope.spawn(move || {
                for _ in 0..actions {
                    if let Err(fault) = caught(|| on_store(world, at)) {
                        report(world, "another thread", fault);
                    }
                }
            });
        }
        // Modules, engines and linkers come and go meanwhile.
        for _ in 0..actions {
            make_module(world, choices);
            make_linker(world, choices);
            drop_handles(world, choices);
        }
    });
}

/// Actions while another thread advances all epochs.
fn ticked(world: &Arc<World>, choices: &mut Choices) {
    let actions = 1 + choices.below(4);
    world.ticking.store(true, Ordering::Relaxed);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while world.ticking.load(Ordering::Relaxed) {
                lock(&world.engines).iter().for_each(Engine::increment_epoch);
                std::thread::sleep(Duration::from_micros(100));
            }
        });
        for _ in 0..actions {
            on_store(world, choices.below(4));
        }
        world.ticking.store(false, Ordering::Relaxed);
    });
}

/// A store that goes to another thread, and perhaps ends there.
fn moved(world: &Arc<World>, choices: &mut Choices) {
    let at = choices.below(4);
    let store = lock(&world.stores[at]).take();
    let ends = choices.once_in(3);
    let slot = &world.stores[at];
    let _ = std::thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let Some(store) = store else { return };
            if ends {
                return drop(store);
            }
            lock(slot).replace(store);
            for _ in 0..3 {
                on_store(world, at);
            }
        });
        worker.join()
    })
    .map_err(|_| world.fault("a thread with a store panicked".to_owned()));
}

/// A shared memory and the epoch, from a thread that has no store.
fn shared(world: &Arc<World>, choices: &mut Choices) {
    let Some(memory) = one(choices, &lock(&world.shared)) else { return };
    std::thread::scope(|scope| {
        scope.spawn(move || {
            for _ in 0..4 {
                drop(memory.grow(1));
                std::hint::black_box(memory.data().len());
            }
        });
        on_store(world, choices.below(4));
        on_store(world, choices.below(4));
    });
}
