;; Vector operations that take their operands from memory, and shifts by a constant.
(module
  (memory 1)
  ;; The loaded operand comes second, first where either order will do, and first where the instruction wants it second.
  (func $loaded (param $x v128) (param $at i32) (result v128)
    (local.set $x (i32x4.sub (local.get $x) (v128.load offset=16 (local.get $at))))
    (local.set $x (i32x4.add (v128.load offset=32 (local.get $at)) (local.get $x)))
    (local.set $x (v128.andnot (v128.load offset=48 (local.get $at)) (local.get $x)))
    (f32x4.gt (v128.load offset=64 (local.get $at)) (local.get $x)))
  ;; The loaded operand is the first of an instruction, which is a register.
  (func $loaded_first (param $x v128) (param $at i32) (result v128)
    (i32x4.sub (v128.load (local.get $at)) (local.get $x)))
  ;; The same value twice, and a value that is kept: not merged.
  (func $loaded_and_kept (param $x v128) (param $at i32) (result v128)
    (i32x4.add (local.tee $x (v128.load (local.get $at))) (local.get $x)))
  (func $shifts (param $x v128) (result v128)
    (local.set $x (i8x16.shl (local.get $x) (i32.const 3)))
    (local.set $x (i8x16.shr_s (local.get $x) (i32.const 9)))
    (local.set $x (i16x8.shr_u (local.get $x) (i32.const 16)))
    (local.set $x (i32x4.shr_s (local.get $x) (i32.const 31)))
    (i64x2.shr_s (local.get $x) (i32.const 7)))
  ;; Two shifts by one constant.
  (func $shared_count (param $x v128) (param $n i32) (result v128)
    (local.set $n (i32.const 5))
    (i32x4.add (i32x4.shl (local.get $x) (local.get $n)) (i32x4.shr_u (local.get $x) (local.get $n))))
  ;; The count is shifted, not what is shifted.
  (func $constant_count (param $n i32) (result v128)
    (i32x4.shl (v128.const i32x4 1 2 3 4) (local.get $n)))
  ;; All bytes come from one of two operands, which the other one outlives or not.
  (func $one_source (param $x v128) (param $y v128) (result v128)
    (local.set $x (i8x16.shuffle 28 29 30 31 24 25 26 27 20 21 22 23 16 17 18 19 (local.get $x) (local.get $y)))
    (i8x16.shuffle 3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12 (local.get $x) (local.get $y)))
  (func $tests (param $x v128) (param $y v128) (result i32)
    (if (v128.any_true (local.get $x)) (then (local.set $x (local.get $y))))
    (select (i32.const 3) (i32x4.extract_lane 1 (local.get $y)) (i32x4.all_true (local.get $x)))))
