//! Components that give the host nonsense: pointers, lengths, strings, allocators. Each is a trap with its cause.

use wx::{Engine, Store};
use wx_component::{Component, Linker, Trap, Val};

/// A component whose `run` returns a pointer to `words`, lifted as `ty`; `realloc` returns `allocated`.
fn returning(engine: &Engine, ty: &str, words: &[u32], allocated: &str, encoding: &str) -> Component {
    let data: String =
        words.iter().flat_map(|word| word.to_le_bytes()).map(|byte| format!("\\{byte:02x}")).collect();
    let text = format!(
        r#"(component
          (core module $m
            (memory (export "memory") 1)
            (data (i32.const 64) "{data}")
            (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const {allocated}))
            (func (export "take") (param i32 i32))
            (func (export "run") (result i32) (i32.const 64)))
          (core instance $i (instantiate $m))
          (func (export "take") (param "x" string)
            (canon lift (core func $i "take") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
          (func (export "run") (result {ty})
            (canon lift (core func $i "run") (memory (core memory $i "memory")) {encoding})))"#
    );
    Component::new(engine, text).unwrap()
}

fn call(engine: &Engine, component: &Component, name: &str, params: &[Val]) -> wx::Result<Val> {
    let mut store = Store::new(engine, ());
    let instance = Linker::new(engine).instantiate(&mut store, component)?;
    let func = instance.get_func(&mut store, name).unwrap();
    let mut results = vec![Val::Bool(false); func.results(&store).len()];
    func.call(&mut store, params, &mut results)?;
    Ok(results.pop().unwrap_or(Val::Bool(true)))
}

#[test]
fn lists_and_strings_that_are_not_there_trap() {
    let engine = Engine::default();
    let cases: [(&str, &[u32], &str, Trap); 10] = [
        ("string", &[65_535, 2], "", Trap::StringOutOfBounds),
        ("string", &[u32::MAX, u32::MAX], "", Trap::StringOutOfBounds),
        ("string", &[2, u32::MAX], "string-encoding=utf16", Trap::StringOutOfBounds),
        ("string", &[1, 0], "string-encoding=utf16", Trap::UnalignedPointer),
        ("string", &[1, 0], "string-encoding=latin1+utf16", Trap::UnalignedPointer),
        ("(list u8)", &[0, 65_537], "", Trap::ListOutOfBounds),
        ("(list u64)", &[0, 0x2000_0000], "", Trap::ListOutOfBounds),
        ("(list u32)", &[2, 1], "", Trap::UnalignedPointer),
        ("(tuple char u8 u8)", &[0xd800, 0], "", Trap::InvalidChar),
        ("(option u32)", &[2, 0], "", Trap::InvalidDiscriminant),
    ];
    for (ty, words, encoding, expected) in cases {
        let component = returning(&engine, ty, words, "1024", encoding);
        let error = call(&engine, &component, "run", &[]).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&expected), "{ty} {words:?}: {error:#}");
    }
    let component = returning(&engine, "string", &[72, 2, 0xfffe], "1024", "");
    let error = call(&engine, &component, "run", &[]).unwrap_err();
    assert!(format!("{error:#}").contains("invalid utf-8"), "{error:#}");
}

#[test]
fn a_list_of_nothing_does_not_make_the_host_allocate_without_end() {
    let engine = Engine::default();
    // Elements of a byte, of which the host would make many times as much.
    let text = r#"(component
        (core module $m (memory (export "memory") 2000)
          (func (export "run") (result i32) (i32.store offset=4 (i32.const 64) (i32.const 131000000)) (i32.const 64)))
        (core instance $i (instantiate $m))
        (func (export "run") (result (list u8)) (canon lift (core func $i "run") (memory (core memory $i "memory")))))"#;
    let component = Component::new(&engine, text).unwrap();
    let error = call(&engine, &component, "run", &[]).unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(Trap::TooLarge(_))), "{error:#}");
}

#[test]
fn an_allocator_that_lies_traps() {
    let engine = Engine::default();
    let text = Val::String("twelve bytes".to_owned());
    for (allocated, expected) in [("65530", Trap::ReallocOutOfBounds), ("-1", Trap::ReallocOutOfBounds)] {
        let component = returning(&engine, "(option u32)", &[0, 0], allocated, "");
        let error = call(&engine, &component, "take", std::slice::from_ref(&text)).unwrap_err();
        assert_eq!(error.downcast_ref(), Some(&expected));
    }
    let component = returning(&engine, "(option u32)", &[0, 0], "100", "");
    assert!(call(&engine, &component, "take", &[text]).is_ok());
}
