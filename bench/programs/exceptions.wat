;; Exceptions: n * 1,000 rounds of a call that mostly returns, sometimes throws; a throw through several frames; one
;; caught, kept and thrown again; and a try block in a hot loop that never throws.
(module
  (tag $small (param i32))
  (tag $large (param i64 f64))

  ;; Throws for two arguments in eight, with one tag each.
  (func $maybe (param $i i32) (result i32)
    (if (i32.eqz (i32.and (local.get $i) (i32.const 7))) (then (throw $small (local.get $i))))
    (if (i32.eq (i32.and (local.get $i) (i32.const 7)) (i32.const 5))
      (then (throw $large (i64.extend_i32_u (local.get $i)) (f64.const 1.5))))
    (i32.mul (local.get $i) (i32.const 3)))

  (func $guarded (param $i i32) (result i64)
    (local $whole i64) (local $part f64)
    (block $on_small (result i32)
      (block $on_large (result i64 f64)
        (return (i64.extend_i32_u
          (try_table (result i32) (catch $small $on_small) (catch $large $on_large) (call $maybe (local.get $i))))))
      (local.set $part)
      (local.set $whole)
      (return (i64.add (local.get $whole) (i64.trunc_sat_f64_s (f64.mul (local.get $part) (f64.const 100))))))
    (return (i64.sub (i64.extend_i32_u) (i64.const 1))))

  ;; Descends `depth` frames and throws from the bottom.
  (func $deep (param $depth i32) (param $v i32) (result i32)
    (if (i32.eqz (local.get $depth)) (then (throw $small (local.get $v))))
    (i32.add (call $deep (i32.sub (local.get $depth) (i32.const 1)) (i32.add (local.get $v) (i32.const 1))) (i32.const 1)))

  ;; Catches anything, counts, and throws the same exception again for the caller's handler.
  (func $relay (param $i i32) (result i32)
    (local $e exnref)
    (block $any (result exnref)
      (return (try_table (result i32) (catch_all_ref $any) (call $deep (i32.const 6) (local.get $i)))))
    (local.set $e)
    (global.set $relayed (i32.add (global.get $relayed) (i32.const 1)))
    (throw_ref (local.get $e)))
  (global $relayed (mut i32) (i32.const 0))

  (func $far (param $i i32) (result i32)
    (block $caught (result i32)
      (try_table (result i32) (catch $small $caught) (call $relay (local.get $i)))))

  (func $calm (param $i i32) (result i32) (i32.xor (local.get $i) (i32.const 0x5bd1)))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $i i32) (local $sum i64)
    (global.set $relayed (i32.const 0))
    (local.set $n (i32.mul (local.get $n) (i32.const 1000)))
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 3)) (call $guarded (local.get $i))))
      (if (i32.eqz (i32.and (local.get $i) (i32.const 15)))
        (then (local.set $sum (i64.xor (local.get $sum) (i64.extend_i32_u (call $far (local.get $i)))))))
      (block $never
        (try_table (catch_all $never)
          (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (call $calm (local.get $i)))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (local.get $n))))
    (i64.add (local.get $sum) (i64.extend_i32_u (global.get $relayed))))
  (func (export "run") (result i64) (call $run_n (i32.const 60))))
