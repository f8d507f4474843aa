//! What asynchronous calls cost: thread CPU time of calls that wait or do not, and the memory of many that wait at once.
//!
//!     cargo run --profile compare -p wx --example async_cost
//!
//! Each row is the best of nine rounds. A guest that waits once is polled twice, without an executor.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use rustix::time::{ClockId, clock_gettime};
use wx::{Caller, Engine, Linker, Module, Result, Store};

const GUEST: &str = r#"(module (import "h" "wait" (func $wait (param i32) (result i32)))
    (func (export "none") (param i32) (result i32) (local.get 0))
    (func (export "one") (param i32) (result i32) (call $wait (local.get 0)))
    (func (export "loop") (param i32) (result i32)
        (loop $again
            (drop (call $wait (i32.const 0)))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (local.get 0)))"#;

const CALLS: i32 = 20_000;

/// Is pending once, if at all.
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::take(&mut self.0) { Poll::Pending } else { Poll::Ready(()) }
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(result) = poll(future.as_mut()) {
            return result;
        }
    }
}

/// Nanoseconds that this thread has run.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn linker(engine: &Engine, waits: bool) -> Result<Linker<()>> {
    let mut linker = Linker::new(engine);
    linker.func_wrap_async("h", "wait", move |_: Caller<'_, ()>, (x,): (i32,)| {
        Box::new(async move {
            Turn(waits).await;
            x
        })
    })?;
    Ok(linker)
}

fn cost(what: &str, export: &str, waits: bool) -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, GUEST)?;
    let mut store = Store::new(&engine, ());
    let instance = run(linker(&engine, waits)?.instantiate_async(&mut store, &module))?;
    let func = instance.get_typed_func::<i32, i32>(&mut store, export)?;
    let mut best = f64::MAX;
    for _ in 0..9 {
        let begin = now();
        match export {
            "loop" => run(func.call_async(&mut store, CALLS)).map(drop)?,
            _ => (0..CALLS).try_for_each(|n| run(func.call_async(&mut store, n)).map(drop))?,
        }
        best = best.min((now() - begin) / f64::from(CALLS));
    }
    println!("{what:<48} {best:6.0} ns");
    Ok(())
}

/// Calls in stores of their own, all of which wait.
fn many(calls: i32) -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, GUEST)?;
    let linker = linker(&engine, true)?;
    let begin = || async {
        let mut store = Store::new(&engine, ());
        let instance = linker.instantiate_async(&mut store, &module).await?;
        instance.get_typed_func::<i32, i32>(&mut store, "one")?.call_async(&mut store, 7).await
    };
    let mut waiting: Vec<_> = (0..calls).map(|_| Box::pin(begin())).collect();
    for call in &mut waiting {
        assert!(poll(call.as_mut()).is_pending());
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    for line in status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmPTE")) {
        println!("{calls} calls that wait: {line}");
    }
    waiting.into_iter().try_for_each(|call| run(call).map(drop))
}

fn main() -> Result<()> {
    cost("a call", "none", false)?;
    cost("a call that calls the host, which is ready", "one", false)?;
    cost("a call that calls the host, which waits once", "one", true)?;
    cost("a call of the host in a loop, which is ready", "loop", false)?;
    cost("a call of the host in a loop, which waits once", "loop", true)?;
    many(10_000)
}
