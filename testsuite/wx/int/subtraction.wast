;; A subtraction whose left operand is in its slot and whose right one is in a register: they may not change sides.
(module
  (func $id (param i32) (result i32) (local.get 0))
  (func (export "a") (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.sub (local.get 9) (local.get 0)))
  (func (export "b") (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i64) (i64.sub (i64.sub (local.get 9) (local.get 0)) (i64.sub (local.get 8) (local.get 1))))
  (func (export "c") (param i32 i32) (result i32) (i32.sub (i32.mul (local.get 0) (i32.const 7)) (call $id (local.get 1)))))
(assert_return (invoke "a" (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7) (i32.const 8) (i32.const 9) (i32.const 20)) (i32.const 19))
(assert_return (invoke "b" (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 20)) (i64.const 12))
(assert_return (invoke "c" (i32.const 3) (i32.const 2)) (i32.const 19))
