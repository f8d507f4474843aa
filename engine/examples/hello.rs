//! The smallest complete embedding: a host function that the module calls, and an export that the host calls.
//!
//!     cargo run -p wx --example hello
//!
//! Four things have a part in it. The `Engine` holds the settings and outlives everything. A `Module` is code without
//! state, and can be instantiated as often as one likes. A `Store<T>` owns the state: the instances and a `T` of the
//! host's own, which every host function can reach. The `Linker` gives names to what modules import.
//!
//! Types are checked where Rust and WebAssembly meet: `func_wrap` takes the signature from the closure,
//! `get_typed_func` holds the one it is given against the export's; so `call` itself takes and returns plain values.

use wx::{Caller, Engine, Extern, Linker, Module, Result, Store, Trap};

/// Asks the host to print a text as often as it is told, and returns how many bytes it had printed in all; and
/// divides, to show what the host sees of a trap.
const MODULE: &str = r#"
(module $greeter
  (import "host" "print" (func $print (param $at i32) (param $len i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "Hello from WebAssembly!")

  (func (export "greet") (param $times i32) (result i32)
    (local $printed i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (call $print (i32.const 16) (i32.const 23))
        (local.set $printed (i32.add (local.get $printed) (i32.const 23)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
    (local.get $printed))

  (func $divide (export "divide") (param $a i32) (param $b i32) (result i32)
    (i32.div_s (local.get $a) (local.get $b))))
"#;

/// What the host keeps in the store.
#[derive(Default)]
struct Host {
    lines: u32,
}

/// `host.print`: the guest passes an address and a length in its own memory, both of which it may have got wrong. So
/// the range is looked up, not trusted; the error becomes the error of the call that led here.
fn print(mut caller: Caller<'_, Host>, at: u32, len: u32) -> Result<()> {
    let Some(Extern::Memory(memory)) = caller.get_export("memory") else {
        return Err(wx::Error::msg("host.print: the module exports no memory named `memory`"));
    };
    let (data, host) = memory.data_and_store_mut(&mut caller);
    let text = (at as usize)
        .checked_add(len as usize)
        .and_then(|end| data.get(at as usize..end))
        .ok_or_else(|| wx::Error::msg(format!("host.print: {len} bytes at {at} are not all in memory")))?;
    println!("{}", String::from_utf8_lossy(text));
    host.lines += 1;
    Ok(())
}

fn main() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, MODULE)?;

    let mut linker = Linker::new(&engine);
    linker.func_wrap("host", "print", print)?;

    let mut store = Store::new(&engine, Host::default());
    let instance = linker.instantiate(&mut store, &module)?;

    let greet = instance.get_typed_func::<i32, i32>(&mut store, "greet")?;
    let printed = greet.call(&mut store, 3)?;
    println!("{printed} bytes in {} lines", store.data().lines);
    assert_eq!((printed, store.data().lines), (69, 3));

    // A trap is an error like any other; which one it was, and where, can be asked of it.
    let divide = instance.get_typed_func::<(i32, i32), i32>(&mut store, "divide")?;
    assert_eq!(divide.call(&mut store, (42, 6))?, 7);
    let error = divide.call(&mut store, (42, 0)).expect_err("division by zero");
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::IntegerDivisionByZero));
    println!("42 / 0: {error:?}");

    // The instance is none the worse for it.
    assert_eq!(greet.call(&mut store, 1)?, 23);
    Ok(())
}
