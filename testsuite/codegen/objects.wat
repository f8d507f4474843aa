;; Objects whose memory is taken in line, casts that one compare answers, and bulk operations of a few bytes.
(module
  (type $pair (struct (field (mut i32)) (field f64) (field (ref null $pair))))
  (type $bytes (array (mut i8)))
  (memory 1)

  (func (export "struct_new") (param i32 f64 (ref null $pair)) (result (ref $pair))
    (struct.new $pair (local.get 0) (local.get 1) (local.get 2)))

  (func (export "struct_new_default") (result (ref $pair))
    (struct.new_default $pair))

  (func (export "array_new_fixed") (param i32) (result (ref $bytes))
    (array.new_fixed $bytes 2 (local.get 0) (i32.const 7)))

  (func (export "final_test") (param anyref) (result i32)
    (ref.test (ref null $pair) (local.get 0)))

  (func (export "final_cast") (param anyref) (result (ref $pair))
    (ref.cast (ref $pair) (local.get 0)))

  (func (export "copy_small") (param i32 i32)
    (memory.copy (local.get 0) (local.get 1) (i32.const 40)))

  (func (export "fill_small") (param i32)
    (memory.fill (local.get 0) (i32.const 9) (i32.const 7)))
)
