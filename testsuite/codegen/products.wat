;; Functions that make a product of 128 bits from 32-bit halves, and what only looks like one.
(module
  (memory 1)
  ;; As LLVM's run-time library does it.
  (func $multi3 (param $p i32) (param $a i64) (param $ah i64) (param $b i64) (param $bh i64)
    (local $l i64)
    (i64.store offset=8 (local.get $p)
      (i64.add
        (i64.add
          (i64.add
            (i64.add (i64.mul (local.get $bh) (local.get $a)) (i64.mul (local.get $ah) (local.get $b)))
            (i64.mul
              (local.tee $bh (i64.shr_u (local.get $b) (i64.const 32)))
              (local.tee $ah (i64.shr_u (local.get $a) (i64.const 32)))))
          (i64.shr_u
            (local.tee $b (i64.add
              (i64.shr_u
                (local.tee $l (i64.mul
                  (local.tee $b (i64.and (local.get $b) (i64.const 0xffffffff)))
                  (local.tee $a (i64.and (local.get $a) (i64.const 0xffffffff)))))
                (i64.const 32))
              (i64.mul (local.get $b) (local.get $ah))))
            (i64.const 32)))
        (i64.shr_u
          (local.tee $b (i64.add
            (i64.and (local.get $b) (i64.const 0xffffffff))
            (i64.mul (local.get $bh) (local.get $a))))
          (i64.const 32))))
    (i64.store (local.get $p)
      (i64.or
        (i64.shl (local.get $b) (i64.const 32))
        (i64.and (local.get $l) (i64.const 0xffffffff)))))
  ;; The upper word alone.
  (func $high (param $a i64) (param $b i64) (result i64)
    (local $a1 i64) (local $b1 i64) (local $t i64)
    (i64.add
      (i64.add
        (i64.mul
          (local.tee $a1 (i64.shr_u (local.get $a) (i64.const 32)))
          (local.tee $b1 (i64.shr_u (local.get $b) (i64.const 32))))
        (i64.shr_u
          (local.tee $t (i64.add
            (i64.mul
              (local.get $a1)
              (local.tee $b (i64.and (local.get $b) (i64.const 0xffffffff))))
            (i64.shr_u
              (i64.mul (local.tee $a (i64.and (local.get $a) (i64.const 0xffffffff))) (local.get $b))
              (i64.const 32))))
          (i64.const 32)))
      (i64.shr_u
        (i64.add
          (i64.mul (local.get $a) (local.get $b1))
          (i64.and (local.get $t) (i64.const 0xffffffff)))
        (i64.const 32))))
  ;; The last carry keeps a bit too many.
  (func $no_high (param $a i64) (param $b i64) (result i64)
    (local $a1 i64) (local $b1 i64) (local $t i64)
    (i64.add
      (i64.add
        (i64.mul
          (local.tee $a1 (i64.shr_u (local.get $a) (i64.const 32)))
          (local.tee $b1 (i64.shr_u (local.get $b) (i64.const 32))))
        (i64.shr_u
          (local.tee $t (i64.add
            (i64.mul
              (local.get $a1)
              (local.tee $b (i64.and (local.get $b) (i64.const 0xffffffff))))
            (i64.shr_u
              (i64.mul (local.tee $a (i64.and (local.get $a) (i64.const 0xffffffff))) (local.get $b))
              (i64.const 32))))
          (i64.const 32)))
      (i64.shr_u
        (i64.add
          (i64.mul (local.get $a) (local.get $b1))
          (i64.and (local.get $t) (i64.const 0xffffffff)))
        (i64.const 31)))))
