//! Types, modules, linkers and values of another engine or store, at every entry that takes one.
//!
//! Ids of types mean other types in another engine: `Func::new` and `Linker` took them, and a guest's i64 became a
//! `Func` in safe Rust.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wx::*;

/// In each engine the first type is another: (funcref) -> () in one, (i64) -> () in the other.
fn two_engines() -> Result<(Engine, Engine, Module)> {
    let (a, b) = (Engine::default(), Engine::default());
    FuncType::new(&a, [ValType::FUNCREF], []);
    let module = Module::new(
        &b,
        r#"(module
            (type (func (param i64)))
            (import "h" "f" (func $f (type 0)))
            (func (export "run") (param i64) (call $f (local.get 0))))"#,
    )?;
    Ok((a, b, module))
}

/// The text of the panic that must come.
fn panics(what: &str, f: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).expect_err(what);
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string())).unwrap_or_default()
}

#[track_caller]
fn wrong_engine(text: &str) {
    assert!(text.contains("belongs to another engine"), "{text}");
}

#[track_caller]
fn refused<T>(result: Result<T>) {
    match result {
        Ok(_) => panic!("something of another engine was accepted"),
        Err(error) => wrong_engine(&format!("{error:#}")),
    }
}

#[track_caller]
fn wrong_store<T>(result: Result<T>) {
    match result {
        Ok(_) => panic!("a value of another store was accepted"),
        Err(error) => {
            let text = format!("{error:#}");
            assert!(text.contains("object used with the wrong store"), "{text}");
        }
    }
}

#[test]
fn types_of_another_engine() -> Result<()> {
    let (a, b, _) = two_engines()?;
    let mut store = Store::new(&b, ());
    let ty = || FuncType::new(&a, [ValType::FUNCREF], []);
    wrong_engine(&panics("Func::new", || {
        Func::new(&mut store, ty(), |_, _, _| Ok(()));
    }));
    refused(Tag::new(&mut store, &TagType::new(ty())));
    refused(Linker::<()>::new(&b).func_new("h", "f", ty(), |_, _, _| Ok(())).map(drop));

    let field = FieldType { storage: StorageType::I8, mutable: false };
    let structs = StructType::new(&a, [field])?;
    let arrays = ArrayType::new(&a, field);
    wrong_engine(&panics("StructRefPre::new", || drop(StructRefPre::new(&mut store, structs.clone()))));
    wrong_engine(&panics("ArrayRefPre::new", || drop(ArrayRefPre::new(&mut store, arrays.clone()))));
    let mut own = Store::new(&a, ());
    let structs = StructRefPre::new(&mut own, structs);
    let arrays = ArrayRefPre::new(&mut own, arrays);
    refused(StructRef::new(&mut store, &structs, &[Val::I32(0)]));
    refused(ArrayRef::new(&mut store, &arrays, &Val::I32(0), 1));
    refused(ArrayRef::new_fixed(&mut store, &arrays, &[]));
    let some = StructRef::new(&mut own, &structs, &[Val::I32(0)])?;
    refused(StructRef::new_desc(&mut store, &structs, &[Val::I32(0)], &some));
    // Types of different engines are neither equal nor do they match, whatever their ids.
    let other = FuncType::new(&b, [ValType::FUNCREF], []);
    assert!(ty() != other && !ty().matches(&other));
    Ok(())
}

/// Plain types name others by id: those of another engine, and those that nothing holds any more, are unknown.
#[test]
fn types_that_name_types_of_another_engine() -> Result<()> {
    let (a, b) = (Engine::default(), Engine::default());
    let mut store = Store::new(&b, ());
    let of_a = StructType::new(&a, [])?;
    let dead = StructType::new(&b, [])?.heap_type();
    for heap in [of_a.heap_type(), dead] {
        let reference = RefType { nullable: true, heap };
        let ty = ValType::Ref(reference);
        let unknown = |text: String| {
            assert!(text.contains("belongs to another engine, or is no longer alive"), "{text}");
        };
        let field = FieldType { storage: StorageType::Val(ty), mutable: true };
        unknown(panics("FuncType::new", || drop(FuncType::new(&b, [], [ty]))));
        unknown(panics("ArrayType::new", || drop(ArrayType::new(&b, field))));
        unknown(StructType::new(&b, [field]).expect_err("an unknown type").to_string());
        let variable = GlobalType::new(ty, Mutability::Var);
        unknown(
            Global::new(&mut store, variable, Val::AnyRef(None)).expect_err("an unknown type").to_string(),
        );
        let table = TableType::new(reference, 1, None);
        unknown(Table::new(&mut store, table, Ref::Any(None)).expect_err("an unknown type").to_string());
        let object = AnyRef::from_i31(&mut store, I31::wrapping_u32(1));
        assert!(!object.matches_ty(&store, &heap)?);
        assert!(!ty.matches(&b, &ValType::Ref(RefType::FUNCREF)));
        assert!(!heap.to_string().is_empty());
    }
    // What a store's own objects have stays alive without any other holder.
    let held = StructType::new(&b, [])?;
    let reference = RefType { nullable: true, heap: held.heap_type() };
    let ty = ValType::Ref(reference);
    let global = Global::new(&mut store, GlobalType::new(ty, Mutability::Var), Val::AnyRef(None))?;
    let func = Func::new(&mut store, FuncType::new(&b, [ty], []), |_, _, _| Ok(()));
    let tag = Tag::new(&mut store, &TagType::new(FuncType::new(&b, [ty], [])))?;
    drop(held);
    for i in 0..10_000 {
        drop(StructType::new(&b, vec![FieldType { storage: StorageType::I8, mutable: true }; i % 50 + 1])?);
    }
    let made = StructRefPre::new(&mut store, StructType::new(&b, [])?);
    let object = StructRef::new(&mut store, &made, &[])?;
    global.set(&mut store, object.clone().into())?;
    func.call(&mut store, &[object.clone().into()], &mut [])?;
    ExnRef::new(&mut store, &tag, &[object.into()])?;
    assert_eq!(func.ty(&store).param(0), Some(ty));
    Ok(())
}

#[test]
fn modules_and_linkers_of_another_engine() -> Result<()> {
    let (a, b, module) = two_engines()?;
    let mut store = Store::new(&b, ());
    let func = Func::wrap(&mut store, |_: i64| {});
    let mut of_a: Linker<()> = Linker::new(&a);
    of_a.func_wrap("h", "f", |_: Option<Func>| {})?;
    refused(of_a.instantiate(&mut store, &module));
    refused(of_a.instantiate_pre(&module));
    refused(of_a.module(&mut store, "m", &module).map(drop));
    refused(of_a.define(&store, "h", "g", func).map(drop));
    refused(of_a.define_unknown_imports_as_default_values(&mut store, &module));
    let mut empty: Linker<()> = Linker::new(&a);
    refused(empty.define_unknown_imports_as_traps(&module));
    let instance = Instance::new(&mut store, &module, &[func.into()])?;
    refused(of_a.instance(&mut store, "m", instance).map(drop));
    wrong_engine(&panics("get", || drop(of_a.get(&mut store, "h", "f"))));
    wrong_engine(&panics("iter", || of_a.iter(&mut store).for_each(drop)));
    wrong_engine(&panics("get_by_import", || {
        drop(of_a.get_by_import(&mut store, &module.imports().next().expect("one import")));
    }));
    of_a.func_wrap("d", "", || {})?;
    wrong_engine(&panics("get_default", || drop(of_a.get_default(&mut store, "d"))));

    let mut of_b: Linker<()> = Linker::new(&b);
    of_b.func_wrap("h", "f", |_: i64| {})?;
    let pre = of_b.instantiate_pre(&module)?;
    let mut elsewhere = Store::new(&a, ());
    refused(pre.instantiate(&mut elsewhere));
    refused(of_b.instantiate(&mut elsewhere, &module));
    refused(Instance::new(&mut elsewhere, &module, &[]));
    // And what belongs together works.
    pre.instantiate(&mut store)?;
    of_b.instantiate(&mut store, &module)?;
    Ok(())
}

#[test]
fn values_of_another_store() -> Result<()> {
    let engine = Engine::default();
    let (mut one, mut two) = (Store::new(&engine, ()), Store::new(&engine, ()));
    let func = Func::wrap(&mut one, || {});
    let own = Func::wrap(&mut two, || {});
    let tag = Tag::new(&mut one, &TagType::new(FuncType::new(&engine, [], [])))?;
    let tag_of_two = Tag::new(&mut two, &TagType::new(FuncType::new(&engine, [ValType::FUNCREF], [])))?;
    let nullable = |heap| ValType::Ref(RefType { nullable: true, heap });
    let external = ExternRef::new(&mut one, 1)?;
    let any = AnyRef::from_i31(&mut one, I31::wrapping_u32(1));
    let exn = ExnRef::new(&mut one, &tag, &[])?;
    let all = [
        (Val::from(func), ValType::FUNCREF),
        (Val::from(external), ValType::EXTERNREF),
        (Val::from(any.clone()), nullable(HeapType::Any)),
        (Val::ExnRef(Some(exn.clone())), nullable(HeapType::Exn)),
    ];
    for (value, ty) in &all {
        let null = Val::default_for_ty(ty).expect("null");
        let variable = GlobalType::new(*ty, Mutability::Var);
        wrong_store(Global::new(&mut two, variable, value.clone()));
        let global = Global::new(&mut two, variable, null.clone())?;
        wrong_store(global.set(&mut two, value.clone()));

        let ValType::Ref(element) = *ty else { unreachable!("all are references") };
        let (table, reference) =
            (TableType::new(element, 1, None), value.clone().ref_().expect("a reference"));
        wrong_store(Table::new(&mut two, table, reference.clone()));
        let table = Table::new(&mut two, table, null.clone().ref_().expect("a reference"))?;
        wrong_store(table.set(&mut two, 0, reference.clone()));
        wrong_store(table.grow(&mut two, 1, reference.clone()));
        wrong_store(table.fill(&mut two, 0, reference, 1));

        let takes = Func::new(&mut two, FuncType::new(&engine, [*ty], []), |_, _, _| Ok(()));
        wrong_store(takes.call(&mut two, std::slice::from_ref(value), &mut []));
        let (ty, value) = (*ty, value.clone());
        let field = FieldType { storage: StorageType::Val(ty), mutable: true };
        let structs = StructRefPre::new(&mut two, StructType::new(&engine, [field])?);
        wrong_store(StructRef::new(&mut two, &structs, std::slice::from_ref(&value)));
        let object = StructRef::new(&mut two, &structs, std::slice::from_ref(&null))?;
        wrong_store(object.set_field(&mut two, 0, value.clone()));
        let arrays = ArrayRefPre::new(&mut two, ArrayType::new(&engine, field));
        wrong_store(ArrayRef::new(&mut two, &arrays, &value, 1));
        wrong_store(ArrayRef::new_fixed(&mut two, &arrays, std::slice::from_ref(&value)));
        let object = ArrayRef::new(&mut two, &arrays, &null, 1)?;
        wrong_store(object.set(&mut two, 0, value.clone()));
        let text = panics("matches_ty", || {
            value.matches_ty(&two, &ty);
        });
        assert_eq!(text, "object used with the wrong store");
        let gives = Func::new(&mut two, FuncType::new(&engine, [], [ty]), move |_, _, results| {
            results[0] = value.clone();
            Ok(())
        });
        wrong_store(gives.call(&mut two, &[], &mut [Val::I32(0)]));
    }
    wrong_store(ExnRef::new(&mut two, &tag_of_two, &[func.into()]));

    // Typed functions: arguments and results.
    let takes = Func::wrap(&mut two, |_: Option<Func>, _: Option<AnyRef>| {});
    let takes = takes.typed::<(Option<Func>, Option<AnyRef>), ()>(&two)?;
    wrong_store(takes.call(&mut two, (Some(func), None)));
    wrong_store(takes.call(&mut two, (Some(own), Some(any.clone()))));
    takes.call(&mut two, (Some(own), None))?;
    let gives = Func::wrap(&mut two, move || func).typed::<(), Func>(&two)?;
    wrong_store(gives.call(&mut two, ()));
    let gives = Func::wrap(&mut two, move || Some(any.clone())).typed::<(), Option<AnyRef>>(&two)?;
    wrong_store(gives.call(&mut two, ()));
    Ok(())
}

#[test]
fn handles_of_another_store() -> Result<()> {
    let engine = Engine::default();
    let (mut one, mut two) = (Store::new(&engine, ()), Store::new(&engine, ()));
    let func = Func::wrap(&mut one, || {});
    let global = Global::new(&mut one, GlobalType::new(ValType::I32, Mutability::Var), Val::I32(0))?;
    let table = Table::new(&mut one, TableType::new(RefType::FUNCREF, 1, None), Ref::Func(None))?;
    let own_table = Table::new(&mut two, TableType::new(RefType::FUNCREF, 1, None), Ref::Func(None))?;
    let memory = Memory::new(&mut one, MemoryType::new(1, None))?;
    let tag = Tag::new(&mut one, &TagType::new(FuncType::new(&engine, [], [])))?;
    let exn = ExnRef::new(&mut one, &tag, &[])?;
    let field = FieldType { storage: StorageType::I8, mutable: true };
    let structs = StructRefPre::new(&mut one, StructType::new(&engine, [field])?);
    let object = StructRef::new(&mut one, &structs, &[Val::I32(0)])?;
    let arrays = ArrayRefPre::new(&mut one, ArrayType::new(&engine, field));
    let array = ArrayRef::new(&mut one, &arrays, &Val::I32(0), 1)?;
    let external = ExternRef::new(&mut one, 1)?;
    let any = AnyRef::from(object.clone());
    let module = Module::new(&engine, "(module)")?;
    let instance = Instance::new(&mut one, &module, &[])?;
    let typed = func.typed::<(), ()>(&one)?;

    type Use<'a> = (&'a str, Box<dyn FnOnce(&mut Store<()>) + 'a>);
    macro_rules! uses {
        ($(|$s:ident| $e:expr;)*) => { [$((stringify!($e), Box::new(|$s: &mut Store<()>| { let _ = $e; }) as _)),*] };
    }
    let uses: [Use<'_>; 49] = uses! {
        |s| func.ty(s);
        |s| func.call(s, &[], &mut []);
        |s| func.typed::<(), ()>(&s);
        |s| typed.call(s, ());
        |s| Extern::from(func).ty(s);
        |s| global.ty(s);
        |s| global.get(s);
        |s| global.set(s, Val::I32(1));
        |s| table.ty(s);
        |s| table.size(s);
        |s| table.get(s, 0);
        |s| table.set(s, 0, Ref::Func(None));
        |s| table.grow(s, 1, Ref::Func(None));
        |s| table.fill(s, 0, Ref::Func(None), 1);
        |s| Table::copy(&mut *s, &table, 0, &own_table, 0, 1);
        |s| Table::copy(&mut *s, &own_table, 0, &table, 0, 1);
        |s| memory.ty(s);
        |s| memory.data(&*s).len();
        |s| memory.data_mut(&mut *s).len();
        |s| memory.data_ptr(s);
        |s| memory.data_size(s);
        |s| memory.size(s);
        |s| memory.read(s, 0, &mut [0]);
        |s| memory.write(s, 0, &[0]);
        |s| memory.grow(s, 1);
        |s| tag.ty(s);
        |s| Tag::eq(&tag, &tag, s);
        |s| ExnRef::new(s, &tag, &[]);
        |s| s.throw::<()>(exn.clone());
        |s| exn.tag(s);
        |s| exn.fields(s);
        |s| exn.field(s, 0);
        |s| object.ty(s);
        |s| object.fields(s);
        |s| object.field(s, 0);
        |s| object.set_field(s, 0, Val::I32(1));
        |s| object.descriptor(s);
        |s| array.ty(s);
        |s| array.len(s);
        |s| array.get(s, 0);
        |s| array.set(s, 0, Val::I32(1));
        |s| external.data(&*s).map(|x| x.is_some());
        |s| ExternRef::convert_any(s, any.clone());
        |s| AnyRef::convert_extern(s, external.clone());
        |s| any.ty(s);
        |s| any.as_struct(s);
        |s| instance.module(s);
        |s| instance.get_export(s, "x");
        |s| Instance::new(s, &module_with_import(&engine), &[func.into()]);
    };
    for (name, misuse) in uses {
        assert_eq!(panics(name, || misuse(&mut two)), "object used with the wrong store", "{name}");
    }
    Ok(())
}

fn module_with_import(engine: &Engine) -> Module {
    Module::new(engine, r#"(module (import "" "f" (func)))"#).expect("a valid module")
}
