//! Calls that are awaited: in all tiers, on several executors, moved between threads, dropped in their middle, trapping and panicking.
#![cfg(all(feature = "async", not(miri)))]

mod calls;
mod cancelled;
mod executors;
mod limits;
mod nested;
mod refused;
mod threads;
mod yielding;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wx::{Config, Engine, Instance, Linker, Module, Result, Store, Tier, TypedFunc, WasmParams, WasmResults};

const TIERS: [Tier; 3] = [Tier::Interp, Tier::Jit, Tier::Tiered];

/// Engines that interpret, compile, and go from one to the other early.
fn engines(set: impl Fn(&mut Config)) -> Vec<Engine> {
    let engine = |tier| {
        let mut config = Config::new();
        config.tier(tier).tier_up_after(2).background_compilation(false);
        set(&mut config);
        Engine::new(&config).expect("an engine")
    };
    TIERS.into_iter().map(engine).collect()
}

/// Is pending so many times before it is ready.
struct Turns(u32);

impl Future for Turns {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Polls once; for tests that count.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// How often a future had to be polled, and its result.
fn count_polls<F: Future>(future: F) -> (u32, F::Output) {
    let mut future = std::pin::pin!(future);
    for polls in 1.. {
        if let Poll::Ready(result) = poll(future.as_mut()) {
            return (polls, result);
        }
    }
    unreachable!("it is ready at some time")
}

/// A store with an instance of a module.
fn instantiate<T: Send + 'static>(linker: &Linker<T>, data: T, wat: &str) -> Result<(Store<T>, Instance)> {
    let module = Module::new(linker.engine(), wat)?;
    let mut store = Store::new(linker.engine(), data);
    let instance = pollster::block_on(linker.instantiate_async(&mut store, &module))?;
    Ok((store, instance))
}

fn func<T: 'static, P: WasmParams, R: WasmResults>(
    store: &mut Store<T>,
    instance: Instance,
    name: &str,
) -> TypedFunc<P, R> {
    instance.get_typed_func(store, name).expect("the export")
}
