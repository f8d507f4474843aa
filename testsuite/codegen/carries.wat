;; An unsigned comparison whose result is only added or subtracted: the carry flag has it.
(module
  ;; A sum of 128 bits.
  (func $sum (param $a i64) (param $b i64) (param $c i64) (param $d i64) (result i64 i64) (local $low i64)
    (local.set $low (i64.add (local.get $a) (local.get $c)))
    (local.get $low)
    (i64.add (i64.add (local.get $b) (local.get $d))
      (i64.extend_i32_u (i64.lt_u (local.get $low) (local.get $a)))))
  ;; A difference.
  (func $difference (param $a i64) (param $b i64) (param $c i64) (param $d i64) (result i64 i64)
    (i64.sub (local.get $a) (local.get $c))
    (i64.sub (i64.sub (local.get $b) (local.get $d))
      (i64.extend_i32_u (i64.lt_u (local.get $a) (local.get $c)))))
  ;; The four orders, into a counter and out of it.
  (func $orders (param $n i32) (param $a i32) (param $b i32) (result i32)
    (local.set $n (i32.add (local.get $n) (i32.lt_u (local.get $a) (local.get $b))))
    (local.set $n (i32.add (i32.gt_u (local.get $a) (local.get $b)) (local.get $n)))
    (local.set $n (i32.add (local.get $n) (i32.le_u (local.get $a) (local.get $b))))
    (local.set $n (i32.sub (local.get $n) (i32.ge_u (local.get $a) (local.get $b))))
    (local.set $n (i32.sub (local.get $n) (i32.gt_u (local.get $a) (local.get $b))))
    (local.get $n))
  ;; With constants, and with zero.
  (func $constants (param $n i64) (param $a i32) (param $b i64) (result i64)
    (local.set $n (i64.add (local.get $n) (i64.extend_i32_u (i32.lt_u (local.get $a) (i32.const 10)))))
    (local.set $n (i64.sub (local.get $n) (i64.extend_i32_u (i64.ge_u (local.get $b) (i64.const 0x100000000)))))
    (local.set $n (i64.add (local.get $n) (i64.extend_i32_u (i32.eqz (local.get $a)))))
    (i64.sub (local.get $n) (i64.extend_i32_u (i64.eqz (local.get $b)))))
  ;; The result takes the place of what is compared.
  (func $in_place (param $a i32) (param $b i32) (param $n i32) (result i32)
    (local.set $a (i32.add (local.get $n) (i32.lt_u (local.get $a) (local.get $b))))
    (i32.mul (local.get $a) (local.get $n)))
  ;; Signed, equal, one minus it, a constant beyond, and wanted once more.
  (func $others (param $n i32) (param $a i32) (param $b i32) (result i32) (local $t i32)
    (local.set $n (i32.add (local.get $n) (i32.lt_s (local.get $a) (local.get $b))))
    (local.set $n (i32.add (local.get $n) (i32.eq (local.get $a) (local.get $b))))
    (local.set $n (i32.sub (i32.lt_u (local.get $a) (local.get $b)) (local.get $n)))
    (local.set $n (i32.add (local.get $n) (i32.gt_u (local.get $a) (i32.const 7))))
    (i32.add (local.get $n)
      (i32.add (local.get $n) (local.tee $t (i32.lt_u (local.get $a) (local.get $b)))))
    (i32.mul (local.get $t))))
