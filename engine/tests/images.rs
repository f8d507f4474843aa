//! Images of memories: later instances of a module begin with the bytes that copying its segments would leave, and keep what they
//! write to themselves. The oracle is the same module with `Config::memory_init_cow(false)`.

use proptest::prelude::*;
use wx::*;

/// Enough to have an image.
const MANY: usize = 40_000;

fn engine(copy_on_write: bool) -> Engine {
    Engine::new(Config::new().memory_init_cow(copy_on_write)).expect("an engine")
}

/// A string of the text format with bytes that differ, from a seed.
fn bytes(seed: usize, len: usize) -> String {
    (0..len).map(|i| format!("\\{:02x}", (i * 7 + i / 256 + seed) as u8)).collect()
}

/// Memories of this process that show an image.
fn shown() -> usize {
    std::fs::read_to_string("/proc/self/maps").expect("maps").matches("memfd:wx-image").count()
}

#[test]
fn later_instances_share_an_image_and_keep_what_they_write() -> Result<()> {
    let text = format!(
        r#"(module (memory (export "m") 2 9) (data (i32.const 70000) "{}") (data (i32.const 1024) "{}")
             (func (export "grow") (result i32) (memory.grow (i32.const 1)))
             (func (export "init") (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))))"#,
        bytes(1, MANY),
        bytes(2, 66_000),
    );
    let engine = engine(true);
    let module = Module::new(&engine, &text)?;
    let before = shown();
    let mut store = Store::new(&engine, ());
    let instances = [(); 4].map(|()| Instance::new(&mut store, &module, &[]).expect("an instance"));
    // Tests of this file run at the same time, in one process.
    assert!(shown() >= before + 3, "all but the first show an image");
    let memories = instances.map(|i| i.get_memory(&mut store, "m").expect("a memory"));
    let first = memories[0].data(&store).to_vec();
    memories[1].data_mut(&mut store)[1024..1030].fill(0xee);
    memories[1].data_mut(&mut store)[0] = 1;
    for memory in &memories[2..] {
        assert!(memory.data(&store) == first);
    }
    let grow = instances[2].get_typed_func::<(), i32>(&mut store, "grow")?;
    assert_eq!(grow.call(&mut store, ())?, 2);
    assert!(memories[2].data(&store)[..first.len()] == first);
    assert!(memories[2].data(&store)[first.len()..].iter().all(|&b| b == 0));
    let init = instances[3].get_typed_func::<(), ()>(&mut store, "init")?;
    let trap = init.call(&mut store, ()).expect_err("an active segment is dropped");
    assert_eq!(trap.downcast_ref::<Trap>(), Some(&Trap::MemoryOutOfBounds));
    // The image outlives its module.
    drop(module);
    assert!(memories[3].data(&store) == first);
    Ok(())
}

#[test]
fn a_failure_before_the_segments_leaves_zeros() -> Result<()> {
    // The second instance puts a function into the table of others, and fails then.
    let text = format!(
        r#"(module (import "" "t" (table 4 funcref)) (memory 1) (import "" "at" (global i32))
             (elem (i32.const 0) $f) (elem (global.get 0) $f)
             (data (i32.const 0) "{}")
             (func $f (result i32) (i32.load8_u (i32.const 1))))"#,
        bytes(1, MANY),
    );
    // Imports come first in the text.
    let text = text.replacen(
        "(memory 1) (import \"\" \"at\" (global i32))",
        "(import \"\" \"at\" (global i32)) (memory 1)",
        1,
    );
    let engine = engine(true);
    let module = Module::new(&engine, &text)?;
    let mut store = Store::new(&engine, ());
    let table = Table::new(&mut store, TableType::new(RefType::FUNCREF, 4, None), Ref::Func(None))?;
    let constant = GlobalType::new(ValType::I32, Mutability::Const);
    for (at, expected) in [(1, 8), (1, 8), (9, 0)] {
        let at = Global::new(&mut store, constant, Val::I32(at))?;
        let instance = Instance::new(&mut store, &module, &[table.into(), at.into()]);
        assert_eq!(instance.is_ok(), expected != 0);
        let f = table.get(&mut store, 0).expect("an element");
        let f = f.as_func().flatten().expect("a function").typed::<(), i32>(&store)?;
        assert_eq!(f.call(&mut store, ())?, expected);
    }
    Ok(())
}

#[test]
fn a_segment_that_traps_leaves_those_behind_it_uncopied() -> Result<()> {
    let text = format!(
        r#"(module (import "" "t" (table 4 funcref)) (import "" "m" (memory 1)) (import "" "at" (global i32))
             (memory $own 1) (elem (i32.const 0) $f)
             (data (memory 0) (global.get 0) "x") (data (memory $own) (i32.const 0) "{}")
             (func $f (result i32) (i32.load8_u $own (i32.const 1))))"#,
        bytes(1, MANY),
    );
    let engine = engine(true);
    let module = Module::new(&engine, &text)?;
    let mut store = Store::new(&engine, ());
    let table = Table::new(&mut store, TableType::new(RefType::FUNCREF, 4, None), Ref::Func(None))?;
    let memory = Memory::new(&mut store, MemoryType::new(1, None))?;
    let constant = GlobalType::new(ValType::I32, Mutability::Const);
    for (at, expected) in [(1, 8), (1, 8), (65_536, 0)] {
        let at = Global::new(&mut store, constant, Val::I32(at))?;
        let instance = Instance::new(&mut store, &module, &[table.into(), memory.into(), at.into()]);
        assert_eq!(instance.is_ok(), expected != 0);
        let f = table.get(&mut store, 0).expect("an element");
        let f = f.as_func().flatten().expect("a function").typed::<(), i32>(&store)?;
        assert_eq!(f.call(&mut store, ())?, expected);
    }
    Ok(())
}

/// An active segment: memory, how its offset is written, offset, bytes.
type Segment = (usize, bool, usize, usize);

/// Memory 0 is imported; 1 and 2 are the module's, the latter with 64-bit addresses.
fn module_of(segments: &[Segment]) -> String {
    let mut text = String::from(
        r#"(module (import "" "m" (memory 2)) (import "" "n" (global i32)) (import "" "w" (global i64))
           (memory (export "a") 2) (memory (export "b") i64 2)"#,
    );
    for (i, &(memory, imported, at, len)) in segments.iter().enumerate() {
        let offset = match (memory, imported) {
            (2, true) => "global.get 1".to_string(),
            (2, false) => format!("i64.const {at}"),
            (_, true) => "global.get 0".to_string(),
            (_, false) => format!("i32.const {at}"),
        };
        text += &format!("(data (memory {memory}) ({offset}) \"{}\")", bytes(i, len));
    }
    text + ")"
}

/// What three instances have in their memories, or that they trapped, and what the imported memory has in the end.
fn memories(copy_on_write: bool, text: &str, at: usize) -> Result<Vec<Option<Vec<u8>>>> {
    let engine = engine(copy_on_write);
    let module = Module::new(&engine, text)?;
    let mut store = Store::new(&engine, ());
    let imported = Memory::new(&mut store, MemoryType::new(2, None))?;
    let n = Global::new(&mut store, GlobalType::new(ValType::I32, Mutability::Const), Val::I32(at as i32))?;
    let w = Global::new(&mut store, GlobalType::new(ValType::I64, Mutability::Const), Val::I64(at as i64))?;
    let mut all = Vec::new();
    for _ in 0..3 {
        let instance = Instance::new(&mut store, &module, &[imported.into(), n.into(), w.into()]).ok();
        for name in ["a", "b"] {
            let memory = instance.and_then(|i| i.get_memory(&mut store, name));
            all.push(memory.map(|m| m.data(&store).to_vec()));
        }
        all.push(Some(imported.data(&store).to_vec()));
        imported.data_mut(&mut store).fill(0x55);
    }
    Ok(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_image_is_what_copying_leaves(
        segments in prop::collection::vec(
            (0..3usize, prop::bool::weighted(0.1), prop_oneof![0..140_000usize, Just(65_536)], prop_oneof![0..200usize, Just(MANY)]),
            0..6,
        ),
        at in 0..100_000usize,
    ) {
        let text = module_of(&segments);
        prop_assert!(memories(true, &text, at).unwrap() == memories(false, &text, at).unwrap(), "{segments:?} {at}");
    }
}
