;; Structs of the garbage-collected heap: trees built and dropped, a list reversed in place, and dynamic dispatch over
;; a small class hierarchy by br_on_cast and by method references. n rounds.
(module
  (type $tree (struct (field $left (ref null $tree)) (field $right (ref null $tree)) (field $value i32)))
  (type $cell (struct (field $next (mut (ref null $cell))) (field $value i64)))
  (rec
    (type $shape (sub (struct (field $area (ref $method)) (field $a i32))))
    (type $method (func (param (ref $shape)) (result i32))))
  (type $box (sub $shape (struct (field $area (ref $method)) (field $a i32) (field $b i32))))
  (type $cube (sub final $box (struct (field $area (ref $method)) (field $a i32) (field $b i32) (field $c (mut i32)))))
  (elem declare func $square_area $box_area $cube_area)

  (func $build (param $depth i32) (param $value i32) (result (ref $tree))
    (if (result (ref $tree)) (local.get $depth)
      (then (struct.new $tree
        (call $build (i32.sub (local.get $depth) (i32.const 1)) (i32.mul (local.get $value) (i32.const 2)))
        (call $build (i32.sub (local.get $depth) (i32.const 1)) (i32.add (local.get $value) (i32.const 1)))
        (local.get $value)))
      (else (struct.new $tree (ref.null $tree) (ref.null $tree) (local.get $value)))))

  (func $sum_tree (param $t (ref null $tree)) (result i32)
    (if (ref.is_null (local.get $t)) (then (return (i32.const 0))))
    (i32.add (struct.get $tree $value (local.get $t))
      (i32.add (call $sum_tree (struct.get $tree $left (local.get $t)))
        (i32.mul (call $sum_tree (struct.get $tree $right (local.get $t))) (i32.const 3)))))

  (func $list (param $n i32) (result i64)
    (local $head (ref null $cell)) (local $back (ref null $cell)) (local $next (ref null $cell)) (local $sum i64)
    (loop $grow
      (local.set $head (struct.new $cell (local.get $head) (i64.extend_i32_u (local.get $n))))
      (br_if $grow (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (loop $reverse
      (local.set $next (struct.get $cell $next (local.get $head)))
      (struct.set $cell $next (local.get $head) (local.get $back))
      (local.set $back (local.get $head))
      (local.set $head (local.get $next))
      (br_if $reverse (i32.eqz (ref.is_null (local.get $head)))))
    (loop $fold
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (struct.get $cell $value (local.get $back))))
      (br_if $fold (i32.eqz (ref.is_null (local.tee $back (struct.get $cell $next (local.get $back)))))))
    (local.get $sum))

  (func $square_area (type $method)
    (i32.mul (struct.get $shape $a (local.get 0)) (struct.get $shape $a (local.get 0))))
  (func $box_area (type $method)
    (i32.mul (struct.get $shape $a (local.get 0)) (struct.get $box $b (ref.cast (ref $box) (local.get 0)))))
  (func $cube_area (type $method)
    (local $c (ref $cube))
    (local.set $c (ref.cast (ref $cube) (local.get 0)))
    (struct.set $cube $c (local.get $c) (i32.add (struct.get $cube $c (local.get $c)) (i32.const 1)))
    (i32.mul (struct.get $cube $a (local.get $c)) (struct.get $cube $c (local.get $c))))

  (func $make (param $i i32) (result (ref $shape))
    (local $kind i32)
    (local.set $kind (i32.rem_u (local.get $i) (i32.const 3)))
    (if (i32.eqz (local.get $kind))
      (then (return (struct.new $shape (ref.func $square_area) (local.get $i)))))
    (if (i32.eq (local.get $kind) (i32.const 1))
      (then (return (struct.new $box (ref.func $box_area) (local.get $i) (i32.const 7)))))
    (struct.new $cube (ref.func $cube_area) (local.get $i) (i32.const 5) (i32.const 3)))

  ;; 1 for a plain shape, 2 for a box, 3 for a cube.
  (func $classify (param $s (ref $shape)) (result i32)
    (block $is_cube (result (ref $cube))
      (block $is_box (result (ref $box))
        (drop (br_on_cast $is_box (ref $shape) (ref $box) (br_on_cast $is_cube (ref $shape) (ref $cube) (local.get $s))))
        (return (i32.const 1)))
      (drop)
      (return (i32.const 2)))
    (drop)
    (i32.const 3))

  (func $dispatch (param $n i32) (result i64)
    (local $i i32) (local $sum i64) (local $s (ref $shape))
    (loop $again
      (local.set $s (call $make (local.get $i)))
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 1)) (i64.extend_i32_u (i32.add
        (call_ref $method (local.get $s) (struct.get $shape $area (local.get $s)))
        (call $classify (local.get $s))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $sum))

  (func $run_n (export "run_n") (param $n i32) (result i64)
    (local $sum i64) (local $kept (ref null $tree))
    (local.set $kept (call $build (i32.const 10) (i32.const 3)))
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 9)) (i64.extend_i32_u
        (call $sum_tree (call $build (i32.const 9) (local.get $n))))))
      (local.set $sum (i64.xor (local.get $sum) (call $list (i32.const 1000))))
      (local.set $sum (i64.add (local.get $sum) (call $dispatch (i32.const 1000))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i64.add (local.get $sum) (i64.extend_i32_u (call $sum_tree (local.get $kept)))))
  (func (export "run") (result i64) (call $run_n (i32.const 1000))))
