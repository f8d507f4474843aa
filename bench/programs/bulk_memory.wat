;; Bulk operations: memory.copy and memory.fill from one byte to 64 KiB, aligned or not, overlapping forth and back,
;; memory.init, and the same for tables. n rounds.
(module
  (memory 8)
  (table $t 256 funcref)
  (elem $funcs func $one $two $three $one $two $three $two $one)
  (data $words "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!?")
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $three (result i32) (i32.const 3))

  (func $sum (param $at i32) (param $length i32) (result i64)
    (local $end i32) (local $sum i64)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 9)) (i64.load align=1 (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $again (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $sum))

  ;; Sizes 1, 2, 4 ... 64 Ki, each with a different misalignment; small ones more often.
  (func $sizes (param $n i32)
    (local $size i32) (local $count i32)
    (local.set $size (i32.const 1))
    (loop $next_size
      (local.set $count (i32.add (i32.div_u (i32.const 2048) (local.get $size)) (i32.const 1)))
      (loop $again
        (memory.copy
          (i32.add (i32.const 131072) (i32.and (i32.mul (local.get $count) (i32.const 37)) (i32.const 4095)))
          (i32.add (i32.const 1) (i32.and (i32.mul (local.get $count) (i32.const 101)) (i32.const 4095)))
          (local.get $size))
        (memory.fill
          (i32.add (i32.const 262144) (i32.and (i32.mul (local.get $count) (i32.const 53)) (i32.const 4095)))
          (i32.add (local.get $n) (local.get $count))
          (local.get $size))
        (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
      (local.set $size (i32.shl (local.get $size) (i32.const 1)))
      (br_if $next_size (i32.le_u (local.get $size) (i32.const 65536)))))

  (func $overlap
    (memory.copy (i32.const 131073) (i32.const 131072) (i32.const 30000))
    (memory.copy (i32.const 131072) (i32.const 131079) (i32.const 30000))
    (memory.copy (i32.const 262160) (i32.const 262144) (i32.const 4096)))

  (func $tables (result i32)
    (local $i i32) (local $sum i32)
    (table.fill $t (i32.const 0) (ref.func $three) (i32.const 256))
    (loop $again
      (table.init $t $funcs (local.get $i) (i32.const 0) (i32.const 8))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 128))))
    (table.copy $t $t (i32.const 101) (i32.const 0) (i32.const 128))
    (loop $call
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 5))
        (call_indirect $t (result i32) (i32.add (local.get $i) (i32.const 64)))))
      (br_if $call (local.get $i)))
    (local.get $sum))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $sum i64) (local $i i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 524288))
    (loop $again
      (local.set $i (i32.const 0))
      (loop $init
        (memory.init $words (i32.add (i32.mul (local.get $i) (i32.const 61)) (i32.and (local.get $n) (i32.const 63)))
          (i32.and (local.get $i) (i32.const 31)) (i32.const 32))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $init (i32.lt_u (local.get $i) (i32.const 1000))))
      (call $sizes (local.get $n))
      (call $overlap)
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 3))
        (i64.xor (call $sum (i32.const 131072) (i32.const 8192)) (call $sum (i32.const 262144) (i32.const 8192)))))
      (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call $tables))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))
  (func (export "run") (result i64) (call $run_n (i32.const 400))))
