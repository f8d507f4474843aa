//! Memories, tables, globals and tags from the host's side.

use wx::{
    Config, Engine, Extern, ExternType, Func, FuncType, Global, GlobalType, HeapType, Instance, Memory,
    MemoryAccessError, MemoryType, Module, Mutability, Ref, RefType, Result, SharedMemory, Store, Table,
    TableType, Tag, TagType, Trap, Val, ValType,
};

/// The ways in which a memory can be laid out: reserved, allocated as needed, too small a reservation.
fn layouts() -> Vec<Config> {
    let mut flat = Config::new();
    flat.memory_reservation(0);
    let mut small = Config::new();
    small.memory_reservation(1 << 20).memory_guard_size(0);
    let mut all = vec![Config::new(), flat, small];
    for config in &mut all {
        config.wasm_custom_page_sizes(true);
    }
    all
}

#[test]
fn memories_keep_their_bytes_when_they_grow_in_every_layout() -> Result<()> {
    for config in layouts() {
        let engine = Engine::new(&config)?;
        let mut store = Store::new(&engine, ());
        let types = [
            MemoryType::new(1, None),
            MemoryType::new(1, Some(40)),
            MemoryType::new64(1, None),
            MemoryType { page_size_log2: 0, ..MemoryType::new(65536, None) },
        ];
        for ty in types {
            let memory = Memory::new(&mut store, ty)?;
            let page = memory.page_size(&store);
            let pages_of_64k = 65536 / page;
            for step in 0..30u8 {
                let size = memory.data_size(&store);
                assert_eq!(size, (usize::from(step) + 1) << 16);
                assert_eq!(memory.size(&store), size as u64 / page);
                let data = memory.data_mut(&mut store);
                assert_eq!(data[size - 65536..].iter().find(|&&byte| byte != 0), None, "new bytes are zero");
                data[size - 1] = step + 1;
                data[size - 65536] = step + 1;
                assert_eq!(memory.grow(&mut store, pages_of_64k)?, size as u64 / page);
            }
            let data = memory.data(&store);
            for step in 0..30 {
                assert_eq!(data[step << 16], step as u8 + 1);
                assert_eq!(data[(step << 16) + 65535], step as u8 + 1);
            }
        }
    }
    Ok(())
}

#[test]
fn memories_stop_at_their_maximum_and_at_what_an_index_reaches() -> Result<()> {
    for config in layouts() {
        let engine = Engine::new(&config)?;
        let mut store = Store::new(&engine, ());
        let memory = Memory::new(&mut store, MemoryType::new(1, Some(3)))?;
        assert!(memory.grow(&mut store, 3).is_err());
        assert_eq!(memory.grow(&mut store, 2)?, 1);
        assert!(memory.grow(&mut store, 1).is_err());
        assert!(memory.grow(&mut store, u64::MAX).is_err());
        assert_eq!(memory.size(&store), 3);
        let memory = Memory::new(&mut store, MemoryType::new(0, None))?;
        assert!(memory.grow(&mut store, 65537).is_err());
        assert_eq!(memory.data(&store), b"");
        let memory = Memory::new(&mut store, MemoryType { page_size_log2: 0, ..MemoryType::new(0, None) })?;
        assert!(memory.grow(&mut store, 1 << 32).is_err());
        let memory = Memory::new(&mut store, MemoryType::new64(0, None))?;
        assert!(memory.grow(&mut store, u64::MAX >> 16).is_err());
        assert!(Memory::new(&mut store, MemoryType::new64(1 << 47, None)).is_err());
    }
    Ok(())
}

#[test]
fn a_full_32_bit_memory_is_usable_to_its_last_byte() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let wat = r#"(module (memory (export "m") 65535)
        (func (export "run") (result i32 i32)
            (drop (memory.grow (i32.const 1)))
            (i32.store8 (i32.const -1) (i32.const 77))
            (i32.load8_u (i32.const 0xffffffff)) (memory.size))
        (func (export "beyond") (drop (i32.load16_u (i32.const -1)))))"#;
    let instance = Instance::new(&mut store, &Module::new(&engine, wat)?, &[])?;
    let run = instance.get_typed_func::<(), (i32, i32)>(&mut store, "run")?;
    assert_eq!(run.call(&mut store, ())?, (77, 65536));
    let beyond = instance.get_typed_func::<(), ()>(&mut store, "beyond")?;
    assert_eq!(beyond.call(&mut store, ()).unwrap_err().downcast_ref(), Some(&Trap::MemoryOutOfBounds));
    Ok(())
}

#[test]
fn reads_and_writes_outside_are_refused_whole() -> Result<()> {
    let mut store = Store::new(&Engine::default(), 7u32);
    let memory = Memory::new(&mut store, MemoryType::new(1, None))?;
    memory.write(&mut store, 65530, b"abcdef")?;
    let mut buffer = [0; 6];
    memory.read(&store, 65530, &mut buffer)?;
    assert_eq!(&buffer, b"abcdef");
    let refused: Result<(), MemoryAccessError> = memory.write(&mut store, 65531, b"xxxxxx");
    assert_eq!(refused.unwrap_err().to_string(), "out of bounds memory access");
    assert_eq!(memory.data(&store)[65531], b'b');
    assert!(memory.read(&store, usize::MAX, &mut buffer).is_err());
    let (data, number) = memory.data_and_store_mut(&mut store);
    data[0] = *number as u8;
    *number += 1;
    assert_eq!((memory.data(&store)[0], *store.data()), (7, 8));
    Ok(())
}

#[test]
fn tables_hold_what_their_type_allows() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let one = Func::wrap(&mut store, || 1i32);
    let two = Func::wrap(&mut store, |_: i32| {});
    let own = FuncType::new(&engine, [], [ValType::I32]);
    let element = RefType::new(true, HeapType::ConcreteFunc(own.id()));
    let table = Table::new(&mut store, TableType::new(element, 2, Some(5)), Ref::Func(None))?;
    table.set(&mut store, 1, one.into())?;
    let error = table.set(&mut store, 0, two.into()).unwrap_err().to_string();
    assert!(error.starts_with("type mismatch: expected (ref null (func (result i32)))"), "{error}");
    assert!(table.set(&mut store, 0, Ref::Extern(None)).is_err());
    assert_eq!(
        table.set(&mut store, 2, Ref::Func(None)).unwrap_err().to_string(),
        "table element index 2 out of bounds"
    );
    assert_eq!(table.grow(&mut store, 2, one.into())?, 2);
    assert!(table.grow(&mut store, 2, Ref::Func(None)).is_err());
    let null: Vec<_> = (0..4).map(|i| table.get(&mut store, i).expect("an element").is_null()).collect();
    assert_eq!(null, [true, false, false, false]);

    let other = Table::new(&mut store, TableType::new(RefType::FUNCREF, 6, None), two.into())?;
    Table::copy(&mut store, &other, 1, &table, 0, 3)?;
    Table::copy(&mut store, &other, 2, &other, 1, 3)?;
    let null: Vec<_> = (0..6).map(|i| other.get(&mut store, i).expect("an element").is_null()).collect();
    assert_eq!(null, [false, true, true, false, false, false]);
    assert!(Table::copy(&mut store, &table, 0, &other, 0, 1).is_err(), "a supertype does not fit");
    let error = Table::copy(&mut store, &other, 5, &table, 0, 2).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&Trap::TableOutOfBounds));
    other.fill(&mut store, 4, Ref::Func(None), 2)?;
    assert!(other.fill(&mut store, 5, Ref::Func(None), 2).is_err());
    assert!(other.fill(&mut store, u64::MAX, Ref::Func(None), 2).is_err());
    assert_eq!(other.ty(&store).minimum(), 6);
    Ok(())
}

#[test]
fn tables_that_cannot_be_allocated_are_errors() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let huge = TableType::new64(RefType::FUNCREF, u64::MAX, None);
    assert!(Table::new(&mut store, huge, Ref::Func(None)).is_err());
    let huge = TableType::new64(RefType::FUNCREF, 1 << 56, None);
    assert!(Table::new(&mut store, huge, Ref::Func(None)).is_err());
    let table = Table::new(&mut store, TableType::new64(RefType::FUNCREF, 1, None), Ref::Func(None))?;
    assert!(table.grow(&mut store, 1 << 56, Ref::Func(None)).is_err());
    assert!(table.grow(&mut store, u64::MAX, Ref::Func(None)).is_err());
    assert_eq!(table.size(&store), 1);
    for i in 0..100_000 {
        assert_eq!(table.grow(&mut store, 1, Ref::Func(None))?, i + 1);
    }
    Ok(())
}

#[test]
fn globals_are_set_and_seen_from_both_sides() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let variable = GlobalType::new(ValType::V128, Mutability::Var);
    let global = Global::new(&mut store, variable, Val::V128(3u128.into()))?;
    let wat = r#"(module (import "" "g" (global $g (mut v128)))
        (global (export "c") i64 (i64.const 5))
        (func (export "add") (global.set $g (i64x2.add (global.get $g) (v128.const i64x2 1 1)))))"#;
    let instance = Instance::new(&mut store, &Module::new(&engine, wat)?, &[global.into()])?;
    instance.get_typed_func::<(), ()>(&mut store, "add")?.call(&mut store, ())?;
    assert_eq!(global.get(&mut store).unwrap_v128().to_u64x2(), [4, 1]);
    global.set(&mut store, Val::V128(u128::MAX.into()))?;
    instance.get_typed_func::<(), ()>(&mut store, "add")?.call(&mut store, ())?;
    assert_eq!(global.get(&mut store).unwrap_v128().to_u64x2(), [0, 0]);
    assert!(global.set(&mut store, Val::I32(1)).is_err());
    let constant = instance.get_global(&mut store, "c").expect("c");
    assert_eq!(constant.get(&mut store).unwrap_i64(), 5);
    assert_eq!(
        constant.set(&mut store, Val::I64(1)).unwrap_err().to_string(),
        "immutable global cannot be set"
    );
    assert_eq!(constant.ty(&store), GlobalType::new(ValType::I64, Mutability::Const));
    Ok(())
}

#[test]
fn tags_are_the_same_only_if_they_are_one() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    let ty = TagType::new(FuncType::new(&engine, [ValType::I32], []));
    let (one, two) = (Tag::new(&mut store, &ty)?, Tag::new(&mut store, &ty)?);
    assert!(Tag::eq(&one, &one, &store) && !Tag::eq(&one, &two, &store));
    assert_eq!(one.ty(&store), ty);
    assert!(Tag::new(&mut store, &TagType::new(FuncType::new(&engine, [], [ValType::I32]))).is_err());
    let wat = r#"(module
        (import "" "a" (tag $a (param i32))) (import "" "b" (tag $b (param i32)))
        (export "again" (tag $a))
        (func (export "run") (result i32)
            (block $caught (result i32)
                (try_table (catch $a $caught) (throw $b (i32.const 1)))
                (i32.const 0))))"#;
    let module = Module::new(&engine, wat)?;
    let same = Instance::new(&mut store, &module, &[one.into(), one.into()])?;
    assert_eq!(same.get_typed_func::<(), i32>(&mut store, "run")?.call(&mut store, ())?, 1);
    assert_eq!(same.get_tag(&mut store, "again"), Some(one));
    let differing = Instance::new(&mut store, &module, &[one.into(), two.into()])?;
    let run = differing.get_typed_func::<(), i32>(&mut store, "run")?;
    let error = run.call(&mut store, ()).unwrap_err();
    assert!(error.is::<wx::ThrownException>(), "{error:#}");
    assert!(store.take_pending_exception().is_some());
    assert!(store.take_pending_exception().is_none());
    Ok(())
}

#[test]
fn exports_and_imports_are_listed_with_their_types() -> Result<()> {
    let engine = Engine::default();
    let wat = r#"(module $named
        (import "a" "f" (func (param i32) (result f64)))
        (import "a" "g" (global (mut i64)))
        (memory (export "m") 1 2)
        (table (export "t") 3 funcref)
        (func (export "f") (export "f again"))
        (@custom "note" "contents"))"#;
    let module = Module::new(&engine, wat)?;
    assert_eq!(module.name(), Some("named"));
    let imports: Vec<_> =
        module.imports().map(|i| format!("{}.{} {:?}", i.module(), i.name(), i.ty())).collect();
    assert_eq!(imports[0], "a.f Func((func (param i32) (result f64)))");
    assert!(matches!(module.imports().nth(1).expect("two").ty(), ExternType::Global(g) if g.mutable));
    let exports: Vec<_> = module.exports().map(|e| e.name().to_string()).collect();
    assert_eq!(exports, ["m", "t", "f", "f again"]);
    assert_eq!(
        module.get_export("m").as_ref().and_then(ExternType::memory),
        Some(&MemoryType::new(1, Some(2)))
    );
    assert!(module.get_export("nothing").is_none());
    assert_eq!(module.custom_sections("note").collect::<Vec<_>>(), [b"contents"]);

    let mut store = Store::new(&engine, ());
    let f = Func::wrap(&mut store, |_: i32| 0f64);
    let g = Global::new(&mut store, GlobalType::new(ValType::I64, Mutability::Var), Val::I64(0))?;
    let instance = Instance::new(&mut store, &module, &[f.into(), g.into()])?;
    let exports: Vec<_> =
        instance.exports(&mut store).map(|e| (e.name().to_string(), e.into_extern())).collect();
    assert_eq!(exports.len(), 4);
    assert!(matches!(&exports[0], (name, Extern::Memory(_)) if name == "m"));
    assert_eq!(exports[2].1.ty(&store).func().expect("a function").to_string(), "(func)");
    assert!(Module::same(&instance.module(&store), &module));
    Ok(())
}

#[test]
fn shared_memories_are_their_own_kind() -> Result<()> {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    assert!(Memory::new(&mut store, MemoryType::shared(1, 2)).is_err());
    assert!(SharedMemory::new(&engine, MemoryType::new(1, Some(2))).is_err());
    let off = Engine::new(Config::new().wasm_threads(false))?;
    assert!(SharedMemory::new(&off, MemoryType::shared(1, 2)).is_err());
    let memory = SharedMemory::new(&engine, MemoryType::shared(1, 3))?;
    assert_eq!(memory.grow(1)?, 1);
    assert!(memory.grow(2).is_err());
    assert_eq!((memory.size(), memory.data_size(), memory.data().len()), (2, 2 << 16, 2 << 16));
    let wat = r#"(module (import "" "m" (memory 1 3 shared)) (export "m" (memory 0)))"#;
    let instance = Instance::new(&mut store, &Module::new(&engine, wat)?, &[memory.into()])?;
    assert!(instance.get_memory(&mut store, "m").is_none());
    assert_eq!(instance.get_shared_memory(&mut store, "m").expect("shared").size(), 2);
    Ok(())
}
