;; Arguments change places in a cycle that a v128 shares with an integer register: its upper half was lost on the way.
(module
  (memory 1)
  (data (i32.const 16) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10")
  (data (i32.const 32) "\00\00\00\00\00\00\14\40")
  (type $t (func (param f64 v128 i64 i64 i64 i64) (result i64)))
  (func $upper (type $t)
    (i64.add (i64x2.extract_lane 1 (local.get 1)) (i64.add (local.get 2) (i64.trunc_sat_f64_s (local.get 0)))))
  (elem declare func $upper)
  ;; The vector for xmm1 is in xmm0, a float that is passed as an integer is in xmm1, and the constant for xmm0 is in that
  ;; integer's register.
  (func (export "direct") (result i64)
    (call $upper (f64.const 3) (v128.load (i32.const 16)) (i64.reinterpret_f64 (f64.load (i32.const 32)))
      (i64.const 1) (i64.const 2) (i64.const 3)))
  (func (export "by_reference") (result i64)
    (call_ref $t (f64.const 3) (v128.load (i32.const 16)) (i64.reinterpret_f64 (f64.load (i32.const 32)))
      (i64.const 1) (i64.const 2) (i64.const 3) (ref.func $upper))))
(assert_return (invoke "direct") (i64.const 0x5023_0e0d_0c0b_0a0c))
(assert_return (invoke "by_reference") (i64.const 0x5023_0e0d_0c0b_0a0c))

;; The same cycle, however the float's bits come into the integer register.
(module
  (memory 1)
  (data (i32.const 16) "\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10")
  (data (i32.const 32) "\00\00\00\00\00\00\14\40\00\00\00\00\00\00\08\40")
  (type $t (func (param f64 v128 i64 i64 i64 i64) (result i64)))
  (func $upper (type $t)
    (i64.add (i64x2.extract_lane 1 (local.get 1)) (i64.add (local.get 2) (i64.trunc_sat_f64_s (local.get 0)))))
  (func (export "loaded") (result i64)
    (call $upper (f64.reinterpret_i64 (i64.load (i32.const 40))) (v128.load (i32.const 16))
      (i64.reinterpret_f64 (f64.load (i32.const 32))) (i64.const 1) (i64.const 2) (i64.const 3)))
  (func (export "given") (param i64 v128 f64) (result i64)
    (call $upper (f64.reinterpret_i64 (local.get 0)) (local.get 1) (i64.reinterpret_f64 (local.get 2))
      (i64.const 1) (i64.const 2) (i64.const 3)))
  (func (export "given to a tail call") (param i64 v128 f64) (result i64)
    (return_call $upper (f64.reinterpret_i64 (local.get 0)) (local.get 1) (i64.reinterpret_f64 (local.get 2))
      (i64.const 1) (i64.const 2) (i64.const 3))))
(assert_return (invoke "loaded") (i64.const 0x5023_0e0d_0c0b_0a0c))
(assert_return
  (invoke "given" (i64.const 0x4008_0000_0000_0000) (v128.const i64x2 0 0x100f_0e0d_0c0b_0a09) (f64.const 5))
  (i64.const 0x5023_0e0d_0c0b_0a0c))
(assert_return
  (invoke "given to a tail call" (i64.const 0x4008_0000_0000_0000) (v128.const i64x2 0 0x100f_0e0d_0c0b_0a09)
    (f64.const 5))
  (i64.const 0x5023_0e0d_0c0b_0a0c))
