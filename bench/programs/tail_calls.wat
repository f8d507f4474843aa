;; Tail calls: two functions that hand over to each other n * 10,000 times, a loop written as a call to itself with
;; eight parameters, and a state machine whose states are table entries reached by return_call_indirect.
(module
  (type $state (func (param i32 i32 i64) (result i64)))
  (table 8 8 funcref)
  (elem (i32.const 0) $add $xor $rotate $multiply $skip $add $xor $rotate)

  (func $even (param $n i32) (param $sum i64) (result i64)
    (if (i32.eqz (local.get $n)) (then (return (local.get $sum))))
    (return_call $odd (i32.sub (local.get $n) (i32.const 1)) (i64.add (local.get $sum) (i64.extend_i32_u (local.get $n)))))
  (func $odd (param $n i32) (param $sum i64) (result i64)
    (if (i32.eqz (local.get $n)) (then (return (i64.xor (local.get $sum) (i64.const -1)))))
    (return_call $even (i32.sub (local.get $n) (i32.const 1)) (i64.rotl (local.get $sum) (i64.const 7))))

  ;; Every parameter moves to another position, so the arguments form a cycle that needs a spare place.
  (func $shuffle (param $n i32) (param $a i64) (param $b i64) (param $c i64) (param $x f64) (param $y f64) (param $d i32)
    (param $e i32) (result i64)
    (if (i32.eqz (local.get $n))
      (then (return (i64.add
        (i64.xor (local.get $a) (i64.rotl (i64.xor (local.get $b) (local.get $c)) (i64.const 11)))
        (i64.add (i64.extend_i32_u (i32.xor (local.get $d) (local.get $e)))
          (i64.trunc_sat_f64_s (f64.mul (local.get $x) (f64.add (local.get $y) (f64.const 2)))))))))
    (return_call $shuffle
      (i32.sub (local.get $n) (i32.const 1))
      (local.get $c)
      (i64.add (local.get $a) (i64.extend_i32_u (local.get $n)))
      (i64.rotl (local.get $b) (i64.const 5))
      (local.get $y)
      (f64.mul (f64.add (local.get $x) (f64.const 1)) (f64.const 0.5))
      (local.get $e)
      (i32.add (local.get $d) (i32.const 3))))

  ;; A state picks its successor from the bits of a linear congruential generator.
  (func $add (type $state) (return_call $next (local.get 0) (local.get 1)
    (i64.add (local.get 2) (i64.extend_i32_u (local.get 1)))))
  (func $xor (type $state) (return_call $next (local.get 0) (local.get 1)
    (i64.xor (local.get 2) (i64.const 0x9e3779b97f4a7c15))))
  (func $rotate (type $state) (return_call $next (local.get 0) (local.get 1)
    (i64.rotl (local.get 2) (i64.extend_i32_u (local.get 1)))))
  (func $multiply (type $state) (return_call $next (local.get 0) (local.get 1)
    (i64.mul (local.get 2) (i64.const 0xd1342543de82ef95))))
  (func $skip (type $state) (return_call $next (local.get 0) (i32.mul (local.get 1) (i32.const 69069)) (local.get 2)))
  (func $next (type $state)
    (local $random i32)
    (if (i32.eqz (local.get 0)) (then (return (local.get 2))))
    (local.set $random (i32.add (i32.mul (local.get 1) (i32.const 1664525)) (i32.const 1013904223)))
    (return_call_indirect (type $state)
      (i32.sub (local.get 0) (i32.const 1))
      (local.get $random)
      (local.get 2)
      (i32.shr_u (local.get $random) (i32.const 29))))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $steps i32)
    (local.set $steps (i32.mul (local.get $n) (i32.const 10000)))
    (i64.xor
      (i64.xor
        (call $even (local.get $steps) (i64.const 1))
        (call $shuffle (local.get $steps) (i64.const 1) (i64.const 2) (i64.const 3) (f64.const 4) (f64.const 5)
          (i32.const 6) (i32.const 7)))
      (call $next (local.get $steps) (i32.const 12345) (i64.const 1))))
  (func (export "run") (result i64) (call $run_n (i32.const 400))))
