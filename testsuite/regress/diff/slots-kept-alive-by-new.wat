;; `array.new_fixed` and `struct.new` were taken to read every slot up to the end of the frame. Round the outer loop that kept slots
;; alive which nothing reads, here the upper half of a vector of which only a lane is left when a handler may be entered.
(module
  (type $none (array (mut i32)))
  (type $pair (struct (field v128) (field i32)))
  (tag $t)
  (global $left (mut i32) (i32.const 3))
  (func $may_throw
    (global.set $left (i32.sub (global.get $left) (i32.const 1)))
    (if (i32.gt_s (global.get $left) (i32.const 0)) (then (throw $t))))
  (func (export "array") (result i32)
    (local $n i32)
    (global.set $left (i32.const 3))
    (loop $outer
      (drop (array.new_fixed $none 0))
      (i8x16.popcnt (v128.const i64x2 7 9))
      (i32x4.extract_lane 0)
      (i32.const 5)
      (global.get $left)
      (loop $again
        (try_table (catch_all $again) (call $may_throw)))
      (local.set $n (i32.add (i32.add (i32.add (local.get $n)))))
      (br_if $outer (i32.lt_u (local.get $n) (i32.const 99))))
    (local.get $n))
  (func (export "struct") (result i32)
    (local $n i32)
    (global.set $left (i32.const 3))
    (loop $outer
      (i32.const 1)
      (drop (struct.new $pair (v128.const i64x2 1 2) (i32.const 5)))
      (i8x16.popcnt (v128.const i64x2 7 9))
      (i32x4.extract_lane 0)
      (i32.const 5)
      (global.get $left)
      (loop $again
        (try_table (catch_all $again) (call $may_throw)))
      (local.set $n (i32.add (i32.add (i32.add (i32.add (local.get $n))))))
      (br_if $outer (i32.lt_u (local.get $n) (i32.const 99))))
    (local.get $n)))
