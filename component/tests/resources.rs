//! Resources: of the host and of components, owned and borrowed, and who ends them when.

use wx::{AsContextMut, Config, Engine, Store, Tier};
use wx_component::{
    Component, Instance, Linker, Resource, ResourceAny, ResourceTable, ResourceType, Trap, Val,
};

/// The host's own resource.
struct Counter(u32);

#[derive(Default)]
struct Host {
    table: ResourceTable,
    dropped: Vec<u32>,
}

fn engines() -> Vec<Engine> {
    [Tier::Interp, Tier::Jit].map(|tier| Engine::new(Config::new().tier(tier)).unwrap()).into()
}

/// Makes a counter, adds to it through a borrow, and drops it, or gives it back.
const USER: &str = r#"(component
    (import "counter" (type $counter (sub resource)))
    (import "new" (func $new (param "start" u32) (result (own $counter))))
    (import "add" (func $add (param "self" (borrow $counter)) (param "n" u32) (result u32)))
    (core func $new (canon lower (func $new)))
    (core func $add (canon lower (func $add)))
    (core func $drop (canon resource.drop $counter))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (import "" "add" (func $add (param i32 i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "use") (param i32) (result i32) (local i32)
        (local.set 1 (call $new (local.get 0)))
        (drop (call $add (local.get 1) (i32.const 5)))
        (call $add (local.get 1) (i32.const 6))
        (call $drop (local.get 1)))
      (func (export "keep") (param i32) (result i32) (call $new (local.get 0)))
      (func (export "borrowed") (param i32) (result i32)
        (call $add (local.get 0) (i32.const 1))
        (call $drop (local.get 0)))
      (func (export "forgets") (param i32))
      (func (export "takes") (param i32) (call $drop (local.get 0)))
      (func (export "twice") (param i32) (call $drop (local.get 0)) (call $drop (local.get 0))))
    (core instance $i (instantiate $m (with "" (instance
      (export "new" (func $new)) (export "add" (func $add)) (export "drop" (func $drop))))))
    (func (export "use") (param "x" u32) (result u32) (canon lift (core func $i "use")))
    (func (export "keep") (param "x" u32) (result (own $counter)) (canon lift (core func $i "keep")))
    (func (export "borrowed") (param "c" (borrow $counter)) (result u32) (canon lift (core func $i "borrowed")))
    (func (export "forgets") (param "c" (borrow $counter)) (canon lift (core func $i "forgets")))
    (func (export "takes") (param "c" (own $counter)) (canon lift (core func $i "takes")))
    (func (export "twice") (param "c" (own $counter)) (canon lift (core func $i "twice"))))"#;

fn user(engine: &Engine) -> (Store<Host>, Instance) {
    let component = Component::new(engine, USER).unwrap();
    let mut linker: Linker<Host> = Linker::new(engine);
    let mut root = linker.root();
    root.resource("counter", ResourceType::host::<Counter>(), |mut store, rep| {
        let counter: Counter = store.data_mut().table.delete(Resource::new_own(rep))?;
        store.data_mut().dropped.push(counter.0);
        Ok(())
    })
    .unwrap();
    root.func_wrap("new", |mut store, (start,): (u32,)| Ok((store.data_mut().table.push(Counter(start))?,)))
        .unwrap();
    root.func_wrap("add", |mut store, (counter, n): (Resource<Counter>, u32)| {
        assert!(!counter.owned());
        let counter = store.data_mut().table.get_mut(&counter)?;
        counter.0 += n;
        Ok((counter.0,))
    })
    .unwrap();
    let mut store = Store::new(engine, Host::default());
    let instance = linker.instantiate(&mut store, &component).unwrap();
    (store, instance)
}

#[test]
fn resources_of_the_host_are_lent_given_and_dropped() {
    for engine in engines() {
        let (mut store, instance) = user(&engine);
        let use_it = instance.get_typed_func::<(u32,), (u32,)>(&mut store, "use").unwrap();
        assert_eq!(use_it.call(&mut store, (10,)).unwrap(), (21,));
        assert_eq!(store.data().dropped, [21]);

        let keep = instance.get_typed_func::<(u32,), (Resource<Counter>,)>(&mut store, "keep").unwrap();
        let (counter,) = keep.call(&mut store, (100,)).unwrap();
        assert!(counter.owned());
        let borrowed = instance.get_typed_func::<(&Resource<Counter>,), (u32,)>(&mut store, "borrowed");
        assert_eq!(borrowed.unwrap().call(&mut store, (&counter,)).unwrap(), (101,));
        let takes = instance.get_typed_func::<(Resource<Counter>,), ()>(&mut store, "takes").unwrap();
        takes.call(&mut store, (counter,)).unwrap();
        assert_eq!(store.data().dropped, [21, 101]);
    }
}

#[test]
fn untyped_handles_move_too() {
    let engine = Engine::default();
    let (mut store, instance) = user(&engine);
    let keep = instance.get_func(&mut store, "keep").unwrap();
    let mut results = [Val::Bool(false)];
    keep.call(&mut store, &[Val::U32(1)], &mut results).unwrap();
    let Val::Resource(any) = results[0] else { panic!("{results:?}") };
    assert!(any.owned() && any.is_valid(&store) && any.ty() == ResourceType::host::<Counter>());
    let borrowed = instance.get_func(&mut store, "borrowed").unwrap();
    borrowed.call(&mut store, &[Val::Resource(any)], &mut results).unwrap();
    assert_eq!(results[0], Val::U32(2));
    any.resource_drop(&mut store).unwrap();
    assert_eq!(store.data().dropped, [2]);
    assert!(!any.is_valid(&store) && any.resource_drop(&mut store).is_err());
}

#[test]
fn handles_that_are_misused_trap() {
    let engine = Engine::default();
    let trap = |name: &str| {
        let (mut store, instance) = user(&engine);
        let counter = store.data_mut().table.push(Counter(0)).unwrap();
        let any = counter.try_into_resource_any(&mut store).unwrap();
        let func = instance.get_func(&mut store, name).unwrap();
        func.call(&mut store, &[Val::Resource(any)], &mut []).unwrap_err().downcast::<Trap>().unwrap()
    };
    assert_eq!(trap("forgets"), Trap::BorrowsRemain);
    assert_eq!(trap("twice"), Trap::UnknownHandle(1));
}

/// Defines a resource with a destructor that counts.
const OWNER: &str = r#"(component
    (core module $state
      (global $dropped (mut i32) (i32.const 0))
      (func (export "dtor") (param i32) (global.set $dropped (i32.add (global.get $dropped) (local.get 0))))
      (func (export "dropped") (result i32) (global.get $dropped)))
    (core instance $state (instantiate $state))
    (type $thing' (resource (rep i32) (dtor (core func $state "dtor"))))
    (export $thing "thing" (type $thing'))
    (core func $new (canon resource.new $thing'))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
      (func (export "rep") (param i32) (result i32) (local.get 0)))
    (core instance $m (instantiate $m (with "" (instance (export "new" (func $new))))))
    (func (export "make") (param "rep" u32) (result (own $thing)) (canon lift (core func $m "make")))
    (func (export "rep") (param "self" (borrow $thing)) (result u32) (canon lift (core func $m "rep")))
    (func (export "dropped") (result u32) (canon lift (core func $state "dropped"))))"#;

#[test]
fn the_host_ends_resources_of_a_component() {
    for engine in engines() {
        let component = Component::new(&engine, OWNER).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate(&mut store, &component).unwrap();
        let make = instance.get_typed_func::<(u32,), (ResourceAny,)>(&mut store, "make").unwrap();
        let rep = instance.get_typed_func::<(ResourceAny,), (u32,)>(&mut store, "rep").unwrap();
        let dropped = instance.get_typed_func::<(), (u32,)>(&mut store, "dropped").unwrap();
        let (thing,) = make.call(&mut store, (40,)).unwrap();
        assert_eq!(Some(thing.ty()), instance.get_resource(&mut store, "thing"));
        // Who defined it gets the representation, not a handle.
        assert_eq!(rep.call(&mut store, (thing,)).unwrap(), (40,));
        assert_eq!(dropped.call(&mut store, ()).unwrap(), (0,));
        thing.resource_drop(&mut store).unwrap();
        assert_eq!(dropped.call(&mut store, ()).unwrap(), (40,));
        let other = Linker::new(&engine).instantiate(store.as_context_mut(), &component).unwrap();
        let (thing,) = make.call(&mut store, (2,)).unwrap();
        let rep = other.get_typed_func::<(ResourceAny,), (u32,)>(&mut store, "rep").unwrap();
        assert!(rep.call(&mut store, (thing,)).is_err(), "another instance's type is another type");
    }
}
