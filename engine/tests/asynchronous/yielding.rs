//! Code that gives way by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use wx::{Caller, Linker, Result, Store, Trap, UpdateDeadline};

use super::{Turns, count_polls, engines, func, instantiate, poll};

const LOOPS: &str = r#"(module (import "h" "tick" (func $tick))
    (func (export "run") (param i32) (result i32) (local i32)
        (loop $again
            (call $tick)
            (local.set 1 (i32.add (local.get 1) (local.get 0)))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (local.get 1))
    (func (export "for ever") (loop $again (br $again))))"#;

/// The host advances the epoch in each round of the loop.
fn ticking(engine: &wx::Engine) -> Result<(Store<Arc<AtomicU32>>, wx::Instance)> {
    let mut linker = Linker::new(engine);
    linker.func_wrap("h", "tick", |caller: Caller<'_, Arc<AtomicU32>>| caller.engine().increment_epoch())?;
    let (mut store, instance) = instantiate(&linker, Arc::default(), LOOPS)?;
    store.set_epoch_deadline(1);
    Ok((store, instance))
}

#[test]
fn epochs_let_others_run() -> Result<()> {
    for engine in engines(|config| {
        config.epoch_interruption(true);
    }) {
        let (mut store, instance) = ticking(&engine)?;
        store.epoch_deadline_async_yield_and_update(2);
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        let (polls, result) = count_polls(run.call_async(&mut store, 100));
        assert_eq!(result?, 5050);
        assert!((50..=52).contains(&polls), "{polls}");
        assert!(run.call(&mut store, 1).is_err());
        // An endless loop shares its thread, and ends when its future is dropped.
        store.set_epoch_deadline(0);
        let endless = func::<_, (), ()>(&mut store, instance, "for ever");
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    engine.increment_epoch();
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            let mut call = std::pin::pin!(endless.call_async(&mut store, ()));
            let pending = (0..10).all(|_| poll(call.as_mut()).is_pending());
            stop.store(true, Ordering::Relaxed);
            assert!(pending);
        });
        store.epoch_deadline_trap();
        store.set_epoch_deadline(0);
        let error = pollster::block_on(endless.call_async(&mut store, ())).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::Interrupt));
    }
    Ok(())
}

#[test]
fn callbacks_yield_or_wait_for_a_future_of_their_own() -> Result<()> {
    for engine in engines(|config| {
        config.epoch_interruption(true);
    }) {
        let (mut store, instance) = ticking(&engine)?;
        store.epoch_deadline_callback(|context| {
            let number = context.data().fetch_add(1, Ordering::Relaxed);
            Ok(match number % 3 {
                0 => UpdateDeadline::Continue(1),
                1 => UpdateDeadline::Yield(1),
                _ => UpdateDeadline::YieldCustom(1, Box::pin(Turns(4))),
            })
        });
        let run = func::<_, i32, i32>(&mut store, instance, "run");
        let (polls, result) = count_polls(run.call_async(&mut store, 99));
        assert_eq!(result?, 4950);
        let asked = store.data().load(Ordering::Relaxed);
        assert!((98..=100).contains(&asked), "{asked}");
        let expected: u32 = (0..asked).map(|number| [0, 1, 4][number as usize % 3]).sum();
        assert_eq!(polls, 1 + expected);
    }
    Ok(())
}
