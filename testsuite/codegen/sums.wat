;; Sums with a scaled summand, conditions that are branched on and wanted too, and values that give way to others.
(module
  (memory 1)
  (func $scaled (param $base i32) (param $i i32) (result i32)
    (i32.store offset=8 (i32.add (local.get $base) (i32.shl (local.get $i) (i32.const 2)))
      (i32.load (i32.add (local.get $base) (i32.shl (local.get $i) (i32.const 3)))))
    (i32.add (i32.shl (i32.mul (local.get $i) (local.get $base)) (i32.const 1)) (local.get $i)))
  (func $wide (param $base i64) (param $i i64) (result i64)
    (i64.add (local.get $base) (i64.shl (local.get $i) (i64.const 3))))
  (func $condition (param $a i32) (param $b i32) (result i32) (local $less i32)
    (block $out
      (br_if $out (local.tee $less (i32.lt_u (local.get $a) (local.get $b))))
      (return (i32.sub (local.get $less) (local.get $a))))
    (local.get $less))
  ;; The sums of a checksum: what the loop carries stays in registers, what it reads gives way.
  (func $carried (param $at i32) (param $n i32) (result i32)
    (local $sum i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $old i32)
    (local $w i32) (local $x i32) (local $y i32) (local $z i32)
    (loop $again
      (local.set $sum (i32.add (i32.add (i32.add (i32.add
        (local.tee $old (local.get $sum))
        (local.tee $w (i32.load8_u (local.get $at))))
        (local.tee $x (i32.load8_u (i32.add (local.get $at) (i32.const 1)))))
        (local.tee $y (i32.load8_u (i32.add (local.get $at) (i32.const 2)))))
        (local.tee $z (i32.load8_u (i32.add (local.get $at) (i32.const 3))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $c (i32.add (local.get $c) (i32.add (local.get $old) (local.get $w))))
      (local.set $d (i32.add (local.get $d) (local.get $z)))
      (local.set $b (i32.add (local.get $b) (local.get $y)))
      (local.set $a (i32.add (local.get $a) (local.get $x)))
      (br_if $again (i32.gt_u (local.tee $n (i32.sub (local.get $n) (i32.const 4))) (i32.const 3))))
    (i32.xor (i32.xor (local.get $a) (local.get $b)) (i32.xor (local.get $c) (i32.xor (local.get $d) (local.get $sum))))))
