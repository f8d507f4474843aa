//! What all stores of a sequence share.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use wx::{
    Config, Engine, Extern, FuncType, Instance, InstancePre, Linker, Module, SharedMemory, Store, Tier, Val,
    ValType,
};

use super::choice::Choices;
use super::room::Room;

/// Held by everything that must be gone in the end.
pub(super) type Token = Arc<()>;

/// Something of a store, for others to misuse.
#[derive(Clone)]
pub(super) enum Thing {
    Extern(Extern),
    Value(Val),
    Instance(Instance),
}

/// What happened, for the ledger.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) actions: AtomicU64,
    pub(super) returned: AtomicU64,
    pub(super) failed: AtomicU64,
    pub(super) panicked: AtomicU64,
    pub(super) refused: AtomicU64,
    pub(super) instances: AtomicU64,
}

/// Counts one more.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// What all stores of a sequence share. Locks are never held over a call of the API that may run the host's code; stores are only
/// ever locked without waiting, so nothing waits for itself.
pub(super) struct World {
    pub(super) engines: Mutex<Vec<Engine>>,
    pub(super) modules: Mutex<Vec<Module>>,
    pub(super) linkers: Mutex<Vec<Linker<Room>>>,
    pub(super) prepared: Mutex<Vec<InstancePre<Room>>>,
    pub(super) shared: Mutex<Vec<SharedMemory>>,
    pub(super) types: Mutex<Vec<(Engine, FuncType)>>,
    /// Types as plain data, which may be dead, and which belong to one of the engines.
    pub(super) plain: Mutex<Vec<ValType>>,
    pub(super) foreign: Mutex<Vec<(usize, Thing)>>,
    pub(super) stores: [Mutex<Option<Store<Room>>>; 4],
    pub(super) token: Token,
    pub(super) faults: Mutex<Vec<String>>,
    pub(super) counts: Counts,
    /// Whether another thread advances the epochs of all engines.
    pub(super) ticking: AtomicBool,
    budget: AtomicI64,
    serial: AtomicUsize,
}

/// A lock whose holder may have panicked, as hosts here do.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A lock that is not waited for.
pub(super) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// One of a list.
pub(super) fn one<T: Clone>(choices: &mut Choices, list: &[T]) -> Option<T> {
    let n = list.len().min(256);
    if n == 0 { None } else { Some(list[choices.below(n)].clone()) }
}

/// Adds to a list, in place of another once it is long; what was there before is returned, to be dropped without locks.
pub(super) fn keep<T>(choices: &mut Choices, list: &mut Vec<T>, item: T) -> Option<T> {
    if list.len() < 24 {
        list.push(item);
        return None;
    }
    let at = choices.below(list.len());
    Some(std::mem::replace(&mut list[at], item))
}

/// Takes one out of a list.
pub(super) fn take<T>(choices: &mut Choices, list: &mut Vec<T>) -> Option<T> {
    if list.is_empty() {
        return None;
    }
    let at = choices.below(list.len().min(256));
    Some(list.swap_remove(at))
}

impl World {
    pub(super) fn new(token: Token) -> World {
        World {
            engines: Mutex::default(),
            modules: Mutex::default(),
            linkers: Mutex::default(),
            prepared: Mutex::default(),
            shared: Mutex::default(),
            types: Mutex::default(),
            plain: Mutex::default(),
            foreign: Mutex::default(),
            stores: Default::default(),
            token,
            faults: Mutex::default(),
            counts: Counts::default(),
            ticking: AtomicBool::new(false),
            budget: AtomicI64::new(1500),
            serial: AtomicUsize::new(0),
        }
    }

    /// Whether one more action may be taken: sequences end, also those that call themselves.
    pub(super) fn spend(&self) -> bool {
        count(&self.counts.actions);
        self.budget.fetch_sub(1, Ordering::Relaxed) > 0
    }

    pub(super) fn next_serial(&self) -> usize {
        self.serial.fetch_add(1, Ordering::Relaxed)
    }

    /// Something that should not have happened.
    pub(super) fn fault(&self, text: String) {
        lock(&self.faults).push(text);
    }

    /// Something of another store than this one.
    pub(super) fn of_another(&self, choices: &mut Choices, serial: usize) -> Option<Thing> {
        let list: Vec<Thing> = lock(&self.foreign)
            .iter()
            .filter(|(owner, _)| *owner != serial)
            .map(|(_, thing)| thing.clone())
            .collect();
        one(choices, &list)
    }

    /// An engine of the pool; a new one if there is none.
    pub(super) fn engine(&self, choices: &mut Choices) -> Engine {
        let known = one(choices, &lock(&self.engines));
        known.unwrap_or_else(|| self.new_engine(choices))
    }

    /// A new engine. The pool keeps it for the count at the end.
    pub(super) fn new_engine(&self, choices: &mut Choices) -> Engine {
        let config = config(choices);
        // Settings may leave too little room for the stubs.
        let engine = Engine::new(&config).unwrap_or_default();
        lock(&self.engines).push(engine.clone());
        engine
    }
}

/// Settings at their boundaries.
fn config(choices: &mut Choices) -> Config {
    let mut config = Config::new();
    config.tier(choices.pick(&[Tier::Tiered, Tier::Interp, Tier::Jit, Tier::Tiered]));
    config.tier_up_after(1 + choices.below(4) as u32);
    config.background_compilation(choices.once_in(2));
    if choices.once_in(2) {
        config.memory_reservation(choices.pick(&[
            0,
            1 << 16,
            1 << 20,
            4 << 30,
            6 << 30,
            (8 << 30) - 4096,
            8 << 30,
        ]));
        config.memory_guard_size(choices.pick(&[0, 1, 4096, 1 << 16, 2 << 30, 4 << 30]));
    }
    config.consume_fuel(choices.once_in(3));
    config.epoch_interruption(choices.once_in(3));
    config.explicit_bounds_checks(choices.once_in(5));
    config.statistics(choices.once_in(6));
    config.parallel_compilation(choices.once_in(3));
    if choices.once_in(3) {
        config.max_gc_heap(choices.pick(&[0, 32 << 10, 1 << 20, 16 << 20]));
    }
    config.max_wasm_stack(choices.pick(&[1 << 20, 16 << 20, 64 << 10, 4096]));
    if choices.once_in(6) {
        config.max_code_memory(choices.pick(&[0, 1 << 16, 1 << 17, 1 << 20]));
    }
    if choices.once_in(8) {
        config.wasm_gc(false);
    }
    if choices.once_in(8) {
        config.wasm_threads(false);
    }
    if choices.once_in(3) {
        config.chaos(wx::settings::Chaos {
            check_places: true,
            force_spills: choices.once_in(2),
            ..Default::default()
        });
    }
    config
}
