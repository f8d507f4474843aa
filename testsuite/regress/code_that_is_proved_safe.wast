;; Machine code that is safe, and that the verifier of machine code refused (scripts run with it).

;; The address of a loop round a compare-exchange is computed, and compared, in the block before it.
(module
  (memory 1)
  (memory $more 1)
  (data (memory $more) (i32.const 8) "\ff\ff\ff\ff\ff\ff\ff\ff")
  (func (export "and") (param i32 i32) (result i32)
    (i32.atomic.rmw.and $more offset=8 (local.get 0) (local.get 1)))
  (func (export "or16") (param i32 i64) (result i64)
    (i64.atomic.rmw16.or_u $more offset=5000 (local.get 0) (local.get 1)))
  (func (export "xor") (param i32 i64) (result i64)
    (i64.atomic.rmw.xor $more (local.get 0) (local.get 1))))
(assert_return (invoke "and" (i32.const 0) (i32.const 0xFF)) (i32.const -1))
(assert_return (invoke "and" (i32.const 0) (i32.const 0)) (i32.const 0xFF))
(assert_trap (invoke "and" (i32.const 0xFFF8) (i32.const 0)) "out of bounds memory access")
(assert_return (invoke "or16" (i32.const 0) (i64.const 0x12345)) (i64.const 0))
(assert_return (invoke "or16" (i32.const 0) (i64.const 0)) (i64.const 0x2345))
(assert_trap (invoke "or16" (i32.const 0xFFF8) (i64.const 0)) "out of bounds memory access")
(assert_return (invoke "xor" (i32.const 8) (i64.const 1)) (i64.const 0xFFFFFFFF_00000000))
(assert_trap (invoke "xor" (i32.const 0x10000) (i64.const 0)) "out of bounds memory access")

;; What only dead code leads to: behind a branch that is always taken, an access whose rare path lies elsewhere and comes back.
(module
  (type $s (struct (field i32)))
  (memory 1)
  (memory $more 1)
  (func (export "null") (result i32)
    (drop (ref.as_non_null (ref.null $s)))
    (i32.load $more (i32.const 100)))
  (func (export "branch") (param i32) (result i32)
    (block $taken
      (br_on_null $taken (ref.null $s))
      (drop)
      (return (i32.load $more offset=4 (local.get 0))))
    (i32.load $more (local.get 0))))
(assert_trap (invoke "null") "null reference")
(assert_return (invoke "branch" (i32.const 8)) (i32.const 0))
(assert_trap (invoke "branch" (i32.const 0x10000)) "out of bounds memory access")

;; Long chains of values each of which is what the one before is.
(module
  (func (export "signs") (param f32 f32) (result f32)
    (local i32)
    (local.set 2 (i32.const 3))
    (loop $l
      (local.set 0 (f32.copysign (f32.copysign (local.get 0) (local.get 1)) (f32.neg (local.get 0))))
      (br_if $l (local.tee 2 (i32.sub (local.get 2) (i32.const 1)))))
    (local.get 0)))
(assert_return (invoke "signs" (f32.const 1.5) (f32.const 1)) (f32.const -1.5))
