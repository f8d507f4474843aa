//! A child after `fork`: it has no machine code of the parent's engines, says so, and makes engines of its own.
#![cfg(target_os = "linux")]

use wx::{Config, Engine, Instance, Module, Result, Store, Tier};

const FIB: &str = r#"(module (memory 1)
    (func $fib (export "fib") (param i32) (result i32)
        (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
            (then (local.get 0))
            (else (i32.add
                (call $fib (i32.sub (local.get 0) (i32.const 1)))
                (call $fib (i32.sub (local.get 0) (i32.const 2))))))))"#;

fn fib(engine: &Engine, module: &Module) -> Result<i32> {
    let mut store = Store::new(engine, ());
    let instance = Instance::new(&mut store, module, &[])?;
    instance.get_typed_func::<i32, i32>(&mut store, "fib")?.call(&mut store, 20)
}

/// Runs `body` in a child and returns its exit code, or minus the signal that ended it.
fn in_child(body: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child goes on with one thread; what it uses takes no lock that another thread of this test may hold.
    unsafe {
        let child = libc::fork();
        assert!(child >= 0);
        if child == 0 {
            libc::_exit(body());
        }
        let mut status = 0;
        assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
        if libc::WIFSIGNALED(status) { -libc::WTERMSIG(status) } else { libc::WEXITSTATUS(status) }
    }
}

/// One test, and so one thread: a child of a process whose other threads hold locks has more to fear.
#[test]
fn a_child_has_engines_of_its_own() -> Result<()> {
    const BIG: usize = 3000;
    for tier in [Tier::Interp, Tier::Jit, Tier::Tiered] {
        let config = Config::new().tier(tier).clone();
        let engine = Engine::new(&config)?;
        let module = Module::new(&engine, FIB)?;
        assert_eq!(fib(&engine, &module)?, 6765);
        // Functions enough for several threads: those of a pool would be the parent's.
        let function = format!("(func {})", "(drop (i32.const 1))".repeat(20));
        let big = format!("(module {})", function.repeat(BIG));
        Module::new(&engine, &big)?;

        // The child is refused where code of the parent would be needed, and only there.
        let old = in_child(|| match fib(&engine, &module) {
            Ok(6765) => 1,
            Ok(_) => 2,
            Err(error) if format!("{error:#}").contains("make a new engine") => 3,
            Err(error) => {
                eprintln!("{error:?}");
                4
            }
        });
        assert_eq!(old, if tier == Tier::Interp { 1 } else { 3 }, "{tier:?}");
        let new = in_child(|| {
            let result = || {
                let engine = Engine::new(&config)?;
                Module::new(&engine, &big)?;
                fib(&engine, &Module::new(&engine, FIB)?)
            };
            i32::from(result().is_ok_and(|value| value == 6765))
        });
        assert_eq!(new, 1, "{tier:?}");
        // A module of an old engine, and the end of it.
        let module = Module::new(&engine, FIB)?;
        let ended = in_child(move || {
            let more = Module::new(&engine, FIB);
            let refused = more.as_ref().is_err_and(|error| format!("{error:#}").contains("forked"));
            drop((more, module, engine));
            i32::from(refused)
        });
        assert_eq!(ended, i32::from(tier == Tier::Jit), "{tier:?}");
    }
    Ok(())
}
