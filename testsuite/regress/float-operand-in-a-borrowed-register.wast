;; All integer registers are taken, nine by locals and three by an operation, when an integer is wanted that is in a vector
;; register. It comes to a local's register for this operation only: after it, that one was taken for the value's own, and the local
;; was lost on the next branch.
(module
  (memory 1 1 shared)
  (data (i32.const 0) "\01\00\01\00\01\00\01\00")
  (func (export "run") (param $f f32) (param $n i32) (result i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $e i32) (local $g i32) (local $h i32) (local $i i32)
    (loop $again
      (local.set $a (i32.add (local.get $a) (i32.const 1)))
      (local.set $b (i32.add (local.get $b) (local.get $a)))
      (local.set $c (i32.add (local.get $c) (local.get $b)))
      (local.set $d (i32.add (local.get $d) (local.get $c)))
      (local.set $e (i32.add (local.get $e) (local.get $d)))
      (local.set $g (i32.add (local.get $g) (local.get $e)))
      (local.set $h (i32.add (local.get $h) (local.get $g)))
      (local.set $i (i32.add (local.get $i) (local.get $h)))
      (block $skip
        (br_if $skip
          (i32.atomic.rmw16.cmpxchg_u
            (i32.and (local.get $a) (i32.const 6))
            (i32.reinterpret_f32 (local.get $f))
            (i32.load16_s offset=8 (i32.const 0))))
        (local.set $i (i32.add (local.get $i) (local.get $a))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add (local.get $i)
      (i32.add (i32.add (local.get $a) (i32.add (local.get $b) (local.get $c)))
        (i32.add (i32.add (local.get $d) (local.get $e)) (i32.add (local.get $g) (local.get $h)))))))
(assert_return (invoke "run" (f32.const 1.5) (i32.const 7)) (i32.const 6434))
