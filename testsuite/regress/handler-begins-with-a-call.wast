;; A handler whose first operation is a call that the compiler puts in place: its landing was listed under a number of the callee's, so the
;; exception went to another handler, or counted as caught by nobody after it had been taken.
(module
  (tag $e) (tag $v (param i32))
  (global $n (mut i32) (i32.const 0))
  (func $thrower (throw $e))
  (func $maybe (param i32) (if (local.get 0) (then (throw $v (local.get 0)))))
  (func $note (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func $note-of (param i32) (global.set $n (i32.add (global.get $n) (local.get 0))))
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func (export "n") (result i32) (global.get $n))
  ;; two calls that throw, the second in the handler of the first
  (func (export "throws-again") (param i32) (result i32)
    (block
      (try_table (catch_all 0) (try_table (catch_all 0) (call $thrower)))
      (try_table (catch_all 0) (try_table (catch_all 0) (call $thrower))))
    (local.get 0))
  ;; a handler that begins with a call without arguments, as a cleanup does
  (func (export "cleanup") (param i32) (result i32)
    (block $out
      (block $h (try_table (catch_all $h) (call $maybe (local.get 0))) (br $out))
      (call $note))
    (global.get $n))
  ;; with an argument that is a local, as a destructor has
  (func (export "destructor") (param i32) (result i32)
    (block $out
      (block $h (try_table (catch_all $h) (call $maybe (local.get 0))) (br $out))
      (call $note-of (local.get 0)))
    (global.get $n))
  ;; the payload is the argument
  (func (export "payload") (param i32) (result i32)
    (block $h (result i32) (try_table (catch $v $h) (call $maybe (local.get 0))) (return (i32.const -1)))
    (call $twice))
  ;; two handlers, one of them a loop header, which is the first operation of the function
  (func (export "two") (param $x i32) (result i32) (local $k i32)
    (loop $again
      (block $h
        (try_table (catch_all $h)
          (try_table (catch $e $again)
            (call $maybe (local.get $x)) (if (i32.eqz (local.get $k)) (then (local.set $k (i32.const 1)) (call $thrower)))))
        (return (i32.const 50)))
      (call $note))
    (i32.add (i32.const 1000) (local.get $k)))
  ;; others must be found as well
  (func (export "three") (param $x i32) (result i32)
    (block $c (block $b (block $a
      (try_table (catch_all $c)
        (try_table (catch $e $b)
          (try_table (catch_all $a) (call $maybe (local.get $x)))
          (call $thrower))
        (return (i32.const 0))))
      (call $note) (return (i32.const 1)))
      (call $note) (return (i32.const 2)))
    (call $note) (i32.const 3)))
(assert_return (invoke "throws-again" (i32.const 5)) (i32.const 5))
(assert_return (invoke "cleanup" (i32.const 7)) (i32.const 1))
(assert_return (invoke "cleanup" (i32.const 0)) (i32.const 1))
(assert_return (invoke "destructor" (i32.const 7)) (i32.const 8))
(assert_return (invoke "payload" (i32.const 7)) (i32.const 14))
(assert_return (invoke "payload" (i32.const 0)) (i32.const -1))
(assert_return (invoke "two" (i32.const 0)) (i32.const 50))
(assert_return (invoke "two" (i32.const 1)) (i32.const 1000))
(assert_return (invoke "three" (i32.const 1)) (i32.const 1))
(assert_return (invoke "three" (i32.const 0)) (i32.const 2))

;; Handlers that begin with calls of a function that does nothing: in machine code several begin at one place.
(module
  (tag $e) (tag $v (param i32))
  (func $nothing)
  (func $nothing-of (param i32))
  (func $maybe (param i32) (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $e))) (if (local.get 0) (then (throw $v (local.get 0)))))
  (func (export "empty") (param $x i32) (result i32)
    (block $done
      (block $b
        (block $a (try_table (catch $e $a) (catch_all $b) (call $maybe (local.get $x))) (br $done))
        (call $nothing))
      (call $nothing))
    (local.get $x))
  (func (export "empty-payload") (param $x i32) (result i32)
    (block $none
      (block $h (result i32)
        (try_table (catch $v $h) (catch_all $none) (call $maybe (local.get $x)))
        (return (i32.const -1)))
      (call $nothing-of)
      (return (i32.const 1)))
    (call $nothing)
    (i32.const 2)))
(assert_return (invoke "empty" (i32.const 0)) (i32.const 0))
(assert_return (invoke "empty" (i32.const 1)) (i32.const 1))
(assert_return (invoke "empty" (i32.const 2)) (i32.const 2))
(assert_return (invoke "empty-payload" (i32.const 0)) (i32.const -1))
(assert_return (invoke "empty-payload" (i32.const 1)) (i32.const 2))
(assert_return (invoke "empty-payload" (i32.const 7)) (i32.const 1))

;; A loop that calls such a function, and becomes hot while it runs: loops that begin with calls, inside and behind others.
(module
  (tag $e)
  (global $n (mut i32) (i32.const 0))
  (func $maybe (param i32) (if (i32.and (local.get 0) (i32.const 1)) (then (throw $e))))
  (func $note (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func $zeroes (result i32) (local i32 i32) (i32.add (local.get 0) (local.get 1)))
  (func $once (param i32) (result i32)
    (block $out
      (block $h (try_table (catch_all $h) (call $maybe (local.get 0))) (br $out))
      (call $note))
    (global.get $n))
  (func (export "many") (param i32) (result i32) (local i32)
    (loop $l
      (local.set 1 (call $once (local.get 0)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func (export "loops") (param i32) (result i32) (local $i i32)
    (loop $outer
      (call $note)
      (local.set $i (i32.const 3))
      (loop $inner
        (drop (call $zeroes))
        (block $out
          (block $h (try_table (catch_all $h) (call $maybe (local.get $i))) (br $out))
          (drop (call $zeroes)) (call $note))
        (br_if $inner (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (br_if $outer (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (global.get $n)))
(assert_return (invoke "many" (i32.const 20000)) (i32.const 10000))
(assert_return (invoke "loops" (i32.const 5000)) (i32.const 25000))
