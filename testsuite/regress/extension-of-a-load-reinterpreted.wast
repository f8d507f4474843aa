;; An i32 load that i64.extend_i32_u widens without an operation became an f32 load when f64.reinterpret_i64 came next, though 64 bits are
;; reinterpreted: the verifier of the IR refused the function.
(module
  (memory 1)
  (data (i32.const 8) "\78\56\34\f2")
  (func (export "bits") (param i32) (result i64)
    (i64.reinterpret_f64 (f64.reinterpret_i64 (i64.extend_i32_u (i32.load (local.get 0))))))
  (func (export "value") (param i32) (result f64)
    (f64.reinterpret_i64 (i64.extend_i32_u (i32.load offset=4 (local.get 0)))))
  (func (export "whole") (param i32) (result f64)
    (f64.reinterpret_i64 (i64.load (local.get 0)))))

(assert_return (invoke "bits" (i32.const 8)) (i64.const 0xf2345678))
(assert_return (invoke "value" (i32.const 4)) (f64.const 0x0.00000f2345678p-1022))
(assert_return (invoke "whole" (i32.const 8)) (f64.const 0x0.00000f2345678p-1022))
