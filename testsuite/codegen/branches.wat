;; Branches over branches and to branches, which lowering makes straight; and what only looks like them.
(module
  (memory 1)
  (func $leaf (param i32) (result i32) (local.get 0))
  (func $out_of_a_loop (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br_if $out (i32.gt_u (local.get 1) (i32.const 100)))
        (br $again)))
    (local.get 1))
  (func $if_break (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (if (i32.eqz (i32.load8_u (local.get 0))) (then (br $out)))
        (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br $again)))
    (local.get 1))
  (func $float (param f64 f64) (result f64)
    (block $out
      (loop $again
        (local.set 0 (f64.add (local.get 0) (local.get 1)))
        (if (f64.lt (local.get 0) (f64.const 100)) (then (br $again)))))
    (local.get 0))
  (func $float_equal (param f64 f64) (result f64)
    (block $out
      (loop $again
        (local.set 0 (f64.add (local.get 0) (local.get 1)))
        (br_if $out (f64.eq (local.get 0) (local.get 1)))
        (br $again)))
    (local.get 0))
  (func $continue (param i32) (result i32) (local i32)
    (loop $again
      (block $next
        (br_if $next (i32.and (local.get 0) (i32.const 1)))
        (local.set 1 (i32.add (local.get 1) (local.get 0))))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (block $last
        (br_if $last (local.get 0))
        (return (local.get 1)))
      (br $again))
    (unreachable))
  (func $to_a_branch (param i32 i32) (result i32)
    (block $out
      (block $a
        (br_if $a (local.get 0))
        (local.set 1 (call $leaf (local.get 1)))
        (br_if $a (local.get 1))
        (local.set 1 (i32.const 7)))
      (br $out))
    (local.get 1))
  (func $carried (param i32) (result i32)
    (block $out (result i32)
      (if (local.get 0) (then (br $out (i32.const 5))))
      (call $leaf (i32.const 1))))
  ;; Self tail calls.
  (func $fib (param i64 i64 i64) (result i64)
    (if (i64.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $fib (i64.sub (local.get 0) (i64.const 1)) (local.get 2) (i64.add (local.get 1) (local.get 2))))
  (func $places_change (param i32 f64 i32 f64) (result i32) (local i32 f32)
    (if (i32.eqz (local.get 0)) (then (return (i32.trunc_f64_s (f64.sub (local.get 1) (local.get 3))))))
    (local.set 4 (call $leaf (local.get 2)))
    (return_call $places_change (i32.sub (local.get 0) (local.get 4)) (local.get 3) (local.get 4) (local.get 1)))
  ;; Loops that begin with a test.
  (func $while (param i32) (result i32) (local i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (i32.load8_u (local.get 0))))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (local.set 0 (i32.add (local.get 0) (i32.const 1)))
        (br $again)))
    (local.get 1))
  (func $while_float (param f64 f64) (result f64)
    (block $out
      (loop $again
        (br_if $out (f64.eq (local.get 0) (local.get 1)))
        (local.set 0 (f64.add (local.get 0) (f64.const 1)))
        (br $again)))
    (local.get 0))
  (func $until_return (param i32) (result i32) (local i32)
    (loop $again
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
      (br $again))
    (unreachable))
  (func $nested (param i32) (result i32) (local i32 i32 i32)
    (block $done
      (loop $outer
        (br_if $done (i32.ge_u (local.get 1) (local.get 0)))
        (local.set 2 (i32.const 0))
        (block $out
          (loop $inner
            (br_if $out (i32.gt_u (local.get 2) (local.get 1)))
            (local.set 3 (i32.add (local.get 3) (local.get 2)))
            (local.set 2 (i32.add (local.get 2) (i32.const 1)))
            (br $inner)))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br $outer)))
    (local.get 3))
  ;; A call before the test is no test.
  (func $called_first (param i32) (result i32)
    (block $out
      (loop $again
        (br_if $out (i32.eqz (local.tee 0 (call $leaf (local.get 0)))))
        (br $again)))
    (local.get 0)))
