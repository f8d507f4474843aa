//! Custom descriptors from the host's side, and what no script can say about them: which number a reference is.

use wx::*;

const TYPES: &str = "(rec
    (type $a (sub (descriptor $b) (struct (field i32) (field v128))))
    (type $b (sub (describes $a) (struct (field (mut i32)))))
    (type $c (sub $a (descriptor $d) (struct (field i32) (field v128) (field i64))))
    (type $d (sub $b (describes $c) (struct (field (mut i32))))))";

/// An instance with everything in one tier.
fn instance(tier: Tier, functions: &str) -> Result<(Store<()>, Instance)> {
    let engine = Engine::new(Config::new().wasm_custom_descriptors(true).tier(tier).tier_up_after(1))?;
    let module = Module::new(&engine, format!("(module {TYPES} {functions})"))?;
    let mut store = Store::new(&engine, ());
    let instance = Instance::new(&mut store, &module, &[])?;
    Ok((store, instance))
}

fn tiers() -> Vec<Tier> {
    if cfg!(target_arch = "x86_64") {
        vec![Tier::Interp, Tier::Jit, Tier::Tiered]
    } else {
        vec![Tier::Interp]
    }
}

fn call(store: &mut Store<()>, instance: Instance, name: &str, arguments: &[Val]) -> Result<Val> {
    let func = instance.get_func(&mut *store, name).expect("an exported function");
    let mut results = [Val::I32(0)];
    func.call(&mut *store, arguments, &mut results)?;
    let [result] = results;
    Ok(result)
}

fn object(store: &Store<()>, value: &Val) -> StructRef {
    value.unwrap_anyref().expect("not null").unwrap_struct(store).expect("this store")
}

const MAKE: &str = "
    (func (export \"descriptor\") (param i32) (result (ref (exact $b))) (struct.new $b (local.get 0)))
    (func (export \"sub-descriptor\") (param i32) (result (ref (exact $d))) (struct.new $d (local.get 0)))
    (func (export \"make\") (param (ref null (exact $b))) (result (ref (exact $a)))
      (struct.new_desc $a (i32.const 1) (v128.const i64x2 2 3) (local.get 0)))
    (func (export \"get\") (param (ref $a)) (result i32)
      (struct.get $b 0 (ref.get_desc $a (local.get 0))))
    (func (export \"is\") (param anyref (ref $b)) (result i32)
      (block $yes (result (ref $a))
        (return (i32.const 0) (br_on_cast_desc_eq $yes anyref (ref $a) (local.get 0) (local.get 1)) (drop)))
      (drop) (i32.const 1))";

#[test]
fn the_host_makes_and_reads_described_objects() -> Result<()> {
    for tier in tiers() {
        let (mut store, instance) = instance(tier, MAKE)?;
        store.set_gc_zeal(true);
        let descriptor = call(&mut store, instance, "descriptor", &[Val::I32(7)])?;
        let descriptor = object(&store, &descriptor);
        let made = call(&mut store, instance, "make", &[descriptor.clone().into()])?;
        let ty = object(&store, &made).ty(&store)?;
        assert_eq!(ty.descriptor(), Some(descriptor.ty(&store)?));
        assert_eq!(descriptor.ty(&store)?.descriptor(), None);
        assert!(descriptor.descriptor(&mut store)?.is_none());
        assert_eq!(ty.fields().len(), 2, "the descriptor is no field");

        let pre = StructRefPre::new(&mut store, ty);
        let fields = [Val::I32(4), Val::V128(V128::from_bits(5))];
        let own = StructRef::new_desc(&mut store, &pre, &fields, &descriptor)?;
        let found = own.descriptor(&mut store)?.expect("a descriptor");
        assert!(StructRef::ref_eq(&store, &found, &descriptor)?);
        // Only the object keeps its descriptor now.
        drop((descriptor, found));
        store.gc();
        assert_eq!(own.field(&mut store, 0)?.unwrap_i32(), 4);
        let number = call(&mut store, instance, "get", &[own.clone().into()])?;
        assert_eq!(number.unwrap_i32(), 7);
        let found = own.descriptor(&mut store)?.expect("a descriptor");
        assert_eq!(call(&mut store, instance, "is", &[own.into(), found.into()])?.unwrap_i32(), 1);
    }
    Ok(())
}

#[test]
fn the_host_cannot_make_an_object_with_a_wrong_descriptor() -> Result<()> {
    let (mut store, instance) = instance(Tier::Interp, MAKE)?;
    let descriptor = call(&mut store, instance, "descriptor", &[Val::I32(7)])?;
    let descriptor = object(&store, &descriptor);
    let sub_descriptor = call(&mut store, instance, "sub-descriptor", &[Val::I32(7)])?;
    let sub_descriptor = object(&store, &sub_descriptor);
    let made = call(&mut store, instance, "make", &[descriptor.clone().into()])?;
    let ty = object(&store, &made).ty(&store)?;
    let pre = StructRefPre::new(&mut store, ty);
    let fields = [Val::I32(4), Val::V128(V128::from_bits(5))];
    let error = StructRef::new(&mut store, &pre, &fields).unwrap_err();
    assert_eq!(error.to_string(), "the type asks for a descriptor");
    let error = StructRef::new_desc(&mut store, &pre, &fields, &sub_descriptor).unwrap_err();
    assert_eq!(error.to_string(), "the descriptor is of another type");
    let ty = descriptor.ty(&store)?;
    let plain = StructRefPre::new(&mut store, ty);
    let error = StructRef::new_desc(&mut store, &plain, &[Val::I32(1)], &descriptor).unwrap_err();
    assert_eq!(error.to_string(), "the type has no descriptor");
    // A subtype is no value of an exact type.
    let error = call(&mut store, instance, "make", &[sub_descriptor.into()]).unwrap_err();
    assert!(error.to_string().contains("type mismatch"), "{error}");
    Ok(())
}

#[test]
fn an_array_as_long_as_a_descriptors_number_is_not_described() -> Result<()> {
    let functions = "
        (type $bytes (array i8))
        (func (export \"descriptor\") (result (ref (exact $b))) (struct.new $b (i32.const 0)))
        (func (export \"array\") (param $length i32) (result (ref $bytes)) (array.new_default $bytes (local.get 0)))
        (func (export \"length\") (param anyref) (result i32) (array.len (ref.cast (ref array) (local.get 0))))
        (func (export \"is\") (param anyref (ref $b)) (result i32)
          (block $yes (result (ref $a))
            (return (i32.const 0) (br_on_cast_desc_eq $yes anyref (ref $a) (local.get 0) (local.get 1)) (drop)))
          (drop) (i32.const 1))
        (func (export \"is-exact\") (param anyref (ref (exact $b))) (result i32)
          (block $no (result anyref)
            (drop (br_on_cast_desc_eq_fail $no anyref (ref (exact $a)) (local.get 0) (local.get 1)))
            (return (i32.const 1)))
          (drop) (i32.const 0))
        (func (export \"cast\") (param anyref (ref $b)) (result i32)
          (drop (ref.cast_desc_eq (ref $a) (local.get 0) (local.get 1))) (i32.const 1))";
    for tier in tiers() {
        let (mut store, instance) = instance(tier, functions)?;
        let descriptor = call(&mut store, instance, "descriptor", &[])?;
        let shown = format!("{:?}", object(&store, &descriptor));
        let number = shown.trim_start_matches("StructRef(0x").trim_end_matches(')');
        let number = i32::from_str_radix(number, 16).expect("the number of the reference");
        let array = call(&mut store, instance, "array", &[Val::I32(number)])?;
        assert_eq!(call(&mut store, instance, "length", std::slice::from_ref(&array))?.unwrap_i32(), number);
        for test in ["is", "is-exact"] {
            let found = call(&mut store, instance, test, &[array.clone(), descriptor.clone()])?;
            assert_eq!(found.unwrap_i32(), 0, "{test} {tier:?}");
        }
        let error = call(&mut store, instance, "cast", &[array, descriptor]).unwrap_err();
        assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::CastFailure), "{tier:?}");
    }
    Ok(())
}

#[test]
fn exact_imports_take_no_function_of_a_subtype() -> Result<()> {
    let types = "(type $f (sub (func))) (type $g (sub $f (func)))";
    let engine = Engine::new(Config::new().wasm_custom_descriptors(true))?;
    let mut store = Store::new(&engine, ());
    let giver = Module::new(&engine, format!("(module {types} (func (export \"\") (type $g)))"))?;
    let giver = Instance::new(&mut store, &giver, &[])?;
    let given = giver.get_export(&mut store, "").expect("an export");
    for (import, exact, fits) in
        [("(type $f)", false, true), ("(exact (type $f))", true, false), ("(exact (type $g))", true, true)]
    {
        let text = format!("(module {types} (import \"m\" \"n\" (func {import})))");
        let module = Module::new(&engine, text)?;
        let asked = module.imports().next().expect("an import");
        assert_eq!(asked.is_exact(), exact);
        assert!(asked.ty().func().is_some());
        let result = Instance::new(&mut store, &module, std::slice::from_ref(&given));
        assert_eq!(result.is_ok(), fits, "{import}");
        if let Err(error) = result {
            assert!(error.to_string().contains("expected (exact (func)), found (func)"), "{error}");
        }
        // What stands in for an unknown import is of the very type.
        let mut linker = Linker::new(&engine);
        linker.define_unknown_imports_as_traps(&module)?;
        linker.instantiate(&mut store, &module)?;
    }
    Ok(())
}

#[test]
fn exact_types_match_themselves_and_what_is_above() -> Result<()> {
    let (mut store, instance) = instance(Tier::Interp, MAKE)?;
    let descriptor = call(&mut store, instance, "descriptor", &[Val::I32(7)])?;
    let sub_descriptor = call(&mut store, instance, "sub-descriptor", &[Val::I32(7)])?;
    let ty = object(&store, &descriptor).ty(&store)?.heap_type();
    let sub = object(&store, &sub_descriptor).ty(&store)?.heap_type();
    let engine = store.engine().clone();
    let matches = |a: HeapType, b: HeapType| {
        let of = |heap| ValType::Ref(RefType::new(false, heap));
        of(a).matches(&engine, &of(b))
    };
    assert!(matches(ty.exact(), ty) && !matches(ty, ty.exact()) && matches(ty.exact(), ty.exact()));
    assert!(matches(sub.exact(), ty) && !matches(sub.exact(), ty.exact()) && !matches(ty.exact(), sub));
    assert!(matches(HeapType::None, ty.exact()) && matches(ty.exact(), HeapType::Struct));
    assert!(matches(ty.exact(), HeapType::Any) && !matches(ty.exact(), HeapType::Array));
    assert_eq!(ty.exact().inexact(), ty);
    for (value, own, other) in [(descriptor, ty, sub), (sub_descriptor, sub, ty)] {
        assert!(object(&store, &value).matches_ty(&store, &own.exact())?);
        assert!(!object(&store, &value).matches_ty(&store, &other.exact())?);
    }
    Ok(())
}
