;; Round trips to the host: two integer parameters, three of mixed type, and none at all. The host adds, mixes and
;; does nothing. n * 1,000 rounds of three calls.
(module
  (import "bench" "add" (func $add (param i32 i32) (result i32)))
  (import "bench" "mix" (func $mix (param i64 i32 f64) (result i64)))
  (import "bench" "sink" (func $sink))
  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (local.set $n (i32.mul (local.get $n) (i32.const 1000)))
    (loop $again
      (local.set $i (call $add (local.get $i) (i32.const 1)))
      (local.set $sum (call $mix (local.get $sum) (local.get $i) (f64.convert_i32_s (local.get $i))))
      (call $sink)
      (br_if $again (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $sum))
  (func (export "run") (result i64) (call $run_n (i32.const 800))))
