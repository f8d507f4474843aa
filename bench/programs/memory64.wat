;; A memory with 64-bit addresses: a sieve, a random walk along a chain of pointers, and a copy with large constant
;; offsets. Every access needs its own bounds check, because no guard region covers 64 bits. n rounds.
(module
  (memory i64 32 64)

  (func $sieve (param $limit i64) (result i64)
    (local $i i64) (local $k i64) (local $count i64)
    (memory.fill (i64.const 0) (i32.const 0) (local.get $limit))
    (local.set $i (i64.const 2))
    (loop $outer
      (if (i32.eqz (i32.load8_u (local.get $i)))
        (then
          (local.set $count (i64.add (local.get $count) (i64.const 1)))
          (local.set $k (i64.shl (local.get $i) (i64.const 1)))
          (block $out (loop $strike
            (br_if $out (i64.ge_u (local.get $k) (local.get $limit)))
            (i32.store8 (local.get $k) (i32.const 1))
            (local.set $k (i64.add (local.get $k) (local.get $i)))
            (br $strike)))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $outer (i64.lt_u (local.get $i) (local.get $limit))))
    (local.get $count))

  ;; Slot i of 65,536 points to slot (i * 40503 + 1) mod 65,536: one cycle through all of them.
  (func $link
    (local $i i64)
    (loop $again
      (i64.store offset=524288 (i64.shl (local.get $i) (i64.const 3))
        (i64.shl (i64.and (i64.add (i64.mul (local.get $i) (i64.const 40501)) (i64.const 1)) (i64.const 65535)) (i64.const 3)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $again (i64.lt_u (local.get $i) (i64.const 65536)))))
  (func $walk (param $steps i32) (result i64)
    (local $at i64) (local $sum i64)
    (loop $again
      (local.set $at (i64.load offset=524288 (local.get $at)))
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 1)) (local.get $at)))
      (br_if $again (local.tee $steps (i32.sub (local.get $steps) (i32.const 1)))))
    (local.get $sum))

  (func $copy
    (local $i i64)
    (loop $again
      (f64.store offset=1572864 (local.get $i) (f64.add
        (f64.load offset=1048576 (local.get $i))
        (f64.convert_i64_s (i64.load32_s offset=524288 (local.get $i)))))
      (local.set $i (i64.add (local.get $i) (i64.const 8)))
      (br_if $again (i64.lt_u (local.get $i) (i64.const 65536)))))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $sum i64)
    (memory.fill (i64.const 0) (i32.const 0) (i64.const 2097152))
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 7))
        (call $sieve (i64.add (i64.const 100000) (i64.extend_i32_u (local.get $n))))))
      (call $link)
      (local.set $sum (i64.xor (local.get $sum) (call $walk (i32.const 100000))))
      (call $copy)
      (local.set $sum (i64.add (local.get $sum) (i64.load offset=1572864 (i64.const 4096))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "run") (result i64) (call $run_n (i32.const 40))))
