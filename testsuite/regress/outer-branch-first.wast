;; The last branch to the outer loop stands before the inner loop's third loop, which so seemed to lie outside of both. What the inner
;; loop wants round its back edge was then not known to be live in the third one: assignments there were thought to be in vain.

(module
  (func (export "sum") (param $n i32) (result i32)
    (local $s i32) (local $sum i32) (local $i i32) (local $rounds i32)
    (block $out
      (loop $outer
        (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
        (loop $inner
          (br_if $out (i32.eqz (local.get $n)))
          (local.set $sum (i32.add (local.get $sum) (local.get $s)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br_if $outer (i32.and (local.get $n) (i32.const 1)))
          (local.set $i (i32.const 3))
          (block $exit
            (loop $third
              (br_if $exit (i32.eqz (local.get $i)))
              (local.set $s (i32.const 7))
              (local.set $i (i32.sub (local.get $i) (i32.const 1)))
              (br $third)))
          (br $inner))))
    (i32.add (i32.mul (local.get $rounds) (i32.const 1000)) (local.get $sum)))
)

(assert_return (invoke "sum" (i32.const 1)) (i32.const 1000))
(assert_return (invoke "sum" (i32.const 2)) (i32.const 2000))
(assert_return (invoke "sum" (i32.const 6)) (i32.const 4028))
(assert_return (invoke "sum" (i32.const 100)) (i32.const 51686))
