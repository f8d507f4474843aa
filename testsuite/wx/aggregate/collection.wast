;; Objects survive as long as something reaches them, and only then: far more is allocated here than any heap
;; should hold, while lists, trees, arrays and globals keep a part alive.
(module
  (rec (type $node (struct (field $value (mut i64)) (field $next (mut (ref null $node))))))
  (rec (type $tree (struct (field $l (ref null $tree)) (field $r (ref null $tree)))))
  (type $refs (array (mut (ref null $node))))
  (type $bytes (array (mut i8)))
  (type $f64s (array (mut f64)))
  (type $many (array (mut (ref null $bytes))))
  (global $keep (mut (ref null $node)) (ref.null $node))
  (table $t 4 (ref null $node))

  (func $list (param $n i64) (result (ref null $node)) (local $head (ref null $node))
    (loop $next
      (local.set $head (struct.new $node (local.get $n) (local.get $head)))
      (br_if $next (i64.ne (local.tee $n (i64.sub (local.get $n) (i64.const 1))) (i64.const 0))))
    (local.get $head))
  (func $sum (param $p (ref null $node)) (result i64) (local $s i64)
    (block $end
      (loop $next
        (br_if $end (ref.is_null (local.get $p)))
        (local.set $s (i64.add (local.get $s) (struct.get $node $value (local.get $p))))
        (local.set $p (struct.get $node $next (local.get $p)))
        (br $next)))
    (local.get $s))
  ;; A list in a local lives through the making of garbage.
  (func (export "local") (param $rounds i32) (result i64) (local $kept (ref null $node))
    (local.set $kept (call $list (i64.const 1000)))
    (loop $next
      (drop (call $list (i64.const 1000)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (call $sum (local.get $kept)))
  ;; So does one in a global, in a table, and on the operand stack.
  (func (export "global") (param $rounds i32) (result i64)
    (global.set $keep (call $list (i64.const 100)))
    (table.set $t (i32.const 2) (call $list (i64.const 10)))
    (call $list (i64.const 1))
    (loop $next
      (drop (array.new_default $bytes (i32.const 100000)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (call $sum)
    (i64.add (call $sum (global.get $keep)))
    (i64.add (call $sum (table.get $t (i32.const 2)))))
  (func $grow (param $depth i32) (result (ref null $tree))
    (if (result (ref null $tree)) (local.get $depth)
      (then (struct.new $tree
        (call $grow (i32.sub (local.get $depth) (i32.const 1)))
        (call $grow (i32.sub (local.get $depth) (i32.const 1)))))
      (else (ref.null $tree))))
  (func $nodes (param $t (ref null $tree)) (result i32)
    (if (result i32) (ref.is_null (local.get $t)) (then (i32.const 0))
      (else (i32.add (i32.const 1)
        (i32.add (call $nodes (struct.get $tree $l (local.get $t))) (call $nodes (struct.get $tree $r (local.get $t))))))))
  (func (export "trees") (param $rounds i32) (result i32) (local $kept (ref null $tree))
    (local.set $kept (call $grow (i32.const 12)))
    (loop $next
      (drop (call $grow (i32.const 10)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (call $nodes (local.get $kept)))
  ;; An array of references: each slot is replaced again and again; the last ones must be there.
  (func (export "array") (param $rounds i32) (result i64) (local $a (ref $refs)) (local $i i32) (local $s i64)
    (local.set $a (array.new_default $refs (i32.const 64)))
    (loop $next
      (array.set $refs (local.get $a) (i32.and (local.get $rounds) (i32.const 63))
        (struct.new $node (i64.extend_i32_u (local.get $rounds)) (ref.null $node)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (loop $add
      (local.set $s (i64.add (local.get $s)
        (struct.get $node $value (array.get $refs (local.get $a) (local.get $i)))))
      (br_if $add (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 63))))
    (local.get $s))
  ;; All of a long array is looked at, which happens piece by piece.
  (func (export "long array") (param $n i32) (param $rounds i32) (result i64)
    (local $a (ref $refs)) (local $i i32) (local $s i64)
    (local.set $a (array.new_default $refs (local.get $n)))
    (loop $next
      (array.set $refs (local.get $a) (local.get $i) (struct.new $node (i64.const 3) (ref.null $node)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (loop $next
      (drop (call $list (i64.const 1000)))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (loop $add
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $s (i64.add (local.get $s)
        (struct.get $node $value (array.get $refs (local.get $a) (local.get $i)))))
      (br_if $add (local.get $i)))
    (local.get $s))
  ;; So it is in the holes between objects that are kept: of those made one after the other every second one stays.
  (func (export "zero in holes") (param $rounds i32) (result i32)
    (local $a (ref $many)) (local $b (ref $bytes)) (local $i i32) (local $bad i32)
    (local.set $a (array.new_default $many (i32.const 1024)))
    (loop $round
      (local.set $i (i32.const 0))
      (loop $next
        (local.set $b (array.new_default $bytes (i32.const 40)))
        (local.set $bad (i32.or (local.get $bad)
          (i32.or (array.get_u $bytes (local.get $b) (i32.const 0)) (array.get_u $bytes (local.get $b) (i32.const 39)))))
        (array.fill $bytes (local.get $b) (i32.const 0) (i32.const 255) (i32.const 40))
        (if (i32.and (local.get $i) (i32.const 1))
          (then (array.set $many (local.get $a) (i32.and (i32.shr_u (local.get $i) (i32.const 1)) (i32.const 1023)) (local.get $b))))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 2048))))
      (br_if $round (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $bad))
  ;; A circle of garbage is garbage.
  (func (export "circles") (param $rounds i32) (local $n (ref $node))
    (loop $next
      (local.set $n (struct.new $node (i64.const 1) (ref.null $node)))
      (struct.set $node $next (local.get $n) (local.get $n))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))))
  ;; Fresh memory is zero even where old objects lay.
  (func (export "zero") (param $rounds i32) (result i32) (local $b (ref $bytes)) (local $i i32) (local $bad i32)
    (loop $next
      (local.set $b (array.new $bytes (i32.const 255) (i32.const 4000)))
      (local.set $b (array.new_default $bytes (i32.const 4000)))
      (local.set $i (i32.const 0))
      (loop $check
        (local.set $bad (i32.or (local.get $bad) (array.get_u $bytes (local.get $b) (local.get $i))))
        (br_if $check (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 97))) (i32.const 4000))))
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $bad))
  (func (export "large") (param $n i32) (result f64) (local $a (ref $f64s))
    (local.set $a (array.new $f64s (f64.const 1.5) (local.get $n)))
    (f64.add (array.get $f64s (local.get $a) (i32.const 0))
      (array.get $f64s (local.get $a) (i32.sub (local.get $n) (i32.const 1)))))
  (func (export "huge") (param $n i32) (drop (array.new_default $f64s (local.get $n)))))

(assert_return (invoke "local" (i32.const 2000)) (i64.const 500500))
(assert_return (invoke "global" (i32.const 2000)) (i64.const 5106))
(assert_return (invoke "trees" (i32.const 200)) (i32.const 4095))
(assert_return (invoke "array" (i32.const 200000)) (i64.const 2017))
(assert_return (invoke "long array" (i32.const 5000) (i32.const 2000)) (i64.const 15000))
(assert_return (invoke "zero in holes" (i32.const 400)) (i32.const 0))
(assert_return (invoke "circles" (i32.const 1000000)))
(assert_return (invoke "zero" (i32.const 2000)) (i32.const 0))
(assert_return (invoke "large" (i32.const 100000)) (f64.const 3))
(assert_return (invoke "large" (i32.const 1)) (f64.const 3))
;; More than there is: a trap, and the store goes on.
(assert_trap (invoke "huge" (i32.const -1)) "allocation size too large")
(assert_return (invoke "local" (i32.const 10)) (i64.const 500500))
