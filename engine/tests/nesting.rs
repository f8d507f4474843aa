//! Wasm and host that call each other, on stacks of all kinds: a trap before the stack ends, and never the end of the process.
#![cfg(target_os = "linux")]

use std::cell::{Cell, RefCell};

use wx::{Caller, Config, Engine, Func, Instance, Linker, Module, Result, Store, Tier, Trap};

const TIERS: [Tier; 3] = [Tier::Interp, Tier::Jit, Tier::Tiered];

const MUTUAL: &str = r#"(module (import "h" "again" (func $again))
    (func (export "run") (call $again))
    (func $deep (export "deep") (call $deep) (nop))
    (func (export "seven") (result i32) (i32.const 7)))"#;

/// How many host functions were on the stack when wasm that calls the host that calls wasm … trapped.
fn nest(tier: Tier) -> Result<u32> {
    let engine = Engine::new(Config::new().tier(tier))?;
    let module = Module::new(&engine, MUTUAL)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap("h", "again", |mut caller: Caller<'_, u32>| -> Result<()> {
        *caller.data_mut() += 1;
        let run = caller.get_export("run").and_then(wx::Extern::into_func).expect("the function");
        run.typed::<(), ()>(&caller)?.call(&mut caller, ())
    })?;
    let mut store = Store::new(&engine, 0);
    let instance = linker.instantiate(&mut store, &module)?;
    let mut depths = Vec::new();
    for name in ["run", "deep", "run", "run"] {
        let call = instance.get_typed_func::<(), ()>(&mut store, name)?;
        let error = call.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::StackOverflow), "{tier:?} {name} {error:?}");
        depths.push(std::mem::take(store.data_mut()));
        let seven = instance.get_typed_func::<(), i32>(&mut store, "seven")?;
        assert_eq!(seven.call(&mut store, ())?, 7);
    }
    assert_eq!(depths[1], 0);
    Ok(depths[0])
}

/// The limit was a megabyte, whatever the thread had.
#[test]
fn threads_of_all_sizes() -> Result<()> {
    for kib in [192_usize, 256, 512, 1024, 2048] {
        let thread = std::thread::Builder::new().stack_size(kib << 10);
        let depth = thread.spawn(|| -> Result<u32> {
            let depths = TIERS.into_iter().map(nest).collect::<Result<Vec<u32>>>()?;
            Ok(depths.into_iter().min().unwrap_or(0))
        })?;
        let depth = depth.join().expect("no panic")?;
        // The C library may give a larger stack that it has at hand.
        assert!(depth as usize > kib / 4, "{kib} KiB: {depth}");
    }
    Ok(())
}

/// A stack of its own, with a page without access below.
struct Fiber {
    stack: *mut libc::c_void,
    context: Box<libc::ucontext_t>,
}

const PAGE: usize = 4096;

thread_local! {
    static FIBERS: RefCell<Vec<Fiber>> = const { RefCell::new(Vec::new()) };
    static MAIN: RefCell<Option<Box<libc::ucontext_t>>> = const { RefCell::new(None) };
    static RUNNING: Cell<usize> = const { Cell::new(0) };
    static BODY: Cell<fn(usize)> = const { Cell::new(|_| ()) };
}

fn context(fiber: Option<usize>) -> *mut libc::ucontext_t {
    match fiber {
        Some(index) => FIBERS.with(|fibers| &raw mut *fibers.borrow_mut()[index].context),
        None => MAIN.with(|main| &raw mut **main.borrow_mut().as_mut().expect("set before")),
    }
}

/// Leaves the running fiber.
fn leave() {
    // SAFETY: both contexts are alive, and the thread's own is where `resume` was left.
    unsafe { libc::swapcontext(context(Some(RUNNING.get())), context(None)) };
}

fn resume(fiber: usize) {
    RUNNING.set(fiber);
    // SAFETY: both contexts are alive, and the fiber is not running.
    unsafe { libc::swapcontext(context(None), context(Some(fiber))) };
}

extern "C" fn entry() {
    BODY.get()(RUNNING.get());
    loop {
        leave();
    }
}

/// Makes fibers with stacks of these sizes, and runs each until it leaves for good.
fn run_fibers(sizes: &[usize], turns: usize, body: fn(usize)) {
    BODY.set(body);
    // SAFETY: contexts are plain data that `getcontext` fills; the stacks are mapped for good.
    unsafe {
        MAIN.with(|main| *main.borrow_mut() = Some(Box::new(std::mem::zeroed())));
        for &size in sizes {
            let mut context: Box<libc::ucontext_t> = Box::new(std::mem::zeroed());
            assert_eq!(libc::getcontext(&raw mut *context), 0);
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
            let access = libc::PROT_READ | libc::PROT_WRITE;
            let stack = libc::mmap(std::ptr::null_mut(), size + PAGE, access, flags, -1, 0);
            assert_ne!(stack, libc::MAP_FAILED);
            assert_eq!(libc::mprotect(stack, PAGE, libc::PROT_NONE), 0);
            context.uc_stack.ss_sp = stack.byte_add(PAGE);
            context.uc_stack.ss_size = size;
            FIBERS.with(|fibers| fibers.borrow_mut().push(Fiber { stack, context }));
        }
        for fiber in 0..sizes.len() {
            libc::makecontext(context(Some(fiber)), entry, 0);
        }
    }
    for _ in 0..turns {
        (0..sizes.len()).for_each(resume);
    }
    FIBERS.with(|fibers| {
        for fiber in fibers.take() {
            // SAFETY: nothing runs on it any more; what its frames own is leaked.
            unsafe { libc::munmap(fiber.stack, PAGE) };
        }
    });
}

thread_local! {
    static RESULTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static SHARED: RefCell<Option<(Engine, Module)>> = const { RefCell::new(None) };
}

fn note(text: String) {
    RESULTS.with(|results| results.borrow_mut().push(text));
}

/// Activations of several fibers in progress at once on one thread: each is judged by its own stack. One thread's outermost
/// activation was the measure of all, so those of other fibers trapped.
#[test]
fn fibers_take_turns_inside_wasm() -> Result<()> {
    for tier in TIERS {
        let engine = Engine::new(Config::new().tier(tier))?;
        let module = Module::new(
            &engine,
            r#"(module (import "" "leave" (func $leave (param i32) (result i32)))
                (func (export "run") (param i32) (result i32) (call $leave (call $leave (local.get 0)))))"#,
        )?;
        SHARED.set(Some((engine, module)));
        run_fibers(&[4 << 20, 256 << 10, 4 << 20], 12, |fiber| {
            let (engine, module) = SHARED.with(|shared| shared.borrow().clone().expect("set before"));
            let mut store = Store::new(&engine, ());
            let leave = Func::wrap(&mut store, |n: i32| -> i32 {
                leave();
                n + 1
            });
            let instance = Instance::new(&mut store, &module, &[leave.into()]).expect("an instance");
            let run = instance.get_typed_func::<i32, i32>(&mut store, "run").expect("the function");
            for call in 0..3 {
                let result = run.call(&mut store, 10 * fiber as i32).map_err(|error| error.to_string());
                note(format!("{fiber} {call} {result:?}"));
            }
        });
        SHARED.set(None);
        let mut results = RESULTS.take();
        results.sort();
        let expected =
            (0..3).flat_map(|fiber| (0..3).map(move |call| format!("{fiber} {call} Ok({})", 10 * fiber + 2)));
        assert_eq!(results, expected.collect::<Vec<_>>(), "{tier:?}");
    }
    Ok(())
}

/// Nesting on a fiber comes to the end of the fiber's stack.
#[test]
fn nesting_on_a_fiber_is_a_trap() {
    run_fibers(&[192 << 10, 512 << 10], 1, |_| {
        for tier in TIERS {
            note(nest(tier).map_or_else(|error| format!("{error:?}"), |depth| format!("{}", depth > 20)));
        }
    });
    assert_eq!(RESULTS.take(), ["true"; 6]);
}
