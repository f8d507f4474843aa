;; A complement and an `and`: what BMI1 has an instruction for, and what only looks like it.
(module
  (memory 1)
  (func $narrow (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.xor (local.get $x) (i32.const -1)) (local.get $y)))
  (func $wide (param $x i64) (param $y i64) (result i64)
    (i64.and (local.get $y) (i64.xor (local.get $x) (i64.const -1))))
  ;; Into the place of either operand.
  (func $in_place (param $x i64) (param $y i64) (result i64)
    (local.set $y (i64.and (local.get $y) (i64.xor (i64.const -1) (local.get $x))))
    (local.set $x (i64.and (i64.xor (local.get $x) (i64.const -1)) (local.get $y)))
    (i64.sub (local.get $x) (local.get $y)))
  ;; The branch needs no test.
  (func $is_subset (param $at i32) (param $end i32) (result i32)
    (loop $next
      (if (i64.eqz (i64.and (i64.load (local.get $at)) (i64.xor (i64.load offset=256 (local.get $at)) (i64.const -1))))
        (then
          (br_if $next
            (i32.ne (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))
          (return (i32.const 1)))))
    (i32.const 0))
  ;; Some of the bits, and another operation.
  (func $others (param $x i64) (param $y i64) (result i64)
    (i64.add
      (i64.and (local.get $y) (i64.xor (local.get $x) (i64.const 0xffffffff)))
      (i64.or (local.get $y) (i64.xor (local.get $x) (i64.const -1)))))
  ;; Complemented in 32 bits, as a number of 64.
  (func $extended (param $x i32) (param $y i64) (result i64)
    (i64.and (local.get $y) (i64.extend_i32_u (i32.xor (local.get $x) (i32.const -1)))))
  ;; The complement is wanted too.
  (func $wanted (param $x i32) (param $y i32) (result i32) (local $not i32)
    (i32.mul
      (i32.and (local.get $y) (local.tee $not (i32.xor (local.get $x) (i32.const -1))))
      (local.get $not)))
  ;; One of keccak's rows.
  (func $row (param $a i64) (param $b i64) (param $c i64) (param $d i64) (param $e i64) (result i64)
    (i64.add
      (i64.xor (local.get $a) (i64.and (i64.xor (local.get $b) (i64.const -1)) (local.get $c)))
      (i64.add
        (i64.xor (local.get $b) (i64.and (i64.xor (local.get $c) (i64.const -1)) (local.get $d)))
        (i64.xor (local.get $c) (i64.and (i64.xor (local.get $d) (i64.const -1)) (local.get $e)))))))
