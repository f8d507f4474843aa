//! References in the hands of the host: what keeps an object alive, what it is, what may be put into it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wx::*;

fn setup() -> (Engine, Store<()>) {
    let engine = Engine::default();
    let mut store = Store::new(&engine, ());
    store.set_gc_zeal(true);
    (engine, store)
}

fn var(storage: StorageType) -> FieldType {
    FieldType { storage, mutable: true }
}

fn constant(storage: StorageType) -> FieldType {
    FieldType { storage, mutable: false }
}

fn nullable(heap: HeapType) -> StorageType {
    StorageType::Val(ValType::Ref(RefType { nullable: true, heap }))
}

struct CountDrop(Arc<AtomicUsize>);

impl Drop for CountDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_value_of_the_host_lives_as_long_as_a_handle() {
    let (_, mut store) = setup();
    let drops = Arc::new(AtomicUsize::new(0));
    let one = ExternRef::new(&mut store, CountDrop(drops.clone())).unwrap();
    let two = one.clone();
    let text = ExternRef::new(&mut store, String::from("text")).unwrap();
    drop(one);
    store.gc();
    assert_eq!(drops.load(Ordering::SeqCst), 0);
    assert!(two.data(&store).unwrap().unwrap().is::<CountDrop>());
    text.data_mut(&mut store).unwrap().unwrap().downcast_mut::<String>().unwrap().push('!');
    assert_eq!(text.data(&store).unwrap().unwrap().downcast_ref::<String>().unwrap(), "text!");
    std::thread::spawn(move || drop(two)).join().unwrap();
    store.gc();
    assert_eq!(drops.load(Ordering::SeqCst), 1);
    let _kept = ExternRef::new(&mut store, CountDrop(drops.clone())).unwrap();
    drop(store);
    assert_eq!(drops.load(Ordering::SeqCst), 2);
}

#[test]
fn conversion_between_inside_and_outside_keeps_identity() {
    let (_, mut store) = setup();
    let external = ExternRef::new(&mut store, 7u8).unwrap();
    let any = AnyRef::convert_extern(&store, external.clone()).unwrap();
    assert!(any.is_extern(&store).unwrap());
    assert_eq!(any.ty(&store).unwrap(), HeapType::Any);
    assert!(
        !any.is_eqref(&store).unwrap() && !any.is_struct(&store).unwrap() && !any.is_i31(&store).unwrap()
    );
    let back = ExternRef::convert_any(&store, any).unwrap();
    assert!(ExternRef::ref_eq(&store, &external, &back).unwrap());
    assert_eq!(back.data(&store).unwrap().unwrap().downcast_ref::<u8>(), Some(&7));

    let number = AnyRef::from_i31(&mut store, I31::wrapping_i32(-5));
    assert_eq!(number.ty(&store).unwrap(), HeapType::I31);
    let outside = ExternRef::convert_any(&store, number).unwrap();
    assert!(outside.data(&store).unwrap().is_none());
    let inside = AnyRef::convert_extern(&store, outside).unwrap();
    assert_eq!(inside.unwrap_i31(&store).unwrap().get_i32(), -5);
    assert!(inside.is_eqref(&store).unwrap() && !inside.is_extern(&store).unwrap());
}

#[test]
fn i31_takes_31_bits() {
    assert_eq!(I31::new_u32(u32::MAX >> 1).map(|x| x.get_i32()), Some(-1));
    assert_eq!(I31::new_u32(1 << 31), None);
    assert_eq!(I31::new_i32(-1 << 30).map(|x| x.get_u32()), Some(1 << 30));
    assert_eq!((I31::new_i32(1 << 30), I31::new_i32((-1 << 30) - 1)), (None, None));
    assert_eq!(I31::wrapping_u32(u32::MAX).get_u32(), u32::MAX >> 1);
}

#[test]
fn a_struct_keeps_its_fields_alive_and_typed() {
    let (engine, mut store) = setup();
    let ty = StructType::new(
        &engine,
        [
            var(StorageType::I8),
            constant(StorageType::Val(ValType::I64)),
            var(nullable(HeapType::Any)),
            var(StorageType::Val(ValType::V128)),
            var(StorageType::I16),
            var(nullable(HeapType::Func)),
            var(nullable(HeapType::Extern)),
        ],
    )
    .unwrap();
    let pre = StructRefPre::new(&mut store, ty.clone());
    let text = ExternRef::new(&mut store, "text").unwrap();
    let func = Func::wrap(&mut store, || 1i32);
    let vector = V128::from_bits(u128::MAX / 3);
    let fields = [
        Val::I32(0x1ff),
        Val::I64(-2),
        Val::AnyRef(None),
        Val::V128(vector),
        Val::I32(-1),
        func.into(),
        text.into(),
    ];
    let inner = StructRef::new(&mut store, &pre, &fields).unwrap();
    let mut outer_fields = fields.clone();
    outer_fields[2] = inner.clone().into();
    drop((fields, inner));
    let outer = StructRef::new(&mut store, &pre, &outer_fields).unwrap();
    drop(outer_fields);
    for _ in 0..3 {
        store.gc();
    }
    assert_eq!(outer.ty(&store).unwrap(), ty);
    let inner = match outer.field(&mut store, 2).unwrap() {
        Val::AnyRef(Some(any)) => any.unwrap_struct(&store).unwrap(),
        other => panic!("{other:?}"),
    };
    let read = inner.fields(&mut store).unwrap();
    assert_eq!(read[0].unwrap_i32(), 0xff);
    assert_eq!(read[1].unwrap_i64(), -2);
    assert!(read[2].unwrap_anyref().is_none());
    assert_eq!(read[3].unwrap_v128(), vector);
    assert_eq!(read[4].unwrap_i32(), 0xffff);
    assert!(read[5].unwrap_funcref().is_some());
    let text = read[6].unwrap_externref().unwrap();
    assert_eq!(text.data(&store).unwrap().unwrap().downcast_ref::<&str>(), Some(&"text"));

    assert!(outer.set_field(&mut store, 1, Val::I64(0)).is_err(), "constant");
    assert!(outer.set_field(&mut store, 0, Val::I64(0)).is_err(), "another type");
    assert!(outer.set_field(&mut store, 2, Val::ExternRef(None)).is_err(), "another hierarchy");
    assert!(outer.set_field(&mut store, 7, Val::I32(0)).is_err(), "no such field");
    outer.set_field(&mut store, 2, Val::AnyRef(None)).unwrap();
    assert!(outer.field(&mut store, 2).unwrap().unwrap_anyref().is_none());
    assert!(StructRef::new(&mut store, &pre, &[]).is_err());
}

#[test]
fn a_concrete_type_is_asked_for_exactly() {
    let (engine, mut store) = setup();
    let node = StructType::new(&engine, [var(StorageType::I8)]).unwrap();
    let other = StructType::new(&engine, [var(StorageType::I16)]).unwrap();
    let holder = ArrayType::new(&engine, var(nullable(node.heap_type())));
    assert_eq!(node, StructType::new(&engine, [var(StorageType::I8)]).unwrap());
    let [node, other] = [node, other].map(|ty| StructRefPre::new(&mut store, ty));
    let holder_pre = ArrayRefPre::new(&mut store, holder.clone());
    let right = StructRef::new(&mut store, &node, &[Val::I32(1)]).unwrap();
    let wrong = StructRef::new(&mut store, &other, &[Val::I32(1)]).unwrap();
    let array = ArrayRef::new(&mut store, &holder_pre, &right.clone().into(), 3).unwrap();
    assert_eq!(array.len(&store).unwrap(), 3);
    assert!(array.set(&mut store, 0, wrong.into()).is_err());
    let number = AnyRef::from_i31(&mut store, I31::default());
    assert!(array.set(&mut store, 1, number.into()).is_err());
    assert!(array.set(&mut store, 3, right.into()).is_err());
    array.set(&mut store, 1, Val::AnyRef(None)).unwrap();
    let any = AnyRef::from(array);
    assert!(any.is_array(&store).unwrap() && !any.is_struct(&store).unwrap());
    assert_eq!(any.ty(&store).unwrap(), holder.heap_type());
    assert!(any.matches_ty(&store, &HeapType::Eq).unwrap());
    let elems = any.unwrap_array(&store).unwrap().elems(&mut store).unwrap();
    let nulls: Vec<bool> = elems.iter().map(|e| e.unwrap_anyref().is_none()).collect();
    assert_eq!(nulls, [false, true, false]);
}

#[test]
fn arrays_of_every_width() {
    let (engine, mut store) = setup();
    let cases = [
        (StorageType::I8, Val::I32(-1), Val::I32(0xff)),
        (StorageType::I16, Val::I32(-2), Val::I32(0xfffe)),
        (StorageType::Val(ValType::I32), Val::I32(-3), Val::I32(-3)),
        (StorageType::Val(ValType::F32), Val::F32(0x7fa0_0001), Val::F32(0x7fa0_0001)),
        (StorageType::Val(ValType::F64), Val::F64(u64::MAX), Val::F64(u64::MAX)),
        (
            StorageType::Val(ValType::V128),
            Val::V128(V128::from_bits(5 << 90)),
            Val::V128(V128::from_bits(5 << 90)),
        ),
    ];
    for (storage, value, expected) in cases {
        let pre = ArrayRefPre::new(&mut store, ArrayType::new(&engine, var(storage)));
        let filled = ArrayRef::new(&mut store, &pre, &value, 1000).unwrap();
        let zero = Val::default_for_ty(&storage.unpack()).unwrap();
        let fixed = ArrayRef::new_fixed(&mut store, &pre, &[zero.clone(), value, zero]).unwrap();
        store.gc();
        let elems = filled.elems(&mut store).unwrap();
        assert_eq!(elems.len(), 1000);
        assert!(elems.iter().all(|e| format!("{e:?}") == format!("{expected:?}")), "{storage}");
        let elems = fixed.elems(&mut store).unwrap();
        assert_eq!(format!("{:?}", elems[1]), format!("{expected:?}"), "{storage}");
        assert_ne!(format!("{:?}", elems[0]), format!("{:?}", elems[1]), "{storage}");
        assert_eq!(format!("{:?}", elems[0]), format!("{:?}", elems[2]), "{storage}");
    }
}

#[test]
fn too_large_an_array_is_a_trap_and_the_store_goes_on() {
    let (engine, mut store) = setup();
    let pre = ArrayRefPre::new(&mut store, ArrayType::new(&engine, var(StorageType::Val(ValType::V128))));
    let error = ArrayRef::new(&mut store, &pre, &Val::V128(V128::ZERO), u32::MAX).unwrap_err();
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::AllocationTooLarge));
    assert!(ArrayRef::new(&mut store, &pre, &Val::V128(V128::ZERO), 10).is_ok());
}

#[test]
fn an_exception_made_by_the_host_carries_tag_and_values() {
    let (engine, mut store) = setup();
    let types = [ValType::I32, ValType::V128, ValType::EXTERNREF];
    let tag = Tag::new(&mut store, &TagType::new(FuncType::new(&engine, types, []))).unwrap();
    let text = ExternRef::new(&mut store, "text").unwrap();
    let vector = V128::from_bits(1 << 100);
    let exn = ExnRef::new(&mut store, &tag, &[Val::I32(3), Val::V128(vector), text.into()]).unwrap();
    store.gc();
    assert!(Tag::eq(&exn.tag(&store).unwrap(), &tag, &store));
    let values = exn.fields(&mut store).unwrap();
    assert_eq!((values[0].unwrap_i32(), values[1].unwrap_v128()), (3, vector));
    let text = exn.field(&mut store, 2).unwrap();
    let text = text.unwrap_externref().unwrap().data(&store).unwrap().unwrap();
    assert_eq!(text.downcast_ref::<&str>(), Some(&"text"));
    assert!(exn.field(&mut store, 3).is_err());
    assert!(ExnRef::new(&mut store, &tag, &[Val::I32(3)]).is_err());
}

#[test]
#[should_panic(expected = "object used with the wrong store")]
fn a_reference_belongs_to_its_store() {
    let (_, mut store) = setup();
    let (_, other) = setup();
    let r = ExternRef::new(&mut store, 1).unwrap();
    let _ = r.data(&other);
}

#[test]
fn a_type_belongs_to_its_engine() {
    let (_, mut store) = setup();
    let (engine, mut other) = setup();
    let ty = StructType::new(&engine, []).unwrap();
    let pre = StructRefPre::new(&mut other, ty);
    assert!(StructRef::new(&mut store, &pre, &[]).is_err());
}
