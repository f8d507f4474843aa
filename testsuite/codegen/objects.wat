;; Objects whose memory is taken in line, casts that one compare answers, and bulk operations of a few bytes.
(module
  (type $pair (struct (field (mut i32)) (field f64) (field (ref null $pair))))
  (type $bytes (array (mut i8)))
  (memory 1)

  (func $struct_new (export "struct_new") (param i32 f64 (ref null $pair)) (result (ref $pair))
    (struct.new $pair (local.get 0) (local.get 1) (local.get 2)))

  (func $struct_new_default (export "struct_new_default") (result (ref $pair))
    (struct.new_default $pair))

  (func $array_new_fixed (export "array_new_fixed") (param i32) (result (ref $bytes))
    (array.new_fixed $bytes 2 (local.get 0) (i32.const 7)))

  (func $final_test (export "final_test") (param anyref) (result i32)
    (ref.test (ref null $pair) (local.get 0)))

  (func $final_cast (export "final_cast") (param anyref) (result (ref $pair))
    (ref.cast (ref $pair) (local.get 0)))

  (func $copy_small (export "copy_small") (param i32 i32)
    (memory.copy (local.get 0) (local.get 1) (i32.const 40)))

  (func $fill_small (export "fill_small") (param i32)
    (memory.fill (local.get 0) (i32.const 9) (i32.const 7)))

  (rec
    (type $described (sub (descriptor $descriptor) (struct (field i64) (field f32))))
    (type $descriptor (sub (describes $described) (struct))))

  (func $struct_new_desc (export "struct_new_desc") (param i64 f32 (ref null (exact $descriptor))) (result (ref $described))
    (struct.new_desc $described (local.get 0) (local.get 1) (local.get 2)))

  (func $struct_new_default_desc (export "struct_new_default_desc") (param (ref null (exact $descriptor))) (result (ref $described))
    (struct.new_default_desc $described (local.get 0)))

  (func $ref_get_desc (export "ref_get_desc") (param (ref null $described)) (result (ref $descriptor))
    (ref.get_desc $described (local.get 0)))

  (func $br_on_cast_desc_eq (export "br_on_cast_desc_eq") (param anyref (ref null $descriptor)) (result anyref)
    (block $yes (result (ref $described))
      (return (br_on_cast_desc_eq $yes anyref (ref $described) (local.get 0) (local.get 1)))))

  (func $cast_desc_eq_exact (export "cast_desc_eq_exact") (param anyref (ref null (exact $descriptor))) (result (ref null (exact $described)))
    (ref.cast_desc_eq (ref null (exact $described)) (local.get 0) (local.get 1)))
)
