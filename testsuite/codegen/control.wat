;; Loops, merges, branch tables: what the planner and the edges between regions decide.
(module
  (memory 1)
  (func $leaf (param i32) (result i32) (local.get 0))
  (func $sum (param i32 i32) (result i32) (local i32)
    (loop $l
      (local.set 2 (i32.add (local.get 2) (i32.load (local.get 0))))
      (local.set 0 (i32.add (local.get 0) (i32.const 4)))
      (br_if $l (i32.lt_u (local.get 0) (local.get 1))))
    (local.get 2))
  (func $nested (param i32) (result i32) (local $i i32) (local $j i32) (local $s i32)
    (loop $outer
      (local.set $j (i32.const 0))
      (loop $inner
        (local.set $s (i32.add (local.get $s) (i32.mul (local.get $i) (local.get $j))))
        (br_if $inner (i32.ne (local.tee $j (i32.add (local.get $j) (i32.const 1))) (local.get 0))))
      (br_if $outer (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get 0))))
    (local.get $s))
  (func $call_in_loop (param i32) (result i32) (local i32)
    (loop $l
      (local.set 1 (i32.add (local.get 1) (call $leaf (local.get 0))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func $float_loop (param i32 f64) (result f64) (local f64)
    (loop $l
      (local.set 2 (f64.add (f64.mul (local.get 2) (local.get 1)) (f64.load offset=8 (local.get 0))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 8)))))
    (local.get 2))
  (func $merge (param i32 i32) (result i32)
    (i32.add (local.get 1)
      (if (result i32) (local.get 0)
        (then (i32.mul (local.get 1) (i32.const 10)))
        (else (i32.sub (local.get 1) (i32.const 4))))))
  (func $select (param i32 i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 1) (local.get 2))))
  (func $table (param i32) (result i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $b $d (local.get 0)))
      (return (i32.const 1))) (return (i32.const 2))) (return (i32.const 3)))
    (i32.const 4))
  (func $carry (param i32 i64) (result i64)
    ;; Values carried by a branch out of a block.
    (block $b (result i64)
      (br_if $b (local.get 1) (local.get 0))
      (drop)
      (i64.const 3)))
  (func $swap_in_loop (param i32 i64 i64) (result i64) (local i64)
    (loop $l
      (local.set 3 (local.get 1))
      (local.set 1 (local.get 2))
      (local.set 2 (local.get 3))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func $loop_exit_in_middle (param i32) (result i32) (local i32)
    (block $out
      (loop $l
        (br_if $out (i32.gt_u (local.get 1) (i32.const 100)))
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br $l)))
    (local.get 1))
)
