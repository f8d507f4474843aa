;; A conditional branch over a branch becomes the opposite branch, and a branch to a branch goes where that
;; one goes.  Each function says by its result which way it took; with NaN, no compare of floats has an opposite.

(module
  (func (export "lt") (param f64 f64) (result i32)
    (block $out (if (f64.lt (local.get 0) (local.get 1)) (then (br $out))) (return (i32.const 0))) (i32.const 1))
  (func (export "not_lt") (param f64 f64) (result i32)
    (block $out (if (i32.eqz (f64.lt (local.get 0) (local.get 1))) (then (br $out))) (return (i32.const 0))) (i32.const 1))
  (func (export "gt") (param f32 f32) (result i32)
    (block $out (if (f32.gt (local.get 0) (local.get 1)) (then (br $out))) (return (i32.const 0))) (i32.const 1))
  (func (export "le") (param f32 f32) (result i32)
    (block $out (if (f32.le (local.get 0) (local.get 1)) (then (br $out))) (return (i32.const 0))) (i32.const 1))
  (func (export "ge") (param f64 f64) (result i32)
    (block $out (block $next (br_if $next (f64.ge (local.get 0) (local.get 1))) (br $out)) (return (i32.const 0))) (i32.const 1))
  (func (export "eq") (param f64 f64) (result i32)
    (block $out (block $next (br_if $next (f64.eq (local.get 0) (local.get 1))) (br $out)) (return (i32.const 0))) (i32.const 1))
  (func (export "ne") (param f32 f32) (result i32)
    (block $out (block $next (br_if $next (f32.ne (local.get 0) (local.get 1))) (br $out)) (return (i32.const 0))) (i32.const 1))
  (func (export "i32") (param i32 i32) (result i32)
    (block $out (block $next (br_if $next (i32.lt_s (local.get 0) (local.get 1))) (br $out)) (return (i32.const 0))) (i32.const 1))
  (func (export "u64") (param i64) (result i32)
    (block $out (block $next (br_if $next (i64.gt_u (local.get 0) (i64.const 5))) (br $out)) (return (i32.const 0))) (i32.const 1))
  (func (export "null") (param externref) (result i32)
    (block $out (block $next (br_if $next (ref.is_null (local.get 0))) (br $out)) (return (i32.const 0))) (i32.const 1)))

(assert_return (invoke "lt" (f64.const 1) (f64.const 2)) (i32.const 1))
(assert_return (invoke "lt" (f64.const 2) (f64.const 2)) (i32.const 0))
(assert_return (invoke "lt" (f64.const nan) (f64.const 2)) (i32.const 0))
(assert_return (invoke "not_lt" (f64.const 1) (f64.const 2)) (i32.const 0))
(assert_return (invoke "not_lt" (f64.const 1) (f64.const nan)) (i32.const 1))
(assert_return (invoke "gt" (f32.const 1) (f32.const 2)) (i32.const 0))
(assert_return (invoke "gt" (f32.const 3) (f32.const 2)) (i32.const 1))
(assert_return (invoke "gt" (f32.const nan) (f32.const 2)) (i32.const 0))
(assert_return (invoke "le" (f32.const 2) (f32.const 2)) (i32.const 1))
(assert_return (invoke "le" (f32.const nan) (f32.const nan)) (i32.const 0))
(assert_return (invoke "ge" (f64.const 3) (f64.const 2)) (i32.const 0))
(assert_return (invoke "ge" (f64.const 1) (f64.const 2)) (i32.const 1))
(assert_return (invoke "ge" (f64.const nan) (f64.const 2)) (i32.const 1))
(assert_return (invoke "eq" (f64.const 2) (f64.const 2)) (i32.const 0))
(assert_return (invoke "eq" (f64.const 0) (f64.const -0)) (i32.const 0))
(assert_return (invoke "eq" (f64.const nan) (f64.const nan)) (i32.const 1))
(assert_return (invoke "ne" (f32.const 2) (f32.const 2)) (i32.const 1))
(assert_return (invoke "ne" (f32.const 2) (f32.const 3)) (i32.const 0))
(assert_return (invoke "ne" (f32.const nan) (f32.const nan)) (i32.const 0))
(assert_return (invoke "i32" (i32.const -1) (i32.const 0)) (i32.const 0))
(assert_return (invoke "i32" (i32.const 0) (i32.const 0)) (i32.const 1))
(assert_return (invoke "u64" (i64.const -1)) (i32.const 0))
(assert_return (invoke "u64" (i64.const 5)) (i32.const 1))
(assert_return (invoke "null" (ref.null extern)) (i32.const 0))
(assert_return (invoke "null" (ref.extern 1)) (i32.const 1))

;; Labels on both sides of the branch that would be taken back.
(module
  (func (export "at") (param i32 i32) (result i32)
    (block $out
      (block $next
        (block $here (br_if $next (local.get 0)) (br_if $here (local.get 1)) (return (i32.const 3)))
        (br $out))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "here") (param i32 i32) (result i32)
    (block $out
      (block $next
        (block $here (br_if $here (local.get 1)) (br_if $next (local.get 0)))
        (br $out))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "behind") (param i32 i32) (result i32)
    (block $out
      (block $next
        (block $inner (br_if $inner (local.get 0)) (br_if $next (local.get 1)) (br $out)))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "else") (param i32) (result i32)
    (block $out
      (if (local.get 0) (then (br $out)) (else (if (i32.eq (local.get 0) (i32.const 0)) (then) (else (return (i32.const 9))))))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "own") (param i32) (result i32)
    (block $out (if (local.get 0) (then (br 0))) (br_if $out (i32.eqz (local.get 0))) (return (i32.const 1))) (i32.const 2))
  (func (export "value") (param i32) (result i32)
    (block $out (result i32) (if (local.get 0) (then (br $out (i32.const 5)))) (i32.const 6)))
  (func (export "table") (param i32) (result i32)
    (block $out
      (block $b (block $a (br_table $a $b $a (local.get 0))) (br $out))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "table_of_one") (param i32) (result i32)
    (block $out
      (block $next (br_if $next (local.get 0)) (br_table $out (local.get 0)))
      (return (i32.const 1)))
    (i32.const 2)))

(assert_return (invoke "at" (i32.const 0) (i32.const 0)) (i32.const 3))
(assert_return (invoke "at" (i32.const 0) (i32.const 1)) (i32.const 2))
(assert_return (invoke "at" (i32.const 1) (i32.const 0)) (i32.const 1))
(assert_return (invoke "here" (i32.const 0) (i32.const 0)) (i32.const 2))
(assert_return (invoke "here" (i32.const 0) (i32.const 1)) (i32.const 2))
(assert_return (invoke "here" (i32.const 1) (i32.const 1)) (i32.const 2))
(assert_return (invoke "here" (i32.const 1) (i32.const 0)) (i32.const 1))
(assert_return (invoke "behind" (i32.const 0) (i32.const 0)) (i32.const 2))
(assert_return (invoke "behind" (i32.const 1) (i32.const 0)) (i32.const 1))
(assert_return (invoke "behind" (i32.const 0) (i32.const 1)) (i32.const 1))
(assert_return (invoke "else" (i32.const 0)) (i32.const 1))
(assert_return (invoke "else" (i32.const 1)) (i32.const 2))
(assert_return (invoke "own" (i32.const 0)) (i32.const 2))
(assert_return (invoke "own" (i32.const 1)) (i32.const 1))
(assert_return (invoke "value" (i32.const 0)) (i32.const 6))
(assert_return (invoke "value" (i32.const 1)) (i32.const 5))
(assert_return (invoke "table" (i32.const 0)) (i32.const 2))
(assert_return (invoke "table" (i32.const 1)) (i32.const 1))
(assert_return (invoke "table" (i32.const 2)) (i32.const 2))
(assert_return (invoke "table_of_one" (i32.const 0)) (i32.const 2))
(assert_return (invoke "table_of_one" (i32.const 1)) (i32.const 1))

;; A range of handlers ends where it ended: what comes after it throws past it.
(module
  (tag $e (param i32))
  (func $throw (param i32) (result i32) (if (local.get 0) (then (throw $e (local.get 0)))) (i32.const 0))
  (func $inner (param i32 i32) (result i32)
    (block $out
      (drop (block $caught (result i32)
        (try_table $own (catch $e $caught)
          (drop (call $throw (i32.const 0)))
          (br_if $own (local.get 0))
          (br $out))
        (return (call $throw (local.get 1)))))
      (return (i32.const 7)))
    (i32.const 8))
  (func (export "range") (param i32 i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $e $caught) (return (call $inner (local.get 0) (local.get 1))))
      (unreachable)))
  (func (export "handler") (param i32) (result i32)
    (local i32)
    (block $out
      (local.set 1 (block $caught (result i32)
        (try_table (catch $e $caught)
          (drop (call $throw (local.get 0)))
          (if (i32.eqz (local.get 0)) (then (br $out))))
        (i32.const 4)))
      (return (i32.add (local.get 1) (i32.const 100))))
    (local.get 1)))

(assert_return (invoke "range" (i32.const 0) (i32.const 5)) (i32.const 8))
(assert_return (invoke "range" (i32.const 1) (i32.const 0)) (i32.const 0))
(assert_return (invoke "range" (i32.const 1) (i32.const 5)) (i32.const 5))
(assert_return (invoke "handler" (i32.const 0)) (i32.const 0))
(assert_return (invoke "handler" (i32.const 3)) (i32.const 103))

;; Loops: out of one over the branch back, and branches to the branch back; long enough to be compiled.
(module
  (func (export "over") (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (local.set 1 (i32.add (local.get 1) (i32.const 3)))
        (br_if $out (i32.gt_u (local.get 1) (local.get 0)))
        (br $again)))
    (local.get 1))
  (func (export "continue") (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (block $next
          (br_if $out (i32.eqz (local.get 0)))
          (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
          (br_if $next (i32.and (local.get 0) (i32.const 1)))
          (local.set 1 (i32.add (local.get 1) (local.get 0))))
        (br $again)))
    (local.get 1))
  (func (export "inner") (param i32) (result i32) (local i32 i32)
    (block $done
      (loop $outer
        (local.set 2 (i32.const 0))
        (block $out
          (loop $inner
            (local.set 1 (i32.add (local.get 1) (local.get 2)))
            (local.set 2 (i32.add (local.get 2) (i32.const 1)))
            (br_if $out (i32.ge_u (local.get 2) (local.get 0)))
            (br $inner)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br_if $done (i32.eqz (local.get 0)))
        (br $outer)))
    (local.get 1)))

(assert_return (invoke "over" (i32.const 100000)) (i32.const 100002))
(assert_return (invoke "continue" (i32.const 1000)) (i32.const 249500))
(assert_return (invoke "inner" (i32.const 100)) (i32.const 166650))
