//! Names of wasmtime's API that are small here: questions about types and values, looking up exports, settings without effect. Each test uses
//! them as a program written for wasmtime would.

use wx::error::Context;
use wx::*;

const MIXED: &str = r#"(module $mixed
    (import "host" "f" (func $f (param i32) (result i64)))
    (import "host" "g" (global $g (mut i32)))
    (import "host" "t" (table $t 2 funcref))
    (import "host" "m" (memory $m 1))
    (import "host" "e" (tag $e (param i32)))
    (table $own 5 9 externref)
    (memory $small 1)
    (memory $large 3)
    (func $named (export "run") (param i32) (result i64) (call $f (local.get 0)))
    (func)
    (export "g" (global $g))
    (export "t" (table $t))
    (export "m" (memory $m))
    (export "e" (tag $e)))"#;

fn field(mutability: Mutability, ty: ValType) -> FieldType {
    FieldType::new(mutability, StorageType::from(ty))
}

#[test]
fn values_say_their_types() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let func = Func::wrap(&mut store, |x: i32| x);
    let text = ExternRef::new(&mut store, "text")?;
    let small = AnyRef::from_i31(&mut store, I31::wrapping_u32(1));
    let engine = store.engine().clone();
    let cases = [
        (Val::I32(1), ValType::I32),
        (Val::I64(1), ValType::I64),
        (Val::F32(1), ValType::F32),
        (Val::F64(1), ValType::F64),
        (Val::V128(V128::ZERO), ValType::V128),
        (Val::null_func_ref(), ValType::NULLFUNCREF),
        (Val::null_extern_ref(), ValType::NULLEXTERNREF),
        (Val::null_any_ref(), ValType::NULLREF),
        (Val::ExnRef(None), ValType::NULLEXNREF),
        (text.into(), ValType::Ref(RefType::new(false, HeapType::Extern))),
        (small.into(), ValType::Ref(RefType::new(false, HeapType::I31))),
        (func.into(), ValType::Ref(RefType::new(false, HeapType::ConcreteFunc(func.ty(&store).id())))),
    ];
    for (value, expected) in &cases {
        let ty = value.ty(&store)?;
        assert_eq!(ty, *expected, "{value:?}");
        assert!(value.matches_ty(&store, &ty));
        let reference = value.clone().ref_();
        assert_eq!(reference.is_some(), ty.is_ref());
        if let Some(reference) = reference {
            assert_eq!(&reference.ty(&store)?, ty.unwrap_ref());
            assert!(reference.matches_ty(&store, ty.unwrap_ref())?);
            assert_eq!(reference.is_non_null(), !ty.unwrap_ref().is_nullable());
        }
    }
    assert_eq!(cases[11].1.unwrap_ref().heap_type().as_concrete_func(&engine), Some(func.ty(&store)));
    let other = Store::new(&engine, ());
    assert!(Val::from(func).ty(&other).is_err());
    assert!(Ref::from(func).matches_ty(&other, &RefType::FUNCREF).is_err());
    Ok(())
}

#[test]
fn references_are_asked_and_unwrapped() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let func = Ref::from(Func::wrap(&mut store, || {}));
    let text = Ref::from(ExternRef::new(&mut store, 1u8)?);
    let small = Ref::from(AnyRef::from_i31(&mut store, I31::default()));
    let exception = Ref::null(&HeapType::NoExn);
    let kinds =
        [&func, &text, &small, &exception].map(|r| [r.is_func(), r.is_extern(), r.is_any(), r.is_exn()]);
    for (row, kind) in kinds.iter().enumerate() {
        assert!(kind.iter().enumerate().all(|(column, is)| *is == (row == column)));
    }
    assert!(func.unwrap_func().is_some() && func.as_extern().is_none());
    assert!(text.unwrap_extern().is_some() && text.as_any().is_none());
    assert!(small.unwrap_any().is_some() && small.as_exn().is_none());
    assert!(exception.unwrap_exn().is_none() && matches!(exception.as_exn(), Some(None)));
    assert!(Val::from(func).unwrap_funcref().is_some());
    assert!(Val::from(text).externref().flatten().is_some());
    assert!(Val::from(small).unwrap_anyref().is_some());
    assert!(Val::from(exception).unwrap_exnref().is_none());
    Ok(())
}

#[test]
#[should_panic(expected = "expected Func, found Extern(None)")]
fn unwrapping_another_hierarchy_panics() {
    let _ = Ref::null(&HeapType::Extern).unwrap_func();
}

#[test]
fn types_of_values_answer() {
    let engine = Engine::default();
    assert!(ValType::I32.is_i32() && ValType::I64.is_i64() && ValType::F32.is_f32() && ValType::F64.is_f64());
    assert!(ValType::V128.is_v128() && !ValType::V128.is_num() && ValType::I32.is_num());
    assert!(ValType::FUNCREF.is_funcref() && !ValType::NULLFUNCREF.is_funcref());
    assert!(ValType::EXTERNREF.is_externref() && ValType::ANYREF.is_anyref() && ValType::EXNREF.is_exnref());
    assert!(!ValType::Ref(RefType::new(false, HeapType::Func)).is_funcref());
    assert!(ValType::eq(&ValType::from(RefType::EQREF), &ValType::EQREF));
    assert_eq!(ValType::I64.default_value().map(|v| v.unwrap_i64()), Some(0));
    assert!(ValType::Ref(RefType::new(false, HeapType::Any)).default_value().is_none());
    assert!(
        RefType::I31REF.matches(&engine, &RefType::EQREF)
            && !RefType::EQREF.matches(&engine, &RefType::I31REF)
    );

    let hierarchies = [
        (HeapType::Func, HeapType::NoFunc),
        (HeapType::Extern, HeapType::NoExtern),
        (HeapType::Any, HeapType::None),
        (HeapType::Exn, HeapType::NoExn),
    ];
    for (top, bottom) in hierarchies {
        assert_eq!((top.bottom(), bottom.top()), (bottom, top));
        assert!(top.is_top() && bottom.is_bottom() && !top.is_bottom() && !bottom.is_top());
        assert!(bottom.matches(&engine, &top) && !top.matches(&engine, &bottom));
        assert!(top.is_abstract() && !bottom.is_concrete());
    }
    assert!(HeapType::Struct.is_struct() && HeapType::Array.is_array() && HeapType::None.is_none());

    let ty = FuncType::new(&engine, [], []);
    let heap = HeapType::ConcreteFunc(ty.id());
    assert!(heap.is_concrete() && heap.is_concrete_func() && !heap.is_concrete_array());
    assert_eq!(heap.unwrap_concrete_func(&engine), ty);
    // A number that was made up is no type of that kind.
    assert!(HeapType::ConcreteStruct(ty.id()).as_concrete_struct(&engine).is_none());
    assert!(heap.as_concrete_func(&Engine::default()).is_none());
    drop(ty);
    assert!(heap.as_concrete_func(&engine).is_none());
}

#[test]
fn fields_match_as_they_can_be_set() {
    let engine = Engine::default();
    let (fixed, free) = (Mutability::Const, Mutability::Var);
    assert!(field(fixed, ValType::I31REF).matches(&engine, &field(fixed, ValType::ANYREF)));
    assert!(!field(free, ValType::I31REF).matches(&engine, &field(free, ValType::ANYREF)));
    assert!(field(free, ValType::ANYREF).matches(&engine, &field(free, ValType::ANYREF)));
    assert!(!field(free, ValType::I32).matches(&engine, &field(fixed, ValType::I32)));
    assert!(
        field(free, ValType::I32).mutability().is_var() && field(fixed, ValType::I32).mutability().is_const()
    );
    assert!(StorageType::I8.is_i8() && StorageType::I16.is_i16() && !StorageType::I8.is_val_type());
    assert!(!StorageType::I8.matches(&engine, &StorageType::I16));
    assert_eq!(field(free, ValType::F32).element_type().unwrap_val_type(), &ValType::F32);
    assert_eq!(StorageType::I8.as_val_type(), None);
}

#[test]
fn declared_supertypes_are_checked() -> Result<()> {
    let (engine, open) = (Engine::default(), Finality::NonFinal);
    let func = |finality, sup, param, result| {
        FuncType::with_finality_and_supertype(&engine, finality, sup, [param], [result])
    };
    let top = func(open, None, ValType::I31REF, ValType::ANYREF)?;
    let low = func(Finality::Final, Some(&top), ValType::EQREF, ValType::STRUCTREF)?;
    assert!(
        low.matches(&top) && !top.matches(&low) && low.finality().is_final() && top.finality().is_non_final()
    );
    assert_eq!(low.supertype().as_ref(), Some(&top));
    assert!(FuncType::eq(&low, &func(Finality::Final, Some(&top), ValType::EQREF, ValType::STRUCTREF)?));
    for (sup, param, result) in [
        // Final, a narrower parameter, a wider result.
        (&low, ValType::EQREF, ValType::STRUCTREF),
        (&top, ValType::NULLREF, ValType::ANYREF),
        (&top, ValType::I31REF, ValType::EXTERNREF),
    ] {
        assert!(func(open, Some(sup), param, result).is_err());
    }
    assert!(FuncType::with_finality_and_supertype(&engine, open, Some(&top), [], []).is_err());
    assert!(FuncType::with_finality_and_supertype(&Engine::default(), open, Some(&top), [], []).is_err());

    let of = |sup, fields: &[ValType]| {
        let fields: Vec<_> = fields.iter().map(|&ty| field(Mutability::Const, ty)).collect();
        StructType::with_finality_and_supertype(&engine, open, sup, fields)
    };
    let one = of(None, &[ValType::ANYREF])?;
    let two = of(Some(&one), &[ValType::EQREF, ValType::I32])?;
    assert!(
        two.matches(&one)
            && two.supertype() == Some(one.clone())
            && two.field(1).is_some()
            && two.field(2).is_none()
    );
    assert!(of(Some(&two), &[ValType::EQREF]).is_err());

    let array = |finality, sup, mutability, ty| {
        ArrayType::with_finality_and_supertype(&engine, finality, sup, field(mutability, ty))
    };
    // A name whose type is gone is refused.
    let gone = ValType::Ref(RefType::new(
        true,
        HeapType::ConcreteFunc(FuncType::new(&engine, [], [ValType::V128]).id()),
    ));
    assert!(of(None, &[gone]).is_err() && of(Some(&one), &[ValType::ANYREF, gone]).is_err());

    let wide = array(open, None, Mutability::Const, ValType::ANYREF)?;
    let narrow = array(open, Some(&wide), Mutability::Const, ValType::I31REF)?;
    assert!(narrow.matches(&wide) && narrow.mutability().is_const() && narrow.element_type().is_val_type());
    assert!(array(open, Some(&narrow), Mutability::Const, ValType::ANYREF).is_err());
    Ok(())
}

#[test]
fn a_type_has_63_supertypes_at_most() -> Result<()> {
    let engine = Engine::default();
    let below = |sup: Option<&StructType>| {
        StructType::with_finality_and_supertype(&engine, Finality::NonFinal, sup, [])
    };
    let mut ty = below(None)?;
    for _ in 0..63 {
        ty = below(Some(&ty))?;
    }
    assert!(below(Some(&ty)).unwrap_err().to_string().contains("63"));
    Ok(())
}

#[test]
fn host_functions_of_declared_types_link() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(
        &engine,
        r#"(module
        (type $top (sub (func (result anyref))))
        (import "host" "f" (func $f (type $top)))
        (func (export "run") (result i32) (i31.get_u (ref.cast i31ref (call $f)))))"#,
    )?;
    let top =
        FuncType::with_finality_and_supertype(&engine, Finality::NonFinal, None, [], [ValType::ANYREF])?;
    let low =
        FuncType::with_finality_and_supertype(&engine, Finality::Final, Some(&top), [], [ValType::I31REF])?;
    let mut linker = Linker::new(&engine);
    linker.func_new("host", "f", low, |mut caller, _, results| {
        results[0] = AnyRef::from_i31(&mut caller, I31::wrapping_u32(7)).into();
        Ok(())
    })?;
    let mut store = Store::new(&engine, ());
    let instance = linker.instantiate(&mut store, &module)?;
    assert_eq!(instance.get_typed_func::<(), i32>(&mut store, "run")?.call(&mut store, ())?, 7);
    Ok(())
}

#[test]
fn modules_tell_what_they_have() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, MIXED)?;
    let needs = module.resources_required();
    assert_eq!((needs.num_memories, needs.max_initial_memory_size), (2, Some(3)));
    assert_eq!((needs.num_tables, needs.max_initial_table_size), (1, Some(5)));
    let none = Module::new(&engine, "(module)")?.resources_required();
    assert_eq!((none.num_memories, none.max_initial_memory_size), (0, None));

    let functions: Vec<_> = module.functions().collect();
    let names: Vec<_> = functions.iter().map(|f| (f.index, f.name.as_deref())).collect();
    assert_eq!(names, [(1, Some("named")), (2, None)]);
    assert!(functions[0].offset + functions[0].len <= functions[1].offset && functions[1].len == 2);

    let export = |name| module.get_export(name).context("an export");
    assert_eq!(export("run")?.unwrap_func().param(0), Some(ValType::I32));
    assert!(export("g")?.unwrap_global().mutability().is_var());
    assert_eq!(export("t")?.unwrap_table().minimum(), 2);
    assert_eq!(export("m")?.unwrap_memory().page_size_log2(), 16);
    assert_eq!(export("e")?.unwrap_tag().ty().params().len(), 1);
    assert_eq!(ExternType::from(FuncType::new(&engine, [ValType::I32], [ValType::I64])), export("run")?);
    Ok(())
}

#[test]
#[should_panic(expected = "expected the type of a function, found Memory")]
fn unwrapping_the_type_of_something_else_panics() {
    let _ = ExternType::from(MemoryType::new(1, None)).unwrap_func();
}

#[test]
fn exports_are_found_once() -> Result<()> {
    let engine = Engine::default();
    let text = r#"(module
        (import "host" "peek" (func $peek))
        (memory (export "memory") 1)
        (func (export "run") (call $peek)))"#;
    let module = Module::new(&engine, text)?;
    let [memory, run] = ["memory", "run"].map(|name| module.get_export_index(name).unwrap());
    assert!(module.get_export_index("nothing").is_none());
    let mut linker = Linker::new(&engine);
    let theirs = memory.clone();
    linker.func_wrap("host", "peek", move |mut caller: Caller<'_, u64>| -> Result<()> {
        let memory = caller.get_module_export(&theirs).and_then(Extern::into_memory).context("a memory")?;
        *caller.data_mut() = memory.size(&caller);
        Ok(())
    })?;
    let mut store = Store::new(&engine, 0);
    let instance = linker.instantiate(&mut store, &module)?;
    let func =
        instance.get_module_export(&mut store, &run).and_then(Extern::into_func).context("a function")?;
    func.call(&mut store, &[], &mut [])?;
    assert_eq!(*store.data(), 1);
    // Another module, though its text is the same, has other exports.
    let twin = linker.instantiate(&mut store, &Module::new(&engine, text)?)?;
    assert!(twin.get_module_export(&mut store, &memory).is_none());
    Ok(())
}

#[test]
fn defaults_stand_in_for_imports() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, MIXED)?;
    let mut store = Store::new(&engine, ());
    let imports: Result<Vec<Extern>> = module.imports().map(|i| i.ty().default_value(&mut store)).collect();
    let instance = Instance::new(&mut store, &module, &imports?)?;
    let run = instance.get_typed_func::<i32, i64>(&mut store, "run")?;
    assert_eq!(run.call(&mut store, 5)?, 0);

    let some = RefType::new(false, HeapType::Func);
    let content = ValType::from(some);
    assert!(GlobalType::new(content, Mutability::Const).default_value(&mut store).is_err());
    assert!(TableType::new(some, 1, None).default_value(&mut store).is_err());
    assert!(FuncType::new(&engine, [], [content]).default_value(&mut store).is_err());
    assert!(FuncType::new(&Engine::default(), [], []).default_value(&mut store).is_err());
    let shared = MemoryType::shared(1, 2).default_value(&mut store)?;
    assert!(shared.into_shared_memory().is_some());
    assert!(Func::try_new(&mut store, FuncType::new(&Engine::default(), [], []), |_, _, _| Ok(())).is_err());
    let func = Func::try_wrap(&mut store, |x: i64| x)?;
    assert!(func.matches_ty(&store, &FuncType::new(&engine, [ValType::I64], [ValType::I64])));
    Ok(())
}

#[test]
fn memory_types_are_built_and_checked() -> Result<()> {
    let plain = MemoryTypeBuilder::new().build()?;
    assert_eq!(plain, MemoryType::new(0, None));
    let shared = MemoryType::builder().min(1).max(Some(4)).shared(true).build()?;
    assert_eq!(shared, MemoryType::shared(1, 4));
    assert_eq!(MemoryType::builder().min(1 << 16).build()?, MemoryType::new(1 << 16, None));
    assert_eq!(MemoryType::builder().min(1 << 48).memory64(true).build()?, MemoryType::new64(1 << 48, None));
    let refused: [fn(&mut MemoryTypeBuilder) -> &mut MemoryTypeBuilder; 6] = [
        |b| b.min(2).max(Some(1)),
        |b| b.shared(true),
        |b| b.page_size_log2(12),
        |b| b.min((1 << 16) + 1),
        |b| b.max(Some((1 << 16) + 1)),
        |b| b.memory64(true).max(Some((1 << 48) + 1)),
    ];
    for set in refused {
        assert!(set(&mut MemoryType::builder()).build().is_err());
    }
    let engine = Engine::new(Config::new().wasm_custom_page_sizes(true))?;
    let mut store = Store::new(&engine, ());
    let bytes = Memory::new(&mut store, MemoryType::builder().min(100).page_size_log2(0).build()?)?;
    assert_eq!((bytes.data_size(&store), bytes.page_size_log2(&store)), (100, 0));
    Ok(())
}

#[test]
fn a_weak_engine_lives_with_its_holders() -> Result<()> {
    let engine = Engine::default();
    assert!(!engine.is_pulley());
    let weak = engine.weak();
    let store = Store::new(&engine, ());
    drop(engine);
    weak.upgrade().context("held by the store")?.increment_epoch();
    drop(store);
    assert!(weak.upgrade().is_none());
    Ok(())
}

#[test]
fn pending_exceptions_are_told() -> Result<()> {
    let engine = Engine::default();
    let module = Module::new(&engine, r#"(module (tag $e) (func (export "run") (throw $e)))"#)?;
    let mut store = Store::new(&engine, ());
    let run = Instance::new(&mut store, &module, &[])?.get_typed_func::<(), ()>(&mut store, "run")?;
    assert!(!store.has_pending_exception());
    assert!(run.call(&mut store, ()).is_err());
    assert!(store.has_pending_exception() && store.as_context_mut().has_pending_exception());
    assert!(store.take_pending_exception().is_some() && !store.has_pending_exception());
    Ok(())
}

#[test]
fn settings_without_effect_are_accepted() -> Result<()> {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::SpeedAndSize)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::Backtracking)
        .cranelift_flag_enable("has_avx")
        .cranelift_flag_set("opt_level", "speed")
        .collector(Collector::Auto)
        .allocation_strategy(InstanceAllocationStrategy::OnDemand)
        .memory_init_cow(false)
        .debug_info(true)
        .wasm_backtrace(false)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .wasm_backtrace_max_frames(None);
    let engine = Engine::new(&config)?;
    let module = Module::new(&engine, r#"(module (func (export "run") unreachable))"#)?;
    let mut store = Store::new(&engine, ());
    let run = Instance::new(&mut store, &module, &[])?.get_typed_func::<(), ()>(&mut store, "run")?;
    let error = run.call(&mut store, ()).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::UnreachableCodeReached));
    assert_eq!(error.downcast_ref::<WasmBacktrace>().map(|trace| trace.frames().len()), Some(1));
    Ok(())
}

#[test]
fn errors_have_their_macros() {
    fn checked(x: i32) -> Result<i32> {
        ensure!(x != 0, "zero");
        if x < 0 {
            bail!("negative: {x}");
        }
        Err(format_err!("positive")).context("why")
    }
    let text = |x| format!("{:#}", checked(x).unwrap_err());
    assert_eq!([0, -1, 1].map(text), ["zero", "negative: -1", "why: positive"]);
    let name: fn(i32) -> error::Result<i32> = checked;
    assert!(name(1).is_err());

    // What says of which type the errors of a closure are.
    let mut store = Store::new(&Engine::default(), ());
    let func = Func::wrap(&mut store, |x: i32| {
        ensure!(x > 0, "not positive: {x}");
        error::Ok(x + 1)
    });
    let func = func.typed::<i32, i32>(&store).unwrap();
    assert_eq!(func.call(&mut store, 1).unwrap(), 2);
    assert_eq!(func.call(&mut store, 0).unwrap_err().root_cause().to_string(), "not positive: 0");
}

#[test]
fn only_this_machine_is_a_target() {
    let (arch, os) = (std::env::consts::ARCH, std::env::consts::OS);
    assert!(Config::new().target(&format!("{arch}-unknown-{os}-gnu")).is_ok());
    for other in ["", arch, os, &format!("{arch}-unknown-plan9"), &format!("mips-unknown-{os}-gnu")] {
        assert!(Config::new().target(other).is_err(), "{other:?}");
    }
}

#[test]
fn rooted_references_are_references() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let engine = store.engine().clone();
    let text: Rooted<ExternRef> = ExternRef::new(&mut store, "text")?;
    let owned: OwnedRooted<ExternRef> = text.to_owned_rooted(&mut store)?;
    let again = owned.to_rooted(&mut store);
    assert!(ExternRef::ref_eq(&store, &again, &text)?);

    let ty = StructType::new(&engine, [field(Mutability::Const, ValType::I32)])?;
    let pre = StructRefPre::new(&mut store, ty.clone());
    let object = StructRef::new(&mut store, &pre, &[Val::I32(1)])?;
    let eq = object.clone().to_eqref();
    assert!(eq.is_struct(&store)? && !eq.is_array(&store)? && !eq.is_i31(&store)?);
    assert_eq!(eq.ty(&store)?, ty.heap_type());
    assert!(StructRef::ref_eq(&store, &eq.unwrap_struct(&store)?, &object)?);
    assert!(object.to_anyref().is_struct(&store)?);
    let number = EqRef::from_i31(&mut store, I31::wrapping_u32(5));
    assert_eq!(number.unwrap_i31(&store)?.get_u32(), 5);
    assert!(number.to_anyref().is_i31(&store)?);
    Ok(())
}

#[test]
fn exceptions_have_types() -> Result<()> {
    let mut store = Store::new(&Engine::default(), ());
    let engine = store.engine().clone();
    let ty = ExnType::new(&engine, [ValType::I32, ValType::F64])?;
    let tag = Tag::new(&mut store, &ty.tag_type())?;
    let exception = ExnRef::new(&mut store, &tag, &[Val::I32(1), Val::F64(0)])?;
    assert!(exception.ty(&store)?.matches(&ty));
    assert!(!ty.matches(&ExnType::new(&engine, [ValType::I32])?));
    assert_eq!(ty.field(1).map(|field| *field.element_type()), Some(StorageType::Val(ValType::F64)));
    assert!(ty.field(2).is_none() && ty.fields().all(|field| field.mutability().is_const()));
    let with_results = TagType::new(FuncType::new(&engine, [], [ValType::I32]));
    assert!(
        ExnType::from_tag_type(&with_results).is_err() && with_results.default_value(&mut store).is_err()
    );
    Ok(())
}
