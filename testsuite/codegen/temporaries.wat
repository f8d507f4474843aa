;; Values that live between labels only, beside those that loops carry.
(module
  (memory 1)

  ;; Each value of a chain is computed in the register of the local that it becomes.
  (func $xorshift (export "xorshift") (param $x i32) (param $n i32) (result i32)
    (loop $again
      (local.set $x (i32.xor (i32.shl (local.get $x) (i32.const 13)) (local.get $x)))
      (local.set $x (i32.xor (i32.shr_u (local.get $x) (i32.const 17)) (local.get $x)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x))

  ;; Not if the local is read meanwhile.
  (func $both (export "both") (param $x i32) (param $y i32) (result i32)
    (loop $again
      (local.set $x (i32.add (i32.mul (local.get $y) (local.get $y)) (local.get $x)))
      (local.set $y (i32.rotl (i32.xor (local.get $y) (local.get $x)) (i32.const 5)))
      (br_if $again (i32.gt_u (local.get $x) (i32.const 9))))
    (local.get $y))

  ;; $a and $b are read twice each but live at no label: the loop's registers are for $sum and $at.
  (func $temporaries (export "temporaries") (param $at i32) (param $end i32) (result f64)
    (local $sum f64) (local $a f64) (local $b f64)
    (loop $again
      (local.set $a (f64.load (local.get $at)))
      (local.set $b (f64.load offset=8 (local.get $at)))
      (local.set $sum
        (f64.add (local.get $sum)
          (f64.add (f64.mul (local.get $a) (local.get $b)) (f64.div (local.get $a) (local.get $b)))))
      (br_if $again (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.get $sum))

  ;; One operation each.
  (func $swap (export "swap") (param $x i32) (result i32)
    (i32.or
      (i32.rotr (i32.and (local.get $x) (i32.const 0xff00ff)) (i32.const 8))
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0xff00ff))))

  ;; Constants that no instruction holds.
  (func $constants (export "constants") (param $x i64) (result i64)
    (i64.add
      (i64.mul (i64.and (local.get $x) (i64.const 0xffffffff)) (i64.const 0x123456789abcdef1))
      (i64.xor (local.get $x) (i64.const 0x0f0f0f0f0f0f0f0f))))
)
