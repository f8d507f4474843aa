//! The library as an embedder uses it: typed and untyped calls, functions of the host, errors before and after a trap.

use wx::{AsContextMut, Config, Engine, Store, Tier};
use wx_component::{Component, ComponentItem, Linker, Trap, Type, Val};

/// A module with a memory and an allocator that only goes up, for components that have values in memory.
const LIBC: &str = r#"
    (core module $libc
      (memory (export "memory") 1)
      (global $next (mut i32) (i32.const 1024))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local i32)
        (local.set 4 (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1)))
                              (i32.sub (i32.const 0) (local.get 2))))
        (global.set $next (i32.add (local.get 4) (local.get 3)))
        (local.get 4)))
    (core instance $libc (instantiate $libc))
    (alias core export $libc "memory" (core memory $memory))
    (alias core export $libc "realloc" (core func $realloc))"#;

fn engines() -> Vec<Engine> {
    [Tier::Interp, Tier::Jit].map(|tier| Engine::new(Config::new().tier(tier)).unwrap()).into()
}

fn component(engine: &Engine, text: &str) -> Component {
    Component::new(engine, format!("(component {text})")).unwrap()
}

/// A component that hands what it gets to the host's `host` and returns what that returns; both have the type `ty`.
fn round_trip(engine: &Engine, types: &str, ty: &str, encoding: &str) -> Component {
    // One pointer in, one pointer out, whatever the type: the parameter is wrapped in something too large for core values.
    component(
        engine,
        &format!(
            r#"{LIBC}
            {types}
            (import "host" (func $host (param "x" (tuple {ty} $pad)) (result (tuple {ty} $pad))))
            (core func $host (canon lower (func $host) (memory $memory) (realloc $realloc) {encoding}))
            (core module $m
              (import "" "host" (func $host (param i32 i32)))
              (func (export "run") (param i32) (result i32)
                (call $host (local.get 0) (i32.const 16))
                (i32.const 16)))
            (core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
            (func (export "run") (param "x" (tuple {ty} $pad)) (result (tuple {ty} $pad))
              (canon lift (core func $i "run") (memory $memory) (realloc $realloc) {encoding}))"#
        ),
    )
}

/// Seventeen numbers, which do not fit core values.
const PAD: &str = r#"(type $pad (tuple u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8))"#;

fn padded(value: Val) -> Val {
    Val::Tuple(vec![value, Val::Tuple(vec![Val::U8(7); 17])])
}

#[test]
fn values_of_every_type_go_to_the_host_and_back() {
    let text = |text: &str| Val::String(text.to_owned());
    let boxed = |value: Val| Some(Box::new(value));
    let cases = [
        ("bool", Val::Bool(true)),
        ("s8", Val::S8(-128)),
        ("u16", Val::U16(65_535)),
        ("s64", Val::S64(i64::MIN)),
        ("f32", Val::Float32(-0.5)),
        ("f64", Val::Float64(f64::INFINITY)),
        ("char", Val::Char('\u{10ffff}')),
        ("string", text("")),
        ("string", text("na\u{ef}ve \u{1f600}")),
        ("(list u8)", Val::List(vec![Val::U8(1), Val::U8(255)])),
        ("(list string)", Val::List(vec![text("a"), text("\u{101}")])),
        ("(list (tuple u8 u64))", Val::List(vec![Val::Tuple(vec![Val::U8(1), Val::U64(u64::MAX)])])),
        ("(list u16 3)", Val::FixedLengthList(vec![Val::U16(1), Val::U16(2), Val::U16(3)])),
        ("(option (list u32))", Val::Option(None)),
        ("(option (option u8))", Val::Option(boxed(Val::Option(boxed(Val::U8(3)))))),
        ("(result)", Val::Result(Err(None))),
        ("(result u64 (error string))", Val::Result(Err(boxed(text("no"))))),
        ("$record", Val::Record(vec![("a".into(), Val::U8(9)), ("b-c".into(), Val::Float64(2.5))])),
        ("$variant", Val::Variant("none".into(), None)),
        ("$variant", Val::Variant("text".into(), boxed(text("x")))),
        ("$enum", Val::Enum("blue".into())),
        ("$flags", Val::Flags(vec!["f0".into(), "f9".into()])),
        ("(map string u32)", Val::Map(vec![(text("k"), Val::U32(1))])),
    ];
    let types = format!(
        r#"{PAD}
        (type $record' (record (field "a" u8) (field "b-c" f64))) (import "record" (type $record (eq $record')))
        (type $variant' (variant (case "none") (case "text" string))) (import "variant" (type $variant (eq $variant')))
        (type $enum' (enum "red" "blue")) (import "enum" (type $enum (eq $enum')))
        (type $flags' (flags "f0" "f1" "f2" "f3" "f4" "f5" "f6" "f7" "f8" "f9")) (import "flags" (type $flags (eq $flags')))"#
    );
    for engine in engines() {
        for (ty, value) in &cases {
            for encoding in ["", "string-encoding=utf16", "string-encoding=latin1+utf16"] {
                let component = round_trip(&engine, &types, ty, encoding);
                let mut linker = Linker::new(&engine);
                let expected = padded(value.clone());
                linker
                    .root()
                    .func_new("host", move |_, _, params, results| {
                        assert_eq!(params[0], expected);
                        results[0] = params[0].clone();
                        Ok(())
                    })
                    .unwrap();
                let mut store = Store::new(&engine, ());
                let instance = linker.instantiate(&mut store, &component).unwrap();
                let run = instance.get_func(&mut store, "run").unwrap();
                let mut results = [Val::Bool(false)];
                run.call(&mut store, &[padded(value.clone())], &mut results).unwrap();
                assert_eq!(results[0], padded(value.clone()), "{ty} {encoding}");
                let shown = results[0].to_wave().unwrap();
                let ty = run.results(&store)[0].clone();
                assert_eq!(Val::from_wave(&ty, &shown).unwrap(), results[0], "{shown}");
            }
        }
    }
}

#[test]
fn typed_functions_lift_and_lower_without_values_in_between() {
    wx_component::record! {
        #[derive(PartialEq)]
        struct Point { "x" => x: i32, "label" => label: String, }
    }
    wx_component::variant! {
        enum Shape { "dot" => Dot, "line" => Line((f32, f32)), }
    }
    wx_component::enumeration! {
        enum Turn { "left" => Left, "right" => Right, }
    }
    wx_component::flags! {
        struct Rights { "read" => READ, "write" => WRITE, }
    }
    type Everything = (Point, Shape, Turn, Rights, Vec<u16>, Option<String>, Result<u8, ()>);
    let types = r#"
        (type $point' (record (field "x" s32) (field "label" string))) (import "point" (type $point (eq $point')))
        (type $shape' (variant (case "dot") (case "line" (tuple f32 f32)))) (import "shape" (type $shape (eq $shape')))
        (type $turn' (enum "left" "right")) (import "turn" (type $turn (eq $turn')))
        (type $rights' (flags "read" "write")) (import "rights" (type $rights (eq $rights')))
        (type $pad (tuple u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8 u8))"#;
    let ty = "(tuple $point $shape $turn $rights (list u16) (option string) (result u8))";
    for engine in engines() {
        let component = round_trip(&engine, types, ty, "");
        let mut linker = Linker::new(&engine);
        linker
            .root()
            .func_wrap("host", |_, ((all, _),): ((Everything, Val),)| {
                let (point, shape, turn, rights, list, text, result) = all;
                assert_eq!(point, Point { x: -5, label: "p".to_owned() });
                assert!(matches!(shape, Shape::Line((a, b)) if a == 1.5 && b == -2.0));
                assert_eq!((turn, rights), (Turn::Right, Rights::WRITE));
                assert_eq!((list, text, result), (vec![1, 2, 65_535], Some("t".to_owned()), Err(())));
                let back = (point, Shape::Dot, Turn::Left, Rights::READ | Rights::WRITE, vec![], None, Ok(3));
                let back: Everything = back;
                Ok(((back, Val::Tuple(vec![Val::U8(0); 17])),))
            })
            .unwrap();
        let mut store = Store::new(&engine, ());
        let instance = linker.instantiate(&mut store, &component).unwrap();
        let run =
            instance.get_typed_func::<((Everything, Val),), ((Everything, Val),)>(&mut store, "run").unwrap();
        let point = Point { x: -5, label: "p".to_owned() };
        let line = Shape::Line((1.5, -2.0));
        let all: Everything =
            (point, line, Turn::Right, Rights::WRITE, vec![1, 2, 65_535], Some("t".to_owned()), Err(()));
        let pad = Val::Tuple(vec![Val::U8(0); 17]);
        let ((all, _),) = run.call(&mut store, ((all, pad),)).unwrap();
        assert!(matches!(all.1, Shape::Dot) && all.2 == Turn::Left && all.3.contains(Rights::READ));
        assert_eq!((all.4, all.5, all.6), (vec![], None, Ok(3)));
        let wrong = instance.get_typed_func::<(u32,), (u32,)>(&mut store, "run");
        assert!(wrong.unwrap_err().to_string().contains("parameters"));
    }
}

/// Exports `trap`, which traps, `fine`, which does not, and `again`, which calls the host.
const TRAPS: &str = r#"
    (import "host" (func $host))
    (core func $host (canon lower (func $host)))
    (core module $m
      (import "" "host" (func $host))
      (func (export "trap") unreachable)
      (func (export "fine"))
      (func (export "again") (call $host)))
    (core instance $i (instantiate $m (with "" (instance (export "host" (func $host))))))
    (func (export "trap") (canon lift (core func $i "trap")))
    (func (export "fine") (canon lift (core func $i "fine")))
    (func (export "again") (canon lift (core func $i "again")))"#;

#[test]
fn a_trap_poisons_its_instance_and_no_other() {
    for engine in engines() {
        let component = component(&engine, TRAPS);
        let mut linker = Linker::new(&engine);
        linker.root().func_wrap("host", |_, (): ()| Ok(())).unwrap();
        let mut store = Store::new(&engine, ());
        let first = linker.instantiate(&mut store, &component).unwrap();
        let second = linker.instantiate(&mut store, &component).unwrap();
        let fine = first.get_typed_func::<(), ()>(&mut store, "fine").unwrap();
        fine.call(&mut store, ()).unwrap();
        let trap = first.get_func(&mut store, "trap").unwrap();
        let error = trap.call(&mut store, &[], &mut []).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&wx::Trap::UnreachableCodeReached));
        let error = fine.call(&mut store, ()).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&Trap::CannotEnterComponent));
        let fine = second.get_typed_func::<(), ()>(&mut store, "fine").unwrap();
        fine.call(&mut store, ()).unwrap();
        // A wrong argument is refused before the instance is entered.
        assert!(
            second.get_func(&mut store, "fine").unwrap().call(&mut store, &[Val::U8(1)], &mut []).is_err()
        );
        fine.call(&mut store, ()).unwrap();
    }
}

#[test]
fn a_component_cannot_be_entered_while_it_calls_the_host() {
    let engine = Engine::default();
    let component = component(&engine, TRAPS);
    let mut linker: Linker<Option<wx_component::Func>> = Linker::new(&engine);
    linker
        .root()
        .func_wrap("host", |mut store, (): ()| {
            let fine = store.data().unwrap();
            let error = fine.call(store.as_context_mut(), &[], &mut []).unwrap_err();
            assert_eq!(error.downcast_ref(), Some(&Trap::CannotEnterComponent));
            Ok(())
        })
        .unwrap();
    let mut store = Store::new(&engine, None);
    let instance = linker.instantiate(&mut store, &component).unwrap();
    *store.data_mut() = instance.get_func(&mut store, "fine");
    let again = instance.get_func(&mut store, "again").unwrap();
    again.call(&mut store, &[], &mut []).unwrap();
    again.call(&mut store, &[], &mut []).unwrap();
}

#[test]
fn an_error_of_the_host_is_the_error_of_the_call() {
    #[derive(Debug, thiserror::Error)]
    #[error("the host does not want to")]
    struct Unwilling;
    let engine = Engine::default();
    let mut linker = Linker::new(&engine);
    linker.root().func_wrap("host", |_, (): ()| -> wx::Result<()> { Err(Unwilling.into()) }).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = linker.instantiate(&mut store, &component(&engine, TRAPS)).unwrap();
    let again = instance.get_func(&mut store, "again").unwrap();
    assert!(again.call(&mut store, &[], &mut []).unwrap_err().is::<Unwilling>());
}

#[test]
fn imports_are_found_by_compatible_versions_and_named_if_they_are_missing() {
    let engine = Engine::default();
    let component =
        component(&engine, r#"(import "a:b/c@0.2.3" (instance (export "f" (func (param "x" u8)))))"#);
    let mut linker: Linker<()> = Linker::new(&engine);
    let error = linker.instantiate_pre(&component).unwrap_err();
    assert!(format!("{error:#}").contains("instance `a:b/c@0.2.3`"), "{error:#}");
    linker.instance("a:b/c@0.2.0").unwrap().func_wrap("f", |_, (_,): (u16,)| Ok(())).unwrap();
    let error = linker.instantiate_pre(&component).unwrap_err();
    assert!(format!("{error:#}").contains("expected `u16`, found `u8`"), "{error:#}");
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.instance("a:b/c@0.2.9").unwrap().func_wrap("f", |_, (_,): (u8,)| Ok(())).unwrap();
    linker.instantiate_pre(&component).unwrap();
    let mut linker: Linker<()> = Linker::new(&engine);
    linker.define_unknown_imports_as_traps(&component).unwrap();
    linker.instantiate(Store::new(&engine, ()), &component).unwrap();
}

#[test]
fn imports_and_exports_are_described() {
    let engine = Engine::default();
    let component = component(
        &engine,
        r#"(import "r" (type $r (sub resource)))
        (import "f" (func $f (param "x" (list string)) (param "r" (borrow $r)) (result (option u8))))
        (core module $m (func (export "g") (result i32) (i32.const 1)))
        (core instance $i (instantiate $m))
        (func (export "g") (result u8) (canon lift (core func $i "g")))"#,
    );
    let kinds: Vec<_> = component
        .imports()
        .map(|(name, item)| {
            let kind = match item {
                ComponentItem::ComponentFunc(func) => {
                    assert!(matches!(func.params().next(), Some(("x", Type::List(list))) if matches!(list.ty(), Type::String)));
                    assert!(matches!(func.results().next(), Some(Type::Option(_))));
                    "func"
                }
                ComponentItem::Resource(_) => "resource",
                _ => "other",
            };
            (name.to_owned(), kind)
        })
        .collect();
    assert_eq!(kinds, [("r".to_owned(), "resource"), ("f".to_owned(), "func")]);
    assert_eq!(component.exports().count(), 1);
}

#[test]
fn what_is_no_component_is_refused_with_its_reason() {
    let engine = Engine::default();
    let error = |bytes: &[u8]| format!("{:#}", Component::new(&engine, bytes).unwrap_err());
    assert!(error(b"(module)").contains("core module"));
    assert!(error(b"\0asm\x01\0\0\0").contains("core module"));
    assert!(error(b"(component (import").contains("expected"));
    assert!(error(b"\0asm\x0d\0\x01\0\xff").contains("offset"));
    // A core module inside that is invalid.
    assert!(error(b"(component (core module (func (result i32))))").contains("type mismatch"));
}

#[test]
#[should_panic(expected = "a store that it does not belong to")]
fn a_function_of_another_store_is_an_error_of_the_program() {
    let engine = Engine::default();
    let component = component(&engine, TRAPS);
    let mut linker = Linker::new(&engine);
    linker.root().func_wrap("host", |_, (): ()| Ok(())).unwrap();
    let mut stores = [Store::new(&engine, ()), Store::new(&engine, ())];
    let [first, _] = stores.each_mut().map(|store| linker.instantiate(store, &component).unwrap());
    let fine = first.get_func(&mut stores[0], "fine").unwrap();
    let _ = fine.call(&mut stores[1], &[], &mut []);
}
