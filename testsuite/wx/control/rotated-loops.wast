;; Loops that begin with their test, which machine code repeats at their end.  Each returns what tells how often
;; it went round, and what the test left behind.

(module
  (memory 1)
  (data (i32.const 0) "a string that is as long as it takes\00")
  (func (export "count") (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (i32.ge_u (local.get 1) (local.get 0)))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br $again)))
    (local.get 1))
  (func (export "length") (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (i32.load8_u (i32.add (local.get 0) (local.get 1)))))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br $again)))
    (local.get 1))
  ;; What the test reads is used behind it.
  (func (export "sum") (param i32) (result i32) (local i32 i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (local.tee 2 (i32.load8_u (local.get 0)))))
        (local.set 1 (i32.add (local.get 1) (local.get 2)))
        (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (br $again)))
    (i32.add (local.get 1) (local.get 2)))
  ;; On the stack, too.
  (func (export "carried") (param i32) (result i32) (local i32)
    (local.get 0)
    (loop $again (param i32) (result i32)
      (local.set 0)
      (i32.const 3)
      (if (param i32) (i32.eqz (i32.and (local.get 0) (i32.const 255)))
        (then (local.set 1 (i32.add (local.get 1))) (return (local.get 1)))
        (else (local.set 1 (i32.add (local.get 1)))))
      (i32.sub (local.get 0) (i32.const 1))
      (br $again)))
  (func (export "float") (param f64 f64) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (f64.lt (local.get 0) (local.get 1))))
        (local.set 0 (f64.add (local.get 0) (f64.const 1)))
        (local.set 2 (i32.add (local.get 2) (i32.const 1)))
        (br $again)))
    (local.get 2))
  (func (export "equal") (param f64 f64) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (f64.eq (local.get 0) (local.get 1)))
        (br_if $out (i32.gt_u (local.get 2) (i32.const 500)))
        (local.set 0 (f64.add (local.get 0) (f64.const 1)))
        (local.set 2 (i32.add (local.get 2) (i32.const 1)))
        (br $again)))
    (local.get 2))
  (func (export "unequal") (param f32 f32) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (f32.ne (local.get 0) (local.get 1)))
        (br_if $out (i32.gt_u (local.get 2) (i32.const 500)))
        (local.set 2 (i32.add (local.get 2) (i32.const 1)))
        (br $again)))
    (local.get 2))
  ;; The test goes over what leaves the loop.
  (func (export "stays") (param i32) (result i32) (local i32)
    (loop $again
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (br $again))
    (unreachable))
  ;; Nothing but the test.
  (func (export "empty") (param i32) (result i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
        (br $again)))
    (local.get 0))
  ;; Inside each other, the inner one at the start of the outer one's body and at its end.
  (func (export "nested") (param i32) (result i32) (local i32 i32 i32)
    (block $done
      (loop $outer
        (br_if $done (i32.ge_u (local.get 1) (local.get 0)))
        (local.set 2 (i32.const 0))
        (block $out
          (loop $inner
            (br_if $out (i32.gt_u (local.get 2) (local.get 1)))
            (local.set 3 (i32.add (local.get 3) (i32.const 1)))
            (local.set 2 (i32.add (local.get 2) (i32.const 1)))
            (br $inner)))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br $outer)))
    (local.get 3))
  (func (export "back_from_inside") (param i32) (result i32) (local i32 i32)
    (block $done
      (loop $outer
        (br_if $done (i32.eqz (local.get 0)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (local.set 1 (i32.const 0))
        (loop $inner
          (br_if $outer (i32.ge_u (local.get 1) (i32.const 3)))
          (local.set 1 (i32.add (local.get 1) (i32.const 1)))
          (local.set 2 (i32.add (local.get 2) (i32.const 1)))
          (br $inner))))
    (local.get 2))
  ;; Goes on from its middle as well.
  (func (export "continue") (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (local.get 0)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br_if $again (i32.and (local.get 0) (i32.const 1)))
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br $again)))
    (local.get 1))
  ;; More values than there are registers, some of them changed in the test.
  (func (export "many") (param i64) (result i64)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    (block $out
      (loop $again
        (br_if $out (i64.eqz (local.tee 0 (i64.sub (local.get 0) (i64.const 1)))))
        (local.set 1 (i64.add (local.get 1) (i64.const 1))) (local.set 2 (i64.add (local.get 2) (local.get 1)))
        (local.set 3 (i64.xor (local.get 3) (local.get 2))) (local.set 4 (i64.add (local.get 4) (local.get 3)))
        (local.set 5 (i64.xor (local.get 5) (local.get 4))) (local.set 6 (i64.add (local.get 6) (local.get 5)))
        (local.set 7 (i64.xor (local.get 7) (local.get 6))) (local.set 8 (i64.add (local.get 8) (local.get 7)))
        (local.set 9 (i64.xor (local.get 9) (local.get 8))) (local.set 10 (i64.add (local.get 10) (local.get 9)))
        (local.set 11 (i64.xor (local.get 11) (local.get 10))) (local.set 12 (i64.add (local.get 12) (local.get 11)))
        (local.set 13 (i64.xor (local.get 13) (local.get 12))) (local.set 14 (i64.add (local.get 14) (local.get 13)))
        (br $again)))
    (i64.add (local.get 14) (i64.add (local.get 1) (local.get 0))))
  ;; The test traps, in the first round or in a later one.
  (func (export "trap") (param i32) (result i32)
    (block $out
      (loop $again
        (br_if $out (i32.eq (i32.load (local.get 0)) (i32.const 12345)))
        (local.set 0 (i32.add (local.get 0) (i32.const 4)))
        (br $again)))
    (local.get 0))
  (func (export "divide") (param i32) (result i32)
    (block $out
      (loop $again
        (br_if $out (i32.gt_u (i32.div_u (i32.const 1000) (local.get 0)) (i32.const 2000)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br $again)))
    (local.get 0)))

(assert_return (invoke "count" (i32.const 0)) (i32.const 0))
(assert_return (invoke "count" (i32.const 1)) (i32.const 1))
(assert_return (invoke "count" (i32.const 5000)) (i32.const 5000))
(assert_return (invoke "length" (i32.const 0)) (i32.const 36))
(assert_return (invoke "length" (i32.const 36)) (i32.const 0))
(assert_return (invoke "sum" (i32.const 32)) (i32.const 420))
(assert_return (invoke "sum" (i32.const 36)) (i32.const 0))
(assert_return (invoke "carried" (i32.const 100)) (i32.const 303))
(assert_return (invoke "carried" (i32.const 256)) (i32.const 3))
(assert_return (invoke "float" (f64.const 0) (f64.const 1000)) (i32.const 1000))
(assert_return (invoke "float" (f64.const 0) (f64.const nan)) (i32.const 0))
(assert_return (invoke "float" (f64.const 5) (f64.const 5)) (i32.const 0))
(assert_return (invoke "equal" (f64.const 0) (f64.const 300)) (i32.const 300))
(assert_return (invoke "equal" (f64.const 0) (f64.const nan)) (i32.const 501))
(assert_return (invoke "equal" (f64.const 0) (f64.const -0)) (i32.const 0))
(assert_return (invoke "unequal" (f32.const 0) (f32.const 0)) (i32.const 501))
(assert_return (invoke "unequal" (f32.const nan) (f32.const nan)) (i32.const 0))
(assert_return (invoke "stays" (i32.const 0)) (i32.const 0))
(assert_return (invoke "stays" (i32.const 1000)) (i32.const 500500))
(assert_return (invoke "empty" (i32.const 1)) (i32.const 0))
(assert_return (invoke "empty" (i32.const 3000)) (i32.const 0))
(assert_return (invoke "nested" (i32.const 0)) (i32.const 0))
(assert_return (invoke "nested" (i32.const 60)) (i32.const 1830))
(assert_return (invoke "back_from_inside" (i32.const 500)) (i32.const 1500))
(assert_return (invoke "continue" (i32.const 1000)) (i32.const 249500))
(assert_trap (invoke "trap" (i32.const 0)) "out of bounds memory access")
(assert_trap (invoke "trap" (i32.const 65536)) "out of bounds memory access")
(assert_trap (invoke "divide" (i32.const 1000)) "integer divide by zero")
(assert_trap (invoke "divide" (i32.const 0)) "integer divide by zero")
