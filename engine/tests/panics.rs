//! Panics of the host below wasm: each comes out of the call as it went in, whoever of the host panicked, and the store goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wx::{
    Caller, Config, Engine, Func, Instance, Module, ResourceLimiter, Result, Store, Tier, Trap,
    UpdateDeadline,
};

const TIERS: [Tier; 3] = [Tier::Interp, Tier::Jit, Tier::Tiered];

/// What panics.
#[derive(Default)]
struct Host {
    growing: bool,
    failing: bool,
    refuse: bool,
    epochs: u32,
}

impl ResourceLimiter for Host {
    fn memory_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        assert!(!self.growing, "memory growing");
        Ok(!self.refuse)
    }
    fn memory_grow_failed(&mut self, _: wx::Error) -> Result<()> {
        assert!(!self.failing, "memory grow failed");
        Ok(())
    }
    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        assert!(!self.growing, "table growing");
        Ok(!self.refuse)
    }
    fn table_grow_failed(&mut self, _: wx::Error) -> Result<()> {
        assert!(!self.failing, "table grow failed");
        Ok(())
    }
}

/// The message of the panic that a closure ends with.
fn panic_of<R>(body: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(body)) else { return "none".to_owned() };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a message")).to_owned(),
    }
}

const GROW: &str = r#"(module
    (import "" "host" (func $host))
    (memory 1 10)
    (table 1 10 funcref)
    (func $memory (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
    (func $table (export "table") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
    (func (export "host") (param i32) (result i32) (call $host) (i32.const 1))
    (func $nothing)
    (func (export "spin") (param i32) (result i32)
        (loop $l
            (call $nothing)
            (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (i32.const 1)))"#;

fn instance(tier: Tier) -> Result<(Store<Host>, Instance)> {
    let engine = Engine::new(Config::new().tier(tier).epoch_interruption(true))?;
    let module = Module::new(&engine, GROW)?;
    let mut store = Store::new(&engine, Host::default());
    store.set_epoch_deadline(u64::MAX / 2);
    store.limiter(|host| host);
    let host = Func::wrap(&mut store, |_: Caller<'_, Host>| -> Result<()> { panic!("host function") });
    let instance = Instance::new(&mut store, &module, &[host.into()])?;
    Ok((store, instance))
}

/// A panic of a limiter ended the process in every tier.
#[test]
fn limiters_panic_through_wasm() -> Result<()> {
    for tier in TIERS {
        let (mut store, instance) = instance(tier)?;
        for name in ["memory", "table"] {
            let grow = instance.get_typed_func::<i32, i32>(&mut store, name)?;
            for round in 0..20 {
                *store.data_mut() = Host { growing: true, ..Host::default() };
                let message = panic_of(|| grow.call(&mut store, 1));
                assert_eq!(message, format!("{name} growing"), "{tier:?} {round}");
                *store.data_mut() = Host { failing: true, ..Host::default() };
                assert_eq!(
                    panic_of(|| grow.call(&mut store, 100)),
                    format!("{name} grow failed"),
                    "{tier:?}"
                );
                *store.data_mut() = Host::default();
                assert_eq!(grow.call(&mut store, 0)?, 1, "{tier:?}");
            }
            assert_eq!(grow.call(&mut store, 2)?, 1, "{tier:?}");
            assert_eq!(grow.call(&mut store, 0)?, 3, "{tier:?}");
        }
        let host = instance.get_typed_func::<i32, i32>(&mut store, "host")?;
        assert_eq!(panic_of(|| host.call(&mut store, 1)), "host function", "{tier:?}");
    }
    Ok(())
}

/// The callback was gone after its panic.
#[test]
fn a_callback_of_the_epoch_panics_and_stays() -> Result<()> {
    for tier in TIERS {
        let (mut store, instance) = instance(tier)?;
        store.epoch_deadline_callback(|mut store| {
            store.data_mut().epochs += 1;
            assert!(store.data().epochs.is_multiple_of(2), "epoch {}", store.data().epochs);
            Ok(UpdateDeadline::Continue(1_000_000))
        });
        let spin = instance.get_typed_func::<i32, i32>(&mut store, "spin")?;
        for round in 0..4 {
            store.set_epoch_deadline(0);
            assert_eq!(panic_of(|| spin.call(&mut store, 9)), format!("epoch {}", 2 * round + 1), "{tier:?}");
            assert_eq!(spin.call(&mut store, 9)?, 1, "{tier:?}");
            assert_eq!(store.data().epochs, 2 * round + 2, "{tier:?}");
        }
        store.epoch_deadline_trap();
        store.set_epoch_deadline(0);
        assert_eq!(spin.call(&mut store, 9).unwrap_err().downcast_ref(), Some(&Trap::Interrupt), "{tier:?}");
    }
    Ok(())
}

/// Through two tiers and the host, in both orders.
#[test]
fn a_panic_crosses_activations() -> Result<()> {
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier))?;
        let mut store = Store::new(&engine, Host { growing: true, ..Host::default() });
        let inner = Module::new(
            &engine,
            "(module (memory 0) (func (export \"f\") (drop (memory.grow (i32.const 1)))))",
        )?;
        let outer = Module::new(
            &engine,
            r#"(module (import "" "again" (func $again)) (func (export "run") (call $again)))"#,
        )?;
        let inner = Instance::new(&mut store, &inner, &[])?;
        store.limiter(|host| host);
        let again = Func::wrap(&mut store, move |mut caller: Caller<'_, Host>| -> Result<()> {
            inner.get_typed_func::<(), ()>(&mut caller, "f")?.call(&mut caller, ())
        });
        let run = Instance::new(&mut store, &outer, &[again.into()])?
            .get_typed_func::<(), ()>(&mut store, "run")?;
        for _ in 0..20 {
            store.data_mut().growing = true;
            assert_eq!(panic_of(|| run.call(&mut store, ())), "memory growing", "{tier:?}");
            store.data_mut().growing = false;
            run.call(&mut store, ())?;
        }
    }
    Ok(())
}
